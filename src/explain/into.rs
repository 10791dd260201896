//! Which figures a value of the plan goes into: those that another value in its place may change.
//!
//! What each family of figures is made of is told by [`reads`]. Figures of the thing that the value belongs to, and of
//! the whole plan, are told by their names, as far as the plan has them; where it goes into figures of other things
//! too (of the waves of an item, of what needs it, of a market's part), these are told by their word.

use super::look::Look;
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::trace::Family;
use crate::trace::of::{Kind, Of};
use crate::trace::reads::{Way, reads};
use crate::traces::{self, FAMILIES};

/// The figures that a value goes into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Into {
    /// The names of those of its own thing and of the plan.
    pub names: Vec<String>,
    /// The words of those of other things.
    pub words: Vec<&'static str>,
}

impl Into {
    /// What a value goes into; a table stands for all of its values.
    #[must_use]
    pub fn of(look: Look<'_>, address: &Address) -> Self {
        let plan = look.figures.plan;
        let meant = meant(look, address);
        let mut into = Self::default();
        for family in FAMILIES {
            let way = meant.iter().filter_map(|address| reads(family.word, address)).max();
            let Some(way) = way else { continue };
            let mut has_own = false;
            if way == Way::Made {
                let own = own(plan, address, family).into_iter();
                let whole = Of::resolve(plan, family.of, &[]);
                for of in own.chain(whole).filter(|of| is_there(look, family, of)) {
                    has_own |= of != Of::Plan;
                    into.names.push(of.name(plan, family.word, None).to_string());
                }
            }
            if way == Way::Parting || reaches_others(plan, address, family, has_own) {
                into.words.push(family.word);
            }
        }
        into
    }

    /// As lines of text; none where it goes into nothing.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.names.is_empty() {
            lines.push(format!("goes into: {}", self.names.join(", ")));
        }
        if !self.words.is_empty() {
            let and = if self.names.is_empty() { "goes into figures" } else { "and into those" };
            lines.push(format!("{and} of other things: {}", self.words.join(", ")));
        }
        lines
    }
}

/// The first key of an address.
fn first(address: &Address) -> &str {
    match address.path.first() {
        Some(Part::Key(key)) => key,
        _ => "",
    }
}

/// The values that count where this one does. How likely a risk is counts for what it delays and costs, and neither of
/// these where it never happens; days that the plan leaves to its waves and its record follow from those.
fn meant(look: Look<'_>, address: &Address) -> Vec<Address> {
    let plan = look.figures.plan;
    let says = |key: &str| {
        let at = Address::new(Table::Plan, "").to(key);
        look.source.is_none_or(|source| source.text_at(plan, &at).is_some())
    };
    let all = |key: &str| first(address).is_empty() || first(address) == key;
    let mut meant = Vec::new();
    if address.table == Table::Risk {
        let Some(risk) = plan.risks.iter().find(|risk| risk.id == address.key) else { return meant };
        let likely = risk.probability.is_some_and(|probability| probability > 0.0);
        let own = |key: &str| (all("probability") || likely && all(key)).then(|| address.root().to(key));
        meant.extend(own("delays").filter(|_| risk.delays.iter().any(|(_, months)| *months > 0.0)));
        meant.extend(own("costs").filter(|_| risk.costs.is_some()));
        return meant;
    }
    meant.push(address.clone());
    let plans = |key: &str| Address::new(Table::Plan, "").to(key);
    match address.table {
        Table::Wave => {
            meant.extend((all("start") && !says("start")).then(|| plans("start")));
            meant.extend((all("end") && !says("horizon")).then(|| plans("horizon")));
        }
        Table::Reading | Table::Assessed | Table::Decision if all("date") && !says("as-of") => {
            meant.push(plans("as-of"));
        }
        Table::Realized | Table::Spent if all("period") && !says("as-of") => meant.push(plans("as-of")),
        _ => {}
    }
    meant
}

/// What figures of a family may be of that is the thing itself: for a driver also its uncertain value and ramp.
fn own(plan: &Plan, address: &Address, family: &Family) -> Vec<Of> {
    // A record is about what its key names first.
    let about: &str = address.key.split(' ').next().unwrap_or_default();
    if about.is_empty() {
        return Vec::new();
    }
    let of = |ids: &[&str]| {
        let ids: Vec<Box<str>> = ids.iter().map(|id| Box::from(*id)).collect();
        Of::resolve(plan, family.of, &ids)
    };
    if family.of == [Kind::Cause] {
        let named = |word: &str, key: &str| {
            let told = first(address).is_empty() || first(address) == key;
            told.then(|| of(&[word, about])).flatten()
        };
        return match address.table {
            Table::Risk => of(&["risk", about]).into_iter().collect(),
            Table::Driver => named("value", "value").into_iter().chain(named("ramp", "ramp")).collect(),
            _ => Vec::new(),
        };
    }
    of(&[address.table.key(), about]).or_else(|| of(&[about])).into_iter().collect()
}

/// Whether the plan has a figure.
fn is_there(look: Look<'_>, family: &Family, of: &Of) -> bool {
    match traces::is_simulated(family.word) {
        true => traces::may_be_simulated(look.figures.plan, family.word, of),
        false => (family.trace)(look.figures, of, None).is_some(),
    }
}

/// Families whose figures of one thing hang on what is said of another: what needs it, comes after it, is led by it or
/// shares a group with it.
const HANGING: [&str; 16] = [
    "slack",
    "slip",
    "cost-later",
    "cost-saved",
    "cost-of-delay",
    "cost-of-delay-npv",
    "chain-months",
    "chance-of-governing",
    "npv-swing",
    "npv-if-low",
    "npv-if-high",
    "npv-swing-off-by",
    "prediction",
    "said-before",
    "came-before",
    "budget-so-far",
];

/// Parts of a thing.
const PARTS: [Kind; 8] = [
    Kind::InUnit,
    Kind::InWave,
    Kind::Criterion,
    Kind::Evidence,
    Kind::Team,
    Kind::InDimension,
    Kind::Bundle,
    Kind::Taking,
];

/// Whether a value goes into figures of a family that are of other things than its own and the plan, or of parts of its
/// own where there is none of all of it: of a step, a unit, a criterion.
fn reaches_others(plan: &Plan, address: &Address, family: &Family, has_own: bool) -> bool {
    let own: &[Kind] = match address.table {
        Table::Driver | Table::Capability | Table::Mandate | Table::Assessed | Table::Realized => {
            &[Kind::Driver, Kind::Item, Kind::InUnit, Kind::InWave]
        }
        Table::Wave => &[Kind::Wave, Kind::Team, Kind::InDimension, Kind::Bundle, Kind::Taking],
        Table::Kpi | Table::Reading => &[Kind::Kpi, Kind::InMarket],
        Table::Gate | Table::Decision => &[Kind::Gate, Kind::Criterion, Kind::Evidence],
        Table::Risk => &[Kind::Cause, Kind::Risk],
        Table::Pool => &[Kind::Pool],
        Table::Exception => &[Kind::Exception],
        _ => &[],
    };
    let widely = match address.table {
        Table::Wave => ["", "start", "end", "opens", "after"].contains(&first(address)),
        // A part of a group stands in it, and what shares a pool takes from what the others get.
        Table::Capability => {
            let capability = plan.item_by_id(&address.key).and_then(|item| plan.item(item).capability());
            let grouped = capability.is_some_and(|capability| capability.part_of.is_some());
            grouped && ["level", "mean-level", "mean-gap"].contains(&family.word)
        }
        Table::Driver => {
            let driver = plan.item_by_id(&address.key).and_then(|item| plan.item(item).driver());
            driver.and_then(|driver| driver.pool).is_some_and(|pool| match family.word {
                "rate" => true,
                "claim-rate" | "overlapped" | "forecast-claimed" => plan.pool(pool).base.is_some(),
                _ => false,
            })
        }
        Table::Reading => first(address) == "kpi",
        Table::Realized | Table::Spent | Table::Decision | Table::Assessed => {
            ["driver", "item", "wave", "gate", "capability", "mandate"].contains(&first(address))
        }
        _ => false,
    };
    let beyond = |kind: &Kind| *kind != Kind::Plan && !own.contains(kind);
    let parts = |kind: &Kind| PARTS.contains(kind);
    let hangs = HANGING.contains(&family.word);
    family.of.iter().any(beyond)
        || family.of != [Kind::Plan] && (widely || hangs)
        || !has_own && family.of.iter().any(parts)
}
