//! Slides against a baseline: the mark of each thing that moved, and what all of it did in one line.

use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::update::update;

use crate::baseline::{against_plan, git};
use crate::driven::{PLAN, drawn, press};
use crate::program::{folder, swell, words, write};

fn of(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(PLAN.to_owned(), |text, (now, before)| {
        assert!(text.contains(now), "{now}");
        text.replacen(now, before, 1)
    })
}

fn slide(model: &mut Model, nth: &str) -> String {
    press(model, nth);
    drawn(model)
}

/// By hand: the county ended on 31 Jan 2028 and ends on 31 Mar of that leap year, 60 days later; its fees were worth
/// 650 k€ and are worth 700 k€. The gate asked for 50 %, which makes one criterion new and one gone; it was to be held
/// at the end of its wave as it is. The staff's KPI is new.
#[test]
fn slides_mark_what_moved_and_the_first_says_what_that_did() {
    let staff = PLAN.find("[kpi.staff]").unwrap();
    let readings = PLAN.find("[[reading]]").unwrap();
    let before = of(&[("end = 2028-03-31", "end = 2028-01-31"), ("online >= 60", "online >= 50")])
        .replace("700_000", "650_000")
        .replace(&PLAN[staff..readings], "");
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = against_plan(&before, "", width, height);
        press(&mut model, "P");
        let first = slide(&mut model, "1");
        let title = first.lines().next().unwrap();
        assert!(title.contains("against v1.2") && title.contains("as of 15 Nov 2026"), "{first}");
        let county = first.lines().find(|line| line.contains("○  County")).unwrap();
        assert!(county.contains("» ○  County"), "{first}");
        let told = words(&first);
        assert!(told.contains("not started · later, was until 31 Jan 2028, now until 31 Mar 2028"), "{told}");
        let since = told.split_once("Since v1.2 ").unwrap().1;
        assert_eq!(told.contains("Since v1.2 (30 Sep 2026) "), width == 140, "{told}");
        assert!(since.contains("County ends +60 days"), "{since}");
        assert!(since.contains("1 KPI new") && since.contains("forecast value"), "{since}");
        // What did not move has no mark.
        let town = first.lines().find(|line| line.contains("Whole town  ")).unwrap();
        assert!(!town.contains(['»', '«', 'Δ', '+']) && !town.contains("was"), "{first}");
        let gate = slide(&mut model, "3");
        let told = words(&gate);
        assert!(told.contains("+ ✗ Cases filed online ≥ 60 % now 21.5 % · new"), "{gate}");
        assert!(told.contains("− · Cases filed online ≥ 50 % asked no more · gone"), "{gate}");
        // Against nothing, nothing is marked.
        press(&mut model, "<esc>");
        model.baseline = None;
        press(&mut model, "P");
        let first = slide(&mut model, "1");
        assert!(!first.contains("Since") && !first.contains("against") && !first.contains('»'), "{first}");
    }
}

#[test]
fn kpis_drivers_actions_and_questions_are_marked_too() {
    let own = "\n[[present]]\nview = \"kpis\"\n[[present]]\nview = \"value\"\n\
               [[present]]\nview = \"value\"\nitem = \"county-fees\"\n\
               [[present]]\nview = \"decisions\"\nask = \"Close the counter?\"\n[[action]]\ndate = 2026-10-01\n\
               what = \"Ask the county\"\ndue = 2026-12-01\n";
    let before = own.replace("2026-12-01", "2026-11-20").replace("ask = \"Close the counter?\"\n", "");
    let before = of(&[("value = 21.5", "value = 20"), ("700_000", "650_000")]) + &before;
    let here = folder(&[("plan.toml", &before)]);
    git(here.path(), "2026-09-30", &["init", "-q", "-b", "main"]);
    git(here.path(), "2026-09-30", &["add", "."]);
    git(here.path(), "2026-09-30", &["commit", "-qm", "First"]);
    git(here.path(), "2026-09-30", &["tag", "v1.2"]);
    write(here.path(), "plan.toml", &(PLAN.to_owned() + own));
    let told = swell(here.path(), &["present", "--plain", "--since", "v1.2"]).out;
    for said in [
        "Against v1.2 (30 Sep 2026).\n",
        "  Cases filed online: 21.5 of 25 % planned for 30 Sep 2026 · amber · changed, reading 20 → 21.5 %\n",
        "    changed, planned value 455 k€ → 490 k€ (+35.0 k€)\n",
        "Asked to decide:\n  Close the counter? · new\n",
        "  Ask the county: not started, due 01 Dec 2026 · later, was 20 Nov 2026\n",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    // A sign beside money says better or worse: nothing of it is done or late.
    assert!(told.contains("better)") && !told.contains(": done") && !told.contains(": late"), "{told}");
    let refused = swell(here.path(), &["present", "--plain", "--since", "v9"]);
    assert!(refused.err.contains("no baseline `v9`"), "{}", refused.err);
    assert!(!swell(here.path(), &["present", "--plain"]).out.contains("changed"));
}

/// The fees were private then: whoever sees the sums of both would know their value by now.
#[test]
fn what_was_private_then_is_told_by_no_mark_and_no_sum() {
    let before = of(&[("[driver.county-fees]\n", "[driver.county-fees]\nprivate = true\n")]);
    let before = before.replace("700_000", "650_000").replace("end = 2028-03-31", "end = 2028-01-31");
    let mut model = against_plan(&before, "", 140, 40);
    press(&mut model, "P");
    let first = words(&slide(&mut model, "1"));
    let since = first.split_once("Since v1.2 (30 Sep 2026) ").unwrap().1;
    assert!(since.contains("County ends +60 days") && !since.contains('€'), "{since}");
    let value = slide(&mut model, "4");
    assert!(!value.contains("50 k€") && !value.contains('→'), "{value}");
}

#[test]
fn with_a_scenario_too_the_first_row_says_whole_which_marks_are_against() {
    let before = of(&[("end = 2028-03-31", "end = 2028-01-31")]);
    let mut model = against_plan(&before, "/ fees <enter> w <", 80, 24);
    for size in [(80, 24), (100, 30), (140, 40)] {
        update(&mut model, Msg::Resize(size.0, size.1));
        for keys in ["1", "2", "P", "2", "<esc>"] {
            press(&mut model, keys);
            let screen = drawn(&model);
            let title = screen.lines().next().unwrap();
            assert!(title.contains("SCENARIO — not the plan"), "{size:?} {keys}: {title}");
            assert!(title.contains("against v1.2"), "{size:?} {keys}: {title}");
            assert!(title.contains("2026"), "{size:?} {keys}: {title}");
        }
    }
}
