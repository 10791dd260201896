//! Rules about what is claimed and what came of it: what is easily got wrong in them.

use crate::rules::says;

#[test]
fn an_estimate_has_its_ends_in_order_and_apart() {
    let plan = |value: &str| format!("[driver]\nreach = {{ wave = \"one\", value = {value} }}");
    let disordered = |value| says("estimate-disordered", &plan(value));
    assert_eq!(disordered("5"), [""; 0]);
    assert_eq!(disordered("{ low = 5, likely = 5, high = 6 }"), [""; 0]);
    assert_eq!(disordered("{ low = 7, likely = 5, high = 4 }").len(), 2);
    let alike = "the value of `reach` is 5 at its low, likely and high end alike";
    assert_eq!(disordered("{ low = 5, likely = 5, high = 5 }"), [alike]);
}

#[test]
fn a_driver_without_a_ramp_is_judged_once() {
    let plan = |as_of: &str, ramp: &str| {
        format!(
            "[plan]\nas-of = {as_of}\n[driver]\nreach = {{ wave = \"one\", value = 5000, owner = \"CFO\"{ramp} }}"
        )
    };
    let both = |as_of, ramp| {
        let plan = plan(as_of, ramp);
        (says("value-without-ramp", &plan).len(), says("value-incomplete", &plan).len())
    };
    assert_eq!(both("2026-01-01", ""), (1, 0));
    assert_eq!(both("2026-01-02", ""), (0, 1));
    assert_eq!(both("2026-01-02", ", ramp = { months = 6, shape = \"step\" }"), (1, 0));
    assert_eq!(both("2026-01-02", ", ramp = { months = 6 }"), (0, 0));
}

#[test]
fn what_is_unplanned_claims_nothing_of_its_pool() {
    let plan = |wave: &str| {
        format!(
            r#"[pool]
core = {{ cap = 10 }}
[driver]
a = {{ wave = "one", pool = "core", value = 6, confidence = 0.5 }}
b = {{ wave = "{wave}", pool = "core", value = 5, confidence = 0.5 }}"#
        )
    };
    assert_eq!(says("claim-exceeds-pool", &plan("unplanned")), [""; 0]);
    let message = "the drivers of `core` claim 11 a year before confidence, 1 more than its cap of 10";
    assert_eq!(says("claim-exceeds-pool", &plan("two")), [message]);
}

/// Of a base of 100, 40 and 50 are 40 % and 50 %: together 100 × (1 − 0.6 × 0.5) = 70, 10 more than a cap of 60.
#[test]
fn claims_on_a_base_overlap_and_none_is_more_than_all_of_it() {
    let plan = |pool: &str| {
        format!(
            r#"[pool]
core = {{ {pool} }}
[driver]
a = {{ wave = "one", pool = "core", value = 40 }}
b = {{ wave = "two", pool = "core", value = 50 }}"#
        )
    };
    let says = |pool: &str| says("claim-exceeds-pool", &plan(pool));
    assert_eq!(says("base = 100, cap = 70"), [""; 0]);
    assert_eq!(says("base = 100"), [""; 0]);
    let over = "the drivers of `core` claim 70 a year before confidence, 10 more than its cap of 60";
    assert_eq!(says("base = 100, cap = 60"), [over]);
    let all = "`b` claims 50 a year before confidence, 5 more than all of the base of `core`, which is 45";
    assert_eq!(says("base = 45"), [all]);
}

#[test]
fn a_pool_that_is_shared_holds_its_drivers_to_something() {
    let plan = |limit: &str, of_b: &str| {
        format!(
            r#"[pool]
core = {{ {limit} }}
[driver]
a = {{ wave = "one", pool = "core", value = 40 }}
b = {{ wave = "two"{of_b}, value = 50 }}"#
        )
    };
    let says = |limit: &str, of_b: &str| says("pool-without-limit", &plan(limit, of_b));
    let shared = ", pool = \"core\"";
    assert_eq!(says("", shared), ["2 drivers share the pool `core`, which holds them to nothing"]);
    assert_eq!(says("", ""), [""; 0], "there is nobody to share it with");
    assert_eq!([says("cap = 90", shared), says("base = 900", shared)], [[""; 0], [""; 0]]);
}

#[test]
fn cost_is_found_below_through_others_and_in_groups() {
    let plan = |data: &str| {
        format!(
            r#"[driver]
reach = {{ wave = "one", value = 5000, needs = ["journeys"] }}
[capability]
crm = {{ wave = "one", part-of = "data" }}
data = {{ {data} }}
journeys = {{ wave = "one", needs = ["crm"] }}
other = {{ wave = "one", cost = 5 }}"#
        )
    };
    let message = |claims: &str| {
        format!(
            "`reach` claims {claims} at full scope, before confidence, and neither it nor anything it needs costs anything"
        )
    };
    assert_eq!(says("value-without-cost", &plan("")), [message("5.00 k a year")]);
    let once = |value: &str| plan("").replace("value = 5000", value);
    let both = once("value = 5000, once = 200");
    assert_eq!(says("value-without-cost", &both), [message("5.00 k a year and 200 once")]);
    assert_eq!(says("value-without-cost", &once("once = 200")), [message("200 once")]);
    assert_eq!(says("value-without-cost", &plan("cost = { one = 5 }")), [""; 0]);
    assert_eq!(says("value-without-cost", &plan("effort = 2")), [""; 0]);
    assert_eq!(says("value-without-cost", &plan("").replace(", cost = 5", "")), [""; 0], "nothing costs");
}

#[test]
fn confidence_that_is_not_named_counts_in_full() {
    let plan = |driver: &str| format!("[driver]\nreach = {{ wave = \"two\", {driver} }}");
    let ahead = |driver| says("confidence-ahead-of-stage", &plan(driver));
    let message = "`reach` names no confidence, which counts as 100 %, and at stage idea at most 90 % holds";
    assert_eq!(ahead("stage = \"idea\", value = 5"), [message]);
    assert_eq!(ahead("stage = \"idea\""), [""; 0], "nothing is claimed");
    assert_eq!(ahead("value = 5"), [""; 0], "the plan names no stages");
    assert_eq!(ahead("stage = \"executing\", value = 5"), [""; 0]);
    assert_eq!(ahead("stage = \"planned\", value = 5, confidence = 0.9"), [""; 0]);
}

#[test]
fn value_may_come_in_the_period_of_go_live() {
    let plan = |live: &str, period: &str| {
        format!(
            r#"[plan]
as-of = 2026-12-31
[driver]
reach = {{ wave = "one"{live}, value = 5 }}
[[realized]]
driver = "reach"
period = "{period}"
value = 5"#
        )
    };
    let before = "`reach` realized 5 in 2026-Q2, but goes live only on 30 Jun 2026";
    assert_eq!(says("realized-before-live", &plan("", "2026-Q2")), [before]);
    assert_eq!(says("realized-before-live", &plan("", "2026")), [""; 0]);
    assert_eq!(says("realized-before-live", &plan(", live = 2026-04-30", "2026-Q2")), [""; 0]);
    let again = "\n[[realized]]\ndriver = \"reach\"\nperiod = \"2026-05\"\nvalue = 2";
    let both = "`reach` realized 7 in 2 periods from 2026-04 on, but goes live only on 30 Jun 2026";
    assert_eq!(says("realized-before-live", &(plan("", "2026-04") + again)), [both]);
    let never = plan("", "2026-Q4").replace("\"one\"", "\"unplanned\"");
    assert_eq!(says("realized-before-live", &never), ["`reach` realized 5 in 2026-Q4, but is unplanned"]);
}

#[test]
fn a_decision_from_before_the_evidence_answers_nothing() {
    let plan = |decided: &str, value: u32| {
        format!(
            r#"[plan]
as-of = 2026-12-31
horizon = 2027-12-31
[driver]
reach = {{ wave = "one", value = 12_000 }}
[[realized]]
driver = "reach"
period = "2026-Q3"
value = {value}
[[decision]]
date = {decided}
affects = ["reach"]"#
        )
    };
    let below = |decided, value| says("forecast-below-plan", &plan(decided, value));
    let message = "`reach` is forecast at 9.00 k, 50 % below its plan of 18.0 k, and no decision since 30 Sep 2026 names it";
    assert_eq!(below("2026-09-29", 1500), [message]);
    assert_eq!(below("2026-10-01", 1500), [""; 0]);
    assert_eq!(below("2026-09-29", 2700), [""; 0], "ten percent exactly");
}

/// Of a pool of 1,000 a year three drivers claim 2,000, nothing and less than nothing.
#[test]
fn what_claims_nothing_of_a_pool_is_not_told_among_the_claims() {
    let plan = "format = 1\n[plan]\ncurrency = \"EUR\"\nhorizon = 2027-12-31\nas-of = 2026-01-01\n[wave.one]\n\
        start = 2026-01-01\nend = 2026-06-30\n[pool.core]\ncap = 1_000\n[driver]\n\
        much = { wave = \"one\", value = 2_000, pool = \"core\" }\n\
        none = { wave = \"one\", value = 0, pool = \"core\" }\n\
        less = { wave = \"one\", value = -500, pool = \"core\" }\n";
    let here = crate::program::folder(&[("plan.toml", plan)]);
    let told = crate::program::swell(here.path(), &["check", "plan.toml"]).out;
    assert!(told.contains("`much` claims 2.00 k€"), "{told}");
    assert!(told.contains("`less` claims −500 €") && !told.contains("`none` claims"), "{told}");
}
