//! The fixes that a finding carries, each tried beside the plan before anybody takes it: what it writes, what
//! it is worth, which findings go and which come.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::explain::{self, Asks};
use super::proposals;
use crate::draft::{Change, Draft};
use crate::finding::{Applicability, Finding, Fix, Place};
use crate::impact::apart;
use crate::plan::quantity::Money;
use crate::plan::telling::Telling;
use crate::trace::name::Name;
use crate::tui::detail::{self, Text};
use crate::tui::editing::{editable, make};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::pen::{Pen, cells};
use crate::tui::scenario;
use crate::tui::theme::Tone;
use crate::tui::words::refusal;
use crate::wording;
use crate::workspace::{Located, Workspace};

/// So many lines that a fix writes are shown.
const SHOWN: usize = 4;

/// Why nothing is tried.
const NONE: &str = "none is known that could be tried; {explain} says what helps, {edit} edits it";

/// The same of what is found in a text that says nothing yet.
const NONE_IN_TEXT: &str =
    "none is known that could be tried; {explain} says what helps, {edit.file} opens the line in your editor";

fn none_of(located: &Located) -> &'static str {
    if matches!(located.finding.at, Place::Text(_)) { NONE_IN_TEXT } else { NONE }
}

/// The fixes of a finding.
struct Fixes {
    rule: &'static str,
    message: Telling,
    /// The same, said by names.
    said: String,
    tried: Vec<Tried>,
    cursor: usize,
    /// A scenario is open, and takes the fix.
    scenario: bool,
}

/// A fix, tried.
struct Tried {
    /// What kind of fix it is.
    words: &'static str,
    change: Change,
    /// What it is called, with the names that views show.
    called: String,
    /// What it does, or why it cannot be made.
    outcome: Result<Outcome, String>,
}

/// What a fix does.
struct Outcome {
    /// The lines of the files that go, marked `-`, and that come, marked `+`.
    lines: Vec<(char, String)>,
    /// What it is worth, in words.
    worth: String,
    /// The finding is gone by it.
    mends: bool,
    /// The rules of other findings that go.
    gone: Vec<&'static str>,
    /// The messages of findings that come.
    new: Vec<String>,
}

/// What a fix asks for, as undo names it.
fn change_of(fix: &Fix) -> Change {
    let mut letters = fix.title.chars();
    let title = letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect());
    Change { title: title.into(), edits: fix.edits.clone() }
}

impl Fixes {
    /// The fixes of a finding of the open plan, each tried on a fork of its draft.
    fn of(work: &Workspace, located: &Located) -> Self {
        let carried = located.finding.fixes.iter().map(|fix| {
            let words = match fix.applicability {
                _ if located.finding.rule == "merge-conflict" => "yours to decide",
                Applicability::Safe => "says the same, soundly",
                Applicability::Unsafe => "a guess: look at it",
            };
            (change_of(fix), words)
        });
        let proposed = proposals::of(work, located).into_iter().map(|change| (change, "a decision"));
        let tried = carried.chain(proposed).map(|(change, words)| {
            let outcome = outcome(work, located, &change);
            let called = detail::aloud(work, &change.title);
            Tried { words, change, called, outcome }
        });
        Self {
            rule: located.finding.rule,
            message: located.finding.message.clone(),
            said: detail::aloud(work, &located.finding.message),
            tried: tried.collect(),
            cursor: 0,
            scenario: work.beside.is_some(),
        }
    }

    /// The text, and the line that each fix begins on.
    fn text(&self, width: u16) -> (Text, Vec<u16>) {
        let mut text = Text::new(width);
        text.put(&[(self.rule, Tone::Strong), ("  ", Tone::Plain)], &self.said, Tone::Plain, 2);
        let mut begins = Vec::new();
        for (nth, tried) in self.tried.iter().enumerate() {
            text.gap();
            let chosen = nth == self.cursor;
            begins.push(cells(text.lines.len()));
            let tone = if chosen { Tone::Strong } else { Tone::Plain };
            let mark = if chosen { "> " } else { "  " };
            let title = format!("{} {} ({})", nth + 1, tried.called, tried.words);
            text.put(&[(mark, tone)], &title, tone, 4);
            tried.write(&mut text);
        }
        (text, begins)
    }
}

impl Tried {
    fn write(&self, text: &mut Text) {
        let outcome = match &self.outcome {
            Err(why) => {
                text.put(&[("    ✗ ", Tone::Error)], &format!("cannot be made: {why}"), Tone::Plain, 6);
                return;
            }
            Ok(outcome) => outcome,
        };
        for (sign, line) in outcome.lines.iter().take(SHOWN) {
            text.put(&[("    ", Tone::Faint), (&format!("{sign} "), Tone::Faint)], line, Tone::Faint, 8);
        }
        if let more @ 1.. = outcome.lines.len().saturating_sub(SHOWN) {
            text.put(
                &[("    ", Tone::Faint)],
                &format!("… {}", wording::count(more, "line")),
                Tone::Faint,
                4,
            );
        }
        let mends = if outcome.mends { "mends the finding" } else { "the finding stays" };
        let mut words = vec![outcome.worth.clone(), mends.to_owned()];
        if !outcome.gone.is_empty() {
            words.push(format!("also gone: {}", outcome.gone.join(", ")));
        }
        if outcome.new.is_empty() {
            words.push("nothing new".into());
        }
        text.put(&[("    ", Tone::Plain)], &words.join(" · "), Tone::Plain, 4);
        for message in &outcome.new {
            text.put(&[("    + ", Tone::Warning)], &format!("new: {message}"), Tone::Plain, 6);
        }
    }
}

fn outcome(work: &Workspace, located: &Located, change: &Change) -> Result<Outcome, String> {
    let fork = work.draft.as_ref().and_then(|draft| draft.fork());
    let mut fork = fork.ok_or("this plan is only looked at")?;
    fork.apply(change).map_err(|refused| refusal(&refused))?;
    let lines = work.draft.as_ref().map(|draft| unlike(draft, &fork)).unwrap_or_default();
    let after = Workspace::drafted(Box::new(fork), work.as_of);
    let [one, other] = [work, &after].map(|work| *work.figures().case());
    let currency = work.plan().currency;
    let worth = match other.npv - one.npv {
        Money::ZERO => "NPV unchanged".to_owned(),
        difference => format!("NPV {}", wording::money_signed(difference, currency)),
    };
    let finding = |located: &Located| located.finding.clone();
    let [before, now] = [work, &after].map(|work| work.findings.iter().map(finding).collect::<Vec<_>>());
    let (new, mut gone) = apart(&before, &now, |finding| finding);
    let mended = gone.iter().position(|it| **it == located.finding);
    if let Some(at) = mended {
        gone.remove(at);
    }
    let told = |finding: &Finding| format!("{}: {}", finding.rule, detail::aloud(&after, &finding.message));
    Ok(Outcome {
        lines,
        worth,
        mends: mended.is_some(),
        gone: gone.iter().map(|finding| finding.rule).collect(),
        new: new.iter().map(|finding| told(finding)).collect(),
    })
}

/// The lines in which two states of a draft differ, file by file.
fn unlike(before: &Draft, after: &Draft) -> Vec<(char, String)> {
    let mut lines = Vec::new();
    for file in (0..).take_while(|file| before.source().canonical(*file).is_some()) {
        let [one, other] = [before, after].map(|draft| &*draft.source().text(file).content);
        if one != other {
            lines.extend(super::unlike::lines(one, other, 0).into_iter().map(|it| (it.sign, it.text)));
        }
    }
    lines
}

/// Shows the fixes of the finding that the selection is about.
pub fn show(model: &mut Model) -> Vec<Effect> {
    let Some(located) = model.finding() else { return tell(model, "No finding is selected") };
    let fixes = Fixes::of(&model.work, located);
    if fixes.tried.is_empty() {
        let none = none_of(located);
        return tell(model, format!("Fixes: {}", model.filled(none)));
    }
    model.overlay = Some(Box::new(fixes));
    Vec::new()
}

/// The finding of the selection has a fix that could be tried.
pub fn are_known(model: &Model) -> Result<(), &'static str> {
    editable(model)?;
    let located = model.finding().ok_or("there is no finding here")?;
    let known = !located.finding.fixes.is_empty() || proposals::are_there(located.finding.rule);
    known.then_some(()).ok_or_else(|| none_of(located))
}

impl Overlay for Fixes {
    fn name(&self) -> &'static str {
        "fixes"
    }

    fn on_key(mut self: Box<Self>, model: &Model, key: Key) -> Answer {
        let last = self.tried.len().saturating_sub(1);
        match (model.does(key), key.code) {
            ("quit" | "check.fixes" | "deps.fixes", _) | (_, Code::Esc) => return Answer::close(),
            ("explain", _) => {
                let asks = self.asks(model);
                return Answer::stay(self).then(move |model| explain::asked(model, asks));
            }
            (_, Code::Enter) => return Answer::close().then(move |model| self.take(model)),
            ("whatif", _) if !self.scenario => {
                return Answer::close().then(move |model| {
                    let effects = scenario::toggle(model);
                    // Where it was not opened, it was said why.
                    if model.work.beside.is_some() { self.take(model) } else { effects }
                });
            }
            ("move.up", _) | (_, Code::Up) => self.cursor = self.cursor.saturating_sub(1),
            ("move.down", _) | (_, Code::Down) => self.cursor = (self.cursor + 1).min(last),
            (_, Code::Char(digit @ '1'..='9')) => {
                let nth = usize::from(digit as u8 - b'1');
                self.cursor = nth.min(last);
            }
            _ => {}
        }
        Answer::stay(self)
    }

    fn draw(&self, _: &Model, area: Rect, pen: &mut Pen<'_>) {
        let (text, begins) = self.text(area.width.min(84).saturating_sub(4));
        let inside = pen.window(area, 84, cells(text.lines.len()) + 2, "Fixes, tried beside the plan");
        // The chosen one is seen whole where there is room, from its first line else.
        let last = cells(text.lines.len()).saturating_sub(inside.height);
        let at = begins.get(self.cursor).copied();
        let scroll = at.filter(|at| at + 4 > inside.height).unwrap_or(0).min(last);
        text.draw(scroll, inside, pen);
        pen.choices(&begins, cells(text.lines.len()), scroll, inside);
    }

    /// What a fix does is read before it is made: the first click on it chooses it alone.
    fn go_to(&mut self, _: &Model, nth: usize) -> Option<Key> {
        let again = self.cursor == nth;
        self.cursor = nth;
        again.then_some(Key::plain(Code::Enter))
    }

    fn rolls(&self) -> bool {
        true
    }

    fn keys(&self, model: &Model, _: u16) -> Cow<'static, str> {
        let keys = if self.scenario {
            "↑↓ choose   ⏎ make it in the scenario   {explain} explain   Esc close"
        } else {
            "↑↓ choose   ⏎ make it   {whatif} try it in a scenario   {explain} explain   Esc close"
        };
        model.offered(keys).into()
    }

    /// Tries the fixes of the same finding in a plan that has changed.
    fn renew(&mut self, model: &Model) -> bool {
        let Some(located) = self.found(&model.work) else { return false };
        let new = Self::of(&model.work, located);
        if new.tried.is_empty() {
            return false;
        }
        *self = Self { cursor: self.cursor.min(new.tried.len().saturating_sub(1)), ..new };
        true
    }
}

impl Fixes {
    /// The finding, as it is found now.
    fn found<'w>(&self, work: &'w Workspace) -> Option<&'w Located> {
        let same = |it: &&Located| it.finding.rule == self.rule && it.finding.message == self.message;
        work.findings.iter().find(same)
    }

    /// What `=` asks: the finding, and what NPV comes to that the fix would move.
    fn asks(&self, model: &Model) -> Option<Asks> {
        let asks = Asks::finding(self.found(&model.work)?).and([Name {
            word: "npv".into(),
            of: Vec::new(),
            when: None,
        }]);
        let tried = self.tried.get(self.cursor);
        let worth = tried.and_then(|tried| Some((&tried.called, tried.outcome.as_ref().ok()?)));
        Some(match worth {
            Some((title, outcome)) => {
                let worth = &outcome.worth;
                asks.noted(format!(
                    "The fix chosen there, {title}, on a copy of the plan: {worth}, against what NPV is now."
                ))
            }
            None => asks,
        })
    }

    /// Makes the one that is chosen.
    fn take(mut self, model: &mut Model) -> Vec<Effect> {
        if self.cursor < self.tried.len() {
            let Tried { change, .. } = self.tried.swap_remove(self.cursor);
            make(model, |_| Ok(change));
        }
        Vec::new()
    }
}
