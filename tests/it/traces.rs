//! Where figures come from: every figure of every plan leads down to the lines of the plan, and the
//! arithmetic shown gives the value shown.

use std::collections::HashSet;
use std::path::PathBuf;

use groundswell::disk::{Disk, Memory};
use groundswell::figures::Figures;
use groundswell::plan::Plan;
use groundswell::plan::address::Address;
use groundswell::source::{Limits, Source};
use groundswell::trace::name::Name;
use groundswell::trace::of::Of;
use groundswell::trace::value::Value;
use groundswell::trace::{Origin, Steps, Trace};
use groundswell::traces::{self, FAMILIES};

use crate::figures::read;

const PLANS: [&str; 3] = ["plans/omnichannel", "plans/zero-trust", "plans/first.toml"];

fn plan(path: &str) -> Plan {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    Source::read(&Disk, &[path], Limits::default()).ok().unwrap().plan
}

/// Whether two values are the same: exactly, but for what floats lose on two ways to one number.
fn same(plan: &Plan, one: Value, other: Value) -> bool {
    match (one, other) {
        (Value::Money(one), Value::Money(other)) => one == other,
        _ if one == other => true,
        _ => match (one.number(plan.currency), other.number(plan.currency)) {
            (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * one.abs().max(1.0),
            _ => false,
        },
    }
}

/// What is wrong with the arithmetic of a trace.
fn fault(plan: &Plan, trace: &Trace) -> Option<String> {
    let Steps::Term(term) = &trace.steps else { return None };
    let value = trace.value.number(plan.currency)?;
    let inputs: Vec<f64> =
        trace.inputs.iter().map(|input| input.value.number(plan.currency).unwrap_or(f64::NAN)).collect();
    let computed = term.value(&inputs);
    let coin = match trace.value {
        // Rounded once, or one of even parts.
        Value::Money(_) => 10_f64.powi(-plan.currency.digits.cast_signed()),
        // Efforts are rounded to a millionth of a person-month.
        Value::Number(_) => 1e-6,
        _ => 0.0,
    };
    let close = (computed - value).abs() <= coin + 1e-9 * value.abs().max(1.0);
    // What the digits on the screen give is the same, to the digits on the screen.
    let shown = |place: usize| {
        let text = trace.inputs[place].value.bare(plan.currency).replace(',', "").replace('−', "-");
        text.parse::<f64>().unwrap_or(inputs[place])
    };
    let as_shown: Vec<f64> = (0..inputs.len()).map(shown).collect();
    let shown = term.value(&as_shown);
    let near = (shown - value).abs() <= coin + 1e-6 * value.abs().max(1.0);
    (!close || !near).then(|| format!("{value} is {computed}, and by what is shown {shown}"))
}

/// KPIs whose readings add up, over windows and since plan start, in all and by market; a pool at its cap, whose claims
/// overlap; a driver without cost; a wave that has begun to spend.
const ADDED_UP: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-11-15
[market.north]
share = 0.6
[market.south]
share = 0.4
[wave.one]
start = 2026-01-01
end = 2026-06-30
budget = 50_000
opens = { market = ["north", "south"] }
[wave.two]
start = 2026-07-01
end = 2027-06-30
[capability.crm]
layer = "technological"
reaches = { one = 2, two = 3 }
cost = { one = 20_000, two = 10_000, run = 6_000 }
[driver.reach]
wave = "one"
value = 120_000
pool = "base"
needs = ["crm >= 2"]
ramp = { months = 6, shape = "logistic", t0 = 3 }
[driver.content]
wave = "two"
value = 96_000
pool = "base"
needs = ["crm >= 3"]
[pool.base]
cap = 180_000
base = 600_000
[kpi.orders]
kind = "lagging"
counts = "window"
window = 2
cadence = "quarter"
baseline = 10
target = { one = 100, two = 200 }
[kpi.visits]
kind = "lagging"
counts = "cumulative"
cadence = "quarter"
target = { one = 1_000, two = 4_000 }
[kpi.calls]
kind = "leading"
counts = "window"
window = 2
cadence = "quarter"
rollup = "mean"
predicts = { kpi = "orders", after = 3 }
target = { one = 50, two = 90 }
[[spent]]
wave = "one"
period = "2026-Q2"
value = 18_000
"#;

/// A quarter's readings of each KPI of the plan above.
fn readings() -> String {
    let mut text = String::new();
    for (nth, date) in ["2026-03-31", "2026-06-30", "2026-09-30"].iter().enumerate() {
        for (kpi, market, value) in [
            ("orders", "", 80 + 7 * nth),
            ("visits", "market = \"north\"", 300 + nth),
            ("visits", "market = \"south\"", 200 - 9 * nth),
            ("calls", "market = \"north\"", 40 + nth),
            ("calls", "market = \"south\"", 60 - 3 * nth),
        ] {
            text += &format!("[[reading]]\nkpi = \"{kpi}\"\ndate = {date}\nvalue = {value}\n{market}\n");
        }
    }
    text
}

/// The plan above with its readings.
pub(crate) fn added_up() -> Plan {
    read(&Memory::default().with("plan.toml", format!("{ADDED_UP}{}", readings())), "plan.toml")
}

#[test]
fn every_figure_is_what_its_arithmetic_gives_down_to_the_plan() {
    let plans = PLANS.map(|path| (path, plan(path)));
    for (path, plan) in plans.into_iter().chain([("the plan that adds up", added_up())]) {
        let figures = Figures::new(&plan);
        let mut open: Vec<(Name, Value)> = Vec::new();
        let mut cut = 0;
        traces::each(&figures, &mut |family, row| {
            // Value cut up is much of the same: one in so many.
            if matches!(row.of, Of::Cut(_)) {
                cut += 1;
                if cut % 61 != 0 {
                    return;
                }
            }
            open.push((row.of.name(&plan, family.word, row.when), row.value));
        });
        assert!(open.len() > 200, "{path}: {}", open.len());
        let mut seen: HashSet<Name> = HashSet::new();
        let mut faults = Vec::new();
        let mut addresses: HashSet<Address> = HashSet::new();
        while let Some((name, value)) = open.pop() {
            let known = !seen.insert(name.clone());
            if known && seen.len() > 20_000 {
                continue;
            }
            assert_eq!(Name::parse(&name.to_string()).as_ref(), Some(&name), "{path}");
            let figure = match traces::figure(&figures, &name) {
                Ok(figure) => figure,
                Err(unknown) => {
                    faults.push(format!("{name}: {unknown}"));
                    continue;
                }
            };
            if !same(&plan, figure.trace.value, value) {
                faults
                    .push(format!("{name}: {:?} by itself, {value:?} where it is used", figure.trace.value));
            }
            if known {
                continue;
            }
            assert_eq!(figure.name, name);
            faults.extend(fault(&plan, &figure.trace).map(|fault| format!("{name}: {fault}")));
            for input in figure.trace.inputs {
                match input.from {
                    Origin::Figure(name) => open.push((name, input.value)),
                    Origin::Plan(address) => {
                        addresses.insert(address);
                    }
                    Origin::Rule => {}
                }
            }
            for also in &figure.trace.also {
                if let Err(unknown) = traces::figure(&figures, also) {
                    faults.push(format!("{name}, also {also}: {unknown}"));
                }
            }
        }
        assert!(
            faults.is_empty(),
            "{path}: {} of {}: {:#?}",
            faults.len(),
            seen.len(),
            &faults[..faults.len().min(12)]
        );
        let written =
            addresses.iter().filter(|address| Address::parse(&address.to_string()).as_ref() != Some(address));
        assert_eq!(written.collect::<Vec<_>>(), Vec::<&Address>::new(), "{path}");
        assert!(addresses.len() > 10, "{path}: {}", addresses.len());
    }
}

#[test]
fn names_that_lead_nowhere_say_what_was_expected() {
    let plan = plan("plans/omnichannel");
    let figures = Figures::new(&plan);
    let said = |name: &str| traces::figure(&figures, &Name::parse(name).unwrap()).unwrap_err().to_string();
    assert_eq!(said("planed"), "no figure begins with `planed`; Did you mean `planned`?");
    let unknown = said("planned.reech");
    assert!(unknown.contains("Did you mean `planned.reach`?"), "{unknown}");
    assert!(unknown.contains("may be of nothing, for the plan, a driver, a wave, "), "{unknown}");
    assert!(said("discount@2027").contains("It takes a month: 2027-03"));
    assert!(said("planned@1999").contains("The plan's months are 2026-01 to 2029-12"));
}

#[test]
fn an_id_that_names_two_things_is_told_by_its_table() {
    let mut plan = plan("plans/omnichannel");
    plan.waves[0].id = "reach".into();
    let reach = plan.item_by_id("reach").unwrap();
    let (item, wave) = (Of::Item(reach), Of::Wave(groundswell::plan::id::WaveIx(0)));
    assert_eq!(item.name(&plan, "cost", None).to_string(), "cost.driver.reach");
    assert_eq!(wave.name(&plan, "cost", None).to_string(), "cost.wave.reach");
    let figures = Figures::new(&plan);
    let value = |name: &str| traces::figure(&figures, &Name::parse(name).unwrap()).unwrap().trace.value;
    assert_eq!(
        value("cost.wave.reach"),
        Value::Money(figures.wave_case(groundswell::plan::id::WaveIx(0)).cost)
    );
    assert_eq!(value("planned.driver.reach"), value("planned.reach"));
}

#[test]
fn no_two_families_share_a_word() {
    let words: HashSet<&str> = FAMILIES.iter().map(|family| family.word).collect();
    assert_eq!(words.len(), FAMILIES.len());
}
