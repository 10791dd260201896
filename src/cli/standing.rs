//! What the record says after an edit and did not say before: how much is spent of which budget, what a driver
//! brought, how a KPI stands, which level was reached. A row for each that is another one.

use rustc_hash::FxHashSet;

use super::words::Row;
use crate::figures::Figures;
use crate::figures::performance::Measure;
use crate::plan::id::ItemIx;
use crate::plan::kpi::{Kpi, Target};
use crate::plan::quantity::{Level, Money};
use crate::wording;

/// Rows told at most; the rest is counted.
const ROWS: usize = 12;

/// How the record stands before and after an edit: what it is of, both, and how that compares with the plan.
/// Where `money` is not to be told, no sums are; what is private only where it is not `withheld`.
pub(super) fn rows(past: &Figures<'_>, now: &Figures<'_>, money: bool, withheld: bool) -> Vec<Row> {
    let [old, new] = [past.plan, now.plan];
    let same = (&old.readings, &old.realized, &old.spent, &old.assessed)
        == (&new.readings, &new.realized, &new.spent, &new.assessed);
    if same {
        return Vec::new();
    }
    let mut rows =
        if money { [spent(past, now), realized(past, now, withheld)].concat() } else { Vec::new() };
    rows.extend(kpis(past, now, withheld));
    rows.extend(levels(past, now, withheld));
    if rows.len() > ROWS {
        let more = wording::count(rows.len() - ROWS, "figure") + " of the record more";
        rows.truncate(ROWS);
        rows.push([more, String::new(), String::new(), String::new()]);
    }
    rows
}

/// What is spent in each wave.
fn spent(past: &Figures<'_>, now: &Figures<'_>) -> Vec<Row> {
    let (old, plan) = (past.plan, now.plan);
    let mut rows = Vec::new();
    for (ix, wave) in plan.waves() {
        let was = old.wave_by_id(&wave.id).map(|ix| past.spent_in(ix, old.as_of));
        let (was, is) = (was.unwrap_or_default(), now.spent_in(ix, plan.as_of));
        if was == is || old.currency != plan.currency {
            continue;
        }
        let Some(budget) = wave.budget else {
            let [was, is] = wording::money_apart([was, is], plan.currency);
            rows.push([format!("spent in {}", wave.id), was, is, String::new()]);
            continue;
        };
        let over = is > budget;
        let left = if over { is - budget } else { budget - is };
        let [was, is, left, budget] = wording::money_apart([was, is, left, budget], plan.currency);
        let of = if over { format!("{left} over its {budget}") } else { format!("{left} left of {budget}") };
        rows.push([format!("spent in {}", wave.id), was, is, of]);
    }
    rows
}

/// What each driver brought, and how much of plan that is in the months on record.
fn realized(past: &Figures<'_>, now: &Figures<'_>, withheld: bool) -> Vec<Row> {
    let (old, plan) = (past.plan, now.plan);
    let mut rows = Vec::new();
    for (ix, driver) in plan.items().filter(|(_, item)| !(withheld && item.about.private)) {
        let brought = |figures: &Figures<'_>, ix: ItemIx| figures.evidence().to_date(ix);
        let was = old.item_by_id(&driver.id).map_or(Money::ZERO, |ix| brought(past, ix));
        let is = brought(now, ix);
        if was == is || old.currency != plan.currency {
            continue;
        }
        let [was, is] = wording::money_apart([was, is], plan.currency);
        let share = now.rate(ix).and_then(|rate| rate.share());
        let of =
            share.map_or_else(String::new, |share| format!("{} of plan", wording::percent(share, &[1.0])));
        rows.push([format!("realized of {}", driver.id), was, is, of]);
    }
    rows
}

/// How each KPI stands, everywhere and in markets.
fn kpis(past: &Figures<'_>, now: &Figures<'_>, withheld: bool) -> Vec<Row> {
    let (old, plan) = (past.plan, now.plan);
    let mut rows = Vec::new();
    for (ix, kpi) in plan.kpis().filter(|(_, kpi)| !(withheld && kpi.about.private)) {
        let before = old.kpi_by_id(&kpi.id).map(|ix| past.kpi(ix));
        let mut row = |place: String, was: Option<&Measure>, is: &Measure| {
            let [was, now] =
                [was, Some(is)].map(|it| it.map_or_else(|| "not read".into(), |it| stands(kpi, it)));
            if was != now {
                rows.push([format!("{}{place}", kpi.id), was, now, planned(kpi, is)]);
            }
        };
        let figure = now.kpi(ix);
        row(String::new(), before.map(|it| &it.global), &figure.global);
        for (market, is) in &figure.markets {
            let id = &plan.markets[market.at()].id;
            let was = before.and_then(|it| {
                it.markets.iter().find(|(market, _)| old.markets[market.at()].id == *id).map(|(_, it)| it)
            });
            row(format!(" in {id}"), was, is);
        }
    }
    rows
}

fn stands(kpi: &Kpi, measure: &Measure) -> String {
    let Some(newest) = &measure.newest else { return "not read".into() };
    let value = match measure.expected {
        Some(Target::Done(_)) => if newest.value == 0.0 { "no" } else { "yes" }.to_owned(),
        _ => with_unit(kpi, wording::number(newest.value, 2)),
    };
    let stale = if measure.stale { ", stale" } else { "" };
    format!("{value} {}{stale}", measure.status.as_str())
}

fn with_unit(kpi: &Kpi, value: String) -> String {
    kpi.unit.as_deref().map_or(value.clone(), |unit| format!("{value} {unit}"))
}

/// What was planned for the day of the reading.
fn planned(kpi: &Kpi, measure: &Measure) -> String {
    let number = |value| wording::number(value, 2);
    match measure.expected.filter(|_| measure.newest.is_some()) {
        Some(Target::Value(value)) => format!("{} planned", with_unit(kpi, number(value))),
        Some(Target::Band(low, high)) => {
            format!("{} planned", with_unit(kpi, format!("{} to {}", number(low), number(high))))
        }
        _ => String::new(),
    }
}

/// The level of each capability and mandate, by unit where they differ.
fn levels(past: &Figures<'_>, now: &Figures<'_>, withheld: bool) -> Vec<Row> {
    let (old, plan) = (past.plan, now.plan);
    let mut rows = Vec::new();
    let seen =
        [old, plan].into_iter().flat_map(|plan| plan.assessed.iter().map(|it| &*plan.item(it.item).id));
    let seen: FxHashSet<&str> = seen.collect();
    for (ix, item) in plan.items().filter(|(_, item)| !(withheld && item.about.private)) {
        let before = old.item_by_id(&item.id);
        // Only what somebody has seen: what is planned for a day comes with the day.
        if !seen.contains(&*item.id) || item.driver().is_some() {
            continue;
        }
        let said = |level: Option<Level>| level.map_or_else(|| "none".to_owned(), |level| level.to_string());
        let mut row = |place: String, was: Option<Level>, is: Option<Level>| {
            if was != is {
                rows.push([format!("level of {}{place}", item.id), said(was), said(is), String::new()]);
            }
        };
        if item.mandate().is_some() || plan.units.is_empty() || plan.units.len() != old.units.len() {
            let at = |figures: &Figures<'_>, ix| figures.level_at(ix, None, figures.plan.as_of);
            row(String::new(), before.and_then(|ix| at(past, ix)), at(now, ix));
            continue;
        }
        let was = before.map(|ix| past.levels_at(ix, old.as_of)).unwrap_or_default();
        let is = now.levels_at(ix, plan.as_of);
        let pairs: Vec<(Option<Level>, Option<Level>)> =
            is.iter().enumerate().map(|(nth, is)| (was.get(nth).copied().flatten(), *is)).collect();
        match pairs.split_first() {
            Some((first, rest)) if rest.iter().all(|it| it == first) => row(String::new(), first.0, first.1),
            _ => {
                for (nth, (was, is)) in pairs.iter().enumerate() {
                    row(format!(" in {}", plan.units[nth]), *was, *is);
                }
            }
        }
    }
    rows
}
