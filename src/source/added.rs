//! New tables: where they go, and how they are laid out. Both follow the tables of their kind that are
//! there already.

mod dotted;

use crate::order::Order as _;
use chrono::NaiveDate;
use toml_spanner::{ArrayStyle, Item as Toml, Table as TomlTable, TableStyle};

use super::entries::appended;
use super::habit::{blank_above, end, ending, indent, next_line};
use super::include::Part;
use super::patch::Patch;
use super::{Source, habit};
use crate::plan::address::{Address, Holds, Table};
use crate::plan::calendar::Period;
use dotted::dotted_after;

/// Tables that are written in one file where a plan has several: a table that has none of its kind goes
/// to those of its family.
const FAMILIES: [&[Table]; 6] = [
    &[Table::Objective, Table::Driver, Table::Pool, Table::Market, Table::Brand, Table::CustomerType],
    &[Table::Capability, Table::Archetype, Table::Tradeoff, Table::Exception],
    &[Table::Mandate],
    &[Table::Wave, Table::Gate, Table::Risk],
    &[Table::Kpi],
    &[
        Table::Reading,
        Table::Realized,
        Table::Spent,
        Table::Assessed,
        Table::Decision,
        Table::Action,
        Table::Learning,
    ],
];

/// The keys and values of a new table, in the words of TOML.
type Fields = [(String, String)];

impl Source {
    /// What adds a table.
    pub(super) fn added(&self, at: &Address, fields: &Fields) -> Option<Patch> {
        let kind = at.table;
        if matches!(kind, Table::Top) || kind.holds() == Holds::ById && at.key.is_empty() {
            return None;
        }
        match self.home(kind, fields) {
            Some((part, last)) if kind.holds() != Holds::One => beside(part, at, fields, last),
            _ => self.within_an_empty_one(at, fields).or_else(|| self.first_of_its_kind(at, fields)),
        }
    }

    /// The first table of a kind where its header stands already, or an empty list or table in its place: written
    /// anywhere else, that would be there twice.
    fn within_an_empty_one(&self, at: &Address, fields: &Fields) -> Option<Patch> {
        let empty = |part: &&Part| part.tree.table().get(at.table.key()).is_some();
        let part = self.parts.iter().find(empty).filter(|_| at.table.holds() != Holds::One)?;
        let toml = part.tree.table().get(at.table.key())?;
        let content = part.tree.content();
        let span = toml.span().range();
        let (place, text) = match (toml.as_table().map(TomlTable::style), toml.as_array()) {
            (Some(TableStyle::Header), _) => {
                let header = toml.span().extract_header_span(content.as_bytes()).end as usize;
                let indent = indent(content, span.start);
                let line = match self.writes_in_lines(part.file) {
                    true => format!("{} = {}", at.key, in_braces(fields)),
                    false => return Some(block_within(part, at, fields, header)),
                };
                habit::line_after(content, header, indent, &line)
            }
            (Some(TableStyle::Inline), _) => {
                (span.start + 1, format!(" {} = {} ", at.key, in_braces(fields)).trim_end().to_owned() + " ")
            }
            (_, Some(_)) => (span.start + 1, in_braces(fields)),
            _ => return None,
        };
        let base = part.base as usize;
        Some(Patch { file: part.file, range: base + place..base + place, text })
    }

    /// The part of a file in which a new table of a kind belongs, and the last of its like there.
    fn home(&self, kind: Table, fields: &Fields) -> Option<(&Part, &Toml<'_>)> {
        let with: Vec<(&Part, Vec<&Toml<'_>>)> = self
            .parts
            .iter()
            .map(|part| (part, tables(part, kind)))
            .filter(|(_, tables)| !tables.is_empty())
            .collect();
        let file = match kind.holds() {
            Holds::Many => {
                let newest = |(part, tables): &(&Part, Vec<&Toml<'_>>)| {
                    (tables.iter().filter_map(|toml| moment(part, toml)).max(), part.file)
                };
                let own = fields.iter().find_map(|(key, value)| dated(key, value));
                let mut files: Vec<(Option<NaiveDate>, u32)> = with.iter().map(newest).collect();
                files.order();
                // The file whose time it falls into; a later one than all goes to the newest.
                let covers = files.iter().find(|(newest, _)| own.is_some() && *newest >= own);
                covers.or(files.last()).map(|(_, file)| *file)?
            }
            _ => self.most(with.iter().map(|(part, tables)| (part.file, tables.len())))?,
        };
        let (part, tables) = with.into_iter().rfind(|(part, _)| part.file == file)?;
        let last = tables.into_iter().max_by_key(|toml| end(toml))?;
        Some((part, last))
    }

    /// The file with the highest sum; the first of several.
    fn most(&self, counts: impl Iterator<Item = (u32, usize)>) -> Option<u32> {
        let mut sums = vec![0; self.files.len()];
        for (file, count) in counts {
            if let Some(sum) = sums.get_mut(file as usize) {
                *sum += count;
            }
        }
        let most = sums.iter().copied().max().filter(|most| *most > 0)?;
        sums.iter().position(|sum| *sum == most).and_then(|file| u32::try_from(file).ok())
    }

    /// A table at the end of the file where its family is; one that has none goes to the plan's own file.
    fn first_of_its_kind(&self, at: &Address, fields: &Fields) -> Option<Patch> {
        let family = FAMILIES.into_iter().find(|family| family.contains(&at.table)).unwrap_or_default();
        let counts = self.parts.iter().map(|part| {
            let count: usize = family.iter().map(|kind| tables(part, *kind).len()).sum();
            (part.file, count)
        });
        let newest = || {
            let record = at.table.holds() == Holds::Many && !family.is_empty();
            let dated = self.parts.iter().filter(|_| record).filter_map(|part| {
                let all = family.iter().flat_map(|kind| tables(part, *kind));
                Some((all.filter_map(|toml| moment(part, toml)).max()?, part.file))
            });
            dated.max().map(|(_, file)| file)
        };
        let file = newest().or_else(|| self.most(counts)).unwrap_or(0);
        let in_lines = at.table.holds() == Holds::ById && self.writes_in_lines(file);
        let content = &self.text(file).content;
        let ending = ending(content);
        let mut text = String::new();
        let bare = content.trim_start_matches('\u{feff}').trim().is_empty();
        if !bare {
            let open = if content.ends_with('\n') { "" } else { ending };
            text.push_str(open);
            text.push_str(ending);
        }
        let head = match at.table.holds() {
            Holds::One => format!("[{}]", at.table.key()),
            Holds::ById if in_lines => format!("[{}]", at.table.key()),
            Holds::ById => format!("[{}.{}]", at.table.key(), at.key),
            Holds::Many => format!("[[{}]]", at.table.key()),
        };
        text.push_str(&head);
        if in_lines {
            text.push_str(&format!("{ending}{} = {}", at.key, in_braces(fields)));
        } else {
            for (key, value) in fields {
                text.push_str(&format!("{ending}{key} = {value}"));
            }
        }
        if bare || content.ends_with('\n') {
            text.push_str(ending);
        }
        // A blank line at the end of the file is the one between.
        let blank = content.ends_with("\n\n") || content.ends_with("\n\r\n");
        let text = if blank { text.trim_start_matches(['\r', '\n']).to_owned() } else { text };
        Some(Patch { file, range: content.len()..content.len(), text })
    }

    /// Whether a file has most of its tables as lines of one: `[driver]`, `reach = { … }`.
    fn writes_in_lines(&self, file: u32) -> bool {
        let of = |style: TableStyle| -> usize {
            let kinds = Table::ALL.into_iter().filter(|kind| kind.holds() == Holds::ById);
            let tables = kinds.flat_map(|kind| {
                self.parts.iter().filter(|part| part.file == file).flat_map(move |part| tables(part, kind))
            });
            tables.filter(|toml| toml.as_table().is_some_and(|table| table.style() == style)).count()
        };
        of(TableStyle::Inline) > of(TableStyle::Header)
    }
}

/// The tables of a kind in a part of a file.
fn tables(part: &Part, kind: Table) -> Vec<&Toml<'_>> {
    let Some(held) = part.tree.table().get(kind.key()) else { return Vec::new() };
    match kind.holds() {
        Holds::One => vec![held],
        Holds::ById => held.as_table().into_iter().flatten().map(|(_, toml)| toml).collect(),
        Holds::Many => held.as_array().into_iter().flatten().collect(),
    }
}

/// The day that a record is about.
fn moment(part: &Part, record: &Toml<'_>) -> Option<NaiveDate> {
    let mut all = record.as_table()?.into_iter();
    all.find_map(|(key, toml)| dated(key.as_str(), part.tree.content().get(toml.span().range())?))
}

fn dated(key: &str, value: &str) -> Option<NaiveDate> {
    match key {
        "date" => value.get(..10)?.parse().ok(),
        "period" => Period::parse(value.trim_matches(['"', '\''])).map(Period::end),
        _ => None,
    }
}

/// A table after the last of its like, and as that is written.
fn beside(part: &Part, at: &Address, fields: &Fields, last: &Toml<'_>) -> Option<Patch> {
    let content = part.tree.content();
    let held = part.tree.table().get(at.table.key())?;
    let fields = ordered(fields, &tables(part, at.table), last);
    let key = || held.as_table()?.into_iter().find(|(_, toml)| std::ptr::eq(toml, last)).map(|(key, _)| key);
    let braces = held.as_table().is_some_and(|table| table.style() == TableStyle::Inline);
    if braces || held.as_array().is_some_and(|list| list.style() == ArrayStyle::Inline) {
        let value = in_braces(&fields);
        let (start, entry) = match key().filter(|_| braces) {
            Some(key) => (key.span.start as usize, format!("{} = {value}", at.key)),
            None => (last.span().start as usize, value),
        };
        return between(part, &appended(content, &held.span().range(), start..end(last), &entry)?);
    }
    let style = last.as_table()?.style();
    let (place, text) = if matches!(style, TableStyle::Dotted | TableStyle::Implicit)
        && let Some(lines) = dotted_after(content, at, &fields, last)
    {
        lines
    } else if style == TableStyle::Inline {
        let own = key()?;
        let assignment = habit::assignment(content, held.as_table()?, &at.key);
        let (_, start) = habit::parts_before(content, own.span.start as usize);
        let way = content.get(start..own.span.start as usize)?;
        let line = format!("{way}{}{assignment}{}", at.key, in_braces(&fields));
        habit::line_after(content, end(last), indent(content, start), &line)
    } else {
        block_after(content, at, &fields, held, last)
    };
    let base = part.base as usize;
    Some(Patch { file: part.file, range: base + place..base + place, text })
}

/// What is written at some places, one behind the other, as one stretch.
fn between(part: &Part, places: &[(usize, String)]) -> Option<Patch> {
    let content = part.tree.content();
    let start = places.first()?.0;
    let (mut text, mut at) = (String::new(), start);
    for (place, new) in places {
        text.push_str(content.get(at..*place)?);
        text.push_str(new);
        at = *place;
    }
    let base = part.base as usize;
    Some(Patch { file: part.file, range: base + start..base + at, text })
}

/// A table with a header and a line for each key, as far from the last one as that is from what is above.
fn block_after(
    content: &str,
    at: &Address,
    fields: &Fields,
    held: &Toml<'_>,
    last: &Toml<'_>,
) -> (usize, String) {
    let ending = ending(content);
    let header = last.as_table().is_some_and(|table| table.style() == TableStyle::Header);
    let start = last.span().start as usize;
    let several = held.as_table().map(TomlTable::len).or(held.as_array().map(|it| it.len())).unwrap_or(1) > 1;
    let above = if header { blank_above(content, start) } else { None };
    let blank = above.filter(|blank| several || *blank > 0).unwrap_or(1).min(2);
    let outer = if header { indent(content, start) } else { "" };
    let first = last.as_table().and_then(|table| table.into_iter().next());
    let first = first.map(|(key, _)| key.span.start as usize).filter(|first| header && *first > start);
    let inner = first.map_or("", |first| indent(content, first));
    let head = match at.table.holds() {
        Holds::Many => format!("[[{}]]", at.table.key()),
        _ => format!("[{}.{}]", at.table.key(), at.key),
    };
    let mut lines = format!("{outer}{head}");
    for (key, value) in fields {
        let gap = match last.as_table() {
            Some(table) if header => habit::assignment(content, table, key),
            _ => " = ".to_owned(),
        };
        lines.push_str(&format!("{ending}{inner}{key}{gap}{value}"));
    }
    let between = ending.repeat(blank);
    let own = own_end(content, last);
    match next_line(content, own) {
        Some(next) => {
            let rest = content.get(next..).unwrap_or_default();
            let close = rest.lines().next().is_some_and(|line| !line.trim().is_empty());
            let after = if close && blank > 0 { ending } else { "" };
            (next, format!("{between}{lines}{ending}{after}"))
        }
        None => (content.len(), format!("{ending}{between}{lines}")),
    }
}

/// The last byte of a table with what is said about it. One without values ends where the next line begins, and
/// comments below it are its own unless they stand right above something else.
fn own_end(content: &str, table: &Toml<'_>) -> usize {
    let end = end(table);
    if !content.get(..end).is_some_and(|text| text.ends_with('\n')) {
        return end;
    }
    let below = content.get(end..).unwrap_or_default();
    let comments: usize = below
        .split_inclusive('\n')
        .take_while(|line| line.trim_start_matches([' ', '\t']).starts_with('#'))
        .map(str::len)
        .sum();
    let apart =
        below.get(comments..).and_then(|rest| rest.lines().next()).is_none_or(|it| it.trim().is_empty());
    let end = if apart { end + comments } else { end };
    end - usize::from(content.get(..end).is_some_and(|text| text.ends_with('\n')))
}

/// A table with a header of its own, below the empty header of its kind.
fn block_within(part: &Part, at: &Address, fields: &Fields, header: usize) -> Patch {
    let content = part.tree.content();
    let ending = ending(content);
    let mut lines = format!("[{}.{}]", at.table.key(), at.key);
    for (key, value) in fields {
        lines.push_str(&format!("{ending}{key} = {value}"));
    }
    let (place, text) = match next_line(content, header) {
        Some(next) => {
            let rest = content.get(next..).unwrap_or_default();
            let close = rest.lines().next().is_some_and(|line| !line.trim().is_empty());
            (next, format!("{ending}{lines}{ending}{}", if close { ending } else { "" }))
        }
        None => (content.len(), format!("{ending}{ending}{lines}")),
    };
    let base = part.base as usize;
    Patch { file: part.file, range: base + place..base + place, text }
}

/// A table in braces.
fn in_braces(fields: &Fields) -> String {
    if fields.is_empty() {
        return "{}".to_owned();
    }
    let all: Vec<String> = fields.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", all.join(", "))
}

/// The keys in the order that the last table of the kind has them in. One that it has not stands behind those that
/// it stands behind in the newest of the others that have it; what none has, comes last.
fn ordered(fields: &Fields, all: &[&Toml<'_>], last: &Toml<'_>) -> Vec<(String, String)> {
    let keys = |toml: &Toml<'_>| {
        let table = toml.as_table().into_iter().flatten();
        let mut keys: Vec<(usize, String)> =
            table.map(|(key, _)| (key.span.start as usize, key.as_str().to_owned())).collect();
        keys.order();
        keys.into_iter().map(|(_, key)| key).collect::<Vec<_>>()
    };
    let mut known = keys(last);
    let mut missing: Vec<&str> = fields
        .iter()
        .map(|(key, _)| key.as_str())
        .filter(|key| !known.iter().any(|own| own == key))
        .collect();
    for other in all.iter().rev() {
        if missing.is_empty() {
            break;
        }
        let has = |key: &&str| other.as_table().is_some_and(|table| table.get(key).is_some());
        if !missing.iter().any(has) {
            continue;
        }
        let mut place = 0;
        for key in keys(other) {
            if let Some(at) = known.iter().position(|own| *own == key) {
                place = at + 1;
            } else if missing.contains(&key.as_str()) {
                missing.retain(|it| *it != key);
                known.insert(place, key);
                place += 1;
            }
        }
    }
    let place = |key: &str| known.iter().position(|own| own == key).unwrap_or(known.len());
    let mut all = fields.to_vec();
    all.order_by_key(|(key, _)| place(key));
    all
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::disk::Memory;
    use crate::plan::edit::Edit;
    use crate::source::Limits;

    /// The files of a plan after a table was added, in the order of the plan.
    fn with(files: &[(&str, &str)], at: &str, fields: &[(&str, &str)]) -> Vec<String> {
        let store = files.iter().fold(Memory::default(), |store, (path, text)| store.with(*path, *text));
        let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
        let (table, key) = at.split_once('.').unwrap_or((at, ""));
        let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let edit = Edit::Add(Address::new(Table::of(table).unwrap(), key), fields);
        let patches = read.source.patches(&read.plan, &[edit]).unwrap();
        (0..)
            .map_while(|file| read.source.canonical(file).map(|_| file))
            .map(|file| read.source.patched(file, &patches).unwrap())
            .collect()
    }

    pub(super) fn one(text: &str, at: &str, fields: &[(&str, &str)]) -> String {
        with(&[("plan.toml", text)], at, fields).remove(0)
    }

    #[test]
    fn a_table_follows_the_last_of_its_kind_and_looks_like_it() {
        let text =
            "format = 1\r\n\r\n[driver.a]\r\n\twave=\"x\"\r\n\tname=\"A\" # a\r\n\r\n# Waves\r\n[wave.x]\r\n";
        assert_eq!(
            one(text, "driver.b", &[("name", "\"B\""), ("wave", "\"x\"")]),
            text.replace("# a\r\n", "# a\r\n\r\n[driver.b]\r\n\twave=\"x\"\r\n\tname=\"B\"\r\n")
        );
        let below = "[driver.a]\nname = \"A\"\n[driver.a.cost]\nonce = 1\n[wave.x]\n";
        assert_eq!(
            one(below, "driver.b", &[("name", "\"B\"")]),
            below.replace("once = 1\n", "once = 1\n\n[driver.b]\nname = \"B\"\n\n")
        );
        let open = "[driver.a]\nname = \"A\"";
        assert_eq!(
            one(open, "driver.b", &[("name", "\"B\"")]),
            format!("{open}\n\n[driver.b]\nname = \"B\"")
        );
    }

    #[test]
    fn behind_a_header_without_keys_one_blank_line_is_enough() {
        for (before, after) in [
            ("[driver.a]\n\n[wave.x]\n", "[driver.a]\n\n[driver.b]\nname = \"B\"\n\n[wave.x]\n"),
            ("[driver.a] # a\n\n\n[wave.x]\n", "[driver.a] # a\n\n[driver.b]\nname = \"B\"\n\n\n[wave.x]\n"),
            ("[driver.a]\n[wave.x]\n", "[driver.a]\n\n[driver.b]\nname = \"B\"\n\n[wave.x]\n"),
            ("[driver.a]\n", "[driver.a]\n\n[driver.b]\nname = \"B\"\n"),
            ("[driver.a]\n\n", "[driver.a]\n\n[driver.b]\nname = \"B\"\n\n"),
            (
                "[driver.a]\n# why\n\n[wave.x]\n",
                "[driver.a]\n# why\n\n[driver.b]\nname = \"B\"\n\n[wave.x]\n",
            ),
            (
                "[driver.a]\n# Waves\n[wave.x]\n",
                "[driver.a]\n\n[driver.b]\nname = \"B\"\n\n# Waves\n[wave.x]\n",
            ),
            ("[driver.a]", "[driver.a]\n\n[driver.b]\nname = \"B\""),
        ] {
            assert_eq!(one(before, "driver.b", &[("name", "\"B\"")]), after, "{before}");
            let windows = one(&before.replace('\n', "\r\n"), "driver.b", &[("name", "\"B\"")]);
            assert_eq!(windows.replace("\r\n", "\n"), after, "{before}");
        }
    }

    #[test]
    fn tables_in_lines_and_in_braces_stay_so() {
        let lines =
            "[wave] # waves\n  one   = { name = \"One\" }\n  three = { name = \"Three\" } # last\n[kpi]\n";
        assert_eq!(
            one(lines, "wave.two", &[("name", "\"Two\"")]),
            lines.replace("# last\n", "# last\n  two   = { name = \"Two\" }\n")
        );
        assert_eq!(
            one(lines, "risk.late", &[("costs", "3")]),
            format!("{lines}\n[risk]\nlate = {{ costs = 3 }}\n")
        );
        assert_eq!(
            one("wave = { one = {} }\n", "wave.two", &[("name", "\"Two\"")]),
            "wave = { one = {}, two = { name = \"Two\" } }\n"
        );
        let rows = "reading = [\n  { kpi = \"k\", value = 1 },\n]\n";
        assert_eq!(
            one(rows, "reading", &[("value", "2"), ("kpi", "\"k\"")]),
            "reading = [\n  { kpi = \"k\", value = 1 },\n  { kpi = \"k\", value = 2 },\n]\n"
        );
        // What is said behind the last stays behind it.
        let said = "reading = [\n  { kpi = \"k\", value = 1 }   # as counted\n]\n";
        assert_eq!(
            one(said, "reading", &[("kpi", "\"k\""), ("value", "2")]),
            "reading = [\n  { kpi = \"k\", value = 1 },   # as counted\n  { kpi = \"k\", value = 2 }\n]\n"
        );
    }

    #[test]
    fn keys_stand_in_the_order_of_those_before() {
        let text = "[[assessed]]\nunit = \"u\"\ncapability = \"c\"\ndate = 2026-01-01\nlevel = 1\n\n[[assessed]]\ncapability = \"c\"\ndate = 2026-01-01\nlevel = 1\nunit = \"dk\"\n\n[[assessed]]\nmandate = \"m\"\ndate = 2026-01-01\nlevel = 1\n";
        let fields = [
            ("date", "2026-02-01"),
            ("level", "2"),
            ("note", "\"n\""),
            ("capability", "\"c\""),
            ("unit", "\"no\""),
        ];
        let new =
            "\n[[assessed]]\ncapability = \"c\"\ndate = 2026-02-01\nlevel = 2\nunit = \"no\"\nnote = \"n\"\n";
        assert_eq!(one(text, "assessed", &fields), format!("{text}{new}"));
    }

    #[test]
    fn the_first_of_a_kind_goes_below_the_header_that_is_there_and_empty() {
        let fields = [("name", "\"B\"")];
        let block = "[driver.b]\nname = \"B\"\n";
        for (before, after) in [
            ("[driver]\n", format!("[driver]\n\n{block}")),
            ("[driver]", format!("[driver]\n\n{}", block.trim_end())),
            (
                "[driver] # value\n\n[wave.x]\nname = \"X\"\n",
                format!("[driver] # value\n\n{block}\n[wave.x]\nname = \"X\"\n"),
            ),
            ("[driver]\n[wave.x]\n", format!("[driver]\n\n{block}\n[wave.x]\n")),
            (
                "[driver]\n# none\n\n[wave]\nx = {}\n",
                "[driver]\nb = { name = \"B\" }\n# none\n\n[wave]\nx = {}\n".to_owned(),
            ),
            ("driver = {}\n[wave.x]\n", "driver = { b = { name = \"B\" } }\n[wave.x]\n".to_owned()),
        ] {
            assert_eq!(one(before, "driver.b", &fields), after, "{before}");
        }
        assert_eq!(one("reading = []\n", "reading", &[("kpi", "\"k\"")]), "reading = [{ kpi = \"k\" }]\n");
        // An empty header in one file does not keep a table from its like in another.
        let files =
            [("plan.toml", "include = [\"d.toml\"]\n[driver]\n"), ("d.toml", "[driver.a]\nname = \"A\"\n")];
        assert_eq!(with(&files, "driver.b", &[])[1], format!("{}\n[driver.b]\n", files[1].1));
    }

    #[test]
    fn a_record_goes_to_the_file_whose_time_it_is() {
        let plan = "format = 1\ninclude = [\"r/*.toml\"]\n";
        let reading = |date: &str| format!("[[reading]]\nkpi = \"k\"\ndate = {date}\nvalue = 1\n");
        let (q1, q2) = (reading("2026-03-31"), reading("2026-06-30"));
        let files = [("plan.toml", plan), ("r/1.toml", &q1), ("r/2.toml", &q2)];
        let of = |date: &str| {
            let after = with(&files, "reading", &[("kpi", "\"k\""), ("date", date), ("value", "2")]);
            after.iter().zip(&files).position(|(after, (_, before))| after != before).unwrap()
        };
        assert_eq!([of("2026-02-01"), of("2026-03-31"), of("2026-04-01"), of("2027-01-01")], [1, 1, 2, 2]);
        let spent = with(&files, "spent", &[("period", "\"2026-07\"")]);
        assert_eq!(spent[2], format!("{q2}\n[[spent]]\nperiod = \"2026-07\"\n"));
    }

    #[test]
    fn the_first_of_a_kind_goes_to_its_family() {
        let files = [
            ("plan.toml", "format = 1\ninclude = [\"strategy.toml\"]\n"),
            ("strategy.toml", "[driver.a]\nname = \"A\"\n"),
        ];
        assert_eq!(
            with(&files, "objective.grow", &[("name", "\"Grow\"")])[1],
            "[driver.a]\nname = \"A\"\n\n[objective.grow]\nname = \"Grow\"\n"
        );
        assert_eq!(
            with(&files, "policy", &[("focus", "3")])[0],
            format!("{}\n[policy]\nfocus = 3\n", files[0].1)
        );
    }
}
