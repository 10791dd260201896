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
    assert!(slide.contains("At most a 9 in 10 chance ") && slide.contains("even: at least 23.1"), "{slide}");
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

/// Value of 120 k€ a year, and a risk of even odds that it comes half a year later: from July 2026 to the end of 2027 it is
/// worth 180 k€ or 120 k€, by the end of 2026 60 k€ or nothing, and 10 k€ less as NPV, since nothing is discounted.
const EVEN_ODDS: &str = r#"
format = 1
[plan]
name = "One risk"
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-01-31
[wave.a]
name = "A"
start = 2026-01-01
end = 2026-06-30
[driver.errors]
name = "Fewer errors"
category = "cost"
wave = "a"
value = 120_000
needs = ["forms >= 2"]
ramp = { months = 1, shape = "step" }
owner = "Head of Claims"
[capability.forms]
name = "Forms"
layer = "commercial"
maturity = 1
reaches = { a = 2 }
cost = 10_000
owner = "Head of Claims"
[risk.vendor]
name = "The vendor is late"
probability = 0.5
delays = { forms = 6 }
"#;

/// Where results jump at a chance, what is certain of it is one amount on the screen, in print, as JSON and explained.
#[test]
fn where_results_jump_every_place_tells_what_lies_below() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), EVEN_ODDS).unwrap();
    let json = swell(folder.path(), &["simulate", "plan.toml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let last = |chance: &str| json["band"][chance].as_array().unwrap().last().unwrap().as_f64().unwrap();
    for (chance, worth) in [("nine_in_ten", 120e3), ("even", 120e3), ("one_in_ten", 180e3)] {
        let told = json["value"]["at_least"][chance].as_f64().unwrap();
        assert!((told - worth).abs() < 0.01 && (last(chance) - worth).abs() < 0.01, "{chance}: {json}");
    }
    let printed = swell(folder.path(), &["simulate", "plan.toml"]).out;
    assert!(printed.contains("even chance of at least 110 k€"), "{printed}");
    let jumps = |share: u32| format!("Results jump at an even chance: {share} % come to 170 k€ or more");
    assert!((48..=52).any(|share| printed.contains(&jumps(share))), "{printed}");
    assert!(printed.contains("what they come to below the jump is told"), "{printed}");
    let told = |name: &str| swell(folder.path(), &["explain", "plan.toml", name]).out.replace("\n ", "");
    for (name, above) in
        [("npv-even", "170,000.00"), ("value-even", "180,000.00"), ("value-even@2026-12", "60,000.00")]
    {
        let page = told(name).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains("where results jump: the one below the jump"), "{page}");
        assert!(
            page.contains(&format!("come to {above} EUR or more")) && !page.contains("straight line"),
            "{page}"
        );
    }
    let open = || {
        let root = Source::root(&Disk, &folder.path().join("plan.toml"));
        let read = Source::read(&Disk, &[root], Limits::default());
        let Ok(read) = read else { unreachable!("it was written") };
        Workspace::of(check(read, None), "plan.toml")
    };
    let mut model = after(open(), Look::default(), "5 T", 140, 40);
    let simulation = Box::new(simulate(model.work.plan()));
    update(&mut model, Msg::Simulated(1, simulation));
    let screen = shown(&model);
    let row = |year: &str| {
        let row = screen.lines().find(|line| line.starts_with(year)).unwrap_or_default();
        let row = row.split('│').next().unwrap_or_default();
        row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(row(" 2026").ends_with(&["60.0 k".into(), "0".into(), "0".into(), "60.0 k".into()]), "{screen}");
    assert!(
        row(" 2027").ends_with(&["180 k".into(), "120 k".into(), "120 k".into(), "180 k".into()]),
        "{screen}"
    );
    assert!(screen.contains("even of at least 120 k€"), "{screen}");
}

/// By hand: 100,000 ÷ 12 are 8,333.33 a month, and 24 of these 199,999.92, which is told as 200 k€ wherever it is a
/// forecast. Every run comes to that: no less is told where it is a chance, on no screen and in no print.
#[test]
fn what_every_run_comes_to_is_told_as_the_forecast_is() {
    let text = "format = 1\n[plan]\ncurrency = \"EUR\"\nstart = 2026-01-01\nhorizon = 2028-12-31\n\
                as-of = 2026-01-01\ndiscount-rate = 0\n[wave.one]\nstart = 2026-01-01\nend = 2026-12-31\n\
                [driver.reach]\nwave = \"one\"\nvalue = 100_000\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), text).unwrap();
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let printed = words(swell(folder.path(), &["simulate", "plan.toml"]).out);
    for said in [
        "9 in 10 chance of at least 200 k€, even chance of at least 200 k€, 1 in 10 chance of at least 200 k€, as every run has it",
        "one 200 k€ 200 k€ 200 k€ – 200 k€ All 200 k€ 200 k€ 200 k€ – 200 k€",
    ] {
        assert!(printed.contains(said), "{said}: {printed}");
    }
    let page = words(swell(folder.path(), &["explain", "plan.toml", "npv-even"]).out);
    assert!(page.contains("Told as at least 200 k€: rounded as any amount is"), "{page}");
    let page = words(swell(folder.path(), &["explain", "plan.toml", "npv-step"]).out);
    assert!(
        page.contains("every run comes to the same") || page.contains("Every run comes to the same"),
        "{page}"
    );
    let read =
        Source::read(&Disk, &[Source::root(&Disk, &folder.path().join("plan.toml"))], Limits::default());
    let mut model =
        after(Workspace::of(check(read.ok().unwrap(), None), "plan.toml"), Look::default(), "5", 140, 40);
    let simulation = Box::new(simulate(model.work.plan()));
    update(&mut model, Msg::Simulated(1, simulation));
    let screen = shown(&model);
    assert!(screen.contains("9 in 10 chance of at least 200 k€, even of at least 200 k€"), "{screen}");
}
