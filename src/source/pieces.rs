//! A file cut into pieces that can be kept, taken or left by themselves: its tables, their keys, and the
//! entries of lists and tables in braces, each with the comments and blanks that belong to it. Put
//! together again, the pieces are the file, byte for byte.

use std::ops::Range;

use toml_spanner::{Arena, ArrayStyle, Item as Toml, Table as TomlTable, TableStyle};

use super::habit::parts_before;
use super::written::{Value, value};
use crate::order::Order as _;
use crate::plan::address::{Holds, Table};

/// A stretch of a file, and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What it is among its neighbours: the name of a table, a key, an entry of a list.
    pub key: String,
    /// Comments and blanks before it.
    pub before: String,
    /// Of an entry whose comma leads it on its own line, the blanks behind that.
    pub lead: Option<String>,
    /// How it begins: a header, or a key up to its value.
    pub head: String,
    /// What it holds.
    pub body: Body,
    /// Of an entry, what stands before the comma behind it.
    pub gap: String,
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
    /// What opens them: a bracket, and the comment behind it on its line.
    pub open: String,
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// What closes them: comments, blanks and a bracket.
    pub close: String,
    /// Whether they are lines, or entries between commas; of those, whether a comma follows the last.
    pub commas: Option<bool>,
}

impl Piece {
    /// One that holds nothing yet.
    #[must_use]
    pub fn new(key: String, value: Value) -> Self {
        Self {
            key,
            before: String::new(),
            lead: None,
            head: String::new(),
            body: Body::Plain(String::new()),
            gap: String::new(),
            foot: String::new(),
            value,
        }
    }

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
        // Blanks before a comma that is not there are nobody's.
        if comma || !self.gap.trim().is_empty() {
            out.push_str(&self.gap);
        }
        out.push_str(if comma { "," } else { "" });
        out.push_str(&self.foot);
    }
}

impl Series {
    /// Nothing, to which pieces can be added.
    #[must_use]
    pub fn none() -> Self {
        Self { open: String::new(), pieces: Vec::new(), close: String::new(), commas: None }
    }

    /// Puts the pieces together again.
    pub fn write(&self, out: &mut String) {
        out.push_str(&self.open);
        let ends_comment = |next: &str| next.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
        let mut commented = self.open.contains('#');
        for (nth, piece) in self.pieces.iter().enumerate() {
            match self.commas {
                // A line that another one follows has to end.
                None if !out.is_empty() && !out.ends_with('\n') => end_line(out),
                Some(_) if commented && !ends_comment(&piece.before) => end_line(out),
                _ => {}
            }
            out.push_str(&piece.before);
            if let Some(lead) = &piece.lead {
                // One that came to stand first has a blank in the place of its comma.
                out.push_str(match nth {
                    0 if piece.before.contains('\n') => " ",
                    0 => "",
                    _ => ",",
                });
                out.push_str(lead);
            }
            let led = |next: &Self, at: usize| next.pieces.get(at).map(|next| next.lead.is_some());
            let comma =
                self.commas.is_some_and(|after_last| led(self, nth + 1).map_or(after_last, |led| !led));
            piece.write(out, comma);
            commented = piece.foot.contains('#');
        }
        if self.commas.is_some() && commented && !ends_comment(&self.close) {
            end_line(out);
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
    /// A key with a value: the names of all tables around it and its own, how many of them its header has, and
    /// the value.
    Key(Vec<&'t str>, usize, &'t Toml<'t>),
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
    begins.order_by_key(|(at, _)| *at);
    let line_end =
        |at: usize| text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |it| at + it + 1);
    let line_start = |at: usize| text.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |it| it + 1);
    let mut sections = vec![Piece::new(String::new(), Value::Table(Vec::new()))];
    let mut keys: Vec<Piece> = Vec::new();
    let mut at = 0;
    for (start, what) in begins {
        let start = line_start(start);
        let before = text.get(at..start)?.to_owned();
        match what {
            Begins::Table(key, table) => {
                close(sections.last_mut()?, std::mem::take(&mut keys));
                let end = line_end(start);
                let head = text.get(start..end)?.to_owned();
                sections.push(Piece { before, head, ..Piece::new(key, value(table.as_item(), text)) });
                at = end;
            }
            Begins::Key(path, headed, item) => {
                let range = item.span().range();
                let end = line_end(range.end);
                let own =
                    Own { before, head: start..range.start, value: range.clone(), foot: range.end..end };
                keys.push(piece(path.get(headed..)?.join("."), own, item, text, &path)?);
                at = end;
            }
        }
    }
    close(sections.last_mut()?, keys);
    let series = Series { pieces: sections, close: text.get(at..)?.to_owned(), ..Series::none() };
    // What was cut has to be the file again: whoever writes two keys on a line has it merged by lines.
    (series.text() == text).then_some(series)
}

fn close(section: &mut Piece, keys: Vec<Piece>) {
    if section.key.is_empty() {
        section.value =
            Value::Table(keys.iter().map(|key| (key.key.as_str().into(), key.value.clone())).collect());
    }
    section.body = Body::Series(Series { pieces: keys, ..Series::none() });
}

/// Finds all that begins in a file: tables with headers, and keys with values.
fn walk<'t>(top: &'t TomlTable<'t>, text: &str, begins: &mut Vec<(usize, Begins<'t>)>) {
    // The tables still to be looked into: their whole path, how much of it their header has, and what they are called.
    let mut open: Vec<(Vec<&'t str>, usize, String, &'t TomlTable<'t>)> =
        vec![(Vec::new(), 0, String::new(), top)];
    while let Some((path, headed, name, table)) = open.pop() {
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
                        open.push((own.clone(), own.len(), full, inner));
                        continue;
                    }
                    TableStyle::Implicit | TableStyle::Dotted => {
                        open.push((own, headed, full, inner));
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
                    open.push((own.clone(), own.len(), name, inner));
                }
                continue;
            }
            begins.push((key.span.start as usize, Begins::Key(own, headed, item)));
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

/// Whether a list of this name holds records, whose order says nothing.
fn is_of_records(name: &str) -> bool {
    Table::of(name).is_some_and(|table| table.holds() == Holds::Many && table != Table::Present)
}

/// The field of an item, of a record or of the plan that a path leads to, or into, however the file writes it.
fn field<'p>(path: &[&'p str]) -> &'p str {
    let at = match path.first().and_then(|name| Table::of(name)).map(Table::holds) {
        Some(Holds::ById) => 2,
        Some(Holds::One | Holds::Many) => 1,
        None => 0,
    };
    path.get(at).copied().unwrap_or_default()
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
        Some(series) => Body::Series(series),
        None => Body::Plain(text.get(own.value)?.to_owned()),
    };
    let (head, foot) = (text.get(own.head)?.to_owned(), text.get(own.foot)?.to_owned());
    Some(Piece { before: own.before, head, body, foot, ..Piece::new(key, value(item, text)) })
}

/// The entries of a list in which the order says nothing, of records in a list, or of a table in braces; `None` for
/// every other value.
fn entries(item: &Toml<'_>, text: &str, path: &[&str]) -> Option<Series> {
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
        let own = path.first().copied().unwrap_or_default();
        if path.len() == 1 && is_of_records(own) && list.iter().all(|it| it.as_table().is_some()) {
            // Known by what they are about, as those with a header of their own.
            found.extend(list.iter().map(|entry| {
                let key = format!("[{own}]{}", about(own, &value(entry, text)));
                (key, entry.span().range(), entry, path.to_vec())
            }));
            return pieced(found, span, text);
        }
        let own = field(path);
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

/// The entries of a list of whatever kind; `None` where it is written in a way that cannot be cut.
pub(super) fn listed(list: &Toml<'_>, text: &str) -> Option<Series> {
    let found = list.as_array()?.iter().map(|entry| {
        let key = value(entry, text).toml();
        (key, entry.span().range(), entry, Vec::new())
    });
    pieced(found.collect(), list.span().range(), text)
}

/// The keys of a table in braces, dotted ones as they are written; `None` where it cannot be cut.
pub(super) fn braced(table: &Toml<'_>, text: &str) -> Option<Series> {
    let mut found: Vec<Entry<'_>> = Vec::new();
    let mut open = vec![table.as_table().filter(|table| table.style() == TableStyle::Inline)?];
    while let Some(table) = open.pop() {
        for (key, item) in table {
            if let Some(inner) = item.as_table().filter(|inner| inner.style() != TableStyle::Inline) {
                open.push(inner);
                continue;
            }
            let (parts, start) = parts_before(text, key.span.start as usize);
            let way = parts.iter().rev().filter_map(|part| text.get(part.clone())).collect::<Vec<_>>();
            let key = way.into_iter().chain([key.as_str()]).collect::<Vec<_>>().join(".");
            found.push((key, start..item.span().end as usize, item, Vec::new()));
        }
    }
    pieced(found, table.span().range(), text)
}

/// Something between commas: its key, where it stands, its value, and the way to it.
type Entry<'t> = (String, Range<usize>, &'t Toml<'t>, Vec<&'t str>);

/// Entries between brackets.
fn pieced(mut found: Vec<Entry<'_>>, span: Range<usize>, text: &str) -> Option<Series> {
    found.order_by_key(|(_, range, ..)| range.start);
    let mut series = Series { commas: Some(false), ..Series::none() };
    let mut at = span.start + 1;
    for (key, range, item, path) in found {
        let before = series.up_to(text.get(at..range.start)?, false)?;
        let inner = item.span().range();
        let own = Own {
            before: String::new(),
            head: range.start..inner.start,
            value: inner.clone(),
            foot: inner.end..inner.end,
        };
        at = inner.end;
        let (before, lead) = before;
        series.pieces.push(Piece { before, lead, ..piece(key, own, item, text, &path)? });
    }
    let end = span.end.checked_sub(1)?;
    let (close, _) = series.up_to(text.get(at..end)?, true)?;
    series.open.insert_str(0, text.get(span.start..=span.start)?);
    series.close = close + text.get(end..span.end)?;
    Some(series)
}

impl Series {
    /// Takes in what stands up to the next entry, or to the bracket behind the last: what belongs to the entry
    /// before, or to the bracket, is put there. Gives what stands before the next, and behind a comma that leads
    /// it. `None` where it is no such text.
    fn up_to(&mut self, text: &str, is_last: bool) -> Option<(String, Option<String>)> {
        let Some(piece) = self.pieces.last_mut() else {
            let (comment, rest) = own_comment(text);
            self.open = comment.to_owned();
            return Some((rest.to_owned(), None));
        };
        let Some(comma) = comma(text) else {
            let (comment, rest) = own_comment(text);
            piece.foot = comment.to_owned();
            return is_last.then(|| (rest.to_owned(), None));
        };
        let (gap, rest) = (text.get(..comma)?, text.get(comma + 1..)?);
        if gap.contains('\n') && !is_last {
            let (comment, before) = own_comment(gap);
            piece.foot = comment.to_owned();
            return Some((before.to_owned(), Some(rest.to_owned())));
        }
        piece.gap = gap.to_owned();
        let (comment, before) = own_comment(rest);
        piece.foot = comment.to_owned();
        self.commas = Some(is_last);
        Some((before.to_owned(), None))
    }
}

/// Where the comma stands in what stands between two entries.
fn comma(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let said = line.split('#').next().unwrap_or(line);
        if let Some(comma) = said.find(',') {
            return Some(at + comma);
        }
        at += line.len();
    }
    None
}

/// The comment that a text begins with on its first line, with the blanks before it, and the rest.
fn own_comment(text: &str) -> (&str, &str) {
    let line = text.find('\n').unwrap_or(text.len());
    let line = if text[..line].ends_with('\r') { line - 1 } else { line };
    text.split_at(if text[..line].trim_start().starts_with('#') { line } else { 0 })
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
    fn commas_and_comments_are_kept_where_people_put_them() {
        let text = "[driver.a]\nneeds = [ # all\n    \"x\" # x\n  # y\n  , \"y\" , # also y\n  \"z\" # z\n  ,]\nvalue = { low = 1 , high = 2 }\n";
        let series = cut(text).unwrap();
        assert_eq!(series.text(), text);
        let Body::Series(driver) = &series.pieces[1].body else { panic!() };
        let Body::Series(needs) = &driver.pieces[0].body else { panic!() };
        assert_eq!((driver.pieces[0].head.as_str(), needs.open.as_str()), ("needs = ", "[ # all"));
        let parts: Vec<_> = needs
            .pieces
            .iter()
            .map(|it| (&*it.key, &*it.before, it.lead.as_deref(), &*it.gap, &*it.foot))
            .collect();
        assert_eq!(
            parts,
            [
                ("x", "\n    ", None, "", " # x"),
                ("y", "\n  # y\n  ", Some(" "), " ", " # also y"),
                ("z", "\n  ", None, " # z\n  ", "")
            ]
        );
        assert_eq!((needs.close.as_str(), needs.commas), ("]", Some(true)));
        let Body::Series(value) = &driver.pieces[1].body else { panic!() };
        assert_eq!((keys(value), value.pieces[0].gap.as_str()), (vec!["low", "high"], " "));
    }

    #[test]
    fn what_is_no_toml_is_not_cut() {
        assert!(cut("a = \n").is_none());
        assert!(cut("<<<<<<< ours\n").is_none());
    }
}
