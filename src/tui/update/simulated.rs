//! What may become of the plan: asked of the edge where it is shown, and taken once it is known.

use crate::simulation::Simulation;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::workspace::{Simulated, Workspace};

/// What is asked of the edge, where the view shown or the room wants a simulation that nobody asked for yet.
pub(super) fn ask(model: &mut Model) -> Option<Effect> {
    let content = model.desk().content.as_ref();
    let over = model.overlay.as_ref().is_some_and(|over| over.simulates());
    let wanted = over || model.present.is_some() || content.is_some_and(|content| content.simulates());
    let asked = match model.work.simulated {
        Simulated::Unasked => false,
        // What was asked for later may have taken its place.
        Simulated::Asked(nth) => nth == model.asked,
        Simulated::Known(_) => true,
    };
    if !wanted || asked {
        return None;
    }
    model.asked += 1;
    model.work.simulated = Simulated::Asked(model.asked);
    Some(Effect::Simulate(model.asked))
}

/// Takes an answer, where the plan is still as it was when it was asked.
pub(super) fn take(model: &mut Model, nth: u64, simulation: Box<Simulation>) {
    let waits = |work: &Workspace| matches!(work.simulated, Simulated::Asked(asked) if asked == nth);
    if waits(&model.work) {
        model.work.simulated = Simulated::Known(simulation);
        model.forget_views();
    } else if nth == model.asked {
        // Whoever asked is not looked at now, and asks again when it is.
        model.asked += 1;
    }
}
