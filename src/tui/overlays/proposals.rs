//! What could be done about a finding besides the fixes that it carries: decisions of the plan, not of its
//! text, and so never applied unseen.

use crate::check::address_of;
use crate::draft::{Change, Title, Verb, asked};
use crate::graph::{Graph, Late};
use crate::wording;
use crate::workspace::{Located, Workspace};

/// What could be done about a finding, the least far-reaching first.
#[must_use]
pub fn of(work: &Workspace, located: &Located) -> Vec<Change> {
    let plan = work.plan();
    let at = address_of(&located.finding.at);
    let graph = work.graph();
    let is_of = |late: &Late, field: &str| {
        let item = plan.item(late.need.item);
        let list = if field == "needs" { &item.needs } else { &item.prefers };
        let need = list.get(late.need.position as usize);
        need.is_some_and(|need| at == Some(&plan.need_address(late.need.item, field, need)))
    };
    let late = match located.finding.rule {
        "need-after-use" => graph.late_needs().find(|late| is_of(late, "needs")),
        "preference-out-of-order" => graph.late_preferences(plan).find(|late| is_of(late, "prefers")),
        _ => None,
    };
    late.map(|late| in_time(work, graph, &late)).unwrap_or_default()
}

/// Whether something could be done about findings of a rule.
#[must_use]
pub fn are_there(rule: &str) -> bool {
    matches!(rule, "need-after-use" | "preference-out-of-order")
}

/// What brings a need in time: what needs it goes live later, or into its wave, or it comes earlier.
fn in_time(work: &Workspace, graph: &Graph, late: &Late) -> Vec<Change> {
    let plan = work.plan();
    let Some(draft) = work.draft.as_deref() else { return Vec::new() };
    let needed = graph.item_of(late.needed);
    let [from, to] = [late.step, late.needed].map(|step| plan.wave(graph.wave_of(step)).id.to_string());
    let address = plan.item_address(late.need.item).to_string();
    let mut all = Vec::new();
    if graph.nth_of(late.step) == 0 {
        let at = format!("{address}.live");
        let date = wording::date(late.needed_live);
        let change = asked::set(draft, &at, &late.needed_live.to_string());
        all.extend(change.map(|change| {
            let of = Title::new(Verb::Set).id(plan.item_address(late.need.item));
            Change { title: of.words(format!(" live on {date}")), ..change }
        }));
    }
    if from != to {
        all.extend(asked::moved(draft, &address, &to, Some(&from)));
        let address = plan.item_address(needed).to_string();
        all.extend(asked::moved(draft, &address, &from, Some(&to)));
    }
    all
}
