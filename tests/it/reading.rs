//! Every fault of a key or value, said exactly: the rule, the stretch of text, the message and what to do.

use crate::marked::{found, holds, holds_with_wave, read, unmarked};

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
        "as-of, currency, discount-rate, discounting, extra, horizon, name, note, owner, private, sponsor, start, units",
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
                "`reaches` is a number; expected a table from wave to level",
                "Write it so: { WAVE = 3 }.",
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
        ("[plan]\ndiscount-rate = «-1»\n", range("discount-rate", "a number from -0.99 to 1")),
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
    let date = "Write a date as 2026-11-15, without quotes.";
    let cases = [
        ("budget = «1e400»", "this number is too large", "Write a number of at most fifteen digits."),
        ("focus = «0.6x»", "a number is written in digits alone", "Write 360 thousand as 360_000."),
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
        // What stands below the second is not read: it belongs to nobody.
        (
            "[driver.a]\n[driver.b]\n[driver.«a»]\nname = \"A\"\nobjective = \"x\"\n[objective.c]\nowner = \"O\"\n",
            &[["duplicate-id", "the id `a` is given twice", other]],
        ),
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
            format!("{} {}:{}", &*finding.related[0].label, spot.path, spot.start.line)
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
