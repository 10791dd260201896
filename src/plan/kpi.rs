//! KPIs: what is measured to see whether a driver or a capability works.

use super::about::{About, Link};
use super::id::{Id, ItemIx, KpiIx, MarketIx, WaveIx};
use super::words::words;

/// A key performance indicator. Values are in the KPI's own unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Kpi {
    /// Its id.
    pub id: Id,
    /// Name, note, owner.
    pub about: About,
    /// The items it measures.
    pub measures: Vec<Link<ItemIx>>,
    /// Leading or lagging.
    pub kind: Option<KpiKind>,
    /// What it looks at.
    pub lens: Option<Lens>,
    /// The unit of its values.
    pub unit: Option<Box<str>>,
    /// Which way is better.
    pub better: Option<Better>,
    /// The lagging KPI that this one leads.
    pub predicts: Option<Predicts>,
    /// Its value at plan start.
    pub baseline: Option<f64>,
    /// How its readings count, where the plan says so; read it through [`Kpi::counting`].
    pub counts: Option<Counts>,
    /// How many periods of the cadence a window has; absent: those of a year, or one wave.
    pub window: Option<u32>,
    /// Targets at the end of waves, in the order of the waves.
    pub target: Vec<(WaveIx, Target)>,
    /// How often it is read.
    pub cadence: Option<Cadence>,
    /// Where green and amber end.
    pub tolerance: Tolerance,
    /// How the markets' readings become the global one, where the plan says so; read it through [`Kpi::rolls_up`].
    pub rollup: Option<Rollup>,
    /// Markets' own targets, in the order of the markets.
    pub local: Vec<(MarketIx, Vec<(WaveIx, Target)>)>,
}

impl Kpi {
    /// What a reading says of a KPI that is done or not; `None` for one that is measured.
    #[must_use]
    #[expect(clippy::float_cmp, reason = "yes is 1 and no is 0, exactly")]
    pub fn yes_or_no(&self, reading: f64) -> Option<bool> {
        let plain = reading == 0.0 || reading == 1.0;
        (self.better == Some(Better::Done) && plain).then_some(reading == 1.0)
    }

    /// The name, or the id where there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        self.about.name.as_deref().unwrap_or(&self.id)
    }

    /// How the markets' readings become the global one: by their shares where the plan does not say how. Yes and no
    /// have no mean: what is done or not stands as it does in the market where it stands worst.
    #[must_use]
    pub fn rolls_up(&self) -> Rollup {
        match self.rollup {
            _ if self.is_done_or_not() => Rollup::Worst,
            rollup => rollup.unwrap_or(Rollup::Share),
        }
    }

    /// The targets that hold for a market, or globally: its own where it has any, else those of the KPI. What the markets
    /// add up to is not asked of each of them: of a sum, a market without targets of its own has none.
    #[must_use]
    pub fn targets_of(&self, market: Option<MarketIx>) -> &[(WaveIx, Target)] {
        match self.local.iter().find(|(own, _)| Some(*own) == market) {
            Some((_, targets)) => targets,
            None if self.is_part_of_sum(market) => &[],
            None => &self.target,
        }
    }

    /// Whether a market has no targets of its own, and those of the KPI are for the sum of the markets.
    #[must_use]
    pub fn is_part_of_sum(&self, market: Option<MarketIx>) -> bool {
        let own = || self.local.iter().any(|(own, _)| Some(*own) == market);
        market.is_some() && self.rolls_up() == Rollup::Sum && !own()
    }

    /// Whether it is done or not, and is not measured.
    #[must_use]
    pub fn is_done_or_not(&self) -> bool {
        let done = |(_, target): &(WaveIx, Target)| matches!(target, Target::Done(_));
        self.better == Some(Better::Done) || self.target.iter().any(done)
    }

    /// How many periods a window has: what the plan says, or those of a year; one wave.
    #[must_use]
    pub fn periods(&self) -> u32 {
        self.window.unwrap_or(match self.cadence {
            Some(Cadence::Month) => 12,
            Some(Cadence::Quarter) => 4,
            Some(Cadence::Wave) | None => 1,
        })
    }

    /// Over what its readings add up, in words: `over 4 quarters`, `since plan start`; `None` where the newest one
    /// is all that counts, as of what is held against a band or is done or not.
    #[must_use]
    pub fn added_up(&self) -> Option<String> {
        let on_lines = self.better != Some(Better::Within)
            && !self.is_done_or_not()
            && self.target.iter().all(|(_, target)| matches!(target, Target::Value(_)));
        match self.counting() {
            Counts::Window if on_lines => {
                let every = self.cadence.map_or("wave", |cadence| cadence.as_str());
                Some(match self.periods() {
                    1 => format!("in one {every}"),
                    many => format!("over {many} {every}s"),
                })
            }
            Counts::Cumulative if on_lines => Some("since plan start".into()),
            _ => None,
        }
    }

    /// How its readings count: what the plan says, over a window where it gives one, else the newest alone.
    #[must_use]
    pub fn counting(&self) -> Counts {
        let said = || if self.window.is_some() { Counts::Window } else { Counts::Newest };
        self.counts.unwrap_or_else(said)
    }
}

/// A target at the end of a wave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// A value.
    Value(f64),
    /// A band that values stay within, both ends included.
    Band(f64, f64),
    /// Done (true) or not.
    Done(bool),
}

/// What a leading KPI predicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Predicts {
    /// The lagging KPI.
    pub kpi: KpiIx,
    /// Months between them.
    pub after: u32,
}

/// Attainment at or above which a KPI is green, and amber.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// Green at or above.
    pub green: f64,
    /// Amber at or above, red below.
    pub amber: f64,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self { green: 0.90, amber: 0.75 }
    }
}

words! {
    /// Whether a KPI moves before or after the value.
    KpiKind {
        /// Adoption, data quality, training: moves first.
        Leading = "leading",
        /// Revenue, cost: moves last.
        Lagging = "lagging",
    }
}

words! {
    /// What a KPI looks at.
    Lens {
        /// Reach and frequency.
        Activity = "activity",
        /// Engagement across channels.
        Engagement = "engagement",
        /// Customer experience.
        Experience = "experience",
        /// Use of content.
        Content = "content",
        /// Adoption inside the organisation.
        Adoption = "adoption",
        /// Money.
        Value = "value",
        /// Risk.
        Risk = "risk",
    }
}

words! {
    /// Which way is better.
    Better {
        /// Higher is better.
        Higher = "higher",
        /// Lower is better.
        Lower = "lower",
        /// Within a band is better.
        Within = "within",
        /// Yes is better than no.
        Done = "done",
    }
}

words! {
    /// How the readings of a KPI count.
    Counts {
        /// The newest one is how things stand.
        Newest = "newest",
        /// Amounts of a period each: those of the last periods add up.
        Window = "window",
        /// Amounts: all since plan start add up.
        Cumulative = "cumulative",
    }
}

words! {
    /// How often a KPI is read.
    Cadence {
        /// Every month.
        Month = "month",
        /// Every quarter.
        Quarter = "quarter",
        /// At the end of each wave.
        Wave = "wave",
    }
}

words! {
    /// How the readings of markets become the global one.
    Rollup {
        /// Mean weighted by the markets' shares.
        Share = "share",
        /// Plain mean.
        Mean = "mean",
        /// Sum.
        Sum = "sum",
        /// The worst market speaks for all.
        Worst = "worst",
    }
}
