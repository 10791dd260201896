//! The programme as a whole: `[plan]`, `[target-state]`, `[policy]`, the waves, and the order in which
//! everything is read.

use chrono::NaiveDate;
use toml_spanner::{Item as Toml, Key};

use super::faults::Nearest;
use super::{At, Entry, Reader, again, place, schema};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::address::Table;
use crate::plan::calendar::{Month, plus_months};
use crate::plan::discounting::Discounting;
use crate::plan::id::Id;
use crate::plan::item::Dimension;
use crate::plan::leadership::Scope;
use crate::plan::policy::{ASSUMPTIONS, Policy, THRESHOLDS};
use crate::plan::quantity::Currency;
use crate::plan::wave::Wave;

/// Months from the end of the last wave to the horizon of a plan that names none.
const MONTHS_AFTER: i32 = 24;

/// The dates that `[plan]` gives.
#[derive(Default)]
struct Dates {
    start: Option<NaiveDate>,
    horizon: Option<NaiveDate>,
    as_of: Option<NaiveDate>,
}

impl<'t> Reader<'t> {
    pub(super) fn plan(&mut self) -> Plan {
        let mut plan = Plan::empty(NaiveDate::default());
        // Money needs the currency, references the order of the waves, units and teams: those come first.
        let dates = self.programme(&mut plan);
        self.waves_in_order();
        self.known_units(&mut plan);
        plan.waves =
            self.entries[Table::Wave as usize].clone().iter().map(|entry| self.wave(entry)).collect();
        self.waves_by_date(&mut plan);
        self.teams = again::teams(&plan.waves);

        self.target_state(&mut plan);
        self.policy(&mut plan);
        self.strategy(&mut plan);
        self.operating_model(&mut plan);
        self.all_items(&mut plan);
        self.leadership(&mut plan);
        self.kpis(&mut plan);
        self.records(&mut plan);
        span_of(&mut plan, &dates);
        if plan.horizon < plan.start
            && let Some(entry) = self.of(Table::Plan).first().copied()
        {
            self.part = entry.origin.0;
            let base = At::table(Table::Plan, "");
            let message = format!("the horizon {} lies before the start {}", plan.horizon, plan.start);
            let written = entry.toml.as_table().and_then(|table| table.get("horizon"));
            let (at, span) = match written {
                Some(toml) => (base.key("horizon"), toml.span()),
                None => (base, self.head(&entry)),
            };
            self.fault("out-of-range", at, span, message, "Give the plan a horizon after its start.");
            // As if it named none, so that the same is not said again of every wave.
            span_of(&mut plan, &Dates { horizon: None, ..dates });
            plan.horizon = plan.horizon.max(plan.start);
        }
        plan
    }

    /// Gives a plan the dates anew that follow from its waves, where `[plan]` says what it said; whether they are as
    /// they should be.
    pub(super) fn spans_again(&mut self, plan: &mut Plan) -> bool {
        let parts = (0..).zip(self.parts);
        let written = parts.filter_map(|(nth, part)| Some((nth, part.tree.table().get_key_value("plan")?)));
        let entry = |(nth, (key, toml)): (u32, (&'t Key<'t>, &'t Toml<'t>))| Entry {
            id: "",
            toml,
            key: key.span,
            origin: (nth, 0),
        };
        self.entries[Table::Plan as usize] = written.map(entry).collect();
        let dates = self.programme(plan);
        span_of(plan, &dates);
        plan.start <= plan.horizon
    }

    fn programme(&mut self, plan: &mut Plan) -> Dates {
        let mut dates = Dates::default();
        let Some(entry) = self.of(Table::Plan).first().copied() else { return dates };
        let base = At::table(Table::Plan, "");
        let mut about = About::default();
        for (key, toml) in self.fields(Table::Plan, &entry, &mut about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "sponsor" => plan.sponsor = self.text(at, toml),
                "currency" => plan.currency = self.currency(at, toml).unwrap_or(Currency::UNNAMED),
                "start" => dates.start = self.date(at, toml),
                "horizon" => dates.horizon = self.date(at, toml),
                "as-of" => dates.as_of = self.date(at, toml),
                "discount-rate" => plan.discount_rate = self.number(at, toml, -0.99, 1.0).unwrap_or(0.0),
                "discounting" => {
                    let word = self.word(at, toml, Discounting::WORDS, Discounting::of);
                    plan.discounting = word.unwrap_or(Discounting::MidMonth);
                }
                "units" => plan.units = self.unit_list(at, toml),
                _ => self.stray(Table::Plan, &entry, key),
            }
        }
        plan.about = about;
        self.digits = plan.currency.digits;
        dates
    }

    fn currency(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Option<Currency> {
        let code = self.text(at, toml)?;
        let currency = Currency::of(&code);
        if currency.is_none() {
            let known: Vec<&str> = Currency::codes().collect();
            // Codes are written in capitals; a known one in other letters is meant.
            match known.iter().find(|known| known.eq_ignore_ascii_case(&code)) {
                Some(meant) => {
                    let message = format!("`{code}` is no value of `currency`");
                    let help = format!("Did you mean `{meant}`?");
                    self.fault("unknown-value", at, toml.span(), message, help);
                    self.rename(toml.span(), &code, Some(Nearest { word: meant, alone: true }));
                }
                None => self.unknown_value(at, toml, &code, &known),
            }
        }
        currency
    }

    fn unit_list(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Vec<Id> {
        let mut units: Vec<Id> = Vec::new();
        for unit in self.texts(at, toml) {
            if units.contains(&unit) {
                let message = format!("the business unit `{unit}` is named twice");
                self.fault("duplicate-id", at, toml.span(), message, "Name each business unit once.");
            } else {
                units.push(unit);
            }
        }
        units
    }

    fn known_units(&mut self, plan: &mut Plan) {
        self.units_are_markets = plan.units.is_empty();
        if self.units_are_markets {
            plan.units = self.of(Table::Market).iter().map(|entry| entry.id.into()).collect();
        }
        let units = plan.units.iter().enumerate();
        self.units = units.map(|(at, unit)| (unit.clone(), place(at))).collect();
    }

    /// Gives the waves their indices, by start, end and id. Their dates are looked at here without
    /// complaint; the faulty ones are reported when the waves are read.
    fn waves_in_order(&mut self) {
        let date = |entry: &Entry<'t>, key: &str| {
            let moment = entry.toml.as_table()?.get(key)?.as_datetime()?;
            let day = moment.date()?;
            Some((day.year, day.month, day.day))
        };
        let mut order: Vec<_> = self
            .of(Table::Wave)
            .iter()
            .map(|entry| (date(entry, "start"), date(entry, "end"), entry.id))
            .collect();
        order.sort_unstable();
        let indices = order.iter().enumerate().map(|(at, (_, _, id))| (*id, place(at)));
        self.indices[Table::Wave as usize] = indices.collect();
    }

    fn waves_by_date(&mut self, plan: &mut Plan) {
        let index = &self.indices[Table::Wave as usize];
        plan.waves.order_by_key(|wave| index.get(&*wave.id).copied());
    }

    fn wave(&mut self, entry: &Entry<'t>) -> Wave {
        let (mut start, mut end) = (None, None);
        let mut wave = Wave {
            id: entry.id.into(),
            about: About::default(),
            start: NaiveDate::default(),
            end: NaiveDate::default(),
            budget: None,
            capacity: Vec::new(),
            focus: None,
            after: None,
            opens: Scope::default(),
        };
        let base = At::table(Table::Wave, entry.id);
        let mut about = About::default();
        let (mut has_start, mut has_end) = (false, false);
        for (key, toml) in self.fields(Table::Wave, entry, &mut about) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "start" => (start, has_start) = (self.date(at, toml), true),
                "end" => (end, has_end) = (self.date(at, toml), true),
                "budget" => wave.budget = self.money(at, toml),
                "capacity" => wave.capacity = self.by_team(at, toml),
                "focus" => wave.focus = self.small(at, toml, 0, 1000),
                "after" => wave.after = Some(self.links(at, toml, Table::Wave)),
                "opens" => wave.opens = self.scope(at, toml),
                _ => self.stray(Table::Wave, entry, key),
            }
        }
        wave.about = about;
        match (has_start, has_end) {
            (false, false) => self.missing(Table::Wave, entry, &["start", "end"]),
            (false, true) => self.missing(Table::Wave, entry, &["start"]),
            (true, false) => self.missing(Table::Wave, entry, &["end"]),
            (true, true) => {}
        }
        // A wave without one of its dates is taken for a day, so that the rest still has a place.
        wave.start = start.or(end).unwrap_or_default();
        wave.end = end.or(start).unwrap_or_default();
        wave
    }

    fn target_state(&mut self, plan: &mut Plan) {
        let Some(entry) = self.of(Table::TargetState).first().copied() else { return };
        let base = At::table(Table::TargetState, "");
        let mut about = About::default();
        for (key, toml) in self.fields(Table::TargetState, &entry, &mut about) {
            let row = Dimension::ALL.iter().position(|dimension| dimension.as_str() == key.as_str());
            match row {
                Some(row) => plan.target_state[row] = self.text(base.key(key.as_str()), toml),
                None => self.stray(Table::TargetState, &entry, key),
            }
        }
        plan.target_is_private = about.private;
    }

    fn policy(&mut self, plan: &mut Plan) {
        let Some(entry) = self.of(Table::Policy).first().copied() else { return };
        let base = At::table(Table::Policy, "");
        let mut policy = Policy::default();
        for (key, toml) in self.fields(Table::Policy, &entry, &mut About::default()) {
            let at = base.key(key.as_str());
            match key.as_str() {
                "focus" => policy.focus = self.small(at, toml, 0, 1000),
                "allow" => policy.allow = self.texts(at, toml),
                "deny" => policy.deny = self.texts(at, toml),
                other => match THRESHOLDS.iter().chain(ASSUMPTIONS).find(|(name, _)| *name == other) {
                    Some((name, _)) => {
                        let (low, high) = schema::range(Table::Policy, name);
                        let threshold = self.number(at, toml, low, high);
                        policy.thresholds.extend(threshold.map(|threshold| (*name, threshold)));
                    }
                    None => self.stray(Table::Policy, &entry, key),
                },
            }
        }
        plan.policy = policy;
    }
}

/// The dates of a plan: those it gives, and for the others what the waves and the record say.
fn span_of(plan: &mut Plan, dates: &Dates) {
    let first = plan.waves.iter().map(|wave| wave.start).min();
    let last = plan.waves.iter().map(|wave| wave.end).max();
    let record = || record_of(plan);
    let as_of = dates.as_of.or_else(|| record().max());
    // Without a start and without waves it begins with the first day that it knows of.
    let known = || record().chain(dates.as_of).chain(dates.horizon).min();
    let start = dates.start.or(first).or_else(known).unwrap_or_default();
    let horizon = dates
        .horizon
        .or_else(|| last.map(|last| Month::of(plus_months(last, MONTHS_AFTER)).last_day()))
        .unwrap_or(start);
    (plan.start, plan.horizon, plan.as_of) = (start, horizon, as_of.unwrap_or(start));
}

/// The days on record.
fn record_of(plan: &Plan) -> impl Iterator<Item = NaiveDate> {
    plan.readings
        .iter()
        .map(|it| it.date)
        .chain(plan.realized.iter().map(|it| it.period.end()))
        .chain(plan.spent.iter().map(|it| it.period.end()))
        .chain(plan.assessed.iter().map(|it| it.date))
        .chain(plan.decisions.iter().map(|it| it.date))
        .chain(plan.actions.iter().flat_map(|it| [Some(it.date), it.done]).flatten())
        .chain(plan.learnings.iter().map(|it| it.date))
}
