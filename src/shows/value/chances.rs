//! What the view of value tells of a simulation, as the terminal does: chances of the whole, and year by year.

use serde_json::{Value, json};

use crate::figures::Figures;
use crate::graph::Graph;
use crate::plan::calendar::Month;
use crate::plan::quantity::Money;
use crate::show::table::Table;
use crate::show::{Context, json};
use crate::simulation::spread::Quantile;
use crate::simulation::{Settings, Simulation};
use crate::{safe, wording};

/// The simulation of the plan, as the terminal and `swell simulate` have it; `None` where nobody asks for it, or nothing
/// brings value.
pub(super) fn simulation(context: &Context<'_>) -> Option<Simulation> {
    let figures = context.figures;
    figures.plan.drivers().next().filter(|_| context.simulated)?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let settings = Settings { band: true, threads, ..Settings::default() };
    Some(Simulation::of(figures, &Graph::new(figures.plan), &settings))
}

/// The last month of each year of the grid, by its place, with the year.
fn year_ends(figures: &Figures<'_>) -> Vec<(usize, i32)> {
    let years: Vec<i32> = figures.grid().months().map(|month| month.year()).collect();
    let ends = years.iter().enumerate().filter(|(nth, year)| years.get(nth + 1) != Some(*year));
    ends.map(|(nth, year)| (nth, *year)).collect()
}

/// The chances in sentences and, year by year, in a table.
pub(super) fn text(context: &Context<'_>, simulation: &Simulation) -> String {
    let (plan, figures) = (context.plan, context.figures);
    let by = wording::month(Month::of(plan.horizon));
    let forecast = wording::money(figures.case().forecast, plan.currency);
    let own = simulation.percent_of_forecast_value();
    let mut text = format!(
        "\n{} from seed {}\nForecast {forecast} by {by}: {own} chance of at least that\n",
        simulation.value_words(plan.currency),
        simulation.seed,
    );
    if let Some(hangs) = simulation.hangs {
        text.push_str(&format!("Hangs on what is overdue: {}\n", safe::line(&hangs.words(plan))));
    }
    let mut table = Table::new(&[
        "To the end of",
        ">Planned",
        ">Forecast",
        ">9 in 10: at least",
        ">Even: at least",
        ">1 in 10: at least",
    ]);
    for (month, year) in year_ends(figures) {
        let Some([nine, even, one]) = simulation.bare_at_least_by(month, plan.currency) else { continue };
        let so_far = |amounts: &[Money]| {
            let sum = amounts.iter().take(month + 1).copied().sum::<Money>();
            wording::money_bare(sum, plan.currency)
        };
        let [planned, forecast] = [figures.planned().total(), figures.forecast().total()].map(so_far);
        table.row([year.to_string(), planned, forecast, nine, even, one]);
    }
    if !table.is_empty() {
        text.push_str(&format!(
            "\n{table}8 in 10 runs lie between the first and the last of these chances.\n"
        ));
    }
    text
}

/// The same figures to the last digit, for programs.
pub(super) fn json(context: &Context<'_>, simulation: &Simulation) -> Value {
    let currency = context.plan.currency;
    let three = |quantiles: &[Quantile; 3]| {
        let [nine, even, one] = quantiles.map(|it| json::money(Money::from_minor_f64(it.value), currency));
        json!({ "nine_in_ten": nine, "even": even, "one_in_ten": one })
    };
    let years = year_ends(context.figures);
    let years = years.into_iter().filter_map(|(month, year)| {
        let at_least = three(simulation.band.get(month)?);
        Some(json!({ "year": year, "at_least": at_least }))
    });
    json!({
        "runs": simulation.runs,
        "seed": simulation.seed,
        "at_least": three(&simulation.value.quantiles),
        "chance_of_forecast": simulation.value_as_forecast.share(),
        "at_most": simulation.less.value,
        "years": years.collect::<Vec<_>>(),
    })
}
