//! The plans that come with the product, damaged at random but the same on every run: whatever stands
//! in a file, it is read, checked and reported, and every finding points into its file.

use std::time::{Duration, Instant};

use fastrand::Rng;
use groundswell::check::Checked;
use groundswell::figures::Figures;
use groundswell::show::Context;
use groundswell::{reports, shows};

use crate::plans::{PLAIN, checked, files};

/// How a file is damaged.
const DAMAGES: [fn(&mut Vec<u8>, &mut Rng); 8] = [
    |bytes, rng| {
        let at = rng.usize(..bytes.len());
        bytes[at] ^= 1 << rng.u8(..8);
    },
    |bytes, rng| {
        const WORDS: [&[u8]; 12] = [
            b"\"",
            b"'''",
            b"[",
            b"]]",
            b"{",
            b"}",
            b"= =",
            b"\n",
            b"\r",
            b"\xff",
            b"\x1b[2J",
            b"<<<<<<< x\n",
        ];
        let at = rng.usize(..=bytes.len());
        bytes.splice(at..at, WORDS[rng.usize(..WORDS.len())].iter().copied());
    },
    |bytes, rng| {
        let at = rng.usize(..=bytes.len());
        bytes.insert(at, rng.u8(..));
    },
    |bytes, rng| {
        let start = rng.usize(..bytes.len());
        let end = (start + rng.usize(1..20)).min(bytes.len());
        bytes.drain(start..end);
    },
    |bytes, rng| {
        lines(bytes, |lines| {
            let (from, to) = (rng.usize(..lines.len()), rng.usize(..lines.len()));
            lines.insert(to, lines[from].clone());
        });
    },
    |bytes, rng| {
        lines(bytes, |lines| {
            let (one, other) = (rng.usize(..lines.len()), rng.usize(..lines.len()));
            lines.swap(one, other);
        });
    },
    |bytes, rng| bytes.truncate(rng.usize(1..bytes.len())),
    |bytes, rng| {
        // One word in the place of another.
        let text = String::from_utf8_lossy(bytes).into_owned();
        let words: Vec<&str> = text.split_whitespace().collect();
        let (one, other) = (words[rng.usize(..words.len())], words[rng.usize(..words.len())]);
        *bytes = text.replacen(one, other, 1).into_bytes();
    },
];

fn lines(bytes: &mut Vec<u8>, change: impl FnOnce(&mut Vec<Vec<u8>>)) {
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    change(&mut lines);
    *bytes = lines.concat();
}

#[test]
fn a_plan_damaged_at_random_is_read_checked_and_reported_all_the_same() {
    const TIMES: usize = 1_000;
    let plans = ["omnichannel", "zero-trust", "first.toml"].map(files);
    for seed in 0..TIMES {
        let started = Instant::now();
        let mut rng = Rng::with_seed(seed as u64);
        let plan = &plans[seed % plans.len()];
        let own = plan.iter().position(|(path, _)| path.ends_with("plan.toml")).unwrap_or(0);
        let mut damaged: Vec<(&str, Vec<u8>)> =
            plan.iter().map(|(path, text)| (path.to_str().unwrap(), text.clone().into_bytes())).collect();
        damaged.swap(0, own);
        for _ in 0..rng.usize(1..4) {
            let file = rng.usize(..damaged.len());
            if damaged[file].1.len() > 2 {
                DAMAGES[rng.usize(..DAMAGES.len())](&mut damaged[file].1, &mut rng);
            }
        }
        let given: Vec<(&str, &[u8])> = damaged.iter().map(|(path, bytes)| (*path, &**bytes)).collect();
        let checked = checked(&given);
        points_into_its_files(&checked, seed);
        refuses_what_is_no_toml(&checked, &given, seed);
        reports_itself(&[checked], seed);
        // No damage makes a plan of this size take long, on however busy a machine.
        assert!(started.elapsed() < Duration::from_secs(5), "seed {seed}: {:?}", started.elapsed());
    }
}

fn points_into_its_files(checked: &Checked, seed: usize) {
    for reported in &checked.findings {
        for spot in std::iter::once(&reported.spot).chain(&reported.related) {
            let content = &checked.source.text(spot.file).content;
            let found = content.get(spot.bytes.clone());
            assert!(found.is_some(), "seed {seed}: {:?} at {spot:?}", reported.finding);
            assert!(spot.start.line >= 1 && spot.start.column >= 1 && spot.start <= spot.end, "seed {seed}");
        }
    }
}

/// Another parser is the judge of what is TOML: what it refuses is refused here too.
fn refuses_what_is_no_toml(checked: &Checked, files: &[(&str, &[u8])], seed: usize) {
    for (path, bytes) in files {
        // A file that is no longer included is not read at all.
        if !checked.source.paths().any(|read| read == *path) {
            continue;
        }
        let sound = std::str::from_utf8(bytes).is_ok_and(|text| text.parse::<::toml::Table>().is_ok());
        let refused = checked.findings.iter().any(|reported| &*reported.spot.path == *path);
        assert!(sound || refused, "seed {seed}: {path} is no TOML and nothing is said of it");
    }
}

fn reports_itself(checked: &[Checked], seed: usize) {
    let text = (reports::by_name("text").unwrap().write)(checked, PLAIN);
    assert!(text.ends_with('\n'));
    let json = (reports::by_name("json").unwrap().write)(checked, PLAIN);
    let document: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document["findings"].as_array().unwrap().len(), checked[0].findings.len());
    // The figures of a damaged plan are still figures.
    if seed.is_multiple_of(4) {
        let figures = Figures::new(&checked[0].plan);
        for show in shows::ALL {
            let context = Context::new(&checked[0].plan, &figures);
            assert!((show.text)(&context).ends_with('\n'));
            assert!((show.json)(&context).is_object());
        }
    }
}
