//! The ladder of mandates: who may decide what, and how much, by wave.

use std::ops::Range;

use ratatui::layout::Rect;

use super::{Leadership, Line, Pane, draw_start};
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
    let tail = format!("{in_force} of {count} in force");
    Pane {
        title: "Mandates",
        tail,
        lines,
        empty: "No mandates: nobody is asked to lead; {add} adds one.",
        ladder: true,
    }
}

pub(super) fn mandate(work: &Workspace, ix: ItemIx) -> Line {
    let plan = work.plan();
    let item = plan.item(ix);
    let Some(own) = item.mandate() else { return Line::default() };
    let authority = work.figures().authority(ix, plan.as_of);
    let now = match authority.strength {
        Some(strength) if authority.force == Force::Now => strength.to_string(),
        Some(strength) if authority.force == Force::Planned => format!("{strength}*"),
        _ => "–".into(),
    };
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
        (Force::Planned, _) => format!("planned, not granted, strength {now}"),
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
    pub(super) cell: u16,
    pub(super) after: u16,
    /// The waves that have a column: as many as there is room for, from the one before that of today on.
    pub(super) shown: Range<usize>,
}

const NOW_WIDE: u16 = 5;

/// The columns that a wave has at least: an amount of money, and a blank.
const LEAST: u16 = 7;

/// The columns that a name has at least.
const NAME: u16 = 24;

impl Ladder {
    pub(super) fn of(view: &Leadership, width: u16) -> Self {
        let waves = cells(view.waves.len()).max(1);
        let all = waves.saturating_mul(LEAST);
        let holder = if width >= 150 { 30 } else { 0 };
        // Names give way to the waves, and what stands after them does: the detail tells that, too.
        let label = (width * 2 / 5).clamp(18.min(width), 44);
        let room = |label: u16, after: u16| width.saturating_sub(label + holder + after + NOW_WIDE + 1);
        let least =
            |after: u16| width.saturating_sub(holder + after + NOW_WIDE + 1 + all).max(NAME).min(label);
        // Until when and up to how much has no more columns than any of it takes.
        let after = if width >= 76 && room(least(20), 20) >= all { view.after.min(20) } else { 0 };
        let label = if room(label, after) >= all { label } else { least(after) };
        let room = room(label, after);
        let shown = usize::from((room / LEAST).clamp(1, waves));
        let first = view.today.saturating_sub(1).min(usize::from(waves) - shown);
        let cell = (room / cells(shown)).min(16);
        Self { label, holder, cell, after, shown: first..first + shown }
    }

    pub(super) fn head(&self, view: &Leadership, row: Rect, pen: &mut Pen<'_>) {
        let hidden = [self.shown.start, view.waves.len().saturating_sub(self.shown.end)];
        if hidden != [0, 0] {
            let [before, behind] = hidden;
            let words = format!("◀ {before}  {behind} ▶ waves");
            pen.put(row.x + 2, row.y, self.label.saturating_sub(3), &words, Tone::Faint);
        }
        let x = row.x + self.label + self.holder;
        pen.put(x, row.y, NOW_WIDE, "now", Tone::Faint);
        for (nth, wave) in view.waves.iter().skip(self.shown.start).take(self.shown.len()).enumerate() {
            let x = x + NOW_WIDE + cells(nth).saturating_mul(self.cell);
            let width = self.cell.saturating_sub(1).min(row.right().saturating_sub(x));
            pen.put(x, row.y, width, wave, Tone::Faint);
        }
    }

    pub(super) fn row(&self, line: &Line, row: Rect, pen: &mut Pen<'_>) {
        draw_start(line, row, self.label.saturating_sub(1), pen);
        if self.holder > 0 {
            let holder = line.tails.first().map_or("", String::as_str);
            pen.put(row.x + self.label, row.y, self.holder - 1, holder, Tone::Faint);
        }
        let x = row.x + self.label + self.holder;
        if let Some((now, tone)) = line.cells.first() {
            pen.put(x, row.y, NOW_WIDE - 1, now, *tone);
        }
        let of_waves = line.cells.iter().skip(1 + self.shown.start).take(self.shown.len());
        for (nth, (words, tone)) in of_waves.enumerate() {
            let x = x + NOW_WIDE + cells(nth).saturating_mul(self.cell);
            let width = self.cell.saturating_sub(1).min(row.right().saturating_sub(x));
            pen.put(x, row.y, width, words, *tone);
        }
        if self.after > 0 {
            let [whole, briefly] = &line.after;
            // What it may commit stands whole, before until when.
            let alone = briefly.split(" · ").next().unwrap_or(briefly);
            let forms = [whole.as_str(), briefly, alone];
            let after = forms.into_iter().find(|words| columns(words) <= self.after).unwrap_or(alone);
            pen.put_right(row.right().saturating_sub(1), row.y, self.after, after, Tone::Faint);
        }
    }
}
