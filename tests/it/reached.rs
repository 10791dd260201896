//! What can be done is reached from any view, and what is told of it names the keys as they are given.

use groundswell::tui::bindings::{self, Binding};
use groundswell::tui::msg::Key;
use groundswell::tui::overlays::help;
use groundswell::tui::views::VIEWS;
use groundswell::tui::{buffer, text};

use crate::driven::{model, press};

/// what only another view has is found from anywhere, with the keys that lead there, and is done there.
#[test]
fn what_other_views_have_is_found_from_anywhere_and_done_there() {
    for (asked, last) in [("? a p p l y", "<enter>"), (": a p p l y <space> t h e", "<enter>")] {
        let mut model = model(&format!("/ fees <enter> w < {asked}"), 100, 30);
        let shown = text(&buffer(&model));
        assert!(shown.contains("Apply the scenario to the plan · in What-if"), "{shown}");
        assert!(shown.contains("9 A"), "{shown}");
        press(&mut model, last);
        assert_eq!(VIEWS[model.view].name, "What-if");
        assert!(model.message.as_deref().is_some_and(|it| it.starts_with("Applied 1 change")), "{asked}");
    }
    // As people say it, and as it is written.
    for typed in ["what if", "what-if", "whatif"] {
        let names: Vec<&str> = help::listed(&model("1", 100, 30), typed).iter().map(|it| it.id).collect();
        assert!(names.contains(&"view.whatif") && names.contains(&"whatif"), "{typed}: {names:?}");
    }
}

/// What is told names the keys that do it now, whatever they were.
#[test]
fn what_is_told_names_the_keys_as_they_are_given() {
    let bind = |action: &str, key: &str| Binding {
        context: "everywhere".into(),
        action: action.into(),
        keys: Key::parse_all(key),
        line: 1,
    };
    let mut model = model("/ fees <enter>", 100, 30);
    let (keys, faults) = bindings::with(&[bind("undo", "Z"), bind("redo", "D"), bind("whatif", "K")]);
    assert_eq!(faults, []);
    model.keys = keys;
    press(&mut model, "<");
    assert!(model.message.as_deref().is_some_and(|it| it.contains(" · Z undo")), "{:?}", model.message);
    press(&mut model, "Z");
    assert!(model.message.as_deref().is_some_and(|it| it.ends_with(" · D redo")), "{:?}", model.message);
    press(&mut model, "s");
    let told = model.message.as_deref().unwrap_or_default();
    assert!(told.ends_with("no scenario is open; K opens one"), "{told}");
}

/// Insert is the other key for adding; where a view has no second pane, Tab says so and what there is instead.
#[test]
fn insert_adds_and_tab_says_where_there_is_no_other_pane() {
    for key in ["a", "<ins>"] {
        let shown = text(&buffer(&model(key, 80, 24)));
        assert!(shown.contains("┌─ Add ─"), "{key}: {shown}");
    }
    for view in ["2", "4"] {
        for key in ["<tab>", "<s-tab>"] {
            let model = model(&format!("{view} {key}"), 80, 24);
            assert_eq!(
                model.message.as_deref(),
                Some("No other pane here; ⏎ opens the selection"),
                "{view} {key}"
            );
        }
    }
}
