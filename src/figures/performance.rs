//! KPIs: what was to be expected, what was read, and how the two compare.
//!
//! - **Expected value** at a date: straight lines through the baseline at plan start and the target at each
//!   wave's end; level before the first and after the last. A reading is held against what was expected at
//!   its own date.
//! - **Attainment**: (reading − baseline) ÷ (expected − baseline), which serves both directions. Where
//!   nothing was to be gained yet it is undefined, and the KPI is green if the reading is no worse than
//!   expected and red otherwise.
//! - **Within** and **done**: the share of due readings that hold, a missing one as not held. One reading is
//!   due in each calendar month or quarter, or wave, that has ended by `as-of`; without a cadence, in each
//!   wave. A band holds up to the end of its wave, the last one from then on; "done" is due from the end of
//!   its wave.
//! - **The global reading** is the newest one without a market; where only markets report, the newest of
//!   each market rolled up, as of the newest date among them.
//! - **Stale**: the newest reading is more than 1.5 (policy `kpi-stale`) cadences old at `as-of`; a wave's
//!   cadence is the length of the wave that `as-of` lies in.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Figures;
use crate::plan::Plan;
use crate::plan::calendar::Month;
use crate::plan::id::{KpiIx, MarketIx, WaveIx};
use crate::plan::kpi::{Better, Cadence, Kpi, Rollup, Target, Tolerance};
use crate::plan::record::Reading;

/// The mean length of a month in days.
const MONTH_DAYS: f64 = 365.25 / 12.0;

/// How a KPI stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// At or above the green tolerance.
    Green,
    /// At or above the amber tolerance.
    Amber,
    /// Below.
    Red,
    /// Without a reading, or without anything to hold it against.
    Grey,
}

impl Status {
    /// As screens and reports spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
            Self::Grey => "grey",
        }
    }

    /// The status of an attainment, compared as it is and not as it is printed.
    #[must_use]
    pub fn of(attainment: f64, tolerance: Tolerance) -> Self {
        match attainment {
            _ if attainment.is_nan() => Self::Grey,
            _ if attainment >= tolerance.green => Self::Green,
            _ if attainment >= tolerance.amber => Self::Amber,
            _ => Self::Red,
        }
    }
}

/// The reading that counts, and the records that it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Newest {
    /// The value, in the KPI's unit.
    pub value: f64,
    /// The date it holds for.
    pub date: NaiveDate,
    /// The positions of its records in `Plan::readings`: one, or one of each market.
    pub records: Vec<u32>,
}

/// A KPI held against its targets, globally or in one market.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// The newest reading known at `as-of`.
    pub newest: Option<Newest>,
    /// What was to be expected at the date of that reading; at `as-of` where there is none.
    pub expected: Option<Target>,
    /// What is to be expected at `as-of`.
    pub expected_now: Option<Target>,
    /// How much of what was to be gained is gained.
    pub attainment: Option<f64>,
    /// How it stands.
    pub status: Status,
    /// Whether the newest reading is older than the cadence allows.
    pub stale: bool,
    /// For `within` and `done`: readings that held, and readings due.
    pub held: Option<(u32, u32)>,
}

/// The figures of a KPI.
#[derive(Clone, Debug, PartialEq)]
pub struct KpiFigure {
    /// Globally.
    pub global: Measure,
    /// In each market that reports by itself or has targets of its own, in the order of the markets.
    pub markets: Vec<(MarketIx, Measure)>,
}

/// Whose readings are looked at: everybody's, or those of a market.
type Whose = Option<MarketIx>;

pub(super) fn kpi(figures: &Figures<'_>, ix: KpiIx) -> KpiFigure {
    let kpi = figures.plan.kpi(ix);
    let mut markets: Vec<MarketIx> = known(figures, ix).filter_map(|(_, reading)| reading.market).collect();
    markets.extend(kpi.local.iter().map(|(market, _)| *market));
    markets.sort_unstable();
    markets.dedup();
    let measures = markets.into_iter().map(|market| (market, measure(figures, ix, Some(market))));
    KpiFigure { global: measure(figures, ix, None), markets: measures.collect() }
}

/// The readings of a KPI that are known at `as-of`, with their positions.
fn known<'p>(figures: &'p Figures<'_>, ix: KpiIx) -> impl Iterator<Item = (u32, &'p Reading)> {
    let positions = figures.readings().of(ix.at()).iter();
    positions
        .map(|position| (*position, &figures.plan.readings[*position as usize]))
        .filter(|(_, reading)| reading.date <= figures.plan.as_of)
}

fn targets(kpi: &Kpi, whose: Whose) -> &[(WaveIx, Target)] {
    let local = kpi.local.iter().find(|(market, _)| Some(*market) == whose);
    local.map_or(&kpi.target, |(_, targets)| targets)
}

fn measure(figures: &Figures<'_>, ix: KpiIx, whose: Whose) -> Measure {
    let (plan, kpi) = (figures.plan, figures.plan.kpi(ix));
    let newest = newest(figures, ix, whose, NaiveDate::MIN, plan.as_of);
    let at = newest.as_ref().map_or(plan.as_of, |newest| newest.date);
    let expected = expected(plan, kpi, whose, at);
    let held = counts_readings(kpi, whose).then(|| held(figures, ix, whose));
    let value = newest.as_ref().map(|newest| newest.value);
    let attainment = value.and_then(|value| match held {
        Some((_, 0)) => None,
        Some((held, due)) => Some(f64::from(held) / f64::from(due)),
        None => attainment(value, kpi.baseline?, as_value(expected?)?),
    });
    let status = match (attainment, value.zip(expected)) {
        (Some(attainment), _) => Status::of(attainment, kpi.tolerance),
        (None, Some((value, expected))) if kpi.baseline.is_some() || held.is_some() => {
            if no_worse(kpi, value, expected) { Status::Green } else { Status::Red }
        }
        _ => Status::Grey,
    };
    let stale = newest.as_ref().is_some_and(|newest| stale(plan, kpi.cadence, newest.date));
    Measure {
        newest,
        expected,
        expected_now: self::expected(plan, kpi, whose, plan.as_of),
        attainment,
        status,
        stale,
        held,
    }
}

/// (reading − baseline) ÷ (expected − baseline); undefined where nothing was to be gained yet.
#[must_use]
#[expect(clippy::float_cmp, reason = "only exact equality makes the quotient undefined")]
pub fn attainment(reading: f64, baseline: f64, expected: f64) -> Option<f64> {
    (expected != baseline).then(|| (reading - baseline) / (expected - baseline))
}

fn as_value(target: Target) -> Option<f64> {
    match target {
        Target::Value(value) => Some(value),
        _ => None,
    }
}

/// Whether a KPI counts the readings that hold instead of how far the newest one has come.
fn counts_readings(kpi: &Kpi, whose: Whose) -> bool {
    matches!(kpi.better, Some(Better::Within | Better::Done))
        || targets(kpi, whose).iter().any(|(_, target)| !matches!(target, Target::Value(_)))
}

/// Whether a value is at least as good as what is expected.
fn no_worse(kpi: &Kpi, value: f64, expected: Target) -> bool {
    match expected {
        Target::Value(expected) if kpi.better == Some(Better::Lower) => value <= expected,
        Target::Value(expected) => value >= expected,
        Target::Band(low, high) => low <= value && value <= high,
        Target::Done(done) => (value >= 0.5) == done,
    }
}

/// What is to be expected of a KPI at a date, globally or in a market with targets of its own.
#[must_use]
pub fn expected(plan: &Plan, kpi: &Kpi, whose: Whose, at: NaiveDate) -> Option<Target> {
    let mut targets: Vec<(NaiveDate, Target)> =
        targets(kpi, whose).iter().map(|(wave, target)| (plan.wave(*wave).end, *target)).collect();
    targets.sort_by_key(|(end, _)| *end);
    if kpi.better == Some(Better::Done) || targets.iter().any(|(_, target)| matches!(target, Target::Done(_)))
    {
        return targets.iter().rfind(|(end, _)| *end <= at).map(|(_, target)| *target);
    }
    if counts_readings(kpi, whose) {
        return targets.iter().find(|(end, _)| *end >= at).or(targets.last()).map(|(_, target)| *target);
    }
    let baseline = kpi.baseline.map(|baseline| (plan.start, baseline));
    let points = targets.iter().filter_map(|(end, target)| Some((*end, as_value(*target)?)));
    let points: Vec<(NaiveDate, f64)> = baseline.into_iter().chain(points).collect();
    on_lines(&points, at).map(Target::Value)
}

/// The value at a date on straight lines through `points`, level before the first and after the last.
fn on_lines(points: &[(NaiveDate, f64)], at: NaiveDate) -> Option<f64> {
    let days = |from: NaiveDate, to: NaiveDate| f64::from(i32::try_from((to - from).num_days()).unwrap_or(0));
    let next = points.iter().position(|(date, _)| *date >= at);
    match next {
        None => points.last().map(|(_, value)| *value),
        Some(next) if next == 0 || points[next].0 == at => Some(points[next].1),
        Some(next) => {
            let ((from, low), (to, high)) = (points[next - 1], points[next]);
            Some(low + (high - low) * days(from, at) / days(from, to))
        }
    }
}

/// The newest reading between two dates, both included.
fn newest(figures: &Figures<'_>, ix: KpiIx, whose: Whose, from: NaiveDate, to: NaiveDate) -> Option<Newest> {
    let mut newest: BTreeMap<Option<MarketIx>, (u32, &Reading)> = BTreeMap::new();
    for (position, reading) in known(figures, ix).filter(|(_, it)| from <= it.date && it.date <= to) {
        let best = newest.entry(reading.market).or_insert((position, reading));
        if best.1.date <= reading.date {
            *best = (position, reading);
        }
    }
    if let Some((position, reading)) = newest.get(&whose) {
        return Some(Newest { value: reading.value, date: reading.date, records: vec![*position] });
    }
    if whose.is_some() {
        return None;
    }
    let by_market: Vec<(MarketIx, f64)> =
        newest.iter().filter_map(|(market, (_, reading))| Some(((*market)?, reading.value))).collect();
    Some(Newest {
        value: rolled_up(figures.plan, figures.plan.kpi(ix), &by_market)?,
        date: newest.values().map(|(_, reading)| reading.date).max()?,
        records: newest.values().map(|(position, _)| *position).collect(),
    })
}

/// The global value that the markets' values make; by their shares where the KPI does not say how.
fn rolled_up(plan: &Plan, kpi: &Kpi, by_market: &[(MarketIx, f64)]) -> Option<f64> {
    let count = f64::from(u32::try_from(by_market.len()).unwrap_or(u32::MAX));
    let sum: f64 = by_market.iter().map(|(_, value)| value).sum();
    let share = |market: &MarketIx| plan.markets.get(market.at()).map_or(0.0, |market| market.share);
    let shares: f64 = by_market.iter().map(|(market, _)| share(market)).sum();
    if by_market.is_empty() {
        return None;
    }
    Some(match kpi.rollup.unwrap_or(Rollup::Share) {
        Rollup::Share if shares > 0.0 => {
            by_market.iter().map(|(market, value)| share(market) * value).sum::<f64>() / shares
        }
        Rollup::Share | Rollup::Mean => sum / count,
        Rollup::Sum => sum,
        Rollup::Worst => worst(kpi, by_market),
    })
}

fn worst(kpi: &Kpi, by_market: &[(MarketIx, f64)]) -> f64 {
    let values = by_market.iter().map(|(_, value)| *value);
    let middle = match kpi.target.last() {
        Some((_, Target::Band(low, high))) => Some(f64::midpoint(*low, *high)),
        _ => None,
    };
    match (kpi.better, middle) {
        (Some(Better::Lower), _) => values.fold(f64::NEG_INFINITY, f64::max),
        (Some(Better::Within), Some(middle)) => {
            values.max_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs())).unwrap_or(middle)
        }
        _ => values.fold(f64::INFINITY, f64::min),
    }
}

/// Readings that held, and readings that were due by `as-of`.
fn held(figures: &Figures<'_>, ix: KpiIx, whose: Whose) -> (u32, u32) {
    let (plan, kpi) = (figures.plan, figures.plan.kpi(ix));
    let (mut held, mut due) = (0, 0);
    for (from, to) in periods(plan, kpi.cadence) {
        let Some(expected) = expected(plan, kpi, whose, to) else { continue };
        due += 1;
        let reading = newest(figures, ix, whose, from, to);
        held += u32::from(reading.is_some_and(|reading| no_worse(kpi, reading.value, expected)));
    }
    (held, due)
}

/// The periods in which a reading was due: those of the cadence that end between plan start and `as-of`, or
/// the horizon where that comes first.
#[must_use]
pub fn periods(plan: &Plan, cadence: Option<Cadence>) -> Vec<(NaiveDate, NaiveDate)> {
    let until = plan.as_of.min(plan.horizon);
    let months = match cadence {
        Some(Cadence::Month) => 1,
        Some(Cadence::Quarter) => 3,
        Some(Cadence::Wave) | None => {
            let ended = plan.waves.iter().filter(|wave| wave.end <= until);
            return ended.map(|wave| (wave.start, wave.end)).collect();
        }
    };
    let first = Month::of(plan.start);
    let first = first.plus(-((first.number().cast_signed() - 1) % months));
    let ends = (0..).map(|nth| (first.plus(nth * months), first.plus((nth + 1) * months - 1)));
    ends.map(|(from, to)| (from.first_day(), to.last_day())).take_while(|(_, to)| *to <= until).collect()
}

/// Whether a KPI whose newest reading is of `newest` has been silent for longer than its cadence allows. After
/// the horizon no reading is due.
#[must_use]
pub fn stale(plan: &Plan, cadence: Option<Cadence>, newest: NaiveDate) -> bool {
    overdue(plan, cadence, newest, plan.as_of.min(plan.horizon))
}

/// Whether more cadences lie between two dates than may lie between two readings; a wave's cadence is the
/// length of the wave that the later date lies in.
#[must_use]
pub fn overdue(plan: &Plan, cadence: Option<Cadence>, from: NaiveDate, to: NaiveDate) -> bool {
    let days = |from: NaiveDate, to: NaiveDate| f64::from(i32::try_from((to - from).num_days()).unwrap_or(0));
    let length = match cadence {
        None => return false,
        Some(Cadence::Month) => MONTH_DAYS,
        Some(Cadence::Quarter) => 3.0 * MONTH_DAYS,
        Some(Cadence::Wave) => match plan.wave_at(to) {
            Some(wave) => days(plan.wave(wave).start, plan.wave(wave).end) + 1.0,
            None => return false,
        },
    };
    days(from, to) > plan.policy.threshold("kpi-stale") * length
}

impl Figures<'_> {
    /// What is to be expected of a KPI at a date, globally or in a market.
    #[must_use]
    pub fn expected_at(&self, kpi: KpiIx, market: Option<MarketIx>, at: NaiveDate) -> Option<Target> {
        expected(self.plan, self.plan.kpi(kpi), market, at)
    }

    /// The reading of a KPI that counted at a date, as far as it is known at `as-of`.
    #[must_use]
    pub fn reading_at(&self, kpi: KpiIx, market: Option<MarketIx>, at: NaiveDate) -> Option<Newest> {
        newest(self, kpi, market, NaiveDate::MIN, at.min(self.plan.as_of))
    }

    /// A KPI by month of the grid up to `as-of`: the newest reading of each month. A month
    /// without a reading is a gap; nothing is put between two readings.
    #[must_use]
    pub fn trend(&self, kpi: KpiIx, market: Option<MarketIx>) -> Vec<(Month, Option<f64>)> {
        let value = |month: Month| newest(self, kpi, market, month.first_day(), month.last_day());
        let months = self.grid().months().take_while(|month| month.first_day() <= self.plan.as_of);
        months.map(|month| (month, value(month).map(|newest| newest.value))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, day};
    use super::*;

    fn figure(plan: &Plan) -> KpiFigure {
        Figures::new(plan).kpi(KpiIx(0)).clone()
    }

    /// Waves end on 31 March and 30 September; what is known ends on 31 August 2026.
    fn plan(better: Better, targets: &[Target]) -> Plan {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", better, targets)];
        plan
    }

    fn close(left: Option<f64>, right: f64) -> bool {
        left.is_some_and(|left| (left - right).abs() < 1e-9)
    }

    #[test]
    fn attainment_serves_both_directions() {
        assert!(close(attainment(1.35e6, 1.0e6, 1.5e6), 0.70));
        assert!(close(attainment(420e3, 500e3, 400e3), 0.80));
        assert_eq!(attainment(5.0, 5.0, 5.0), None);
    }

    #[test]
    fn bands_are_compared_before_rounding() {
        let of = |attainment| Status::of(attainment, Tolerance::default());
        assert_eq!(
            [of(0.9), of(0.8996), of(0.75), of(0.7499)].map(Status::as_str),
            ["green", "amber", "amber", "red"]
        );
        assert_eq!(of(f64::NAN), Status::Grey);
    }

    #[test]
    fn what_is_expected_lies_on_straight_lines() {
        let plan = plan(Better::Higher, &[Target::Value(27.0), Target::Value(45.0)]);
        let at = |date| match expected(&plan, &plan.kpis[0], None, day(date)) {
            Some(Target::Value(value)) => value,
            other => panic!("{other:?}"),
        };
        // 89 days from 18 to 27, then 183 days to 45.
        assert!(close(Some(at("2026-01-01")), 18.0) && close(Some(at("2025-06-01")), 18.0));
        assert!(close(Some(at("2026-02-10")), 18.0 + 9.0 * 40.0 / 89.0));
        assert!(
            close(Some(at("2026-03-31")), 27.0) && close(Some(at("2026-06-30")), 27.0 + 18.0 * 91.0 / 183.0)
        );
        assert!(close(Some(at("2026-09-30")), 45.0) && close(Some(at("2027-03-31")), 45.0));
    }

    #[test]
    fn a_reading_is_held_against_its_own_date() {
        let mut plan = plan(Better::Higher, &[Target::Value(28.0), Target::Value(45.0)]);
        assert_eq!(figure(&plan).global.status, Status::Grey);
        sample::read(&mut plan, "2026-03-31", None, 26.0);
        let global = figure(&plan).global;
        assert!(close(global.attainment, 0.8));
        assert_eq!(
            (global.status, global.stale, global.expected),
            (Status::Amber, true, Some(Target::Value(28.0)))
        );
    }

    #[test]
    fn readings_of_markets_roll_up() {
        let mut plan = plan(Better::Higher, &[Target::Value(28.0)]);
        sample::read(&mut plan, "2026-07-31", Some(0), 20.0);
        sample::read(&mut plan, "2026-08-31", Some(0), 30.0);
        sample::read(&mut plan, "2026-07-31", Some(1), 20.0);
        sample::read(&mut plan, "2026-09-30", Some(1), 99.0);
        let value = |plan: &Plan| figure(plan).global.newest.map(|newest| newest.value);
        let mut rolled = |rollup| {
            plan.kpis[0].rollup = rollup;
            value(&plan)
        };
        assert!(close(rolled(None), 26.0), "0.6 × 30 + 0.4 × 20; September is not known yet");
        assert!(close(rolled(Some(Rollup::Mean)), 25.0) && close(rolled(Some(Rollup::Sum)), 50.0));
        assert!(close(rolled(Some(Rollup::Worst)), 20.0));
        let figure = figure(&plan);
        assert_eq!(figure.global.newest.unwrap().date, day("2026-08-31"));
        assert_eq!(figure.markets.len(), 2);
        sample::read(&mut plan, "2026-06-30", None, 22.0);
        assert!(close(value(&plan), 22.0), "a global reading speaks for itself");
    }

    #[test]
    fn a_market_has_targets_of_its_own() {
        let mut plan = plan(Better::Higher, &[Target::Value(28.0)]);
        plan.kpis[0].local = vec![(MarketIx(1), vec![(WaveIx(0), Target::Value(38.0))])];
        sample::read(&mut plan, "2026-08-31", Some(0), 28.0);
        sample::read(&mut plan, "2026-08-31", Some(1), 28.0);
        let markets = figure(&plan).markets;
        assert!(close(markets[0].1.attainment, 1.0) && close(markets[1].1.attainment, 0.5));
    }

    #[test]
    fn within_counts_the_due_readings_that_hold() {
        let mut plan = plan(Better::Within, &[Target::Band(40.0, 60.0), Target::Band(45.0, 60.0)]);
        plan.as_of = day("2026-12-31");
        for month in 1..=12 {
            let value = if month == 5 { 44.0 } else { 50.0 };
            sample::read(&mut plan, &format!("2026-{month:02}-20"), None, value);
        }
        let global = figure(&plan).global;
        assert_eq!(global.held, Some((11, 12)));
        assert!(close(global.attainment, 11.0 / 12.0) && global.status == Status::Green, "91.7 %");
        plan.readings.remove(0);
        assert_eq!(figure(&plan).global.held, Some((10, 12)), "a missing reading does not hold");
    }

    #[test]
    fn done_is_due_from_the_end_of_its_wave() {
        let mut plan = plan(Better::Done, &[Target::Done(true)]);
        plan.kpis[0].cadence = Some(Cadence::Quarter);
        sample::read(&mut plan, "2026-02-28", None, 0.0);
        sample::read(&mut plan, "2026-06-30", None, 1.0);
        assert_eq!(figure(&plan).global.held, Some((1, 2)));
        assert_eq!(figure(&plan).global.status, Status::Red);
    }

    #[test]
    fn staleness_is_one_and_a_half_cadences() {
        let mut plan = plan(Better::Higher, &[Target::Value(28.0)]);
        let mut of = |cadence, date| {
            plan.kpis[0].cadence = cadence;
            plan.readings.clear();
            sample::read(&mut plan, date, None, 20.0);
            figure(&plan).global.stale
        };
        assert!(!of(Some(Cadence::Month), "2026-07-17") && of(Some(Cadence::Month), "2026-07-16"));
        assert!(!of(Some(Cadence::Quarter), "2026-04-17") && of(Some(Cadence::Quarter), "2026-04-16"));
        assert!(!of(Some(Cadence::Wave), "2026-01-01") && !of(None, "2026-01-01"));
    }

    #[test]
    fn a_trend_keeps_its_gaps() {
        let mut plan = plan(Better::Higher, &[Target::Value(28.0)]);
        sample::read(&mut plan, "2026-01-31", None, 19.0);
        sample::read(&mut plan, "2026-03-05", None, 20.0);
        sample::read(&mut plan, "2026-03-31", None, 21.0);
        let figures = Figures::new(&plan);
        let values: Vec<Option<f64>> =
            figures.trend(KpiIx(0), None).into_iter().map(|(_, value)| value).collect();
        assert_eq!(values, [Some(19.0), None, Some(21.0), None, None, None, None, None]);
    }
}
