//! The one place that reads the clock: for the dates that something new is given. What is known of a plan is
//! known as of a day that the plan names.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate};

/// Today, in universal time; the day of `SOURCE_DATE_EPOCH` where that is set, so that a script writes the
/// same files on any day.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub(super) fn today() -> NaiveDate {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse::<i64>().ok());
    let now =
        || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed());
    DateTime::from_timestamp(set.unwrap_or_else(now), 0)
        .map_or_else(NaiveDate::default, |now| now.date_naive())
}
