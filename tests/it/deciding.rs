//! A decision of a meeting: on what a slide asks, and on a scenario; on record with what it does.

use crate::driven::{PLAN, content, drawn, message, open, press};
use crate::program::{folder, swell, words};
use groundswell::figures::Figures;
use groundswell::minutes::{Days, Minutes};
use groundswell::tui::after;
use groundswell::tui::model::Model;
use groundswell::tui::theme::Look;

fn minutes(model: &Model) -> String {
    let plan = model.work.plan();
    Minutes::of(&Figures::new(plan), Days::last_meeting(plan)).text()
}

/// The plan with something added, driven by keys.
fn with(more: &str, keys: &str, width: u16, height: u16) -> Model {
    after(open(&format!("{PLAN}\n{more}")), Look::default(), keys, width, height)
}

/// By hand: payments run for 120,000 a year, 10,000 a month from April 2028 on. Three months later they run from
/// July, so that 30,000 less are paid up to the horizon.
#[test]
fn a_decision_on_a_scenario_is_on_record_with_what_it_changes_and_does() {
    let dear = "wave = \"county\"\ncost = { run = 120_000 }\nneeds = [\"forms >= 3\"]";
    let plan = PLAN.replacen("wave = \"county\"\nneeds = [\"forms >= 3\"]", dear, 1);
    for (ticks, applied) in [("", true), ("n", false)] {
        let keys = "/ payments <enter> w s ctrl-u 3m <enter> c d";
        let mut model = after(open(&plan), Look::default(), keys, 100, 40);
        press(&mut model, "Wait <tab> <tab> <tab> <tab> <tab> <tab> <tab>");
        press(&mut model, ticks);
        press(&mut model, "<f2>");
        assert_eq!(model.work.beside.is_none(), applied, "{}", drawn(&model));
        let told = minutes(&model);
        assert!(told.contains("Wait"), "{told}");
        if !applied {
            // What was not taken into the plan is no effect of what was decided.
            assert!(!told.contains("What was decided on") && !told.contains("Scenario A"), "{told}");
            continue;
        }
        assert!(told.contains("What was decided on"), "{told}");
        let what = "Scenario A: slip Payments by 3 months. 1 step past the end of the wave County: Payments on 30 \
                    Jun 2028. Cost ";
        assert!(told.contains(what) && told.contains(" (−30.0 k€)") && told.contains("NPV "), "{told}");
        press(&mut model, "7 m");
        assert!(
            words(&drawn(&model)).contains("Scenario A: slip Payments by 3 months."),
            "{}",
            drawn(&model)
        );
    }
}

#[test]
fn what_is_private_goes_on_no_record_with_a_scenario() {
    // A third of the value is that of county fees, which are private now.
    let hidden = PLAN.replacen("[driver.county-fees]\n", "[driver.county-fees]\nprivate = true\n", 1);
    let keys = "/ fees <enter> w < / wrong <enter> > c d Wait <f2>";
    let model = after(open(&hidden), Look::default(), keys, 100, 40);
    let effect = content(&model).lines().find(|line| line.starts_with("effect")).unwrap().to_owned();
    assert_eq!(effect, "effect = \"Scenario A: move Fewer wrong forms to County; 1 private change.\"");
    assert!(!minutes(&model).contains("fees"), "{}", minutes(&model));
}

const ASKS: &str = "[[present]]\nview = \"gate\"\nitem = \"town-exit\"\nask = \"Open on Saturdays?\"\n\n\
                    [[present]]\nview = \"decisions\"\n";

#[test]
fn what_a_slide_asks_is_decided_before_the_room_and_the_slide_says_so() {
    let mut model = with(ASKS, "P c d", 80, 24);
    let form = drawn(&model);
    for line in ["name     Open on Saturdays?", "> note "] {
        assert!(form.contains(line), "{line}: {form}");
    }
    // It answers the question; the outcome of the gate is something else.
    assert!(!form.contains("town-exit"), "{form}");
    // What is of no matter for a room is not offered, and the number of the slide can be read.
    assert!(!form.contains("private") && !form.contains("extra") && !form.contains("owner"), "{form}");
    let top = form.lines().position(|line| line.contains("Record decision")).unwrap();
    assert!(top >= 6 && form.contains("██"), "{form}");
    press(&mut model, "Yes <f2>");
    assert!(message(&model).starts_with("Recorded decision “Yes”"), "{}", message(&model));
    let said = "date = 2026-11-15\n";
    assert!(content(&model).contains(said) && content(&model).contains("name = \"Open on Saturdays?\""));
    assert!(content(&model).contains("note = \"Yes\"") && !content(&model).contains("gate = \"town-exit\""));
    let slide = words(&drawn(&model));
    assert!(slide.contains("✓ DECIDED 15 Nov 2026 Open on Saturdays? Yes"), "{slide}");
    assert!(!slide.contains("ASKED TODAY"), "{slide}");
    press(&mut model, "2");
    let all = words(&drawn(&model));
    assert!(all.contains("✓ Open on Saturdays? decided today: Yes"), "{all}");
    assert!(minutes(&model).contains("Open on Saturdays? Yes"), "{}", minutes(&model));
    let told = minutes(&model);
    assert!(told.contains("\nDecisions\n") && !told.contains("\nGates\n"), "{told}");
    press(&mut model, "<esc> 7");
    let listed = drawn(&model);
    assert!(listed.contains("✓ 15 Nov 26 Open on Saturdays?"), "{listed}");
    // Taken back, it is asked again.
    press(&mut model, "u P 1");
    assert!(words(&drawn(&model)).contains("DECISION ASKED TODAY Open on Saturdays?"), "{}", drawn(&model));
}

#[test]
fn a_decision_of_a_gate_without_an_outcome_answers_nothing() {
    let gate = "[[decision]]\ndate = 2026-11-10\ngate = \"town-exit\"\nname = \"Open on Saturdays?\"\n\n";
    let model = with(&format!("{gate}{ASKS}"), "P", 80, 24);
    assert!(words(&drawn(&model)).contains("DECISION ASKED TODAY Open on Saturdays?"), "{}", drawn(&model));
    let decided = gate.replace("gate = ", "outcome = \"hold\"\ngate = ");
    let model = with(&format!("{decided}{ASKS}"), "P", 80, 24);
    assert!(words(&drawn(&model)).contains("✓ DECIDED 10 Nov 2026"), "{}", drawn(&model));
}

#[test]
fn the_gate_of_a_slide_is_the_one_whose_outcome_is_captured_there() {
    let gates = "[gate.early]\nwave = \"pilot\"\ndate = 2026-10-01\ncriteria = [\"charter >= 2\"]\n\n";
    let model = with(&format!("{gates}{ASKS}"), "P c g", 80, 40);
    assert!(drawn(&model).contains("gate     town-exit"), "{}", drawn(&model));
}

/// A gate on 30 June was put on hold on 1 March and passed on 1 October; it is November. Another is asked for in December.
#[test]
fn the_timeline_tells_what_was_decided_at_a_gate_on_its_day() {
    let text = "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2026-12-31\nas-of = 2026-11-15\n\
                [wave.one]\nstart = 2026-01-01\nend = 2026-12-31\n\
                [gate.half]\nname = \"Half way\"\nwave = \"one\"\ndate = 2026-06-30\n\
                [gate.late]\nname = \"The end\"\nwave = \"one\"\ndate = 2026-12-01\n\
                [[decision]]\ndate = 2026-03-01\ngate = \"half\"\noutcome = \"hold\"\nnote = \"No budget yet\"\n\
                [[decision]]\ndate = 2026-10-01\ngate = \"half\"\noutcome = \"go\"\nnote = \"Funded\"\n";
    let shown = |text: &str, keys: &str| drawn(&after(open(text), Look::default(), keys, 140, 40));
    let row_of = |screen: &str, name: &str| {
        let is_its = |line: &&str| line.split('│').nth(1).is_some_and(|cell| cell.contains(name));
        screen.lines().find(is_its).unwrap_or_default().to_owned()
    };
    // What was decided on its own day keeps the sign of that day.
    let on_its_day = text.replace("2026-03-01", "2026-06-30");
    let half = row_of(&shown(&on_its_day, "2 / half <enter>"), "Half way");
    assert!(half.contains("✗ 30 Jun hold") && half.contains("✓ 01 Oct go"), "{half}");
    let table = shown(text, "2 / half <enter> T");
    assert!(table.contains("go 01 Oct 26"), "{table}");
    let screen = shown(text, "2 / half <enter>");
    let row = |name: &str| row_of(&screen, name);
    let half = row("Half way");
    let places = ["✗ 01 Mar hold", "◆ 30 Jun", "✓ 01 Oct go"].map(|words| half.find(words));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {half}\n{screen}");
    assert!(row("The end").contains("01 Dec") && !row("The end").contains("go"), "{screen}");
    assert!(screen.contains("2 decisions, the last on 01 Oct 2026, go: Funded"), "{screen}");
}

/// What names no gate has a row of its own below the others: decided on 1 March and 1 October; to be done by 1 July, which
/// is 137 days ago, and by 1 December; of what was done, and has no day, nothing is told. A filter leaves what it shows.
#[test]
fn the_timeline_tells_what_was_decided_without_a_gate_and_what_is_to_be_done() {
    let text = "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2026-12-31\nas-of = 2026-11-15\n\
                [wave.one]\nstart = 2026-01-01\nend = 2026-12-31\n";
    let record = "[[decision]]\ndate = 2026-03-01\nnote = \"One vendor\"\n\
                  [[decision]]\ndate = 2026-10-01\noutcome = \"stop\"\nnote = \"No pilot\"\n\
                  [[action]]\ndate = 2026-02-01\nwhat = \"Name a champion\"\ndue = 2026-07-01\n\
                  [[action]]\ndate = 2026-02-01\nwhat = \"Price the bonus\"\ndue = 2026-12-01\n\
                  [[action]]\ndate = 2026-02-01\nwhat = \"Sign\"\ndue = 2026-05-01\ndone = 2026-05-01\n\
                  [[action]]\ndate = 2026-02-01\nwhat = \"Some day\"\n";
    let row = |text: &str, keys: &str| {
        let screen = drawn(&after(open(text), Look::default(), keys, 140, 40));
        let of = |line: &&str| line.contains("Decisions") || line.contains("To be done");
        let row =
            screen.lines().find(|line| line.starts_with('│') && of(line)).unwrap_or_default().to_owned();
        (row, screen)
    };
    let (all, screen) = row(&format!("{text}{record}"), "2 G");
    assert!(all.starts_with("│> ✗ Decisions, to be done"), "{screen}");
    let places = ["1 late", "✓ 01 Mar decided", "✗ 01 Jul due", "✗ 01 Oct", "○"].map(|words| all.find(words));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {all}");
    assert!(screen.contains(" 01 Jul 2026, due: Name a champion · 2 decided, 2 to be done"), "{screen}");
    // What it leads to stands beside it, and is found by its words.
    assert!(screen.contains("open, 137 days late"), "{screen}");
    let (vendor, screen) = row(&format!("{text}{record}"), "2 f v e n d o r <enter>");
    // What is decided is open no more: the row asks for nothing then.
    assert!(vendor.contains("· Decisions ") && vendor.contains("✓ 01 Mar decided"), "{vendor}\n{screen}");
    let (none, screen) = row(text, "2 G");
    assert_eq!(none, "", "{screen}");
}

/// On 1 and 5 March something was decided, and something else was to be done by the 3rd: three in one column of a plan of
/// six years, of which the open one is told. On 1 June 2024 and in 2040 something lies beyond the plan.
#[test]
fn what_shares_a_column_or_lies_beyond_the_plan_is_not_hidden_and_its_table_has_a_row_for_each() {
    let text = "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2031-12-31\nas-of = 2026-11-15\n\
                [wave.one]\nstart = 2026-01-01\nend = 2027-12-31\n";
    let march = "[[decision]]\ndate = 2026-03-01\nnote = \"One vendor\"\n\
                 [[decision]]\ndate = 2026-03-05\noutcome = \"stop\"\nnote = \"No pilot\"\n\
                 [[action]]\ndate = 2026-02-01\nwhat = \"Name a champion\"\ndue = 2026-03-03\nowner = \"IT\"\n";
    let beyond = "[[decision]]\ndate = 2024-06-01\nnote = \"Begin\"\n\
                  [[action]]\ndate = 2026-02-01\nwhat = \"Look back\"\ndue = 2040-01-01\n";
    let later = "[[action]]\ndate = 2026-12-01\nwhat = \"Not agreed yet\"\ndue = 2026-12-24\n";
    let screen = |record: &str, keys: &str| {
        drawn(&after(open(&format!("{text}{record}")), Look::default(), keys, 140, 40))
    };
    let row_of = |screen: &str| {
        let of = |line: &&str| line.contains("Decisions, to be done");
        screen.lines().find(of).unwrap_or_default().to_owned()
    };
    let row = row_of(&screen(march, "2 G"));
    assert!(row.contains("│> ✗ Decisions, to be done") && row.contains("✗ 03 Mar due, +2 more"), "{row}");
    assert!(!row.contains(['◀', '▶']), "{row}");
    let row = row_of(&screen(&format!("{march}{beyond}{later}"), "2 G"));
    assert!(row.contains("│◀") && row.contains('▶'), "{row}");
    // The days of the plan keep their room.
    let axis =
        |screen: &str| screen.lines().find(|line| line.contains("2027")).unwrap_or_default().to_owned();
    let [short, long] = [march, beyond].map(|record| axis(&screen(record, "2 G")));
    assert_eq!(short, long);

    let table = screen(&format!("{march}{beyond}{later}"), "2 G T");
    let rows: Vec<String> = table.lines().map(words).collect();
    let told = [
        "✓ Begin decision 01 Jun 2024 decided",
        "✓ One vendor decision 01 Mar 2026 decided",
        "✗ Name a champion action 03 Mar 2026 due 257 days",
        "✗ No pilot decision 05 Mar 2026 stop",
        "○ Look back action 01 Jan 2040 due",
    ];
    let places = told.map(|told| rows.iter().position(|row| row.contains(told)));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {table}");
    assert!(!table.contains("Not agreed yet"), "{table}");
    // The one that was chosen is chosen here too, and opened as itself.
    assert!(rows.iter().any(|row| row.starts_with("> ✗ Name a champion")), "{table}");
}

/// The same rows printed: a private one is for nobody else.
#[test]
fn what_is_on_record_stands_in_the_printed_timeline_and_its_json() {
    let text = "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2026-12-31\nas-of = 2026-11-15\n\
                [wave.one]\nstart = 2026-01-01\nend = 2026-12-31\n\
                [gate.half]\nwave = \"one\"\ndate = 2026-06-30\n\
                [[decision]]\ndate = 2026-06-30\ngate = \"half\"\noutcome = \"go\"\nnote = \"At the gate\"\n\
                [[decision]]\ndate = 2026-03-01\nnote = \"One vendor\"\n\
                [[decision]]\ndate = 2026-10-01\noutcome = \"stop\"\nnote = \"No pilot\"\n\
                [[action]]\ndate = 2026-02-01\nwhat = \"Name a champion\"\ndue = 2026-07-01\n\
                [[action]]\ndate = 2026-02-01\nwhat = \"Price the bonus\"\ndue = 2026-12-01\n\
                [[action]]\ndate = 2026-02-01\nwhat = \"Sign\"\ndue = 2026-05-01\ndone = 2026-05-01\n\
                [[action]]\ndate = 2026-02-01\nwhat = \"Call the union\"\ndue = 2026-12-02\nprivate = true\n";
    let here = folder(&[("plan.toml", text)]);
    let told = swell(here.path(), &["show", "timeline"]).out;
    let rows: Vec<String> = told.lines().map(words).collect();
    let all = [
        "One vendor decision 01 Mar 2026 decided",
        "Name a champion action 01 Jul 2026 late",
        "No pilot decision 01 Oct 2026 stop",
        "Price the bonus action 01 Dec 2026 open",
    ];
    let places = all.map(|told| rows.iter().position(|row| row == told));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {told}");
    assert!(!told.contains("At the gate") && !told.contains("Sign"), "{told}");
    let json = swell(here.path(), &["show", "timeline", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let record = json["record"].as_array().unwrap();
    assert_eq!(record.len(), 4, "{record:?}");
    assert_eq!(record[1]["what"], "Name a champion");
    assert_eq!((&record[1]["date"], &record[1]["state"]), (&"2026-07-01".into(), &"late".into()));
    assert!(!format!("{json}").contains("union"), "{json}");
}
