//! KPIs: the reading that counts, what is expected, attainment and status; in all and by market.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::performance::Measure;
use crate::plan::address::{Address, Table};
use crate::plan::id::{KpiIx, MarketIx};
use crate::plan::kpi::{Better, Counts, Kpi, Rollup, Target};
use crate::plan::strategy::MultiplierKind;
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Timing, Trace};
use crate::wording;

const OF: &[Kind] = &[Kind::Kpi, Kind::InMarket];

pub(super) const READING: Family = Family {
    word: "kpi",
    means: "Reading of a KPI",
    of: OF,
    timing: Timing::Day,
    trace: |figures, of, when| reading(figures, of, day(figures, when)),
    each: |figures, tell| each(figures, tell, reading),
    from: &[(Table::Reading, "value"), (Table::Reading, "date"), (Table::Kpi, "rollup")],
};

pub(super) const EXPECTED: Family = Family {
    word: "expected",
    means: "What is expected of a KPI",
    trace: |figures, of, when| expected(figures, of, day(figures, when)),
    each: |figures, tell| each(figures, tell, expected),
    from: &[(Table::Kpi, "baseline"), (Table::Kpi, "target"), (Table::Kpi, "local")],
    ..READING
};

pub(super) const ATTAINMENT: Family = Family {
    word: "attainment",
    means: "Attainment of a KPI, what is gained of what was to be gained",
    timing: Timing::Never,
    trace: |figures, of, _| attainment(figures, of),
    each: |figures, tell| each(figures, tell, |figures, of, _| attainment(figures, of)),
    from: &[
        (Table::Reading, "value"),
        (Table::Kpi, "baseline"),
        (Table::Kpi, "target"),
        (Table::Kpi, "local"),
    ],
    ..READING
};

pub(super) const STATUS: Family = Family {
    word: "status",
    means: "Status of a KPI",
    timing: Timing::Never,
    trace: |figures, of, _| status(figures, of),
    each: |figures, tell| each(figures, tell, |figures, of, _| status(figures, of)),
    from: &[(Table::Reading, "value"), (Table::Kpi, "target"), (Table::Kpi, "tolerance")],
    ..READING
};

fn day(figures: &Figures<'_>, when: Option<When>) -> NaiveDate {
    match when {
        Some(When::Day(day)) => day,
        _ => figures.plan.as_of,
    }
}

type OneTrace = fn(&Figures<'_>, &Of, NaiveDate) -> Option<Trace>;

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), trace: OneTrace) {
    for (kpi, _) in figures.plan.kpis() {
        let markets = figures.kpi(kpi).markets.iter().map(|(market, _)| Of::InMarket(kpi, *market));
        for of in std::iter::once(Of::Kpi(kpi)).chain(markets) {
            if let Some(trace) = trace(figures, &of, figures.plan.as_of) {
                tell(Row { of, when: None, value: trace.value, unit: trace.unit });
            }
        }
    }
}

/// The KPI, and the market where one is named.
fn parts(of: &Of) -> Option<(KpiIx, Option<MarketIx>)> {
    match of {
        Of::Kpi(kpi) => Some((*kpi, None)),
        Of::InMarket(kpi, market) => Some((*kpi, Some(*market))),
        _ => None,
    }
}

fn address(figures: &Figures<'_>, kpi: KpiIx) -> Address {
    Address::new(Table::Kpi, &figures.plan.kpi(kpi).id)
}

/// How readings count: amounts add up only where targets are values on a line.
fn counts(kpi: &Kpi, market: Option<MarketIx>) -> Counts {
    let local = kpi.local.iter().find(|(of, _)| Some(*of) == market);
    let targets = local.map_or(&kpi.target, |(_, targets)| targets);
    let line = !matches!(kpi.better, Some(Better::Within | Better::Done))
        && targets.iter().all(|(_, target)| matches!(target, Target::Value(_)));
    kpi.counts.filter(|_| line).unwrap_or(Counts::Newest)
}

fn with_others(figures: &Figures<'_>, of: &Of, mut trace: Trace, own: &str) -> Trace {
    let words = ["kpi", "expected", "attainment", "status"].into_iter().filter(|word| *word != own);
    trace.also = words.map(|word| of.name(figures.plan, word, None)).collect();
    trace
}

fn reading(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, market) = parts(of)?;
    let kpi = plan.kpi(ix);
    let unit = kpi.unit.as_deref().unwrap_or("");
    let Some(newest) = figures.reading_at(ix, market, at) else {
        let trace =
            Trace::new(Value::Nothing, "the newest reading").unit(unit).because("nothing is read yet");
        return Some(with_others(figures, of, trace, "kpi"));
    };
    let mut trace = Trace::new(Value::Number(newest.value), "the newest reading").unit(unit);
    let rolled_up =
        market.is_none() && newest.records.iter().any(|nth| plan.readings[*nth as usize].market.is_some());
    let rollup = kpi.rollup.unwrap_or(Rollup::Share);
    let shares = rolled_up && rollup == Rollup::Share;
    let (mut values, mut weights) = (Vec::new(), Vec::new());
    for nth in &newest.records {
        let record = &plan.readings[*nth as usize];
        let address = plan.record_address(Table::Reading, *nth as usize).to("value");
        let place = record
            .market
            .map_or_else(String::new, |market| format!(" in {}", plan.markets[market.at()].title()));
        let label = format!("read on {}{place}", wording::date(record.date));
        let value = trace.take(&label, Value::Number(record.value), address);
        if let Some(input) = trace.inputs.last_mut() {
            input.unit = unit.into();
        }
        values.push(match record.market.filter(|_| shares) {
            Some(market) => {
                let address = plan.multiplier_address(MultiplierKind::Market, market.at()).to("share");
                let share = Value::Number(plan.markets[market.at()].share);
                let weight = trace.take("its share", share, address);
                weights.push(weight.clone());
                Term::Product(vec![value, weight])
            }
            None => value,
        });
    }
    let counts = counts(kpi, market);
    if counts != Counts::Newest {
        let trace = added_up(figures, ix, trace, values, counts, rolled_up);
        return Some(with_others(figures, of, trace, "kpi"));
    }
    let count = f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX));
    let weightless = weights.is_empty() || Term::Sum(weights.clone()).value(&numbers(figures, &trace)) <= 0.0;
    let trace = match rollup {
        _ if !rolled_up => trace.by(Term::Input(0)),
        Rollup::Share if !weightless => {
            trace.rule = "the newest reading of each market, weighted by the markets' shares".into();
            trace.by(Term::Sum(values).over(Term::Sum(weights)))
        }
        Rollup::Share | Rollup::Mean => {
            trace.rule = "the mean of the newest reading of each market".into();
            trace.because(format!("the mean of {count} markets"))
        }
        Rollup::Sum => {
            trace.rule = "the newest reading of each market, added up".into();
            trace.by(Term::Sum(values))
        }
        Rollup::Worst => {
            trace.rule = "the worst of the newest readings of the markets".into();
            trace.because("the worst market speaks for all")
        }
    };
    Some(with_others(figures, of, trace, "kpi"))
}

/// The reading of a KPI whose readings are amounts.
fn added_up(
    figures: &Figures<'_>,
    ix: KpiIx,
    mut trace: Trace,
    mut values: Vec<Term>,
    counts: Counts,
    rolled_up: bool,
) -> Trace {
    trace.rule = match counts {
        Counts::Cumulative => "all readings since plan start, added up on top of the baseline",
        _ => "the readings of the window's periods, added up",
    }
    .into();
    if let Some(baseline) = figures.plan.kpi(ix).baseline.filter(|_| counts == Counts::Cumulative) {
        values.push(trace.take("baseline", Value::Number(baseline), address(figures, ix).to("baseline")));
    }
    match rolled_up {
        true => trace.because("added up by market, then rolled up over the markets"),
        false => trace.by(Term::Sum(values)),
    }
}

fn numbers(figures: &Figures<'_>, trace: &Trace) -> Vec<f64> {
    let number = |value: Value| value.number(figures.plan.currency).unwrap_or(0.0);
    trace.inputs.iter().map(|input| number(input.value)).collect()
}

fn expected(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, market) = parts(of)?;
    let kpi = plan.kpi(ix);
    let unit = kpi.unit.as_deref().unwrap_or("");
    let target = figures.expected_at(ix, market, at);
    let rule = "straight lines through the baseline at plan start and the target at each wave's end";
    let mut trace = Trace::new(target.map_or(Value::Nothing, Value::Target), rule).unit(unit);
    let local = kpi.local.iter().find(|(of, _)| Some(*of) == market);
    let (targets, base) = match local {
        Some((market, targets)) => {
            (targets, address(figures, ix).to("local").to(&*plan.markets[market.at()].id))
        }
        None => (&kpi.target, address(figures, ix).to("target")),
    };
    let mut points: Vec<(NaiveDate, String, Target, Address)> = targets
        .iter()
        .map(|(wave, target)| {
            let wave = plan.wave(*wave);
            let label = format!("target at {}", wording::date(wave.end));
            (wave.end, label, *target, base.clone().to(&*wave.id))
        })
        .collect();
    points.sort_by_key(|(end, ..)| *end);
    let done =
        kpi.better == Some(Better::Done) || points.iter().any(|(_, _, it, _)| matches!(it, Target::Done(_)));
    let counted = kpi.better == Some(Better::Within)
        || points.iter().any(|(_, _, it, _)| matches!(it, Target::Band(..)));
    let take = |trace: &mut Trace, (_, label, target, address): &(NaiveDate, String, Target, Address)| {
        let term = trace.take(label, Value::Target(*target), address.clone());
        if let Some(input) = trace.inputs.last_mut() {
            input.unit = unit.into();
        }
        term
    };
    if done || counted {
        let found = if done {
            trace.rule = "done is due from the end of its wave on".into();
            points.iter().rfind(|(end, ..)| *end <= at)
        } else {
            trace.rule = "a band holds up to the end of its wave, the last one from then on".into();
            points.iter().find(|(end, ..)| *end >= at).or(points.last())
        };
        let words = found.map_or("nothing is due yet", |_| "");
        if let Some(point) = found {
            take(&mut trace, point);
        }
        return Some(with_others(figures, of, trace.because(words), "expected"));
    }
    if counts(kpi, market) == Counts::Window {
        trace.rule = "what is expected of each period of the window, added up".into();
        return Some(with_others(
            figures,
            of,
            trace.because("summed over the periods of the window"),
            "expected",
        ));
    }
    if let Some(baseline) = kpi.baseline {
        let label = format!("baseline at {}", wording::date(plan.start));
        points.insert(0, (plan.start, label, Target::Value(baseline), address(figures, ix).to("baseline")));
    }
    let next = points.iter().position(|(date, ..)| *date >= at);
    let trace = match next {
        _ if points.is_empty() => trace.because("it has neither baseline nor target"),
        None => {
            let last = take(&mut trace, &points[points.len() - 1]);
            trace.by(last)
        }
        Some(next) if next == 0 || points[next].0 == at => {
            let first = take(&mut trace, &points[next]);
            trace.by(first)
        }
        Some(next) => {
            let days = |from: NaiveDate, to: NaiveDate| Value::Count((to - from).num_days().unsigned_abs());
            let low = take(&mut trace, &points[next - 1]);
            let high = take(&mut trace, &points[next]);
            let (from, to) = (points[next - 1].0, points[next].0);
            let gone = trace.take("days since", days(from, at), Origin::Rule);
            let all = trace.take("days in all", days(from, to), Origin::Rule);
            let gained = Term::Product(vec![high.minus(low.clone()), gone.over(all)]);
            trace.by(Term::Sum(vec![low, gained]))
        }
    };
    Some(with_others(figures, of, trace, "expected"))
}

fn measure<'f>(figures: &'f Figures<'_>, of: &Of) -> Option<&'f Measure> {
    let (ix, market) = parts(of)?;
    let figure = figures.kpi(ix);
    match market {
        None => Some(&figure.global),
        Some(market) => figure.markets.iter().find(|(of, _)| *of == market).map(|(_, measure)| measure),
    }
}

fn attainment(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, market) = parts(of)?;
    let measure = measure(figures, of)?;
    let value = Value::maybe(measure.attainment, Value::Share);
    let mut trace = Trace::new(value, "(reading − baseline) ÷ (expected − baseline)");
    let trace = if let Some((held, due)) = measure.held {
        trace.rule = "readings that hold ÷ readings that were due; a missing one does not hold".into();
        let held = trace.take("readings that hold", Value::Count(held.into()), Origin::Rule);
        let all = trace.take("readings due", Value::Count(due.into()), Origin::Rule);
        if due == 0 { trace.because("no reading was due yet") } else { trace.by(held.over(all)) }
    } else if let (Some(newest), Some(expected)) = (&measure.newest, measure.expected) {
        let when = Some(When::Day(newest.date));
        let kpi = plan.kpi(ix);
        let counts = counts(kpi, market);
        let reading = trace.take("reading", Value::Number(newest.value), of.name(plan, "kpi", when));
        // Of a window, what was expected counts the periods that were read.
        let origin = match counts {
            Counts::Window => Origin::Rule,
            _ => of.name(plan, "expected", when).into(),
        };
        let expected = trace.take("expected then", Value::Target(expected), origin);
        let baseline = kpi.baseline.or((counts == Counts::Cumulative).then_some(0.0));
        match baseline.filter(|_| counts != Counts::Window) {
            Some(baseline) => {
                let from = address(figures, ix).to("baseline");
                let baseline = trace.take("baseline", Value::Number(baseline), from);
                match measure.attainment {
                    Some(_) => trace.by(reading.minus(baseline.clone()).over(expected.minus(baseline))),
                    None => trace.because("nothing was to be gained yet"),
                }
            }
            None if counts == Counts::Window => {
                trace.because("the baseline counts once for each period that was read")
            }
            None => trace.because("it has no baseline"),
        }
    } else {
        trace.because("there is no reading, or nothing to hold it against")
    };
    Some(with_others(figures, of, trace, "attainment"))
}

fn status(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, _) = parts(of)?;
    let (kpi, measure) = (plan.kpi(ix), measure(figures, of)?);
    let (green, amber) = (kpi.tolerance.green, kpi.tolerance.amber);
    let tolerance = address(figures, ix).to("tolerance");
    let rule = "green at or above the green tolerance, amber at or above the amber one, red below, grey without a reading";
    let mut trace = Trace::new(Value::Word(measure.status.as_str()), rule)
        .with("attainment", Value::maybe(measure.attainment, Value::Share), of.name(plan, "attainment", None))
        .with("green from", Value::Number(green), tolerance.clone().to("green"))
        .with("amber from", Value::Number(amber), tolerance.to("amber"));
    let shown = |share: f64| wording::percent(share, &[green, amber]);
    let words = match (measure.attainment, &measure.newest) {
        (Some(share), _) => format!("{} is {}", shown(share), measure.status.as_str()),
        (None, Some(newest)) if measure.expected.is_some() => {
            let when = Some(When::Day(newest.date));
            trace.take("reading", Value::Number(newest.value), of.name(plan, "kpi", when));
            "nothing was to be gained yet: green if the reading is no worse than expected".into()
        }
        _ => "there is no reading, or nothing to hold it against".into(),
    };
    Some(with_others(figures, of, trace.because(words), "status"))
}
