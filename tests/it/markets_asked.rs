//! A market is asked how it stands from the end of the wave that opens it. What all come to, how that stands and what a
//! gate makes of it are of those that are asked.

use groundswell::tui::after;
use groundswell::tui::theme::Look;

use crate::driven::{drawn, open};
use crate::program::{folder, swell};

/// Norway opens at the end of June and Finland at that of the year; no wave opens Iceland.
const HEAD: &str = r#"format = 1
[plan]
name = "Due"
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-10-31
[wave.one]
name = "One"
start = 2026-01-01
end = 2026-06-30
opens = { market = ["no"] }
[wave.two]
name = "Two"
start = 2026-07-01
end = 2026-12-31
opens = { market = ["fi"] }
[market.no]
name = "Norway"
share = 0.5
[market.fi]
name = "Finland"
share = 0.3
[market.ice]
name = "Iceland"
share = 0.1
[driver.a]
name = "Reach"
wave = "one"
value = 100_000
[kpi.signed]
name = "Signed"
measures = ["a"]
better = "done"
cadence = "quarter"
rollup = "share"
target = { one = true }
[kpi.hi]
name = "Contacts"
measures = ["a"]
better = "higher"
baseline = 0
cadence = "month"
rollup = "mean"
target = { one = 50, two = 100 }
[gate.g]
name = "Go"
wave = "one"
date = 2026-07-10
criteria = ["kpi.signed = 1", "kpi.hi >= 40"]
"#;

/// What the KPIs read, on the last day of June and of each month after it: Norway has signed, the others have not; Norway
/// has 60 contacts, Finland 10 and Iceland 5.
fn plan() -> String {
    let mut text = HEAD.to_owned();
    let mut read = |kpi: &str, market: &str, date: &str, value: u8| {
        text +=
            &format!("[[reading]]\nkpi = \"{kpi}\"\nmarket = \"{market}\"\ndate = {date}\nvalue = {value}\n");
    };
    for date in ["2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31"] {
        for (market, value) in [("no", 60), ("fi", 10), ("ice", 5)] {
            read("hi", market, date, value);
        }
    }
    for date in ["2026-06-30", "2026-09-30"] {
        read("signed", "no", date, 1);
        read("signed", "fi", date, 0);
    }
    text
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// By hand: Norway alone is asked, was asked in June and in September, and said yes twice.
#[test]
fn what_all_have_done_is_what_those_have_that_are_asked() {
    let folder = folder(&[("plan.toml", &plan())]);
    let says = |command: &[&str]| words(&swell(folder.path(), command).out);
    let said = says(&["show", "plan.toml", "kpis"]);
    assert!(said.contains("Signed all yes 30 Sep 2026 31 yes 100 % green"), "{said}");
    assert!(said.contains("Finland no 30 Sep 2026 31 yes n/a grey, not due"), "{said}");
    let said = says(&["show", "plan.toml", "leadership"]);
    assert!(said.contains("Go Signed = yes yes yes"), "the criterion holds: {said}");
    let said = says(&["explain", "plan.toml", "gate.g.1"]);
    assert!(said.contains("gate.g.1 = yes"), "{said}");
    let said = says(&["explain", "plan.toml", "kpi.signed"]);
    assert!(said.contains("kpi.signed = yes") && !said.contains("in Finland"), "{said}");
    let kpi =
        &swell(folder.path(), &["show", "plan.toml", "kpis", "--format", "json"]).json()["kpis"]["signed"];
    assert!(kpi["reading"] == 1 && kpi["attainment"].as_f64() == Some(1.0), "{kpi}");
    let screen = words(&drawn(&after(open(&plan()), Look::default(), "4", 140, 40)));
    assert!(!screen.contains("Signed – yes no"), "{screen}");
}

/// By hand: from 0 over 50 at the end of June to 100 at that of the year, 123 of 184 days on: 83.42 are planned for 31
/// October, of which Norway's 60 are 72 %. Finland's 10 are no 12 % of that as long as it is not open, and hold no mean back.
#[test]
fn a_market_that_is_not_open_yet_holds_nobody_back() {
    let folder = folder(&[("plan.toml", &plan())]);
    let says = |command: &[&str]| words(&swell(folder.path(), command).out);
    let said = says(&["show", "plan.toml", "kpis"]);
    assert!(said.contains("Contacts all 0 60 31 Oct 2026 0 ~83.42 −23.42 72 % red"), "{said}");
    assert!(said.contains("Finland 0 10 31 Oct 2026 0 ~83.42 −73.42 n/a grey, not due"), "{said}");
    assert!(said.contains("Iceland 0 5 31 Oct 2026 0 ~83.42 −78.42 n/a grey, not due"), "{said}");
    assert!(
        !said.contains("Periods that have ended"),
        "Norway was read in each month since it is open: {said}"
    );
    let said = says(&["explain", "plan.toml", "status.hi.fi"]);
    assert!(said.contains("status.hi.fi = grey") && said.contains("not open yet"), "{said}");
    let said = says(&["explain", "plan.toml", "kpi.hi"]);
    assert!(said.contains("kpi.hi = 60") && !said.contains("in Finland"), "{said}");
    let said = says(&["show", "plan.toml", "leadership"]);
    assert!(said.contains("Go Contacts ≥ 40 60 yes"), "{said}");
    // A gate of the time before any of them is open asks about all that there is.
    let before = plan()
        .replace("2026-10-31\n[wave.one]", "2026-06-29\n[wave.one]")
        .replace("2026-06-30\nvalue", "2026-06-29\nvalue");
    let folder = crate::program::folder(&[("plan.toml", &before)]);
    let said = words(&swell(folder.path(), &["show", "plan.toml", "kpis"]).out);
    assert!(said.contains("Contacts all 0 25 29 Jun 2026"), "75 of three: {said}");
}

/// By hand: of a baseline of 90 Norway has 50, since 0.5 of the 0.9 that are opened are its own, Finland 30 and Iceland 10. The
/// Faroe Islands, which no wave opens, begin with none of it. Norway has come 90 − 50 of 150 − 50, which are 40 %.
#[test]
fn a_market_of_a_sum_begins_with_its_part_of_the_baseline() {
    let plan = r#"format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-06-30
[wave.one]
name = "One"
start = 2026-01-01
end = 2026-06-30
opens = { market = ["no", "fi", "ice"] }
[market.no]
name = "Norway"
share = 0.5
[market.fi]
name = "Finland"
share = 0.3
[market.ice]
name = "Iceland"
share = 0.1
[market.far]
name = "Faroe"
share = 0.1
[driver.a]
wave = "one"
value = 100_000
[kpi.orders]
name = "Orders"
measures = ["a"]
better = "higher"
baseline = 90
rollup = "sum"
target = { one = 200 }
local = { no = { one = 150 } }
[kpi.cum]
name = "Signed"
measures = ["a"]
better = "higher"
counts = "cumulative"
cadence = "quarter"
baseline = 90
rollup = "sum"
target = { one = 100 }
[[reading]]
kpi = "orders"
date = 2026-06-30
market = "no"
value = 90
[[reading]]
kpi = "cum"
date = 2026-06-30
market = "no"
value = 5
[[reading]]
kpi = "cum"
date = 2026-06-30
market = "fi"
value = 4
[[reading]]
kpi = "cum"
date = 2026-06-30
market = "ice"
value = 1
"#;
    let folder = folder(&[("plan.toml", plan)]);
    let says = |command: &[&str]| words(&swell(folder.path(), command).out);
    let said = says(&["show", "plan.toml", "kpis"]);
    assert!(said.contains("Orders all 90 90 "), "{said}");
    assert!(said.contains("Norway 50 90 30 Jun 2026 0 150 −60 40 % red"), "{said}");
    assert!(said.contains("Signed all 90 100 30 Jun 2026 0 100 0 100 % green"), "{said}");
    for row in ["Finland 30 34 ", "Iceland 10 11 ", "Norway 50 55 "] {
        assert!(said.contains(row), "55 + 34 + 11 are the 100 of all: {row}: {said}");
    }
    let kpis = &swell(folder.path(), &["show", "plan.toml", "kpis", "--format", "json"]).json()["kpis"];
    assert_eq!(kpis["orders"]["baseline"].as_f64(), Some(90.0));
    assert_eq!(kpis["orders"]["markets"]["no"]["baseline"].as_f64(), Some(50.0));
    let said = says(&["explain", "plan.toml", "attainment.orders.no"]);
    assert!(said.contains("(90 − 50) ÷ (150 − 50) = 40 %"), "{said}");
}

/// By hand: 8,999.6 of 10,000 are 89.996 %, and below 90 %.
#[test]
fn a_share_shows_the_digit_that_decides_wherever_it_is_explained() {
    let plan = r#"format = 1
[plan]
start = 2026-01-01
as-of = 2026-12-31
[wave.one]
start = 2026-01-01
end = 2026-03-31
[driver.d]
wave = "one"
value = 1
[kpi.a]
measures = ["d"]
better = "higher"
baseline = 0
target = { one = 10_000 }
[[reading]]
kpi = "a"
date = 2026-12-31
value = 8_999.6
"#;
    let folder = folder(&[("plan.toml", plan)]);
    let says = |name: &str| words(&swell(folder.path(), &["explain", "plan.toml", name]).out);
    let said = says("attainment.a");
    assert!(said.contains("attainment.a = 89.996 %"), "{said}");
    assert!(said.contains("(8,999.6 − 0) ÷ (10,000 − 0) = 89.996 %"), "{said}");
    let said = says("status.a");
    assert!(said.contains("status.a = amber") && said.contains("attainment 89.996 % attainment.a"), "{said}");
    assert!(!said.contains("90 % attainment.a"), "{said}");
}
