//! What others do to the files while the plan is open: no side is lost, and nothing is told of a touch.

use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::update::update;
use groundswell::tui::{buffer, text};

use crate::terminal_edits::{content, model, open, press};

const PLAN: &str = include_str!("screens/plan.toml");

fn message(model: &Model) -> &str {
    model.message.as_deref().unwrap_or_default()
}

fn shown(model: &Model) -> String {
    text(&buffer(model))
}

/// The plan as somebody else has it now.
fn theirs(from: &str, to: &str) -> (String, Msg) {
    assert!(PLAN.contains(from));
    let text = PLAN.replacen(from, to, 1);
    (text.clone(), Msg::Outside(Ok(Box::new(open(&text)))))
}

const FORMS: (&str, &str) = ("name = \"Online forms\"", "name = \"Forms online\"");

#[test]
fn where_nothing_is_unsaved_it_is_read_again_as_a_step_that_can_be_undone() {
    let mut model = model("/ fees <enter> <", 100, 30);
    let moved = content(&model);
    press(&mut model, "u");
    let before = model.selection.clone();
    let (text, msg) = theirs(FORMS.0, FORMS.1);
    update(&mut model, msg);
    assert_eq!(message(&model), "The plan was changed on disk, and is read again · u undo");
    assert_eq!((content(&model), &model.selection), (text.clone(), &before));
    assert!(model.work.unsaved.is_empty() && model.overlay.is_none());
    press(&mut model, "u");
    assert_eq!(content(&model), PLAN);
    assert_eq!(model.work.unsaved, ["undo take what changed on disk"]);
    press(&mut model, "U");
    assert!(content(&model) == text && model.work.unsaved.is_empty());
    assert_ne!(moved, text);
}

#[test]
fn where_something_is_unsaved_both_are_brought_together_when_asked() {
    let mut model = model("/ fees <enter> <", 100, 30);
    let mine = content(&model);
    let (text, msg) = theirs(FORMS.0, FORMS.1);
    update(&mut model, msg);
    assert!(shown(&model).contains("do not touch the same values"), "{}", shown(&model));
    assert_eq!(content(&model), mine, "nothing happens unasked");
    press(&mut model, "m");
    assert_eq!(content(&model), mine.replacen(FORMS.0, FORMS.1, 1));
    assert!(message(&model).starts_with("Both together: your 1 change"), "{}", message(&model));
    press(&mut model, "u");
    assert_eq!(content(&model), text);
    press(&mut model, "u");
    assert_eq!(content(&model), mine);
}

#[test]
fn where_both_changed_the_same_it_is_named_and_nothing_is_lost_either_way() {
    let from = "category = \"revenue\"\nwave = \"county\"";
    let conflicting = || {
        let mut model = model("/ fees <enter> <", 100, 30);
        let mine = content(&model);
        let (text, msg) = theirs(from, "category = \"revenue\"\nwave = \"pilot\"");
        update(&mut model, msg);
        assert!(shown(&model).contains("changed on both sides"), "{}", shown(&model));
        press(&mut model, "m");
        assert!(content(&model) == mine && model.overlay.is_some(), "there is nothing to merge");
        (model, mine, text)
    };
    let (mut model, mine, text) = conflicting();
    press(&mut model, "r");
    assert_eq!(content(&model), text);
    assert_eq!(message(&model), "Read from disk; u brings your 1 change back");
    press(&mut model, "u");
    assert_eq!(content(&model), mine);
    let (mut model, mine, text) = conflicting();
    let effects = press(&mut model, "k");
    assert_eq!(effects, [Effect::Copies(vec![("plan.mine.toml".into(), mine)])]);
    assert_eq!(content(&model), text);
    let (mut model, mine, _) = conflicting();
    press(&mut model, "<esc>");
    assert!(content(&model) == mine && model.overlay.is_none());
    assert!(message(&model).starts_with("Later: R brings both together"), "{}", message(&model));
}

#[test]
fn a_plan_that_cannot_be_read_any_more_stays_open() {
    let mut model = model("/ fees <enter> <", 100, 30);
    let mine = content(&model);
    update(&mut model, Msg::Outside(Err("it is gone".into())));
    assert_eq!(content(&model), mine);
    assert!(message(&model).contains("stays open here"), "{}", message(&model));
}

#[cfg(unix)]
mod on_disk {
    use std::path::Path;
    use std::time::Duration;

    use super::{FORMS, PLAN};
    use crate::pty::Terminal;

    fn start(folder: &Path) -> Terminal {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("plan.toml"), PLAN).unwrap();
        let mut terminal = Terminal::start_in(folder, &[]);
        terminal.until("Town hall");
        terminal
    }

    #[test]
    fn a_change_is_seen_and_a_touch_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut terminal = start(folder.path());
        let plan = folder.path().join("plan.toml");
        // Touched, and replaced by a file that says the same.
        std::fs::write(&plan, PLAN).unwrap();
        std::fs::write(folder.path().join(".new"), PLAN).unwrap();
        std::fs::rename(folder.path().join(".new"), &plan).unwrap();
        terminal.wait(Duration::from_millis(2500));
        assert!(!terminal.contents().contains("on disk"), "{}", terminal.contents());
        // Written in place, and replaced as editors do.
        std::fs::write(&plan, PLAN.replacen(FORMS.0, FORMS.1, 1)).unwrap();
        terminal.until("changed on disk, and is read again");
        terminal.type_in("j");
        std::fs::write(folder.path().join(".new"), PLAN).unwrap();
        std::fs::rename(folder.path().join(".new"), &plan).unwrap();
        terminal.until("changed on disk, and is read again");
        terminal.type_in("q");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0);
    }

    #[test]
    fn what_is_gone_is_written_again_when_that_is_asked_for() {
        for with_folder in [false, true] {
            let outer = tempfile::tempdir().unwrap();
            let folder = outer.path().join("plans");
            let mut terminal = start(&folder);
            terminal.type_in("/fees\r<");
            terminal.until("Moved county-fees to town");
            match with_folder {
                true => std::fs::remove_dir_all(&folder).unwrap(),
                false => std::fs::rename(folder.join("plan.toml"), folder.join("old.txt")).unwrap(),
            }
            terminal.until("stays open here");
            terminal.type_in("\x13");
            terminal.until("Write it again?");
            assert!(!folder.join("plan.toml").exists(), "not unasked");
            terminal.type_in("w");
            terminal.until("Saved 1 change in 1 file");
            let written = std::fs::read_to_string(folder.join("plan.toml")).unwrap();
            assert!(written.contains("category = \"revenue\"\nwave = \"town\""), "{written}");
            terminal.type_in("q");
            assert_eq!(terminal.end(Duration::from_secs(5)), 0);
        }
    }
}
