//! Where a KPI begins: its baseline, and of a market of a sum its part of that.

use super::measured::address;
use super::term::Term;
use super::value::Value;
use super::{Origin, Trace};
use crate::figures::Figures;
use crate::figures::performance::baseline_of;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::id::{KpiIx, MarketIx};
use crate::plan::kpi::Rollup;
use crate::plan::strategy::MultiplierKind;

/// Where a KPI, or a market of it, begins.
pub struct Begins<'p> {
    plan: &'p Plan,
    /// Where its baseline is written; `None`: nowhere.
    written: Option<Address>,
    /// Whether it is a part of that.
    is_part: bool,
    /// Where it begins; `None`: nobody says.
    pub value: Option<f64>,
    /// What that is called.
    pub label: &'static str,
}

impl<'p> Begins<'p> {
    /// Where a KPI begins, or a market of it.
    #[must_use]
    pub fn of(figures: &Figures<'p>, ix: KpiIx, market: Option<MarketIx>) -> Self {
        let kpi = figures.plan.kpi(ix);
        let is_part = market.is_some() && kpi.rolls_up() == Rollup::Sum;
        let written = kpi.baseline.map(|_| address(figures, ix).to("baseline"));
        let label = if is_part && written.is_some() { "its part of the baseline" } else { "baseline" };
        Self { plan: figures.plan, written, is_part, value: baseline_of(figures.plan, kpi, market), label }
    }

    /// The same, or else another value where nobody says.
    #[must_use]
    pub fn or(self, value: Option<f64>) -> Self {
        Self { value: self.value.or(value), ..self }
    }

    /// The same of each period of a window.
    #[must_use]
    pub fn of_a_period(self) -> Self {
        let label =
            if self.is_part { "its part of the baseline of a period" } else { "baseline of a period" };
        Self { label, ..self }
    }

    /// Where the number is written, if it is.
    #[must_use]
    pub fn origin(&self) -> Origin {
        match &self.written {
            Some(at) if !self.is_part => at.clone().into(),
            _ => Origin::Rule,
        }
    }

    /// Has a page lead to what a part is made of: the baseline of the sum, and the shares of the markets.
    pub fn decide(&self, trace: &mut Trace) {
        let Some(at) = self.written.as_ref().filter(|_| self.is_part) else { return };
        trace.decide("baseline of the sum", at.clone());
        for (nth, market) in self.plan.markets.iter().enumerate() {
            let at = self.plan.multiplier_address(MultiplierKind::Market, nth).to("share");
            trace.decide(format!("share of {}", market.title()), at);
        }
    }

    /// Takes it in, where it begins anywhere.
    pub fn take(&self, trace: &mut Trace, unit: &str) -> Option<Term> {
        let value = Value::Number(self.value?);
        self.decide(trace);
        Some(trace.take_in(unit, self.label, value, self.origin()))
    }
}
