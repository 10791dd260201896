//! The rows of the timeline: waves, steps and gates, with their dates.

use chrono::{NaiveDate, TimeDelta};

use crate::plan::address::{Address, Table};
use crate::plan::id::{GateIx, ItemIx, WaveIx};
use crate::status;
use crate::status::{Reason, Status};
use crate::tui::detail;
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
    pub(super) words: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Wave,
    Step,
    Gate,
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
        words: format!("{}/{} live", progress.live, progress.steps),
    }
}

pub(super) fn step_row(work: &Workspace, ix: ItemIx, nth: usize) -> Row {
    let plan = work.plan();
    let item = plan.item(ix);
    let wave = plan.wave(item.steps[nth].wave);
    let own = |date: Option<NaiveDate>| date.filter(|_| nth == 0);
    let live = plan.step_live(ix, nth).unwrap_or(wave.end);
    let start = own(item.start).unwrap_or(wave.start).min(live);
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
        words: if item.driver().is_some() { "benefit".into() } else { String::new() },
    }
}

pub(super) fn gate_row(work: &Workspace, ix: GateIx) -> Row {
    let plan = work.plan();
    let at = Address::new(Table::Gate, &plan.gates[ix.at()].id);
    let date = status::gate_date(plan, ix).unwrap_or(plan.horizon);
    let status = status::gate_status(plan, ix);
    let decided = status::gate_outcome(plan, ix).map(|outcome| outcome.as_str());
    Row {
        mark: detail::mark_of(work, &at),
        at,
        kind: Kind::Gate,
        name: detail::gate_title(plan, ix).to_owned(),
        bar: (date, date),
        slip: None,
        status,
        words: decided.unwrap_or(if status == Status::Open { "open" } else { "gate" }).into(),
    }
}
