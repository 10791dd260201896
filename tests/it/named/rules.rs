//! Which name each number of a view has, by the place where it stands in the view's JSON.
//!
//! In a path, `*` is any key, `#id` an element of a list by its `id`, `#month` one by the month of the plan.
//! In a name, `$1` is what the first of them is, `{key}` the text of a key beside or above the number, and
//! `{end:key}` the last day of the wave that it names. `=` stands before the address of a value of the plan, `~` before
//! that of one that holds the number among others. `!` says why a number is no figure.

pub(super) struct Rule {
    pub(super) path: String,
    pub(super) name: String,
}

/// The keys of a business case, and the words of its figures.
pub(super) const CASE: [(&str, &str); 17] = [
    ("planned", "planned"),
    ("planned_unweighted", "unweighted"),
    ("realized", "realized"),
    ("forecast", "forecast"),
    ("cost", "cost"),
    ("one_off", "one-off"),
    ("net", "net"),
    ("forecast_net", "forecast-net"),
    ("npv", "npv"),
    ("forecast_npv", "forecast-npv"),
    ("peak_funding", "peak-funding"),
    ("forecast_peak_funding", "forecast-peak-funding"),
    ("payback_months", "payback-months"),
    ("irr", "irr"),
    ("forecast_irr", "forecast-irr"),
    ("roi", "roi"),
    ("forecast_roi", "forecast-roi"),
];

/// What value is cut up of.
pub(super) const MEASURES: [&str; 4] = ["planned", "unweighted", "realized", "forecast"];

const PLAN: &[(&str, &str)] = &[
    ("waves/#id/live", "live-steps.$1"),
    ("waves/#id/steps", "live-steps.$1"),
    ("waves/#id/one_off", "asked-for.$1"),
    ("waves/#id/budget", "budget.$1"),
    ("waves/#id/planned", "planned.$1"),
    ("waves/#id/planned_unweighted", "unweighted.$1"),
    ("waves/#id/cost", "cost.$1"),
    ("waves/#id/npv", "npv.$1"),
    ("kpis/*", "kpis.$1"),
];

const BOARD: &[(&str, &str)] = &[
    ("waves/#id/live", "live-steps.$1"),
    ("waves/#id/steps", "live-steps.$1"),
    ("waves/#id/*/#id/level", "step.$3.$1"),
    ("waves/#id/spent", "spent.$1"),
    ("waves/#id/budget", "budget.$1"),
];

const TIMELINE: &[(&str, &str)] = &[("steps/#item/level", "step.$1.{wave}")];

const DEPENDENCIES: &[(&str, &str)] = &[
    ("needs/#item/level", "~item.$1.needs"),
    ("needs/#item/level", "~item.$1.prefers"),
    ("room/*/slack", "slack.$1"),
    ("room/*/delay/value", "cost-of-delay.$1"),
    ("room/*/delay/npv", "cost-of-delay-npv.$1"),
    ("room/*/months", "chain-months.$1"),
    ("chain/#item/level", "target.$1"),
    ("chain/#item/level", "~item.$1.reaches"),
    ("as_long/#/#item/level", "!the level of the step that is named"),
    ("chain_months", "chain-months"),
];

/// Of a KPI, in all and in a market.
const KPI: &[(&str, &str)] = &[
    ("reading", "kpi.$1"),
    ("expected", "expected.$1@{date}"),
    ("expected", "expected.$1"),
    ("expected/#", "expected.$1@{date}"),
    ("expected_now", "expected.$1"),
    ("expected_now/#", "expected.$1"),
    ("days_old", "reading-age.$1"),
    ("to_plan", "to-plan.$1"),
    ("attainment", "attainment.$1"),
    ("missing", "missed-readings.$1"),
    ("held", "held-readings.$1"),
    ("due", "held-readings.$1"),
    ("slope/a_month", "slope.$1"),
    ("slope/readings", "!how many readings the slope is taken of: they are its inputs"),
    ("forecast/value", "kpi-forecast.$1"),
    ("forecast/target", "expected.$1@{date}"),
    ("forecast/target/#", "expected.$1@{date}"),
    ("forecast/needs", "needed-slope.$1"),
    ("forecast/may", "needed-slope.$1"),
];

const KPIS: &[(&str, &str)] = &[
    ("kpis/*/baseline", "=kpi.$1.baseline"),
    ("kpis/*/markets/*/baseline", "=kpi.$1.baseline"),
    ("kpis/*/predicts/attainment", "attainment.$1"),
    ("kpis/*/predicts/value", "prediction.$1"),
    ("kpis/*/predicts/expected", "expected.{kpi}@{date}"),
    ("kpis/*/predicts/expected/#", "expected.{kpi}@{date}"),
    ("kpis/*/predicts/before/said", "said-before.$1"),
    ("kpis/*/predicts/before/came", "came-before.$1"),
    ("kpis/*/trend/#end", "kpi.$1@$2"),
];

const VALUE: &[(&str, &str)] = &[
    ("planned/#month", "planned@$1"),
    ("realized/#month", "realized@$1"),
    ("forecast/#month", "forecast@$1"),
    ("cost/#month", "cost@$1"),
    ("spent", "spent"),
    ("drivers/*/planned/#month", "planned.$1@$2"),
    ("drivers/*/realized/#month", "realized.$1@$2"),
    ("drivers/*/forecast/#month", "forecast.$1@$2"),
    ("drivers/*/rate", "rate.$1"),
    ("drivers/*/unrecorded", "unrecorded.$1"),
    ("unrecorded", "unrecorded"),
    ("waves/*/budget", "budget.$1"),
    ("waves/*/spent", "spent.$1"),
    ("waves/*/earned/bac", "bac.$1"),
    ("waves/*/earned/pv", "pv.$1"),
    ("waves/*/earned/ev", "ev.$1"),
    ("waves/*/earned/ac", "spent.$1"),
    ("waves/*/earned/spi", "spi.$1"),
    ("waves/*/earned/cpi", "cpi.$1"),
    ("waves/*/earned/tcpi", "tcpi.$1"),
    ("waves/*/earned/eac", "eac.$1"),
    ("waves/*/earned/eac_atypical", "eac-atypical.$1"),
    ("waves/*/earned/eac_both", "eac-both.$1"),
    ("waves/*/earned/vac", "vac.$1"),
    ("costs/waves/*/one_off", "one-off-of-items.$1"),
    ("costs/waves/*/rollout", "roll-out.$1"),
    ("costs/waves/*/run", "run-of-items.$1"),
    ("costs/waves/*/exceptions", "exceptions.$1"),
    ("costs/unattributed/one_off", "one-off-of-items.wave.-"),
    ("costs/unattributed/rollout", "roll-out.wave.-"),
    ("costs/unattributed/run", "run-of-items.wave.-"),
    ("costs/unattributed/exceptions", "exceptions.wave.-"),
    ("costs/items/*/one_off", "one-off.$1"),
    ("costs/items/*/run", "run.$1"),
    ("costs/items/*/spent", "spent.$1"),
    ("costs/markets/*", "roll-out.market.$1"),
    ("costs/exceptions/*", "exceptions.exception.$1"),
];

const CAPABILITIES: &[(&str, &str)] = &[
    ("capabilities/*/levels/*", "level.$1.$2@{at}"),
    ("capabilities/*/level", "level.$1@{at}"),
    ("capabilities/*/evident/*", "evident.$1.$2@{at}"),
    ("capabilities/*/evident_level", "evident.$1@{at}"),
    ("capabilities/*/target", "target.$1"),
    ("capabilities/*/gaps/*", "gap.$1.$2@{at}"),
    ("capabilities/*/short/*", "short.$1.$2@{at}"),
    ("capabilities/*/gap", "gap.$1@{at}"),
    ("capabilities/*/short_by", "short.$1@{at}"),
    ("capabilities/*/average", "mean-level.$1"),
    ("capabilities/*/average_gap", "mean-gap.$1"),
    ("widest_gap/gap", "gap.{capability}.{unit}@{at}"),
    ("widest_gap/gap", "gap.{capability}@{at}"),
    ("widest_gap/more", "!how many more cells have the same gap"),
    ("weakest_layers/short", "!`mean-gap` of each layer that is named beside it"),
    ("capabilities/*/wave_ends/*", "level.$1@{end:$2}"),
    ("capabilities/*/seen/*/level", "assessed.$1.$2@{at}"),
    ("bundles/*/layers/*/steps", "!how many steps the mean is taken of: they are its inputs"),
    ("bundles/*/layers/*/mean", "fulfilment.$1.$2@{at}"),
    ("bundles/*/layers/*/lowest", "lowest-fulfilment.$1.$2@{at}"),
    ("bundles/*/dimensions/*/steps", "!how many steps the mean is taken of: they are its inputs"),
    ("bundles/*/dimensions/*/mean", "fulfilment.$1.$2@{at}"),
    ("bundles/*/dimensions/*/lowest", "lowest-fulfilment.$1.$2@{at}"),
    ("change_load/*/*", "change-load.$1.$2"),
];

const LEADERSHIP: &[(&str, &str)] = &[
    ("mandates/*/strength", "level.$1@{at}"),
    ("mandates/*/target", "target.$1"),
    ("mandates/*/wave_ends/*", "level.$1@{end:$2}"),
    ("mandates/*/limit", "=mandate.$1.limit"),
    ("largest_limit/limit", "=mandate.{mandate}.limit"),
    ("gates/*/criteria/#text/needed", "~gate.$1.criteria"),
    ("gates/*/criteria/#nth/value", "asked.$1.$2@{at}"),
    ("gates/*/criteria/#nth/missing", "missing.$1.$2@{at}"),
    ("gates/*/criteria/#nth/planned", "gate.$1.$2@{at}>planned where it counts"),
    ("gates/*/criteria/#nth/then/planned", "gate.$1.$2@{decided}>planned where it counts"),
    ("gates/*/criteria/#nth/levels/*", "evidence.$1.$2.$3@{at}"),
    ("gates/*/criteria/#nth/by_plan/value", "asked-ahead.$1.$2"),
    ("gates/*/criteria/#nth/then/value", "asked.$1.$2@{decided}"),
    ("gates/*/criteria/#nth/then/missing", "missing.$1.$2@{decided}"),
    ("gates/*/criteria/#nth/then/levels/*", "evidence.$1.$2.$3@{decided}"),
    ("waves/*/*/live", "live-steps.$1.$2"),
    ("waves/*/*/steps", "live-steps.$1.$2"),
];

const REGISTER: &[(&str, &str)] = &[
    ("risks/*/probability", "=risk.$1.probability"),
    ("risks/*/delays/*", "=risk.$1.delays.$2"),
    ("risks/*/costs", "=risk.$1.costs"),
    ("exceptions/*/cost", "=exception.$1.cost"),
    ("exceptions/*/cost_in_all", "exceptions.exception.$1"),
    ("risks/*/expected_cost", "expected-cost.$1"),
    ("tradeoffs/*/position", "=tradeoff.$1.position"),
    ("objectives/*/planned", "planned.objective.$1"),
    ("objectives/*/forecast", "forecast.objective.$1"),
    ("pools/*/cap", "=pool.$1.cap"),
    ("pools/*/base", "=pool.$1.base"),
    ("pools/*/claimed", "claims.$1"),
    ("pools/*/overlap", "!what is claimed less what of it is apart, which `overlapped` tells of each driver"),
    ("pools/*/counted", "planned.pool.$1"),
    ("archetypes/customized/cost_factor", "=archetype.customized.cost-factor"),
    ("archetypes/customized/lag_months", "=archetype.customized.lag-months"),
    ("archetypes/*/cost_factor", "!a default of the format where the plan says nothing"),
    ("archetypes/*/lag_months", "!a default of the format where the plan says nothing"),
];

/// The rules of a view.
pub(super) fn rules(view: &str) -> Vec<Rule> {
    let own: &[(&str, &str)] = match view {
        "plan" => PLAN,
        "board" => BOARD,
        "timeline" => TIMELINE,
        "dependencies" => DEPENDENCIES,
        "kpis" => KPIS,
        "value" => VALUE,
        "capabilities" => CAPABILITIES,
        "leadership" => LEADERSHIP,
        "register" => REGISTER,
        _ => &[],
    };
    let rule = |path: &str, name: &str| Rule { path: path.to_owned(), name: name.to_owned() };
    let mut rules: Vec<Rule> = own.iter().map(|(path, name)| rule(path, name)).collect();
    rules.push(rule("format", "!the version of the format"));
    for (key, word) in CASE {
        rules.push(rule(&format!("totals/{key}"), word));
        rules.push(rule(&format!("drivers/*/totals/{key}"), &format!("{word}.$1")));
        rules.push(rule(&format!("waves/*/{key}"), &format!("{word}.$1")));
        rules.push(rule(&format!("unattributed/{key}"), &format!("{word}.wave.-")));
    }
    for (key, name) in KPI.iter().filter(|_| view == "kpis") {
        rules.push(rule(&format!("kpis/*/{key}"), name));
        rules.push(rule(&format!("kpis/*/markets/*/{key}"), &name.replace("$1", "$1.$2")));
    }
    rules
}
