//! The history of what is a figure and a table: a gate, a KPI.

use crate::history::{PLAN, given, lines, repository};
use crate::program::swell;

#[test]
fn of_a_gate_and_a_kpi_dates_and_targets_are_told_beside_the_figure() {
    let dated =
        |date: &str| PLAN.replace("{ wave = \"one\" }", &format!("{{ wave = \"one\", date = {date} }}"));
    let lower = dated("2026-07-15").replace("one = 30", "one = 20");
    let reading = "[[reading]]\nkpi = \"rate\"\ndate = 2026-03-05\nvalue = 12\n";
    let known = lower.replace("as-of = 2026-03-31", "as-of = 2026-04-01");
    let folder = repository(&[
        given("Ann", "The plan", "p/plan.toml", PLAN, ""),
        given("Ann", "A day", "p/plan.toml", &dated("2026-06-15"), ""),
        given("Bo", "A month later", "p/plan.toml", &dated("2026-07-15"), ""),
        given("Cy", "Less", "p/plan.toml", &lower, ""),
        given("Cy", "Read", "p/plan.toml", &known, reading),
    ]);
    let moves = |name: &str| -> Vec<String> {
        lines(folder.path(), &["history", "p", name])
            .into_iter()
            .filter(|it| it.starts_with("2026"))
            .collect()
    };
    for name in ["gate.exit", "exit"] {
        let told = moves(name);
        let days = ["2026-03-03", "2026-03-02", "2026-03-01"];
        assert!(told.len() == 3 && told.iter().zip(days).all(|(it, day)| it.starts_with(day)), "{told:?}");
        assert!(told[0].contains("15 Jun 2026 → 15 Jul 2026"), "{told:?}");
        assert!(told[1].contains("30 Jun 2026 → 15 Jun 2026"), "{told:?}");
    }
    let told = ["2026-03-05 n/a → 12", "2026-03-04 target.one 30 → 20", "2026-03-01 – → n/a"];
    assert_eq!(moves("kpi.rate"), told);
    let json = swell(folder.path(), &["history", "p", "kpi.rate", "--format", "json"]).json();
    let [read, less] = [0, 1].map(|nth| json["moves"][nth].clone());
    assert_eq!((&read["after"], &read["table_after"]["target"]["one"]), (&12.into(), &20.into()));
    assert_eq!(
        (&less["table_before"]["target"]["one"], &less["table_after"]["target"]["one"]),
        (&30.into(), &20.into())
    );
    // Of a figure alone there is no table.
    let json = swell(folder.path(), &["history", "p", "npv", "--format", "json"]).json();
    assert!(json["moves"][0]["table_after"].is_null());
}

/// 8,044 a month and then 9,066 read 8.04 and 9.07, which are 1.03 apart, and 1,022 reads 1.02; from 9,066 to 9,066.5 it is
/// told to the coin, and so is what lies between.
#[test]
fn of_one_figure_it_is_said_that_differences_are_of_the_exact_figures() {
    let of = |value: &str| PLAN.replace("value = 1200", &format!("value = {value}"));
    let told = |plans: &[String]| {
        let commits: Vec<_> = plans.iter().map(|plan| given("Ann", "It", "p/plan.toml", plan, "")).collect();
        let folder = repository(&commits);
        swell(folder.path(), &["history", "p", "planned.reach@2026-08"]).out
    };
    let note = "Differences are those of the exact figures; each figure is rounded by itself.";
    let [one, two, three] = ["96_528", "108_792", "108_798"].map(of);
    let out = told(&[one, two.clone()]);
    assert!(out.contains("8.04 k€ → 9.07 k€ (+1.02 k€)") && out.contains(note), "{out}");
    let out = told(&[two, three]);
    assert!(out.contains("9,066.00 EUR → 9,066.50 EUR (+0.50 EUR)") && !out.contains(note), "{out}");
}
