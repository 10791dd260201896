//! What a run draws: each uncertain input by itself.
//!
//! - **Estimates** follow PERT as it was published: a beta distribution from low to high with the mean
//!   (low + 4 likely + high) / 6 and the standard deviation (high − low) / 6.
//! - **Risks** happen with their probability; one that is certain happens in each run and is not counted as drawn.
//! - **KPIs** stray from their line by a number of Student's t.
//!
//! A draw depends on the seed, the name of the input and the number of the run, and on nothing else: not on
//! threads, not on the order of files, not on what else is in the plan. So two plans that differ in one place
//! are compared on the same luck.

use rand_distr::{Beta, Distribution as _, StandardUniform, StudentT};
use rand_pcg::Pcg64Mcg;

use crate::plan::Plan;
use crate::plan::id::{ItemIx, KpiIx};
use crate::plan::leadership::Risk;

/// What is uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The value of a driver, a year at full scope.
    Value(ItemIx),
    /// How long the ramp of a driver takes.
    Ramp(ItemIx),
    /// Whether a risk happens, by its position in the plan.
    Risk(u32),
    /// How a KPI strays from its trend.
    Kpi(KpiIx),
}

impl Cause {
    /// Its name among those of all inputs: no two kinds share one.
    fn kind(self) -> &'static str {
        match self {
            Self::Value(_) => "value",
            Self::Ramp(_) => "ramp",
            Self::Risk(_) => "risk",
            Self::Kpi(_) => "kpi",
        }
    }
}

/// Whether a risk happens in some runs and not in others.
pub(super) fn may_happen(risk: &Risk) -> bool {
    risk.probability.is_some_and(|probability| probability > 0.0 && probability < 1.0)
}

/// Whether what is uncertain is drawn at all: a value has a range, a ramp a length, and a risk is neither certain nor
/// ruled out.
#[must_use]
pub fn is_open(plan: &Plan, cause: Cause) -> bool {
    match cause {
        Cause::Value(item) => plan.item(item).driver().and_then(|driver| driver.value).is_some_and(|value| {
            value.low.is_some_and(|low| low < value.likely)
                || value.high.is_some_and(|high| high > value.likely)
        }),
        Cause::Ramp(item) => {
            let ramp = plan.item(item).driver().and_then(|driver| driver.ramp);
            ramp.is_some_and(|ramp| ramp.months > 0.0)
        }
        Cause::Risk(nth) => plan.risks.get(nth as usize).is_some_and(may_happen),
        Cause::Kpi(_) => true,
    }
}

/// How an input is distributed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Law {
    /// From `low` over `width`.
    Estimate { beta: Beta<f64>, low: f64, width: f64 },
    /// 1 with this probability, else 0.
    Happens(f64),
    /// Student's t.
    Strays(StudentT<f64>),
}

impl Law {
    /// The PERT distribution of an estimate; `None` where its ends leave nothing open. A middle outside of
    /// the ends, which the checks report, widens them.
    pub(super) fn estimate(low: f64, likely: f64, high: f64) -> Option<Self> {
        let (low, high) = (low.min(likely), high.max(likely));
        let width = high - low;
        let mean = (low + 4.0 * likely + high) / 6.0;
        let at = (mean - low) / width;
        // The beta distribution with this mean and a standard deviation of a sixth of its width.
        let sum = at * (1.0 - at) * 36.0 - 1.0;
        let beta = Beta::new(at * sum, (1.0 - at) * sum).ok().filter(|_| width > 0.0 && width.is_finite());
        beta.map(|beta| Self::Estimate { beta, low, width })
    }

    /// Student's t with some degrees of freedom; `None` where there are none.
    pub(super) fn strays(freedom: u32) -> Option<Self> {
        StudentT::new(f64::from(freedom)).ok().map(Self::Strays)
    }
}

/// An uncertain input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input {
    pub(super) cause: Cause,
    law: Law,
    key: u64,
}

impl Input {
    /// The input of this cause, whose plan calls it `id`.
    pub(super) fn new(seed: u64, cause: Cause, id: &str, law: Law) -> Self {
        let name = cause.kind().bytes().chain([0]).chain(id.bytes());
        // FNV-1a, which never changes.
        let hash = name.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self { cause, law, key: mixed(hash ^ mixed(seed)) }
    }

    /// Whether runs differ in it: a risk that is certain happens in each.
    pub(super) fn is_open(&self) -> bool {
        !matches!(self.law, Law::Happens(probability) if probability >= 1.0)
    }

    /// What it comes to in a run.
    pub(super) fn draw(&self, run: u32) -> f64 {
        let high = mixed(self.key ^ mixed(u64::from(run) + 1));
        let mut random = Pcg64Mcg::new((u128::from(high) << 64) | u128::from(mixed(high)));
        match self.law {
            Law::Estimate { beta, low, width } => low + width * beta.sample(&mut random),
            Law::Happens(probability) => {
                let uniform: f64 = StandardUniform.sample(&mut random);
                f64::from(u8::from(uniform < probability))
            }
            Law::Strays(t) => t.sample(&mut random),
        }
    }
}

/// A number whose every bit depends on every bit of `number` (the finalizer of SplitMix64).
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNS: u32 = 100_000;

    /// Mean and standard deviation of many draws.
    fn moments(law: Law) -> (f64, f64) {
        let input = Input::new(7, Cause::Risk(0), "vendor", law);
        let draws: Vec<f64> = (0..RUNS).map(|run| input.draw(run)).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(RUNS);
        let variance = draws.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>() / f64::from(RUNS);
        (mean, variance.sqrt())
    }

    /// Four standard errors of the mean of `RUNS` draws.
    fn error(sd: f64) -> f64 {
        4.0 * sd / f64::from(RUNS).sqrt()
    }

    /// Published: PERT (2, 4, 9) has mean 4.5 and standard deviation 1.167.
    #[test]
    fn an_estimate_has_the_published_mean_and_spread() {
        let (mean, sd) = moments(Law::estimate(2.0, 4.0, 9.0).unwrap());
        assert!((mean - 4.5).abs() < error(1.167), "{mean}");
        assert!((sd - 7.0 / 6.0).abs() < error(1.167), "{sd}");
        let (mean, sd) = moments(Law::estimate(0.0, 0.0, 6.0).unwrap());
        assert!((mean - 1.0).abs() < error(1.0) && (sd - 1.0).abs() < 2.0 * error(1.0), "{mean} {sd}");
    }

    #[test]
    fn an_estimate_without_a_range_is_certain() {
        assert!(Law::estimate(4.0, 4.0, 4.0).is_none());
        assert!(Law::estimate(f64::NAN, f64::NAN, f64::NAN).is_none());
        assert!(Law::estimate(5.0, 4.0, 3.0).is_none());
        let Some(Law::Estimate { low, width, .. }) = Law::estimate(5.0, 4.0, 9.0) else { panic!() };
        assert!((low - 4.0).abs() < 1e-12 && (width - 5.0).abs() < 1e-12, "the middle is inside");
    }

    #[test]
    fn a_risk_happens_as_often_as_it_is_likely() {
        let (mean, _) = moments(Law::Happens(0.3));
        assert!((mean - 0.3).abs() < error(0.21_f64.sqrt()), "{mean}");
        assert_eq!((moments(Law::Happens(0.0)).0, moments(Law::Happens(1.0)).0), (0.0, 1.0));
    }

    /// Closed forms of Student's t: with one degree of freedom one in four lies above 1 (Cauchy), with two above
    /// √(2/3), where ½ + x / 2√(2 + x²) = ¾.
    #[test]
    fn a_kpi_strays_by_students_t() {
        let above = |freedom: u32, bound: f64| {
            let input = Input::new(7, Cause::Kpi(KpiIx(0)), "online", Law::strays(freedom).unwrap());
            let above = (0..RUNS).filter(|run| input.draw(*run) > bound).count() as f64;
            above / f64::from(RUNS)
        };
        for share in [above(1, 1.0), above(2, (2.0_f64 / 3.0).sqrt()), 0.5 * above(1, 0.0)] {
            assert!((share - 0.25).abs() < error((0.25_f64 * 0.75).sqrt()), "{share}");
        }
        assert!(Law::strays(0).is_none());
    }

    #[test]
    fn inputs_draw_apart() {
        let draws = |cause, id, seed| {
            let input = Input::new(seed, cause, id, Law::strays(6).unwrap());
            (0..RUNS).map(|run| input.draw(run)).collect::<Vec<_>>()
        };
        let item = ItemIx(0);
        let one = draws(Cause::Value(item), "reach", 1);
        assert_eq!(one, draws(Cause::Value(ItemIx(9)), "reach", 1), "the place in the plan does not count");
        let others = [
            draws(Cause::Ramp(item), "reach", 1),
            draws(Cause::Value(item), "reach", 2),
            draws(Cause::Value(item), "launch", 1),
            one[1..].iter().copied().chain([0.0]).collect(),
        ];
        for other in others {
            let product: f64 = one.iter().zip(&other).map(|(one, other)| one * other).sum();
            // Student's t with six degrees of freedom has a variance of 6 / 4.
            assert!((product / f64::from(RUNS)).abs() < error(1.5), "uncorrelated");
        }
    }
}
