//! Items: what drivers, capabilities and mandates have in common, and what only capabilities have.

use chrono::NaiveDate;
use toml_spanner::{Item as Toml, Key};

use super::{At, Entry, Reader};
use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::address::Table;
use crate::plan::capability::{Capability, Delivery, Layer, Maturity, OperatingDimension};
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::{Cost, Detail, Effort, Item, Seldom, Step};
use crate::plan::quantity::{Level, Money};
use crate::plan::tell::tell;

/// The steps of an item that are live on a day of their own, by number.
pub(super) type Dated = Vec<(u32, NaiveDate)>;

/// What `wave` and `reaches` say of an item.
#[derive(Default)]
struct Phasing<'t> {
    wave: Option<(WaveIx, &'t Toml<'t>)>,
    reaches: Vec<(WaveIx, Level)>,
    /// When its steps are live, by wave, where that is written so.
    live: Vec<(WaveIx, NaiveDate, &'t Toml<'t>)>,
}

impl<'t> Reader<'t> {
    pub(super) fn all_items(&mut self, plan: &mut Plan) {
        let lists = [Table::Driver, Table::Capability, Table::Mandate];
        self.said = self.said_before(plan);
        if let Some(before) = self.before.filter(|_| !self.said.is_empty()) {
            // The same ids in the same order: what does not say what it said is put in their places.
            plan.items = before.plan.items.clone();
        }
        let mut end = 0;
        for (table, slot) in lists.into_iter().zip(0..) {
            for at in 0..self.of(table).len() {
                let ix = ItemIx::from(end + at);
                let live = if self.said(table, at) {
                    self.dated_before(ix)
                } else {
                    let entry = self.of(table)[at];
                    let (item, live) = self.item(table, &entry, plan.units.len());
                    match plan.items.get_mut(ix.at()) {
                        Some(known) => *known = item,
                        None => plan.items.push(item),
                    }
                    live
                };
                plan.moved.extend(live.into_iter().map(|(step, date)| ((ix, step), date)));
            }
            end += self.of(table).len();
            if let Some(slot) = plan.item_ends.get_mut(slot) {
                *slot = super::place(end);
            }
        }
        self.grow_tree(plan);
    }

    /// An item, and the steps of it that are live on a day of their own.
    pub(super) fn item(&mut self, table: Table, entry: &Entry<'t>, units: usize) -> (Item, Dated) {
        self.items_read += 1;
        let mut item = Item::new(
            entry.id.into(),
            match table {
                Table::Driver => Detail::Driver(Box::default()),
                Table::Mandate => Detail::Mandate(Box::default()),
                _ => Detail::Capability(Box::default()),
            },
        );
        let base = At::table(table, entry.id);
        let mut phasing = Phasing::default();
        let mut about = About::default();
        for (key, toml) in self.fields(table, entry, &mut about) {
            let known = self.item_key(base, key, toml, &mut item, &mut phasing)
                || match &mut item.detail {
                    Detail::Driver(driver) => self.driver_key(base, key, toml, driver),
                    Detail::Capability(own) => self.capability_key(base, key, toml, own),
                    Detail::Mandate(mandate) => self.mandate_key(base, key, toml, mandate),
                };
            if !known {
                self.stray(table, entry, key);
            }
        }
        item.about = about;
        if let Detail::Mandate(mandate) = &mut item.detail {
            self.theme_fits(entry, mandate);
        }
        let live = std::mem::take(&mut phasing.live);
        item.steps = self.steps(base, &item, phasing, units).into();
        let live = live.into_iter().filter_map(|it| self.live_step(base, &item, it)).collect();
        (item, live)
    }

    /// The step that `live` dates by its wave, by number, and the date.
    fn live_step(
        &mut self,
        base: At<'_>,
        item: &Item,
        (wave, date, toml): (WaveIx, NaiveDate, &'t Toml<'t>),
    ) -> Option<(u32, NaiveDate)> {
        let step = item.steps.iter().position(|step| step.wave == wave);
        // That it is in no wave at all is said elsewhere.
        if step.is_none() && !item.steps.is_empty() {
            let message = tell!("{} has no step in this wave that could be live", item);
            let help = "Name a wave that it reaches a level in, or leave the entry out.";
            self.fault("unknown-value", base.key("live"), toml.span(), message, help);
        }
        Some((super::place(step?), date))
    }

    /// A key that every item may have; `false` where it is none.
    fn item_key(
        &mut self,
        base: At<'_>,
        key: &Key<'t>,
        toml: &'t Toml<'t>,
        item: &mut Item,
        phasing: &mut Phasing<'t>,
    ) -> bool {
        let at = base.key(key.as_str());
        match key.as_str() {
            "responsible" => seldom(item).responsible = self.text(at, toml),
            "wave" if toml.as_str() == Some("unplanned") => item.unplanned = true,
            "wave" => phasing.wave = self.reference(at, toml, Table::Wave).map(|ix| (WaveIx(ix), toml)),
            "reaches" if base.root() != Table::Driver => phasing.reaches = self.levels(at, toml),
            "needs" => item.needs = self.needs(at, toml).into(),
            "prefers" => item.prefers = self.needs(at, toml).into(),
            "together" => seldom(item).together = self.items_in(at, toml).into(),
            "start" => item.start = self.date(at, toml),
            "end" => item.end = self.date(at, toml),
            "live" if toml.as_table().is_some() => {
                let expected = "a date, or a table from wave to date: { scale = 2026-11-15 }";
                let dates = self.by_wave(at, toml, expected, |reader, at, toml| {
                    reader.date(at, toml).map(|date| (date, toml))
                });
                phasing.live = dates.into_iter().map(|(wave, (date, toml))| (wave, date, toml)).collect();
            }
            "live" => item.live = self.date(at, toml),
            "cost" => item.cost = Some(Box::new(self.cost(at, toml))),
            "effort" => item.effort = self.effort(at, toml).into(),
            "enabler" => seldom(item).enabler = self.text(at, toml),
            _ => return false,
        }
        true
    }

    /// The steps of an item, by level and wave.
    fn steps(&mut self, base: At<'_>, item: &Item, phasing: Phasing<'t>, units: usize) -> Vec<Step> {
        let mut steps: Vec<Step> =
            phasing.reaches.iter().map(|(wave, level)| Step { level: *level, wave: *wave }).collect();
        if let Some((wave, toml)) = phasing.wave {
            if steps.is_empty() {
                let level = match &item.detail {
                    // A step that the plan gives no level goes one above where the capability is today.
                    Detail::Capability(own) => {
                        own.target.unwrap_or_else(|| (own.maturity.everywhere(units) + 1).min(5))
                    }
                    _ => 1,
                };
                steps.push(Step { level, wave });
            } else {
                let message = "`wave` and `reaches` both say when it goes live".to_owned();
                self.fault("unknown-value", base.key("wave"), toml.span(), message, "Keep one of the two.");
            }
        }
        steps.sort_unstable();
        steps
    }

    fn capability_key(
        &mut self,
        base: At<'_>,
        key: &Key<'t>,
        toml: &'t Toml<'t>,
        capability: &mut Capability,
    ) -> bool {
        let at = base.key(key.as_str());
        match key.as_str() {
            "part-of" => capability.part_of = self.reference(at, toml, Table::Capability).map(ItemIx),
            "layer" => capability.layer = self.word(at, toml, Layer::WORDS, Layer::of),
            "dimensions" => {
                let list = self.list(at, toml, "a list of operating-model dimensions in quotes");
                let words = list.iter().enumerate().filter_map(|(nth, toml)| {
                    self.word(at.nth(nth), toml, OperatingDimension::WORDS, OperatingDimension::of)
                });
                capability.dimensions = words.collect();
            }
            "maturity" => capability.maturity = self.maturity(at, toml),
            "target" => capability.target = self.small(at, toml, 0, 5),
            "delivery" => capability.delivery = self.word(at, toml, Delivery::WORDS, Delivery::of),
            _ => return false,
        }
        true
    }

    fn maturity(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Maturity {
        let Some(table) = toml.as_table() else {
            return self.small(at, toml, 0, 5).map_or(Maturity::Unassessed, Maturity::Everywhere);
        };
        let mut levels = Vec::with_capacity(table.len());
        for (unit, level) in table {
            let inner = at.key(unit.as_str());
            let level = self.small(inner, level, 0, 5);
            if let Some(ix) = self.unit_named(inner, unit.span, unit.as_str()) {
                levels.extend(level.map(|level| (ix, level)));
            }
        }
        levels.sort_unstable();
        Maturity::ByUnit(levels.into())
    }

    fn cost(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Cost {
        let Some(table) = toml.as_table() else {
            return Cost { spread: self.money(at, toml), ..Cost::default() };
        };
        let mut cost = Cost::default();
        for (key, amount) in table {
            let inner = at.key(key.as_str());
            if key.as_str() == "run" {
                cost.run = self.money(inner, amount);
            } else if let Some(wave) = self.cost_key(at, key) {
                let amount: Option<Money> = self.money(inner, amount);
                cost.by_wave.extend(amount.map(|amount| (wave, amount)));
            }
        }
        cost.by_wave.sort_unstable();
        cost
    }

    /// The wave that a key of a cost names; `run`, its other key, may have been meant.
    fn cost_key(&mut self, at: At<'_>, key: &Key<'t>) -> Option<WaveIx> {
        let known = self.findings.len();
        let found = self.wave_key(at, key);
        let run = self.nearest(key.as_str(), std::iter::once("run"));
        if let (Some(finding), Some(run)) = (self.findings.get_mut(known), run)
            && finding.fixes.is_empty()
        {
            finding.help = format!("Did you mean `{run}`, the cost a year?").into();
            self.rename(key.span, key.as_str(), Some(run));
        }
        found
    }

    fn effort(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Vec<Effort> {
        let teams = self.by_team(at, toml);
        for (team, _) in &teams {
            let known = self.teams.is_empty() || self.teams.contains(team);
            if !known && !team.is_empty() {
                let known = self.hints > 0 || self.teams.len() <= 8;
                let teams = if known { self.teams.clone() } else { Vec::new() };
                let nearest = self.nearest(team, teams.iter().map(|team| &**team));
                let help = match nearest {
                    Some(nearest) => format!("Did you mean `{nearest}`?"),
                    None if self.teams.len() > 8 => "Write a team that a wave gives capacity.".to_owned(),
                    None => {
                        format!("Write one of the teams that a wave gives capacity: {}.", teams.join(", "))
                    }
                };
                let message = format!("no wave gives the team `{team}` any capacity");
                self.fault("unknown-id", at.key(team), toml.span(), message, help);
            }
        }
        teams.into_iter().map(|(team, months)| Effort { team, months }).collect()
    }

    /// Marks the groups, and holds the tree of capabilities to three levels. A loop is cut where it
    /// is found.
    fn grow_tree(&mut self, plan: &mut Plan) {
        let parents: Vec<Option<ItemIx>> =
            plan.items.iter().map(|item| item.capability().and_then(|own| own.part_of)).collect();
        let mut groups = vec![false; parents.len()];
        for parent in parents.iter().flatten() {
            groups[parent.at()] = true;
        }
        for (at, group) in groups.into_iter().enumerate() {
            // What was taken over may be a group no more, or only now be one.
            if plan.items[at].is_group() != group
                && let Some(Detail::Capability(own)) = plan.items.get_mut(at).map(|item| &mut item.detail)
            {
                own.group = group;
            }
        }
        for (at, parent) in parents.iter().enumerate() {
            let mut above = *parent;
            let mut depth = 1;
            while let Some(ix) = above
                && depth <= 3
            {
                above = parents.get(ix.at()).copied().flatten();
                depth += 1;
            }
            if depth > 3 {
                self.too_deep(plan, ItemIx::from(at));
            }
        }
    }

    fn too_deep(&mut self, plan: &mut Plan, ix: ItemIx) {
        let id = plan.item(ix).id.clone();
        let found = self.of(Table::Capability).binary_search_by(|entry| entry.id.cmp(&id));
        if let Some(entry) = found.ok().and_then(|at| self.of(Table::Capability).get(at)).copied() {
            self.part = entry.origin.0;
            let toml = entry.toml.as_table().and_then(|table| table.get("part-of"));
            let span = toml.map_or_else(|| self.head(&entry), Toml::span);
            let message = tell!(
                "{} stands deeper than three levels of the capability tree, or in a loop",
                plan.item(ix)
            );
            let at = At::table(Table::Capability, &id);
            self.fault(
                "out-of-range",
                at.key("part-of"),
                span,
                message,
                "Make it part of a group or an area.",
            );
        }
        if let Some(Detail::Capability(own)) = plan.items.get_mut(ix.at()).map(|item| &mut item.detail) {
            own.part_of = None;
        }
    }
}

fn seldom(item: &mut Item) -> &mut Seldom {
    item.seldom.get_or_insert_default()
}
