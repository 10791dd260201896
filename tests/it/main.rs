//! The one integration test binary.

#![allow(clippy::unwrap_used, reason = "what helps a test may fail like a test")]

mod cli;
mod diff;
mod drivers;
mod edited;
mod editing;
mod explain;
mod figures;
mod figures_of_readiness;
mod fixes;
mod for_editors;
mod formats;
mod gathering;
mod history;
mod hostile;
mod house;
mod init;
mod layouts;
mod marked;
mod merging;
mod mutants;
mod mutations;
mod orders;
mod pipelines;
mod plans;
mod program;
mod pty;
mod reading;
mod readme;
mod rules;
mod rules_of_record;
mod rules_of_scope;
mod rules_of_value;
mod rules_of_waves;
mod schema;
mod screens;
mod settings;
mod simulation;
mod since;
mod slip;
mod toml;
mod traces;
mod value;
mod views;
