//! What-if: the plan beside the scenario that is open, figure by figure, with what is better in words.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use crate::finding::Severity;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::id::GateIx;
use crate::plan::quantity::Money;
use crate::tui::action::Action;
use crate::tui::detail::Text;
use crate::tui::pen::{Pen, cells};
use crate::tui::scenario;
use crate::tui::sheet::Spot;
use crate::tui::theme::Tone;
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;

/// What-if in the registry.
pub const ENTRY: Entry = Entry {
    digit: '9',
    name: "What-if",
    question: "What changes if we do this?",
    variants: &["table"],
    table: false,
    open: Open::Detail,
    actions: &[Action::new("whatif.apply", "Apply the scenario to the plan", &["A"], scenario::apply)
        .hint("apply to plan", 3)
        .when(scenario::applicable)],
    build: |work, _: &Settings| Box::new(WhatIf::new(work)),
};

/// How a figure of the scenario stands to the plan's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Better,
    Worse,
    Same,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Same => "",
        }
    }

    /// More is better, where `higher`; else less is.
    fn of<T: Ord>(plan: &T, scenario: &T, higher: bool) -> Self {
        match scenario.cmp(plan) {
            std::cmp::Ordering::Equal => Self::Same,
            std::cmp::Ordering::Greater if higher => Self::Better,
            std::cmp::Ordering::Less if !higher => Self::Better,
            _ => Self::Worse,
        }
    }
}

struct Row {
    at: Address,
    name: String,
    plan: String,
    scenario: String,
    difference: String,
    verdict: Verdict,
}

struct WhatIf {
    rows: Vec<Row>,
    changes: Vec<String>,
}

impl WhatIf {
    fn new(work: &Workspace) -> Self {
        let rows = work.beside.as_ref().map_or_else(Vec::new, |plan| rows(plan, work));
        Self { rows, changes: work.unsaved.clone() }
    }

    /// Which figures are better and which are worse.
    fn words(&self) -> String {
        let named = |verdict: Verdict| -> Vec<&str> {
            self.rows.iter().filter(|row| row.verdict == verdict).map(|row| &*row.name).collect()
        };
        let (better, worse) = (named(Verdict::Better), named(Verdict::Worse));
        match (better.is_empty(), worse.is_empty()) {
            (true, true) => "Nothing gets better or worse by it.".into(),
            (false, true) => format!("Better: {}. Nothing gets worse.", wording::list(&better)),
            (true, false) => format!("Worse: {}. Nothing gets better.", wording::list(&worse)),
            (false, false) => {
                format!("Better: {}. Worse: {}.", wording::list(&better), wording::list(&worse))
            }
        }
    }
}

/// What a figure of the whole plan is selected by: its name below the plan.
fn of_plan(figure: &str) -> Address {
    Address::new(Table::Plan, "").to(figure)
}

fn rows(plan: &Workspace, scenario: &Workspace) -> Vec<Row> {
    let currency = plan.plan().currency;
    let [one, other] = [plan, scenario].map(|work| *work.figures().case());
    let money = |key: &str, name: &str, amounts: [Money; 2], higher: bool| {
        // What few digits cannot tell apart, the difference does.
        let [plan, scenario] = amounts.map(|amount| wording::money(amount, currency));
        let verdict = Verdict::of(&amounts[0], &amounts[1], higher);
        let difference = match verdict {
            Verdict::Same => String::new(),
            _ => wording::money_signed(amounts[1] - amounts[0], currency),
        };
        Row { at: of_plan(key), name: name.into(), plan, scenario, difference, verdict }
    };
    let mut rows = vec![
        money("planned", "Planned value", [one.planned, other.planned], true),
        money("forecast", "Forecast value", [one.forecast, other.forecast], true),
        money("cost", "Cost", [one.cost, other.cost], false),
        money("npv", "NPV", [one.npv, other.npv], true),
        payback(one.payback, other.payback),
        money("peak-funding", "Peak funding", [one.peak_funding, other.peak_funding].map(absolute), false),
    ];
    rows.extend(last_end(plan, scenario));
    rows.extend(next_gate(plan, scenario));
    for (severity, key, name) in
        [(Severity::Error, "errors", "Errors found"), (Severity::Warning, "warnings", "Warnings found")]
    {
        let [one, other] = [plan, scenario].map(|work| work.count(severity));
        rows.push(counted(of_plan(key), name.into(), [one, other], false, ""));
    }
    rows
}

fn absolute(amount: Money) -> Money {
    if amount < Money::ZERO { Money::ZERO - amount } else { amount }
}

fn payback(one: Option<Month>, other: Option<Month>) -> Row {
    let shown = |month: Option<Month>| month.map_or_else(|| "not by the horizon".into(), wording::month);
    let verdict = match (one, other) {
        (Some(one), Some(other)) => Verdict::of(&one, &other, false),
        (None, None) => Verdict::Same,
        (None, Some(_)) => Verdict::Better,
        (Some(_), None) => Verdict::Worse,
    };
    let difference = match (one, other) {
        (Some(one), Some(other)) if one != other => signed(i64::from(other.since(one)), "month"),
        _ => String::new(),
    };
    let (plan, scenario) = (shown(one), shown(other));
    Row { at: of_plan("payback"), name: "Payback".into(), plan, scenario, difference, verdict }
}

fn last_end(plan: &Workspace, scenario: &Workspace) -> Option<Row> {
    let last =
        |work: &Workspace| -> Option<NaiveDate> { work.plan().waves.iter().map(|wave| wave.end).max() };
    let (one, other) = (last(plan)?, last(scenario)?);
    let wave = plan.plan().waves().find(|(_, wave)| wave.end == one).map(|(ix, _)| ix)?;
    let days = (other - one).num_days();
    Some(Row {
        at: plan.plan().wave_address(wave),
        name: "Last wave ends".into(),
        plan: wording::date(one),
        scenario: wording::date(other),
        difference: if days == 0 { String::new() } else { signed(days, "day") },
        verdict: Verdict::of(&one, &other, false),
    })
}

/// The criteria of the next gate that hold today.
fn next_gate(plan: &Workspace, scenario: &Workspace) -> Option<Row> {
    let model = plan.plan();
    let date = |gate: &crate::plan::leadership::Gate| {
        gate.date.or_else(|| gate.wave.map(|wave| model.wave(wave).end)).filter(|date| *date >= model.as_of)
    };
    let dated = model.gates.iter().enumerate().filter_map(|(nth, gate)| Some((date(gate)?, nth)));
    let (_, nth) = dated.min()?;
    let gate = model.gates.get(nth)?;
    let held = |work: &Workspace, nth: usize| {
        let judged = work.figures().gate_at(GateIx::from(nth), work.plan().as_of);
        judged.iter().filter(|it| it.holds).count()
    };
    let there = scenario.plan().gates.iter().position(|it| it.id == gate.id)?;
    let name = format!("{}: criteria held", gate.about.name.as_deref().unwrap_or(&gate.id));
    let of = format!(" of {}", gate.criteria.len());
    let at = Address::new(Table::Gate, &gate.id);
    Some(counted(at, name, [held(plan, nth), held(scenario, there)], true, &of))
}

fn counted(at: Address, name: String, [one, other]: [usize; 2], higher: bool, of: &str) -> Row {
    let difference = i64::try_from(other).unwrap_or(i64::MAX) - i64::try_from(one).unwrap_or(i64::MAX);
    Row {
        at,
        name,
        plan: format!("{one}{of}"),
        scenario: format!("{other}{of}"),
        difference: match difference {
            0 => String::new(),
            less if less < 0 => format!("−{}", less.unsigned_abs()),
            more => format!("+{more}"),
        },
        verdict: Verdict::of(&one, &other, higher),
    }
}

fn signed(count: i64, noun: &str) -> String {
    let plus = if count > 0 { "+" } else { "" };
    format!("{plus}{}", wording::count_signed(count, noun))
}

impl View for WhatIf {
    fn spots(&self) -> Vec<Spot> {
        let text = |row: &Row| {
            format!("{}: {} → {} {}", row.name, row.plan, row.scenario, row.verdict.word())
                .trim_end()
                .to_owned()
        };
        self.rows.iter().enumerate().map(|(nth, row)| Spot::new(row.at.clone(), nth, text(row))).collect()
    }

    fn window(&self, area: Rect, _room: Room) -> (u16, u16) {
        (area.height.saturating_sub(3).max(1), 1)
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.rows.is_empty() {
            pen.put(area.x + 1, area.y + 1, area.width, "No scenario is open.", Tone::Strong);
            let how = "w opens one: edits then go to it, and this compares it with the plan.";
            pen.put(area.x + 1, area.y + 2, area.width.saturating_sub(2), how, Tone::Plain);
            return;
        }
        let name = (area.width * 3 / 10).min(44);
        let value = (area.width.saturating_sub(name + 10) / 3).min(24);
        let columns = [name + 2, name + 2 + value, name + 2 + 2 * value, name + 2 + 3 * value];
        let heads = ["plan", "scenario", "difference"];
        for (x, head) in columns.iter().zip(heads) {
            pen.put(area.x + x, area.y, value, head, Tone::Strong);
        }
        pen.rule(area.x + 1, area.y + 1, area.width.saturating_sub(2));
        let first = scene.sheet.scroll as usize;
        let mut y = area.y + 2;
        for (nth, row) in self.rows.iter().enumerate().skip(first) {
            if y >= area.bottom() {
                return;
            }
            let tone = match row.verdict {
                Verdict::Better => Tone::Status(crate::status::Status::Done),
                Verdict::Worse => Tone::Status(crate::status::Status::AtRisk),
                Verdict::Same => Tone::Plain,
            };
            pen.put(area.x + 1, y, name, &row.name, Tone::Plain);
            for (x, text) in columns.iter().zip([&row.plan, &row.scenario, &row.difference]) {
                pen.put(area.x + x, y, value.saturating_sub(1), text, Tone::Plain);
            }
            pen.put(area.x + columns[3], y, area.width.saturating_sub(columns[3]), row.verdict.word(), tone);
            let line = Rect { x: area.x, y, width: area.width, height: 1 };
            pen.hit(line, crate::tui::msg::Target::Spot(row.at.clone()));
            if scene.sheet.is_at(0, nth) {
                pen.select(line);
            }
            y += 1;
        }
        self.draw_changes(Rect { y, height: area.bottom().saturating_sub(y), ..area }, pen);
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        let row = scene.selected().and_then(|at| self.rows.iter().find(|row| row.at == *at));
        row.map(|row| {
            let Row { name, plan, scenario, .. } = row;
            match row.verdict.word() {
                "" => format!("{name}: {plan}, as in the plan"),
                word => format!("{name}: {plan} in the plan, {scenario} in the scenario, {word}"),
            }
        })
        .unwrap_or_default()
    }

    fn detail(&self, scene: Scene<'_>, width: u16) -> Text {
        let mut text = Text::new(width);
        let row = scene.selected().and_then(|at| self.rows.iter().find(|row| row.at == *at));
        if let Some(row) = row {
            text.words(&row.name, Tone::Strong);
            text.gap();
            text.pair("Plan", &row.plan);
            text.pair("Scenario", &row.scenario);
            text.pair("Change", if row.difference.is_empty() { "none" } else { &row.difference });
            text.pair("That is", if row.verdict == Verdict::Same { "the same" } else { row.verdict.word() });
        }
        text.gap();
        text.words(&self.words(), Tone::Plain);
        text
    }

    fn keeps_whole_width(&self, _settings: &Settings) -> bool {
        true
    }
}

impl WhatIf {
    fn draw_changes(&self, area: Rect, pen: &mut Pen<'_>) {
        if area.height < 3 {
            return;
        }
        pen.rule(area.x + 1, area.y, area.width.saturating_sub(2));
        let mut words = Text::new(area.width.saturating_sub(2));
        words.words(&self.words(), Tone::Strong);
        let lines = cells(words.lines.len()).min(area.height - 3);
        words.draw(0, Rect { x: area.x + 1, y: area.y + 1, height: lines, width: area.width - 1 }, pen);
        let area = Rect { y: area.y + lines, height: area.height - lines, ..area };
        let head = format!("{} · the plan is unchanged", wording::count(self.changes.len(), "change"));
        pen.put(area.x + 1, area.y + 1, area.width.saturating_sub(2), &head, Tone::Strong);
        let room = usize::from(area.height - 2);
        let hidden = self.changes.len().saturating_sub(room);
        for (y, (nth, change)) in (area.y + 2..).zip(self.changes.iter().enumerate().skip(hidden)) {
            pen.put(
                area.x + 1,
                y,
                area.width.saturating_sub(2),
                &format!("{}  {change}", nth + 1),
                Tone::Plain,
            );
        }
    }
}
