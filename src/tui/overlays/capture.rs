//! Capturing what a meeting says, on the screen that the room looks at: a decision, an action, a risk, a
//! note, what was decided at a gate. The words are shown as they will be recorded, while they are typed.

use super::form::{self, New};
use super::menu::{self, Entry, Menu};
use crate::plan::address::{Holds, Table};
use crate::plan::id::{GateIx, WaveIx};
use crate::plan::record::Outcome;
use crate::status;
use crate::tui::detail::gate_title;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::present::Present;
use crate::tui::scenario;
use crate::wording;

/// Asks what is to be captured.
pub fn capture(model: &mut Model) -> Vec<Effect> {
    let entries = [
        ('d', "decision", decision(model)),
        ('a', "action", action(model)),
        ('r', "risk", risk(model)),
        ('n', "note, something learnt", learning(model)),
    ];
    let mut entries: Vec<Entry> = entries
        .into_iter()
        .map(|(letter, words, new)| Entry { letter, words: words.to_owned(), new })
        .collect();
    if let Some(gate) = gate_here(model) {
        let words = format!("gate outcome: {}", gate_title(model.work.plan(), gate));
        entries.push(Entry { letter: 'g', words, new: outcome(model, gate) });
    }
    menu::open(model, Menu { title: "Capture", entries, at: 0 })
}

/// The fields of an answer to what a slide asks: the outcome of a gate is captured as such.
const ANSWER: &[&str] = &["name", "note", "by", "affects", "date", "effect"];

fn decision(model: &Model) -> New {
    let new = New {
        first: &["name", "note", "by", "outcome", "gate", "affects", "date", "effect"],
        aloud: true,
        begins: Some("note"),
        ..New::of(Table::Decision, "Record decision").with("date", model.work.plan().as_of)
    };
    let new = decides(model, new);
    // What a slide asks is what is decided before it.
    let slide = model.present.as_ref().and_then(Present::slide).filter(|it| it.decided.is_none());
    let Some((slide, ask)) = slide.and_then(|slide| Some((slide, slide.asks.first()?))) else {
        return New { first: &["note", "by", "outcome", "gate", "affects", "date", "effect"], ..new };
    };
    // Where the scenario does nothing to what is asked, it is no part of the answer unless somebody says so.
    let ticked = new.ticked && slide.effect.is_some();
    let new = New { first: ANSWER, ticked, ..new.with("name", ask) };
    // What is decided before the slide of a gate is an answer to what it asks, and no outcome of the gate.
    let about = slide.about.as_ref().filter(|at| at.table.holds() == Holds::ById && at.table != Table::Gate);
    match about {
        Some(at) => new.with("affects", &at.key),
        None => new,
    }
}

/// A decision where a scenario is open that changes anything: it takes that into the plan with it unless somebody
/// says otherwise, and has on record then what it does.
fn decides(model: &Model, new: New) -> New {
    if scenario::applicable(model).is_err() {
        return new;
    }
    let changes = wording::count(model.work.unsaved.len(), "change");
    let name = model.scenarios.name();
    let words =
        format!("yes: the plan takes “{name}” with it, {changes}; no: the decision alone. Space ticks");
    New { scenario: Some(words), ticked: true, effect: scenario::told(model), ..new }
}

/// What else is captured where a scenario is open: it is in the plan unless somebody says otherwise.
fn part(model: &Model, new: New) -> New {
    let name = model.scenarios.name();
    let words = || format!("no: in the plan, whatever becomes of “{name}”; yes: in that alone. Space ticks");
    New { scenario: scenario::is_open(model).is_ok().then(words), ..new }
}

fn action(model: &Model) -> New {
    let new = New {
        first: &["what", "owner", "due", "date"],
        aloud: true,
        ..New::of(Table::Action, "Record action").with("date", model.work.plan().as_of)
    };
    part(model, new)
}

/// The letter that captures the same from the menu, for the action of a name.
#[must_use]
pub fn letter(id: &str) -> Option<char> {
    let known = ["decision", "action", "risk", "note", "gate"];
    let kind = id.strip_prefix("capture.").filter(|kind| known.contains(kind))?;
    kind.chars().next()
}

fn fill(model: &mut Model, new: &New) -> Vec<Effect> {
    match form::new(&model.work, new) {
        Some(form) => form::open(model, form),
        None => Vec::new(),
    }
}

/// Captures a decision, without the menu.
pub fn decision_here(model: &mut Model) -> Vec<Effect> {
    let new = decision(model);
    fill(model, &new)
}

/// Captures an action.
pub fn action_here(model: &mut Model) -> Vec<Effect> {
    let new = action(model);
    fill(model, &new)
}

/// Captures a risk.
pub fn risk_here(model: &mut Model) -> Vec<Effect> {
    let new = risk(model);
    fill(model, &new)
}

/// Captures a note.
pub fn note_here(model: &mut Model) -> Vec<Effect> {
    let new = learning(model);
    fill(model, &new)
}

/// Captures what was decided at the gate that is selected, else at the first that nobody has let pass.
pub fn outcome_here(model: &mut Model) -> Vec<Effect> {
    match gate_here(model) {
        Some(gate) => {
            let new = outcome(model, gate);
            fill(model, &new)
        }
        None => tell(model, "No gate is left to decide"),
    }
}

fn risk(model: &Model) -> New {
    let new = New {
        first: &["name", "id", "probability", "costs", "delays", "owner", "response"],
        aloud: true,
        ..New::of(Table::Risk, "Record risk")
    };
    part(model, new)
}

fn learning(model: &Model) -> New {
    let plan = model.work.plan();
    let new = New::of(Table::Learning, "Record note").with("date", plan.as_of);
    let hidden = |wave: WaveIx| model.present.is_some() && plan.wave(wave).about.private;
    let new = match plan.wave_at(plan.as_of).filter(|wave| !hidden(*wave)) {
        Some(wave) => new.with("wave", &*plan.wave(wave).id),
        None => new,
    };
    part(model, New { first: &["note", "wave", "leads-to", "date"], aloud: true, ..new })
}

fn outcome(model: &Model, gate: GateIx) -> New {
    let plan = model.work.plan();
    let new = New {
        first: &["outcome", "note", "by", "affects", "gate", "date", "effect"],
        aloud: true,
        ..New::of(Table::Decision, "Record gate outcome")
            .with("gate", &*plan.gates[gate.at()].id)
            .with("date", plan.as_of)
    };
    decides(model, new)
}

/// The gate that is selected; else the first that nobody has let pass yet.
fn gate_here(model: &Model) -> Option<GateIx> {
    let plan = model.work.plan();
    let selected = model.desk().sheet.current().filter(|spot| spot.at.table == Table::Gate);
    let selected =
        selected.and_then(|spot| plan.gate_by_id(&spot.at.key)).filter(|_| model.present.is_none());
    // Before a room it is the one that the slide is about.
    let slide = model.present.as_ref().and_then(Present::slide).and_then(|slide| slide.about.as_ref());
    let slide = slide.filter(|at| at.table == Table::Gate).and_then(|at| plan.gate_by_id(&at.key));
    let selected = selected.or(slide);
    let passed = |gate: GateIx| {
        let of = plan.decisions.iter().filter(|it| it.gate == Some(gate)).max_by_key(|it| it.date);
        of.is_some_and(|it| matches!(it.outcome, Some(Outcome::Go | Outcome::Conditions)))
    };
    let hidden = |gate: GateIx| model.present.is_some() && plan.gates[gate.at()].about.private;
    let open = (0..plan.gates.len()).map(GateIx::from).filter(|gate| !passed(*gate) && !hidden(*gate));
    selected.or_else(|| open.min_by_key(|gate| (status::gate_date(plan, *gate), gate.at())))
}
