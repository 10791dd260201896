//! What may become of the plan: asked of the edge where it is shown, and taken once it is known.

use crate::simulation::Simulation;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::workspace::{Simulated, Workspace};

/// What is asked of the edge, where the view shown or the room wants a simulation that nobody asked for yet: of what is
/// open, and then of the plan beside it. One is asked for at a time.
pub(super) fn ask(model: &mut Model) -> Option<Effect> {
    let content = model.desk().content.as_ref();
    let over = model.overlay.as_ref();
    let shown = model.present.is_some() || content.is_some_and(|content| content.simulates());
    let open = shown || over.is_some_and(|over| over.simulates());
    let beside = over.is_some_and(|over| over.simulates_beside());
    let asked = model.asked;
    let mut wanted: Vec<&mut Simulated> = Vec::new();
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

fn waits(work: &Workspace, nth: u64) -> bool {
    matches!(work.simulated, Simulated::Asked(asked) if asked == nth)
}

/// Takes an answer, where the plan is still as it was when it was asked.
pub(super) fn take(model: &mut Model, nth: u64, simulation: Box<Simulation>) {
    if waits(&model.work, nth) {
        model.work.simulated = Simulated::Known(simulation);
        model.forget_views();
    } else if let Some(plan) = model.work.beside.as_deref_mut().filter(|plan| waits(plan, nth)) {
        plan.simulated = Simulated::Known(simulation);
        model.forget_views();
    } else if nth == model.asked {
        // Whoever asked is not looked at now, and asks again when it is.
        model.asked += 1;
    }
}
