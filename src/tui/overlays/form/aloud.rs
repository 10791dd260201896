//! What a form says to a room that looks on while it is filled in: the words as they will be recorded, and what
//! a gate asks for that does not hold.

use std::borrow::Cow;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::Form;
use crate::figures::readiness::Judged;
use crate::plan::address::Table;
use crate::plan::id::GateIx;
use crate::plan::leadership::Criterion;
use crate::plan::record::Outcome;
use crate::tui::detail::{Text, gate, gate_title};
use crate::tui::theme::{Tone, mark};
use crate::wording;
use crate::workspace::Workspace;

/// What the room is shown of a form while it is filled in; `scenario` is the name of the open one.
pub(super) fn text(work: &Workspace, scenario: &str, form: &Form, width: u16) -> Text {
    let mut text = Text::new(width);
    let said =
        ["note", "what", "name"].into_iter().map(|key| form.text(key)).find(|words| !words.trim().is_empty());
    text.gap();
    // What is asked, above the answer.
    let asked =
        Some(form.text("name").trim()).filter(|name| form.table() == Table::Decision && !name.is_empty());
    if let Some(asked) = asked {
        text.put(&[("  ", Tone::Plain)], asked, Tone::Strong, 2);
    }
    let said = said.filter(|words| asked != Some(words.trim()));
    match said {
        Some(words) => text.put(&[("  “", Tone::Title)], &format!("{}”", words.trim()), Tone::Title, 3),
        None => text.put(&[("  ", Tone::Plain)], "… the words, as they will be recorded", Tone::Faint, 2),
    }
    let parts = [
        ("outcome", ""),
        ("by", ""),
        ("owner", ""),
        ("due", "due "),
        ("probability", "probability "),
        ("wave", "in "),
    ];
    let tail: Vec<String> = parts
        .into_iter()
        .filter(|(key, _)| !form.text(key).trim().is_empty())
        .map(|(key, before)| format!("{before}{}", form.text(key).trim()))
        .collect();
    if !tail.is_empty() {
        text.put(&[("  — ", Tone::Plain)], &tail.join(" · "), Tone::Plain, 4);
    }
    if form.applies() {
        let changes = wording::count(work.unsaved.len(), "change");
        text.put(&[("  → ", Tone::Strong)], &format!("applies the scenario: {changes}"), Tone::Strong, 4);
    } else if form.is_of_scenario() {
        let place = format!("part of scenario {scenario} alone");
        text.put(&[("  → ", Tone::Strong)], &place, Tone::Strong, 4);
    }
    if let Some(gate) = gate_of(work, form) {
        let plan = work.plan();
        text.line(Vec::new());
        let day = day_of(work, form);
        let judged = work.figures().verdict(gate, day).now;
        // Before a room a count of all would tell how the private ones stand.
        let criteria = plan.gates[gate.at()].criteria.iter().zip(&judged);
        let told = criteria.filter(|(criterion, _)| !(form.aloud && plan.is_private(criterion.subject)));
        let told: Vec<bool> = told.map(|(_, judged)| judged.holds).collect();
        let holds = told.iter().filter(|holds| **holds).count();
        let shown = if told.len() < judged.len() { " shown" } else { "" };
        let head = format!(
            "{}: {holds} of {}{shown}",
            gate_title(plan, gate),
            wording::count(told.len(), "criterion").replace("criterions", "criteria")
        );
        let when = if day == plan.as_of { String::new() } else { format!(" on {}", wording::date(day)) };
        text.put(&[("  ", Tone::Plain)], &format!("{head} hold{when}"), Tone::Strong, 2);
        // Where a question is decided, the slide tells of the gate.
        let listed = if form.room && asked.is_some() {
            Vec::new()
        } else {
            open_criteria(work, gate, day, form.aloud)
        };
        for (sign, tone, criterion) in listed {
            text.entry(sign, tone, &criterion);
        }
    }
    text.line(Vec::new());
    text
}

fn gate_of(work: &Workspace, form: &Form) -> Option<GateIx> {
    (form.table() == Table::Decision).then(|| work.plan().gate_by_id(form.text("gate").trim()))?
}

/// The day of a decision, on whose evidence its gate is judged: the one that is typed, `as-of` until it is one.
fn day_of(work: &Workspace, form: &Form) -> NaiveDate {
    let as_of = work.plan().as_of;
    form.text("date").trim().parse().map_or(as_of, |day: NaiveDate| day.min(as_of))
}

/// What a gate asks for that does not hold on a day, each with its sign; before a room nothing private is named, nor
/// told apart by how it stands.
fn open_criteria(
    work: &Workspace,
    gate: GateIx,
    day: NaiveDate,
    aloud: bool,
) -> Vec<(&'static str, Tone, String)> {
    let plan = work.plan();
    let judged = work.figures().verdict(gate, day).now;
    let all = plan.gates[gate.at()].criteria.iter().zip(&judged);
    // Units go by the names of their markets.
    let told = if aloud { plan.veiled() } else { Cow::Borrowed(plan) };
    let entry = |(criterion, judged): (&Criterion, &Judged)| {
        if aloud && plan.is_private(criterion.subject) {
            return Some(("·", Tone::Plain, "private".to_owned()));
        }
        let status = gate::standing(judged);
        let none = if judged.value.is_none() { " · no evidence" } else { "" };
        let planned = gate::unseen(&told, criterion, judged);
        let words = format!("{}{none}{planned}", gate::asked(&told, criterion));
        (!judged.holds).then(|| (mark(status), Tone::Status(status), words))
    };
    all.filter_map(entry).collect()
}

/// Whether a form lacks the reason that it needs: to go on all the same where a gate's criteria are open.
pub(super) fn unreasoned(work: &Workspace, form: &Form) -> Option<String> {
    let gate = gate_of(work, form)?;
    if form.text("outcome").trim() != Outcome::Go.as_str() || !form.text("note").trim().is_empty() {
        return None;
    }
    let open = open_criteria(work, gate, day_of(work, form), false).len();
    let criteria = &work.plan().gates[gate.at()].criteria;
    // Before a room the count would tell how the private ones stand.
    if form.aloud && open > 0 && criteria.iter().any(|it| work.plan().is_private(it.subject)) {
        return Some("not all that the gate asks holds: to go on all the same needs a reason".into());
    }
    let many = wording::count(open, "criterion").replace("criterions", "criteria");
    let verb = if open == 1 { "does" } else { "do" };
    (open > 0).then(|| format!("{many} of the gate {verb} not hold: to go on all the same needs a reason"))
}

/// The part of an area that words for a room take, and the rest of it.
pub(super) fn split(area: Rect, lines: u16) -> (Rect, Rect) {
    let top = lines.min(area.height.saturating_sub(6)).min(area.height / 2);
    let above = Rect { height: top, ..area };
    (above, Rect { y: area.y + top, height: area.height - top, ..area })
}
