//! The plans that come with the product, each broken on purpose in one place: the rule meant for it
//! speaks, where the fault is, and no error does that has nothing to do with it.
//!
//! A mutant is an edit of the text, and what must come of it follows from what the edit means.

mod format;
mod phasing;
mod record;
mod rows;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use groundswell::check::Checked;
use groundswell::finding::Severity;
use groundswell::source::Spot;

use crate::plans::{checked, files};

/// What is done to a table.
#[derive(Clone, Debug)]
enum Edit {
    /// Text that stands in it once becomes another.
    Replace(String, String),
    /// The line that holds this text is gone.
    Without(String),
    /// The whole table is gone.
    WithoutTable,
    /// These lines stand at its end.
    Add(String),
}

/// Where something stands: in a table of a file, told by how it begins, the text; its header if none.
#[derive(Clone, Debug)]
struct At {
    file: String,
    table: String,
    text: String,
}

impl At {
    fn new(file: &str, table: &str, text: &str) -> Self {
        Self { file: file.into(), table: table.into(), text: text.into() }
    }
}

/// A plan broken in one place.
#[derive(Clone, Debug)]
struct Mutant {
    family: &'static str,
    /// The table that is edited.
    on: At,
    edit: Edit,
    /// The rule meant for it, and where it must point.
    rule: &'static str,
    at: Vec<At>,
    /// What its help must say.
    help: String,
    /// Errors that follow from the same fault.
    related: &'static [&'static str],
}

/// The text of a plan's files, by their paths.
struct Text {
    files: BTreeMap<String, String>,
}

/// A table as it is written.
#[derive(Clone, Copy)]
struct Table<'a> {
    file: &'a str,
    /// Its header, brackets and all.
    head: &'a str,
    text: &'a str,
}

impl Text {
    fn of(plan: &str) -> Self {
        let text = |(path, text): (std::path::PathBuf, String)| (path.to_str().unwrap().to_owned(), text);
        Self { files: files(plan).into_iter().map(text).collect() }
    }

    /// The plan, with one of its files as it is given.
    fn checked_with(&self, changed: &str, after: &str) -> Checked {
        let text = |file: &str| if file == changed { after } else { &*self.files[file] };
        let mut given: Vec<(&str, &[u8])> =
            self.files.keys().map(|file| (&**file, text(file).as_bytes())).collect();
        let own = given.iter().position(|(file, _)| file.ends_with("plan.toml")).unwrap_or(0);
        given.swap(0, own);
        checked(&given)
    }

    /// The tables whose header starts with this, as in `[kpi.`.
    fn tables<'a>(&'a self, head: &'a str) -> impl Iterator<Item = Table<'a>> {
        self.files
            .iter()
            .flat_map(move |(file, text)| {
                starts(text).into_iter().map(move |at| {
                    let text = &text[at..end_of_table(text, at)];
                    Table { file, head: &text[..=text.find("]\n").map_or(text.len() - 1, |end| end)], text }
                })
            })
            .filter(move |table| table.text.starts_with(head))
    }
}

impl<'a> Table<'a> {
    /// The last part of its header.
    fn id(&self) -> &'a str {
        self.head.trim_matches(['[', ']']).split('.').next_back().unwrap()
    }

    /// What stands behind a key, to the end of its line or of its list.
    fn value(&self, key: &str) -> Option<&'a str> {
        let start = self.text.find(&format!("\n{key} = "))? + key.len() + 4;
        let rest = &self.text[start..];
        let end = if rest.starts_with("[\n") { rest.find("\n]")? + 2 } else { rest.find('\n')? };
        Some(rest[..end].split("  #").next().unwrap().trim_end())
    }

    /// The line of a key, as far as it is written there.
    fn line(&self, key: &str) -> Option<String> {
        self.value(key).map(|value| format!("{key} = {value}"))
    }

    /// An edit of it that breaks a rule at some text of its own.
    fn broken(&self, family: &'static str, edit: Edit, rule: &'static str, text: &str) -> Mutant {
        let on = At::new(self.file, self.text, "");
        let at = vec![At::new(self.file, self.text, text)];
        Mutant { family, on, edit, rule, at, help: String::new(), related: &[] }
    }

    fn at(&self, text: &str) -> At {
        At::new(self.file, self.text, text)
    }
}

/// The pairs of an inline table.
fn pairs(value: &str) -> Vec<(&str, &str)> {
    let inner = value.trim_start_matches(['{', ' ']).trim_end_matches(['}', ' ']);
    inner.split(", ").filter_map(|pair| pair.split_once(" = ")).collect()
}

/// The strings in a text.
fn strings(text: &str) -> Vec<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

fn replace(from: impl Into<String>, to: impl Into<String>) -> Edit {
    Edit::Replace(from.into(), to.into())
}

/// Where the tables of a file start.
fn starts(text: &str) -> Vec<usize> {
    let lines = text.match_indices("\n[").map(|(at, _)| at + 1);
    lines.collect()
}

fn end_of_table(text: &str, start: usize) -> usize {
    text[start..].find("\n[").map_or(text.len(), |end| start + end + 1)
}

/// Where text stands once, and once only.
fn once(text: &str, part: &str) -> Option<usize> {
    let mut found = text.match_indices(part).map(|(at, _)| at);
    found.next().filter(|_| found.next().is_none())
}

impl Mutant {
    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    fn related(mut self, related: &'static [&'static str]) -> Self {
        self.related = related;
        self
    }

    fn points(mut self, at: Vec<At>) -> Self {
        self.at = at;
        self
    }

    fn name(&self) -> String {
        let head = self.on.table.lines().next().unwrap_or_default();
        format!("{}: {} {head} {:?}", self.family, self.on.file, self.edit)
    }

    /// Where the table starts that is edited.
    fn start(&self, text: &str) -> Result<usize, String> {
        once(text, &self.on.table).ok_or_else(|| format!("{} stands there once: no", self.on.table))
    }

    /// The file after the edit.
    fn edited(&self, text: &str) -> Result<String, String> {
        let start = self.start(text)?;
        let end = end_of_table(text, start);
        let table = &text[start..end];
        let place = |part: &str| once(table, part).ok_or_else(|| format!("`{part}` is not there once"));
        let changed = match &self.edit {
            Edit::Replace(from, to) => {
                let at = place(from)?;
                format!("{}{to}{}", &table[..at], &table[at + from.len()..])
            }
            Edit::Without(part) => {
                let at = place(part)?;
                let from = table[..at].rfind('\n').map_or(0, |end| end + 1);
                let to = table[at..].find('\n').map_or(table.len(), |end| at + end + 1);
                format!("{}{}", &table[..from], &table[to..])
            }
            Edit::WithoutTable => String::new(),
            Edit::Add(lines) => {
                // Above the blank lines and comments that lead to the next table.
                let own = table.find("\n\n").map_or(table.len(), |end| end + 1);
                format!("{}{lines}\n{}", &table[..own], &table[own..])
            }
        };
        Ok(format!("{}{changed}{}", &text[..start], &text[end..]))
    }

    /// The stretch of a file that a finding must touch.
    fn stretch(&self, at: &At, before: &str, after: &str) -> Result<Range<usize>, String> {
        let start = match once(after, &at.table) {
            Some(start) => start,
            None if at.table == self.on.table => self.start(before)?,
            None => return Err(format!("no {}", at.table)),
        };
        let table = &after[start..end_of_table(after, start)];
        let text = if at.text.is_empty() { table.lines().next().unwrap_or_default() } else { &at.text };
        let found = once(table, text).or_else(|| table.find(text).filter(|_| at.text.is_empty()));
        let from = start + found.ok_or_else(|| format!("`{text}` is not there once after the edit"))?;
        // A key alone stands for its value.
        let is_key = !text.is_empty() && text.chars().all(|it| it.is_ascii_lowercase() || it == '-');
        let line = after[from..].find('\n').unwrap_or(after.len() - from);
        Ok(from..from + if is_key { line } else { text.len() })
    }

    /// The related rules that speak, or what is amiss with what is found in it.
    fn judge(&self, plan: &Text) -> Result<Vec<&'static str>, String> {
        let after = self.edited(&plan.files[&self.on.file])?;
        let text = |file: &str| if file == self.on.file { &after } else { &plan.files[file] };
        let checked = plan.checked_with(&self.on.file, &after);
        let said = || {
            let lines = checked.findings.iter().map(|it| {
                let (rule, spot) = (it.finding.rule, &it.spot);
                format!("\n    {rule} {}:{} {}", spot.path, spot.start.line, &*it.finding.message)
            });
            lines.collect::<String>()
        };
        for at in &self.at {
            let wanted = self.stretch(at, &plan.files[&at.file], text(&at.file))?;
            let caught = checked.findings.iter().any(|it| {
                let touches = |spot: &Spot| {
                    let bytes = &spot.bytes;
                    *spot.path == *at.file && bytes.start < wanted.end && wanted.start < bytes.end
                };
                // All needs of a circle are at fault alike: one is pointed at, the others beside it.
                let beside = self.rule == "dependency-cycle" && it.related.iter().any(touches);
                it.finding.rule == self.rule
                    && (touches(&it.spot) || beside)
                    && it.finding.help.contains(&self.help)
            });
            if !caught {
                return Err(format!("{} is silent at `{}`: {}", self.rule, at.text, said()));
            }
        }
        let errors = checked.findings.iter().filter(|it| it.severity == Severity::Error);
        let others: Vec<&str> = errors.map(|it| it.finding.rule).filter(|rule| *rule != self.rule).collect();
        let unrelated: Vec<&&str> = others.iter().filter(|rule| !self.related.contains(rule)).collect();
        if !unrelated.is_empty() {
            return Err(format!("{unrelated:?} speak too: {}", said()));
        }
        Ok(self.related.iter().copied().filter(|rule| others.contains(rule)).collect())
    }
}

/// How many kinds of faults there are.
const FAMILIES: usize = 33;

#[test]
fn each_fault_is_caught_where_it_is_and_brings_no_other_error() {
    let [channels, trust, town] = ["omnichannel", "zero-trust", "first.toml"].map(Text::of);
    let mut mutants = rows::all();
    for plan in [&channels, &trust] {
        mutants.extend(format::all(plan));
        mutants.extend(phasing::all(plan));
        mutants.extend(value::all(plan));
        mutants.extend(record::all(plan));
    }
    let judge = |mutant: &Mutant| {
        let plan = match &mutant.on.file {
            file if file.starts_with("omnichannel") => &channels,
            file if file.starts_with("zero-trust") => &trust,
            _ => &town,
        };
        mutant.judge(plan).map_err(|why| format!("{}\n  {why}", mutant.name()))
    };
    let (one, other) = mutants.split_at(mutants.len() / 2);
    let judged: Vec<_> = std::thread::scope(|scope| {
        let one = scope.spawn(|| one.iter().map(judge).collect::<Vec<_>>());
        let other: Vec<_> = other.iter().map(judge).collect();
        one.join().unwrap().into_iter().chain(other).collect()
    });
    let mut families: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut listed, mut spoke) = (BTreeSet::new(), BTreeSet::new());
    for (mutant, judged) in mutants.iter().zip(&judged) {
        *families.entry(mutant.family).or_default() += 1;
        let of = |rule| (mutant.family, (mutant.family == rows::FAMILY).then(|| mutant.name()), rule);
        listed.extend(mutant.related.iter().copied().map(of));
        spoke.extend(judged.iter().flatten().copied().map(of));
    }
    let missed: Vec<&str> = judged.iter().filter_map(|it| it.as_ref().err()).map(|why| &**why).collect();
    let counts = format!("{} of {} caught, of {families:?}", mutants.len() - missed.len(), mutants.len());
    assert!(missed.is_empty(), "{counts}\n{}", missed.join("\n"));
    // A family that the plans no longer give anything for would fall silent by itself.
    assert!(families.len() == FAMILIES && mutants.len() >= 1_000, "{counts}");
    assert_eq!(listed, spoke, "what is listed as related never speaks");
}

#[test]
fn what_no_rule_can_tell_is_known() {
    let plan = Text::of("omnichannel");
    let sound = plan.checked_with("", "").findings.len();
    for (why, row) in rows::UNTOLD {
        let mutant = rows::mutant(*row);
        let after = mutant.edited(&plan.files[&mutant.on.file]).unwrap();
        let found = plan.checked_with(&mutant.on.file, &after).findings;
        let told = found.iter().any(|it| it.finding.rule == mutant.rule);
        assert!(!told && found.len() == sound, "told after all, though {why}: {}", mutant.name());
    }
}
