//! Where a gate stands: its day, and what was decided at it.

use chrono::NaiveDate;

use super::Status;
use crate::figures::Figures;
use crate::plan::Plan;
use crate::plan::id::GateIx;
use crate::plan::record::Outcome;

/// When a gate is held: its date, or the end of its wave.
#[must_use]
pub fn gate_date(plan: &Plan, ix: GateIx) -> Option<NaiveDate> {
    let gate = &plan.gates[ix.at()];
    gate.date.or_else(|| gate.wave.map(|wave| plan.wave(wave).end))
}

/// The newest outcome of a gate by the as-of date.
#[must_use]
pub fn gate_outcome(plan: &Plan, ix: GateIx) -> Option<Outcome> {
    plan.decided_at(ix, plan.as_of)?.outcome
}

/// Where a gate stands: decided, open though its day has come, or to come. One that was let go though a criterion was
/// not met on that day went on at a risk.
#[must_use]
pub fn gate_status(figures: &Figures<'_>, ix: GateIx) -> Status {
    let plan = figures.plan;
    match gate_outcome(plan, ix) {
        Some(Outcome::Go) if figures.verdict(ix, plan.as_of).unmet() > 0 => Status::AtRisk,
        Some(Outcome::Go) => Status::Done,
        Some(Outcome::Conditions) => Status::AtRisk,
        Some(Outcome::Hold | Outcome::Stop) => Status::Late,
        None if gate_date(plan, ix).is_some_and(|date| date <= plan.as_of) => Status::Open,
        None => Status::NotStarted,
    }
}

/// What was decided at a gate, and how many criteria it was decided against: "go, 2 of 6 criteria not met"; `None`
/// while nothing is.
#[must_use]
pub fn gate_decided(figures: &Figures<'_>, ix: GateIx) -> Option<String> {
    let plan = figures.plan;
    let outcome = gate_outcome(plan, ix)?;
    let unmet = if outcome == Outcome::Go { figures.verdict(ix, plan.as_of).unmet() } else { 0 };
    Some(match (unmet, plan.gates[ix.at()].criteria.len()) {
        (0, _) => outcome.as_str().to_owned(),
        (unmet, all) => format!("{}, {unmet} of {} not met", outcome.as_str(), criteria(all)),
    })
}

/// So many criteria: "1 criterion", "6 criteria".
fn criteria(many: usize) -> String {
    format!("{many} {}", if many == 1 { "criterion" } else { "criteria" })
}
