//! Whatever is private stays so in every record, key and spelling: canaries, in every format that others read.

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
