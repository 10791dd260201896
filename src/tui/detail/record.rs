//! What is known about something on record: a decision, or an action that was agreed.

use super::{Text, notes};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::record::{Action, Decision, Outcome};
use crate::status::{self, Status};
use crate::tui::theme::Tone;
use crate::wording;

/// What a decision says about the way on. One of a gate decides nothing before it has an outcome; any other is
/// decided as it is on record.
#[must_use]
pub fn standing(decision: &Decision) -> Status {
    match decision.outcome {
        None if decision.gate.is_none() => Status::Done,
        Some(Outcome::Go) => Status::Done,
        Some(Outcome::Conditions) => Status::AtRisk,
        Some(Outcome::Hold | Outcome::Stop) => Status::Late,
        None => Status::Open,
    }
}

/// Writes what is known about the record that an address names.
pub(super) fn about(plan: &Plan, at: &Address, text: &mut Text) {
    match place(plan, at) {
        Some(Record::Decision(it)) => decision(plan, it, text),
        Some(Record::Action(it)) => action(plan, it, text),
        None => {}
    }
}

/// What a decision or an action says, by which a list has it: of one day there may be several.
#[must_use]
pub fn said(plan: &Plan, at: &Address) -> Option<String> {
    match place(plan, at)? {
        Record::Action(it) => Some(it.what.to_string()),
        Record::Decision(it) => {
            let gate = it.gate.map(|gate| super::gate_title(plan, gate));
            let said = it.said();
            let all: Vec<&str> = gate.into_iter().chain(Some(&*said).filter(|it| !it.is_empty())).collect();
            Some(all.join(": ")).filter(|it| !it.is_empty())
        }
    }
}

/// A decision, or an action.
enum Record<'p> {
    Decision(&'p Decision),
    Action(&'p Action),
}

/// The record that an address names.
fn place<'p>(plan: &'p Plan, at: &Address) -> Option<Record<'p>> {
    // The key of such a record begins with its date.
    let dated = |date: chrono::NaiveDate| at.key.starts_with(&date.to_string());
    let named = |nth: &usize| plan.record_address(at.table, *nth) == at.root();
    match at.table {
        Table::Decision => {
            let mut all = (0..plan.decisions.len()).filter(|nth| dated(plan.decisions[*nth].date));
            all.find(named).map(|nth| Record::Decision(&plan.decisions[nth]))
        }
        Table::Action => {
            let mut all = (0..plan.actions.len()).filter(|nth| dated(plan.actions[*nth].date));
            all.find(named).map(|nth| Record::Action(&plan.actions[nth]))
        }
        _ => None,
    }
}

fn decision(plan: &Plan, decision: &Decision, text: &mut Text) {
    text.words("Decision", Tone::Faint);
    text.gap();
    text.pair("Date", &wording::date(decision.date));
    if let Some(outcome) = decision.outcome {
        text.pair("Outcome", outcome.as_str());
    }
    if let Some(gate) = decision.gate {
        text.pair("Gate", super::gate_title(plan, gate));
    }
    decision.by.as_deref().into_iter().for_each(|by| text.pair("By", by));
    for (nth, id) in decision.affects.iter().enumerate() {
        let item = plan.item_by_id(id).map(|ix| plan.item(ix).title());
        let wave = plan.wave_by_id(id).map(|ix| plan.wave(ix).title());
        text.pair(if nth == 0 { "Affects" } else { "" }, item.or(wave).unwrap_or(id));
    }
    decision.effect.as_deref().into_iter().for_each(|effect| text.pair("Effect", effect));
    notes(&decision.about, text);
}

fn action(plan: &Plan, action: &Action, text: &mut Text) {
    text.words("Action", Tone::Faint);
    text.gap();
    text.words(&action.what, Tone::Strong);
    text.gap();
    let state = match (status::action_standing(plan, action), action.due) {
        (Status::Done, _) => "done".to_owned(),
        (Status::Late, Some(due)) => {
            let days = usize::try_from((plan.as_of - due).num_days()).unwrap_or(0);
            format!("open, {} late", wording::count(days, "day"))
        }
        _ => "open".to_owned(),
    };
    text.pair("Status", &state);
    text.pair("Agreed", &wording::date(action.date));
    action.due.into_iter().for_each(|due| text.pair("Due", &wording::date(due)));
    action.done.into_iter().for_each(|done| text.pair("Done", &wording::date(done)));
    action.about.owner.as_deref().into_iter().for_each(|owner| text.pair("Owner", owner));
    notes(&action.about, text);
}
