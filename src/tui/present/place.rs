//! Where the lines of a slide stand, and in how many rows each of them is told: in two columns, what it is about and what
//! is said of it, both as wide as leaves the fewest rows.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::agenda::{Gives, Line};
use crate::safe;
use crate::tui::pen::{broken, cells, columns};

/// What stands between two parts of what is said of a line.
const BETWEEN: &str = " · ";

/// What a part says that counts what the one before it is the first of.
const MORE: &str = " more ";

/// So many columns of a name are left at least where it is cut.
const LEAST: u16 = 16;

/// How much of its words a line tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// Of a reason, the beginning.
    pub(super) brief: bool,
    /// The short ones of what it is about, where it has such.
    names: bool,
    /// The short ones of what is said of it; of parts as many as so many rows hold whole.
    parts: Option<u16>,
    /// Of a name that gives way, what one row holds.
    cut: bool,
}

impl Words {
    /// All of them, as far as a slide in so much detail has them.
    pub(super) fn whole(detail: u8) -> Self {
        Self { brief: detail < 2, names: false, parts: None, cut: false }
    }

    /// Fewer and fewer of them: short names, then short all, with less and less of parts.
    pub(super) fn shorter(self) -> [Self; 3] {
        let names = Self { names: true, ..self };
        [names, Self { parts: Some(2), ..names }, Self { parts: Some(1), ..names }]
    }

    /// The same with names that give way cut.
    pub(super) fn cut(self) -> Self {
        Self { cut: true, ..self }
    }

    /// Whether what a line is about is cut to one row.
    fn cuts(self, line: &Line) -> bool {
        self.cut && line.gives == Gives::Name
    }

    fn text(self, line: &Line) -> &str {
        line.short[0].as_deref().filter(|_| self.names).unwrap_or(&line.text)
    }

    /// What is said of a line.
    pub(super) fn beside(self, line: &Line) -> Cow<'_, str> {
        let short = line.short[1].as_deref().filter(|_| self.parts.is_some());
        short.map_or_else(|| line.beside(), Cow::Borrowed)
    }

    /// The rows at most of what is said of a line, where it is told in whole parts.
    fn rows_of_parts(self, line: &Line) -> Option<u16> {
        self.parts.filter(|_| line.parts)
    }
}

/// Where the lines stand, in two columns.
pub(super) struct Place {
    pub(super) x: u16,
    pub(super) room: u16,
    pub(super) text: u16,
    pub(super) aside: u16,
}

impl Place {
    pub(super) fn of(lines: &[Line], words: Words, area: Rect) -> Self {
        // Where there is little room, words need it more than air does.
        let margin = if area.width < 80 { 2 } else { area.width / 12 };
        let inner = area.width.saturating_sub(2 * margin);
        let room = inner.saturating_sub(3);
        let told: Vec<Told<'_>> = lines.iter().map(|line| Told::of(line, words)).collect();
        let widest = |of: fn(&Told<'_>) -> u16| told.iter().map(of).max().unwrap_or(0);
        let (text, aside) = (widest(|it| it.wide[0]), widest(|it| it.wide[1]));
        let text = if text + 3 + aside <= room { text } else { narrowed(&told, text, aside, room) };
        // Few short lines stand in the middle.
        let used = (3 + text + if aside > 0 { 3 + aside } else { 0 }).min(inner);
        let x = area.x + margin + (inner - used) / 2;
        let right = area.x + margin + inner;
        Self { x, room, text, aside: right.saturating_sub(x + 3 + text + 3) }
    }

    /// The two columns of lines, in as many rows as they need while there are some to spare: what they are about
    /// before what is said of it. Of a reason in brief the second row is the last.
    pub(super) fn rows(&self, lines: &[Line], words: Words, spare: &mut u16) -> Vec<[Vec<String>; 2]> {
        let text = |line: &Line, spare: &mut u16| match words.cuts(line) {
            true => vec![safe::cut(words.text(line), usize::from(self.text)).into()],
            false => in_rows(words.text(line), self.text, spare),
        };
        let texts: Vec<Vec<String>> = lines.iter().map(|line| text(line, spare)).collect();
        let with_aside = |(line, text): (&Line, Vec<String>)| {
            // They stand side by side: what one took, the other has.
            let taken = cells(text.len().saturating_sub(1));
            let mut left = *spare + taken;
            let beside = words.beside(line);
            let aside = match words.rows_of_parts(line) {
                Some(most) => in_parts(&beside, self.aside, most, &mut left),
                None if line.gist && words.brief => in_two_rows(&beside, self.aside, &mut left),
                None => in_rows(&beside, self.aside, &mut left),
            };
            *spare -= cells(aside.len().saturating_sub(1)).saturating_sub(taken);
            [text, aside]
        };
        let mut told: Vec<[Vec<String>; 2]> = lines.iter().zip(texts).map(with_aside).collect();
        // Beside what goes on below it a long name does so too.
        for (nth, line) in lines.iter().enumerate().skip(1) {
            let (before, after) = told.split_at_mut(nth);
            let (Some([text, aside]), Some([rest, beside])) = (before.last_mut(), after.first_mut()) else {
                break;
            };
            if line.goes_on && text.len() > aside.len() {
                *rest = text.split_off(aside.len().max(1));
                *spare += cells(rest.len().min(beside.len()));
            }
        }
        told
    }
}

/// The words of a line and how wide they are.
struct Told<'a> {
    words: [Cow<'a, str>; 2],
    wide: [u16; 2],
    /// The rows at most of what is said of it.
    most: u16,
    goes_on: bool,
    /// What it is about is cut to one row.
    cut: bool,
}

impl<'a> Told<'a> {
    fn of(line: &'a Line, words: Words) -> Self {
        let both = [Cow::Borrowed(words.text(line)), words.beside(line)];
        let wide = [0, 1].map(|nth: usize| columns(&safe::line(&both[nth])));
        let most = words.rows_of_parts(line).unwrap_or(u16::MAX);
        Self { words: both, wide, most, goes_on: line.goes_on, cut: words.cuts(line) }
    }

    /// The rows of one of its two in so many columns.
    fn rows(&self, nth: usize, width: u16) -> u16 {
        if self.wide[nth] <= width || self.cut && nth == 0 {
            1
        } else {
            cells(broken(&self.words[nth], width, width).len())
        }
    }

    /// The columns of the longest word of one of its two.
    fn longest(&self, nth: usize) -> u16 {
        let longest = self.words[nth].split_whitespace().map(columns).max().unwrap_or(0);
        if self.cut && nth == 0 { longest.min(LEAST) } else { longest }
    }
}

/// The columns of what lines are about, where not all of them have room in one row: so many that the lines take the
/// fewest rows, and no more than half of the room, or what the other column leaves. A row more of a name is
/// worth half of one.
fn narrowed(told: &[Told<'_>], text: u16, aside: u16, room: u16) -> u16 {
    let most = text.min((room / 2).max(room.saturating_sub(aside + 3)));
    let longest = |nth: usize| told.iter().map(|it| it.longest(nth)).max().unwrap_or(0);
    // No word is to be parted for it.
    let least = longest(0).min(most);
    let most_beside = most.min(room.saturating_sub(longest(1) + 3)).max(least);
    let of = |it: &Told<'_>| [it.wide[0], room.saturating_sub(it.wide[1] + 3)];
    let mut ways: Vec<u16> = told.iter().flat_map(of).chain([most_beside]).collect();
    ways.retain(|width| (least..=most_beside).contains(width));
    ways.sort_unstable();
    ways.dedup();
    let cost = |width: u16| {
        let beside = room.saturating_sub(width + 3).max(1);
        let (mut rows, mut broken, mut carried) = (0, 0, 0);
        for (nth, it) in told.iter().enumerate() {
            let (text, aside) = (it.rows(0, width), it.rows(1, beside).min(it.most));
            broken += text - 1;
            let text = if it.goes_on { carried } else { text };
            // Beside what goes on below it a long name does so too.
            let goes_on = told.get(nth + 1).is_some_and(|next| next.goes_on);
            let own = if goes_on { aside } else { text.max(aside) };
            carried = text.saturating_sub(own);
            rows += own;
        }
        2 * rows + broken
    };
    // Of two that take as much, what lines are about has more.
    ways.into_iter().min_by_key(|width| (cost(*width), std::cmp::Reverse(*width))).unwrap_or(most)
}

/// A text in lines of so many columns, as long as there are rows to spare for them; else it is one that is cut.
pub(super) fn in_rows(text: &str, width: u16, spare: &mut u16) -> Vec<String> {
    let whole = safe::line(text).into_owned();
    let rows = broken(&whole, width, width);
    let more = cells(rows.len().saturating_sub(1));
    if more == 0 || more > *spare {
        return vec![whole];
    }
    *spare -= more;
    rows
}

/// The beginning of a text in two lines of so many columns where there is a row to spare for the second, else in one.
fn in_two_rows(text: &str, width: u16, spare: &mut u16) -> Vec<String> {
    let mut all = u16::MAX;
    let mut rows = in_rows(text, width, &mut all);
    if rows.len() < 2 {
        return rows;
    }
    if *spare == 0 {
        return vec![safe::line(text).into_owned()];
    }
    *spare -= 1;
    let rest = rows.split_off(1).join(" ");
    rows.push(rest);
    rows
}

/// Those whole parts of a text that so many rows hold, as far as there are some to spare: no figure is cut in two, one that
/// is too long makes way for the next, and that there are more is said.
fn in_parts(text: &str, width: u16, most: u16, spare: &mut u16) -> Vec<String> {
    let text = safe::line(text);
    let most = usize::from(most.min(spare.saturating_add(1)));
    let fits = |words: &str| Some(broken(words, width, width)).filter(|rows| rows.len() <= most);
    let fewer = || {
        let mut told: Vec<&str> = Vec::new();
        let (mut rows, mut left_out) = (None, false);
        for part in text.split(BETWEEN) {
            // One more of what stands before it is told with that only.
            let leans = left_out && part.contains(MORE);
            told.push(part);
            match fits(&format!("{}{BETWEEN}…", told.join(BETWEEN))).filter(|_| !leans) {
                Some(fitting) => (rows, left_out) = (Some(fitting), false),
                None => {
                    told.pop();
                    left_out = true;
                }
            }
        }
        rows
    };
    match fits(&text).or_else(fewer) {
        Some(rows) => {
            *spare -= cells(rows.len().saturating_sub(1));
            rows
        }
        None => in_two_rows(&text, width, &mut 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_parts_those_that_rows_hold_are_told_whole() {
        let text = "−3.17 M€ value · Town ends +60 days · 5 new warnings";
        let of = |width, most, spare: u16| {
            let mut left = spare;
            (in_parts(text, width, most, &mut left), spare - left)
        };
        assert_eq!(of(60, 1, 4), (vec![text.to_owned()], 0));
        assert_eq!(of(40, 1, 4), (vec!["−3.17 M€ value · Town ends +60 days · …".to_owned()], 0));
        assert_eq!(of(38, 1, 4), (vec!["−3.17 M€ value · 5 new warnings · …".to_owned()], 0));
        assert_eq!(of(34, 1, 4), (vec!["−3.17 M€ value · …".to_owned()], 0));
        let two = vec!["−3.17 M€ value · Town ends".to_owned(), "+60 days · 5 new warnings".to_owned()];
        assert_eq!(of(26, 2, 4), (two, 1));
        assert_eq!(of(26, 2, 0).0, ["−3.17 M€ value · …"], "no row is to spare");
        assert_eq!(of(8, 1, 0).0, [text], "and what holds no part is cut");
        // What is counted besides one that has no room is not told without it.
        let more = "−1 M€ value · Whole town ends +60 days · 1 more date · 2 gone";
        assert_eq!(in_parts(more, 30, 1, &mut 0), ["−1 M€ value · 2 gone · …"]);
    }

    #[test]
    fn columns_are_as_wide_as_leaves_the_fewest_rows() {
        let line = |text: &str, aside: &str| Line::new("·", crate::tui::theme::Tone::Plain, text, aside);
        // Of 54 columns 47 are for words, three of them between the two. Beside 31 of what is said 13 are left: one name
        // takes two rows then, and with as much as it has itself both states would.
        let state = "29 of 30 live · late or blocked";
        let lines =
            [line("Foundation", state), line("Engage", state), line("2 to decide today", "Bonus now?")];
        let place = Place::of(&lines, Words::whole(1), Rect::new(0, 0, 54, 18));
        assert_eq!((place.text, place.aside), (13, 31));
        // What fits is not narrowed.
        let place = Place::of(&lines, Words::whole(1), Rect::new(0, 0, 100, 18));
        assert_eq!(place.text, 17);
    }
}
