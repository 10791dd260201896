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
