//! What two sides changed differently, and a merge in which one of them was chosen for each.

use super::matched::Matched;
use super::new_ids::Dispute;
use super::three::{self, name, whole_name};
use super::{Markers, Unmerged, says};
use crate::source::pieces::{Body, Piece, cut};

/// What two sides made of the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The key or table, as people name it.
    pub name: String,
    /// What was there; `None` where nothing was.
    pub base: Option<String>,
    /// What one side has there; `None` where it has nothing.
    pub ours: Option<String>,
    /// What the other has there; `None` where it has nothing.
    pub theirs: Option<String>,
    /// The table that a key is in, and the key; the table itself, where the sides clash about the whole.
    place: (String, String),
}

/// A side of a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The text that is merged into the other.
    Ours,
    /// The other.
    Theirs,
}

impl Side {
    pub(super) fn of(self, triple: Matched<'_>) -> Option<&Piece> {
        match self {
            Self::Ours => triple.ours,
            Self::Theirs => triple.theirs,
        }
    }
}

impl Clash {
    pub(super) fn of(triple: Matched<'_>, table: &str, dispute: Option<&Dispute>) -> Self {
        let any = [triple.ours, triple.theirs].into_iter().flatten().next();
        let key = any.map_or("", |piece| &piece.key);
        let said = |piece: &Piece| match &piece.body {
            // Of a key, its value; of a table, its lines.
            Body::Plain(value) => value.trim().to_owned(),
            Body::Series(entries) if entries.commas.is_some() => entries.text().trim().to_owned(),
            Body::Series(_) => piece.text().trim().to_owned(),
        };
        let whole = match table.is_empty() {
            true => whole_name(key),
            false => format!("{}.{}", whole_name(table), name(key)),
        };
        let whole = dispute.and_then(|dispute| dispute.name(&whole)).unwrap_or(whole);
        Self {
            name: whole,
            base: triple.base.map(said),
            ours: triple.ours.map(said),
            theirs: triple.theirs.map(said),
            place: (table.to_owned(), key.to_owned()),
        }
    }

    /// Whether a key of a table belongs to what the sides clash about.
    pub(super) fn covers(&self, table: &str, key: &str) -> bool {
        let (own_table, own_key) = (&*self.place.0, &*self.place.1);
        (own_table, own_key) == (table, key) || (own_table.is_empty() && own_key == table)
    }
}

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
    let mut merging = three::Merging::new(&markers, choices, disputes);
    let text = merging.sections(&base, &ours, &theirs).text();
    let three::Merging { clashes, renamed, .. } = merging;
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
