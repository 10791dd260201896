//! Slack: how many days an item can be late before anything else moves.

use crate::figures::Figures;
use crate::figures::readiness::Tied;
use crate::graph::{Graph, Slack, StepIx};
use crate::plan::address::{Address, Table};
use crate::plan::id::ItemIx;
use crate::trace::days::Days;
use crate::trace::decided;
use crate::trace::of::{Kind, Of};
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};
use crate::wording;

pub(super) const FAMILY: Family = Family {
    word: "slack",
    means: "Days that an item can be late before anything else moves, or the horizon comes",
    of: &[Kind::Item],
    timing: Timing::Never,
    trace: |figures, of, _| match of {
        Of::Item(item) => trace(figures, *item),
        _ => None,
    },
    each: |figures, tell| {
        let graph = figures.graph();
        for (ix, _) in figures.plan.items() {
            if let Some(slack) = slack(figures, graph, ix) {
                tell(Row { unit: "days".into(), ..Row::new(Of::Item(ix), None, number(slack.days)) });
            }
        }
    },
};

/// The step of an item with the least room, of those that are still ahead, and its days.
fn slack(figures: &Figures<'_>, graph: &Graph, item: ItemIx) -> Option<Slack> {
    graph.slack_of(item, figures.day_ahead(), |step| is_ahead(figures, graph, step))
}

fn is_ahead(figures: &Figures<'_>, graph: &Graph, step: StepIx) -> bool {
    !figures.is_past(graph.item_of(step), graph.nth_of(step))
}

#[expect(clippy::cast_precision_loss, reason = "days of dates")]
fn number(days: i64) -> Value {
    Value::Number(days as f64)
}

fn trace(figures: &Figures<'_>, item: ItemIx) -> Option<Trace> {
    let plan = figures.plan;
    let graph = figures.graph();
    let Slack { step, days, .. } = slack(figures, graph, item)?;
    let rule = "from the day on which its step is live, of what is overdue the day after what is known, to the first day on which something else needs it, or to the horizon; of its steps that are still ahead, which are late together, the one with the least room; one past the horizon has none up to there";
    let mut trace = Trace::new(number(days), rule).unit("days");
    // What is overdue can be live on the day after what is known at the earliest, and what needs it too.
    let soonest = |step| figures.soonest(graph.live(step));
    let live = soonest(step);
    let level = |step: StepIx| {
        let item = plan.item(graph.item_of(step));
        let level = item.steps.get(graph.nth_of(step)).map_or(0, |step| step.level);
        if item.driver().is_some() { item.title().to_owned() } else { format!("{} at {level}", item.title()) }
    };
    let address = |step: StepIx| plan.live_address(graph.item_of(step), graph.nth_of(step));
    let can_be = if live > graph.live(step) { "can be live at the earliest" } else { "is live" };
    trace.take(&format!("{} {can_be}", level(step)), Value::Date(live), address(step));
    let mut days_of = Days::default();
    days_of.end(plan, &mut trace, (graph.item_of(step), graph.nth_of(step)));
    let first = graph
        .held_by(step)
        .filter(|edge| graph.item_of(edge.needing) != item && is_ahead(figures, graph, edge.needing));
    let first = first.min_by_key(|edge| (soonest(edge.needing), edge.needing));
    let binding = first;
    let first = first.map(|edge| edge.needing);
    let beyond = plan.horizon < live;
    let until = match first.filter(|other| beyond || soonest(*other) <= plan.horizon) {
        Some(other) => {
            let date = soonest(other);
            trace.take(&format!("{} needs it", level(other)), Value::Date(date), address(other));
            days_of.end(plan, &mut trace, (graph.item_of(other), graph.nth_of(other)));
            binding.into_iter().for_each(|edge| decided::need(figures, edge, &mut trace));
            date
        }
        None => {
            trace.take("horizon", Value::Date(plan.horizon), Address::new(Table::Plan, "").to("horizon"));
            plan.horizon
        }
    };
    trace.also = vec![Of::Item(item).name(plan, "cost-of-delay", None)];
    let tied = figures.tied(graph.item_of(step), graph.nth_of(step));
    if let Some(Tied::Expires(until)) = tied {
        trace.take("it expires", Value::Date(until), plan.item_address(graph.item_of(step)).to("until"));
    }
    let note = tied.map(|tied| match tied {
        Tied::Late => "it is late already: the days are those that it can be later still".to_owned(),
        Tied::Expires(until) => {
            let day = wording::date(until);
            format!("it expires on {day}, before it is live: by itself it governs nothing, whatever its dates leave")
        }
    });
    let trace = trace.noting(note);
    Some(trace.because(match first {
        None if beyond => "it is live after the horizon, and nothing else needs it".to_owned(),
        _ => {
            let words = format!("from {} to {}", wording::date(live), wording::date(until));
            format!("{words}: {}", wording::count_signed(days, "day"))
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::item::Need;

    /// By hand: the CRM is live at 3 on 30 September 2026, and nothing needs it; the horizon is 31 March
    /// 2027. As of the first day, its first step of 31 March is needed by the second.
    #[test]
    fn slack_reaches_to_what_needs_it_first_or_to_the_horizon() {
        let mut plan = sample::plan();
        let crm = plan.item_by_id("crm").unwrap();
        let value = |plan: &crate::plan::Plan| trace(&Figures::new(plan), crm).map(|it| it.value);
        assert_eq!(value(&plan), Some(Value::Number(182.0)));
        plan.as_of = plan.start;
        assert_eq!(value(&plan), Some(Value::Number(182.0)));
        let steering = plan.item_by_id("steering").unwrap();
        let reach = plan.item_by_id("reach").unwrap();
        plan.item_mut(reach).needs = [Need { item: steering, level: None, wave: None, nth: 0 }].into();
        let of = trace(&Figures::new(&plan), steering).unwrap();
        assert_eq!(of.value, Value::Number(0.0), "both are live on 31 March");
        assert_eq!(of.inputs.len(), 3, "and the end of their wave");
    }
}
