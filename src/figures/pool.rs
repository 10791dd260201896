//! What the drivers of a pool may count together in a month.
//!
//! The `base` of a pool is the money that each of its drivers lifts, or saves, a share of: what the first leaves is
//! what the next takes its share of. Claims of `vᵢ` in a month come together to `base/12 × (1 − ∏(1 − vᵢ ÷ base/12))`,
//! where a share above 1 counts as 1, and all of them are scaled down to that in the same proportion, so that their
//! order never matters. Uplifts of 10 %, 8 % and 5 % on one base are worth 21.34 % of it together, not 23 %. A
//! dis-benefit takes no share of the base: it is left out of the product, and overlap takes nothing off it.
//!
//! Where what is left then is more than the month's twelfth of the pool's `cap`, that is shared among all. Each of both
//! is shared in proportion to claims, by largest remainder.

use super::grid::{settled, shared};
use crate::plan::quantity::Money;

/// How the claims of a month overlap on a base, in minor units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Overlap {
    base: f64,
    /// What there is of the base to take a share of.
    room: f64,
    /// The claims above zero, added up.
    sum: f64,
    /// How many of them take all that there is.
    whole: u32,
    /// The logarithm of what the others leave of it, so that no claim is too small or too many to count, and one can
    /// be taken out again.
    left: f64,
}

impl Overlap {
    /// Nothing claimed yet of a twelfth of a base, of which others have taken `taken` already.
    pub(crate) fn on(base: Money, taken: Money) -> Self {
        Self::of_months(base, 12.0, taken)
    }

    fn of_months(base: Money, parts: f64, taken: Money) -> Self {
        let base = base.minor_f64() / parts;
        Self { base, room: (base - taken.minor_f64()).max(0.0), sum: 0.0, whole: 0, left: 0.0 }
    }

    /// With one more claim.
    pub(crate) fn with(mut self, claim: f64) -> Self {
        if claim > 0.0 {
            self.sum += claim;
            match self.share(claim) {
                share if share < 1.0 => self.left += (-share).ln_1p(),
                _ => self.whole += 1,
            }
        }
        self
    }

    /// Without a claim that is in it.
    pub(crate) fn without(mut self, claim: f64) -> Self {
        if claim > 0.0 {
            self.sum -= claim;
            match self.share(claim) {
                share if share < 1.0 => self.left -= (-share).ln_1p(),
                _ => self.whole = self.whole.saturating_sub(1),
            }
        }
        self
    }

    fn share(&self, claim: f64) -> f64 {
        if self.base > 0.0 { claim / self.base } else { 1.0 }
    }

    /// What the claims above zero come to together.
    fn together(&self) -> f64 {
        if self.whole > 0 { self.room } else { self.room * -self.left.exp_m1() }
    }

    /// What overlap leaves of each claim above zero, at most 1.
    pub(crate) fn factor(&self) -> f64 {
        if self.sum > 0.0 { (self.together() / self.sum).min(1.0) } else { 1.0 }
    }

    /// What it leaves of a claim.
    pub(crate) fn of(&self, claim: f64) -> f64 {
        if claim > 0.0 { claim * self.factor() } else { claim }
    }
}

/// What the drivers of a pool ask of it in a month or a year, each rounded to the coin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// Claims above zero and below.
    gains: Money,
    losses: Money,
    /// How they overlap, where the pool has a base.
    pub(crate) overlap: Option<Overlap>,
}

impl Asked {
    pub(crate) fn of(overlap: Option<Overlap>) -> Self {
        Self { gains: Money::ZERO, losses: Money::ZERO, overlap }
    }

    /// What is asked of a pool in a year, nothing yet.
    pub(crate) fn a_year(base: Option<Money>) -> Self {
        Self::of(base.map(|base| Overlap::of_months(base, 1.0, Money::ZERO)))
    }

    /// With a claim.
    pub(crate) fn with(mut self, claim: Money) -> Self {
        *(if claim > Money::ZERO { &mut self.gains } else { &mut self.losses }) += claim;
        self.overlap = self.overlap.map(|overlap| overlap.with(claim.minor_f64()));
        self
    }

    /// Without one that is in it.
    pub(crate) fn without(mut self, claim: Money) -> Self {
        *(if claim > Money::ZERO { &mut self.gains } else { &mut self.losses }) -= claim;
        self.overlap = self.overlap.map(|overlap| overlap.without(claim.minor_f64()));
        self
    }

    /// What overlap leaves of the claims above zero.
    fn gained(&self) -> Money {
        let together = self.overlap.map(|overlap| Money::from_minor_f64(settled(overlap.together())));
        together.map_or(self.gains, |together| together.min(self.gains))
    }

    /// What counts of all claims where overlap is taken off, up to `most`.
    pub(crate) fn counts(&self, most: Option<Money>) -> Money {
        let sum = self.gained() + self.losses;
        most.map_or(sum, |most| sum.min(most))
    }

    /// Whether they are held to less than they are.
    pub(crate) fn is_held(&self, most: Option<Money>) -> bool {
        self.counts(most) < self.gains + self.losses
    }

    /// What counts of each of these claims: `exact` as they are, `parts` rounded.
    pub(crate) fn hold(&self, most: Option<Money>, exact: &mut [f64], parts: &mut [Money]) {
        let gained = self.gained();
        if gained < self.gains {
            let gains: Vec<f64> = exact.iter().map(|claim| claim.max(0.0)).collect();
            share_out(gained, &gains, parts);
        }
        let Some(most) = most.filter(|most| gained + self.losses > *most) else { return };
        if let Some(overlap) = &self.overlap {
            exact.iter_mut().for_each(|claim| *claim = overlap.of(*claim));
        }
        share_out(most, exact, parts);
    }
}

/// Shares an amount among those that have a claim.
fn share_out(amount: Money, claims: &[f64], parts: &mut [Money]) {
    for ((part, claim), share) in parts.iter_mut().zip(claims).zip(shared(amount, claims)) {
        if *claim != 0.0 {
            *part = share;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(base: i128, claims: &[f64]) -> Overlap {
        claims.iter().fold(Overlap::on(Money(base), Money::ZERO), |overlap, claim| overlap.with(*claim))
    }

    /// By hand: of 1,000 a month 100, 80 and 50 come to 1,000 × (1 − 0.9 × 0.92 × 0.95) = 213.4 together.
    #[test]
    fn what_one_leaves_is_what_the_next_takes_its_share_of() {
        let together = |claims: &[f64]| on(12_000, claims).together();
        assert!((together(&[100.0, 80.0, 50.0]) - 213.4).abs() < 1e-9);
        assert!((together(&[50.0, 100.0, 80.0]) - 213.4).abs() < 1e-9);
        assert!((together(&[100.0]) - 100.0).abs() < 1e-9, "nothing to overlap with");
        assert!((together(&[100.0, -80.0]) - 100.0).abs() < 1e-9, "a dis-benefit takes no share");
        assert!((together(&[2_000.0, 80.0]) - 1_000.0).abs() < 1e-9, "there is no more than all of it");
        assert!(on(0, &[5.0]).together().abs() < 1e-9, "nothing of nothing");
        let without = on(12_000, &[100.0, 1_000.0, 80.0, 50.0]).without(1_000.0).without(80.0);
        assert!((without.together() - 145.0).abs() < 1e-9, "1,000 × (1 − 0.9 × 0.95)");
    }

    /// Others have taken 400 of the 1,000: 100 and 80 of 1,000 are 10 % and 8 % of the 600 that are left.
    #[test]
    fn a_share_is_of_what_others_left() {
        let overlap = Overlap::on(Money(12_000), Money(400)).with(100.0).with(80.0);
        assert!((overlap.together() - 600.0 * (1.0 - 0.9 * 0.92)).abs() < 1e-9);
        let none = Overlap::on(Money(12_000), Money(1_400)).with(100.0);
        assert!(none.together().abs() < 1e-9, "more than all of it is gone");
    }

    /// 213.4 is 213 to the coin, in the proportion of 100 : 80 : 50: 92.6, 74.1 and 46.3; the −20 stays. A cap of
    /// 100 then is shared as 92.78 : 74.23 : 46.39 : −20 of 193.4: 47.97, 38.38, 23.99 and −10.34.
    #[test]
    fn claims_are_held_to_what_they_come_to_and_then_to_the_cap() {
        let exact = [100.0, 80.0, 50.0, -20.0];
        let rounded = exact.map(Money::from_minor_f64);
        let empty = Asked::of(Some(Overlap::on(Money(12_000), Money::ZERO)));
        let asked = rounded.into_iter().fold(empty, Asked::with);
        assert!(asked.is_held(None));
        let held = |most: Option<Money>| {
            let (mut exact, mut parts) = (exact, rounded);
            asked.hold(most, &mut exact, &mut parts);
            assert_eq!(parts.iter().copied().sum::<Money>(), asked.counts(most));
            parts.map(|part| part.0)
        };
        assert_eq!(held(None), [93, 74, 46, -20]);
        assert_eq!(held(Some(Money(193))), [93, 74, 46, -20]);
        assert_eq!(held(Some(Money(100))), [48, 38, 24, -10]);
    }
}
