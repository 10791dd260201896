//! Everything in a plan that has a name, to be found by a few letters.

use std::rc::Rc;

use crate::plan::address::{Address, Table};
use crate::register;
use crate::workspace::Workspace;

/// Everything in a plan that has a name, with what is looked through: name and id.
pub type Names = Rc<Vec<(Address, Box<str>)>>;

/// The names of a plan.
#[must_use]
pub fn names_of(work: &Workspace) -> Names {
    let plan = work.plan();
    let text = |name: &str, id: &str| if name == id { name.into() } else { format!("{name} ({id})").into() };
    let waves = plan.waves().map(|(ix, wave)| (plan.wave_address(ix), text(wave.title(), &wave.id)));
    let items = plan.items().map(|(ix, item)| (plan.item_address(ix), text(item.title(), &item.id)));
    let gates = plan.gates.iter().map(|gate| {
        let name = gate.about.name.as_deref().unwrap_or(&gate.id);
        (Address::new(Table::Gate, &gate.id), text(name, &gate.id))
    });
    let kpis = plan.kpis().map(|(_, kpi)| (Address::new(Table::Kpi, &kpi.id), text(kpi.title(), &kpi.id)));
    let entries = register::KINDS.into_iter().flat_map(|kind| {
        let named = move |nth: usize| {
            let name = text(register::title(plan, kind, nth), register::id(plan, kind, nth));
            (register::address(plan, kind, nth), name)
        };
        register::entries(plan, kind).into_iter().map(named)
    });
    Rc::new(waves.chain(gates).chain(kpis).chain(items).chain(entries).collect())
}
