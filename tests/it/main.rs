//! The one integration test binary.

mod figures;
mod rules;
mod screens;
