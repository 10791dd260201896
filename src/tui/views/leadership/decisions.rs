//! Decisions and actions: who decides what, and who does what by when.

use super::{Line, Natural, Pane};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::GateIx;
use crate::plan::record::Decision;
use crate::status::Status;
use crate::tui::detail;
use crate::tui::detail::record;
use crate::tui::filter::Filter;
use crate::tui::theme::{Tone, mark};
use crate::workspace::Workspace;
use crate::{status, wording};

/// What is to be decided, what is to be done, and what was decided, the newest first.
pub(super) fn decisions(work: &Workspace, filter: &Filter) -> Pane {
    let plan = work.plan();
    let mut lines = Vec::new();
    let due = (0..plan.gates.len()).map(GateIx::from);
    let shown = |ix: &GateIx| filter.shows(work, &Address::new(Table::Gate, &plan.gates[ix.at()].id));
    let due = due.filter(|ix| status::gate_status(work.figures(), *ix) == Status::Open);
    let mut due: Vec<GateIx> = due.collect();
    let all_due = due.len();
    due.retain(shown);
    due.order_by_key(|ix| status::gate_date(plan, *ix));
    if !due.is_empty() {
        lines.push(Line::head("To be decided"));
    }
    for ix in &due {
        let since = status::gate_date(plan, *ix);
        let day = since.map(wording::short_date).unwrap_or_default();
        let days = since.map_or(0, |since| usize::try_from((plan.as_of - since).num_days()).unwrap_or(0));
        let title = detail::gate_title(plan, *ix);
        let late = wording::count(days, "day");
        let (due, since) = match days {
            0 => ("due today".to_owned(), "today".to_owned()),
            _ => (format!("due for {late}"), format!("undecided since {late}")),
        };
        lines.push(Line {
            at: Some(Address::new(Table::Gate, &plan.gates[ix.at()].id)),
            mark: Some((mark(Status::Open), Tone::Status(Status::Open))),
            date: day,
            text: title.to_owned(),
            tails: vec![due, String::new()],
            say: format!("{title}: its day has come, {since}"),
            ..Line::default()
        });
    }
    let late = actions(plan, filter, &mut lines);
    let known: Vec<usize> = known(plan).collect();
    let shown = known.iter().filter_map(|nth| Some((*nth, decided_in(work, filter, *nth)?)));
    let (places, shown): (Vec<usize>, Vec<Line>) = shown.unzip();
    if !shown.is_empty() {
        lines.push(Line::head("Decided"));
    }
    let on_record = shown.len();
    lines.extend(shown);
    // One without an outcome decides nothing.
    let decided = places.iter().filter(|nth| !is_without_outcome(&plan.decisions[**nth])).count();
    let needed = match (due.len(), late) {
        (0, 0) => None,
        (due, 0) => Some(format!("{due} due")),
        (0, late) => Some(format!("{late} late")),
        (due, late) => Some(format!("{due} due, {late} late")),
    };
    let tail = match filter.is_empty() {
        true => needed.unwrap_or_else(|| match decided == known.len() {
            true => format!("{decided} decided"),
            false => format!("{decided} of {} decided", known.len()),
        }),
        // Of what is on record, and of what is still to come, how much is left of how much; what is due weighs more.
        false => {
            let here = lines.iter().filter(|line| line.at.is_some()).count();
            let open = all_due + open_actions(plan).count();
            let open = Some(format!("{} of {open} open", here - on_record)).filter(|_| open > 0);
            let more = needed.or(open).map_or_else(String::new, |words| format!(" · {words}"));
            format!("{decided} of {} decided{more}", known.len())
        }
    };
    Pane {
        title: "Decisions",
        tail,
        lines,
        empty: "Nothing is decided yet; {capture} captures it.",
        ladder: false,
        prose: true,
        natural: Natural::default(),
    }
}

/// Whether it is one at a gate that decides nothing.
fn is_without_outcome(decision: &Decision) -> bool {
    decision.gate.is_some() && decision.outcome.is_none()
}

/// The decisions that are known, the last one of the record first.
pub(super) fn known(plan: &Plan) -> impl Iterator<Item = usize> {
    (0..plan.decisions.len()).rev().filter(|nth| plan.decisions[*nth].date <= plan.as_of)
}

/// The actions that are still to be done.
fn open_actions(plan: &Plan) -> impl Iterator<Item = usize> {
    (0..plan.actions.len())
        .filter(|nth| plan.actions[*nth].date <= plan.as_of)
        .filter(|nth| status::action_standing(plan, &plan.actions[*nth]) != Status::Done)
}

/// Open actions, the most urgent first, and how many of them are late.
pub(super) fn actions(plan: &Plan, filter: &Filter, lines: &mut Vec<Line>) -> usize {
    let mut open: Vec<usize> = open_actions(plan).collect();
    open.retain(|nth| {
        let action = &plan.actions[*nth];
        let kind = ("action", status::action_standing(plan, action).as_str());
        filter.shows_text(&action.what, action.about.owner.as_deref().unwrap_or(""), kind)
    });
    open.order_by_key(|nth| (plan.actions[*nth].due.is_none(), plan.actions[*nth].due));
    if !open.is_empty() {
        lines.push(Line::head("To be done"));
    }
    let mut late = 0;
    for nth in open {
        let action = &plan.actions[nth];
        let standing = status::action_standing(plan, action);
        late += usize::from(standing == Status::Late);
        let owner = action.about.owner.as_deref().unwrap_or("nobody");
        let due = action.due.map_or("no date".into(), |due| format!("due {}", wording::date(due)));
        lines.push(Line {
            at: Some(plan.record_address(Table::Action, nth)),
            mark: Some((mark(standing), Tone::Status(standing))),
            date: action.due.map_or_else(String::new, wording::short_date),
            text: action.what.to_string(),
            tails: vec![owner.to_owned(), String::new()],
            say: format!("{due} · {owner}: {}", action.what),
            ..Line::default()
        });
    }
    late
}

/// A decision, where the filter shows it.
pub(super) fn decided_in(work: &Workspace, filter: &Filter, nth: usize) -> Option<Line> {
    let line = decided(work, nth);
    let by = work.plan().decisions[nth].by.as_deref().unwrap_or("");
    filter.shows_text(&line.text, by, ("decision", "")).then_some(line)
}

pub(super) fn decided(work: &Workspace, nth: usize) -> Line {
    let plan = work.plan();
    let decision = &plan.decisions[nth];
    // As the gate stands by it: on the evidence of its day.
    let unmet = |gate| work.figures().verdict(gate, decision.date).now.iter().any(|judged| !judged.holds);
    let standing = match record::standing(decision) {
        Status::Done if decision.gate.is_some_and(unmet) => Status::AtRisk,
        standing => standing,
    };
    let gate = decision.gate.map(|ix| detail::gate_title(plan, ix).to_owned());
    let affects = || decision.affects.iter().map(|id| &**id).collect::<Vec<_>>().join(", ");
    // What was asked, then the answer.
    let said = Some(decision.said()).filter(|said| !said.is_empty());
    let gate = gate.map(|gate| match is_without_outcome(decision) {
        true => format!("{gate} {}", decision.outcome_words()),
        false => gate,
    });
    let text = match (gate, said) {
        // A gate that asks has its answer behind it.
        (Some(gate), Some(said)) if gate.ends_with('?') => format!("{gate} {said}"),
        (Some(gate), Some(said)) => format!("{gate}: {said}"),
        (Some(gate), None) => gate,
        (None, Some(said)) => said,
        (None, None) => affects(),
    };
    let outcome = decision.outcome.map_or("", |outcome| outcome.as_str());
    let by = decision.by.as_deref().unwrap_or("");
    Line {
        at: Some(plan.record_address(Table::Decision, nth)),
        mark: Some((mark(standing), Tone::Status(standing))),
        date: wording::short_date(decision.date),
        tails: vec![format!("{outcome} · {by}").trim_matches([' ', '·']).to_owned(), outcome.to_owned()],
        say: match outcome {
            "" => format!("{}: {text}", wording::date(decision.date)),
            outcome => format!("{} · {outcome}: {text}", wording::date(decision.date)),
        },
        text,
        ..Line::default()
    }
}
