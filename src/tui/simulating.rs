//! What may become of the plan, simulated beside the screen: a view that wants it asks, the edge computes it
//! while keys go on, and the answer is taken only by the state of the plan that it was asked of.

use crate::figures::Figures;
use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::quantity::Money;
use crate::simulation::{Settings, Simulation, step_of};
use crate::wording;
use crate::workspace::{Simulated, Workspace};

/// So many runs: enough for a picture, and soon there.
pub const RUNS: u32 = 2_000;
/// Where the luck begins; `swell simulate` begins there, too.
pub const SEED: u64 = 1;

/// The simulation that screens show.
#[must_use]
pub fn simulate(plan: &Plan) -> Simulation {
    let settings = Settings { runs: Some(RUNS), seed: SEED, threads: 1, band: true };
    Simulation::of(&Figures::new(plan), &Graph::new(plan), &settings)
}

/// The simulation of an open plan, once it is there.
#[must_use]
pub fn known(work: &Workspace) -> Option<&Simulation> {
    match &work.simulated {
        Simulated::Known(simulation) => Some(simulation),
        Simulated::Unasked | Simulated::Asked(_) => None,
    }
}

/// What chance says of the value of a plan, or that it is being found out.
#[must_use]
pub fn words(work: &Workspace) -> String {
    let runs = wording::group(RUNS.into());
    // Which luck it was is said with the figures themselves: here there is no room for it.
    match chances(work) {
        None => format!("Chances: simulating {runs} runs from seed {SEED} …"),
        Some([nine, even, _]) => {
            format!("9 in 10 chance of at least {nine}, even of at least {even} · {runs} runs")
        }
    }
}

/// What value reaches with 9 in 10, even and 1 in 10 chance at least, in digits that hold.
#[must_use]
pub fn chances(work: &Workspace) -> Option<[String; 3]> {
    let value = &known(work)?.value;
    let step = step_of(value.error());
    let money =
        |minor: f64| wording::money_at_least(Money::from_minor_f64(minor), step, work.plan().currency);
    Some([value.nine_in_ten(), value.even(), value.one_in_ten()].map(|it| money(it.value)))
}

/// The chance that value reaches what the plan's own forecast says, in percent.
#[must_use]
pub fn of_forecast(work: &Workspace) -> Option<String> {
    let simulation = known(work)?;
    Some(simulation.in_percent(simulation.value_as_forecast))
}
