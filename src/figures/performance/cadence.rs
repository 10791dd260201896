//! When a KPI is due to be read, and when it has been silent for too long.

use chrono::NaiveDate;

use crate::plan::Plan;
use crate::plan::calendar::Month;
use crate::plan::kpi::Cadence;

/// The mean length of a month in days.
pub(crate) const MONTH_DAYS: f64 = 365.25 / 12.0;

/// Days from one date to another.
pub(super) fn days(from: NaiveDate, to: NaiveDate) -> f64 {
    f64::from(i32::try_from((to - from).num_days()).unwrap_or(0))
}

/// Months from one date to another, each of the mean length of a month.
pub(crate) fn months_between(from: NaiveDate, to: NaiveDate) -> f64 {
    days(from, to) / MONTH_DAYS
}

/// The periods in which a reading was due: those of the cadence that end between plan start and `as-of`, or
/// the horizon where that comes first.
#[must_use]
pub fn periods(plan: &Plan, cadence: Option<Cadence>) -> Vec<(NaiveDate, NaiveDate)> {
    let until = plan.as_of.min(plan.horizon);
    let months = match cadence {
        Some(Cadence::Month) => 1,
        Some(Cadence::Quarter) => 3,
        Some(Cadence::Wave) | None => {
            let ended = plan.waves.iter().filter(|wave| wave.end <= until);
            return ended.map(|wave| (wave.start, wave.end)).collect();
        }
    };
    let first = first_of(Month::of(plan.start), months);
    let ends = (0..).map(|nth| (first.plus(nth * months), first.plus((nth + 1) * months - 1)));
    ends.map(|(from, to)| (from.first_day(), to.last_day())).take_while(|(_, to)| *to <= until).collect()
}

/// Whether a KPI whose newest reading is of `newest` has been silent for longer than its cadence allows. After
/// the horizon no reading is due.
#[must_use]
pub fn stale(plan: &Plan, cadence: Option<Cadence>, newest: NaiveDate) -> bool {
    overdue(plan, cadence, newest, plan.as_of.min(plan.horizon))
}

/// Whether more cadences lie between two dates than may lie between two readings; a wave's cadence is the
/// length of the wave that the later date lies in.
#[must_use]
pub fn overdue(plan: &Plan, cadence: Option<Cadence>, from: NaiveDate, to: NaiveDate) -> bool {
    let length = match cadence {
        None => return false,
        Some(Cadence::Month) => MONTH_DAYS,
        Some(Cadence::Quarter) => 3.0 * MONTH_DAYS,
        Some(Cadence::Wave) => match plan.wave_at(to) {
            Some(wave) => days(plan.wave(wave).start, plan.wave(wave).end) + 1.0,
            None => return false,
        },
    };
    days(from, to) > plan.policy.threshold("kpi-stale") * length
}

/// The first of the one or three months that a month belongs to.
fn first_of(month: Month, months: i32) -> Month {
    month.plus(-((month.number().cast_signed() - 1) % months))
}

/// The last day of the period that a date lies in, and the first day of the `count` periods that end with
/// it; without a cadence, or with that of the waves, a period is a wave.
pub(super) fn window(
    plan: &Plan,
    cadence: Option<Cadence>,
    count: u32,
    date: NaiveDate,
) -> (NaiveDate, NaiveDate) {
    let before = i32::try_from(count.saturating_sub(1)).unwrap_or(0);
    let months = match cadence {
        Some(Cadence::Month) => 1,
        Some(Cadence::Quarter) => 3,
        Some(Cadence::Wave) | None => {
            let Some(last) = plan.wave_at(date) else { return (date, date) };
            let first = last.at().saturating_sub(usize::try_from(before).unwrap_or(0));
            return (plan.waves[first].start, plan.wave(last).end);
        }
    };
    let first = first_of(Month::of(date), months);
    (first.plus(-before * months).first_day(), first.plus(months - 1).last_day())
}

/// The last days of the periods that end from one day to another, both included; one more where the last of
/// them ends later than the other day.
pub(super) fn ends(plan: &Plan, cadence: Option<Cadence>, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let months = match cadence {
        Some(Cadence::Month) => 1,
        Some(Cadence::Quarter) => 3,
        Some(Cadence::Wave) | None => {
            let among = plan.waves.iter().filter(|wave| from <= wave.start && wave.start <= to);
            return among.map(|wave| wave.end).collect();
        }
    };
    let first = first_of(Month::of(from), months);
    let firsts = (0..1200).map(|nth| first.plus(nth * months)).take_while(|month| month.first_day() <= to);
    firsts.map(|month| month.plus(months - 1).last_day()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{self, day};
    use super::*;

    #[test]
    fn a_window_ends_with_the_period_that_a_date_lies_in() {
        let plan = sample::plan();
        let of = |cadence, count, date| {
            let (first, last) = window(&plan, Some(cadence), count, day(date));
            (first.to_string(), last.to_string())
        };
        assert_eq!(of(Cadence::Month, 3, "2026-02-10"), ("2025-12-01".into(), "2026-02-28".into()));
        assert_eq!(of(Cadence::Quarter, 4, "2026-08-31"), ("2025-10-01".into(), "2026-09-30".into()));
        assert_eq!(of(Cadence::Wave, 2, "2026-08-31"), ("2026-01-01".into(), "2026-09-30".into()));
        let quarters = ends(&plan, Some(Cadence::Quarter), day("2026-01-01"), day("2026-09-30"));
        assert_eq!(quarters, [day("2026-03-31"), day("2026-06-30"), day("2026-09-30")]);
        let waves = ends(&plan, None, day("2026-01-01"), day("2026-09-30"));
        assert_eq!(waves, [day("2026-03-31"), day("2026-09-30")]);
    }
}
