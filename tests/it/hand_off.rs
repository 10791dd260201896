//! What the terminal interface hands over: the terminal to an editor, a text to the clipboard; and what it
//! takes from its user's preferences.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::process::Signal;
use tempfile::TempDir;

use super::pty::{PATIENCE, Terminal};

/// An editor that does this.
fn editor(folder: &TempDir, name: &str, does: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, format!("#!/bin/sh\n{does}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// The rows in which the screen marks something as selected: with `>`, above the last two lines.
fn selected(screen: &vt100::Screen) -> Vec<(usize, String)> {
    let rows = screen.rows(0, 80).take(22).map(|row| row.trim_end().to_owned()).enumerate();
    rows.filter(|(_, row)| row.contains('>')).collect()
}

fn leave(mut terminal: Terminal) {
    terminal.type_in("q");
    assert_eq!(terminal.end(PATIENCE), 0);
    terminal.assert_restored();
}

/// A plan in a folder of its own, opened with this editor.
fn opened(folder: &TempDir, editor: &str) -> Terminal {
    fs::write(folder.path().join("plan.toml"), include_str!("screens/plan.toml")).unwrap();
    let copies = folder.path().join("copies");
    fs::create_dir_all(&copies).unwrap();
    let set = [("VISUAL", editor), ("COLUMNS", "80"), ("TMPDIR", &copies.display().to_string())];
    let mut terminal = Terminal::start_in(folder.path(), &set);
    terminal.until("? help");
    terminal
}

/// The texts of the copies that were made for an editor and are still there.
fn copies(folder: &TempDir) -> Vec<String> {
    let folders = fs::read_dir(folder.path().join("copies")).unwrap().map(|it| it.unwrap().path());
    folders.map(|folder| fs::read_to_string(folder.join("plan.toml")).unwrap()).collect()
}

#[test]
fn an_editor_gets_the_line() {
    let folder = TempDir::new().unwrap();
    let told = folder.path().join("told");
    let does = format!("printf '%s|' \"$@\" > '{}'", told.display());
    let vim = editor(&folder, "vim", &does);
    let mut terminal = Terminal::start(&[("VISUAL", ""), ("EDITOR", &vim.display().to_string())]);
    terminal.until("? help");
    terminal.type_in("E");
    terminal.until("nothing has changed");
    let told = fs::read_to_string(told).unwrap();
    let (line, file) = told.split_once('|').unwrap();
    assert!(line.starts_with('+') && line[1..].parse::<u32>().is_ok(), "{told}");
    assert!(file.ends_with("plan.toml|"), "{told}");
    leave(terminal);
}

/// Editors by what they do, and what is told then where nothing is unsaved.
const EDITORS: [(&str, &str, &str); 8] = [
    ("changes", "printf '\\n[objective.more]\\nname = \"More\"\\n' >> \"$1\"", "the plan has changed"),
    ("fails", "exit 1", "ended with exit code 1"),
    ("missing", "", "There is no editor missing"),
    ("killed", "kill -9 $$", "was killed"),
    ("leaves-raw", "stty raw -echo; exit 0", "nothing has changed"),
    ("breaks", "printf '\\nbroken = = 1\\n' >> \"$1\"", "the plan has changed"),
    (
        "prints",
        "printf '\\033[?1049h\\033[31m\\033[?25h\\033[?1003h\\033[5;10r\\033]0;title\\007'",
        "nothing has changed",
    ),
    ("stays", "while [ ! -e \"$(dirname \"$0\")/go\" ]; do sleep 0.02; done", "nothing has changed"),
];

/// A-34: the terminal and the state of the screen, the view with what was selected in it.
#[test]
fn whatever_an_editor_does_the_terminal_is_ours_again() {
    for (name, does, told) in EDITORS {
        let folder = TempDir::new().unwrap();
        let path = if does.is_empty() { folder.path().join(name) } else { editor(&folder, name, does) };
        let mut terminal = opened(&folder, &path.display().to_string());
        let ours = terminal.settings();
        terminal.type_in("6");
        terminal.until("[6 Caps]");
        // Neither the row nor the column that the view begins with.
        for key in ["j", "l"] {
            let before = selected(terminal.screen());
            terminal.type_in(key);
            terminal.until_screen("another selection", |screen| selected(screen) != before);
        }
        let chosen = selected(terminal.screen());
        assert_eq!(chosen.len(), 1, "{name}: {chosen:?}");
        terminal.type_in("E");
        if name == "stays" {
            terminal.until_screen("the shell's screen", |screen| !screen.alternate_screen());
            terminal.until_set_otherwise(&ours);
            // These are for the editor.
            terminal.type_in("q7");
            fs::write(folder.path().join("go"), "").unwrap();
        }
        terminal.until_screen("our screen", vt100::Screen::alternate_screen);
        terminal.until(&told.chars().take(60).collect::<String>());
        terminal.until("? help");
        assert!(terminal.screen().hide_cursor(), "{name}");
        assert_eq!(terminal.settings(), ours, "{name}");
        assert!(terminal.contents().contains("[6 Caps]"), "{name}\n{}", terminal.contents());
        terminal.until_screen(&format!("{name}: {chosen:?}"), |screen| selected(screen) == chosen);
        terminal.type_in("7");
        terminal.until("[7 Lead]");
        leave(terminal);
    }
}

/// A-34: what was not saved when the editor took the terminal is what the editor shows, and is there again whatever it
/// did, as is what was selected; what it wrote comes on top, and neither is on the disk until it is saved.
#[test]
fn an_editor_shows_what_is_unsaved_and_what_it_wrote_is_one_change_more() {
    for (name, does, told) in EDITORS {
        let folder = TempDir::new().unwrap();
        let sees = format!("cp \"$1\" \"$(dirname \"$0\")/seen\"\n{does}");
        let path = if does.is_empty() { folder.path().join(name) } else { editor(&folder, name, &sees) };
        let mut terminal = opened(&folder, &path.display().to_string());
        let plan = || fs::read_to_string(folder.path().join("plan.toml")).unwrap();
        let before = plan();
        terminal.type_in("/fees\r");
        let of_fees = |rows: &[(usize, String)]| rows.len() == 1 && rows[0].1.contains("Fees for");
        terminal.until_screen("the fees selected", |screen| of_fees(&selected(screen)));
        let chosen = selected(terminal.screen());
        for (keys, seen) in
            [("c", "Capture ─"), ("n", "Record"), ("Said before", "Said before"), ("\x1bOQ", "1 unsaved")]
        {
            terminal.type_in(keys);
            terminal.until(seen);
        }
        terminal.type_in("E");
        if name == "stays" {
            terminal.until_screen("the shell's screen", |screen| !screen.alternate_screen());
            fs::write(folder.path().join("go"), "").unwrap();
        }
        // What ended badly says so; of what was written, or could not be read, it is told what becomes of it.
        let told = match name {
            "fails" | "missing" | "killed" => told,
            "changes" => "Edited plan.toml in the editor",
            "breaks" => "Not taken in, what you wrote is in",
            _ => "Read again, with your 1 change on it",
        };
        terminal.until(told);
        terminal.until(if name == "changes" { "2 unsaved" } else { "1 unsaved" });
        terminal.until_screen(&format!("{name}: {chosen:?}"), |screen| selected(screen) == chosen);
        assert_eq!(plan(), before, "{name}: nothing but saving writes the plan");
        if !does.is_empty() {
            let seen = fs::read_to_string(folder.path().join("seen")).unwrap();
            assert!(seen.contains("Said before"), "{name}: {seen}");
        }
        // What is no TOML is not lost: it stays where its user wrote it.
        match &copies(&folder)[..] {
            [kept] if name == "breaks" => {
                assert!(kept.contains("Said before") && kept.contains("broken = = 1"))
            }
            copies => assert!(copies.is_empty() && name != "breaks", "{name}: {copies:?}"),
        }
        terminal.type_in("\x13");
        terminal.until(if name == "changes" {
            "Saved 2 changes in 1 file"
        } else {
            "Saved 1 change in 1 file"
        });
        assert_eq!(plan().matches("Said before").count(), 1, "{name}");
        assert_eq!(plan().contains("[objective.more]"), name == "changes", "{name}");
        leave(terminal);
    }
}

#[test]
fn what_an_editor_wrote_before_it_failed_is_kept_beside_what_is_unsaved() {
    let folder = TempDir::new().unwrap();
    let path =
        editor(&folder, "fails-late", "printf '\\n[objective.more]\\nname = \"More\"\\n' >> \"$1\"\nexit 3");
    let mut terminal = opened(&folder, &path.display().to_string());
    terminal.type_in("/fees\r<");
    terminal.until("1 unsaved");
    terminal.type_in("E");
    terminal.until("Not taken in, what you wrote is in");
    terminal.until("1 unsaved");
    let [kept] = &copies(&folder)[..] else { panic!("one copy") };
    assert!(kept.contains("[objective.more]"), "{kept}");
    // Taken back step by step there is nothing of it here.
    terminal.type_in("u");
    terminal.until_gone("1 unsaved");
    leave(terminal);
}

/// What is tried is no part of any file: the plan below it is edited, with what is not saved of it, where nobody else
/// reads it.
#[test]
fn with_a_scenario_open_an_editor_gets_a_private_copy_of_the_plan_below_it() {
    let folder = TempDir::new().unwrap();
    let does = "cp \"$1\" \"$(dirname \"$0\")/seen\"\nls -l \"$1\" | cut -c1-10 > \"$(dirname \"$0\")/mode\"";
    let path = editor(&folder, "looks", does);
    let mut terminal = opened(&folder, &path.display().to_string());
    terminal.type_in("/fees\r<");
    terminal.until("1 unsaved");
    terminal.type_in("w");
    terminal.until("SCENARIO");
    terminal.type_in("<");
    terminal.until("to Pilot");
    terminal.type_in("E");
    let mode = folder.path().join("mode");
    terminal
        .until_screen("seen by the editor", |_| fs::read_to_string(&mode).is_ok_and(|it| it.ends_with('\n')));
    terminal.until_screen("our screen", vt100::Screen::alternate_screen);
    terminal.until("SCENARIO");
    let seen = fs::read_to_string(folder.path().join("seen")).unwrap();
    let (_, fees) = seen.split_once("[driver.county-fees]").unwrap();
    let wave = fees.lines().find(|line| line.starts_with("wave = ")).unwrap();
    // It goes to the county by the file, to the whole town by what is not saved, to the pilot by what is tried.
    assert_eq!(wave, "wave = \"town\"");
    assert_eq!(fs::read_to_string(&mode).unwrap(), "-rw-------\n");
    assert!(copies(&folder).is_empty(), "nothing was written into it, and it is taken away");
    // The scenario is left first: quitting asks for it too.
    terminal.type_in("w");
    terminal.until_gone("SCENARIO");
    terminal.type_in("q");
    terminal.until("Quit?");
    terminal.type_in("d");
    assert_eq!(terminal.end(PATIENCE), 0);
    terminal.assert_restored();
}

/// The bytes that a text in base 64 (RFC 4648) stands for.
fn decoded(text: &str) -> Vec<u8> {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    for four in text.trim_end_matches('=').as_bytes().chunks(4) {
        let sextets = four.iter().map(|sign| SIGNS.iter().position(|it| it == sign).unwrap());
        let bits = sextets.fold(0, |bits, sextet| bits << 6 | sextet) << (6 * (4 - four.len()));
        bytes.extend(&[(bits >> 16) as u8, (bits >> 8) as u8, bits as u8][..four.len() - 1]);
    }
    bytes
}

#[test]
fn base_64_is_decoded_as_the_standard_says() {
    let published = [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYmFy", "foobar")];
    for (text, meant) in published {
        assert_eq!(decoded(text), meant.as_bytes());
    }
}

/// The texts that were handed to the clipboard.
fn handed(terminal: &Terminal) -> Vec<String> {
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    let payloads = raw.split("\x1b]52;c;").skip(1).map(|after| after.split(['\x1b', '\x07']).next().unwrap());
    payloads
        .map(|payload| {
            assert!(payload.len() <= 100_000, "{} bytes", payload.len());
            String::from_utf8(decoded(payload)).unwrap()
        })
        .collect()
}

/// A-20.
#[test]
fn only_copying_writes_to_the_clipboard_and_what_was_selected() {
    let folder = TempDir::new().unwrap();
    let hostile = "name = \"Fewer wrong \\u001b]52;c;ZXZpbA==\\u0007 forms \\u202e\"";
    let plan = include_str!("screens/plan.toml").replace("name = \"Fewer wrong forms\"", hostile);
    fs::write(folder.path().join("plan.toml"), plan).unwrap();
    let mut terminal = Terminal::start_in(folder.path(), &[]);
    terminal.until("? help");
    for (view, name) in [("2", "[2 Time"), ("8", "[8 Check"), ("1", "[1 Board]")] {
        terminal.type_in(view);
        terminal.until(name);
    }
    terminal.type_in("/wrong");
    terminal.until("/wrong");
    terminal.type_in("\r");
    terminal.until_gone("/wrong");
    assert_eq!(handed(&terminal), [""; 0], "nothing was copied yet");
    for (key, told) in
        [("i", "id"), ("l", "file and line"), ("r", "row"), ("j", "JSON"), ("s", "screen as text")]
    {
        terminal.type_in("y");
        terminal.until("Copy ─");
        terminal.type_in(key);
        terminal.until(&format!("Copied {told}: "));
    }
    let texts = handed(&terminal);
    assert_eq!(texts.len(), 5);
    assert_eq!(texts[0], "errors");
    assert!(texts[1].ends_with("plan.toml:61"), "{}", texts[1]);
    assert!(texts[2].contains("Fewer wrong ␛]52;c;ZXZpbA==␇ forms <U+202E>"), "{}", texts[2]);
    assert!(serde_json::from_str::<serde_json::Value>(&texts[3]).is_ok(), "{}", texts[3]);
    assert!(texts[4].contains("[1 Board]"), "{}", texts[4]);
    for text in texts {
        assert!(!text.chars().any(|it| it != '\n' && crate::hostile::acts(it)), "{text:?}");
    }
    leave(terminal);
}

fn with_preferences(text: &str) -> (TempDir, String) {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("groundswell")).unwrap();
    fs::write(folder.path().join("groundswell/config.toml"), text).unwrap();
    let path = folder.path().display().to_string();
    (folder, path)
}

#[test]
fn preferences_are_taken_from_the_users_folder_and_their_faults_told() {
    let (_kept, path) =
        with_preferences("theme = \"blue\"\nmouse = false\n[keys.everywhere]\nquit = [\"Q\"]\n");
    let mut terminal = Terminal::start(&[("XDG_CONFIG_HOME", &path)]);
    terminal.until("config.toml:1: theme is");
    assert!(!String::from_utf8_lossy(&terminal.raw).contains("?1000h"), "the mouse is left alone");
    terminal.type_in("q7");
    terminal.until("[7 Lead]");
    terminal.type_in("Q");
    assert_eq!(terminal.end(PATIENCE), 0);
}

#[test]
fn a_theme_is_shown_in_the_colours_that_the_terminal_has() {
    let (_kept, path) = with_preferences("theme = \"dark\"\n");
    let shown = |set: &[(&str, &str)]| {
        let set: Vec<_> = set.iter().copied().chain([("XDG_CONFIG_HOME", path.as_str())]).collect();
        let mut terminal = Terminal::start(&set);
        terminal.until("[1 Board]");
        let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
        leave(terminal);
        raw
    };
    let all = shown(&[("COLORTERM", "truecolor")]);
    assert!(all.contains("48;2;18;22;28"), "the ground is painted as it is");
    let some = shown(&[("COLORTERM", "")]);
    assert!(some.contains("48;5;") && !some.contains("8;2;"), "256 colours");
    let few = shown(&[("COLORTERM", ""), ("TERM", "linux")]);
    assert!(!few.contains("8;2;"), "16 colours");
    let none = shown(&[("COLORTERM", "truecolor"), ("NO_COLOR", "1")]);
    assert!(!none.contains("8;2;") && !none.contains("8;5;"), "NO_COLOR weighs more");
}

#[test]
fn preferences_never_come_from_the_folder_of_the_plan() {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/screens/plan.toml");
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("groundswell")).unwrap();
    fs::copy(plan, folder.path().join("plan.toml")).unwrap();
    for name in ["config.toml", "groundswell/config.toml", ".config.toml"] {
        fs::write(folder.path().join(name), "theme = \"blue\"\n").unwrap();
    }
    let mut terminal = Terminal::start_in(folder.path(), &[]);
    terminal.until("[1 Board]");
    assert!(!String::from_utf8_lossy(&terminal.raw).contains("theme is"));
    leave(terminal);
}

/// Whoever ends us while an editor has the terminal gets it back: the editor ends with us, and what it left on is off.
#[test]
fn an_editor_that_has_the_terminal_when_we_are_ended_ends_too_and_leaves_nothing_on() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129)] {
        let folder = TempDir::new().unwrap();
        let ended = folder.path().join("ended");
        let does = format!(
            "trap 'touch {}; exit' TERM HUP\nstty raw -echo\n\
             printf '\\033[?1049h\\033[?25l\\033[?1000h\\033[?2004hthe editor is here'\n\
             while :; do sleep 0.02; done",
            ended.display()
        );
        let path = editor(&folder, "raw", &does);
        let mut terminal = opened(&folder, &path.display().to_string());
        terminal.type_in("E");
        terminal.until("the editor is here");
        let (code_then, took) = terminal.end_by(signal);
        assert_eq!(code_then, code, "{signal:?}");
        assert!(took <= Duration::from_millis(500), "{signal:?}: {took:?}");
        terminal.assert_restored();
        assert!(ended.exists(), "{signal:?}: the editor ended");
    }
}
