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
