//! Records of what has not happened yet, and rules of governance that are left open.

use super::{Edit, Mutant, Text, replace};

pub(super) fn all(plan: &Text) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    ahead(plan, &mut mutants);
    open(plan, &mut mutants);
    mutants
}

/// One record in nine is dated a year after the plan's `as-of`.
fn ahead(plan: &Text, mutants: &mut Vec<Mutant>) {
    for head in ["[[reading]]", "[[assessed]]", "[[decision]]", "[[learning]]"] {
        for record in plan.tables(head).step_by(9) {
            let date = record.value("date").unwrap();
            let edit = replace(format!("\ndate = {date}"), "\ndate = 2027-11-15");
            mutants.push(record.broken(
                "a record from the future",
                edit,
                "reading-in-future",
                "date = 2027-11-15",
            ));
        }
    }
    for head in ["[[realized]]", "[[spent]]"] {
        for record in plan.tables(head).step_by(9) {
            let period = record.value("period").unwrap();
            let edit = replace(format!("period = {period}"), "period = \"2027-11\"");
            mutants.push(record.broken("a record from the future", edit, "reading-in-future", "\"2027-11\""));
        }
    }
}

fn open(plan: &Text, mutants: &mut Vec<Mutant>) {
    for exception in plan.tables("[exception.") {
        for (key, rule) in [
            ("approved-by", "exception-without-approval"),
            ("until", "exception-without-end"),
            ("cost", "exception-without-price"),
        ] {
            let edit = Edit::Without(exception.line(key).unwrap());
            mutants.push(exception.broken("an exception left open", edit, rule, ""));
        }
    }
    for tradeoff in plan.tables("[tradeoff.") {
        if let Some(line) = tradeoff.line("position") {
            let edit = Edit::Without(line);
            mutants.push(tradeoff.broken("a trade-off undecided", edit, "trade-off-undecided", ""));
        }
    }
    for risk in plan.tables("[risk.") {
        for key in ["owner", "response"] {
            let edit = Edit::Without(risk.line(key).unwrap());
            mutants.push(risk.broken("a risk that nobody answers", edit, "risk-incomplete", ""));
        }
    }
    for market in plan.tables("[market.") {
        let edit = Edit::Without(market.line("archetype").unwrap());
        mutants.push(market.broken("a market of no archetype", edit, "market-without-archetype", ""));
    }
}
