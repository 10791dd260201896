//! The map of all capabilities: what is missing where, and which layer is furthest behind.
//!
//! Where no level is known, all of the target is missing. What is missing is asked of a market from the day on which it
//! is open.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::UnitLevel;
use crate::figures::Figures;
use crate::plan::Plan;
use crate::plan::id::{ItemIx, UnitIx};
use crate::plan::item::Dimension;
use crate::plan::quantity::Level;
use crate::wording;

/// The widest gap of a map.
#[derive(Clone, Copy, Debug)]
pub struct Widest {
    /// The levels that are missing.
    pub gap: Level,
    /// The capability in which they are, first of all.
    pub item: ItemIx,
    /// The unit in which they are; `None`: in all of them together.
    pub unit: Option<UnitIx>,
    /// In how many cells more so much is missing.
    pub more: usize,
    /// What is known there.
    level: UnitLevel,
}

/// What is missing in a map.
#[derive(Debug, Default)]
pub struct Gaps {
    /// The widest gap; `None` where none is.
    pub widest: Option<Widest>,
    /// Cells in which it is needed and was never assessed.
    pub blind: usize,
    /// Cells of which no level is known and something is missing.
    unknown: usize,
    /// The levels missing in each layer, and in how many cells.
    layers: BTreeMap<&'static str, (u64, u64)>,
}

/// The capabilities that are no groups, as a tree has them.
#[must_use]
pub fn capabilities(plan: &Plan) -> Vec<ItemIx> {
    let mut parts: BTreeMap<Option<ItemIx>, Vec<ItemIx>> = BTreeMap::new();
    for (ix, item) in plan.items_of(Dimension::OperatingModel) {
        parts.entry(item.capability().and_then(|capability| capability.part_of)).or_default().push(ix);
    }
    // As in every view, what stands alike goes by name.
    parts.values_mut().for_each(|parts| parts.sort_by_key(|ix| plan.item(*ix).title()));
    let mut open: Vec<ItemIx> = parts.remove(&None).into_iter().flatten().rev().collect();
    let mut ordered = Vec::new();
    while let Some(ix) = open.pop() {
        if !plan.item(ix).is_group() {
            ordered.push(ix);
        }
        open.extend(parts.remove(&Some(ix)).into_iter().flatten().rev());
    }
    ordered
}

/// The place of the layer of a capability in the map: what has none comes last.
#[must_use]
pub fn place_of_layer(plan: &Plan, ix: ItemIx) -> usize {
    plan.layer(ix).map_or(usize::MAX, |layer| layer as usize)
}

/// The mean of some levels; `None` of none.
#[must_use]
pub fn mean(levels: impl Iterator<Item = Level>) -> Option<f64> {
    let (sum, count) = levels.fold((0_u32, 0_u32), |(sum, count), level| (sum + u32::from(level), count + 1));
    (count > 0).then(|| f64::from(sum) / f64::from(count))
}

impl Figures<'_> {
    /// What is missing in a map of these capabilities, in the order of its rows: `by_unit` in each unit, else in all of
    /// them together.
    #[must_use]
    pub fn gaps(&self, rows: impl Iterator<Item = ItemIx>, by_unit: bool, at: NaiveDate) -> Gaps {
        let mut gaps = Gaps::default();
        let open = self.units_by(at);
        for ix in rows {
            let layer = self.plan.layer(ix).map_or("no layer", |layer| layer.as_str());
            if by_unit {
                for (unit, level) in (0..).map(UnitIx).zip(self.in_units(ix, at)) {
                    gaps.add(layer, (ix, Some(unit)), level, open.binary_search(&unit).is_ok());
                }
            } else {
                gaps.add(layer, (ix, None), self.in_all_units(ix, at), true);
            }
        }
        gaps
    }

    /// The level of a capability and what is missing of it, on average over the units that are open.
    #[must_use]
    pub fn on_average(&self, ix: ItemIx, at: NaiveDate) -> [Option<f64>; 2] {
        let units = self.in_units(ix, at);
        let open = self.units_by(at);
        let counts = |unit: &UnitIx| open.is_empty() || open.binary_search(unit).is_ok();
        let counted: Vec<_> =
            (0..).map(UnitIx).zip(units).filter(|(unit, _)| counts(unit)).map(|(_, level)| level).collect();
        [
            mean(counted.iter().filter_map(|unit| unit.level)),
            mean(counted.iter().filter_map(|unit| unit.target.map(|_| unit.gap()))),
        ]
    }
}

impl Gaps {
    fn add(&mut self, layer: &'static str, cell: (ItemIx, Option<UnitIx>), level: UnitLevel, counts: bool) {
        self.blind += usize::from(level.blind);
        if level.target.is_none() || !counts {
            return;
        }
        let gap = level.gap();
        let (sum, count) = self.layers.entry(layer).or_default();
        (*sum, *count) = (*sum + u64::from(gap), *count + 1);
        if gap == 0 {
            return;
        }
        self.unknown += usize::from(level.level.is_none());
        match &mut self.widest {
            Some(known) if gap == known.gap => known.more += 1,
            Some(known) if gap < known.gap => {}
            _ => self.widest = Some(Widest { gap, item: cell.0, unit: cell.1, more: 0, level }),
        }
    }

    /// The layers that are furthest below their targets on average, and how far: all that stand alike; `None` where no
    /// layer is below them, or all are so far below.
    #[must_use]
    pub fn weakest(&self) -> Option<(Vec<&'static str>, f64)> {
        // Sums and counts are whole, so that two means that are one are so to the bit.
        let mean = |(sum, count): &(u64, u64)| *sum as f64 / (*count).max(1) as f64;
        let most = self.layers.values().map(mean).fold(0.0, f64::max);
        let weakest = self.layers.iter().filter(|(_, of)| mean(of).total_cmp(&most).is_eq());
        let weakest: Vec<&str> = weakest.map(|(layer, _)| *layer).collect();
        (most > 0.0 && weakest.len() < self.layers.len()).then_some((weakest, most))
    }

    /// What the map says as a whole, a sentence each: the widest gap, the weakest layer, each with all that stand alike, and
    /// where nobody has looked. Where no level is known is counted as 0, and that it is so is said: `none` stands for it.
    #[must_use]
    pub fn words(&self, plan: &Plan, none: &str, unit: impl Fn(UnitIx) -> String) -> Vec<String> {
        let mut words = Vec::new();
        if let Some(widest) = self.widest {
            let Widest { gap, item, more, level, .. } = widest;
            let shown =
                |level: Option<Level>| level.map_or_else(|| none.to_owned(), |level| level.to_string());
            let now = if level.blind { "?".into() } else { shown(level.level) };
            let place = widest.unit.map(|it| format!(" in {}", unit(it))).unwrap_or_default();
            let levels = wording::count(usize::from(gap), "level");
            let more = if more > 0 { format!(", {more} more") } else { String::new() };
            // As cells without a level are shown.
            let counts = match (self.unknown, self.blind) {
                (0, _) => String::new(),
                (unknown, blind) if unknown == blind => " (? is 0)".into(),
                (_, 0) => format!(" ({none} is 0)"),
                _ => format!(" ({none} and ? are 0)"),
            };
            let (title, target) = (plan.item(item).title(), shown(level.target));
            words.push(format!("Widest gap: {levels}, {title}{place} ({now} → {target}){more}{counts}"));
        }
        if let Some((weakest, gap)) = self.weakest() {
            let layer = if weakest.len() == 1 { "layer" } else { "layers" };
            let (weakest, gap) = (wording::list(&weakest), wording::number(gap, 1));
            words.push(format!("Weakest {layer}: {weakest}, {gap} levels short on average"));
        }
        if self.blind > 0 {
            let blind = wording::count(self.blind, "cell");
            words.push(format!("Blind spots: {blind}, needed and never assessed (?)"));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 3 ÷ 2 and 6 ÷ 4 are the same, 4 ÷ 4 is less.
    #[test]
    fn layers_that_stand_alike_are_all_the_weakest() {
        let weakest = |layers: &[(&'static str, (u64, u64))]| {
            Gaps { layers: layers.iter().copied().collect(), ..Gaps::default() }.weakest()
        };
        let all = [("commercial", (3, 2)), ("technological", (4, 4)), ("transformational", (6, 4))];
        assert_eq!(weakest(&all), Some((vec!["commercial", "transformational"], 1.5)));
        let alike = [("commercial", (3, 2)), ("transformational", (6, 4))];
        assert_eq!(weakest(&alike), None, "none is weaker than another");
        assert_eq!(weakest(&[("commercial", (0, 2)), ("technological", (0, 1))]), None);
    }
}
