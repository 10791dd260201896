//! KPIs: what was to be expected, what was read, how the two compare, and where it is going.
//!
//! - **Expected value** at a date: straight lines through the baseline at plan start and the target at each
//!   wave's end; level before the first and after the last. A reading is held against what was expected at
//!   its own date. Where there is no target, nothing is expected: a baseline says where it began. So a whole of which
//!   only markets have targets stands in no way, and they do.
//! - **What counts** of the readings is the newest, a window of them added up, or all since plan start: see
//!   `course`.
//! - **Attainment**: (reading − baseline) ÷ (expected − baseline), which serves both directions. Where
//!   nothing was to be gained yet it is undefined, and the KPI is green if the reading is no worse than
//!   expected and red otherwise.
//! - **Within** and **done**: the share of due readings that hold, a missing one as not held. One reading is
//!   due in each calendar month or quarter, or wave, that has ended by `as-of`; without a cadence, in each
//!   wave. What is to be expected of a band moves as a value does: up to the end of the first wave with one it
//!   reaches as far as the baseline lies on the way into it, then from one band to the next, and the last one
//!   holds from then on; "done" is due from the end of its wave, and what is done stays so where nobody reads it
//!   again. Where only markets report, the readings of each of them are due, and held against its own targets: it
//!   may be done in some and not in others, or far above the band in one and far below in the next, which no mean
//!   says. A band for the sum of the markets is held against the sum.
//! - **The global reading** is the newest one without a market; where only markets report, the newest of
//!   each market rolled up, as of the newest date among them. Where the markets add up, the target is that of their
//!   sum: a market without targets of its own is held against none. A whole that is its worst market stands as that
//!   market: read on its day, held against what was planned there for that day, stale where it is.
//! - **Stale**: the newest reading is more than 1.5 (policy `kpi-stale`) cadences old at `as-of`; a wave's
//!   cadence is the length of the wave that `as-of` lies in. What is done, as every target from then on wants it, is
//!   not asked for again: it grows no older, and misses nothing.
//! - **Missing**: the periods of the cadence that have ended by `as-of` without a reading, since the first
//!   reading or the start of the first wave with a target, whichever comes first. Where readings are counted, they are
//!   due in these periods, and missing of those that are due: in all markets together where each is asked for itself. A
//!   market is asked from the end of the wave that opens it, as it is how far its capabilities are: it stands in no way
//!   before, and where only markets report the whole is read, and asked for, by those that are asked. Of a day to come
//!   those are that are asked then: see `joins`.
//!
//! | file | figures |
//! |---|---|
//! | `target` | what is to be expected at a date |
//! | `course` | how the KPI stood after each day on which it was read |
//! | `rollup` | the global value that the markets' values make |
//! | `status` | attainment and its bands |
//! | `due` | readings that were due: those that hold, and those that are missing |
//! | `joins` | who is asked on a day to come, and how they went so far |
//! | `onward` | what it comes to on any day to come, if it goes on as it went |
//! | `over_time` | what it came to month by month |
//! | `cadence` | when a reading is due, and when one is stale |
//! | `slope` | how fast it moves, and the forecast at the next wave's end |
//! | `prediction` | what a leading KPI says of the one that it leads |

mod cadence;
mod course;
mod due;
mod joins;
mod onward;
mod over_time;
mod prediction;
mod rollup;
mod slope;
mod status;
mod target;

pub(crate) use cadence::{MONTH_DAYS, months_between};
pub use cadence::{overdue, periods, stale};
pub use course::{Newest, Point};
pub use due::{Due, settles};
pub use joins::Joins;
pub use onward::Onward;
pub use prediction::{Before, Prediction};
pub use rollup::baseline_of;
pub use slope::{Forecast, NoForecast, Slope, next_end, reason};
pub(crate) use slope::{looked_at, median};
pub use status::{Status, attainment};

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Figures;
use crate::plan::Plan;
use crate::plan::id::{KpiIx, MarketIx};
use crate::plan::kpi::{Counts, Kpi, Target};
use crate::plan::record::Reading;
use course::Ledger;
use due::{asks_markets, held, is_settled, missing};
use joins::course_ahead;
use rollup::worst_at;
use target::{Expectation, counts_readings};

/// A KPI held against its targets, globally or in one market.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// The newest reading known at `as-of`; where readings add up, their sum.
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
    /// Of what adds up over a window in which not all was read: how many of its periods were in full, and how many it
    /// has. What was to be expected is that of what was read.
    pub in_part: Option<(usize, usize)>,
    /// For `within` and `done`: readings that held, and readings due.
    pub held: Option<(u32, u32)>,
    /// Whether each market is held to it by itself, and not what they come to together: how far that is from a plan
    /// says nothing.
    pub by_market: bool,
    /// Whether none of the readings that markets are held to was due yet, or it is a market that is not open while others
    /// are: it stands in no way then, whatever was read.
    pub not_due: bool,
    /// The periods that should have been read and were not.
    pub missing: u32,
    /// How fast it moves; `None`: too few readings, or yes or no.
    pub slope: Option<Slope>,
    /// Of a whole that is its worst market, the market that will be the worst at the end of the next wave: slope and
    /// forecast are its own.
    pub worst_ahead: Option<MarketIx>,
    /// What it comes to at the end of the next wave, or why nobody can say.
    pub forecast: Result<Forecast, NoForecast>,
    /// Who is asked of the whole by then, and is not yet.
    pub joins: Joins,
}

impl Measure {
    /// Which of two comes first where the worst does: red before amber, green and what nobody has read; of one colour
    /// the one of which less is attained, and what cannot be held against anything last.
    #[must_use]
    pub fn worst_first(&self, other: &Self) -> Ordering {
        let colour = |of: &Self| match of.status {
            Status::Red => 0,
            Status::Amber => 1,
            Status::Green => 2,
            Status::Grey => 3,
        };
        let attained = |of: &Self| of.attainment.unwrap_or(f64::INFINITY);
        colour(self).cmp(&colour(other)).then_with(|| attained(self).total_cmp(&attained(other)))
    }

    /// Whether it counts as one that stands so: by a reading that is not stale. What is stale counts as that alone, so
    /// that each KPI is counted once.
    #[must_use]
    pub fn stands_as(&self, status: Status) -> bool {
        self.status == status && !self.stale
    }

    /// Of a whole that is its worst market, that market: it stands as that does.
    #[must_use]
    pub fn worst(&self) -> Option<MarketIx> {
        self.newest.as_ref()?.worst
    }

    /// How many days the newest reading is old at a date, which is `as-of`; `None`: there is none.
    #[must_use]
    pub fn days_old(&self, as_of: NaiveDate) -> Option<i64> {
        self.newest.as_ref().map(|newest| (as_of - newest.date).num_days())
    }

    /// The newest reading and what was planned for its day, where both are amounts; of a band its nearer end, or
    /// the reading itself inside it. `None` also where each market is held to it by itself.
    #[must_use]
    pub fn read_and_planned(&self) -> Option<(f64, f64)> {
        let value = self.newest.as_ref().filter(|_| !self.by_market)?.value;
        match self.expected? {
            Target::Value(expected) => Some((value, expected)),
            Target::Band(low, high) => Some((value, value.clamp(low.min(high), high))),
            Target::Done(_) => None,
        }
    }

    /// How far the newest reading is above what was planned for its day.
    #[must_use]
    pub fn to_plan(&self) -> Option<f64> {
        self.read_and_planned().map(|(value, planned)| value - planned)
    }

    /// Why it is forecast as it is, or why it is not, in words; and of whom it is, where more are asked by then.
    #[must_use]
    pub fn forecast_reason(&self, plan: &Plan) -> String {
        match (&self.forecast, self.slope) {
            (Ok(forecast), Some(slope)) => self.joins.after(reason(slope, forecast), plan),
            (Err(none), _) => none.words(),
            (Ok(_), None) => String::new(),
        }
    }
}

/// The figures of a KPI.
#[derive(Clone, Debug, PartialEq)]
pub struct KpiFigure {
    /// Globally.
    pub global: Measure,
    /// In each market that reports by itself or has targets of its own, in the order of the markets.
    pub markets: Vec<(MarketIx, Measure)>,
}

/// Readings with their positions in the plan, in the order of their dates.
type Readings<'p> = Vec<(u32, &'p Reading)>;

pub(super) fn kpi(figures: &Figures<'_>, ix: KpiIx) -> KpiFigure {
    let kpi = figures.plan.kpi(ix);
    let all: Readings<'_> = known(figures, ix).collect();
    let by_market = by_market(kpi, &all);
    let any = by_market.keys().any(|market| figures.market_opening(*market).is_by(figures.plan.as_of));
    let markets: Vec<(MarketIx, Measure)> = by_market
        .into_iter()
        .map(|(market, readings)| (market, measure(figures, ix, Some(market), &readings, (None, any))))
        .collect();
    let held = asks_markets(kpi, &all).then(|| {
        let held = markets.iter().filter_map(|(_, measure)| measure.held);
        held.fold((0, 0), |(held, due), (more, asked)| (held + more, due + asked))
    });
    let mut global = measure(figures, ix, None, &all, (held, any));
    let end = next_end(figures.plan).map_or(figures.plan.as_of, |(_, end)| end);
    let speak = all.iter().all(|(_, reading)| reading.market.is_some());
    let of = |market| markets.iter().find(|(it, _)| Some(*it) == market).map(|(_, measure)| measure);
    if let Some(worst) = of(global.worst()) {
        (global.stale, global.in_part) = (worst.stale, worst.in_part);
    }
    let ahead = worst_at(figures, kpi, &markets, end).filter(|_| speak);
    if let Some(worst) = of(ahead) {
        (global.worst_ahead, global.slope, global.forecast) = (ahead, worst.slope, worst.forecast);
    }
    if held.is_some() {
        global.missing = markets.iter().map(|(_, measure)| measure.missing).sum();
        if let Ok(forecast) = &mut global.forecast {
            // One that is not asked by then holds nobody back.
            let asked = |market: MarketIx| figures.market_opening(market).is_by(end);
            let any = markets.iter().any(|(market, _)| asked(*market));
            let ahead = markets.iter().filter(|(market, _)| !any || asked(*market));
            let ahead: Vec<_> =
                ahead.map(|(_, measure)| measure.forecast.ok().and_then(|it| it.meets)).collect();
            forecast.held_by(&ahead);
        }
    }
    global.joins = figures.joins(ix, end);
    KpiFigure { global, markets }
}

/// The readings of each market that reports by itself or has targets of its own.
fn by_market<'p>(kpi: &Kpi, all: &[(u32, &'p Reading)]) -> BTreeMap<MarketIx, Readings<'p>> {
    let mut by_market: BTreeMap<MarketIx, Readings<'p>> =
        kpi.local.iter().map(|(market, _)| (*market, Vec::new())).collect();
    for (position, reading) in all {
        if let Some(market) = reading.market {
            by_market.entry(market).or_default().push((*position, reading));
        }
    }
    by_market
}

/// The readings of a KPI that are known at `as-of`, with their positions.
fn known<'p>(figures: &'p Figures<'_>, ix: KpiIx) -> impl Iterator<Item = (u32, &'p Reading)> {
    let positions = figures.readings().of(ix.at()).iter();
    positions
        .map(|position| (*position, &figures.plan.readings[*position as usize]))
        .filter(|(_, reading)| reading.date <= figures.plan.as_of)
}

fn measure(
    figures: &Figures<'_>,
    ix: KpiIx,
    whose: Option<MarketIx>,
    readings: &[(u32, &Reading)],
    (of_markets, any_open): (Option<(u32, u32)>, bool),
) -> Measure {
    let (plan, kpi) = (figures.plan, figures.plan.kpi(ix));
    let mut ledger = Ledger::new(figures, kpi, whose);
    let points = ledger.course(readings, plan.as_of);
    let last = points.last();
    let held = of_markets.or_else(|| counts_readings(kpi, whose).then(|| held(figures, ix, whose, &points)));
    let closed = whose.is_some_and(|market| !figures.market_opening(market).is_by(plan.as_of));
    let not_due = match held {
        Some((_, due)) => due == 0 && (of_markets.is_some() || closed),
        None => closed && any_open,
    };
    let attainment = match held {
        _ if not_due => None,
        Some((held, due)) => (due > 0 && last.is_some()).then(|| f64::from(held) / f64::from(due)),
        None => last.and_then(|point| point.attainment),
    };
    let status = match (attainment, last) {
        _ if not_due => Status::Grey,
        (Some(attainment), _) => Status::of(attainment, kpi.tolerance),
        (None, Some(point)) => point.status,
        (None, None) => Status::Grey,
    };
    let expectation = Expectation::of(plan, kpi, whose);
    let stale = last.is_some_and(|point| {
        !not_due
            && !is_settled(&expectation, kpi, point.date, point.value)
            && stale(plan, kpi.cadence, point.date)
    });
    let now = ledger.measured(plan.as_of).expected;
    // Where it goes is of those that are asked by then.
    let by = next_end(plan).map_or(plan.as_of, |(_, end)| end);
    let others = if whose.is_none() { course_ahead(figures, kpi, readings, by) } else { None };
    let (ahead, long_ago) = match &others {
        Some(ahead) => {
            (ahead, !not_due && ahead.last().is_some_and(|last| self::stale(plan, kpi.cadence, last.date)))
        }
        None => (&points, stale),
    };
    Measure {
        newest: ledger.newest(plan.as_of),
        expected: last.map_or(now, |point| point.expected),
        expected_now: now,
        attainment,
        status,
        stale,
        in_part: last.filter(|point| !point.full).map(|point| ledger.read_in_full(point.date, plan.as_of)),
        held,
        by_market: of_markets.is_some(),
        not_due,
        missing: missing(figures, ix, whose, &points),
        worst_ahead: None,
        slope: (!slope::is_yes_or_no(kpi, whose)).then(|| Slope::of(ahead)).flatten(),
        forecast: slope::forecast(plan, kpi, whose, &ledger, ahead, long_ago),
        joins: Joins::default(),
    }
}

impl Figures<'_> {
    /// What is to be expected of a KPI at a date, globally or in a market; where readings add up, of their
    /// sum.
    #[must_use]
    pub fn expected_at(&self, kpi: KpiIx, market: Option<MarketIx>, at: NaiveDate) -> Option<Target> {
        Ledger::new(self, self.plan.kpi(kpi), market).measured(at).expected
    }

    /// Whether that lies between two targets, on the line from one to the other, and no plan states it: it is marked
    /// with `~`.
    #[must_use]
    pub fn is_between_targets(&self, kpi: KpiIx, market: Option<MarketIx>, at: NaiveDate) -> bool {
        Ledger::new(self, self.plan.kpi(kpi), market).is_between(at)
    }

    /// The reading of a KPI that counted at a date, as far as it is known at `as-of`; where readings add up,
    /// their sum.
    #[must_use]
    pub fn reading_at(&self, kpi: KpiIx, market: Option<MarketIx>, at: NaiveDate) -> Option<Newest> {
        let mut ledger = Ledger::new(self, self.plan.kpi(kpi), market);
        for (position, reading) in known(self, kpi).filter(|(_, reading)| reading.date <= at) {
            ledger.add(position, reading);
        }
        ledger.newest(at)
    }

    /// How the readings of a KPI count, globally or in a market.
    #[must_use]
    pub fn counts(&self, kpi: KpiIx, market: Option<MarketIx>) -> Counts {
        Ledger::new(self, self.plan.kpi(kpi), market).counts()
    }

    /// The last days of the periods of the window that ends at a date.
    #[must_use]
    pub fn window_ends(&self, kpi: KpiIx, market: Option<MarketIx>, at: NaiveDate) -> Vec<NaiveDate> {
        Ledger::new(self, self.plan.kpi(kpi), market).ends(at)
    }

    /// The last days of those of them that were read, each with the part of its period that was: 1, or less where
    /// some markets were read in it and others were not.
    #[must_use]
    pub fn window_read(
        &self,
        kpi: KpiIx,
        market: Option<MarketIx>,
        (at, by): (NaiveDate, NaiveDate),
    ) -> Vec<(NaiveDate, f64)> {
        let mut ledger = Ledger::new(self, self.plan.kpi(kpi), market);
        for (position, reading) in known(self, kpi).filter(|(_, reading)| reading.date <= at) {
            ledger.add(position, reading);
        }
        ledger.parts_read(at, by)
    }

    /// What is to be expected of one period of a KPI whose readings are amounts.
    #[must_use]
    pub fn expected_of_period(&self, kpi: KpiIx, market: Option<MarketIx>, end: NaiveDate) -> Option<Target> {
        Ledger::new(self, self.plan.kpi(kpi), market).expected_of_period(end)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, day};
    use super::*;
    use crate::plan::id::WaveIx;
    use crate::plan::kpi::{Better, Cadence, Counts, Rollup};

    fn figure(plan: &Plan) -> KpiFigure {
        Figures::new(plan).kpi(KpiIx(0)).clone()
    }

    /// Waves end on 31 March, when both markets open, and 30 September; what is known ends on 31 August 2026.
    fn plan(better: Better, targets: &[Target]) -> Plan {
        let mut plan = sample::opened_at_once();
        plan.kpis = vec![sample::kpi("consent-rate", better, targets)];
        plan
    }

    fn close(left: Option<f64>, right: f64) -> bool {
        left.is_some_and(|left| (left - right).abs() < 1e-9)
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
        let date = |plan: &Plan| figure(plan).global.newest.map(|newest| newest.date);
        assert_eq!(date(&plan), Some(day("2026-07-31")), "that of the worst");
        plan.kpis[0].rollup = None;
        assert_eq!(date(&plan), Some(day("2026-08-31")), "the newest among them");
        assert_eq!(figure(&plan).markets.len(), 2);
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

    /// 40 and 20 are 60 of the 50 that are wanted in all, of which nobody said how many are of which market. One with a
    /// target of its own, of 25, is held against that.
    #[test]
    fn a_market_is_not_held_against_the_target_of_a_sum() {
        let mut plan = plan(Better::Higher, &[Target::Value(50.0)]);
        plan.kpis[0].rollup = Some(Rollup::Sum);
        plan.kpis[0].baseline = Some(0.0);
        sample::read(&mut plan, "2026-08-31", Some(0), 40.0);
        sample::read(&mut plan, "2026-08-31", Some(1), 20.0);
        let KpiFigure { global, markets } = figure(&plan);
        assert!(close(global.attainment, 1.2) && global.status == Status::Green);
        let told = |nth: usize| (markets[nth].1.expected, markets[nth].1.attainment, markets[nth].1.status);
        assert_eq!([told(0), told(1)], [(None, None, Status::Grey); 2]);
        plan.kpis[0].local = vec![(MarketIx(1), vec![(WaveIx(0), Target::Value(25.0))])];
        let south = &figure(&plan).markets[1].1;
        assert!(close(south.attainment, 0.8) && south.status == Status::Amber);
    }

    #[test]
    fn within_counts_the_due_readings_that_hold() {
        let mut plan = plan(Better::Within, &[Target::Band(40.0, 60.0), Target::Band(45.0, 60.0)]);
        plan.as_of = day("2026-12-31");
        for month in 1..=12 {
            // On 31 May, 61 of the 183 days from 40 to 45: from 41.67 on.
            let value = if month == 5 { 41.6 } else { 50.0 };
            sample::read(&mut plan, &format!("2026-{month:02}-20"), None, value);
        }
        let global = figure(&plan).global;
        assert_eq!(global.held, Some((11, 12)));
        assert!(close(global.attainment, 11.0 / 12.0) && global.status == Status::Green, "91.7 %");
        plan.readings.remove(0);
        assert_eq!(figure(&plan).global.held, Some((10, 12)), "a missing reading does not hold");
    }

    /// From 18 to 40 in the 89 days up to 31 March: 25.42 after 30 of them, 32.34 after 58.
    #[test]
    fn what_moves_into_its_band_as_planned_is_green_on_the_way() {
        let mut plan = plan(Better::Within, &[Target::Band(40.0, 60.0)]);
        plan.as_of = day("2026-02-28");
        sample::read(&mut plan, "2026-01-31", None, 25.5);
        sample::read(&mut plan, "2026-02-28", None, 32.4);
        let global = figure(&plan).global;
        assert_eq!((global.held, global.status), (Some((2, 2)), Status::Green));
        plan.readings[1].value = 32.3;
        assert_eq!(figure(&plan).global.held, Some((1, 2)));
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

    /// Waves end on 31 March and 30 September: done by the first, it is due by the second too, and nobody asks again.
    #[test]
    fn what_is_done_stays_done() {
        let mut plan = plan(Better::Done, &[Target::Done(true)]);
        (plan.as_of, plan.kpis[0].cadence) = (day("2026-12-31"), None);
        sample::read(&mut plan, "2026-03-20", None, 1.0);
        let global = figure(&plan).global;
        assert_eq!((global.held, global.attainment, global.status), (Some((2, 2)), Some(1.0), Status::Green));
        sample::read(&mut plan, "2026-08-01", None, 0.0);
        assert_eq!(figure(&plan).global.held, Some((1, 2)), "it was undone");
        plan.readings = Vec::new();
        sample::read(&mut plan, "2026-03-20", None, 0.0);
        assert_eq!(figure(&plan).global.held, Some((0, 2)), "what is not done is asked for");
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

    #[test]
    fn what_should_have_been_read_and_was_not_is_missing() {
        let mut plan = plan(Better::Higher, &[Target::Value(28.0)]);
        let missing = |plan: &Plan| figure(plan).global.missing;
        assert_eq!(missing(&plan), 8, "eight months have ended since the wave with its target began");
        for date in ["2026-02-28", "2026-03-31", "2026-03-31", "2026-07-15"] {
            sample::read(&mut plan, date, None, 20.0);
        }
        assert_eq!(missing(&plan), 5, "January, April, May, June and August");
        plan.kpis[0].target = vec![(WaveIx(1), Target::Value(28.0))];
        assert_eq!(missing(&plan), 4, "due since it was first read");
        plan.kpis[0].cadence = None;
        assert_eq!(missing(&plan), 0, "nobody said how often");
    }

    #[test]
    fn a_sum_is_stale_and_judged_like_a_reading() {
        let mut plan = plan(Better::Lower, &[Target::Value(100.0), Target::Value(220.0)]);
        (plan.kpis[0].counts, plan.kpis[0].baseline) = (Some(Counts::Cumulative), None);
        sample::read(&mut plan, "2026-01-31", None, 60.0);
        sample::read(&mut plan, "2026-03-31", None, 50.0);
        let global = figure(&plan).global;
        let newest = global.newest.unwrap();
        assert_eq!((newest.value, newest.records), (110.0, vec![0, 1]));
        assert!(close(global.attainment, 1.1) && global.stale);
        let at = |date| Figures::new(&plan).reading_at(KpiIx(0), None, day(date)).map(|newest| newest.value);
        assert_eq!((at("2026-01-30"), at("2026-03-30")), (None, Some(60.0)));
        assert_eq!(global.expected, Some(Target::Value(100.0)));
    }
}
