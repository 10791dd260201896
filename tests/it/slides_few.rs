//! A slide says little: large digits and seven rows, whatever there is to tell and however wide the screen; and it is the
//! same slide with colours, without them, and in plain signs.

use std::collections::BTreeSet;

use groundswell::tui::after;
use groundswell::tui::frame::{buffer, text};
use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::past::Recalled;
use groundswell::tui::theme::{Look, Slides, Theme};
use groundswell::tui::update::update;
use ratatui::style::Modifier;

use crate::driven::{drawn, open, plan_at, press};
use crate::marked::read;

const QUESTIONS: [&str; 2] =
    ["Bring the bonus forward to January?", "Decide on internal pricing in February?"];

/// Four waves, of which the third ended a month earlier once, and two questions.
fn plan(end: &str) -> String {
    let mut plan = "format = 1\n[plan]\nname = \"Four\"\nstart = 2025-01-01\nhorizon = 2029-12-31\n\
                    as-of = 2026-11-15\n"
        .to_owned();
    for (nth, end) in [(1, "2025-12-31"), (2, "2026-12-31"), (3, end), (4, "2028-12-31")] {
        plan += &format!(
            "[wave.w{nth}]\nname = \"Renewal {nth}\"\nstart = {}-01-01\nend = {end}\n\
             [capability.c{nth}]\nname = \"Counter {nth}\"\nreaches = {{ w{nth} = 1 }}\n\
             [driver.d{nth}]\nname = \"Fees {nth}\"\nwave = \"w{nth}\"\nvalue = 1_200_000\nneeds = [\"c{nth} >= 1\"]\n",
            2024 + nth
        );
    }
    let asks = QUESTIONS.map(|ask| format!("[[present]]\nview = \"late\"\nask = \"{ask}\"\n"));
    format!("{plan}[[present]]\nview = \"roadmap\"\n{}{}", asks[0], asks[1])
}

/// The first slide: of the plan, in a scenario, over a baseline, and with both.
fn state(tried: bool, since: bool, (width, height): (u16, u16)) -> Model {
    let mut model = after(open(&plan("2027-12-31")), Look::default(), "", width, height);
    if since {
        let read = read(&[("plan.toml", plan("2027-11-30").as_bytes())]);
        let recalled = Recalled::of("v1.2 (30 Sep 2026)".to_owned(), read, model.work.as_of);
        update(&mut model, Msg::Baseline(Ok(Box::new(recalled))));
    }
    press(&mut model, if tried { "1 / fees <space> 2 <enter> w > P" } else { "P" });
    model
}

/// The rows of a slide below the caption of its number, without the last one of the screen.
fn body(shown: &str) -> Vec<&str> {
    let rows: Vec<&str> = shown.lines().collect();
    let caption =
        rows.iter().position(|row| row.contains("steps live in")).unwrap_or_else(|| panic!("{shown}"));
    let body = rows[caption + 1..rows.len() - 1].iter().filter(|row| !row.trim().is_empty());
    body.copied().collect()
}

/// By hand: November ends 31 days before December. The fees of the second wave, put off to the third, bring less.
#[test]
fn the_first_slide_has_large_digits_and_seven_rows_whatever_it_tells() {
    for size in [(80, 24), (100, 30), (140, 40), (200, 50)] {
        for (tried, since) in [(false, false), (true, false), (false, true), (true, true)] {
            let shown = drawn(&state(tried, since, size));
            let rows = body(&shown);
            let told: Vec<&&str> = rows.iter().filter(|row| !row.contains(" more ↓")).collect();
            assert!(shown.contains("██") && told.len() <= 7, "{size:?} {tried} {since}: {shown}");
            // Nothing of it is cut within a word, and neither question is hidden.
            assert!(QUESTIONS.iter().all(|ask| shown.contains(ask)), "{size:?} {tried} {since}: {shown}");
            assert!(rows.iter().all(|row| !row.contains('…') || row.ends_with(" · …")), "{shown}");
            let of = |words: &str| rows.iter().filter(|row| row.contains(words)).count();
            assert_eq!(of("Value and money") == 1, tried, "{size:?} {since}: {shown}");
            assert_eq!(of("Since v1.2") == 1, since, "{size:?} {tried}: {shown}");
            assert_eq!(of("forecast value"), usize::from(tried) + usize::from(since), "{size:?}: {shown}");
            if since && !tried {
                assert!(shown.contains("» ○  Renewal 3 ") && shown.contains("+31 days"), "{size:?}: {shown}");
            }
        }
    }
}

/// Without blocks all that a small screen has room for is told, a state in one row.
#[test]
fn a_small_first_slide_hides_no_question_and_breaks_no_state() {
    for (tried, since) in [(false, false), (true, false), (false, true), (true, true)] {
        let shown = drawn(&state(tried, since, (60, 18)));
        let told = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(QUESTIONS.iter().all(|ask| told.contains(ask)), "{tried} {since}: {shown}");
        let states = shown.lines().filter(|row| row.contains(" live · "));
        let whole = |row: &str| {
            ["not started", "on track", "at risk", "late or blocked", "not assessed"]
                .iter()
                .any(|it| row.contains(it))
        };
        assert!(states.clone().count() >= 3 && states.clone().all(whole), "{tried} {since}: {shown}");
        if tried {
            assert!(
                shown.contains("Value and money   ") && shown.contains("forecast value"),
                "{since}: {shown}"
            );
        }
    }
}

/// Each slide of the three plans, and the first in a scenario: in every look the same text in the same places, in
/// plain signs ones of a byte, and without colours what says that it is not the plan stands out.
#[test]
fn slides_are_the_same_in_every_look() {
    let looks = [
        Look { theme: Theme::Mono, ..Look::default() },
        Look { theme: Theme::HighContrast, ..Look::default() },
        Look { slides: Some(Slides::Light), ..Look::default() },
        Look { theme: Theme::Mono, ascii: true, ..Look::default() },
    ];
    let mut seen = BTreeSet::new();
    for plan in ["plans/first.toml", "plans/omnichannel", "plans/zero-trust"] {
        for size in [(80, 24), (140, 40), (200, 50)] {
            for begin in ["", "w "] {
                let mut usual = after(plan_at(plan), Look::default(), &format!("{begin}P"), size.0, size.1);
                let slides = usual.present.as_ref().map_or(0, |it| it.slides.len());
                for nth in 1..=slides {
                    press(&mut usual, &nth.to_string());
                    let shown = drawn(&usual);
                    assert_eq!(
                        shown.contains("██"),
                        usual.present.as_ref().unwrap().slide().unwrap().big.is_some(),
                        "{shown}"
                    );
                    for look in looks {
                        usual.look = look;
                        let drawn = buffer(&usual);
                        let words = text(&drawn);
                        usual.look = Look::default();
                        if look.ascii {
                            assert!(words.is_ascii(), "{plan} {nth}: {words}");
                            assert_eq!(words.lines().count(), shown.lines().count());
                            continue;
                        }
                        assert_eq!(words, shown, "{plan} {nth} {look:?}");
                        let dim = drawn.content.iter().any(|cell| cell.modifier.contains(Modifier::DIM));
                        assert!(!dim, "{plan} {nth} {look:?}: nothing is dim before a room");
                        if look.theme == Theme::Mono && !begin.is_empty() {
                            let banner = shown.lines().next().unwrap().find("SCENARIO").unwrap();
                            let at = shown[..banner].chars().count();
                            let cell = &drawn[(u16::try_from(at).unwrap(), 0)];
                            assert!(cell.modifier.contains(Modifier::REVERSED), "{plan} {nth}: {shown}");
                        }
                        seen.insert((plan, nth));
                    }
                }
            }
        }
    }
    assert!(seen.len() >= 12, "{seen:?}");
}
