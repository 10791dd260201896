//! Rules about waves: what is easily got wrong in them.

use crate::rules::says;

#[test]
fn levels_that_build_on_each_other_in_turn_are_no_cycle() {
    let plan = |crm: &str| {
        format!(
            r#"[capability]
consent = {{ reaches = {{ one = 3, two = 4 }}, needs = {{ two = ["crm >= 2"] }} }}
crm = {{ reaches = {{ two = 2 }}, needs = ["consent >= {crm}"] }}"#
        )
    };
    assert_eq!(says("dependency-cycle", &plan("3")), [""; 0]);
    assert_eq!(says("dependency-cycle", &plan("4")), ["`consent` and `crm` need each other"]);
    let alone = "[capability]\ncrm = { wave = \"one\", needs = [\"crm\"] }";
    assert_eq!(says("dependency-cycle", alone), ["`crm` needs itself"]);
    let three = r#"[capability]
a = { wave = "one", needs = ["b"] }
b = { wave = "one", needs = ["c"] }
c = { wave = "one", needs = ["a"] }"#;
    let message = "`a` → `b` → `c` → `a`: 3 items need each other in a circle";
    assert_eq!(says("dependency-cycle", three), [message]);
}

#[test]
fn a_need_is_met_by_what_stands_today_or_goes_live_early() {
    let plan = |more: &str| {
        format!(
            r#"[driver]
reach = {{ wave = "one", needs = ["crm >= 2"] }}
[capability]
crm = {{ reaches = {{ two = 3 }}{more} }}"#
        )
    };
    assert_eq!(says("need-after-use", &plan("")).len(), 1);
    assert_eq!(says("need-after-use", &plan(", maturity = 2")), [""; 0]);
    assert_eq!(says("need-after-use", &plan(", live = 2026-06-30")), [""; 0]);
    assert_eq!(says("need-after-use", &plan(", live = 2026-07-01")).len(), 1);
}

#[test]
fn a_need_that_comes_too_late_is_one_fault_and_no_circle_of_waves() {
    let plan = |live: &str| {
        format!(
            r#"[capability]
crm = {{ wave = "one", needs = ["data"] }}
data = {{ wave = "two"{live} }}
desk = {{ wave = "two", needs = ["crm"] }}"#
        )
    };
    assert_eq!(says("need-after-use", &plan("")).len(), 1);
    assert_eq!(says("wave-cycle", &plan("")), [""; 0]);
    // Live in time, in a wave that stands on the one that needs it.
    let early = plan(", live = 2026-06-30");
    assert_eq!(says("need-after-use", &early), [""; 0]);
    assert_eq!(says("wave-cycle", &early).len(), 1);
}

#[test]
fn a_mandate_holds_until_the_last_wave_it_grows_in() {
    let plan =
        |until: &str| format!("[mandate]\nboard = {{ reaches = {{ one = 1, two = 2 }}, until = {until} }}");
    let message = "`board` ends on 30 Jun 2026, before `two` starts on 01 Jul 2026";
    assert_eq!(says("wave-dates", &plan("2026-06-30")), [message]);
    assert_eq!(says("wave-dates", &plan("2026-07-01")), [""; 0]);
    // Live on a day of its own, past its end: it gives nothing then. Seen in force since, it does.
    let late = |until: &str| plan(&format!("{until}, live = {{ two = 2027-02-28 }}"));
    let message = "`board` ends on 30 Jan 2027, before it reaches 2 on 28 Feb 2027";
    assert_eq!(says("wave-dates", &late("2027-01-30")), [message]);
    assert_eq!(says("wave-dates", &late("2027-02-28")), [""; 0]);
    let seen = "[[assessed]]\nmandate = \"board\"\ndate = 2027-02-01\nlevel = 1";
    assert_eq!(says("wave-dates", &format!("{}\n{seen}", late("2027-01-30"))), [""; 0]);
}

#[test]
fn what_is_never_built_is_told_from_what_is_a_group() {
    let plan = r#"[driver]
reach = { wave = "one", needs = ["data", "crm"] }
later = { wave = "unplanned", needs = ["crm"] }
[capability]
data = {}
consent = { part-of = "data", wave = "one" }
crm = { wave = "unplanned" }"#;
    let group = "`reach` needs `data`, a group that never goes live itself";
    let never = "`reach` needs `crm`, but no wave builds `crm`";
    assert_eq!(says("need-never-met", plan), [group, never]);
    assert_eq!(says("item-without-wave", plan), [""; 0]);
}

#[test]
fn a_bundle_that_is_named_from_both_ends_is_one_fault() {
    let plan = |second: &str| {
        format!(
            r#"[driver]
a = {{ wave = "one", together = ["b"] }}
b = {{ wave = "{second}", together = ["a"] }}"#
        )
    };
    assert_eq!(says("split-group", &plan("one")), [""; 0]);
    assert_eq!(says("split-group", &plan("two")).len(), 1);
    assert_eq!(
        says("split-group", &plan("unplanned")),
        ["`a` and `b` belong together, but `b` is unplanned"]
    );
}

#[test]
fn mandates_that_follow_on_each_other_leave_no_day_out() {
    let plan = |granted: &str, until: &str| {
        format!(
            r#"[mandate]
chair = {{ leadership = "executive", wave = "one", until = 2026-03-31 }}
successor = {{ leadership = "executive", wave = "one", granted = {granted}, until = {until} }}
office = {{ leadership = "transformation", wave = "one" }}"#
        )
    };
    assert_eq!(says("leadership-missing", &plan("2026-04-01", "2026-12-31")), [""; 0]);
    let gap = ["no executive leadership stands in `one` from 01 Apr 2026"];
    assert_eq!(says("leadership-missing", &plan("2026-05-01", "2026-12-31")), gap);
    let end = ["no executive leadership stands in `two` from 01 Nov 2026"];
    assert_eq!(says("leadership-missing", &plan("2026-04-01", "2026-10-31")), end);
    assert_eq!(says("wave-without-mandate", &plan("2026-05-01", "2026-10-31")), [""; 0]);
}

#[test]
fn a_wave_without_any_mandate_is_not_also_short_of_leadership() {
    let plan = r#"[mandate]
chair = { leadership = "executive", wave = "one", until = 2026-06-30 }
office = { leadership = "transformation", wave = "one", until = 2026-06-30 }"#;
    assert_eq!(says("leadership-missing", plan), [""; 0]);
    assert_eq!(says("wave-without-mandate", plan).len(), 1);
}

#[test]
fn a_mandate_that_is_reached_later_does_not_stand_yet() {
    let plan = r#"[mandate]
chair = { leadership = "executive", wave = "one" }
office = { theme = "change", wave = "two", granted = 2025-12-01 }"#;
    assert_eq!(says("leadership-missing", plan), ["no transformation leadership stands in `one`"]);
}

#[test]
fn thirds_of_a_month_fill_a_capacity_exactly() {
    let plan = |has: &str| {
        format!(
            r#"[wave.three]
name = "Three"
start = 2027-01-01
end = 2027-06-30
capacity = {has}
[capability]
a = {{ reaches = {{ one = 1, two = 2, three = 3 }}, effort = 1 }}
b = {{ reaches = {{ one = 1, two = 2, three = 3 }}, effort = 1 }}
c = {{ reaches = {{ one = 1, two = 2, three = 3 }}, effort = 1 }}"#
        )
    };
    assert_eq!(says("over-capacity", &plan("1")), [""; 0]);
    assert_eq!(says("over-capacity", &plan("0.9")), ["`three` takes 1 person-month and has 0.9"]);
}

#[test]
fn layers_are_inherited_and_stand_below_through_others() {
    let plan = |layer: &str| {
        format!(
            r#"[driver]
reach = {{ wave = "one", needs = ["journeys"] }}
[capability]
tools = {{ layer = "technological" }}
crm = {{ part-of = "tools", wave = "one", needs = ["training"] }}
journeys = {{ {layer}wave = "one", needs = ["crm"] }}
training = {{ layer = "transformational", wave = "one" }}"#
        )
    };
    assert_eq!(says("technology-alone", &plan("layer = \"commercial\", ")), [""; 0]);
    let both = "technological and transformational capabilities alone";
    let found = says("technology-alone", &plan("layer = \"technological\", "));
    assert_eq!(found, [format!("`reach` stands on {both}"), format!("`one` builds {both}")]);
    assert_eq!(says("technology-alone", &plan("")), [""; 0], "what has no layer cannot be judged");
}

#[test]
fn what_is_measured_as_done_needs_no_unit() {
    let plan = r#"[plan]
as-of = 2026-03-01
[capability]
crm = { wave = "one" }
later = { wave = "two" }
[kpi]
trained = { measures = ["crm"], better = "done" }
used = { measures = ["later"] }"#;
    let message =
        "`trained` lacks `target` and `owner`, though `one`, which moves `crm`, started on 01 Jan 2026";
    assert_eq!(says("kpi-incomplete", plan), [message]);
}

#[test]
fn value_that_comes_once_needs_no_ramp() {
    let plan = r#"[plan]
as-of = 2026-03-01
[driver]
a = { wave = "one", once = 1000, owner = "CFO" }
b = { wave = "one", value = 1000, owner = "CFO" }
c = { wave = "two" }"#;
    let message = "`b` lacks `ramp`, though its wave `one` started on 01 Jan 2026";
    assert_eq!(says("value-incomplete", plan), [message]);
}

#[test]
fn scope_that_opens_counts_as_strategy_and_as_return() {
    let plan = r#"[wave.three]
name = "Three"
start = 2027-01-01
end = 2027-06-30
budget = 100
opens = { market = ["se"] }
[market]
dk = { share = 0.5, wave = "unplanned" }
se = { share = 0.5 }
[driver]
reach = { wave = "one" }
[capability]
crm = { reaches = { one = 1, three = 2 } }
[mandate]
chair = { reaches = { one = 1, three = 2 } }"#;
    assert_eq!(says("one-sided-wave", plan), [""; 0]);
    assert_eq!(says("empty-wave", plan), ["nothing goes live in `two`"]);
    assert_eq!(says("wave-without-return", plan), [""; 0]);
    assert_eq!(says("scope-never-opened", plan), [""; 0]);
}
