//! Where a KPI is going: its slope, what that makes of the next wave's end, and what it would take.

use crate::order::Order as _;
use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::performance::{Forecast, Measure, Point, next_end};
use crate::plan::kpi::Target;
use crate::trace::measured::{a_month, each, measure, newest, parts, reading, unit};
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Timing, Trace};
use crate::wording;

/// The mean length of a month in days.
const MONTH_DAYS: f64 = 365.25 / 12.0;

pub(super) const SLOPE: Family = Family {
    word: "slope",
    means: "Slope of a KPI, by how much it rises a month",
    of: &[Kind::Kpi, Kind::InMarket],
    timing: Timing::Never,
    trace: |figures, of, _| slope(figures, of),
    each: |figures, tell| each(figures, tell, slope),
};

pub(super) const FORECAST: Family = Family {
    word: "kpi-forecast",
    means: "Forecast of a KPI at the end of the next wave",
    trace: |figures, of, _| forecast(figures, of),
    each: |figures, tell| each(figures, tell, forecast),
    ..SLOPE
};

pub(super) const NEEDED: Family = Family {
    word: "needed-slope",
    means: "By how much a KPI would have to rise a month to meet the target of the next wave's end; where it is there by now, by how much it may at most",
    trace: |figures, of, _| needed(figures, of),
    each: |figures, tell| each(figures, tell, needed),
    ..SLOPE
};

fn with_others(figures: &Figures<'_>, of: &Of, mut trace: Trace, own: &str) -> Trace {
    let words = ["slope", "kpi-forecast", "needed-slope"].into_iter().filter(|word| *word != own);
    trace.also = words.map(|word| of.name(figures.plan, word, None)).collect();
    trace
}

/// Days between two dates.
fn days(from: NaiveDate, to: NaiveDate) -> f64 {
    f64::from(i32::try_from((to - from).num_days()).unwrap_or(0))
}

/// Whose course it takes: its own, or of a whole that is its worst market that of the market which will be the worst.
fn whose(of: &Of, measure: &Measure) -> Of {
    match (of, measure.worst_ahead) {
        (Of::Kpi(ix), Some(worst)) => Of::InMarket(*ix, worst),
        _ => of.clone(),
    }
}

/// The day up to which it goes.
fn ahead(figures: &Figures<'_>) -> NaiveDate {
    next_end(figures.plan).map_or(figures.plan.as_of, |(_, end)| end)
}

/// Says so, and who joins until then.
fn tell_whose(figures: &Figures<'_>, measure: &Measure, trace: &mut Trace) {
    if let Some(worst) = measure.worst_ahead {
        let title = figures.plan.markets[worst.at()].title();
        let end = wording::date(ahead(figures));
        trace.rule.push_str(&format!("; all are their worst market, which on {end} will be {title}"));
    }
    trace.notes.extend(measure.joins.words(figures.plan));
}

fn slope(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let measure = measure(figures, of)?;
    let whose = whose(of, measure);
    let (ix, market) = parts(&whose)?;
    let rule =
        "the median of the slopes between every two of the newest six readings, a month of 365.25 ÷ 12 days";
    let value = Value::maybe(measure.slope.map(|slope| slope.a_month), Value::Number);
    let mut trace = Trace::new(value, rule).unit(&a_month(figures, ix));
    tell_whose(figures, measure, &mut trace);
    if measure.slope.is_none() {
        let why = measure.forecast.err().map_or_else(String::new, |none| none.words());
        return Some(with_others(figures, of, trace.because(why), "slope"));
    }
    let by = ahead(figures);
    let points = newest(figures, ix, market, by);
    let course = figures.course_ahead(ix, market, by);
    if course.iter().any(|point| course.last().is_some_and(|last| last.markets != point.markets)) {
        trace.rule.push_str("; what was read before all markets that report did is left aside");
    }
    let readings: Vec<Term> =
        points.iter().map(|point| reading(figures, &whose, by, &mut trace, point)).collect();
    let between = |(from, to): (usize, usize)| {
        let months = Term::Number(days(points[from].date, points[to].date)).over(Term::Number(MONTH_DAYS));
        readings[to].clone().minus(readings[from].clone()).over(months)
    };
    let trace = match middle(&points).as_slice() {
        [one] => trace.by(between(*one)),
        [one, other] => {
            let both = Term::Sum(vec![between(*one), between(*other)]);
            trace.by(both.over(Term::Number(2.0)))
        }
        _ => trace,
    };
    Some(with_others(figures, of, trace, "slope"))
}

/// The two readings, by place, between which the slope in the middle lies; of an even number of slopes those
/// of the two in the middle.
fn middle(points: &[Point]) -> Vec<(usize, usize)> {
    let mut slopes = Vec::new();
    for (from, one) in points.iter().enumerate() {
        for (to, other) in points.iter().enumerate().skip(from + 1) {
            let time = days(one.date, other.date);
            if time > 0.0 {
                slopes.push(((other.value - one.value) / time, (from, to)));
            }
        }
    }
    slopes.order_by(|(one, _), (other, _)| one.total_cmp(other));
    let count = slopes.len();
    let places = if count.is_multiple_of(2) {
        count / 2 - usize::from(count > 0)..count / 2 + 1
    } else {
        count / 2..count / 2 + 1
    };
    slopes.get(places).unwrap_or_default().iter().map(|(_, pair)| *pair).collect()
}

fn forecast(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, _) = parts(of)?;
    let measure = measure(figures, of)?;
    let rule = "the newest reading, and its slope for the months from there to the end of the next wave";
    let value = Value::maybe(measure.forecast.ok().map(|forecast| forecast.value), Value::Number);
    let mut trace = Trace::new(value, rule).unit(unit(figures, ix));
    tell_whose(figures, measure, &mut trace);
    let whose = whose(of, measure);
    let trace = match (parts_of(figures, of, measure), measure.forecast) {
        (Some((forecast, last)), _) => {
            let newest = reading(figures, &whose, ahead(figures), &mut trace, &last);
            let slope = Value::maybe(measure.slope.map(|slope| slope.a_month), Value::Number);
            let slope = trace.take("slope", slope, whose.name(plan, "slope", None));
            if let Some(input) = trace.inputs.last_mut() {
                input.unit = a_month(figures, ix).into();
            }
            let months = months_to_end(figures, &forecast, &last);
            let free = Term::Sum(vec![newest, Term::Product(vec![slope, months])]);
            let bound = |term| {
                let top = Term::Least(Box::new([Term::Number(100.0), term]));
                Term::Most(Box::new([Term::Number(0.0), top]))
            };
            if forecast.bounded {
                trace.rule.push_str("; a share stays between 0 and 100");
            }
            trace.by(if forecast.bounded { bound(free) } else { free })
        }
        (None, Err(none)) => trace.because(none.words()),
        (None, Ok(_)) => trace,
    };
    let mut trace = with_others(figures, of, trace, "kpi-forecast");
    if let Ok(forecast) = measure.forecast {
        trace.also.push(whose.name(plan, "expected", Some(When::Day(plan.wave(forecast.wave).end))));
    }
    Some(trace)
}

/// The forecast, and the reading that it goes on from.
fn parts_of(figures: &Figures<'_>, of: &Of, measure: &Measure) -> Option<(Forecast, Point)> {
    let (ix, market) = parts(&whose(of, measure))?;
    Some((measure.forecast.ok()?, figures.course_ahead(ix, market, ahead(figures)).pop()?))
}

/// The months from a reading to the end of the wave that is forecast.
fn months_to_end(figures: &Figures<'_>, forecast: &Forecast, last: &Point) -> Term {
    let end = figures.plan.wave(forecast.wave).end;
    Term::Number(days(last.date, end)).over(Term::Number(MONTH_DAYS))
}

fn needed(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, _) = parts(of)?;
    let measure = measure(figures, of)?;
    let rule = "what is expected at the end of the next wave, less the newest reading, a month until then";
    let value = measure.forecast.ok().and_then(|forecast| forecast.needs.or(forecast.may));
    let value = Value::maybe(value, Value::Number);
    let mut trace = Trace::new(value, rule).unit(&a_month(figures, ix));
    tell_whose(figures, measure, &mut trace);
    let whose = whose(of, measure);
    let trace = match (parts_of(figures, of, measure), measure.forecast) {
        (Some((forecast, last)), _) => {
            let newest = reading(figures, &whose, ahead(figures), &mut trace, &last);
            let when = Some(When::Day(plan.wave(forecast.wave).end));
            let target = forecast.target.map_or(Value::Nothing, Value::Target);
            let wanted = trace.take("expected then", target, whose.name(plan, "expected", when));
            if let Some(input) = trace.inputs.last_mut() {
                input.unit = unit(figures, ix).into();
            }
            let months = months_to_end(figures, &forecast, &last);
            match forecast.target {
                None => trace.because("nothing is expected then"),
                Some(_) if forecast.by_market.is_some() => trace.because(
                    "each market is held against its own targets, and not what they come to together",
                ),
                Some(Target::Band(..)) if forecast.may.is_some() => {
                    trace.rule.push_str(
                        "; of a band to the end that it moves towards. It is inside by now, and needs nothing: it may \
                         move by so much at most",
                    );
                    trace.by(Term::Number(forecast.held_to.unwrap_or(last.value)).minus(newest).over(months))
                }
                Some(Target::Band(..)) => {
                    trace.rule.push_str("; of a band to its nearer end");
                    trace.by(Term::Number(forecast.held_to.unwrap_or(last.value)).minus(newest).over(months))
                }
                Some(_) if forecast.may.is_some() => {
                    trace.rule.push_str(
                        ". It is there by now, and needs nothing: it may move by so much at most, and further the \
                         other way",
                    );
                    trace.by(wanted.minus(newest).over(months))
                }
                Some(_) => trace.by(wanted.minus(newest).over(months)),
            }
        }
        (None, Err(none)) => trace.because(none.words()),
        (None, Ok(_)) => trace,
    };
    Some(with_others(figures, of, trace, "needed-slope"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::Plan;
    use crate::plan::id::{KpiIx, WaveIx};
    use crate::plan::kpi::Better;
    use crate::trace::Steps;

    /// Read monthly; the second wave, which ends on 30 September, wants 46.
    fn plan(values: &[f64]) -> Plan {
        let mut plan = sample::plan();
        let targets = [Target::Value(30.0), Target::Value(46.0)];
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &targets)];
        plan.kpis[0].unit = Some("%".into());
        let dates = ["2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31"];
        for (date, value) in dates[4 - values.len()..].iter().zip(values) {
            sample::read(&mut plan, date, None, *value);
        }
        plan
    }

    fn of(plan: &Plan, family: &Family) -> Trace {
        (family.trace)(&Figures::new(plan), &Of::Kpi(KpiIx(0)), None).unwrap()
    }

    /// The value, and what the arithmetic gives.
    fn both(trace: &Trace) -> [f64; 2] {
        let number = |value: Value| value.number(sample::plan().currency).unwrap_or(f64::NAN);
        let Steps::Term(term) = &trace.steps else { panic!("{:?}", trace.steps) };
        let inputs: Vec<f64> = trace.inputs.iter().map(|input| number(input.value)).collect();
        [number(trace.value), term.value(&inputs)]
    }

    fn close(both: [f64; 2], expected: f64) -> bool {
        both.iter().all(|value| (value - expected).abs() < 1e-9)
    }

    /// By hand: 2 in 31 days, 5 in 62, 3 in 31. The middle one is 5 in 62.
    #[test]
    fn a_slope_shows_the_two_readings_in_the_middle() {
        let trace = of(&plan(&[40.0, 42.0, 45.0]), &SLOPE);
        assert!(close(both(&trace), 5.0 / 62.0 * 365.25 / 12.0), "{trace:?}");
        assert_eq!(trace.inputs.len(), 3);
        assert_eq!(&*trace.unit, "% a month");
    }

    /// By hand, in a day: 1/30, 3/61, 9/92, 2/31, 8/62, 6/31. In the middle are 2/31 and 9/92.
    #[test]
    fn of_an_even_number_of_slopes_the_two_in_the_middle_count() {
        let trace = of(&plan(&[39.0, 40.0, 42.0, 48.0]), &SLOPE);
        assert!(close(both(&trace), (2.0 / 31.0 + 9.0 / 92.0) / 2.0 * 365.25 / 12.0), "{trace:?}");
    }

    /// By hand: 2 in each of two months of 31 days; 30 days are left, and 2 are missing.
    #[test]
    fn a_forecast_goes_on_from_the_newest_reading() {
        let plan = plan(&[40.0, 42.0, 44.0]);
        assert!(close(both(&of(&plan, &FORECAST)), 44.0 + 2.0 * 30.0 / 31.0));
        assert!(close(both(&of(&plan, &NEEDED)), 2.0 / 30.0 * 365.25 / 12.0));
    }

    #[test]
    fn a_share_stays_below_its_whole() {
        let mut plan = plan(&[60.0, 80.0, 99.0]);
        plan.kpis[0].target[1] = (WaveIx(1), Target::Band(90.0, 95.0));
        plan.kpis[0].better = Some(Better::Within);
        let forecast = of(&plan, &FORECAST);
        assert!(close(both(&forecast), 100.0), "{forecast:?}");
        assert!(forecast.rule.ends_with("a share stays between 0 and 100"));
        assert!(close(both(&of(&plan, &NEEDED)), -4.0 / 30.0 * 365.25 / 12.0), "to the upper end");
    }

    #[test]
    fn what_nobody_can_say_says_why() {
        let trace = of(&plan(&[40.0, 42.0]), &FORECAST);
        assert_eq!(trace.value, Value::Nothing);
        assert_eq!(trace.steps, Steps::Words("2 readings so far, a slope takes three".into()));
    }
}
