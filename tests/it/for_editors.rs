//! What the program hands to editors, shells and `man`: the JSON Schema, completions, manual pages.

use std::path::Path;
use std::process::Command;

use groundswell::plan::address::{Holds, Table};
use groundswell::source::schema::{Shape, fields, json};
use jsonschema::Validator;
use serde_json::Value;

use crate::plans;
use crate::program::{folder, swell};
use crate::schema::{fitting, needed};

fn validator() -> Validator {
    jsonschema::options().should_validate_formats(true).build(&json::schema()).unwrap()
}

/// A file as the editors of TOML files hand it to a JSON Schema: dates are texts.
fn as_editors_see(text: &str) -> Value {
    fn seen(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(flag) => flag.into(),
            toml::Value::Datetime(moment) => moment.to_string().into(),
            toml::Value::Array(list) => list.into_iter().map(seen).collect(),
            toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, seen(value))).collect(),
        }
    }
    seen(toml::Value::Table(toml::from_str(text).unwrap()))
}

fn faults(validator: &Validator, text: &str) -> Vec<String> {
    let seen = as_editors_see(text);
    validator.iter_errors(&seen).map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

/// A file with one table that holds some lines.
fn one(table: Table, lines: &str) -> String {
    match (table, table.holds()) {
        (Table::Top, _) => lines.to_owned(),
        (Table::Archetype, _) => format!("[archetype.adapted]\n{lines}"),
        (_, Holds::One) => format!("[{}]\n{lines}", table.key()),
        (_, Holds::ById) => format!("[{}.x]\n{lines}", table.key()),
        (_, Holds::Many) => format!("[[{}]]\n{lines}", table.key()),
    }
}

fn lines(table: Table, key: &str, value: &str) -> String {
    let needed = needed(table, key).into_iter().filter(|(other, _)| *other != key);
    needed.chain([(key, value)]).map(|(key, value)| format!("{key} = {value}\n")).collect()
}

#[test]
fn the_real_plans_fit_the_schema() {
    let validator = validator();
    for plan in ["omnichannel", "zero-trust", "first.toml"] {
        for (path, text) in plans::files(plan) {
            assert_eq!(faults(&validator, &text), [""; 0], "{}", path.display());
        }
    }
}

#[test]
fn the_schema_takes_whatever_the_reader_takes() {
    let validator = validator();
    for table in Table::ALL {
        for field in fields(table) {
            for value in fitting(table, field) {
                let text = one(table, &lines(table, field.key, &value));
                assert_eq!(faults(&validator, &text), [""; 0], "{text}");
            }
        }
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let validator = validator();
    let refused = |table: Table, key: &str, value: &str| {
        let text = one(table, &lines(table, key, value));
        assert!(!faults(&validator, &text).is_empty(), "{text}");
    };
    for table in Table::ALL {
        refused(table, "nonsense", "1");
        for (key, _) in needed(table, "").into_iter().filter(|_| table != Table::Top) {
            let left = needed(table, "").into_iter().filter(|(other, _)| *other != key);
            let text = one(table, &left.map(|(key, value)| format!("{key} = {value}\n")).collect::<String>());
            assert!(!faults(&validator, &text).is_empty(), "without {key}: {text}");
        }
        for field in fields(table) {
            let key = field.key;
            match field.shape {
                Shape::Date => ["3", "\"soon\""].iter().for_each(|value| refused(table, key, value)),
                Shape::Text | Shape::Id(_) | Shape::Word(_) => refused(table, key, "3"),
                Shape::Texts | Shape::Ids(_) | Shape::Words(_) | Shape::Needs => refused(table, key, "[3]"),
                Shape::Flag | Shape::Levels | Shape::Extra => refused(table, key, "\"yes\""),
                Shape::Money => ["-1", "\"1\""].iter().for_each(|value| refused(table, key, value)),
                Shape::SignedMoney => refused(table, key, "\"1\""),
                Shape::Number(low, high) => {
                    [low - 0.5, high + 0.5].iter().for_each(|it| refused(table, key, &it.to_string()));
                }
                Shape::Whole(low, high) => {
                    [low - 1, high + 1].iter().for_each(|it| refused(table, key, &it.to_string()));
                }
                Shape::Special => refused(table, key, "\"nonsense\""),
            }
            if let Shape::Word(_) = field.shape {
                refused(table, key, "\"nonsense\"");
            }
        }
    }
    refused(Table::Reading, "value", "[1]");
    refused(Table::Kpi, "target", "{ one = [1] }");
    let both = "[[spent]]\nitem = \"a\"\nwave = \"b\"\nperiod = \"2026\"\nvalue = 1\n";
    assert!(!faults(&validator, both).is_empty(), "a spending is on an item or on a wave");
    assert!(!faults(&validator, "[wave.Not_kebab]\nstart = 2026-01-01\nend = 2026-02-01\n").is_empty());
}

#[test]
fn the_schema_says_what_each_key_means() {
    let printed = swell(Path::new("."), &["schema"]);
    assert_eq!((printed.code, &*printed.err), (0, ""));
    let schema = printed.json();
    let meant = &schema["definitions"]["wave"]["properties"]["budget"];
    assert_eq!(meant["description"], "one-off money that may be spent in it");
    assert_eq!(schema["definitions"]["kpi"]["properties"]["better"]["enum"][0], "higher");
}

#[test]
fn a_shell_completes_commands_and_options() {
    let printed = swell(Path::new("."), &["completions", "bash"]);
    assert_eq!(printed.code, 0);
    let here = folder(&[("swell.bash", &printed.out)]);
    let asks = |words: &str| {
        let script = format!(
            "source ./swell.bash; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _swell swell \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD - 1]}}\"; \
             echo \"${{COMPREPLY[@]}}\""
        );
        let ran = Command::new("bash").args(["-c", &script]).current_dir(here.path()).output().unwrap();
        String::from_utf8(ran.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(asks("swell che"), "check");
    assert_eq!(asks("swell check --str"), "--strict");
    assert!(asks("swell check --format ''").contains("sarif"));
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        let printed = swell(Path::new("."), &["completions", shell]);
        assert!(printed.code == 0 && printed.out.contains("strict"), "{shell}");
        assert!(!printed.out.contains(":_:"), "{shell}: nothing in it is taken for a command to a runner");
    }
    assert_eq!(swell(Path::new("."), &["completions", "nonsense"]).code, 2);
}

#[test]
fn every_command_has_a_manual_page() {
    let here = folder(&[]);
    let written = swell(here.path(), &["man", "--to", "."]);
    assert_eq!((written.code, &*written.err), (0, ""));
    let help = swell(here.path(), &["--help"]).out;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands: Vec<&str> = commands
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.contains(&"check") && commands.contains(&"man"), "{help}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        let page = std::fs::read_to_string(here.path().join(format!("swell-{command}.1"))).unwrap();
        assert!(page.contains(&format!(".TH swell-{command} 1")), "{page}");
        assert_eq!(swell(here.path(), &["man", command]).out, page);
    }
    let program = std::fs::read_to_string(here.path().join("swell.1")).unwrap();
    assert!(program.contains(".SH SUBCOMMANDS") && program.contains("swell\\-check(1)"), "{program}");
    let refused = swell(here.path(), &["man", "--to", "swell.1"]);
    assert!(
        refused.code == 2 && refused.err.contains("cannot be written"),
        "a file is no folder: {}",
        refused.err
    );
    assert!(swell(here.path(), &["man", "chekc"]).err.contains("there is no command chekc"));
}
