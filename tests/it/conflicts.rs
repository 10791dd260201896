//! Merges that git stopped halfway, as git itself leaves them: each is named with the lines of both sides,
//! the exit code says so, and nothing is written to such a file.

use std::path::Path;

use crate::diff::{commit, git, repository};
use crate::driven::{drawn, open, press};
use crate::drivers::run;
use crate::program::{swell, write};
use groundswell::disk::Memory;
use groundswell::draft::{Draft, asked};
use groundswell::source::Limits;
use groundswell::tui::after;
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::theme::Look;
use groundswell::workspace::Workspace;

const PLAN: &str = r#"format = 1
[wave.one]
start = 2026-01-01
end = 2026-06-30
budget = 100
[driver.a]
wave = "one"
note = """
first
second
third
"""
[driver.b]
name = "B"
"#;

const STYLES: [&str; 3] = ["merge", "diff3", "zdiff3"];

/// Merges two sides of a plan with a style of markers; git cannot.
fn merged(base: &str, ours: &str, theirs: &str, style: &str) -> tempfile::TempDir {
    let folder = repository(&[("plan.toml", base)]);
    git(folder.path(), &["checkout", "--quiet", "-b", "side"]);
    write(folder.path(), "plan.toml", theirs);
    commit(folder.path(), "theirs");
    git(folder.path(), &["checkout", "--quiet", "main"]);
    write(folder.path(), "plan.toml", ours);
    commit(folder.path(), "ours");
    stops(folder.path(), "side", style);
    folder
}

/// Merges a branch, which cannot be merged.
fn stops(folder: &Path, branch: &str, style: &str) {
    let merge = run(folder, &["-c", &format!("merge.conflictStyle={style}"), "merge", branch]);
    assert_eq!(merge.code, 1, "{}{}", merge.out, merge.err);
}

fn text(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("plan.toml")).unwrap()
}

/// What must be said of the conflicts in a file, by its own markers of seven: from where to where.
fn expected(text: &str) -> Vec<(usize, String)> {
    let said = |from: usize, to: usize| match to - from {
        0 => "nothing".to_owned(),
        1 => format!("line {from}"),
        _ => format!("lines {from} to {}", to - 1),
    };
    let marks = |sign: &str| -> Vec<usize> {
        let marker = sign.repeat(7);
        let is =
            |line: &str| line.strip_prefix(&marker).is_some_and(|it| it.is_empty() || it.starts_with(' '));
        (1..).zip(text.lines()).filter(|(_, line)| is(line)).map(|(nth, _)| nth).collect()
    };
    let (starts, bases, middles, ends) = (marks("<"), marks("|"), marks("="), marks(">"));
    assert!(!starts.is_empty() && starts.len() == middles.len() && starts.len() == ends.len(), "{text}");
    let conflicts = starts.iter().zip(middles).zip(ends).map(|((start, middle), end)| {
        let base = bases.iter().copied().find(|base| (*start..middle).contains(base)).unwrap_or(middle);
        let (one, other) = (said(start + 1, base), said(middle + 1, end));
        (
            *start,
            format!("a merge was left unfinished: {one} on one side (HEAD), {other} on the other (side)"),
        )
    });
    conflicts.collect()
}

/// All conflicts of the plan in a folder are named, and nothing else is of them.
#[track_caller]
fn are_named(folder: &Path, severity: &str) {
    let text = text(folder);
    let ran = swell(folder, &["check", "--format", "json"]);
    assert_eq!(ran.code, 3, "{text}\n{}", ran.err);
    let report = ran.json().to_string();
    let shown = swell(folder, &["check"]).out;
    let expected = expected(&text);
    for (line, message) in &expected {
        assert!(report.contains(message.as_str()), "{message}\n{text}\n{report}");
        assert!(shown.contains(&format!("plan.toml:{line}")), "{line}\n{shown}");
        assert!(shown.contains(&format!("{severity}[merge-conflict]")), "{shown}");
    }
    assert_eq!(report.matches("was left unfinished").count(), expected.len(), "{report}");
    assert_eq!(report.matches("never began").count(), 0, "{report}");
}

#[test]
fn conflicts_of_every_style_are_named_with_their_lines() {
    for style in STYLES {
        let ours =
            PLAN.replace("budget = 100", "budget = 300\nfocus = 2").replace("name = \"B\"", "name = \"Bb\"");
        let theirs =
            PLAN.replace("budget = 100", "budget = 200\nfocus = 2").replace("name = \"B\"", "name = \"Be\"");
        let folder = merged(PLAN, &ours, &theirs, style);
        let before = text(folder.path());
        assert_eq!(before.matches("\n<<<<<<< ").count(), 2, "{before}");
        assert_eq!(before.contains("\n||||||| "), style != "merge", "{before}");
        are_named(folder.path(), "error");
        let ran = swell(folder.path(), &["set", "a.name", "A"]);
        assert_eq!(ran.code, 3, "{}", ran.err);
        assert!(ran.err.contains("a merge was left unfinished"), "{}", ran.err);
        assert_eq!(text(folder.path()), before, "nothing is written");
    }
}

#[test]
fn a_side_that_says_nothing_is_named_as_that() {
    for style in STYLES {
        let (ours, theirs) =
            (PLAN.replace("budget = 100\n", ""), PLAN.replace("budget = 100", "budget = 200"));
        let folder = merged(PLAN, &ours, &theirs, style);
        assert!(expected(&text(folder.path()))[0].1.contains("nothing on one side (HEAD)"));
        are_named(folder.path(), "error");
    }
}

#[test]
fn conflicts_in_a_text_are_a_warning_and_nobody_has_merged_them_either() {
    for style in STYLES {
        let (ours, theirs) = (PLAN.replace("second", "2"), PLAN.replace("second", "2nd\nand more"));
        let folder = merged(PLAN, &ours, &theirs, style);
        are_named(folder.path(), "warning");
        // In a text and beside one, in one file.
        let both = |text: String, budget: u32| text.replace("budget = 100", &format!("budget = {budget}"));
        let folder = merged(PLAN, &both(ours, 200), &both(theirs, 300), style);
        assert_eq!(expected(&text(folder.path())).len(), 2);
        are_named(folder.path(), "error");
    }
}

/// Where each side has merged the other's first change in its own way, what both come from is a conflict
/// itself, and stands inside the conflict.
#[test]
fn a_conflict_inside_a_conflict_ends_neither() {
    for style in ["diff3", "zdiff3"] {
        let budget = |value: u32| PLAN.replace("budget = 100", &format!("budget = {value}"));
        let folder = repository(&[("plan.toml", PLAN)]);
        let path = folder.path();
        let settle = |value: u32| {
            write(path, "plan.toml", &budget(value));
            commit(path, "settled");
        };
        git(path, &["checkout", "--quiet", "-b", "side"]);
        settle(200);
        git(path, &["branch", "first"]);
        git(path, &["checkout", "--quiet", "main"]);
        settle(300);
        git(path, &["branch", "second"]);
        stops(path, "first", style);
        settle(400);
        git(path, &["checkout", "--quiet", "side"]);
        stops(path, "second", style);
        settle(500);
        git(path, &["checkout", "--quiet", "main"]);
        stops(path, "side", style);
        let text = text(path);
        assert!(text.contains("\n<<<<<<<<< ") && text.contains("\n>>>>>>>>> "), "{text}");
        are_named(path, "error");
    }
}

#[test]
fn the_terminal_lists_them() {
    let (ours, theirs) = (PLAN.replace("= 100", "= 300"), PLAN.replace("= 100", "= 200"));
    let folder = merged(PLAN, &ours, &theirs, "merge");
    let text = text(folder.path());
    let shown = drawn(&after(open(&text), Look::default(), "8", 140, 40));
    assert!(shown.contains("merge-conflict") && shown.contains("a merge was left unfinished"), "{shown}");
}

/// What is to stand in place of the marks is chosen in the terminal like any other fix: each choice is tried beside
/// the plan, and made as a step that can be undone. All else waits until the last of them is settled.
#[test]
fn the_terminal_takes_a_side_conflict_by_conflict() {
    let apart = PLAN.replace("[driver.a]", "[driver.z]\n[driver.y]\n[driver.x]\n[driver.a]");
    let ours = apart.replace("= 100", "= 300").replace("\"B\"", "\"Ours\"");
    let theirs = apart.replace("= 100", "= 200").replace("\"B\"", "\"Theirs\"");
    for style in ["merge", "diff3"] {
        let folder = merged(&apart, &ours, &theirs, style);
        let marked = text(folder.path());
        let store = Memory::default().with("plan.toml", marked.as_str());
        let draft = Draft::open(&store, &["plan.toml".into()], Limits::default()).unwrap();
        let mut model =
            groundswell::tui::open(Workspace::drafted(Box::new(draft), None), Look::default(), 120, 40);
        let content = |model: &Model| model.work.draft.as_ref().unwrap().source().text(0).content.to_string();
        press(&mut model, "8 <home> F");
        let shown = drawn(&model);
        assert!(shown.contains("1 take one side (HEAD): budget = 300 (yours to decide)"), "{shown}");
        assert!(shown.contains("2 take the other side (side): budget = 200 (yours to decide)"), "{shown}");
        // Both below one another would give the wave two budgets.
        press(&mut model, "3 <enter>");
        assert_eq!(content(&model), marked, "{:?}", model.message);
        press(&mut model, "F 2 <enter>");
        let half = content(&model);
        assert!(half.contains("end = 2026-06-30\nbudget = 200\n[driver.z]"), "{half}");
        assert!(half.contains("<<<<<<< HEAD\nname = \"Ours\"\n"), "{half}");
        assert!(
            model.message.as_deref().is_some_and(|it| it.starts_with("Took the other side")),
            "{:?}",
            model.message
        );
        // Nothing else is changed meanwhile.
        let refused = groundswell::tui::editing::make(&mut model, |draft| asked::set(draft, "a.name", "A"));
        assert!(!refused && content(&model) == half);
        press(&mut model, "8 <home> F 1 <enter>");
        let whole = apart.replace("= 100", "= 200").replace("\"B\"", "\"Ours\"");
        assert_eq!(content(&model), whole);
        assert!(!model.work.findings.iter().any(|it| it.finding.rule == "merge-conflict"));
        let Some(Effect::Save(files)) = press(&mut model, "ctrl-s").pop() else {
            panic!("there is a file to save")
        };
        assert_eq!((&*files[0].old, &*files[0].new), (marked.as_bytes(), whole.as_bytes()));
        press(&mut model, "u u");
        assert_eq!(content(&model), marked);
        assert!(drawn(&model).contains("Undone: take the other side"), "{}", drawn(&model));
    }
}

/// What git does not write has no sides that could be taken whole; and no command settles a merge by itself.
#[test]
fn only_people_settle_a_conflict_and_only_one_that_git_marked() {
    let jj = "format = 1\n<<<<<<< Conflict 1 of 1\n%%%%%%% Changes\n-a\n+b\n+++++++ Contents\nname = 1\n>>>>>>> end\n";
    let draft =
        Draft::open(&Memory::default().with("plan.toml", jj), &["plan.toml".into()], Limits::default());
    let draft = draft.unwrap();
    let found: Vec<_> = draft.findings().iter().filter(|it| it.rule == "merge-conflict").collect();
    assert_eq!((found.len(), found[0].fixes.len()), (1, 0));
    let (ours, theirs) = (PLAN.replace("= 100", "= 300"), PLAN.replace("= 100", "= 200"));
    let folder = merged(PLAN, &ours, &theirs, "merge");
    let before = text(folder.path());
    let ran = swell(folder.path(), &["check", "--fix", "--unsafe-fixes"]);
    assert_eq!((ran.code, text(folder.path())), (3, before), "{}{}", ran.out, ran.err);
}

#[test]
fn the_layout_of_a_file_with_markers_is_refused_with_their_lines() {
    let torn =
        PLAN.replace("budget = 100\n", "<<<<<<< ours\nbudget = 1\n=======\nbudget = 2\n>>>>>>> theirs\n");
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "plan.toml", &torn);
    for arguments in [&["fmt"][..], &["fmt", "--check"], &["fmt", "--diff"]] {
        let ran = swell(folder.path(), arguments);
        assert_eq!(ran.code, 3, "{arguments:?}: {}", ran.err);
        // The markers are lines 5, 7 and 9.
        let said = "plan.toml:5: a merge was left unfinished: line 6 on one side (ours), line 8 on the other";
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
    }
}
