//! The changes of a scenario, and what they would write, alone: each as long as it is, broken to the width. Of a
//! scenario that cannot be made, why not, change by change.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::WhatIf;
use super::changes::{GAP, WRITTEN, below_head};
use super::text::Line;
use crate::tui::detail::Text;
use crate::tui::pen::{Pen, as_written, cells};
use crate::tui::theme::Tone;
use crate::tui::view::Scene;
use crate::wording;
use crate::workspace::Unmade;

/// The rows of a line that would be written, so wide at most.
pub(super) fn rows(line: &Line, width: u16) -> Text {
    let (text, tone): (Cow<'_, str>, _) = match line.sign {
        ' ' => ((&*line.text).into(), Tone::Faint),
        '-' => (format!("- {}", line.text).into(), Tone::Faint),
        sign => (format!("{sign} {}", line.text).into(), Tone::Plain),
    };
    let indent = if line.sign == ' ' { 2 } else { 4 };
    let mut rows = Text::new(width);
    for row in as_written(&text, width, indent) {
        rows.line(vec![(row, tone)]);
    }
    rows
}

impl WhatIf {
    /// The scenario whose changes are listed: the open one, or the one that would be next and cannot be made.
    pub(super) fn listed(&self) -> Option<usize> {
        let unmade = || self.scenarios.iter().position(|it| it.is_next && it.outline.is_err());
        self.open().or_else(unmade)
    }

    /// Why the scenario whose changes are listed cannot be made.
    pub(super) fn unmade(&self) -> Option<&Unmade> {
        self.scenarios.get(self.listed()?)?.outline.as_ref().err()
    }

    /// Why a change of it cannot be made.
    pub(super) fn why(&self, nth: usize) -> Option<&str> {
        self.unmade()?.of.iter().find(|(at, _)| *at == nth).map(|(_, why)| &**why)
    }

    /// What stands above the list.
    fn list_head(&self) -> String {
        let Some(unmade) = self.unmade() else { return self.head() };
        let name = self.listed().and_then(|nth| self.scenarios.get(nth)).map_or("", |it| &it.name);
        let changes = wording::count(self.listed_tries().len(), "change");
        match unmade.of.len() {
            // It is none of them.
            0 => format!("{name} · {changes} · {}", unmade.why),
            many => format!("{name} · {changes}, {many} of which cannot be made on the plan as it is now"),
        }
    }

    /// The rows of an entry, by its line in the list.
    fn entry(&self, scene: Scene<'_>, at: usize, width: u16) -> Text {
        let (tries, mut rows) = (self.listed_tries(), Text::new(width));
        let first = tries.len() + usize::from(GAP);
        if let Some(title) = tries.get(at) {
            let number = format!("{}  ", at + 1);
            let indent = cells(number.len());
            let why = self.why(at);
            let tone = if why.is_some() { Tone::Warning } else { Tone::Plain };
            rows.put(&[(&number, tone)], &self.said(title, scene.work), tone, indent);
            if let Some(why) = why {
                rows.put(&[(&" ".repeat(number.len()), Tone::Plain)], why, Tone::Plain, indent);
            }
            // What the change is of has moved already since the baseline, in the plan itself.
            if let Some((kind, words)) = self.since(title, scene) {
                let sign = format!("{}{} ", " ".repeat(number.len()), kind.sign());
                rows.put(&[(&sign, kind.tone())], &words, Tone::Plain, indent + 2);
            }
            return rows;
        }
        let written = &*self.written(scene.work).lines;
        match at.checked_sub(first).and_then(|nth| written.get(nth)) {
            Some(line) => return self::rows(line, width),
            None if at + 1 == first && !written.is_empty() => rows.words(WRITTEN, Tone::Strong),
            None => rows.line(Vec::new()),
        }
        rows
    }

    /// The changes and what they would write, alone.
    pub(super) fn draw_all_changes(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        let width = area.width.saturating_sub(2);
        pen.put(area.x + 1, area.y, width, &self.list_head(), Tone::Strong);
        pen.rule(area.x + 1, area.y + 1, width);
        let body = below_head(area);
        let last = self.listed_tries().len() + usize::from(GAP) + self.written(scene.work).lines.len();
        let selected = scene.sheet.spots.lies(scene.sheet.cursor).map(|(_, line)| line as usize);
        // An entry may have several rows: as many above the selected one are left out as it needs to be seen whole.
        let mut first = scene.sheet.scroll as usize;
        if let Some(at) = selected.filter(|at| *at >= first) {
            let mut room = usize::from(body.height);
            let fits = |it: &usize| {
                let rows = self.entry(scene, *it, width).lines.len();
                let fits = rows <= room;
                room = room.saturating_sub(rows);
                fits
            };
            first = (first..=at).rev().take_while(fits).last().unwrap_or(at);
        }
        let mut y = body.y;
        for at in first..last {
            if y >= body.bottom() {
                break;
            }
            let rows = self.entry(scene, at, width);
            let height = cells(rows.lines.len()).min(body.bottom() - y);
            let shown = Rect { y, height, ..body };
            rows.draw(0, Rect { x: body.x + 1, width, ..shown }, pen);
            if selected == Some(at) {
                pen.select(shown);
            }
            y += height;
        }
    }
}
