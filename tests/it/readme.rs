//! Every block of the README is run.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use groundswell::check::check;
use groundswell::disk::Disk;
use groundswell::source::{Limits, Source};
use groundswell::tui;
use groundswell::tui::theme::Look;
use groundswell::workspace::Workspace;

/// A fenced block: the line above it, its language, its text.
struct Block {
    above: String,
    language: String,
    text: String,
}

fn readme() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

fn blocks() -> Vec<Block> {
    let text = fs::read_to_string(readme()).unwrap();
    let mut blocks = Vec::new();
    let mut above = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let text = inside.iter().map(|line| format!("{line}\n")).collect();
            blocks.push(Block { above: std::mem::take(&mut above), language: language.into(), text });
        } else {
            above = line.to_owned();
        }
    }
    blocks
}

/// What stands in the README now; with `UPDATE_README` set, what stands there from now on.
fn expect(block: &Block, truth: &str) {
    if block.text == truth {
        return;
    }
    if std::env::var_os("UPDATE_README").is_some() {
        let fenced = |text: &str| format!("{}\n```{}\n{text}```\n", block.above, block.language);
        let text = fs::read_to_string(readme()).unwrap();
        assert_eq!(text.matches(&fenced(&block.text)).count(), 1, "the block is told by its surroundings");
        fs::write(readme(), text.replace(&fenced(&block.text), &fenced(truth))).unwrap();
        return;
    }
    assert_eq!(block.text, truth, "the README says something else; UPDATE_README=1 writes it anew");
}

fn of(language: &str) -> Vec<Block> {
    blocks().into_iter().filter(|block| block.language == language).collect()
}

#[test]
fn the_plan_of_the_readme_is_the_first_plan() {
    let plan = fs::read_to_string("plans/first.toml").unwrap();
    assert!(plan.lines().count() < 40, "it stays small");
    let blocks = of("toml");
    assert_eq!(blocks.len(), 2, "the plan, and the preferences");
    expect(&blocks[0], &plan);
}

#[test]
fn the_preferences_of_the_readme_are_without_fault() {
    let read = tui::preferences::Preferences::read(&of("toml")[1].text);
    assert_eq!(read.faults, []);
    assert_eq!(read.keys.first(0, "full").as_deref(), Some("Z"));
}

#[test]
fn the_commands_of_the_readme_print_what_it_says() {
    let blocks = of("console");
    assert!(blocks.len() >= 3);
    for block in blocks {
        let call = block.text.lines().next().and_then(|line| line.strip_prefix("$ swell ")).unwrap();
        let done = Command::new(env!("CARGO_BIN_EXE_swell")).args(call.split(' ')).output().unwrap();
        assert!(done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
        let printed = String::from_utf8(done.stdout).unwrap();
        let printed: String = printed.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        expect(&block, &format!("$ swell {call}\n{printed}"));
    }
}

#[test]
fn the_screen_of_the_readme_is_a_real_one() {
    let blocks = of("text");
    assert!(!blocks.is_empty());
    for block in blocks {
        let words: Vec<&str> = block.above.split(' ').collect();
        let ["<!--", "screen:", plan, size, "-->"] = words[..] else {
            panic!("a screen names its plan and size: {}", block.above)
        };
        let (width, height) = size.split_once('x').unwrap();
        let root = Source::root(&Disk, plan.as_ref());
        let read = Source::read(&Disk, &[root], Limits::default()).ok().unwrap();
        let work = Workspace::of(check(read, None), "plan.toml");
        let screen = tui::screen(work, Look::default(), "", width.parse().unwrap(), height.parse().unwrap());
        expect(&block, &screen);
    }
}

#[test]
fn the_two_commands_of_the_readme_are_the_main_job_and_the_tests() {
    let commands: Vec<String> = of("sh").into_iter().map(|block| block.text).collect();
    assert_eq!(commands, ["cargo run --release -- plans/omnichannel\n", "cargo test\n"]);
}
