//! What earlier sessions left unsaved when they ended without their user: offered when the plan is opened
//! again, each with its date and how much it is, shown as a difference, and taken in only when that is asked
//! for, as one step. What is not decided stays where it is, and is offered the next time.

use std::borrow::Cow;
use std::path::PathBuf;

use ratatui::layout::Rect;
use similar::{ChangeTag, TextDiff};

use crate::disk::{Kept, Unsaved};
use crate::plan::Plan;
use crate::safe;
use crate::scenario::Scenario;
use crate::tui::detail::Text;
use crate::tui::editing::{self, make};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::overlays::clashing::{self, Clashes};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::tui::words::refusal;
use crate::wording::aloud::Aloud;
use crate::wording::{count, list};

/// What one session left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Its place among all that were left.
    pub nth: usize,
    /// What it had not saved, or why that cannot be read.
    pub held: Result<Unsaved, String>,
}

/// What was left, and how far the difference of the chosen one is scrolled where it is shown.
struct Recovery {
    left: Vec<Left>,
    at: usize,
    shown: Option<u16>,
    /// What the files say otherwise by now, of the chosen one, while it is decided.
    clashes: Clashes,
    /// Why it could not be taken in.
    fault: Option<String>,
}

/// The keys that decide what is to stand.
const DECIDING: &str = "↑↓ row   t theirs   m mine   T M for all   ⏎ restore   Esc back";

/// What stands above it.
const TOLD: &str = "Unsaved changes were kept";
/// The step that takes it in.
const TITLE: &str = "restore what was not saved";
/// So many sessions are listed at once.
const LISTED: usize = 6;

/// Offers what was left, the newest first. A room is shown none of it: it is offered once the slides are left.
pub fn offer(model: &mut Model, left: Vec<Left>) {
    if let Some(present) = &mut model.present {
        present.left = left;
    } else if !left.is_empty() {
        let clashes = Clashes::default();
        model.overlay = Some(Box::new(Recovery { left, at: 0, shown: None, clashes, fault: None }));
        model.changed = true;
    }
}

/// The same once slides are left. What was captured before the room is not to be mixed with it.
pub fn offer_after_slides(model: &mut Model, left: Vec<Left>) {
    if !left.is_empty() && !model.work.unsaved.is_empty() {
        let words =
            "What an earlier session had not saved stays kept, and is offered when the plan is opened again";
        tell(model, words);
    } else {
        offer(model, left);
    }
}

impl Overlay for Recovery {
    fn name(&self) -> &'static str {
        "recover"
    }

    fn on_key(mut self: Box<Self>, model: &Model, key: Key) -> Answer {
        if !self.clashes.is_empty() {
            match key.code {
                _ if self.clashes.on_key(key) => {}
                Code::Enter => return Answer::close().then(|model| restore(model, self)),
                Code::Esc => self.clashes = Clashes::default(),
                _ => {}
            }
            return Answer::stay(self);
        }
        let (scroll, last) = (self.shown, self.left.len().saturating_sub(1));
        let by = |lines: u16| scroll.map(|at| at.saturating_add(lines));
        let back = |lines: u16| scroll.map(|at| at.saturating_sub(lines));
        match key.code {
            Code::Char('r') if !key.ctrl => return Answer::close().then(|model| restore(model, self)),
            Code::Char('d') if !key.ctrl => {
                return Answer::close().then(|model| {
                    let gone = self.left.remove(self.at);
                    let _ = tell(model, format!("Discarded what was kept of {}", of(Some(&gone))));
                    goes_on(model, self, gone.nth)
                });
            }
            Code::Char('q') if !key.ctrl => return Answer::close().ask(vec![Effect::Leave]),
            Code::Char('s') if !key.ctrl => self.shown = if scroll.is_some() { None } else { Some(0) },
            Code::Esc if scroll.is_some() => self.shown = None,
            Code::Esc => {
                let words = "Later: it stays kept, and is offered when the plan is opened again";
                return Answer::close().tell(words);
            }
            Code::Down | Code::Char('j') if scroll.is_some() => self.shown = by(1),
            Code::Up | Code::Char('k') if scroll.is_some() => self.shown = back(1),
            Code::Down | Code::Char('j') => self.at = (self.at + 1).min(last),
            Code::Up | Code::Char('k') => self.at = self.at.saturating_sub(1),
            Code::PageDown => self.shown = by(10),
            Code::PageUp => self.shown = back(10),
            _ => {}
        }
        let most = cells(difference(self.held(), model.work.plan()).len()).saturating_sub(1);
        self.shown = self.shown.map(|at| at.min(most));
        Answer::stay(self)
    }

    /// The question, and below it what the chosen session left; or what is to be decided of it.
    fn draw(&self, model: &Model, area: Rect, pen: &mut Pen<'_>) {
        if !self.clashes.is_empty() {
            let mut text = clashing::paper(area);
            text.words(&format!("Restoring what was kept of {}:", of(self.current())), Tone::Strong);
            let at = self.clashes.write(&mut text);
            clashing::draw(&text, at, DECIDING, TOLD, area, pen);
            return;
        }
        let mut text = Text::new(area.width.min(76).saturating_sub(4));
        head(self, &mut text);
        if self.files().iter().any(|it| !it.fits) {
            text.words(
                "The plan has changed since; restoring brings both together, by what they say.",
                Tone::Plain,
            );
        }
        if let Some(fault) = &self.fault {
            text.words(&format!("Not restored: {fault}"), Tone::Error);
        }
        text.gap();
        let lines = difference(self.held(), model.work.plan());
        let from = usize::from(self.shown.unwrap_or(0));
        let taken = text.lines.len() + 5;
        let most = usize::from(area.height).saturating_sub(taken).max(1);
        let most = if self.shown.is_some() { most } else { most.min(4) };
        for (line, tone) in lines.iter().skip(from).take(most) {
            text.line(vec![(line.clone(), *tone)]);
        }
        let more = lines.len().saturating_sub(from + most);
        if more > 0 {
            text.words(&format!("… {} more", count(more, "line")), Tone::Faint);
        }
        text.gap();
        text.words(&keys(self).replace("   ", " · "), Tone::Strong);
        let inside = pen.window(area, 76, cells(text.lines.len()) + 2, TOLD);
        text.draw(0, inside, pen);
        pen.offer(inside, keys(self));
    }

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        keys(self).into()
    }

    fn rolls(&self) -> bool {
        true
    }

    fn insists(&self) -> bool {
        true
    }
}

/// Goes on to what else was left, after one that is done with.
fn goes_on(model: &mut Model, mut recovery: Box<Recovery>, done: usize) -> Vec<Effect> {
    if !recovery.left.is_empty() {
        recovery.at = recovery.at.min(recovery.left.len() - 1);
        (recovery.shown, recovery.clashes, recovery.fault) = (None, Clashes::default(), None);
        model.overlay = Some(recovery);
    }
    vec![Effect::Forget(done)]
}

/// Takes in what the chosen session had not saved. What the files say otherwise by now is decided row by row first.
fn restore(model: &mut Model, mut recovery: Box<Recovery>) -> Vec<Effect> {
    let changed: Vec<(PathBuf, &str, &str)> =
        recovery.files().iter().map(|it| (it.path.clone(), &*it.old, &*it.text)).collect();
    let scenarios = recovery.held().map(scenarios).unwrap_or_default();
    let tried = match (recovery.current(), &model.work.draft) {
        (None, _) => return Vec::new(),
        (Some(Left { held: Err(why), .. }), _) => Err(why.clone()),
        _ if model.work.beside.is_some() => Err("a scenario is open; open the plan alone".to_owned()),
        (_, None) => return tell(model, editing::ONLY_LOOKED_AT),
        _ if changed.is_empty() => Ok(None),
        (_, Some(draft)) if recovery.clashes.is_empty() => match draft.clashes(&changed) {
            Ok(clashes) if !clashes.is_empty() => {
                (recovery.clashes, recovery.fault) = (Clashes::of(clashes), None);
                model.overlay = Some(recovery);
                return Vec::new();
            }
            _ => draft.merged(&changed, TITLE).map(Some).map_err(|refused| refusal(&refused).into()),
        },
        (_, Some(draft)) => recovery.clashes.decided().and_then(|sides| {
            let change = draft.merged_by(&changed, TITLE, &sides);
            change.map(Some).map_err(|refused| refusal(&refused).into())
        }),
    };
    match tried {
        Ok(change) => {
            let changes = change.is_some();
            if change.is_none_or(|change| make(model, |_| Ok(change))) {
                let gone = recovery.left.remove(recovery.at);
                let _ = tell(model, restored(model, changes, &scenarios));
                scenarios.into_iter().for_each(|it| model.scenarios.add(it));
                return goes_on(model, recovery, gone.nth);
            }
            recovery.say(model.message.clone().unwrap_or_default());
        }
        Err(why) => recovery.say(why),
    }
    model.overlay = Some(recovery);
    Vec::new()
}

impl Recovery {
    /// Says why it was not taken in, where that is looked for.
    fn say(&mut self, why: String) {
        match self.clashes.is_empty() {
            true => self.fault = Some(why),
            false => self.clashes.fault = Some(why),
        }
    }

    fn current(&self) -> Option<&Left> {
        self.left.get(self.at)
    }

    fn held(&self) -> Option<&Unsaved> {
        self.current()?.held.as_ref().ok()
    }

    fn files(&self) -> &[Kept] {
        self.held().map_or(&[], |unsaved| &unsaved.files)
    }
}

/// The scenarios that a session had in no file.
fn scenarios(unsaved: &Unsaved) -> Vec<Scenario> {
    unsaved.scenarios.iter().filter_map(|text| Scenario::read(text).ok()).collect()
}

/// What was restored, and what to do with it.
fn restored(model: &Model, changes: bool, scenarios: &[Scenario]) -> String {
    let names: Vec<&str> = scenarios.iter().map(|it| it.name.as_str()).collect();
    let tried = match &*names {
        [] => String::new(),
        [only] => format!("scenario {only}"),
        all => format!("scenarios {}", list(all)),
    };
    let keys = |text: &str| model.filled(text);
    match (changes, scenarios.is_empty()) {
        (_, true) => format!("Restored what was not saved · {}", keys("{undo} undo · {save} save")),
        (true, _) => {
            format!(
                "Restored what was not saved, and {tried} · {}",
                keys("{undo} undo · {save} save · {whatif} opens")
            )
        }
        (false, _) => format!("Restored {tried} · {}", keys("{whatif} opens")),
    }
}

/// The keys of the question.
fn keys(recovery: &Recovery) -> &'static str {
    if !recovery.clashes.is_empty() {
        return DECIDING;
    }
    match recovery.left.len() {
        0 | 1 => "r restore   s show   d discard   Esc later   q leave",
        _ => "↑↓ choose   r restore   s show   d discard   Esc later   q leave",
    }
}

/// A session by when it ended.
fn of(left: Option<&Left>) -> String {
    let held = left.and_then(|left| left.held.as_ref().ok());
    let written = held.and_then(|unsaved| unsaved.written.as_ref());
    written.map_or_else(|| "an earlier session".into(), |written| format!("the session of {written}"))
}

/// A session as the list has it: when it ended, and how much it had not saved.
fn row(held: &Result<Unsaved, String>) -> String {
    match held {
        Ok(Unsaved { written, titles, files, scenarios }) => {
            let mut row = written.as_deref().unwrap_or("at some time").to_owned();
            if !files.is_empty() {
                row += &format!(" · {} in {}", count(titles.len(), "change"), count(files.len(), "file"));
            }
            if !scenarios.is_empty() {
                row += &format!(" · {}", count(scenarios.len(), "scenario"));
            }
            row
        }
        Err(why) => format!("cannot be read: {}", safe::line(why)),
    }
}

/// The lines that differ, file by file, and what scenarios try.
fn difference(held: Option<&Unsaved>, plan: &Plan) -> Vec<(String, Tone)> {
    let aloud = Aloud { plans: &[plan], room: false };
    let mut lines = Vec::new();
    let Some(held) = held else { return lines };
    for Kept { path, old, text, .. } in &held.files {
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
    for Scenario { name, tries } in scenarios(held) {
        lines.push((format!("scenario {}", safe::line(&name)), Tone::Strong));
        lines.extend(
            tries.iter().map(|it| (format!("+ {}", safe::line(&aloud.said(&it.title))), Tone::Plain)),
        );
    }
    lines
}

fn head(recovery: &Recovery, text: &mut Text) {
    if let [only] = &*recovery.left {
        let what = match &only.held {
            Ok(held) if held.files.is_empty() => {
                format!("{} in no file", count(held.scenarios.len(), "scenario"))
            }
            Ok(held) => format!("changes to {} that were not saved", count(held.files.len(), "file")),
            Err(_) => "changes that were not saved".into(),
        };
        text.words(&format!("An earlier session ended with {what}."), Tone::Strong);
        text.words(&row(&only.held), Tone::Faint);
        return;
    }
    let sessions = count(recovery.left.len(), "session");
    text.words(&format!("{sessions} ended with changes that were not saved:"), Tone::Strong);
    let from = recovery.at.saturating_sub(LISTED - 1);
    for (nth, left) in recovery.left.iter().enumerate().skip(from).take(LISTED) {
        let (mark, tone) = if nth == recovery.at { ("> ", Tone::Strong) } else { ("  ", Tone::Plain) };
        text.put(&[(mark, tone)], &row(&left.held), tone, 4);
    }
}
