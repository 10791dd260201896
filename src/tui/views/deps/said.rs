//! What the picture of one item's needs says, in words.

use super::boxes::Node;
use crate::plan::id::ItemIx;
use crate::status::{Reason, Standing, Status};
use crate::tui::detail::reason_words;
use crate::tui::theme::{Tone, mark};
use crate::wording;
use crate::workspace::Workspace;

/// What the picture says, in words.
pub(super) fn words(work: &Workspace, ix: ItemIx, needs: &[Node], enables: &[Node]) -> Vec<(String, Tone)> {
    let plan = work.plan();
    let item = plan.item(ix);
    let mut words = Vec::new();
    for (step, standing) in work.standings[ix.at()].iter().enumerate() {
        for reason in &standing.reasons {
            let level = if item.driver().is_some() {
                String::new()
            } else {
                format!(" at {}", item.steps[step].level)
            };
            let why = reason_words(work, (ix, step), reason);
            let line = format!("{} {}{level}: {why}", mark(standing.status), item.title());
            words.push((line, Tone::Status(standing.status)));
        }
    }
    // What is planned in time can be late all the same; where the item itself waits for it, that is said above.
    let told = |node: &&Node| {
        let waits = |reason: &Reason| match reason {
            Reason::NeedOverdue { need, .. } => plan.item_address(need.item) == node.at,
            _ => false,
        };
        work.standings[ix.at()].iter().flat_map(|it| &it.reasons).any(waits)
    };
    for node in needs.iter().filter(|node| node.link.is_late_by_status() && !told(node)) {
        let planned = if item.steps.is_empty() { "" } else { "planned in time, and " };
        let line = format!("{} {}: {planned}late by its own status", node.mark.0, node.title);
        words.push((line, Tone::Status(Status::AtRisk)));
    }
    if words.is_empty() && item.steps.is_empty() {
        words.push((format!("{} is in no wave: it needs nothing by any day.", item.title()), Tone::Plain));
    } else if words.is_empty() {
        words.push(("Nothing that it needs is late.".into(), Tone::Plain));
    } else if let Some(own) = own_slip(work, ix) {
        words.push((own, Tone::Plain));
    }
    // What is in no wave needs nothing by any day.
    let phased = |node: &Node| work.item_at(&node.at).is_none_or(|ix| !plan.item(ix).steps.is_empty());
    let named = |node: &Node| format!("{} ({})", node.title, node.link.word());
    let enabled = |node: &Node| match phased(node) {
        true => format!("{} ({})", node.title, node.link.word_onward()),
        false => format!("{} (in no wave)", node.title),
    };
    let names = |named: Vec<String>| {
        if named.is_empty() { "nothing".to_owned() } else { named.join(", ") }
    };
    words.push((format!("Needs {}.", names(needs.iter().map(named).collect())), Tone::Faint));
    words.push((format!("Enables {}.", names(enables.iter().map(enabled).collect())), Tone::Faint));
    words
}

/// That an item is late by itself, where nothing that it needs is: by how many days its first step that is
/// late is past its date.
fn own_slip(work: &Workspace, ix: ItemIx) -> Option<String> {
    let plan = work.plan();
    let needed = |reason: &Reason| {
        matches!(
            reason,
            Reason::NeedLate(..) | Reason::NeedWaived(..) | Reason::WishLate(..) | Reason::NeedOverdue { .. }
        )
    };
    let standings = work.standings.get(ix.at())?;
    if standings.iter().flat_map(|standing| &standing.reasons).any(needed) {
        return None;
    }
    let late = |(nth, standing): (usize, &Standing)| {
        let live = plan.step_live(ix, nth).filter(|live| *live < plan.as_of)?;
        (standing.status == Status::Late).then(|| (plan.as_of - live).num_days())
    };
    let days = standings.iter().enumerate().find_map(late)?;
    let days = wording::count(usize::try_from(days).unwrap_or(0), "day");
    Some(format!("No predecessor is late: its own slip of {days}."))
}
