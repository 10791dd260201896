//! Steps of an item that both sides took out of their wave: where one of them gave it another, it was moved, and
//! what the other did to it is about the same step.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::plan::address::Table;
use crate::source::pieces::Piece;

/// What says something of an item's steps, each under its wave.
const BY_WAVE: [&str; 5] = ["reaches", "cost", "needs", "prefers", "live"];

/// What an item says of its steps under one key, as the numbers of pieces.
#[derive(Default)]
struct Steps {
    /// What neither side has any more.
    gone: Vec<usize>,
    /// What both have added.
    by_both: Vec<usize>,
    /// What each has added by itself.
    by_one: [Vec<usize>; 2],
}

/// Gives what a side has added the number of the step that it moved there, where the other took that step out of its
/// wave too. The first `old` of the known pieces are those of the common text; `of` is what they are in.
pub(super) fn moved_apart(known: &[&Piece], old: usize, sides: [&mut [usize]; 2], of: &str) {
    let [one, other] = sides.each_ref().map(|side| side.iter().copied().collect::<FxHashSet<usize>>());
    let is_gone = |at: &usize| !one.contains(at) && !other.contains(at);
    if !(0..old).any(|at| is_gone(&at)) {
        return;
    }
    let mut items: FxHashMap<String, Steps> = FxHashMap::default();
    for at in (0..old).filter(is_gone) {
        if let Some(item) = item_of(of, &known[at].key) {
            items.entry(item).or_default().gone.push(at);
        }
    }
    if items.is_empty() {
        return;
    }
    for (at, piece) in known.iter().enumerate().skip(old) {
        let Some(steps) = item_of(of, &piece.key).and_then(|item| items.get_mut(&item)) else { continue };
        match (one.contains(&at), other.contains(&at)) {
            (true, true) => steps.by_both.push(at),
            (is_ours, _) => steps.by_one[usize::from(!is_ours)].push(at),
        }
    }
    let mut moved = [FxHashMap::default(), FxHashMap::default()];
    for Steps { gone, by_both, by_one } in items.into_values() {
        // What both moved to the same wave is moved, and no matter any more.
        let explained: FxHashSet<usize> = paired(known, &gone, by_both).map(|(was, _)| was).collect();
        let left: Vec<usize> = gone.into_iter().filter(|at| !explained.contains(at)).collect();
        for (moved, added) in moved.iter_mut().zip(by_one) {
            moved.extend(paired(known, &left, added).map(|(was, now)| (now, was)));
        }
    }
    for (side, moved) in sides.into_iter().zip(moved) {
        for at in side {
            *at = moved.get(at).copied().unwrap_or(*at);
        }
    }
}

/// The item, and the key of it, of which a piece says what one step has; `None` for everything else.
fn item_of(of: &str, key: &str) -> Option<String> {
    let whole = if of.is_empty() { key.to_owned() } else { format!("{of}.{key}") };
    let parts: Vec<&str> = whole.split('.').collect();
    let [kind, _, by_wave, wave] = *parts else { return None };
    let is_item = matches!(Table::of(kind)?, Table::Driver | Table::Capability | Table::Mandate);
    let is_step = is_item && BY_WAVE.contains(&by_wave) && wave != "run";
    is_step.then(|| parts[1..3].join("."))
}

/// Which of the old pieces went where: first those that say the same, then the others in their order.
fn paired(known: &[&Piece], gone: &[usize], added: Vec<usize>) -> impl Iterator<Item = (usize, usize)> {
    let mut says: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for at in gone.iter().rev().filter(|_| !added.is_empty()) {
        says.entry(known[*at].value.toml()).or_default().push(*at);
    }
    let (mut pairs, mut left) = (Vec::new(), Vec::new());
    for now in added {
        match says.get_mut(&known[now].value.toml()).and_then(Vec::pop) {
            Some(was) => pairs.push((was, now)),
            None => left.push(now),
        }
    }
    let taken: FxHashSet<usize> = pairs.iter().map(|(was, _)| *was).collect();
    let others: Vec<usize> = gone.iter().copied().filter(|at| !taken.contains(at)).collect();
    pairs.into_iter().chain(others.into_iter().zip(left))
}
