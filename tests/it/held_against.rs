//! What a KPI is held against is the same in its list, its sentence, its chart and its table.

use groundswell::tui::after;
use groundswell::tui::theme::Look;

use crate::driven::{drawn, open};

/// From the end of January on 10 are planned a month. April was not read: of the three months to May two were, which came
/// to 11 + 12 = 23 of 20. The other stays at 95, as it is planned to, and nothing is to be gained.
const PLAN: &str = r#"format = 1
[plan]
name = "Held against"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-05-31
[wave.one]
start = 2026-01-01
end = 2026-01-31
[wave.two]
start = 2026-02-01
end = 2026-12-31
[driver.reach]
wave = "one"
[kpi.visits]
name = "Visits"
better = "higher"
measures = ["reach"]
cadence = "month"
window = 3
baseline = 0
target = { one = 10, two = 10 }
[kpi.stays]
name = "Stays"
better = "higher"
measures = ["reach"]
cadence = "month"
baseline = 95
target = { one = 95, two = 95 }
[[reading]]
kpi = "visits"
date = 2026-01-31
value = 9
[[reading]]
kpi = "visits"
date = 2026-02-28
value = 10
[[reading]]
kpi = "visits"
date = 2026-03-31
value = 11
[[reading]]
kpi = "visits"
date = 2026-05-31
value = 12
[[reading]]
kpi = "stays"
date = 2026-05-31
value = 95
"#;

fn shown(keys: &str) -> String {
    drawn(&after(open(PLAN), Look::default(), keys, 120, 34))
}

/// A whole window, as that to March is, is held against all of it: 9 + 10 + 11 of 30. So much is planned of each, and how
/// far one in part is off is told of that part.
#[test]
fn a_window_read_in_part_is_held_against_what_was_planned_of_that_part() {
    let said = shown("4 / Visits <enter>");
    assert!(said.contains("at plan or better · 23 of 20 planned for what was read by 31 May 2026"), "{said}");
    let table = shown("4 / Visits <enter> T");
    let cells = |month: &str| {
        let rows = table.lines().filter_map(|line| line.split('│').nth(1));
        let row = rows.map(str::trim).find(|row| row.starts_with(month)).unwrap_or_default();
        row.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        cells("May 2026 ").get(2..7),
        Some(["23", "30", "+3", "of", "20"].map(String::from).as_slice()),
        "{table}"
    );
    assert_eq!(cells("Mar 2026 ").get(2..5), Some(["30", "30", "0"].map(String::from).as_slice()), "{table}");
}

#[test]
fn what_stays_where_it_is_to_stay_is_at_plan() {
    let said = shown("4 / Stays <enter>");
    assert!(said.contains("Stays: at plan or better · 95 of 95"), "{said}");
}

/// No market takes part before the end of June, and 80 and 5 come to 50, within the band: nothing is due, and that is said.
#[test]
fn before_a_market_takes_part_nothing_is_due() {
    let read = |market: &str, value: u32| {
        format!("[[reading]]\nkpi = \"use\"\ndate = 2026-03-31\nvalue = {value}\nmarket = \"{market}\"\n")
    };
    let plan = format!(
        "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-05-31\n\
         [wave.one]\nstart = 2026-01-01\nend = 2026-06-30\nopens = {{ market = [\"dk\", \"se\"] }}\n\
         [market]\ndk = {{ share = 0.5 }}\nse = {{ share = 0.5 }}\n[driver.reach]\nwave = \"one\"\n\
         [kpi.use]\nname = \"Use\"\nbetter = \"within\"\nmeasures = [\"reach\"]\ncadence = \"quarter\"\n\
         target = {{ one = [40, 60] }}\n{}{}",
        read("dk", 80),
        read("se", 5)
    );
    let shown = drawn(&after(open(&plan), Look::default(), "4 / Use <enter>", 120, 34));
    assert!(shown.contains("Use: not due yet") && shown.contains("no reading was due yet"), "{shown}");
    let later = plan.replace("as-of = 2026-05-31", "as-of = 2026-06-30");
    let later = drawn(&after(open(&later), Look::default(), "4 / Use <enter>", 120, 34));
    assert!(later.contains("Use: red") && !later.contains("due yet"), "{later}");
}
