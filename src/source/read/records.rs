//! The record: readings, realized value, spending, assessments, decisions, actions, learnings; and what
//! is listed beside it: waivers and slides.

use crate::order::Order as _;
use toml_spanner::Item as Toml;

use super::{At, Entry, Reader};
use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::address::{Holds, Table};
use crate::plan::id::{GateIx, ItemIx, KpiIx, MarketIx, WaveIx};
use crate::plan::kpi::Better;
use crate::plan::record::{
    Action, Assessed, Decision, Learning, Outcome, Reading, Realized, Spent, SpentOn, Waiver,
};

impl<'t> Reader<'t> {
    pub(super) fn records(&mut self, plan: &mut Plan) {
        plan.readings = self.sorted(Table::Reading, Self::reading, |one, other| {
            let key = |it: &Reading| (it.kpi, it.date, it.market);
            key(one).cmp(&key(other)).then(one.value.total_cmp(&other.value))
        });
        self.readings_fit(plan);
        plan.realized = self.sorted(Table::Realized, Self::realized, |one, other| {
            let key = |it: &Realized| (it.driver, it.period, it.value);
            key(one).cmp(&key(other))
        });
        plan.spent = self.sorted(Table::Spent, Self::spent, |one, other| {
            let key = |it: &Spent| (it.on, it.period, it.value);
            key(one).cmp(&key(other))
        });
        plan.assessed = self.sorted(Table::Assessed, Self::assessed, |one, other| {
            let key = |it: &Assessed| (it.item, it.date, it.unit, it.level);
            key(one).cmp(&key(other))
        });
        plan.decisions = self.sorted(Table::Decision, Self::decision, |one, other| {
            let key = |it: &Decision| (it.date, it.gate, it.about.note.clone(), it.affects.clone());
            key(one).cmp(&key(other))
        });
        // What is private comes last of those that are about the same, so that no number of another tells of it.
        plan.actions = self.sorted(Table::Action, Self::action, |one, other| {
            let key = |it: &Action| (it.date, it.about.private, it.what.clone(), it.due);
            key(one).cmp(&key(other))
        });
        plan.learnings = self.sorted(Table::Learning, Self::learning, |one, other| {
            let key = |it: &Learning| (it.date, it.wave, it.about.private, it.about.note.clone());
            key(one).cmp(&key(other))
        });
        plan.waivers = self.sorted(Table::Waiver, Self::waiver, |one, other| {
            let key = |it: &Waiver| (it.rule.clone(), it.on.clone(), it.until);
            key(one).cmp(&key(other))
        });
        // The agenda is in the order in which it is written.
        let mut slides = std::mem::take(&mut self.entries[Table::Present as usize]);
        slides.order_by(|one, other| self.by_file(one, other));
        plan.slides = slides.iter().map(|entry| self.slide(entry)).collect();
        self.entries[Table::Present as usize] = slides;
    }

    /// All records of a table in one order, whatever the order of files and tables. Those without
    /// what they cannot do without are left out; the places of the others keep their order.
    fn sorted<T: std::fmt::Debug>(
        &mut self,
        table: Table,
        read: fn(&mut Self, &Entry<'t>) -> Option<T>,
        order: fn(&T, &T) -> std::cmp::Ordering,
    ) -> Vec<T> {
        debug_assert!(table.holds() == Holds::Many);
        let entries = std::mem::take(&mut self.entries[table as usize]);
        let mut all: Vec<(T, Entry<'t>)> =
            entries.into_iter().filter_map(|entry| Some((read(self, &entry)?, entry))).collect();
        // Records of one key are told apart by whatever else they say, and those that say the same in every
        // respect by the names of their files.
        all.order_by(|(one, first), (other, second)| {
            order(one, other)
                .then_with(|| format!("{one:?}").cmp(&format!("{other:?}")))
                .then_with(|| self.by_file(first, second))
        });
        let (records, entries): (Vec<T>, Vec<Entry<'t>>) = all.into_iter().unzip();
        self.entries[table as usize] = entries;
        records
    }

    /// Says which of some keys a record lacks; `false` where it has them all.
    fn lacks(&mut self, table: Table, entry: &Entry<'t>, keys: &[&'static str]) -> bool {
        let Some(toml) = entry.toml.as_table() else { return true };
        let missing: Vec<&str> = keys.iter().copied().filter(|key| !toml.contains_key(key)).collect();
        if missing.is_empty() {
            return false;
        }
        self.missing(table, entry, &missing);
        true
    }

    fn reading(&mut self, entry: &Entry<'t>) -> Option<Reading> {
        let base = At::table(Table::Reading, "");
        let (mut kpi, mut date, mut value, mut market) = (None, None, None, Some(None));
        let mut about = About::default();
        for (key, toml) in self.fields(Table::Reading, entry, &mut about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "kpi" => kpi = self.reference(at, toml, Table::Kpi).map(KpiIx),
                "date" => date = self.date(at, toml),
                "value" => value = self.measured(at, toml),
                // A reading of a market that is not known must not count as a global one.
                "market" => market = self.reference(at, toml, Table::Market).map(|ix| Some(MarketIx(ix))),
                _ => self.stray(Table::Reading, entry, key),
            }
        }
        self.lacks(Table::Reading, entry, &["kpi", "date", "value"]);
        Some(Reading { kpi: kpi?, date: date?, value: value?, market: market?, about })
    }

    /// Holds readings to what their KPI counts: yes or no is no number.
    fn readings_fit(&mut self, plan: &Plan) {
        let entries = self.of(Table::Reading).to_vec();
        for (reading, entry) in plan.readings.iter().zip(entries) {
            let numeric = plan.kpi(reading.kpi).better.is_some_and(|better| better != Better::Done);
            let value = entry.toml.as_table().and_then(|table| table.get("value"));
            if let Some(value) = value.filter(|value| numeric && value.as_bool().is_some()) {
                self.part = entry.origin.0;
                let base = At::table(Table::Reading, "");
                self.wrong_type(base.key("value"), value, "a number, as its KPI counts");
            }
        }
    }

    fn realized(&mut self, entry: &Entry<'t>) -> Option<Realized> {
        let base = At::table(Table::Realized, "");
        let (mut driver, mut period, mut value) = (None, None, None);
        let mut about = About::default();
        for (key, toml) in self.fields(Table::Realized, entry, &mut about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "driver" => driver = self.reference(at, toml, Table::Driver).map(ItemIx),
                "period" => period = self.period(at, toml),
                "value" => value = self.signed_money(at, toml),
                _ => self.stray(Table::Realized, entry, key),
            }
        }
        self.lacks(Table::Realized, entry, &["driver", "period", "value"]);
        Some(Realized { driver: driver?, period: period?, value: value?, about })
    }

    fn spent(&mut self, entry: &Entry<'t>) -> Option<Spent> {
        let base = At::table(Table::Spent, "");
        let (mut item, mut wave, mut period, mut value) = (None, None, None, None);
        let mut about = About::default();
        for (key, toml) in self.fields(Table::Spent, entry, &mut about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "item" => item = self.item_reference(at, toml),
                "wave" => wave = self.reference(at, toml, Table::Wave).map(WaveIx),
                "period" => period = self.period(at, toml),
                "value" => value = self.signed_money(at, toml),
                _ => self.stray(Table::Spent, entry, key),
            }
        }
        let (has_item, has_wave) = (self.has(entry, "item"), self.has(entry, "wave"));
        match (has_item, has_wave) {
            (false, false) => self.missing(Table::Spent, entry, &["item", "wave"]),
            (true, true) => {
                let message = "this spending names an item and a wave".to_owned();
                self.fault(
                    "unknown-value",
                    base,
                    self.head(entry),
                    message,
                    "Keep one of the two; an item knows its wave.",
                );
            }
            _ => {}
        }
        self.lacks(Table::Spent, entry, &["period", "value"]);
        let on = item.map(SpentOn::Item).or(wave.map(SpentOn::Wave));
        Some(Spent { on: on?, period: period?, value: value?, about })
    }

    fn has(&self, entry: &Entry<'t>, key: &str) -> bool {
        entry.toml.as_table().is_some_and(|table| table.contains_key(key))
    }

    fn assessed(&mut self, entry: &Entry<'t>) -> Option<Assessed> {
        let base = At::table(Table::Assessed, "");
        let (mut item, mut date, mut level, mut unit) = (None, None, None, Some(None));
        let mut about = About::default();
        for (key, toml) in self.fields(Table::Assessed, entry, &mut about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "capability" => item = self.reference(at, toml, Table::Capability).map(ItemIx).or(item),
                "mandate" => item = self.reference(at, toml, Table::Mandate).map(ItemIx).or(item),
                "date" => date = self.date(at, toml),
                "level" => level = self.small(at, toml, 0, 5),
                "unit" => unit = self.unit_reference(at, toml).map(Some),
                _ => self.stray(Table::Assessed, entry, key),
            }
        }
        match (self.has(entry, "capability"), self.has(entry, "mandate")) {
            (false, false) => self.missing(Table::Assessed, entry, &["capability"]),
            (true, true) => {
                let head = self.head(entry);
                let message = "this assessment is of a capability and of a mandate".to_owned();
                self.fault("unknown-value", base, head, message, "Assess each in a table of its own.");
            }
            _ => {}
        }
        self.lacks(Table::Assessed, entry, &["date", "level"]);
        Some(Assessed { item: item?, date: date?, level: level?, unit: unit?, about })
    }

    fn decision(&mut self, entry: &Entry<'t>) -> Option<Decision> {
        let base = At::table(Table::Decision, "");
        let (mut date, mut gate, mut outcome, mut by, mut affects) = (None, None, None, None, Vec::new());
        let mut effect = None;
        let mut about = About::default();
        for (key, toml) in self.fields(Table::Decision, entry, &mut about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "date" => date = self.date(at, toml),
                "gate" => gate = self.reference(at, toml, Table::Gate).map(GateIx),
                "outcome" => outcome = self.word(at, toml, Outcome::WORDS, Outcome::of),
                "by" => by = self.text(at, toml),
                "affects" => affects = self.any_ids(at, toml),
                "effect" => effect = self.text(at, toml),
                _ => self.stray(Table::Decision, entry, key),
            }
        }
        self.lacks(Table::Decision, entry, &["date"]);
        Some(Decision { date: date?, gate, outcome, by, affects, effect, about })
    }

    fn action(&mut self, entry: &Entry<'t>) -> Option<Action> {
        let base = At::table(Table::Action, "");
        let (mut date, mut what, mut due, mut done) = (None, None, None, None);
        let mut about = About::default();
        for (key, toml) in self.fields(Table::Action, entry, &mut about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "date" => date = self.date(at, toml),
                "what" => what = self.text(at, toml),
                "due" => due = self.date(at, toml),
                "done" => done = self.date(at, toml),
                _ => self.stray(Table::Action, entry, key),
            }
        }
        self.lacks(Table::Action, entry, &["date", "what"]);
        Some(Action { date: date?, what: what?, due, done, about })
    }

    fn learning(&mut self, entry: &Entry<'t>) -> Option<Learning> {
        let base = At::table(Table::Learning, "");
        let (mut date, mut wave, mut leads_to) = (None, None, Vec::new());
        let mut about = About::default();
        for (key, toml) in self.fields(Table::Learning, entry, &mut about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "date" => date = self.date(at, toml),
                "wave" => wave = self.reference(at, toml, Table::Wave).map(WaveIx),
                "leads-to" => leads_to = self.items_in(at, toml),
                _ => self.stray(Table::Learning, entry, key),
            }
        }
        self.lacks(Table::Learning, entry, &["date"]);
        Some(Learning { date: date?, wave, leads_to, about })
    }

    fn waiver(&mut self, entry: &Entry<'t>) -> Option<Waiver> {
        let base = At::table(Table::Waiver, "");
        let (mut rule, mut on, mut reason, mut by, mut until) = (None, None, None, None, None);
        let mut somewhere = false;
        for (key, toml) in self.fields(Table::Waiver, entry, &mut About::default()) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "rule" => rule = self.text(at, toml),
                "on" => (somewhere, on) = (true, self.any_id(at, toml)),
                "reason" => reason = self.text(at, toml),
                "by" => by = self.text(at, toml),
                "until" => until = self.date(at, toml),
                _ => self.stray(Table::Waiver, entry, key),
            }
        }
        self.lacks(Table::Waiver, entry, &["rule"]);
        // On what is not there it accepts nothing; without `on` it would accept everything.
        let nowhere = somewhere && on.is_none();
        (!nowhere).then_some(Waiver { rule: rule?, on, reason, by, until })
    }

    fn any_ids(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Vec<Box<str>> {
        let list = self.list(at, toml, "a list of ids in quotes");
        list.iter().enumerate().filter_map(|(nth, toml)| self.any_id(at.nth(nth), toml)).collect()
    }

    /// Whether the plan has something of a kind with this id.
    pub(super) fn has_id(&self, table: Table, id: &str) -> bool {
        let known = || self.of(table).binary_search_by(|entry| entry.id.cmp(id)).is_ok();
        table.holds() == Holds::ById && known()
    }

    /// An id of whatever kind.
    pub(super) fn any_id(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Option<Box<str>> {
        let id = self.text(at, toml)?;
        let meant: Vec<Table> = Table::ALL.into_iter().filter(|table| self.has_id(*table, &id)).collect();
        match *meant {
            [] => {}
            [one] => {
                self.mention(toml.span(), one, &id);
                return Some(id);
            }
            // What it means among several of that id is not said, so it stays true of the others.
            _ => return Some(id),
        }
        let kinds: Vec<Table> = Table::ALL.into_iter().filter(|table| table.holds() == Holds::ById).collect();
        self.unknown_id(at, toml.span(), &id, &kinds);
        None
    }
}
