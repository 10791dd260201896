//! Readings of a KPI: those that hold of those that were due, and the periods that ended without one.

use crate::figures::Figures;
use crate::plan::address::Table;
use crate::trace::measured::{KPI, address, each, measure, parts, unit};
use crate::trace::of::Of;
use crate::trace::value::Value;
use crate::trace::{Family, Timing, Trace};
use crate::wording;

pub(super) const MISSED: Family = Family {
    word: "missed-readings",
    means: "Periods of a KPI that have ended without a reading",
    of: KPI,
    timing: Timing::Never,
    trace: |figures, of, _| missed(figures, of),
    each: |figures, tell| each(figures, tell, missed),
    from: &[(Table::Reading, "date"), (Table::Kpi, "cadence"), (Table::Kpi, "target")],
};

pub(super) const HELD: Family = Family {
    word: "held-readings",
    means: "Readings of a KPI that hold, of those that were due",
    trace: |figures, of, _| held(figures, of),
    each: |figures, tell| each(figures, tell, held),
    from: &[(Table::Reading, "value"), (Table::Kpi, "cadence"), (Table::Kpi, "target")],
    ..MISSED
};

fn missed(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let (ix, _) = parts(of)?;
    let measure = measure(figures, of)?;
    let cadence = figures.plan.kpi(ix).cadence;
    let rule = "periods since the first reading, or since the first wave with a target began, that ended by as-of and have no reading";
    let mut trace = Trace::new(Value::Count(measure.missing.into()), rule);
    let word = Value::Word(cadence.map_or("none", |cadence| cadence.as_str()));
    trace.take("cadence", word, address(figures, ix).to("cadence"));
    if let Some(newest) = &measure.newest {
        let label = format!("newest reading, of {}", wording::date(newest.date));
        let name = of.name(figures.plan, "kpi", None);
        trace.take_in(unit(figures, ix), &label, Value::Number(newest.value), name);
    }
    Some(match (cadence, measure.missing) {
        (None, _) => trace.because("nobody said how often it is read: none is missing"),
        (_, 0) => trace.because("each period has one"),
        _ => trace.because("counted, period by period"),
    })
}

fn held(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let (held, due) = measure(figures, of)?.held?;
    let rule =
        "of the periods of its cadence that have ended, those whose reading holds; a missing one does not";
    let mut trace = Trace::new(Value::Of(held, due), rule);
    trace.also = ["attainment", "missed-readings"].map(|word| of.name(figures.plan, word, None)).into();
    Some(trace.because("counted, period by period"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::id::KpiIx;
    use crate::plan::kpi::{Better, Target};

    /// As in the tests of performance: eight months have ended since the wave with its target began.
    #[test]
    fn what_nobody_read_is_counted() {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &[Target::Value(28.0)])];
        assert_eq!(missed(&Figures::new(&plan), &Of::Kpi(KpiIx(0))).unwrap().value, Value::Count(8));
        assert_eq!(held(&Figures::new(&plan), &Of::Kpi(KpiIx(0))), None, "it counts no readings");
    }
}
