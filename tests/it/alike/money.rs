//! Value: tables, curves, the band and the bridge.

use groundswell::tui::msg::Msg;
use groundswell::tui::simulating::simulate;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer, text};

use super::*;
use crate::alike::drawn::Chart;

/// The cells of a screen from the one on that is a name behind its mark, and has figures beside it.
fn row<'s>(screen: &'s str, name: &str) -> Vec<&'s str> {
    let from = |line: &'s str| {
        let cells = cells(line);
        let nth = cells.iter().position(|cell| says(cell, name))?;
        cells.get(nth + 1)?;
        Some(cells[nth..].to_vec())
    };
    screen.lines().find_map(from).unwrap_or_else(|| panic!("{name} in\n{screen}"))
}

fn amounts(json: &Json, key: &str) -> Vec<f64> {
    json[key].as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect()
}

/// Added up from month to month.
fn so_far(amounts: &[f64]) -> Vec<f64> {
    let add = |sum: &mut f64, amount: &f64| {
        *sum += amount;
        Some(*sum)
    };
    amounts.iter().scan(0.0, add).collect()
}

fn first_month(json: &Json) -> f64 {
    let (year, month) = json["months"][0].as_str().unwrap().split_once('-').unwrap();
    year.parse::<f64>().unwrap() * 12.0 + month.parse::<f64>().unwrap() - 1.0
}

#[test]
fn the_value_of_drivers_waves_and_years_is_that_which_is_printed() {
    let mut compared = 0;
    for plan in PLANS {
        let (text, chart, rows) = (printed(plan, "value"), screen(plan, "5"), screen(plan, "5 v v T"));
        let bridge = screen(plan, "5 v v");
        let exact = json(plan, "value");
        for driver in table(&text, "Driver Planned Unweighted") {
            let (on_chart, in_table) = (row(&chart, driver[0]), row(&rows, driver[0]));
            assert_eq!(on_chart[..7], in_table[..7], "{plan}: {}", driver[0]);
            // Planned, and the forecast behind unweighted, realized and of plan.
            assert_eq!(on_chart[1..3], [driver[1], driver[5]], "{plan}: {}", driver[0]);
            let share = if driver[4] == "n/a" { "–" } else { driver[4] };
            assert_eq!(on_chart[4], share, "{plan}: {}", driver[0]);
            let exact = exact["drivers"].as_object().unwrap().values();
            let exact = exact.into_iter().find(|it| it["name"] == driver[0]).unwrap();
            let sum = |key| amounts(exact, key).iter().sum::<f64>();
            let moved = sum("forecast") - sum("planned");
            assert!(rounds(on_chart[3], moved), "{plan}: {} moves by {moved}: {on_chart:?}", driver[0]);
            let step = row(&bridge, driver[0]);
            assert!(rounds(step[1], moved), "{plan}: {} moves by {moved}: {step:?}", driver[0]);
            compared += 1;
        }
        let all = table(&text, "Wave Planned").into_iter().find(|row| row[0] == "All").unwrap();
        let (of_plan, of_forecast) = (row(&bridge, "Plan"), row(&bridge, "Forecast"));
        assert!(of_plan[1].starts_with(all[1]) && of_forecast[1].starts_with(all[4]), "{plan}: {all:?}");
        let in_all = row(&chart, "in all");
        assert_eq!(in_all[1..], [all[1], all[4]], "{plan}");
        for wave in table(&text, "Wave Planned").iter().filter(|wave| wave[0] != "All") {
            let shown = row(&chart, wave[0]);
            assert_eq!(shown[1..], [wave[1], wave[5]], "{plan}: {}", wave[0]);
            compared += 1;
        }
        for year in table(&text, "Year Planned") {
            let shown = row(&rows, year[0]);
            let known = if shown[2] == "–" { "0" } else { shown[2] };
            let printed = [year[1], year[3], year[4]];
            assert_eq!([shown[1], known, shown[3]], printed, "{plan}: {}", year[0]);
            if printed != ["0", "0", "0"] {
                let name = format!("in {}", year[0]);
                let shown = row(&chart, &name);
                assert_eq!(shown[1..], [year[1], year[4]], "{plan}: {name}");
            }
            compared += 1;
        }
        let (months, added) = (&exact["months"], screen(plan, "5 T"));
        let sums = ["planned", "realized", "forecast"].map(|key| so_far(&amounts(&exact, key)));
        for year in table(&text, "Year Planned") {
            let ends = |month: &Json| month.as_str().unwrap().starts_with(year[0]);
            let last = months.as_array().unwrap().iter().rposition(ends).unwrap();
            for (cell, sums) in row(&added, year[0])[1..4].iter().zip(&sums) {
                assert!(
                    *cell == "–" || rounds(cell, sums[last]),
                    "{plan}: {} {cell}: {}",
                    year[0],
                    sums[last]
                );
            }
        }
    }
    assert!(compared > 40, "{compared}");
}

///
#[test]
fn the_points_of_the_value_curves_are_the_printed_months() {
    for plan in PLANS {
        let exact = json(plan, "value");
        let first = first_month(&exact);
        for (keys, added_up) in [("5", true), ("5 v", false)] {
            for (sign, key) in [('·', "planned"), ('○', "forecast"), ('●', "realized")] {
                let mut points = 0;
                for height in [40, 60, 90] {
                    let shown = tui::screen(open(plan), Look::default(), keys, 220, height);
                    let chart = Chart::of(&shown, first);
                    let months = amounts(&exact, key);
                    let months = if added_up { so_far(&months) } else { months };
                    let months: Vec<Option<f64>> = months.into_iter().map(Some).collect();
                    points += chart.hold(sign, &months);
                }
                // What lies below a curve that is equal is not seen.
                let seen = match key {
                    "planned" => amounts(&exact, "forecast") != amounts(&exact, key),
                    "realized" => amounts(&exact, key).iter().any(|it| *it != 0.0),
                    _ => true,
                };
                assert!(points > 20 || !seen, "{plan} {keys}: {points} × {sign}");
            }
        }
    }
}

#[test]
fn the_band_on_the_curve_and_the_chances_in_the_table_are_those_of_the_simulation() {
    let plan = "plans/omnichannel";
    let arguments = ["simulate", plan, "--format", "json", "--include-private"];
    let simulated = swell(Path::new(env!("CARGO_MANIFEST_DIR")), &arguments).json();
    let answered = |keys: &str| {
        let mut model = after(open(plan), Look::default(), keys, 220, 90);
        let simulation = Box::new(simulate(model.work.plan()));
        let asked = model.asked;
        update(&mut model, Msg::Simulated(asked, simulation));
        text(&buffer(&model))
    };
    let band = |chance: &str| amounts(&simulated["band"], chance);
    let (low, high) = (band("nine_in_ten"), band("one_in_ten"));
    let between: Vec<Option<(f64, f64)>> = low.iter().copied().zip(high.iter().copied()).map(Some).collect();
    let chart = Chart::of(&answered("5"), first_month(&json(plan, "value")));
    let points = chart.between('░', &between);
    assert!(points > 100, "{points}");
    // At the end it reaches from the one to the other.
    let end = chart.points('░').iter().map(|it| it.0).fold(0.0, f64::max);
    let last: Vec<f64> = ['░', '○', '·']
        .iter()
        .flat_map(|sign| chart.points(*sign))
        .filter(|it| (it.0 - end).abs() < 1e-9)
        .map(|it| it.1)
        .collect();
    let (lowest, highest) =
        (last.iter().copied().fold(f64::MAX, f64::min), last.iter().copied().fold(0.0, f64::max));
    assert!((lowest - low[low.len() - 1]).abs() <= chart.step, "{lowest} for {:?}", low.last());
    assert!(highest >= high[high.len() - 1] - chart.step, "{highest} for {:?}", high.last());
    let rows = answered("5 T");
    for year in ["2026", "2027", "2028", "2029"] {
        let last = json(plan, "value")["months"]
            .as_array()
            .unwrap()
            .iter()
            .rposition(|it| it.as_str().unwrap().starts_with(year));
        for (cell, chance) in row(&rows, year)[4..7].iter().zip(["nine_in_ten", "even", "one_in_ten"]) {
            assert!(least(cell, band(chance)[last.unwrap()]), "{year} {chance}: {cell}");
        }
    }
    let (nine, even) =
        (&simulated["value"]["at_least"]["nine_in_ten"], &simulated["value"]["at_least"]["even"]);
    let said = rows.lines().find_map(|line| Some(line.split_once("9 in 10 chance of at least ")?.1)).unwrap();
    // What hangs on what is overdue is likely at most.
    assert!(rows.contains("At most a 9 in 10 chance of at least "), "{said}");
    let (nine_said, rest) = said.split_once(", even of ").unwrap();
    assert!(
        least(nine_said, nine.as_f64().unwrap())
            && least(rest.split(" ·").next().unwrap(), even.as_f64().unwrap()),
        "{said}"
    );
    // The forecast itself, on the screen and in words: 10,000 runs tell a percent.
    let own = simulated["chance_of_forecast_value"]["share"].as_f64().unwrap();
    // Some of it hangs on what is overdue.
    assert!(simulated["value_at_most"] == true, "{simulated}");
    let own = format!("at most {} % chance", (own * 100.0).round());
    assert!(rows.contains(&format!("M€ ({own}) against plan")), "{own}: {rows}");
    let words = swell(Path::new(env!("CARGO_MANIFEST_DIR")), &["simulate", plan]).out;
    let told = words.lines().find(|line| line.starts_with("Value up to 31 Dec 2029")).unwrap();
    assert!(told.ends_with(&format!("{own} of at least that")), "{told}");
}
