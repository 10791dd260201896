//! Each kind of thing but items has its ids for itself: what several of them are called is told by no name that may be
//! another's, and what a name holds besides letters stays what it is.

use crate::diff::repository;
use crate::driven::{drawn, open, press};
use crate::program::{folder, swell, write};
use groundswell::tui::after;
use groundswell::tui::theme::Look;

/// A wave, a capability, a KPI and a gate of one id; the wave costs more than it may.
const PLAN: &str = r#"format = 1
[plan]
name = "Same ids"
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-11-15
[wave.crm]
name = "Wave Alpha"
start = 2026-01-05
end = 2026-12-31
budget = 1000
[wave.scale]
name = "Wave Beta"
start = 2027-01-01
end = 2027-06-30
[capability.crm]
name = "Capability CRM"
layer = "technological"
reaches = { crm = 2, scale = 3 }
cost = { crm = 5000 }
[capability.quoted]
name = "Cap `likely` quo`te"
layer = "commercial"
reaches = { scale = 3 }
[driver.value]
name = "Driver Value"
wave = "crm"
needs = ["crm >= 2"]
value = 2000
[gate.crm]
name = "Gate crm"
wave = "crm"
criteria = ["spent.crm <= 3000"]
[kpi.crm]
name = "KPI Crm"
measures = ["value"]
better = "higher"
"#;

#[test]
fn a_finding_is_told_by_the_names_of_what_it_is_about() {
    let mut model = after(open(PLAN), Look::default(), "8", 140, 40);
    let over = model.work.findings.iter().position(|it| it.finding.rule == "over-budget").unwrap();
    assert!(model.work.findings[over].finding.message.contains("`crm` costs 5.00 k€"));
    press(&mut model, "/ over-budget <enter>");
    let screen = drawn(&model);
    // The wave costs more than it may, and the capability of its id is what costs so much.
    assert!(screen.contains("“Wave Alpha” costs 5.00 k€"), "{screen}");
    assert!(screen.contains("“Capability CRM” costs 5.00 k€"), "{screen}");
    assert!(screen.contains("“Wave Beta” moves"), "{screen}");
}

#[test]
fn a_diff_tells_records_and_criteria_by_what_they_are_of_and_findings_with_their_places() {
    let here = repository(&[("plan.toml", PLAN)]);
    let more = "[[spent]]\nwave = \"crm\"\nperiod = \"2026-Q1\"\nvalue = 500\n";
    let now = PLAN
        .replace("spent.crm <= 3000", "spent.crm <= 4000")
        .replace("quoted]\nname = \"Cap `likely` quo`te\"\nlayer = \"commercial\"\nreaches = { scale = 3 }", "quoted]\nname = \"Cap `likely` quo`te\"\nlayer = \"commercial\"\nreaches = { crm = 1, scale = 3 }\nneeds = [\"crm >= 3\"]");
    write(here.path(), "plan.toml", &format!("{now}{more}"));
    let told = |format: &str| {
        let ran = swell(here.path(), &["diff", "--format", format, "plan.toml"]);
        assert!(ran.err.is_empty(), "{}", ran.err);
        ran.out
    };
    let text = told("text");
    assert!(text.contains("new spending of wave Wave Alpha"), "{text}");
    assert!(text.contains("spent of Wave Alpha <= 4000") && !text.contains("spent of Capability"), "{text}");
    let markdown = told("markdown");
    let row = markdown.lines().find(|row| row.contains("need-after-use")).unwrap();
    // Backquotes of a name are letters, and only ids and places are code.
    assert!(row.contains("Cap &#39;likely&#39;") || row.contains("Cap 'likely'"), "{row}");
    assert!(row.contains("(<code>plan.toml&#58;") || row.contains("(<code>plan.toml:"), "{row}");
}

/// A wave without a name is there all the same: what is spent of it is not told as spent of the capability of its id.
#[test]
fn what_has_no_name_is_told_by_no_other() {
    let plan = PLAN.replace("[wave.crm]\nname = \"Wave Alpha\"\n", "[wave.crm]\n");
    assert_ne!(plan, PLAN);
    let here = repository(&[("plan.toml", &plan)]);
    write(here.path(), "plan.toml", &plan.replace("spent.crm <= 3000", "spent.crm <= 4000"));
    let text = swell(here.path(), &["diff", "plan.toml"]).out;
    assert!(text.contains("spent.crm <= 4000") && !text.contains("spent of Capability"), "{text}");
}

/// The plan holds preferences as needs: what comes a wave too late is an error, and makes its step late.
#[test]
fn a_preference_that_the_plan_denies_makes_its_step_late() {
    let plan = PLAN.replace(
        "reaches = { scale = 3 }\n",
        "reaches = { crm = 1, scale = 3 }\nprefers = [\"crm >= 3\"]\n[policy]\ndeny = [\"preference-out-of-order\"]\n",
    );
    let here = folder(&[("plan.toml", &plan)]);
    let board = swell(here.path(), &["show", "plan.toml", "board"]).out;
    let row = board.lines().find(|row| row.contains("quo`te") && row.contains("to 1")).unwrap_or(&board);
    assert!(row.contains("late or blocked"), "{board}");
}

#[test]
fn what_a_plan_has_nothing_of_is_explained_as_that() {
    let here = folder(&[("plan.toml", &PLAN.replace("wave = \"crm\"\nneeds", "needs"))]);
    let ran = swell(here.path(), &["explain", "plan.toml", "plan.next-benefit"]);
    assert!(ran.code != 0 && ran.err.contains("no driver is still to be live"), "{}{}", ran.out, ran.err);
}
