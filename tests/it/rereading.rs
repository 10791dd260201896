//! What an edit does not touch is not read again, and what is read again is what reading afresh gives.

use std::path::{Path, PathBuf};

use groundswell::check::check;
use groundswell::disk::{Disk, Memory};
use groundswell::draft::{Change, Draft, Refused, asked};
use groundswell::graph::StepIx;
use groundswell::plan::address::Address;
use groundswell::plan::shift::Shift;
use groundswell::scenario::slipped;
use groundswell::source::{Limits, Read, Source};
use groundswell::workspace::Workspace;

use super::aspects::all;
use super::editing::Dice;

fn folder(plan: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("plans").join(plan)
}

/// The plan of a draft, read afresh from its text.
fn afresh(draft: &Draft) -> Read {
    let mut store = Memory::default();
    let files = (0..).map_while(|file| Some((draft.source().canonical(file)?, draft.source().text(file))));
    for (path, text) in files {
        store = store.with(path, text.content.as_bytes().to_vec());
    }
    let first = draft.source().canonical(0).unwrap().to_path_buf();
    Source::read(&store, &[first], Limits::default()).unwrap()
}

/// Holds what a draft says, what is wrong with it and where, to what reading and checking afresh give.
fn assert_as_afresh(draft: &Draft, after: &str) {
    let fresh = afresh(draft);
    assert_eq!(*draft.plan(), fresh.plan, "{after}");
    assert_eq!(*draft.findings(), fresh.findings, "{after}");
    let places = |read: Read| -> Vec<_> {
        let found = check(read, None).findings.into_iter();
        found
            .map(|it| (it.finding, it.severity, it.spot.file, it.spot.start, it.spot.end, it.spot.bytes))
            .collect()
    };
    assert_eq!(places(draft.read().unwrap()), places(fresh), "{after}");
}

/// A gate with a day of its own.
const GATE: &str = "\n[gate.exit]\nwave = \"two\"\ndate = 2027-01-15\n";

/// Faults of items and of others; the last of the groups stands too deep.
const FAULTS: &str = r#"
[objective.zz]
kind = 1
[capability.zz-a]
layer = "wooden"
needs = ["nothing"]
maturity = 9
[capability.zz-b]
part-of = "zz-c"
[capability.zz-c]
part-of = "zz-d"
[capability.zz-d]
part-of = "zz-e"
[capability.zz-e]
"#;

#[test]
fn an_item_with_a_fault_is_read_again_and_the_others_are_not() {
    let text = format!("format = 1\n[driver.reach]\nowner = \"A\"\n{FAULTS}");
    let store = Memory::default().with("plan.toml", text);
    let mut draft = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
    assert!(draft.findings().len() >= 5 && draft.source().items_read() == 6, "{:?}", draft.findings());
    draft.apply(&asked::set(&draft, "driver.reach.owner", "B").unwrap()).unwrap();
    // The driver, and the two capabilities at fault.
    assert_eq!(draft.source().items_read(), 3);
    assert_as_afresh(&draft, "set");
}

#[test]
fn after_any_edit_the_plan_and_its_findings_are_what_reading_afresh_gives() {
    let mut dice = Dice(fastrand::Rng::with_seed(29));
    let mut made = 0;
    for nth in 0..60 {
        let faults = if nth % 2 == 0 { "" } else { FAULTS };
        let store = Memory::default().with("plan.toml", dice.plan() + GATE + faults);
        let mut draft = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
        for _ in 0..25 {
            let title = match dice.0.u32(0..6) {
                0 => draft.undo(),
                1 => draft.redo(),
                kind => {
                    let change = match kind {
                        2 => slip(&mut dice, &draft),
                        3 => of_waves(&mut dice, &draft),
                        _ => dice.change(&draft).0.ok(),
                    };
                    change.filter(|change| draft.apply(change).is_ok()).map(|change| change.title)
                }
            };
            if let Some(title) = title {
                made += 1;
                assert_as_afresh(&draft, &title);
            }
        }
    }
    assert!(made > 700, "{made} made");
}

#[test]
fn what_is_shown_after_any_edit_is_what_opening_the_plan_afresh_shows() {
    let mut dice = Dice(fastrand::Rng::with_seed(31));
    let mut made = 0;
    for _ in 0..30 {
        let store = Memory::default().with("plan.toml", dice.plan() + GATE);
        let draft = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
        let mut work = Workspace::drafted(Box::new(draft), None);
        for _ in 0..25 {
            let mut draft = work.draft.take().unwrap();
            let change = match dice.0.u32(0..6) {
                0 => slip(&mut dice, &draft),
                1 => dated(&mut dice, &draft),
                2 => of_waves(&mut dice, &draft),
                _ => dice.change(&draft).0.ok(),
            };
            let title = match change.filter(|change| draft.apply(change).is_ok()) {
                Some(change) => change.title,
                None => draft.undo().unwrap_or_default(),
            };
            made += usize::from(!title.is_empty());
            work = Workspace::after(&work, draft);
            let text = work.source().unwrap().text(0).content.to_string();
            let store = Memory::default().with("plan.toml", text);
            let draft = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
            let fresh = Workspace::drafted(Box::new(draft), None);
            assert_eq!(work.findings, fresh.findings, "{title}");
            assert_eq!(all(work.figures()), all(fresh.figures()), "{title}");
            assert_eq!(work.standings, fresh.standings, "{title}");
            assert_eq!(work.progress, fresh.progress, "{title}");
            assert_eq!(work.graph().implied(), fresh.graph().implied_needs(), "{title}");
            assert_eq!(in_time(&work), in_time(&fresh), "{title}");
        }
    }
    assert!(made > 500, "{made} made");
}

/// What the graph says of the days of steps: when each is live, by how much it may be late, which govern the end,
/// and which needs are too late.
fn in_time(work: &Workspace) -> (Vec<(chrono::NaiveDate, i64)>, Vec<StepIx>, String) {
    let graph = work.graph();
    let steps = work.plan().items().flat_map(|(ix, _)| graph.steps_of(ix));
    let steps = steps.map(|step| (graph.live(step), graph.slack(step))).collect();
    (steps, graph.longest_path(), format!("{:?}", graph.late_needs().collect::<Vec<_>>()))
}

/// A day of its own for an item, where there still is one of that name.
fn dated(dice: &mut Dice, draft: &Draft) -> Option<Change> {
    let items = ["driver.reach", "driver.cost-cut", "capability.crm", "capability.data"];
    let key = ["start", "end", "live", "live"][dice.0.usize(0..4)];
    let day = format!("2026-{:02}-15", dice.0.u32(1..13));
    asked::set(draft, &format!("{}.{key}", items[dice.0.usize(0..items.len())]), &day).ok()
}

/// Another date of a wave or a gate, where there still is one of that name; it may put the waves in another order,
/// or end one before it starts.
fn of_waves(dice: &mut Dice, draft: &Draft) -> Option<Change> {
    let what = ["wave.one.start", "wave.one.end", "wave.two.start", "wave.two.end", "gate.exit.date"];
    let day = format!("2026-{:02}-{:02}", dice.0.u32(1..13), dice.0.u32(1..29));
    asked::set(draft, what[dice.0.usize(0..what.len())], &day).ok()
}

/// A slip of an item or a wave, where there still is one of that name.
fn slip(dice: &mut Dice, draft: &Draft) -> Option<Change> {
    let what = [
        "driver.reach",
        "driver.cost-cut",
        "capability.crm",
        "capability.data",
        "wave.two",
        "wave.one",
        "wave.two",
    ];
    let at = Address::parse(what[dice.0.usize(0..what.len())])?;
    slipped(draft, &at, Shift::months(dice.0.u32(1..4)), None).ok()
}

/// Opens a plan of the examples and does some things to it; each has to leave what reading afresh gives.
fn edited(plan: &str, set: &[(&str, &str)]) -> Vec<usize> {
    let mut draft = Draft::open(&Disk, &[folder(plan).join("plan.toml")], Limits::default()).unwrap();
    let mut read = Vec::new();
    for (at, value) in set {
        let change = asked::set(&draft, at, value).unwrap();
        draft.apply(&change).unwrap_or_else(|refused| panic!("{at}: {refused:?}"));
        read.push(draft.source().items_read());
        assert_as_afresh(&draft, at);
    }
    while let Some(title) = draft.undo() {
        assert_as_afresh(&draft, &title);
    }
    read
}

#[test]
fn only_the_items_of_which_something_is_said_otherwise_are_read_again() {
    let items =
        Draft::open(&Disk, &[folder("omnichannel/plan.toml")], Limits::default()).unwrap().plan().items.len();
    let set = [
        ("driver.reach.value.likely", "4_300_000"),
        ("capability.consent.owner", "Somebody"),
        ("capability.consent.note", "more than it said"),
        ("plan.name", "Another"),
        ("plan.currency", "JPY"),
    ];
    assert_eq!(edited("omnichannel", &set), [1, 1, 1, 0, items]);
}

/// A plan of so many capabilities, large enough to be cut into parts.
fn large(items: usize) -> Draft {
    let mut text = String::from(
        "format = 1\n[wave.one]\nstart = 2026-01-01\nend = 2026-06-30\n[wave.two]\nstart = 2026-07-01\nend = 2026-12-31\n",
    );
    for nth in 0..items {
        let need = nth.saturating_sub(1);
        let needs = if nth == 0 { String::new() } else { format!("needs = [\"c{need:05} >= 2\"]\n") };
        text += &format!(
            "[capability.c{nth:05}]\nname = \"Capability {nth}\"\nlayer = \"commercial\"\nwave = \"one\"\ntarget = 2\n{needs}\n"
        );
    }
    let store = Memory::default().with("plan.toml", text);
    Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap()
}

#[test]
fn an_edit_of_a_large_plan_reads_what_it_touches_alone() {
    let mut draft = large(8_000);
    assert!(draft.source().text(0).content.len() > 3 << 18);
    assert_eq!((draft.findings().len(), draft.source().items_read()), (0, 8_000));
    let parts = draft.source().parts();
    let mut apply = |change: &dyn Fn(&Draft) -> Result<Change, Refused>, items: usize| {
        let before = draft.read().unwrap();
        let change = change(&draft).unwrap();
        draft.apply(&change).unwrap();
        assert_eq!(draft.source().items_read(), items, "{}", change.title);
        let shared = draft.source().parts_shared_with(&before.source);
        assert!(shared + 1 >= parts, "{}: {shared} of {parts}", change.title);
        assert_eq!(draft.plan().clone(), afresh(&draft).plan, "{}", change.title);
    };
    for (nth, word) in ["longer", "a word longer", "s"].into_iter().cycle().take(6).enumerate() {
        apply(&|draft| asked::set(draft, &format!("c0{nth}500.name"), &word.repeat(nth + 1)), 1);
    }
    apply(&|draft| asked::moved(draft, "c07999", "two", Some("one")), 1);
    apply(&|draft| asked::set(draft, "wave.one.end", "2026-06-29"), 0);
    // In the order of their starts the second wave is the first now: steps go by the places of waves.
    apply(&|draft| asked::set(draft, "wave.two.start", "2025-07-01"), 8_000);
    assert!(draft.undo().is_some() && draft.undo().is_some() && draft.undo().is_some());
    assert_eq!(draft.source().items_read(), 1);
    assert_as_afresh(&draft, "undo");
}
