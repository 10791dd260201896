//! What-if: edits go to a scenario, every view says so, and the plan changes only when it is applied.

use crate::driven::{PLAN, content, drawn, golden, message, model, open, press, screen};
use groundswell::disk::Saved;
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer, text};

/// The screen without the counts of findings: a new rule changes no screen here.
fn compared(keys: &str, width: u16, height: u16) -> String {
    let drawn = screen(&model(keys, width, height));
    let of_findings = |line: &&str| line.contains("s found") || line.contains("Found: ");
    drawn.lines().filter(|line| !of_findings(line)).map(|line| format!("{line}\n")).collect()
}

golden! {
    compared;
    whatif_80x24 "/ fees <enter> w < 9" 80 24
    whatif_140x40 "/ fees <enter> w < 9" 140 40
    whatif_board_80x24 "/ fees <enter> w <" 80 24
    whatif_none_80x24 "9" 80 24
    whatif_two_80x24 "/ fees <enter> w < 9 o ctrl-u Late <enter> 1 ] 9" 80 24
    whatif_two_140x40 "/ fees <enter> w < 9 o ctrl-u Late <enter> 1 ] 9 G" 140 40
}

#[test]
fn every_view_says_that_it_is_a_scenario() {
    let mut model = model("w", 80, 24);
    for view in 1..=9 {
        press(&mut model, &view.to_string());
        let drawn = text(&buffer(&model));
        assert!(drawn.starts_with(" SCENARIO — not the plan"), "view {view}: {drawn}");
    }
    press(&mut model, "w");
    assert!(!text(&buffer(&model)).contains("SCENARIO"));
}

/// By hand: the wave ends on 30 Jun 2027; three months later it is 30 Sep, 31 + 31 + 30 days.
#[test]
fn slides_of_a_scenario_say_its_name_and_what_it_makes_otherwise() {
    let mut model = model("w s 3 m <enter> P +", 80, 24);
    let state = text(&buffer(&model));
    assert!(state.lines().next().unwrap().contains(" SCENARIO — not the plan · A "), "{state}");
    assert!(state.contains("30 Jun 2027 → 30 Sep 2027 (+92 days, worse)"), "{state}");
    let slides = model.present.as_ref().unwrap().slides.len();
    let mut all = String::new();
    for _ in 0..slides {
        let slide = text(&buffer(&model));
        assert!(slide.lines().next().unwrap().contains(" SCENARIO — not the plan · A "), "{slide}");
        all.push_str(&slide);
        press(&mut model, "<right>");
    }
    let value = all.lines().find(|line| line.contains("Planned value")).unwrap_or(&all);
    assert!(value.contains(" → ") && value.contains("worse"), "{value}");
    press(&mut model, "<esc> w");
    press(&mut model, "P");
    assert!(!text(&buffer(&model)).contains("→"), "the plan differs from nothing");
}

#[test]
fn what_is_private_is_in_no_difference_of_a_slide() {
    let plan = crate::presenting::canaries();
    for keys in ["w s 3 m <enter> P + +", "w / 0 <enter> s 3 m <enter> P + +"] {
        let mut model = after(open(&plan), Look::default(), keys, 140, 40);
        assert!(model.present.is_some() && model.work.beside.is_some(), "{keys}");
        for _ in 0..9 {
            let screen = text(&buffer(&model)).to_lowercase();
            assert!(!screen.contains("canary") && !screen.contains("73"), "{screen}");
            press(&mut model, "<right>");
        }
    }
}

#[test]
fn edits_go_to_the_scenario_and_reach_the_plan_when_applied() {
    let mut model = model("/ fees <enter> w <", 100, 30);
    let tried = content(&model);
    assert_ne!(tried, PLAN);
    assert_eq!(press(&mut model, "ctrl-s"), [], "a scenario is not saved over the plan");
    assert!(message(&model).contains("A applies it"), "{}", message(&model));
    assert_eq!(press(&mut model, "q"), [], "and not left by a slip of the finger");
    press(&mut model, "<esc>");
    assert_eq!(content(&model), tried, "whoever stays has it as it was");
    press(&mut model, "w");
    assert_eq!((content(&model).as_str(), model.work.unsaved.len()), (PLAN, 0));
    press(&mut model, "w");
    assert_eq!(content(&model), tried, "it is there again");
    assert_eq!(model.work.unsaved, ["move county-fees to town"]);
    press(&mut model, "9 A");
    assert_eq!(message(&model), "Applied 1 change to the plan · u undo · ^S save");
    assert_eq!((content(&model), model.work.beside.is_none()), (tried, true));
    assert!(matches!(&*press(&mut model, "ctrl-s"), [Effect::Save(_)]));
    press(&mut model, "u");
    assert_eq!(content(&model), PLAN, "one step back, and it is as it was");
}

#[test]
fn a_figure_of_a_scenario_is_explained_beside_that_of_the_plan() {
    let mut model = model("/ fees <enter> w < 9 =", 100, 30);
    let exactly = |model: &Model| {
        let plan = model.work.beside.as_deref().unwrap();
        [&model.work, plan]
            .map(|it| it.figures().case().planned)
            .map(|amount| groundswell::wording::money_exact(amount, plan.plan().currency))
    };
    let [tried, planned] = exactly(&model);
    assert_ne!(tried, planned);
    let shown = text(&buffer(&model));
    assert!(shown.contains(&format!("confidence: {tried}")), "{shown}");
    assert!(shown.contains(&format!("In the plan it is {planned}; here it is ")), "{shown}");
    assert!(shown.contains("without the scenario"), "{shown}");
    press(&mut model, "G <enter>");
    let opened = model.overlay.is_some();
    press(&mut model, "<esc> <esc>");
    assert!(opened && model.overlay.is_none());
    // What is counted or written has no figure.
    press(&mut model, "/ ends <enter> =");
    let shown = text(&buffer(&model));
    assert!(shown.contains("wave.town.end") && shown.contains("The plan says the same."), "{shown}");
    press(&mut model, "<esc> G =");
    let shown = text(&buffer(&model));
    assert!(shown.contains("Explained, in scenario A"), "{shown}");
    assert!(
        shown.contains("Scenario A tries 1 change")
            && shown.contains("move Fees for running it for the county to Whole town"),
        "{shown}"
    );
}

#[test]
fn what_a_wave_opens_is_ticked_in_a_scenario() {
    let mut model = model("w W", 100, 30);
    let shown = text(&buffer(&model));
    assert!(shown.contains("Whole town opens") && shown.contains("[ ] market    North side"), "{shown}");
    assert!(shown.contains("opened by Pilot") && shown.contains("[x] market    South side"), "{shown}");
    press(&mut model, "<space>");
    assert!(content(&model).contains(r#"opens = { market = ["south", "north"] }"#), "{}", content(&model));
    press(&mut model, "u <down> <space>");
    assert!(!content(&model).contains(r#"market = ["south"]"#), "{}", content(&model));
    assert_eq!(model.scenarios.titles().collect::<Vec<_>>(), ["close south in town"]);
    press(&mut model, "<esc> w");
    assert_eq!(content(&model), PLAN);
    // In the plan itself it is a form.
    press(&mut model, "W +");
    assert!(message(&model).ends_with("no scenario is open; w opens one"), "{}", message(&model));
}

#[test]
fn money_is_tried_a_tenth_more_or_less() {
    let mut model = model("/ fees <enter> w +", 100, 30);
    assert!(content(&model).contains("value = 770_000"), "{}", content(&model));
    assert_eq!(message(&model), "Set value of Fees for running it for the county 10 % higher · u undo");
    press(&mut model, "u / online <enter> -");
    let cost = "cost = { pilot = 171_000, town = 108_000, run = 54_000 }";
    assert!(content(&model).contains(cost), "{}", content(&model));
    press(&mut model, "u / visits <enter> +");
    let value = "value = { low = 440_000, likely = 550_000, high = 616_000 }";
    assert!(content(&model).contains(value), "{}", content(&model));
    // A group costs nothing by itself.
    press(&mut model, "u / payments <enter> +");
    assert_eq!(message(&model), "Nothing is written of the cost of Payments; e sets it");
}

#[test]
fn a_scenario_follows_the_plan_or_says_why_not() {
    let mut model = model("/ fees <enter> w < w / wrong <enter> >", 100, 30);
    assert_eq!(model.work.unsaved, ["move errors to county"]);
    press(&mut model, "w");
    let both = content(&model);
    assert!(
        both.contains("category = \"revenue\"\nwave = \"town\"")
            && both.contains("objective = \"time\"\nwave = \"county\"")
    );
    press(&mut model, "w u / fees <enter> < < w");
    let told = "wave of “Fees for running it for the county” is \"pilot\" now; it was \"county\" when this was tried";
    assert!(message(&model).contains(told), "{}", message(&model));
    assert!(model.scenarios.all.len() == 1 && model.work.beside.is_none());
    press(&mut model, "u u q");
    assert!(text(&buffer(&model)).contains("1 scenario is in no file"));
}

#[test]
fn a_scenario_that_no_file_has_is_asked_about_and_can_be_kept_before_leaving() {
    let mut model = model("/ fees <enter> w <", 100, 30);
    press(&mut model, "q <esc>");
    assert!(model.work.beside.is_some() && message(&model).starts_with("Stayed: "), "open as before");
    // Nothing can be saved, and so that is not offered.
    press(&mut model, "q");
    let shown = text(&buffer(&model));
    assert!(shown.contains("1 scenario is in no file"), "{shown}");
    assert!(shown.contains("scenario A, in no file: move Fees for running it for the county"), "{shown}");
    assert!(shown.contains("k keep as a file and quit   d discard and quit   Esc stay"), "{shown}");
    assert!(!shown.contains("s save"), "{shown}");
    assert_eq!(press(&mut model, "s"), []);
    let effects = press(&mut model, "k");
    let [Effect::KeepAnew(path, text)] = &*effects else { panic!("{effects:?}") };
    assert!(path.ends_with("scenarios/a.toml"), "{path:?}");
    assert!(text.contains("set = \"driver.county-fees.wave\""), "{text}");
    // What could not be kept is not left.
    let full = Msg::Kept(path.clone(), Err("no space left on device".into()));
    assert_eq!(update(&mut model, full), []);
    assert!(message(&model).contains("no space left on device"), "{}", message(&model));
    assert!(matches!(&*press(&mut model, "q k"), [Effect::KeepAnew(..)]));
    assert_eq!(update(&mut model, Msg::Kept(path.clone(), Ok(()))), [Effect::Quit]);

    // It is in a file now: there is nothing to ask, until it is another. With changes of the plan besides, each
    // has its own key.
    assert_eq!(press(&mut model, "q"), [Effect::Quit]);
    press(&mut model, "w / wrong <enter> > w / fees <enter> < q");
    let shown = screen(&model);
    assert!(shown.contains("1 change is not saved, 1 scenario is in no file"), "{shown}");
    let effects = press(&mut model, "k");
    assert!(matches!(&*effects, [Effect::Keep(own, _, true)] if own == path), "{effects:?}");
    assert_eq!(update(&mut model, Msg::Kept(path.clone(), Ok(()))), [], "the plan is not saved yet");
    assert!(matches!(&*press(&mut model, "s"), [Effect::Save(_)]));
    assert_eq!(update(&mut model, Msg::Saved(Ok(Saved::default()))), [Effect::Quit]);
}

#[test]
fn a_wave_is_late_with_what_comes_after_it() {
    // County starts the day after the town ends; nothing of the town is live at the as-of date.
    let mut model = model("w", 100, 30);
    let town = model.work.plan().wave_address(1_usize.into());
    model.selection = Some(town);
    press(&mut model, "1 2");
    assert_eq!(model.desk().sheet.current().map(|spot| spot.at.to_string()).as_deref(), Some("wave.town"));
    press(&mut model, "]");
    assert_eq!(message(&model), "Slipped Whole town by 1 month: ends 31 Jul 2027 · u undo");
    let now = content(&model);
    // A wave that has begun keeps its start; the next begins when it is over.
    for (old, new) in [
        ("end = 2027-06-30", "end = 2027-07-31"),
        ("start = 2027-07-01\nend = 2028-03-31", "start = 2027-08-01\nend = 2028-04-30"),
    ] {
        assert!(PLAN.contains(old) && now.contains(new), "{new}: {now}");
    }
    press(&mut model, "u w");
    assert_eq!(content(&model), PLAN);
    press(&mut model, "s");
    assert!(message(&model).contains("no scenario is open"), "{}", message(&model));
}

#[test]
fn one_change_of_several_is_dropped_and_taken_back() {
    let mut model = model("/ fees <enter> w ] / wrong <enter> > 9 G <up>", 100, 30);
    assert_eq!(model.work.unsaved, ["slip county-fees by 1 month", "move errors to county"]);
    press(&mut model, "x");
    assert_eq!(message(&model), "Dropped “slip Fees for running it for the county by 1 month” · u undo");
    assert_eq!(model.work.unsaved, ["move errors to county"]);
    let only = content(&model);
    assert!(!only.contains("live = 2028-04-30") && only.contains("objective = \"time\"\nwave = \"county\""));
    press(&mut model, "u");
    assert!(content(&model).contains("live = 2028-04-30"));
    press(&mut model, "U g x");
    assert_eq!(message(&model), "Select one of the changes: below the figures, or v lists them");
    press(&mut model, "A");
    assert_eq!((content(&model), model.scenarios.all.len()), (only, 0));
}

#[test]
fn scenarios_have_names_and_do_not_know_of_one_another() {
    let mut model = model("/ fees <enter> w < 9 o", 100, 30);
    press(&mut model, "ctrl-u Late <enter>");
    assert_eq!((model.scenarios.all.len(), model.scenarios.name()), (2, "Late"));
    assert_eq!(content(&model), PLAN, "it begins from the plan");
    press(&mut model, "1 ]");
    let late = content(&model);
    press(&mut model, "9 <tab>");
    assert_eq!(message(&model), "Scenario 1 of 2: A");
    assert!(content(&model) != late && model.work.unsaved == ["move county-fees to town"]);
    press(&mut model, "<tab> r s <enter>");
    assert_eq!((content(&model), model.scenarios.name()), (late, "Lates"));
    let both: Vec<&str> = model.work.scenarios.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(both, ["A", "Lates"]);
    press(&mut model, "X n <enter>");
    assert_eq!(model.scenarios.all.len(), 2);
    press(&mut model, "X y <enter>");
    assert_eq!((model.scenarios.all.len(), model.work.beside.is_none()), (1, true));
    // The plan changes, so that the other does not fit it any more, and says so.
    press(&mut model, "1 / fees <enter> < < 9");
    assert!(model.work.scenarios[0].outline.is_err());
    assert!(text(&buffer(&model)).contains("A (cannot be made)"), "{}", text(&buffer(&model)));
}

/// The plan with a few lines changed, driven by keys.
fn of(changes: &[(&str, &str)], keys: &str, width: u16, height: u16) -> Model {
    let text = changes.iter().fold(PLAN.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    });
    after(open(&text), Look::default(), keys, width, height)
}

/// By hand: payments run for 120,000 a year, 10,000 a month from April 2028. Three months later they run from
/// July, so that 30,000 less are paid up to the horizon, and nothing that brings value waits for them.
#[test]
fn a_delay_is_not_praised_for_the_money_that_falls_later() {
    let run = "wave = \"county\"\ncost = { run = 120_000 }\nneeds = [\"forms >= 3\"]";
    let dear = [("wave = \"county\"\nneeds = [\"forms >= 3\"]", run)];
    let mut model = of(&dear, "w 1 / payments <enter> ] ] ] 9", 100, 40);
    let shown = drawn(&model);
    let words = |shown: &str| shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = words(&shown);
    assert!(told.contains("Cost: 30.0 k€ later, none saved."), "{shown}");
    assert!(!told.contains("Better"), "{shown}");
    assert!(told.contains("NPV looks better only since cost falls later."), "{shown}");
    assert!(told.contains("1 step past the end of the wave County: Payments on 30 Jun 2028."), "{shown}");
    let row = |shown: &str, name: &str| shown.lines().find(|line| line.contains(name)).unwrap().to_owned();
    let cost = row(&shown, "Cost   ");
    assert!(cost.contains("−30.0 k€") && cost.trim_end().ends_with("later"), "{cost}");
    // Cheaper it is better as well, by what is saved: with 108,000 a year 1,000 a month, from April 2028 to December 2029.
    press(&mut model, "1 / payments <enter> -  9");
    let shown = drawn(&model);
    assert!(shown.contains("Mixed: Cost and NPV") && row(&shown, "Cost   ").contains("mixed"), "{shown}");
    assert!(words(&shown).contains("Cost: 27.0 k€ later, 21.0 k€ saved."), "{shown}");
}

/// By hand: 20 on 1 January 2026 to 70 on 30 June 2027, 545 days later, is 47.8 on 31 October 2026, day 303; of
/// the way there 44.5 has come 88 %. If the wave ends on 30 July 2027, 575 days, it is 46.3 and 93 %: green.
#[test]
fn a_target_that_moved_is_no_target_reached() {
    let read =
        "[[reading]]\nkpi = \"staff\"\ndate = 2026-10-31\nvalue = 44.5\n\n[[reading]]\nkpi = \"online\"\n";
    let first = [("[[reading]]\nkpi = \"online\"\n", read)];
    let mut model = of(&first, "w", 100, 40);
    let town = model.work.plan().wave_address(1_usize.into());
    model.selection = Some(town);
    press(&mut model, "1 2 ] 9");
    let shown = drawn(&model);
    let green = shown.lines().find(|line| line.contains("KPIs green")).unwrap();
    assert!(green.contains("0 of 3") && green.contains("1 of 3") && green.contains("+1"), "{green}");
    assert!(green.trim_end().ends_with("moved"), "{green}");
    let words: String = shown.lines().map(|line| line.trim_end().to_owned()).collect();
    let moved = "KPI targets moved: Cases filed online, Staff who would recommend it and Minutes in";
    assert!(words.contains(moved), "{shown}");
    assert!(
        !words.contains("Better: KPIs green") && words.contains("KPIs green looks better only since"),
        "{shown}"
    );
}

/// By hand: forms at 2 and 3 are live at the end of their waves, 30 September 2026 and 30 June 2027; the first is
/// live at the as-of date and stays. Three months later, the second is past the end of its wave, with what needs it.
#[test]
fn what_the_impact_tells_past_the_end_of_a_wave_is_told_when_it_is_tried() {
    let mut model = model("/ Online <enter> i ctrl-u 3m <enter>", 140, 40);
    let words = |model: &Model| drawn(model).split_whitespace().collect::<Vec<_>>().join(" ");
    let told = words(&model);
    assert!(told.contains("2 steps past the end of the wave Whole town."), "{told}");
    press(&mut model, "w 9");
    let told = words(&model);
    let past = "2 steps past the end of the wave Whole town: Fewer wrong forms on 30 Sep 2027 and Online forms at 3 \
                on 30 Sep 2027.";
    // What is past the end of its wave is worse, and is said before all else.
    assert!(told.contains(&format!("Worse: {past}")), "{told}");
    assert!(!told.contains("Nothing gets better or worse"), "{told}");
}

/// What is asked of a gate can be told from its date, however long its name.
#[test]
fn gates_can_be_told_apart_in_80_columns() {
    let name = "name = \"Steering committee of the whole administrative district, ";
    let mut gates = String::new();
    for nth in ["first", "other"] {
        gates += &format!(
            "[gate.{nth}]\n{name}{nth} half\"\nwave = \"county\"\ndate = 2028-04-10\ncriteria = [\"charter >= 2\"]\n\n"
        );
    }
    let model = of(&[("[kpi.online]", &format!("{gates}[kpi.online]"))], "w 9", 80, 40);
    let shown = drawn(&model);
    // Cut, they would be alike, and so the ids stand for them.
    for name in ["first: criteria ", "first: date ", "other: criteria ", "other: date "] {
        assert!(shown.lines().any(|line| line.trim_start().starts_with(name)), "{name}: {shown}");
    }
    // What is too long and unlike keeps its beginning, and what of the gate it is.
    let name = shown.lines().find(|line| line.contains("Hand over")).unwrap();
    assert!(name.starts_with(" Hand over to the lin…: criteria "), "{name}");
}

/// By hand: six figures of money, the next benefit, two waves, a gate, KPIs, decisions, errors and warnings are 14. Of 14 lines half are left
/// to the figures, two of them for their head: 5 are seen.
#[test]
fn the_money_is_seen_first_and_what_is_not_is_counted() {
    let late = "/ fees <enter> w < / payments <enter> ] / online <enter> ] / wrong <enter> ] 9";
    let mut model = model(late, 60, 18);
    let rows = |shown: &str, marks: &str| {
        assert!(shown.lines().any(|line| line.starts_with(marks)), "{shown}");
    };
    let shown = drawn(&model);
    rows(&shown, ">Planned value ");
    rows(&shown, " Payback ");
    rows(&shown, " ── +10 more ");
    assert!(!shown.contains("Peak funding"), "{shown}");
    // A change that is selected leaves them in sight.
    press(&mut model, "G");
    let shown = drawn(&model);
    rows(&shown, " Planned value ");
    rows(&shown, " ── +10 more ");
    // Six differ and stand first; the eleventh of the figures is the fifth line: dates in 9 columns have their years.
    press(&mut model, "g j j j j j j j j j j");
    let shown = drawn(&model);
    rows(&shown, ">County ends        31 Mar 28 31 Mar 28");
    rows(&shown, " Whole town ends    30 Jun 27 30 Jun 27");
    rows(&shown, " ── 6 above, +4 more ");
}

/// What the open scenario is kept as, by the effect that writes it.
fn kept(model: &mut Model, keys: &str) -> (std::path::PathBuf, String, bool) {
    match &*press(model, keys) {
        [Effect::Keep(path, text, over)] => (path.clone(), text.clone(), *over),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_scenario_is_kept_as_a_file_and_opened_again() {
    let mut model = model("/ fees <enter> w < ] ] 9", 100, 30);
    let tried = content(&model);
    let (path, file, over) = kept(&mut model, "S <enter>");
    assert_eq!((path.to_string_lossy().ends_with("scenarios/a.toml"), over), (true, false));
    let expected = "# A scenario of the plan: what would change. The terminal opens it, and so does --with.\n\
        scenario = 1\nname = \"A\"\n\n\
        [[change]]\ntitle = \"move county-fees to town\"\nnames = \"move {driver.county-fees} to {wave.town}\"\nedits = [\n    \
        { set = \"driver.county-fees.wave\", was = \"\\\"county\\\"\", value = \"\\\"town\\\"\" },\n]\n\n\
        [[change]]\ntitle = \"slip county-fees by 2 months\"\nslip = \"driver.county-fees\"\nby = \"2 months\"\n";
    assert_eq!(file, expected);
    update(&mut model, Msg::Kept(path.clone(), Ok(())));
    assert!(kept(&mut model, "S <enter>").2, "its own file is written over");
    press(&mut model, "w");
    let list = Effect::ListScenarios(path.parent().unwrap().to_path_buf());
    assert_eq!(press(&mut model, "9 O a.toml <enter>"), [list.clone(), Effect::Fetch(path.clone())]);
    // Those that there are, are named: the first is offered, and of each the name is enough, or how it begins; Tab
    // completes it, and the arrows lead from one to the next.
    let late = ["late.toml", "la", "l <tab>", "<down>", "<up>"].map(|keys| (keys, "late.toml"));
    for (keys, opened) in [("", "a.toml"), ("<up> <up>", "a.toml")].into_iter().chain(late) {
        assert_eq!(press(&mut model, "O"), std::slice::from_ref(&list));
        update(&mut model, Msg::Scenarios(vec!["a.toml".into(), "late.toml".into()]));
        let shown = drawn(&model);
        assert!(shown.contains("In scenarios/: a.toml, late.toml."), "{shown}");
        assert_eq!(
            press(&mut model, &format!("{keys} <enter>")),
            [Effect::Fetch(path.with_file_name(opened))]
        );
    }
    press(&mut model, "O");
    update(&mut model, Msg::Scenarios(Vec::new()));
    assert!(drawn(&model).contains("There is none in scenarios/ yet."));
    press(&mut model, "<esc>");
    // In another session.
    let mut other = crate::driven::model("", 100, 30);
    update(&mut other, Msg::Fetched(path.clone(), Ok(file)));
    assert_eq!((content(&other), message(&other)), (tried, "Opened A with 2 changes"));
    for (wrong, why) in [
        ("format = 1\n", "this is no scenario"),
        ("scenario = 1\n[[change]]\nslip = \"driver.x\"\n", "line 2: a change has `slip` and `by`"),
        (
            "scenario = 1\n[[change]]\nedits = [{ set = \"driver.x.wave\" }]\n",
            "line 3: this edit needs `value`",
        ),
        ("scenario = 1\nname = 3\n", "line 2: `name` is a text"),
        ("scenario = ", "line 1: "),
    ] {
        update(&mut other, Msg::Fetched(path.clone(), Ok(wrong.to_owned())));
        assert!(message(&other).contains(why), "{}", message(&other));
    }
}

#[test]
fn every_kind_of_edit_is_kept_and_read_back() {
    use groundswell::plan::address::Address;
    use groundswell::plan::edit::Edit;
    use groundswell::scenario::{Scenario, Try, What};
    let at = |words: &str| Address::parse(words).unwrap();
    let edits = vec![
        (Edit::Set(at("wave.scale.end"), "2027-06-30".into()), Some("2027-03-31".to_owned())),
        (Edit::Remove(at("driver.fees.needs[0]")), Some("\"crm\"".to_owned())),
        (Edit::Withdraw(at("driver.fees")), None),
        (Edit::Insert(at("driver.fees"), "once".into(), "3".into()), None),
        (Edit::Rename(at("driver.fees"), "fee".into()), None),
        (
            Edit::Add(
                at("risk.new"),
                vec![("name".into(), "\"A \\\"risk\\\"\"".into()), ("p".into(), "[1, 2]".into())],
            ),
            None,
        ),
    ];
    let scenario = Scenario {
        name: "All \u{1b} \"kinds\"".into(),
        tries: vec![Try { title: "x".into(), what: What::Edits(edits) }],
    };
    assert_eq!(Scenario::read(&scenario.written().unwrap()), Ok(scenario));
}

#[test]
fn the_shell_shows_a_plan_with_a_scenario() {
    let scenario = "scenario = 1\n[[change]]\nslip = \"wave.town\"\nby = \"2 months\"\n";
    let here = crate::program::folder(&[("plan.toml", PLAN), ("scenarios/late.toml", scenario)]);
    let run = |arguments: &[&str]| crate::program::swell(here.path(), arguments);
    let shown = run(&["show", "timeline", "--with", "scenarios/late.toml"]);
    assert!(shown.out.contains("31 Aug 2027") && !run(&["show", "timeline"]).out.contains("31 Aug 2027"));
    assert_eq!(std::fs::read_to_string(here.path().join("plan.toml")).unwrap(), PLAN);
    let missing = run(&["show", "board", "--with", "none.toml"]);
    assert!(missing.code == 2 && missing.err.contains("none.toml cannot be read"), "{}", missing.err);
}

#[test]
fn slips_of_a_month_add_up_to_one_slip_of_the_plans_own_date() {
    let mut model = model("/ fees <enter> w ] ]", 100, 30);
    // Two months after 31 Mar is 31 May, though one after 30 Apr would be 30 May.
    assert!(content(&model).contains("live = 2028-05-31"), "{}", content(&model));
    assert_eq!(
        message(&model),
        "Slipped Fees for running it for the county by 1 month, 2 months in all: live 31 May 2028 · u undo"
    );
    assert_eq!(model.work.unsaved, ["slip county-fees by 2 months"]);
    press(&mut model, "[");
    assert!(content(&model).contains("live = 2028-04-30"), "{}", content(&model));
    press(&mut model, "[");
    assert_eq!(content(&model), PLAN, "not late at all");
    press(&mut model, "u u");
    assert!(content(&model).contains("live = 2028-05-31"), "{}", content(&model));
    press(&mut model, "U U");
    assert_eq!(content(&model), PLAN);
    // As it is typed: the first month is there to be written over.
    press(&mut model, "s ctrl-u");
    press(&mut model, "1m <space> 15d <enter>");
    // 31 Mar 2028, a month later 30 Apr, and 15 days.
    assert!(content(&model).contains("live = 2028-05-15"), "{}", content(&model));
    press(&mut model, "s ctrl-u soon <enter>");
    assert!(message(&model).contains("“soon” is not how much: write 3m"), "{}", message(&model));
}

#[test]
fn an_item_with_several_steps_is_late_with_each() {
    // Level 2 is live with the pilot; 3 with the town on 30 Jun 2027 and 4 with the county on 31 Mar 2028 are
    // to come, and two items wait for level 4.
    let mut model = model("/ handling <enter> w ] ] ]", 100, 30);
    let (new, gone) = crate::driven::difference(&model);
    let by_wave = "live = { town = 2027-09-30, county = 2028-06-30 }";
    let moved = "level 3 to 30 Sep 2027, level 4 to 30 Jun 2028, level 2 is live and stays · u undo";
    assert_eq!(message(&model), format!("Slipped Case handling by 1 month, 3 months in all: {moved}"));
    assert_eq!(new, ["live = 2028-06-30", "live = 2028-06-30", by_wave]);
    assert_eq!(gone, [""; 0]);
    let plan = model.work.plan();
    let cases = plan.item_by_id("cases").unwrap();
    let live: Vec<String> = (0..3).map(|step| plan.step_live(cases, step).unwrap().to_string()).collect();
    assert_eq!(live, ["2026-09-30", "2027-09-30", "2028-06-30"]);
    // A month more is counted from the plan's own dates again.
    press(&mut model, "]");
    assert!(content(&model).contains("live = { town = 2027-10-31, county = 2028-07-31 }"));
    press(&mut model, "u u u u");
    assert_eq!(content(&model), PLAN);
}

#[test]
fn steps_are_live_on_days_of_their_own() {
    let waves = "format = 1\n[plan]\ncurrency = \"EUR\"\n[wave]\none = { start = 2026-01-01, end = 2026-06-30 }\n\
                 two = { start = 2026-07-01, end = 2026-12-31 }\n";
    let text = format!(
        "{waves}[capability.crm]\nreaches = {{ one = 2, two = 3 }}\nlive = {{ two = 2027-02-28 }}\n\
         [driver.reach]\nwave = \"two\"\nlive = {{ two = 2027-01-31, one = 2026-01-31 }}\n"
    );
    let read = crate::marked::read(&[("plan.toml", text.as_bytes())]);
    let live = |id: &str, step| {
        let ix = read.plan.item_by_id(id).unwrap();
        read.plan.step_live(ix, step).unwrap().to_string()
    };
    assert_eq!([live("crm", 0), live("crm", 1)], ["2026-06-30", "2027-02-28"]);
    assert_eq!(live("reach", 0), "2027-01-31");
    let told: Vec<&str> = read.findings.iter().map(|finding| &*finding.message).collect();
    assert_eq!(told, ["`reach` has no step in this wave that could be live"]);
}

/// What a scenario moves is marked in every view as what moved since a baseline is, and says what it is in the plan.
#[test]
fn what_a_scenario_moves_is_marked_in_every_view() {
    // The town is over a month later, 30 July 2027 and not 30 June: what is in it goes along.
    let mut model = model("w", 140, 40);
    model.selection = Some(model.work.plan().wave_address(1_usize.into()));
    press(&mut model, "1 ] / wrong <enter>");
    let is_marked = |model: &Model| {
        let shown = drawn(model);
        shown.lines().any(|line| line.contains("Fewer wrong forms") && line.contains('»'))
    };
    for view in ["1", "2", "3"] {
        press(&mut model, view);
        assert!(is_marked(&model), "{view}: {}", drawn(&model));
    }
    press(&mut model, "1 <enter>");
    let shown = drawn(&model);
    assert!(shown.contains("Otherwise than in the plan: later"), "{shown}");
    assert!(shown.contains("» was live 30 Jun 2027"), "{shown}");
    // The plan itself has no mark.
    press(&mut model, "<esc> w");
    assert!(!is_marked(&model), "{}", drawn(&model));
}
