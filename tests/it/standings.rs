//! Where steps stand: what the plan says is due, and what evidence shows, are told apart by sign and word.

use groundswell::plan::id::{GateIx, ItemIx};
use groundswell::status::{self, Status};
use groundswell::tui::theme::Look;
use groundswell::tui::{after, buffer, text};

use crate::driven::open;
use crate::program::{folder, swell};

/// Consent is to be at 2 by the end of June, in Denmark; Sweden opens with the second wave. It is looked at two months
/// later.
const PLAN: &str = r#"format = 1
[plan]
name = "Town"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-08-31
units = ["dk", "se"]
[wave.one]
start = 2026-01-01
end = 2026-06-30
opens = { market = ["dk"] }
[wave.two]
start = 2026-07-01
end = 2026-12-31
opens = { market = ["se"] }
[market.dk]
share = 0.5
[market.se]
share = 0.5
[capability.consent]
maturity = { dk = 1, se = 0 }
reaches = { one = 2 }
[mandate.steering]
reaches = { one = 2 }
[driver.reach]
wave = "one"
[gate.exit]
wave = "one"
criteria = ["consent >= 2"]
"#;

fn stands(plan: &str, id: &str) -> (Status, String) {
    let work = open(plan);
    let ix: ItemIx = work.plan().item_by_id(id).unwrap();
    let standing = &work.standings[ix.at()][0];
    (standing.status, standing.reasons.first().map_or(String::new(), |it| it.say(work.plan())))
}

fn gate_holds(plan: &str) -> bool {
    let work = open(plan);
    work.figures().verdict(GateIx::from(0), work.plan().as_of).now[0].holds
}

#[test]
fn a_level_past_its_date_is_done_only_where_the_gate_that_asks_for_it_holds() {
    let says = |status: Status, words: &str| (status, words.to_owned());
    let nobody = "2 was planned by now, and evidence says 1 in dk";
    assert_eq!(stands(PLAN, "consent"), says(Status::Unassessed, nobody));
    assert!(!gate_holds(PLAN));
    let seen = format!(
        "{PLAN}[[assessed]]\ncapability = \"consent\"\ndate = 2026-07-05\nlevel = 2\nunit = \"dk\"\n"
    );
    assert_eq!(stands(&seen, "consent"), says(Status::Done, ""));
    assert!(gate_holds(&seen));
    // With the second wave Sweden takes part, where it is at 0.
    let later = seen.replace("as-of = 2026-08-31", "as-of = 2027-01-15");
    let sweden = "2 was planned by now, and evidence says 0 in se";
    assert_eq!(stands(&later, "consent"), says(Status::Unassessed, sweden));
    let blank = PLAN.replace("maturity = { dk = 1, se = 0 }\n", "");
    let never = "2 was planned by now, and nobody has assessed it in dk";
    assert_eq!(stands(&blank, "consent"), says(Status::Unassessed, never));
}

#[test]
fn a_mandate_and_a_driver_past_their_date_are_done_by_evidence_alone() {
    let steering = |more: &str| {
        stands(&PLAN.replace("[mandate.steering]\n", &format!("[mandate.steering]\n{more}\n")), "steering")
    };
    let says = |words: &str| (Status::Unassessed, words.to_owned());
    assert_eq!(steering(""), says("2 was planned by now, and nobody has granted it"));
    assert_eq!(steering("granted = 2026-01-01").0, Status::Done);
    let expired = steering("granted = 2026-01-01\nuntil = 2026-07-31");
    assert_eq!(expired, (Status::AtRisk, "2 was planned by now, and it has expired".to_owned()));
    let later = steering("granted = 2026-10-01");
    assert_eq!(later, (Status::Late, "2 was planned by now, and it is granted only later".to_owned()));
    let reach = |more: &str| {
        stands(&PLAN.replace("[driver.reach]\n", &format!("[driver.reach]\n{more}\n")), "reach").0
    };
    assert_eq!(reach(""), Status::Unassessed);
    assert_eq!(reach("stage = \"implemented\""), Status::Done);
    assert_eq!(reach("stage = \"planned\""), Status::Late);
}

#[test]
fn the_screen_the_print_and_json_say_it_alike() {
    let files = folder(&[("plan.toml", PLAN)]);
    let show =
        |view: &str, format: &str| swell(files.path(), &["show", "plan.toml", view, "--format", format]);
    let board = show("board", "text").out;
    assert!(board.contains("    consent (consent) to 2, not assessed\n"), "{board}");
    assert!(board.contains("30 Jun 2026, 3 of 3 steps live, none assessed\n"), "{board}");
    let json = show("board", "json").json();
    assert_eq!(json["waves"][0]["operating_model"][0]["status"], "not assessed");
    let timeline = show("timeline", "json").json();
    assert!(
        timeline["steps"].as_array().unwrap().iter().all(|it| it["status"] == "not assessed"),
        "{timeline}"
    );
    let screen = |look| text(&buffer(&after(open(PLAN), look, "1", 140, 40)));
    assert!(screen(Look::default()).contains("◐ consent"), "{}", screen(Look::default()));
    assert!(screen(Look { ascii: true, ..Look::default() }).contains("o consent"));
}

/// Training is at 2 with the first wave and at 3 with the second; consent is at 3 only with the third, which training
/// at 3 needs. What is wrong with the later step is not wrong with the first.
#[test]
fn a_step_stands_by_its_own_needs_and_findings_and_not_by_those_of_a_later_one() {
    let plan = PLAN
        .replace("as-of = 2026-08-31", "as-of = 2026-03-01")
        .replace("[market.dk]", "[wave.three]\nstart = 2027-01-01\nend = 2027-06-30\n[market.dk]")
        .replace("reaches = { one = 2 }\n[mandate", "reaches = { one = 2, three = 3 }\n[mandate");
    let training = |needs: &str, reaches: &str| {
        let work = open(&format!("{plan}[capability.training]\nneeds = {needs}\nreaches = {reaches}\n"));
        let ix: ItemIx = work.plan().item_by_id("training").unwrap();
        let said = |it: &status::Standing| {
            let reasons: Vec<String> = it.reasons.iter().map(|it| it.say(work.plan())).collect();
            (it.status, reasons.join("; "))
        };
        work.standings[ix.at()].iter().map(said).collect::<Vec<_>>()
    };
    let late = training(r#"{ two = ["consent >= 3"] }"#, "{ one = 2, two = 3 }");
    // 31 December 2026 to 30 June 2027.
    assert_eq!(late[1], (Status::Late, "needs consent at 3, too late by 181 days".into()));
    assert!(late[0].0 != Status::Late && !late[0].1.contains("consent"), "{late:?}");
    // Steps go by level: the fall, which is an error, is in the wave of the lower one.
    let falls = training("[]", "{ one = 3, two = 2 }");
    assert_eq!(falls[0], (Status::Late, "1 error".into()));
    assert!(falls[1].0 != Status::Late && !falls[1].1.contains("error"), "{falls:?}");
    // Where both are the case, each is told once, and the error is the one that is not told of the need.
    let both = r#"needs = { two = ["consent >= 3"] }
reaches = { one = 3, two = 2 }"#;
    let work = open(&format!("{plan}[capability.training]\n{both}\n"));
    let screen = text(&buffer(&after(work, Look::default(), "/ training <enter>", 140, 40)));
    let told = |words: &str| screen.matches(words).count();
    assert!(told("falls from level 3") > 0 && told("training goes live on") <= 1, "{screen}");
}

/// What the check finds puts a step at risk on the screen, and so it does in print: the driver needs what no step
/// reaches, in time or at all.
#[test]
fn a_hard_need_that_is_waived_is_said_and_does_not_block() {
    let plan = PLAN
        .replace("as-of = 2026-08-31", "as-of = 2026-03-01")
        .replace("reaches = { one = 2 }\n[mandate", "reaches = { one = 2, two = 3 }\n[mandate")
        .replace("[driver.reach]\n", "[driver.reach]\nneeds = [\"consent >= 3\"]\n");
    // 30 June to 31 December.
    let late = "needs consent at 3, too late by 184 days";
    assert_eq!(stands(&plan, "reach"), (Status::Late, late.into()));
    // What the check finds besides is not what this is about.
    let plan = format!("{plan}[policy]\nallow = [\"value-incomplete\"]\n");
    let waiver = "[[waiver]]\nrule = \"need-after-use\"\non = \"reach\"\nreason = \"done by hand\"\nby = \"SC\"\nuntil = 2026-12-31\n";
    let waived = format!("{plan}{waiver}");
    let work = open(&waived);
    let ix = work.plan().item_by_id("reach").unwrap();
    let standing = &work.standings[ix.at()][0];
    assert!(!matches!(standing.status, Status::Late), "{standing:?}");
    let said: Vec<String> = standing.reasons.iter().map(|it| it.say(work.plan())).collect();
    assert!(said.contains(&format!("{late}, which is waived")), "{said:?}");
    let screen = text(&buffer(&after(open(&waived), Look::default(), "/ reach <enter> 3 p v", 140, 40)));
    assert!(screen.contains("planned too late, which is waived"), "{screen}");
    let expired = waived.replace("until = 2026-12-31", "until = 2026-02-01");
    assert_eq!(stands(&expired, "reach").0, Status::Late);
    for plan in [&plan, &waived] {
        let files = folder(&[("plan.toml", plan)]);
        let json = swell(files.path(), &["show", "plan.toml", "board", "--format", "json"]).json();
        let printed = &json["waves"][0]["strategy"][0]["status"];
        assert_eq!(printed.as_str(), Some(stands(plan, "reach").0.as_str()));
    }
    assert!(status::is_waived(work.plan(), work.plan().item(ix), status::Lateness::Days(184)));
}

/// Nothing of it was looked at, but for a KPI whose readings add up and one that is done or not.
const ASKED: &str = r#"[kpi.contracts]
measures = ["reach"]
unit = "deals"
better = "higher"
baseline = 0
counts = "window"
cadence = "quarter"
target = { one = 250 }
[kpi.signed]
measures = ["reach"]
better = "done"
baseline = 0
target = { one = true }
[gate.deals]
wave = "two"
criteria = ["kpi.contracts >= 900", "kpi.signed = 1"]
[[reading]]
kpi = "contracts"
date = 2026-06-30
value = 220
[[reading]]
kpi = "signed"
date = 2026-06-30
value = 0
"#;

#[test]
fn a_criterion_says_over_what_it_adds_up_and_what_is_done_or_not_is_told_as_yes_or_no() {
    let plan = format!("{PLAN}{ASKED}");
    let files = folder(&[("plan.toml", &plan)]);
    let show =
        |view: &str, format: &str| swell(files.path(), &["show", "plan.toml", view, "--format", format]);
    let leadership = show("leadership", "text").out;
    assert!(leadership.contains("contracts over 4 quarters ≥ 900 deals"), "{leadership}");
    let signed = leadership.lines().find(|line| line.contains("signed = yes")).unwrap();
    assert!(signed.contains("  no  ") && signed.ends_with("it is no"), "{signed}");
    let criteria = show("leadership", "json").json()["gates"]["deals"]["criteria"].clone();
    assert_eq!((&criteria[0]["added_up"], &criteria[1]["added_up"]), (&"over 4 quarters".into(), &().into()));
    let written = [&criteria[1]["value"], &criteria[1]["missing"]].map(|it| it.as_f64());
    assert_eq!(written, [Some(0.0), Some(1.0)], "as they are written");
    let kpis = show("kpis", "text").out;
    let row: Vec<&str> =
        kpis.lines().find(|line| line.starts_with("signed")).unwrap().split_whitespace().collect();
    assert_eq!(row[..4], ["signed", "all", "no", "no"], "name, market, baseline, reading: {kpis}");
    let screen = |keys| text(&buffer(&after(open(&plan), Look::default(), keys, 140, 40)));
    let gates = screen("7 v");
    assert!(
        gates.contains("contracts over 4 quarters ≥ 900 deals") && gates.contains("signed = yes"),
        "{gates}"
    );
}

/// By hand: without discount 12 months of 8.044 and of 9.066 million are that, and 1.022 lie between them.
#[test]
fn an_edit_says_where_its_differences_are_those_of_the_exact_figures() {
    let plan =
        PLAN.replace("[driver.reach]\nwave = \"one\"", "[driver.reach]\nwave = \"two\"\nvalue = 8_044_000");
    let files = folder(&[("plan.toml", &plan)]);
    let set = |value: &str| {
        swell(files.path(), &["set", "plan.toml", "driver.reach.value", value, "--dry-run"]).out
    };
    let note = "Differences are those of the exact figures; each figure is rounded by itself.";
    let told = set("9_066_000");
    assert!(told.contains("8.04 M") && told.contains("9.07 M") && told.contains(note), "{told}");
    assert!(!set("8_044_000").contains(note));
}
