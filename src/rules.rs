//! All rules, one line each, in the order of their families.
//!
//! A rule lives in a file of its own under `rules/`, named after it: what it holds, why, a plan that
//! breaks it, the same plan mended, and the check. Adding one is that file, its `mod` and its line here.

mod dependency_cycle;
mod duplicate_id;
mod empty_wave;
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
mod wave_cycle;
mod wave_dates;
mod wave_order;
mod wave_without_gate;
mod wave_without_learning;
mod wave_without_mandate;
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
    &over_capacity::RULE,
    &wave_without_gate::RULE,
    &wave_without_learning::RULE,
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
];

/// The rule with this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
