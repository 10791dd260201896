//! Fixtures with marks: what is between « and » is where a finding must point, from its first character to
//! its last. The marks themselves are not in the file.

use std::path::PathBuf;

use groundswell::disk::Memory;
use groundswell::rule::Found;
use groundswell::rules::by_name;
use groundswell::source::{Limits, Read, Source};

/// A wave to stand things in.
pub(crate) const WAVE: &str = "[wave.one]\nstart = 2026-01-01\nend = 2026-06-30\n";

/// Reads some files, of which the first is the plan's own.
pub(crate) fn read(files: &[(&str, &[u8])]) -> Read {
    let store = files.iter().fold(Memory::default(), |store, (path, bytes)| store.with(*path, *bytes));
    match Source::read(&store, &[PathBuf::from(files[0].0)], Limits::default()) {
        Ok(read) => read,
        Err(unreadable) => panic!("{unreadable:?}"),
    }
}

/// A fixture without its marks, and the lines and columns that they stand at.
pub(crate) fn unmarked(text: &str) -> (String, Vec<String>) {
    let (mut plain, mut marks) = (String::new(), Vec::new());
    let (mut line, mut column) = (1, 1);
    let mut start = String::new();
    for character in text.chars() {
        match character {
            '«' => start = format!("{line}:{column}"),
            '»' => marks.push(format!("{start}-{line}:{column}")),
            '\u{feff}' => plain.push(character),
            _ => {
                plain.push(character);
                (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
            }
        }
    }
    (plain, marks)
}

/// What reading finds: rule, place, message and help, each on a line of its own.
pub(crate) fn found(read: &Read) -> Vec<String> {
    let mut found: Vec<_> = read
        .findings
        .iter()
        .map(|finding| {
            let rule = by_name(finding.rule).unwrap_or_else(|| panic!("no rule {}", finding.rule));
            assert!(matches!(rule.found, Found::Reading | Found::Beside { .. }), "{}", finding.rule);
            let spot = read.source.locate(&read.plan, &finding.at);
            let at = format!(
                "{}:{}:{}-{}:{}",
                spot.path, spot.start.line, spot.start.column, spot.end.line, spot.end.column
            );
            let key = (spot.file, spot.bytes.start);
            (key, format!("{} {at}\n  {}\n  {}", finding.rule, &*finding.message, &*finding.help))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, text)| text).collect()
}

/// A fixture and what must be found in it, in the order of its marks: rule, message, help.
pub(crate) type Case<'a> = (&'a str, &'a [[&'a str; 3]]);

pub(crate) fn holds(cases: &[Case<'_>]) {
    let mut wrong = Vec::new();
    for (fixture, expected) in cases {
        let (text, marks) = unmarked(fixture);
        assert_eq!(marks.len(), expected.len(), "as many marks as findings: {fixture}");
        let expected: Vec<String> = expected
            .iter()
            .zip(&marks)
            .map(|([rule, message, help], at)| format!("{rule} plan.toml:{at}\n  {message}\n  {help}"))
            .collect();
        let found = found(&read(&[("plan.toml", text.as_bytes())]));
        if found != expected {
            wrong.push(format!(
                "{fixture}\n--- expected\n{}\n--- found\n{}\n",
                expected.join("\n"),
                found.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n==========\n"));
}

/// The same, below a `format` and the wave `one`.
pub(crate) fn holds_with_wave(cases: &[Case<'_>]) {
    let texts: Vec<String> = cases.iter().map(|(text, _)| format!("format = 1\n{WAVE}{text}")).collect();
    let cases: Vec<Case<'_>> =
        texts.iter().zip(cases).map(|(text, (_, expected))| (text.as_str(), *expected)).collect();
    holds(&cases);
}
