//! The overview as a picture: of a plan that is small enough all items in boxes, by wave and dimension, with every
//! link between them. What finds no way is told in words.

use std::ops::Range;

use ratatui::layout::Rect;

use super::boxes;
use super::overview::{Lane, Listed, Row};
use super::routes::{DOWN, Field, Joint, LEFT, RIGHT, UP, Wanted, routes};
use super::wires::joint;
use crate::status::Status;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::tui::view::Scene;

/// So many items a picture takes, and so many links.
pub(super) const MOST: usize = 25;
pub(super) const LINKS: usize = 100;

/// A link of the picture, from place to place: lane, and which of its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) from: (usize, usize),
    pub(super) to: (usize, usize),
    pub(super) kind: Kind,
}

/// How a link is drawn; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    TooLate,
    Critical,
    LateByStatus,
    InTime,
    Soft,
}

impl Kind {
    pub(super) const ALL: [Self; 5] =
        [Self::TooLate, Self::Critical, Self::LateByStatus, Self::InTime, Self::Soft];

    /// Its line across, and its tone.
    pub(super) fn line(self) -> (&'static str, Tone) {
        match self {
            Self::TooLate => ("━", Tone::Status(Status::Late)),
            Self::Critical => ("═", Tone::Strong),
            Self::LateByStatus => ("~", Tone::Status(Status::AtRisk)),
            Self::InTime => ("─", Tone::Plain),
            Self::Soft => ("╌", Tone::Faint),
        }
    }

    /// What it is, and the same in fewer columns.
    pub(super) fn words(self) -> [&'static str; 2] {
        match self {
            Self::TooLate => ["planned too late", "too late"],
            Self::Critical => ["critical path", "critical"],
            Self::LateByStatus => ["late by status", "late by status"],
            Self::InTime => ["in time", "in time"],
            Self::Soft => ["soft: wished for", "soft"],
        }
    }

    /// What is drawn where a link goes these ways.
    fn sign(self, ways: u8) -> &'static str {
        let [up, down, left, right] = [UP, DOWN, LEFT, RIGHT].map(|way| ways & way != 0);
        match (self, up || down, left || right) {
            (_, false, _) => self.line().0,
            (Self::TooLate, true, false) => "┃",
            (Self::Critical, true, false) => "║",
            (Self::Soft, true, false) => "╎",
            (Self::TooLate, ..) => match (up, down, left, right) {
                (true, true, true, true) => "╋",
                (true, true, true, false) => "┫",
                (true, true, false, _) => "┣",
                (false, _, true, true) => "┳",
                (true, false, true, true) => "┻",
                (false, _, true, false) => "┓",
                (false, ..) => "┏",
                (true, false, true, false) => "┛",
                (true, false, false, _) => "┗",
            },
            (Self::Critical, ..) => match (up, down, left, right) {
                (true, true, true, true) => "╬",
                (true, true, true, false) => "╣",
                (true, true, false, _) => "╠",
                (false, _, true, true) => "╦",
                (true, false, true, true) => "╩",
                (false, _, true, false) => "╗",
                (false, ..) => "╔",
                (true, false, true, false) => "╝",
                (true, false, false, _) => "╚",
            },
            _ => joint(up, down, left, right),
        }
    }
}

/// Where everything stands in an area, and what goes between.
pub(super) struct Diagram {
    /// How many lines an item takes, and whether it has a box.
    tall: u16,
    /// The first line of each row, from the top of the area.
    tops: Vec<u16>,
    lanes: Vec<Range<u16>>,
    joints: Vec<Joint>,
    /// The links that found no way.
    pub(super) left: Vec<usize>,
}

/// How an item may be drawn: its lines, and empty ones after it; the roomiest first. With four lines a box has the
/// date in it, with three it has not, with two there is no box, and with one only the name.
const FORMS: [(u16, u16); 6] = [(4, 1), (4, 0), (3, 0), (2, 1), (2, 0), (1, 0)];

/// Columns of a box.
const NARROWEST: u16 = 18;
const WIDEST: u16 = 36;

impl Diagram {
    /// The picture in so many columns and lines, if that is enough of them.
    pub(super) fn new(size: (u16, u16), lanes: &[Lane], rows: &[Row], edges: &[Edge]) -> Option<Self> {
        let heads = rows.iter().filter(|row| matches!(row, Row::Head(_))).count();
        let (heads, items) = (cells(heads), cells(rows.len() - heads));
        let (tall, space) =
            FORMS.into_iter().find(|(tall, space)| heads + items * (tall + space) <= size.1)?;
        let (lanes_at, wide) = columns_of(size.0, lanes.len(), edges)?;
        let mut tops = Vec::new();
        let mut y = 0;
        for row in rows {
            tops.push(y);
            y += if matches!(row, Row::Head(_)) { 1 } else { tall + space };
        }
        let named = u16::from(tall > 2);
        let place = |(lane, nth): (usize, usize)| {
            let listed: &Listed = &lanes[lane].entries[nth];
            (lane, usize::from(tops[listed.line] + named))
        };
        let mut taken = vec![vec![false; usize::from(y)]; lanes.len()];
        for (taken, lane) in taken.iter_mut().zip(lanes) {
            for top in lane.entries.iter().map(|entry| usize::from(tops[entry.line])) {
                taken[top..top + usize::from(tall)].iter_mut().for_each(|it| *it = true);
            }
        }
        let wanted: Vec<Wanted> = edges
            .iter()
            .map(|edge| {
                let (from, to) = (place(edge.from), place(edge.to));
                let level = from.0 < to.0 && from.1 == to.1;
                // What leaves a box leaves it beside its name; what ends at it ends below, but for what comes level.
                let (outs, ins) = match tall {
                    1 => (vec![(from.1, 0)], vec![(to.1, 0)]),
                    3 => (vec![(from.1, 0), (from.1 + 1, 20)], vec![(to.1, 0), (to.1 + 1, 20)]),
                    _ => {
                        let name = if level { 0 } else { 20 };
                        (vec![(from.1, 0), (from.1 + 1, 20)], vec![(to.1, name), (to.1 + 1, 4)])
                    }
                };
                Wanted { from, to, outs, ins }
            })
            .collect();
        let field = Field {
            size: (usize::from(wide), usize::from(y)),
            lanes: lanes_at.iter().map(|lane| usize::from(lane.start)..usize::from(lane.end)).collect(),
            taken,
        };
        let (joints, left) = routes(&field, &wanted);
        Some(Self { tall, tops, lanes: lanes_at, joints, left })
    }

    /// Draws it below the names of the waves.
    pub(super) fn draw(
        &self,
        scene: Scene<'_>,
        of: (&[Lane], &[Row], &[Edge]),
        area: Rect,
        pen: &mut Pen<'_>,
    ) {
        let (lanes, rows, edges) = of;
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        for (row, top) in rows.iter().zip(&self.tops) {
            if let Row::Head(name) = row {
                pen.put(body.x + 1, body.y + top, body.width, name, Tone::Faint);
            }
        }
        let selected = scene.selected().and_then(|at| scene.work.item_at(at));
        let is_of = |edge: &Edge| {
            let ends = [edge.from, edge.to].map(|(lane, nth)| lanes[lane].entries[nth].ix);
            selected.is_some_and(|it| ends.contains(&it))
        };
        for cell in &self.joints {
            let shown = cell.links.iter().filter_map(|link| edges.get(*link));
            let Some(gravest) = shown.clone().map(|edge| edge.kind).min() else { continue };
            let (_, tone) = gravest.line();
            let tone = match tone {
                Tone::Plain | Tone::Faint if shown.clone().any(is_of) => Tone::Strong,
                Tone::Plain if selected.is_some() => Tone::Faint,
                tone => tone,
            };
            let sign = match cell.end {
                Some(RIGHT) => "▶",
                Some(_) => "◀",
                None => gravest.sign(cell.ways),
            };
            pen.put(body.x + cells(cell.x), body.y + cells(cell.y), 1, sign, tone);
        }
        for (nth, (lane, columns)) in lanes.iter().zip(&self.lanes).enumerate() {
            let (x, width) = (body.x + columns.start, columns.end - columns.start);
            pen.put(x + 2, area.y, width.saturating_sub(2), &lane.name, Tone::Strong);
            for entry in &lane.entries {
                let place = Rect { x, y: body.y + self.tops[entry.line], width, height: self.tall };
                let is_selected = scene.sheet.is_at(nth, entry.line);
                self.draw_item(entry, place, is_selected, pen);
                let relation = selected.and_then(|it| super::overview::relation(scene.work, it, entry.ix));
                if let Some((sign, tone)) = relation {
                    let inside = u16::from(self.tall > 2);
                    let sign = super::overview::in_look(pen.look, sign);
                    pen.put(x + inside, place.y + inside, 1, &sign, tone);
                }
                pen.hit(place, Target::Spot(entry.node.at.clone()));
            }
        }
    }

    fn draw_item(&self, entry: &Listed, place: Rect, is_selected: bool, pen: &mut Pen<'_>) {
        if self.tall > 2 {
            boxes::draw(&entry.node, place, is_selected, false, pen);
            return;
        }
        let width = place.width.saturating_sub(2);
        let pieces = [entry.node.mark, (" ", Tone::Plain), (&entry.node.title, Tone::Plain)];
        pen.row(place.x + 1, place.y, width, &pieces);
        if self.tall > 1 {
            pen.put(place.x + 3, place.y + 1, width.saturating_sub(2), &entry.node.under[0], Tone::Faint);
        }
        if is_selected {
            pen.select(Rect { height: 1, ..place });
        }
    }
}

/// The columns of each lane, with gaps beside them for as many links as go there, and how many that are in all.
fn columns_of(width: u16, lanes: usize, edges: &[Edge]) -> Option<(Vec<Range<u16>>, u16)> {
    let mut through = vec![0_u16; lanes];
    for edge in edges {
        let (from, to) = (edge.from.0, edge.to.0);
        // The gaps that it turns in: beside where it begins, and beside where it ends.
        let begins = if from <= to { from } else { from - 1 };
        let ends = if from < to { to - 1 } else { to };
        through[begins] += 1;
        if ends != begins {
            through[ends] += 1;
        }
    }
    let count = cells(lanes);
    let last = lanes.checked_sub(1)?;
    let wanted = |(lane, links): (usize, &u16)| match links {
        0 if lane == last => 0,
        0 => 2,
        links => (links + 3).min(14),
    };
    let mut gaps: Vec<u16> = through.iter().enumerate().map(wanted).collect();
    let room = width.checked_sub(1 + NARROWEST * count)?;
    // Where there is not room for all, the widest gap gives.
    while gaps.iter().sum::<u16>() > room {
        let widest = gaps.iter_mut().max_by_key(|gap| **gap).filter(|gap| **gap > 5)?;
        *widest -= 1;
    }
    let wide = ((width - 1 - gaps.iter().sum::<u16>()) / count).min(WIDEST);
    let mut x = 1;
    let mut all = Vec::new();
    for gap in gaps {
        all.push(x..x + wide);
        x += wide + gap;
    }
    Some((all, x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_share_the_width_and_leave_gaps_for_the_links_that_go_there() {
        let edge = |from, to| Edge { from: (from, 0), to: (to, 0), kind: Kind::InTime };
        // Two links turn beside the first lane and one within the second: 2 + 3 and 1 + 3 columns, so that of 79
        // each lane has (79 - 9) / 2 = 35.
        let at = columns_of(80, 2, &[edge(0, 1), edge(0, 1), edge(1, 1)]);
        assert_eq!(at, Some((vec![1..36, 41..76], 80)));
        // Nothing goes there: two columns between, and none behind.
        assert_eq!(columns_of(80, 2, &[]), Some((vec![1..37, 39..75], 75)));
        // Four lanes of eighteen columns, and between them gaps of four, two and two, with a margin: eighty-one.
        assert_eq!(columns_of(80, 4, &[edge(0, 1)]), None);
        assert_eq!(columns_of(81, 4, &[edge(0, 1)]).map(|all| all.0[3].clone()), Some(63..81));
    }

    #[test]
    fn each_kind_of_link_has_a_line_of_its_own_also_in_plain_signs() {
        let lines: std::collections::BTreeSet<_> = Kind::ALL.map(|kind| kind.line().0).into_iter().collect();
        assert_eq!(lines.len(), 5);
        assert_eq!([Kind::TooLate, Kind::Critical].map(|kind| kind.sign(DOWN | LEFT)), ["┓", "╗"]);
        assert_eq!([Kind::InTime, Kind::Soft].map(|kind| kind.sign(UP | RIGHT)), ["└", "└"]);
    }
}
