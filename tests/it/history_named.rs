//! The history of the whole plan: waves and gates are matched by their ids and told by their names.

use groundswell::git::Commit;
use groundswell::history::{Asked, Of, Told, Trend, rows, state};

use crate::history::{Given, PLAN, given, lines, repository};
use crate::marked::read;
use crate::program::{swell, words};

/// In one revision the second wave has another name and ends two months later, and the gate has a name and a day.
#[test]
fn a_wave_with_another_name_and_another_end_is_one_wave_whose_end_moved() {
    let named = PLAN.replace("two = { name = \"Two\"", "two = { name = \"Two in all\"");
    let later = named.replace("end = 2026-12-31", "end = 2027-02-28");
    let gated = later.replace(
        "exit = { wave = \"one\" }",
        "exit = { name = \"Go on?\", wave = \"one\", date = 2026-07-10 }",
    );
    assert!(gated != later && later != named && named != PLAN);
    let folder = repository(&[
        given("Ann", "The plan", "p/plan.toml", PLAN, ""),
        given("Bo", "All", "p/plan.toml", &gated, ""),
    ]);
    let told = lines(folder.path(), &["history", "p"]);
    let has = |line: &str| assert!(told.iter().any(|it| it == line), "{line}: {told:#?}");
    has("Date Commit wave One wave Two in all gate Go on?");
    has("2026-03-02 30 Jun 2026 28 Feb 2027 10 Jul 2026");
    has("2026-03-01 30 Jun 2026 31 Dec 2026 30 Jun 2026");
    has("2026-03-02 end of Two in all: 31 Dec 2026 → 28 Feb 2027");
    has("2026-03-02 date of Go on?: – → 10 Jul 2026");
    // The next gate by its name.
    assert!(told.iter().any(|it| it.contains("Go on? 10 Jul 2026")), "{told:#?}");
    let json = swell(folder.path(), &["history", "p", "--format", "json"]).json();
    let moved: Vec<&str> =
        json["targets"].as_array().unwrap().iter().map(|it| it["address"].as_str().unwrap()).collect();
    assert_eq!(moved, ["wave.two.end", "gate.exit.date"]);
    assert_eq!(json["moves"][0]["milestones"]["wave.two.end"], "2027-02-28");
}

/// By hand: from 31 Dec 2026 it is 59 days to 28 Feb 2027. What draws its ends has one line for it.
#[test]
fn the_moves_of_the_whole_plan_tell_the_end_of_a_renamed_wave_as_one_move() {
    let later = PLAN.replace("name = \"Two\"", "name = \"Two in all\"").replace("2026-12-31", "2027-02-28");
    let texts = [later.as_str(), PLAN];
    let commit = |(nth, day): (usize, &str)| Commit {
        name: day.replace('-', "").repeat(5),
        author: "Ann".into(),
        date: day.parse().unwrap(),
        subject: "All".into(),
        parents: (nth + 1..2).collect(),
        cut: false,
        path: "plan.toml".into(),
    };
    let commits: Vec<Commit> = ["2026-03-02", "2026-03-01"].into_iter().enumerate().map(commit).collect();
    let states: Vec<_> = texts
        .iter()
        .map(|text| {
            let files = [("plan.toml", text.as_bytes()), ("record/a.toml", b"format = 1".as_slice())];
            Some(state(&read(&files), &Asked::Headline))
        })
        .collect();
    let told = Told::of(&commits, &states, Asked::Headline);
    let moved: Vec<String> = rows(&told.moves, &told.asked).into_iter().flat_map(|it| it.moved).collect();
    let ends: Vec<&String> = moved.iter().filter(|it| it.starts_with("end of")).collect();
    assert_eq!(ends, ["end of Two in all 31 Dec 2026 → 28 Feb 2027 (59 days later)"]);
    let lines: Vec<(String, usize)> = Trend::of(&told.moves, Of::Dates)
        .lines
        .into_iter()
        .map(|line| (line.name, line.points.into_iter().flatten().count()))
        .collect();
    assert_eq!(lines, [("Two in all".to_owned(), 2), ("One".to_owned(), 2)]);
}

/// By hand: 500 € a year from July 2026 to the end of 2027 are 750 €, and 375 € at a confidence of one half. Once it is
/// sure, both are the same.
#[test]
fn planned_value_stands_beside_that_without_confidence() {
    let half = "format = 1\n[plan]\ncurrency = \"EUR\"\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-02-01\n\
                [wave]\none = { start = 2026-01-01, end = 2026-06-30 }\n\
                [driver]\nhalf = { wave = \"one\", value = 500, confidence = 0.5, ramp = { months = 1, shape = \"step\" } }\n";
    let sure = half.replace("0.5", "1");
    let told = |plans: &[&str]| {
        let commit = |(plan, subject): (&&str, &'static str)| Given {
            author: "Ann",
            subject,
            files: vec![("plan.toml", (*plan).to_owned())],
        };
        let commits: Vec<Given<'_>> = plans.iter().zip(["first", "second"]).map(commit).collect();
        words(&swell(repository(&commits).path(), &["history", "plan.toml"]).out)
    };
    let both = told(&[half, &sure]);
    assert!(both.contains("Planned Unweighted Forecast"), "{both}");
    let [newest, oldest] = ["750 € 750 € 750 €", "375 € 750 € 375 €"].map(|row| both.find(row));
    assert!(newest.is_some() && newest < oldest, "{both}");
    assert!(!told(&[&sure]).contains("Unweighted"));
}
