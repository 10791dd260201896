//! Plans made by hand for the tests of the graph.

use crate::order::Order as _;
use chrono::NaiveDate;

use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::calendar::plus_months;
use crate::plan::capability::{Capability, Maturity};
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::{Detail, Item, Need, Step};
use crate::plan::leadership::Mandate;
use crate::plan::strategy::Driver;
use crate::plan::wave::Wave;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A plan in the making. Its waves are half a year each: `w0` from 2026-01-01 to 2026-06-30, `w1`
/// from 2026-07-01 to 2026-12-31, and so on, with nothing said of what comes after what.
pub(super) struct Made {
    plan: Plan,
    texts: Vec<(Vec<String>, Vec<String>)>,
}

/// A capability that reaches levels in waves, given by their numbers.
pub(super) fn capability(id: &str, reaches: &[(u8, u32)]) -> Item {
    item(id, Detail::Capability(Box::default()), reaches)
}

/// A capability with the same maturity everywhere today.
pub(super) fn mature(id: &str, today: u8, reaches: &[(u8, u32)]) -> Item {
    let maturity = Maturity::Everywhere(today);
    item(id, Detail::Capability(Box::new(Capability { maturity, ..Capability::default() })), reaches)
}

pub(super) fn driver(id: &str, wave: u32) -> Item {
    item(id, Detail::Driver(Box::<Driver>::default()), &[(1, wave)])
}

pub(super) fn mandate(id: &str, reaches: &[(u8, u32)]) -> Item {
    item(id, Detail::Mandate(Box::<Mandate>::default()), reaches)
}

fn item(id: &str, detail: Detail, reaches: &[(u8, u32)]) -> Item {
    Item {
        steps: reaches.iter().map(|(level, wave)| Step { level: *level, wave: WaveIx(*wave) }).collect(),
        ..Item::new(id.into(), detail)
    }
}

impl Made {
    pub(super) fn new(waves: u32) -> Self {
        let start = day("2026-01-01");
        let mut plan = Plan::empty(start);
        for nth in 0..waves {
            let start = plus_months(start, 6 * nth.cast_signed());
            let end = plus_months(start, 6).pred_opt().unwrap();
            plan.waves.push(Wave {
                id: format!("w{nth}").into(),
                about: About::default(),
                start,
                end,
                budget: None,
                capacity: Vec::new(),
                focus: None,
                after: None,
                opens: crate::plan::leadership::Scope::default(),
            });
            plan.horizon = end;
        }
        Self { plan, texts: Vec::new() }
    }

    /// With an item and its needs, as a plan writes them; `w1: consent >= 2` is one by wave.
    pub(super) fn with(self, item: Item, needs: &[&str]) -> Self {
        self.with_both(item, needs, &[])
    }

    pub(super) fn with_both(mut self, item: Item, needs: &[&str], prefers: &[&str]) -> Self {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_string()).collect();
        self.plan.items.push(item);
        self.texts.push((owned(needs), owned(prefers)));
        self
    }

    /// The plan, in the order in which a reader brings it.
    pub(super) fn plan(self) -> Plan {
        let Self { mut plan, texts } = self;
        let mut both: Vec<_> = std::mem::take(&mut plan.items).iter().cloned().zip(texts).collect();
        both.order_by(|(one, _), (other, _)| (one.dimension(), &one.id).cmp(&(other.dimension(), &other.id)));
        let upto = |last| both.iter().filter(|(item, _)| item.dimension() <= last).count() as u32;
        use crate::plan::item::Dimension;
        plan.item_ends = [upto(Dimension::Strategy), upto(Dimension::OperatingModel)];
        let (items, texts): (Vec<_>, Vec<_>) = both.into_iter().unzip();
        plan.items = items.into_iter().collect();
        for (at, (needs, prefers)) in texts.iter().enumerate() {
            plan.item_mut(ItemIx::from(at)).needs = read(&plan, needs).into();
            plan.item_mut(ItemIx::from(at)).prefers = read(&plan, prefers).into();
        }
        plan
    }
}

fn read(plan: &Plan, texts: &[String]) -> Vec<Need> {
    let need = |(nth, text): (usize, &String)| {
        let (wave, text) = match text.split_once(": ") {
            Some((wave, text)) => (plan.wave_by_id(wave), text),
            None => (None, text.as_str()),
        };
        let (id, level) = match text.split_once(" >= ") {
            Some((id, level)) => (id, level.parse().ok()),
            None => (text, None),
        };
        Need { item: plan.item_by_id(id).unwrap(), level, wave, nth: nth as u32 }
    };
    texts.iter().enumerate().map(need).collect()
}

/// `count` capabilities `c000000`, `c000001`, … of one level, all in wave 0; each needs what `needs`
/// says of it.
pub(super) fn many(count: u32, needs: impl Fn(u32) -> Vec<u32>) -> Plan {
    let mut plan = Made::new(1).plan();
    plan.items = (0..count).map(|nth| capability(&format!("c{nth:06}"), &[(1, 0)])).collect();
    plan.item_ends = [0, count];
    for nth in 0..count {
        let need =
            |(at, item): (usize, u32)| Need { item: ItemIx(item), level: None, wave: None, nth: at as u32 };
        plan.item_mut(ItemIx(nth)).needs = needs(nth).into_iter().enumerate().map(need).collect();
    }
    plan
}
