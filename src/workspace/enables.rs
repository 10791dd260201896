//! Who needs or prefers an item: one list for all, since every item would have one of its own.

use crate::plan::Plan;
use crate::plan::id::ItemIx;

/// The items that need or prefer each item, each once, by item.
pub(super) struct Enables {
    /// Where the list of each item begins; one more than there are items.
    starts: Vec<u32>,
    lists: Vec<ItemIx>,
}

impl Enables {
    pub(super) fn of(plan: &Plan) -> Self {
        let mut pairs: Vec<(ItemIx, ItemIx)> = Vec::with_capacity(plan.items.len() * 3);
        for (ix, item) in plan.items() {
            pairs.extend(item.needs.iter().chain(&item.prefers).map(|need| (need.item, ix)));
        }
        let mut starts = vec![0; plan.items.len() + 1];
        pairs.sort_unstable();
        pairs.dedup();
        for (needed, _) in &pairs {
            starts[needed.at() + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { starts, lists: pairs.into_iter().map(|(_, ix)| ix).collect() }
    }

    /// Those of one item.
    pub(super) fn of_item(&self, ix: ItemIx) -> &[ItemIx] {
        let end = self.starts.get(ix.at() + 1);
        let range = self.starts.get(ix.at()).zip(end).map(|(start, end)| *start as usize..*end as usize);
        range.and_then(|range| self.lists.get(range)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::item::{Detail, Item, Need};

    #[test]
    fn each_that_needs_or_prefers_an_item_is_told_once_in_order() {
        let mut plan = Plan::empty(chrono::NaiveDate::MIN);
        let need = |item: u32| Need { item: ItemIx(item), level: None, wave: None, nth: 0 };
        for (id, needs, prefers) in
            [("a", &[][..], &[][..]), ("b", &[2, 0], &[0]), ("c", &[0, 0], &[]), ("d", &[], &[2])]
        {
            let mut item = Item::new(id.into(), Detail::Driver(Box::default()));
            item.needs = needs.iter().map(|it| need(*it)).collect();
            item.prefers = prefers.iter().map(|it| need(*it)).collect();
            plan.items.push(item);
        }
        let enables = Enables::of(&plan);
        let lists: Vec<Vec<u32>> =
            (0..5).map(|ix| enables.of_item(ItemIx(ix)).iter().map(|ix| ix.0).collect()).collect();
        assert_eq!(lists, [vec![1, 2], vec![], vec![1, 3], vec![], vec![]]);
    }
}
