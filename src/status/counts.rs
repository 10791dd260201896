//! How many findings each step has, and with which step a finding counts.

use rustc_hash::FxHashMap;

use crate::finding::{Finding, Place, Severity};
use crate::plan::Plan;
use crate::plan::address::{Address, Part};
use crate::plan::id::ItemIx;

/// What steps say of their needs themselves, each step of its own.
const OF_NEEDS: [&str; 3] = ["need-after-use", "need-never-met", "preference-out-of-order"];

/// How many findings of each severity each step has, but for those of its needs, which it tells by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(FxHashMap<(ItemIx, usize, Severity), usize>);

impl Counts {
    /// Counts the findings of a check, each with the step of [`counted_with`].
    #[must_use]
    pub fn of<'f>(plan: &Plan, findings: impl Iterator<Item = (&'f Finding, Severity)>) -> Self {
        let mut counts = FxHashMap::default();
        for (finding, severity) in findings {
            if let Some((ix, step)) = counted_with(plan, finding, severity) {
                *counts.entry((ix, step, severity)).or_default() += 1;
            }
        }
        Self(counts)
    }

    /// How many findings of a severity a step has.
    #[must_use]
    pub fn on(&self, ix: ItemIx, step: usize, severity: Severity) -> usize {
        self.0.get(&(ix, step, severity)).copied().unwrap_or(0)
    }

    /// The items of which more or less is found than by others.
    pub fn apart<'c>(&'c self, other: &'c Self) -> impl Iterator<Item = ItemIx> + 'c {
        let apart = |one: &'c Self, other: &'c Self| {
            let apart = one.0.iter().filter(|(at, many)| other.0.get(at) != Some(many));
            apart.map(|((ix, ..), _)| *ix)
        };
        apart(self, other).chain(apart(other, self))
    }
}

/// The step that a finding counts with: that whose wave it names, and else the first of the item that it is about;
/// `None` where it is about none, or about needs. A preference that the plan holds to as to a need is an error as any.
#[must_use]
pub fn counted_with(plan: &Plan, finding: &Finding, severity: Severity) -> Option<(ItemIx, usize)> {
    let (Place::Address(at) | Place::Both(at, _)) = &finding.at else { return None };
    let denied = finding.rule == "preference-out-of-order" && severity == Severity::Error;
    if OF_NEEDS.contains(&finding.rule) && !denied {
        return None;
    }
    let ix = plan.item_by_id(&at.key).filter(|ix| Plan::item_table(plan.item(*ix)) == at.table)?;
    Some((ix, step_at(plan, ix, at)))
}

/// The step that an address of an item is about: `reaches.WAVE`, `live.WAVE` or `prefers.WAVE`; the first where it is about all.
fn step_at(plan: &Plan, ix: ItemIx, at: &Address) -> usize {
    let [Part::Key(key), Part::Key(wave), ..] = at.path.as_slice() else { return 0 };
    let of_steps = matches!(&**key, "reaches" | "live" | "prefers");
    let wave = plan.wave_by_id(wave).filter(|_| of_steps);
    plan.item(ix).steps.iter().position(|step| Some(step.wave) == wave).unwrap_or(0)
}
