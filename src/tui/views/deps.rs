//! Dependencies: what holds what back. One item with its needs on the left and what it enables on the
//! right; or all items by wave, with the links of the selected one marked.

mod critical;
mod overview;

use ratatui::layout::Rect;

use crate::check::address_of;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::id::ItemIx;
use crate::plan::item::Need;
use crate::status::{self, Reason, Standing, Status};
use crate::tui::action::Action;
use crate::tui::detail;
use crate::tui::msg::Target;
use crate::tui::overlays::fixes;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::sheet::Spot;
use crate::tui::theme::{Tone, mark};
use crate::tui::update::{most_linked, set};
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::{Located, Workspace};

/// Dependencies in the registry.
pub const ENTRY: Entry = Entry {
    digit: '3',
    name: "Deps",
    question: "What holds what back?",
    variants: &["one item", "overview by wave", "critical path"],
    table: false,
    open: Open::Focus,
    actions: &[
        Action::new("deps.critical", "The critical path, and back", &["p"], |model| {
            let to = if model.desk().settings.variant == 2 { 0 } else { 2 };
            set(model, |desk| desk.settings.variant = to)
        })
        .hint("critical path", 21),
        Action::new("deps.fixes", "Fixes of a late link, each tried first", &["F"], fixes::show)
            .hint("fixes", 3)
            .when(fixes::has_fixes),
    ],
    build: |work, settings| match settings.variant {
        2 => Box::new(critical::Critical::new(work)),
        1 => Box::new(overview::Overview::new(work, &settings.filter)),
        _ => Box::new(Focus::new(work, settings)),
    },
};

/// How a link stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Link {
    Late,
    SoftLate,
    Hard,
    Soft,
}

impl Link {
    fn of(plan: &Plan, need: &Need, needing: ItemIx, soft: bool) -> Self {
        let item = plan.item(needing);
        let live = plan.step_live(needing, Plan::step_of_need(item, need)).unwrap_or(plan.horizon);
        match (status::lateness(plan, need, live).is_some() && !item.steps.is_empty(), soft) {
            (true, false) => Self::Late,
            (true, true) => Self::SoftLate,
            (false, false) => Self::Hard,
            (false, true) => Self::Soft,
        }
    }

    fn line(self) -> (&'static str, Tone) {
        match self {
            Self::Late => ("━", Tone::Status(Status::Late)),
            Self::SoftLate => ("╌", Tone::Status(Status::AtRisk)),
            Self::Hard => ("─", Tone::Plain),
            Self::Soft => ("╌", Tone::Faint),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Late => "too late",
            Self::SoftLate => "late, soft",
            Self::Hard => "in time",
            Self::Soft => "in time, soft",
        }
    }
}

// ------------------------------------------------------------ one item

struct Focus {
    focus: Option<Node>,
    needs: Vec<Node>,
    enables: Vec<Node>,
    words: Vec<(String, Tone)>,
    sum: String,
}

struct Node {
    at: Address,
    title: String,
    mark: (&'static str, Tone),
    link: Link,
    /// A second line: level and date.
    under: String,
    /// The need that links it to the focus.
    need: Option<Address>,
}

impl Focus {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let plan = work.plan();
        let wanted = settings.focus.clone().or_else(|| most_linked(work));
        let Some(ix) = wanted.and_then(|at| work.item_at(&at)) else {
            return Self {
                focus: None,
                needs: Vec::new(),
                enables: Vec::new(),
                words: Vec::new(),
                sum: sum(plan),
            };
        };
        let item = plan.item(ix);
        let both =
            item.needs.iter().map(|need| (need, false)).chain(item.prefers.iter().map(|need| (need, true)));
        let mut needs: Vec<Node> = both
            .map(|(need, soft)| {
                let link = Link::of(plan, need, ix, soft);
                let level = need.level.map(|level| format!("≥ {level} · ")).unwrap_or_default();
                let met = plan.item(need.item).step_reaching(need.level);
                let live = match (plan.met_today(need), met.and_then(|step| plan.step_live(need.item, step)))
                {
                    (true, _) => "there today".into(),
                    (false, Some(date)) => wording::date(date),
                    (false, None) => "never".into(),
                };
                let field = if soft { "prefers" } else { "needs" };
                let need_at = plan.need_address(ix, field, need);
                Node { need: Some(need_at), ..node(work, need.item, link, format!("{level}{live}"), met) }
            })
            .collect();
        let mut enables: Vec<Node> = (work.enables(ix).iter())
            .filter_map(|other| {
                let (need, soft) = link_between(plan, *other, ix)?;
                let step = Plan::step_of_need(plan.item(*other), need);
                let live = plan.step_live(*other, step).map(wording::date).unwrap_or_default();
                let level = need.level.map(|level| format!("from {level} · ")).unwrap_or_default();
                let field = if soft { "prefers" } else { "needs" };
                let need_at = plan.need_address(*other, field, need);
                let link = Link::of(plan, need, *other, soft);
                let node = node(work, *other, link, format!("{level}{live}"), Some(step));
                Some(Node { need: Some(need_at), ..node })
            })
            .collect();
        needs.sort_by_key(|node| node.link);
        enables.sort_by_key(|node| node.link);
        let dates = plan.first_live(ix).map(|date| format!("live {}", wording::date(date)));
        let focus = node(work, ix, Link::Hard, dates.unwrap_or_default(), None);
        let words = words(work, ix, &needs, &enables);
        Self { focus: Some(focus), needs, enables, words, sum: sum(plan) }
    }
}

fn node(work: &Workspace, ix: ItemIx, link: Link, under: String, step: Option<usize>) -> Node {
    let at = work.plan().item_address(ix);
    let status = work.status(ix, step);
    let phased = !work.plan().item(ix).steps.is_empty();
    let mark = if phased { (mark(status), Tone::Status(status)) } else { ("·", Tone::Faint) };
    Node { at, title: work.plan().item(ix).title().to_owned(), mark, link, under, need: None }
}

/// The need of one item for another, a hard one first.
fn link_between(plan: &Plan, needing: ItemIx, needed: ItemIx) -> Option<(&Need, bool)> {
    let item = plan.item(needing);
    let in_list = |list: &'static str| {
        let needs = if list == "needs" { &item.needs } else { &item.prefers };
        needs.iter().filter(|need| need.item == needed).min_by_key(|need| {
            let soft = list != "needs";
            Link::of(plan, need, needing, soft)
        })
    };
    in_list("needs").map(|need| (need, false)).or_else(|| in_list("prefers").map(|need| (need, true)))
}

/// What the picture says, in words.
fn words(work: &Workspace, ix: ItemIx, needs: &[Node], enables: &[Node]) -> Vec<(String, Tone)> {
    let plan = work.plan();
    let item = plan.item(ix);
    let mut words = Vec::new();
    for (step, standing) in work.standings[ix.at()].iter().enumerate() {
        for reason in &standing.reasons {
            let level = if item.driver().is_some() {
                String::new()
            } else {
                format!(" at {}", item.steps[step].level)
            };
            let line = format!("{} {}{level}: {}", mark(standing.status), item.title(), reason.say(plan));
            words.push((line, Tone::Status(standing.status)));
        }
    }
    if words.is_empty() {
        words.push(("Nothing that it needs is late.".into(), Tone::Plain));
    } else if let Some(own) = own_slip(work, ix) {
        words.push((own, Tone::Plain));
    }
    let names = |nodes: &[Node]| {
        let named: Vec<_> =
            nodes.iter().map(|node| format!("{} ({})", node.title, node.link.word())).collect();
        if named.is_empty() { "nothing".to_owned() } else { named.join(", ") }
    };
    words.push((format!("Needs {}.", names(needs)), Tone::Faint));
    words.push((format!("Enables {}.", names(enables)), Tone::Faint));
    words
}

/// That an item is late by itself, where nothing that it needs is: by how many days its first step that is
/// late is past its date.
fn own_slip(work: &Workspace, ix: ItemIx) -> Option<String> {
    let plan = work.plan();
    let needed = |reason: &Reason| {
        matches!(reason, Reason::NeedLate(..) | Reason::WishLate(..) | Reason::NeedOverdue(_))
    };
    let standings = work.standings.get(ix.at())?;
    if standings.iter().flat_map(|standing| &standing.reasons).any(needed) {
        return None;
    }
    let late = |(nth, standing): (usize, &Standing)| {
        let live = plan.step_live(ix, nth).filter(|live| *live < plan.as_of)?;
        (standing.status == Status::Late).then(|| (plan.as_of - live).num_days())
    };
    let days = standings.iter().enumerate().find_map(late)?;
    let days = wording::count(usize::try_from(days).unwrap_or(0), "day");
    Some(format!("No predecessor is late: its own slip of {days}."))
}

fn sum(plan: &Plan) -> String {
    let (mut all, mut late) = (0, 0);
    for (ix, item) in plan.items() {
        all += item.needs.len();
        late += item.needs.iter().filter(|need| Link::of(plan, need, ix, false) == Link::Late).count();
    }
    if late == 0 {
        return format!("all {} in time", wording::count(all, "need"));
    }
    format!("{late} of {} too late", wording::count(all, "need"))
}

impl View for Focus {
    fn spots(&self) -> Vec<Spot> {
        let lane = |lane: usize, nodes: &[Node]| -> Vec<Spot> {
            let spot = |(nth, node): (usize, &Node)| {
                Spot::new(node.at.clone(), nth, format!("{} ({})", node.title, node.at.key)).lane(lane)
            };
            nodes.iter().enumerate().map(spot).collect()
        };
        let focus = self.focus.as_slice();
        [lane(0, &self.needs), lane(1, focus), lane(2, &self.enables)].concat()
    }

    fn lanes(&self) -> Vec<String> {
        let name = self.focus.as_ref().map_or("", |focus| &focus.title);
        vec![format!("{name} needs"), name.to_owned(), format!("{name} enables")]
    }

    fn window(&self, _: Rect, _: Room) -> (u16, u16) {
        (u16::MAX, 3)
    }

    fn sum(&self, _: &Workspace) -> String {
        self.sum.clone()
    }

    fn finding<'a>(&self, scene: Scene<'a>) -> Option<&'a Located> {
        let focus = self.focus.as_ref()?;
        let cursor = scene.sheet.cursor;
        let node = match cursor.checked_sub(self.needs.len()) {
            None => self.needs.get(cursor),
            Some(0) => None,
            Some(nth) => self.enables.get(nth - 1),
        };
        // On the focus itself: the first of its links that is too late.
        let all = self.needs.iter().chain(&self.enables);
        let node = node.or_else(|| all.into_iter().find(|node| node.link == Link::Late))?;
        let need = node.need.as_ref()?;
        let about = scene.work.findings_on(need).chain(scene.work.findings_on(&focus.at));
        about.into_iter().find(|it| address_of(&it.finding.at) == Some(need))
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        let Some(focus) = &self.focus else {
            pen.put(area.x + 1, area.y + 1, area.width, "This plan has no items yet.", Tone::Plain);
            return;
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
        let below = (text + 3).min(area.height / 3);
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1 + below), ..area };
        let most = cells(self.needs.len().max(self.enables.len()).max(1));
        let boxed = most.saturating_mul(4) <= body.height;
        let tall = if boxed { 4 } else { 1 };
        let middle = body.y + (body.height.min(most.saturating_mul(tall)).max(4)) / 2 - 2;
        let hub = middle + 1;
        let left = lane(scene, 0, &self.needs, Rect { x: x[0], width: column, ..body }, boxed, pen);
        let right = lane(scene, 2, &self.enables, Rect { x: x[2], width: column, ..body }, boxed, pen);
        wires(x[0] + column, gap, hub, &left, true, pen);
        wires(x[1] + column, gap, hub, &right, false, pen);
        let place =
            Rect { x: x[1], y: middle, width: column, height: 4.min(area.bottom().saturating_sub(middle)) };
        node_box(focus, place, scene.sheet.is_at(1, 0), true, pen);
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
        let legend = [
            ("━", Tone::Status(Status::Late), " too late   "),
            ("─", Tone::Plain, " in time   "),
            ("╌", Tone::Faint, " soft: wished for, not needed"),
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

/// Draws the nodes of a lane, and says at which lines their links leave.
fn lane(
    scene: Scene<'_>,
    lane: usize,
    nodes: &[Node],
    area: Rect,
    boxed: bool,
    pen: &mut Pen<'_>,
) -> Vec<(u16, Link)> {
    let tall = if boxed { 4 } else { 1 };
    let room = usize::from(area.height / tall);
    let fits = nodes.len() <= room;
    let room = if fits { room } else { room.saturating_sub(1) };
    let cursor = (0..nodes.len()).find(|nth| scene.sheet.is_at(lane, *nth)).unwrap_or(0);
    let first = if cursor < room { 0 } else { cursor + 1 - room };
    let mut wires = Vec::new();
    for (nth, node) in nodes.iter().enumerate().skip(first).take(room) {
        let y = area.y + cells(nth - first) * tall;
        let row = Rect { y, height: tall, ..area };
        let selected = scene.sheet.is_at(lane, nth);
        if boxed {
            node_box(node, row, selected, false, pen);
            wires.push((y + 1, node.link));
        } else {
            let under = columns(&node.under);
            pen.row(row.x + 1, y, row.width.saturating_sub(1), &[node.mark, (" ", Tone::Plain)]);
            let with_date = row.width > under + 16;
            let left = row.width.saturating_sub(if with_date { under + 6 } else { 4 });
            pen.put(row.x + 3, y, left, &node.title, Tone::Plain);
            if with_date {
                pen.put_right(row.right().saturating_sub(1), y, under, &node.under, Tone::Faint);
            }
            if selected {
                pen.select(row);
            }
            wires.push((y, node.link));
        }
        pen.hit(row, Target::Spot(node.at.clone()));
    }
    if !fits {
        let hidden = nodes.len() - room;
        pen.put(area.x + 1, area.bottom() - 1, area.width, &format!("+{hidden} more"), Tone::Faint);
    }
    wires
}

fn node_box(node: &Node, area: Rect, selected: bool, heavy: bool, pen: &mut Pen<'_>) {
    let inside = pen.frame(area, "");
    if heavy && !inside.is_empty() {
        for x in area.x + 1..area.right() - 1 {
            pen.put(x, area.y, 1, "═", Tone::Strong);
            pen.put(x, area.bottom() - 1, 1, "═", Tone::Strong);
        }
        for y in area.y + 1..area.bottom() - 1 {
            pen.put(area.x, y, 1, "║", Tone::Strong);
            pen.put(area.right() - 1, y, 1, "║", Tone::Strong);
        }
        let corners = [(area.x, area.y, "╔"), (area.right() - 1, area.y, "╗")];
        let low = [(area.x, area.bottom() - 1, "╚"), (area.right() - 1, area.bottom() - 1, "╝")];
        for (x, y, corner) in corners.into_iter().chain(low) {
            pen.put(x, y, 1, corner, Tone::Strong);
        }
    }
    let tone = if heavy { Tone::Strong } else { Tone::Plain };
    pen.row(
        inside.x + 1,
        inside.y,
        inside.width.saturating_sub(1),
        &[node.mark, (" ", Tone::Plain), (&node.title, tone)],
    );
    if inside.height > 1 {
        pen.put(inside.x + 3, inside.y + 1, inside.width.saturating_sub(3), &node.under, Tone::Faint);
    }
    if selected {
        pen.select(Rect { height: inside.height.min(1), ..inside });
    }
}

/// Draws the links of a lane to the focus: from each node to a trunk, and from the trunk on.
fn wires(x: u16, gap: u16, hub: u16, lines: &[(u16, Link)], into: bool, pen: &mut Pen<'_>) {
    if lines.is_empty() {
        return;
    }
    let trunk = x + gap / 2;
    let top = lines.iter().map(|(y, _)| *y).min().unwrap_or(hub).min(hub);
    let bottom = lines.iter().map(|(y, _)| *y).max().unwrap_or(hub).max(hub);
    let worst = lines.iter().map(|(_, link)| *link).min().unwrap_or(Link::Hard);
    for y in top..=bottom {
        let own = lines.iter().find(|(line, _)| *line == y).map(|(_, link)| *link);
        let (up, down, at_hub) = (y > top, y < bottom, y == hub);
        let node_side = own.is_some();
        let (left, right) = if into { (node_side, at_hub) } else { (at_hub, node_side) };
        pen.put(trunk, y, 1, joint(up, down, left, right), Tone::Plain);
        if let Some(link) = own {
            let (sign, tone) = link.line();
            let (from, to) = if into { (x, trunk) } else { (trunk + 1, x + gap) };
            for column in from..to {
                pen.put(column, y, 1, sign, tone);
            }
            if !into {
                pen.put(x + gap - 1, y, 1, "▶", tone);
            }
        }
        if at_hub {
            let (sign, tone) = if worst == Link::Late { worst.line() } else { ("─", Tone::Plain) };
            let (from, to) = if into { (trunk + 1, x + gap) } else { (x, trunk) };
            for column in from..to {
                pen.put(column, y, 1, sign, if into { tone } else { Tone::Plain });
            }
            if into {
                pen.put(x + gap - 1, y, 1, "▶", tone);
            }
        }
    }
}

fn joint(up: bool, down: bool, left: bool, right: bool) -> &'static str {
    match (up, down, left, right) {
        (true, true, true, true) => "┼",
        (true, true, true, false) => "┤",
        (true, true, false, true) => "├",
        (true, true, false, false) => "│",
        (false, true, true, true) => "┬",
        (true, false, true, true) => "┴",
        (false, true, true, false) => "┐",
        (false, true, false, _) => "┌",
        (true, false, true, false) => "┘",
        (true, false, false, _) => "└",
        (false, false, ..) => "─",
    }
}
