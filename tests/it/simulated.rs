//! What may become of a plan on the screen: asked for once, computed beside the screen, and true only of the
//! plan that it was asked of.

use std::path::{Path, PathBuf};

use groundswell::check::check;
use groundswell::disk::Disk;
use groundswell::source::{Limits, Source};
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Key, Msg};
use groundswell::tui::simulating::{asked_for, simulate};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer, text};
use groundswell::workspace::Workspace;

use crate::driven::golden;
use crate::program::swell;

fn open() -> Workspace {
    let root = Source::root(&Disk, &PathBuf::from("plans/omnichannel"));
    let read = Source::read(&Disk, &[root], Limits::default());
    let Ok(read) = read else { unreachable!("the plan is in the repository") };
    let mut checked = check(read, None);
    checked.findings.clear();
    Workspace::of(checked, "plan.toml")
}

/// The simulations that keys ask for.
fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let effects = Key::parse_all(keys).into_iter().flat_map(|key| update(model, Msg::Key(key)));
    effects.filter(|effect| matches!(effect, Effect::Simulate(_))).collect()
}

/// The state after some keys, with the answer to what was asked.
fn answered(keys: &str, width: u16, height: u16) -> Model {
    let mut model = after(open(), Look::default(), keys, width, height);
    let simulation = Box::new(simulate(model.work.plan()));
    let asked = model.asked;
    update(&mut model, Msg::Simulated(asked, simulation));
    model
}

golden! {
    |keys, width, height| text(&buffer(&answered(keys, width, height)));
    band_80x24 "5" 80 24
    band_140x40 "5" 140 40
    band_table_80x24 "5 T" 80 24
    band_table_140x40 "5 T" 140 40
    band_monthly_table_60x18 "5 v T" 60 18
}

#[test]
fn a_simulation_is_asked_for_once_and_by_what_shows_it() {
    let mut model = after(open(), Look::default(), "", 80, 24);
    assert_eq!(press(&mut model, "2 3 4 6 7 8"), []);
    assert_eq!(press(&mut model, "5"), [Effect::Simulate(1)]);
    assert!(text(&buffer(&model)).contains("simulating 10,000 runs from seed 1"));
    assert_eq!(press(&mut model, "j v v T 1 5 j"), [], "it was asked for");
    let simulation = Box::new(simulate(model.work.plan()));
    assert_eq!(update(&mut model, Msg::Simulated(1, simulation)), []);
    assert!(text(&buffer(&model)).contains("9 in 10 chance of at least"));
    assert_eq!(press(&mut model, "1 5 v v v"), [], "it is known");
}

#[test]
fn a_slide_of_value_says_the_chances_once_they_are_known() {
    let mut plan = open().plan().clone();
    plan.slides.clear();
    let mut model = after(Workspace::new(plan, "plan.toml", Vec::new()), Look::default(), "P 4", 80, 24);
    assert!(!text(&buffer(&model)).contains("9 in 10"));
    let simulation = Box::new(simulate(model.work.plan()));
    update(&mut model, Msg::Simulated(1, simulation));
    let slide = text(&buffer(&model));
    assert!(slide.contains("9 in 10 chance of") && slide.contains("even: at least 23.1 M€"), "{slide}");
}

#[test]
fn a_plan_that_has_changed_is_simulated_again_and_takes_no_older_answer() {
    let mut model = after(open(), Look::default(), "5", 80, 24);
    let answer = || Box::new(simulate(open().plan()));
    assert_eq!(update(&mut model, Msg::Reread(Ok(Box::new(open())))), [Effect::Simulate(2)]);
    update(&mut model, Msg::Simulated(1, answer()));
    assert!(text(&buffer(&model)).contains("simulating"), "the answer is of the plan before");
    update(&mut model, Msg::Simulated(2, answer()));
    assert!(text(&buffer(&model)).contains("10,000 runs") && !text(&buffer(&model)).contains("simulating"));
    assert_eq!(update(&mut model, Msg::Reread(Ok(Box::new(open())))), [Effect::Simulate(3)]);
}

#[test]
fn the_band_is_what_is_printed() {
    let command = ["simulate", "plans/omnichannel", "--format", "json", "--include-private"];
    let printed = swell(Path::new(env!("CARGO_MANIFEST_DIR")), &command);
    let printed: serde_json::Value = serde_json::from_str(&printed.out).unwrap();
    let screen = text(&buffer(&answered("5 T", 140, 40)));
    let row = screen.lines().find(|line| line.starts_with(" 2029")).unwrap();
    let cells: Vec<&str> = row.split(" M").map(str::trim).collect();
    for (nth, chance) in ["nine_in_ten", "even", "one_in_ten"].into_iter().enumerate() {
        let printed = printed["band"][chance].as_array().unwrap().last().unwrap().as_f64().unwrap() / 1e6;
        // Year, plan; actual and forecast; then the chances: down, in steps of 100 thousand, which is what amounts
        // hold to whose standard error is more than 5 and at most 50.
        let shown: f64 = cells[nth + 2].parse().unwrap();
        assert!(shown <= printed && printed < shown + 0.1, "{chance}: {printed} in {row}");
    }
}

fn shown(model: &Model) -> String {
    text(&buffer(model))
}

/// Goes down to the entry that says these words.
fn find(model: &mut Model, words: &str) {
    for _ in 0..120 {
        if shown(model).lines().any(|line| line.contains('>') && line.contains(words)) {
            return;
        }
        press(model, "j");
    }
    panic!("{words}: {}", shown(model));
}

/// Down to a line of the plan, and from there to what it goes into.
fn to_a_line(model: &mut Model) {
    for _ in 0..12 {
        if shown(model).contains("Goes into") {
            break;
        }
        press(model, "<enter>");
    }
}

/// So it is of what is late: the page is there at once, and is filled in when it is known, beside what is open.
#[test]
fn what_is_late_is_simulated_while_keys_go_on() {
    let mut model = after(open(), Look::default(), "2 j j i <enter> =", 100, 60);
    find(&mut model, "Net present value at plan start");
    press(&mut model, "<enter>");
    assert!(shown(&model).contains("Explained, 1 month late"), "{}", shown(&model));
    find(&mut model, "npv@2028");
    press(&mut model, "<enter>");
    to_a_line(&mut model);
    find(&mut model, "What net present value gains");
    let asked = press(&mut model, "<enter>");
    assert!(shown(&model).contains("simulating"), "{}", shown(&model));
    let [Effect::Simulate(nth)] = asked.as_slice() else { panic!("{asked:?}: {}", shown(&model)) };
    let late = asked_for(&model.work, *nth).clone();
    let moves = model.work.plan().items().any(|(ix, item)| {
        (0..item.steps.len()).any(|nth| late.step_live(ix, nth) > model.work.plan().step_live(ix, nth))
    });
    assert!(moves);
    assert_eq!(press(&mut model, "j k"), [], "it was asked for");
    let asked = update(&mut model, Msg::Simulated(*nth, Box::new(simulate(&late))));
    let page = shown(&model);
    assert!(page.contains("Explained, 1 month late") && !page.contains("simulating"), "{page}");
    assert!(page.contains("Of 10,000 runs from seed 1") && !page.contains("In the plan it is"), "{page}");
    // Then what is open, which it is held against.
    let [Effect::Simulate(nth)] = asked.as_slice() else { panic!("{asked:?}: {page}") };
    assert!(std::ptr::eq(asked_for(&model.work, *nth), model.work.plan()));
    let of_open = Box::new(simulate(model.work.plan()));
    update(&mut model, Msg::Simulated(*nth, of_open));
    let held = shown(&model);
    assert!(held.contains("Explained, 1 month late") && held.contains("In the plan it is"), "{held}");
    // Another state of the plan has other things late.
    update(&mut model, Msg::Reread(Ok(Box::new(open()))));
    assert!(!shown(&model).contains("1 month late"), "{}", shown(&model));
}

/// In a scenario, what a simulation tells of the plan beside it is found out beside the screen too, and not under the key.
#[test]
fn the_plan_beside_a_scenario_is_simulated_while_keys_go_on() {
    let mut model = crate::driven::model("/ fees <enter> w < 9 =", 100, 60);
    find(&mut model, "without the scenario");
    press(&mut model, "<enter>");
    assert!(shown(&model).contains("Explained, in the plan"), "{}", shown(&model));
    to_a_line(&mut model);
    find(&mut model, "npv-even");
    let asked = press(&mut model, "<enter>");
    assert!(shown(&model).contains("simulating"), "{}", shown(&model));
    let [Effect::Simulate(nth)] = asked.as_slice() else { panic!("{asked:?}: {}", shown(&model)) };
    let plan = asked_for(&model.work, *nth).clone();
    let beside = model.work.beside.as_deref().unwrap().plan();
    assert!(std::ptr::eq(asked_for(&model.work, *nth), beside));
    assert_eq!(press(&mut model, "j k"), [], "it was asked for");
    update(&mut model, Msg::Simulated(*nth, Box::new(simulate(&plan))));
    assert!(
        !shown(&model).contains("simulating") && shown(&model).contains("runs from seed 1"),
        "{}",
        shown(&model)
    );
}
