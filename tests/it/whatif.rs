//! What-if: edits go to a scenario, every view says so, and the plan changes only when it is applied.

use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::{buffer, text};

use crate::terminal_edits::{content, model, press, screen};

const PLAN: &str = include_str!("screens/plan.toml");

fn message(model: &Model) -> &str {
    model.message.as_deref().unwrap_or_default()
}

/// The screen without the counts of findings: a new rule changes no screen here.
fn compared(keys: &str, width: u16, height: u16) -> String {
    let drawn = screen(&model(keys, width, height));
    drawn.lines().filter(|line| !line.contains("s found")).map(|line| format!("{line}\n")).collect()
}

macro_rules! golden {
    ($($name:ident $keys:literal $width:literal $height:literal)+) => {
        $(
            #[test]
            fn $name() {
                insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "screens" }, {
                    insta::assert_snapshot!(stringify!($name), compared($keys, $width, $height));
                });
            }
        )+
    };
}

golden! {
    whatif_80x24 "/ fees <enter> w < 9" 80 24
    whatif_140x40 "/ fees <enter> w < 9" 140 40
    whatif_board_80x24 "/ fees <enter> w <" 80 24
    whatif_none_80x24 "9" 80 24
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

#[test]
fn edits_go_to_the_scenario_and_reach_the_plan_when_applied() {
    let mut model = model("/ fees <enter> w <", 100, 30);
    let tried = content(&model);
    assert_ne!(tried, PLAN);
    assert_eq!(press(&mut model, "ctrl-s"), [], "a scenario is not saved over the plan");
    assert!(message(&model).contains("A applies it"), "{}", message(&model));
    assert_eq!(press(&mut model, "q"), [], "and not left by a slip of the finger");
    press(&mut model, "w");
    assert_eq!((content(&model).as_str(), model.work.unsaved.len()), (PLAN, 0));
    press(&mut model, "w");
    assert_eq!(content(&model), tried, "it is there again");
    assert_eq!(model.work.unsaved, ["move county-fees to town"]);
    press(&mut model, "9 A");
    assert_eq!(message(&model), "Applied 1 change to the plan · u undo · ctrl-s save");
    assert_eq!((content(&model), model.work.beside.is_none()), (tried, true));
    assert!(matches!(&*press(&mut model, "ctrl-s"), [Effect::Save(_)]));
    press(&mut model, "u");
    assert_eq!(content(&model), PLAN, "one step back, and it is as it was");
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
    let told = "`driver.county-fees.wave` is \"pilot\" now; it was \"county\" when this was tried";
    assert!(message(&model).contains(told), "{}", message(&model));
    assert!(model.scenarios.all.len() == 1 && model.work.beside.is_none());
    press(&mut model, "u u q");
    assert!(text(&buffer(&model)).contains("scenario, lost in any case"));
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
    assert_eq!(message(&model), "Slipped town by 1 month · u undo");
    let now = content(&model);
    // A wave that has begun keeps its start; the next begins when it is over.
    for (old, new) in [
        ("end = 2027-06-30", "end = 2027-07-30"),
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
fn slips_of_a_month_add_up_to_one_slip_of_the_plans_own_date() {
    let mut model = model("/ fees <enter> w ] ]", 100, 30);
    // Two months after 31 Mar is 31 May, though one after 30 Apr would be 30 May.
    assert!(content(&model).contains("live = 2028-05-31"), "{}", content(&model));
    assert_eq!(message(&model), "Slipped county-fees by 1 month, 2 months in all · u undo");
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
    assert!(message(&model).contains("Write how much"), "{}", message(&model));
}

#[test]
fn an_item_with_several_steps_is_late_with_each() {
    // Level 2 is live with the pilot; 3 with the town on 30 Jun 2027 and 4 with the county on 31 Mar 2028 are
    // to come, and two items wait for level 4.
    let mut model = model("/ handling <enter> w ] ] ]", 100, 30);
    let (new, gone) = crate::terminal_edits::difference(&model);
    let by_wave = "live = { town = 2027-09-30, county = 2028-06-30 }";
    assert_eq!(new, ["live = 2028-06-30", "live = 2028-06-30", by_wave]);
    assert_eq!(gone, [""; 0]);
    let plan = model.work.plan();
    let cases = plan.item_by_id("cases").unwrap();
    let live: Vec<String> = (0..3).map(|step| plan.step_live(cases, step).unwrap().to_string()).collect();
    assert_eq!(live, ["2026-09-30", "2027-09-30", "2028-06-30"]);
    // A month more is counted from the plan's own dates again.
    press(&mut model, "]");
    assert!(content(&model).contains("live = { town = 2027-10-30, county = 2028-07-31 }"));
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
