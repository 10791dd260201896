//! What a criterion of a gate asks about: what is known of it, and what is missing for it to hold.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::readiness::{Judged, missing, only_planned, units_in_words};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::capability::Maturity;
use crate::plan::id::{GateIx, UnitIx};
use crate::plan::kpi::Counts;
use crate::plan::leadership::{Criterion, Subject};
use crate::plan::quantity::Level;
use crate::trace::asked::{amount, known, of_whom, unit, unseen};
use crate::trace::measured::day;
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::told::decided;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Timing, Trace};

pub(super) const ASKED: Family = Family {
    word: "asked",
    means: "What is known of that which a criterion asks about",
    of: &[Kind::Criterion],
    timing: Timing::Day,
    trace: |figures, of, when| asked(figures, of, day(figures, when)),
    each: |figures, tell| each(figures, tell, asked),
};

pub(super) const MISSING: Family = Family {
    word: "missing",
    means: "What is missing for a criterion to hold",
    trace: |figures, of, when| short_of(figures, of, day(figures, when)),
    each: |figures, tell| each(figures, tell, short_of),
    ..ASKED
};

pub(super) const EVIDENCE: Family = Family {
    word: "evidence",
    means: "Level that was seen in a unit that falls short of a criterion",
    of: &[Kind::Evidence],
    trace: |figures, of, when| match of {
        Of::Evidence(gate, nth, unit) => evidence(figures, *gate, *nth, *unit, day(figures, when)),
        _ => None,
    },
    each: |figures, tell| {
        for gate in (0..figures.plan.gates.len()).map(GateIx::from) {
            for (when, at) in days(figures, gate) {
                for (nth, judged) in (0..).zip(figures.verdict(gate, at).now) {
                    for (unit, level) in judged.short {
                        let value = level.map_or(Value::Nothing, Value::Level);
                        tell(Row::new(Of::Evidence(gate, nth, unit), when, value));
                    }
                }
            }
        }
    },
    ..ASKED
};

fn each(
    figures: &Figures<'_>,
    tell: &mut dyn FnMut(Row),
    trace: fn(&Figures<'_>, &Of, NaiveDate) -> Option<Trace>,
) {
    for (position, gate) in figures.plan.gates.iter().enumerate() {
        let ix = GateIx::from(position);
        for (when, at) in days(figures, ix) {
            for (nth, _) in (0..).zip(&gate.criteria) {
                let of = Of::Criterion(ix, nth);
                if let Some(trace) = trace(figures, &of, at) {
                    tell(Row { unit: trace.unit, ..Row::new(of, when, trace.value) });
                }
            }
        }
    }
}

/// The days on which an export tells how a gate stands: as of `as-of`, without a time, and when it was decided.
fn days(figures: &Figures<'_>, gate: GateIx) -> impl Iterator<Item = (Option<When>, NaiveDate)> + use<> {
    let decided = decided(figures.plan, gate).map(|day| (Some(When::Day(day)), day));
    std::iter::once((None, figures.plan.as_of)).chain(decided)
}

/// A criterion with what was judged of it.
fn judged<'f>(figures: &'f Figures<'_>, of: &Of, at: NaiveDate) -> Option<(&'f Criterion, Judged)> {
    let Of::Criterion(gate, nth) = of else { return None };
    let criterion = figures.plan.gates[gate.at()].criteria.get(*nth as usize)?;
    Some((criterion, figures.verdict(*gate, at).now.into_iter().nth(*nth as usize)?))
}

/// On which scale a KPI that adds up its readings is asked about, where its targets are on another.
fn scale(figures: &Figures<'_>, criterion: &Criterion) -> &'static str {
    let Subject::Kpi(kpi) = criterion.subject else { return "" };
    match figures.counts(kpi, None) {
        Counts::Window => {
            "; the criterion asks about its whole window added up, its targets are for one period"
        }
        Counts::Cumulative => {
            "; the criterion asks about all readings since plan start added up, as its targets do"
        }
        Counts::Newest => "",
    }
}

fn asked(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Option<Trace> {
    let (criterion, judged) = judged(figures, of, at)?;
    let Of::Criterion(gate, nth) = *of else { return None };
    let at_most = at.min(figures.plan.as_of);
    let (label, value, origin) = known(figures, gate, criterion, &judged, at);
    let rule = format!("what is known by then: evidence alone, no plan{}", scale(figures, criterion));
    let mut trace = Trace::new(value, &rule).unit(unit(figures, criterion));
    let term = trace.take(&label, value, origin);
    unseen(figures, gate, nth, &judged, at_most, &mut trace);
    of_whom(figures, gate, &judged, &mut trace);
    trace.also = also(figures, of, at, "missing");
    let planned = only_planned(figures.plan, criterion, &judged);
    Some(match planned {
        Some(planned) if value == Value::Nothing => trace.because(format!("there is no evidence; {planned}")),
        None if judged.expired.is_some() => trace.because(missing(figures.plan, criterion, &judged)),
        None if value == Value::Nothing => trace.because("there is no evidence"),
        _ => {
            let words = judged.joins.words(figures.plan);
            trace.by(term).noting(never_assessed(figures.plan, &judged)).noting(words)
        }
    })
}

/// The units without any level where others have one, in words: what is known is not all that is asked about.
fn never_assessed(plan: &Plan, judged: &Judged) -> Option<String> {
    let unknown = judged.short.iter().filter(|(_, level)| level.is_none());
    let unknown: Vec<(UnitIx, Option<Level>)> = unknown.copied().collect();
    let words =
        || format!("{}, never assessed: so the criterion does not hold", units_in_words(plan, &unknown));
    (!unknown.is_empty()).then(words)
}

fn short_of(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Option<Trace> {
    let plan = figures.plan;
    let Of::Criterion(gate, nth) = of else { return None };
    let (criterion, judged) = judged(figures, of, at)?;
    let value = judged.missing.map_or(Value::Nothing, |missing| amount(figures, criterion, missing));
    let rule = format!("how far what is known lies from {}{}", criterion.text, scale(figures, criterion));
    let mut trace = Trace::new(value, &rule).unit(unit(figures, criterion));
    let is = judged.value.map_or(Value::Nothing, |value| amount(figures, criterion, value));
    let is = trace.take("known", is, of.name(plan, "asked", Some(When::Day(at))));
    let address = Address::new(Table::Gate, &plan.gates[gate.at()].id).to("criteria").to(criterion.nth);
    let asked = trace.take("asked for", amount(figures, criterion, criterion.threshold), address);
    unseen(figures, *gate, *nth, &judged, at.min(plan.as_of), &mut trace);
    of_whom(figures, *gate, &judged, &mut trace);
    trace.also = also(figures, of, at, "asked");
    let below = judged.value.is_some_and(|value| value < criterion.threshold);
    Some(match value {
        Value::Nothing if judged.holds => trace.because("nothing: it holds"),
        Value::Nothing if judged.expired.is_some() => trace.because(missing(plan, criterion, &judged)),
        Value::Nothing if judged.value.is_some() => {
            trace.because(format!("nobody can tell: {}", missing(plan, criterion, &judged)))
        }
        Value::Nothing => trace.because("nobody can tell: there is no evidence"),
        _ if judged.short.iter().any(|(_, level)| level.is_none()) => {
            let words = missing(plan, criterion, &judged);
            trace.because(format!("{words}; a unit that was never assessed counts 0"))
        }
        _ if below => trace.by(asked.minus(is)),
        _ if judged.missing == Some(0.0) => trace.because(missing(plan, criterion, &judged)),
        _ => trace.by(is.minus(asked)),
    })
}

fn also(figures: &Figures<'_>, of: &Of, at: NaiveDate, word: &str) -> Vec<crate::trace::name::Name> {
    [word, "gate"].map(|word| of.name(figures.plan, word, Some(When::Day(at)))).into()
}

fn evidence(figures: &Figures<'_>, gate: GateIx, nth: u32, unit: UnitIx, at: NaiveDate) -> Option<Trace> {
    let plan = figures.plan;
    let (criterion, judged) = judged(figures, &Of::Criterion(gate, nth), at)?;
    let (_, level) = *judged.short.iter().find(|(short, _)| *short == unit)?;
    let Subject::Level(item) = criterion.subject else { return None };
    let value = level.map_or(Value::Nothing, Value::Level);
    let rule = "the newest assessment by then, or today's maturity where there is none; what is planned is no evidence";
    let trace = Trace::new(value, rule);
    let at = at.min(plan.as_of);
    let (label, origin): (_, Origin) = match figures.seen(item, Some(unit), at) {
        Some(seen) => {
            let address = plan.record_address(Table::Assessed, seen.record as usize);
            ("assessed", address.to("level").into())
        }
        None => ("maturity today", plan.item_address(item).to("maturity").into()),
    };
    Some(match value {
        Value::Nothing => {
            let mut trace = trace.because("it was never assessed");
            if plan.item(item).capability().is_some_and(|it| it.maturity != Maturity::Unassessed) {
                trace.decide("maturity today, of the others", plan.item_address(item).to("maturity"));
            }
            trace
        }
        _ => trace.with(label, value, origin).by(Term::Input(0)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::id::KpiIx;
    use crate::plan::kpi::{Better, Target};
    use crate::plan::leadership::Comparison;

    /// A target is for one period, a criterion asks about the sum of a window of them: both stand beside each other.
    #[test]
    fn a_kpi_that_adds_up_says_on_which_scale_it_is_asked_about() {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("orders", Better::Higher, &[Target::Value(100.0)])];
        let (subject, comparison) = (Subject::Kpi(KpiIx(0)), Comparison::AtLeast);
        let criterion = Criterion { subject, comparison, threshold: 200.0, text: "".into(), nth: 0 };
        let mut says = |counts| {
            plan.kpis[0].counts = Some(counts);
            scale(&Figures::new(&plan), &criterion)
        };
        assert_eq!(says(Counts::Newest), "");
        assert!(says(Counts::Window).ends_with("its targets are for one period"));
        assert!(says(Counts::Cumulative).ends_with("as its targets do"));
    }
}
