//! What is on record of decisions and actions, as far as it is told.

use super::Context;
use crate::order::Order as _;
use crate::plan::record::{Action, Decision};
use crate::status::{self, Status};

/// The decisions that are known by the day looked at, the newest first: of private ones nothing is told.
pub(crate) fn decided<'p>(context: &'p Context<'_>) -> impl Iterator<Item = &'p Decision> {
    let by = context.date().min(context.plan.as_of);
    let told = move |it: &&Decision| it.date <= by && !(it.about.private && context.withholds());
    context.plan.decisions.iter().rev().filter(told)
}

/// The actions that were agreed by then, those that are still to be done first, by the day on which they are due.
pub(crate) fn agreed<'p>(context: &'p Context<'_>) -> Vec<(Status, &'p Action)> {
    let plan = context.plan;
    let by = context.date().min(plan.as_of);
    let told = |it: &&Action| it.date <= by && !(it.about.private && context.withholds());
    let told = plan.actions.iter().filter(told);
    let mut all: Vec<(Status, &Action)> = told.map(|it| (status::action_standing(plan, it), it)).collect();
    all.order_by_key(|(standing, it)| (*standing == Status::Done, it.due.is_none(), it.due));
    all
}

/// Where an action stands, in a word.
pub(crate) fn state(standing: Status) -> &'static str {
    match standing {
        Status::Done => "done",
        Status::Late => "late",
        _ => "open",
    }
}
