//! The item graph and the wave graph.

use crate::plan::Plan;

/// The graphs of a plan.
pub struct Graph {}

impl Graph {
    /// The graphs of `plan`.
    #[must_use]
    pub fn new(_plan: &Plan) -> Self {
        Self {}
    }
}
