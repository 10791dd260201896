//! What-if: a scenario is a fork of the plan's draft, with what it tries as a list. While it is open every
//! view shows it, edits go to it alone, and the plan waits beside it; what was tried reaches the plan as one
//! step that can be undone. What a meeting says goes to the plan all the same.

mod applying;
mod beneath;
pub mod keeping;
mod moving;
mod told;
pub mod tried;
pub mod unmade;

use std::rc::Rc;

use super::detail::name_of;
use super::effect::Effect;
use super::model::{Model, tell};
use super::overlays::line::Line;
use super::overlays::question::{Question, ask, named};
use super::spots::Spot;
use super::words::refusal;
use crate::draft::{Change, Changed, Draft, Refused, Title, Verb};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::shift::Shift;
use crate::safe;
use crate::scenario::{Scenario, Terms, Try, What, bring};
use crate::wording::aloud::Aloud;
use crate::workspace::Workspace;
pub use applying::apply;
pub(super) use applying::{decided, went};
pub(super) use beneath::capture;
pub(super) use told::told;
use tried::{Before, Tried};

/// What stands in the first row of every screen while a scenario is shown.
pub const BANNER: &str = "SCENARIO — not the plan";

// ------------------------------------------------------------ opening and leaving

/// Opens a scenario, or leaves it and keeps it for later.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    if model.work.beside.is_some() { leave(model) } else { enter(model) }
}

fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(fork) = model.work.draft.as_ref().and_then(|draft| draft.fork()) else {
        return tell(model, "This plan is only looked at: it has no files to try changes on");
    };
    let terms = Terms { as_of: model.work.as_of, strict: true };
    if let Some(kept) = model.scenarios.current() {
        kept.part_from_plan();
    }
    let (draft, words) = match model.scenarios.current() {
        Some(kept) => match resumed(kept, fork, terms) {
            Ok(draft) => (draft, "The scenario again: {whatif} leaves it, {view.whatif} compares"),
            Err(refused) => {
                let found = unmade::unmade(&kept.scenario, &model.work, &refused);
                kept.outline = Some((Rc::downgrade(model.work.shared_plan()), Err(found)));
                return unmade::told(model, &refused);
            }
        },
        None => {
            let name = model.scenarios.free_name();
            model.scenarios.add(Scenario { name, tries: Vec::new() });
            (
                Box::new(fork),
                "What if: edits go to a scenario; {view.whatif} compares, {whatif.apply} applies, {whatif} leaves",
            )
        }
    };
    let scenario = Workspace::after(&model.work, draft);
    let plan = std::mem::replace(&mut model.work, scenario);
    model.work.beside = Some(Box::new(plan));
    model.forget_views();
    let words = model.keys.filled(model.view, words);
    tell(model, words)
}

/// Asks for the name of a new scenario.
pub fn new(model: &mut Model) -> Vec<Effect> {
    let name = model.scenarios.free_name();
    let asked = "What is it called?";
    let take = |model: &mut Model, words: &str| Ok(begin(model, named(words)?));
    ask(model, Question::new("New scenario", asked, Line::offered(name), take))
}

/// Begins a scenario of this name and opens it.
fn begin(model: &mut Model, name: String) -> Vec<Effect> {
    leave(model);
    model.scenarios.add(Scenario { name, tries: Vec::new() });
    if let Some(it) = model.scenarios.current() {
        it.named = true;
    }
    let done = enter(model);
    // What is new is not one that was left before.
    if model.work.beside.is_some() {
        return tell(model, format!("What if: edits go to {} now", model.scenarios.name()));
    }
    done
}

/// Opens the next scenario.
pub fn next(model: &mut Model) -> Vec<Effect> {
    let was_open = model.work.beside.is_some();
    let (many, at) = (model.scenarios.all.len(), model.scenarios.at);
    leave(model);
    // An empty one is gone when it is left.
    let gone = model.scenarios.all.len() < many;
    model.scenarios.at = match model.scenarios.all.len() {
        0 => {
            let words = format!("There is no other scenario; {} begins one", model.key("whatif.new"));
            return tell(model, words);
        }
        left if gone => at % left,
        left if was_open || model.scenarios.unmade(model.work.plan()).is_some() => (at + 1) % left,
        _ => at,
    };
    let said = enter(model);
    let (at, all) = (model.scenarios.at, model.scenarios.all.len());
    if model.work.beside.is_none() {
        return said;
    }
    tell(model, format!("Scenario {} of {all}: {}", at + 1, model.scenarios.name()))
}

/// Asks for another name of the open scenario.
pub fn rename(model: &mut Model) -> Vec<Effect> {
    let name = model.scenarios.name().to_owned();
    let title = format!("Rename {}", safe::line(&name));
    let take = |model: &mut Model, words: &str| Ok(self::name(model, named(words)?));
    ask(model, Question::new(title, "What is it called?", Line::new(name), take))
}

/// Gives the open scenario another name.
fn name(model: &mut Model, name: String) -> Vec<Effect> {
    if let Some(it) = model.scenarios.current() {
        it.scenario.name = name;
        it.named = true;
    }
    model.rebuild();
    Vec::new()
}

/// Asks whether the scenario is to be forgotten.
pub fn forgetting(model: &mut Model) -> Vec<Effect> {
    // Of one that tries nothing, nothing is lost.
    let is_empty = |it: &Tried| it.scenario.tries.is_empty() && it.past.is_empty();
    if model.scenarios.all.get(model.scenarios.at).is_some_and(is_empty) {
        return forget(model);
    }
    let title = format!("Forget {}?", safe::line(model.scenarios.name()));
    // What a file has as it is comes back from there.
    let open = model.scenarios.all.get(model.scenarios.at).filter(|it| !it.is_unkept());
    let file = open.and_then(|it| it.file.as_ref()?.file_name()).map(|name| name.to_string_lossy());
    let asked = match file {
        Some(file) => {
            format!("It stays in {}, to be opened again. Type yes to forget it here.", safe::line(&file))
        }
        None => "What it tries is lost, and that cannot be undone. Type yes to forget it.".to_owned(),
    };
    ask(model, Question::new(title, asked, Line::default(), sure_to_forget))
}

/// Takes the answer to whether the scenario is to be forgotten.
fn sure_to_forget(model: &mut Model, words: &str) -> Result<Vec<Effect>, String> {
    match words {
        "y" | "yes" => Ok(forget(model)),
        "" | "n" | "no" => Ok(tell(model, "Kept")),
        _ => Err("Type yes to forget it, or Esc".into()),
    }
}

/// Leaves the scenario and forgets it.
fn forget(model: &mut Model) -> Vec<Effect> {
    let name = model.scenarios.name().to_owned();
    leave(model);
    if model.scenarios.name() == name {
        model.scenarios.all.remove(model.scenarios.at);
        model.scenarios.at = model.scenarios.at.saturating_sub(1);
    }
    model.forget_views();
    tell(model, format!("Forgot {name}; the plan is as it was"))
}

/// A scenario that was left, opened again: as it was where the plan is, else made anew on the plan as it is
/// now.
fn resumed(kept: &mut Tried, mut fork: Draft, terms: Terms) -> Result<Box<Draft>, Refused> {
    if let Some(draft) = kept.draft.take_if(|draft| began_from(draft, &fork)) {
        return Ok(draft);
    }
    kept.scenario.make(&mut fork, terms)?;
    kept.draft = None;
    Ok(Box::new(fork))
}

/// Whether a scenario was forked from a plan that says what this one says, file by file.
fn began_from(kept: &Draft, plan: &Draft) -> bool {
    let changed: Vec<Changed<'_>> = kept.changed().collect();
    let began = |file: u32| {
        let place = kept.source().canonical(file)?;
        let old = changed.iter().find(|it| it.place == place).map(|it| it.old);
        Some((place, old.unwrap_or(kept.source().text(file).content.as_str())))
    };
    let now = |file: u32| Some((plan.source().canonical(file)?, plan.source().text(file).content.as_str()));
    (0..)
        .map(|file| (began(file), now(file)))
        .take_while(|it| *it != (None, None))
        .all(|(one, other)| one == other)
}

fn leave(model: &mut Model) -> Vec<Effect> {
    let Some(plan) = model.work.beside.take() else { return Vec::new() };
    let draft = model.work.draft.take();
    let mut words = "Back in the plan";
    if let Some(kept) = model.scenarios.current() {
        kept.outline = None;
        kept.part_from_plan();
        // One that tries nothing, and that nobody named, is gone when it is left.
        if kept.scenario.tries.is_empty() && kept.past.is_empty() && !kept.named {
            model.scenarios.all.remove(model.scenarios.at);
            model.scenarios.at = model.scenarios.at.saturating_sub(1);
        } else {
            kept.draft = draft;
            words = "Back in the plan; {whatif} opens the scenario again";
        }
    }
    model.take(*plan);
    let words = model.keys.filled(model.view, words);
    tell(model, words)
}

// ------------------------------------------------------------ trying

/// Says something by the names of the scenario, or else of the plan that it was tried on.
fn aloud(model: &Model, say: impl FnOnce(Aloud<'_>) -> String) -> String {
    let plans: Vec<&Plan> = [Some(&model.work), model.work.beside.as_deref()]
        .into_iter()
        .flatten()
        .map(Workspace::plan)
        .collect();
    say(Aloud { plans: &plans, room: model.present.is_some() })
}

/// Tries a change in the open scenario. Gives whether it was made.
pub(super) fn make(model: &mut Model, asked: impl FnOnce(&Draft) -> Result<Change, Refused>) -> bool {
    make_in(model, asked, "")
}

/// The same, where it is said that it is in the scenario: what could have gone to the plan as well.
pub(super) fn make_part(model: &mut Model, asked: impl FnOnce(&Draft) -> Result<Change, Refused>) -> bool {
    let place = format!(" in scenario {}", model.scenarios.name());
    make_in(model, asked, &place)
}

fn make_in(model: &mut Model, asked: impl FnOnce(&Draft) -> Result<Change, Refused>, place: &str) -> bool {
    let Some(draft) = &model.work.draft else { return false };
    let tried = match asked(draft) {
        Ok(change) => Try::of(draft, &change),
        Err(refused) => {
            let words = aloud(model, |aloud| aloud.message(&refusal(&refused)));
            tell(model, words);
            return false;
        }
    };
    let said = aloud(model, |aloud| tried.title.done(aloud));
    let (title, words) = (tried.title.clone(), format!("{said}{place} · {} undo", model.key("undo")));
    let Some(tries) = model.scenarios.current().map(|it| it.scenario.with(tried)) else { return false };
    step(model, title, tries, words)
}

/// Has the open scenario try other things than now, as one step. Gives whether that could be.
fn step(model: &mut Model, title: Title, tries: Vec<Try>, words: String) -> bool {
    let before = model.scenarios.current().map(|it| it.scenario.tries.clone()).unwrap_or_default();
    let could = bring_about(model, tries, words);
    if let Some(it) = model.scenarios.current().filter(|_| could) {
        it.past.push((title, Before::Tried(before)));
        it.undone.clear();
    }
    could
}

/// Makes the open scenario one that tries these things, and tells so, or why not. Gives whether it could.
fn bring_about(model: &mut Model, tries: Vec<Try>, words: String) -> bool {
    let terms = Terms { as_of: model.work.as_of, strict: false };
    let Some(mut draft) = model.work.draft.take() else { return false };
    let Some(it) = model.scenarios.current() else { return false };
    let made = bring(&mut draft, &it.scenario.tries, &tries, terms);
    let could = made.is_ok();
    let words = match made {
        Ok(()) => {
            it.scenario.tries = tries;
            words
        }
        Err(refused) => aloud(model, |aloud| aloud.message(&refusal(&refused))),
    };
    model.show(draft, could);
    tell(model, words);
    could
}

/// What each change of the open scenario goes by in the list of them.
#[must_use]
pub fn tried_address() -> Address {
    Address::new(Table::Plan, "").to("scenario")
}

/// Drops the change that is selected in the list of the open scenario's changes.
pub fn drop_change(model: &mut Model) -> Vec<Effect> {
    let sheet = &model.desk().sheet;
    let Some(tries) = model.scenarios.all.get(model.scenarios.at).map(|it| it.scenario.tries.clone()) else {
        return Vec::new();
    };
    let is_try = |spot: &&Spot| spot.at == tried_address();
    let nth =
        sheet.current().filter(is_try).map(|_| sheet.spots.iter().take(sheet.cursor).filter(is_try).count());
    let Some((nth, dropped)) = nth.and_then(|nth| Some((nth, tries.get(nth)?.title.clone()))) else {
        return tell(
            model,
            model.filled("Select one of the changes: below the figures, or {variant} lists them"),
        );
    };
    if model.work.beside.is_none() {
        return unmade::drop_change(model, nth);
    }
    let mut left = tries;
    left.remove(nth);
    let said = aloud(model, |aloud| aloud.said(&dropped));
    let title = Title::new(Verb::Drop).words("“").title(&dropped).words("”");
    step(model, title, left, format!("Dropped “{said}” · {} undo", model.key("undo")));
    Vec::new()
}

/// Takes back the last step of the open scenario, or makes it again.
pub(super) fn undo(model: &mut Model, back: bool) -> Vec<Effect> {
    let Some(it) = model.scenarios.current() else { return Vec::new() };
    let now = it.scenario.tries.clone();
    let Some((title, before)) = (if back { it.past.pop() } else { it.undone.pop() }) else {
        return tell(model, if back { "Nothing to undo" } else { "Nothing to redo" });
    };
    let Before::Tried(tries) = before else {
        beneath::undo(model, title, back);
        return Vec::new();
    };
    let said = |done: bool| aloud(model, |aloud| if done { title.done(aloud) } else { aloud.said(&title) });
    let words = match back {
        true => format!("Undone: {} · {} redo", said(false), model.key("redo")),
        false => format!("{} again · {} undo", said(true), model.key("undo")),
    };
    if bring_about(model, tries, words)
        && let Some(it) = model.scenarios.current()
    {
        let list = if back { &mut it.undone } else { &mut it.past };
        list.push((title, Before::Tried(now)));
    }
    Vec::new()
}

/// Asks by how much the selected item or wave is late.
pub fn slip(model: &mut Model) -> Vec<Effect> {
    match late(model) {
        Some(at) => {
            let title = format!("{} later", safe::line(&name_of(model.work.plan(), &at)));
            let asked = "By how much: 3m, 45d, 6w, 1m 15d? With −1m it is earlier.";
            let take = move |model: &mut Model, words: &str| {
                let by = Shift::parse(words);
                let by = by.ok_or_else(|| format!("“{words}” is not how much: write 3m, 45d, 6w, 1m 15d"))?;
                Ok(slip_by(model, at.clone(), by))
            };
            let means = |typed: &str| match Shift::parse(typed) {
                Some(by) if by.is_none() => "as it is now".into(),
                Some(by) => by.to_string(),
                None => String::new(),
            };
            ask(model, Question::new(title, asked, Line::offered("1m"), take).meaning(means))
        }
        None => tell(model, "Select an item or a wave to be late"),
    }
}

/// Makes the selected item or wave a month later than now, or a month earlier.
pub fn slip_a_month(model: &mut Model, later: bool) -> Vec<Effect> {
    let months = if later { 1 } else { -1 };
    match late(model) {
        Some(at) => slip_by(model, at, Shift { months, days: 0 }),
        None => tell(model, "Select an item or a wave to be late"),
    }
}

/// A scenario is open, and an item or a wave selected.
pub fn can_slip(model: &Model) -> Result<(), &'static str> {
    is_open(model)?;
    late(model).map(|_| ()).ok_or("select an item or a wave to be late")
}

/// The selected item or wave.
pub(super) fn late(model: &Model) -> Option<Address> {
    let at = model.desk().sheet.current().map(|spot| spot.at.root())?;
    let is_wave = at.table == Table::Wave && model.work.plan().wave_by_id(&at.key).is_some();
    (is_wave || model.work.item_at(&at).is_some()).then_some(at)
}

/// Makes an item or a wave so much later than it is in the scenario, with all that this pushes.
pub(super) fn slip_by(model: &mut Model, at: Address, by: Shift) -> Vec<Effect> {
    if by.is_none() {
        return tell(model, "That is when it is now");
    }
    let tried = Try::slip(at.clone(), by);
    let title = tried.title.clone();
    let Some(tries) = model.scenarios.current().map(|it| it.scenario.with(tried)) else { return Vec::new() };
    let sum = tries.iter().find_map(|it| match &it.what {
        What::Slip(of, sum) if *of == at => Some(*sum),
        _ => None,
    });
    let all = match sum {
        None => ", as in the plan again".into(),
        Some(sum) if sum == by => String::new(),
        Some(sum) => format!(", {sum} in all"),
    };
    let before = model.work.shared_plan().clone();
    let slipped = aloud(model, |aloud| title.done(aloud));
    let undo = model.key("undo");
    if step(model, title, tries, format!("{slipped}{all} · {undo} undo")) {
        let what = moving::words(&model.work, &before, &at);
        model.reword(format!("{slipped}{all}{what} · {undo} undo"));
    }
    Vec::new()
}

/// A scenario is open.
pub fn is_open(model: &Model) -> Result<(), &'static str> {
    if model.work.beside.is_some() { Ok(()) } else { Err(unmade::not_open(model)) }
}

/// There is a scenario.
pub fn exists(model: &Model) -> Result<(), &'static str> {
    if model.scenarios.all.is_empty() { Err("there is no scenario; {whatif} begins one") } else { Ok(()) }
}

/// A scenario is open and changes something.
pub fn applicable(model: &Model) -> Result<(), &'static str> {
    is_open(model)?;
    if model.work.unsaved.is_empty() { Err("the scenario changes nothing yet") } else { Ok(()) }
}
