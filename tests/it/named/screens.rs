//! The numbers of texts: each number that a printed view or a screen shows is what a figure or a value of the plan
//! prints to, one whose name or title stands there too, or one of the whole plan.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use groundswell::check::check;
use groundswell::disk::Disk;
use groundswell::figures::Figures;
use groundswell::minutes::{Days, Minutes};
use groundswell::plan::Plan;
use groundswell::plan::calendar::Month;
use groundswell::plan::kpi::Target;
use groundswell::plan::quantity::Currency;
use groundswell::show::Context;
use groundswell::shows;
use groundswell::source::{Limits, Source};
use groundswell::trace::name::Name;
use groundswell::trace::of::Of;
use groundswell::trace::value::Value;
use groundswell::traces;
use groundswell::tui;
use groundswell::tui::present::agenda::agenda;
use groundswell::tui::theme::Look;
use groundswell::wording;
use groundswell::workspace::Workspace;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What a number counts that is no figure but the length of a list that stands there or that `Enter` opens.
const COUNTED: [&str; 42] = [
    "unknown",
    "days",
    "more",
    "criteria",
    "unit",
    "units",
    "capabilities",
    "capability",
    "gates",
    "gate",
    "mandates",
    "mandate",
    "decisions",
    "decision",
    "item",
    "items",
    "step",
    "steps",
    "lines",
    "line",
    "needs",
    "needs,",
    "cell",
    "cells",
    "readings",
    "reading",
    "runs",
    "finding",
    "findings",
    "market",
    "markets",
    "seed",
    "months,",
    "late",
    "to",
    "decided",
    "driver",
    "drivers",
    "KPI",
    "KPIs",
    "exception",
    "exceptions",
];

/// What stands before a number that is no figure: a place in a list, the seed of a simulation.
const PLACES: [&str; 5] = ["seed", "enables", "needs", "Q", "zoom"];

/// The numbers that texts may show, each with the words one of which must stand there, none for the plan.
#[derive(Default)]
pub(super) struct Known {
    pub(super) by_text: BTreeMap<String, BTreeSet<String>>,
}

/// A number as texts print it, without sign, currency and thousands: `8.6 M`, `49 %`, `12`.
fn normal(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches(['+', '−', '-']).replace(',', "");
    let digits = text.find(|letter: char| !(letter.is_ascii_digit() || letter == '.')).unwrap_or(text.len());
    let (number, rest) = text.split_at(digits);
    let number = number.trim_end_matches('.');
    if number.is_empty() || !number.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let rest =
        rest.trim().trim_end_matches(['€', '$', '£', '¥', '.', ')', ';', ':']).trim_end_matches("kr").trim();
    Some(match rest {
        "k" | "M" | "bn" | "%" => format!("{number} {rest}"),
        _ => number.to_owned(),
    })
}

impl Known {
    fn add(&mut self, about: &str, text: &str) {
        if let Some(text) = normal(text) {
            self.by_text.entry(text).or_default().insert(about.to_owned());
        }
    }

    /// Everything that a value prints to.
    pub(super) fn value(&mut self, about: &str, value: Value, currency: Currency) {
        let mut add = |text: String| self.add(about, &text);
        match value {
            Value::Money(money) => {
                add(wording::money_bare(money, currency));
                add(wording::money_exact(money, currency));
                add(wording::money_stated_bare(money, currency));
                add(value.bare(currency));
            }
            Value::Share(share) | Value::Attained(share, _) | Value::AtMost(share) => {
                for bounds in [&[][..], &[1.0], &[0.9, 0.75], &[0.0], &[share]] {
                    add(wording::percent(share, bounds));
                }
                (0..3).for_each(|digits| add(format!("{:.digits$} %", share * 100.0)));
                (0..3).for_each(|digits| add(format!("{share:.digits$}")));
            }
            Value::Number(number) | Value::Target(Target::Value(number)) => {
                for number in [number, number / 1e3, number / 1e6] {
                    (0..3).for_each(|digits| add(wording::number(number, digits)));
                    (0..3).for_each(|digits| add(format!("{number:.digits$}")));
                    (0..2).for_each(|digits| add(wording::number(number, digits) + " k"));
                    (0..3).for_each(|digits| add(wording::number(number, digits) + " %"));
                }
            }
            Value::Target(Target::Band(low, high)) => {
                [low, high].into_iter().for_each(|end| (0..3).for_each(|it| add(wording::number(end, it))));
            }
            Value::Of(part, all) => [part, all].into_iter().for_each(|count| add(count.to_string())),
            Value::Count(_) | Value::Level(_) => add(value.bare(currency)),
            _ => {}
        }
    }

    /// Whether the text explains a number: what it is of stands there.
    pub(super) fn tells(&self, number: &str, text: &str) -> bool {
        self.by_text.get(number).is_some_and(|words| {
            words.iter().any(|words| words.is_empty() || words.split('|').any(|word| text.contains(word)))
        })
    }
}

/// The beginning of a title, as far as narrow columns show it.
fn beginning(title: &str) -> String {
    title.chars().take(8).collect()
}

/// The figures of a plan, and the numbers that the plan itself writes.
fn known(plan: &Plan, path: &str, figures: &Figures<'_>) -> Known {
    let mut known = Known::default();
    let currency = plan.currency;
    let about = |of: &Of| match of {
        Of::Plan | Of::Standing(_) => String::new(),
        of => {
            let ids = of.ids(plan);
            let titles =
                [beginning(&of.title(plan)), ids.first().map_or_else(String::new, ToString::to_string)];
            let item = match of {
                Of::InUnit(item, _) | Of::InWave(item, _) => beginning(plan.item(*item).title()),
                Of::Gate(gate) | Of::Criterion(gate, _) | Of::Evidence(gate, ..) => {
                    beginning(plan.gates[gate.at()].about.name.as_deref().unwrap_or_default())
                }
                Of::InDimension(wave, _) | Of::Bundle(wave, _) | Of::Team(wave, _) | Of::Taking(wave, _) => {
                    beginning(plan.wave(*wave).title())
                }
                _ => String::new(),
            };
            let mut words: Vec<String> = titles.into_iter().chain([item]).collect();
            words.retain(|word| !word.is_empty());
            words.join("|")
        }
    };
    let mut ofs: Vec<(&str, Of)> = Vec::new();
    traces::each(figures, &mut |family, row| {
        let months = matches!(row.when, Some(groundswell::trace::name::When::Period(_)));
        if !months {
            ofs.push((family.word, row.of.clone()));
        }
        known.value(&about(&row.of), row.value, currency);
    });
    // What flows, by year; what stands, at the end of each wave.
    let mut at = |word: &str, of: &Of, when: &str| {
        let name = format!("{}@{when}", of.name(plan, word, None));
        if let Some(figure) = Name::parse(&name).and_then(|name| traces::figure(figures, &name).ok()) {
            known.value(&about(of), figure.trace.value, currency);
        }
    };
    let years: BTreeSet<i32> = figures.grid().months().map(Month::year).collect();
    for year in years {
        for word in ["planned", "unweighted", "realized", "forecast", "cost", "net"] {
            at(word, &Of::Plan, &year.to_string());
        }
        for word in ["net-so-far", "planned-so-far", "realized-so-far", "forecast-so-far"] {
            at(word, &Of::Plan, &format!("{year}-12"));
        }
    }
    for word in ["planned-so-far", "realized-so-far", "forecast-so-far"] {
        at(word, &Of::Plan, &Month::of(plan.as_of).to_string());
    }
    for (word, of) in &ofs {
        if ["expected", "level"].contains(word) {
            plan.waves.iter().for_each(|wave| at(word, of, &wave.end.to_string()));
        }
        if *word == "kpi" {
            let days: BTreeSet<String> = plan.readings.iter().map(|it| it.date.to_string()).collect();
            days.iter().for_each(|day| at("expected", of, day));
        }
    }
    // What the plan writes is explained by its address.
    for (text, words) in written(path, currency).by_text {
        known.by_text.entry(text).or_default().extend(words);
    }
    known
}

/// The numbers that a plan writes.
pub(super) fn written(path: &str, currency: Currency) -> Known {
    let mut known = Known::default();
    for file in files(path) {
        let words = file.split(|letter: char| !(letter.is_ascii_digit() || "._".contains(letter)));
        for word in words.filter_map(|word| word.replace('_', "").parse::<f64>().ok()) {
            known.value("", Value::Number(word), currency);
            let minor = groundswell::plan::quantity::Money::from_minor_f64(word * 100.0);
            known.value("", Value::Money(minor), currency);
        }
    }
    known
}

/// `09/26`
fn is_month(word: &str) -> bool {
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once('/').is_some_and(|(month, year)| digits(month) && digits(year) && month <= "12")
}

/// The numbers of a line that are no part of a date, a word or a scale, as they would be looked up.
pub(super) fn numbers(line: &str) -> Vec<String> {
    // A month by its number, and how long ago a finding says that something was.
    let dates: Vec<&str> = line.split(' ').filter(|word| !is_month(word)).collect();
    let line = dates.join(" ").replace(" days ago", "-days-ago");
    let mut spaced = String::new();
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        // Thousands keep their comma.
        let thousands = letter == ',' && letters.peek().is_some_and(char::is_ascii_digit);
        let gap = "→/│┤├()[]░▒▓█×·≥≤…–,".contains(letter) && !thousands;
        spaced.push(if gap { ' ' } else { letter });
    }
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut found = Vec::new();
    for (nth, word) in words.iter().enumerate() {
        let bare =
            word.trim_start_matches(['+', '−', '-', '>']).trim_end_matches(['*', '?', ';', ':', '.', '!']);
        let is_number = bare.starts_with(|letter: char| letter.is_ascii_digit())
            && bare
                .trim_end_matches('%')
                .chars()
                .all(|letter| letter.is_ascii_digit() || ".,".contains(letter));
        // Two points make a name of a part: 5.1.1.
        if !is_number || bare.matches('.').count() > 1 {
            continue;
        }
        let next = words.get(nth + 1).copied().unwrap_or_default();
        let before = nth.checked_sub(1).and_then(|nth| words.get(nth)).copied().unwrap_or_default();
        let whole = bare.parse::<u32>().ok();
        let is_day = whole.is_some_and(|day| (1..=31).contains(&day)) && MONTHS.contains(&next);
        let is_year = whole.is_some_and(|year| (1990..2200).contains(&year))
            || (MONTHS.contains(&before) && whole.is_some_and(|year| (10..100).contains(&year)));
        let counts = COUNTED.contains(&next) || PLACES.contains(&before);
        if is_day || is_year || counts {
            continue;
        }
        let unit = next.trim_end_matches(['€', '$', ';', '.', ':', '*']);
        let unit = if ["k", "M", "bn", "%"].contains(&unit) { unit } else { "" };
        found.extend(normal(&format!("{bare} {unit}")));
    }
    found
}

/// The texts of the plan's files.
fn files(path: &str) -> Vec<String> {
    let mut open = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)];
    let mut texts = Vec::new();
    while let Some(path) = open.pop() {
        match std::fs::read_dir(&path) {
            Ok(folder) => open.extend(folder.map(|entry| entry.unwrap().path())),
            Err(_) if path.extension().is_some_and(|it| it == "toml") => {
                texts.push(std::fs::read_to_string(&path).unwrap());
            }
            Err(_) => {}
        }
    }
    texts
}

pub(super) fn open(path: &str) -> Workspace {
    let root = Source::root(&Disk, &PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path));
    let read = Source::read(&Disk, &[root], Limits::default()).ok().unwrap();
    Workspace::of(check(read, None), "plan.toml")
}

/// What is told of no figure on a screen: the row of the views and the last two are those of the frame, what
/// stands beside an axis is its scale, and below the picture of all needs these are counted.
pub(super) fn inside(screen: &str) -> Vec<&str> {
    let lines: Vec<&str> = screen.lines().collect();
    let counted = lines.iter().position(|line| line.starts_with(" Needs: "));
    let end = counted.unwrap_or(lines.len().saturating_sub(2));
    let frame =
        |line: &&str| ['┤', '┬'].iter().any(|sign| line.contains(*sign)) || line.contains("2 Timeline");
    lines[..end].iter().copied().filter(|line| !frame(line)).collect()
}

#[test]
fn every_number_of_every_text_and_screen_is_that_of_a_figure() {
    for path in super::PLANS {
        let work = open(path);
        let (plan, figures) = (work.plan(), work.figures());
        let known = known(plan, path, figures);
        let mut faults = Vec::new();
        let mut all = 0;
        let mut hold = |view: &str, text: &str, lines: Vec<&str>| {
            for line in lines {
                for number in numbers(line) {
                    all += 1;
                    // At the end of a pane the unit may stand in the next line.
                    let ends = line.trim_end_matches(['│', ' ']).ends_with(&number);
                    let wrapped = [" k", " M"].map(|unit| number.clone() + unit);
                    let told = known.tells(&number, text)
                        || (ends && wrapped.iter().any(|number| known.tells(number, text)));
                    if !told {
                        faults.push(format!("{view}: {number}: {}", line.trim()));
                    }
                }
            }
        };
        for show in shows::ALL.into_iter().filter(|show| show.id != "figures") {
            let text = (show.text)(&Context::new(plan, figures));
            hold(show.id, &text, text.lines().collect());
        }
        for keys in [
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "0",
            "1 v",
            "3 v",
            "4 v",
            "5 v",
            "5 T",
            "5 d",
            "5 d d d d",
            "6 v",
            "7 v",
        ] {
            let screen = tui::screen(open(path), Look::default(), keys, 140, 40);
            hold(keys, &screen, inside(&screen));
        }
        // What leaves the house: the minutes of each day on which anything was decided, and all slides.
        let mut sent = 0;
        let meetings: BTreeSet<_> = plan.decisions.iter().map(|decision| decision.date).collect();
        for day in meetings {
            let minutes = Minutes::of(figures, Days { from: day, to: day }).text();
            sent += minutes.lines().map(|line| numbers(line).len()).sum::<usize>();
            hold("minutes", &minutes, minutes.lines().collect());
        }
        for slide in agenda(&work, None) {
            let big = slide.big.map_or_else(String::new, |big| format!("{} {}", big.number, big.caption));
            let lines = slide.lines.iter().map(|line| format!("{}  {}", line.text, line.aside));
            let told: Vec<String> = [slide.title, big].into_iter().chain(lines).collect();
            sent += told.iter().map(|line| numbers(line).len()).sum::<usize>();
            hold("slide", &told.join("\n"), told.iter().map(String::as_str).collect());
        }
        assert!(
            faults.is_empty(),
            "{path}: {} of {all}: {:#?}",
            faults.len(),
            &faults[..faults.len().min(70)]
        );
        assert!(all > 200 && sent > 10, "{path}: {all}, {sent}");
    }
}

#[test]
fn what_is_cut_up_and_what_slips_on_a_screen_is_explained_under_the_same_key() {
    let screen = |keys| tui::screen(open("plans/omnichannel"), Look::default(), keys, 140, 60);
    let by_market = screen("5 d d d d =");
    assert!(
        by_market.contains("planned.market.dk") && by_market.contains("forecast.market.cn"),
        "{by_market}"
    );
    let slip = screen("/ CRM <enter> i 5 m <enter> =");
    assert!(slip.contains("slip.crm.5m"), "{slip}");
}

/// Else the test above could not fail.
#[test]
fn a_number_of_no_figure_is_told_from_one_of_another_thing() {
    let work = open("plans/omnichannel");
    let known = known(work.plan(), "plans/omnichannel", work.figures());
    assert!(known.tells("8.60 M", "Foundation  8.60 M"), "planned value of the wave");
    assert!(!known.tells("8.60 M", "Engage  8.60 M") && !known.tells("8.61 M", "Foundation  8.61 M"));
    assert!(
        known.tells("49 %", "Reach low-access HCPs  49 %") && !known.tells("47 %", "Reach low-access HCPs")
    );
}

#[test]
fn numbers_are_told_from_dates_and_counts() {
    assert_eq!(numbers("Value     11.2 M€ by the horizon, 31 Mar 2027"), ["11.2 M"]);
    assert_eq!(numbers("│ ▲ 07 Jul · conditions    │ ◆ 06 Apr · 1/6 met"), ["1", "6"]);
    assert_eq!(numbers("░1→4*   2,000 runs from seed 1 …  −5 %  in 2028  8.4 M"), ["1", "4", "5 %", "8.4 M"]);
}
