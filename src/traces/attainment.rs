//! Attainment of a KPI, and its status; in all and by market.

use crate::figures::Figures;
use crate::figures::performance::{Measure, Newest, Status};
use crate::plan::kpi::{Counts, Target};
use crate::trace::begins::Begins;
use crate::trace::measured::{
    KPI, address, as_worst, each, measure, parts, read, read_when, unit, with_others,
};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::window::{Window, of_periods};
use crate::trace::{Family, Timing, Trace};
use crate::wording;

pub(super) const FAMILY: Family = Family {
    word: "attainment",
    means: "Attainment of a KPI, what is gained of what was to be gained",
    of: KPI,
    timing: Timing::Never,
    trace: |figures, of, _| attainment(figures, of),
    each: |figures, tell| each(figures, tell, attainment),
};

pub(super) const STATUS: Family = Family {
    word: "status",
    means: "Status of a KPI",
    trace: |figures, of, _| status(figures, of),
    each: |figures, tell| each(figures, tell, status),
    ..FAMILY
};

/// Why a reading of a market stands in no way.
const NOT_OPEN: &str = "the market is not open yet and others are: nothing is asked of it";

fn attainment(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let (ix, market) = parts(of)?;
    let measure = measure(figures, of)?;
    let value = Value::attained(measure.attainment, figures.plan.kpi(ix));
    if let Some(trace) = as_worst(figures, of, "attainment", value) {
        return Some(with_others(figures, of, trace, "attainment"));
    }
    let mut trace = Trace::new(value, "(reading − baseline) ÷ (expected − baseline)");
    let trace = if let Some((held, due)) = measure.held {
        let by_market = figures.due_readings(ix, market).iter().any(|due| due.market.is_some());
        let whose = if by_market { ", those of each market by itself" } else { "" };
        trace.rule = format!(
            "readings that hold ÷ readings that were due{whose}; a missing one does not hold, but what is done stays so until a newer one takes it back"
        );
        let name = |word: &str| of.name(figures.plan, word, None);
        trace.take("readings that hold", Value::Of(held, due), name("held-readings"));
        let trace = trace.because(match due {
            0 => "no reading was due yet".to_owned(),
            _ => format!("{held} ÷ {due}, those that hold ÷ those that were due"),
        });
        let mut trace = with_others(figures, of, trace, "attainment");
        trace.also.insert(0, name("missed-readings"));
        return Some(trace);
    } else {
        match (&measure.newest, measure.expected) {
            (Some(_), _) if measure.not_due => trace.because(NOT_OPEN),
            (Some(newest), Some(_)) if figures.counts(ix, market) == Counts::Window => {
                of_window(figures, of, trace, newest)?
            }
            (Some(newest), Some(expected)) => on_line(figures, of, trace, newest, expected)?,
            _ => trace.because("there is no reading, or nothing to hold it against"),
        }
    };
    Some(with_others(figures, of, trace, "attainment"))
}

/// The newest reading, or the sum since plan start, against what was expected then.
fn on_line(
    figures: &Figures<'_>,
    of: &Of,
    mut trace: Trace,
    newest: &Newest,
    expected: Target,
) -> Option<Trace> {
    let (ix, market) = parts(of)?;
    let (plan, unit) = (figures.plan, unit(figures, ix));
    let when = Some(When::Day(newest.date));
    let name = of.name(plan, "kpi", read_when(figures, of, newest));
    let reading = trace.take_in(unit, "reading", read(plan.kpi(ix), newest.value), name);
    let expected =
        trace.take_in(unit, "planned for its day", Value::Target(expected), of.name(plan, "expected", when));
    let nothing = (figures.counts(ix, market) == Counts::Cumulative).then_some(0.0);
    let begins = Begins::of(figures, ix, market).or(nothing);
    let Some(baseline) = begins.take(&mut trace, unit) else {
        return Some(trace.because("it has no baseline"));
    };
    Some(match trace.value {
        Value::Nothing => trace.because("nothing was to be gained yet"),
        _ => trace.by(reading.minus(baseline.clone()).over(expected.minus(baseline))),
    })
}

/// What the window's periods that were read add up to, against what was expected of them; the baseline counts
/// once for each. A period that only some markets read counts for the part of it that was.
fn of_window(figures: &Figures<'_>, of: &Of, mut trace: Trace, newest: &Newest) -> Option<Trace> {
    let (ix, market) = parts(of)?;
    let (plan, unit) = (figures.plan, unit(figures, ix));
    trace.rule =
        "(reading − baseline) ÷ (expected − baseline), each of them once for every period of the window that was read"
            .into();
    let name = of.name(plan, "kpi", read_when(figures, of, newest));
    let reading = trace.take_in(unit, "reading", read(plan.kpi(ix), newest.value), name);
    let Window { expected, periods, in_part } = of_periods(figures, of, newest, &mut trace)?;
    if in_part {
        trace.rule.push_str("; of a period that only some markets read, the part of it that was");
    }
    let begins = Begins::of(figures, ix, market).of_a_period();
    let Some(baseline) = begins.take(&mut trace, unit) else {
        return Some(match trace.value {
            Value::Nothing => trace.because("nothing was to be gained yet"),
            _ => trace.by(reading.over(expected)),
        });
    };
    let baseline = Term::Product(vec![baseline, periods]);
    Some(match trace.value {
        Value::Nothing => trace.because("nothing was to be gained yet"),
        _ => trace.by(reading.minus(baseline.clone()).over(expected.minus(baseline))),
    })
}

fn status(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, _) = parts(of)?;
    let measure: &Measure = measure(figures, of)?;
    if let Some(trace) = as_worst(figures, of, "status", Value::Word(measure.status.as_str())) {
        return Some(with_others(figures, of, trace, "status"));
    }
    let kpi = plan.kpi(ix);
    let (green, amber) = (kpi.tolerance.green, kpi.tolerance.amber);
    let tolerance = address(figures, ix).to("tolerance");
    let rule = "green at or above the green tolerance, amber at or above the amber one, red below, grey without a reading, and where none was due yet, or is asked of a market";
    let mut trace = Trace::new(Value::Word(measure.status.as_str()), rule)
        .with("attainment", Value::attained(measure.attainment, kpi), of.name(plan, "attainment", None))
        .with("green from", Value::Number(green), tolerance.clone().to("green"))
        .with("amber from", Value::Number(amber), tolerance.to("amber"));
    let shown = |share: f64| wording::percent(share, &[green, amber]);
    let words = match (measure.attainment, &measure.newest) {
        (Some(share), _) => {
            let (share, status) = (shown(share), measure.status.as_str());
            let [green, amber] = [green, amber].map(|bound| wording::percent(bound, &[]));
            match measure.status {
                Status::Green => format!("{share} is at or above {green}: {status}"),
                Status::Amber => format!("{share} is at or above {amber} and below {green}: {status}"),
                Status::Red | Status::Grey => format!("{share} is below {amber}: {status}"),
            }
        }
        (None, Some(_)) if measure.not_due && measure.held.is_none() => format!("{NOT_OPEN}: grey"),
        (None, Some(_)) if measure.not_due => "no reading was due yet: grey".into(),
        (None, Some(newest)) if measure.expected.is_some() => {
            let name = of.name(plan, "kpi", read_when(figures, of, newest));
            trace.take("reading", read(plan.kpi(ix), newest.value), name);
            "nothing was to be gained yet: green if the reading is no worse than expected".into()
        }
        _ => "there is no reading, or nothing to hold it against".into(),
    };
    Some(with_others(figures, of, trace.because(words), "status"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::Plan;
    use crate::plan::id::{KpiIx, WaveIx};
    use crate::plan::kpi::{Better, Cadence, Rollup};
    use crate::trace::Steps;

    /// Published: quarters of 220, 240, 200 and 230 against 250 each.
    fn plan() -> Plan {
        let mut plan = sample::plan();
        plan.as_of = sample::day("2026-12-31");
        let mut kpi = sample::kpi("orders", Better::Higher, &[Target::Value(250.0)]);
        (kpi.counts, kpi.window, kpi.cadence) = (Some(Counts::Window), Some(4), Some(Cadence::Quarter));
        (kpi.baseline, kpi.target) = (None, vec![(WaveIx(0), Target::Value(250.0))]);
        plan.kpis = vec![kpi];
        let read =
            [("2026-03-31", 220.0), ("2026-06-30", 240.0), ("2026-09-30", 200.0), ("2026-12-31", 230.0)];
        for (date, value) in read {
            sample::read(&mut plan, date, None, value);
        }
        plan
    }

    #[test]
    fn a_window_shows_its_periods_and_their_sum() {
        let plan = plan();
        let trace = attainment(&Figures::new(&plan), &Of::Kpi(KpiIx(0))).unwrap();
        assert_eq!(trace.value, Value::attained(Some(0.89), &plan.kpis[0]));
        let number = |value: Value| value.number(plan.currency).unwrap();
        let inputs: Vec<f64> = trace.inputs.iter().map(|input| number(input.value)).collect();
        assert_eq!(inputs, [890.0, 250.0, 250.0, 250.0, 250.0]);
        let Steps::Term(term) = &trace.steps else { panic!("{trace:?}") };
        assert!((term.value(&inputs) - 0.89).abs() < 1e-12);
    }

    /// By hand: north and south have 445 and 350 in four and in three quarters, of 250 each: 397.5 ÷ 875.
    #[test]
    fn a_period_that_one_market_did_not_read_counts_in_part() {
        let mut plan = plan();
        plan.kpis[0].rollup = Some(Rollup::Mean);
        let quarters = std::mem::take(&mut plan.readings);
        for reading in &quarters {
            let date = reading.date.to_string();
            sample::read(&mut plan, &date, Some(0), reading.value / 2.0);
            if (reading.value - 200.0).abs() > 0.0 {
                sample::read(&mut plan, &date, Some(1), 350.0 / 3.0);
            }
        }
        let trace = attainment(&Figures::new(&plan), &Of::Kpi(KpiIx(0))).unwrap();
        let Value::Attained(share, _) = trace.value else { panic!("{trace:?}") };
        assert!((share - 397.5 / 875.0).abs() < 1e-9, "{share}");
        let part = trace
            .inputs
            .iter()
            .find(|input| &*input.label == "part of the period to 30 Sep 2026 that was read");
        assert_eq!(part.map(|part| part.value), Some(Value::Share(0.5)));
        let number = |value: Value| value.number(plan.currency).unwrap();
        let inputs: Vec<f64> = trace.inputs.iter().map(|input| number(input.value)).collect();
        let Steps::Term(term) = &trace.steps else { panic!("{trace:?}") };
        assert!((term.value(&inputs) - share).abs() < 1e-12);
    }

    /// By hand: of each period 50 are there already; (890 − 200) ÷ (1,000 − 200).
    #[test]
    fn the_baseline_of_a_window_counts_once_a_period() {
        let mut plan = plan();
        plan.kpis[0].baseline = Some(50.0);
        plan.readings.truncate(4);
        let figures = Figures::new(&plan);
        let trace = attainment(&figures, &Of::Kpi(KpiIx(0))).unwrap();
        let Value::Attained(share, _) = trace.value else { panic!("{trace:?}") };
        assert!((share - 690.0 / 800.0).abs() < 1e-12, "{share}");
        assert_eq!(trace.inputs.last().map(|input| input.value), Some(Value::Number(50.0)));
    }
}
