//! Adding, recording, capturing and removing in the terminal: each one step of the draft, and no file.

use crate::driven::{PLAN, content, difference, drawn, golden, message, model, open, press, screen};
use groundswell::figures::Figures;
use groundswell::minutes::{Days, Minutes};
use groundswell::tui::after;
use groundswell::tui::model::Model;
use groundswell::tui::theme::Look;

/// Types words letter by letter, blanks too.
fn say(model: &mut Model, words: &str) {
    for word in words.split_inclusive(' ') {
        press(model, word.trim_end());
        if word.ends_with(' ') {
            press(model, "<space>");
        }
    }
}

golden! {
    |keys, width, height| screen(&model(keys, width, height));
    add_140x40 "z a" 140 40
    add_form_80x24 "/ fees <enter> a c Scanning" 80 24
    capture_80x24 "c" 80 24
    capture_decision_80x24 "7 c d Two <space> counters <space> stay <space> open <tab> Council" 80 24
    capture_gate_slide_80x24 "P c g go" 80 24
    capture_40x10 "c d Two" 40 10
    record_level_80x24 "6 r 3" 80 24
    remove_80x24 "/ visits <enter> x" 80 24
}

#[test]
fn a_decision_is_captured_as_it_is_said_and_the_minutes_have_it() {
    let mut model = model("7 c d", 100, 30);
    let before = content(&model);
    say(&mut model, "Two \"counters\" stay open");
    assert!(drawn(&model).contains("“Two \"counters\" stay open”"), "{}", drawn(&model));
    press(&mut model, "<f2>");
    assert_eq!(difference(&model).0, ["date = 2026-11-15", "note = \"Two \\\"counters\\\" stay open\""]);
    assert_eq!(message(&model), "Recorded decision “Two \"counters\" stay open” · u undo");
    let figures = Figures::new(model.work.plan());
    let minutes = Minutes::of(&figures, Days::last_meeting(model.work.plan())).text();
    assert!(minutes.contains("Two \"counters\" stay open"), "{minutes}");
    press(&mut model, "u");
    assert_eq!(content(&model), before);
}

/// A decision of the past is held to what was known then, and the form says so.
#[test]
fn a_gate_is_judged_on_the_evidence_of_the_day_that_is_typed() {
    let mut model = model("7 c g", 100, 40);
    let now = drawn(&model);
    assert!(now.contains("criteria hold") && !now.contains("criteria hold on"), "{now}");
    press(&mut model, "<tab> <tab> <tab> <tab> <tab> ctrl-u");
    say(&mut model, "2026-07-31");
    assert!(drawn(&model).contains("criteria hold on 31 Jul 2026"), "{}", drawn(&model));
}

#[test]
fn an_action_a_risk_and_a_note_are_captured() {
    for (keys, words, more, expected) in [
        (
            "c a",
            "Hire two",
            "<tab> HR <tab> 2026-12-31 <f2>",
            "[[action]]\nwhat = \"Hire two\"\nowner = \"HR\"\ndue = 2026-12-31\ndate = 2026-11-15\n",
        ),
        ("c r", "Strike", "<tab> <tab> 0.2 <f2>", "[risk.strike]\nname = \"Strike\"\nprobability = 0.2\n"),
        (
            "c n",
            "Queues move",
            "<f2>",
            "[[learning]]\nnote = \"Queues move\"\nwave = \"town\"\ndate = 2026-11-15\n",
        ),
    ] {
        let mut model = model(keys, 100, 30);
        say(&mut model, words);
        press(&mut model, more);
        assert!(content(&model).contains(expected), "{keys}: {}\n{}", message(&model), drawn(&model));
        assert!(model.overlay.is_none());
    }
}

#[test]
fn going_on_with_criteria_open_needs_a_reason() {
    let mut model = model("7 / town-exit <enter> c g go <f2>", 100, 30);
    let before = content(&model);
    assert!(
        drawn(&model).contains("2 criteria of the gate do not hold: to go on all the same needs a reason"),
        "{}",
        drawn(&model)
    );
    assert!(model.overlay.is_some());
    assert_eq!(content(&model), before);
    press(&mut model, "Elections <f2>");
    assert!(message(&model).starts_with("Decided Hand over to the line?: go"), "{}", message(&model));
    assert!(content(&model).contains("outcome = \"go\"\nnote = \"Elections\""), "{}", content(&model));
    // To hold needs none.
    press(&mut model, "u c g hold <f2>");
    assert!(message(&model).starts_with("Decided Hand over to the line?: hold"), "{}", message(&model));
}

#[test]
fn a_gate_is_not_decided_without_an_outcome_nor_twice_a_day() {
    let mut model = model("7 / town-exit <enter> c g <f2>", 100, 30);
    let before = content(&model);
    assert!(drawn(&model).contains("This is needed: what the gate comes to"), "{}", drawn(&model));
    assert_eq!(content(&model), before);
    // Left empty, it says so from wherever one is.
    press(&mut model, "<tab>");
    let says_so = |line: &str| line.contains("outcome ") && line.contains("needed");
    assert!(drawn(&model).lines().any(says_so), "{}", drawn(&model));
    press(&mut model, "<up> hold <f2>");
    assert!(message(&model).starts_with("Decided Hand over to the line?: hold"), "{}", message(&model));
    press(&mut model, "c g stop <f2>");
    assert!(drawn(&model).contains("Replace hold by stop?"), "{}", drawn(&model));
    press(&mut model, "r");
    assert!(message(&model).starts_with("Decided Hand over to the line?: stop"), "{}", message(&model));
    assert_eq!(content(&model).matches("gate = \"town-exit\"").count(), 1, "{}", content(&model));
    assert!(content(&model).contains("outcome = \"stop\""));
    // A free-standing decision is called by its words, and is joined by others of its day.
    press(&mut model, "c d One <f2> c d Two <f2>");
    assert!(message(&model).starts_with("Recorded decision “Two”"), "{}", message(&model));
}

#[test]
fn a_slide_takes_what_is_captured_and_takes_it_back() {
    let mut model = model("P c d", 80, 24);
    say(&mut model, "We go");
    press(&mut model, "<f2>");
    let first = drawn(&model);
    assert!(first.starts_with(" Town hall online") && first.contains("DRAFT — not saved"), "{first}");
    assert!(first.contains("Recorded decision “We go” · u undo"), "{first}");
    assert!(model.present.is_some());
    press(&mut model, "u");
    assert!(!content(&model).contains("We go"));
    assert!(drawn(&model).contains("Undone: record decision “We go”"), "{}", drawn(&model));
    let changed = content(&model);
    press(&mut model, "u u e x a r <f2> ctrl-s");
    assert_eq!(content(&model), changed, "nothing else is done before a room");
}

/// A room knows no rules: what a risk without a probability lacks is counted, and named elsewhere.
#[test]
fn what_a_capture_brings_is_counted_before_a_room() {
    let captured = |keys: &str| {
        let mut model = model(keys, 80, 24);
        say(&mut model, "Strike");
        press(&mut model, "<f2>");
        message(&model).to_owned()
    };
    assert!(captured("c r").ends_with(" · brings 1 finding: risk-incomplete"), "{}", captured("c r"));
    assert!(captured("P c r").ends_with(" · brings 1 finding"), "{}", captured("P c r"));
}

#[test]
fn nothing_private_is_offered_before_a_room() {
    let plan = "format = 1\n[wave.a]\nstart = 2026-01-01\nend = 2026-06-30\n[capability.canary-id]\nname = \"Canary name\"\nprivate = true\nwave = \"a\"\n[capability.open]\nwave = \"a\"\n[gate.g]\nwave = \"a\"\ncriteria = [\"canary-id >= 1\"]\n";
    let mut model = after(open(plan), Look::default(), "P c d", 80, 24);
    let mut seen = String::new();
    for keys in
        ["", "<tab>", "<tab>", "<tab>", "<tab>", "can", "<esc> c g", "<tab>", "<tab>", "<tab>", "opne <tab>"]
    {
        press(&mut model, keys);
        seen += &drawn(&model);
    }
    assert!(seen.contains("open") && seen.contains("· private"), "{seen}");
    assert!(!seen.to_lowercase().contains("canary"), "{seen}");
    let seen = drawn(&after(open(plan), Look::default(), "c d <tab> <tab> <tab> <tab>", 80, 24));
    assert!(seen.contains("canary-id"), "{seen}");
}

#[test]
fn what_is_added_is_selected_and_its_id_follows_its_name() {
    let mut model = model("/ fees <enter> a c", 100, 30);
    say(&mut model, "Scanning of files");
    assert!(drawn(&model).contains("~ id           scanning-of-files"), "{}", drawn(&model));
    press(&mut model, "<f2>");
    let added = "Added capability Scanning of files · u undo · brings 1 finding: capability-without-use";
    assert_eq!(message(&model), added);
    assert!(
        content(&model)
            .contains("[capability.scanning-of-files]\nname = \"Scanning of files\"\nwave = \"county\"\n")
    );
    assert_eq!(model.selection.as_ref().unwrap().to_string(), "capability.scanning-of-files");
    press(&mut model, "a d Fees <tab> ctrl-u visits <tab>");
    assert!(drawn(&model).contains("`visits` is the id of a driver already"), "{}", drawn(&model));
    press(&mut model, "<f2>");
    assert!(model.overlay.is_some() && !content(&model).contains("name = \"Fees\""));
}

#[test]
fn what_happened_is_recorded_where_it_is_shown() {
    let untouched = content(&model("", 100, 30));
    for (keys, expected) in [
        ("4 r 30 <f2>", "[[reading]]\nkpi = \"waiting\"\ndate = 2026-11-15\nvalue = 30\n"),
        ("4 a a 30 <f2>", "[[reading]]\nkpi = \"waiting\"\ndate = 2026-11-15\nvalue = 30\n"),
        ("5 r 9000 <f2>", "value = 9_000\nperiod = \"2026-11\"\ndriver = \"visits\"\n"),
        ("6 r 3 <f2>", "level = 3\ndate = 2026-11-15\nunit = \"north\"\n"),
        // November is not over, and nothing was spent on the wave before.
        ("1 r 500 <f2>", "value = 500\nperiod = \"2026-10\"\nwave = \"town\"\n"),
    ] {
        let mut model = model(keys, 100, 30);
        let now = content(&model);
        let fields = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        let found = now.split("\n\n").any(|table| {
            let lines = fields(table);
            fields(expected).iter().all(|line| lines.contains(line))
        });
        assert!(found, "{keys}: {}\n{now}", message(&model));
        assert!(message(&model).starts_with("Recorded "), "{}", message(&model));
        press(&mut model, "u");
        assert_eq!(content(&model), untouched);
    }
}

#[test]
fn a_second_reading_of_a_day_asks_whether_it_replaces_the_first() {
    let mut model = model("4 r 42 <f2>", 100, 30);
    let once = content(&model);
    press(&mut model, "r 45");
    // It proposes the day of the next reading: this one is of the same day.
    press(&mut model, "<tab> ctrl-u 2026-11-15 <f2>");
    assert!(drawn(&model).contains("Replace 42 by 45?"), "{}", drawn(&model));
    assert!(drawn(&model).contains("The record has 42 for the same time already, in"), "{}", drawn(&model));
    press(&mut model, "b");
    assert_eq!(content(&model), once, "two readings of a day would contradict each other");
    press(&mut model, "<esc> <esc> <esc>");
    assert_eq!(content(&model), once);
    press(&mut model, "r 45 <tab> ctrl-u 2026-11-15 <f2> r");
    assert_eq!(content(&model), once.replace("value = 42\n", "value = 45\n"));
    assert!(
        message(&model).starts_with("Recorded Minutes in the queue 45 for 2026-11-15"),
        "{}",
        message(&model)
    );
    press(&mut model, "u");
    assert_eq!(content(&model), once);
}

#[test]
fn money_of_the_same_time_is_replaced_or_recorded_besides() {
    let mut model = model("5 r 9000 <f2>", 100, 30);
    // It goes on with the month after the last; what is typed takes the place of what is offered.
    press(&mut model, "r 500 <tab>");
    assert!(drawn(&model).contains("2026-12"), "{}", drawn(&model));
    press(&mut model, "2026-11 <f2>");
    assert!(drawn(&model).contains("Replace 9_000 by 500?"), "{}", drawn(&model));
    assert!(drawn(&model).contains("b both: they add up"), "{}", drawn(&model));
    press(&mut model, "b");
    let both = content(&model);
    assert!(both.contains("value = 9_000\n") && both.contains("value = 500\n"), "{both}");
    press(&mut model, "u r 500 <tab> 2026-11 <f2> r");
    let replaced = content(&model);
    assert!(!replaced.contains("value = 9_000\n") && replaced.contains("value = 500\n"), "{replaced}");
}

#[test]
fn what_refers_to_it_is_named_before_anything_goes() {
    let mut model = model("/ fees <enter> x", 100, 30);
    let before = content(&model);
    assert!(drawn(&model).contains("Nothing refers to it."), "{}", drawn(&model));
    press(&mut model, "<esc>");
    assert_eq!(content(&model), before);
    press(&mut model, "x x");
    assert_eq!(
        message(&model),
        "Removed Fees for running it for the county · u undo · brings 1 finding: one-sided-wave"
    );
    assert!(!content(&model).contains("county-fees"));
    press(&mut model, "u / visits <enter> x x");
    assert_eq!(content(&model), before, "what is on record does not go in passing");
    assert!(drawn(&model).contains("of what happened"), "{}", drawn(&model));
    press(&mut model, "X");
    assert!(message(&model).starts_with("Removed Fewer counter visits with "), "{}", message(&model));
    assert!(!content(&model).contains("\"visits\""), "{}", content(&model));
    press(&mut model, "u");
    assert_eq!(content(&model), before);
}

/// By hand: fifteen steps, three waves and two gates stand on the board; of those the three steps of case handling are
/// the registry's. What a filter leaves and what its opposite leaves are all of them. One goes, and comes back.
#[test]
fn what_a_filter_leaves_is_told_of_all_that_there_is_by_now() {
    let own = model("f owner:registry <enter>", 100, 30);
    assert!(drawn(&own).contains(" only 3 of 20: "), "{}", drawn(&own));
    let mut model = model("f !owner:registry <enter>", 100, 30);
    assert!(drawn(&model).contains(" only 17 of 20: "), "{}", drawn(&model));
    press(&mut model, "/ fees <enter> x x");
    assert!(drawn(&model).contains(" only 16 of 19: "), "{}", drawn(&model));
    press(&mut model, "u");
    assert!(drawn(&model).contains(" only 17 of 20: "), "{}", drawn(&model));
}

#[test]
fn a_decision_takes_the_open_scenario_with_it_as_one_step() {
    for (ticks, applied) in [("", true), ("n", false)] {
        let mut model = model("/ fees <enter> w < c d", 100, 40);
        assert!(drawn(&model).contains("applies the scenario: 1 change"), "{}", drawn(&model));
        // The words, then down to the tick.
        press(&mut model, "Sell <space> earlier <tab> <tab> <tab> <tab> <tab> <tab> <tab>");
        assert!(drawn(&model).contains("the plan takes “A” with it"), "{}", drawn(&model));
        press(&mut model, ticks);
        press(&mut model, "<f2>");
        assert_eq!(model.work.beside.is_none(), applied, "{}", drawn(&model));
        if applied {
            let text = content(&model);
            assert!(text.contains("wave = \"town\"\nneeds = [\"cases >= 4\", \"charter >= 2\"]"), "{text}");
            assert!(text.contains("note = \"Sell earlier\"") && !text.contains("scenario ="), "{text}");
            assert_eq!(model.work.unsaved, ["move county-fees to town", "record decision “Sell earlier”"]);
            assert_eq!(message(&model), "Recorded, and applied 1 change to the plan · u undo · ^S save");
            press(&mut model, "u");
            assert_eq!(content(&model), PLAN, "one step");
            let titles: Vec<&str> = model.scenarios.titles().collect();
            assert_eq!(
                titles,
                ["move county-fees to town"],
                "the scenario is what it was before the decision"
            );
        } else {
            // The decision is in the plan, without what is tried and without what that does.
            let said = "Recorded decision “Sell earlier” in the plan · u undo";
            assert_eq!(message(&model), said);
            let titles: Vec<&str> = model.scenarios.titles().collect();
            assert_eq!(titles, ["move county-fees to town"]);
            assert!(content(&model).contains("wave = \"town\"\nneeds = [\"cases >= 4\""), "still tried");
            press(&mut model, "w");
            let lines = ["date = 2026-11-15", "note = \"Sell earlier\""].map(str::to_owned);
            assert_eq!(difference(&model), (lines.to_vec(), Vec::new()));
        }
    }
    // Where no scenario is open, or it changes nothing, there is nothing to tick.
    for keys in ["c d", "w c d"] {
        let model = model(keys, 100, 40);
        assert!(!drawn(&model).contains("scenario  "), "{}", drawn(&model));
    }
}

/// The draft of the plan below an open scenario.
fn below(model: &Model) -> &str {
    let plan = model.work.beside.as_ref().unwrap();
    &plan.draft.as_ref().unwrap().source().text(0).content
}

#[test]
fn what_is_captured_with_a_scenario_open_is_in_the_plan_unless_it_is_said_to_be_tried() {
    let ways = [
        ("c d", "Look again", "", "note = \"Look again\""),
        ("c a", "Hire two", "", "what = \"Hire two\""),
        ("c r", "Strike", "<tab> <tab> 0.2", "[risk.strike]"),
        ("c n", "Queues move", "", "note = \"Queues move\""),
        ("c g", "hold", "<tab> Wait", "outcome = \"hold\""),
    ];
    for (keys, words, more, line) in ways {
        // With nothing tried yet, and with something.
        for (tried, untick) in [("w", ""), ("w <", "n")] {
            let asks_first = matches!(keys, "c d" | "c g");
            let mut model = model(&format!("/ fees <enter> {tried} {keys}"), 100, 40);
            say(&mut model, words);
            press(&mut model, more);
            if asks_first && !untick.is_empty() {
                // Down to the tick, which a decision has on.
                press(&mut model, &"<tab> ".repeat(if keys == "c d" { 7 } else { 6 }));
                press(&mut model, untick);
            }
            press(&mut model, "<f2>");
            assert!(message(&model).contains(" in the plan"), "{keys}: {}", drawn(&model));
            assert!(content(&model).contains(line) && below(&model).contains(line), "{keys}");
            assert!(!below(&model).contains("effect ="), "{keys}: {}", below(&model));
            assert_eq!(model.scenarios.titles().count(), tried.len() / 3, "{keys}: nothing more is tried");
            assert!(drawn(&model).contains("1 unsaved"), "{keys}: {}", drawn(&model));
            // It is taken back and made again from here, and neither touches what is tried.
            press(&mut model, "u");
            assert!(
                message(&model).starts_with("Undone: ") && message(&model).contains(" in the plan"),
                "{keys}"
            );
            assert_eq!(below(&model), PLAN);
            press(&mut model, "U");
            assert!(below(&model).contains(line) && content(&model).contains(line), "{keys}");
            assert_eq!(model.scenarios.titles().count(), tried.len() / 3);
            // What is tried goes; what was captured stays.
            press(&mut model, "w");
            assert!(content(&model).contains(line), "{keys}");
            assert_eq!(difference(&model).1, Vec::<String>::new(), "{keys}");
            press(&mut model, "u");
            assert_eq!(content(&model), PLAN, "{keys}");
        }
    }
}

#[test]
fn what_is_said_to_be_tried_is_in_the_scenario_alone() {
    let mut model = model("/ fees <enter> w c a", 100, 30);
    say(&mut model, "Hire two");
    assert!(drawn(&model).contains("scenario  no"), "{}", drawn(&model));
    press(&mut model, "<tab> <tab> <tab> <tab>");
    let asked = "no: in the plan, whatever becomes of “A”; yes: in that alone";
    assert!(drawn(&model).contains(asked), "{}", drawn(&model));
    press(&mut model, "<space>");
    assert!(drawn(&model).contains("→ part of scenario A alone"), "{}", drawn(&model));
    press(&mut model, "<f2>");
    assert_eq!(message(&model), "Recorded action “Hire two” in scenario A · u undo");
    assert_eq!(below(&model), PLAN);
    assert!(content(&model).contains("what = \"Hire two\""));
    assert_eq!(model.scenarios.titles().collect::<Vec<_>>(), ["record action “Hire two”"]);
    press(&mut model, "w");
    assert_eq!(content(&model), PLAN);
}

/// Steps of the plan and of what is tried are taken back in the order in which they were made, one after the other;
/// once the scenario was left, each has its own.
#[test]
fn what_is_captured_and_what_is_tried_are_taken_back_in_order() {
    let mut model = model("/ fees <enter> w < c n", 100, 30);
    say(&mut model, "One");
    press(&mut model, "<f2> ]");
    assert_eq!(model.scenarios.titles().count(), 2);
    press(&mut model, "u");
    assert_eq!(model.scenarios.titles().count(), 1);
    assert!(below(&model).contains("note = \"One\""));
    press(&mut model, "u");
    assert_eq!(below(&model), PLAN);
    assert_eq!(model.scenarios.titles().count(), 1);
    press(&mut model, "u");
    assert_eq!(model.scenarios.titles().count(), 0);
    assert_eq!(content(&model), PLAN);
    press(&mut model, "U U U");
    assert_eq!(model.scenarios.titles().count(), 2);
    assert!(below(&model).contains("note = \"One\""));
    press(&mut model, "w w u");
    assert!(below(&model).contains("note = \"One\""), "{}", message(&model));
    assert_eq!(model.scenarios.titles().count(), 1, "{}", message(&model));
    // Applied, both are in the plan, each as its own step.
    press(&mut model, "9 A");
    assert!(model.work.beside.is_none() && content(&model).contains("note = \"One\""));
    press(&mut model, "u");
    let note = ["[[learning]]", "note = \"One\"", "date = 2026-11-15"].map(str::to_owned);
    assert_eq!(difference(&model), (note.to_vec(), Vec::new()));
    press(&mut model, "u");
    assert_eq!(content(&model), PLAN);
}

/// The room decides something else than what is tried: neither the plan nor the minutes have what that does.
#[test]
fn an_answer_to_a_slide_is_in_the_plan_though_something_else_is_tried() {
    let asking = format!("{PLAN}\n[[present]]\nview = \"late\"\nask = \"Who pays the couriers?\"\n");
    let mut model = after(open(&asking), Look::default(), "/ fees <enter> w < P c d", 100, 40);
    assert!(drawn(&model).contains("scenario  no"), "{}", drawn(&model));
    say(&mut model, "The county");
    press(&mut model, "<f2>");
    let slide = drawn(&model);
    assert!(slide.contains("✓ DECIDED 15 Nov 2026") && slide.contains("SCENARIO"), "{slide}");
    press(&mut model, "<esc> w");
    let added = content(&model).replace(&asking, "");
    let decision =
        "[[decision]]\ndate = 2026-11-15\nnote = \"The county\"\nname = \"Who pays the couriers?\"\n";
    assert!(content(&model).contains(decision), "{added}");
    let figures = Figures::new(model.work.plan());
    let minutes = Minutes::of(&figures, Days::last_meeting(model.work.plan())).text();
    assert!(minutes.contains("The county") && !minutes.contains("What it does"), "{minutes}");
    // Whoever ticks it has both in the plan, and on record what it does.
    let mut model = after(open(&asking), Look::default(), "/ fees <enter> w < P c d", 100, 40);
    say(&mut model, "The county");
    press(&mut model, "<tab> <tab> <tab> <tab> <tab> <space>");
    assert!(drawn(&model).contains("applies the scenario: 1 change"), "{}", drawn(&model));
    press(&mut model, "<f2>");
    assert!(content(&model).contains("effect = \"Scenario A: "), "{}", content(&model));
    assert!(model.work.beside.is_none());
}

/// The plan is what the meeting goes on with: what cannot be tried on it any more is left, and said to be.
#[test]
fn a_scenario_that_what_was_captured_leaves_no_room_for_is_left() {
    let mut model = model("w c r", 100, 30);
    say(&mut model, "Strike");
    press(&mut model, "<tab> <tab> 0.2 <tab> <tab> <tab> <tab> <tab> y <f2>");
    assert_eq!(model.scenarios.titles().count(), 1, "{}", drawn(&model));
    press(&mut model, "c r Other <tab> ctrl-u strike <tab> 0.1 <f2>");
    assert!(model.work.beside.is_none(), "{}", drawn(&model));
    assert!(content(&model).contains("[risk.strike]\nname = \"Other\"\n"), "{}", content(&model));
    let said = message(&model);
    assert!(said.starts_with("Added") && said.contains(" in the plan"), "{said}");
    assert!(said.contains(" · u undo · scenario A was left, as it cannot be made any more: "), "{said}");
    press(&mut model, "u");
    assert_eq!(content(&model), PLAN);
    press(&mut model, "w");
    assert_eq!(model.scenarios.titles().count(), 1);
    assert!(model.work.beside.is_some(), "{}", message(&model));
}

#[test]
fn an_item_is_moved_from_among_its_needs_as_from_the_board() {
    let mut board = model("/ fees <enter> <", 100, 30);
    let moved = content(&board);
    press(&mut board, "u 3 <");
    assert_eq!(content(&board), moved, "{}", message(&board));
    // Of several steps it is the one that was selected before, whatever is shown of the item.
    let mut several = model("/ handling <enter> l l", 100, 30);
    assert_eq!(several.desk().sheet.current().unwrap().at.to_string(), "capability.cases.reaches.county");
    press(&mut several, "3 <");
    let why = "Case handling has its step to 3 in Whole town already, and a wave holds one of them. Move that one \
               first, or give this one a live date of its own (e)";
    assert_eq!(message(&several), why);
    assert_eq!(content(&several), PLAN);
    // And where none was, the next one that is not live: forms reach 2 in the pilot, 3 in the town.
    let mut whole = model("3 / online <enter> >", 100, 30);
    let moved = "Moved Online forms to County · u undo";
    assert!(message(&whole).starts_with(moved), "{}", message(&whole));
    press(&mut whole, "u");
    assert_eq!(content(&whole), PLAN);
}
