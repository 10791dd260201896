//! Short lists put in order. The standard library's sort is compiled again for each list and each key, some
//! ten kilobytes a time, which is worth it where a plan's thousands are sorted; for what is shown, told or
//! written, one sort of positions serves all, and only the moving of the elements is made for each.

use std::cmp::Ordering;

/// Putting in order what a slice holds: equal elements keep their order.
pub trait Order<T> {
    /// Puts the elements in the order of `compare`, which is to be a total order.
    fn order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// Puts the elements in their own order.
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }

    /// Puts the elements in the order of their keys. A key is made anew for each comparison.
    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.order_by(|one, other| key(one).cmp(&key(other)));
    }
}

impl<T> Order<T> for [T] {
    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        if self.len() < 2 {
            return;
        }
        let order = positions(self.len(), &mut |one, other| compare(&self[one], &self[other]));
        moved(self, order);
    }
}

/// The positions `0..count`, in the order of what stands there.
fn positions(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|one, other| compare(*one, *other));
    order
}

/// Moves each element to where `order` names its position, cycle by cycle, each element once.
fn moved<T>(elements: &mut [T], mut order: Vec<usize>) {
    for start in 0..order.len() {
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut order[at], at);
            if from == start {
                break;
            }
            elements.swap(at, from);
            at = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_elements_keep_their_order() {
        let mut words = ["wave", "kpi", "gate", "item", "unit", "pool"];
        words.order_by_key(|word| word.len());
        assert_eq!(words, ["kpi", "wave", "gate", "item", "unit", "pool"]);
        words.order_by(|one, other| other.cmp(one));
        assert_eq!(words, ["wave", "unit", "pool", "kpi", "item", "gate"]);
        words.order();
        assert_eq!(words, ["gate", "item", "kpi", "pool", "unit", "wave"]);
    }

    #[test]
    fn any_list_comes_into_the_order_of_the_standard_sort() {
        let mut random = fastrand::Rng::with_seed(7);
        for length in 0..200 {
            let mut ours: Vec<(u8, usize)> = (0..length).map(|nth| (random.u8(0..20), nth)).collect();
            let mut theirs = ours.clone();
            ours.order_by_key(|(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            assert_eq!(ours, theirs);
        }
    }
}
