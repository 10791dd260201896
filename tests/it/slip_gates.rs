//! Which gates a slip takes from a plan, and which of their criteria come too late: by hand.

use crate::program::{folder, swell};
use crate::slip::WORKED;

/// The same CRM, and a KPI beside it that is to be there by the end of June, when wave one ends and the gate asks for it.
#[test]
fn a_criterion_on_a_kpi_of_any_kind_is_no_reason_that_a_gate_was_lost_before() {
    let slipped = |criterion: &str, kpi: &str, what: &[&str]| {
        let text = WORKED.replace("\"crm >= 1\"", &format!("\"crm >= 1\", \"kpi.more {criterion}\""));
        let folder = folder(&[("plan.toml", &format!("{text}[kpi.more]\nmeasures = [\"crm\"]\n{kpi}"))]);
        let ran = swell(folder.path(), &[&["slip"], what, &["--format", "json"]].concat());
        ran.json()["gates"]["one-exit"].clone()
    };
    let lost = |criterion: &str, kpi: &str| slipped(criterion, kpi, &["crm", "3"])["lost"] == true;
    assert!(lost(">= 1", "better = \"done\"\ntarget = { one = true }\n"));
    assert!(!lost(">= 1", "better = \"done\"\ntarget = { two = true }\n"), "never done by the gate");
    let band = "better = \"within\"\ntarget = { one = [3, 5] }\n";
    assert!(lost(">= 3", band) && !lost(">= 4", band), "its lower end is 3");
    // The line comes to 10 of 12 at most; what was read is there.
    let short = "better = \"higher\"\nbaseline = 0\ntarget = { one = 10 }\n";
    assert!(!lost(">= 12", short));
    assert!(lost(">= 12", &format!("{short}[[reading]]\nkpi = \"more\"\ndate = 2026-01-01\nvalue = 12\n")));
}

/// From 0 on 1 January to 180 when wave one ends, on 30 June, 180 days later: one a day, so that 150 is there on day 150,
/// 31 May. Five days late the line takes 185 days: 154 × 180 ÷ 185 is 149.8, and 155 of it, on 5 June, 150.8.
#[test]
fn a_criterion_on_a_kpi_is_met_on_the_day_and_not_with_its_month() {
    let line =
        "[kpi.more]\nmeasures = [\"crm\"]\nbetter = \"higher\"\nbaseline = 0\ntarget = { one = 180 }\n";
    let gate = "[gate.half-way]\ndate = 2026-06-02\ncriteria = [\"kpi.more >= 150\"]\n";
    let folder = folder(&[("plan.toml", &format!("{WORKED}{line}{gate}"))]);
    let json = swell(folder.path(), &["slip", "one", "5d", "--format", "json"]).json();
    let gate = &json["gates"]["half-way"];
    assert_eq!(gate["criteria"][0]["met"], serde_json::json!(["2026-05-31", "2026-06-05"]), "{json}");
    assert_eq!(gate["lost"], true);
}

/// The CRM three months late is there in September, after both gates of July: the one that asks for `data` as well, live
/// at the end of the year, could not be passed then in any case, nor could one that has overspent, one whose mandate
/// expires before it, or one whose date is over.
#[test]
fn a_slip_takes_no_gate_that_could_not_be_passed_before() {
    let lost = |criteria: &str, more: &str, as_of: &str| {
        let text = WORKED.replace("\"crm >= 1\"", &format!("\"crm >= 1\"{criteria}"));
        let folder = folder(&[("plan.toml", &format!("{text}{more}"))]);
        let ran = swell(folder.path(), &["slip", "crm", "3", "--as-of", as_of, "--format", "json"]);
        let json = ran.json();
        let said = json["sentences"].as_array().unwrap().iter();
        let said = said.filter(|it| it.as_str().unwrap().starts_with("The gate one-exit ")).count()
            + json["sentences"].to_string().matches("The gates one-exit and two-exit").count();
        let gate = &json["gates"]["one-exit"];
        let overdue = gate["criteria"][0]["overdue"][0] == true;
        assert_eq!(gate["criteria"][0]["lost"], as_of < "2026-07-10" || !overdue, "{gate}");
        assert_eq!(gate["lost"].as_bool(), Some(said > 0), "{json}");
        said > 0
    };
    let (day, nothing) = ("2026-01-01", "");
    assert!(lost("", nothing, day));
    assert!(!lost(", \"data >= 1\"", nothing, day));
    let spent = "[[spent]]\nwave = \"one\"\nperiod = \"2026-01\"\nvalue = 9_001\n";
    assert!(!lost("", spent, "2026-02-28"));
    assert!(lost("", &spent.replace("9_001", "9_000"), "2026-02-28"), "as much as it may");
    let board = "[mandate.board]\nwave = \"one\"\nuntil = 2026-07-09\n";
    assert!(!lost(", \"board >= 1\"", board, day));
    assert!(lost(", \"board >= 1\"", &board.replace("07-09", "07-10"), day));
    let seen = "[[assessed]]\ncapability = \"crm\"\ndate = 2026-07-02\nlevel = 0\n";
    assert!(lost("", seen, "2026-07-09"), "it can be there on the day of the gate");
    assert!(!lost("", seen, "2026-07-10"), "nor can one by whose day it is not there, seen short");
    assert!(!lost("", seen, "2026-07-11"), "its date is over");
}

/// Granted, and seen in force on 1 January, until 30 September: three months later the gate is on 10 October, by which it
/// has expired, whatever holds today. What it says on that day is what its page says of it.
#[test]
fn a_mandate_that_holds_today_and_has_expired_by_the_gate_is_met_no_more() {
    let board = "[mandate.board]\nwave = \"one\"\nleadership = \"executive\"\nuntil = 2026-09-30\n\
        [[assessed]]\nmandate = \"board\"\ndate = 2026-01-01\nlevel = 1\n";
    let text = WORKED.replace("\"crm >= 1\"", "\"crm >= 1\", \"board >= 1\"");
    let folder = folder(&[("plan.toml", &format!("{text}{board}"))]);
    let json = swell(folder.path(), &["slip", "wave.one", "3", "--format", "json"]).json();
    let gate = &json["gates"]["one-exit"];
    assert_eq!(gate["date"], serde_json::json!(["2026-07-10", "2026-10-10"]));
    let criterion = serde_json::json!({
        "text": "board >= 1",
        "met": ["2026-01-01", null],
        "overdue": [false, false],
        "expired": [null, "2026-09-30"],
        "lost": true,
    });
    assert_eq!((&gate["lost"], &gate["criteria"]), (&true.into(), &serde_json::json!([criterion])), "{gate}");
    let told = swell(folder.path(), &["slip", "wave.one", "3"]).out;
    let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("The gate one-exit can no longer be passed on its date."), "{told}");
    let row = "one-exit 10 Jul 2026 → 10 Oct 2026 board >= 1 holds now expired on 30 Sep 2026";
    assert!(words.contains(row), "{told}");
    // Not yet seen it is met with its wave, and no more by then.
    let bare = text.clone() + board.split("[[").next().unwrap();
    let plan = crate::program::folder(&[("plan.toml", &bare)]);
    let told = swell(plan.path(), &["slip", "wave.one", "3"]).out;
    let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("board >= 1 30 Jun 2026 expired on 30 Sep 2026"), "{told}");
}
