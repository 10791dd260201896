//! Where a KPI is heading, and how far it strays.
//!
//! - **The line** has the [slope](Slope) that the figures tell, through the median of what is left of the newest
//!   six readings; one wild reading does not turn it.
//! - **The scatter** around it is the mean distance of the readings from the line, × √(π/2), which makes it the
//!   standard deviation for normal errors, × √(n / (n − 2)), since the line was laid through them. The median
//!   distance would not do: of three readings two always lie on the line. Readings on a line all the same are
//!   known no better than they are written: it is at least what rounding hides, a unit of the last digit in
//!   which the plan writes readings, baseline and targets ÷ √12 (the standard deviation of what is rounded off).
//! - **The spread** on a day is that of one more reading around a fitted line, and grows with the way ahead:
//!   scatter × √(1 + 1/n + (t − t̄)² / Σ(tᵢ − t̄)²) (Draper and Smith 1998, Applied Regression Analysis, 3.2).
//! - **A draw** is the line on that day, and the spread times a number of Student's t with n − 2 degrees of
//!   freedom: three readings make a line, and tell next to nothing of how far they stray from it.
//!
//! It takes three readings; with fewer, nobody can tell.

use std::f64::consts::FRAC_PI_2;

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::performance::{Slope, looked_at, median, months_between};
use crate::plan::id::{KpiIx, MarketIx};
use crate::plan::kpi::Target;

/// Where a KPI stands on a day if it goes on as it went, and how far it may stray from there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heading {
    /// The KPI.
    pub kpi: KpiIx,
    /// Of a whole that is its worst market, the market that is the worst on that day: its readings make the line.
    pub market: Option<MarketIx>,
    /// How fast it moves, and how many readings say so.
    pub slope: Slope,
    /// What its line comes to on the day, in its unit.
    pub expected: f64,
    /// How far its readings scatter around the line, as a standard deviation, in its unit.
    pub scatter: f64,
    /// How far it may stray on the day: what a number of Student's t is multiplied with, in its unit.
    pub spread: f64,
    /// What the line comes to on the day of the first of its readings, in its unit.
    pub level: f64,
    /// How many months the day lies after that one.
    pub months: f64,
    /// How many months it lies after the middle of the readings.
    pub away: f64,
    /// The squares of the months that each reading lies from their middle, added up.
    pub squares: f64,
}

/// Where a KPI is heading on a day; `None` where its newest readings are no line.
#[must_use]
pub fn heading(figures: &Figures<'_>, kpi: KpiIx, at: NaiveDate) -> Option<Heading> {
    Some(Trend::of(figures, kpi, at)?.at(at))
}

impl Heading {
    /// The degrees of freedom of its draws.
    #[must_use]
    pub fn freedom(&self) -> u32 {
        self.slope.readings.saturating_sub(2)
    }
}

/// The line through the readings of a KPI. Time is in months from the first of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Trend {
    kpi: KpiIx,
    market: Option<MarketIx>,
    slope: Slope,
    level: f64,
    scatter: f64,
    count: f64,
    middle: f64,
    squares: f64,
}

impl Trend {
    /// The line through the newest readings of a KPI by those that are asked on a day, or of its market that is the worst then
    /// where that is the whole; `None` where they have no slope.
    pub(super) fn of(figures: &Figures<'_>, kpi: KpiIx, at: NaiveDate) -> Option<Self> {
        let market = figures.worst_ahead(kpi, at);
        let figure = figures.kpi(kpi);
        let own = figure.markets.iter().find(|(of, _)| market == Some(*of)).map(|(_, measure)| measure);
        // What has not been looked at for so long is not known to go on.
        let (slope, course) = match own {
            Some(own) => (own.slope.filter(|_| !own.stale)?, figures.course(kpi, market)),
            None => figures.slope_ahead(kpi, at)?,
        };
        let readings = looked_at(&course);
        let time = |date| months_between(slope.since, date);
        let points: Vec<(f64, f64)> = readings.iter().map(|point| (time(point.date), point.value)).collect();
        let left = |(time, value): &(f64, f64)| value - slope.a_month * time;
        let level = median(&mut points.iter().map(left).collect::<Vec<_>>())?;
        let count = f64::from(slope.readings);
        let middle = points.iter().map(|(time, _)| time).sum::<f64>() / count;
        let squares = points.iter().map(|(time, _)| (time - middle) * (time - middle)).sum();
        let distance = points.iter().map(|point| (left(point) - level).abs()).sum::<f64>() / count;
        let scatter = distance * FRAC_PI_2.sqrt() * (count / (count - 2.0)).sqrt();
        let rounded_off = digit(&written(figures, kpi)) / 12.0_f64.sqrt();
        Some(Self { kpi, market, slope, level, scatter: scatter.max(rounded_off), count, middle, squares })
    }

    /// What is expected on a day, and how far it may be off.
    pub(super) fn at(&self, date: NaiveDate) -> Heading {
        let time = months_between(self.slope.since, date);
        let away = time - self.middle;
        Heading {
            kpi: self.kpi,
            market: self.market,
            slope: self.slope,
            expected: self.level + self.slope.a_month * time,
            scatter: self.scatter,
            spread: self.scatter * (1.0 + 1.0 / self.count + away * away / self.squares).sqrt(),
            level: self.level,
            months: time,
            away,
            squares: self.squares,
        }
    }
}

/// The values that the plan writes of a KPI: what was read so far, where it began, where it is to go.
fn written(figures: &Figures<'_>, ix: KpiIx) -> Vec<f64> {
    let plan = figures.plan;
    let kpi = plan.kpi(ix);
    let read = figures.readings().of(ix.at()).iter().map(|position| &plan.readings[*position as usize]);
    let known = read.filter(|reading| reading.date <= plan.as_of).map(|reading| reading.value);
    let wanted = kpi.target.iter().flat_map(|(_, target)| match target {
        Target::Value(value) => vec![*value],
        Target::Band(low, high) => vec![*low, *high],
        Target::Done(_) => Vec::new(),
    });
    known.chain(kpi.baseline).chain(wanted).collect()
}

/// A unit of the last digit in which values are written: the largest power of ten that all are whole multiples
/// of, as far as their shortest decimals tell; 1 where there is none.
fn digit(values: &[f64]) -> f64 {
    let last = |value: &f64| -> Option<i32> {
        let written = format!("{value:e}");
        let (digits, power) = written.split_once('e').filter(|_| value.abs() > 0.0)?;
        let behind = digits.split_once('.').map_or(0, |(_, behind)| behind.len());
        Some(power.parse::<i32>().ok()? - i32::try_from(behind).ok()?)
    };
    10_f64.powi(values.iter().filter_map(last).min().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, day};
    use crate::plan::Plan;
    use crate::plan::kpi::Better;

    /// Read on some days; nothing else of it is written.
    fn plan(readings: &[(&str, f64)]) -> Plan {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &[])];
        plan.kpis[0].baseline = None;
        plan.as_of = day("2027-12-31");
        for (date, value) in readings {
            sample::read(&mut plan, date, None, *value);
        }
        plan
    }

    fn heading(readings: &[(&str, f64)], at: &str) -> Option<Heading> {
        let plan = plan(readings);
        super::heading(&Figures::new(&plan), KpiIx(0), day(at))
    }

    fn close(left: f64, right: f64) -> bool {
        (left - right).abs() < 1e-9
    }

    /// By hand, days 0, 30, 60, 90: from the second on, slopes of a day are 2/30 between the first two, ½ of it
    /// between first and third, −1/30, 1/30, ½/30, 2/30: the median is ¾ in 30 days. What is left of it: 0, 1¼,
    /// −½, ¾, with the median ⅜; distances ⅜, ⅞, ⅞, ⅜, on average ⅝; of four readings two are left over.
    #[test]
    fn the_spread_grows_with_the_way_ahead() {
        let read = [("2026-03-02", 0.0), ("2026-04-01", 2.0), ("2026-05-01", 1.0), ("2026-05-31", 3.0)];
        let near = heading(&read, "2026-04-16").unwrap();
        assert!(close(near.expected, 0.375 + 0.75 * 1.5), "{near:?}");
        let scatter = 0.625 * (std::f64::consts::PI / 2.0).sqrt() * 2.0_f64.sqrt();
        assert!(close(near.scatter, scatter) && near.freedom() == 2, "{near:?}");
        // The middle of all days: √(1 + ¼).
        assert!(close(near.spread, scatter * 1.25_f64.sqrt()), "{near:?}");
        // 300 days on, and Σ(t − t̄)² = 45² + 15² + 15² + 45² = 4500: 90,000 ÷ 4500 = 20.
        let far = heading(&read, "2027-02-10").unwrap();
        assert!(close(far.spread, scatter * 21.25_f64.sqrt()), "{far:?}");
    }

    /// By hand, every 30 days: the slopes are 2 (six times of ten) and wild ones, the median 2. What is left is 1
    /// but for the fourth, 70 − 6 = 64: 63 off, 12.6 on average of five, of which three are left over.
    #[test]
    fn one_wild_reading_does_not_turn_the_line_and_makes_it_less_sure() {
        let read = [
            ("2026-03-02", 1.0),
            ("2026-04-01", 3.0),
            ("2026-05-01", 5.0),
            ("2026-05-31", 70.0),
            ("2026-06-30", 9.0),
        ];
        let wild = heading(&read, "2026-12-27").unwrap();
        assert!(close(wild.expected, 1.0 + 2.0 * 10.0), "{wild:?}");
        assert!(close(wild.scatter, 12.6 * (std::f64::consts::PI / 2.0 * 5.0 / 3.0).sqrt()), "{wild:?}");
    }

    /// 5.9, 6.1 and 6.3 lie on a line, and are known to a tenth: 0.1 ÷ √12.
    #[test]
    fn readings_on_a_line_are_known_no_better_than_they_are_written() {
        let read = [("2026-03-02", 5.9), ("2026-04-01", 6.1), ("2026-05-01", 6.3)];
        let on_it = heading(&read, "2026-05-31").unwrap();
        assert!(close(on_it.expected, 6.5) && close(on_it.scatter, 0.1 / 12.0_f64.sqrt()), "{on_it:?}");
        assert_eq!(on_it.freedom(), 1);
    }

    #[test]
    fn it_takes_three_readings() {
        assert_eq!(heading(&[("2026-03-02", 1.0), ("2026-04-01", 2.0)], "2026-05-01"), None);
        assert_eq!(heading(&[], "2026-05-01"), None);
    }

    #[test]
    fn the_last_digit_is_that_of_the_finest_value() {
        let is = |values: &[f64], power: i32| close(digit(values) / 10_f64.powi(power), 1.0);
        assert!(is(&[5.9, 6.0, 6.25], -2) && is(&[40.0, 35.0], 0) && is(&[420_000.0, 500_000.0], 4));
        assert!(is(&[0.0, 30.0], 1) && is(&[-1.5], -1) && is(&[0.0], 0) && is(&[], 0));
        assert!(is(&[1e300, 2e-5], -5) && is(&[f64::INFINITY], 0) && is(&[f64::NAN], 0));
    }
}
