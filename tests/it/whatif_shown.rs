//! `swell show whatif`: the plan beside scenarios that were kept, as text, rows and JSON, with the numbers of the screen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use groundswell::tui::after;
use groundswell::tui::msg::Msg;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use serde_json::Value;

use crate::driven::{PLAN, drawn, message, model, omnichannel, press};
use crate::program::{folder, swell, write};

const TOWN: &str = include_str!("../../plans/first.toml");

const DEARER: &str = "scenario = 1\nname = \"Dearer\"\n[[change]]\ntitle = \"cases cost more\"\nedits = [\n  \
    { set = \"capability.cases.cost\", was = \"160_000\", value = \"200_000\" },\n]\n";

const LATE: &str = "scenario = 1\nname = \"Late\"\n[[change]]\ntitle = \"slip town by 2 months\"\n\
    slip = \"wave.town\"\nby = \"2 months\"\n";

#[test]
fn scenarios_stand_beside_the_plan_in_every_format() {
    let here = folder(&[("plan.toml", TOWN), ("dearer.toml", DEARER), ("late.toml", LATE)]);
    let run = |more: &[&str]| {
        let command = ["show", "plan.toml", "whatif", "--with", "dearer.toml", "--with", "late.toml"];
        let told = swell(here.path(), &[&command[..], more].concat());
        assert_eq!(told.code, 0, "{}", told.err);
        told.out
    };
    let json: Value = serde_json::from_str(&run(&["--format", "json"])).unwrap();
    let figure = |name: &str| {
        let figures = json["figures"].as_array().unwrap();
        figures.iter().find(|it| it["name"] == name).unwrap_or_else(|| panic!("{name} in {json}"))
    };
    assert_eq!(
        (&json["scenarios"][0]["name"], &json["scenarios"][1]["name"]),
        (&"Dearer".into(), &"Late".into())
    );
    assert_eq!(json["scenarios"][1]["tries"][0], "slip town by 2 months");
    // 200,000 for 160,000, all of it within the horizon.
    let cost = &figure("Cost")["scenarios"][0];
    assert_eq!((cost["difference"].as_f64(), &cost["verdict"]), (Some(40_000.0), &"worse".into()));
    // From 30 June to 31 August are 62 days.
    let end = figure("Whole town ends");
    assert_eq!((&end["plan"], &end["scenarios"][0]["verdict"]), (&"2027-06-30".into(), &Value::Null));
    assert_eq!(
        (&end["scenarios"][1]["value"], end["scenarios"][1]["difference"].as_i64()),
        (&"2027-08-31".into(), Some(62))
    );
    let rows = run(&["--format", "csv"]);
    let row = "Whole town ends,wave.town.end,Late,2027-06-30,2027-08-31,62,worse";
    assert!(
        rows.starts_with("figure,at,scenario,plan,value,difference,verdict\n") && rows.contains(row),
        "{rows}"
    );
    let plain = run(&["--plain"]);
    let told = plain.lines().find(|line| line.starts_with("Whole town ends")).unwrap_or_default();
    assert!(told.contains("30 Jun 2027") && told.contains("31 Aug 2027  +62 days"), "{plain}");
    assert!(plain.contains("\nDearer\n  cases cost more\n"), "{plain}");
    // People know the wave by its name, programs by its id.
    assert!(plain.contains("\nLate\n  slip Whole town by 2 months\n"), "{plain}");
    assert_eq!(std::fs::read_to_string(here.path().join("plan.toml")).unwrap(), TOWN);
}

/// By hand, without discount: the wave ends in December 2027, so that 12 months of 2028 bring 10,000 and cost 1,000
/// each. Three months earlier or later they are 15 or 9. With the cost at its old time it would be 150,000 − 12,000 and
/// 90,000 − 12,000. What costs 1,000 and brings 500 a month loses 6,000 in 12 months and 4,500 in 9; with 12 months
/// of cost it would lose 7,500. At half its price and later, what brings nothing costs 4,500 instead of 12,000, and at
/// the old times 6,000.
#[test]
fn cost_that_falls_earlier_takes_nothing_from_what_gets_better() {
    let told = |value: u32, change: &str| {
        let plan = format!(
            "format = 1\n[plan]\ncurrency = \"EUR\"\nstart = 2026-01-01\nas-of = 2026-01-01\nhorizon = 2028-12-31\n\
             discount-rate = 0\n[wave]\none = {{ start = 2027-07-01, end = 2027-12-31 }}\n\
             [driver]\na = {{ wave = \"one\", value = {value}, cost = {{ run = 12_000 }} }}\n"
        );
        let change = format!("scenario = 1\nname = \"A\"\n[[change]]\ntitle = \"one\"\n{change}");
        let here = folder(&[("plan.toml", &plan), ("a.toml", &change)]);
        let run = swell(here.path(), &["show", "plan.toml", "whatif", "--with", "a.toml", "--plain"]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    let npv = |told: &str| -> Vec<String> {
        let row = told.lines().find(|line| line.starts_with("NPV ")).unwrap_or_default();
        row.split("  ").map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
    };
    let slip = |by: &str| format!("slip = \"wave.one\"\nby = \"{by} months\"\n");
    let earlier = told(120_000, &slip("-3"));
    assert_eq!(npv(&earlier), ["NPV", "108 k€", "135 k€", "+27.0 k€", "better"]);
    assert!(earlier.contains("Cost: 3.00 k€ earlier, none added.") && !earlier.contains("ixed"), "{earlier}");
    assert_eq!(npv(&told(120_000, &slip("3"))), ["NPV", "108 k€", "81.0 k€", "−27.0 k€", "worse"]);
    // What does not pay is no better for being later, and worse for being earlier.
    let later = told(6_000, &slip("3"));
    assert_eq!(npv(&later), ["NPV", "−6.00 k€", "−4.50 k€", "+1.50 k€", "later"]);
    assert!(later.contains("NPV and Peak funding look better only since cost falls later."), "{later}");
    assert_eq!(npv(&told(6_000, &slip("-3")))[4], "worse");
    // In part saved and in part only later, it says how much.
    let half = "edits = [{ set = \"driver.a.cost.run\", was = \"12_000\", value = \"6_000\" }]\n";
    let both = told(0, &format!("{half}[[change]]\ntitle = \"late\"\n{}", slip("3")));
    assert_eq!(npv(&both), ["NPV", "−12.0 k€", "−4.50 k€", "+7.50 k€", "mixed"]);
    let why = "NPV is better by 7.50 k€, 1.50 k€ of it only since cost falls later.";
    assert!(both.contains(why) && both.contains("Cost: 1.50 k€ later, 6.00 k€ saved."), "{both}");
    // At half the price and earlier it is 15 months of 500: 4,500 less, though at the old times it were 6,000.
    let both = told(0, &format!("{half}[[change]]\ntitle = \"early\"\n{}", slip("-3")));
    assert_eq!(npv(&both), ["NPV", "−12.0 k€", "−7.50 k€", "+4.50 k€", "better"]);
    assert!(both.contains("Cost: 1.50 k€ earlier, 6.00 k€ saved.") && !both.contains("ixed"), "{both}");
}

/// Kept under another file name, a scenario has the name that it had.
#[test]
fn scenarios_of_one_name_are_told_apart_by_their_files() {
    let later = LATE.replace("\"Late\"", "\"Dearer\"");
    let here = folder(&[("plan.toml", TOWN), ("s/dearer.toml", DEARER), ("s/plan-b.toml", &later)]);
    let run = |more: &[&str]| {
        let command = ["show", "plan.toml", "whatif", "--with", "s/dearer.toml", "--with", "s/plan-b.toml"];
        swell(here.path(), &[&command[..], more].concat()).out
    };
    let plain = run(&["--plain"]);
    let head = plain.lines().find(|line| line.starts_with("Figure")).unwrap_or_default();
    assert!(head.contains(" Dearer (dearer) ") && head.contains(" Dearer (plan-b) "), "{plain}");
    assert!(plain.contains("\nDearer (plan-b)\n  slip Whole town by 2 months\n"), "{plain}");
    let rows = run(&["--format", "csv"]);
    assert!(rows.contains(",wave.town.end,Dearer (plan-b),2027-06-30,2027-08-31,"), "{rows}");
    // On the screen, in columns that are narrow, what tells them apart is left.
    let mut model = after(crate::driven::open(TOWN), Look::default(), "", 80, 24);
    for (file, text) in [("dearer.toml", DEARER), ("plan-b.toml", &later)] {
        let text = text.replace("\"Dearer\"", "\"Dearer cases, and later\"");
        update(&mut model, Msg::Fetched(PathBuf::from(format!("scenarios/{file}")), Ok(text)));
    }
    press(&mut model, "9");
    let shown = drawn(&model);
    let head = shown.lines().find(|line| line.trim_start().starts_with("plan ")).unwrap_or_default();
    assert!(head.contains("…") && head.contains(" (plan-b) (open)"), "{shown}");
    // Nor is there a doubt elsewhere which one is open.
    model.size = (140, 24);
    press(&mut model, "1");
    let shown = drawn(&model);
    assert!(shown.starts_with(" SCENARIO — not the plan  Dearer cases, and later (plan-b) "), "{shown}");
}

/// The slip writes a line between the fifth and the eighth of the file that the plan has not, so that what stands below
/// it would be a line further down.
#[test]
fn what_a_scenario_wrote_stands_in_it_and_the_rest_where_the_plan_has_it() {
    let plan = "format = 1\nplan = { start = 2026-01-01, as-of = 2026-01-01, horizon = 2027-12-31 }\n\
                wave.one = { start = 2026-01-01, end = 2026-06-30 }\n[capability.people]\nwave = \"one\"\n\n\
                [mandate.board]\nwave = \"one\"\nneeds = [\"people\"]\n";
    let late = "scenario = 1\nname = \"Late\"\n[[change]]\ntitle = \"late\"\nslip = \"capability.people\"\nby = \"2 months\"\n";
    let here = folder(&[("plan.toml", plan), ("late.toml", late)]);
    let told = |of: &str, more: &[&str]| {
        let run = swell(here.path(), &[&["explain", "plan.toml", of, "--with", "late.toml"], more].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    for (of, stands) in [
        ("mandate.board.needs", "\nplan.toml:9\n"),
        ("capability.people.wave", "\nplan.toml:5\n"),
        ("capability.people.live", "\nlate.toml:3\n"),
        ("plan.horizon", "\nplan.toml:2\n"),
        ("slack.people", "capability.people.live = 2026-08-31  late.toml:3"),
        ("plan.warnings", "mandate `board` has no name  plan.toml:7"),
    ] {
        assert!(told(of, &[]).contains(stands), "{of}: {}", told(of, &[]));
    }
    let json: Value = serde_json::from_str(&told("capability.people.live", &["--format", "json"])).unwrap();
    assert_eq!((&json["file"], &json["line"]), (&"late.toml".into(), &3.into()));
    // On the screen the scenario is the one that is open.
    let mut model = after(crate::driven::open(plan), Look::default(), "", 100, 40);
    update(&mut model, Msg::Fetched(PathBuf::from("late.toml"), Ok(late.into())));
    press(&mut model, "1 / people <enter> =");
    let shown = drawn(&model);
    for row in ["live     2026-08-31  the scenario", "wave          \"one\"  plan.toml:5"] {
        assert!(shown.contains(row), "{row}: {shown}");
    }
}

#[test]
fn what_is_printed_are_the_numbers_of_the_screen() {
    let file = "scenario = 1\nname = \"Late\"\n[[change]]\ntitle = \"slip\"\nslip = \"driver.county-fees\"\n\
        by = \"2 months\"\n";
    let here = folder(&[("plan.toml", PLAN), ("late.toml", file)]);
    let printed = swell(here.path(), &["show", "plan.toml", "whatif", "--with", "late.toml"]).out;
    let mut model = model("", 200, 60);
    update(&mut model, Msg::Fetched(PathBuf::from("late.toml"), Ok(file.into())));
    press(&mut model, "9");
    let screen = drawn(&model);
    let rows = printed.lines().skip(3).take_while(|line| !line.is_empty());
    let mut told = 0;
    for row in rows {
        let cells: Vec<&str> = row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let on_screen = |line: &str| cells.iter().all(|cell| line.contains(cell));
        assert!(screen.lines().any(on_screen), "{row}\n{screen}");
        told += 1;
    }
    assert!(told > 10, "{printed}");
}

#[test]
fn what_is_private_is_not_told_by_what_a_scenario_does() {
    let plan = TOWN.replace("cost = 160_000", "cost = 160_000, private = true");
    let here = folder(&[("plan.toml", &plan), ("dearer.toml", DEARER)]);
    let command = ["show", "plan.toml", "whatif", "--with", "dearer.toml"];
    let told = swell(here.path(), &command).out;
    assert!(told.contains("money would tell a private amount") && !told.contains("40"), "{told}");
    assert!(!told.contains("cases cost more") && !told.contains("NPV"), "{told}");
    let open = swell(here.path(), &[&command[..], &["--include-private"]].concat()).out;
    assert!(open.contains("cases cost more") && open.contains("+40.0 k€"), "{open}");
}

#[test]
fn a_scenario_is_named_and_other_views_take_one() {
    let here = folder(&[("plan.toml", TOWN), ("late.toml", LATE)]);
    let none = swell(here.path(), &["show", "plan.toml", "whatif"]);
    assert!(none.code == 2 && none.err.contains("no scenario is named"), "{}", none.err);
    let two =
        swell(here.path(), &["show", "plan.toml", "board", "--with", "late.toml", "--with", "late.toml"]);
    assert!(two.code == 2 && two.err.contains("one scenario at most"), "{}", two.err);
}

#[test]
fn a_scenario_is_asked_for_again_where_a_folder_or_no_file_is_named() {
    let mut model = model("9 O", 100, 30);
    update(&mut model, Msg::Scenarios(vec!["a.toml".into(), "late.toml".into()]));
    assert_eq!(press(&mut model, "ctrl-u s c e n a r i o s / <enter>"), []);
    assert_eq!(message(&model), "Which of them: a.toml, late.toml?");
    press(&mut model, "x y <tab>");
    assert_eq!(message(&model), "None of them begins so");
    assert!(drawn(&model).contains("> scenarios/xy"), "{}", drawn(&model));
}

/// Every name that is printed leads to a page, of the plan and of the scenario, that tells what the row does.
#[test]
fn every_name_that_is_printed_is_explained() {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let here = tempfile::tempdir().unwrap();
    let mut seen = BTreeSet::new();
    for (plan, wave) in [("first.toml", "town"), ("omnichannel", "scale"), ("zero-trust", "integrate")] {
        let late =
            format!("scenario = 1\nname = \"Late\"\n[[change]]\nslip = \"wave.{wave}\"\nby = \"2 months\"\n");
        write(here.path(), "late.toml", &late);
        let plan = plans.join(plan).display().to_string();
        let run = |arguments: &[&str]| {
            let told = swell(here.path(), &[arguments, &["--include-private"]].concat());
            assert_eq!((told.code, told.err.as_str()), (0, ""), "{arguments:?}");
            told.out
        };
        let all: Value =
            serde_json::from_str(&run(&["show", &plan, "whatif", "--with", "late.toml", "--format", "json"]))
                .unwrap();
        for figure in all["figures"].as_array().unwrap() {
            let at = figure["at"].as_str().unwrap();
            let page = run(&["explain", &plan, at]);
            let late = run(&["explain", &plan, at, "--with", "late.toml"]);
            assert!(page.lines().count() > 2 && late.lines().count() > 2, "{at}: {page}\n{late}");
            let json: Value =
                serde_json::from_str(&run(&["explain", &plan, at, "--format", "json"])).unwrap();
            assert_eq!(json["format"], 1, "{at}: {json}");
            let Some(key) = at.strip_prefix("plan.") else { continue };
            seen.insert(key.to_owned());
            match key {
                "errors" | "warnings" | "decisions" => {
                    assert_eq!(json["value"], figure["plan"], "{at}");
                    assert_eq!(
                        json["findings"].as_array().unwrap().len() as u64,
                        figure["plan"].as_u64().unwrap()
                    );
                    let first = format!("{at} = {}\n", figure["plan"]);
                    assert!(page.starts_with(&first), "{first}{page}");
                    let scenario = format!("{at} = {}\n", figure["scenarios"][0]["value"]);
                    assert!(late.starts_with(&scenario) && late.contains("In the plan there are"), "{late}");
                }
                "next-benefit" => {
                    assert!(
                        page.lines().next().unwrap().ends_with(figure["plan"].as_str().unwrap()),
                        "{page}"
                    );
                }
                "peak-load" => assert!(page.starts_with("effort."), "{page}"),
                "kpis" => assert!(page.starts_with("kpis.green = "), "{page}"),
                _ => assert!(page.starts_with(&format!("{key} = ")), "{page}"),
            }
        }
    }
    for key in ["errors", "warnings", "decisions", "next-benefit", "peak-load", "kpis", "npv"] {
        assert!(seen.contains(key), "{key} in {seen:?}");
    }
}

/// Of the 27 KPIs all but the privacy assessment have a target with a wave from Engage on, each of which ends two months
/// later: below the figures the first three are named, in the detail and in print all.
#[test]
fn what_is_counted_below_the_figures_is_named_in_the_detail_and_in_print() {
    let mut model =
        after(omnichannel(), Look::default(), "/ engage <enter> w s ctrl-u 2 m <enter> 9", 140, 40);
    assert!(drawn(&model).contains("Content breaches a quarter and 23 more"), "{}", drawn(&model));
    let names = model.work.plan().kpis().map(|(_, kpi)| kpi.title().to_owned());
    let names: Vec<String> = names.filter(|name| name != "Privacy assessment signed").collect();
    assert_eq!(names.len(), 26);
    press(&mut model, "<enter>");
    let shown = drawn(&model).replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let file = "scenario = 1\nname = \"Late\"\n[[change]]\ntitle = \"slip\"\nslip = \"wave.engage\"\nby = \"2 months\"\n";
    let here = folder(&[("late.toml", file)]);
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/omnichannel").display().to_string();
    let printed = |format: &str| {
        let command =
            ["show", &plan, "whatif", "--include-private", "--with", "late.toml", "--format", format];
        swell(here.path(), &command).out
    };
    for told in [shown, printed("text"), printed("json")] {
        assert!(names.iter().all(|name| told.contains(name)) && !told.contains("23 more"), "{told}");
    }
}

/// What is private and is in none of what is told aside is no reason to tell less. The forms two months late take each
/// step that needs them past its wave, and cost as much as they did, later.
#[test]
fn of_what_is_told_aside_only_what_something_private_goes_into_is_withheld() {
    let late = "scenario = 1\nname = \"Late\"\n[[change]]\ntitle = \"slip\"\nslip = \"capability.forms\"\nby = \"2 months\"\n";
    let told = |plan: &str, late: &str| {
        let here = folder(&[("plan.toml", plan), ("late.toml", late)]);
        let run = swell(here.path(), &["show", "plan.toml", "whatif", "--with", "late.toml", "--plain"]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    let open = told(TOWN, late);
    assert!(open.contains("5 steps past the end of the waves Pilot and Whole town"), "{open}");
    assert!(open.contains("Cost: 10.0 k€ later, none saved."), "{open}");
    let quiet = "[[learning]]\ndate = 2026-01-05\nnote = \"quiet\"\nprivate = true\n";
    assert_eq!(told(&format!("{TOWN}{quiet}"), late), open);
    // One of the five, by no name and in no number.
    let cases = told(&TOWN.replace("cost = 160_000", "private = true"), late);
    assert!(!cases.contains("Case handling") && !cases.contains("past the end"), "{cases}");
    // The KPI whose target moves with its wave, which the gate at its end asks for.
    let town = "scenario = 1\nname = \"Late\"\n[[change]]\ntitle = \"slip\"\nslip = \"wave.town\"\nby = \"2 months\"\n";
    let moved = told(TOWN, town);
    assert!(moved.contains("KPI targets moved: Cases filed online."), "{moved}");
    let kpi = told(&TOWN.replace("unit = \"%\", better", "unit = \"%\", private = true, better"), town);
    assert!(!kpi.contains("Cases filed online") && !kpi.contains("KPI targets moved"), "{kpi}");
    // Where money is withheld, so is what is said of its time.
    let dear = told(&TOWN.replace("run = 40_000 } }", "run = 40_000 }, private = true }"), late);
    assert!(!dear.contains("\nCost: ") && dear.contains("5 steps past the end"), "{dear}");
}

/// By hand: 120,000 a year, of which half is trusted, are 60,000 in the one year up to the horizon. A cost moves neither;
/// twice the trust moves the one and not the other. Where all is trusted there is but one amount.
#[test]
fn value_without_confidence_stands_beside_it_whether_it_moves_or_not() {
    let told = |confidence: &str, change: &str, format: &str| {
        let plan = format!(
            "format = 1\n[plan]\ncurrency = \"EUR\"\nstart = 2026-01-01\nas-of = 2026-01-01\nhorizon = 2027-12-31\n\
             [wave]\none = {{ start = 2026-01-01, end = 2026-12-31 }}\n\
             [driver]\na = {{ wave = \"one\", value = 120_000, confidence = {confidence}, cost = {{ run = 12_000 }} }}\n"
        );
        let change = format!("scenario = 1\nname = \"A\"\n[[change]]\ntitle = \"one\"\n{change}");
        let here = folder(&[("plan.toml", &plan), ("a.toml", &change)]);
        let command = ["show", "plan.toml", "whatif", "--with", "a.toml", "--format", format];
        let run = swell(here.path(), &command);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    let cost = "edits = [{ set = \"driver.a.cost.run\", was = \"12_000\", value = \"6_000\" }]\n";
    let trust = "edits = [{ set = \"driver.a.confidence\", was = \"0.5\", value = \"1\" }]\n";
    for (change, weighted, verdict) in [(cost, 60_000.0, ""), (trust, 120_000.0, "better")] {
        let json: Value = serde_json::from_str(&told("0.5", change, "json")).unwrap();
        let figures = json["figures"].as_array().unwrap();
        let of = |at: &str| {
            let place =
                figures.iter().position(|it| it["at"] == at).unwrap_or_else(|| panic!("{at}: {json}"));
            let it = &figures[place];
            (place, it["plan"].as_f64().unwrap(), it["scenarios"][0]["value"].as_f64().unwrap())
        };
        let (place, plan, value) = of("plan.planned");
        assert_eq!((plan, value), (60_000.0, weighted));
        assert_eq!(of("plan.unweighted"), (place + 1, 120_000.0, 120_000.0), "below it");
        let rows = told("0.5", change, "csv");
        let row = "Planned unweighted,plan.unweighted,A,120000,120000,0,";
        let row_of_planned = |it: &&str| it.starts_with("Planned value,") && it.ends_with(verdict);
        assert!(rows.lines().any(|it| it == row) && rows.lines().any(|it| row_of_planned(&it)), "{rows}");
        let text = told("0.5", change, "text");
        let below =
            text.lines().skip_while(|it| !it.starts_with("Planned value ")).nth(1).unwrap_or_default();
        let words: Vec<&str> = below.split("  ").map(str::trim).filter(|it| !it.is_empty()).collect();
        assert_eq!(words, ["Planned unweighted", "120 k€", "120 k€"], "{text}");
        // What confidence does to value is no change of what value is without it.
        assert!(!text.contains("Better: Planned unweighted"), "{text}");
    }
    for format in ["csv", "json", "text"] {
        assert!(!told("1", cost, format).contains("unweighted"), "{format}");
    }
}
