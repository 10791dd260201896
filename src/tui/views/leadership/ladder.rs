//! The ladder of mandates: who may decide what, and how much, by wave.

use std::ops::Range;

use ratatui::layout::Rect;

use super::{Leadership, Line, Natural, Pane, draw_start, shown_of};
use crate::figures::readiness::Force;
use crate::order::Order as _;
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::Dimension;
use crate::plan::leadership::Leadership as Kind;
use crate::plan::quantity::Money;
use crate::tui::filter::Filter;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::theme::{Tone, mark};
use crate::wording;
use crate::workspace::Workspace;

/// The mandates by kind of leadership, with the strength that each is to have by wave.
pub(super) fn ladder(work: &Workspace, filter: &Filter) -> Pane {
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
        mandates.order_by_key(|ix| (plan.in_force(*ix).map(|(from, _)| from), plan.item(*ix).title()));
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
    let all = plan.items_of(Dimension::Leadership).count();
    let tail = shown_of(filter, [count, all], (in_force, "in force"));
    Pane {
        title: "Mandates",
        tail,
        lines,
        empty: "No mandates: nobody is asked to lead; {add} adds one.",
        ladder: true,
        prose: false,
        natural: Natural::default(),
    }
}

pub(super) fn mandate(work: &Workspace, ix: ItemIx) -> Line {
    let plan = work.plan();
    let item = plan.item(ix);
    let Some(own) = item.mandate() else { return Line::default() };
    let authority = work.figures().authority(ix, plan.as_of);
    let now = authority.strength_words().unwrap_or_else(|| "–".into());
    let step = |wave: WaveIx| {
        let nth = item.steps.iter().position(|step| step.wave == wave)?;
        let status = work.status(ix, Some(nth));
        Some((format!("{} {}", mark(status), item.steps[nth].level), Tone::Status(status)))
    };
    let steps = plan.waves().map(|(wave, _)| step(wave).unwrap_or_else(|| ("·".into(), Tone::Faint)));
    let limit = own.limit.map(|limit| wording::money_stated(limit, plan.currency));
    let until = own.until.map(|until| format!("to {}", wording::month(Month::of(until))));
    let briefly = own.until.map(|until| format!("to {}", until.format("%m/%y")));
    let status = work.status(ix, None);
    let holder = own.holder.as_deref().unwrap_or("nobody");
    let force = match (authority.force, authority.days) {
        (Force::Ahead, Some((from, _))) => format!("not in force before {}", wording::date(from)),
        (Force::Expired, Some((_, to))) => format!("expired {}", wording::date(to)),
        (Force::Now, _) => format!("in force, strength {now}"),
        (Force::Planned | Force::SeenNot, _) => format!("{}, strength {now}", authority.force.as_str()),
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
        after: [until, briefly]
            .map(|until| limit.clone().into_iter().chain(until).collect::<Vec<_>>().join(" · ")),
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
        cells.push((wording::money_bare(in_all, plan.currency), Tone::Plain));
    }
    let sign = wording::currency_sign(plan.currency);
    let text = if sign.is_empty() { "Budgets so far".to_owned() } else { format!("Budgets so far, {sign}") };
    Some(Line { text, indent: 1, cells, ..Line::default() })
}

/// The columns of the ladder.
pub(super) struct Ladder {
    pub(super) label: u16,
    pub(super) holder: u16,
    pub(super) after: u16,
    /// The waves that have a column: as many as there is room for, from the one before that of today on.
    pub(super) shown: Range<usize>,
    /// The columns of each of these.
    pub(super) wide: Vec<u16>,
}

const NOW_WIDE: u16 = 5;

/// The columns that a wave has at least: an amount of money, and a blank.
const LEAST: u16 = 7;

/// The columns that a wave has at most.
const MOST: u16 = 24;

/// The columns that a name has at least, and where that shows more waves.
const NAMES: [u16; 2] = [24, 20];

/// From so many columns on it is told until when a mandate holds, and who has it.
const AFTER: u16 = 76;
const HOLDER: u16 = 150;

impl Ladder {
    pub(super) fn of(view: &Leadership, pane: &Pane, width: u16) -> Self {
        let holder = if width >= HOLDER { 30 } else { 0 };
        let longest = pane.lines.iter().map(|line| line.start() + columns(&line.text) + 2).max();
        let label = longest.unwrap_or(0).min(width / 2).max(18.min(width));
        let heads: Vec<u16> =
            view.waves.iter().map(|name| columns(name).saturating_add(1).clamp(LEAST, MOST)).collect();
        let all = heads.iter().copied().fold(0, u16::saturating_add);
        let rest = |after: u16| holder + NOW_WIDE + 1 + after;
        // The names of waves are whole. What stands after them is told more briefly before names of mandates go on
        // below, and not at all before a wave is out of sight; the detail tells it, too.
        let [full, brief, alone] = if width >= AFTER { view.after } else { [0; 3] };
        let full = full.min(brief.max(20));
        let forms =
            [(label, full), (label, brief), (label, alone), (NAMES[0], alone), (NAMES[0], 0), (NAMES[1], 0)];
        let fits = |(label, after): &(u16, u16)| label + rest(*after) + all <= width;
        let found = forms.into_iter().map(|(least, after)| (least.min(label), after)).find(fits);
        let (least, after) = found.unwrap_or((NAMES[0].min(label), 0));
        let room = width.saturating_sub(least + rest(after));
        let mut shown = 0..heads.len();
        if found.is_none() {
            let last = heads.len().saturating_sub(1);
            shown = view.today.saturating_sub(1)..view.today.saturating_sub(1);
            let mut used = 0;
            // On to the last one, and then back from the first.
            while shown.end <= last && used + heads[shown.end] <= room {
                used += heads[shown.end];
                shown.end += 1;
            }
            while shown.start > 0 && used + heads[shown.start - 1] <= room {
                shown.start -= 1;
                used += heads[shown.start];
            }
            if shown.is_empty() {
                shown.end = (shown.start + 1).min(heads.len());
            }
        }
        let mut wide = heads[shown.clone()].to_vec();
        // What is left goes to the names of mandates, and then to all waves alike.
        let left = room.saturating_sub(wide.iter().sum());
        let more = left.min(label - least);
        let each = (left - more) / cells(wide.len()).max(1);
        wide.iter_mut().for_each(|wide| *wide += each.min(16_u16.saturating_sub(*wide)));
        Self { label: least + more, holder, after, shown, wide }
    }

    /// The place of each wave that has a column, in a row: its first column, and how many it has.
    fn places(&self, row: Rect) -> impl Iterator<Item = (usize, u16, u16)> {
        let mut x = row.x + self.label + self.holder + NOW_WIDE;
        self.shown.clone().zip(&self.wide).map(move |(nth, wide)| {
            let at = x;
            x += wide;
            (nth, at, wide.saturating_sub(1).min(row.right().saturating_sub(at)))
        })
    }

    pub(super) fn head(&self, view: &Leadership, row: Rect, pen: &mut Pen<'_>) {
        let hidden = [self.shown.start, view.waves.len().saturating_sub(self.shown.end)];
        if hidden != [0, 0] {
            let [before, behind] = hidden;
            let words = format!("◀ {before}  {behind} ▶ waves");
            pen.put(row.x + 2, row.y, self.label.saturating_sub(3), &words, Tone::Faint);
        }
        pen.put(row.x + self.label + self.holder, row.y, NOW_WIDE, "now", Tone::Faint);
        for (nth, x, width) in self.places(row) {
            pen.put(x, row.y, width, view.waves.get(nth).map_or("", String::as_str), Tone::Faint);
        }
    }

    pub(super) fn row(&self, line: &Line, row: Rect, pen: &mut Pen<'_>) {
        // A name that has fewer rows than it takes in its column goes on below the others.
        let whole = line.broken(self.label, self.label, "").len() <= usize::from(row.height);
        let below = if whole { self.label } else { row.width };
        draw_start(line, row, [self.label, below], "", pen);
        if self.holder > 0 {
            let holder = line.tails.first().map_or("", String::as_str);
            pen.put(row.x + self.label, row.y, self.holder - 1, holder, Tone::Faint);
        }
        if let Some((now, tone)) = line.cells.first() {
            pen.put(row.x + self.label + self.holder, row.y, NOW_WIDE - 1, now, *tone);
        }
        for (nth, x, width) in self.places(row) {
            if let Some((words, tone)) = line.cells.get(1 + nth) {
                pen.put(x, row.y, width, words, *tone);
            }
        }
        if self.after > 0 {
            let [whole, briefly] = &line.after;
            let forms = [whole.as_str(), briefly, line.after_alone()];
            let after = forms.into_iter().find(|words| columns(words) <= self.after);
            let after = after.unwrap_or(line.after_alone());
            pen.put_right(row.right().saturating_sub(1), row.y, self.after, after, Tone::Faint);
        }
    }
}
