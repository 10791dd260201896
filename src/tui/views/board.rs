//! The roadmap board: waves across, the three dimensions down. The home of the program, since a wave
//! moves strategy, operating model and leadership together, and value follows investment.

mod cards;
mod cell;
mod columns;
mod grid;
mod markets;

use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use crate::plan::address::Address;
use crate::trace::name::Name;
use crate::tui::action::Action;
use crate::tui::baseline::gone;
use crate::tui::detail;
use crate::tui::editing;
use crate::tui::marking;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::{Look, Tone};
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;
use cards::{Band, Pinned};
use cell::{draw_cards, lines_of};
use columns::{Column, band_of, bands, column, in_no_wave, unphased};
use grid::{Places, grid, legends, lines_of_label, lines_of_legends};
use markets::Said;

/// The board in the registry.
pub const ENTRY: Entry = Entry {
    digit: '1',
    name: "Board",
    brief: ["Board", "Bo"],
    question: "What do we adopt in which wave?",
    first: |_, _| 0,
    variants: &["by dimension", "by status", "by owner", "by market"],
    table: false,
    open: Open::Detail,
    actions: &[
        Action::new("board.earlier", "Move the item to the wave before", &["<", "<f7>"], |model| {
            marking::shift(model, false)
        })
        .hint("move item", 12)
        .when(editing::editable),
        Action::new("board.later", "Move the item to the next wave", &[">", "<f8>"], |model| {
            marking::shift(model, true)
        })
        .hint("move item", 12)
        .when(editing::editable),
    ],
    build: |work, settings| Box::new(Board::new(work, settings)),
};

/// Lines between the first lines of two bands, as the cursor counts them.
const BAND: usize = 1 << 16;
/// The line of a card, as the cursor counts them.
const fn line_of(band: usize, nth: usize) -> usize {
    (band + 1) * BAND + nth
}

/// Owners that get a band of their own.
const OWNERS: usize = 5;

struct Board {
    variant: usize,
    columns: Vec<Column>,
    bands: Vec<Band>,
    unphased: usize,
    /// By market: what each cell says.
    said: FxHashMap<Address, Said>,
}

/// The variant that has a band a market.
const BY_MARKET: usize = 3;

impl Board {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let plan = work.plan();
        let bands = bands(work, settings.variant);
        let mut columns: Vec<Column> = plan.waves().map(|(ix, _)| column(work, ix, bands.len())).collect();
        let (by_market, said) = match settings.variant {
            BY_MARKET => markets::cells(work),
            _ => Default::default(),
        };
        for (column, cells) in columns.iter_mut().zip(by_market) {
            column.cells = cells;
        }
        for (ix, item) in plan.items().filter(|_| settings.variant != BY_MARKET) {
            for (step, reached) in item.steps.iter().enumerate() {
                if !settings.filter.shows_item(work, ix, Some(step)) {
                    continue;
                }
                let band = band_of(work, settings.variant, ix, Some(step), &bands);
                columns[reached.wave.at()].cells[band].push(Pinned::Step(ix, step));
            }
        }
        // What is in no wave stands behind them. Of markets the board tells what waves do there.
        let apart = Some(()).filter(|()| settings.variant != BY_MARKET && !columns.is_empty());
        columns.extend(apart.and_then(|()| in_no_wave(work, bands.len())).map(|mut column| {
            for (ix, _) in unphased(plan).filter(|(ix, _)| settings.filter.shows_item(work, *ix, None)) {
                let band = band_of(work, settings.variant, ix, None, &bands);
                column.cells[band].push(Pinned::Item(ix));
            }
            column
        }));
        let by_name = work.by_name();
        for cards in columns.iter_mut().flat_map(|column| &mut column.cells) {
            // A full cell shows what needs attention, and hides what is done.
            cards.sort_by_cached_key(|card| card.place(work, by_name));
        }
        let unphased = if settings.variant == BY_MARKET { 0 } else { unphased(plan).count() };
        Self { variant: settings.variant, columns, bands, unphased, said }
    }

    fn places(&self, area: Rect, room: Room) -> Places {
        let label = match (room, self.variant) {
            (Room::Wide, _) => 16,
            (Room::Full, _) => 14,
            (_, 1) => 13,
            _ => 12,
        };
        let places = Places::of(area, room, label, self.columns.len());
        match self.variant {
            2 | BY_MARKET => places.with_names(area, room, &self.bands),
            _ => places,
        }
    }

    /// The height of each band in `height` lines: as much as its fullest cell in sight takes, and where that
    /// is too much, the fullest give way first. Lines to spare go to the names that go on in a second one.
    /// The name of an owner is whole before cards are: those of two may begin with the same words.
    fn heights(&self, height: u16, places: &Places, first: usize, needs: impl Fn(usize) -> u16) -> Vec<u16> {
        let names =
            |band: usize| if self.variant >= 2 { lines_of_label(&self.bands[band], places) } else { 1 };
        let fullest = |band: usize| {
            let shown = self.columns.iter().skip(first).take(usize::from(places.columns));
            shown.map(|column| cells(column.cells[band].len())).max().unwrap_or(0)
        };
        let mut heights: Vec<u16> =
            (0..self.bands.len()).map(|band| fullest(band).max(names(band)).max(1)).collect();
        let gives = |(band, height): &(usize, &mut u16)| (**height > names(*band), **height);
        let sum = |heights: &[u16]| heights.iter().map(|height| u32::from(*height)).sum::<u32>();
        while sum(&heights) > u32::from(height) {
            let tallest = heights.iter_mut().enumerate().max_by_key(gives);
            let Some((_, tallest)) = tallest.filter(|(_, tallest)| **tallest > 1) else { break };
            *tallest -= 1;
        }
        let mut spare = u32::from(height).saturating_sub(sum(&heights));
        if spare > 0 {
            // Where a few lines make all names whole, they come first.
            let mut missing: Vec<(u32, usize)> = (0..heights.len())
                .map(|band| (u32::from(needs(band).saturating_sub(heights[band])), band))
                .collect();
            missing.sort_unstable();
            for (lines, band) in missing {
                heights[band] += u16::try_from(lines.min(spare)).unwrap_or(0);
                spare -= lines.min(spare);
            }
        }
        heights
    }

    /// The lines that a band takes in the lanes in sight, with all names whole, as far as `most` goes.
    fn needs(&self, scene: Scene<'_>, places: &Places, band: usize, most: u16, look: Look) -> u16 {
        let first = usize::from(scene.sheet.first_lane);
        let lanes = self.columns.iter().skip(first).take(usize::from(places.columns));
        let cards = lanes.enumerate().filter_map(|(at, column)| {
            let cards = column.cells.get(band)?;
            Some(lines_of(scene, cards, places.width(at), look, most))
        });
        cards.max().unwrap_or(0).max(lines_of_label(&self.bands[band], places))
    }
}

impl View for Board {
    fn spots(&self, work: &Workspace) -> Spots {
        let mut spots = Spots::of(work.shared_plan());
        for (lane, column) in self.columns.iter().enumerate() {
            if let Some(at) = &column.at {
                spots.push(Spot::new(at.clone(), 0, column.name.as_str()).lane(lane));
            }
            for (band, cards) in column.cells.iter().chain([&column.gates]).enumerate() {
                for (nth, card) in cards.iter().enumerate() {
                    let line = line_of(band, nth);
                    match card {
                        Pinned::Step(ix, step) => spots.push_step((*ix, *step), lane, line),
                        Pinned::Item(ix) => spots.push_item(*ix, lane, line),
                        Pinned::Card(card) => spots.push(card.spot(line).lane(lane)),
                    }
                }
            }
        }
        spots
    }

    fn lanes(&self) -> Vec<String> {
        self.columns.iter().map(|column| format!("{} {}", column.name, column.progress)).collect()
    }

    fn window(&self, area: Rect, room: Room) -> (u16, u16) {
        (u16::MAX, self.places(area, room).columns)
    }

    fn says_much(&self) -> bool {
        true
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        let Some(at) = scene.selected() else { return String::new() };
        let said = self.said.get(at).map(|said| said.words.clone());
        said.unwrap_or_else(|| detail::sentence(scene.work, at))
    }

    fn figure(&self, scene: Scene<'_>) -> Option<Name> {
        self.said.get(scene.selected()?).map(|said| said.figure.clone())
    }

    fn sum(&self, _work: &Workspace) -> String {
        if self.unphased == 0 {
            String::new()
        } else {
            format!("{} not phased", wording::count(self.unphased, "item"))
        }
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.columns.is_empty() {
            let none = "This plan has no waves yet: nothing says what is adopted together, and when; {add} adds one.";
            return scene.say_none(none, area, pen);
        }
        if self.bands.is_empty() {
            let none = "This plan names no markets: all that it says is of all of them; {add} adds one.";
            return scene.say_none(none, area, pen);
        }
        let places = self.places(area, scene.room);
        let first = usize::from(scene.sheet.first_lane);
        let shown = first..(first + usize::from(places.columns)).min(self.columns.len());
        let wide = scene.room == Room::Wide;
        let head = if wide { 4 } else { 2 };
        let gates = cells(self.columns.iter().map(|column| column.gates.len()).max().unwrap_or(0));
        let moves = scene.was.is_some() || scene.work.beside.is_some();
        let legend = if wide { lines_of_legends(area.width, moves).max(3) } else { 0 };
        let all = cells(self.bands.len() + usize::from(gates > 0));
        // Where not even one line a band fits, the lines between the bands are left out.
        // So they are where the names of bands are whole without them only.
        let lines = |gates: u16, edges: u16| area.height.saturating_sub(head + gates + legend + edges);
        let look = pen.look;
        let heights_in = |room: u16| {
            self.heights(room, &places, first, |band| self.needs(scene, &places, band, room, look))
        };
        let cuts = |heights: &[u16]| {
            let lines = self.bands.iter().map(|band| lines_of_label(band, &places));
            lines.zip(heights).filter(|(lines, height)| lines > *height).count()
        };
        let tight = self.variant >= 2 && {
            let apart = cuts(&heights_in(lines(gates.min(3), all + 2)));
            apart > 0 && cuts(&heights_in(lines(gates.min(1), 3))) < apart
        };
        let close = head + 2 + 2 * all > area.height || tight;
        let gates = if close { gates.min(1) } else { gates.min(3) };
        let edges = if close { 3 } else { all + 2 };
        let heights = heights_in(lines(gates, edges));
        let last = area.bottom().saturating_sub(1);
        let mut y = area.y + 2 + head;
        let mut rules = vec![area.y, y - 1];
        let mut rows = Vec::new();
        for height in heights.iter().copied().chain((gates > 0).then_some(gates)) {
            rows.push((y.min(last), (y + height).min(last)));
            y += height;
            if !close {
                rules.push(y.min(last));
                y += 1;
            }
        }
        if close {
            rules.push(y.min(last));
        }
        let bottom = rules.last().copied().unwrap_or(last);
        grid(&places, &rules, shown.len(), pen);
        self.labels(&places, area, &rows, wide, pen);
        // Beside names, codes read as something else: all waves are told in one way.
        let named =
            shown.clone().enumerate().all(|(at, lane)| self.columns[lane].names_markets_in(places.width(at)));
        for (at, lane) in shown.clone().enumerate() {
            let x = places.x(at);
            let column = &self.columns[lane];
            let cell = Rect { x: x + 1, y: area.y + 1, width: places.width(at), height: head };
            column.draw_head(scene, lane, cell, wide, named, pen);
            let lists = column.cells.iter().chain((gates > 0).then_some(&column.gates));
            for ((band, cards), (top, end)) in lists.enumerate().zip(rows.iter().copied()) {
                let cell = Rect { y: top, height: end.saturating_sub(top), ..cell };
                draw_cards(scene, lane, band, cards, cell, pen);
            }
        }
        if first > 0 || shown.end < self.columns.len() {
            let room = places.names();
            let right = self.columns.len() - shown.end;
            let waves = self.columns[shown.end..].iter().all(|column| column.at.is_some());
            let whole = format!("◀{first}  {right}▶ {}", if waves { "waves" } else { "columns" });
            let words = if columns(&whole) <= room { whole } else { format!("◀{first}  {right}▶") };
            pen.put(area.x + 2, area.y + 2, room, &words, Tone::Faint);
        }
        // Where a filter is set, all that it leaves counts; else what the waves hold.
        let all = !scene.settings.filter.is_empty();
        let told = self.columns.iter().filter(|column| all || column.at.is_some());
        let pinned = told.flat_map(|column| &column.cells).any(|cards| !cards.is_empty());
        if !pinned && self.variant != BY_MARKET && bottom + 2 < area.bottom() {
            let none =
                "Nothing is in these waves yet: nothing is adopted, and no value comes; {add} adds it.";
            // Waves and gates are there all the same, and the filter may hold of some.
            let none = if scene.settings.filter.is_empty() { none } else { "No item meets the filter" };
            scene.say(none, Rect { y: bottom, height: area.bottom() - bottom, ..area }, pen);
        } else if self.variant == BY_MARKET && bottom + 1 < area.bottom() {
            pen.put(area.x, bottom + 1, area.width, markets::LEGEND, Tone::Faint);
        } else if wide || area.bottom() > bottom + 3 {
            let below = Rect { y: bottom + 1, height: area.bottom().saturating_sub(bottom + 1), ..area };
            let gone = gone::words(scene.work, scene.was);
            legends(below, (moves, &gone), pen);
        }
    }
}
