//! Groundswell: transformation roadmaps as code.

pub mod figures;
pub mod finding;
pub mod graph;
pub mod plan;
pub mod rule;
pub mod safe;
pub mod status;
pub mod tui;
pub mod wording;
pub mod workspace;
