//! The explanation of one figure, one value, or what the check finds, as entries that can be opened in turn.

use super::asks::First;
use super::says::says;
use super::{About, Side, Subject, found};
use crate::explain::figure;
use crate::explain::look::{Look, Writer};
use crate::explain::value;
use crate::figures::Figures;
use crate::graph::{Delay, Delayed};
use crate::impact::Impact;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::shift::Shift;
use crate::safe;
use crate::trace::name::Name;
use crate::trace::of::Of;
use crate::trace::value::Value;
use crate::trace::{Input, Origin};
use crate::traces::{self, Unknown};
use crate::tui::detail::Text;
use crate::tui::overlays::shown;
use crate::tui::pen::columns;
use crate::tui::simulating;
use crate::tui::theme::Tone;
use crate::workspace::Workspace;

/// How far what stands below an entry is set in.
const INDENT: u16 = 4;
/// The words of the figures of the whole plan that a slip is told by.
const OF_SLIP: [&str; 5] = ["planned", "forecast", "cost", "npv", "payback"];

/// The explanation of one figure or value.
pub(super) struct Page {
    /// What it explains.
    pub(super) about: About,
    /// Of what.
    pub(super) side: Side,
    /// Its name.
    pub(super) name: String,
    /// What is said before the entries, as paragraphs.
    pub(super) head: Vec<(String, Tone)>,
    /// What went in, and what stands beside it.
    pub(super) entries: Vec<Entry>,
    /// The selected one of those that can be opened.
    pub(super) cursor: usize,
    /// The first line shown.
    pub(super) scroll: u16,
    /// It takes a simulation that is not there yet.
    pub(super) waits: bool,
}

/// A line about something that goes into a figure.
#[derive(Default)]
pub(super) struct Entry {
    /// A heading above it.
    pub(super) above: Option<&'static str>,
    pub(super) label: String,
    pub(super) value: String,
    /// Its name, or its address with file and line.
    pub(super) from: String,
    /// What it opens.
    pub(super) opens: Option<Subject>,
}

impl Page {
    /// The page of one figure or value; the first one with what stands beside it and what the view shows.
    pub(super) fn of(
        work: &Workspace,
        (about, side): Subject,
        first: Option<&First>,
    ) -> Result<Self, Unknown> {
        let plan = work.beside.as_deref().map(|plan| look(plan, None));
        let open = look(work, plan.as_ref());
        let late = slipped(work, side);
        let later = late.as_ref().map(Figures::new);
        let look = match (side, plan, &later) {
            (Side::Plan, Some(plan), _) => plan,
            (Side::Late(what, by), _, Some(figures)) => {
                let late = simulating::late_by(work, what, by);
                let simulation = late.and_then(|late| simulating::known_of(&late.simulated));
                Look { figures, simulation, beside: Some(&open), ..open }
            }
            _ => open,
        };
        let mut page = match &about {
            About::Figure(name) => Self::of_figure(work, look, name, side, first.is_some(), false),
            About::Whole(name) => Self::of_figure(work, look, name, side, false, true),
            // Files say nothing of what is only asked.
            About::Value(address) if late.is_some() => Self::of_value(open, address, side),
            About::Value(address) => Self::of_value(look, address, side),
            About::Found(found) => found::page(work, found, side),
        }?;
        let Some(First { shown, says: beside, note }) = first else { return Ok(page) };
        if let Some(note) = note {
            let at = page.head.len().min(1);
            page.head.insert(at, (safe::line(note).into_owned(), Tone::Plain));
        }
        let is_figure = matches!(page.about, About::Figure(_));
        if let Some(table) = beside.as_ref().filter(|_| is_figure && !matches!(side, Side::Late(..))) {
            page.under("What the plan says of it", says(look, table, side));
        }
        let mut told: Vec<&About> = Vec::new();
        let known = page.about.clone();
        for other in shown.iter().filter(|other| known != **other) {
            if !told.contains(&other) {
                told.push(other);
            }
        }
        let shown = told.into_iter().filter_map(|other| match other {
            About::Figure(name) | About::Whole(name) => of_figure(look, name, side),
            About::Found(found) => found.entry(work, side),
            About::Value(at) => found::value(look, "", at, side),
        });
        page.under("On this view", shown);
        Ok(page)
    }

    fn of_figure(
        work: &Workspace,
        look: Look<'_>,
        name: &Name,
        side: Side,
        first: bool,
        whole: bool,
    ) -> Result<Self, Unknown> {
        let currency = look.figures.plan.currency;
        if let Some(page) = Self::waiting(look, name, side) {
            return Ok(page);
        }
        let figure = look.figure(name)?;
        let against_plan = look.against_plan(&figure);
        let trace = figure.trace;
        let said = trace.value.said_in_full(&trace.unit, currency);
        let mut head = vec![(format!("{}: {said}", figure.title), Tone::Strong)];
        head.extend(against_plan.map(|sentence| (sentence, Tone::Plain)));
        head.push((String::new(), Tone::Plain));
        head.extend(figure::how(&trace, look).into_iter().map(|line| (line, Tone::Plain)));
        let mut beside = Vec::new();
        if first {
            beside = shown::beside(look.figures, &figure.name);
        }
        beside.extend(trace.also.iter().filter(|also| !beside.contains(also)).cloned().collect::<Vec<_>>());
        let counts = figure::is_count(&trace);
        let decided = figure::deciding(&trace, whole);
        let decided: Vec<Entry> = decided
            .iter()
            .map(|line| Entry {
                label: line.label.clone(),
                from: figure::place(look, &line.at),
                opens: Some((About::Value(line.at.clone()), side)),
                ..Entry::default()
            })
            .collect();
        let left = trace.decided.len() - decided.len();
        let (inputs, more) = if whole { (figure::sorted(trace), None) } else { figure::folded(trace) };
        let entry = |input: Input| Entry {
            above: None,
            label: input.label.clone(),
            value: figure::counted(&input, counts).unwrap_or_else(|| input.value.said(&input.unit, currency)),
            from: figure::origin(look, &input),
            opens: match input.from {
                Origin::Figure(name) => Some((About::Figure(name), side)),
                Origin::Plan(address) => Some((About::Value(address), side)),
                Origin::Rule => None,
            },
        };
        let mut entries: Vec<Entry> = inputs.into_iter().map(entry).collect();
        if let Some((count, total)) = more {
            let value = if total == Value::Nothing { String::new() } else { total.said("", currency) };
            let opens = Some((About::Whole(figure.name.clone()), side));
            let label = format!("and {count} more: open to list all");
            entries.push(Entry { label, value, opens, ..Entry::default() });
        }
        let mut page = Self::new(About::Figure(figure.name.clone()), side, figure.name.to_string(), head);
        page.under("What goes in", entries);
        page.under("Decided by", decided);
        if left > 0 {
            let opens = Some((About::Whole(figure.name.clone()), side));
            let label = format!("and {left} more: open to list all");
            page.under("", Some(Entry { label, opens, ..Entry::default() }));
        }
        page.under(
            "In the plan",
            in_plan(look, &figure.name, &said).filter(|_| !matches!(side, Side::Late(..))),
        );
        if first {
            page.under("What it does to the plan's figures", done_by_slip(work, look, &figure.name));
        }
        if first {
            page.under("In the scenarios", sketched(work, &figure.name));
        }
        page.under("Beside it", beside.iter().filter_map(|name| of_figure(look, name, side)));
        Ok(page)
    }

    /// The page of a figure that a simulation tells, while that is under way; `None` where nobody has to wait.
    fn waiting(look: Look<'_>, name: &Name, side: Side) -> Option<Self> {
        let waits = look.simulation.is_none() && traces::is_simulated(&name.word);
        let family = traces::by_word(&name.word).filter(|_| waits)?;
        let plan = look.figures.plan;
        let of = Of::resolve(plan, family.of, &name.of)?;
        let title = traces::title(plan, family, &of, name.when);
        let head = vec![(format!("{title}: simulating …"), Tone::Strong)];
        let page = Self::new(About::Figure(name.clone()), side, name.to_string(), head);
        Some(Self { waits: true, ..page })
    }

    /// With more entries under a heading, or below those before where it is empty.
    pub(super) fn under(&mut self, head: &'static str, entries: impl IntoIterator<Item = Entry>) {
        let entries = entries.into_iter().enumerate();
        let above = |nth| (nth == 0 && !head.is_empty()).then_some(head);
        self.entries.extend(entries.map(|(nth, entry)| safely(Entry { above: above(nth), ..entry })));
    }

    fn of_value(look: Look<'_>, address: &Address, side: Side) -> Result<Self, Unknown> {
        // A step is placed by `wave` or in `reaches`: what is told is what the plan writes.
        let address = &look.spelled(address);
        let page = value::Page::of(look, address)?;
        let whose = if look.beside.is_some() { "scenario" } else { "plan" };
        let mut head = Vec::new();
        match &page.written {
            Some(written) => {
                head.push((format!("The {whose} says {}", value::said(written)), Tone::Strong));
            }
            None if address.path.is_empty() => head.push((address.table.noun().to_owned(), Tone::Strong)),
            None => head.push((format!("The {whose} does not say it"), Tone::Strong)),
        }
        head.extend(page.in_plan.clone().map(|sentence| (sentence, Tone::Plain)));
        if !page.means.is_empty() {
            head.push((page.means.to_owned(), Tone::Plain));
        }
        if let Some(stand) = &page.place {
            let absent = page.written.is_none() && !address.path.is_empty();
            head.push((format!("{}{stand}", if absent { "its table: " } else { "" }), Tone::Faint));
        }
        let names = page.into.names.iter().filter_map(|name| Name::parse(name));
        let mut told = Self::new(About::Value(address.clone()), side, address.to_string(), head);
        if address.path.is_empty() {
            told.under("What it says", says(look, address, side));
        }
        told.under("Goes into", names.filter_map(|name| of_figure(look, &name, side)));
        let others = (!page.into.words.is_empty()).then(|| Entry {
            label: "Figures of others".into(),
            from: page.into.words.join(", "),
            ..Entry::default()
        });
        told.under("Goes into those of others too", others);
        Ok(told)
    }

    pub(super) fn new(about: About, side: Side, name: String, head: Vec<(String, Tone)>) -> Self {
        let name = safe::line(&name).into_owned();
        Self { about, side, name, head, entries: Vec::new(), cursor: 0, scroll: 0, waits: false }
    }

    /// The entries that can be opened.
    pub(super) fn links(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.opens.is_some())
    }

    /// The text at a width, and the first and the last line of each entry that can be opened.
    pub(super) fn laid_out(&self, width: u16) -> (Text, Vec<(u16, u16)>) {
        let mut text = Text::new(width);
        text.words(&self.name, Tone::Faint);
        for (line, tone) in &self.head {
            if line.is_empty() { text.gap() } else { text.words(line, *tone) }
        }
        let mut lines = Vec::new();
        let [mut labels, mut values] = [0; 2];
        for (nth, entry) in self.entries.iter().enumerate() {
            if let Some(above) = entry.above {
                text.head(above);
                let others = self.entries[nth + 1..].iter().take_while(|entry| entry.above.is_none());
                let part = || std::iter::once(entry).chain(others.clone());
                values = part().map(|entry| columns(&entry.value)).max().unwrap_or(0).min(width / 3);
                labels = part().map(|entry| columns(&entry.label)).max().unwrap_or(0).min(width / 2);
            }
            let rest = width.saturating_sub(labels + values + 4);
            let from = text.lines.len();
            let label = safe::cut(&entry.label, usize::from(labels)).into_owned();
            let value = safe::cut(&entry.value, usize::from(values)).into_owned();
            let gap = (labels - columns(&label)) + 2 + (values - columns(&value));
            let mut pieces = vec![
                (label, Tone::Plain),
                (" ".repeat(usize::from(gap)), Tone::Plain),
                (value, Tone::Strong),
            ];
            let beside = columns(&entry.from) <= rest;
            if beside {
                pieces.push((format!("  {}", entry.from), Tone::Faint));
            }
            text.line(pieces);
            if !beside {
                let indent = " ".repeat(usize::from(INDENT));
                text.put(&[(&indent, Tone::Plain)], &entry.from, Tone::Faint, INDENT);
            }
            if entry.opens.is_some() {
                let line = |line: usize| u16::try_from(line).unwrap_or(u16::MAX);
                lines.push((line(from), line(text.lines.len() - 1)));
            }
        }
        (text, lines)
    }
}

/// What an open plan is read with.
pub(super) fn look<'w>(work: &'w Workspace, beside: Option<&'w Look<'w>>) -> Look<'w> {
    let writer = beside.map(|_| Writer::Open);
    Look {
        figures: work.figures(),
        source: work.source(),
        simulation: simulating::known(work),
        beside,
        writer,
    }
}

/// The plan in which something is late, where that is asked.
fn slipped(work: &Workspace, side: Side) -> Option<Plan> {
    let Side::Late(what, by) = side else { return None };
    if let Some(late) = simulating::late_by(work, what, by) {
        return Some(late.plan.clone());
    }
    Some(Impact::of(work.figures(), work.graph(), &[Delay { what, by }]).plan)
}

/// What a slip makes of the figures of the whole plan; nothing where a figure is of no slip.
fn done_by_slip(work: &Workspace, open: Look<'_>, name: &Name) -> Vec<Entry> {
    let family = traces::by_word(&name.word).filter(|family| family.word == "slip");
    let of = family.and_then(|family| Of::resolve(open.figures.plan, family.of, &name.of));
    let (what, by) = match of {
        Some(Of::Late(what, by)) => (what, by),
        Some(Of::Item(item)) => (Delayed::Item(item), Shift::months(1)),
        Some(Of::Wave(wave)) => (Delayed::Wave(wave), Shift::months(1)),
        _ => return Vec::new(),
    };
    let side = Side::Late(what, by);
    let Some(plan) = slipped(work, side) else { return Vec::new() };
    let figures = Figures::new(&plan);
    let look = Look { figures: &figures, simulation: None, beside: Some(&open), ..open };
    let told = OF_SLIP.iter().filter_map(|word| {
        let name = Name { word: (*word).into(), of: Vec::new(), when: None };
        let entry = of_figure(look, &name, side)?;
        let figure = look.figure(&name).ok()?;
        Some(Entry { from: look.against_plan(&figure)?, ..entry })
    });
    told.collect()
}

/// The same figure of the plan beside a scenario, where it is another one there.
fn in_plan(look: Look<'_>, name: &Name, here: &str) -> Option<Entry> {
    let plan = look.beside?;
    let waits = traces::is_simulated(&name.word) && plan.simulation.is_none();
    let entry = (!waits).then(|| of_figure(*plan, name, Side::Plan)).flatten()?;
    let differs = entry.value != here;
    differs.then_some(Entry { label: "without the scenario".into(), from: String::new(), ..entry })
}

/// What the scenarios that are laid beside the plan make of a figure; of the open one it is what is explained.
fn sketched(work: &Workspace, name: &Name) -> Vec<Entry> {
    let others = work.scenarios.iter().filter(|sketch| !sketch.open);
    let entries = others.filter_map(|sketch| {
        let outline = sketch.outline.as_ref().ok()?;
        let figure = outline.figures.iter().find(|figure| figure.named().as_ref() == Some(name))?;
        Some(Entry { label: sketch.name.clone(), value: figure.amount.shown(), ..Entry::default() })
    });
    entries.collect()
}

/// An entry with its texts made safe.
fn safely(entry: Entry) -> Entry {
    Entry {
        label: safe::line(&entry.label).into_owned(),
        value: safe::line(&entry.value).into_owned(),
        from: safe::line(&entry.from).into_owned(),
        ..entry
    }
}

/// A figure as an entry; `None` where the plan has none of this name.
pub(super) fn of_figure(look: Look<'_>, name: &Name, side: Side) -> Option<Entry> {
    // Nobody waits for a simulation that is only offered.
    if look.simulation.is_none() && traces::is_simulated(&name.word) {
        let label = traces::by_word(&name.word)?.means.split(", ").next().unwrap_or_default().to_owned();
        let opens = Some((About::Figure(name.clone()), side));
        return Some(Entry { label, value: "simulated".into(), from: name.to_string(), opens, above: None });
    }
    let figure = look.figure(name).ok()?;
    let family = traces::by_word(&figure.name.word)?;
    let means = family.means.split(", ").next().unwrap_or_default();
    let when = figure.name.when.map_or_else(String::new, |when| format!(", {when}"));
    // A chance is told in fewer digits than it has.
    let told = figure.trace.notes.iter().find_map(|note| note.split_once(": rounded "));
    let told = told.map_or_else(String::new, |(told, _)| format!("  {told}"));
    Some(Entry {
        above: None,
        label: format!("{means}{when}"),
        value: figure.trace.value.said(&figure.trace.unit, look.figures.plan.currency),
        from: format!("{}{told}", figure.name),
        opens: Some((About::Figure(figure.name), side)),
    })
}
