//! Whatever shows a number is asked for it: `=` on each place of each screen, and over it.

use std::collections::BTreeSet;

use groundswell::plan::quantity::{Currency, Money};
use groundswell::trace::value::Value;
use groundswell::tui::effect::Effect;
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
    update(model, Msg::Resize(140, 500));
    let (text, _) = drawn(model);
    update(model, Msg::Resize(size.0, size.1));
    Some(text)
}

/// What a page says a number is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Money,
    Percent,
    /// Thousands of money and more, as they are told.
    Told(&'static str),
    /// Another one, or none: what the plan writes has none.
    Other,
    /// It stands in the next line.
    Below,
}

impl Unit {
    fn of(next: &str, currency: Currency) -> Self {
        let letters = next.trim_end_matches(|letter: char| !letter.is_ascii_alphabetic());
        match next {
            "" | "│" => Self::Below,
            "%" => Self::Percent,
            _ if letters == currency.code => Self::Money,
            _ => ["k", "M", "bn"].into_iter().find(|it| *it == letters).map_or(Self::Other, Self::Told),
        }
    }
}

/// The numbers of a page as a screen may show them. What the page says in percent is in percent on the screen too,
/// where that names a unit, and money is money; what the plan writes has no unit.
fn tells(page: &str, currency: Currency) -> Known {
    let mut known = Known::default();
    for line in page.lines() {
        // What the plan writes has its own signs.
        let apart = |letter: char| letter.is_whitespace() || "{}\"=".contains(letter);
        let words: Vec<&str> = line.split(apart).filter(|word| !word.is_empty()).collect();
        for (nth, word) in words.iter().enumerate() {
            let bare: String = word.chars().filter(|letter| !",_".contains(*letter)).collect();
            let bare = bare.trim_start_matches(['−', '-', '+', '(']).trim_end_matches([')', '.', ';', ':']);
            let Ok(number) = bare.parse::<f64>() else { continue };
            let next = words.get(nth + 1).map_or("", |next| next.trim_end_matches([')', '.', ';', ',']));
            let unit = Unit::of(next, currency);
            let mut some = Known::default();
            some.value("", Value::Number(number), currency);
            if matches!(unit, Unit::Percent | Unit::Other | Unit::Below) {
                some.value("", Value::Share(number / 100.0), currency);
            }
            if (0.0..=1.0).contains(&number) {
                some.value("", Value::Share(number), currency);
            }
            if matches!(unit, Unit::Money | Unit::Other | Unit::Below) {
                some.value("", Value::Money(Money::from_minor_f64(number * 100.0)), currency);
            }
            let fits = |text: &str| match (text.split_once(' ').map(|(_, unit)| unit), unit) {
                (None, _) | (Some(_), Unit::Other | Unit::Below) => true,
                (Some(told), Unit::Percent) => told == "%",
                (Some(told), Unit::Money) => told != "%",
                (Some(told), Unit::Told(unit)) => told == unit,
            };
            known.by_text.extend(some.by_text.into_iter().filter(|(text, _)| fits(text)));
            for one in ["k", "M", "bn"].into_iter().filter(|it| [Unit::Told(it), Unit::Below].contains(&unit))
            {
                known.by_text.entry(format!("{bare} {one}")).or_default().insert(String::new());
            }
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
const SCREENS: [&str; 33] = [
    "1",
    "1 v",
    "2",
    "2 v",
    "3",
    // One item and all of them, whichever it opens with.
    "3 p v",
    "3 p v v",
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
                    _ => continue,
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

/// Whether a number of a line is one that no page has to tell.
type Outside = fn(&str, &str) -> bool;

/// What a screen shows that no page has to tell, each with the reason.
const OUTSIDE: [(&str, Outside); 8] = [
    ("what is left of a day that the end of its line cuts: 31 M…", |line, number| {
        let mut cut = line.split('…').rev().skip(1);
        let first = number.split(' ').next();
        cut.any(|before| before.split_whitespace().rev().take(2).any(|word| Some(word) == first))
    }),
    ("where the selection stands in a list: 3/27", |line, number| {
        line.split_whitespace()
            .next_back()
            .is_some_and(|last| last.split_once('/').is_some_and(|(nth, all)| nth == number || all == number))
    }),
    ("how many lines stand below what is seen: +11", |line, number| line.contains(&format!("+{number} "))),
    ("the legend of the signs that stand for levels", |line, _| line.contains("blank  1 ")),
    ("how many entries the list below its heading has", |line, number| {
        let mut words = line.split_whitespace();
        let heading = ["Risks", "Exceptions", "Trade-offs", "Objectives", "Pools", "Archetypes", "Learnings"];
        words.next().is_some_and(|word| heading.contains(&word)) && words.next() == Some(number)
    }),
    (
        "a line of a file as it is, with its number: what a finding points at is where explaining ends",
        |line, _| {
            let mut words = line.trim_start_matches(['│', ' ']).split_whitespace();
            words.next().is_some_and(|word| word.parse::<u32>().is_ok()) && words.next() == Some("│")
        },
    ),
    ("how many links an item has to each side, each of which is on its page", |line, number| {
        line.contains(&format!(" {number}→ →")) || line.contains(&format!("→ →{number}"))
    }),
    ("how many runs tell the chances, as the page of each does", |line, _| line.contains(" runs")),
];

/// The numbers of a line that a page has to tell: what stands before an axis is its scale.
fn to_be_told(line: &str, numbered: &[String]) -> Vec<String> {
    let line = line.rsplit_once('┤').map_or(line, |(_, line)| line);
    let line = &numbered.iter().fold(line.to_owned(), |line, title| line.replace(title, ""));
    let excused = |number: &String| OUTSIDE.iter().any(|(_, outside)| outside(line, number));
    numbers(line).into_iter().filter(|number| !excused(number)).collect()
}

/// How titles begin in which a number stands, as far as narrow columns show them: `2.1 Dev` of `2.1 Device Inventory`.
/// What was learnt is told in words, as a title is.
fn numbered(model: &Model) -> Vec<String> {
    let plan = model.work.plan();
    let titles = plan.items.iter().map(|item| item.title()).chain(plan.kpis.iter().map(|kpi| kpi.title()));
    let learnt = plan.learnings.iter().filter_map(|it| it.about.note.as_deref());
    let titles = titles.chain(learnt);
    let mut found: Vec<String> = Vec::new();
    for title in titles {
        let words: Vec<&str> = title.split(' ').collect();
        for (nth, word) in words.iter().enumerate().filter(|(_, word)| word.parse::<f64>().is_ok()) {
            let near =
                words.get(nth + 1).map(|next| format!("{word} {}", next.split_at(next.len().min(2)).0));
            let before = nth.checked_sub(1).map(|nth| format!("{} {word}", words[nth]));
            found.extend(near.into_iter().chain(before));
        }
    }
    found
}

/// Whether a page has a number: one with a unit in that unit, and at the end of a line its unit may stand in the next
/// one.
fn is_told(known: &Known, number: &str) -> bool {
    ["", " k", " M", " %"].iter().any(|unit| known.tells(&format!("{number}{unit}"), ""))
}

/// The page of what is selected, and the numbers that it has.
fn asked(model: &mut Model) -> Option<Known> {
    let currency = model.work.plan().currency;
    model.overlay = None;
    update(model, Msg::Key(Key::parse_all("=")[0]));
    let page = page(model);
    model.overlay = None;
    page.map(|page| tells(&page, currency))
}

/// The detail of what is selected, all of it, and the sentence about it.
fn about(model: &mut Model) -> Vec<String> {
    let size = model.size;
    model.message = None;
    update(model, Msg::Resize(140, 120));
    let (tall, _) = drawn(model);
    let pane = model.layout().pane;
    update(model, Msg::Resize(size.0, size.1));
    let (screen, _) = drawn(model);
    let sentence = screen.lines().nth(usize::from(size.1) - 2).unwrap_or_default().to_owned();
    let of_pane = pane.into_iter().flat_map(|pane| {
        let rows = tall.lines().skip(pane.y.into()).take(pane.height.into());
        rows.map(move |row| row.chars().skip(pane.x.into()).collect::<String>()).collect::<Vec<_>>()
    });
    of_pane.chain([sentence]).collect()
}

/// Whatever stands on a screen: in a place, in the detail and the sentence of it, in a caption, in the first line.
/// That the plan writes a number is no excuse: the page says so, with the line.
#[test]
fn every_number_of_every_screen_is_on_a_page_that_opens_there() {
    let mut faults: BTreeSet<String> = BTreeSet::new();
    for path in super::PLANS {
        let mut all = 0;
        // Of the largest each view, and one scenario.
        let shown = |keys: &&str| path != super::PLANS[1] || keys.len() == 1 || **keys == *LATE;
        for keys in SCREENS.into_iter().filter(shown) {
            let mut model = after(path, keys);
            let (screen, hits) = drawn(&model);
            let pane = model.layout().pane;
            let mut first = asked(&mut model);
            let numbered = numbered(&model);
            // The pages of the places on each line.
            let mut of_line: Vec<Vec<Known>> = (0..40).map(|_| Vec::new()).collect();
            let mut seen = BTreeSet::new();
            for hit in hits.iter().filter(|hit| matches!(hit.target, Target::Spot(_) | Target::Cell(..))) {
                if !seen.insert(format!("{:?}", hit.target)) {
                    continue;
                }
                // A click on what is selected opens it, and what a finding opens is another view.
                let current = model.desk().sheet.current().map(|spot| spot.at.clone());
                if !matches!(&hit.target, Target::Spot(at) if Some(at) == current.as_ref()) {
                    update(&mut model, Msg::Click(hit.target.clone()));
                }
                model.overlay = None;
                let told = about(&mut model);
                let Some(known) = asked(&mut model) else { continue };
                let place = text_of(&screen, hit);
                for line in place.lines().map(str::to_owned).chain(told) {
                    let some = to_be_told(&line, &numbered);
                    all += some.len();
                    let untold = some.into_iter().filter(|number| !is_told(&known, number));
                    faults.extend(untold.map(|number| {
                        let at = format!("{:?}", hit.target);
                        format!("{path} {keys}: {at}: {number}: {}", line.trim())
                    }));
                }
                first.get_or_insert_with(|| Known { by_text: known.by_text.clone() });
                for y in hit.area.top()..hit.area.bottom() {
                    of_line[usize::from(y)].push(Known { by_text: known.by_text.clone() });
                }
            }
            // Where nothing can be selected there is nothing to ask.
            let Some(first) = first else { continue };
            // Below the picture of all needs these are counted.
            let shown = screen.lines().take(38).take_while(|line| !line.starts_with(" Needs: "));
            let rest = shown.enumerate().map(|(y, line)| {
                let mut cells: Vec<char> = line.chars().collect();
                cells.resize(140, ' ');
                for area in hits.iter().map(|hit| hit.area).chain(pane) {
                    let across = usize::from(area.left())..usize::from(area.right()).min(140);
                    if (area.top()..area.bottom()).contains(&u16::try_from(y).unwrap()) {
                        cells[across].fill(' ');
                    }
                }
                (y, cells.into_iter().collect::<String>())
            });
            for (y, line) in rest {
                let some = to_be_told(&line, &numbered);
                all += some.len();
                let beside = &of_line[y];
                let told = |number: &String| {
                    is_told(&first, number) || beside.iter().any(|known| is_told(known, number))
                };
                let untold = some.into_iter().filter(|number| !told(number));
                faults
                    .extend(untold.map(|number| format!("{path} {keys}: beside: {number}: {}", line.trim())));
            }
        }
        assert!(all > 500 || path.ends_with(".toml"), "{path}: {all}");
    }
    assert!(faults.is_empty(), "{}: {faults:#?}", faults.len());
}

/// A figure under `=`, whose overlay is there again once that is left.
#[test]
fn what_is_explained_over_an_overlay_comes_back_to_it() {
    for (keys, name, told) in [
        ("/ CRM <enter> i ctrl-u 3m <enter>", "page", "slip.crm.3m"),
        ("5 d", "page", "planned"),
        // The last meeting decided on no gate.
        ("7 m", "page", "decision[2026-11-03]"),
    ] {
        let mut model = after(super::PLANS[0], keys);
        let over = |model: &Model| model.overlay.as_ref().map(|over| over.name());
        assert_eq!(over(&model), Some(name), "{keys}");
        update(&mut model, Msg::Key(Key::parse_all("=")[0]));
        let page = page(&mut model).unwrap_or_else(|| panic!("{keys}: {:?}", model.message));
        assert!(page.contains(told), "{keys}: {page}");
        update(&mut model, Msg::Key(Key::parse_all("<esc>")[0]));
        assert_eq!(over(&model), Some(name), "{keys}");
    }
}

#[test]
fn a_history_and_the_fixes_of_a_finding_are_explained_and_come_back() {
    let over = |model: &Model| model.overlay.as_ref().map(|over| over.name());
    let asks = |model: &mut Model| {
        crate::driven::press(model, "=");
        page(model).unwrap_or_else(|| panic!("{:?}", model.message))
    };
    let mut model = crate::driven::model("/ fees <enter>", 140, 40);
    let effects = crate::driven::press(&mut model, "B");
    let [Effect::LookBack(nth, asked, _)] = effects.as_slice() else { panic!("{effects:?}") };
    let back = crate::looking_back::looked_back(asked);
    update(&mut model, Msg::LookedBack(*nth, Ok(Some(back))));
    let told = asks(&mut model);
    assert!(told.contains("forecast.county-fees") && told.contains("as it is now"), "{told}");
    assert!(told.contains("revision c3c3c3c3"), "{told}");
    assert!(
        told.contains("What the plan says of it") && told.contains("plan.toml:"),
        "what the plan says of it: {told}"
    );
    crate::driven::press(&mut model, "<esc>");
    assert_eq!(over(&model), Some("history"));
    let mut model = crate::driven::model("8 / need-after <enter> F", 140, 40);
    assert_eq!(over(&model), Some("fixes"), "{:?}", model.message);
    let told = asks(&mut model);
    assert!(told.contains("The rule: ") && told.contains("Why: "), "{told}");
    crate::driven::press(&mut model, "<esc>");
    assert_eq!(over(&model), Some("fixes"));
}

/// Nobody waits for a simulation under a key: the page is there, and says what it comes to once that is known.
#[test]
fn a_figure_that_is_simulated_is_told_once_that_is_done() {
    // The table of years ends with chances, of which the last is that of all months.
    let mut model = tui::after(open(super::PLANS[0]), Look::default(), "5 T = G <enter>", 140, 40);
    let (screen, _) = drawn(&model);
    assert!(screen.contains("1 in 10 chance of at least: Dec 2029: simulating …"), "{screen}");
    let Simulated::Asked(nth) = model.work.simulated else { panic!("{screen}") };
    let simulation = simulating::simulate(model.work.plan());
    update(&mut model, Msg::Simulated(nth, Box::new(simulation)));
    let (screen, _) = drawn(&model);
    assert!(!screen.contains("simulating") && screen.contains("value-one-in-ten@2029-12"), "{screen}");
    assert!(screen.contains("runs from seed 1"), "{screen}");
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
    crate::driven::press(&mut model, "/ Warnings <enter> =");
    let shown: String = tui::text(&tui::buffer(&model));
    assert!(shown.contains("Warnings found: ") && shown.contains("Gone in the scenario"), "{shown}");
    assert!(shown.contains("Fewer wrong forms is only later, 30 Jun 2027 → 30 Jun 2028"), "{shown}");
    // What is moved to another wave on purpose is mended.
    let moved = crate::driven::model("/ fees <enter> w < 9", 140, 40);
    let shown = tui::text(&tui::buffer(&moved));
    assert!(!shown.contains("only since Fees"), "{shown}");
}

/// What is no value and no figure of the plan has a page too: by hand, the team for change has 22 person-months in the
/// foundation, of which 21 are asked for, 95.45 %.
#[test]
fn what_is_counted_of_the_whole_plan_leads_to_what_it_comes_from() {
    let said = |word: &str| {
        let open = crate::driven::omnichannel();
        let mut model = tui::after(open, Look::default(), "/ CRM <enter> w + 9", 140, 40);
        crate::driven::press(&mut model, &format!("/ {word} <enter> ="));
        page(&mut model).unwrap_or_else(|| panic!("{word}: {:?}", model.message))
    };
    let peak = said("Peak <space> load");
    let words: String = peak.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("It has 22 of them: 96 % is asked for, a started percent told as a whole one."),
        "{peak}"
    );
    let next = said("Next <space> benefit");
    assert!(next.contains("strategy.toml:") || next.contains("plan.toml:"), "{next}");
    let overdue = said("Decisions <space> overdue");
    assert!(overdue.contains("Decisions overdue: "), "{overdue}");
}

/// A wave of so many steps: a dozen are told, and all of them where the line below these is opened.
#[test]
fn of_many_inputs_all_are_a_key_away() {
    let mut model = after(super::PLANS[0], "1 i ctrl-u 2m <enter>");
    update(&mut model, Msg::Key(Key::parse_all("=")[0]));
    let some = page(&mut model).unwrap_or_else(|| panic!("{:?}", model.message));
    let line = some.lines().find(|line| line.contains("more: open to list all")).unwrap();
    let count: usize = line.split_whitespace().find_map(|word| word.parse().ok()).unwrap();
    let steps = |page: &str| page.matches(" → ").count();
    crate::driven::press(&mut model, &"<down> ".repeat(12));
    crate::driven::press(&mut model, "<enter>");
    let all = page(&mut model).unwrap();
    assert!(count > 1 && !all.contains("open to list all"), "{all}");
    // Of the dozen some are the dates of waves, which are no steps.
    assert_eq!(steps(&all), steps(&some) + count, "{all}");
    crate::driven::press(&mut model, "<bs>");
    assert!(page(&mut model).unwrap().contains(line.trim_matches(['│', ' ', '>'])), "back at those before");
}

/// The step of a driver is placed by its `wave`: what it comes from opens as the plan writes it.
#[test]
fn the_step_of_a_driver_opens_the_line_that_places_it() {
    let mut model = after(super::PLANS[0], "1 i ctrl-u 2m <enter> =");
    crate::driven::press(&mut model, &"<down> ".repeat(12));
    crate::driven::press(&mut model, "<enter>");
    let is_there = |page: &str| page.lines().any(|line| line.contains(">Raise engagement quality"));
    for _ in 0..120 {
        if is_there(&page(&mut model).unwrap()) {
            break;
        }
        crate::driven::press(&mut model, "<down>");
    }
    crate::driven::press(&mut model, "<enter>");
    let opened = page(&mut model).unwrap();
    assert_eq!(model.message, None);
    assert!(
        opened.contains("driver.engagement.wave") && opened.contains("The plan says \"engage\""),
        "{opened}"
    );
}

/// Tells each page that opens from a place of a screen, with the keys that lead to the screen and what is open.
pub(super) fn each_page(path: &str, tell: &mut dyn FnMut(&str, &Model, &str)) {
    // Of the others each view, and one scenario; of the first a slip as well.
    let shown = |keys: &&str| path == super::PLANS[0] || keys.len() == 1 || **keys == *LATE;
    for keys in SCREENS.into_iter().chain(["/ CRM <enter> i ctrl-u 3m <enter>"]).filter(shown) {
        let mut model = after(path, keys);
        let (_, hits) = drawn(&model);
        let mut seen = BTreeSet::new();
        let mut ask = |model: &mut Model| {
            update(model, Msg::Key(Key::parse_all("=")[0]));
            if let Some(page) = page(model) {
                tell(keys, model, &page);
            }
            model.overlay = None;
        };
        ask(&mut model);
        for hit in hits.iter().filter(|hit| matches!(hit.target, Target::Spot(_) | Target::Cell(..))) {
            if seen.insert(format!("{:?}", hit.target)) {
                update(&mut model, Msg::Click(hit.target.clone()));
                model.overlay = None;
                ask(&mut model);
            }
        }
    }
}
