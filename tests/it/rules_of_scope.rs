//! Rules about strategy, operating model and hygiene: what is easily got wrong in them.

use crate::rules::says;

#[test]
fn an_objective_that_only_an_unplanned_driver_serves_is_served_by_none() {
    let plan = |wave: &str| {
        format!(
            r#"[objective]
grow = {{ name = "Grow" }}
[driver]
later = {{ objective = "grow", wave = "{wave}" }}
reach = {{ objective = "grow", wave = "unplanned" }}
loose = {{ wave = "unplanned" }}"#
        )
    };
    assert_eq!(says("driver-without-objective", &plan("one")), [""; 0]);
    assert_eq!(says("driver-without-objective", &plan("unplanned")), [""; 0], "nothing is phased yet");
    let both = format!("{}\n[driver.now]\nwave = \"one\"", plan("unplanned"));
    assert_eq!(
        says("driver-without-objective", &both),
        ["driver `now` serves no objective", "no driver in any wave serves objective `grow`"]
    );
}

#[test]
fn a_driver_stands_on_what_another_driver_needs_but_not_on_a_wish() {
    let plan = |needs: &str| {
        format!(
            r#"[driver]
reach = {{ wave = "one", needs = ["crm"] }}
sales = {{ wave = "two", {needs} }}
[capability]
crm = {{ wave = "one" }}
[mandate]
chair = {{ wave = "one" }}"#
        )
    };
    assert_eq!(says("driver-without-need", &plan("needs = [\"reach\"]")), [""; 0]);
    let nothing = ["driver `sales` needs nothing"];
    assert_eq!(says("driver-without-need", &plan("prefers = [\"crm\"]")), nothing);
    let mandates = ["driver `sales` needs mandates alone, and no capability"];
    assert_eq!(says("driver-without-need", &plan("needs = [\"chair\"]")), mandates);
    assert_eq!(says("driver-without-need", "[driver]\nreach = { wave = \"one\" }"), [""; 0]);
}

#[test]
fn a_kpi_that_says_nothing_of_its_kind_may_lead() {
    let plan = |kpis: &str| {
        format!(
            r#"[driver]
reach = {{ wave = "one" }}
later = {{ wave = "unplanned" }}
[kpi]
sales = {{ measures = ["reach"], kind = "lagging" }}
{kpis}"#
        )
    };
    let lagging = ["driver `reach` is measured by lagging KPIs alone"];
    assert_eq!(says("driver-without-leading-kpi", &plan("")), lagging);
    assert_eq!(says("driver-without-leading-kpi", &plan("calls = { measures = [\"reach\"] }")), [""; 0]);
    let elsewhere = "calls = { kind = \"leading\", predicts = { kpi = \"sales\", after = 3 } }";
    assert_eq!(says("driver-without-leading-kpi", &plan(elsewhere)), [""; 0]);
    assert_eq!(says("driver-without-leading-kpi", &plan("calls = { kind = \"leading\" }")), lagging);
    assert_eq!(says("driver-without-kpi", &plan("")), [""; 0]);
}

#[test]
fn tenths_add_up_to_the_whole() {
    let brands = |last: &str| {
        let tenths: String = (0..9).map(|nth| format!("b{nth} = {{ share = 0.1 }}\n")).collect();
        format!("[brand]\n{tenths}last = {{ share = {last}, wave = \"unplanned\" }}")
    };
    assert_eq!(says("shares-exceed-whole", &brands("0.1")), [""; 0]);
    let over = ["the shares of all brands add up to 100.1 %, more than the whole"];
    assert_eq!(says("shares-exceed-whole", &brands("0.101")), over);
}

#[test]
fn what_is_preferred_asked_for_by_a_gate_or_part_of_a_needed_group_is_used() {
    let plan = |wave: &str| {
        format!(
            r#"[driver]
reach = {{ wave = "one", needs = ["data"], prefers = ["portal"] }}
later = {{ wave = "{wave}", needs = ["robots"] }}
[capability]
data = {{}}
consent = {{ part-of = "data", wave = "one" }}
portal = {{ wave = "one" }}
robots = {{ wave = "two" }}
own = {{ wave = "two", needs = ["own"] }}
helpers = {{ wave = "one" }}
[gate]
exit = {{ wave = "one", criteria = ["helpers >= 1"] }}"#
        )
    };
    let own = "nothing needs capability `own`";
    assert_eq!(says("capability-without-use", &plan("two")), [own]);
    let unplanned = "only what is unplanned needs capability `robots`";
    assert_eq!(says("capability-without-use", &plan("unplanned")), [own, unplanned]);
}

#[test]
fn only_what_is_needed_in_a_market_that_opens_must_be_known() {
    let plan = |crm: &str, record: &str| {
        format!(
            r#"[plan]
as-of = 2026-06-01
[wave.three]
name = "Three"
start = 2027-01-01
end = 2027-06-30
opens = {{ market = ["dk", "se"] }}
[market]
dk = {{ share = 0.5 }}
se = {{ share = 0.3 }}
us = {{ share = 0 }}
[driver]
reach = {{ wave = "one", needs = ["crm", "master"] }}
[capability]
crm = {{ {crm}wave = "one" }}
master = {{ maturity = {{ dk = 1, se = 1 }}, wave = "one" }}
portal = {{ wave = "one" }}
{record}"#
        )
    };
    let seen = |date: &str, unit: &str| {
        format!("[[assessed]]\ncapability = \"crm\"\nlevel = 1\ndate = {date}\n{unit}")
    };
    let never = ["`crm`, which `reach` needs, was never assessed"];
    let blind = |crm: &str, record: &str| says("blind-spot", &plan(crm, record));
    assert_eq!(blind("", ""), never);
    assert_eq!(blind("", &seen("2026-09-01", "")), never, "what lies ahead is not known");
    assert_eq!(blind("", &seen("2026-05-01", "")), [""; 0]);
    assert_eq!(blind("maturity = 1, ", ""), [""; 0]);
    let sweden = ["`crm`, which `reach` needs, was never assessed in `se`"];
    assert_eq!(blind("", &seen("2026-05-01", "unit = \"dk\"")), sweden);
    assert_eq!(blind("maturity = { se = 1 }, ", &seen("2026-05-01", "unit = \"dk\"")), [""; 0]);
}

#[test]
fn a_plan_that_assesses_nothing_by_unit_has_no_blind_spot() {
    let plan = r#"[driver]
reach = { wave = "one", needs = ["crm", "portal"] }
[capability]
crm = { maturity = 1, wave = "one" }
portal = { wave = "one" }"#;
    assert_eq!(says("blind-spot", plan), [""; 0]);
}

#[test]
fn a_level_falls_in_time_and_a_unit_ahead_of_it_does_not() {
    let falls = |crm: &str| {
        says("maturity-falls", &format!("[plan]\nunits = [\"a\", \"b\"]\n[capability]\ncrm = {crm}"))
    };
    let message = "`crm` falls from level 3 in `one` to 2 in `two`";
    assert_eq!(falls("{ reaches = { one = 3, two = 2 } }"), [message]);
    assert_eq!(falls("{ reaches = { one = 2, two = 2 } }"), ["`crm` stays at level 2 in `two`, as in `one`"]);
    assert_eq!(
        falls("{ maturity = 2, reaches = { one = 2 } }"),
        ["`crm` stays at level 2 in `one`, as today"]
    );
    assert_eq!(falls("{ maturity = { a = 3, b = 1 }, reaches = { one = 2 } }"), [""; 0]);
    assert_eq!(falls("{ maturity = { a = 3 }, reaches = { one = 2 } }"), [""; 0]);
    let below_all = "{ maturity = { a = 4, b = 3 }, reaches = { one = 2, two = 4 } }";
    assert_eq!(falls(below_all), ["`crm` falls from level 3 today to 2 in `one`"]);
}

#[test]
fn a_rise_counts_from_the_lowest_unit_that_was_assessed() {
    let leaps = |crm: &str| {
        says("maturity-leap", &format!("[plan]\nunits = [\"a\", \"b\"]\n[capability]\ncrm = {crm}"))
    };
    let lowest = "`crm` rises from level 0 in `b` to level 3 in `one`: 3 levels, at most 2 should";
    assert_eq!(leaps("{ maturity = { a = 2, b = 0 }, reaches = { one = 3 } }"), [lowest]);
    assert_eq!(leaps("{ maturity = { a = 2 }, reaches = { one = 3 } }"), [""; 0]);
    assert_eq!(leaps("{ reaches = { one = 5 } }"), [""; 0], "from nobody knows where");
    let next = "`crm` rises from level 1 to level 4 in `two`: 3 levels, at most 2 should";
    assert_eq!(leaps("{ reaches = { one = 1, two = 4 } }"), [next]);
}

#[test]
fn what_stands_already_supports_adoption_and_a_missing_layer_may() {
    let plan = |training: &str| {
        format!(
            r#"[wave.three]
name = "Three"
start = 2025-01-01
end = 2025-06-30
opens = {{ market = ["dk"] }}
[market]
dk = {{ share = 1 }}
[capability]
crm = {{ layer = "technological", reaches = {{ three = 1, two = 2 }} }}
segments = {{ layer = "commercial", wave = "three" }}
training = {{ {training} }}"#
        )
    };
    let late = ["`three` opens scope, but no transformational capability is there by then"];
    let unsupported = |training: &str| says("adoption-unsupported", &plan(training));
    assert_eq!(unsupported("layer = \"transformational\", wave = \"two\""), late);
    assert_eq!(unsupported("layer = \"transformational\", wave = \"three\""), [""; 0]);
    assert_eq!(unsupported("layer = \"transformational\", maturity = 2, wave = \"unplanned\""), [""; 0]);
    assert_eq!(unsupported("wave = \"three\""), [""; 0]);
    let alone = says("technology-alone", &plan("layer = \"transformational\", wave = \"two\""));
    assert!(!alone.iter().any(|message| message.contains("`three`")), "{alone:?}");
}

#[test]
fn a_market_that_is_opened_twice_goes_live_once() {
    let plan = |limit: &str| {
        format!(
            r#"[policy]
{limit}
[wave.three]
name = "Three"
start = 2027-01-01
end = 2027-06-30
opens = {{ market = ["us", "cn"] }}
[wave.four]
name = "Four"
start = 2027-07-01
end = 2027-12-31
opens = {{ market = ["us", "jp"] }}
[market]
us = {{ share = 0.5, archetype = "customized" }}
cn = {{ share = 0.3, archetype = "customized" }}
jp = {{ share = 0.2, archetype = "customized" }}"#
        )
    };
    let message = "`three` opens 2 customized markets, `us` and `cn`: at most 1 should";
    assert_eq!(says("customized-in-parallel", &plan("")), [message]);
    assert_eq!(says("customized-in-parallel", &plan("customized-in-parallel = 2")), [""; 0]);
    assert_eq!(says("customized-in-parallel", &plan("customized-in-parallel = 0")).len(), 2);
}

#[test]
fn a_trade_off_may_stay_open_until_the_first_wave_has_started() {
    let plan = |as_of: &str| {
        format!(
            "[plan]\nas-of = {as_of}\n[tradeoff]\nfunding = {{ axis = [\"a\", \"b\"] }}\ndecided = {{ position = 0 }}"
        )
    };
    assert_eq!(says("trade-off-undecided", &plan("2026-01-01")), [""; 0]);
    let message = "trade-off `funding` is undecided, though `one` started on 01 Jan 2026";
    assert_eq!(says("trade-off-undecided", &plan("2026-01-02")), [message]);
}

#[test]
fn an_exception_that_costs_nothing_has_its_price() {
    let plan = "[exception]\nfree = { cost = 0 }";
    assert_eq!(says("exception-without-price", plan), [""; 0]);
    assert_eq!(says("exception-without-end", plan), ["exception `free` has no end"]);
    assert_eq!(says("exception-without-approval", plan), ["exception `free` was approved by nobody"]);
}

#[test]
fn a_market_takes_what_is_new_to_it_once_it_is_open() {
    let plan = r#"[policy]
change-overload = 1
[wave.three]
name = "Three"
start = 2027-01-01
end = 2027-06-30
opens = { market = ["dk", "se"] }
[market]
dk = { share = 0.5 }
se = { share = 0.5 }
[capability]
a = { maturity = { dk = 2, se = 0 }, reaches = { one = 1, three = 2 } }
b = { reaches = { one = 1, three = 2 } }
c = { maturity = 3, reaches = { one = 1, three = 3 } }"#;
    let message = "`se` takes 2 new capability steps in `three`, at most 1 should";
    assert_eq!(says("change-overload", plan), [message]);
}

#[test]
fn an_item_is_overdue_until_a_decision_since_then_affects_it() {
    let plan = |record: &str| {
        format!(
            r#"[plan]
as-of = 2026-10-31
[driver]
reach = {{ wave = "one", stage = "planned" }}
running = {{ wave = "one", stage = "executing" }}
ahead = {{ wave = "two", stage = "idea" }}
[capability]
crm = {{ reaches = {{ one = 2, two = 3 }} }}
[mandate]
chair = {{ reaches = {{ one = 2 }} }}
{record}"#
        )
    };
    let assessed = |what: &str, date: &str| format!("[[assessed]]\n{what}\ndate = {date}\nlevel = 1\n");
    let decision = |date: &str| format!("[[decision]]\ndate = {date}\naffects = [\"reach\", \"crm\"]\n");
    let late = |record: &str| says("item-overdue", &plan(record));
    let reach = "`reach` was to be live by 30 Jun 2026, but is still at stage planned";
    let crm = "`crm` was to reach level 2 by 30 Jun 2026, but stood at 1 on 01 Sep 2026";
    let chair = "`chair` was to reach level 2 by 30 Jun 2026, but stood at 1 on 01 Sep 2026";
    assert_eq!(late(&assessed("capability = \"crm\"", "2026-06-29")), [reach], "seen before it was due");
    let seen =
        assessed("capability = \"crm\"", "2026-09-01") + &assessed("mandate = \"chair\"", "2026-09-01");
    assert_eq!(late(&seen), [reach, crm, chair]);
    assert_eq!(late(&(decision("2026-06-29") + &seen)), [reach, crm, chair]);
    assert_eq!(late(&(decision("2026-06-30") + &seen)), [chair]);
    assert_eq!(late(&(decision("2026-11-30") + &seen)), [reach, crm, chair], "not taken yet");
}

/// Norway opens with the first wave, and Sweden with the third, on 30 June 2027; Denmark never does. What was seen in
/// Sweden before counts from that day on, as it does in its level.
#[test]
fn a_market_is_not_overdue_before_it_takes_part() {
    let plan = |as_of: &str, level: u8| {
        format!(
            r#"[plan]
as-of = {as_of}
[wave.early]
name = "Early"
start = 2026-01-01
end = 2026-06-30
opens = {{ market = ["no"] }}
[wave.three]
name = "Three"
start = 2027-01-01
end = 2027-06-30
opens = {{ market = ["se"] }}
[market]
dk = {{ share = 0.5, wave = "unplanned" }}
no = {{ share = 0.1 }}
se = {{ share = 0.4, archetype = "adapted" }}
[capability]
crm = {{ reaches = {{ one = 2 }} }}
[[assessed]]
capability = "crm"
date = 2027-05-01
level = 1
unit = "dk"
[[assessed]]
capability = "crm"
date = 2027-05-01
level = {level}
unit = "se""#
        )
    };
    assert_eq!(says("item-overdue", &plan("2027-06-29", 0)), [""; 0]);
    let message = "`crm` was to reach level 2 by 30 Jun 2026, but stood at 0 in `se` on 01 May 2027";
    assert_eq!(says("item-overdue", &plan("2027-06-30", 0)), [message]);
    assert_eq!(says("item-overdue", &plan("2027-06-30", 2)), [""; 0], "Denmark takes no part");
}

#[test]
fn a_risk_that_is_accepted_has_a_response() {
    let plan = r#"[risk]
bare = {}
accepted = { owner = "IT", response = "Accepted" }"#;
    assert_eq!(says("risk-incomplete", plan), ["risk `bare` lacks its `owner` and `response`"]);
}
