//! The rows of the timeline: waves, steps and gates, with their dates.

use std::cell::OnceCell;

use chrono::{NaiveDate, TimeDelta};

use crate::order::Order as _;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::id::{GateIx, ItemIx, WaveIx};
use crate::plan::quantity::Level;
use crate::plan::record::Outcome;
use crate::status;
use crate::status::{Lateness, Reason, Status};
use crate::tui::baseline::{Kind as Way, Was, span};
use crate::tui::detail::{self, record};
use crate::tui::filter::Filter;
use crate::tui::pen::columns;
use crate::tui::theme::{Tone, mark};
use crate::wording;
use crate::workspace::Workspace;

/// What is said of what is to be done, beside its day.
const DUE: &str = "due";

pub(super) struct Row {
    pub(super) at: Address,
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) mark: (&'static str, Tone),
    /// When work on it begins, and when it is live.
    pub(super) bar: (NaiveDate, NaiveDate),
    /// How far it goes past its date.
    pub(super) slip: Option<NaiveDate>,
    pub(super) status: Status,
    /// The level that a step reaches.
    pub(super) level: Option<Level>,
    pub(super) words: String,
    pub(super) benefit: Option<Benefit>,
    /// Of a gate: what was decided at it, in the order of days; of the row of what names none: that, and what is to be
    /// done.
    pub(super) decisions: Vec<Decided>,
}

/// A decision, or what is to be done, on its day.
pub(super) struct Decided {
    at: Address,
    standing: Status,
    pub(super) date: NaiveDate,
    pub(super) mark: (&'static str, Tone),
    /// Its outcome, or that it has none; of what is to be done, that it is due.
    pub(super) outcome: &'static str,
    /// What was decided.
    said: String,
}

/// What a driver brings by plan once it is live.
pub(super) struct Benefit {
    driver: ItemIx,
    /// The first day on which it brings something.
    pub(super) from: NaiveDate,
    /// The first day on which it brings all.
    pub(super) full: NaiveDate,
    /// By month of the grid, the share of its scope that is live and ramped up: found when it is first shown.
    shares: OnceCell<Vec<f64>>,
}

impl Benefit {
    fn of(work: &Workspace, driver: ItemIx) -> Option<Self> {
        let (from, full) = work.figures().brings(driver)?;
        Some(Self { driver, from: from.first_day(), full: full.first_day(), shares: OnceCell::new() })
    }

    /// The sign of how much of all it brings on a day; nothing on one that does not count.
    pub(super) fn sign(&self, work: &Workspace, day: NaiveDate) -> Option<&'static str> {
        let figures = work.figures();
        let nth = figures.grid().position(Month::of(day))?;
        if day < self.from || day >= self.full {
            return Some(if day < self.from { "·" } else { "▆" });
        }
        let shares = self.shares.get_or_init(|| {
            let [shares, _] = figures.live_share(self.driver);
            shares
        });
        let all: f64 = figures.scope().steps().iter().map(|(_, share)| share).sum();
        let share = shares.get(nth).copied().unwrap_or_default();
        Some(match share * 3.0 {
            thirds if thirds < all => "▂",
            thirds if thirds < 2.0 * all => "▃",
            _ => "▄",
        })
    }

    /// From when on it brings something, and all, in a few words: `Jul 2026 – Jan 2027`.
    pub(super) fn words(&self) -> String {
        let [from, full] = [self.from, self.full].map(|day| wording::month(Month::of(day)));
        if from == full { from } else { format!("{from} – {full}") }
    }

    /// The same in a sentence.
    pub(super) fn said(&self) -> String {
        let [from, full] = [self.from, self.full].map(|day| wording::month(Month::of(day)));
        if from == full {
            format!("all its value from {from}")
        } else {
            format!("value from {from}, all of it from {full}")
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Wave,
    Step,
    Gate,
    /// What was decided without a gate, and what is to be done.
    Record,
}

impl Row {
    /// Whether it stands on a day, and has no bar.
    pub(super) fn is_one_day(&self) -> bool {
        matches!(self.kind, Kind::Gate | Kind::Record)
    }

    /// How wide its name is, with its sign before it and its words behind it.
    pub(super) fn columns(&self) -> u16 {
        let words = if self.words.is_empty() { 0 } else { columns(&self.words) + 2 };
        columns(&self.name).saturating_add(words).saturating_add(5)
    }

    /// The first and the last day of all that it has.
    pub(super) fn days(&self) -> (NaiveDate, NaiveDate) {
        let decided = || self.decisions.iter().map(|it| it.date);
        let first = decided().chain([self.bar.0]).min().unwrap_or(self.bar.0);
        (first, decided().chain([self.end()]).max().unwrap_or(self.bar.1))
    }

    /// The last day of it that is of interest: when it is done, or brings all that it is to bring.
    pub(super) fn end(&self) -> NaiveDate {
        let full = self.benefit.as_ref().map_or(self.bar.1, |benefit| benefit.full);
        self.bar.1.max(full).max(self.slip.unwrap_or(self.bar.1))
    }

    /// What was decided in it last, in a sentence: `3 decisions, the last on 03 Nov 2026, conditions: No paid media`.
    pub(super) fn decided_last(&self) -> Option<String> {
        let last = self.decisions.last().filter(|_| self.kind == Kind::Gate)?;
        let said = if last.said.is_empty() { String::new() } else { format!(": {}", last.said) };
        let (day, outcome) = (wording::date(last.date), last.outcome);
        Some(match self.decisions.len() {
            1 => format!("{outcome} on {day}{said}"),
            many => format!("{}, the last on {day}, {outcome}{said}", wording::count(many, "decision")),
        })
    }

    /// What the row of the record leads to, and how much of each there is, in a sentence: `15 Jun 2026, due: Name a local
    /// champion · 3 decided, 2 to be done`.
    pub(super) fn of_record(&self) -> Option<String> {
        let lead = self.decisions.iter().find(|it| it.at == self.at).filter(|_| self.kind == Kind::Record)?;
        let to_do = self.decisions.iter().filter(|it| it.outcome == DUE).count();
        let parts = [(self.decisions.len() - to_do, "decided"), (to_do, "to be done")];
        let parts = parts.iter().filter(|(many, _)| *many > 0).map(|(many, what)| format!("{many} {what}"));
        let parts = parts.collect::<Vec<_>>().join(", ");
        let parts = if self.decisions.len() > 1 { format!(" · {parts}") } else { String::new() };
        let said = if lead.said.is_empty() { String::new() } else { format!(": {}", lead.said) };
        Some(format!("{}, {}{said}{parts}", wording::date(lead.date), lead.outcome))
    }

    /// When it was under a baseline, where that is another time than now.
    pub(super) fn was(&self, was: Option<Was<'_>>) -> Option<(NaiveDate, NaiveDate)> {
        let standing = was?.standing;
        let then = match self.level {
            Some(level) => standing.step(&self.at.key, level),
            None => standing.dates(&self.at),
        };
        then.filter(|then| *then != self.bar)
    }

    /// When it brought all under a baseline, where that is another day than now.
    pub(super) fn was_full(&self, was: Option<Was<'_>>) -> Option<NaiveDate> {
        let then = was?.standing.full(&self.at.key)?;
        self.benefit.as_ref().filter(|now| now.full != then).map(|_| then)
    }

    /// By how much it ends later than under a baseline, or earlier, in words; or what else moved.
    pub(super) fn moved(&self, was: Option<Was<'_>>) -> Option<String> {
        let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days();
        let words = match (self.was(was), self.was_full(was)) {
            (Some(then), _) => {
                let (end, start) = (days(then.1, self.bar.1), days(then.0, self.bar.0));
                let sign = Way::of(then, self.bar)?.sign();
                if end == 0 { format!("{sign} starts {start:+} d") } else { format!("{sign} {end:+} d") }
            }
            (None, Some(full)) => {
                let sign = Way::Changed.sign();
                format!("{sign} full {:+} d", days(full, self.benefit.as_ref()?.full))
            }
            (None, None) => return None,
        };
        Some(words.replace('-', "−"))
    }
}

pub(super) fn wave_row(work: &Workspace, ix: WaveIx) -> Row {
    let plan = work.plan();
    let (wave, progress) = (plan.wave(ix), work.progress[ix.at()]);
    Row {
        at: plan.wave_address(ix),
        kind: Kind::Wave,
        name: wave.title().to_owned(),
        mark: (mark(progress.status), Tone::Status(progress.status)),
        bar: (wave.start, wave.end),
        slip: None,
        status: progress.status,
        level: None,
        words: format!("{}/{} live", progress.live, progress.steps),
        benefit: None,
        decisions: Vec::new(),
    }
}

pub(super) fn step_row(work: &Workspace, ix: ItemIx, nth: usize) -> Row {
    let plan = work.plan();
    let item = plan.item(ix);
    let (start, live) = span(plan, ix, nth);
    let status = work.status(ix, Some(nth));
    let reasons = work.standings[ix.at()].get(nth).map_or(&[][..], |standing| standing.reasons.as_slice());
    let late = reasons.iter().filter_map(|reason| match reason {
        Reason::NeedLate(_, Lateness::Days(days)) | Reason::WishLate(_, Lateness::Days(days)) => {
            TimeDelta::try_days(*days).and_then(|days| live.checked_add_signed(days))
        }
        _ => None,
    });
    let overdue = (status == Status::Late && live < plan.as_of).then_some(plan.as_of);
    let level = if item.driver().is_some() { String::new() } else { format!(" {}", item.steps[nth].level) };
    Row {
        at: plan.step_address(ix, nth),
        kind: Kind::Step,
        name: format!("{}{level}", item.title()),
        mark: (mark(status), Tone::Status(status)),
        bar: (start, live),
        slip: late.chain(overdue).max(),
        status,
        level: Some(item.steps[nth].level),
        words: if item.driver().is_some() { "benefit".into() } else { String::new() },
        benefit: if nth == 0 { Benefit::of(work, ix) } else { None },
        decisions: Vec::new(),
    }
}

/// What was decided so far at each gate, in the order of days.
pub(super) fn decided(work: &Workspace) -> Vec<Vec<Decided>> {
    let plan = work.plan();
    let mut by_gate: Vec<Vec<Decided>> = plan.gates.iter().map(|_| Vec::new()).collect();
    for (nth, decision) in plan.decisions.iter().enumerate().filter(|(_, it)| it.date <= plan.as_of) {
        let Some(gate) = decision.gate else { continue };
        let standing = record::standing(decision);
        by_gate[gate.at()].push(Decided {
            at: plan.record_address(Table::Decision, nth),
            standing,
            date: decision.date,
            mark: (mark(standing), Tone::Status(standing)),
            outcome: decision.outcome_words(),
            said: decision.said(),
        });
    }
    by_gate.iter_mut().for_each(|decided| decided.order_by_key(|it| it.date));
    by_gate
}

/// What was decided so far without a gate, and what is to be done by a day, as far as a filter leaves it, in the order of
/// days.
fn on_record(work: &Workspace, filter: &Filter) -> Vec<Decided> {
    let plan = work.plan();
    let mut all: Vec<Decided> = Vec::new();
    let mut push = |at, standing, date, outcome, said| {
        let mark = (mark(standing), Tone::Status(standing));
        all.push(Decided { at, standing, date, mark, outcome, said });
    };
    for (nth, it) in plan.decisions.iter().enumerate().filter(|(_, it)| it.date <= plan.as_of) {
        let at = plan.record_address(Table::Decision, nth);
        let said = record::said(plan, &at).unwrap_or_default();
        if it.gate.is_none() && filter.shows_text(&said, it.by.as_deref().unwrap_or(""), ("decision", "")) {
            push(at, record::standing(it), it.date, it.outcome.map_or("decided", Outcome::as_str), said);
        }
    }
    for (nth, it) in plan.actions.iter().enumerate().filter(|(_, it)| it.date <= plan.as_of) {
        let (Some(date), standing) = (it.due, status::action_standing(plan, it)) else { continue };
        let owner = it.about.owner.as_deref().unwrap_or("");
        if standing != Status::Done && filter.shows_text(&it.what, owner, ("action", standing.as_str())) {
            push(plan.record_address(Table::Action, nth), standing, date, DUE, it.what.to_string());
        }
    }
    all.order_by_key(|it| it.date);
    all
}

impl Decided {
    /// Whether it is to be done.
    fn is_due(&self) -> bool {
        self.at.table == Table::Action
    }
}

/// The one of several that weighs most: what has been due for longest, else what is due next, else what was decided last.
pub(super) fn weightiest(all: &[Decided]) -> Option<&Decided> {
    let late = |it: &&Decided| it.is_due() && it.standing == Status::Late;
    all.iter().find(late).or_else(|| all.iter().find(|it| it.is_due())).or(all.last())
}

/// What is on record without a gate, in a row of its own: it leads to the weightiest of it, and stands as that does where
/// it is to be done; what was decided is open no more, whatever it came to. `None`: there is nothing of it.
pub(super) fn record_row(work: &Workspace, filter: &Filter) -> Option<Row> {
    let all = on_record(work, filter);
    let lead = weightiest(&all)?;
    let late = all.iter().filter(|it| it.is_due() && it.standing == Status::Late).count();
    let name = match all.iter().filter(|it| it.is_due()).count() {
        0 => "Decisions",
        to_do if to_do == all.len() => "To be done",
        _ => "Decisions, to be done",
    };
    Some(Row {
        at: lead.at.clone(),
        kind: Kind::Record,
        name: name.into(),
        mark: if lead.is_due() { lead.mark } else { ("·", Tone::Plain) },
        bar: (lead.date, lead.date),
        slip: None,
        status: lead.standing,
        level: None,
        words: if late > 0 { format!("{late} late") } else { String::new() },
        benefit: None,
        decisions: all,
    })
}

/// The same with a row for each, as a table has it.
pub(super) fn record_rows(work: &Workspace, filter: &Filter) -> Vec<Row> {
    let as_of = work.plan().as_of;
    let row = |it: Decided| Row {
        at: it.at.clone(),
        kind: Kind::Record,
        name: it.said.clone(),
        mark: it.mark,
        bar: (it.date, it.date),
        slip: (it.is_due() && it.standing == Status::Late).then_some(as_of),
        status: it.standing,
        level: None,
        words: if it.is_due() { "action".into() } else { "decision".into() },
        benefit: None,
        decisions: vec![it],
    };
    on_record(work, filter).into_iter().map(row).collect()
}

pub(super) fn gate_row(work: &Workspace, ix: GateIx, decisions: Vec<Decided>) -> Row {
    let plan = work.plan();
    let at = Address::new(Table::Gate, &plan.gates[ix.at()].id);
    let date = status::gate_date(plan, ix).unwrap_or(plan.horizon);
    let status = status::gate_status(work.figures(), ix);
    let decided = status::gate_decided(work.figures(), ix);
    Row {
        mark: detail::mark_of(work, &at),
        at,
        kind: Kind::Gate,
        name: detail::gate_title(plan, ix).to_owned(),
        bar: (date, date),
        slip: None,
        status,
        level: None,
        words: decided.unwrap_or_else(|| if status == Status::Open { "open" } else { "gate" }.into()),
        benefit: None,
        decisions,
    }
}
