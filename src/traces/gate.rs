//! Gates: how many of their criteria hold, and why each does or does not.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::readiness::missing;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::GateIx;
use crate::plan::leadership::{Criterion, Subject};
use crate::plan::quantity::Money;
use crate::trace::asked::{known, of_whom, unseen};
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};

pub(super) const FAMILY: Family = Family {
    word: "gate",
    means: "Criteria of a gate that hold",
    of: &[Kind::Gate, Kind::Criterion],
    timing: Timing::Day,
    trace: |figures, of, when| {
        let day = match when {
            Some(When::Day(day)) => day,
            _ => figures.plan.as_of,
        };
        match of {
            Of::Gate(gate) => Some(all(figures, *gate, day)),
            Of::Criterion(gate, nth) => one(figures, *gate, *nth, day),
            _ => None,
        }
    },
    each: |figures, tell| {
        for position in 0..figures.plan.gates.len() {
            let gate = GateIx::from(position);
            tell(Row::new(Of::Gate(gate), None, all(figures, gate, figures.plan.as_of).value));
            let verdict = figures.verdict(gate, figures.plan.as_of);
            for (nth, judged) in (0..).zip(&verdict.now) {
                tell(Row::new(Of::Criterion(gate, nth), None, Value::Flag(judged.holds)));
            }
            let Some(decision) = verdict.decision else { continue };
            let when = Some(When::Day(decision.date));
            tell(Row::new(Of::Gate(gate), when, all(figures, gate, decision.date).value));
            for (nth, judged) in (0..).zip(&verdict.then) {
                tell(Row::new(Of::Criterion(gate, nth), when, Value::Flag(judged.holds)));
            }
        }
    },
};

fn all(figures: &Figures<'_>, gate: GateIx, at: NaiveDate) -> Trace {
    let plan = figures.plan;
    let judged = figures.verdict(gate, at).now;
    let count = |holds: usize| u32::try_from(holds).unwrap_or(u32::MAX);
    let holding = judged.iter().filter(|judged| judged.holds).count();
    let mut trace =
        Trace::new(Value::Of(count(holding), count(judged.len())), "its criteria that hold, counted");
    for ((nth, judged), criterion) in (0..).zip(&judged).zip(&plan.gates[gate.at()].criteria) {
        let name = Of::Criterion(gate, nth).name(plan, "gate", Some(When::Day(at)));
        // The number that it holds by, or does not.
        let (_, value, _) = known(figures, gate, criterion, judged, at);
        let known = match value {
            Value::Nothing => judged.without_value(),
            value => value.said(unit_of(plan, criterion), plan.currency),
        };
        trace.take(&format!("{}: {known}", criterion.text), Value::Flag(judged.holds), name);
    }
    // What was decided on, and what is known now.
    let decided = plan.decided_at(gate, plan.as_of).map(|decision| decision.date);
    let other =
        decided.into_iter().chain(decided.map(|_| plan.as_of)).filter(|day| *day != at.min(plan.as_of));
    trace.also = other.map(|day| Of::Gate(gate).name(plan, "gate", Some(When::Day(day)))).collect();
    trace.by(Term::All(0))
}

/// The unit of what a criterion asks about, where that is a KPI.
fn unit_of<'p>(plan: &'p Plan, criterion: &Criterion) -> &'p str {
    match criterion.subject {
        Subject::Kpi(kpi) => plan.kpi(kpi).unit.as_deref().unwrap_or(""),
        _ => "",
    }
}

fn one(figures: &Figures<'_>, gate: GateIx, nth: u32, at: NaiveDate) -> Option<Trace> {
    let plan = figures.plan;
    let judged = figures.verdict(gate, at).now.into_iter().nth(nth as usize)?;
    let criterion = plan.gates[gate.at()].criteria.get(nth as usize)?;
    let (label, value, origin) = known(figures, gate, criterion, &judged, at);
    let at = at.min(plan.as_of);
    let scale = 10_f64.powi(plan.currency.digits.cast_signed());
    let threshold = match value {
        Value::Money(_) => Value::Money(Money::from_minor_f64(criterion.threshold * scale)),
        _ => Value::Number(criterion.threshold),
    };
    let address = Address::new(Table::Gate, &plan.gates[gate.at()].id).to("criteria").to(criterion.nth);
    let rule = format!("what is known by then, held against {}", criterion.text);
    let words = match judged.holds {
        true => format!(
            "{} {} {}",
            value.bare(plan.currency),
            criterion.comparison.as_str(),
            threshold.bare(plan.currency)
        ),
        false => missing(plan, criterion, &judged),
    };
    let unit = unit_of(plan, criterion);
    let mut trace = Trace::new(Value::Flag(judged.holds), &rule);
    trace.take_in(unit, &label, value, origin);
    trace.take_in(unit, "asked for", threshold, address);
    if let (Some(level), Subject::Level(item)) = (judged.planned, criterion.subject) {
        let levels = figures.levels_at(item, at);
        let unit = judged.short.iter().map(|(unit, _)| *unit).find(|unit| levels[unit.at()] == Some(level));
        let of = unit.map_or(Of::Item(item), |unit| Of::InUnit(item, unit));
        let name = of.name(plan, "level", Some(When::Day(at)));
        trace.take("planned where it counts", Value::Level(level), name);
    }
    unseen(figures, gate, nth, &judged, at, &mut trace);
    // What is missing says so itself.
    let words_of_whom = judged.joins.words(plan).filter(|_| judged.holds);
    of_whom(figures, gate, &judged, &mut trace);
    Some(trace.because(words).noting(words_of_whom))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::about::About;
    use crate::plan::id::WaveIx;
    use crate::plan::leadership::{Comparison, Criterion, Gate};
    use crate::trace::Origin;

    /// North alone is open at the first gate: its maturity today decides, and once it was assessed that record.
    #[test]
    fn a_level_leads_to_the_record_that_decides() {
        let mut plan = sample::plan();
        let subject = Subject::Level(plan.item_by_id("crm").unwrap());
        let criteria = vec![Criterion {
            subject,
            comparison: Comparison::AtLeast,
            threshold: 2.0,
            text: "".into(),
            nth: 0,
        }];
        let (id, about, wave) = ("exit".into(), About::default(), Some(WaveIx(0)));
        plan.gates = vec![Gate { id, about, wave, date: None, criteria }];
        let known = |plan: &Plan| {
            let trace = one(&Figures::new(plan), GateIx(0), 0, plan.as_of).unwrap();
            let Origin::Plan(address) = &trace.inputs[0].from else { panic!("{trace:?}") };
            (trace.inputs[0].label.clone(), address.to_string())
        };
        let (label, address) = known(&plan);
        assert_eq!(label, "lowest level seen where it counts (north, maturity today)");
        assert_eq!(address, "capability.crm.maturity");
        sample::assess(&mut plan, "crm", "2026-04-02", Some(0), 2);
        let (label, address) = known(&plan);
        assert_eq!(label, "lowest level seen where it counts (north, assessed on 02 Apr 2026)");
        assert!(address.starts_with("assessed") && address.ends_with("level"), "{address}");
    }
}
