//! Which pieces of three series are the same one.

use rustc_hash::{FxHashMap, FxHashSet};

use super::alike::{Least, alike};
use super::steps::moved_apart;
use crate::plan::address::{Holds, Table};
use crate::source::pieces::{Piece, Series};

/// A piece as it was and as the two sides have it.
#[derive(Clone, Copy)]
pub(super) struct Matched<'p> {
    pub(super) base: Option<&'p Piece>,
    pub(super) ours: Option<&'p Piece>,
    pub(super) theirs: Option<&'p Piece>,
}

impl<'p> Matched<'p> {
    /// The piece wherever it is.
    pub(super) fn all(self) -> impl Iterator<Item = &'p Piece> {
        [self.ours, self.theirs, self.base].into_iter().flatten()
    }
}

/// The pieces of three series, each once, in the order in which they are to stand; `of` is what they are in, as
/// far as that has a name.
pub(super) fn matched<'p>(
    base: &'p Series,
    ours: &'p Series,
    theirs: &'p Series,
    of: &str,
) -> Vec<Matched<'p>> {
    let old = base.pieces.len();
    let mut known: Vec<&'p Piece> = base.pieces.iter().collect();
    let mut one = numbered(&mut known, old, ours);
    let mut other = numbered(&mut known, old, theirs);
    moved_apart(&known, old, [&mut one, &mut other], of);
    let mut found = vec![Matched { base: None, ours: None, theirs: None }; known.len()];
    for (matched, piece) in found.iter_mut().zip(&base.pieces) {
        matched.base = Some(piece);
    }
    for (at, piece) in one.iter().zip(&ours.pieces) {
        found[*at].ours = Some(piece);
    }
    for (at, piece) in other.iter().zip(&theirs.pieces) {
        found[*at].theirs = Some(piece);
    }
    // What is old has rising numbers where nobody reordered it.
    let reordered = |side: &[usize]| !side.iter().filter(|at| **at < old).is_sorted();
    let swap = !reordered(&one) && reordered(&other);
    let (first, second) = if swap { (other, one) } else { (one, other) };
    order(&first, &second).into_iter().map(|at| found[at]).collect()
}

/// The numbers of a side's pieces among the known ones, of which the first `old` are those of the common
/// text and the others what the other side added. What is new gets a number of its own.
///
/// A piece is the one that says the same under its key; else the one of its key, and of several there the
/// one that it has most in common with; else, of entries that people tell by their words, the one that says
/// at least half the same. So an entry that was moved and one that was reworded stay what they are.
fn numbered<'p>(known: &mut Vec<&'p Piece>, old: usize, side: &'p Series) -> Vec<usize> {
    let mut pairing = Pairing { known, side, taken: vec![false; known.len()], numbers: Vec::new() };
    pairing.numbers.resize(side.pieces.len(), None);
    let all = |from: usize| move |at: &usize| *at >= from;
    for (there, here) in pairing.groups(|piece| Some(&piece.key), all(0)) {
        if there.len() == 1 && here.len() == 1 && there[0] < old {
            pairing.pair(there[0], here[0]);
            continue;
        }
        pairing.same(&there, &here);
    }
    for (there, here) in pairing.groups(|piece| Some(&piece.key), |at| *at < old) {
        pairing.alike(&there, &here, Least::Any);
    }
    // Nobody knows which of the entries left is which: they are what their order makes them.
    let by_order = |pairing: &mut Pairing<'_, 'p>, there: Vec<usize>, here: Vec<usize>| {
        there.into_iter().zip(here).for_each(|(at, nth)| pairing.pair(at, nth));
    };
    for (there, here) in pairing.groups(|piece| Some(&piece.key), |at| *at < old) {
        by_order(&mut pairing, there, here);
    }
    for (there, here) in pairing.groups(told_by_words, |at| *at < old) {
        pairing.alike(&there, &here, Least::Half);
    }
    // Two that were added are one only where their key says so.
    for (there, here) in pairing.groups(|piece| told_by_key(piece).then_some(&*piece.key), all(old)) {
        by_order(&mut pairing, there, here);
    }
    let numbers = pairing.numbers;
    let number = |(number, piece): (Option<usize>, &'p Piece)| {
        number.unwrap_or_else(|| {
            known.push(piece);
            known.len() - 1
        })
    };
    numbers.into_iter().zip(&side.pieces).map(number).collect()
}

/// The kind of an entry that people tell by its words; `None` for what an id, or what it is about, tells.
/// A reading of another day is another one, however much it says the same.
fn told_by_words(piece: &Piece) -> Option<&str> {
    let kind = piece.key.strip_prefix('[')?.split_once(']')?.0;
    let by_words =
        |table: Table| matches!(table, Table::Present | Table::Action | Table::Learning | Table::Decision);
    Table::of(kind).is_none_or(by_words).then_some(kind)
}

/// Whether the key of a piece is that of nothing else: two slides may well show the same view.
fn told_by_key(piece: &Piece) -> bool {
    let Some((kind, _)) = piece.key.strip_prefix('[').and_then(|key| key.split_once(']')) else {
        return true;
    };
    match Table::of(kind) {
        Some(Table::Present) => piece.value.get("title").is_some(),
        table => table.is_some_and(|table| table.holds() == Holds::Many),
    }
}

/// Which of the pieces of a side are which of the known ones, as far as it is found.
struct Pairing<'k, 'p> {
    known: &'k [&'p Piece],
    side: &'p Series,
    /// Whether a known piece was found.
    taken: Vec<bool>,
    /// The known piece that a piece of the side is.
    numbers: Vec<Option<usize>>,
}

/// Numbers of known pieces, and of pieces of a side.
type Group = (Vec<usize>, Vec<usize>);

impl<'p> Pairing<'_, 'p> {
    fn pair(&mut self, at: usize, nth: usize) {
        (self.taken[at], self.numbers[nth]) = (true, Some(at));
    }

    /// What is left of both, as far as `allowed`, by some name; in the order of the side.
    fn groups<'n>(
        &self,
        name: impl Fn(&'p Piece) -> Option<&'n str>,
        allowed: impl Fn(&usize) -> bool,
    ) -> Vec<Group>
    where
        'p: 'n,
    {
        let mut by_name: FxHashMap<&str, usize> = FxHashMap::default();
        let mut groups: Vec<Group> = Vec::new();
        let left = self.side.pieces.iter().enumerate().filter(|(nth, _)| self.numbers[*nth].is_none());
        for (nth, piece) in left {
            let Some(name) = name(piece) else { continue };
            let at = *by_name.entry(name).or_insert(groups.len());
            if at == groups.len() {
                groups.push(Group::default());
            }
            groups[at].1.push(nth);
        }
        let left = self.known.iter().enumerate().filter(|(at, _)| !self.taken[*at] && allowed(at));
        for (at, piece) in left {
            if let Some(group) = name(piece).and_then(|name| by_name.get(name)) {
                groups[*group].0.push(at);
            }
        }
        groups
    }

    /// Pairs what says the same.
    fn same(&mut self, there: &[usize], here: &[usize]) {
        let mut says: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for at in there.iter().rev() {
            says.entry(self.known[*at].value.toml()).or_default().push(*at);
        }
        for nth in here {
            let found = says.get_mut(&self.side.pieces[*nth].value.toml()).and_then(Vec::pop);
            if let Some(at) = found {
                self.pair(at, *nth);
            }
        }
    }

    /// Pairs what says much the same, the most alike first.
    fn alike(&mut self, there: &[usize], here: &[usize], least: Least) {
        let old: Vec<_> = there.iter().map(|at| &self.known[*at].value).collect();
        let new: Vec<_> = here.iter().map(|nth| &self.side.pieces[*nth].value).collect();
        for (one, other) in alike(&old, &new, least) {
            self.pair(there[one], here[other]);
        }
    }
}

/// The first list, and after each of its numbers what follows that in the second alone.
fn order(first: &[usize], second: &[usize]) -> Vec<usize> {
    let known: FxHashSet<usize> = first.iter().copied().collect();
    let mut after: FxHashMap<Option<usize>, Vec<usize>> = FxHashMap::default();
    let mut last = None;
    for at in second {
        match known.contains(at) {
            true => last = Some(*at),
            false => after.entry(last).or_default().push(*at),
        }
    }
    let starts = std::iter::once(None).chain(first.iter().copied().map(Some));
    starts.flat_map(|at| at.into_iter().chain(after.get(&at).into_iter().flatten().copied())).collect()
}
