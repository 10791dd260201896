//! From text to a tree of TOML that keeps the place of every key and value.

use crate::order::Order as _;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use toml_spanner::{Arena, Error, ErrorKind, Item, OwnedTable, TableStyle};

use super::cut::{Cut, cuts, header_after};
use super::spare::spared;
use super::spelling::meant;
use super::text::Text;
use crate::finding::{Finding, Place, Span};
use crate::plan::address::{Holds, Table};

type TomlTable<'t> = toml_spanner::Table<'t>;

/// A parsed file, or a part of one.
pub(super) struct Tree {
    content: Arc<String>,
    /// The bytes of the content that were parsed.
    stretch: Range<usize>,
    /// A copy of what the parser gave: its tables grow while it reads, and leave a hole each time. It takes a third
    /// of the memory, and the next part is parsed where this one was.
    table: OwnedTable,
    /// Where its text is at fault.
    faults: Vec<usize>,
}

impl Tree {
    /// The table at the top.
    #[must_use]
    pub(super) fn table(&self) -> &TomlTable<'_> {
        self.table.table()
    }

    /// The text that was parsed; the places of keys and values count from its start, so that the tree serves
    /// wherever that text stands.
    #[must_use]
    pub(super) fn content(&self) -> &str {
        self.content.get(self.stretch.clone()).unwrap_or("")
    }

    /// Whether a stretch of its text has a fault, so that a key may be missing there which was written.
    #[must_use]
    pub(super) fn is_faulty(&self, stretch: Range<usize>) -> bool {
        self.faults.iter().any(|at| stretch.contains(at))
    }

    /// Whether its text has no fault.
    #[must_use]
    pub(super) fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// The parser gives up after so many faults; the lines at fault are then blanked out and it goes on.
const FAULTS_A_ROUND: usize = 25;
/// How often it goes on. A file with more faults than this makes is no plan.
const ROUNDS: usize = 40;

/// Parses `content`. Every fault is a finding, and what is sound around it is in the tree.
#[must_use]
pub(super) fn parse(content: Arc<String>, text: &Text, file: u32) -> (Tree, Vec<Finding>) {
    let mut content = content;
    let mut findings: Vec<Finding> = Vec::new();
    let mut told = FxHashSet::default();
    for round in 1.. {
        let arena = Arena::new();
        let document = toml_spanner::parse_recoverable(&content, &arena);
        let mut errors: Vec<Finding> =
            document.errors().iter().map(|error| fault(error, &content, file)).collect();
        let lost: Vec<Option<u32>> = (document.errors().iter())
            .map(|error| header_of_double(error).or_else(|| header_left_open(error, &content)))
            .collect();
        // The keys of a table that is written twice, or whose header is at fault, would fall to the table before it or at
        // the top, and be faults there.
        if round < ROUNDS && lost.iter().any(Option::is_some) {
            let mut lost_at = lost.iter();
            errors.retain(|_| lost_at.next().is_some_and(Option::is_some));
            findings.append(&mut errors);
            content = without_tables(&content, lost.iter().flatten(), text);
            continue;
        }
        // The others of an inline table with a fault would be missed wherever they are named.
        let faults: Vec<usize> = errors.iter().filter_map(start).collect();
        let spared = if round < ROUNDS { spared(&content, &faults) } else { None };
        if let Some((spared, first)) = spared {
            errors.retain(|error| start(error).is_some_and(|at| first.contains(&at) && told.insert(at)));
            findings.append(&mut errors);
            content = spared.into();
            continue;
        }
        let more = errors.len() >= FAULTS_A_ROUND && round < ROUNDS;
        let lines = more.then(|| lines_at_fault(&errors, text));
        findings.append(&mut errors);
        let Some(lines) = lines else {
            findings.order_by_key(|finding| match finding.at {
                Place::Text(span) | Place::Both(_, span) => span,
                Place::Address(_) => Span { file, start: 0, end: 0 },
            });
            let faults = findings.iter().filter_map(start).collect();
            let table = OwnedTable::from(document.table());
            let stretch = 0..content.len();
            return (Tree { content, stretch, table, faults }, findings);
        };
        content = blanked(&content, &lines, text);
    }
    unreachable!("the last round returns")
}

/// Parses a large text in parts, each from one table header to another. The parser keeps an index of all
/// keys, and one that outgrows the processor's cache makes it three times as slow. Parts that are `known`
/// from a text much like this one, in their order there, are not parsed again. `None` where the text is
/// small, or a part has a fault: a cut may fall into a text of several lines, and only the whole tells.
#[must_use]
pub(super) fn parse_in_parts(content: &Arc<String>, known: &[Rc<Tree>]) -> Option<Vec<(u32, Rc<Tree>)>> {
    let texts: Vec<&str> = known.iter().map(|tree| tree.content()).collect();
    let parsed = cuts(content, &texts)?.into_iter().map(|Cut { stretch, known: nth }| {
        let base = u32::try_from(stretch.start).unwrap_or(u32::MAX);
        if let Some(tree) = nth.and_then(|nth| known.get(nth)) {
            return Some((base, Rc::clone(tree)));
        }
        // What an edit changed has its own text: held through that of the whole file, each edit of another part would
        // keep one more state of all of it.
        let (content, stretch) = match known.is_empty() {
            true => (Arc::clone(content), stretch),
            false => (Arc::new(content.get(stretch.clone())?.to_owned()), 0..stretch.len()),
        };
        let arena = Arena::new();
        let document = toml_spanner::parse(content.get(stretch.clone())?, &arena).ok()?;
        let table = OwnedTable::from(document.table());
        Some((base, Rc::new(Tree { content, stretch, table, faults: Vec::new() })))
    });
    parsed.collect()
}

/// Where the text is at fault.
fn start(finding: &Finding) -> Option<usize> {
    match finding.at {
        Place::Text(span) => Some(span.start as usize),
        _ => None,
    }
}

fn lines_at_fault(findings: &[Finding], text: &Text) -> Vec<u32> {
    let starts = findings.iter().filter_map(start).filter_map(|start| u32::try_from(start).ok());
    starts.map(|start| text.position(start).line).collect()
}

/// Where the header stands of a table that is written twice.
fn header_of_double(error: &Error) -> Option<u32> {
    match error.kind() {
        ErrorKind::DuplicateTable { name, .. } => Some(name.start),
        _ => None,
    }
}

/// Where the header stands that lacks a bracket.
fn header_left_open(error: &Error, content: &str) -> Option<u32> {
    let ErrorKind::Wanted { .. } = error.kind() else { return None };
    let at = error.span().start as usize;
    let start = content.get(..at)?.rfind('\n').map_or(0, |line| line + 1);
    is_open_header(content.get(start..)?.lines().next()?).then(|| u32::try_from(start).ok()).flatten()
}

/// Whether a line begins as a header and does not end as one. A list of lists may have lines of this form too, but none
/// of a word alone.
fn is_open_header(line: &str) -> bool {
    let line = line.trim().split('#').next().unwrap_or_default().trim_end();
    let rest = line.trim_start_matches('[');
    let path = rest.trim_end_matches(']');
    let (opened, closed) = (line.len() - rest.len(), rest.len() - path.len());
    let of_words = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | '"');
    let path = path.trim();
    path.starts_with(|first: char| first.is_ascii_lowercase())
        && path.chars().all(of_words)
        && opened > closed
}

/// Where the next table begins, also one whose header lacks a bracket.
fn next_header(content: &str, from: usize) -> usize {
    let whole = header_after(content, from).unwrap_or(content.len());
    let between = content.get(from..whole).unwrap_or_default();
    let mut at = from;
    for line in between.split_inclusive('\n') {
        if at > from && is_open_header(line) {
            return at;
        }
        at += line.len();
    }
    whole
}

/// The content with blanks for some tables, from the line of the header to the next header.
fn without_tables<'a>(content: &str, headers: impl Iterator<Item = &'a u32>, text: &Text) -> Arc<String> {
    let mut bytes = content.as_bytes().to_vec();
    for header in headers {
        let line = text.position(*header).line;
        let start = text.line_span(line, line).0 as usize;
        let end = next_header(content, *header as usize);
        for byte in bytes.get_mut(start..end).into_iter().flatten().filter(|byte| **byte != b'\n') {
            *byte = b' ';
        }
    }
    // Whole lines became blanks, so what was UTF-8 still is.
    String::from_utf8(bytes).unwrap_or_default().into()
}

fn blanked(content: &str, lines: &[u32], text: &Text) -> Arc<String> {
    let mut bytes = content.as_bytes().to_vec();
    for line in lines {
        let (start, end) = text.line_span(*line, *line);
        if let Some(stretch) = bytes.get_mut(start as usize..end as usize) {
            stretch.fill(b' ');
        }
    }
    // Whole lines became blanks, so what was UTF-8 still is.
    String::from_utf8(bytes).unwrap_or_default().into()
}

fn fault(error: &Error, content: &str, file: u32) -> Finding {
    let span = error.span();
    let place = |start: u32, end: u32| {
        // The parser counts bytes, and may stop in the midst of a character.
        let (start, end) = whole_characters(content, start, end.max(start));
        Place::Text(Span { file, start, end })
    };
    let at = place(span.start, span.end);
    let said = |first: toml_spanner::Span| place(first.start, first.end);
    let syntax = |message: String, help: &str| Finding::at("syntax-error", at.clone(), message).help(help);
    let quoted = content.get(span.range()).unwrap_or("").lines().next().unwrap_or("");
    let meant = || {
        let (start, end) = whole_characters(content, span.start, span.end.max(span.start));
        meant(content, start as usize, end as usize)
    };
    let control = content.get(span.start as usize..).and_then(|rest| rest.chars().next());
    let control = control.filter(|it| it.is_control() && !it.is_ascii_whitespace()).map(of_control);
    match error.kind() {
        ErrorKind::InvalidFloat("float overflow") => {
            syntax("this number is too large".into(), "Write a number of at most fifteen digits.")
        }
        ErrorKind::UnquotedString
        | ErrorKind::Unexpected(_)
        | ErrorKind::Wanted { .. }
        | ErrorKind::InvalidInteger(_)
        | ErrorKind::InvalidFloat(_)
            if let Some((message, help)) = meant() =>
        {
            syntax(message, &help)
        }
        ErrorKind::DuplicateKey { first } => {
            duplicate(error, quoted, at).also(said(first), "first written here")
        }
        ErrorKind::DuplicateTable { name: span_of_name, first } => {
            let name = content.get(span_of_name.range()).unwrap_or(quoted);
            let at = place(span_of_name.start, span_of_name.end);
            duplicate(error, name, at).also(said(first), "first written here")
        }
        ErrorKind::RedefineAsArray { first } => syntax(
            "this is a table above and a list of tables here".into(),
            "Write `[…]` or `[[…]]` in both places.",
        )
        .also(said(first), "first written here"),
        ErrorKind::DottedKeyInvalidType { first } => syntax(
            "this key goes on below a value that is no table".into(),
            "Give one of the two another key.",
        )
        .also(said(first), "the value"),
        ErrorKind::UnexpectedEof => {
            syntax("the file ends where a value was expected".into(), "Write the value, or remove the key.")
        }
        ErrorKind::UnterminatedString(quote) => {
            syntax(format!("this text has no closing {quote}"), "Close the text on the line where it begins.")
        }
        ErrorKind::UnclosedArray => syntax("this list has no closing `]`".into(), "Close the list."),
        ErrorKind::UnclosedInlineTable => syntax("this table has no closing `}`".into(), "Close the table."),
        ErrorKind::MissingArrayComma => syntax(
            "a comma is missing between two entries of this list".into(),
            "Write a comma between them.",
        ),
        ErrorKind::MissingInlineTableComma => syntax(
            "a comma is missing between two entries of this table".into(),
            "Write a comma between them.",
        ),
        ErrorKind::UnquotedString => {
            syntax("this is no number, no date and no text".into(), "Put a text in quotes: \"…\".")
        }
        ErrorKind::Unexpected(found) => syntax(
            format!("`{found}` is not expected here"),
            "Write `key = value`, `[table]` or `# comment`.",
        ),
        ErrorKind::Wanted { .. } if control.is_some() => {
            syntax(format!("{} may stand nowhere in a plan", control.unwrap_or_default()), "Take it out.")
        }
        ErrorKind::Wanted { expected, found } => {
            let before = content.get(..span.start as usize).unwrap_or_default();
            let is_header = before.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('['));
            let help = match is_header {
                true => "Close as many brackets as the line opens: `[gate.exit]`, `[[reading]]`.",
                false => "Write `key = value` on a line of its own.",
            };
            syntax(format!("expected {expected}, found {found}"), help)
        }
        ErrorKind::InvalidEscape(letter) => syntax(
            format!("`\\{letter}` means nothing in a text"),
            "Write two backslashes for one, or put the text in single quotes.",
        ),
        ErrorKind::InvalidInteger(why) | ErrorKind::InvalidFloat(why) => {
            let why = if why.is_empty() { String::new() } else { format!(": {why}") };
            syntax(format!("this is no number{why}"), "Write a number such as 1_200 or 0.8.")
        }
        ErrorKind::InvalidDateTime(_) => {
            syntax("this is no date of the calendar".into(), "Write a date as 2026-11-15, without quotes.")
        }
        ErrorKind::OutOfRange { ty, .. } if ty.contains("recursion") => syntax(
            "lists or tables stand in one another too deep here".into(),
            "Nothing in a plan is as deep: take some brackets away.",
        ),
        ErrorKind::OutOfRange { .. } => {
            syntax("this number is too large".into(), "Write a number of at most fifteen digits.")
        }
        ErrorKind::InvalidHexEscape(letter) => syntax(
            format!("`{letter}` is no hexadecimal digit"),
            "Write \\u and four of 0 to 9 and A to F: \\u00E9.",
        ),
        ErrorKind::MultilineStringKey => {
            syntax("a key stands on one line".into(), "Write it in plain letters, or in single quotes.")
        }
        ErrorKind::InvalidEscapeValue(_) => {
            syntax("no character has this number".into(), "Write the character itself.")
        }
        ErrorKind::InvalidCharInString(letter) => syntax(
            format!("a text may not hold {}", of_control(letter)),
            "Take it out; where it is meant, write it as \\u and four digits.",
        ),
        _ => syntax(error.message(content), "Write it as TOML."),
    }
}

/// A character that cannot be seen, in words.
fn of_control(letter: char) -> String {
    match letter {
        '\0' => "a NUL byte".to_owned(),
        letter => format!("the control character U+{:04X}", u32::from(letter)),
    }
}

/// The least stretch of whole characters that covers some bytes.
fn whole_characters(content: &str, start: u32, end: u32) -> (u32, u32) {
    let fits = |at: &u32| content.is_char_boundary((*at as usize).min(content.len()));
    let start = (0..=start).rev().find(fits).unwrap_or(0);
    let end = (end..).find(fits).unwrap_or(end);
    (start, end)
}

/// A key written twice. TOML itself refuses it; where the key is an id, the plan's own word is said.
fn duplicate(error: &Error, name: &str, at: Place) -> Finding {
    let path = error.path().map(ToString::to_string).unwrap_or_default();
    let parts = path.split('.').count();
    let table = path.split(['.', '[']).next().unwrap_or("");
    let id = parts == 2 && Table::of(table).is_some_and(|table| table.holds() == Holds::ById);
    if id {
        return Finding::at("duplicate-id", at, format!("the id `{name}` is given twice"))
            .help("Give one of the two another id, or remove it.");
    }
    Finding::at("syntax-error", at, format!("`{name}` is written twice in one table"))
        .help("Keep one of the two.")
}

/// The stretch of text that stands for an entry: the header of a table that has one, else the key.
#[must_use]
pub(super) fn head_of(content: &str, key: toml_spanner::Span, item: &Item<'_>) -> toml_spanner::Span {
    let span = item.span();
    let header = item.as_table().is_some_and(|table| table.style() == TableStyle::Header);
    if header && content.as_bytes().get(span.start as usize) == Some(&b'[') {
        return span.extract_header_span(content.as_bytes());
    }
    if key.is_empty() { span } else { key }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(content: &str) -> Vec<(String, u32)> {
        let (text, _) = Text::decode(content.as_bytes().to_vec(), 0);
        let (_, findings) = parse(content.to_owned().into(), &text, 0);
        let line = |finding: &Finding| match finding.at {
            Place::Text(span) => text.position(span.start).line,
            _ => 0,
        };
        findings.iter().map(|finding| (finding.message.to_string(), line(finding))).collect()
    }

    #[test]
    fn every_fault_is_reported_and_the_rest_is_read() {
        let content = "a = \nb = 1\nc = [1, 2\nd = 2\ne = \"open\nf = 3\n";
        let lines: Vec<u32> = faults(content).into_iter().map(|(_, line)| line).collect();
        assert!(lines.contains(&1) && lines.contains(&5), "{lines:?}");
    }

    #[test]
    fn faults_are_told_in_the_words_of_plans() {
        let deep = format!("x = {}\n", "[".repeat(300));
        for (content, expected) in [
            (&*deep, "lists or tables stand in one another too deep here"),
            ("# a\0b\n", "a NUL byte may stand nowhere in a plan"),
            ("x = \"a\0b\"\n", "a text may not hold a NUL byte"),
            ("x = \"a\u{7f}b\"\n", "a text may not hold the control character U+007F"),
            ("x = \"\\uZZZZ\"\n", "`Z` is no hexadecimal digit"),
            ("x = \"\\UFFFFFFFF\"\n", "no character has this number"),
            ("\"\"\"a\"\"\" = 1\n", "a key stands on one line"),
        ] {
            assert_eq!(faults(content).first().map(|it| &*it.0), Some(expected), "{content:?}");
        }
    }

    #[test]
    fn a_header_that_is_not_closed_is_to_be_closed_and_not_to_be_a_value() {
        for (content, help) in [
            ("[wave.a\nstart = 2027-01-01\n", "Close as many brackets as the line opens"),
            ("  [[reading]\nkpi = \"a\"\n", "Close as many brackets as the line opens"),
            ("a \"b\"\n", "Write `key = value` on a line of its own"),
        ] {
            let (text, _) = Text::decode(content.as_bytes().to_vec(), 0);
            let (_, findings) = parse(content.to_owned().into(), &text, 0);
            let told = findings.first().map(|it| it.help.to_string());
            assert!(told.as_ref().is_some_and(|told| told.starts_with(help)), "{content:?}: {told:?}");
        }
    }

    #[test]
    fn a_file_with_more_faults_than_the_parser_counts_names_them_all() {
        let mut content = String::new();
        for nth in 0..60 {
            content.push_str(&format!("k{nth} = = 1\nok{nth} = 1\n"));
        }
        assert_eq!(faults(&content).len(), 60);
        let (text, _) = Text::decode(content.as_bytes().to_vec(), 0);
        let (tree, _) = parse(content.into(), &text, 0);
        assert!(tree.table().contains_key("ok59"));
    }

    #[test]
    fn a_large_text_is_cut_at_headers_and_reads_the_same() {
        let mut content = String::from("format = 1\n");
        for nth in 0..30_000 {
            content.push_str(&format!(
                "[wave.w{nth}]\nname = \"Wave {nth}\"\n[wave.w{nth}.opens]\nmarket = [\n[1],\n[2]\n]\n"
            ));
        }
        let content = Arc::new(content);
        let parts = parse_in_parts(&content, &[]).unwrap();
        assert!(parts.len() > 1, "{} bytes", content.len());
        let waves =
            |tree: &Tree| tree.table().get("wave").and_then(Item::as_table).map_or(0, |waves| waves.len());
        assert_eq!(parts.iter().map(|(_, tree)| waves(tree)).sum::<usize>(), 30_000);
        let (base, last) = parts.last().unwrap();
        assert_eq!(&content[*base as usize..][..6], "[wave.");
        assert!(content.ends_with(last.content()));
    }

    #[test]
    fn a_large_text_that_a_cut_would_tear_is_left_whole() {
        let long = "[wave.not-a-header]\n".repeat(80_000);
        assert!(parse_in_parts(&Arc::new(format!("note = \"\"\"\n{long}\"\"\"\n")), &[]).is_none());
        assert!(parse_in_parts(&Arc::new("[wave.a]\n".to_owned()), &[]).is_none());
    }

    #[test]
    fn an_id_given_twice_is_said_in_the_plans_words() {
        let (message, line) = faults("[wave.a]\n[wave.b]\n[wave.a]\n").remove(0);
        assert_eq!((message.as_str(), line), ("the id `a` is given twice", 3));
    }
}
