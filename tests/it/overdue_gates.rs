//! A chance that hangs on what is overdue is one at most: what was seen short is there on the day after `as-of` at the
//! earliest, and nobody says that it will be.

use crate::program::{folder, swell};

/// Both were due at 2 by the end of March and seen at 1 in April. Nothing ahead is to raise them, and a gate of July of the
/// next year asks for 2.
const PLAN: &str = r#"format = 1
[plan]
name = "Short"
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-12-31
[wave.one]
name = "One"
start = 2026-01-01
end = 2026-03-31
[wave.two]
name = "Two"
start = 2026-04-01
end = 2027-06-30
[driver.a]
name = "Reach"
wave = "two"
value = 100_000
needs = ["boss >= 2", "c >= 2"]
[capability.c]
name = "Data"
layer = "technological"
reaches = { one = 2 }
[mandate.boss]
name = "Boss"
leadership = "executive"
granted = 2026-01-01
reaches = { one = 2 }
[gate.g]
name = "Go"
wave = "two"
date = 2027-07-05
criteria = ["boss >= 2", "c >= 2"]
[[assessed]]
mandate = "boss"
date = 2026-04-10
level = 1
[[assessed]]
capability = "c"
date = 2026-04-10
level = 1
"#;

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_gate_that_hangs_on_what_is_overdue_is_likely_at_most() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let says = |command: &[&str]| words(&swell(folder.path(), command).out);
    let said = says(&["simulate", "plan.toml"]);
    assert!(said.contains("Go 05 Jul 2027 at most 100 % boss >= 2 (at most 100 %) 0 of 2"), "{said}");
    let gate = &swell(folder.path(), &["simulate", "plan.toml", "--format", "json"]).json()["gates"]["g"];
    assert!(gate["at_most"] == true && gate["chance"]["certain"] == false, "{gate}");
    assert!(gate["criteria"][1]["at_most"] == true, "{gate}");
    let gate = says(&["explain", "plan.toml", "chance-of-gate.g"]);
    assert!(gate.starts_with("chance-of-gate.g = at most 100 %"), "{gate}");
    assert!(gate.contains("hangs on what is overdue") && !gate.contains("certain"), "{gate}");
    for (name, title, record) in
        [("chance-of-gate.g.1", "Boss", "boss 2026-04-10"), ("chance-of-gate.g.2", "Data", "c 2026-04-10")]
    {
        let said = says(&["explain", "plan.toml", name]);
        assert!(said.starts_with(&format!("{name} = at most 100 %")), "{said}");
        assert!(
            said.contains(&format!("{title}, assessed on 10 Apr 2026 1 assessed[{record}].level = 1")),
            "{said}"
        );
        assert!(said.contains(&format!("{title} at 2, overdue, taken as live on 01 Jan 2027")), "{said}");
        assert!(!said.contains("certain"), "{said}");
    }
    // So the level by plan, which stays at 1 as long as nothing ahead raises it, is no other answer.
    assert!(says(&["show", "plan.toml", "capabilities"]).contains("Data 1 2* 1 2 1"));
}

/// What lies ahead raises it anyhow: then nothing hangs on what is overdue; nor does what is in no run.
#[test]
fn what_holds_without_it_or_in_no_run_is_certain() {
    let says = |plan: &str| {
        let folder = folder(&[("plan.toml", plan)]);
        words(&swell(folder.path(), &["simulate", "plan.toml"]).out)
    };
    let ahead = PLAN.replace("reaches = { one = 2 }", "reaches = { one = 2, two = 3 }");
    let said = says(&ahead);
    assert!(said.contains("Go 05 Jul 2027 100 % boss >= 2 (100 %)"), "{said}");
    let high = PLAN.replace(r#"["boss >= 2", "c >= 2"]"#, r#"["c >= 3"]"#);
    assert!(says(&high).contains("Go 05 Jul 2027 0 % c >= 3 (0 %)"), "{}", says(&high));
}
