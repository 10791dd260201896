//! No way to end loses an edit: what is not saved is asked about, or kept and offered again.
#![cfg(unix)]

use std::path::Path;
use std::time::Duration;

use crate::pty::Terminal;

const PLAN: &str = include_str!("screens/plan.toml");

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), PLAN).unwrap();
    folder
}

fn start(folder: &Path) -> Terminal {
    let state = folder.join("state");
    let mut terminal = Terminal::start_in(folder, &[("XDG_STATE_HOME", state.to_str().unwrap())]);
    terminal.until("Town hall");
    terminal
}

/// Moves an item, and waits until that is in the journal.
fn edited(folder: &Path) -> Terminal {
    let mut terminal = start(folder);
    terminal.type_in("/fees\r<");
    terminal.until("Moved Fees for running it for the county to Whole town");
    until_kept(folder, 1);
    terminal
}

/// Waits until so many journals are there: two seconds at most.
fn until_kept(folder: &Path, many: usize) {
    let kept = folder.join("state/groundswell/journal");
    // What is still being written there has another name, and so has the lock.
    let whole = |name: &std::ffi::OsStr| {
        let name = name.to_string_lossy();
        name.starts_with("plan.toml") && name.ends_with(".json")
    };
    let written = || {
        let all = std::fs::read_dir(&kept).into_iter().flatten().flatten();
        all.filter(|it| whole(&it.file_name())).count() >= many
    };
    let end = std::time::Instant::now() + Duration::from_secs(2);
    while !written() {
        assert!(std::time::Instant::now() < end, "not kept within two seconds");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn plan(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("plan.toml")).unwrap()
}

fn moved() -> String {
    let (from, to) = ("category = \"revenue\"\nwave = \"county\"", "category = \"revenue\"\nwave = \"town\"");
    assert!(PLAN.contains(from));
    PLAN.replacen(from, to, 1)
}

#[test]
fn what_a_signal_ends_is_offered_again_and_restored() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("QUIT", 131), ("KILL", 1)] {
        let folder = folder();
        let mut terminal = edited(folder.path());
        terminal.signal(signal);
        let ended = terminal.end(Duration::from_secs(2));
        assert!(ended == code || signal == "KILL", "{signal}: {ended}");
        assert_eq!(plan(folder.path()), PLAN, "nothing is written that nobody saved");
        let mut terminal = start(folder.path());
        terminal.until("changes to 1 file that were not saved");
        terminal.until("+ wave = \"town\"");
        terminal.type_in("r");
        terminal.until("Restored what was not saved");
        terminal.type_in("\x13");
        terminal.until("Saved 1 change in 1 file");
        terminal.leave();
        assert_eq!(plan(folder.path()), moved());
        let mut terminal = start(folder.path());
        terminal.type_in("q");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0, "what is saved is not offered again");
    }
}

/// A room is shown nothing of it, and whoever leaves the slides is offered it then.
#[test]
fn what_was_left_is_offered_once_the_slides_are_left() {
    let folder = folder();
    let mut terminal = edited(folder.path());
    terminal.signal("KILL");
    terminal.end(Duration::from_secs(2));
    let (plan_file, state) = (folder.path().join("plan.toml"), folder.path().join("state"));
    let set = [("XDG_STATE_HOME", state.to_str().unwrap())];
    let mut terminal = Terminal::start_with(folder.path(), &["present", plan_file.to_str().unwrap()], &set);
    terminal.until("Where we stand");
    assert!(!terminal.contents().contains("not saved"), "{}", terminal.contents());
    terminal.type_in("\x1b");
    terminal.until("changes to 1 file that were not saved");
    terminal.type_in("r");
    terminal.until("Restored what was not saved");
    terminal.type_in("\x13");
    terminal.until("Saved 1 change in 1 file");
    terminal.leave();
    assert_eq!(plan(folder.path()), moved());
}

#[test]
fn a_second_session_is_offered_nothing_that_the_first_is_still_at() {
    let folder = folder();
    let mut first = edited(folder.path());
    let mut second = start(folder.path());
    second.type_in("/forms\r");
    second.wait(Duration::from_millis(300));
    assert!(!second.contents().contains("not saved"), "{}", second.contents());
    second.leave();
    first.signal("KILL");
    first.end(Duration::from_secs(2));
    let mut third = start(folder.path());
    third.until("that were not saved");
    third.until("+ wave = \"town\"");
    third.leave();
}

#[test]
fn a_scenario_of_a_session_that_was_cut_short_is_offered_again() {
    let folder = folder();
    let mut terminal = start(folder.path());
    terminal.type_in("/fees\rw");
    terminal.until("SCENARIO");
    terminal.type_in("<");
    terminal.until("Moved Fees for running it for the county to Whole town");
    until_kept(folder.path(), 1);
    terminal.signal("TERM");
    assert_eq!(terminal.end(Duration::from_secs(2)), 143);
    let mut terminal = start(folder.path());
    terminal.until("An earlier session ended with 1 scenario in no file.");
    terminal.until("+ move Fees for running it for the county to Whole town");
    terminal.type_in("r");
    terminal.until("Restored scenario A");
    terminal.type_in("w");
    terminal.until("SCENARIO");
    terminal.type_in("w");
    terminal.until("Back in the plan");
    // Kept as a file before leaving, it is not offered any more.
    terminal.type_in("q");
    terminal.until("k keep as a file and quit");
    terminal.type_in("k");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0);
    assert_eq!(plan(folder.path()), PLAN);
    let kept = std::fs::read_to_string(folder.path().join("scenarios/a.toml")).unwrap();
    assert!(kept.contains("move county-fees to town"), "{kept}");
    let mut terminal = start(folder.path());
    terminal.type_in("q");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0, "nothing is left");
}

#[test]
fn what_several_sessions_left_is_offered_together_and_decided_one_by_one() {
    let folder = folder();
    // Two at once, of which neither sees what the other is at.
    let mut first = edited(folder.path());
    let mut second = start(folder.path());
    second.type_in("/forms\r>");
    second.until("Moved Fewer wrong forms to County");
    until_kept(folder.path(), 2);
    for session in [&mut first, &mut second] {
        session.signal("KILL");
        session.end(Duration::from_secs(2));
    }
    let mut terminal = start(folder.path());
    terminal.until("2 sessions ended with changes that were not saved:");
    terminal.until("> 20");
    assert_eq!(
        terminal.contents().matches(" UTC · 1 change in 1 file").count(),
        2,
        "{}",
        terminal.contents()
    );
    // Leaving, and leaving it for later, keep both.
    terminal.leave();
    let mut terminal = start(folder.path());
    terminal.until("2 sessions ended");
    terminal.type_in("\x1b");
    terminal.until("Later: it stays kept");
    terminal.leave();
    // The newest is chosen first; each is shown as its difference.
    let mut terminal = start(folder.path());
    terminal.until("2 sessions ended");
    terminal.until("+ wave = \"county\"");
    terminal.type_in("j");
    terminal.until("+ wave = \"town\"");
    terminal.type_in("r");
    terminal.until("An earlier session ended with changes to 1 file that were not saved");
    terminal.type_in("d");
    terminal.until("Discarded what was kept of the session of 20");
    terminal.type_in("\x13");
    terminal.until("Saved 1 change in 1 file");
    terminal.leave();
    assert_eq!(plan(folder.path()), moved());
    let mut terminal = start(folder.path());
    terminal.type_in("q");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0, "nothing is left");
}

/// An editor that does this, as `EDITOR` has it.
fn editor(folder: &Path, does: &str) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.join("editor");
    std::fs::write(&path, format!("#!/bin/sh\n{does}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn an_editor_that_crashes_takes_nothing_that_is_not_saved_with_it() {
    let folder = folder();
    let state = folder.path().join("state");
    let kept = state.join("groundswell/journal");
    // It looks for the journal, breaks the terminal, and is killed; the second time it takes us with it.
    let does = format!(
        "cat '{0}'/*.json > \"$PWD/seen\"; stty raw -echo; test -e again && kill -9 $PPID; touch again; kill -9 $$",
        kept.display()
    );
    let editor = editor(folder.path(), &does);
    let own = folder.path().to_str().unwrap();
    let set = [("XDG_STATE_HOME", state.to_str().unwrap()), ("VISUAL", &*editor), ("TMPDIR", own)];
    let mut terminal = Terminal::start_in(folder.path(), &set);
    terminal.until("Town hall");
    // In one burst: the editor starts before anything else could be done.
    terminal.type_in("/fees\r<E");
    terminal.until("was killed");
    terminal.until("1 unsaved");
    let seen = std::fs::read_to_string(folder.path().join("seen")).unwrap();
    assert!(seen.contains("move county-fees to town"), "it was kept before the editor had the terminal");
    terminal.type_in("E");
    terminal.end(Duration::from_secs(5));
    assert_eq!(plan(folder.path()), PLAN);
    let mut terminal = start(folder.path());
    terminal.until("+ wave = \"town\"");
    terminal.type_in("r");
    terminal.until("Restored what was not saved");
    terminal.type_in("\x13");
    terminal.until("Saved 1 change in 1 file");
    terminal.leave();
    assert_eq!(plan(folder.path()), moved());
}

#[test]
fn a_journal_that_cannot_be_read_is_named_and_stays_until_it_is_discarded() {
    let folder = folder();
    edited(folder.path()).signal("KILL");
    let kept = folder.path().join("state/groundswell/journal");
    let json = || {
        let all = std::fs::read_dir(&kept).unwrap().flatten().map(|it| it.path());
        all.filter(|path| path.extension().is_some_and(|it| it == "json")).collect::<Vec<_>>()
    };
    let [journal] = &json()[..] else { panic!("one journal") };
    std::fs::write(journal, vec![0; 500]).unwrap();
    for _ in 0..2 {
        let mut terminal = start(folder.path());
        terminal.until("cannot be read:");
        terminal.until("it is damaged");
        terminal.type_in("r");
        terminal.until("Not restored:");
        // Going on edits beside it, and not over it.
        terminal.type_in("\x1b");
        terminal.until("Later: it stays kept");
        terminal.type_in("/fees\r<");
        terminal.until("Moved Fees for running it for the county to Whole town");
        until_kept(folder.path(), 2);
        assert_eq!(std::fs::read(journal).unwrap(), vec![0; 500]);
        terminal.type_in("q");
        terminal.until("Quit?");
        terminal.type_in("d");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0);
    }
    let mut terminal = start(folder.path());
    terminal.until("it is damaged");
    terminal.type_in("d");
    terminal.until("Discarded");
    terminal.leave();
    assert_eq!(json(), Vec::<std::path::PathBuf>::new());
}

#[test]
fn a_closed_terminal_loses_nothing_and_keeping_for_later_keeps() {
    let folder = folder();
    let mut terminal = edited(folder.path());
    terminal.close();
    terminal.end(Duration::from_secs(2));
    for _ in 0..2 {
        let mut terminal = start(folder.path());
        terminal.until("that were not saved");
        terminal.leave();
    }
    let mut terminal = start(folder.path());
    terminal.until("that were not saved");
    terminal.type_in("d");
    terminal.until("Discarded");
    terminal.leave();
    assert_eq!(plan(folder.path()), PLAN);
    let mut terminal = start(folder.path());
    terminal.leave();
}

#[test]
fn every_way_out_asks_where_something_is_not_saved() {
    for way in ["q", "\x03\x03", ":quit\r"] {
        let folder = folder();
        let mut terminal = edited(folder.path());
        terminal.type_in(way);
        terminal.until("Quit?");
        terminal.type_in("d");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0, "{way:?}");
        assert_eq!(plan(folder.path()), PLAN);
        let mut terminal = start(folder.path());
        terminal.type_in("q");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0, "what was discarded is not offered");
    }
}

#[test]
fn what_changed_since_is_brought_together_or_told() {
    let folder = folder();
    edited(folder.path()).signal("KILL");
    let theirs = PLAN.replacen("name = \"Online forms\"", "name = \"Forms online\"", 1);
    std::fs::write(folder.path().join("plan.toml"), &theirs).unwrap();
    let mut terminal = start(folder.path());
    terminal.until("The plan has changed since");
    terminal.type_in("r");
    terminal.until("Restored what was not saved");
    terminal.type_in("\x13");
    terminal.until("Saved");
    terminal.leave();
    assert_eq!(
        plan(folder.path()),
        moved().replacen("name = \"Online forms\"", "name = \"Forms online\"", 1)
    );
}

#[test]
fn what_others_changed_to_the_same_since_is_decided_row_by_row_and_the_rest_is_restored() {
    let other = "name = \"Forms online\"";
    for (keys, wave) in [("m\r", "town"), ("t\r", "pilot")] {
        let folder = folder();
        let mut terminal = edited(folder.path());
        // One more edit, which nobody else touches.
        terminal.type_in("/wrong\r>");
        terminal.until("2 unsaved");
        std::thread::sleep(Duration::from_millis(300));
        terminal.signal("KILL");
        let (from, to) = ("\"revenue\"\nwave = \"county\"", "\"revenue\"\nwave = \"pilot\"");
        let theirs = PLAN.replacen(from, to, 1).replacen("name = \"Online forms\"", other, 1);
        std::fs::write(folder.path().join("plan.toml"), &theirs).unwrap();
        let mut terminal = start(folder.path());
        terminal.until("The plan has changed since");
        terminal.type_in("r");
        terminal.until("1 value was changed on both sides");
        // Back, and nothing has happened; and nothing does before the row is decided.
        terminal.type_in("\x1b");
        terminal.until("The plan has changed since");
        terminal.type_in("r\r");
        terminal.until("1 row still to decide");
        assert_eq!(plan(folder.path()), theirs);
        terminal.type_in(keys);
        terminal.until("Restored what was not saved");
        terminal.type_in("\x13");
        terminal.until("Saved");
        terminal.leave();
        let errors = ("objective = \"time\"\nwave = \"town\"", "objective = \"time\"\nwave = \"county\"");
        let both = theirs.replacen(to, &format!("\"revenue\"\nwave = \"{wave}\""), 1);
        assert_eq!(plan(folder.path()), both.replacen(errors.0, errors.1, 1), "{keys}");
    }
}

/// While a plan is gone from the disk, its journal is the one place that has it beside the session.
#[test]
fn a_plan_that_is_gone_is_kept_whole_and_written_again_when_it_is_opened() {
    let record = "[[action]]\nwhat = \"Ask the town\"\ndate = 2026-02-01\nowner = \"X\"\n";
    let own = format!("include = [\"record/*.toml\"]\n{PLAN}");
    for is_edited in [false, true] {
        let outer = tempfile::tempdir().unwrap();
        let (folder, state) = (outer.path().join("plans"), outer.path().join("state"));
        let set = [("XDG_STATE_HOME", state.to_str().unwrap())];
        std::fs::create_dir_all(folder.join("record")).unwrap();
        std::fs::write(folder.join("plan.toml"), &own).unwrap();
        std::fs::write(folder.join("record/q3.toml"), record).unwrap();
        let mut terminal = Terminal::start_with(outer.path(), &["plans"], &set);
        terminal.until("Town hall");
        if is_edited {
            terminal.type_in("/fees\r<");
            terminal.until("Moved Fees for running it for the county to Whole town");
        }
        std::fs::remove_dir_all(&folder).unwrap();
        terminal.until("stays open here");
        until_kept(outer.path(), 1);
        std::thread::sleep(Duration::from_millis(300));
        terminal.signal("KILL");
        terminal.end(Duration::from_secs(2));
        // Nothing is written unasked, and what is not wanted now is offered the next time.
        let mut terminal = Terminal::start_with(outer.path(), &["plans"], &set);
        terminal.until("kept 2 files of it");
        terminal.type_in("no\r");
        assert_eq!(terminal.end(Duration::from_secs(5)), 2);
        assert!(!folder.exists());
        let mut terminal = Terminal::start_with(outer.path(), &["plans"], &set);
        terminal.until("kept 2 files of it");
        terminal.type_in("\r");
        if is_edited {
            terminal.until("An earlier session ended with changes to 1 file");
            terminal.type_in("r");
            terminal.until("Restored what was not saved");
            terminal.type_in("\x13");
            terminal.until("Saved 1 change in 1 file");
        }
        terminal.until("Town hall");
        terminal.leave();
        let (from, to) = ("\"revenue\"\nwave = \"county\"", "\"revenue\"\nwave = \"town\"");
        let expected = if is_edited { own.replacen(from, to, 1) } else { own.clone() };
        assert_eq!(std::fs::read_to_string(folder.join("plan.toml")).unwrap(), expected);
        assert_eq!(std::fs::read_to_string(folder.join("record/q3.toml")).unwrap(), record);
        let mut terminal = Terminal::start_with(outer.path(), &["plans"], &set);
        terminal.until("Town hall");
        terminal.type_in("q");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0, "nothing is left");
    }
}

/// A file that was gone and that undo put back is in no place but the journal when the session is cut short.
#[test]
fn a_record_that_undo_put_back_is_restored_and_written_again() {
    for (again, brought) in
        [(None, "none"), (Some("[[action]]\nwhat = \"Other\"\ndate = 2026-02-01\n"), "its own")]
    {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("plans");
        let record = folder.join("record/q3.toml");
        std::fs::create_dir_all(record.parent().unwrap()).unwrap();
        let own = format!("include = [\"record/*.toml\"]\n{PLAN}");
        std::fs::write(folder.join("plan.toml"), &own).unwrap();
        let text = "[[action]]\nwhat = \"Ask the town\"\ndate = 2026-02-01\nowner = \"X\"\n";
        std::fs::write(&record, text).unwrap();
        let mut terminal = start(&folder);
        std::fs::remove_file(&record).unwrap();
        terminal.until("changed on disk, and is read again");
        terminal.type_in("u");
        terminal.until("Undone: take what changed on disk");
        until_kept(&folder, 1);
        terminal.signal("KILL");
        terminal.end(Duration::from_secs(2));
        assert!(!record.exists());
        if let Some(again) = again {
            std::fs::write(&record, again).unwrap();
        }
        let state = folder.join("state");
        let mut terminal = Terminal::start_in(&folder, &[("XDG_STATE_HOME", state.to_str().unwrap())]);
        terminal.until("that were not saved");
        terminal.until("+ what = \"Ask the town\"");
        // Gone as it was when the session ended, it is what the edits began from.
        let changed = terminal.contents().contains("has changed since");
        assert_eq!(changed, again.is_some(), "{brought}: {}", terminal.contents());
        terminal.type_in("r");
        terminal.until("Restored what was not saved");
        assert_eq!(record.exists(), again.is_some(), "{brought}: nothing is written unasked");
        terminal.type_in("\x13");
        if again.is_none() {
            terminal.until("Write it again?");
            terminal.type_in("w");
        }
        terminal.until("Saved 1 change in 1 file");
        let written = std::fs::read_to_string(&record).unwrap();
        match again {
            None => assert_eq!(written, text),
            Some(again) => assert!(written.contains(again) && written.contains(text), "{written}"),
        }
        assert_eq!(plan(&folder), own);
        terminal.leave();
        let mut terminal = start(&folder);
        terminal.type_in("q");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0, "{brought}: nothing is left");
    }
}
