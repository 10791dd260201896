//! The line of the newest readings of a KPI, around which a simulation draws it for a gate: what it comes to on a day,
//! how far the readings scatter around it, and how far the KPI may stray from it on that day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::plan::id::{GateIx, KpiIx};
use crate::plan::leadership::Subject;
use crate::simulation::trend::{Heading, heading};
use crate::status::gate_date;
use crate::trace::measured::{a_month, day, measure, newest, reading, unit};
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Timing, Trace};
use crate::wording;

pub(super) const LINE: Family = Family {
    word: "kpi-line",
    means: "What the line of a KPI's newest readings comes to",
    of: &[Kind::Kpi],
    timing: Timing::Day,
    trace: |figures, of, when| line(figures, of, day(figures, when)),
    each: |figures, tell| each(figures, tell, |heading| heading.expected),
};

pub(super) const SPREAD: Family = Family {
    word: "kpi-spread",
    means: "How far a KPI may stray from the line of its newest readings",
    trace: |figures, of, when| spread(figures, of, day(figures, when)),
    each: |figures, tell| each(figures, tell, |heading| heading.spread),
    ..LINE
};

pub(super) const SCATTER: Family = Family {
    word: "kpi-scatter",
    means: "How far the newest readings of a KPI scatter around their line",
    timing: Timing::Never,
    trace: |figures, of, _| scatter(figures, of),
    each: |figures, tell| {
        for (kpi, _) in figures.plan.kpis() {
            if let Some(heading) = heading(figures, kpi, figures.plan.as_of) {
                tell(row(figures, kpi, None, heading.scatter));
            }
        }
    },
    ..LINE
};

fn row(figures: &Figures<'_>, kpi: KpiIx, when: Option<When>, number: f64) -> Row {
    Row { unit: unit(figures, kpi).into(), ..Row::new(Of::Kpi(kpi), when, Value::Number(number)) }
}

/// Tells how KPIs go on as of `as-of`, and on the days of gates to come that ask about them.
fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), number: fn(&Heading) -> f64) {
    let plan = figures.plan;
    let mut asked: BTreeMap<KpiIx, BTreeSet<NaiveDate>> = BTreeMap::new();
    for (position, gate) in plan.gates.iter().enumerate() {
        let to_come = gate_date(plan, GateIx::from(position)).filter(|day| plan.as_of < *day);
        for criterion in gate.criteria.iter() {
            if let (Subject::Kpi(kpi), Some(day)) = (criterion.subject, to_come) {
                asked.entry(kpi).or_default().insert(day);
            }
        }
    }
    for (kpi, _) in plan.kpis() {
        if let Some(heading) = heading(figures, kpi, plan.as_of) {
            tell(row(figures, kpi, None, number(&heading)));
        }
        for day in asked.get(&kpi).into_iter().flatten() {
            if let Some(heading) = heading(figures, kpi, *day) {
                tell(row(figures, kpi, Some(When::Day(*day)), number(&heading)));
            }
        }
    }
}

fn heading_of(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Option<Heading> {
    match of {
        Of::Kpi(kpi) => heading(figures, *kpi, at),
        _ => None,
    }
}

/// Whose line it is: that of the KPI, or of its market that is the worst on the day.
fn whose(heading: &Heading) -> Of {
    heading.market.map_or(Of::Kpi(heading.kpi), |market| Of::InMarket(heading.kpi, market))
}

/// The page of its scatter, which is of the day up to which things are known: on another day another market may be the
/// worst, or others may be asked.
pub(super) fn scatter_page(figures: &Figures<'_>, of: &Heading) -> Origin {
    let today = heading(figures, of.kpi, figures.plan.as_of);
    let same = |today: &Heading| {
        (today.market, today.slope) == (of.market, of.slope) && today.scatter.total_cmp(&of.scatter).is_eq()
    };
    match today.is_none_or(|today| same(&today)) {
        true => Of::Kpi(of.kpi).name(figures.plan, "kpi-scatter", None).into(),
        false => Origin::Rule,
    }
}

/// The page of its slope, which is of those that are asked at the end of the next wave: on another day others may be.
pub(super) fn slope_page(figures: &Figures<'_>, of: &Heading) -> Origin {
    let whose = whose(of);
    match measure(figures, &whose).and_then(|measure| measure.slope) == Some(of.slope) {
        true => whose.name(figures.plan, "slope", None).into(),
        false => Origin::Rule,
    }
}

fn line(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Option<Trace> {
    let heading = heading_of(figures, of, at)?;
    let unit = unit(figures, heading.kpi);
    let rule = "the line has the slope of the KPI and runs through the median of what is left of its newest readings (three to six) once the slope is taken off";
    let mut trace = Trace::new(Value::Number(heading.expected), rule).unit(unit);
    let since = format!("on the line on {}", wording::date(heading.slope.since));
    let level = trace.take_in(unit, &since, Value::Number(heading.level), Origin::Rule);
    let slope = slope_page(figures, &heading);
    let slope =
        trace.take_in(&a_month(figures, heading.kpi), "slope", Value::Number(heading.slope.a_month), slope);
    let months = trace.take("months from there", Value::Number(heading.months), Origin::Rule);
    read(figures, &heading, at, &mut trace);
    trace.also = vec![of.name(figures.plan, "kpi-spread", Some(When::Day(at)))];
    Some(trace.by(Term::Sum(vec![level, Term::Product(vec![slope, months])])))
}

fn spread(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Option<Trace> {
    let heading = heading_of(figures, of, at)?;
    let unit = unit(figures, heading.kpi);
    let rule = "that of one more reading around a fitted line: it grows with the way from the middle of the readings; a simulation multiplies it with a number of Student's t, with two degrees of freedom less than readings";
    let mut trace = Trace::new(Value::Number(heading.spread), rule).unit(unit);
    let name = scatter_page(figures, &heading);
    let scatter = trace.take_in(unit, "scatter", Value::Number(heading.scatter), name);
    let count = trace.take("readings", Value::Count(heading.slope.readings.into()), Origin::Rule);
    let away = trace.take("months from their middle", Value::Number(heading.away), Origin::Rule);
    let squares = "squares of the months of each from their middle";
    let squares = trace.take(squares, Value::Number(heading.squares), Origin::Rule);
    trace.also = vec![of.name(figures.plan, "kpi-line", Some(When::Day(at)))];
    let one = || Term::Number(1.0);
    let grown =
        Term::Sum(vec![one(), one().over(count), Term::Product(vec![away.clone(), away]).over(squares)]);
    let root = Term::Power(Box::new([grown, Term::Number(0.5)]));
    Some(trace.by(Term::Product(vec![scatter, root])))
}

fn scatter(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let heading = heading_of(figures, of, figures.plan.as_of)?;
    let unit = unit(figures, heading.kpi);
    let rule = "the mean distance of its newest readings (three to six) from their line × √(π ÷ 2) × √(n ÷ (n − 2)) for n of them, which is the standard deviation of what strays evenly; at least a unit of the last digit in which the plan writes it ÷ √12, which rounding hides";
    let mut trace = Trace::new(Value::Number(heading.scatter), rule).unit(unit);
    let slope = slope_page(figures, &heading);
    trace.take_in(&a_month(figures, heading.kpi), "slope", Value::Number(heading.slope.a_month), slope);
    read(figures, &heading, figures.plan.as_of, &mut trace);
    trace.also = vec![of.name(figures.plan, "kpi-line", None), of.name(figures.plan, "kpi-spread", None)];
    Some(trace.because("of these readings"))
}

/// Takes in the readings that the line runs along, and says who joins until the day that is asked about.
fn read(figures: &Figures<'_>, heading: &Heading, by: NaiveDate, trace: &mut Trace) {
    for point in newest(figures, heading.kpi, heading.market, by) {
        reading(figures, &whose(heading), by, trace, &point);
    }
    trace.notes.extend(figures.joins(heading.kpi, by).words(figures.plan));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::kpi::Better;

    /// By hand: read as 20, 22, 24 and 26 on days 0, 30, 60 and 90, it lies on a line of 2 in 30 days, which is 26 on
    /// the last and 28 a month of 30 days on. None strays from it, and whole numbers hide 1 ÷ √12. The day is 75 days from
    /// the middle of four readings, the squares of which are 2 × 45² + 2 × 15² = 4,500: the spread is the scatter ×
    /// √(1 + ¼ + 75² ÷ 4,500) = √2.5.
    #[test]
    fn a_line_goes_on_and_a_spread_grows() {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &[])];
        plan.kpis[0].baseline = None;
        plan.as_of = sample::day("2026-12-31");
        let days = ["2026-01-01", "2026-01-31", "2026-03-02", "2026-04-01"];
        for (date, value) in days.into_iter().zip([20.0, 22.0, 24.0, 26.0]) {
            sample::read(&mut plan, date, None, value);
        }
        let figures = Figures::new(&plan);
        let of = Of::Kpi(KpiIx(0));
        let number = |trace: Option<Trace>| trace.unwrap().value.number(plan.currency).unwrap();
        let at = sample::day("2026-05-01");
        let off = 1.0 / 12.0_f64.sqrt();
        for (told, expected) in [
            (number(line(&figures, &of, at)), 28.0),
            (number(scatter(&figures, &of)), off),
            (number(spread(&figures, &of, at)), off * 2.5_f64.sqrt()),
        ] {
            assert!((told - expected).abs() < 1e-9, "{told} is not {expected}");
        }
        plan.readings.truncate(2);
        assert_eq!(line(&Figures::new(&plan), &of, at), None, "two readings are no line");
    }
}
