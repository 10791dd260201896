//! Where a KPI is heading, and how far it strays.
//!
//! The line has the [slope](crate::figures::performance::Slope) that the figures tell, through the median of
//! what is left; one wild reading does not turn it. The spread around it is 1.4826 times the
//! median distance from the line (what the standard deviation is for normal errors) × √(n / (n − 2)), and it
//! grows with the way ahead as for a fitted line: × √(1 + 1/n + (t − t̄)² / Σ(tᵢ − t̄)²).

use crate::figures::performance::{NEWEST, median, median_slope};

/// Readings it takes to tell a line from chance.
const READINGS: usize = 3;

/// The line through the readings of a KPI.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Trend {
    slope: f64,
    level: f64,
    spread: f64,
    count: f64,
    middle: f64,
    squares: f64,
}

impl Trend {
    /// The line through `points` of time and value, in the order of time; `None` with fewer than three.
    pub(super) fn of(points: &[(f64, f64)]) -> Option<Self> {
        let points = &points[points.len().saturating_sub(NEWEST)..];
        if points.len() < READINGS {
            return None;
        }
        let slope = median_slope(points)?;
        let level = median(&mut points.iter().map(|(t, v)| v - slope * t).collect::<Vec<_>>())?;
        let mut strays: Vec<f64> = points.iter().map(|(t, v)| (v - level - slope * t).abs()).collect();
        let strays = median(&mut strays)?;
        let count = f64::from(u32::try_from(points.len()).unwrap_or(u32::MAX));
        let middle = points.iter().map(|(t, _)| t).sum::<f64>() / count;
        let squares = points.iter().map(|(t, _)| (t - middle) * (t - middle)).sum();
        let spread = 1.4826 * strays * (count / (count - 2.0)).sqrt();
        Some(Self { slope, level, spread, count, middle, squares })
    }

    /// What is expected at a time, and the standard deviation around it.
    pub(super) fn at(&self, time: f64) -> (f64, f64) {
        let away = time - self.middle;
        let wider = (1.0 + 1.0 / self.count + away * away / self.squares).sqrt();
        (self.level + self.slope * time, self.spread * wider)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wild_reading_does_not_turn_the_line() {
        let trend = Trend::of(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0), (3.0, 70.0), (4.0, 9.0)]).unwrap();
        let (value, spread) = trend.at(10.0);
        assert!((value - 21.0).abs() < 1e-9 && spread.abs() < 1e-9, "{trend:?}");
        assert_eq!(Trend::of(&[(0.0, 1.0), (1.0, 2.0)]), None);
        assert_eq!(Trend::of(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)]), None, "all at one time");
    }

    /// By hand: slopes 2, ½, −1, 1, ½, 2 (median ¾); left of ¾ t: 0, 1¼, −½, ¾ (median ⅜).
    #[test]
    fn the_spread_grows_with_the_way_ahead() {
        let trend = Trend::of(&[(0.0, 0.0), (1.0, 2.0), (2.0, 1.0), (3.0, 3.0)]).unwrap();
        let (value, near) = trend.at(1.5);
        assert!((value - 1.5).abs() < 1e-9, "{value}");
        // Distances ⅜, ⅞, ⅞, ⅜ (median ⅝); four readings.
        assert!((near - 1.4826 * 0.625 * 2.0_f64.sqrt() * 1.25_f64.sqrt()).abs() < 1e-9);
        let far = trend.at(11.5).1;
        // t̄ = 1.5, Σ(t − t̄)² = 5: √(1 + ¼) near, √(1 + ¼ + 100/5) ten months on.
        assert!((far / near - (21.25_f64 / 1.25).sqrt()).abs() < 1e-9);
    }
}
