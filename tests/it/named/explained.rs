//! Figures by name on the command line: under a scenario, of a slip of any length, of value cut up.

use std::path::Path;

use serde_json::Value as Json;

use crate::program::{swell, write};

const PLAN: &str = "\
format = 1
[plan]
name = \"Explained\"
currency = \"EUR\"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-01-31
[wave.one]
start = 2026-01-01
end = 2026-06-30
opens = { market = [\"north\", \"south\"] }
[market.north]
share = 0.75
[market.south]
share = 0.25
[capability.crm]
layer = \"technological\"
reaches = { one = 2 }
[driver.reach]
wave = \"one\"
value = 120_000
category = \"revenue\"
needs = [\"crm >= 2\"]
";

const LATE: &str = "\
scenario = 1
[[change]]
slip = \"capability.crm\"
by = \"3 months\"
";

fn told(folder: &Path, arguments: &[&str]) -> String {
    let ran = swell(folder, &[&["explain", "plan.toml"], arguments].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    ran.out
}

/// By hand: 10,000 a month from July 2026 on are 60,000 in 2026, of which three months late leave 30,000.
#[test]
fn a_figure_is_explained_under_a_scenario() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "plan.toml", PLAN);
    write(folder.path(), "late.toml", LATE);
    let plan = told(folder.path(), &["planned@2026"]);
    assert!(plan.starts_with("planned@2026 = 60,000.00 EUR"), "{plan}");
    let late = told(folder.path(), &["planned@2026", "--with", "late.toml"]);
    assert!(late.starts_with("planned@2026 = 30,000.00 EUR"), "{late}");
    let against = "\nIn the plan it is 60,000.00 EUR; here it is 30,000.00 EUR less.\n";
    assert!(late.contains(against) && !plan.contains("In the plan"), "{late}");
    let json: Json = serde_json::from_str(&told(
        folder.path(),
        &["planned@2026", "--with", "late.toml", "--format", "json"],
    ))
    .unwrap();
    assert_eq!(json["figures"][0]["in_plan"], 60_000);
    let end = told(folder.path(), &["wave.one.end", "--with", "late.toml"]);
    assert!(end.contains("\nThe plan says the same.\n"), "an item is late, not the wave: {end}");
    let shown = |with: &[&str]| -> Json {
        let ran =
            swell(folder.path(), &[&["show", "plan.toml", "figures", "--format", "json"], with].concat());
        ran.json()
    };
    let value = |json: &Json, name: &str| {
        let rows = json["figures"].as_array().unwrap();
        rows.iter().find(|row| row["name"] == name).map(|row| row["value"].clone())
    };
    assert_eq!(value(&shown(&[]), "planned@2026-07"), Some(Json::from(10_000)));
    assert_eq!(value(&shown(&["--with", "late.toml"]), "planned@2026-07"), None, "nothing falls in July");
    assert_eq!(shown(&[])["format"], 1);
}

/// What costs nothing has nothing to pay back.
#[test]
fn a_case_without_cost_says_that_there_is_none_to_pay_back() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "plan.toml", PLAN);
    let payback = told(folder.path(), &["payback.reach"]);
    assert!(payback.starts_with("payback.reach = no cost to pay back"), "{payback}");
    let shown = swell(folder.path(), &["show", "plan.toml", "value"]).out;
    assert!(shown.contains("no cost to pay back"), "{shown}");
    let simulated = |format: &[&str]| {
        swell(folder.path(), &[&["simulate", "plan.toml", "--runs", "200"], format].concat())
    };
    assert!(simulated(&[]).out.contains("Payback: no cost to pay back\n"));
    assert_eq!(simulated(&["--format", "json"]).json()["payback"], Json::Null);
    let json = swell(folder.path(), &["show", "plan.toml", "value", "--format", "json"]).json();
    assert_eq!(json["totals"]["payback"], Json::Null);
}

/// Both the CRM and the driver that needs it move, as far as is said.
#[test]
fn a_slip_is_of_any_length_and_of_a_month_where_none_is_named() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "plan.toml", PLAN);
    let five = told(folder.path(), &["slip.crm.5m"]);
    assert!(five.starts_with("slip.crm.5m = 2\n"), "{five}");
    assert!(five.contains("30 Jun 2026 → 30 Nov 2026"), "{five}");
    let month = told(folder.path(), &["slip.crm.1m"]);
    assert!(month.starts_with("slip.crm = 2\n") && month.contains("→ 31 Jul 2026"), "{month}");
    assert!(told(folder.path(), &["slip.crm.45d"]).contains("→ 14 Aug 2026"));
    let ran = swell(folder.path(), &["explain", "plan.toml", "slip.crm.-2m"]);
    assert!(ran.code == 2 && ran.err.contains("by how much it is late"), "{}", ran.err);
}

/// By hand: fifteen drivers bring 1,000 each in the 18 months from July 2026 on, and of three nothing is told but that.
#[test]
fn of_many_inputs_a_dozen_are_told_and_how_to_see_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let (head, _) = PLAN.split_once("[market.north]").unwrap();
    let head = head.replace("opens = { market = [\"north\", \"south\"] }\n", "");
    let drivers = (1..=15).map(|nth| format!("[driver.d{nth:02}]\nwave = \"one\"\nvalue = 12_000\n"));
    write(folder.path(), "plan.toml", &(head + &drivers.collect::<String>()));
    let some = told(folder.path(), &["planned"]);
    let line = some.lines().find(|line| line.contains("more")).unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words.join(" "), "and 3 more 54,000.00 EUR --whole lists them all", "{some}");
    assert_eq!(some.matches("planned.d").count(), 12, "{some}");
    let all = told(folder.path(), &["planned", "--whole"]);
    assert!(all.matches("planned.d").count() == 15 && !all.contains("more"), "{all}");
}

/// What cannot be broken, a path or a formula's name, may stand alone in a longer line.
#[test]
fn an_explanation_is_read_in_80_columns() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in [
        "npv",
        "planned.reach@2028-03",
        "payback-months",
        "slip.scale.3m",
        "gate.scale-exit",
        "spi.foundation",
    ] {
        let ran = swell(root, &["explain", "plans/omnichannel", name, "--depth", "3"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}");
        let wide = |line: &&str| line.chars().count() > 80 && line.trim_start().contains("  ");
        assert_eq!(ran.out.lines().find(wide), None, "{name}");
        assert!(!ran.out.lines().any(|line| line != line.trim_end()), "{name}: {}", ran.out);
    }
}

/// The rule is a sentence, the arithmetic has values and units, and neither says the other again. By hand: what
/// is earned of what was planned of Foundation is 29 of 30 steps of one budget.
#[test]
fn a_rule_that_is_a_formula_is_not_told_twice() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = swell(root, &["explain", "plans/omnichannel", "spi.foundation"]).out;
    // Local champions were seen short after the day of measuring: they were not there on it.
    let told = "live ÷\nthose that are due.\n29 ÷ 30 = 0.96666667\n  steps live  29";
    assert!(text.contains(told), "{text}");
}

/// The wave has begun, so it ends later and takes the CRM and the driver along.
#[test]
fn a_slip_is_of_a_wave_too() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "plan.toml", PLAN);
    let late = told(folder.path(), &["slip.wave.one.3m"]);
    assert!(late.starts_with("slip.one.3m = 2\n"), "{late}");
    assert!(late.contains("reach, 30 Jun 2026 → 30 Sep 2026"), "{late}");
    assert!(told(folder.path(), &["slip.one.1m"]).starts_with("slip.one = 2\n"));
    let rows = swell(folder.path(), &["show", "plan.toml", "figures", "--format", "csv"]).out;
    assert!(rows.contains("\nslip.one,slip,one,,2,,\n"), "{rows}");
}

/// By hand: three quarters of 10,000 a month in north.
#[test]
fn value_is_told_by_part_and_by_parts_of_two_axes() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "plan.toml", PLAN);
    let month = told(folder.path(), &["planned.driver.reach.market.north@2026-07"]);
    assert!(month.starts_with("planned.driver.reach.market.north@2026-07 = 7,500.00 EUR"), "{month}");
    assert!(month.contains("market.north.share = 0.75  plan.toml:"), "{month}");
    let crossed = told(folder.path(), &["planned.market.north.category.revenue@2026"]);
    assert!(crossed.starts_with("planned.category.revenue.market.north@2026 = 45,000.00 EUR"), "{crossed}");
    let by = ["show", "plan.toml", "figures", "--by", "market", "--by", "year", "--format", "csv"];
    let rows = swell(folder.path(), &by).out;
    assert!(rows.contains("planned.market.north@2026,planned,market.north,2026,45000,EUR,\n"), "{rows}");
    assert_eq!(rows.lines().count(), 1 + 2 * 2, "two markets in two years: {rows}");
    let refused = swell(folder.path(), &["show", "plan.toml", "kpis", "--by", "market"]);
    assert!(refused.code == 2 && refused.err.contains("--by is for the views value and figures"));
}
