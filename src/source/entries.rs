//! The entries of a list that is changed: one more, or others. What stays keeps its comment and its layout, and
//! what is new is laid out as the others are.

use std::collections::VecDeque;
use std::ops::Range;

use rustc_hash::FxHashMap;
use toml_spanner::{Arena, Array, ArrayStyle, Item as Toml};

use super::habit::{ending, line_start, next_line};
use super::literal::literal;
use super::pieces::{Body, Piece, Series, listed};
use super::written::{Value, value};

/// Where a new entry of a list goes, and what is written there. A comment behind the last entry stays behind it.
pub(super) fn appended(
    content: &str,
    own: Range<usize>,
    list: &Array<'_>,
    value: &str,
) -> Option<Vec<(usize, String)>> {
    let Some(last) = list.iter().last() else { return Some(vec![(own.start + 1, value.to_owned())]) };
    let (start, end) = (last.span().start as usize, last.span().end as usize);
    let line = line_start(content, start);
    let alone = line > own.start && content.get(line..start)?.trim().is_empty();
    if !alone {
        return Some(vec![(end, format!(", {value}"))]);
    }
    let indent = content.get(line..start)?;
    let ending = ending(content);
    let rest = content.get(end..own.end)?;
    let comma = rest.trim_start().starts_with(',');
    let comment = rest.trim_start_matches([' ', '\t']).starts_with('#');
    match next_line(content, end).filter(|next| *next < own.end) {
        Some(next) if comma => Some(vec![(next, format!("{indent}{value},{ending}"))]),
        Some(next) if comment => {
            Some(vec![(end, ",".to_owned()), (next, format!("{indent}{value}{ending}"))])
        }
        _ => Some(vec![(end, format!(",{ending}{indent}{value}"))]),
    }
}

/// A list with other entries, given in the words of TOML. `None` where one of the two is no list, or the list
/// is laid out in a way that has no place for them.
pub(super) fn with_entries(content: &str, list: &Toml<'_>, words: &str) -> Option<String> {
    list.as_array().filter(|list| list.style() == ArrayStyle::Inline)?;
    let new = entries(words)?;
    let (Series { mut pieces, close, commas }, open) = listed(list, content)?;
    let layout = Layout::of(&pieces, &close, ending(content));
    // A comment behind the bracket is the list's.
    let mut head = String::new();
    if let Some(first) = pieces.first_mut() {
        let line = first.before.find('\n').unwrap_or(0);
        let line = first.before[..line].trim_end_matches('\r').len();
        if first.before[..line].contains('#') {
            let rest = first.before.split_off(line);
            head = std::mem::replace(&mut first.before, rest);
        }
    }
    let sources = sources(&pieces, &new);
    let (mut old, above) = kept(pieces, &sources);
    let mut pieces = Vec::with_capacity(new.len());
    for (nth, ((says, words), source)) in new.into_iter().zip(sources).enumerate() {
        let piece = source.and_then(|at| old.get_mut(at)?.take());
        let piece = match piece {
            // What it says stays as it is spelled.
            Some(piece) if piece.value == says => piece,
            Some(piece) => Piece { body: Body::Plain(words), value: says, ..piece },
            None => Piece {
                key: String::new(),
                before: layout.before(nth),
                head: String::new(),
                body: Body::Plain(words),
                foot: String::new(),
                value: says,
            },
        };
        pieces.push(layout.placed(nth, piece));
    }
    let bare = pieces.is_empty() && head.is_empty() && !above.contains('#') && !close.contains('#');
    let close = if bare { "]".to_owned() } else { above + &close };
    let (head, close) = match layout.empty_head(&pieces, &close) {
        Some((comments, close)) => (comments, close),
        None => (head, close),
    };
    let text = format!("{open}{head}{}", Series { pieces, close, commas: layout.commas(commas) }.text());
    (literal(&text).is_some() && literal(&text) == literal(words)).then_some(text)
}

/// How the entries of a list are laid out.
struct Layout {
    /// What stands before the first, and before each other, where no comment does.
    gaps: [String; 2],
    /// Whether entries have lines of their own.
    lines: bool,
    /// Whether there were none.
    empty: bool,
}

impl Layout {
    fn of(pieces: &[Piece], close: &str, ending: &str) -> Self {
        let gap = |text: &str| text.rfind('\n').map(|at| format!("{ending}{}", &text[at + 1..]));
        let lines = pieces.iter().rev().find_map(|piece| gap(&piece.before));
        let empty = pieces.is_empty();
        let lines = lines.or_else(|| gap(close.trim_end_matches(']')).filter(|_| empty).map(|it| it + "  "));
        match lines {
            Some(gap) => Self { gaps: [gap.clone(), gap], lines: true, empty },
            None => {
                let first = pieces.first().map_or("", |piece| &piece.before);
                let other = pieces.get(1).map_or(" ", |piece| &piece.before);
                Self { gaps: [first, other].map(str::to_owned), lines: false, empty }
            }
        }
    }

    fn before(&self, nth: usize) -> String {
        self.gaps[usize::from(nth > 0)].clone()
    }

    /// A piece in its new place: one that came to stand first, or no more does, has the blanks of that place.
    fn placed(&self, nth: usize, piece: Piece) -> Piece {
        let blank = piece.before.chars().all(|it| it == ' ' || it == '\t');
        if blank && (!self.lines || nth > 0 && piece.before.is_empty()) {
            return Piece { before: self.before(nth), ..piece };
        }
        // No blank line stands before the first.
        let text = piece.before.trim_start_matches(['\r', '\n']);
        let breaks = &piece.before[..piece.before.len() - text.len()];
        let before = match nth == 0 && breaks.matches('\n').count() > 1 {
            true => format!("{}{text}", if breaks.starts_with('\r') { "\r\n" } else { "\n" }),
            false => piece.before,
        };
        Piece { before, ..piece }
    }

    /// Of a list that had no entry, on several lines: the comments in it, and what closes it.
    fn empty_head(&self, pieces: &[Piece], close: &str) -> Option<(String, String)> {
        let at = close.rfind('\n').filter(|_| self.empty && self.lines && !pieces.is_empty())?;
        let at = close[..at].trim_end_matches('\r').len();
        Some((close[..at].to_owned(), close[at..].to_owned()))
    }

    fn commas(&self, was: Option<bool>) -> Option<bool> {
        if self.empty { Some(self.lines) } else { was }
    }
}

/// The entries of a list in the words of TOML: what each says, and its words.
fn entries(words: &str) -> Option<Vec<(Value, String)>> {
    literal(words)?;
    let document = format!("x = {words}\n");
    let arena = Arena::new();
    let parsed = toml_spanner::parse(&document, &arena).ok()?;
    let list = parsed.table().get("x")?.as_array()?;
    let entry =
        |toml: &Toml<'_>| Some((value(toml, &document), document.get(toml.span().range())?.to_owned()));
    list.iter().map(entry).collect()
}

/// Which old entry each new one is: one that says the same, or else speaks of the same.
fn sources(old: &[Piece], new: &[(Value, String)]) -> Vec<Option<usize>> {
    let mut found = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    let subject = |value: &Value| {
        let text = value.as_str()?;
        text.split(['<', '>', '=']).next().map(|subject| subject.trim().to_owned())
    };
    let whole = |value: &Value| Some(value.toml());
    for name in [&whole as &dyn Fn(&Value) -> Option<String>, &subject] {
        let mut by_name: FxHashMap<String, VecDeque<usize>> = FxHashMap::default();
        for (at, piece) in old.iter().enumerate().filter(|(at, _)| !taken[*at]) {
            if let Some(name) = name(&piece.value) {
                by_name.entry(name).or_default().push_back(at);
            }
        }
        for (found, (value, _)) in found.iter_mut().zip(new).filter(|(found, _)| found.is_none()) {
            *found = name(value).and_then(|name| by_name.get_mut(&name)?.pop_front());
            if let Some(at) = *found {
                taken[at] = true;
            }
        }
    }
    found
}

/// The entries that stay, each where it stood, and the comments that are left over the end. The comment over an
/// entry that goes, goes along if it is over that one alone.
fn kept(pieces: Vec<Piece>, sources: &[Option<usize>]) -> (Vec<Option<Piece>>, String) {
    let stays: Vec<bool> = {
        let mut stays = vec![false; pieces.len()];
        sources.iter().flatten().for_each(|at| stays[*at] = true);
        stays
    };
    let apart = |before: &str| before.contains('#') || before.matches('\n').count() > 1;
    let alone: Vec<bool> =
        (1..=pieces.len()).map(|next| pieces.get(next).is_none_or(|piece| apart(&piece.before))).collect();
    let mut above = String::new();
    let mut left = Vec::with_capacity(pieces.len());
    for ((piece, stays), alone) in pieces.into_iter().zip(stays).zip(alone) {
        if stays {
            left.push(Some(Piece { before: std::mem::take(&mut above) + &piece.before, ..piece }));
        } else {
            if piece.before.contains('#') && !alone {
                let end = piece.before.rfind('\n').unwrap_or(0);
                above.push_str(piece.before[..end].trim_end_matches('\r'));
            }
            left.push(None);
        }
    }
    (left, above)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use crate::disk::Memory;
    use crate::plan::address::Address;
    use crate::plan::edit::Edit;
    use crate::source::{Limits, Source};

    fn edited(list: &str, edit: impl Fn(Address) -> Edit) -> String {
        let text = format!("[driver.a]\nneeds = {list} # why\n");
        let store = Memory::default().with("plan.toml", text);
        let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
        let edit = edit(Address::parse("driver.a.needs").unwrap());
        let patches = read.source.patches(&read.plan, &[edit]).unwrap();
        let text = read.source.patched(0, &patches).unwrap();
        let list = text.strip_prefix("[driver.a]\nneeds = ").and_then(|list| list.strip_suffix(" # why\n"));
        list.unwrap().to_owned()
    }

    #[test]
    fn an_entry_is_added_where_the_list_ends() {
        for (before, after) in [
            ("[]", r#"["z"]"#),
            (r#"["x"]"#, r#"["x", "z"]"#),
            (r#"[ "x", ]"#, r#"[ "x", "z", ]"#),
            ("[\n  \"x\", # first\n]", "[\n  \"x\", # first\n  \"z\",\n]"),
            (
                "[\n  \"x\", # first\n  \"y\" # second\n]",
                "[\n  \"x\", # first\n  \"y\", # second\n  \"z\"\n]",
            ),
            ("[\r\n  \"x\"\r\n]", "[\r\n  \"x\",\n  \"z\"\r\n]"),
        ] {
            let add = |at| Edit::Insert(at, String::new(), "\"z\"".into());
            assert_eq!(edited(before, add), after, "{before}");
        }
    }

    #[test]
    fn entries_that_stay_keep_their_comments_and_their_layout() {
        let lines = "[ # all\n  \"a\", # why a\n  # why b\n  'b' # b\n]";
        for (before, new, after) in [
            (lines, r#"["a", "b"]"#, lines),
            (lines, r#"["a", "b", "c"]"#, "[ # all\n  \"a\", # why a\n  # why b\n  'b', # b\n  \"c\"\n]"),
            (lines, r#"["c", "a"]"#, "[ # all\n  \"c\",\n  \"a\" # why a\n]"),
            (lines, r#"["b >= 2", "a"]"#, "[ # all\n  # why b\n  \"b >= 2\", # b\n  \"a\" # why a\n]"),
            (lines, "[]", "[ # all\n]"),
            ("[\n  # of IT\n  \"a\",\n  \"b\",\n]", r#"["b"]"#, "[\n  # of IT\n  \"b\",\n]"),
            ("[\n  # of IT\n  \"a\",\n\n  \"b\",\n]", r#"["b"]"#, "[\n  \"b\",\n]"),
            ("[\n  # none yet\n]", r#"["a"]"#, "[\n  # none yet\n  \"a\",\n]"),
            (r#"["a", 'b']"#, r#"["b", "c"]"#, r#"['b', "c"]"#),
            (r#"[ "a" ]"#, r#"["b", "a"]"#, r#"[ "b", "a" ]"#),
            (r#"["a", "b"]"#, "[]", "[]"),
            ("[]", r#"["a", "b"]"#, r#"["a", "b"]"#),
            ("[\"a\", # a\n \"b\"]", r#"["b", "a", "c"]"#, "[\n \"b\",\n \"a\", # a\n \"c\"]"),
        ] {
            assert_eq!(edited(before, |at| Edit::Set(at, new.into())), after, "{before} {new}");
        }
    }
}
