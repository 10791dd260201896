//! What is planned of a KPI is the plan, whatever was read: of a window in full, and of the whole where its worst market
//! stands for it that of this market, which it is held against wherever it is told.

use groundswell::tui::after;
use groundswell::tui::theme::Look;

use crate::driven::{drawn, open};
use crate::program::{folder, swell};

/// Thirty are planned a month, all the time, and ninety in three. February was not read: the windows that end in January,
/// March and April hold 10, 30 and 50 of a part; those of May and June, 90 and 120, are full. The wave has ended since.
/// Of the worst market, b is at 100 on 1 July, the 181st day after the first of January, when the line of the whole to
/// 364 on 31 December is at 181, and its own to 728 at 362.
const TEXT: &str = r#"format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2027-01-31
[wave.one]
start = 2026-01-01
end = 2026-12-31
opens = { market = ["a", "b"] }
[market.a]
share = 0.5
[market.b]
share = 0.5
[driver.use]
wave = "one"
[kpi.calls]
measures = ["use"]
better = "lower"
counts = "window"
window = 3
baseline = 30
target = { one = 30 }
cadence = "month"
[kpi.least]
measures = ["use"]
better = "higher"
rollup = "worst"
baseline = 0
target = { one = 364 }
local = { b = { one = 728 } }
cadence = "month"
[[reading]]
kpi = "calls"
date = 2026-01-31
value = 10
[[reading]]
kpi = "calls"
date = 2026-03-31
value = 20
[[reading]]
kpi = "calls"
date = 2026-04-30
value = 30
[[reading]]
kpi = "calls"
date = 2026-05-31
value = 40
[[reading]]
kpi = "calls"
date = 2026-06-30
value = 50
[[reading]]
kpi = "least"
date = 2026-07-01
value = 300
market = "a"
[[reading]]
kpi = "least"
date = 2026-07-01
value = 100
market = "b"
"#;

/// The rows of the table of a KPI that begin with a month, word by word.
fn table(keys: &str) -> Vec<String> {
    let screen = drawn(&after(open(TEXT), Look::default(), keys, 140, 40));
    let words = |line: &str| line.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    screen.lines().map(words).filter(|line| line.contains(" 2026 ")).collect()
}

#[test]
fn the_plan_of_a_window_is_that_of_all_its_periods() {
    let rows = table("4 / calls <enter> T");
    for row in [
        "Jan 2026 10 30 −20 of 30",
        "Mar 2026 30 90 −30 of 60",
        "Apr 2026 50 90 −10 of 60",
        "May 2026 90 90 0",
        "Jun 2026 120 90 +30",
    ] {
        assert!(rows.iter().any(|it| it.contains(row)), "{row}: {rows:#?}");
    }
}

#[test]
fn the_plan_of_a_whole_that_is_its_worst_market_is_that_of_this_market() {
    let rows = table("4 / least <enter> T");
    for said in ["Jul 2026 100 362 −262", "100 of ~362"] {
        assert!(rows.iter().any(|it| it.contains(said)), "{said}: {rows:#?}");
    }
}

/// A window that was read in part is no low, and what the last wave wants is told for a window as it is read.
#[test]
fn what_was_read_in_part_is_no_low_and_a_target_is_of_a_window_too() {
    let folder = folder(&[("plan.toml", TEXT)]);
    let ends = ["lowest", "highest"].map(|end| {
        let told = swell(folder.path(), &["explain", "plan.toml", &format!("{end}-reading.calls")]).out;
        told.lines().next().unwrap_or_default().to_owned()
    });
    assert_eq!(ends, ["lowest-reading.calls = 90", "highest-reading.calls = 120"]);
    let screen = drawn(&after(open(TEXT), Look::default(), "4 / calls <enter>", 140, 40));
    let row = screen.lines().find(|line| line.contains("calls") && line.contains("120")).unwrap_or_default();
    let numbers: Vec<&str> = row.split_whitespace().collect();
    let count = |number: &str| numbers.iter().filter(|it| **it == number).count();
    // The baseline of a month and the day; plan and target of three.
    assert_eq!([count("30"), count("90")], [2, 2], "{row}");
}
