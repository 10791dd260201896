//! Where a number on the screen comes from: the rule, the arithmetic with its values and what went in, each
//! of which can be opened in turn, down to the lines of the plan.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::history;
use super::shown;
use crate::explain::figure::{self, Look};
use crate::explain::value;
use crate::history::Asked;
use crate::plan::address::{Address, Table};
use crate::safe;
use crate::trace::name::Name;
use crate::trace::value::Value;
use crate::trace::{Input, Origin};
use crate::traces::{self, Unknown};
use crate::tui::detail::Text;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::pen::{Pen, columns};
use crate::tui::simulating;
use crate::tui::theme::Tone;
use crate::tui::view::Open;
use crate::workspace::Workspace;

/// The widest that a page becomes: longer lines are hard to read.
const WIDEST: u16 = 118;
/// How far what stands below an entry is set in.
const INDENT: u16 = 4;

/// What is explained.
#[derive(Clone, Debug, PartialEq, Eq)]
enum About {
    /// A figure.
    Figure(Name),
    /// A value of the plan, or a table.
    Value(Address),
}

/// What is explained, and of what.
type Subject = (About, Side);

/// Of what something is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// What is open: the plan, or a scenario of it.
    Open,
    /// The plan beside the open scenario.
    Plan,
}

/// The pages that were opened one from the other, the last one shown.
struct Explaining {
    /// At least one.
    pages: Vec<Page>,
    /// What the view shows of the whole plan, offered on the first page.
    shown: Vec<Name>,
}

/// The explanation of one figure or value.
struct Page {
    /// What it explains.
    about: About,
    /// Of what.
    side: Side,
    /// Its name.
    name: String,
    /// What is said before the entries, as paragraphs.
    head: Vec<(String, Tone)>,
    /// What went in, and what stands beside it.
    entries: Vec<Entry>,
    /// The selected one of those that can be opened.
    cursor: usize,
    /// The first line shown.
    scroll: u16,
}

/// A line about something that goes into a figure.
#[derive(Default)]
struct Entry {
    /// A heading above it.
    above: Option<&'static str>,
    label: String,
    value: String,
    /// Its name, or its address with file and line.
    from: String,
    /// What it opens.
    opens: Option<Subject>,
}

/// What is first asked about the selection.
fn about(model: &Model) -> Option<About> {
    let shown = model.desk().content.as_ref().and_then(|content| content.figure(model.scene()));
    if let Some(name) = shown {
        return Some(About::Figure(name));
    }
    let Some(spot) = model.desk().sheet.current() else {
        return Some(About::Figure(Name { word: "npv".into(), of: Vec::new(), when: None }));
    };
    let at = &spot.at;
    if model.desk().content.as_ref().is_some_and(|content| content.is_value(model.scene())) {
        return (!at.key.is_empty()).then(|| About::Value(at.clone()));
    }
    // A finding is about a value.
    let finding = model.entry().open == Open::Jump;
    let figure = main_figure(at).filter(|_| !finding);
    let known = figure.filter(|name| traces::figure(model.work.figures(), name).is_ok());
    Some(known.map_or_else(|| About::Value(at.clone()), About::Figure))
}

/// Whether what is selected is looked at for a figure, rather than for what it is.
#[must_use]
pub fn on_figure(model: &Model) -> bool {
    let Some(content) = &model.desk().content else { return false };
    let of_numbers = |table| matches!(table, Table::Driver | Table::Kpi | Table::Gate | Table::Pool);
    let selected = model.desk().sheet.current().is_some_and(|spot| of_numbers(spot.at.table));
    let finding = model.entry().open == Open::Jump;
    content.figure(model.scene()).is_some() || (selected && !finding)
}

/// The figure that a table is looked at for.
fn main_figure(at: &Address) -> Option<Name> {
    let word = match at.table {
        Table::Plan => return Some(Name { word: "npv".into(), of: Vec::new(), when: None }),
        Table::Driver => "forecast",
        Table::Wave => "npv",
        Table::Kpi => "kpi",
        Table::Gate => "gate",
        Table::Capability | Table::Mandate => "level",
        Table::Exception => "cost",
        Table::Pool => "pool",
        _ => return None,
    };
    Some(Name { word: word.into(), of: ids(at), when: None })
}

fn ids(at: &Address) -> Vec<Box<str>> {
    match at.table {
        Table::Kpi | Table::Gate | Table::Pool => vec![at.key.clone()],
        table => vec![table.key().into(), at.key.clone()],
    }
}

/// Explains the main figure of the selection, and offers the others that the view shows.
pub fn explain(model: &mut Model) -> Vec<Effect> {
    let Some(about) = about(model) else {
        return tell(model, "Findings are counted: 8 lists them; what is tried is dropped by x");
    };
    let offered = shown::on_view(model.work.figures(), simulating::known(&model.work), model.entry());
    open(model, about, offered)
}

/// Explains a figure, and offers others.
pub fn explain_figure(model: &mut Model, name: Name, offered: Vec<Name>) -> Vec<Effect> {
    open(model, About::Figure(name), offered)
}

fn open(model: &mut Model, about: About, offered: Vec<Name>) -> Vec<Effect> {
    match Explaining::of(&model.work, about, offered) {
        Ok(explaining) => model.overlay = Some(Box::new(explaining)),
        Err(unknown) => return tell(model, unknown.to_string()),
    }
    Vec::new()
}

impl Explaining {
    /// The explanation of a figure or a value; with it are offered the figures that the view shows of the
    /// whole plan.
    ///
    /// # Errors
    /// [`Unknown`], where the plan has no such thing.
    fn of(work: &Workspace, about: About, shown: Vec<Name>) -> Result<Self, Unknown> {
        Ok(Self { pages: vec![Page::of(work, (about, Side::Open), Some(&shown))?], shown })
    }

    /// What the page that is shown explains.
    fn about(&self) -> &About {
        &self.page().about
    }

    fn page(&self) -> &Page {
        &self.pages[self.pages.len() - 1]
    }

    /// The value of the plan that is selected, or else the one that is explained.
    fn address(&self) -> Option<&Address> {
        let page = self.page();
        let selected = page.links().nth(page.cursor).and_then(|entry| Some(&entry.opens.as_ref()?.0));
        [selected, Some(&page.about)].into_iter().flatten().find_map(|about| match about {
            About::Value(address) => Some(address),
            About::Figure(_) => None,
        })
    }

    /// Opens what is selected.
    ///
    /// # Errors
    /// [`Unknown`], where there is nothing behind it.
    fn open(&mut self, work: &Workspace) -> Result<(), Unknown> {
        let page = self.page();
        let selected = page.links().nth(page.cursor).and_then(|entry| entry.opens.clone());
        if let Some(asked) = selected {
            self.pages.push(Page::of(work, asked, None)?);
        }
        Ok(())
    }

    /// Goes back to the page before; says whether there was one.
    fn back(&mut self) -> bool {
        let more = self.pages.len() > 1;
        if more {
            self.pages.pop();
        }
        more
    }

    /// Goes to the next entry, or scrolls to where there is one; says whether anything moved.
    fn step(&mut self, down: bool, screen: Rect) -> bool {
        let inside = inside(screen);
        let Some(page) = self.pages.last_mut() else { return false };
        let before = (page.cursor, page.scroll);
        let (text, lines) = page.laid_out(inside.width);
        let last = u16::try_from(text.lines.len()).unwrap_or(u16::MAX).saturating_sub(inside.height);
        let next = if down { page.cursor.checked_add(1) } else { page.cursor.checked_sub(1) };
        let at = next.and_then(|next| Some((next, *lines.get(next)?)));
        let scroll = if down { (page.scroll + 1).min(last) } else { page.scroll.saturating_sub(1) };
        match at {
            // The last line may say how many are below.
            Some((next, (from, to))) if from >= scroll && to < scroll + inside.height => {
                let seen = page.scroll + inside.height;
                if from < page.scroll || to + u16::from(page.scroll < last) >= seen {
                    page.scroll = scroll;
                }
                page.cursor = next;
            }
            _ => page.scroll = scroll,
        }
        before != (page.cursor, page.scroll)
    }

    /// Goes through the entries, or scrolls, as a key says.
    fn move_by(&mut self, key: Key, screen: Rect) {
        let (times, down) = match key.code {
            Code::Down | Code::Char('j' | 'n') => (1, true),
            Code::Up | Code::Char('k' | 'p') => (1, false),
            Code::PageDown | Code::Char('d') => (10, true),
            Code::PageUp | Code::Char('u') => (10, false),
            Code::End | Code::Char('G') => (usize::MAX, true),
            Code::Home | Code::Char('g') => (usize::MAX, false),
            _ => (0, true),
        };
        let _ = (0..times).all(|_| self.step(down, screen));
    }

    /// Opens the history of what is explained; this is there again when that is closed.
    fn history(self: Box<Self>, model: &Model) -> Answer {
        if let Err(why) = history::readable(model) {
            return Answer::stay(self).tell(format!("No history: {why}"));
        }
        let (title, asked) = match self.about() {
            About::Figure(name) => (format!("History: {name}"), Asked::Figure(name.clone())),
            About::Value(at) => (format!("History: {at}"), Asked::Value(at.clone())),
        };
        Answer::close().then(move |model| history::open_over(model, title, asked, self))
    }
}

impl Overlay for Explaining {
    fn name(&self) -> &'static str {
        "explain"
    }

    fn on_key(mut self: Box<Self>, model: &Model, key: Key) -> Answer {
        let told = match key.code {
            Code::Char('q' | '=') if !key.ctrl => return Answer::close(),
            Code::Esc | Code::Backspace | Code::Left | Code::Char('h') => {
                if !self.back() {
                    return Answer::close();
                }
                None
            }
            Code::Enter | Code::Right | Code::Char('l') => {
                self.open(&model.work).err().map(|unknown| unknown.to_string())
            }
            Code::Char('B') => return self.history(model),
            Code::Char('E') => match self.address().and_then(|at| model.work.path_of(at)) {
                Some((path, line)) => return Answer::stay(self).ask(vec![Effect::Edit(path, line)]),
                None => Some("No line is known for this; open it to come closer to the plan".to_owned()),
            },
            _ => {
                self.move_by(key, model.layout().over());
                None
            }
        };
        let stays = Answer::stay(self);
        if let Some(words) = told { stays.tell(words) } else { stays }
    }

    fn draw(&self, _: &Model, screen: Rect, pen: &mut Pen<'_>) {
        let page = self.page();
        let at = place(screen);
        pen.hits.clear();
        pen.clear(at);
        let title = match (page.side, self.pages.len()) {
            (Side::Plan, _) => "Explained, in the plan",
            (Side::Open, 1) => "Explained",
            (Side::Open, _) => "Explained, from the one before",
        };
        let framed = pen.frame(at, title);
        if framed.is_empty() {
            return;
        }
        let inside = inside(screen);
        let (text, lines) = page.laid_out(inside.width);
        let last = u16::try_from(text.lines.len()).unwrap_or(u16::MAX).saturating_sub(inside.height);
        let scroll = page.scroll.min(last);
        text.draw(scroll, inside, pen);
        if let Some((from, to)) = lines.get(page.cursor) {
            let (top, bottom) = ((*from).max(scroll) - scroll, (to + 1).saturating_sub(scroll));
            // The marker stands in the margin.
            for y in top..bottom.min(inside.height.saturating_sub(u16::from(scroll < last))) {
                let row = Rect { x: framed.x, y: inside.y + y, width: framed.width, height: 1 };
                if y + scroll == *from { pen.select(row) } else { pen.tint(row, Tone::Selected) }
            }
        }
    }

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        "↑↓ ⏎ open   Bksp back   B history   E editor   q close".into()
    }

    /// Explains the same things of a plan that has changed; what it has no longer is left out.
    fn renew(&mut self, model: &Model) -> bool {
        let renew = |(nth, page): (usize, &Page)| {
            let asked = (page.about.clone(), page.side);
            let new = Page::of(&model.work, asked, (nth == 0).then_some(&self.shown)).ok()?;
            let cursor = page.cursor.min(new.links().count().saturating_sub(1));
            Some(Page { cursor, scroll: page.scroll, ..new })
        };
        self.pages = self.pages.iter().enumerate().map_while(renew).collect();
        !self.pages.is_empty()
    }
}

/// Where a page stands on a screen.
fn place(screen: Rect) -> Rect {
    let width = screen.width.min(WIDEST);
    Rect { x: screen.x + (screen.width - width) / 2, width, ..screen }
}

/// Where its text stands: inside of the frame, with a margin for the marker.
fn inside(screen: Rect) -> Rect {
    let at = place(screen);
    Rect { x: at.x + 2, y: at.y + 1, width: at.width.saturating_sub(4), height: at.height.saturating_sub(2) }
}

impl Page {
    /// The page of one figure or value; the first one with what stands beside it and what the view shows.
    fn of(work: &Workspace, (about, side): Subject, first: Option<&Vec<Name>>) -> Result<Self, Unknown> {
        let plan = work.beside.as_deref().map(|plan| look(plan, None));
        let look = match (side, plan) {
            (Side::Plan, Some(plan)) => plan,
            _ => look(work, plan.as_ref()),
        };
        let mut page = match &about {
            About::Figure(name) => Self::of_figure(work, look, name, side, first.is_some()),
            About::Value(address) => Self::of_value(look, address, side),
        }?;
        let known = page.about.clone();
        let others = first.into_iter().flatten().filter(|name| known != About::Figure((*name).clone()));
        let shown = others.filter_map(|name| of_figure(look, name, side));
        page.under("On this view", shown);
        Ok(page)
    }

    fn of_figure(
        work: &Workspace,
        look: Look<'_>,
        name: &Name,
        side: Side,
        first: bool,
    ) -> Result<Self, Unknown> {
        let currency = look.figures.plan.currency;
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
        let (inputs, more) = figure::folded(trace);
        let entry = |input: Input| Entry {
            above: None,
            label: input.label.clone(),
            value: if counts { String::new() } else { input.value.said(&input.unit, currency) },
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
            entries.push(Entry { label: format!("and {count} more"), value, ..Entry::default() });
        }
        let mut page = Self::new(About::Figure(figure.name.clone()), side, figure.name.to_string(), head);
        page.under("What goes in", entries);
        page.under("In the plan", in_plan(look, &figure.name, &said));
        if first {
            page.under("In the scenarios", sketched(work, &figure.name));
        }
        page.under("Beside it", beside.iter().filter_map(|name| of_figure(look, name, side)));
        Ok(page)
    }

    /// With more entries under a heading, where there are any.
    fn under(&mut self, head: &'static str, entries: impl IntoIterator<Item = Entry>) {
        let entries = entries.into_iter().enumerate();
        self.entries
            .extend(entries.map(|(nth, entry)| safely(Entry { above: (nth == 0).then_some(head), ..entry })));
    }

    fn of_value(look: Look<'_>, address: &Address, side: Side) -> Result<Self, Unknown> {
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
        if let Some((file, line)) = &page.place {
            let absent = page.written.is_none() && !address.path.is_empty();
            head.push((format!("{}{file}:{line}", if absent { "its table: " } else { "" }), Tone::Faint));
        }
        let names = page.figures.iter().filter_map(|name| Name::parse(name));
        let mut told = Self::new(About::Value(address.clone()), side, address.to_string(), head);
        told.under("Goes into", names.filter_map(|name| of_figure(look, &name, side)));
        Ok(told)
    }

    fn new(about: About, side: Side, name: String, head: Vec<(String, Tone)>) -> Self {
        let name = safe::line(&name).into_owned();
        Self { about, side, name, head, entries: Vec::new(), cursor: 0, scroll: 0 }
    }

    /// The entries that can be opened.
    fn links(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.opens.is_some())
    }

    /// The text at a width, and the first and the last line of each entry that can be opened.
    fn laid_out(&self, width: u16) -> (Text, Vec<(u16, u16)>) {
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
fn look<'w>(work: &'w Workspace, beside: Option<&'w Look<'w>>) -> Look<'w> {
    Look { figures: work.figures(), source: work.source(), simulation: simulating::known(work), beside }
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
fn of_figure(look: Look<'_>, name: &Name, side: Side) -> Option<Entry> {
    let figure = look.figure(name).ok()?;
    let family = traces::by_word(&figure.name.word)?;
    let means = family.means.split(", ").next().unwrap_or_default();
    let when = figure.name.when.map_or_else(String::new, |when| format!(", {when}"));
    Some(Entry {
        above: None,
        label: format!("{means}{when}"),
        value: figure.trace.value.said(&figure.trace.unit, look.figures.plan.currency),
        from: figure.name.to_string(),
        opens: Some((About::Figure(figure.name), side)),
    })
}
