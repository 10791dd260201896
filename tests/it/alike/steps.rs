//! What is adopted when: the board, the timeline and what holds what back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use groundswell::plan::Plan;
use groundswell::plan::address::Address;
use groundswell::tui::msg::{Key, Msg, Target};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer, text};

use super::*;
use crate::alike::drawn::Drawn;

fn list<'j>(json: &'j Json, key: &str) -> &'j [Json] {
    json[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn said<'j>(json: &'j Json, key: &str) -> &'j str {
    json[key].as_str().unwrap_or_default()
}

/// `30 Jun 2026`
fn day(json: &Json, key: &str) -> NaiveDate {
    said(json, key).parse().unwrap()
}

fn words(date: NaiveDate) -> String {
    date.format("%d %b %Y").to_string()
}

/// The columns of a board below the names of the waves, each with its lines.
fn columns(board: &str) -> Vec<Vec<&str>> {
    let lines =
        board.lines().skip_while(|line| !line.starts_with("│ Wave")).filter(|line| line.starts_with('│'));
    let parts: Vec<Vec<&str>> = lines.map(|line| line.split('│').collect()).collect();
    let waves = parts[0].len() - 3;
    (0..waves).map(|nth| parts.iter().filter_map(|line| line.get(nth + 2).copied()).collect()).collect()
}

/// The cards of a column, each in one line: a name that goes on below stands whole before its level.
fn cards(column: &[&str]) -> Vec<String> {
    let mut cards: Vec<String> = Vec::new();
    for line in column {
        let words = line.trim();
        let goes_on = line.starts_with("   ") && !words.is_empty() && !words.starts_with('+');
        match cards.last_mut().filter(|_| goes_on) {
            Some(card) => {
                let first = card.trim_end();
                let name = first.trim_end_matches(['T', 'C', 'X']).trim_end();
                let name = name.strip_suffix(|digit: char| digit.is_ascii_digit()).unwrap_or(first);
                let name = if name.ends_with(' ') { name } else { first };
                *card = format!("{} {words}  {}", name.trim_end(), first[name.len()..].trim());
            }
            None => cards.push((*line).to_owned()),
        }
    }
    cards
}

/// The sign of a status, as the legend has it.
fn sign_of(status: &str) -> char {
    match status {
        "done" => '✓',
        "not assessed" => '◐',
        "on track" => '●',
        "at risk" => '▲',
        "late or blocked" => '✗',
        "not started" => '○',
        _ => unreachable!("{status}"),
    }
}

const DIMENSIONS: [&str; 3] = ["strategy", "operating_model", "leadership"];

#[test]
fn the_board_has_the_waves_and_steps_that_are_printed() {
    let mut compared = 0;
    for plan in PLANS {
        let (exact, text) = (json(plan, "board"), printed(plan, "board"));
        // By dimension, by status and by owner: the same steps.
        for keys in ["1", "1 v", "1 v v"] {
            let board = screen(plan, keys);
            let shown = columns(&board);
            for (wave, column) in list(&exact, "waves").iter().zip(&shown) {
                let (live, steps) = (&wave["live"], &wave["steps"]);
                let head = column[0];
                assert!(
                    head.contains(said(wave, "name")) && head.contains(&format!("{live}/{steps}")),
                    "{head}"
                );
                let cards = cards(column);
                let dates = [words(day(wave, "start")), words(day(wave, "end"))];
                assert!(column[1].contains(&dates.join(" – ")), "{plan} {keys}: {}", column[1]);
                let line =
                    format!("({}), {}, {live} of {steps} steps live", said(wave, "id"), dates.join(" to "));
                assert!(text.contains(&line), "{plan}: {line}");
                for step in DIMENSIONS.iter().flat_map(|key| list(wave, key)) {
                    let level = step["level"].as_u64().filter(|_| !list(wave, "strategy").contains(step));
                    let (name, state) = (said(step, "name"), said(step, "state"));
                    let stands = |line: &&String| {
                        let words = cells(line);
                        let Some(first) = words.first() else { return false };
                        let (title, beside) = match first.split_once('…') {
                            Some((cut, level)) => (format!("{cut}…"), level.trim()),
                            // A name that fills its column leaves one blank before its level.
                            None => match first.split_once(name) {
                                Some((_, level)) if !level.is_empty() => (name.to_owned(), level.trim()),
                                _ => ((*first).to_owned(), words.get(1).copied().unwrap_or_default()),
                            },
                        };
                        says(&title, name) && level.is_none_or(|it| beside.starts_with(&it.to_string()))
                    };
                    let line = cards.iter().find(stands);
                    let line = line.unwrap_or_else(|| panic!("{plan} {keys}: {name} {level:?} in\n{board}"));
                    // By its dates it may be live, and nobody has seen it.
                    assert!(state == "live" || !["done", "not assessed"].contains(&said(step, "status")));
                    let sign = sign_of(said(step, "status"));
                    assert!(line.trim_matches([' ', '>']).starts_with(sign), "{plan} {keys}: {sign}: {line}");
                    let to = level.map_or(String::new(), |level| format!(" to {level}"));
                    assert!(
                        text.contains(&format!(
                            "    {name} ({}){to}, {}\n",
                            said(step, "id"),
                            said(step, "status")
                        )),
                        "{name}"
                    );
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

/// Of the levels of a wave, how many a market has reached by what is printed of its levels.
#[test]
fn the_counts_by_market_are_those_of_the_printed_levels() {
    let plan = "plans/omnichannel";
    let (board, levels) = (json(plan, "board"), json(plan, "capabilities"));
    let screen = screen(plan, "1 v v v");
    let shown = columns(&screen);
    let mut compared = 0;
    for (market, name) in [("de", "Germany"), ("dk", "Denmark"), ("se", "Sweden"), ("cn", "China")] {
        let line = screen.lines().find(|line| line.starts_with(&format!("│ {name}"))).unwrap();
        let cells: Vec<&str> = line.split('│').skip(2).collect();
        for ((wave, cell), _) in list(&board, "waves").iter().zip(cells).zip(&shown) {
            let steps = list(wave, "operating_model");
            let there = steps.iter().filter(|step| {
                levels["capabilities"][said(step, "id")]["levels"][market].as_u64() >= step["level"].as_u64()
            });
            let expected = format!("{}/{}", there.count(), steps.len());
            // Before a market is opened it has no cell.
            assert!(
                cell.trim().is_empty() || cell.contains(&expected),
                "{name} {}: {cell}: {expected}",
                said(wave, "id")
            );
            compared += usize::from(!cell.trim().is_empty());
        }
    }
    assert!(compared > 8, "{compared}");
}

/// The days of the timeline by their columns: each year is written where it begins.
struct Days {
    /// A column and the first day of the year that is written there.
    from: (usize, NaiveDate),
    /// Days a column.
    wide: f64,
}

impl Days {
    fn of(drawn: &Drawn) -> Self {
        let line: &[char] = &drawn.0[3];
        let mut years: Vec<(usize, NaiveDate)> = Vec::new();
        let left = (1..line.len()).find(|at| line[*at] == '│').unwrap();
        for at in left + 1..line.len() - 4 {
            let word: String = line[at..at + 4].iter().collect();
            let free = |at: usize| [' ', '│'].contains(&line[at]);
            let is_day = |word: &str| word.trim_end().chars().any(|letter| letter.is_alphabetic());
            let before: String = line[at.saturating_sub(5)..at].iter().collect();
            if let (true, true, Ok(year)) = (free(at - 1), !is_day(&before), word.parse()) {
                years.push((at, NaiveDate::from_ymd_opt(year, 1, 1).unwrap()));
            }
        }
        // The first year is written at the beginning, whenever that is.
        let (from, to) = (years[1], years[years.len() - 1]);
        Self { from, wide: (to.1 - from.1).num_days() as f64 / (to.0 - from.0) as f64 }
    }

    /// The columns that a day may be drawn in.
    fn column(&self, day: NaiveDate) -> f64 {
        self.from.0 as f64 + (day - self.from.1).num_days() as f64 / self.wide
    }
}

#[test]
fn bars_gates_and_the_table_of_the_timeline_are_at_the_printed_dates() {
    let mut bars = 0;
    // The axis of the other plan has one year.
    for plan in &PLANS[..2] {
        let exact = json(plan, "timeline");
        let text = printed(plan, "timeline");
        let (chart, rows) = (screen(plan, "2"), screen(plan, "2 T"));
        let drawn = Drawn::of(&chart);
        let days = Days::of(&drawn);
        let left = drawn.0[3].iter().skip(1).position(|sign| *sign == '│').unwrap() + 1;
        let right = drawn.0[3].iter().skip(left + 1).position(|sign| *sign == '│').unwrap() + left + 1;
        let wave_names: BTreeMap<&str, &str> =
            list(&exact, "waves").iter().map(|wave| (said(wave, "id"), said(wave, "name"))).collect();
        let all = list(&exact, "steps").iter().map(|step| (step, "live", said(step, "wave")));
        let waves = list(&exact, "waves").iter().map(|wave| (wave, "end", said(wave, "id")));
        for (row, end, wave) in waves.chain(all) {
            let level = row["level"].as_u64().filter(|_| said(row, "dimension") != "strategy");
            let name = match level {
                Some(level) => format!("{} {level}", said(row, "name")),
                None => said(row, "name").to_owned(),
            };
            let (from, to) = (day(row, "start"), day(row, end));
            // The line of a step stands between that of its wave and of the next.
            let here = |line: &&str| cells(line).first().is_some_and(|cell| says(cell, &name));
            let is_wave = |line: &str| cells(line).first().is_some_and(|cell| says(cell, wave_names[wave]));
            let in_chart =
                chart.lines().enumerate().skip_while(|(_, line)| !is_wave(line)).find(|(_, line)| here(line));
            let (line, shown) = in_chart.unwrap_or_else(|| panic!("{plan}: {name} in\n{chart}"));
            if !said(row, "status").is_empty() {
                let sign = sign_of(said(row, "status"));
                assert!(cells(shown)[0].starts_with(sign), "{plan}: {sign}: {shown}");
            }
            let is_bar = |column: &usize| "█░═╞╡".contains(drawn.at(line, *column));
            let first = (left + 1..right).find(is_bar).unwrap_or_else(|| panic!("{plan}: {name} has no bar"));
            let last = (left + 1..right).rev().find(is_bar).unwrap();
            let (starts, ends) = (days.column(from), days.column(to));
            assert!(
                (first as f64 - starts).abs() <= 2.0,
                "{plan}: {name} begins {from}: {first}, not {starts}"
            );
            assert!((last as f64 - ends).abs() <= 2.0, "{plan}: {name} ends {to}: {last}, not {ends}");
            let in_table = rows.lines().skip_while(|line| !is_wave(line)).find(here).unwrap();
            let dates = format!("{}  {}", words(from), words(to));
            assert!(in_table.contains(&dates), "{plan}: {name}: {dates} in {in_table}");
            bars += 1;
        }
        let gates = list(&exact, "gates").iter().map(|gate| (said(gate, "name"), day(gate, "date")));
        for (name, date) in gates {
            let here = |line: &str| cells(line).first().is_some_and(|cell| says(cell, name));
            let line = chart.lines().position(here).unwrap_or_else(|| panic!("{plan}: {name} in\n{chart}"));
            let sign = (left + 1..right).find(|column| "◆◇▲✓✗".contains(drawn.at(line, *column))).unwrap();
            assert!((sign as f64 - days.column(date)).abs() <= 2.0, "{plan}: {name} {date}");
            let beside: String = drawn.0[line][left + 1..right].iter().collect();
            assert!(beside.contains(&date.format("%d %b").to_string()), "{plan}: {name}: {beside}");
            bars += 1;
        }
        for printed in table(&text, "What Kind Level") {
            let step = list(&exact, "steps").iter().find(|step| {
                said(step, "name") == printed[0]
                    && step["level"].as_u64() == printed[2].parse().ok()
                    && said(step, "wave") == printed[3]
            });
            if let Some(step) = step {
                let dates = ["start", "end", "live"].map(|key| words(day(step, key)));
                assert_eq!(printed[4..7], dates, "{plan}: {}", printed[0]);
                assert_eq!(printed[8], said(step, "status"), "{plan}: {}", printed[0]);
            }
        }
    }
    assert!(bars > 150, "{bars}");
}

#[test]
fn what_an_item_needs_is_drawn_with_the_printed_levels_and_dates() {
    let mut compared = 0;
    for plan in PLANS {
        let (exact, listed) = (json(plan, "dependencies"), printed(plan, "dependencies"));
        let rows = table(&listed, "Item Live Needs Level");
        let mut by_item: BTreeMap<&str, Vec<&Json>> = BTreeMap::new();
        list(&exact, "needs")
            .iter()
            .for_each(|need| by_item.entry(said(need, "item")).or_default().push(need));
        let mut model = after(open(plan), Look::default(), "3", 240, 120);
        for (item, needs) in by_item.iter().take(25) {
            let ix = model.work.plan().item_by_id(item).unwrap();
            let (table, name) = {
                let plan = model.work.plan();
                (Plan::item_table(plan.item(ix)), plan.item(ix).title().to_owned())
            };
            update(&mut model, Msg::Key(Key::parse("1").unwrap()));
            update(&mut model, Msg::Click(Target::Spot(Address::new(table, item))));
            update(&mut model, Msg::Key(Key::parse("3").unwrap()));
            let shown = text(&buffer(&model));
            for need in needs {
                let other =
                    model.work.plan().item(model.work.plan().item_by_id(said(need, "needs")).unwrap());
                let level = need["level"].as_u64();
                let live = words(day(need, "needed_live"));
                let is_it = |row: &&Vec<&str>| {
                    row[0] == name
                        && row[2] == other.title()
                        && row[4] == live
                        && (need["level"].as_u64() == row[3].parse().ok() || row[3] == "first")
                };
                let printed = rows.iter().find(is_it).unwrap_or_else(|| panic!("{plan}: {name} {need}"));
                let bound = match level {
                    Some(level) if printed[3] != "first" => format!("≥ {level} · {live}"),
                    _ => live.clone(),
                };
                assert!(shown.contains(&bound), "{plan}: {name} needs {} {bound}:\n{shown}", other.title());
                compared += 1;
            }
        }
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn the_overview_and_the_critical_path_have_the_printed_items_and_room() {
    for plan in PLANS {
        let exact = json(plan, "dependencies");
        let path = screen(plan, "3 p");
        let head = path.lines().nth(2).unwrap();
        let chain = list(&exact, "chain");
        assert!(
            head.contains(&format!("{} steps, {} months", chain.len(), exact["chain_months"])),
            "{plan}: {head}"
        );
        let as_long = !list(&exact, "as_long").is_empty();
        assert_eq!(path.contains("\n As long by way of "), as_long, "{plan}: {path}");
        let rows = path.lines().skip(4 + usize::from(as_long));
        let rows: Vec<Vec<&str>> = rows.map(cells).filter(|cells| cells.len() > 4).collect();
        let timeline = json(plan, "timeline");
        for (step, row) in chain.iter().zip(&rows) {
            let of = |it: &&Json| it["item"] == step["item"] && it["level"] == step["level"];
            let of = list(&timeline, "steps").iter().find(of).unwrap();
            assert!(row[0].contains(said(of, "name")), "{plan}: {row:?}");
            assert_eq!(row[2], words(day(of, "live")), "{plan}: {row:?}");
        }
        assert!(!chain.is_empty() && rows.len() >= chain.len(), "{plan}");
        // What is first adopted in a wave stands below its name.
        let overview = screen(plan, "3 p v v");
        let first: BTreeSet<&str> = list(&timeline, "steps").iter().map(|step| said(step, "name")).collect();
        for name in first {
            let begins: String = name.chars().take(14).collect();
            assert!(overview.contains(&begins), "{plan}: {name} in\n{overview}");
        }
    }
}
