//! A plan begins with `swell init`.

use crate::program::{folder, swell};

#[test]
fn a_plan_is_begun_and_never_written_over() {
    let here = folder(&[]);
    let arguments =
        ["init", "new", "--template", "erp", "--name", "North", "--currency", "sek", "--start", "2027-01-01"];
    let begun = swell(here.path(), &arguments);
    assert_eq!((begun.code, &*begun.err), (0, ""));
    assert!(begun.out.contains("3 waves, 4 drivers, 8 capabilities, 5 mandates; 1 finding"), "{}", begun.out);
    let text = std::fs::read_to_string(here.path().join("new/plan.toml")).unwrap();
    assert!(text.contains("name = \"North\"\ncurrency = \"SEK\"\nstart = 2027-01-01\n"), "{text}");
    assert_eq!(swell(here.path(), &["check", "new"]).code, 0);
    let printed = swell(here.path(), &[&arguments[..], &["--stdout"]].concat());
    assert_eq!((printed.code, printed.out), (0, text.clone()));

    let again = swell(here.path(), &["init", "new"]);
    assert!(again.code == 2 && again.err.contains("there is a file of that name already"), "{}", again.err);
    assert_eq!(std::fs::read_to_string(here.path().join("new/plan.toml")).unwrap(), text);
}

#[test]
fn what_makes_no_sound_plan_is_refused() {
    let here = folder(&[]);
    let refused = swell(here.path(), &["init", "--name", "two\nlines"]);
    assert!(refused.code == 2 && refused.err.contains("`name` contains a line break"), "{}", refused.err);
    assert_eq!(swell(here.path(), &["init", "--currency", "XYZ"]).code, 2);
    assert_eq!(swell(here.path(), &["init", "--start", "2027-13-01"]).code, 2);
    assert!(swell(here.path(), &["init", "--template", "nonsense"]).err.contains("digital-health"));
    assert_eq!(std::fs::read_dir(here.path()).unwrap().count(), 0, "nothing was written");
}

#[test]
fn a_script_begins_the_same_plan_on_any_day() {
    let here = folder(&[]);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_swell"));
    command.args(["init", "--stdout"]).current_dir(here.path()).env("SOURCE_DATE_EPOCH", "1798675200");
    // 31 December 2026, 00:00.
    let text = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert!(text.contains("start = 2027-01-01\n"), "{text}");
}
