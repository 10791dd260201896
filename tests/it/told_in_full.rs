//! What a view leaves out of what adds up, or of what two others tell together.

use groundswell::tui::theme::Look;
use groundswell::tui::{after, buffer, text};

use crate::driven::open;
use crate::program::{folder, swell};

/// Five drivers of 12,000 a year from January 2026 on, the last month of the plan, in which the first brought 4,000 and
/// the others 200, 400, 600 and 800 of 1,000 each.
fn five(names: [&str; 5]) -> String {
    let mut plan = String::from(
        "format = 1\n[plan]\nname = \"Five\"\ncurrency = \"EUR\"\nstart = 2025-12-01\nhorizon = 2026-01-31\n\
         as-of = 2026-01-31\n[wave.one]\nstart = 2025-12-01\nend = 2025-12-31\n",
    );
    for (nth, (name, came)) in names.into_iter().zip([4_000, 200, 400, 600, 800]).enumerate() {
        plan += &format!(
            "[driver.d{nth}]\nname = \"{name}\"\nwave = \"one\"\nvalue = 12_000\nowner = \"O\"\n\
             [[realized]]\ndriver = \"d{nth}\"\nperiod = \"2026-01\"\nvalue = {came}\n"
        );
    }
    plan
}

fn line(plan: &str, keys: &str, (width, height): (u16, u16), begins: &str) -> String {
    let drawn = text(&buffer(&after(open(plan), Look::default(), keys, width, height)));
    let found = drawn.lines().find(|line| line.contains(begins)).unwrap_or_else(|| panic!("{drawn}"));
    found.trim().to_owned()
}

#[test]
fn why_a_forecast_is_another_is_told_of_all_drivers_or_of_how_many_more() {
    let short = five(["Aaa", "Bbb", "Ccc", "Ddd", "Eee"]);
    let all = "Why +1.00 k€  Aaa +3.00 k€ · Bbb −800 € · Ccc −600 € · Ddd −400 € · Eee −200 €";
    assert!(
        line(&short, "5", (140, 40), "Why ").starts_with(all),
        "{}",
        line(&short, "5", (140, 40), "Why ")
    );
    let long = five([
        "Fewer counter visits",
        "Fewer wrong forms now",
        "Fewer calls asked twice",
        "Fewer letters sent",
        "Fewer files kept",
    ]);
    let told = line(&long, "5", (80, 24), "Why ");
    assert_eq!(told, "Why +1.00 k€  Fewer counter visits +3.00 k€ · 4 more");
}

/// A KPI that has come half of its way says that the one it leads will come half of its own, from 100 to 112.
#[test]
fn what_a_leading_kpi_says_is_told_as_share_and_as_value() {
    let plan = "format = 1\n[plan]\ncurrency = \"EUR\"\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-06-30\n\
        [wave.one]\nstart = 2026-01-01\nend = 2026-06-30\n[driver.reach]\nwave = \"one\"\nvalue = 12_000\n[kpi]\n\
        lead = { measures = [\"reach\"], better = \"higher\", baseline = 0, target = { one = 60 }, predicts = { kpi = \"result\", after = 2 } }\n\
        result = { measures = [\"reach\"], unit = \"orders\", better = \"higher\", baseline = 100, target = { one = 112 } }\n\
        [[reading]]\nkpi = \"lead\"\ndate = 2026-06-30\nvalue = 30\n";
    let here = folder(&[("plan.toml", plan)]);
    let told = swell(here.path(), &["show", "plan.toml", "kpis"]).out;
    let row = told
        .lines()
        .skip_while(|line| !line.contains("What leading KPIs say"))
        .find(|it| it.starts_with("lead "));
    let row = row.unwrap_or_else(|| panic!("{told}"));
    assert!(row.contains("Aug 2026") && row.contains("50 % of the way, 106 orders"), "{told}");
}

/// 12 is 2 above a band from 0 to 10, 8 is within it, and −3 is 3 below.
#[test]
fn the_table_of_a_kpi_in_a_band_tells_how_far_outside_it_was() {
    let readings = [("2026-06-30", "12"), ("2026-09-30", "8"), ("2026-12-31", "-3")];
    let readings =
        readings.map(|(day, value)| format!("[[reading]]\nkpi = \"rate\"\ndate = {day}\nvalue = {value}\n"));
    let plan = format!(
        "format = 1\n[plan]\ncurrency = \"EUR\"\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-12-31\n[wave]\n\
         one = {{ start = 2026-01-01, end = 2026-06-30 }}\ntwo = {{ start = 2026-07-01, end = 2026-12-31 }}\n[kpi]\n\
         rate = {{ name = \"Rate\", better = \"within\", baseline = 5, target = {{ one = [0, 10], two = [0, 10] }} }}\n{}",
        readings.concat()
    );
    let cells = |month: &str| {
        let row = line(&plan, "4 T", (100, 30), &format!("│ {month}"));
        row.trim_matches(['│', ' ']).split_whitespace().skip(2).take(3).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(cells("Jun 2026"), ["12", "0–10", "+2"]);
    assert_eq!(cells("Sep 2026"), ["8", "0–10", "within"]);
    assert_eq!(cells("Dec 2026"), ["−3", "0–10", "−3"]);
}

/// 1,300,000 of the 1,500,000 that are planned for the day are 200,000 short: in print and on slides in groups of three.
#[test]
fn large_numbers_of_kpis_are_told_in_groups_of_three() {
    let plan = "format = 1\n[plan]\nname = \"Yen\"\ncurrency = \"JPY\"\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-06-30\n\
        [wave.one]\nstart = 2026-01-01\nend = 2026-06-30\n[driver.reach]\nwave = \"one\"\nvalue = 12_000\n[kpi]\n\
        sales = { name = \"Sales\", measures = [\"reach\"], unit = \"JPY\", better = \"higher\", baseline = 0, target = { one = 1_500_000 } }\n\
        [[reading]]\nkpi = \"sales\"\ndate = 2026-06-30\nvalue = 1_300_000\n[[present]]\nview = \"kpis\"\nitem = \"sales\"\n";
    let here = folder(&[("plan.toml", plan)]);
    let told = swell(here.path(), &["show", "plan.toml", "kpis"]).out;
    let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("1,300,000 30 Jun 2026 0 1,500,000 −200,000"), "{told}");
    let slides = swell(here.path(), &["present", "plan.toml", "--plain"]).out;
    assert!(
        slides.contains("1,300,000") && slides.contains("1,500,000") && !slides.contains("300000"),
        "{slides}"
    );
}
