//! Names and words that stand whole where there is room, and heads that count what is shown.

use groundswell::tui::after;
use groundswell::tui::model::Model;
use groundswell::tui::theme::Look;
use groundswell::workspace::Workspace;

use crate::baseline::against_plan;
use crate::driven::{PLAN, drawn, message, model, omnichannel, open, plan_at, press};

fn shown(work: Workspace, keys: &str, width: u16, height: u16) -> String {
    drawn(&after(work, Look::default(), keys, width, height))
}

/// Words that stand in several lines, in one.
fn in_one_line(screen: &str) -> String {
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line_of<'s>(screen: &'s str, words: &str) -> &'s str {
    screen.lines().find(|line| line.contains(words)).unwrap_or_default()
}

/// The longest pole is 22 letters long.
#[test]
fn poles_of_trade_offs_stand_whole_where_the_row_has_room_for_both() {
    for (keys, width, height) in
        [("0 v v v", 80, 24), ("0 v v v", 100, 30), ("0", 100, 40), ("0", 140, 40), ("0 v v v", 140, 40)]
    {
        let screen = shown(omnichannel(), keys, width, height);
        let row = line_of(&screen, "sustainability");
        assert!(row.contains("high speed (partner) ─●─── sustainability (build)"), "{width}: {screen}");
        // The scales stand below each other.
        let at = |row: &str| row.find("─●─── sus").map(|at| row[..at].chars().count());
        let other = line_of(&screen, "centralized analytics");
        let beside = other.find("───●─ central").map(|at| other[..at].chars().count());
        assert!(at(row).is_some() && at(row) == beside, "{screen}");
    }
}

/// Two poles of 60 letters have no room beside each other: they go on below.
#[test]
fn poles_that_have_no_room_go_on_in_a_second_row() {
    let pole = "every affiliate decides on its own and buys what it knows already";
    let other = "one platform for all of them with one team that runs it";
    let plan = format!(
        "{PLAN}\n[tradeoff.who]\nname = \"Who runs it?\"\naxis = [\"{pole}\", \"{other}\"]\nposition = 1\n"
    );
    let screen = shown(open(&plan), "0 v v v", 80, 24);
    assert!(!screen.contains('…'), "{screen}");
    for word in pole.split(' ').chain(other.split(' ')) {
        assert!(screen.contains(word), "{word}: {screen}");
    }
}

#[test]
fn names_of_a_register_that_scrolls_go_on_in_a_second_row_and_the_cursor_stays_in_sight() {
    for (work, width, height) in
        [(omnichannel as fn() -> Workspace, 140, 40), (omnichannel, 80, 24), (zero_trust, 80, 24)]
    {
        let mut model = after(work(), Look::default(), "0 g", width, height);
        let (_, all) = model.desk().sheet.position();
        assert!(all > 8);
        for nth in 1..=all {
            model.message = None;
            let screen = drawn(&model);
            let row = screen.lines().skip(2).find(|line| line.starts_with('>')).unwrap_or_default();
            assert!(row.len() > 8, "{width} {nth}: {screen}");
            assert!(screen.contains(&format!("{nth}/{all}")), "{width} {nth}: {screen}");
            press(&mut model, "j");
        }
    }
    let screen = shown(omnichannel(), "0 g", 140, 40);
    for name in ["● Affiliates keep their", "    budgets", "    the segments leaves"] {
        assert!(screen.lines().any(|line| line.contains(name)), "{name}: {screen}");
    }
    let screen = shown(zero_trust(), "0 G", 80, 24);
    assert!(screen.contains("    almost four months: a plan should be data"), "{screen}");
}

fn zero_trust() -> Workspace {
    plan_at("plans/zero-trust")
}

/// Of the four gates, twelve mandates and seven decisions of the plan.
#[test]
fn heads_of_leadership_count_what_a_filter_shows_and_say_so() {
    let filtered =
        |keys: &str| shown(omnichannel(), &format!("7 f w a v e : e n g a g e <enter> {keys}"), 140, 40);
    let screen = filtered("");
    assert!(line_of(&screen, "─ Gates").contains("1 of 4 shown · 0 decided"), "{screen}");
    let mandates = screen.lines().filter(|line| line.contains("● ") || line.contains("✓ ")).count();
    assert!(mandates > 0 && screen.contains("of 12 shown ·"), "{screen}");
    assert!(line_of(&screen, "Decisions ─").contains("0 of 7 decided"), "{screen}");
    let alone = filtered("v");
    assert!(alone.contains("1 of 4 gates · 7 of 12 mandates · 0 of 7 decisions"), "{alone}");
    // Without a filter as before.
    let screen = shown(omnichannel(), "7 v", 140, 40);
    assert!(
        screen.contains("1 of 4 decided") && screen.contains("4 gates · 12 mandates · 7 decisions"),
        "{screen}"
    );
    // What the check found of an owner's things, of all that it found.
    let screen = shown(omnichannel(), "f o w n e r : h e a d <enter> 8", 100, 30);
    let head = line_of(&screen, "E error");
    assert!(head.contains(" of 6 findings shown"), "{screen}");
}

/// The words of KPIs hold in their view, and in no other; each says which hold there.
#[test]
fn kpis_are_filtered_by_the_words_that_their_view_uses() {
    let lists = |word: &str| {
        let model =
            after(omnichannel(), Look::default(), &format!("4 f s t a t u s : {word} <enter>"), 100, 40);
        (model.desk().held.unwrap_or_default(), drawn(&model))
    };
    let [red, amber, green, grey] = ["r e d", "a m b e r", "g r e e n", "g r e y"].map(|word| lists(word).0);
    assert_eq!(red + amber + green + grey, 27);
    assert!(red > 0 && green > red, "{red} {amber} {green} {grey}");
    let (none, screen) = lists("l a t e");
    assert_eq!(none, 0);
    assert!(screen.contains("no KPI is late, they are green, amber, red"), "{screen}");
    let screen = shown(omnichannel(), "1 f s t a t u s : r e d <enter>", 100, 40);
    assert!(screen.contains("red is what KPIs are, in view 4; here: done, not"), "{screen}");
    let screen = shown(omnichannel(), "4 f s t a t u s : s t a l e <enter>", 100, 40);
    assert!(!screen.contains("no KPI is"), "{screen}");
}

/// Eight steps in twenty rows: there is room for three lines of what is as long.
#[test]
fn what_takes_as_long_as_the_critical_path_is_told_whole_where_rows_are_free() {
    let screen = shown(omnichannel(), "3 v v", 80, 24);
    let told = in_one_line(&screen);
    assert!(told.contains("As long by way of") && told.contains("more ways"), "{screen}");
    assert!(!told.contains("by w…"), "{screen}");
    assert!(screen.lines().any(|line| line.starts_with('>')), "{screen}");
}

/// By hand, from the table by size: the largest driver first, and the smallest last.
#[test]
fn value_by_driver_comes_by_size_and_a_key_of_the_view_says_that_it_is_not_of_the_page() {
    let mut model = after(open(PLAN), Look::default(), "5 d", 80, 24);
    let screen = drawn(&model);
    let places = ["Fewer counter visits", "Fees for running", "Fewer wrong forms"].map(|name| {
        screen.lines().position(|line| line.contains(name) && !line.contains("forecast")).unwrap_or(0)
    });
    assert!(places[0] > 0 && places.is_sorted(), "{screen}");
    for key in ["m", "T", "v"] {
        model.message = None;
        press(&mut model, key);
        assert!(
            message(&model).starts_with("Not on this page; Esc closes it · "),
            "{key}: {}",
            message(&model)
        );
        assert!(model.overlay.is_some(), "{key}");
    }
    // What does something on the page, or nothing anywhere, says nothing.
    model.message = None;
    press(&mut model, "j ~");
    assert_eq!(message(&model), "");
}

/// In the first plan at 80 columns: the words for what nobody knows give way before the name of a KPI is cut.
#[test]
fn no_evidence_is_a_dash_with_a_legend_where_the_words_would_cut_a_criterion() {
    let screen = shown(plan_at("plans/first.toml"), "7", 80, 26);
    let row = screen.lines().rfind(|line| line.contains("Cases filed online")).unwrap_or_default();
    assert!(row.contains("Cases filed online ≥ 60 %") && row.contains(" – │"), "{screen}");
    assert!(line_of(&screen, "└─ – no evidence ─").starts_with('└'), "{screen}");
    // Where the words have room there is nothing to explain.
    let wide = shown(plan_at("plans/first.toml"), "7", 140, 40);
    assert!(wide.contains("no evidence") && !wide.contains("– no evidence"), "{wide}");
}

/// County ended on 31 Jan 2028 in the baseline and ends on 31 Mar 2028 in the plan; the scenario moves it by two months.
#[test]
fn the_changes_of_a_scenario_and_what_they_move_carry_the_marks_of_the_baseline() {
    let before = PLAN.replace("end = 2028-03-31", "end = 2028-01-31");
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model: Model = against_plan(&before, "1 w", width, height);
        let plan = model.work.plan();
        model.selection = plan.wave_by_id("county").map(|ix| plan.wave_address(ix));
        press(&mut model, "2 1 s ctrl-u 2 m <enter> 9 v");
        model.message = None;
        let screen = drawn(&model);
        let told = "» in the plan: was until 31 Jan 2028 in v1.2, now until 31 Mar 2028";
        assert!(screen.contains(told), "{width}: {screen}");
        press(&mut model, "v g j");
        model.message = None;
        let screen = drawn(&model);
        let row =
            screen.lines().find(|line| line.contains("County") && line.contains(" plan")).unwrap_or_default();
        assert!(row.contains("plan»") || row.contains("» was until 31 Jan 2028"), "{width}: {screen}");
        let told = in_one_line(&screen);
        assert!(told.contains("in the plan (» was until 31 Jan 2028 in v1.2)"), "{width}: {screen}");
    }
    // Without a baseline nothing is marked.
    let mut model = model("1 w / county <enter> s ctrl-u 2 m <enter> 9 v", 140, 40);
    assert!(!drawn(&model).contains('»'), "{}", drawn(&model));
    press(&mut model, "v");
    assert!(!drawn(&model).contains('»'), "{}", drawn(&model));
}
