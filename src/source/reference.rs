//! What else goes when a table goes: each entry, key or criterion that refers to it, and each table that
//! would say something else, or nothing, without it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml_spanner::{Item as Toml, Key, TableStyle, Value};

use super::habit::is_value;
use super::include::Part;
use super::patch::{Found, Patch};
use super::removal::Gone;
use super::{Source, read};
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Table};
use crate::plan::edit::Span;

/// A place where a plan refers to a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The text of the value or key that does.
    pub span: Span,
    /// The kind of table that it stands in.
    pub table: Table,
    /// The id of that table, where it has one.
    pub id: Option<Box<str>>,
    /// The key that goes with the reference, where the whole table does not; `needs`, say.
    pub key: Option<Box<str>>,
}

impl Reference {
    /// Whether it is part of what happened: that is not to be rewritten in passing.
    #[must_use]
    pub fn is_record(&self) -> bool {
        use Table::{Action, Assessed, Decision, Learning, Reading, Realized, Spent};
        matches!(self.table, Reading | Realized | Spent | Assessed | Decision | Action | Learning)
    }
}

/// A value and what it stands in.
type Step<'s> = (Option<Key<'s>>, &'s Toml<'s>);

/// A table of a plan: its part of a file, its kind, the list that it is an entry of, and itself.
type Whole<'s> = (&'s Part, Table, Option<&'s Toml<'s>>, Step<'s>);

impl Source {
    /// All places that refer to the table at an address, and to the tables that would go with it, in the
    /// order of the files; `None` where some of that is not written in a way that could be taken out.
    #[must_use]
    pub fn references(&self, plan: &Plan, at: &Address) -> Option<Vec<Reference>> {
        self.withdrawn(plan, at).map(|(_, references)| references)
    }

    /// What takes out a table with everything that refers to it, and where that stands; `None` where
    /// something of it is not written in a way that this could take out.
    pub(super) fn withdrawn(&self, plan: &Plan, at: &Address) -> Option<(Vec<Patch>, Vec<Reference>)> {
        let found = self.exactly(plan, at)?;
        let mut gone: Leaving<'_> = Leaving::new();
        take(&found, &mut gone)?;
        let own = stretches(&gone);
        let mut references: BTreeMap<Span, Reference> = BTreeMap::new();
        let mut ways: Vec<(&Part, &Toml<'_>, Vec<Step<'_>>)> = Vec::new();
        let mut known = BTreeSet::from([(at.table, at.key.clone())]);
        let mut wanted = known.clone();
        while !wanted.is_empty() {
            let spans: BTreeSet<Span> = read::mentions(&self.parts, &wanted).into_iter().collect();
            wanted = BTreeSet::new();
            for (span, whole, way) in self.standing(&spans) {
                let (part, table, list, (key, toml)) = whole;
                let content = part.tree.content();
                let first = way.first().and_then(|(key, _)| *key).map_or("", |key| key.as_str());
                let whole = stands_for(table, first);
                if whole {
                    take(&Found { part, content, holder: list, key, toml }, &mut gone)?;
                    if let Some(key) = key.filter(|_| table.holds() == Holds::ById) {
                        let new = (table, key.as_str().into());
                        if known.insert(new.clone()) {
                            wanted.insert(new);
                        }
                    }
                } else {
                    // A KPI that predicts nothing predicts after no months either.
                    let way = if first == "predicts" { way[..1].to_vec() } else { way.clone() };
                    ways.push((part, toml, way));
                }
                let id = key.filter(|_| table.holds() == Holds::ById).map(|key| key.as_str().into());
                let key = (!whole).then(|| first.into());
                references.insert(span, Reference { span, table, id, key });
            }
        }
        for (part, holder, key, toml) in emptied(ways) {
            take(&Found { part, content: part.tree.content(), holder: Some(holder), key, toml }, &mut gone)?;
        }
        let within = |span: &Span| {
            let mut ranges = own.iter().filter(|(file, _)| *file == span.file);
            ranges.any(|(_, range)| range.contains(&(span.start as usize)))
        };
        let references = references.into_values().filter(|it| !within(&it.span)).collect();
        Some((patches(&gone)?, references))
    }

    /// What takes out what is at some addresses: of a table also the tables below it.
    pub(super) fn removed(&self, plan: &Plan, places: &[&Address]) -> Option<Vec<Patch>> {
        let mut gone = Leaving::new();
        for at in places {
            take(&self.exactly(plan, at)?, &mut gone)?;
        }
        patches(&gone)
    }

    /// Of each stretch of text that is a value or key: the table that it stands in, and the way to it.
    fn standing(&self, spans: &BTreeSet<Span>) -> Vec<(Span, Whole<'_>, Vec<Step<'_>>)> {
        let files: BTreeSet<u32> = spans.iter().map(|span| span.file).collect();
        let mut found = Vec::with_capacity(spans.len());
        for part in self.parts.iter().filter(|part| files.contains(&part.file)) {
            for whole in tables(part) {
                let mut open: Vec<Vec<Step<'_>>> = vec![vec![whole.3]];
                while let Some(way) = open.pop() {
                    let Some((_, toml)) = way.last() else { continue };
                    for (key, toml) in inside(toml) {
                        let way = || way.iter().copied().skip(1).chain([(key, toml)]).collect();
                        let by_key = key.map(|key| part.span(key.span)).filter(|span| spans.contains(span));
                        if let Some(span) = by_key {
                            found.push((span, whole, way()));
                        }
                        if toml.as_table().is_some() || toml.as_array().is_some() {
                            open.push([whole.3].into_iter().chain(way()).collect());
                        } else if spans.contains(&part.span(toml.span())) {
                            found.push((part.span(toml.span()), whole, way()));
                        }
                    }
                }
            }
        }
        found
    }
}

/// What goes of each part of a file, by the file and where the part begins.
type Leaving<'s> = BTreeMap<(u32, u32), (&'s Part, Gone)>;

/// Stretches that go, each in its file.
fn stretches(gone: &Leaving<'_>) -> Vec<(u32, Range<usize>)> {
    let of = |(part, gone): &(&Part, Gone)| {
        let (file, base) = (part.file, part.base as usize);
        let own = gone.tables.iter().chain(&gone.own);
        own.map(|it| (file, base + it.start..base + it.end)).collect::<Vec<_>>()
    };
    gone.values().flat_map(of).collect()
}

/// What goes, as patches that do not meet.
fn patches(gone: &Leaving<'_>) -> Option<Vec<Patch>> {
    let mut patches = Vec::new();
    for (part, gone) in gone.values() {
        let base = part.base as usize;
        let ranges = gone.ranges(part.tree.content(), part.tree.table().as_item())?;
        patches.extend(ranges.into_iter().map(|it| Patch {
            file: part.file,
            range: base + it.start..base + it.end,
            text: String::new(),
        }));
    }
    Some(patches)
}

/// Whether a table says something else without this key, or nothing: a reading of no KPI, an exception of
/// all markets, a waiver of everything.
fn stands_for(table: Table, key: &str) -> bool {
    match table {
        Table::Gate => key == "wave",
        Table::Exception => matches!(key, "tradeoff" | "market"),
        Table::Waiver => key == "on",
        Table::Present => key == "item",
        Table::Reading | Table::Realized | Table::Spent | Table::Assessed => true,
        _ => false,
    }
}

/// The tables of a part of a file.
fn tables(part: &Part) -> Vec<Whole<'_>> {
    let mut all = Vec::new();
    for (key, toml) in part.tree.table() {
        let Some(kind) = Table::of(key.as_str()) else { continue };
        match (kind.holds(), toml.value()) {
            (Holds::ById, Value::Table(tables)) => {
                all.extend(tables.into_iter().map(|(key, toml)| (part, kind, None, (Some(*key), toml))));
            }
            (Holds::Many, Value::Array(list)) => {
                all.extend(list.iter().map(|entry| (part, kind, Some(toml), (None, entry))));
            }
            (Holds::One, _) => all.push((part, kind, None, (Some(*key), toml))),
            _ => {}
        }
    }
    all
}

/// What is at the end of ways that begin in a table, with what it stands in: a list or a table of which all
/// goes instead of what it holds. Only of the waves that a wave comes after none is another thing than no word.
fn emptied<'s>(
    ways: Vec<(&'s Part, &'s Toml<'s>, Vec<Step<'s>>)>,
) -> Vec<(&'s Part, &'s Toml<'s>, Option<Key<'s>>, &'s Toml<'s>)> {
    let mark = |toml: &Toml<'_>| std::ptr::from_ref(toml).addr();
    let (mut gone, mut left) = (BTreeSet::new(), BTreeMap::new());
    let mut open: Vec<_> = ways.into_iter().rev().collect();
    let mut found = BTreeMap::new();
    while let Some((part, root, mut way)) = open.pop() {
        let Some((key, toml)) = way.pop().filter(|(_, toml)| gone.insert(mark(toml))) else { continue };
        let holder = way.last().map_or(root, |(_, holder)| *holder);
        let after = way.last().is_some_and(|(key, _)| key.is_some_and(|key| key.as_str() == "after"));
        found.insert(mark(toml), (part, holder, key, toml));
        let left: &mut usize = left.entry(mark(holder)).or_insert_with(|| inside(holder).len());
        *left -= 1;
        if *left == 0 && !way.is_empty() && !after {
            for (_, toml) in inside(holder) {
                found.remove(&mark(toml));
            }
            open.push((part, root, way));
        }
    }
    found.into_values().collect()
}

/// What a table or a list holds.
fn inside<'s>(toml: &'s Toml<'s>) -> Vec<Step<'s>> {
    match toml.value() {
        Value::Table(table) => table.into_iter().map(|(key, toml)| (Some(*key), toml)).collect(),
        Value::Array(list) => list.iter().map(|toml| (None, toml)).collect(),
        _ => Vec::new(),
    }
}

/// Takes out a value, and of a table also the tables below it that have headers.
fn take<'s>(found: &Found<'s>, gone: &mut Leaving<'s>) -> Option<()> {
    let place = (found.part.file, found.part.base);
    let (_, gone) = gone.entry(place).or_insert_with(|| (found.part, Gone::default()));
    gone.take(found)?;
    let mut open = vec![found.toml];
    while let Some(toml) = open.pop() {
        if is_value(toml) {
            continue;
        }
        for (key, toml) in inside(toml) {
            let headed = toml.as_table().is_some_and(|table| table.style() == TableStyle::Header);
            if headed {
                gone.take(&Found { part: found.part, content: found.content, holder: None, key, toml })?;
            }
            open.push(toml);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::disk::Memory;
    use crate::plan::edit::Edit;
    use crate::source::Limits;

    fn without(text: &str, at: &str) -> (String, Vec<String>) {
        let store = Memory::default().with("plan.toml", text);
        let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
        let at = Address::parse(at).unwrap();
        let references = read.source.references(&read.plan, &at).unwrap();
        let said = |it: &Reference| {
            let line = read.source.text(0).position(it.span.start).line;
            format!("{line} {} {}", it.table.key(), it.key.as_deref().unwrap_or("whole"))
        };
        let patches = read.source.patches(&read.plan, &[Edit::Withdraw(at)]).unwrap();
        (read.source.patched(0, &patches).unwrap(), references.iter().map(said).collect())
    }

    const PLAN: &str = r#"format = 1
[wave.one]
start = 2026-01-01
end = 2026-06-30
[driver.reach]
wave = "one" # one
needs = [ 'crm', "consent >= 2", "consent >= 3" ]
[capability.consent]
reaches.one = 3
# its cost
[capability.consent.cost]
one = 5
[capability.crm]
wave = "one"
needs = ["consent"]
[gate.exit]
wave = "one"
criteria = [
  "consent >= 3", # why
  "kpi.consent >= 3",
]
[kpi.consent]
measures = ["consent", "reach"]
predicts = { kpi = "sales", after = 3 }
[kpi.sales]
[risk.late]
delays = { consent = 3 }
[[reading]]
kpi = "sales"
date = 2026-02-01
value = 1

[[waiver]]
rule = "kpi-stale"
on = "exit"

[[decision]]
date = 2026-07-01
gate = "exit"
affects = ["consent"]
"#;

    #[test]
    fn a_capability_goes_from_needs_criteria_kpis_and_risks() {
        let (text, references) = without(PLAN, "capability.consent");
        let expected = PLAN
            .replace(
                "[capability.consent]\nreaches.one = 3\n# its cost\n[capability.consent.cost]\none = 5\n",
                "",
            )
            .replace(", \"consent >= 2\", \"consent >= 3\"", "")
            .replace("needs = [\"consent\"]\n", "")
            .replace("  \"consent >= 3\", # why\n", "")
            .replace("\"consent\", \"reach\"", "\"reach\"")
            .replace("delays = { consent = 3 }\n", "");
        assert_eq!(text, expected);
        let keys = ["7 driver needs", "7 driver needs", "15 capability needs", "19 gate criteria"];
        let rest = ["23 kpi measures", "27 risk delays"];
        assert_eq!(references, [&keys[..], &rest].concat());
    }

    #[test]
    fn what_says_something_else_without_it_goes_as_a_whole() {
        let (text, references) = without(PLAN, "kpi.sales");
        let expected = PLAN
            .replace("predicts = { kpi = \"sales\", after = 3 }\n[kpi.sales]\n", "")
            .replace("[[reading]]\nkpi = \"sales\"\ndate = 2026-02-01\nvalue = 1\n", "");
        assert_eq!(text, expected);
        assert_eq!(references, ["24 kpi predicts", "29 reading whole"]);
    }

    #[test]
    fn a_wave_takes_its_gate_along_and_the_gate_its_waiver() {
        let (text, references) = without(PLAN, "wave.one");
        let left = ["wave.one", "gate.exit", "waiver", "\"one\"", "reaches", "\"exit\"", "consent.cost"];
        assert_eq!(left.map(|word| text.contains(word)), [false; 7], "{text}");
        assert!(text.contains("[capability.consent]\n") && text.contains("date = 2026-07-01\naff"));
        assert!(
            references.contains(&"17 gate whole".into()) && references.contains(&"35 waiver whole".into())
        );
        assert!(references.contains(&"39 decision gate".into()), "{references:?}");
    }
}
