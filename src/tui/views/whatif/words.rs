//! What a scenario makes better and worse, in words.

use super::WhatIf;
use crate::tui::detail::Text;
use crate::tui::theme::Tone;
use crate::wording;
use crate::workspace::outline::Verdict;

impl WhatIf {
    /// Which figures a scenario makes better and which worse, and what only looks so.
    pub(super) fn words(&self, nth: usize) -> String {
        self.in_short(nth, false)
    }

    /// What a scenario makes better and worse. In short, the figures are counted that the table names.
    fn in_short(&self, nth: usize, short: bool) -> String {
        let list = |names: &[&str]| match names.len() {
            1.. if short => wording::count(names.len(), "figure"),
            _ => wording::list(names),
        };
        let named = |verdict: Verdict| -> Vec<&str> {
            let rows = self.rows.iter().filter(|row| row.verdict(nth) == verdict);
            rows.map(|row| &*row.plan.name).collect()
        };
        let (better, worse) = (named(Verdict::Better), named(Verdict::Worse));
        // That the plan moved under it comes first: what it tries reads otherwise than when it was agreed upon.
        let note = self.scenarios.get(nth).map(|it| it.note.clone()).filter(|note| !note.is_empty());
        let mut said: Vec<String> = note.into_iter().collect();
        let outline = self.scenarios.get(nth).and_then(|it| it.outline.as_ref().ok());
        // A step past the end of its wave is worse, whatever the figures say.
        let past = outline.and_then(|it| it.past.as_deref());
        said.extend(past.map(|past| format!("Worse: {past}")));
        let word = if past.is_some() { "Worse too" } else { "Worse" };
        said.extend(match (better.is_empty(), worse.is_empty()) {
            (true, true) if past.is_some() => vec!["No figure gets better or worse".to_owned()],
            (true, true) => vec!["Nothing gets better or worse by it".to_owned()],
            (false, true) if past.is_some() => vec![format!("Better: {}", list(&better))],
            (false, true) => vec![format!("Better: {}", list(&better)), "Nothing gets worse".into()],
            (true, false) => {
                vec![format!("{word}: {}", list(&worse)), "Nothing gets better".into()]
            }
            (false, false) => vec![format!("{word}: {}", list(&worse)), format!("Better: {}", list(&better))],
        });
        said.extend(outline.into_iter().flat_map(|it| it.aside.iter().cloned()));
        // What cost does is told with its amount.
        let later: Vec<&str> = named(Verdict::Later).into_iter().filter(|name| *name != "Cost").collect();
        // So is what is found no more only since it is later.
        let found = |name: &&str| matches!(*name, "Errors found" | "Warnings found");
        let moved: Vec<&str> = named(Verdict::Moved).into_iter().filter(|name| !found(name)).collect();
        for (names, why) in [(later, "cost falls later"), (moved, "what is asked moved")] {
            let looks = if names.len() == 1 { "looks" } else { "look" };
            if !names.is_empty() {
                said.push(format!("{} {looks} better only since {why}", wording::list(&names)));
            }
        }
        said.join(". ") + "."
    }

    /// What a scenario makes better and worse, below the table: where there is little room, in short.
    pub(super) fn in_words(&self, nth: usize, tall: bool, width: u16) -> Text {
        let mut words = Text::new(width.saturating_sub(2));
        words.words(&self.in_short(nth, !tall), Tone::Strong);
        words
    }
}
