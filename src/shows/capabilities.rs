//! Capabilities: where can each unit do it?
//!
//! JSON: `at`, the date looked at; `capabilities` by id: `name`, `layer`, `part_of`, `group`; `levels` by
//! unit (`null`: never assessed and not planned); `level`, the one that holds in every unit that takes part by then (in
//! every one where none does yet); `target`,
//! the highest planned level; `seen` by unit: the `level` and `date` of the newest assessment, `null`
//! where there is none; `evident` by unit: the level by evidence alone, which gates ask for, the newest
//! assessment or else today's maturity, and `evident_level`, the one of every unit; `planned`: the units whose level is what the plan says and not what was assessed
//! or is there today; `blind`: the units in which it is needed and was never assessed; `gaps` by unit, the
//! levels missing to the target, and `short` by unit, those missing to what is planned by the end of the
//! `wave` looked at; `wave_ends`: the level that holds in every unit at the end of each wave. A plan
//! without units has no keys in `levels`, `seen`, `gaps` and `short`, and says `gap` and `short_by` once.
//! `not_open` by unit: the units that are markets which no wave has opened by `at`, and the day from which their levels
//! are asked for, the end of the wave that opens each (`null`: never).
//! `average` and `average_gap`, the level and the levels missing to the target on average over the units that are open;
//! `widest_gap` of the whole map (`gap`, `capability`, `unit` and in how many cells `more`; `null`: nothing is missing),
//! `weakest_layers` (`layers`, and how many levels they are `short` on average; `null`: all stand alike).
//! `bundles` by wave: `layers` and `dimensions`, each with `steps`, their `mean` and `lowest` fulfilment (0
//! to 1) and the capability that is `weakest` (`null`: the wave takes no step there), or the first of `all_weakest`
//! where several stand alike, `unknown`, those of which no level is known somewhere, which counts as 0, and
//! `only_planned`, whether levels count that are planned and not assessed; `change_load` by wave
//! and market: its new steps (`null`: the market is not open by then).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::figures::readiness::map::{self, Gaps};
use crate::figures::readiness::{Bundle, Fulfilment, UnitLevel, levels_in_words};
use crate::plan::Plan;
use crate::plan::capability::{Layer, OperatingDimension};
use crate::plan::id::{ItemIx, MarketIx, UnitIx};
use crate::plan::item::Dimension;
use crate::plan::quantity::Level;
use crate::plan::wave::Wave;
use crate::show::table::Table;
use crate::show::{Context, Show, json};
use crate::{safe, wording};

pub(super) const SHOW: Show = Show {
    id: "capabilities",
    title: "Capabilities",
    question: "Where can each unit do it?",
    dated: true,
    stands: false,
    text,
    json,
};

fn text(context: &Context<'_>) -> String {
    let plan = context.plan;
    let heading = format!(
        "Levels of capabilities on {}; * is planned and not assessed, ? is needed and was never assessed, - is unknown\n",
        wording::date(context.date())
    );
    let open = context.figures.units_by(context.date()).len();
    let of = if open < plan.units.len() { " that are open" } else { "" };
    let heading = match plan.units.is_empty() {
        true => heading,
        false => format!("{heading}Avg, Gap: level, and levels still to go, on average over the units{of}\n"),
    };
    let ordered = tree(context);
    if ordered.is_empty() {
        return heading + "The plan has no capabilities.\n";
    }
    let current = plan.wave_at(context.date()).map(|wave| plan.wave(wave));
    let to_reach = current.map_or_else(String::new, |wave| {
        format!("Still to reach by {}, the end of {}", wording::date(wave.end), safe::line(wave.title()))
    });
    let told = [
        (String::new(), levels(context, &ordered)),
        (
            "Levels in every unit at the end of each wave; gap: what is missing to the target".into(),
            ends(context),
        ),
        (to_reach, short(context)),
        ("Markets that are not open yet: their levels are asked for from the end of the wave that opens them".into(), closed(context)),
        ("Blind spots: needed, and never assessed".into(), blind(context)),
        (
            "How far the steps of each wave have come, by layer and dimension: mean and lowest; * counts what is planned alone"
                .into(),
            bundles(context),
        ),
        ("New capability steps that a market takes in each wave; - is not open yet".into(), load(context)),
    ];
    let told = told.into_iter().filter(|(_, table)| !table.is_empty());
    let blocks = told.map(|(heading, table)| match heading.is_empty() {
        true => format!("\n{}", table.blocks(1)),
        false => format!("\n{heading}\n\n{}", table.blocks(1)),
    });
    let mut blocks: Vec<String> = blocks.collect();
    let all = gaps(context).words(plan, "-", |unit| plan.unit_title(unit).to_owned());
    let all = all.iter().map(|words| safe::line(words).into_owned() + "\n").collect::<String>();
    if !all.is_empty() {
        blocks.insert(1, format!("\n{all}"));
    }
    heading + &names_of_units(plan) + &blocks.concat()
}

/// What is missing in the map, in the order in which the terminal shows it.
fn gaps(context: &Context<'_>) -> Gaps {
    let plan = context.plan;
    let mut rows = map::capabilities(plan);
    rows.sort_by_key(|ix| map::place_of_layer(plan, *ix));
    context.figures.gaps(rows.into_iter(), !plan.units.is_empty(), context.date())
}

/// The names of the units, whose columns are headed by their ids, where they have other ones.
fn names_of_units(plan: &Plan) -> String {
    let units = (0..plan.units.len()).map(|nth| (&*plan.units[nth], plan.unit_title(UnitIx::from(nth))));
    let named = units.filter(|(id, name)| id != name).map(|(id, name)| format!("{id} {}", safe::line(name)));
    let named: Vec<String> = named.collect();
    if named.is_empty() { String::new() } else { format!("Units: {}\n", named.join(", ")) }
}

fn levels(context: &Context<'_>, ordered: &[(usize, ItemIx)]) -> Table {
    let plan = context.plan;
    let units = plan.units.iter().map(|unit| format!(">{unit}"));
    let headings: Vec<String> = ["Capability".into(), "Layer".into()]
        .into_iter()
        .chain(units)
        .chain([">All".into(), ">Target".into()])
        .chain([">Avg", ">Gap"].into_iter().filter(|_| !plan.units.is_empty()).map(String::from))
        .collect();
    let mut table = Table::new(&headings.iter().map(String::as_str).collect::<Vec<_>>());
    for (depth, ix) in ordered {
        let item = plan.item(*ix);
        let layer = plan.layer(*ix).map_or("", |layer| layer.as_str());
        let mut cells = vec![format!("{}{}", "  ".repeat(*depth), item.title()), layer.to_owned()];
        if !item.is_group() {
            let units = context.figures.in_units(*ix, context.date());
            let units = units.iter().filter(|_| !plan.units.is_empty());
            cells.extend(units.map(cell));
            let all = context.figures.in_all_units(*ix, context.date());
            cells.extend([cell(&all), shown(all.target)]);
            let means = context.figures.on_average(*ix, context.date());
            let means = means.into_iter().filter(|_| !plan.units.is_empty());
            cells.extend(means.map(|it| it.map_or_else(|| "-".into(), |mean| wording::number(mean, 1))));
        }
        table.row(cells);
    }
    table
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

fn cell(unit: &UnitLevel) -> String {
    let mark = match unit.source {
        _ if unit.blind => "?",
        _ if unit.only_planned() => "*",
        _ => " ",
    };
    shown(unit.level) + mark
}

fn shown(level: Option<Level>) -> String {
    level.map_or_else(|| "-".into(), |level| level.to_string())
}

/// The capabilities that the plan has steps for.
fn stepped<'c>(context: &Context<'c>) -> impl Iterator<Item = ItemIx> + use<'c> {
    let capabilities = context.plan.items_of(Dimension::OperatingModel);
    capabilities.filter(|(_, item)| !item.steps.is_empty()).map(|(ix, _)| ix)
}

fn ends(context: &Context<'_>) -> Table {
    let plan = context.plan;
    let waves = plan.waves.iter().map(|wave| format!(">{}", wave.title()));
    let headings: Vec<String> = ["Capability".into(), ">Now".into()]
        .into_iter()
        .chain(waves)
        .chain([">Target".into(), ">Gap".into()])
        .collect();
    let mut table = Table::new(&headings.iter().map(String::as_str).collect::<Vec<_>>());
    for ix in stepped(context) {
        let now = context.figures.in_all_units(ix, context.date());
        let end = |wave: &Wave| {
            let stands = context.figures.in_all_units(ix, wave.end);
            // What lies ahead is planned in any case.
            if wave.end > context.date() { shown(stands.level) + " " } else { cell(&stands) }
        };
        let ends = plan.waves.iter().map(end);
        let gap = if now.gap() == 0 { String::new() } else { now.gap().to_string() };
        let cells = [plan.item(ix).title().to_owned(), cell(&now)].into_iter().chain(ends);
        table.row(cells.chain([shown(now.target), gap]));
    }
    table
}

/// What is planned by the end of the wave and not reached. Where waves overlap, or one before left something behind, it
/// says with which wave each is to come.
fn short(context: &Context<'_>) -> Table {
    let (plan, current) = (context.plan, context.plan.wave_at(context.date()));
    let mut rows = Vec::new();
    for ix in stepped(context) {
        let units = context.figures.in_units(ix, context.date());
        let Some(planned) = units.iter().filter_map(|unit| unit.planned).max() else { continue };
        let short: Vec<(UnitIx, Option<Level>)> = (0..)
            .map(UnitIx)
            .zip(&units)
            .filter(|(_, unit)| unit.short() > 0)
            .map(|(ix, unit)| (ix, unit.level))
            .collect();
        let now = match short.first() {
            None => continue,
            Some((_, level)) if plan.units.is_empty() => {
                shown(*level) + if units.iter().any(UnitLevel::only_planned) { "*" } else { "" }
            }
            Some(_) => levels_in_words(plan, &short, |unit| units[unit.at()].only_planned()),
        };
        let wave = plan.item(ix).steps.iter().find(|step| step.level == planned).map(|step| step.wave);
        rows.push((plan.item(ix).title(), wave, planned.to_string(), now));
    }
    let of_others = rows.iter().any(|(_, wave, ..)| *wave != current);
    let mut table = match of_others {
        true => Table::new(&["Capability", "With", ">Planned", "Now"]),
        false => Table::new(&["Capability", ">Planned", "Now"]),
    };
    for (title, wave, planned, now) in &rows {
        let wave = wave.map_or("", |wave| plan.wave(wave).title());
        match of_others {
            true => table.row([title, wave, planned, now]),
            false => table.row([title, planned.as_str(), now]),
        }
    }
    table
}

fn closed(context: &Context<'_>) -> Table {
    let mut table = Table::new(&["Market", "Asked from"]);
    for it in context.figures.not_open(context.date()) {
        let from = it.asked_from.map_or_else(|| "no wave opens it".into(), wording::date);
        table.row([context.plan.unit_title(it.unit), &from]);
    }
    table
}

fn blind(context: &Context<'_>) -> Table {
    let plan = context.plan;
    let mut table = Table::new(&["Capability", "Never assessed in"]);
    for (ix, item) in plan.items_of(Dimension::OperatingModel) {
        let units: Vec<&str> = blind_units(context, ix).map(|unit| plan.unit_title(unit)).collect();
        if !units.is_empty() {
            table.row([item.title(), &units.join(", ")]);
        }
    }
    table
}

fn blind_units(context: &Context<'_>, ix: ItemIx) -> impl Iterator<Item = UnitIx> + use<> {
    let blind = (0..).map(UnitIx).zip(context.figures.in_units(ix, context.date()));
    blind.filter(|(_, unit)| unit.blind).map(|(ix, _)| ix)
}

fn bundles(context: &Context<'_>) -> Table {
    let waves = context.plan.waves.iter().map(|wave| wave.title());
    let headings: Vec<&str> = ["Layer or dimension"].into_iter().chain(waves).collect();
    let mut table = Table::new(&headings);
    let bundles = context.figures.bundles(context.date());
    let mut row = |word: &str, of: &dyn Fn(&Bundle) -> Option<Fulfilment>| {
        let cells: Vec<Option<Fulfilment>> = bundles.iter().map(of).collect();
        if cells.iter().any(Option::is_some) {
            let cells =
                cells.into_iter().map(|of| of.map_or_else(|| "no step".into(), |of| built(context, &of)));
            table.row([word.to_owned()].into_iter().chain(cells));
        }
    };
    for layer in Layer::ALL {
        row(layer.as_str(), &|bundle| bundle.layers[*layer as usize].clone());
    }
    for dimension in OperatingDimension::ALL {
        row(dimension.as_str(), &|bundle| bundle.dimensions[*dimension as usize].clone());
    }
    table
}

/// `83 %, CRM and 1 more 50 %, 2 unknown`.
fn built(context: &Context<'_>, of: &Fulfilment) -> String {
    let star = if of.only_planned { "*" } else { "" };
    let mut text = wording::percent(of.mean, &[1.0]) + star;
    if let Some((first, more)) = of.weakest.split_first().filter(|_| of.lowest < of.mean) {
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        let lowest = wording::percent(of.lowest, &[]);
        let _ = write!(text, ", {}{more} {lowest}", context.plan.item(*first).title());
    }
    if !of.unknown.is_empty() {
        let _ = write!(text, ", {} unknown", of.unknown.len());
    }
    text
}

fn load(context: &Context<'_>) -> Table {
    let plan = context.plan;
    let waves = plan.waves.iter().map(|wave| format!(">{}", wave.title()));
    let headings: Vec<String> = ["Market".to_owned()].into_iter().chain(waves).collect();
    let mut table = Table::new(&headings.iter().map(String::as_str).collect::<Vec<_>>());
    let load = context.figures.change_load();
    for (nth, market) in plan.markets.iter().enumerate() {
        let steps = plan.waves().map(|(wave, _)| load.of(wave, MarketIx::from(nth)));
        let steps = steps.map(|steps| steps.map_or_else(|| "-".into(), |steps| steps.to_string()));
        table.row([market.title().to_owned()].into_iter().chain(steps));
    }
    table
}

fn json(context: &Context<'_>) -> Value {
    let plan = context.plan;
    let capabilities = plan
        .items_of(Dimension::OperatingModel)
        .map(|(ix, item)| (item.id.to_string(), capability(context, ix)));
    let bundles = plan.waves.iter().zip(context.figures.bundles(context.date())).map(|(wave, bundle)| {
        let words = |words: &[&str], of: &[Option<Fulfilment>]| -> Map<String, Value> {
            let of = of.iter().map(|of| of.as_ref().map_or(Value::Null, |of| fulfilment(context, of)));
            words.iter().map(|word| (*word).to_owned()).zip(of).collect()
        };
        let bundle = json!({
            "layers": words(Layer::WORDS, &bundle.layers),
            "dimensions": words(OperatingDimension::WORDS, &bundle.dimensions),
        });
        (wave.id.to_string(), bundle)
    });
    let load = plan.waves().map(|(ix, wave)| {
        let steps = |nth| json!(context.figures.change_load().of(ix, MarketIx::from(nth)));
        let markets = plan.markets.iter().enumerate().map(|(nth, it)| (it.id.to_string(), steps(nth)));
        (wave.id.to_string(), markets.collect::<Map<_, _>>().into())
    });
    let mut view = json::head(context);
    view.insert("at".into(), json::date(context.date()));
    view.insert("wave".into(), json!(plan.wave_at(context.date()).map(|wave| &plan.wave(wave).id)));
    view.insert("capabilities".into(), capabilities.collect::<Map<_, _>>().into());
    let closed = context.figures.not_open(context.date());
    let closed =
        closed.iter().map(|it| (plan.units[it.unit.at()].to_string(), it.asked_from.map(json::date).into()));
    view.insert("not_open".into(), closed.collect::<Map<String, Value>>().into());
    let gaps = gaps(context);
    let widest = gaps.widest.map(|it| {
        let unit = it.unit.map(|unit| &plan.units[unit.at()]);
        json!({"gap": it.gap, "capability": plan.item(it.item).id, "unit": unit, "more": it.more})
    });
    let weakest = gaps.weakest();
    let weakest = weakest.map(|(layers, short)| json!({"layers": layers, "short": json::number(short)}));
    view.insert("widest_gap".into(), json!(widest));
    view.insert("weakest_layers".into(), json!(weakest));
    view.insert("bundles".into(), bundles.collect::<Map<_, _>>().into());
    view.insert("change_load".into(), load.collect::<Map<String, Value>>().into());
    view.into()
}

fn capability(context: &Context<'_>, ix: ItemIx) -> Value {
    let (plan, item) = (context.plan, context.plan.item(ix));
    let units = context.figures.in_units(ix, context.date());
    let all = context.figures.in_all_units(ix, context.date());
    let by_unit = |value: &dyn Fn(&UnitLevel) -> Value| -> Map<String, Value> {
        plan.units.iter().zip(&units).map(|(id, unit)| (id.to_string(), value(unit))).collect()
    };
    let seen = |unit: &UnitLevel| {
        unit.seen.map_or(Value::Null, |seen| json!({"level": seen.level, "date": json::date(seen.date)}))
    };
    let planned = plan.units.iter().zip(&units).filter(|(_, unit)| unit.only_planned());
    let ends = plan.waves.iter();
    let ends = ends.map(|wave| (wave.id.to_string(), json!(context.figures.level_everywhere(ix, wave.end))));
    let part_of = item.capability().and_then(|capability| capability.part_of);
    let means = context.figures.on_average(ix, context.date());
    let [average, average_gap] = if item.is_group() { [None; 2] } else { means };
    let mut capability = json!({
        "name": item.title(),
        "layer": plan.layer(ix).map(|layer| layer.as_str()),
        "part_of": part_of.map(|group| &plan.item(group).id),
        "group": item.is_group(),
        "levels": by_unit(&|unit| json!(unit.level)),
        "evident": by_unit(&|unit| json!(unit.evident)),
        "level": all.level,
        "evident_level": all.evident,
        "target": all.target,
        "seen": by_unit(&seen),
        "planned": planned.map(|(id, _)| &**id).collect::<Value>(),
        "blind": blind_units(context, ix).map(|unit| &*plan.units[unit.at()]).collect::<Value>(),
        "gaps": by_unit(&|unit| json!(unit.gap())),
        "short": by_unit(&|unit| json!(unit.short())),
        "wave_ends": ends.collect::<Map<_, _>>(),
        "average": json::maybe(average),
        "average_gap": json::maybe(average_gap),
    });
    if let (true, [only]) = (plan.units.is_empty(), units.as_slice()) {
        capability["gap"] = json!(only.gap());
        capability["short_by"] = json!(only.short());
    }
    capability
}

fn fulfilment(context: &Context<'_>, of: &Fulfilment) -> Value {
    let ids = |of: &[ItemIx]| of.iter().map(|ix| &*context.plan.item(*ix).id).collect::<Value>();
    json!({
        "steps": of.steps,
        "mean": json::number(of.mean),
        "lowest": json::number(of.lowest),
        "weakest": of.weakest.first().map(|ix| &context.plan.item(*ix).id),
        "all_weakest": ids(&of.weakest),
        "unknown": ids(&of.unknown),
        "only_planned": of.only_planned,
    })
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

    /// The second wave, in which the date lies, brings the CRM to 3 and opens south.
    #[test]
    fn what_is_missing_is_said_by_unit_and_wave() {
        let mut plan = sample::plan();
        sample::assess(&mut plan, "crm", "2026-06-01", Some(0), 1);
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        let view = json(&context);
        let crm = &view["capabilities"]["crm"];
        assert_eq!((&view["wave"], &crm["short"]), (&json!("two"), &json!({"north": 2, "south": 1})));
        assert_eq!(crm["gaps"], json!({"north": 2, "south": 1}));
        assert_eq!(crm["wave_ends"], json!({"one": 2, "two": 3}), "on that day nothing else was known");
        assert_eq!(view["change_load"]["one"], json!({"north": 1, "south": null}));
        let text = text(&context);
        assert!(text.contains("Still to reach by 30 Sep 2026, the end of two"), "{text}");
        // South is opened by the second wave, and live three months later; it is asked from the end of the wave on.
        assert_eq!(view["not_open"], json!({"south": "2026-09-30"}));
        assert!(text.contains("Market  Asked from\nsouth   30 Sep 2026\n"), "{text}");
        // South was never assessed there.
        assert!(text.contains("crm               3  1 in north; 2* in south"), "{text}");
    }

    /// The CRM is to come to 2 with the first wave, which now runs beside the second one and ends before it.
    #[test]
    fn what_is_still_to_come_with_another_wave_says_so() {
        let mut plan = sample::plan();
        sample::assess(&mut plan, "crm", "2026-06-01", None, 1);
        let crm = plan.item_by_id("crm").unwrap();
        let kept = plan.item(crm).steps[..1].to_vec();
        plan.item_mut(crm).steps = kept.into();
        let figures = Figures::new(&plan);
        let text = text(&Context::new(&plan, &figures));
        let table = text.split("Still to reach by 30 Sep 2026, the end of two\n\n").nth(1).unwrap();
        let words: Vec<Vec<&str>> =
            table.lines().take(2).map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(words[0], ["Capability", "With", "Planned", "Now"], "{text}");
        assert_eq!(words[1][..4], ["crm", "one", "2", "1"], "{text}");
    }
}
