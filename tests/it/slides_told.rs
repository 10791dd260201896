//! What slides say whole, and what they answer.

use crate::driven::{PLAN, content, drawn, message, omnichannel, open, plan_at, press};
use crate::program::words;
use groundswell::tui::after;
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::past::Recalled;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;

fn of(changes: &[(&str, &str)], keys: &str, width: u16, height: u16) -> Model {
    let text = changes.iter().fold(PLAN.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    });
    after(open(&text), Look::default(), keys, width, height)
}

#[test]
fn no_date_is_cut_on_a_slide_while_rows_are_free() {
    let long = "[[action]]\ndate = 2026-10-01\nwhat = \"Agree with each of the seven districts on who opens \
                the hall on Saturdays\"\ndue = 2026-10-15\nowner = \"Head of the common office for halls \
                and counters\"\n\n[kpi.online]";
    let model = of(&[("[kpi.online]", long)], "P <end>", 80, 24);
    let shown = drawn(&model);
    assert!(!shown.contains('…'), "{shown}");
    for end in ["Saturdays", "15 Oct 2026", "counters"] {
        assert!(words(&shown).contains(end), "{end}: {shown}");
    }
    // Where there are none, a line is one row.
    let model = of(&[("[kpi.online]", long)], "P <end>", 80, 8);
    assert!(drawn(&model).contains('…'), "{}", drawn(&model));
}

#[test]
fn a_slide_says_what_the_check_found_and_not_only_that_it_did() {
    let shown = drawn(&of(&[], "P 2 + +", 140, 40));
    assert!(!shown.contains("does not add up"), "{shown}");
}

#[test]
fn a_key_tells_how_the_number_of_a_slide_comes_about() {
    let mut model = of(&[], "P =", 80, 24);
    let told = "Steps of a wave that are live: Whole town: 0 of 6";
    assert!(drawn(&model).contains(told), "{}", drawn(&model));
    press(&mut model, "<right>");
    assert!(!drawn(&model).contains(told), "{}", drawn(&model));
    // What is late is on the slide itself, which counts it.
    press(&mut model, "=");
    assert!(drawn(&model).contains("Steps that are overdue, whose needs come too late"), "{}", drawn(&model));
}

#[test]
fn whoever_answers_a_question_comes_back_to_the_slide() {
    let mut model = of(&[], "P 3", 80, 24);
    let slide = drawn(&model);
    press(&mut model, "<esc> 4 P");
    assert_eq!(drawn(&model), slide);
}

#[test]
fn the_plan_keeps_its_name_beside_that_it_is_not_saved() {
    let mut model = of(&[], "P c n Queues <f2>", 80, 24);
    assert!(message(&model).starts_with("Recorded"), "{}", message(&model));
    let first = drawn(&model).lines().next().unwrap().to_owned();
    assert!(first.starts_with(" Town hall online") && first.contains("DRAFT — not saved  as of"), "{first}");
    press(&mut model, "u");
    assert_eq!(content(&model), PLAN);
}

/// By hand: from 30 June 2026 to the as-of date, 15 November 2026, are 138 days.
/// The first slide says that it is one: among what is asked it would read as a step.
#[test]
fn a_gate_whose_day_has_come_says_for_how_long_it_is_undecided() {
    let gate = "[gate.early]\nname = \"Enough hands\"\nwave = \"pilot\"\ndate = 2026-06-30\n\
                criteria = [\"charter >= 2\"]\n\n[kpi.online]";
    let mut model = of(&[("[kpi.online]", gate)], "P 3", 80, 24);
    let told = words(&drawn(&model));
    assert!(told.contains("criterion met · 30 Jun 2026 · undecided, 138 days overdue"), "{told}");
    press(&mut model, "1");
    let first = words(&drawn(&model));
    assert!(first.contains("To decide today Gate: Enough hands"), "{first}");
    // It is late, too, whatever the steps are.
    press(&mut model, "2");
    let late = words(&drawn(&model));
    assert!(late.contains("at risk · 1 gate undecided"), "{late}");
    assert!(late.contains("◇ Gate: Enough hands undecided, 138 days overdue"), "{late}");
    press(&mut model, "<end>");
    assert!(
        words(&drawn(&model)).contains("◇ Gate: Enough hands no outcome since 30 Jun 2026"),
        "{}",
        drawn(&model)
    );
}

#[test]
fn a_slide_that_asks_nothing_has_no_giant_nought() {
    let shown = drawn(&of(&[], "P <end>", 80, 24));
    assert!(shown.contains("No decision is asked today") && !shown.contains("██"), "{shown}");
}

/// By hand: county fees move from County, whose last day is 31 Mar 2028, to the whole town, which ends on 30 Jun
/// 2027; they need cases at 4 and the charter at 2, both of which come with County only. They have neither ramp nor
/// owner, which a wave that has begun asks for: three errors. How much more they bring, view 9 says.
#[test]
fn slides_of_a_scenario_name_what_it_does_to_value_findings_and_items() {
    let asks = format!(
        "{PLAN}\n[[present]]\nview = \"roadmap\"\n[[present]]\nitem = \"county-fees\"\nask = \"Earlier?\"\n"
    );
    // Below a question about something that it does nothing to, the room would read it as the price of the answer.
    let other = asks.replace("item = \"county-fees\"\n", "");
    let apart = after(open(&other), Look::default(), "/ fees <enter> w < P 2", 140, 40);
    let apart = words(&drawn(&apart));
    assert!(apart.contains("Earlier?") && !apart.contains("whole scenario"), "{apart}");
    let mut model = after(open(&asks), Look::default(), "/ fees <enter> w < 9", 140, 40);
    let compared = drawn(&model);
    let forecast = compared.lines().find(|line| line.contains("Forecast value")).unwrap();
    let more = forecast.split_once('+').unwrap().1.split("  ").next().unwrap();
    press(&mut model, "P + +");
    let mut slide = words(&drawn(&model));
    press(&mut model, "2");
    slide += &words(&drawn(&model));
    let (in_lines, in_one) = (
        format!("✓ Value and money +{more} forecast value"),
        format!(
            "The whole scenario: +{more} forecast value · 3 new errors · 1 new warning · 1 item worse off DECISION ASKED TODAY Earlier?"
        ),
    );
    for said in [
        &*in_lines,
        &*in_one,
        "✗ Fees for running it for the county not started → late or blocked",
        "✗ New error “Fees for running it for the county” goes live on 30 Jun 2027 but “Charter with the county”, which it needs at level 2",
    ] {
        assert!(slide.contains(said), "{said}: {slide}");
    }
    assert!(!slide.contains("As in the plan"), "{slide}");
    // A change that does nothing to any of it says so, and of what.
    press(&mut model, "<esc> u P 1");
    let slide = words(&drawn(&model));
    let same = "As in the plan value, dates, gates, findings and where items stand stay as they are";
    assert!(slide.contains(same) && !slide.contains("private"), "{slide}");
}

/// By hand: two months more than 31 Mar 2027 are 31 May 2027, 61 days. Engage's one-off cost falls by two months later
/// and none of it is saved, so that it is told in the words of view 9 and never as less of it. Of the exceptions, 160 k€ a
/// year in all, two months are never paid, since they end on their days: 26.7 k€.
#[test]
fn the_state_comes_first_on_the_slides_of_a_scenario_and_cost_that_is_later_is_no_saving() {
    let keys = "/ engage <enter> w s ctrl-u 2 m <enter> 9";
    let mut model = after(omnichannel(), Look::default(), keys, 140, 40);
    let compared = words(&drawn(&model));
    let later = compared.split_once("Cost: ").expect("what is later").1.split(" later, 26.7 k€ saved").next();
    let later = later.unwrap().to_owned();
    assert!(later.len() < 12 && later.ends_with("k€"), "{compared}");
    press(&mut model, "P");
    for size in [(80, 24), (140, 40)] {
        update(&mut model, Msg::Resize(size.0, size.1));
        press(&mut model, "1");
        let slide = drawn(&model);
        let told = words(&slide);
        assert!(!told.contains(&format!("−{later} cost")), "{told}");
        // Of seven rows one tells of money, and all of it is a key away.
        let in_full = format!("{later} cost later, 26.7 k€ saved");
        press(&mut model, "+");
        let told = words(&drawn(&model));
        assert!(told.contains(&in_full) && !told.contains(&format!("−{later} cost")), "{told}");
        press(&mut model, "-");
        let at = |text: &str| slide.find(text).unwrap_or_else(|| panic!("{text}: {slide}"));
        let places = ["Foundation  ", "Engage  ", "2 more waves  ", "Value and money", "2 to decide today"];
        assert!(places.map(at).is_sorted(), "{slide}");
        // Apart from the question, and said to be the whole of what is tried.
        press(&mut model, "4");
        let told = words(&drawn(&model));
        assert!(told.contains("The whole scenario: −") && told.contains("Engage ends +61 days"), "{told}");
        assert!(told.contains("DECISION ASKED TODAY Decide on internal pricing before February?"), "{told}");
        assert!(!told.contains("February? −"), "{told}");
    }
}

/// Two slides of the plan ask something and no gate is due.
#[test]
fn the_first_slide_says_what_is_to_be_decided_until_it_is() {
    let asks = |more: &str| {
        format!(
            "{PLAN}\n[[present]]\nview = \"roadmap\"\n[[present]]\nview = \"late\"\nask = \"Close the counter?\"\n\
             [[present]]\nview = \"value\"\nask = \"Charge for it?\"\n{more}"
        )
    };
    let first = |plan: &str| words(&drawn(&after(open(plan), Look::default(), "P", 80, 24)));
    let told = first(&asks(""));
    assert!(told.contains("◇ 2 to decide today Close the counter? Charge for it?"), "{told}");
    let decided = "[[decision]]\ndate = 2026-11-10\nname = \"Close the counter?\"\nnote = \"Yes\"\n";
    let told = first(&asks(decided));
    assert!(told.contains("◇ To decide today Charge for it?"), "{told}");
    // Where nothing is asked, nothing is said of it.
    assert!(!first(PLAN).contains("asked today"), "{}", first(PLAN));
}

/// At 80 columns 45 are for the questions, of which the first takes four rows, the second one and the last three: of the
/// seven below the digits two are of waves, and the three questions have eight.
#[test]
fn each_question_of_the_first_slide_has_its_rows_and_lines_are_scrolled_only_while_some_are_hidden() {
    let ask = |ask: &str| format!("[[present]]\nview = \"value\"\nask = \"{ask}\"\n");
    let long = "A very long question: shall the committee release the second part of the budget before the first \
                wave has shown that the counter can be closed, and who answers for it?";
    let last = "Another quite long one which must be told too: shall the offices in the county be opened on \
                Saturdays all year round?";
    let roadmap = "[[present]]\nview = \"roadmap\"\n";
    let plan = std::fs::read_to_string("plans/first.toml").unwrap();
    let all = format!("{plan}\n{roadmap}{}{}{}", ask(long), ask("Charge for it?"), ask(last));
    let mut model = after(open(&all), Look::default(), "P", 80, 24);
    let shown = drawn(&model);
    let told = words(&shown);
    assert!(shown.contains("██") && !shown.contains('…'), "{shown}");
    assert!(
        told.contains("answers for it? Charge for it? +1 more ↓") && !told.contains("Another"),
        "{shown}"
    );
    press(&mut model, "<down> <down> <down> <down>");
    let shown = drawn(&model);
    let told = words(&shown);
    assert!(shown.contains("██") && !shown.contains('…'), "{shown}");
    assert!(told.contains("3 above") && !told.contains("answers for it?"), "{shown}");
    assert!(told.contains("Charge for it? Another quite") && told.contains("year round?"), "{shown}");
    // Where all have room nothing is scrolled away, and what was comes back where more lines are asked for.
    update(&mut model, Msg::Resize(80, 30));
    press(&mut model, "+");
    let whole = drawn(&model);
    assert!(whole.contains("Pilot  ") && !whole.contains("above"), "{whole}");
    press(&mut model, "<down>");
    assert_eq!(drawn(&model), whole);
}

/// Of ten waves the eighth is that of today: seven lie behind it, and six of these behind the one before it. Sixteen
/// gates are due that nobody decided.
#[test]
fn of_many_waves_and_gates_the_state_comes_first_and_the_rest_is_led_to() {
    let mut plan = "format = 1\n[plan]\nname = \"Long\"\nstart = 2019-01-01\nhorizon = 2029-12-31\n\
                    as-of = 2026-11-15\n[capability.c]\nname = \"Counters\"\nreaches = { w1 = 1, w8 = 2 }\n"
        .to_owned();
    for nth in 1..=10 {
        let year = 2018 + nth;
        plan +=
            &format!("[wave.w{nth}]\nname = \"Renewal {nth}\"\nstart = {year}-01-01\nend = {year}-12-31\n");
    }
    for nth in 1..=16 {
        plan += &format!(
            "[gate.g{nth}]\nname = \"Go on {nth}?\"\nwave = \"w8\"\ndate = 2026-01-{nth:02}\ncriteria = [\"c >= 2\"]\n"
        );
    }
    let mut model = after(open(&plan), Look::default(), "P", 80, 24);
    let shown = drawn(&model);
    let told = words(&shown);
    assert!(told.contains("steps live in Renewal 8, which ends 31 Dec 2026"), "{told}");
    assert!(told.contains("The first 6 waves 1 of 1 live"), "{told}");
    let at = |text: &str| shown.find(text).unwrap_or_else(|| panic!("{text}: {shown}"));
    // Seven rows, of which two are of what is asked.
    let places = ["The first 6 waves", "Renewal 7 ", "Renewal 8 ", "Renewal 9 ", "Renewal 10 "];
    assert!(places.map(at).is_sorted() && !shown.contains("Renewal 6"), "{shown}");
    assert!(told.contains("16 to decide today Gate: Go on 1? Gate: Go on 2? +14 more ↓"), "{told}");
    // Where more lines are asked for each wave has its own: ten, the line of what is asked and three of fourteen.
    press(&mut model, "+");
    let told = words(&drawn(&model));
    assert!(told.contains("Renewal 1 1 of 1 live") && !told.contains("The first"), "{told}");
    assert!(told.contains("◇ Gate: Go on 5? no outcome since 05 Jan 2026 +11 more ↓"), "{told}");
    press(&mut model, "-");
    // What has no room is a key away, to the last.
    press(&mut model, "2");
    let told = words(&drawn(&model));
    assert!(told.contains("gates undecided · no step late"), "{told}");
    assert!(told.contains("+9 more ↓") && !told.contains("above"), "{told}");
    press(&mut model, "<down> <down>");
    let told = words(&drawn(&model));
    assert!(told.contains("↑ 2 above · +7 more ↓") && !told.contains("Go on 2?"), "{told}");
    press(&mut model, &"<down> ".repeat(40));
    let told = words(&drawn(&model));
    assert!(told.contains("Go on 16?") && told.contains("↑ 9 above") && !told.contains("more"), "{told}");
    // Another slide begins with its first line.
    press(&mut model, "<left> <right>");
    assert!(words(&drawn(&model)).contains("◇ Gate: Go on 1? undecided"), "{}", drawn(&model));
}

/// Five waves of which the third is that of today, and a gate on hold: with what was moved since a baseline that is
/// seven lines, and in a scenario with what it changes too. With both, one is told with another: of those ahead.
#[test]
fn waves_are_told_together_only_where_there_is_no_room_and_never_that_of_today() {
    let mut plan = "format = 1\n[plan]\nname = \"Five\"\nstart = 2024-01-01\nhorizon = 2029-12-31\n\
                    as-of = 2026-11-15\n[capability.c]\nname = \"Counters\"\n\
                    reaches = { w1 = 1, w2 = 2, w3 = 3, w4 = 4 }\n\
                    [gate.g]\nname = \"Go on?\"\nwave = \"w2\"\ncriteria = [\"c >= 2\"]\n\
                    [[decision]]\ndate = 2026-11-10\ngate = \"g\"\noutcome = \"hold\"\n"
        .to_owned();
    for nth in 1..=5 {
        let year = 2023 + nth;
        plan +=
            &format!("[wave.w{nth}]\nname = \"Renewal {nth}\"\nstart = {year}-01-01\nend = {year}-12-31\n");
    }
    let of = |plan: &str, keys: &str, baseline: bool| {
        let mut model = after(open(plan), Look::default(), keys, 80, 24);
        if baseline {
            let read = crate::marked::read(&[("plan.toml", plan.replace("Five", "Four").as_bytes())]);
            let recalled = Recalled::of("v1.2 (30 Sep 2026)".to_owned(), read, model.work.as_of);
            update(&mut model, Msg::Baseline(Ok(Box::new(recalled))));
        }
        press(&mut model, "P");
        drawn(&model)
    };
    let is_told = |shown: &str, all: &[&str]| {
        let at = |text: &&str| shown.find(*text).unwrap_or_else(|| panic!("{text}: {shown}"));
        assert!(all.iter().map(at).is_sorted(), "{shown}");
        assert!(!shown.contains("more ↓"), "{shown}");
    };
    let all = ["Gate: Go on?", "Renewal 1 ", "Renewal 2 ", "Renewal 3 ", "Renewal 4 ", "Renewal 5 "];
    let [since, tried] = ["Since v1.2", "As in the plan"];
    is_told(&of(&plan, "", true), &[&all[..], &[since]].concat());
    is_told(&of(&plan, "w", false), &[&all[..], &[tried]].concat());
    let seen =
        |level: u8| format!("{plan}\n[[assessed]]\ncapability = \"c\"\ndate = 2026-11-01\nlevel = {level}\n");
    let both = of(&seen(0), "w", true);
    is_told(&both, &[&all[..4], &["2 more waves", tried, since]].concat());
    assert!(!both.contains("Renewal 4"), "{both}");
    // Of what is done a room asks less than of what is to come.
    let both = of(&seen(2), "w", true);
    is_told(&both, &[&all[..1], &["The first 2 waves "], &all[3..], &[tried, since]].concat());
    assert!(
        words(&both).contains("The first 2 waves 2 of 2 live · done") && !both.contains("Renewal 1"),
        "{both}"
    );
}

#[test]
fn what_is_late_has_no_giant_nought_and_a_plan_without_value_none_either() {
    let plan = "format = 1\n[plan]\nname = \"New\"\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-02-01\n\
                [wave.one]\nname = \"One\"\nstart = 2026-01-01\nend = 2026-12-31\n";
    let mut model = after(open(plan), Look::default(), "P 2", 80, 24);
    let late = drawn(&model);
    assert!(late.contains("Nothing is late") && !late.contains('█'), "{late}");
    press(&mut model, "3");
    let value = drawn(&model);
    assert!(words(&value).contains("Value No driver yet: nothing says what the change pays for"), "{value}");
    assert!(!value.contains('█'), "{value}");
}

/// By hand: six lines, of which two gates take a row each, the memorandum three of those that a name has at 80 columns,
/// and each of the others two: of seven rows, four lines are whole.
#[test]
fn what_is_late_has_whole_names_and_reasons_in_seven_rows_and_leads_to_the_rest() {
    let mut model = after(plan_at("plans/zero-trust"), Look::default(), "P 2", 80, 24);
    let told = [
        ["Gate: Inventories are done", "undecided, 761 days overdue"],
        ["Gate: The foundation holds", "undecided, 31 days overdue"],
        ["Nothing unknown on the network", "live, and nothing is realized yet"],
        ["Directive-type Memorandum 25-003: implementing the strategy", "by now, and it has expired"],
        ["A stolen password opens nothing", "live, and nothing is realized yet"],
        ["An unmanaged device reaches nothing", "live, and nothing is realized yet"],
    ];
    // The two columns of the body, each read from above to below.
    let columns = |shown: &str| {
        let rows = shown.lines().skip_while(|row| !row.contains("at risk")).skip(1).take(10);
        let rows = rows.filter(|row| !row.trim().is_empty()).map(|row| row.chars().collect::<Vec<_>>());
        let [mut names, mut reasons] = [String::new(), String::new()];
        for row in rows.filter(|row| !row.iter().collect::<String>().contains("more ↓")) {
            let split = 44.min(row.len());
            names.extend(row[..split].iter().chain([&' ']));
            reasons.extend(row[split..].iter().chain([&' ']));
        }
        [words(&names), words(&reasons)]
    };
    let shown = drawn(&model);
    assert!(!shown.contains('…') && shown.contains("+2 more ↓"), "{shown}");
    let [names, reasons] = columns(&shown);
    for [name, reason] in &told[..4] {
        assert!(names.contains(name) && reasons.contains(reason), "{name}: {shown}");
    }
    assert!(!shown.contains("A stolen"), "{shown}");
    press(&mut model, "<down> <down> <down> <down>");
    let shown = drawn(&model);
    // No further than to where the rest is whole: three, three and two rows are eight, one more than there are.
    assert!(!shown.contains('…') && shown.contains("↑ 3 above") && !shown.contains("more"), "{shown}");
    let [names, reasons] = columns(&shown);
    assert!(
        told[3..].iter().all(|[name, reason]| names.contains(name) && reasons.contains(reason)),
        "{shown}"
    );
    // Whoever asks for more has fourteen rows, and all of it.
    press(&mut model, "<up> <up> <up> <up> +");
    let shown = drawn(&model);
    assert!(!shown.contains('…') && !shown.contains("more"), "{shown}");
}

/// Of the plan's own gate, whose day is 15 November, and of a day after its only wave.
#[test]
fn what_is_due_on_the_day_is_due_today_and_a_wave_that_is_over_ended() {
    let plan = |as_of: &str| {
        format!(
            "format = 1\n[plan]\nname = \"P\"\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = {as_of}\n\
             [wave.one]\nname = \"One\"\nstart = 2026-01-01\nend = 2026-06-30\n\
             [gate.exit]\nname = \"Exit\"\nwave = \"one\"\ndate = 2026-11-15\n"
        )
    };
    let shown = |as_of: &str, keys: &str| drawn(&after(open(&plan(as_of)), Look::default(), keys, 140, 40));
    let due = shown("2026-11-15", "7");
    assert!(due.contains("due today") && !due.contains("0 days"), "{due}");
    let late = shown("2026-11-17", "7");
    assert!(late.contains("due for 2 days"), "{late}");
    let over = shown("2026-11-15", "P");
    assert!(over.contains("steps live in One, which ended 30 Jun 2026"), "{over}");
    assert!(shown("2026-06-30", "P").contains("which ends 30 Jun 2026"));
}

/// As the slide does, and in the words of `simulate`.
#[test]
fn slides_as_text_tell_the_chances() {
    let told = |words: &[&str]| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        crate::program::swell(folder, words).out
    };
    let slides = told(&["present", "plans/first.toml", "--plain"]);
    let line = slides.lines().find(|line| line.contains("9 in 10 chance of"));
    let least = line.and_then(|line| line.split("at least ").nth(1)?.split(['€', '·', ',']).next());
    let simulated = told(&["simulate", "plans/first.toml"]);
    assert!(least.is_some_and(|least| simulated.contains(least.trim())), "{line:?}\n{simulated}");
}

/// By hand: South side has 60 % of the value, and no wave opens it once Whole town does not. That is told although a KPI
/// is private, which has nothing to do with it, and not where the market itself is.
#[test]
fn a_finding_about_nothing_private_is_told_where_something_else_is() {
    let with = |what: &str| {
        let text = PLAN.replacen(what, &format!("{what}\nprivate = true"), 1);
        assert_ne!(text, PLAN, "{what}");
        let model = after(open(&text), Look::default(), "w W <down> <space> <esc> P", 140, 40);
        assert!(!model.work.unsaved.is_empty());
        drawn(&model)
    };
    let told = with("[kpi.staff]");
    assert!(told.contains("New error") && told.contains("South side: is never opened"), "{told}");
    let told = with("[market.south]");
    assert!(!told.contains("is never opened"), "{told}");
}

/// Two readings of one quarter, and one of next year, each of a KPI that is open; another is of one that is private.
#[test]
fn a_finding_of_a_record_is_told_where_something_else_is_private() {
    let before = PLAN.replacen("[kpi.staff]", "[kpi.staff]\nprivate = true", 1);
    let reading =
        |kpi: &str, date: &str| format!("\n[[reading]]\nkpi = \"{kpi}\"\ndate = {date}\nvalue = 15\n");
    let told = |more: &str| {
        let mut model = after(open(&format!("{before}{more}")), Look::default(), "", 140, 40);
        let read = crate::marked::read(&[("plan.toml", before.as_bytes())]);
        let recalled = Recalled::of("v1.2 (30 Sep 2026)".to_owned(), read, model.work.as_of);
        update(&mut model, Msg::Baseline(Ok(Box::new(recalled))));
        press(&mut model, "P");
        words(&drawn(&model))
    };
    let open = reading("online", "2026-06-30") + &reading("online", "2027-06-01");
    let all = told(&open);
    assert!(all.contains("1 new error · 1 new warning"), "{all}");
    // What is private is not counted.
    let both = told(&(open + &reading("staff", "2027-06-01")));
    assert!(both.contains("1 new error · 1 new warning"), "{both}");
    let hidden = told(&reading("staff", "2027-06-01"));
    assert!(!hidden.contains("new error") && hidden.contains("what is private is not told"), "{hidden}");
}

/// A KPI of which nothing else hangs: 61 is read, and 90 in the scenario.
#[test]
fn a_scenario_that_only_records_a_reading_says_what_that_moved() {
    let read = "\n[[reading]]\nkpi = \"staff\"\ndate = 2026-10-31\nvalue = 61\n\n[kpi.online]";
    let keys = "4 / Staff <enter> w e ctrl-u 9 0 <f2> P";
    let shown = drawn(&of(&[("\n[kpi.online]", read)], keys, 140, 40));
    let told = words(&shown);
    assert!(told.contains("Staff who would recommend it") && told.contains("61"), "{shown}");
    assert!(told.contains("As in the plan"), "{shown}");
}

#[test]
fn an_esc_more_than_a_form_needs_leaves_no_slides() {
    let mut model = of(&[], "P c d <esc>", 80, 24);
    assert!(model.overlay.is_none() && model.present.is_some());
    press(&mut model, "<esc>");
    assert!(model.present.is_some(), "pressed to be sure");
    assert!(drawn(&model).contains("Esc once more leaves the slides"), "{}", drawn(&model));
    press(&mut model, "<esc>");
    assert!(model.present.is_none());
    // With any other key in between it is meant.
    let mut model = of(&[], "P c d <esc> <right> <esc>", 80, 24);
    assert!(model.present.is_none());
    // So it is after what was kept.
    press(&mut model, "P c n Queues <f2> <esc>");
    assert!(model.present.is_none());
}

#[test]
fn whatever_is_open_is_suspended_and_as_it_was_when_that_ends() {
    for (keys, is_there) in
        [("c d q u e", "que▏"), (": v a l", "> val"), ("/ q u e", "que"), ("P c d q", "q▏")]
    {
        let mut model = of(&[], keys, 80, 24);
        let before = drawn(&model);
        assert!(before.contains(is_there), "{keys}: {before}");
        assert_eq!(press(&mut model, "ctrl-z"), [Effect::Suspend], "{keys}");
        assert_eq!(drawn(&model), before, "{keys}");
    }
}

/// By hand: from January to October ten months have ended, one of them was read.
#[test]
fn a_slide_tells_readings_that_were_not_taken_from_those_that_did_not_hold() {
    let plan = "format = 1\n[plan]\nname = \"Beds\"\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-11-15\n\
                [wave.one]\nname = \"One\"\nstart = 2026-01-01\nend = 2026-12-31\n\
                [capability.c]\nname = \"Counters\"\nreaches = { one = 1 }\n\
                [kpi.open]\nname = \"Beds open\"\nmeasures = [\"c\"]\nbetter = \"within\"\ncadence = \"month\"\n\
                target = { one = [70, 90] }\n\
                [[reading]]\nkpi = \"open\"\ndate = 2026-01-31\nvalue = 80\n\
                [[present]]\nview = \"kpis\"\n[[present]]\nview = \"kpis\"\nitem = \"open\"\n";
    for slide in ["1", "2"] {
        let shown = drawn(&after(open(plan), Look::default(), &format!("P {slide}"), 100, 30));
        let told = words(&shown);
        assert!(told.contains("red, 1 of 10 readings due held, 9 not taken"), "{shown}");
    }
}
