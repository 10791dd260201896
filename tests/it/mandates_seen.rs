//! A mandate counts at a gate as a capability does: by what was seen of it, whatever was planned since.

use crate::program::{folder, swell, words};

/// Both are to be at 1 by the end of June and at 3 by that of the year. Both were seen at 1 in July, and nobody has looked
/// since.
const PLAN: &str = r#"format = 1
[plan]
name = "Seen"
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2027-02-15
[wave.one]
name = "One"
start = 2026-01-01
end = 2026-06-30
[wave.two]
name = "Two"
start = 2026-07-01
end = 2026-12-31
[driver.a]
name = "Reach"
wave = "two"
value = 100_000
needs = ["boss >= 3"]
[capability.c]
name = "Data"
layer = "technological"
reaches = { one = 1, two = 3 }
[mandate.boss]
name = "Boss"
leadership = "executive"
granted = 2026-01-01
reaches = { one = 1, two = 3 }
[gate.g]
name = "Go"
wave = "two"
date = 2027-02-10
criteria = ["boss >= 3", "c >= 3"]
[[assessed]]
mandate = "boss"
date = 2026-07-15
level = 1
[[assessed]]
capability = "c"
date = 2026-07-15
level = 1
"#;

/// Granted or not, by what is known neither holds: a mandate reads as the capability does, in each place.
#[test]
fn a_step_since_it_was_seen_is_no_evidence_of_a_mandate() {
    // Before anybody had looked a grant says what it is.
    for (plan, first) in [(PLAN.to_owned(), "1"), (PLAN.replace("granted = 2026-01-01\n", ""), "1*")] {
        let folder = folder(&[("plan.toml", &plan)]);
        let says = |command: &[&str]| words(&swell(folder.path(), command).out);
        let said = says(&["show", "plan.toml", "leadership"]);
        assert!(said.contains("Go 10 Feb 2027 0 of 2 open"), "{said}");
        assert!(said.contains("Go Boss ≥ 3 1 no 2 levels short; 3 planned, not assessed"), "{said}");
        assert!(said.contains("Go Data ≥ 3 1 no 2 levels short; 3 planned, not assessed"), "{said}");
        assert!(said.contains(&format!("Boss {first} 3*")), "strength at the ends of the waves: {said}");
        for criterion in ["gate.g.1", "gate.g.2"] {
            let said = says(&["explain", "plan.toml", criterion]);
            assert!(said.contains(&format!("{criterion} = no")), "{said}");
            assert!(said.contains("(assessed on 15 Jul 2026) 1 assessed["), "{said}");
        }
        let said = says(&["simulate", "plan.toml"]);
        assert!(said.contains("Go 15 Feb 2027 0 % boss >= 3 (0 %)"), "{said}");
        assert!(!said.contains("100 % boss"), "{said}");
    }
}

/// What was decided "go" with nothing seen is ahead of its evidence.
#[test]
fn a_gate_that_went_on_what_is_planned_of_a_mandate_is_ahead_of_its_evidence() {
    let plan = PLAN.replace(r#"["boss >= 3", "c >= 3"]"#, r#"["boss >= 3"]"#);
    let plan = format!("{plan}[[decision]]\ndate = 2027-02-10\ngate = \"g\"\noutcome = \"go\"\nby = \"x\"\n");
    let folder = folder(&[("plan.toml", &plan)]);
    let said = swell(folder.path(), &["check", "plan.toml"]).out;
    assert!(said.contains("error[gate-ahead-of-evidence]"), "{said}");
}

/// Seen at 1 on 20 October 2026, and planned to be at 2 by the end of March: until somebody looks it is at 1.
#[test]
fn the_say_over_affiliate_budgets_is_what_was_seen_of_it() {
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/plans/omnichannel");
    let folder = folder(&[]);
    let said = swell(folder.path(), &["show", plan, "leadership", "--as-of", "2027-04-15"]).out;
    let said = words(&said);
    assert!(said.contains("Engage exit Say over affiliate budgets ≥ 2 1 no"), "{said}");
    assert!(said.contains("Say over affiliate budgets - 2* 3* 4*"), "{said}");
    assert!(said.contains("Engage exit 06 Apr 2027 1 of 6 open"), "{said}");
}
