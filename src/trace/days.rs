//! The lines of a plan that days come from: on which a step is live, and from which a market, a brand or a customer type
//! counts.

use rustc_hash::FxHashSet;

use super::Trace;
use super::decided;
use super::value::Value;
use crate::figures::Figures;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::strategy::MultiplierKind;

/// Takes such lines into a trace, each of them once.
#[derive(Default)]
pub struct Days(FxHashSet<Address>);

impl Days {
    fn take(&mut self, trace: &mut Trace, unit: &str, label: &str, value: Value, from: Address) {
        if self.0.insert(from.clone()) {
            trace.take_in(unit, label, value, from);
        }
    }

    /// Takes in the end of a wave.
    pub fn wave_end(&mut self, plan: &Plan, trace: &mut Trace, wave: WaveIx) {
        let label = format!("end of {}", plan.wave(wave).title());
        let address = plan.wave_address(wave).to("end");
        self.take(trace, "", &label, Value::Date(plan.wave(wave).end), address);
    }

    /// Takes in the start of a wave.
    pub fn wave_start(&mut self, plan: &Plan, trace: &mut Trace, wave: WaveIx) {
        let label = format!("start of {}", plan.wave(wave).title());
        let address = plan.wave_address(wave).to("start");
        self.take(trace, "", &label, Value::Date(plan.wave(wave).start), address);
    }

    /// Takes in when work on a step starts: its own day, or the start of its wave.
    pub fn start(&mut self, plan: &Plan, trace: &mut Trace, (ix, nth): (ItemIx, usize)) {
        let item = plan.item(ix);
        match (item.start.filter(|_| nth == 0), item.steps.get(nth)) {
            (Some(start), _) => {
                let label = format!("{} starts", item.title());
                self.take(trace, "", &label, Value::Date(start), plan.item_address(ix).to("start"));
            }
            (None, Some(step)) => self.wave_start(plan, trace, step.wave),
            (None, None) => {}
        }
    }

    /// Takes in the end of the wave of a step, where no day is said of the step itself.
    pub fn end(&mut self, plan: &Plan, trace: &mut Trace, (ix, nth): (ItemIx, usize)) {
        let item = plan.item(ix);
        let own = nth == 0 && item.live.is_some() || plan.is_moved(ix, nth);
        if let Some(step) = item.steps.get(nth).filter(|_| !own) {
            self.wave_end(plan, trace, step.wave);
        }
    }

    /// Takes in the line that says on which day a step is live: its own, or the end of its wave.
    pub fn day(&mut self, plan: &Plan, trace: &mut Trace, (ix, nth): (ItemIx, usize)) {
        let item = plan.item(ix);
        let own = nth == 0 && item.live.is_some() || plan.is_moved(ix, nth);
        match plan.step_live(ix, nth).filter(|_| own) {
            Some(live) => {
                let level = item.steps.get(nth).filter(|_| item.steps.len() > 1);
                let level = level.map_or_else(String::new, |step| format!(" at {}", step.level));
                let label = format!("{}{level} is live", item.title());
                self.take(trace, "", &label, Value::Date(live), plan.live_address(ix, nth));
            }
            None => self.end(plan, trace, (ix, nth)),
        }
    }

    /// Takes in when an item is first live, and the lines that say so.
    pub fn first(&mut self, plan: &Plan, trace: &mut Trace, ix: ItemIx) {
        if let Some(live) = plan.first_live(ix) {
            self.take(trace, "", "live", Value::Date(live), plan.live_address(ix, 0));
            self.end(plan, trace, (ix, 0));
        }
    }

    /// Takes in when a market, a brand or a customer type is open: by which wave, at whose end, and how long after it.
    pub fn open(&mut self, figures: &Figures<'_>, trace: &mut Trace, kind: MultiplierKind, position: usize) {
        let (plan, scope) = (figures.plan, figures.scope());
        let opened = scope.opened_by(kind, position).zip(scope.live(kind, position));
        let Some(((wave, live), multiplier)) = opened.zip(plan.multipliers(kind).get(position)) else {
            return;
        };
        let table = plan.multiplier_address(kind, position).table;
        let list = plan.wave_address(wave).to("opens").to(table.key());
        // A list opens several, each of them on a day of its own.
        let label = format!("{} is open", multiplier.title());
        trace.take(&label, Value::Date(live), list);
        self.wave_end(plan, trace, wave);
        if let (Some(name), MultiplierKind::Market) = (multiplier.archetype, kind) {
            decided::archetype(plan, position.into(), trace);
            let months = Value::Count(plan.archetype(name).lag_months.into());
            let address = Address::new(Table::Archetype, name.as_str()).to("lag-months");
            self.take(trace, "months", &format!("lag of {}", name.as_str()), months, address);
        }
    }
}
