//! Leadership: who decides what, and are we allowed to go on? The gates with their criteria one by one,
//! what was decided and is still to do, and the ladder of mandates.

mod decisions;
mod gates;
mod ladder;

use std::cell::RefCell;
use std::rc::Rc;

use ratatui::layout::Rect;

use crate::plan::address::{Address, Table};
use crate::plan::item::Dimension;
use crate::tui::action::Action;
use crate::tui::filter::Filter;
use crate::tui::layout::spread;
use crate::tui::msg::Target;
use crate::tui::overlays::minuting;
use crate::tui::pen::{Pen, broken, cells, columns};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::Tone;
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;
use decisions::{decided_in, decisions, known};
use gates::{NO_EVIDENCE, gates};
use ladder::{Ladder, ladder};

/// Leadership in the registry.
pub const ENTRY: Entry = Entry {
    digit: '7',
    name: "Lead",
    brief: ["Lead", "Le"],
    question: "Who decides what, may we go on?",
    first: |_, _| 0,
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
    /// The columns that what stands after the waves takes at most: in full, in short, and its first part alone.
    after: [u16; 3],
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
    /// Whether its lines are wordings.
    prose: bool,
    natural: Natural,
}

/// The rows that each line has, in the columns that were asked for last.
type Natural = RefCell<Option<(u16, Rc<[usize]>)>>;

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

    /// What it may commit, before until when.
    fn after_alone(&self) -> &str {
        let briefly = &self.after[1];
        briefly.split(" · ").next().unwrap_or(briefly)
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
        let counts = [(plan.gates.len(), "gate"), (mandates, "mandate"), (known(plan).count(), "decision")];
        let counts = counts.map(|(count, noun)| wording::count(count, noun));
        let sum = match filter.is_empty() {
            true => counts.join(" · "),
            // Of what the filter hides it is told how much there is.
            false => {
                let here = left_by(work, filter);
                here.iter()
                    .zip(&counts)
                    .map(|(here, all)| format!("{here} of {all}"))
                    .collect::<Vec<_>>()
                    .join(" · ")
            }
        };
        let waves = plan.waves().map(|(_, wave)| wave.title().to_owned()).collect();
        let begun = plan.waves().filter(|(_, wave)| wave.start <= plan.as_of);
        let today = begun.max_by_key(|(_, wave)| wave.start).map_or(0, |(ix, _)| ix.at());
        let after = |form: fn(&Line) -> &str| {
            let wide = panes.iter().flat_map(|pane| &pane.lines).map(|line| columns(form(line)));
            wide.max().filter(|most| *most > 0).map_or(0, |most| most.saturating_add(1))
        };
        let after = [after(|line| &line.after[0]), after(|line| &line.after[1]), after(Line::after_alone)];
        Self { panes, waves, today, after, sum }
    }

    fn line(&self, scene: Scene<'_>) -> Option<&Line> {
        let spot = scene.sheet.current()?;
        self.panes.get(usize::from(spot.lane))?.lines.get(spot.line as usize)
    }
}

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
            // How many of them are shown is told before what these are.
            let forms = [Some(&*pane.tail), pane.tail.split(" · ").next()];
            let fits = |tail: &&str| columns(pane.title) + columns(tail) + 10 <= place.width;
            if let Some(tail) = forms.into_iter().flatten().find(fits) {
                let tail = format!(" {tail} ");
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
        let wide = area.width * 11 / 20;
        let wanted = |pane: &Pane, rows: usize| cells((rows + pane.lines.len()).max(1)) + 2;
        let more = |pane: &Pane, width: u16, most: usize| -> usize {
            pane.natural(width.saturating_sub(2)).iter().map(|rows| rows.min(&most) - 1).sum()
        };
        let prose = more(decisions, area.width - wide, PROSE);
        let top = wanted(gates, more(gates, wide, MOST)).max(wanted(decisions, prose));
        let below = wanted(ladder, 1).min((area.height * 9 / 20).max(area.height.saturating_sub(top)));
        let top = Rect { height: area.height.saturating_sub(below), ..area };
        let left = Rect { width: wide, ..top };
        let right = Rect { x: left.right(), width: area.width - wide, ..top };
        let below = Rect { y: top.bottom(), height: area.height - top.height, ..area };
        vec![(0, left), (1, right), (2, below)]
    }

    fn draw_pane(&self, scene: Scene<'_>, lane: usize, pane: &Pane, inside: Rect, pen: &mut Pen<'_>) {
        let mut rows = inside;
        let ladder = pane.ladder.then(|| Ladder::of(self, pane, inside.width));
        let has_room = inside.height > 3 || usize::from(inside.height) > pane.lines.len();
        if let Some(ladder) = ladder.as_ref().filter(|_| has_room) {
            ladder.head(self, inside, pen);
            rows = Rect { y: inside.y + 1, height: inside.height - 1, ..inside };
        }
        let height = usize::from(rows.height);
        let label = ladder.as_ref().map_or(inside.width, |ladder| ladder.label);
        let alone = self.panes.len() == 1 || scene.room < Room::Full;
        let cursor = scene.sheet.current().filter(|spot| usize::from(spot.lane) == lane);
        let selected = cursor.map(|cursor| cursor.line as usize);
        let lines = pane.rows([label, inside.width], height, alone, selected);
        // The heading of the first line stays in sight; the last lines fill the pane.
        let first = cursor.map_or(0, |cursor| first_of(&lines, cursor.line as usize, height));
        let mut y = rows.y;
        let mut hidden = pane.lines.len().saturating_sub(first);
        let mut brief = false;
        for (nth, (line, high)) in pane.lines.iter().zip(&lines).enumerate().skip(first) {
            let row = Rect { y, height: cells(*high).min(rows.bottom() - y), ..rows };
            if row.height == 0 {
                break;
            }
            match &ladder {
                Some(ladder) => ladder.row(line, row, pen),
                None => brief |= draw_line(line, row, pen) == NO_EVIDENCE,
            }
            if let Some(at) = &line.at {
                pen.hit(row, Target::Spot(at.clone()));
            }
            if cursor.is_some_and(|cursor| cursor.line as usize == nth) {
                pen.select(row);
            }
            (y, hidden) = (row.bottom(), hidden - 1);
        }
        if brief {
            let words = format!(" {NO_EVIDENCE} no evidence ");
            pen.put(inside.x + 1, inside.bottom(), inside.width.saturating_sub(9), &words, Tone::Faint);
        }
        if hidden > 0 {
            let words = format!(" +{hidden} ");
            pen.put_right(inside.right().saturating_sub(1), inside.bottom(), 8, &words, Tone::Faint);
        }
    }
}

/// What stands at the head of a pane: how many are so, of all; with a filter how many it leaves, and of these.
fn shown_of(filter: &Filter, [here, all]: [usize; 2], (many, so): (usize, &str)) -> String {
    match filter.is_empty() {
        true => format!("{many} of {all} {so}"),
        false => format!("{here} of {all} shown · {many} {so}"),
    }
}

/// How many gates, mandates and decisions a filter leaves.
fn left_by(work: &Workspace, filter: &Filter) -> [usize; 3] {
    let plan = work.plan();
    let gates = plan.gates.iter().filter(|gate| filter.shows(work, &Address::new(Table::Gate, &gate.id)));
    let mandates =
        plan.items_of(Dimension::Leadership).filter(|(ix, _)| filter.shows_item(work, *ix, None)).count();
    let decisions = known(plan).filter_map(|nth| decided_in(work, filter, nth)).count();
    [gates.count(), mandates, decisions]
}

/// The rows that a wording has at least where panes stand side by side.
const PROSE: usize = 2;

/// The rows that a line takes at most.
const MOST: usize = 6;

impl Pane {
    /// The rows that each line has in so many columns; of the ladder, in those of its names. Found once for each width.
    fn natural(&self, width: u16) -> Rc<[usize]> {
        if let Some((of, rows)) = &*self.natural.borrow()
            && *of == width
        {
            return Rc::clone(rows);
        }
        let rows = self.lines.iter().map(|line| {
            let tail = if self.ladder { "" } else { line.tail(width) };
            line.broken(width, width, tail).len().min(MOST)
        });
        let rows: Rc<[usize]> = rows.collect();
        *self.natural.borrow_mut() = Some((width, Rc::clone(&rows)));
        rows
    }

    /// The rows of each line: all that it has in a pane that is alone, and otherwise one, of a wording two, and more
    /// from the top down as long as some are left of so many. A pane that hides lines anyway hides more of them, and has
    /// the others whole; in the ladder, which is looked at across, the selected one is, over `all` of its columns.
    fn rows(
        &self,
        [width, all]: [u16; 2],
        height: usize,
        alone: bool,
        selected: Option<usize>,
    ) -> Vec<usize> {
        let natural = self.natural(width);
        let least = if self.prose { PROSE } else { 1 };
        let of = |most: usize| natural.iter().map(|rows| *rows.min(&most)).collect::<Vec<usize>>();
        let mut rows = of(if alone { MOST } else { least });
        if !alone && !self.ladder && rows.iter().sum::<usize>() > height {
            rows = of(MOST);
        }
        if let Some(nth) = selected
            && let (Some(rows), Some(natural)) = (rows.get_mut(nth), natural.get(nth))
        {
            *rows = match self.ladder && !alone {
                true => self.lines[nth].broken(width, all, "").len().min(*natural),
                false => *natural,
            };
        }
        spread(&mut rows, &natural, height);
        rows
    }
}

/// The first line of those in sight, of lines of so many rows each: the cursor and the one after it are.
fn first_of(rows: &[usize], cursor: usize, height: usize) -> usize {
    let back_from = |last: usize| {
        let mut used = 0;
        let fits = rows[..=last].iter().rev().take_while(|high| {
            used += **high;
            used <= height
        });
        (last + 1 - fits.count()).min(last)
    };
    let Some(last) = rows.len().checked_sub(1) else { return 0 };
    back_from((cursor + 1).min(last)).min(cursor).min(back_from(last))
}

/// The columns of a date and the blank behind it.
const DATE: u16 = 10;

impl Line {
    /// The columns before its text.
    fn start(&self) -> u16 {
        let mark = if self.mark.is_some() { 2 } else { 0 };
        1 + self.indent + mark + if self.date.is_empty() { 0 } else { DATE }
    }

    /// What stands at the right in so many columns: the longest that leaves the text half of them.
    fn tail(&self, width: u16) -> &str {
        let text = match self.bound.is_empty() {
            true => columns(&self.text).min(width / 2),
            false => {
                let bound = columns(&self.bound) + 1;
                (columns(&self.text) + bound).min((width / 2).max(bound + NAMED))
            }
        };
        let fits = |tail: &&String| self.start() + text + columns(tail) + 1 + self.apart() <= width;
        self.tails.iter().find(fits).map_or("", String::as_str)
    }

    /// The columns before and behind what stands at the right.
    fn apart(&self) -> u16 {
        // A bound and a value are two numbers: they stand further apart.
        if self.bound.is_empty() { 2 } else { 3 }
    }

    /// The columns that its first row leaves to the text, with what stands at the right of it.
    fn room(&self, width: u16, tail: &str) -> u16 {
        let taken = if tail.is_empty() { 1 } else { columns(tail) + self.apart() };
        width.saturating_sub(taken + self.start())
    }

    /// The rows of its text with its bound, which is never broken: the first in so many columns, with what stands at the
    /// right of it, and those below in `below`.
    fn broken(&self, width: u16, below: u16, tail: &str) -> Vec<String> {
        let first = self.room(width, tail);
        let rest = below.saturating_sub(1 + self.start());
        if self.date.is_empty() && self.text.is_empty() && self.bound.is_empty() {
            return vec![String::new()];
        }
        let mut rows = broken(&self.text, first, rest);
        if !self.bound.is_empty() {
            let room = if rows.len() == 1 { first } else { rest };
            match rows.last_mut() {
                Some(last) if columns(last) + 1 + columns(&self.bound) <= room => {
                    last.push(' ');
                    last.push_str(&self.bound);
                }
                _ => rows.push(self.bound.clone()),
            }
        }
        rows
    }
}

/// Writes the mark, date and text of a line in so many columns, of which the first row leaves what `tail` takes, and as
/// many as `below` says in those below.
fn draw_start(line: &Line, row: Rect, [width, below]: [u16; 2], tail: &str, pen: &mut Pen<'_>) {
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
    let rows = line.broken(width, below, tail);
    let high = usize::from(row.height);
    let first = line.room(width, tail);
    let rest = below.saturating_sub(1 + line.start());
    if rows.len() <= high {
        for (y, text) in (row.y..).zip(&rows) {
            pen.put(x, y, if y == row.y { first } else { rest }, text, tone);
        }
        return;
    }
    // What finds no room is cut in the last row, but for the bound.
    let (whole, cut) = rows.split_at(high.saturating_sub(1));
    for (y, text) in (row.y..).zip(whole) {
        pen.put(x, y, if y == row.y { first } else { rest }, text, tone);
    }
    let (y, room) = (row.bottom().saturating_sub(1), if high == 1 { first } else { rest });
    let cut = cut.join(" ");
    let text = cut.strip_suffix(&line.bound).unwrap_or(&cut).trim();
    let bound = if line.bound.is_empty() { 0 } else { columns(&line.bound) + 1 };
    x += pen.put(x, y, room.saturating_sub(bound), text, tone);
    if bound > 0 {
        pen.put(x + 1, y, end.saturating_sub(x + 1), &line.bound, tone);
    }
}

/// The columns that a name has at least before a bound that stands whole.
const NAMED: u16 = 12;

/// Gives what it wrote at the right.
fn draw_line<'l>(line: &'l Line, row: Rect, pen: &mut Pen<'_>) -> &'l str {
    let tail = line.tail(row.width);
    // What stands at the right gives way before the text is cut; what was then is not told as if it were now.
    let whole = |tail: &&str| line.broken(row.width, row.width, tail).len() <= usize::from(row.height);
    let is_then = |tail: &str| tail.starts_with("then ");
    let shorter = line.tails.iter().map(String::as_str);
    let shorter = shorter.filter(|it| columns(it) < columns(tail) && is_then(it) == is_then(tail));
    let tail = std::iter::once(tail).chain(shorter).find(whole).unwrap_or(tail);
    draw_start(line, row, [row.width; 2], tail, pen);
    pen.put_right(row.right().saturating_sub(1), row.y, columns(tail), tail, Tone::Plain);
    tail
}
