//! What others can do to the files of a plan, each seen by the watch and answered by the interface, with and
//! without something unsaved.

#![allow(clippy::unwrap_used, reason = "what helps a test may fail like a test")]

use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{EVERY, Watch};
use crate::disk::{Disk, is_gone};
use crate::draft::{Draft, asked};
use crate::source::Limits;
use crate::tui::editing::make;
use crate::tui::model::Model;
use crate::tui::msg::{Code, Key, Msg};
use crate::tui::theme::Look;
use crate::tui::update::update;
use crate::workspace::Workspace;

const PLAN: &str = r#"format = 1
include = ["record/*.toml"]
[wave.one]
start = 2026-01-01
end = 2026-06-30
[wave.two]
start = 2026-07-01
end = 2026-12-31
[driver.a]
name = "A"
wave = "one"
[driver.b]
name = "B"
wave = "one"
"#;

const RECORD: &str = "[[action]]\nwhat = \"Ask\"\ndate = 2026-02-01\nowner = \"X\"\n";

/// What the interface makes of what was done.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Told {
    /// Nothing: the plan says what it said.
    Nothing,
    /// The plan is read again, as a step that can be undone.
    Taken,
    /// The plan is read again, and there is nothing to go back to: it has one more file, or is another one now.
    TakenForGood,
    /// Where something is unsaved: both can be brought together.
    Together,
    /// Where something is unsaved: both changed the same, and each row is asked about.
    Clashing,
    /// Where something is unsaved: the two cannot be brought together by what they say.
    Apart,
    /// It cannot be read any more, and stays open.
    Open,
}

fn theirs() -> String {
    PLAN.replace("name = \"B\"", "name = \"Their B\"")
}

fn rename_over(path: &Path, text: &str) {
    let beside = path.with_file_name(".beside");
    std::fs::write(&beside, text).unwrap();
    std::fs::rename(beside, path).unwrap();
}

fn set_time(path: &Path, time: SystemTime) {
    std::fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
}

fn time(path: &Path) -> SystemTime {
    std::fs::metadata(path).unwrap().modified().unwrap()
}

fn remove(path: &Path) {
    std::fs::remove_file(path).unwrap();
}

/// What is done, and what the interface makes of it: where nothing is unsaved, and where something is.
type Row = (&'static str, Told, Told, fn(&Path));

const DAY: Duration = Duration::from_secs(86_400);

const ROWS: &[Row] = &[
    ("touched", Told::Nothing, Told::Nothing, |plan| set_time(plan, time(plan) + Duration::from_secs(5))),
    ("touched a day back", Told::Nothing, Told::Nothing, |plan| set_time(plan, time(plan) - DAY)),
    ("truncated and written the same", Told::Nothing, Told::Nothing, |plan| {
        std::fs::write(plan, PLAN).unwrap()
    }),
    ("renamed over with the same", Told::Nothing, Told::Nothing, |plan| rename_over(plan, PLAN)),
    ("changed, and changed back", Told::Nothing, Told::Nothing, |plan| {
        std::fs::write(plan, theirs()).unwrap();
        std::fs::write(plan, PLAN).unwrap();
    }),
    ("a file that is no part of the plan", Told::Nothing, Told::Nothing, |plan| {
        std::fs::write(plan.with_file_name("other.toml"), PLAN).unwrap();
    }),
    ("truncated and written anew", Told::Taken, Told::Together, |plan| {
        std::fs::write(plan, theirs()).unwrap()
    }),
    ("renamed over", Told::Taken, Told::Together, |plan| rename_over(plan, &theirs())),
    ("other content at the same time, as long", Told::Taken, Told::Together, |plan| {
        let before = time(plan);
        std::fs::write(plan, PLAN.replace("name = \"B\"", "name = \"C\"")).unwrap();
        set_time(plan, before);
    }),
    ("other content by a clock a day behind", Told::Taken, Told::Together, |plan| {
        let before = time(plan);
        rename_over(plan, &theirs());
        set_time(plan, before - DAY);
    }),
    ("other content by a clock a day ahead", Told::Taken, Told::Together, |plan| {
        let before = time(plan);
        std::fs::write(plan, theirs()).unwrap();
        set_time(plan, before + DAY);
    }),
    ("an included file", Told::Taken, Told::Together, |plan| {
        std::fs::write(plan.with_file_name("record/a.toml"), RECORD.replace("Ask", "Ask again")).unwrap();
    }),
    ("one more file that is included", Told::TakenForGood, Told::Together, |plan| {
        std::fs::write(plan.with_file_name("record/b.toml"), RECORD).unwrap();
    }),
    ("an included file is gone", Told::Taken, Told::Together, |plan| {
        remove(&plan.with_file_name("record/a.toml"));
    }),
    ("the same value", Told::Taken, Told::Clashing, |plan| {
        std::fs::write(plan, PLAN.replace("name = \"A\"", "name = \"Their A\"")).unwrap();
    }),
    ("a merge that stopped halfway", Told::Taken, Told::Apart, |plan| {
        let torn = "<<<<<<< ours\nname = \"B\"\n=======\nname = \"C\"\n>>>>>>> theirs\n";
        std::fs::write(plan, PLAN.replace("name = \"B\"\n", torn)).unwrap();
    }),
    ("its folder is gone", Told::Taken, Told::Together, |plan| {
        std::fs::remove_dir_all(plan.with_file_name("record")).unwrap();
    }),
    ("emptied", Told::Taken, Told::Clashing, |plan| std::fs::write(plan, "").unwrap()),
    ("a link to another file", Told::TakenForGood, Told::Together, |plan| {
        let other = plan.with_file_name("theirs.txt");
        std::fs::write(&other, theirs()).unwrap();
        remove(plan);
        symlink(other, plan).unwrap();
    }),
    ("gone", Told::Open, Told::Open, remove),
    ("renamed away", Told::Open, Told::Open, |plan| {
        std::fs::rename(plan, plan.with_file_name("old.txt")).unwrap()
    }),
    ("a folder in its place", Told::Open, Told::Open, |plan| {
        remove(plan);
        std::fs::create_dir(plan).unwrap();
    }),
    ("gone with its folder", Told::Open, Told::Open, |plan| {
        std::fs::remove_dir_all(plan.parent().unwrap()).unwrap();
    }),
];

fn text(model: &Model) -> String {
    model.work.source().unwrap().text(0).content.to_string()
}

/// Opens a plan, changes it where something is to be unsaved, does something to its files, and looks until the
/// watch has looked at them.
fn told(name: &str, unsaved: bool, done: fn(&Path)) -> Told {
    let outer = tempfile::tempdir().unwrap();
    let plan = outer.path().join("plans/plan.toml");
    std::fs::create_dir_all(plan.with_file_name("record")).unwrap();
    std::fs::write(&plan, PLAN).unwrap();
    std::fs::write(plan.with_file_name("record/a.toml"), RECORD).unwrap();
    let paths = [plan.clone()];
    let open = || Draft::open(&Disk, &paths, Limits::default());
    let reread = || match open() {
        Ok(draft) => Ok(Box::new(Workspace::drafted(Box::new(draft), None))),
        Err(unreadable) => Err(unreadable.fault.message),
    };
    let Ok(work) = reread() else { panic!("{name}: the plan is there") };
    let mut model = crate::tui::open(*work, Look::default(), 80, 24);
    if unsaved {
        assert!(make(&mut model, |draft| asked::set(draft, "a.name", "My A")));
    }
    let (before, selected) = (text(&model), model.selection.clone());
    model.message = None;
    let mut watch = Watch::default();
    watch.look(model.work.draft.as_deref());
    assert!(
        (0..3 * EVERY).all(|_| !watch.tells(model.work.draft.as_deref(), false)),
        "{name}: nothing was done"
    );
    done(&plan);
    let seen = (0..EVERY).filter(|_| watch.tells(model.work.draft.as_deref(), false)).count();
    assert!(seen <= 1, "{name}: told once");
    if seen == 1 {
        update(&mut model, Msg::Outside(reread()));
    }
    // Whatever it was: it is told once, and what is unsaved is still there.
    watch.look(model.work.draft.as_deref());
    assert!((0..3 * EVERY).all(|_| !watch.tells(model.work.draft.as_deref(), false)), "{name}: told again");
    let said = model.message.clone().unwrap_or_default();
    if said.starts_with("Changed on disk, and 1 change") {
        assert!(model.overlay.is_none(), "{name}: a banner, and nothing that takes keys");
        // Saving waits, and asks.
        let effects = update(&mut model, Msg::Key(Key { code: Code::Char('s'), ctrl: true }));
        assert!(effects.is_empty(), "{name}: {effects:?}");
    }
    let asked = model.overlay.as_ref().is_some_and(|over| over.name() == "outside");
    if unsaved {
        assert_eq!(text(&model), before, "{name}: nothing is taken unasked");
        assert_eq!(model.work.unsaved, ["set driver.a.name to My A"], "{name}");
    }
    assert_eq!(model.selection, selected, "{name}: the selection stays");
    if asked {
        let shown = crate::tui::text(&crate::tui::buffer(&model));
        let says = |words: &str| shown.contains(words);
        return match (says("do not touch the same values"), says("on both sides; choose for each")) {
            (true, _) => Told::Together,
            (_, true) => Told::Clashing,
            _ => Told::Apart,
        };
    }
    assert!(model.overlay.is_none(), "{name}");
    if said.contains("stays open here") {
        assert_eq!(text(&model), before, "{name}");
        assert!(is_gone(&plan) || plan.is_dir(), "{name}");
        return Told::Open;
    }
    if said.is_empty() {
        assert_eq!(text(&model), before, "{name}");
        return Told::Nothing;
    }
    assert!(said.starts_with("The plan was changed on disk, and is read again"), "{name}: {said}");
    assert!(!unsaved && model.work.unsaved.is_empty(), "{name}");
    let Some(draft) = &mut model.work.draft else { panic!("{name}: it can be edited") };
    match draft.undo() {
        Some(title) => {
            assert_eq!(title, "take what changed on disk", "{name}");
            let places = (0..).map_while(|file| draft.source().canonical(file));
            let texts: Vec<String> =
                (0..).zip(places).map(|(file, _)| draft.source().text(file).content.to_string()).collect();
            assert_eq!(texts, [PLAN, RECORD], "{name}: undone, it says what it said");
            Told::Taken
        }
        None => Told::TakenForGood,
    }
}

#[test]
fn whatever_others_do_is_seen_and_nothing_is_told_of_a_touch() {
    let mut wrong = Vec::new();
    for (name, clean, unsaved, done) in ROWS {
        for (expected, is) in [(clean, told(name, false, *done)), (unsaved, told(name, true, *done))] {
            if *expected != is {
                wrong.push(format!("{name}: {is:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ROWS.len() >= 16);
}

#[test]
fn what_others_did_while_something_else_was_saved_is_still_told() {
    let outer = tempfile::tempdir().unwrap();
    let plan = outer.path().join("plan.toml");
    let record = outer.path().join("record/a.toml");
    std::fs::create_dir_all(record.parent().unwrap()).unwrap();
    std::fs::write(&plan, PLAN).unwrap();
    std::fs::write(&record, RECORD).unwrap();
    let draft = Draft::open(&Disk, &[plan], Limits::default()).unwrap();
    let mut watch = Watch::default();
    watch.look(Some(&draft));
    std::fs::write(&record, RECORD.replace("Ask", "Ask again")).unwrap();
    // As after a save.
    watch.look(Some(&draft));
    assert_eq!((0..EVERY).filter(|_| watch.tells(Some(&draft), false)).count(), 1);
    // A plan that could not be read is read again when a file is back, though it says what it said.
    std::fs::write(&record, RECORD).unwrap();
    assert_eq!((0..EVERY).filter(|_| watch.tells(Some(&draft), false)).count(), 0, "as it is known");
    remove(&record);
    assert_eq!((0..EVERY).filter(|_| watch.tells(Some(&draft), false)).count(), 1);
    std::fs::write(&record, RECORD).unwrap();
    assert_eq!((0..EVERY).filter(|_| watch.tells(Some(&draft), true)).count(), 1);
}
