//! Every number derived from a plan, once.

use crate::plan::Plan;

/// The figures of a plan, each computed when first asked for.
pub struct Figures<'a> {
    /// The plan they are derived from.
    pub plan: &'a Plan,
}

impl<'a> Figures<'a> {
    /// The figures of `plan`; nothing is computed yet.
    #[must_use]
    pub fn new(plan: &'a Plan) -> Self {
        Self { plan }
    }
}
