//! What is written otherwise in a table of the open scenario: what no date, figure or status tells.

use super::before::Before;
use super::kind::Kind;
use super::tried::Otherwise;
use crate::plan::address::{Address, Holds};
use crate::workspace::Workspace;

/// What the table of an address says otherwise in a scenario than in the plan `then`: of several values the first.
pub(super) fn written(now: &Workspace, then: &Workspace, at: &Address) -> Option<Otherwise> {
    if at.table.holds() == Holds::One {
        return None;
    }
    let root = at.root();
    let ((source, plan), (past, old)) = ((now.source()?, now.plan()), (then.source()?, then.plan()));
    if !past.has_table(old, &root) {
        return source.has_table(plan, &root).then_some((Kind::New, None));
    }
    let key = source.key_unlike((plan, &root), (past, old))?;
    let at = root.to(&*key);
    let (was, value) = (past.value(old, &at), source.value(plan, &at));
    let before = Before::of_values(&at, (was.as_ref(), old), (value.as_ref(), plan));
    Some((Kind::Changed, before.map(|before| before.called(key))))
}
