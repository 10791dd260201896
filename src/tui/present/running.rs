//! A presentation that is running: its slides, and where it stands.

use super::agenda::{self, Slide};
use crate::workspace::Workspace;

/// A presentation that is running.
pub struct Present {
    /// Its slides, one at least.
    pub slides: Vec<Slide>,
    /// The slide that is shown.
    pub at: usize,
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
    /// The last key was one that tells something: what else there is to tell is not for the room.
    pub tells: bool,
}

impl Present {
    /// The presentation of a plan, at its first slide.
    #[must_use]
    pub fn of(work: &Workspace) -> Self {
        Self {
            slides: agenda::agenda(work),
            at: 0,
            blank: false,
            detail: 1,
            help: false,
            revealed: false,
            asking: None,
            captured: 0,
            tells: false,
        }
    }

    /// The slide that is shown.
    #[must_use]
    pub fn slide(&self) -> Option<&Slide> {
        self.slides.get(self.at)
    }

    /// Goes to a slide, or to the last one where there are fewer.
    pub(super) fn turn(&mut self, to: usize) {
        self.at = to.min(self.slides.len().saturating_sub(1));
    }

    /// Takes the slides of a plan that was read anew, or those with what is private, and stays where it was.
    pub fn renew(&mut self, work: &Workspace) {
        self.slides = slides(work, self.revealed);
        self.turn(self.at);
    }
}

/// The slides, with what is private where that was revealed.
fn slides(work: &Workspace, revealed: bool) -> Vec<Slide> {
    if !revealed || !work.plan().has_private() {
        return agenda::agenda(work);
    }
    let revealed = Workspace::new(work.plan().revealed(), &work.file, work.findings.clone());
    agenda::agenda_beside(&revealed, work.beside.as_deref())
}
