//! What a table says, value by value, and the dates that the plan means by it.

use super::Dated;
use crate::diff::shown;
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::source::written::Value;

/// The values of a table, by their place in it.
pub(super) fn leaves(at: &Address, table: &Value, plan: &Plan) -> Vec<(Box<str>, Value, String)> {
    let mut leaves = Vec::new();
    let mut open = vec![(at.clone(), String::new(), table)];
    while let Some((at, place, value)) = open.pop() {
        let Value::Table(entries) = value else {
            leaves.push((place.into_boxed_str(), value.clone(), shown(&at, value, plan)));
            continue;
        };
        for (key, value) in entries {
            let place = if place.is_empty() { key.to_string() } else { format!("{place}.{key}") };
            open.push((at.clone().to(&**key), place, value));
        }
    }
    leaves.order_by(|one, other| one.0.cmp(&other.0));
    leaves
}

/// The dates that the plan means by a table.
pub(super) fn dates(at: &Address, plan: &Plan) -> Vec<Dated> {
    let called = |name: Box<str>, date| Dated { key: name.clone(), name, date };
    match at.table {
        _ if !at.path.is_empty() => Vec::new(),
        Table::Wave => {
            let wave = plan.wave_by_id(&at.key).map(|ix| plan.wave(ix));
            let dates =
                wave.map(|wave| vec![called("start".into(), wave.start), called("end".into(), wave.end)]);
            dates.unwrap_or_default()
        }
        Table::Gate => {
            let gate = plan.gate_by_id(&at.key).and_then(|ix| plan.gates.get(ix.at()));
            let date = gate.and_then(|gate| gate.date.or_else(|| Some(plan.wave(gate.wave?).end)));
            date.map(|date| called("date".into(), date)).into_iter().collect()
        }
        Table::Driver | Table::Capability | Table::Mandate => {
            let Some(ix) = plan.item_by_id(&at.key) else { return Vec::new() };
            let steps = &plan.item(ix).steps;
            let name = |level| if steps.len() > 1 { format!("level {level} live") } else { "live".into() };
            let live = |(nth, step): (usize, &crate::plan::item::Step)| {
                Some(called(name(step.level).into_boxed_str(), plan.step_live(ix, nth)?))
            };
            steps.iter().enumerate().filter_map(live).collect()
        }
        _ => Vec::new(),
    }
}
