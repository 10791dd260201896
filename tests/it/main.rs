//! The one integration test binary.

mod hostile;
mod mutations;
mod plans;
mod rules;
mod swell;
mod toml;
