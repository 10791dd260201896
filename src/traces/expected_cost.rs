//! What a risk is expected to cost.

use crate::figures::Figures;
use crate::plan::address::{Address, Table};
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};

pub(super) const FAMILY: Family = Family {
    word: "expected-cost",
    means: "What a risk is expected to cost: how likely it is, of what it costs if it happens",
    of: &[Kind::Risk],
    timing: Timing::Never,
    trace: |figures, of, _| match of {
        Of::Risk(nth) => trace(figures, *nth),
        _ => None,
    },
    each: |figures, tell| {
        for (nth, risk) in (0..).zip(&figures.plan.risks) {
            if let Some(expected) = risk.expected_cost() {
                tell(Row::new(Of::Risk(nth), None, Value::Money(expected)));
            }
        }
    },
};

fn trace(figures: &Figures<'_>, nth: u32) -> Option<Trace> {
    let risk = figures.plan.risks.get(nth as usize)?;
    let (expected, probability, costs) = (risk.expected_cost()?, risk.probability?, risk.costs?);
    let at = |key: &str| Address::new(Table::Risk, &risk.id).to(key);
    let mut trace = Trace::new(Value::Money(expected), "how likely it is × what it costs if it happens");
    let terms = vec![
        trace.take("probability", Value::Share(probability), at("probability")),
        trace.take("costs", Value::Money(costs), at("costs")),
    ];
    let delays = risk.delays.iter().any(|(_, months)| *months > 0.0);
    let told =
        "What its delays cost is not in it: they move what waits for them, as simulations and slips tell";
    Some(trace.by(Term::Product(terms)).noting(delays.then(|| told.to_owned())))
}

#[cfg(test)]
mod tests {
    use crate::figures::{Figures, sample};
    use crate::plan::about::About;
    use crate::plan::leadership::Risk;
    use crate::plan::quantity::Money;
    use crate::trace::name::Name;
    use crate::trace::value::Value;
    use crate::traces;

    /// By hand: 0.3 of 1,500 € are 450 €; 0.5 of 1.01 € are 50.5 cents, and half goes to the even one.
    #[test]
    fn a_risk_is_expected_to_cost_its_share() {
        let mut plan = sample::plan();
        let risk = |id: &str, probability: Option<f64>, costs: Option<i128>| Risk {
            id: id.into(),
            about: About::default(),
            probability,
            delays: Vec::new(),
            costs: costs.map(Money),
            response: None,
        };
        plan.risks = vec![
            risk("coin", Some(0.5), Some(101)),
            risk("free", Some(0.5), None),
            risk("unknown", None, Some(101)),
            risk("vendor", Some(0.3), Some(150_000)),
        ];
        let expected: Vec<Option<Money>> = plan.risks.iter().map(Risk::expected_cost).collect();
        assert_eq!(expected, [Some(Money(50)), None, None, Some(Money(45_000))]);
        let figures = Figures::new(&plan);
        let of = |name: &str| traces::figure(&figures, &Name::parse(name).unwrap());
        let vendor = of("expected-cost.vendor").unwrap().trace;
        assert_eq!((vendor.value, vendor.inputs.len()), (Value::Money(Money(45_000)), 2));
        assert!(of("expected-cost.free").is_err() && of("expected-cost.nobody").is_err());
    }
}
