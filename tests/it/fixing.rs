//! Fixes in the terminal: each is tried beside the plan, and taken as one step that can be undone.

use crate::driven::{self, content, drawn, message, open, press};
use groundswell::tui::after;
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Msg, Target};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;

/// `b` needs `a`, and `c` needs both: what it says of `a` says nothing new.
const PLAN: &str = r#"format = 1
[plan]
name = "Shared records"
start = 2026-01-01
as-of = 2026-03-01

[wave]
one = { start = 2026-01-01, end = 2026-06-30 }
two = { start = 2026-07-01, end = 2026-12-31 }

[capability]
a = { wave = "one" }
b = { wave = "one", needs = ["a"] }
c = { wave = "two", needs = ["a", "b"] }
"#;

/// The model on the finding of a rule.
fn at(rule: &str, width: u16, height: u16) -> Model {
    after(open(PLAN), Look::default(), &format!("8 / {rule} <enter>"), width, height)
}

#[test]
fn a_fix_says_what_it_does_before_it_is_made() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = at("redundant-need", width, height);
        press(&mut model, "F");
        let shown = drawn(&model);
        for words in [
            "Fixes, tried beside the plan",
            "> 1 leave out `a` (says the same, soundly)",
            "- c = { wave = \"two\", needs = [\"a\", \"b\"] }",
            "+ c = { wave = \"two\", needs = [\"b\"] }",
            "NPV unchanged · mends the finding · nothing new",
        ] {
            assert!(shown.contains(words), "{words}:\n{shown}");
        }
        assert_eq!(content(&model), PLAN, "trying changes nothing");
        press(&mut model, "<esc>");
        assert_eq!((content(&model).as_str(), model.overlay.is_none()), (PLAN, true));
    }
}

#[test]
fn a_fix_is_one_step_that_can_be_undone() {
    let mut model = at("redundant-need", 100, 30);
    press(&mut model, "F <enter>");
    assert_eq!(message(&model), "Left out `a` · u undo");
    assert_eq!(content(&model), PLAN.replace("[\"a\", \"b\"]", "[\"b\"]"));
    assert!(!model.work.findings.iter().any(|it| it.finding.rule == "redundant-need"));
    press(&mut model, "u");
    assert_eq!(content(&model), PLAN);
}

#[test]
fn a_fix_can_be_tried_in_a_scenario_and_the_plan_stays() {
    let mut model = at("redundant-need", 100, 30);
    press(&mut model, "F w");
    assert!(drawn(&model).starts_with(" SCENARIO"), "{}", drawn(&model));
    assert_eq!(model.work.unsaved, ["leave out `a`"]);
    press(&mut model, "w");
    assert_eq!(content(&model), PLAN);
}

#[test]
fn a_finding_without_a_fix_says_so_where_messages_stand() {
    let mut model = at("wave-without-gate", 100, 30);
    assert!(!drawn(&model).contains("F fixes"), "{}", drawn(&model));
    press(&mut model, "F");
    assert!(message(&model).contains("none is known that could be tried; = says"), "{}", message(&model));
    assert!(model.overlay.is_none() && content(&model) == PLAN);
    let with_one = at("redundant-need", 100, 30);
    assert!(drawn(&with_one).contains("F fixes"), "{}", drawn(&with_one));
}

// ------------------------------------------------------------ ignoring

/// Presses the keys of a text, blanks as well.
fn type_in(model: &mut Model, words: &str) {
    let keys: Vec<String> =
        words.chars().map(|it| if it == ' ' { "<space>".into() } else { it.into() }).collect();
    press(model, &keys.join(" "));
}

#[test]
fn a_finding_is_ignored_with_a_reason_and_a_last_day() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = at("wave-without-gate", width, height);
        press(&mut model, "I <enter>");
        assert!(message(&model).contains("for a reason"), "{}", message(&model));
        let shown = drawn(&model);
        assert!(shown.contains("Ignore wave-without-gate on one"), "{shown}");
        type_in(&mut model, "The board meets later");
        press(&mut model, "<enter>");
        assert!(drawn(&model).contains("Who accepts it?"), "{}", drawn(&model));
        press(&mut model, "<enter>");
        assert!(message(&model).contains("type who"), "{}", message(&model));
        type_in(&mut model, "The board");
        press(&mut model, "<enter>");
        assert!(drawn(&model).contains("> 2026-06-01"), "three months after 1 March:\n{}", drawn(&model));
        press(&mut model, "<enter>");
        // What is accepted brings nothing new.
        assert_eq!(message(&model), "Ignored wave-without-gate on one · u undo");
        let waiver = "\n[[waiver]]\nrule = \"wave-without-gate\"\non = \"one\"\n\
                      reason = \"The board meets later\"\nby = \"The board\"\nuntil = 2026-06-01\n";
        assert!(content(&model).ends_with(waiver), "{}", content(&model));
        let gates = |model: &Model| {
            model.work.findings.iter().filter(|it| it.finding.rule == "wave-without-gate").count()
        };
        assert_eq!(gates(&model), 1, "that of the other wave stays");
        press(&mut model, "v v v");
        let shown = drawn(&model);
        assert!(
            shown.contains("on one: The board meets later") && shown.contains("until 01 Jun 2026"),
            "{shown}"
        );
        assert!(shown.contains("(accepted by The board)"), "{shown}");
        // Who accepted the last one is offered for the next.
        press(&mut model, "v I x <enter>");
        assert!(drawn(&model).contains("> The board"), "{}", drawn(&model));
        press(&mut model, "<esc> u");
        assert_eq!((content(&model).as_str(), gates(&model)), (PLAN, 2));
    }
}

#[test]
fn ignoring_for_ever_is_asked_once_more_and_a_day_that_is_over_is_refused() {
    let mut model = at("wave-without-gate", 100, 30);
    press(&mut model, "I x <enter> COO <enter> ctrl-u 2026-02-01 <enter>");
    assert_eq!(message(&model), "That day is over: the plan is looked at as of 01 Mar 2026");
    press(&mut model, "ctrl-u soon <enter>");
    assert_eq!(message(&model), "“soon” is no day: write it as 2026-03-01");
    press(&mut model, "ctrl-u <enter> <enter>");
    assert_eq!((message(&model), content(&model).as_str()), ("Type yes to ignore it for ever, or Esc", PLAN));
    press(&mut model, "yes <enter>");
    assert!(content(&model).ends_with("on = \"one\"\nreason = \"x\"\nby = \"COO\"\n"), "{}", content(&model));
}

#[test]
fn findings_can_be_seen_by_weight_and_by_rule() {
    let mut model = at("wave-without-gate", 100, 60);
    press(&mut model, "v");
    let shown = drawn(&model);
    let weight = |row: &str| {
        let row = row.trim_start_matches(['>', ' ']);
        ["E ", "W ", "A "].iter().position(|letter| row.starts_with(letter))
    };
    let weights: Vec<usize> = shown.lines().skip(4).map_while(weight).collect();
    assert!(weights.len() > 5 && weights.is_sorted() && weights[0] < *weights.last().unwrap(), "{shown}");
    press(&mut model, "v");
    let shown = drawn(&model);
    let row = |row: &str| row.trim_start_matches(['>', ' ']).split_whitespace().nth(1).map(str::to_owned);
    let mut rules: Vec<String> = shown.lines().skip(4).take(weights.len()).filter_map(row).collect();
    rules.dedup();
    let distinct: std::collections::BTreeSet<&String> = rules.iter().collect();
    assert_eq!(rules.len(), distinct.len(), "each rule's findings stand together: {rules:?}");
    assert!(rules.len() > 3, "{rules:?}");
}

// ------------------------------------------------------------ links and slips

/// `d` is live at the end of March, and what it needs only at the end of June.
const LATE: &str = r#"format = 1
[plan]
name = "Shared records"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-01-15

[wave]
one = { name = "One", start = 2026-01-01, end = 2026-03-31 }
two = { name = "Two", start = 2026-04-01, end = 2026-06-30 }

[capability]
base = { name = "Base", wave = "two" }
deep = { name = "Deep", wave = "one", needs = ["base"] }
free = { name = "Free", wave = "one" }
"#;

#[test]
fn a_link_that_is_too_late_is_mended_by_a_decision_that_is_tried_first() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = after(open(LATE), Look::default(), "/ Deep <enter> 3 p v F", width, height);
        let shown = drawn(&model);
        for words in ["> 1 set Deep live on 30 Jun 2026", "2 move Deep to Two", "mends the finding"] {
            assert!(shown.contains(words), "{words}:\n{shown}");
        }
        // What it does is read first: by its digit, or by a first click on it.
        if width == 80 {
            press(&mut model, "2 <enter>");
        } else {
            update(&mut model, Msg::Click(Target::Choice(1)));
            assert!(drawn(&model).contains("> 2 move Deep to Two"), "{}", drawn(&model));
            update(&mut model, Msg::Click(Target::Choice(1)));
        }
        assert_eq!(message(&model), "Moved Deep to Two · u undo");
        let moved = LATE
            .replace("deep = { name = \"Deep\", wave = \"one\"", "deep = { name = \"Deep\", wave = \"two\"");
        assert_eq!(content(&model), moved);
        // What is left is found in the item itself.
        press(&mut model, "F");
        let shown = drawn(&model);
        assert!(!shown.contains("set Deep live on") && !message(&model).contains("no finding"), "{shown}");
    }
}

#[test]
fn a_wish_that_is_too_late_has_its_fixes_on_the_item_too() {
    let wished = LATE.replace("needs = [\"base\"]", "prefers = [\"base\"]");
    for keys in ["/ Deep <enter> 3 p v F", "/ Deep <enter> 3 p v h F"] {
        let model = after(open(&wished), Look::default(), keys, 80, 24);
        let shown = drawn(&model);
        assert!(shown.contains("2 move Deep to Two"), "{keys}: {}\n{shown}", message(&model));
    }
}

#[test]
fn the_critical_path_is_the_chain_that_takes_longest() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = after(open(LATE), Look::default(), "3 p", width, height);
        let shown = drawn(&model);
        assert!(shown.contains("The critical path: 2 steps, 6 months from Jan 2026 to Jun 2026"), "{shown}");
        let (base, deep) = (shown.find("Base 1").unwrap(), shown.find("Deep 1").unwrap());
        assert!(base < deep && !shown.contains("Free"), "{shown}");
        assert!(
            shown.contains("91 days too late"),
            "Base is live on 30 June, and 31 March is needed: {shown}"
        );
        press(&mut model, "j <enter>");
        assert_eq!(
            model.desk().settings.focus.as_ref().map(ToString::to_string).as_deref(),
            Some("capability.deep")
        );
        assert_eq!(model.desk().settings.variant, 0);
        press(&mut model, "p p");
        assert_eq!(model.desk().settings.variant, 0);
    }
}

#[test]
fn of_a_wave_that_has_begun_it_is_said_why_only_its_end_moves() {
    // At the as-of date the town has begun; County starts the day after it ends, and moves whole.
    let mut model = after(open(driven::PLAN), Look::default(), "", 140, 40);
    model.selection = Some(model.work.plan().wave_address(1_usize.into()));
    press(&mut model, "1 2 i ctrl-u 1m <enter>");
    let shown = drawn(&model);
    let row = |name: &str| shown.lines().find(|line| line.contains(&format!("{name}: ends"))).unwrap();
    let town = row("Whole town");
    assert!(town.contains("30 Jun 2027 → 31 Jul 2027; it has begun, so only its end moves"), "{shown}");
    assert!(row("County").contains("after Whole town") && !row("County").contains("begun"), "{shown}");
    assert_eq!(content(&model), driven::PLAN);
}

#[test]
fn a_slip_is_asked_for_and_told_without_a_change() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = after(open(LATE), Look::default(), "/ Free <enter> i", width, height);
        assert!(drawn(&model).contains("What if Free is late?"), "{}", drawn(&model));
        press(&mut model, "ctrl-u none <enter>");
        assert!(message(&model).contains("is not how much later"), "{}", message(&model));
        press(&mut model, "ctrl-u 2m <enter>");
        let shown = drawn(&model);
        for words in ["Free, 2 months late", "Free: live 31 Mar 2026 → 31 May 2026", "Nothing was changed"]
        {
            assert!(shown.contains(words), "{words}:\n{shown}");
        }
        assert_eq!(content(&model), LATE);
        assert!(matches!(&*press(&mut model, "y"), [groundswell::tui::effect::Effect::Copy(text)]
            if text.contains("Free: live 31 Mar 2026")));
        press(&mut model, "<esc>");
        assert!(model.overlay.is_none());
    }
}

#[test]
fn an_item_is_shifted_by_a_step_of_the_zoom_in_a_scenario_alone() {
    let mut model = after(open(LATE), Look::default(), "2 / Free <enter> <s-right>", 100, 30);
    assert!(message(&model).contains("no scenario is open"), "{}", message(&model));
    assert_eq!(content(&model), LATE);
    let live = |model: &Model| {
        let plan = model.work.plan();
        plan.item_by_id("free")
            .and_then(|ix| plan.first_live(ix))
            .map(|day| day.to_string())
            .unwrap_or_default()
    };
    press(&mut model, "w + + <s-right>");
    assert_eq!(live(&model), "2026-04-30", "a month later than the end of March");
    press(&mut model, "+ + <s-left>");
    assert_eq!(live(&model), "2026-04-29");
    press(&mut model, "w");
    assert_eq!((live(&model).as_str(), content(&model).as_str()), ("2026-03-31", LATE), "the plan stays");
}

#[test]
fn the_timeline_shows_the_critical_path_alone() {
    for (width, height) in [(80, 24), (140, 40)] {
        let model = after(open(LATE), Look::default(), "2 p", width, height);
        let shown = drawn(&model);
        assert!(shown.contains("Base") && shown.contains("Deep") && !shown.contains("Free"), "{shown}");
    }
}

// ------------------------------------------------------------ a plan that cannot be read

#[test]
fn a_plan_that_does_not_parse_opens_on_what_is_wrong_and_the_editor_goes_there() {
    let broken = "format = 1\n[plan]\nname = \"Shared \u{202e}records\nstart = 2026-01-01\n";
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = after(open(broken), Look::default(), "", width, height);
        let shown = drawn(&model);
        assert!(shown.contains("[8 Check"), "{shown}");
        assert!(shown.contains("syntax-error") && shown.contains("plan.toml:3"), "{shown}");
        assert!(shown.contains("3 │ name") && !shown.contains('\u{202e}'), "the line, made safe:\n{shown}");
        let effects = press(&mut model, "E");
        let line = effects.iter().find_map(|effect| match effect {
            groundswell::tui::effect::Effect::Edit(path, line) => {
                Some((path.to_string_lossy().into_owned(), *line))
            }
            _ => None,
        });
        assert!(
            line.as_ref().is_some_and(|(path, line)| path.ends_with("plan.toml") && *line == 3),
            "{line:?}"
        );
    }
}

#[test]
fn the_mouse_drags_an_item_in_a_scenario_alone() {
    use groundswell::tui::msg::{Msg, Target};
    use groundswell::tui::update::update;
    let mut model = after(open(LATE), Look::default(), "2 + + + +", 100, 30);
    let at = |model: &Model| {
        let free = model.desk().sheet.spots.iter().find(|spot| &*spot.at.key == "free");
        Target::Spot(free.unwrap().at.clone())
    };
    let target = at(&model);
    update(&mut model, Msg::Drag(target, 7));
    assert_eq!(message(&model), "Dragging is for what-if: w opens a scenario");
    press(&mut model, "w");
    let target = at(&model);
    update(&mut model, Msg::Drag(target, 7));
    let plan = model.work.plan();
    let live = plan.item_by_id("free").and_then(|ix| plan.first_live(ix)).map(|day| day.to_string());
    assert_eq!(live.as_deref(), Some("2026-04-07"), "a cell is a day at this zoom: {}", message(&model));
}

#[test]
fn an_item_that_is_late_by_itself_says_so_where_its_links_are() {
    let late = LATE.replace("as-of = 2026-01-15", "as-of = 2026-04-10")
        + "\n[[assessed]]\ncapability = \"free\"\ndate = 2026-04-01\nlevel = 0\n";
    for (width, height) in [(80, 24), (140, 40)] {
        let model = after(open(&late), Look::default(), "/ Free <enter> 3 p v", width, height);
        let shown = drawn(&model);
        assert!(shown.contains("No predecessor is late: its own slip of 10 days."), "{shown}");
        let model = after(open(&late), Look::default(), "/ Deep <enter> 3 p v", width, height);
        assert!(!drawn(&model).contains("its own slip"), "what it needs is late:\n{}", drawn(&model));
    }
}

/// By the dates of the plan and by what is on record a link can stand differently: both are told, so that it
/// says the same as the board.
#[test]
fn a_link_says_what_is_planned_and_what_is_so_by_status() {
    let stands = |text: &str, keys: &str| {
        let model = after(open(text), Look::default(), keys, 140, 40);
        let shown = drawn(&model);
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // Base is planned for June, though Deep of March needs it.
    let deep = "/ Deep <enter> 3 p v";
    let shown = stands(LATE, deep);
    assert!(shown.contains("Needs Base (planned too late)."), "{shown}");
    assert!(shown.contains("1 of 1 planned too late"), "{shown}");
    // It is there already, as was seen in January.
    let seen = "[[assessed]]\ncapability = \"base\"\ndate = 2026-01-10\nlevel = 1\n";
    let shown = stands(&format!("{LATE}{seen}"), deep);
    assert!(shown.contains("Needs Base (planned too late, live by status)."), "{shown}");
    // Planned for March, it is in time; in April it was seen not to be there.
    let planned = LATE
        .replace("wave = \"two\" }", "wave = \"one\" }")
        .replace("as-of = 2026-01-15", "as-of = 2026-04-20");
    let shown = stands(&planned, deep);
    assert!(shown.contains("Needs Base (live).") && shown.contains("all 1 planned in time"), "{shown}");
    let unseen = "[[assessed]]\ncapability = \"base\"\ndate = 2026-04-10\nlevel = 0\n";
    let shown = stands(&format!("{planned}{unseen}"), deep);
    assert!(shown.contains("✗ Base"), "as on the board: {shown}");
    assert!(shown.contains("Needs Base (planned in time, late by status)."), "{shown}");
    assert!(shown.contains("1 of 1 late by status"), "{shown}");
    assert!(!shown.contains("Nothing that it needs is late"), "{shown}");
}
