//! The map on the screen: heads, cells and how they are shaded, and where they stand.

use ratatui::layout::Rect;

use super::cells::{Cell, Column, Of, row_cells, shown};
use super::{BY_WAVE, Capabilities, GAP, NOW, TARGET};
use crate::figures::readiness::map;
use crate::plan::id::ItemIx;
use crate::plan::quantity::Level;
use crate::status::Status;
use crate::tui::baseline::Kind;
use crate::tui::baseline::scope::Then;
use crate::tui::detail;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::theme::Tone;
use crate::tui::view::{Room, Scene};
use crate::wording;

fn shade(level: Level) -> &'static str {
    [" ", "░", "▒", "▓"].get(usize::from(level)).copied().unwrap_or("█")
}

const SIGNS: &str = "0 blank  1 ░  2 ▒  3 ▓  4 █   * planned, not assessed   ? blind spot";

impl Capabilities {
    /// What the signs mean, and with the last two columns what these are: in a row of `width` columns, or in two.
    pub(super) fn legend(&self, tail: bool, width: u16) -> Vec<String> {
        if !tail {
            return vec![SIGNS.to_owned()];
        }
        let of = match (self.by_unit(), self.columns.iter().all(|column| column.counts)) {
            (false, _) => "",
            (true, true) => ", on average over the units",
            (true, false) => ", on average over the units that are open",
        };
        let means = format!("avg, gap: level now, and levels still to go{of}");
        let both = format!("{SIGNS}   {means}");
        if columns(&both) <= width { vec![both] } else { vec![SIGNS.to_owned(), means] }
    }

    pub(super) fn draw_head(
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
        // Codes stand where the names of all have no room.
        let titled = self.columns.iter().all(|column| columns(&column.title) <= places.cell);
        for (at, nth) in shown.clone().enumerate() {
            let column = &self.columns[nth];
            let x = places.x(at);
            let here = usize::from(scene.sheet.column) == nth;
            let tone = if here { Tone::Strong } else { Tone::Plain };
            // What is to be reached is of no day.
            let of_no_day = self.variant == TARGET && column.of == Of::All;
            let name = match (of_no_day, titled) {
                (true, _) => "Last",
                (false, true) => &column.title,
                (false, false) => &column.name,
            };
            pen.put_right(x + places.cell - 1, y, places.cell, name, tone);
            if self.explained && !of_no_day {
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
        self.draw_heads_before(scene, places, area, shown, pen);
    }

    /// Marks the columns of which levels are asked from another day on than before, and says below from which.
    fn draw_heads_before(
        &self,
        scene: Scene<'_>,
        places: &Places,
        area: Rect,
        shown: std::ops::Range<usize>,
        pen: &mut Pen<'_>,
    ) {
        let Some(then) = Then::of(scene) else { return };
        let (units, rule) = (then.units(), places.rows.y.saturating_sub(1));
        let mut any = false;
        for (at, nth) in shown.enumerate() {
            let Some((kind, was)) = self.columns[nth].was(scene.work, then, &units) else { continue };
            let head = Rect { x: places.x(at), y: area.y, width: places.cell, height: 1 };
            pen.mark(head, kind.sign(), kind.tone());
            pen.put_right(head.right() - 1, rule, places.cell, &format!(" {}", was.brief()), kind.tone());
            any = true;
        }
        if any {
            let words = format!("─ was in {} ", then.name());
            pen.put(area.x + 1, rule, places.label, &words, Kind::Changed.tone());
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what is drawn, where, and whether it is selected")]
    pub(super) fn draw_row(
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
        let then = Then::of(scene).and_then(|then| Some((then, then.levels(&item.id, self.by_unit())?)));
        for (place, nth) in shown.enumerate() {
            let area = Rect { x: places.x(place), width: places.cell, ..row };
            let column = &self.columns[nth];
            self.draw_cell(row_of[nth], column, area, pen);
            pen.hit(area, Target::Cell(at.clone(), cells(nth)));
            let moved = then.as_ref().and_then(|(then, was)| column.moved(plan, ix, row_of[nth], *then, was));
            if let Some((kind, _)) = moved {
                pen.mark(area, kind.sign(), kind.tone());
            }
            if selected && usize::from(scene.sheet.column) == nth {
                pen.put(area.x.saturating_sub(1), row.y, 1, ">", Tone::Strong);
                pen.tint(area, Tone::Selected);
            }
        }
        if places.tail > 0 {
            self.draw_tail(&row_of, places.x(usize::from(places.shown)), row.y, pen);
        }
    }

    /// What stands in a cell: the level that shades it, the words, and their tone.
    pub(super) fn said(&self, cell: Cell, column: &Column) -> (Option<Level>, String, Tone) {
        let star = if cell.unseen { "*" } else { " " };
        let now = cell.now();
        // By the end of a wave a level is reached, and what is left to go then is left.
        let variant = if column.is_wave() && self.variant != GAP { NOW } else { self.variant };
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
        (level, words, tone)
    }

    fn draw_cell(&self, cell: Cell, column: &Column, area: Rect, pen: &mut Pen<'_>) {
        let (level, words, tone) = self.said(cell, column);
        let sign = level.map_or(" ", shade);
        let double = area.width >= 9;
        let sign = if double { sign.repeat(2) } else { sign.to_owned() };
        let gap = if double { " " } else { "" };
        let words = format!("{sign}{gap}{words}");
        pen.put_right(area.right(), area.y, area.width, &words, tone);
    }

    /// The mean of what is shown of a row, of the units that take part.
    fn draw_tail(&self, row: &[Cell], x: u16, y: u16, pen: &mut Pen<'_>) {
        let counts = |column: &Column| column.counts && !column.is_wave();
        let row = || row.iter().zip(&self.columns).filter(|(_, column)| counts(column)).map(|(cell, _)| cell);
        let told = |mean: Option<f64>| mean.map_or_else(|| "–".to_owned(), |mean| wording::number(mean, 1));
        let now = told(map::mean(row().filter_map(|cell| cell.now)));
        let gap = told(map::mean(row().filter_map(|cell| cell.gap())));
        pen.put_right(x + 6, y, 6, &now, Tone::Plain);
        pen.put_right(x + 12, y, 6, &gap, Tone::Plain);
    }
}

/// Where everything stands.
pub(super) struct Places {
    pub(super) label: u16,
    pub(super) left: u16,
    pub(super) cell: u16,
    /// Columns shown.
    pub(super) shown: u16,
    /// Columns of the figures at the right.
    pub(super) tail: u16,
    pub(super) rows: Rect,
    pub(super) notes: u16,
    /// The rows of these that say what signs and columns mean.
    pub(super) legend: Vec<String>,
}

impl Places {
    pub(super) fn of(view: &Capabilities, area: Rect, room: Room) -> Self {
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
        let legend = view.legend(tail > 0, area.width.saturating_sub(2));
        let notes = match room {
            Room::Wide => cells(view.notes.len() + legend.len()),
            Room::Full if free >= 12 => cells(view.notes.len().min(2) + legend.len()),
            _ => 0,
        };
        let rows = Rect { y: area.y + head.min(area.height), height: free.saturating_sub(notes), ..area };
        Self { label, left: area.x + 2 + label, cell, shown, tail, rows, notes, legend }
    }

    /// The first column of the cell shown at a place; the one before it is free for the cursor's mark.
    fn x(&self, at: usize) -> u16 {
        self.left + 1 + cells(at) * (self.cell + 1)
    }
}
