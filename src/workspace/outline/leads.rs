//! What the figures of an outline lead to: a figure that is explained, a value of the plan, or findings.

use super::counted::Counted;
use super::{is_ahead, most_asked, next_live};
use crate::figures::Figures;
use crate::figures::performance::Status as Colour;
use crate::finding::Severity;
use crate::plan::address::{Address, Part, Table};
use crate::trace::name::Name;
use crate::trace::of::Of;

/// Where a figure of an outline comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Lead {
    /// Another figure.
    Figure(Name),
    /// What the plan says.
    Value(Address),
    /// What the check finds.
    Found(Counted),
}

impl Lead {
    /// Of what an outline knows of the whole plan by an address below it; `None` where that is none of these, or the
    /// plan has none.
    #[must_use]
    pub fn of(figures: &Figures<'_>, at: &Address) -> Option<Self> {
        if is_ahead(at) {
            return named(at).map(Self::Figure);
        }
        let key = whole(at)?;
        let plan = figures.plan;
        let found = |counted| Some(Self::Found(counted));
        match key {
            "errors" => found(Counted::Of(Severity::Error)),
            "warnings" => found(Counted::Of(Severity::Warning)),
            "decisions" => found(Counted::Undecided),
            "next-benefit" => {
                let (_, ix, nth) = next_live(plan)?;
                let of_wave = || plan.wave_address(plan.item(ix).steps[nth].wave).to("end");
                let own = plan.item(ix).live.map(|_| plan.item_address(ix).to("live"));
                Some(Self::Value(own.unwrap_or_else(of_wave)))
            }
            "peak-load" => {
                let (wave, team, _) = most_asked(figures)?;
                Some(Self::Figure(Of::Team(wave, team.into()).name(plan, "effort", None)))
            }
            _ => named(at).map(Self::Figure),
        }
    }
}

/// Why what an outline knows of the whole plan leads to nothing in this plan; `None` where it is none of these.
#[must_use]
pub fn why_nothing(at: &Address) -> Option<&'static str> {
    match whole(at)? {
        "next-benefit" => Some("no driver is still to be live that brings something, so no benefit is next"),
        "peak-load" => Some("no wave says what capacity its teams have"),
        _ => None,
    }
}

/// The key of what is known of the whole plan.
fn whole(at: &Address) -> Option<&str> {
    match (at.table, at.path.as_slice()) {
        (Table::Plan, [Part::Key(key)]) => Some(key),
        _ => None,
    }
}

/// The name of what is a figure of the whole plan.
pub(super) fn named(at: &Address) -> Option<Name> {
    let name = |word: &str, of: Vec<Box<str>>| Name { word: word.into(), of, when: None };
    if is_ahead(at) {
        return Some(name("gate-ahead", vec![at.key.clone()]));
    }
    match whole(at)? {
        "kpis" => Some(name("kpis", vec![Colour::Green.as_str().into()])),
        key @ ("planned" | "unweighted" | "forecast" | "cost" | "npv" | "payback" | "peak-funding") => {
            Some(name(key, Vec::new()))
        }
        _ => None,
    }
}
