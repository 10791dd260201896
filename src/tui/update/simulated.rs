//! What may become of the plan: asked of the edge where it is shown, and taken once it is known.

use crate::graph::Delay;
use crate::impact::Impact;
use crate::simulation::Simulation;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::simulating::late_by;
use crate::workspace::{Late, Simulated};

/// What is asked of the edge, where the view shown or the room wants a simulation that nobody asked for yet: of what is
/// late where that is looked at, of what is open, and then of the plan beside it. One is asked for at a time.
pub(super) fn ask(model: &mut Model) -> Option<Effect> {
    let content = model.desk().content.as_ref();
    let over = model.overlay.as_ref();
    let shown = model.present.is_some() || content.is_some_and(|content| content.simulates());
    let open = shown || over.is_some_and(|over| over.simulates());
    let beside = over.is_some_and(|over| over.simulates_beside());
    let late = over.and_then(|over| over.late());
    if let Some((what, by)) = late.filter(|(what, by)| late_by(&model.work, *what, *by).is_none()) {
        let plan = Impact::of(model.work.figures(), model.work.graph(), &[Delay { what, by }]).plan;
        model.work.late = Some(Box::new(Late { what, by, plan, simulated: Simulated::default() }));
    }
    let of_late = over.is_some_and(|over| over.simulates_late());
    let asked = model.asked;
    let mut wanted: Vec<&mut Simulated> = Vec::new();
    wanted.extend(model.work.late.as_deref_mut().filter(|_| of_late).map(|late| &mut late.simulated));
    wanted.extend(open.then_some(&mut model.work.simulated));
    wanted.extend(model.work.beside.as_deref_mut().filter(|_| beside).map(|plan| &mut plan.simulated));
    // What was asked for later may have taken the place of another.
    if wanted.iter().any(|simulated| matches!(simulated, Simulated::Asked(nth) if *nth == asked)) {
        return None;
    }
    let unknown = wanted.into_iter().find(|simulated| !matches!(simulated, Simulated::Known(_)))?;
    model.asked += 1;
    *unknown = Simulated::Asked(model.asked);
    Some(Effect::Simulate(model.asked))
}

fn waits(simulated: &Simulated, nth: u64) -> bool {
    matches!(simulated, Simulated::Asked(asked) if *asked == nth)
}

/// Takes an answer, where the plan is still as it was when it was asked.
pub(super) fn take(model: &mut Model, nth: u64, simulation: Box<Simulation>) {
    let work = &mut model.work;
    let beside = work.beside.as_deref_mut().map(|plan| &mut plan.simulated);
    let late = work.late.as_deref_mut().map(|late| &mut late.simulated);
    let all = [Some(&mut work.simulated), beside, late];
    let waiting = all.into_iter().flatten().find(|simulated| waits(simulated, nth));
    let taken = waiting.map(|waiting| *waiting = Simulated::Known(simulation));
    if taken.is_some() {
        model.forget_views();
    } else if nth == model.asked {
        // Whoever asked is not looked at now, and asks again when it is.
        model.asked += 1;
    }
}
