//! The capabilities: where can each unit do it? Digits carry the level; shade and colour only repeat it.
//!
//! A cell is computed when it is shown: a large plan has many times more of them than a screen.

mod cells;
mod grid;
mod notes;

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use crate::figures::readiness::map;
use crate::plan::id::{ItemIx, UnitIx};
use crate::trace::name::{Name, When};
use crate::trace::of as figure;
use crate::tui::baseline::scope::{Asked, Then};
use crate::tui::detail;
use crate::tui::detail::Text;
use crate::tui::pen::{Pen, cells};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::Tone;
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;
use cells::{Cell, Column, Line, Of, columns_of, row_cells};
use grid::Places;
use notes::about_cell;

/// The capabilities in the registry.
pub const ENTRY: Entry = Entry {
    digit: '6',
    name: "Caps",
    brief: ["Caps", "Ca"],
    question: "Where can each unit do it?",
    first: |_, _| 0,
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
    columns: Vec<Column>,
    /// Some column has words below its name.
    explained: bool,
    variant: usize,
    /// What stands below the map.
    notes: Vec<String>,
    /// Where the widest gap is: the row, and the column by its place.
    widest: Option<(ItemIx, usize)>,
    sum: String,
}

impl Capabilities {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let plan = work.plan();
        let columns = columns_of(work, settings.variant == BY_WAVE);
        let mut layers: BTreeMap<usize, Vec<ItemIx>> = BTreeMap::new();
        for ix in map::capabilities(plan).into_iter().filter(|ix| settings.filter.shows_item(work, *ix, None))
        {
            layers.entry(map::place_of_layer(plan, ix)).or_default().push(ix);
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
        let explained = columns.iter().any(|column| !column.below[0].is_empty());
        let rows: Vec<ItemIx> = lines.iter().filter_map(Line::row).collect();
        let by_unit = matches!(columns.first(), Some(Column { of: Of::Unit(_), .. }));
        let gaps = work.figures().gaps(rows.iter().copied(), by_unit, plan.as_of);
        let notes = gaps.words(plan, "–", |unit| columns[unit.at()].full.clone());
        // The units stand in their order; all of them together come first.
        let widest = gaps.widest.map(|widest| (widest.item, widest.unit.map_or(0, UnitIx::at)));
        let mut sum = wording::count(rows.len(), "capability");
        if by_unit {
            sum += &format!(" × {}", wording::count(columns.len(), "unit"));
        }
        Self { lines, columns, explained, variant: settings.variant, notes, widest, sum }
    }

    /// Whether its columns are units.
    fn by_unit(&self) -> bool {
        matches!(self.columns.first(), Some(Column { of: Of::Unit(_), .. }))
    }

    /// What the selected column and cell were in what the plan is held against, in words: of the column, and of the
    /// cell; empty where they did not move.
    fn before(&self, scene: Scene<'_>, ix: ItemIx, column: &Column, cell: Cell) -> [String; 2] {
        let Some(then) = Then::of(scene) else { return Default::default() };
        let plan = scene.work.plan();
        let asked = column.was(scene.work, then, &then.units()).map(|(_, was)| match was {
            // A wave has no day from which it is asked, but one on which it ends.
            Asked::From(day) if column.is_wave() => wording::date(day),
            was => was.words(),
        });
        let levels = then.levels(&plan.item(ix).id, self.by_unit());
        let moved = levels.and_then(|was| column.moved(plan, ix, cell, then, &was));
        let levels = moved.filter(|(_, was)| *was != cell).map(|(_, was)| self.said(was, column).1);
        [asked, levels].map(|it| it.map(|it| it.trim().to_owned()).unwrap_or_default())
    }

    fn selected(&self, scene: Scene<'_>) -> Option<(ItemIx, &Column, Cell)> {
        let Line::Row(ix) = self.lines.get(scene.sheet.current()?.line as usize)? else { return None };
        let nth = usize::from(scene.sheet.column);
        let cell = *row_cells(scene.work, *ix, &self.columns).get(nth)?;
        Some((*ix, self.columns.get(nth)?, cell))
    }
}

impl View for Capabilities {
    fn spots(&self, work: &Workspace) -> Spots {
        let mut spots = Spots::of(work.shared_plan());
        for (line, row) in self.lines.iter().enumerate() {
            if let Line::Row(ix) = row {
                spots.push_item(*ix, 0, line);
            }
        }
        spots
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

    fn figures(&self, scene: Scene<'_>) -> Vec<Name> {
        let place = self.widest.and_then(|(ix, nth)| Some((ix, self.columns.get(nth)?)));
        let of = place.and_then(|(ix, column)| match column.of {
            Of::Unit(unit) => Some(figure::Of::InUnit(ix, unit)),
            Of::All => Some(figure::Of::Item(ix)),
            Of::Wave(_) => None,
        });
        of.into_iter().map(|of| of.name(scene.work.plan(), "gap", None)).collect()
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

    fn beside(&self, scene: Scene<'_>, spot: &Spot) -> (String, Tone) {
        let nth = usize::from(scene.sheet.column);
        let (Some(Line::Row(ix)), Some(column)) = (self.lines.get(spot.line as usize), self.columns.get(nth))
        else {
            return (String::new(), Tone::Plain);
        };
        let cell = row_cells(scene.work, *ix, &self.columns).get(nth).copied().unwrap_or_default();
        let (_, words, tone) = self.said(cell, column);
        (words.trim_end().to_owned(), tone)
    }

    fn column_name(&self, scene: Scene<'_>) -> &str {
        self.columns.get(usize::from(scene.sheet.column)).map_or("", |column| &column.full)
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
        let [asked, was] = self.before(scene, ix, column, cell).map(|was| match &*was {
            "" => was,
            _ => format!(" (was {was})"),
        });
        let place = if plan.units.is_empty() && column.of == Of::All {
            String::new()
        } else {
            format!(" × {}{asked}", column.full)
        };
        let (now, planned) = match column.of {
            Of::Wave(_) => ("", String::new()),
            _ if cell.unseen => (" planned, not assessed", planned.unwrap_or_default()),
            _ if cell.now.is_some() => (" now", planned.unwrap_or_default()),
            _ => ("", planned.unwrap_or_default()),
        };
        format!("{}{place}: {level}{now}{was}{planned}", item.title())
    }

    fn detail(&self, scene: Scene<'_>, width: u16) -> Text {
        let mut text = Text::new(width);
        if let Some((ix, column, cell)) = self.selected(scene) {
            let before = self.before(scene, ix, column, cell);
            about_cell(scene.work, ix, column, cell, &before, &mut text);
            text.gap();
            detail::about(scene.work, &scene.work.plan().item_address(ix), &mut text);
        }
        text
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.lines.is_empty() {
            let none = "This plan has no capabilities yet: nothing says what must work; {add} adds one.";
            return scene.say_none(none, area, pen);
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
        let legend = places.legend.iter().map(|row| (row, Tone::Faint));
        let notes = legend.chain(self.notes.iter().map(|note| (note, Tone::Plain)));
        let width = area.width.saturating_sub(2);
        for (y, (note, tone)) in (rows.bottom()..).zip(notes.take(usize::from(places.notes))) {
            pen.put(area.x + 1, y, width, note, tone);
        }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
