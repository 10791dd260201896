//! What of a change in cost is only time: the same money, falling when it fell in another plan.
//!
//! Cost counts up to the horizon. What begins later costs less up to there, though nobody pays less for it;
//! so a delay looks like a saving. Here every amount that two plans have in common is put at the times that
//! it has in the one before: the one-off money of an item and of a roll-out over the months of the old waves,
//! in proportion where the amount is another; running cost and the price of exceptions from the month in
//! which they began there. What is left between the old cost and that is saved, or added; what is between
//! that and the new cost falls later, or earlier. What ends on a day of its own, as an exception does on its
//! `until`, is paid later only as far as it ends later as well: a month that it begins later and that is not
//! put on at its end is never paid.

use rustc_hash::FxHashMap;

use super::Figures;
use super::business_case::{Case, with_costs};
use super::cost::{begins, one_off_of, repeat, rollout, spread, twelfths};
use super::grid::{Grid, months_of};
use crate::plan::Plan;
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, MarketIx};
use crate::plan::quantity::{Currency, Money};
use crate::wording;

/// A change of cost up to the horizon, parted into what is time and what is money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// How much falls later, past the horizon; below zero, how much falls earlier.
    pub later: Money,
    /// How much is no longer paid; below zero, how much more is.
    pub saved: Money,
    /// The business case as it would be if what both plans pay fell when it fell before.
    pub in_time: Case,
}

impl Timing {
    /// What is later and what is saved, in words: "120 k€ later, none saved"; `None` where no cost falls at
    /// another time.
    #[must_use]
    pub fn words(&self, currency: Currency) -> Option<String> {
        told(self.later, self.saved, "", currency)
    }
}

/// The same of what is later and what is saved, naming what it is of: "120 k€ cost later, none saved".
#[must_use]
pub fn told(later: Money, saved: Money, of: &str, currency: Currency) -> Option<String> {
    let money = |amount: Money| wording::money(if amount < Money::ZERO { -amount } else { amount }, currency);
    let (when, nothing) = match later {
        Money::ZERO => return None,
        later if later < Money::ZERO => ("earlier", "none added"),
        _ => ("later", "none saved"),
    };
    let rest = match saved {
        Money::ZERO => nothing.to_owned(),
        saved if saved < Money::ZERO => format!("{} added", money(saved)),
        saved => format!("{} saved", money(saved)),
    };
    let of = if of.is_empty() { String::new() } else { format!(" {of}") };
    Some(format!("{}{of} {when}, {rest}", money(later)))
}

impl Figures<'_> {
    /// What of the change in cost since another plan is time, and what is money.
    #[must_use]
    pub fn cost_since(&self, before: &Figures<'_>) -> Timing {
        let (cost, was) = (self.case().cost, before.case().cost);
        let in_time = with_costs(self, in_time(self, before));
        Timing { later: in_time.cost - cost, saved: was - in_time.cost, in_time }
    }
}

/// What something costs, and when.
#[derive(PartialEq)]
struct Paid {
    /// One-off: the first month, how many months, and the money that falls on them.
    once: Vec<(Month, usize, Money)>,
    /// Money a year, from a month on, to before another one.
    run: Option<(Month, Option<Month>, Money)>,
}

impl Paid {
    fn of_item(plan: &Plan, ix: ItemIx) -> Self {
        let mut once = Vec::new();
        one_off_of(plan.item(ix), |wave, amount| {
            let (first, count) = months_of(plan.wave(wave));
            once.push((first, count, amount));
        });
        let run = plan.item(ix).cost().run.zip(plan.first_live(ix));
        Self { once, run: run.map(|(run, live)| (Month::after(live), None, run)) }
    }

    fn of_market(figures: &Figures<'_>, market: MarketIx) -> Self {
        let once = rollout(figures.plan, figures.scope(), market).map(|(wave, amount)| {
            let (first, count) = months_of(figures.plan.wave(wave));
            (first, count, amount)
        });
        Self { once: once.into_iter().collect(), run: None }
    }

    fn of_exception(figures: &Figures<'_>, nth: usize) -> Self {
        let exception = &figures.plan.exceptions[nth];
        let run = begins(figures, exception).zip(exception.cost);
        Self {
            once: Vec::new(),
            run: run.map(|(first, cost)| (first, exception.until.map(Month::after), cost)),
        }
    }

    fn months(&self, grid: Grid) -> [Vec<Money>; 2] {
        let mut months = [vec![Money::ZERO; grid.len()], vec![Money::ZERO; grid.len()]];
        for (first, count, amount) in &self.once {
            spread(grid, (*first, *count), *amount, &mut months[0]);
        }
        if let Some((first, until, year)) = self.run {
            let end = until.map_or(grid.len(), |until| grid.position_from(until));
            repeat(grid, first, end, &twelfths(year), &mut months[1]);
        }
        months
    }

    /// The same money by month of the grid, at the times of what was paid before.
    fn at_times_of(&self, was: &Self, grid: Grid) -> [Vec<Money>; 2] {
        let sum = |paid: &Self| paid.once.iter().map(|(.., amount)| *amount).sum::<Money>();
        let (own, old) = (sum(self), sum(was));
        let run = self.run.map(|(first, until, year)| {
            let by = was.run.map_or(0, |(began, ended, _)| moved((first, until), (began, ended)));
            (first.plus(-by), until.map(|until| until.plus(-by)), year)
        });
        let once = if old == Money::ZERO { self.once.clone() } else { was.once.clone() };
        let mut months = Self { once, run }.months(grid);
        if own != old && old != Money::ZERO {
            // Rounded from sum to sum, so that the parts add up.
            let (mut all, mut given) = (Money::ZERO, Money::ZERO);
            for month in &mut months[0] {
                all += *month;
                let upto = all.part(own.0, old.0);
                *month = upto - given;
                given = upto;
            }
        }
        months
    }
}

/// By how many months what is paid from a month on, to before another one or without end, falls later than it did
/// before, the same money at another time; below zero, earlier. As many months as it has lost at one end, and won at
/// the other.
fn moved(now: (Month, Option<Month>), was: (Month, Option<Month>)) -> i32 {
    let begins = now.0.since(was.0);
    // By how much it ends later: what has no end ends later than all that has one, and with what has none.
    let ends = match (now.1, was.1) {
        (Some(now_end), Some(ended)) => now_end.max(now.0).since(ended.max(was.0)),
        (None, _) if begins > 0 => begins,
        (_, None) if begins < 0 => begins,
        _ => 0,
    };
    if begins < 0 { ends.clamp(begins, 0) } else { ends.clamp(0, begins) }
}

/// One-off and running cost of a plan by month of its grid, where what it has in common with the one before
/// falls when it fell there.
fn in_time(now: &Figures<'_>, before: &Figures<'_>) -> [Vec<Money>; 2] {
    let grid = now.grid();
    let mut total = [now.costs().one_off.total().to_vec(), now.costs().running.total().to_vec()];
    let mut put = |own: &Paid, was: &Paid| {
        if own == was {
            return;
        }
        let (own, then) = (own.months(grid), own.at_times_of(was, grid));
        for (total, (own, then)) in total.iter_mut().zip(own.iter().zip(&then)) {
            for (sum, (own, then)) in total.iter_mut().zip(own.iter().zip(then)) {
                *sum += *then - *own;
            }
        }
    };
    for (ix, item) in now.plan.items().filter(|(_, item)| item.cost.is_some()) {
        if let Some(was) = before.plan.item_by_id(&item.id) {
            put(&Paid::of_item(now.plan, ix), &Paid::of_item(before.plan, was));
        }
    }
    let old: FxHashMap<&str, usize> =
        before.plan.markets.iter().enumerate().map(|(nth, market)| (&*market.id, nth)).collect();
    for (nth, market) in now.plan.markets.iter().enumerate() {
        if let Some(was) = old.get(&*market.id) {
            put(&Paid::of_market(now, MarketIx::from(nth)), &Paid::of_market(before, MarketIx::from(*was)));
        }
    }
    let old: FxHashMap<&str, usize> =
        before.plan.exceptions.iter().enumerate().map(|(nth, exception)| (&*exception.id, nth)).collect();
    for (nth, exception) in now.plan.exceptions.iter().enumerate() {
        if let Some(was) = old.get(&*exception.id) {
            put(&Paid::of_exception(now, nth), &Paid::of_exception(before, *was));
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, day, euros};
    use crate::plan::id::WaveIx;

    fn since(now: &Plan, before: &Plan) -> Timing {
        Figures::new(now).cost_since(&Figures::new(before))
    }

    fn cost<'p>(plan: &'p mut Plan, id: &str) -> &'p mut crate::plan::item::Cost {
        let ix = plan.item_by_id(id).unwrap();
        plan.item_mut(ix).cost.get_or_insert_default()
    }

    /// By hand: the CRM runs for 12,000 a year from April 2026; live three months later, it runs from July,
    /// so that 3,000 less fall up to the horizon. Nothing of it is saved.
    #[test]
    fn what_runs_later_is_no_saving() {
        let before = sample::plan();
        let mut now = before.clone();
        let crm = now.item_by_id("crm").unwrap();
        now.item_mut(crm).live = Some(day("2026-06-30"));
        let timing = since(&now, &before);
        assert_eq!((timing.later, timing.saved), (euros(3_000), Money::ZERO));
        assert_eq!(timing.words(now.currency).as_deref(), Some("3.00 k€ later, none saved"));
        assert_eq!(timing.in_time, *Figures::new(&before).case(), "value and cost are as they were");
        // The other way round it is no waste.
        let back = since(&before, &now);
        assert_eq!((back.later, back.saved), (euros(-3_000), Money::ZERO));
        assert_eq!(back.words(now.currency).as_deref(), Some("3.00 k€ earlier, none added"));
    }

    /// By hand: at half the price and three months later, 9 months of 500 are paid in place of 12 of 1,000.
    /// Of the 7,500 that are less, 12 months of 500 are saved, and 3 months of 500 fall later.
    #[test]
    fn what_is_cheaper_and_later_is_both() {
        let before = sample::plan();
        let mut now = before.clone();
        let crm = now.item_by_id("crm").unwrap();
        now.item_mut(crm).live = Some(day("2026-06-30"));
        cost(&mut now, "crm").run = Some(euros(6_000));
        let timing = since(&now, &before);
        assert_eq!((timing.saved, timing.later), (euros(6_000), euros(1_500)));
        assert_eq!(timing.words(now.currency).as_deref(), Some("1.50 k€ later, 6.00 k€ saved"));
        // At twice the price, 12,000 more are paid from April to March; 3 months of 2,000 of it fall later.
        cost(&mut now, "crm").run = Some(euros(24_000));
        let timing = since(&now, &before);
        assert_eq!((timing.saved, timing.later), (euros(-12_000), euros(6_000)));
        assert_eq!(timing.words(now.currency).as_deref(), Some("6.00 k€ later, 12.0 k€ added"));
    }

    /// By hand: the second wave, six months with 4,500 of the CRM and 6,000 of the roll-out in the south,
    /// moves to December 2026 to May 2027: two of its months lie past the horizon, a third of 10,500. The
    /// item that is taken out was 3,000.
    #[test]
    fn one_off_money_past_the_horizon_is_later_and_what_is_dropped_is_saved() {
        let before = sample::plan();
        let mut now = before.clone();
        let wave = &mut now.waves[WaveIx(1).at()];
        (wave.start, wave.end) = (day("2026-12-01"), day("2027-05-31"));
        let crm = now.item_by_id("crm").unwrap();
        assert_eq!(now.first_live(crm), before.first_live(crm), "its first step is in the first wave");
        let timing = since(&now, &before);
        assert_eq!((timing.later, timing.saved), (euros(3_500), Money::ZERO));
        cost(&mut now, "reach").by_wave.clear();
        let timing = since(&now, &before);
        assert_eq!((timing.later, timing.saved), (euros(3_500), euros(3_000)));
        // Half of the one-off money of the CRM, 4,500 of 9,000: the first wave keeps its 2,250, and 750 of
        // the other 2,250 fall later, with 2,000 of the roll-out.
        cost(&mut now, "crm").spread = Some(euros(4_500));
        let timing = since(&now, &before);
        assert_eq!((timing.later, timing.saved), (euros(2_750), euros(7_500)));
    }

    /// By hand: the price of the exception in the north is 2,400 a year, from April 2026, after its market is live,
    /// through June. With a first wave that ends two months later it is June alone: 400 are never paid. Where it may
    /// last as much longer, the 400 fall later, inside the horizon; without an end, they fall past it.
    #[test]
    fn what_ends_on_its_day_is_saved_for_as_long_as_it_begins_later() {
        let mut before = sample::plan();
        before.items = Default::default();
        before.item_ends = [0, 0];
        before.realized.clear();
        for market in &mut before.markets {
            market.cost = None;
        }
        let late = |before: &Plan, until: Option<&str>| {
            let mut now = before.clone();
            now.waves[0].end = day("2026-05-31");
            now.exceptions[0].until = until.map(day);
            now
        };
        let told = |now: &Plan, before: &Plan| {
            let timing = since(now, before);
            (timing.later, timing.saved)
        };
        let short = late(&before, Some("2026-06-15"));
        assert_eq!(told(&short, &before), (Money::ZERO, euros(400)));
        assert_eq!(told(&before, &short), (Money::ZERO, euros(-400)));
        assert_eq!(told(&late(&before, Some("2026-08-15")), &before), (Money::ZERO, Money::ZERO));
        // Ended before it could begin: three months of 200 are saved, and nothing falls later.
        assert_eq!(told(&late(&before, Some("2026-05-15")), &before), (Money::ZERO, euros(600)));
        // To December 2027 the last nine months lie past the horizon, before and after: two are saved.
        before.exceptions[0].until = Some(day("2027-12-31"));
        assert_eq!(told(&late(&before, Some("2027-12-31")), &before), (Money::ZERO, euros(400)));
        // Two months longer, they are paid past it.
        assert_eq!(told(&late(&before, Some("2028-02-29")), &before), (euros(400), Money::ZERO));
        before.exceptions[0].until = None;
        assert_eq!(told(&late(&before, None), &before), (euros(400), Money::ZERO));
        // With an end that it had not: April 2026 to March 2027 was 12 months, June to August is three.
        assert_eq!(told(&late(&before, Some("2026-08-15")), &before), (Money::ZERO, euros(1_800)));
    }

    #[test]
    fn a_plan_beside_itself_moves_nothing() {
        let plan = sample::plan();
        let timing = since(&plan, &plan);
        assert_eq!((timing.later, timing.saved), (Money::ZERO, Money::ZERO));
        assert_eq!(timing.words(plan.currency), None);
    }
}
