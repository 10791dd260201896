//! A scenario that cannot be made on the plan as it is now, since something that it changes is gone, or is not what it
//! was: it does not open, but its changes are listed with why, and each can be dropped, as all can be kept.

use super::tried::{Before, Tried};
use super::{aloud, enter, is_open};
use crate::draft::{Refused, Title, Verb};
use crate::scenario::{Scenario, Terms, Try};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::words::refusal;
use crate::wording::aloud::Aloud;
use crate::wording::count;
use crate::workspace::{Unmade, Workspace};

/// What is said where a scenario is to be open that cannot be.
const CANNOT: &str = "it cannot be made on the plan as it is now; {view.whatif} {variant} lists its changes";

/// Why a scenario cannot be made on a plan that refused it, change by change.
pub(super) fn unmade(scenario: &Scenario, plan: &Workspace, refused: &Refused) -> Unmade {
    let terms = Terms { as_of: plan.as_of, strict: true };
    let say = |refused: &Refused| Aloud { plans: &[plan.plan()], room: false }.message(&refusal(refused));
    let fork = plan.draft.as_ref().and_then(|draft| draft.fork());
    let of = fork.map_or_else(Vec::new, |mut fork| scenario.without_ground(&mut fork, terms));
    Unmade { why: say(refused), of: of.iter().map(|(nth, refused)| (*nth, say(refused))).collect() }
}

/// No scenario is open, and the one that would be next cannot be made on the plan as it is.
fn is_unmade(model: &Model) -> bool {
    model.work.beside.is_none() && model.scenarios.unmade(model.work.plan()).is_some()
}

/// Says of the scenario that was to be opened that it cannot be made, where its changes are listed, and why.
pub(super) fn told(model: &mut Model, refused: &Refused) -> Vec<Effect> {
    let why = aloud(model, |aloud| aloud.message(&refusal(refused)));
    let name = crate::safe::line(model.scenarios.name()).into_owned();
    let desk = model.desk();
    let leads = match (model.entry().digit, desk.settings.variant) {
        ('9', 1) => "{whatif.drop} drops one of these changes",
        ('9', _) => "{variant} lists its changes",
        _ => "{view.whatif} {variant} lists its changes",
    };
    let leads = model.filled(leads);
    tell(model, format!("{name} cannot be made on the plan as it is now; {leads}: {why}"))
}

/// What of the open scenario is tried without this: also in what it was before and may be again.
fn forget(it: &mut Tried, dropped: &Try) {
    for (_, before) in it.past.iter_mut().chain(&mut it.undone) {
        if let Before::Tried(tries) = before {
            tries.retain(|it| it != dropped);
        }
    }
}

/// Drops a change of a scenario that cannot be made; where the rest can be, it is open then.
pub(super) fn drop_change(model: &mut Model, nth: usize) -> Vec<Effect> {
    let plan = model.work.shared_plan().clone();
    let lost: Vec<usize> =
        model.scenarios.unmade(&plan).into_iter().flat_map(|it| &it.of).map(|it| it.0).collect();
    let Some(it) = model.scenarios.current().filter(|it| nth < it.scenario.tries.len()) else {
        return Vec::new();
    };
    let before = it.scenario.tries.clone();
    let dropped = it.scenario.tries.remove(nth);
    // What can be made no more is not to stand in the way of taking back what was done before it.
    if lost.contains(&nth) {
        forget(it, &dropped);
    } else {
        let title = Title::new(Verb::Drop).words("“").title(&dropped.title).words("”");
        it.past.push((title, Before::Tried(before)));
    }
    (it.draft, it.outline) = (None, None);
    let said = aloud(model, |aloud| aloud.said(&dropped.title));
    model.rebuild();
    let more = lost.iter().filter(|it| **it != nth).count();
    if more > 0 {
        let rest =
            if more == 1 { "1 more cannot be made".into() } else { format!("{more} more cannot be made") };
        return tell(model, format!("Dropped “{said}”; {rest}"));
    }
    let effects = enter(model);
    if model.work.beside.is_none() {
        return effects;
    }
    let left = model.scenarios.current().map_or(0, |it| it.scenario.tries.len());
    let (name, whatif) = (crate::safe::line(model.scenarios.name()).into_owned(), model.key("whatif"));
    let with = if left == 0 { "nothing is left of it".into() } else { count(left, "change") };
    tell(model, format!("Dropped “{said}”; {name} is open again: {with} · {whatif} leaves"))
}

// ------------------------------------------------------------ what can be done with it

/// The scenario is open, and what else is asked of it holds, or its changes are listed since it cannot be made.
fn listed(model: &Model, open: impl FnOnce(&Model) -> Result<(), &'static str>) -> Result<(), &'static str> {
    if is_unmade(model) { Ok(()) } else { open(model) }
}

/// A scenario is open and changes something, or cannot be opened and tries something.
pub fn can_be_kept(model: &Model) -> Result<(), &'static str> {
    listed(model, super::applicable)
}

/// A scenario has a name to be changed: it is open, or cannot be opened.
pub fn can_be_renamed(model: &Model) -> Result<(), &'static str> {
    listed(model, is_open)
}

/// Why no scenario is open.
pub(super) fn not_open(model: &Model) -> &'static str {
    if is_unmade(model) { CANNOT } else { "no scenario is open; {whatif} opens one" }
}
