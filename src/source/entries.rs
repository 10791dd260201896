//! The entries of a list that is changed: one more, or others. What stays keeps its comment and its layout, and
//! what is new is laid out as the others are.

use std::collections::VecDeque;
use std::ops::Range;

use rustc_hash::FxHashMap;
use toml_spanner::{Arena, ArrayStyle, Item as Toml};

use super::habit::{ending, line_start, next_line};
use super::leaving::leaving;
use super::literal::literal;
use super::pieces::{Piece, Series, braced, listed};

/// Where a new entry of a list or of a table in braces goes, behind the last, and what is written there. A comment
/// behind the last entry stays behind it.
pub(super) fn appended(
    content: &str,
    own: &Range<usize>,
    last: Range<usize>,
    value: &str,
) -> Option<Vec<(usize, String)>> {
    let (start, end) = (last.start, last.end);
    let line = line_start(content, start);
    let indent = content.get(line..start)?;
    let ending = ending(content);
    let rest = content.get(end..own.end)?.trim_start_matches([' ', '\t']);
    let (comma, comment) = (rest.starts_with(','), rest.starts_with('#'));
    let next = next_line(content, end).filter(|next| *next < own.end);
    if indent.trim() == "," && !comma {
        // A comma leads it, as it leads the last.
        return Some(vec![match next {
            Some(next) => (next, format!("{indent}{value}{ending}")),
            None => (end, format!("{ending}{indent}{value}")),
        }]);
    }
    if line <= own.start || !indent.trim().is_empty() {
        return Some(vec![(end, format!(", {value}"))]);
    }
    match next {
        Some(next) if comma => Some(vec![(next, format!("{indent}{value},{ending}"))]),
        Some(next) if comment => {
            Some(vec![(end, ",".to_owned()), (next, format!("{indent}{value}{ending}"))])
        }
        _ => Some(vec![(end, format!(",{ending}{indent}{value}"))]),
    }
}

/// A list, or a table in braces, with other entries, given in the words of TOML. `None` where one of the two is
/// none, or it is laid out in a way that has no place for them.
pub(super) fn with_entries(content: &str, list: &Toml<'_>, words: &str) -> Option<String> {
    literal(words)?;
    let new = series(words)?.pieces;
    let old = cut(list, content)?;
    let own = list.span().range();
    let (layout, was_last) = (Layout::of(&old, ending(content)), old.commas);
    let sources = sources(&old.pieces, &new, list.as_table().is_some());
    let mut gone = vec![true; old.pieces.len()];
    sources.iter().flatten().for_each(|at| gone[*at] = false);
    let left = without(content, &own, &leaving(&old, own.start, &gone))?;
    let Series { open, pieces, close, .. } = series(&left)?;
    // Where none is left, what is new stands where they did.
    let none_stays = pieces.is_empty();
    let bare = none_stays && !open.contains('#') && !close.contains('#') && !new.is_empty();
    let (open, close) = if bare { (old.open, old.close) } else { (open, close) };
    let stay = (0..gone.len()).filter(|at| !gone[*at]);
    let mut stay: FxHashMap<usize, Piece> = stay.zip(pieces).collect();
    let mut pieces = Vec::with_capacity(new.len());
    for (nth, (new, source)) in new.into_iter().zip(sources).enumerate() {
        let piece = match source.and_then(|at| stay.remove(&at)) {
            // What it says stays as it is spelled.
            Some(piece) if piece.value == new.value => piece,
            Some(piece) => Piece { body: new.body, value: new.value, ..piece },
            None => layout.added(nth, new),
        };
        pieces.push(layout.placed(nth, piece));
    }
    let close = if layout.empty && close == "}" && !pieces.is_empty() { " }".to_owned() } else { close };
    let (open, close) = match layout.empty_head(&pieces, &close).filter(|_| none_stays) {
        Some((comments, close)) => (open + &comments, close),
        None => (open, close),
    };
    let text = Series { open, pieces, close, commas: layout.commas(was_last) }.text();
    (literal(&text).is_some() && literal(&text) == literal(words)).then_some(text)
}

/// The entries of a list in a line or of a table in braces; `None` for all else.
fn cut(toml: &Toml<'_>, content: &str) -> Option<Series> {
    match toml.as_array().filter(|list| list.style() == ArrayStyle::Inline) {
        Some(_) => listed(toml, content),
        None => braced(toml, content),
    }
}

/// The entries of a list or table in the words of TOML.
fn series(words: &str) -> Option<Series> {
    let document = format!("x = {words}\n");
    let arena = Arena::new();
    let parsed = toml_spanner::parse(&document, &arena).ok()?;
    cut(parsed.table().get("x")?, &document)
}

/// A stretch of a text without what leaves it.
fn without(content: &str, own: &Range<usize>, gone: &[Range<usize>]) -> Option<String> {
    let mut left = String::new();
    let mut at = own.start;
    for range in gone {
        left.push_str(content.get(at..range.start)?);
        at = range.end;
    }
    left.push_str(content.get(at..own.end)?);
    Some(left)
}

/// How the entries of a list are laid out.
struct Layout {
    /// What stands before the first, and before each other, where no comment does.
    gaps: [String; 2],
    /// What stands behind the comma that leads each but the first; `None` where commas follow.
    lead: Option<String>,
    /// Whether entries have lines of their own.
    lines: bool,
    /// Whether there were none.
    empty: bool,
}

impl Layout {
    fn of(list: &Series, ending: &str) -> Self {
        let Series { pieces, close, .. } = list;
        let gap = |text: &str| text.rfind('\n').map(|at| format!("{ending}{}", &text[at + 1..]));
        let lines = pieces.iter().rev().find_map(|piece| gap(&piece.before));
        let empty = pieces.is_empty();
        let closes = close.trim_end_matches([']', '}']);
        let lines = lines.or_else(|| gap(closes).filter(|_| empty).map(|it| it + "  "));
        let lead = pieces.get(1).and_then(|piece| piece.lead.clone());
        let first = pieces.first().map_or("", |piece| &piece.before);
        match lines {
            Some(other) if lead.is_some() => {
                let first = gap(first).unwrap_or_else(|| first.to_owned());
                Self { gaps: [first, other], lead, lines: true, empty }
            }
            Some(gap) => Self { gaps: [gap.clone(), gap], lead, lines: true, empty },
            None => {
                let in_braces = empty && close.ends_with('}');
                let first = if in_braces { " " } else { first };
                let other = pieces.get(1).map_or(" ", |piece| &piece.before);
                Self { gaps: [first, other].map(str::to_owned), lead, lines: false, empty }
            }
        }
    }

    fn before(&self, nth: usize) -> String {
        self.gaps[usize::from(nth > 0)].clone()
    }

    /// A piece that is new.
    fn added(&self, nth: usize, piece: Piece) -> Piece {
        let lead = self.lead.clone().filter(|_| nth > 0);
        Piece { before: self.before(nth), lead, gap: String::new(), foot: String::new(), ..piece }
    }

    /// A piece in its new place: one that came to stand first, or no more does, has the blanks of that place.
    fn placed(&self, nth: usize, piece: Piece) -> Piece {
        if self.lead.is_some() && (nth == 0 || piece.lead.is_none()) && self.lines {
            let lines = piece.before.rfind('\n').map_or("", |at| piece.before[..at].trim_end_matches('\r'));
            let lines = if lines.contains('#') { lines } else { "" };
            let before = format!("{lines}{}", self.before(nth));
            return Piece { before, lead: self.lead.clone().filter(|_| nth > 0), ..piece };
        }
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

    /// Of a list of which no entry stays, on several lines: the comments in it, and what closes it.
    fn empty_head(&self, pieces: &[Piece], close: &str) -> Option<(String, String)> {
        let none_stays =
            self.empty || close.contains('#') && pieces.iter().all(|piece| piece.foot.is_empty());
        let at = close.rfind('\n').filter(|_| none_stays && self.lines && !pieces.is_empty())?;
        let at = close[..at].trim_end_matches('\r').len();
        Some((close[..at].to_owned(), close[at..].to_owned()))
    }

    fn commas(&self, was: Option<bool>) -> Option<bool> {
        if self.empty { Some(self.lines) } else { was }
    }
}

/// Which old entry each new one is: one that says the same, or else speaks of the same; of a table, the one of
/// its key.
fn sources(old: &[Piece], new: &[Piece], keyed: bool) -> Vec<Option<usize>> {
    let mut found = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    let subject = |piece: &Piece| {
        let text = piece.value.as_str()?;
        text.split(['<', '>', '=']).next().map(|subject| subject.trim().to_owned())
    };
    let whole = |piece: &Piece| Some(piece.key.clone());
    let names = [&whole as &dyn Fn(&Piece) -> Option<String>, &subject];
    for name in names.into_iter().take(if keyed { 1 } else { 2 }) {
        let mut by_name: FxHashMap<String, VecDeque<usize>> = FxHashMap::default();
        for (at, piece) in old.iter().enumerate().filter(|(at, _)| !taken[*at]) {
            if let Some(name) = name(piece) {
                by_name.entry(name).or_default().push_back(at);
            }
        }
        for (found, piece) in found.iter_mut().zip(new).filter(|(found, _)| found.is_none()) {
            *found = name(piece).and_then(|name| by_name.get_mut(&name)?.pop_front());
            if let Some(at) = *found {
                taken[at] = true;
            }
        }
    }
    found
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
            ("[\n    \"x\"\n  , \"y\" # y\n]", "[\n    \"x\"\n  , \"y\" # y\n  , \"z\"\n]"),
            ("[\n  \"x\" , # x\n]", "[\n  \"x\" , # x\n  \"z\",\n]"),
            ("[\n  \"x\"\n  ,]", "[\n  \"x\",\n  \"z\"\n  ,]"),
        ] {
            let add = |at| Edit::Insert(at, String::new(), "\"z\"".into());
            assert_eq!(edited(before, add), after, "{before}");
        }
    }

    const LEADING: &str = "[ # all\n    \"a\" # a\n  # b\n  , \"b\"\n  ]";

    #[test]
    fn a_table_in_braces_keeps_what_nobody_changed() {
        let set = |before: &str, new: &str| {
            let text = format!("[driver.a]\nvalue = {before}\n");
            let store = Memory::default().with("plan.toml", text);
            let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
            let edit = Edit::Set(Address::parse("driver.a.value").unwrap(), new.into());
            let patches = read.source.patches(&read.plan, &[edit]).unwrap();
            let text = read.source.patched(0, &patches).unwrap();
            text.strip_prefix("[driver.a]\nvalue = ").unwrap().trim_end().to_owned()
        };
        for (before, new, after) in [
            ("{low=1_000,likely=2}", "{ low = 1000, likely = 3 }", "{low=1_000,likely=3}"),
            ("{ low = 1 , likely = 2 }", "{ low = 1, likely = 4 }", "{ low = 1 , likely = 4 }"),
            ("{}", "{ low = 1 }", "{ low = 1 }"),
            ("{ low = 1 }", "{}", "{}"),
            ("1", "{ low = 1 }", "{ low = 1 }"),
            ("{ low = 1 }", "2", "2"),
        ] {
            assert_eq!(set(before, new), after, "{before} {new}");
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
            ("[\n  # of IT\n  \"a\",\n  \"b\",\n]", r#"["b"]"#, "[\n  \"b\",\n]"),
            ("[\n  # of IT\n  \"a\",\n\n  \"b\",\n]", r#"["b"]"#, "[\n  \"b\",\n]"),
            ("[\n  # of IT\n\n  \"a\",\n  \"b\",\n]", r#"["b"]"#, "[\n  # of IT\n\n  \"b\",\n]"),
            ("[\n  # of IT\n  \"a\", \"b\",\n]", r#"["b"]"#, "[\n  # of IT\n  \"b\",\n]"),
            (r#"["a" , "b"]"#, r#"["a", "b", "c"]"#, r#"["a" , "b", "c"]"#),
            ("[\n  \"a\" , # a\n  \"b\" # b\n]", r#"["b"]"#, "[\n  \"b\" # b\n]"),
            (LEADING, r#"["a", "b", "c"]"#, "[ # all\n    \"a\" # a\n  # b\n  , \"b\"\n  , \"c\"\n  ]"),
            (LEADING, r#"["b >= 2"]"#, "[ # all\n  # b\n    \"b >= 2\"\n  ]"),
            (LEADING, r#"["b", "a"]"#, "[ # all\n  # b\n    \"b\"\n  , \"a\" # a\n  ]"),
            (LEADING, r#"["c"]"#, "[ # all\n    \"c\"\n  ]"),
            ("[\n  \"a\",\n]", r#"["b"]"#, "[\n  \"b\",\n]"),
            ("[\n  \"a\",\n  # no more\n]", r#"["b"]"#, "[\n  # no more\n  \"b\",\n]"),
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
