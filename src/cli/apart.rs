//! Which lines of a text were changed: by where an edit wrote, so that lines which happen to be alike are not taken
//! for one another.

use std::ops::Range;

use similar::{DiffOp, TextDiff};

/// The lines of two texts that are the same, and those that are not, in their order; `stretches` of the old text
/// were given the texts beside them, in order. Where they do not lead from one text to the other, it is told by the
/// lines alone.
pub(super) fn ops(old: &str, new: &str, stretches: &[(Range<usize>, &str)]) -> Vec<DiffOp> {
    by_stretches(old, new, stretches).unwrap_or_else(|| TextDiff::from_lines(old, new).ops().to_vec())
}

fn by_stretches(old: &str, new: &str, stretches: &[(Range<usize>, &str)]) -> Option<Vec<DiffOp>> {
    if [old, new].into_iter().any(|text| text.contains('\r') && text.replace("\r\n", "").contains('\r')) {
        return None;
    }
    let mut ops = Vec::new();
    // Up to where both texts are told, in bytes and in lines.
    let (mut bytes, mut lines) = ([0, 0], [0, 0]);
    let equal = |bytes: [usize; 2], lines: &mut [usize; 2], to: usize, ops: &mut Vec<DiffOp>| {
        let same = old.get(bytes[0]..to)?;
        let end = bytes[1] + same.len();
        let len = same.split_inclusive('\n').count();
        if new.get(bytes[1]..end)? != same {
            return None;
        }
        if len > 0 {
            ops.push(DiffOp::Equal { old_index: lines[0], new_index: lines[1], len });
        }
        *lines = lines.map(|it| it + len);
        Some([to, end])
    };
    let mut at = 0;
    while let Some((first, _)) = stretches.get(at) {
        // Whole lines, with all that is written on them.
        let start = old.get(..first.start)?.rfind('\n').map_or(0, |end| end + 1);
        let (mut end, mut text, mut to, begins) = (start, String::new(), start, at);
        while let Some((range, words)) = stretches.get(at).filter(|it| {
            let open = !text.is_empty() && !text.ends_with('\n');
            at == begins || it.0.start < end || (open && it.0.start == end)
        }) {
            text.push_str(old.get(to..range.start)?);
            text.push_str(words);
            to = range.end;
            let whole = to == 0 || old.get(..to)?.ends_with('\n');
            let line = old.get(to..)?.find('\n').map_or(old.len(), |end| to + end + 1);
            // What ends a line, and leaves one that is whole, takes no more.
            end = if whole && (text.is_empty() || text.ends_with('\n')) { to } else { line };
            at += 1;
        }
        text.push_str(old.get(to..end)?);
        bytes = equal(bytes, &mut lines, start, &mut ops)?;
        let diff = TextDiff::from_lines(old.get(start..end)?, &text);
        ops.extend(diff.ops().iter().map(|op| moved(*op, lines)));
        if !new.get(bytes[1]..)?.starts_with(&text) {
            return None;
        }
        let count = |text: &str| text.split_inclusive('\n').count();
        lines = [lines[0] + count(old.get(start..end)?), lines[1] + count(&text)];
        bytes = [end, bytes[1] + text.len()];
    }
    let bytes = equal(bytes, &mut lines, old.len(), &mut ops)?;
    (bytes[1] == new.len()).then_some(ops)
}

/// An operation on lines further down.
fn moved(op: DiffOp, by: [usize; 2]) -> DiffOp {
    let (old, new) = (op.old_range(), op.new_range());
    let (old_index, new_index) = (old.start + by[0], new.start + by[1]);
    match op {
        DiffOp::Equal { len, .. } => DiffOp::Equal { old_index, new_index, len },
        DiffOp::Delete { old_len, .. } => DiffOp::Delete { old_index, old_len, new_index },
        DiffOp::Insert { new_len, .. } => DiffOp::Insert { old_index, new_index, new_len },
        DiffOp::Replace { old_len, new_len, .. } => {
            DiffOp::Replace { old_index, old_len, new_index, new_len }
        }
    }
}

#[cfg(test)]
mod tests {
    use similar::ChangeTag;

    use super::*;

    /// The text after some stretches were written over, and its difference as signs and lines.
    fn told(old: &str, stretches: &[(Range<usize>, &str)]) -> (String, Vec<String>) {
        let (mut new, mut at) = (String::new(), 0);
        for (range, words) in stretches {
            new.push_str(&old[at..range.start]);
            new.push_str(words);
            at = range.end;
        }
        new.push_str(&old[at..]);
        let diff = TextDiff::from_lines(old, &new);
        let ops = ops(old, &new, stretches);
        // Both texts can be read off it, whole.
        let side = |tag: ChangeTag| -> String {
            let changes = ops.iter().flat_map(|op| diff.iter_changes(op));
            changes
                .filter(|it| it.tag() == ChangeTag::Equal || it.tag() == tag)
                .map(|it| it.value())
                .collect()
        };
        assert_eq!((side(ChangeTag::Delete).as_str(), side(ChangeTag::Insert)), (old, new.clone()));
        let changed =
            ops.iter().flat_map(|op| diff.iter_changes(op)).filter(|it| it.tag() != ChangeTag::Equal);
        (new.clone(), changed.map(|it| format!("{}{}", it.tag(), it.value().trim_end())).collect())
    }

    #[test]
    fn lines_that_are_alike_are_not_taken_for_one_another() {
        let record = |date: u32| format!("[[r]]\nkpi = 1\ndate = {date}\n\n");
        let old: String = (1..=4).map(record).collect();
        let len = record(1).len();
        // The first and the third go.
        let (_, lines) = told(&old, &[(0..len, ""), (2 * len..3 * len, "")]);
        let one =
            |date: u32| -> Vec<String> { record(date).lines().map(|line| format!("-{line}")).collect() };
        assert_eq!(lines, [one(1), one(3)].concat());
        // One comes between.
        let (_, lines) = told(&old, &[(len..len, &record(9))]);
        assert_eq!(lines, one(9).iter().map(|line| line.replacen('-', "+", 1)).collect::<Vec<_>>());
    }

    #[test]
    fn whatever_is_written_over_both_texts_are_told_whole() {
        let mut dice = fastrand::Rng::with_seed(11);
        let word = |dice: &mut fastrand::Rng| -> String {
            (0..dice.usize(..6)).map(|_| *dice.choice(&['a', '\n', 'b']).unwrap()).collect()
        };
        for _ in 0..20_000 {
            let old: String = (0..dice.usize(..6)).map(|_| word(&mut dice)).collect();
            let mut places: Vec<usize> = (0..2 * dice.usize(..4)).map(|_| dice.usize(..=old.len())).collect();
            places.sort_unstable();
            let words: Vec<String> = places.chunks(2).map(|_| word(&mut dice)).collect();
            let ranges = places.chunks(2).map(|pair| pair[0]..pair[1]);
            let stretches: Vec<(Range<usize>, &str)> = ranges.zip(words.iter().map(String::as_str)).collect();
            told(&old, &stretches);
        }
    }
}
