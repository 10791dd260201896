//! Every fault of reading, said exactly: the rule, the stretch of text, the message and what to do.
//!
//! What is between « and » in a fixture is where the finding must point, from its first character to its
//! last; the marks themselves are not in the file.

use std::path::PathBuf;

use groundswell::disk::Memory;
use groundswell::rule::Found;
use groundswell::rules::by_name;
use groundswell::source::{Limits, Read, Source};

const WAVE: &str = "[wave.one]\nstart = 2026-01-01\nend = 2026-06-30\n";

fn read(files: &[(&str, &[u8])]) -> Read {
    let store = files.iter().fold(Memory::default(), |store, (path, bytes)| store.with(*path, *bytes));
    match Source::read(&store, &[PathBuf::from(files[0].0)], Limits::default()) {
        Ok(read) => read,
        Err(unreadable) => panic!("{unreadable:?}"),
    }
}

/// A fixture without its marks, and the lines and columns that they stand at.
fn unmarked(text: &str) -> (String, Vec<String>) {
    let (mut plain, mut marks) = (String::new(), Vec::new());
    let (mut line, mut column) = (1, 1);
    let mut start = String::new();
    for character in text.chars() {
        match character {
            '«' => start = format!("{line}:{column}"),
            '»' => marks.push(format!("{start}-{line}:{column}")),
            '\u{feff}' => plain.push(character),
            _ => {
                plain.push(character);
                (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
            }
        }
    }
    (plain, marks)
}

/// What reading finds: rule, place, message and help, each on a line of its own.
fn found(read: &Read) -> Vec<String> {
    let mut found: Vec<_> = read
        .findings
        .iter()
        .map(|finding| {
            let rule = by_name(finding.rule).unwrap_or_else(|| panic!("no rule {}", finding.rule));
            assert!(matches!(rule.found, Found::Reading), "{}", finding.rule);
            let spot = read.source.locate(&read.plan, &finding.at);
            let at = format!(
                "{}:{}:{}-{}:{}",
                spot.path, spot.start.line, spot.start.column, spot.end.line, spot.end.column
            );
            let key = (spot.file, spot.bytes.start);
            (key, format!("{} {at}\n  {}\n  {}", finding.rule, finding.message, finding.help))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, text)| text).collect()
}

/// A fixture and what must be found in it, in the order of its marks: rule, message, help.
type Case<'a> = (&'a str, &'a [[&'a str; 3]]);

fn holds(cases: &[Case<'_>]) {
    let mut wrong = Vec::new();
    for (fixture, expected) in cases {
        let (text, marks) = unmarked(fixture);
        assert_eq!(marks.len(), expected.len(), "as many marks as findings: {fixture}");
        let expected: Vec<String> = expected
            .iter()
            .zip(&marks)
            .map(|([rule, message, help], at)| format!("{rule} plan.toml:{at}\n  {message}\n  {help}"))
            .collect();
        let found = found(&read(&[("plan.toml", text.as_bytes())]));
        if found != expected {
            wrong.push(format!(
                "{fixture}\n--- expected\n{}\n--- found\n{}\n",
                expected.join("\n"),
                found.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n==========\n"));
}

/// The same, below a `format` and the wave `one`.
fn holds_with_wave(cases: &[Case<'_>]) {
    let texts: Vec<String> = cases.iter().map(|(text, _)| format!("format = 1\n{WAVE}{text}")).collect();
    let cases: Vec<Case<'_>> =
        texts.iter().zip(cases).map(|(text, (_, expected))| (text.as_str(), *expected)).collect();
    holds(&cases);
}

#[test]
fn a_plan_names_a_format_that_is_known() {
    const HELP: &str = "Write `format = 1` as the first line of the plan.";
    let unknown = &[["unsupported-format", "this format is not known; known is: 1", HELP]];
    holds(&[
        ("«»", &[["unsupported-format", "the plan names no format", HELP]]),
        ("«»[plan]\nname = \"P\"\n", &[["unsupported-format", "the plan names no format", HELP]]),
        ("format = «2»", unknown),
        ("format = «0»", unknown),
        ("format = «\"1\"»", unknown),
        ("format = «1.0»", unknown),
        ("format = «[1]»", unknown),
        ("# a comment first\n\nformat = «true»", unknown),
        ("format = 1", &[]),
    ]);
}

#[test]
fn keys_that_no_table_has_are_named_with_the_nearest_that_it_has() {
    let help = |nearest: &str| format!("Did you mean `{nearest}`? Your own fields go into `extra`.");
    let known = |known: &str| format!("Your own fields go into `extra`; known here: {known}.");
    let [waves, horizon, budget, market, months, owner, value] =
        ["wave", "horizon", "budget", "market", "months", "owner", "value"].map(help);
    let plan = known(
        "as-of, currency, discount-rate, extra, horizon, name, note, owner, private, sponsor, start, units",
    );
    let objective = known("extra, name, note, owner, private");
    let band = known("high, likely, low");
    holds_with_wave(&[
        ("[«waves».two]\n", &[["unknown-key", "`waves` is no table of a plan", &waves]]),
        ("[plan]\n«horizont» = 2029-12-31\n", &[["unknown-key", "a plan has no `horizont`", &horizon]]),
        ("[plan]\n«colour» = 1\n", &[["unknown-key", "a plan has no `colour`", &plan]]),
        ("«bugdet» = 100\n", &[["unknown-key", "a wave has no `bugdet`", &budget]]),
        ("[objective.grow]\n«why» = \"x\"\n", &[["unknown-key", "an objective has no `why`", &objective]]),
        (
            "[objective]\ngrow = { «onwer» = \"x\" }\n",
            &[["unknown-key", "an objective has no `onwer`", &owner]],
        ),
        ("opens = { «markets» = [] }\n", &[["unknown-key", "`opens` has no `markets`", &market]]),
        (
            "[driver.reach]\nramp = { «month» = 3, shape = \"step\" }\n",
            &[["unknown-key", "`ramp` has no `month`", &months]],
        ),
        (
            "[driver.reach]\nvalue = { likely = 3, «best» = 4 }\n",
            &[["unknown-key", "`value` has no `best`", &band]],
        ),
        (
            "[[spent]]\nwave = \"one\"\nperiod = \"2026\"\n«valeu» = 3\nvalue = 3\n",
            &[["unknown-key", "a spending has no `valeu`", &value]],
        ),
        (
            "[target-state]\n«strategie» = \"x\"\n",
            &[["unknown-key", "a target state has no `strategie`", &help("strategy")]],
        ),
        ("[policy]\n«forcus» = 3\n", &[["unknown-key", "a policy has no `forcus`", &help("focus")]]),
        (
            "[driver.reach]\n«reaches» = { one = 3 }\n",
            &[["unknown-key", "a driver has no `reaches`", &known_of_driver()]],
        ),
    ]);
}

fn known_of_driver() -> String {
    "Your own fields go into `extra`; known here: category, confidence, cost, effort, enabler, end, extra, \
     live, name, needs, note, objective, once, owner, pool, prefers, private, ramp, responsible, stage, \
     start, together, value, wave."
        .into()
}

#[test]
fn words_that_no_key_takes_are_named_with_the_nearest_that_it_takes() {
    holds_with_wave(&[
        (
            "[driver.a]\ncategory = «\"revenu\"»\n",
            &[["unknown-value", "`revenu` is no value of `category`", "Did you mean `revenue`?"]],
        ),
        (
            "[driver.a]\ncategory = «\"Revenue\"»\n",
            &[["unknown-value", "`Revenue` is no value of `category`", "Did you mean `revenue`?"]],
        ),
        (
            "[driver.a]\ncategory = «\"growth\"»\n",
            &[["unknown-value", "`growth` is no value of `category`", "Write one of: revenue, cost, risk."]],
        ),
        (
            "[capability.a]\ndimensions = [\"data\", «\"dta\"»]\n",
            &[["unknown-value", "`dta` is no value of `dimensions`", "Did you mean `data`?"]],
        ),
        (
            "[plan]\ncurrency = «\"EURO\"»\n",
            &[["unknown-value", "`EURO` is no value of `currency`", "Did you mean `EUR`?"]],
        ),
        (
            "[plan]\ncurrency = «\"gold\"»\n",
            &[["unknown-value", "`gold` is no value of `currency`", "Write one that is known."]],
        ),
        (
            "[capability.a]\nneeds = [«\"a > 2\"»]\n",
            &[[
                "unknown-value",
                "`a > 2` is no need",
                "Write an id, or an id and the level it must reach: \"consent >= 3\".",
            ]],
        ),
        (
            "[[spent]]\nwave = \"one\"\nvalue = 3\nperiod = «\"2026-Q5\"»\n",
            &[[
                "unknown-value",
                "`2026-Q5` is no period",
                "Write a period in quotes: \"2026\", \"2026-Q3\" or \"2026-09\".",
            ]],
        ),
        (
            "[market.dk]\nshare = 0.2\nwave = «\"one\"»\n",
            &[[
                "unknown-value",
                "a multiplier is opened by a wave, not phased into one",
                "Name it in the `opens` of its wave; \"unplanned\" says that no wave opens it.",
            ]],
        ),
    ]);
}

#[test]
fn values_of_a_wrong_type_are_named_with_what_is_expected() {
    let date = "Write a date, such as 2026-11-15.";
    let quoted = "Write a date without quotes, such as 2026-11-15.";
    let text = "Write a text in quotes.";
    holds_with_wave(&[
        ("name = «1»\n", &[["wrong-type", "`name` is a number; expected a text in quotes", text]]),
        (
            "note = «2026-01-01»\n",
            &[["wrong-type", "`note` is a date or time; expected a text in quotes", text]],
        ),
        ("owner = «[\"a\"]»\n", &[["wrong-type", "`owner` is a list; expected a text in quotes", text]]),
        (
            "private = «\"yes\"»\n",
            &[["wrong-type", "`private` is a text; expected true or false", "Write true or false."]],
        ),
        (
            "extra = «true»\n",
            &[[
                "wrong-type",
                "`extra` is yes or no; expected a table of your own fields",
                "Write a table of your own fields.",
            ]],
        ),
        (
            "[plan]\nstart = «\"2026-01-01\"»\n",
            &[[
                "wrong-type",
                "`start` is a text; expected a date without quotes, such as 2026-11-15",
                quoted,
            ]],
        ),
        (
            "[plan]\nas-of = «2026»\n",
            &[["wrong-type", "`as-of` is a number; expected a date, such as 2026-11-15", date]],
        ),
        (
            "[plan]\nas-of = «2026-11-15T12:00:00Z»\n",
            &[["wrong-type", "`as-of` is a date or time; expected a date, such as 2026-11-15", date]],
        ),
        (
            "[plan]\nas-of = «12:00:00»\n",
            &[["wrong-type", "`as-of` is a date or time; expected a date, such as 2026-11-15", date]],
        ),
        (
            "budget = «\"100\"»\n",
            &[[
                "wrong-type",
                "`budget` is a text; expected an amount of money, as a number",
                "Write an amount of money, as a number.",
            ]],
        ),
        (
            "focus = «3.0»\n",
            &[["wrong-type", "`focus` is a number; expected a whole number", "Write a whole number."]],
        ),
        (
            "[capability.a]\nneeds = «\"b\"»\n",
            &[[
                "wrong-type",
                "`needs` is a text; expected a list of needs in quotes: [\"consent >= 3\"]",
                "Write a list of needs in quotes: [\"consent >= 3\"].",
            ]],
        ),
        (
            "[capability.a]\nneeds = [«3»]\n",
            &[[
                "wrong-type",
                "`needs` is a number; expected a need in quotes: \"consent >= 3\"",
                "Write a need in quotes: \"consent >= 3\".",
            ]],
        ),
        (
            "[capability.a]\nreaches = «3»\n",
            &[[
                "wrong-type",
                "`reaches` is a number; expected a table from wave to level: { foundation = 3 }",
                "Write a table from wave to level: { foundation = 3 }.",
            ]],
        ),
        (
            "[capability.a]\nwave = «1»\n",
            &[[
                "wrong-type",
                "`wave` is a number; expected the id of a wave, in quotes",
                "Write the id of a wave, in quotes.",
            ]],
        ),
        (
            "[driver.a]\nobjective = «{}»\n",
            &[[
                "wrong-type",
                "`objective` is a table; expected the id of an objective, in quotes",
                "Write the id of an objective, in quotes.",
            ]],
        ),
        (
            "[driver.a]\ncategory = «1»\n",
            &[[
                "wrong-type",
                "`category` is a number; expected one of: revenue, cost, risk",
                "Write one of: revenue, cost, risk.",
            ]],
        ),
        (
            "[driver.a]\nconfidence = «\"high\"»\n",
            &[["wrong-type", "`confidence` is a text; expected a number", "Write a number."]],
        ),
        (
            "[wave.«Two»]\nstart = 2026-01-01\nend = 2026-06-30\n",
            &[[
                "wrong-type",
                "`Two` is no id in kebab-case",
                "Write ids in lower-case letters, digits and single hyphens: `low-access-2`.",
            ]],
        ),
        (
            "[driver]\nreach = «3»\n",
            &[[
                "wrong-type",
                "`reach` is a number; expected a table: `[driver.reach]`",
                "Write a table: `[driver.reach]`.",
            ]],
        ),
    ]);
    holds(&[
        (
            "format = 1\nplan = «3»\n",
            &[["wrong-type", "`plan` is a number; expected a table: `[plan]`", "Write a table: `[plan]`."]],
        ),
        (
            "format = 1\nwave = «\"one\"»\n",
            &[[
                "wrong-type",
                "`wave` is a text; expected tables by id: `[wave.some-id]`",
                "Write tables by id: `[wave.some-id]`.",
            ]],
        ),
        (
            "format = 1\nreading = «3»\n",
            &[[
                "wrong-type",
                "`reading` is a number; expected a list of tables: `[[reading]]`",
                "Write a list of tables: `[[reading]]`.",
            ]],
        ),
        (
            "format = 1\nreading = [«3»]\n",
            &[["wrong-type", "`reading` is a number; expected a table", "Write a table."]],
        ),
        (
            "format = 1\ninclude = «\"a.toml\"»\n",
            &[[
                "wrong-type",
                "`include` is a text; expected a list of patterns in quotes",
                "Write a list of patterns in quotes.",
            ]],
        ),
    ]);
}

#[test]
fn a_date_in_quotes_is_read_all_the_same() {
    let read = read(&[("plan.toml", b"format = 1\n[plan]\nstart = \"2026-02-03\"\nas-of = \"soon\"\n")]);
    assert_eq!(read.plan.start.to_string(), "2026-02-03");
    assert_eq!(read.findings.len(), 2);
}

#[test]
fn values_out_of_range_are_named_with_the_range() {
    let range = |key: &str, expected: &str| -> [String; 2] {
        [format!("`{key}` is out of range; expected {expected}"), format!("Write {expected}.")]
    };
    let digits = "an amount with at most 2 digits after the point";
    let most = "an amount of at most fifteen digits";
    let finite = "a finite number of at most fifteen digits";
    let calendar = "a date from 1900-01-01 to 2200-12-31";
    let cases: Vec<(&str, [String; 2])> = vec![
        ("budget = «-1»\n", range("budget", "an amount of zero or more")),
        ("budget = «-0.01»\n", range("budget", "an amount of zero or more")),
        ("budget = «1.005»\n", range("budget", digits)),
        ("budget = «1e-3»\n", range("budget", digits)),
        ("budget = «inf»\n", range("budget", most)),
        ("budget = «-inf»\n", range("budget", most)),
        ("budget = «nan»\n", range("budget", most)),
        ("budget = «1e60»\n", range("budget", most)),
        ("budget = «10_000_000_000_000.01»\n", range("budget", most)),
        ("budget = «9_223_372_036_854_775_807»\n", range("budget", most)),
        ("focus = «-1»\n", range("focus", "a whole number from 0 to 1000")),
        ("focus = «9_223_372_036_854_775_807»\n", range("focus", "a whole number from 0 to 1000")),
        ("capacity = «-1»\n", range("capacity", "a number from 0 to 1000000000")),
        ("capacity = { it = «nan» }\n", range("it", finite)),
        ("[driver.a]\nconfidence = «1.01»\n", range("confidence", "a number from 0 to 1")),
        ("[driver.a]\nconfidence = «-0.1»\n", range("confidence", "a number from 0 to 1")),
        ("[driver.a]\nconfidence = «nan»\n", range("confidence", finite)),
        ("[driver.a]\nonce = «1e15»\n", range("once", most)),
        ("[market.dk]\nshare = «1.5»\n", range("share", "a number from 0 to 1")),
        ("[capability.a]\nmaturity = «6»\n", range("maturity", "a whole number from 0 to 5")),
        ("[capability.a]\nmaturity = «-1»\n", range("maturity", "a whole number from 0 to 5")),
        ("[capability.a]\nreaches = { one = «0» }\n", range("one", "a whole number from 1 to 5")),
        ("[mandate.a]\nreaches = { one = «6» }\n", range("one", "a whole number from 1 to 5")),
        ("[capability.a]\nneeds = [«\"a >= 6\"»]\n", range("needs", "a level from 0 to 5")),
        ("[risk.a]\nprobability = «2»\n", range("probability", "a number from 0 to 1")),
        ("[tradeoff.a]\nposition = «3»\n", range("position", "a whole number from -2 to 2")),
        ("[tradeoff.a]\naxis = «[\"one\"]»\n", range("axis", "two ends: [\"high touch\", \"low touch\"]")),
        ("[plan]\nas-of = «1899-12-31»\n", range("as-of", calendar)),
        ("[plan]\nas-of = «2201-01-01»\n", range("as-of", calendar)),
        ("[plan]\nas-of = «0000-01-01»\n", range("as-of", calendar)),
        ("[plan]\nas-of = «9999-12-31»\n", range("as-of", calendar)),
        ("[plan]\ndiscount-rate = «-1»\n", range("discount-rate", "a number from -0.99 to 10")),
        ("[kpi.a]\nbaseline = «inf»\n", range("baseline", finite)),
        ("[kpi.a]\nbaseline = «9_223_372_036_854_775_808»\n", range("baseline", finite)),
        ("budget = «9_223_372_036_854_775_808»\n", range("budget", most)),
        ("[kpi.a]\ntarget = { one = «[60, 40]» }\n", range("one", "a band that begins with its lower end")),
        (
            "[kpi.a]\ntolerance = «{ green = 0.5, amber = 0.7 }»\n",
            range("tolerance", "amber at or below green"),
        ),
    ];
    for (fixture, [message, help]) in &cases {
        holds_with_wave(&[(*fixture, &[["out-of-range", message, help]])]);
    }
}

#[test]
fn faults_of_the_text_are_said_in_words() {
    let number = "Write a number such as 1_200 or 0.8.";
    let date = "Write a date as 2026-11-15, a text in quotes.";
    let cases = [
        ("budget = «1e400»", "this number is too large", "Write a number of at most fifteen digits."),
        ("focus = 1_«_»0", "this is no number: underscores must be between two digits", number),
        ("focus = «007»", "this is no number: leading zeros are not allowed", number),
        ("live = «2026-02-30»", "this is no date of the calendar", date),
        ("live = «2026-13-01»", "this is no date of the calendar", date),
        ("name = «One»", "this is no number, no date and no text", "Put a text in quotes: \"…\"."),
        (
            "name = \"C:\\«q»\"",
            "`\\q` means nothing in a text",
            "Write two backslashes for one, or put the text in single quotes.",
        ),
        ("name = \"One«»", "this text has no closing \"", "Close the text on the line where it begins."),
        ("«=» 3", "expected a table key, found an equals", "Write `key = value` on a line of its own."),
        (
            "stage «?»= 3",
            "expected an equals, found a character",
            "Write `key = value` on a line of its own.",
        ),
    ];
    let mut wrong = Vec::new();
    for (fault, message, help) in cases {
        let (text, marks) = unmarked(&format!("format = 1\n[driver.a]\n{fault}\nstage = \"idea\"\n"));
        let read = read(&[("plan.toml", text.as_bytes())]);
        let expected = format!("syntax-error plan.toml:{}\n  {message}\n  {help}", marks[0]);
        let found = found(&read);
        if found != [expected.as_str()] {
            wrong.push(format!("{fault}\n--- expected\n{expected}\n--- found\n{}", found.join("\n")));
        }
        // The rest of the table is read all the same.
        assert!(
            read.plan.items.iter().any(|item| item.driver().is_some_and(|it| it.stage.is_some())),
            "{fault}"
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n==========\n"));
}

#[test]
fn references_to_nothing_are_named_with_what_is_near_or_what_has_the_id() {
    let market = "[market.dk]\nshare = 0.2\n";
    let cases = [
        (
            format!("{market}[driver.a]\nwave = «\"dk\"»\n"),
            "there is no wave `dk`",
            "`dk` is a market; expected the id of a wave.",
        ),
        ("[driver.a]\nwave = «\"on\"»\n".into(), "there is no wave `on`", "Did you mean the wave `one`?"),
        ("[driver.a]\nwave = «\"later\"»\n".into(), "there is no wave `later`", "Write one of: one."),
        (
            "[driver.a]\nobjective = «\"grow\"»\n".into(),
            "there is no objective `grow`",
            "The plan has no objective at all.",
        ),
        (
            "[objective.grow]\n[driver.a]\npool = «\"grow\"»\n".into(),
            "there is no pool `grow`",
            "`grow` is an objective; expected the id of a pool.",
        ),
        (
            "[capability.consent]\n[driver.a]\nneeds = [«\"consnet >= 2\"»]\n".into(),
            "there is no item `consnet`",
            "Did you mean the item `consent`?",
        ),
        (
            "[driver.a]\ntogether = [«\"one\"»]\n".into(),
            "there is no item `one`",
            "`one` is a wave; expected the id of an item.",
        ),
        ("[capability.a]\nreaches = { «two» = 3 }\n".into(), "there is no wave `two`", "Write one of: one."),
        (
            "[capability.a]\ncost = { «oen» = 3 }\n".into(),
            "there is no wave `oen`",
            "Did you mean the wave `one`?",
        ),
        (
            format!("{market}[capability.a]\nmaturity = {{ «dl» = 3 }}\n"),
            "there is no business unit `dl`",
            "Did you mean `dk`?",
        ),
        (
            "[capability.a]\n[[realized]]\ndriver = «\"a\"»\nperiod = \"2026\"\nvalue = 1\n".into(),
            "there is no driver `a`",
            "`a` is a capability; expected the id of a driver.",
        ),
        (
            "[gate.a]\ncriteria = [«\"kpi.rate >= 3\"»]\n".into(),
            "there is no KPI `rate`",
            "The plan has no KPI at all.",
        ),
        (
            "[archetype.«standardised»]\n".into(),
            "there is no archetype `standardised`",
            "Did you mean `standardized`?",
        ),
    ];
    for (fixture, message, help) in &cases {
        let fixture = fixture.replace("[archetype.«standardised»]", "«[archetype.standardised]»");
        holds_with_wave(&[(&fixture, &[["unknown-id", message, help]])]);
    }
}

#[test]
fn texts_that_act_or_hide_are_refused_in_whatever_way_they_are_written() {
    let cases = [
        ("name = «\"a\\eb\"»", "name", "a control character: U+001B"),
        ("name = «\"a\\u001bb\"»", "name", "a control character: U+001B"),
        ("name = «\"a\\x1bb\"»", "name", "a control character: U+001B"),
        ("name = «\"a\\u0000\"»", "name", "a control character: U+0000"),
        ("name = «\"\\u007f\"»", "name", "a control character: U+007F"),
        ("name = «\"\u{9b}31m\"»", "name", "a control character: U+009B"),
        ("name = «\"a\u{202e}b\"»", "name", "a character that turns the direction of text: U+202E"),
        ("name = «\"a\\u2067b\"»", "name", "a character that turns the direction of text: U+2067"),
        ("name = «\"a\u{200b}b\"»", "name", "a character that cannot be seen: U+200B"),
        ("name = «\"a\u{200d}b\"»", "name", "a character that cannot be seen: U+200D"),
        ("name = «\"a\\U000e0041\"»", "name", "a character that cannot be seen: U+E0041"),
        ("name = «\"a\\nb\"»", "name", "a line break or tab: U+000A"),
        ("note = «\"a\\u202eb\"»", "note", "a character that turns the direction of text: U+202E"),
        ("note = «'''a\n\u{200b}'''»", "note", "a character that cannot be seen: U+200B"),
        ("owner = «\"\\u0007\"»", "owner", "a control character: U+0007"),
        ("extra = { ticket = «\"\\e[2J\"» }", "ticket", "a control character: U+001B"),
        (
            "extra = { list = [1, [«\"\u{202e}\"»]] }",
            "list",
            "a character that turns the direction of text: U+202E",
        ),
        ("extra = { deep = { er = «\"\\u0085\"» } }", "er", "a control character: U+0085"),
        ("extra = { «\"a\u{200b}\"» = 1 }", "a\u{200b}", "a character that cannot be seen: U+200B"),
        ("capacity = { «\"a\\u0007\"» = 1 }", "a\u{7}", "a control character: U+0007"),
        (
            "[wave.«\"two\\u200b\"»]\nstart = 2026-01-01\nend = 2026-06-30",
            "two\u{200b}",
            "a character that cannot be seen: U+200B",
        ),
    ];
    for (line, key, what) in cases {
        let message = format!("`{key}` contains {what}");
        holds_with_wave(&[(&format!("{line}\n"), &[["unsafe-text", &message, "Remove the character."]])]);
    }
    // Line breaks are part of notes, and other scripts of names.
    holds_with_wave(&[("name = \"客户 Ærø שלום\"\nnote = \"\"\"one\n\ttwo\"\"\"\n", &[])]);
}

#[test]
fn an_id_is_given_once() {
    let other = "Give one of the two another id, or remove it.";
    let both = "Give one of the two another id, and change what refers to it.";
    let message = "`a` is a driver and a capability; both are items and share one id space";
    holds_with_wave(&[
        ("[driver.a]\n[driver.b]\n[driver.«a»]\n", &[["duplicate-id", "the id `a` is given twice", other]]),
        ("[driver]\na = {}\n«a» = {}\n", &[["duplicate-id", "the id `a` is given twice", other]]),
        ("[driver.a]\n«[capability.a]»\n", &[["duplicate-id", message, both]]),
        ("[capability]\n«a» = {}\n[driver]\na = {}\n", &[["duplicate-id", message, both]]),
        (
            "[capability.a]\n«[mandate.a]»\n",
            &[[
                "duplicate-id",
                "`a` is a capability and a mandate; both are items and share one id space",
                both,
            ]],
        ),
        (
            "[plan]\nunits = «[\"dk\", \"se\", \"dk\"]»\n",
            &[["duplicate-id", "the business unit `dk` is named twice", "Name each business unit once."]],
        ),
        // Other kinds have spaces of their own.
        ("[driver.one]\n[objective.one]\n[pool.one]\n", &[]),
        (
            "[plan]\nname = \"a\"\n«name» = \"b\"\n",
            &[["syntax-error", "`name` is written twice in one table", "Keep one of the two."]],
        ),
    ]);
}

#[test]
fn an_id_is_given_once_over_all_files() {
    let own = "format = 1\ninclude = [\"b.toml\", \"c.toml\"]\n[wave.one]\nstart = 2026-01-01\nend = 2026-06-30\n[plan]\n";
    let files: [(&str, &[u8]); 3] = [
        ("plan.toml", own.as_bytes()),
        ("b.toml", b"[driver.a]\n[wave.one]\nstart = 2027-01-01\nend = 2027-06-30\n"),
        ("c.toml", b"[plan]\n\n[mandate]\na = {}\n"),
    ];
    let read = read(&files);
    let expected = [
        "duplicate-id b.toml:2:1-2:11\n  the wave `one` stands in two files\n  Give one of the two another id, or remove it.",
        "duplicate-id c.toml:1:1-1:7\n  `[plan]` stands in two files\n  Keep one of the two.",
        "duplicate-id c.toml:4:1-4:2\n  `a` is a driver and a mandate; both are items and share one id space\n  Give one of the two another id, and change what refers to it.",
    ];
    assert_eq!(found(&read), expected);
    let firsts: Vec<String> = read
        .findings
        .iter()
        .map(|finding| {
            let spot = read.source.locate(&read.plan, &finding.related[0].at);
            format!("{} {}:{}", finding.related[0].label, spot.path, spot.start.line)
        })
        .collect();
    assert_eq!(firsts.len(), 3);
    for first in
        ["first written here plan.toml:3", "first written here plan.toml:6", "first written here b.toml:1"]
    {
        assert!(firsts.iter().any(|it| it == first), "{first}: {firsts:?}");
    }
}

#[test]
fn what_a_table_cannot_do_without_is_named() {
    let help = "Write what is missing.";
    holds(&[
        ("format = 1\n«[wave.one]»\n", &[["missing-key", "this wave has no `start` and no `end`", help]]),
        (
            "format = 1\n[wave]\n«one» = { start = 2026-01-01 }\n",
            &[["missing-key", "this wave has no `end`", help]],
        ),
        ("format = 1\n«[market.dk]»\n", &[["missing-key", "this market has no `share`", help]]),
        (
            "format = 1\n«[[reading]]»\ndate = 2026-01-01\n",
            &[["missing-key", "this reading has no `kpi` and no `value`", help]],
        ),
        (
            "format = 1\n«[[spent]]»\nperiod = \"2026\"\nvalue = 2\n",
            &[["missing-key", "this spending has no `item` and no `wave`", help]],
        ),
        (
            "format = 1\n[driver.a]\nvalue = «{ low = 1 }»\n",
            &[["missing-key", "this estimate has no `likely`", "Write the most likely amount a year."]],
        ),
        (
            "format = 1\n[driver.a]\nramp = «{ shape = \"linear\" }»\n",
            &[["missing-key", "this ramp has no `months`", "Write how many months it takes to full value."]],
        ),
    ]);
}

/// What is found in some files, of which the first is the plan's own; with the marks taken out of them all.
fn found_in(files: &[(&str, &str)]) -> (Read, Vec<String>, Vec<String>) {
    let texts: Vec<(&str, String, Vec<String>)> = files
        .iter()
        .map(|(path, text)| {
            let (plain, marks) = unmarked(text);
            (*path, plain, marks.into_iter().map(|mark| format!("{path}:{mark}")).collect())
        })
        .collect();
    let given: Vec<(&str, &[u8])> = texts.iter().map(|(path, text, _)| (*path, text.as_bytes())).collect();
    let read = read(&given);
    let found = found(&read);
    (read, found, texts.into_iter().flat_map(|(_, _, marks)| marks).collect())
}

#[test]
fn includes_stay_inside_the_folder_of_the_plan() {
    let help = "Name files below the plan's folder, with a relative path and forward slashes.";
    for pattern in [
        "../x.toml",
        "a/../../x.toml",
        "/etc/passwd",
        "~/x.toml",
        "C:/x.toml",
        "C:\\\\x.toml",
        "\\\\\\\\host\\\\x",
        "//host/x",
        "file:///etc/passwd",
        "",
    ] {
        let plan = format!("format = 1\ninclude = [«\"{pattern}\"»]\n");
        let message = format!("`{}` leads out of the plan's folder", pattern.replace("\\\\", "\\"));
        holds(&[(&plan, &[["include-outside-plan", &message, help]])]);
    }
}

#[test]
fn includes_match_a_file() {
    let help = "Write the file, or remove the pattern from `include`.";
    for pattern in ["missing.toml", "record/*.toml", "**/q?.toml", "record"] {
        let plan = format!("format = 1\ninclude = [«\"{pattern}\"»]\n");
        let message = format!("no file matches `{pattern}`");
        holds(&[(&plan, &[["include-missing", &message, help]])]);
    }
}

#[test]
fn includes_end() {
    let help = "Take one of them out of `include`.";
    let cases: [(&[(&str, &str)], &str); 3] = [
        (&[("plan.toml", "format = 1\ninclude = [«\"plan.toml\"»]\n")], "plan.toml → plan.toml"),
        (
            &[
                ("plan.toml", "format = 1\ninclude = [\"a.toml\"]\n"),
                ("a.toml", "include = [«\"plan.toml\"»]\n"),
            ],
            "plan.toml → a.toml → plan.toml",
        ),
        (
            &[
                ("plan.toml", "format = 1\ninclude = [\"sub/a.toml\"]\n"),
                ("sub/a.toml", "include = [\"b.toml\"]\n"),
                ("b.toml", "include = [«\"sub/a.toml\"»]\n"),
            ],
            "plan.toml → sub/a.toml → b.toml → sub/a.toml",
        ),
    ];
    for (files, circle) in cases {
        let (_, found, marks) = found_in(files);
        let message =
            format!("include-cycle {}\n  the files include one another: {circle}\n  {help}", marks[0]);
        assert_eq!(found, [message]);
    }
    // A pattern may cover the file that it stands in, and two files may include a third.
    let (_, found, _) = found_in(&[
        ("plan.toml", "format = 1\ninclude = [\"*.toml\"]\n"),
        ("a.toml", "include = [\"c.toml\"]\n"),
        ("b.toml", "include = [\"c.toml\", \"./c.toml\"]\n"),
        ("c.toml", "[objective.a]\n"),
    ]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn includes_go_eight_files_deep_and_no_deeper() {
    let text = |nth: usize| format!("include = [\"{}.toml\"]\n[objective.o{nth}]\n", nth + 1);
    let mut files = vec![("plan.toml".to_owned(), "format = 1\ninclude = [\"1.toml\"]\n".to_owned())];
    files.extend((1..10).map(|nth| (format!("{nth}.toml"), text(nth))));
    let given: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (&**path, text.as_bytes())).collect();
    let read = read(&given);
    assert_eq!(
        found(&read),
        [
            "include-cycle 7.toml:1:12-1:20\n  includes go more than 8 files deep\n  Include the files from the plan's own file."
        ]
    );
    assert_eq!(read.plan.objectives.len(), 7);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    use groundswell::disk::Disk;
    let folder = tempfile::tempdir().unwrap();
    let (inside, outside) = (folder.path().join("plan"), folder.path().join("outside"));
    std::fs::create_dir_all(&inside).unwrap();
    std::fs::create_dir_all(&outside).unwrap();
    std::fs::write(outside.join("secret.toml"), "secret = \"word\"\n").unwrap();
    std::fs::write(inside.join("own.toml"), "[objective.a]\n").unwrap();
    std::os::unix::fs::symlink(outside.join("secret.toml"), inside.join("file.toml")).unwrap();
    std::os::unix::fs::symlink(&outside, inside.join("folder")).unwrap();
    std::os::unix::fs::symlink("own.toml", inside.join("alias.toml")).unwrap();
    let found = |pattern: &str| {
        let plan = inside.join("plan.toml");
        std::fs::write(&plan, format!("format = 1\ninclude = [\"{pattern}\"]\n")).unwrap();
        let read = Source::read(&Disk, &[plan], Limits::default()).unwrap_or_else(|it| panic!("{it:?}"));
        let found: Vec<_> = read.findings.iter().map(|it| format!("{}: {}", it.rule, it.message)).collect();
        found.join("\n").replace(&format!("{}/", inside.display()), "")
    };
    let link =
        |name: &str| format!("include-outside-plan: `{name}` is a link that leads out of the plan's folder");
    assert_eq!(found("file.toml"), link("file.toml"));
    // Not even the names of the files there are said.
    for pattern in ["folder/*.toml", "folder/secret.toml", "folder/../folder/*", "**/secret.toml"] {
        assert_eq!(found(pattern), link("folder"), "{pattern}");
    }
    assert_eq!(found("alias.toml"), "");
}

#[test]
fn an_unfinished_merge_is_named_with_the_lines_of_both_sides() {
    const HELP: &str =
        "Keep one side or join both, and remove the marker lines; the first side is read meanwhile.";
    let waves =
        |conflict: &str| format!("format = 1\n[wave.one]\nstart = 2026-01-01\n{conflict}end = 2026-06-30\n");
    let cases = [
        (
            "«<<<<<<< HEAD»\nbudget = 1\n=======\nbudget = 2\nfocus = 3\n>>>>>>> theirs\n",
            "line 5 on one side, lines 7 to 8 on the other",
        ),
        (
            "«<<<<<<< HEAD»\nbudget = 1\n||||||| 3f2a\nbudget = 0\n=======\nbudget = 2\n>>>>>>> theirs\n",
            "line 5 on one side, line 9 on the other",
        ),
        ("«<<<<<<< HEAD»\nbudget = 1\n=======\n>>>>>>> theirs\n", "line 5 on one side, nothing on the other"),
        (
            "«<<<<<<< HEAD»\r\nbudget = 1\r\n=======\r\nbudget = 2\r\n>>>>>>> theirs\r\n",
            "line 5 on one side, line 7 on the other",
        ),
    ];
    for (conflict, sides) in cases {
        let fixture = waves(conflict);
        let message = format!("a merge was left unfinished: {sides}");
        holds(&[(&fixture, &[["merge-conflict", &message, HELP]])]);
        let (plain, _) = unmarked(&fixture);
        let read = read(&[("plan.toml", plain.as_bytes())]);
        assert_eq!(read.plan.waves[0].budget.map(|money| money.0), Some(100), "{conflict}");
        assert_eq!(read.plan.waves[0].end.to_string(), "2026-06-30");
    }
}

#[test]
fn the_markers_of_jj_are_known_and_two_conflicts_are_two_findings() {
    let plan = "format = 1\n<<<<<<< conflict 1 of 1\n%%%%%%% changes from base to side #1\n-[objective.a]\n+[objective.b]\n+++++++ side #2\n[objective.c]\n>>>>>>> conflict 1 of 1 ends\n[objective.d]\n";
    let jj = read(&[("plan.toml", plan.as_bytes())]);
    assert_eq!(jj.findings.len(), 1, "{:?}", found(&jj));
    assert_eq!(jj.findings[0].rule, "merge-conflict");
    assert!(jj.plan.objectives.iter().any(|objective| &*objective.id == "d"));
    let two = "format = 1\n<<<<<<< a\n[objective.a]\n=======\n>>>>>>> b\n<<<<<<< a\n=======\n[objective.b]\n>>>>>>> b\n";
    let two = read(&[("plan.toml", two.as_bytes())]);
    assert_eq!(two.findings.iter().map(|it| it.rule).collect::<Vec<_>>(), ["merge-conflict"; 2]);
    let stray = read(&[("plan.toml", b"format = 1\n>>>>>>> theirs\n")]);
    assert_eq!(
        found(&stray),
        [
            "merge-conflict plan.toml:2:1-2:15\n  line 2 ends a merge conflict that never began\n  Remove the marker, or merge again."
        ]
    );
}

#[test]
fn markers_inside_a_text_are_a_warning() {
    use groundswell::finding::Severity;
    let plan =
        "format = 1\n[objective.a]\nnote = \"\"\"\n<<<<<<< ours\none\n=======\ntwo\n>>>>>>> theirs\n\"\"\"\n";
    let read = read(&[("plan.toml", plan.as_bytes())]);
    assert_eq!(read.findings.len(), 1);
    assert_eq!(
        (read.findings[0].rule, read.findings[0].severity),
        ("merge-conflict", Some(Severity::Warning))
    );
    // The text itself is whole.
    assert!(read.plan.objectives[0].about.note.as_deref().is_some_and(|note| note.contains("=======\ntwo")));
}

#[test]
fn what_is_no_utf8_is_named_by_its_byte() {
    let help = "Save the file as UTF-8; nothing was changed.";
    let latin = read(&[("plan.toml", b"format = 1\n[plan]\nname = \"S\xf8ren\"\n")]);
    let message = "byte 0xf8 at offset 27 is not UTF-8; the file looks like Latin-1 or Windows-1252";
    assert_eq!(found(&latin), [format!("syntax-error plan.toml:3:10-3:11\n  {message}\n  {help}")]);
    let wide: Vec<u8> = "\u{feff}format = 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = read(&[("plan.toml", &wide)]);
    assert_eq!(
        found(&wide).first().map(String::as_str),
        Some(format!("syntax-error plan.toml:1:1-1:2\n  byte 0xff at offset 0 is not UTF-8; the file looks like UTF-16\n  {help}").as_str())
    );
    assert_eq!(wide.findings.iter().filter(|it| it.message.contains("UTF-16")).count(), 1);
    assert!(wide.findings.len() < 4, "{:?}", found(&wide));
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_faults_and_move_no_place() {
    let plan =
        "\u{feff}format = 1\r\n[wave.one]\r\nstart = 2026-01-01\r\nend = 2026-06-30\r\n«bugdet» = 3\r\n";
    let (plain, marks) = unmarked(plan);
    let read = read(&[("plan.toml", plain.as_bytes())]);
    assert_eq!(
        found(&read),
        [format!(
            "unknown-key plan.toml:{}\n  a wave has no `bugdet`\n  Did you mean `budget`? Your own fields go into `extra`.",
            marks[0]
        )]
    );
    let (plain, _) = unmarked("\u{feff}format = 2\n");
    let (_, second) = unmarked("format = «2»\n");
    let second = format!("unsupported-format plan.toml:{}\n  this", second[0]);
    assert!(found(&self::read(&[("plan.toml", plain.as_bytes())]))[0].starts_with(&second));
}

#[test]
fn fifty_faults_in_three_files_are_fifty_findings_and_the_rest_is_read() {
    let mut plan = format!("format = 1\ninclude = [\"b.toml\", \"c.toml\"]\n{WAVE}");
    let (mut items, mut record) = (String::new(), String::from("[kpi.rate]\n"));
    for nth in 0..10 {
        // Twenty in the plan's own file.
        plan +=
            &format!("[objective.o{nth}]\nname = \"O\"\ncolour{nth} = 1\n[pool.p{nth}]\ncap = -{nth}.5\n");
        // Fifteen in the second file, five of which are faults of the text.
        items += &format!("[driver.d{nth}]\nwave = \"none{nth}\"\nonce = 5\n");
        if nth % 2 == 0 {
            items += &format!("stage = = \"idea\"\nconfidence = 0.{nth}\n");
        }
        // And fifteen in the third.
        record += &format!("[[reading]]\nkpi = \"rate\"\nvalue = {nth}\ndate = \"2026-01-1{nth}\"\n");
        if nth % 2 == 0 {
            record += "note = \"\\e[2J\"\n";
        }
    }
    let read =
        read(&[("plan.toml", plan.as_bytes()), ("b.toml", items.as_bytes()), ("c.toml", record.as_bytes())]);
    let of = |rule: &str| read.findings.iter().filter(|finding| finding.rule == rule).count();
    let counts =
        ["unknown-key", "out-of-range", "unknown-id", "syntax-error", "wrong-type", "unsafe-text"].map(of);
    assert_eq!(counts, [10, 10, 10, 5, 10, 5], "{}", found(&read).join("\n"));
    assert_eq!(read.findings.len(), 50);
    let plan = &read.plan;
    assert_eq!(
        (plan.waves.len(), plan.objectives.len(), plan.pools.len(), plan.items.len()),
        (1, 10, 10, 10)
    );
    let drivers: Vec<_> = plan.items.iter().filter_map(|item| item.driver()).collect();
    assert!(drivers.iter().all(|driver| driver.once.map(|money| money.0) == Some(500)));
    assert_eq!(drivers.iter().filter(|driver| driver.confidence.is_some()).count(), 5);
    assert_eq!(plan.readings.len(), 10);
}
