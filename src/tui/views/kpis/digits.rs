//! How the list and the chart of a KPI write its values.

use crate::wording;

/// A value in few digits, at least three: what fits a column of seven.
pub(super) fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 1e7 => wording::number(value / 1e6, 1) + " M",
        size if size >= 1e6 => wording::number(value / 1e6, 2) + " M",
        size if size >= 1e4 => wording::number(value / 1e3, 1) + " k",
        size if size >= 100.0 => wording::number(value, 0),
        size if size >= 10.0 => wording::number(value, 1),
        _ => wording::number(value, 2),
    }
}

/// A value, what it is held against and their difference in few digits, of one scale, in which they add up: three
/// digits of the smaller of both in thousands and above, as money has.
pub(super) fn add_up(value: f64, other: f64) -> [String; 3] {
    let three = |scale: f64| match value.abs().min(other.abs()) / scale {
        smaller if smaller >= 10.0 => 1,
        _ => 2,
    };
    let (scale, sign, digits) = match value.abs().max(other.abs()) {
        size if size >= 1e6 => (1e6, " M", three(1e6)),
        size if size >= 1e4 => (1e3, " k", three(1e3)),
        size if size >= 100.0 => (1.0, "", 0),
        _ => (1.0, "", 1),
    };
    let three = wording::held_against(value / scale, other / scale, digits);
    three.map(|text| if text == "0" { text } else { text + sign })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_have_three_digits_of_the_smaller() {
        // 9.432 k, 10 k and the 0.568 k between them: 9.43, 10 and −0.57.
        assert_eq!(add_up(9_432.0, 10_000.0), ["9.43 k", "10 k", "−0.57 k"]);
        assert_eq!(add_up(12_345.0, 20_000.0), ["12.3 k", "20 k", "−7.7 k"]);
        assert_eq!(add_up(1_234_000.0, 1_500_000.0), ["1.23 M", "1.5 M", "−0.27 M"]);
    }
}
