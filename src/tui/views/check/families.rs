//! What was found, by family of rules, and how much is ignored.

use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use crate::rule::Family;
use crate::rules::RULES;
use crate::tui::detail::Text;
use crate::tui::theme::Tone;
use crate::wording;
use crate::workspace::Workspace;

/// The longest bar.
const BAR: usize = 24;

/// How many findings each family of rules has, where it has any.
pub(super) fn counted(work: &Workspace) -> Vec<(&'static str, usize)> {
    let mut rules: FxHashMap<&str, usize> = FxHashMap::default();
    for located in &work.findings {
        *rules.entry(located.finding.rule).or_default() += 1;
    }
    let of = |family: Family| {
        let of_family = RULES.iter().filter(|rule| rule.family == family);
        (family.as_str(), of_family.filter_map(|rule| rules.get(rule.name)).sum())
    };
    Family::ALL.into_iter().map(of).filter(|(_, count)| *count > 0).collect()
}

/// What stands at the foot of a list; `variant` is the key that shows what is ignored.
pub(super) fn text(families: &[(&'static str, usize)], ignored: usize, variant: &str, area: Rect) -> Text {
    let mut text = Text::new(area.width.saturating_sub(3));
    if !families.is_empty() {
        text.head("By family of rules");
    }
    let most = families.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    for (name, count) in families {
        let bar = "█".repeat((count * BAR).div_ceil(most));
        text.line(vec![(format!("  {name:<16}{count:>4}  "), Tone::Plain), (bar, Tone::Faint)]);
    }
    if ignored > 0 {
        text.gap();
        let words =
            format!("Ignored with a reason: {} ({variant} shows them)", wording::count(ignored, "finding"));
        text.words(&words, Tone::Plain);
    }
    text
}
