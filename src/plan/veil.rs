//! What is private, kept from an audience: a plan whose private tables say nothing in words, for screens
//! and texts that others see. Figures are not in it: they are computed from the plan as it is, and whoever
//! shows them leaves out those of private tables.

use std::borrow::Cow;

use super::Plan;
use super::about::About;
use super::id::{ItemIx, KpiIx};
use super::item::Detail;
use super::leadership::{Criterion, Subject};
use super::record::SpentOn;
use super::strategy::Driver;

/// What stands in place of a private name or id; no id can be it.
pub const PRIVATE: &str = "█████ private";

impl About {
    fn veil(&mut self) {
        let private = self.private;
        let name = Some(PRIVATE.into());
        if private {
            *self = Self { name, note: None, owner: None, extra: None, private };
        }
    }
}

/// Veils the text of tables that have an id and what every table may carry.
macro_rules! veil {
    ($($table:expr),+) => {
        $(for it in &mut $table {
            it.about.veil();
            if it.about.private {
                it.id = PRIVATE.into();
            }
        })+
    };
}

impl Plan {
    /// The plan with nothing in words of what is private: names and ids of private tables are those of
    /// [`PRIVATE`], their texts are gone, and so are private ids where other tables name them. Its lists keep
    /// their places, so that every index holds; ids are no longer in order, so that none is to be looked up.
    #[must_use]
    pub fn veiled(&self) -> Cow<'_, Self> {
        if !self.has_private() {
            return Cow::Borrowed(self);
        }
        let mut plan = self.clone();
        plan.about.veil();
        if plan.about.private {
            (plan.sponsor, plan.target_state) = (None, [None, None, None]);
        }
        if plan.target_is_private {
            plan.target_state = plan.target_state.map(|said| said.map(|_| PRIVATE.into()));
        }
        veil!(plan.waves, plan.objectives, plan.pools, plan.markets, plan.brands);
        veil!(plan.customer_types, plan.tradeoffs, plan.exceptions, plan.gates, plan.risks, plan.kpis);
        plan.archetypes.iter_mut().for_each(|it| it.about.veil());
        for unit in &mut plan.units {
            if self.markets.iter().any(|market| market.about.private && market.id == *unit) {
                *unit = PRIVATE.into();
            }
        }
        for (ix, _) in self.items().filter(|(_, item)| item.about.private) {
            let Some(item) = plan.items.get_mut(ix.at()) else { continue };
            item.about.veil();
            item.id = PRIVATE.into();
            if let Some(seldom) = &mut item.seldom {
                (seldom.responsible, seldom.enabler) = (None, None);
            }
            if let Detail::Mandate(mandate) = &mut item.detail {
                mandate.holder = None;
            }
        }
        for tradeoff in plan.tradeoffs.iter_mut().filter(|it| it.about.private) {
            (tradeoff.axis, tradeoff.exceptions) = (None, None);
        }
        plan.exceptions.iter_mut().filter(|it| it.about.private).for_each(|it| it.approved_by = None);
        plan.risks.iter_mut().filter(|it| it.about.private).for_each(|it| it.response = None);
        plan.kpis.iter_mut().filter(|it| it.about.private).for_each(|it| it.unit = None);
        for gate in &mut plan.gates {
            let hidden = gate.about.private;
            let hidden = |criterion: &&mut Criterion| hidden || self.is_private(criterion.subject);
            gate.criteria.iter_mut().filter(hidden).for_each(|criterion| criterion.text = PRIVATE.into());
        }
        plan.veil_records(self);
        Cow::Owned(plan)
    }

    /// Whether anything in it is private.
    #[must_use]
    pub fn has_private(&self) -> bool {
        macro_rules! any {
            ($($list:ident),+) => { $(self.$list.iter().any(|it| it.about.private))||+ };
        }
        self.about.private
            || self.target_is_private
            || any!(waves, items, objectives, pools, markets, brands, customer_types, tradeoffs, exceptions)
            || any!(gates, risks, kpis, readings, realized, spent, assessed, decisions, actions, learnings)
            || any!(archetypes, slides)
    }

    /// The plan with nothing private in it any more: for a room that was asked, and may see it all.
    #[must_use]
    pub fn revealed(&self) -> Self {
        let mut plan = self.clone();
        macro_rules! reveal {
            ($($list:ident),+) => { $(plan.$list.iter_mut().for_each(|it| it.about.private = false);)+ };
        }
        (plan.about.private, plan.target_is_private) = (false, false);
        for (ix, _) in self.items().filter(|(_, item)| item.about.private) {
            if let Some(item) = plan.items.get_mut(ix.at()) {
                item.about.private = false;
            }
        }
        reveal!(waves, objectives, pools, markets, brands, customer_types, tradeoffs, exceptions, archetypes);
        reveal!(
            gates, risks, kpis, readings, realized, spent, assessed, decisions, actions, learnings, slides
        );
        plan
    }

    /// The plan without its private amounts: nothing that is recorded in private, and no value, cost, target or
    /// risk of a private table. What is found in both plans in the same words tells no private amount.
    #[must_use]
    pub fn without_private_amounts(&self) -> Self {
        let mut plan = self.clone();
        macro_rules! leave {
            ($($list:ident),+) => { $(plan.$list.retain(|it| !it.about.private);)+ };
        }
        leave!(readings, realized, spent, assessed, decisions, actions, learnings);
        for (ix, _) in self.items().filter(|(_, item)| item.about.private) {
            let Some(item) = plan.items.get_mut(ix.at()) else { continue };
            (item.cost, item.effort) = (None, Box::default());
            match &mut item.detail {
                Detail::Driver(driver) => {
                    let Driver { objective, pool, ramp, .. } = **driver;
                    **driver = Driver { objective, pool, ramp, ..Driver::default() };
                }
                Detail::Mandate(mandate) => mandate.limit = None,
                Detail::Capability(_) => {}
            }
        }
        plan.pools.iter_mut().filter(|it| it.about.private).for_each(|it| (it.cap, it.base) = (None, None));
        plan.exceptions.iter_mut().filter(|it| it.about.private).for_each(|it| it.cost = None);
        plan.markets.iter_mut().filter(|it| it.about.private).for_each(|it| it.cost = None);
        for risk in plan.risks.iter_mut().filter(|it| it.about.private) {
            (risk.probability, risk.costs) = (None, None);
            risk.delays.clear();
        }
        for kpi in plan.kpis.iter_mut().filter(|it| it.about.private) {
            kpi.baseline = None;
            (kpi.target, kpi.local) = (Vec::new(), Vec::new());
        }
        for wave in plan.waves.iter_mut().filter(|it| it.about.private) {
            wave.budget = None;
            wave.capacity.clear();
        }
        plan
    }

    fn veil_records(&mut self, open: &Self) {
        self.readings.iter_mut().for_each(|it| it.about.veil());
        self.realized.iter_mut().for_each(|it| it.about.veil());
        self.spent.iter_mut().for_each(|it| it.about.veil());
        self.assessed.iter_mut().for_each(|it| it.about.veil());
        self.learnings.iter_mut().for_each(|it| it.about.veil());
        for decision in &mut self.decisions {
            decision.about.veil();
            if decision.about.private {
                (decision.by, decision.outcome, decision.effect) = (None, None, None);
                decision.affects.clear();
            }
            decision.affects.iter_mut().filter(|id| open.is_private_id(id)).for_each(|id| {
                *id = PRIVATE.into();
            });
        }
        for action in &mut self.actions {
            action.about.veil();
            if action.about.private {
                action.what = PRIVATE.into();
            }
        }
        self.slides.retain(|slide| !slide.about.private);
        for waiver in &mut self.waivers {
            if waiver.on.as_ref().is_some_and(|id| open.is_private_id(id)) {
                (waiver.on, waiver.reason) = (Some(PRIVATE.into()), None);
            }
        }
    }

    /// Whether something of this id is private.
    #[must_use]
    pub fn is_private_id(&self, id: &str) -> bool {
        let item = self.item_by_id(id).is_some_and(|ix| self.item(ix).about.private);
        let kpi = || self.kpi_by_id(id).is_some_and(|ix| self.kpi(ix).about.private);
        let wave = || self.waves.iter().any(|it| it.about.private && *it.id == *id);
        let gate = || self.gate_by_id(id).is_some_and(|ix| self.gates[ix.at()].about.private);
        let risk = || self.risks.iter().any(|it| it.about.private && *it.id == *id);
        let multiplier = || {
            let all = self.markets.iter().chain(&self.brands).chain(&self.customer_types);
            all.into_iter().any(|it| it.about.private && *it.id == *id)
        };
        macro_rules! any {
            ($($list:ident),+) => { $(self.$list.iter().any(|it| it.about.private && *it.id == *id))||+ };
        }
        let other = || any!(objectives, pools, tradeoffs, exceptions);
        item || kpi() || wave() || gate() || risk() || multiplier() || other()
    }

    /// Whether what a criterion measures is private: itself, or anything recorded of it.
    #[must_use]
    pub fn is_private(&self, subject: Subject) -> bool {
        let spent = |on| self.spent.iter().any(|it| it.on == on && it.about.private);
        match subject {
            Subject::Level(ix) => {
                let assessed = || self.assessed.iter().any(|it| it.item == ix && it.about.private);
                self.item(ix).about.private || assessed()
            }
            Subject::Kpi(ix) => self.is_private_kpi(ix),
            Subject::Realized(ix) => self.is_private_value(ix),
            Subject::SpentOnItem(ix) => self.item(ix).about.private || spent(SpentOn::Item(ix)),
            Subject::SpentInWave(ix) => self.wave(ix).about.private || spent(SpentOn::Wave(ix)),
        }
    }

    /// Whether a KPI or any of its readings is private.
    #[must_use]
    pub fn is_private_kpi(&self, kpi: KpiIx) -> bool {
        let from = self.readings.partition_point(|reading| reading.kpi < kpi);
        let mut own = self.readings[from..].iter().take_while(|reading| reading.kpi == kpi);
        self.kpi(kpi).about.private || own.any(|reading| reading.about.private)
    }

    /// Whether a driver or anything that it realized is private.
    #[must_use]
    pub fn is_private_value(&self, driver: ItemIx) -> bool {
        let from = self.realized.partition_point(|realized| realized.driver < driver);
        let mut own = self.realized[from..].iter().take_while(|realized| realized.driver == driver);
        self.item(driver).about.private || own.any(|realized| realized.about.private)
    }
}
