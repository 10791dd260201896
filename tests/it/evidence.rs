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

/// The CRM is to be at 3 in both units by the end of 2026, and was seen there in one alone in May; it may be three months
/// late.
const EARLY: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-06-01
units = ["n", "s"]
[wave.a]
name = "Alpha"
start = 2026-01-01
end = 2026-12-31
[capability.crm]
name = "CRM"
maturity = 0
reaches = { a = 3 }
cost = 80_000
[driver.reach]
name = "Reach"
wave = "a"
value = 120_000
needs = ["crm >= 3"]
[gate.exit]
wave = "a"
criteria = ["crm >= 3"]
[risk.vendor]
name = "Vendor"
probability = 0.5
delays = { crm = 3 }
[[assessed]]
capability = "crm"
date = 2026-05-01
level = 3
unit = "n"
"#;

/// By hand: 10,000 a month from January 2027 on, of which two months late lose two. Written down or assessed, what the
/// other unit is short of says the same; once it is there too, nothing of it lies ahead.
#[test]
fn a_unit_that_is_early_makes_no_step_live() {
    let seen = |level: u8| {
        format!(
            "{EARLY}[[assessed]]\ncapability = \"crm\"\ndate = 2026-05-02\nlevel = {level}\nunit = \"s\"\n"
        )
    };
    for (text, live) in [(EARLY.to_owned(), false), (seen(1), false), (seen(3), true)] {
        let files = folder(&[("plan.toml", &text)]);
        let told = |args: &[&str]| swell(files.path(), args).out;
        let json = |args: &[&str]| swell(files.path(), &[args, &["--format", "json"]].concat()).json();
        let steps = told(&["explain", "plan.toml", "live-steps.a"]);
        let counted = if live { "live-steps.a = 1 of 2" } else { "live-steps.a = 0 of 2" };
        assert!(steps.starts_with(counted), "{steps}");
        let board = told(&["show", "plan.toml", "board"]);
        assert_eq!(board.contains("CRM (crm) to 3, done"), live, "{board}");
        let slip = told(&["slip", "plan.toml", "crm", "2"]);
        assert_eq!(slip.contains("It costs 20.0 k€ of planned value"), !live, "{slip}");
        assert_eq!(slip.contains("nothing moves"), live, "{slip}");
        let slack = told(&["explain", "plan.toml", "slack.crm"]);
        assert_eq!(slack.starts_with("slack.crm = 0 days"), !live, "{slack}");
        let needs = json(&["show", "plan.toml", "dependencies"]);
        let stands = if live { "live" } else { "underway" };
        assert_eq!(needs["needs"][0]["needed_state"], stands, "{needs}");
        let runs = json(&["simulate", "plan.toml"]);
        let chance = runs["gates"]["exit"]["chance"]["share"].as_f64().unwrap_or(-1.0);
        let near = if live { 1.0 } else { 0.5 };
        assert!((chance - near).abs() < 0.02, "{chance}, {}", runs["gates"]["exit"]);
    }
}

/// The app was to be at 2 by August and at 3 by February; in September it was seen at 1, and at nothing since.
const STEPS: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2027-03-10
[wave.a]
start = 2026-01-01
end = 2026-08-31
[wave.b]
start = 2026-09-01
end = 2027-02-28
[capability.app]
name = "App"
maturity = 0
reaches = { a = 2, b = 3 }
[driver.falls]
name = "Falls"
wave = "b"
value = 120_000
needs = ["app >= 3"]
[[assessed]]
capability = "app"
date = 2026-09-30
level = 1
"#;

/// By hand: what is late can be live on 11 March 2027 at the earliest, so six months late both steps are live on 11
/// September, the third level with the second.
#[test]
fn a_level_is_not_there_before_the_one_below_it_is() {
    let files = folder(&[("plan.toml", STEPS)]);
    let told = |args: &[&str]| swell(files.path(), args).out;
    let board = told(&["show", "plan.toml", "board"]);
    for level in ["App (app) to 2, late or blocked", "App (app) to 3, late or blocked"] {
        assert!(board.contains(level), "{board}");
    }
    let steps = told(&["explain", "plan.toml", "live-steps.b"]);
    assert!(steps.contains("App at 3, overdue"), "{steps}");
    let slip = swell(files.path(), &["slip", "plan.toml", "app", "6", "--format", "json"]).json();
    for (nth, level, from) in [(0, 2, "2026-08-31"), (1, 3, "2027-02-28")] {
        let step = &slip["steps"][nth];
        let expected = (serde_json::json!(level), serde_json::json!([from, "2027-09-11"]));
        assert_eq!((&step["level"], &step["live"]), (&expected.0, &expected.1), "{slip}");
    }
    let found = told(&["check", "plan.toml"]);
    assert_eq!(found.matches("[item-overdue]").count(), 1, "once an item: {found}");
    // Accepted for the second level, it is told of the third once that was due.
    let decided = format!("{STEPS}[[decision]]\ndate = 2026-12-01\noutcome = \"go\"\naffects = [\"app\"]\n");
    let files = folder(&[("plan.toml", &decided)]);
    let found = swell(files.path(), &["check", "plan.toml"]).out;
    assert!(found.contains("`app` was to reach level 3 by 28 Feb 2027, but stood at 1"), "{found}");
}

/// One was granted and seen without strength since, the other nobody granted; of the third nobody has looked.
const WITHOUT: &str = r#"
format = 1
[plan]
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-10-31
[wave.a]
start = 2026-01-01
end = 2026-06-30
[wave.b]
start = 2026-07-01
end = 2027-06-30
[mandate]
granted = { name = "Granted", leadership = "executive", wave = "a", granted = 2026-01-01 }
never = { name = "Never", leadership = "executive", wave = "a" }
planned = { name = "Planned", leadership = "executive", wave = "a" }
[gate.exit]
wave = "a"
criteria = ["granted >= 1", "never >= 1", "planned >= 1"]
[[assessed]]
mandate = "granted"
date = 2026-09-01
level = 0
[[assessed]]
mandate = "never"
date = 2026-09-01
level = 0
"#;

#[test]
fn a_mandate_that_was_seen_without_strength_is_not_in_force_in_any_view() {
    let files = folder(&[("plan.toml", WITHOUT)]);
    let told = |args: &[&str]| swell(files.path(), args).out;
    let lines = |text: &str, name: &str| -> Vec<String> {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        text.lines().filter(|line| line.starts_with(name)).map(words).collect()
    };
    let shown = told(&["show", "plan.toml", "leadership"]);
    // Each by its state and strength, its holder, and its strength at the ends of both waves.
    assert_eq!(lines(&shown, "Granted ")[0], "Granted seen not in force 0 01 Jan 2026");
    assert_eq!(lines(&shown, "Granted ")[2], "Granted 1 0", "in June nobody had looked");
    assert_eq!(lines(&shown, "Never ")[0], "Never seen not in force 0");
    assert_eq!(lines(&shown, "Never ")[2], "Never 1* 0");
    assert_eq!(lines(&shown, "Planned ")[0], "Planned planned, not granted 1*");
    assert_eq!(lines(&shown, "Planned ")[2], "Planned 1* 1*");
    let said = swell(files.path(), &["show", "plan.toml", "leadership", "--format", "json"]).json();
    for (id, only_planned, ends) in
        [("granted", false, vec![]), ("never", false, vec!["a"]), ("planned", true, vec!["a", "b"])]
    {
        let mandate = &said["mandates"][id];
        assert_eq!(mandate["only_planned"], only_planned, "{mandate}");
        assert_eq!(mandate["wave_ends_planned"], serde_json::json!(ends), "{mandate}");
    }
    assert!(told(&["explain", "plan.toml", "mandates-in-force"]).starts_with("mandates-in-force = 0 of 3"));
    assert!(told(&["explain", "plan.toml", "gate.exit"]).starts_with("gate.exit = 0 of 3"));
    let board = told(&["show", "plan.toml", "board"]);
    for stands in ["(granted) to 1, late or blocked", "(never) to 1, late or blocked"] {
        assert!(board.contains(stands), "{board}");
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
