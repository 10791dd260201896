//! The shape of the code: who imports whom, that registries are complete, where input and output are.
//! Inside one crate nothing but a test holds such lines.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders of leaves, each with its registry beside it.
const REGISTRIES: [&str; 6] = ["rules", "reports", "shows", "traces", "cli/commands", "tui/views"];

/// A source file: its path below `src`, and its code without comments and without its tests.
struct Source {
    path: String,
    code: String,
}

impl Source {
    /// The module at the top that it belongs to.
    fn module(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap()
    }

    /// The folder it stands in, and its name.
    fn leaf(&self) -> (&str, &str) {
        self.path.trim_end_matches(".rs").rsplit_once('/').unwrap_or(("", &self.path))
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut sources: Vec<Source> = files(&src, ".rs")
        .into_iter()
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            let path = file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
            Source { path, code: code_of(&text) }
        })
        .collect();
    // What only tests compile may import as tests do.
    let of_tests: Vec<String> = sources.iter().flat_map(modules_of_tests).collect();
    sources.retain(|source| !of_tests.contains(&source.path));
    sources
}

/// The code of a file up to its tests, without comment lines.
fn code_of(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = before_tests.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn modules_of_tests(source: &Source) -> Vec<String> {
    let folder = source.path.trim_end_matches(".rs");
    let marked = source.code.match_indices("#[cfg(test)]\n").filter_map(|(at, mark)| {
        let declared = source.code[at + mark.len()..].lines().next()?;
        let name = declared.trim_start_matches("pub(crate) ").strip_prefix("mod ")?.strip_suffix(';')?;
        Some(format!("{folder}/{name}.rs"))
    });
    marked.collect()
}

/// The modules that some code imports: `crate::name`, and each of `crate::{one, other::Thing}`.
fn imports(code: &str) -> Vec<&str> {
    let first_word =
        |text: &str| text.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(text.len());
    let mut found = Vec::new();
    for (at, prefix) in code.match_indices("crate::") {
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = &list[..list.find('}').unwrap_or(list.len())];
                found.extend(list.split(',').map(str::trim).map(|name| &name[..first_word(name)]));
            }
            None => found.push(&rest[..first_word(rest)]),
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// The modules in the order of the code map, each importing only from those before it.
fn order() -> Vec<String> {
    let map = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let rows = map.lines().filter_map(|line| line.strip_prefix("//! | [`"));
    let cells = rows.map(|row| row.split(" |").next().unwrap().to_owned());
    cells
        .flat_map(|cell| {
            cell.split("`], [`").map(|name| name.trim_end_matches("`]").to_owned()).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn a_module_imports_only_from_those_above_it_in_the_code_map() {
    let order = order();
    let place = |module: &str| order.iter().position(|name| name == module);
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !matches!(source.module(), "lib" | "main")) {
        let Some(own) = place(source.module()) else {
            wrong.push(format!("{} is not in the code map", source.path));
            continue;
        };
        for import in imports(&source.code).into_iter().filter(|import| *import != source.module()) {
            if place(import).is_none_or(|imported| imported >= own) {
                wrong.push(format!("{} imports {import}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn leaves_import_neither_one_another_nor_their_registry() {
    let sources = sources();
    for folder in REGISTRIES {
        let leaves: Vec<&Source> = sources.iter().filter(|source| source.leaf().0 == folder).collect();
        assert!(leaves.len() > 1, "{folder} has leaves");
        let registry = folder.replace('/', "::");
        for leaf in &leaves {
            for other in leaves.iter().map(|other| other.leaf().1).filter(|other| *other != leaf.leaf().1) {
                assert!(!leaf.code.contains(&format!("super::{other}::")), "{} imports {other}", leaf.path);
                // Families of traces alone share what they are taken apart by.
                let whole = format!("use super::{other};");
                let taken = ["rules", "shows"].contains(&folder) && leaf.code.contains(&whole);
                assert!(!taken, "{} imports {other}", leaf.path);
                assert!(
                    !leaf.code.contains(&format!("crate::{registry}::{other}")),
                    "{} imports {other}",
                    leaf.path
                );
            }
            let own = format!("crate::{registry}::");
            let shared = folder == "cli/commands" || folder == "tui/views";
            assert!(shared || !leaf.code.contains(&own), "{} imports its registry", leaf.path);
        }
    }
}

/// The state of the terminal, and what draws and moves within it, know no overlay by name: one is added by its own
/// file and by what opens it. What they may know is data, and what stands on every screen.
#[test]
fn the_state_of_the_terminal_knows_no_overlay() {
    let known = ["overlays::history::known::", "overlays::as_of", "overlays::pane"];
    let files = ["action", "editing", "frame", "keymap", "layout", "model", "overlay", "view"];
    for file in files {
        let path = format!("tui/{file}.rs");
        let source = sources().into_iter().find(|source| source.path == path).unwrap();
        for (at, _) in source.code.match_indices("overlays::") {
            let named = &source.code[at..];
            assert!(known.iter().any(|it| named.starts_with(it)), "{path} imports {:.40}", named);
        }
    }
}

#[test]
fn every_leaf_is_in_its_registry() {
    let sources = sources();
    for folder in REGISTRIES {
        let registry = sources.iter().find(|source| source.path == format!("{folder}.rs")).unwrap();
        for leaf in sources.iter().filter(|source| source.leaf().0 == folder) {
            let name = leaf.leaf().1;
            assert!(registry.code.contains(&format!("mod {name};")), "{folder}.rs declares {name}");
            let used = registry.code.matches(&format!("{name}::")).count();
            assert!(used > 0, "{folder}.rs lists {name}");
        }
    }
}

#[test]
fn only_the_edges_touch_the_world() {
    let doors: [(&str, &[&str]); 5] = [
        ("std::fs", &["disk"]),
        ("std::env", &["cli", "tui/terminal", "git"]),
        ("std::process::Command", &["git", "tui/terminal"]),
        ("SystemTime", &["disk", "cli/clock"]),
        ("std::io", &["disk", "git", "cli", "tui/terminal", "main"]),
    ];
    // What tests the edges in a file of its own is no part of the program.
    for source in sources().iter().filter(|source| source.leaf().1 != "tests") {
        for (door, keepers) in doors {
            let keeps = keepers.iter().any(|keeper| source.path.starts_with(keeper));
            assert!(keeps || !source.code.contains(door), "{} uses {door}", source.path);
        }
    }
}

#[test]
fn rules_never_see_text() {
    for source in sources().iter().filter(|source| source.module() == "rules") {
        for word in ["crate::source", "Span"] {
            assert!(!source.code.contains(word), "{} knows of {word}", source.path);
        }
    }
}

#[test]
fn files_are_short_and_named_for_what_they_are() {
    let vague = ["utils", "util", "common", "manager", "helper", "helpers", "types", "core", "misc", "mod"];
    for file in files(&root().join("src"), ".rs").into_iter().chain(files(&root().join("tests"), ".rs")) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 600, "{} has {lines} lines: split it by meaning", file.display());
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(!vague.contains(&&*name), "{} says nothing", file.display());
    }
}

#[test]
fn the_project_names_no_machine() {
    let mut named: BTreeMap<String, &str> = BTreeMap::new();
    let words =
        [concat!("/wo", "rk/"), concat!("../sha", "red"), concat!("/ho", "me/"), concat!("/ro", "ot/")];
    let folders = ["src", "tests", "plans", "benches"];
    let inside = folders.iter().flat_map(|folder| files(&root().join(folder), ""));
    for file in inside.chain([root().join("README.md"), root().join("Cargo.toml")]) {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        for word in words.into_iter().filter(|word| text.contains(word)) {
            named.insert(file.display().to_string(), word);
        }
    }
    assert!(named.is_empty(), "{named:#?}");
}

/// The acceptance checks of screens, keys, terminals and text, each held by a test whose comment names it.
#[test]
fn each_acceptance_check_of_the_terminal_is_named_by_the_test_that_holds_it() {
    let of = |from: u8, to: u8| (from..=to).map(|nth| format!("A-{nth:02}"));
    let mut all: Vec<String> =
        of(1, 20).chain(of(30, 35)).chain([44, 49].map(|nth| format!("A-{nth}"))).collect();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("house.rs") {
                let text = fs::read_to_string(path).unwrap();
                let comments =
                    text.lines().filter(|line| line.trim_start().starts_with("//")).collect::<String>();
                all.retain(|id| !comments.contains(id));
            }
        }
    }
    assert_eq!(all, [""; 0], "no test is said to hold these");
}
