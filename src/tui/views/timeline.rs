//! The timeline: when each step is worked on and live, and what keeps it from its date. Bars are rounded
//! outwards, so that nothing looks earlier or shorter than it is; exact dates are in the detail.

use chrono::{Datelike, NaiveDate, TimeDelta};
use ratatui::layout::Rect;

use crate::graph::Graph;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::id::{GateIx, ItemIx, WaveIx};
use crate::plan::item::Dimension;
use crate::status::{self, Reason, Status};
use crate::tui::action::Action;
use crate::tui::detail;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, columns};
use crate::tui::scenario;
use crate::tui::sheet::Spot;
use crate::tui::shifting;
use crate::tui::theme::{GATE, Tone, mark};
use crate::tui::update::set;
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;

/// The timeline in the registry.
pub const ENTRY: Entry = Entry {
    digit: '2',
    name: "Timeline",
    question: "When, and what is late?",
    variants: &["items", "waves only", "critical path"],
    table: true,
    open: Open::Detail,
    actions: &[
        Action::new("timeline.in", "Look closer at time", &["+"], |model| {
            set(model, |desk| {
                desk.settings.zoom = (desk.settings.zoom + 1).min(LEVELS - 1);
                desk.settings.shift = i32::MIN;
            })
        })
        .hint("zoom", 15),
        Action::new("timeline.out", "See more of time", &["-"], |model| {
            set(model, |desk| {
                desk.settings.zoom = desk.settings.zoom.saturating_sub(1);
                desk.settings.shift = i32::MIN;
            })
        })
        .hint("zoom", 15),
        Action::new("timeline.today", "To the as-of date", &["t"], |model| {
            set(model, |desk| desk.settings.shift = i32::MIN)
        })
        .hint("as of", 25),
        Action::new("timeline.earlier", "Earlier", &["H", "ctrl-<left>"], |model| {
            set(model, |desk| desk.settings.shift = shifted(desk.settings.shift, -1))
        })
        .hint("scroll time", 26),
        Action::new("timeline.later", "Later", &["L", "ctrl-<right>"], |model| {
            set(model, |desk| desk.settings.shift = shifted(desk.settings.shift, 1))
        })
        .hint("scroll time", 26),
        Action::new("timeline.slip-less", "A month earlier, in a scenario", &["<", "<f7>"], |model| {
            scenario::slip_a_month(model, false)
        })
        .when(scenario::is_open),
        Action::new("timeline.slip-more", "A month later, in a scenario", &[">", "<f8>"], |model| {
            scenario::slip_a_month(model, true)
        })
        .when(scenario::is_open),
        Action::new("timeline.critical", "The critical path alone, and back", &["p"], |model| {
            let to = if model.desk().settings.variant == 2 { 0 } else { 2 };
            set(model, |desk| desk.settings.variant = to)
        })
        .hint("critical path", 27),
        Action::new(
            "timeline.shift-earlier",
            "A step of the zoom earlier, in a scenario",
            &["<s-left>"],
            |model| shifting::shift(model, false),
        )
        .hint("shift", 8)
        .when(scenario::is_open),
        Action::new(
            "timeline.shift-later",
            "A step of the zoom later, in a scenario",
            &["<s-right>"],
            |model| shifting::shift(model, true),
        )
        .hint("shift", 8)
        .when(scenario::is_open),
    ],
    build: |work, settings| Box::new(Timeline::new(work, settings)),
};

/// Zoom levels: all of the plan, then so many cells a month.
const LEVELS: u8 = 5;
const CELLS_A_MONTH: [f64; 5] = [0.0, 3.0, 8.0, 16.0, 30.4];
const ZOOM: [&str; 5] = ["whole plan", "quarters", "months", "half months", "days"];

/// Scrolled by quarters of a screen; the least value stands for "around the as-of date".
fn shifted(shift: i32, by: i32) -> i32 {
    if shift == i32::MIN { by } else { (shift + by).clamp(-1000, 1000) }
}

struct Timeline {
    rows: Vec<Row>,
    first: NaiveDate,
    last: NaiveDate,
    as_of: NaiveDate,
}

struct Row {
    at: Address,
    kind: Kind,
    name: String,
    mark: (&'static str, Tone),
    /// When work on it begins, and when it is live.
    bar: (NaiveDate, NaiveDate),
    /// How far it goes past its date.
    slip: Option<NaiveDate>,
    status: Status,
    words: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Wave,
    Step,
    Gate,
}

impl Timeline {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let plan = work.plan();
        let mut steps: Vec<Vec<(ItemIx, usize)>> = vec![Vec::new(); plan.waves.len()];
        if settings.variant == 2 {
            let graph = Graph::new(plan);
            for step in graph.longest_path() {
                let (ix, nth) = (graph.item_of(step), graph.nth_of(step));
                if settings.filter.shows_item(work, ix, Some(nth)) {
                    steps[graph.wave_of(step).at()].push((ix, nth));
                }
            }
        } else if settings.variant == 0 {
            for (ix, item) in plan.items() {
                for (nth, step) in item.steps.iter().enumerate() {
                    if settings.filter.shows_item(work, ix, Some(nth)) {
                        steps[step.wave.at()].push((ix, nth));
                    }
                }
            }
        }
        let mut rows = Vec::new();
        for (wave, _) in plan.waves() {
            rows.push(wave_row(work, wave));
            let of_wave = &mut steps[wave.at()];
            of_wave.sort_by_key(|(ix, nth)| {
                let order = [Dimension::OperatingModel, Dimension::Leadership, Dimension::Strategy];
                let dimension = plan.item(*ix).dimension();
                (order.iter().position(|it| *it == dimension), plan.step_live(*ix, *nth))
            });
            rows.extend(of_wave.iter().map(|(ix, nth)| step_row(work, *ix, *nth)));
            rows.extend(work.gates_of(wave).map(|gate| gate_row(work, gate)));
        }
        let starts = rows.iter().map(|row| row.bar.0);
        let ends = rows.iter().flat_map(|row| [Some(row.bar.1), row.slip]).flatten();
        let first = starts.min().unwrap_or(plan.start);
        let last = ends.max().unwrap_or(plan.horizon).max(plan.as_of);
        let as_of = plan.as_of;
        Self { rows, first: Month::of(first.min(as_of)).first_day(), last: Month::of(last).last_day(), as_of }
    }
}

fn wave_row(work: &Workspace, ix: WaveIx) -> Row {
    let plan = work.plan();
    let (wave, progress) = (plan.wave(ix), work.progress[ix.at()]);
    Row {
        at: plan.wave_address(ix),
        kind: Kind::Wave,
        name: wave.title().to_owned(),
        mark: (mark(progress.status), Tone::Status(progress.status)),
        bar: (wave.start, wave.end),
        slip: None,
        status: progress.status,
        words: format!("{}/{} live", progress.live, progress.steps),
    }
}

fn step_row(work: &Workspace, ix: ItemIx, nth: usize) -> Row {
    let plan = work.plan();
    let item = plan.item(ix);
    let wave = plan.wave(item.steps[nth].wave);
    let own = |date: Option<NaiveDate>| date.filter(|_| nth == 0);
    let live = plan.step_live(ix, nth).unwrap_or(wave.end);
    let start = own(item.start).unwrap_or(wave.start).min(live);
    let status = work.status(ix, Some(nth));
    let reasons = work.standings[ix.at()].get(nth).map_or(&[][..], |standing| standing.reasons.as_slice());
    let late = reasons.iter().filter_map(|reason| match reason {
        Reason::NeedLate(_, Some(days)) | Reason::WishLate(_, Some(days)) => {
            TimeDelta::try_days(*days).and_then(|days| live.checked_add_signed(days))
        }
        _ => None,
    });
    let overdue = (status == Status::Late && live < plan.as_of).then_some(plan.as_of);
    let level = if item.driver().is_some() { String::new() } else { format!(" {}", item.steps[nth].level) };
    Row {
        at: plan.step_address(ix, nth),
        kind: Kind::Step,
        name: format!("{}{level}", item.title()),
        mark: (mark(status), Tone::Status(status)),
        bar: (start, live),
        slip: late.chain(overdue).max(),
        status,
        words: if item.driver().is_some() { "benefit".into() } else { String::new() },
    }
}

fn gate_row(work: &Workspace, ix: GateIx) -> Row {
    let plan = work.plan();
    let at = Address::new(Table::Gate, &plan.gates[ix.at()].id);
    let date = status::gate_date(plan, ix).unwrap_or(plan.horizon);
    let status = status::gate_status(plan, ix);
    let decided = status::gate_outcome(plan, ix).map(|outcome| outcome.as_str());
    Row {
        mark: detail::mark_of(work, &at),
        at,
        kind: Kind::Gate,
        name: detail::gate_title(plan, ix).to_owned(),
        bar: (date, date),
        slip: None,
        status,
        words: decided.unwrap_or(if status == Status::Open { "open" } else { "gate" }).into(),
    }
}

/// From dates to columns.
#[derive(Clone, Copy)]
struct Scale {
    origin: NaiveDate,
    cells_a_day: f64,
    width: u16,
}

impl Scale {
    fn of(timeline: &Timeline, settings: &Settings, width: u16) -> Self {
        let days = (timeline.last - timeline.first).num_days().max(1) as f64 + 1.0;
        let whole = f64::from(width) / days;
        let wanted = CELLS_A_MONTH[usize::from(settings.zoom).min(CELLS_A_MONTH.len() - 1)] / 30.437;
        if wanted <= whole {
            return Self { origin: timeline.first, cells_a_day: whole, width };
        }
        let screen = f64::from(width) / wanted;
        let shift = if settings.shift == i32::MIN { 0 } else { settings.shift };
        let from = (timeline.as_of - timeline.first).num_days() as f64 - screen / 3.0
            + f64::from(shift) * screen / 4.0;
        let from = from.clamp(0.0, (days - screen).max(0.0));
        let from = TimeDelta::try_days(from as i64).and_then(|days| timeline.first.checked_add_signed(days));
        Self { origin: from.unwrap_or(timeline.first), cells_a_day: wanted, width }
    }

    /// The column of a date; before the first or past the last column where it is out of sight.
    fn column(self, date: NaiveDate) -> i32 {
        let days = (date - self.origin).num_days() as f64;
        (days * self.cells_a_day).floor().clamp(-1.0, f64::from(self.width)) as i32
    }

    /// The columns of a stretch of days, both ends included and rounded outwards; `None` out of sight.
    fn stretch(self, from: NaiveDate, to: NaiveDate) -> Option<(u16, u16)> {
        let days = (to - self.origin).num_days() as f64 + 1.0;
        let end = ((days * self.cells_a_day).ceil() - 1.0).clamp(-1.0, f64::from(self.width)) as i32;
        let (start, end) = (self.column(from), end.max(self.column(from)));
        let last = i32::from(self.width) - 1;
        if end < 0 || start > last || self.width == 0 {
            return None;
        }
        Some((u16::try_from(start.max(0)).ok()?, u16::try_from(end.min(last)).ok()?))
    }
}

impl View for Timeline {
    fn spots(&self) -> Vec<Spot> {
        let spot = |(line, row): (usize, &Row)| {
            Spot::new(row.at.clone(), line, format!("{} ({})", row.name, row.at.key))
        };
        self.rows.iter().enumerate().map(spot).collect()
    }

    fn window(&self, area: Rect, room: Room) -> (u16, u16) {
        (Places::of(area, room).rows.height, 1)
    }

    fn sum(&self, _: &Workspace) -> String {
        let late = self.rows.iter().filter(|row| row.kind == Kind::Step && row.slip.is_some()).count();
        if late == 0 { String::new() } else { format!("{} late or waiting", wording::count(late, "step")) }
    }

    fn days_of(&self, scene: Scene<'_>, area: Rect, cells: i32) -> Option<i32> {
        let places = Places::of(area, scene.room);
        let scale = Scale::of(self, scene.settings, places.right.saturating_sub(places.split + 1));
        let days = f64::from(cells) / scale.cells_a_day;
        (days.is_finite() && !scene.settings.table).then_some(days.round() as i32)
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.rows.is_empty() {
            pen.put(area.x + 1, area.y + 1, area.width, "This plan has no waves yet.", Tone::Plain);
            return;
        }
        let places = Places::of(area, scene.room);
        let scroll = scene.sheet.scroll as usize;
        if scene.settings.table {
            return self.table(scene, places, area, pen);
        }
        let chart =
            Rect { x: places.split + 1, width: places.right.saturating_sub(places.split + 1), ..places.rows };
        let scale = Scale::of(self, scene.settings, chart.width);
        places.lines(pen);
        let zoom = ZOOM[usize::from(scene.settings.zoom).min(ZOOM.len() - 1)];
        let names = places.split.saturating_sub(area.x + 2);
        pen.put(area.x + 2, area.y + 1, names, &format!("zoom: {zoom}"), Tone::Faint);
        pen.put(area.x + 2, area.y + 2, names, "▚ late, or waiting", Tone::Faint);
        self.axis(scale, chart, area.y + 1, pen);
        let today = scale.column(self.as_of);
        let today = u16::try_from(today).ok().filter(|column| *column < chart.width);
        for (y, (nth, row)) in (chart.y..chart.bottom()).zip(self.rows.iter().enumerate().skip(scroll)) {
            if let Some(column) = today {
                pen.put(chart.x + column, y, 1, "┊", Tone::Faint);
            }
            let line = Rect { x: area.x + 1, y, width: places.right.saturating_sub(area.x + 1), height: 1 };
            name(row, Rect { width: places.split.saturating_sub(area.x + 1), ..line }, pen);
            self.bar(row, scale, chart, y, pen);
            pen.hit(line, Target::Spot(row.at.clone()));
            if nth == scene.sheet.cursor {
                pen.select(Rect { width: places.split.saturating_sub(area.x + 1), ..line });
            }
        }
        if places.legend > 0 {
            let words = " █ done or elapsed   ░ to come   ▚ late or waiting   ═ wave   ◆ gate   ┊ as of";
            pen.put(area.x, area.bottom() - 1, area.width, words, Tone::Faint);
        }
    }
}

fn name(row: &Row, area: Rect, pen: &mut Pen<'_>) {
    let tone = if row.kind == Kind::Wave { Tone::Strong } else { Tone::Plain };
    let indent = if row.kind == Kind::Wave { 1 } else { 2 };
    let words = columns(&row.words);
    let fits = words > 0 && area.width > words + columns(&row.name) + indent + 4;
    let used = pen.row(area.x + indent, area.y, area.width, &[row.mark, (" ", Tone::Plain)]);
    let left = area.width.saturating_sub(used + indent + 1);
    pen.put(area.x + indent + used, area.y, left, &row.name, tone);
    if fits {
        pen.put_right(area.right() - 1, area.y, words, &row.words, Tone::Faint);
    }
}

impl Timeline {
    fn bar(&self, row: &Row, scale: Scale, chart: Rect, y: u16, pen: &mut Pen<'_>) {
        let fill = |pen: &mut Pen<'_>, from: u16, to: u16, sign: &str, tone: Tone| {
            for column in from..=to {
                pen.put(chart.x + column, y, 1, sign, tone);
            }
        };
        let tone = Tone::Status(row.status);
        match row.kind {
            Kind::Gate => {
                let Some((column, _)) = scale.stretch(row.bar.0, row.bar.0) else { return };
                pen.put(
                    chart.x + column,
                    y,
                    1,
                    if row.mark.0 == "·" { GATE } else { row.mark.0 },
                    row.mark.1,
                );
                let words = wording::day_and_month(row.bar.0);
                let wide = columns(&words) + 1;
                if column + wide < chart.width {
                    pen.put(chart.x + column + 2, y, wide, &words, Tone::Faint);
                } else if column > wide {
                    pen.put(chart.x + column - wide, y, wide, &words, Tone::Faint);
                }
            }
            Kind::Wave => {
                let Some((from, to)) = scale.stretch(row.bar.0, row.bar.1) else { return };
                fill(pen, from, to, "═", Tone::Strong);
                if scale.column(row.bar.0) >= 0 {
                    fill(pen, from, from, "╞", Tone::Strong);
                }
                if scale.stretch(row.bar.1, row.bar.1).is_some() {
                    fill(pen, to, to, "╡", Tone::Strong);
                }
            }
            Kind::Step => {
                if let Some((from, to)) = scale.stretch(row.bar.0, row.bar.1) {
                    let worked = match row.status {
                        Status::Done => Some(row.bar.1),
                        _ if row.bar.0 <= self.as_of => Some(row.bar.1.min(self.as_of)),
                        _ => None,
                    };
                    fill(pen, from, to, "░", tone);
                    if let Some((from, to)) = worked.and_then(|until| scale.stretch(row.bar.0, until)) {
                        fill(pen, from, to, "█", tone);
                    }
                }
                let past = row.slip.and_then(|slip| scale.stretch(row.bar.1.succ_opt()?, slip));
                if let Some((from, to)) = past {
                    fill(pen, from, to, "▚", tone);
                }
            }
        }
    }

    /// Years above, quarters or months below; a label stands only where it has room.
    fn axis(&self, scale: Scale, chart: Rect, y: u16, pen: &mut Pen<'_>) {
        let first = Month::of(scale.origin);
        let month_wide = scale.cells_a_day * 30.4;
        let step = match month_wide {
            wide if wide >= 5.0 => 1,
            wide if wide >= 1.35 => 3,
            wide if wide >= 0.68 => 6,
            _ => 12,
        };
        let mut free = [0_u16; 2];
        let mut put = |pen: &mut Pen<'_>, row: usize, column: u16, words: &str, tone: Tone| {
            let wide = columns(words);
            if column >= free[row] && column + wide <= chart.width {
                pen.put(chart.x + column, y + u16::try_from(row).unwrap_or(0), wide, words, tone);
                free[row] = column + wide + 1;
            }
        };
        // The as-of date first: it keeps its place.
        let today = u16::try_from(scale.column(self.as_of)).unwrap_or(u16::MAX);
        let label = format!("▼ {}", wording::day_and_month(self.as_of));
        let span = today..today.saturating_add(columns(&label) + 1);
        if today < chart.width {
            let room = chart.width - today >= columns(&label);
            let x = if room { today } else { today.saturating_sub(columns(&label) - 1) };
            let mirrored = format!("{} ▼", wording::day_and_month(self.as_of));
            pen.put(chart.x + x, y, columns(&label), if room { &label } else { &mirrored }, Tone::Strong);
        }
        for nth in 0..2400 {
            let month = first.plus(nth);
            let column = scale.column(month.first_day());
            if column >= i32::from(chart.width) {
                break;
            }
            let column = u16::try_from(column.max(0)).unwrap_or(0);
            if step < 12 && (month.number() == 1 || nth == 0) {
                let taken = column + 5 > span.start && column < span.end;
                if !(today < chart.width && taken) {
                    put(pen, 0, column, &month.year().to_string(), Tone::Strong);
                }
            }
            let label = match step {
                1 => wording::month(month).chars().take(3).collect(),
                3 if (month.number() - 1).is_multiple_of(3) => format!("Q{}", (month.number() - 1) / 3 + 1),
                6 if (month.number() - 1).is_multiple_of(6) => format!("H{}", (month.number() - 1) / 6 + 1),
                12 if month.number() == 1 && month_wide >= 0.5 => month.year().to_string(),
                12 if month.number() == 1 => format!("{:02}", month.first_day().year() % 100),
                _ => continue,
            };
            // Of a month that began out of sight only the rest is there: its label must not push others.
            let rest = scale.column(month.plus(step).first_day());
            if month.first_day() >= scale.origin || rest > i32::from(columns(&label)) + 1 {
                put(pen, 1, column, &format!("│{label}"), Tone::Faint);
            }
        }
    }

    fn table(&self, scene: Scene<'_>, places: Places, area: Rect, pen: &mut Pen<'_>) {
        let ends = [
            area.right().saturating_sub(41),
            area.right().saturating_sub(28),
            area.right().saturating_sub(15),
        ];
        for (end, head) in ends.iter().zip(["from", "live", "past its date by"]) {
            pen.put(*end, area.y + 1, 17, head, Tone::Faint);
        }
        pen.put(area.x + 4, area.y + 1, 20, "wave, step or gate", Tone::Faint);
        pen.rule(area.x + 1, area.y + 2, area.width.saturating_sub(2));
        let scroll = scene.sheet.scroll as usize;
        for (y, (nth, row)) in
            (places.rows.y..places.rows.bottom()).zip(self.rows.iter().enumerate().skip(scroll))
        {
            let line = Rect { x: area.x, y, width: area.width, height: 1 };
            name(row, Rect { width: ends[0].saturating_sub(area.x + 1), ..line }, pen);
            if row.kind != Kind::Gate {
                pen.put(ends[0], y, 12, &wording::date(row.bar.0), Tone::Plain);
            }
            pen.put(ends[1], y, 12, &wording::date(row.bar.1), Tone::Plain);
            if let Some(slip) = row.slip {
                let days = (slip - row.bar.1).num_days();
                pen.put(
                    ends[2],
                    y,
                    15,
                    &wording::count(usize::try_from(days).unwrap_or(0), "day"),
                    Tone::Status(row.status),
                );
            }
            pen.hit(line, Target::Spot(row.at.clone()));
            if nth == scene.sheet.cursor {
                pen.select(line);
            }
        }
    }
}

/// Where names, axis and bars stand.
#[derive(Clone, Copy)]
struct Places {
    area: Rect,
    split: u16,
    right: u16,
    rows: Rect,
    legend: u16,
}

impl Places {
    fn of(area: Rect, room: Room) -> Self {
        let names = match room {
            Room::Wide => 34,
            Room::Full => 30,
            _ => 22,
        };
        let names = names.min(area.width / 2);
        let legend = if room >= Room::Full { 1 } else { 0 };
        let rows = Rect { y: area.y + 4, height: area.height.saturating_sub(5 + legend), ..area };
        Self { area, split: area.x + names + 1, right: area.right().saturating_sub(1), rows, legend }
    }

    fn lines(self, pen: &mut Pen<'_>) {
        let area = Rect { height: self.area.height.saturating_sub(self.legend), ..self.area };
        if area.height < 5 || area.width < 10 {
            return;
        }
        pen.frame(area, "");
        pen.rule(area.x + 1, area.y + 3, area.width - 2);
        pen.bar(self.split, area.y + 1, area.height - 2);
        for (y, signs) in
            [(area.y, ["┌", "┬", "┐"]), (area.y + 3, ["├", "┼", "┤"]), (area.bottom() - 1, ["└", "┴", "┘"])]
        {
            for (x, sign) in [area.x, self.split, self.right].into_iter().zip(signs) {
                pen.put(x, y, 1, sign, Tone::Rule);
            }
        }
    }
}
