//! What a scenario meant, kept where the plan moves under it. A slip counts from the plan, so that it would lead
//! to another day once the plan itself slips, and nobody who agreed upon a day would know.

use chrono::{Datelike as _, NaiveDate};

use super::{Try, What, slip};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::shift::Shift;

/// What is tried, on a plan that moved from one state to another, such that each slip leads to the day to which
/// it led before; with what is another now, in words. What the plan has that late already is not tried any more.
#[must_use]
pub fn meant(tries: &[Try], before: &Plan, now: &Plan) -> (Vec<Try>, Vec<String>) {
    let (mut kept, mut words) = (Vec::with_capacity(tries.len()), Vec::new());
    for it in tries {
        let left = match &it.what {
            What::Slip(at, by) => left(at, *by, before, now).map(|left| (at, left)),
            What::Edits(_) => None,
        };
        match left {
            None => kept.push(it.clone()),
            Some((_, left)) if left.is_none() => {
                words.push(format!("“{}” is in the plan now", it.title));
            }
            Some((at, left)) => {
                let title = slip::title(at, left);
                words.push(format!("“{}” is “{title}” now, to the same day", it.title));
                kept.push(Try::slip(at.clone(), left));
            }
        }
    }
    (kept, words)
}

/// By how much it slips now to come to the day that was meant; `None` where it did not move.
fn left(at: &Address, by: Shift, before: &Plan, now: &Plan) -> Option<Shift> {
    let (old, new) = (day(before, at)?, day(now, at)?);
    if old == new {
        return None;
    }
    let meant = by.from(old);
    // What is to be late is not brought forward, and the other way round: the plan is there already.
    let there = if meant < old { new <= meant } else { new >= meant };
    if there {
        return Some(Shift::default());
    }
    let month = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0);
    let months = Shift { months: by.months - (month(new) - month(old)), days: by.days };
    let days = i32::try_from((meant - new).num_days()).unwrap_or(0);
    Some(if months.from(new) == meant { months } else { Shift { months: 0, days } })
}

/// The day that a slip moves: of a wave its end, of an item the day on which its last step is live.
fn day(plan: &Plan, at: &Address) -> Option<NaiveDate> {
    if at.table == Table::Wave {
        return plan.wave_by_id(&at.key).map(|ix| plan.wave(ix).end);
    }
    let ix = plan.item_by_id(&at.key).filter(|ix| Plan::item_table(plan.item(*ix)) == at.table)?;
    plan.step_live(ix, plan.item(ix).steps.len().checked_sub(1)?)
}
