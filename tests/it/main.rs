//! The one integration test binary.

mod figures;
mod program;
mod rules;
mod screens;
mod settings;
mod since;
