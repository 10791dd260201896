//! What was seen decides, and each view says the same of it: steps, levels, gates, slips, mandates.

use crate::program::{folder, swell};

/// Content has a day of its own, 31 August, and was seen short everywhere on 1 October. The first market opens with the
/// wave, on the day up to which things are known.
const SHORT: &str = r#"
format = 1
[plan]
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-12-31
[wave.a]
name = "Alpha"
start = 2026-01-01
end = 2026-12-31
opens = { market = ["x"] }
[wave.b]
name = "Beta"
start = 2027-01-01
end = 2027-06-30
[market.x]
name = "X"
share = 1
[capability.content]
name = "Content"
maturity = 0
wave = "a"
target = 1
live = 2026-08-31
[driver.reach]
name = "Reach"
wave = "b"
value = 120_000
needs = ["content >= 1"]
[gate.exit]
wave = "a"
criteria = ["content >= 1"]
[[assessed]]
capability = "content"
date = 2026-10-01
level = 0
"#;

#[test]
fn a_step_that_was_seen_short_is_late_whenever_its_market_opens() {
    let files = folder(&[("plan.toml", SHORT)]);
    for as_of in ["2026-10-01", "2026-12-31", "2027-03-05"] {
        let told = |args: &[&str]| {
            let told = swell(files.path(), &[args, &["--as-of", as_of]].concat());
            told.out.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let board = told(&["show", "plan.toml", "board"]);
        assert!(board.contains("0 of 1 step live"), "{as_of}: {board}");
        assert!(!board.contains("not assessed"), "{as_of}: {board}");
        let gate = told(&["explain", "plan.toml", "gate.exit.1"]);
        assert!(gate.contains("0 in X"), "{as_of}: {gate}");
        let slip = told(&["slip", "plan.toml", "content", "9"]);
        assert!(!slip.contains("nothing moves") && slip.contains("Reach"), "{as_of}: {slip}");
        let check = told(&["check", "plan.toml"]);
        let said = "`content` was to reach level 1 by 31 Aug 2026, but stood at 0 in `x` on 01 Oct 2026";
        assert!(check.contains(said), "{as_of}: {check}");
    }
}

/// Ahead is granted with 2027 only, and was seen in force in July 2026. Over ended in June, and was seen in force in
/// August. Gone ended in June, and was seen in force in May only. Each may commit money.
const MANDATES: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-08-15
[wave.a]
name = "Alpha"
start = 2026-01-01
end = 2026-06-30
[wave.b]
name = "Beta"
start = 2026-07-01
end = 2027-03-31
[mandate]
ahead = { name = "Ahead", leadership = "executive", theme = "funding", wave = "a", granted = 2027-01-01, limit = 200_000 }
over = { name = "Over", leadership = "executive", theme = "steering", wave = "a", granted = 2025-12-10, until = 2026-06-30, limit = 300_000 }
gone = { name = "Gone", leadership = "executive", theme = "mandate", wave = "a", granted = 2025-12-10, until = 2026-06-30, limit = 400_000 }
[gate.exit]
wave = "b"
criteria = ["ahead >= 1", "over >= 1", "gone >= 1"]
[[assessed]]
mandate = "ahead"
date = 2026-07-15
level = 1
[[assessed]]
mandate = "over"
date = 2026-08-01
level = 1
[[assessed]]
mandate = "gone"
date = 2026-05-01
level = 1
"#;

#[test]
fn a_mandate_that_was_seen_in_force_is_in_force_in_each_view() {
    let files = folder(&[("plan.toml", MANDATES)]);
    let said = swell(files.path(), &["show", "plan.toml", "leadership", "--format", "json"]).json();
    for (id, force, strength) in
        [("ahead", "in force", Some(1)), ("over", "in force", Some(1)), ("gone", "expired", None)]
    {
        let mandate = &said["mandates"][id];
        assert_eq!(
            (mandate["force"].as_str(), mandate["strength"].as_u64()),
            (Some(force), strength),
            "{mandate}"
        );
    }
    assert_eq!(said["largest_limit"]["mandate"], "over", "{said}");
    let page = swell(files.path(), &["explain", "plan.toml", "mandates-in-force"]).out;
    assert!(page.starts_with("mandates-in-force = 2 of 3"), "{page}");
    for (criterion, value) in [("gate.exit.1", "yes"), ("gate.exit.2", "yes"), ("gate.exit.3", "no")] {
        let page = swell(files.path(), &["explain", "plan.toml", criterion]).out;
        assert!(page.starts_with(&format!("{criterion} = {value}")), "{page}");
    }
}

/// Both fall by the quarter: X by 7 in 91 days and 8 in 92, Y by 7 in 91 and 11 in 92. Y was the worse one, and X is the
/// worse one by the end of the year.
const WORST: &str = r#"
format = 1
[plan]
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-10-15
[wave.a]
name = "Alpha"
start = 2026-01-01
end = 2026-12-31
opens = { market = ["x", "y"] }
[market]
x = { name = "Xland", share = 0.5 }
y = { name = "Yland", share = 0.5 }
[kpi.wait]
better = "lower"
baseline = 50
target = { a = 20 }
cadence = "quarter"
rollup = "worst"
[gate.exit]
wave = "a"
criteria = ["kpi.wait <= 20"]
"#;

/// By hand: the slopes of X in a day are 7/91, 15/183 and 8/92 down, of which 15/183 is the middle one; from 30 on 30
/// September there are 92 days to the end of the year: 30 - 92 × 15 / 183 = 22.459. So those of Y are 7/91, 18/183 and
/// 11/92, and it comes to 29 - 92 × 18 / 183 = 19.951.
#[test]
fn a_whole_that_is_its_worst_market_goes_where_that_goes() {
    let days = ["2026-03-31", "2026-06-30", "2026-09-30"];
    let read = |market: &str, values: [u32; 3]| -> String {
        let reading = |(date, value)| {
            format!("[[reading]]\nkpi = \"wait\"\nmarket = \"{market}\"\ndate = {date}\nvalue = {value}\n")
        };
        days.into_iter().zip(values).map(reading).collect()
    };
    let plan = format!("{WORST}{}{}", read("x", [45, 38, 30]), read("y", [47, 40, 29]));
    let files = folder(&[("plan.toml", &plan)]);
    let said = swell(files.path(), &["show", "plan.toml", "kpis", "--format", "json"]).json();
    let kpi = &said["kpis"]["wait"];
    let close = |value: &serde_json::Value, expected: f64| (value.as_f64().unwrap() - expected).abs() < 1e-3;
    assert!(close(&kpi["markets"]["y"]["forecast"]["value"], 19.951), "{kpi}");
    assert!(close(&kpi["forecast"]["value"], 22.459), "{kpi}");
    assert!(close(&kpi["slope"]["a_month"], -15.0 / 183.0 * 365.25 / 12.0), "{kpi}");
    assert_eq!(kpi["forecast"]["meets"], false, "{kpi}");
    let page = swell(files.path(), &["explain", "plan.toml", "kpi-forecast.wait"]).out;
    assert!(page.starts_with("kpi-forecast.wait = 22.46"), "{page}");
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("all are their worst market, which on 31 Dec 2026 will be Xland"), "{page}");
    let page = swell(files.path(), &["explain", "plan.toml", "kpi-line.wait@2026-12-31"]).out;
    assert!(page.contains("kpi.wait.x@2026-09-30") && !page.contains("kpi.wait.y"), "{page}");
    // What is left of X once its slope is taken off: 45, 45.459 and 45. Its line is at 45 on 31 March, 275 days before.
    let line = 45.0 - 275.0 * 15.0 / 183.0;
    let said = swell(files.path(), &["simulate", "plan.toml", "--format", "json"]).json();
    let drawn = said["gates"]["exit"]["criteria"][0].to_string();
    assert!(drawn.contains(&format!("{line:.3}")[..6]), "{drawn}");
}
