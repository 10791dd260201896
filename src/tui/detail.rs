//! What is known about something, in words: the inspector beside a view, or over it.

mod entry;
pub mod gate;
mod item;
pub mod kpi;
mod market;
pub mod record;
mod wave;

use super::pen::{Pen, columns};
use super::theme::{GATE, Tone, mark};
use crate::finding::Severity;
use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::address::{Address, Table};
use crate::plan::id::{GateIx, ItemIx, WaveIx};
use crate::plan::kpi::Target;
use crate::plan::strategy::MultiplierKind;
use crate::plan::telling::Telling;
use crate::register;
use crate::safe;
use crate::status::{self, Reason, Status};
use crate::wording;
use crate::wording::aloud::Aloud;
use crate::workspace::Workspace;
use ratatui::layout::Rect;

/// Lines of text with tones, broken to a width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The lines.
    pub lines: Vec<Vec<(String, Tone)>>,
    width: u16,
}

impl Text {
    /// No lines yet.
    #[must_use]
    pub fn new(width: u16) -> Self {
        Self { lines: Vec::new(), width: width.max(8) }
    }

    /// The columns that its lines are broken to.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// An empty line, unless the last one is.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Vec::new());
        }
    }

    /// A heading, with a gap above.
    pub fn head(&mut self, text: &str) {
        self.gap();
        self.lines.push(vec![(text.into(), Tone::Strong)]);
    }

    /// A line as it is.
    pub fn line(&mut self, pieces: Vec<(String, Tone)>) {
        self.lines.push(pieces);
    }

    /// Text that goes on below its `first` piece, with later lines set in by `indent`.
    pub fn put(&mut self, first: &[(&str, Tone)], text: &str, tone: Tone, indent: u16) {
        let mut line: Vec<(String, Tone)> =
            first.iter().map(|(text, tone)| ((*text).into(), *tone)).collect();
        let mut used: u16 = first.iter().map(|(text, _)| columns(text)).sum();
        let mut piece = String::new();
        for word in safe::line(text).split(' ').filter(|word| !word.is_empty()) {
            let wide = columns(word);
            let gap = u16::from(!piece.is_empty());
            if used + gap + wide > self.width && !(piece.is_empty() && used <= indent) {
                line.push((std::mem::take(&mut piece), tone));
                self.lines.push(std::mem::take(&mut line));
                line.push((" ".repeat(usize::from(indent)), Tone::Plain));
                used = indent;
            } else if gap == 1 {
                piece.push(' ');
                used += 1;
            }
            piece.push_str(word);
            used += wide;
        }
        line.push((piece, tone));
        self.lines.push(line);
    }

    /// A paragraph.
    pub fn words(&mut self, text: &str, tone: Tone) {
        self.put(&[], text, tone, 0);
    }

    /// A label and its value.
    pub fn pair(&mut self, label: &str, value: &str) {
        self.put(&[(&format!("{label:<9} "), Tone::Faint)], value, Tone::Plain, 10);
    }

    /// A marked entry, set in.
    pub fn entry(&mut self, mark: &str, tone: Tone, text: &str) {
        self.put(&[("  ", Tone::Plain), (mark, tone), (" ", Tone::Plain)], text, Tone::Plain, 4);
    }

    /// Draws the lines from `scroll` on, and says by a mark that there are more.
    pub fn draw(&self, scroll: u16, area: Rect, pen: &mut Pen<'_>) {
        for (y, line) in (area.y..area.bottom()).zip(self.lines.iter().skip(usize::from(scroll))) {
            let mut used = 0;
            for (text, tone) in line {
                used += pen.put(area.x + used, y, area.width - used, text, *tone);
            }
        }
        let more = self.lines.len().saturating_sub(usize::from(scroll) + usize::from(area.height));
        if more > 0 && area.height > 1 {
            let last = Rect { y: area.bottom() - 1, height: 1, ..area };
            pen.clear(last);
            let words = format!("… {} more", wording::count(more + 1, "line"));
            pen.put(last.x, last.y, last.width, &words, Tone::Faint);
        }
    }
}

/// The mark of something, with its tone.
#[must_use]
pub fn mark_of(work: &Workspace, at: &Address) -> (&'static str, Tone) {
    let of = |status| (mark(status), Tone::Status(status));
    if let Some((ix, step)) = work.step_at(at) {
        return if work.plan().item(ix).steps.is_empty() {
            ("·", Tone::Faint)
        } else {
            of(work.status(ix, step))
        };
    }
    match at.table {
        Table::Gate => {
            match work.plan().gate_by_id(&at.key).map(|ix| status::gate_status(work.figures(), ix)) {
                None | Some(Status::NotStarted) => (GATE, Tone::Gate),
                Some(status) => of(status),
            }
        }
        Table::Wave => work
            .plan()
            .wave_by_id(&at.key)
            .and_then(|ix| work.progress.get(ix.at()))
            .map_or(("·", Tone::Faint), |progress| of(progress.status)),
        _ => ("·", Tone::Faint),
    }
}

/// The name of something.
#[must_use]
pub fn name_of(plan: &Plan, at: &Address) -> String {
    let item = || plan.item_by_id(&at.key).map(|ix| plan.item(ix).title());
    let of = |kind: MultiplierKind| {
        plan.multipliers(kind).iter().find(|it| *it.id == *at.key).map(|multiplier| multiplier.title())
    };
    let name = match at.table {
        Table::Driver | Table::Capability | Table::Mandate => item(),
        Table::Wave => plan.wave_by_id(&at.key).map(|ix| plan.wave(ix).title()),
        Table::Kpi => plan.kpi_by_id(&at.key).map(|ix| plan.kpi(ix).title()),
        Table::Gate => plan.gate_by_id(&at.key).map(|ix| gate_title(plan, ix)),
        Table::Market => of(MultiplierKind::Market),
        Table::Brand => of(MultiplierKind::Brand),
        Table::CustomerType => of(MultiplierKind::CustomerType),
        Table::Decision => return format!("Decision {}", at.key),
        Table::Action => return format!("Action {}", at.key),
        table => {
            let entry = register::place(plan, at).map(|nth| register::title(plan, table, nth).into_owned());
            return entry.unwrap_or_else(|| at.to_string());
        }
    };
    name.map_or_else(|| at.to_string(), str::to_owned)
}

/// The name of a gate, or its id.
#[must_use]
pub fn gate_title(plan: &Plan, ix: GateIx) -> &str {
    let gate = &plan.gates[ix.at()];
    gate.about.name.as_deref().unwrap_or(&gate.id)
}

/// One sentence about something: its name, where it stands and the weightiest reason.
#[must_use]
pub fn sentence(work: &Workspace, at: &Address) -> String {
    let plan = work.plan();
    let name = name_of(plan, at);
    if let Some((ix, step)) = work.step_at(at) {
        let item = plan.item(ix);
        let status = work.status(ix, step);
        // The reason, and the day, are those of the step that the item stands so by.
        let told = work.telling(ix, step);
        let standing = work.standings[ix.at()].get(told);
        let why = standing.and_then(|standing| standing.reasons.first());
        let why = why.map(|reason| reason_words(work, (ix, told), reason));
        let live = plan.step_live(ix, told).map(|date| format!("live {}", wording::date(date)));
        let why = why.or(live).map(|why| format!(" · {why}")).unwrap_or_default();
        let level =
            step.filter(|_| item.driver().is_none()).map(|step| format!(" at {}", item.steps[step].level));
        let state = if item.steps.is_empty() { "not phased" } else { status.as_str() };
        return format!("{name}{}: {state}{why}", level.unwrap_or_default());
    }
    match at.table {
        Table::Wave => plan.wave_by_id(&at.key).map_or(name.clone(), |ix| {
            let progress = work.progress[ix.at()];
            let wave = plan.wave(ix);
            let dates = format!("{} – {}", wording::date(wave.start), wording::date(wave.end));
            let why = worst_words(work, ix).map(|why| format!(": {why}")).unwrap_or_default();
            format!("{name}: {}{why} · {} · {dates}", progress.status.as_str(), progress.words())
        }),
        Table::Gate => plan.gate_by_id(&at.key).map_or(name.clone(), |ix| {
            let date = status::gate_date(plan, ix).map(wording::date).unwrap_or_default();
            let open = gate::open_words(work, ix).map(|open| format!(" · {open}")).unwrap_or_default();
            format!("{name}: {} · {date}{open}", gate_words(work, ix))
        }),
        _ => name,
    }
}

/// What the check found, by the names that the views show.
#[must_use]
pub fn aloud(work: &Workspace, telling: &impl AsRef<Telling>) -> String {
    Aloud { plans: &[work.plan()], room: false }.message(telling)
}

/// A reason of a step in words; of what the check found, what it found.
pub(super) fn reason_words(work: &Workspace, step: (ItemIx, usize), reason: &Reason) -> String {
    let wanted = match reason {
        Reason::Errors(_) => Severity::Error,
        Reason::Warnings(_) => Severity::Warning,
        _ => return reason.say(work.plan()),
    };
    let first = work.counted_with(step, wanted).next();
    first.map_or_else(|| reason.say(work.plan()), |it| aloud(work, &it.finding.message))
}

/// Why a wave is late or at risk: the first of its worst steps with its reason, and how many more there are.
pub(super) fn worst_words(work: &Workspace, wave: WaveIx) -> Option<String> {
    let (ix, step, alike) = work.progress.get(wave.at())?.worst?;
    let plan = work.plan();
    let reason = work.standings[ix.at()].get(step)?.reasons.first()?;
    let more = if alike > 1 { format!(" (and {} more)", alike - 1) } else { String::new() };
    Some(match reason {
        Reason::Errors(_) | Reason::Warnings(_) => {
            format!("{}{more}", reason_words(work, (ix, step), reason))
        }
        _ => format!("{}{more}", reason.say_of(plan, plan.item(ix).title())),
    })
}

/// What is decided at a gate, in words.
#[must_use]
pub fn gate_words(work: &Workspace, ix: GateIx) -> String {
    let plan = work.plan();
    match (status::gate_decided(work.figures(), ix), status::gate_status(work.figures(), ix)) {
        (Some(decided), _) => format!("decided: {decided}"),
        (None, Status::Open) => "its day has come, no decision yet".into(),
        (None, _) => format!(
            "to come, {}",
            wording::count(plan.gates[ix.at()].criteria.len(), "criterion").replace("criterions", "criteria")
        ),
    }
}

/// Writes what is known about something, what the check found last.
pub fn about(work: &Workspace, at: &Address, text: &mut Text) {
    itself(work, at, text);
    findings(work, at, text);
}

/// Writes what the plan and its figures say of something.
pub fn itself(work: &Workspace, at: &Address, text: &mut Text) {
    let plan = work.plan();
    let (mark, tone) = mark_of(work, at);
    text.put(&[(mark, tone), (" ", Tone::Plain)], &name_of(plan, at), Tone::Strong, 2);
    if let Some((ix, step)) = work.step_at(at) {
        item::about(work, ix, step, text);
    } else {
        match at.table {
            Table::Wave => plan.wave_by_id(&at.key).into_iter().for_each(|ix| wave::about(work, ix, text)),
            Table::Gate => {
                plan.gate_by_id(&at.key).into_iter().for_each(|ix| gate::about(work, ix, at, text))
            }
            Table::Kpi => plan.kpi_by_id(&at.key).into_iter().for_each(|ix| kpi::about(work, ix, "", text)),
            Table::Decision | Table::Action => record::about(plan, at, text),
            Table::Market => market::about(work, at, text),
            Table::Brand => market::of_kind(plan, MultiplierKind::Brand, at, text),
            Table::CustomerType => market::of_kind(plan, MultiplierKind::CustomerType, at, text),
            _ if register::place(plan, at).is_some() => entry::about(work, at, text),
            table => text.words(table.noun(), Tone::Faint),
        }
    }
}

/// The same of a KPI, with how it stands in its markets in a few words.
pub fn kpi(work: &Workspace, at: &Address, markets: &str, text: &mut Text) {
    let (mark, tone) = mark_of(work, at);
    text.put(&[(mark, tone), (" ", Tone::Plain)], &name_of(work.plan(), at), Tone::Strong, 2);
    let ix = work.plan().kpi_by_id(&at.key);
    ix.into_iter().for_each(|ix| kpi::about(work, ix, markets, text));
}

/// What was learnt, by its places in the plan, with its days.
fn learnt(plan: &Plan, all: impl Iterator<Item = usize>, head: &str, text: &mut Text) {
    for (place, nth) in all.enumerate() {
        if place == 0 {
            text.head(head);
        }
        let day = wording::date(plan.learnings[nth].date);
        text.entry("·", Tone::Faint, &format!("{day} · {}", register::title(plan, Table::Learning, nth)));
    }
}

fn notes(about: &About, text: &mut Text) {
    if let Some(note) = &about.note {
        text.head("Note");
        text.put(&[("  ", Tone::Plain)], note, Tone::Plain, 2);
    }
    if let Some(extra) = about.extra.as_deref().filter(|extra| !extra.is_empty()) {
        text.head("Own fields");
        for (key, value) in extra {
            text.put(&[("  ", Tone::Plain)], &format!("{key}: {value}"), Tone::Plain, 4);
        }
    }
}

/// Writes what the check found on something.
pub fn findings(work: &Workspace, at: &Address, text: &mut Text) {
    let mut found = work.findings_on(at).peekable();
    if found.peek().is_some() {
        text.head("Findings");
    }
    for located in found {
        let (letter, tone) = severity_mark(located.severity);
        text.entry(letter, tone, &aloud(work, &located.finding.message));
    }
}

/// The letter of a severity, with its tone.
#[must_use]
pub fn severity_mark(severity: Severity) -> (&'static str, Tone) {
    match severity {
        Severity::Error => ("E", Tone::Error),
        Severity::Warning => ("W", Tone::Warning),
        Severity::Advice => ("A", Tone::Advice),
    }
}

/// A target in words, as the plan states it.
#[must_use]
pub fn target_words(target: Target) -> String {
    match target {
        Target::Value(value) => wording::number(value, 9),
        Target::Band(low, high) => format!("{} to {}", wording::number(low, 9), wording::number(high, 9)),
        Target::Done(true) => "yes".into(),
        Target::Done(false) => "no".into(),
    }
}
