//! What may become of the plan, simulated beside the screen: a view that wants it asks, the edge computes it
//! while keys go on, and the answer is taken only by the state of the plan that it was asked of.

use crate::figures::Figures;
use crate::graph::{Delayed, Graph};
use crate::plan::Plan;
use crate::plan::shift::Shift;
use crate::simulation::{FIRST_RUNS, Settings, Simulation};
use crate::wording;
use crate::workspace::{Late, Simulated, Workspace};

/// The simulation that screens show: as `swell simulate` and `swell explain` make it, so that all of them say the
/// same in the same digits.
#[must_use]
pub fn simulate(plan: &Plan) -> Simulation {
    let settings = Settings { band: true, ..Settings::default() };
    Simulation::of(&Figures::new(plan), &Graph::new(plan), &settings)
}

/// The plan that a simulation was asked for by this number: the open one, the one beside it, or that in which something
/// is late.
#[must_use]
pub fn asked_for(work: &Workspace, nth: u64) -> &Plan {
    let asked = |simulated: &Simulated| matches!(simulated, Simulated::Asked(asked) if *asked == nth);
    let late = work.late.as_deref().filter(|late| asked(&late.simulated)).map(|late| &late.plan);
    let beside = work.beside.as_deref().filter(|plan| asked(&plan.simulated)).map(Workspace::plan);
    late.or(beside).unwrap_or_else(|| work.plan())
}

/// What is late in an open plan, where that is looked at by so much.
#[must_use]
pub fn late_by(work: &Workspace, what: Delayed, by: Shift) -> Option<&Late> {
    work.late.as_deref().filter(|late| (late.what, late.by) == (what, by))
}

/// The simulation of an open plan, once it is there.
#[must_use]
pub fn known(work: &Workspace) -> Option<&Simulation> {
    known_of(&work.simulated)
}

/// What may become of a plan, where it is known.
#[must_use]
pub fn known_of(simulated: &Simulated) -> Option<&Simulation> {
    match simulated {
        Simulated::Known(simulation) => Some(simulation),
        Simulated::Unasked | Simulated::Asked(_) => None,
    }
}

/// What chance says of the value of a plan, or that it is being found out.
#[must_use]
pub fn words(work: &Workspace) -> String {
    let seed = Settings::default().seed;
    // Which luck it was is said with the figures themselves: here there is no room for it.
    match known(work) {
        Some(simulation) => simulation.value_words(work.plan().currency),
        None => format!("Chances: simulating {} runs from seed {seed} …", wording::group(FIRST_RUNS.into())),
    }
}

/// What is overdue that all of that hangs on, where it is known and there is such a thing.
#[must_use]
pub fn hangs(work: &Workspace) -> Option<String> {
    let hangs = known(work)?.hangs?;
    Some(hangs.words(work.plan()))
}

/// What value reaches with 9 in 10, even and 1 in 10 chance at least, rounded down to digits that hold.
#[must_use]
pub fn chances(work: &Workspace) -> Option<[String; 3]> {
    Some(known(work)?.value.at_least(work.plan().currency).0)
}

/// The chance that value reaches what the plan's own forecast says, in percent.
#[must_use]
pub fn of_forecast(work: &Workspace) -> Option<String> {
    Some(known(work)?.percent_of_forecast_value())
}

/// Whether value is less without what is overdue, so that its chances are so much at most.
#[must_use]
pub fn is_at_most(work: &Workspace) -> bool {
    known(work).is_some_and(|simulation| simulation.less.value)
}

/// The same in words that nobody takes for an amount: "about 1 in 2", "at most about 1 in 2".
#[must_use]
pub fn odds_of_forecast(work: &Workspace) -> Option<String> {
    let simulation = known(work)?;
    let chance = simulation.value_as_forecast;
    let odds = match (chance.certain, chance.times) {
        (true, 0) => "never",
        // Nobody says that what is overdue will be there.
        (true, _) if simulation.hangs.is_some() => "if what is overdue comes",
        (true, _) => "certain",
        _ => odds(chance.share()),
    };
    Some(match simulation.less.value && !chance.certain {
        true if odds.starts_with("about") => format!("at most {odds}"),
        true if odds.starts_with("more") => format!("{odds} if what is overdue comes"),
        _ => odds.to_owned(),
    })
}

/// How often something comes about, in tenths.
fn odds(share: f64) -> &'static str {
    let tenths = [
        "less than 1 in 10",
        "about 1 in 10",
        "about 2 in 10",
        "about 3 in 10",
        "about 4 in 10",
        "about 1 in 2",
        "about 6 in 10",
        "about 7 in 10",
        "about 8 in 10",
        "about 9 in 10",
        "more than 9 in 10",
    ];
    let above = (1..=10).take_while(|tenth| share >= (f64::from(*tenth) - 0.5) / 10.0).count();
    tenths.get(above).copied().unwrap_or_default()
}
