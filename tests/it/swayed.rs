//! What a simulated figure names as its inputs: the lines of the plan that decide it, and no others.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use groundswell::disk::Memory;
use groundswell::figures::Figures;
use groundswell::plan::Plan;
use groundswell::source::{Limits, Source};
use groundswell::trace::Origin;
use groundswell::trace::name::Name;
use groundswell::traces;

/// The vendor delays the first wave's CRM, which the second wave's driver needs; the strike delays nothing and is
/// paid by the first wave, in which `as-of` lies.
const PLAN: &str = r#"format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-01-01
[wave.one]
start = 2026-01-01
end = 2026-06-30
budget = 100_000
[wave.two]
start = 2026-07-01
end = 2026-12-31
budget = 50_000
[capability.crm]
wave = "one"
cost = { one = 90_000 }
[driver.calls]
wave = "one"
value = { low = 100_000, likely = 120_000, high = 150_000 }
[driver.reach]
wave = "two"
needs = ["crm"]
value = { low = 200_000, likely = 240_000, high = 250_000 }
[risk.vendor]
probability = 0.4
delays = { crm = 9 }
costs = 20_000
[risk.strike]
probability = 0.1
costs = 5_000
"#;

fn plan() -> Plan {
    let store = Memory::default().with("plan.toml", PLAN);
    Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).ok().unwrap().plan
}

/// What a figure's inputs come from, without those of the rule itself.
fn inputs(figures: &Figures<'_>, name: &str) -> Vec<String> {
    let name = Name::parse(name).unwrap();
    let trace = traces::figure(figures, &name).unwrap().trace;
    let from = trace.inputs.iter().filter_map(|input| match &input.from {
        Origin::Figure(name) => Some(name.to_string()),
        Origin::Plan(address) => Some(address.to_string()),
        Origin::Rule => None,
    });
    from.collect()
}

#[test]
fn a_simulated_figure_names_what_decides_it() {
    let plan = plan();
    let figures = Figures::new(&plan);
    let of = |name: &str| inputs(&figures, name);
    let vendor = ["risk.vendor.probability", "risk.vendor.delays.crm"];
    let late = |first: &[&'static str]| [first, &vendor].concat();
    assert_eq!(of("chance-of-late.two"), late(&["wave.two.end"]));
    assert_eq!(of("end-nine-in-ten.one"), late(&["wave.one.end"]));
    assert_eq!(of("value-mean.two"), late(&["forecast.reach"]));
    assert_eq!(of("value-mean.one"), ["forecast.calls"], "no risk moves it");
    let money =
        ["risk.strike.probability", "risk.strike.costs", "risk.vendor.probability", "risk.vendor.costs"];
    let budget = |first: &[&'static str], money: &[&'static str]| [first, money].concat();
    let [one, two] =
        [["wave.one.budget", "spent.one", "one-off.one"], ["wave.two.budget", "spent.two", "one-off.two"]];
    assert_eq!(of("chance-of-budget.one"), budget(&one, &money));
    assert_eq!(of("chance-of-budget.two"), two, "no risk is paid there");
    assert_eq!(of("chance-of-budget"), budget(&[one, two].concat(), &money));
    let swing = of("npv-swing.risk.vendor");
    assert!(swing.iter().any(|it| it == "risk.vendor.delays.crm"), "{swing:?}");
    let governs = of("chance-of-governing.reach");
    assert_eq!(governs, [&["driver.reach.reaches.two", "wave.two.end"][..], &vendor].concat());
}
