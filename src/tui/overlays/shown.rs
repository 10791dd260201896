//! Which figures are read beside a figure, and which a view shows of the whole plan: what `=` offers.
//!
//! Lists are generous: a figure that the plan does not have is not offered.

use crate::figures::Figures;
use crate::figures::performance::Measure;
use crate::plan::calendar::{Month, Period};
use crate::plan::id::{MarketIx, UnitIx};
use crate::plan::item::Dimension;
use crate::simulation::Simulation;
use crate::trace::name::{Name, When};
use crate::trace::of::Of;
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
    "committed",
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
    let words = BESIDE.iter().find(|(word, _)| **word == *name.word).map_or(&[][..], |(_, words)| *words);
    let mut names: Vec<Name> = words.iter().map(|word| name.word(word)).collect();
    let of = traces::by_word(&name.word).and_then(|family| Of::resolve(figures.plan, family.of, &name.of));
    if let (Some(Of::Kpi(kpi)), None) = (&of, name.when) {
        for expected in names.iter_mut().filter(|name| &*name.word == "expected") {
            *expected = expected_when_read(figures, &Of::Kpi(*kpi), &figures.kpi(*kpi).global);
        }
    }
    if let (Some(of), false) = (of, words.is_empty()) {
        names.extend(parts(figures, &of));
    }
    names
}

/// What was planned of a KPI for the day that it was read, which is what a reading is held against.
fn expected_when_read(figures: &Figures<'_>, of: &Of, measure: &Measure) -> Name {
    let read = measure.newest.as_ref().map(|newest| When::Day(newest.date));
    of.name(figures.plan, "expected", read)
}

/// The figures of the parts of a thing: the dimensions, teams and markets of a wave, the markets of a KPI, the
/// units of an item.
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
                let [reading, attainment] = ["kpi", "attainment"].map(|word| of.name(plan, word, None));
                [reading, expected_when_read(figures, &of, measure), attainment]
            };
            figures.kpi(*kpi).markets.iter().flat_map(of_market).collect()
        }
        Of::Item(item) if plan.item(*item).capability().is_some() => {
            let units = (0..plan.units.len()).map(UnitIx::from);
            units.map(|unit| Of::InUnit(*item, unit).name(plan, "level", None)).collect()
        }
        _ => Vec::new(),
    }
}

/// The figures of the whole plan that a view shows, and those of its parts beside them: years, waves.
#[must_use]
pub fn on_view(figures: &Figures<'_>, simulation: Option<&Simulation>, view: &Entry) -> Vec<Name> {
    let plan = figures.plan;
    let words = OF_PLAN.iter().find(|(name, _)| *name == view.name).map_or(&[][..], |(_, words)| *words);
    let mut names: Vec<Name> = words.iter().map(|word| Of::Plan.name(plan, word, None)).collect();
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
    names.extend(plan.waves().flat_map(|(ix, _)| both.map(|word| Of::Wave(ix).name(plan, word, None))));
    names
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
        let names: Vec<String> = on_view(&figures, None, value).iter().map(Name::to_string).collect();
        for name in
            ["npv", "roi", "payback", "peak-funding", "irr", "planned@2026", "forecast@2027", "planned.two"]
        {
            assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
        }
        for name in on_view(&figures, None, value) {
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
