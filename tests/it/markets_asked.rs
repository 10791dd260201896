//! A market is asked how it stands from the end of the wave that opens it. What all come to, how that stands and what a
//! gate makes of it are of those that are asked.

use groundswell::tui::after;
use groundswell::tui::theme::Look;

use crate::driven::{drawn, open};
use crate::program::{folder, swell, words};

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

/// The same with a gate on 31 January 2027, when Finland is open too.
fn with_a_gate_to_come() -> String {
    let gate = "[gate.k]\nname = \"Kay\"\nwave = \"two\"\ndate = 2027-01-31\ncriteria = [\"kpi.signed = 1\", \"kpi.hi >= 50\"]\n";
    plan().replacen("[[reading]]", &format!("{gate}[[reading]]"), 1)
}

/// By hand: Norway and Finland are asked at the end of the year and in January: (60 + 10) ÷ 2 = 35 contacts, as in each
/// month before, of which 100 are planned; 65 in the 61 days from 31 October, which are 2.004 months, are 32.4 a month.
/// Finland has not signed. What is read today is Norway's all the same.
#[test]
fn on_a_day_to_come_those_are_asked_that_are_open_then() {
    let folder = folder(&[("plan.toml", &with_a_gate_to_come())]);
    let says = |command: &[&str]| words(&swell(folder.path(), command).out);
    let explains = |name: &str| says(&["explain", "plan.toml", name]);
    let said = says(&["show", "plan.toml", "kpis"]);
    assert!(said.contains("Contacts all 0 60 31 Oct 2026 0 ~83.42 −23.42 72 % red"), "{said}");
    let forecast = "stands still, needs to rise 32.4; with Finland, which joins on 31 Dec 2026";
    assert!(said.contains("Contacts all 35 100 no") && said.contains(forecast), "{said}");
    let said = explains("kpi-forecast.hi");
    assert!(said.contains("kpi-forecast.hi = 35") && said.contains("35 kpi.hi@2026-12-31"), "{said}");
    assert!(explains("kpi.hi@2027-01-31").contains("kpi.hi@2027-01-31 = 35"));
    assert!(explains("kpi-line.hi@2027-01-31").contains("kpi-line.hi@2027-01-31 = 35"));
    for name in ["gate.k.1", "gate.k.1@2027-01-31", "kpi.signed@2027-01-31"] {
        assert!(explains(name).contains(&format!("{name} = no")), "{name}: {}", explains(name));
    }
    let said = explains("gate.k.2");
    assert!(said.contains("15 short; with Finland, which joins on 31 Dec 2026"), "{said}");
    let said = says(&["show", "plan.toml", "leadership"]);
    assert!(said.contains("Kay Signed = yes no no it is no; with Finland"), "{said}");
    assert!(said.contains("Kay Contacts ≥ 50 35 no 15 short; with Finland"), "{said}");
    // What has passed is as it was: in October, Norway alone was asked.
    assert!(explains("kpi.hi@2026-10-31").contains("kpi.hi@2026-10-31 = 60"));
    let trend = &swell(folder.path(), &["show", "plan.toml", "kpis", "--format", "json"]).json()["kpis"]["hi"]
        ["trend"];
    assert_eq!(trend.as_array().and_then(|it| it.last()?.as_f64()), Some(60.0));
    let screen = words(&drawn(&after(open(&with_a_gate_to_come()), Look::default(), "4", 140, 40)));
    assert!(
        screen.contains("goes on to 35 of 100 planned by 31 Dec 2026, not enough; with Finland"),
        "{screen}"
    );
}

/// By hand, as above: Finland has not signed, and nobody can tell whether it will have; each run is drawn around the 35 of
/// both.
#[test]
fn a_simulation_asks_those_that_are_open_on_the_day_of_the_gate() {
    let folder = folder(&[("plan.toml", &with_a_gate_to_come())]);
    let told = swell(folder.path(), &["simulate", "plan.toml", "--format", "json"]).json();
    let criteria = &told["gates"]["k"]["criteria"];
    let [signed, contacts] = [&criteria[0], &criteria[1]];
    assert!(signed["chance"].is_null(), "{signed}");
    assert_eq!(signed["of_whom"], "with Finland, which joins on 31 Dec 2026", "{signed}");
    assert_eq!(contacts["drawn"]["expected"].as_f64(), Some(35.0), "{contacts}");
    assert_eq!(contacts["of_whom"], "with Finland, which joins on 31 Dec 2026");
    let said = words(&swell(folder.path(), &["simulate", "plan.toml"]).out);
    assert!(said.contains("Contacts 31 Jan 2027 with Finland, which joins on 31 Dec 2026"), "{said}");
}

/// By hand: Finland rises by 10 a month from 10 and Norway stands at 60, which is 35, 40, 45, 50 and 55 for both. Of the
/// ten slopes a day the two in the middle are 20 in 123 days and 15 in 92; 61 days are left.
#[test]
fn the_slope_of_a_day_to_come_is_of_those_that_are_asked_then() {
    let mut text = plan();
    for (nth, date) in
        ["2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31"].iter().enumerate()
    {
        let read = |value: usize| format!("market = \"fi\"\ndate = {date}\nvalue = {value}\n");
        text = text.replacen(&read(10), &read(10 + 10 * nth), 1);
    }
    let folder = folder(&[("plan.toml", &text)]);
    let kpi = &swell(folder.path(), &["show", "plan.toml", "kpis", "--format", "json"]).json()["kpis"]["hi"];
    let a_day = f64::midpoint(20.0 / 123.0, 15.0 / 92.0);
    let value = kpi["forecast"]["value"].as_f64().unwrap_or_default();
    assert!((value - (55.0 + 61.0 * a_day)).abs() < 1e-9, "{kpi}");
    let slope = kpi["slope"]["a_month"].as_f64().unwrap_or_default();
    assert!((slope - a_day * 365.25 / 12.0).abs() < 1e-9, "{kpi}");
    assert_eq!(kpi["forecast"]["joins"][0]["market"], "fi");
    assert_eq!(kpi["forecast"]["joins"][0]["read"], true);
    // The readings before the last have no page: on their day, Norway alone was asked.
    let said = words(&swell(folder.path(), &["explain", "plan.toml", "slope.hi"]).out);
    assert!(said.contains("read on 31 Oct 2026 55 kpi.hi@2026-12-31"), "{said}");
    assert!(said.contains("read on 30 Sep 2026 50 read on 31 Oct 2026"), "{said}");
    // Of a whole that is its worst market it is the worst of those: Iceland, which has fewest, is never asked.
    let worst = plan().replace("rollup = \"mean\"", "rollup = \"worst\"");
    let folder = crate::program::folder(&[("plan.toml", &worst)]);
    let said = words(&swell(folder.path(), &["show", "plan.toml", "kpis"]).out);
    assert!(
        said.contains("Contacts all 0 60 31 Oct 2026") && said.contains("Contacts all 10 100 no"),
        "{said}"
    );
}

/// By hand: Norway alone has 60 of the 83.42 contacts that are planned, 71.93 %; so orders come to 71.93 % of their 200 two
/// months later, when Finland is asked as well.
#[test]
fn a_prediction_is_of_those_that_are_asked_today_and_says_who_joins() {
    let led = "[kpi.orders]\nname = \"Orders\"\nmeasures = [\"a\"]\nbetter = \"higher\"\nbaseline = 0\ntarget = { two = 200 }\n";
    let leads = "predicts = { kpi = \"orders\", after = 2 }\n[gate.g]";
    let folder = folder(&[(
        "plan.toml",
        &plan().replacen(
            "[gate.g]",
            &format!("{leads}\n").replacen("[gate.g]", &format!("{led}[gate.g]"), 1),
            1,
        ),
    )]);
    let said = words(&swell(folder.path(), &["explain", "plan.toml", "prediction.hi"]).out);
    assert!(said.contains("prediction.hi = 143.8"), "{said}");
    assert!(said.contains("Without Finland, which joins on 31 Dec 2026."), "{said}");
    let told = swell(folder.path(), &["show", "plan.toml", "kpis", "--format", "json"]).json();
    let joins = serde_json::json!([{ "market": "fi", "date": "2026-12-31", "read": true }]);
    assert_eq!(told["kpis"]["hi"]["predicts"]["joins"], joins, "{told}");
    assert_eq!(told["kpis"]["hi"]["predicts"]["date"], "2026-12-31");
}

/// By hand: of 20 to 70 Norway has 60 and Finland 10 in each month. The 35 that they come to are within it, and Finland is not.
#[test]
fn in_the_table_of_a_band_that_each_market_is_held_to_the_whole_is_off_nothing() {
    let held = plan()
        .replace("better = \"higher\"\nbaseline = 0\n", "better = \"within\"\n")
        .replace("target = { one = 50, two = 100 }", "target = { one = [20, 70], two = [20, 70] }")
        .replace("opens = { market = [\"no\"] }", "opens = { market = [\"no\", \"fi\"] }")
        .replace("opens = { market = [\"fi\"] }\n", "");
    let screen = words(&drawn(&after(open(&held), Look::default(), "4T", 140, 40)));
    assert!(screen.contains("Oct 2026 35 20–70 by market"), "{screen}");
    assert!(screen.contains("Dec 2026 – 20–70 – 35"), "{screen}");
}

/// By hand: nobody has read anything of Finland, and the 60 that go on are Norway's: they are enough for the gate.
#[test]
fn a_market_that_joins_and_was_never_read_is_said_to_be_missing() {
    let text = with_a_gate_to_come();
    let (head, readings) = text.split_at(text.find("[[reading]]").unwrap_or_default());
    let of_others: String = readings
        .split_inclusive("\n[[reading]]")
        .filter(|reading| !reading.contains("market = \"fi\""))
        .collect();
    let folder = folder(&[("plan.toml", &format!("{head}{}", of_others.trim_end_matches("[[reading]]")))]);
    let says = |command: &[&str]| words(&swell(folder.path(), command).out);
    let without = "without Finland, which joins on 31 Dec 2026 and was never read";
    let said = says(&["show", "plan.toml", "kpis"]);
    assert!(said.contains("Contacts all 60 100 no"), "{said}");
    assert!(said.contains(&format!("stands still, needs to rise 20; {without}")), "{said}");
    let said = says(&["show", "plan.toml", "leadership"]);
    assert!(said.contains(&format!("Kay Contacts ≥ 50 60 yes {without}")), "{said}");
    let said = says(&["explain", "plan.toml", "gate.k.2"]);
    assert!(said.contains("gate.k.2 = yes") && said.contains(&without.replacen('w', "W", 1)), "{said}");
}

/// By hand: Finland is the worse with 30, where 20 are planned for the end of June and 40 for that of the year: 20 × 123 ÷
/// 184 more on 31 October, 33.37. The 83.42 that are planned of all are Norway's.
#[test]
fn the_chart_of_a_worst_market_has_the_plan_of_that_market() {
    let worst = plan()
        .replace("rollup = \"mean\"", "rollup = \"worst\"\nlocal = { fi = { one = 20, two = 40 } }")
        .replace("opens = { market = [\"no\"] }", "opens = { market = [\"no\", \"fi\"] }")
        .replace("opens = { market = [\"fi\"] }\n", "")
        .replace("value = 10\n", "value = 30\n");
    let screen = words(&drawn(&after(open(&worst), Look::default(), "4jT", 140, 40)));
    assert!(screen.contains("Oct 2026 30 33.4 −3.4"), "{screen}");
    assert!(screen.contains("Dec 2026 – 40 – 30"), "{screen}");
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
