//! Ways for links between boxes in lanes: out of one box, along the gaps beside the lanes, and into another. A way
//! never goes through a box, and never joins another where one could read a link that there is not: ways join that
//! leave the same box or end at the same, and the others cross at right angles or are not drawn.

use crate::order::Order as _;
use std::ops::Range;

/// What a way leaves a cell by: up, down, left, right.
pub(super) const UP: u8 = 1;
pub(super) const DOWN: u8 = 2;
pub(super) const LEFT: u8 = 4;
pub(super) const RIGHT: u8 = 8;

/// Where the boxes are, in columns and lines of an area.
pub(super) struct Field {
    /// The size of the area.
    pub(super) size: (usize, usize),
    /// The columns that each lane takes; what is right of it up to the next is its gap.
    pub(super) lanes: Vec<Range<usize>>,
    /// Of each lane the lines that a box or a heading stands in.
    pub(super) taken: Vec<Vec<bool>>,
}

/// A link to be drawn, from box to box: each by its lane and the line that its name stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) from: (usize, usize),
    pub(super) to: (usize, usize),
    /// The lines that it may leave at, and what each costs.
    pub(super) outs: Vec<(usize, u32)>,
    /// The lines that it may end at, and what each costs.
    pub(super) ins: Vec<(usize, u32)>,
}

/// A cell of a way: column, line, and what it leaves it by.
type Cell = (usize, usize, u8);

/// What is drawn in one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Joint {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) ways: u8,
    /// The links that it shows.
    pub(super) links: Vec<usize>,
    /// Whether a link ends here, at the box to the right or to the left.
    pub(super) end: Option<u8>,
}

/// So many ways are tried for a link, the shortest first.
const TRIED: usize = 40;

/// So many columns are looked at beside each end of a link that goes past a lane.
const FEW: usize = 3;

/// How often it is tried to do better, with those first that found no way.
const ROUNDS: usize = 6;

/// Finds a way for each of the links, those first that stand first, and gives what to draw, and which links found none.
pub(super) fn routes(field: &Field, wanted: &[Wanted]) -> (Vec<Joint>, Vec<usize>) {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    let mut best = found(field, wanted, &order);
    let mut last = best.1.clone();
    for _ in 0..ROUNDS {
        if best.1.is_empty() {
            break;
        }
        order.order_by_key(|link| !last.contains(link));
        let other = found(field, wanted, &order);
        last.clone_from(&other.1);
        if other.1.len() < best.1.len() {
            best = other;
        }
    }
    let (found, mut left) = best;
    left.order();
    (found.joints(), left)
}

/// The ways that are found in an order, and the links that find none.
fn found<'w>(field: &Field, wanted: &'w [Wanted], order: &[usize]) -> (Found<'w>, Vec<usize>) {
    let cells = vec![Vec::new(); field.size.0 * field.size.1];
    let mut found = Found { wanted, width: field.size.0, cells, starts: Vec::new(), ends: Vec::new() };
    let mut left = Vec::new();
    for link in order {
        let mut ways = found.ways(field, *link);
        ways.order_by_key(|(cost, _)| *cost);
        if !ways.into_iter().take(TRIED).any(|(_, way)| found.takes(*link, &way)) {
            left.push(*link);
        }
    }
    (found, left)
}

struct Found<'w> {
    wanted: &'w [Wanted],
    width: usize,
    /// Which links go through each cell, and how.
    cells: Vec<Vec<(usize, u8)>>,
    /// Where links come out of boxes: the cell, the direction, and the link.
    starts: Vec<((usize, usize), u8, usize)>,
    /// Where they end: the cell, the direction, and the link.
    ends: Vec<((usize, usize), u8, usize)>,
}

impl Found<'_> {
    /// Whether two links may share a way: they leave the same box, or end at the same.
    fn are_friends(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.wanted[one], &self.wanted[other]);
        one.to == other.to || one.from == other.from
    }

    /// What it costs to lead a link through a cell, if it may go there.
    fn cost(&self, link: usize, (x, y, ways): Cell) -> Option<u32> {
        let here = &self.cells[y * self.width + x];
        if here.is_empty() {
            return Some(2);
        }
        let friends = |one: &usize| self.are_friends(*one, link);
        if is_straight(ways) && here.iter().all(|(_, its)| is_straight(*its)) {
            let beside = here.iter().all(|(one, its)| *its != ways || friends(one));
            return beside.then_some(if here.iter().any(|(_, its)| *its != ways) { 9 } else { 1 });
        }
        let each = here.iter().enumerate().all(|(nth, (one, _))| {
            friends(one) && here[..nth].iter().all(|(other, _)| self.are_friends(*one, *other))
        });
        each.then_some(1)
    }

    /// The cells of a way through corners, and what they cost.
    fn way(&self, link: usize, corners: &[(usize, usize)]) -> Option<(u32, Vec<Cell>)> {
        let cells = cells(corners);
        let cost = cells.iter().map(|cell| self.cost(link, *cell)).sum::<Option<u32>>()?;
        Some((cost, cells))
    }

    /// Takes a way for a link, if nobody reads a link in the picture then that there is not.
    fn takes(&mut self, link: usize, way: &[Cell]) -> bool {
        let (Some(first), Some(last)) = (way.first(), way.last()) else { return false };
        let Wanted { from, to, .. } = &self.wanted[link];
        let out = if from.0 <= to.0 { RIGHT } else { LEFT };
        let into = if from.0 < to.0 { RIGHT } else { LEFT };
        for (x, y, ways) in way {
            self.cells[y * self.width + x].push((link, *ways));
        }
        self.starts.push(((first.0, first.1), out, link));
        self.ends.push(((last.0, last.1), into, link));
        if self.misleads() {
            self.starts.pop();
            self.ends.pop();
            for (x, y, _) in way {
                self.cells[y * self.width + x].pop();
            }
            return false;
        }
        true
    }

    /// Whether one can follow lines from a box to the end of a link that does not come from there.
    fn misleads(&self) -> bool {
        let is_link = |from: usize, to: usize| {
            let (from, to) = (self.wanted[from].from, self.wanted[to].to);
            self.wanted.iter().any(|it| it.from == from && it.to == to)
        };
        self.starts.iter().any(|(start, out, link)| {
            let mut seen = vec![0_u8; self.cells.len()];
            let mut open = vec![(*start, *out)];
            while let Some(((x, y), going)) = open.pop() {
                let at = y * self.width + x;
                if seen[at] & going != 0 {
                    continue;
                }
                seen[at] |= going;
                let here = &self.cells[at];
                let all = here.iter().fold(0, |all, (_, ways)| all | ways);
                let leaves = if is_crossing(here) { going } else { all & !back(going) };
                for way in [UP, DOWN, LEFT, RIGHT].into_iter().filter(|way| leaves & way != 0) {
                    if let Some(end) = self.ends.iter().find(|end| (end.0, end.1) == ((x, y), way)) {
                        if !is_link(*link, end.2) {
                            return true;
                        }
                        continue;
                    }
                    let next = match way {
                        UP => y.checked_sub(1).map(|y| (x, y)),
                        DOWN => Some((x, y + 1)),
                        LEFT => x.checked_sub(1).map(|x| (x, y)),
                        _ => Some((x + 1, y)),
                    };
                    let on = |next: &(usize, usize)| {
                        self.cells.get(next.1 * self.width + next.0).is_some_and(|cell| !cell.is_empty())
                    };
                    open.extend(next.filter(on).map(|next| (next, way)));
                }
            }
            false
        })
    }

    /// The ways that a link may take, and what they cost.
    fn ways(&self, field: &Field, link: usize) -> Vec<(u32, Vec<Cell>)> {
        let mut all = Vec::new();
        let Wanted { from, to, outs, ins } = &self.wanted[link];
        // Out at the right, but for what is needed before its own wave; in at the left, but from the right.
        let (first, out) = match from.0 <= to.0 {
            true => (field.gap(from.0), field.lanes[from.0].end),
            false => (field.gap(from.0 - 1), field.lanes[from.0].start.saturating_sub(1)),
        };
        let (last, into) = match from.0 < to.0 {
            true => (field.gap(to.0 - 1), field.lanes[to.0].start.saturating_sub(1)),
            false => (field.gap(to.0), field.lanes[to.0].end),
        };
        if first.len() < 3 || last.len() < 3 {
            return all;
        }
        let inner = |gap: &Range<usize>| gap.start + 1..gap.end - 1;
        let mut keep = |toll: u32, way: Option<(u32, Vec<Cell>)>| {
            all.extend(way.map(|(cost, cells)| (cost + toll, cells)));
        };
        // Past the lanes between: along a line where none of them has a box.
        let between = from.0.min(to.0) + 1..from.0.max(to.0);
        let free = |y: &usize| between.clone().all(|lane| !field.taken[lane][*y]);
        for ((leaves, dear), (ends, cost)) in
            outs.iter().flat_map(|out| ins.iter().map(move |end| (*out, *end)))
        {
            let (start, end, toll) = ((out, leaves), (into, ends), dear + cost);
            if first == last && leaves == ends && from.0 != to.0 {
                keep(toll, self.way(link, &[start, end]));
            } else if first == last {
                for x in inner(&first) {
                    keep(toll + 4, self.way(link, &[start, (x, leaves), (x, ends), end]));
                }
            } else {
                for y in (0..field.size.1).filter(free) {
                    // The nearest few columns at each end: more of them lead nowhere better.
                    let few = |gap: &Range<usize>, leg: &dyn Fn(usize) -> [(usize, usize); 3]| {
                        let cost = |x: usize| Some((self.way(link, &leg(x))?.0, x));
                        let mut columns: Vec<(u32, usize)> = inner(gap).filter_map(cost).collect();
                        columns.order();
                        columns.truncate(FEW);
                        columns
                    };
                    let turns = few(&first, &|x| [start, (x, leaves), (x, y)]);
                    let ins = few(&last, &|x| [(x, y), (x, ends), end]);
                    for (turn, x) in turns.iter().flat_map(|turn| ins.iter().map(move |x| (turn.1, x.1))) {
                        let corners = [start, (turn, leaves), (turn, y), (x, y), (x, ends), end];
                        keep(toll + 8, self.way(link, &corners));
                    }
                }
            }
        }
        all
    }

    /// What to draw: where links cross, the one that goes up and down lies over the other.
    fn joints(&self) -> Vec<Joint> {
        let drawn = self.cells.iter().enumerate().filter(|(_, here)| !here.is_empty());
        let joint = |(at, here): (usize, &Vec<(usize, u8)>)| {
            let (x, y) = (at % self.width, at / self.width);
            let cross = is_crossing(here);
            let shown = here.iter().filter(|(_, ways)| !cross || *ways == UP | DOWN);
            let ways = shown.clone().fold(0, |all, (_, ways)| all | ways);
            let links = shown.map(|(link, _)| *link).collect();
            let end = self.ends.iter().find(|end| end.0 == (x, y)).map(|end| end.1);
            Joint { x, y, ways, links, end }
        };
        drawn.map(joint).collect()
    }
}

/// The other direction.
fn back(way: u8) -> u8 {
    match way {
        UP => DOWN,
        DOWN => UP,
        LEFT => RIGHT,
        _ => LEFT,
    }
}

/// Whether links go through a cell across each other, and none turns in it.
fn is_crossing(here: &[(usize, u8)]) -> bool {
    here.iter().all(|(_, ways)| is_straight(*ways)) && here.iter().any(|(_, ways)| *ways != here[0].1)
}

fn is_straight(ways: u8) -> bool {
    ways == UP | DOWN || ways == LEFT | RIGHT
}

impl Field {
    /// The columns of the gap right of a lane.
    fn gap(&self, lane: usize) -> Range<usize> {
        let end = self.lanes.get(lane + 1).map_or(self.size.0, |next| next.start);
        self.lanes[lane].end..end
    }
}

/// The cells of a way through corners: it comes out of a box and goes into one, level.
fn cells(corners: &[(usize, usize)]) -> Vec<Cell> {
    let mut all: Vec<Cell> = Vec::new();
    let mut came = None;
    for leg in corners.windows(2) {
        let (mut at, to) = (leg[0], leg[1]);
        while at != to {
            let next = (towards(at.0, to.0), towards(at.1, to.1));
            let (out, back) = match (next.0.cmp(&at.0), next.1.cmp(&at.1)) {
                (std::cmp::Ordering::Greater, _) => (RIGHT, LEFT),
                (std::cmp::Ordering::Less, _) => (LEFT, RIGHT),
                (_, std::cmp::Ordering::Greater) => (DOWN, UP),
                _ => (UP, DOWN),
            };
            // What leaves a box to the right came from the left.
            all.push((at.0, at.1, out | came.unwrap_or(back)));
            came = Some(back);
            at = next;
        }
    }
    if let (Some(end), Some(back)) = (corners.last(), came) {
        all.push((end.0, end.1, LEFT | RIGHT | back));
    }
    all
}

/// One step nearer.
fn towards(at: usize, to: usize) -> usize {
    match to.cmp(&at) {
        std::cmp::Ordering::Greater => at + 1,
        std::cmp::Ordering::Less => at - 1,
        std::cmp::Ordering::Equal => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three lanes of four columns with gaps of five, six lines; boxes stand where they are told to.
    fn field(boxes: &[(usize, usize)]) -> Field {
        let mut taken = vec![vec![false; 6]; 3];
        boxes.iter().for_each(|(lane, y)| taken[*lane][*y] = true);
        Field { size: (27, 6), lanes: vec![0..4, 9..13, 18..22], taken }
    }

    /// From lane and line, to lane and line.
    type Ends = ((usize, usize), (usize, usize));

    /// What is drawn of links that may end so many lines below the names of boxes, and which are not.
    fn picture(field: &Field, links: &[Ends], below: usize) -> (Vec<String>, Vec<usize>) {
        let wanted = |(from, to): &Ends| Wanted {
            from: *from,
            to: *to,
            outs: vec![(from.1, 0)],
            ins: vec![(to.1 + below, 0)],
        };
        let wanted: Vec<_> = links.iter().map(wanted).collect();
        let (joints, left) = routes(field, &wanted);
        let mut lines = vec![vec![' '; field.size.0]; field.size.1];
        for (lane, taken) in field.lanes.iter().zip(&field.taken) {
            for (y, _) in taken.iter().enumerate().filter(|(_, taken)| **taken) {
                lane.clone().for_each(|x| lines[y][x] = '#');
            }
        }
        for joint in joints {
            let sign = match (joint.end, joint.ways) {
                (Some(RIGHT), _) => '>',
                (Some(_), _) => '<',
                (_, ways) if ways == LEFT | RIGHT => '-',
                (_, ways) if ways == UP | DOWN => '|',
                _ => '+',
            };
            assert_eq!(lines[joint.y][joint.x], ' ', "a way goes through a box");
            lines[joint.y][joint.x] = sign;
        }
        let lines = lines.iter().map(|line| line.iter().collect::<String>().trim_end().to_owned());
        (lines.filter(|line| !line.is_empty()).collect(), left)
    }

    #[test]
    fn a_link_goes_straight_to_the_next_lane_past_boxes_and_back_to_its_own_lane() {
        let field = field(&[(0, 0), (1, 0), (2, 0), (0, 2), (1, 2), (2, 2)]);
        let (lines, left) = picture(&field, &[((0, 0), (1, 0)), ((0, 2), (2, 2)), ((2, 0), (2, 2))], 0);
        let drawn = [
            "####---->####     ####-+", //
            "     +----------+      |",
            "####-+   ####   +>####<+",
        ];
        assert_eq!((lines, left), (drawn.map(str::to_owned).to_vec(), Vec::new()));
    }

    #[test]
    fn what_comes_from_one_box_shares_its_way_and_what_is_needed_later_goes_back() {
        let boxes = field(&[(0, 0), (1, 0), (0, 2), (1, 2)]);
        let (lines, left) = picture(&boxes, &[((0, 0), (1, 0)), ((0, 0), (1, 2))], 0);
        let drawn = ["####---+>####", "       |", "####   +>####"];
        assert_eq!((lines, left), (drawn.map(str::to_owned).to_vec(), Vec::new()));
        // Out at the left, in at the right.
        let (lines, left) = picture(&field(&[(0, 2), (1, 0)]), &[((1, 0), (0, 2))], 0);
        let drawn = ["     +---####", "     |", "####<+"];
        assert_eq!((lines, left), (drawn.map(str::to_owned).to_vec(), Vec::new()));
    }

    #[test]
    fn strangers_cross_at_right_angles_or_are_left_to_words() {
        let boxes = field(&[(0, 0), (1, 0), (0, 2), (1, 2)]);
        let crosswise = [((0, 0), (1, 2)), ((0, 2), (1, 0))];
        let (lines, left) = picture(&boxes, &crosswise, 1);
        let drawn = ["####-+   ####", "     |+->", "####-|+  ####", "     +-->"];
        assert_eq!((lines, left), (drawn.map(str::to_owned).to_vec(), Vec::new()));
        // Where both may end only where the other begins, one could not tell them apart.
        let (lines, left) = picture(&boxes, &crosswise, 0);
        let drawn = ["####-+   ####", "     |", "#### +-->####"];
        assert_eq!((lines, left), (drawn.map(str::to_owned).to_vec(), vec![1]));
    }
}
