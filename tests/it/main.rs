//! The one integration test binary.

mod hostile;
mod mutations;
mod plans;
mod reading;
mod rules;
mod schema;
mod swell;
mod toml;
