//! Fixes: what is mended, what stays as it was, and how the program ends.

use std::path::{Path, PathBuf};

use groundswell::check::check_under;
use groundswell::check::fixes::Fixed;
use groundswell::check::settings::Settings;
use groundswell::disk::{Memory, Overlay};
use groundswell::finding::Applicability;
use groundswell::rule::Found;
use groundswell::rules::RULES;
use groundswell::source::{Limits, Source};

use crate::program::{Ran, folder, swell, write};

/// The text of a plan after a check with some arguments, which have to leave the code `code`.
fn after(before: &str, arguments: &[&str], code: i32) -> String {
    let folder = folder(&[("plan.toml", before)]);
    let ran = swell(folder.path(), &[&["check"], arguments].concat());
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
    read(folder.path())
}

fn read(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("plan.toml")).unwrap()
}

const DATES: &str = "\u{feff}format = 1 # the format\r\n\r\n# Waves\r\n[wave.one]\r\n  start = \"2026-01-01\" # from\r\n  end   =   '2026-06-30'\r\n  note = \"\"\"\r\nas it \\\r\n   is\"\"\"";

#[test]
fn dates_lose_their_quotes_and_nothing_else_changes() {
    let mended = after(DATES, &["--fix", "--only", "format", "--allow", "name-missing"], 0);
    let expected = DATES.replace("\"2026-01-01\"", "2026-01-01").replace("'2026-06-30'", "2026-06-30");
    assert_eq!(mended, expected);
}

#[test]
fn what_is_no_date_keeps_its_quotes() {
    let text = "format = 1\n[wave.one]\nstart = \"2026-1-1\"\nend = \"2026-13-01\"\n";
    assert_eq!(after(text, &["--fix", "--only", "format"], 1), text);
}

#[test]
fn a_need_that_says_nothing_new_goes_with_its_comma() {
    let plan = |needs: &str| {
        format!(
            "format = 1\n[wave]\none = {{ start = 2026-01-01, end = 2026-06-30 }}\n[capability]\n\
             a = {{ wave = \"one\" }}\nb = {{ wave = \"one\", needs = [\"a\"] }}\n\
             c = {{ wave = \"one\", needs = [\"b\"] }}\n\n[driver.reach]\nwave = \"one\"\nneeds = {needs}\n"
        )
    };
    for (before, mended) in [
        (r#"["a", "b", "c"] # all three"#, r#"["c"] # all three"#),
        (r#"["c", "a"]"#, r#"["c"]"#),
        ("[\n  \"c\", # most\n  \"b\",\n  \"a\"\n]", "[\n  \"c\", # most\n]"),
        (r#"["a", "a"]"#, r#"["a"]"#),
    ] {
        let only = ["--fix", "--only", "redundant-need"];
        assert_eq!(after(&plan(before), &only, 0), plan(mended), "{before}");
    }
}

#[test]
fn names_are_written_as_they_were_meant_where_one_alone_is_close() {
    let text = "format = 1\n[wave.one]\nstrat = 2026-01-01\nend = 2026-06-30\nname = \"One\"\n\n\
                [capability]\nconsent = { name = \"C\", wave = \"oen\", layer = \"technologcal\" }\n\
                crm = { name = \"M\", wave = \"one\", needs = [\"consnet >= 1\"] } # needs\n\
                aa = { name = \"A\", wave = \"one\" }\nab = { name = \"B\", wave = \"one\", needs = [\"ac\"] }\n";
    let only = ["--only", "format"];
    assert_eq!(after(text, &[&["--fix"], &only[..]].concat(), 1), text, "these are guesses");
    let mended = after(text, &[&["--unsafe-fixes"], &only[..]].concat(), 1);
    let expected = text
        .replace("strat", "start")
        .replace("oen", "one")
        .replace("technologcal", "technological")
        .replace("consnet >= 1", "consent >= 1");
    assert_eq!(mended, expected, "`ac` may be `aa` or `ab`");
}

#[test]
fn a_key_that_is_there_already_is_not_written_twice() {
    let text = "format = 1\n[wave.one]\nname = \"One\"\nstart = 2026-01-01\nend = 2026-06-30\nstrat = 1\n";
    assert_eq!(after(text, &["--unsafe-fixes", "--only", "format"], 1), text);
}

#[test]
fn a_waiver_that_accepts_nothing_is_removed_when_asked() {
    let start = "format = 1\n\n# accepted by the board\n";
    let waiver = "[[waiver]]\nrule = \"split-group\"\nreason = \"r\" # why\nby = \"CEO\"\n\n";
    let rest = "# The waves\n[wave]\n";
    let text = format!("{start}{waiver}{rest}");
    let only = ["--only", "split-group,waiver-unused", "--strict"];
    assert_eq!(after(&text, &[&["--fix"], &only[..]].concat(), 1), text);
    // With what is said about it.
    assert_eq!(after(&text, &[&["--unsafe-fixes"], &only[..]].concat(), 0), format!("format = 1\n\n{rest}"));
}

#[test]
fn what_cannot_be_seen_is_taken_out_of_a_text() {
    let text = "format = 1\n[plan]\nname = \"Re\\u202Each\u{200b}\" # kept\nnote = 'a\\u202E'\n";
    let expected = "format = 1\n[plan]\nname = \"Reach\" # kept\nnote = 'a\\u202E'\n";
    assert_eq!(after(text, &["--unsafe-fixes", "--only", "format"], 0), expected);
}

#[test]
fn a_file_that_is_no_utf_8_is_left_alone() {
    let folder = folder(&[]);
    let bytes = b"format = 1\n[wave.one]\nname = \"S\xf8ren\"\nstart = \"2026-01-01\"\nend = 2026-06-30\n";
    std::fs::write(folder.path().join("plan.toml"), bytes).unwrap();
    let ran = swell(folder.path(), &["check", "--fix"]);
    assert_eq!(ran.code, 1);
    assert_eq!(std::fs::read(folder.path().join("plan.toml")).unwrap(), bytes);
    assert!(ran.out.ends_with("nothing to fix\n"), "{}", ran.out);
}

#[test]
fn every_file_of_a_plan_is_mended_and_it_is_said_how_many() {
    let wave = "[wave.one]\nname = \"One\"\nstart = \"2026-01-01\"\nend = \"2026-06-30\"\n";
    let plan = "format = 1\ninclude = [\"part/*.toml\"]\n[plan]\nas-of = \"2026-03-31\"\n";
    let folder = folder(&[("plan.toml", plan), ("part/wave.toml", wave)]);
    let only = ["check", "--only", "format"];
    let ran = swell(folder.path(), &only);
    assert!(ran.out.contains("\n3 can be mended with --fix\nplan.toml: 3 errors"), "{}", ran.out);
    let ran = swell(folder.path(), &[&only[..], &["--fix"]].concat());
    assert!(ran.out.ends_with("3 fixes applied in 2 files\n"), "{}", ran.out);
    assert_eq!(ran.code, 0);
    let json = swell(folder.path(), &[&only[..], &["--fix", "--format", "json"]].concat());
    assert_eq!((json.json()["summary"]["errors"].as_u64(), &*json.err), (Some(0), "nothing to fix\n"));
    let names = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 2, "no other file is left behind");
}

#[test]
fn a_diff_shows_what_would_change_and_changes_nothing() {
    let folder = folder(&[("plan.toml", DATES)]);
    let ran = swell(folder.path(), &["check", "--diff", "--only", "format"]);
    assert_eq!((ran.code, read(folder.path())), (1, DATES.to_owned()));
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[..3], ["--- a/plan.toml", "+++ b/plan.toml", "@@ -2,8 +2,8 @@"]);
    assert!(lines.contains(&"-  start = \"2026-01-01\" # from"), "{}", ran.out);
    assert!(lines.contains(&"+  start = 2026-01-01 # from"), "{}", ran.out);
    assert_eq!(lines.last(), Some(&"2 fixes would be applied in 1 file"));
}

#[test]
fn only_what_is_reported_is_mended() {
    let folder = folder(&[("plan.toml", DATES)]);
    let ran = swell(folder.path(), &["check", "--fix", "--only", "waves", "--allow", "waves"]);
    // Errors of the format are always reported, so they are mended.
    assert!(ran.out.contains("2 fixes applied"), "{}", ran.out);
    let text = "format = 1\n[[waiver]]\nrule = \"split-group\"\nreason = \"r\"\nby = \"CEO\"\n";
    assert_eq!(after(text, &["--unsafe-fixes", "--allow", "waiver-unused"], 0), text);
}

#[test]
fn a_program_gets_the_edits_of_each_fix() {
    let folder = folder(&[("plan.toml", DATES)]);
    let ran = swell(folder.path(), &["check", "--format", "json", "--only", "wrong-type"]);
    let fix = &ran.json()["findings"][0]["fixes"][0];
    assert_eq!((&fix["title"], &fix["applicability"]), (&"Remove the quotes".into(), &"safe".into()));
    let edit = serde_json::json!({
        "file": "plan.toml", "line": 5, "column": 11, "end_line": 5, "end_column": 23, "text": "2026-01-01"
    });
    assert_eq!(fix["edits"], serde_json::json!([edit]));
}

#[test]
fn the_code_says_how_a_check_ended() {
    let waves = "format = 1\n[wave]\none = { name = \"One\", start = 2026-01-01, end = 2026-06-30 }\n";
    let conflict = format!("{waves}<<<<<<< ours\na = 1\n=======\na = 2\n>>>>>>> theirs\n");
    let error = waves.replace("2026-06-30", "2025-06-30");
    let folder = folder(&[
        ("warned/plan.toml", waves),
        ("broken/plan.toml", &error),
        ("torn/plan.toml", &conflict),
        ("sound/plan.toml", "format = 1\n"),
    ]);
    let code = |arguments: &[&str]| {
        let ran = swell(folder.path(), &[&["check"], arguments].concat());
        assert_eq!(ran.err.is_empty(), ran.code != 2, "{arguments:?}: {}", ran.err);
        ran.code
    };
    for (expected, arguments) in [
        (0, &["sound"][..]),
        (0, &["warned"]),
        (1, &["warned", "--strict"]),
        (0, &["warned", "--strict", "--allow", "warning"]),
        (1, &["warned", "--deny", "warning"]),
        (1, &["broken"]),
        (0, &["broken", "--allow", "wave-dates"]),
        (1, &["sound", "broken", "--quiet"]),
        (3, &["torn"]),
        (3, &["torn", "broken"]),
        (3, &["torn", "--fix"]),
        (1, &["broken", "--diff"]),
        (2, &["nothing"]),
        (2, &["sound", "--only", "nothing"]),
        (2, &["sound", "--nothing"]),
        (2, &["sound", "--format", "nothing"]),
        (2, &["sound", "--watch", "--fix"]),
        (2, &["sound", "--max-bytes", "4"]),
        (2, &["sound", "--since", "HEAD"]),
    ] {
        assert_eq!(code(arguments), expected, "{arguments:?}");
    }
}

#[test]
fn what_is_torn_is_not_touched() {
    let torn = "[wave.one]\nstart = \"2026-01-01\"\nend = 2026-06-30\n<<<<<<< a\nx = 1\n=======\n>>>>>>> b\n";
    assert_eq!(after(&format!("format = 1\n{torn}"), &["--unsafe-fixes"], 3), format!("format = 1\n{torn}"));
    let broken = "format = 1\nx = = 1\n[wave.one]\nstart = \"2026-01-01\"\nend = 2026-06-30\n";
    assert_eq!(after(broken, &["--unsafe-fixes"], 1), broken);
}

/// Applies all fixes to a text in memory; what is then found, and how many fixes there were.
fn mended(text: &str, found: Option<Found>) -> (String, Vec<&'static str>, usize) {
    let memory = Memory::default().with("plan.toml", text);
    let memory = match found {
        Some(Found::Beside { file, text }) => memory.with(file, text),
        _ => memory,
    };
    let mut store = Overlay::new(&memory);
    let check = |store: &Overlay<'_>| {
        let read = Source::read(store, &[PathBuf::from("plan.toml")], Limits::default());
        read.map(|read| check_under(read, &Settings::default(), None))
    };
    let mut fixed = Fixed::default();
    let checked = check(&store).unwrap_or_else(|unreadable| panic!("{unreadable:?}"));
    let left = fixed.apply(checked, Applicability::Unsafe, &mut store, check);
    let left = left.unwrap_or_else(|unreadable| panic!("{unreadable:?}"));
    let text = fixed.texts().next().map_or(text, |(_, _, new)| new).to_owned();
    (text, left.findings.iter().map(|it| it.finding.rule).collect(), fixed.applied)
}

#[test]
fn a_fix_mends_the_example_of_its_rule_and_breaks_nothing_else() {
    let mut with_fix = Vec::new();
    for rule in RULES {
        let (text, left, applied) = mended(&rule.bad.replace(['«', '»'], ""), Some(rule.found));
        if applied > 0 {
            with_fix.push(rule.name);
            assert!(left.is_empty(), "{}: {left:?}\n{text}", rule.name);
        }
    }
    let some = [
        "file-left-out",
        "redundant-need",
        "unknown-key",
        "unknown-value",
        "unknown-id",
        "unsafe-text",
        "waiver-unused",
    ];
    assert!(some.iter().all(|rule| with_fix.contains(rule)), "{with_fix:?}");
}

#[test]
fn many_fixes_in_one_list_are_applied_in_turn() {
    let mut text = "format = 1\n[capability]\n".to_owned();
    for nth in 0..20 {
        let needs: Vec<String> = (0..nth).map(|nth| format!("\"c{nth}\"")).collect();
        text.push_str(&format!("c{nth} = {{ wave = \"unplanned\", needs = [{}] }}\n", needs.join(", ")));
    }
    text.push_str("[wave]\none = { start = \"2026-01-01\", end = \"2026-12-31\" }\n");
    let (after, left, applied) = mended(&text.replace("unplanned", "one"), None);
    assert!(!left.contains(&"redundant-need"), "{after}");
    assert_eq!(applied, 18 + 2, "one for each item, and the two dates");
    assert!(after.contains("c19 = { wave = \"one\", needs = [\"c18\"] }"), "{after}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_said_and_left() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[]);
    write(folder.path(), "plan.toml", DATES);
    let path = folder.path().join("plan.toml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let ran: Ran = swell(folder.path(), &["check", "--fix"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cannot be mended: it is read-only; nothing was written"), "{}", ran.err);
    assert_eq!(read(folder.path()), DATES);
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_the_file_behind_it_is_mended() {
    let folder = folder(&[("real/plan.toml", DATES)]);
    std::os::unix::fs::symlink("real/plan.toml", folder.path().join("plan.toml")).unwrap();
    swell(folder.path(), &["check", "--fix", "plan.toml"]);
    assert!(std::fs::symlink_metadata(folder.path().join("plan.toml")).unwrap().is_symlink());
    let real = std::fs::read_to_string(folder.path().join("real/plan.toml")).unwrap();
    assert!(real.contains("start = 2026-01-01"), "{real}");
}
