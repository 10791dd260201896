//! What a slip of an item or a wave makes of cost up to the horizon: what falls later, and what is no longer paid.

use crate::figures::Figures;
use crate::figures::timing::Timing as Moved;
use crate::plan::quantity::Money;
use crate::trace::late::{late, moved, said};
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Timing, Trace};

pub(super) const LATER: Family = Family {
    word: "cost-later",
    means: "Cost that falls later, past the horizon, when an item or a wave is late",
    of: &[Kind::Item, Kind::Wave, Kind::Late],
    timing: Timing::Never,
    trace: |figures, of, _| later(figures, of),
    // Each is a plan of its own: they are told where one is asked for.
    each: |_, _| {},
};

pub(super) const SAVED: Family = Family {
    word: "cost-saved",
    means: "Cost that is no longer paid when an item or a wave is late",
    trace: |figures, of, _| saved(figures, of),
    ..LATER
};

/// The cost of a plan in which something is late, and what of its change is time and what is money.
struct Slipped {
    cost: Money,
    timing: Moved,
    /// How much it is late, in words.
    late: String,
}

fn slipped(figures: &Figures<'_>, of: &Of) -> Option<Slipped> {
    let (what, by) = late(of)?;
    let slip = moved(figures, figures.graph(), what, by);
    if slip.steps.is_empty() && slip.waves.is_empty() {
        return None;
    }
    let plan = slip.applied_to(figures.graph(), figures.plan);
    let after = Figures::new(&plan);
    let late = format!("{} late", said(by));
    Some(Slipped { cost: after.case().cost, timing: after.cost_since(figures), late })
}

fn saved(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let Slipped { timing, late, .. } = slipped(figures, of)?;
    let rule = "cost of the plan less what is paid of it with the slip, put at the times at which it falls without; below zero more is paid";
    let mut trace = Trace::new(Value::Money(timing.saved), rule);
    let was =
        trace.take("cost", Value::Money(figures.case().cost), Of::Plan.name(figures.plan, "cost", None));
    let label = format!("paid {late}, at the times without it");
    let paid = trace.take(&label, Value::Money(timing.in_time.cost), Origin::Rule);
    trace.also = others(figures, of, "cost-saved");
    Some(trace.by(was.minus(paid)))
}

fn later(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let Slipped { cost, timing, late } = slipped(figures, of)?;
    let rule = "cost of the plan less what is no longer paid, less the cost up to the horizon with the slip: the same money, past the horizon; below zero it falls earlier";
    let mut trace = Trace::new(Value::Money(timing.later), rule);
    let was =
        trace.take("cost", Value::Money(figures.case().cost), Of::Plan.name(figures.plan, "cost", None));
    let name = of.name(figures.plan, "cost-saved", None);
    let saved = trace.take("no longer paid", Value::Money(timing.saved), name);
    let cost = trace.take(&format!("cost {late}"), Value::Money(cost), Origin::Rule);
    trace.also = others(figures, of, "cost-later");
    Some(trace.by(Term::Sum(vec![was]).minus(saved).minus(cost)))
}

fn others(figures: &Figures<'_>, of: &Of, own: &str) -> Vec<crate::trace::name::Name> {
    let words = ["slip", "cost-later", "cost-saved"].into_iter().filter(|word| *word != own);
    words.map(|word| of.name(figures.plan, word, None)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, euros};
    use crate::graph::Delayed;
    use crate::plan::shift::Shift;

    /// By hand: the CRM runs for 1,000 a month from April 2026 on, and three months late from July on; its one-off
    /// money falls on the months of its waves, which stay. In 36,800 of cost there are 3,000 less, none of it saved.
    #[test]
    fn a_late_item_runs_later_and_nobody_saves_that() {
        let mut plan = sample::plan();
        plan.as_of = plan.start;
        let figures = Figures::new(&plan);
        let crm = Delayed::Item(plan.item_by_id("crm").unwrap());
        let of = Of::Late(crm, Shift::months(3));
        let told = later(&figures, &of).unwrap();
        assert_eq!(told.value, Value::Money(euros(3_000)));
        let inputs: Vec<Value> = told.inputs.iter().map(|input| input.value).collect();
        assert_eq!(inputs, [36_800, 0, 33_800].map(|money| Value::Money(euros(money))));
        assert_eq!(saved(&figures, &of).unwrap().value, Value::Money(euros(0)));
        plan.as_of = plan.horizon;
        assert_eq!(later(&Figures::new(&plan), &of), None, "all of it is live");
    }
}
