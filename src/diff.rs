//! Two plans: what changed in what they say, by address and never by text, what that does, and why.
//!
//! Changes are found by walking what is written, so that a new key of the format is compared like all
//! others. The plan before and the plan after are each read and checked once; for the reasons, the changes
//! are applied to the plan before one after the other, each on top of those before it, and the figures are
//! computed again.

mod amount;
mod change;
mod effects;
mod naming;
mod reasons;
mod said;
mod sentence;

pub use amount::Amount;
pub(crate) use amount::{ROUNDED, adds_up, amount, difference};
pub use change::{Area, Change, changes, changes_in};
pub use effects::{Due, Effects, Figure, Moved, OfWave, Reason, Reasons, Verdict};
pub(crate) use effects::{UNWEIGHTED, headline, is_told};
pub(crate) use naming::by_name;
pub use said::{Said, changes_between};
pub(crate) use sentence::{days_apart, label, shown};

use crate::check::settings::Settings;
use crate::check::{Checked, Reported, check_under, lost};
use crate::plan::Plan;
use crate::plan::veil::PRIVATE;
use crate::source::new_ids::{new_ids, with_new_ids};
use crate::source::{Read, Secrets, Spot};

/// What changed from one plan to another.
pub struct Diff {
    /// What one of them is called: a commit, a path.
    pub before: String,
    /// What the other is called.
    pub after: String,
    /// What changed in what they say: by area, wave and address.
    pub changes: Vec<Change>,
    /// What that does; `None` where the files are no plan by themselves, and where one side is not read whole:
    /// figures of the rest would be wrong.
    pub effects: Option<Effects>,
    /// What is written and cannot be read: of the side before, and after.
    pub torn: [Vec<Spot>; 2],
    /// Whether findings are told: of plans by themselves.
    pub judged: bool,
    /// Findings that were not there before.
    pub new: Vec<Reported>,
    /// Findings that are gone, with their places as they were. Rules that wait until all of a plan can be read
    /// say nothing.
    pub gone: Vec<Reported>,
    /// How many findings are there as before.
    pub kept: usize,
    /// The plan after.
    pub plan: Plan,
    /// The plan before.
    pub past: Plan,
}

impl Diff {
    /// Compares two plans. `whole`: they are plans by themselves, so that figures and findings count. `partial`:
    /// figures are told of what can be read, where not all of a side can. `secrets`: what tells of private tables
    /// of either, where that is kept from whoever reads it.
    #[must_use]
    pub fn of(
        before: (String, Read),
        after: (String, Read),
        settings: &Settings,
        (whole, partial): (bool, bool),
        secrets: Option<&Secrets>,
    ) -> Self {
        let ((before_name, before), (after_name, after)) = (before, after);
        let written_after = after.source.written();
        let written_before = before.source.written();
        let ids = new_ids(&written_before, &written_after);
        let (before, renamed) = with_new_ids(before, &ids);
        let written_before = if renamed.is_empty() { written_before } else { before.source.written() };
        let found = changes(&written_before, &written_after, &before.plan, &after.plan);
        let renamed = renamed.iter().map(|(old, new)| said::renamed(old, new, &written_after));
        let mut diff = Self {
            before: before_name,
            after: after_name,
            changes: found,
            effects: None,
            torn: [Vec::new(), Vec::new()],
            judged: whole,
            new: Vec::new(),
            gone: Vec::new(),
            kept: 0,
            plan: Plan::empty(after.plan.start),
            past: Plan::empty(before.plan.start),
        };
        if !whole {
            diff.changes.extend(renamed);
            (diff.plan, diff.past) = (after.plan, before.plan);
            secrets.into_iter().for_each(|secrets| diff.withhold(secrets));
            return diff;
        }
        let mut past: Checked = check_under(before, settings, None);
        let now = check_under(after, settings, Some(&past.plan));
        let places = |checked: &Checked| lost(&checked.findings).map(|it| it.spot.clone()).collect();
        diff.torn = [places(&past), places(&now)];
        let mut now = now.since(Some(&mut past), "");
        if partial || !diff.is_torn() {
            let mut effects = Effects::of(&past.plan, &now.plan);
            let gone = now.since.as_ref().map_or(&[][..], |since| &since.removed);
            let found = [&*now.findings, gone];
            reasons::tell(
                &mut effects,
                &written_before,
                &diff.changes,
                (&past.plan, &now.plan),
                found,
                settings,
            );
            diff.effects = Some(effects);
        }
        // They change no figure, and the reasons name changes by their places.
        diff.changes.extend(renamed);
        if let Some(secrets) = secrets {
            diff.withhold(secrets);
            now.redact();
        }
        if let Some(since) = now.since {
            (diff.gone, diff.kept) = (since.removed, since.known);
        }
        (diff.new, diff.plan, diff.past) = (now.findings, now.plan, past.plan);
        diff
    }

    /// Takes out what changes of something private say, and the figures that would tell of it.
    fn withhold(&mut self, secrets: &Secrets) {
        let mut changed = false;
        for change in &mut self.changes {
            if change.private || secrets.holds(&change.at) {
                change.withhold();
                changed = true;
            }
        }
        if let Some(effects) = &mut self.effects {
            for due in &mut effects.due_to {
                if due.changes.iter().any(|nth| self.changes.get(*nth).is_some_and(|change| change.private)) {
                    due.of = PRIVATE.into();
                }
            }
            effects.withhold(changed);
        }
    }

    /// Whether the two say the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether a side cannot be read whole.
    #[must_use]
    pub fn is_torn(&self) -> bool {
        self.torn.iter().any(|side| !side.is_empty())
    }

    /// What cannot be read, side by side, in a line each.
    #[must_use]
    pub fn unread(&self) -> Vec<String> {
        let side = |(name, spots): (&String, &Vec<Spot>)| {
            let first = spots.first()?;
            let more = match spots.len() - 1 {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let place = format!("{}:{}", first.path, first.start.line);
            Some(format!("not all of {name} can be read: {place}{more}"))
        };
        [&self.before, &self.after].into_iter().zip(&self.torn).filter_map(side).collect()
    }
}
