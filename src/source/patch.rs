//! From an edit to the bytes of a file that it changes. Whatever a patch does not cover stays as it is:
//! line ends, byte order mark, comments, order, blanks.

use std::ops::Range;

use toml_spanner::{Array, ArrayStyle, Item as Toml, Key, TableStyle};

use super::habit::{assignment, ending, is_value, line_after, parts_before};
use super::include::Part;
use super::written::Value;
use super::{Source, habit};
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part as Step, Table};
use crate::plan::edit::Edit;

/// A stretch of a file and what is to stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The file, as the source counts them.
    pub file: u32,
    /// The bytes that go.
    pub range: Range<usize>,
    /// The text that comes.
    pub text: String,
}

/// A value and what it stands in.
pub(super) struct Found<'s> {
    /// The part of a file that it stands in; all places in `content` count from where that begins.
    pub(super) part: &'s Part,
    pub(super) content: &'s str,
    /// The table or list that it stands in; `None` for a table of the plan.
    pub(super) holder: Option<&'s Toml<'s>>,
    pub(super) key: Option<Key<'s>>,
    pub(super) toml: &'s Toml<'s>,
}

impl Found<'_> {
    pub(super) fn patch(&self, range: Range<usize>, text: String) -> Patch {
        let base = self.part.base as usize;
        Patch { file: self.part.file, range: base + range.start..base + range.end, text }
    }
}

impl Source {
    /// What some edits change in the files; `None` where one of them names what is not written there.
    #[must_use]
    pub fn patches(&self, plan: &Plan, edits: &[Edit]) -> Option<Vec<Patch>> {
        let mut patches = Vec::with_capacity(edits.len());
        // Neighbours that go share a comma.
        let removals = edits.iter().filter_map(|edit| match edit {
            Edit::Remove(at) => Some(at),
            _ => None,
        });
        let removals: Vec<&Address> = removals.collect();
        patches.extend(self.removed(plan, &removals)?);
        for edit in edits {
            match edit {
                Edit::Rename(at, key) => patches.extend(self.renamed(plan, at, key)?),
                Edit::Add(at, fields) => patches.push(self.added(at, fields)?),
                Edit::Remove(_) => {}
                Edit::Withdraw(at) => patches.extend(self.withdrawn(plan, at)?.0),
                edit => patches.push(self.patch(plan, edit)?),
            }
        }
        Some(patches)
    }

    /// The value at an address in the words of the file; `None` where none is written there.
    #[must_use]
    pub fn words(&self, plan: &Plan, at: &Address) -> Option<&str> {
        let found = self.exactly(plan, at)?;
        found.content.get(found.toml.span().range())
    }

    /// What the value at an address says; `None` where none is written there.
    #[must_use]
    pub fn value(&self, plan: &Plan, at: &Address) -> Option<Value> {
        let found = self.exactly(plan, at)?;
        Some(super::written::value(found.toml, found.content))
    }

    /// The keys of the table at an address, as they are written; `None` where no table is written there.
    #[must_use]
    pub fn keys(&self, plan: &Plan, at: &Address) -> Option<Vec<&str>> {
        let found = self.exactly(plan, at)?;
        Some(found.toml.as_table()?.into_iter().map(|(key, _)| key.as_str()).collect())
    }

    /// How many entries the list at an address has; `None` where no list is written there.
    #[must_use]
    pub fn entries(&self, plan: &Plan, at: &Address) -> Option<usize> {
        Some(self.exactly(plan, at)?.toml.as_array()?.len())
    }

    /// The text that a value says; `None` where it is none.
    #[must_use]
    pub fn said(&self, plan: &Plan, at: &Address) -> Option<&str> {
        self.exactly(plan, at)?.toml.as_str()
    }

    /// The text of a file after some patches, none of which meet; `None` where one splits a character.
    #[must_use]
    pub fn patched<'p>(&self, file: u32, patches: impl IntoIterator<Item = &'p Patch>) -> Option<String> {
        let mut patches: Vec<&Patch> = patches.into_iter().filter(|patch| patch.file == file).collect();
        patches.sort_by_key(|patch| (patch.range.start, patch.range.end));
        let content = &self.text(file).content;
        let mut text = String::with_capacity(content.len());
        let mut at = 0;
        for patch in patches {
            text.push_str(content.get(at..patch.range.start)?);
            text.push_str(&patch.text);
            at = patch.range.end;
        }
        text.push_str(content.get(at..)?);
        Some(text)
    }

    fn patch(&self, plan: &Plan, edit: &Edit) -> Option<Patch> {
        match edit {
            Edit::Write(span, text) => Some(Patch {
                file: span.file,
                range: span.start as usize..span.end as usize,
                text: text.clone(),
            }),
            Edit::Set(at, value) => {
                let found = self.exactly(plan, at)?;
                let plain = found.toml.as_table().is_none_or(|table| table.style() == TableStyle::Inline);
                let range = found.toml.span().range();
                plain.then(|| found.patch(range, value.clone()))
            }
            Edit::Insert(at, key, value) => {
                let found = self.exactly(plan, at)?;
                let (place, text) = insertion(&found, at, key, value)?;
                Some(found.patch(place..place, text))
            }
            Edit::Add(..) | Edit::Rename(..) | Edit::Remove(..) | Edit::Withdraw(..) => None,
        }
    }

    /// What an address names, where exactly that is written.
    pub(super) fn exactly(&self, plan: &Plan, at: &Address) -> Option<Found<'_>> {
        let (part, key, toml) = self.table_at(plan, at)?;
        let tree = &part.tree;
        let list = at.table.holds() == Holds::Many;
        let holder = list.then(|| tree.table().get(at.table.key())).flatten();
        let mut found = Found { part, content: tree.content(), holder, key, toml };
        for part in &at.path {
            let holder = found.toml;
            (found.key, found.toml) = match part {
                Step::Key(key) => {
                    let (key, toml) = holder.as_table()?.get_key_value(key)?;
                    (Some(*key), toml)
                }
                Step::Nth(nth) => (None, holder.as_array()?.get(*nth as usize)?),
            };
            found.holder = Some(holder);
        }
        Some(found)
    }
}

/// The bytes that go with a value; of a table with a header, those of its own values.
pub(super) fn removal(found: &Found<'_>) -> Option<Range<usize>> {
    let table = found.toml.as_table();
    match table.map(toml_spanner::Table::style) {
        Some(TableStyle::Header) => return headed(found),
        Some(TableStyle::Dotted | TableStyle::Implicit) => return None,
        Some(TableStyle::Inline) | None => {}
    }
    let content = found.content;
    let start = found.key.map_or(found.toml.span().start, |key| key.span.start) as usize;
    let own = start..found.toml.span().end as usize;
    let holder = found.holder.filter(|holder| {
        holder.as_array().is_some() || holder.as_table().is_some_and(|it| it.style() == TableStyle::Inline)
    });
    match holder {
        Some(holder) => {
            let inside = holder.span().range();
            let before = content.get(inside.start + 1..own.start)?;
            let after = content.get(own.end..inside.end.checked_sub(1)?)?;
            // In a table in braces, what stands before a key that is dotted belongs to it.
            let dotted = found.key.is_some() && !before.trim_end().is_empty() && !ends_entry(before);
            (!dotted).then(|| entry(content, own, before, after))
        }
        None => line(content, &own),
    }
}

/// Whether an entry ends where `before` does: with a comma, or a comment behind one.
fn ends_entry(before: &str) -> bool {
    let last = before.lines().rfind(|line| !line.trim().is_empty() && !line.trim().starts_with('#'));
    let last = last.map_or("", str::trim);
    last.ends_with(',') || last.contains('#') && last.contains(',')
}

/// An entry between commas: with the comma behind it, or else the one before it; with its line, where it
/// has one to itself.
fn entry(content: &str, own: Range<usize>, before: &str, after: &str) -> Range<usize> {
    let mut end = own.end;
    let gap = after.len() - after.trim_start().len();
    let comma = after.trim_start().starts_with(',');
    if comma {
        end += gap + 1;
    }
    if let Some(line) = line(content, &(own.start..end)) {
        return line;
    }
    let blank = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    if comma {
        return own.start..end + blank(content.get(end..).unwrap_or_default());
    }
    // The last one: the comma before it goes, unless a comment or a line break stands between.
    let kept = before.trim_end_matches([' ', '\t']);
    match kept.strip_suffix(',') {
        Some(kept) => {
            let from = own.start - (before.len() - kept.len());
            from..end
        }
        None => own.start..end,
    }
}

/// The whole line of something that stands alone on it. A comment behind it stays, on its own.
pub(super) fn line(content: &str, own: &Range<usize>) -> Option<Range<usize>> {
    let head = content.get(..own.start)?;
    let start = head.rfind('\n').map_or(0, |at| at + 1);
    let indent = head.get(start..)?;
    if !indent.trim_start_matches('\u{feff}').trim().is_empty() {
        return None;
    }
    let start = start + indent.len() - indent.trim_start_matches('\u{feff}').len();
    let tail = content.get(own.end..)?;
    let rest = tail.get(..tail.find('\n').unwrap_or(tail.len()))?;
    if rest.trim().is_empty() {
        if own.end + rest.len() < content.len() {
            return Some(start..own.end + rest.len() + 1);
        }
        // The last line, which has no end: the one before it then has none.
        let before = content.get(..start)?;
        let before = before.strip_suffix('\n').map_or(before, |it| it.strip_suffix('\r').unwrap_or(it));
        return Some(before.len()..content.len());
    }
    let comment = rest.trim_start();
    comment.starts_with('#').then(|| own.start..own.end + rest.len() - comment.len())
}

/// A table with a header, its values and the blank lines around it.
fn headed(found: &Found<'_>) -> Option<Range<usize>> {
    let content = found.content;
    let span = found.toml.span().range();
    let head = content.get(..span.start)?;
    let start = head.rfind('\n').map_or(0, |at| at + 1);
    let start = start + head.get(start..)?.find(|it: char| it != '\u{feff}').unwrap_or(0);
    let start = if head.get(start..)?.trim().is_empty() { start.min(span.start) } else { span.start };
    let tail = content.get(span.end..)?;
    // A table without values ends where the next line begins.
    let ended = content.get(span.clone())?.ends_with('\n');
    let mut end = span.end + if ended { 0 } else { tail.find('\n').map_or(tail.len(), |at| at + 1) };
    let blank_before = content.get(..start)?.trim_end_matches([' ', '\t', '\r', '\n']).len();
    let blanks_after = blank_lines(content.get(end..)?);
    if end + blanks_after >= content.len() && blank_before > 0 {
        // The last table: the blank lines before it go, up to the end of the line before.
        if !content.ends_with('\n') {
            return Some(blank_before..content.len());
        }
        let kept = content.get(blank_before..start)?.find('\n').map_or(start, |at| blank_before + at + 1);
        return Some(kept..content.len());
    }
    end += blanks_after;
    Some(start..end)
}

/// How many bytes of blank lines a text begins with.
fn blank_lines(text: &str) -> usize {
    let blank = |line: &&str| line.trim().is_empty() && line.ends_with('\n');
    text.split_inclusive('\n').take_while(blank).map(str::len).sum()
}

/// Where a new key of a table goes, and what is written there.
fn insertion(found: &Found<'_>, at: &Address, key: &str, value: &str) -> Option<(usize, String)> {
    let content = found.content;
    if let Some(list) = found.toml.as_array().filter(|list| list.style() == ArrayStyle::Inline) {
        return appended(content, found.toml.span().range(), list, value);
    }
    let table = found.toml.as_table()?;
    let line = format!("{key}{}{value}", assignment(content, table, key));
    let ending = ending(content);
    if at.table == Table::Top {
        let start = if content.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        return Some((start, format!("{line}{ending}")));
    }
    let values = table.into_iter().filter(|(_, toml)| is_value(toml));
    let last =
        values.map(|(key, toml)| (key.span.start as usize, toml.span().end as usize)).max_by_key(|it| it.1);
    match table.style() {
        TableStyle::Inline => {
            let close = (found.toml.span().end as usize).checked_sub(1)?;
            match last {
                Some((_, end)) => Some((end, format!(", {line}"))),
                None => Some((close, format!(" {line} ").trim_end().to_owned() + " ")),
            }
        }
        TableStyle::Header => {
            let start = found.toml.span().start as usize;
            let header = found.toml.span().extract_header_span(content.as_bytes()).end as usize;
            let (first, end) = last.filter(|it| it.1 > start).unwrap_or((start, header));
            Some(line_after(content, end, habit::indent(content, first), &line))
        }
        TableStyle::Dotted | TableStyle::Implicit => {
            // `a.name = …`: another line that begins with the same way to the table.
            let (first, end) = last?;
            let (parts, start) = parts_before(content, first);
            let way = content.get(start..first).filter(|_| !parts.is_empty())?;
            let in_braces = content.get(..start)?.trim_end().ends_with(['{', ',']);
            match in_braces {
                true => Some((end, format!(", {way}{line}"))),
                false => {
                    Some(line_after(content, end, habit::indent(content, start), &format!("{way}{line}")))
                }
            }
        }
    }
}

/// Where a new entry of a list goes, and what is written there.
fn appended(content: &str, own: Range<usize>, list: &Array<'_>, value: &str) -> Option<(usize, String)> {
    let Some(last) = list.iter().last() else { return Some((own.start + 1, value.to_owned())) };
    let (start, end) = (last.span().start as usize, last.span().end as usize);
    let line = habit::line_start(content, start);
    let alone = line > own.start && content.get(line..start)?.trim().is_empty();
    let after = content.get(end..own.end)?.trim_start();
    let comma = after.starts_with(',');
    if !alone {
        return Some((end, format!(", {value}")));
    }
    let indent = content.get(line..start)?;
    let ending = ending(content);
    // A comment behind the last entry stays behind it.
    let next = habit::next_line(content, end).filter(|next| *next < own.end);
    match next {
        Some(next) if comma => Some((next, format!("{indent}{value},{ending}"))),
        _ => Some((end, format!(",{ending}{indent}{value}"))),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::disk::Memory;
    use crate::source::Limits;

    fn edited(text: &str, edit: Edit) -> Option<String> {
        let store = Memory::default().with("plan.toml", text);
        let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).ok()?;
        let patches = read.source.patches(&read.plan, &[edit])?;
        read.source.patched(0, &patches)
    }

    fn removed(text: &str, at: &str) -> Option<String> {
        edited(text, Edit::Remove(Address::parse(at)?))
    }

    #[test]
    fn an_entry_of_a_list_goes_with_its_comma() {
        let list = |list: &str| format!("[driver.a]\nneeds = {list} # why\n");
        for (before, nth, after) in [
            (r#"["x", "y", "z"]"#, 0, r#"["y", "z"]"#),
            (r#"["x", "y", "z"]"#, 1, r#"["x", "z"]"#),
            (r#"["x", "y", "z"]"#, 2, r#"["x", "y"]"#),
            (r#"["x"]"#, 0, "[]"),
            (r#"[ "x" , "y" , ]"#, 1, r#"[ "x" , ]"#),
            ("[\n  \"x\", # first\n  \"y\"\n]", 1, "[\n  \"x\", # first\n]"),
            ("[\n  \"x\", # first\n  \"y\",\n]", 0, "[\n  # first\n  \"y\",\n]"),
            ("[\r\n  \"x\",\r\n  \"y\",\r\n]", 0, "[\r\n  \"y\",\r\n]"),
        ] {
            let found = removed(&list(before), &format!("driver.a.needs[{nth}]"));
            assert_eq!(found.as_deref(), Some(&*list(after)), "{before} {nth}");
        }
    }

    #[test]
    fn a_key_goes_with_its_value() {
        let text = "\u{feff}[driver.a]\r\n  name = \"A\"\r\n  note = \"\"\"\r\nx\"\"\" # kept\r\n";
        assert_eq!(
            removed(text, "driver.a.name").unwrap(),
            "\u{feff}[driver.a]\r\n  note = \"\"\"\r\nx\"\"\" # kept\r\n"
        );
        assert_eq!(
            removed(text, "driver.a.note").unwrap(),
            "\u{feff}[driver.a]\r\n  name = \"A\"\r\n  # kept\r\n"
        );
        let inline = "[driver]\na = { name = \"A\", note = \"x\" }\n";
        assert_eq!(removed(inline, "driver.a.name").unwrap(), "[driver]\na = { note = \"x\" }\n");
        assert_eq!(removed(inline, "driver.a.note").unwrap(), "[driver]\na = { name = \"A\" }\n");
        assert_eq!(removed(inline, "driver.a").unwrap(), "[driver]\n");
        let dotted = "driver.a.name = \"A\"\n";
        assert_eq!((removed(dotted, "driver.a.name"), removed(dotted, "driver.a")), (None, None));
    }

    #[test]
    fn a_table_goes_with_what_it_holds_and_no_comment_of_others() {
        let waiver = "[[waiver]]\nrule = \"split-group\"\nby = \"x\" # who\n";
        let text = format!("format = 1\n\n{waiver}\n# The waves\n[wave]\n");
        assert_eq!(removed(&text, "waiver[split-group]").unwrap(), "format = 1\n\n# The waves\n[wave]\n");
        let text = format!("format = 1\n\n{waiver}");
        assert_eq!(removed(&text, "waiver[split-group]").unwrap(), "format = 1\n");
        assert_eq!(removed(waiver, "waiver[split-group]").unwrap(), "");
        let deeper = "[driver.a]\nname = \"A\"\n[driver.a.cost]\nonce = 1\n";
        assert_eq!(removed(deeper, "driver.a").unwrap(), "");
        assert_eq!(removed(deeper, "driver.a.cost").unwrap(), "[driver.a]\nname = \"A\"\n");
    }

    #[test]
    fn a_key_is_added_where_the_table_ends() {
        let insert = |text: &str, at: &str| {
            let at = Address::parse(at).unwrap_or_else(|| Address::new(Table::Top, ""));
            edited(text, Edit::Insert(at, "owner".into(), "\"X\"".into())).unwrap()
        };
        let text = "\u{feff}[driver.a]\r\n\tname = \"A\" # a\r\n\r\n[driver.b]";
        assert_eq!(
            insert(text, "driver.a"),
            "\u{feff}[driver.a]\r\n\tname = \"A\" # a\r\n\towner = \"X\"\r\n\r\n[driver.b]"
        );
        assert_eq!(insert(text, "driver.b"), format!("{text}\r\nowner = \"X\""));
        assert_eq!(insert(text, ""), text.replacen('\u{feff}', "\u{feff}owner = \"X\"\r\n", 1));
        assert_eq!(insert("driver = { a = {} }", "driver.a"), "driver = { a = { owner = \"X\" } }");
        assert_eq!(
            insert("driver = { a = { name = \"A\" } }", "driver.a"),
            "driver = { a = { name = \"A\", owner = \"X\" } }"
        );
    }

    #[test]
    fn an_entry_is_added_where_the_list_ends() {
        let add = |list: &str| {
            let text = format!("[driver.a]\nneeds = {list} # why\n");
            let at = Address::parse("driver.a.needs").unwrap();
            edited(&text, Edit::Insert(at, String::new(), "\"z\"".into())).unwrap()
        };
        for (before, after) in [
            ("[]", r#"["z"]"#),
            (r#"["x"]"#, r#"["x", "z"]"#),
            (r#"[ "x", ]"#, r#"[ "x", "z", ]"#),
            ("[\n  \"x\", # first\n]", "[\n  \"x\", # first\n  \"z\",\n]"),
            ("[\r\n  \"x\"\r\n]", "[\r\n  \"x\",\n  \"z\"\r\n]"),
        ] {
            assert_eq!(add(before), format!("[driver.a]\nneeds = {after} # why\n"), "{before}");
        }
    }

    #[test]
    fn a_value_is_set_where_it_stands() {
        let at = Address::parse("driver.a.wave").unwrap();
        let set = edited("[driver]\na = { wave  =  \"x\" , note = 'n' }", Edit::Set(at, "\"y\"".into()));
        assert_eq!(set.unwrap(), "[driver]\na = { wave  =  \"y\" , note = 'n' }");
    }
}
