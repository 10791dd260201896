//! A scenario that cannot be made on the plan as it is now: its changes are listed, each can be dropped, all can be
//! kept, and what it would write is shown as long as it is.

use crate::driven::{content, drawn, message, model, open, press};
use crate::program::{folder, swell};
use groundswell::tui::after;
use groundswell::tui::effect::Effect;
use groundswell::tui::msg::Msg;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;

/// Fees 3 months later and errors 10 % more in a scenario, then no fees in the plan.
const LOST: &str = "/ fees <enter> w s ctrl-u 3m <enter> / wrong <enter> + w / fees <enter> x x 9";

#[test]
fn what_has_lost_its_ground_is_listed_with_why_and_can_be_dropped() {
    let mut model = model(LOST, 80, 24);
    assert!(!content(&model).contains("[driver.county-fees]") && model.work.beside.is_none());
    let shown = drawn(&model);
    let told = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("A cannot be made on the plan as it is now; v lists its changes, X forgets it."),
        "{shown}"
    );
    press(&mut model, "w");
    let said = message(&model);
    assert!(said.starts_with("A cannot be made on the plan as it is now; v lists its changes: "), "{said}");
    press(&mut model, "1 w");
    let said = message(&model);
    assert!(said.starts_with("A cannot be made on the plan as it is now; 9 v lists its changes: "), "{said}");
    press(&mut model, "9 v");
    let shown = drawn(&model);
    assert!(shown.contains(" A · 2 changes, 1 of which cannot be made on the plan as it is now"), "{shown}");
    assert!(shown.contains("1  slip county-fees by 3 months"), "{shown}");
    assert!(shown.contains("    there is no item and no wave `county-fees`"), "{shown}");
    assert!(shown.contains("2  set value of Fewer wrong forms 10 % higher"), "{shown}");
    press(&mut model, "<down> <up>");
    let shown = drawn(&model);
    assert!(shown.contains("Cannot be made: there is no item"), "{shown}");
    press(&mut model, "x");
    assert!(model.work.beside.is_some() && content(&model).contains("value = 165_000"), "{}", drawn(&model));
    let said = message(&model);
    assert_eq!(said, "Dropped “slip county-fees by 3 months”; A is open again: 1 change · w leaves");
    press(&mut model, "u");
    assert!(
        !content(&model).contains("value = 165_000"),
        "what was done before is taken back: {}",
        message(&model)
    );
}

#[test]
fn what_has_lost_its_ground_can_be_kept_and_forgotten_whole() {
    let mut model = model(&format!("{LOST} v"), 80, 24);
    let effects = press(&mut model, "S <enter>");
    let kept =
        effects.iter().any(|it| matches!(it, Effect::Keep(_, text, _) if text.contains("by = \"3 months\"")));
    assert!(kept, "{effects:?}");
    press(&mut model, "A");
    assert!(message(&model).contains("9 v lists its changes"), "{}", message(&model));
    press(&mut model, "X yes <enter>");
    assert_eq!(model.scenarios.all.len(), 0, "{}", message(&model));
}

/// Dropping what could be made opens nothing, and is there to be taken back once the scenario opens.
#[test]
fn of_several_that_have_lost_their_ground_each_is_dropped_for_itself() {
    let keys =
        "/ fees <enter> w s ctrl-u 3m <enter> / fees <enter> + / wrong <enter> + w / fees <enter> x x 9 v";
    let mut model = model(keys, 80, 24);
    assert!(drawn(&model).contains("3 changes, 2 of which cannot be made"), "{}", drawn(&model));
    press(&mut model, "x");
    assert!(message(&model).ends_with("; 1 more cannot be made"), "{}", message(&model));
    assert!(model.work.beside.is_none());
    press(&mut model, "x");
    assert!(
        model.work.beside.is_some() && content(&model).contains("value = 165_000"),
        "{}",
        message(&model)
    );
}

/// The plan of one line a thing: what is another number stands far behind the edge of a small screen.
#[test]
fn what_would_be_written_is_broken_where_it_is_wider_than_the_screen() {
    let town = include_str!("../../plans/first.toml");
    for (width, height) in [(80, 24), (100, 30), (140, 40)] {
        let mut model = after(open(town), Look::default(), "/ wrong <enter> w + 9 v", width, height);
        let shown = drawn(&model);
        let told = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        for line in ["value = 270_000, ramp = { months = 9 } }", "value = 297_000, ramp = { months = 9 } }"] {
            assert!(told.contains(line), "{width}: {line} in {shown}");
        }
        // Each of them can be selected, and is seen then.
        press(&mut model, "G");
        assert!(drawn(&model).contains("once the scenario is applied"), "{}", drawn(&model));
        press(&mut model, "9");
        let told = drawn(&model).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(width < 140 || told.contains("297_000"), "{}", drawn(&model));
    }
}

/// Only files of TOML are listed and opened again.
#[test]
fn a_scenario_is_kept_in_a_file_that_is_found_again() {
    let file = |keys: &str| {
        let mut model = model("/ fees <enter> w s ctrl-u 3m <enter> 9", 80, 24);
        let effects = press(&mut model, &format!("S {keys} <enter>"));
        let path = effects.iter().find_map(|it| match it {
            Effect::Keep(path, ..) => Some(path.to_string_lossy().into_owned()),
            _ => None,
        });
        (path, message(&model).to_owned())
    };
    let (path, said) = file("C h e a p");
    assert_eq!((path, &*said), (None, "A scenario is kept in a file that ends in .toml: take out “Cheap”"));
    let (path, said) = file("ctrl-u l a t e");
    assert!(path.is_some_and(|it| it.ends_with("late.toml")), "{said}");
    let (path, said) = file("ctrl-u s c /");
    assert!(path.is_none() && said.contains("is a folder"), "{said}");
}

/// The value is 150,000 by now, and was 140,000 when it was tried; programs know it by its id.
#[test]
fn why_a_scenario_cannot_be_made_any_more_names_what_it_is_about() {
    let file = "scenario = 1\nname = \"Late\"\n[[change]]\ntitle = \"more\"\nedits = [\n  \
        { set = \"driver.errors.value\", was = \"140_000\", value = \"160_000\" },\n]\n";
    let mut model = model("9", 200, 40);
    update(&mut model, Msg::Fetched("late.toml".into(), Ok(file.into())));
    let said = message(&model);
    let why = "value of “Fewer wrong forms” is 150_000 now; it was 140_000 when this was tried";
    assert!(said.contains(why), "{said}");
    let here = folder(&[("plan.toml", crate::driven::PLAN), ("late.toml", file)]);
    let ran = swell(here.path(), &["show", "plan.toml", "whatif", "--with", "late.toml"]);
    assert!(ran.err.contains("value of `errors` is 150_000 now"), "{}", ran.err);
}
