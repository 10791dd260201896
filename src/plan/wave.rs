//! Adoption waves.

use chrono::NaiveDate;

use super::Plan;
use super::about::{About, Link};
use super::capability::Layer;
use super::id::{Id, WaveIx};
use super::item::Dimension;
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

impl Plan {
    /// The waves that open scope before any transformational step is live. What names no layer may be
    /// transformational; without any layer in the plan there is nothing to judge by.
    #[must_use]
    pub fn unsupported_waves(&self) -> Vec<bool> {
        let (mut layers, mut first) = (false, None);
        for (ix, item) in self.items_of(Dimension::OperatingModel).filter(|(_, item)| !item.is_group()) {
            let layer = self.layer(ix);
            layers |= layer.is_some();
            if layer.is_some_and(|layer| layer != Layer::Transformational) {
                continue;
            }
            // What stands today and is built no further needs no step to be there.
            let stands = item.capability().is_some_and(|it| it.maturity.everywhere(self.units.len()) > 0);
            let today = (item.steps.is_empty() && stands).then_some(NaiveDate::MIN);
            let ends = item.steps.iter().map(|step| self.wave(step.wave).end);
            first = first.into_iter().chain(today).chain(ends).min();
        }
        let early =
            |wave: &Wave| layers && !wave.opens.is_empty() && first.is_none_or(|first| wave.end < first);
        self.waves.iter().map(early).collect()
    }
}
