//! The chooser of a baseline: tags, branches, commits and days, found by a few letters. A commit that has several names
//! has one row.

use std::borrow::Cow;

use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use super::fuzzy::rank;
use super::line::{Line, choose};
use crate::git::Reference;
use crate::order::Order as _;
use crate::safe;
use crate::tui::baseline::clear;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key, Target};
use crate::tui::overlay::{Answer, Overlay, Then, nothing};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::wording;

/// What can be chosen, and what was typed.
struct Chooser {
    entries: Vec<Commit>,
    lines: Vec<String>,
    typed: Line,
    found: Vec<usize>,
    cursor: usize,
    /// A baseline is chosen, and can be taken away.
    chosen: bool,
}

/// All names of a commit, the first in front.
struct Commit(Vec<Reference>);

impl Commit {
    fn line(&self) -> String {
        let Some(first) = self.0.first() else { return String::new() };
        let names = self.0.iter().map(|it| &*it.name).collect::<Vec<_>>().join(", ");
        let date = first.date.map(wording::date).unwrap_or_default();
        let (kind, names) = (safe::fit(first.kind, 7), safe::fit(&names, safe::width(&names).max(18)));
        safe::line(&format!("{kind} {names} {date:<12} {}", first.subject)).into_owned()
    }

    /// The name that is nearest to what was typed.
    fn name(&self, typed: &str) -> Option<&str> {
        Some(&self.0.iter().min_by_key(|it| likeness(it, typed))?.name)
    }
}

/// Names of one commit together, where the first of them stands. Of what git does not say a commit nothing is put together.
fn by_commit(references: impl Iterator<Item = Reference>) -> Vec<Commit> {
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut commits: Vec<Commit> = Vec::new();
    for it in references {
        let known = places.get(&it.commit).and_then(|place| commits.get_mut(*place));
        match known {
            Some(Commit(names)) => names.push(it),
            None => {
                if !it.commit.is_empty() {
                    places.insert(it.commit.clone(), commits.len());
                }
                commits.push(Commit(vec![it]));
            }
        }
    }
    commits
}

/// The most entries that are shown to be chosen from.
const MOST: usize = 200;

impl Chooser {
    /// A chooser among what git knows, the last commit first.
    fn new(references: Vec<Reference>, chosen: bool) -> Self {
        let last = references.iter().find(|it| it.kind == "commit").cloned();
        let head = last.map(|last| Reference { name: "HEAD".into(), kind: "last", ..last });
        let entries = by_commit(head.into_iter().chain(references));
        let lines: Vec<String> = entries.iter().map(Commit::line).collect();
        let found = (0..entries.len().min(MOST)).collect();
        Self { entries, lines, typed: Line::default(), found, cursor: 0, chosen }
    }

    fn find(&mut self) {
        let typed = self.typed.text().trim();
        self.found = rank(&typed.to_lowercase(), self.lines.iter().map(String::as_str), self.lines.len());
        if !typed.is_empty() {
            let nearest = |it: &Commit| it.0.iter().map(|it| likeness(it, typed)).min();
            self.found.order_by_key(|nth| self.entries.get(*nth).map(nearest));
        }
        self.found.truncate(MOST);
        self.cursor = 0;
    }
}

impl Overlay for Chooser {
    fn name(&self) -> &'static str {
        "baseline"
    }

    fn on_key(mut self: Box<Self>, _: &Model, key: Key) -> Answer {
        match key.code {
            Code::Esc => return Answer::close(),
            Code::Delete if self.chosen && self.typed.at_end() => return Answer::close().then(clear),
            Code::Enter => {
                let typed = self.typed.text().trim();
                // A day and a revision that is typed in full mean themselves, whatever else they are like.
                let own = self.found.is_empty() || typed.parse::<chrono::NaiveDate>().is_ok();
                let found = self.found.get(self.cursor).and_then(|nth| self.entries.get(*nth));
                let name = if own {
                    Some(typed.to_owned())
                } else {
                    found.and_then(|it| it.name(typed)).map(str::to_owned)
                };
                let name = name.filter(|name| !name.is_empty());
                return Answer::close().ask(name.map(Effect::Baseline).into_iter().collect());
            }
            _ => {
                if !choose(&mut self.cursor, self.found.len(), key) && self.typed.on_key(key) {
                    self.find();
                }
            }
        }
        Answer::stay(self)
    }

    fn paste(&mut self, _: &Model, text: &str) -> Option<Then> {
        self.typed.insert(text);
        self.find();
        Some(nothing())
    }

    fn go_to(&mut self, _: &Model, nth: usize) -> Option<Key> {
        self.cursor = nth;
        Some(Key::plain(Code::Enter))
    }

    fn rolls(&self) -> bool {
        true
    }

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        "type a few letters or a day   ↑↓ choose   ⏎ take   Esc close".into()
    }

    fn draw(&self, _: &Model, screen: Rect, pen: &mut Pen<'_>) {
        let inside = pen.window(screen, 78, screen.height.min(22), "Baseline");
        pen.put(
            inside.x,
            inside.y,
            inside.width,
            &format!("> {}", self.typed.shown(inside.width.saturating_sub(2))),
            Tone::Strong,
        );
        let list = usize::from(inside.height.saturating_sub(3));
        let first = (self.cursor + 1).saturating_sub(list);
        for (y, nth) in (inside.y + 1..).zip(self.found.iter().enumerate().skip(first).take(list)) {
            let line = self.lines.get(*nth.1).map_or("", String::as_str);
            pen.put(inside.x + 1, y, inside.width.saturating_sub(1), line, Tone::Plain);
            let row = Rect { y, height: 1, ..inside };
            pen.hit(row, Target::Choice(nth.0));
            if nth.0 == self.cursor {
                pen.select(row);
            }
        }
        if self.found.is_empty() {
            let words = format!("⏎ takes “{}” as a revision or a day", safe::line(self.typed.text()));
            pen.put(inside.x + 1, inside.y + 1, inside.width, &words, Tone::Plain);
        }
        let more = if self.chosen { " · Del takes the baseline away" } else { "" };
        let words = format!("{} · a day is 2026-09-30{more}", wording::count(self.found.len(), "revision"));
        let y = inside.y + cells(list) + 2;
        pen.put(inside.x, y.min(inside.bottom().saturating_sub(1)), inside.width, &words, Tone::Faint);
    }
}

/// How near a reference is to what was typed, the nearest first: it has just that name; a tag, a branch, a
/// commit whose name holds it; any other, whose subject or day is like it.
fn likeness(it: &Reference, typed: &str) -> u8 {
    let (name, letters) = (it.name.to_lowercase(), typed.to_lowercase());
    match it.kind {
        _ if it.name == typed => 0,
        _ if name == letters => 1,
        _ if !name.contains(&letters) => 5,
        "tag" => 2,
        "commit" => 4,
        _ => 3,
    }
}

/// Shows what there is to choose from.
pub(in crate::tui) fn listed(model: &mut Model, references: Result<Vec<Reference>, String>) -> Vec<Effect> {
    match references {
        Ok(references) => {
            model.overlay = Some(Box::new(Chooser::new(references, model.baseline.is_some())));
            Vec::new()
        }
        Err(why) => tell(model, format!("No baseline to choose: {why}")),
    }
}
