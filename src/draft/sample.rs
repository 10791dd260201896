//! Plans as drafts, for tests.

use std::path::PathBuf;

use super::Draft;
use crate::disk::Memory;
use crate::source::Limits;

/// The draft of a plan in one file of this text.
pub(crate) fn draft(text: impl Into<String>) -> Draft {
    draft_of(&Memory::default().with("plan.toml", text.into()))
}

/// The draft of the plan that some files hold.
pub(crate) fn draft_of(store: &Memory) -> Draft {
    Draft::open(store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap()
}
