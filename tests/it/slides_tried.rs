//! Slides in a scenario: each line about what it makes otherwise has the mark of all views, and what that is in the plan.

use groundswell::draft::asked;
use groundswell::tui::after;
use groundswell::tui::editing::make;
use groundswell::tui::model::Model;
use groundswell::tui::present::aloud;
use groundswell::tui::theme::Look;

use crate::driven::{PLAN, drawn, open, press};
use crate::program::words;

const SLIDES: &str = "\n[[present]]\nview = \"roadmap\"\n[[present]]\nview = \"kpis\"\n[[present]]\nview = \"value\"\n\
                      item = \"county-fees\"\n[[present]]\nview = \"gate\"\nitem = \"town-exit\"\n[[present]]\n\
                      view = \"value\"\nitem = \"visits\"\n";

fn tried(plan: &str, values: &[(&str, &str)]) -> Model {
    let mut model = after(open(&format!("{plan}{SLIDES}")), Look::default(), "w", 140, 40);
    for (at, value) in values {
        assert!(make(&mut model, |draft| asked::set(draft, at, value)), "{at}");
    }
    model
}

fn slide(model: &mut Model, nth: &str) -> String {
    press(model, nth);
    drawn(model)
}

/// By hand: the county ends on 31 May 2028 in place of 31 Mar, 61 days later. Its fees of 700 k€ a year at 40 % then
/// come for 19 months up to Dec 2029 and not for 21: 443.3 k€ in place of 490 k€. The gate, which was held at the end of
/// its wave, asks for 65 %; the criterion of 60 % is gone.
#[test]
fn in_a_scenario_slides_mark_what_it_makes_otherwise_and_what_that_is_in_the_plan() {
    let mut model = tried(
        PLAN,
        &[
            ("wave.county.end", "2028-05-31"),
            ("kpi.online.target.pilot", "24"),
            ("gate.town-exit.date", "2027-07-31"),
            ("gate.town-exit.criteria", "[\"kpi.online >= 65\", \"realized.visits >= 60_000\"]"),
        ],
    );
    press(&mut model, "P");
    let first = slide(&mut model, "1");
    assert!(words(&first).contains("» ○ County 0 of 4 live · not started · later, ends +61 days"), "{first}");
    // What is as it is in the plan has no mark.
    let town = first.lines().find(|line| line.contains("✗  Whole town")).unwrap();
    assert!(!town.contains(['»', '«', 'Δ', '+']) && town.contains("of"), "{first}");

    let kpis = words(&slide(&mut model, "2"));
    assert!(kpis.contains("changed, planned for that day was 25"), "{kpis}");
    assert!(kpis.contains("Δ ▲ Cases filed online") && !kpis.contains("Δ ✗ Minutes"), "{kpis}");

    let fees = words(&slide(&mut model, "3"));
    let was = "» later, was live 31 Mar 2028 · planned value 490 k€ → 443 k€ (−46.7 k€)";
    assert!(fees.contains(was), "{fees}");

    let gate = words(&slide(&mut model, "4"));
    assert!(gate.contains("31 Jul 2027 · later, was on 30 Jun 2027"), "{gate}");
    assert!(gate.contains("+ ✗ Cases filed online ≥ 65 % now 21.5 % · new"), "{gate}");
    assert!(gate.contains("− · Cases filed online ≥ 60 % asked no more · gone"), "{gate}");
    // What it asks as before has no mark.
    assert!(!gate.contains("Δ ✗ Fewer counter visits") && gate.contains("✗ Fewer counter visits"), "{gate}");

    // For whoever hears them, too.
    let told = aloud::text(&model.work, None);
    for said in [
        "  County: 0 of 4 live · not started · later, ends +61 days\n",
        "    later, was live 31 Mar 2028 · planned value 490 k€ → 443 k€ (−46.7 k€)\n",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }

    // In the plan itself there is nothing to mark.
    let plan = words(&aloud::text(model.work.beside.as_deref().unwrap(), None));
    assert!(plan.contains("County: 0 of 4 live · not started"), "{plan}");
    assert!(
        !plan.contains("later,") && !plan.contains("changed") && !plan.contains("asked no more"),
        "{plan}"
    );
}

/// The helpers are private: that the visits need them no more would name them. Payments are in the plan, and nobody is
/// told in which way they moved from what they were.
#[test]
fn what_something_private_was_in_the_plan_is_told_by_no_mark() {
    let plan = PLAN.replace("[capability.helpers]\n", "[capability.helpers]\nprivate = true\n");
    let plan = plan.replace("[driver.county-fees]\n", "[driver.county-fees]\nprivate = true\n");
    let mut model = tried(
        &plan,
        &[
            ("driver.visits.needs", "[\"forms\"]"),
            ("driver.county-fees.private", "false"),
            ("driver.county-fees.live", "2028-06-15"),
            ("driver.county-fees.value", "650_000"),
        ],
    );
    press(&mut model, "P");
    let visits = words(&slide(&mut model, "5"));
    assert!(visits.contains("Δ changed, what it was is private"), "{visits}");
    let fees = words(&slide(&mut model, "3"));
    assert!(fees.contains("Fees for running it for the county"), "{fees}");
    assert!(!fees.contains("later,") && !fees.contains('→') && !fees.contains("490"), "{fees}");
    for slide in [visits, fees, words(&slide(&mut model, "1"))] {
        assert!(!slide.to_lowercase().contains("helpers"), "{slide}");
    }
}
