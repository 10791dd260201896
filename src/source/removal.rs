//! What is taken out of a file: an entry with its comma, a key with its value, a table with its own lines, and with
//! each what is said about it.
//!
//! One rule for all: a comment behind a thing on its line is about it, and so are the lines of comments right above
//! it. What a blank line sets apart stays, and so does what a file begins with, what stands right below a header,
//! and what is ruled, `# ---- risk`: that is about more.

use crate::order::Order as _;
use std::ops::Range;

use rustc_hash::FxHashSet;
use toml_spanner::{ArrayStyle, Item as Toml, Key, TableStyle};

use super::habit::{is_value, line_start, next_line, parts_before};
use super::leaving::{leaving, starts, united};
use super::patch::Found;
use super::pieces::{braced, listed};
use crate::plan::address::{Holds, Table};

/// Stretches of a text that are to go.
#[derive(Debug, Default)]
pub(super) struct Gone {
    /// Tables with headers, from the header to the last of their own values.
    pub(super) tables: Vec<Range<usize>>,
    /// Keys with their values, and entries, wherever they stand.
    pub(super) own: Vec<Range<usize>>,
}

impl Gone {
    /// Takes a value out; of a table with a header its own values, and of one in dotted keys all of them.
    pub(super) fn take(&mut self, found: &Found<'_>) -> Option<()> {
        match found.toml.as_table().map(toml_spanner::Table::style) {
            Some(TableStyle::Header) => self.tables.push(found.toml.span().range()),
            Some(TableStyle::Dotted | TableStyle::Implicit) => self.dotted(found.content, found.toml)?,
            Some(TableStyle::Inline) | None => {
                let start = match found.key {
                    Some(key) => parts_before(found.content, key.span.start as usize).1,
                    None => found.toml.span().start as usize,
                };
                self.own.push(start..found.toml.span().end as usize);
            }
        }
        Some(())
    }

    /// Takes out all keys that begin with the way to a table.
    fn dotted(&mut self, content: &str, table: &Toml<'_>) -> Option<()> {
        let mut open = vec![table];
        while let Some(toml) = open.pop() {
            for (key, toml) in toml.as_table()? {
                match toml.as_table().map(toml_spanner::Table::style) {
                    // Where it has a header, it goes by itself.
                    Some(TableStyle::Header) => {}
                    Some(TableStyle::Dotted | TableStyle::Implicit) => open.push(toml),
                    _ if !is_value(toml) => return None,
                    _ => {
                        let (_, start) = parts_before(content, key.span.start as usize);
                        self.own.push(start..toml.span().end as usize);
                    }
                }
            }
        }
        Some(())
    }

    /// The bytes that go, in their order, with commas, comments and line ends; of the text of a document.
    pub(super) fn ranges(&self, content: &str, document: &Toml<'_>) -> Option<Vec<Range<usize>>> {
        let mut ranges = Vec::new();
        let mut values = Vec::new();
        let mut left: FxHashSet<usize> = self.own.iter().map(|own| own.start).collect();
        let mut all: Vec<usize> = left.iter().copied().collect();
        all.order();
        let mut open = vec![document];
        while let Some(toml) = open.pop() {
            let inside: Vec<&Toml<'_>> = match (toml.as_table(), toml.as_array()) {
                (Some(table), _) => table.into_iter().map(|(_, toml)| toml).collect(),
                (_, Some(list)) => list.iter().collect(),
                _ => {
                    values.push(toml.span().range());
                    continue;
                }
            };
            if !is_held_in_brackets(toml) {
                open.extend(inside);
                continue;
            }
            let span = toml.span().range();
            values.push(span.clone());
            let first = all.partition_point(|start| *start <= span.start);
            if all.get(first).is_none_or(|start| *start >= span.end) {
                continue;
            }
            let list =
                if toml.as_table().is_some() { braced(toml, content)? } else { listed(toml, content)? };
            let gone: Vec<bool> =
                starts(&list, span.start).into_iter().map(|start| left.remove(&start)).collect();
            if gone.contains(&true) {
                ranges.extend(leaving(&list, span.start, &gone));
            }
            open.extend(inside);
        }
        values.retain(|span| content.get(span.clone()).is_some_and(|value| value.contains('\n')));
        let lines = Lines { content, values: united(values) };
        let mut tables = self.tables.clone();
        tables.order_by_key(|table| table.start);
        let mut gone_to = 0;
        for table in tables {
            let range = headed(content, table, gone_to, |start| lines.said_above(start))?;
            gone_to = range.end;
            ranges.push(range);
        }
        for own in self.own.iter().filter(|own| left.contains(&own.start)) {
            ranges.push(line(&lines, own)?);
        }
        let ranges = united(ranges);
        let bare = bare_headers(content, document, &ranges);
        Some(if bare.is_empty() { ranges } else { united([ranges, bare].concat()) })
    }
}

/// The lines of a text, and the values that take up several of them.
struct Lines<'t> {
    content: &'t str,
    values: Vec<Range<usize>>,
}

impl Lines<'_> {
    /// Whether a line that begins so belongs to a value.
    fn is_value(&self, start: usize) -> bool {
        let next = self.values.partition_point(|value| value.start < start);
        next.checked_sub(1).and_then(|at| self.values.get(at)).is_some_and(|value| start < value.end)
    }

    /// Where the comments begin that stand right above a line and are about what is on it; the line itself, where
    /// there are none, or they are about the file, the table or the section that they open.
    fn said_above(&self, line: usize) -> usize {
        let mut at = line;
        while at > 0 {
            let before = self.content.get(..at).unwrap_or_default();
            let start = before.strip_suffix('\n').unwrap_or(before).rfind('\n').map_or(0, |end| end + 1);
            let own = before.get(start..).unwrap_or_default().trim_start_matches('\u{feff}').trim_start();
            match own.chars().next() {
                _ if self.is_value(start) => return at,
                Some('#') if is_ruled(own) => return at,
                Some('#') => at = start,
                Some('[') => return line,
                _ => return at,
            }
        }
        line
    }
}

/// Whether a comment is a line across the page, or has one in it: it begins a section.
fn is_ruled(comment: &str) -> bool {
    ["----", "====", "****", "####", "~~~~", "____"].iter().any(|rule| comment.contains(rule))
}

/// The headers that hold nothing any more once some stretches are gone, `[driver]` without drivers, where nothing
/// is said about them.
fn bare_headers(content: &str, document: &Toml<'_>, gone: &[Range<usize>]) -> Vec<Range<usize>> {
    let goes = |at: usize| {
        let next = gone.partition_point(|range| range.end <= at);
        gone.get(next).is_some_and(|range| range.start <= at)
    };
    let emptied = |toml: &Toml<'_>| {
        let header = toml.as_table().filter(|table| table.style() == TableStyle::Header);
        header.is_some_and(|table| {
            !table.is_empty() && table.into_iter().all(|(key, toml)| all_goes(*key, toml, &goes))
        })
    };
    let kinds = document.as_table().into_iter().flatten();
    let by_id = kinds.filter(|(key, _)| Table::of(key.as_str()).is_some_and(|it| it.holds() == Holds::ById));
    let bare = by_id.filter(|(_, toml)| emptied(toml)).filter_map(|(_, toml)| {
        let span = toml.span().range();
        if goes(span.start) || is_commented(content, &span, &goes) {
            return None;
        }
        // Where all up to the end of the text goes, so do the blank lines before.
        let last = gone.last().filter(|last| last.end == content.len() && last.start >= span.start);
        let to_end =
            last.filter(|last| content.get(span.end..last.start).is_none_or(|it| it.trim().is_empty()));
        headed(content, span.start..to_end.map_or(span.end, |last| last.end), 0, |start| start)
    });
    bare.collect()
}

/// Whether a table goes, or a value, with all that it holds.
fn all_goes(key: Key<'_>, toml: &Toml<'_>, goes: &dyn Fn(usize) -> bool) -> bool {
    let mut open = vec![(key, toml)];
    while let Some((key, toml)) = open.pop() {
        match toml.as_table().filter(|table| table.style() != TableStyle::Inline) {
            Some(table) if table.style() != TableStyle::Header || goes(toml.span().start as usize) => {
                open.extend(table.into_iter().map(|(key, toml)| (*key, toml)));
            }
            None if goes(key.span.start as usize) => {}
            _ => return false,
        }
    }
    true
}

/// Whether a comment that stays is about a table with a header: on its lines, right above or right below them.
fn is_commented(content: &str, span: &Range<usize>, goes: &dyn Fn(usize) -> bool) -> bool {
    let is_comment = |line: &str| line.trim_start().starts_with('#');
    let above = content.get(..line_start(content, span.start)).unwrap_or_default();
    if above.lines().next_back().is_some_and(is_comment) {
        return true;
    }
    let mut at = line_start(content, span.start);
    while at < content.len() {
        let next = next_line(content, at).unwrap_or(content.len());
        let line = content.get(at..next).unwrap_or_default();
        let own = at < span.end;
        if !own && !is_comment(line) {
            return false;
        }
        if line.contains('#') && !goes(at + line.find('#').unwrap_or_default()) {
            return true;
        }
        at = next;
    }
    false
}

/// Whether a list or table stands between brackets, with commas between what it holds.
fn is_held_in_brackets(toml: &Toml<'_>) -> bool {
    match (toml.as_table(), toml.as_array()) {
        (Some(table), _) => table.style() == TableStyle::Inline,
        (_, Some(list)) => list.style() == ArrayStyle::Inline,
        _ => false,
    }
}

/// The whole line of something that stands alone on it, with what is said about it.
fn line(lines: &Lines<'_>, own: &Range<usize>) -> Option<Range<usize>> {
    let content = lines.content;
    let head = content.get(..own.start)?;
    let start = head.rfind('\n').map_or(0, |at| at + 1);
    let indent = head.get(start..)?;
    if !indent.trim_start_matches('\u{feff}').trim().is_empty() {
        return None;
    }
    let start = lines.said_above(start + indent.len() - indent.trim_start_matches('\u{feff}').len());
    let tail = content.get(own.end..)?;
    let rest = tail.get(..tail.find('\n').unwrap_or(tail.len()))?;
    if !rest.trim().is_empty() && !rest.trim_start().starts_with('#') {
        return None;
    }
    if own.end + rest.len() < content.len() {
        return Some(start..own.end + rest.len() + 1);
    }
    // The last line, which has no end: the one before it then has none.
    let before = content.get(..start)?;
    let before = before.strip_suffix('\n').map_or(before, |it| it.strip_suffix('\r').unwrap_or(it));
    Some(before.len()..content.len())
}

/// A table with a header, its values, what is said about it from where `above` the line of the header that begins,
/// and the blank lines around it. What stands before goes up to `gone_to`.
fn headed(
    content: &str,
    span: Range<usize>,
    gone_to: usize,
    above: impl Fn(usize) -> usize,
) -> Option<Range<usize>> {
    let head = content.get(..span.start)?;
    let start = head.rfind('\n').map_or(0, |at| at + 1);
    let start = start + head.get(start..)?.find(|it: char| it != '\u{feff}').unwrap_or(0);
    let start = if head.get(start..)?.trim().is_empty() { above(start.min(span.start)) } else { span.start };
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
    // The blank lines below go with it, but where it stood right below a value, which then is as far from what
    // follows, or a comment that stays and is not to be taken for one about what follows.
    let above = content.get(..start)?.strip_suffix('\n').and_then(|text| text.rsplit('\n').next());
    let above = above.map(|line| line.trim_start_matches('\u{feff}').trim_start()).unwrap_or_default();
    if above.is_empty() || above.starts_with('[') || is_ruled(above) || start <= gone_to {
        end += blanks_after;
    }
    Some(start..end)
}

/// How many bytes of blank lines a text begins with.
fn blank_lines(text: &str) -> usize {
    let blank = |line: &&str| line.trim().is_empty() && line.ends_with('\n');
    text.split_inclusive('\n').take_while(blank).map(str::len).sum()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use crate::disk::Memory;
    use crate::plan::address::Address;
    use crate::plan::edit::Edit;
    use crate::source::{Limits, Source};

    fn removed(text: &str, at: &str) -> Option<String> {
        let store = Memory::default().with("plan.toml", text);
        let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).ok()?;
        let patches = read.source.patches(&read.plan, &[Edit::Remove(Address::parse(at)?)])?;
        read.source.patched(0, &patches)
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
            ("[ \"x\",\n  \"y\"]", 0, "[\n  \"y\"]"),
            ("[ \"x\", # first\n  \"y\"]", 0, "[\n  \"y\"]"),
            ("[ \"x\", \"y\", # both\n  \"z\"]", 1, "[ \"x\", # both\n  \"z\"]"),
            ("[\n  \"x\", # first\n  \"y\"\n]", 1, "[\n  \"x\", # first\n]"),
            ("[\n  \"x\", # first\n  \"y\",\n]", 0, "[\n  \"y\",\n]"),
            ("[\n  # all\n  \"x\",\n  \"y\" # last\n]", 1, "[\n  # all\n  \"x\",\n]"),
            ("[\r\n  \"x\",\r\n  \"y\",\r\n]", 0, "[\r\n  \"y\",\r\n]"),
            (r#"[ "x" , "y" ]"#, 1, r#"[ "x" ]"#),
            (r#"[ "x" , "y" ]"#, 0, r#"[ "y" ]"#),
            ("[\n  \"x\",\n]", 0, "[]"),
            ("[\n  \"x\",\n  # no more\n]", 0, "[\n  # no more\n]"),
            // What is right above an entry is about it; what a blank line sets apart, or others share, is not.
            ("[\n  # of IT\n  \"x\",\n  \"y\",\n]", 0, "[\n  \"y\",\n]"),
            ("[\n  # of IT\n\n  # why\n  \"x\",\n  \"y\",\n]", 0, "[\n  # of IT\n\n  \"y\",\n]"),
            ("[\r\n  # IT\r\n\r\n  \"x\",\r\n  \"y\",\r\n]", 0, "[\r\n  # IT\r\n\r\n  \"y\",\r\n]"),
            ("[\n  # of IT\n  \"x\", \"y\",\n]", 0, "[\n  # of IT\n  \"y\",\n]"),
            ("[\n  \"x\",\n\n  \"y\",\n]", 0, "[\n  \"y\",\n]"),
            ("[\n  \"x\" , # first\n  \"y\"\n]", 0, "[\n  \"y\"\n]"),
            // Commas that lead their entries go with them.
            ("[\n    \"x\" # x\n  , \"y\" # y\n  , \"z\"\n]", 0, "[\n    \"y\" # y\n  , \"z\"\n]"),
            ("[\n    \"x\" # x\n  , \"y\" # y\n  , \"z\"\n]", 1, "[\n    \"x\" # x\n  , \"z\"\n]"),
            ("[\n    \"x\" # x\n  , \"y\" # y\n]", 1, "[\n    \"x\" # x\n]"),
            ("[\n    \"x\" # x\n  # y\n  , \"y\"\n]", 0, "[\n  # y\n   \"y\"\n]"),
            ("[\n  \"x\" # x\n  , \"y\", # y\n  \"z\"\n]", 1, "[\n  \"x\" # x\n,\n  \"z\"\n]"),
            ("[\n  \"x\", # x\n  \"y\" # y\n  , \"z\"\n]", 1, "[\n  \"x\", # x\n   \"z\"\n]"),
        ] {
            let found = removed(&list(before), &format!("driver.a.needs[{nth}]"));
            assert_eq!(found.as_deref(), Some(&*list(after)), "{before} {nth}");
        }
    }

    #[test]
    fn a_key_goes_with_its_value() {
        let text =
            "\u{feff}[driver.a]\r\n  name = \"A\"\r\n  note = \"\"\"\r\nx\"\"\" # said\r\n  # kept\r\n";
        assert_eq!(
            removed(text, "driver.a.name").unwrap(),
            "\u{feff}[driver.a]\r\n  note = \"\"\"\r\nx\"\"\" # said\r\n  # kept\r\n"
        );
        assert_eq!(
            removed(text, "driver.a.note").unwrap(),
            "\u{feff}[driver.a]\r\n  name = \"A\"\r\n  # kept\r\n"
        );
        let inline = "[driver]\na = { name = \"A\", note = \"x\" }\n";
        assert_eq!(removed(inline, "driver.a.name").unwrap(), "[driver]\na = { note = \"x\" }\n");
        assert_eq!(removed(inline, "driver.a.note").unwrap(), "[driver]\na = { name = \"A\" }\n");
        assert_eq!(removed(inline, "driver.a").unwrap(), "");
    }

    #[test]
    fn dotted_keys_go_wherever_they_are_written() {
        let text = "format = 1\ncapability.b.name = \"B\"\n# a\n[driver]\na.wave = \"one\"\na.ramp.shape = \"linear\" # slow\na . ramp . months = 6\nc = { ramp.months = 3, cost.one = 1, cost.run = 2 }\n[driver.d]\nreaches.two = 3\nreaches.three = 4\nowner = \"X\"\n[driver.d.cost]\none = 1\n";
        for (at, gone) in [
            ("driver.a.ramp.shape", "a.ramp.shape = \"linear\" # slow\n"),
            ("driver.a.ramp", "a.ramp.shape = \"linear\" # slow\na . ramp . months = 6\n"),
            ("capability.b", "capability.b.name = \"B\"\n"),
            ("capability.b.name", "capability.b.name = \"B\"\n"),
            ("driver.c.ramp", "ramp.months = 3, "),
            ("driver.c.cost.one", "cost.one = 1, "),
            ("driver.c.cost", ", cost.one = 1, cost.run = 2"),
            ("driver.d.reaches", "reaches.two = 3\nreaches.three = 4\n"),
            ("driver.d.reaches.two", "reaches.two = 3\n"),
        ] {
            assert_eq!(removed(text, at).as_deref(), Some(&*text.replacen(gone, "", 1)), "{at}");
        }
        let all = "a.wave = \"one\"\na.ramp.shape = \"linear\" # slow\na . ramp . months = 6\n";
        assert_eq!(removed(text, "driver.a").unwrap(), text.replacen(all, "", 1));
        let below = "driver.a.wave = \"one\"\n[driver.a.cost]\none = 1\n[wave.one]\n";
        assert_eq!(removed(below, "driver.a").unwrap(), "[wave.one]\n");
    }

    #[test]
    fn a_header_goes_with_the_last_that_it_holds_unless_something_is_said_about_it() {
        let (above, below) = ("format = 1\n\n", "[wave]\none = {}\n");
        for (driver, left) in [
            ("[driver]\na = {} # gone\n\n", ""),
            ("[driver]\na.name = \"A\"\na.wave = \"one\"\n", ""),
            ("[driver]\n\n[driver.a]\nname = \"A\"\n[driver.a.cost]\nrun = 1\n\n", ""),
            ("[driver] # why\na = {}\n\n", "[driver] # why\n\n"),
            ("[driver]\n# none yet\na = {}\n", "[driver]\n# none yet\n"),
            ("# why\n[driver]\na = {}\n", "# why\n[driver]\n"),
            ("[driver]\na = {}\nb = {}\n", "[driver]\nb = {}\n"),
            ("[driver]\na.name = \"A\"\n[driver.b]\n", "[driver]\n[driver.b]\n"),
            ("[driver]\na = {}\n\n# The waves\n", "# The waves\n"),
        ] {
            let text = format!("{above}{driver}{below}");
            assert_eq!(removed(&text, "driver.a").unwrap(), format!("{above}{left}{below}"), "{driver}");
        }
        for last in ["[driver]\na = {}\n", "[driver]\n\n[driver.a]\nname = \"A\"\n"] {
            assert_eq!(removed(&format!("{below}\n{last}"), "driver.a").unwrap(), below);
            assert_eq!(removed(last, "driver.a").unwrap(), "");
        }
    }

    #[test]
    fn what_is_said_about_a_thing_goes_with_it_and_what_is_about_more_stays() {
        let text = "# Reach\n[driver.a]\n# all of it\nname = \"A\"\n# agreed\n# in May\nvalue = 1\n\n# apart\n\nwave = \"w\"\nnote = '''\n# no comment '''\nowner = \"X\"\nneeds = [\n  \"b\",\n  # last\n]\nstage = \"idea\"\n\n# B\n[driver.b] # b\nrun = 1\n# of B\n\n# C\n[driver.c]\n";
        for (at, gone) in [
            ("driver.a.value", "# agreed\n# in May\nvalue = 1\n"),
            ("driver.a.name", "name = \"A\"\n"),
            ("driver.a.wave", "wave = \"w\"\n"),
            ("driver.a.owner", "owner = \"X\"\n"),
            ("driver.a.stage", "stage = \"idea\"\n"),
            ("driver.b", "# B\n[driver.b] # b\nrun = 1\n"),
            ("driver.c", "\n# C\n[driver.c]\n"),
        ] {
            assert_eq!(removed(text, at).as_deref(), Some(&*text.replacen(gone, "", 1)), "{at}");
            let left = removed(&text.replace('\n', "\r\n"), at).map(|left| left.replace("\r\n", "\n"));
            assert_eq!(left.as_deref(), Some(&*text.replacen(gone, "", 1)), "{at}");
        }
        // What the file begins with is about the file.
        assert!(removed(text, "driver.a").unwrap().starts_with("# Reach\n\n# B\n[driver.b]"));
        // And what begins a section is about all that follows.
        let section = "[driver.a]\n\n# ---- cost\n# of B\n[driver.b]\nrun = 1\n\n[driver.c]\n";
        let left = "[driver.a]\n\n# ---- cost\n[driver.c]\n";
        assert_eq!(removed(section, "driver.b").as_deref(), Some(left));
        let record =
            "# Q3\n[[waiver]]\nrule = \"split-group\"\n\n# as agreed\n[[waiver]]\nrule = \"isolated-item\"\n";
        assert_eq!(
            removed(record, "waiver[isolated-item]").unwrap(),
            "# Q3\n[[waiver]]\nrule = \"split-group\"\n"
        );
    }

    #[test]
    fn what_stands_right_below_something_leaves_the_blank_lines_to_what_follows() {
        let text = "[driver.a]\nname = \"A\"\n[driver.b]\nname = \"B\"\n\n[kpi]\n";
        let left = "[driver.a]\nname = \"A\"\n\n[kpi]\n";
        assert_eq!(removed(text, "driver.b").as_deref(), Some(left));
        let apart = text.replace("[driver.b]", "\n[driver.b]");
        assert_eq!(removed(&apart, "driver.b").as_deref(), Some(left));
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
}
