//! The gates with their criteria: may we go on?

use super::{Line, Pane};
use crate::figures::readiness::missing;
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
    order.sort_by_key(|ix| (status::gate_outcome(plan, *ix).is_some(), status::gate_date(plan, *ix)));
    let decided = order.iter().filter(|ix| status::gate_outcome(plan, **ix).is_some()).count();
    order.retain(|ix| filter.shows(work, &Address::new(Table::Gate, &plan.gates[ix.at()].id)));
    let mut lines = Vec::new();
    for ix in order {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        gate_lines(work, ix, &mut lines);
    }
    let tail = format!("{decided} of {} decided", plan.gates.len());
    Pane { title: "Gates", tail, lines, empty: "No gates: nothing asks whether to go on.", ladder: false }
}

fn gate_lines(work: &Workspace, ix: GateIx, lines: &mut Vec<Line>) {
    let plan = work.plan();
    let gate = &plan.gates[ix.at()];
    let at = Address::new(Table::Gate, &gate.id);
    let judged = work.figures().gate_at(ix, plan.as_of);
    let held = judged.iter().filter(|judged| judged.holds).count();
    let of = format!("{held} of {}", judged.len());
    let date = status::gate_date(plan, ix);
    let ready = match (status::gate_outcome(plan, ix), held == judged.len()) {
        (Some(outcome), _) => outcome.as_str(),
        (None, _) if judged.is_empty() => "no criteria",
        (None, true) => "ready",
        (None, false) => "not ready",
    };
    let day = date.map(wording::date).unwrap_or_default();
    let short = date.map(wording::short_date).unwrap_or_default();
    lines.push(Line {
        mark: Some(detail::mark_of(work, &at)),
        text: detail::gate_title(plan, ix).to_owned(),
        strong: true,
        tails: vec![
            format!("{day} · {of} · {ready}"),
            format!("{short} · {of}"),
            format!("{short} · {held}/{}", judged.len()),
            of.clone(),
        ],
        say: format!("{}: {day} · {of} criteria hold · {ready}", detail::gate_title(plan, ix)),
        at: Some(at.clone()),
        ..Line::default()
    });
    for (criterion, judged) in gate.criteria.iter().zip(&judged) {
        let standing = gate::standing(judged);
        let now = judged.value.map(|value| gate::value_words(plan, criterion, value));
        let lacks = missing(plan, criterion, judged);
        let now_or_none = now.clone().unwrap_or_else(|| "–".into());
        let asked = gate::asked(plan, criterion);
        let state = if judged.holds { "holds" } else { &lacks };
        let full = match &now {
            Some(now) if lacks.is_empty() => now.clone(),
            Some(now) => format!("{now}, {lacks}"),
            None => lacks.clone(),
        };
        let units = wording::count(judged.short.len(), "unit");
        let shorter =
            if judged.short.is_empty() { full.clone() } else { format!("{now_or_none}, {units} short") };
        lines.push(Line {
            at: Some(at.clone().to("criteria").to(criterion.nth)),
            mark: Some((mark(standing), Tone::Status(standing))),
            indent: 2,
            say: now.map_or(format!("{asked}: {state}"), |now| format!("{asked}: {now} now, {state}")),
            text: asked,
            tails: vec![full, shorter, now_or_none],
            ..Line::default()
        });
    }
}
