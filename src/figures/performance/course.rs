//! The course of a KPI: how it stood after each day on which it was read.
//!
//! How a reading counts is `counts`:
//!
//! - **newest**: a reading is how things stand, and the newest one speaks;
//! - **window**: a reading is the amount of its period, and those of the last `window` periods of the cadence
//!   add up, against the sum of what was expected of the same periods. A period without a reading is missing
//!   on both sides: nothing is put in its place, and it is said to be missing. Of a period in which some markets
//!   were read and others were not, the same holds for the part that was not (see `rollup`);
//! - **cumulative**: a reading is an amount, and all since plan start add up, on top of the baseline, against
//!   a target that is a total.
//!
//! Bands and yes or no look at the newest reading of each period, whatever counts.
//!
//! Amounts are measured from a baseline of nothing where the plan gives none; that of a window counts once a
//! period. Globally the readings without a market speak once there is one; where only markets report, what
//! counts of each market is rolled up. A whole that is its worst market stands as that market does: read on its day,
//! and held against what was planned there for that day.
//!
//! A market is asked from the end of the wave that opens it: what it reads before says how it stands, and speaks for the
//! whole only as long as nobody is asked. A sum is of all that was read, wherever.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::super::Figures;
use super::super::readiness::Opening;
use super::cadence::{ends, window};
use super::rollup::{Counted, baseline_of, parts, rolled_up, worst};
use super::status::{Status, as_value, attainment, no_worse};
use super::target::Expectation;
use crate::plan::Plan;
use crate::plan::id::MarketIx;
use crate::plan::kpi::{Counts, Kpi, Rollup, Target};
use crate::plan::record::Reading;

/// The reading that counts, and the records that it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Newest {
    /// The value, in the KPI's unit.
    pub value: f64,
    /// The date it holds for.
    pub date: NaiveDate,
    /// Of a whole that is its worst market, that market.
    pub worst: Option<MarketIx>,
    /// The positions of its records in `Plan::readings`: one, one of each market, or all that add up.
    pub records: Vec<u32>,
}

/// How a KPI stood after a day on which it was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The day.
    pub date: NaiveDate,
    /// The day of the reading that counted then: of a whole that is its worst market, of that market.
    pub read: NaiveDate,
    /// Of such a whole, that market.
    pub worst: Option<MarketIx>,
    /// Of a whole that markets make together, how many had reported by then; one that joins moves it by that alone.
    pub markets: usize,
    /// What counted then.
    pub value: f64,
    /// What was to be expected of it.
    pub expected: Option<Target>,
    /// How much of what was to be gained was gained; `None` too for bands and for yes or no, which count the
    /// readings that hold.
    pub attainment: Option<f64>,
    /// How the reading stood by itself.
    pub status: Status,
    /// Whether what counts is all that may: of a window, whether each of its periods was read, in each market
    /// that speaks. One that still fills up rises by that alone.
    pub full: bool,
}

/// What is to be expected at a date, and what it is measured from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measured {
    pub(super) expected: Option<Target>,
    pub(super) baseline: Option<f64>,
}

impl Measured {
    pub(super) fn attainment(self, value: f64) -> Option<f64> {
        attainment(value, self.baseline?, as_value(self.expected?)?)
    }

    /// What a value would be that has come so far.
    pub(super) fn value_at(self, attainment: f64) -> Option<f64> {
        let baseline = self.baseline?;
        Some(baseline + attainment * (as_value(self.expected?)? - baseline))
    }
}

/// The readings of a KPI as they come in, one after the other.
pub(super) struct Ledger<'p> {
    plan: &'p Plan,
    kpi: &'p Kpi,
    whose: Option<MarketIx>,
    /// From when on each market is asked; `None` where that makes no difference.
    openings: Option<&'p [Opening]>,
    baseline: Option<f64>,
    expectation: Expectation,
    /// By market, or without one, in the order of their dates.
    readings: BTreeMap<Option<MarketIx>, Vec<(u32, &'p Reading)>>,
    sums: BTreeMap<Option<MarketIx>, f64>,
    /// Of a whole that is its worst market, the ledger of each market.
    apart: BTreeMap<MarketIx, Self>,
}

impl<'p> Ledger<'p> {
    /// An empty ledger, globally or of a market.
    pub(super) fn new(figures: &'p Figures<'_>, kpi: &'p Kpi, whose: Option<MarketIx>) -> Self {
        let rolled = whose.is_none() && kpi.rolls_up() != Rollup::Sum;
        Self { openings: rolled.then(|| figures.market_openings()), ..Self::of(figures.plan, kpi, whose) }
    }

    /// The same, where whoever reports speaks.
    pub(super) fn of(plan: &'p Plan, kpi: &'p Kpi, whose: Option<MarketIx>) -> Self {
        let expectation = Expectation::of(plan, kpi, whose);
        let (readings, sums, apart) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (openings, baseline) = (None, baseline_of(plan, kpi, whose));
        Self { plan, kpi, whose, openings, baseline, expectation, readings, sums, apart }
    }

    /// How readings count: amounts add up only where targets are values on a line.
    pub(super) fn counts(&self) -> Counts {
        match self.expectation {
            Expectation::Line(_) => self.kpi.counting(),
            Expectation::Bands(_) | Expectation::Done(_) => Counts::Newest,
        }
    }

    /// The first day whose amounts count at a date, and the last day of the period that it lies in.
    fn window(&self, at: NaiveDate) -> (NaiveDate, NaiveDate) {
        let (first, last) = window(self.plan, self.kpi.cadence, self.kpi.periods(), at);
        (first.max(self.plan.start), last)
    }

    /// Takes in a reading; they come in the order of their dates. `false`: it does not count.
    pub(super) fn add(&mut self, position: u32, reading: &'p Reading) -> bool {
        let amounts = self.counts() != Counts::Newest;
        let other = self.whose.is_some() && reading.market != self.whose;
        // Once somebody reports globally, markets speak for themselves alone.
        let silent = self.whose.is_none() && reading.market.is_some() && self.readings.contains_key(&None);
        if other || silent || (amounts && reading.date < self.plan.start) {
            return false;
        }
        self.readings.entry(reading.market).or_default().push((position, reading));
        *self.sums.entry(reading.market).or_default() += reading.value;
        let is_worst = self.whose.is_none() && self.kpi.rolls_up() == Rollup::Worst;
        if let Some(market) = reading.market.filter(|_| is_worst) {
            let own = || Self::of(self.plan, self.kpi, Some(market));
            self.apart.entry(market).or_insert_with(own).add(position, reading);
        }
        true
    }

    /// Which markets speak for the whole by a day: those that are asked by then, or else all.
    fn speaks(&self, by: NaiveDate) -> impl Fn(MarketIx) -> bool + use<'p> {
        let openings = self.openings;
        let asked = move |market: MarketIx| {
            openings.and_then(|it| it.get(market.at())).is_none_or(|opening| opening.is_by(by))
        };
        let any = self.readings.keys().flatten().any(|market| asked(*market));
        move |market| !any || asked(market)
    }

    /// Of a whole that is its worst market, that market, its ledger and the day of its newest reading. Each market
    /// counts as it stood on its own day.
    fn worst(&self, by: NaiveDate) -> Option<(MarketIx, &Self, NaiveDate)> {
        if self.apart.is_empty() || self.readings.contains_key(&None) {
            return None;
        }
        let stands = |(market, own): (&MarketIx, &Self)| {
            let readings = own.readings.get(&own.whose)?;
            let read = readings.last()?.1.date;
            let (value, ends) = (own.value(read, by)?, own.ends_of(readings, read));
            Some(Counted { market: *market, read, value, ends })
        };
        let speaks = self.speaks(by);
        let asked = self.apart.iter().filter(|(market, _)| speaks(**market));
        let markets: Vec<Counted> = asked.filter_map(stands).collect();
        let worst = worst(self.kpi, &markets)?;
        Some((worst.market, self.apart.get(&worst.market)?, worst.read))
    }

    /// Whose readings speak by a day: the market's, those without a market, or those of all markets.
    fn speaking(&self, by: NaiveDate) -> impl Iterator<Item = (Option<MarketIx>, &[(u32, &'p Reading)])> {
        let one = self.whose.is_some() || self.readings.contains_key(&None);
        let (whose, speaks) = (self.whose, self.speaks(by));
        let all = self.readings.iter().map(|(market, readings)| (*market, readings.as_slice()));
        all.filter(move |(market, _)| if one { *market == whose } else { market.is_none_or(&speaks) })
    }

    /// What counts of the readings of one market, or without one, at a date.
    fn counted<'r>(&self, readings: &'r [(u32, &'p Reading)], at: NaiveDate) -> &'r [(u32, &'p Reading)] {
        match self.counts() {
            Counts::Newest => &readings[readings.len().saturating_sub(1)..],
            Counts::Cumulative => readings,
            Counts::Window => {
                let (first, _) = self.window(at);
                &readings[readings.partition_point(|(_, reading)| reading.date < first)..]
            }
        }
    }

    fn amount(&self, market: Option<MarketIx>, readings: &[(u32, &Reading)], at: NaiveDate) -> Option<f64> {
        match self.counts() {
            Counts::Cumulative => self.sums.get(&market).copied(),
            Counts::Newest | Counts::Window => {
                let counted = self.counted(readings, at);
                (!counted.is_empty()).then(|| counted.iter().map(|(_, reading)| reading.value).sum())
            }
        }
    }

    /// What counts at a date, all readings up to which are in, of those that speak by a day.
    fn value(&self, at: NaiveDate, by: NaiveDate) -> Option<f64> {
        if let Some((_, own, read)) = self.worst(by) {
            return own.value(read, by);
        }
        let start = match self.counts() {
            Counts::Cumulative => self.baseline.unwrap_or(0.0),
            Counts::Newest | Counts::Window => 0.0,
        };
        let amount = match self.alone() {
            Some(readings) => self.amount(self.whose, readings, at),
            None => rolled_up(self.plan, self.kpi, &self.by_market(at, by)),
        };
        amount.map(|amount| start + amount)
    }

    /// The readings of the one that speaks alone: the market's, or those without a market; `None` where markets
    /// speak for the whole.
    fn alone(&self) -> Option<&[(u32, &'p Reading)]> {
        let own = self.readings.get(&self.whose).map(Vec::as_slice);
        let none: &[(u32, &Reading)] = &[];
        own.or(self.whose.map(|_| none))
    }

    /// What counts of each market that speaks for the whole by a day and has anything that counts at a date.
    fn by_market(&self, at: NaiveDate, by: NaiveDate) -> Vec<Counted> {
        let counted = self.speaking(by).filter_map(|(market, readings)| {
            let (value, (_, last)) = (self.amount(market, readings, at)?, readings.last()?);
            Some(Counted { market: market?, read: last.date, value, ends: self.ends_of(readings, at) })
        });
        counted.collect()
    }

    /// Of what adds up over the window that ends at a date, the last days of the periods that were read.
    fn ends_of(&self, readings: &[(u32, &'p Reading)], at: NaiveDate) -> BTreeSet<NaiveDate> {
        if self.counts() != Counts::Window {
            return BTreeSet::new();
        }
        let end = |date| window(self.plan, self.kpi.cadence, 1, date).1;
        self.counted(readings, at).iter().map(|(_, reading)| end(reading.date)).collect()
    }

    /// Whether what is to be expected at a date lies between two targets; of a window, of any of its periods.
    pub(super) fn is_between(&self, at: NaiveDate) -> bool {
        match self.counts() {
            Counts::Window => self.ends(at).into_iter().any(|end| self.expectation.is_between(end)),
            Counts::Newest | Counts::Cumulative => self.expectation.is_between(at),
        }
    }

    /// What is to be expected at a date of a KPI that is read as it is due.
    pub(super) fn measured(&self, at: NaiveDate) -> Measured {
        match self.counts() {
            Counts::Window => self.measured_over(self.ends(at).into_iter().map(|end| (end, 1.0))),
            counts => {
                let nothing = (counts == Counts::Cumulative).then_some(0.0);
                Measured { expected: self.expectation.at(at), baseline: self.baseline.or(nothing) }
            }
        }
    }

    /// What was to be expected of what counts at a date: of a window, in the periods that were read.
    fn measured_as_read(&self, at: NaiveDate, by: NaiveDate) -> Measured {
        if self.counts() != Counts::Window {
            return self.measured(at);
        }
        self.measured_over(self.parts_read(at, by))
    }

    /// The last days of the periods of the window that ends at a date.
    pub(super) fn ends(&self, at: NaiveDate) -> Vec<NaiveDate> {
        let (first, last) = self.window(at);
        ends(self.plan, self.kpi.cadence, first, last)
    }

    /// The last days of those of them that were read, each with the part of the period that was: all of it, unless
    /// only some of the markets that speak were read in it.
    pub(super) fn parts_read(&self, at: NaiveDate, by: NaiveDate) -> Vec<(NaiveDate, f64)> {
        if let Some((_, own, read)) = self.worst(by) {
            return own.parts_read(read, by);
        }
        match self.alone() {
            Some(readings) => self.ends_of(readings, at).into_iter().map(|end| (end, 1.0)).collect(),
            None => {
                let all: Vec<MarketIx> = self.speaking(by).filter_map(|(market, _)| market).collect();
                parts(self.plan, self.kpi, &self.by_market(at, by), &all)
            }
        }
    }

    /// How many periods of the window that ends at a date were read by all that speak, and how many it has.
    pub(super) fn read_in_full(&self, at: NaiveDate, by: NaiveDate) -> (usize, usize) {
        let full = self.parts_read(at, by).into_iter().filter(|(_, part)| *part >= 1.0).count();
        (full, self.kpi.periods() as usize)
    }

    /// Whether each period of the window that ends at a date was read by all that speak; of one whose readings
    /// do not add up, always. A market of which nothing counts any more is missed in a sum alone.
    fn is_full(&self, at: NaiveDate, by: NaiveDate) -> bool {
        let periods = self.kpi.periods() as usize;
        let summed = self.kpi.rolls_up() == Rollup::Sum;
        let full = |(_, readings): (_, &[(u32, &'p Reading)])| {
            let ends = self.ends_of(readings, at);
            periods <= ends.len() || (ends.is_empty() && !summed)
        };
        self.counts() != Counts::Window || self.speaking(by).all(full)
    }

    /// What is to be expected of the period that ends on a day.
    pub(super) fn expected_of_period(&self, end: NaiveDate) -> Option<Target> {
        self.expectation.at(end)
    }

    /// What is to be expected of periods, of each in a part of it.
    fn measured_over(&self, parts: impl IntoIterator<Item = (NaiveDate, f64)>) -> Measured {
        let (mut expected, mut baseline, begins) = (None, 0.0, self.baseline.unwrap_or(0.0));
        for (end, part) in parts {
            let of_period = self.expectation.at(end).and_then(as_value);
            expected = of_period.map(|value| expected.unwrap_or(0.0) + value * part).or(expected);
            baseline += begins * part;
        }
        Measured { expected: expected.map(Target::Value), baseline: Some(baseline) }
    }

    /// How the KPI stands at a date on which it was read, by those who speak by a day.
    fn point(&self, date: NaiveDate, by: NaiveDate) -> Option<Point> {
        if let Some((market, own, read)) = self.worst(by) {
            return Some(Point { date, worst: Some(market), ..own.point(read, by)? });
        }
        let value = self.value(date, by)?;
        let measured = self.measured_as_read(date, by);
        let attainment = measured.attainment(value);
        let is_line = matches!(self.expectation, Expectation::Line(_));
        let status = match (attainment, measured.expected) {
            (Some(attainment), _) => Status::of(attainment, self.kpi.tolerance),
            (None, Some(expected)) if measured.baseline.is_some() || !is_line => {
                if no_worse(self.kpi, value, expected) { Status::Green } else { Status::Red }
            }
            _ => Status::Grey,
        };
        let (expected, full) = (measured.expected, self.is_full(date, by));
        let markets = if self.alone().is_none() { self.speaking(by).count() } else { 0 };
        Some(Point { date, read: date, worst: None, markets, value, expected, attainment, status, full })
    }

    /// The day of the newest reading of those who speak by a day.
    fn read_by(&self, by: NaiveDate) -> Option<NaiveDate> {
        self.speaking(by).filter_map(|(_, readings)| Some(readings.last()?.1.date)).max()
    }

    /// The reading that counts at a date, all readings up to which are in.
    pub(super) fn newest(&self, at: NaiveDate) -> Option<Newest> {
        let date = self.read_by(at)?;
        if let Some((market, own, read)) = self.worst(at) {
            // The others are records of it too: none of them stands worse.
            let speaks = self.speaks(at);
            let asked = self.apart.iter().filter(|(market, _)| speaks(**market));
            let records = asked.filter_map(|(_, own)| own.newest(at)).flat_map(|newest| newest.records);
            return Some(Newest { worst: Some(market), records: records.collect(), ..own.newest(read)? });
        }
        let records = self.speaking(at).flat_map(|(_, readings)| self.counted(readings, date));
        let records = records.map(|(position, _)| *position).collect();
        Some(Newest { value: self.value(date, at)?, date, worst: None, records })
    }

    /// How the KPI stood after each day on which it was read up to a date, in one pass over its readings, which are in
    /// the order of their dates. The last is how it stands at that date: one who is asked since the last reading speaks too.
    pub(super) fn course(&mut self, readings: &[(u32, &'p Reading)], at: NaiveDate) -> Vec<Point> {
        let days = readings.chunk_by(|(_, one), (_, other)| one.date == other.date);
        let mut points = Vec::new();
        for day in days {
            for (position, reading) in day {
                self.add(*position, reading);
            }
            let date = day.first().map(|(_, reading)| reading.date);
            points.extend(
                date.filter(|date| self.read_by(*date) == Some(*date))
                    .and_then(|date| self.point(date, date)),
            );
        }
        if let Some(date) = self.read_by(at).filter(|_| self.openings.is_some()) {
            points.truncate(points.partition_point(|point: &Point| point.date < date));
            points.extend(self.point(date, at));
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{self, day};
    use super::*;
    use crate::plan::kpi::{Better, Cadence};

    /// Read by the quarter from 2026, with one target that holds from the end of March on.
    fn plan(counts: Counts, target: f64) -> Plan {
        let mut plan = sample::plan();
        plan.as_of = day("2026-12-31");
        plan.kpis = vec![sample::kpi("contracts", Better::Higher, &[Target::Value(target)])];
        let kpi = &mut plan.kpis[0];
        (kpi.counts, kpi.baseline, kpi.cadence) = (Some(counts), Some(0.0), Some(Cadence::Quarter));
        plan
    }

    fn course(plan: &Plan, whose: Option<MarketIx>) -> Vec<Point> {
        let readings: Vec<(u32, &Reading)> = (0..).zip(&plan.readings).collect();
        Ledger::new(&Figures::new(plan), &plan.kpis[0], whose).course(&readings, plan.as_of)
    }

    const QUARTERS: [(&str, f64); 4] =
        [("2026-03-31", 220.0), ("2026-06-30", 240.0), ("2026-09-30", 200.0), ("2026-12-31", 230.0)];

    #[test]
    fn a_window_adds_up_what_was_read_against_what_was_expected() {
        let mut plan = plan(Counts::Window, 250.0);
        QUARTERS.iter().for_each(|(date, value)| sample::read(&mut plan, date, None, *value));
        let points = course(&plan, None);
        let last = points.last().unwrap();
        assert_eq!((last.value, last.expected), (890.0, Some(Target::Value(1000.0))));
        assert_eq!((last.attainment, last.status), (Some(0.89), Status::Amber));
        plan.kpis[0].window = Some(1);
        assert_eq!(course(&plan, None).last().unwrap().attainment, Some(0.92), "the last alone");
        (plan.kpis[0].counts, plan.kpis[0].window) = (None, Some(2));
        assert_eq!(course(&plan, None).last().unwrap().attainment, Some(0.86), "430 of 500");
        plan.readings.remove(2);
        assert_eq!(course(&plan, None).last().unwrap().attainment, Some(0.92), "nothing for what is missing");
    }

    #[test]
    fn the_baseline_of_a_window_counts_once_a_period() {
        let mut plan = plan(Counts::Window, 250.0);
        plan.kpis[0].baseline = Some(200.0);
        plan.readings.clear();
        QUARTERS[1..].iter().for_each(|(date, value)| sample::read(&mut plan, date, None, *value));
        // 670 read and 750 expected of three quarters, each from 200.
        let last = *course(&plan, None).last().unwrap();
        assert_eq!(last.attainment, Some((670.0 - 600.0) / (750.0 - 600.0)));
    }

    /// North (60 %) is read in all four quarters, 200 each; south (40 %) in all but the third. 250 are to be expected of
    /// a quarter. So 800 of 1,000 in north and 600 of 750 in south are 80 %, and so is the whole.
    #[test]
    #[expect(clippy::float_cmp, reason = "rounded to six digits")]
    fn what_one_market_did_not_read_is_missing_in_the_whole_as_it_is_there() {
        let mut plan = plan(Counts::Window, 250.0);
        for (date, _) in QUARTERS {
            sample::read(&mut plan, date, Some(0), 200.0);
            sample::read(&mut plan, date, Some(1), 200.0);
        }
        let third = |plan: &Plan| plan.readings.iter().position(|it| it.date == day("2026-09-30")).unwrap();
        plan.readings.remove(third(&plan) + 1);
        let newest = |plan: &Plan| {
            let point = *course(plan, None).last().unwrap();
            let Some(Target::Value(expected)) = point.expected else { panic!("{point:?}") };
            let rounded = |value: f64| (value * 1e6).round() / 1e6;
            ([point.value, expected, point.attainment.unwrap()].map(rounded), point.full)
        };
        let mut of = |rollup| {
            plan.kpis[0].rollup = Some(rollup);
            newest(&plan)
        };
        // (800 + 600) ÷ 2 of 250 × (1 + 1 + ½ + 1).
        assert_eq!(of(Rollup::Mean), ([700.0, 875.0, 0.8], false));
        // 0.6 × 800 + 0.4 × 600 of 250 × (1 + 1 + 0.6 + 1).
        assert_eq!(of(Rollup::Share), ([720.0, 900.0, 0.8], false));
        // In all, 250 are expected of both together, of which south makes 40 %.
        assert_eq!(of(Rollup::Sum), ([1400.0, 900.0, 1.555_556], false));
        // From 100 a quarter: (700 − 350) ÷ (875 − 350), and in north (800 − 400) ÷ (1,000 − 400).
        plan.kpis[0].baseline = Some(100.0);
        plan.kpis[0].rollup = Some(Rollup::Mean);
        assert_eq!(newest(&plan).0[2], 0.666_667);
        let north = course(&plan, Some(MarketIx(0))).last().unwrap().attainment.unwrap();
        assert_eq!((north * 1e6).round() / 1e6, 0.666_667);
        // South comes to less in three quarters than north in four, and stands better: 240 a quarter.
        let in_south = plan.readings.iter_mut().filter(|reading| reading.market == Some(MarketIx(1)));
        in_south.for_each(|reading| reading.value = 240.0);
        (plan.kpis[0].baseline, plan.kpis[0].rollup) = (Some(0.0), Some(Rollup::Worst));
        assert_eq!(newest(&plan).0, [800.0, 1000.0, 0.8]);
        // With its third quarter the window is full.
        let missing = Reading { market: Some(MarketIx(1)), ..plan.readings[third(&plan)].clone() };
        plan.readings.insert(third(&plan) + 1, missing);
        assert!(newest(&plan).1);
    }

    /// A market that has nothing in the window is missing in a sum, and in a mean it has no part.
    #[test]
    fn a_market_that_is_silent_is_missing_in_a_sum_alone() {
        let mut plan = plan(Counts::Window, 250.0);
        plan.kpis[0].window = Some(1);
        sample::read(&mut plan, "2026-03-31", Some(1), 100.0);
        QUARTERS.iter().for_each(|(date, _)| sample::read(&mut plan, date, Some(0), 150.0));
        plan.kpis[0].rollup = Some(Rollup::Sum);
        let last = |plan: &Plan| *course(plan, None).last().unwrap();
        // 150 of 60 % of 250.
        assert_eq!((last(&plan).value, last(&plan).attainment, last(&plan).full), (150.0, Some(1.0), false));
        plan.kpis[0].rollup = Some(Rollup::Mean);
        assert_eq!((last(&plan).value, last(&plan).attainment, last(&plan).full), (150.0, Some(0.6), true));
    }

    #[test]
    fn a_running_total_is_held_against_a_total() {
        let mut plan = plan(Counts::Cumulative, 400.0);
        plan.kpis[0].target.push((crate::plan::id::WaveIx(1), Target::Value(1000.0)));
        sample::read(&mut plan, "2025-12-31", None, 999.0);
        QUARTERS.iter().for_each(|(date, value)| sample::read(&mut plan, date, None, *value));
        let points = course(&plan, None);
        let of = |nth: usize| (points[nth].value, points[nth].attainment);
        assert_eq!(of(0), (220.0, Some(0.55)), "what came before plan start does not count");
        assert_eq!(of(2), (660.0, Some(0.66)));
        assert_eq!((points.len(), of(3).0), (4, 890.0));
        plan.kpis[0].baseline = Some(50.0);
        let points = course(&plan, None);
        assert_eq!((points[0].value, points[0].attainment), (270.0, Some(220.0 / 350.0)));
    }

    #[test]
    fn what_counts_of_each_market_is_rolled_up() {
        let mut plan = plan(Counts::Cumulative, 400.0);
        plan.kpis[0].rollup = Some(Rollup::Sum);
        for (date, market, value) in
            [("2026-01-31", 0, 10.0), ("2026-02-28", 1, 5.0), ("2026-03-31", 0, 20.0), ("2026-03-31", 1, 6.0)]
        {
            sample::read(&mut plan, date, Some(market), value);
        }
        let values: Vec<f64> = course(&plan, None).iter().map(|point| point.value).collect();
        assert_eq!(values, [10.0, 15.0, 41.0], "one point a day");
        let south: Vec<f64> = course(&plan, Some(MarketIx(1))).iter().map(|point| point.value).collect();
        assert_eq!(south, [5.0, 11.0]);
        sample::read(&mut plan, "2026-04-30", None, 60.0);
        let last = *course(&plan, None).last().unwrap();
        assert!((last.value - 60.0).abs() < 1e-9, "a global reading speaks for itself");
    }
}
