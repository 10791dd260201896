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
    let key = source.keys_unlike((plan, &root), (past, old)).into_iter().next()?;
    Some((Kind::Changed, value(now, then, &root, key)))
}

/// All that the table of an address says otherwise in a scenario than in the plan `then`, value by value; nothing of
/// one that is new.
pub(super) fn all_written(now: &Workspace, then: &Workspace, at: &Address) -> Vec<Before> {
    let root = at.root();
    let Some((source, past)) = now.source().zip(then.source()) else { return Vec::new() };
    let keys = source.keys_unlike((now.plan(), &root), (past, then.plan()));
    keys.into_iter().filter_map(|key| value(now, then, &root, key)).collect()
}

/// What a value of a table is in a scenario and in the plan `then`.
fn value(now: &Workspace, then: &Workspace, root: &Address, key: String) -> Option<Before> {
    let at = root.clone().to(&*key);
    let ((source, plan), (past, old)) = ((now.source()?, now.plan()), (then.source()?, then.plan()));
    let (was, value) = (past.value(old, &at), source.value(plan, &at));
    let before = Before::of_values(&at, (was.as_ref(), old), (value.as_ref(), plan))?;
    Some(if before.is_of_scope() { before } else { before.called(key) })
}
