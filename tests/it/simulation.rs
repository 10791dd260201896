//! Simulation against what can be computed, and what must hold of every plan.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use chrono::NaiveDate;
use groundswell::disk::{Disk, Memory, Store};
use groundswell::figures::Figures;
use groundswell::figures::readiness::StepState;
use groundswell::graph::{Delay, Delayed, Graph, Past, StepIx};
use groundswell::plan::Plan;
use groundswell::plan::calendar::Month;
use groundswell::plan::id::WaveIx;
use groundswell::plan::item::Detail;
use groundswell::plan::quantity::Money;
use groundswell::plan::shift::Shift;
use groundswell::simulation::spread::Spread;
use groundswell::simulation::{Cause, FIRST_RUNS, MOST_RUNS, Settings, Simulation};
use groundswell::source::{Limits, Source};
use groundswell::trace::name::Name;
use groundswell::trace::value::Value;
use groundswell::traces;

use crate::program::swell;

/// Two years without discount, so that sums are told by hand: what is live from 1 January 2027 has twelve
/// months of value.
const BASE: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-01-01
[wave.one]
start = 2026-01-01
end = 2026-12-31
budget = 100_000
[capability.crm]
layer = "technological"
wave = "one"
cost = { one = 90_000 }
"#;

fn read(store: &dyn Store, path: &str) -> Plan {
    Source::read(store, &[PathBuf::from(path)], Limits::default()).ok().unwrap().plan
}

/// The base with more tables.
fn plan(more: &str) -> Plan {
    read(&Memory::default().with("plan.toml", format!("{BASE}{more}")), "plan.toml")
}

fn simulated(plan: &Plan, settings: &Settings) -> Simulation {
    Simulation::of(&Figures::new(plan), &Graph::new(plan), settings)
}

fn runs(count: u32) -> Settings {
    Settings { runs: Some(count), ..Settings::default() }
}

fn examples() -> [(&'static str, Plan); 3] {
    ["plans/omnichannel/plan.toml", "plans/zero-trust/plan.toml", "plans/first.toml"]
        .map(|path| (path, read(&Disk, path)))
}

/// The same plan with nothing left to luck.
fn certain(mut plan: Plan) -> Plan {
    for nth in 0..plan.items.len() {
        let item = plan.items.get_mut(nth).unwrap();
        if let Detail::Driver(driver) = &mut item.detail
            && let Some(value) = &mut driver.value
        {
            (value.low, value.high) = (None, None);
        }
    }
    plan.risks.clear();
    plan.policy.thresholds.extend([("ramp-low", 1.0), ("ramp-high", 1.0)]);
    plan
}

/// Whether the mean and the deviation of a spread, in euros, are as computed: within four standard errors.
fn agrees(spread: &Spread, runs: f64, mean: f64, deviation: f64) {
    let (found, spread_found) = (spread.mean.value / 100.0, spread.deviation / 100.0);
    let error = deviation / runs.sqrt();
    assert!((found - mean).abs() < 4.0 * error, "mean {found}, computed {mean}");
    assert!((spread_found - deviation).abs() < 4.0 * error, "deviation {spread_found}, computed {deviation}");
    assert!((spread.mean.error / 100.0 - error).abs() < 0.05 * error, "the error that is stated");
}

/// When a wave ends where nothing happens: as planned, or the day after `as-of` where a step of it is overdue.
fn sure_end(figures: &Figures<'_>, wave: WaveIx, planned: NaiveDate) -> NaiveDate {
    let steps = figures.plan.items().flat_map(|(ix, item)| (0..item.steps.len()).map(move |nth| (ix, nth)));
    let mut own = steps.filter(|(ix, nth)| figures.plan.item(*ix).steps[*nth].wave == wave);
    let overdue = own.any(|(ix, nth)| figures.step_state(ix, nth) == StepState::Overdue);
    if overdue { planned.max(figures.plan.as_of.succ_opt().unwrap()) } else { planned }
}

#[test]
fn with_nothing_uncertain_every_run_is_the_forecast_to_the_cent() {
    for (path, plan) in examples() {
        let plan = certain(plan);
        let simulation = simulated(&plan, &runs(200));
        let figures = Figures::new(&plan);
        let case = figures.case();
        let exactly = |spread: &Spread, amount: Money, what: &str| {
            let told = spread.quantiles.map(|quantile| Money::from_minor_f64(quantile.value));
            assert_eq!(told, [amount; 3], "{path}: {what}");
            assert!(spread.deviation.abs() < 1e-9, "{path}: {what}");
        };
        exactly(&simulation.npv, case.forecast_npv, "npv");
        exactly(&simulation.value, case.forecast, "value");
        for ((ix, wave), outlook) in plan.waves().zip(&simulation.waves) {
            exactly(&outlook.value, figures.wave_case(ix).forecast, &wave.id);
            let end = sure_end(&figures, ix, outlook.ended_by_plan);
            let late = if end > outlook.ended_by_plan { 200 } else { 0 };
            assert_eq!((outlook.end.by, outlook.late.times), ([Some(end); 3], late), "{path}");
        }
        let payback = case.forecast_payback.map(|month| month.first_day());
        assert_eq!(simulation.payback.unwrap().by, [payback; 3], "{path}");
        assert!(simulation.swings.is_empty());
    }
}

/// By hand: 90,000 fall in 2026, and 10,000 a month come in from January 2027 on, so the ninth month pays back.
/// Without the cost there is nothing to pay back, whatever comes in; where a risk costs in some runs, the others
/// owe nothing from the start.
#[test]
fn payback_is_that_of_the_figures_where_something_costs_and_where_nothing_does() {
    let value = "[driver.reach]\nwave = \"one\"\nvalue = 120_000\nramp = { shape = \"step\" }\n";
    let said = |plan: &Plan| {
        let name = |word: &str| Name::parse(word).unwrap();
        let value = |word: &str| traces::figure(&Figures::new(plan), &name(word)).unwrap().trace.value;
        ["payback", "forecast-payback", "payback-even", "payback-nine-in-ten"].map(value)
    };
    let costly = plan(value);
    assert_eq!(said(&costly), [Value::Month(Month::new(2027, 9)); 4]);
    let free = |more: &str| {
        let text = format!("{BASE}{value}{more}").replace("cost = { one = 90_000 }", "");
        read(&Memory::default().with("plan.toml", text), "plan.toml")
    };
    assert_eq!(said(&free("")), [Value::Word("no cost to pay back"); 4]);
    assert_eq!(simulated(&free(""), &runs(200)).payback, None);
    // Three years of value in one month of cost: never paid back, where it happens.
    let risk = free("[risk.fine]\nprobability = 0.3\ncosts = 360_000\n");
    let [_, even, nine] = simulated(&risk, &runs(2_000)).payback.unwrap().by;
    assert_eq!((even, nine), (Some(risk.start), None));
}

/// A value of low 60,000, likely 120,000, high 240,000 has, by PERT, mean 130,000 and standard deviation
/// 30,000; half of it counts (confidence), less 90,000 of cost.
#[test]
fn one_driver_agrees_with_its_moments() {
    let plan = plan(
        "[driver.reach]\nwave = \"one\"\nconfidence = 0.5\nvalue = { low = 60_000, likely = 120_000, high = 240_000 }\n",
    );
    let simulation = simulated(&plan, &runs(20_000));
    agrees(&simulation.npv, 20_000.0, 65_000.0 - 90_000.0, 15_000.0);
    agrees(&simulation.value, 20_000.0, 65_000.0, 15_000.0);
    assert_eq!(simulation.swings.len(), 1);
}

/// Independent: means add up, and so do variances. By PERT: 130,000 ± 30,000 and 50,000 ± 40,000.
#[test]
fn independent_drivers_add_up_in_mean_and_variance() {
    let plan = plan(
        "[driver.reach]\nwave = \"one\"\nvalue = { low = 60_000, likely = 120_000, high = 240_000 }\n\
         [driver.launch]\nwave = \"one\"\nvalue = { low = 0, likely = 15_000, high = 240_000 }\n",
    );
    let simulation = simulated(&plan, &runs(20_000));
    agrees(&simulation.value, 20_000.0, 180_000.0, 50_000.0);
    // The wider one swings NPV more.
    let launch = plan.item_by_id("launch").unwrap();
    assert_eq!(simulation.swings[0].cause, Cause::Value(launch));
}

/// 20,000 with probability 0.3: mean 6,000 less, standard deviation 20,000 √0.21. The budget of 100,000 holds
/// 90,000 and breaks with the risk.
#[test]
fn one_risk_is_a_coin() {
    let plan = plan("[risk.vendor]\nprobability = 0.3\ncosts = 20_000\n");
    let simulation = simulated(&plan, &runs(20_000));
    agrees(&simulation.npv, 20_000.0, -96_000.0, 20_000.0 * 0.21_f64.sqrt());
    let budget = simulation.budget.unwrap();
    assert!((budget.share() - 0.7).abs() < 4.0 * (0.21_f64 / 20_000.0).sqrt());
    assert!((budget.error() - (0.21_f64 / 20_000.0).sqrt()).abs() < 1e-4);
    assert_eq!(simulation.waves[0].budget, simulation.budget);
    let swing = simulation.swings[0];
    assert!((swing.swing.value + 2_000_000.0).abs() < 1e-6 && swing.swing.error < 1e-6, "{swing:?}");
}

/// Three months later, a driver of 120,000 a year loses 30,000; by 1 April 2027 instead of 1 January.
#[test]
fn a_delay_moves_what_needs_it_and_its_value() {
    let plan = plan(
        "[driver.reach]\nwave = \"one\"\nneeds = [\"crm\"]\nvalue = 120_000\n\
         [capability.other]\nlayer = \"commercial\"\nwave = \"one\"\ncost = { run = 12_000 }\n\
         [risk.vendor]\nprobability = 0.25\ndelays = { crm = 3, other = 1.5 }\n",
    );
    let simulation = simulated(&plan, &runs(20_000));
    let deviation = 30_000.0 * (0.25_f64 * 0.75).sqrt();
    agrees(&simulation.value, 20_000.0, 120_000.0 - 7_500.0, deviation);
    // The other one is live on 14 February, a month and fifteen days later, and saves running cost of January
    // and February: 2,000.
    agrees(&simulation.npv, 20_000.0, 18_000.0 - 7_500.0 + 500.0, 28_000.0 * (0.25_f64 * 0.75).sqrt());
    let wave = &simulation.waves[0];
    let dates = wave.end.by.map(|date| date.unwrap().to_string());
    assert_eq!(dates, ["2026-12-31", "2026-12-31", "2027-03-31"]);
    assert!((wave.late.share() - 0.25).abs() < 4.0 * (0.1875_f64 / 20_000.0).sqrt());
}

#[test]
fn the_answer_depends_on_neither_threads_nor_the_order_of_the_files() {
    let plan = read(&Disk, "plans/omnichannel/plan.toml");
    let settings = |threads| Settings { runs: Some(1_001), threads, band: true, ..Settings::default() };
    let one = simulated(&plan, &settings(1));
    for threads in [2, 3, 8] {
        assert!(one == simulated(&plan, &settings(threads)), "{threads} threads");
    }
    let tables = [
        "[driver.reach]\nwave = \"one\"\nvalue = { low = 1, likely = 2, high = 90_000 }\n",
        "[driver.launch]\nwave = \"one\"\nvalue = { low = 5, likely = 7, high = 60_000 }\nramp = { months = 6 }\n",
        "[risk.vendor]\nprobability = 0.5\ndelays = { crm = 2 }\ncosts = 9_000\n",
        "[risk.budget]\nprobability = 0.2\ncosts = 4_000\n",
    ];
    let forwards = self::plan(&tables.concat());
    let backwards: String = tables.iter().rev().copied().collect();
    assert!(simulated(&forwards, &runs(500)) == simulated(&self::plan(&backwards), &runs(500)));
    let other_seed = Settings { seed: 2, ..runs(500) };
    assert!(simulated(&forwards, &runs(500)) != simulated(&forwards, &other_seed));
}

#[test]
fn another_driver_leaves_the_luck_of_the_first_alone() {
    let reach = "[driver.reach]\nwave = \"one\"\nvalue = { low = 10_000, likely = 20_000, high = 90_000 }\n";
    let launch = "[driver.launch]\nwave = \"one\"\nvalue = 50_000\n";
    let (alone, both) = (plan(reach), plan(&format!("{reach}{launch}")));
    let (alone, both) = (simulated(&alone, &runs(500)), simulated(&both, &runs(500)));
    // Twelve months, each rounded to the cent.
    assert!((alone.value.mean.value + 5_000_000.0 - both.value.mean.value).abs() < 12.0);
    assert!((alone.value.deviation - both.value.deviation).abs() < 1.0);
}

#[test]
fn quantiles_and_bands_are_in_order_and_a_later_plan_is_worth_no_more() {
    for (path, plan) in examples() {
        let settings = Settings { band: true, ..runs(2_000) };
        let simulation = simulated(&plan, &settings);
        let ordered = |spread: &Spread| {
            let [low, even, high] = spread.quantiles.map(|quantile| quantile.value);
            low <= even && even <= high
        };
        assert!(ordered(&simulation.npv) && ordered(&simulation.value), "{path}");
        assert!(
            simulation.waves.iter().all(|wave| ordered(&wave.value) && wave.end.by.is_sorted()),
            "{path}"
        );
        assert_eq!(simulation.band.len(), Figures::new(&plan).grid().len());
        assert!(simulation.band.iter().all(|month| month.map(|it| it.value).is_sorted()), "{path}");
        let last = simulation.band.last().unwrap();
        for (end, quantile) in last.iter().zip(simulation.value.quantiles) {
            assert!((end.value - quantile.value).abs() < 1.0, "{path}: the band ends in the value");
        }
        let mut later = plan.clone();
        for risk in &mut later.risks {
            for (_, months) in &mut risk.delays {
                *months *= 2.0;
            }
        }
        let later = simulated(&later, &settings);
        for (less, more) in later.value.quantiles.iter().zip(simulation.value.quantiles) {
            assert!(less.value <= more.value, "{path}: delays push");
        }
    }
}

/// With one risk that is sure to happen, each wave ends where a slip of its items takes it.
#[test]
fn a_sure_delay_moves_what_a_slip_moves() {
    let mut moved = 0;
    for (path, plan) in examples() {
        for risk in 0..plan.risks.len() {
            let mut plan = plan.clone();
            plan.risks = vec![plan.risks[risk].clone()];
            plan.risks[0].probability = Some(1.0);
            let (figures, graph) = (Figures::new(&plan), Graph::new(&plan));
            let whole =
                |months: f64| (1..=1200).find(|whole| (f64::from(*whole) - months).abs() < 1e-9).unwrap();
            let delays: Vec<Delay> = plan.risks[0]
                .delays
                .iter()
                .map(|(item, months)| Delay { what: Delayed::Item(*item), by: Shift::months(whole(*months)) })
                .collect();
            let live = |step: StepIx| {
                let state = figures.step_state(graph.item_of(step), graph.nth_of(step));
                graph.live(step) <= plan.as_of || state == StepState::Live
            };
            let slip = graph.slip(&delays, Past { as_of: plan.as_of, live: &live });
            let simulation = simulated(&plan, &runs(1));
            for (wave, outlook) in simulation.waves.iter().enumerate() {
                let ends = slip.steps.iter().filter(|step| graph.wave_of(step.step) == WaveIx::from(wave));
                let sure = sure_end(&figures, WaveIx::from(wave), outlook.ended_by_plan);
                let end = ends.map(|step| step.to).chain([sure]).max();
                assert_eq!(outlook.end.by[0], end, "{path}: risk {risk}, wave {wave}");
            }
            moved += slip.steps.len();
        }
    }
    assert!(moved > 20, "{moved} steps moved");
}

#[test]
fn runs_are_added_until_two_digits_hold() {
    // A wide value against a cost that nearly equals it: two digits of what is left take many runs.
    let hard = plan("[driver.reach]\nwave = \"one\"\nvalue = { low = 0, likely = 80_000, high = 220_000 }\n");
    let simulation = simulated(&hard, &Settings::default());
    assert!(simulation.two_digits_hold() || simulation.runs == MOST_RUNS);
    assert!(simulation.runs >= FIRST_RUNS);
    let easy = plan(
        "[driver.reach]\nwave = \"one\"\nvalue = { low = 900_000, likely = 1_000_000, high = 1_050_000 }\n",
    );
    let simulation = simulated(&easy, &Settings::default());
    assert_eq!((simulation.runs, simulation.two_digits_hold()), (FIRST_RUNS, true));
    assert_eq!(simulated(&easy, &runs(123)).runs, 123, "asked for, it is what was asked for");
}

/// Readings 10, 20, 31, 40, 50 a month: 60 by the end of June is as good as sure, 62 about even, 90 out of
/// reach. A gate with a decision is not asked any more.
#[test]
fn gates_to_come_are_asked() {
    let readings: String = [(1, 10), (2, 20), (3, 31), (4, 40), (5, 50)]
        .map(|(month, value)| {
            format!("[[reading]]\nkpi = \"online\"\ndate = 2026-0{month}-28\nvalue = {value}\n")
        })
        .concat();
    let text = format!(
        "[driver.reach]\nwave = \"one\"\nvalue = 120_000\nneeds = [\"crm\"]\n\
         [kpi.online]\nmeasures = [\"reach\"]\nbaseline = 0\ntarget = {{ one = 99 }}\nbetter = \"higher\"\n\
         [kpi.silent]\nmeasures = [\"reach\"]\nbaseline = 0\ntarget = {{ one = 99 }}\nbetter = \"higher\"\n\
         [risk.vendor]\nprobability = 0.4\ndelays = {{ crm = 3 }}\ncosts = 20_000\n\
         [gate.kpi]\ndate = 2026-06-30\ncriteria = [\"kpi.online >= 55\", \"kpi.online >= 90\", \"kpi.silent >= 1\"]\n\
         [gate.exit]\ndate = 2027-02-28\ncriteria = [\"crm >= 1\", \"spent.one <= 100_000\", \"realized.reach >= 20_000\"]\n\
         [gate.past]\ndate = 2026-05-31\ncriteria = [\"crm >= 1\"]\n\
         [[decision]]\ndate = 2026-05-31\ngate = \"past\"\noutcome = \"go\"\n{readings}"
    );
    let mut plan = plan(&text);
    plan.as_of = "2026-05-31".parse().unwrap();
    let simulation = simulated(&plan, &runs(20_000));
    let ids: Vec<&str> = simulation.gates.iter().map(|it| &*plan.gates[it.gate.at()].id).collect();
    assert_eq!(ids, ["kpi", "exit"], "by their dates");
    let shares = |gate: usize| -> Vec<Option<f64>> {
        simulation.gates[gate].criteria.iter().map(|told| told.chance.map(|chance| chance.share())).collect()
    };
    let kpi = shares(0);
    assert!(kpi[0].unwrap() > 0.99 && kpi[1].unwrap() < 0.01, "{kpi:?}");
    assert_eq!(kpi[2], None, "no readings, nothing to tell");
    // All three hang on the one risk: with it, crm is live on 31 March, value comes from April on.
    let exit = shares(1);
    for share in &exit {
        assert!((share.unwrap() - 0.6).abs() < 4.0 * (0.24_f64 / 20_000.0).sqrt(), "{exit:?}");
    }
    assert_eq!(simulation.gates[1].chance, simulation.gates[1].criteria[0].chance);
}

/// As above: 55 by the end of June is as good as sure, 90 out of reach. No drawn value is a number exactly, and nobody
/// tells of a KPI that was not read for so long.
#[test]
fn what_is_asked_to_be_exactly_so_much_is_asked_to_have_come_so_far() {
    let readings: String = [(1, 10), (2, 20), (3, 31), (4, 40), (5, 50)]
        .map(|(month, value)| {
            format!("[[reading]]\nkpi = \"online\"\ndate = 2026-0{month}-28\nvalue = {value}\n")
        })
        .concat();
    let shares = |better: &str, target: &str, as_of: &str, date: &str| -> Vec<Option<f64>> {
        let text = format!(
            "[driver.reach]\nwave = \"one\"\nvalue = 120_000\n[kpi.online]\nmeasures = [\"reach\"]\nbaseline = 0\n\
             cadence = \"month\"\ntarget = {{ one = {target} }}\nbetter = \"{better}\"\n\
             [gate.kpi]\ndate = {date}\ncriteria = [\"kpi.online = 55\", \"kpi.online = 90\"]\n{readings}"
        );
        let mut plan = plan(&text);
        plan.as_of = as_of.parse().unwrap();
        let simulation = simulated(&plan, &runs(2_000));
        let criteria = simulation.gates[0].criteria.iter();
        criteria.map(|told| told.chance.map(|chance| chance.share())).collect()
    };
    let is = |of: Option<f64>, sure: bool| of.is_some_and(|of| if sure { of > 0.99 } else { of < 0.01 });
    let higher = shares("higher", "99", "2026-05-31", "2026-06-30");
    assert!(is(higher[0], true) && is(higher[1], false), "at least: {higher:?}");
    let lower = shares("lower", "-9", "2026-05-31", "2026-06-30");
    assert!(is(lower[0], false) && is(lower[1], true), "at most: {lower:?}");
    assert_eq!(shares("within", "[50, 60]", "2026-05-31", "2026-06-30"), [None, None], "a band has no side");
    assert_eq!(shares("higher", "99", "2026-08-31", "2026-09-30"), [None, None], "three months old");
}

/// Three readings, on days 0, 91 and 183, and a gate on day 640 that asks for 7.6. With three readings Student's t has
/// one degree of freedom, and lies above x with ½ − arctan x / π.
///
/// By hand: the line goes through the first and the last, 5.9 + 0.5 × 640 / 183 = 7.648634 on that day, and the second
/// is 0.048634 off it, 0.016211 on average of three, × √(π/2) √3 = 0.035191. t̄ = 91⅓, Σ(t − t̄)² = 16,744⅔, so the
/// spread is that × √(4/3 + 548⅔² / 16,744⅔) = 4.394465 times, 0.154645: 0.314487 of them are above 7.6.
///
/// With 6.3 all three are within 0.0011 of a line, and are known to a tenth: 0.028868 × 4.394465 = 0.126857 around
/// 5.9 + 0.4 × 640 / 183 = 7.298907, of which 2.373485 are missing.
#[test]
fn a_kpi_strays_as_far_as_its_readings_and_the_way_ahead_let_it() {
    let gate = |values: &[f64], day: &str| {
        let days = ["2026-03-31", "2026-06-30", "2026-09-30"];
        let reading = |(day, value): (&str, &f64)| {
            format!("[[reading]]\nkpi = \"online\"\ndate = {day}\nvalue = {value:.1}\n")
        };
        let readings: String = days.into_iter().zip(values).map(reading).collect();
        let mut plan = plan(&format!(
            "[driver.reach]\nwave = \"one\"\nvalue = 120_000\n\
             [kpi.online]\nmeasures = [\"reach\"]\nbaseline = 5.8\ntarget = {{ one = 7 }}\nbetter = \"higher\"\n\
             [gate.exit]\ndate = {day}\ncriteria = [\"kpi.online >= 7.6\"]\n{readings}"
        ));
        plan.as_of = "2026-10-15".parse().unwrap();
        simulated(&plan, &runs(40_000)).gates[0].criteria[0]
    };
    let above = |x: f64| 0.5 - x.atan() / std::f64::consts::PI;
    for (last, expected, spread, chance) in
        [(6.4, 7.648634, 0.154645, above(-0.314487)), (6.3, 7.298907, 0.126857, above(2.373485))]
    {
        let told = gate(&[5.9, 6.1, last], "2027-12-31");
        let heading = told.heading.unwrap();
        assert!((heading.expected - expected).abs() < 1e-5, "{heading:?}");
        assert!((heading.spread - spread).abs() < 1e-5 && heading.slope.readings == 3, "{heading:?}");
        let share = told.chance.unwrap().share();
        assert!((share - chance).abs() < 4.0 * (0.25_f64 / 40_000.0).sqrt(), "{share}, computed {chance}");
    }
    let few = gate(&[5.9, 6.1], "2027-12-31");
    assert_eq!((few.chance, few.heading), (None, None), "two readings tell nothing of a day to come");
    let asked = gate(&[5.9, 6.1, 7.7], "2026-10-01");
    assert_eq!(
        (asked.chance.map(|it| it.share()), asked.heading),
        (Some(1.0), None),
        "it stands as it was read"
    );
}

/// What is printed holds: over forty seeds, other runs move what is printed by no more than is said, 95 times in 100.
#[test]
fn amounts_and_percentages_are_off_by_no_more_than_is_said() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let call = |seed: u32, runs: &str| {
        let seed = seed.to_string();
        swell(&root, &["simulate", "plans/first.toml", "--runs", runs, "--seed", &seed]).out
    };
    let exact: serde_json::Value = serde_json::from_str(
        &swell(
            &root,
            &["simulate", "plans/first.toml", "--runs", "100000", "--seed", "99", "--format", "json"],
        )
        .out,
    )
    .unwrap();
    let amount = |said: &str| -> f64 {
        let (digits, unit) = said.trim().split_once(' ').unwrap();
        let digits: f64 = digits.parse().unwrap();
        digits * if unit.starts_with('M') { 1e6 } else { 1e3 }
    };
    let (mut held, mut all) = (0, 0);
    for seed in 1..=40 {
        let text = call(seed, "600");
        let line: String = text.lines().skip_while(|line| !line.starts_with("Net present")).take(2).collect();
        let (told, step) = line.split_once(", rounded down to ").unwrap();
        let step = amount(step);
        let told: Vec<f64> =
            told.split("at least ").skip(1).map(|said| amount(said.split(',').next().unwrap())).collect();
        for (told, key) in told.iter().zip(["nine_in_ten", "even", "one_in_ten"]) {
            let down = (exact["npv"]["at_least"][key].as_f64().unwrap() / step).floor() * step;
            held += u32::from((told - down).abs() < step * 1.001);
            all += 1;
        }
        let percent = text.split("The plan's own forecast is ").nth(1).unwrap();
        let percent: f64 = percent.split(": ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let share = (exact["chance_of_forecast"]["share"].as_f64().unwrap() * 10.0).round() * 10.0;
        held += u32::from((percent - share).abs() < 10.001);
        all += 1;
    }
    assert_eq!(all, 160);
    assert!(f64::from(held) >= 0.95 * f64::from(all), "{held} of {all}");
}

#[test]
fn a_swing_is_the_difference_of_the_ends_beside_it() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let text = swell(&root, &["simulate", "plans/omnichannel", "--runs", "400", "--include-private"]).out;
    let rows = text.lines().skip_while(|line| !line.starts_with("What drives the spread")).skip(1);
    let rows: Vec<[f64; 3]> = rows
        .take_while(|line| !line.starts_with("and "))
        .map(|line| {
            let mut cells: Vec<&str> = line.split("  ").map(str::trim).filter(|it| !it.is_empty()).collect();
            assert!(cells.pop().unwrap().starts_with('±'), "{line}");
            let number = |cell: &str| cell.replace('−', "-").trim_end_matches(" M€").parse().unwrap();
            [number(cells[1]), number(cells[2]), number(cells[3])]
        })
        .collect();
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|[low, high, swing]| (high - low - swing).abs() < 1e-9), "{rows:?}");
}

/// One thing is, several are; of a gate with a criterion that nobody can tell of, all that is known is no telling.
#[test]
fn one_thing_is_drawn_and_two_are() {
    let folder = |more: &str| crate::program::folder(&[("plan.toml", &*format!("{BASE}{more}"))]);
    let said = |more: &str| {
        let folder = folder(more);
        let ran = swell(folder.path(), &["simulate", "plan.toml", "--runs", "100"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.out
    };
    let ramp = "[driver.reach]\nwave = \"one\"\nvalue = 120_000\nramp = { months = 6 }\n";
    let one = said(ramp);
    assert!(
        one.contains("\nDrawn is 1 ramp\n") && one.contains("1 value of drivers counts as certain"),
        "{one}"
    );
    let gate = "[kpi.online]\nmeasures = [\"reach\"]\nbaseline = 1\nbetter = \"higher\"\n\
                [gate.exit]\ndate = 2027-02-28\ncriteria = [\"crm >= 1\", \"kpi.online >= 5\"]\n";
    let two = said(&format!("{ramp}{}{gate}", ramp.replace("reach", "launch")));
    assert!(two.contains("\nDrawn are 2 ramps\n") && two.contains("2 values of drivers count as"), "{two}");
    assert!(two.contains("at most 100 %") && !two.contains("at most over"), "{two}");
}

/// 20,000 of 2027 are recorded in all months; a wide range of what was likely changes nothing any more.
#[test]
fn what_is_recorded_stays() {
    let record = "[[realized]]\ndriver = \"reach\"\nperiod = \"2027\"\nvalue = 20_000\n";
    let wide = "[driver.reach]\nwave = \"one\"\nvalue = { low = 0, likely = 50_000, high = 900_000 }\n";
    let mut plan = plan(&format!("{wide}{record}"));
    plan.as_of = plan.horizon;
    let simulation = simulated(&plan, &runs(200));
    assert_eq!(simulation.value.quantiles.map(|it| Money::from_minor_f64(it.value)), [Money(2_000_000); 3]);
    assert!(simulation.value.deviation.abs() < 1e-9);
}

/// Gates are asked when they should have been, horizons end before they begin, and nothing panics.
#[test]
fn a_plan_that_makes_no_sense_is_simulated_all_the_same() {
    let days = ["1900-01-01", "2026-08-31", "2200-12-31"].map(|day| day.parse().unwrap());
    for (path, plan) in examples() {
        for (start, horizon) in days.into_iter().zip(days.into_iter().rev()) {
            for as_of in [NaiveDate::MIN, days[1], NaiveDate::MAX] {
                let mut plan = plan.clone();
                (plan.start, plan.horizon, plan.as_of) = (start, horizon, as_of);
                plan.waves[0].end = plan.start;
                for risk in &mut plan.risks {
                    risk.probability = Some(f64::from(u8::from(risk.delays.len() > 1)));
                    risk.delays.iter_mut().for_each(|(_, months)| *months = 1e300);
                }
                let simulation = simulated(&plan, &Settings { band: true, ..runs(3) });
                assert_eq!(simulation.waves.len(), plan.waves.len(), "{path}");
                assert!(simulation.npv.mean.value.is_finite(), "{path}");
            }
        }
    }
    let empty = Plan::empty(days[1]);
    assert_eq!(simulated(&empty, &runs(3)).npv, Spread::default());
}

#[test]
fn the_command_speaks_in_words_and_in_json() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let call = |more: &[&str]| {
        let ran = swell(&root, &[&["simulate", "plans/omnichannel", "--runs", "400"], more].concat());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.out
    };
    let text = call(&[]);
    assert!(text.contains("9 in 10 chance of at least"), "{text}");
    assert!(!text.contains("P90") && !text.contains("P10"), "an ambiguous word for money");
    assert!(text.contains("Risk: █████ private") && !text.contains("The one who understands"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 120 && line.trim_end() == line), "{text}");
    assert_eq!(text, call(&["--threads", "3"]));
    let json: serde_json::Value = serde_json::from_str(&call(&["--format", "json"])).unwrap();
    assert_eq!((&json["format"], &json["runs"], &json["seed"]), (&1.into(), &400.into(), &1.into()));
    let least = &json["npv"]["at_least"];
    let of = |key: &str| least[key].as_f64().unwrap();
    assert!(of("nine_in_ten") < of("even") && of("even") < of("one_in_ten"), "{least}");
    assert_eq!(json["band"]["even"].as_array().unwrap().len(), json["months"].as_array().unwrap().len());
    let criteria = json["gates"]["engage-exit"]["criteria"].as_array().unwrap();
    assert_eq!((criteria.len(), &criteria[0]["criterion"]), (6, &"affiliate-budgets >= 2".into()));
    assert_eq!(json["swings"][0]["id"], "local-budgets");
    assert_eq!(swell(&root, &["simulate", "plans/first.toml", "--runs", "7"]).code, 2);
}

/// By hand: data takes twelve months with crm or mail, fifteen where the risk happens; other takes seven by itself.
#[test]
fn what_lies_on_any_of_the_chains_that_take_as_long_governs() {
    let plan = plan(
        "[capability]\nmail = { wave = \"one\" }\ndata = { wave = \"one\", needs = [\"crm\", \"mail\"] }\n\
         other = { wave = \"one\", start = 2026-06-01 }\n[risk.vendor]\nprobability = 0.5\ndelays = { data = 3 }\n",
    );
    let told = simulated(&plan, &runs(400)).governs;
    let mut all: Vec<_> = told.iter().map(|(ix, it)| (&*plan.item(*ix).id, it.times, it.certain)).collect();
    all.sort_unstable();
    assert_eq!(all, ["crm", "data", "mail"].map(|id| (id, 400, true)));
}
