//! What was promised for periods of which nothing is recorded in part.

use crate::history::{PLAN, given, lines, repository};
use crate::program::{folder, swell};

/// By hand: at 600 a year a quarter of three months is planned to bring 150, and at the rate of July, 40 of 50, forecast
/// to bring 40 and twice 40; before it was 300.
#[test]
fn what_is_recorded_in_part_is_not_held_against_a_promise() {
    let half = PLAN.replace("1200", "600").replace("as-of = 2026-03-31", "as-of = 2026-09-30");
    let realized = "[[realized]]\ndriver = \"reach\"\nperiod = \"2026-07\"\nvalue = 40\n";
    let folder = repository(&[
        given("Ann", "The plan", "p/plan.toml", PLAN, ""),
        given("Cy", "July", "p/plan.toml", &half, realized),
    ]);
    let told = lines(folder.path(), &["history", "p", "forecast.reach@2026-Q3"]);
    assert_eq!(
        told.last().unwrap(),
        "2026 Q3: 300 € planned and 300 € forecast on 2026-03-01, 150 € and 120 € now; it came to 40 € as far as it is \
         recorded: 2 months have no record (as of 30 Sep 2026)"
    );
    // Of several they are months of each.
    let told = lines(folder.path(), &["history", "p", "forecast@2026-Q3"]);
    assert!(told.last().unwrap().contains("2 months of drivers have no record"), "{told:?}");
    // Of what is not over nothing is missing yet, and of a month that is recorded nothing.
    let told = lines(folder.path(), &["history", "p", "--by", "quarter"]);
    let row = |word: &str| told.iter().find(|line| line.starts_with(word)).map(String::as_str).unwrap();
    let none = |many: usize| " –".repeat(many);
    assert_eq!(row("realized"), format!("realized{} 40 €{}", none(2), none(5)));
    assert_eq!(row("unrecorded"), format!("unrecorded{} 2 months{}", none(2), none(5)));
    let july = swell(folder.path(), &["history", "p", "forecast.reach@2026-07", "--format", "json"]).json();
    assert_eq!((&july["promise"]["realized"], &july["promise"]["unrecorded"]), (&40.0.into(), &0.into()));
}

/// By hand: of three months at 100 one is recorded, with 40.
#[test]
fn what_is_realized_is_not_held_against_months_without_a_record_on_slides() {
    let plan = PLAN
        .replace("as-of = 2026-03-31", "as-of = 2026-09-30")
        .replace("include = [\"record/*.toml\"]\n", "");
    let realized = "[[realized]]\ndriver = \"reach\"\nperiod = \"2026-07\"\nvalue = 40\n";
    let slides = "[[present]]\nview = \"value\"\n[[present]]\nview = \"value\"\nitem = \"reach\"\n";
    let here = folder(&[("plan.toml", &format!("{plan}{slides}{realized}"))]);
    let told = swell(here.path(), &["present", "plan.toml", "--plain"]);
    let words = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let of = "Realized: 40 € of 300 € planned to Sep 2026 Not recorded: ";
    assert!(words.contains(&format!("{of}Reach since Aug 2026")), "{} {words}", told.err);
    assert!(words.contains(&format!("{of}since Aug 2026")), "{words}");
}
