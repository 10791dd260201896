//! Gates as they are printed: in their order, by their names, and with what of them is told.

use super::Context;
use crate::figures::readiness::{Judged, Verdict, met};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::id::GateIx;
use crate::plan::leadership::{Criterion, Gate};
use crate::plan::record::Decision;
use crate::plan::veil::PRIVATE;
use crate::status;

/// The gates in the order of their dates.
pub(crate) fn all(plan: &Plan) -> impl Iterator<Item = (GateIx, &Gate)> {
    let gates = plan.gates.iter().enumerate().map(|(position, gate)| (GateIx::from(position), gate));
    let mut gates: Vec<(GateIx, &Gate)> = gates.collect();
    gates.order_by_key(|(ix, _)| status::gate_date(plan, *ix));
    gates.into_iter()
}

/// What it is called.
pub(crate) fn title(gate: &Gate) -> &str {
    gate.about.name.as_deref().unwrap_or(&gate.id)
}

/// The decision on a gate that is told: of a private one neither the outcome nor the day is.
pub(crate) fn told_decision<'p>(context: &Context<'_>, verdict: &Verdict<'p>) -> Option<&'p Decision> {
    verdict.decision.filter(|it| !(it.about.private && context.withholds()))
}

/// Whether nobody is told of a criterion.
pub(crate) fn is_withheld(criterion: &Criterion) -> bool {
    &*criterion.text == PRIVATE
}

/// How many criteria of a gate hold of those that are told: a count of all would tell how the private ones stand.
pub(crate) fn met_of_told(gate: &Gate, judged: &[Judged]) -> String {
    let open = gate.criteria.iter().zip(judged).filter(|(criterion, _)| !is_withheld(criterion));
    let holds: Vec<bool> = open.map(|(_, judged)| judged.holds).collect();
    match holds.len() {
        0 if judged.is_empty() => "no criteria".into(),
        0 => "not told".into(),
        all if all == judged.len() => met(judged),
        all => format!("{} of {all} told", holds.iter().filter(|holds| **holds).count()),
    }
}
