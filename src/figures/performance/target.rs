//! What is to be expected of a KPI at a date.
//!
//! Straight lines run through the baseline at plan start and the target at each wave's end; level before the
//! first and after the last. A band holds up to the end of its wave, the last one from then on; "done" is due
//! from the end of its wave.

use chrono::NaiveDate;

use super::cadence::days;
use super::status::as_value;
use crate::plan::Plan;
use crate::plan::id::{MarketIx, WaveIx};
use crate::plan::kpi::{Better, Counts, Kpi, Target};

/// The targets that hold for a market, or globally: its own where it has any.
pub(super) fn targets(kpi: &Kpi, whose: Option<MarketIx>) -> &[(WaveIx, Target)] {
    let local = kpi.local.iter().find(|(market, _)| Some(*market) == whose);
    local.map_or(&kpi.target, |(_, targets)| targets)
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
    /// Bands, each with its last day.
    Bands(Vec<(NaiveDate, Target)>),
    /// Yes or no, each with the day from which it is due.
    Done(Vec<(NaiveDate, Target)>),
}

impl Expectation {
    pub(super) fn of(plan: &Plan, kpi: &Kpi, whose: Option<MarketIx>) -> Self {
        let targets = targets(kpi, whose).iter();
        let mut targets: Vec<(NaiveDate, Target)> =
            targets.map(|(wave, target)| (plan.wave(*wave).end, *target)).collect();
        targets.sort_by_key(|(end, _)| *end);
        let is_done = |target: &Target| matches!(target, Target::Done(_));
        if kpi.better == Some(Better::Done) || targets.iter().any(|(_, target)| is_done(target)) {
            return Self::Done(targets);
        }
        if counts_readings(kpi, whose) {
            return Self::Bands(targets);
        }
        // What adds up since plan start begins at nothing where the plan does not say otherwise.
        let nothing = (kpi.counting() == Counts::Cumulative).then_some(0.0);
        let baseline = kpi.baseline.or(nothing).map(|baseline| (plan.start, baseline));
        let points = targets.iter().filter_map(|(end, target)| Some((*end, as_value(*target)?)));
        Self::Line(baseline.into_iter().chain(points).collect())
    }

    pub(super) fn at(&self, at: NaiveDate) -> Option<Target> {
        match self {
            Self::Line(points) => on_lines(points, at).map(Target::Value),
            Self::Bands(bands) => {
                bands.iter().find(|(end, _)| *end >= at).or(bands.last()).map(|(_, band)| *band)
            }
            Self::Done(dates) => dates.iter().rfind(|(end, _)| *end <= at).map(|(_, done)| *done),
        }
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
    use super::super::super::sample::{self, day};
    use super::*;

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
        // 89 days from 18 to 27, then 183 days to 45.
        assert!(is("2026-01-01", 18.0) && is("2025-06-01", 18.0));
        assert!(is("2026-02-10", 18.0 + 9.0 * 40.0 / 89.0));
        assert!(is("2026-03-31", 27.0) && is("2026-06-30", 27.0 + 18.0 * 91.0 / 183.0));
        assert!(is("2026-09-30", 45.0) && is("2027-03-31", 45.0));
    }
}
