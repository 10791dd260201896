//! What is known ahead of a gate to come counts for it, what nobody can tell is not told as certain, and whoever is asked
//! and was never read is named.

use groundswell::tui::after;
use groundswell::tui::theme::Look;

use crate::driven::{drawn, open};
use crate::program::{folder, swell, words};

const PLAN: &str = r#"format = 1
[plan]
name = "Ahead"
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-10-31
[wave.one]
name = "One"
start = 2026-01-01
end = 2026-06-30
opens = { market = ["no", "fi"] }
[wave.two]
name = "Two"
start = 2026-07-01
end = 2026-12-31
[market.no]
name = "Norway"
share = 0.5
[market.fi]
name = "Finland"
share = 0.3
[driver.a]
name = "Reach"
wave = "one"
value = 100_000
[mandate.boss]
name = "Boss"
leadership = "executive"
granted = 2026-01-01
until = 2027-03-31
reaches = { one = 2 }
[kpi.signed]
name = "Signed"
measures = ["a"]
better = "done"
cadence = "wave"
target = { two = true }
[kpi.clean]
name = "Clean"
measures = ["a"]
better = "done"
cadence = "wave"
target = { one = false }
[kpi.share]
name = "Share"
measures = ["a"]
better = "higher"
unit = "%"
baseline = 0
cadence = "quarter"
rollup = "share"
target = { one = 10, two = 20 }
[gate.g]
name = "Go"
wave = "two"
date = 2027-05-01
criteria = ["boss >= 2", "kpi.signed = 1", "kpi.clean = 0", "kpi.share >= 5"]
[[assessed]]
mandate = "boss"
date = 2026-09-01
level = 2
[[reading]]
kpi = "signed"
date = 2026-06-30
value = false
[[reading]]
kpi = "clean"
date = 2026-06-30
value = false
[[reading]]
kpi = "share"
date = 2026-09-30
market = "fi"
value = 8
"#;

/// What a command says of the plan, in words with a blank between them.
fn says(plan: &str, command: &[&str]) -> String {
    let folder = folder(&[("plan.toml", plan)]);
    let run = swell(folder.path(), command);
    assert_eq!(run.code, 0, "{}", run.err);
    words(&run.out)
}

#[test]
fn a_mandate_that_ends_before_a_gate_does_not_hold_for_it() {
    let told = says(PLAN, &["show", "plan.toml", "leadership"]);
    let expires = "expires on 31 Mar 2027, before the gate";
    assert!(told.contains(&format!("Go Boss ≥ 2 unknown no {expires}")), "{told}");
    for (figure, value) in [("gate.g.1", "no"), ("chance-of-gate.g.1", "0 %")] {
        let page = says(PLAN, &["explain", "plan.toml", figure]);
        assert!(page.starts_with(&format!("{figure} = {value}")), "{page}");
        assert!(page.contains("mandate.boss.until = 2027-03-31"), "{page}");
    }
    let screen = drawn(&after(open(PLAN), Look::default(), "7", 140, 40));
    assert!(screen.contains("✗ Boss ≥ 2                 expires on 31 Mar 2027"), "{screen}");
    assert!(screen.contains("2 of 4 · not ready"), "{screen}");
    // On its last day it is in force, and so it was on a gate that is over.
    for (from, to) in [("date = 2027-05-01", "date = 2027-03-31"), ("date = 2027-05-01", "date = 2026-10-30")]
    {
        let told = says(&PLAN.replace(from, to), &["show", "plan.toml", "leadership"]);
        assert!(told.contains("Go Boss ≥ 2 2 yes"), "{to}: {told}");
    }
    // Decided, it is told as it was, and as it is.
    let decided = format!("{PLAN}[[decision]]\ngate = \"g\"\ndate = 2026-10-20\noutcome = \"go\"\n");
    let told = says(&decided, &["show", "plan.toml", "leadership"]);
    assert!(told.contains("Go Boss ≥ 2 2 yes"), "{told}");
}

/// Nobody can tell whether a no will be a yes by then; a no that its target asks for stands as it was read, and so does a
/// yes.
#[test]
fn a_yes_or_no_that_is_not_as_it_is_to_be_is_told_by_nobody() {
    for (was, criterion, value, why) in [
        ("false", 2, "n/a", "it was read as no, which is not as its targets want it"),
        ("true", 2, "100 %", "nothing that they draw decides it"),
        ("false", 3, "100 %", "nothing that they draw decides it"),
    ] {
        let plan = PLAN.replacen("value = false", &format!("value = {was}"), 1);
        let figure = format!("chance-of-gate.g.{criterion}");
        let page = says(&plan, &["explain", "plan.toml", &figure]);
        assert!(page.starts_with(&format!("{figure} = {value}")) && page.contains(why), "{was}: {page}");
    }
    let told = says(PLAN, &["simulate", "plan.toml"]);
    assert!(told.contains("2 of 4"), "signed and share, which was read once: {told}");
}

/// Norway, of half of all, is open since June and was never read: what Finland says is not of all.
#[test]
fn a_market_that_is_asked_and_was_never_read_is_named() {
    let without = "without Norway, which was never read";
    let told = says(PLAN, &["show", "plan.toml", "kpis"]);
    assert!(told.contains("KPI Of whom Share without Norway, which was never read"), "{told}");
    let json =
        swell(folder(&[("plan.toml", PLAN)]).path(), &["show", "plan.toml", "kpis", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["kpis"]["share"]["never_read"], serde_json::json!(["no"]));
    assert_eq!(json["kpis"]["signed"]["never_read"], serde_json::json!([]), "it is not read by market");
    for figure in ["kpi.share", "missed-readings.share", "gate.g.4"] {
        let page = says(PLAN, &["explain", "plan.toml", figure]).to_lowercase();
        assert!(page.contains(&without.to_lowercase()), "{figure}: {page}");
    }
    let screen = words(&drawn(&after(open(PLAN), Look::default(), "4 / share <enter>", 140, 40)));
    assert!(screen.contains("without Norway, which"), "{screen}");
    // Before it is open it is not asked, and once it was read nobody is missing.
    let read = format!("{PLAN}[[reading]]\nkpi = \"share\"\ndate = 2026-09-30\nmarket = \"no\"\nvalue = 4\n");
    for plan in [PLAN.replace("[\"no\", \"fi\"]", "[\"fi\"]"), read] {
        let told = says(&plan, &["show", "plan.toml", "kpis"]);
        assert!(!told.contains("never read"), "{told}");
    }
}

/// Norway is open and was never read, and Finland opens by December: all is told by Finland until somebody reads Norway.
/// In December Finland is asked.
#[test]
fn all_that_is_told_by_those_that_are_not_open_says_so() {
    let plan = PLAN.replace("[\"no\", \"fi\"]", "[\"no\"]").replacen(
        "end = 2026-12-31\n",
        "end = 2026-12-31\nopens = { market = [\"fi\"] }\n",
        1,
    );
    let of_whom = "of Finland, which is not open yet; without Norway, which was never read";
    let told = says(&plan, &["show", "plan.toml", "kpis"]);
    assert!(told.contains(&format!("Of whom Share {of_whom}")), "{told}");
    let page = says(&plan, &["explain", "plan.toml", "kpi.share"]);
    assert!(page.to_lowercase().contains(&of_whom.to_lowercase()), "{page}");
    let json =
        swell(folder(&[("plan.toml", &plan)]).path(), &["show", "plan.toml", "kpis", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["kpis"]["share"]["not_open"], serde_json::json!(["fi"]));
    // Read once, Norway speaks alone.
    let read = format!("{plan}[[reading]]\nkpi = \"share\"\ndate = 2026-09-30\nmarket = \"no\"\nvalue = 4\n");
    let told = says(&read, &["show", "plan.toml", "kpis"]);
    assert!(!told.contains("not open yet"), "{told}");
}

/// Norway was read 273 days ago and is to be read each quarter: all goes on with what it was then, and says so.
#[test]
fn a_market_that_was_read_long_ago_is_taken_as_it_was_and_named() {
    let plan = format!("{PLAN}[[reading]]\nkpi = \"share\"\ndate = 2026-01-31\nmarket = \"no\"\nvalue = 4\n");
    let told = says(&plan, &["show", "plan.toml", "kpis"]);
    assert!(told.contains("Of whom Share with Norway as it was on 31 Jan 2026"), "{told}");
    for figure in ["kpi.share", "gate.g.4"] {
        let page = says(&plan, &["explain", "plan.toml", figure]);
        assert!(page.to_lowercase().contains("with norway as it was on 31 jan 2026"), "{figure}: {page}");
    }
}

/// By hand: the tool is to be there with the wave, on 30 June 2027, a month before the gate; a quarter late it is not.
const HEADING: &str = "format = 1\n[plan]\nas-of = 2027-01-31\nhorizon = 2028-12-31\n\
    [wave]\none = { start = 2027-01-01, end = 2027-06-30 }\n\
    [capability]\ntool = { layer = \"commercial\", wave = \"one\" }\n\
    [gate]\ng = { name = \"Go on?\", date = 2027-07-31, criteria = [\"tool >= 1\"] }\n\
    [[present]]\nview = \"gate\"\nitem = \"g\"\n";

#[test]
fn a_scenario_says_where_a_gate_is_heading_where_that_is_another_way() {
    let late = "scenario = 1\nname = \"Late\"\n[[change]]\nslip = \"capability.tool\"\nby = \"3 months\"\n";
    let early = late.replace("3 months", "1 month");
    let folder = folder(&[("plan.toml", HEADING), ("late.toml", late), ("early.toml", &early)]);
    let told = |command: &[&str]| words(&swell(folder.path(), command).out);
    let whatif = told(&["show", "plan.toml", "whatif", "--with", "late.toml"]);
    assert!(whatif.contains("Go on?: by plan then 1 of 1 0 of 1 −1 worse"), "{whatif}");
    let whatif = told(&["show", "plan.toml", "whatif", "--with", "early.toml"]);
    assert!(!whatif.contains("by plan then"), "30 July is in time: {whatif}");
    let page = told(&["explain", "plan.toml", "gate.g.ahead"]);
    assert!(page.starts_with("gate-ahead.g = 1 of 1"), "{page}");
    // Over a baseline, and in a scenario, its slide says what it was.
    let keys = "2 / tool <enter> w s ctrl-u 3m <enter> P <right>";
    let slide = words(&drawn(&after(open(HEADING), Look::default(), keys, 140, 40)));
    assert!(slide.contains("by plan 0 of 1 then, in the plan 1 of 1"), "{slide}");
}
