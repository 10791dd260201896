//! How a KPI stands: attainment and the bands it falls into.
//!
//! Bands are half-open and compared as attainment is, never as it is printed.

use super::Measure;
use crate::plan::kpi::{Better, Kpi, Target, Tolerance};

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
    pub const fn as_str(self) -> &'static str {
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

/// (reading − baseline) ÷ (expected − baseline); undefined where nothing was to be gained yet.
#[must_use]
#[expect(clippy::float_cmp, reason = "only exact equality makes the quotient undefined")]
pub fn attainment(reading: f64, baseline: f64, expected: f64) -> Option<f64> {
    (expected != baseline).then(|| (reading - baseline) / (expected - baseline))
}

/// The value of a target that is one.
pub(super) fn as_value(target: Target) -> Option<f64> {
    match target {
        Target::Value(value) => Some(value),
        _ => None,
    }
}

/// Whether a value is at least as good as what is expected.
pub(super) fn no_worse(kpi: &Kpi, value: f64, expected: Target) -> bool {
    match expected {
        Target::Value(expected) if kpi.better == Some(Better::Lower) => value <= expected,
        Target::Value(expected) => value >= expected,
        Target::Band(low, high) => low <= value && value <= high,
        Target::Done(done) => (value >= 0.5) == done,
    }
}

impl Measure {
    /// How many of the readings that were due held, where that decides and not all did: `1 of 8 readings held`.
    #[must_use]
    pub fn held_words(&self) -> Option<String> {
        let (held, due) = self.held.filter(|(held, due)| held < due && self.newest.is_some())?;
        Some(format!("{held} of {due} readings held"))
    }

    /// Of what adds up over a window that was not read in full, for what of it the reading speaks, and what was planned
    /// with it: `what was read, 2 of 3 periods in full`.
    #[must_use]
    pub fn in_part_words(&self) -> Option<String> {
        self.in_part.map(|(full, of)| format!("what was read, {full} of {of} periods in full"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attainment_serves_both_directions() {
        let close = |left: Option<f64>, right: f64| left.is_some_and(|left| (left - right).abs() < 1e-9);
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
}
