//! The one integration test binary.

mod figures;
mod house;
mod pty;
mod readme;
mod rules;
mod screens;
