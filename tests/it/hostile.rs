//! Texts that act on a terminal, hide from a reader or command a CI runner, planted wherever a plan
//! takes text: none comes out again as it went in.

use std::fs;
use std::path::Path;

use groundswell::safe::judge;

use crate::program::{Ran, swell};

/// Every view that can be printed.
const VIEWS: [&str; 11] = [
    "plan",
    "board",
    "timeline",
    "dependencies",
    "kpis",
    "value",
    "capabilities",
    "leadership",
    "register",
    "figures",
    "check",
];

/// Figures and values that are taken apart.
const EXPLAINED: [&str; 7] = [
    "planned.reach@2026-08",
    "cost.two",
    "scope",
    "one-off.crm.one",
    "driver.reach.ramp",
    "capability.crm",
    "kpi.rate.target.one",
];

/// What is planted.
pub(crate) fn corpus() -> Vec<String> {
    let mut corpus: Vec<String> = [
        "\u{1b}[2J\u{1b}[1;1Hgone",
        "\u{1b}[31mred",
        "\u{1b}]0;title\u{7}",
        "\u{1b}]8;;http://example.org\u{1b}\\link\u{1b}]8;;\u{1b}\\",
        "\u{1b}]52;c;ZXZpbA==\u{7}",
        "\u{1b}P1$r0m\u{1b}\\",
        "\u{1b}_Gi=1;AAAA\u{1b}\\",
        "\u{1b}",
        "\u{9b}31m",
        "\u{9d}0;title\u{9c}",
        "a\u{7}b\u{8}\u{8}c",
        "harmless\rERROR",
        "\u{0}\u{7f}",
        "abc\u{202e}fed\u{202c}",
        "\u{2066}isolated\u{2069}\u{200f}",
        "zero\u{200b}width\u{2060}\u{feff}",
        "a\u{200d}b",
        "tag\u{e0041}\u{e0042}\u{e007f}",
        "line\u{2028}paragraph\u{2029}next\u{85}",
        "::error::x",
        "  ::warning file=a,line=1::x",
        "\u{3000}::stop-commands::x",
        "##[command]x",
        "##vso[task.setvariable variable=PATH]x",
        "##teamcity[buildStop]",
        "a\n::set-output name=x::y\n##[group]b",
        "=cmd|' /C calc'!A0",
        "\t＠SUM(A1)",
    ]
    .map(str::to_owned)
    .to_vec();
    corpus.push(format!("a{}", "\u{301}".repeat(500)));
    corpus
}

/// A plan with the text in every table, as text, id, key of the user's own, and file pattern.
fn plan(text: &str) -> String {
    const PLAN: &str = r#"format = 1
include = ["record.toml", "§"]

[plan]
name = "§"
sponsor = "§"
currency = "§"
note = "§"
start = 2026-01-01
as-of = 2026-11-15
units = ["dk", "§"]
extra = { "§" = "§", list = ["§"] }

[target-state]
strategy = "§"
operating-model = "§"
leadership = "§"

[policy]
allow = ["§"]

[objective]
grow = { name = "§", note = "§", owner = "§" }
"§" = { name = "§" }

[wave]
one = { name = "§", start = 2026-01-05, end = 2026-06-30, capacity = { "§" = 4 }, opens = { market = ["dk", "§"] } }
two = { name = "§", start = 2026-07-01, end = 2026-12-31, after = ["§"], note = "§", budget = 100 }
"§" = { name = "§", start = 2026-01-05, end = "§" }

[pool]
core = { name = "§", cap = 1000 }

[market]
dk = { name = "§", share = 0.5, archetype = "§", note = "§" }
"§" = { name = "§", share = 0.5 }

[brand]
cardio = { name = "§", share = 1 }

[customer-type]
doctor = { name = "§", share = 1 }

[driver]
reach = { name = "§", category = "§", objective = "§", wave = "one", needs = ["crm >= 3", "§"], value = 1200, ramp = { months = 6, shape = "§" }, owner = "§", responsible = "§", stage = "§", enabler = "§" }
sell = { name = "§", wave = "two", needs = ["consent"], pool = "core", value = 1200, ramp = { months = 6 } }
"§" = { name = "§", wave = "§", "§" = 1 }

[capability]
data = { name = "§", layer = "technological" }
crm = { name = "§", part-of = "data", reaches = { one = 2, two = 3 }, maturity = { dk = 1, "§" = 2 }, cost = { one = 10, run = 2 }, effort = { "§" = 3 }, delivery = "§", dimensions = ["§"] }
consent = { name = "§", part-of = "§", wave = "two", note = "§", extra = { ticket = "§" } }
"§" = { name = "§", wave = "one", needs = ["§"] }

[tradeoff]
rollout = { name = "§", axis = ["§", "§"], position = 1, exceptions = "§" }

[exception]
us = { name = "§", tradeoff = "rollout", market = "§", approved-by = "§" }

[mandate]
chair = { name = "§", leadership = "executive", wave = "one", holder = "§", theme = "§" }
office = { name = "§", leadership = "transformation", reaches = { one = 1, two = 2 }, holder = "§" }
"§" = { name = "§", wave = "one" }

[gate]
exit = { name = "§", wave = "one", criteria = ["§", "crm >= 2", "kpi.rate >= 3", "§ >= 3"] }
"§" = { name = "§", wave = "one", date = 2026-07-01 }

[risk]
delay = { name = "§", probability = 0.3, delays = { crm = 3, "§" = 1 }, owner = "§", response = "§" }

[kpi]
rate = { name = "§", measures = ["reach", "§"], unit = "§", kind = "leading", better = "higher", baseline = 1, target = { one = 3, "§" = 4 }, owner = "§", local = { "§" = { one = 3 } } }
"§" = { name = "§", unit = "§" }

[[waiver]]
rule = "§"
on = "§"
reason = "§"

[[present]]
view = "§"
item = "§"
ask = "§"
title = "§"

["§"]
name = "§"
"#;
    PLAN.replace('§', text)
}

fn record(text: &str) -> String {
    const RECORD: &str = r#"
[[reading]]
kpi = "rate"
date = 2026-06-30
value = 2
note = "§"

[[reading]]
kpi = "§"
date = 2026-06-30
value = "§"
market = "§"

[[realized]]
driver = "reach"
period = "2026-Q3"
value = 10
note = "§"

[[spent]]
item = "crm"
period = "§"
value = 10

[[assessed]]
capability = "crm"
date = 2026-06-30
level = 2
unit = "§"

[[decision]]
date = 2026-07-01
gate = "exit"
outcome = "go"
by = "§"
note = "§"
affects = ["§"]

[[action]]
date = 2026-07-01
what = "§"
owner = "§"
due = 2026-08-01

[[learning]]
date = 2026-07-01
wave = "one"
note = "§"
leads-to = ["§"]
"#;
    RECORD.replace('§', text)
}

/// The plan and its record in one file.
pub(crate) fn one_file(text: &str) -> String {
    plan(text).replacen(&format!("include = [\"record.toml\", \"{text}\"]\n"), "", 1) + &record(text)
}

/// The text as TOML escapes it: nothing of it can be seen in a review.
pub(crate) fn escaped(text: &str) -> String {
    use std::fmt::Write as _;
    text.chars().fold(String::new(), |mut escaped, character| {
        match character {
            '"' | '\\' => escaped.extend(['\\', character]),
            ' '..='~' => escaped.push(character),
            '\u{1b}' => escaped.push_str("\\e"),
            _ => {
                let _ = write!(escaped, "\\U{:08x}", character as u32);
            }
        }
        escaped
    })
}

/// What of an output acts, hides or commands.
fn acting(output: &str) -> Option<String> {
    for (at, character) in output.char_indices() {
        if character != '\n' && acts(character) {
            return Some(format!("U+{:04X} after {:?}", character as u32, tail(&output[..at])));
        }
    }
    for line in output.lines() {
        if line.trim_start().starts_with("::") {
            return Some(format!("a command: {line:?}"));
        }
        let line = line.to_lowercase();
        if ["##[", "##vso[", "##teamcity["].iter().any(|command| line.contains(command)) {
            return Some(format!("a command: {line:?}"));
        }
    }
    None
}

fn tail(text: &str) -> String {
    let mut tail: Vec<char> = text.chars().rev().take(40).collect();
    tail.reverse();
    tail.into_iter().collect()
}

/// The output without the sequences that colour it.
fn uncoloured(output: &str) -> String {
    let mut parts = output.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let end = part.find(|letter: char| !letter.is_ascii_digit() && letter != ';').unwrap();
        assert!(part[end..].starts_with('m'), "no colour: {:?}", &part[..=end]);
        plain.push_str(&part[end + 1..]);
    }
    plain
}

fn holds(ran: &Ran, what: &str) {
    for output in [&ran.out, &ran.err] {
        if let Some(acting) = acting(output) {
            panic!("{what}: {acting}");
        }
    }
    assert!(!ran.err.contains("panicked"), "{what}: {}", ran.err);
    assert!(!ran.out.contains(&"\u{301}".repeat(5)) || ran.out.starts_with('{'), "{what}: a pile of marks");
}

/// Checks the plan in a folder and shows every view of it, as text and as JSON.
fn prints_nothing_that_acts(folder: &Path, what: &str) {
    for format in ["text", "json"] {
        let mut runs = vec![vec!["check", "--format", format]];
        runs.extend(VIEWS.map(|view| vec!["show", ".", view, "--partial", "--format", format]));
        let explained = |name| vec!["explain", ".", name, "--partial", "--depth", "3", "--format", format];
        runs.extend(EXPLAINED.map(explained));
        for run in runs {
            let ran = swell(folder, &run);
            holds(&ran, &format!("{what}: {run:?}"));
            // Of a plan that is torn, what is asked for may not be there.
            let gone = run[0] == "explain" && ran.code == 2 && ran.err.starts_with("error: ");
            assert!(gone || !ran.out.is_empty(), "{what}: {run:?}: {}", ran.err);
            if format == "json" && !gone {
                serde_json::from_str::<serde_json::Value>(&ran.out).unwrap();
            }
        }
    }
    fs::write(folder.join("other.toml"), "format = 1\n").unwrap();
    for format in ["text", "json", "markdown"] {
        for sides in [["other.toml", "plan.toml"], ["plan.toml", "other.toml"]] {
            let ran = swell(folder, &["diff", sides[0], sides[1], "--format", format]);
            holds(&ran, &format!("{what}: diff {sides:?} as {format}"));
            assert!(ran.out.contains("change"), "{what}: diff {sides:?} as {format}: {}", ran.err);
        }
    }
    let rows = swell(folder, &["show", ".", "figures", "--format", "csv"]);
    holds(&rows, &format!("{what}: as rows"));
    for record in csv::Reader::from_reader(rows.out.as_bytes()).records() {
        let record = record.unwrap();
        for (column, cell) in record.iter().enumerate() {
            let number = column == 4 && cell.parse::<f64>().is_ok();
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
            assert!(number || !formula, "{what}: a formula: {record:?}");
        }
    }
    let coloured = swell(folder, &["check", "--color", "always"]);
    let plain = Ran { out: uncoloured(&coloured.out), ..coloured };
    holds(&plain, &format!("{what}: in colour"));
}

/// The texts, some of them together where it does not matter what stands before them: what begins a line, or a
/// cell, or is piled up, stands alone.
fn together() -> Vec<String> {
    let begins = |text: &str| text.contains("::") || text.contains("##") || text.contains(['=', '＠']);
    let (alone, others): (Vec<String>, Vec<String>) =
        corpus().into_iter().partition(|text| begins(text) || text.len() > 100);
    others.chunks(4).map(<[String]>::concat).chain(alone).collect()
}

/// Whether a character does something to a terminal or to the order in which text is read, or shows nothing. Controls and
/// directions stand here as their standards have them (ECMA-48, and the explicit marks of Unicode's bidirectional
/// algorithm), so that a program that judged them otherwise would be found.
pub(crate) fn acts(character: char) -> bool {
    let control = matches!(character, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}');
    let direction = matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    control || direction || judge(character).is_some()
}

#[test]
fn no_text_of_a_plan_acts_when_it_is_escaped() {
    for text in together() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("plan.toml"), plan(&escaped(&text))).unwrap();
        fs::write(folder.path().join("record.toml"), record(&escaped(&text))).unwrap();
        prints_nothing_that_acts(folder.path(), &format!("{text:?} escaped"));
    }
}

#[test]
fn no_text_of_a_plan_acts_when_it_stands_there_as_it_is() {
    for text in corpus() {
        let folder = tempfile::tempdir().unwrap();
        let (plan, record) = (plan(&text), record(&text));
        fs::write(folder.path().join("plan.toml"), format!("# {text}\n{plan}\n# {text}")).unwrap();
        fs::write(folder.path().join("record.toml"), format!("{record}\nwrong = {text}\n{text}")).unwrap();
        prints_nothing_that_acts(folder.path(), &format!("{text:?} raw"));
    }
}

#[cfg(unix)]
#[test]
fn no_name_of_a_file_acts() {
    for text in corpus() {
        let name = format!("{}.toml", text.replace(['\0', '/'], ""));
        if name.len() > 200 {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(&name), "format = 1\n[wave]\none = 1\n").unwrap();
        for arguments in
            [vec!["check"], vec!["check", &name], vec!["check", "--format", "json"], vec!["show"]]
        {
            holds(&swell(folder.path(), &arguments), &format!("{name:?}: {arguments:?}"));
        }
        fs::write(folder.path().join("plan.toml"), "format = 1\ninclude = [\"*.toml\"]\n").unwrap();
        holds(&swell(folder.path(), &["check"]), &format!("{name:?} included"));
        fs::write(folder.path().join(&name), "format = 2\n<<<<<<< ours\n=======\n>>>>>>> theirs\n").unwrap();
        holds(&swell(folder.path(), &["check"]), &format!("{name:?} in conflict"));
    }
}

#[test]
fn no_argument_acts() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.toml"), "format = 1\n").unwrap();
    for text in corpus().into_iter().filter(|text| !text.contains('\0')) {
        let runs: [&[&str]; 8] = [
            &["check", &text],
            &["check", "--format", &text],
            &["check", "--as-of", &text],
            &["show", &text],
            &["show", ".", &text],
            &["explain", ".", &text],
            &[&text, "check", &text],
            &["--max-bytes", &text, "check"],
        ];
        for run in runs {
            let ran = swell(folder.path(), run);
            holds(&ran, &format!("{run:?}"));
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{run:?}");
            assert!(ran.err.starts_with("error: "), "{run:?}: {}", ran.err);
        }
    }
}
