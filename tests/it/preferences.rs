//! The schema of the preferences takes what the program takes, and refuses what it refuses.

use std::path::Path;

use groundswell::tui::preferences::{Preferences, schema::schema};
use jsonschema::Validator;
use serde_json::Value;

use crate::program::swell;

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
