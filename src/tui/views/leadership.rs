//! Leadership: who decides what, and are we allowed to go on? The gates with their criteria one by one,
//! what was decided and is still to do, and the ladder of mandates.

mod decisions;
mod gates;
mod ladder;

use ratatui::layout::Rect;

use crate::plan::address::{Address, Table};
use crate::plan::item::Dimension;
use crate::tui::action::Action;
use crate::tui::filter::Filter;
use crate::tui::msg::Target;
use crate::tui::overlays::minuting;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::Tone;
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;
use decisions::decisions;
use gates::gates;
use ladder::{Ladder, ladder};

/// Leadership in the registry.
pub const ENTRY: Entry = Entry {
    digit: '7',
    name: "Lead",
    brief: ["Lead", "Le"],
    question: "Who decides what, may we go on?",
    variants: &["all", "gates", "decisions", "ladder"],
    table: false,
    open: Open::Detail,
    actions: &[Action::new("leadership.minutes", "The minutes of the last meeting", &["m"], minuting::show)
        .also("minutes")
        .hint("minutes", 12)],
    build: |work, settings| Box::new(Leadership::new(work, settings)),
};

struct Leadership {
    /// The panes shown, each a lane.
    panes: Vec<Pane>,
    /// Names and ends of the waves, the columns of the ladder.
    waves: Vec<String>,
    /// The wave of today, or the last one that began before it, by its place.
    today: usize,
    /// The columns that what stands after the waves takes at most.
    after: u16,
    sum: String,
}

struct Pane {
    title: &'static str,
    /// At the right of the title.
    tail: String,
    lines: Vec<Line>,
    /// What stands there while there are no lines.
    empty: &'static str,
    ladder: bool,
}

#[derive(Default)]
struct Line {
    /// What it stands for; a heading stands for nothing.
    at: Option<Address>,
    mark: Option<(&'static str, Tone)>,
    indent: u16,
    /// Before the text, in a column of its own.
    date: String,
    text: String,
    /// Behind the text and never cut: what a criterion asks for at least or at most.
    bound: String,
    strong: bool,
    /// At the right, from the longest to the shortest that may stand there.
    tails: Vec<String>,
    /// In the columns of the waves, and what stands after them, in full and in short.
    cells: Vec<(String, Tone)>,
    after: [String; 2],
    /// In a sentence.
    say: String,
}

impl Line {
    fn head(text: impl Into<String>) -> Self {
        Self { text: text.into(), strong: true, ..Self::default() }
    }
}

impl Leadership {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let plan = work.plan();
        let all: [fn(&Workspace, &Filter) -> Pane; 3] = [gates, decisions, ladder];
        let filter = &settings.filter;
        let shown = settings.variant.checked_sub(1).and_then(|nth| all.get(nth));
        let panes = match shown {
            Some(pane) => vec![pane(work, filter)],
            None => all.iter().map(|pane| pane(work, filter)).collect(),
        };
        let mandates = plan.items_of(Dimension::Leadership).count();
        let counts = [(plan.gates.len(), "gate"), (mandates, "mandate"), (plan.decisions.len(), "decision")];
        let sum = counts.map(|(count, noun)| wording::count(count, noun)).join(" · ");
        let waves = plan.waves().map(|(_, wave)| wave.title().to_owned()).collect();
        let begun = plan.waves().filter(|(_, wave)| wave.start <= plan.as_of);
        let today = begun.max_by_key(|(_, wave)| wave.start).map_or(0, |(ix, _)| ix.at());
        let lines = panes.iter().flat_map(|pane| &pane.lines);
        let after = lines.map(|line| columns(&line.after[0])).max().map_or(0, |most| most.saturating_add(1));
        Self { panes, waves, today, after, sum }
    }

    fn line(&self, scene: Scene<'_>) -> Option<&Line> {
        let spot = scene.sheet.current()?;
        self.panes.get(usize::from(spot.lane))?.lines.get(spot.line as usize)
    }
}

// ------------------------------------------------------------ gates

// ------------------------------------------------------------ decisions and actions

// ------------------------------------------------------------ the ladder of mandates

impl View for Leadership {
    fn held(&self, work: &Workspace, filter: &Filter, spots: &Spots) -> Option<usize> {
        // What is on record was held against the filter by its words.
        let told = |at: &Address| matches!(at.table, Table::Decision | Table::Action);
        Some(spots.iter().filter(|spot| told(&spot.at) || filter.shows(work, &spot.at)).count())
    }

    fn spots(&self, _: &Workspace) -> Spots {
        let mut spots = Spots::default();
        for (lane, pane) in self.panes.iter().enumerate() {
            for (nth, line) in pane.lines.iter().enumerate() {
                let Some(at) = &line.at else { continue };
                let tail = line.tails.first().map_or("", |it| it);
                let text = match line.bound.is_empty() {
                    true => format!("{} {tail} ({})", line.text, at.key),
                    false => format!("{} {} {tail} ({})", line.text, line.bound, at.key),
                };
                spots.push(Spot::new(at.clone(), nth, text).lane(lane));
            }
        }
        spots
    }

    fn lanes(&self) -> Vec<String> {
        self.panes.iter().map(|pane| format!("{}: {}", pane.title, pane.tail)).collect()
    }

    fn window(&self, _: Rect, _: Room) -> (u16, u16) {
        (u16::MAX, u16::MAX)
    }

    fn mark(&self, _: &Workspace, spot: &Spot) -> (&'static str, Tone) {
        let line = self.panes.get(usize::from(spot.lane)).and_then(|pane| pane.lines.get(spot.line as usize));
        line.and_then(|line| line.mark).unwrap_or(("·", Tone::Faint))
    }

    fn sum(&self, _: &Workspace) -> String {
        self.sum.clone()
    }

    fn says_much(&self) -> bool {
        true
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        self.line(scene).map(|line| line.say.clone()).unwrap_or_default()
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        let panes = self.places(scene, area);
        for (lane, place) in panes {
            let Some(pane) = self.panes.get(lane) else { continue };
            let inside = pen.frame(place, pane.title);
            if columns(pane.title) + columns(&pane.tail) + 10 <= place.width {
                let tail = format!(" {} ", pane.tail);
                pen.put_right(place.right().saturating_sub(2), place.y, columns(&tail), &tail, Tone::Plain);
            }
            if pane.lines.is_empty() {
                scene.say_none(
                    pane.empty,
                    Rect { y: inside.y.saturating_sub(1), height: inside.height + 1, ..inside },
                    pen,
                );
            } else {
                self.draw_pane(scene, lane, pane, inside, pen);
            }
        }
    }
}

impl Leadership {
    /// Where each pane stands: side by side and one below where there is room, else the one with the
    /// cursor alone.
    fn places(&self, scene: Scene<'_>, area: Rect) -> Vec<(usize, Rect)> {
        let [gates, decisions, ladder] = match &self.panes[..] {
            [gates, decisions, ladder] if scene.room >= Room::Full => [gates, decisions, ladder],
            _ => {
                let lane = scene.sheet.current().map_or(0, |spot| usize::from(spot.lane));
                return vec![(lane, area)];
            }
        };
        let wanted = |pane: &Pane, head: u16| cells(pane.lines.len().max(1)) + 2 + head;
        let below = wanted(ladder, 1).min(
            (area.height * 9 / 20)
                .max(area.height.saturating_sub(wanted(gates, 0).max(wanted(decisions, 0)))),
        );
        let top = Rect { height: area.height.saturating_sub(below), ..area };
        let left = Rect { width: area.width * 11 / 20, ..top };
        let right = Rect { x: left.right(), width: area.width - left.width, ..top };
        let below = Rect { y: top.bottom(), height: area.height - top.height, ..area };
        vec![(0, left), (1, right), (2, below)]
    }

    fn draw_pane(&self, scene: Scene<'_>, lane: usize, pane: &Pane, inside: Rect, pen: &mut Pen<'_>) {
        let mut rows = inside;
        let ladder = pane.ladder.then(|| Ladder::of(self, inside.width));
        if let Some(ladder) = ladder.as_ref().filter(|_| inside.height > 3) {
            ladder.head(self, inside, pen);
            rows = Rect { y: inside.y + 1, height: inside.height - 1, ..inside };
        }
        let height = usize::from(rows.height);
        let cursor = scene.sheet.current().filter(|spot| usize::from(spot.lane) == lane);
        let cursor = cursor.map(|spot| spot.line as usize);
        // The heading of the first line stays in sight; the last lines fill the pane.
        let first = cursor
            .map_or(0, |cursor| if cursor + 1 < height { 0 } else { cursor + 2 - height.min(cursor + 2) });
        let first = first.min(pane.lines.len().saturating_sub(height));
        for (y, (nth, line)) in (rows.y..rows.bottom()).zip(pane.lines.iter().enumerate().skip(first)) {
            let row = Rect { y, height: 1, ..rows };
            match &ladder {
                Some(ladder) => ladder.row(line, row, pen),
                None => draw_line(line, row, pen),
            }
            if let Some(at) = &line.at {
                pen.hit(row, Target::Spot(at.clone()));
            }
            if cursor == Some(nth) {
                pen.select(row);
            }
        }
        let hidden = pane.lines.len().saturating_sub(first + height);
        if hidden > 0 {
            let words = format!(" +{hidden} ");
            pen.put_right(inside.right().saturating_sub(1), inside.bottom(), 8, &words, Tone::Faint);
        }
    }
}

/// The columns of a date and the blank behind it.
const DATE: u16 = 10;

/// Writes the mark, date and text of a line and says where its text ends.
fn draw_start(line: &Line, row: Rect, width: u16, pen: &mut Pen<'_>) {
    let mut x = row.x + 1 + line.indent;
    let end = row.x + width;
    if let Some((mark, tone)) = line.mark {
        x += pen.row(x, row.y, end.saturating_sub(x), &[(mark, tone), (" ", tone)]);
    }
    if !line.date.is_empty() {
        pen.put(x, row.y, end.saturating_sub(x), &line.date, Tone::Faint);
        x += DATE;
    }
    let tone = if line.strong { Tone::Strong } else { Tone::Plain };
    let room = end.saturating_sub(x);
    let bound = if line.bound.is_empty() { 0 } else { columns(&line.bound) + 1 };
    x += pen.put(x, row.y, room.saturating_sub(bound), &line.text, tone);
    if bound > 0 {
        pen.put(x + 1, row.y, end.saturating_sub(x + 1), &line.bound, tone);
    }
}

/// The columns that a name has at least before a bound that stands whole.
const NAMED: u16 = 12;

fn draw_line(line: &Line, row: Rect, pen: &mut Pen<'_>) {
    let start = 1
        + line.indent
        + if line.mark.is_some() { 2 } else { 0 }
        + if line.date.is_empty() { 0 } else { DATE };
    let text = match line.bound.is_empty() {
        true => columns(&line.text).min(row.width / 2),
        false => {
            let bound = columns(&line.bound) + 1;
            (columns(&line.text) + bound).min((row.width / 2).max(bound + NAMED))
        }
    };
    // A bound and a value are two numbers: they stand further apart.
    let apart = if line.bound.is_empty() { 1 } else { 2 };
    let fits = |tail: &&String| start + text + columns(tail) + 2 + apart <= row.width;
    let tail = line.tails.iter().find(fits).map_or("", String::as_str);
    let taken = if tail.is_empty() { 1 } else { columns(tail) + 1 + apart };
    draw_start(line, row, row.width.saturating_sub(taken), pen);
    pen.put_right(row.right().saturating_sub(1), row.y, columns(tail), tail, Tone::Plain);
}
