//! Readings of a KPI: those that hold of those that were due, the periods that ended without one, and how old the
//! newest one is.

use crate::figures::Figures;
use crate::plan::address::{Address, Table};
use crate::trace::measured::{KPI, address, each, measure, parts, read, take_due, unit};
use crate::trace::of::Of;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Timing, Trace};
use crate::wording;

pub(super) const MISSED: Family = Family {
    word: "missed-readings",
    means: "Periods of a KPI that have ended without a reading",
    of: KPI,
    timing: Timing::Never,
    trace: |figures, of, _| missed(figures, of),
    each: |figures, tell| each(figures, tell, missed),
};

pub(super) const HELD: Family = Family {
    word: "held-readings",
    means: "Readings of a KPI that hold, of those that were due",
    trace: |figures, of, _| held(figures, of),
    each: |figures, tell| each(figures, tell, held),
    ..MISSED
};

pub(super) const AGE: Family = Family {
    word: "reading-age",
    means: "Days since the newest reading of a KPI",
    trace: |figures, of, _| age(figures, of),
    each: |figures, tell| each(figures, tell, age),
    ..MISSED
};

fn age(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let plan = figures.plan;
    let measure = measure(figures, of)?;
    let days = measure.days_old(plan.as_of).and_then(|days| u64::try_from(days).ok());
    let rule = "the days from its newest reading to the day that the plan is known up to";
    let mut trace = Trace::new(days.map_or(Value::Nothing, Value::Count), rule).unit("days");
    trace.also = ["to-plan", "kpi"].map(|word| of.name(plan, word, None)).into();
    let Some(newest) = &measure.newest else { return Some(trace.because("nothing is read yet")) };
    let record = |nth: u32| &plan.readings[nth as usize];
    let speaks = |nth: &u32| newest.worst.is_none() || record(*nth).market == newest.worst;
    let newest_record = newest.records.iter().copied().filter(speaks).max_by_key(|nth| record(*nth).date);
    if let Some(worst) = newest.worst {
        let title = plan.markets[worst.at()].title();
        trace.rule.push_str(&format!("; the whole is its worst market, {title}"));
        trace.take_in(
            unit(figures, parts(of)?.0),
            "reading of the worst market",
            read(plan.kpi(parts(of)?.0), newest.value),
            of.name(plan, "kpi", None),
        );
    }
    if let Some(nth) = newest_record {
        let address = plan.record_address(Table::Reading, nth as usize).to("date");
        trace.take("read on", Value::Date(newest.date), address);
    }
    trace.take("known up to", Value::Date(plan.as_of), Address::new(Table::Plan, "").to("as-of"));
    Some(trace.because("counted, day by day"))
}

fn missed(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let (ix, _) = parts(of)?;
    let measure = measure(figures, of)?;
    let cadence = figures.plan.kpi(ix).cadence;
    let rule = "periods since the first reading, or since the first wave with a target began, that ended by as-of and have no reading; in a market, from the end of the wave that opens it; of what is held or done, periods for which one was due; what is done is not asked for again";
    let mut trace = Trace::new(Value::Count(measure.missing.into()), rule);
    let word = Value::Word(cadence.map_or("none", |cadence| cadence.as_str()));
    trace.take("cadence", word, address(figures, ix).to("cadence"));
    if let Some(newest) = &measure.newest {
        let label = format!("newest reading, of {}", wording::date(newest.date));
        let name = of.name(figures.plan, "kpi", None);
        trace.take_in(unit(figures, ix), &label, read(figures.plan.kpi(ix), newest.value), name);
    }
    let (_, market) = parts(of)?;
    let missed = figures.missed_readings(ix, market);
    let by_market = missed.iter().any(|(market, _)| market.is_some());
    if by_market {
        trace.notes.push("each market is asked for itself: a period counts in each that was not read".into());
    }
    if market.is_none() {
        let silent = figures.joins(ix, figures.plan.as_of).standing_words(figures.plan);
        trace.notes.extend(silent.map(|words| format!("what is told of all is {words}")));
    }
    for (of, end) in missed {
        let whose = of.map(|of| format!(" of {}", figures.plan.markets[of.at()].title())).unwrap_or_default();
        trace.take(&format!("no reading{whose} in the period to"), Value::Date(end), Origin::Rule);
    }
    Some(match (cadence, measure.missing) {
        (None, 0) => trace.because("nobody said how often it is read: none is missing"),
        (_, 0) => trace.because("each period that is asked for has one"),
        _ => trace.because("counted, period by period"),
    })
}

fn held(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let (ix, market) = parts(of)?;
    let (held, due) = measure(figures, of)?.held?;
    let rule = "of the periods of its cadence that have ended since the first reading, or since the first wave with a target began, in a market from the end of the wave that opens it, those whose reading holds; a missing one does not, but what is done stays so until a newer one takes it back";
    let trace = Trace::new(Value::Of(held, due), rule);
    let apart = "only markets report: each of them is held against its own targets, and not what they come to together";
    let by_market = figures.due_readings(ix, market).iter().any(|due| due.market.is_some());
    let mut trace = trace.noting(by_market.then(|| apart.into()));
    trace.also = ["attainment", "missed-readings"].map(|word| of.name(figures.plan, word, None)).into();
    take_due(figures, of, figures.plan.as_of, &mut trace);
    Some(trace.because("counted, period by period"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::id::KpiIx;
    use crate::plan::kpi::{Better, Target};

    /// From 31 March to 31 August there are 30 + 31 + 30 + 31 + 31 days.
    #[test]
    fn a_reading_is_as_old_as_the_days_since() {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &[Target::Value(28.0)])];
        let old = |plan: &crate::plan::Plan| age(&Figures::new(plan), &Of::Kpi(KpiIx(0))).unwrap().value;
        assert_eq!(old(&plan), Value::Nothing);
        sample::read(&mut plan, "2026-03-31", None, 26.0);
        assert_eq!(old(&plan), Value::Count(153));
    }

    /// As in the tests of performance: eight months have ended since the wave with its target began.
    #[test]
    fn what_nobody_read_is_counted() {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &[Target::Value(28.0)])];
        assert_eq!(missed(&Figures::new(&plan), &Of::Kpi(KpiIx(0))).unwrap().value, Value::Count(8));
        assert_eq!(held(&Figures::new(&plan), &Of::Kpi(KpiIx(0))), None, "it counts no readings");
    }

    /// Neither market read the quarter to June: each is named, and that each is asked is said.
    #[test]
    fn a_reading_that_several_markets_missed_is_listed_with_each() {
        let mut plan = sample::opened_at_once();
        plan.kpis = vec![sample::kpi("contacts", Better::Within, &[Target::Band(40.0, 60.0)])];
        (plan.kpis[0].cadence, plan.kpis[0].baseline) = (Some(crate::plan::kpi::Cadence::Quarter), None);
        sample::read(&mut plan, "2026-03-31", Some(0), 50.0);
        sample::read(&mut plan, "2026-03-31", Some(1), 50.0);
        let figures = Figures::new(&plan);
        let labels = |of: Of| -> Vec<String> {
            let inputs = missed(&figures, &of).unwrap().inputs;
            inputs.into_iter().map(|it| it.label).filter(|it| it.starts_with("no reading")).collect()
        };
        let each = |market: &str| format!("no reading of {market} in the period to");
        assert_eq!(labels(Of::Kpi(KpiIx(0))), [each("north"), each("south")]);
        assert_eq!(missed(&figures, &Of::Kpi(KpiIx(0))).unwrap().notes.len(), 1);
    }

    /// By hand: due at the end of the one wave that has ended, in each of two markets; south has done it.
    #[test]
    fn each_market_is_asked_for_itself_whether_it_is_done() {
        let mut plan = sample::opened_at_once();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Done, &[Target::Done(true)])];
        plan.kpis[0].cadence = None;
        sample::read(&mut plan, "2026-03-31", Some(0), 0.0);
        sample::read(&mut plan, "2026-03-31", Some(1), 1.0);
        let trace = held(&Figures::new(&plan), &Of::Kpi(KpiIx(0))).unwrap();
        assert_eq!(trace.value, Value::Of(1, 2));
        let said: Vec<_> = trace.inputs.iter().map(|input| (&*input.label, input.value)).collect();
        assert_eq!(
            said,
            [
                ("to 31 Mar 2026 in north: does not hold", Value::Flag(false)),
                ("to 31 Mar 2026 in south: holds", Value::Flag(true)),
            ]
        );
    }

    /// By hand: a band of 20 to 30 is due in each month from January to August; February is read inside of it, March
    /// outside.
    #[test]
    fn the_periods_are_told_one_by_one_what_does_not_hold_first() {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Within, &[Target::Band(20.0, 30.0)])];
        sample::read(&mut plan, "2026-02-20", None, 25.0);
        sample::read(&mut plan, "2026-03-31", None, 31.0);
        let figures = Figures::new(&plan);
        let trace = held(&figures, &Of::Kpi(KpiIx(0))).unwrap();
        assert_eq!(trace.value, Value::Of(1, 8));
        let said = |nth: usize| (&*trace.inputs[nth].label, trace.inputs[nth].value);
        assert_eq!(said(0), ("to 31 Jan 2026: no reading", Value::Nothing));
        assert_eq!(said(1), ("to 31 Mar 2026: does not hold", Value::Number(31.0)));
        assert_eq!(said(7), ("to 28 Feb 2026: holds", Value::Number(25.0)));
        let missed = missed(&figures, &Of::Kpi(KpiIx(0))).unwrap();
        let last = missed.inputs.last().map(|input| input.value);
        assert_eq!((missed.value, last), (Value::Count(6), Some(Value::Date(sample::day("2026-08-31")))));
    }
}
