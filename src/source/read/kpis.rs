//! KPIs.

use crate::order::Order as _;
use toml_spanner::{Item as Toml, Value};

use super::{At, Entry, Reader};
use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::address::Table;
use crate::plan::id::{KpiIx, MarketIx, WaveIx};
use crate::plan::kpi::{Better, Cadence, Counts, Kpi, KpiKind, Lens, Predicts, Rollup, Target, Tolerance};

impl<'t> Reader<'t> {
    pub(super) fn kpis(&mut self, plan: &mut Plan) {
        let entries = self.of(Table::Kpi).to_vec();
        let before = |nth: usize| self.before.filter(|_| self.said(Table::Kpi, nth))?.plan.kpis.get(nth);
        let kept: Vec<Option<Kpi>> = (0..entries.len()).map(|nth| before(nth).cloned()).collect();
        let read = entries.iter().zip(kept).map(|(entry, kept)| kept.unwrap_or_else(|| self.kpi(entry)));
        plan.kpis = read.collect();
    }

    fn kpi(&mut self, entry: &Entry<'t>) -> Kpi {
        let mut kpi = Kpi {
            id: entry.id.into(),
            about: About::default(),
            measures: Vec::new(),
            kind: None,
            lens: None,
            unit: None,
            better: None,
            predicts: None,
            baseline: None,
            target: Vec::new(),
            counts: None,
            window: None,
            cadence: None,
            tolerance: Tolerance::default(),
            rollup: None,
            local: Vec::new(),
        };
        let base = At::table(Table::Kpi, entry.id);
        let mut about = About::default();
        for (key, toml) in self.fields(Table::Kpi, entry, &mut about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "measures" => kpi.measures = self.items_in(at, toml),
                "kind" => kpi.kind = self.word(at, toml, KpiKind::WORDS, KpiKind::of),
                "lens" => kpi.lens = self.word(at, toml, Lens::WORDS, Lens::of),
                "unit" => kpi.unit = self.text(at, toml),
                "better" => kpi.better = self.word(at, toml, Better::WORDS, Better::of),
                "predicts" => kpi.predicts = self.predicts(at, toml),
                "baseline" => kpi.baseline = self.measured(at, toml),
                "target" => kpi.target = self.targets(at, toml),
                "counts" => kpi.counts = self.word(at, toml, Counts::WORDS, Counts::of),
                "window" => kpi.window = self.small(at, toml, 1, 120),
                "cadence" => kpi.cadence = self.word(at, toml, Cadence::WORDS, Cadence::of),
                "tolerance" => kpi.tolerance = self.tolerance(at, toml),
                "rollup" => kpi.rollup = self.word(at, toml, Rollup::WORDS, Rollup::of),
                "local" => kpi.local = self.local(at, toml),
                _ => self.stray(Table::Kpi, entry, key),
            }
        }
        kpi.about = about;
        if let (Some(better), Some(table)) = (kpi.better, entry.toml.as_table()) {
            let targets = table.get("target").map(|toml| (base.key("target"), toml));
            targets.into_iter().for_each(|(at, toml)| self.targets_fit(at, toml, better));
            let local = base.key("local");
            for (market, toml) in table.get("local").and_then(Toml::as_table).into_iter().flatten() {
                self.targets_fit(local.key(market.as_str()), toml, better);
            }
        }
        kpi
    }

    /// Holds targets to what is better: a number, a band, or yes.
    fn targets_fit(&mut self, at: At<'_>, toml: &Toml<'_>, better: Better) {
        for (wave, target) in toml.as_table().into_iter().flatten() {
            let (fits, expected) = match better {
                Better::Higher => (target.as_f64().is_some(), "a number, since higher is better"),
                Better::Lower => (target.as_f64().is_some(), "a number, since lower is better"),
                Better::Within => (
                    target.as_array().is_some(),
                    "a band of two numbers, [40, 60], since within it is better",
                ),
                Better::Done => (target.as_bool().is_some(), "true, since it is done or not"),
            };
            // What is no target at all was said already.
            let is_target =
                target.as_f64().is_some() || target.as_array().is_some() || target.as_bool().is_some();
            if is_target && !fits {
                self.wrong_type(at.key(wave.as_str()), target, expected);
            }
        }
    }

    /// A value of a KPI: a number, or yes (1) or no (0).
    pub(super) fn measured(&mut self, at: At<'_>, toml: &Toml<'_>) -> Option<f64> {
        match toml.as_bool() {
            Some(done) => Some(f64::from(u8::from(done))),
            None => self.finite(at, toml),
        }
    }

    fn targets(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Vec<(WaveIx, Target)> {
        self.by_wave(at, toml, "a table from wave to target: { foundation = 35 }", Self::target)
    }

    fn target(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Option<Target> {
        match toml.value() {
            Value::Boolean(done) => Some(Target::Done(*done)),
            Value::Array(ends) => {
                let [low, high] = ends.as_slice() else {
                    self.out_of_range(at, toml, "a band of two numbers: [40, 60]");
                    return None;
                };
                let (low, high) = (self.finite(at.nth(0), low)?, self.finite(at.nth(1), high)?);
                if low > high {
                    self.out_of_range(at, toml, "a band that begins with its lower end");
                    return None;
                }
                Some(Target::Band(low, high))
            }
            // What a target may be, only its KPI decides.
            Value::String(_) => {
                self.wrong_type(at, toml, "a number, a band of two numbers, [40, 60], or true");
                None
            }
            _ => self.finite(at, toml).map(Target::Value),
        }
    }

    fn tolerance(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Tolerance {
        let mut tolerance = Tolerance::default();
        let Some(table) = toml.as_table() else {
            self.wrong_type(at, toml, "a table: { green = 0.9, amber = 0.75 }");
            return tolerance;
        };
        for (key, value) in table {
            let inner = at.key(key.as_str());
            match key.as_str() {
                "green" => tolerance.green = self.number(inner, value, 0.0, 10.0).unwrap_or(tolerance.green),
                "amber" => tolerance.amber = self.number(inner, value, 0.0, 10.0).unwrap_or(tolerance.amber),
                _ => self.unknown_key(at, toml.as_table(), key, ["green", "amber"].into_iter()),
            }
        }
        if tolerance.amber > tolerance.green {
            self.out_of_range(at, toml, "amber at or below green");
            return Tolerance::default();
        }
        tolerance
    }

    fn predicts(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Option<Predicts> {
        let Some(table) = toml.as_table() else {
            self.wrong_type(at, toml, "a table: { kpi = \"new-prescribers\", after = 6 }");
            return None;
        };
        let (mut kpi, mut after) = (None, 0);
        for (key, value) in table {
            let inner = at.key(key.as_str());
            match key.as_str() {
                "kpi" => kpi = self.reference(inner, value, Table::Kpi).map(KpiIx),
                "after" => after = self.small(inner, value, 0, 1200).unwrap_or(0),
                _ => self.unknown_key(at, toml.as_table(), key, ["kpi", "after"].into_iter()),
            }
        }
        if !table.contains_key("kpi") {
            let message = "this names no `kpi`".to_owned();
            self.fault("missing-key", at, toml.span(), message, "Write the KPI that this one leads.");
        }
        Some(Predicts { kpi: kpi?, after })
    }

    fn local(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Vec<(MarketIx, Vec<(WaveIx, Target)>)> {
        let Some(table) = toml.as_table() else {
            self.wrong_type(at, toml, "a table from market to targets: { dk = { foundation = 45 } }");
            return Vec::new();
        };
        let mut local = Vec::new();
        for (key, targets) in table {
            let inner = at.key(key.as_str());
            let targets = self.targets(inner, targets);
            match self.indices[Table::Market as usize].get(key.as_str()).copied() {
                Some(market) => {
                    self.mention(key.span, Table::Market, key.as_str());
                    local.push((MarketIx(market), targets));
                }
                None => self.unknown_id(inner, key.span, key.as_str(), &[Table::Market]),
            }
        }
        local.order_by_key(|(market, _)| *market);
        local
    }
}
