//! The command line: what it finds, how it ends, what it says where it fails.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{command, ran, swell, write};

const SOUND: &str = "format = 1\n[plan]\nname = \"P\"\n";
const WARNING: &str = "format = 1\n[objective.grow]\n";
const WAVE: &str = "format = 1\n[wave.one]\nname = \"Foundation\"\nstart = 2026-01-01\nend = 2026-06-30\n";
const ERROR: &str = "format = 1\n[plan]\nnmae = \"P\"\n";
const CONFLICT: &str = "format = 1\n<<<<<<< ours\n[plan]\n=======\nnmae = 1\n>>>>>>> theirs\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn plans() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/plans"))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_exit_code_says_how_a_check_went() {
    let code = |text: &str, arguments: &[&str]| {
        let folder = folder(&[("plan.toml", text)]);
        let ran = swell(folder.path(), &[&["check"], arguments].concat());
        assert_eq!(ran.err, "", "{text}");
        ran.code
    };
    assert_eq!([code(SOUND, &[]), code(SOUND, &["--strict"])], [0, 0]);
    assert_eq!([code(WARNING, &[]), code(WARNING, &["--strict"])], [0, 1]);
    assert_eq!([code(ERROR, &[]), code(ERROR, &["--strict"])], [1, 1]);
    assert_eq!([code(CONFLICT, &[]), code(CONFLICT, &["--strict"])], [3, 3]);
    assert_eq!([code(CONFLICT, &["--format", "json"]), code(ERROR, &["--format", "json"])], [3, 1]);
    let in_a_text = "format = 1\n[plan]\nname = \"P\"\nnote = '''\n<<<<<<< a\n=======\n>>>>>>> b\n'''\n";
    assert_eq!([code(in_a_text, &[]), code(in_a_text, &["--strict"])], [3, 3], "git left them there");
    assert_eq!(code("", &[]), 1);
}

#[test]
fn the_policy_of_a_plan_and_its_waivers_move_the_exit_code() {
    let code = |text: &str| swell(folder(&[("plan.toml", text)]).path(), &["check", "--strict"]).code;
    assert_eq!(code(&format!("{WARNING}[policy]\nallow = [\"name-missing\"]\n")), 0);
    let denied = format!("{WARNING}[policy]\ndeny = [\"name-missing\"]\n");
    assert_eq!(swell(folder(&[("plan.toml", &denied)]).path(), &["check"]).code, 1);
    let waived = |until: &str| {
        format!(
            "{WARNING}[plan]\nas-of = 2026-11-15\n[[waiver]]\nrule = \"name-missing\"\non = \"grow\"\nreason = \"x\"\nby = \"CEO\"\nuntil = {until}\n"
        )
    };
    assert_eq!([code(&waived("2026-11-15")), code(&waived("2026-11-14"))], [0, 1]);
    let typo = swell(
        folder(&[("plan.toml", &format!("{SOUND}[policy]\nallow = [\"name-mising\"]\n"))]).path(),
        &["check"],
    );
    assert_eq!(typo.code, 1);
    assert!(typo.out.contains("Did you mean `name-missing`?"), "{}", typo.out);
}

#[test]
fn what_cannot_be_read_is_said_with_what_to_do() {
    let folder = folder(&[("empty/readme.md", ""), ("here/plan.toml", SOUND)]);
    let help = "  help: Name a plan: a file, or a folder that holds plan.toml.\n";
    let cases: [(&[&str], &str); 4] = [
        (&["check", "missing.toml"], "error: missing.toml cannot be read: there is no such file\n"),
        (&["check", "empty"], "error: empty/plan.toml cannot be read: there is no such file\n"),
        (&["show", "empty"], "error: empty/plan.toml cannot be read: there is no such file\n"),
        (&["check", "here", "missing.toml"], "error: missing.toml cannot be read: there is no such file\n"),
    ];
    for (arguments, message) in cases {
        let ran = swell(folder.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert_eq!(ran.err, format!("{message}{help}"), "{arguments:?}");
    }
    for arguments in [&["check"][..], &["show"], &[]] {
        let ran = swell(&folder.path().join("empty"), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.starts_with("error: there is no plan here, and none under plans/\n"), "{}", ran.err);
        assert!(ran.err.contains("`swell init` begins a new one"), "{}", ran.err);
    }
}

#[test]
fn a_plan_one_folder_below_is_taken_where_no_other_can_be_meant() {
    let folder = folder(&[("roadmap/plan.toml", "format = 1\n")]);
    for arguments in [&["check"][..], &["check", "."], &["show", "board"]] {
        let ran = swell(folder.path(), arguments);
        assert!(!ran.err.contains("no plan here"), "{arguments:?}: {}", ran.err);
    }
    let one = swell(folder.path(), &["check"]);
    assert!(one.out.contains("roadmap/plan.toml: "), "{}{}", one.out, one.err);
    write(folder.path(), "budget/plan.toml", "format = 1\n");
    for arguments in [&["check"][..], &["show", "board"], &[]] {
        let ran = swell(folder.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        let below = "there are 2 one folder below: budget/plan.toml, roadmap/plan.toml\n";
        assert!(ran.err.contains(below), "{arguments:?}: {}", ran.err);
    }
    let all = swell(folder.path(), &["check", "."]);
    assert!(all.out.contains("budget/plan.toml: ") && all.out.contains("roadmap/plan.toml: "), "{}", all.out);
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_or_too_large_is_refused_at_once() {
    let folder = folder(&[("x/plan.toml", SOUND)]);
    let large = File::create(folder.path().join("large.toml")).unwrap();
    large.set_len(10 << 30).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.toml")).status().unwrap();
    assert!(pipe.success());
    let started = Instant::now();
    let cases = [
        ("large.toml", "it is larger than the limit of 8 MiB; --max-bytes raises it"),
        ("pipe.toml", "it is not a regular file"),
        ("/dev/zero", "it is not a regular file"),
    ];
    for (path, why) in cases {
        for command in ["check", "show"] {
            let ran = swell(folder.path(), &[command, path]);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{path}");
            assert!(
                ran.err.starts_with(&format!("error: {path} cannot be read: {why}\n  help: ")),
                "{}",
                ran.err
            );
        }
    }
    // As part of a plan they are findings.
    fs::write(folder.path().join("plan.toml"), "format = 1\ninclude = [\"large.toml\", \"pipe.toml\"]\n")
        .unwrap();
    let ran = swell(folder.path(), &["check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("`pipe.toml` cannot be read: it is not a regular file"), "{}", ran.out);
    assert!(ran.out.contains("`large.toml` cannot be read: it is larger"), "{}", ran.out);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn the_size_of_a_file_is_limited_and_the_limit_can_be_moved() {
    let folder = folder(&[("plan.toml", SOUND)]);
    assert_eq!(swell(folder.path(), &["check", "--max-bytes", "10"]).code, 2);
    assert_eq!(swell(folder.path(), &["check", "--max-bytes", &SOUND.len().to_string()]).code, 0);
}

#[test]
fn plans_are_found_without_being_named() {
    let files = |ran: &str| -> Vec<String> {
        ran.lines().filter_map(|line| line.split_once(": ")).map(|(path, _)| path.to_owned()).collect()
    };
    let below = folder(&[
        ("plans/a/plan.toml", SOUND),
        ("plans/b.toml", SOUND),
        ("plans/notes.toml", "x = 1\n"),
        ("Cargo.toml", "[package]\n"),
    ]);
    let ran = swell(below.path(), &["check"]);
    assert_eq!(
        (ran.code, files(&ran.out)),
        (0, vec!["plans/a/plan.toml".into(), "plans/b.toml".into(), "2 plans in all".into()])
    );
    let several = swell(below.path(), &["show"]);
    assert_eq!(several.code, 2);
    assert_eq!(
        several.err,
        "error: there are 2 plans here: plans/a/plan.toml, plans/b.toml\n  help: Name one: swell plans/a/plan.toml\n"
    );
    let here = folder(&[("plan.toml", SOUND), ("plans/a/plan.toml", ERROR)]);
    let ran = swell(here.path(), &["check"]);
    assert_eq!((ran.code, files(&ran.out)), (0, vec!["plan.toml".into()]));
    assert_eq!(swell(here.path(), &["show"]).code, 0);
}

#[test]
fn a_file_of_a_record_stands_for_its_plan() {
    let plan = "format = 1\ninclude = [\"record/*.toml\"]\n[plan]\nname = \"P\"\n";
    let folder = folder(&[("p/plan.toml", plan), ("p/record/q1.toml", "[[reading]]\nkpi = \"rate\"\n")]);
    let whole = swell(folder.path(), &["check", "p", "--format", "json"]);
    let part = swell(folder.path(), &["check", "p/record/q1.toml", "--format", "json"]);
    assert_eq!((whole.code, whole.out.as_str()), (1, part.out.as_str()));
    let both = swell(folder.path(), &["check", "p/record/q1.toml", "p", "p/plan.toml", "--format", "json"]);
    assert_eq!(both.out, whole.out);
    let inside = swell(&folder.path().join("p/record"), &["check", "q1.toml"]);
    assert_eq!(inside.code, 1);
}

#[test]
fn several_plans_are_checked_in_one_run() {
    let folder = folder(&[("a/plan.toml", ERROR), ("b/plan.toml", SOUND), ("c.toml", WARNING)]);
    let ran = swell(folder.path(), &["check", "a", "b", "c.toml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.ends_with("3 plans in all: 1 error, 1 warning\n"), "{}", ran.out);
    let document = json(&swell(folder.path(), &["check", "b", "c.toml", "a", "--format", "json"]).out);
    let files: Vec<&str> =
        document["findings"].as_array().unwrap().iter().map(|it| it["file"].as_str().unwrap()).collect();
    assert_eq!(files.first(), Some(&"c.toml"), "in the order in which they are named: {files:?}");
    assert_eq!(files.last(), Some(&"a/plan.toml"), "{files:?}");
}

#[test]
fn a_view_that_is_not_known_is_named_with_the_nearest() {
    let folder = folder(&[("plan.toml", SOUND)]);
    let ran = swell(folder.path(), &["show", ".", "valeu"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(ran.err, "error: there is no view valeu\n  help: Did you mean value?\n");
    let ran = swell(folder.path(), &["show", ".", "xyz"]);
    assert_eq!(
        ran.err,
        "error: there is no view xyz\n  help: The views are: plan, board, timeline, dependencies, kpis, value, capabilities, leadership, register, figures, whatif, check.\n"
    );
    let alone = swell(folder.path(), &["show", "value"]);
    assert_eq!((alone.code, alone.err.as_str()), (0, ""));
    assert_eq!(alone.out, swell(folder.path(), &["show", ".", "value"]).out);
}

#[test]
fn a_view_is_taken_by_the_name_on_its_tab_and_before_the_plan() {
    let folder = folder(&[("p/plan.toml", SOUND), ("time/plan.toml", WAVE)]);
    let shown = |arguments: &[&str]| {
        let ran = swell(folder.path(), &[&["show"], arguments].concat());
        (ran.out, ran.err)
    };
    let plain = |out: &str| (out.to_owned(), String::new());
    for (tab, id) in
        [("deps", "dependencies"), ("caps", "capabilities"), ("lead", "leadership"), ("reg", "register")]
    {
        let (out, err) = shown(&["p", id]);
        assert_eq!((out.is_empty(), err.as_str()), (false, ""), "{id}");
        assert_eq!(shown(&["p", tab]), plain(&out));
        assert_eq!(shown(&[tab, "p"]), plain(&out));
        assert_eq!(shown(&[id, "p"]), plain(&out));
    }
    // What is there is a plan, whatever its name.
    let (out, _) = shown(&["time", "time"]);
    assert!(out.starts_with("Timeline as of") && out.contains("Foundation"), "{out}");
    assert_eq!(shown(&["time/plan.toml", "timeline"]), plain(&out));
    assert_eq!(
        shown(&["nowhere", "valeu"]).1,
        "error: there is no view valeu\n  help: Did you mean value?\n"
    );
    for view in groundswell::tui::views::VIEWS {
        for name in [view.name, view.brief[0]] {
            let (_, err) = shown(&["p", &name.to_lowercase()]);
            assert!(!err.contains("there is no view"), "{name}: {err}");
        }
    }
}

#[test]
fn a_view_that_looks_at_no_single_day_is_not_asked_for_at_one() {
    let folder = folder(&[("plan.toml", SOUND)]);
    for view in ["plan", "value", "kpis", "register", "figures", "check"] {
        let ran = swell(folder.path(), &["show", ".", view, "--at", "2026-06-30"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{view}");
        assert_eq!(
            ran.err,
            format!(
                "error: the view {view} looks at no single day\n  help: --at is for the views capabilities and leadership; --as-of DATE takes what is known up to that day instead.\n"
            )
        );
    }
    let ran = swell(folder.path(), &["show", ".", "capabilities", "--at", "2026-06-30"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("on 30 Jun 2026"), "{}", ran.out);
}

#[test]
fn a_view_for_a_screen_reader_has_no_colours_whatever_is_asked_for_elsewhere() {
    let folder = folder(&[("plan.toml", WARNING)]);
    for view in ["check", "board"] {
        let ran =
            |more: &[&str]| swell(folder.path(), &[&["show", ".", view, "--color", "always"], more].concat());
        let (plain, usual) = (ran(&["--plain"]), ran(&[]));
        assert_eq!((plain.code, plain.err.as_str()), (0, ""));
        assert!(!plain.out.contains('\x1b'), "{}", plain.out);
        assert_eq!(usual.out.contains('\x1b'), view == "check", "the rest has no colours in any case");
    }
    assert_eq!(swell(folder.path(), &["show", ".", "--plain", "--format", "json"]).code, 2);
}

#[test]
fn without_a_terminal_no_screen_is_drawn() {
    let folder = folder(&[("plan.toml", SOUND)]);
    for arguments in [&[][..], &["plan.toml"], &["."]] {
        let ran = swell(folder.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.starts_with("error: ") && ran.err.contains("`swell check`"), "{}", ran.err);
        assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
    }
}

#[test]
fn faults_of_the_call_end_with_two_and_help_with_none() {
    let folder = folder(&[("plan.toml", SOUND)]);
    for arguments in [
        &["check", "--formt", "json"][..],
        &["check", "--format", "xml"],
        &["check", "--as-of", "soon"],
        &["show", ".", "value", "x"],
    ] {
        let ran = swell(folder.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.starts_with("error: ") && ran.err.contains("--help"), "{arguments:?}: {}", ran.err);
    }
    for arguments in [&["--help"][..], &["check", "--help"], &["show", "-h"], &["--version"]] {
        let ran = swell(folder.path(), arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        assert!(!ran.out.is_empty() && !ran.out.contains('\u{1b}'));
    }
}

/// A plan whose findings fill more than a pipe holds, though only a hundred of them are shown to people.
fn long() -> String {
    let key = "x".repeat(1_000);
    (0..200).fold(String::from("format = 1\n[plan]\nname = \"P\"\n"), |text, nth| {
        text + &format!("wrong-{nth}-{key} = 1\n")
    })
}

#[cfg(unix)]
#[test]
fn a_reader_who_has_gone_is_no_fault() {
    let folder = folder(&[("plan.toml", &long())]);
    for arguments in [&["check"][..], &["check", "--format", "json"], &["show", ".", "check"]] {
        let mut child =
            command(folder.path(), arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut [0; 10]).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(141), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure_that_is_said() {
    let folder = folder(&[("plan.toml", SOUND)]);
    for arguments in [&["check"][..], &["show"], &["check", "--format", "json"], &["--help"]] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = command(folder.path(), arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.starts_with("error: the output cannot be written: "), "{arguments:?}: {said}");
        assert!(said.contains("\n  help: "), "{arguments:?}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn closed_channels_lead_to_no_panic() {
    let folder = folder(&[("plan.toml", ERROR)]);
    for closed in [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"] {
        let script = format!("exec \"$0\" check {closed}");
        let output = std::process::Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_swell")])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(matches!(output.status.code(), Some(1 | 2)), "{closed}: {:?}", output.status);
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{closed}");
    }
}

#[test]
fn the_json_of_a_check_has_the_shape_that_is_documented() {
    let plan = "format = 1\ninclude = [\"b.toml\"]\n[plan]\nas-of = 2026-11-15\n[driver.a]\nonce = -0.001\n";
    let folder = folder(&[("plan.toml", plan), ("b.toml", "[driver.a]\n= 1\n")]);
    let document = json(&swell(folder.path(), &["check", "--format", "json"]).out);
    let keys = |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    let place = ["file", "line", "column", "end_line", "end_column", "address"];
    assert_eq!(keys(&document), ["format", "as_of", "findings", "summary"]);
    assert_eq!((document["format"].as_u64(), document["as_of"].as_str()), (Some(1), Some("2026-11-15")));
    assert_eq!(keys(&document["summary"]), ["errors", "warnings", "advice"]);
    let findings = document["findings"].as_array().unwrap();
    let is_place = |value: &Value| {
        assert!(value["file"].is_string());
        assert!(place[1..5].iter().all(|key| value[*key].as_u64().is_some_and(|at| at >= 1)), "{value}");
        assert!(value["address"].is_string() || value["address"].is_null());
    };
    for finding in findings {
        assert_eq!(
            keys(finding),
            [&["rule", "severity", "message", "help"][..], &place, &["related", "fixes"]].concat()
        );
        assert!(["rule", "message", "help"].iter().all(|key| finding[*key].is_string()));
        assert!(["error", "warning", "advice"].contains(&finding["severity"].as_str().unwrap()));
        is_place(finding);
        for related in finding["related"].as_array().unwrap() {
            assert_eq!(keys(related), [&place[..], &["label"]].concat());
            assert!(related["label"].is_string());
            is_place(related);
        }
    }
    let count = |severity: &str| findings.iter().filter(|it| it["severity"] == severity).count() as u64;
    let counts = ["error", "warning", "advice"].map(count);
    let summary = ["errors", "warnings", "advice"].map(|key| document["summary"][key].as_u64().unwrap());
    assert_eq!(counts, summary);
    let of = |rule: &str| findings.iter().find(|it| it["rule"] == rule).unwrap();
    assert_eq!(of("out-of-range")["address"], "driver.a.once");
    assert_eq!(
        (of("out-of-range")["line"].as_u64(), of("out-of-range")["column"].as_u64()),
        (Some(6), Some(8))
    );
    assert!(of("syntax-error")["address"].is_null());
    assert_eq!(of("duplicate-id")["related"][0]["file"], "plan.toml");
}

#[test]
fn as_of_on_the_command_line_overrides_that_of_the_plan() {
    let as_of = |arguments: &[&str]| {
        json(&swell(plans(), &[arguments, &["--format", "json"]].concat()).out)["as_of"].clone()
    };
    assert_eq!(as_of(&["check", "omnichannel"]), "2026-11-15");
    assert_eq!(as_of(&["check", "omnichannel", "--as-of", "2027-01-31"]), "2027-01-31");
    assert_eq!(as_of(&["show", "omnichannel", "value", "--as-of", "2027-01-31"]), "2027-01-31");
    assert_eq!(as_of(&["check", "omnichannel", "first.toml"]), Value::Null);
}

#[test]
fn the_same_plan_gives_the_same_bytes_in_every_zone_and_language() {
    const ZONES: [&str; 6] =
        ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns", "Asia/Kathmandu", "XYZ-14"];
    const LOCALES: [&str; 5] = ["C", "tr_TR.UTF-8", "de_DE.UTF-8", "ar_EG.UTF-8", "ja_JP.UTF-8"];
    let runs: [&[&str]; 4] = [
        &["check", "omnichannel"],
        &["check", "omnichannel", "--format", "json"],
        &["show", "omnichannel", "value"],
        &["show", "omnichannel", "kpis", "--format", "json"],
    ];
    for run in runs {
        let expected = swell(plans(), run).out;
        assert!(!expected.is_empty());
        for zone in ZONES {
            for locale in LOCALES {
                let found =
                    ran(command(plans(), run).env("TZ", zone).env("LANG", locale).env("LC_ALL", locale)).out;
                assert_eq!(found, expected, "{run:?} in {zone}, {locale}");
            }
        }
        let crowded = ran(command(plans(), run)
            .env("COLUMNS", "20")
            .env("TERM", "dumb")
            .env("NO_COLOR", "1")
            .env("CI", "true"))
        .out;
        assert_eq!(crowded, expected, "{run:?}");
    }
}
