//! Capabilities: where can each unit do it?
//!
//! JSON: `at`, the date looked at; `capabilities` by id: `name`, `layer`, `part_of`, `group`; `levels` by
//! unit (`null`: never assessed and not planned); `level`, the one that holds in every unit; `target`,
//! the highest planned level; `seen` by unit: the `level` and `date` of the newest assessment, `null`
//! where there is none; `planned`: the units whose level is what the plan says and not what was assessed
//! or is there today. A plan without units has no keys in `levels` and `seen`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::plan::id::{ItemIx, UnitIx};
use crate::plan::item::Dimension;
use crate::plan::quantity::Level;
use crate::show::table::Table;
use crate::show::{Context, Show, json};
use crate::wording;

pub(super) const SHOW: Show =
    Show { id: "capabilities", title: "Capabilities", question: "Where can each unit do it?", text, json };

fn text(context: &Context<'_>) -> String {
    let plan = context.plan;
    let heading = format!(
        "Levels of capabilities on {}; * is planned and not assessed, - is unknown\n",
        wording::date(context.date())
    );
    let ordered = tree(context);
    if ordered.is_empty() {
        return heading + "The plan has no capabilities.\n";
    }
    let units = plan.units.iter().map(|unit| format!(">{unit}"));
    let headings: Vec<String> = ["Capability".into(), "Layer".into()]
        .into_iter()
        .chain(units)
        .chain([">All".into(), ">Target".into()])
        .collect();
    let mut table = Table::new(&headings.iter().map(String::as_str).collect::<Vec<_>>());
    for (depth, ix) in ordered {
        let item = plan.item(ix);
        let layer = plan.layer(ix).map_or("", |layer| layer.as_str());
        let mut cells = vec![format!("{}{}", "  ".repeat(depth), item.title()), layer.to_owned()];
        if !item.is_group() {
            cells.extend(units_of(context).map(|unit| cell(context, ix, unit)));
            cells.push(shown(context.figures.level_everywhere(ix, context.date())));
            cells.push(shown(item.steps.iter().map(|step| step.level).max()));
        }
        table.row(cells);
    }
    format!("{heading}\n{table}")
}

/// The capabilities as a tree, each group before what is part of it, with their depth.
fn tree(context: &Context<'_>) -> Vec<(usize, ItemIx)> {
    let mut parts: BTreeMap<Option<ItemIx>, Vec<ItemIx>> = BTreeMap::new();
    for (ix, item) in context.plan.items_of(Dimension::OperatingModel) {
        parts.entry(item.capability().and_then(|capability| capability.part_of)).or_default().push(ix);
    }
    let mut ordered = Vec::new();
    let mut open: Vec<(usize, ItemIx)> =
        parts.remove(&None).into_iter().flatten().rev().map(|ix| (0, ix)).collect();
    while let Some((depth, ix)) = open.pop() {
        ordered.push((depth, ix));
        open.extend(parts.remove(&Some(ix)).into_iter().flatten().rev().map(|part| (depth + 1, part)));
    }
    ordered
}

fn units_of(context: &Context<'_>) -> impl Iterator<Item = UnitIx> + use<> {
    (0..context.plan.units.len()).map(UnitIx::from)
}

fn level(context: &Context<'_>, ix: ItemIx, unit: UnitIx) -> Option<Level> {
    context.figures.level_at(ix, Some(unit), context.date())
}

/// Whether the level of a unit is only what the plan says.
fn only_planned(context: &Context<'_>, ix: ItemIx, unit: UnitIx) -> bool {
    let today = || context.plan.item(ix).capability()?.maturity.of(unit);
    let seen = context.figures.seen(ix, Some(unit), context.date()).map(|seen| seen.level);
    level(context, ix, unit) > seen.or_else(today)
}

fn cell(context: &Context<'_>, ix: ItemIx, unit: UnitIx) -> String {
    let mark = if only_planned(context, ix, unit) { "*" } else { " " };
    shown(level(context, ix, unit)) + mark
}

fn shown(level: Option<Level>) -> String {
    level.map_or_else(|| "-".into(), |level| level.to_string())
}

fn json(context: &Context<'_>) -> Value {
    let plan = context.plan;
    let capabilities = plan.items_of(Dimension::OperatingModel).map(|(ix, item)| {
        let by_unit = |value: &dyn Fn(UnitIx) -> Value| -> Map<String, Value> {
            units_of(context).map(|unit| (plan.units[unit.at()].to_string(), value(unit))).collect()
        };
        let seen = |unit| {
            let seen = context.figures.seen(ix, Some(unit), context.date());
            seen.map_or(Value::Null, |seen| json!({"level": seen.level, "date": json::date(seen.date)}))
        };
        let planned = units_of(context)
            .filter(|unit| only_planned(context, ix, *unit))
            .map(|unit| &*plan.units[unit.at()]);
        let part_of = item.capability().and_then(|capability| capability.part_of);
        let capability = json!({
            "name": item.title(),
            "layer": plan.layer(ix).map(|layer| layer.as_str()),
            "part_of": part_of.map(|group| &plan.item(group).id),
            "group": item.is_group(),
            "levels": by_unit(&|unit| json!(level(context, ix, unit))),
            "level": context.figures.level_everywhere(ix, context.date()),
            "target": item.steps.iter().map(|step| step.level).max(),
            "seen": by_unit(&seen),
            "planned": planned.collect::<Value>(),
        });
        (item.id.to_string(), capability)
    });
    let mut view = json::head(context);
    view.insert("at".into(), json::date(context.date()));
    view.insert("capabilities".into(), capabilities.collect::<Map<_, _>>().into());
    view.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::day;
    use crate::figures::{Figures, sample};

    #[test]
    fn levels_stand_by_unit_at_a_date() {
        let mut plan = sample::plan();
        sample::assess(&mut plan, "crm", "2026-06-01", Some(0), 1);
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        let view = json(&context);
        assert_eq!(view["capabilities"]["crm"]["levels"], json!({"north": 1, "south": 2}));
        assert_eq!(view["capabilities"]["crm"]["seen"]["north"]["date"], "2026-06-01");
        assert_eq!(view["capabilities"]["crm"]["planned"], json!(["south"]));
        assert!(text(&context).contains("  1      2*"), "{}", text(&context));
        let view = json(&context.at(Some(day("2026-12-31"))));
        assert_eq!((&view["at"], &view["capabilities"]["crm"]["level"]), (&json!("2026-12-31"), &json!(3)));
    }
}
