//! What a screen tells, the printed view tells in the same figures.

use groundswell::tui;
use groundswell::tui::msg::Msg;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;

use crate::driven::{PLAN, plan_at};
use crate::program::{folder, swell, words};

/// A view of the plan of the screens, printed.
fn printed(view: &str, more: &[&str]) -> String {
    let folder = folder(&[("plan.toml", PLAN)]);
    let ran = swell(folder.path(), &[&["show", "plan.toml", view], more].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out
}

/// A view of a plan of the repository, printed, and the screen of it.
fn both(plan: &str, view: &str, keys: &str, size: (u16, u16)) -> (String, String) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let ran = swell(root, &["show", plan, view, "--plain"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    (words(&ran.out), tui::screen(plan_at(plan), Look::default(), keys, size.0, size.1))
}

/// By hand from the plan of the screens: the pilot spent 130 k of 360 k€ by November, the other waves nothing yet; its gate
/// was decided on 05 Oct, and that of the whole town is to come.
#[test]
fn the_printed_board_tells_what_waves_spent_and_their_gates() {
    let board = printed("board", &["--plain"]);
    let waves: Vec<&str> = board.split("\n\n").skip(1).collect();
    for (wave, spent) in waves.iter().zip(["130 k of 360 k€ spent", "0 of 300 k€ spent", "0 of 500 k€ spent"])
    {
        assert_eq!(wave.lines().nth(1), Some(&*format!("  {spent}")), "{board}");
    }
    assert!(
        waves[0].contains("  Gates\n    ") && waves[0].contains(", conditions on 05 Oct 2026, met then: ")
    );
    assert!(waves[1].ends_with(", 30 Jun 2027, met: 0 of 2"), "{board}");
    assert!(!waves[2].contains("Gates"), "{board}");

    let json: serde_json::Value = serde_json::from_str(&printed("board", &["--format", "json"])).unwrap();
    let [pilot, town] = [&json["waves"][0], &json["waves"][1]];
    assert_eq!((&pilot["spent"], &pilot["budget"]), (&130_000.into(), &360_000.into()));
    let gate = &pilot["gates"][0];
    assert_eq!((&gate["outcome"], &gate["decided"]), (&"conditions".into(), &"2026-10-05".into()));
    assert_eq!((&town["gates"][0]["date"], &town["gates"][0]["outcome"]), (&"2027-06-30".into(), &().into()));
    // Without a budget nothing is held against it.
    let bare = PLAN.lines().filter(|line| !line.starts_with("budget")).collect::<Vec<_>>().join("\n");
    assert_ne!(bare, PLAN.trim_end());
    let folder = folder(&[("plan.toml", &bare)]);
    assert!(!swell(folder.path(), &["show", ".", "board"]).out.contains("spent"));
}

#[test]
fn the_budgets_of_a_wide_board_are_printed() {
    let (printed, screen) = both("plans/omnichannel", "board", "1", (200, 50));
    let row = screen.lines().find(|line| line.starts_with("│ Budget")).unwrap_or_default();
    let told: Vec<&str> = row.split('│').map(str::trim).filter(|cell| cell.ends_with("spent")).collect();
    assert_eq!((told.len(), told.first()), (4, Some(&"1.78 M of 1.85 M€ spent")), "{screen}");
    assert!(told.iter().all(|told| printed.contains(told)), "{told:?}\n{printed}");
}

/// By hand of Local champions: Denmark at 2, the Netherlands at 2 and Sweden at 1 are open, of a target of 4: 5 ÷ 3 and
/// 7 ÷ 3.
#[test]
fn the_means_and_the_notes_of_a_wide_map_are_printed() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let ran = swell(root, &["show", "plans/omnichannel", "capabilities", "--plain"]);
    let (_, screen) = both("plans/omnichannel", "capabilities", "6", (140, 60));
    let tail = |line: &str| line.split_whitespace().rev().take(2).map(str::to_owned).collect::<Vec<_>>();
    let printed = |title: &str| {
        let line = ran.out.lines().find(|line| line.trim_start().starts_with(title)).unwrap_or_default();
        tail(line).join(" ")
    };
    assert_eq!(printed("Local champions"), "2.3 1.7");
    assert_eq!(printed("Capability  "), "Gap Avg");
    let mut rows = 0;
    let screen: Vec<&str> = screen.lines().map(|line| line.split('│').next().unwrap_or_default()).collect();
    let row = |line: &&&str| {
        line.contains('→') && !line.contains('⏎') && !line.contains("Widest") && !line.contains("Level now")
    };
    for line in screen.iter().filter(row) {
        let title = line.trim_start_matches(|it: char| !it.is_alphanumeric()).split("  ").next().unwrap();
        assert_eq!(printed(title), tail(line).join(" "), "{line}");
        rows += 1;
    }
    assert_eq!(rows, 33, "all but the one without a target");
    for note in [
        "Widest gap: 4 levels, Microsegments in Denmark (0 → 4), 2 more",
        "Weakest layer: commercial, 1.9 levels short on average",
        "Blind spots: 1 cell, needed and never assessed (?)",
    ] {
        assert!(screen.iter().any(|line| line.trim_start().starts_with(note)), "{note}");
        assert!(ran.out.lines().any(|line| line == note), "{}", ran.out);
    }
    let json = swell(root, &["show", "plans/omnichannel", "capabilities", "--format", "json"]).json();
    let champions = &json["capabilities"]["champions"];
    assert_eq!(
        (champions["average"].as_f64(), champions["average_gap"].as_f64()),
        (Some(5.0 / 3.0), Some(7.0 / 3.0))
    );
    assert_eq!(
        json["widest_gap"],
        serde_json::json!({"gap": 4, "capability": "microsegments", "unit": "dk", "more": 2})
    );
    assert_eq!(json["weakest_layers"]["layers"], serde_json::json!(["commercial"]));
}

/// Nothing is averaged where there are no units, and nobody is told that something is missing where nothing is.
#[test]
fn a_map_without_units_has_no_means() {
    let plan = "format = 1\n[plan]\nas-of = 2026-03-31\n[wave.one]\nstart = 2026-01-01\nend = 2026-02-28\n\
                [capability.crm]\nlayer = \"technological\"\nreaches = { one = 2 }\n[[assessed]]\n\
                capability = \"crm\"\ndate = 2026-03-01\nlevel = 2\n";
    let folder = folder(&[("plan.toml", plan)]);
    let out = swell(folder.path(), &["show", ".", "capabilities"]).out;
    assert!(words(&out).contains("Capability Layer All Target crm technological 2 2 Levels in"), "{out}");
    assert!(!out.contains("Avg") && !out.contains("Widest") && !out.contains("Weakest"), "{out}");
}

/// By hand from the record: 1,779,000 € spent of 1.85 M€ are 1.78 M€, and 9,300 € of value 9.30 k€, as the screen has both.
#[test]
fn what_a_gate_asks_is_told_in_the_digits_of_the_screen() {
    let (printed, screen) = both("plans/omnichannel", "leadership", "7", (200, 60));
    for (asked, value) in [
        ("Foundation spent ≤ 1.85 M€", "1.78 M€"),
        ("Reach low-access HCPs realized ≥ 80 k€", "9.30 k€"),
        ("Customers with valid consent ≥ 34 %", "40.3 %"),
        ("Channel coordination ≥ 3", "1"),
    ] {
        assert!(printed.contains(&format!("{asked} {value} ")), "{asked}: {printed}");
        assert!(
            value == "1" || screen.contains(value.trim_end_matches(['€', '%', ' '])),
            "{value}\n{screen}"
        );
    }
    assert!(!printed.contains("1,779 k€") && !printed.contains("9.3 k€"), "{printed}");
    // In as many digits as it takes to be seen on its side of what is asked for: 1,853,000 € are no more than 1.85 M€.
    let plan = "format = 1\n[plan]\ncurrency = \"EUR\"\nas-of = 2026-03-31\n[wave.one]\nstart = 2026-01-01\nend = 2026-02-28\n\
                [gate.exit]\nwave = \"one\"\ncriteria = [\"spent.one <= 1_850_000\"]\n[[spent]]\nwave = \"one\"\n\
                period = \"2026-02\"\nvalue = 1_853_000\n";
    let folder = folder(&[("plan.toml", plan)]);
    let told = words(&swell(folder.path(), &["show", ".", "leadership"]).out);
    assert!(told.contains("one spent ≤ 1.85 M€ 1,853 k€ no 3.00 k€ too much"), "{told}");
}

/// The chances of the screen, which the terminal and `swell simulate` tell from the same seed.
#[test]
fn the_chances_of_value_are_printed() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let show = |more: &[&str]| swell(root, &[&["show", "plans/omnichannel", "value"], more].concat());
    let plain = show(&["--plain"]);
    assert_eq!((plain.code, plain.err.as_str()), (0, ""));
    assert_eq!(plain.out, show(&["--simulated"]).out, "the same each time");
    let usual = show(&[]).out;
    assert!(plain.out.starts_with(&usual) && !usual.contains("chance"), "nobody waits who did not ask");

    let work = plan_at("plans/omnichannel");
    let simulation = tui::simulating::simulate(work.plan());
    let money = |amount: f64| groundswell::plan::quantity::Money::from_minor_f64(amount);
    let [nine, even, one] = simulation.value.quantiles.map(|it| money(it.value));
    let out = words(&plain.out);
    for told in [
        "At most a 9 in 10 chance of at least 21.0 M€, even of 23.1 M€ · 10,000 runs from seed 1",
        "Forecast 24.9 M€ by Dec 2029: at most 11 % chance of at least that",
        // To the end of the last year, which is the horizon.
        "2029 26.2 M 24.9 M 21.0 M 23.1 M 24.9 M 8 in 10 runs",
    ] {
        assert!(out.contains(told), "{told}\n{}", plain.out);
    }
    let mut model = tui::after(work, Look::default(), "5", 200, 60);
    update(&mut model, Msg::Simulated(1, simulation.clone().into()));
    let screen = tui::text(&tui::buffer(&model));
    assert!(screen.contains("At most a 9 in 10 chance of at least 21.0 M€, even of 23.1 M€ · 10,000 runs"));
    assert!(screen.contains("(at most 11 %"), "{screen}");
    let json = show(&["--simulated", "--format", "json"]).json();
    let [told, of] =
        [&json["simulated"], &swell(root, &["simulate", "plans/omnichannel", "--format", "json"]).json()];
    assert_eq!((&told["runs"], &told["seed"]), (&of["runs"], &of["seed"]));
    assert_eq!((&told["at_least"], &told["at_most"]), (&of["value"]["at_least"], &of["value_at_most"]));
    assert_eq!(told["chance_of_forecast"], of["chance_of_forecast_value"]["share"]);
    for (key, amount) in [("nine_in_ten", nine), ("even", even), ("one_in_ten", one)] {
        assert_eq!(told["at_least"][key].as_f64(), Some(amount.major_f64(2)), "{key}");
    }
    let years = told["years"].as_array().unwrap();
    let [first, last] = [years.first().unwrap(), years.last().unwrap()];
    assert_eq!((years.len(), &first["year"]), (4, &2026.into()));
    assert_eq!(last["at_least"], told["at_least"]);
    // The twelfth month is the last of the first year.
    let band = simulation.band[11].map(|it| money(it.value).major_f64(2));
    assert_eq!(first["at_least"]["nine_in_ten"].as_f64(), Some(band[0]));
    assert_eq!(show(&["--format", "json"]).json()["simulated"], serde_json::Value::Null);
    let refused = swell(root, &["show", "plans/omnichannel", "board", "--simulated"]);
    assert!(refused.err.contains("--simulated is for the views value and figures"), "{}", refused.err);
}
