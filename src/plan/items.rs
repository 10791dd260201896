//! The items of a plan, on shelves that plans share: what an edit does not touch, the plans before and after it
//! have in common, and a look at all of them goes through memory in order all the same.

use std::ops::{Index, Range};
use std::sync::Arc;

use super::item::Item;

/// So many items stand on a shelf: few enough to be copied for the change of one.
const SHELF: usize = 64;

/// The items of a plan, by their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Items {
    /// All full but for the last.
    shelves: Vec<Arc<Vec<Item>>>,
    len: usize,
}

impl Items {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The item at a place.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&Item> {
        self.shelves.get(at / SHELF)?.get(at % SHELF)
    }

    /// The item at a place, to be changed: other plans that share its shelf keep it as it is.
    pub fn get_mut(&mut self, at: usize) -> Option<&mut Item> {
        Arc::make_mut(self.shelves.get_mut(at / SHELF)?).get_mut(at % SHELF)
    }

    /// Adds one at the end.
    pub fn push(&mut self, item: Item) {
        if self.len.is_multiple_of(SHELF) {
            self.shelves.push(Arc::new(Vec::with_capacity(SHELF)));
        }
        if let Some(shelf) = self.shelves.last_mut() {
            Arc::make_mut(shelf).push(item);
            self.len += 1;
        }
    }

    /// All, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Item> + ExactSizeIterator + Clone {
        self.within(0..self.len)
    }

    /// Those at some places, in order.
    pub fn within(
        &self,
        places: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = &Item> + ExactSizeIterator + Clone {
        places.map(|at| &self[at])
    }

    /// Whether others are by their ids the same ones in the same order.
    #[must_use]
    pub fn are_by_id(&self, other: &Self) -> bool {
        self.len == other.len && self.beside(other).all(|(one, other)| one.id == other.id)
    }

    /// The places of those that differ from the ones at their places among others; where there are more of
    /// either, those have no place among the others and are left out.
    pub fn changed<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = usize> + 'a {
        let shelves = self.shelves.iter().zip(&other.shelves).enumerate();
        let apart = shelves.filter(|(_, (one, other))| !Arc::ptr_eq(one, other));
        apart.flat_map(|(nth, (one, other))| {
            let pairs = one.iter().zip(other.iter()).enumerate();
            pairs.filter(|(_, (one, other))| one != other).map(move |(at, _)| nth * SHELF + at)
        })
    }

    /// The pairs of those that may differ from the ones at their places among others: shelves that both share
    /// are passed over.
    pub fn beside<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a Item, &'a Item)> {
        let shelves = self.shelves.iter().zip(&other.shelves);
        let apart = shelves.filter(|(one, other)| !Arc::ptr_eq(one, other));
        apart.flat_map(|(one, other)| one.iter().zip(other.iter()))
    }
}

impl Index<usize> for Items {
    type Output = Item;

    fn index(&self, at: usize) -> &Item {
        &self.shelves[at / SHELF][at % SHELF]
    }
}

impl FromIterator<Item> for Items {
    fn from_iter<T: IntoIterator<Item = Item>>(all: T) -> Self {
        let mut items = Self::default();
        all.into_iter().for_each(|item| items.push(item));
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::item::Detail;

    fn items(count: usize) -> Items {
        let item = |nth: usize| Item::new(format!("i{nth}").into(), Detail::Driver(Box::default()));
        (0..count).map(item).collect()
    }

    #[test]
    fn a_change_of_one_leaves_the_others_shared() {
        let before = items(3 * SHELF + 1);
        let mut after = before.clone();
        assert_eq!((after.len(), after.beside(&before).count()), (3 * SHELF + 1, 0));
        after.get_mut(SHELF + 5).unwrap().unplanned = true;
        assert!(after.are_by_id(&before));
        assert!(after[SHELF + 5].unplanned && !before[SHELF + 5].unplanned);
        assert_eq!(after.beside(&before).count(), SHELF);
        assert_eq!(after.changed(&before).collect::<Vec<_>>(), [SHELF + 5]);
        assert_eq!(after.iter().next_back(), before.get(3 * SHELF));
        assert_eq!(before.get(3 * SHELF + 1), None);
    }
}
