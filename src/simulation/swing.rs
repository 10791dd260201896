//! What drives the spread of NPV: how far one input swings it, with all others as they were drawn.
//!
//! Each input is put at the value that one draw in ten stays below, and at the one that one in ten exceeds (a
//! risk: it does not happen, it happens), in the same runs with all else as drawn. The differences from NPV
//! as drawn are averaged. Since all else cancels out, a few hundred runs tell a swing well; which inputs
//! deserve them is told by their correlation with NPV over all runs.

use super::draw::{Cause, Input};
use super::kernel::Kernel;
use super::spread::{Estimated, quantile};
use crate::order::Order as _;

/// Inputs whose swing is looked at.
const LOOKED_AT: usize = 16;
/// Runs that are played again for each.
const AGAIN: usize = 500;
/// Runs that tell which inputs to look at.
const SCREENED: usize = 10_000;

/// How far an input swings NPV, in minor units, against NPV with this input as it was drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// The input.
    pub cause: Cause,
    /// With the input low, where one draw in ten stays below; a risk does not happen.
    pub low: Estimated,
    /// With the input high, where one draw in ten lies above; a risk happens.
    pub high: Estimated,
    /// High less low.
    pub swing: Estimated,
}

impl Swing {
    /// How far each of the three may be off, 95 times in 100: twice the largest of their standard errors.
    #[must_use]
    pub fn off_by(&self) -> f64 {
        2.0 * self.swing.error.max(self.low.error).max(self.high.error)
    }
}

/// An input that NPV hangs on.
struct Candidate<'k> {
    at: usize,
    input: &'k Input,
    ends: [f64; 2],
    correlation: f64,
}

/// The widest swings, the widest first, and how many inputs are not among them.
pub(super) fn swings(kernel: &Kernel, npvs: &[f64], threads: usize) -> (Vec<Swing>, usize) {
    let inputs: Vec<(usize, &Input)> = kernel.inputs.iter().enumerate().collect();
    let moving = |(_, input): &&(usize, &Input)| !matches!(input.cause, Cause::Kpi(_)) && input.is_open();
    let inputs: Vec<(usize, &Input)> = inputs.iter().filter(moving).copied().collect();
    let screened = &npvs[..npvs.len().min(SCREENED)];
    let mut found = shared(&inputs, threads, |(at, input)| candidate(*at, input, screened));
    found.order_by(|one, other| {
        other.correlation.total_cmp(&one.correlation).then(one.input.cause.cmp(&other.input.cause))
    });
    found.truncate(LOOKED_AT);
    let again = &npvs[..npvs.len().min(AGAIN)];
    let mut swings = shared(&found, threads, |candidate| played(kernel, candidate, again));
    swings.retain(|swing| swing.swing.value.abs() > 3.0 * swing.swing.error);
    swings.order_by(|one, other| {
        let (one_wide, other_wide) = (one.swing.value.abs(), other.swing.value.abs());
        other_wide.total_cmp(&one_wide).then(one.cause.cmp(&other.cause))
    });
    let others = inputs.len() - swings.len();
    (swings, others)
}

/// What `work` makes of each of `all`, in their order, on some threads.
fn shared<T: Sync, R: Send>(all: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let share = all.len().div_ceil(threads.clamp(1, 64)).max(1);
    let work = &work;
    std::thread::scope(|scope| {
        let part = |part: &[T]| part.iter().map(work).collect::<Vec<R>>();
        let workers: Vec<_> = all.chunks(share).map(|some| scope.spawn(move || part(some))).collect();
        let done = workers.into_iter().flat_map(|worker| match worker.join() {
            Ok(done) => done,
            Err(fault) => std::panic::resume_unwind(fault),
        });
        done.collect()
    })
}

fn candidate<'k>(at: usize, input: &'k Input, npvs: &[f64]) -> Candidate<'k> {
    let mut draws: Vec<f64> = (0..).zip(npvs).map(|(run, _)| input.draw(run)).collect();
    let correlation = correlation(&draws, npvs).abs();
    let ends = match input.cause {
        Cause::Risk(_) => [0.0, 1.0],
        _ => {
            draws.sort_unstable_by(f64::total_cmp);
            [quantile(&draws, 0.1), quantile(&draws, 0.9)]
        }
    };
    Candidate { at, input, ends, correlation }
}

/// Pearson's; 0 where one of both does not vary.
fn correlation(left: &[f64], right: &[f64]) -> f64 {
    let (left_mean, right_mean) = (mean(left).value, mean(right).value);
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        left.iter().zip(right).map(|(left, right)| of(left - left_mean, right - right_mean)).sum()
    };
    let scale = sum(&|left, _| left * left).sqrt() * sum(&|_, right| right * right).sqrt();
    if scale > 0.0 { sum(&|left, right| left * right) / scale } else { 0.0 }
}

fn played(kernel: &Kernel, candidate: &Candidate<'_>, npvs: &[f64]) -> Swing {
    let mut bench = kernel.bench();
    let mut at_end = |end: f64| -> Vec<f64> {
        (0..).zip(npvs).map(|(run, _)| kernel.npv_with(run, candidate.at, end, &mut bench)).collect()
    };
    let [low, high] = candidate.ends.map(&mut at_end);
    let less = |from: &[f64], other: &[f64]| -> Estimated {
        mean(&from.iter().zip(other).map(|(from, other)| from - other).collect::<Vec<f64>>())
    };
    Swing {
        cause: candidate.input.cause,
        low: less(&low, npvs),
        high: less(&high, npvs),
        swing: less(&high, &low),
    }
}

fn mean(values: &[f64]) -> Estimated {
    let count = f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX)).max(1.0);
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Estimated { value: mean, error: (squares / (count - 1.0).max(1.0) / count).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlation_tells_what_moves_together() {
        let close = |left: f64, right: f64| (left - right).abs() < 1e-9;
        assert!(close(correlation(&[1.0, 2.0, 3.0], &[10.0, 20.0, 30.0]), 1.0));
        assert!(close(correlation(&[1.0, 2.0, 3.0], &[1.0, 0.0, -1.0]), -1.0));
        assert!(close(correlation(&[1.0, 2.0, 3.0], &[5.0, 5.0, 5.0]), 0.0));
        // Σxy = 1 over √(2 · 2)
        assert!(close(correlation(&[1.0, 2.0, 3.0], &[2.0, 1.0, 3.0]), 0.5));
    }

    /// Of errors of 3, 5 and 4 the largest counts, twice.
    #[test]
    fn all_three_are_off_by_twice_the_largest_error() {
        let told = |error| Estimated { value: 100.0, error };
        let swing = Swing { cause: Cause::Risk(0), low: told(3.0), high: told(5.0), swing: told(4.0) };
        assert!((swing.off_by() - 10.0).abs() < 1e-9, "{swing:?}");
    }

    #[test]
    fn work_is_done_in_order_on_any_number_of_threads() {
        let all: Vec<u32> = (0..17).collect();
        let squares: Vec<u32> = all.iter().map(|it| it * it).collect();
        for threads in [0, 1, 2, 3, 8, 100] {
            assert_eq!(shared(&all, threads, |it| it * it), squares);
        }
        assert!(shared(&[], 3, |it: &u32| *it).is_empty());
    }
}
