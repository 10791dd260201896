//! Adoption waves.

use chrono::NaiveDate;

use super::about::{About, Link};
use super::id::{Id, WaveIx};
use super::leadership::Scope;
use super::quantity::Money;

/// A time window in which the three dimensions move together.
#[derive(Clone, Debug, PartialEq)]
pub struct Wave {
    /// Its id.
    pub id: Id,
    /// Name, note, owner.
    pub about: About,
    /// First day.
    pub start: NaiveDate,
    /// Last day; what is phased into the wave is live at this day.
    pub end: NaiveDate,
    /// One-off money that may be spent in it.
    pub budget: Option<Money>,
    /// Person-months by team; the team is empty for a plan with one team.
    pub capacity: Vec<(Box<str>, f64)>,
    /// Drivers newly in focus at most; absent: what the policy says.
    pub focus: Option<u32>,
    /// The waves it comes after, as the plan names them; absent: see [`Plan::after`](super::Plan::after).
    pub after: Option<Vec<Link<WaveIx>>>,
    /// The markets, brands and customer types that go live with it.
    pub opens: Scope,
}

impl Wave {
    /// The name, or the id where there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        self.about.name.as_deref().unwrap_or(&self.id)
    }
}
