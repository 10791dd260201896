//! The schema of the preferences takes what the program takes, and refuses what it refuses.

use std::path::Path;

use groundswell::tui::preferences::{Preferences, schema::schema};
use jsonschema::Validator;
use serde_json::Value;

use crate::program::{command, folder, ran, swell};

fn validator() -> Validator {
    jsonschema::options().build(&schema()).unwrap()
}

fn json(text: &str) -> Value {
    toml::from_str::<Value>(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

#[test]
fn every_setting_that_is_printed_to_start_from_fits() {
    let ran = swell(Path::new("."), &["keys", "--config"]);
    // Every line but the first, which names the file, with what it has behind its mark.
    let bare: String = ran
        .out
        .lines()
        .skip(1)
        .map(|line| line.strip_prefix("# ").unwrap_or(line).to_owned() + "\n")
        .collect();
    assert!(bare.matches(" = [").count() > 50, "{bare}");
    let wrong: Vec<String> = validator().iter_errors(&json(&bare)).map(|it| it.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn both_take_the_same() {
    for text in [
        "theme = \"high-contrast\"",
        "mouse = false\nascii = true",
        "[keys.everywhere]\nfull = [\"Z\", \"<f9>\", \"f11\"]",
        "[keys.everywhere]\nfull = \"disabled\"\nsearch = \"f11\"",
        "[keys.board]\nfull = []",
        "[keys.everywhere]\nsearch.next = [\"<f11>\"]",
        "[keys.everywhere]\n\"search.next\" = [\"<f11>\"]",
        "[keys.timeline.timeline]\ntoday = [\",\"]",
    ] {
        assert_eq!(Preferences::read(text).faults, [], "{text}");
        assert!(validator().is_valid(&json(text)), "{text}");
    }
}

#[test]
fn both_refuse_the_same() {
    for text in [
        "theme = \"blue\"",
        "theme = 1",
        "mouse = 1",
        "colour = 3",
        "[keys]\nboard = 7",
        "[keys.nowhere]\nfull = [\"Z\"]",
        "[keys.everywhere]\nfulll = [\"Z\"]",
        "[keys.everywhere]\nfull = [\"no key\"]",
        "[keys.everywhere]\nfull = [\"ctrl-c\"]",
        "[keys.everywhere]\nfull = [7]",
        "[keys.everywhere]\nclose = [\"Z\"]",
        "[keys.board]\n\"timeline.today\" = [\"0\"]",
    ] {
        assert!(!Preferences::read(text).faults.is_empty(), "{text}");
        assert!(!validator().is_valid(&json(text)), "{text}");
    }
}

#[test]
fn the_schema_is_printed() {
    let printed = swell(Path::new("."), &["schema", "preferences"]);
    assert_eq!(printed.json(), schema());
    assert_ne!(swell(Path::new("."), &["schema"]).json(), schema());
}

/// What is at fault is told beside the keys, which are those that the terminal then has.
#[test]
fn the_keys_are_printed_with_what_is_at_fault_in_the_file_of_them() {
    let keys_of = |text: &str| {
        let home = folder(&[("groundswell/config.toml", text)]);
        let ran = ran(command(home.path(), &["keys"]).env("XDG_CONFIG_HOME", home.path()));
        let path = home.path().join("groundswell/config.toml").display().to_string();
        (ran.code, ran.out, ran.err.replace(&path, "config.toml"))
    };
    let (code, usual, err) = keys_of("");
    assert_eq!((code, err.as_str()), (0, ""));
    let key_of = |out: &str, id: &str| {
        let line = out.lines().find(|line| line.split_whitespace().nth(1) == Some(id)).unwrap_or_default();
        line.split_whitespace().next().unwrap_or_default().to_owned()
    };
    assert_eq!((key_of(&usual, "full"), key_of(&usual, "quit")), ("z".into(), "q".into()));

    let text = "theme = \"blue\"\n[keys.everywhere]\nquit = [\"Q\"]\nfull = [\"no key\"]\nfulll = [\"Z\"]\n";
    let (code, out, err) = keys_of(text);
    assert_eq!(code, 0, "{err}");
    assert_eq!((key_of(&out, "full"), key_of(&out, "quit")), ("z".into(), "Q".into()));
    let told: Vec<&str> = err.lines().map(|line| line.split_inclusive(": ").nth(1).unwrap_or(line)).collect();
    assert_eq!(told, ["config.toml:1: ", "config.toml:4: ", "config.toml:5: "], "{err}");
    assert!(err.starts_with("warning: config.toml:1: theme is \"terminal\""), "{err}");
    assert!(err.contains("4: \"no key\" is no key"), "{err}");

    // The terminal tells that it is no text as well.
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("groundswell")).unwrap();
    std::fs::write(home.path().join("groundswell/config.toml"), [0xff, 0xfe]).unwrap();
    let ran = ran(command(home.path(), &["keys"]).env("XDG_CONFIG_HOME", home.path()));
    assert_eq!((ran.code, ran.out == usual), (0, true));
    assert!(ran.err.ends_with("config.toml is not UTF-8; the defaults are used\n"), "{}", ran.err);
}
