//! Readings, levels, gates and mandates.

use super::*;

/// The cells of the line of a screen that begins with a name, or has it behind a name's place.
fn row<'s>(screen: &'s str, name: &str) -> Vec<&'s str> {
    let from = |line: &'s str| {
        let cells = cells(line);
        let nth = cells.iter().position(|cell| says(cell, name))?;
        cells.get(nth + 1)?;
        Some(cells[nth..].to_vec())
    };
    screen.lines().find_map(from).unwrap_or_else(|| panic!("{name} in\n{screen}"))
}

/// A step of the ladder: `● 3`, or none.
fn is_step(cell: &str) -> bool {
    cell == "·"
        || cell
            .split_once(' ')
            .is_some_and(|(sign, to)| sign.chars().count() == 1 && to.parse::<u32>().is_ok())
}

#[test]
fn the_readings_expectations_forecasts_and_trends_of_kpis_are_those_that_are_printed() {
    let mut compared = 0;
    for plan in PLANS {
        let (exact, text) = (json(plan, "kpis"), printed(plan, "kpis"));
        for keys in ["4", "4 v"] {
            let shown = screen(plan, keys);
            for kpi in exact["kpis"].as_object().unwrap().values() {
                let name = kpi["name"].as_str().unwrap();
                let line = row(&shown, name);
                let all = line.join(" ");
                let stands = |value: f64| {
                    let words = line.iter().skip(1).flat_map(|cell| cell.split(' '));
                    words.into_iter().any(|word| {
                        rounds(word, value)
                            || (word == "yes" && rounds("1", value))
                            || (word == "no" && rounds("0", value))
                    })
                };
                // What is shown of a reading is of its own day, and says how old that is; the rest is of one day to come.
                let read = kpi["reading"].is_number();
                let then = if read { "expected" } else { "reading" };
                for key in ["baseline", "reading", then, "days_old"] {
                    let hidden = key == "days_old" && kpi["days_old"] == 0;
                    if let Some(value) = kpi[key].as_f64().filter(|_| !hidden) {
                        assert!(stands(value), "{plan} {keys}: {name}: {key} is {value}: {all}");
                        compared += 1;
                    }
                }
                if let Some(value) = kpi["forecast"]["value"].as_f64() {
                    let met = if kpi["forecast"]["meets"] == true { "✓" } else { "✗" };
                    assert!(
                        stands(value) && all.contains(met),
                        "{plan} {keys}: {name}: forecast is {value}: {all}"
                    );
                    compared += 1;
                }
                if let (Some(reading), Some(expected)) = (kpi["reading"].as_f64(), kpi["expected"].as_f64()) {
                    assert!(
                        stands(reading - expected),
                        "{plan} {keys}: {name}: {reading} for {expected}: {all}"
                    );
                }
                // The newest months as bars, from the least to the most.
                let trend: Vec<Option<f64>> =
                    kpi["trend"].as_array().unwrap().iter().map(Json::as_f64).collect();
                let is_bar = |sign: char| "▁▂▃▄▅▆▇█".find(sign).map(|at| at / '▁'.len_utf8());
                let bars =
                    line.iter().find(|cell| cell.chars().any(|sign| is_bar(sign).is_some() || sign == '·'));
                let (Some(bars), true) = (bars, trend.iter().flatten().count() > 1) else { continue };
                let word = bars.split(' ').find(|word| word.chars().any(|sign| is_bar(sign).is_some()));
                // Behind the line stands where the plan lies.
                let word = word.and_then(|word| word.split('│').next());
                let bars: Vec<Option<usize>> = word.unwrap().chars().map(is_bar).collect();
                let wide = bars.len().min(trend.len());
                let (bars, trend) = (&bars[bars.len() - wide..], &trend[trend.len() - wide..]);
                let (low, high) = trend
                    .iter()
                    .flatten()
                    .fold((f64::MAX, f64::MIN), |(low, high), it| (low.min(*it), high.max(*it)));
                for (bar, value) in bars.iter().zip(trend) {
                    let expected = value.map(|value| (value - low) / (high - low) * 7.0);
                    let near = match (bar, expected) {
                        (Some(bar), Some(expected)) => {
                            (*bar as f64 - expected).abs() <= 0.5 + 1e-9 || high - low < 1e-9
                        }
                        (bar, expected) => bar.is_none() && expected.is_none(),
                    };
                    assert!(near, "{plan} {keys}: {name}: {trend:?} as {word:?}");
                }
                compared += 1;
            }
        }
        for line in table(&text, "KPI Market Baseline").iter().filter(|line| !line[0].is_empty()) {
            let kpi = exact["kpis"]
                .as_object()
                .unwrap()
                .values()
                .find(|kpi| says(line[0], kpi["name"].as_str().unwrap()));
            let kpi = kpi.unwrap_or_else(|| panic!("{plan}: {line:?}"));
            for (cell, key) in [(2, "baseline"), (3, "reading")] {
                let says = |value| match line[cell] {
                    "yes" => value > 0.5,
                    "no" => value == 0.0,
                    number => rounds(number, value),
                };
                assert!(kpi[key].as_f64().is_none_or(says), "{plan}: {line:?}");
            }
        }
    }
    assert!(compared > 150, "{compared}");
}

/// What was read, what was planned for that day and the difference, to the last digit that is shown: on the screen
/// under their heads, which their cells end below, and in print.
#[test]
fn a_reading_less_what_was_planned_for_its_day_is_what_it_is_off() {
    let mut compared = 0;
    let mut adds_up = |plan: &str, three: [&str; 3]| {
        let [Some(read), Some(planned), Some(off)] = three.map(number) else { return };
        assert!((read - planned - off).abs() < 1e-9, "{plan}: {three:?}");
        compared += 1;
    };
    for plan in ["plans/omnichannel", "tests/it/screens/plan.toml"] {
        let shown = screen(plan, "4 v");
        let heads: Vec<char> = shown.lines().nth(2).unwrap().chars().collect();
        let spans = [("actual", 7), ("plan then", 9), ("to plan", 9)].map(|(head, width)| {
            let head: Vec<char> = head.chars().collect();
            let end = heads.windows(head.len()).position(|it| *it == head[..]).unwrap() + head.len();
            end - width..end
        });
        for line in shown.lines().skip(4).map(|line| line.chars().collect::<Vec<_>>()) {
            let cells =
                spans.clone().map(|span| line.get(span).unwrap_or_default().iter().collect::<String>());
            // A band holds its difference against its nearer end.
            if !cells[1].contains('–') {
                adds_up(plan, [cells[0].trim(), cells[1].trim(), cells[2].trim()]);
            }
        }
        for row in table(&printed(plan, "kpis"), "KPI Market Baseline") {
            if !row[6].contains("to") {
                adds_up(plan, [row[3], row[6], row[7]]);
            }
        }
    }
    assert!(compared > 40, "{compared}");
}

#[test]
fn every_cell_of_the_heat_map_is_the_printed_level() {
    let mut compared = 0;
    for plan in ["plans/omnichannel", "plans/first.toml"] {
        let (text, exact) = (printed(plan, "capabilities"), json(plan, "capabilities"));
        let levels = table(&text, "Capability Layer");
        let waves = table(&text, "Capability Now");
        // Behind the units stand all together and the target, and of several units their mean and the mean gap.
        let units = levels[0].len() - if text.contains("  Avg  Gap\n") { 6 } else { 4 };
        let bare = |cell: &str| {
            // A level that is not known is said in two ways, "-?" and "?".
            let cell = cell.trim_start_matches(['░', '▒', '▓', '█', ' ']).replace(['-', '?', '–'], "");
            cell.to_owned()
        };
        let known = |cell: &str| bare(cell).replace('*', "");
        let (both, now, target, gap, by_wave) = (
            screen(plan, "6"),
            screen(plan, "6 v"),
            screen(plan, "6 v v"),
            screen(plan, "6 v v v"),
            screen(plan, "6 v v v v"),
        );
        for capability in exact["capabilities"].as_object().unwrap().values().filter(|it| it["group"] != true)
        {
            let name = capability["name"].as_str().unwrap();
            let printed = levels.iter().find(|row| row[0] == name).unwrap();
            let expected = &printed[2..2 + units];
            let of =
                |screen| row(screen, name)[1..].iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
            let (both, now, target, gap) = (of(&both), of(&now), of(&target), of(&gap));
            let is_new = |cells: &[String]| cells.len() >= units;
            assert!(
                [&both, &now, &target, &gap].into_iter().all(|cells| is_new(cells)),
                "{plan}: {name}: {both:?}"
            );
            for (nth, printed) in expected.iter().enumerate() {
                let shown = both[nth].split('→').next().unwrap().to_owned()
                    + if both[nth].ends_with('*') { "*" } else { "" };
                assert_eq!(bare(&shown), bare(printed), "{plan}: {name}: {both:?}");
                assert_eq!(known(&now[nth]), known(printed), "{plan}: {name}: {now:?}");
                if let (Some((_, to)), false) = (both[nth].split_once('→'), known(printed).is_empty()) {
                    let to = to.trim_matches(['*', '?']);
                    assert_eq!(known(&target[nth]), to, "{plan}: {name}: {target:?}");
                    let short: u32 =
                        to.parse::<u32>().unwrap().saturating_sub(known(printed).parse().unwrap());
                    assert_eq!(
                        known(&gap[nth]).replace('·', "0"),
                        short.to_string(),
                        "{plan}: {name}: {gap:?}"
                    );
                }
                compared += 1;
            }
            if let Some(printed) = waves.iter().find(|row| row[0] == name) {
                let shown: Vec<String> = of(&by_wave).iter().map(|cell| known(cell)).collect();
                let expected: Vec<String> =
                    printed[1..printed.len() - 2].iter().map(|cell| known(cell)).collect();
                assert_eq!(shown[..expected.len()], expected, "{plan}: {name} by wave");
                compared += expected.len();
            }
        }
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn gates_criteria_and_mandates_are_those_that_are_printed() {
    let mut compared = 0;
    for plan in PLANS {
        let (exact, text) = (json(plan, "leadership"), printed(plan, "leadership"));
        let (all, gates, ladder) = (screen(plan, "7"), screen(plan, "7 v"), screen(plan, "7 v v v"));
        for gate in exact["gates"].as_object().into_iter().flatten().map(|it| it.1) {
            let name = gate["name"].as_str().unwrap();
            let printed = table(&text, "Gate Date Met").into_iter().find(|row| row[0] == name).unwrap();
            for shown in [&all, &gates] {
                let line = row(shown, name).join(" ");
                // A gate that is decided says what was met then, and what is met now where that is something else.
                let decided = gate["decided"].is_string();
                let met = if decided { format!("{} then", printed[5]) } else { printed[2].to_owned() };
                let now = if printed[2] == printed[5] { String::new() } else { printed[2].to_owned() };
                assert!(
                    line.contains(printed[1]) && line.contains(&met) && line.contains(&now),
                    "{plan}: {name}: {printed:?}: {line}"
                );
                // Its criteria stand below it, in their order, and before them what becomes of them by its day.
                let below = shown
                    .lines()
                    .skip_while(|line| !cells(line).first().is_some_and(|cell| says(cell, name)));
                let (criteria, ahead) = (gate["criteria"].as_array().unwrap(), "By plan on its day");
                let (below, is_ahead) = (below.skip(1), |line: &&str| line.contains(ahead));
                if let Some(line) = below.clone().next().filter(is_ahead) {
                    let holds = criteria.iter().filter(|it| it["by_plan"]["holds"] == true).count();
                    let met = format!("{holds} of {}", criteria.len());
                    assert!(line.contains(&met), "{plan}: {name}: {met} in {line}");
                    compared += 1;
                }
                for (criterion, line) in criteria.iter().zip(below.filter(|line| !is_ahead(line))) {
                    let line = line.split('│').nth(1).unwrap();
                    let now = &criterion["value"];
                    let criterion = if decided { &criterion["then"] } else { criterion };
                    let sign = match criterion["value"].is_null() {
                        true => '○',
                        false if criterion["holds"] == true => '✓',
                        false => '✗',
                    };
                    assert!(
                        line.trim_start_matches([' ', '>']).starts_with(sign),
                        "{plan}: {name}: {criterion} {line}"
                    );
                    if let Some(missing) = criterion["missing_words"].as_str() {
                        assert!(line.contains(missing), "{plan}: {name}: {missing} in {line}");
                    }
                    if let Some(value) = criterion["value"].as_f64() {
                        let said = cells(line).last().unwrap().split([',', '·']).next().unwrap().to_owned();
                        let said = said.trim_start_matches("then ").trim();
                        assert!(rounds(said, value), "{plan}: {name}: {value}: {line}");
                        let since =
                            line.split("now ").nth(1).map(|now| now.split(',').next().unwrap().trim());
                        let now = now.as_f64().unwrap();
                        assert!(since.map_or(!decided || rounds(said, now), |it| rounds(it, now)), "{line}");
                    }
                    compared += 1;
                }
            }
        }
        // On the screen a long name is cut, with a blank before who holds it.
        let is_short = |row: &Vec<&str>| row[0].chars().count() <= 40;
        for mandate in table(&text, "Mandate Theme State").into_iter().filter(is_short) {
            for shown in [&all, &ladder] {
                let line = row(shown, mandate[0]);
                let strength = if mandate[3] == "none" { "–" } else { mandate[3] };
                // On the wide screen behind who holds it.
                let stands = line[1..3].iter().any(|cell| cell.split(' ').next_back() == Some(strength));
                assert!(stands, "{plan}: {strength}: {line:?}");
                // Where the table is too wide, the limits stand in one of their own below.
                let limit = mandate.get(6).copied().unwrap_or_default();
                assert!(line.join(" ").contains(limit), "{plan}: {limit} in {line:?}");
                compared += 1;
            }
        }
        // A step of the ladder is to the strength that stands at the end of its wave.
        let first = json(plan, "board")["waves"][0]["name"].as_str().unwrap().to_owned();
        for steps in table(&text, &format!("Mandate {first}")).into_iter().filter(is_short) {
            let line = row(&ladder, steps[0]);
            let from = line.len() - line.iter().rev().skip_while(|cell| !is_step(cell)).count();
            let line = &line[..line.len() - from];
            let line = &line[line.len() + 1 - steps.len()..];
            for (cell, printed) in line.iter().zip(&steps[1..]) {
                // Where a step is to what it says, and nothing has taken it away since.
                let step = cell.trim_start_matches(['✓', '◐', '●', '▲', '✗', '○', ' ']);
                // What no evidence says is marked in the print, and by its sign on the screen.
                let strength = printed.trim_end_matches('*');
                assert!(
                    step == "·" || step == strength || strength == "expired",
                    "{plan}: {steps:?}: {line:?}"
                );
                let planned = printed.ends_with('*') && cell.starts_with('✓');
                assert!(!planned, "{plan}: {steps:?}: {line:?}");
                compared += usize::from(step == strength);
            }
        }
    }
    assert!(compared > 80, "{compared}");
}
