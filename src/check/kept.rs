//! What each rule found, kept for the check after an edit: a rule that reads nothing that the edit touched
//! finds again what it found.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::finding::Finding;
use crate::plan::aspect::Aspects;
use crate::rule::{Found, Rule};
use crate::rules::by_name;

/// What each rule found in a plan, before settings and waivers have their say.
#[derive(Clone, Default)]
pub struct Kept {
    by_rule: FxHashMap<&'static str, Rc<[Finding]>>,
}

impl Kept {
    /// What still holds after an edit.
    #[must_use]
    pub fn after(&self, touched: Aspects) -> Self {
        let holds = |name: &str| match by_name(name).map(|rule| rule.found) {
            Some(Found::Checking { reads, .. } | Found::Missing { reads, .. }) => !touched.concern(reads),
            _ => false,
        };
        let still = self.by_rule.iter().filter(|(name, _)| holds(name));
        Self { by_rule: still.map(|(name, found)| (*name, Rc::clone(found))).collect() }
    }

    /// What a rule found, where that is known, or else what it finds now.
    pub(super) fn found(&mut self, rule: &Rule, find: impl FnOnce(&mut Vec<Finding>)) -> &[Finding] {
        self.by_rule.entry(rule.name).or_insert_with(|| {
            let mut found = Vec::new();
            find(&mut found);
            found.into()
        })
    }
}
