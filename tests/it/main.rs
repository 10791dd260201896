//! The one integration test binary.

#![allow(clippy::unwrap_used, reason = "what helps a test may fail like a test")]

mod cli;
mod hostile;
mod mutations;
mod orders;
mod plans;
mod reading;
mod rules;
mod schema;
mod swell;
mod toml;
