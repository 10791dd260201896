//! The KPIs: are people using it? A value that is missing is a gap, not an estimate.

use chrono::Datelike;
use ratatui::layout::Rect;

use crate::figures::performance::{Measure, Status as Colour};
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::id::KpiIx;
use crate::plan::kpi::{Kpi, Lens, Target};
use crate::status::Status;
use crate::tui::chart::{self, Curve, Plot};
use crate::tui::detail::{self, Text, target_words};
use crate::tui::msg::Target as Hit;
use crate::tui::pen::Pen;
use crate::tui::sheet::Spot;
use crate::tui::theme::{Tone, mark};
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;

/// The KPIs in the registry.
pub const ENTRY: Entry = Entry {
    digit: '4',
    name: "KPIs",
    question: "Are people using it?",
    variants: &["by lens", "worst first", "one chart"],
    table: false,
    open: Open::Detail,
    actions: &[],
    build: |work, settings| Box::new(Kpis::new(work, settings)),
};

struct Kpis {
    lines: Vec<Line>,
    sum: String,
    chart_only: bool,
}

enum Line {
    Head(String),
    Row(Box<Row>),
}

struct Row {
    at: Address,
    title: String,
    also: Vec<Address>,
    status: Status,
    word: &'static str,
    /// Unit, baseline, target, actual, plan now, to plan.
    cells: [String; 6],
    trend: Vec<Option<f64>>,
    as_of: String,
    owner: String,
    stale: bool,
    chart: Chart,
    markets: Vec<(String, String, Status)>,
}

/// What the chart of a KPI shows.
struct Chart {
    first: Month,
    months: usize,
    known: usize,
    actual: Vec<Option<f64>>,
    plan: Vec<Option<f64>>,
}

impl Kpis {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let plan = work.plan();
        let mut rows: Vec<(usize, Row)> =
            plan.kpis().map(|(ix, kpi)| (lens_of(kpi), row(work, ix, kpi))).collect();
        rows.retain(|(_, row)| settings.filter.shows(work, &row.at));
        let count = |status: Status| rows.iter().filter(|(_, row)| row.status == status).count();
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
        rows.sort_by_key(|(lens, row)| {
            (if by_lens { *lens } else { 0 }, std::cmp::Reverse(weight(row.status)))
        });
        let mut lines = Vec::new();
        let mut before = usize::MAX;
        for (lens, row) in rows {
            if by_lens && lens != before {
                lines.push(Line::Head(ORDER.get(lens).map_or("Other".into(), |lens| capital(lens.as_str()))));
                before = lens;
            }
            lines.push(Line::Row(Box::new(row)));
        }
        Self { lines, sum: sum.join(" · "), chart_only: settings.variant == 2 }
    }

    fn selected(&self, scene: Scene<'_>) -> Option<&Row> {
        let line = scene.sheet.current()?.line as usize;
        match self.lines.get(line)? {
            Line::Row(row) => Some(row),
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

fn weight(status: Status) -> u8 {
    match status {
        Status::Late => 4,
        Status::AtRisk => 3,
        Status::OnTrack => 2,
        Status::Done => 1,
        _ => 0,
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn status_of(measure: &Measure) -> (Status, &'static str) {
    match measure.status {
        Colour::Green if measure.attainment.is_some_and(|share| share >= 1.0) => {
            (Status::Done, "at plan or better")
        }
        Colour::Green => (Status::OnTrack, "green"),
        Colour::Amber => (Status::AtRisk, "amber"),
        Colour::Red => (Status::Late, "red"),
        Colour::Grey => (Status::NotStarted, "no reading"),
    }
}

fn row(work: &Workspace, ix: KpiIx, kpi: &Kpi) -> Row {
    let (plan, figures) = (work.plan(), work.figures());
    let figure = figures.kpi(ix);
    let measure = &figure.global;
    let (status, word) = status_of(measure);
    let unit = kpi.unit.as_deref().unwrap_or("").to_owned();
    let next = kpi.target.iter().find(|(wave, _)| plan.wave(*wave).end >= plan.as_of).or(kpi.target.last());
    // Where readings add up, so do their targets.
    let next = next.and_then(|(wave, _)| figures.expected_at(ix, None, plan.wave(*wave).end));
    let expected = |target: Option<Target>| target.map_or("–".into(), target_short);
    let value = measure.newest.as_ref().map(|newest| newest.value);
    let to_plan = match (value, measure.expected) {
        (Some(value), Some(Target::Value(expected))) => signed(value - expected, &unit),
        (Some(value), Some(Target::Band(low, _))) if value < low => signed(value - low, &unit),
        (Some(value), Some(Target::Band(_, high))) if value > high => signed(value - high, &unit),
        (Some(_), Some(Target::Band(..))) => "within".into(),
        _ => "–".into(),
    };
    let is_yes_or_no = matches!(next, Some(Target::Done(_)));
    let actual = match value {
        None => "–".into(),
        Some(value) if is_yes_or_no => {
            if value >= 0.5 {
                "yes".into()
            } else {
                "no".to_owned()
            }
        }
        Some(value) => short(value),
    };
    let markets = figure.markets.iter().map(|(market, measure)| {
        let value = measure.newest.as_ref().map_or("–".into(), |newest| short(newest.value));
        let of =
            measure.expected.map(|expected| format!(" of {}", target_short(expected))).unwrap_or_default();
        (plan.markets[market.at()].title().to_owned(), format!("{value}{of}"), status_of(measure).0)
    });
    let as_of = measure.newest.as_ref().map_or("–".into(), |newest| month_short(Month::of(newest.date)));
    let trend = figures.trend(ix, None);
    Row {
        at: Address::new(Table::Kpi, &kpi.id),
        title: kpi.title().to_owned(),
        also: kpi.measures.iter().map(|link| plan.item_address(link.to)).collect(),
        status,
        word,
        cells: [
            unit,
            kpi.baseline.map_or("–".into(), short),
            next.map_or("–".into(), target_short),
            actual,
            expected(measure.expected_now),
            to_plan,
        ],
        as_of,
        owner: kpi.about.owner.as_deref().unwrap_or("").to_owned(),
        stale: measure.stale,
        markets: markets.collect(),
        chart: chart_of(work, ix, kpi, &trend),
        trend: trend.into_iter().map(|(_, value)| value).collect(),
    }
}

fn chart_of(work: &Workspace, ix: KpiIx, kpi: &Kpi, trend: &[(Month, Option<f64>)]) -> Chart {
    let plan = work.plan();
    let first = Month::of(plan.start);
    let last = kpi.target.last().map_or(plan.as_of, |(wave, _)| plan.wave(*wave).end).max(plan.as_of);
    let months = usize::try_from(Month::of(last).since(first) + 1).unwrap_or(1).clamp(1, 1200);
    let known = usize::try_from(Month::of(plan.as_of).since(first)).unwrap_or(0);
    let expected = |nth: usize| {
        let month = first.plus(i32::try_from(nth).unwrap_or(0));
        match work.figures().expected_at(ix, None, month.last_day())? {
            Target::Value(value) => Some(value),
            Target::Band(low, high) => Some(f64::midpoint(low, high)),
            Target::Done(_) => None,
        }
    };
    let actual = trend.iter().map(|(_, value)| *value).collect();
    Chart { first, months, known, actual, plan: (0..months).map(expected).collect() }
}

/// A value in few digits: what fits a column of seven.
fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 1e6 => wording::number(value / 1e6, 1) + " M",
        size if size >= 1e4 => wording::number(value / 1e3, 1) + " k",
        size if size >= 100.0 => wording::number(value, 0),
        _ => wording::number(value, 1),
    }
}

fn target_short(target: Target) -> String {
    match target {
        Target::Value(value) => short(value),
        Target::Band(low, high) => format!("{}–{}", short(low), short(high)),
        other => target_words(other),
    }
}

fn signed(difference: f64, unit: &str) -> String {
    let unit = if unit == "%" { " pt" } else { "" };
    let plus = if difference > 0.0 && short(difference) != "0" { "+" } else { "" };
    format!("{plus}{}{unit}", short(difference))
}

fn month_short(month: Month) -> String {
    let words = wording::month(month);
    format!("{} {:02}", words.get(..3).unwrap_or(&words), month.first_day().year() % 100)
}

impl View for Kpis {
    fn spots(&self) -> Vec<Spot> {
        let lines = self.lines.iter().enumerate();
        let rows = lines.filter_map(|(line, row)| match row {
            Line::Head(_) => None,
            Line::Row(row) => {
                let text = format!("{} ({}) {}", row.title, row.at.key, row.owner);
                let mut spot = Spot::new(row.at.clone(), line, text);
                spot.also.clone_from(&row.also);
                Some(spot)
            }
        });
        rows.collect()
    }

    fn mark(&self, _: &Workspace, spot: &Spot) -> (&'static str, Tone) {
        match self.lines.get(spot.line as usize) {
            Some(Line::Row(row)) => (mark(row.status), Tone::Status(row.status)),
            _ => ("·", Tone::Faint),
        }
    }

    fn window(&self, area: Rect, room: Room) -> (u16, u16) {
        (Places::of(self, area, room).rows.height, 1)
    }

    fn sum(&self, _: &Workspace) -> String {
        self.sum.clone()
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        let Some(row) = self.selected(scene) else { return String::new() };
        let [unit, _, target, actual, now, _] = &row.cells;
        let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        let stale = if row.stale { " · stale" } else { "" };
        if actual == "–" {
            return format!("{}: no reading yet, target {target}{unit}", row.title);
        }
        format!("{}: {} · {actual}{unit} in {}, {now} planned now{stale}", row.title, row.word, row.as_of)
    }

    fn detail(&self, scene: Scene<'_>, width: u16) -> Text {
        let mut text = Text::new(width);
        if let Some(row) = self.selected(scene) {
            detail::about(scene.work, &row.at, &mut text);
            if let Some(first) = text.lines.first_mut() {
                first[0] = (mark(row.status).into(), Tone::Status(row.status));
            }
            if !row.markets.is_empty() {
                text.head("By market");
                for (market, words, status) in &row.markets {
                    text.entry(mark(*status), Tone::Status(*status), &format!("{market}: {words}"));
                }
            }
        }
        text
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.lines.is_empty() {
            pen.put(
                area.x + 1,
                area.y + 1,
                area.width,
                "This plan measures nothing yet: it has no KPIs.",
                Tone::Plain,
            );
            return;
        }
        let places = Places::of(self, area, scene.room);
        if self.chart_only {
            if let Some(row) = self.selected(scene) {
                draw_chart(row, area, pen);
            }
            return;
        }
        let table = Columns::of(area);
        table.head(Rect { height: 1, ..area }, pen);
        pen.rule(area.x + 1, area.y + 1, area.width.saturating_sub(2));
        let scroll = scene.sheet.scroll as usize;
        let current = scene.sheet.current().map(|spot| spot.line as usize);
        let rows = places.rows;
        for (y, (nth, line)) in (rows.y..rows.bottom()).zip(self.lines.iter().enumerate().skip(scroll)) {
            let area = Rect { y, height: 1, ..rows };
            match line {
                Line::Head(head) => drop(pen.put(area.x + 1, y, area.width, head, Tone::Strong)),
                Line::Row(row) => {
                    table.row(row, area, pen);
                    pen.hit(area, Hit::Spot(row.at.clone()));
                    if current == Some(nth) {
                        pen.select(area);
                    }
                }
            }
        }
        if let (Some(row), true) = (self.selected(scene), places.chart.height >= 7) {
            draw_chart(row, places.chart, pen);
        }
    }
}

fn draw_chart(row: &Row, area: Rect, pen: &mut Pen<'_>) {
    let unit = if row.cells[0].is_empty() { String::new() } else { format!(", {}", row.cells[0]) };
    let inside = pen.frame(area, &format!("{}{unit}", row.title));
    let last = row.chart.plan.iter().rev().flatten().next().copied();
    let newest = row.chart.actual.iter().rev().flatten().next().copied();
    let curves = [
        Curve {
            values: row.chart.plan.clone(),
            sign: "·",
            tone: Tone::Planned,
            name: last.map(|last| format!("· plan {}", short(last))).unwrap_or_default(),
            joined: true,
        },
        Curve {
            values: row.chart.actual.clone(),
            sign: "●",
            tone: Tone::Actual,
            name: newest.map(|newest| format!("● actual {}", short(newest))).unwrap_or_default(),
            joined: false,
        },
    ];
    let plot = Plot {
        first: row.chart.first,
        months: row.chart.months,
        as_of: row.chart.known,
        curves: &curves,
        label: &short,
        from_zero: row.cells[1] == "0" || row.cells[1] == "–",
    };
    plot.draw(Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }, pen);
}

/// Where list and chart stand.
struct Places {
    rows: Rect,
    chart: Rect,
}

impl Places {
    fn of(kpis: &Kpis, area: Rect, room: Room) -> Self {
        let all = area.height.saturating_sub(2);
        let wanted = u16::try_from(kpis.lines.len()).unwrap_or(u16::MAX);
        let chart = match room {
            Room::Wide => all.saturating_sub(wanted).clamp(14, 18).min(all / 2),
            Room::Full => all.saturating_sub(wanted).clamp(9, 14).min(all / 2),
            _ => 0,
        };
        let rows = Rect { y: area.y + 2.min(area.height), height: all - chart, ..area };
        Self { rows, chart: Rect { y: rows.bottom(), height: chart, ..area } }
    }
}

/// Which columns there is room for: each with its head, its width and whether it is shown.
struct Columns {
    shown: Vec<(usize, &'static str, u16)>,
    title: u16,
}

const TREND: usize = 6;
const AS_OF: usize = 7;
const OWNER: usize = 8;

impl Columns {
    fn of(area: Rect) -> Self {
        let trend = if area.width >= 96 { 12 } else { 7 };
        let all: [(usize, &'static str, u16, u16); 9] = [
            (0, "unit", 6, 76),
            (1, "base", 7, 66),
            (2, "target", 8, 0),
            (3, "actual", 7, 0),
            (4, "plan now", 8, 90),
            (5, "to plan", 8, 58),
            (TREND, "trend", trend, 50),
            (AS_OF, "as of", 7, 74),
            (OWNER, "owner", 20, 130),
        ];
        let shown: Vec<_> = (all.into_iter())
            .filter(|(_, _, _, least)| area.width >= *least)
            .map(|(nth, head, width, _)| (nth, head, width))
            .collect();
        let taken: u16 = shown.iter().map(|(_, _, width)| width + 1).sum();
        Self { title: area.width.saturating_sub(taken + 6), shown }
    }

    fn places(&self, area: Rect) -> impl Iterator<Item = (usize, &'static str, u16, u16)> {
        let mut x = area.x + 4 + self.title + 1;
        self.shown.iter().map(move |(nth, head, width)| {
            let at = x;
            x += width + 1;
            (*nth, *head, at, *width)
        })
    }

    fn head(&self, area: Rect, pen: &mut Pen<'_>) {
        pen.put(area.x + 4, area.y, self.title, "KPI", Tone::Faint);
        for (nth, head, x, width) in self.places(area) {
            match nth {
                0 | TREND | OWNER => drop(pen.put(x, area.y, width, head, Tone::Faint)),
                _ => pen.put_right(x + width, area.y, width, head, Tone::Faint),
            }
        }
    }

    fn row(&self, row: &Row, area: Rect, pen: &mut Pen<'_>) {
        let tone = Tone::Status(row.status);
        pen.row(
            area.x + 2,
            area.y,
            self.title + 2,
            &[(mark(row.status), tone), (" ", tone), (&row.title, Tone::Plain)],
        );
        for (nth, _, x, width) in self.places(area) {
            match nth {
                0 => drop(pen.put(x, area.y, width, &row.cells[0], Tone::Faint)),
                TREND => drop(pen.put(
                    x,
                    area.y,
                    width,
                    &chart::spark(&row.trend, usize::from(width)),
                    Tone::Actual,
                )),
                AS_OF => {
                    let stale = if row.stale { "!" } else { " " };
                    pen.put_right(x + width, area.y, width, &format!("{}{stale}", row.as_of), Tone::Plain);
                }
                OWNER => drop(pen.put(x, area.y, width, &row.owner, Tone::Faint)),
                3 | 5 => pen.put_right(x + width, area.y, width, &row.cells[nth], Tone::Strong),
                nth => pen.put_right(
                    x + width,
                    area.y,
                    width,
                    row.cells.get(nth).map_or("", String::as_str),
                    Tone::Plain,
                ),
            }
        }
    }
}
