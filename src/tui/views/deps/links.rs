//! The table in place of the picture: every link a row, with what needs, what is needed and how that stands.

use ratatui::layout::Rect;

use super::link::{Link, sum};
use crate::check::address_of;
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::id::ItemIx;
use crate::plan::item::Need;
use crate::tui::filter::Filter;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, columns};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::Tone;
use crate::tui::view::{Room, Scene, View};
use crate::wording;
use crate::workspace::{Located, Workspace};

/// The columns of a date.
const DAY: u16 = 11;

pub(super) struct Links {
    rows: Vec<Row>,
    sum: String,
}

struct Row {
    at: Address,
    link: Link,
    needing: String,
    /// When what needs is live.
    wanted: String,
    needed: String,
    /// When what is needed is there.
    there: String,
}

impl Row {
    /// How it stands, below a head that says "planned".
    fn planned(&self) -> String {
        let word = self.link.word();
        word.strip_prefix("planned ").map(str::to_owned).unwrap_or(word)
    }
}

impl Links {
    /// The links of all items, what is gravest first; of one item where the view is built around it.
    pub(super) fn new(work: &Workspace, of: Option<ItemIx>, filter: &Filter) -> Self {
        let plan = work.plan();
        let touches = |needing: ItemIx, need: &Need| {
            of.map_or_else(
                || filter.shows_item(work, needing, None),
                |only| needing == only || need.item == only,
            )
        };
        let mut rows = Vec::new();
        for (ix, item) in plan.items() {
            let hard = item.needs.iter().map(|need| (need, false));
            for (need, soft) in hard.chain(item.prefers.iter().map(|need| (need, true))) {
                if touches(ix, need) {
                    rows.push(row(work, ix, need, soft));
                }
            }
        }
        // As in every view, what stands alike goes by name.
        rows.order_by(|one, other| {
            (one.link, &one.needing, &one.needed).cmp(&(other.link, &other.needing, &other.needed))
        });
        Self { rows, sum: sum(work) }
    }
}

fn row(work: &Workspace, ix: ItemIx, need: &Need, soft: bool) -> Row {
    let plan = work.plan();
    let (item, needed) = (plan.item(ix), plan.item(need.item));
    let step = Plan::step_of_need(item, need);
    let level = match (item.driver(), item.steps.get(step)) {
        (None, Some(step)) => format!(" {}", step.level),
        _ => String::new(),
    };
    let there = needed.step_reaching(need.level).and_then(|step| plan.step_live(need.item, step));
    Row {
        at: plan.need_address(ix, if soft { "prefers" } else { "needs" }, need),
        link: Link::of(work, need, ix, soft),
        needing: format!("{}{level}", item.title()),
        wanted: plan.step_live(ix, step).map(wording::short_date).unwrap_or_else(|| "no wave".into()),
        needed: format!(
            "{}{}",
            needed.title(),
            need.level.map(|level| format!(" ≥ {level}")).unwrap_or_default()
        ),
        there: match (plan.met_today(need), there) {
            (true, _) => "today".into(),
            (false, Some(day)) => wording::short_date(day),
            (false, None) => "never".into(),
        },
    }
}

impl View for Links {
    fn spots(&self, _: &Workspace) -> Spots {
        let spot = |(nth, row): (usize, &Row)| {
            let text = format!("{} needs {} ({})", row.needing, row.needed, row.at.key);
            Spot::new(row.at.clone(), nth, text)
        };
        self.rows.iter().enumerate().map(spot).collect()
    }

    fn window(&self, area: Rect, _: Room) -> (u16, u16) {
        (area.height.saturating_sub(2), 1)
    }

    fn mark(&self, _: &Workspace, spot: &Spot) -> (&'static str, Tone) {
        self.rows.get(spot.line as usize).map_or(("·", Tone::Faint), |row| row.link.line())
    }

    fn beside(&self, _: Scene<'_>, spot: &Spot) -> (String, Tone) {
        let there = self.rows.get(spot.line as usize).map(|row| row.there.clone());
        (there.unwrap_or_default(), Tone::Plain)
    }

    fn sum(&self, _: &Workspace) -> String {
        self.sum.clone()
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        let Some(row) = self.rows.get(scene.sheet.cursor) else { return String::new() };
        let verb = if row.link.is_soft() { "prefers" } else { "needs" };
        let Row { needing, wanted, needed, there, link, .. } = row;
        format!("{needing}, live {wanted}, {verb} {needed}, there {there}: {}", link.word())
    }

    fn finding<'a>(&self, scene: Scene<'a>) -> Option<&'a Located> {
        let row = self.rows.get(scene.sheet.cursor)?;
        scene.work.findings_on(&row.at).find(|it| address_of(&it.finding.at) == Some(&row.at))
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.rows.is_empty() {
            pen.put(area.x + 1, area.y, area.width, "No item needs another one here.", Tone::Plain);
            return;
        }
        let word = self.rows.iter().map(|row| columns(&row.planned())).max().unwrap_or(0);
        let narrow = area.width < 100;
        // The names share what the dates and the words leave.
        let word = word.min(area.width / 4).max(8);
        let days = if narrow { DAY } else { 2 * DAY };
        let names = area.width.saturating_sub(4 + days + word + 2);
        let name = names / 2;
        let x = [4, 4 + name, 4 + name + days - DAY, 4 + 2 * name + days - DAY, 4 + 2 * name + days];
        let x = x.map(|it| area.x + it);
        let heads = [
            (x[0], name, "item"),
            (x[1], if narrow { 0 } else { DAY }, "live"),
            (x[2], name, "needs"),
            (x[3], DAY, "there"),
            (x[4], word, "planned"),
        ];
        for (x, width, head) in heads {
            pen.put(x, area.y, width, head, Tone::Faint);
        }
        pen.rule(area.x + 1, area.y + 1, area.width.saturating_sub(2));
        let body = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        let scroll = scene.sheet.scroll as usize;
        for (y, (nth, row)) in (body.y..body.bottom()).zip(self.rows.iter().enumerate().skip(scroll)) {
            let line = Rect { y, height: 1, ..body };
            let (sign, tone) = row.link.line();
            pen.put(area.x + 2, y, 1, sign, tone);
            pen.put(x[0], y, name.saturating_sub(1), &row.needing, Tone::Plain);
            if !narrow {
                pen.put(x[1], y, DAY - 1, &row.wanted, Tone::Faint);
            }
            pen.put(x[2], y, name.saturating_sub(1), &row.needed, Tone::Plain);
            pen.put(x[3], y, DAY - 1, &row.there, Tone::Plain);
            pen.put(x[4], y, word, &row.planned(), Tone::Plain);
            pen.hit(line, Target::Spot(row.at.clone()));
            if nth == scene.sheet.cursor {
                pen.select(line);
            }
        }
    }
}
