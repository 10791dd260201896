//! The longest chain of needs that leads to an item, or of all, in calendar months: the critical path.

use crate::figures::Figures;
use crate::plan::id::ItemIx;
use crate::trace::days::Days;
use crate::trace::decided;
use crate::trace::of::{Kind, Of};
use crate::trace::value::Value;
use crate::trace::{Family, Input, Row, Timing, Trace};

pub(super) const FAMILY: Family = Family {
    word: "chain-months",
    means: "Calendar months of the longest chain of needs to an item, or of all: the critical path",
    of: &[Kind::Plan, Kind::Item],
    timing: Timing::Never,
    trace: |figures, of, _| trace(figures, of),
    each: |figures, tell| {
        let graph = figures.graph();
        let chains = graph.chains();
        let mut row = |of: Of, months: u32| {
            tell(Row { unit: UNIT.into(), ..Row::new(of, None, Value::Count(months.into())) });
        };
        if let Some(last) = chains.longest().last() {
            row(Of::Plan, chains.months(*last));
        }
        for (ix, _) in figures.plan.items() {
            if let Some(last) = graph.steps_of(ix).next_back() {
                row(Of::Item(ix), chains.months(last));
            }
        }
    },
};

const UNIT: &str = "months";

fn trace(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let plan = figures.plan;
    let graph = figures.graph();
    let chains = graph.chains();
    let chain = match of {
        Of::Item(item) => chains.to(graph.steps_of(*item).next_back()?),
        _ => chains.longest(),
    };
    let months = chains.months(*chain.last()?);
    let rule = "of all chains of needs the one that takes most calendar time; each step adds the months from its start to the day on which it is live that those before it on the chain do not cover";
    let inputs = chain.iter().map(|step| {
        let (ix, nth) = (graph.item_of(*step), graph.nth_of(*step));
        let item = plan.item(ix);
        let level = item.steps.get(nth).filter(|_| item.driver().is_none());
        let label = level
            .map_or_else(|| item.title().to_owned(), |step| format!("{} at {}", item.title(), step.level));
        let own = Value::Count(chains.added(*step).into());
        Input { unit: UNIT.into(), ..Input::new(&label, own, plan.live_address(ix, nth)) }
    });
    let trace = Trace::sum(Value::Count(months.into()), rule, inputs.collect()).unit(UNIT);
    let as_long = match of {
        Of::Item(_) => graph.as_long(&chains, &chain),
        _ => graph.as_long_of_all(&chains),
    };
    let mut trace = trace.because(chains.words(*chain.last()?)).noting(as_long.words(plan, graph));
    let mut days = Days::default();
    for step in &chain {
        days.end(plan, &mut trace, (graph.item_of(*step), graph.nth_of(*step)));
    }
    for step in &chain {
        days.start(plan, &mut trace, (graph.item_of(*step), graph.nth_of(*step)));
    }
    for both in chain.windows(2) {
        let held = graph.needed_for(both[1]).find(|edge| edge.needed == both[0]);
        held.into_iter().for_each(|edge| decided::need(figures, edge, &mut trace));
    }
    if let Of::Item(item) = of {
        trace.also = slack(figures, *item);
    }
    Some(trace)
}

fn slack(figures: &Figures<'_>, item: ItemIx) -> Vec<crate::trace::name::Name> {
    let ahead = (0..figures.plan.item(item).steps.len()).any(|nth| !figures.is_past(item, nth));
    if ahead { vec![Of::Item(item).name(figures.plan, "slack", None)] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    /// By hand: the CRM takes the first wave, January to March, and then the second, April to September.
    #[test]
    fn a_chain_adds_up_the_months_of_its_steps() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let crm = trace(&figures, &Of::Item(plan.item_by_id("crm").unwrap())).unwrap();
        assert_eq!(crm.value, Value::Count(9));
        let told: Vec<Value> = crm.inputs.iter().map(|input| input.value).collect();
        let days = ["2026-03-31", "2026-09-30", "2026-01-01", "2026-04-01"];
        let [one, two, from, next] = days.map(|day| Value::Date(sample::day(day)));
        let waves = [one, two, from, next];
        assert_eq!(told[..2], [Value::Count(3), Value::Count(6)]);
        assert_eq!(told[2..], waves, "and when the waves end and start");
        assert_eq!(trace(&figures, &Of::Plan).unwrap().value, Value::Count(9));
    }
}
