//! What a plan says, kept for being held against what it says later.

use std::path::PathBuf;
use std::sync::Arc;

use super::change::{Area, Change, changes};
use crate::disk::Memory;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::source::new_ids::{NewIds, new_ids, with_new_ids};
use crate::source::written::{Value, Written};
use crate::source::{Limits, Read, Source};

/// What a plan says.
pub struct Said {
    /// The plan.
    pub plan: Plan,
    /// What is written, by address.
    pub written: Written,
    /// Its files by their names, and their texts.
    pub texts: Vec<(String, Arc<String>)>,
    /// The ids that it had, and those that it was given.
    new_ids: NewIds,
}

impl Said {
    /// What the files of a plan say.
    #[must_use]
    pub fn of(read: &Read) -> Self {
        let source = &read.source;
        let text = |(file, path): (u32, &str)| (path.to_owned(), Arc::clone(&source.text(file).content));
        Self {
            plan: read.plan.clone(),
            written: source.written(),
            texts: (0..).zip(source.paths()).map(text).collect(),
            new_ids: NewIds::new(),
        }
    }

    /// The ids of its tables that are others later.
    #[must_use]
    pub fn new_ids(&self, later: &Written) -> NewIds {
        new_ids(&self.written, later)
    }

    /// The same plan under other ids; `None` where its texts do not allow that.
    #[must_use]
    pub fn with_new_ids(&self, ids: &NewIds) -> Option<Self> {
        let (read, new_ids) = with_new_ids(self.read()?, ids);
        (!new_ids.is_empty()).then(|| Self { new_ids, ..Self::of(&read) })
    }

    /// Its texts read once more, to be checked and shown; `None` where they cannot be read.
    #[must_use]
    pub fn read(&self) -> Option<Read> {
        let paths: Vec<PathBuf> = self.texts.iter().map(|(path, _)| PathBuf::from(path)).collect();
        let texts = self.texts.iter();
        let store =
            texts.fold(Memory::default(), |store, (path, text)| store.with(path, text.as_bytes().to_vec()));
        Source::read(&store, &paths, Limits::default()).ok()
    }

    /// What changed from it to what a plan says later: as one change each, the ids that it was given.
    #[must_use]
    pub fn changes(&self, plan: &Plan, written: &Written) -> Vec<Change> {
        let mut found = changes(&self.written, written, &self.plan, plan);
        found.extend(self.new_ids.iter().map(|(old, new)| renamed(old, new, written)));
        found
    }
}

/// What changed from what a plan said to what it says now, with renamed ids followed.
#[must_use]
pub fn changes_between(before: &Said, now: &Said) -> Vec<Change> {
    let ids = before.new_ids(&now.written);
    let followed = if ids.is_empty() { None } else { before.with_new_ids(&ids) };
    followed.as_ref().unwrap_or(before).changes(&now.plan, &now.written)
}

/// What is said of a table that has another id.
pub(super) fn renamed(old: &Address, new: &Address, after: &Written) -> Change {
    let id = |at: &Address| Some(Value::Text(at.key.to_string().into()));
    let private = after.table(new).is_some_and(Value::is_private);
    let name = after.table(new).and_then(|table| table.get("name")).and_then(Value::as_str);
    let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
    Change {
        at: new.clone(),
        before: id(old),
        after: id(new),
        area: Area::of(new.table),
        wave: None,
        sentence: format!("the {} `{}`{name} is called `{}`", old.table.noun(), old.key, new.key).into(),
        private,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Said {
        let store = Memory::default().with("plan.toml", text);
        Said::of(&Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap())
    }

    #[test]
    fn a_new_id_is_one_change_beside_what_else_changed() {
        let plan = "format = 1\n[driver.reach]\nname = \"Reach\"\ncategory = \"revenue\"\n\
                    [kpi.rate]\nmeasures = [\"reach\"]\n";
        let later = plan.replace("reach", "outreach").replace("revenue", "cost");
        let changes = changes_between(&said(plan), &said(&later));
        let sentences: Vec<&str> = changes.iter().map(|it| &*it.sentence).collect();
        assert_eq!(
            sentences,
            [
                "category of `outreach`: \"revenue\" → \"cost\"",
                "the driver `reach` (Reach) is called `outreach`"
            ]
        );
    }
}
