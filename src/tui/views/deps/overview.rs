//! All items by wave, with the links between neighbouring waves drawn where there is room for each.

use ratatui::layout::Rect;

use super::link::{Link, link_between, sum};
use super::wires::joint;
use crate::check::address_of;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::id::ItemIx;
use crate::status::Status;
use crate::tui::detail;
use crate::tui::filter::Filter;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::{Tone, mark};
use crate::tui::view::{Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::{Located, Workspace};

pub(super) struct Overview {
    lanes: Vec<(String, Vec<Listed>)>,
    /// Links from one wave to the next: its lane, the lines of both ends, and how it stands.
    links: Vec<Wire>,
    folded: Vec<String>,
    sum: String,
}

#[derive(Clone, Copy)]
struct Wire {
    lane: usize,
    from: usize,
    to: usize,
    link: Link,
    /// Whether the selected item is at one of its ends.
    of_selection: bool,
}

struct Listed {
    ix: ItemIx,
    at: Address,
    title: String,
    mark: (&'static str, Tone),
    links: String,
}

impl Overview {
    pub(super) fn new(work: &Workspace, filter: &Filter) -> Self {
        let plan = work.plan();
        let mut lanes: Vec<(String, Vec<Listed>)> =
            plan.waves().map(|(_, wave)| (wave.title().to_owned(), Vec::new())).collect();
        let mut folded = vec![vec![(0_usize, 0_usize); plan.waves.len()]; plan.waves.len()];
        for (ix, item) in plan.items() {
            let Some(step) = item.steps.first() else { continue };
            if !filter.shows_item(work, ix, None) {
                continue;
            }
            let status = work.status(ix, None);
            lanes[step.wave.at()].1.push(Listed {
                ix,
                at: plan.item_address(ix),
                title: item.title().to_owned(),
                mark: (mark(status), Tone::Status(status)),
                links: format!("{}→ →{}", item.needs.len(), work.enables(ix).len()),
            });
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
        for (_, entries) in &mut lanes {
            entries.sort_by_key(|entry| std::cmp::Reverse(work.enables(entry.ix).len()));
        }
        let mut said = Vec::new();
        for (from, row) in folded.iter().enumerate() {
            for (to, (all, late)) in row.iter().enumerate().filter(|(to, (all, _))| *to != from && *all > 0) {
                let late = if *late > 0 { format!(", {late} too late ━") } else { String::new() };
                said.push(format!(
                    "{} → {} {}{late}",
                    lanes[from].0,
                    lanes[to].0,
                    wording::count(*all, "need")
                ));
            }
        }
        let links = wires(work, &lanes);
        Self { lanes, links, folded: said, sum: sum(work) }
    }

    fn columns(&self, area: Rect) -> u16 {
        (area.width / 24).clamp(1, cells(self.lanes.len().max(1)))
    }

    /// The links from a lane to the next that are drawn in so many columns: all where each finds a place, else those
    /// of the selection and those that are planned too late. And whether that is not all.
    fn drawn(&self, lane: usize, selected: Option<ItemIx>, gap: u16) -> (Vec<Wire>, bool) {
        let own = || self.links.iter().filter(move |wire| wire.lane == lane);
        let item = |lane: usize, line: usize| Some(self.lanes.get(lane)?.1.get(line)?.ix);
        let touches = |wire: &Wire| {
            selected.is_some_and(|it| {
                [item(lane, wire.from), item(lane + 1, wire.to)].into_iter().flatten().any(|end| end == it)
            })
        };
        let all = own().count() <= usize::from(gap.saturating_sub(3));
        let kept = own().filter(|wire| all || wire.link.is_late() || touches(wire));
        let mut drawn: Vec<Wire> = kept.map(|wire| Wire { of_selection: touches(wire), ..*wire }).collect();
        // What is asked about finds its place first.
        drawn.sort_by_key(|wire| !wire.of_selection);
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
}

impl View for Overview {
    fn spots(&self, _: &Workspace) -> Spots {
        let lanes = self.lanes.iter().enumerate();
        let spots = lanes.flat_map(|(lane, (_, entries))| {
            entries.iter().enumerate().map(move |(nth, entry)| {
                Spot::new(entry.at.clone(), nth, format!("{} ({})", entry.title, entry.at.key)).lane(lane)
            })
        });
        spots.collect()
    }

    fn lanes(&self) -> Vec<String> {
        self.lanes.iter().map(|(name, _)| name.clone()).collect()
    }

    fn window(&self, area: Rect, _: Room) -> (u16, u16) {
        (area.height.saturating_sub(6), self.columns(area))
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
        let shown = self.columns(area);
        let first = usize::from(scene.sheet.first_lane);
        let scroll = scene.sheet.scroll as usize;
        let selected = scene.selected().and_then(|at| scene.work.item_at(at));
        let height = area.height.saturating_sub(6);
        let gap = self.gap(area);
        let mut not_all = false;
        for (at, (lane, (name, entries))) in
            self.lanes.iter().enumerate().skip(first).take(usize::from(shown)).enumerate()
        {
            let x = area.x + 1 + (area.width - 1) / shown * cells(at);
            let width =
                ((area.width - 1) / shown).saturating_sub(if lane + 1 == self.lanes.len() { 1 } else { gap });
            pen.put(x + 2, area.y, width.saturating_sub(2), name, Tone::Strong);
            pen.rule(x, area.y + 1, width);
            if gap > 1 {
                let (own, some) = self.drawn(lane, selected, gap);
                not_all |= some;
                let between = Rect { x: x + width, y: area.y + 2, width: gap, height };
                draw_gap(&own, scroll, between, pen);
            }
            for (y, (nth, entry)) in
                (area.y + 2..area.y + 2 + height).zip(entries.iter().enumerate().skip(scroll))
            {
                let row = Rect { x, y, width, height: 1 };
                let link = selected.and_then(|selected| relation(scene.work, selected, entry.ix));
                if let Some((sign, tone)) = link {
                    pen.put(x + 1, y, 1, sign, tone);
                }
                let links = columns(&entry.links);
                let tail = if width > 30 { links + 2 } else { 0 };
                let tone = if link.is_some() { Tone::Strong } else { Tone::Plain };
                pen.row(
                    x + 3,
                    y,
                    width.saturating_sub(3 + tail),
                    &[entry.mark, (" ", Tone::Plain), (&entry.title, tone)],
                );
                if tail > 0 {
                    pen.put_right(x + width, y, links, &entry.links, Tone::Faint);
                }
                pen.hit(row, Target::Spot(entry.at.clone()));
                if scene.sheet.is_at(lane, nth) {
                    pen.select(row);
                }
            }
            if entries.len() > scroll + usize::from(height) {
                let more = format!("  +{} more", entries.len() - scroll - usize::from(height));
                pen.put(x + 1, area.y + 2 + height, width, &more, Tone::Faint);
            }
        }
        let y = area.bottom().saturating_sub(3);
        let lines = match (gap > 1, not_all) {
            (false, _) => "",
            (true, false) => "   lines: to the next wave",
            (true, true) => "   lines: of the selection, and too late",
        };
        let counts = if (area.width - 1) / shown > 30 + gap {
            "   n→ →n needs so many, is needed by so many"
        } else {
            ""
        };
        let words =
            format!("← needed by the selection   → needs the selection   ━ planned too late{lines}{counts}");
        pen.put(area.x + 1, y, area.width.saturating_sub(2), &words, Tone::Faint);
        // Waves that are out of sight are said to be, beside the names of those that are not.
        let behind = self.lanes.len().saturating_sub(first + usize::from(shown));
        if first + behind > 0 {
            let hidden = format!(" ◀ {first}  {behind} ▶ waves ");
            let wide = columns(&hidden);
            pen.put_right(area.right().saturating_sub(1), area.y + 1, wide, &hidden, Tone::Faint);
        }
        let mut text = detail::Text::new(area.width.saturating_sub(2));
        text.words(&self.folded.join(" · "), Tone::Plain);
        text.draw(0, Rect { x: area.x + 1, y: y + 1, width: area.width.saturating_sub(2), height: 2 }, pen);
    }
}

fn wires(work: &Workspace, lanes: &[(String, Vec<Listed>)]) -> Vec<Wire> {
    let places = lanes.iter().enumerate().flat_map(|(lane, (_, entries))| {
        entries.iter().enumerate().map(move |(line, entry)| (entry.ix, (lane, line)))
    });
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
    wires.sort_by_key(|wire| (wire.lane, wire.link, wire.from, wire.to));
    wires.dedup_by_key(|wire| (wire.lane, wire.from, wire.to));
    wires
}

/// What goes through a cell of a gap: lines up, down, left and right, and whether one is too late.
#[derive(Clone, Copy, Default)]
struct Crossing {
    up: bool,
    down: bool,
    left: bool,
    right: bool,
    late: bool,
    of_selection: bool,
    end: bool,
}

/// Draws the links of a gap, each on a track of its own; those that find none are left to the marks.
fn draw_gap(wires: &[Wire], scroll: usize, area: Rect, pen: &mut Pen<'_>) {
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    if width < 4 {
        return;
    }
    let mut grid = vec![Crossing::default(); width * height];
    let mut tracks: Vec<Vec<(usize, usize)>> = vec![Vec::new(); width - 3];
    for wire in wires {
        let (Some(from), Some(to)) = (wire.from.checked_sub(scroll), wire.to.checked_sub(scroll)) else {
            continue;
        };
        if from >= height || to >= height {
            continue;
        }
        let span = (from.min(to), from.max(to));
        let free =
            |track: &Vec<(usize, usize)>| track.iter().all(|(top, end)| span.1 < *top || span.0 > *end);
        let Some(track) = tracks.iter().position(free) else { continue };
        tracks[track].push(span);
        let column = track + 1;
        let late = wire.link.is_late();
        let mut at = |x: usize, y: usize, mend: &dyn Fn(&mut Crossing)| {
            let cell = &mut grid[y * width + x];
            cell.late |= late;
            cell.of_selection |= wire.of_selection;
            mend(cell);
        };
        for x in 0..column {
            at(x, from, &|cell| (cell.left, cell.right) = (true, true));
        }
        at(column, from, &|cell| cell.left = true);
        for x in column + 1..width {
            at(x, to, &|cell| (cell.left, cell.right) = (true, true));
        }
        at(column, to, &|cell| cell.right = true);
        at(width - 1, to, &|cell| cell.end = true);
        for y in span.0..span.1 {
            at(column, y, &|cell| cell.down = true);
            at(column, y + 1, &|cell| cell.up = true);
        }
    }
    for (nth, cell) in grid.iter().enumerate() {
        if !(cell.up || cell.down || cell.left || cell.right) {
            continue;
        }
        let sign = match (cell.end, cell.late, cell.up || cell.down) {
            (true, ..) => "▶",
            (false, true, false) => "━",
            (false, true, true) if !(cell.left || cell.right) => "┃",
            _ => joint(cell.up, cell.down, cell.left, cell.right),
        };
        let tone = match (cell.late, cell.of_selection) {
            (true, _) => Tone::Status(Status::Late),
            (false, true) => Tone::Strong,
            (false, false) => Tone::Faint,
        };
        pen.put(area.x + cells(nth % width), area.y + cells(nth / width), 1, sign, tone);
    }
}

/// How an item is linked with the selected one.
fn relation(work: &Workspace, selected: ItemIx, other: ItemIx) -> Option<(&'static str, Tone)> {
    let sign = |needing, needed, sign| {
        let (need, soft) = link_between(work, needing, needed)?;
        match Link::of(work, need, needing, soft).is_late() {
            true => Some(("━", Tone::Status(Status::Late))),
            false => Some((sign, Tone::Strong)),
        }
    };
    sign(selected, other, "←").or_else(|| sign(other, selected, "→"))
}
