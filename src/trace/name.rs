//! The names of figures: `planned.reach@2027-03`.
//!
//! ```text
//! name = word [ "." id ]… [ "@" when ]
//! when = 2027 | 2027-Q1 | 2027-03 | 2027-03-31
//! ```
//!
//! The **word** says which figure (`planned`, `cost`, `kpi`, …: [`FAMILIES`](crate::traces::FAMILIES)), the
//! **ids** of what: an item, a wave, a KPI; none stands for the whole plan. An id that names more than one
//! thing is told by its table: `cost.wave.scale`. A second id narrows the first: `one-off.consent.scale`
//! (its cost in a wave), `kpi.consent-rate.dk` (in a market), `level.consent.dk` (in a unit),
//! `effort.scale.it` (of a team), `progress.scale.strategy` (of a dimension), `change-load.scale.dk` (of a
//! market), `gate.scale-exit.2` (its second criterion). Value is also told by the parts of its axes, each
//! after the axis and several in any order: `planned.market.dk`, `forecast.category.cost.market.dk`; `-` is what
//! belongs to no part: `cost.wave.-`. **When** is a period for what
//! flows (money) and a day for what stands (levels, readings); absent, it is all months from the plan's
//! start to its horizon, or the plan's `as-of`. The words of gate criteria, `kpi.ID`, `realized.ID` and
//! `spent.ID`, are names of figures; a bare item, `consent`, is its level.

use std::fmt;

use chrono::NaiveDate;

use crate::plan::calendar::{Month, Period};

/// The name of a figure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// Which figure.
    pub word: Box<str>,
    /// Of what; empty: of the plan.
    pub of: Vec<Box<str>>,
    /// When; absent: in all months, or at `as-of`.
    pub when: Option<When>,
}

/// A period, or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// A year, a quarter or a month.
    Period(Period),
    /// A day.
    Day(NaiveDate),
}

impl When {
    /// A month.
    #[must_use]
    pub fn month(month: Month) -> Self {
        Self::Period(Period { first: month, months: 1 })
    }

    /// Reads `2027`, `2027-Q1`, `2027-03` or `2027-03-31`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() == 10 && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()) {
            return text.parse().ok().map(Self::Day);
        }
        Period::parse(text).map(Self::Period)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(period) => period.fmt(f),
            Self::Day(day) => day.fmt(f),
        }
    }
}

impl Name {
    /// Reads a name as [`fmt::Display`] writes it; `None` where the text is none, or its `when` no time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (what, when) = match text.rsplit_once('@') {
            Some((what, when)) => (what, Some(When::parse(when)?)),
            None => (text, None),
        };
        let mut words = what.split('.').map(Box::from);
        let word = words.next()?;
        let of: Vec<Box<str>> = words.collect();
        (!word.is_empty() && of.iter().all(|id| !id.is_empty())).then_some(Self { word, of, when })
    }

    /// The same figure at another time.
    #[must_use]
    pub fn at(mut self, when: Option<When>) -> Self {
        self.when = when;
        self
    }

    /// Another figure of the same thing at the same time.
    #[must_use]
    pub fn word(&self, word: &str) -> Self {
        Self { word: word.into(), ..self.clone() }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word)?;
        for id in &self.of {
            write!(f, ".{id}")?;
        }
        match self.when {
            Some(when) => write!(f, "@{when}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_print_and_read_back() {
        for text in [
            "npv",
            "planned.reach",
            "planned.reach@2027-03",
            "planned@2027",
            "cost.wave.scale@2027-Q1",
            "kpi.consent-rate.dk@2026-09-30",
            "gate.scale-exit.2",
        ] {
            assert_eq!(Name::parse(text).unwrap().to_string(), text);
        }
        for text in ["", ".", "planned.", "planned..reach", "planned@", "planned@2027-13", "@2027", "a@b@c"] {
            assert_eq!(Name::parse(text), None, "{text}");
        }
    }
}
