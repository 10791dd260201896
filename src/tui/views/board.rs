//! The roadmap board: waves across, the three dimensions down. The home of the program, since a wave
//! moves strategy, operating model and leadership together, and value follows investment.

use ratatui::layout::Rect;

use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::Dimension;
use crate::plan::quantity::Level;
use crate::plan::strategy::MultiplierKind;
use crate::status::{self, Status};
use crate::tui::action::Action;
use crate::tui::detail;
use crate::tui::editing;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells};
use crate::tui::sheet::Spot;
use crate::tui::theme::{GATE, Tone, mark};
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;

/// The board in the registry.
pub const ENTRY: Entry = Entry {
    digit: '1',
    name: "Board",
    question: "What do we adopt in which wave?",
    variants: &["by dimension", "by status", "by owner"],
    table: false,
    open: Open::Detail,
    actions: &[
        Action::new("board.earlier", "Move the item to the wave before", &["<", "<f7>"], |model| {
            editing::shift(model, false)
        })
        .hint("move item", 12)
        .when(editing::editable),
        Action::new("board.later", "Move the item to the next wave", &[">", "<f8>"], |model| {
            editing::shift(model, true)
        })
        .hint("move item", 12)
        .when(editing::editable),
    ],
    build: |work, settings| Box::new(Board::new(work, settings)),
};

/// Lines between the first lines of two bands, as the cursor counts them.
const BAND: usize = 1 << 16;
/// Owners that get a band of their own.
const OWNERS: usize = 5;

struct Board {
    columns: Vec<Column>,
    bands: Vec<Band>,
    unphased: usize,
}

struct Column {
    at: Address,
    name: String,
    progress: String,
    status: Status,
    dates: [String; 2],
    budget: String,
    markets: String,
    /// For each band, its cards.
    cells: Vec<Vec<Card>>,
    gates: Vec<Card>,
}

struct Card {
    at: Address,
    title: String,
    mark: (&'static str, Tone),
    /// Level and layer, for wide columns.
    tail: (Option<Level>, char),
    /// How early it is shown.
    weight: u8,
}

impl Card {
    fn tail(&self) -> String {
        let (level, layer) = self.tail;
        let level = level.map(|level| level.to_string()).unwrap_or_default();
        format!("{level} {layer}").trim().to_owned()
    }
}

struct Band {
    name: String,
    what: &'static str,
}

impl Board {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let plan = work.plan();
        let bands = bands(work, settings.variant);
        let mut columns: Vec<Column> = plan.waves().map(|(ix, _)| column(work, ix, bands.len())).collect();
        for (ix, item) in plan.items() {
            for (step, reached) in item.steps.iter().enumerate() {
                if !settings.filter.shows_item(work, ix, Some(step)) {
                    continue;
                }
                let band = band_of(work, settings.variant, ix, step, &bands);
                columns[reached.wave.at()].cells[band].push(card(work, ix, step));
            }
        }
        for cards in columns.iter_mut().flat_map(|column| &mut column.cells) {
            // What needs attention comes first: a full cell shows it, and hides what is done.
            cards.sort_by_key(|card| card.weight);
        }
        let unphased = plan.items().filter(|(_, item)| item.steps.is_empty() && !item.is_group()).count();
        Self { columns, bands, unphased }
    }

    /// The height of each band in `height` lines: as much as its fullest cell takes, and where that
    /// is too much, the fullest give way first.
    fn heights(&self, height: u16) -> Vec<u16> {
        let mut heights: Vec<u16> = (0..self.bands.len())
            .map(|band| {
                self.columns.iter().map(|column| cells(column.cells[band].len())).max().unwrap_or(0).max(1)
            })
            .collect();
        while heights.iter().map(|height| u32::from(*height)).sum::<u32>() > u32::from(height) {
            let Some(tallest) = heights.iter_mut().max().filter(|tallest| **tallest > 1) else { break };
            *tallest -= 1;
        }
        heights
    }
}

fn bands(work: &Workspace, variant: usize) -> Vec<Band> {
    match variant {
        1 => Status::ALL
            .into_iter()
            .filter(|status| *status != Status::Open)
            .map(|status| Band { name: status_name(status), what: "" })
            .collect(),
        2 => {
            let mut owners: Vec<(usize, &str)> = Vec::new();
            for (_, item) in work.plan().items().filter(|(_, item)| !item.steps.is_empty()) {
                let Some(owner) = item.about.owner.as_deref() else { continue };
                match owners.iter_mut().find(|(_, known)| *known == owner) {
                    Some((count, _)) => *count += 1,
                    None => owners.push((1, owner)),
                }
            }
            owners.sort_by_key(|(count, owner)| (std::cmp::Reverse(*count), *owner));
            let named = owners.iter().take(OWNERS).map(|(_, owner)| Band { name: (*owner).into(), what: "" });
            named.chain([Band { name: "Others".into(), what: "and nobody" }]).collect()
        }
        _ => [("Strategy", "value drivers"), ("Operating model", "capabilities"), ("Leadership", "mandates")]
            .map(|(name, what)| Band { name: name.into(), what })
            .into(),
    }
}

fn status_name(status: Status) -> String {
    if status == Status::Late { "Late".into() } else { capital(status.as_str()) }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn band_of(work: &Workspace, variant: usize, ix: ItemIx, step: usize, bands: &[Band]) -> usize {
    let item = work.plan().item(ix);
    let last = bands.len() - 1;
    match variant {
        1 => {
            let name = status_name(work.status(ix, Some(step)));
            bands.iter().position(|band| band.name == name).unwrap_or(last)
        }
        2 => {
            let owner = item.about.owner.as_deref().unwrap_or_default();
            bands[..last].iter().position(|band| band.name == owner).unwrap_or(last)
        }
        _ => item.dimension() as usize,
    }
}

fn column(work: &Workspace, ix: WaveIx, bands: usize) -> Column {
    let plan = work.plan();
    let (wave, progress) = (plan.wave(ix), work.progress[ix.at()]);
    let markets: Vec<_> = Plan::named_in(&wave.opens, MultiplierKind::Market)
        .filter_map(|at| plan.markets.get(at))
        .map(|market| if market.id.len() <= 3 { market.id.to_uppercase() } else { market.title().to_owned() })
        .collect();
    let gate = |gate: crate::plan::id::GateIx| {
        let at = Address::new(Table::Gate, &plan.gates[gate.at()].id);
        let date = status::gate_date(plan, gate).map(wording::day_and_month).unwrap_or_default();
        let words = match status::gate_outcome(plan, gate) {
            Some(outcome) => outcome.as_str().to_owned(),
            None if status::gate_status(plan, gate) == Status::Open => "decision open".into(),
            None => {
                let judged = work.figures().gate_at(gate, plan.as_of);
                format!("{}/{} met", judged.iter().filter(|it| it.holds).count(), judged.len())
            }
        };
        let mark = detail::mark_of(work, &at);
        Card { title: format!("{date} · {words}"), mark, tail: (None, ' '), weight: 0, at }
    };
    let year = |date: chrono::NaiveDate| wording::day_and_month(date) + &date.format(" %y").to_string();
    Column {
        at: plan.wave_address(ix),
        name: wave.title().to_owned(),
        progress: format!("{}/{} {}", progress.live, progress.steps, mark(progress.status)),
        status: progress.status,
        dates: [
            format!("{} – {}", wording::date(wave.start), wording::date(wave.end)),
            format!("{}–{}", year(wave.start), year(wave.end)),
        ],
        budget: money_of(work, ix),
        markets: markets.join(" "),
        cells: (0..bands).map(|_| Vec::new()).collect(),
        gates: work.gates_of(ix).map(gate).collect(),
    }
}

/// What was spent in a wave of what it may spend.
fn money_of(work: &Workspace, ix: WaveIx) -> String {
    let plan = work.plan();
    let spent = work.figures().spent_in(ix, plan.as_of);
    match plan.wave(ix).budget {
        Some(budget) => {
            format!(
                "{} of {} spent",
                wording::money_bare(spent, plan.currency),
                wording::money(budget, plan.currency)
            )
        }
        None => String::new(),
    }
}

fn card(work: &Workspace, ix: ItemIx, step: usize) -> Card {
    let plan = work.plan();
    let item = plan.item(ix);
    let at = plan.step_address(ix, step);
    let layer = plan.layer(ix).map_or(' ', |layer| match layer.as_str() {
        "technological" => 'T',
        "commercial" => 'C',
        _ => 'X',
    });
    let level = (item.dimension() != Dimension::Strategy).then(|| item.steps[step].level);
    let tail = (level, layer);
    let status = work.status(ix, Some(step));
    let weight = match status {
        Status::Late => 0,
        Status::AtRisk => 1,
        Status::Open => 2,
        Status::OnTrack => 3,
        Status::NotStarted => 4,
        Status::Done => 5,
    };
    Card { title: item.title().to_owned(), mark: (mark(status), Tone::Status(status)), tail, weight, at }
}

impl View for Board {
    fn spots(&self) -> Vec<Spot> {
        let mut spots = Vec::new();
        for (lane, column) in self.columns.iter().enumerate() {
            spots.push(Spot::new(column.at.clone(), 0, column.name.as_str()).lane(lane));
            for (band, cards) in column.cells.iter().chain([&column.gates]).enumerate() {
                for (nth, card) in cards.iter().enumerate() {
                    let line = (band + 1) * BAND + nth;
                    let text = format!("{} ({})", card.title, card.at.key);
                    spots.push(Spot::new(card.at.clone(), line, text).lane(lane));
                }
            }
        }
        spots
    }

    fn lanes(&self) -> Vec<String> {
        self.columns.iter().map(|column| format!("{} {}", column.name, column.progress)).collect()
    }

    fn window(&self, area: Rect, room: Room) -> (u16, u16) {
        (u16::MAX, Places::of(area, room, self.columns.len()).columns)
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
            pen.put(area.x + 1, area.y + 1, area.width, "This plan has no waves yet.", Tone::Plain);
            return;
        }
        let places = Places::of(area, scene.room, self.columns.len());
        let first = usize::from(scene.sheet.first_lane);
        let shown = first..(first + usize::from(places.columns)).min(self.columns.len());
        let wide = scene.room == Room::Wide;
        let head = if wide { 4 } else { 2 };
        let gates = cells(self.columns.iter().map(|column| column.gates.len()).max().unwrap_or(0));
        let gate_lines = if gates > 0 { gates.min(3) + 1 } else { 0 };
        let legend = if wide { 3 } else { 0 };
        let edges = cells(self.bands.len()) + 2;
        let heights = self.heights(area.height.saturating_sub(head + gate_lines + legend + edges));
        // Lines of the rules between the rows.
        let mut y = area.y + 1 + head;
        let mut rules = vec![area.y];
        for height in heights.iter().copied().chain((gate_lines > 0).then(|| gate_lines.saturating_sub(1))) {
            rules.push(y);
            y += 1 + height;
        }
        let bottom = y.min(area.bottom().saturating_sub(1));
        rules.push(bottom);
        grid(&places, &rules, shown.len(), pen);
        self.labels(&places, area, &rules, wide, pen);
        for (at, lane) in shown.clone().enumerate() {
            let x = places.x(at);
            let column = &self.columns[lane];
            let cell = Rect { x: x + 1, y: area.y + 1, width: places.width(at), height: head };
            column.draw_head(scene, lane, cell, wide, pen);
            let lists = column.cells.iter().chain((gate_lines > 0).then_some(&column.gates));
            for (band, cards) in lists.enumerate() {
                let (top, end) = (rules[band + 1] + 1, rules[band + 2]);
                let cell = Rect { y: top, height: end.saturating_sub(top), ..cell };
                draw_cards(scene, lane, band, cards, cell, pen);
            }
        }
        if first > 0 || shown.end < self.columns.len() {
            let words = format!("◀ {first}  {} ▶", self.columns.len() - shown.end);
            pen.put(area.x + 2, area.y + 2, places.label.saturating_sub(2), &words, Tone::Faint);
        }
        if wide || area.bottom() > bottom + 3 {
            legends(Rect { y: bottom + 1, height: area.bottom().saturating_sub(bottom + 1), ..area }, pen);
        }
    }
}

impl Board {
    fn labels(&self, places: &Places, area: Rect, rules: &[u16], wide: bool, pen: &mut Pen<'_>) {
        let x = area.x + 2;
        let width = places.label.saturating_sub(2);
        pen.put(x, area.y + 1, width, "Wave", Tone::Strong);
        if wide {
            pen.put(x, area.y + 3, width, "Budget", Tone::Faint);
            pen.put(x, area.y + 4, width, "Opens", Tone::Faint);
        }
        for (band, rule) in self.bands.iter().zip(rules.iter().skip(1)) {
            let last = rules.iter().find(|other| *other > rule).copied().unwrap_or(*rule);
            let mut y = rule + 1;
            // A name that is too long goes on in the next line, if there is one.
            let mut rest = band.name.as_str();
            while !rest.is_empty() && y < last {
                let (line, after) = break_at(rest, usize::from(width));
                pen.put(x, y, width, line, Tone::Strong);
                rest = after;
                y += 1;
            }
            if y < last && crate::tui::pen::columns(band.what) <= width {
                pen.put(x, y, width, band.what, Tone::Faint);
            }
        }
        if let Some(rule) = rules.get(self.bands.len() + 1).filter(|_| rules.len() > self.bands.len() + 2) {
            pen.put(x, rule + 1, width, "Gate", Tone::Strong);
        }
    }
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
    fn draw_head(&self, scene: Scene<'_>, lane: usize, cell: Rect, wide: bool, pen: &mut Pen<'_>) {
        let progress = crate::tui::pen::columns(&self.progress);
        let right = cell.right().saturating_sub(1);
        pen.put(cell.x + 1, cell.y, cell.width.saturating_sub(progress + 3), &self.name, Tone::Strong);
        pen.put_right(right, cell.y, progress, &self.progress, Tone::Status(self.status));
        let dates =
            &self.dates[usize::from(crate::safe::width(&self.dates[0]) + 2 > usize::from(cell.width))];
        pen.put(cell.x + 1, cell.y + 1, cell.width.saturating_sub(1), dates, Tone::Faint);
        if wide {
            pen.put(cell.x + 1, cell.y + 2, cell.width.saturating_sub(1), &self.budget, Tone::Plain);
            pen.put(cell.x + 1, cell.y + 3, cell.width.saturating_sub(1), &self.markets, Tone::Plain);
        }
        let row = Rect { height: 1, ..cell };
        pen.hit(row, Target::Spot(self.at.clone()));
        if scene.sheet.is_at(lane, 0) {
            pen.select(row);
        }
    }
}

fn draw_cards(scene: Scene<'_>, lane: usize, band: usize, cards: &[Card], cell: Rect, pen: &mut Pen<'_>) {
    let height = usize::from(cell.height);
    let line = |nth: usize| (band + 1) * BAND + nth;
    let cursor = (0..cards.len()).find(|nth| scene.sheet.is_at(lane, line(*nth)));
    let overflow = cards.len() > height;
    // With more cards than lines, the last line says how many are below, the first how many above.
    let room = if overflow { height.saturating_sub(1) } else { height };
    let first = cursor.map_or(0, |cursor| {
        if cursor < room { 0 } else { (cursor + 2).min(cards.len()) - room.min(cards.len()) }
    });
    let first = first.min(cards.len().saturating_sub(room));
    let shown = &cards[first..(first + room).min(cards.len())];
    for (y, (nth, card)) in (cell.y..).zip((first..).zip(shown)) {
        let row = Rect { y, height: 1, ..cell };
        let words = card.tail();
        let tail = crate::tui::pen::columns(&words);
        let with_tail = cell.width >= 24 && tail > 0;
        let left = cell.width.saturating_sub(if with_tail { tail + 5 } else { 3 });
        let used = pen.row(row.x + 1, y, 2, &[(card.mark.0, card.mark.1), (" ", Tone::Plain)]);
        pen.put(row.x + 1 + used, y, left, &card.title, Tone::Plain);
        if with_tail {
            pen.put_right(row.right().saturating_sub(1), y, tail, &words, Tone::Faint);
        }
        pen.hit(row, Target::Spot(card.at.clone()));
        if cursor == Some(nth) {
            pen.select(row);
        }
    }
    if overflow && height > 0 {
        let (above, below) = (first, cards.len() - first - shown.len());
        let words = match (above, below) {
            (0, below) => format!("  +{below} more"),
            (above, 0) => format!("  {above} above"),
            (above, below) => format!("  {above} above, +{below} more"),
        };
        pen.put(cell.x + 1, cell.bottom() - 1, cell.width.saturating_sub(1), &words, Tone::Faint);
    }
}

/// The lines between the cells.
fn grid(places: &Places, rules: &[u16], columns: usize, pen: &mut Pen<'_>) {
    let (Some(top), Some(bottom)) = (rules.first().copied(), rules.last().copied()) else { return };
    let right = places.x(columns);
    let edges: Vec<u16> = std::iter::once(places.left).chain((0..=columns).map(|at| places.x(at))).collect();
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

fn legends(area: Rect, pen: &mut Pen<'_>) {
    if area.height < 2 {
        return;
    }
    let mut x = area.x + 1;
    x += pen.put(x, area.y, area.width, "Status  ", Tone::Faint);
    for status in Status::ALL {
        let words = format!(" {}  ", status.as_str());
        x += pen.row(
            x,
            area.y,
            area.right().saturating_sub(x),
            &[(mark(status), Tone::Status(status)), (&words, Tone::Faint)],
        );
    }
    pen.row(x, area.y, area.right().saturating_sub(x), &[(GATE, Tone::Gate), (" gate", Tone::Faint)]);
    let layers = "Layer   T technological   C commercial   X transformational   level by digit";
    pen.put(area.x + 1, area.y + 1, area.width, layers, Tone::Faint);
}

/// Where the columns stand.
struct Places {
    left: u16,
    label: u16,
    columns: u16,
    inner: u16,
}

impl Places {
    fn of(area: Rect, room: Room, waves: usize) -> Self {
        let label = match room {
            Room::Wide => 16,
            Room::Full => 14,
            _ => 11,
        };
        let least = if room == Room::Wide { 24 } else { 20 };
        let inner = area.width.saturating_sub(label + 2);
        let columns = (inner / (least + 1)).clamp(1, cells(waves.max(1)));
        Self { left: area.x, label, columns, inner }
    }

    /// The column of the line before the wave shown at a place.
    fn x(&self, at: usize) -> u16 {
        let at = u32::from(cells(at));
        let offset = u32::from(self.inner) * at / u32::from(self.columns.max(1));
        self.left + 1 + self.label + u16::try_from(offset).unwrap_or(0)
    }

    /// Columns inside of the cells of the wave shown at a place.
    fn width(&self, at: usize) -> u16 {
        self.x(at + 1).saturating_sub(self.x(at) + 1)
    }
}
