//! Figures of plans as their users write them: one computed by hand, and what must hold for each example.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use groundswell::disk::{Disk, Memory, Store};
use groundswell::figures::Figures;
use groundswell::figures::benefit::Weight;
use groundswell::plan::Plan;
use groundswell::plan::id::PoolIx;
use groundswell::plan::quantity::Money;
use groundswell::show::Context;
use groundswell::shows;
use groundswell::source::{Limits, Source};
use serde_json::{Value, json};

/// Three drivers, two markets, two waves.
const WORKED: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-03-31
as-of = 2026-08-31
discount-rate = 0.1
[wave.one]
start = 2026-01-01
end = 2026-03-31
opens = { market = ["north"] }
[wave.two]
start = 2026-04-01
end = 2026-09-30
opens = { market = ["south"] }
[market.north]
share = 0.6
archetype = "standardized"
cost = 6_000
[market.south]
share = 0.4
archetype = "adapted"               # factor 1.5, live three months later
cost = 4_000
[driver.reach]
wave = "one"
value = 120_000
confidence = 0.5
cost = { one = 3_000 }
[driver.content]
wave = "one"
value = 24_000
once = 1_000
ramp = { months = 4, shape = "linear" }
[driver.launch]
wave = "two"
value = 36_000
confidence = 0.9
ramp = { months = 3, shape = "s-curve" }
[capability.crm]
layer = "technological"
maturity = { north = 1, south = 0 }
reaches = { one = 2, two = 3 }
cost = { one = 4_500, two = 4_500, run = 12_000 }
[tradeoff.rollout]
axis = ["high touch", "low touch"]
[exception.extra]
tradeoff = "rollout"
market = "north"
until = 2026-06-15
cost = 2_400
[exception.everywhere]
tradeoff = "rollout"
until = 2026-02-28
cost = 1_200
[[realized]]
driver = "reach"
period = "2026-Q2"
value = 6_000
[[realized]]
driver = "reach"
period = "2026-07"
value = 1_500
"#;

pub(crate) fn read(store: &dyn Store, path: &str) -> Plan {
    let read = Source::read(store, &[PathBuf::from(path)], Limits::default());
    let read = read.unwrap_or_else(|fault| panic!("{path}: {fault:?}"));
    let faults: Vec<_> = read.findings.iter().map(|finding| &finding.message).collect();
    assert!(faults.is_empty(), "{path}: {faults:#?}");
    read.plan
}

fn shown(plan: &Plan, view: &str) -> Value {
    let figures = Figures::new(plan);
    let show = shows::by_id(view).unwrap();
    (show.json)(&Context::new(plan, &figures))
}

/// | | Jan–Mar | Apr | May | Jun | Jul | Aug, Sep | Oct | Nov | Dec | Jan | Feb | Mar |
/// |---|---|---|---|---|---|---|---|---|---|---|---|---|
/// | reach | 0 | 3000 | 3000 | 3000 | 3000 | 3000 | 3000 | 3000 | 3000 | 5000 | 5000 | 5000 |
/// | content | 0 | 750 | 450 | 750 | 1050 | 1200 | 1200 | 1200 | 1200 | 1700 | 1500 | 1700 |
/// | launch | 0 | 0 | 0 | 0 | 0 | 0 | 120 | 810 | 1500 | 1700 | 2160 | 2620 |
/// | cost | 4600, 4600, 4500 | 2950 | 2950 | 2950 | 2750 | 2750 | 1000 | 1000 | 1000 | 1000 | 1000 | 1000 |
#[test]
fn a_plan_computed_by_hand() {
    let plan = read(&Memory::default().with("plan.toml", WORKED), "plan.toml");
    let view = shown(&plan, "value");
    let planned = [0, 0, 0, 3750, 3450, 3750, 4050, 4200, 4200, 4320, 5010, 5700, 8400, 8660, 9320];
    assert_eq!(view["planned"], json!(planned));
    let cost = [4600, 4600, 4500, 2950, 2950, 2950, 2750, 2750, 2750, 1000, 1000, 1000, 1000, 1000, 1000];
    assert_eq!(view["cost"], json!(cost));
    let totals = &view["totals"];
    let keys = ["planned", "cost", "net", "npv", "realized", "forecast", "forecast_npv"];
    let amounts: Value = keys.iter().map(|key| totals[key].clone()).collect();
    assert_eq!(amounts, json!([64_810, 36_800, 28_010, 24_497.87, 7_500, 49_060, 9_908.91]));
    assert_eq!(totals["payback"], "2026-12");
    // 7,500 of 12,000 planned: the months to come are expected at 62.5 %.
    assert_eq!(view["drivers"]["reach"]["rate"], 0.625);
    assert_eq!(view["drivers"]["reach"]["forecast"][14], 3125);
    let levels = &shown(&plan, "capabilities")["capabilities"]["crm"];
    assert_eq!((&levels["level"], &levels["planned"]), (&json!(2), &json!(["north", "south"])));
}

pub(crate) fn examples() -> Vec<(String, Plan)> {
    let plans = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let entries = std::fs::read_dir(&plans).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<String> = entries.map(|path| path.to_str().unwrap().to_owned()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), read(&Disk, &path))).collect()
}

#[test]
fn in_every_example_the_parts_add_up_to_the_whole() {
    for (path, plan) in examples() {
        let figures = Figures::new(&plan);
        let all = figures.case();
        let mut cases: Vec<_> = plan.waves().map(|(ix, _)| *figures.wave_case(ix)).collect();
        cases.push(*figures.unattributed_case());
        let sum =
            |of: fn(&groundswell::figures::business_case::Case) -> Money| cases.iter().map(of).sum::<Money>();
        assert_eq!(sum(|case| case.planned), all.planned, "{path}");
        assert_eq!(sum(|case| case.forecast), all.forecast, "{path}");
        assert_eq!(sum(|case| case.cost), all.cost, "{path}");
        assert_eq!(sum(|case| case.net), all.planned - all.cost, "{path}");
        let drivers = plan.drivers().map(|(ix, _)| figures.planned().sum_of(ix)).sum::<Money>();
        assert_eq!(drivers, all.planned, "{path}");
        assert_eq!(figures.costs().total().into_iter().sum::<Money>(), all.cost, "{path}");
    }
}

#[test]
fn every_view_of_every_example_prints() {
    for (path, plan) in examples() {
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        for show in shows::ALL {
            let text = (show.text)(&context);
            assert!(text.lines().count() > 1 && text.ends_with('\n'), "{path}: {}:\n{text}", show.id);
            assert_eq!((show.json)(&context)["format"], 1, "{path}: {}", show.id);
        }
    }
}

/// A dis-benefit lowers what a pool's drivers add up to; where that is still more than the cap, all are scaled
/// in proportion. 20,000 − 5,000 a month is under 200,000 ÷ 12 and over 120,000 ÷ 12 = 10,000, a factor of 2/3.
#[test]
fn a_dis_benefit_lowers_what_a_pool_is_asked_for() {
    let text = |cap: u32| {
        format!(
            r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2026-12-31
as-of = 2026-01-01
[wave.one]
start = 2026-01-01
end = 2026-01-31
[driver.good]
wave = "one"
value = 240_000
pool = "p"
[driver.bad]
wave = "one"
value = -60_000
pool = "p"
[pool.p]
cap = {cap}
"#
        )
    };
    for (cap, factor, expected) in
        [(200_000, 1.0, [-500_000, 2_000_000]), (120_000, 2.0 / 3.0, [-333_333, 1_333_333])]
    {
        let plan = read(&Memory::default().with("plan.toml", text(cap)), "plan.toml");
        let figures = Figures::new(&plan);
        let months = ["bad", "good"].map(|id| figures.planned().of(plan.item_by_id(id).unwrap())[5].0);
        assert_eq!(months, expected, "{cap}");
        let pool = figures.pool_factor(PoolIx(0), Weight::Confidence)[5];
        assert!((pool - factor).abs() < 1e-12, "{cap}: {pool}");
    }
}
