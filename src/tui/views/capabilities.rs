//! The capabilities: where can each unit do it? Digits carry the level; shade and colour only repeat it.
//!
//! A cell is computed when it is shown: a large plan has many times more of them than a screen.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use crate::figures::readiness::{Source, UnitLevel};
use crate::plan::Plan;
use crate::plan::capability::Layer;
use crate::plan::id::{ItemIx, UnitIx, WaveIx};
use crate::plan::item::Dimension;
use crate::plan::quantity::Level;
use crate::status::Status;
use crate::trace::name::{Name, When};
use crate::trace::of as figure;
use crate::tui::detail::{self, Text};
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::sheet::Spot;
use crate::tui::theme::Tone;
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;

/// The capabilities in the registry.
pub const ENTRY: Entry = Entry {
    digit: '6',
    name: "Caps",
    question: "Where can each unit do it?",
    variants: &["now → target", "now", "target", "gap", "by wave"],
    table: false,
    open: Open::Detail,
    actions: &[],
    build: |work, settings| Box::new(Capabilities::new(work, settings)),
};

const NOW: usize = 1;
const TARGET: usize = 2;
const GAP: usize = 3;
const BY_WAVE: usize = 4;

struct Capabilities {
    lines: Vec<Line>,
    spots: Vec<Spot>,
    columns: Vec<Column>,
    /// Some column has words below its name.
    explained: bool,
    variant: usize,
    /// What stands below the map.
    notes: Vec<String>,
    sum: String,
}

enum Line {
    Layer(Option<Layer>),
    Group(ItemIx),
    Row(ItemIx),
}

struct Column {
    name: String,
    full: String,
    /// Below the name, long and short.
    below: [String; 2],
    of: Of,
}

impl Column {
    fn is_wave(&self) -> bool {
        matches!(self.of, Of::Wave(_))
    }
}

/// What a column is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// What holds in every unit.
    All,
    Unit(UnitIx),
    /// What holds in every unit at the end of a wave.
    Wave(WaveIx),
}

/// A level with what it is to become.
#[derive(Clone, Copy, Default)]
struct Cell {
    now: Option<Level>,
    target: Option<Level>,
    /// The level was never seen: it is what the plan says.
    unseen: bool,
    /// It is needed, and nobody has looked.
    blind: bool,
}

impl Cell {
    fn gap(self) -> Option<Level> {
        Some(self.target?.saturating_sub(self.now.unwrap_or(0)))
    }

    fn now(self) -> String {
        if self.blind { "?".into() } else { shown(self.now) }
    }
}

/// The cells of a row.
fn row_cells(work: &Workspace, ix: ItemIx, columns: &[Column]) -> Vec<Cell> {
    let (plan, figures) = (work.plan(), work.figures());
    if matches!(columns.first(), Some(Column { of: Of::Unit(_), .. })) {
        let cell = |it: UnitLevel| Cell {
            now: it.level,
            target: it.target,
            unseen: it.source == Source::Plan,
            blind: it.blind,
        };
        let mut row: Vec<Cell> = figures.in_units(ix, plan.as_of).into_iter().map(cell).collect();
        row.resize(columns.len(), Cell::default());
        return row;
    }
    let target = plan.item(ix).steps.iter().map(|step| step.level).max();
    let cell = |column: &Column| match column.of {
        Of::Wave(wave) => {
            let end = plan.wave(wave).end;
            let now = figures.level_everywhere(ix, end);
            Cell { now, target, unseen: end > plan.as_of, blind: false }
        }
        _ => Cell { now: figures.level_everywhere(ix, plan.as_of), target, unseen: false, blind: false },
    };
    columns.iter().map(cell).collect()
}

impl Capabilities {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let plan = work.plan();
        let columns = columns_of(plan, settings.variant == BY_WAVE);
        let mut layers: BTreeMap<usize, Vec<ItemIx>> = BTreeMap::new();
        for ix in tree(plan).into_iter().filter(|ix| settings.filter.shows_item(work, *ix, None)) {
            let layer = plan.layer(ix).map_or(usize::MAX, |layer| layer as usize);
            layers.entry(layer).or_default().push(ix);
        }
        let mut lines = Vec::new();
        for rows in layers.into_values() {
            lines.push(Line::Layer(rows.first().and_then(|ix| plan.layer(*ix))));
            let mut group = None;
            for ix in rows {
                let own = plan.item(ix).capability().and_then(|capability| capability.part_of);
                lines.extend(own.filter(|_| own != group).map(Line::Group));
                group = own;
                lines.push(Line::Row(ix));
            }
        }
        let rows = lines.iter().enumerate().filter_map(|(line, row)| match row {
            Line::Row(ix) => {
                let item = plan.item(*ix);
                Some(Spot::new(plan.item_address(*ix), line, format!("{} ({})", item.title(), item.id)))
            }
            _ => None,
        });
        let spots = rows.collect();
        let explained = columns.iter().any(|column| !column.below[0].is_empty());
        let (notes, sum) = notes(work, &lines, &columns);
        Self { lines, spots, columns, explained, variant: settings.variant, notes, sum }
    }

    fn selected(&self, scene: Scene<'_>) -> Option<(ItemIx, &Column, Cell)> {
        let Line::Row(ix) = self.lines.get(scene.sheet.current()?.line as usize)? else { return None };
        let nth = usize::from(scene.sheet.column);
        let cell = *row_cells(scene.work, *ix, &self.columns).get(nth)?;
        Some((*ix, self.columns.get(nth)?, cell))
    }
}

/// The capabilities that are no groups, as a tree has them.
fn tree(plan: &Plan) -> Vec<ItemIx> {
    let mut parts: BTreeMap<Option<ItemIx>, Vec<ItemIx>> = BTreeMap::new();
    for (ix, item) in plan.items_of(Dimension::OperatingModel) {
        parts.entry(item.capability().and_then(|capability| capability.part_of)).or_default().push(ix);
    }
    let mut open: Vec<ItemIx> = parts.remove(&None).into_iter().flatten().rev().collect();
    let mut ordered = Vec::new();
    while let Some(ix) = open.pop() {
        if !plan.item(ix).is_group() {
            ordered.push(ix);
        }
        open.extend(parts.remove(&Some(ix)).into_iter().flatten().rev());
    }
    ordered
}

fn columns_of(plan: &Plan, by_wave: bool) -> Vec<Column> {
    if !by_wave && !plan.units.is_empty() {
        return (0..plan.units.len()).map(|nth| unit_column(plan, UnitIx::from(nth))).collect();
    }
    let all = Column {
        name: "Now".into(),
        full: if plan.units.is_empty() { "now".into() } else { "every unit now".into() },
        below: [wording::day_and_month(plan.as_of), wording::day_and_month(plan.as_of)],
        of: Of::All,
    };
    let wave = |(ix, wave): (WaveIx, &crate::plan::wave::Wave)| Column {
        name: wave.title().to_owned(),
        full: format!("the end of {}", wave.title()),
        below: [
            wording::day_and_month(wave.end) + &wave.end.format(" %y").to_string(),
            wave.end.format("%m/%y").to_string(),
        ],
        of: Of::Wave(ix),
    };
    std::iter::once(all).chain(plan.waves().map(wave)).collect()
}

fn unit_column(plan: &Plan, unit: UnitIx) -> Column {
    let id = &plan.units[unit.at()];
    let market = plan.markets.iter().find(|market| market.id == *id);
    let archetype = market.and_then(|market| market.archetype).map_or("", |archetype| archetype.as_str());
    let name = if id.len() <= 3 { id.to_uppercase() } else { id.to_string() };
    let short = match archetype {
        "standardized" => "std",
        "adapted" => "adp",
        "customized" => "cus",
        other => other,
    };
    Column {
        name,
        full: market.map_or_else(|| id.to_string(), |market| market.title().to_owned()),
        below: [archetype.to_owned(), short.to_owned()],
        of: Of::Unit(unit),
    }
}

/// What the whole map says: the widest gap, the weakest layer, and where nobody has looked.
fn notes(work: &Workspace, lines: &[Line], columns: &[Column]) -> (Vec<String>, String) {
    let plan = work.plan();
    let (mut blind, mut worst): (usize, Option<(Level, ItemIx, usize)>) = (0, None);
    let mut layers: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let mut rows = 0_usize;
    for line in lines {
        let Line::Row(ix) = line else { continue };
        rows += 1;
        let layer = plan.layer(*ix).map_or("no layer", |layer| layer.as_str());
        let row = row_cells(work, *ix, columns);
        for (nth, cell) in row.iter().enumerate().filter(|(nth, _)| !columns[*nth].is_wave()) {
            blind += usize::from(cell.blind);
            let Some(gap) = cell.gap() else { continue };
            let (sum, count) = layers.entry(layer).or_default();
            (*sum, *count) = (*sum + u64::from(gap), *count + 1);
            if worst.is_none_or(|(most, ..)| gap > most) {
                worst = Some((gap, *ix, nth));
            }
        }
    }
    let mut notes = Vec::new();
    if let Some((gap, ix, nth)) = worst.filter(|(gap, ..)| *gap > 0) {
        let (column, cell) = (&columns[nth], row_cells(work, ix, columns)[nth]);
        let [now, target] = [cell.now(), shown(cell.target)];
        let place = if column.of == Of::All { String::new() } else { format!(" in {}", column.full) };
        let levels = wording::count(usize::from(gap), "level");
        notes.push(format!("Widest gap: {levels}, {}{place} ({now} → {target})", plan.item(ix).title()));
    }
    let mean = |(sum, count): (u64, u64)| sum as f64 / count.max(1) as f64;
    let weakest = layers.iter().max_by(|(_, one), (_, other)| mean(**one).total_cmp(&mean(**other)));
    if let Some((layer, gap)) = weakest.filter(|(_, (sum, _))| *sum > 0 && layers.len() > 1) {
        let gap = wording::number(mean(*gap), 1);
        notes.push(format!("Weakest layer: {layer}, {gap} levels below its targets on average"));
    }
    if blind > 0 {
        notes.push(format!("Blind spots: {}, needed and never assessed (?)", wording::count(blind, "cell")));
    }
    let sum = match (columns.len(), &columns.first().map(|column| column.of)) {
        (count, Some(Of::Unit(_))) => format!("{rows} capabilities × {}", wording::count(count, "unit")),
        _ => format!("{rows} capabilities"),
    };
    (notes, sum.replace("1 capabilities", "1 capability"))
}

fn shown(level: Option<Level>) -> String {
    level.map_or_else(|| "–".into(), |level| level.to_string())
}

fn shade(level: Level) -> &'static str {
    [" ", "░", "▒", "▓"].get(usize::from(level)).copied().unwrap_or("█")
}

impl View for Capabilities {
    fn spots(&self) -> Vec<Spot> {
        self.spots.clone()
    }

    fn columns(&self) -> u16 {
        cells(self.columns.len())
    }

    fn window(&self, area: Rect, room: Room) -> (u16, u16) {
        let places = Places::of(self, area, room);
        (places.rows.height, places.shown)
    }

    fn sum(&self, _: &Workspace) -> String {
        self.sum.clone()
    }

    fn figure(&self, scene: Scene<'_>) -> Option<Name> {
        let (ix, column, _) = self.selected(scene)?;
        let (of, when) = match column.of {
            Of::Unit(unit) => (figure::Of::InUnit(ix, unit), None),
            Of::Wave(wave) => (figure::Of::Item(ix), Some(When::Day(scene.work.plan().wave(wave).end))),
            Of::All => (figure::Of::Item(ix), None),
        };
        Some(of.name(scene.work.plan(), "level", when))
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        let Some((ix, column, cell)) = self.selected(scene) else { return String::new() };
        let plan = scene.work.plan();
        let item = plan.item(ix);
        let level = cell.now.map_or_else(|| "never assessed".into(), |level| format!("level {level}"));
        let next = (0..item.steps.len()).find(|step| Some(item.steps[*step].level) > cell.now);
        let planned = next.map(|step| {
            let live = plan.step_live(ix, step).map(wording::date).unwrap_or_default();
            format!(", {} planned for {live}", item.steps[step].level)
        });
        let place = if plan.units.is_empty() && column.of == Of::All {
            String::new()
        } else {
            format!(" × {}", column.full)
        };
        let (now, planned) = match column.of {
            Of::Wave(_) => ("", String::new()),
            _ if cell.unseen => (" planned, not assessed", planned.unwrap_or_default()),
            _ if cell.now.is_some() => (" now", planned.unwrap_or_default()),
            _ => ("", planned.unwrap_or_default()),
        };
        format!("{}{place}: {level}{now}{planned}", item.title())
    }

    fn detail(&self, scene: Scene<'_>, width: u16) -> Text {
        let mut text = Text::new(width);
        if let Some((ix, column, cell)) = self.selected(scene) {
            about_cell(scene.work, ix, column, cell, &mut text);
            text.gap();
            detail::about(scene.work, &scene.work.plan().item_address(ix), &mut text);
        }
        text
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.lines.is_empty() {
            let words = "This plan has no capabilities yet: nothing says what must work.";
            pen.put(area.x + 1, area.y + 1, area.width, words, Tone::Plain);
            return;
        }
        let places = Places::of(self, area, scene.room);
        let first = usize::from(scene.sheet.first_lane).min(self.columns.len().saturating_sub(1));
        let columns = first..(first + usize::from(places.shown)).min(self.columns.len());
        self.draw_head(scene, &places, area, columns.clone(), pen);
        let scroll = scene.sheet.scroll as usize;
        let current = scene.sheet.current().map(|spot| spot.line as usize);
        let rows = places.rows;
        for (y, (nth, line)) in (rows.y..rows.bottom()).zip(self.lines.iter().enumerate().skip(scroll)) {
            let row = Rect { y, height: 1, ..rows };
            match line {
                Line::Layer(layer) => {
                    let name = layer.map_or("no layer", |layer| layer.as_str());
                    pen.put(row.x + 1, y, row.width, &capital(name), Tone::Strong);
                }
                Line::Group(ix) => {
                    let title = scene.work.plan().item(*ix).title();
                    pen.put(row.x + 2, y, places.label.saturating_sub(1), title, Tone::Faint);
                }
                Line::Row(ix) => {
                    self.draw_row(scene, &places, row, *ix, columns.clone(), current == Some(nth), pen)
                }
            }
        }
        let mut y = rows.bottom();
        if places.notes > 0 {
            pen.put(area.x + 1, y, area.width.saturating_sub(2), LEGEND, Tone::Faint);
        }
        for note in self.notes.iter().take(usize::from(places.notes.saturating_sub(1))) {
            y += 1;
            pen.put(area.x + 1, y, area.width.saturating_sub(2), note, Tone::Plain);
        }
    }
}

const LEGEND: &str = "0 blank  1 ░  2 ▒  3 ▓  4 █   * planned, not assessed   ? blind spot";

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl Capabilities {
    fn draw_head(
        &self,
        scene: Scene<'_>,
        places: &Places,
        area: Rect,
        shown: std::ops::Range<usize>,
        pen: &mut Pen<'_>,
    ) {
        let y = area.y;
        let words = match self.variant {
            NOW => "Level now",
            TARGET => "Level to reach",
            GAP => "Levels to go",
            BY_WAVE => "Level by wave",
            _ => "Level now → target",
        };
        pen.put(area.x + 1, y, places.label, words, Tone::Strong);
        let hidden = (shown.start, self.columns.len() - shown.end);
        if hidden != (0, 0) {
            let words = format!("◀ {}  {} ▶", hidden.0, hidden.1);
            pen.put(area.x + 1, y + 1, places.label, &words, Tone::Faint);
        }
        for (at, nth) in shown.enumerate() {
            let column = &self.columns[nth];
            let x = places.x(at);
            let here = usize::from(scene.sheet.column) == nth;
            let tone = if here { Tone::Strong } else { Tone::Plain };
            pen.put_right(x + places.cell - 1, y, places.cell, &column.name, tone);
            if self.explained {
                let long = columns(&column.below[0]) <= places.cell;
                pen.put_right(
                    x + places.cell - 1,
                    y + 1,
                    places.cell,
                    &column.below[usize::from(!long)],
                    Tone::Faint,
                );
            }
        }
        if places.tail > 0 {
            let x = places.x(usize::from(places.shown));
            pen.put_right(x + 6, y, 6, "avg", Tone::Faint);
            pen.put_right(x + 12, y, 6, "gap", Tone::Faint);
        }
        pen.rule(area.x + 1, places.rows.y.saturating_sub(1), area.width.saturating_sub(2));
    }

    #[expect(clippy::too_many_arguments, reason = "what is drawn, where, and whether it is selected")]
    fn draw_row(
        &self,
        scene: Scene<'_>,
        places: &Places,
        row: Rect,
        ix: ItemIx,
        shown: std::ops::Range<usize>,
        selected: bool,
        pen: &mut Pen<'_>,
    ) {
        let plan = scene.work.plan();
        let item = plan.item(ix);
        let at = plan.item_address(ix);
        let (mark, tone) = detail::mark_of(scene.work, &at);
        let title = if selected { Tone::Strong } else { Tone::Plain };
        pen.row(row.x + 2, row.y, places.label, &[(mark, tone), (" ", tone), (item.title(), title)]);
        pen.hit(Rect { width: places.label + 2, ..row }, Target::Spot(at.clone()));
        if selected {
            pen.put(row.x, row.y, 1, ">", Tone::Strong);
        }
        let row_of = row_cells(scene.work, ix, &self.columns);
        for (place, nth) in shown.enumerate() {
            let area = Rect { x: places.x(place), width: places.cell, ..row };
            let column = &self.columns[nth];
            self.draw_cell(row_of[nth], column, area, pen);
            pen.hit(area, Target::Cell(at.clone(), cells(nth)));
            if selected && usize::from(scene.sheet.column) == nth {
                pen.put(area.x.saturating_sub(1), row.y, 1, ">", Tone::Strong);
                pen.tint(area, Tone::Selected);
            }
        }
        if places.tail > 0 {
            self.draw_tail(&row_of, places.x(usize::from(places.shown)), row.y, pen);
        }
    }

    fn draw_cell(&self, cell: Cell, column: &Column, area: Rect, pen: &mut Pen<'_>) {
        let star = if cell.unseen && !column.is_wave() && cell.now.is_some() { "*" } else { " " };
        let now = cell.now();
        let variant = if column.is_wave() { NOW } else { self.variant };
        let (level, words) = match variant {
            NOW | BY_WAVE => (cell.now, format!("{now}{star}")),
            TARGET => (cell.target, format!("{} ", shown(cell.target))),
            GAP => match cell.gap() {
                Some(0) => (Some(0), "· ".into()),
                gap => (gap, format!("{}{star}", shown(gap))),
            },
            _ if cell.target.is_none() => (cell.now, format!("{now}   {star}")),
            _ => (cell.now, format!("{now}→{}{star}", shown(cell.target))),
        };
        let tone = match (cell.gap(), variant) {
            _ if cell.blind => Tone::Warning,
            (None, _) => Tone::Faint,
            (Some(0), _) => Tone::Status(Status::Done),
            (Some(3..), GAP) => Tone::Status(Status::Late),
            (Some(2), GAP) => Tone::Status(Status::AtRisk),
            _ => Tone::Plain,
        };
        let sign = level.map_or(" ", shade);
        let double = area.width >= 9;
        let sign = if double { sign.repeat(2) } else { sign.to_owned() };
        let gap = if double { " " } else { "" };
        let words = format!("{sign}{gap}{words}");
        pen.put_right(area.right(), area.y, area.width, &words, tone);
    }

    /// The mean of what is shown of a row.
    fn draw_tail(&self, row: &[Cell], x: u16, y: u16, pen: &mut Pen<'_>) {
        let row =
            || row.iter().zip(&self.columns).filter(|(_, column)| !column.is_wave()).map(|(cell, _)| cell);
        let mean = |levels: Vec<Level>| match levels.len() {
            0 => "–".to_owned(),
            count => wording::number(levels.into_iter().map(f64::from).sum::<f64>() / count as f64, 1),
        };
        let now = mean(row().filter_map(|cell| cell.now).collect());
        let gap = mean(row().filter_map(|cell| cell.gap()).collect());
        pen.put_right(x + 6, y, 6, &now, Tone::Plain);
        pen.put_right(x + 12, y, 6, &gap, Tone::Plain);
    }
}

fn about_cell(work: &Workspace, ix: ItemIx, column: &Column, cell: Cell, text: &mut Text) {
    let (plan, figures) = (work.plan(), work.figures());
    let unit = if let Of::Unit(unit) = column.of { Some(unit) } else { None };
    if let Some(unit) = unit {
        text.head(&column.full);
        text.pair("Now", &cell.now());
        let today = || plan.item(ix).capability()?.maturity.of(unit);
        match (figures.seen(ix, Some(unit), plan.as_of), today()) {
            (Some(seen), _) => {
                text.pair("Evidence", &format!("{} assessed {}", seen.level, wording::date(seen.date)));
            }
            (None, Some(level)) => text.pair("Evidence", &format!("{level} at the start of the plan")),
            (None, None) => text.pair("Evidence", "none: nobody has looked"),
        }
        if cell.unseen {
            text.pair("", "since then a step went live by its date alone");
        }
        text.pair("Target", &shown(cell.target));
    }
    if plan.item(ix).steps.is_empty() {
        return;
    }
    text.head("By the end of");
    for (_, wave) in plan.waves() {
        let level = match unit {
            Some(unit) => figures.level_at(ix, Some(unit), wave.end),
            None => figures.level_everywhere(ix, wave.end),
        };
        let bar = "█".repeat(usize::from(level.unwrap_or(0)));
        text.line(vec![(format!("  {} {bar:<5} {}", shown(level), wave.title()), Tone::Plain)]);
    }
}

/// Where everything stands.
struct Places {
    label: u16,
    left: u16,
    cell: u16,
    /// Columns shown.
    shown: u16,
    /// Columns of the figures at the right.
    tail: u16,
    rows: Rect,
    notes: u16,
}

impl Places {
    fn of(view: &Capabilities, area: Rect, room: Room) -> Self {
        let tail = if area.width >= 96 { 13 } else { 0 };
        let count = cells(view.columns.len()).max(1);
        let inner = area.width.saturating_sub(4 + tail);
        let least = if view.variant == 0 { 6 } else { 5 };
        let label = (inner * 2 / 5)
            .min(inner.saturating_sub(count.saturating_mul(least + 1)))
            .clamp(22.min(inner), 44);
        let label = label.min(inner);
        let each = (inner - label) / count;
        let cell = each.saturating_sub(1).clamp(least, 12);
        let shown = ((inner - label) / (cell + 1)).clamp(1, count);
        let head = if view.explained { 3 } else { 2 };
        let free = area.height.saturating_sub(head);
        let notes = match room {
            Room::Wide => cells(view.notes.len()) + 1,
            Room::Full if free >= 12 => cells(view.notes.len().min(2)) + 1,
            _ => 0,
        };
        let rows = Rect { y: area.y + head.min(area.height), height: free.saturating_sub(notes), ..area };
        Self { label, left: area.x + 2 + label, cell, shown, tail, rows, notes }
    }

    /// The first column of the cell shown at a place; the one before it is free for the cursor's mark.
    fn x(&self, at: usize) -> u16 {
        self.left + 1 + cells(at) * (self.cell + 1)
    }
}
