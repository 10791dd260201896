//! What of an item or a wave moves when it slips, in words.

use crate::figures::readiness::StepState;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::item::Step;
use crate::wording;
use crate::workspace::Workspace;

/// Where what slips is live now, step by step, or ends: ": level 4 to 31 Mar 2028, level 3 is live and stays".
pub(super) fn words(work: &Workspace, before: &Plan, at: &Address) -> String {
    let plan = work.plan();
    if at.table == Table::Wave {
        let end = plan.wave_by_id(&at.key).map(|ix| plan.wave(ix).end);
        return end.map(|end| format!(": ends {}", wording::date(end))).unwrap_or_default();
    }
    let (Some(ix), Some(was)) = (work.item_at(at), before.item_by_id(&at.key)) else { return String::new() };
    let item = plan.item(ix);
    let name = |step: &Step| match item.driver() {
        None => format!("level {}", step.level),
        Some(_) => plan.wave(step.wave).title().to_owned(),
    };
    let (mut moved, mut stays) = (Vec::new(), Vec::new());
    for (nth, step) in item.steps.iter().enumerate() {
        let Some(live) = plan.step_live(ix, nth) else { continue };
        if before.step_live(was, nth) == Some(live) {
            let is = if work.figures().step_state(ix, nth) == StepState::Live { " is live and" } else { "" };
            stays.push(format!("{}{is} stays", name(step)));
        } else {
            moved.push((name(step), wording::date(live)));
        }
    }
    let told: Vec<String> = match (&*moved, &*stays) {
        ([(_, live)], []) => vec![format!("live {live}")],
        _ => moved.iter().map(|(name, live)| format!("{name} to {live}")).chain(stays).collect(),
    };
    if moved.is_empty() { String::new() } else { format!(": {}", told.join(", ")) }
}
