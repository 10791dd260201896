//! Who says that it needs an item.

use super::NeedAt;
use crate::plan::id::ItemIx;

/// The needs of all items by what they need.
#[derive(Clone)]
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

    /// Marks handed on from each item to all that need it, through others too, and from each first of a pair
    /// in `also`, which is in order, to its second. A mark passes an item once, so that loops end.
    pub(super) fn handed_on(&self, mut marks: Vec<u8>, also: &[(ItemIx, ItemIx)]) -> Vec<u8> {
        let marked = marks.iter().enumerate().filter(|(_, marks)| **marks != 0);
        let mut open: Vec<ItemIx> = marked.map(|(at, _)| ItemIx::from(at)).collect();
        while let Some(ix) = open.pop() {
            let own = marks[ix.at()];
            let from = also.partition_point(|(first, _)| *first < ix);
            let pairs = also[from..].iter().take_while(|(first, _)| *first == ix).map(|(_, second)| *second);
            for user in self.of_item(ix).map(|need| need.item).chain(pairs) {
                if own & !marks[user.at()] != 0 {
                    marks[user.at()] |= own;
                    open.push(user);
                }
            }
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_reach_all_that_stands_on_them_and_loops_end() {
        // 1 and 2 need 0 and one another, 3 needs 2; 4 is by itself, and a part of 3.
        let uses = [(0, 1), (0, 2), (1, 2), (2, 1), (2, 3)]
            .map(|(needed, item)| (ItemIx(needed), NeedAt { item: ItemIx(item), position: 0 }));
        let users = Users::of(6, &uses);
        assert_eq!(users.handed_on(vec![1, 0, 2, 0, 0, 4], &[]), [1, 3, 3, 3, 0, 4]);
        let parts = [(ItemIx(3), ItemIx(4))];
        assert_eq!(users.handed_on(vec![1, 0, 0, 2, 0, 4], &parts), [1, 1, 1, 3, 3, 4]);
    }
}
