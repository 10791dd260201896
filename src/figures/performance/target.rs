//! What is to be expected of a KPI at a date.
//!
//! Straight lines run through the baseline at plan start and the target at each wave's end; level before the
//! first and after the last. Both ends of a band move so: at plan start it reaches as far as the baseline, so that
//! what begins outside of the first band is to come into it by the end of its wave, and from one band to the next.
//! "Done" is due from the end of its wave.

use crate::order::Order as _;
use chrono::NaiveDate;

use super::cadence::days;
use super::rollup::baseline_of;
use super::status::as_value;
use crate::plan::Plan;
use crate::plan::id::{MarketIx, WaveIx};
use crate::plan::kpi::{Better, Counts, Kpi, Target};

/// The targets that hold for a market, or globally: see [`Kpi::targets_of`].
pub(super) fn targets(kpi: &Kpi, whose: Option<MarketIx>) -> &[(WaveIx, Target)] {
    kpi.targets_of(whose)
}

/// Whether a KPI counts the readings that hold instead of how far the newest one has come.
pub(super) fn counts_readings(kpi: &Kpi, whose: Option<MarketIx>) -> bool {
    matches!(kpi.better, Some(Better::Within | Better::Done))
        || targets(kpi, whose).iter().any(|(_, target)| !matches!(target, Target::Value(_)))
}

/// What is to be expected over time, of one reading: for a KPI whose readings are amounts, of one period or,
/// where they add up since plan start, in all.
pub(super) enum Expectation {
    /// Points that straight lines run through.
    Line(Vec<(NaiveDate, f64)>),
    /// Bands, each with the day on which it holds as it is; straight lines run from each end to the next.
    Bands(Vec<(NaiveDate, Target)>),
    /// Yes or no, each with the day from which it is due.
    Done(Vec<(NaiveDate, Target)>),
}

impl Expectation {
    pub(super) fn of(plan: &Plan, kpi: &Kpi, whose: Option<MarketIx>) -> Self {
        let targets = targets(kpi, whose).iter();
        let mut targets: Vec<(NaiveDate, Target)> =
            targets.map(|(wave, target)| (plan.wave(*wave).end, *target)).collect();
        targets.order_by_key(|(end, _)| *end);
        let is_done = |target: &Target| matches!(target, Target::Done(_));
        if kpi.better == Some(Better::Done) || targets.iter().any(|(_, target)| is_done(target)) {
            return Self::Done(targets);
        }
        let begins = baseline_of(plan, kpi, whose);
        if counts_readings(kpi, whose) {
            let begins = match (begins, targets.first()) {
                (Some(baseline), Some((end, Target::Band(low, high)))) if plan.start < *end => {
                    Some((plan.start, Target::Band(low.min(baseline), high.max(baseline))))
                }
                _ => None,
            };
            return Self::Bands(begins.into_iter().chain(targets).collect());
        }
        // A baseline alone says where it began, and not where it is to be.
        if targets.is_empty() {
            return Self::Line(Vec::new());
        }
        // What adds up since plan start begins at nothing where the plan does not say otherwise.
        let nothing = (kpi.counting() == Counts::Cumulative).then_some(0.0);
        let baseline = begins.or(nothing).map(|baseline| (plan.start, baseline));
        let points = targets.iter().filter_map(|(end, target)| Some((*end, as_value(*target)?)));
        Self::Line(baseline.into_iter().chain(points).collect())
    }

    /// Whether what is expected at a date lies between two points that the plan writes, and is neither of them.
    pub(super) fn is_between(&self, at: NaiveDate) -> bool {
        let around = |days: &[NaiveDate]| {
            let next = days.partition_point(|day| *day < at);
            (0 < next && next < days.len() && days[next] != at).then(|| (next - 1, next))
        };
        match self {
            Self::Line(points) => {
                let days: Vec<NaiveDate> = points.iter().map(|(day, _)| *day).collect();
                around(&days).is_some_and(|(from, to)| (points[from].1 - points[to].1).abs() > 0.0)
            }
            Self::Bands(bands) => {
                let days: Vec<NaiveDate> = bands.iter().map(|(day, _)| *day).collect();
                around(&days).is_some_and(|(from, to)| bands[from].1 != bands[to].1)
            }
            Self::Done(_) => false,
        }
    }

    pub(super) fn at(&self, at: NaiveDate) -> Option<Target> {
        match self {
            Self::Line(points) => on_lines(points, at).map(Target::Value),
            Self::Bands(bands) => on_bands(bands, at),
            Self::Done(dates) => dates.iter().rfind(|(end, _)| *end <= at).map(|(_, done)| *done),
        }
    }
}

/// The band at a date, whose ends lie on straight lines through those of `bands`. What is no band holds up to its
/// day.
fn on_bands(bands: &[(NaiveDate, Target)], at: NaiveDate) -> Option<Target> {
    let next = bands.iter().position(|(date, _)| *date >= at);
    let around = next.and_then(|next| Some((bands.get(next.checked_sub(1)?)?, &bands[next])));
    match (around, next) {
        (Some(((from, Target::Band(low, high)), (to, Target::Band(lower, higher)))), _) if at < *to => {
            let share = days(*from, at) / days(*from, *to);
            let on = |from: f64, to: f64| from + (to - from) * share;
            Some(Target::Band(on(*low, *lower), on(*high, *higher)))
        }
        (_, Some(next)) => Some(bands[next].1),
        (_, None) => bands.last().map(|(_, band)| *band),
    }
}

/// The value at a date on straight lines through `points`, level before the first and after the last.
fn on_lines(points: &[(NaiveDate, f64)], at: NaiveDate) -> Option<f64> {
    match points.iter().position(|(date, _)| *date >= at) {
        None => points.last().map(|(_, value)| *value),
        Some(next) if next == 0 || points[next].0 == at => Some(points[next].1),
        Some(next) => {
            let ((from, low), (to, high)) = (points[next - 1], points[next]);
            Some(low + (high - low) * days(from, at) / days(from, to))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Figures;
    use super::super::super::sample::{self, day};
    use super::super::{KpiFigure, Status};
    use super::*;
    use crate::plan::id::KpiIx;
    use crate::plan::kpi::Rollup;

    #[test]
    fn what_is_expected_lies_on_straight_lines() {
        let mut plan = sample::plan();
        let targets = [Target::Value(27.0), Target::Value(45.0)];
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &targets)];
        let expectation = Expectation::of(&plan, &plan.kpis[0], None);
        let is = |date, right: f64| match expectation.at(day(date)) {
            Some(Target::Value(value)) => (value - right).abs() < 1e-9,
            other => panic!("{other:?}"),
        };
        let between = ["2025-06-01", "2026-01-01", "2026-02-10", "2026-03-31", "2026-06-30", "2026-10-01"];
        let between = between.map(|date| expectation.is_between(day(date)));
        assert_eq!(between, [false, false, true, false, true, false]);
        // 89 days from 18 to 27, then 183 days to 45.
        assert!(is("2026-01-01", 18.0) && is("2025-06-01", 18.0));
        assert!(is("2026-02-10", 18.0 + 9.0 * 40.0 / 89.0));
        assert!(is("2026-03-31", 27.0) && is("2026-06-30", 27.0 + 18.0 * 91.0 / 183.0));
        assert!(is("2026-09-30", 45.0) && is("2027-03-31", 45.0));
    }

    /// By hand: 0.6 × 30 + 0.4 × 28 is 29.2, of which nobody said what it should be. South is to be at 38 since March, and has
    /// come 10 of the 20 from 18 there; north has no target.
    #[test]
    fn what_has_no_target_stands_in_no_way() {
        let mut plan = sample::opened_at_once();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &[])];
        plan.kpis[0].local = vec![(MarketIx(1), vec![(WaveIx(0), Target::Value(38.0))])];
        for (market, value) in [(0, 30.0), (1, 28.0)] {
            sample::read(&mut plan, "2026-08-31", Some(market), value);
        }
        let KpiFigure { global, markets } = Figures::new(&plan).kpi(KpiIx(0)).clone();
        assert!(global.newest.is_some_and(|newest| (newest.value - 29.2).abs() < 1e-9));
        assert_eq!((global.expected, global.attainment, global.status), (None, None, Status::Grey));
        let south = markets.iter().find(|(market, _)| *market == MarketIx(1)).map(|(_, it)| it).unwrap();
        assert!(south.attainment.is_some_and(|share| (share - 0.5).abs() < 1e-9));
        assert_eq!(south.status, Status::Red);
        let north = markets.iter().find(|(market, _)| *market == MarketIx(0)).map(|(_, it)| it).unwrap();
        assert_eq!((north.expected, north.status), (None, Status::Grey));
    }

    /// Of a sum that begins at 100 north, with six tenths of the shares, begins at 60 and south at 40. By the end of March
    /// 30 and 20 are left to be: by hand, 45 and 30 have come half of the way each, and so have 75 of all.
    #[test]
    fn each_market_of_a_sum_begins_at_its_part_of_the_baseline() {
        let mut plan = sample::opened_at_once();
        plan.kpis = vec![sample::kpi("tickets", Better::Lower, &[Target::Value(50.0)])];
        (plan.kpis[0].baseline, plan.kpis[0].rollup) = (Some(100.0), Some(Rollup::Sum));
        let local = [30.0, 20.0].map(|target| vec![(WaveIx(0), Target::Value(target))]);
        plan.kpis[0].local = [MarketIx(0), MarketIx(1)].into_iter().zip(local).collect();
        for (market, value) in [(0, 45.0), (1, 30.0)] {
            sample::read(&mut plan, "2026-03-31", Some(market), value);
        }
        let figures = Figures::new(&plan);
        let KpiFigure { global, markets } = figures.kpi(KpiIx(0));
        for measure in markets.iter().map(|(_, measure)| measure).chain([global]) {
            assert!(measure.attainment.is_some_and(|it| (it - 0.5).abs() < 1e-9), "{measure:?}");
            assert_eq!(measure.status, Status::Red);
        }
        let begins = |market| figures.expected_at(KpiIx(0), market, day("2026-01-01")).and_then(as_value);
        let begins = [Some(MarketIx(0)), Some(MarketIx(1)), None].map(begins);
        for (begins, by_hand) in begins.into_iter().zip([60.0, 40.0, 100.0]) {
            assert!(begins.is_some_and(|begins| (begins - by_hand).abs() < 1e-9), "{begins:?}");
        }
        plan.kpis[0].rollup = Some(Rollup::Mean);
        let mean = baseline_of(&plan, &plan.kpis[0], Some(MarketIx(0)));
        assert_eq!(mean, Some(100.0), "the mean of the markets begins where each of them does");
    }

    /// From 18, outside of the first band, which is to hold on 31 March, 89 days on; the second 183 days later.
    #[test]
    #[expect(clippy::float_cmp, reason = "rounded to six digits")]
    fn a_band_reaches_as_far_as_the_baseline_until_it_is_due() {
        let mut plan = sample::plan();
        let targets = [Target::Band(27.0, 35.6), Target::Band(30.0, 33.0)];
        plan.kpis = vec![sample::kpi("consent-rate", Better::Within, &targets)];
        let band = |plan: &Plan, date: &str| match Expectation::of(plan, &plan.kpis[0], None).at(day(date)) {
            Some(Target::Band(low, high)) => [low, high].map(|end| (end * 1e6).round() / 1e6),
            other => panic!("{other:?}"),
        };
        assert_eq!(band(&plan, "2026-01-01"), [18.0, 35.6]);
        // 40 of 89 days: 18 + 9 × 40 ÷ 89.
        assert_eq!(band(&plan, "2026-02-10"), [22.044_944, 35.6]);
        assert_eq!(band(&plan, "2026-03-31"), [27.0, 35.6]);
        // 91 of 183 days: 27 + 3 × 91 ÷ 183, and 35.6 − 2.6 × 91 ÷ 183.
        assert_eq!(band(&plan, "2026-06-30"), [28.491_803, 34.307_104]);
        assert_eq!(band(&plan, "2027-06-30"), [30.0, 33.0]);
        plan.kpis[0].baseline = None;
        assert_eq!(band(&plan, "2026-01-01"), [27.0, 35.6], "nobody knows where it begins");
        plan.kpis[0].baseline = Some(30.0);
        assert_eq!(band(&plan, "2026-02-10"), [27.0, 35.6], "it begins inside");
    }
}
