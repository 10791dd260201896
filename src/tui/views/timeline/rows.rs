//! The rows of the timeline: waves, steps and gates, with their dates.

use chrono::{NaiveDate, TimeDelta};

use crate::plan::address::{Address, Table};
use crate::plan::id::{GateIx, ItemIx, WaveIx};
use crate::plan::quantity::Level;
use crate::status;
use crate::status::{Reason, Status};
use crate::tui::baseline::{MARK, Was, span};
use crate::tui::detail;
use crate::tui::pen::columns;
use crate::tui::theme::{Tone, mark};
use crate::workspace::Workspace;

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
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Wave,
    Step,
    Gate,
}

impl Row {
    /// How wide its name is, with its sign before it and its words behind it.
    pub(super) fn columns(&self) -> u16 {
        let words = if self.words.is_empty() { 0 } else { columns(&self.words) + 2 };
        columns(&self.name).saturating_add(words).saturating_add(5)
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

    /// By how much it ends later than under a baseline, or earlier, in words; or what else moved.
    pub(super) fn moved(&self, then: (NaiveDate, NaiveDate)) -> String {
        let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days();
        match (days(then.1, self.bar.1), days(then.0, self.bar.0)) {
            (0, start) => format!("{MARK} starts {start:+} d"),
            (end, _) => format!("{MARK} {end:+} d"),
        }
        .replace('-', "−")
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
    }
}

pub(super) fn step_row(work: &Workspace, ix: ItemIx, nth: usize) -> Row {
    let plan = work.plan();
    let item = plan.item(ix);
    let (start, live) = span(plan, ix, nth);
    let status = work.status(ix, Some(nth));
    let reasons = work.standings[ix.at()].get(nth).map_or(&[][..], |standing| standing.reasons.as_slice());
    let late = reasons.iter().filter_map(|reason| match reason {
        Reason::NeedLate(_, Some(days)) | Reason::WishLate(_, Some(days)) => {
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
    }
}

pub(super) fn gate_row(work: &Workspace, ix: GateIx) -> Row {
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
    }
}
