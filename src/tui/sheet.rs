//! The cursor, the scroll and the search of every view: one type for a list, a board and a graph.
//!
//! A view says what can be selected as [`Spot`]s in lanes (the waves of a board, the three columns of
//! a graph; a list has one lane). The sheet moves among them.

use super::spots::{Spot, Spots, lies_in, stands_for};
use crate::plan::address::Address;

/// How many lines before and after the selected spot are in sight, where there is room.
const AHEAD: u32 = 3;
/// How many lines further than a step leads the next spot may lie, for the headings between them.
const STEP: u32 = 4;

/// Where the user is in a view.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// By lane, then line.
    pub spots: Spots,
    /// The place of the selected spot among them.
    pub cursor: usize,
    /// The first line shown.
    pub scroll: u32,
    /// The first lane shown, or the first column where spots have several.
    pub first_lane: u16,
    /// How many columns each spot has, where it has several.
    pub columns: u16,
    /// The column that the cursor stands in.
    pub column: u16,
}

impl Sheet {
    /// Takes new spots, and stays on `keep`, or else as near as can be to where it was.
    pub fn fill(&mut self, mut spots: Spots, keep: Option<&Address>) {
        spots.sort();
        let before = self.current().map(|spot| spot.at.clone());
        self.spots = spots;
        self.cursor = self.cursor.min(self.spots.len().saturating_sub(1));
        let _ = keep.is_some_and(|keep| self.select(keep)) || before.is_some_and(|at| self.select(&at));
    }

    /// The selected spot.
    #[must_use]
    pub fn current(&self) -> Option<&Spot> {
        self.spots.get(self.cursor)
    }

    /// Whether the spot at `line` of `lane` is the selected one.
    #[must_use]
    pub fn is_at(&self, lane: usize, line: usize) -> bool {
        let lies = self.spots.lies(self.cursor);
        lies.is_some_and(|(in_lane, at)| usize::from(in_lane) == lane && at as usize == line)
    }

    /// Goes to the spot of an address: the same one, or one of the same table, or one that stands for it.
    pub fn select(&mut self, at: &Address) -> bool {
        if self.current().is_some_and(|spot| spot.at == *at) {
            return true;
        }
        let here = |stands: fn(&Spot, &Address) -> bool| {
            self.current().filter(|spot| stands(spot, at)).map(|_| self.cursor)
        };
        let found = (self.spots.place_of(at))
            .or_else(|| here(lies_in))
            .or_else(|| self.spots.place_in(at))
            .or_else(|| here(stands_for))
            .or_else(|| self.spots.place_also(at));
        self.cursor = found.unwrap_or(self.cursor);
        found.is_some()
    }

    /// The places of the spots of a lane.
    #[must_use]
    pub fn lane(&self, lane: u16) -> std::ops::Range<usize> {
        let from = self.spots.partition_point(|of| of < lane);
        from..self.spots.partition_point(|of| of <= lane)
    }

    /// The places of the spots of each lane that has any.
    fn lanes(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let lane_at = |at: usize| self.spots.lies(at).map(|(lane, _)| self.lane(lane));
        std::iter::successors(lane_at(0), move |before| lane_at(before.end))
    }

    fn own_lane(&self) -> std::ops::Range<usize> {
        self.spots.lies(self.cursor).map_or(0..0, |(lane, _)| self.lane(lane))
    }

    /// Moves by `steps` in the lane and stops at its ends.
    pub fn step(&mut self, steps: i32) {
        let lane = self.own_lane();
        if !lane.is_empty() {
            let to = self.cursor.saturating_add_signed(isize::try_from(steps).unwrap_or(0));
            self.cursor = to.clamp(lane.start, lane.end - 1);
        }
    }

    /// Moves to the next column of the spot, or else to the nearest spot of the next lane to the left or
    /// the right that has any.
    pub fn across(&mut self, right: bool) -> bool {
        if self.columns > 1 {
            let to = if right { self.column.checked_add(1) } else { self.column.checked_sub(1) };
            let to = to.filter(|to| *to < self.columns);
            self.column = to.unwrap_or(self.column);
            return to.is_some();
        }
        let Some((own, line)) = self.spots.lies(self.cursor) else { return false };
        let range = self.lane(own);
        let edge = if right { Some(range.end) } else { range.start.checked_sub(1) };
        let Some((lane, _)) = edge.and_then(|at| self.spots.lies(at)) else { return false };
        let away = |at: &usize| self.spots.lies(*at).map(|(_, other)| other.abs_diff(line));
        self.cursor = self.lane(lane).min_by_key(away).unwrap_or(self.cursor);
        true
    }

    /// Goes to the first spot of the lane.
    pub fn first(&mut self) {
        self.cursor = self.own_lane().start;
    }

    /// Goes to the last spot of the lane.
    pub fn last(&mut self) {
        self.cursor = self.own_lane().end.saturating_sub(1);
    }

    /// Goes to the next spot whose text holds `words`, around the end; a search in small letters finds
    /// both cases. `here`: the selected spot counts as well.
    pub fn find(&mut self, words: &str, forward: bool, here: bool) -> bool {
        let any_case = !words.chars().any(char::is_uppercase);
        let count = self.spots.len();
        let holds = |at: &usize| {
            let text = self.spots.get(*at).map_or("", |spot| &spot.text);
            if any_case { text.to_lowercase().contains(words) } else { text.contains(words) }
        };
        let ways = usize::from(!here)..=count;
        let mut places = ways.map(|way| if forward { self.cursor + way } else { self.cursor + count - way });
        let found = if count == 0 { None } else { places.by_ref().map(|at| at % count).find(holds) };
        self.cursor = found.unwrap_or(self.cursor);
        found.is_some()
    }

    /// How many spots hold `words`.
    #[must_use]
    pub fn matches(&self, words: &str) -> usize {
        let any_case = !words.chars().any(char::is_uppercase);
        let holds =
            |text: &str| if any_case { text.to_lowercase().contains(words) } else { text.contains(words) };
        self.spots.iter().filter(|spot| holds(&spot.text)).count()
    }

    /// Scrolls so that the selected spot is among the `lines` and `lanes` that are shown.
    pub fn follow(&mut self, lines: u16, lanes: u16) {
        let Some((lane, line)) = self.spots.lies(self.cursor) else { return };
        let (lines, lanes) = (u32::from(lines.max(1)), lanes.max(1));
        let last_of = |lane: std::ops::Range<usize>| Some(self.spots.lies(lane.end.checked_sub(1)?)?.1);
        let last = self.lanes().filter_map(last_of).max().unwrap_or(line);
        let full = (last + 1).saturating_sub(lines);
        // What is further out of sight than a step leads is shown with what stands around it, but with no
        // empty room below the last spot.
        if line + STEP < self.scroll || line >= self.scroll + lines + STEP {
            self.scroll = line.saturating_sub(lines / 3).min(full);
        }
        // What comes next is in sight, and so is a heading above the first spot of a view.
        let ahead = (lines / 8).min(AHEAD);
        if line < self.scroll + ahead.max(u32::from(self.scroll > 0)) {
            self.scroll = line.saturating_sub(ahead.max(1));
        }
        if line <= lines.saturating_sub(2) && self.scroll <= 1 {
            self.scroll = 0;
        }
        self.scroll = self.scroll.max((line + 1 + ahead).min(last + 1).saturating_sub(lines));
        let lane = if self.columns > 1 { self.column } else { lane };
        self.first_lane = self.first_lane.min(lane).max((lane + 1).saturating_sub(lanes));
    }

    /// The selected spot among those of its lane, and how many there are: `3 of 9`.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        let lane = self.own_lane();
        (if lane.is_empty() { 0 } else { self.cursor - lane.start + 1 }, lane.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::address::Table;

    fn sheet() -> Sheet {
        let spot = |(key, lane, line): (&str, usize, usize)| {
            Spot::new(Address::new(Table::Driver, key), line, format!("Spot {key}")).lane(lane)
        };
        let mut sheet = Sheet::default();
        sheet
            .fill([("a", 0, 0), ("b", 0, 3), ("c", 1, 2), ("d", 3, 9)].map(spot).into_iter().collect(), None);
        sheet
    }

    #[test]
    fn a_spot_with_columns_is_moved_within_and_stops_at_its_ends() {
        let mut sheet = sheet();
        sheet.columns = 2;
        assert!(sheet.across(true) && !sheet.across(true));
        assert_eq!((key(&sheet), sheet.column), ("a", 1));
        sheet.follow(9, 1);
        assert_eq!(sheet.first_lane, 1, "the column is in sight");
        assert!(sheet.across(false) && !sheet.across(false));
        sheet.follow(9, 1);
        assert_eq!(sheet.first_lane, 0);
    }

    fn key(sheet: &Sheet) -> &str {
        &sheet.current().unwrap().at.key
    }

    #[test]
    fn what_comes_next_is_in_sight_and_nothing_is_empty_below_the_last() {
        let mut sheet = Sheet::default();
        let spot = |line: usize| Spot::new(Address::new(Table::Driver, &line.to_string()), line, "");
        sheet.fill((0..40).map(spot).collect(), None);
        // Sixteen lines keep two in sight before and after; a jump stands a third from the top.
        for (line, scroll) in [(13, 0), (14, 1), (15, 2), (27, 22), (39, 24), (26, 24), (25, 23), (3, 0)] {
            sheet.cursor = line;
            sheet.follow(16, 1);
            assert_eq!((line, sheet.scroll), (line, scroll));
        }
    }

    #[test]
    fn moves_stay_in_their_lane_and_stop_at_its_ends() {
        let mut sheet = sheet();
        sheet.step(1);
        sheet.step(5);
        assert_eq!(key(&sheet), "b");
        assert!(sheet.across(true));
        assert_eq!(key(&sheet), "c");
        assert!(sheet.across(true), "an empty lane is jumped over");
        assert!(!sheet.across(true));
        assert_eq!(key(&sheet), "d");
        assert!(sheet.across(false) && sheet.across(false));
        assert_eq!(key(&sheet), "b", "the nearest line");
    }

    #[test]
    fn new_spots_keep_the_selection_by_address() {
        let mut sheet = sheet();
        sheet.step(1);
        let spots: Vec<Spot> = sheet.spots.iter().cloned().collect();
        let spots = spots.into_iter().rev().skip(1).collect();
        sheet.fill(spots, None);
        assert_eq!(key(&sheet), "b");
        sheet.fill(Spots::default(), None);
        sheet.step(1);
        assert!(sheet.current().is_none() && !sheet.across(true) && !sheet.find("x", true, true));
    }

    #[test]
    fn a_search_in_small_letters_finds_both_cases() {
        let mut sheet = sheet();
        assert!(sheet.find("spot c", true, false));
        assert!(!sheet.find("SPOT", true, false));
        assert!(sheet.find("Spot", false, false));
        assert_eq!((key(&sheet), sheet.matches("spot")), ("b", 4));
    }
}
