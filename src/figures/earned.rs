//! Earned value by wave: does the money turn into what it was to buy?
//!
//! The measures are those of the PMI's practice standard for earned value management, on the plan's own words:
//!
//! - **Budget at completion** (BAC): the one-off money that the wave's items and markets are planned to cost,
//!   or the wave's budget where nothing is costed. A budget above that is a reserve and no part of the work.
//! - **Planned value** (PV): the part of it whose steps are due, and **earned value** (EV): the part whose
//!   steps are live, as [`Progress`](super::readiness::Progress) counts them. A step counts in full or not at
//!   all, and all steps of a wave weigh the same.
//! - **Actual cost** (AC): what is recorded as spent in the wave.
//! - SPI = EV ÷ PV, CPI = EV ÷ AC; TCPI = (BAC − EV) ÷ (BAC − AC), VAC = BAC − EAC.
//! - **Estimate at completion** (EAC): BAC ÷ CPI where the rest costs as the work so far did (typical),
//!   AC + BAC − EV where it costs as planned (atypical), AC + (BAC − EV) ÷ (CPI × SPI) where being late costs
//!   too.
//!
//! A wave without recorded spending has none of it, and neither has one before the first of its steps is due
//! or live: where a step counts in full or not at all, that says nothing of the work so far. What would divide
//! by nothing is undefined.

use super::Figures;
use crate::plan::id::WaveIx;
use crate::plan::quantity::Money;

/// The four amounts that everything else follows from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Earned {
    /// Budget at completion.
    pub budget: Money,
    /// Planned value: what should be done by now.
    pub planned: Money,
    /// Earned value: what is done.
    pub earned: Money,
    /// Actual cost: what was spent.
    pub spent: Money,
}

impl Earned {
    /// Schedule performance index; below 1 is late.
    #[must_use]
    pub fn spi(self) -> Option<f64> {
        ratio(self.earned, self.planned)
    }

    /// Cost performance index; below 1 is dear.
    #[must_use]
    pub fn cpi(self) -> Option<f64> {
        ratio(self.earned, self.spent)
    }

    /// Estimate at completion where the rest costs as the work so far did.
    #[must_use]
    pub fn eac_typical(self) -> Option<Money> {
        (self.earned != Money::ZERO).then(|| self.budget.part(self.spent.0, self.earned.0))
    }

    /// Estimate at completion where the rest costs as planned.
    #[must_use]
    pub fn eac_atypical(self) -> Money {
        self.spent + self.budget - self.earned
    }

    /// Estimate at completion where the rest costs as the work so far did, and being late costs as much again.
    #[must_use]
    pub fn eac_both(self) -> Option<Money> {
        let inverse =
            (self.spent.0.saturating_mul(self.planned.0), self.earned.0.saturating_mul(self.earned.0));
        let rest = self.budget - self.earned;
        (inverse.1 != 0 && self.planned != Money::ZERO).then(|| self.spent + rest.part(inverse.0, inverse.1))
    }

    /// To-complete performance index: at which CPI the rest must be done to keep the budget; undefined once
    /// the budget is spent.
    #[must_use]
    pub fn tcpi(self) -> Option<f64> {
        ratio(self.budget - self.earned, (self.budget - self.spent).max(Money::ZERO))
    }

    /// Variance at completion, against the typical estimate; below zero is an overrun.
    #[must_use]
    pub fn vac(self) -> Option<Money> {
        self.eac_typical().map(|estimate| self.budget - estimate)
    }
}

fn ratio(part: Money, whole: Money) -> Option<f64> {
    (whole != Money::ZERO).then(|| part.minor_f64() / whole.minor_f64())
}

impl Figures<'_> {
    /// Earned value at `as-of` by wave; `None` where nothing was spent or is due yet, or there is nothing to do
    /// or to spend.
    #[must_use]
    pub fn earned(&self) -> Vec<Option<Earned>> {
        let plan = self.plan;
        let mut due = vec![0_u32; plan.waves.len()];
        for (ix, item) in plan.items() {
            for (nth, step) in item.steps.iter().enumerate() {
                let past = plan.step_live(ix, nth).is_some_and(|live| live <= plan.as_of);
                due[step.wave.at()] += u32::from(past);
            }
        }
        let wave = |(ix, due): (WaveIx, u32)| {
            let (progress, spent) = (self.progress(ix), self.spent_in(ix, plan.as_of));
            let planned = Some(self.one_off().sum(ix)).filter(|sum| *sum > Money::ZERO);
            let budget = planned.or(plan.wave(ix).budget).filter(|sum| *sum > Money::ZERO)?;
            let part = |steps: u32| budget.part(steps.into(), progress.steps.into());
            let begun = due > 0 || progress.live > 0;
            (spent != Money::ZERO && begun).then(|| Earned {
                budget,
                planned: part(due),
                earned: part(progress.live),
                spent,
            })
        };
        (0..plan.waves.len()).map(WaveIx::from).zip(due).map(wave).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, euros};
    use super::*;
    use crate::plan::about::About;
    use crate::plan::calendar::Period;
    use crate::plan::record::{Spent, SpentOn};

    fn close(ratio: Option<f64>, expected: f64) -> bool {
        ratio.is_some_and(|ratio| (ratio - expected).abs() < 5e-4)
    }

    /// Published: BAC 100, planned 70 %, done 50 %, AC 70.
    #[test]
    fn the_measures_have_their_published_values() {
        let [budget, planned, earned, spent] = [100, 70, 50, 70].map(euros);
        let wave = Earned { budget, planned, earned, spent };
        assert!(close(wave.spi(), 0.714) && close(wave.cpi(), 0.714) && close(wave.tcpi(), 1.667));
        assert_eq!(wave.eac_typical(), Some(euros(140)));
        assert_eq!((wave.eac_atypical(), wave.eac_both()), (euros(120), Some(euros(168))));
        assert_eq!(wave.vac(), Some(euros(-40)));
    }

    #[test]
    fn what_would_divide_by_nothing_is_undefined() {
        let wave = Earned { budget: euros(100), spent: euros(120), ..Earned::default() };
        assert_eq!((wave.spi(), wave.eac_typical(), wave.eac_both(), wave.vac()), (None, None, None, None));
        assert_eq!((wave.cpi(), wave.tcpi()), (Some(0.0), None), "the budget is spent");
        assert_eq!(wave.eac_atypical(), euros(220));
    }

    /// The first wave: 13,500 one-off, four steps due by March, one of them assessed as not there.
    #[test]
    fn a_wave_earns_by_its_steps_that_are_live() {
        let mut plan = sample::plan();
        let record = |on, period: &str, value| Spent {
            on,
            period: Period::parse(period).unwrap(),
            value: euros(value),
            about: About::default(),
        };
        let crm = plan.item_by_id("crm").unwrap();
        sample::assess(&mut plan, "crm", "2026-06-01", Some(0), 1);
        plan.spent = vec![
            record(SpentOn::Item(crm), "2026-Q1", 6_000),
            record(SpentOn::Wave(WaveIx(0)), "2026-03", 3_000),
            record(SpentOn::Wave(WaveIx(0)), "2026-09", 99_000),
        ];
        let earned = Figures::new(&plan).earned();
        let [budget, planned, spent] = [euros(13_500), euros(13_500), euros(9_000)];
        assert_eq!(earned[0], Some(Earned { budget, planned, earned: euros(10_125), spent }));
        assert!(close(earned[0].and_then(Earned::cpi), 1.125));
        assert_eq!(earned[1], None, "nothing was spent in it");
    }
}
