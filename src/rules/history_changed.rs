//! `history-changed`: what was recorded changes only with a decision.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::{ItemIx, MarketIx};
use crate::plan::kpi::Kpi;
use crate::plan::quantity::Money;
use crate::plan::record::Decision;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "history-changed",
    family: Family::Value,
    severity: Severity::Error,
    holds: "past readings, realized value, and the baselines and dates of what has started, stay as they were at the commit compared with, unless a new decision names them",
    why: "a past that is rewritten in silence makes every forecast and every bonus look right",
    bad: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[kpi.crm-use]
name = "Weekly users of the CRM"
measures = ["reach", "crm"]
kind = "leading"
lens = "adoption"
better = "higher"
unit = "%"
baseline = 20
target = { one = 60 }
owner = "Sales operations"

[[reading]]
kpi = "crm-use"
date = 2026-02-28
value = «31»
"#,
    good: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[kpi.crm-use]
name = "Weekly users of the CRM"
measures = ["reach", "crm"]
kind = "leading"
lens = "adoption"
better = "higher"
unit = "%"
baseline = 20
target = { one = 60 }
owner = "Sales operations"

[[reading]]
kpi = "crm-use"
date = 2026-02-28
value = 31

[[decision]]
date = 2026-03-20
by = "Steering committee"
note = "February counted test accounts; corrected"
affects = ["crm-use"]
"#,
    found: Found::Comparing { before: BEFORE, check },
};

const BEFORE: &str = r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[kpi.crm-use]
name = "Weekly users of the CRM"
measures = ["reach", "crm"]
kind = "leading"
lens = "adoption"
better = "higher"
unit = "%"
baseline = 20
target = { one = 60 }
owner = "Sales operations"

[[reading]]
kpi = "crm-use"
date = 2026-02-28
value = 34
"#;

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(before) = cx.before else { return };
    let mut history = History { now: cx.plan, before, decided: decided(cx.plan, before), findings };
    history.waves();
    history.kpis();
    history.readings();
    history.realized();
}

/// The ids that decisions name which were not on record before.
fn decided<'a>(now: &'a Plan, before: &Plan) -> FxHashSet<&'a str> {
    let key = |plan: &Plan, it: &Decision| {
        let gate = it.gate.map(|gate| plan.gates[gate.at()].id.clone());
        (it.date, gate, it.outcome, it.by.clone(), it.affects.clone(), it.about.note.clone())
    };
    let known: Vec<_> = before.decisions.iter().map(|it| key(before, it)).collect();
    let new = now.decisions.iter().filter(|it| !known.contains(&key(now, it)));
    new.flat_map(|it| it.affects.iter().map(|id| &**id)).collect()
}

struct History<'a> {
    now: &'a Plan,
    before: &'a Plan,
    decided: FxHashSet<&'a str>,
    findings: &'a mut Vec<Finding>,
}

impl History<'_> {
    fn changed(&mut self, at: Address, of: &Address, message: Telling) {
        if self.decided.contains(&*of.key) {
            return;
        }
        self.findings.push(Finding::new(RULE.name, at, message).label("was recorded otherwise").help(tell!(
            "Put it back, or record with `[[decision]]` why it changes, with {} in `affects`.",
            of.by_id()
        )));
    }

    /// Something that is gone as a whole. Its id cannot be named any more, so a decision may name what
    /// it was about instead.
    fn gone(&mut self, at: Address, about: &[Address], message: Telling) {
        if about.iter().any(|of| self.decided.contains(&*of.key)) {
            return;
        }
        self.findings.push(Finding::new(RULE.name, at, message).help(tell!(
            "Put it back, or record with `[[decision]]` why it goes, with {} in `affects`.",
            Telling::listed(&about.iter().map(|of| tell!("{}", of.by_id())).collect::<Vec<_>>())
        )));
    }

    /// When a wave that has started started, and when one that has ended ended.
    fn waves(&mut self) {
        let day = self.before.as_of;
        for old in self.before.waves.iter().filter(|wave| wave.start <= day) {
            let Some(ix) = self.now.wave_by_id(&old.id) else { continue };
            let new = self.now.wave(ix);
            for (key, verb, old_day, new_day) in
                [("start", "started", old.start, new.start), ("end", "ended", old.end, new.end)]
            {
                if old_day <= day && old_day != new_day {
                    let (was, is) = (wording::date(old_day), wording::date(new_day));
                    let message = tell!("{} {verb} on {was} and now on {is}", old);
                    let of = self.now.wave_address(ix);
                    self.changed(of.clone().to(key), &of, message);
                }
            }
        }
    }

    /// Baselines of KPIs that are read or whose items are under way.
    fn kpis(&mut self) {
        let before = self.before;
        let mut read = vec![false; before.kpis.len()];
        for it in before.readings.iter().filter(|it| it.date <= before.as_of) {
            read[it.kpi.at()] = true;
        }
        for (old, read) in before.kpis.iter().zip(read) {
            let started = |_: &f64| read || is_under_way(before, old);
            let Some(baseline) = old.baseline.filter(started) else { continue };
            let Some(ix) = self.now.kpi_by_id(&old.id) else { continue };
            let new = self.now.kpi(ix);
            if new.baseline.is_some_and(|new| same(new, baseline)) {
                continue;
            }
            let now = new.baseline.map_or("none".to_owned(), |value| with_unit(value, new));
            let message = tell!("the baseline of {} was {} and is {now}", old, with_unit(baseline, old));
            let of = Address::new(Table::Kpi, &old.id);
            self.changed(of.clone().to("baseline"), &of, message);
        }
    }

    fn readings(&mut self) {
        let (now, before) = (self.now, self.before);
        fn market(plan: &Plan, ix: Option<MarketIx>) -> Option<&str> {
            ix.map(|ix| &*plan.markets[ix.at()].id)
        }
        let mut current: BTreeMap<_, Vec<(usize, f64)>> = BTreeMap::new();
        for (nth, it) in now.readings.iter().enumerate() {
            let key = (&*now.kpi(it.kpi).id, it.date, market(now, it.market));
            current.entry(key).or_default().push((nth, it.value));
        }
        let mut lost: BTreeMap<usize, usize> = BTreeMap::new();
        for it in before.readings.iter().filter(|it| it.date <= before.as_of) {
            let kpi = before.kpi(it.kpi);
            let key = (&*kpi.id, it.date, market(before, it.market));
            let left = current.get(&key).map_or(&[][..], Vec::as_slice);
            if left.iter().any(|(_, value)| same(*value, it.value)) {
                continue;
            }
            let place =
                it.market.map(|market| tell!(" in {}", before.tell_market(market))).unwrap_or_default();
            let was =
                tell!("{} read {} on {}{}", kpi, with_unit(it.value, kpi), wording::date(it.date), place);
            let of = Address::new(Table::Kpi, &kpi.id);
            if let Some((nth, value)) = left.first() {
                let message = tell!("{} and now reads {}", was, with_unit(*value, kpi));
                self.changed(now.record_address(Table::Reading, *nth).to("value"), &of, message);
            } else if now.kpi_by_id(&kpi.id).is_some() {
                let message = tell!("{}, and that reading is gone", was);
                self.changed(of.clone(), &of, message);
            } else {
                *lost.entry(it.kpi.at()).or_default() += 1;
            }
        }
        for (kpi, readings) in lost {
            let kpi = &before.kpis[kpi];
            let measured: Vec<Address> =
                kpi.measures.iter().map(|link| before.item_address(link.to)).collect();
            let message = tell!("{} is gone with {}", kpi, wording::count(readings, "reading"));
            self.gone(Address::new(Table::Kpi, &kpi.id), &measured, message);
        }
    }

    fn realized(&mut self) {
        let (now, before) = (self.now, self.before);
        let mut current: BTreeMap<_, Vec<(usize, Money)>> = BTreeMap::new();
        for (nth, it) in now.realized.iter().enumerate() {
            let key = (&*now.item(it.driver).id, it.period);
            current.entry(key).or_default().push((nth, it.value));
        }
        let mut lost: BTreeMap<ItemIx, usize> = BTreeMap::new();
        for it in before.realized.iter().filter(|it| it.period.end() <= before.as_of) {
            let id = &before.item(it.driver).id;
            let left = current.get(&(&**id, it.period)).map_or(&[][..], Vec::as_slice);
            if left.iter().any(|(_, value)| *value == it.value) {
                continue;
            }
            let was = wording::money_exact(it.value, before.currency);
            let of = before.item_address(it.driver);
            let was = tell!("{} realized {was} in {}", of.by_id(), it.period);
            if let Some((nth, value)) = left.first() {
                let message = tell!("{} and now {}", was, wording::money_exact(*value, now.currency));
                self.changed(now.record_address(Table::Realized, *nth).to("value"), &of, message);
            } else if let Some(ix) = now.item_by_id(id) {
                self.changed(now.item_address(ix), &of, tell!("{}, and that record is gone", was));
            } else {
                *lost.entry(it.driver).or_default() += 1;
            }
        }
        for (driver, records) in lost {
            let item = before.item(driver);
            let waves: Vec<Address> = item.steps.iter().map(|step| before.wave_address(step.wave)).collect();
            let message =
                tell!("{} is gone with {} of realized value", item, wording::count(records, "record"));
            self.gone(before.item_address(driver), &waves, message);
        }
    }
}

/// Whether a wave that moves what a KPI measures has started.
fn is_under_way(plan: &Plan, kpi: &Kpi) -> bool {
    let steps = kpi.measures.iter().flat_map(|link| &plan.item(link.to).steps);
    steps.into_iter().any(|step| plan.wave(step.wave).start <= plan.as_of)
}

fn same(one: f64, other: f64) -> bool {
    one.total_cmp(&other).is_eq()
}

fn with_unit(value: f64, kpi: &Kpi) -> String {
    let number = wording::number(value, 6);
    kpi.unit.as_ref().map_or_else(|| number.clone(), |unit| format!("{number} {unit}"))
}
