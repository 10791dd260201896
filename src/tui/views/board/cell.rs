//! A cell of the board: which of its cards are in sight, and how many lines each of them has. A name goes on in the
//! next line where the cell has lines to spare; a cell that hides cards anyway shows fewer of them, with whole names.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::cards::{Card, Pinned};
use super::line_of;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, broken, cells, columns};
use crate::tui::theme::{Look, Tone};
use crate::tui::view::Scene;

/// Columns before a name: the mark of the selection, that of the status, and a blank.
const BEFORE: u16 = 3;
/// The width from which a cell shows level and layer of its cards.
const WITH_TAIL: u16 = 24;

/// The place of what says least of what may stand behind a name.
const LEAST_TOLD: usize = 2;

/// What may stand behind a name, what says most first: how many cards are hidden where it says so, or else in a wide
/// cell level and layer, which are of less worth than a whole name.
fn behind(card: &Card, width: u16, hidden: usize) -> Vec<String> {
    let (level, _) = card.tail;
    match hidden {
        0 if width < WITH_TAIL => vec![String::new()],
        0 => vec![card.tail(), level.map(|level| level.to_string()).unwrap_or_default(), String::new()],
        _ => vec![format!("+{hidden}")],
    }
}

/// The columns that a name has in a cell, before what stands behind it.
fn room_beside(behind: &str, width: u16) -> u16 {
    width.saturating_sub(if behind.is_empty() { BEFORE } else { BEFORE + 2 + columns(behind) })
}

/// The name of a card in lines, of which the first one ends before what stands behind it; one line where it has fewer
/// words for that.
fn name_in(card: &Card, behind: &str, width: u16, look: Look) -> Vec<String> {
    let room = room_beside(behind, width);
    if !card.brief.is_empty() {
        return vec![card.title_in(room).to_owned()];
    }
    let name = look.spell(&card.title);
    let lines = broken(&name, room, width.saturating_sub(BEFORE));
    // A long first word would leave the mark alone in its line.
    if lines.first().is_some_and(String::is_empty) { broken(&name, room, room) } else { lines }
}

/// How many lines the name of a card takes where so many cards may be hidden.
fn needs(card: &Card, width: u16, look: Look, hidden: usize) -> u16 {
    let behind = behind(card, width, hidden);
    cells(name_in(card, behind.first().map_or("", String::as_str), width, look).len())
}

/// The lines that the cards of a cell take with whole names, as far as `most` goes.
pub(super) fn lines_of(scene: Scene<'_>, cards: &[Pinned], width: u16, look: Look, most: u16) -> u16 {
    let lines =
        cards.iter().take(usize::from(most)).map(|card| needs(&card.card(scene.work), width, look, 0));
    lines.fold(0, u16::saturating_add).min(most)
}

/// The cards of a cell that are in sight.
#[derive(Debug, Default, PartialEq, Eq)]
struct Laid {
    first: usize,
    /// The lines of each of them.
    lines: Vec<u16>,
    /// The card that says how many are hidden, where no line of its own does.
    says: Option<usize>,
}

impl Laid {
    /// Lays `count` cards out in so many lines, the selected one whole; `needs` says how many lines the name of a
    /// card takes, and how many beside a number of cards.
    fn of(count: usize, height: u16, cursor: Option<usize>, needs: impl Fn(usize, usize) -> u16) -> Self {
        let all = cells(count);
        let alone = |nth: usize| needs(nth, 0);
        let missing = cursor.map_or(0, |at| alone(at).saturating_sub(1));
        match (cursor, height) {
            (_, 0) => Self::default(),
            (_, 1) if count > 1 => {
                let first = cursor.unwrap_or(0);
                Self { first, lines: vec![1], says: Some(first) }
            }
            _ if all > height => Self::part(count, height - 1, cursor, alone),
            (Some(at), _) if missing > height - all => Self::tight(count, height, at, needs(at, count - 1)),
            _ => Self::whole(count, height, cursor, alone),
        }
    }

    /// All cards, with the lines to spare given to the names that are whole with them, the selected one first.
    fn whole(count: usize, height: u16, cursor: Option<usize>, needs: impl Fn(usize) -> u16) -> Self {
        let mut lines = vec![1; count];
        let mut spare = height.saturating_sub(cells(count));
        let order = || cursor.into_iter().chain((0..count).filter(move |nth| Some(*nth) != cursor));
        for whole in [true, false] {
            for nth in order() {
                if spare == 0 {
                    break;
                }
                let more = needs(nth).saturating_sub(lines[nth]);
                if more <= spare || !whole {
                    lines[nth] += more.min(spare);
                    spare -= more.min(spare);
                }
            }
        }
        Self { first: 0, lines, says: None }
    }

    /// No more cards than lines, but the selected one takes those of others, and says behind its name how many.
    fn tight(count: usize, height: u16, cursor: usize, needs: u16) -> Self {
        let own = needs.clamp(1, height);
        let shown = usize::from(height - own) + 1;
        // What comes next is in sight where it can be.
        let first = (cursor + 2).min(count).saturating_sub(shown).min(cursor);
        let lines = (first..first + shown).map(|nth| if nth == cursor { own } else { 1 }).collect();
        Self { first, lines, says: Some(cursor) }
    }

    /// As many cards as `room` holds with whole names, and what is left of it for the first lines of the next one.
    fn part(count: usize, room: u16, cursor: Option<usize>, needs: impl Fn(usize) -> u16) -> Self {
        let from = |first: usize| {
            let (mut left, mut lines) = (room, Vec::new());
            for nth in first..count {
                let has = needs(nth).min(left);
                if has == 0 {
                    break;
                }
                left -= has;
                lines.push(has);
            }
            Self { first, lines, says: None }
        };
        let laid = from(0);
        let Some(cursor) = cursor else { return laid };
        let own = needs(cursor).min(room);
        let at = cursor.checked_sub(laid.first).and_then(|at| laid.lines.get(at).copied());
        if at.is_some_and(|has| has >= own) {
            return laid;
        }
        // What comes next is in sight as well, or the beginning of it, and before it as much as there is room for.
        let next = u16::from(cursor + 1 < count);
        let mut left = room.saturating_sub(own).saturating_sub(next);
        let mut first = cursor;
        while let Some(before) = first.checked_sub(1) {
            let takes = needs(before);
            if takes > left {
                break;
            }
            left -= takes;
            first = before;
        }
        from(first)
    }
}

/// Draws the cards of a band in a lane.
pub(super) fn draw_cards(
    scene: Scene<'_>,
    lane: usize,
    band: usize,
    cards: &[Pinned],
    cell: Rect,
    pen: &mut Pen<'_>,
) {
    let count = cards.len();
    let cursor = (0..count).find(|nth| scene.sheet.is_at(lane, line_of(band, *nth)));
    let look = pen.look;
    let laid = Laid::of(count, cell.height, cursor, |nth, hidden| {
        cards.get(nth).map_or(1, |card| needs(&card.card(scene.work), cell.width, look, hidden))
    });
    let hidden = count.saturating_sub(laid.lines.len());
    let hidden_by = |nth: usize| if laid.says == Some(nth) { hidden } else { 0 };
    let shown: Vec<(Cow<'_, Card>, u16)> = (cards.iter().skip(laid.first).zip(&laid.lines))
        .map(|(card, height)| (card.card(scene.work), *height))
        .collect();
    let told = told_in(&shown, cell.width, look);
    let mut y = cell.y;
    for (nth, (card, height)) in (laid.first..).zip(&shown) {
        let area = Rect { y, height: *height, ..cell };
        let behind = behind(card, cell.width, hidden_by(nth));
        let behind = behind.get(told).or(behind.first()).map_or("", String::as_str);
        draw_card(card, area, behind, pen);
        if cursor == Some(nth) {
            pen.select(area);
        }
        y += height;
    }
    if hidden > 0 && laid.says.is_none() && cell.height > 0 {
        let (above, below) = (laid.first, hidden.saturating_sub(laid.first));
        let words = match (above, below) {
            (0, below) => format!("  +{below} more"),
            (above, 0) => format!("  {above} above"),
            (above, below) => format!("  {above} above, +{below} more"),
        };
        pen.put(cell.x + 1, cell.bottom() - 1, cell.width.saturating_sub(1), &words, Tone::Faint);
    }
}

/// How much of what may stand behind names is told in a cell, of all its cards alike, so that none looks as if it had
/// no level: as much as cuts a quarter of the names at most, of those that are whole without.
fn told_in(shown: &[(Cow<'_, Card>, u16)], width: u16, look: Look) -> usize {
    let is_whole = |(card, height): &(Cow<'_, Card>, u16), told: usize| {
        let behind = behind(card, width, 0);
        let behind = behind.get(told).or(behind.first()).map_or("", String::as_str);
        name_in(card, behind, width, look).len() <= usize::from(*height)
    };
    let cuts = |told: usize| {
        let cut = shown.iter().filter(|card| is_whole(card, LEAST_TOLD) && !is_whole(card, told));
        cut.count() * 4 > shown.len()
    };
    (0..LEAST_TOLD).find(|told| !cuts(*told)).unwrap_or(LEAST_TOLD)
}

/// Draws a card in its lines, with what is told behind its name.
fn draw_card(card: &Card, area: Rect, behind: &str, pen: &mut Pen<'_>) {
    let used = pen.row(area.x + 1, area.y, 2, &[(card.mark.0, card.mark.1), (" ", Tone::Plain)]);
    let (height, width) = (usize::from(area.height), area.width);
    let mut name = name_in(card, behind, width, pen.look);
    if name.len() > height {
        // The last line is cut where the name goes on, between its letters, as a name in one line is.
        let last = height.saturating_sub(1);
        let rest = name.split_off(last).join(" ");
        name.push(if last == 0 { card.title.clone() } else { rest });
    }
    for (nth, (y, line)) in (area.y..).zip(&name).enumerate() {
        let room = room_beside(if nth == 0 { behind } else { "" }, width);
        pen.put(area.x + 1 + used, y, room, line, Tone::Plain);
    }
    pen.put_right(area.right().saturating_sub(1), area.y, columns(behind), behind, Tone::Faint);
    pen.hit(area, Target::Spot(card.at.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(needs: &[u16], height: u16, cursor: Option<usize>) -> (usize, Vec<u16>) {
        let laid = Laid::of(needs.len(), height, cursor, |nth, _| needs[nth]);
        (laid.first, laid.lines)
    }

    #[test]
    fn lines_to_spare_go_to_names_that_are_whole_with_them() {
        assert_eq!(laid(&[1, 2, 1], 5, None), (0, vec![1, 2, 1]));
        // One line more serves the second name and not the first; what nobody is whole with goes to the first.
        assert_eq!(laid(&[3, 2], 3, None), (0, vec![1, 2]));
        assert_eq!(laid(&[3, 3], 3, None), (0, vec![2, 1]));
        assert_eq!(laid(&[2, 2], 3, Some(1)), (0, vec![1, 2]), "the selected one comes first");
        assert_eq!(laid(&[2, 2], 2, None), (0, vec![1, 1]), "no card goes for the name of another");
        assert_eq!(laid(&[], 2, None), (0, vec![]));
    }

    #[test]
    fn a_cell_that_hides_cards_shows_fewer_of_them_with_whole_names() {
        // Four lines, of which the last one counts.
        assert_eq!(laid(&[2, 1, 2, 1, 1], 4, None), (0, vec![2, 1]));
        assert_eq!(laid(&[1, 1, 2, 1, 1], 4, None), (0, vec![1, 1, 1]), "the beginning of what comes next");
        assert_eq!(laid(&[5, 1, 1, 1, 1], 4, None), (0, vec![3]), "no more than there is");
    }

    #[test]
    fn the_selected_card_is_whole_and_what_comes_next_in_sight() {
        let needs = [1, 2, 2, 1, 2, 1];
        assert_eq!(laid(&needs, 4, Some(1)), (0, vec![1, 2]));
        assert_eq!(laid(&needs, 4, Some(2)), (2, vec![2, 1]));
        assert_eq!(laid(&needs, 5, Some(3)), (2, vec![2, 1, 1]));
        assert_eq!(laid(&needs, 4, Some(5)), (4, vec![2, 1]));
        assert_eq!(laid(&[2, 2, 2], 1, Some(2)), (2, vec![1]));
        assert_eq!(laid(&[2, 2, 2], 0, Some(2)), (0, vec![]));
    }

    #[test]
    fn where_all_cards_fit_the_selected_one_takes_lines_of_as_few_as_can_be() {
        let laid = |needs: &[u16], height, cursor| {
            let laid = Laid::of(needs.len(), height, Some(cursor), |nth, _| needs[nth]);
            (laid.first, laid.lines, laid.says)
        };
        assert_eq!(laid(&[2, 2, 2], 3, 0), (0, vec![2, 1], Some(0)));
        assert_eq!(laid(&[2, 2, 2], 3, 1), (1, vec![2, 1], Some(1)));
        assert_eq!(laid(&[2, 2, 2], 3, 2), (1, vec![1, 2], Some(2)));
        assert_eq!(laid(&[2, 2], 2, 1), (1, vec![2], Some(1)));
        assert_eq!(laid(&[4, 1, 1], 3, 0), (0, vec![3], Some(0)));
        assert_eq!(laid(&[1, 2, 1, 1], 4, 3), (0, vec![1, 1, 1, 1], None));
    }
}
