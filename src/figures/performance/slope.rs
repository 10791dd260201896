//! Where a KPI is going: its slope, and what that makes of the next wave's end.
//!
//! - **Slope**: the median of the slopes between every two of the newest six readings, a month (Theil 1950, Sen
//!   1968, J. Am. Stat. Assoc. 63): of six, one may be wrong without it going astray. More would tell how it
//!   began, and not how it goes on. Of what adds up over a window, only full windows are looked at; of a whole that
//!   markets make together, only what as many made as do now: one that joins moves it, and none of them. These are the
//!   markets that are asked at the end of the next wave (see `joins`), whenever they were read. It takes
//!   three readings, and a yes or no has none.
//! - **Forecast** at the end of the next wave, the first that ends after `as-of`: the newest reading and the
//!   slope for the months from its date on. There is none where the newest reading is stale: what has not
//!   been looked at for so long is not known to go on. A percentage whose readings and targets all lie between
//!   0 and 100 stays there, which is said.
//! - **What it takes** to meet the target then is told of a reading that is not there yet: by how much it has to rise
//!   a month. One that is there by now needs nothing, and has a bound: by how much it may move at most and stay there; of
//!   a band, to the end that it moves towards.

use chrono::NaiveDate;

use super::cadence::months_between;
use super::course::{Ledger, Point};
use super::status::{as_value, no_worse};
use super::target::targets;
use crate::plan::Plan;
use crate::plan::id::{MarketIx, WaveIx};
use crate::plan::kpi::{Better, Kpi, Target};
use crate::wording;

/// How many of the newest readings a slope looks at.
const NEWEST: usize = 6;

/// Readings that it takes to tell a slope.
const LEAST: usize = 3;

/// The readings that a slope looks at: the newest of those that are all that may count, of as many markets as now.
pub(crate) fn looked_at(points: &[Point]) -> Vec<Point> {
    let full: Vec<Point> =
        points.iter().filter(|point| point.full && is_of_all(points, point)).copied().collect();
    full[full.len().saturating_sub(NEWEST)..].to_vec()
}

/// Whether as many markets made it as make the newest.
fn is_of_all(points: &[Point], point: &Point) -> bool {
    points.last().is_some_and(|last| last.markets == point.markets)
}

/// How fast a KPI moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// By how much it rises a month, in its unit; it falls where negative.
    pub a_month: f64,
    /// How many readings that rests on.
    pub readings: u32,
    /// The date of the first of them.
    pub since: NaiveDate,
}

impl Slope {
    /// The slope of the newest readings; `None` for fewer than three.
    #[must_use]
    pub(crate) fn of(points: &[Point]) -> Option<Self> {
        let newest = looked_at(points);
        let [first, _, _, ..] = newest.as_slice() else { return None };
        let months = |point: &Point| (months_between(first.date, point.date), point.value);
        let a_month = median_slope(&newest.iter().map(months).collect::<Vec<_>>())?;
        let readings = u32::try_from(newest.len()).unwrap_or(u32::MAX);
        Some(Self { a_month, readings, since: first.date })
    }
}

/// The median of the slopes between every two of some points of time and value, in the order of time.
fn median_slope(points: &[(f64, f64)]) -> Option<f64> {
    let mut slopes = Vec::with_capacity(points.len() * points.len().saturating_sub(1) / 2);
    for (nth, (from, low)) in points.iter().enumerate() {
        let later = points[nth + 1..].iter().filter(|(to, _)| from < to);
        slopes.extend(later.map(|(to, high)| (high - low) / (to - from)));
    }
    median(&mut slopes)
}

/// The middle one, or the mean of the two in the middle.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = *values.get((values.len() - 1) / 2)?;
    Some(f64::midpoint(lower, upper))
}

/// What a KPI comes to at the end of the next wave if it goes on like this.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// The wave.
    pub wave: WaveIx,
    /// The value at its end.
    pub value: f64,
    /// What is to be expected then.
    pub target: Option<Target>,
    /// Whether the value is no worse than that.
    pub meets: Option<bool>,
    /// By how much it would have to rise a month to get there; for a band, to its nearer end. `None` where it is
    /// there by now.
    pub needs: Option<f64>,
    /// By how much it may rise a month at most, or fall where negative, where it is there by now; within a band up to
    /// the end that it moves towards.
    pub may: Option<f64>,
    /// What these two speak of: the target, or that end of a band.
    pub held_to: Option<f64>,
    /// Whether a percentage was held between 0 and 100.
    pub bounded: bool,
    /// Where each market is held to the target by itself: in how many of them it is enough, and how many there are.
    pub by_market: Option<(u32, u32)>,
}

impl Forecast {
    /// Holds it to its target as readings are held that each market is asked for by itself: it is enough where each of
    /// them is, and what they come to together decides nothing.
    pub(super) fn held_by(&mut self, markets: &[Option<bool>]) {
        let count = |meets: Option<bool>| markets.iter().filter(|it| **it == meets).count();
        let [enough, short, all] = [count(Some(true)), count(Some(false)), markets.len()];
        self.meets = if short > 0 { Some(false) } else { (0 < enough && enough == all).then_some(true) };
        (self.needs, self.may) = (None, None);
        self.by_market = Some([enough, all].map(|many| u32::try_from(many).unwrap_or(u32::MAX)).into());
    }

    /// The value in words: in as many digits as it takes to be seen on its side of the target.
    #[must_use]
    pub fn value_words(&self) -> String {
        let ends = match self.target {
            Some(Target::Value(value)) => vec![value],
            Some(Target::Band(low, high)) => vec![low, high],
            _ => Vec::new(),
        };
        let alike = |digits| {
            let shown = wording::number(self.value, digits);
            let same =
                |end: &&f64| (**end - self.value).abs() > 0.0 && wording::number(**end, digits) == shown;
            self.meets == Some(false) && ends.iter().any(|end| same(&end))
        };
        let digits = (2..6).find(|digits| !alike(*digits)).unwrap_or(6);
        wording::number(self.value, digits)
    }
}

/// Why there is no forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoForecast {
    /// It was never read.
    NoReading,
    /// It was read this often, which is not enough for a slope.
    TooFew(u32),
    /// What adds up was read for all of a window this often, which is not enough for a slope.
    Filling(u32),
    /// It was read this often since all markets that report do, which is not enough for a slope.
    Joined(u32),
    /// It is done or it is not.
    YesOrNo,
    /// The newest reading is too old.
    Stale,
    /// No wave ends after `as-of`.
    NoWaveAhead,
    /// It hangs on what is overdue, as levels and value do.
    Overdue,
}

impl NoForecast {
    /// The reason in words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::NoReading => "never read".into(),
            Self::Filling(windows) => {
                format!("{} so far, a slope takes three", wording::count(windows as usize, "full window"))
            }
            Self::Joined(readings) => {
                let readings = wording::count(readings as usize, "reading");
                format!("{readings} of all markets so far, a slope takes three")
            }
            Self::TooFew(readings) => {
                format!("{} so far, a slope takes three", wording::count(readings as usize, "reading"))
            }
            Self::YesOrNo => "yes or no has no slope".into(),
            Self::Stale => "the newest reading is stale".into(),
            Self::NoWaveAhead => "no wave ends after the plan's date".into(),
            Self::Overdue => "it hangs on what is overdue".into(),
        }
    }
}

/// The wave that ends next after `as-of`, and its end: the day that forecasts of KPIs speak of.
#[must_use]
pub fn next_end(plan: &Plan) -> Option<(WaveIx, NaiveDate)> {
    let ahead = plan.waves().filter(|(_, wave)| plan.as_of < wave.end);
    ahead.map(|(ix, wave)| (ix, wave.end)).min_by_key(|(ix, end)| (*end, *ix))
}

/// Where a KPI is going, from its course.
pub(super) fn forecast(
    plan: &Plan,
    kpi: &Kpi,
    whose: Option<MarketIx>,
    ledger: &Ledger<'_>,
    points: &[Point],
    stale: bool,
) -> Result<Forecast, NoForecast> {
    let newest = points.last().ok_or(NoForecast::NoReading)?;
    if is_yes_or_no(kpi, whose) {
        return Err(NoForecast::YesOrNo);
    }
    let looked_at = looked_at(points).len();
    let readings = u32::try_from(looked_at).unwrap_or(u32::MAX);
    let least = points.len().min(LEAST);
    let too_few = match points.iter().filter(|point| point.full).count() {
        _ if looked_at >= least => NoForecast::TooFew(readings),
        full if full < least => NoForecast::Filling(readings),
        _ => NoForecast::Joined(readings),
    };
    let slope = Slope::of(points).ok_or(too_few)?;
    if stale {
        return Err(NoForecast::Stale);
    }
    let (wave, end) = next_end(plan).ok_or(NoForecast::NoWaveAhead)?;
    let months = months_between(newest.date, end);
    let free = newest.value + slope.a_month * months;
    let value = if is_share(kpi, whose, points) { free.clamp(0.0, 100.0) } else { free };
    let target = ledger.measured(end).expected;
    let there = target.is_some_and(|target| no_worse(kpi, newest.value, target));
    let held_to = target.and_then(|target| match target {
        Target::Band(_, high) if there && slope.a_month > 0.0 => Some(high),
        Target::Band(low, _) if there && slope.a_month < 0.0 => Some(low),
        Target::Band(low, high) if there => {
            Some(if newest.value - low < high - newest.value { low } else { high })
        }
        Target::Band(low, high) => Some(newest.value.clamp(low.min(high), high)),
        target => as_value(target),
    });
    let change = held_to.map(|held_to| (held_to - newest.value) / months);
    Ok(Forecast {
        wave,
        value,
        target,
        meets: target.map(|target| no_worse(kpi, value, target)),
        needs: change.filter(|_| !there),
        may: change.filter(|_| there),
        held_to,
        bounded: (value - free).abs() > 0.0,
        by_market: None,
    })
}

pub(super) fn is_yes_or_no(kpi: &Kpi, whose: Option<MarketIx>) -> bool {
    kpi.better == Some(Better::Done)
        || targets(kpi, whose).iter().any(|(_, target)| matches!(target, Target::Done(_)))
}

/// Whether a KPI is a percentage that has never left, and is not wanted outside, 0 to 100.
pub(super) fn is_share(kpi: &Kpi, whose: Option<MarketIx>, points: &[Point]) -> bool {
    let inside = |value: f64| (0.0..=100.0).contains(&value);
    let target = |target: Target| match target {
        Target::Value(value) => inside(value),
        Target::Band(low, high) => inside(low) && inside(high),
        Target::Done(_) => false,
    };
    kpi.unit.as_deref() == Some("%")
        && points.iter().all(|point| inside(point.value))
        && targets(kpi, whose).iter().all(|(_, it)| target(*it))
}

/// Why a forecast meets its target or does not, in words: `rises 1.2 a month, needs 1.9`, `rises 0.5 a month, may rise
/// 0.3 at most`.
#[must_use]
pub fn reason(slope: Slope, forecast: &Forecast) -> String {
    let moves = |a_month: f64, digits| {
        let size = wording::number(a_month.abs(), digits);
        match a_month {
            _ if size == "0" => "stands still".to_owned(),
            a_month if a_month > 0.0 => format!("rises {size} a month"),
            _ => format!("falls {size} a month"),
        }
    };
    let bounded = if forecast.bounded { ", held between 0 and 100" } else { "" };
    let is = slope.a_month;
    if let Some((enough, all)) = forecast.by_market {
        let all = wording::count(all as usize, "market");
        return format!("{}{bounded}, enough in {enough} of {all}", moves(is, digits(is, is)));
    }
    let falls_short = forecast.meets == Some(false);
    if let Some(may) = forecast.may.filter(|_| falls_short) {
        let digits = digits(is, may);
        let moved = if is > 0.0 { "rise" } else { "fall" };
        let may = match wording::number(may.abs(), digits) {
            most if most == "0" => format!("may not {moved}"),
            most => format!("may {moved} {most} at most"),
        };
        return format!("{}, {may}{bounded}", moves(is, digits));
    }
    let Some(needs) = forecast.needs.filter(|_| falls_short) else {
        return moves(is, digits(is, is)) + bounded;
    };
    let digits = digits(is, needs);
    let needed = wording::number(needs.abs(), digits);
    let same_way = is.signum() * needs.signum() > 0.0 && moves(is, digits) != "stands still";
    let needs = match needs {
        _ if needed == "0" => "is to stand still".to_owned(),
        _ if same_way => format!("needs {needed}"),
        needs if needs > 0.0 => format!("needs to rise {needed}"),
        _ => format!("needs to fall {needed}"),
    };
    format!("{}, {needs}{bounded}", moves(is, digits))
}

/// The fewest digits that show both sizes and tell them apart, and in which neither is at odds with the two digits that
/// its page shows: 2.345 is 2.35 there, and 2.3 beside that would be puzzling.
fn digits(one: f64, other: f64) -> usize {
    let shown = |value: f64, digits| wording::number(value.abs(), digits);
    let vanishes = |value: f64, digits| value.abs() > 0.0 && shown(value, digits) == "0";
    let alike = |digits| (one.abs() - other.abs()).abs() > 0.0 && shown(one, digits) == shown(other, digits);
    // As people round, a half goes up.
    let rounded = |value: f64, by: f64| (value.abs() * by).round() / by;
    let at_odds = |value: f64| {
        let paged = rounded(value, 100.0);
        paged >= 1.0 && shown(rounded(paged, 10.0), 1) != shown(value, 1)
    };
    let fits = |value: f64, digits| !vanishes(value, digits) && (digits > 1 || !at_odds(value));
    (1..6).find(|it| fits(one, *it) && fits(other, *it) && !alike(*it)).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{self, day};
    use super::super::status::Status;
    use super::*;
    use crate::figures::Figures;
    use crate::plan::id::KpiIx;

    fn points(values: &[(&str, f64)]) -> Vec<Point> {
        let point = |(date, value): &(&str, f64)| {
            let (date, value) = (day(date), *value);
            let (read, worst, expected, attainment) = (date, None, None, None);
            Point {
                date,
                read,
                worst,
                markets: 0,
                value,
                expected,
                attainment,
                status: Status::Grey,
                full: true,
            }
        };
        values.iter().map(point).collect()
    }

    #[test]
    fn a_slope_is_the_median_of_the_slopes_between_every_two_readings() {
        let read = points(&[("2026-04-01", 10.0), ("2026-05-01", 12.0), ("2026-06-01", 13.0)]);
        // 2 in 30 days, 3 in 61, 1 in 31.
        let slope = Slope::of(&read).unwrap();
        assert!((slope.a_month - 3.0 / 61.0 * 365.25 / 12.0).abs() < 1e-9);
        assert_eq!((slope.readings, slope.since), (3, day("2026-04-01")));
        assert_eq!(Slope::of(&read[..2]), None);
    }

    /// North and south rise by 1 a month each, from 20 and 90, and south joins in April: 0.6 × 23 + 0.4 × 90 = 49.8, then
    /// 50.8 and 51.8. Of 1 in 31 days, 1 in 30 and 2 in 61 the last is in the middle.
    #[test]
    fn a_market_that_joins_moves_no_slope() {
        let mut plan = sample::opened_at_once();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &[Target::Value(60.0); 2])];
        let ends = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"];
        for (date, nth) in ends.into_iter().zip(0..) {
            sample::read(&mut plan, date, Some(0), 20.0 + f64::from(nth));
            if nth > 2 {
                sample::read(&mut plan, date, Some(1), 87.0 + f64::from(nth));
            }
        }
        let figure = |plan: &Plan| Figures::new(plan).kpi(KpiIx(0)).clone();
        let before = figure(&plan);
        assert!(before.global.newest.as_ref().is_some_and(|newest| (newest.value - 50.8).abs() < 1e-9));
        assert_eq!((before.global.slope, before.global.forecast), (None, Err(NoForecast::Joined(2))));
        assert_eq!(
            before.global.forecast_reason(&plan),
            "2 readings of all markets so far, a slope takes three"
        );
        assert!(before.markets[0].1.slope.is_some(), "north by itself");
        sample::read(&mut plan, "2026-06-30", Some(0), 25.0);
        sample::read(&mut plan, "2026-06-30", Some(1), 92.0);
        let slope = figure(&plan).global.slope.unwrap();
        assert_eq!((slope.readings, slope.since), (3, day("2026-04-30")));
        assert!((slope.a_month - 2.0 / 61.0 * 365.25 / 12.0).abs() < 1e-9);
    }

    /// 2.345 is 2.35 in two digits, and 2.3 in one, which 2.35 is not; 2.32 is 2.3 either way.
    #[test]
    fn a_slope_is_told_in_digits_that_agree_with_those_of_its_page() {
        assert_eq!((digits(2.345_18, 2.345_18), digits(2.32, 2.32), digits(2.32, 9.245_1)), (2, 1, 2));
    }

    #[test]
    fn one_wrong_reading_does_not_move_a_slope() {
        let dates = ["2026-04-01", "2026-05-01", "2026-05-31", "2026-06-30", "2026-07-30"];
        let read: Vec<_> = dates.into_iter().zip([10.0, 11.0, 12.0, 90.0, 14.0]).collect();
        let slope = Slope::of(&points(&read)).unwrap();
        assert!((slope.a_month - 365.25 / 12.0 / 30.0).abs() < 1e-9, "one in thirty days");
    }

    /// The seventh reading back, and a window that is still filling, say nothing of how it goes on.
    #[test]
    fn a_slope_looks_at_the_newest_six_that_are_whole() {
        let dates = [
            "2026-01-31",
            "2026-03-02",
            "2026-04-01",
            "2026-05-01",
            "2026-05-31",
            "2026-06-30",
            "2026-07-30",
        ];
        let read: Vec<_> = dates.into_iter().zip([-500.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0]).collect();
        let mut read = points(&read);
        let slope = Slope::of(&read).unwrap();
        assert_eq!((slope.readings, slope.since), (6, day("2026-03-02")));
        assert!((slope.a_month - 365.25 / 12.0 / 30.0).abs() < 1e-9, "one in thirty days");
        read[1].full = false;
        read[2].full = false;
        let kept: Vec<f64> = looked_at(&read).iter().map(|point| point.value).collect();
        assert_eq!(kept, [-500.0, 12.0, 13.0, 14.0, 15.0]);
    }

    /// Read monthly at 40 to 44; the second wave, which ends on 30 September, wants 46.
    fn plan(values: [f64; 3]) -> Plan {
        let mut plan = sample::plan();
        let targets = [Target::Value(30.0), Target::Value(46.0)];
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &targets)];
        for (date, value) in ["2026-06-30", "2026-07-31", "2026-08-31"].into_iter().zip(values) {
            sample::read(&mut plan, date, None, value);
        }
        plan
    }

    fn said(plan: &Plan) -> (f64, Option<bool>, String) {
        let figures = Figures::new(plan);
        let measure = &figures.kpi(KpiIx(0)).global;
        let forecast = measure.forecast.unwrap();
        assert_eq!(forecast.wave, WaveIx(1));
        (forecast.value, forecast.meets, reason(measure.slope.unwrap(), &forecast))
    }

    #[test]
    fn a_forecast_says_what_it_takes() {
        // 2 in each of two months of 31 days; 30 days are left.
        let (value, meets, words) = said(&plan([40.0, 42.0, 44.0]));
        assert!((value - (44.0 + 2.0 * 30.0 / 31.0)).abs() < 1e-9);
        assert_eq!((meets, words.as_str()), (Some(false), "rises 1.96 a month, needs 2.03"));
        let (_, meets, words) = said(&plan([41.0, 43.5, 46.0]));
        assert_eq!((meets, words.as_str()), (Some(true), "rises 2.5 a month"));
        let (_, _, words) = said(&plan([44.0, 42.0, 40.0]));
        assert_eq!(words, "falls 2 a month, needs to rise 6.1");
        let (_, _, words) = said(&plan([40.0, 40.0, 40.0]));
        assert_eq!(words, "stands still, needs to rise 6.1");
    }

    /// Read at 39 on 31 August, with 30 days to go, where 40 at most is wanted: 1 in 30 days is 1.0146 a month of 365.25 ÷ 12
    /// days. It rises by 2 in each 31 days, 1.96 a month. Within 30 to 40 it is the same, and so it is the other way round.
    #[test]
    fn what_is_there_and_drifts_back_may_move_so_much_at_most() {
        let mut plan = plan([35.0, 37.0, 39.0]);
        plan.kpis[0].better = Some(Better::Lower);
        plan.kpis[0].target[1].1 = Target::Value(40.0);
        let forecast = |plan: &Plan| Figures::new(plan).kpi(KpiIx(0)).global.forecast.unwrap();
        let month = 365.25 / 12.0 / 30.0;
        let (_, meets, words) = said(&plan);
        assert_eq!((meets, words.as_str()), (Some(false), "rises 2 a month, may rise 1 at most"));
        assert_eq!(forecast(&plan).needs, None);
        assert!((forecast(&plan).may.unwrap() - month).abs() < 1e-9);
        plan.kpis[0].better = Some(Better::Within);
        plan.kpis[0].target[1].1 = Target::Band(30.0, 40.0);
        assert_eq!(said(&plan).2, "rises 2 a month, may rise 1 at most");
        // Two below the upper end, 1 above the lower one, to which it falls.
        plan.kpis[0].target[1].1 = Target::Band(38.0, 41.0);
        for (reading, value) in plan.readings.iter_mut().zip([43.0, 41.0, 39.0]) {
            reading.value = value;
        }
        assert_eq!(said(&plan).2, "falls 2 a month, may fall 1 at most");
        assert!((forecast(&plan).may.unwrap() + month).abs() < 1e-9);
        plan.kpis[0].better = Some(Better::Higher);
        plan.kpis[0].target[1].1 = Target::Value(39.0);
        assert_eq!(said(&plan).2, "falls 2 a month, may not fall", "it is just there");
    }

    #[test]
    fn a_percentage_stays_one() {
        let mut plan = plan([60.0, 78.0, 96.0]);
        assert!(said(&plan).0 > 100.0);
        plan.kpis[0].unit = Some("%".into());
        let (value, _, words) = said(&plan);
        assert_eq!((value, words.as_str()), (100.0, "rises 17.7 a month, held between 0 and 100"));
    }

    #[test]
    fn where_there_is_no_forecast_it_says_why() {
        let mut plan = plan([40.0, 42.0, 44.0]);
        let why = |plan: &Plan| Figures::new(plan).kpi(KpiIx(0)).global.forecast.unwrap_err();
        plan.as_of = day("2026-09-29");
        assert!(Figures::new(&plan).kpi(KpiIx(0)).global.forecast.is_ok());
        plan.as_of = day("2026-09-30");
        assert_eq!(why(&plan), NoForecast::NoWaveAhead);
        plan.as_of = day("2026-12-31");
        assert_eq!(why(&plan), NoForecast::Stale);
        plan.as_of = day("2026-07-31");
        assert_eq!(why(&plan), NoForecast::TooFew(2));
        assert_eq!(why(&plan).words(), "2 readings so far, a slope takes three");
        plan.kpis[0].better = Some(Better::Done);
        assert_eq!(why(&plan), NoForecast::YesOrNo);
        plan.readings.clear();
        assert_eq!(why(&plan), NoForecast::NoReading);
    }
}
