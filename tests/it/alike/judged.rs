//! What the check finds, and what a scenario makes of a plan.

use std::collections::BTreeMap;

use groundswell::draft::Draft;
use groundswell::tui::msg::{Key, Msg};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer, text};

use super::*;
use crate::program::write;

#[test]
fn the_check_view_counts_and_names_the_printed_findings() {
    for plan in PLANS {
        let (exact, shown) = (json(plan, "check"), screen(plan, "8"));
        let findings = exact["findings"].as_array().unwrap();
        let mut named: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for finding in findings {
            let letter = match finding["severity"].as_str().unwrap() {
                "error" => "E",
                "warning" => "W",
                _ => "A",
            };
            *named.entry((letter, finding["rule"].as_str().unwrap())).or_default() += 1;
        }
        for ((letter, rule), count) in named {
            let begins = format!("{letter} {rule} ");
            let lines = shown.lines().filter(|line| {
                line.split('│')
                    .nth(1)
                    .is_some_and(|line| line.trim_start_matches([' ', '>']).starts_with(&begins))
            });
            assert_eq!(lines.count(), count, "{plan}: {letter} {rule} in\n{shown}");
        }
        for (key, letter, word) in [("errors", "E", "error"), ("warnings", "W", "warning")] {
            let count = exact["summary"][key].as_u64().unwrap();
            assert_eq!(findings.iter().filter(|it| it["severity"] == word).count() as u64, count, "{plan}");
            let tab = shown.lines().nth(1).unwrap();
            assert!(count == 0 || tab.contains(&format!("{count}{letter}")), "{plan}: {tab}");
            let said = format!("{count} {word}");
            assert!(count == 0 || shown.contains(&said), "{plan}: {said}");
        }
    }
}

const LATE: &str = "\
scenario = 1
[[change]]
slip = \"driver.engagement\"
by = \"6 months\"
";

#[test]
fn both_sides_of_a_scenario_are_what_is_printed_with_it_and_without() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "late.toml", LATE);
    let late = folder.path().join("late.toml");
    let plan = "plans/omnichannel";
    let of = |view: &str, with: &[&str]| {
        let arguments = [&["show", plan, view, "--plain", "--include-private"], with].concat();
        swell(Path::new(env!("CARGO_MANIFEST_DIR")), &arguments).out
    };
    let root = Source::root(&Disk, &PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(plan));
    let draft = Draft::open(&Disk, &[root], Limits::default()).ok().unwrap();
    let work = Workspace::drafted(Box::new(draft), None);
    let mut model = after(work, Look::default(), "", 240, 60);
    for key in ["/ Raise", "<enter> w ] ] ] ] ] ] 9"].iter().flat_map(|keys| Key::parse_all(keys)) {
        update(&mut model, Msg::Key(key));
    }
    let shown = text(&buffer(&model));
    let row = |name: &str| {
        let line = shown.lines().map(cells).find(|cells| cells.first() == Some(&name));
        line.unwrap_or_else(|| panic!("{name} in\n{shown}"))
    };
    let mut moved = 0;
    for (nth, with) in [&[][..], &["--with", late.to_str().unwrap()]].iter().enumerate() {
        let (value, board) = (of("value", with), of("board", with));
        let case = table(&value, "Wave Planned").into_iter().find(|row| row[0] == "All").unwrap();
        let returns = table(&value, "Return Payback").into_iter().find(|row| row[0] == "All").unwrap();
        for (name, printed) in [
            ("Planned value", case[1]),
            ("Forecast value", case[4]),
            ("Cost", case[5]),
            ("NPV", case[7]),
            ("Payback", returns[1]),
            ("Peak funding", returns[4]),
        ] {
            let cells = row(name);
            assert_eq!(cells[nth + 1].trim_end_matches('€'), printed, "{name}: {cells:?}");
            moved += usize::from(cells[1] != cells[2]);
            let amounts = [cells[1], cells[2]].map(number);
            if let ([Some(before), Some(then)], true) = (amounts, cells[1] != cells[2]) {
                let apart = cells[3].split(' ').take(2).collect::<Vec<_>>().join(" ");
                let apart = number(&apart).unwrap();
                assert!((then - before - apart).abs() <= 110_000.0, "{name}: {cells:?}");
            }
        }
        for (wave, name) in [("Engage ends", "Engage"), ("Scale ends", "Scale"), ("Embed ends", "Embed")] {
            let line = board.lines().find(|line| line.starts_with(&format!("{name} ("))).unwrap();
            assert!(line.contains(&format!("to {},", row(wave)[nth + 1])), "{line}");
        }
        for gate in table(&of("leadership", with), "Gate Date Met").iter().filter(|gate| gate[3] == "open") {
            assert_eq!(row(&format!("{}: criteria", gate[0]))[nth + 1], gate[2]);
            assert_eq!(row(&format!("{}: date", gate[0]))[nth + 1], gate[1]);
        }
    }
    assert!(moved > 4, "{moved} of\n{shown}");
}
