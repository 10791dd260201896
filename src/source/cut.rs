//! Where a large text is cut into parts, and which of its parts another text has as well.

use std::ops::Range;

/// A text larger than this is cut into parts of about this size.
const PART: usize = 1 << 14;

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// The bytes that it takes.
    pub(super) stretch: Range<usize>,
    /// Which of the known parts is the same, byte by byte.
    pub(super) known: Option<usize>,
}

/// Cuts a large text where tables begin. Parts that are `known` from a text much like this one, in their
/// order there, stay in one piece where they are the same; one that is not, but begins with the same table, begins a
/// part here too, so that an edit leaves all cuts where they are. `None` where the text is small.
#[must_use]
pub(super) fn cuts(content: &str, known: &[&str]) -> Option<Vec<Cut>> {
    header_after(content, PART)?;
    let (mut cuts, mut done, mut passed) = (Vec::new(), 0_usize, 0_usize);
    for (nth, part) in known.iter().enumerate() {
        // Where it begins if what was passed over has kept its length, more or less.
        let near = done + passed;
        let within = |reach: usize| done.max(near.saturating_sub(reach))..near + reach;
        let close = || begins(content, part, within(PART / 8), nth == 0);
        match close().or_else(|| begins(content, part, within(PART), nth == 0)) {
            None => passed += part.len(),
            Some((start, true)) => {
                cut_afresh(done..start, content, PART / 4, &mut cuts);
                (done, passed) = (start + part.len(), 0);
                cuts.push(Cut { stretch: start..done, known: Some(nth) });
            }
            Some((start, false)) => {
                cut_afresh(done..start, content, PART / 4, &mut cuts);
                (done, passed) = (start, part.len());
            }
        }
    }
    cut_afresh(done..content.len(), content, if known.is_empty() { 0 } else { PART / 4 }, &mut cuts);
    Some(cuts)
}

/// Where a known part begins, from a table's header to another, if it does `within` a stretch, and whether it is the
/// same to its end: if not, its first table is one with an id, of which there is no other. The `first` part may have
/// keys that stand in no table, so that it is the first here too.
fn begins(content: &str, part: &str, within: Range<usize>, first: bool) -> Option<(usize, bool)> {
    let line = part.lines().next().filter(|line| line.contains('.'));
    let head = line.and_then(|line| part.get(..line.len() + 1));
    let stands = |start: usize| {
        let rest = content.get(start..)?;
        let whole = rest.strip_prefix(part);
        if whole.is_some_and(|rest| rest.is_empty() || is_header(content, start + part.len())) {
            return Some((start, true));
        }
        head.filter(|head| !first && rest.starts_with(head)).map(|_| (start, false))
    };
    if first {
        return stands(0);
    }
    let headers = std::iter::successors(header_after(content, within.start.saturating_sub(1)), |header| {
        header_after(content, *header)
    });
    headers.take_while(|header| within.contains(header)).find_map(stands)
}

/// Cuts a stretch that no known part has. A part may take so much `more` if it is the last: one that grew
/// by a word need not become two.
fn cut_afresh(stretch: Range<usize>, content: &str, more: usize, cuts: &mut Vec<Cut>) {
    let mut start = stretch.start;
    while start < stretch.end {
        let is_last = stretch.end - start <= PART + more;
        let cut = header_after(content, start + PART).filter(|cut| !is_last && *cut < stretch.end);
        let end = cut.unwrap_or(stretch.end);
        cuts.push(Cut { stretch: start..end, known: None });
        start = end;
    }
}

fn is_header(content: &str, at: usize) -> bool {
    at > 0 && header_after(content, at - 1) == Some(at)
}

/// Where the next line begins, from a byte on, that looks like the header of a table with an id.
#[must_use]
pub(super) fn header_after(content: &str, from: usize) -> Option<usize> {
    let bytes = content.as_bytes().get(from..)?;
    let breaks = bytes.windows(2).enumerate().filter(|(_, pair)| pair == b"\n[");
    let mut starts = breaks.map(|(at, _)| from + at + 1);
    starts.find(|start| {
        let line = content.get(*start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let (path, rest) = line.trim_start_matches('[').split_once(']').unwrap_or(("", line));
        // A list of lists has lines of this form too, but hardly of words.
        let words =
            path.starts_with(|first: char| first.is_ascii_lowercase()) && !path.contains([',', '"', '\'']);
        words && path.matches('.').count() <= 1 && rest.trim_start_matches(']').is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(waves: Range<u32>) -> String {
        waves.map(|nth| format!("[wave.w{nth}]\nname = \"Wave number {nth:06}\"\n")).collect()
    }

    fn texts<'c>(content: &'c str, cuts: &[Cut]) -> Vec<&'c str> {
        cuts.iter().map(|cut| &content[cut.stretch.clone()]).collect()
    }

    /// How a text is cut whose like was cut by itself: which known parts it has, its parts put together.
    fn beside(old: &str, new: &str) -> Vec<Option<usize>> {
        let known = cuts(old, &[]).unwrap();
        let known = texts(old, &known);
        let cuts = cuts(new, &known).unwrap();
        assert_eq!(texts(new, &cuts).concat(), new);
        for Cut { stretch, known: nth } in &cuts {
            assert!(nth.is_none_or(|nth| known[nth] == &new[stretch.clone()]));
        }
        // A changed part may be cut once more: that is all one.
        let mut known: Vec<_> = cuts.iter().map(|cut| cut.known).collect();
        known.dedup();
        known
    }

    #[test]
    fn what_two_texts_have_in_common_is_cut_alike() {
        let old = "format = 1\n".to_owned() + &plan(0..30_000);
        let parts = cuts(&old, &[]).unwrap().len();
        assert_eq!(parts, old.len() / PART + 1);
        let all: Vec<Option<usize>> = (0..parts).map(Some).collect();
        assert_eq!(beside(&old, &old), all);

        // One value at the top, one table more in the midst, the last table gone.
        let afresh = |changed: &[usize]| {
            let kept = |nth: &Option<usize>| nth.filter(|nth| !changed.contains(nth));
            all.iter().map(kept).collect::<Vec<_>>()
        };
        assert_eq!(beside(&old, &old.replace("format = 1", "format = 10")), afresh(&[0]));
        let midst = old.find("[wave.w15000]").unwrap();
        let more = format!("{}[wave.more]\nname = \"More\"\n{}", &old[..midst], &old[midst..]);
        assert_eq!(beside(&old, &more), afresh(&[midst / PART]));
        let last = old.rfind("[wave.").unwrap();
        assert_eq!(beside(&old, &old[..last]), afresh(&[parts - 1]));
    }

    /// However many parts next to one another are changed, each stays by itself: so who reads them again can go
    /// part by part.
    #[test]
    fn an_edit_of_many_parts_leaves_the_cuts_where_they_are() {
        let old = "format = 1\n".to_owned() + &plan(0..30_000);
        let parts = cuts(&old, &[]).unwrap();
        let known = texts(&old, &parts);
        // One table in ten is a line longer, from the third part to the last but one; in another, shorter.
        let edit = |nth: usize, part: &str| match nth {
            2..40 => part.replace("1\"\n", "1\"\nend = 2027-01-31\n"),
            45 => part.replace("Wave number ", ""),
            _ => part.to_owned(),
        };
        let new: Vec<String> = known.iter().enumerate().map(|(nth, part)| edit(nth, part)).collect();
        let text = new.concat();
        let cut = cuts(&text, &known).unwrap();
        assert_eq!(texts(&text, &cut), new);
        let same = |nth: usize| (!(2..40).contains(&nth) && nth != 45).then_some(nth);
        assert!(cut.iter().enumerate().all(|(nth, cut)| cut.known == same(nth)));
    }

    #[test]
    fn a_part_that_goes_on_is_another() {
        let old = "format = 1\n".to_owned() + &plan(0..30_000);
        let parts = cuts(&old, &[]).unwrap().len();
        let last = beside(&old, &(old.clone() + "start = 2026-01-01\n")).pop().unwrap();
        assert_eq!(last, None);
        let more = beside(&old, &(old.clone() + "[wave.more]\n"));
        assert_eq!(more[parts - 1..], [Some(parts - 1), None]);
        // What stands at the top of one text does not in the midst of the other.
        let turned = beside(&old, &(plan(40_000..40_001) + &old));
        assert_eq!(turned[..2], [None, Some(1)]);
    }

    #[test]
    fn texts_with_nothing_in_common_share_nothing() {
        assert_eq!(beside(&plan(0..30_000), &plan(30_000..60_000)), [None]);
        assert_eq!(cuts("[wave.a]\n", &["[wave.a]\n"]), None);
    }
}
