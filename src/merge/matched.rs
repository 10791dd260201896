//! Which pieces of three series are the same one.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::source::pieces::{Piece, Series};

/// A piece as it was and as the two sides have it.
#[derive(Clone, Copy)]
pub(super) struct Matched<'p> {
    pub(super) base: Option<&'p Piece>,
    pub(super) ours: Option<&'p Piece>,
    pub(super) theirs: Option<&'p Piece>,
}

/// What a piece is told by: its key, and its number among those of one key in the common text.
type Name<'p> = (&'p str, usize);

/// The pieces of three series, each once, in the order in which they are to stand.
pub(super) fn matched<'p>(base: &'p Series, ours: &'p Series, theirs: &'p Series) -> Vec<Matched<'p>> {
    let mut by_key: FxHashMap<&str, Vec<&Piece>> = FxHashMap::default();
    let old: Vec<(Name<'p>, &Piece)> = base
        .pieces
        .iter()
        .map(|piece| {
            let same = by_key.entry(&piece.key).or_default();
            same.push(piece);
            ((piece.key.as_str(), same.len() - 1), piece)
        })
        .collect();
    let (one, other) = (named(ours, &by_key), named(theirs, &by_key));
    let of = |list: &[(Name<'p>, &'p Piece)]| list.iter().copied().collect::<FxHashMap<_, _>>();
    let (in_base, in_ours, in_theirs) = (of(&old), of(&one), of(&other));
    let names = |list: &[(Name<'p>, &Piece)]| list.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    let reordered = |side: &[(Name<'p>, &Piece)], there: &FxHashMap<Name<'p>, &Piece>| {
        let kept = side.iter().map(|(name, _)| *name).filter(|name| in_base.contains_key(name));
        let was = old.iter().map(|(name, _)| *name).filter(|name| there.contains_key(name));
        !kept.eq(was)
    };
    let swap = !reordered(&one, &in_ours) && reordered(&other, &in_theirs);
    let (first, second) = if swap { (names(&other), names(&one)) } else { (names(&one), names(&other)) };
    order(&first, &second)
        .into_iter()
        .map(|name| Matched {
            base: in_base.get(&name).copied(),
            ours: in_ours.get(&name).copied(),
            theirs: in_theirs.get(&name).copied(),
        })
        .collect()
}

/// Names the pieces of a side. Of several with one key, those that say what one of the common text says
/// are that one; the others are the remaining ones in their order, and what is left is new.
fn named<'p>(side: &'p Series, base: &FxHashMap<&str, Vec<&Piece>>) -> Vec<(Name<'p>, &'p Piece)> {
    let mut groups: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (nth, piece) in side.pieces.iter().enumerate() {
        groups.entry(&piece.key).or_default().push(nth);
    }
    let mut numbers = vec![0; side.pieces.len()];
    for (key, group) in groups {
        let old = base.get(key).map_or(&[][..], Vec::as_slice);
        if old.len() <= 1 && group.len() == 1 {
            continue;
        }
        let mut taken = vec![false; old.len()];
        let mut says: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, piece) in old.iter().enumerate().rev() {
            says.entry(piece.value.toml()).or_default().push(at);
        }
        let mut rest = Vec::new();
        for nth in group {
            match says.get_mut(&side.pieces[nth].value.toml()).and_then(Vec::pop) {
                Some(at) => (taken[at], numbers[nth]) = (true, at),
                None => rest.push(nth),
            }
        }
        let mut free = (0..old.len()).filter(|at| !taken[*at]).chain(old.len()..);
        for nth in rest {
            numbers[nth] = free.next().unwrap_or(usize::MAX);
        }
    }
    side.pieces.iter().zip(numbers).map(|(piece, number)| ((piece.key.as_str(), number), piece)).collect()
}

/// The first list, and after each of its names what follows that in the second alone.
fn order<'p>(first: &[Name<'p>], second: &[Name<'p>]) -> Vec<Name<'p>> {
    let known: FxHashSet<Name<'p>> = first.iter().copied().collect();
    let mut after: FxHashMap<Option<Name<'p>>, Vec<Name<'p>>> = FxHashMap::default();
    let mut last = None;
    for name in second {
        match known.contains(name) {
            true => last = Some(*name),
            false => after.entry(last).or_default().push(*name),
        }
    }
    let starts = std::iter::once(None).chain(first.iter().copied().map(Some));
    starts.flat_map(|name| name.into_iter().chain(after.get(&name).into_iter().flatten().copied())).collect()
}
