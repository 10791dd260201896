//! What-if: the plan beside its scenarios, figure by figure, with what is better in words, and what the open
//! scenario tries.

use std::rc::Rc;

use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use crate::plan::address::{Address, Table};
use crate::safe;
use crate::status::Status;
use crate::trace::name::Name;
use crate::tui::action::Action;
use crate::tui::detail::Text;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells, columns as columns_of};
use crate::tui::scenario::{self, keeping};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::Tone;
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::outline::{Amount, Figure, Outline, Verdict};
use crate::workspace::{Sketch, Workspace};

/// What-if in the registry.
pub const ENTRY: Entry = Entry {
    digit: '9',
    name: "What-if",
    question: "What changes if we do this?",
    variants: &["table"],
    table: false,
    open: Open::Detail,
    actions: &[
        Action::new("whatif.apply", "Apply the scenario to the plan", &["A"], scenario::apply)
            .hint("apply to plan", 3)
            .when(scenario::applicable),
        Action::new("whatif.drop", "Drop the selected change", &["x", "<del>"], scenario::drop_change)
            .hint("drop", 6)
            .when(scenario::applicable),
        Action::new("whatif.next", "Next scenario; so does Tab", &["t"], scenario::next)
            .hint("next", 7)
            .when(scenario::exists),
        Action::new("whatif.new", "New scenario", &["o"], scenario::new).hint("new", 9),
        Action::new("whatif.rename", "Rename the scenario", &["r"], scenario::rename)
            .also("rename")
            .when(scenario::is_open),
        Action::new("whatif.keep", "Keep the scenario in a file", &["S"], keeping::keep)
            .hint("keep", 8)
            .when(scenario::applicable),
        Action::new("whatif.file", "Open a scenario from a file", &["O"], keeping::open),
        Action::new("whatif.forget", "Forget the scenario", &["X"], scenario::forgetting)
            .when(scenario::exists),
    ],
    build: |work, _: &Settings| Box::new(WhatIf::new(work)),
};

/// Lines of what is better and what is worse at most; the detail has them all.
const WORDS: usize = 5;

/// A figure of the plan and of each scenario.
struct Row {
    plan: Figure,
    /// Of each scenario, where it has it.
    others: Vec<Option<Figure>>,
}

struct WhatIf {
    rows: Vec<Row>,
    scenarios: Vec<Sketch>,
}

impl WhatIf {
    fn new(work: &Workspace) -> Self {
        let scenarios = work.scenarios.clone();
        let plan = work.beside.as_deref().unwrap_or(work);
        if scenarios.is_empty() {
            return Self { rows: Vec::new(), scenarios };
        }
        let outlines: Vec<Option<&Rc<Outline>>> =
            scenarios.iter().map(|it| it.outline.as_ref().ok()).collect();
        let row = |plan: Figure| {
            let others = outlines.iter().map(|it| it.as_ref()?.get(&plan.at).cloned()).collect();
            Row { plan, others }
        };
        let rows = Outline::of(plan).figures.into_iter().map(row).collect();
        Self { rows, scenarios }
    }

    /// The open scenario, by its place.
    fn open(&self) -> Option<usize> {
        self.scenarios.iter().position(|it| it.open)
    }

    /// What the open scenario tries.
    fn tries(&self) -> &[String] {
        self.open().and_then(|nth| self.scenarios.get(nth)).map_or(&[], |it| &it.tries)
    }

    /// Which figures a scenario makes better and which worse, and what only looks so.
    fn words(&self, nth: usize) -> String {
        let named = |verdict: Verdict| -> Vec<&str> {
            let rows = self.rows.iter().filter(|row| row.verdict(nth) == verdict);
            rows.map(|row| &*row.plan.name).collect()
        };
        let (better, worse) = (named(Verdict::Better), named(Verdict::Worse));
        // That the plan moved under it comes first: what it tries reads otherwise than when it was agreed upon.
        let note = self.scenarios.get(nth).map(|it| it.note.clone()).filter(|note| !note.is_empty());
        let mut said: Vec<String> = note.into_iter().collect();
        let outline = self.scenarios.get(nth).and_then(|it| it.outline.as_ref().ok());
        // A step past the end of its wave is worse, whatever the figures say.
        let past = outline.and_then(|it| it.past.as_deref());
        said.extend(past.map(|past| format!("Worse: {past}")));
        let word = if past.is_some() { "Worse too" } else { "Worse" };
        said.extend(match (better.is_empty(), worse.is_empty()) {
            (true, true) if past.is_some() => vec!["No figure gets better or worse".to_owned()],
            (true, true) => vec!["Nothing gets better or worse by it".to_owned()],
            (false, true) if past.is_some() => vec![format!("Better: {}", wording::list(&better))],
            (false, true) => vec![format!("Better: {}", wording::list(&better)), "Nothing gets worse".into()],
            (true, false) => {
                vec![format!("{word}: {}", wording::list(&worse)), "Nothing gets better".into()]
            }
            (false, false) => vec![
                format!("{word}: {}", wording::list(&worse)),
                format!("Better: {}", wording::list(&better)),
            ],
        });
        said.extend(outline.into_iter().flat_map(|it| it.aside.iter().cloned()));
        // What cost does is told with its amount.
        let later: Vec<&str> = named(Verdict::Later).into_iter().filter(|name| *name != "Cost").collect();
        // So is what is found no more only since it is later.
        let found = |name: &&str| matches!(*name, "Errors found" | "Warnings found");
        let moved: Vec<&str> = named(Verdict::Moved).into_iter().filter(|name| !found(name)).collect();
        for (names, why) in [(later, "cost falls later"), (moved, "what is asked moved")] {
            let looks = if names.len() == 1 { "looks" } else { "look" };
            if !names.is_empty() {
                said.push(format!("{} {looks} better only since {why}", wording::list(&names)));
            }
        }
        said.join(". ") + "."
    }
}

impl Row {
    fn verdict(&self, nth: usize) -> Verdict {
        let other = self.others.get(nth).and_then(Option::as_ref);
        other.map_or(Verdict::Same, |other| other.verdict(&self.plan))
    }

    /// What a scenario makes of it in so much room, how far that is from the plan, and whether it is better.
    fn cell(&self, nth: usize, room: u16) -> (String, String, Verdict) {
        match self.others.get(nth).and_then(Option::as_ref) {
            Some(other) => {
                let value = amount_in(other.amount, room);
                (value, other.amount.since(self.plan.amount), self.verdict(nth))
            }
            None => ("–".into(), String::new(), Verdict::Same),
        }
    }

    /// In one line: the plan, and each scenario that differs.
    fn line(&self, scenarios: &[Sketch]) -> String {
        let mut line = format!("{}: {} in the plan", self.plan.name, self.plan.amount.shown());
        for (nth, sketch) in scenarios.iter().enumerate() {
            let (shown, _, verdict) = self.cell(nth, u16::MAX);
            match verdict.word() {
                "" => {}
                word => line += &format!(", {shown} in {}, {word}", sketch.name),
            }
        }
        line
    }
}

/// The end of a row's name that says what of a gate or a wave it is: `: criteria`, ` ends`.
fn last_word(figure: &Figure) -> &str {
    let name = &*figure.name;
    let at = match figure.at.table {
        Table::Gate => name.rfind(": "),
        Table::Wave => name.rfind(' '),
        _ => None,
    };
    at.map_or("", |at| &name[at..])
}

/// A name in so much room. Where it is too long, what stands before its last word gives way; else the rows of a
/// gate could not be told apart.
fn cut_name(name: &str, last: &str, room: usize) -> String {
    if usize::from(columns_of(name)) <= room {
        return name.to_owned();
    }
    let before = name.strip_suffix(last).unwrap_or(name);
    let cut = safe::cut(before, room.saturating_sub(usize::from(columns_of(last))));
    match cut.strip_suffix('…') {
        Some(cut) => format!("{}…{last}", cut.trim_end()),
        None => format!("{cut}{last}"),
    }
}

/// An amount in so much room: a date keeps its year.
fn amount_in(amount: Amount, room: u16) -> String {
    match (amount, amount.shown()) {
        (Amount::Date(date), shown) if columns_of(&shown) > room => wording::short_date(date),
        (_, shown) => shown,
    }
}

/// A difference in so much room: a unit is cut short before a number is.
fn difference_in(difference: String, room: u16) -> String {
    if columns_of(&difference) <= room {
        return difference;
    }
    [(" months", " mo"), (" month", " mo"), (" days", " d"), (" day", " d")]
        .into_iter()
        .find_map(|(long, short)| Some(format!("{}{short}", difference.strip_suffix(long)?)))
        .unwrap_or(difference)
}

fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Better => Tone::Status(Status::Done),
        Verdict::Worse => Tone::Status(Status::AtRisk),
        Verdict::Later | Verdict::Earlier | Verdict::Moved => Tone::Faint,
        Verdict::Same => Tone::Plain,
    }
}

/// Where the columns begin: the plan, then each scenario shown; how wide one is; the first scenario shown,
/// and how many.
struct Columns {
    name: u16,
    value: u16,
    cell: u16,
    first: usize,
    shown: usize,
}

impl Columns {
    fn of(width: u16, scenarios: usize, open: usize) -> Self {
        let name = (width * 3 / 10).min(44);
        if scenarios == 1 {
            let value = (width.saturating_sub(name + 10) / 3).min(24);
            return Self { name, value, cell: 2 * value + 8, first: 0, shown: 1 };
        }
        let (name, value, cell) = if width >= 120 { (name, 15, 31) } else { (name.min(19), 12, 23) };
        let shown = usize::from(width.saturating_sub(name + 2 + value) / cell).max(1).min(scenarios);
        let first = (open + 1).saturating_sub(shown).min(scenarios - shown);
        Self { name, value, cell, first, shown }
    }
}

/// What a scenario is good for, and how to open one.
fn nothing_open(area: Rect, pen: &mut Pen<'_>) {
    let mut text = Text::new(area.width.saturating_sub(2));
    text.words("No scenario is open.", Tone::Strong);
    text.words(
        "A scenario tries changes without touching the plan, and compares value, cost, gates, KPIs and \
         findings with the plan side by side.",
        Tone::Plain,
    );
    text.gap();
    for (key, what) in [
        ("w", "opens a scenario; edits then go to it, and A applies them to the plan"),
        ("o", "opens one with a name of its own: several are compared with one another"),
        ("O", "opens one that was kept in a file"),
    ] {
        text.entry(key, Tone::Strong, what);
    }
    text.draw(0, Rect { x: area.x + 1, y: area.y + 1, width: area.width.saturating_sub(2), ..area }, pen);
}

impl View for WhatIf {
    fn spots(&self, _: &Workspace) -> Spots {
        let figures = self.rows.iter().map(|row| (row.plan.at.clone(), row.line(&self.scenarios)));
        let tries =
            self.tries().iter().map(|title| (Address::new(Table::Plan, "").to("scenario"), title.clone()));
        let all = figures.chain(tries).enumerate();
        all.map(|(nth, (at, text))| Spot::new(at, nth, text)).collect()
    }

    fn window(&self, area: Rect, _room: Room) -> (u16, u16) {
        (area.height.saturating_sub(3).max(1), 1)
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.rows.is_empty() {
            return nothing_open(area, pen);
        }
        let words = self.open().map_or(0, |open| self.in_words(open, area.width).lines.len().min(WORDS));
        let below = cells(self.tries().len() + words + 2).min(area.height / 2);
        let above = Rect { height: area.height.saturating_sub(below), ..area };
        let (used, unseen) = self.draw_figures(scene, above, pen);
        let y = (area.y + used).min(area.bottom());
        self.draw_changes(scene, Rect { y, height: area.bottom() - y, ..area }, pen);
        pen.put(area.x + 3, y, area.width.saturating_sub(4), &unseen, Tone::Faint);
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        let at = scene.sheet.cursor;
        let title = || at.checked_sub(self.rows.len()).and_then(|nth| self.tries().get(nth)).cloned();
        match self.rows.get(at) {
            Some(row) => match row.line(&self.scenarios) {
                line if self
                    .scenarios
                    .iter()
                    .enumerate()
                    .all(|(nth, _)| row.verdict(nth) == Verdict::Same) =>
                {
                    line.replace(" in the plan", ", as in the plan")
                }
                line => line,
            },
            None => title().map(|title| format!("{title} · x drops it")).unwrap_or_default(),
        }
    }

    fn figure(&self, scene: Scene<'_>) -> Option<Name> {
        self.rows.get(scene.sheet.cursor)?.plan.named()
    }

    fn is_value(&self, scene: Scene<'_>) -> bool {
        !self.rows.is_empty() && self.figure(scene).is_none()
    }

    fn detail(&self, scene: Scene<'_>, width: u16) -> Text {
        let mut text = Text::new(width);
        if let Some(row) = self.rows.get(scene.sheet.cursor) {
            text.words(&row.plan.name, Tone::Strong);
            text.gap();
            text.pair("Plan", &row.plan.amount.shown());
            for (nth, sketch) in self.scenarios.iter().enumerate() {
                let (shown, difference, verdict) = row.cell(nth, u16::MAX);
                let more = [difference, verdict.word().to_owned()].join(" ");
                text.pair(&sketch.name, format!("{shown} {more}").trim_end());
            }
        }
        for (nth, sketch) in self.scenarios.iter().enumerate() {
            text.head(&sketch.name);
            match &sketch.outline {
                Ok(_) => text.words(&self.words(nth), Tone::Plain),
                Err(why) => text.words(&format!("It cannot be made: {why}"), Tone::Warning),
            }
            for title in &sketch.tries {
                text.entry("·", Tone::Faint, title);
            }
        }
        text
    }

    fn keeps_whole_width(&self, _settings: &Settings) -> bool {
        true
    }
}

impl WhatIf {
    /// Draws the figures, and says how many lines they took and how many figures are out of sight.
    fn draw_figures(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) -> (u16, String) {
        let columns = Columns::of(area.width, self.scenarios.len(), self.open().unwrap_or(0));
        let plan = area.x + columns.name + 2;
        pen.put(plan, area.y, columns.value, "plan", Tone::Strong);
        let shown = columns.first..columns.first + columns.shown;
        let x = |nth: usize| plan + columns.value + columns.cell * cells(nth - columns.first);
        for nth in shown.clone() {
            let Some(sketch) = self.scenarios.get(nth) else { continue };
            let head = match (&sketch.outline, sketch.open) {
                (Err(_), _) => format!("{} (cannot be made)", sketch.name),
                (_, true) => format!("{} (open)", sketch.name),
                _ => sketch.name.clone(),
            };
            let room = if columns.shown == 1 { columns.value } else { columns.cell };
            pen.put(x(nth), area.y, room.saturating_sub(1), &head, Tone::Strong);
            if self.scenarios.len() == 1 {
                pen.put(x(nth) + columns.value, area.y, columns.value, "difference", Tone::Strong);
            }
        }
        let hidden = self.scenarios.len() - columns.shown;
        if hidden > 0 {
            pen.put(area.x + 1, area.y, columns.name, &format!("{hidden} more by t"), Tone::Faint);
        }
        pen.rule(area.x + 1, area.y + 1, area.width.saturating_sub(2));
        let lines = usize::from(area.height.saturating_sub(2));
        // The first, which are of money, are seen unless one further down is selected.
        let cursor = Some(scene.sheet.cursor).filter(|at| *at < self.rows.len()).unwrap_or(0);
        let first = (cursor + 1).saturating_sub(lines);
        let names = self.names(usize::from(columns.name));
        let room = columns.value.saturating_sub(1);
        let mut y = area.y + 2;
        for (nth, row) in self.rows.iter().enumerate().skip(first).take(lines) {
            pen.put(area.x + 1, y, columns.name, &names[nth], Tone::Plain);
            pen.put(plan, y, room, &amount_in(row.plan.amount, room), Tone::Plain);
            for scenario in shown.clone() {
                let x = x(scenario);
                if self.scenarios.len() == 1 {
                    let (value, difference, verdict) = row.cell(scenario, room);
                    pen.put(x, y, room, &value, Tone::Plain);
                    pen.put(x + columns.value, y, room, &difference_in(difference, room), Tone::Plain);
                    pen.put(x + 2 * columns.value, y, 8, verdict.word(), tone(verdict));
                    continue;
                }
                let narrow = columns.cell <= 25;
                let wide = if narrow { 12 } else { 14 };
                let (value, difference, verdict) = row.cell(scenario, wide - 1);
                let mark = match verdict {
                    Verdict::Better => "✓ ",
                    Verdict::Worse => "▲ ",
                    _ => "",
                };
                let right = columns.cell.saturating_sub(wide + 1);
                let difference = difference_in(difference, if narrow { 0 } else { right.saturating_sub(2) });
                pen.put(x, y, wide - 1, &value, Tone::Plain);
                pen.row(x + wide, y, right, &[(mark, tone(verdict)), (&difference, tone(verdict))]);
            }
            let line = Rect { x: area.x, y, width: area.width, height: 1 };
            pen.hit(line, Target::Spot(row.plan.at.clone()));
            if scene.sheet.cursor == nth {
                pen.select(line);
            }
            y += 1;
        }
        let more = self.rows.len().saturating_sub(first + lines);
        let unseen = match (first, more) {
            (0, 0) => String::new(),
            (0, more) => format!(" +{more} more "),
            (first, 0) => format!(" {first} above "),
            (first, more) => format!(" {first} above, +{more} more "),
        };
        (y - area.y, unseen)
    }

    /// The names of the rows in so much room, where gates and waves whose names are cut alike go by their ids.
    fn names(&self, room: usize) -> Vec<String> {
        let of = |row: &Row| cut_name(&row.plan.name, last_word(&row.plan), room);
        let mut seen: FxHashMap<String, usize> = FxHashMap::default();
        self.rows.iter().for_each(|row| *seen.entry(of(row)).or_default() += 1);
        let name = |row: &Row| {
            let (name, last) = (of(row), last_word(&row.plan));
            match matches!(row.plan.at.table, Table::Gate | Table::Wave) && seen[&name] > 1 {
                true => cut_name(&format!("{}{last}", row.plan.at.key), last, room),
                false => name,
            }
        };
        self.rows.iter().map(name).collect()
    }

    fn in_words(&self, nth: usize, width: u16) -> Text {
        let mut words = Text::new(width.saturating_sub(2));
        words.words(&self.words(nth), Tone::Strong);
        words
    }

    fn draw_changes(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if area.height < 3 {
            return;
        }
        let width = area.width.saturating_sub(2);
        pen.rule(area.x + 1, area.y, width);
        let Some(open) = self.open() else {
            let words = "No scenario is open; t or w opens one again.";
            pen.put(area.x + 1, area.y + 1, width, words, Tone::Plain);
            return;
        };
        let words = self.in_words(open, area.width);
        let lines = cells(words.lines.len().min(WORDS)).min(area.height - 2);
        words.draw(0, Rect { x: area.x + 1, y: area.y + 1, height: lines, width: area.width - 1 }, pen);
        let area = Rect { y: area.y + lines, height: area.height - lines, ..area };
        let tries = self.tries();
        let head = format!("{} · the plan is unchanged", wording::count(tries.len(), "change"));
        pen.put(area.x + 1, area.y + 1, width, &head, Tone::Strong);
        let room = usize::from(area.height.saturating_sub(2));
        let cursor = scene.sheet.cursor.checked_sub(self.rows.len());
        // The newest are seen, or where one is selected, that.
        let first = match cursor {
            Some(cursor) => (cursor + 1).saturating_sub(room),
            None => tries.len().saturating_sub(room),
        };
        for (y, (nth, title)) in (area.y + 2..area.bottom()).zip(tries.iter().enumerate().skip(first)) {
            pen.put(area.x + 1, y, width, &format!("{}  {title}", nth + 1), Tone::Plain);
            if cursor == Some(nth) {
                pen.select(Rect { x: area.x, y, width: area.width, height: 1 });
            }
        }
    }
}
