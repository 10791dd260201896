//! Whatever shows a number is asked for it: `=` on each place of each screen, and over it.

use std::collections::BTreeSet;

use groundswell::plan::quantity::{Currency, Money};
use groundswell::trace::value::Value;
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Key, Msg, Target};
use groundswell::tui::pen::Hit;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{self, frame, simulating};
use groundswell::workspace::Simulated;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::screens::{Known, numbers, open, written};

/// A screen and what stands where on it.
fn drawn(model: &Model) -> (String, Vec<Hit>) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.0, model.size.1));
    let hits = frame::draw(model, &mut buffer);
    (tui::text(&buffer), hits)
}

/// The state after some keys, with the simulation that it waits for.
fn after(path: &str, keys: &str) -> Model {
    let mut model = tui::after(open(path), Look::default(), keys, 140, 40);
    if let Simulated::Asked(nth) = model.work.simulated {
        let simulation = simulating::simulate(model.work.plan());
        update(&mut model, Msg::Simulated(nth, Box::new(simulation)));
    }
    model
}

/// All that the page over a screen says, however long it is.
fn page(model: &mut Model) -> Option<String> {
    model.overlay.as_ref().filter(|over| over.name() == "explain")?;
    let size = model.size;
    update(model, Msg::Resize(140, 200));
    let (text, _) = drawn(model);
    update(model, Msg::Resize(size.0, size.1));
    Some(text)
}

fn tells(page: &str, currency: Currency) -> Known {
    let mut known = Known::default();
    for line in page.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        for (nth, word) in words.iter().enumerate() {
            let bare: String = word.chars().filter(|letter| *letter != ',').collect();
            let bare = bare.trim_start_matches(['−', '-', '+', '(']).trim_end_matches([')', '.', ';', ':']);
            let Ok(number) = bare.parse::<f64>() else { continue };
            let next = words.get(nth + 1).map_or("", |next| next.trim_end_matches([')', '.', ';', ',']));
            known.value("", Value::Number(number), currency);
            if next == "%" {
                known.value("", Value::Share(number / 100.0), currency);
            }
            let minor = Money::from_minor_f64(number * 100.0);
            known.value("", Value::Money(minor), currency);
        }
    }
    known
}

fn text_of(screen: &str, hit: &Hit) -> String {
    let lines = screen.lines().skip(hit.area.y.into()).take(hit.area.height.into());
    let cut =
        |line: &str| -> String { line.chars().skip(hit.area.x.into()).take(hit.area.width.into()).collect() };
    lines.map(|line| cut(line) + "\n").collect()
}

/// Screens, each by its keys: every view in every variant, and the views of a scenario.
const SCREENS: [&str; 32] = [
    "1",
    "1 v",
    "2",
    "2 v",
    "3",
    "3 v",
    "4",
    "4 v",
    "5",
    "5 v",
    "5 v v",
    "5 T",
    "6",
    "6 v",
    "7",
    "7 v",
    "8",
    "8 v",
    "8 v v",
    "8 v v v",
    "0",
    "0 v",
    LATE,
    "w s ctrl-u 3m <enter> 1",
    "w s ctrl-u 3m <enter> 2",
    "w s ctrl-u 3m <enter> 3",
    "w s ctrl-u 3m <enter> 4",
    "w s ctrl-u 3m <enter> 5",
    "w s ctrl-u 3m <enter> 6",
    "w s ctrl-u 3m <enter> 7",
    "w s ctrl-u 3m <enter> 8",
    TWO,
];
/// A scenario in which the first thing of the board is late, and two scenarios.
const LATE: &str = "w s ctrl-u 3m <enter> 9";
const TWO: &str = "w s ctrl-u 3m <enter> 9 o ctrl-u Later <enter> 1 s ctrl-u 5m <enter> 9";

/// What is asked of a place is answered by a page that has each number of the place, or by the plan's own words.
#[test]
fn every_place_of_every_screen_explains_the_numbers_that_stand_there() {
    for path in super::PLANS {
        let mut faults: Vec<String> = Vec::new();
        let mut all = 0;
        let written = written(path, open(path).plan().currency);
        // Of the others each view, and one scenario.
        let shown = |keys: &&str| path == super::PLANS[0] || keys.len() == 1 || **keys == *LATE;
        for keys in SCREENS.into_iter().filter(shown) {
            let mut model = after(path, keys);
            let currency = model.work.plan().currency;
            let (screen, hits) = drawn(&model);
            let mut seen = BTreeSet::new();
            for hit in &hits {
                let place = match &hit.target {
                    Target::Spot(at) => (at.to_string(), None),
                    Target::Cell(at, column) => (at.to_string(), Some(*column)),
                    Target::View(_) => continue,
                };
                let text = text_of(&screen, hit);
                let numbers: Vec<String> = text.lines().flat_map(numbers).collect();
                if !seen.insert(place.clone()) || numbers.is_empty() {
                    continue;
                }
                all += numbers.len();
                update(&mut model, Msg::Click(hit.target.clone()));
                model.overlay = None;
                update(&mut model, Msg::Key(Key::parse_all("=")[0]));
                let page = page(&mut model);
                model.overlay = None;
                let Some(page) = page else {
                    faults.push(format!("{keys}: {place:?}: no page: {:?}", model.message));
                    continue;
                };
                let known = tells(&page, currency);
                let told = |number: &&String| known.tells(number, "") || written.tells(number, "");
                let untold = numbers.iter().filter(|number| !told(number));
                faults.extend(untold.map(|number| format!("{keys}: {place:?}: {number}: {}", text.trim())));
            }
        }
        assert!(faults.is_empty(), "{path}: {} of {all}: {faults:#?}", faults.len());
        assert!(all > 200 || path.ends_with(".toml"), "{path}: {all}");
    }
}

/// What lies over a view and shows figures: what a slip does, value cut up.
#[test]
fn what_lies_over_a_view_explains_its_numbers() {
    let mut faults: Vec<String> = Vec::new();
    let path = super::PLANS[0];
    let written = written(path, open(path).plan().currency);
    for keys in ["/ CRM <enter> i ctrl-u 3m <enter>", "1 i ctrl-u 2m <enter>", "5 d", "5 d d", "5 d d d d"] {
        let mut model = after(path, keys);
        let currency = model.work.plan().currency;
        let size = model.size;
        update(&mut model, Msg::Resize(140, 200));
        let (screen, _) = drawn(&model);
        update(&mut model, Msg::Resize(size.0, size.1));
        update(&mut model, Msg::Key(Key::parse_all("=")[0]));
        let Some(page) = page(&mut model) else { panic!("{keys}: {:?}", model.message) };
        let known = tells(&page, currency);
        for line in super::screens::inside(&screen) {
            let untold =
                numbers(line).into_iter().filter(|it| !known.tells(it, "") && !written.tells(it, ""));
            faults.extend(untold.map(|number| format!("{keys}: {number}: {}", line.trim())));
        }
    }
    assert!(faults.is_empty(), "{}: {faults:#?}", faults.len());
}

/// The town is late by three months and takes along what is in it: nobody mends that forms wait for payments, yet
/// that is found no more, since forms are live a year later.
#[test]
fn findings_that_go_only_since_something_is_later_are_no_gain() {
    let mut model = crate::driven::model("/ town <enter> w s ctrl-u 3m <enter> 9", 140, 40);
    let shown = tui::text(&tui::buffer(&model));
    let row =
        shown.lines().find(|line| line.starts_with(" Warnings found") || line.contains(">Warnings found"));
    assert!(row.is_some_and(|row| row.contains("moved") && !row.contains("better")), "{shown}");
    let words: String = shown.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    assert!(words.contains("gone only since Fewer wrong forms is later."), "{words}");
    assert!(!words.contains("Better: Warnings found"), "{words}");
    crate::driven::press(&mut model, "G k =");
    let shown: String = tui::text(&tui::buffer(&model));
    assert!(shown.contains("Warnings found: ") && shown.contains("Gone in the scenario"), "{shown}");
    assert!(shown.contains("Fewer wrong forms is only later, 30 Jun 2027 → 30 Jun 2028"), "{shown}");
    // What is moved to another wave on purpose is mended.
    let moved = crate::driven::model("/ fees <enter> w < 9", 140, 40);
    let shown = tui::text(&tui::buffer(&moved));
    assert!(!shown.contains("only since Fees"), "{shown}");
}
