//! A presentation that is running: its slides, and where it stands.

use super::agenda::{self, Slide};
use crate::tui::baseline::moved::Baseline;
use crate::tui::overlays::recovery::Left;
use crate::workspace::Workspace;

/// A presentation that is running.
pub struct Present {
    /// Its slides, one at least.
    pub slides: Vec<Slide>,
    /// The slide that is shown.
    pub at: usize,
    /// The first of the slide's lines that is shown.
    pub from: usize,
    /// Nothing is shown, so that the room looks at whoever speaks.
    pub blank: bool,
    /// How many lines a slide may have: 0 three, 1 seven, 2 fourteen.
    pub detail: u8,
    /// The keys are shown.
    pub help: bool,
    /// What is private is shown, since the user said so.
    pub revealed: bool,
    /// The user was asked for the word that reveals, and has typed so much of it.
    pub asking: Option<String>,
    /// So many things were captured before the room; they can be taken back there too.
    pub captured: usize,
    /// The baseline that slides mark what moved since, in short.
    pub against: Option<String>,
    /// The last key was one that tells something: what else there is to tell is not for the room.
    pub tells: bool,
    /// The last key was an Esc that left what lay over the slide: one more, pressed to be sure, leaves no slides.
    pub uncovered: bool,
    /// What sessions that were cut short had left, to be offered once the slides are left: a room is shown none of it.
    pub left: Vec<Left>,
}

impl Present {
    /// The presentation of a plan, at its first slide, with the marks of what moved since a baseline.
    #[must_use]
    pub fn of(work: &Workspace, baseline: Option<&Baseline>) -> Self {
        Self {
            slides: agenda::agenda(work, baseline),
            against: baseline.map(|it| it.short().to_owned()),
            at: 0,
            from: 0,
            blank: false,
            detail: 1,
            help: false,
            revealed: false,
            asking: None,
            captured: 0,
            tells: false,
            uncovered: false,
            left: Vec::new(),
        }
    }

    /// The slide that is shown.
    #[must_use]
    pub fn slide(&self) -> Option<&Slide> {
        self.slides.get(self.at)
    }

    /// Goes to a slide, or to the last one where there are fewer.
    pub(super) fn turn(&mut self, to: usize) {
        let to = to.min(self.slides.len().saturating_sub(1));
        if to != self.at {
            self.from = 0;
        }
        self.at = to;
        self.scroll(self.from);
    }

    /// Shows the lines of the slide from one of them on, or from its last.
    pub(super) fn scroll(&mut self, from: usize) {
        let lines = self.slide().map_or(0, |slide| slide.told(self.detail).len());
        self.from = from.min(lines.saturating_sub(1));
    }

    /// Takes the slides of a plan that was read anew, or those with what is private, and stays where it was.
    pub fn renew(&mut self, work: &Workspace, baseline: Option<&Baseline>) {
        self.slides = slides(work, baseline, self.revealed);
        self.against = baseline.map(|it| it.short().to_owned());
        self.turn(self.at);
    }
}

/// The slides, with what is private where that was revealed.
fn slides(work: &Workspace, baseline: Option<&Baseline>, revealed: bool) -> Vec<Slide> {
    if !revealed {
        return agenda::agenda(work, baseline);
    }
    let shown = Workspace::new(work.plan().revealed(), &work.file, work.findings.clone());
    agenda::agenda_beside(&shown, (work.beside.as_deref(), baseline), true)
}
