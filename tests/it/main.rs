//! The one integration test binary.

mod figures;
mod pty;
mod rules;
mod screens;
