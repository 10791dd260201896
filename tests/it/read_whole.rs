//! What a room reads on a view stands whole: bounds, days and words; each chart has its table; a key says why it
//! does nothing.

use groundswell::tui::theme::Look;
use groundswell::tui::{after, buffer, text};

use crate::driven::{PLAN, drawn, message, model, omnichannel, open, press};

/// The line of a screen that holds some words.
fn line<'s>(shown: &'s str, words: &str) -> &'s str {
    shown.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("no {words} in\n{shown}"))
}

#[test]
fn a_criterion_keeps_its_bound_whole_and_gives_of_its_name() {
    let long = PLAN.replace("Cases filed online", "Cases that citizens file online by themselves");
    for (width, height) in [(80, 24), (140, 40)] {
        let shown = drawn(&after(open(&long), Look::default(), "7", width, height));
        let criterion = line(&shown, "Cases that");
        assert!(criterion.contains("≥ 60 %") && criterion.contains("21.5 %"), "{criterion}");
        assert!(line(&shown, "Fewer counter").contains("≥ 60 k€"), "{shown}");
    }
}

#[test]
fn a_decided_gate_says_what_was_decided_where_it_stands() {
    // Decided on the 5th of October with conditions.
    for (width, height) in [(80, 24), (140, 40)] {
        let shown = drawn(&model("7", width, height));
        let gate = shown.lines().find(|line| line.contains("Go to the") && line.contains("condition"));
        assert!(gate.is_some(), "{shown}");
    }
}

#[test]
fn the_chart_of_a_kpi_has_its_table() {
    // Of 34 minutes 25 are planned for the end of September and 12 for that of June, 273 days later: for the end of
    // October, 31 days on, 25 − 13 × 31 / 273 = 23.5.
    for keys in ["4 / queue <enter> T", "4 v v / queue <enter> T"] {
        let shown = drawn(&model(keys, 100, 30));
        let cells = |month: &str| {
            let row = shown.lines().rfind(|line| line.contains(&format!("│ {month}"))).unwrap_or_default();
            row.trim_matches(['│', ' ']).split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(cells("Sep 2026")[2..5], ["33", "25", "+8"], "{shown}");
        assert_eq!(cells("Oct 2026")[2..5], ["31", "23.5", "+7.5"], "{shown}");
        assert_eq!(cells("Jun 2027")[3], "12", "{shown}");
    }
    // Less than one above the plan is above it still: 25.4 were read where 25 were planned.
    let near = PLAN.replacen("value = 33", "value = 25.4", 1);
    assert_ne!(near, PLAN);
    let shown = drawn(&after(open(&near), Look::default(), "4 / queue <enter> T", 100, 30));
    assert!(line(&shown, "│ Sep 2026").contains("+0.4"), "{shown}");
}

/// By hand: 1,200 a year from July 2026 are 100 in each month, none before; known is what has passed by the end of 2026.
/// A month has a row: up to 24 where there is room, and else those around the last that is known.
#[test]
fn the_value_of_single_months_has_its_table() {
    const PLAN: &str = "format = 1\n[plan]\ncurrency = \"EUR\"\nstart = 2026-01-01\nhorizon = 2027-12-31\n\
        as-of = 2026-12-31\n[wave]\none = { name = \"One\", start = 2026-01-01, end = 2026-06-30 }\n[driver]\n\
        reach = { name = \"Reach\", wave = \"one\", value = 1200 }\n";
    let rows = |width, height| {
        let shown = drawn(&after(open(PLAN), Look::default(), "5 v T", width, height));
        let months = |line: &str| {
            let cells: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            let is_row = cells.len() >= 5 && matches!(&*cells[1], "2026" | "2027");
            is_row.then(|| (format!("{} {}", cells[0], cells[1]), cells[2].clone(), cells[3] == "–"))
        };
        (shown.lines().filter_map(months).collect::<Vec<_>>(), shown)
    };
    let (all, shown) = rows(80, 50);
    assert_eq!(all.len(), 24, "{shown}");
    for (nth, (month, planned, is_to_come)) in all.iter().enumerate() {
        assert_eq!(planned, if nth < 6 { "0" } else { "100" }, "{month} in\n{shown}");
        assert_eq!(*is_to_come, nth >= 12, "{month} in\n{shown}");
    }
    assert_eq!((&*all[0].0, &*all[23].0), ("Jan 2026", "Dec 2027"), "{shown}");
    let (some, shown) = rows(80, 24);
    let is_first = all.iter().position(|it| it.0 == some[0].0).unwrap();
    let after = 24 - is_first - some.len();
    assert!(some.len() > 8 && some.iter().any(|it| it.0 == "Dec 2026"), "{shown}");
    assert!(shown.contains(&format!("… {is_first} months before, {after} after")), "{shown}");
}

#[test]
fn the_pictures_of_links_have_their_table() {
    let shown = drawn(&model("3 v T", 100, 30));
    // Every need and every wish: of visits, errors, fees, cases and payments two, three, two, one and one.
    let is_link = |line: &&str| line.trim_start_matches(['>', ' ']).starts_with(['━', '╌', '═', '~', '─']);
    let rows = shown.lines().filter(is_link).filter(|line| line.contains(" 2")).count();
    assert_eq!(rows, 9, "{shown}");
    let late = line(&shown, "Fewer wrong forms");
    assert!(
        late.contains("Case handling ≥ 4") && late.contains("31 Mar 28") && late.contains("too late"),
        "{late}"
    );
    let one = drawn(&model("/ Payments <enter> 3 T", 100, 30));
    assert!(one.contains("Online forms ≥ 3") && !one.contains("Helpers"), "{one}");
    let back = drawn(&model("/ Payments <enter> 3 T T", 100, 30));
    assert!(back.contains("in focus"), "{back}");
}

#[test]
fn days_in_boxes_are_whole_at_80_columns() {
    // They need level 3 of the forms, there at the end of June, and wrong forms wish for them from then on.
    let shown = drawn(&model("/ Payments <enter> 3", 80, 24));
    assert!(shown.contains("in focus") && !shown.contains(" …│"), "{shown}");
    assert!(shown.contains("≥ 3 · 30 Jun 2") && shown.matches("30 Jun 2").count() == 2, "{shown}");
}

#[test]
fn a_key_that_does_nothing_says_why() {
    for (keys, width, words) in [
        ("z", 80, "The view has the whole width as it is: nothing stands beside it"),
        ("2 -", 80, "The whole plan is shown already"),
        ("2 L", 80, "All of time is shown: look closer first, and there is more to the sides"),
        ("2 + + + + +", 80, "Days are as close as time is shown"),
        ("J", 80, "J does nothing here; ? lists the keys"),
        ("z", 140, ""),
    ] {
        assert_eq!(message(&model(keys, width, 40)), words, "{keys}");
    }
    let mut wide = model("z", 140, 40);
    press(&mut wide, "z");
    assert_eq!(message(&wide), "", "and back");
}

#[test]
fn a_view_without_a_line_says_why_on_a_small_screen() {
    assert!(drawn(&model("9", 40, 10)).contains("No scenario is open."));
}

#[test]
fn the_tab_of_what_if_is_there_at_80_columns() {
    for keys in ["1", "5", "8"] {
        let shown = drawn(&model(keys, 80, 24));
        let tabs = shown.lines().nth(1).unwrap_or_default();
        assert!(tabs.contains("9 What-if") && tabs.contains('0'), "{tabs}");
    }
}

#[test]
fn money_in_ascii_names_its_currency_and_loses_no_digit() {
    let mut plain = model("5", 80, 24);
    plain.look.ascii = true;
    let shown = text(&buffer(&plain));
    assert!(shown.is_ascii() && shown.contains("value, EUR"), "{shown}");
    assert!(!shown.contains("kE ") && !shown.contains("ME ") && !shown.contains("0 E "), "{shown}");
    assert!(line(&shown, "against plan").contains("MEUR"), "{shown}");
}

#[test]
fn marks_of_kpis_are_named_beside_the_list() {
    let shown = drawn(&model("4", 80, 24));
    assert!(shown.contains("✓ at plan or better  ● green  ▲ amber  ✗ red  ○ no reading"), "{shown}");
}

/// The year of a date is no less a part of it where the box is narrow, nor is the level of a link in a list.
#[test]
fn dates_and_levels_of_links_are_whole_at_80_columns() {
    let shown = drawn(&model("/ handling <enter> 3", 80, 24));
    assert!(shown.contains("from 4 · 30 Jun 27") && shown.contains("from 4 · 31 Mar 28"), "{shown}");
    let needs = "needs = [\"forms >= 3\", \"forms >= 2\", \"cases >= 4\", \"cases >= 3\"]";
    let plan = PLAN.replacen("needs = [\"forms >= 3\", \"cases >= 4\"]", needs, 1);
    let shown = drawn(&after(open(&plan), Look::default(), "/ wrong <enter> 3", 80, 24));
    for row in [["Online", "≥ 3"], ["Online", "≥ 2"], ["Case", "≥ 4"], ["Case", "≥ 3"]] {
        let is_row = |line: &str| row.iter().all(|it| line.chars().take(24).collect::<String>().contains(it));
        assert!(shown.lines().any(is_row), "{row:?}: {shown}");
    }
}

/// Amounts of one line name their currency or none does, and what a bound is measured for is what it takes.
#[test]
fn a_line_in_ascii_has_one_form_of_money_and_whole_bounds() {
    let plain = Look { ascii: true, ..Look::default() };
    let told = |text: &str, asked| plain.spell_in(text, 60, asked).into_owned();
    let value = "4.2 M€ a year (2.6 M€ to 5.4 M€)";
    assert_eq!(told(value, 38), "4.2 M a year (2.6 M to 5.4 M)");
    assert_eq!(told(value, 80), "4.2 MEUR a year (2.6 MEUR to 5.4 MEUR)");
    assert_eq!([told("−85 €", 9), told("value, €", 9), told("≥ 60 %", 6)], ["−85", "value, EUR", ">=60 %"]);
    for (width, height) in [(80, 24), (140, 40)] {
        for keys in ["1", "5", "7", "P", "P 3", "P 4"] {
            let shown = text(&buffer(&after(omnichannel(), plain, keys, width, height)));
            // A table beside a line is another thing.
            for line in shown.lines().flat_map(|line| line.split('|')) {
                let words: Vec<&str> = line.split_whitespace().collect();
                let named = words.iter().any(|word| word.contains("kEUR") || word.contains("MEUR"));
                let bare = words.windows(2).any(|pair| {
                    let is_number = pair[0].chars().all(|it| it.is_ascii_digit() || "+-.".contains(it));
                    is_number && ["k", "M"].contains(&pair[1].trim_end_matches([',', ')', ';']))
                });
                assert!(!(named && bare), "{keys} {width}x{height}: {line}");
            }
            if keys == "7" || keys == "P 4" {
                assert!(shown.contains(">=60 %") && !shown.contains(">=~"), "{keys}: {shown}");
            }
        }
    }
}

/// What a small list cuts is the id, then the name; what a tiny screen lacks is said whole; a view's own act stands
/// among its keys.
#[test]
fn small_screens_keep_names_and_what_they_lack() {
    let long = PLAN.replacen(
        "name = \"Helpers in the hall\"",
        "name = \"Helpers in the hall, upstairs and down\"",
        1,
    );
    assert_ne!(long, PLAN);
    let shown = drawn(&after(open(&long), Look::default(), "/ upstairs <enter>", 45, 12));
    assert!(shown.contains("Helpers in the hall, upstairs and down") && !shown.contains("(help"), "{shown}");
    let tiny = drawn(&model("1", 20, 5));
    assert!(tiny.contains("need 40x10 now 20x5"), "{tiny}");
    assert!(drawn(&model("6", 80, 24)).contains("r record"), "{}", drawn(&model("6", 80, 24)));
}
