//! What a scenario moves in time: what is at another date than in the plan, each as two bars, one below the other.

use chrono::NaiveDate;
use ratatui::layout::Rect;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::id::GateIx;
use crate::plan::quantity::Level;
use crate::status::{self, Status};
use crate::tui::axis::Scale;
use crate::tui::baseline::before::Before;
use crate::tui::baseline::tried::days;
use crate::tui::baseline::{Kind as Way, Was, span};
use crate::tui::detail::{gate_title, mark_of};
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::theme::{GATE, Tone};
use crate::wording;
use crate::workspace::Workspace;

/// Lines above the bars: years, and quarters or months.
const AXIS: u16 = 2;

/// From when to when something is, both days included.
type Span = (NaiveDate, NaiveDate);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Wave,
    Work,
    Benefit,
    Gate,
}

/// Something that is at another time in the open scenario than in the plan.
pub(super) struct Moved {
    pub(super) at: Address,
    pub(super) name: String,
    mark: (&'static str, Tone),
    kind: Kind,
    /// When it is in the plan; `None` where only the scenario has it.
    plan: Option<Span>,
    /// When it is in the scenario; `None` where only the plan has it.
    tried: Option<Span>,
    /// Of a step, the level that it reaches.
    level: Option<Level>,
}

/// Something of a plan that has dates.
struct Dated {
    at: Address,
    /// The level that a step reaches: it is the same step in another wave.
    level: Option<Level>,
    kind: Kind,
    name: String,
    span: Span,
}

impl Dated {
    /// What it goes by in the plan and in the scenario.
    fn key(&self) -> (Address, Option<Level>) {
        (self.at.root(), self.level)
    }
}

/// The dates of a plan's waves, steps and gates, in the order of the plan.
fn dated(plan: &Plan) -> impl Iterator<Item = Dated> + '_ {
    let whole = |at, kind, name: &str, span| Dated { at, level: None, kind, name: name.to_owned(), span };
    let waves = plan.waves().map(move |(ix, wave)| {
        whole(plan.wave_address(ix), Kind::Wave, wave.title(), (wave.start, wave.end))
    });
    let steps = plan.items().flat_map(move |(ix, item)| {
        item.steps.iter().enumerate().map(move |(nth, step)| {
            let (kind, name) = match item.driver() {
                Some(_) => (Kind::Benefit, item.title().to_owned()),
                None => (Kind::Work, format!("{} {}", item.title(), step.level)),
            };
            Dated {
                at: plan.step_address(ix, nth),
                level: Some(step.level),
                kind,
                name,
                span: span(plan, ix, nth),
            }
        })
    });
    let gates = (0..plan.gates.len()).map(GateIx::from).filter_map(move |ix| {
        let date = status::gate_date(plan, ix)?;
        let at = Address::new(Table::Gate, &plan.gates[ix.at()].id);
        Some(whole(at, Kind::Gate, gate_title(plan, ix), (date, date)))
    });
    waves.chain(steps).chain(gates)
}

/// What is at another time in a scenario than in the plan that it is of, what moves furthest first; what comes
/// or goes stands before that.
pub(super) fn moved(work: &Workspace) -> Vec<Moved> {
    let Some(plan) = work.beside.as_deref() else { return Vec::new() };
    let then: FxHashMap<_, Span> = dated(plan.plan()).map(|it| (it.key(), it.span)).collect();
    let mut known = FxHashSet::default();
    let mut all = Vec::new();
    for it in dated(work.plan()) {
        let was = then.get(&it.key()).copied();
        known.insert(it.key());
        if was != Some(it.span) {
            let Dated { at, kind, name, span, level } = it;
            all.push(Moved { mark: mark_of(work, &at), at, name, kind, plan: was, tried: Some(span), level });
        }
    }
    let gone = dated(plan.plan()).filter(|it| !known.contains(&it.key()));
    all.extend(gone.map(|Dated { at, kind, name, span, level }| {
        let mark = mark_of(plan, &at);
        Moved { at, name, mark, kind, plan: Some(span), tried: None, level }
    }));
    all.order_by_key(|it| std::cmp::Reverse(it.days().map_or(i64::MAX, i64::abs)));
    all
}

impl Moved {
    /// By how many days it ends later.
    fn days(&self) -> Option<i64> {
        Some((self.tried?.1 - self.plan?.1).num_days())
    }

    /// By how much it is later or earlier, in a few letters.
    fn words(&self) -> String {
        let words = match (self.plan, self.tried) {
            (Some(plan), Some(tried)) => match (tried.1 - plan.1).num_days() {
                0 => format!("starts {:+} d", (tried.0 - plan.0).num_days()),
                days => format!("{days:+} d"),
            },
            (None, _) => "new".into(),
            (_, None) => "dropped".into(),
        };
        words.replace('-', "−")
    }

    /// In which way the plan itself has it at another time than a baseline, and when it was there.
    fn since(&self, was: Was<'_>) -> Option<(Way, Before)> {
        let plan = self.plan?;
        let then = match self.level {
            Some(level) => was.standing.step(&self.at.key, level),
            None => was.standing.dates(&self.at.root()),
        }?;
        let word = match self.kind {
            Kind::Gate => "on",
            Kind::Wave => "until",
            Kind::Work | Kind::Benefit => "live",
        };
        Some((Way::of(then, plan)?, days(then, plan, word)))
    }

    /// Its dates in the plan and in the scenario, in one line; against a baseline with what it was there.
    pub(super) fn line(&self, scenario: &str, was: Option<Was<'_>>) -> String {
        let since = was.and_then(|was| Some((was.name, self.since(was)?)));
        let since = since.map_or_else(String::new, |(name, (way, before))| {
            format!(" ({} {})", way.sign(), before.since(name).by_row())
        });
        let day = |it: Span| match self.kind {
            Kind::Gate => wording::date(it.1),
            Kind::Wave => format!("{} – {}", wording::date(it.0), wording::date(it.1)),
            _ => format!("live {}", wording::date(it.1)),
        };
        match (self.plan, self.tried) {
            (Some(plan), Some(tried)) => format!(
                "{}: {} in the plan{since}, {} in {scenario} ({})",
                self.name,
                day(plan),
                day(tried),
                self.words()
            ),
            (_, Some(tried)) => format!("{}: {} in {scenario}, new", self.name, day(tried)),
            (Some(plan), None) => {
                format!("{}: {} in the plan{since}, dropped in {scenario}", self.name, day(plan))
            }
            (None, None) => self.name.clone(),
        }
    }
}

/// Where names, the words beside them and the bars stand in an area.
struct Places {
    name: u16,
    /// Which of the two a line is.
    whose: u16,
}

/// Lines that each takes.
pub(super) const LINES: u16 = 2;

/// The lines that so many of them take, with the axis above.
pub(super) fn lines(many: usize) -> u16 {
    if many == 0 { 1 } else { AXIS + cells(many).saturating_mul(LINES) }
}

/// How many of them an area shows.
pub(super) fn shown(area: Rect) -> u16 {
    (area.height.saturating_sub(AXIS) / LINES).max(1)
}

/// Draws what moved from the `first` on; `cursor` is the selected one.
pub(super) fn draw(
    all: &[Moved],
    (first, cursor): (usize, Option<usize>),
    (as_of, scenario, was): (NaiveDate, &str, Option<Was<'_>>),
    area: Rect,
    pen: &mut Pen<'_>,
) {
    let spans = || all.iter().flat_map(|it| [it.plan, it.tried]).flatten();
    let (Some(from), Some(to)) = (spans().map(|it| it.0).min(), spans().map(|it| it.1).max()) else {
        let words = "Every date is as in the plan.";
        pen.put(area.x, area.y, area.width, words, Tone::Plain);
        return;
    };
    let whose = columns(scenario).clamp(4, 10);
    let longest = all.iter().map(|it| columns(&it.name) + columns(&it.words()) + 4).max().unwrap_or(0);
    let places = Places { name: longest.min((area.width / 2).saturating_sub(whose)), whose };
    let left = (places.name + places.whose + 3).min(area.width);
    let chart = Rect { x: area.x + left, width: area.width - left, ..area };
    let (from, to) = (Month::of(from.min(as_of)).first_day(), Month::of(to.max(as_of)).last_day());
    let scale = Scale::whole(from, to, chart.width);
    scale.axis(as_of, chart, area.y, pen);
    let today = u16::try_from(scale.column(as_of)).ok().filter(|column| *column < chart.width);
    let most = usize::from(shown(area));
    for (nth, it) in all.iter().enumerate().skip(first).take(most) {
        let y = area.y + AXIS + LINES * cells(nth - first);
        let line = Rect { x: area.x, y, width: left, height: 1 };
        for y in y..(y + LINES).min(area.bottom()) {
            if let Some(column) = today {
                pen.put(chart.x + column, y, 1, "┊", Tone::Faint);
            }
        }
        let words = it.words();
        let end = area.x + 1 + places.name;
        pen.row(
            area.x + 1,
            y,
            places.name.saturating_sub(columns(&words) + 1),
            &[it.mark, (" ", Tone::Plain), (&it.name, Tone::Plain)],
        );
        pen.put_right(end, y, columns(&words), &words, Tone::Warning);
        pen.put(end + 1, y, places.whose, "plan", Tone::Faint);
        pen.put(end + 1, y + 1, places.whose, scenario, Tone::Strong);
        let upper = Rect { y, height: 1, ..chart };
        if let Some(plan) = it.plan {
            bar(it, plan, scale, as_of, upper, pen);
        }
        if let Some(tried) = it.tried {
            let lower = Rect { y: y + 1, height: 1, ..chart };
            bar(it, tried, scale, as_of, lower, pen);
            if let Some(plan) = it.plan.filter(|_| it.kind != Kind::Gate) {
                since(plan, tried, scale, lower, pen);
            }
        }
        // What moved of the plan itself since the baseline is marked at its line.
        if let Some((way, before)) = was.and_then(|was| it.since(was)) {
            let (sign, tone) = (way.sign(), way.tone());
            if !pen.beside(upper, sign, &before.by_row(), tone) {
                pen.put(end + 1 + places.whose, y, 1, sign, tone);
            }
        }
        // Value comes from the day that something is live.
        for (chart, at) in [(upper, it.plan), (Rect { y: y + 1, ..upper }, it.tried)] {
            let live = at.filter(|_| it.kind == Kind::Benefit).and_then(|at| scale.stretch(at.1, at.1));
            if let Some((_, column)) = live {
                fill(pen, chart, (column, column), "●", it.mark.1);
            }
        }
        pen.hit(Rect { height: LINES, ..line }, Target::Spot(it.at.clone()));
        if cursor == Some(nth) {
            pen.select(line);
        }
    }
}

fn fill(pen: &mut Pen<'_>, chart: Rect, (from, to): (u16, u16), sign: &str, tone: Tone) {
    for column in from..=to {
        pen.put(chart.x + column, chart.y, 1, sign, tone);
    }
}

fn bar(it: &Moved, at: Span, scale: Scale, as_of: NaiveDate, chart: Rect, pen: &mut Pen<'_>) {
    let Some(whole) = scale.stretch(at.0, at.1) else { return };
    match it.kind {
        Kind::Gate => fill(pen, chart, whole, GATE, Tone::Gate),
        Kind::Wave => fill(pen, chart, whole, "═", Tone::Strong),
        Kind::Work | Kind::Benefit => {
            fill(pen, chart, whole, "░", it.mark.1);
            let done = [Status::Done, Status::Unassessed].map(Tone::Status).contains(&it.mark.1);
            let until = if done { at.1 } else { at.1.min(as_of) };
            if let Some(worked) = scale.stretch(at.0, until).filter(|_| at.0 <= until) {
                fill(pen, chart, worked, "█", it.mark.1);
            }
        }
    }
}

/// What lies past the end that it has in the plan, and where that end is when it is earlier.
fn since(plan: Span, tried: Span, scale: Scale, chart: Rect, pen: &mut Pen<'_>) {
    let past = plan.1.succ_opt().filter(|day| *day <= tried.1);
    if let Some((from, to)) = past.and_then(|day| scale.stretch(day, tried.1)) {
        fill(pen, chart, (from, to), "▚", Tone::Warning);
    }
    if let Some((column, _)) = scale.stretch(plan.1, plan.1).filter(|_| plan.1 > tried.1) {
        fill(pen, chart, (column, column), "┤", Tone::Strong);
    }
}
