//! In which way something moved since a baseline: one sign, one word and one tone for each, in every view.

use chrono::NaiveDate;

use super::was::{Standing, span};
use crate::diff::Change;
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::plan::item::Step;
use crate::source::written::Value;
use crate::status;
use crate::tui::theme::Tone;

/// In which way something moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It ends, or else begins, later.
    Later,
    /// It ends, or else begins, earlier.
    Earlier,
    /// It stands where it stood, and says something else.
    Changed,
    /// It was not there.
    New,
    /// It is not there any more, and so stands in no view.
    Gone,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Later, Self::Earlier, Self::Changed, Self::New, Self::Gone];

    /// Its sign.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Later => "»",
            Self::Earlier => "«",
            Self::Changed => "Δ",
            Self::New => "+",
            Self::Gone => "−",
        }
    }

    /// In a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Later => "later",
            Self::Earlier => "earlier",
            Self::Changed => "changed",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }

    /// What it says, in a sentence.
    #[must_use]
    pub fn means(self) -> &'static str {
        match self {
            Self::Later => "ends or begins later than in the baseline",
            Self::Earlier => "ends or begins earlier than in the baseline",
            Self::Changed => "says, or comes to, something else since",
            Self::New => "was not in the baseline",
            Self::Gone => "was in the baseline, and is in no view now",
        }
    }

    /// Its tone.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            Self::Later | Self::Changed => Tone::Warning,
            Self::Earlier | Self::New => Tone::Advice,
            Self::Gone => Tone::Error,
        }
    }

    /// From one stretch of days to another: by its end, and where that stays by its start.
    #[must_use]
    pub fn of(then: (NaiveDate, NaiveDate), now: (NaiveDate, NaiveDate)) -> Option<Self> {
        let way = now.1.cmp(&then.1).then(now.0.cmp(&then.0));
        match way {
            std::cmp::Ordering::Greater => Some(Self::Later),
            std::cmp::Ordering::Less => Some(Self::Earlier),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// That of a change as it is written; `root`: in which way what it is of moved, for what was moved to another wave,
    /// or has a day of its own or none any more.
    pub(super) fn of_change(change: &Change, root: impl FnOnce() -> Option<Self>) -> Self {
        let in_wave =
            matches!(change.at.path.first(), Some(Part::Key(key)) if ["wave", "live"].contains(&&**key));
        match (&change.before, &change.after) {
            _ if is_new(change) => Self::New,
            (_, None) if change.at.path.is_empty() => Self::Gone,
            (Some(Value::Date(then)), Some(Value::Date(now))) if now != then => {
                if now > then {
                    Self::Later
                } else {
                    Self::Earlier
                }
            }
            _ if in_wave => root().unwrap_or(Self::Changed),
            _ => Self::Changed,
        }
    }
}

/// Whether a change is of something that was not there.
pub(super) fn is_new(change: &Change) -> bool {
    change.before.is_none() && change.at.path.is_empty()
}

/// In which way what an address names moved in time: a wave, a gate, a step, or an item, which is later where one of
/// its steps is.
pub(super) fn in_time(then: &Standing, now: &Plan, at: &Address) -> Option<Kind> {
    match at.table {
        Table::Wave | Table::Gate if !at.path.is_empty() => None,
        Table::Wave => {
            let wave = now.wave(now.wave_by_id(&at.key)?);
            Kind::of(then.dates(at)?, (wave.start, wave.end))
        }
        Table::Gate => {
            let day = status::gate_date(now, now.gate_by_id(&at.key)?)?;
            Kind::of(then.dates(at)?, (day, day))
        }
        Table::Driver | Table::Capability | Table::Mandate => {
            let ix = now.item_by_id(&at.key)?;
            let item = now.item(ix);
            let steps = item.steps.iter().enumerate();
            let own = steps.filter(|(nth, _)| at.path.is_empty() || now.step_address(ix, *nth) == *at);
            let of =
                |(nth, step): (usize, &Step)| Kind::of(then.step(&item.id, step.level)?, span(now, ix, nth));
            let mut moved = own.filter_map(of).peekable();
            let first = *moved.peek()?;
            moved
                .find(|kind| *kind == Kind::Later)
                .or(Some(first))
                .filter(|_| Plan::item_table(item) == at.table)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By its end first: what begins earlier and ends later is later.
    #[test]
    fn a_stretch_moved_by_its_end_and_else_by_its_start() {
        let days = |from: u32, to: u32| {
            let day = |day| NaiveDate::from_ymd_opt(2026, 5, day).unwrap();
            (day(from), day(to))
        };
        let of = |then: (u32, u32), now: (u32, u32)| Kind::of(days(then.0, then.1), days(now.0, now.1));
        assert_eq!(of((3, 9), (1, 10)), Some(Kind::Later));
        assert_eq!(of((3, 9), (5, 8)), Some(Kind::Earlier));
        assert_eq!(of((3, 9), (2, 9)), Some(Kind::Earlier));
        assert_eq!(of((3, 9), (4, 9)), Some(Kind::Later));
        assert_eq!(of((3, 9), (3, 9)), None);
    }

    #[test]
    fn each_has_a_sign_and_a_word_of_its_own() {
        use std::collections::BTreeSet;
        let signs: BTreeSet<&str> = Kind::ALL.map(Kind::sign).into();
        let words: BTreeSet<&str> = Kind::ALL.map(Kind::word).into();
        assert_eq!((signs.len(), words.len()), (5, 5));
    }
}
