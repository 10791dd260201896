//! A chance that hangs on what is overdue is one at most: what was seen short is there on the day after `as-of` at the
//! earliest, and nobody says that it will be.

use crate::program::{folder, swell, words};

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

/// What lies ahead of the same item comes after it, and so hangs on it too; what was seen at 2 hangs on nothing; nor does
/// what is in no run.
#[test]
fn what_holds_by_what_was_seen_or_in_no_run_is_certain() {
    let says = |plan: &str| {
        let folder = folder(&[("plan.toml", plan)]);
        words(&swell(folder.path(), &["simulate", "plan.toml"]).out)
    };
    let ahead = PLAN.replace("reaches = { one = 2 }", "reaches = { one = 2, two = 3 }");
    let said = says(&ahead);
    assert!(said.contains("Go 05 Jul 2027 at most 100 % boss >= 2 (at most 100 %)"), "{said}");
    let seen = ahead.replace("level = 1", "level = 2");
    let said = says(&seen);
    assert!(said.contains("Go 05 Jul 2027 100 % boss >= 2 (100 %)"), "{said}");
    assert!(!said.contains("Hangs on"), "{said}");
    let high = PLAN.replace(r#"["boss >= 2", "c >= 2"]"#, r#"["c >= 3"]"#);
    assert!(says(&high).contains("Go 05 Jul 2027 0 % c >= 3 (0 %)"), "{}", says(&high));
}

/// By hand: of `tool`, due with the second wave, 2 needs 2 of the data, which is overdue. Nobody has said that this will be
/// there, and so nobody can say that the tool is, nor what needs the tool. The price needs neither; `low` needs what was
/// seen of the data. Reach needs both that are overdue; its value, and all value, NPV and the month in which 50,000 are
/// paid back hang on them, the second wave on both and on nothing else. Of the price alone nothing does.
#[test]
fn what_needs_what_is_overdue_is_as_uncertain() {
    let more = r#"
[capability.tool]
name = "Tool"
layer = "commercial"
reaches = { two = 2 }
needs = ["c >= 2"]
cost = 50_000
[capability.site]
name = "Site"
layer = "commercial"
reaches = { two = 2 }
needs = ["tool >= 2"]
[capability.price]
name = "Price"
layer = "commercial"
reaches = { two = 2 }
[capability.low]
name = "Low"
layer = "commercial"
reaches = { two = 2 }
needs = ["c >= 1"]
[gate.tool]
name = "Far"
wave = "two"
date = 2027-07-06
criteria = ["price >= 2", "site >= 2"]
[gate.price]
name = "Free"
wave = "two"
date = 2027-07-07
criteria = ["price >= 2", "low >= 2"]
[gate.money]
name = "Paid"
wave = "two"
date = 2028-07-07
criteria = ["realized.a >= 10_000"]
"#;
    let folder = folder(&[("plan.toml", &*format!("{PLAN}{more}"))]);
    let told = swell(folder.path(), &["simulate", "plan.toml", "--format", "json"]).json();
    let on = |pointer: &str| {
        let on = told.pointer(pointer).unwrap();
        (!on.is_null()).then(|| {
            (on["item"].as_str().unwrap().to_owned(), on["level"].as_u64(), on["more"].as_u64().unwrap())
        })
    };
    let data = |more: u64| Some(("c".to_owned(), Some(2), more));
    assert_eq!([on("/gates/tool/hangs_on"), on("/gates/tool/criteria/1/hangs_on")], [data(0), data(0)]);
    assert_eq!([on("/gates/tool/criteria/0/hangs_on"), on("/gates/price/hangs_on")], [None, None]);
    assert!(told["gates"]["tool"]["at_most"] == true && told["gates"]["price"]["at_most"] == false);
    assert!(told["gates"]["price"]["chance"]["certain"] == true, "{told}");
    assert!(told["gates"]["tool"]["chance"]["certain"] == false, "{told}");
    assert_eq!(on("/gates/money/hangs_on"), data(1));
    assert_eq!(
        [on("/hangs_on"), on("/waves/two/value_hangs_on"), on("/waves/two/end_hangs_on")],
        [data(1), data(1), data(1)]
    );
    assert_eq!([on("/waves/one/value_hangs_on"), on("/waves/one/end_hangs_on")], [None, data(1)]);
    assert!(told["value_at_most"] == true && told["npv_at_most"] == true, "{told}");
    let late = |wave: &str| {
        let wave = &told["waves"][wave];
        (wave["late"]["certain"].as_bool().unwrap(), wave["late_at_least"].as_bool().unwrap())
    };
    // The first is late in each run, whenever it is there.
    assert_eq!([late("one"), late("two")], [(true, false), (false, true)]);
    let said = words(&swell(folder.path(), &["simulate", "plan.toml"]).out);
    for row in [
        "Far 06 Jul 2027 at most 100 % site >= 2 (at most 100 %) 0 of 2",
        "Free 07 Jul 2027 100 % price >= 2 (100 %) 0 of 2",
        "at most 100 % chance of at least that, at most 100 % chance of no loss",
        "Two 30 Jun 2027 30 Jun 2027 30 Jun 2027 30 Jun 2027 at least 0 % no budget",
        "Hangs on what is overdue On Value, NPV and payback Data at 2 and 1 more Value of Two Data at 2 and 1 more",
        "End of Two Data at 2 and 1 more Gate Go Data at 2 and 1 more Gate Far Data at 2",
    ] {
        assert!(said.contains(row), "{row}: {said}");
    }
    for (name, begins, hangs) in [
        (
            "chance-of-gate.tool.2",
            " = at most 100 %",
            "At most so much: it hangs on what is overdue, Data at 2.",
        ),
        (
            "chance-of-gate.money.1",
            " = at most 100 %",
            "At most so much: it hangs on what is overdue, Data at 2 and 1 more.",
        ),
        (
            "chance-of-late.two",
            " = at least 0 %",
            "At least so much: it hangs on what is overdue, Data at 2 and 1 more.",
        ),
        ("end-even.two", " = 30 Jun 2027", "No sooner: it hangs on what is overdue, Data at 2 and 1 more."),
        ("chance-of-no-loss", " = at most 100 %", "It hangs on what is overdue, Data at 2 and 1 more."),
        ("value-even", " = ", "It hangs on what is overdue, Data at 2 and 1 more."),
    ] {
        let said = words(&swell(folder.path(), &["explain", "plan.toml", name]).out);
        assert!(said.starts_with(&format!("{name}{begins}")), "{said}");
        assert!(said.contains(hangs) && !said.contains("certain"), "{hangs}: {said}");
    }
    // What was seen of what it hangs on stands on the page of what asks for something else.
    let said = words(&swell(folder.path(), &["explain", "plan.toml", "chance-of-gate.tool.2"]).out);
    assert!(said.contains("Data, assessed on 10 Apr 2026 1 assessed[c 2026-04-10].level = 1"), "{said}");
    assert!(said.contains("Data at 2, overdue, taken as live on 01 Jan 2027"), "{said}");
    let said = words(&swell(folder.path(), &["explain", "plan.toml", "chance-of-gate.price"]).out);
    assert!(said.starts_with("chance-of-gate.price = 100 %") && !said.contains("overdue"), "{said}");
}

/// A name that is private is told to nobody: not by what hangs on it.
#[test]
fn what_is_overdue_and_private_is_not_named() {
    let plan = PLAN.replace("name = \"Data\"", "name = \"Data\"\nprivate = true");
    let folder = folder(&[("plan.toml", &*plan)]);
    for command in [&["simulate", "plan.toml"][..], &["explain", "plan.toml", "chance-of-no-loss"]] {
        let said = swell(folder.path(), command).out;
        assert!(said.contains("overdue") && !said.contains("Data"), "{said}");
    }
}

/// At 1 at most it is as long as nobody has done what was due: the one is no more certain than the other.
#[test]
fn of_what_holds_only_while_something_is_overdue_nobody_can_tell() {
    let plan = PLAN
        .replace("\"boss >= 2\", \"c >= 2\"", "\"c <= 1\", \"c <= 2\"")
        .replace("needs = [\"c <= 1\", \"c <= 2\"]", "");
    let folder = folder(&[("plan.toml", &plan)]);
    let says = |command: &[&str]| words(&swell(folder.path(), command).out);
    for (figure, value) in
        [("chance-of-gate.g.1", "n/a"), ("chance-of-gate.g.2", "100 %"), ("gate-ahead.g.1", "n/a")]
    {
        let page = says(&["explain", "plan.toml", figure]);
        assert!(page.starts_with(&format!("{figure} = {value} ")), "{page}");
        let why = page.to_lowercase().contains("nobody can tell: it hangs on what is overdue");
        assert_eq!(why, value == "n/a", "{page}");
    }
    let told = says(&["simulate", "plan.toml"]);
    assert!(told.contains("1 of 2"), "{told}");
}

/// By hand: 1,000 € a month are lost from the month after `as-of` on, once what was due in June is there: by the end of
/// March 3,000. Without it nothing is lost, so that neither bound is certain; 500,000 is lost in no case.
const LOSS: &str = r#"format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-12-31
[wave]
one = { start = 2026-01-01, end = 2026-06-30 }
two = { start = 2026-07-01, end = 2027-06-30 }
[capability.late]
name = "Late"
layer = "commercial"
reaches = { one = 1 }
[driver.loss]
name = "Loss"
wave = "one"
needs = ["late >= 1"]
value = -12_000
ramp = { months = 1, shape = "step" }
[gate.g]
wave = "two"
date = 2027-03-31
criteria = ["realized.loss >= -2_000", "realized.loss <= -1", "realized.loss >= -500_000"]
[[assessed]]
capability = "late"
date = 2026-10-31
level = 0
"#;

#[test]
fn of_money_that_hangs_on_what_is_overdue_nobody_can_tell_which_way_round_it_is_asked() {
    let folder = folder(&[("plan.toml", LOSS)]);
    let says = |command: &[&str]| words(&swell(folder.path(), command).out);
    let nobody = "nobody can tell: it hangs on what is overdue";
    for (figure, value) in [
        ("gate-ahead.g.1", "n/a"),
        ("gate-ahead.g.2", "n/a"),
        ("gate-ahead.g.3", "yes"),
        ("asked-ahead.g.1", "n/a"),
        ("asked-ahead.g.3", "n/a"),
        ("chance-of-gate.g.1", "n/a"),
        ("chance-of-gate.g.3", "100 %"),
    ] {
        let page = says(&["explain", "plan.toml", figure]);
        assert!(page.starts_with(&format!("{figure} = {value} ")), "{page}");
        if value == "n/a" {
            assert!(page.to_lowercase().contains(nobody), "{page}");
            assert!(page.contains("Loss waits for Late 0 level.late"), "{page}");
        }
    }
    // What holds only once it is there is so likely at most.
    let page = says(&["explain", "plan.toml", "chance-of-gate.g.2"]);
    assert!(page.starts_with("chance-of-gate.g.2 = at most 100 %"), "{page}");
    let told = says(&["show", "plan.toml", "leadership"]);
    assert!(told.contains(&format!("≥ −2 k€ unknown {nobody}")), "{told}");
    assert!(told.contains(&format!("≤ −1 € unknown {nobody}")), "{told}");
    assert!(told.contains("≥ −500 k€ unknown holds"), "{told}");
}

/// Boss stands at 1 and was to be at 2: that it is at 1 at least on the day is known, and of 2 nobody can tell.
#[test]
fn the_slide_of_a_gate_says_of_how_many_criteria_nobody_can_tell() {
    let folder = folder(&[("plan.toml", &*PLAN.replace("\"c >= 2\"]\n[[", "\"boss >= 1\"]\n[["))]);
    let said = words(&swell(folder.path(), &["present", "plan.toml", "--plain"]).out);
    assert!(
        said.contains("1/2 criteria met · 05 Jul 2027 · by plan 1 of 2 then, of 1 nobody can tell"),
        "{said}"
    );
}
