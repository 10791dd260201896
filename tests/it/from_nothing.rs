//! A plan that is built with commands alone, from an empty one on.

use std::fs;

use tempfile::TempDir;

use crate::program::{Ran, folder, swell};

/// Runs a command that must succeed.
#[track_caller]
fn done(folder: &TempDir, arguments: &[&str]) -> Ran {
    let ran = swell(folder.path(), arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}: {}", ran.out);
    ran
}

fn text(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("plan.toml")).unwrap()
}

#[test]
fn what_was_emptied_is_filled_again() {
    let here = folder(&[]);
    done(&here, &["init", "-t", "blank", "."]);
    for at in [
        "gate.first-exit",
        "gate.second-exit",
        "one-driver",
        "next-driver",
        "one-tool",
        "one-process",
        "one-skill",
        "sponsor",
        "lead",
        "wave.first",
        "wave.second",
    ] {
        done(&here, &["remove", at, "--references"]);
    }
    for (kind, id) in [("wave", "pilot"), ("driver", "tills"), ("capability", "pos"), ("mandate", "chair")] {
        let dates = ["start=2027-01-01", "end=2027-06-30"];
        for id in [id.to_owned(), format!("{id}-2")] {
            let name = format!("name={id}");
            let values = if kind == "wave" { &dates[..] } else { &[] };
            done(&here, &[&["add", kind, &id, &name], values].concat());
        }
        let text = text(&here);
        let [first, second] = ["", "-2"].map(|more| text.find(&format!("[{kind}.{id}{more}]")).unwrap());
        let header = text.find(&format!("[{kind}]")).unwrap();
        assert!(header < first && first < second, "{text}");
    }
    let checked = swell(here.path(), &["check"]);
    assert!(!checked.out.contains("twice"), "{}", checked.out);
}
