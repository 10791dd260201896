//! What others do to the files while the plan is open: no side is lost, and nothing is told of a touch.

use std::path::PathBuf;

use crate::driven::{PLAN, content, drawn, message, model, open, press, screen};
use groundswell::disk::{Memory, Saved};
use groundswell::draft::{Draft, asked};
use groundswell::source::Limits;
use groundswell::tui::editing::make;
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::workspace::Workspace;

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
    assert_eq!(model.work.unsaved, ["undo “take what changed on disk”"]);
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
    assert!(model.overlay.is_none() && content(&model) == mine, "nothing happens unasked");
    assert!(drawn(&model).contains("R brings both together; ^S asks"), "{}", drawn(&model));
    press(&mut model, "j");
    assert!(drawn(&model).contains("Changed on disk, too: R brings both together"), "{}", drawn(&model));
    assert_eq!(press(&mut model, "ctrl-s"), [], "saving waits");
    assert!(drawn(&model).contains("do not touch the same values"), "{}", drawn(&model));
    assert_eq!(content(&model), mine, "nothing happens unasked");
    press(&mut model, "m");
    assert_eq!(content(&model), mine.replacen(FORMS.0, FORMS.1, 1));
    assert!(message(&model).starts_with("Both together: your 1 change"), "{}", message(&model));
    // One decision, one step; what saving would do by then is said.
    press(&mut model, "u");
    assert_eq!(content(&model), mine);
    assert_eq!(
        message(&model),
        "Undone: bring 1 change to what changed on disk; saved now, theirs would go · U redo"
    );
    assert_eq!(model.work.unsaved, ["undo “bring 1 change to what changed on disk”"]);
    let saved = model.work.draft.as_ref().unwrap().replacements();
    assert_eq!((&*saved[0].old, &*saved[0].new), (text.as_bytes(), mine.as_bytes()));
    press(&mut model, "U");
    assert_eq!(content(&model), mine.replacen(FORMS.0, FORMS.1, 1));
    assert_eq!(model.work.unsaved, ["bring 1 change to what changed on disk"]);
    // And before it, each change of one's own.
    press(&mut model, "u u");
    assert_eq!(content(&model), PLAN);
}

#[test]
fn where_both_changed_the_same_it_is_named_and_nothing_is_lost_either_way() {
    let from = "category = \"revenue\"\nwave = \"county\"";
    let conflicting = || {
        let mut model = model("/ fees <enter> <", 100, 30);
        let mine = content(&model);
        let (text, msg) = theirs(from, "category = \"revenue\"\nwave = \"pilot\"");
        update(&mut model, msg);
        press(&mut model, "ctrl-s");
        assert!(drawn(&model).contains("changed on both sides"), "{}", drawn(&model));
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
    let (mut model, mine, text) = conflicting();
    press(&mut model, "<esc>");
    assert!(content(&model) == mine && model.overlay.is_none());
    assert!(message(&model).starts_with("Later: R brings both together"), "{}", message(&model));
    // Until it is chosen, nothing is written; and the reason stays on the screen.
    press(&mut model, "j");
    assert!(drawn(&model).contains("Changed on disk, too: R brings"), "{}", drawn(&model));
    assert_eq!(press(&mut model, "ctrl-s"), []);
    assert!(drawn(&model).contains("changed on both sides"), "{}", drawn(&model));
    press(&mut model, "<esc> u");
    // With what was done here taken back, there is nothing to choose: what is on the disk is due.
    assert!(groundswell::tui::overlays::outside::is_due(&model));
    update(&mut model, Msg::Outside(Ok(Box::new(open(&text)))));
    assert_eq!(content(&model), text);
    assert!(!drawn(&model).contains("Changed on disk, too"), "{}", drawn(&model));
}

#[test]
fn the_banner_goes_when_the_disk_is_back_as_it_was_and_tells_what_cannot_be_read() {
    let mut model = model("/ fees <enter> <", 100, 30);
    let (mine, (_, msg)) = (content(&model), theirs(FORMS.0, FORMS.1));
    update(&mut model, msg);
    update(&mut model, Msg::Outside(Ok(Box::new(open(PLAN)))));
    assert_eq!(message(&model), "The files are on disk as they are known here");
    press(&mut model, "j");
    assert!(!drawn(&model).contains("Changed on disk"), "{}", drawn(&model));
    assert!(matches!(&*press(&mut model, "ctrl-s"), [Effect::Save(_)]), "nothing waits any more");
    // What cannot be read there is said before anybody takes it in.
    update(&mut model, Msg::Outside(Ok(Box::new(open(&format!("{PLAN}\n[[[broken\n"))))));
    press(&mut model, "ctrl-s");
    assert!(drawn(&model).contains("plan.toml is no sound TOML on disk"), "{}", drawn(&model));
    assert_eq!(content(&model), mine);
}

#[test]
fn what_both_changed_is_decided_row_by_row_and_taken_as_one_step() {
    const FEES: &str = "category = \"revenue\"\nwave = \"county\"";
    const ERRORS: &str = "objective = \"time\"\nwave = \"town\"";
    const TITLE: &str = "[capability.forms]\n";
    let in_wave = |of: &str, wave: &str| {
        let (before, _) = of.rsplit_once('"').unwrap().0.rsplit_once('"').unwrap();
        format!("{before}\"{wave}\"")
    };
    let changed = |changes: &[(&str, &str)]| {
        changes.iter().fold(PLAN.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        })
    };
    let mut model = model("/ fees <enter> < / wrong <enter> >", 80, 24);
    let mine = content(&model);
    assert_eq!(mine, changed(&[(FEES, &in_wave(FEES, "town")), (ERRORS, &in_wave(ERRORS, "county"))]));
    let commented = format!("# Agreed in May\n{TITLE}");
    let pilot = format!("{} # after the vote", in_wave(FEES, "pilot"));
    let other = in_wave(ERRORS, "pilot");
    let theirs = changed(&[(FEES, &pilot), (ERRORS, &other), (TITLE, &commented)]);
    update(&mut model, Msg::Outside(Ok(Box::new(open(&theirs)))));
    press(&mut model, "ctrl-s <enter>");
    assert!(drawn(&model).contains("2 rows still to decide"), "{}", drawn(&model));
    press(&mut model, "<down> t");
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "screens" }, {
        insta::assert_snapshot!("clashes_80x24", screen(&model));
    });
    press(&mut model, "<enter>");
    assert!(drawn(&model).contains("1 row still to decide"), "{}", drawn(&model));
    assert_eq!(content(&model), mine, "nothing happens before all is decided");
    press(&mut model, "m <enter>");
    let both = changed(&[(FEES, &pilot), (ERRORS, &in_wave(ERRORS, "county")), (TITLE, &commented)]);
    assert_eq!(content(&model), both);
    assert!(model.overlay.is_none());
    assert_eq!(model.work.unsaved, ["bring 2 changes to what changed on disk"]);
    let saved = model.work.draft.as_ref().unwrap().replacements();
    assert_eq!((saved.len(), &*saved[0].old, &*saved[0].new), (1, theirs.as_bytes(), both.as_bytes()));
    press(&mut model, "u");
    assert_eq!(content(&model), mine);
    press(&mut model, "U");
    assert_eq!(content(&model), both);
    press(&mut model, "u u u");
    assert_eq!(content(&model), PLAN);
    press(&mut model, "U U U");
    assert_eq!(content(&model), both);
}

#[test]
fn one_side_can_be_chosen_for_all_and_reading_again_asks_the_same() {
    let from = "category = \"revenue\"\nwave = \"county\"";
    for (keys, wave) in [("M <enter>", "town"), ("T <enter>", "pilot")] {
        let mut model = model("/ fees <enter> <", 100, 30);
        let (text, _) = theirs(from, "category = \"revenue\"\nwave = \"pilot\"");
        update(&mut model, Msg::Reread(Ok(Box::new(open(&text)))));
        assert!(drawn(&model).contains("1 value was changed on both sides"), "{}", drawn(&model));
        press(&mut model, keys);
        assert_eq!(
            content(&model),
            text.replacen("\"revenue\"\nwave = \"pilot\"", &format!("\"revenue\"\nwave = \"{wave}\""), 1)
        );
    }
}

#[test]
fn mine_for_all_of_it_leaves_what_was_not_saved_as_it_was() {
    let mut model = model("/ fees <enter> <", 100, 30);
    let (mine, titles) = (content(&model), model.work.unsaved.clone());
    let (text, msg) =
        theirs("category = \"revenue\"\nwave = \"county\"", "category = \"revenue\"\nwave = \"pilot\"");
    update(&mut model, msg);
    press(&mut model, "ctrl-s M <enter>");
    assert_eq!((content(&model), &model.work.unsaved), (mine.clone(), &titles));
    let saved = model.work.draft.as_ref().unwrap().replacements();
    assert_eq!((&*saved[0].old, &*saved[0].new), (text.as_bytes(), mine.as_bytes()));
}

#[test]
fn what_is_gone_can_be_copied_elsewhere() {
    let mut model = model("/ fees <enter> <", 100, 30);
    let mine = content(&model);
    let files = model.work.draft.as_ref().unwrap().replacements();
    update(&mut model, Msg::Gone(files));
    assert!(drawn(&model).contains("c a copy elsewhere"), "{}", drawn(&model));
    press(&mut model, "c");
    assert!(drawn(&model).contains("Write a copy"), "{}", drawn(&model));
    let effects = press(&mut model, "ctrl-u other.toml <enter>");
    assert_eq!(effects, [Effect::CopyTo(vec![("other.toml".into(), mine.clone())])]);
    assert_eq!((content(&model), model.work.unsaved.len()), (mine, 1), "it stays unsaved");
}

/// A plan with a record in a file of its own, or as it is when that file is gone.
fn recorded(record: Option<&str>) -> Workspace {
    let store = Memory::default().with("plan.toml", "format = 1\ninclude = [\"record/*.toml\"]\n[kpi.a]\n");
    let store = record.iter().fold(store, |store, text| store.with("record/q3.toml", *text));
    let draft = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default());
    let Ok(draft) = draft else { unreachable!("the plan is in memory") };
    Workspace::drafted(Box::new(draft), None)
}

#[test]
fn an_edit_in_a_record_that_is_gone_by_now_can_be_undone_and_saved() {
    const RECORD: &str = "[[reading]]\nkpi = \"a\"\ndate = 2026-01-31\nvalue = 1\n";
    let corrected = RECORD.replace("value = 1", "value = 2");
    let texts = |model: &Model| {
        let draft = model.work.draft.as_ref().unwrap();
        let files = (1..).map_while(|file| Some((file, draft.source().canonical(file)?)));
        files.map(|(file, _)| draft.source().text(file).content.to_string()).collect::<Vec<_>>()
    };
    let start = |save: bool| {
        let mut model = groundswell::tui::open(recorded(Some(RECORD)), Look::default(), 100, 30);
        assert!(make(&mut model, |draft| asked::set(draft, "reading[a 2026-01-31].value", "2")));
        if save {
            press(&mut model, "ctrl-s");
            update(&mut model, Msg::Saved(Ok(Saved::default())));
            assert!(model.work.unsaved.is_empty());
        }
        update(&mut model, Msg::Outside(Ok(Box::new(recorded(None)))));
        if !save {
            press(&mut model, "ctrl-s");
        }
        model
    };
    // Saved here before: it is read again at once.
    let mut model = start(true);
    assert_eq!(message(&model), "The plan was changed on disk, and is read again · u undo");
    assert!(texts(&model).is_empty() && model.work.unsaved.is_empty());
    press(&mut model, "u");
    assert_eq!(texts(&model).join(""), corrected);
    assert_eq!(model.work.plan().readings.len(), 1);
    assert!(!model.work.findings.iter().any(|it| it.finding.rule == "include-missing"));
    let Some(Effect::Save(files)) = press(&mut model, "ctrl-s").pop() else {
        panic!("there is a file to save")
    };
    assert_eq!((files.len(), &*files[0].old, &*files[0].new), (1, &b""[..], corrected.as_bytes()));
    // It is asked before a file that is gone is written again; and then all is saved.
    update(&mut model, Msg::Gone(files.clone()));
    assert_eq!(press(&mut model, "w"), [Effect::WriteAgain(files)]);
    update(&mut model, Msg::Saved(Ok(Saved::default())));
    assert_eq!(message(&model), "Saved 1 change in 1 file");
    press(&mut model, "u");
    assert_eq!(texts(&model), [RECORD]);
    press(&mut model, "U U");
    assert!(texts(&model).is_empty());
    // Not saved: it is asked what is to come of it, and the disk's side can be undone.
    let mut model = start(false);
    assert_eq!(texts(&model).join(""), corrected);
    assert!(drawn(&model).contains("> q3.toml, was [[reading]]"), "{}", drawn(&model));
    assert!(drawn(&model).contains("[ ] theirs  removed"), "{}", drawn(&model));
    press(&mut model, "r");
    assert_eq!(message(&model), "Read from disk; u brings your 1 change back");
    assert!(texts(&model).is_empty());
    press(&mut model, "u");
    assert_eq!(texts(&model), std::slice::from_ref(&corrected));
    press(&mut model, "u");
    assert_eq!(texts(&model), [RECORD]);
    // Or what was done here is chosen: it is there again, to be saved.
    let mut model = start(false);
    press(&mut model, "m <enter>");
    assert_eq!(message(&model), "Both together: your 1 change on what changed on disk · u undo · ^S save");
    assert_eq!(texts(&model), [corrected]);
}

#[test]
fn a_record_that_undo_put_back_goes_together_with_what_others_do_then() {
    const RECORD: &str = "[[reading]]\nkpi = \"a\"\ndate = 2026-01-31\nvalue = 1\n";
    let mut model = groundswell::tui::open(recorded(Some(RECORD)), Look::default(), 100, 30);
    update(&mut model, Msg::Outside(Ok(Box::new(recorded(None)))));
    press(&mut model, "u");
    assert_eq!(model.work.plan().readings.len(), 1);
    let store = Memory::default()
        .with("plan.toml", "format = 1\ninclude = [\"record/*.toml\"]\n[kpi.a]\nname = \"Theirs\"\n");
    let theirs = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
    let theirs = Box::new(Workspace::drafted(Box::new(theirs), None));
    update(&mut model, Msg::Outside(Ok(theirs)));
    press(&mut model, "ctrl-s");
    assert!(drawn(&model).contains("do not touch the same values"), "{}", drawn(&model));
    press(&mut model, "m");
    let plan = model.work.plan();
    assert_eq!((plan.readings.len(), plan.kpis[0].about.name.as_deref()), (1, Some("Theirs")));
    let Some(Effect::Save(files)) = press(&mut model, "ctrl-s").pop() else {
        panic!("there is a file to save")
    };
    assert_eq!((files.len(), &*files[0].old, &*files[0].new), (1, &b""[..], RECORD.as_bytes()));
}

#[test]
fn what_was_done_before_the_plan_was_read_again_can_still_be_undone() {
    let mut model = model("/ fees <enter> <", 100, 30);
    update(&mut model, Msg::Saved(Ok(Saved::default())));
    let mine = content(&model);
    let text = mine.replacen(FORMS.0, FORMS.1, 1);
    update(&mut model, Msg::Reread(Ok(Box::new(open(&text)))));
    assert_eq!(message(&model), "Read again: the plan has changed · u undo");
    press(&mut model, "u");
    assert_eq!(content(&model), mine);
    press(&mut model, "u");
    assert_eq!(content(&model), PLAN);
}

#[test]
fn a_plan_that_cannot_be_read_any_more_stays_open() {
    let mut model = model("/ fees <enter> <", 100, 30);
    let mine = content(&model);
    update(&mut model, Msg::Outside(Err("it is gone".into())));
    assert_eq!(content(&model), mine);
    assert!(message(&model).contains("stays open here"), "{}", message(&model));
}

/// A plan of two files, nothing of it unsaved, that cannot be read from the disk any more.
fn lost() -> Model {
    let store = Memory::default()
        .with("plan.toml", "format = 1\ninclude = [\"record/*.toml\"]\n[kpi.a]\n")
        .with("record/q3.toml", "[[reading]]\nkpi = \"a\"\ndate = 2026-01-31\nvalue = 1\n");
    let draft = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
    let work = Workspace::drafted(Box::new(draft), None);
    let mut model = groundswell::tui::open(work, Look::default(), 80, 24);
    update(&mut model, Msg::Outside(Err("it is gone".into())));
    press(&mut model, "j");
    model
}

#[test]
fn a_plan_that_is_gone_is_told_of_until_it_is_written_again_and_no_way_out_forgets_it() {
    let mut model = lost();
    assert!(drawn(&model).contains("Gone from disk, this is all there is: ^S writes it again · C copies it"));
    assert!(model.work.unsaved.is_empty());
    // Leaving asks, though nothing was changed.
    assert_eq!(press(&mut model, "q"), []);
    let shown = drawn(&model);
    assert!(shown.contains("what is open here is all there is"), "{shown}");
    assert!(shown.contains("s write it again and quit"), "{shown}");
    let [Effect::Save(files)] = &*press(&mut model, "s") else { panic!("all of it is to be written") };
    let names: Vec<_> = files.iter().map(|it| it.path.to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["plan.toml", "record/q3.toml"]);
    update(&mut model, Msg::Gone(files.clone()));
    assert_eq!(press(&mut model, "w"), [Effect::WriteAgain(files.clone())]);
    assert_eq!(update(&mut model, Msg::Saved(Ok(Saved::default()))), [Effect::Quit]);
    // Saved without leaving, the screen is as ever.
    let mut model = lost();
    press(&mut model, "ctrl-s");
    update(&mut model, Msg::Saved(Ok(Saved::default())));
    assert_eq!(message(&model), "The plan is on disk again, as it is here");
    assert_eq!(press(&mut model, "q"), [Effect::Quit]);
}

#[test]
fn a_plan_that_is_gone_can_be_copied_whole_and_may_come_back_by_itself() {
    let mut model = lost();
    press(&mut model, "C");
    assert!(drawn(&model).contains("copy/"), "{}", drawn(&model));
    let [Effect::CopyTo(copies)] = &*press(&mut model, "<enter>") else { panic!("there is a copy to write") };
    let names: Vec<_> = copies.iter().map(|(path, _)| path.to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["copy/plan.toml", "copy/record/q3.toml"]);
    // The folder was only away: nothing is asked any more.
    let again = recorded(Some("[[reading]]\nkpi = \"a\"\ndate = 2026-01-31\nvalue = 1\n"));
    update(&mut model, Msg::Outside(Ok(Box::new(again))));
    assert_eq!(message(&model), "The files are on disk as they are known here");
    assert_eq!(press(&mut model, "q"), [Effect::Quit]);
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
        terminal.leave();
    }

    #[test]
    fn what_both_changed_is_saved_as_it_was_decided() {
        let folder = tempfile::tempdir().unwrap();
        let mut terminal = start(folder.path());
        let plan = folder.path().join("plan.toml");
        terminal.type_in("/fees\r<");
        terminal.until("Moved Fees for running it for the county to Whole town");
        let in_wave = |wave: &str| {
            let (from, to) = ("\"revenue\"\nwave = \"county\"", format!("\"revenue\"\nwave = \"{wave}\""));
            PLAN.replacen(from, &to, 1).replacen(FORMS.0, FORMS.1, 1)
        };
        std::fs::write(&plan, in_wave("pilot")).unwrap();
        terminal.until("brings both together");
        terminal.type_in("\x13");
        terminal.until("changed on both sides");
        terminal.type_in("m\r");
        terminal.until("Both together");
        terminal.type_in("\x13");
        terminal.until("Saved 1 change in 1 file");
        assert_eq!(std::fs::read_to_string(&plan).unwrap(), in_wave("town"));
        terminal.leave();
    }

    #[test]
    fn what_is_read_only_opens_as_such_and_its_changes_can_be_copied_elsewhere() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let plan = folder.path().join("plan.toml");
        std::fs::write(&plan, PLAN).unwrap();
        std::fs::set_permissions(&plan, std::fs::Permissions::from_mode(0o444)).unwrap();
        let mut terminal = Terminal::start_in(folder.path(), &[]);
        terminal.until("· RO");
        terminal.until("plan.toml: it is read-only: what you change stays here");
        terminal.type_in("/fees\r<");
        terminal.until("· RO · 1 unsaved");
        terminal.type_in("\x13");
        terminal.until("Not saved: plan.toml: it is read-only. 1 change kept · C writes a copy");
        terminal.type_in("C");
        terminal.until("plan.copy.toml");
        terminal.type_in("\x15other.toml\r");
        terminal.until("other.toml; the plan itself is not saved");
        let copy = std::fs::read_to_string(folder.path().join("other.toml")).unwrap();
        assert!(copy.contains("category = \"revenue\"\nwave = \"town\""), "{copy}");
        // What is there is never written over.
        terminal.type_in("C");
        terminal.until("plan.copy.toml");
        terminal.type_in("\x15other.toml\r");
        terminal.until("there is a file of that name already");
        assert_eq!(std::fs::read_to_string(&plan).unwrap(), PLAN);
        assert_eq!(std::fs::metadata(&plan).unwrap().permissions().mode() & 0o777, 0o444);
        terminal.type_in("q");
        terminal.until("Quit?");
        terminal.type_in("d");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0);
    }

    #[test]
    fn a_record_that_is_gone_comes_back_with_undo_and_is_written_again() {
        let outer = tempfile::tempdir().unwrap();
        let (folder, record) = (outer.path().join("plans"), outer.path().join("plans/record/q3.toml"));
        std::fs::create_dir_all(record.parent().unwrap()).unwrap();
        std::fs::write(folder.join("plan.toml"), format!("include = [\"record/*.toml\"]\n{PLAN}")).unwrap();
        let text = "[[action]]\nwhat = \"Ask the town\"\ndate = 2026-02-01\nowner = \"X\"\n";
        std::fs::write(&record, text).unwrap();
        let mut terminal = Terminal::start_in(&folder, &[]);
        terminal.until("Town hall");
        std::fs::remove_dir_all(record.parent().unwrap()).unwrap();
        terminal.until("changed on disk, and is read again");
        terminal.type_in("u");
        terminal.until("Undone: take what changed on disk");
        // Nobody takes it for changed on the disk once more.
        terminal.wait(Duration::from_millis(2500));
        assert!(terminal.contents().contains("1 unsaved"), "{}", terminal.contents());
        terminal.type_in("\x13");
        terminal.until("Write it again?");
        terminal.type_in("w");
        terminal.until("Saved 1 change in 1 file");
        assert_eq!(std::fs::read_to_string(&record).unwrap(), text);
        terminal.leave();
    }

    #[test]
    fn a_plan_of_several_files_that_is_gone_is_written_again_whole() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("plans");
        let main = format!("include = [\"record/*.toml\"]\n{PLAN}");
        let text = "[[action]]\nwhat = \"Ask the town\"\ndate = 2026-02-01\nowner = \"X\"\n";
        for edited in [true, false] {
            std::fs::create_dir_all(folder.join("record")).unwrap();
            std::fs::write(folder.join("plan.toml"), &main).unwrap();
            std::fs::write(folder.join("record/q3.toml"), text).unwrap();
            let mut terminal = Terminal::start_in(&folder, &[]);
            terminal.until("Town hall");
            if edited {
                terminal.type_in("/fees\r<");
                terminal.until("Moved Fees for running it for the county to Whole town");
            }
            std::fs::remove_dir_all(&folder).unwrap();
            terminal.until("stays open here");
            terminal.type_in("j");
            terminal.until("Gone from disk, this is all there is");
            terminal.type_in("q");
            terminal.until("s write it again and quit");
            assert!(!folder.exists(), "not unasked");
            terminal.type_in("s");
            terminal.until("Write it again?");
            terminal.type_in("w");
            assert_eq!(terminal.end(Duration::from_secs(5)), 0);
            assert_eq!(std::fs::read_to_string(folder.join("record/q3.toml")).unwrap(), text);
            let written = std::fs::read_to_string(folder.join("plan.toml")).unwrap();
            let (from, to) = ("\"revenue\"\nwave = \"county\"", "\"revenue\"\nwave = \"town\"");
            assert_eq!(written, if edited { main.replacen(from, to, 1) } else { main.clone() });
        }
    }

    #[test]
    fn what_is_gone_is_written_again_when_that_is_asked_for() {
        for with_folder in [false, true] {
            let outer = tempfile::tempdir().unwrap();
            let folder = outer.path().join("plans");
            let mut terminal = start(&folder);
            terminal.type_in("/fees\r<");
            terminal.until("Moved Fees for running it for the county to Whole town");
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
            terminal.leave();
        }
    }
}
