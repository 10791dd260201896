//! The one integration test binary.

mod figures;
mod hostile;
mod house;
mod mutations;
mod plans;
mod pty;
mod reading;
mod readme;
mod rules;
mod rules_of_record;
mod rules_of_value;
mod schema;
mod screens;
mod swell;
mod toml;
