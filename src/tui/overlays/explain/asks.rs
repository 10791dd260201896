//! What is asked to be explained, by a view or by what lies over one.

use super::About;
use super::found::{Found, Which};
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::trace::name::Name;
use crate::workspace::Located;

/// What is asked.
pub(in crate::tui) struct Asks {
    pub(super) about: About,
    pub(super) first: First,
}

/// What the first page offers besides what goes in.
#[derive(Default)]
pub(super) struct First {
    /// What else is shown there: of the whole plan, of the parts that a page is about.
    pub(super) shown: Vec<About>,
    /// The table whose values stand beside the figure.
    pub(super) says: Option<Address>,
    /// What is to be known of it.
    pub(super) note: Option<String>,
}

impl Asks {
    pub(super) fn of(about: About, first: First) -> Self {
        Self { about, first }
    }

    /// A figure is asked for.
    pub(in crate::tui) fn figure(name: Name) -> Self {
        Self::of(About::Figure(name), First::default())
    }

    /// What an address names is asked for: the figure that it is looked at for, or what the plan says there.
    pub(in crate::tui) fn at(plan: &Plan, at: &Address) -> Self {
        let figure = at.path.is_empty().then(|| super::main_figure(plan, at)).flatten();
        let about = figure.map_or_else(|| About::Value(at.clone()), About::Figure);
        Self::of(about, First { says: Some(at.root()), ..First::default() })
    }

    /// A finding is asked for.
    pub(in crate::tui) fn finding(located: &Located) -> Self {
        Self::of(About::Found(Found::One(Which::of(located))), First::default())
    }

    /// With other figures that are shown there.
    pub(in crate::tui) fn and(mut self, names: impl IntoIterator<Item = Name>) -> Self {
        self.first.shown.extend(names.into_iter().map(About::Figure));
        self
    }

    /// With values that are shown there.
    pub(in crate::tui) fn and_at(mut self, values: impl IntoIterator<Item = Address>) -> Self {
        self.first.shown.extend(values.into_iter().map(About::Value));
        self
    }

    /// With something that is to be known of it.
    pub(in crate::tui) fn noted(mut self, note: String) -> Self {
        self.first.note = Some(note);
        self
    }
}
