//! What is done while slides are shown is in the one list of actions: with keys of the user's, in the reference, and among
//! the commands, which say why it cannot be done elsewhere.

use groundswell::tui::actions;
use groundswell::tui::model::Model;
use groundswell::tui::msg::Key;
use groundswell::tui::preferences::Preferences;
use groundswell::tui::present;

use crate::driven::{drawn, model, press};
use crate::program::{swell, words};

fn at(model: &Model) -> Option<usize> {
    model.present.as_ref().map(|present| present.at)
}

#[test]
fn each_action_of_slides_is_in_the_reference_with_its_usual_keys() {
    let reference = swell(std::path::Path::new("."), &["keys"]).out;
    let (_, slides) = reference.split_once("\nPresent\n").unwrap();
    for action in present::ACTIONS {
        let row = slides.lines().find(|row| row.ends_with(action.name)).unwrap();
        assert!(row.split_whitespace().any(|word| word == action.id), "{row}");
    }
    let config = swell(std::path::Path::new("."), &["keys", "--config"]).out;
    assert!(
        config.contains("[keys.present]\n") && config.contains("# \"slide.blank\" = [\".\", \"b\"]"),
        "{config}"
    );
    // How to get out of them stays.
    assert!(!config.contains("slide.leave"), "{config}");
}

#[test]
fn keys_of_slides_are_the_users_and_the_box_of_keys_has_them() {
    let read = Preferences::read(
        "[keys.present]\n\"slide.next\" = [\"n\"]\n\"slide.blank\" = \"disabled\"\n\"slide.more\" = [\"m\"]\n\
         capture = [\"C\"]\n",
    );
    assert_eq!(read.faults, []);
    let mut model = model("", 80, 24);
    model.keys = read.keys;
    press(&mut model, "P n");
    assert_eq!(at(&model), Some(1));
    press(&mut model, "<right>");
    assert_eq!(at(&model), Some(1), "the usual key is given up");
    press(&mut model, ".");
    assert!(!model.present.as_ref().unwrap().blank);
    press(&mut model, "?");
    let told = words(&drawn(&model));
    assert!(told.contains("n next slide") && told.contains("m - more, less detail"), "{told}");
    assert!(told.contains("C capture") && !told.contains("blank screen"), "{told}");
    press(&mut model, "? C");
    assert!(model.overlay.is_some(), "it captures");
}

/// The third line gives a key to two actions, the fourth takes the way out, the fifth names none.
#[test]
fn what_is_at_fault_in_keys_of_slides_is_told_with_its_line() {
    let read = Preferences::read(
        "[keys.present]\n\"slide.next\" = [\"n\"]\n\"slide.last\" = [\"n\"]\n\"slide.leave\" = [\"x\"]\n\
         \"slide.nxt\" = [\"z\"]\n\"slide.more\" = [\"c\"]\n",
    );
    let faults: Vec<String> = read.faults.iter().map(|(line, fault)| format!("{line}: {fault}")).collect();
    let told = [
        "3: n does both \"slide.next\" and \"slide.last\" in present",
        "4: \"slide.leave\" keeps its keys",
        "5: there is no action \"slide.nxt\" in present; did you mean \"slide.next\"?",
        "6: c does both \"slide.more\" and \"capture\" in present",
    ];
    assert_eq!(faults.len(), told.len(), "{faults:?}");
    for (fault, told) in faults.iter().zip(told) {
        assert!(fault.contains(told), "{fault}: {told}");
    }
}

#[test]
fn among_the_commands_they_say_that_no_slides_are_shown_and_slides_go_before_them() {
    let mut there = model(": reveal <enter>", 100, 30);
    assert!(there.present.is_none());
    let message = there.message.take().unwrap_or_default();
    assert_eq!(message, "Show what is private, and hide it again: no slides are shown; P presents");
    let mut here = model(": slide <space> 2 <enter>", 100, 30);
    assert_eq!(at(&here), Some(1));
    press(&mut here, "<esc>");
    // Each has one key at most there, whatever the view.
    for view in 0..10 {
        let found = here.keys.everything(view);
        assert_eq!(found.iter().filter(|(_, it)| it.id == "slide.blank").count(), 1);
    }
    let known = actions::on_slides().filter(|it| it.keys.iter().any(|key| Key::parse(key).is_none()));
    assert_eq!(known.count(), 0, "each usual key is one");
}

#[test]
fn what_can_be_copied_is_reached_by_its_name_and_the_help_finds_a_key_as_it_is_written() {
    let mut model = model("4 / filed <enter> : copy <space> its <space> row <enter>", 100, 30);
    assert!(model.message.take().unwrap_or_default().starts_with("Copied row: "));
    for (typed, name) in [("ctrl-s", "Save"), ("pgdn", "A page down"), ("^s", "Save")] {
        press(&mut model, "?");
        for letter in typed.chars() {
            press(&mut model, &letter.to_string());
        }
        let told = words(&drawn(&model));
        assert!(told.contains(name), "{typed}: {told}");
        press(&mut model, "<esc> <esc>");
    }
}
