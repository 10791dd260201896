//! What is taken over from a plan that was read before a change: items and KPIs whose text says what it said,
//! as long as all that they refer to stands in the same order. What had a fault is read again, to find it again.

use crate::order::Order as _;
use rustc_hash::{FxHashMap, FxHashSet};
use toml_spanner::{Item as Toml, Value};

use super::Reader;
use super::items::Dated;
use crate::finding::Place;
use crate::plan::Plan;
use crate::plan::address::{Holds, Table};
use crate::plan::id::ItemIx;
use crate::plan::wave::Wave;
use crate::source::Before;
use crate::source::include::Part;

impl<'t> Reader<'t> {
    /// Which tables with ids say what they said before, by kind and in their order; none where what they refer
    /// to is not what it was. To be asked when waves, units and teams are known.
    pub(super) fn said_before(&self, plan: &Plan) -> Vec<Vec<bool>> {
        self.told_again(plan).unwrap_or_default()
    }

    /// Whether a table says what it said before.
    pub(super) fn said(&self, table: Table, nth: usize) -> bool {
        self.said.get(table as usize).and_then(|said| said.get(nth)).is_some_and(|said| *said)
    }

    /// The steps of an item that were live on a day of their own before.
    pub(super) fn dated_before(&self, ix: ItemIx) -> Dated {
        let moved = self.before.map(|before| before.plan.moved.range((ix, 0)..=(ix, u32::MAX)));
        moved.into_iter().flatten().map(|((_, step), date)| (*step, *date)).collect()
    }

    fn told_again(&self, plan: &Plan) -> Option<Vec<Vec<bool>>> {
        let before = self.before?;
        let waves = |plan: &'t Plan| plan.waves.iter().map(|wave| &wave.id);
        let alike = before.plan.currency.digits == self.digits
            && before.plan.units == plan.units
            && teams(&before.plan.waves) == self.teams
            && before.plan.waves.len() == plan.waves.len()
            && waves(before.plan).zip(&plan.waves).all(|(id, wave)| *id == wave.id);
        if !alike {
            return None;
        }
        let places = (0..).zip(&before.source.parts).map(|(nth, part)| (part.tree_address(), nth));
        let places: FxHashMap<usize, u32> = places.collect();
        // Which part of before each part is, where its text was not parsed again.
        let same: Vec<Option<u32>> =
            self.parts.iter().map(|part| places.get(&part.tree_address()).copied()).collect();
        let faulty = faulty(&before);
        let mut said = vec![Vec::new(); Table::ALL.len()];
        for table in Table::ALL.into_iter().filter(|table| table.holds() == Holds::ById) {
            let origins = before.source.places.origins_of(table);
            let entries = self.of(table);
            if origins.len() != entries.len() {
                return None;
            }
            let said = &mut said[table as usize];
            for (entry, origin) in entries.iter().zip(origins) {
                let (part, nth) = entry.origin;
                let sound = !faulty.contains(&(table, entry.id));
                let shared = same.get(part as usize).copied().flatten().map(|part| (part, nth));
                if shared == Some(*origin) {
                    said.push(sound);
                    continue;
                }
                let (old_part, key, old) = before.source.entry(table, *origin)?;
                if key.as_str() != entry.id {
                    return None;
                }
                let new_part = self.parts.get(part as usize)?;
                said.push(sound && is_alike((new_part, entry.toml), (old_part, old)));
            }
        }
        Some(said)
    }
}

/// Whether it is known of each fault of a reading which table it is about.
pub(super) fn has_known_faults(before: &Before<'_>) -> bool {
    before.findings.iter().all(|finding| matches!(finding.at, Place::Both(..) | Place::Address(_)))
}

/// The tables that had a fault.
fn faulty<'b>(before: &Before<'b>) -> FxHashSet<(Table, &'b str)> {
    let places = before.findings.iter().filter_map(|finding| match &finding.at {
        Place::Address(at) | Place::Both(at, _) => Some((at.table, &*at.key)),
        Place::Text(_) => None,
    });
    places.collect()
}

/// The teams that waves give capacity to, by name.
pub(super) fn teams(waves: &[Wave]) -> Vec<Box<str>> {
    let names = waves.iter().flat_map(|wave| wave.capacity.iter().map(|(team, _)| team.clone()));
    let mut teams: Vec<Box<str>> = names.collect();
    teams.order();
    teams.dedup();
    teams
}

/// Whether two values are written alike: the same keys in the same order, and each value letter by letter.
pub(super) fn is_alike(one: (&Part, &Toml<'_>), other: (&Part, &Toml<'_>)) -> bool {
    let texts = [one.0.tree.content(), other.0.tree.content()];
    let mut open = vec![(one.1, other.1)];
    while let Some((one, other)) = open.pop() {
        let alike = match (one.value(), other.value()) {
            (Value::Array(one), Value::Array(other)) => {
                open.extend(one.iter().zip(other.iter()));
                one.len() == other.len()
            }
            (Value::Table(one), Value::Table(other)) => {
                let mut keys = one.into_iter().zip(other);
                let same =
                    one.len() == other.len() && keys.all(|((one, _), (other, _))| one.name == other.name);
                open.extend(one.into_iter().zip(other).map(|((_, one), (_, other))| (one, other)));
                same
            }
            (Value::Array(_) | Value::Table(_), _) | (_, Value::Array(_) | Value::Table(_)) => false,
            _ => texts[0].get(one.span().range()) == texts[1].get(other.span().range()),
        };
        if !alike {
            return false;
        }
    }
    true
}
