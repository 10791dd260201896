//! From bytes to text that can be parsed: encoding and conflict markers. Every repair keeps each byte
//! of the rest at its place, so that positions hold for the file as it is on disk.

use std::sync::{Arc, OnceLock};

use crate::finding::{Edit, Finding, Fix, Place, Severity, Span};

/// The text of a file and where its lines begin.
#[derive(Debug)]
pub struct Text {
    /// What stands in the file; bytes that are no UTF-8 are question marks here.
    pub content: Arc<String>,
    /// Where the lines begin; a plan without findings is never asked.
    starts: OnceLock<Vec<u32>>,
    /// What was counted up to every [`STRIDE`]th byte; asked for where a line is long.
    counted: OnceLock<Vec<Counted>>,
}

/// What stands before a place in a text.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    /// How many characters.
    characters: u32,
    /// How many of them take two units of UTF-16.
    wide: u32,
}

impl Counted {
    /// Characters are counted by their first bytes.
    fn of(bytes: &[u8]) -> Self {
        let many = |is: fn(u8) -> bool| offset(bytes.iter().filter(|byte| is(**byte)).count());
        Self { characters: many(|byte| byte & 0xc0 != 0x80), wide: many(|byte| byte >= 0xf0) }
    }

    fn plus(self, other: Self) -> Self {
        Self { characters: self.characters + other.characters, wide: self.wide + other.wide }
    }
}

/// A place for people: both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The character in the line.
    pub column: u32,
}

#[expect(clippy::cast_possible_truncation, reason = "files are limited to far less than 4 GiB")]
fn offset(position: usize) -> u32 {
    position as u32
}

impl Text {
    /// The text of `bytes`, with a finding for each byte that is no UTF-8, up to the first few.
    #[must_use]
    pub fn decode(bytes: Vec<u8>, file: u32) -> (Self, Vec<Finding>) {
        if is_wide(&bytes) {
            return wide(bytes, file);
        }
        let (content, findings) = match String::from_utf8(bytes) {
            Ok(content) => (content, Vec::new()),
            Err(error) => repaired(error.into_bytes(), file),
        };
        (Self::shared(content.into()), findings)
    }

    /// The text that somebody else has as well.
    #[must_use]
    pub fn shared(content: Arc<String>) -> Self {
        Self { content, starts: OnceLock::new(), counted: OnceLock::new() }
    }

    /// The text of a file after a change. Where its lines begin follows from where they did before, but for
    /// the stretch that changed.
    #[must_use]
    pub fn after(before: &Self, content: Arc<String>) -> Self {
        let starts: Option<Vec<u32>> = before.starts.get().map(|starts| {
            let (old, new) = (before.content.as_bytes(), content.as_bytes());
            let head = common_head(old, new);
            let tail = common_tail(&old[head..], &new[head..]);
            let (kept, moved) = (offset(head), offset(old.len() - tail));
            let first = starts.partition_point(|start| *start <= kept);
            let last = starts.partition_point(|start| *start <= moved);
            let changed = new[head..new.len() - tail].iter().enumerate();
            let changed = changed.filter(|(_, byte)| **byte == b'\n').map(|(at, _)| offset(head + at + 1));
            let mut now = Vec::with_capacity(starts.len() + 16);
            now.extend_from_slice(&starts[..first]);
            now.extend(changed);
            now.extend(starts[last..].iter().map(|start| start - moved + offset(new.len() - tail)));
            now
        });
        Self { content, starts: starts.map(OnceLock::from).unwrap_or_default(), counted: OnceLock::new() }
    }

    fn starts(&self) -> &[u32] {
        self.starts.get_or_init(|| {
            let breaks = self.content.match_indices('\n').map(|(at, _)| offset(at + 1));
            std::iter::once(0).chain(breaks).collect()
        })
    }

    /// The line and column of a byte.
    #[must_use]
    pub fn position(&self, at: u32) -> Position {
        let line = self.starts().partition_point(|start| *start <= at).saturating_sub(1);
        Position { line: offset(line) + 1, column: self.in_line(line, at).characters + 1 }
    }

    /// The column of a byte in units of UTF-16, counted from 1.
    #[must_use]
    pub fn utf16_column(&self, at: u32) -> u32 {
        let line = self.starts().partition_point(|start| *start <= at).saturating_sub(1);
        let before = self.in_line(line, at);
        before.characters + before.wide + 1
    }

    /// What stands before a byte in a line, which is counted from 0. A byte order mark takes no column.
    fn in_line(&self, line: usize, at: u32) -> Counted {
        let start = self.starts().get(line).map_or(0, |start| *start as usize);
        let start = if start == 0 && self.content.starts_with(BOM) { BOM.len_utf8() } else { start };
        let end = (at as usize).min(self.content.len());
        if end <= start {
            return Counted::default();
        }
        if end - start <= STRIDE {
            return Counted::of(&self.content.as_bytes()[start..end]);
        }
        let (before, to) = (self.before(start), self.before(end));
        Counted { characters: to.characters - before.characters, wide: to.wide - before.wide }
    }

    /// What stands before a byte of the text: found in constant time, however long its line is.
    fn before(&self, at: usize) -> Counted {
        let bytes = self.content.as_bytes();
        let counted = self.counted.get_or_init(|| {
            let mut sum = Counted::default();
            let strides = bytes.chunks(STRIDE).map(|stride| {
                let next = sum.plus(Counted::of(stride));
                std::mem::replace(&mut sum, next)
            });
            strides.collect()
        });
        let nth = (at / STRIDE).min(counted.len().saturating_sub(1));
        let up_to = counted.get(nth).copied().unwrap_or_default();
        up_to.plus(Counted::of(bytes.get(nth * STRIDE..at).unwrap_or_default()))
    }

    /// How many lines the text has.
    #[must_use]
    pub fn lines(&self) -> u32 {
        offset(self.starts().len())
    }

    /// The text of a line, counted from 1, without its line break.
    #[must_use]
    pub fn line(&self, line: u32) -> &str {
        let at = |line: u32| self.starts().get(line as usize).map(|start| *start as usize);
        let Some(start) = line.checked_sub(1).and_then(at) else { return "" };
        let end = at(line).unwrap_or(self.content.len());
        self.content.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    /// The bytes of some lines, counted from 1, both included, without the last line's break.
    #[must_use]
    pub fn line_span(&self, first: u32, last: u32) -> (u32, u32) {
        let at = |line: u32| self.starts().get(line as usize).copied();
        let start = first.checked_sub(1).and_then(at).unwrap_or(0);
        let end = at(last).map_or(offset(self.content.len()), |next| next.saturating_sub(1));
        let windows = at(last).is_some() && end > start && self.content.as_bytes()[end as usize - 1] == b'\r';
        (start, end.max(start) - u32::from(windows))
    }
}

/// What a file may begin with to say how it is written.
const BOM: char = '\u{feff}';

/// So many bytes are compared or counted at once.
const STRIDE: usize = 1 << 10;

/// How many bytes two texts have in common from the start.
fn common_head(one: &[u8], other: &[u8]) -> usize {
    let strides = one.chunks_exact(STRIDE).zip(other.chunks_exact(STRIDE));
    let whole = strides.take_while(|(one, other)| one == other).count() * STRIDE;
    let rest = one[whole..].iter().zip(&other[whole..]);
    whole + rest.take_while(|(one, other)| one == other).count()
}

/// How many bytes two texts have in common up to the end.
fn common_tail(one: &[u8], other: &[u8]) -> usize {
    let strides = one.rchunks_exact(STRIDE).zip(other.rchunks_exact(STRIDE));
    let whole = strides.take_while(|(one, other)| one == other).count() * STRIDE;
    let rest = one[..one.len() - whole].iter().rev().zip(other[..other.len() - whole].iter().rev());
    whole + rest.take_while(|(one, other)| one == other).count()
}

/// What to do with a file that is no UTF-8.
const AS_UTF8: &str = "Save the file as UTF-8; nothing was changed.";

/// Whether a text is UTF-16: it says so, or its first letters have a byte of zero each, on the same side.
fn is_wide(bytes: &[u8]) -> bool {
    let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    marked || matches!(bytes, [0, a, 0, b, ..] | [a, 0, b, 0, ..] if *a != 0 && *b != 0)
}

/// A text of UTF-16: one finding, and nothing to read, so that no letter of it is taken for a fault of its own.
fn wide(bytes: Vec<u8>, file: u32) -> (Text, Vec<Finding>) {
    let place = Place::Text(Span { file, start: 0, end: 1 });
    let finding = Finding::at("syntax-error", place, "the file looks like UTF-16, not UTF-8").help(AS_UTF8);
    (Text::shared(Arc::new(" ".repeat(bytes.len()))), vec![finding])
}

fn repaired(bytes: Vec<u8>, file: u32) -> (String, Vec<Finding>) {
    const SHOWN: usize = 20;
    let mut content = String::with_capacity(bytes.len());
    let mut findings = Vec::new();
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        content.push_str(chunk.valid());
        at += chunk.valid().len();
        for byte in chunk.invalid() {
            content.push('?');
            if findings.len() < SHOWN {
                let guess = match byte {
                    0xa0..=0xff => "; the file looks like Latin-1 or Windows-1252",
                    _ => "",
                };
                let place = Place::Text(Span { file, start: offset(at), end: offset(at + 1) });
                let message = format!("byte 0x{byte:02x} at offset {at} is not UTF-8{guess}");
                findings.push(Finding::at("syntax-error", place, message).help(AS_UTF8));
            }
            at += 1;
        }
    }
    (content, findings)
}

/// The conflict markers of `text`: findings, and the text with one side of each conflict blanked out,
/// so that the rest can be read. `None` where there are none. A marker that only ends a conflict is looked
/// for where the text is `faulty`.
#[must_use]
pub fn without_conflicts(text: &Text, file: u32, faulty: bool) -> Option<(Arc<String>, Vec<Finding>)> {
    // Looking for one character first: hardly a plan has it.
    let marked = |sign: char, marker: &str| text.content.contains(sign) && text.content.contains(marker);
    let any = marked('<', "<<<<<<<") || (faulty && text.content.contains(">>>>>>>"));
    if !any {
        return None;
    }
    let mut kept = text.content.as_bytes().to_vec();
    let mut findings = Vec::new();
    // Git marks a conflict inside a conflict by longer markers; people may leave one inside another as well.
    let mut open: Vec<Conflict<'_>> = Vec::new();
    for line in 1..=text.lines() {
        let deeper = open.len() < DEPTH;
        let found = marker_of(text.line(line)).filter(|it| it.kind != Kind::Start || deeper);
        let inside_other = open.iter().any(|conflict| conflict.middle.is_some());
        let own = |marker: &Marker<'_>| open.iter().rposition(|conflict| conflict.length == marker.length);
        let known = found.as_ref().is_some_and(|it| it.kind == Kind::Start || own(it).is_some());
        let stray = found.as_ref().is_some_and(|it| it.kind == Kind::End && open.is_empty());
        if known || stray || inside_other {
            let (start, end) = text.line_span(line, line);
            blank(&mut kept, start, end);
        }
        let Some(marker) = found else { continue };
        match (marker.kind, own(&marker)) {
            (Kind::Start, _) => open.push(Conflict {
                start: line,
                length: marker.length,
                name: marker.name,
                middle: None,
                last_middle: line,
                last_sign: b'<',
                shown: !inside_other,
                plain: true,
            }),
            (Kind::Middle, Some(nth)) => {
                open.truncate(nth + 1);
                if let Some(conflict) = open.last_mut() {
                    // A base at most, and then the other side.
                    let base = marker.sign == b'|' && conflict.middle.is_none();
                    let divided = conflict.middle.is_some() && conflict.last_sign == b'=';
                    conflict.plain &= base || (marker.sign == b'=' && !divided);
                    conflict.last_sign = marker.sign;
                    conflict.middle.get_or_insert(line);
                    conflict.last_middle = line;
                }
            }
            (Kind::End, Some(nth)) => {
                for conflict in open.drain(nth..).filter(|it| it.shown) {
                    findings.push(conflict.finding(line, marker.name, text, file));
                }
            }
            (Kind::End, None) if stray => findings.push(stray_end(line, text, file)),
            _ => {}
        }
    }
    let last = text.lines();
    findings.extend(open.iter().filter(|it| it.shown).map(|it| it.finding(last, "", text, file)));
    if findings.is_empty() {
        return None;
    }
    String::from_utf8(kept).ok().map(|kept| (Arc::new(kept), findings))
}

/// So many signs of what a side says are shown.
const SHOWN: usize = 48;

/// So much of a line.
fn cut(line: &str, most: usize) -> &str {
    line.char_indices().nth(most).map_or(line, |(at, _)| line.get(..at).unwrap_or(line))
}

/// So deep can conflicts stand in each other.
const DEPTH: usize = 8;

/// A conflict whose end was not come to yet.
struct Conflict<'t> {
    /// The line that it begins on.
    start: u32,
    /// How long its markers are.
    length: usize,
    /// What the first side is called.
    name: &'t str,
    middle: Option<u32>,
    last_middle: u32,
    /// The sign of its last marker.
    last_sign: u8,
    /// It is marked as git marks conflicts, with the words of both sides.
    plain: bool,
    /// It stands in what is read, and not in what another conflict leaves out.
    shown: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    Middle,
    End,
}

/// A line that marks a conflict.
struct Marker<'t> {
    kind: Kind,
    sign: u8,
    length: usize,
    /// What stands behind it: a branch, a commit.
    name: &'t str,
}

fn marker_of(line: &str) -> Option<Marker<'_>> {
    let sign = line.as_bytes().first()?;
    let kind = match sign {
        b'<' => Kind::Start,
        // diff3's base, git's middle, and the sections of jj.
        b'=' | b'|' | b'%' | b'+' | b'-' => Kind::Middle,
        b'>' => Kind::End,
        _ => return None,
    };
    let rest = line.trim_start_matches(char::from(*sign));
    let length = line.len() - rest.len();
    let ends = rest.is_empty() || rest.starts_with(' ');
    (length >= 7 && ends).then(|| Marker { kind, sign: *sign, length, name: rest.trim() })
}

fn place(text: &Text, file: u32, line: u32) -> Place {
    let (start, end) = text.line_span(line, line);
    Place::Text(Span { file, start, end })
}

fn stray_end(line: u32, text: &Text, file: u32) -> Finding {
    let message = format!("line {line} ends a merge conflict that never began");
    Finding::at("merge-conflict", place(text, file, line), message).help("Remove the marker, or merge again.")
}

impl Conflict<'_> {
    fn finding(&self, end: u32, other: &str, text: &Text, file: u32) -> Finding {
        let lines = |first: u32, last: u32| match last.cmp(&first) {
            std::cmp::Ordering::Less => "nothing".to_owned(),
            std::cmp::Ordering::Equal => format!("line {first}"),
            std::cmp::Ordering::Greater => format!("lines {first} to {last}"),
        };
        let named = |name: &str| if name.is_empty() { String::new() } else { format!(" ({name})") };
        let one = lines(self.start + 1, self.middle.unwrap_or(end).saturating_sub(1));
        let two = lines(self.last_middle.max(self.start) + 1, end.saturating_sub(1));
        let (first, second) = (named(self.name), named(other));
        let message =
            format!("a merge was left unfinished: {one} on one side{first}, {two} on the other{second}");
        let finding = Finding::at("merge-conflict", place(text, file, self.start), message)
            .help(
                "Keep one side or join both, and remove the marker lines; the first side is read meanwhile.",
            )
            .also(place(text, file, end), "it ends here");
        self.choices(end, other, text, file).into_iter().fold(finding, Finding::fix)
    }

    /// What can be made of it: one side, the other, or both below one another. Nobody but people can tell which.
    fn choices(&self, end: u32, other: &str, text: &Text, file: u32) -> Vec<Fix> {
        let ends =
            marker_of(text.line(end)).is_some_and(|it| it.kind == Kind::End && it.length == self.length);
        let Some(middle) = self.middle.filter(|_| self.plain && self.last_sign == b'=' && ends) else {
            return Vec::new();
        };
        // Whole lines, with their ends.
        let start = |line: u32| {
            text.starts().get((line as usize).saturating_sub(1)).map_or(text.content.len(), |at| *at as usize)
        };
        let said =
            |first: u32, behind: u32| text.content.get(start(first)..start(behind)).unwrap_or_default();
        let (one, two) = (said(self.start + 1, middle), said(self.last_middle + 1, end));
        let whole = Span { file, start: offset(start(self.start)), end: offset(start(end + 1)) };
        let take = |which: &str, name: &str, words: &str| {
            let name = if name.is_empty() { String::new() } else { format!(" ({name})") };
            let mut lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
            let first = lines.next().map_or("nothing", |line| cut(line, SHOWN));
            let more = match lines.count() {
                0 => String::new(),
                1 => " and 1 more line".to_owned(),
                many => format!(" and {many} more lines"),
            };
            Fix::guess(
                format!("Take {which} side{name}: {first}{more}"),
                Edit::Write(whole, words.to_owned()),
            )
        };
        let mut choices = vec![take("one", self.name, one), take("the other", other, two)];
        if !one.trim().is_empty() && !two.trim().is_empty() {
            let both = format!("{one}{two}");
            choices.push(Fix::guess("Take both sides, one below the other", Edit::Write(whole, both)));
        }
        choices
    }
}

fn blank(bytes: &mut [u8], start: u32, end: u32) {
    if let Some(stretch) = bytes.get_mut(start as usize..end as usize) {
        for byte in stretch.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')) {
            *byte = b' ';
        }
    }
}

/// The same findings, as warnings: the markers stand inside a text and the file is sound TOML.
#[must_use]
pub fn softened(findings: Vec<Finding>) -> Vec<Finding> {
    findings.into_iter().map(|finding| finding.severity(Severity::Warning)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(content: &str) -> Text {
        Text::decode(content.as_bytes().to_vec(), 0).0
    }

    #[test]
    fn where_lines_begin_after_a_change_is_where_they_do_in_the_new_text() {
        let long = "some words that make a line\n".repeat(400);
        let changed = [long.clone(), long.replacen("words", "more\nwords", 1), long[..9_000].to_owned()];
        let middle = format!("{}\n\n{}", &long[..5_000], &long[5_003..]);
        for old in changed.iter().chain([&middle, &String::new()]) {
            for new in changed.iter().chain([&middle, &"\n".repeat(3), &String::new()]) {
                let before = Text::shared(Arc::new(old.clone()));
                assert_eq!(Text::after(&before, Arc::new(new.clone())).starts.get(), None, "nobody asked");
                before.starts();
                let after = Text::after(&before, Arc::new(new.clone()));
                assert_eq!(after.starts.get().unwrap(), Text::shared(Arc::new(new.clone())).starts());
            }
        }
    }

    #[test]
    fn positions_count_characters_and_lines() {
        let text = text("\u{feff}a = \"é\"\r\nb = 1");
        assert_eq!(text.position(3), Position { line: 1, column: 1 });
        assert_eq!(text.position(10), Position { line: 1, column: 7 });
        assert_eq!(text.position(13), Position { line: 2, column: 1 });
        assert_eq!((text.line(1), text.line(2), text.line(3)), ("\u{feff}a = \"é\"", "b = 1", ""));
    }

    #[test]
    fn columns_of_a_long_line_are_those_of_counting_it_through() {
        let line = "a = \"é🦀\", ".repeat(700);
        let text = text(&format!("\u{feff}{line}\n{line}"));
        for (nth, start) in [(1, 3), (2, 3 + line.len() + 1)] {
            for (at, _) in line.char_indices().step_by(97) {
                let before = &line[..at];
                let byte = u32::try_from(start + at).unwrap();
                let column = u32::try_from(before.chars().count() + 1).unwrap();
                assert_eq!(text.position(byte), Position { line: nth, column });
                let units = u32::try_from(before.encode_utf16().count() + 1).unwrap();
                assert_eq!(text.utf16_column(byte), units);
            }
        }
        assert_eq!(text.counted.get().unwrap().len(), text.content.len().div_ceil(STRIDE), "counted once");
    }

    #[test]
    fn a_byte_that_is_no_utf8_keeps_all_others_in_place() {
        let (text, findings) = Text::decode(b"name = \"S\xf8ren\"\nx = 1".to_vec(), 0);
        assert_eq!(&*text.content, "name = \"S?ren\"\nx = 1");
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("0xf8 at offset 9"), "{}", &*findings[0].message);
        assert!(findings[0].message.contains("Windows-1252"));
    }

    #[test]
    fn both_sides_of_a_conflict_are_named_and_the_first_is_read() {
        let merged = text(
            "a = 1\n<<<<<<< ours\nb = 2\n||||||| base\nb = 0\n=======\nb = 3\nc = 4\n>>>>>>> theirs\nd = 5\n",
        );
        let (kept, findings) = without_conflicts(&merged, 0, true).unwrap();
        assert_eq!(kept.split_whitespace().collect::<String>(), "a=1b=2d=5");
        assert_eq!(kept.len(), merged.content.len());
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].message,
            "a merge was left unfinished: line 3 on one side (ours), lines 7 to 8 on the other (theirs)"
        );
    }

    #[test]
    fn a_conflict_inside_another_ends_neither() {
        let base = text(
            "a = 1\n<<<<<<< ours\nb = 1\n||||||| base\n<<<<<<<<< one\nb = 2\n|||||||||\nb = 0\n=========\nb = 3\n>>>>>>>>> two\n=======\nb = 4\n>>>>>>> theirs\nd = 5\n",
        );
        let (kept, findings) = without_conflicts(&base, 0, true).unwrap();
        assert_eq!(kept.split_whitespace().collect::<String>(), "a=1b=1d=5");
        let said: Vec<&str> = findings.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(
            said,
            ["a merge was left unfinished: line 3 on one side (ours), line 13 on the other (theirs)"]
        );
        let committed = text(
            "<<<<<<< ours\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> old\n=======\nb = 3\n>>>>>>> theirs\nd = 5\n",
        );
        let (kept, findings) = without_conflicts(&committed, 0, true).unwrap();
        assert_eq!(kept.split_whitespace().collect::<String>(), "b=1d=5");
        let said: Vec<&str> = findings.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "a merge was left unfinished: line 3 on one side (HEAD), line 5 on the other (old)",
                "a merge was left unfinished: lines 2 to 6 on one side (ours), line 8 on the other (theirs)"
            ]
        );
    }

    #[test]
    fn a_text_without_markers_is_left_alone() {
        assert!(without_conflicts(&text("# ======= heading\na = \"<<<<\"\n"), 0, true).is_none());
    }
}
