//! Everything in a plan that has a name, to be found by a few letters.

use std::rc::Rc;

use crate::plan::about::About;
use crate::plan::address::{Address, Table};
use crate::plan::id::Id;
use crate::register;
use crate::workspace::Workspace;

/// Everything in a plan that has a name, with what is looked through: name and id.
pub type Names = Rc<Vec<(Address, Box<str>)>>;

/// The names of a plan: what moves first, then what it is for and what it is set in, the plan's own table last.
#[must_use]
pub fn names_of(work: &Workspace) -> Names {
    let plan = work.plan();
    let text = |name: &str, id: &str| if name == id { name.into() } else { format!("{name} ({id})").into() };
    let waves = plan.waves().map(|(ix, wave)| (plan.wave_address(ix), text(wave.title(), &wave.id)));
    let items = plan.items().map(|(ix, item)| (plan.item_address(ix), text(item.title(), &item.id)));
    let kpis = plan.kpis().map(|(_, kpi)| (Address::new(Table::Kpi, &kpi.id), text(kpi.title(), &kpi.id)));
    let by_id = |table: Table, about: &About, id: &Id| {
        (Address::new(table, id), text(about.name.as_deref().unwrap_or(id), id))
    };
    let gates = plan.gates.iter().map(|it| by_id(Table::Gate, &it.about, &it.id));
    let entries = register::KINDS.into_iter().flat_map(|kind| {
        let named = move |nth: usize| {
            let name = text(&register::title(plan, kind, nth), &register::id(plan, kind, nth));
            (register::address(plan, kind, nth), name)
        };
        register::entries(plan, kind).into_iter().map(named)
    });
    let scope = [
        (Table::Market, &plan.markets),
        (Table::Brand, &plan.brands),
        (Table::CustomerType, &plan.customer_types),
    ];
    let scope = scope.iter().flat_map(|(table, all)| all.iter().map(|it| by_id(*table, &it.about, &it.id)));
    let own = plan.about.name.as_deref().unwrap_or("The plan");
    let own = (Address::new(Table::Plan, ""), format!("{own}: {SETTINGS}").into());
    let moves = waves.chain(gates).chain(kpis).chain(items);
    Rc::new(moves.chain(entries).chain(scope).chain([own]).collect())
}

/// What the plan's own table is looked for by.
const SETTINGS: &str = "start, horizon, as-of, currency, discount-rate";
