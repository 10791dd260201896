//! The one layout of a file: `swell fmt`.
//!
//! - A key, ` = `, its value; tables in braces as `{ a = 1, b = 2 }`, lists as `["a", "b"]`.
//! - A list that has a line break is written one entry a line, each with a comma, so that a change of one is
//!   a change of one line.
//! - One blank line before a table and the comments right above it; elsewhere at most one.
//! - No blanks at the end of a line, one line end at the end of the file, all line ends of one kind.
//!
//! Order, quotes, numbers and comments stay as they are, and so does the column of a comment behind a
//! value: where comments stand is for their author to say.

use toml_spanner::Arena;

use super::habit::ending;
use super::unlike::same;

/// A text in the one layout; `None` where it is no TOML. It says what the text said, with the same comments.
#[must_use]
pub fn laid_out(text: &str) -> Option<String> {
    let arena = Arena::new();
    let before = toml_spanner::parse(text, &arena).ok()?;
    let mut reader = Reader { rest: text.trim_start_matches('\u{feff}'), ending: ending(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..text.len() - reader.rest.len()]);
    out.push_str(&joined(reader.statements()?, reader.ending));
    let arena = Arena::new();
    let after = toml_spanner::parse(&out, &arena).ok()?;
    let faithful =
        same(before.table().as_item(), after.table().as_item()) && comments(text)? == comments(&out)?;
    faithful.then_some(out)
}

/// A line, or the lines of one value, of a file.
struct Statement {
    kind: Kind,
    text: String,
    /// Whether a blank line stands before it.
    apart: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Comment,
    Header,
    Pair,
}

/// The statements one after the other, with the blank lines between them.
fn joined(mut statements: Vec<Statement>, ending: &str) -> String {
    for at in 0..statements.len() {
        if statements[at].kind == Kind::Header {
            let mut first = at;
            while first > 0 && statements[first - 1].kind == Kind::Comment && !statements[first].apart {
                first -= 1;
            }
            statements[first].apart = true;
        }
    }
    let mut out = String::new();
    for (nth, statement) in statements.iter().enumerate() {
        if nth > 0 && statement.apart {
            out.push_str(ending);
        }
        out.push_str(&statement.text);
        out.push_str(ending);
    }
    out
}

/// An entry of a list or of a table in braces, with the comments around it.
struct Entry {
    /// Comments on lines of their own above it, each with whether a blank line stands before it.
    above: Vec<Above>,
    text: String,
    /// The comment behind it, with the blanks before.
    behind: String,
    /// Whether a blank line stands right before it, below the comments.
    apart: bool,
}

/// A comment on a line of its own in a list, and whether a blank line stands before it.
type Above = (bool, String);

/// What has not been laid out yet of a text that is known to be TOML.
struct Reader<'t> {
    rest: &'t str,
    ending: &'static str,
}

impl<'t> Reader<'t> {
    fn statements(&mut self) -> Option<Vec<Statement>> {
        let mut statements = Vec::new();
        let mut apart = false;
        loop {
            self.blanks();
            let next = self.rest.chars().next();
            let (kind, text) = match next {
                None => return Some(statements),
                Some('\n' | '\r') => {
                    self.line_end()?;
                    apart = true;
                    continue;
                }
                Some('#') => (Kind::Comment, self.comment().to_owned()),
                Some('[') => (Kind::Header, self.header()?),
                Some(_) => {
                    let pair = self.pair(0)?;
                    (Kind::Pair, pair)
                }
            };
            let text = text + &self.behind();
            if !self.rest.is_empty() {
                self.line_end()?;
            }
            statements.push(Statement { kind, text, apart });
            apart = false;
        }
    }

    /// `[a.b]` or `[[a]]`.
    fn header(&mut self) -> Option<String> {
        let brackets = if self.rest.starts_with("[[") { 2 } else { 1 };
        self.rest = self.rest.get(brackets..)?;
        let key = self.key()?;
        let (open, close) = if brackets == 2 { ("[[", "]]") } else { ("[", "]") };
        for _ in 0..brackets {
            self.blanks();
            self.rest = self.rest.strip_prefix(']')?;
        }
        Some(format!("{open}{key}{close}"))
    }

    fn pair(&mut self, depth: usize) -> Option<String> {
        let key = self.key()?;
        self.rest = self.rest.strip_prefix('=')?;
        self.blanks();
        let value = self.value(depth)?;
        Some(format!("{key} = {value}"))
    }

    /// A key, dotted or not, and the blanks behind it.
    fn key(&mut self) -> Option<String> {
        let mut key = String::new();
        loop {
            self.blanks();
            let part = match self.rest.chars().next()? {
                '"' | '\'' => self.text()?,
                _ => {
                    let bare = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-');
                    let end = self.rest.find(|it| !bare(it)).unwrap_or(self.rest.len());
                    self.take(end)?
                }
            };
            if part.is_empty() {
                return None;
            }
            key.push_str(part);
            self.blanks();
            match self.rest.strip_prefix('.') {
                Some(rest) => {
                    self.rest = rest;
                    key.push('.');
                }
                None => return Some(key),
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<String> {
        match self.rest.chars().next()? {
            '"' | '\'' => self.text().map(str::to_owned),
            '[' => self.entries(depth, '[', ']'),
            '{' => self.entries(depth, '{', '}'),
            _ => {
                let end = self.rest.find([',', ']', '}', '#', '\n', '\r']).unwrap_or(self.rest.len());
                let scalar = self.rest.get(..end)?.trim_end_matches([' ', '\t']);
                self.take(scalar.len()).map(str::to_owned)
            }
        }
    }

    /// A list, or a table in braces.
    fn entries(&mut self, depth: usize, open: char, close: char) -> Option<String> {
        self.rest = self.rest.strip_prefix(open)?;
        let mut entries: Vec<Entry> = Vec::new();
        let (mut above, mut first) = (Vec::new(), String::new());
        let (mut broken, mut apart, mut on_line) = (false, false, true);
        // Breaks since the last entry or comment: two of them are a blank line, which stays where it is.
        let mut breaks = 0;
        loop {
            let gap = self.blanks();
            match self.rest.chars().next()? {
                '\n' | '\r' => {
                    self.line_end()?;
                    (broken, on_line) = (true, false);
                    breaks += 1;
                    apart |= breaks > 1 && !(entries.is_empty() && above.is_empty());
                }
                '#' => {
                    let comment = self.comment().to_owned();
                    let gap = if gap.is_empty() { "  " } else { gap };
                    match (on_line, entries.last_mut()) {
                        (true, Some(last)) => last.behind = format!("{gap}{comment}"),
                        (true, None) => first = format!("{gap}{comment}"),
                        (false, _) => above.push((std::mem::take(&mut apart), comment)),
                    }
                    breaks = 0;
                }
                ',' => self.rest = self.rest.get(1..)?,
                it if it == close => {
                    self.rest = self.rest.get(1..)?;
                    break;
                }
                _ => {
                    let text = if open == '{' { self.pair(depth + 1)? } else { self.value(depth + 1)? };
                    let above = std::mem::take(&mut above);
                    entries.push(Entry { above, text, behind: String::new(), apart });
                    (apart, on_line, breaks) = (false, true, 0);
                }
            }
        }
        if broken && !(entries.is_empty() && above.is_empty() && first.is_empty()) {
            return Some(self.in_lines(depth, [open, close], &first, &entries, &above));
        }
        let texts: Vec<&str> = entries.iter().map(|entry| entry.text.as_str()).collect();
        Some(match (open, texts.is_empty()) {
            ('{', false) => format!("{{ {} }}", texts.join(", ")),
            _ => format!("{open}{}{close}", texts.join(", ")),
        })
    }

    /// The entries of a list or table, each on a line of its own.
    fn in_lines(
        &self,
        depth: usize,
        [open, close]: [char; 2],
        first: &str,
        entries: &[Entry],
        last: &[Above],
    ) -> String {
        let (indent, ending) = ("  ".repeat(depth + 1), self.ending);
        let mut out = format!("{open}{first}{ending}");
        let line = |out: &mut String, apart: bool, text: &str| {
            let blank = if apart { ending } else { "" };
            out.push_str(&format!("{blank}{indent}{text}{ending}"));
        };
        for entry in entries {
            for (apart, comment) in &entry.above {
                line(&mut out, *apart, comment);
            }
            line(&mut out, entry.apart, &format!("{},{}", entry.text, entry.behind));
        }
        for (apart, comment) in last {
            line(&mut out, *apart, comment);
        }
        out.push_str(&"  ".repeat(depth));
        out.push(close);
        out
    }

    /// A text in its quotes.
    fn text(&mut self) -> Option<&'t str> {
        let length = text_length(self.rest)?;
        self.take(length)
    }

    /// The comment behind a statement, with the blanks before it.
    fn behind(&mut self) -> String {
        let gap = self.blanks();
        if !self.rest.starts_with('#') {
            return String::new();
        }
        let gap = if gap.is_empty() { "  " } else { gap };
        format!("{gap}{}", self.comment())
    }

    fn comment(&mut self) -> &'t str {
        let end = self.rest.find(['\n', '\r']).unwrap_or(self.rest.len());
        self.take(end).unwrap_or_default().trim_end_matches([' ', '\t'])
    }

    fn blanks(&mut self) -> &'t str {
        let end = self.rest.find(|it| !matches!(it, ' ' | '\t')).unwrap_or(self.rest.len());
        self.take(end).unwrap_or_default()
    }

    fn line_end(&mut self) -> Option<()> {
        self.rest = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix('\n'))?;
        Some(())
    }

    fn take(&mut self, length: usize) -> Option<&'t str> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }
}

/// How many bytes a text in its quotes has, from its first on.
fn text_length(rest: &str) -> Option<usize> {
    let quote = rest.chars().next()?;
    let long: String = std::iter::repeat_n(quote, 3).collect();
    let fence = if rest.starts_with(&long) { long.as_str() } else { &long[..1] };
    let bytes = rest.as_bytes();
    let mut at = fence.len();
    while at < bytes.len() {
        if bytes[at] == b'\\' && quote == '"' {
            at += 2;
        } else if rest.get(at..).is_some_and(|rest| rest.starts_with(fence)) {
            at += fence.len();
            // A text of several lines may end in quotes of its own: `""""a"""""`.
            let more = if fence.len() == 3 {
                rest.get(at..)?.chars().take_while(|it| *it == quote).count()
            } else {
                0
            };
            return Some(at + more.min(2));
        } else {
            at += 1;
        }
    }
    None
}

/// The comments of a text, in order; `None` where a text in quotes does not end.
#[must_use]
pub fn comments(text: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['#', '"', '\'']) {
        rest = rest.get(at..)?;
        if rest.starts_with('#') {
            let end = rest.find('\n').unwrap_or(rest.len());
            found.push(rest.get(..end)?.trim_end());
            rest = rest.get(end..)?;
        } else {
            rest = rest.get(text_length(rest)?..)?;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn out(text: &str) -> String {
        let once = laid_out(text).unwrap();
        assert_eq!(laid_out(&once).unwrap(), once, "a second run changes nothing");
        once
    }

    #[test]
    fn blanks_and_line_ends_are_in_one_order() {
        assert_eq!(
            out(
                "\n\n  format=1\n\n\n\n# waves\n  [ wave . one ]   # first  \n\tname =\"One\"# here\n\n\nend= 2026-01-01\n# next\n[[action]]\n[driver]\n  a . b={x=1,y=[ 1,2 ]}"
            ),
            "format = 1\n\n# waves\n[wave.one]   # first\nname = \"One\"  # here\n\nend = 2026-01-01\n\n# next\n[[action]]\n\n[driver]\na.b = { x = 1, y = [1, 2] }\n"
        );
        assert_eq!(out("\u{feff}a=1\r\n[b]\r\n"), "\u{feff}a = 1\r\n\r\n[b]\r\n");
        assert_eq!(out("a=1\r\nb=2\n"), "a = 1\r\nb = 2\r\n");
        assert_eq!((out(""), out("\n\n"), out("# only")), ("".into(), "".into(), "# only\n".into()));
        assert_eq!(laid_out("a = = 1"), None);
    }

    #[test]
    fn a_list_with_a_line_break_has_an_entry_a_line() {
        assert_eq!(
            out(
                "a = [ # all\n\n\"x\" ,\"y\", # y\n\n # z is\n\"z\" # z\n # end\n]\nb = [\n]\nc = [[1,2],\n [\n3]]\nd = { e = [\n 1], f = {} }\n"
            ),
            "a = [ # all\n  \"x\",\n  \"y\", # y\n\n  # z is\n  \"z\", # z\n  # end\n]\nb = []\nc = [\n  [1, 2],\n  [\n    3,\n  ],\n]\nd = { e = [\n    1,\n  ], f = {} }\n"
        );
    }

    #[test]
    fn blank_lines_of_a_list_stay_where_they_are() {
        let parted = "a = [\n  # b\n\n  \"x\",\n\n  # c\n  # d\n\n  \"y\",\n\n  # e\n]\n";
        assert_eq!(out(parted), parted);
        assert_eq!(out("a = [\n\n\n# b\n\n\n\"x\"\n\n]\n"), "a = [\n  # b\n\n  \"x\",\n]\n");
        assert_eq!(
            out("a = [ # first\n\n# b\n\"x\", # x\n\n\n\"y\"]\n"),
            "a = [ # first\n  # b\n  \"x\", # x\n\n  \"y\",\n]\n"
        );
    }

    #[test]
    fn what_is_in_quotes_stays() {
        let text = "a = \"\"\"\n # no comment \n\t\\\"x\"\"\"\"\" # one\n\"b c\" . 'd' = '[ 1,2 ]'\n";
        assert_eq!(out(text), text.replace("\"b c\" . 'd'", "\"b c\".'d'"));
        assert_eq!(comments(text).unwrap(), ["# one"]);
    }
}
