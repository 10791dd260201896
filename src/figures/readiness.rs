//! Readiness: which levels are in force at a date, what a gate says, and how far a wave has come.
//!
//! | file | figures |
//! |---|---|
//! | `level` | the level of an item at a date, by unit and everywhere |
//! | `mandate` | which mandates are in force at a date, how strong, for how much money |
//! | `unit` | a capability in each unit: level, planned by the wave's end, target, gap, blind spot |
//! | `map` | all capabilities together: the widest gap, the weakest layer, means over units |
//! | `gate` | the criteria of a gate, one by one, with what is missing and where |
//! | `outlook` | the criteria of a gate on its day, by the plan as it stands |
//! | `recorded` | value realized and money spent by a date, and what is to be spent yet |
//! | `progress` | where each step stands, how far each wave has come, its weakest dimension |
//! | `bundle` | what each wave builds, by layer and by operating-model dimension |
//! | `waiting` | the steps that are due and not there, since something that they need is not |
//! | `change_load` | the new steps that a market takes in a wave |

mod bundle;
mod change_load;
mod gate;
mod level;
mod mandate;
pub mod map;
mod outlook;
mod progress;
mod recorded;
mod unit;
mod waiting;

pub use bundle::{Bundle, Fulfilment};
pub use change_load::{ChangeLoad, Had};
pub use gate::{Judged, Verdict, levels_in_words, met, missing, only_planned, units_in_words};
pub use level::Seen;
pub use mandate::{Authority, Force};
pub use outlook::{Expected, Outlook};
pub(crate) use progress::StepStates;
pub use progress::{Progress, Short, StepState, Tied, Unproven, moved};
pub use unit::{NotOpen, Source, UnitLevel};

pub(super) use change_load::change_load;
pub(super) use progress::step_states;
pub(crate) use unit::Opening;
pub(super) use unit::{assesses_by_unit, needed, of_markets, openings};
pub use waiting::{Lacking, Wait};
