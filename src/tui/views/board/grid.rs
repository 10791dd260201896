//! The board on the screen: labels, heads, cards, and the lines between them.

use ratatui::layout::Rect;

use super::Board;
use super::cards::Band;
use super::columns::Column;
use crate::status::Status;
use crate::tui::baseline::Kind;
use crate::tui::baseline::scope::Then;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::theme::{GATE, Tone, mark};
use crate::tui::view::{Room, Scene};

impl Board {
    pub(super) fn labels(
        &self,
        places: &Places,
        area: Rect,
        rows: &[(u16, u16)],
        wide: bool,
        pen: &mut Pen<'_>,
    ) {
        let x = area.x + 2;
        let width = places.names();
        pen.put(x, area.y + 1, width, "Wave", Tone::Strong);
        if wide {
            pen.put(x, area.y + 3, width, "Budget", Tone::Faint);
            pen.put(x, area.y + 4, width, "Opens", Tone::Faint);
        }
        for (band, (top, last)) in self.bands.iter().zip(rows.iter().copied()) {
            let mut y = top;
            // A name that is too long goes on in the next line. Where there is none, the name of an owner
            // is cut: those of two may begin with the same word.
            let mut rest = band.name.as_str();
            while !rest.is_empty() && y < last {
                let whole = self.variant >= 2 && y + 1 >= last;
                let (line, after) = if whole { (rest, "") } else { break_at(rest, usize::from(width)) };
                pen.put(x, y, width, line, Tone::Strong);
                rest = after;
                y += 1;
            }
            if y < last && columns(band.what) <= width {
                pen.put(x, y, width, band.what, Tone::Faint);
            }
        }
        if let Some((top, _)) = rows.get(self.bands.len()) {
            pen.put(x, *top, width, "Gate", Tone::Strong);
        }
    }
}

/// The lines that the name of a band takes, and what stands below it.
pub(super) fn lines_of_label(band: &Band, places: &Places) -> u16 {
    let width = places.names();
    let (mut lines, mut rest) =
        (u16::from(!band.what.is_empty() && columns(band.what) <= width), &*band.name);
    while !rest.is_empty() {
        rest = break_at(rest, usize::from(width)).1;
        lines = lines.saturating_add(1);
    }
    lines
}

fn break_at(text: &str, width: usize) -> (&str, &str) {
    if crate::safe::width(text) <= width {
        return (text, "");
    }
    let fits =
        text.match_indices(' ').map(|(at, _)| at).take_while(|at| crate::safe::width(&text[..*at]) <= width);
    fits.last().map_or((text, ""), |at| (&text[..at], text[at..].trim_start()))
}

impl Column {
    /// Whether the names of the markets that it opens are whole in a cell of this width.
    pub(super) fn names_markets_in(&self, width: u16) -> bool {
        columns(&self.markets[0]) + 1 < width
    }

    pub(super) fn draw_head(
        &self,
        scene: Scene<'_>,
        lane: usize,
        cell: Rect,
        wide: bool,
        named: bool,
        pen: &mut Pen<'_>,
    ) {
        let progress = columns(&self.progress);
        let right = cell.right().saturating_sub(1);
        pen.put(cell.x + 1, cell.y, cell.width.saturating_sub(progress + 3), &self.name, Tone::Strong);
        pen.put_right(right, cell.y, progress, &self.progress, Tone::Status(self.status));
        let dates =
            &self.dates[usize::from(crate::safe::width(&self.dates[0]) + 2 > usize::from(cell.width))];
        pen.put(cell.x + 1, cell.y + 1, cell.width.saturating_sub(1), dates, Tone::Faint);
        if wide {
            pen.put(cell.x + 1, cell.y + 2, cell.width.saturating_sub(1), &self.budget, Tone::Plain);
            self.draw_markets(scene, Rect { y: cell.y + 3, height: 1, ..cell }, named, pen);
        }
        let row = Rect { height: 1, ..cell };
        if let Some(at) = &self.at {
            pen.hit(row, Target::Spot(at.clone()));
        }
        if self.at.is_some() && scene.sheet.is_at(lane, 0) {
            pen.select(row);
        }
    }
}

impl Column {
    /// The markets that the wave opens, marked where it opened others before, with which these were where there is
    /// room: by their names, and shortened where these have none. Where no wave moved, all are told in one way: `named`.
    fn draw_markets(&self, scene: Scene<'_>, row: Rect, named: bool, pen: &mut Pen<'_>) {
        let plan = scene.work.plan();
        let was = Then::of(scene)
            .and_then(|then| then.markets(plan, plan.wave_by_id(&self.at.as_ref()?.key)?))
            .map(|was| was.map(|was| format!("was {was}")));
        let width = row.width.saturating_sub(1);
        let [whole, brief] = &self.markets;
        let Some([was, was_brief]) = was else {
            let words = if named { whole } else { brief };
            pen.put(row.x + 1, row.y, width, words, Tone::Plain);
            return;
        };
        // A mark before what it was, and blanks around it.
        let fits = |(now, was): &(&String, &String)| columns(now) + columns(was) + 5 < width;
        let both = [(whole, &was), (whole, &was_brief), (brief, &was_brief)].into_iter().find(fits);
        let (now, was) = both.unwrap_or((brief, &was_brief));
        pen.put(row.x + 1, row.y, width, now, Tone::Plain);
        let (sign, tone) = (Kind::Changed.sign(), Kind::Changed.tone());
        if !pen.beside(row, sign, was, tone) {
            pen.mark(row, sign, tone);
        }
    }
}

/// The lines between the cells.
pub(super) fn grid(places: &Places, rules: &[u16], waves: usize, pen: &mut Pen<'_>) {
    let (Some(top), Some(bottom)) = (rules.first().copied(), rules.last().copied()) else { return };
    let right = places.x(waves);
    let edges: Vec<u16> = std::iter::once(places.left).chain((0..=waves).map(|at| places.x(at))).collect();
    for y in rules {
        pen.rule(places.left, *y, right - places.left);
    }
    for (nth, x) in edges.iter().enumerate() {
        pen.bar(*x, top, bottom.saturating_sub(top));
        for y in rules {
            let sign = match (nth == 0, nth + 1 == edges.len(), *y == top, *y == bottom) {
                (true, _, true, _) => "┌",
                (true, _, _, true) => "└",
                (true, ..) => "├",
                (_, true, true, _) => "┐",
                (_, true, _, true) => "┘",
                (_, true, ..) => "┤",
                (_, _, true, _) => "┬",
                (_, _, _, true) => "┴",
                _ => "┼",
            };
            pen.put(*x, *y, 1, sign, Tone::Rule);
        }
    }
}

/// The lines that all of them take, where there are no more than a few.
pub(super) fn lines_of_legends(width: u16, moves: bool) -> u16 {
    let (start, mut x, mut lines) = (1 + columns(STATUS), 1 + columns(STATUS), 1);
    let words = Status::ALL.map(|status| (mark(status), status.as_str())).into_iter().chain([(GATE, "gate")]);
    for (sign, word) in words {
        let wide = columns(sign) + 1 + columns(word);
        if x + wide > width && x > start {
            (x, lines) = (start, lines + 1);
        }
        x += 2 + wide;
    }
    lines + 1 + u16::from(moves)
}

/// What stands before the signs of how things stand.
const STATUS: &str = "Status  ";

pub(super) fn legends(area: Rect, (moves, gone): (bool, &str), pen: &mut Pen<'_>) {
    if area.height < 2 {
        return;
    }
    let statuses = Status::ALL.map(|status| (mark(status), Tone::Status(status), status.as_str()));
    let marks = statuses.into_iter().chain([(GATE, Tone::Gate, "gate")]);
    let label = STATUS;
    let start = area.x + 1 + columns(label);
    let (mut x, mut y) = (start, area.y);
    pen.put(area.x + 1, y, area.width, label, Tone::Faint);
    for (sign, tone, word) in marks {
        let words = format!(" {word}");
        // What has no room goes on in the next line.
        if x + columns(sign) + columns(&words) > area.right() && x > start {
            (x, y) = (start, y + 1);
        }
        if y >= area.bottom() {
            return;
        }
        x += 2 + pen.row(x, y, area.right().saturating_sub(x), &[(sign, tone), (&words, Tone::Faint)]);
    }
    if y + 1 < area.bottom() {
        let layers = "Layer   T technological   C commercial   X transformational   level by digit";
        pen.put(area.x + 1, y + 1, area.width, layers, Tone::Faint);
    }
    // What the marks say that are before the user, where a row is free for it.
    if moves && y + 2 < area.bottom() {
        let label = "Moved   ";
        pen.put(area.x + 1, y + 2, area.width, label, Tone::Faint);
        let (mut x, mut y) = (start, y + 2);
        for kind in Kind::ALL {
            let names =
                if kind == Kind::Gone && !gone.is_empty() { format!(": {gone}") } else { String::new() };
            let words = format!(" {}{names}", kind.word());
            // Names that have no room beside the others have the next row, where that is free.
            if x + columns(kind.sign()) + columns(&words) > area.right() && y + 1 < area.bottom() {
                (x, y) = (start, y + 1);
            }
            x += 2 + pen.row(
                x,
                y,
                area.right().saturating_sub(x),
                &[(kind.sign(), kind.tone()), (&words, Tone::Faint)],
            );
        }
    }
}

/// The columns that the name of a band has at most, with what stands beside it.
const MOST_LABEL: u16 = 28;
/// A blank before a name; it may end right before the line.
const BESIDE: u16 = 1;

/// The columns that a wave has at least.
fn least_in(room: Room) -> u16 {
    if room == Room::Wide { 24 } else { 20 }
}

/// Where the columns stand.
pub(super) struct Places {
    pub(super) left: u16,
    pub(super) label: u16,
    /// Those of them that a name leaves free.
    pub(super) beside: u16,
    pub(super) columns: u16,
    pub(super) inner: u16,
}

impl Places {
    /// The places for so many waves, with so many columns for what the rows are called.
    pub(super) fn of(area: Rect, room: Room, label: u16, waves: usize) -> Self {
        let inner = area.width.saturating_sub(label + 2);
        let columns = (inner / (least_in(room) + 1)).clamp(1, cells(waves.max(1)));
        Self { left: area.x, label, beside: 2, columns, inner }
    }

    /// Columns that the name of a band has.
    pub(super) fn names(&self) -> u16 {
        self.label.saturating_sub(self.beside)
    }

    /// The same with as many columns for the names of bands as show no wave less: as whole names take, or else their
    /// longest words.
    pub(super) fn with_names(self, area: Rect, room: Room, bands: &[Band]) -> Self {
        let most = area.width.saturating_sub(2).saturating_sub(self.columns * (least_in(room) + 1));
        let longest =
            |of: fn(&str) -> u16| bands.iter().map(|band| of(&band.name) + BESIDE).max().unwrap_or(0);
        let whole = longest(columns);
        let words = longest(|name| name.split(' ').map(columns).max().unwrap_or(0));
        let label = if whole <= most.min(MOST_LABEL) { whole } else { words.min(most).min(MOST_LABEL) };
        let label = label.max(self.label);
        Self { label, inner: area.width.saturating_sub(label + 2), beside: BESIDE, ..self }
    }

    /// The column of the line before the wave shown at a place.
    pub(super) fn x(&self, at: usize) -> u16 {
        let at = u32::from(cells(at));
        let offset = u32::from(self.inner) * at / u32::from(self.columns.max(1));
        self.left + 1 + self.label + u16::try_from(offset).unwrap_or(0)
    }

    /// Columns inside of the cells of the wave shown at a place.
    pub(super) fn width(&self, at: usize) -> u16 {
        self.x(at + 1).saturating_sub(self.x(at) + 1)
    }
}
