//! The one integration test binary.

mod figures;
mod house;
mod readme;
mod rules;
mod screens;
