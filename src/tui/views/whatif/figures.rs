//! The figures of the plan, with those of each scenario beside them.

use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use super::WhatIf;
use crate::order::Order as _;
use crate::plan::address::Table;
use crate::safe;
use crate::status::Status;
use crate::tui::baseline::Kind;
use crate::tui::baseline::moved::Was;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells, columns as columns_of};
use crate::tui::theme::Tone;
use crate::tui::view::Scene;
use crate::wording;
use crate::workspace::Sketch;
use crate::workspace::outline::compared::{LEFT_OUT, Row};
use crate::workspace::outline::{Amount, Figure, Verdict};

/// What is said below differences that are not those of the amounts beside them as these are told.
const ROUNDED: &str = " differences are of the exact figures ";

impl Row {
    /// What a scenario makes of it in so much room, how far that is from the plan, and whether it is better.
    pub(super) fn cell(&self, nth: usize, room: u16) -> (String, String, Verdict) {
        match self.others.get(nth).and_then(Option::as_ref) {
            Some(other) => {
                let value = amount_in(other.amount, room);
                (value, other.amount.since(self.plan.amount), self.verdict(nth))
            }
            None if self.left_out.get(nth).is_some_and(|left_out| *left_out) => {
                (LEFT_OUT.into(), String::new(), Verdict::Same)
            }
            None => ("–".into(), String::new(), Verdict::Same),
        }
    }

    /// In one line, as it is said of the selection: the plan, and each scenario that differs, the open one first.
    pub(super) fn told(&self, scenarios: &[Sketch]) -> String {
        let (name, plan) = (&self.plan.name, self.plan.amount.shown());
        if !(0..scenarios.len()).any(|nth| self.differs(nth)) {
            return format!("{name}: {plan}, as in the plan");
        }
        // Of several it is said at once where the open one is, even where that is as in the plan.
        let open = scenarios.iter().enumerate().find(|(_, it)| it.open && scenarios.len() > 1);
        let same = open.filter(|(nth, _)| !self.differs(*nth));
        let also = same.map(|(_, it)| format!(" and in {}", it.name)).unwrap_or_default();
        let mut all: Vec<usize> = (0..scenarios.len()).filter(|nth| self.differs(*nth)).collect();
        all.order_by_key(|nth| !scenarios[*nth].open);
        let mut line = format!("{name}: {plan} in the plan{also}");
        for nth in all {
            let (shown, difference, verdict) = self.cell(nth, u16::MAX);
            // Where both read the same, what lies between is what there is to say.
            let shown = if shown == plan { difference } else { shown };
            let word = Some(verdict.word()).filter(|word| !word.is_empty());
            let word = word.map(|word| format!(", {word}")).unwrap_or_default();
            line += &format!(", {shown} in {}{word}", scenarios[nth].name);
        }
        line
    }
}

/// In which way a figure of the plan moved since a baseline, and what it was there.
pub(super) fn moved_since(was: Was<'_>, plan: &Figure) -> Option<(Kind, String)> {
    let then = was.outline?.get(&plan.at)?.amount;
    let kind = match (then, plan.amount) {
        (Amount::Date(then), Amount::Date(now)) => Kind::of((then, then), (now, now))?,
        (then, now) => now.differs(then).then_some(Kind::Changed)?,
    };
    let shown = then.shown();
    // What reads alike when it is rounded has moved all the same.
    let by =
        if shown == plan.amount.shown() { format!(" ({})", plan.amount.since(then)) } else { String::new() };
    Some((kind, format!("was {shown}{by}")))
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
        Verdict::Later | Verdict::Earlier | Verdict::Moved | Verdict::Mixed => Tone::Faint,
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
    /// `longest`: the columns of the longest name, and of the longest of what stands beside it where one scenario does.
    fn of(width: u16, scenarios: usize, open: usize, [longest, beside]: [u16; 2]) -> Self {
        let name = (width * 3 / 10).min(44);
        if scenarios == 1 {
            // What the amounts leave free is for the names.
            let free = width.saturating_sub(3 * (beside + 2) + 10);
            let name = name.max(longest.min(free));
            let value = (width.saturating_sub(name + 10) / 3).min(24);
            return Self { name, value, cell: 2 * value + 8, first: 0, shown: 1 };
        }
        let (name, value, cell) = if width >= 120 { (name, 15, 31) } else { (name.min(19), 12, 23) };
        let shown = usize::from(width.saturating_sub(name + 2 + value) / cell).max(1).min(scenarios);
        let first = (open + 1).saturating_sub(shown).min(scenarios - shown);
        Self { name, value, cell, first, shown }
    }
}

impl WhatIf {
    /// Draws the figures, and says how many lines they took and how many figures are out of sight.
    pub(super) fn draw_figures(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) -> (u16, String) {
        let longest = self.longest();
        let columns = Columns::of(area.width, self.scenarios.len(), self.open().unwrap_or(0), longest);
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
            // One alone that cannot be made has no differences, and their column for its name.
            let differs = self.scenarios.len() == 1 && sketch.outline.is_ok();
            let room = if differs { columns.value } else { columns.cell }.saturating_sub(1);
            // What tells names apart that are alike stands at their end.
            let last = head.find(" (").map_or("", |at| &head[at..]);
            let head = cut_name(&head, last, usize::from(room));
            pen.put(x(nth), area.y, room, &head, Tone::Strong);
            if differs {
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
            // Since a baseline it is the plan that moved: it is marked at what the plan says.
            if let Some((kind, words)) = scene.was.and_then(|was| moved_since(was, &row.plan)) {
                let width = columns.name + 2 + columns.value;
                let of_plan = Rect { x: area.x, y, width: width.min(area.width), height: 1 };
                if !pen.beside(of_plan, kind.sign(), &words, kind.tone()) {
                    pen.mark(Rect { width: columns.name + 2, ..of_plan }, kind.sign(), kind.tone());
                }
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
        let told = |row: &Row| {
            let others = row.others.iter().flatten();
            others.into_iter().all(|other| other.amount.adds_up(row.plan.amount))
        };
        let exact = if self.rows.iter().all(told) { "" } else { ROUNDED };
        (y - area.y, format!("{unseen}{exact}"))
    }

    /// The columns of the longest name, and of the longest amount or difference of the first scenario.
    fn longest(&self) -> [u16; 2] {
        let beside = |row: &Row| {
            let (value, difference, _) = row.cell(0, u16::MAX);
            columns_of(&row.plan.amount.shown()).max(columns_of(&value)).max(columns_of(&difference))
        };
        let names = self.rows.iter().map(|row| columns_of(&row.plan.name) + 1);
        let heads = self.scenarios.iter().map(|it| columns_of(&it.name) + columns_of(" (open)"));
        let beside = self.rows.iter().map(beside).chain(heads.map(|head| head.min(24)));
        [names.max().unwrap_or(0), beside.max().unwrap_or(0)]
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
}
