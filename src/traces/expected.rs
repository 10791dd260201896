//! What is expected of a KPI at a day, and of one period of a KPI whose readings are amounts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::order::Order as _;
use crate::plan::address::Address;
use crate::plan::id::KpiIx;
use crate::plan::kpi::{Better, Counts, Target};
use crate::trace::begins::Begins;
use crate::trace::measured::{KPI, address, all, day, days_read, each, measure, parts, unit, with_others};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::term::Term;
use crate::trace::told::wave_ends;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Timing, Trace};
use crate::wording;

pub(super) const FAMILY: Family = Family {
    word: "expected",
    means: "What is expected of a KPI",
    of: KPI,
    timing: Timing::Day,
    trace: |figures, of, when| at_day(figures, of, day(figures, when)),
    each: |figures, tell| {
        each(figures, tell, |figures, of| at_day(figures, of, figures.plan.as_of));
        let led = led(figures);
        for of in all(figures) {
            let Some((ix, market)) = parts(&of) else { continue };
            for day in days(figures, &of, &led) {
                if let Some(target) = figures.expected_at(ix, market, day) {
                    tell(row(figures, &of, day, target));
                }
            }
        }
    },
};

pub(super) const OF_PERIOD: Family = Family {
    word: "expected-of-period",
    means: "What is expected of the period of a KPI that ends on a day",
    trace: |figures, of, when| of_period(figures, of, day(figures, when)),
    each: |figures, tell| {
        let led = led(figures);
        for of in all(figures) {
            let Some((ix, market)) = parts(&of) else { continue };
            if figures.counts(ix, market) != Counts::Window {
                continue;
            }
            // Of each period that a day which is told looks at.
            let looked = days(figures, &of, &led).into_iter().chain([figures.plan.as_of]);
            let ends: BTreeSet<NaiveDate> =
                looked.flat_map(|day| figures.window_ends(ix, market, day)).collect();
            for end in ends {
                if let Some(target) = figures.expected_of_period(ix, market, end) {
                    tell(row(figures, &of, end, target));
                }
            }
        }
    },
    ..FAMILY
};

/// The days that an export tells what is expected of: those on which it was read, the ends of waves, and those of which
/// KPIs that lead it speak.
fn days(figures: &Figures<'_>, of: &Of, led: &Led) -> BTreeSet<NaiveDate> {
    let spoken = match of {
        Of::Kpi(kpi) => led.get(kpi).map(Vec::as_slice).unwrap_or_default(),
        _ => &[],
    };
    days_read(figures, of).into_keys().chain(wave_ends(figures.plan)).chain(spoken.iter().copied()).collect()
}

/// The KPIs that others lead, with the days of which these speak.
type Led = BTreeMap<KpiIx, Vec<NaiveDate>>;

fn led(figures: &Figures<'_>) -> Led {
    let mut led = Led::new();
    for said in figures.plan.kpis().filter_map(|(kpi, _)| figures.prediction(kpi)) {
        led.entry(said.led).or_default().push(said.date);
    }
    led
}

fn row(figures: &Figures<'_>, of: &Of, day: NaiveDate, target: Target) -> Row {
    let unit = parts(of).map_or("", |(ix, _)| unit(figures, ix)).into();
    Row { unit, ..Row::new(of.clone(), Some(When::Day(day)), Value::Target(target)) }
}

fn at_day(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Option<Trace> {
    let (ix, market) = parts(of)?;
    let target = figures.expected_at(ix, market, at);
    let trace = match figures.counts(ix, market) {
        Counts::Window => {
            let rule = "what is expected of each period of the window, added up";
            let mut trace = Trace::new(target.map_or(Value::Nothing, Value::Target), rule);
            for end in figures.window_ends(ix, market, at) {
                period(figures, of, &mut trace, end);
            }
            match target {
                Some(_) => trace.by(Term::All(0)),
                None => trace.because("nothing is expected of them"),
            }
        }
        _ => line(figures, of, target, at)?,
    };
    Some(with_others(figures, of, trace.unit(unit(figures, ix)), "expected"))
}

/// Takes in what is expected of a period.
fn period(figures: &Figures<'_>, of: &Of, trace: &mut Trace, end: NaiveDate) {
    let Some((ix, market)) = parts(of) else { return };
    if let Some(target) = figures.expected_of_period(ix, market, end) {
        let name = of.name(figures.plan, "expected-of-period", Some(When::Day(end)));
        let label = format!("period to {}", wording::date(end));
        trace.take_in(unit(figures, ix), &label, Value::Target(target), name);
    }
}

fn of_period(figures: &Figures<'_>, of: &Of, end: NaiveDate) -> Option<Trace> {
    let (ix, market) = parts(of)?;
    measure(figures, of).filter(|_| figures.counts(ix, market) == Counts::Window)?;
    let target = figures.expected_of_period(ix, market, end)?;
    Some(line(figures, of, Some(target), end)?.unit(unit(figures, ix)))
}

/// A point that lines run through: the day, what it is, the target and where it is written.
type Point = (NaiveDate, String, Target, Origin);

/// What holds at a day on the lines, in the bands or by the dates of the targets.
fn line(figures: &Figures<'_>, of: &Of, target: Option<Target>, at: NaiveDate) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, market) = parts(of)?;
    let (kpi, unit) = (plan.kpi(ix), unit(figures, ix));
    let rule = "straight lines through the baseline at plan start and the target at each wave's end";
    let mut trace = Trace::new(target.map_or(Value::Nothing, Value::Target), rule);
    let mut points = targets(figures, of)?;
    let any = |kind: fn(&Target) -> bool| points.iter().any(|(_, _, target, _)| kind(target));
    let done = kpi.better == Some(Better::Done) || any(|target| matches!(target, Target::Done(_)));
    let bands = kpi.better == Some(Better::Within) || any(|target| matches!(target, Target::Band(..)));
    let take = |trace: &mut Trace, (_, label, target, from): &Point| {
        trace.take_in(unit, label, Value::Target(*target), from.clone())
    };
    if done {
        trace.rule = "done is due from the end of its wave on".into();
        let found = points.iter().rfind(|(end, ..)| *end <= at);
        if let Some(point) = found {
            take(&mut trace, point);
        }
        return Some(trace.because(found.map_or("nothing is due yet", |_| "")));
    }
    if kpi.is_part_of_sum(market) {
        return Some(
            trace.because("its target is for the sum of the markets, and this one has none of its own"),
        );
    }
    if bands {
        return Some(band(figures, of, at, points, trace));
    }
    if points.is_empty() {
        return Some(trace.because("it has no target"));
    }
    // What adds up since plan start begins at nothing where the plan does not say otherwise.
    let nothing = (figures.counts(ix, market) == Counts::Cumulative).then_some(0.0);
    let begins = Begins::of(figures, ix, market);
    if let Some(baseline) = begins.value.or(nothing) {
        let label = format!("{} at {}", begins.label, wording::date(plan.start));
        // Until the first target is reached.
        if points.first().is_some_and(|(end, ..)| at < *end) {
            begins.decide(&mut trace);
        }
        points.insert(0, (plan.start, label, Target::Value(baseline), begins.origin()));
    }
    Some(match points.iter().position(|(date, ..)| *date >= at) {
        None => {
            let last = take(&mut trace, &points[points.len() - 1]);
            trace.by(last)
        }
        Some(next) if next == 0 || points[next].0 == at => {
            let first = take(&mut trace, &points[next]);
            trace.by(first)
        }
        Some(next) => {
            // What lies between two targets looks like one, and nobody has set it.
            trace.rule.push_str("; this one is set nowhere and lies between two that are");
            let days = |from: NaiveDate, to: NaiveDate| Value::Count((to - from).num_days().unsigned_abs());
            let low = take(&mut trace, &points[next - 1]);
            let high = take(&mut trace, &points[next]);
            let (from, to) = (points[next - 1].0, points[next].0);
            let gone = trace.take("days since", days(from, at), Origin::Rule);
            let all = trace.take("days in all", days(from, to), Origin::Rule);
            let gained = Term::Product(vec![high.minus(low.clone()), gone.over(all)]);
            trace.by(Term::Sum(vec![low, gained]))
        }
    })
}

/// What holds at a day of bands, whose ends run on lines.
fn band(figures: &Figures<'_>, of: &Of, at: NaiveDate, mut points: Vec<Point>, mut trace: Trace) -> Trace {
    let plan = figures.plan;
    let Some((ix, market)) = parts(of) else { return trace };
    let unit = unit(figures, ix);
    trace.rule =
        "both ends of a band run on straight lines through the bands at the waves' ends; at plan start it \
                  reaches as far as the baseline"
            .into();
    let baseline = Begins::of(figures, ix, market);
    let begins = match (baseline.value, points.first()) {
        (Some(baseline), Some((end, _, Target::Band(low, high), _))) if plan.start < *end => {
            Some((baseline, Target::Band(low.min(baseline), high.max(baseline))))
        }
        _ => None,
    };
    if let Some((_, band)) = begins {
        let label = format!("as far as the baseline on {}", wording::date(plan.start));
        points.insert(0, (plan.start, label, band, Origin::Rule));
    }
    let Some(next) = points.iter().position(|(date, ..)| *date >= at).or(points.len().checked_sub(1)) else {
        return trace.because("nothing is due yet");
    };
    let take = |trace: &mut Trace, nth: usize| {
        if begins.is_some() && nth == 0 {
            baseline.take(trace, unit);
        }
        let (_, label, target, from) = &points[nth];
        trace.take_in(unit, label, Value::Target(*target), from.clone());
    };
    let is_band = |nth: usize| matches!(points[nth].2, Target::Band(..));
    if next == 0 || points[next].0 <= at || !is_band(next - 1) || !is_band(next) {
        take(&mut trace, next);
        return trace.because("");
    }
    trace.rule.push_str("; this one is set nowhere and lies between two that are");
    take(&mut trace, next - 1);
    take(&mut trace, next);
    let days = |from: NaiveDate, to: NaiveDate| Value::Count((to - from).num_days().unsigned_abs());
    trace.take("days since", days(points[next - 1].0, at), Origin::Rule);
    trace.take("days in all", days(points[next - 1].0, points[next].0), Origin::Rule);
    trace.because("each end has come as far of its way as the days have")
}

/// The targets that hold, in the order of their days.
fn targets(figures: &Figures<'_>, of: &Of) -> Option<Vec<Point>> {
    let plan = figures.plan;
    let (ix, market) = parts(of)?;
    let kpi = plan.kpi(ix);
    let local = kpi.local.iter().find(|(of, _)| Some(*of) == market);
    let (targets, base): (_, Address) = match local {
        Some((market, targets)) => {
            (targets, address(figures, ix).to("local").to(&*plan.markets[market.at()].id))
        }
        None if kpi.is_part_of_sum(market) => return Some(Vec::new()),
        None => (&kpi.target, address(figures, ix).to("target")),
    };
    let point = |(wave, target): &(crate::plan::id::WaveIx, Target)| {
        let wave = plan.wave(*wave);
        let label = format!("target at {}", wording::date(wave.end));
        (wave.end, label, *target, Origin::Plan(base.clone().to(&*wave.id)))
    };
    let mut points: Vec<Point> = targets.iter().map(point).collect();
    points.order_by_key(|(end, ..)| *end);
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    /// Targets of 27 on 31 March and 45 on 30 September 2026: what is told of a day between them is set nowhere.
    #[test]
    fn what_lies_between_two_targets_says_so() {
        let mut plan = sample::plan();
        let targets = [Target::Value(27.0), Target::Value(45.0)];
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &targets)];
        let figures = Figures::new(&plan);
        let says = |date: &str| {
            let trace =
                (FAMILY.trace)(&figures, &Of::Kpi(KpiIx(0)), Some(When::Day(sample::day(date)))).unwrap();
            trace.rule.contains("set nowhere")
        };
        assert_eq!([says("2026-06-30"), says("2026-09-30"), says("2027-01-31")], [true, false, false]);
    }

    /// A band of 27 to 35 on 31 March, from a baseline of 18 on 1 January.
    #[test]
    fn a_band_on_its_way_says_from_where_to_where() {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Within, &[Target::Band(27.0, 35.0)])];
        let figures = Figures::new(&plan);
        let trace = |date: &str| {
            (FAMILY.trace)(&figures, &Of::Kpi(KpiIx(0)), Some(When::Day(sample::day(date)))).unwrap()
        };
        let way = trace("2026-02-10");
        let values: Vec<Value> = way.inputs.iter().map(|input| input.value).collect();
        let bands = [Target::Band(18.0, 35.0), Target::Band(27.0, 35.0)].map(Value::Target);
        let expected = [Value::Number(18.0), bands[0], bands[1], Value::Count(40), Value::Count(89)];
        assert_eq!(values, expected);
        assert!(way.rule.contains("set nowhere"));
        assert_eq!(trace("2026-03-31").inputs.len(), 1, "the band as it is set");
        assert_eq!(trace("2027-03-31").inputs[0].value, bands[1]);
    }
}
