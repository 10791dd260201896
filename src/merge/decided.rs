//! A merge in which one side was chosen for each clash.

use super::clash::{Clash, Side};
use super::new_ids::Dispute;
use super::three::Merging;
use super::{Markers, Unmerged, says};
use crate::source::pieces::cut;

/// Merges what two sides made of a text, with the text of the chosen side where they clash: so many choices,
/// in the order of the text. Clashes beyond them are marked. The texts are under the ids of both, and the sides
/// do not agree in the disputes. Gives the text, and all clashes.
///
/// # Errors
/// [`Unmerged`], where it takes another way to merge them.
pub fn decided(
    base: &str,
    ours: &str,
    theirs: &str,
    choices: &[Side],
    disputes: &[Dispute],
) -> Result<(String, Vec<Clash>), Unmerged> {
    let cut = |text: &str| cut(text).ok_or(Unmerged::Faulty);
    let (base, ours, theirs) = (cut(base)?, cut(ours)?, cut(theirs)?);
    let markers = Markers::default();
    let mut merging = Merging::new(&markers, choices, disputes);
    let text = merging.sections(&base, &ours, &theirs).text();
    let Merging { clashes, renamed, .. } = merging;
    let beside = |table: &str, key: &str| {
        renamed.contains(table) || clashes.iter().any(|clash| clash.covers(table, key))
    };
    if clashes.len() <= choices.len() && !says(&text, &base, &ours, &theirs, beside) {
        return Err(Unmerged::Twisted);
    }
    Ok((text, clashes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "[wave.one]\nname = \"One\" # first\nbudget = 1\n\n[wave.two]\nbudget = 5\n";

    #[test]
    fn each_clash_is_decided_by_itself() {
        let ours = BASE.replace("\"One\"", "\"Mine\"").replace("budget = 1", "budget = 2");
        let theirs = BASE
            .replace("\"One\" # first", "\"Theirs\" # the first")
            .replace("= 1", "= 3")
            .replace("= 5", "= 6");
        let (_, clashes) = decided(BASE, &ours, &theirs, &[], &[]).unwrap();
        let told: Vec<_> = clashes
            .iter()
            .map(|it| [Some(&*it.name), it.base.as_deref(), it.ours.as_deref(), it.theirs.as_deref()])
            .collect();
        assert_eq!(
            told,
            [
                [Some("wave.one.name"), Some("\"One\""), Some("\"Mine\""), Some("\"Theirs\"")],
                [Some("wave.one.budget"), Some("1"), Some("2"), Some("3")],
            ]
        );
        let (text, _) = decided(BASE, &ours, &theirs, &[Side::Ours, Side::Theirs], &[]).unwrap();
        assert_eq!(text, "[wave.one]\nname = \"Mine\" # first\nbudget = 3\n\n[wave.two]\nbudget = 6\n");
        let (text, _) = decided(BASE, &ours, &theirs, &[Side::Theirs, Side::Ours], &[]).unwrap();
        assert_eq!(text, "[wave.one]\nname = \"Theirs\" # the first\nbudget = 2\n\n[wave.two]\nbudget = 6\n");
    }

    #[test]
    fn a_table_that_one_side_removed_is_kept_or_goes() {
        let ours = BASE.replace("\n[wave.two]\nbudget = 5\n", "");
        let theirs = BASE.replace("= 5", "= 6");
        let (_, clashes) = decided(BASE, &ours, &theirs, &[], &[]).unwrap();
        assert_eq!((clashes.len(), &*clashes[0].name, &clashes[0].ours), (1, "wave.two", &None));
        assert_eq!(clashes[0].theirs.as_deref(), Some("[wave.two]\nbudget = 6"));
        assert_eq!(decided(BASE, &ours, &theirs, &[Side::Ours], &[]).unwrap().0, ours);
        assert_eq!(decided(BASE, &ours, &theirs, &[Side::Theirs], &[]).unwrap().0, theirs);
    }
}
