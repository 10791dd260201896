//! An entry as the register lists it: its mark, its name, and what belongs to its kind in columns.

use ratatui::layout::Rect;

use crate::figures::split::{Axis, Part};
use crate::plan::Plan;
use crate::plan::address::Table;
use crate::plan::operating_model::Tradeoff;
use crate::plan::quantity::{Currency, Money};
use crate::register::{self, Lean, Members};
use crate::safe;
use crate::status::Status;
use crate::trace::name::Name;
use crate::trace::of::Of;
use crate::traces;
use crate::tui::detail::severity_mark;
use crate::tui::pen::{Pen, broken, columns, within};
use crate::tui::theme::{Tone, mark};
use crate::wording;
use crate::workspace::Workspace;

/// A column of a section: its head, its width, whether it stands at the right, and the least width of the view
/// that has room for it.
type Column = (&'static str, u16, bool, u16);

const OF_RISKS: &[Column] = &[
    ("chance", 6, true, 0),
    ("delay", 9, true, 44),
    ("cost", 8, true, 54),
    ("expected", 8, true, 110),
    ("delays", 20, false, 98),
    ("owner", 17, false, 76),
];

const OF_EXCEPTIONS: &[Column] = &[
    ("until", 11, false, 0),
    ("a year", 9, true, 46),
    ("market", 14, false, 60),
    ("approved by", 19, false, 90),
];

/// The whole axis, or what is held to, where there is less room.
const OF_TRADEOFFS: &[Column] = &[(OF_AXIS, 2 * END + SCALE, false, 78), ("holds to", 28, false, 0)];
/// A picture in one line, with a pole at either end.
const OF_AXIS: &str = "axis";
/// The columns of a pole at least, where both take more than there are.
const END: u16 = 21;
/// The columns between the poles: the scale, and a blank at either end.
const SCALE: u16 = 7;
/// The columns that the names of trade-offs have at least beside poles that take more than their share.
const QUESTION: u16 = 22;

/// How long the texts of trade-offs are: of all of them the longest name, and the longest text at either pole.
#[derive(Clone, Copy, Default)]
pub(super) struct Longest {
    title: u16,
    poles: [u16; 2],
}

impl Longest {
    pub(super) fn of(plan: &Plan) -> Self {
        let all = plan.tradeoffs.iter().enumerate();
        all.fold(Self::default(), |longest, (nth, tradeoff)| {
            let ends = poles(tradeoff).map(|end| columns(&end));
            Self {
                title: longest.title.max(columns(&register::title(plan, Table::Tradeoff, nth))),
                poles: [0, 1].map(|end| longest.poles[end].max(ends[end])),
            }
        })
    }

    /// The columns of either pole in so many of a view: both whole where there is room beside the names, else what one
    /// does not need goes to the other.
    fn share(self, width: u16) -> [u16; 2] {
        let [one, other] = self.poles;
        // Before a name stand its mark and blanks, and two columns behind it.
        let taken = self.title.min(QUESTION) + SCALE + 7;
        let room = width.saturating_sub(taken).max(2 * END);
        if one + other <= room {
            return self.poles;
        }
        let half = room / 2;
        let first = one.min(half.max(room.saturating_sub(other)));
        [first, other.min(room - first)]
    }
}

const OF_OBJECTIVES: &[Column] = &[
    ("drivers", 11, true, 0),
    ("KPIs", 8, true, 50),
    ("planned", 9, true, 58),
    ("forecast", 9, true, 68),
    ("owner", 20, false, 92),
];

const OF_POOLS: &[Column] = &[
    ("cap a year", 10, true, 0),
    ("claimed in all", 14, true, 46),
    ("counted in all", 14, true, 62),
    ("its cap", 27, false, 92),
    ("base a year", 11, true, 106),
];

const OF_ARCHETYPES: &[Column] = &[("cost", 6, true, 0), ("lag", 10, true, 40), ("markets", 38, false, 62)];

const OF_LEARNINGS: &[Column] = &[("day", 11, false, 0), ("wave", 14, false, 60), ("led to", 24, false, 90)];

/// The columns of amounts that are as wide as an amount with the sign of its currency, and no wider.
const OF_AMOUNTS: [&str; 7] =
    ["cost", "expected", "a year", "planned", "forecast", "cap a year", "base a year"];

/// Which columns of a section there is room for.
pub(super) struct Columns {
    shown: Vec<(usize, Column)>,
    title: u16,
    /// Of the poles of an axis.
    poles: [u16; 2],
}

impl Columns {
    /// Where amounts name their currency by its code, as in `300 k CHF`, their columns are wider by that.
    pub(super) fn of(kind: Table, currency: Currency, longest: Longest, area: Rect) -> Self {
        let all = match kind {
            Table::Risk => OF_RISKS,
            Table::Exception => OF_EXCEPTIONS,
            Table::Tradeoff => OF_TRADEOFFS,
            Table::Objective => OF_OBJECTIVES,
            Table::Pool => OF_POOLS,
            Table::Archetype => OF_ARCHETYPES,
            _ => OF_LEARNINGS,
        };
        let mut shown: Vec<(usize, Column)> =
            all.iter().copied().enumerate().filter(|(_, (.., least))| area.width >= *least).collect();
        let poles = longest.share(area.width);
        if kind == Table::Tradeoff {
            shown.truncate(1);
            let axis = shown.iter_mut().filter(|(_, (head, ..))| *head == OF_AXIS);
            axis.for_each(|(_, (_, width, ..))| *width = poles[0] + SCALE + poles[1]);
        }
        let code = columns(wording::currency_sign(currency)).saturating_sub(1);
        let amounts = shown.iter_mut().filter(|(_, (head, ..))| OF_AMOUNTS.contains(head));
        amounts
            .filter(|_| code > 0 && kind != Table::Archetype)
            .for_each(|(_, (_, width, ..))| *width += code + 1);
        let taken: u16 = shown.iter().map(|(_, (_, width, ..))| width + 2).sum();
        Self { shown, title: area.width.saturating_sub(taken + 5), poles }
    }

    fn places(&self, area: Rect) -> impl Iterator<Item = (usize, Column, u16)> {
        let mut x = area.x + 4 + self.title;
        self.shown.iter().map(move |(nth, column)| {
            let at = x + 2;
            x = at + column.1;
            (*nth, *column, at)
        })
    }

    pub(super) fn head(&self, words: &str, area: Rect, pen: &mut Pen<'_>) {
        pen.put(area.x + 1, area.y, self.title + 3, words, Tone::Strong);
        for (_, (head, width, right, _), x) in self.places(area) {
            if right {
                pen.put_right(x + width, area.y, width, head, Tone::Faint);
            } else {
                pen.put(x, area.y, width, head, Tone::Faint);
            }
        }
    }

    /// The rows that an entry takes with its name and its words whole.
    pub(super) fn wanted(&self, row: &Row) -> usize {
        let of_cells = self.shown.iter().filter(|(_, (.., right, _))| !right);
        let of_cells = of_cells.filter_map(|(nth, (head, width, ..))| {
            let cell = row.cells.get(*nth)?;
            Some(match *head == OF_AXIS {
                true => {
                    [0, 1].map(|end| self.pole(row, end, usize::MAX).len()).into_iter().max().unwrap_or(1)
                }
                false => broken(cell, *width, *width).len(),
            })
        });
        of_cells.chain([self.rows_of_name(&row.title)]).max().unwrap_or(1)
    }

    /// The rows that the words of an entry take whole that stand in columns beside its name, as far as the plan alone
    /// says them.
    pub(super) fn rows_of_words(&self, plan: &Plan, members: &Members, kind: Table, nth: usize) -> usize {
        let left = self.shown.iter().filter(|(_, (.., right, _))| !right);
        let rows = left.filter_map(|(_, (head, width, ..))| {
            let words = words_of(plan, members, kind, nth, head)?;
            // Few are longer than their column.
            let fits = words.len() <= usize::from(*width);
            Some(if fits { 1 } else { broken(&words, *width, *width).len() })
        });
        rows.max().unwrap_or(1)
    }

    /// The rows that a name takes whole.
    pub(super) fn rows_of_name(&self, name: &str) -> usize {
        broken(name, self.title, self.title).len()
    }

    /// The lines of a pole of an axis, in so many rows.
    fn pole(&self, row: &Row, end: usize, rows: usize) -> Vec<String> {
        within(&row.poles[end], self.poles[end], self.poles[end], rows)
    }

    /// In as many rows as the area has.
    pub(super) fn row(&self, row: &Row, area: Rect, pen: &mut Pen<'_>) {
        let (mark, tone) = row.mark;
        let rows = usize::from(area.height);
        let below = |x: u16, width: u16, text: &str, pen: &mut Pen<'_>| {
            for (y, line) in (area.y..).zip(within(text, width, width, rows)) {
                pen.put(x, y, width, &line, Tone::Plain);
            }
        };
        pen.put(area.x + 2, area.y, 2, mark, tone);
        below(area.x + 4, self.title, &row.title, pen);
        for (nth, (head, width, right, _), x) in self.places(area) {
            let Some(cell) = row.cells.get(nth) else { continue };
            if right {
                // A word that is one letter too long has one of the two blanks before it.
                pen.put_right(x + width, area.y, width + 1, cell, Tone::Plain);
            } else if head == OF_AXIS {
                let scale = x + self.poles[0] + 1;
                for (y, line) in (area.y..).zip(self.pole(row, 0, rows)) {
                    pen.put_right(scale - 1, y, self.poles[0], &line, Tone::Plain);
                }
                pen.put(scale, area.y, SCALE, cell, Tone::Plain);
                for (y, line) in (area.y..).zip(self.pole(row, 1, rows)) {
                    pen.put(scale + SCALE - 1, y, self.poles[1], &line, Tone::Plain);
                }
            } else {
                below(x, width, cell, pen);
            }
        }
    }
}

/// An entry as it is listed.
pub(super) struct Row {
    pub(super) mark: (&'static str, Tone),
    title: String,
    /// In the order of the columns of its kind.
    cells: Vec<String>,
    /// What an axis leads from and to.
    poles: [String; 2],
    /// In a sentence.
    pub(super) say: String,
}

impl Row {
    pub(super) fn of(work: &Workspace, members: &Members, kind: Table, nth: usize) -> Self {
        let plan = work.plan();
        let (status, cells, said) = match kind {
            Table::Risk => risk(plan, nth),
            Table::Exception => exception(plan, nth),
            Table::Tradeoff => tradeoff(plan, members, nth),
            Table::Objective => objective(work, members, nth),
            Table::Pool => pool(work, members, nth),
            Table::Archetype => archetype(plan, members, nth),
            _ => learning(plan, nth),
        };
        let found = work.findings_on(&register::address(plan, kind, nth)).map(|it| it.severity).min();
        // What is open or at risk says so itself.
        let found = found.filter(|_| !matches!(status, Status::Open | Status::AtRisk));
        let own = match kind {
            // What was learnt stands nowhere: it is known.
            Table::Learning => ("·", Tone::Faint),
            _ => (mark(status), Tone::Status(status)),
        };
        let mark = found.map_or(own, severity_mark);
        let title = register::title(plan, kind, nth).into_owned();
        let say = format!("{title}: {said}");
        let poles = match kind {
            Table::Tradeoff => poles(&plan.tradeoffs[nth]),
            _ => Default::default(),
        };
        Self { mark, title, cells, poles, say }
    }
}

/// The words of an entry in a column, of those that the plan alone says.
fn words_of(plan: &Plan, members: &Members, kind: Table, nth: usize, head: &str) -> Option<String> {
    Some(match head {
        "owner" => owner(plan, kind, nth).to_owned(),
        "delays" => delayed(plan, nth),
        "market" => of_market(plan, nth).to_owned(),
        "approved by" => approved_by(plan, nth).to_owned(),
        "markets" => used_in(plan, members, nth),
        "led to" => led_to(plan, nth).join(", "),
        _ => return None,
    })
}

/// What a risk delays.
fn delayed(plan: &Plan, nth: usize) -> String {
    let hits = plan.risks[nth].delays.iter().map(|(ix, _)| plan.item(*ix).title());
    hits.collect::<Vec<_>>().join(", ")
}

/// Where an exception holds.
fn of_market(plan: &Plan, nth: usize) -> &str {
    plan.exceptions[nth].market.map_or("everywhere", |ix| plan.markets[ix.at()].title())
}

fn approved_by(plan: &Plan, nth: usize) -> &str {
    plan.exceptions[nth].approved_by.as_deref().unwrap_or("nobody")
}

/// The markets of an archetype.
fn used_in(plan: &Plan, members: &Members, nth: usize) -> String {
    let markets: Vec<&str> = members.markets[nth].iter().map(|at| plan.markets[*at].title()).collect();
    if markets.is_empty() { "used nowhere".to_owned() } else { markets.join(", ") }
}

/// What something learnt led to a change of.
fn led_to(plan: &Plan, nth: usize) -> Vec<&str> {
    plan.learnings[nth].leads_to.iter().map(|link| plan.item(link.to).title()).collect()
}

/// The figure that an entry is looked at for.
pub(super) fn figure(work: &Workspace, kind: Table, nth: usize) -> Option<Name> {
    let plan = work.plan();
    let id = register::id(plan, kind, nth);
    let cut =
        |axis: Axis| Part::of(plan, axis, &id).map(|part| Of::parts(vec![part]).name(plan, "planned", None));
    let name = match kind {
        Table::Exception => Some(Of::Exception(u32::try_from(nth).ok()?).name(plan, "exceptions", None)),
        Table::Objective => cut(Axis::Objective),
        Table::Risk => Some(Of::Risk(u32::try_from(nth).ok()?).name(plan, "expected-cost", None)),
        Table::Pool => Some(Of::Pool(nth.into()).name(plan, "claims", None)),
        _ => None,
    };
    name.filter(|name| traces::figure(work.figures(), name).is_ok())
}

type Told = (Status, Vec<String>, String);

fn owner(plan: &Plan, kind: Table, nth: usize) -> &str {
    register::about(plan, kind, nth).and_then(|about| about.owner.as_deref()).unwrap_or_default()
}

/// Pieces of a sentence, without those that say nothing.
fn sentence(pieces: &[&str]) -> String {
    pieces.iter().filter(|piece| !piece.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}

fn risk(plan: &Plan, nth: usize) -> Told {
    let risk = &plan.risks[nth];
    let chance = risk.probability.map_or_else(|| "unknown".into(), |it| wording::percent(it, &[]));
    let delay = register::longest_delay(risk).map(register::months).unwrap_or_default();
    let cost = risk.costs.map(|it| wording::money_stated(it, plan.currency)).unwrap_or_default();
    let expected = risk.expected_cost().map(|it| wording::money(it, plan.currency)).unwrap_or_default();
    let delays: Vec<String> = risk
        .delays
        .iter()
        .map(|(ix, by)| format!("{} +{}", plan.item(*ix).title(), register::months(*by)))
        .collect();
    let owner = owner(plan, Table::Risk, nth);
    let then = [wording::list(&delays), cost.clone()];
    let then: Vec<&str> = then.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    let then = if then.is_empty() { String::new() } else { format!("then {}", then.join(" and ")) };
    let said = sentence(&[&chance, &then, owner]);
    (Status::OnTrack, vec![chance, delay, cost, expected, delayed(plan, nth), owner.to_owned()], said)
}

fn exception(plan: &Plan, nth: usize) -> Told {
    let exception = &plan.exceptions[nth];
    let ends = register::ends(plan, exception);
    let cost =
        exception.cost.map_or_else(|| "no price".into(), |it| wording::money_stated(it, plan.currency));
    let (market, by) = (of_market(plan, nth), approved_by(plan, nth));
    let from = exception.tradeoff.map(|ix| register::title(plan, Table::Tradeoff, ix.at()));
    let from = from.map(|from| format!("deviates from {from}")).unwrap_or_default();
    let until = if exception.until.is_some_and(|until| until >= plan.as_of) {
        format!("until {ends}")
    } else {
        ends.clone()
    };
    let price = if exception.cost.is_some() { format!("{cost} a year") } else { cost.clone() };
    let said = sentence(&[market, &until, &price, &from]);
    let ends = exception.until.map_or(ends, wording::date);
    (register::standing_of(plan, exception), vec![ends, cost, market.to_owned(), by.to_owned()], said)
}

fn tradeoff(plan: &Plan, members: &Members, nth: usize) -> Told {
    let tradeoff = &plan.tradeoffs[nth];
    let lean = register::lean(tradeoff);
    let (held, given) = (lean.held(), lean.given_up());
    let holds = if matches!(lean, Lean::To(..)) { format!("holds to {held}") } else { held.clone() };
    let gives = if given.is_empty() { String::new() } else { format!("gives up {given}") };
    let many = members.exceptions[nth].len();
    let exceptions = if many == 0 { String::new() } else { wording::count(many, "exception") };
    let said = sentence(&[&holds, &gives, &exceptions]);
    let status = if lean == Lean::Undecided { Status::Open } else { Status::Done };
    (status, vec![scale(tradeoff), held], said)
}

/// What the axis of a trade-off leads from and to.
fn poles(tradeoff: &Tradeoff) -> [String; 2] {
    let ends = tradeoff.axis.as_ref().map_or(["", ""], |[one, other]| [one, other]);
    ends.map(|end| safe::line(end).into_owned())
}

/// The position on the axis, as a picture: `───●─`.
fn scale(tradeoff: &Tradeoff) -> String {
    let at = tradeoff.position.map(|position| usize::try_from(position + 2).unwrap_or(2));
    let sign = |cell: usize| match at {
        Some(at) if at == cell => '●',
        Some(_) => '─',
        None => '·',
    };
    (0..5).map(sign).collect()
}

fn objective(work: &Workspace, members: &Members, nth: usize) -> Told {
    let plan = work.plan();
    let drivers = &members.of_objective[nth];
    let [planned, forecast] =
        register::value_of(work.figures(), drivers).map(|it| wording::money(it, plan.currency));
    let served = wording::count(drivers.len(), "driver");
    let kpis = wording::count(members.kpis[nth].len(), "KPI");
    let owner = owner(plan, Table::Objective, nth);
    let money = format!("planned {planned}, forecast {forecast}");
    let said = sentence(&[&served, &kpis, &money, owner]);
    let status = if drivers.is_empty() { Status::AtRisk } else { Status::OnTrack };
    (status, vec![served, kpis, planned, forecast, owner.to_owned()], said)
}

fn pool(work: &Workspace, members: &Members, nth: usize) -> Told {
    let plan = work.plan();
    let pool = &plan.pools[nth];
    let claims = register::claims_of(work.figures(), nth, &members.of_pool[nth]);
    let limit = |limit: Option<Money>, none: &str| {
        limit.map_or_else(|| none.to_owned(), |it| wording::money_stated(it, plan.currency))
    };
    let (cap, base) = (limit(pool.cap, "no cap"), limit(pool.base, "none"));
    let [claimed, counted] =
        [claims.claimed, claims.counted].map(|amount| wording::money(amount, plan.currency));
    let binds = claims.binds_words();
    let drivers = wording::count(members.of_pool[nth].len(), "driver");
    let counts = format!("counted {counted} of {claimed} claimed in all");
    let overlap = claims.overlap.map(|overlap| wording::money(overlap, plan.currency));
    let overlap = overlap.map_or_else(String::new, |overlap| format!("{overlap} overlap on its base"));
    let said = sentence(&[&drivers, &counts, &overlap, &binds]);
    let status = if claims.binds.is_some() { Status::AtRisk } else { Status::OnTrack };
    (status, vec![cap, claimed, counted, binds, base], said)
}

fn archetype(plan: &Plan, members: &Members, nth: usize) -> Told {
    let archetype = &plan.archetypes[nth];
    let factor = format!("× {}", wording::number(archetype.cost_factor, 2));
    let lag = match archetype.lag_months {
        0 => "none".to_owned(),
        lag => register::months(f64::from(lag)),
    };
    let used = used_in(plan, members, nth);
    let later = if archetype.lag_months == 0 { "no lag".to_owned() } else { format!("live {lag} later") };
    let said = sentence(&[&format!("roll-out cost {factor}"), &later, &used]);
    let status = if members.markets[nth].is_empty() { Status::NotStarted } else { Status::OnTrack };
    (status, vec![factor, lag, used], said)
}

fn learning(plan: &Plan, nth: usize) -> Told {
    let learning = &plan.learnings[nth];
    let day = wording::date(learning.date);
    let wave = learning.wave.map_or("", |ix| plan.wave(ix).title());
    let led = led_to(plan, nth);
    let changed = if led.is_empty() { String::new() } else { format!("led to {}", wording::list(&led)) };
    let said = sentence(&[&day, wave, &changed]);
    (Status::Done, vec![day, wave.to_owned(), led.join(", ")], said)
}
