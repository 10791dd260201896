//! Findings for people: each with the line it points at, what it clashes with, and what to do.

use crate::order::Order as _;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::check::since::Was;
use crate::check::{Checked, Reported, Summary};
use crate::finding::{Applicability, Severity};
use crate::report::{Report, Style, summary, totals};
use crate::safe;
use crate::source::{Source, Spot};
use crate::wording::{count, date, group};

pub(super) const REPORT: Report =
    Report { name: "text", about: "for people: excerpts of the plan, and what to do", write };

/// Related places shown at most; a finding with more says how many are left out.
const RELATED_SHOWN: usize = 12;
/// Findings that are gone shown at most.
const GONE_SHOWN: usize = 12;

/// Findings of one rule in one file shown at most.
const SHOWN: usize = 100;

fn write(checked: &[Checked], style: Style) -> String {
    let mut text = String::new();
    for plan in checked {
        let mut found: FxHashMap<(u32, &str), usize> = FxHashMap::default();
        for reported in &plan.findings {
            let many = found.entry((reported.spot.file, reported.finding.rule)).or_default();
            *many += 1;
            if *many <= SHOWN {
                let told = if style.plain { told(reported) } else { render(&plan.source, reported, style) };
                text.push_str(&told);
                text.push_str("\n\n");
            }
        }
        let mut left: Vec<_> = found.into_iter().filter(|(_, many)| *many > SHOWN).collect();
        left.order();
        for ((file, rule), many) in left {
            let path = safe::line(plan.source.path(file)).into_owned();
            let more = group((many - SHOWN) as i128);
            text.push_str(&format!("{more} more of {rule} in {path}; --format json lists them all\n\n"));
        }
    }
    text + &closings(checked)
}

/// How the plans stand, one line each, and all together: the end of the report.
#[must_use]
pub fn closings(checked: &[Checked]) -> String {
    let mut text = mendable(checked);
    text.extend(checked.iter().map(closing));
    if checked.len() > 1 {
        text.push_str(&format!("{} in all: {}\n", count(checked.len(), "plan"), totals(summary(checked))));
    }
    text
}

/// How many of the findings know how they are mended.
fn mendable(checked: &[Checked]) -> String {
    let best = |reported: &Reported| reported.finding.fixes.iter().map(|fix| fix.applicability).min();
    let fixes = checked.iter().flat_map(|checked| &checked.findings).filter_map(best);
    let (safe, guess): (Vec<_>, Vec<_>) = fixes.partition(|fix| *fix == Applicability::Safe);
    match (safe.len(), guess.len()) {
        (0, 0) => String::new(),
        (safe, 0) => format!("{safe} can be mended with --fix\n"),
        (0, guess) => format!("{guess} can be mended with --unsafe-fixes\n"),
        (safe, guess) => format!("{safe} can be mended with --fix, {guess} more with --unsafe-fixes\n"),
    }
}

/// How many findings there are of each rule, most first.
#[must_use]
pub fn statistics(checked: &[Checked]) -> String {
    let mut rules: Vec<(usize, &str, Severity)> = Vec::new();
    for reported in checked.iter().flat_map(|checked| &checked.findings) {
        let same =
            |row: &&mut (usize, &str, Severity)| (row.1, row.2) == (reported.finding.rule, reported.severity);
        match rules.iter_mut().find(same) {
            Some(row) => row.0 += 1,
            None => rules.push((1, reported.finding.rule, reported.severity)),
        }
    }
    rules.order_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)).then(one.2.cmp(&other.2)));
    let row = |(many, rule, severity): &(usize, &str, Severity)| {
        format!("{many:>6}  {:<8} {rule}\n", severity.as_str())
    };
    let table: String = rules.iter().map(row).collect();
    if table.is_empty() { table } else { table + "\n" }
}

/// One line that says how a plan stands.
fn closing(checked: &Checked) -> String {
    let path = checked.source.paths().next().unwrap_or_default();
    let files = count(checked.source.paths().count(), "file");
    let totals = totals(Summary::of(&checked.findings));
    let as_of = checked.plan.known_to().map_or_else(String::new, |day| format!(", as of {}", date(day)));
    let mut text = String::new();
    let mut more = String::new();
    if let Some(since) = &checked.since {
        for gone in since.removed.iter().take(GONE_SHOWN) {
            let (rule, message) = (gone.finding.rule, safe::line(&gone.finding.message));
            let place = format!("{}:{}", safe::line(&gone.spot.path), gone.spot.start.line);
            text.push_str(&format!("gone: {}[{rule}]: {message} ({place})\n", gone.severity.as_str()));
        }
        if since.removed.len() > GONE_SHOWN {
            text.push_str(&format!("and {} more are gone\n", since.removed.len() - GONE_SHOWN));
        }
        let gone = match since.removed.len() {
            1 => "1 finding is gone".to_owned(),
            many => format!("{} are gone", count(many, "finding")),
        };
        let since_what = safe::line(&since.reference);
        more = match &since.was {
            Was::Nowhere => format!("; all new, since there was no plan at this path at {since_what}"),
            was => {
                let known = count(since.known, "known finding");
                let moved = match was {
                    Was::There(path) => format!(" (then {})", safe::line(path)),
                    _ => String::new(),
                };
                format!("; new since {since_what}{moved}, {gone}, {known} left out")
            }
        };
    }
    text.push_str(&format!("{}: {totals} ({files}{as_of}{more})\n", safe::line(path),));
    text
}

/// A finding in words: what it is and where, what it clashes with, and what to do.
fn told(reported: &Reported) -> String {
    let finding = &reported.finding;
    let place = |spot: &Spot| format!("{}:{}", safe::line(&spot.path), spot.start.line);
    let (severity, message) = (reported.severity.as_str(), safe::line(&finding.message));
    let mut text = format!("{severity}: {message} ({}, {})", finding.rule, place(&reported.spot));
    if !reported.private {
        for (related, spot) in finding.related.iter().zip(&reported.related).take(RELATED_SHOWN) {
            text.push_str(&format!("\n  and: {} ({})", safe::line(&related.label), place(spot)));
        }
    }
    let left = finding.related.len().saturating_sub(RELATED_SHOWN);
    if left > 0 {
        text.push_str(&format!("\n  and {left} more places"));
    }
    if !finding.help.is_empty() {
        text.push_str(&format!("\n  help: {}", safe::line(&finding.help)));
    }
    text
}

/// A finding with its excerpts.
#[must_use]
pub fn render(source: &Source, reported: &Reported, style: Style) -> String {
    let finding = &reported.finding;
    let level = match reported.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::NOTE.with_name("advice"),
    };
    let title = level.primary_title(safe::line(&finding.message)).id(finding.rule);
    let mut lines = Lines::default();
    let place = format!("{}:{}", safe::line(&reported.spot.path), reported.spot.start.line);
    if !reported.private {
        lines.mark(source, &reported.spot, AnnotationKind::Primary, &finding.label);
    }
    for (related, spot) in finding.related.iter().zip(&reported.related).take(RELATED_SHOWN) {
        lines.mark(source, spot, AnnotationKind::Context, &related.label);
    }
    let mut group = Group::with_title(title).elements(lines.all.iter().map(Line::snippet));
    if reported.private {
        group = group.element(Level::NOTE.message(format!("in {place}")));
    }
    let left = finding.related.len().saturating_sub(RELATED_SHOWN);
    if left > 0 {
        group = group.element(Level::NOTE.message(format!("and {left} more places")));
    }
    let help = safe::line(&finding.help);
    if !help.is_empty() {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let decor = if style.ascii { DecorStyle::Ascii } else { DecorStyle::Unicode };
    renderer.term_width(style.width.max(20)).decor_style(decor).render(&[group])
}

/// The lines that a finding points at, each once, in the order in which they are first pointed at.
#[derive(Default)]
struct Lines {
    all: Vec<Line>,
}

/// A line of a file, or of a long one the stretch around what is pointed at; made safe, with the stretches
/// that are pointed at.
struct Line {
    path: String,
    number: u32,
    /// The bytes of the line that are shown.
    window: Range<usize>,
    text: String,
    marks: Vec<(AnnotationKind, Range<usize>, String)>,
}

impl Lines {
    /// Points at a spot; of a stretch over several lines, at the first.
    fn mark(&mut self, source: &Source, spot: &Spot, kind: AnnotationKind, label: &str) {
        let text = source.text(spot.file);
        let line = text.line(spot.start.line);
        let (from, _) = text.line_span(spot.start.line, spot.start.line);
        let byte = |at: usize| line.floor_char_boundary(at.saturating_sub(from as usize));
        let start = byte(spot.bytes.start).max(bom(line));
        let end = if spot.end.line > spot.start.line { line.len() } else { byte(spot.bytes.end) }.max(start);
        let path = safe::line(&spot.path);
        let shown = |it: &&mut Line| {
            (it.number, &*it.path) == (spot.start.line, &*path)
                && it.window.start <= start
                && end <= it.window.end
        };
        let known = self.all.iter_mut().find(shown);
        let window = known.as_ref().map_or_else(|| window(line, &(start..end)), |line| line.window.clone());
        let (seen, start) = (&line[window.clone()], start - window.start);
        let end = (end - window.start).min(seen.len());
        // What is seen as one character stays one.
        let seams = || seen.grapheme_indices(true).map(|(at, _)| at);
        let start = seams().take_while(|at| *at <= start).last().unwrap_or(0);
        let end = seams().find(|at| *at >= end).unwrap_or(seen.len());
        let [before, inside, after] = [seen.get(..start), seen.get(start..end), seen.get(end..)]
            .map(|part| safe::line(part.unwrap_or("")));
        let [head, tail] =
            [window.start > bom(line), window.end < line.len()].map(|cut| if cut { CUT } else { "" });
        let first = head.len() + before.len();
        let mark = (kind, first..first + inside.len(), safe::line(label).into_owned());
        match known {
            Some(line) => line.marks.push(mark),
            None => self.all.push(Line {
                path: path.into_owned(),
                number: spot.start.line,
                window,
                text: format!("{head}{before}{inside}{after}{tail}"),
                marks: vec![mark],
            }),
        }
    }
}

/// Bytes of a long line that are shown on either side of what is pointed at, and of that itself at most.
const ASIDE: usize = 400;
/// What stands for the rest of a long line.
const CUT: &str = "...";

/// What is shown of a line around what is pointed at. A line may be as long as a file, and each finding on
/// it must cost what it shows.
fn window(line: &str, at: &Range<usize>) -> Range<usize> {
    if line.len() <= 4 * ASIDE {
        return bom(line)..line.len();
    }
    let start = line.floor_char_boundary(at.start.saturating_sub(ASIDE)).max(bom(line));
    start..line.ceil_char_boundary(at.end.min(at.start + ASIDE) + ASIDE).max(start)
}

/// How long the byte order mark is that a line begins with; it takes no column.
fn bom(line: &str) -> usize {
    if line.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

impl Line {
    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let annotations = self.marks.iter().map(|(kind, span, label)| {
            let annotation = kind.span(span.clone());
            if label.is_empty() { annotation } else { annotation.label(&**label) }
        });
        let snippet = Snippet::source(&*self.text).path(&*self.path).line_start(self.number as usize);
        snippet.annotations(annotations)
    }
}
