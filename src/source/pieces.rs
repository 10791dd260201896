//! A file cut into pieces that can be kept, taken or left by themselves: its tables, their keys, and the
//! entries of lists and tables in braces, each with the comments and blanks that belong to it. Put
//! together again, the pieces are the file, byte for byte.

use std::ops::Range;

use toml_spanner::{Arena, ArrayStyle, Item as Toml, Table as TomlTable, TableStyle};

use super::written::{Value, value};
use crate::plan::address::{Holds, Table};

/// A stretch of a file, and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What it is among its neighbours: the name of a table, a key, an entry of a list.
    pub key: String,
    /// Comments and blanks before it.
    pub before: String,
    /// How it begins: a header, or a key up to its value.
    pub head: String,
    /// What it holds.
    pub body: Body,
    /// How it ends: the rest of its line.
    pub foot: String,
    /// What it says.
    pub value: Value,
}

/// What a piece holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A value that is one piece.
    Plain(String),
    /// Pieces of its own.
    Series(Series),
}

/// Pieces one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// What closes them: comments, blanks and a bracket.
    pub close: String,
    /// Whether they are lines, or entries between commas; of those, whether a comma follows the last.
    pub commas: Option<bool>,
}

impl Piece {
    /// The piece without what stands before it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, false);
        text
    }

    fn write(&self, out: &mut String, comma: bool) {
        out.push_str(&self.head);
        match &self.body {
            Body::Plain(text) => out.push_str(text),
            Body::Series(series) => series.write(out),
        }
        out.push_str(if comma { "," } else { "" });
        out.push_str(&self.foot);
    }
}

impl Series {
    /// Puts the pieces together again.
    pub fn write(&self, out: &mut String) {
        for (nth, piece) in self.pieces.iter().enumerate() {
            let last = nth + 1 == self.pieces.len();
            match self.commas {
                // A line that another one follows has to end.
                None if !out.is_empty() && !out.ends_with('\n') => end_line(out),
                _ => {}
            }
            let ends_comment = |next: &str| next.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
            let comment_before = nth > 0 && self.pieces[nth - 1].foot.contains('#');
            if self.commas.is_some() && comment_before && !ends_comment(&piece.before) {
                end_line(out);
            }
            out.push_str(&piece.before);
            piece.write(out, self.commas.is_some_and(|after_last| !last || after_last));
            if last && self.commas.is_some() && piece.foot.contains('#') && !ends_comment(&self.close) {
                end_line(out);
            }
        }
        let line_open = !out.is_empty() && !out.ends_with('\n');
        if self.commas.is_none()
            && line_open
            && !self.close.is_empty()
            && !self.close.starts_with(['\n', '\r'])
        {
            end_line(out);
        }
        out.push_str(&self.close);
    }

    /// The pieces as one text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }
}

/// Ends a line as the lines before it end.
fn end_line(out: &mut String) {
    out.push_str(if out.contains("\r\n") { "\r\n" } else { "\n" });
}

/// What begins somewhere in a file.
enum Begins<'t> {
    /// A table with a header: its name, and itself.
    Table(String, &'t TomlTable<'t>),
    /// A key with a value: the names of the tables around it and its own, and the value.
    Key(Vec<&'t str>, &'t Toml<'t>),
}

/// Cuts a file into its tables, the first of which is what stands before all headers. `None` where it is
/// no sound TOML, or written in a way that cannot be cut.
#[must_use]
pub fn cut(text: &str) -> Option<Series> {
    let arena = Arena::new();
    let document = toml_spanner::parse(text, &arena).ok()?;
    let top = document.table();
    let mut begins: Vec<(usize, Begins<'_>)> = Vec::new();
    walk(top, text, &mut begins);
    begins.sort_by_key(|(at, _)| *at);
    let line_end =
        |at: usize| text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |it| at + it + 1);
    let line_start = |at: usize| text.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |it| it + 1);
    let mut sections = vec![Piece {
        key: String::new(),
        before: String::new(),
        head: String::new(),
        body: Body::Plain(String::new()),
        foot: String::new(),
        value: Value::Table(Vec::new()),
    }];
    let mut keys: Vec<Piece> = Vec::new();
    let mut at = 0;
    for (start, what) in begins {
        let start = line_start(start);
        let before = text.get(at..start)?.to_owned();
        match what {
            Begins::Table(key, table) => {
                close(sections.last_mut()?, std::mem::take(&mut keys));
                let end = line_end(start);
                sections.push(Piece {
                    key,
                    before,
                    head: text.get(start..end)?.to_owned(),
                    body: Body::Plain(String::new()),
                    foot: String::new(),
                    value: value(table.as_item(), text),
                });
                at = end;
            }
            Begins::Key(path, item) => {
                let range = item.span().range();
                let end = line_end(range.end);
                let own =
                    Own { before, head: start..range.start, value: range.clone(), foot: range.end..end };
                keys.push(piece(path.join("."), own, item, text, &path)?);
                at = end;
            }
        }
    }
    close(sections.last_mut()?, keys);
    let series = Series { pieces: sections, close: text.get(at..)?.to_owned(), commas: None };
    // What was cut has to be the file again: whoever writes two keys on a line has it merged by lines.
    (series.text() == text).then_some(series)
}

fn close(section: &mut Piece, keys: Vec<Piece>) {
    if section.key.is_empty() {
        section.value =
            Value::Table(keys.iter().map(|key| (key.key.as_str().into(), key.value.clone())).collect());
    }
    section.body = Body::Series(Series { pieces: keys, close: String::new(), commas: None });
}

/// Finds all that begins in a file: tables with headers, and keys with values.
fn walk<'t>(top: &'t TomlTable<'t>, text: &str, begins: &mut Vec<(usize, Begins<'t>)>) {
    // The tables still to be looked into: their path since the last header, and the whole path.
    let mut open: Vec<(Vec<&'t str>, String, &'t TomlTable<'t>)> = vec![(Vec::new(), String::new(), top)];
    while let Some((path, name, table)) = open.pop() {
        for (key, item) in table {
            let own = [path.as_slice(), &[key.as_str()]].concat();
            let full =
                if name.is_empty() { key.as_str().to_owned() } else { format!("{name}.{}", key.as_str()) };
            if let Some(inner) = item.as_table() {
                match inner.style() {
                    TableStyle::Header => {
                        begins.push((
                            inner.as_item().span().start as usize,
                            Begins::Table(full.clone(), inner),
                        ));
                        open.push((Vec::new(), full, inner));
                        continue;
                    }
                    TableStyle::Implicit | TableStyle::Dotted => {
                        open.push((own, full, inner));
                        continue;
                    }
                    TableStyle::Inline => {}
                }
            }
            if let Some(list) = item.as_array().filter(|list| list.style() == ArrayStyle::Header) {
                for entry in list.iter() {
                    let Some(inner) = entry.as_table() else { continue };
                    let name = format!("[{full}]{}", about(&full, &value(entry, text)));
                    begins.push((entry.span().start as usize, Begins::Table(name.clone(), inner)));
                    open.push((Vec::new(), name, inner));
                }
                continue;
            }
            begins.push((key.span.start as usize, Begins::Key(own, item)));
        }
    }
}

/// The keys by whose values two records are known to be about the same thing.
fn about(table: &str, record: &Value) -> String {
    let keys: &[&str] = match Table::of(table).filter(|table| table.holds() == Holds::Many) {
        Some(Table::Reading) => &["kpi", "date", "market"],
        Some(Table::Realized) => &["driver", "period"],
        Some(Table::Spent) => &["item", "wave", "period"],
        Some(Table::Assessed) => &["capability", "mandate", "date", "unit"],
        Some(Table::Decision) if record.get("gate").is_some() => &["date", "gate"],
        Some(Table::Decision) => &["date", "note"],
        Some(Table::Action) => &["date", "what"],
        Some(Table::Learning) => &["date", "wave", "note"],
        Some(Table::Waiver) => &["rule", "on"],
        Some(Table::Present) => &["view", "item", "title"],
        _ => &[],
    };
    let words = keys.iter().map(|key| record.get(key).map(Value::toml).unwrap_or_default());
    words.collect::<Vec<_>>().join(" ")
}

/// Where the parts of a piece stand.
struct Own {
    before: String,
    head: Range<usize>,
    value: Range<usize>,
    foot: Range<usize>,
}

fn piece(key: String, own: Own, item: &Toml<'_>, text: &str, path: &[&str]) -> Option<Piece> {
    let body = match entries(item, text, path) {
        Some((series, open)) => {
            let head = text.get(own.head)?.to_owned() + open;
            let foot = text.get(own.foot)?.to_owned();
            let value = value(item, text);
            return Some(Piece { key, before: own.before, head, body: Body::Series(series), foot, value });
        }
        None => Body::Plain(text.get(own.value)?.to_owned()),
    };
    let (head, foot) = (text.get(own.head)?.to_owned(), text.get(own.foot)?.to_owned());
    Some(Piece { key, before: own.before, head, body, foot, value: value(item, text) })
}

/// The entries of a list in which the order says nothing, or of a table in braces, and the bracket that
/// opens them; `None` for every other value.
fn entries<'x>(item: &Toml<'_>, text: &'x str, path: &[&str]) -> Option<(Series, &'x str)> {
    let own = path.first().copied().unwrap_or_default();
    let span = item.span().range();
    let mut found: Vec<Entry<'_>> = Vec::new();
    if let Some(table) = item.as_table() {
        for (key, item) in table {
            // Dotted keys in braces share their tables.
            if item.as_table().is_some_and(|inner| inner.style() != TableStyle::Inline) {
                return None;
            }
            let start = key.span.start as usize;
            let path = [path, &[key.as_str()]].concat();
            found.push((key.as_str().to_owned(), start..item.span().end as usize, item, path));
        }
    } else {
        let list = item.as_array()?;
        value(item, text).as_set(own).filter(|_| own != "extra")?;
        let needs = matches!(own, "needs" | "prefers" | "criteria");
        for entry in list.iter() {
            let said = entry.as_str()?;
            let subject = said.split(['<', '>', '=']).next().unwrap_or(said).trim();
            let key = if needs { subject } else { said };
            found.push((key.to_owned(), entry.span().range(), entry, path.to_vec()));
        }
    }
    pieced(found, span, text)
}

/// The entries of a list of whatever kind, and the bracket that opens it; `None` where it is written in a way
/// that cannot be cut.
pub(super) fn listed<'x>(list: &Toml<'_>, text: &'x str) -> Option<(Series, &'x str)> {
    let found = list.as_array()?.iter().map(|entry| {
        let key = value(entry, text).toml();
        (key, entry.span().range(), entry, Vec::new())
    });
    pieced(found.collect(), list.span().range(), text)
}

/// Something between commas: its key, where it stands, its value, and the way to it.
type Entry<'t> = (String, Range<usize>, &'t Toml<'t>, Vec<&'t str>);

/// Entries between brackets.
fn pieced<'x>(mut found: Vec<Entry<'_>>, span: Range<usize>, text: &'x str) -> Option<(Series, &'x str)> {
    found.sort_by_key(|(_, range, ..)| range.start);
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut at, mut comma) = (span.start + 1, false);
    for (key, range, item, path) in found {
        let gap = text.get(at..range.start)?;
        let before = match pieces.last_mut() {
            Some(last) => {
                let (foot, before, _) = parted(gap)?;
                last.foot = foot;
                before
            }
            None => gap.to_owned(),
        };
        let inner = item.span().range();
        let own =
            Own { before, head: range.start..inner.start, value: inner.clone(), foot: inner.end..inner.end };
        at = inner.end;
        pieces.push(piece(key, own, item, text, &path)?);
    }
    let gap = text.get(at..span.end.checked_sub(1)?)?;
    let bracket = text.get(span.end - 1..span.end)?;
    let mut close = gap.to_owned();
    if let Some(last) = pieces.last_mut() {
        let (foot, rest, after_last) = parted(gap)?;
        (last.foot, close, comma) = (foot, rest, after_last);
    }
    close.push_str(bracket);
    Some((Series { pieces, close, commas: Some(comma) }, text.get(span.start..=span.start)?))
}

/// What stands between two entries: what belongs to the one before on its line, what belongs to the next,
/// and whether there is a comma. `None` where the comma is not the first thing there.
fn parted(gap: &str) -> Option<(String, String, bool)> {
    let (comma, rest) = match gap.strip_prefix(',') {
        Some(rest) => (true, rest),
        None if gap.trim().is_empty() || gap.trim_start().starts_with('#') => (false, gap),
        None => return None,
    };
    let own = rest.get(..rest.find('\n').unwrap_or(rest.len()))?;
    let own = own.strip_suffix('\r').unwrap_or(own);
    match own.trim_start().starts_with('#') {
        true => Some((own.to_owned(), rest.get(own.len()..)?.to_owned(), comma)),
        false => Some((String::new(), rest.to_owned(), comma)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(series: &Series) -> Vec<&str> {
        series.pieces.iter().map(|piece| piece.key.as_str()).collect()
    }

    #[test]
    fn a_file_is_its_pieces() {
        let text = "\u{feff}# top\r\nformat = 1 # one\r\n\r\n# the waves\n[wave]\none = { start = 2026-01-01, end = 2026-02-01 }\n\n[driver.a]\nneeds = [\n  \"x >= 2\", # why\n  # and\n  \"y\"\n]\ncost.run = 5\n[[reading]]\nkpi = \"k\"\ndate = 2026-01-31\n# end";
        let series = cut(text).unwrap();
        assert_eq!(series.text(), text);
        let names = ["", "wave", "driver.a", "[reading]\"k\" 2026-01-31 "];
        assert_eq!(keys(&series), names);
        let Body::Series(driver) = &series.pieces[2].body else { panic!() };
        assert_eq!(keys(driver), ["needs", "cost.run"]);
        let Body::Series(needs) = &driver.pieces[0].body else { panic!() };
        assert_eq!(keys(needs), ["x", "y"]);
        assert_eq!(needs.pieces[0].foot, " # why");
        assert_eq!(needs.pieces[1].before, "\n  # and\n  ");
        assert_eq!(series.pieces[3].before, "");
        assert_eq!(series.close, "# end");
    }

    #[test]
    fn what_is_no_toml_is_not_cut() {
        assert!(cut("a = \n").is_none());
        assert!(cut("<<<<<<< ours\n").is_none());
    }
}
