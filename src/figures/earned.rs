//! Earned value by wave: does the money turn into what it was to buy?
//!
//! The measures are those of the PMI's practice standard for earned value management, on the plan's own words:
//!
//! - **Budget at completion** (BAC): the one-off money that the wave's items and markets are planned to cost,
//!   or the wave's budget where nothing is costed. A budget above that is a reserve and no part of the work.
//! - **Measured at**: the day up to which money is recorded as spent in the wave. What goes live after it was paid
//!   with money that nobody has told yet, and would make the work look cheap.
//! - **Planned value** (PV): the part of the budget whose steps are due by then, and **earned value** (EV): the part
//!   whose steps are live on that day. What was seen first after it says nothing of it, but where it says that a step
//!   is not there: what is not there by `as-of` is not earned. A step counts in full or not at all, and all steps of a
//!   wave weigh the same.
//! - **Actual cost** (AC): what is recorded as spent in the wave.
//! - SPI = EV ÷ PV, CPI = EV ÷ AC; TCPI = (BAC − EV) ÷ (BAC − AC), VAC = BAC − EAC.
//! - **Estimate at completion** (EAC): BAC ÷ CPI where the rest costs as the work so far did (typical),
//!   AC + BAC − EV where it costs as planned (atypical), AC + (BAC − EV) ÷ (CPI × SPI) where being late costs
//!   too.
//!
//! A wave without recorded spending has none of it. What holds work against money (CPI, TCPI, EAC, VAC) is told as soon
//! as a step has earned something; before that it is undefined, unless all is due that was to be done. Money is spent
//! on steps under way too, and a step counts in full or not at all, so that it has earned nothing yet: while more than
//! one in ten of the steps are under way, which is most of the time where steps go live with the end of their wave,
//! these figures look worse than the work is, and are marked. SPI compares steps with steps.
//! What would divide by nothing is undefined. All follows from the budget and the steps as they are: an amount is
//! rounded once, and no index is made of rounded amounts.

use chrono::NaiveDate;

use super::Figures;
use super::readiness::StepState;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::quantity::Money;

/// How a wave's earned value is measured, for people: lines below a table of it.
pub const HOW: [&str; 3] = [
    "Measured on the day up to which spending is recorded (To): a step counts in full once it is live, unless it was seen",
    "short since or waits for what is not there, and all weigh the same. What holds work against money is told from the first",
    "step that is live.",
];
/// What the mark of an index says.
pub const EARLY: &str = "* more than one step in ten is under way: these cost money and earn nothing yet";

/// What everything else follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earned {
    /// The day on which it is measured: up to it spending is recorded.
    pub at: NaiveDate,
    /// Budget at completion.
    pub budget: Money,
    /// All steps of the wave.
    pub steps: u32,
    /// Those that are due.
    pub due: u32,
    /// Those that are live.
    pub live: u32,
    /// Those that are due or live.
    pub past: u32,
    /// Actual cost: what was spent.
    pub spent: Money,
}

impl Earned {
    /// Planned value: what should be done by now.
    #[must_use]
    pub fn planned(self) -> Money {
        self.part(self.due)
    }

    /// Earned value: what is done.
    #[must_use]
    pub fn earned(self) -> Money {
        self.part(self.live)
    }

    /// The part of the budget that some of the steps stand for.
    fn part(self, steps: u32) -> Money {
        self.budget.part(steps.into(), self.steps.max(1).into())
    }

    /// Steps that are under way or ahead: neither due nor live.
    #[must_use]
    pub fn ahead(self) -> u32 {
        self.steps.saturating_sub(self.past)
    }

    /// Whether more than one in ten of the steps are under way, which cost money and earn nothing yet: what holds work
    /// against money looks worse than the work is.
    #[must_use]
    pub fn is_early(self) -> bool {
        u64::from(self.ahead()) * 10 > u64::from(self.steps)
    }

    /// Whether work can be held against money: something is earned, or what was to be done is due.
    #[must_use]
    pub fn is_told(self) -> bool {
        self.live > 0 || (self.past > 0 && !self.is_early())
    }

    /// Schedule performance index; below 1 is late.
    #[must_use]
    pub fn spi(self) -> Option<f64> {
        (self.due > 0).then(|| f64::from(self.live) / f64::from(self.due))
    }

    /// Cost performance index; below 1 is dear.
    #[must_use]
    pub fn cpi(self) -> Option<f64> {
        let known = self.spent != Money::ZERO && self.is_told();
        known.then(|| self.exactly(self.live) / self.spent.minor_f64())
    }

    /// The part of the budget that some of the steps stand for, in minor units and not rounded.
    fn exactly(self, steps: u32) -> f64 {
        self.budget.minor_f64() * f64::from(steps) / f64::from(self.steps.max(1))
    }

    /// Estimate at completion where the rest costs as the work so far did.
    #[must_use]
    pub fn eac_typical(self) -> Option<Money> {
        (self.live > 0).then(|| self.spent.part(self.steps.into(), self.live.into()))
    }

    /// Estimate at completion where the rest costs as planned.
    #[must_use]
    pub fn eac_atypical(self) -> Option<Money> {
        self.is_told().then(|| self.spent + self.part(self.steps.saturating_sub(self.live)))
    }

    /// Estimate at completion where the rest costs as the work so far did, and being late costs as much again: for
    /// CPI and SPI as they are, AC + AC × (all − live) × due ÷ live².
    #[must_use]
    pub fn eac_both(self) -> Option<Money> {
        let (live, rest) = (i128::from(self.live), i128::from(self.steps.saturating_sub(self.live)));
        let known = self.live > 0 && self.due > 0;
        known.then(|| self.spent + self.spent.part(rest * i128::from(self.due), live * live))
    }

    /// To-complete performance index: at which CPI the rest must be done to keep the budget; undefined once
    /// the budget is spent.
    #[must_use]
    pub fn tcpi(self) -> Option<f64> {
        let left = (self.budget - self.spent).max(Money::ZERO);
        let known = left != Money::ZERO && self.is_told();
        known.then(|| self.exactly(self.steps.saturating_sub(self.live)) / left.minor_f64())
    }

    /// Variance at completion, against the typical estimate; below zero is an overrun.
    #[must_use]
    pub fn vac(self) -> Option<Money> {
        self.eac_typical().map(|estimate| self.budget - estimate)
    }
}

impl Figures<'_> {
    /// Earned value by wave, as far as spending is recorded; `None` where nothing was spent, or there is nothing to
    /// spend.
    #[must_use]
    pub fn earned(&self) -> Vec<Option<Earned>> {
        let plan = self.plan;
        let mut recorded: Vec<Option<(NaiveDate, Money)>> = vec![None; plan.waves.len()];
        for record in plan.spent.iter().filter(|record| record.period.end() <= plan.as_of) {
            let Some(wave) = self.wave_of(record) else { continue };
            let (at, spent) = recorded[wave.at()].get_or_insert((record.period.end(), Money::ZERO));
            *at = record.period.end().max(*at);
            *spent += record.value;
        }
        let mut counts = vec![[0_u32; 4]; plan.waves.len()];
        for (ix, item) in plan.items() {
            for (nth, step) in item.steps.iter().enumerate() {
                let Some((at, _)) = recorded[step.wave.at()] else { continue };
                let [due, live] = self.counted_by(ix, nth, at);
                let counted = &mut counts[step.wave.at()];
                for (count, counts) in counted.iter_mut().zip([true, due, live, due || live]) {
                    *count += u32::from(counts);
                }
            }
        }
        let wave = |at: usize| {
            let ((day, spent), [steps, due, live, past]) = (recorded[at]?, counts[at]);
            let ix = WaveIx::from(at);
            let planned = Some(self.one_off().sum(ix)).filter(|sum| *sum > Money::ZERO);
            let budget = planned.or(plan.wave(ix).budget).filter(|sum| *sum > Money::ZERO)?;
            (spent != Money::ZERO).then_some(Earned { at: day, budget, steps, due, live, past, spent })
        };
        (0..plan.waves.len()).map(wave).collect()
    }

    /// How a step counts in the earned value of its wave where that is measured on a day: whether it is due by then,
    /// and whether it was live then, by what was known on that day, and is not known since not to be there. What came
    /// after the day earns nothing, since it was paid with money that nobody has told yet; what turned out not to be
    /// there has earned nothing, whatever its date said.
    #[must_use]
    pub fn counted_by(&self, item: ItemIx, step: usize, at: NaiveDate) -> [bool; 2] {
        let due = self.plan.step_live(item, step).is_some_and(|live| live <= at);
        let live = self.step_state_at(item, step, at) == StepState::Live;
        [due, live && self.step_state(item, step) != StepState::Overdue]
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

    const AT: NaiveDate = NaiveDate::from_ymd_opt(2026, 3, 31).unwrap();

    /// Published: BAC 100, planned 70 %, done 50 %, AC 70: seven of ten steps are due and five of them live.
    #[test]
    fn the_measures_have_their_published_values() {
        let [budget, spent] = [100, 70].map(euros);
        let wave = Earned { at: AT, budget, steps: 10, due: 7, live: 5, past: 7, spent };
        assert_eq!((wave.planned(), wave.earned()), (euros(70), euros(50)));
        assert!(close(wave.spi(), 0.714) && close(wave.cpi(), 0.714) && close(wave.tcpi(), 1.667));
        assert_eq!(wave.eac_typical(), Some(euros(140)));
        assert_eq!((wave.eac_atypical(), wave.eac_both()), (Some(euros(120)), Some(euros(168))));
        assert_eq!(wave.vac(), Some(euros(-40)));
        assert!(wave.is_early(), "three of ten are under way");
    }

    /// Of 1.00 two thirds are done and all is due: 0.67 is shown as earned, but the indices are those of two thirds.
    #[test]
    fn no_index_is_made_of_rounded_amounts() {
        let wave =
            Earned { at: AT, budget: Money(100), steps: 3, due: 3, live: 2, past: 3, spent: Money(50) };
        assert_eq!((wave.planned(), wave.earned()), (Money(100), Money(67)));
        let exactly = |value: Option<f64>, expected: f64| (value.unwrap() - expected).abs() < 1e-15;
        assert!(exactly(wave.spi(), 2.0 / 3.0) && exactly(wave.cpi(), 4.0 / 3.0));
        // A third of 1.00 is to be done with the half that is left. 0.50 × 3 ÷ 2; 0.50 + 0.33;
        // 0.50 + 0.3333 ÷ (1.3333 × 0.6667) = 0.875, of two the even one.
        assert!(exactly(wave.tcpi(), 2.0 / 3.0));
        assert_eq!((wave.eac_typical(), wave.eac_atypical()), (Some(Money(75)), Some(Money(83))));
        assert_eq!(wave.eac_both(), Some(Money(88)));
    }

    #[test]
    fn what_would_divide_by_nothing_is_undefined() {
        let wave =
            Earned { at: AT, budget: euros(100), steps: 1, due: 0, live: 0, past: 1, spent: euros(120) };
        assert_eq!((wave.spi(), wave.eac_typical(), wave.eac_both(), wave.vac()), (None, None, None, None));
        assert_eq!((wave.cpi(), wave.tcpi()), (Some(0.0), None), "the budget is spent");
        assert_eq!(wave.eac_atypical(), Some(euros(220)));
    }

    /// One of ten steps is due and live, and half of the budget is spent on all ten of them: of 50 spent 10 are earned,
    /// and 90 are to be done with the 50 that are left. That is told, and marked.
    #[test]
    fn work_is_held_against_money_from_the_first_step_on_and_marked_while_others_are_under_way() {
        let early =
            Earned { at: AT, budget: euros(100), steps: 10, due: 1, live: 1, past: 1, spent: euros(50) };
        assert!(early.is_early());
        assert_eq!((early.planned(), early.earned(), early.spi()), (euros(10), euros(10), Some(1.0)));
        assert!(close(early.cpi(), 0.2) && close(early.tcpi(), 1.8));
        let estimates = [early.eac_typical(), early.eac_atypical(), early.eac_both(), early.vac()];
        assert_eq!(estimates, [500, 140, 500, -400].map(|amount| Some(euros(amount))));
        let nine = Earned { due: 9, live: 9, past: 9, ..early };
        assert!(close(nine.cpi(), 1.8) && !nine.is_early());
    }

    /// What is spent is known before anything is due or live, and what it bought is not.
    #[test]
    fn before_the_first_step_only_the_amounts_are_known() {
        let begun =
            Earned { at: AT, budget: euros(100), steps: 10, due: 0, live: 0, past: 0, spent: euros(30) };
        assert_eq!((begun.planned(), begun.earned()), (Money::ZERO, Money::ZERO));
        assert_eq!((begun.spi(), begun.cpi(), begun.tcpi()), (None, None, None));
        assert_eq!((begun.eac_typical(), begun.eac_atypical()), (None, None));
        assert_eq!((begun.eac_both(), begun.vac()), (None, None));
        let late = Earned { due: 10, past: 10, ..begun };
        assert_eq!((late.spi(), late.cpi()), (Some(0.0), Some(0.0)), "all is due and nothing live");
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
        sample::assess(&mut plan, "crm", "2026-03-31", Some(0), 1);
        // That it is there since says nothing of that day.
        sample::assess(&mut plan, "crm", "2026-06-01", Some(0), 2);
        plan.spent = vec![
            record(SpentOn::Item(crm), "2026-Q1", 6_000),
            record(SpentOn::Wave(WaveIx(0)), "2026-03", 3_000),
            record(SpentOn::Wave(WaveIx(0)), "2026-09", 99_000),
        ];
        let earned = Figures::new(&plan).earned();
        let of = |at, due, live| Earned {
            at: sample::day(at),
            budget: euros(13_500),
            steps: 4,
            due,
            live,
            past: due,
            spent: euros(9_000),
        };
        assert_eq!(earned[0], Some(of("2026-03-31", 4, 3)));
        assert_eq!(earned[0].map(Earned::earned), Some(euros(10_125)));
        assert!(close(earned[0].and_then(Earned::cpi), 1.125));
        assert_eq!(earned[1], None, "nothing was spent in it");
        // What is seen short after the day was not there on it, as far as anybody knows, until it is seen there again.
        let mut since = plan.clone();
        for (date, level, live) in [("2026-06-01", 1, 2), ("2026-07-01", 2, 3), ("2026-12-01", 1, 3)] {
            sample::assess(&mut since, "steering", date, None, level);
            assert_eq!(Figures::new(&since).earned()[0], Some(of("2026-03-31", 4, live)), "{date}");
        }
        // Two steps go live in April, after what is recorded as spent: they count nothing yet.
        for (id, nth) in [("reach", 0), ("content", 0)] {
            plan.moved.insert((plan.item_by_id(id).unwrap(), nth), sample::day("2026-04-30"));
        }
        assert_eq!(Figures::new(&plan).earned()[0], Some(of("2026-03-31", 2, 1)));
        // Before the first of them is due the money is known.
        let crm_and_steering = ["crm", "steering"].map(|id| plan.item_by_id(id).unwrap());
        let moved = plan.moved.clone();
        crm_and_steering.iter().for_each(|item| {
            plan.moved.insert((*item, 0), sample::day("2026-04-30"));
        });
        assert_eq!(Figures::new(&plan).earned()[0], Some(of("2026-03-31", 0, 0)));
        plan.moved = moved;
        // With April told they do.
        plan.spent[1].period = Period::parse("2026-04").unwrap();
        assert_eq!(Figures::new(&plan).earned()[0], Some(of("2026-04-30", 4, 3)));
    }
}
