//! What is private is in nothing that is written for others, unless that is asked for.

use std::process::Command;
#[cfg(unix)]
use std::time::{Duration, Instant};

#[cfg(unix)]
use rustix::process::Signal;

use crate::presenting::canaries;
use crate::program::{folder, swell};
#[cfg(unix)]
use crate::pty::{PATIENCE, Terminal};

/// Whether a text tells of a private name, note or amount; ids are no secret of a finding.
fn tells(text: &str) -> bool {
    let named = text
        .match_indices("canary-")
        .any(|(at, it)| text[at + it.len()..].starts_with(|letter: char| letter.is_ascii_digit()));
    named || ["7.3 M", "7300000", "7_300_000"].iter().any(|amount| text.contains(amount))
}

#[test]
fn no_report_of_findings_tells_more_of_what_is_private_than_its_id() {
    // Without owners, stages and KPIs there is much to find, and all of it of private tables too.
    let folder = folder(&[("plan.toml", &canaries())]);
    let mut told = 0;
    for format in ["text", "json", "sarif", "markdown", "github", "gitlab", "junit", "checkstyle"] {
        let command = ["check", "plan.toml", "--format", format];
        let out = swell(folder.path(), &command).out;
        assert!(!tells(&out), "{format}\n{out}");
        assert!(out.contains("is private"), "{format}: findings of private tables are counted and placed");
        let open = swell(folder.path(), &[&command[..], &["--include-private"]].concat()).out;
        let rules = |text: &str| text.matches("without-owner").count();
        assert_eq!(rules(&out), rules(&open), "{format}");
        told += usize::from(tells(&open));
    }
    assert!(told > 2, "with what is private, reports show it: {told}");
    let shown = swell(folder.path(), &["show", "plan.toml", "check"]).out;
    assert!(!tells(&shown), "{shown}");
}

/// A-44: fifty canaries and more in private tables, in a repository whose path, user and branch are canaries too:
/// 300 keys while it is presented, and none of them comes in any byte that the program writes.
#[cfg(unix)]
#[test]
fn no_byte_of_a_presentation_tells_of_what_is_private_or_of_who_presents_it() {
    let outside = folder(&[]);
    let inside = outside.path().join("canary-folder");
    std::fs::create_dir(&inside).unwrap();
    crate::program::write(&inside, "plan.toml", &canaries());
    for arguments in [
        &["init", "--quiet", "--initial-branch=canary-branch"][..],
        &["add", "."],
        &[
            "-c",
            "user.name=Canary-User",
            "-c",
            "user.email=canary@example.org",
            "commit",
            "-qm",
            "canary-subject",
        ],
    ] {
        let mut git = Command::new("git");
        git.current_dir(&inside).env("GIT_CONFIG_GLOBAL", "/dev/null").args(arguments);
        assert!(git.status().is_ok_and(|it| it.success()));
    }
    let before = std::fs::read(inside.join("plan.toml")).unwrap();
    let set = [("USER", "canary-user"), ("LOGNAME", "canary-user"), ("HOSTNAME", "canary-host")];
    // All letters and signs, and keys with names that send a few bytes, those oftener: what is asked for takes all
    // else until ⏎.
    let signs = ('!'..='~').map(String::from);
    let named = ["\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\t", "\r", " ", "\x13"];
    let pool: Vec<String> = signs.chain(named.iter().cycle().take(40).map(|it| (*it).to_owned())).collect();
    let mut draw = 3_u32;
    for (columns, rows) in [(80, 24), (140, 40)] {
        let mut terminal = Terminal::start_resumed(&inside, &["present", "plan.toml"], &set);
        terminal.until("1 / 6");
        terminal.resize_afresh(columns, rows);
        // What asks for something is tried first, each by itself; it is among the keys below, too.
        for (key, shown) in
            [("?", "show what is private"), ("r", "reveal"), ("\x1b", "1 / 6"), ("c", "Capture")]
        {
            terminal.type_in(key);
            terminal.until(shown);
        }
        terminal.type_in("d");
        terminal.until("Record decision");
        terminal.type_in("\x1b");
        terminal.until_gone("Record decision");
        // Each key has the time for a screen of its own. After ten and after the last there is one that is told of,
        // whatever lies over the slides, when all before it have been handled: ctrl-z. What draws all of the screen
        // then is there before the next is.
        let handled = |terminal: &mut Terminal| {
            let given = |sent: &str| sent.matches("?1049l").count();
            let before = given(&String::from_utf8_lossy(&terminal.raw));
            terminal.type_in("\x1a");
            let end = Instant::now() + PATIENCE;
            // It gives the terminal to the shell, and has it again.
            loop {
                let sent = String::from_utf8_lossy(&terminal.raw);
                if given(&sent) > before && sent.rfind("?1049h") > sent.rfind("?1049l") {
                    return;
                }
                assert!(Instant::now() < end, "not handled: {}", terminal.contents());
                terminal.take(Duration::from_millis(50));
            }
        };
        for _ in 0..30 {
            for _ in 0..10 {
                draw = draw.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                terminal.type_in(&pool[(draw >> 8) as usize % pool.len()]);
                terminal.take(Duration::from_millis(10));
            }
            handled(&mut terminal);
        }
        handled(&mut terminal);
        assert!(!terminal.contents().contains("[1 Board]"), "no key leaves: {}", terminal.contents());
        rustix::process::kill_process(terminal.job(), Signal::TERM).unwrap();
        assert_eq!(terminal.end(PATIENCE), 143);
        let said = String::from_utf8_lossy(&terminal.raw).to_lowercase();
        for told in ["canary", "plan.toml", "7.3 m", "730 k"] {
            assert!(!said.contains(told), "{columns}: {told}");
        }
        assert!(said.contains("open programme") && said.contains("private"), "slides were shown");
        assert_eq!(std::fs::read(inside.join("plan.toml")).unwrap(), before);
    }
}

/// What an edit, a fix or a layout would change, as a diff: the lines of private tables and those that name one
/// are withheld, and so are the figures that would tell of it.
#[test]
fn diffs_of_edits_and_fixes_withhold_the_lines_of_private_tables() {
    let plan = canaries().replace("[wave.one]\n", "[wave.one]\nbudget=5\n");
    let folder = folder(&[("plan.toml", &plan)]);
    let mut told = 0;
    for command in [
        &["set", "plan.toml", "driver.canary-driver.value", "7310000", "--dry-run"][..],
        &["set", "plan.toml", "driver.reach.value", "1100000", "--dry-run"],
        &["set", "plan.toml", "risk.canary-risk.probability", "0.5", "--dry-run"],
        &["rename", "plan.toml", "capability.crm", "core", "--dry-run"],
        &["fmt", "plan.toml", "--diff"],
        &["check", "plan.toml", "--unsafe-fixes", "--diff"],
    ] {
        let ran = swell(folder.path(), command);
        assert!(!tells(&ran.out) && !ran.out.contains("0.73"), "{command:?}\n{}", ran.out);
        let open = swell(folder.path(), &[command, &["--include-private"]].concat());
        told += usize::from(tells(&open.out) || open.out.contains("0.73"));
        assert_eq!(ran.code, open.code, "{command:?}: {}", ran.err);
    }
    assert!(told > 2, "{told}");
    let open = swell(folder.path(), &["set", "plan.toml", "driver.reach.value", "1100000", "--dry-run"]).out;
    assert!(open.contains("-value = 1_000_000") && open.contains("+value = 1_100_000"), "{open}");
}

/// By hand: of two private drivers each, sums tell neither, unless it is one of them that changed; of one alone
/// they tell it.
#[test]
fn a_diff_for_others_withholds_sums_that_would_tell_a_private_amount() {
    let driver = |id: &str, value: u32, private: bool| {
        format!("[driver.{id}]\nwave = \"one\"\nvalue = {value}\nprivate = {private}\n")
    };
    let plan = |open: u32, quiet: u32, both: bool| {
        let head = "format = 1\n[plan]\ncurrency = \"EUR\"\nhorizon = 2027-12-31\nas-of = 2026-06-30\n\
                    [wave.one]\nstart = 2026-01-01\nend = 2026-12-31\n";
        [head.into(), driver("open", open, false), driver("quiet", quiet, true), driver("still", 2_000, both)]
            .concat()
    };
    let diff = |before: &str, after: &str, format: &str| {
        let folder = folder(&[("a/plan.toml", before), ("b/plan.toml", after)]);
        swell(folder.path(), &["diff", "a", "b", "--format", format]).out
    };
    for format in ["text", "markdown"] {
        let told = diff(&plan(1_000, 3_000, true), &plan(1_200, 3_000, true), format);
        assert!(told.contains("planned value") && !told.contains("would tell a private amount"), "{told}");
        for (before, after) in [
            (plan(1_000, 3_000, true), plan(1_000, 3_300, true)),
            (plan(1_000, 3_000, false), plan(1_200, 3_000, false)),
        ] {
            let told = diff(&before, &after, format);
            assert!(
                !told.contains("planned value") && told.contains("would tell a private amount"),
                "{told}"
            );
        }
    }
    let json = diff(&plan(1_000, 3_000, false), &plan(1_200, 3_000, false), "json");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["effects"]["withheld"], true);
    assert_eq!(json["effects"]["figures"], serde_json::json!([]));
}

#[test]
fn nothing_else_that_is_written_for_others_tells_of_it() {
    let plan = canaries();
    let later = plan.replace("7_300_000", "7_310_000").replace("value = 1_000_000", "value = 1_100_000");
    let folder = folder(&[("plan.toml", &plan), ("before/plan.toml", &plan), ("after/plan.toml", &later)]);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(folder.path()).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
        assert!(command.args(arguments).status().is_ok_and(|it| it.success()));
    };
    git(&["init", "--quiet"]);
    git(&["add", "plan.toml"]);
    git(&["commit", "--quiet", "-m", "plan"]);
    let mut told = 0;
    for command in [
        &["diff", "before", "after"][..],
        &["diff", "before", "after", "--format", "json"],
        &["diff", "before", "after", "--format", "markdown"],
        &["explain", "plan.toml", "planned", "--depth", "6"],
        &["explain", "plan.toml", "cost", "--depth", "6", "--format", "json"],
        &["slip", "plan.toml", "crm", "3", "--as-of", "2026-01-01"],
        &["slip", "plan.toml", "crm", "3", "--as-of", "2026-01-01", "--format", "json"],
        &["history", "plan.toml", "gate.next.criteria"],
        &["history", "plan.toml", "gate.next.criteria", "--format", "json"],
    ] {
        let ran = swell(folder.path(), command);
        assert_eq!((ran.code, &*ran.err), (0, ""), "{command:?}");
        assert!(!ran.out.contains("canary") && !tells(&ran.out), "{command:?}\n{}", ran.out);
        let open = swell(folder.path(), &[command, &["--include-private"]].concat()).out;
        told += usize::from(open.contains("canary"));
    }
    for command in [
        &["history", "plan.toml", "driver.canary-driver.value"][..],
        &["explain", "plan.toml", "planned.canary-driver"],
        &["slip", "plan.toml", "canary-driver", "3", "--as-of", "2026-01-01"],
    ] {
        let ran = swell(folder.path(), command);
        assert_eq!((ran.code, &*ran.out), (2, ""), "{command:?}");
        assert!(ran.err.contains("is private") && !tells(&ran.err), "{}", ran.err);
    }
    assert!(told > 6, "with what is private, the same commands show it: {told}");
}

/// A gate that asks of what is open first, then of a capability, a KPI and a driver that are private.
const ASKED: &str = r#"format = 1
[plan]
currency = "EUR"
horizon = 2027-12-31
as-of = 2026-10-31
[wave.one]
start = 2026-01-01
end = 2026-06-30
[archetype.adapted]
name = "Canary kind"
private = true
[market.north]
share = 0.5
archetype = "adapted"
[market.south]
name = "Canary market"
share = 0.5
private = true
archetype = "adapted"
[capability.x]
layer = "technological"
reaches = { one = 2 }
[capability.y]
layer = "commercial"
reaches = { one = 2 }
private = true
[driver.p]
wave = "one"
value = 100_000
private = true
[kpi.k]
unit = "calls"
private = true
[gate.g]
date = 2027-06-30
wave = "one"
criteria = ["x >= 2", "y >= 2", "kpi.k >= 17", "realized.p >= 5_000"]
[[assessed]]
capability = "y"
unit = "north"
date = 2026-09-30
level = 1
[[reading]]
kpi = "k"
date = 2026-09-30
value = 13
[[realized]]
driver = "p"
period = "2026-09"
value = 4_321
"#;

#[test]
fn a_gate_tells_no_figure_of_what_is_private_through_what_it_asks() {
    let folder = folder(&[("plan.toml", ASKED)]);
    for arguments in [
        &["init", "--quiet"][..],
        &["add", "."],
        &["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "plan"],
    ] {
        let mut git = Command::new("git");
        git.current_dir(folder.path()).env("GIT_CONFIG_GLOBAL", "/dev/null").args(arguments);
        assert!(git.status().is_ok_and(|it| it.success()));
    }
    let run = |arguments: &[&str]| swell(folder.path(), arguments);
    let closed = [
        "gate.g",
        "gate.g.2",
        "gate.g.04",
        "gate.g.3@2026-10-31",
        "gate-ahead.g",
        "gate-ahead.g.4",
        "asked.g.4",
        "asked.g.3",
        "asked-ahead.g.4",
        "missing.g.4",
        "missing.g.3",
        "evidence.g.2.north",
        "chance-of-gate.g",
        "chance-of-gate.g.4",
    ];
    for name in closed {
        for command in ["explain", "history"] {
            for format in ["text", "json"] {
                let ran = run(&[command, "plan.toml", name, "--format", format]);
                assert_eq!((ran.code, &*ran.out), (2, ""), "{command} {name} {format}");
                assert!(ran.err.contains("is private"), "{}", ran.err);
            }
        }
    }
    // Nor does a simulation tell how likely it is, or how likely all are: k was read once, so that nobody can tell of it.
    let row = |arguments: &[&str]| {
        let told = run(arguments).out;
        let row = told.lines().find(|line| line.contains("30 Jun 2027 ") && !line.starts_with("one"));
        row.unwrap_or_default().to_owned()
    };
    let simulated = row(&["simulate", "plan.toml"]);
    assert!(simulated.contains("private") && !simulated.contains('%'), "{simulated}");
    let open = row(&["simulate", "plan.toml", "--include-private"]);
    assert!(open.contains('%') && open.contains("1 of 4"), "{open}");
    // What What-if calls the outlook is that.
    let ahead = run(&["explain", "plan.toml", "gate.g.ahead"]);
    assert_eq!((ahead.code, &*ahead.out), (2, ""), "{}", ahead.err);
    let told = |name: &str| run(&["explain", "plan.toml", name, "--include-private"]).out;
    assert!(told("asked.g.4").contains("4,321"), "{}", told("asked.g.4"));
    // 5,000 are asked for, and 4,321 are there.
    assert!(told("missing.g.4").contains("679"), "{}", told("missing.g.4"));
    for name in ["gate.g.1", "gate-ahead.g.1", "asked-ahead.g.1"] {
        assert_eq!(run(&["explain", "plan.toml", name]).code, 0, "{name}: what is open is told");
    }
    for format in ["text", "json", "csv"] {
        let shown = ["show", "plan.toml", "figures", "--simulated", "--format", format];
        let names = |text: &str| -> Vec<String> {
            let words = text.split(|it: char| it.is_whitespace() || matches!(it, ',' | '"'));
            words.filter(|it| it.contains(".g.") || it.ends_with(".g")).map(str::to_owned).collect()
        };
        let shut = names(&run(&shown).out);
        assert!(!shut.is_empty() && shut.iter().all(|it| it.contains(".g.1")), "{format}: {shut:?}");
        let open = names(&run(&[&shown[..], &["--include-private"]].concat()).out);
        assert!(open.contains(&"gate-ahead.g".to_owned()), "{format}: {open:?}");
    }
}

/// That what a gate asks of something private holds now is told by its chance and by what changed, neither to others.
#[test]
fn a_diff_does_not_tell_whether_what_is_private_holds_now() {
    let was = ASKED.replace(
        "level = 1",
        "level = 1\n[[assessed]]\ncapability = \"y\"\nunit = \"south\"\ndate = 2026-09-30\nlevel = 2",
    );
    let now = was.replace("level = 1\n", "level = 2\n");
    let folder = folder(&[("was.toml", &was), ("now.toml", &now)]);
    for format in ["text", "markdown"] {
        let told = |more: &[&str]| {
            let arguments = [&["diff", "was.toml", "now.toml", "--format", format], more].concat();
            swell(folder.path(), &arguments).out
        };
        assert!(told(&["--include-private"]).contains("now holds"), "{}", told(&["--include-private"]));
        assert!(!told(&[]).contains("now holds"), "{}", told(&[]));
    }
}

#[test]
fn the_register_names_neither_a_private_archetype_nor_a_private_market_of_it() {
    let named = ASKED.replacen("name = \"Canary kind\"\nprivate = true\n", "", 1);
    let folder = folder(&[("plan.toml", ASKED), ("named.toml", &named)]);
    for format in ["text", "json", "csv"] {
        for plan in ["plan.toml", "named.toml"] {
            let command = ["show", plan, "register", "--format", format];
            let shut = swell(folder.path(), &command).out;
            assert!(!shut.contains("Canary") && !shut.contains("south"), "{plan} {format}\n{shut}");
            let open = swell(folder.path(), &[&command[..], &["--include-private"]].concat()).out;
            assert!(open.contains("Canary") || open.contains("south"), "{plan} {format}\n{open}");
        }
    }
}
