//! What an earlier session left unsaved when it ended without its user: offered when the plan is opened
//! again, shown as a difference, and taken in only when that is asked for, as one step.

use std::path::PathBuf;

use ratatui::layout::Rect;
use similar::{ChangeTag, TextDiff};

use crate::disk::Kept;
use crate::safe;
use crate::tui::detail::Text;
use crate::tui::editing::{self, Panel, make, window};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay};
use crate::tui::msg::{Code, Key};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::tui::update::tell;
use crate::wording::count;

/// Edits that were kept, and how far their difference is scrolled where it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    kept: Vec<Kept>,
    shown: Option<u16>,
    /// Why they could not be taken in.
    fault: Option<String>,
}

/// Offers what was kept.
pub fn offer(model: &mut Model, kept: Vec<Kept>) {
    if !kept.is_empty() {
        let recovery = Recovery { kept, shown: None, fault: None };
        model.overlay = Some(Overlay::Editing(Panel::Recover(recovery)));
        model.changed = true;
    }
}

/// Takes a key.
pub fn on_key(model: &mut Model, key: Key, mut recovery: Recovery) -> Vec<Effect> {
    let scroll = recovery.shown;
    match key.code {
        Code::Char('r') if !key.ctrl => {
            let changed: Vec<(PathBuf, &str, &str)> =
                recovery.kept.iter().map(|it| (it.path.clone(), &*it.old, &*it.text)).collect();
            let tried = model.work.draft.as_ref().map(|draft| draft.merged(&changed, TITLE));
            match tried {
                None => return tell(model, editing::ONLY_LOOKED_AT),
                Some(Ok(change)) => {
                    if make(model, |_| Ok(change)) {
                        return tell(model, "Restored what was not saved · u undo · ctrl-s save");
                    }
                    recovery.fault.clone_from(&model.message);
                }
                Some(Err(refused)) => recovery.fault = Some(editing::refusal(&refused)),
            }
        }
        Code::Char('d') if !key.ctrl => {
            let _ = tell(model, "Discarded what was kept of an earlier session");
            return vec![Effect::Forget];
        }
        Code::Char('q') if !key.ctrl => return vec![Effect::Leave],
        Code::Char('s') if !key.ctrl => recovery.shown = if scroll.is_some() { None } else { Some(0) },
        Code::Esc => recovery.shown = None,
        Code::Down | Code::Char('j') => recovery.shown = scroll.map(|at| at.saturating_add(1)),
        Code::Up | Code::Char('k') => recovery.shown = scroll.map(|at| at.saturating_sub(1)),
        Code::PageDown => recovery.shown = scroll.map(|at| at.saturating_add(10)),
        Code::PageUp => recovery.shown = scroll.map(|at| at.saturating_sub(10)),
        _ => {}
    }
    let most = cells(difference(&recovery.kept).len()).saturating_sub(1);
    recovery.shown = recovery.shown.map(|at| at.min(most));
    model.overlay = Some(Overlay::Editing(Panel::Recover(recovery)));
    Vec::new()
}

/// The step that takes it in.
const TITLE: &str = "restore what was not saved";

/// The keys of the question.
pub const KEYS: &str = "r restore   s show   d discard   q leave, and keep it for later";

/// The lines that differ, file by file.
fn difference(kept: &[Kept]) -> Vec<(String, Tone)> {
    let mut lines = Vec::new();
    for Kept { path, old, text, .. } in kept {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        lines.push((safe::line(&name).into_owned(), Tone::Strong));
        let diff = TextDiff::from_lines(old.as_str(), text.as_str());
        for change in diff.iter_all_changes() {
            let (sign, tone) = match change.tag() {
                ChangeTag::Equal => continue,
                ChangeTag::Delete => ("-", Tone::Faint),
                ChangeTag::Insert => ("+", Tone::Plain),
            };
            lines.push((format!("{sign} {}", safe::line(change.value().trim_end())), tone));
        }
    }
    lines
}

/// Draws the question over a view, and below it what was kept.
pub fn draw(recovery: &Recovery, area: Rect, pen: &mut Pen<'_>) {
    let mut text = Text::new(area.width.min(76).saturating_sub(4));
    let files = count(recovery.kept.len(), "file");
    text.words(
        &format!("An earlier session ended with changes to {files} that were not saved."),
        Tone::Strong,
    );
    let moved = recovery.kept.iter().any(|it| !it.fits);
    if moved {
        text.words(
            "The plan has changed since; restoring brings both together, by what they say.",
            Tone::Plain,
        );
    }
    if let Some(fault) = &recovery.fault {
        text.words(&format!("Not restored: {fault}"), Tone::Error);
    }
    text.gap();
    let lines = difference(&recovery.kept);
    let from = usize::from(recovery.shown.unwrap_or(0));
    let most = if recovery.shown.is_some() { usize::from(area.height.saturating_sub(9)).max(1) } else { 4 };
    for (line, tone) in lines.iter().skip(from).take(most) {
        text.line(vec![(line.clone(), *tone)]);
    }
    let more = lines.len().saturating_sub(from + most);
    if more > 0 {
        text.words(&format!("… {} more", count(more, "line")), Tone::Faint);
    }
    text.gap();
    text.words(&KEYS.replace("   ", " · "), Tone::Strong);
    let inside = window(area, 76, cells(text.lines.len()) + 2, "Unsaved changes were kept", pen);
    text.draw(0, inside, pen);
}
