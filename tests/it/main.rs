//! The one integration test binary.

mod mutations;
mod plans;
mod rules;
mod toml;
