//! Plans to test with, in memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use groundswell::check::{Checked, check};
use groundswell::disk::Memory;
use groundswell::report::Style;
use groundswell::source::{Limits, Source};

/// Reports as they are written where no terminal reads them.
pub(crate) const PLAIN: Style = Style { colour: false, width: 120, ascii: false, plain: false };

/// The files of the plans that come with the product, by their paths below `plans/`.
pub(crate) fn files(plan: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let mut files = Vec::new();
    let mut open = vec![root.join(plan)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let below = path.strip_prefix(&root).unwrap().to_path_buf();
            files.push((below, std::fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

/// A plan of some files, of which the first is its own, read and checked.
pub(crate) fn checked(files: &[(&str, &[u8])]) -> Checked {
    let store = files.iter().fold(Memory::default(), |store, (path, bytes)| store.with(*path, *bytes));
    let own = PathBuf::from(files[0].0);
    match Source::read(&store, &[own], Limits::default()) {
        Ok(read) => check(read, None),
        Err(unreadable) => panic!("{unreadable:?}"),
    }
}

/// Each was read and found true; a rule that is not here says nothing.
///
/// In the first plan each is open on purpose: a counter that died, a trade-off that waits for unit costs,
/// microsegments that two departments want, a market that was not asked, a champion on leave, bonuses that
/// wait for the works council. In the second, six activities of the published table need what another
/// need says already; who funds and who speaks is not public, nor is any money; and no decision on two gates is.
const FOUND: [(&str, &[(&str, usize)]); 3] = [
    (
        "omnichannel",
        &[
            ("blind-spot", 1),
            ("item-overdue", 1),
            ("kpi-stale", 1),
            ("preference-out-of-order", 1),
            ("trade-off-undecided", 1),
            ("without-owner", 1),
        ],
    ),
    (
        "zero-trust",
        &[("decision-overdue", 2), ("dimension-uncovered", 1), ("redundant-need", 6), ("theme-uncovered", 1)],
    ),
    ("first.toml", &[]),
];

#[test]
fn each_rule_says_as_much_of_the_plans_as_was_read_and_found_true() {
    for (plan, expected) in FOUND {
        let mut files = files(plan);
        let own = files.iter().position(|(path, _)| path.ends_with("plan.toml")).unwrap_or(0);
        files.swap(0, own);
        let given: Vec<(&str, &[u8])> =
            files.iter().map(|(path, text)| (path.to_str().unwrap(), text.as_bytes())).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for reported in checked(&given).findings {
            *counts.entry(reported.finding.rule).or_default() += 1;
        }
        assert_eq!(counts, expected.iter().copied().collect(), "{plan}");
    }
}
