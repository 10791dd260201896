//! The formats of reports, read back by what reads them elsewhere: none is broken out of, whatever a plan
//! says.

use std::path::PathBuf;

use groundswell::check::{Checked, check};
use groundswell::disk::Memory;
use groundswell::report::{Style, repository_path, summary};
use groundswell::reports::{REPORTS, by_name};
use groundswell::rules::RULES;
use groundswell::safe::{COMMAND, inert, judge, line};
use groundswell::source::{Limits, Source};
use pulldown_cmark::{Event, Options, Parser, Tag};
use quick_xml::Reader;
use quick_xml::events::Event as Xml;
use serde_json::Value;

use crate::program::swell;

/// Texts that act in some format.
const ACTING: &[&str] = &[
    "\u{1b}[31mred\u{9b}2J",
    "\u{1b}]8;;http://example.org\u{7}link\u{1b}]8;;\u{7}",
    "abc\u{202e}fed\u{202c}\u{2066}",
    "zero\u{200b}width\u{2060}\u{feff}",
    "\u{0}\u{1}\u{fffe}\u{ffff}",
    "::error::x",
    "a\n::set-output name=x::y",
    "\u{1}::stop-commands::x",
    "%0A::error file=x::y%25",
    "##[error]x",
    "##vso[task.setvariable variable=PATH]x",
    "]]><x>&#0;",
    "</details></td></table>\n\n# loud",
    "<script>alert(1)</script><img src=x onerror=y>",
    "a | b || c \\| d",
    "`a``b```",
    "@team @all and someone@example.org",
    "[link](https://example.org) ![image](http://example.org/x.png) www.example.org",
    "#1 org/repo#2 !3 ~label $x^2$ $$y$$",
    "*a* _b_ **c** ~~d~~ &lt; &amp;",
    "{0} {{1}} {",
    "\" onload='x' \\",
    "-->\n/close",
];

fn read(files: &[(&str, &str)]) -> Checked {
    let store = files.iter().fold(Memory::default(), |store, (path, text)| store.with(*path, *text));
    match Source::read(&store, &[PathBuf::from(files[0].0)], Limits::default()) {
        Ok(read) => check(read, None),
        Err(unreadable) => panic!("{unreadable:?}"),
    }
}

fn written(format: &str, checked: &[Checked]) -> String {
    (by_name(format).unwrap().write)(checked, Style { colour: false, width: 120, ascii: false, plain: false })
}

/// A plan in which the text stands wherever a message quotes it, escaped as TOML takes it.
fn plan(text: &str) -> Checked {
    let escaped: String = text.chars().map(|letter| format!("\\U{:08x}", letter as u32)).collect();
    let plan = r#"format = 1
include = ["§"]

[plan]
as-of = 2026-03-01
horizon = 2028-12-31

[wave]
one = { name = "§", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Two", start = 2026-07-01, end = 2026-12-31, "§" = 1 }

[market]
dk = { name = "Denmark", share = 0.5, wave = "§" }

[driver]
reach = { name = "§", wave = "one", needs = ["crm >= 3", "§"], stage = "§", value = "§" }

[capability]
crm = { reaches = { one = 1, two = 4 }, layer = "§", needs = ["§ >= 2"] }

[mandate]
chair = { name = "Chair", leadership = "§", wave = "one" }

[kpi]
rate = { name = "§", measures = ["reach", "§"], unit = "§", target = { "§" = 4 } }

[[waiver]]
rule = "§"

[§]
"#;
    let plan = plan.replace("[§]", "[\"§\"]").replace('§', &escaped);
    let checked = read(&[("plan.toml", &plan)]);
    assert!(checked.findings.len() > 8, "{:#?}", checked.findings.len());
    checked
}

/// Plans to write: the text in the plan, and in the name of its file.
fn hostile() -> Vec<(String, Vec<Checked>)> {
    let named = |text: &str| {
        let name = format!("{}.toml", text.replace(['\0', '/'], ""));
        read(&[(&name, "format = 1\n[wave]\none = 1\n")])
    };
    ACTING.iter().map(|text| (format!("{text:?}"), vec![plan(text), named(text)])).collect()
}

fn findings(checked: &[Checked]) -> usize {
    checked.iter().map(|plan| plan.findings.len()).sum()
}

#[test]
fn no_character_of_a_report_acts_and_no_line_commands() {
    for (what, checked) in hostile() {
        for report in REPORTS {
            let text = written(report.name, &checked);
            let own = report.name == "github";
            for letter in text.chars().filter(|letter| *letter != '\n' && !(own && *letter == COMMAND)) {
                assert_eq!(judge(letter), None, "{} of {what}: {letter:?}", report.name);
            }
            // What was made safe already, the last step leaves alone: breaking it would change what it says.
            if !matches!(report.name, "text") {
                assert_eq!(inert(&text), text, "{} of {what}", report.name);
            }
        }
    }
}

/// Names with their values.
type Pairs = Vec<(String, String)>;

/// What a runner of GitHub takes a line for: the command, its properties and its data.
fn command(line: &str) -> Option<(String, Pairs, String)> {
    let decoded = |text: &str| {
        text.replace("%0A", "\n")
            .replace("%0D", "\r")
            .replace("%3A", ":")
            .replace("%2C", ",")
            .replace("%25", "%")
    };
    let (head, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let properties = properties.split(',').filter_map(|it| it.split_once('='));
    let properties = properties.map(|(key, value)| (key.to_owned(), decoded(value))).collect();
    Some((name.to_owned(), properties, decoded(data)))
}

#[test]
fn github_finds_one_command_a_finding_and_no_other() {
    for (what, checked) in hostile() {
        let text = written("github", &checked);
        let all: Vec<_> = checked.iter().flat_map(|plan| &plan.findings).collect();
        let (last, lines) =
            text.lines().collect::<Vec<_>>().split_last().map(|(last, all)| (*last, all.to_vec())).unwrap();
        assert!(last.starts_with("swell: ") && last.ends_with(" in 2 plans"), "{last}");
        assert_eq!(lines.len(), all.len(), "{what}");
        for (row, found) in lines.iter().zip(all) {
            let (name, properties, data) = command(row.strip_prefix(COMMAND).unwrap()).unwrap();
            assert!(["error", "warning", "notice"].contains(&&*name), "{what}: {row}");
            let keys: Vec<&str> = properties.iter().map(|(key, _)| &**key).collect();
            assert!(
                keys == ["file", "line", "endLine", "col", "endColumn", "title"]
                    || keys == ["file", "line", "endLine", "title"],
                "{what}: {row}"
            );
            let path = inert(&line(&repository_path(&found.spot.path))).into_owned();
            assert_eq!(
                (&properties[0].1, &properties.last().unwrap().1),
                (&path, &found.finding.rule.to_owned())
            );
            assert!(data.starts_with(&*inert(&line(&found.finding.message))), "{what}: {row}");
        }
    }
}

#[test]
fn the_program_gives_its_commands_to_the_runner() {
    let folder = tempfile::tempdir().unwrap();
    let plan = "format = 1\n[wave]\none = 1\n[driver]\n\"::error::x\" = { wave = \"one\" }\n";
    std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
    let ran = swell(folder.path(), &["check", "--format", "github"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let commands = ran.out.lines().filter_map(command).count();
    assert_eq!(commands + 1, ran.out.lines().count(), "{}", ran.out);
    assert!(
        ran.out.starts_with("::error file=plan.toml,line=3,endLine=3,col=7,endColumn=8,title="),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains(COMMAND));
}

/// The elements of a document with their attributes, and all its text.
fn elements(text: &str) -> (Vec<(String, Pairs)>, String) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut found, mut content, mut depth) = (Vec::new(), String::new(), 0_i32);
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Xml::Start(tag) | Xml::Empty(tag) => {
                depth += i32::from(matches!(event, Xml::Start(_)));
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = quick_xml::escape::unescape(&attribute.value).unwrap();
                    (attribute.key.as_ref().to_owned(), value.into_owned())
                });
                found.push((tag.name().as_ref().to_owned(), attributes.collect()));
            }
            Xml::End(_) => depth -= 1,
            Xml::Text(text) => content.push_str(text),
            Xml::GeneralRef(name) => content.push_str(&format!("&{};", &**name)),
            Xml::Decl(_) => {}
            Xml::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(depth, 0);
    (found, quick_xml::escape::unescape(&content).unwrap().into_owned())
}

fn value<'a>(attributes: &'a [(String, String)], key: &str) -> &'a str {
    attributes.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value)
}

#[test]
fn checkstyle_holds_each_finding_in_its_file() {
    for (what, checked) in hostile() {
        let (elements, content) = elements(&written("checkstyle", &checked));
        assert!(
            elements.iter().all(|(name, _)| ["checkstyle", "file", "error"].contains(&&**name)),
            "{what}"
        );
        assert_eq!(content.trim(), "");
        let errors: Vec<_> = elements.iter().filter(|(name, _)| name == "error").collect();
        let all: Vec<_> = checked.iter().flat_map(|plan| &plan.findings).collect();
        assert_eq!(errors.len(), all.len(), "{what}");
        for ((_, attributes), found) in errors.into_iter().zip(all) {
            let message =
                line(&found.finding.message).replace('\u{fffe}', "<U+FFFE>").replace('\u{ffff}', "<U+FFFF>");
            assert!(value(attributes, "message").starts_with(&message), "{what}: {attributes:?}");
            assert_eq!(value(attributes, "source"), format!("swell.{}", found.finding.rule));
        }
    }
}

#[test]
fn junit_counts_its_tests_and_every_rule_is_one() {
    for (what, checked) in hostile() {
        let (elements, _) = elements(&written("junit", &checked));
        let of = |wanted: &str| elements.iter().filter(|(name, _)| name == wanted).collect::<Vec<_>>();
        let suites = of("testsuite");
        let number = |attributes: &[(String, String)], key| value(attributes, key).parse::<usize>().unwrap();
        let sum = |key| suites.iter().map(|(_, attributes)| number(attributes, key)).sum::<usize>();
        let all = summary(&checked);
        assert_eq!(suites.len(), 2, "{what}");
        assert_eq!((of("testcase").len(), of("failure").len()), (sum("tests"), sum("failures")), "{what}");
        assert_eq!(of("failure").len(), all.errors + all.warnings, "{what}");
        assert_eq!(number(&of("testsuites")[0].1, "tests"), sum("tests"));
        let names: Vec<&str> =
            of("testcase").iter().map(|(_, attributes)| value(attributes, "name")).collect();
        for rule in RULES {
            assert!(names.iter().any(|name| name.split(':').next() == Some(rule.name)), "{}", rule.name);
        }
    }
}

#[test]
fn gitlab_takes_every_finding_and_no_two_are_one() {
    for (what, checked) in hostile() {
        let rows: Vec<Value> = serde_json::from_str(&written("gitlab", &checked)).unwrap();
        assert_eq!(rows.len(), findings(&checked), "{what}");
        let mut prints: Vec<&str> = rows.iter().map(|row| row["fingerprint"].as_str().unwrap()).collect();
        prints.sort_unstable();
        prints.dedup();
        assert_eq!(prints.len(), rows.len(), "{what}");
        for row in &rows {
            assert!(["critical", "major", "info"].contains(&row["severity"].as_str().unwrap()));
            assert!(row["location"]["lines"]["begin"].as_u64().unwrap() > 0);
            assert!(!row["description"].as_str().unwrap().is_empty() && row["check_name"].is_string());
        }
    }
}

#[test]
fn sarif_is_valid_whatever_the_plan_says() {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/data/sarif-schema-2.1.0.json");
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    // The pattern of a language, which is not written here, has a stray bracket.
    for holder in ["run", "toolComponent"] {
        let language = schema["definitions"][holder]["properties"]["language"].as_object_mut().unwrap();
        assert!(language.remove("pattern").unwrap().as_str().unwrap().contains("]?$"));
    }
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    for (what, checked) in hostile() {
        let log: Value = serde_json::from_str(&written("sarif", &checked)).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&log).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{what}: {faults:#?}");
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), findings(&checked), "{what}");
        for result in results {
            let rule =
                &log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(!result["message"]["text"].as_str().unwrap().contains("]("), "{what}");
        }
    }
    let mut broken: Value = serde_json::from_str(&written("sarif", &[plan("x")])).unwrap();
    broken["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0.into();
    assert!(!validator.is_valid(&broken), "the schema is looked at");
}

#[test]
fn sarif_counts_columns_in_utf16() {
    let checked = read(&[("p/a plan.toml", "format = 1\n[wave]\n\"🌊\" = { name = \"🌊🌊\", stat = 1 }\n")]);
    let log: Value = serde_json::from_str(&written("sarif", &[checked])).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let place = |rule: &str, message: &str| {
        let found = results
            .iter()
            .find(|it| it["ruleId"] == rule && it["message"]["text"].as_str().unwrap().contains(message));
        found.unwrap_or_else(|| panic!("{results:#?}"))["locations"][0]["physicalLocation"].clone()
    };
    let place = place("unknown-key", "stat");
    assert_eq!(place["artifactLocation"]["uri"], "p/a%20plan.toml");
    // `"🌊" = { name = "🌊🌊", ` is 21 characters and three halves of surrogate pairs more.
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&3.into(), &25.into()));
    assert_eq!((&place["region"]["endLine"], &place["region"]["endColumn"]), (&3.into(), &29.into()));
}

/// A fix is told as the region that goes and the text that comes, in the columns of the format.
#[test]
fn sarif_tells_how_a_machine_mends_a_finding() {
    let text = "format = 1\n[wave]\n\"🌊\" = { name = \"🌊🌊\", stat = 2026-01-01, end = 2026-02-01 }\n";
    let log: Value = serde_json::from_str(&written("sarif", &[read(&[("plan.toml", text)])])).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let found = results.iter().find(|it| it["ruleId"] == "unknown-key").unwrap();
    let change = &found["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "plan.toml");
    let [replacement] = change["replacements"].as_array().unwrap().as_slice() else { panic!("{found:#}") };
    let region = &replacement["deletedRegion"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&3.into(), &25.into()));
    assert_eq!((&region["endLine"], &region["endColumn"]), (&3.into(), &29.into()));
    assert_eq!(replacement["insertedContent"]["text"], "start");
    assert!(found["fixes"][0]["description"]["text"].as_str().unwrap().contains("start"), "{found:#}");
}

#[test]
fn a_finding_stays_the_same_when_lines_move() {
    let plan = "format = 1\n[wave]\none = { name = \"One\", start = 2026-01-01, end = 2025-06-30, stat = 2 }\n[driver]\nreach = { wave = \"one\" }\n";
    let prints = |format: &str, text: &str| -> Vec<String> {
        let log: Value = serde_json::from_str(&written(format, &[read(&[("plan.toml", text)])])).unwrap();
        match log {
            Value::Array(rows) => rows.iter().map(|row| row["fingerprint"].to_string()).collect(),
            log => {
                let results = log["runs"][0]["results"].as_array().unwrap();
                results.iter().map(|row| row["partialFingerprints"].to_string()).collect()
            }
        }
    };
    let moved = plan.replace("[wave]", "# moved\n\n[wave]").replace("[driver]", "\n[driver] # moved");
    for format in ["gitlab", "sarif"] {
        assert!(prints(format, plan).len() > 1);
        assert_eq!(prints(format, plan), prints(format, &moved), "{format}");
    }
    // Written down elsewhere, so that it may not change: who moves to the next version sees no old finding anew.
    assert_eq!(
        prints("gitlab", "format = 1\n[wave]\none = { name = \"One\", stat = 2 }\n")[0],
        "\"551d9b48967317e6\""
    );
}

const HTML: &[&str] = &["<code>", "</code>", "<br>", "<i>", "</i>", "<sub>", "</sub>"];

#[test]
fn markdown_holds_a_row_a_finding_and_nothing_becomes_markup() {
    for (what, checked) in hostile() {
        let text = written("markdown", &checked);
        let (mut rows, mut prose) = (0, String::new());
        for event in Parser::new_ext(&text, Options::all()) {
            match event {
                Event::Start(Tag::TableRow) => rows += 1,
                Event::Start(
                    Tag::Link { .. }
                    | Tag::Image { .. }
                    | Tag::Emphasis
                    | Tag::Strikethrough
                    | Tag::List(_)
                    | Tag::BlockQuote(_)
                    | Tag::CodeBlock(_)
                    | Tag::Superscript
                    | Tag::Subscript,
                )
                | Event::Code(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::FootnoteReference(_) => panic!("{what}: {event:?}"),
                Event::InlineHtml(html) => assert!(HTML.contains(&&*html), "{what}: {html}"),
                Event::Html(html) => {
                    let own = ["<!-- swell -->", "</details>"].contains(&html.trim())
                        || html.starts_with("<details><summary>") && html.trim().ends_with("</summary>");
                    assert!(own, "{what}: {html}");
                }
                Event::Text(text) => prose.push_str(&text),
                _ => {}
            }
        }
        assert_eq!(rows, findings(&checked), "{what}: {text}");
        for sign in ["@", "#", "!", "~", "$", "^", "%"] {
            for (at, _) in prose.match_indices(sign) {
                assert!(prose[at + 1..].starts_with('\u{200b}'), "{what}: {sign}");
            }
        }
        for (at, _) in prose.match_indices("://") {
            assert!(prose[..at].ends_with('\u{200b}'), "{what}");
        }
        assert!(!prose.contains("www."), "{what}");
    }
}

#[test]
fn a_comment_fits_and_says_what_it_leaves_out() {
    let waves: String =
        (0..3000).map(|nth| format!("w{nth} = {{ stat = \"{}\" }}\n", "@".repeat(20))).collect();
    let checked = [read(&[("plan.toml", &format!("format = 1\n[wave]\n{waves}"))])];
    let text = written("markdown", &checked);
    assert!(text.len() < 65_536, "{}", text.len());
    let rows = text.lines().filter(|line| line.starts_with("| <code>")).count();
    let left = findings(&checked) - rows;
    assert!(text.contains(&format!("{left} more did not fit")), "{rows} rows");
    let sound = include_str!("../../plans/first.toml");
    let sound = written("markdown", &[read(&[("plan.toml", sound)])]);
    assert!(sound.starts_with("<!-- swell -->\n### swell: no findings in 1 plan\n"), "{sound}");
}
