//! The gates with their criteria: may we go on?

use super::{Line, Natural, Pane, shown_of};
use crate::figures::readiness::{Outlook, met, missing};
use crate::order::Order as _;
use crate::plan::address::{Address, Table};
use crate::plan::id::GateIx;
use crate::tui::detail;
use crate::tui::detail::gate;
use crate::tui::filter::Filter;
use crate::tui::theme::{Tone, mark};
use crate::workspace::Workspace;
use crate::{status, wording};

/// The gates, the next one first and those that are decided last.
pub(super) fn gates(work: &Workspace, filter: &Filter) -> Pane {
    let plan = work.plan();
    let mut order: Vec<GateIx> = (0..plan.gates.len()).map(GateIx::from).collect();
    order.order_by_key(|ix| (status::gate_outcome(plan, *ix).is_some(), status::gate_date(plan, *ix)));
    order.retain(|ix| filter.shows(work, &Address::new(Table::Gate, &plan.gates[ix.at()].id)));
    let decided = order.iter().filter(|ix| status::gate_outcome(plan, **ix).is_some()).count();
    let tail = shown_of(filter, [order.len(), plan.gates.len()], (decided, "decided"));
    let mut lines = Vec::new();
    for ix in order {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        gate_lines(work, ix, &mut lines);
    }
    Pane {
        title: "Gates",
        tail,
        lines,
        empty: "No gates: nothing asks whether to go on; {add} adds one.",
        ladder: false,
        prose: false,
        natural: Natural::default(),
    }
}

/// What stands for no evidence where the words have no room.
pub(super) const NO_EVIDENCE: &str = "–";

/// What becomes of a gate by its day.
fn outlook_line(outlook: &Outlook) -> Line {
    let met = outlook.met();
    let full = outlook.rest().map(|rest| format!("{met} · {rest}"));
    Line {
        indent: 2,
        text: "By plan on its day".into(),
        tails: full.into_iter().chain([met]).collect(),
        ..Line::default()
    }
}

fn gate_lines(work: &Workspace, ix: GateIx, lines: &mut Vec<Line>) {
    let plan = work.plan();
    let gate = &plan.gates[ix.at()];
    let at = Address::new(Table::Gate, &gate.id);
    let verdict = work.figures().verdict(ix, plan.as_of);
    let deciding = verdict.deciding();
    let of = met(deciding);
    let date = status::gate_date(plan, ix);
    let ready = match verdict.decision.and_then(|decision| decision.outcome) {
        Some(outcome) => outcome.as_str(),
        None if deciding.is_empty() => "no criteria",
        None if deciding.iter().all(|judged| judged.holds) => "ready",
        None => "not ready",
    };
    let all = match (verdict.decision, verdict.moved()) {
        (Some(_), _) if deciding.is_empty() => of.clone(),
        (Some(_), true) => format!("{of} then, {} now", met(&verdict.now)),
        (Some(_), false) => format!("{of} then"),
        (None, _) => of.clone(),
    };
    let day = date.map(wording::date).unwrap_or_default();
    let short = date.map(wording::short_date).unwrap_or_default();
    let decided = match verdict.decision {
        Some(decision) => format!("decided {}: {ready}", wording::date(decision.date)),
        None => ready.to_owned(),
    };
    let say = match verdict.decision {
        Some(_) => format!("criteria {} · {decided}", verdict.met_words()),
        None => format!("{of} criteria hold · {ready}"),
    };
    let outlook = work.figures().outlook(ix).filter(Outlook::tells);
    lines.push(Line {
        mark: Some(detail::mark_of(work, &at)),
        text: detail::gate_title(plan, ix).to_owned(),
        strong: true,
        tails: match verdict.decision.and_then(|decision| decision.outcome) {
            // What was decided is told before how much of it held.
            Some(_) => vec![
                format!("{day} · {all} · {ready}"),
                format!("{short} · {ready} · {all}").replace(" of ", "/"),
                format!("{short} · {ready} · {of}").replace(" of ", "/"),
                format!("{ready} · {of}").replace(" of ", "/"),
                ready.to_owned(),
            ],
            None => vec![
                format!("{day} · {all} · {ready}"),
                format!("{short} · {all}"),
                format!("{short} · {all}").replace(" of ", "/"),
                format!("{short} · {of}").replace(" of ", "/"),
                of.clone(),
            ],
        },
        say: format!("{}: {day} · {say}", detail::gate_title(plan, ix)),
        at: Some(at.clone()),
        ..Line::default()
    });
    lines.extend(outlook.as_ref().map(outlook_line));
    for (nth, (criterion, judged)) in gate.criteria.iter().zip(deciding).enumerate() {
        let standing = gate::standing(judged);
        let now = judged.value.map(|value| gate::value_words(plan, criterion, value));
        let lacks = missing(plan, criterion, judged);
        let of_whom = if judged.holds { judged.joins.words(plan) } else { None };
        let now_or_none = now.clone().unwrap_or_else(|| judged.without_value());
        let [subject, bound] = gate::asked_of(plan, criterion);
        let asked = format!("{subject} {bound}");
        let state = match &of_whom {
            Some(of_whom) => format!("holds, {of_whom}"),
            None if judged.holds => "holds".into(),
            None => lacks.clone(),
        };
        let full = match &now {
            Some(now) if lacks.is_empty() => match &of_whom {
                Some(of_whom) => format!("{now}, {of_whom}"),
                None => now.clone(),
            },
            Some(now) => format!("{now}, {lacks}"),
            None => lacks.clone(),
        };
        // What was decided on, and what has become of it since.
        let since = verdict.decision.map(|_| gate::since(plan, criterion, judged, &verdict.now[nth]));
        let units = wording::count(judged.short.len(), "unit");
        // Who joins stands before how much is short: without them it is another number than that of the KPI.
        let brief = judged.joins.brief(plan).map(|of_whom| format!("{now_or_none} {of_whom}"));
        let shorter = match brief {
            Some(brief) => brief,
            None if judged.short.is_empty() => full.clone(),
            None => format!("{now_or_none}, {units} short"),
        };
        // Where there is no room for what is short where, it is still said that the plan is no evidence.
        let planned = match gate::unseen(plan, criterion, judged) {
            planned if planned.is_empty() => shorter.clone(),
            planned => format!("{now_or_none}{planned}"),
        };
        // The bound has the unit, too.
        let bare = match (judged.value, judged.expired) {
            // The pane says what that means.
            (None, None) if since.is_none() => NO_EVIDENCE.to_owned(),
            _ => gate::without_unit(plan, criterion, &now_or_none),
        };
        let [full, planned, shorter, now_or_none] = match &since {
            Some(since) => [
                format!("then {full}{since}"),
                format!("then {planned}{since}"),
                format!("then {now_or_none}{since}"),
                format!("then {now_or_none}"),
            ],
            None => [full, planned, shorter, now_or_none],
        };
        lines.push(Line {
            at: Some(at.clone().to("criteria").to(criterion.nth)),
            mark: Some((mark(standing), Tone::Status(standing))),
            indent: 2,
            say: match (now, since) {
                (_, Some(_)) => format!("{asked}: {full}"),
                (Some(now), None) => format!("{asked}: {now} now, {state}"),
                (None, None) => format!("{asked}: {state}"),
            },
            text: subject,
            bound,
            tails: vec![full, planned, shorter, now_or_none, bare],
            ..Line::default()
        });
    }
}
