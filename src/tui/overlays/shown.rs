//! Which figures are read beside a figure, and which a view shows of the whole plan: what `=` offers.
//!
//! Lists are generous: a figure that the plan does not have is not offered.

use crate::figures::Figures;
use crate::figures::performance::Measure;
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::{Month, Period};
use crate::plan::capability::Layer;
use crate::plan::id::{GateIx, ItemIx, MarketIx, TradeoffIx, UnitIx};
use crate::plan::item::Dimension;
use crate::plan::operating_model::ArchetypeName;
use crate::plan::quantity::Money;
use crate::simulation::Simulation;
use crate::trace::Origin;
use crate::trace::measured::speaker;
use crate::trace::name::{Name, When};
use crate::trace::of::Of;
use crate::trace::value::Value;
use crate::traces;
use crate::tui::view::Entry;

/// The words of the figures that are read beside a main one, of the same thing.
const BESIDE: [(&str, &[&str]); 4] = [
    ("forecast", OF_DRIVER),
    ("npv", OF_WAVE),
    (
        "kpi",
        &[
            "attainment",
            "expected",
            "to-plan",
            "reading-age",
            "status",
            "missed-readings",
            "slope",
            "kpi-forecast",
            "needed-slope",
            "prediction",
            "said-before",
            "came-before",
            "held-readings",
            "lowest-reading",
            "highest-reading",
        ],
    ),
    (
        "level",
        &[
            "target",
            "gap",
            "mean-level",
            "mean-gap",
            "cost",
            "one-off",
            "run",
            "spent",
            "slack",
            "chain-months",
            "slip",
            "cost-of-delay",
            "cost-of-delay-npv",
        ],
    ),
];

const OF_DRIVER: &[&str] = &[
    "planned",
    "delta",
    "unweighted",
    "realized",
    "rate",
    "cost",
    "payback",
    "payback-months",
    "npv",
    "forecast-npv",
    "roi",
    "slack",
    "chain-months",
    "slip",
    "cost-of-delay",
    "cost-of-delay-npv",
];

const OF_WAVE: &[&str] = &[
    "live-steps",
    "budget",
    "left",
    "planned",
    "unweighted",
    "realized",
    "forecast",
    "cost",
    "asked-for",
    "spent",
    "effort",
    "progress",
    "weakest",
    "payback",
    "roi",
    "bac",
    "pv",
    "ev",
    "spi",
    "cpi",
    "tcpi",
    "eac",
    "eac-atypical",
    "eac-both",
    "vac",
    "earned-steps",
    "due-steps",
    "wave-steps",
];

/// The words of the figures of the whole plan that a view shows.
const OF_PLAN: [(&str, &[&str]); 4] = [
    ("Value", OF_VALUE),
    ("What-if", OF_VALUE),
    ("Board", &["planned", "unweighted", "forecast", "realized", "cost", "npv", "forecast-npv", "payback"]),
    ("Deps", &["chain-months", "npv"]),
];

const OF_VALUE: &[&str] = &[
    "planned",
    "unweighted",
    "realized",
    "forecast",
    "delta",
    "delta-share",
    "planned-so-far",
    "forecast-so-far",
    "cost",
    "one-off",
    "run",
    "net",
    "npv",
    "forecast-npv",
    "payback",
    "payback-months",
    "forecast-payback",
    "roi",
    "forecast-roi",
    "peak-funding",
    "forecast-peak-funding",
    "irr",
    "forecast-irr",
];

/// The figures that are read beside one.
#[must_use]
pub fn beside(figures: &Figures<'_>, name: &Name) -> Vec<Name> {
    let words_of = |main: &str| BESIDE.iter().find(|(word, _)| **word == *main).map(|(_, words)| *words);
    // How far a wave has come is read beside what it is worth, whichever of the two is looked at.
    let of = traces::by_word(&name.word).and_then(|family| Of::resolve(figures.plan, family.of, &name.of));
    let of_wave = &*name.word == "live-steps" && matches!(of, Some(Of::Wave(_)));
    let words = words_of(if of_wave { "npv" } else { &name.word }).unwrap_or_default();
    let worth = of_wave.then_some("npv");
    let words = worth.iter().chain(words).filter(|word| ***word != *name.word);
    let words: Vec<&str> = words.copied().collect();
    let of_word = |word: &&str| {
        let named = name.word(word);
        // What holds for the whole plan is not asked for at the day of a level.
        let timed = traces::by_word(word).is_some_and(|family| family.timing.allows(name.when));
        if timed { named } else { Name { when: None, ..named } }
    };
    let mut names: Vec<Name> = words.iter().map(of_word).collect();
    if let (Some(Of::Kpi(kpi)), None) = (&of, name.when) {
        for expected in names.iter_mut().filter(|name| &*name.word == "expected") {
            *expected = expected_when_read(figures, &Of::Kpi(*kpi), &figures.kpi(*kpi).global);
        }
    }
    if let Some(of) = of
        && (!words.is_empty() || OF_PARTS.contains(&&*name.word))
    {
        names.extend(parts(figures, &of));
    }
    names
}

/// The words of main figures beside which those of their parts are read, and no others.
const OF_PARTS: [&str; 3] = ["gate", "pool", "claims"];

/// What was planned of a KPI for the day that it was read, which is what a reading is held against.
fn expected_when_read(figures: &Figures<'_>, of: &Of, measure: &Measure) -> Name {
    let read = measure.newest.as_ref().map(|newest| When::Day(newest.date));
    speaker(figures, of).name(figures.plan, "expected", read)
}

/// The figures of the parts of a thing: the dimensions, teams and markets of a wave, the markets of a KPI and the
/// KPIs that lead it, the units of an item, the criteria of a gate, the drivers of a pool.
fn parts(figures: &Figures<'_>, of: &Of) -> Vec<Name> {
    let plan = figures.plan;
    let markets = || (0..plan.markets.len()).map(MarketIx::from);
    match of {
        Of::Wave(wave) => {
            let dimensions =
                Dimension::ALL.into_iter().map(|it| Of::InDimension(*wave, it).name(plan, "progress", None));
            let named = figures.efforts().teams().iter().filter(|team| !team.is_empty());
            let teams = named.map(|team| Of::Team(*wave, team.clone()).name(plan, "effort", None));
            let taken = markets().map(|market| Of::Taking(*wave, market).name(plan, "change-load", None));
            dimensions.chain(teams).chain(taken).collect()
        }
        Of::Kpi(kpi) => {
            let of_market = |(market, measure): &(MarketIx, Measure)| {
                let of = Of::InMarket(*kpi, *market);
                let [reading, attainment, forecast] =
                    ["kpi", "attainment", "kpi-forecast"].map(|word| of.name(plan, word, None));
                [reading, expected_when_read(figures, &of, measure), attainment, forecast]
            };
            // What is planned for the day that it is forecast for.
            let forecast = figures.kpi(*kpi).global.forecast.as_ref().ok();
            let then = forecast.map(|it| When::Day(plan.wave(it.wave).end));
            let expected = then.map(|then| of.name(plan, "expected", Some(then)));
            let leads = plan.kpis().filter(|(_, it)| it.predicts.is_some_and(|it| it.kpi == *kpi));
            let led = leads.flat_map(|(leading, _)| {
                ["prediction", "attainment", "said-before", "came-before"]
                    .map(|word| Of::Kpi(leading).name(plan, word, None))
            });
            let markets = figures.kpi(*kpi).markets.iter().flat_map(of_market);
            expected.into_iter().chain(led).chain(markets).collect()
        }
        Of::Gate(gate) | Of::Criterion(gate, _) => of_gate(figures, *gate),
        Of::Pool(pool) => {
            let drivers =
                plan.drivers().filter(|(_, item)| item.driver().is_some_and(|it| it.pool == Some(*pool)));
            drivers.map(|(ix, _)| Of::Item(ix).name(plan, "planned", None)).collect()
        }
        Of::InUnit(item, _) => {
            let whole = Of::Item(*item);
            ["mean-level", "mean-gap", "target", "one-off", "run", "cost"]
                .map(|word| whole.name(plan, word, None))
                .to_vec()
        }
        Of::Item(item) if plan.item(*item).capability().is_some() => {
            let units = (0..plan.units.len()).map(UnitIx::from);
            units.map(|unit| Of::InUnit(*item, unit).name(plan, "level", None)).collect()
        }
        _ => Vec::new(),
    }
}

/// The values of the plan that stand beside those of a table in what is told of it: what the roll-out to the markets of
/// an archetype costs, and the price of exceptions from a trade-off.
#[must_use]
pub fn values_beside(plan: &Plan, at: &Address) -> Vec<Address> {
    let markets = || plan.markets.iter().filter(|market| market.cost.is_some());
    let of_market = |id: &str| Address::new(Table::Market, id).to("cost");
    match at.table {
        Table::Archetype => {
            let named = ArchetypeName::of(&at.key);
            let of = markets().filter(|market| named.is_some() && market.archetype == named);
            of.map(|market| of_market(&market.id)).collect()
        }
        Table::Tradeoff => {
            let own = |tradeoff: TradeoffIx| *plan.tradeoffs[tradeoff.at()].id == *at.key;
            let of = plan.exceptions.iter().filter(|it| it.tradeoff.is_some_and(own));
            of.map(|it| Address::new(Table::Exception, &it.id).to("cost")).collect()
        }
        _ => Vec::new(),
    }
}

/// The criteria of a gate, on the day of its decision and by now, with what each is held against.
fn of_gate(figures: &Figures<'_>, gate: GateIx) -> Vec<Name> {
    let plan = figures.plan;
    let decided = plan.decided_at(gate, plan.as_of).map(|decision| decision.date);
    let mut names: Vec<Name> = Vec::new();
    for day in decided.into_iter().chain([plan.as_of]) {
        let when = Some(When::Day(day));
        names.push(Of::Gate(gate).name(plan, "gate", when));
        for nth in 0..plan.gates[gate.at()].criteria.len() {
            let Ok(nth) = u32::try_from(nth) else { continue };
            let name = Of::Criterion(gate, nth).name(plan, "gate", when);
            let held = traces::figure(figures, &name).map(|figure| figure.trace.inputs).unwrap_or_default();
            let held = held.into_iter().filter_map(|input| match input.from {
                Origin::Figure(name) => Some(name),
                _ => None,
            });
            names.extend(held);
        }
    }
    // What it is heading for, where its day is to come.
    names.push(Of::Gate(gate).name(plan, "gate-ahead", None));
    for nth in 0..u32::try_from(plan.gates[gate.at()].criteria.len()).unwrap_or(0) {
        let of = Of::Criterion(gate, nth);
        names.extend(["gate-ahead", "asked-ahead"].map(|word| of.name(plan, word, None)));
    }
    let mut seen: Vec<Name> = Vec::new();
    names.retain(|name| {
        !seen.contains(name) && {
            seen.push(name.clone());
            true
        }
    });
    names
}

/// The figures of the whole plan that a view shows, and those of its parts beside them: years, waves. A table of
/// years is told up to the end of each.
#[must_use]
pub fn on_view(
    figures: &Figures<'_>,
    simulation: Option<&Simulation>,
    view: &Entry,
    table: bool,
) -> Vec<Name> {
    let plan = figures.plan;
    let words = OF_PLAN.iter().find(|(name, _)| *name == view.name).map_or(&[][..], |(_, words)| *words);
    let mut names: Vec<Name> = words.iter().map(|word| Of::Plan.name(plan, word, None)).collect();
    // The first line says it of the wave of today.
    names.extend(plan.wave_at(plan.as_of).map(|wave| Of::Wave(wave).name(plan, "live-steps", None)));
    let of_waves = |words: &'static [&'static str]| {
        plan.waves().flat_map(|(ix, _)| words.iter().map(move |word| Of::Wave(ix).name(plan, word, None)))
    };
    match view.name {
        "Board" => names.extend(of_waves(&["spent", "budget"])),
        "Caps" => names.extend(Layer::ALL.iter().map(|layer| Of::Layer(*layer).name(plan, "mean-gap", None))),
        "Lead" => {
            names.push(Of::Plan.name(plan, "mandates-in-force", None));
            names.extend(of_waves(&["budget", "budget-so-far"]));
        }
        "Value" => {}
        _ => return names,
    }
    if view.name != "Value" {
        return names;
    }
    names.extend(simulation.into_iter().flat_map(|simulation| traces::simulated_names(plan, simulation)));
    let both = ["planned", "forecast"];
    let grid = figures.grid();
    let mut years: Vec<i32> = grid.months().map(Month::year).collect();
    years.dedup();
    let year = |year: &i32| Some(When::Period(Period { first: Month::new(*year, 1), months: 12 }));
    names.extend(years.iter().flat_map(|at| both.map(|word| Of::Plan.name(plan, word, year(at)))));
    names.extend(of_waves(&["planned", "forecast", "cost"]));
    names.extend(["planned", "cost"].map(|word| Of::NoWave.name(plan, word, None)));
    // The months that are over, and what most moves the forecast away from the plan.
    let over = grid.months_over(plan.as_of).checked_sub(1).map(|last| When::month(grid.month(last)));
    names.extend(over.into_iter().flat_map(|over| SO_FAR.map(|word| Of::Plan.name(plan, word, Some(over)))));
    names.extend(furthest_off(figures).into_iter().map(|ix| Of::Item(ix).name(plan, "delta", None)));
    let ends = years.iter().filter(|_| table).map(|at| When::month(Month::new(*at, 12)));
    names.extend(ends.flat_map(|end| BY_YEAR.map(|word| Of::Plan.name(plan, word, Some(end)))));
    names
}

/// What is told of the months that are over.
const SO_FAR: [&str; 3] = ["planned-so-far", "realized-so-far", "forecast-so-far"];
/// What a table tells up to the end of each year.
const BY_YEAR: [&str; 6] = [
    "planned-so-far",
    "realized-so-far",
    "forecast-so-far",
    "value-nine-in-ten",
    "value-even",
    "value-one-in-ten",
];
/// Drivers at most that are told to be why a forecast is not as planned.
const WHY: usize = 3;

/// The drivers that most move the forecast away from the plan, the furthest first.
fn furthest_off(figures: &Figures<'_>) -> Vec<ItemIx> {
    let plan = figures.plan;
    let off = |ix: ItemIx| {
        let name = Of::Item(ix).name(plan, "delta", None);
        match traces::figure(figures, &name).ok()?.trace.value {
            Value::Money(money) if money != Money::ZERO => Some((money.minor_f64().abs(), ix)),
            _ => None,
        }
    };
    let mut drivers: Vec<(f64, ItemIx)> = plan.drivers().filter_map(|(ix, _)| off(ix)).collect();
    drivers.order_by(|(one, _), (other, _)| other.total_cmp(one));
    drivers.into_iter().take(WHY).map(|(_, ix)| ix).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::tui::views::VIEWS;

    /// Every word is that of a family, and every view that lists any is a view.
    #[test]
    fn lists_name_families_and_views() {
        let all = BESIDE.iter().chain(&OF_PLAN).flat_map(|(_, words)| words.iter());
        for word in all {
            assert!(traces::by_word(word).is_some(), "{word}");
        }
        for (name, _) in OF_PLAN {
            assert!(VIEWS.iter().any(|view| view.name == name), "{name}");
        }
    }

    #[test]
    fn the_headline_figures_of_the_value_view_are_offered_with_years_and_waves() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let value = VIEWS.iter().find(|view| view.name == "Value").unwrap();
        let names: Vec<String> = on_view(&figures, None, value, false).iter().map(Name::to_string).collect();
        for name in
            ["npv", "roi", "payback", "peak-funding", "irr", "planned@2026", "forecast@2027", "planned.two"]
        {
            assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
        }
        for name in on_view(&figures, None, value, false) {
            traces::figure(&figures, &name).unwrap();
        }
    }

    #[test]
    fn a_wave_offers_its_dimensions_teams_and_markets() {
        let plan = sample::plan();
        let names = beside(&Figures::new(&plan), &Name::parse("npv.one").unwrap());
        let names: Vec<String> = names.iter().map(Name::to_string).collect();
        for name in ["vac.one", "progress.one.strategy", "effort.one.it", "change-load.one.north"] {
            assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
        }
    }
}
