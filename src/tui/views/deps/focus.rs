//! One item, with what it needs on its left and what it enables on its right.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::boxes::{self, Node};
use super::link::{Link, link_between, sum};
use super::said::words;
use super::wires::wires;
use crate::check::address_of;
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::id::ItemIx;
use crate::status::Status;
use crate::tui::detail;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::{Tone, mark};
use crate::tui::update::most_pressing;
use crate::tui::view::{Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::{Located, Workspace};

pub(super) struct Focus {
    focus: Option<Node>,
    needs: Vec<Node>,
    enables: Vec<Node>,
    words: Vec<(String, Tone)>,
    sum: String,
}

impl Focus {
    pub(super) fn new(work: &Workspace, settings: &Settings) -> Self {
        let plan = work.plan();
        let Some(ix) = item(work, settings) else {
            return Self {
                focus: None,
                needs: Vec::new(),
                enables: Vec::new(),
                words: Vec::new(),
                sum: sum(work),
            };
        };
        let item = plan.item(ix);
        let both =
            item.needs.iter().map(|need| (need, false)).chain(item.prefers.iter().map(|need| (need, true)));
        let mut needs: Vec<Node> = both
            .map(|(need, soft)| {
                let link = Link::of(work, need, ix, soft);
                let level = need.level.map(|level| format!("≥ {level} · ")).unwrap_or_default();
                let met = plan.item(need.item).step_reaching(need.level);
                let met_by = met.and_then(|step| plan.step_live(need.item, step));
                let live = match (plan.met_today(need), met_by) {
                    (true, _) => ["there today", "there today"].map(str::to_owned),
                    (false, Some(day)) => days(day),
                    (false, None) => ["never", "never"].map(str::to_owned),
                };
                let field = if soft { "prefers" } else { "needs" };
                let need_at = plan.need_address(ix, field, need);
                Node {
                    need: Some(need_at),
                    level: level.trim_end_matches(" · ").to_owned(),
                    ..node(work, need.item, link, live.map(|day| format!("{level}{day}")), met)
                }
            })
            .collect();
        let mut enables: Vec<Node> = (work.enables(ix).iter())
            .filter_map(|other| {
                let (need, soft) = link_between(work, *other, ix)?;
                let step = Plan::step_of_need(plan.item(*other), need);
                let in_no_wave = || ["in no wave", "no wave"].map(str::to_owned);
                let live = plan.step_live(*other, step).map_or_else(in_no_wave, days);
                let level = need.level.map(|level| format!("from {level} · ")).unwrap_or_default();
                let field = if soft { "prefers" } else { "needs" };
                let need_at = plan.need_address(*other, field, need);
                let link = Link::of(work, need, *other, soft);
                let node = node(work, *other, link, live.map(|day| format!("{level}{day}")), Some(step));
                let level = level.trim_end_matches(" · ").to_owned();
                Some(Node { need: Some(need_at), level, ..node })
            })
            .collect();
        // As in every view, what stands alike goes by name.
        let by_link = |one: &Node, other: &Node| (one.link, &one.title).cmp(&(other.link, &other.title));
        needs.order_by(by_link);
        enables.order_by(by_link);
        let focus = node(work, ix, Link::FINE, stands_by(work, ix), None);
        let words = words(work, ix, &needs, &enables);
        // What is said is said of all links; those are drawn that lead to what the filter shows.
        let shows = |node: &Node| settings.filter.shows(work, &node.at);
        needs.retain(shows);
        enables.retain(shows);
        Self { focus: Some(focus), needs, enables, words, sum: sum(work) }
    }
}

/// The item that the view is built around.
pub(super) fn item(work: &Workspace, settings: &Settings) -> Option<ItemIx> {
    let wanted = settings.focus.clone().or_else(|| most_pressing(work, None));
    let first = || (!work.plan().items.is_empty()).then(|| ItemIx::from(0));
    wanted.and_then(|at| work.item_at(&at)).or_else(first)
}

/// When the step is live that an item stands by, as its status and its sentence tell it; which of them, where
/// there are several.
fn stands_by(work: &Workspace, ix: ItemIx) -> [String; 2] {
    let step = work.telling(ix, None);
    let item = work.plan().item(ix);
    let Some(live) = work.plan().step_live(ix, step).map(days) else { return Default::default() };
    match item.steps.get(step) {
        Some(of) if item.steps.len() > 1 && item.driver().is_none() => {
            let [long, short] = live;
            [format!("level {} · {long}", of.level), format!("{} · {short}", of.level)]
        }
        _ => live.map(|day| format!("live {day}")),
    }
}

/// A day, and the same in fewer columns.
fn days(day: NaiveDate) -> [String; 2] {
    [wording::date(day), wording::short_date(day)]
}

fn node(work: &Workspace, ix: ItemIx, link: Link, under: [String; 2], step: Option<usize>) -> Node {
    let at = work.plan().item_address(ix);
    let status = work.status(ix, step);
    let phased = !work.plan().item(ix).steps.is_empty();
    let mark = if phased { (mark(status), Tone::Status(status)) } else { ("·", Tone::Faint) };
    Node {
        at,
        title: work.plan().item(ix).title().to_owned(),
        mark,
        link,
        under,
        level: String::new(),
        need: None,
    }
}

impl View for Focus {
    fn spots(&self, _: &Workspace) -> Spots {
        let lane = |lane: usize, nodes: &[Node]| -> Vec<Spot> {
            let spot = |(nth, node): (usize, &Node)| {
                Spot::new(node.at.clone(), nth, format!("{} ({})", node.title, node.at.key)).lane(lane)
            };
            nodes.iter().enumerate().map(spot).collect()
        };
        let focus = self.focus.as_slice();
        [lane(0, &self.needs), lane(1, focus), lane(2, &self.enables)].into_iter().flatten().collect()
    }

    fn lanes(&self) -> Vec<String> {
        let name = self.focus.as_ref().map_or("", |focus| &focus.title);
        // A small screen cuts names at their end: which of the lanes it is comes first.
        vec![format!("needs of {name}"), format!("in focus: {name}"), format!("enabled by {name}")]
    }

    fn window(&self, _: Rect, _: Room) -> (u16, u16) {
        (u16::MAX, 3)
    }

    fn sum(&self, _: &Workspace) -> String {
        self.sum.clone()
    }

    fn finding<'a>(&self, scene: Scene<'a>) -> Option<&'a Located> {
        let focus = self.focus.as_ref()?;
        let of_link = |node: &Node| {
            let need = node.need.as_ref()?;
            let about = scene.work.findings_on(need).chain(scene.work.findings_on(&focus.at));
            about.into_iter().find(|it| address_of(&it.finding.at) == Some(need))
        };
        let of_item = |node: &Node| scene.work.findings_on(&node.at).next();
        let cursor = scene.sheet.cursor;
        let node = match cursor.checked_sub(self.needs.len()) {
            None => self.needs.get(cursor)?,
            Some(0) => {
                // On the focus itself: the first of its links that is too late, the needs before the wishes.
                let mut late: Vec<&Node> = self
                    .needs
                    .iter()
                    .chain(&self.enables)
                    .filter(|node| node.link.is_planned_late())
                    .collect();
                late.order_by_key(|node| node.link);
                return late.into_iter().find_map(of_link).or_else(|| of_item(focus));
            }
            Some(nth) => self.enables.get(nth - 1)?,
        };
        of_link(node).or_else(|| of_item(node))
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        let Some(focus) = &self.focus else {
            return scene.say_none(
                "This plan has no items yet: nothing can hold anything back; {add} adds one.",
                area,
                pen,
            );
        };
        let gap = if area.width >= 90 { 7 } else { 5 };
        let column = area.width.saturating_sub(2 * gap + 2) / 3;
        let x = [area.x + 1, area.x + 1 + column + gap, area.x + 1 + 2 * (column + gap)];
        let heads = [
            format!("needs {}", self.needs.len()),
            "in focus".into(),
            format!("enables {}", self.enables.len()),
        ];
        for (x, head) in x.iter().zip(&heads) {
            pen.put(x + 1, area.y, column, head, Tone::Strong);
        }
        let text = self.words.iter().map(|(words, _)| columns(words) / area.width.max(1) + 1).sum::<u16>();
        let most = cells(self.needs.len().max(self.enables.len()).max(1));
        // Names come first: where columns are narrow each goes on in a second line, as long as there are lines.
        let forms: &[u16] = if area.width < 80 { &[3, 2, 1] } else { &[4, 3, 2, 1] };
        let all = area.height.saturating_sub(1);
        let least = (text + 3).min(area.height / 3);
        let fits = |tall: &&u16| most.saturating_mul(**tall) <= all.saturating_sub(least);
        let tall = forms.iter().find(fits).copied().unwrap_or(1);
        let high = if tall == 3 { 5 } else { 4 };
        // What is said has the lines that the drawing leaves.
        let below = (text + 3).min(all.saturating_sub(most.saturating_mul(tall).max(high))).max(least);
        let body = Rect { y: area.y + 1, height: all.saturating_sub(below), ..area };
        let middle = body.y + (body.height.min(most.saturating_mul(tall)).max(high)) / 2 - 2;
        let focused = Rect { height: high, y: middle, x: x[1], width: column };
        let hub = middle + 1;
        let left = boxes::lane(scene, 0, &self.needs, Rect { x: x[0], width: column, ..body }, tall, pen);
        let right = boxes::lane(scene, 2, &self.enables, Rect { x: x[2], width: column, ..body }, tall, pen);
        wires(x[0] + column, gap, hub, &left, true, pen);
        wires(x[1] + column, gap, hub, &right, false, pen);
        let place = Rect { height: focused.height.min(area.bottom().saturating_sub(middle)), ..focused };
        boxes::draw(focus, place, scene.sheet.is_at(1, 0), true, pen);
        pen.hit(place, Target::Spot(focus.at.clone()));
        let below = Rect { y: body.bottom(), height: below, ..area };
        self.say(below, pen);
    }
}

impl Focus {
    fn say(&self, area: Rect, pen: &mut Pen<'_>) {
        if area.height < 2 {
            return;
        }
        let [late, soft] = if area.width < 72 {
            [" too late  ", " soft"]
        } else {
            [" planned too late  ", " soft: wished for"]
        };
        let legend = [
            ("━", Tone::Status(Status::Late), late),
            ("─", Tone::Plain, " in time  "),
            ("~", Tone::Status(Status::AtRisk), " late by status  "),
            ("╌", Tone::Faint, soft),
        ];
        let mut x = area.x + 2;
        for (sign, tone, word) in legend {
            x += pen.row(
                x,
                area.y,
                area.right().saturating_sub(x),
                &[(sign, tone), (sign, tone), (word, Tone::Faint)],
            );
        }
        let mut text = detail::Text::new(area.width.saturating_sub(3));
        for (words, tone) in &self.words {
            let tone = if matches!(tone, Tone::Status(_)) { Tone::Plain } else { *tone };
            text.put(&[], words, tone, 2);
        }
        let area = Rect {
            x: area.x + 2,
            y: area.y + 1,
            width: area.width.saturating_sub(3),
            height: area.height - 1,
        };
        text.draw(0, area, pen);
    }
}
