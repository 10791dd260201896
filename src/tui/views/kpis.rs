//! The KPIs: are people using it? A value that is missing is a gap, not an estimate.

mod chart;
mod columns;
mod digits;
mod row;

use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use crate::figures::performance;
use crate::order::Order as _;
use crate::plan::address::{Address, Table};
use crate::plan::kpi::{Kpi, Lens};
use crate::status::Status;
use crate::tui::action::Action;
use crate::tui::detail::{self, Text};
use crate::tui::effect::Effect;
use crate::tui::layout::{Begins, Layout};
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Key, Target as Hit};
use crate::tui::pen::{Pen, cells, columns as columns_of};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::{Tone, mark};
use crate::tui::update::{set, shift_table, shows_table};
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;
use columns::{Columns, Longest};
use row::{Listed, Row};

/// The KPIs in the registry.
pub const ENTRY: Entry = Entry {
    digit: '4',
    name: "KPIs",
    brief: ["KPIs", "KP"],
    question: "Are people using it?",
    first: |_, _| 0,
    variants: &["by lens", "worst first", "one chart"],
    table: true,
    open: Open::Detail,
    actions: &[
        Action::new("kpis.order", "Another order: by state, distance to plan, name, wave", &["o"], reorder)
            .hint("order", 22),
        Action::new("kpis.earlier", "Earlier months of the table", &["H", "ctrl-<left>"], |model| {
            scroll(model, false)
        })
        .hint("scroll time", 24)
        .when(shows_table),
        Action::new("kpis.later", "Later months of the table", &["L", "ctrl-<right>"], |model| {
            scroll(model, true)
        })
        .hint("scroll time", 24)
        .when(shows_table),
    ],
    build: |work, settings| Box::new(Kpis::new(work, settings)),
};

/// The orders of the list, in the order in which they come.
const ORDERS: [&str; 4] =
    ["by state, worst first", "by distance to plan", "by name", "by wave of the next target"];

fn reorder(model: &mut Model) -> Vec<Effect> {
    let order = (model.desk().settings.order + 1) % ORDERS.len();
    let _ = set(model, |desk| desk.settings.order = order);
    tell(model, format!("Ordered {}", ORDERS.get(order).copied().unwrap_or_default()))
}

/// Scrolls the table by what is in sight of it, but for one month.
fn scroll(model: &mut Model, later: bool) -> Vec<Effect> {
    let kpis = Kpis::new(&model.work, &model.desk().settings);
    let (body, room) = (model.layout().body, model.room());
    let area = if kpis.chart_only { body } else { Places::of(&kpis, body, room).chart };
    let Some(row) = kpis.selected(model.scene()) else { return tell(model, "No KPI is selected") };
    let (all, shown) = (row.months_in_table(), chart::months_in(area.height));
    let (most, by) = (all.saturating_sub(shown), shown.saturating_sub(1).max(1));
    let back = back_of(&model.desk().settings).min(most);
    let to = if later { back.saturating_sub(by) } else { (back + by).min(most) };
    shift_table(model, (to != back).then_some(to), later)
}

/// How many months before its last the table ends.
fn back_of(settings: &Settings) -> usize {
    usize::try_from(settings.shift).unwrap_or(0)
}

/// Which of two KPIs comes first in an order.
fn ordered(work: &Workspace, order: usize, one: &Listed, other: &Listed) -> Ordering {
    let (plan, figures) = (work.plan(), work.figures());
    // What is not known comes last.
    let share = |row: &Listed| row.attainment.unwrap_or(f64::INFINITY);
    let title = |row: &Listed| plan.kpi(row.ix).title().to_lowercase();
    match order {
        1 => share(one).total_cmp(&share(other)),
        2 => title(one).cmp(&title(other)),
        3 => one.wave.cmp(&other.wave),
        _ => figures.kpi(one.ix).global.worst_first(&figures.kpi(other.ix).global),
    }
}

struct Kpis {
    lines: Vec<Line>,
    sum: String,
    chart_only: bool,
    longest: Longest,
    /// The day that forecasts speak of.
    end: Option<NaiveDate>,
    /// The columns, and where each line begins in them, of the width that was asked for last.
    laid: RefCell<Option<(u16, Rc<Laid>)>>,
}

/// The list in so many columns.
struct Laid {
    columns: Columns,
    begins: Begins,
}

enum Line {
    Head(String),
    /// A KPI, and its name.
    Row(Listed, Box<str>),
}

impl Kpis {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let plan = work.plan();
        let shown = |kpi: &Kpi| settings.filter.shows(work, &Address::new(Table::Kpi, &kpi.id));
        let kpis = plan.kpis().filter(|(_, kpi)| shown(kpi));
        let mut rows: Vec<(usize, Listed)> =
            kpis.map(|(ix, kpi)| (lens_of(kpi), Listed::of(work, ix))).collect();
        let count =
            |status: Status| rows.iter().filter(|(_, row)| row.status == status && !row.stale).count();
        let stale = rows.iter().filter(|(_, row)| row.stale).count();
        let mut sum = vec![wording::count(rows.len(), "KPI")];
        for (count, word) in
            [(count(Status::Late), "red"), (count(Status::AtRisk), "amber"), (stale, "stale")]
        {
            if count > 0 {
                sum.push(format!("{count} {word}"));
            }
        }
        let by_lens = settings.variant == 0;
        let lens_first = |lens: usize| if by_lens { lens } else { 0 };
        rows.order_by(|(one_lens, one), (other_lens, other)| {
            lens_first(*one_lens)
                .cmp(&lens_first(*other_lens))
                .then_with(|| ordered(work, settings.order, one, other))
        });
        let mut lines = Vec::new();
        let mut before = usize::MAX;
        for (lens, row) in rows {
            if by_lens && lens != before {
                lines.push(Line::Head(ORDER.get(lens).map_or("Other".into(), |lens| capital(lens.as_str()))));
                before = lens;
            }
            let name = plan.kpi(row.ix).title().into();
            lines.push(Line::Row(row, name));
        }
        let end = performance::next_end(plan).map(|(_, end)| end);
        let listed = lines.iter().filter_map(|line| match line {
            Line::Row(row, _) => Some(plan.kpi(row.ix)),
            Line::Head(_) => None,
        });
        let wide = |words: &Option<Box<str>>| words.as_deref().map_or(0, columns_of);
        let longest = listed.fold(Longest::default(), |longest, kpi| Longest {
            title: longest.title.max(columns_of(kpi.title())),
            unit: longest.unit.max(wide(&kpi.unit)),
            owner: longest.owner.max(wide(&kpi.about.owner)),
        });
        Self {
            lines,
            sum: sum.join(" · "),
            chart_only: settings.variant == 2,
            longest,
            end,
            laid: RefCell::default(),
        }
    }

    /// The list in so many columns, found once for each width.
    fn laid(&self, width: u16) -> Rc<Laid> {
        if let Some((of, laid)) = &*self.laid.borrow()
            && *of == width
        {
            return Rc::clone(laid);
        }
        let columns = Columns::of(width, self.end, self.longest);
        let begins = Begins::of(self.lines.iter().map(|line| match line {
            Line::Head(_) => 1,
            Line::Row(_, name) => columns.name(name).len(),
        }));
        let laid = Rc::new(Laid { columns, begins });
        *self.laid.borrow_mut() = Some((width, Rc::clone(&laid)));
        laid
    }

    fn selected(&self, scene: Scene<'_>) -> Option<&Row> {
        let line = scene.sheet.current()?.line as usize;
        match self.lines.get(line)? {
            Line::Row(listed, _) => Some(listed.row(scene.work)),
            Line::Head(_) => None,
        }
    }
}

/// Outcomes first, counting of activity last.
const ORDER: [Lens; 7] = [
    Lens::Value,
    Lens::Experience,
    Lens::Engagement,
    Lens::Adoption,
    Lens::Content,
    Lens::Risk,
    Lens::Activity,
];

fn lens_of(kpi: &Kpi) -> usize {
    kpi.lens.and_then(|lens| ORDER.iter().position(|it| *it == lens)).unwrap_or(ORDER.len())
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl View for Kpis {
    fn spots(&self, work: &Workspace) -> Spots {
        let plan = work.plan();
        let lines = self.lines.iter().enumerate();
        let rows = lines.filter_map(|(line, row)| match row {
            Line::Head(_) => None,
            Line::Row(Listed { ix, .. }, _) => {
                let kpi = plan.kpi(*ix);
                let owner = kpi.about.owner.as_deref().unwrap_or_default();
                let text = format!("{} ({}) {owner}", kpi.title(), kpi.id);
                let mut spot = Spot::new(Address::new(Table::Kpi, &kpi.id), line, text);
                spot.also = kpi.measures.iter().map(|link| plan.item_address(link.to)).collect();
                Some(spot)
            }
        });
        rows.collect()
    }

    fn mark(&self, _: &Workspace, spot: &Spot) -> (&'static str, Tone) {
        match self.lines.get(spot.line as usize) {
            Some(Line::Row(row, _)) => (mark(row.status), Tone::Status(row.status)),
            _ => ("·", Tone::Faint),
        }
    }

    fn beside(&self, scene: Scene<'_>, spot: &Spot) -> (String, Tone) {
        match self.lines.get(spot.line as usize) {
            Some(Line::Row(listed, _)) => (listed.row(scene.work).stands(), Tone::Status(listed.status)),
            _ => (String::new(), Tone::Plain),
        }
    }

    fn window(&self, area: Rect, room: Room) -> (u16, u16) {
        (self.laid(area.width).begins.lines_in(Places::of(self, area, room).rows.height), 1)
    }

    fn rows_beside_pane(&self, body: Rect, room: Room) -> Option<u16> {
        let chart = Places::of(self, body, room).chart;
        (!self.chart_only && !self.lines.is_empty() && chart.height >= CHART).then_some(chart.height)
    }

    fn sum(&self, _: &Workspace) -> String {
        self.sum.clone()
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        let Some(row) = self.selected(scene) else { return String::new() };
        row.sentence()
    }

    fn detail(&self, scene: Scene<'_>, width: u16) -> Text {
        let mut text = Text::new(width);
        if let Some(row) = self.selected(scene) {
            // Beside its chart there are few lines: where it stands in each market comes before where it goes.
            let markets: Vec<&str> = row.markets.iter().map(|market| &*market.brief).collect();
            detail::kpi(scene.work, &row.at, &markets.join(" · "), &mut text);
            if let Some(first) = text.lines.first_mut() {
                first[0] = (mark(row.status).into(), Tone::Status(row.status));
            }
            if !row.markets.is_empty() {
                text.head("By market");
                for market in &row.markets {
                    text.entry(mark(market.status), Tone::Status(market.status), &market.words);
                }
            }
            detail::findings(scene.work, &row.at, &mut text);
        }
        text
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.lines.is_empty() {
            let none = "This plan measures nothing yet: it has no KPIs; {add} adds one.";
            return scene.say_none(none, area, pen);
        }
        let places = Places::of(self, area, scene.room);
        let back = scene.settings.table.then(|| back_of(scene.settings));
        if self.chart_only {
            if let Some(row) = self.selected(scene) {
                row.draw_chart(back, area, pen);
            }
            return;
        }
        let laid = self.laid(area.width);
        let table = &laid.columns;
        table.head(Rect { height: 1, ..area }, pen);
        let order = scene.keys.first(scene.view, "kpis.order").and_then(|key| Key::of_shown(&key));
        order.into_iter().for_each(|key| pen.hit(Rect { height: 1, ..area }, Hit::Key(key)));
        pen.rule(area.x + 1, area.y + 1, area.width.saturating_sub(2));
        legend(Rect { y: area.y + 1, height: 1, ..area }, pen);
        let scroll = scene.sheet.scroll as usize;
        let current = scene.sheet.current().map(|spot| spot.line as usize);
        let rows = places.rows;
        let (mut y, mut shown) = (rows.y, scroll);
        for (nth, line) in self.lines.iter().enumerate().skip(scroll) {
            // Half of a name is shown only where there is no room for any whole one.
            let room = rows.bottom() - y;
            let wanted = cells(laid.begins.rows(nth));
            let height = if nth == scroll { wanted.min(room) } else { wanted };
            if height > room || room == 0 {
                break;
            }
            let area = Rect { y, height, ..rows };
            match line {
                Line::Head(head) => drop(pen.put(area.x + 1, y, area.width, head, Tone::Strong)),
                Line::Row(listed, _) => {
                    let row = listed.row(scene.work);
                    table.row(row, area, pen);
                    pen.hit(area, Hit::Spot(row.at.clone()));
                    if current == Some(nth) {
                        pen.select(area);
                    }
                }
            }
            (y, shown) = (area.bottom(), nth + 1);
        }
        let below = self.lines.iter().skip(shown).filter(|line| matches!(line, Line::Row(..))).count();
        if below > 0 {
            let more = format!(" +{below} more ");
            pen.put_right(area.right().saturating_sub(3), area.y + 1, columns_of(&more), &more, Tone::Faint);
        }
        if let (Some(row), true) = (self.selected(scene), places.chart.height >= CHART) {
            // What is known about it stands beside its chart, so that names have the whole width.
            let pane = if scene.alone { 0 } else { Layout::low_pane(area.width) };
            let width = area.width.saturating_sub(pane);
            row.draw_chart(back, Rect { width, ..places.chart }, pen);
        }
    }
}

/// The least rows of a chart below the list.
const CHART: u16 = 7;

/// The least columns in which the legend and what is not in sight stand side by side.
const LEGEND: u16 = 76;

/// What the marks mean, where there is room for all: two of them are of what is green.
fn legend(row: Rect, pen: &mut Pen<'_>) {
    if row.width < LEGEND {
        return;
    }
    let mut x = row.x + 3;
    let words = [
        (Status::Done, "at plan or better"),
        (Status::OnTrack, "green"),
        (Status::AtRisk, "amber"),
        (Status::Late, "red"),
        (Status::NotStarted, "no reading"),
    ];
    for (status, word) in words {
        let pieces = [
            (" ", Tone::Faint),
            (mark(status), Tone::Status(status)),
            (" ", Tone::Faint),
            (word, Tone::Faint),
            (" ", Tone::Faint),
        ];
        x += pen.row(x, row.y, row.right().saturating_sub(x), &pieces);
    }
}

/// Where list and chart stand.
struct Places {
    rows: Rect,
    chart: Rect,
}

impl Places {
    fn of(kpis: &Kpis, area: Rect, room: Room) -> Self {
        let all = area.height.saturating_sub(2);
        let wanted = cells(kpis.laid(area.width).begins.all());
        // The chart has all that the list leaves, and half of it where that is little.
        let left = |least: u16| all.saturating_sub(wanted).max(least.min(all / 2));
        let chart = match room {
            Room::Wide => left(14),
            Room::Full => left(9),
            _ => 0,
        };
        let rows = Rect { y: area.y + 2.min(area.height), height: all - chart, ..area };
        Self { rows, chart: Rect { y: rows.bottom(), height: chart, ..area } }
    }
}
