//! All items by wave. Of a plan that is small enough each in a box, by dimension, with all links between them, where
//! the area has room for that; else a list by wave, with the links between neighbouring waves where each finds a place.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use ratatui::layout::Rect;

use super::boxes::Node;
use super::diagram::{self, Diagram, Edge, Kind};
use super::gaps::{self, Wire};
use super::link::{Link, link_between, sum};
use crate::check::address_of;
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::id::ItemIx;
use crate::plan::item::Dimension;
use crate::status::Status;
use crate::tui::detail;
use crate::tui::filter::Filter;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::{Look, Tone, mark};
use crate::tui::view::{Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::{Located, Workspace};

pub(super) struct Overview {
    lanes: Vec<Lane>,
    /// What stands in each line, where lanes are cut by dimension.
    rows: Vec<Row>,
    /// The links between all items, of a plan small enough to draw them.
    edges: Vec<Edge>,
    /// Links from one wave to the next: its lane, the lines of both ends, and how it stands.
    links: Vec<Wire>,
    /// How much of each wave is needed by which.
    folded: String,
    sum: String,
    /// The picture, and the size that it is for.
    drawn: RefCell<Option<Drawn>>,
}

type Drawn = ((u16, u16), Option<Rc<Diagram>>);

/// A wave and what begins in it.
pub(super) struct Lane {
    pub(super) name: String,
    pub(super) entries: Vec<Listed>,
}

/// What stands in a line of all lanes.
pub(super) enum Row {
    /// The name of a dimension.
    Head(&'static str),
    Items,
}

pub(super) struct Listed {
    pub(super) ix: ItemIx,
    pub(super) node: Node,
    /// Which of the lines.
    pub(super) line: usize,
    links: String,
}

/// What the numbers behind items are.
const COUNTS: &str = "needs → · → enables";

/// Whether a plan is small enough for a picture of all of it.
pub(super) fn is_drawn(work: &Workspace) -> bool {
    work.plan().items().filter(|(_, item)| !item.steps.is_empty()).count() <= diagram::MOST
}

impl Overview {
    pub(super) fn new(work: &Workspace, filter: &Filter) -> Self {
        let plan = work.plan();
        let mut lanes: Vec<Lane> = (plan.waves())
            .map(|(_, wave)| Lane { name: wave.title().to_owned(), entries: Vec::new() })
            .collect();
        let mut folded = vec![vec![(0_usize, 0_usize); plan.waves.len()]; plan.waves.len()];
        for (ix, item) in plan.items() {
            let Some(step) = item.steps.first() else { continue };
            if !filter.shows_item(work, ix, None) {
                continue;
            }
            lanes[step.wave.at()].entries.push(listed(work, ix));
            for need in &item.needs {
                let Some(needing) = item.steps.get(Plan::step_of_need(item, need)) else { continue };
                let needed = plan.item(need.item);
                let Some(step) = needed.step_reaching(need.level).map(|step| needed.steps[step]) else {
                    continue;
                };
                let count = &mut folded[step.wave.at()][needing.wave.at()];
                count.0 += 1;
                count.1 += usize::from(Link::of(work, need, ix, false).is_late());
            }
        }
        let mut said = Vec::new();
        for (from, row) in folded.iter().enumerate() {
            let to = row.iter().enumerate().filter(|(to, (all, _))| *to != from && *all > 0);
            let to: Vec<String> = to
                .map(|(to, (all, late))| {
                    let late = if *late > 0 { format!(" ({late} too late ━)") } else { String::new() };
                    format!("{} {all}{late}", lanes[to].name)
                })
                .collect();
            if !to.is_empty() {
                said.push(format!("{} → {}", lanes[from].name, to.join(", ")));
            }
        }
        let said = if said.is_empty() { String::new() } else { format!("Needs: {}", said.join(" · ")) };
        let mut rows = Vec::new();
        // As in every view, what stands alike goes by name.
        for lane in &mut lanes {
            lane.entries.sort_by(|one, other| one.node.title.cmp(&other.node.title));
        }
        if lanes.iter().map(|lane| lane.entries.len()).sum::<usize>() <= diagram::MOST {
            rows = by_dimension(plan, &mut lanes);
            dated(plan, &mut lanes);
        } else {
            for lane in &mut lanes {
                let by_needed = |entry: &Listed| std::cmp::Reverse(work.enables(entry.ix).len());
                lane.entries.sort_by_cached_key(by_needed);
                (0..).zip(&mut lane.entries).for_each(|(line, entry)| entry.line = line);
            }
        }
        let edges = if rows.is_empty() { Vec::new() } else { edges(work, &lanes) };
        let links = wires(work, &lanes);
        Self { lanes, rows, edges, links, folded: said, sum: sum(work), drawn: RefCell::default() }
    }

    /// The picture, where the plan is small enough and an area has room for it; found once for each size.
    fn diagram(&self, area: Rect) -> Option<Rc<Diagram>> {
        if self.rows.is_empty() || self.edges.len() > diagram::LINKS {
            return None;
        }
        let size = (area.width, area.height.saturating_sub(4));
        let known = self.drawn.borrow().as_ref().filter(|drawn| drawn.0 == size).map(|drawn| drawn.1.clone());
        known.unwrap_or_else(|| {
            let found = Diagram::new(size, &self.lanes, &self.rows, &self.edges).map(Rc::new);
            *self.drawn.borrow_mut() = Some((size, found.clone()));
            found
        })
    }

    fn columns(&self, area: Rect) -> u16 {
        (area.width / 24).clamp(1, cells(self.lanes.len().max(1)))
    }

    /// The links from a lane to the next that are drawn in so many columns: all where each finds a place, else those
    /// of the selection and those that are planned too late. And whether that is not all.
    fn drawn(&self, lane: usize, selected: Option<ItemIx>, gap: u16) -> (Vec<Wire>, bool) {
        let own = || self.links.iter().filter(move |wire| wire.lane == lane);
        let item = |lane: usize, line: usize| {
            let entries = &self.lanes.get(lane)?.entries;
            Some(entries[entries.binary_search_by_key(&line, |entry| entry.line).ok()?].ix)
        };
        let touches = |wire: &Wire| {
            selected.is_some_and(|it| {
                [item(lane, wire.from), item(lane + 1, wire.to)].into_iter().flatten().any(|end| end == it)
            })
        };
        let all = own().count() <= usize::from(gap.saturating_sub(3));
        let kept = own().filter(|wire| all || wire.link.is_late() || touches(wire));
        let mut drawn: Vec<Wire> = kept.map(|wire| Wire { of_selection: touches(wire), ..*wire }).collect();
        // What is asked about finds its place first.
        drawn.order_by_key(|wire| !wire.of_selection);
        (drawn, !all)
    }

    /// Columns between two lanes for their links: as many as the links need, if there is that much.
    fn gap(&self, area: Rect) -> u16 {
        let shown = self.columns(area);
        if self.links.is_empty() || usize::from(shown) < self.lanes.len() {
            return 1;
        }
        let widest = (0..self.lanes.len())
            .map(|lane| self.links.iter().filter(|wire| wire.lane == lane).count())
            .max();
        let wanted = cells(widest.unwrap_or(0)) + 4;
        let spare = (area.width / shown).saturating_sub(22);
        if spare >= 5 { wanted.min(spare).min(16) } else { 1 }
    }

    /// What the lines and signs of the picture are, which links have no line, and what goes from wave to wave.
    fn say(&self, scene: Scene<'_>, picture: &Diagram, area: Rect, pen: &mut Pen<'_>) {
        let (x, room) = (area.x + 1, area.width.saturating_sub(2));
        let y = area.bottom().saturating_sub(3);
        let signs = ["← needed by the selection   → needs the selection", "← needed by it   → needs it"];
        let kinds = || Kind::ALL.into_iter().filter(|kind| self.edges.iter().any(|edge| edge.kind == *kind));
        let wide = |short: usize| kinds().map(|kind| columns(kind.words()[short]) + 6).sum::<u16>();
        let short = usize::from(wide(0) + columns(signs[1]) > room);
        let mut used = 0;
        for kind in kinds() {
            let (sign, tone) = kind.line();
            let word = format!(" {}   ", kind.words()[short]);
            used += pen.row(x + used, y, room - used, &[(sign, tone), (sign, tone), (&word, Tone::Faint)]);
        }
        if let Some(words) = signs.into_iter().find(|words| used + columns(words) <= room) {
            pen.put(x + used, y, room - used, &in_look(pen.look, words), Tone::Faint);
        }
        let name = |(lane, nth): (usize, usize)| &self.lanes[lane].entries[nth].node.title;
        let link = |edge: &Edge| {
            let (sign, _) = edge.kind.line();
            let sign = if edge.kind == Kind::InTime { String::new() } else { format!("{sign} ") };
            format!("{sign}{} → {}", name(edge.from), name(edge.to))
        };
        let mut text = detail::Text::new(room);
        let left: Vec<String> = picture.left.iter().filter_map(|it| self.edges.get(*it)).map(link).collect();
        if !left.is_empty() {
            text.words(&format!("Not drawn for want of room: {}", left.join(", ")), Tone::Plain);
        }
        text.words(&self.folded, if left.is_empty() { Tone::Plain } else { Tone::Faint });
        draw_foot(scene, &text, Rect { x, y: y + 1, width: room, height: 2 }, pen);
    }

    /// What goes from wave to wave, and how many of the last lines of an area of the list it takes: a third of them
    /// at most, two at least.
    fn foot(&self, area: Rect) -> (detail::Text, u16) {
        let mut text = detail::Text::new(area.width.saturating_sub(2));
        text.words(&self.folded, Tone::Plain);
        let lines = cells(text.lines.len()).min(area.height / 3).max(2);
        (text, lines)
    }
}

fn listed(work: &Workspace, ix: ItemIx) -> Listed {
    let plan = work.plan();
    let (status, item) = (work.status(ix, None), plan.item(ix));
    let node = Node {
        at: plan.item_address(ix),
        title: item.title().to_owned(),
        mark: (mark(status), Tone::Status(status)),
        link: Link::FINE,
        under: Default::default(),
        level: String::new(),
        need: None,
    };
    Listed { ix, node, line: 0, links: format!("{} → · → {}", item.needs.len(), work.enables(ix).len()) }
}

/// Puts the items of each lane in the lines of their dimension, in the order that they have, and gives the lines.
fn by_dimension(plan: &Plan, lanes: &mut [Lane]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (dimension, name) in Dimension::ALL.into_iter().zip(["Strategy", "Operating model", "Leadership"]) {
        let of = |entry: &&mut Listed| plan.item(entry.ix).dimension() == dimension;
        let first = rows.len() + 1;
        let mut most = 0;
        for lane in &mut *lanes {
            let lines =
                (first..).zip(lane.entries.iter_mut().filter(of)).map(|(line, entry)| entry.line = line);
            most = most.max(lines.count());
        }
        if most > 0 {
            rows.push(Row::Head(name));
            rows.extend(std::iter::repeat_with(|| Row::Items).take(most));
        }
    }
    lanes.iter_mut().for_each(|lane| lane.entries.order_by_key(|entry| entry.line));
    rows
}

/// Says of each item when it is live.
fn dated(plan: &Plan, lanes: &mut [Lane]) {
    for entry in lanes.iter_mut().flat_map(|lane| &mut lane.entries) {
        if let Some(day) = plan.first_live(entry.ix) {
            entry.node.under =
                [wording::date(day), wording::short_date(day)].map(|day| format!("live {day}"));
        }
    }
}

impl View for Overview {
    fn spots(&self, _: &Workspace) -> Spots {
        let lanes = self.lanes.iter().enumerate();
        let spots = lanes.flat_map(|(lane, it)| {
            it.entries.iter().map(move |entry| {
                let node = &entry.node;
                let text = format!("{} ({})", node.title, node.at.key);
                Spot::new(node.at.clone(), entry.line, text).lane(lane)
            })
        });
        spots.collect()
    }

    fn lanes(&self) -> Vec<String> {
        self.lanes.iter().map(|lane| lane.name.clone()).collect()
    }

    fn window(&self, area: Rect, _: Room) -> (u16, u16) {
        if self.diagram(area).is_some() {
            return (u16::MAX, cells(self.lanes.len()));
        }
        (area.height.saturating_sub(4 + self.foot(area).1), self.columns(area))
    }

    fn sum(&self, _: &Workspace) -> String {
        self.sum.clone()
    }

    fn finding<'a>(&self, scene: Scene<'a>) -> Option<&'a Located> {
        let (at, plan) = (scene.selected()?, scene.work.plan());
        let ix = scene.work.item_at(at)?;
        let mut needs = plan.item(ix).needs.iter().map(|need| plan.need_address(ix, "needs", need));
        needs.find_map(|need| {
            scene.work.findings_on(&need).find(|it| address_of(&it.finding.at) == Some(&need))
        })
    }

    /// Of many waves the links find room only where nothing stands beside them.
    fn keeps_whole_width(&self, _: &Settings) -> bool {
        self.lanes.len() > 3
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.lanes.iter().all(|lane| lane.entries.is_empty()) {
            return scene.say_none("No item is in a wave yet: {add} adds one.", area, pen);
        }
        if let Some(picture) = self.diagram(area) {
            picture.draw(scene, (&self.lanes, &self.rows, &self.edges), area, pen);
            self.say(scene, &picture, area, pen);
            return;
        }
        let shown = self.columns(area);
        let first = usize::from(scene.sheet.first_lane);
        let scroll = scene.sheet.scroll as usize;
        let selected = scene.selected().and_then(|at| scene.work.item_at(at));
        let (foot, below) = self.foot(area);
        let height = area.height.saturating_sub(4 + below);
        let gap = self.gap(area);
        let mut not_all = false;
        let pitch = area.width.saturating_sub(1) / shown;
        // The numbers behind items stand in all lanes or in none, and each column of them is named.
        let counted = pitch > gap + 12 + columns(COUNTS);
        for (at, (lane, of)) in self.lanes.iter().enumerate().skip(first).take(usize::from(shown)).enumerate()
        {
            let x = area.x + 1 + pitch * cells(at);
            let width = pitch.saturating_sub(if lane + 1 == self.lanes.len() { 1 } else { gap });
            let head = if counted { columns(COUNTS) + 2 } else { 0 };
            pen.put(x + 2, area.y, width.saturating_sub(2 + head), &of.name, Tone::Strong);
            if counted {
                pen.put_right(x + width, area.y, columns(COUNTS), COUNTS, Tone::Faint);
            }
            pen.rule(x, area.y + 1, width);
            if gap > 1 {
                let (own, some) = self.drawn(lane, selected, gap);
                not_all |= some;
                let between = Rect { x: x + width, y: area.y + 2, width: gap, height };
                gaps::draw(&own, scroll, between, pen);
            }
            let body = Rect { x, y: area.y + 2, width, height };
            self.draw_lane(scene, lane, counted, body, pen);
            let entries = &of.entries;
            let end = scroll + usize::from(height);
            let below = entries.len() - entries.partition_point(|entry| entry.line < end);
            if below > 0 {
                pen.put(x + 1, body.bottom(), width, &format!("  +{below} more"), Tone::Faint);
            }
        }
        let y = area.bottom().saturating_sub(1 + below);
        let lines = match (gap > 1, not_all) {
            (false, _) => "",
            (true, false) => "   lines: to the next wave",
            (true, true) => "   lines: of the selection, and too late",
        };
        let late = "━ planned too late";
        let forms = [
            format!("← needed by the selection   → needs the selection   {late}{lines}"),
            format!("← needed by the selection   → needs the selection   {late}"),
            format!("← needed by it   → needs it   {late}"),
        ];
        let width = area.width.saturating_sub(2);
        let words = forms.iter().find(|it| columns(it) <= width).unwrap_or(&forms[2]);
        pen.put(area.x + 1, y, width, &in_look(pen.look, words), Tone::Faint);
        // Waves that are out of sight are said to be, beside the names of those that are not.
        let behind = self.lanes.len().saturating_sub(first + usize::from(shown));
        if first + behind > 0 {
            let hidden = format!(" ◀ {first}  {behind} ▶ waves ");
            let wide = columns(&hidden);
            pen.put_right(area.right().saturating_sub(1), area.y + 1, wide, &hidden, Tone::Faint);
        }
        draw_foot(scene, &foot, Rect { x: area.x + 1, y: y + 1, width, height: below }, pen);
    }
}

/// Draws what stands below a picture; where that is not all of it, it says which key shows every need.
fn draw_foot(scene: Scene<'_>, text: &detail::Text, area: Rect, pen: &mut Pen<'_>) {
    text.draw(0, area, pen);
    if text.lines.len() > usize::from(area.height) && area.height > 0 {
        let last = Rect { y: area.bottom() - 1, height: 1, ..area };
        pen.clear(last);
        let words = format!("… {} lists every need", scene.key("table"));
        pen.put(last.x, last.y, last.width, &words, Tone::Faint);
    }
}

impl Overview {
    /// The items of a lane of the list, from the line on that it is scrolled to.
    fn draw_lane(&self, scene: Scene<'_>, lane: usize, counted: bool, area: Rect, pen: &mut Pen<'_>) {
        let selected = scene.selected().and_then(|at| scene.work.item_at(at));
        let scroll = scene.sheet.scroll as usize;
        if lane == usize::from(scene.sheet.first_lane) {
            let heads = (area.y..area.bottom()).zip(self.rows.iter().skip(scroll));
            for (y, row) in heads {
                if let Row::Head(name) = row {
                    pen.put(area.x + 1, y, area.width, name, Tone::Faint);
                }
            }
        }
        let entries = &self.lanes[lane].entries;
        for entry in &entries[entries.partition_point(|entry| entry.line < scroll)..] {
            let y = area.y + cells(entry.line - scroll);
            if y >= area.bottom() {
                break;
            }
            let row = Rect { y, height: 1, ..area };
            let link = selected.and_then(|selected| relation(scene.work, selected, entry.ix));
            if let Some((sign, tone)) = link {
                pen.put(row.x + 1, y, 1, &in_look(pen.look, sign), tone);
            }
            let links = columns(&entry.links);
            let tail = if counted { links + 2 } else { 0 };
            let tone = if link.is_some() { Tone::Strong } else { Tone::Plain };
            let pieces = [entry.node.mark, (" ", Tone::Plain), (&entry.node.title, tone)];
            pen.row(row.x + 3, y, row.width.saturating_sub(3 + tail), &pieces);
            if tail > 0 {
                pen.put_right(row.right(), y, links, &entry.links, Tone::Faint);
            }
            pen.hit(row, Target::Spot(entry.node.at.clone()));
            if scene.sheet.is_at(lane, entry.line) {
                pen.select(row);
            }
        }
    }
}

/// All links between the items shown, one between two, the gravest first.
fn edges(work: &Workspace, lanes: &[Lane]) -> Vec<Edge> {
    let places: Vec<(ItemIx, (usize, usize))> = (lanes.iter().enumerate())
        .flat_map(|(lane, it)| it.entries.iter().enumerate().map(move |(nth, entry)| (entry.ix, (lane, nth))))
        .collect();
    let graph = work.graph();
    let path: Vec<ItemIx> = graph.chains().longest().iter().map(|step| graph.item_of(*step)).collect();
    let mut edges = Vec::new();
    for (needing, to) in &places {
        for (needed, from) in places.iter().filter(|(needed, _)| needed != needing) {
            let Some((need, soft)) = link_between(work, *needing, *needed) else { continue };
            let link = Link::of(work, need, *needing, soft);
            let kind = match () {
                () if link.is_late() => Kind::TooLate,
                () if link.is_soft() => Kind::Soft,
                () if path.windows(2).any(|pair| pair == [*needed, *needing]) => Kind::Critical,
                () if link.is_late_by_status() => Kind::LateByStatus,
                () => Kind::InTime,
            };
            edges.push(Edge { from: *from, to: *to, kind });
        }
    }
    edges.order_by_key(|edge| (edge.kind, edge.from, edge.to));
    edges
}

fn wires(work: &Workspace, lanes: &[Lane]) -> Vec<Wire> {
    let places = lanes
        .iter()
        .enumerate()
        .flat_map(|(lane, it)| it.entries.iter().map(move |entry| (entry.ix, (lane, entry.line))));
    let places: rustc_hash::FxHashMap<ItemIx, (usize, usize)> = places.collect();
    let mut wires = Vec::new();
    for (needing, (lane, to)) in &places {
        let item = work.plan().item(*needing);
        let hard = item.needs.iter().map(|need| (need, false));
        for (need, soft) in hard.chain(item.prefers.iter().map(|need| (need, true))) {
            match places.get(&need.item) {
                Some((before, from)) if before + 1 == *lane => {
                    let link = Link::of(work, need, *needing, soft);
                    wires.push(Wire { lane: *before, from: *from, to: *to, link, of_selection: false });
                }
                _ => {}
            }
        }
    }
    wires.order_by_key(|wire| (wire.lane, wire.link, wire.from, wire.to));
    wires.dedup_by_key(|wire| (wire.lane, wire.from, wire.to));
    wires
}

/// The signs of links with the selection: in ASCII none of them is the mark of the selection itself.
pub(super) fn in_look(look: Look, signs: &str) -> Cow<'_, str> {
    if look.ascii { signs.replace('←', "{").replace('→', "}").into() } else { signs.into() }
}

/// How an item is linked with the selected one.
pub(super) fn relation(work: &Workspace, selected: ItemIx, other: ItemIx) -> Option<(&'static str, Tone)> {
    let sign = |needing, needed, sign| {
        let (need, soft) = link_between(work, needing, needed)?;
        match Link::of(work, need, needing, soft).is_late() {
            true => Some(("━", Tone::Status(Status::Late))),
            false => Some((sign, Tone::Strong)),
        }
    };
    sign(selected, other, "←").or_else(|| sign(other, selected, "→"))
}
