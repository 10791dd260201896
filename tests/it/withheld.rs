//! Whatever is private stays so in every record, key and spelling: canaries, in every format that others read.

use groundswell::plan::veil::PRIVATE;
use groundswell::tui::theme::Look;
use groundswell::tui::{after, buffer, text};

use crate::driven::open;
use crate::program::{folder, swell};

const HEAD: &str = "format = 1
[plan]
name = \"P\"
currency = \"EUR\"
horizon = 2028-12-31
as-of = 2027-01-05
[wave]
w = { name = \"W\", start = 2026-01-01, end = 2026-12-31, budget = 10 }
[driver]
d = { name = \"D\", wave = \"w\", value = 1000, owner = \"O\" }
[capability]
c = { name = \"C\", wave = \"w\", layer = \"commercial\" }
[kpi]
k = { measures = [\"d\"], unit = \"%\", better = \"higher\", baseline = 1, target = { w = 9 } }
[gate]
g = { wave = \"w\", criteria = [\"spent(w) <= 10\", \"c >= 2\"] }
";

/// Records of every kind with a canary, and what tells of it.
const RECORDS: [(&str, &[&str]); 9] = [
    ("[[spent]]\nwave = \"w\"\nperiod = \"2026-11\"\nvalue = 667_788\n", &["667", "668"]),
    ("[[realized]]\ndriver = \"d\"\nperiod = \"2026-Q3\"\nvalue = 779_123\n", &["779"]),
    (
        "[[assessed]]\ncapability = \"c\"\ndate = 2026-11-20\nlevel = 3\nnote = \"canary\"\n",
        &["2026-11-20", "20 Nov"],
    ),
    ("[[reading]]\nkpi = \"k\"\ndate = 2026-12-30\nvalue = 543.25\n", &["543"]),
    (
        "[[decision]]\ndate = 2026-12-29\ngate = \"g\"\noutcome = \"hold\"\nby = \"canary\"\n",
        &["hold\"", ": hold"],
    ),
    ("[[action]]\ndate = 2026-12-28\nwhat = \"canary\"\nowner = \"canary\"\n", &["2026-12-28"]),
    ("[[learning]]\ndate = 2026-12-27\nnote = \"canary\"\n", &["2026-12-27"]),
    ("[[waiver]]\nrule = \"empty-wave\"\non = \"w\"\nreason = \"canary\"\n", &["empty-wave` "]),
    ("[[present]]\ntitle = \"canary\"\nitem = \"d\"\n", &["canary"]),
];

const REPORTS: [&str; 8] = ["text", "json", "sarif", "markdown", "github", "gitlab", "junit", "checkstyle"];

#[test]
fn a_private_record_is_told_by_no_diff_in_any_format_whether_it_comes_goes_or_changes() {
    for (record, words) in RECORDS {
        let private = format!("{HEAD}{record}private = true\n");
        let changed =
            private.replace("667_788", "667_799").replace("779_123", "779_456").replace("canary", "canary-2");
        let opened = format!("{HEAD}{record}");
        for (before, after) in
            [(HEAD, &*private), (&private, HEAD), (&private, &changed), (&private, &opened)]
        {
            let folder = folder(&[("a.toml", before), ("b.toml", after)]);
            for format in ["text", "json", "markdown"] {
                let out = swell(folder.path(), &["diff", "a.toml", "b.toml", "--format", format]).out;
                let told = words.iter().chain(&["canary"]).find(|word| out.contains(**word));
                assert_eq!(told, None, "{format} of\n{record}\n{out}");
                assert!(before == after || out.contains("█████ private"), "{format} of\n{record}\n{out}");
            }
        }
    }
}

#[test]
fn a_record_that_is_open_is_told_by_a_diff() {
    let folder = folder(&[("a.toml", HEAD), ("b.toml", &format!("{HEAD}{}", RECORDS[0].0))]);
    let out = swell(folder.path(), &["diff", "a.toml", "b.toml"]).out;
    assert!(out.contains("new spending of wave W `2026-11`: 667,788 €"), "{out}");
}

/// Faults of values, of keys and of rules, all in private tables or due to one.
#[test]
fn what_is_at_fault_in_something_private_is_quoted_by_no_report_and_no_diff() {
    let private = "private = true\n";
    let faulty = [
        "[[decision]]\ndate = 2026-12-29\noutcome = \"canary\"\n",
        "[[waiver]]\nrule = \"canary\"\n",
        "[[waiver]]\nrule = \"empty-wave\"\non = \"canary\"\n",
        "[[reading]]\nkpi = \"canary\"\ndate = 2026-12-30\nvalue = 1\n",
        "[[action]]\ndate = \"canary\"\nwhat = \"x\"\n",
        "[driver.e]\nwave = \"w\"\ncanary = 1\n",
        "[driver.e]\nwave = \"w\"\nstage = \"canary\"\n",
        "[driver.e]\nwave = \"canary\"\n",
        "[capability.e]\nwave = \"w\"\nlayer = \"commercial\"\ntogether = [\"canary\"]\n",
        "[risk.e]\nprobability = 0.5\ndelays = { canary = 3 }\n",
        "[driver.e]\ncanary = = 1\n",
    ];
    for table in faulty {
        let plan = format!("{HEAD}{table}{private}");
        let folder = folder(&[("a.toml", HEAD), ("plan.toml", &plan)]);
        for format in REPORTS {
            let out = swell(folder.path(), &["check", "plan.toml", "--format", format]).out;
            assert!(!out.contains("canary") && out.contains("private"), "{format} of\n{table}\n{out}");
        }
        let shown = swell(folder.path(), &["show", "plan.toml", "check"]).out;
        assert!(!shown.contains("canary"), "{table}\n{shown}");
        for (format, order) in ["text", "json", "markdown"]
            .into_iter()
            .flat_map(|it| [(it, ["a.toml", "plan.toml"]), (it, ["plan.toml", "a.toml"])])
        {
            let out = swell(folder.path(), &["diff", order[0], order[1], "--format", format]).out;
            assert!(!out.contains("canary"), "{format} of\n{table}\n{out}");
        }
        let open = swell(folder.path(), &["check", "plan.toml", "--include-private"]).out;
        assert!(open.contains("canary"), "{table}\n{open}");
    }
}

/// By hand: spending of 667,788 over a budget of 10, and a driver that realized 779 k€ of the 1 k€ that it is
/// planned for.
#[test]
fn an_amount_that_is_recorded_in_private_is_in_no_finding_of_what_it_is_recorded_of() {
    let records = [RECORDS[0], RECORDS[1]];
    let plan =
        |private: &str| records.iter().fold(HEAD.to_owned(), |text, (record, _)| text + record + private);
    let folder =
        folder(&[("open.toml", &plan("")), ("plan.toml", &plan("private = true\n")), ("a.toml", HEAD)]);
    let told = |out: &str| ["667", "668", "779"].iter().any(|amount| out.contains(amount));
    let open = swell(folder.path(), &["check", "open.toml"]).out;
    assert!(told(&open), "{open}");
    for format in REPORTS {
        let out = swell(folder.path(), &["check", "plan.toml", "--format", format]).out;
        assert!(!told(&out), "{format}\n{out}");
    }
    for format in ["text", "json", "markdown"] {
        let out = swell(folder.path(), &["diff", "a.toml", "plan.toml", "--format", format]).out;
        assert!(!told(&out), "{format}\n{out}");
    }
}

#[test]
fn private_in_any_other_words_than_false_is_private_and_a_fault_that_quotes_nothing() {
    for said in ["\"true\"", "1", "\"canary\"", "[]", "\"false\""] {
        let plan =
            format!("{HEAD}[driver.e]\nname = \"canary\"\nwave = \"w\"\nvalue = 431_000\nprivate = {said}\n");
        let folder = folder(&[("a.toml", HEAD), ("plan.toml", &plan)]);
        for command in [
            &["check", "plan.toml"][..],
            &["check", "plan.toml", "--format", "json"],
            &["diff", "a.toml", "plan.toml"],
            &["show", "plan.toml", "board", "--partial"],
            &["show", "plan.toml", "figures", "--partial", "--format", "json"],
        ] {
            let out = swell(folder.path(), command).out;
            assert!(!out.contains("canary") && !out.contains("431"), "{command:?}: {said}\n{out}");
        }
        let checked = swell(folder.path(), &["check", "plan.toml"]);
        assert_eq!(checked.code, 1, "{}", checked.out);
        assert!(checked.out.contains("wrong-type"), "{}", checked.out);
    }
}

#[test]
fn a_private_target_state_is_in_no_view() {
    let state = "[target-state]\nstrategy = \"canary\"\n";
    let folder = folder(&[
        ("open.toml", &format!("{HEAD}{state}")),
        ("plan.toml", &format!("{HEAD}{state}private = true\n")),
    ]);
    for format in ["text", "json"] {
        let shown =
            |plan: &str| swell(folder.path(), &["show", plan, "plan", "--partial", "--format", format]).out;
        assert!(shown("open.toml").contains("canary"));
        assert!(!shown("plan.toml").contains("canary"), "{}", shown("plan.toml"));
    }
}

/// Two drivers claim 10,000 and 3,000 € a month of a pool of 12,000, two markets read 17.31 and 20: what the private one
/// claims and reads is in no arithmetic. Its name is that of an open objective, and a word of an open mandate's.
const SHARED: &str = r#"format = 1
[plan]
currency = "EUR"
horizon = 2026-12-31
as-of = 2026-03-31
[wave.one]
start = 2026-01-01
end = 2026-01-31
opens = { market = ["dk", "se"] }
[wave.two]
start = 2026-04-01
end = 2026-06-30
[market.dk]
name = "Denmark"
share = 0.4
private = true
[market.se]
name = "Sweden"
share = 0.6
[objective.stay]
name = "Retention"
[pool.base]
cap = 144_000
[driver.grow]
name = "Growth"
wave = "one"
pool = "base"
value = 120_000
[driver.keep]
name = "Retention"
wave = "one"
pool = "base"
value = 36_000
private = true
[capability.stock]
name = "Retention"
reaches = { two = 2 }
private = true
[mandate.council]
name = "Retention council"
reaches = { two = 1 }
[kpi.use]
measures = ["grow"]
rollup = "share"
target = { one = 15 }
[[reading]]
kpi = "use"
market = "dk"
date = 2026-03-31
value = 17.31
[[reading]]
kpi = "use"
market = "se"
date = 2026-03-31
value = 20
"#;

#[test]
fn what_something_private_adds_is_in_no_arithmetic_for_others() {
    let folder = folder(&[("plan.toml", SHARED)]);
    for (figure, text, json) in
        [("pool.base@2026-03", "3,000 EUR", "3,000 EUR"), ("kpi.use", "17.31", "17.31")]
    {
        for (format, told) in [("text", text), ("json", json)] {
            let ask = ["explain", "plan.toml", figure, "--format", format, "--depth", "3"];
            let open = swell(folder.path(), &[&ask[..], &["--include-private"]].concat());
            let shut = swell(folder.path(), &ask);
            assert!(open.out.contains(told), "{figure} {format}\n{}", open.out);
            assert!(!shut.out.contains(told), "{figure} {format}\n{}", shut.out);
            assert!(shut.out.contains(PRIVATE) && shut.code == 0, "{figure} {format}\n{}", shut.out);
            let rest = if figure == "kpi.use" { "20" } else { "10,000" };
            assert!(shut.out.contains(rest), "what is open is told: {}", shut.out);
        }
    }
}

#[test]
fn a_private_name_that_is_open_too_is_kept_and_is_a_word_like_any_in_a_longer_one() {
    let folder = folder(&[("plan.toml", SHARED)]);
    let late = |wave: &str, more: &[&str]| {
        swell(folder.path(), &[&["slip", "plan.toml", wave, "1m", "--as-of", "2026-01-15"], more].concat())
            .out
    };
    for (wave, lines) in [("one", 2), ("two", 1)] {
        let own = |text: &str| {
            let named =
                |line: &&str| line.trim_start().starts_with("Retention ") && !line.contains("council");
            text.lines().filter(named).count()
        };
        assert!(own(&late(wave, &["--include-private"])) >= lines, "{}", late(wave, &["--include-private"]));
        assert_eq!(own(&late(wave, &[])), 0, "{}", late(wave, &[]));
    }
    assert!(late("two", &[]).contains("Retention council"), "{}", late("two", &[]));
    let shown = swell(folder.path(), &["explain", "plan.toml", "live-steps.two"]).out;
    assert!(shown.contains("Retention council") && shown.contains(PRIVATE), "{shown}");
}

/// In a room the parts of what something private goes into are withheld with it, and the number itself is told.
#[test]
fn a_room_is_told_no_arithmetic_that_something_private_is_in() {
    let plan = format!("{SHARED}[[present]]\nview = \"kpis\"\nitem = \"use\"\n");
    let page = text(&buffer(&after(open(&plan), Look::default(), "P =", 100, 30)));
    assert!(page.contains("kpi.use") && page.contains("18.92"), "{page}");
    assert!(page.contains("withheld") && !page.contains("17.31") && !page.contains("Denmark"), "{page}");
}

/// Of three that were learnt on one day of one wave, the first of which is private, the third says something else then.
#[test]
fn no_number_tells_that_something_private_is_of_the_same_day() {
    let learnt = |more: &str, notes: &[&str]| {
        let one = |note: &&str| format!("[[learning]]\ndate = 2026-12-27\nwave = \"w\"\nnote = \"{note}\"\n");
        let private = format!("{}private = true\n", one(&"a canary"));
        format!("{HEAD}{private}{}{more}", notes.iter().map(one).collect::<String>())
    };
    let folder =
        folder(&[("a.toml", &learnt("", &["b", "c", "d"])), ("b.toml", &learnt("", &["b", "c", "e"]))]);
    for (format, address) in [("text", ""), ("json", "learning[2026-12-27 w #3]"), ("markdown", "")] {
        let told = |more: &[&str]| {
            let command = ["diff", "a.toml", "b.toml", "--format", format, "--include-private"];
            swell(folder.path(), &[&command[..5], more].concat()).out
        };
        for out in [told(&[]), told(&["--include-private"])] {
            assert!(
                out.contains("27 Dec 2026") && out.contains("#3") && !out.contains("#4"),
                "{format}: {out}"
            );
            assert!(out.contains(address) && !out.contains("canary"), "{format}: {out}");
        }
    }
}
