//! A simulation in sentences and plain tables. No digit is shown that does not hold.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::asks_privately;
use crate::figures::Figures;
use crate::figures::business_case::NO_COST;
use crate::figures::readiness::{StepState, missing};
use crate::plan::calendar::Month;
use crate::plan::id::KpiIx;
use crate::plan::leadership::{Gate, Risk, Subject};
use crate::plan::quantity::{Currency, Money};
use crate::plan::veil::PRIVATE;
use crate::plan::wave::Wave;
use crate::show::table::Table;
use crate::simulation::hanging::Overdue;
use crate::simulation::spread::{Chance, Spread};
use crate::simulation::swing::Swing;
use crate::simulation::{Cause, Drawn, FIRST_RUNS, GateOutlook, Simulation, WaveOutlook, digit_of};
use crate::status::gate_date;
use crate::{safe, wording};

/// Rows of a table that ranks.
const ROWS: usize = 10;

/// Said where a wave keeps its end and has not ended by then.
const ENDED: &str = "Ended by plan: on its end, or with its last step where that is live later.\n";

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
        settled(figures, simulation),
        hanging(figures, simulation),
        kpis(figures, simulation),
        swings(figures, simulation),
        governs(figures, simulation),
    ];
    for part in parts.iter().filter(|part| !part.is_empty()) {
        let _ = write!(text, "\n{part}");
    }
    let _ = write!(text, "\n{}", how_sure(figures, simulation));
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
        _ => format!("Drawn {} {}", are(drawn.all()), wording::list(&kinds)),
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
        let verb = if valued - drawn.values == 1 { "counts" } else { "count" };
        let _ = write!(text, "\nWithout low and high, {bare} of drivers {verb} as certain");
    }
    let certain = certain(figures);
    if certain > 0 {
        let verb = if certain == 1 { "happens" } else { "happen" };
        let _ = write!(text, "\n{} of probability 1 {verb} in every run", wording::count(certain, "risk"));
    }
    let overdue = overdue(figures);
    if overdue > 0 {
        let _ = write!(
            text,
            "\n{} {} overdue: live on {} at the earliest, the day after what is known",
            wording::count(overdue, "step"),
            are(overdue),
            wording::date(figures.day_ahead()),
        );
    }
    text
}

/// How many steps were due by `as-of`, are not there, and can be on the day after.
fn overdue(figures: &Figures<'_>) -> usize {
    let plan = figures.plan;
    let steps = plan.items().flat_map(|(ix, item)| (0..item.steps.len()).map(move |nth| (ix, nth)));
    let next_day = |ix| figures.soonest_of(ix, plan.as_of) == figures.day_ahead();
    steps.filter(|(ix, nth)| figures.step_state(*ix, *nth) == StepState::Overdue && next_day(*ix)).count()
}

/// How many risks happen in every run.
fn certain(figures: &Figures<'_>) -> usize {
    let certain = |risk: &&Risk| risk.probability.is_some_and(|probability| probability >= 1.0);
    figures.plan.risks.iter().filter(certain).count()
}

fn are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// What a spread reaches at least with a chance of 9 in 10, an even one and 1 in 10, and in which steps that is told;
/// in none where every run comes to the same.
fn at_least(spread: &Spread, currency: Currency) -> ([String; 3], Option<String>) {
    let (told, step) = spread.at_least(currency);
    (told, step.map(|step| wording::money_stated(step, currency)))
}

/// How far off a mean may be. What would read as nothing is under a unit of the currency, and nothing only where every
/// run comes to the same.
fn error_of(error: f64, currency: Currency) -> String {
    let told = wording::money(Money::from_minor_f64(error), currency);
    match error > 0.0 && told == wording::money(Money::ZERO, currency) {
        true => format!("under {}", wording::money(Money(10_i128.pow(currency.digits)), currency)),
        false => told,
    }
}

fn sentences(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let currency = figures.plan.currency;
    let npv = &simulation.npv;
    let ([nine, even, one], step) = at_least(npv, currency);
    let step = step.map_or_else(|| "as every run has it".into(), |step| format!("rounded down to {step}"));
    let forecast = figures.case().forecast_npv;
    let most = if simulation.less.npv { "at most a " } else { "" };
    let mut text = format!(
        "Net present value: {most}9 in 10 chance of at least {nine}, even chance of at least {even},\n  \
         1 in 10 chance of at least {one}, {step}\n",
    );
    if let Some(jump) = npv.even().jump {
        let share = Chance { times: jump.times, of: simulation.runs, certain: false };
        let to = wording::money(Money::from_minor_f64(jump.to), currency);
        let _ = writeln!(
            text,
            "  Results jump at an even chance: {} come to {to} or more",
            simulation.in_percent(share)
        );
    }
    let _ = writeln!(
        text,
        "  On average {}, standard error {}",
        wording::money_to(Money::from_minor_f64(npv.mean.value), digit_of(npv.mean.error), currency),
        error_of(npv.mean.error, currency),
    );
    let _ = writeln!(
        text,
        "  The plan's own forecast is {}: {} chance of at least that, {} chance of no loss",
        wording::money(forecast, currency),
        npv_chance(simulation, simulation.as_forecast),
        npv_chance(simulation, simulation.positive),
    );
    let _ = writeln!(
        text,
        "Value up to {}: the plan's own forecast is {}: {} chance of at least that",
        wording::date(figures.plan.horizon),
        wording::money(figures.case().forecast, currency),
        simulation.percent_of_forecast_value(),
    );
    let case = figures.case();
    if case.planned != case.planned_unweighted {
        let [planned, plain] = [case.planned, case.planned_unweighted].map(|it| wording::money(it, currency));
        let _ = writeln!(text, "  Planned {planned} weighted with confidence, {plain} unweighted");
    }
    let payback = simulation.payback.map(|payback| payback.by);
    let [_, even, nine] = payback.unwrap_or_default();
    let most = if simulation.hangs.is_some() { "at most an " } else { "" };
    let _ = match (even, nine) {
        _ if payback.is_none() => writeln!(text, "Payback: {NO_COST}"),
        (Some(even), Some(nine)) => {
            writeln!(text, "Payback: {most}even chance by {}, 9 in 10 chance by {}", month(even), month(nine))
        }
        (Some(even), None) => {
            let horizon = wording::date(figures.plan.horizon);
            writeln!(
                text,
                "Payback: {most}even chance by {}; no 9 in 10 chance by {horizon}, the horizon",
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

/// A chance of net present value, which is that at most where some of it is to come with what is overdue.
fn npv_chance(simulation: &Simulation, told: Chance) -> String {
    if simulation.less.npv { simulation.percent_at_most(told) } else { simulation.in_percent(told) }
}

fn month(first_day: NaiveDate) -> String {
    wording::month(Month::of(first_day))
}

fn by_wave(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let plan = figures.plan;
    let mut table = Table::new(&[
        "Weighted value",
        ">9 in 10: at least",
        ">Even: at least",
        ">1 in 10: at least",
        ">Rounded down to",
        ">Forecast",
    ]);
    let mut row = |title: &str, value: &Spread, forecast: Money| {
        let ([low, even, high], step) = at_least(value, plan.currency);
        let step = step.unwrap_or_else(|| "–".into());
        table.row([title.to_owned(), low, even, high, step, wording::money(forecast, plan.currency)]);
    };
    for ((ix, wave), outlook) in plan.waves().zip(&simulation.waves) {
        row(wave.title(), &outlook.value, figures.wave_case(ix).forecast);
    }
    row("All", &simulation.value, figures.case().forecast);
    table.to_string()
}

/// The waves that are to end yet.
fn ahead<'s>(
    figures: &'s Figures<'_>,
    simulation: &'s Simulation,
) -> impl Iterator<Item = (&'s Wave, &'s WaveOutlook)> {
    let as_of = figures.plan.as_of;
    let all = figures.plan.waves.iter().zip(&simulation.waves);
    // A wave that is over by its dates is to end yet where a step of it is overdue.
    all.filter(move |(_, outlook)| outlook.ended_by_plan > as_of || outlook.end.by[0] > Some(as_of))
}

fn ends(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let mut table = Table::new(&[
        "Wave to end",
        "End",
        "Ended by plan",
        "Even: by",
        "9 in 10: by",
        ">Late",
        ">Within budget",
    ]);
    let mut differ = false;
    let date = |day: Option<NaiveDate>| day.map_or_else(|| "never".into(), wording::date);
    for (wave, outlook) in ahead(figures, simulation) {
        let [_, even, nine] = outlook.end.by;
        differ |= outlook.ended_by_plan != wave.end;
        table.row([
            wave.title().to_owned(),
            wording::date(wave.end),
            wording::date(outlook.ended_by_plan),
            date(even),
            date(nine),
            match outlook.late_at_least() {
                Some(_) => simulation.percent_at_least(outlook.late),
                None => simulation.in_percent(outlook.late),
            },
            outlook.budget.map_or_else(|| "no budget".into(), |budget| simulation.in_percent(budget)),
        ]);
    }
    if table.is_empty() {
        return String::new();
    }
    // A slip or a day of its own takes a step past the end of its wave, which keeps that end.
    let note = if differ { ENDED } else { "" };
    format!("{table}{note}")
}

fn title(gate: &Gate) -> &str {
    gate.about.name.as_deref().unwrap_or(&gate.id)
}

fn gates(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let mut table =
        Table::new(&["Gate to come", "Asked on", ">Holds", "Least likely criterion", ">Not told"]);
    for outlook in &simulation.gates {
        let gate = &figures.plan.gates[outlook.gate.at()];
        let untold = outlook.criteria.iter().filter(|criterion| criterion.chance.is_none()).count();
        let bounds = untold + usize::from(outlook.hangs.is_some());
        // How likely what is private is tells of it, and so does how likely all are.
        if asks_privately(gate) {
            table.row([title(gate), &wording::date(outlook.at), PRIVATE, PRIVATE, PRIVATE]);
            continue;
        }
        table.row([
            title(gate).to_owned(),
            wording::date(outlook.at),
            outlook.chance.map_or_else(|| "n/a".into(), |told| at_most(simulation, told, bounds)),
            least_likely(figures, simulation, outlook),
            format!("{untold} of {}", outlook.criteria.len()),
        ]);
    }
    if table.is_empty() { String::new() } else { table.to_string() + &joining(figures, simulation) }
}

/// What is missing at gates whose day has come, and which are not decided: nothing is drawn for them.
fn settled(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let plan = figures.plan;
    let mut table = Table::new(&["Its day has come", "On", "By what is known does not hold", "Missing"]);
    for outlook in simulation.gates.iter().filter(|outlook| outlook.at <= plan.as_of) {
        let gate = &plan.gates[outlook.gate.at()];
        let judged = figures.verdict(outlook.gate, outlook.at).now;
        let unmet = gate.criteria.iter().zip(&judged).filter(|(_, judged)| !judged.holds);
        // What a criterion does not tell is not told by what it misses either.
        for (criterion, judged) in unmet.filter(|(criterion, _)| !criterion.text.contains(PRIVATE)) {
            table.row([
                title(gate).to_owned(),
                gate_date(plan, outlook.gate).map_or_else(String::new, wording::date),
                criterion.text.to_string(),
                missing(plan, criterion, judged),
            ]);
        }
    }
    if table.is_empty() { String::new() } else { table.to_string() }
}

/// Of a gate with criteria that nobody can tell of, the others say how likely it is at most; and so does the chance of what
/// hangs on a step that is overdue.
fn at_most(simulation: &Simulation, told: Chance, bounds: usize) -> String {
    if bounds > 0 { simulation.percent_at_most(told) } else { simulation.in_percent(told) }
}

/// What hangs on what is overdue, and on what of it.
fn hanging(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let plan = figures.plan;
    let mut table = Table::new(&["Hangs on what is overdue", "On"]);
    let mut row = |title: String, hangs: Option<Overdue>| {
        if let Some(hangs) = hangs {
            table.row([title, hangs.words(plan)]);
        }
    };
    let all = if simulation.payback.is_some() { "Value, NPV and payback" } else { "Value and NPV" };
    row(all.into(), simulation.hangs);
    for (wave, outlook) in plan.waves.iter().zip(&simulation.waves) {
        row(format!("Value of {}", wave.title()), outlook.value_hangs);
    }
    for (wave, outlook) in ahead(figures, simulation) {
        row(format!("End of {}", wave.title()), outlook.end_hangs);
    }
    for outlook in &simulation.gates {
        let gate = &plan.gates[outlook.gate.at()];
        row(format!("Gate {}", title(gate)), outlook.hangs.filter(|_| !asks_privately(gate)));
    }
    if table.is_empty() {
        return String::new();
    }
    format!(
        "{table}What is overdue counts as there from {} on at the earliest: what hangs on it is so likely at most, a\n\
         month or a day the earliest, and being late so likely at least. Value and NPV are so much at most, but where what\n\
         hangs on it takes value away, or costs more than it brings.\n",
        wording::date(figures.day_ahead()),
    )
}

fn least_likely(figures: &Figures<'_>, simulation: &Simulation, outlook: &GateOutlook) -> String {
    let gate = &figures.plan.gates[outlook.gate.at()];
    let least = outlook.least_likely();
    match least.and_then(|(nth, least)| Some((gate.criteria.get(nth)?, least))) {
        Some((criterion, told)) => {
            let hangs =
                least.and_then(|(nth, _)| outlook.criteria.get(nth)).is_some_and(|it| it.hangs.is_some());
            let percent = at_most(simulation, told, usize::from(hangs));
            format!("{} ({percent})", criterion.text)
        }
        None => String::new(),
    }
}

/// Where the KPIs are heading that gates to come ask about.
fn kpis(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let plan = figures.plan;
    let mut table = Table::new(&[
        "KPI drawn for a gate",
        "Asked on",
        ">Readings",
        ">Slope a month",
        ">On its line then",
        ">Spread then",
        "Unit",
    ]);
    let mut shown = Vec::new();
    for outlook in &simulation.gates {
        let criteria = plan.gates[outlook.gate.at()].criteria.iter().zip(&outlook.criteria);
        for (criterion, heading) in criteria.filter_map(|(it, told)| Some((it, told.heading?))) {
            let kpi = plan.kpi(heading.kpi);
            if shown.contains(&(outlook.at, heading.kpi)) {
                continue;
            }
            shown.push((outlook.at, heading.kpi));
            // What a criterion does not tell is not told of its KPI either.
            let title = if criterion.text.contains(PRIVATE) { PRIVATE } else { kpi.title() };
            let [expected, spread] =
                [heading.expected, heading.spread].map(|value| two_digits(value, heading.spread));
            table.row([
                title,
                &wording::date(outlook.at),
                &heading.slope.readings.to_string(),
                &two_digits(heading.slope.a_month, heading.slope.a_month),
                &expected,
                &spread,
                kpi.unit.as_deref().unwrap_or_default(),
            ]);
        }
    }
    if table.is_empty() {
        return String::new();
    }
    let law = "Of each run: on its line, and the spread times a number of Student's t, readings − 2 degrees of freedom.\n";
    table.to_string() + law
}

/// Of whom the lines are, where more markets are asked on the day of a gate than are today.
fn joining(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let plan = figures.plan;
    let mut table = Table::new(&["KPI that a gate asks for", "Asked on", "Of whom"]);
    let mut told: Vec<(NaiveDate, KpiIx)> = Vec::new();
    for outlook in &simulation.gates {
        for criterion in &plan.gates[outlook.gate.at()].criteria {
            let Subject::Kpi(kpi) = criterion.subject else { continue };
            let joins = figures.joins(kpi, outlook.at).words(plan);
            let Some(joins) = joins.filter(|_| !criterion.text.contains(PRIVATE)) else { continue };
            if !told.contains(&(outlook.at, kpi)) {
                told.push((outlook.at, kpi));
                table.row([plan.kpi(kpi).title(), &wording::date(outlook.at), &joins]);
            }
        }
    }
    if table.is_empty() { String::new() } else { format!("\n{table}") }
}

/// A number to two digits of `of`.
fn two_digits(value: f64, of: f64) -> String {
    let places = (1.0 - of.abs().log10().floor()).clamp(0.0, 9.0);
    let places = (0_u8..9).find(|whole| f64::from(*whole) >= places).unwrap_or(0);
    wording::number(value, places.into())
}

fn swings(figures: &Figures<'_>, simulation: &Simulation) -> String {
    let mut table =
        Table::new(&["What drives the spread of NPV", ">If low", ">If high", ">Swing", ">Off by"]);
    let shown = &simulation.swings[..simulation.swings.len().min(ROWS)];
    let size = |swing: &Swing| Money::from_minor_f64(swing.swing.value.abs());
    let largest = shown.iter().map(size).max().unwrap_or_default();
    for swing in shown {
        let ends = [swing.low, swing.high].map(|end| Money::from_minor_f64(end.value));
        let told = wording::money_swung(ends, swing.off_by(), largest, figures.plan.currency);
        table.row([name(figures, swing), told.low, told.high, told.swing, told.off]);
    }
    if table.is_empty() {
        return String::new();
    }
    let mut text = table.to_string();
    let more = simulation.swings.len().saturating_sub(ROWS) + simulation.other_inputs;
    if more > 0 {
        let verb = if more == 1 { "swings" } else { "swing" };
        let _ = writeln!(text, "and {} that {verb} it less", wording::count(more, "input"));
    }
    text.push_str(
        "Low: one draw in ten is lower; high: one in ten is higher. Of a risk: without it, with it. The swing is high less\n\
         low as shown; each of the three is off by no more than said, 95 times in 100.\n",
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
    let plan = figures.plan;
    let empty = simulation.empty_last(plan).map(|last| safe::line(plan.wave(last).title()));
    let governed = simulation.governed.map(|wave| safe::line(plan.wave(wave).title()));
    let head = match (&empty, governed) {
        (Some(_), Some(governed)) => format!("What governs the end of {governed}"),
        _ => "What governs the last wave's end".into(),
    };
    let mut table = Table::new(&[&head, ">In runs"]);
    for (item, share) in simulation.governs.iter().take(ROWS) {
        table.row([figures.plan.item(*item).title().to_owned(), simulation.in_percent(*share)]);
    }
    if table.is_empty() {
        return String::new();
    }
    let mut text = table.to_string();
    let more = simulation.governs.len().saturating_sub(ROWS);
    if more > 0 {
        let verb = if more == 1 { "governs" } else { "govern" };
        let _ = writeln!(text, "and {more} that {verb} less often");
    }
    if let Some(on) = simulation.governing_hangs() {
        let day = wording::date(figures.day_ahead());
        let what = on.words(plan);
        let what = safe::line(&what);
        let _ = writeln!(text, "as if what is overdue, {what}, were there from {day} on");
    }
    if let Some(empty) = empty {
        let _ = writeln!(text, "{empty}, the last wave, holds nothing and ends as planned");
    }
    text
}

/// How far the numbers are off.
fn how_sure(figures: &Figures<'_>, simulation: &Simulation) -> String {
    if simulation.drawn == Drawn::default() {
        return match certain(figures) {
            0 => "Every run is the plan's own forecast.\n".into(),
            _ => "Every run is the same: the plan's own forecast, and what is certain to happen.\n".into(),
        };
    }
    let runs = wording::group(simulation.runs.into());
    let percent = if simulation.runs < FIRST_RUNS { 10 } else { 1 };
    let values = simulation.waves.iter().map(|wave| &wave.value);
    let jumps = values.chain([&simulation.npv, &simulation.value]).flat_map(|spread| spread.quantiles);
    let below = match jumps.filter(|quantile| quantile.jump.is_some()).count() {
        0 => "",
        _ => {
            "Where results jump at such a chance, as by a risk of even odds, what they come to below the jump is told:\n\
             only that is sure.\n"
        }
    };
    format!(
        "95 times in 100, more runs would move a percentage by no more than {percent}, an amount that there is a chance of by no\n\
         more than what it is rounded down to, and an average by no more than one in its last digit. What happened in no\n\
         run, or in all, is told by its bound: the chance of what was never seen in {runs} runs is under 3 in {runs},\n\
         95 times in 100; 0 % and 100 % are of what nothing drawn decides. No number of runs tells how far the plan's own\n\
         ranges, probabilities and readings are right. Value is weighted with confidence, and what is recorded stays as it\n\
         is.\n{below}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::graph::Graph;
    use crate::simulation::Settings;

    /// 30 cents read as nothing, which is what every run comes to where all come to the same.
    #[test]
    fn an_error_is_nothing_only_where_there_is_none() {
        let told = [0.0, 30.0].map(|error| error_of(error, Currency::of("EUR").unwrap()));
        assert_eq!(told, ["0 €", "under 1 €"]);
    }

    #[test]
    fn a_chance_shows_the_digits_that_hold() {
        let plan = sample::plan();
        let (figures, graph) = (Figures::new(&plan), Graph::new(&plan));
        let settings = Settings { runs: Some(100), ..Settings::default() };
        let simulation = Simulation::of(&figures, &graph, &settings);
        let said = |times, of| simulation.in_percent(Chance { times, of, certain: false });
        assert_eq!(said(4_321, 10_000), "43 %");
        assert_eq!([said(3, 10_000), said(9_998, 10_000)], ["under 1 %", "over 99 %"]);
        // Of a hundred runs, 43 are right to within ten percent.
        assert_eq!([said(43, 100), said(4, 100), said(97, 100)], ["40 %", "under 10 %", "over 90 %"]);
        // What was never seen in 10,000 runs is rarer than three in 10,000, 95 times in 100.
        assert_eq!([said(0, 10_000), said(10_000, 10_000)], ["under 0.03 %", "over 99.97 %"]);
        // 3 ÷ 80,000 is 0.00375 %: no less is promised, and no more than 99.99625 %.
        assert_eq!([said(0, 80_000), said(80_000, 80_000)], ["under 0.0038 %", "over 99.9962 %"]);
        assert_eq!(said(0, 100), "under 3 %");
        let gate = |times| at_most(&simulation, Chance { times, of: 2_000_000, certain: false }, 1);
        assert_eq!([gate(1_000_000), gate(0), gate(1)], ["at most 50 %", "under 0.0002 %", "under 1 %"]);
        assert_eq!([gate(1_999_999), gate(2_000_000)], ["at most 100 %", "at most 100 %"]);
        let certain = |times| Chance { times, of: 100, certain: true };
        assert_eq!([0, 100].map(|times| simulation.in_percent(certain(times))), ["0 %", "100 %"]);
        assert_eq!([0, 100].map(|times| at_most(&simulation, certain(times), 1)), ["0 %", "at most 100 %"]);
    }
}
