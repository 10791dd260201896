//! In which way something moved since a baseline: one sign, one word and one tone for each, in every view.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::was::{Standing, span};
use crate::diff::Change;
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::plan::id::GateIx;
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

    /// That of a change as it is written; what was moved to another wave, or has a day of its own or none any more,
    /// stands in `known`.
    pub(super) fn of_change(change: &Change, known: &FxHashMap<Address, Self>) -> Self {
        let in_wave =
            matches!(change.at.path.first(), Some(Part::Key(key)) if ["wave", "live"].contains(&&**key));
        match (&change.before, &change.after) {
            (None, _) if change.at.path.is_empty() => Self::New,
            (_, None) if change.at.path.is_empty() => Self::Gone,
            (Some(Value::Date(then)), Some(Value::Date(now))) if now != then => {
                if now > then {
                    Self::Later
                } else {
                    Self::Earlier
                }
            }
            _ if in_wave => known.get(&change.at.root()).copied().unwrap_or(Self::Changed),
            _ => Self::Changed,
        }
    }
}

/// What is new, and what moved in time, by its address: of an item each step by its own, and the item later where
/// one of its steps is.
pub(super) fn kinds(changes: &[Change], then: &Standing, now: &Plan) -> FxHashMap<Address, Kind> {
    let mut kinds = FxHashMap::default();
    for (ix, item) in now.items() {
        for (nth, step) in item.steps.iter().enumerate() {
            let was = then.step(&item.id, step.level);
            let Some(kind) = was.and_then(|was| Kind::of(was, span(now, ix, nth))) else { continue };
            let root = kinds.entry(now.item_address(ix)).or_insert(kind);
            if kind == Kind::Later {
                *root = kind;
            }
            kinds.insert(now.step_address(ix, nth), kind);
        }
    }
    let waves = now.waves().map(|(ix, wave)| (now.wave_address(ix), (wave.start, wave.end)));
    let gates = (0..now.gates.len()).map(GateIx::from).filter_map(|ix| {
        let day = status::gate_date(now, ix)?;
        Some((Address::new(Table::Gate, &now.gates[ix.at()].id), (day, day)))
    });
    for (at, now) in waves.chain(gates) {
        if let Some(kind) = then.dates(&at).and_then(|then| Kind::of(then, now)) {
            kinds.insert(at, kind);
        }
    }
    for change in changes {
        if Kind::of_change(change, &kinds) == Kind::New {
            kinds.insert(change.at.root(), Kind::New);
        }
    }
    kinds
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
