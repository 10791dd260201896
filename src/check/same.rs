//! Which findings of a plan as it was and as it is are the same.
//!
//! A finding is known by its rule, by the place of the value at fault, and by what else it names. How much too
//! much, how many days ago, until when: that changes with every reading and every edit, and a fault that got worse
//! is no new one. So figures and dates of its message do not count.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use super::address_of;
use crate::finding::Finding;
use crate::plan::address::{Address, Holds, Part};

/// A finding, and what stands on its line where it has no address.
pub struct Told<'f> {
    /// The finding.
    pub finding: &'f Finding,
    /// What stands on its line.
    pub line: String,
}

/// What makes two findings the same, wherever they stand: the rule, the value or line, the message without
/// figures.
pub type Mark = (&'static str, String, String);

/// What a finding is known by where it has an address: the same in every text that says the same.
#[must_use]
pub fn known_by(finding: &Finding) -> Option<Mark> {
    address_of(&finding.at)?;
    Some(mark(&Told { finding, line: String::new() }))
}

/// Which findings `before` are gone, and which `after` are new. Of several that are alike, those are the same
/// first that say the same to the letter, and then one after the other, so that one more of them is one that is
/// new.
#[must_use]
pub fn apart(before: &[Told<'_>], after: &[Told<'_>]) -> [Vec<bool>; 2] {
    let marks: Vec<Mark> = before.iter().map(mark).collect();
    let own: Vec<Mark> = after.iter().map(mark).collect();
    let mut gone = vec![true; before.len()];
    let mut new = vec![true; after.len()];
    let mut to_the_letter: FxHashMap<(&Mark, &str), Vec<usize>> = FxHashMap::default();
    for (nth, mark) in marks.iter().enumerate().rev() {
        to_the_letter.entry((mark, &before[nth].finding.message)).or_default().push(nth);
    }
    for (nth, mark) in own.iter().enumerate() {
        let known = to_the_letter.get_mut(&(mark, &*after[nth].finding.message));
        if let Some(known) = known.and_then(Vec::pop) {
            (gone[known], new[nth]) = (false, false);
        }
    }
    let mut alike: FxHashMap<&Mark, Vec<usize>> = FxHashMap::default();
    for nth in (0..marks.len()).rev().filter(|nth| gone[*nth]) {
        alike.entry(&marks[nth]).or_default().push(nth);
    }
    for (nth, mark) in own.iter().enumerate() {
        if new[nth]
            && let Some(known) = alike.get_mut(mark).and_then(Vec::pop)
        {
            (gone[known], new[nth]) = (false, false);
        }
    }
    [gone, new]
}

fn mark(told: &Told<'_>) -> Mark {
    let place = address_of(&told.finding.at).map_or_else(|| told.line.clone(), place);
    (told.finding.rule, place, without_figures(&told.finding.message))
}

/// An address without what moves with what is written before it: places in lists, and the numbers of
/// records that are about the same.
fn place(address: &Address) -> String {
    let numbered = address.table.holds() == Holds::Many;
    let key = address.key.split_once(" #").filter(|_| numbered).map_or(&*address.key, |(key, _)| key);
    let mut place = format!("{}.{key}", address.table.key());
    for part in &address.path {
        if let Part::Key(key) = part {
            let _ = write!(place, ".{key}");
        }
    }
    place
}

/// A message without its figures, their units and its dates; what stands between backticks is a name and stays.
fn without_figures(message: &str) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut said = String::with_capacity(message.len());
    for (nth, piece) in message.split('`').enumerate() {
        if nth % 2 == 1 {
            let _ = write!(said, "`{piece}`");
            continue;
        }
        let mut after_figure = false;
        for word in piece.split_whitespace() {
            let bare = word.trim_matches(|it: char| matches!(it, ',' | '.' | ';' | ':' | '(' | ')'));
            let figure = bare.contains(|it: char| it.is_ascii_digit()) || MONTHS.contains(&bare);
            if figure || after_figure && is_unit(bare) {
                after_figure = true;
                continue;
            }
            // `1 day` and `2 days` differ in no more than their figures.
            let plural = word.strip_suffix("ies").map(|stem| format!("{stem}y"));
            let one = || plural.unwrap_or_else(|| word.trim_end_matches('s').to_owned());
            let _ = write!(said, " {}", if after_figure { one() } else { word.to_owned() });
            after_figure = false;
        }
    }
    said
}

/// Whether a word behind a figure is how much of what that is: `k€`, `M`, `CHF`, `%`.
fn is_unit(word: &str) -> bool {
    let of = ["bn", "k", "M"].into_iter().find_map(|size| word.strip_prefix(size)).unwrap_or(word);
    let code = of.len() == 3 && of.bytes().all(|it| it.is_ascii_uppercase());
    !word.is_empty() && (code || of.chars().all(|it| !it.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::address::Table;

    fn finding(on: &str, message: &str) -> Finding {
        Finding::new("over-budget", Address::new(Table::Wave, on), message)
    }

    fn of(before: &[Finding], after: &[Finding]) -> [Vec<bool>; 2] {
        let [before, after] = [before, after]
            .map(|all| all.iter().map(|finding| Told { finding, line: String::new() }).collect::<Vec<_>>());
        apart(&before, &after)
    }

    #[test]
    fn other_figures_and_dates_make_no_other_finding_and_other_names_do() {
        for (before, after) in [
            ("was due 92 days ago", "was due 94 days ago"),
            ("was due 1 day ago", "was due 2 days ago"),
            ("`a` costs 990 k€, 90.0 k€ over", "`a` costs 1.20 M€, 320 k€ over"),
            ("costs 600 € of 500 €", "costs 6.00 k€ of 500 €"),
            ("costs 600 k CHF, too much", "costs 1.1 M CHF, too much"),
            ("ends 30 Jun 2026 (60 %), too late", "ends 02 Jul 2026 (7 %), too late"),
        ] {
            let (one, other) = (finding("a", before), finding("a", after));
            assert_eq!(of(&[one], &[other]), [[false], [false]], "{before}");
        }
        for (before, after) in [
            ("needs `wave-1`", "needs `wave-2`"),
            ("has no owner", "has no budget"),
            ("starts 2 days late", "ends 2 days late"),
        ] {
            let (one, other) = (finding("a", before), finding("a", after));
            assert_eq!(of(&[one], &[other]), [[true], [true]], "{before}");
        }
        assert_eq!(of(&[finding("a", "late")], &[finding("b", "late")]), [[true], [true]]);
    }

    #[test]
    fn of_several_alike_one_more_is_new_and_those_that_say_the_same_are_not() {
        let days = |days: &[u32]| -> Vec<Finding> {
            days.iter().map(|days| finding("a", &format!("{days} days late"))).collect()
        };
        assert_eq!(of(&days(&[3, 5]), &days(&[4, 5, 3])), [vec![false, false], vec![true, false, false]]);
        assert_eq!(of(&days(&[3, 5]), &days(&[6])), [vec![false, true], vec![false]]);
    }
}
