//! What others are told of gates: what was decided, by how many criteria, and nothing that is private of either.

use crate::driven::{PLAN, drawn, open, press};
use crate::program::{folder, swell, words};
use groundswell::tui::after;
use groundswell::tui::theme::Look;

const DECIDED: &str = "[[decision]]\ndate = 2026-10-05\ngate = \"pilot-exit\"\noutcome = \"conditions\"\n";

fn with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(PLAN.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    })
}

fn slide(plan: &str, keys: &str) -> String {
    words(&drawn(&after(open(plan), Look::default(), keys, 80, 24)))
}

#[test]
fn a_decision_in_private_tells_neither_its_outcome_nor_its_day() {
    let private = DECIDED.replace("2026-10-05", "2026-10-06") + "private = true\n";
    let asked = "[[present]]\nview = \"gate\"\nitem = \"pilot-exit\"\n\n[[reading]]";
    let plan = with(&[(DECIDED, &private), ("[[reading]]", asked)]);
    let folder = folder(&[("plan.toml", &plan)]);
    let told = |command: &[&str]| swell(folder.path(), command).out;
    let tells = |text: &str| ["conditions", "06 Oct 2026", "2026-10-06"].iter().any(|it| text.contains(it));
    for command in [
        &["present", "plan.toml", "--plain"][..],
        &["show", "plan.toml", "leadership"],
        &["show", "plan.toml", "leadership", "--format", "json"],
    ] {
        let text = told(command);
        assert!(!tells(&text), "{text}");
        assert!(text.contains("Go to the whole town?"), "{text}");
    }
    let slides = told(&["present", "plan.toml", "--plain"]);
    // Nor is it said that nobody decided.
    assert!(slides.contains("05 Oct 2026 · decided: private"), "{slides}");
    assert!(!slides.contains("overdue"), "{slides}");
    let open = ["show", "plan.toml", "leadership", "--include-private"];
    assert!(tells(&told(&open)), "{}", told(&open));
}

/// Of the three criteria the money holds, the helpers are at 1 of 2, and of the KPI nothing is told.
#[test]
fn no_count_of_criteria_tells_how_the_private_ones_stand() {
    let plan = with(&[("[kpi.online]", "[kpi.online]\nprivate = true")]);
    let folder = folder(&[("plan.toml", &plan)]);
    let text = words(&swell(folder.path(), &["show", "plan.toml", "leadership"]).out);
    assert!(text.contains("Go to the whole town? 05 Oct 2026 1 of 2 told conditions 05 Oct 2026"), "{text}");
    let json = swell(folder.path(), &["show", "plan.toml", "leadership", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let gate = &json["gates"]["pilot-exit"];
    assert!(gate["outcome"] == "conditions" && gate["met"].is_null() && gate["met_then"].is_null(), "{gate}");
    // What is captured before a room says no more.
    let form = slide(&plan, "P 3 c g");
    assert!(!form.contains("of 3"), "{form}");
}

#[test]
fn a_gate_that_said_hold_or_stop_is_on_the_slides() {
    for outcome in ["hold", "stop"] {
        let plan = with(&[("outcome = \"conditions\"", &format!("outcome = \"{outcome}\""))]);
        let told = format!("✗ Gate: Go to the whole town? {outcome}, decided 05 Oct 2026");
        let (first, late, gate) = (slide(&plan, "P 1"), slide(&plan, "P 2"), slide(&plan, "P 3"));
        assert!(first.contains(&told), "{first}");
        assert!(late.contains(&told) && late.contains("1 gate on hold or stopped"), "{late}");
        // One that is on hold is asked again.
        assert_eq!(gate.contains(&format!("decided: {outcome}")), outcome == "hold", "{gate}");
        let next = slide(&plan, if outcome == "hold" { "P 4" } else { "P 3" });
        assert!(next.contains("Hand over to the line?") && !next.contains("decided:"), "{next}");
    }
}

#[test]
fn what_is_decided_on_the_wall_is_on_a_slide() {
    let mut model = after(open(PLAN), Look::default(), "P c d", 80, 24);
    press(&mut model, "Helpers <f2> <end>");
    let last = words(&drawn(&model));
    assert!(last.contains("Decided today") && last.contains("✓ Helpers decided today"), "{last}");
    // Without its decision the gate is due; the slide that it is decided on goes on telling of it.
    let text = PLAN.split("[[decision]]").next().unwrap_or_default();
    let mut model = after(open(text), Look::default(), "P 3 c g", 80, 24);
    press(&mut model, "hold <f2>");
    let gate = words(&drawn(&model));
    assert!(gate.contains("Gate: Go to the whole town?") && gate.contains("decided: hold"), "{gate}");
    press(&mut model, "<end>");
    let last = words(&drawn(&model));
    assert!(last.contains("✗ Gate: Go to the whole town? decided today: hold"), "{last}");
}

#[test]
fn each_gate_that_is_due_has_a_slide_and_is_due_today_on_its_day() {
    let text = PLAN.split("[[decision]]").next().unwrap_or_default();
    let text = text.replace("as-of = 2026-11-15", "as-of = 2027-06-30");
    let slides = ["P 3", "P 4"].map(|keys| slide(&text, keys));
    assert!(slides[0].contains("Gate: Go to the whole town?"), "{}", slides[0]);
    assert!(slides[1].contains("Gate: Hand over to the line?"), "{}", slides[1]);
    assert!(slides[1].contains("30 Jun 2027 · due today"), "{}", slides[1]);
    let last = slide(&text, "P <end>");
    assert!(last.contains("Go to the whole town? no outcome since 05 Oct 2026"), "{last}");
    assert!(last.contains("Hand over to the line? due today"), "{last}");
}

#[test]
fn the_form_of_an_outcome_says_no_evidence_where_the_view_does() {
    let seen = "[[assessed]]\ncapability = \"helpers\"\ndate = 2026-10-10\nlevel = 1\n";
    let text = with(&[(seen, ""), ("\nmaturity = 0\n", "\n")]);
    let text = text.split("[[decision]]").next().unwrap_or_default();
    let form = drawn(&after(open(text), Look::default(), "7 c g", 100, 30));
    assert!(form.contains("○ Helpers in the hall ≥ 2 · no evidence"), "{form}");
    assert!(form.contains("✗ Cases filed online ≥ 25 %"), "{form}");
}

#[test]
fn a_slide_of_a_view_that_nobody_knows_is_left_out() {
    let asked = "[[present]]\nview = \"board\"\n[[present]]\nview = \"value\"\n[[present]]\nview = \"boards\"\n\
                 ask = \"Go on?\"\n\n[[reading]]";
    let folder = folder(&[("plan.toml", &with(&[("[[reading]]", asked)]))]);
    let slides = swell(folder.path(), &["present", "plan.toml", "--plain"]).out;
    let titles: Vec<&str> = slides.lines().filter(|line| line.starts_with("Slide ")).collect();
    assert!(titles.iter().all(|title| !title.trim_end().ends_with(':')), "{titles:?}");
    assert!(titles.iter().any(|title| title.ends_with(": To decide")), "{titles:?}");
}

/// The CRM was to be there at the end of June, when the gate is; two months later it comes too late for it. A gate of the
/// end of September has time enough.
#[test]
fn a_what_if_names_the_gates_that_can_no_longer_be_passed_as_a_slip_does() {
    let plan = "format = 1\n[plan]\ncurrency = \"EUR\"\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-02-01\n\
                [wave]\none = { start = 2026-01-01, end = 2026-09-30 }\n[capability.crm]\nname = \"CRM\"\n\
                maturity = 0\nreaches = { one = 2 }\nlive = 2026-06-30\n\
                [gate]\nearly = { name = \"Early, or not\", date = 2026-06-30, criteria = [\"crm >= 2\"] }\n\
                later = { name = \"Later\", date = 2026-09-30, criteria = [\"crm >= 2\"] }\n";
    let slipped = "scenario = 1\nname = \"A\"\n[[change]]\nslip = \"capability.crm\"\nby = \"2 months\"\n";
    let folder = folder(&[("plan.toml", plan), ("slip.toml", slipped)]);
    let told = words(&swell(folder.path(), &["show", "plan.toml", "whatif", "--with", "slip.toml"]).out);
    let lost = "gate “Early, or not” can no longer be passed on its date";
    assert!(told.contains(&format!("Worse: {lost}")), "{told}");
    let slip = words(&swell(folder.path(), &["slip", "plan.toml", "crm", "2m"]).out);
    assert!(slip.contains("“Early, or not” can no longer be passed on its date"), "{slip}");
}

const ON_RECORD: &str = r#"[[decision]]
date = 2026-10-07
by = "Council"
name = "Who pays the helpers?"
note = "The town does."

[[decision]]
date = 2026-10-08
name = "CANARY of a decision"
private = true

[[action]]
date = 2026-10-07
what = "Hire two helpers"
due = 2026-10-31

[[action]]
date = 2026-10-07
what = "Print the forms"
due = 2026-10-20
done = 2026-10-19

[[action]]
date = 2026-10-07
what = "CANARY of an action"
private = true

[[reading]]"#;

/// What view 7 lists is printed too: the newest decision first, what is still to be done before what is done.
#[test]
fn decisions_and_actions_are_printed() {
    let folder = folder(&[("plan.toml", &with(&[("[[reading]]", ON_RECORD)]))]);
    let told =
        |more: &[&str]| swell(folder.path(), &[&["show", "plan.toml", "leadership"], more].concat()).out;
    let text = words(&told(&[]));
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
    assert!(
        at("07 Oct 2026") < at("05 Oct 2026 Go to the whole town? conditions Council"),
        "the newest first: {text}"
    );
    at("Who pays the helpers? The town does.");
    assert!(at("31 Oct 2026 late nobody Hire two helpers") < at("20 Oct 2026 done nobody Print the forms"));
    let json: serde_json::Value = serde_json::from_str(&told(&["--format", "json"])).unwrap();
    let decided = json["decisions"].as_array().unwrap();
    assert_eq!((decided.len(), &decided[0]["by"]), (2, &"Council".into()), "{json}");
    assert_eq!((&decided[1]["gate"], &decided[1]["outcome"]), (&"pilot-exit".into(), &"conditions".into()));
    let state = |nth: usize| json["actions"][nth]["state"].as_str();
    assert_eq!([state(0), state(1), state(2)], [Some("late"), Some("done"), None], "{json}");
    for format in ["text", "json"] {
        assert!(!told(&["--format", format]).contains("CANARY"), "{format}");
    }
    // By the day that is looked at nothing of this was on record.
    assert!(!told(&["--at", "2026-10-06"]).contains("Who pays"));
}

/// The gate of 30 September was decided on 5 October: that is the day of the outcome.
#[test]
fn the_board_tells_the_day_of_a_decision() {
    let screen = drawn(&after(open(PLAN), Look::default(), "1", 140, 40));
    assert!(screen.contains("05 Oct 26 conditions"), "{screen}");
}

/// Days and outcomes of gates are in print as they are on the timeline.
#[test]
fn the_timeline_is_printed_with_what_was_decided() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let told = |more: &[&str]| swell(folder.path(), &[&["show", "plan.toml", "timeline"], more].concat()).out;
    let text = words(&told(&[]));
    assert!(text.contains("conditions, 05 Oct 2026"), "{text}");
    assert!(text.contains("30 Jun 2027 to come"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&told(&["--format", "json"])).unwrap();
    let gate = json["gates"].as_array().unwrap().iter().find(|it| it["id"] == "pilot-exit").unwrap();
    assert_eq!((&gate["outcome"], &gate["decided"]), (&"conditions".into(), &"2026-10-05".into()), "{json}");
}
