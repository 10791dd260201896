//! The cost of delay: what a month's slip of an item costs, with all that it pushes.

use crate::figures::Figures;
use crate::figures::delay::{CostOfDelay, Loser, Lost, cost_of_delay};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::{ItemIx, PoolIx};
use crate::plan::quantity::Money;
use crate::plan::strategy::{Driver, MultiplierKind};
use crate::trace::days::Days;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Input, Row, Timing, Trace};
use crate::wording;

pub(super) const VALUE: Family = Family {
    word: "cost-of-delay",
    means: "Planned value that a month's slip of an item costs, up to the horizon",
    of: &[Kind::Item],
    timing: Timing::Never,
    trace: |figures, of, _| value(figures, of),
    each: |figures, tell| each(figures, tell, |cost| cost.value),
};

pub(super) const PRESENT: Family = Family {
    word: "cost-of-delay-npv",
    means: "Net present value that a month's slip of an item costs",
    trace: |figures, of, _| present(figures, of),
    each: |figures, tell| each(figures, tell, |cost| cost.npv),
    ..VALUE
};

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), amount: fn(&CostOfDelay) -> Money) {
    for ((ix, _), cost) in figures.plan.items().zip(figures.costs_of_delay()) {
        if let Some(cost) = cost {
            tell(Row::new(Of::Item(ix), None, Value::Money(amount(cost))));
        }
    }
}

fn of_item(figures: &Figures<'_>, of: &Of) -> Option<(CostOfDelay, Vec<Lost>)> {
    let Of::Item(item) = of else { return None };
    cost_of_delay(figures, figures.graph(), *item)
}

/// The parts that come to something, as inputs.
fn inputs(figures: &Figures<'_>, lost: &[Lost], amount: fn(&Lost) -> Value) -> Vec<Input> {
    let some = lost.iter().filter(|lost| amount(lost) != Value::Money(Money::ZERO));
    some.map(|lost| {
        let (label, address) = match lost.by {
            Loser::Item(item, to) => later(figures, item, to),
            Loser::Pool(pool, capped) => together(figures, pool, capped),
        };
        Input::new(&label, amount(lost), address)
    })
    .collect()
}

fn later(figures: &Figures<'_>, item: ItemIx, to: chrono::NaiveDate) -> (String, Address) {
    let plan = figures.plan;
    let label = format!("{}, first live on {}", plan.item(item).title(), wording::date(to));
    (label, plan.live_address(item, 0))
}

/// The drivers of a pool together, and what holds them: a cap where it takes anything off, by plan or once they slip.
fn together(figures: &Figures<'_>, pool: PoolIx, capped: bool) -> (String, Address) {
    let pool = figures.plan.pool(pool);
    let title = pool.about.name.as_deref().unwrap_or(&pool.id);
    let (held, key) = match (pool.base, pool.cap) {
        (None, _) => ("up to its cap", "cap"),
        (Some(_), Some(_)) if capped => ("less what overlaps, up to its cap", "base"),
        (Some(_), _) => ("less what overlaps", "base"),
    };
    (format!("drivers of {title} together, {held}"), Address::new(Table::Pool, &pool.id).to(key))
}

fn with_others(figures: &Figures<'_>, of: &Of, mut trace: Trace, own: &str) -> Trace {
    let words = ["cost-of-delay", "cost-of-delay-npv", "slip", "slack"];
    let others = words.into_iter().filter(|word| *word != own);
    trace.also = others.map(|word| of.name(figures.plan, word, None)).collect();
    trace
}

fn value(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let (cost, lost) = of_item(figures, of)?;
    let rule = "planned value of all drivers that begin later, less what they are planned to bring then; what the others of a pool make up for is not lost";
    let inputs = inputs(figures, &lost, |lost| Value::Money(lost.value));
    let trace = summed(Value::Money(cost.value), rule, inputs, "planned value");
    let trace = dated(figures, &lost, trace);
    Some(with_others(figures, of, trace, "cost-of-delay"))
}

fn present(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let (cost, lost) = of_item(figures, of)?;
    let rule = "value that is lost less running cost that begins later, month by month × its discount; in the coins that the NPV of the plan falls by";
    let inputs = inputs(figures, &lost, |lost| Value::Money(lost.present));
    let trace = summed(Value::Money(cost.npv), rule, inputs, "value or saves running cost");
    let trace = dated(figures, &lost, trace);
    Some(with_others(figures, of, trace, "cost-of-delay-npv"))
}

/// With the ends of the waves that what moves is live with by plan, and with the value that it is about: of drivers whose
/// pool holds them what they claim, and what all drivers of the pool do.
fn dated(figures: &Figures<'_>, lost: &[Lost], mut trace: Trace) -> Trace {
    let plan = figures.plan;
    let mut days = Days::default();
    let mut valued = false;
    for lost in lost {
        match lost.by {
            Loser::Item(item, to) => {
                days.end(plan, &mut trace, (item, 0));
                let Some(driver) = plan.item(item).driver() else { continue };
                weighed(plan, item, driver, &mut trace);
                valued = true;
                let (of, title) = (Of::Item(item), plan.item(item).title());
                if driver.pool.is_some_and(|pool| plan.pool(pool).holds()) {
                    let label = format!("{title}, first live then");
                    trace.take(&label, Value::Date(to), plan.live_address(item, 0));
                    let claims = Value::Money(figures.claims().sum_of(item));
                    trace.take(&format!("{title} claims in all"), claims, of.name(plan, "claims", None));
                } else if figures.planned().has(item) {
                    let planned = Value::Money(figures.planned().sum_of(item));
                    trace.take(&format!("{title} planned in all"), planned, of.name(plan, "planned", None));
                }
            }
            Loser::Pool(pool, capped) => {
                let all = plan.pool(pool).about.name.as_deref().unwrap_or(&plan.pool(pool).id);
                let claims = figures.claims_of(figures.drivers_of(pool)).into_iter().sum();
                let name = Of::Pool(pool).name(plan, "claims", None);
                trace.take(&format!("drivers of {all} claim in all"), Value::Money(claims), name);
                if plan.pool(pool).base.is_some() && capped {
                    trace.decide(format!("cap of {all}"), plan.pool_address(pool).to("cap"));
                }
            }
        }
    }
    if valued {
        shares(plan, &mut trace);
    }
    trace
}

/// The lines that weigh the value of a driver: its confidence and its ramp.
fn weighed(plan: &Plan, item: ItemIx, driver: &Driver, trace: &mut Trace) {
    let (address, title) = (plan.item_address(item), plan.item(item).title());
    if driver.confidence.is_some() {
        trace.decide(format!("confidence of {title}"), address.clone().to("confidence"));
    }
    if driver.ramp.as_ref().is_some_and(|ramp| ramp.months > 0.0) {
        trace.decide(format!("ramp of {title}"), address.to("ramp"));
    }
}

/// The shares of the scope, which weigh the value of every driver.
fn shares(plan: &Plan, trace: &mut Trace) {
    for kind in MultiplierKind::ALL {
        for (position, multiplier) in plan.multipliers(kind).iter().enumerate() {
            let address = plan.multiplier_address(kind, position).to("share");
            trace.decide(format!("share of {}", multiplier.title()), address);
        }
    }
}

/// What is lost in all, or why nothing is.
fn summed(value: Value, rule: &str, inputs: Vec<Input>, what: &str) -> Trace {
    let nothing = inputs.is_empty();
    let lost = Term::Part(0, inputs.len());
    let trace = Trace::sum(value, rule, inputs).by(lost);
    if nothing {
        trace.because(format!("nothing that moves with it loses {what} up to the horizon"))
    } else {
        trace
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, euros};
    use crate::plan::item::Need;
    use crate::plan::strategy::{Pool, Ramp, Shape};

    #[test]
    fn it_leads_to_what_weighs_the_value_of_the_driver() {
        let mut plan = sample::plan();
        plan.as_of = plan.start;
        let reach = plan.item_by_id("reach").unwrap();
        let driver = sample::driver(&mut plan, "reach");
        driver.confidence = Some(0.5);
        driver.ramp = Some(Ramp { months: 6.0, shape: Shape::Linear });
        let figures = Figures::new(&plan);
        for page in [value, present] {
            let page = page(&figures, &Of::Item(reach)).unwrap();
            let at: Vec<_> = page.decided.iter().map(|line| line.at.to_string()).collect();
            assert_eq!(at[..2], ["driver.reach.confidence", "driver.reach.ramp"], "{at:?}");
            let shares: usize = MultiplierKind::ALL.iter().map(|kind| plan.multipliers(*kind).len()).sum();
            assert_eq!(at[2..].iter().filter(|at| at.ends_with(".share")).count(), shares, "{at:?}");
        }
    }

    /// A cap far above what `reach` claims decides nothing, one of 12 a year, or 1 a month, does.
    #[test]
    fn a_pool_leads_to_its_base_and_to_a_cap_that_binds() {
        let mut plan = sample::plan();
        plan.as_of = plan.start;
        let reach = plan.item_by_id("reach").unwrap();
        sample::driver(&mut plan, "reach").pool = Some(PoolIx(0));
        for (cap, binds) in [(1_000_000_000, false), (12, true)] {
            let (base, cap) = (Some(euros(2_000_000_000)), Some(euros(cap)));
            plan.pools = vec![Pool { id: "sales".into(), about: Default::default(), cap, base }];
            let figures = Figures::new(&plan);
            for page in [value, present] {
                let page = page(&figures, &Of::Item(reach)).unwrap();
                let leads = |at: &str| {
                    let at = plan.pool_address(PoolIx(0)).to(at);
                    page.inputs.iter().any(|input| input.from == at.clone().into())
                        || page.decided.iter().any(|line| line.at == at)
                };
                assert_eq!((leads("base"), leads("cap")), (true, binds), "{page:?}");
            }
        }
    }

    /// By hand: 3,000 of `reach` in April are lost, and 1,000 of running cost is saved; both are discounted
    /// from the middle of April at 10 %.
    #[test]
    fn a_month_costs_what_the_items_lose_that_wait() {
        let mut plan = sample::plan();
        plan.as_of = plan.start;
        let (crm, reach) = (plan.item_by_id("crm").unwrap(), plan.item_by_id("reach").unwrap());
        plan.item_mut(reach).needs = [Need { item: crm, level: None, wave: None, nth: 0 }].into();
        let figures = Figures::new(&plan);
        let lost = value(&figures, &Of::Item(crm)).unwrap();
        assert_eq!(lost.value, Value::Money(euros(3_000)));
        let of: Vec<(&str, Value)> = lost.inputs.iter().map(|input| (&*input.label, input.value)).collect();
        assert_eq!(of[0], ("reach, first live on 30 Apr 2026", Value::Money(euros(3_000))));
        assert_eq!(of[1].1, Value::Date(sample::day("2026-03-31")), "the end of its wave: {of:?}");
        let planned = figures.planned().sum_of(reach);
        assert_eq!(of[2..], [("reach planned in all", Value::Money(planned))], "what it is about");
        let present = present(&figures, &Of::Item(crm)).unwrap();
        let discount = 1.1_f64.powf(-3.5 / 12.0);
        assert_eq!(present.value, Value::Money(Money::from_minor_f64(200_000.0 * discount)));
        assert_eq!(present.inputs.len(), 4, "{present:?}");
    }
}
