//! What a slide tells in whole, and what it withholds: names without blanks, the key that takes back, a prompt.

use groundswell::tui::after;
use groundswell::tui::model::Model;
use groundswell::tui::theme::Look;

use crate::baseline::git;
use crate::driven::{PLAN, drawn, open, press};
use crate::program::{folder, swell, write};

fn of(text: &str, keys: &str, width: u16, height: u16) -> Model {
    after(open(text), Look::default(), keys, width, height)
}

/// All letters of a screen, whatever lines they stand in.
fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A folder whose plan is tagged as v1.2.
fn tagged(plan: &str) -> tempfile::TempDir {
    let here = folder(&[("plan.toml", plan)]);
    for arguments in
        [&["init", "-q", "-b", "main"][..], &["add", "."], &["commit", "-qm", "First"], &["tag", "v1.2"]]
    {
        git(here.path(), "2026-09-30", arguments);
    }
    here
}

/// A slide of the value of a wave is none that can be made; the fees were worth 650 k€.
#[test]
fn a_slide_that_cannot_be_told_withholds_the_sums_since_then_as_well() {
    let here = tagged(&PLAN.replace("700_000", "650_000"));
    let told = || swell(here.path(), &["present", "--plain", "--since", "v1.2"]).out;
    write(here.path(), "plan.toml", PLAN);
    assert!(told().contains("forecast value"), "{}", told());
    let torn = "\n[[present]]\nview = \"value\"\nitem = \"county\"\n[[present]]\nview = \"roadmap\"\n";
    write(here.path(), "plan.toml", &format!("{PLAN}{torn}"));
    let told = told();
    assert!(told.to_lowercase().contains("not told before all of the plan can be read"), "{told}");
    assert!(!told.contains("forecast value") && !told.contains("k€"), "{told}");
}

#[test]
fn another_id_is_no_change_to_a_room() {
    let here = tagged(PLAN);
    let before = swell(here.path(), &["present", "--plain", "--since", "v1.2"]).out;
    let ran = swell(here.path(), &["rename", "plan.toml", "visits", "visits-to-counters"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let now = swell(here.path(), &["present", "--plain", "--since", "v1.2"]).out;
    assert_eq!(now, before);
    assert!(!now.contains("changed"), "{now}");
}

#[test]
fn the_key_that_takes_back_is_whole_behind_a_long_wording() {
    let wording =
        "We wait until all of the helpers are trained, and nobody is asked to stay late before then";
    let mut model = of(PLAN, "P 3 c d", 80, 24);
    for word in wording.split(' ') {
        press(&mut model, word);
        press(&mut model, "<space>");
    }
    press(&mut model, "<f2>");
    let shown = drawn(&model);
    assert!(shown.contains("· u undo"), "{shown}");
    assert!(shown.trim_end().ends_with("u undo"), "{shown}");
}

#[test]
fn a_name_without_blanks_is_whole_on_a_slide() {
    let (town, county) = (
        "町全体への展開とその後の引き継ぎを含む第一期間の全市民向け導入作業と定着支援",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenverordnungsausschussvorsitz",
    );
    let plan = PLAN
        .replace("\"Whole town\"", &format!("\"{town}\""))
        .replace("\"County\"", &format!("\"{county}\""));
    assert!(plan.contains(town) && plan.contains(county));
    let shown = letters(&drawn(&of(&plan, "P", 80, 24)));
    for part in [town, county] {
        // Between the parts of a name stands what the columns beside it tell.
        let seen = part.chars().filter(|letter| shown.contains(*letter)).count();
        assert_eq!(seen, part.chars().count(), "{part}: {shown}");
    }
    assert!(!shown.contains("引き継…") && !shown.contains("ungs…"), "{shown}");
    assert!(shown.contains("定着支援") && shown.contains("vorsitz"), "{shown}");
}

#[test]
fn what_is_typed_to_reveal_is_seen_on_a_slide() {
    let plan = PLAN.replacen("[driver.visits]\n", "[driver.visits]\nprivate = true\n", 1);
    for (width, height) in [(80, 24), (60, 18), (40, 12)] {
        let model = of(&plan, "P r reve", width, height);
        let shown = drawn(&model);
        assert!(shown.to_lowercase().contains("type reveal"), "{width}x{height}: {shown}");
        let last: Vec<&str> = shown.lines().rev().take(3).collect();
        assert!(last.iter().any(|line| line.trim_end().ends_with("reve▏")), "{width}x{height}: {shown}");
    }
}

#[test]
fn the_slide_of_a_kpi_says_what_it_tells_of() {
    let own = "\n[[present]]\nview = \"kpis\"\nitem = \"online\"\n";
    let told = |plan: &str| swell(folder(&[("plan.toml", plan)]).path(), &["present", "--plain"]).out;
    let plan = format!("{PLAN}{own}");
    let out = told(&plan);
    let line = out.lines().find(|line| line.contains("Tells of")).unwrap_or_default().to_owned();
    assert!(line.contains("Fewer counter visits"), "{out}");
    let line = PLAN.lines().skip_while(|line| *line != "[kpi.online]").find(|it| it.starts_with("measures"));
    let line = line.unwrap_or_default();
    let none = plan.replacen(&format!("{line}\n"), "", 1);
    assert!(!told(&none).contains("Tells of"), "{}", told(&none));
}

/// Before its target is due there is nothing to hold it against, and a 0 would be a number that nobody read.
#[test]
fn what_is_done_or_not_is_read_as_yes_or_no() {
    let plan = "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-07-31\n[wave]\n\
                one = { start = 2026-01-01, end = 2026-12-31 }\n[kpi.signed]\nname = \"Signed\"\nbetter = \"done\"\n\
                target = { one = true }\n[[reading]]\nkpi = \"signed\"\ndate = 2026-07-31\nvalue = 0\n\
                [[present]]\nview = \"kpis\"\nitem = \"signed\"\n";
    let here = folder(&[("plan.toml", plan)]);
    let told = swell(here.path(), &["present", "--plain"]).out;
    assert!(told.contains("no by the reading of 31 Jul 2026"), "{told}");
}
