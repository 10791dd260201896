//! How far the reading of a KPI is from what was planned for its day.

use crate::figures::Figures;
use crate::plan::kpi::{Counts, Target};
use crate::trace::measured::{KPI, as_worst, each, measure, parts, read, read_when, speaker, unit};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::window::of_periods;
use crate::trace::{Family, Timing, Trace};

pub(super) const FAMILY: Family = Family {
    word: "to-plan",
    means: "Reading of a KPI less what was planned for its day",
    of: KPI,
    timing: Timing::Never,
    trace: |figures, of, _| trace(figures, of),
    each: |figures, tell| each(figures, tell, trace),
};

fn trace(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let (ix, market) = parts(of)?;
    let plan = figures.plan;
    let measure = measure(figures, of)?;
    let newest = measure.newest.as_ref();
    let unit = unit(figures, ix);
    let when = newest.and_then(|newest| read_when(figures, of, newest));
    let reading = newest.map(|newest| newest.value);
    let end = measure.read_and_planned().map(|(_, planned)| planned);
    let value = Value::maybe(measure.to_plan(), Value::Number);
    if let Some(mut trace) = as_worst(figures, of, "to-plan", value) {
        trace.also = vec![of.name(plan, "attainment", None)];
        return Some(trace.unit(unit));
    }
    let rule = "the newest reading less what was planned for its day; of a band its nearer end, and nothing inside of it";
    let mut trace = Trace::new(value, rule).unit(unit);
    let reading = reading.map_or(Value::Nothing, |reading| read(plan.kpi(ix), reading));
    let reading = trace.take_in(unit, "reading", reading, of.name(plan, "kpi", when));
    let expected = measure.expected.map_or(Value::Nothing, Value::Target);
    let wanted = match newest.filter(|_| figures.counts(ix, market) == Counts::Window) {
        // What was not read is on neither side.
        Some(newest) if end.is_some() => {
            trace.rule =
                "the readings of the window's periods less what was expected of those that were read".into();
            of_periods(figures, of, newest, &mut trace)?.expected
        }
        _ => {
            let when = newest.map(|newest| When::Day(newest.date));
            let name = speaker(figures, of).name(plan, "expected", when);
            trace.take_in(unit, "planned for its day", expected, name)
        }
    };
    trace.also = vec![of.name(plan, "attainment", None)];
    Some(match (end, measure.expected) {
        _ if measure.by_market => {
            trace.because("each market is held against its own targets, and not what they come to together")
        }
        (None, _) => trace.because("there is no reading, or no amount to hold it against"),
        (Some(end), Some(Target::Band(..))) => trace.by(reading.minus(Term::Number(end))),
        _ => trace.by(reading.minus(wanted)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::id::KpiIx;
    use crate::plan::kpi::{Better, Cadence};

    /// On the last day of the first wave 28 are expected, and 5 to 7 of a band.
    #[test]
    fn a_reading_is_so_far_from_what_was_expected() {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &[Target::Value(28.0)])];
        sample::read(&mut plan, "2026-03-31", None, 26.0);
        let of = Of::Kpi(KpiIx(0));
        let value = |plan: &crate::plan::Plan| trace(&Figures::new(plan), &of).unwrap().value;
        assert_eq!(value(&plan), Value::Number(-2.0));
        plan.kpis[0].target[0].1 = Target::Band(20.0, 25.0);
        plan.kpis[0].better = Some(Better::Within);
        assert_eq!(value(&plan), Value::Number(1.0));
    }

    /// Of a window of two months, one of which was read: 26 of the 28 that were expected of it, and not of 56.
    #[test]
    fn what_was_not_read_of_a_window_is_on_neither_side() {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &[Target::Value(28.0)])];
        let kpi = &mut plan.kpis[0];
        (kpi.counts, kpi.window) = (Some(Counts::Window), Some(2));
        kpi.cadence = Some(Cadence::Month);
        sample::read(&mut plan, "2026-03-31", None, 26.0);
        let figures = Figures::new(&plan);
        assert_eq!(figures.kpi(KpiIx(0)).global.in_part, Some((1, 2)));
        let told = trace(&figures, &Of::Kpi(KpiIx(0))).unwrap();
        assert_eq!(told.value, Value::Number(-2.0));
        let inputs: Vec<String> =
            told.inputs.iter().map(|input| format!("{} {:?}", input.label, input.value)).collect();
        assert_eq!(
            inputs,
            ["reading Number(26.0)", "expected of the period to 31 Mar 2026 Target(Value(28.0))"]
        );
    }
}
