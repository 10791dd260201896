//! Value: do we get the money?
//!
//! JSON: `currency`, `months`; `planned`, `realized`, `forecast` and `cost` by month; `spent`; `totals`, a business
//! case (see [`case`](crate::show::json::case)); `drivers` by id: `planned`, `realized` and `forecast` by
//! month, `rate` (realized ÷ planned over the recorded months), `unrecorded` (the months that are over without a
//! record, which the forecast takes at planned × rate, 1 while none is known; once for all drivers together, too) and `totals`, a case against the driver's own
//! cost; `waves` by id: a case, and `budget`, `spent` and `earned` (`at`, the day up to which spending is recorded
//! and on which it is measured, `bac`, `pv`, `ev`, `ac`, `spi`, `cpi`, `tcpi`, `eac`, `eac_atypical`, `eac_both`,
//! `vac`; null where no money is recorded, and those that hold work against money until a step is live; and `under_way`,
//! whether more than one in ten steps is, so that these look worse than the work is: steps under way cost money and earn nothing yet);
//! `costs`: `waves` by id and `unattributed` (`one_off` of items alone, `rollout`, `run`, `exceptions`; the `one_off` of a
//! case is both of the first), and the same money by
//! what it is for: `items` by id (`one_off`, `run`, `spent`), `markets` (their roll-out) and `exceptions`, each
//! that has any; `unattributed`: a case of what belongs to no wave. The cases of the waves and
//! of what belongs to none add up to `totals`; `simulated` (`null`: not asked for): the value that there is a chance of
//! `nine_in_ten`, `even` and `one_in_ten` to reach `at_least`, in all and to the end of each of the `years`,
//! `chance_of_forecast`, and whether these are so much `at_most`, by how many `runs` from which `seed`. Cut up by axes: see [`cut`](crate::show::cut).

mod chances;

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::figures::business_case::Case;
use crate::figures::cost::{Costs, Lanes};
use crate::figures::earned::{EARLY, Earned, HOW as HOW_EARNED};
use crate::figures::realized::Rate;
use crate::plan::id::{Id, ItemIx};
use crate::plan::item::Item;
use crate::plan::quantity::Money;
use crate::show::table::Table;
use crate::show::{Context, Show, json};
use crate::{safe, wording};

pub(super) const SHOW: Show = Show {
    id: "value",
    title: "Value",
    question: "Do we get the money?",
    dated: false,
    stands: false,
    text,
    json,
};

/// What stands for an undefined figure.
const NONE: &str = "n/a";

fn text(context: &Context<'_>) -> String {
    if let Some(cut) = context.cut {
        return cut.text(context);
    }
    let plan = context.plan;
    let currency = if plan.currency.code.is_empty() { "the plan's currency" } else { plan.currency.code };
    let mut text = format!(
        "Value as of {}, in {currency}; planned value is weighted with confidence, forecasts take cost as planned\n\n",
        wording::date(plan.as_of)
    );
    text.push_str(&by_wave(context).to_string());
    let mut tell = |table: Table, below: &[&str]| {
        if !table.is_empty() {
            let _ = write!(text, "\n{table}");
            below.iter().for_each(|line| {
                let _ = writeln!(text, "{line}");
            });
        }
    };
    tell(returns(context), &[]);
    tell(cost(context), &[]);
    let mut waiting = unearned(context);
    waiting.extend(held_up(context));
    let is_marked = |it: &Earned| it.is_early() && it.is_told();
    let marks = context.figures.earned().iter().flatten().any(is_marked).then_some(EARLY);
    let below: Vec<&str> =
        HOW_EARNED.into_iter().chain(marks).chain(waiting.iter().map(String::as_str)).collect();
    tell(earned(context), &below);
    tell(by_driver(context), &[]);
    tell(by_year(context), &[]);
    if let Some(simulation) = chances::simulation(context) {
        text.push_str(&chances::text(context, &simulation));
    }
    if let Some(words) = wording::unrecorded(context.figures.unrecorded_in_all()) {
        let _ = writeln!(text, "\n{words}.");
    }
    for words in by_pool(context) {
        let _ = writeln!(text, "{words} than planned × rate.");
    }
    text
}

/// What others leave of their pools to drivers, a line for each.
fn by_pool(context: &Context<'_>) -> Vec<String> {
    let plan = context.plan;
    let words = |(ix, item): (ItemIx, &Item)| {
        let pool = plan.pool(item.driver()?.pool?);
        let words = wording::by_pool(context.figures.forecast_by_pool(ix), pool.title(), plan.currency)?;
        Some(safe::line(&format!("{}: {words}", item.title())).into_owned())
    };
    plan.drivers().filter_map(words).collect()
}

/// A row for each wave, for what belongs to none, and for all.
fn each_case(context: &Context<'_>, mut row: impl FnMut(&str, &Case)) {
    for (ix, wave) in context.plan.waves() {
        row(wave.title(), context.figures.wave_case(ix));
    }
    if *context.figures.unattributed_case() != Case::default() {
        row("In no wave", context.figures.unattributed_case());
    }
    row("All", context.figures.case());
}

fn by_wave(context: &Context<'_>) -> Table {
    let money = |amount| wording::money_bare(amount, context.plan.currency);
    let mut table = Table::new(&[
        "Wave",
        ">Planned",
        ">Unweighted",
        ">Realized",
        ">Forecast",
        ">Cost",
        ">Net",
        ">NPV",
        ">Forecast NPV",
    ]);
    each_case(context, |title, case| {
        table.row([
            title.to_owned(),
            money(case.planned),
            money(case.planned_unweighted),
            money(case.realized),
            money(case.forecast),
            money(case.cost),
            money(case.net),
            money(case.npv),
            money(case.forecast_npv),
        ]);
    });
    table
}

/// What the money brings, and how much of it must be there at once.
fn returns(context: &Context<'_>) -> Table {
    let money = |amount| wording::money_bare(amount, context.plan.currency);
    let share = |share: Option<f64>| share.map_or_else(|| NONE.into(), wording::rate);
    let mut table = Table::new(&[
        "Return",
        "Payback",
        ">ROI",
        ">IRR",
        ">Peak funding",
        "In",
        "Forecast payback",
        ">ROI",
        ">IRR",
    ]);
    each_case(context, |title, case| {
        let [planned, forecast] = case.paybacks("none");
        table.row([
            title.to_owned(),
            planned,
            share(case.roi),
            share(case.irr),
            money(case.peak_funding),
            case.peak_month.map_or_else(String::new, wording::month),
            forecast,
            share(case.forecast_roi),
            share(case.forecast_irr),
        ]);
    });
    table
}

/// What is spent on what, against the money that may be spent.
fn cost(context: &Context<'_>) -> Table {
    let (plan, costs) = (context.plan, context.figures.costs());
    let money = |amount| wording::money_bare(amount, plan.currency);
    let maybe = |amount: Option<Money>| amount.map_or_else(String::new, money);
    let mut table = Table::new(&[
        "Cost",
        // One-off money, as everywhere else, is the first two of these together, and running cost the other two.
        ">Items once",
        ">Roll-out",
        ">Items run",
        ">Exceptions",
        ">All",
        ">Budget",
        ">Spent",
        ">Left",
    ]);
    let sum = |amounts: &[Money]| amounts.iter().copied().sum::<Money>();
    let mut row = |title: &str, parts: [Money; 4], budget: Option<Money>, spent: Option<Money>| {
        let parts = [parts[0], parts[1], parts[2], parts[3], parts.into_iter().sum()].map(money);
        let left = budget.zip(spent).map(|(budget, spent)| budget - spent);
        let money = [maybe(budget), maybe(spent), maybe(left)];
        table.row([title.to_owned()].into_iter().chain(parts).chain(money));
    };
    let parts = |of: &dyn Fn(&Lanes) -> Money| kinds(costs, of);
    let all = context.figures.spent_in_all();
    let mut elsewhere = all;
    for (ix, wave) in plan.waves() {
        let spent = context.figures.spent_in(ix, plan.as_of);
        elsewhere -= spent;
        row(wave.title(), parts(&|lanes| sum(lanes.of(ix))), wave.budget, Some(spent));
    }
    let rest = parts(&|lanes| sum(lanes.unattributed()));
    if rest != [Money::ZERO; 4] || elsewhere != Money::ZERO {
        row("In no wave", rest, None, Some(elsewhere));
    }
    let budgets: Option<Money> = plan.waves.iter().map(|wave| wave.budget).sum();
    row("All", parts(&|lanes| sum(lanes.total())), budgets.filter(|_| !plan.waves.is_empty()), Some(all));
    table
}

/// One-off money of items, roll-out to markets, running cost of items, and the price of exceptions.
fn kinds(costs: &Costs, of: &dyn Fn(&Lanes) -> Money) -> [Money; 4] {
    let [one_off, rollout, running, exceptions] =
        [&costs.one_off, &costs.rollout, &costs.running, &costs.exceptions].map(of);
    [one_off - rollout, rollout, running - exceptions, exceptions]
}

/// Earned value of the waves that money is recorded for.
fn earned(context: &Context<'_>) -> Table {
    let money = |amount| wording::money_bare(amount, context.plan.currency);
    let maybe = |amount: Option<Money>| amount.map_or_else(|| NONE.into(), money);
    let index = |index: Option<f64>| index.map_or_else(|| NONE.into(), |index| format!("{index:.2}"));
    let mut table = Table::new(&[
        "Earned value",
        "To",
        ">BAC",
        ">PV",
        ">EV",
        ">AC",
        ">SPI",
        ">CPI",
        ">TCPI",
        ">EAC typical",
        ">Atypical",
        ">Both",
        ">VAC",
    ]);
    for ((_, wave), earned) in context.plan.waves().zip(context.figures.earned()) {
        let Some(earned) = earned else { continue };
        // What holds work against money is marked while much of what it is spent on has earned nothing yet.
        let marked = |text: String| match text.as_str() {
            NONE => text,
            _ if earned.is_early() => text + "*",
            _ => text,
        };
        table.row([
            wave.title().to_owned(),
            wording::date(earned.at),
            money(earned.budget),
            money(earned.planned()),
            money(earned.earned()),
            money(earned.spent),
            index(earned.spi()),
            marked(index(earned.cpi())),
            marked(index(earned.tcpi())),
            marked(maybe(earned.eac_typical())),
            marked(maybe(earned.eac_atypical())),
            marked(maybe(earned.eac_both())),
            marked(maybe(earned.vac())),
        ]);
    }
    table
}

/// The waves that have spent money where none is planned to hold it against.
fn unearned(context: &Context<'_>) -> Vec<String> {
    let plan = context.plan;
    let spent = |ix| context.figures.spent_in(ix, plan.as_of);
    let waves = plan.waves().zip(context.figures.earned());
    let waiting = waves.filter(|((ix, _), earned)| earned.is_none() && spent(*ix) != Money::ZERO);
    let words = waiting.map(|((ix, wave), _)| {
        let spent = wording::money(spent(ix), plan.currency);
        format!("{}: {spent} spent, and no money is planned for it.", safe::line(wave.title()))
    });
    words.collect()
}

/// The steps that are due on the day of measuring and wait for what is not there: they earn nothing, whatever their date
/// says.
fn held_up(context: &Context<'_>) -> Vec<String> {
    let (plan, figures) = (context.plan, context.figures);
    let earned = figures.earned();
    let mut told = Vec::new();
    for (ix, item) in plan.items() {
        for (nth, step) in item.steps.iter().enumerate() {
            let measured = earned.get(step.wave.at()).copied().flatten();
            let due = measured.is_some_and(|it| figures.counted_by(ix, nth, it.at) == [true, false]);
            let Some(need) = figures.waits_for(ix, nth).filter(|_| due) else { continue };
            let level = if item.driver().is_some() { String::new() } else { format!(" at {}", step.level) };
            let place = match figures.lacking(&need).words(plan) {
                everywhere if everywhere.is_empty() => everywhere,
                place => format!(", which is not there{place}"),
            };
            let waits = format!(
                "{}{level} waits for {}{place}, and earns nothing",
                item.title(),
                plan.item(need.item).title()
            );
            told.push(format!("{}.", safe::line(&waits)));
        }
    }
    told
}

fn by_driver(context: &Context<'_>) -> Table {
    let (plan, figures) = (context.plan, context.figures);
    let money = |amount| wording::money_bare(amount, plan.currency);
    let mut table =
        Table::new(&["Driver", ">Planned", ">Unweighted", ">Realized", ">Rate", ">Forecast", ">Own cost"]);
    for (ix, item) in plan.drivers() {
        let own: Money = figures.cost_of_item(ix).into_iter().sum();
        table.row([
            item.title().to_owned(),
            money(figures.planned().sum_of(ix)),
            money(figures.planned_unweighted().sum_of(ix)),
            money(figures.realized().sum_of(ix)),
            rate(context, ix).map_or_else(|| "n/a".into(), |rate| wording::percent(rate, &[])),
            money(figures.forecast().sum_of(ix)),
            money(own),
        ]);
    }
    table
}

fn by_year(context: &Context<'_>) -> Table {
    let (plan, figures, grid) = (context.plan, context.figures, context.figures.grid());
    let money = |amount| wording::money_bare(amount, plan.currency);
    let mut table = Table::new(&[
        ">Year",
        ">Planned",
        ">Unweighted",
        ">Realized",
        ">Forecast",
        ">Cost",
        ">Net",
        ">Net up to then",
    ]);
    let cost = figures.costs().total();
    let mut so_far = Money::ZERO;
    let mut start = 0;
    while start < grid.len() {
        let year = grid.month(start).year();
        let end = (start..grid.len()).find(|at| grid.month(*at).year() != year).unwrap_or(grid.len());
        let sum = |amounts: &[Money]| amounts[start..end].iter().copied().sum::<Money>();
        let (planned, cost) = (sum(figures.planned().total()), sum(&cost));
        let unweighted = sum(figures.planned_unweighted().total());
        let (realized, forecast) = (sum(figures.realized().total()), sum(figures.forecast().total()));
        so_far += planned - cost;
        let amounts = [planned, unweighted, realized, forecast, cost, planned - cost, so_far];
        table.row([year.to_string()].into_iter().chain(amounts.map(money)));
        start = end;
    }
    table
}

fn rate(context: &Context<'_>, driver: ItemIx) -> Option<f64> {
    context.figures.rate(driver).and_then(Rate::share)
}

fn json(context: &Context<'_>) -> Value {
    if let Some(cut) = context.cut {
        return cut.json(context);
    }
    let (plan, figures) = (context.plan, context.figures);
    let monies = |amounts: &[Money]| json::monies(amounts, plan.currency);
    let mut view = json::head(context);
    view.insert("currency".into(), json!(plan.currency.code));
    view.insert("months".into(), json::months(figures.grid()));
    view.insert("planned".into(), monies(figures.planned().total()));
    view.insert("realized".into(), monies(figures.realized().total()));
    view.insert("forecast".into(), monies(figures.forecast().total()));
    view.insert("cost".into(), monies(&figures.costs().total()));
    view.insert("spent".into(), json::money(figures.spent_in_all(), plan.currency));
    view.insert("totals".into(), json::case(figures.case(), plan.currency).into());
    let drivers = plan.drivers().map(|(ix, item)| {
        let driver = json!({
            "name": item.title(),
            "planned": monies(figures.planned().of(ix)),
            "realized": monies(figures.realized().of(ix)),
            "forecast": monies(figures.forecast().of(ix)),
            "rate": json::maybe(rate(context, ix)),
            "unrecorded": figures.unrecorded(ix).len(),
            "totals": json::case(&figures.driver_case(ix), plan.currency),
        });
        (item.id.to_string(), driver)
    });
    view.insert("unrecorded".into(), json!(figures.unrecorded_in_all()));
    view.insert("drivers".into(), drivers.collect::<Map<_, _>>().into());
    let waves = plan.waves().zip(figures.earned()).map(|((ix, wave), earned)| {
        let mut case = json::case(figures.wave_case(ix), plan.currency);
        let money = |amount| json::money(amount, plan.currency);
        case.insert("budget".into(), json!(wave.budget.map(money)));
        case.insert("spent".into(), money(figures.spent_in(ix, plan.as_of)));
        case.insert("earned".into(), earned.map_or(Value::Null, |earned| earned_value(earned, context)));
        (wave.id.to_string(), case.into())
    });
    view.insert("waves".into(), waves.collect::<Map<_, _>>().into());
    let simulated = chances::simulation(context).map(|simulation| chances::json(context, &simulation));
    view.insert("simulated".into(), simulated.unwrap_or_default());
    view.insert("costs".into(), costs_in_full(context));
    view.insert("unattributed".into(), json::case(figures.unattributed_case(), plan.currency).into());
    view.into()
}

fn costs_in_full(context: &Context<'_>) -> Value {
    let (plan, figures) = (context.plan, context.figures);
    let money = |amount| json::money(amount, plan.currency);
    let sum = |amounts: &[Money]| amounts.iter().copied().sum::<Money>();
    let kinds = |of: &dyn Fn(&Lanes) -> Money| {
        let [one_off, rollout, run, exceptions] = kinds(figures.costs(), of).map(money);
        json!({"one_off": one_off, "rollout": rollout, "run": run, "exceptions": exceptions})
    };
    let waves = plan.waves().map(|(ix, wave)| (wave.id.to_string(), kinds(&|lanes| sum(lanes.of(ix)))));
    let spent = figures.spent_by_item(figures.plan.as_of);
    let items = plan.items().filter_map(|(ix, item)| {
        let [one_off, run] = figures.costs_of_item(ix).map(|months| sum(&months));
        let spent = spent.get(&ix).copied().unwrap_or_default();
        let cost = json!({"one_off": money(one_off), "run": money(run), "spent": money(spent)});
        [one_off, run, spent].iter().any(|it| *it != Money::ZERO).then(|| (item.id.to_string(), cost))
    });
    let some = |(id, amount): (&Id, Money)| (amount != Money::ZERO).then(|| (id.to_string(), money(amount)));
    let markets =
        plan.markets.iter().enumerate().map(|(at, it)| (&it.id, sum(&figures.rollout_of(at.into()))));
    let exceptions = plan.exceptions.iter().enumerate();
    let exceptions = exceptions.map(|(at, it)| (&it.id, sum(&figures.cost_of_exception(at))));
    json!({
        "waves": waves.collect::<Map<_, _>>(),
        "unattributed": kinds(&|lanes| sum(lanes.unattributed())),
        "items": items.collect::<Map<_, _>>(),
        "markets": markets.filter_map(some).collect::<Map<_, _>>(),
        "exceptions": exceptions.filter_map(some).collect::<Map<_, _>>(),
    })
}

fn earned_value(earned: Earned, context: &Context<'_>) -> Value {
    let money = |amount| json::money(amount, context.plan.currency);
    json!({
        "at": earned.at.to_string(),
        "bac": money(earned.budget),
        "pv": money(earned.planned()),
        "ev": money(earned.earned()),
        "ac": money(earned.spent),
        "spi": json::maybe(earned.spi()),
        "cpi": json::maybe(earned.cpi()),
        "tcpi": json::maybe(earned.tcpi()),
        "eac": earned.eac_typical().map(money),
        "eac_atypical": earned.eac_atypical().map(money),
        "eac_both": earned.eac_both().map(money),
        "vac": earned.vac().map(money),
        "under_way": earned.is_early(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, sample};

    #[test]
    fn totals_stand_in_major_units() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let view = json(&Context::new(&plan, &figures));
        assert_eq!(view["totals"]["planned"], 64_810);
        assert_eq!(view["totals"]["npv"], 24_497.87);
        assert_eq!(view["totals"]["payback"], "2026-12");
        assert_eq!(view["drivers"]["reach"]["rate"], 0.625);
        assert_eq!(view["drivers"]["content"]["totals"]["roi"], Value::Null);
        assert_eq!(view["waves"]["two"]["cost"], 10_500);
        assert_eq!(view["months"].as_array().map(Vec::len), Some(15));
        assert_eq!(view["forecast"][7], 3_075, "1,875 of reach and 1,200 of content in August");
    }

    #[test]
    fn the_text_says_all_in_plain_tables() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let text = text(&Context::new(&plan, &figures));
        assert!(text.starts_with("Value as of 31 Aug 2026, in EUR"));
        assert!(text.contains("Dec 2026") && text.contains("In no wave"), "{text}");
    }
}
