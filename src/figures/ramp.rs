//! How value grows from go-live to full.

use crate::plan::strategy::{Ramp, Shape};

/// The Bass curve is cut at this time, where the default coefficients have reached 97 % of the market.
const BASS_END: f64 = 15.0;

/// The logistic curve is cut at this time, where the default one has reached 98 %.
const LOGISTIC_END: f64 = 8.0;

/// The share of full value reached in month `k` (1, 2, …) after go-live, taken at the middle of the
/// month: R((k − ½) / ramp months). Without a ramp value is full at once.
#[must_use]
pub fn reached(ramp: Option<&Ramp>, k: f64) -> f64 {
    let Some(ramp) = ramp.filter(|ramp| ramp.months > 0.0) else { return 1.0 };
    let x = (k - 0.5) / ramp.months;
    if x >= 1.0 {
        return 1.0;
    }
    match ramp.shape {
        Shape::Step => 1.0,
        Shape::Linear => x,
        Shape::SCurve => x * x * (3.0 - 2.0 * x),
        Shape::Bass { p, q } => {
            let share = bass(p, q, BASS_END * x) / bass(p, q, BASS_END);
            if share.is_finite() { share } else { 0.0 }
        }
        Shape::Logistic { k, t0 } => {
            // It begins at nothing and ends at full value.
            let [start, now, end] = [0.0, LOGISTIC_END * x, LOGISTIC_END].map(|t| logistic(k, t0, t));
            let share = (now - start) / (end - start);
            if share.is_finite() { share } else { 0.0 }
        }
    }
}

/// After how many months of less than full value, from go-live on, a ramp has reached all of it: month `k` is full
/// once k − ½ is the ramp's months or more. None counts more than a hundred years.
#[must_use]
pub fn full_after(ramp: Option<&Ramp>) -> i32 {
    match ramp {
        Some(Ramp { months, shape }) if *shape != Shape::Step && *months > 0.0 => {
            ((months + 0.5).min(1200.0).ceil() as i32 - 1).max(0)
        }
        _ => 0,
    }
}

/// The logistic curve (Verhulst 1838) with steepness `k`, half way at `t0`: 1 / (1 + e^(−k (t − t0))).
#[must_use]
pub fn logistic(k: f64, t0: f64, t: f64) -> f64 {
    1.0 / (1.0 + (-k * (t - t0)).exp())
}

/// The Bass adoption curve (Bass 1969): the share of all adopters that have adopted by time `t`, with
/// innovation `p` and imitation `q`: F(t) = (1 − e^(−(p+q)t)) / (1 + (q/p) e^(−(p+q)t)).
#[must_use]
pub fn bass(p: f64, q: f64, t: f64) -> f64 {
    let decay = (-(p + q) * t).exp();
    (1.0 - decay) / (1.0 + q / p * decay)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: f64, right: f64) -> bool {
        (left - right).abs() < 5e-5
    }

    #[test]
    fn the_bass_curve_has_its_published_values() {
        for (t, expected) in [(1.0, 0.0358), (4.0, 0.2332), (8.0, 0.6517), (12.0, 0.9087)] {
            assert!(close(bass(0.03, 0.38, t), expected), "F({t}) = {}", bass(0.03, 0.38, t));
        }
        let rate = |t: f64| bass(0.03, 0.38, t + 0.005) - bass(0.03, 0.38, t - 0.005);
        assert!(rate(6.19) > rate(6.09) && rate(6.19) > rate(6.29), "adoption peaks at 6.19");
    }

    #[test]
    fn the_logistic_curve_has_its_published_values() {
        for (t, expected) in [(0.0, 0.018), (2.0, 0.119), (4.0, 0.5), (6.0, 0.881), (8.0, 0.982)] {
            assert!((logistic(1.0, 4.0, t) - expected).abs() < 5e-4, "{t}");
        }
    }

    /// By hand, of four months at k 1 and t0 4: month 2 stands at t 3, L 0.26894; L(0) is 0.01799 and L(8)
    /// 0.98201. (0.26894 − 0.01799) ÷ 0.96403 = 0.26032. Half way it is half.
    #[test]
    fn a_logistic_ramp_begins_at_nothing_and_ends_at_full_value() {
        let ramp =
            |k, t0, month| reached(Some(&Ramp { months: 4.0, shape: Shape::Logistic { k, t0 } }), month);
        assert!(close(ramp(1.0, 4.0, 2.0), 0.260_32) && close(ramp(1.0, 4.0, 2.5), 0.5));
        assert!(close(ramp(1.0, 4.0, 0.5), 0.0) && close(ramp(1.0, 4.0, 4.5), 1.0));
        assert!(ramp(1.0, 6.0, 2.5) < 0.2, "a later half way is a later start");
        assert!(ramp(0.01, 8.0, 3.0) > 0.0 && ramp(10.0, 8.0, 1.0) < 1e-9);
    }

    #[test]
    fn shapes_reach_their_share_at_mid_month() {
        let at = |shape, k| reached(Some(&Ramp { months: 4.0, shape }), k);
        assert!(close(at(Shape::Step, 1.0), 1.0));
        assert!(close(at(Shape::Linear, 1.0), 0.125) && close(at(Shape::Linear, 5.0), 1.0));
        assert!(close(at(Shape::SCurve, 1.0), 0.042_97) && close(at(Shape::SCurve, 3.0), 0.683_59));
        let bass_shape = Shape::Bass { p: 0.03, q: 0.38 };
        assert!(close(at(bass_shape, 3.0), bass(0.03, 0.38, 9.375) / bass(0.03, 0.38, 15.0)));
        assert!(close(at(bass_shape, 5.0), 1.0));
        assert!(close(reached(None, 1.0), 1.0));
    }

    /// By hand: of 4 months the 4th stands at 3.5 ÷ 4 and the 5th at 4.5 ÷ 4, so that four are less than full; of
    /// 4½ months the 5th stands at 4.5 ÷ 4.5; of one month the 1st stands at ½.
    #[test]
    fn a_ramp_is_full_in_the_first_month_whose_middle_lies_behind_it() {
        let after = |months| full_after(Some(&Ramp { months, shape: Shape::Linear }));
        assert_eq!([4.0, 4.5, 1.0, 0.5, 0.0].map(after), [4, 4, 1, 0, 0]);
        assert_eq!(full_after(None), 0);
        assert_eq!(full_after(Some(&Ramp { months: 9.0, shape: Shape::Step })), 0);
    }

    /// By hand, of a market of p 0.05 and q 0.3: e^(−0.35 × 9.375) is 0.03758, so that F(9.375) is 0.96242 ÷ 1.22549, or
    /// 0.78533; F(15) is 0.99475 ÷ 1.03149, or 0.96439. The third month of four stands at 0.78533 ÷ 0.96439.
    #[test]
    fn a_bass_curve_with_its_own_coefficients_is_its_own() {
        let own = Ramp { months: 4.0, shape: Shape::Bass { p: 0.05, q: 0.3 } };
        let shares = [1.0, 2.0, 3.0, 4.0].map(|k| reached(Some(&own), k));
        for (share, by_hand) in shares.into_iter().zip([0.12132, 0.48544, 0.81434, 0.96771]) {
            assert!(close(share, by_hand), "{shares:?}");
        }
    }

    #[test]
    fn a_degenerate_curve_is_a_number() {
        for k in [1.0, 3.0, 9.0] {
            let share = reached(Some(&Ramp { months: 4.0, shape: Shape::Bass { p: 0.0, q: 0.0 } }), k);
            assert!((0.0..=1.0).contains(&share));
        }
    }
}
