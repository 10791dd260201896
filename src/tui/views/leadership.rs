//! Leadership: who decides what, and are we allowed to go on? The gates with their criteria one by one,
//! what was decided and is still to do, and the ladder of mandates.

use ratatui::layout::Rect;

use crate::figures::readiness::{Force, missing};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::id::{GateIx, ItemIx, WaveIx};
use crate::plan::item::Dimension;
use crate::plan::leadership::Leadership as Kind;
use crate::plan::quantity::Money;
use crate::status::{self, Status};
use crate::tui::action::Action;
use crate::tui::detail::{self, gate, record};
use crate::tui::filter::Filter;
use crate::tui::minuting;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::sheet::Spot;
use crate::tui::theme::{Tone, mark};
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;

/// Leadership in the registry.
pub const ENTRY: Entry = Entry {
    digit: '7',
    name: "Lead",
    question: "Who decides what, may we go on?",
    variants: &["all", "gates", "decisions", "ladder"],
    table: false,
    open: Open::Detail,
    actions: &[Action::new("leadership.minutes", "The minutes of the last meeting", &["m"], minuting::show)
        .hint("minutes", 12)],
    build: |work, settings| Box::new(Leadership::new(work, settings)),
};

struct Leadership {
    /// The panes shown, each a lane.
    panes: Vec<Pane>,
    /// Names and ends of the waves, the columns of the ladder.
    waves: Vec<String>,
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
    strong: bool,
    /// At the right, from the longest to the shortest that may stand there.
    tails: Vec<String>,
    /// In the columns of the waves, and what stands after them.
    cells: Vec<(String, Tone)>,
    after: String,
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
        Self { panes, waves, sum }
    }

    fn line(&self, scene: Scene<'_>) -> Option<&Line> {
        let spot = scene.sheet.current()?;
        self.panes.get(usize::from(spot.lane))?.lines.get(spot.line as usize)
    }
}

// ------------------------------------------------------------ gates

/// The gates, the next one first and those that are decided last.
fn gates(work: &Workspace, filter: &Filter) -> Pane {
    let plan = work.plan();
    let mut order: Vec<GateIx> = (0..plan.gates.len()).map(GateIx::from).collect();
    order.sort_by_key(|ix| (status::gate_outcome(plan, *ix).is_some(), status::gate_date(plan, *ix)));
    let decided = order.iter().filter(|ix| status::gate_outcome(plan, **ix).is_some()).count();
    order.retain(|ix| filter.shows(work, &Address::new(Table::Gate, &plan.gates[ix.at()].id)));
    let mut lines = Vec::new();
    for ix in order {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        gate_lines(work, ix, &mut lines);
    }
    let tail = format!("{decided} of {} decided", plan.gates.len());
    Pane { title: "Gates", tail, lines, empty: "No gates: nothing asks whether to go on.", ladder: false }
}

fn gate_lines(work: &Workspace, ix: GateIx, lines: &mut Vec<Line>) {
    let plan = work.plan();
    let gate = &plan.gates[ix.at()];
    let at = Address::new(Table::Gate, &gate.id);
    let judged = work.figures().gate_at(ix, plan.as_of);
    let held = judged.iter().filter(|judged| judged.holds).count();
    let of = format!("{held} of {}", judged.len());
    let date = status::gate_date(plan, ix);
    let ready = match (status::gate_outcome(plan, ix), held == judged.len()) {
        (Some(outcome), _) => outcome.as_str(),
        (None, _) if judged.is_empty() => "no criteria",
        (None, true) => "ready",
        (None, false) => "not ready",
    };
    let day = date.map(wording::date).unwrap_or_default();
    let month = date.map(|date| wording::month(Month::of(date))).unwrap_or_default();
    lines.push(Line {
        mark: Some(detail::mark_of(work, &at)),
        text: detail::gate_title(plan, ix).to_owned(),
        strong: true,
        tails: vec![format!("{day} · {of} · {ready}"), format!("{month} · {of}"), of.clone()],
        say: format!("{}: {day} · {of} criteria hold · {ready}", detail::gate_title(plan, ix)),
        at: Some(at.clone()),
        ..Line::default()
    });
    for (criterion, judged) in gate.criteria.iter().zip(&judged) {
        let standing = gate::standing(judged);
        let now = judged.value.map(|value| gate::value_words(plan, criterion, value));
        let lacks = missing(plan, criterion, judged);
        let now_or_none = now.clone().unwrap_or_else(|| "–".into());
        let asked = gate::asked(plan, criterion);
        let state = if judged.holds { "holds" } else { &lacks };
        let full = match &now {
            Some(now) if lacks.is_empty() => now.clone(),
            Some(now) => format!("{now}, {lacks}"),
            None => lacks.clone(),
        };
        let units = wording::count(judged.short.len(), "unit");
        let shorter =
            if judged.short.is_empty() { full.clone() } else { format!("{now_or_none}, {units} short") };
        lines.push(Line {
            at: Some(at.clone().to("criteria").to(criterion.nth)),
            mark: Some((mark(standing), Tone::Status(standing))),
            indent: 2,
            say: now.map_or(format!("{asked}: {state}"), |now| format!("{asked}: {now} now, {state}")),
            text: asked,
            tails: vec![full, shorter, now_or_none],
            ..Line::default()
        });
    }
}

// ------------------------------------------------------------ decisions and actions

/// What is to be decided, what is to be done, and what was decided, the newest first.
fn decisions(work: &Workspace, filter: &Filter) -> Pane {
    let plan = work.plan();
    let mut lines = Vec::new();
    let due = (0..plan.gates.len()).map(GateIx::from);
    let due: Vec<GateIx> = due.filter(|ix| status::gate_status(plan, *ix) == Status::Open).collect();
    if !due.is_empty() {
        lines.push(Line::head("To be decided"));
    }
    for ix in &due {
        let since = status::gate_date(plan, *ix);
        let day = since.map(wording::day_and_month).unwrap_or_default();
        let days = since.map_or(0, |since| usize::try_from((plan.as_of - since).num_days()).unwrap_or(0));
        let title = detail::gate_title(plan, *ix);
        let late = wording::count(days, "day");
        lines.push(Line {
            at: Some(Address::new(Table::Gate, &plan.gates[ix.at()].id)),
            mark: Some((mark(Status::Open), Tone::Status(Status::Open))),
            date: day,
            text: title.to_owned(),
            tails: vec![format!("due since {late}"), String::new()],
            say: format!("{title}: its day has come, undecided since {late}"),
            ..Line::default()
        });
    }
    let late = actions(plan, filter, &mut lines);
    let known: Vec<usize> =
        (0..plan.decisions.len()).rev().filter(|nth| plan.decisions[*nth].date <= plan.as_of).collect();
    if !known.is_empty() {
        lines.push(Line::head("Decided"));
    }
    for nth in &known {
        let line = decided(plan, *nth);
        if filter.shows_text(&line.text, plan.decisions[*nth].by.as_deref().unwrap_or(""), "decision") {
            lines.push(line);
        }
    }
    let tail = match (due.len(), late) {
        (0, 0) => format!("{} decided", known.len()),
        (due, 0) => format!("{due} due"),
        (0, late) => format!("{late} late"),
        (due, late) => format!("{due} due, {late} late"),
    };
    Pane { title: "Decisions", tail, lines, empty: "Nothing is decided yet.", ladder: false }
}

/// Open actions, the most urgent first, and how many of them are late.
fn actions(plan: &Plan, filter: &Filter, lines: &mut Vec<Line>) -> usize {
    let mut open: Vec<usize> = (0..plan.actions.len())
        .filter(|nth| plan.actions[*nth].date <= plan.as_of)
        .filter(|nth| record::action_standing(plan, &plan.actions[*nth]) != Status::Done)
        .collect();
    open.retain(|nth| {
        let action = &plan.actions[*nth];
        filter.shows_text(&action.what, action.about.owner.as_deref().unwrap_or(""), "action")
    });
    open.sort_by_key(|nth| (plan.actions[*nth].due.is_none(), plan.actions[*nth].due));
    if !open.is_empty() {
        lines.push(Line::head("To be done"));
    }
    let mut late = 0;
    for nth in open {
        let action = &plan.actions[nth];
        let standing = record::action_standing(plan, action);
        late += usize::from(standing == Status::Late);
        let owner = action.about.owner.as_deref().unwrap_or("nobody");
        let due = action.due.map_or("no date".into(), |due| format!("due {}", wording::date(due)));
        lines.push(Line {
            at: Some(plan.record_address(Table::Action, nth)),
            mark: Some((mark(standing), Tone::Status(standing))),
            date: action.due.map_or_else(String::new, wording::day_and_month),
            text: action.what.to_string(),
            tails: vec![owner.to_owned(), String::new()],
            say: format!("{due} · {owner}: {}", action.what),
            ..Line::default()
        });
    }
    late
}

fn decided(plan: &Plan, nth: usize) -> Line {
    let decision = &plan.decisions[nth];
    let standing = record::standing(decision.outcome);
    let gate = decision.gate.map(|ix| detail::gate_title(plan, ix).to_owned());
    let affects = || decision.affects.iter().map(|id| &**id).collect::<Vec<_>>().join(", ");
    let note = decision.about.note.as_deref();
    let text = match (gate, note) {
        (Some(gate), Some(note)) => format!("{gate}: {note}"),
        (Some(gate), None) => gate,
        (None, Some(note)) => note.to_owned(),
        (None, None) => affects(),
    };
    let outcome = decision.outcome.map_or("", |outcome| outcome.as_str());
    let by = decision.by.as_deref().unwrap_or("");
    Line {
        at: Some(plan.record_address(Table::Decision, nth)),
        mark: Some((mark(standing), Tone::Status(standing))),
        date: wording::day_and_month(decision.date),
        tails: vec![format!("{outcome} · {by}").trim_matches([' ', '·']).to_owned(), outcome.to_owned()],
        say: format!("{} · {outcome}: {text}", wording::date(decision.date)),
        text,
        ..Line::default()
    }
}

// ------------------------------------------------------------ the ladder of mandates

/// The mandates by kind of leadership, with the strength that each is to have by wave.
fn ladder(work: &Workspace, filter: &Filter) -> Pane {
    let plan = work.plan();
    let kind = |ix: ItemIx| {
        let mandate = plan.item(ix).mandate()?;
        mandate.leadership.or_else(|| mandate.theme.map(|theme| theme.leadership()))
    };
    let mut lines = Vec::new();
    let mut in_force = 0;
    let heads = [
        (Some(Kind::Executive), "Executive: enables"),
        (Some(Kind::Transformation), "Transformation: drives"),
        (None, "Of no kind"),
    ];
    for (of, head) in heads {
        let mut mandates: Vec<ItemIx> = plan
            .items_of(Dimension::Leadership)
            .map(|(ix, _)| ix)
            .filter(|ix| kind(*ix) == of && filter.shows_item(work, *ix, None))
            .collect();
        mandates.sort_by_key(|ix| plan.in_force(*ix).map(|(from, _)| from));
        if !mandates.is_empty() {
            lines.push(Line::head(head));
        }
        for ix in mandates {
            in_force += usize::from(work.figures().authority(ix, plan.as_of).force == Force::Now);
            lines.push(mandate(work, ix));
        }
    }
    let count = lines.iter().filter(|line| line.at.is_some()).count();
    if count > 0 {
        lines.extend(budgets(work));
    }
    let tail = format!("{in_force} of {count} in force");
    Pane { title: "Mandates", tail, lines, empty: "No mandates: nobody is asked to lead.", ladder: true }
}

fn mandate(work: &Workspace, ix: ItemIx) -> Line {
    let plan = work.plan();
    let item = plan.item(ix);
    let Some(own) = item.mandate() else { return Line::default() };
    let authority = work.figures().authority(ix, plan.as_of);
    let now = match authority.strength {
        Some(strength) if authority.force == Force::Now => strength.to_string(),
        _ => "–".into(),
    };
    let step = |wave: WaveIx| {
        let nth = item.steps.iter().position(|step| step.wave == wave)?;
        let status = work.status(ix, Some(nth));
        Some((format!("{} {}", mark(status), item.steps[nth].level), Tone::Status(status)))
    };
    let steps = plan.waves().map(|(wave, _)| step(wave).unwrap_or_else(|| ("·".into(), Tone::Faint)));
    let limit = own.limit.map(|limit| wording::money(limit, plan.currency));
    let until = own.until.map(|until| format!("to {}", wording::month(Month::of(until))));
    let status = work.status(ix, None);
    let holder = own.holder.as_deref().unwrap_or("nobody");
    let force = match (authority.force, authority.days) {
        (Force::Ahead, Some((from, _))) => format!("not in force before {}", wording::date(from)),
        (Force::Expired, Some((_, to))) => format!("expired {}", wording::date(to)),
        (Force::Now, _) => format!("in force, strength {now}"),
        (force, _) => force.as_str().to_owned(),
    };
    let words = limit.as_ref().map(|limit| format!(" · up to {limit}")).unwrap_or_default();
    Line {
        at: Some(plan.item_address(ix)),
        mark: Some((mark(status), Tone::Status(status))),
        indent: 1,
        say: format!("{}: {force} · {holder}{words}", item.title()),
        text: item.title().to_owned(),
        tails: vec![holder.to_owned()],
        cells: std::iter::once((now, Tone::Strong)).chain(steps).collect(),
        after: [limit, until].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        ..Line::default()
    }
}

/// What the waves may spend in all by the end of each: what a limit has to cover.
fn budgets(work: &Workspace) -> Option<Line> {
    let plan = work.plan();
    let mut in_all = Money::ZERO;
    let mut cells = vec![(String::new(), Tone::Plain)];
    for (_, wave) in plan.waves() {
        in_all += wave.budget?;
        cells.push((wording::money(in_all, plan.currency), Tone::Plain));
    }
    Some(Line { text: "Budgets so far".into(), indent: 1, cells, ..Line::default() })
}

impl View for Leadership {
    fn spots(&self) -> Vec<Spot> {
        let mut spots = Vec::new();
        for (lane, pane) in self.panes.iter().enumerate() {
            for (nth, line) in pane.lines.iter().enumerate() {
                let Some(at) = &line.at else { continue };
                let text = format!("{} {} ({})", line.text, line.tails.first().map_or("", |it| it), at.key);
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
                pen.put(inside.x + 1, inside.y, inside.width.saturating_sub(1), pane.empty, Tone::Faint);
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

/// Writes the mark, date and text of a line and says where its text ends.
fn draw_start(line: &Line, row: Rect, width: u16, pen: &mut Pen<'_>) {
    let mut x = row.x + 1 + line.indent;
    let end = row.x + width;
    if let Some((mark, tone)) = line.mark {
        x += pen.row(x, row.y, end.saturating_sub(x), &[(mark, tone), (" ", tone)]);
    }
    if !line.date.is_empty() {
        pen.put(x, row.y, end.saturating_sub(x), &line.date, Tone::Faint);
        x += 7;
    }
    let tone = if line.strong { Tone::Strong } else { Tone::Plain };
    pen.put(x, row.y, end.saturating_sub(x), &line.text, tone);
}

fn draw_line(line: &Line, row: Rect, pen: &mut Pen<'_>) {
    let start =
        1 + line.indent + if line.mark.is_some() { 2 } else { 0 } + if line.date.is_empty() { 0 } else { 7 };
    let text = columns(&line.text).min(row.width / 2);
    let fits = |tail: &&String| start + text + columns(tail) + 3 <= row.width;
    let tail = line.tails.iter().find(fits).map_or("", String::as_str);
    let taken = if tail.is_empty() { 1 } else { columns(tail) + 2 };
    draw_start(line, row, row.width.saturating_sub(taken), pen);
    pen.put_right(row.right().saturating_sub(1), row.y, columns(tail), tail, Tone::Plain);
}

/// The columns of the ladder.
struct Ladder {
    label: u16,
    holder: u16,
    cell: u16,
    after: u16,
}

const NOW_WIDE: u16 = 5;

impl Ladder {
    fn of(view: &Leadership, width: u16) -> Self {
        let waves = cells(view.waves.len()).max(1);
        let after = if width >= 76 { 20 } else { 0 };
        let holder = if width >= 150 { 30 } else { 0 };
        let label = (width * 2 / 5).clamp(18.min(width), 44);
        let cell = (width.saturating_sub(label + holder + after + NOW_WIDE + 1) / waves).min(16);
        Self { label, holder, cell, after }
    }

    fn head(&self, view: &Leadership, row: Rect, pen: &mut Pen<'_>) {
        let x = row.x + self.label + self.holder;
        pen.put(x, row.y, NOW_WIDE, "now", Tone::Faint);
        for (nth, wave) in view.waves.iter().enumerate() {
            let x = x + NOW_WIDE + cells(nth).saturating_mul(self.cell);
            let width = self.cell.saturating_sub(1).min(row.right().saturating_sub(x));
            pen.put(x, row.y, width, wave, Tone::Faint);
        }
    }

    fn row(&self, line: &Line, row: Rect, pen: &mut Pen<'_>) {
        draw_start(line, row, self.label.saturating_sub(1), pen);
        if self.holder > 0 {
            let holder = line.tails.first().map_or("", String::as_str);
            pen.put(row.x + self.label, row.y, self.holder - 1, holder, Tone::Faint);
        }
        let x = row.x + self.label + self.holder;
        for (nth, (words, tone)) in line.cells.iter().enumerate() {
            let x = if nth == 0 { x } else { x + NOW_WIDE + cells(nth - 1).saturating_mul(self.cell) };
            let width = if nth == 0 { NOW_WIDE } else { self.cell }.saturating_sub(1);
            pen.put(x, row.y, width.min(row.right().saturating_sub(x)), words, *tone);
        }
        if self.after > 0 {
            pen.put_right(row.right().saturating_sub(1), row.y, self.after, &line.after, Tone::Faint);
        }
    }
}
