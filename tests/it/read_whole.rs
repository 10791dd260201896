//! What a room reads on a view stands whole: bounds, days and words; each chart has its table; a key says why it
//! does nothing.

use groundswell::tui::frame::lines_of_sentence;
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
        // Its value stands in its first row, its bound in the last one.
        let rows = |words: &str| {
            let from = shown.lines().skip_while(|line| !line.contains(words));
            let gates = from.map(|line| line.trim_start_matches('│').split('│').next().unwrap_or_default());
            let mut open = true;
            gates.take_while(|line| std::mem::replace(&mut open, !line.contains('≥'))).collect::<Vec<_>>()
        };
        let criterion = rows("Cases that");
        assert!(criterion[0].contains("21.5 %") && criterion.len() < 3, "{criterion:?}");
        assert!(criterion.last().unwrap().contains("≥ 60 %"), "{criterion:?}");
        assert!(rows("Fewer counter").last().unwrap().contains("≥ 60 k€"), "{shown}");
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
    assert!(line(&shown, "as of").ends_with(" : EUR"), "{shown}");
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
        // What is asked of it stands beside the name, or below it where that leaves the name whole.
        let left = |line: &str| line.chars().take(24).collect::<String>();
        let lines: Vec<String> = shown.lines().map(left).collect();
        let is_row = |pair: &[String]| {
            pair[0].contains(row[0]) && (pair[0].contains(row[1]) || pair[1].trim_start().starts_with(row[1]))
        };
        assert!(lines.windows(2).any(is_row), "{row:?}: {shown}");
    }
}

/// In ASCII amounts stand without the sign of their currency, which the head of the screen names, in every line and cell
/// of it; what a bound is measured for is what it takes.
#[test]
fn a_screen_in_ascii_has_one_form_of_money_and_whole_bounds() {
    let plain = Look { ascii: true, ..Look::default() };
    let euro = plain.in_currency(omnichannel().plan().currency);
    let told = |text: &str| euro.spell(text).into_owned();
    assert_eq!(told("4.2 M€ a year (2.6 M€ to 5.4 M€)"), "4.2 M a year (2.6 M to 5.4 M)");
    assert_eq!([told("−85 €"), told("value, €"), told("≥ 60 %")], ["−85", "value, EUR", ">=60 %"]);
    assert_eq!(told("M€ by 2029"), "M by 2029", "the unit of a number in large digits");
    assert_eq!(
        told("40 k£ for the licence"),
        "40 kGBP for the licence",
        "the money of somebody else is not the plan's"
    );
    for (width, height) in [(60, 18), (80, 24), (140, 40)] {
        for keys in ["1", "2", "4", "5", "5 v v", "5 T", "7", "8", "0", "w ] 9", "P", "P 3", "P 4"] {
            let shown = text(&buffer(&after(omnichannel(), plain, keys, width, height)));
            let head = shown.lines().next().unwrap_or_default();
            assert!(head.ends_with(" : EUR"), "{keys}: {head}");
            for line in shown.lines().skip(1) {
                let is_amount = |word: &str| ["kEUR", "MEUR", "bnEUR"].iter().any(|it| word.contains(it));
                assert!(!line.split_whitespace().any(is_amount), "{keys} {width}x{height}: {line}");
            }
            if height > 18 && (keys == "7" || keys == "P 4") {
                assert!(shown.contains(">=60 %") && !shown.contains(">=~"), "{keys}: {shown}");
            }
        }
    }
    // What has a sign in ASCII, or none at all, is told with each amount as ever.
    for (code, told) in [("USD", "M$"), ("CHF", "M CHF")] {
        let plan = PLAN.replace("currency = \"EUR\"", &format!("currency = \"{code}\""));
        assert_ne!(plan, PLAN);
        let shown = text(&buffer(&after(open(&plan), plain, "5", 100, 30)));
        assert!(!shown.lines().next().unwrap_or_default().contains(code), "{shown}");
        assert!(line(&shown, "against plan").contains(&told[1..]), "{shown}");
    }
}

/// What names its currency by a code has the room for it in columns that others have for a sign.
#[test]
fn amounts_with_a_code_are_whole_in_the_register() {
    let risk = "\n[risk.strike]\nname = \"A strike\"\nprobability = 0.2\ncosts = 300_000\n";
    for (code, told) in [("EUR", " 300 k€ "), ("CHF", " 300 k CHF ")] {
        let plan = PLAN.replace("currency = \"EUR\"", &format!("currency = \"{code}\"")) + risk;
        let shown = drawn(&after(open(&plan), Look::default(), "0", 80, 24));
        assert!(format!("{} ", line(&shown, "A strike")).contains(told), "{shown}");
    }
}

/// In a currency that has a code and no sign there is no room for an amount and its last day beside one another: the
/// amount stands whole.
#[test]
fn what_a_mandate_may_commit_is_whole_whatever_the_currency() {
    let plan = PLAN.replace("currency = \"EUR\"", "currency = \"CHF\"");
    let limited = "limit = 14_620_000\nuntil = 2029-12-31\n";
    let plan = plan.replacen("limit = 660_000\n", limited, 1);
    assert!(plan.contains(limited));
    let shown = drawn(&after(open(&plan), Look::default(), "7", 80, 24));
    assert!(line(&shown, "Funding by the cou").contains("14.62 M CHF"), "{shown}");
}

/// What is told in two lines takes one of the view, which draws itself in the rest: its last edge stays.
#[test]
fn a_sentence_of_two_lines_costs_no_view_its_edge() {
    let long = "One two three four five six seven eight nine ten ".repeat(8) + "and the end";
    let mut edges = 0;
    for (width, height) in
        [(40, 12), (60, 18), (80, 24), (80, 33), (100, 30), (139, 45), (140, 40), (200, 50)]
    {
        for keys in
            ["1", "1 v", "1 v v v", "2", "3", "3 v", "3 p", "4", "5", "5 T", "6", "7", "8", "w ] 9", "0"]
        {
            let edge = |shown: &str, from_below: usize| {
                let lines: Vec<&str> = shown.lines().collect();
                lines[lines.len() - from_below].to_owned()
            };
            let mut model = model(keys, width, height);
            model.message = Some("Short".into());
            model.settle();
            let below = 2 + usize::from(lines_of_sentence(&model, width));
            let one = edge(&drawn(&model), below);
            model.message = Some(long[..usize::from(width) * 3 / 2].into());
            model.settle();
            let shown = drawn(&model);
            assert!(shown.contains(" One two three four five"), "{keys} {width}x{height}: {shown}");
            if one.contains('┘') {
                edges += 1;
                let above = edge(&shown, if lines_of_sentence(&model, width) == 2 { 4 } else { 3 });
                assert!(above.contains('┘'), "{keys} {width}x{height}: {shown}");
            }
        }
    }
    assert!(edges > 30, "{edges} views end with an edge");
}

/// The same where it is the selection that there is so much to say of: names of two lines.
#[test]
fn what_there_is_to_say_of_the_selection_costs_the_board_no_edge() {
    let name = "A name that goes on and on until nobody knows any more where it began or what it was about";
    let plan = PLAN.replacen("name = \"Helpers in the hall\"", &format!("name = \"{name}\""), 1);
    assert_ne!(plan, PLAN);
    let shown = drawn(&after(open(&plan), Look::default(), "/ goes <enter> 1", 80, 24));
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines.iter().any(|line| line.starts_with('└') && line.ends_with('┘')), "{shown}");
    assert!(lines[21].starts_with(" A name that goes on") && lines[22].contains("about"), "{shown}");
}

/// By hand: eight years from January 2026 are 96 months, of which a screen of 24 lines has room for some; scrolled, each
/// is in sight once at least, under its head, and how many are before and after is told.
#[test]
fn all_months_of_a_long_plan_can_be_read() {
    const PLAN: &str = "format = 1\n[plan]\ncurrency = \"EUR\"\nstart = 2026-01-01\nhorizon = 2033-12-31\n\
        as-of = 2028-06-30\n[wave]\none = { name = \"One\", start = 2026-01-01, end = 2026-06-30 }\n[driver]\n\
        reach = { name = \"Reach\", wave = \"one\", value = 1200 }\n";
    for (width, height) in [(60, 18), (80, 24), (140, 40)] {
        let mut model = after(open(PLAN), Look::default(), "5 v T", width, height);
        let months = |shown: &str| {
            let month = |line: &str| {
                let words: Vec<&str> = line.split_whitespace().take(2).collect();
                let is_month = words.len() == 2
                    && words[0].chars().count() == 3
                    && words[0].is_ascii()
                    && words[1].starts_with("20");
                is_month.then(|| words.join(" "))
            };
            shown.lines().skip(3).filter_map(month).collect::<Vec<_>>()
        };
        let first = months(&drawn(&model));
        assert!(first.contains(&"Jun 2028".to_owned()), "it begins around today: {first:?}");
        while message(&model).is_empty() || message(&model).starts_with("Shown") {
            press(&mut model, "H");
        }
        assert!(message(&model).starts_with("Nothing earlier"), "{}", message(&model));
        let mut seen = std::collections::BTreeSet::new();
        loop {
            let shown = drawn(&model);
            let here = months(&shown);
            assert!(line(&shown, "forecast").contains("realized") || height == 18, "{shown}");
            if let Some(place) = shown.lines().find(|line| line.contains("H L scroll")) {
                let told: usize = place
                    .split(|it: char| !it.is_ascii_digit())
                    .filter_map(|it| it.parse::<usize>().ok())
                    .sum();
                assert_eq!(told + here.len(), 96, "{shown}");
            }
            seen.extend(here);
            press(&mut model, "L");
            if message(&model).starts_with("Nothing later") {
                break;
            }
        }
        assert_eq!(seen.len(), 96, "{width}x{height}: {seen:?}");
    }
}

/// By hand: read in each of 30 months, of which a screen of 24 lines has room for some in the table below the list.
#[test]
fn all_months_that_a_kpi_was_read_in_can_be_read() {
    let mut plan =
        "format = 1\n[plan]\nstart = 2024-01-01\nhorizon = 2027-12-31\nas-of = 2026-06-30\n[wave]\n\
        one = { name = \"One\", start = 2024-01-01, end = 2026-12-31 }\n[kpi]\n\
        use = { name = \"Use\", unit = \"%\", better = \"higher\", baseline = 0 }\n"
            .to_owned();
    for nth in 0..30 {
        let (year, month) = (2024 + nth / 12, 1 + nth % 12);
        plan += &format!("[[reading]]\nkpi = \"use\"\ndate = {year}-{month:02}-15\nvalue = {nth}\n");
    }
    for keys in ["4 T", "4 v v T"] {
        let mut model = after(open(&plan), Look::default(), keys, 80, 24);
        let mut seen = std::collections::BTreeSet::new();
        let months = |shown: &str| {
            let row = |line: &str| {
                let words: Vec<&str> = line.trim_start_matches(['│', ' ']).split_whitespace().collect();
                let is_row = words.len() > 2 && words[0].len() == 3 && words[1].starts_with("202");
                is_row.then(|| words[..2].join(" "))
            };
            shown.lines().filter_map(row).collect::<Vec<_>>()
        };
        for _ in 0..30 {
            seen.extend(months(&drawn(&model)));
            press(&mut model, "H");
            if message(&model).starts_with("Nothing earlier") {
                break;
            }
        }
        assert!(message(&model).starts_with("Nothing earlier"), "{}", message(&model));
        let read = |year: usize| seen.iter().filter(|it| it.ends_with(&year.to_string())).count();
        assert_eq!([read(2024), read(2025)], [12, 12], "{keys}: {seen:?}");
        assert!(read(2026) >= 6, "{keys}: {seen:?}");
        assert!(drawn(&model).contains(" later ") || keys == "4 v v T", "{}", drawn(&model));
        press(&mut model, "L L L L L L L L L L L L");
        assert!(message(&model).starts_with("Nothing later"), "{}", message(&model));
    }
}

/// Ids are not seen, names are: what stands alike goes by name, in every view that lists items.
#[test]
fn items_that_stand_alike_have_one_order_in_all_views() {
    let mut plan =
        "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-01-31\n[wave]\n\
        one = { name = \"One\", start = 2026-01-01, end = 2026-06-30 }\n\
        two = { name = \"Two\", start = 2026-07-01, end = 2026-12-31 }\n[capability]\n\
        base = { name = \"Base\", layer = \"commercial\", wave = \"one\" }\n"
            .to_owned();
    for (id, name) in [("a", "Gamma"), ("b", "Beta"), ("c", "Alpha")] {
        plan += &format!(
            "{id} = {{ name = \"{name}\", layer = \"commercial\", wave = \"two\", needs = [\"base\"] }}\n"
        );
    }
    for keys in ["1", "1 v", "2", "3 p v v", "3 p v v T", "/ Base <enter> 3", "/ Base <enter> 3 T", "6"] {
        let shown = drawn(&after(open(&plan), Look::default(), keys, 100, 40));
        let body: Vec<&str> = shown.lines().skip(2).collect();
        let at = |name: &str| body.iter().position(|line| line.contains(name));
        let [alpha, beta, gamma] = ["Alpha", "Beta", "Gamma"].map(at);
        assert!(alpha.is_some() && alpha < beta && beta < gamma, "{keys}: {shown}");
    }
}

/// In ASCII what is linked with the selection has another mark than the selection itself.
#[test]
fn links_with_the_selection_are_no_selection_in_ascii() {
    let plain = Look { ascii: true, ..Look::default() };
    let shown = text(&buffer(&after(open(PLAN), plain, "/ handling <enter> 3", 140, 40)));
    assert!(shown.contains("{ needed by it   } needs it"), "{shown}");
    let of = |sign: char| shown.lines().skip(2).take(32).filter(|line| line.contains(sign)).count();
    assert!(of('}') >= 1 && of('{') >= 1, "{shown}");
    // With the arrows that a screen with all signs has.
    let shown = drawn(&after(open(PLAN), Look::default(), "/ handling <enter> 3", 140, 40));
    assert!(shown.contains("← needed by it   → needs it"), "{shown}");
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
    // One without an id among others with theirs would be a puzzle.
    assert!(!shown.lines().skip(3).take(6).any(|line| line.contains('(')), "{shown}");
    let wide = drawn(&after(open(PLAN), Look::default(), "/ online <enter>", 59, 14));
    assert!(wide.contains("Online forms (forms)") && wide.contains("Case handling (cases)"), "{wide}");
    let tiny = drawn(&model("1", 20, 5));
    assert!(tiny.contains("need 40x10 now 20x5"), "{tiny}");
    assert!(drawn(&model("6", 80, 24)).contains("r record"), "{}", drawn(&model("6", 80, 24)));
}
