//! Strategy: objectives, pools, multipliers, and what only drivers have.

use toml_spanner::{Item as Toml, Key};

use super::{At, Entry, Reader};
use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::address::Table;
use crate::plan::id::{ObjectiveIx, PoolIx};
use crate::plan::operating_model::ArchetypeName;
use crate::plan::quantity::Estimate;
use crate::plan::strategy::{Category, Driver, Multiplier, Objective, Pool, Ramp, Shape, Stage};

impl<'t> Reader<'t> {
    pub(super) fn strategy(&mut self, plan: &mut Plan) {
        for entry in self.of(Table::Objective).to_vec() {
            let mut about = About::default();
            for (key, _) in self.fields(Table::Objective, &entry, &mut about) {
                self.stray(Table::Objective, &entry, key);
            }
            plan.objectives.push(Objective { id: entry.id.into(), about });
        }
        for entry in self.of(Table::Pool).to_vec() {
            let mut pool = Pool { id: entry.id.into(), about: About::default(), cap: None, base: None };
            let at = At::table(Table::Pool, entry.id);
            for (key, toml) in self.fields(Table::Pool, &entry, &mut pool.about) {
                match key.as_str() {
                    "cap" => pool.cap = self.money(at.key("cap"), toml),
                    "base" => pool.base = self.money(at.key("base"), toml),
                    _ => self.stray(Table::Pool, &entry, key),
                }
            }
            plan.pools.push(pool);
        }
        plan.markets = self.multipliers(Table::Market);
        plan.brands = self.multipliers(Table::Brand);
        plan.customer_types = self.multipliers(Table::CustomerType);
    }

    fn multipliers(&mut self, table: Table) -> Vec<Multiplier> {
        self.of(table).to_vec().iter().map(|entry| self.multiplier(table, entry)).collect()
    }

    fn multiplier(&mut self, table: Table, entry: &Entry<'t>) -> Multiplier {
        let mut multiplier = Multiplier {
            id: entry.id.into(),
            about: About::default(),
            share: 0.0,
            archetype: None,
            cost: None,
            unplanned: false,
        };
        let base = At::table(table, entry.id);
        let mut has_share = false;
        for (key, toml) in self.fields(table, entry, &mut multiplier.about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "share" => {
                    has_share = true;
                    multiplier.share = self.number(at, toml, 0.0, 1.0).unwrap_or(0.0);
                }
                "wave" => multiplier.unplanned = self.unplanned_word(at, toml),
                "archetype" if table == Table::Market => {
                    multiplier.archetype = self.word(at, toml, ArchetypeName::WORDS, ArchetypeName::of);
                }
                "cost" if table == Table::Market => multiplier.cost = self.money(at, toml),
                _ => self.stray(table, entry, key),
            }
        }
        if !has_share {
            self.missing(table, entry, &["share"]);
        }
        multiplier
    }

    fn unplanned_word(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> bool {
        if toml.as_str().is_some_and(|word| word != "unplanned") {
            let message = "a multiplier is opened by a wave, not phased into one".to_owned();
            let help = "Name it in the `opens` of its wave; \"unplanned\" says that no wave opens it.";
            self.fault("unknown-value", at, toml.span(), message, help);
            return false;
        }
        self.text(at, toml).is_some()
    }

    /// A key that only drivers have; `false` where they have none such.
    pub(super) fn driver_key(
        &mut self,
        base: At<'_>,
        key: &Key<'t>,
        toml: &'t Toml<'t>,
        driver: &mut Driver,
    ) -> bool {
        let at = base.key(key.as_str());
        match key.as_str() {
            "category" => driver.category = self.word(at, toml, Category::WORDS, Category::of),
            "objective" => driver.objective = self.reference(at, toml, Table::Objective).map(ObjectiveIx),
            "stage" => driver.stage = self.word(at, toml, Stage::WORDS, Stage::of),
            "value" => driver.value = self.estimate(at, toml),
            "once" => driver.once = self.signed_money(at, toml),
            "ramp" => driver.ramp = self.ramp(at, toml),
            "pool" => driver.pool = self.reference(at, toml, Table::Pool).map(PoolIx),
            "confidence" => driver.confidence = self.number(at, toml, 0.0, 1.0),
            _ => return false,
        }
        true
    }

    fn estimate(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Option<Estimate> {
        let Some(table) = toml.as_table() else {
            let likely = self.signed_money(at, toml)?;
            return Some(Estimate { low: None, likely, high: None });
        };
        let (mut low, mut likely, mut high) = (None, None, None);
        let mut has_likely = false;
        for (key, value) in table {
            let inner = at.key(key.as_str());
            match key.as_str() {
                "low" => low = self.signed_money(inner, value),
                "likely" => (likely, has_likely) = (self.signed_money(inner, value), true),
                "high" => high = self.signed_money(inner, value),
                _ => self.unknown_key(at, toml.as_table(), key, ["low", "likely", "high"].into_iter()),
            }
        }
        if !has_likely {
            let message = "this estimate has no `likely`".to_owned();
            self.fault("missing-key", at, toml.span(), message, "Write the most likely amount a year.");
        }
        Some(Estimate { low, likely: likely?, high })
    }

    fn ramp(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Option<Ramp> {
        const SHAPES: &[&str] = &["step", "linear", "s-curve", "bass", "logistic"];
        let Some(table) = toml.as_table() else {
            self.wrong_type(at, toml, "a table: { months = 18, shape = \"s-curve\" }");
            return None;
        };
        let (mut months, mut shape) = (None, Some("linear"));
        let (mut p, mut q) = (0.03, 0.38);
        let (mut k, mut t0) = (1.0, 4.0);
        for (key, value) in table {
            let inner = at.key(key.as_str());
            match key.as_str() {
                "months" => months = self.number(inner, value, 0.0, 1200.0),
                "shape" => {
                    let known = |word: &str| SHAPES.iter().find(|shape| **shape == word).copied();
                    shape = self.word(inner, value, SHAPES, known);
                }
                "p" => p = self.number(inner, value, 1e-6, 1.0).unwrap_or(p),
                "q" => q = self.number(inner, value, 0.0, 10.0).unwrap_or(q),
                "k" => k = self.number(inner, value, 0.01, 10.0).unwrap_or(k),
                "t0" => t0 = self.number(inner, value, 0.0, 8.0).unwrap_or(t0),
                _ => {
                    let known = ["months", "shape", "p", "q", "k", "t0"];
                    self.unknown_key(at, toml.as_table(), key, known.into_iter());
                }
            }
        }
        let shape = match shape? {
            "step" => Shape::Step,
            "linear" => Shape::Linear,
            "s-curve" => Shape::SCurve,
            "bass" => Shape::Bass { p, q },
            _ => Shape::Logistic { k, t0 },
        };
        if months.is_none() && shape != Shape::Step && !table.contains_key("months") {
            let message = "this ramp has no `months`".to_owned();
            self.fault(
                "missing-key",
                at,
                toml.span(),
                message,
                "Write how many months it takes to full value.",
            );
        }
        let months = if shape == Shape::Step { months.unwrap_or(0.0) } else { months? };
        Some(Ramp { months, shape })
    }
}
