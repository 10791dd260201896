//! Who says that it needs an item.

use super::NeedAt;
use crate::plan::Plan;
use crate::plan::id::ItemIx;

/// The needs of all items by what they need.
pub(super) struct Users {
    /// Where the users of each item begin; one more than there are items.
    starts: Vec<u32>,
    users: Vec<NeedAt>,
}

impl Users {
    /// The users of all items of `plan`.
    pub(super) fn of(plan: &Plan) -> Self {
        let mut starts = vec![0; plan.items.len() + 1];
        for need in plan.items.iter().flat_map(|item| &item.needs) {
            starts[need.item.at()] += 1;
        }
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        // Filled from behind, each list ends up in order and each start where its list begins.
        let nobody = NeedAt { item: ItemIx(0), position: 0 };
        let mut users = vec![nobody; end as usize];
        for (ix, item) in plan.items().rev() {
            for (position, need) in item.needs.iter().enumerate().rev() {
                let start = &mut starts[need.item.at()];
                *start -= 1;
                users[*start as usize] = NeedAt { item: ix, position: position as u32 };
            }
        }
        Self { starts, users }
    }

    pub(super) fn of_item(&self, item: ItemIx) -> impl ExactSizeIterator<Item = NeedAt> + '_ {
        let range = self.starts[item.at()] as usize..self.starts[item.at() + 1] as usize;
        self.users[range].iter().copied()
    }
}
