//! Reading again after the changes that are made most: some items say something else, waves have other dates, and
//! nothing else does. Those are read; the rest of the plan is that of before.

use toml_spanner::{Item as Toml, Value};

use super::again::{is_alike, teams};
use super::{At, Built, Entry, Parsed, Reader, place};
use crate::plan::Plan;
use crate::plan::address::Table;
use crate::plan::id::{Id, ItemIx};
use crate::plan::item::{Detail, Item};
use crate::source::Before;

/// The dates of waves and gates, which everything else goes by their places for: where these change alone, and the
/// waves stay in their order, no other table says anything else.
const DATES: [(Table, &[&str]); 2] = [(Table::Wave, &["start", "end"]), (Table::Gate, &["date"])];

/// The plan after a change of items and of dates alone. `None` where more was changed, the tree of capabilities or
/// the order of waves with it, or something was or is at fault: then everything is read.
pub(super) fn changed(parts: &[Parsed], before: Before<'_>) -> Option<Built> {
    if !before.findings.is_empty() || before.source.parts.len() != parts.len() {
        return None;
    }
    let mut changed = Vec::new();
    for (nth, (part, old)) in (0..).zip(parts.iter().zip(&before.source.parts)) {
        if part.path != old.path {
            return None;
        }
        if part.tree_address() != old.tree_address() {
            changed.extend(changed_tables((nth, part), old)?);
        }
    }
    let mut reader = Reader::new(parts);
    reader.know(before.plan);
    let mut plan = before.plan.clone();
    let (dated, items): (Vec<_>, Vec<_>) =
        changed.into_iter().partition(|(table, _)| matches!(table, Table::Wave | Table::Gate));
    if !dated.is_empty() {
        reader.dates(&mut plan, &dated)?;
    }
    for (table, entry) in items {
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

/// The items of a part that say something else than before, and the waves and gates that have other dates; `None`
/// where anything else differs.
fn changed_tables<'t>((nth, part): (u32, &'t Parsed), old_part: &Parsed) -> Option<Vec<(Table, Entry<'t>)>> {
    let mut changed = Vec::new();
    let mut differ = |table: Table, new: &'t Toml<'t>, old: &Toml<'_>| {
        let (Value::Table(new), Value::Table(old_tables)) = (new.value(), old.value()) else { return None };
        for (at, ((id, new), (old_id, old))) in new.into_iter().zip(old_tables).enumerate() {
            if id.as_str() != old_id.as_str() {
                return None;
            }
            if !is_alike((part, new), (old_part, old)) {
                if let Some((_, dates)) = DATES.iter().find(|(of, _)| *of == table) {
                    is_alike_but_for(dates, (part, new), (old_part, old)).then_some(())?;
                }
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
            Some(
                table @ (Table::Driver | Table::Capability | Table::Mandate | Table::Wave | Table::Gate),
            ) => differ(table, new, old)?,
            _ if !is_alike((part, new), (old_part, old)) => return None,
            _ => {}
        }
    }
    Some(changed)
}

/// Whether two tables have the same keys, and those that are none of `dates` are written alike.
fn is_alike_but_for(
    dates: &[&str],
    (part, new): (&Parsed, &Toml<'_>),
    (old_part, old): (&Parsed, &Toml<'_>),
) -> bool {
    let (Some(new), Some(old)) = (new.as_table(), old.as_table()) else { return false };
    let mut pairs = new.into_iter().zip(old);
    new.len() == old.len()
        && pairs.all(|((key, new), (old_key, old))| {
            key.as_str() == old_key.as_str()
                && (dates.contains(&key.as_str()) || is_alike((part, new), (old_part, old)))
        })
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
    /// Gives waves and gates their dates, and the plan those that follow from them; `None` where the waves then stand
    /// in another order, or a date is at fault.
    fn dates(&mut self, plan: &mut Plan, dated: &[(Table, Entry<'t>)]) -> Option<()> {
        for (table, entry) in dated {
            self.part = entry.origin.0;
            let at = At::table(*table, entry.id);
            let mut date = |key: &'static str| {
                let toml = entry.toml.as_table()?.get(key)?;
                self.date(at.key(key), toml)
            };
            if *table == Table::Wave {
                let ix = plan.wave_by_id(entry.id)?;
                let wave = plan.waves.get_mut(ix.at())?;
                (wave.start, wave.end) = (date("start")?, date("end")?);
            } else {
                let ix = plan.gate_by_id(entry.id)?;
                plan.gates.get_mut(ix.at())?.date = Some(date("date")?);
            }
        }
        let in_order = plan.waves.is_sorted_by_key(|wave| (wave.start, wave.end, &wave.id));
        (in_order && self.spans_again(plan)).then_some(())
    }

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
