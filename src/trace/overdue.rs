//! What something hangs on that was due and is not there.

use super::Trace;
use super::of::Of;
use super::value::Value;
use crate::figures::Figures;
use crate::figures::readiness::StepState;
use crate::plan::address::{Address, Table};
use crate::plan::id::ItemIx;
use crate::plan::leadership::Subject;
use crate::wording;

/// With what is overdue of what a criterion asks for, and first of all that it hangs on: what was seen of it and when, and
/// the day from which it counts as there.
pub fn overdue(figures: &Figures<'_>, first: (ItemIx, usize), of: &Of, trace: &mut Trace) {
    let plan = figures.plan;
    let Of::Criterion(gate, nth) = of else { return };
    let criterion = plan.gates[gate.at()].criteria.get(*nth as usize);
    let own = match criterion.map(|it| it.subject) {
        Some(Subject::Level(item) | Subject::Realized(item)) => Some(item),
        _ => None,
    };
    let own = own.into_iter().flat_map(|item| (0..plan.item(item).steps.len()).map(move |nth| (item, nth)));
    let mut steps: Vec<(ItemIx, usize)> = own.collect();
    steps.retain(|(item, nth)| figures.step_state(*item, *nth) == StepState::Overdue);
    if !steps.contains(&first) {
        steps.push(first);
    }
    for (item, nth) in steps {
        overdue_step(figures, item, nth, trace);
    }
    let words = "what is overdue counts from the day after as-of on, the first on which it can be there";
    trace.notes.push(words.into());
}

fn overdue_step(figures: &Figures<'_>, item: ItemIx, nth: usize, trace: &mut Trace) {
    let plan = figures.plan;
    let title = plan.item(item).title();
    if let Some(short) = figures.short_of(item, nth) {
        let place = short.unit.map(|unit| format!(" in {}", plan.unit_title(unit))).unwrap_or_default();
        let label = format!("{title}{place}, assessed on {}", wording::date(short.seen.date));
        let record = plan.record_address(Table::Assessed, short.seen.record as usize).to("level");
        trace.take(&label, Value::Level(short.seen.level), record);
    }
    if let Some(need) = figures.waits_for(item, nth) {
        let place = figures.lacking(&need).words(plan);
        let label = format!("{title} waits for {}{place}", plan.item(need.item).title());
        let level = figures.level_everywhere(need.item, plan.as_of).map_or(Value::Nothing, Value::Level);
        match plan.item(need.item).driver() {
            Some(_) => trace.decide(label, plan.item_address(need.item)),
            None => _ = trace.take(&label, level, Of::Item(need.item).name(plan, "level", None)),
        }
    }
    let Some(due) = plan.step_live(item, nth) else { return };
    let day = figures.soonest_of(item, due);
    let at = match plan.item(item).driver() {
        Some(_) => String::new(),
        None => format!(" at {}", plan.item(item).steps[nth].level),
    };
    let label = format!("{title}{at}, overdue, taken as live on");
    trace.take(&label, Value::Date(day), Address::new(Table::Plan, "").to("as-of"));
}
