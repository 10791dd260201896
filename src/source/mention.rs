//! Where a plan speaks of something by its id, and giving it another.

use crate::order::Order as _;
use std::collections::BTreeSet;
use std::ops::Range;

use toml_spanner::{Item as Toml, TableStyle};

use super::habit::{is_value, parts_before, parts_up_to};
use super::patch::{Found, Patch};
use super::{Source, read};
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Table};
use crate::plan::edit::Span;

impl Source {
    /// Where the plan refers to the table with this id: the text of each value or key that does.
    #[must_use]
    pub fn mentions(&self, table: Table, id: &str) -> Vec<Span> {
        let mut spans = read::mentions(&self.parts, &BTreeSet::from([(table, id.into())]));
        spans.order();
        spans.dedup();
        spans
    }

    /// What gives the thing at an address another key.
    pub(super) fn renamed(&self, plan: &Plan, at: &Address, key: &str) -> Option<Vec<Patch>> {
        let found = self.exactly(plan, at)?;
        let own = found.key.filter(|_| at.table.holds() == Holds::ById || !at.path.is_empty())?;
        let old = own.as_str();
        let mut places: BTreeSet<(usize, usize)> = BTreeSet::new();
        for (start, end) in spellings(&found, own.span.range()) {
            let inside = word(found.content.get(start..end)?, old)?;
            places.insert((start + inside.start, start + inside.end));
        }
        let mut patches: Vec<Patch> =
            places.into_iter().map(|(start, end)| found.patch(start..end, key.to_owned())).collect();
        if at.path.is_empty() {
            for span in self.mentions(at.table, old) {
                let text = self.text(span.file).content.get(span.start as usize..span.end as usize)?;
                let inside = word(text, old)?;
                let start = span.start as usize;
                let range = start + inside.start..start + inside.end;
                patches.push(Patch { file: span.file, range, text: key.to_owned() });
            }
        }
        Some(patches)
    }
}

/// Everywhere that the key of a table is spelled: once for a table in braces, and in the header of each
/// table below it and before the dot of each key, where it is written out.
fn spellings(found: &Found<'_>, own: Range<usize>) -> BTreeSet<(usize, usize)> {
    let content = found.content;
    let mut all = BTreeSet::from([(own.start, own.end)]);
    let mut open: Vec<(&Toml<'_>, usize)> = vec![(found.toml, 0)];
    while let Some((toml, depth)) = open.pop() {
        let Some(table) = toml.as_table().filter(|table| table.style() != TableStyle::Inline) else {
            if let Some(list) = toml.as_array().filter(|_| !is_value(toml)) {
                open.extend(list.iter().map(|toml| (toml, depth)));
            }
            continue;
        };
        let mut spelled = |parts: Vec<Range<usize>>| {
            all.extend(parts.get(depth).map(|part| (part.start, part.end)));
        };
        if table.style() == TableStyle::Header {
            let header = toml.span().extract_header_span(content.as_bytes()).range();
            let inside = content.get(header.clone()).unwrap_or_default().trim_end_matches([']', ' ', '\t']);
            spelled(parts_up_to(content, header.start + inside.len()).0);
        }
        for (key, toml) in table {
            spelled(parts_before(content, key.span.start as usize).0);
            open.push((toml, depth + 1));
        }
    }
    all
}

/// Where a text that refers to something says its id: `"consent >= 3"`, `"kpi.consent >= 3"`, `consent`.
fn word(text: &str, id: &str) -> Option<Range<usize>> {
    let subject = text.find(['<', '>', '=']).unwrap_or(text.len());
    let part_of_id = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || matches!(it, '-' | '_'));
    let found = text.get(..subject)?.rmatch_indices(id).find(|(at, _)| {
        !part_of_id(text[..*at].chars().next_back()) && !part_of_id(text[at + id.len()..].chars().next())
    });
    found.map(|(at, _)| at..at + id.len())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::disk::Memory;
    use crate::plan::edit::Edit;
    use crate::source::Limits;

    fn renamed(text: &str, at: &str, key: &str) -> String {
        let store = Memory::default().with("plan.toml", text);
        let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
        let edit = Edit::Rename(Address::parse(at).unwrap(), key.into());
        let patches = read.source.patches(&read.plan, &[edit]).unwrap();
        read.source.patched(0, &patches).unwrap()
    }

    const PLAN: &str = r#"format = 1
[wave.one]
start = 2026-01-01
end = 2026-06-30
[market.dk]
[driver.reach]
wave = "one" # one
needs = [ 'consent >= 2', "crm" ]
cost = { one = 3, run = 1 }
[capability.consent]
maturity = { dk = 2 }
reaches.one = 3
[capability."consent".cost]
one = 5
[capability]
crm.wave = "one"
crm.name = "consent"
[gate.exit]
wave = "one"
criteria = ["consent>=3", "kpi.consent >= 3", "spent.one <= 3", "realized.reach >= 1"]
[kpi.consent]
measures = ["consent", "reach"]
target = { one = 3 }
local = { dk = { one = 3 } }
[risk.late]
delays = { consent = 3 }
[[assessed]]
capability = "consent"
date = 2026-02-01
level = 1
unit = "dk"
[[waiver]]
rule = "kpi-stale"
on = "one"
"#;

    #[test]
    fn an_id_is_renamed_wherever_the_plan_refers_to_it_and_nowhere_else() {
        let expected = PLAN
            .replace("'consent >= 2'", "'opt-in >= 2'")
            .replace("[capability.consent]", "[capability.opt-in]")
            .replace("[capability.\"consent\".cost]", "[capability.\"opt-in\".cost]")
            .replace("\"consent>=3\"", "\"opt-in>=3\"")
            .replace("measures = [\"consent\"", "measures = [\"opt-in\"")
            .replace("delays = { consent", "delays = { opt-in")
            .replace("capability = \"consent\"", "capability = \"opt-in\"");
        assert_eq!(renamed(PLAN, "capability.consent", "opt-in"), expected);
    }

    #[test]
    fn a_wave_is_renamed_in_keys_too() {
        let expected = PLAN
            .replace("[wave.one]", "[wave.first]")
            .replace("\"one\"", "\"first\"")
            .replace("{ one =", "{ first =")
            .replace("reaches.one", "reaches.first")
            .replace("\none = 5", "\nfirst = 5")
            .replace("spent.one", "spent.first");
        assert_eq!(renamed(PLAN, "wave.one", "first"), expected);
    }

    #[test]
    fn a_market_is_a_unit_where_the_plan_names_no_units() {
        let expected =
            PLAN.replace("market.dk", "market.se").replace("{ dk =", "{ se =").replace("\"dk\"", "\"se\"");
        assert_eq!(renamed(PLAN, "market.dk", "se"), expected);
        let units = format!("[plan]\nunits = [\"dk\"]\n{}", PLAN.replacen("format = 1\n", "", 1));
        let apart = renamed(&units, "market.dk", "se");
        assert!(apart.contains("maturity = { dk = 2 }") && apart.contains("unit = \"dk\""), "{apart}");
    }

    #[test]
    fn a_dotted_id_is_renamed_in_each_of_its_keys() {
        let expected = PLAN.replace("\"crm\"", "\"base\"").replace("crm.", "base.");
        assert_eq!(renamed(PLAN, "capability.crm", "base"), expected);
    }

    #[test]
    fn one_key_is_renamed_in_its_place() {
        let expected = PLAN.replace("reaches.one = 3", "reaches.two = 3");
        assert_eq!(renamed(PLAN, "capability.consent.reaches.one", "two"), expected);
    }
}
