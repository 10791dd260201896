//! What a view is when it is printed: plain text for people and screen readers, JSON for programs.
//!
//! Text needs no terminal: plain tables, no box drawing, no colour, every name made safe. JSON is an object
//! with `format` (1), `as_of` and the keys that the module of the view lists. In JSON, amounts of money are
//! numbers in the currency's major unit with no more digits than the minor unit has; dates are
//! `2026-09-30`, months `2026-09`; what is undefined is `null`. Keys are only ever added within a format.

pub mod csv;
pub mod cut;
pub(crate) mod gates;
pub mod json;
pub(crate) mod record;
pub mod stream;
pub mod table;

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::plan::Plan;
use crate::status::{self, Standings};
use cut::Cut;
use stream::Stream;

/// A view that can be printed.
pub struct Show {
    /// Its name on the command line.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The question that it answers.
    pub question: &'static str,
    /// Whether it looks at a day, and so may be asked for at another one than `as-of`.
    pub dated: bool,
    /// Whether it tells where steps stand, which what the check found is part of.
    pub stands: bool,
    /// It as text, ending in a line break.
    pub text: fn(&Context<'_>) -> String,
    /// It as JSON.
    pub json: fn(&Context<'_>) -> serde_json::Value,
}

/// A view that is rows, each written as soon as it is known.
pub struct Rows {
    /// It for a spreadsheet; see [`csv`].
    pub csv: fn(&Context<'_>, &mut Stream<'_>),
    /// It as JSON where that is too much to be held at once: letter by letter what [`Show::json`] is, made safe
    /// and without what is private.
    pub json: Option<fn(&Context<'_>, &mut Stream<'_>)>,
}

/// What a view looks at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its figures.
    pub figures: &'a Figures<'a>,
    /// The date that it is shown at, for views that look at one; absent: `as-of`.
    pub at: Option<NaiveDate>,
    /// How value is cut up, where that is asked for.
    pub cut: Option<Cut>,
    /// Whether the figures of a simulation are wanted as well.
    pub simulated: bool,
    /// Where the steps stand, by what the check found; absent: nobody checked the plan, and nothing is at risk by
    /// what it would find.
    pub standings: Option<&'a Standings>,
}

impl<'a> Context<'a> {
    /// A look at a plan as of its `as-of`.
    #[must_use]
    pub fn new(plan: &'a Plan, figures: &'a Figures<'a>) -> Self {
        Self { plan, figures, at: None, cut: None, simulated: false, standings: None }
    }

    /// The same look at another date.
    #[must_use]
    pub fn at(self, at: Option<NaiveDate>) -> Self {
        Self { at, ..self }
    }

    /// The same look with value cut up.
    #[must_use]
    pub fn cut(self, cut: Option<Cut>) -> Self {
        Self { cut, ..self }
    }

    /// The same look, with the figures of a simulation or without.
    #[must_use]
    pub fn simulated(self, simulated: bool) -> Self {
        Self { simulated, ..self }
    }

    /// The same look with where the steps stand by what the check found.
    #[must_use]
    pub fn checked(self, standings: Option<&'a Standings>) -> Self {
        Self { standings, ..self }
    }

    /// Where the steps stand.
    #[must_use]
    pub fn standings(&self) -> Cow<'a, Standings> {
        match self.standings {
            Some(standings) => Cow::Borrowed(standings),
            None => Cow::Owned(status::unchecked(self.figures)),
        }
    }

    /// Whether what is private is withheld: what is told is another plan than what figures are computed from.
    #[must_use]
    pub fn withholds(&self) -> bool {
        !std::ptr::eq(self.plan, self.figures.plan)
    }

    /// The date that is looked at.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        self.at.unwrap_or(self.plan.as_of)
    }
}
