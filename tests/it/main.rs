//! The one integration test binary.

mod figures;
mod fixes;
mod program;
mod rules;
mod screens;
mod settings;
mod since;
