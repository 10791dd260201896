//! What a scenario makes better and worse, in words.

use super::WhatIf;
use crate::tui::detail::Text;
use crate::tui::theme::Tone;
use crate::workspace::outline::compared::{self, Telling};

impl WhatIf {
    /// Which figures a scenario makes better and which worse, and what only looks so.
    pub(super) fn words(&self, nth: usize) -> String {
        self.telling(nth, Telling::Whole)
    }

    fn telling(&self, nth: usize, telling: Telling) -> String {
        // That the plan moved under it comes first: what it tries reads otherwise than when it was agreed upon.
        let sketch = self.scenarios.get(nth);
        let note = sketch.map(|it| it.note.clone()).filter(|note| !note.is_empty());
        let outline = sketch.and_then(|it| it.outline.as_deref().ok());
        let mut said: Vec<String> = note.into_iter().collect();
        said.extend(compared::said(&self.rows, nth, outline, telling));
        said.join(". ") + "."
    }

    /// What a scenario makes better and worse, below the table: where there is little room, in short.
    pub(super) fn in_words(&self, nth: usize, tall: bool, width: u16) -> Text {
        let mut words = Text::new(width.saturating_sub(2));
        let telling = if tall { Telling::Brief } else { Telling::Short };
        words.words(&self.telling(nth, telling), Tone::Strong);
        words
    }
}
