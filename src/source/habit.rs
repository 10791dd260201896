//! How a file is written: its line ends, its indents, how it sets a key apart from its value.

use std::ops::Range;

use toml_spanner::{Item as Toml, Key, Table as TomlTable, TableStyle};

/// The line end of a text: that of its first line.
pub(super) fn ending(content: &str) -> &'static str {
    if content.find('\n').is_some_and(|at| content[..at].ends_with('\r')) { "\r\n" } else { "\n" }
}

/// Where the line begins that a byte lies in; a byte order mark is no part of it.
pub(super) fn line_start(content: &str, at: usize) -> usize {
    let head = content.get(..at).unwrap_or_default();
    let start = head.rfind('\n').map_or(0, |at| at + 1);
    start + if head[start..].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Where the line after that of a byte begins; `None` where it is the last and has no end.
pub(super) fn next_line(content: &str, at: usize) -> Option<usize> {
    content.get(at..)?.find('\n').map(|end| at + end + 1)
}

/// Where a new line after that of a byte goes, and what is written there.
pub(super) fn line_after(content: &str, at: usize, indent: &str, line: &str) -> (usize, String) {
    let ending = ending(content);
    match next_line(content, at) {
        Some(next) => (next, format!("{indent}{line}{ending}")),
        None => (content.len(), format!("{ending}{indent}{line}")),
    }
}

/// What stands before a byte in its line, where that is nothing but blanks.
pub(super) fn indent(content: &str, at: usize) -> &str {
    let before = content.get(line_start(content, at)..at).unwrap_or_default();
    if before.trim().is_empty() { before } else { "" }
}

/// How many blank lines stand right above the line of a byte, or above the comments over it. `None` where
/// nothing else stands above.
pub(super) fn blank_above(content: &str, at: usize) -> Option<usize> {
    let above = content.get(..line_start(content, at))?.trim_start_matches('\u{feff}');
    let uncommented = above.lines().rev().skip_while(|line| line.trim_start().starts_with('#'));
    let mut lines = uncommented.peekable();
    let mut blank = 0;
    while lines.next_if(|line| line.trim().is_empty()).is_some() {
        blank += 1;
    }
    lines.peek().is_some().then_some(blank)
}

/// Whether a table is written in line with its holder: a value among values.
pub(super) fn is_value(toml: &Toml<'_>) -> bool {
    match (toml.as_table(), toml.as_array()) {
        (Some(table), _) => table.style() == TableStyle::Inline,
        (_, Some(list)) => {
            !list.iter().any(|it| it.as_table().is_some_and(|table| table.style() != TableStyle::Inline))
        }
        _ => true,
    }
}

/// The last byte that a table or value takes up, with all that it holds wherever that is written.
pub(super) fn end(toml: &Toml<'_>) -> usize {
    let mut end = 0;
    let mut open = vec![toml];
    while let Some(toml) = open.pop() {
        match (toml.as_table(), toml.as_array()) {
            (Some(table), _) if table.style() != TableStyle::Inline => {
                if table.style() == TableStyle::Header {
                    end = end.max(toml.span().end as usize);
                }
                open.extend(table.into_iter().map(|(_, toml)| toml));
            }
            (_, Some(list)) if !is_value(toml) => open.extend(list.iter()),
            _ => end = end.max(toml.span().end as usize),
        }
    }
    end
}

/// What stands between a key that is new in a table and its value, as the table has it: `=` in the column
/// of the others, without blanks, or between two.
pub(super) fn assignment(content: &str, table: &TomlTable<'_>, key: &str) -> String {
    let between = |(own, toml): &(Key<'_>, Toml<'_>)| {
        let gap = content.get(own.span.end as usize..toml.span().start as usize)?;
        (is_value(toml) && gap.trim() == "=").then_some((own.span.range(), gap))
    };
    let all: Vec<(Range<usize>, &str)> = table.into_iter().filter_map(between).collect();
    let Some((_, last)) = all.last() else { return " = ".to_owned() };
    if !last.contains([' ', '\t']) {
        return "=".to_owned();
    }
    let in_braces = table.style() == TableStyle::Inline;
    let column = |(own, gap): &(Range<usize>, &str)| {
        own.end - line_start(content, own.end) + gap.find('=').unwrap_or_default()
    };
    let first = all.first().map_or(0, column);
    let aligned = all.len() > 1
        && !in_braces
        && all.iter().all(|it| column(it) == first)
        && all.iter().any(|(own, _)| own.len() != all[0].0.len());
    let wide = if aligned { first.saturating_sub(indent(content, all[0].0.start).len()) } else { 0 };
    format!("{:blanks$}= ", "", blanks = wide.saturating_sub(key.len()).max(1))
}

/// The parts of a dotted key before its last, the last of them first, each where it stands; and where the
/// whole key begins.
pub(super) fn parts_before(content: &str, key: usize) -> (Vec<Range<usize>>, usize) {
    let before = content.get(..key).unwrap_or_default().trim_end_matches([' ', '\t']);
    match before.strip_suffix('.') {
        Some(before) => parts_up_to(content, before.len()),
        None => (Vec::new(), key),
    }
}

/// The parts of a dotted key that ends at a byte, the last first, and where it begins.
pub(super) fn parts_up_to(content: &str, end: usize) -> (Vec<Range<usize>>, usize) {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut rest = content.get(..end).unwrap_or_default();
    loop {
        let own = rest.trim_end_matches([' ', '\t']);
        let end = own.len();
        let quote = own.chars().next_back().filter(|last| matches!(last, '"' | '\''));
        let begin = match quote {
            Some(quote) => own.get(..end - 1).and_then(|inside| inside.rfind(quote)).unwrap_or(end),
            None => {
                let bare = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-');
                own.trim_end_matches(bare).len()
            }
        };
        let start = parts.last().map_or(end, |part| part.start);
        if begin == end {
            return (parts, start);
        }
        parts.push(begin..end);
        let before = own.get(..begin).unwrap_or_default().trim_end_matches([' ', '\t']);
        match before.strip_suffix('.') {
            Some(before) => rest = before,
            None => return (parts, begin),
        }
    }
}
