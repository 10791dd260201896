//! A simulation in sentences and plain tables. No digit is shown that does not hold.

use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::business_case::NO_COST;
use crate::plan::calendar::Month;
use crate::plan::quantity::Money;
use crate::show::table::Table;
use crate::simulation::spread::{Chance, Spread};
use crate::simulation::swing::Swing;
use crate::simulation::{Cause, Drawn, GateOutlook, Simulation, digit_of, step_of};
use crate::wording;

/// Rows of a table that ranks.
const ROWS: usize = 10;

/// The text of a simulation, ending in a line break.
pub(super) fn text(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let plan = figures.plan;
    let runs = wording::group(simulation.runs.into());
    let mut text = format!("What may become of {}, as of {}\n", plan.title(), wording::date(plan.as_of));
    let digits = if simulation.two_digits_hold() { ", enough for two digits of NPV" } else { "" };
    let _ = writeln!(text, "{runs} runs from seed {}{digits}", simulation.seed);
    let _ = writeln!(text, "{}", drawn(figures, simulation));
    let _ = write!(text, "\n{}", sentences(figures, simulation));
    let parts = [
        by_wave(figures, simulation),
        ends(figures, simulation),
        gates(figures, simulation),
        swings(figures, simulation),
        governs(figures, simulation),
    ];
    for part in parts.iter().filter(|part| !part.is_empty()) {
        let _ = write!(text, "\n{part}");
    }
    let _ = write!(text, "\n{}", how_sure(simulation));
    text
}

/// What was drawn, and what counts as certain.
fn drawn(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let (plan, drawn) = (figures.plan, simulation.drawn);
    let count = |count, noun| (count > 0).then(|| wording::count(count, noun));
    let kinds = [
        count(drawn.values, "value"),
        count(drawn.ramps, "ramp"),
        count(drawn.risks, "risk"),
        count(drawn.kpis, "KPI"),
    ];
    let kinds: Vec<String> = kinds.into_iter().flatten().collect();
    let mut text = match kinds.len() {
        0 => "Nothing is uncertain in this plan".to_owned(),
        _ => format!("Drawn are {}", wording::list(&kinds)),
    };
    if drawn.ramps > 0 {
        let [low, high] =
            ["ramp-low", "ramp-high"].map(|name| wording::number(plan.policy.threshold(name), 2));
        let _ =
            write!(text, "\nA ramp takes {low} to {high} times its months (policy `ramp-low`, `ramp-high`)");
    }
    let valued = plan.drivers().filter(|(ix, _)| figures.planned().has(*ix)).count();
    if valued > drawn.values {
        let bare = wording::count(valued - drawn.values, "value");
        let counts = if valued - drawn.values == 1 { "counts" } else { "count" };
        let _ = write!(text, "\nWithout low and high, {bare} of drivers {counts} as certain");
    }
    text
}

fn sentences(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let currency = figures.plan.currency;
    let npv = &simulation.npv;
    let step = step_of(npv.error());
    let money = |amount: f64| wording::money_at_least(Money::from_minor_f64(amount), step, currency);
    let forecast = figures.case().forecast_npv;
    let mut text = format!(
        "Net present value: 9 in 10 chance of at least {}, even chance of at least {},\n  1 in 10 chance of at least {}\n",
        money(npv.nine_in_ten().value),
        money(npv.even().value),
        money(npv.one_in_ten().value),
    );
    let _ = writeln!(
        text,
        "  On average {}, standard error {}",
        wording::money_to(Money::from_minor_f64(npv.mean.value), digit_of(npv.mean.error), currency),
        wording::money(Money::from_minor_f64(npv.mean.error), currency),
    );
    let _ = writeln!(
        text,
        "  The plan's own forecast is {}: {} chance of at least that, {} chance of no loss",
        wording::money(forecast, currency),
        simulation.in_percent(simulation.as_forecast),
        simulation.in_percent(simulation.positive),
    );
    let payback = simulation.payback.map(|payback| payback.by);
    let [_, even, nine] = payback.unwrap_or_default();
    let _ = match (even, nine) {
        _ if payback.is_none() => writeln!(text, "Payback: {NO_COST}"),
        (Some(even), Some(nine)) => {
            writeln!(text, "Payback: even chance by {}, 9 in 10 chance by {}", month(even), month(nine))
        }
        (Some(even), None) => {
            let horizon = wording::date(figures.plan.horizon);
            writeln!(
                text,
                "Payback: even chance by {}; no 9 in 10 chance by {horizon}, the horizon",
                month(even)
            )
        }
        (None, _) => {
            writeln!(text, "Payback: no even chance by {}, the horizon", wording::date(figures.plan.horizon))
        }
    };
    if let Some(budget) = simulation.budget {
        let _ = writeln!(
            text,
            "Budget: {} chance that the waves together stay within theirs",
            simulation.in_percent(budget)
        );
    }
    text
}

fn month(first_day: NaiveDate) -> String {
    wording::month(Month::of(first_day))
}

fn by_wave(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let plan = figures.plan;
    let mut table =
        Table::new(&["Value", ">9 in 10: at least", ">Even: at least", ">1 in 10: at least", ">Forecast"]);
    let mut row = |title: &str, value: &Spread, forecast: Money| {
        let step = step_of(value.error());
        let money = |amount: f64| wording::money_at_least(Money::from_minor_f64(amount), step, plan.currency);
        let [low, even, high] = value.quantiles.map(|quantile| money(quantile.value));
        table.row([title.to_owned(), low, even, high, wording::money(forecast, plan.currency)]);
    };
    for ((ix, wave), outlook) in plan.waves().zip(&simulation.waves) {
        row(wave.title(), &outlook.value, figures.wave_case(ix).forecast);
    }
    row("All", &simulation.value, figures.case().forecast);
    table.to_string()
}

fn ends(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let headings = ["Wave to end", "Planned end", "Even: by", "9 in 10: by", ">Late", ">Within budget"];
    let mut table = Table::new(&headings);
    let date = |day: Option<NaiveDate>| day.map_or_else(|| "never".into(), wording::date);
    let ahead = figures.plan.waves.iter().zip(&simulation.waves);
    for (wave, outlook) in ahead.filter(|(_, outlook)| outlook.planned_end > figures.plan.as_of) {
        let [_, even, nine] = outlook.end.by;
        table.row([
            wave.title().to_owned(),
            wording::date(outlook.planned_end),
            date(even),
            date(nine),
            simulation.in_percent(outlook.late),
            outlook.budget.map_or_else(|| "no budget".into(), |budget| simulation.in_percent(budget)),
        ]);
    }
    if table.is_empty() { String::new() } else { table.to_string() }
}

fn gates(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let mut table =
        Table::new(&["Gate to come", "Asked on", ">Holds", "Least likely criterion", ">Not told"]);
    for outlook in &simulation.gates {
        let gate = &figures.plan.gates[outlook.gate.at()];
        let untold = outlook.criteria.iter().filter(|criterion| criterion.is_none()).count();
        table.row([
            gate.about.name.as_deref().unwrap_or(&gate.id).to_owned(),
            wording::date(outlook.at),
            outlook.chance.map_or_else(|| "n/a".into(), |told| at_most(simulation, told, untold)),
            least_likely(figures, simulation, outlook),
            format!("{untold} of {}", outlook.criteria.len()),
        ]);
    }
    if table.is_empty() { String::new() } else { table.to_string() }
}

/// Of a gate with criteria that nobody can tell of, the others say how likely it is at most.
fn at_most(simulation: &Simulation, told: Chance, untold: usize) -> String {
    if untold == 0 || told.times == 0 {
        simulation.in_percent(told)
    } else {
        format!("at most {}", simulation.in_percent(told))
    }
}

fn least_likely(figures: &Figures<'_>, simulation: &Simulation, outlook: &GateOutlook) -> String {
    let gate = &figures.plan.gates[outlook.gate.at()];
    let told = gate.criteria.iter().zip(&outlook.criteria).filter_map(|(it, chance)| Some((it, (*chance)?)));
    match told.min_by_key(|(_, chance)| *chance) {
        Some((criterion, least)) => format!("{} ({})", criterion.text, simulation.in_percent(least)),
        None => String::new(),
    }
}

fn swings(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let mut table = Table::new(&["What drives the spread of NPV", ">If low", ">If high", ">Swing"]);
    for swing in simulation.swings.iter().take(ROWS) {
        let digit = digit_of(swing.swing.error.max(swing.low.error).max(swing.high.error));
        let [low, high, wide] = [swing.low, swing.high, swing.swing].map(|it| {
            let amount = Money::from_minor_f64(it.value);
            let plus = if amount > Money::ZERO { "+" } else { "" };
            format!("{plus}{}", wording::money_to(amount, digit, figures.plan.currency))
        });
        table.row([name(figures, swing), low, high, wide]);
    }
    if table.is_empty() {
        return String::new();
    }
    let mut text = table.to_string();
    let more = simulation.swings.len().saturating_sub(ROWS) + simulation.other_inputs;
    if more > 0 {
        let _ = writeln!(text, "and {} that swing it less", wording::count(more, "input"));
    }
    text.push_str(
        "Low: one draw in ten is lower; high: one in ten is higher. Of a risk: without it, with it.\n\
         The swing is high less low before either is rounded.\n",
    );
    text
}

fn name(figures: &Figures<'_>, swing: &Swing) -> String {
    let plan = figures.plan;
    match swing.cause {
        Cause::Value(item) => format!("Value of {}", plan.item(item).title()),
        Cause::Ramp(item) => format!("Ramp of {}", plan.item(item).title()),
        Cause::Risk(risk) => {
            let risk = &plan.risks[risk as usize];
            format!("Risk: {}", risk.about.name.as_deref().unwrap_or(&risk.id))
        }
        Cause::Kpi(kpi) => plan.kpi(kpi).title().to_owned(),
    }
}

fn governs(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let mut table = Table::new(&["What governs the last wave's end", ">In runs"]);
    for (item, share) in simulation.governs.iter().take(ROWS) {
        table.row([figures.plan.item(*item).title().to_owned(), simulation.in_percent(*share)]);
    }
    if table.is_empty() {
        return String::new();
    }
    let mut text = table.to_string();
    let more = simulation.governs.len().saturating_sub(ROWS);
    if more > 0 {
        let _ = writeln!(text, "and {more} that govern less often");
    }
    text
}

/// How far the numbers are off.
fn how_sure(simulation: &Simulation) -> String {
    if simulation.drawn == Drawn::default() {
        return "Every run is the plan's own forecast.\n".into();
    }
    let runs = wording::group(simulation.runs.into());
    format!(
        "95 times in 100, the last digit shown is off by no more than one. What happened in no run, or in all, is\n\
         told by its bound: the chance of what was never seen in {runs} runs is under 3 in {runs}, 95 times in 100.\n\
         Value is weighted with confidence, and what is recorded stays as it is.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::graph::Graph;
    use crate::simulation::Settings;

    #[test]
    fn a_chance_shows_the_digits_that_hold() {
        let plan = sample::plan();
        let (figures, graph) = (Figures::new(&plan), Graph::new(&plan));
        let settings = Settings { runs: Some(100), ..Settings::default() };
        let mut simulation = Simulation::of(&figures, &graph, &settings);
        let said = |times, of| simulation.in_percent(Chance { times, of });
        assert_eq!(said(4_321, 10_000), "43 %");
        assert_eq!([said(3, 10_000), said(9_998, 10_000)], ["under 1 %", "over 99 %"]);
        // Of a hundred runs, 43 are right to within ten percent.
        assert_eq!([said(43, 100), said(4, 100), said(97, 100)], ["40 %", "under 10 %", "over 90 %"]);
        // What was never seen in 10,000 runs is rarer than three in 10,000, 95 times in 100.
        assert_eq!([said(0, 10_000), said(10_000, 10_000)], ["under 0.03 %", "over 99.97 %"]);
        assert_eq!([said(0, 80_000), said(0, 100)], ["under 0.0037 %", "under 3 %"]);
        let gate = |times| at_most(&simulation, Chance { times, of: 2_000_000 }, 1);
        assert_eq!([gate(1_000_000), gate(0)], ["at most 50 %", "under 0.0002 %"]);
        simulation.drawn = Drawn::default();
        assert_eq!(simulation.in_percent(Chance { times: 0, of: 100 }), "0 %", "nothing is uncertain");
    }
}
