//! How a plan came to be what it is, from the revisions of a real repository.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::program::{command, folder, ran, swell};

pub(crate) const PLAN: &str = r#"format = 1
include = ["record/*.toml"]
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-03-31
[wave]
one = { name = "One", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Two", start = 2026-07-01, end = 2026-12-31 }
[gate]
exit = { wave = "one" }
[driver.reach]
name = "Reach"
wave = "one"
value = 1200
[kpi.rate]
measures = ["reach"]
target = { one = 30 }
"#;

/// A commit: who, what they say, and the files of the plan.
pub(crate) struct Given<'g> {
    pub(crate) author: &'g str,
    pub(crate) subject: &'g str,
    pub(crate) files: Vec<(&'g str, String)>,
}

/// A repository made of commits one day after the other, by `git fast-import`.
pub(crate) fn repository(commits: &[Given<'_>]) -> TempDir {
    let folder = folder(&[]);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(folder.path()).args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command
    };
    assert!(git(&["init", "--quiet", "--initial-branch=main"]).status().unwrap().success());
    let mut stream = String::new();
    for (nth, given) in commits.iter().enumerate() {
        // From 1 March 2026 on, at noon.
        let when = 1_772_366_400 + nth * 86_400;
        let who = format!("{} <a@example.org> {when} +0000", given.author);
        let subject = given.subject;
        let _ = write!(
            stream,
            "commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {}\n{subject}\n",
            subject.len()
        );
        stream.push_str("deleteall\n");
        for (path, text) in &given.files {
            let _ = write!(stream, "M 100644 inline {path}\ndata {}\n{text}\n", text.len());
        }
    }
    let mut import = git(&["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().unwrap();
    import.stdin.take().unwrap().write_all(stream.as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());
    assert!(git(&["reset", "--quiet", "--hard"]).status().unwrap().success());
    folder
}

pub(crate) fn given<'g>(
    author: &'g str,
    subject: &'g str,
    path: &'g str,
    text: &str,
    record: &str,
) -> Given<'g> {
    let beside = if path.starts_with("p/") { "p/record/a.toml" } else { "q/record/a.toml" };
    Given { author, subject, files: vec![(path, text.to_owned()), (beside, record.to_owned())] }
}

/// Six commits: the plan, something else, a target lowered with a decision, a value, a folder renamed, a
/// wave moved.
fn six() -> TempDir {
    let decision = "[[decision]]\ndate = 2026-03-03\naffects = [\"rate\"]\nby = \"Board\"\nnote = \"Too steep\"\n[[decision]]\ndate = 2026-03-03\naffects = [\"reach\"]\nnote = \"Beside it\"\n";
    let lower = PLAN.replace("one = 30", "one = 20");
    let less = lower.replace("1200", "600");
    let late = less.replace("end = 2026-12-31", "end = 2027-01-31");
    let mut commits = vec![
        given("Ann", "The plan", "p/plan.toml", PLAN, ""),
        given("Ann", "Beside it", "p/plan.toml", PLAN, ""),
        given("Bo", "Lower the target", "p/plan.toml", &lower, decision),
        given("Cy", "Half the value", "p/plan.toml", &less, decision),
        given("Cy", "Move house", "q/plan.toml", &less, decision),
        given("Ann", "Later", "q/plan.toml", &late, decision),
    ];
    commits[1].files.push(("README", "x".to_owned()));
    repository(&commits)
}

pub(crate) fn lines(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let ran = swell(folder, arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    // Names of commits depend on nothing that is told here.
    let plain = |line: &str| {
        let words = line
            .split_whitespace()
            .filter(|word| word.len() != 8 || !word.bytes().all(|it| it.is_ascii_hexdigit()));
        words.collect::<Vec<_>>().join(" ")
    };
    ran.out.lines().map(plain).collect()
}

#[test]
fn a_target_moves_with_a_name_and_a_decision() {
    let folder = six();
    assert_eq!(
        lines(folder.path(), &["history", "q", "kpi.rate.target.one"]),
        [
            "q/plan.toml, kpi.rate.target.one: 1 move in 5 revisions, new on 01 Mar 2026",
            "",
            "2026-03-03 30 → 20",
            "by Bo: Lower the target",
            "decision 2026-03-03, Too steep (by Board)",
            "2026-03-01 – → 30",
            "by Ann: The plan",
        ]
    );
}

/// A plan in which the KPI, the wave that is called as a figure is, and realized value come later.
fn promises() -> TempDir {
    let without = PLAN.split("[kpi.rate]").next().unwrap().to_owned();
    let half = PLAN.replace("1200", "600");
    let realized = "[[realized]]\ndriver = \"reach\"\nperiod = \"2026-07\"\nvalue = 40\n";
    let reading = "[[reading]]\nkpi = \"rate\"\ndate = 2026-07-31\nvalue = 12\n";
    let known = half.replace("as-of = 2026-03-31", "as-of = 2026-08-31");
    repository(&[
        given("Ann", "The plan", "p/plan.toml", &without, ""),
        given("Bo", "A measure", "p/plan.toml", PLAN, ""),
        given("Cy", "Half the value", "p/plan.toml", &half, ""),
        given("Cy", "July", "p/plan.toml", &known, &format!("{realized}{reading}")),
    ])
}

/// By hand: reach is live from July 2026 on, at 1200 or 600 a year; July was to bring 50 and brought 40, so
/// that the rate is 0.8 for what comes after.
#[test]
fn what_was_promised_for_a_month_stands_beside_what_it_came_to() {
    let folder = promises();
    let july = lines(folder.path(), &["history", "p", "forecast.reach@2026-07"]);
    assert_eq!(
        july,
        [
            "p/plan.toml, forecast.reach@2026-07: 2 moves in 4 revisions, new on 01 Mar 2026",
            "",
            "2026-03-04 50 € → 40 € (−10 €)",
            "by Cy: July",
            "2026-03-03 100 € → 50 € (−50 €)",
            "by Cy: Half the value",
            "2026-03-01 – → 100 €",
            "by Ann: The plan",
            "",
            "Jul 2026: 100 € planned and 100 € forecast on 2026-03-01, 50 € and 40 € now; it came to 40 €, −60 € to the first forecast (as of 31 Aug 2026)",
        ]
    );
    let named = lines(folder.path(), &["history", "p", "forecast.reach", "--month", "2026-07"]);
    assert_eq!(named, july);
    // As of 31 August, September is not over; August is, and nothing is recorded for it.
    for (month, says) in
        [("2026-09", "it is not over yet (as of"), ("2026-08", "what it came to is not recorded")]
    {
        let told = lines(folder.path(), &["history", "p", "forecast.reach", "--month", month]);
        assert!(told.last().unwrap().contains(says), "{told:#?}");
    }
    let all = swell(folder.path(), &["history", "p", "--month", "2026-08", "--format", "json"]).json();
    assert_eq!(all["name"], "forecast@2026-08");
    assert_eq!(all["promise"]["forecast"], 40.0);
    // It is over, and nothing is recorded for it.
    assert_eq!(all["promise"]["realized"], serde_json::Value::Null);
    let moved: Vec<_> =
        all["moves"].as_array().unwrap().iter().map(|it| &it["promise"]["forecast"]).collect();
    assert_eq!(moved, [40.0, 50.0, 100.0]);
}

/// By hand: as above; a quarter has three months, of which one is recorded.
#[test]
fn promises_are_told_by_month_quarter_and_year() {
    let folder = promises();
    let told = lines(folder.path(), &["history", "p", "--by", "quarter"]);
    let at = told.iter().position(|line| line == "What was forecast for each quarter").unwrap();
    assert_eq!(
        told[at + 2..at + 6],
        [
            "Date Commit 2026 Q1 2026 Q2 2026 Q3 2026 Q4 2027 Q1 2027 Q2 2027 Q3 2027 Q4",
            "2026-03-04 0 € 0 € 120 € 120 € 120 € 120 € 120 € 120 €",
            "2026-03-03 0 € 0 € 150 € 150 € 150 € 150 € 150 € 150 €",
            "2026-03-01 0 € 0 € 300 € 300 € 300 € 300 € 300 € 300 €",
        ]
    );
    // A quarter that is not over came to nothing yet; a month that is recorded and over did.
    assert_eq!(told.get(at + 6), None);
    let months = lines(folder.path(), &["history", "p", "forecast", "--by", "month"]);
    let realized = |line: &String| line.starts_with("realized – – – – – – 40 €");
    assert!(months.iter().any(realized), "{months:#?}");
    let json =
        swell(folder.path(), &["history", "p", "forecast.reach", "--by", "month", "--format", "json"]).json();
    let july = |promises: &serde_json::Value| promises[6].clone();
    let expected = |planned: f64, forecast: f64, realized: Option<f64>| serde_json::json!({ "period": "2026-07", "planned": planned, "forecast": forecast, "realized": realized, "unrecorded": 0 });
    assert_eq!(july(&json["promises"]), expected(50.0, 40.0, Some(40.0)));
    assert_eq!(july(&json["moves"][0]["promises"]), expected(50.0, 40.0, Some(40.0)));
    assert_eq!(july(&json["moves"][1]["promises"]), expected(50.0, 50.0, None));
    assert_eq!(july(&json["moves"][2]["promises"]), expected(100.0, 100.0, None));
}

/// A figure that an old revision does not have is told as not there.
#[test]
fn any_figure_is_looked_back_at_by_its_name() {
    let folder = promises();
    for (name, moves) in [
        ("kpi.rate", &["2026-03-04 n/a → 12", "2026-03-02 – → n/a"][..]),
        ("planned.reach@2026-08", &["2026-03-03 100 € → 50 € (−50 €)", "2026-03-01 – → 100 €"]),
        ("planned.wave.one", &["2026-03-03 1.80 k€ → 900 € (−900 €)", "2026-03-01 – → 1.80 k€"]),
        ("roi", &["2026-03-01 – → n/a"]),
    ] {
        let told = lines(folder.path(), &["history", "p", name]);
        let told: Vec<&String> = told.iter().filter(|line| line.starts_with("2026")).collect();
        assert_eq!(told, moves, "{name}");
    }
    // The values of a table have their addresses.
    let told = lines(folder.path(), &["history", "p", "kpi.rate.target.one"]);
    assert_eq!(told[2], "2026-03-02 – → 30");
    let json = swell(folder.path(), &["history", "p", "kpi.rate", "--format", "json"]).json();
    let (last, first) = (&json["moves"][0], &json["moves"][1]);
    assert_eq!((&last["before"], &last["after"]), (&serde_json::Value::Null, &serde_json::json!(12)));
    assert_eq!((&first["subject"], &first["after"]), (&"A measure".into(), &serde_json::Value::Null));
}

/// Two waves that end later: one without a decision, which is recorded later, one by that of its gate.
#[test]
fn who_moved_a_date_is_told_with_the_decision_or_the_nearest() {
    let two = PLAN.replace("end = 2026-12-31", "end = 2027-01-31");
    let one = two.replace("end = 2026-06-30", "end = 2026-07-31");
    let hold = "[[decision]]\ndate = 2026-03-03\ngate = \"exit\"\noutcome = \"hold\"\n";
    let both = format!(
        "{hold}[[decision]]\ndate = 2026-02-20\naffects = [\"two\"]\nnote = \"Earlier\"\n[[decision]]\ndate = 2026-03-10\naffects = [\"two\"]\nnote = \"Accepted\"\n"
    );
    let folder = repository(&[
        given("Ann", "The plan", "p/plan.toml", PLAN, ""),
        given("Ann", "Two", "p/plan.toml", &two, ""),
        given("Bo", "One", "p/plan.toml", &one, hold),
        given("Cy", "Record", "p/plan.toml", &one, &both),
    ]);
    let told = lines(folder.path(), &["history", "p"]);
    let after = |heading: &str, rows: usize| {
        let at = told.iter().position(|line| line == heading).unwrap();
        told[at + 2..at + 2 + rows].to_vec()
    };
    assert_eq!(
        after("Who moved a target or a date", 6),
        [
            "2026-03-03 end of One: 30 Jun 2026 → 31 Jul 2026",
            "by Bo: One",
            "decision 2026-03-03, exit, hold",
            "2026-03-02 end of Two: 31 Dec 2026 → 31 Jan 2027",
            "by Ann: Two",
            "nearest decision 2026-03-10, Accepted",
        ]
    );
    // The gate has no date of its own: it is held when its wave ends.
    assert_eq!(
        after("When waves were to end and gates to be held", 4),
        [
            "Date Commit wave One wave Two",
            "2026-03-03 31 Jul 2026 31 Jan 2027",
            "2026-03-02 30 Jun 2026 31 Jan 2027",
            "2026-03-01 30 Jun 2026 31 Dec 2026",
        ]
    );
    let json = swell(folder.path(), &["history", "p", "--format", "json"]).json();
    let moved = &json["targets"][1];
    assert_eq!(
        (&moved["address"], &moved["after"], &moved["nearest_decision"]),
        (&"wave.two.end".into(), &"2027-01-31".into(), &"2026-03-10, Accepted".into())
    );
    assert_eq!(json["moves"][0]["milestones"]["gate.exit.date"], "2026-07-31");
    let alone = lines(folder.path(), &["history", "p", "wave.two.end"]);
    assert_eq!(alone[4], "nearest decision 2026-03-10, Accepted");
}

/// By hand: 18 months of 100, and then of 50.
/// The plan of [`PLAN`] under other ids, with all that refers to them: first the KPI is renamed, then a value
/// moves, then KPI and driver are, then the wave is.
fn renamed() -> TempDir {
    let reached =
        |text: &str| text.replace("driver.reach", "driver.outreach").replace("\"reach\"", "\"outreach\"");
    let wave = |text: &str| text.replace("one =", "first =").replace("wave = \"one\"", "wave = \"first\"");
    let named = PLAN.replace("[kpi.rate]\n", "[kpi.rate]\nname = \"Rate\"\n");
    let ratio = named.replace("kpi.rate", "kpi.ratio");
    let lower = ratio.replace("one = 30", "one = 20").replace("1200", "600");
    let both = reached(&lower.replace("kpi.ratio", "kpi.share"));
    let waved = wave(&both);
    repository(&[
        given("Ann", "The plan", "p/plan.toml", &named, ""),
        given("Bo", "Ratio", "p/plan.toml", &ratio, ""),
        given("Cy", "Lower", "p/plan.toml", &lower, ""),
        given("Cy", "Outreach and share", "p/plan.toml", &both, ""),
        given("Di", "First", "p/plan.toml", &waved, ""),
    ])
}

#[test]
fn what_had_another_id_is_followed_under_that() {
    let folder = renamed();
    let told = |name: &str| lines(folder.path(), &["history", "p", name]);
    assert_eq!(
        told("kpi.share.target.first"),
        [
            "p/plan.toml, kpi.share.target.first: 4 moves in 5 revisions, new on 01 Mar 2026",
            "",
            "2026-03-05 wave first renamed from one",
            "by Di: First",
            "2026-03-04 renamed from ratio",
            "by Cy: Outreach and share",
            "2026-03-03 30 → 20",
            "by Cy: Lower",
            "2026-03-02 renamed from rate to ratio",
            "by Bo: Ratio",
            "2026-03-01 – → 30",
            "by Ann: The plan",
        ]
    );
    // A table, of which nothing else moved with it; and a figure.
    assert_eq!(
        told("driver.outreach")[2..],
        [
            "2026-03-04 renamed from reach",
            "by Cy: Outreach and share",
            "2026-03-03 value 1.2 k€ → 600 €",
            "by Cy: Lower",
            "2026-03-01 new, live 30 Jun 2026",
            "by Ann: The plan",
        ]
    );
    let figure = told("planned.outreach@2027");
    assert!(figure[2].ends_with("renamed from reach"), "{figure:?}");
    assert!(figure[4].contains("1.20 k€ → 600 €"), "{figure:?}");
    // By an id that it has no more, it is told what became of it.
    assert_eq!(
        told("kpi.ratio.target.one")[..3],
        [
            "p/plan.toml, kpi.ratio.target.one: 3 moves in 5 revisions, new on 01 Mar 2026",
            "",
            "2026-03-04 renamed to share"
        ]
    );
    // All of the plan: that a wave and a KPI have other ids moves nothing.
    let all = lines(folder.path(), &["history", "p"]).join("\n");
    assert!(all.contains("target of Rate in One: 30 → 20") && !all.contains("kpi.ratio"), "{all}");
    let json = swell(folder.path(), &["history", "p", "driver.outreach.value", "--format", "json"]).json();
    let own = |nth: usize| (json["moves"][nth]["renamed"].clone(), json["moves"][nth]["before"].clone());
    let renamed = serde_json::json!([{"table": "driver.outreach", "from": "reach", "to": "outreach"}]);
    assert_eq!(own(0), (renamed, 600.into()));
    assert_eq!(own(1), (serde_json::json!([]), 1200.into()));
}

#[test]
fn what_is_private_under_an_older_id_is_kept_under_the_newer() {
    let plan = |id: &str, private: &str, end: &str| {
        format!("{PLAN}[wave.{id}]\nname = \"Quiet\"\n{private}start = 2026-01-01\nend = {end}\nbudget = 5\n")
    };
    let folder = repository(&[
        given("Ann", "The plan", "p/plan.toml", &plan("hush", "private = true\n", "2026-05-31"), ""),
        given("Ann", "Open", "p/plan.toml", &plan("open", "", "2026-06-30"), ""),
    ]);
    let all = swell(folder.path(), &["history", "p"]).out;
    assert!(!all.contains("31 May 2026") && !all.contains("2026-05-31") && !all.contains("hush"), "{all}");
}

#[test]
fn a_figure_moves_with_what_was_decided_beside_it() {
    let folder = six();
    let told = lines(folder.path(), &["history", "q", "planned"]);
    assert_eq!(told[0], "q/plan.toml, planned: 1 move in 5 revisions, new on 01 Mar 2026");
    assert_eq!(told[2], "2026-03-04 1.80 k€ → 900 € (−900 €)");
    assert_eq!(told[4], "2026-03-01 – → 1.80 k€");
}

#[test]
fn the_figures_of_each_revision_stand_under_each_other() {
    let folder = six();
    let json = swell(folder.path(), &["history", "q", "--format", "json"]).json();
    assert_eq!(json["revisions"], 5);
    let moves = json["moves"].as_array().unwrap();
    let row = |it: &serde_json::Value| {
        let years: Vec<f64> =
            it["years"].as_array().unwrap().iter().map(|year| year["forecast"].as_f64().unwrap()).collect();
        (it["date"].as_str().unwrap().to_owned(), it["last_wave_ends"].as_str().unwrap().to_owned(), years)
    };
    let expected = [
        ("2026-03-06", "2027-01-31", [300.0, 600.0]),
        ("2026-03-04", "2026-12-31", [300.0, 600.0]),
        ("2026-03-01", "2026-12-31", [600.0, 1200.0]),
    ];
    let expected = expected.map(|(date, end, years)| (date.to_owned(), end.to_owned(), years.to_vec()));
    assert_eq!(moves.iter().map(row).collect::<Vec<_>>(), expected);
    assert_eq!(moves[0]["next_gate"]["date"], "2026-06-30");
    let told = lines(folder.path(), &["history", "q"]);
    let half = "2026-03-04 900 € 900 € 0 € 900 € no cost 31 Dec 2026 exit 30 Jun 2026 Cy Half the value";
    assert!(told.contains(&half.to_owned()), "{told:#?}");
    assert!(told.contains(&"What was forecast for each year".to_owned()), "{told:#?}");
    assert!(told.contains(&"2026-03-01 600 € 1.20 k€".to_owned()), "{told:#?}");
}

#[test]
fn a_merge_is_no_move_where_a_side_had_it() {
    let folder = crate::diff::repository(&[("plan.toml", PLAN)]);
    let git = |arguments: &[&str]| crate::diff::git(folder.path(), arguments);
    git(&["checkout", "--quiet", "-b", "side"]);
    crate::program::write(folder.path(), "plan.toml", &PLAN.replace("value = 1200", "value = 600"));
    crate::diff::commit(folder.path(), "Half");
    git(&["checkout", "--quiet", "main"]);
    crate::program::write(folder.path(), "plan.toml", &PLAN.replace("one = 30", "one = 20"));
    crate::diff::commit(folder.path(), "Lower");
    git(&["merge", "--quiet", "side", "--message", "Both"]);
    let subjects = |more: &[&str]| -> Vec<String> {
        let json =
            swell(folder.path(), &[&["history", "driver.reach.value", "--format", "json"], more].concat())
                .json();
        json["moves"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["subject"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(subjects(&[]), ["Half", "c"]);
    assert_eq!(subjects(&["--first-parent"]), ["Both", "c"]);
    assert_eq!(subjects(&["--from", "side"]), ["Half", "c"]);
}

#[test]
fn what_cannot_be_told_is_said_in_words() {
    let folder = six();
    for (arguments, says) in [
        (&["history", "q", "nothing"][..], "no figure begins with `nothing`"),
        (&["history", "q", "nvp"], "Did you mean `npv`?"),
        (&["history", "nvp"], "Did you mean the figure `npv`?"),
        (&["history", "q", "planned.raech"], "Did you mean `planned.reach`?"),
        (&["history", "q", "roi@2027-03"], "it holds for the whole plan"),
        (&["history", "q", "forecast@2031"], "The plan's months are 2026-01 to 2027-12."),
        (&["history", "q", "driver.raech.value"], "Did you mean `driver.reach`?"),
        (&["history", "q", "driver.reach.vlaue"], "value"),
        (&["history", "q", "kpi.rat"], "rate"),
        (&["history", "q", ".."], ".. is no address and no figure"),
        (&["history", "q", "npv", "--by", "month"], "npv is not told by month, quarter or year"),
        (&["history", "q", "--month", "2027"], "Write a month like 2027-03"),
        (&["history", "q", "npv@2027", "--month", "2027-03"], "npv@2027 is not told for another month"),
        (&["history", "nowhere"], "nowhere was in no revision up to HEAD"),
        (&["history", "q", "--from", "nowhere"], "there is no commit"),
    ] {
        let ran = swell(folder.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
    }
    let moved = lines(folder.path(), &["history", "q", "driver.reach.confidence"]);
    assert_eq!(moved[0], "q/plan.toml, driver.reach.confidence: 0 moves in 5 revisions");
}

#[test]
fn names_and_messages_of_commits_do_not_act() {
    let hostile = "\u{1b}[2J\u{202e}##[group]x";
    let folder = repository(&[
        given(hostile, hostile, "p/plan.toml", PLAN, ""),
        given("::error::x", "::error::x", "p/plan.toml", &PLAN.replace("1200", "600"), ""),
    ]);
    for arguments in
        [&["history", "p"][..], &["history", "p", "planned"], &["history", "p", "--format", "json"]]
    {
        let ran = swell(folder.path(), arguments);
        for acting in ['\u{1b}', '\u{202e}'] {
            assert!(!ran.out.contains(acting), "{arguments:?}: {}", ran.out);
        }
        assert!(
            !ran.out.contains("##[") && !ran.out.lines().any(|line| line.trim_start().starts_with("::")),
            "{}",
            ran.out
        );
    }
}

/// A plan of the size that people have, over 300 commits, each of which moves something.
/// What the program asks git for objects, while it does something: what it names in words, and the objects by
/// their own names.
fn asked_of_git(folder: &Path, arguments: &[&str]) -> (Vec<String>, Vec<String>) {
    use std::os::unix::fs::PermissionsExt as _;
    let own = tempfile::tempdir().unwrap();
    let (git, log) = (own.path().join("git"), own.path().join("asked"));
    let path = std::env::var("PATH").unwrap();
    let script = format!(
        "#!/bin/sh\nPATH='{path}'\ncase \" $* \" in\n*' cat-file '*) tee -a '{}' | git \"$@\" ;;\n*) exec git \"$@\" ;;\nesac\n",
        log.display()
    );
    std::fs::write(&git, script).unwrap();
    std::fs::set_permissions(&git, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = command(folder, arguments);
    let ran = ran(command.env("PATH", format!("{}:{path}", own.path().display())));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = std::fs::read_to_string(log).unwrap();
    let is_object = |line: &&str| line.len() == 40 && line.bytes().all(|it| it.is_ascii_hexdigit());
    let (objects, named): (Vec<&str>, Vec<&str>) = text.lines().partition(is_object);
    let owned = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect();
    (owned(named), owned(objects))
}

#[test]
fn three_hundred_revisions_take_seconds() {
    let plan = |nth: usize| {
        let mut text = PLAN.replace("value = 1200", &format!("value = {}", 1200 + nth));
        for item in 0..100 {
            let _ =
                write!(text, "[capability.c{item}]\nname = \"C\"\nwave = \"two\"\ncost = {}\n", 10 + nth % 7);
        }
        text
    };
    let texts: Vec<String> = (0..300).map(plan).collect();
    let commits: Vec<Given<'_>> =
        texts.iter().map(|text| given("Ann", "Next", "p/plan.toml", text, "")).collect();
    let folder = repository(&commits);
    for (arguments, moves) in [
        (&["history", "p", "--format", "json"][..], 300),
        (&["history", "p", "driver.reach.value", "--format", "json"], 300),
    ] {
        let start = Instant::now();
        let ran = swell(folder.path(), arguments);
        let took = start.elapsed();
        assert_eq!(ran.json()["moves"].as_array().unwrap().len(), moves);
        println!("{arguments:?}: {took:?}");
        assert!(took < Duration::from_secs(30), "{arguments:?} took {took:?}");
    }
    // Each commit, folder and file is asked for once: of commits, top folders, folders of the plan and plans there
    // are 300 each, since each commit changes them; the folder of the record and the one file in it never change.
    let (named, all) =
        asked_of_git(folder.path(), &["history", "p", "driver.reach.value", "--format", "json"]);
    let once: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!((all.len(), once.len()), (4 * 300 + 2, all.len()));
    assert!(named.iter().all(|it| it == "HEAD^{commit}"), "{named:?}");
    let (named, all) = asked_of_git(folder.path(), &["diff", "HEAD~299", "HEAD", "p"]);
    // Of each of two revisions: the top folder, that of the plan, the plan, the record's folder and its file.
    assert_eq!((named.len(), all.len()), (2, 10), "{named:?}");
    let start = Instant::now();
    let ran = swell(folder.path(), &["diff", "HEAD~299", "HEAD", "p"]);
    println!("diff: {:?}", start.elapsed());
    assert_eq!(ran.code, 0);
    assert!(start.elapsed() < Duration::from_secs(30));
}

/// A value loses its type in the second revision, and has it again, halved, in the third.
#[test]
fn a_revision_that_cannot_be_read_whole_is_passed_over_and_named() {
    let torn = PLAN.replace("1200", "\"1200\"");
    let less = PLAN.replace("1200", "600");
    let folder = repository(&[
        given("Ann", "The plan", "p/plan.toml", PLAN, ""),
        given("Bo", "A slip of the pen", "p/plan.toml", &torn, ""),
        given("Cy", "Half the value", "p/plan.toml", &less, ""),
    ]);
    // 18 months of 100, then of 50: nothing is said of 0 between them.
    let told = lines(folder.path(), &["history", "p", "planned.reach"]);
    assert_eq!(
        told,
        [
            "p/plan.toml, planned.reach: 1 move in 3 revisions, new on 01 Mar 2026, 1 passed over",
            "",
            "1 revision passed over: not all of can be read; --partial tells what can be",
            "",
            "2026-03-03 1.80 k€ → 900 € (−900 €)",
            "by Cy: Half the value",
            "2026-03-01 – → 1.80 k€",
            "by Ann: The plan",
        ]
    );
    let told = lines(folder.path(), &["history", "p", "planned.reach", "--partial"]);
    assert!(told.contains(&"2026-03-02 1.80 k€ → 0 € (−1.80 k€)".to_owned()), "{told:?}");
    let ran = swell(folder.path(), &["history", "p", "planned.reach", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["torn"].as_array().map(Vec::len), Some(1), "{document}");
}

#[test]
fn an_id_alone_is_enough_where_it_says_what_is_meant() {
    let folder = six();
    for (brief, whole) in [("reach.value", "driver.reach.value"), ("reach", "driver.reach")] {
        let whole = lines(folder.path(), &["history", "q", whole]);
        assert!(whole.len() > 3 && lines(folder.path(), &["history", "q", brief])[1..] == whole[1..]);
        assert_eq!(lines(&folder.path().join("q"), &["history", brief])[1..], whole[1..]);
    }
}
