//! `recorded-twice`: nothing that happened is recorded twice.

use crate::order::Order as _;
use std::cmp::Ordering;

use crate::finding::{Finding, Severity};
use crate::plan::address::Table;
use crate::plan::aspect::Aspect;
use crate::plan::calendar::Period;
use crate::plan::record::SpentOn;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "recorded-twice",
    family: Family::Kpis,
    severity: Severity::Error,
    holds: "no KPI has two readings of one day and place, nothing is assessed twice and no gate decided twice on one day, and no two records of realized value or of money spent on one thing share a month",
    why: "two records of the same months count twice, and of two readings of one day one is taken in silence: nobody can tell which figure the committee saw",
    bad: r#"format = 1

[plan]
as-of = 2026-12-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[[realized]]
driver = "reach"
period = "2026-Q3"
value = 28_000

[[realized]]
driver = "reach"
period = «"2026-09"»
value = 12_000

[[decision]]
date = 2026-07-02
gate = "exit"
outcome = "go"

[[learning]]
date = 2026-06-30
wave = "one"
note = "A local champion decides how fast a market follows"
"#,
    good: r#"format = 1

[plan]
as-of = 2026-12-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[[realized]]
driver = "reach"
period = "2026-Q3"
value = 28_000

[[realized]]
driver = "reach"
period = "2026-10"
value = 22_000

[[decision]]
date = 2026-07-02
gate = "exit"
outcome = "go"

[[learning]]
date = 2026-06-30
wave = "one"
note = "A local champion decides how fast a market follows"
"#,
    found: Found::Checking {
        reads: &[
            Aspect::Readings,
            Aspect::Realized,
            Aspect::Assessed,
            Aspect::Decisions,
            Aspect::Gates,
            Aspect::Record,
            Aspect::Kpis,
            Aspect::Scope,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

// Value that counts twice makes totals wrong: an error. Of two readings or assessments one is taken, and money
// spent may come in bills, of which a month has many: warnings. An assessment or a reading of
// one unit or market beside that of everywhere is meant: the own one says more.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let realized: Vec<_> = plan.realized.iter().map(|it| (it.driver, it.period)).collect();
    for (first, second) in sharing(&realized) {
        let (driver, period) = realized[second];
        let what = tell!("value of {}", plan.item(driver));
        findings.push(overlapping(cx, Table::Realized, &what, [first, second], [realized[first].1, period]));
    }
    let spent: Vec<_> = plan.spent.iter().map(|it| (it.on, it.period)).collect();
    for (first, second) in sharing(&spent) {
        let what = match spent[second].0 {
            SpentOn::Item(item) => tell!("money spent on {}", plan.item(item)),
            SpentOn::Wave(wave) => tell!("money spent in {}", plan.wave(wave)),
        };
        let periods = [spent[first].1, spent[second].1];
        let finding = overlapping(cx, Table::Spent, &what, [first, second], periods);
        findings.push(finding.severity(Severity::Warning));
    }
    let readings: Vec<_> = plan.readings.iter().map(|it| (it.kpi, it.market, it.date)).collect();
    for (first, second) in alike(&readings) {
        let (kpi, market, date) = readings[second];
        let place = market.map(|market| tell!(" in {}", plan.tell_market(market))).unwrap_or_default();
        let what = tell!("{} has two readings{} for {}", plan.kpi(kpi), place, wording::date(date));
        let values = [first, second].map(|nth| wording::number(plan.readings[nth].value, 9));
        findings.push(twice(cx, Table::Reading, &what, [first, second], values));
    }
    let assessed: Vec<_> = plan.assessed.iter().map(|it| (it.item, it.unit, it.date)).collect();
    for (first, second) in alike(&assessed) {
        let (item, unit, date) = assessed[second];
        let place = unit.map(|unit| tell!(" in {}", plan.tell_unit(unit))).unwrap_or_default();
        let what = tell!("{} is assessed twice{} on {}", plan.item(item), place, wording::date(date));
        let values = [first, second].map(|nth| plan.assessed[nth].level.to_string());
        findings.push(twice(cx, Table::Assessed, &what, [first, second], values));
    }
    // What is asked by name at a gate is a matter of its own.
    let own =
        plan.decisions.iter().enumerate().filter_map(|(nth, it)| Some((nth, it.gate?, it.outcome?, it)));
    let own: Vec<_> = own.collect();
    let decided: Vec<_> =
        own.iter().map(|(_, gate, _, it)| (*gate, it.about.name.as_deref(), it.date)).collect();
    for (first, second) in alike(&decided) {
        let (gate, _, date) = decided[second];
        let what = tell!("{} is decided twice on {}", plan.gates[gate.at()], wording::date(date));
        let values = [first, second].map(|nth| own[nth].2.as_str().to_owned());
        findings.push(twice(cx, Table::Decision, &what, [own[first].0, own[second].0], values));
    }
}

/// The records that share a month with an earlier one of the same thing, each with that one.
fn sharing<K: Ord>(records: &[(K, Period)]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.order_by(|one, other| {
        let ((one_of, one), (other_of, other)) = (&records[*one], &records[*other]);
        one_of.cmp(other_of).then(one.first.cmp(&other.first))
    });
    let mut pairs = Vec::new();
    // Of those so far the one that reaches furthest.
    let mut reach: Option<usize> = None;
    for nth in order {
        let (of, period) = &records[nth];
        let before = reach.filter(|reach| records[*reach].0.cmp(of) == Ordering::Equal);
        if let Some(before) = before.filter(|before| period.first <= records[*before].1.last()) {
            pairs.push((before.min(nth), before.max(nth)));
        }
        reach = Some(match before {
            Some(before) if records[before].1.last() >= period.last() => before,
            _ => nth,
        });
    }
    pairs.order_by_key(|(first, second)| (*second, *first));
    pairs
}

/// The records that say of what and when what an earlier one says, each with the one before it.
fn alike<K: Ord>(records: &[K]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.order_by(|one, other| records[*one].cmp(&records[*other]));
    let same = |pair: &&[usize]| records[pair[0]] == records[pair[1]];
    let mut pairs: Vec<_> = order.windows(2).filter(same).map(|pair| (pair[0], pair[1])).collect();
    pairs.order_by_key(|(_, second)| *second);
    pairs
}

fn overlapping(
    cx: &Context<'_>,
    table: Table,
    what: &Telling,
    [first, second]: [usize; 2],
    [one, other]: [Period; 2],
) -> Finding {
    let shared = match one == other {
        true => format!("{other} twice"),
        false => format!("{one} and for {other}, which share months"),
    };
    Finding::new(
        RULE.name,
        cx.plan.record_address(table, second).to("period"),
        tell!("{} is recorded for {shared}", what),
    )
    .label("counted twice")
    .related(cx.plan.record_address(table, first).to("period"), "recorded here already")
    .help("Keep one record for each month: remove one of the two, add them up, or mend the period.")
}

fn twice(
    cx: &Context<'_>,
    table: Table,
    what: &Telling,
    [first, second]: [usize; 2],
    [one, other]: [String; 2],
) -> Finding {
    Finding::new(
        RULE.name,
        cx.plan.record_address(table, second).to("date"),
        tell!("{}: {one} and {other}", what),
    )
    .label("only one of the two counts")
    .related(cx.plan.record_address(table, first).to("date"), "recorded here already")
    .severity(Severity::Warning)
    .help("Keep the one that holds, or mend the date of the other.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(records: &[(u8, &str)]) -> Vec<(usize, usize)> {
        let records: Vec<_> = records.iter().map(|(of, it)| (*of, Period::parse(it).unwrap())).collect();
        sharing(&records)
    }

    #[test]
    fn periods_share_months_where_one_begins_before_another_ends() {
        assert_eq!(shared(&[(1, "2026-Q1"), (1, "2026-Q2"), (2, "2026-Q1")]), []);
        assert_eq!(shared(&[(1, "2026-09"), (1, "2026-Q3")]), [(0, 1)]);
        // A year holds both quarters, which do not share a month with each other.
        assert_eq!(shared(&[(1, "2026-Q4"), (1, "2026"), (1, "2026-Q2")]), [(0, 1), (1, 2)]);
        assert_eq!(shared(&[(1, "2026-09"), (1, "2026-09"), (1, "2026-09")]), [(0, 1), (0, 2)]);
    }

    #[test]
    fn of_three_alike_two_are_too_many() {
        assert_eq!(alike(&["b", "a", "b", "b"]), [(0, 2), (2, 3)]);
        assert_eq!(alike(&["b", "a"]), []);
    }
}
