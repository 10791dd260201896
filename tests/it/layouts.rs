//! The one layout: whatever a file looks like, it says the same afterwards, with the same comments.

use std::fs;
use std::path::{Path, PathBuf};

use groundswell::disk::Memory;
use groundswell::rules::RULES;
use groundswell::source::{Limits, Source, laid_out};

use crate::editing::{Dice, comments};
use crate::program::swell;

/// A plan in words: all of the model, and what is wrong with it.
fn said(text: &str) -> String {
    let store = Memory::default().with("plan.toml", text);
    let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
    let findings: Vec<&str> = read.findings.iter().map(|finding| &*finding.message).collect();
    format!("{:#?}\n{findings:#?}", read.plan)
}

#[test]
fn any_layout_says_the_same_in_the_one() {
    let mut dice = Dice(fastrand::Rng::with_seed(4));
    for _ in 0..500 {
        let text = dice.plan();
        let laid = laid_out(&text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(said(&laid), said(&text), "{text}\n\n{laid}");
        assert_eq!(comments(&laid), comments(&text), "{text}\n\n{laid}");
        assert_eq!(laid_out(&laid).as_ref(), Some(&laid), "{laid}");
        assert_eq!(laid.starts_with('\u{feff}'), text.starts_with('\u{feff}'));
        for line in laid.lines() {
            assert_eq!(line.trim_end(), line, "{laid}");
        }
        assert!(laid.ends_with('\n') && !laid.contains("\n\n\n"), "{laid}");
    }
}

#[test]
fn a_list_of_any_layout_is_laid_out_once() {
    let mut dice = fastrand::Rng::with_seed(7);
    for _ in 0..2_000 {
        let (mut text, mut entries, mut apart) = ("brands = [".to_owned(), 0, true);
        for _ in 0..dice.usize(0..12) {
            match dice.u8(0..5) {
                0 => text.push_str("\n\n"),
                1 => text.push('\n'),
                2 => text.push_str("  # said\n"),
                3 => text.push_str("\n\n# alone\n\n"),
                _ => {
                    let comma = if apart { "" } else { ", " };
                    text.push_str(&format!("{comma}\"b{entries}\""));
                    (entries, apart) = (entries + 1, false);
                }
            }
        }
        text.push_str("]\n");
        let once = laid_out(&text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(laid_out(&once).as_ref(), Some(&once), "of\n{text}");
        assert_eq!(comments(&once), comments(&text), "{text}");
        // A comment stays apart from what it stood apart from.
        let parted = |text: &str| text.contains("# alone\n\n") || text.contains("# alone\n]");
        assert!(!text.contains("# alone") || parted(&once), "{text}\n{once}");
    }
}

#[test]
fn every_plan_says_the_same_in_the_one_layout() {
    let mut texts: Vec<String> = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("plans")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            texts.push(fs::read_to_string(path).unwrap());
        }
    }
    assert!(texts.len() > 15);
    let examples = RULES.iter().flat_map(|rule| [rule.bad, rule.good]);
    texts.extend(examples.map(|text| text.replace(['«', '»'], "")));
    let mut laid = 0;
    for text in &texts {
        // Some examples are no TOML, which is what they are examples of.
        let Some(once) = laid_out(text) else { continue };
        assert_eq!(said(&once), said(text), "{once}");
        assert_eq!(laid_out(&once).as_ref(), Some(&once));
        laid += 1;
    }
    assert!(laid + 10 > texts.len(), "{laid} of {}", texts.len());
}

#[test]
fn the_command_lays_out_what_is_named_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).unwrap();
    let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    write("plan.toml", "format=1\ninclude = [\"part.toml\"]\n");
    write("part.toml", "[plan]\nname=\"P\" # why\n");
    let check = swell(folder.path(), &["fmt", "--check"]);
    assert_eq!(
        (check.code, &*check.out),
        (1, "plan.toml\npart.toml\n2 of 2 files would be laid out otherwise\n")
    );
    let diff = swell(folder.path(), &["fmt", "part.toml", "--diff"]);
    assert_eq!(
        (diff.code, &*diff.out),
        (
            0,
            "--- a/part.toml\n+++ b/part.toml\n@@ -1,2 +1,2 @@\n [plan]\n-name=\"P\" # why\n+name = \"P\" # why\n1 of 1 file would be laid out otherwise\n"
        )
    );
    let one = swell(folder.path(), &["fmt", "part.toml"]);
    assert_eq!((one.code, &*one.out), (0, "part.toml\n1 of 1 file laid out\n"));
    assert_eq!(
        (read("part.toml"), read("plan.toml")),
        ("[plan]\nname = \"P\" # why\n".into(), "format=1\ninclude = [\"part.toml\"]\n".into())
    );
    assert_eq!(swell(folder.path(), &["fmt"]).out, "plan.toml\n1 of 2 files laid out\n");
    assert_eq!(swell(folder.path(), &["fmt", "--check"]).out, "nothing to lay out in 2 files\n");
    write("part.toml", "[plan\n");
    assert_eq!(swell(folder.path(), &["fmt"]).code, 2);
    write("part.toml", "<<<<<<< a\n[plan]\n=======\n>>>>>>> b\n");
    assert_eq!(swell(folder.path(), &["fmt"]).code, 3);
}
