//! All rules, one line each, in the order of their families.
//!
//! A rule lives in a file of its own under `rules/`, named after it: what it holds, why, a plan that
//! breaks it, the same plan mended, and the check. Adding one is that file, its `mod` and its line here.

mod back_loaded;
mod dependency_cycle;
mod duplicate_id;
mod empty_wave;
mod front_loaded;
mod history_changed;
mod include_cycle;
mod include_missing;
mod include_outside_plan;
mod item_without_wave;
mod kpi_incomplete;
mod leadership_missing;
mod merge_conflict;
mod missing_key;
mod name_missing;
mod need_after_use;
mod need_never_met;
mod one_sided_wave;
mod out_of_range;
mod over_budget;
mod over_capacity;
mod preference_out_of_order;
mod redundant_need;
mod scope_never_opened;
mod split_group;
mod syntax_error;
mod technology_alone;
mod too_many_drivers;
mod unknown_id;
mod unknown_key;
mod unknown_value;
mod unsafe_text;
mod unsupported_format;
mod value_incomplete;
mod waiver_expired;
mod waiver_unused;
mod waiver_without_reason;
mod wave_cycle;
mod wave_dates;
mod wave_order;
mod wave_without_gate;
mod wave_without_learning;
mod wave_without_mandate;
mod wave_without_return;
mod waves_overlap;
mod wrong_type;

use crate::rule::Rule;

/// All rules, by family.
pub static RULES: &[&Rule] = &[
    // format
    &syntax_error::RULE,
    &merge_conflict::RULE,
    &unknown_key::RULE,
    &unknown_value::RULE,
    &wrong_type::RULE,
    &out_of_range::RULE,
    &unknown_id::RULE,
    &duplicate_id::RULE,
    &missing_key::RULE,
    &unsupported_format::RULE,
    &include_outside_plan::RULE,
    &include_cycle::RULE,
    &include_missing::RULE,
    &unsafe_text::RULE,
    &name_missing::RULE,
    // waves
    &dependency_cycle::RULE,
    &wave_cycle::RULE,
    &need_after_use::RULE,
    &need_never_met::RULE,
    &preference_out_of_order::RULE,
    &split_group::RULE,
    &redundant_need::RULE,
    &item_without_wave::RULE,
    &wave_dates::RULE,
    &waves_overlap::RULE,
    &wave_order::RULE,
    &empty_wave::RULE,
    &one_sided_wave::RULE,
    &too_many_drivers::RULE,
    &over_budget::RULE,
    &over_capacity::RULE,
    &wave_without_return::RULE,
    &wave_without_gate::RULE,
    &wave_without_learning::RULE,
    &front_loaded::RULE,
    &back_loaded::RULE,
    // strategy
    &scope_never_opened::RULE,
    // operating-model
    &technology_alone::RULE,
    // leadership
    &wave_without_mandate::RULE,
    &leadership_missing::RULE,
    // kpis
    &kpi_incomplete::RULE,
    // value
    &value_incomplete::RULE,
    &history_changed::RULE,
    // hygiene
    &waiver_expired::RULE,
    &waiver_unused::RULE,
    &waiver_without_reason::RULE,
];

/// The rule with this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// Rules of the format that no check of this version stands behind yet. A plan may switch or waive them
/// already, so that one plan serves two versions.
pub static RESERVED: &[&str] = &[
    "activity-only",
    "adoption-unsupported",
    "blind-spot",
    "capability-without-use",
    "change-overload",
    "claim-exceeds-pool",
    "confidence-ahead-of-stage",
    "customized-in-parallel",
    "decision-overdue",
    "dimension-uncovered",
    "driver-without-kpi",
    "driver-without-leading-kpi",
    "driver-without-need",
    "driver-without-objective",
    "estimate-disordered",
    "exception-without-approval",
    "exception-without-end",
    "exception-without-price",
    "forecast-below-plan",
    "gate-ahead-of-evidence",
    "isolated-item",
    "item-overdue",
    "kpi-stale",
    "lagging-only",
    "leading-without-follow",
    "mandate-out-of-scope",
    "mandate-shrinks",
    "mandate-too-small",
    "market-without-archetype",
    "maturity-falls",
    "maturity-leap",
    "reading-gap",
    "reading-in-future",
    "realized-before-live",
    "risk-incomplete",
    "shares-exceed-whole",
    "stage-ahead-of-evidence",
    "target-against-direction",
    "target-not-monotone",
    "theme-uncovered",
    "trade-off-undecided",
    "value-without-cost",
    "value-without-ramp",
    "without-owner",
];

/// All names that a plan may switch or waive.
pub fn names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.name).chain(RESERVED.iter().copied())
}
