//! Why a finding is found no more after a slip, or in a scenario: what it is about may only be later. Nobody mended
//! anything then, and fewer findings are no gain.

use chrono::NaiveDate;

use crate::check::address_of;
use crate::finding::Finding;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::ItemIx;
use crate::status::gate_date;
use crate::wording;

/// Something that is phased as it was, and comes later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// Its name.
    pub name: String,
    /// When it came.
    pub from: NaiveDate,
    /// When it comes.
    pub to: NaiveDate,
}

impl Later {
    /// In words: "Fewer wrong forms is only later, 30 Jun 2027 → 30 Jun 2028".
    #[must_use]
    pub fn words(&self) -> String {
        let [from, to] = [self.from, self.to].map(wording::date);
        format!("{} is only later, {from} → {to}", self.name)
    }
}

/// What a finding is about, or clashes with, that is phased as before and comes later.
#[must_use]
pub fn later(finding: &Finding, now: &Plan, before: &Plan) -> Option<Later> {
    let places = std::iter::once(&finding.at).chain(finding.related.iter().map(|related| &related.at));
    places.filter_map(address_of).find_map(|at| moved(at, now, before))
}

/// The day on which something comes in both plans, where it is phased alike and later now.
fn moved(at: &Address, now: &Plan, before: &Plan) -> Option<Later> {
    let key = &*at.key;
    let (name, from, to) = match at.table {
        Table::Driver | Table::Capability | Table::Mandate => {
            let (new, old) = (now.item_by_id(key)?, before.item_by_id(key)?);
            if phased(now, new) != phased(before, old) {
                return None;
            }
            let days = |(plan, ix): (&Plan, ItemIx), nth| plan.step_live(ix, nth);
            let steps = 0..now.item(new).steps.len();
            let mut pairs = steps.filter_map(|nth| Some((days((before, old), nth)?, days((now, new), nth)?)));
            let (from, to) = pairs.find(|(from, to)| to > from)?;
            (now.item(new).title(), from, to)
        }
        Table::Wave => {
            let (new, old) = (now.wave(now.wave_by_id(key)?), before.wave(before.wave_by_id(key)?));
            (new.title(), old.end, new.end)
        }
        Table::Gate => {
            let (new, old) = (now.gate_by_id(key)?, before.gate_by_id(key)?);
            let gate = &now.gates[new.at()];
            let name = gate.about.name.as_deref().unwrap_or(&gate.id);
            (name, gate_date(before, old)?, gate_date(now, new)?)
        }
        _ => return None,
    };
    (to > from).then(|| Later { name: name.to_owned(), from, to })
}

/// The waves and levels of the steps of an item.
fn phased(plan: &Plan, ix: ItemIx) -> Vec<(&str, u8)> {
    plan.item(ix).steps.iter().map(|step| (&*plan.wave(step.wave).id, step.level)).collect()
}
