//! The tables of a history: figures, promises and milestones of each revision under each other.

use super::Told;
use super::text::{NONE, who};
use crate::cli::words::amount;
use crate::diff::Amount;
use crate::history::{Milestone, Move, Promise, State, by};
use crate::plan::address::Address;
use crate::plan::calendar::Period;
use crate::plan::quantity::{Currency, Money};
use crate::show::table::Table;
use crate::trace::flow::said;
use crate::wording;

/// How wide a table may be.
#[derive(Clone, Copy)]
pub(super) struct Width(pub usize);

impl Width {
    fn table(self, table: &Table) -> String {
        table.blocks_within(2, self.0)
    }
}

/// The figures of the whole plan.
pub(super) fn headline(moves: &[Move], width: Width) -> String {
    let mut table = Table::new(&[
        "Date",
        "Commit",
        ">Planned",
        ">Forecast",
        ">Cost",
        ">NPV",
        "Payback",
        "Last wave ends",
        "Next gate",
        "By",
        "Subject",
    ]);
    for it in moves {
        let state = &it.after;
        let figure = |name: &str| {
            let found = state.figures.iter().find(|(own, _)| *own == name);
            found.map_or_else(String::new, |(_, it)| amount(*it, state.currency))
        };
        let [date, name, author, subject] = who(&it.commit);
        let gate = state.gate.as_ref().map(|(gate, date)| format!("{gate} {}", wording::date(*date)));
        let end = state.end.map(wording::date).unwrap_or_default();
        let figures = ["planned value", "forecast value", "cost", "NPV", "payback"].map(figure);
        let row =
            [date, name].into_iter().chain(figures).chain([end, gate.unwrap_or_default(), author, subject]);
        table.row(row);
    }
    width.table(&table)
}

/// What was forecast for each period in each revision in which it moved, and what the periods came to.
pub(super) fn promises(told: &Told, width: Width) -> String {
    let Some(per) = told.by else { return String::new() };
    let promises = |state: &State| by(&state.months, per, state.as_of);
    let all: Vec<Vec<Promise>> = told.moves.iter().map(|it| promises(&it.after)).collect();
    let mut periods: Vec<Period> = all.iter().flatten().map(|it| it.period).collect();
    periods.sort_unstable();
    periods.dedup();
    let planned = told.asked.figure().is_some_and(|name| &*name.word == "planned");
    let promised = |it: &Promise| if planned { it.planned } else { it.forecast };
    let row = |promises: &[Promise]| -> Vec<Option<Money>> {
        // Both are in the order of the periods.
        let mut rest = promises.iter().peekable();
        let at = |period: &Period| rest.next_if(|it| it.period == *period).map(promised);
        periods.iter().map(at).collect()
    };
    let money = |money: &Option<Money>, currency: Currency| match money {
        Some(money) => amount(Amount::Money(*money), currency),
        None => NONE.to_owned(),
    };
    let headings = periods.iter().map(|period| format!(">{}", said(*period)));
    let headings: Vec<String> = ["Date", "Commit"].map(str::to_owned).into_iter().chain(headings).collect();
    let mut table = Table::new(&headings.iter().map(String::as_str).collect::<Vec<_>>());
    for (it, all) in told.moves.iter().zip(&all) {
        let own = row(all);
        if it.before.as_ref().is_some_and(|before| row(&promises(before)) == own) {
            continue;
        }
        let [date, name, ..] = who(&it.commit);
        let cells = own.iter().map(|it_money| money(it_money, it.after.currency));
        table.row([date, name].into_iter().chain(cells));
    }
    if table.is_empty() || periods.is_empty() {
        return String::new();
    }
    if let Some(newest) = told.moves.first().filter(|_| told.promises.iter().any(|it| it.realized.is_some()))
    {
        let realized = |period: &Period| {
            let own = told.promises.iter().find(|it| it.period == *period)?;
            own.realized
        };
        let cells = periods.iter().map(|period| money(&realized(period), newest.after.currency));
        table.row(["realized", ""].map(str::to_owned).into_iter().chain(cells));
    }
    let what = if planned { "planned" } else { "forecast" };
    format!("\nWhat was {what} for each {}\n\n{}", per.noun(), width.table(&table))
}

/// When waves were to end and gates to be held, in each revision in which one of these moved.
pub(super) fn milestones(moves: &[Move], width: Width) -> String {
    let all = moves.iter().flat_map(|it| &it.after.milestones);
    // A gate that never had a date of its own is held when its wave ends.
    let mut columns: Vec<&Address> = Vec::new();
    let mut dated: rustc_hash::FxHashSet<&Address> = rustc_hash::FxHashSet::default();
    for it in all.filter(|it| it.own) {
        if dated.insert(&it.at) {
            columns.push(&it.at);
        }
    }
    let rows: Vec<&Move> = moves
        .iter()
        .filter(|it| it.before.as_ref().is_none_or(|before| before.milestones != it.after.milestones))
        .collect();
    if columns.is_empty() || rows.len() < 2 {
        return String::new();
    }
    let headings: Vec<String> = columns.iter().map(|at| format!("{} {}", at.table.noun(), at.key)).collect();
    let headings: Vec<&str> =
        ["Date", "Commit"].into_iter().chain(headings.iter().map(String::as_str)).collect();
    let mut table = Table::new(&headings);
    for it in rows {
        let dates: rustc_hash::FxHashMap<&Address, &Milestone> =
            it.after.milestones.iter().map(|milestone| (&milestone.at, milestone)).collect();
        let date = |at: &&Address| dates.get(*at).map_or(NONE.to_owned(), |it| wording::date(it.date));
        let [day, name, ..] = who(&it.commit);
        table.row([day, name].into_iter().chain(columns.iter().map(date)));
    }
    format!("\nWhen waves were to end and gates to be held\n\n{}", width.table(&table))
}
