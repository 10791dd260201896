//! What stands beside a plan, looks like a part of it, and is none.

use crate::order::Order as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::include::{Gathering, includes_at};
use crate::disk::Store;
use crate::finding::{Finding, Fix, Place, Span};
use crate::plan::address::{Address, Table};
use crate::plan::edit::Edit;
use crate::source::{quoted, shown};

/// So many files are looked into at most.
const LOOKED: usize = 64;

impl Gathering<'_> {
    /// Tells the files that no `include` names though they say what only a plan says: in the plan's folder, in
    /// the folders in it and in those of its files. A file that names a format is a plan of its own, and beside a
    /// plan that is not the `plan.toml` of its folder others may stand.
    pub(super) fn left_out(&mut self, root: &Path) {
        if root.file_name().is_none_or(|name| name != "plan.toml") {
            return;
        }
        let found = self.parts_beside();
        let Some(place) = includes_at(self.parts.first()) else { return };
        let written = matches!(&place, Place::Text(Span { start, end, .. }) if start < end);
        for path in found {
            let top = Address::new(Table::Top, "");
            let name = quoted(&path);
            let edit = match written {
                true => Edit::Insert(top.to("include"), String::new(), name),
                false => Edit::Insert(top, "include".into(), format!("[{name}]")),
            };
            self.findings.push(
                Finding::at(
                    "file-left-out",
                    place.clone(),
                    format!("no `include` names `{path}`, so that nothing in it counts"),
                )
                .label("names every file but that")
                .help(format!("Add \"{path}\" to `include`, or move the file out of the plan's folder."))
                .fix(Fix::guess(format!("Add \"{path}\" to `include`"), edit)),
            );
        }
    }

    /// Their paths below the plan's folder.
    fn parts_beside(&self) -> Vec<String> {
        let (store, own) = (self.store, &self.shown_folder);
        let listed = |folder: &Path| {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            store.list(folder).unwrap_or_default()
        };
        let hidden = |name: &str| name.starts_with('.');
        let mut folders: Vec<PathBuf> = vec![own.clone()];
        let inner = listed(own).into_iter().filter(|entry| entry.folder && !hidden(&entry.name));
        folders.extend(inner.map(|entry| own.join(entry.name)));
        let with_parts = self.files.iter().filter_map(|file| Path::new(&*file.path).parent());
        folders.extend(with_parts.filter(|folder| folder.starts_with(own)).map(Path::to_path_buf));
        folders.order();
        folders.dedup();
        let mut found = Vec::new();
        let mut looked = 0;
        // What a link leads to stands where it really is; nobody looks behind one that leads out of the folder.
        let is_here = |path: &Path| {
            let below = path.strip_prefix(own).unwrap_or(path);
            store.canonical(path).ok().filter(|place| *place == self.folder.join(below))
        };
        for folder in folders {
            if folder != *own && is_here(&folder).is_none() {
                continue;
            }
            let entries = listed(&folder);
            if folder != *own && entries.iter().any(|entry| entry.name == "plan.toml") {
                continue;
            }
            for entry in entries {
                if entry.folder || hidden(&entry.name) || !entry.name.ends_with(".toml") || looked >= LOOKED {
                    continue;
                }
                let path = folder.join(&entry.name);
                if is_here(&path).is_none_or(|place| self.seen.contains(&place)) {
                    continue;
                }
                looked += 1;
                if self.text_beside(store, &path).is_some_and(|text| is_part(&text)) {
                    found.push(shown(path.strip_prefix(own).unwrap_or(&path)));
                }
            }
        }
        found
    }

    fn text_beside(&self, store: &dyn Store, path: &Path) -> Option<Arc<String>> {
        if let Some(held) = store.held(path) {
            return Some(held);
        }
        String::from_utf8(store.read(path, self.limits.file).ok()?).ok().map(Arc::new)
    }
}

/// Whether all tables of a text are those of a plan, and it names no format.
fn is_part(text: &str) -> bool {
    let mut some = false;
    let mut quotes = None;
    for line in text.lines().map(|line| line.trim_start_matches('\u{feff}').trim()) {
        let inside = quotes.is_some();
        for marks in ["\"\"\"", "'''"] {
            if quotes.is_none_or(|open| open == marks) && line.matches(marks).count() % 2 == 1 {
                quotes = if quotes.is_some() { None } else { Some(marks) };
            }
        }
        let head = line.trim_start_matches('[');
        if inside || head.len() == line.len() && some || line.is_empty() || line.starts_with('#') {
            continue;
        }
        let key = head.split(['.', ']', '=', ' ', '\t']).next().unwrap_or_default();
        if Table::of(key).is_none() {
            return false;
        }
        some = true;
    }
    some
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Memory;
    use crate::source::{Limits, Source};

    const RECORD: &str = "# Q3\n[[reading]]\nkpi = \"k\"\n";

    fn told(plan: &str, beside: &[(&str, &str)]) -> Vec<String> {
        let store = beside.iter().fold(Memory::default().with("p/plan.toml", plan), |store, (path, text)| {
            store.with(*path, *text)
        });
        let read = Source::read(&store, &[PathBuf::from("p/plan.toml")], Limits::default());
        let findings = read.map(|read| read.findings).unwrap_or_default();
        let left_out = findings.iter().filter(|it| it.rule == "file-left-out");
        left_out.map(|it| it.message.split('`').nth(3).unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn a_file_of_a_plan_that_nothing_names_is_told_wherever_it_lies_beside_others() {
        let files = [
            ("p/a.toml", RECORD),
            ("p/record/b.toml", "wave.one = {}\n[risk.r]\nname = \"\"\"\n[x]\n\"\"\"\n"),
            ("p/deep/er/c.toml", "[wave]\none = {}\n"),
            ("p/deep/er/d.toml", RECORD),
        ];
        assert_eq!(told("format = 1\n", &files), ["a.toml", "record/b.toml"]);
        let some = "format = 1\ninclude = [\"a.toml\", \"deep/er/c.toml\"]\n";
        assert_eq!(told(some, &files), ["deep/er/d.toml", "record/b.toml"]);
        assert_eq!(told("format = 1\ninclude = [\"**/*.toml\"]\n", &files), [""; 0]);
    }

    #[test]
    fn what_is_no_part_of_a_plan_is_not_told() {
        let files = [
            ("p/Cargo.toml", "[package]\nname = \"x\"\n[risk]\n"),
            ("p/other.toml", "format = 1\n[wave]\n"),
            ("p/scenarios/s.toml", "scenario = 1\nname = \"s\"\n"),
            ("p/inner/plan.toml", "format = 1\n"),
            ("p/inner/part.toml", RECORD),
            ("p/.kept/a.toml", RECORD),
            ("p/.a.toml", RECORD),
            ("p/empty.toml", "# nothing yet\n"),
            ("p/a.txt", RECORD),
            ("a.toml", RECORD),
        ];
        assert_eq!(told("format = 1\n", &files), [""; 0]);
    }
}
