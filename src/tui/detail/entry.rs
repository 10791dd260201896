//! What is known about an entry of the register: what a risk hits, what an exception costs, what a trade-off
//! gives up, which drivers serve an objective or live off a pool, where an archetype is used, and what was learnt.

use super::{Text, mark_of, notes};
use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;
use crate::register::{self, Members};
use crate::status::Status;
use crate::tui::theme::{Tone, mark};
use crate::wording;
use crate::workspace::Workspace;

/// Writes what is known about the entry that an address names.
pub(super) fn about(work: &Workspace, at: &Address, text: &mut Text) {
    let plan = work.plan();
    let Some(nth) = register::place(plan, at) else { return };
    text.words(&capital(at.table.noun()), Tone::Faint);
    text.gap();
    let members = Members::of(plan);
    match at.table {
        Table::Risk => risk(work, nth, text),
        Table::Exception => exception(work, nth, text),
        Table::Tradeoff => tradeoff(plan, &members, nth, text),
        Table::Objective => objective(work, &members, nth, text),
        Table::Pool => pool(work, &members, nth, text),
        Table::Archetype => archetype(plan, &members, nth, text),
        _ => learning(work, nth, text),
    }
    if let Some(about) = register::about(plan, at.table, nth) {
        // What was learnt without a name of its own stands above already.
        let above = at.table == Table::Learning && about.name.is_none();
        let note = about.note.clone().filter(|_| !above);
        notes(&About { note, ..about.clone() }, text);
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn money(plan: &Plan, amount: Money) -> String {
    wording::money_stated(amount, plan.currency)
}

fn owner(plan: &Plan, kind: Table, nth: usize, text: &mut Text) {
    let owner = register::about(plan, kind, nth).and_then(|about| about.owner.as_deref());
    text.pair("Owner", owner.unwrap_or("nobody"));
}

fn risk(work: &Workspace, nth: usize, text: &mut Text) {
    let plan = work.plan();
    let risk = &plan.risks[nth];
    let chance = risk.probability.map_or_else(|| "unknown".into(), |it| wording::percent(it, &[]));
    text.pair("Chance", &chance);
    if let Some(costs) = risk.costs {
        text.pair("Cost", &format!("{} if it happens", money(plan, costs)));
    }
    if let Some(expected) = risk.expected_cost() {
        text.pair("Expected", &wording::money(expected, plan.currency));
    }
    owner(plan, Table::Risk, nth, text);
    if let Some(response) = &risk.response {
        text.pair("Response", response);
    }
    if !risk.delays.is_empty() {
        text.head("Delays, if it happens");
    }
    for (ix, by) in &risk.delays {
        item(work, *ix, &register::months(*by), text);
    }
    if risk.delays.is_empty() && risk.costs.is_none() {
        text.words("It delays nothing and costs nothing.", Tone::Faint);
    } else {
        text.gap();
        text.words("Counts in the simulation alone, which Value tells of.", Tone::Faint);
    }
}

/// An item with its mark, and something said of it.
fn item(work: &Workspace, ix: ItemIx, said: &str, text: &mut Text) {
    let plan = work.plan();
    let (mark, tone) = mark_of(work, &plan.item_address(ix));
    text.entry(mark, tone, &format!("{} · {said}", plan.item(ix).title()));
}

fn exception(work: &Workspace, nth: usize, text: &mut Text) {
    let plan = work.plan();
    let exception = &plan.exceptions[nth];
    let market = exception.market.map_or("everywhere", |ix| plan.markets[ix.at()].title());
    text.pair("Market", market);
    if let Some(tradeoff) = exception.tradeoff {
        text.pair("From", &register::title(plan, Table::Tradeoff, tradeoff.at()));
        let given = register::lean(plan.tradeoff(tradeoff)).held();
        text.pair("", &format!("which holds to: {given}"));
    }
    text.pair("Until", &register::ends(plan, exception));
    match exception.cost {
        Some(cost) => {
            let all: Money = work.figures().cost_of_exception(nth).into_iter().sum();
            text.pair(
                "Price",
                &format!("{} a year, {} in all", money(plan, cost), wording::money(all, plan.currency)),
            );
        }
        None => text.pair("Price", "none is stated"),
    }
    text.pair("Approved", exception.approved_by.as_deref().unwrap_or("by nobody"));
    if let Some(owner) = &exception.about.owner {
        text.pair("Owner", owner);
    }
}

fn tradeoff(plan: &Plan, members: &Members, nth: usize, text: &mut Text) {
    let tradeoff = &plan.tradeoffs[nth];
    if let Some([first, second]) = &tradeoff.axis {
        text.pair("Between", &format!("{first} (−2) and {second} (+2)"));
    }
    let lean = register::lean(tradeoff);
    let position = tradeoff.position.map(|it| format!(", position {}", wording::number(f64::from(it), 0)));
    text.pair("Holds to", &format!("{}{}", lean.held(), position.unwrap_or_default()));
    let given = lean.given_up();
    text.pair("Gives up", if given.is_empty() { "nothing yet" } else { &given });
    owner(plan, Table::Tradeoff, nth, text);
    if let Some(rule) = &tradeoff.exceptions {
        text.pair("Excepted", rule);
    }
    let from = &members.exceptions[nth];
    if !from.is_empty() {
        text.head("Exceptions from it");
    }
    for nth in from {
        let exception = &plan.exceptions[*nth];
        let status = register::standing_of(plan, exception);
        let price =
            exception.cost.map_or_else(|| "no price".into(), |it| format!("{} a year", money(plan, it)));
        let title = register::title(plan, Table::Exception, *nth);
        text.entry(
            mark(status),
            Tone::Status(status),
            &format!("{title} · {price} · {}", register::ends(plan, exception)),
        );
    }
}

fn objective(work: &Workspace, members: &Members, nth: usize, text: &mut Text) {
    let plan = work.plan();
    let drivers = &members.of_objective[nth];
    value(work, drivers, text);
    owner(plan, Table::Objective, nth, text);
    drivers_in(work, drivers, "Drivers that serve it", "No driver serves it.", text);
    let kpis = &members.kpis[nth];
    if !kpis.is_empty() {
        text.head("KPIs of these drivers");
    }
    for ix in kpis {
        let (mark, tone) = mark_of(work, &Address::new(Table::Kpi, &plan.kpi(*ix).id));
        text.entry(mark, tone, plan.kpi(*ix).title());
    }
}

fn value(work: &Workspace, drivers: &[ItemIx], text: &mut Text) {
    let plan = work.plan();
    let [planned, forecast] =
        register::value_of(work.figures(), drivers).map(|it| wording::money(it, plan.currency));
    text.pair("Planned", &format!("{planned} by {}", wording::month(Month::of(plan.horizon))));
    text.pair("Forecast", &forecast);
}

fn drivers_in(work: &Workspace, drivers: &[ItemIx], head: &str, none: &str, text: &mut Text) {
    text.head(head);
    if drivers.is_empty() {
        text.entry(mark(Status::AtRisk), Tone::Status(Status::AtRisk), none);
    }
    for ix in drivers {
        let [planned, _] = register::value_of(work.figures(), &[*ix]);
        item(work, *ix, &format!("{} planned", wording::money(planned, work.plan().currency)), text);
    }
}

fn pool(work: &Workspace, members: &Members, nth: usize, text: &mut Text) {
    let plan = work.plan();
    let drivers = &members.of_pool[nth];
    let claims = register::claims_of(work.figures(), nth, drivers);
    let a_year = |amount| format!("{} a year", money(plan, amount));
    text.pair("Cap", &plan.pools[nth].cap.map_or_else(|| "none".into(), a_year));
    if let Some(base) = plan.pools[nth].base {
        text.pair("Base", &format!("{}, of which each driver takes a share", a_year(base)));
    }
    text.pair("Claimed", &format!("{} in all by its drivers", wording::money(claims.claimed, plan.currency)));
    if let Some(overlap) = claims.overlap {
        text.pair("Overlap", &format!("{} of that counts once", wording::money(overlap, plan.currency)));
    }
    text.pair(
        "Counted",
        &format!(
            "{} in all by {}",
            wording::money(claims.counted, plan.currency),
            wording::month(Month::of(plan.horizon))
        ),
    );
    text.pair("Cap", &claims.binds_words());
    owner(plan, Table::Pool, nth, text);
    drivers_in(work, drivers, "Drivers that live off it", "No driver lives off it.", text);
}

fn archetype(plan: &Plan, members: &Members, nth: usize, text: &mut Text) {
    let archetype = &plan.archetypes[nth];
    text.pair(
        "Cost",
        &format!("× {} of a market's roll-out cost", wording::number(archetype.cost_factor, 2)),
    );
    let lag = match archetype.lag_months {
        0 => "live when the wave ends".to_owned(),
        lag => format!("live {} after the wave's end", register::months(f64::from(lag))),
    };
    text.pair("Lag", &lag);
    text.head("Markets");
    if members.markets[nth].is_empty() {
        text.entry("·", Tone::Faint, "No market has it.");
    }
    for at in &members.markets[nth] {
        let live = plan.multiplier_live(crate::plan::strategy::MultiplierKind::Market, *at);
        let live = live.map_or_else(|| "never opened".into(), |live| format!("live {}", wording::date(live)));
        let cost = plan.markets[*at].cost.map(|cost| format!(" · {} before the factor", money(plan, cost)));
        let title = plan.markets[*at].title();
        text.entry("·", Tone::Faint, &format!("{title} · {live}{}", cost.unwrap_or_default()));
    }
}

fn learning(work: &Workspace, nth: usize, text: &mut Text) {
    let plan = work.plan();
    let learning = &plan.learnings[nth];
    text.pair("Date", &wording::date(learning.date));
    learning.wave.into_iter().for_each(|ix| text.pair("Wave", plan.wave(ix).title()));
    learning.about.owner.as_deref().into_iter().for_each(|owner| text.pair("Owner", owner));
    if !learning.leads_to.is_empty() {
        text.head("Led to a change of");
    }
    for link in &learning.leads_to {
        let (mark, tone) = mark_of(work, &plan.item_address(link.to));
        text.entry(mark, tone, plan.item(link.to).title());
    }
}
