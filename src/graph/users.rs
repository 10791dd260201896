//! Who says that it needs an item.

use super::NeedAt;
use crate::plan::id::ItemIx;

/// The needs of all items by what they need.
pub(super) struct Users {
    /// Where the users of each item begin; one more than there are items.
    starts: Vec<u32>,
    users: Vec<NeedAt>,
}

impl Users {
    /// The users of `items` items: what is needed, and by what; users of one item keep their order.
    pub(super) fn of(items: usize, uses: &[(ItemIx, NeedAt)]) -> Self {
        let mut starts = vec![0; items + 1];
        for (needed, _) in uses {
            starts[needed.at()] += 1;
        }
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        // Filled from behind, each list ends up in order and each start where its list begins.
        let nobody = NeedAt { item: ItemIx(0), position: 0 };
        let mut users = vec![nobody; uses.len()];
        for (needed, at) in uses.iter().rev() {
            let start = &mut starts[needed.at()];
            *start -= 1;
            users[*start as usize] = *at;
        }
        Self { starts, users }
    }

    pub(super) fn of_item(&self, item: ItemIx) -> impl ExactSizeIterator<Item = NeedAt> + '_ {
        let range = self.starts[item.at()] as usize..self.starts[item.at() + 1] as usize;
        self.users[range].iter().copied()
    }
}
