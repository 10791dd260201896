//! Comments out of three texts: whatever a side says that the common text does not, is said in the merged one.
//! Lines above something stand below one another, of both sides; what both said behind one thing stands there
//! one after the other, since a comment changes nothing of what a plan says and needs nobody to decide.

use rustc_hash::FxHashSet;
use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices};

use crate::source::comments;
use crate::source::pieces::{Body, Piece, Series};

/// More lines than this above one thing are not compared, but put below one another.
const MANY: usize = 2_000;

/// Comments and blanks above something, or before a bracket: the lines of the side that changed them, or those
/// of both.
pub(super) fn above(base: Option<&str>, ours: &str, theirs: &str) -> String {
    if base == Some(ours) {
        return theirs.to_owned();
    }
    if base == Some(theirs) || ours == theirs {
        return ours.to_owned();
    }
    let base = base.unwrap_or_default();
    // What follows the last line break is what the next word is set in by.
    let cut = |text: &str| text.rfind('\n').map_or(0, |at| at + 1);
    let [old, one, other] = [base, ours, theirs].map(|text| text.split_at(cut(text)));
    let lines = [old, one, other].map(|(lines, _)| lines.split_inclusive('\n').collect::<Vec<_>>());
    let indent = if old.1 == one.1 { other.1 } else { one.1 };
    let [old, one, other] = &lines;
    let (old, mine) = (old.as_slice(), one.as_slice());
    let said: FxHashSet<&str> = old.iter().chain(mine).map(|line| line.trim()).collect();
    let is_new = |line: &&str| line.contains('#') && !said.contains(line.trim());
    if one.len() + other.len() > MANY {
        let new = other.iter().copied().filter(is_new);
        return mine.iter().copied().chain(new).chain([indent]).collect();
    }
    let (here, there) = (Side::of(old, one), Side::of(old, other));
    let mut merged = String::new();
    for at in 0..=old.len() {
        let (added, others) = (&here.added[at], &there.added[at]);
        added.iter().for_each(|line| merged.push_str(line));
        let others = others.iter().filter(|line| added.is_empty() || is_new(line));
        others.for_each(|line| merged.push_str(line));
        if at < old.len() && here.kept[at] && there.kept[at] {
            merged.push_str(old[at]);
        }
    }
    merged + indent
}

/// What a side made of some lines.
struct Side<'t> {
    /// Which of them it kept.
    kept: Vec<bool>,
    /// What it put before each of them, and at the end.
    added: Vec<Vec<&'t str>>,
}

impl<'t> Side<'t> {
    fn of(old: &[&'t str], new: &[&'t str]) -> Self {
        let mut side = Self { kept: vec![false; old.len()], added: vec![Vec::new(); old.len() + 1] };
        for op in capture_diff_slices(Algorithm::Myers, old, new) {
            if let DiffOp::Equal { old_index, len, .. } = op {
                side.kept[old_index..old_index + len].fill(true);
            }
            let place = op.old_range().start;
            let added = op.iter_changes(old, new).filter(|it| it.tag() == ChangeTag::Insert);
            side.added[place].extend(added.map(|it| it.value()));
        }
        side
    }
}

/// A line, or the rest of one, with a comment at its end: what stands before the comment is that of the side
/// that changed it, or ours; the comment that of the side that changed it, or both, one after the other.
pub(super) fn behind(base: Option<&str>, ours: &str, theirs: &str) -> String {
    if base == Some(ours) {
        return theirs.to_owned();
    }
    if base == Some(theirs) || ours == theirs {
        return ours.to_owned();
    }
    let comment = |text: &str| {
        let found = comments(text).unwrap_or_default();
        found.last().map_or_else(String::new, |last| (*last).to_owned())
    };
    let [old, one, other] = [base.unwrap_or_default(), ours, theirs].map(comment);
    if other.is_empty() || other == old || one.contains(&*other) {
        return ours.to_owned();
    }
    if one.is_empty() || one == old {
        return ours_with(ours, &one, theirs, &other);
    }
    let both = if other.contains(&*one) { other } else { format!("{one} {other}") };
    ours_with(ours, &one, theirs, &both)
}

/// A line of ours with another comment; one that has none gets it as theirs has it.
fn ours_with(ours: &str, own: &str, theirs: &str, comment: &str) -> String {
    if let Some(at) = ours.rfind(own).filter(|_| !own.is_empty()) {
        return format!("{}{comment}{}", &ours[..at], &ours[at + own.len()..]);
    }
    let (line, end) = ours.split_at(ours.trim_end().len());
    let from = theirs.rfind(comment).unwrap_or(theirs.len());
    let gap = &theirs[theirs[..from].trim_end().len()..from];
    format!("{line}{gap}{comment}{end}")
}

/// Whether a piece has a comment, above it or in it, that it had not.
pub(super) fn says_more(base: &Piece, now: &Piece) -> bool {
    let (mut old, mut new) = (FxHashSet::default(), FxHashSet::default());
    gather(base, &mut old);
    gather(now, &mut new);
    !new.is_subset(&old)
}

fn gather<'p>(piece: &'p Piece, found: &mut FxHashSet<&'p str>) {
    let lead = piece.lead.as_deref().unwrap_or_default();
    for text in [&piece.before, lead, &piece.head, &piece.gap, &piece.foot] {
        found.extend(comments(text).unwrap_or_default());
    }
    match &piece.body {
        Body::Plain(text) => found.extend(comments(text).unwrap_or_default()),
        Body::Series(series) => gather_all(series, found),
    }
}

fn gather_all<'p>(series: &'p Series, found: &mut FxHashSet<&'p str>) {
    found.extend(comments(&series.open).unwrap_or_default());
    series.pieces.iter().for_each(|piece| gather(piece, found));
    found.extend(comments(&series.close).unwrap_or_default());
}

/// Whether a merged text has every comment that a side has and the common text has not.
pub(super) fn has_all(text: &str, base: &Series, ours: &Series, theirs: &Series) -> bool {
    let [mut old, mut new] = [FxHashSet::default(), FxHashSet::default()];
    gather_all(base, &mut old);
    gather_all(ours, &mut new);
    gather_all(theirs, &mut new);
    let said: FxHashSet<&str> = text.lines().flat_map(parts).collect();
    new.difference(&old).flat_map(|comment| parts(comment)).all(|part| said.contains(part))
}

/// What a line says after each of its signs, up to the next: of two comments that stand one after the other, each.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    let after = line.find('#').map_or("", |at| &line[at + 1..]);
    after.split('#').map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::super::{Markers, Merged, merge};

    #[track_caller]
    fn both(base: &str, ours: &str, theirs: &str, expected: &str) {
        let merged = merge(base, ours, theirs, &Markers::default()).unwrap();
        assert_eq!(merged, Merged { text: expected.to_owned(), conflicts: Vec::new() });
    }

    const LIST: &str = "[driver.a]\nneeds = [\n  \"a\",  # one\n  \"b\",  # two\n]\n";

    #[test]
    fn comments_of_entries_are_merged_as_values_are() {
        let ours = LIST.replace("# two\n", "# two\n  \"c\",\n");
        let theirs = LIST.replace("# one", "# one: legal signed on 3 May");
        let expected = ours.replace("# one", "# one: legal signed on 3 May");
        both(LIST, &ours, &theirs, &expected);
        both(LIST, &theirs, &ours, &expected);
        let why = "  # why b: the board asked\n  \"b\"";
        let theirs = LIST.replace("  \"b\"", why);
        both(LIST, &ours, &theirs, &ours.replace("  \"b\"", why));
        both(LIST, &theirs, &ours, &ours.replace("  \"b\"", why));
        let theirs = LIST.replace("\n]", "\n  # no more\n]");
        both(LIST, &ours, &theirs, &ours.replace("\n]", "\n  # no more\n]"));
        both(LIST, &theirs, &ours, &ours.replace("\n]", "\n  # no more\n]"));
    }

    #[test]
    fn what_both_said_stands_there_of_both() {
        let with = |text: &str, old: &str, new: &str| text.replace(old, new);
        let expected = LIST.replace("# one", "# mine # yours");
        both(LIST, &with(LIST, "# one", "# mine"), &with(LIST, "# one", "# yours"), &expected);
        let base = "# top\n[driver.a] # c\nvalue = 1 # v\n";
        both(base, &with(base, "# c", "# o"), &with(base, "# c", "# t"), &with(base, "# c", "# o # t"));
        both(base, &with(base, "# v", "# o"), &with(base, "# v", "# t"), &with(base, "# v", "# o # t"));
        both(
            base,
            &with(base, "# top", "# o"),
            &with(base, "# top", "# t"),
            &with(base, "# top", "# o\n# t"),
        );
        // Who takes a comment away says nothing against what the other makes of it.
        both(base, &with(base, " # c", ""), &with(base, "# c", "# t"), &with(base, "# c", "# t"));
        // Both added the same, with another comment each.
        let [ours, theirs] = ["o", "t"].map(|note| format!("{base}live = 2026-01-01 # {note}\n"));
        both(base, &ours, &theirs, &format!("{base}live = 2026-01-01 # o # t\n"));
        let lines = |note: &str| LIST.replace("  \"b\"", &format!("  # {note}\n  \"b\""));
        both(LIST, &lines("o"), &lines("t"), &LIST.replace("  \"b\"", "  # o\n  # t\n  \"b\""));
    }

    #[test]
    fn what_is_said_about_what_the_other_side_removed_is_a_conflict() {
        let base = "[driver.a]\nvalue = 1\n[driver.b]\nvalue = 2\n";
        let removed = "[driver.a]\nvalue = 1\n";
        for said in [
            base.replace("value = 2", "value = 2 # important"),
            base.replace("[driver.b]", "# important\n[driver.b]"),
        ] {
            for (ours, theirs) in [(removed, &*said), (&*said, removed)] {
                let merged = merge(base, ours, theirs, &Markers::default()).unwrap();
                assert_eq!(merged.conflicts, ["driver.b"]);
                assert!(merged.text.contains("# important"), "{}", merged.text);
            }
        }
        let theirs = LIST.replace("# two", "# two, by May");
        let merged =
            merge(LIST, &LIST.replace("  \"b\",  # two\n", ""), &theirs, &Markers::default()).unwrap();
        assert_eq!(merged.conflicts, ["driver.a.needs"]);
        assert!(merged.text.contains("# two, by May"), "{}", merged.text);
    }

    #[test]
    fn the_comment_of_the_file_stays_where_its_first_table_goes() {
        let base = "# A plan\n\n[driver.a]\nvalue = 1\n\n[driver.b]\nvalue = 2\n";
        let moved = "# A plan\n\n[driver.b]\nvalue = 2\n\n[driver.a]\nvalue = 1\n";
        let removed = "# A plan\n\n[driver.a]\nvalue = 1\n";
        for (ours, theirs) in [(moved, removed), (removed, moved)] {
            let merged = merge(base, ours, theirs, &Markers::default()).unwrap();
            assert_eq!(merged.conflicts, [""; 0], "{}", merged.text);
            assert_eq!(merged.text.matches("# A plan").count(), 1, "{}", merged.text);
            assert!(merged.text.contains("driver.a") && !merged.text.contains("driver.b"), "{}", merged.text);
        }
    }

    #[test]
    fn a_comment_is_there_as_a_whole_or_not_at_all() {
        let cut = |text: &str| super::super::cut(text).unwrap();
        let (base, ours) = ("a = 1\n", "a = 1 # by May # or June\n");
        let has = |text: &str| super::has_all(text, &cut(base), &cut(ours), &cut(base));
        assert!(has(ours) && has("a = 1 # by May # or June # theirs\n"));
        assert!(!has(base) && !has("a = 1 # by May\n") && !has("a = 1 # by Mayflower # or June\n"));
    }

    #[test]
    fn lists_are_merged_however_their_commas_stand() {
        let base =
            "[driver.a]\nneeds = [ # all\n    \"a\" # one\n  # of b\n  , \"b\"\n]\ntags = [\"x\" , \"y\"]\n";
        let ours = base.replace("# one", "# uno").replace(", \"y\"", ", \"y\" , \"o\"");
        let theirs = base
            .replace("\n]", "\n  , \"c\" # three\n]")
            .replace("# all", "# all of them")
            .replace("\"x\" , ", "\"x\" , \"t\", ");
        let expected = "[driver.a]\nneeds = [ # all of them\n    \"a\" # uno\n  # of b\n  , \"b\"\n  , \"c\" # three\n]\ntags = [\"x\" , \"t\", \"y\" , \"o\"]\n";
        both(base, &ours, &theirs, expected);
        both(base, &theirs, &ours, expected);
        // One side removes the first, the other adds to the second.
        let gone = base.replace("\n    \"a\" # one\n  # of b\n  , ", "\n  # of b\n    ");
        let theirs = base.replace("  , \"b\"", "  , \"b\" # two");
        let expected = gone.replace("\"b\"", "\"b\" # two");
        both(base, &gone, &theirs, &expected);
        both(base, &theirs, &gone, &expected);
    }

    #[test]
    fn blanks_that_nobody_edited_stay() {
        let base = "[driver.a]\nvalue = {low=1,likely=2,high=3}\n";
        let (ours, theirs) = (base.replace("low=1", "low=0"), base.replace("high=3", "high=4"));
        both(base, &ours, &theirs, "[driver.a]\nvalue = {low=0,likely=2,high=4}\n");
        both(base, &theirs, &ours, "[driver.a]\nvalue = {low=0,likely=2,high=4}\n");
    }
}
