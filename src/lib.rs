//! Groundswell: transformation roadmaps as code.

pub mod check;
pub mod cli;
pub mod disk;
pub mod figures;
pub mod finding;
pub mod git;
pub mod graph;
pub mod plan;
pub mod report;
pub mod reports;
pub mod rule;
pub mod rules;
pub mod safe;
pub mod show;
pub mod shows;
pub mod source;
pub mod status;
pub mod tui;
pub mod wording;
pub mod workspace;
