//! The format as data: every table, its keys, what each may hold and what it means.
//!
//! The reader takes its suggestions for unknown keys from here, and a test holds both to the same keys.

pub mod json;

use crate::plan::address::Table;
use crate::plan::capability::{Delivery, Layer, OperatingDimension};
use crate::plan::discounting::Discounting;
use crate::plan::kpi::{Better, Cadence, Counts, KpiKind, Lens, Rollup};
use crate::plan::leadership::{Leadership, Theme};
use crate::plan::operating_model::ArchetypeName;
use crate::plan::record::{Outcome, SlideView};
use crate::plan::strategy::{Category, Stage};

/// A key of a table.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// What it means, in one line.
    pub doc: &'static str,
}

/// What a key may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A text.
    Text,
    /// Texts in a list.
    Texts,
    /// A calendar day.
    Date,
    /// Yes or no.
    Flag,
    /// An amount in the plan's currency, not negative.
    Money,
    /// An amount in the plan's currency of either sign.
    SignedMoney,
    /// A number from one to another.
    Number(f64, f64),
    /// A whole number from one to another.
    Whole(i64, i64),
    /// One of some words.
    Word(&'static [&'static str]),
    /// A list of some words.
    Words(&'static [&'static str]),
    /// The id of something.
    Id(Space),
    /// Ids in a list.
    Ids(Space),
    /// Needs: `"consent >= 3"` in a list, or lists by wave.
    Needs,
    /// A table from wave to a level.
    Levels,
    /// The user's own fields.
    Extra,
    /// A table, or a number in its place, told in the doc line.
    Special,
}

/// What an id is the id of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// Drivers, capabilities and mandates.
    Item,
    /// Tables of one kind.
    Of(Table),
    /// Business units.
    Unit,
    /// What slides are about: waves, items, gates and KPIs.
    Shown,
    /// Anything with an id.
    Any,
}

const fn field(key: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { key, shape, doc }
}

/// What every table may carry.
pub const EVERYWHERE: &[Field] = &[
    field("name", Shape::Text, "the name shown to people"),
    field("note", Shape::Text, "free text"),
    field("owner", Shape::Text, "who is accountable"),
    field("extra", Shape::Extra, "your own fields: carried and shown, never interpreted"),
    field("private", Shape::Flag, "kept out of presentation and reports"),
];

/// What every item (driver, capability, mandate) may carry besides.
pub const ITEM: &[Field] = &[
    field("responsible", Shape::Text, "who does the work"),
    field("wave", Shape::Id(Space::Of(Table::Wave)), "the wave it goes live with, or \"unplanned\""),
    field("reaches", Shape::Levels, "the level reached by the end of each wave"),
    field("needs", Shape::Needs, "what must be live first"),
    field("prefers", Shape::Needs, "what should be live first"),
    field("together", Shape::Ids(Space::Item), "items that must share its wave"),
    field("start", Shape::Date, "when work on it starts, inside its wave"),
    field("end", Shape::Date, "when work on it ends, inside its wave"),
    field(
        "live",
        Shape::Special,
        "when it goes live, or each step by its wave, where that is not the wave's end",
    ),
    field("cost", Shape::Special, "one-off money, or one-off by wave and `run` a year"),
    field("effort", Shape::Special, "person-months, or person-months by team"),
    field("enabler", Shape::Text, "why it is wanted though no item needs it"),
];

const TOP: &[Field] = &[
    field("format", Shape::Whole(1, 1), "the version of the format: 1"),
    field("include", Shape::Texts, "files that belong to the plan: patterns inside its folder"),
];

const PLAN: &[Field] = &[
    field("sponsor", Shape::Text, "who sponsors the programme"),
    field("currency", Shape::Text, "what money is counted in: an ISO 4217 code"),
    field("start", Shape::Date, "the first day; absent: the start of the first wave"),
    field(
        "horizon",
        Shape::Date,
        "value and cost are counted up to here; absent: two years after the last wave",
    ),
    field("as-of", Shape::Date, "what is known is known up to here; absent: the last date of the record"),
    field("discount-rate", Shape::Number(-0.99, 1.0), "a year, as a fraction: 0.08; absent: 0"),
    field(
        "discounting",
        Shape::Word(Discounting::WORDS),
        "when a month's money counts for its present value: mid-month, or by plan years, of which the first counts in full as what is laid out at the start (end-of-year) and each later one a year or half a year (mid-year) less; absent: mid-month",
    ),
    field("units", Shape::Texts, "business units for assessments; absent: the markets"),
];

const TARGET_STATE: &[Field] = &[
    field("strategy", Shape::Text, "the target state of the strategy, in one sentence"),
    field("operating-model", Shape::Text, "the target state of the operating model, in one sentence"),
    field("leadership", Shape::Text, "the target state of leadership, in one sentence"),
];

const POLICY: &[Field] = &[
    field("focus", Shape::Whole(0, 1000), "drivers newly in focus per wave, where the wave says nothing"),
    field("allow", Shape::Texts, "rules that are switched off"),
    field("deny", Shape::Texts, "rules whose warnings are raised to errors"),
    field(
        "back-loaded",
        Shape::Number(0.0, 100.0),
        "percent of all steps or money that the last wave may carry; absent: 60",
    ),
    field(
        "change-overload",
        Shape::Number(0.0, 10000.0),
        "new steps that a market may take in a wave; absent: 6",
    ),
    field(
        "confidence-ahead-of-stage",
        Shape::Number(0.0, 1.0),
        "confidence that a driver not yet executing may claim; absent: 0.9",
    ),
    field(
        "customized-in-parallel",
        Shape::Number(0.0, 1000.0),
        "customized markets that a wave may open; absent: 1",
    ),
    field(
        "forecast-below-plan",
        Shape::Number(0.0, 100.0),
        "percent that a forecast may lie below plan without a decision; absent: 10",
    ),
    field(
        "front-loaded",
        Shape::Number(0.0, 100.0),
        "percent of all steps or money that a wave may carry; absent: 60",
    ),
    field(
        "kpi-stale",
        Shape::Number(0.0, 1000.0),
        "cadences that the newest reading may be old; absent: 1.5",
    ),
    field("maturity-leap", Shape::Number(0.0, 5.0), "levels that a capability may rise in a wave; absent: 2"),
    field(
        "ramp-high",
        Shape::Number(1.0, 10.0),
        "in simulation, the share of its planned months that a ramp takes at worst; absent: 1.5",
    ),
    field(
        "ramp-low",
        Shape::Number(0.1, 1.0),
        "in simulation, the share of its planned months that a ramp takes at best; absent: 0.8",
    ),
    field("too-many-drivers", Shape::Number(0.0, 1000.0), "drivers newly in focus per wave; absent: 4"),
];

const WAVE: &[Field] = &[
    field("start", Shape::Date, "its first day"),
    field("end", Shape::Date, "its last day; what is phased into it is live then"),
    field("budget", Shape::Money, "one-off money that may be spent in it"),
    field("capacity", Shape::Special, "person-months, or person-months by team"),
    field("focus", Shape::Whole(0, 1000), "drivers newly in focus at most"),
    field(
        "after",
        Shape::Ids(Space::Of(Table::Wave)),
        "the waves it comes after; absent: the one that ends last before it starts",
    ),
    field("opens", Shape::Special, "the markets, brands and customer types that go live with it"),
];

const DRIVER: &[Field] = &[
    field("category", Shape::Word(Category::WORDS), "where its value shows"),
    field("objective", Shape::Id(Space::Of(Table::Objective)), "the objective it serves"),
    field("stage", Shape::Word(Stage::WORDS), "how far it has come"),
    field("value", Shape::Special, "value a year at full scope: a number, or low, likely and high"),
    field("once", Shape::SignedMoney, "value that comes once, at go-live; what costs once is `cost`"),
    field(
        "ramp",
        Shape::Special,
        "how value grows after go-live: months and shape (step, linear, s-curve, bass with p and q, logistic with k and t0)",
    ),
    field("pool", Shape::Id(Space::Of(Table::Pool)), "the pool of money it competes for"),
    field("confidence", Shape::Number(0.0, 1.0), "how sure the value is; absent: 1"),
];

const POOL: &[Field] = &[
    field("cap", Shape::Money, "what its drivers may claim together, a year"),
    field(
        "base",
        Shape::Money,
        "the money a year that each of its drivers lifts or saves a share of: what one leaves is what the next takes its share of",
    ),
];

const MULTIPLIER: &[Field] = &[
    field("share", Shape::Number(0.0, 1.0), "its share of the full-scope value"),
    field("wave", Shape::Word(&["unplanned"]), "\"unplanned\": left out of the waves on purpose"),
];

const MARKET: &[Field] = &[
    field("share", Shape::Number(0.0, 1.0), "its share of the full-scope value"),
    field("wave", Shape::Word(&["unplanned"]), "\"unplanned\": left out of the waves on purpose"),
    field("archetype", Shape::Word(ArchetypeName::WORDS), "the variant of the operating model it follows"),
    field("cost", Shape::Money, "one-off roll-out cost before the archetype's factor"),
];

const CAPABILITY: &[Field] = &[
    field("part-of", Shape::Id(Space::Of(Table::Capability)), "the group it is part of"),
    field("layer", Shape::Word(Layer::WORDS), "its layer; absent: its group's"),
    field("dimensions", Shape::Words(OperatingDimension::WORDS), "the operating-model dimensions it touches"),
    field("maturity", Shape::Special, "level today, 0 to 5: a number, or by unit"),
    field("target", Shape::Whole(0, 5), "the level that `wave` reaches; absent: one above today's"),
    field("delivery", Shape::Word(Delivery::WORDS), "how it is delivered"),
];

const ARCHETYPE: &[Field] = &[
    field("cost-factor", Shape::Number(0.0, 1000.0), "factor on a market's roll-out cost"),
    field("lag-months", Shape::Whole(0, 120), "months from wave end to live"),
];

const TRADEOFF: &[Field] = &[
    field("axis", Shape::Texts, "the two ends"),
    field("position", Shape::Whole(-2, 2), "from -2 (first end) to 2 (second end); absent: undecided"),
    field("exceptions", Shape::Text, "whether and when exceptions are allowed"),
];

const EXCEPTION: &[Field] = &[
    field("tradeoff", Shape::Id(Space::Of(Table::Tradeoff)), "the trade-off it deviates from"),
    field("market", Shape::Id(Space::Of(Table::Market)), "where it holds"),
    field("approved-by", Shape::Text, "who approved it"),
    field("until", Shape::Date, "its last day"),
    field("cost", Shape::Money, "money a year"),
];

const MANDATE: &[Field] = &[
    field("leadership", Shape::Word(Leadership::WORDS), "which leadership it stands for"),
    field("theme", Shape::Word(Theme::WORDS), "what it is about"),
    field("holder", Shape::Text, "who holds it"),
    field("granted", Shape::Date, "first day in force; absent: with the first wave it reaches"),
    field("until", Shape::Date, "last day in force; absent: open-ended"),
    field("limit", Shape::Money, "money that may be committed under it, in all"),
    field("covers", Shape::Special, "the markets, brands and customer types it covers; absent: all"),
];

const GATE: &[Field] = &[
    field("wave", Shape::Id(Space::Of(Table::Wave)), "the wave it ends"),
    field("date", Shape::Date, "when it is held; absent: at the wave's end"),
    field(
        "criteria",
        Shape::Special,
        "what must hold: \"consent >= 3\", \"kpi.rate >= 35\", \"realized.reach >= 100_000\", \"spent.scale <= 1_900_000\"",
    ),
];

const RISK: &[Field] = &[
    field("probability", Shape::Number(0.0, 1.0), "how likely it is"),
    field("delays", Shape::Special, "months of delay by item, if it happens"),
    field("costs", Shape::Money, "money, if it happens"),
    field("response", Shape::Text, "what is done about it"),
];

const KPI: &[Field] = &[
    field("measures", Shape::Ids(Space::Item), "the items it measures"),
    field("kind", Shape::Word(KpiKind::WORDS), "whether it moves before or after the value"),
    field("lens", Shape::Word(Lens::WORDS), "what it looks at"),
    field("unit", Shape::Text, "the unit of its values"),
    field("better", Shape::Word(Better::WORDS), "which way is better"),
    field("predicts", Shape::Special, "the lagging KPI that it leads, and the months between: kpi, after"),
    field("baseline", Shape::Special, "its value at plan start; of a sum that of all markets together"),
    field(
        "target",
        Shape::Special,
        "by wave: a value, a band [low, high], or true, at its end and on a line up to there; where a window counts, of one period of it",
    ),
    field(
        "counts",
        Shape::Word(Counts::WORDS),
        "what counts: the newest reading, a window of them added up, or all since plan start; absent: newest, or window where that is given",
    ),
    field(
        "window",
        Shape::Whole(1, 120),
        "periods of the cadence that a window adds up; absent: those of a year, or one wave",
    ),
    field("cadence", Shape::Word(Cadence::WORDS), "how often it is read"),
    field("tolerance", Shape::Special, "attainment from which it is green, and amber"),
    field(
        "rollup",
        Shape::Word(Rollup::WORDS),
        "how the markets' readings become the global one; what is done or not, or to lie within a band, is judged in each of them, but for a sum, whose targets no market is held against",
    ),
    field("local", Shape::Special, "markets' own targets by wave"),
];

const READING: &[Field] = &[
    field("kpi", Shape::Id(Space::Of(Table::Kpi)), "the KPI"),
    field("date", Shape::Date, "the date it holds for"),
    field("value", Shape::Special, "the value in the KPI's unit, or true or false"),
    field("market", Shape::Id(Space::Of(Table::Market)), "where; absent: the global figure"),
];

const REALIZED: &[Field] = &[
    field("driver", Shape::Id(Space::Of(Table::Driver)), "the driver"),
    field("period", Shape::Text, "2026, 2026-Q3 or 2026-09"),
    field("value", Shape::SignedMoney, "what it brought"),
];

const SPENT: &[Field] = &[
    field(
        "item",
        Shape::Id(Space::Item),
        "what it was spent on; all of it counts in the last of the item's waves that had begun when the period ended",
    ),
    field("wave", Shape::Id(Space::Of(Table::Wave)), "the wave it was spent on, where no item is named"),
    field("period", Shape::Text, "2026, 2026-Q3 or 2026-09"),
    field("value", Shape::SignedMoney, "how much"),
];

const ASSESSED: &[Field] = &[
    field("capability", Shape::Id(Space::Of(Table::Capability)), "the capability"),
    field("mandate", Shape::Id(Space::Of(Table::Mandate)), "the mandate, where no capability is named"),
    field("date", Shape::Date, "when"),
    field("level", Shape::Whole(0, 5), "the level that was seen"),
    field("unit", Shape::Id(Space::Unit), "where; absent: everywhere"),
];

const DECISION: &[Field] = &[
    field("date", Shape::Date, "when"),
    field("gate", Shape::Id(Space::Of(Table::Gate)), "the gate it decides"),
    field("outcome", Shape::Word(Outcome::WORDS), "what the gate comes to; a decision with a gate has one"),
    field("by", Shape::Text, "who decided"),
    field("affects", Shape::Ids(Space::Any), "the ids it affects"),
    field("effect", Shape::Text, "what it does, in words: the scenario that was decided on, and its figures"),
];

const ACTION: &[Field] = &[
    field("date", Shape::Date, "when it was agreed"),
    field("what", Shape::Text, "what is to be done"),
    field("due", Shape::Date, "by when"),
    field("done", Shape::Date, "when it was done; absent: open"),
];

const LEARNING: &[Field] = &[
    field("date", Shape::Date, "when"),
    field("wave", Shape::Id(Space::Of(Table::Wave)), "the wave it came from"),
    field("leads-to", Shape::Ids(Space::Item), "the items it led to a change of"),
];

const WAIVER: &[Field] = &[
    field("rule", Shape::Text, "the rule"),
    field("on", Shape::Id(Space::Any), "the id it is accepted on"),
    field("reason", Shape::Text, "why"),
    field("by", Shape::Text, "who accepted it"),
    field("until", Shape::Date, "its last day"),
];

const PRESENT: &[Field] = &[
    field("view", Shape::Word(SlideView::WORDS), "what it shows; absent: nothing but its words"),
    field(
        "item",
        Shape::Id(Space::Shown),
        "what it is about, of a kind that its view can show: a wave (roadmap), a wave or an item (late), a gate or a wave, whose gate it is (gate), a KPI or an item, whose KPIs they are (kpis), a driver (value), nothing (decisions); without a view a wave, an item, a gate or a KPI; absent: all, or of gates the next",
    ),
    field("ask", Shape::Text, "the decision that is asked"),
    field("title", Shape::Text, "its title"),
];

/// The keys of a table that no other kind of table need have.
#[must_use]
pub fn own_fields(table: Table) -> &'static [Field] {
    match table {
        Table::Top => TOP,
        Table::Plan => PLAN,
        Table::TargetState => TARGET_STATE,
        Table::Policy => POLICY,
        Table::Objective => &[],
        Table::Wave => WAVE,
        Table::Driver => DRIVER,
        Table::Pool => POOL,
        Table::Market => MARKET,
        Table::Brand | Table::CustomerType => MULTIPLIER,
        Table::Capability => CAPABILITY,
        Table::Archetype => ARCHETYPE,
        Table::Tradeoff => TRADEOFF,
        Table::Exception => EXCEPTION,
        Table::Mandate => MANDATE,
        Table::Gate => GATE,
        Table::Risk => RISK,
        Table::Kpi => KPI,
        Table::Reading => READING,
        Table::Realized => REALIZED,
        Table::Spent => SPENT,
        Table::Assessed => ASSESSED,
        Table::Decision => DECISION,
        Table::Action => ACTION,
        Table::Learning => LEARNING,
        Table::Waiver => WAIVER,
        Table::Present => PRESENT,
    }
}

/// All keys of a table: its own, those of items, and those of every table.
pub fn fields(table: Table) -> impl Iterator<Item = &'static Field> {
    let item: &[Field] = match table {
        Table::Driver | Table::Capability | Table::Mandate => ITEM,
        _ => &[],
    };
    let everywhere: &[Field] = if table == Table::Top { &[] } else { EVERYWHERE };
    let all = own_fields(table).iter().chain(item).chain(everywhere);
    // A driver is in focus or it is not: it has a wave, and no levels to reach.
    all.filter(move |field| table != Table::Driver || field.key != "reaches")
}

/// The range of a key that takes a number; of any other, all numbers.
#[must_use]
pub fn range(table: Table, key: &str) -> (f64, f64) {
    match own_fields(table).iter().find(|field| field.key == key).map(|field| field.shape) {
        Some(Shape::Number(low, high)) => (low, high),
        _ => (f64::MIN, f64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::policy::{ASSUMPTIONS, THRESHOLDS};

    #[test]
    fn no_table_lists_a_key_twice() {
        for table in Table::ALL {
            let mut keys: Vec<_> = fields(table).map(|field| field.key).collect();
            keys.sort_unstable();
            let all = keys.len();
            keys.dedup();
            assert_eq!(keys.len(), all, "{table:?}");
        }
    }

    #[test]
    fn every_threshold_is_a_key_of_the_policy() {
        for (rule, default) in THRESHOLDS.iter().chain(ASSUMPTIONS) {
            let field = POLICY.iter().find(|field| field.key == *rule);
            let said = format!("; absent: {default}");
            assert!(
                field.is_some_and(|field| field.doc.ends_with(&said)),
                "{rule} says its default, {default}"
            );
        }
    }
}
