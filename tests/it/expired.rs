//! A mandate that has expired is in force nowhere: not in figures, not at a gate in a run, and not in what a slip says.

use std::path::Path;

use groundswell::disk::Memory;
use groundswell::figures::Figures;
use groundswell::graph::Graph;
use groundswell::plan::Plan;
use groundswell::simulation::{Settings, Simulation};
use groundswell::source::{Limits, Source};

use crate::program::{folder, swell};

/// A mandate that is live on 31 March and expires with 30 June, and a gate on that day and on the next.
const PLAN: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-01-31
[wave.one]
start = 2026-01-01
end = 2026-12-31
[mandate.steering]
leadership = "executive"
wave = "one"
live = 2026-03-31
granted = 2026-02-15
until = 2026-06-30
[gate.last]
date = 2026-06-30
criteria = ["steering"]
[gate.after]
date = 2026-07-01
criteria = ["steering"]
"#;

fn read(text: String) -> Plan {
    let store = Memory::default().with("plan.toml", text);
    Source::read(&store, &["plan.toml".into()], Limits::default()).ok().unwrap().plan
}

/// In which share of the runs the gate of the last day holds, and that of the day after.
fn shares(plan: &Plan) -> [f64; 2] {
    let settings = Settings { runs: Some(100), ..Settings::default() };
    let gates = Simulation::of(&Figures::new(plan), &Graph::new(plan), &settings).gates;
    [0, 1].map(|nth| gates[nth].criteria[0].chance.unwrap().share())
}

#[test]
#[expect(clippy::float_cmp, reason = "none or all of the runs")]
fn no_run_has_it_in_force_at_a_gate() {
    let mut plan = read(PLAN.into());
    assert_eq!(shares(&plan), [1.0, 0.0]);
    let steering = plan.item_by_id("steering").unwrap();
    for (gate, strength) in [("2026-06-30", Some(1)), ("2026-07-01", None)] {
        let at = gate.parse().unwrap();
        assert_eq!(Figures::new(&plan).level_at(steering, None, at), strength, "{gate}");
    }
    // Seen on the day after, it was in force whatever is written down.
    plan = read(format!("{PLAN}[[assessed]]\nmandate = \"steering\"\ndate = 2026-07-01\nlevel = 1\n"));
    plan.as_of = "2026-07-01".parse().unwrap();
    assert_eq!(shares(&plan)[1], 1.0);
}

/// Four months late it is live on 31 July, a month after it has expired: it is lost for the gate of 30 June, and at that
/// of 1 July it never was in force.
#[test]
fn a_slip_loses_no_gate_by_which_it_has_expired() {
    let plan = folder(&[("plan.toml", PLAN)]);
    let said =
        swell(Path::new(plan.path()), &["slip", "plan.toml", "steering", "4", "--format", "json"]).json();
    let gates = said["gates"].as_object().unwrap();
    assert_eq!(gates.keys().collect::<Vec<_>>(), ["last"], "{said}");
    assert_eq!(gates["last"]["criteria"][0]["met"], serde_json::json!(["2026-03-31", null]), "never there");
    assert_eq!(said["steps"][0]["expires_first"], "2026-06-30", "{said}");
    let told = swell(Path::new(plan.path()), &["slip", "plan.toml", "steering", "4"]).out;
    assert!(told.contains("it is late; it expires on 30 Jun 2026, before that"), "{told}");
    let told =
        swell(Path::new(plan.path()), &["slip", "plan.toml", "steering", "2", "--format", "json"]).json();
    assert_eq!(told["steps"][0]["expires_first"], serde_json::Value::Null, "{told}");
}

/// Why there is no value is said in one way: on a slide, in the detail of the gate, in its pane and on its page.
#[test]
fn that_it_has_expired_is_said_of_a_gate_everywhere() {
    let text = PLAN.replace("as-of = 2026-01-31", "as-of = 2026-07-15");
    let files = folder(&[("plan.toml", &text)]);
    let slides = slides(files.path());
    assert!(slides.contains("expired on 30 Jun 2026") && !slides.contains("no evidence"), "{slides}");
    let page = swell(files.path(), &["explain", "plan.toml", "gate.after"]).out;
    assert!(page.contains("expired on 30 Jun 2026") && !page.contains("no evidence"), "{page}");
    let look = groundswell::tui::theme::Look::default();
    let model = groundswell::tui::after(crate::driven::open(&text), look, "7 <tab> <enter>", 140, 40);
    let shown = groundswell::tui::text(&groundswell::tui::buffer(&model));
    assert!(shown.contains("expired on 30 Jun 2026") && !shown.contains("no evidence"), "{shown}");
}

/// Live in January, and granted on 15 February: at a gate it is in force from then on.
#[test]
fn a_slip_counts_a_mandate_from_its_grant_on() {
    let text = PLAN
        .replace("live = 2026-03-31", "live = 2026-02-10")
        .replace("date = 2026-06-30", "date = 2026-02-12");
    let plan = folder(&[("plan.toml", &text)]);
    let said =
        swell(Path::new(plan.path()), &["slip", "plan.toml", "steering", "2", "--format", "json"]).json();
    let criterion = &said["gates"]["last"]["criteria"][0];
    assert_eq!(criterion["met"], serde_json::json!(["2026-02-15", "2026-04-10"]), "{said}");
    assert_eq!(criterion["lost"], false, "it was too late already");
}

/// Steering was live on 31 March and has expired; audit was to be there with the first wave, and is granted in 2027.
const STANDS: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-11-15
[wave.one]
start = 2026-01-01
end = 2026-06-30
[wave.two]
start = 2026-07-01
end = 2027-06-30
[mandate.steering]
leadership = "executive"
wave = "one"
granted = 2026-02-15
until = 2026-09-30
[mandate.audit]
leadership = "executive"
wave = "one"
granted = 2027-01-05
[mandate.sponsor]
leadership = "executive"
wave = "one"
granted = 2026-01-05
[capability.crm]
wave = "one"
[capability.consent]
wave = "two"
needs = ["steering"]
[driver.reach]
wave = "one"
value = 1_000
"#;

/// By hand: of the three mandates of the first wave sponsor alone is in force, and of its five steps three are live.
#[test]
fn what_is_not_in_force_is_live_nowhere() {
    let files = folder(&[("plan.toml", STANDS)]);
    let shown = |view: &str| swell(files.path(), &["show", "plan.toml", view]).out;
    let leadership = shown("leadership");
    let wave = leadership.lines().rfind(|line| line.starts_with("one ")).unwrap();
    assert!(wave.contains("1 of 3") && wave.trim_end().ends_with("leadership"), "{leadership}");
    let board = shown("board");
    assert!(board.contains("3 of 5 steps live"), "{board}");
    let step = |id: &str| board.lines().find(|line| line.contains(&format!("({id})"))).unwrap();
    assert!(step("steering").contains("at risk") && step("audit").contains("late or blocked"), "{board}");
    let needs = shown("dependencies");
    let need = needs.lines().find(|line| line.starts_with("consent ")).unwrap();
    assert!(need.trim_end().ends_with("expired"), "{needs}");
    let counted = swell(files.path(), &["explain", "plan.toml", "live-steps.one.leadership"]).out;
    assert!(
        counted.contains("steering at 1, expired") && counted.contains("audit at 1, overdue"),
        "{counted}"
    );
    // What has expired cannot be late any more, and what is granted later is not there before.
    let slip = swell(files.path(), &["slip", "plan.toml", "steering", "1"]).out;
    assert!(slip.contains("nothing moves"), "{slip}");
    let late = slides(files.path());
    assert!(late.contains("steering") && late.contains("it has expired"), "{late}");
    assert!(late.contains("it is granted only later"), "{late}");
}

fn slides(files: &Path) -> String {
    swell(files, &["present", "plan.toml", "--plain"]).out
}

/// Steering is to be at 2 with the end of the second wave, and ends a month before; audit needs it then, value at once
/// after, and reach while it stands.
const ENDS: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-10-15
[policy]
allow = ["value-incomplete"]
[wave.one]
start = 2026-01-01
end = 2026-06-30
[wave.two]
start = 2026-07-01
end = 2026-12-31
[wave.three]
start = 2027-01-01
end = 2027-12-31
[mandate.steering]
leadership = "executive"
reaches = { one = 1, two = 2 }
granted = 2026-01-01
until = 2026-11-30
[driver.reach]
wave = "two"
live = 2026-11-30
value = 1_000
needs = ["steering >= 1"]
[driver.audit]
wave = "two"
value = 1_000
needs = ["steering >= 2"]
[driver.basket]
wave = "three"
value = 1_000
prefers = ["steering >= 1"]
"#;

#[test]
fn a_mandate_that_will_have_expired_is_planned_in_time_nowhere() {
    let files = folder(&[("plan.toml", ENDS)]);
    let swell = |args: &[&str]| swell(files.path(), args);
    let stands = |date: &str, id: &str| {
        let board = swell(&["show", "plan.toml", "board", "--as-of", date]).out;
        let line = board.lines().rfind(|line| line.contains(&format!("({id})"))).unwrap();
        line.rsplit(", ").next().unwrap().to_owned()
    };
    let need = |date: &str, id: &str| {
        let needs = swell(&["show", "plan.toml", "dependencies", "--as-of", date]).out;
        let line = needs.lines().find(|line| line.starts_with(&format!("{id} "))).unwrap();
        line.rsplit("  ").next().unwrap().to_owned()
    };
    assert_eq!(stands("2026-10-15", "steering"), "at risk");
    assert_eq!(stands("2026-10-15", "audit"), "late or blocked");
    assert_eq!(stands("2026-10-15", "basket"), "at risk");
    assert_eq!(need("2026-10-15", "reach"), "live", "it is still in force on that very day");
    assert_eq!(need("2026-10-15", "audit"), "expired by then");
    assert_eq!(need("2026-10-15", "basket"), "live, expired by then");
    assert_eq!(need("2026-12-15", "audit"), "expired by then");
    assert_eq!(need("2026-12-15", "basket"), "expired");
    let json = swell(&["show", "plan.toml", "dependencies", "--format", "json"]).json();
    let of = |id: &str| json["needs"].as_array().unwrap().iter().find(|it| it["item"] == id).unwrap().clone();
    assert_eq!((&of("audit")["in_order"], &of("audit")["expired"]), (&false.into(), &"2026-11-30".into()));
    assert_eq!((&of("reach")["in_order"], &of("reach")["expired"]), (&true.into(), &serde_json::Value::Null));
    let found = swell(&["check", "plan.toml"]).out;
    let audit = "error[need-after-use]";
    let told: Vec<&str> = found.lines().filter(|line| line.contains(audit)).collect();
    assert_eq!(told.len(), 1, "{found}");
    let words = "`audit` goes live on 31 Dec 2026 but `steering`, which it needs at level 2, is in force until 30 Nov 2026 only";
    assert!(told[0].contains(words), "{found}");
    let told = found.lines().find(|line| line.starts_with("warning[preference-out-of-order]")).unwrap();
    assert!(
        told.contains("`steering`, which it prefers at level 1, is in force until 30 Nov 2026 only"),
        "{told}"
    );
    let slides = slides(files.path());
    assert!(slides.contains("needs steering at 2, which expires on 30 Nov 2026"), "{slides}");
    assert!(slides.contains("expires on 30 Nov 2026, before it is live"), "{slides}");
    // Renewed, all of it is in time.
    let renewed = folder(&[("plan.toml", &ENDS.replace("until = 2026-11-30", "until = 2027-12-31"))]);
    let found = crate::program::swell(renewed.path(), &["check", "plan.toml"]).out;
    assert!(!found.contains("in force until"), "{found}");
    assert!(!found.contains("preference-out-of-order") && !found.contains(audit), "{found}");
}

/// Where the step that needs it waits for a mandate that has expired, that is said once.
#[test]
fn what_waits_for_an_expired_mandate_is_told_once() {
    let mut work = crate::driven::open(&STANDS.replace("as-of = 2026-11-15", "as-of = 2026-09-30"));
    for past in [false, true] {
        if past {
            work = crate::driven::open(STANDS);
        }
        let ix = work.plan().item_by_id("consent").unwrap();
        let said: Vec<String> =
            work.standings[ix.at()][0].reasons.iter().map(|it| it.say(work.plan())).collect();
        let verb = if past { "expired" } else { "expires" };
        assert_eq!(said, [format!("needs steering, which {verb} on 30 Sep 2026")]);
    }
}
