//! Reading again after the change that is made most: some items say something else, and nothing else does. Those
//! are read; the rest of the plan is that of before.

use toml_spanner::{Item as Toml, Value};

use super::again::{is_alike, teams};
use super::{Built, Entry, Parsed, Reader, lists::place};
use crate::plan::Plan;
use crate::plan::address::Table;
use crate::plan::id::{Id, ItemIx};
use crate::plan::item::{Detail, Item};
use crate::source::Before;

/// The plan after a change of items alone. `None` where more was changed, the tree of capabilities with it, or
/// something was or is at fault: then everything is read.
pub(super) fn items(parts: &[Parsed], before: Before<'_>) -> Option<Built> {
    if !before.findings.is_empty() || before.source.parts.len() != parts.len() {
        return None;
    }
    let mut changed = Vec::new();
    for (nth, (part, old)) in (0..).zip(parts.iter().zip(&before.source.parts)) {
        if part.path != old.path {
            return None;
        }
        if part.tree_address() != old.tree_address() {
            changed.extend(changed_items((nth, part), old)?);
        }
    }
    let mut reader = Reader::new(parts);
    reader.know(before.plan);
    let mut plan = before.plan.clone();
    for (table, entry) in changed {
        let ix = plan.item_by_id(entry.id).filter(|ix| Plan::item_table(plan.item(*ix)) == table)?;
        let (mut item, live) = reader.item(table, &entry, plan.units.len());
        stays_in_tree(&mut item, plan.item(ix))?;
        plan.moved.retain(|(of, _), _| *of != ix);
        plan.moved.extend(live.into_iter().map(|(step, date)| ((ix, step), date)));
        *plan.items.get_mut(ix.at())? = item;
    }
    let origins = Table::ALL.map(|table| before.source.places.origins_of(table).to_vec()).into();
    let items_read = reader.items_read;
    reader.findings.is_empty().then_some(Built { plan, findings: Vec::new(), origins, items_read })
}

/// The items of a part that say something else than before; `None` where anything else does.
fn changed_items<'t>((nth, part): (u32, &'t Parsed), old_part: &Parsed) -> Option<Vec<(Table, Entry<'t>)>> {
    let mut changed = Vec::new();
    let mut differ = |table: Table, new: &'t Toml<'t>, old: &Toml<'_>| {
        let (Value::Table(new), Value::Table(old_tables)) = (new.value(), old.value()) else { return None };
        for (at, ((id, new), (old_id, old))) in new.into_iter().zip(old_tables).enumerate() {
            if id.as_str() != old_id.as_str() {
                return None;
            }
            if !is_alike((part, new), (old_part, old)) {
                new.as_table()?;
                let entry = Entry { id: id.as_str(), toml: new, key: id.span, origin: (nth, place(at)) };
                changed.push((table, entry));
            }
        }
        (new.len() == old_tables.len()).then_some(())
    };
    let (new_top, old_top) = (part.tree.table(), old_part.tree.table());
    if new_top.len() != old_top.len() {
        return None;
    }
    for ((key, new), (old_key, old)) in new_top.into_iter().zip(old_top) {
        let same_key = key.as_str() == old_key.as_str();
        match Table::of(key.as_str()) {
            _ if !same_key => return None,
            Some(table @ (Table::Driver | Table::Capability | Table::Mandate)) => differ(table, new, old)?,
            _ if !is_alike((part, new), (old_part, old)) => return None,
            _ => {}
        }
    }
    Some(changed)
}

/// Leaves an item where it stands in the tree of capabilities; `None` where it stands elsewhere.
fn stays_in_tree(item: &mut Item, before: &Item) -> Option<()> {
    let part_of = |item: &Item| item.capability().and_then(|own| own.part_of);
    if part_of(item) != part_of(before) {
        return None;
    }
    if let Detail::Capability(own) = &mut item.detail {
        own.group = before.is_group();
    }
    Some(())
}

impl<'t> Reader<'t> {
    /// Knows what an item can refer to from the plan before.
    fn know(&mut self, plan: &'t Plan) {
        let mut know = |table: Table, ids: &mut dyn Iterator<Item = &'t Id>| {
            self.indices[table as usize] = (0..).zip(ids).map(|(nth, id)| (&**id, nth)).collect();
        };
        know(Table::Wave, &mut plan.waves.iter().map(|it| &it.id));
        know(Table::Objective, &mut plan.objectives.iter().map(|it| &it.id));
        know(Table::Pool, &mut plan.pools.iter().map(|it| &it.id));
        know(Table::Market, &mut plan.markets.iter().map(|it| &it.id));
        know(Table::Brand, &mut plan.brands.iter().map(|it| &it.id));
        know(Table::CustomerType, &mut plan.customer_types.iter().map(|it| &it.id));
        self.units = (0..).zip(&plan.units).map(|(nth, unit)| (unit.clone(), nth)).collect();
        self.teams = teams(&plan.waves);
        self.digits = plan.currency.digits;
        self.known = Some(plan);
    }

    /// The index of the item with an id.
    pub(super) fn item_with(&self, id: &str) -> Option<u32> {
        match self.known {
            Some(plan) => plan.item_by_id(id).map(|ItemIx(ix)| ix),
            None => self.items.get(id).copied(),
        }
    }
}
