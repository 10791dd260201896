//! Git set up to compare and merge plans by what they say, in a real repository.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::diff::{commit, git, repository};
use crate::program::{Ran, command, ran, swell, write};

const PLAN: &str = r#"format = 1

[wave.one]
name = "One"
start = 2026-01-01
end = 2026-06-30

[wave.two]
name = "Two"
start = 2026-07-01
end = 2026-12-31

[driver.reach]
name = "Reach"
wave = "one"
value = 1200
"#;

fn set_up(folder: &Path) {
    let ran = swell(folder, &["git", "setup", "--program", env!("CARGO_BIN_EXE_swell")]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

/// Runs git; what it says and how it ended.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.current_dir(folder).args(who).args(arguments);
    Ran::of(command.env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap())
}

fn read(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).unwrap()
}

/// A PATH on which this program is found as `swell`, and the folder where it is.
fn path_with_swell() -> (TempDir, std::ffi::OsString) {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_swell"), folder.path().join("swell")).unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([folder.path().to_owned()]);
    let path = std::env::join_paths(folders).unwrap();
    (folder, path)
}

#[test]
fn git_calls_the_program_by_its_path_where_it_is_not_found_by_its_name() {
    let folder = repository(&[("plan.toml", PLAN)]);
    let program = env!("CARGO_BIN_EXE_swell");
    let own = std::env::var_os("PATH").unwrap_or_default();
    let without = std::env::split_paths(&own).filter(|it| !it.join("swell").exists());
    let without = std::env::join_paths(without).unwrap();
    let did = ran(command(folder.path(), &["git", "setup"]).env("PATH", without));
    assert_eq!((did.code, did.err.as_str()), (0, ""));
    assert!(did.out.contains(&format!("git config diff.swell.command '{program} diff'\n")), "{}", did.out);
    let note = format!("note: `swell` is not found on the PATH, so that git calls {program};");
    assert!(did.out.contains(&note), "{}", did.out);
    commit(folder.path(), "set up");
    // Both sides give one value another: git leaves it to the program, which marks where they contradict.
    for (branch, value) in [("side", "1500"), ("main", "1300")] {
        let base = if branch == "side" {
            &["checkout", "--quiet", "-b", "side"][..]
        } else {
            &["checkout", "--quiet", "-"]
        };
        git(folder.path(), base);
        write(folder.path(), "plan.toml", &PLAN.replace("value = 1200", &format!("value = {value}")));
        commit(folder.path(), branch);
    }
    assert_ne!(run(folder.path(), &["merge", "--quiet", "side"]).code, 0);
    assert!(read(folder.path(), "plan.toml").contains("<<<<<<<"), "{}", read(folder.path(), "plan.toml"));
}

#[test]
fn setting_up_says_what_it_does_once_and_is_undone() {
    let folder = repository(&[("p/plan.toml", PLAN), (".gitattributes", "*.md text\n")]);
    let config = read(folder.path(), ".git/config");
    let found = path_with_swell();
    let setup = |more: &[&str]| {
        let mut setup = command(folder.path(), &[&["git", "setup"], more].concat());
        ran(setup.env("PATH", &found.1))
    };
    write(folder.path(), "plans/q/plan.toml", PLAN);
    std::fs::rename(folder.path().join("p"), folder.path().join("plans/a b")).unwrap();
    let dry = setup(&["--dry-run"]);
    assert_eq!(read(folder.path(), ".git/config"), config);
    let did = setup(&[]);
    assert_eq!(dry.out, format!("{}nothing was done (--dry-run)\n", did.out));
    for line in [
        "write .gitattributes",
        "  /plans/**/*.toml diff=swell merge=swell",
        "git config merge.swell.driver 'swell merge %O %A %B --marker-size %L --path %P --label %X --label %S --label %Y'",
    ] {
        assert!(did.out.lines().any(|it| it == line), "{line}\n{}", did.out);
    }
    let attributes = read(folder.path(), ".gitattributes");
    // Plans that come to be there are among them.
    let names = ["plans/a b/record/x.toml", "plans/new/plan.toml", "plans/second.toml", "other.toml"];
    let asked = git(folder.path(), &[&["check-attr", "merge"][..], &names].concat());
    let expected = names.map(|name| {
        format!("{name}: merge: {}\n", if name.starts_with("plans/") { "swell" } else { "unspecified" })
    });
    assert_eq!(asked, expected.concat());
    assert_eq!(setup(&[]).out, "nothing to do: it is as it should be\n");
    assert_eq!(read(folder.path(), ".gitattributes"), attributes);
    assert_eq!(setup(&["--undo"]).code, 0);
    assert_eq!(read(folder.path(), ".gitattributes"), "*.md text\n");
    assert_eq!(read(folder.path(), ".git/config"), config);
    assert_eq!(setup(&["--undo"]).out, "nothing to do: it is as it should be\n");
}

#[test]
fn what_was_in_the_file_of_attributes_is_there_byte_for_byte_when_it_is_undone() {
    for before in ["*.png binary\r\n# mine", "*.md text\n", "*.md text\n\n", "# mine"] {
        let folder = repository(&[("a b/plan.toml", PLAN), (".gitattributes", before)]);
        set_up(folder.path());
        let after = read(folder.path(), ".gitattributes");
        assert!(after.starts_with(before), "{after}");
        assert!(after.contains("\n\"/a b/**/*.toml\" diff=swell merge=swell\n"), "{after}");
        set_up(folder.path());
        assert_eq!(read(folder.path(), ".gitattributes"), after);
        assert_eq!(swell(folder.path(), &["git", "setup", "--undo"]).code, 0);
        assert_eq!(read(folder.path(), ".gitattributes"), before);
        // What somebody wrote below stays, on a line of its own.
        write(folder.path(), ".gitattributes", &format!("{after}*.x text\n"));
        assert_eq!(swell(folder.path(), &["git", "setup", "--undo"]).code, 0);
        let end = if before.ends_with('\n') { "" } else { "\n" };
        assert_eq!(read(folder.path(), ".gitattributes"), format!("{before}{end}*.x text\n"));
    }
}

#[test]
fn a_plan_that_is_not_set_up_is_told_when_that_is_asked() {
    let folder = repository(&[("one/plan.toml", PLAN)]);
    let check =
        || swell(folder.path(), &["git", "setup", "--program", env!("CARGO_BIN_EXE_swell"), "--check"]);
    let before = check();
    assert_eq!(before.code, 1);
    assert!(before.out.ends_with("nothing was done: `swell git setup` does it\n"), "{}", before.out);
    assert!(!folder.path().join(".gitattributes").exists());
    set_up(folder.path());
    assert_eq!((check().code, &*check().out), (0, "nothing to do: it is as it should be\n"));
    write(folder.path(), "first.toml", PLAN);
    let new = check();
    assert!(new.code == 1 && new.out.contains("  /first.toml diff=swell"), "{}", new.out);
}

#[test]
fn plans_anywhere_in_a_repository_are_set_up_together_or_one_after_the_other() {
    let program = env!("CARGO_BIN_EXE_swell");
    let setup = |folder: &Path, more: &[&str]| {
        swell(folder, &[&["git", "setup", "--program", program][..], more].concat())
    };
    let files = [
        ("a/plan.toml", PLAN),
        ("b/plan.toml", PLAN),
        ("deep/er/town.toml", PLAN),
        // What only looks like one.
        ("starship.toml", "format = \"$all\"\n"),
    ];
    let lines = |folder: &Path| -> Vec<String> {
        let text = read(folder, ".gitattributes");
        text.lines().filter(|line| line.contains("merge=swell")).map(str::to_owned).collect()
    };
    let all = [
        "/a/**/*.toml diff=swell merge=swell",
        "/b/**/*.toml diff=swell merge=swell",
        "/deep/er/town.toml diff=swell merge=swell",
    ];
    // From wherever it is called.
    for here in ["", "a", "deep"] {
        let folder = repository(&files);
        let ran = setup(&folder.path().join(here), &[]);
        assert_eq!((ran.code, lines(folder.path())), (0, all.map(str::to_owned).to_vec()), "{}", ran.err);
    }
    let folder = repository(&files);
    assert_eq!(setup(folder.path(), &["a"]).code, 0);
    assert_eq!(lines(folder.path()), all[..1]);
    let check = setup(folder.path(), &["--check"]);
    assert!(
        check.code == 1 && check.out.contains("/b/**") && check.out.contains("town.toml"),
        "{}",
        check.out
    );
    assert_eq!(setup(folder.path(), &["--check", "a/plan.toml"]).code, 0);
    // The one that comes later takes nothing from the first.
    assert_eq!(setup(&folder.path().join("b"), &["plan.toml"]).code, 0);
    assert_eq!(lines(folder.path()), all[..2]);
    assert_eq!(setup(folder.path(), &["deep/er/town.toml", "b"]).code, 0);
    assert_eq!(lines(folder.path()), all);
    assert_eq!(setup(folder.path(), &["--check"]).code, 0);
    let unknown = setup(folder.path(), &["c"]);
    assert!(unknown.code == 2 && unknown.err.contains("in this repository"), "{}", unknown.err);
    assert_eq!(swell(folder.path(), &["git", "setup", "--undo"]).code, 0);
    assert!(!folder.path().join(".gitattributes").exists());
}

#[test]
fn git_merges_what_two_people_did_to_one_table() {
    let folder = repository(&[("plan.toml", PLAN)]);
    set_up(folder.path());
    commit(folder.path(), "set up");
    git(folder.path(), &["checkout", "--quiet", "-b", "side"]);
    let theirs = PLAN.replace("value = 1200", "value = 1500") + "\n[driver.theirs]\nname = \"Theirs\"\n";
    write(folder.path(), "plan.toml", &theirs);
    commit(folder.path(), "theirs");
    git(folder.path(), &["checkout", "--quiet", "main"]);
    let ours =
        PLAN.replace("wave = \"one\"", "wave = \"two\" # later") + "\n[driver.ours]\nname = \"Ours\"\n";
    write(folder.path(), "plan.toml", &ours);
    commit(folder.path(), "ours");
    let merged = run(folder.path(), &["merge", "--quiet", "side", "--message", "both"]);
    assert_eq!(merged.code, 0, "{}{}", merged.out, merged.err);
    let text = read(folder.path(), "plan.toml");
    for line in ["wave = \"two\" # later", "value = 1500", "[driver.ours]", "[driver.theirs]"] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
    // And a difference between two commits is told in the plan's words.
    let told = run(folder.path(), &["diff", "HEAD~1", "HEAD"]);
    assert!(told.out.contains("new driver Theirs (`theirs`)"), "{}{}", told.out, told.err);
    let plain = run(folder.path(), &["diff", "--no-ext-diff", "HEAD~1", "HEAD"]);
    assert!(plain.out.contains("@@ [driver.reach]") || plain.out.contains("@@ [wave.two]"), "{}", plain.out);
}

#[test]
fn a_clash_is_left_to_people_with_markers_around_its_line() {
    let folder = repository(&[("plan.toml", PLAN)]);
    set_up(folder.path());
    commit(folder.path(), "set up");
    git(folder.path(), &["checkout", "--quiet", "-b", "side"]);
    write(folder.path(), "plan.toml", &PLAN.replace("value = 1200", "value = 1500"));
    commit(folder.path(), "theirs");
    git(folder.path(), &["checkout", "--quiet", "main"]);
    write(folder.path(), "plan.toml", &PLAN.replace("value = 1200", "value = 900"));
    commit(folder.path(), "ours");
    let merged = run(folder.path(), &["merge", "side"]);
    assert_eq!(merged.code, 1);
    assert!(merged.err.contains("plan.toml: 1 conflict: driver.reach.value"), "{}", merged.err);
    let text = read(folder.path(), "plan.toml");
    // Git says whose each is: the branches, and the common commit.
    let base = git(folder.path(), &["rev-parse", "--short", "HEAD~1"]);
    let conflict = |ours: &str, base: &str, theirs: &str| {
        format!(
            "wave = \"one\"\n<<<<<<< {ours}\nvalue = 900\n||||||| {base}\nvalue = 1200\n=======\nvalue = 1500\n>>>>>>> {theirs}\n"
        )
    };
    assert!(text.contains(&conflict("HEAD", base.trim(), "side")), "{text}");
    assert!(git(folder.path(), &["status", "--short"]).starts_with("UU plan.toml"));
    assert_eq!(swell(folder.path(), &["check"]).code, 3);
    // As it was set up before git said so, and with what an older git makes of it.
    let program = env!("CARGO_BIN_EXE_swell");
    for more in ["--marker-size %L --path %P", "", "--label %%X --label %%S --label %%Y"] {
        git(folder.path(), &["reset", "--quiet", "--hard"]);
        let driver = format!("{program} merge %O %A %B {more}");
        git(folder.path(), &["config", "merge.swell.driver", &driver]);
        assert_eq!(run(folder.path(), &["merge", "side"]).code, 1);
        let text = read(folder.path(), "plan.toml");
        assert!(text.contains(&conflict("ours", "base", "theirs")), "{more}\n{text}");
    }
    // A commit's own words stand in the label, and can not end its line.
    write(folder.path(), "base", PLAN);
    write(folder.path(), "a", &PLAN.replace("1200", "900"));
    write(folder.path(), "b", &PLAN.replace("1200", "1500"));
    let labels = ["--label=main", "--label", "", "--label=1a2b (reach\nvalue = 3)"];
    let ran = swell(folder.path(), &[["merge", "base", "a", "b", "--print"].as_slice(), &labels].concat());
    assert!(ran.out.contains("<<<<<<< main\n"), "{}", ran.out);
    assert!(ran.out.contains("||||||| base\n"), "{}", ran.out);
    let theirs = ran.out.lines().find(|line| line.starts_with(">>>>>>>")).unwrap();
    assert!(theirs.starts_with(">>>>>>> 1a2b (reach") && theirs.ends_with("value = 3)"), "{theirs}");
}

#[test]
fn what_can_not_be_taken_apart_is_merged_by_lines() {
    let folder = repository(&[("base", "a = 1\n\n\nb = = 2\n"), ("ours", "a = 3\n\n\nb = = 2\n")]);
    write(folder.path(), "theirs", "a = 1\n\n\nb = 2\n");
    let ran = swell(folder.path(), &["merge", "base", "ours", "theirs", "--print"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "a = 3\n\n\nb = 2\n"), "{}", ran.err);
    assert!(ran.err.contains("merged by lines"), "{}", ran.err);
    // A reference to what the other side removed is a fault that neither had.
    write(folder.path(), "base", PLAN);
    write(folder.path(), "ours", &PLAN.replace("wave = \"one\"", "wave = \"two\""));
    let two = "[wave.two]\nname = \"Two\"\nstart = 2026-07-01\nend = 2026-12-31\n\n";
    write(folder.path(), "theirs", &PLAN.replace(two, ""));
    let ran = swell(folder.path(), &["merge", "base", "ours", "theirs", "--path", "plan.toml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.starts_with("plan.toml: merged, but now"), "{}", ran.err);
    assert!(!read(folder.path(), "ours").contains("[wave.two]"));
    // So are two needs that are sound alone, and two dates.
    let new = "\n[capability.a]\nreaches = { one = 1 }\n\n[capability.b]\nreaches = { one = 1 }\n";
    let base = PLAN.to_owned() + new;
    write(folder.path(), "base", &base);
    for (one, other, said) in [
        (
            base.replace("[capability.a]\n", "[capability.a]\nneeds = [\"b\"]\n"),
            base.replace("[capability.b]\n", "[capability.b]\nneeds = [\"a\"]\n"),
            "need",
        ),
        (base.replace("2026-07-01", "2026-11-01"), base.replace("2026-12-31", "2026-09-30"), "30 Sep 2026"),
    ] {
        write(folder.path(), "ours", &one);
        write(folder.path(), "theirs", &other);
        let ran = swell(folder.path(), &["merge", "base", "ours", "theirs", "--print"]);
        assert_eq!(ran.code, 1, "{said}: {}", ran.err);
        assert!(ran.err.contains("merged, but now") && ran.err.contains(said), "{}", ran.err);
    }
    let ran = swell(folder.path(), &["merge", "base", "nowhere", "theirs"]);
    assert_eq!(ran.code, 2);
}
