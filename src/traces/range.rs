//! Between which readings a KPI has moved: the lowest and the highest of the last ones of each month.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::trace::measured::{KPI, each, measure, parts, read, read_when, unit};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::value::Value;
use crate::trace::{Family, Timing, Trace};
use crate::wording;

pub(super) const LOWEST: Family = Family {
    word: "lowest-reading",
    means: "Lowest reading of a KPI, of the last one of each month; of windows, of those read in full",
    of: KPI,
    timing: Timing::Never,
    trace: |figures, of, _| trace(figures, of, End::Lowest),
    each: |figures, tell| each(figures, tell, |figures, of| trace(figures, of, End::Lowest)),
};

pub(super) const HIGHEST: Family = Family {
    word: "highest-reading",
    means: "Highest reading of a KPI, of the last one of each month; of windows, of those read in full",
    trace: |figures, of, _| trace(figures, of, End::Highest),
    each: |figures, tell| each(figures, tell, |figures, of| trace(figures, of, End::Highest)),
    ..LOWEST
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Lowest,
    Highest,
}

/// `None` of what is done or not, between which there is nothing, and of what nobody has read yet.
fn trace(figures: &Figures<'_>, of: &Of, end: End) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, market) = parts(of)?;
    let days = figures.read_by_month(ix, market);
    let by_value = |one: &&(NaiveDate, f64), other: &&(NaiveDate, f64)| one.1.total_cmp(&other.1);
    let (rule, words, (_, value)) = match end {
        End::Lowest => (
            "the lowest of what counted after the last reading of each month",
            "the lowest of these",
            days.iter().min_by(by_value)?,
        ),
        End::Highest => (
            "the highest of what counted after the last reading of each month",
            "the highest of these",
            days.iter().max_by(by_value)?,
        ),
    };
    plan.kpi(ix).yes_or_no(*value).is_none().then_some(())?;
    let unit = unit(figures, ix);
    let mut trace = Trace::new(Value::Number(*value), rule).unit(unit).because(words);
    let newest = measure(figures, of).and_then(|measure| measure.newest.as_ref());
    for (day, value) in &days {
        let newest = newest.filter(|newest| newest.worst.is_none() && newest.date == *day);
        let when = newest.map_or(Some(When::Day(*day)), |newest| read_when(figures, of, newest));
        let name = of.name(plan, "kpi", when);
        trace.take_in(unit, &format!("read on {}", wording::date(*day)), read(plan.kpi(ix), *value), name);
    }
    trace.also = ["kpi", "slope"].map(|word| of.name(plan, word, None)).into();
    Some(trace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::id::KpiIx;
    use crate::plan::kpi::{Better, Target};

    /// Of March, the last reading counts: 30, and not the 5 of the day before.
    #[test]
    fn a_kpi_lies_between_the_last_readings_of_its_months() {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &[Target::Value(60.0)])];
        for (date, value) in [("2026-02-28", 20.0), ("2026-03-30", 5.0), ("2026-03-31", 30.0)] {
            sample::read(&mut plan, date, None, value);
        }
        let figures = Figures::new(&plan);
        let of = Of::Kpi(KpiIx(0));
        let [lowest, highest] = [End::Lowest, End::Highest].map(|end| trace(&figures, &of, end).unwrap());
        assert_eq!((lowest.value, highest.value), (Value::Number(20.0), Value::Number(30.0)));
        assert_eq!(lowest.inputs.len(), 2);
        plan.readings.clear();
        assert_eq!(trace(&Figures::new(&plan), &of, End::Lowest), None);
    }
}
