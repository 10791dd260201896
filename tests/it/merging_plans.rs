//! Whole plans merged: what one side edits arrives where the other has moved it.

use std::path::{Path, PathBuf};

use fastrand::Rng;
use groundswell::diff::changes;
use groundswell::disk::Memory;
use groundswell::merge::{Files, Markers, merge_files, unsaid};
use groundswell::source::{Limits, Read, Source};

use crate::diff::{commit, git, repository};
use crate::drivers::run;
use crate::merging::{Doc, apart, doc};
use crate::program::{folder, swell, write};

/// The files of a plan, and which of them each table is in; a table that is named nowhere is in the first.
fn files(doc: &Doc, places: &[(String, usize)], comments: bool) -> Files {
    let place = |table: &str| places.iter().rev().find(|it| it.0 == table).map_or(0, |it| it.1);
    let mut files = Files::new();
    for (nth, path) in ["plan.toml", "a.toml", "sub/b.toml"].into_iter().enumerate() {
        let mut part = doc.clone();
        part.tables.retain(|(table, _)| place(table) == nth);
        let text = part.text(comments);
        let top = "format = 1\n";
        let text = match nth {
            0 => text.replacen(top, "format = 1\ninclude = [\"a.toml\", \"sub/b.toml\"]\n", 1),
            _ => text.replacen(top, "", 1),
        };
        files.insert(path.to_owned(), text);
    }
    files
}

fn read(files: &Files) -> Read {
    let store = files.iter().fold(Memory::default(), |store, (path, text)| store.with(path, text.as_str()));
    Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).ok().unwrap()
}

#[test]
fn what_is_apart_always_merges_though_tables_move() {
    for seed in 0..500 {
        let mut rng = Rng::with_seed(2_000_000 + seed);
        let base = doc(&mut rng);
        let edits = apart(&base, &mut rng);
        let [mut ours, mut theirs, mut both] = [base.clone(), base.clone(), base.clone()];
        edits[0].iter().for_each(|edit| ours.apply(edit, &mut rng));
        edits[1].iter().for_each(|edit| theirs.apply(edit, &mut rng));
        edits.iter().flatten().for_each(|edit| both.apply(edit, &mut rng));
        let names: Vec<String> = base.tables.iter().map(|it| it.0.clone()).collect();
        let start: Vec<(String, usize)> = names.iter().map(|name| (name.clone(), rng.usize(..3))).collect();
        // Each table is moved by one side at most; whoever edits it may be the other.
        let mut moves: [Vec<(String, usize)>; 2] = Default::default();
        for name in names.iter().filter(|name| *name != "plan") {
            if rng.bool() {
                moves[rng.usize(..2)].push((name.clone(), rng.usize(..3)));
            }
        }
        let comments = rng.bool();
        let [one, other] = moves.each_ref().map(|moves| [start.as_slice(), moves].concat());
        let all = [one.as_slice(), &moves[1]].concat();
        let base = files(&base, &start, comments);
        let (ours, theirs) = (files(&ours, &one, comments), files(&theirs, &other, comments));
        let both = files(&both, &all, comments);
        for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
            let whole = merge_files(&base, one, other, &Markers::default(), &[]).unwrap();
            assert_eq!(whole.conflicts, [""; 0], "seed {seed}: {edits:?} {moves:?}");
            let (merged, expected) = (read(&whole.files), read(&both));
            let (said, wanted) = (merged.source.written(), expected.source.written());
            let found = changes(&wanted, &said, &expected.plan, &merged.plan);
            assert!(found.is_empty(), "seed {seed}: {edits:?} {moves:?}\n{:#?}", whole.files);
            let sides = [&base, one, other].map(|files| read(files).source.written());
            assert_eq!(unsaid(&sides[0], &sides[1], &sides[2], &said), [], "seed {seed}");
            // And each table stands where whoever moved it has put it.
            let headers = |text: &str| {
                let mut headers: Vec<String> =
                    text.lines().filter(|line| line.starts_with('[')).map(str::to_owned).collect();
                headers.sort();
                headers
            };
            for (path, text) in &both {
                assert_eq!(
                    headers(&whole.files[path]),
                    headers(text),
                    "seed {seed}: {path} {edits:?} {moves:?}"
                );
            }
        }
    }
}

#[test]
fn what_a_merge_lost_is_named() {
    let plan = |value: u32| {
        read(&Files::from([("plan.toml".to_owned(), format!("format = 1\n[driver.a]\nvalue = {value}\n"))]))
            .source
            .written()
    };
    assert_eq!(unsaid(&plan(1), &plan(1), &plan(2), &plan(2)), []);
    let lost = unsaid(&plan(1), &plan(1), &plan(2), &plan(1));
    assert_eq!(lost.iter().map(ToString::to_string).collect::<Vec<_>>(), ["driver.a.value"]);
}

const PLAN: &str = r#"format = 1
include = ["*.toml"]

[wave.one]
name = "One"
start = 2026-01-01
end = 2026-06-30
"#;
const REACH: &str = "[driver.reach]\nname = \"Reach\"\nwave = \"one\"\nvalue = 1200\n";
const TRUST: &str = "\n# Who trusts us\n[driver.trust]\nname = \"Trust\"\nwave = \"one\"\nvalue = 100\n";

fn text(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).unwrap()
}

#[test]
fn a_branch_that_moved_a_table_is_merged_into_the_folder() {
    let folder = repository(&[("p/plan.toml", PLAN), ("p/drivers.toml", &(REACH.to_owned() + TRUST))]);
    git(folder.path(), &["checkout", "--quiet", "-b", "side"]);
    write(folder.path(), "p/drivers.toml", REACH);
    write(folder.path(), "p/trust.toml", TRUST);
    commit(folder.path(), "theirs");
    git(folder.path(), &["checkout", "--quiet", "main"]);
    let edited = TRUST.replace("value = 100", "value = 300");
    write(folder.path(), "p/drivers.toml", &(REACH.to_owned() + &edited));
    let dry = swell(folder.path(), &["merge", "main", "p", "side", "--dry-run"]);
    let told =
        "new p/trust.toml\nwrite p/drivers.toml\ndriver.trust goes from p/drivers.toml to p/trust.toml\n";
    assert_eq!((dry.code, dry.err.as_str()), (0, ""));
    assert_eq!(dry.out, format!("{told}nothing was written (--dry-run)\n"));
    assert_eq!(git(folder.path(), &["status", "--short"]), " M p/drivers.toml\n");
    let ran = swell(folder.path(), &["merge", "main", "p", "side:p"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, told, ""));
    assert_eq!(text(folder.path(), "p/drivers.toml"), REACH);
    assert_eq!(text(folder.path(), "p/trust.toml"), edited);
    assert_eq!(text(folder.path(), "p/plan.toml"), PLAN);
    let again = swell(folder.path(), &["merge", "main", "p", "side"]);
    assert_eq!((again.code, again.out.as_str()), (0, "nothing to merge: OURS says it all\n"));
}

#[test]
fn what_git_cannot_follow_is_merged_amid_its_merge() {
    let folder = repository(&[
        ("plans/p/plan.toml", PLAN),
        ("plans/p/d.toml", &(REACH.to_owned() + TRUST)),
        ("x", "1\n"),
    ]);
    let setup = swell(folder.path(), &["git", "setup", "--program", env!("CARGO_BIN_EXE_swell")]);
    assert_eq!(setup.code, 0);
    commit(folder.path(), "set up");
    git(folder.path(), &["checkout", "--quiet", "-b", "side"]);
    write(folder.path(), "plans/p/d.toml", REACH);
    write(folder.path(), "plans/p/trust.toml", TRUST);
    write(folder.path(), "x", "2\n");
    commit(folder.path(), "theirs");
    git(folder.path(), &["checkout", "--quiet", "main"]);
    let edited = TRUST.replace("value = 100", "value = 300");
    write(folder.path(), "plans/p/d.toml", &(REACH.to_owned() + &edited));
    commit(folder.path(), "ours");
    assert_eq!(run(folder.path(), &["merge", "side"]).code, 1);
    git(folder.path(), &["restore", "--source", "HEAD", "--staged", "--worktree", "plans/p"]);
    let base = git(folder.path(), &["merge-base", "HEAD", "MERGE_HEAD"]);
    let ran = swell(folder.path(), &["merge", base.trim(), "plans/p", "MERGE_HEAD"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    commit(folder.path(), "both");
    let all = git(folder.path(), &["show", "HEAD:plans/p/d.toml", "HEAD:plans/p/trust.toml", "HEAD:x"]);
    assert_eq!(all, format!("{REACH}{edited}2\n"));
    assert_eq!(git(folder.path(), &["rev-list", "--count", "--merges", "HEAD"]), "1\n");
}

#[test]
fn folders_are_merged_with_what_does_not_merge_marked() {
    let files = |name: &str, drivers: &str| {
        [(format!("{name}/plan.toml"), PLAN.to_owned()), (format!("{name}/d.toml"), drivers.to_owned())]
    };
    let all = [
        files("base", REACH),
        files("ours", &REACH.replace("1200", "900")),
        files("theirs", &REACH.replace("1200", "1500")),
    ];
    let all: Vec<(&str, &str)> =
        all.iter().flatten().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = folder(&all);
    let ran = swell(folder.path(), &["merge", "base", "ours", "theirs"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "write ours/d.toml\n"));
    assert_eq!(ran.err, "1 conflict: ours/d.toml: driver.reach.value\n");
    let conflict = "wave = \"one\"\n<<<<<<< ours\nvalue = 900\n||||||| base\nvalue = 1200\n=======\nvalue = 1500\n>>>>>>> theirs\n";
    assert!(text(folder.path(), "ours/d.toml").ends_with(conflict), "{}", text(folder.path(), "ours/d.toml"));
    // What has markers in it is not merged again, and what is refused leaves the folder as it is.
    let again = swell(folder.path(), &["merge", "base", "ours", "theirs"]);
    assert_eq!((again.code, again.out.as_str()), (2, ""));
    assert!(again.err.contains("d.toml is no TOML that can be taken apart"), "{}", again.err);
    let none = swell(folder.path(), &["merge", "base", "ours", "nowhere"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("THEIRS: there is no folder nowhere"), "{}", none.err);
    // A file that is no part of the plan is nobody's to write over.
    write(folder.path(), "theirs/more/x.toml", TRUST);
    for side in ["base", "ours", "theirs"] {
        write(folder.path(), &format!("{side}/d.toml"), REACH);
    }
    write(folder.path(), "theirs/plan.toml", &PLAN.replace("\"*.toml\"", "\"*.toml\", \"more/*.toml\""));
    write(folder.path(), "ours/more/x.toml", "# mine\n");
    let ran = swell(folder.path(), &["merge", "base", "ours", "theirs"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("ours/more/x.toml is there already"), "{}", ran.err);
    assert_eq!(text(folder.path(), "ours/more/x.toml"), "# mine\n");
    assert_eq!(text(folder.path(), "ours/plan.toml"), PLAN);
}

/// Both sides add a plan that was nowhere before: what they say alike is there once, what one alone says is
/// there, and what they say otherwise is marked, with nothing between.
#[test]
fn a_plan_that_both_sides_added_is_merged_against_nothing() {
    let folder = repository(&[("x", "1\n")]);
    git(folder.path(), &["checkout", "--quiet", "-b", "side"]);
    write(folder.path(), "p/plan.toml", PLAN);
    write(folder.path(), "p/d.toml", &(REACH.to_owned() + TRUST));
    commit(folder.path(), "theirs");
    git(folder.path(), &["checkout", "--quiet", "main"]);
    let ours = |value: &str| {
        write(
            folder.path(),
            "p/plan.toml",
            &PLAN.replace("[wave.one]", "[market.dk]\nshare = 1\n\n[wave.one]"),
        );
        write(folder.path(), "p/d.toml", &REACH.replace("1200", value));
    };
    let base = git(folder.path(), &["rev-parse", "HEAD"]);
    ours("1200");
    let ran = swell(folder.path(), &["merge", base.trim(), "p", "side"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "write p/d.toml\n"), "{}", ran.err);
    assert!(ran.err.starts_with("BASE has no such plan"), "{}", ran.err);
    assert_eq!(text(folder.path(), "p/d.toml"), REACH.to_owned() + TRUST);
    assert!(text(folder.path(), "p/plan.toml").contains("[market.dk]"));
    ours("900");
    let ran = swell(folder.path(), &["merge", base.trim(), "p", "side"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("1 conflict: p/d.toml: driver.reach.value"), "{}", ran.err);
    // The sides are called as git calls them.
    let short = &base[..7];
    let marked = format!("<<<<<<< HEAD\nvalue = 900\n||||||| {short}\n=======\nvalue = 1200\n>>>>>>> side\n");
    assert!(text(folder.path(), "p/d.toml").contains(&marked), "{}", text(folder.path(), "p/d.toml"));
    ours("900");
    let named = ["--label", "mine", "--label", "%S", "--label", "yours"];
    swell(folder.path(), &[&["merge", base.trim(), "p", "side"], &named[..]].concat());
    let marked = marked.replace("HEAD", "mine").replace("> side", "> yours");
    assert!(text(folder.path(), "p/d.toml").contains(&marked), "{}", text(folder.path(), "p/d.toml"));
    // In folders, the base is one without a plan.
    std::fs::create_dir(folder.path().join("none")).unwrap();
    write(folder.path(), "q/plan.toml", PLAN);
    ours("1200");
    let ran = swell(folder.path(), &["merge", "none", "p", "q"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // A side without the plan is none.
    let ran = swell(folder.path(), &["merge", "side", "p", base.trim()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("has no such plan"), "{}", ran.err);
}

/// One side renames files, the plan's own among them, and the other edits what is in them, or the other way
/// round: the edits arrive, under the new names, and the old ones are gone.
#[test]
fn edits_follow_files_that_the_other_side_renamed() {
    let programme = PLAN.replace("include = [\"*.toml\"]", "include = [\"parts/*.toml\"]");
    for ours_renames in [true, false] {
        let folder = repository(&[("p/plan.toml", PLAN), ("p/d.toml", &(REACH.to_owned() + TRUST))]);
        let rename = || {
            git(folder.path(), &["rm", "--quiet", "-r", "p"]);
            write(folder.path(), "p/programme.toml", &programme);
            write(folder.path(), "p/parts/drivers.toml", &(REACH.to_owned() + TRUST));
            commit(folder.path(), "renamed");
        };
        let edit = || {
            write(folder.path(), "p/plan.toml", &PLAN.replace("2026-06-30", "2026-07-31"));
            write(folder.path(), "p/d.toml", &(REACH.replace("1200", "1300") + TRUST));
            commit(folder.path(), "edited");
        };
        git(folder.path(), &["checkout", "--quiet", "-b", "side"]);
        if ours_renames {
            edit()
        } else {
            rename()
        }
        git(folder.path(), &["checkout", "--quiet", "main"]);
        let base = git(folder.path(), &["rev-parse", "HEAD"]);
        if ours_renames {
            rename()
        } else {
            edit()
        }
        let ran = swell(folder.path(), &["merge", base.trim(), "p", "side"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
        assert_eq!(ran.out.contains("p/plan.toml is called p/programme.toml"), !ours_renames, "{}", ran.out);
        assert_eq!(text(folder.path(), "p/programme.toml"), programme.replace("2026-06-30", "2026-07-31"));
        assert_eq!(text(folder.path(), "p/parts/drivers.toml"), REACH.replace("1200", "1300") + TRUST);
        assert!(!folder.path().join("p/plan.toml").exists() && !folder.path().join("p/d.toml").exists());
    }
}

/// A file that one side removed goes where the other left it as it was, and is marked where it did not.
#[test]
fn a_file_that_one_side_removed_goes_unless_the_other_edited_it() {
    let folder = repository(&[("p/plan.toml", PLAN), ("p/r.toml", REACH), ("p/t.toml", TRUST)]);
    git(folder.path(), &["checkout", "--quiet", "-b", "side"]);
    git(folder.path(), &["rm", "--quiet", "p/t.toml"]);
    commit(folder.path(), "theirs");
    git(folder.path(), &["checkout", "--quiet", "main"]);
    write(folder.path(), "p/r.toml", &REACH.replace("1200", "1300"));
    let ran = swell(folder.path(), &["merge", "main", "p", "side"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "remove p/t.toml\n", ""));
    assert!(!folder.path().join("p/t.toml").exists());
    write(folder.path(), "p/t.toml", &TRUST.replace("100", "200"));
    let ran = swell(folder.path(), &["merge", "main", "p", "side"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, "1 conflict: p/t.toml: driver.trust\n"));
    assert!(
        text(folder.path(), "p/t.toml").contains("<<<<<<< HEAD\n"),
        "{}",
        text(folder.path(), "p/t.toml")
    );
}

/// One side gives a driver another id and moves it to another file; the other edits it, and a KPI and a reading
/// of its own speak of it. Both arrive under the new id, whichever side is merged into the other.
#[test]
fn edits_and_references_follow_an_id_that_the_other_side_renamed_and_moved() {
    let renamed = TRUST.replace("driver.trust", "driver.confidence");
    let kpis = |id: &str| format!("[kpi.share]\nname = \"Share\"\nmeasures = [\"{id}\"]\n");
    let record = |id: &str| format!("[[realized]]\ndriver = \"{id}\"\nperiod = \"2026-02\"\nvalue = 5\n");
    for ours_renames in [true, false] {
        let drivers = REACH.to_owned() + TRUST;
        let folder =
            repository(&[("p/plan.toml", PLAN), ("p/d.toml", &drivers), ("p/k.toml", &kpis("trust"))]);
        let rename = || {
            write(folder.path(), "p/d.toml", REACH);
            write(folder.path(), "p/trust.toml", &renamed);
            write(folder.path(), "p/k.toml", &kpis("confidence"));
            commit(folder.path(), "renamed");
        };
        let edit = || {
            write(folder.path(), "p/d.toml", &(REACH.to_owned() + &TRUST.replace("= 100", "= 300")));
            write(folder.path(), "p/new.toml", &record("trust"));
            commit(folder.path(), "edited");
        };
        let (first, second): (&dyn Fn(), &dyn Fn()) =
            if ours_renames { (&edit, &rename) } else { (&rename, &edit) };
        git(folder.path(), &["checkout", "--quiet", "-b", "side"]);
        first();
        git(folder.path(), &["checkout", "--quiet", "main"]);
        let base = git(folder.path(), &["rev-parse", "HEAD"]);
        second();
        let ran = swell(folder.path(), &["merge", base.trim(), "p", "side"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
        let told = ran.out.contains("driver.trust is called driver.confidence\n");
        assert_eq!(told, !ours_renames, "{}", ran.out);
        assert_eq!(text(folder.path(), "p/d.toml"), REACH);
        assert_eq!(text(folder.path(), "p/trust.toml"), renamed.replace("= 100", "= 300"));
        assert_eq!(text(folder.path(), "p/k.toml"), kpis("confidence"));
        assert_eq!(text(folder.path(), "p/new.toml"), record("confidence"));
    }
}

/// Git's driver sees the rename where the file has it, and merges the branch without a conflict.
#[test]
fn gits_driver_follows_an_id_that_a_branch_renamed() {
    let plan = PLAN.replace("include = [\"*.toml\"]\n", "");
    let (one, kpi) = (plan + REACH, "[kpi.rate]\nname = \"Rate\"\nmeasures = [\"reach\"]\n");
    let folder = repository(&[("plan.toml", &one)]);
    let setup = swell(folder.path(), &["git", "setup", "--program", env!("CARGO_BIN_EXE_swell")]);
    assert_eq!(setup.code, 0);
    commit(folder.path(), "set up");
    git(folder.path(), &["checkout", "--quiet", "-b", "side"]);
    write(folder.path(), "plan.toml", &one.replace("reach", "outreach"));
    commit(folder.path(), "theirs");
    git(folder.path(), &["checkout", "--quiet", "main"]);
    write(folder.path(), "plan.toml", &(one.replace("value = 1200", "value = 1300") + kpi));
    commit(folder.path(), "ours");
    let ran = run(folder.path(), &["merge", "--quiet", "side"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let expected =
        one.replace("reach", "outreach").replace("1200", "1300") + &kpi.replace("reach", "outreach");
    assert_eq!(text(folder.path(), "plan.toml"), expected);
}

#[test]
fn a_path_behind_a_revision_is_one_of_the_repository_that_one_stands_in() {
    let here = repository(&[("p/plan.toml", PLAN), ("p/d.toml", REACH)]);
    let other = repository(&[("q/plan.toml", PLAN), ("q/d.toml", &REACH.replace("1200", "1500"))]);
    let q = other.path().join("q");
    let (ours, here) = (q.to_str().unwrap(), here.path());
    // HEAD:p is that of this repository, though OURS lies in another one, which has no such path.
    let ran = swell(here, &["merge", "HEAD:p", ours, "HEAD:p"]);
    assert_eq!((ran.code, &*ran.out), (0, "nothing to merge: OURS says it all\n"), "{}", ran.err);
    let ran = swell(here, &["merge", "HEAD:p", ours, "HEAD:q"]);
    assert_eq!(ran.code, 2);
    // One that only the other has is told, with both repositories.
    let ran = swell(here, &["merge", "HEAD:p", ours, &format!("HEAD:{ours}")]);
    assert_eq!(ran.code, 2);
    let [one, two] = [here, other.path()].map(|it| it.canonicalize().unwrap().display().to_string());
    assert!(ran.err.contains(&one) && ran.err.contains(&two), "{}", ran.err);
    assert!(ran.err.contains("name the revision alone"), "{}", ran.err);
}

/// Of a plan in several files git hands over one: an id that the other side renamed stands in another one, and what
/// is added to this one takes it all the same, in a merge as in a rebase.
#[test]
fn gits_driver_follows_an_id_that_is_renamed_in_another_file() {
    const RECORD: &str = "[[realized]]\ndriver = \"reach\"\nperiod = \"2026-02\"\nvalue = 5\n";
    const MORE: &str = "\n[[realized]]\ndriver = \"reach\"\nperiod = \"2026-03\"\nvalue = 7\n";
    for rebases in [false, true] {
        let files = [("p/plan.toml", PLAN), ("p/d.toml", REACH), ("p/r.toml", RECORD)];
        let folder = repository(&files);
        let at = folder.path();
        let setup = swell(at, &["git", "setup", "--program", env!("CARGO_BIN_EXE_swell")]);
        assert_eq!(setup.code, 0);
        commit(at, "set up");
        git(at, &["checkout", "--quiet", "-b", "side"]);
        for (path, text) in files {
            write(at, path, &text.replace("reach", "outreach"));
        }
        commit(at, "theirs");
        git(at, &["checkout", "--quiet", "main"]);
        write(at, "p/r.toml", &(RECORD.to_owned() + MORE));
        commit(at, "ours");
        let ran = match rebases {
            true => run(at, &["rebase", "--quiet", "side"]),
            false => run(at, &["merge", "--quiet", "side"]),
        };
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{rebases}: {}", ran.out);
        let expected = (RECORD.to_owned() + MORE).replace("reach", "outreach");
        assert_eq!(text(at, "p/r.toml"), expected, "{rebases}");
        let checked = swell(at, &["check", "p", "--only", "unknown-id"]);
        assert!(!checked.out.contains("reach`"), "{}", checked.out);
    }
}
