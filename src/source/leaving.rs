//! What leaves a list, or a table in braces, with entries that go, however they are to go: the bytes of each, with
//! its comma and the comments that are about it.
//!
//! A comment behind an entry is about it, and so are the lines right above it: who writes those there, says why
//! this entry is there, and left behind they would say it of the next. What a blank line sets apart from the
//! entry is about more than that, and where others stand on the same line it is about them too: all this stays.

use std::ops::Range;

use super::pieces::Series;

use crate::order::Order as _;

/// Where an entry stands.
struct Place {
    /// Where the comments and blanks before it begin.
    before: usize,
    /// How much of those stays without it.
    kept: usize,
    /// Whether a line begins with it.
    begins: bool,
    /// Whether there are comments before it.
    commented: bool,
    /// The comma that leads it.
    lead: Option<usize>,
    value: Range<usize>,
    /// The comma behind it.
    comma: Option<usize>,
    /// Where its comma ends, or it; and where the comment behind that does.
    ends: usize,
    foot: usize,
}

/// The bytes that go with the entries that are `gone`; of a list that begins at a byte of its text.
pub(super) fn leaving(list: &Series, from: usize, gone: &[bool]) -> Vec<Range<usize>> {
    let places = places(list, from);
    let gone = |at: usize| gone.get(at).copied().unwrap_or(false);
    let start = from + list.open.len();
    let end = places.last().map_or(start, |last| last.foot) + list.close.len();
    let mut ranges = Vec::new();
    let mut said = list.open.contains('#') || list.close.contains('#');
    let mut at = 0;
    while at < places.len() {
        let next = (at + 1..places.len()).find(|next| places[*next].begins).unwrap_or(places.len());
        match (at..next).rev().find(|at| !gone(*at)) {
            None => {
                ranges.push(places[at].before + places[at].kept..places[next - 1].foot);
                said |= places[at].kept > 0;
            }
            // Who follows on the line takes its place; else what is before it goes along.
            Some(left) => ranges.extend((at..next).filter(|nth| gone(*nth)).map(|nth| match nth < left {
                true => places[nth].value.start..places[nth + 1].value.start,
                false => places[nth].before..places[nth].ends,
            })),
        }
        at = next;
    }
    let stay: Vec<usize> = (0..places.len()).filter(|at| !gone(*at)).collect();
    let (Some(first), Some(last)) = (stay.first(), stay.last()) else {
        // Nothing is left that blanks would set apart.
        let all = start..end - 1;
        return if said { united(ranges) } else { Vec::from([all]) };
    };
    first_of_all(list, &places, *first, &mut ranges);
    for pair in stay.windows(2).filter(|pair| pair[0] + 1 < pair[1]) {
        let lead = line_of(&places, pair[0] + 1, pair[1]).and_then(|at| places[at].lead);
        match (places[pair[0]].comma, lead) {
            // One comma stands between two.
            (Some(_), Some(comma)) => ranges.push(comma..comma + 1),
            (None, None) => {
                // Behind the end of its line, that it is not in the comment there.
                let spare = &places[pair[0] + 1];
                let ended = list.pieces[pair[0] + 1].before.find('\n').map_or(0, |at| at + 1);
                let comma = spare.lead.map_or(0..0, |comma| comma..comma + 1);
                ranges = without(&ranges, &(spare.before..spare.before + ended));
                ranges = without(&ranges, &comma);
            }
            _ => {}
        }
    }
    // The last has no comma behind it, unless a line ends with that.
    let on_line = places.get(last + 1).is_some_and(|next| !next.begins);
    if let Some(comma) = places[*last].comma.filter(|_| on_line && list.commas == Some(false)) {
        ranges.push(places[*last].value.end..comma + 1);
    }
    united(ranges)
}

/// What goes before the entry that comes to stand first: the comma that led it, and blank lines.
fn first_of_all(list: &Series, places: &[Place], first: usize, ranges: &mut Vec<Range<usize>>) {
    let Some(line) = line_of(places, 0, first).filter(|line| *line > 0) else { return };
    let (own, head) = (&places[line], &places[0]);
    let kept = places[..line].iter().any(|place| place.kept > 0);
    if let Some(comma) = own.lead {
        ranges.push(comma..comma + 1);
        if let Some(gone) = ranges.first_mut().filter(|_| !own.commented && !head.commented && !kept) {
            // It takes the place of the first, in which there is no comma.
            *gone = head.value.start..own.value.start;
        }
    } else if !kept {
        let before = &list.pieces[line].before;
        let blank = &before[..before.len() - before.trim_start().len()];
        let ended = blank.rfind('\n').map_or(0, |at| blank[..at].trim_end_matches('\r').len());
        ranges.push(own.before..own.before + ended);
    }
}

/// Of entries from one to another, the last that begins a line.
fn line_of(places: &[Place], from: usize, to: usize) -> Option<usize> {
    (from..=to).rev().find(|at| places[*at].begins)
}

/// Where the entries of a list begin that itself begins at a byte of its text.
pub(super) fn starts(list: &Series, from: usize) -> Vec<usize> {
    places(list, from).into_iter().map(|place| place.value.start).collect()
}

fn places(list: &Series, from: usize) -> Vec<Place> {
    let mut at = from + list.open.len();
    let mut places = Vec::with_capacity(list.pieces.len());
    for (nth, piece) in list.pieces.iter().enumerate() {
        let before = at;
        at += piece.before.len();
        let lead = piece.lead.as_ref().map(|_| at);
        at += piece.lead.as_ref().map_or(0, |lead| lead.len() + 1);
        let own = piece.text().len() - piece.foot.len();
        let own = own - if piece.gap.trim().is_empty() { 0 } else { piece.gap.len() };
        let value = at..at + own;
        at += own;
        let comma = match list.pieces.get(nth + 1) {
            Some(next) => next.lead.is_none(),
            None => list.commas == Some(true),
        };
        let comma = comma.then_some(at + piece.gap.len());
        at = comma.map_or(at, |comma| comma + 1);
        let ends = at;
        at += piece.foot.len();
        let broken = |text: &str| text.contains('\n');
        places.push(Place {
            before,
            kept: apart(&piece.before),
            begins: nth == 0 || broken(&piece.before) || piece.lead.as_deref().is_some_and(broken),
            commented: piece.before.contains('#'),
            lead,
            value,
            comma,
            ends,
            foot: at,
        });
    }
    places
}

/// How much of what stands above an entry is set apart from it by a blank line, and says something.
fn apart(before: &str) -> usize {
    let (mut at, mut blank) = (0, 0);
    for line in before.split_inclusive('\n') {
        // The first is the end of the line before.
        if at > 0 && line.ends_with('\n') && line.trim().is_empty() {
            blank = at;
        }
        at += line.len();
    }
    if before[..blank].contains('#') { blank } else { 0 }
}

/// Ranges in their order, none of which meet.
pub(super) fn united(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.order_by_key(|range| (range.start, range.end));
    let mut united: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match united.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => united.push(range),
        }
    }
    united
}

/// Ranges without a stretch of them.
fn without(ranges: &[Range<usize>], stays: &Range<usize>) -> Vec<Range<usize>> {
    let parts = |range: &Range<usize>| {
        [range.start..range.end.min(stays.start), range.start.max(stays.end)..range.end]
    };
    ranges.iter().flat_map(parts).filter(|range| range.start < range.end).collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use fastrand::Rng;

    use crate::disk::Memory;
    use crate::plan::address::Address;
    use crate::plan::edit::Edit;
    use crate::source::{Limits, Source, comments, literal};

    fn after(list: &str, edits: &[Edit]) -> String {
        let text = format!("[driver.a]\nneeds = {list}\n");
        let store = Memory::default().with("plan.toml", text);
        let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
        let patches = read.source.patches(&read.plan, edits).unwrap();
        let text = read.source.patched(0, &patches).unwrap();
        text.strip_prefix("[driver.a]\nneeds = ").unwrap().strip_suffix('\n').unwrap().to_owned()
    }

    /// Entries in lines of one or several, with comments wherever they may stand.
    struct List {
        text: String,
        count: usize,
        /// Each comment, and the entries that it is about: it goes when all of those do.
        said: Vec<(String, Vec<usize>)>,
    }

    fn list(rng: &mut Rng) -> List {
        let count = rng.usize(1..6);
        let ending = if rng.bool() { "\n" } else { "\r\n" };
        let mut list = List { text: "[".into(), count, said: Vec::new() };
        let mut say = |text: &mut String, about: Vec<usize>| {
            let comment = format!("# {}", list.said.len());
            text.push_str(&comment);
            list.said.push((comment, about));
        };
        let mut text = String::new();
        if rng.bool() {
            text.push(' ');
            say(&mut text, vec![usize::MAX]);
        }
        let mut at = 0;
        let mut comma = false;
        while at < count {
            let next = if rng.u8(..4) == 0 { count.min(at + 2) } else { at + 1 };
            let about: Vec<usize> = (at..next).collect();
            text.push_str(ending);
            if rng.u8(..4) == 0 {
                text.push_str("  ");
                say(&mut text, vec![usize::MAX]);
                text.push_str(&ending.repeat(2));
            }
            if rng.u8(..3) == 0 {
                text.push_str("  ");
                say(&mut text, about.clone());
                text.push_str(ending);
            }
            text.push_str(if comma { "  , " } else { "    " });
            for nth in at..next {
                text.push_str(&format!("\"n{nth}\""));
                if nth + 1 < next {
                    text.push_str([",", ", ", " , "][rng.usize(..3)]);
                }
            }
            comma = rng.u8(..3) == 0 && next < count;
            if !comma && (next < count || rng.bool()) {
                text.push_str([",", " ,"][rng.usize(..2)]);
            }
            if rng.bool() {
                text.push_str("  ");
                say(&mut text, about);
            }
            at = next;
        }
        text.push_str(ending);
        if rng.bool() {
            say(&mut text, vec![usize::MAX]);
            text.push_str(ending);
        }
        list.text.push_str(&text);
        list.text.push(']');
        list
    }

    #[test]
    fn what_is_said_about_an_entry_goes_with_it_and_nothing_else_however_it_goes() {
        for seed in 0..3_000 {
            let mut rng = Rng::with_seed(seed);
            let List { text, count, said } = list(&mut rng);
            let gone: Vec<bool> = (0..count).map(|_| rng.bool()).collect();
            let stay: Vec<String> =
                (0..count).filter(|nth| !gone[*nth]).map(|nth| format!("\"n{nth}\"")).collect();
            let words = format!("[{}]", stay.join(", "));
            let at = Address::parse("driver.a.needs").unwrap();
            let nth = |nth: usize| Address::parse(&format!("driver.a.needs[{nth}]")).unwrap();
            let removed: Vec<Edit> =
                (0..count).filter(|at| gone[*at]).map(|at| Edit::Remove(nth(at))).collect();
            let stays = |about: &[usize]| about.iter().any(|at| gone.get(*at) != Some(&true));
            let expected: Vec<&str> = said.iter().filter(|it| stays(&it.1)).map(|it| it.0.as_str()).collect();
            for (how, edits) in [("remove", removed), ("set", vec![Edit::Set(at, words.clone())])] {
                let after = after(&text, &edits);
                assert_eq!(literal(&after), literal(&words), "seed {seed}, {how}: {text}\n{after}");
                assert_eq!(comments(&after).unwrap(), expected, "seed {seed}, {how}: {text}\n{after}");
            }
        }
    }
}
