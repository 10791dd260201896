//! The timeline: when each step is worked on and live, and what keeps it from its date. Bars are rounded
//! outwards, so that nothing looks earlier or shorter than it is; exact dates are in the detail.

mod bars;
mod rows;
mod scale;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use crate::order::Order as _;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::id::ItemIx;
use crate::plan::item::Dimension;
use crate::tui::action::Action;
use crate::tui::detail;
use crate::tui::effect::Effect;
use crate::tui::filter::Filter;
use crate::tui::model::{Model, tell};
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, columns};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::Tone;
use crate::tui::update::set;
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::tui::{scenario, shifting};
use crate::wording;
use crate::workspace::Workspace;
use bars::name;
use rows::{Benefit, Kind, Row, decided, gate_row, record_row, record_rows, step_row, wave_row};
use scale::scale;

/// The timeline in the registry.
pub const ENTRY: Entry = Entry {
    digit: '2',
    name: "Timeline",
    brief: ["Time", "Ti"],
    question: "When, and what is late?",
    first: |_, _| 0,
    variants: &["items", "waves only", "critical path"],
    table: true,
    open: Open::Detail,
    actions: &[
        Action::new("timeline.in", "Look closer at time", &["+"], |model| {
            if model.desk().settings.zoom + 1 >= LEVELS {
                return tell(model, "Days are as close as time is shown");
            }
            set(model, |desk| {
                desk.settings.zoom = (desk.settings.zoom + 1).min(LEVELS - 1);
                desk.settings.shift = i32::MIN;
            })
        })
        .hint("zoom", 15),
        Action::new("timeline.out", "See more of time", &["-"], |model| {
            if model.desk().settings.zoom == 0 {
                return tell(model, "The whole plan is shown already");
            }
            set(model, |desk| {
                desk.settings.zoom = desk.settings.zoom.saturating_sub(1);
                desk.settings.shift = i32::MIN;
            })
        })
        .hint("zoom", 15),
        Action::new("timeline.today", "To the as-of date", &["t"], |model| {
            let day = wording::date(model.work.plan().as_of);
            set(model, |desk| desk.settings.shift = i32::MIN);
            tell(model, format!("▼ and ┊ stand at the as-of date, {day}; :as-of looks at another"))
        })
        .hint("as of", 25),
        Action::new("timeline.earlier", "Earlier", &["H", "ctrl-<left>"], |model| scroll(model, -1))
            .hint("scroll time", 26),
        Action::new("timeline.later", "Later", &["L", "ctrl-<right>"], |model| scroll(model, 1))
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
const ZOOM: [&str; 5] = ["whole plan", "quarters", "months", "ten days", "days"];

/// Scrolled by quarters of a screen; the least value stands for "around the as-of date".
fn shifted(shift: i32, by: i32) -> i32 {
    if shift == i32::MIN { by } else { (shift + by).clamp(-1000, 1000) }
}

/// Scrolls time, of which there is more to the sides once one looks closer.
fn scroll(model: &mut Model, by: i32) -> Vec<Effect> {
    if model.desk().settings.zoom == 0 {
        return tell(model, "All of time is shown: look closer first, and there is more to the sides");
    }
    set(model, |desk| desk.settings.shift = shifted(desk.settings.shift, by))
}

struct Timeline {
    rows: Vec<Row>,
    first: NaiveDate,
    last: NaiveDate,
    as_of: NaiveDate,
    /// How wide the longest name is, with what stands around it.
    longest: u16,
    /// How many ways take as long as the critical path, where that is shown.
    as_long: usize,
}

impl Timeline {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let plan = work.plan();
        let mut steps: Vec<Vec<(ItemIx, usize)>> = vec![Vec::new(); plan.waves.len()];
        let mut as_long = 0;
        if settings.variant == 2 {
            let graph = work.graph();
            as_long = graph.as_long_of_all(&graph.chains()).ways.len();
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
        let mut decided = decided(work);
        for (wave, _) in plan.waves() {
            rows.push(wave_row(work, wave));
            let of_wave = &mut steps[wave.at()];
            of_wave.order_by_key(|(ix, nth)| {
                let order = [Dimension::OperatingModel, Dimension::Leadership, Dimension::Strategy];
                let dimension = plan.item(*ix).dimension();
                (
                    order.iter().position(|it| *it == dimension),
                    plan.step_live(*ix, *nth),
                    plan.item(*ix).title(),
                )
            });
            rows.extend(of_wave.iter().map(|(ix, nth)| step_row(work, *ix, *nth)));
            rows.extend(
                work.gates_of(wave).map(|gate| gate_row(work, gate, std::mem::take(&mut decided[gate.at()]))),
            );
        }
        if settings.variant != 2 && !rows.is_empty() {
            match settings.table {
                true => rows.extend(record_rows(work, &settings.filter)),
                false => rows.extend(record_row(work, &settings.filter)),
            }
        }
        // Of what is on record the days in the plan: one that is mistyped is not to squeeze all others.
        let planned = || rows.iter().filter(|row| row.kind != Kind::Record);
        let recorded = || rows.iter().flat_map(|row| row.decisions.iter().map(|it| it.date));
        let recorded = || recorded().filter(|day| (plan.start..=plan.horizon).contains(day));
        let starts = planned().map(|row| row.bar.0).chain(recorded());
        // What comes after the plan's horizon counts for nothing.
        let end = |row: &Row| row.end().min(plan.horizon.max(row.bar.1).max(row.slip.unwrap_or(row.bar.1)));
        let ends = planned().map(end).chain(recorded());
        let first = starts.min().unwrap_or(plan.start);
        let last = ends.max().unwrap_or(plan.horizon).max(plan.as_of);
        let as_of = plan.as_of;
        let longest = rows.iter().map(Row::columns).max().unwrap_or(0);
        let (first, last) = (Month::of(first.min(as_of)).first_day(), Month::of(last).last_day());
        Self { rows, first, last, as_of, longest, as_long }
    }
}

impl View for Timeline {
    fn held(&self, work: &Workspace, filter: &Filter, spots: &Spots) -> Option<usize> {
        // What is on record was held against the filter by its words.
        let told = |at: &Address| matches!(at.table, Table::Decision | Table::Action);
        Some(spots.iter().filter(|spot| told(&spot.at) || filter.shows(work, &spot.at)).count())
    }

    fn spots(&self, _: &Workspace) -> Spots {
        let spot = |(line, row): (usize, &Row)| {
            Spot::new(row.at.clone(), line, format!("{} ({})", row.name, row.at.key))
        };
        self.rows.iter().enumerate().map(spot).collect()
    }

    fn window(&self, area: Rect, room: Room) -> (u16, u16) {
        (Places::of(area, room, self.longest).rows.height, 1)
    }

    fn beside(&self, _: Scene<'_>, spot: &Spot) -> (String, Tone) {
        let live = self.rows.get(spot.line as usize).map(|row| wording::short_date(row.bar.1));
        (live.unwrap_or_default(), Tone::Plain)
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        let Some(at) = scene.selected() else { return String::new() };
        let row = scene.sheet.current().and_then(|spot| self.rows.get(spot.line as usize));
        if let Some(of_record) = row.and_then(Row::of_record) {
            return of_record;
        }
        let said = detail::sentence(scene.work, at);
        let decided = row.and_then(Row::decided_last);
        match row.and_then(|row| row.benefit.as_ref()).map(Benefit::said).or(decided) {
            Some(more) => format!("{said} · {more}"),
            None => said,
        }
    }

    fn sum(&self, _: &Workspace) -> String {
        let late = self.rows.iter().filter(|row| row.kind == Kind::Step && row.slip.is_some()).count();
        let late = (late > 0).then(|| format!("{} late or waiting", wording::count(late, "step")));
        let as_long = (self.as_long > 0).then(|| format!("{} as long", wording::count(self.as_long, "way")));
        late.into_iter().chain(as_long).collect::<Vec<_>>().join(" · ")
    }

    fn days_of(&self, scene: Scene<'_>, area: Rect, cells: i32) -> Option<i32> {
        let places = Places::of(area, scene.room, self.longest);
        let scale = scale(self, scene.settings, places.right.saturating_sub(places.split + 1));
        let days = f64::from(cells) / scale.cells_a_day;
        (days.is_finite() && !scene.settings.table).then_some(days.round() as i32)
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.rows.is_empty() {
            let none =
                "This plan has no waves yet: nothing says when anything begins or ends; {add} adds one.";
            return scene.say_none(none, area, pen);
        }
        let places = Places::of(area, scene.room, self.longest);
        let scroll = scene.sheet.scroll as usize;
        if scene.settings.table {
            return self.table(scene, places, area, pen);
        }
        let chart =
            Rect { x: places.split + 1, width: places.right.saturating_sub(places.split + 1), ..places.rows };
        let scale = scale(self, scene.settings, chart.width);
        places.lines(pen);
        let zoom = ZOOM[usize::from(scene.settings.zoom).min(ZOOM.len() - 1)];
        let names = places.split.saturating_sub(area.x + 2);
        pen.put(area.x + 2, area.y + 1, names, &format!("zoom: {zoom}"), Tone::Faint);
        let below = match scene.was {
            Some(was) => format!("╌┤ as in {}", was.name),
            None => "▚ late, or waiting".into(),
        };
        pen.put(area.x + 2, area.y + 2, names, &below, Tone::Faint);
        scale.axis(self.as_of, chart, area.y + 1, pen);
        let today = scale.column(self.as_of);
        let today = u16::try_from(today).ok().filter(|column| *column < chart.width);
        for (y, (nth, row)) in (chart.y..chart.bottom()).zip(self.rows.iter().enumerate().skip(scroll)) {
            if let Some(column) = today {
                pen.put(chart.x + column, y, 1, "┊", Tone::Faint);
            }
            let line = Rect { x: area.x + 1, y, width: places.right.saturating_sub(area.x + 1), height: 1 };
            name(row, scene.was, Rect { width: places.split.saturating_sub(area.x + 1), ..line }, pen);
            self.bar(row, (scene.work, scene.was), scale, chart, y, pen);
            pen.hit(line, Target::Spot(row.at.clone()));
            if nth == scene.sheet.cursor {
                pen.select(Rect { width: places.split.saturating_sub(area.x + 1), ..line });
            }
        }
        if places.legend > 0 {
            let long = " █ done or elapsed   ░ to come   ▚ late or waiting   ═ wave   ◆ gate   ┊ as of   \
                        benefit: · none yet   ▂▃▄ growing   ▆ full";
            let short = " █ elapsed  ░ to come  ▚ late or waiting  ═ wave  ◆ gate  ┊ as of  ·▃▆ benefit";
            let decided = self.rows.iter().any(|row| !row.decisions.is_empty());
            let longer = format!("{long}   ✓▲◇ decided, asked");
            let forms = [Some(&*longer).filter(|_| decided), Some(long)];
            let words =
                forms.into_iter().flatten().find(|words| columns(words) <= area.width).unwrap_or(short);
            pen.put(area.x, area.bottom() - 1, area.width, words, Tone::Faint);
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
    fn of(area: Rect, room: Room, longest: u16) -> Self {
        let names = match room {
            // On a large screen names are not cut for the sake of the bars.
            Room::Wide => longest.clamp(34, (area.width / 3).max(34)),
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
