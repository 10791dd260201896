//! All rules, one line each, in the order of their families.
//!
//! A rule lives in a file of its own under `rules/`, named after it: what it holds, why, a plan that
//! breaks it, the same plan mended, and the check. Adding one is that file, its `mod` and its line here.

mod activity_only;
mod adoption_unsupported;
mod back_loaded;
mod blind_spot;
mod capability_without_use;
mod change_overload;
mod claim_exceeds_pool;
mod confidence_ahead_of_stage;
mod customized_in_parallel;
mod decision_overdue;
mod decision_without_outcome;
mod dependency_cycle;
mod dimension_uncovered;
mod driver_without_kpi;
mod driver_without_leading_kpi;
mod driver_without_need;
mod driver_without_objective;
mod duplicate_id;
mod empty_wave;
mod estimate_disordered;
mod exception_without_approval;
mod exception_without_end;
mod exception_without_price;
mod file_left_out;
mod forecast_below_plan;
mod front_loaded;
mod gate_ahead_of_evidence;
mod history_changed;
mod include_cycle;
mod include_missing;
mod include_outside_plan;
mod isolated_item;
mod item_overdue;
mod item_without_wave;
mod kpi_incomplete;
mod kpi_stale;
mod lagging_only;
mod leadership_missing;
mod leading_without_follow;
mod mandate_out_of_scope;
mod mandate_shrinks;
mod mandate_too_small;
mod market_without_archetype;
mod maturity_falls;
mod maturity_leap;
mod merge_conflict;
mod missing_key;
mod name_missing;
mod need_after_use;
mod need_never_met;
mod one_sided_wave;
mod out_of_range;
mod over_budget;
mod over_capacity;
mod pool_without_limit;
mod preference_out_of_order;
mod reading_gap;
mod reading_in_future;
mod realized_before_live;
mod recorded_twice;
mod redundant_need;
mod risk_incomplete;
mod scope_never_opened;
mod shares_exceed_whole;
mod split_group;
mod stage_ahead_of_evidence;
mod syntax_error;
mod target_against_direction;
mod target_not_monotone;
mod technology_alone;
mod theme_uncovered;
mod too_many_drivers;
mod trade_off_undecided;
mod unknown_id;
mod unknown_key;
mod unknown_value;
mod unsafe_text;
mod unsupported_format;
mod value_incomplete;
mod value_without_cost;
mod value_without_ramp;
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
mod without_owner;
mod wrong_type;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

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
    &file_left_out::RULE,
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
    &driver_without_objective::RULE,
    &driver_without_need::RULE,
    &driver_without_kpi::RULE,
    &driver_without_leading_kpi::RULE,
    &scope_never_opened::RULE,
    &shares_exceed_whole::RULE,
    // operating-model
    &technology_alone::RULE,
    &capability_without_use::RULE,
    &blind_spot::RULE,
    &maturity_falls::RULE,
    &maturity_leap::RULE,
    &adoption_unsupported::RULE,
    &market_without_archetype::RULE,
    &customized_in_parallel::RULE,
    &trade_off_undecided::RULE,
    &dimension_uncovered::RULE,
    &exception_without_approval::RULE,
    &exception_without_end::RULE,
    &exception_without_price::RULE,
    &change_overload::RULE,
    // leadership
    &wave_without_mandate::RULE,
    &mandate_too_small::RULE,
    &mandate_out_of_scope::RULE,
    &leadership_missing::RULE,
    &mandate_shrinks::RULE,
    &theme_uncovered::RULE,
    &without_owner::RULE,
    &decision_overdue::RULE,
    &decision_without_outcome::RULE,
    &gate_ahead_of_evidence::RULE,
    &stage_ahead_of_evidence::RULE,
    // kpis
    &kpi_incomplete::RULE,
    &target_against_direction::RULE,
    &target_not_monotone::RULE,
    &reading_in_future::RULE,
    &recorded_twice::RULE,
    &reading_gap::RULE,
    &kpi_stale::RULE,
    &activity_only::RULE,
    &lagging_only::RULE,
    &leading_without_follow::RULE,
    // value
    &value_incomplete::RULE,
    &value_without_ramp::RULE,
    &estimate_disordered::RULE,
    &claim_exceeds_pool::RULE,
    &pool_without_limit::RULE,
    &value_without_cost::RULE,
    &confidence_ahead_of_stage::RULE,
    &realized_before_live::RULE,
    &forecast_below_plan::RULE,
    &history_changed::RULE,
    // hygiene
    &item_overdue::RULE,
    &risk_incomplete::RULE,
    &isolated_item::RULE,
    &waiver_expired::RULE,
    &waiver_unused::RULE,
    &waiver_without_reason::RULE,
];

/// The rule with this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Rule> {
    static BY_NAME: LazyLock<FxHashMap<&str, &Rule>> =
        LazyLock::new(|| RULES.iter().map(|rule| (rule.name, *rule)).collect());
    BY_NAME.get(name).copied()
}

/// All names that a plan may switch or waive.
pub fn names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.name)
}
