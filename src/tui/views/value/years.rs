//! The table behind the chart: the same figures by year, or by month where the chart is of single months.

use ratatui::layout::Rect;

use super::{CUMULATIVE, MONTHLY, Value};
use crate::plan::calendar::Month;
use crate::plan::quantity::Money;
use crate::tui::pen::Pen;
use crate::tui::simulating;
use crate::tui::theme::Tone;
use crate::tui::view::Scene;
use crate::wording;
use crate::workspace::Workspace;

/// What a year or a month brings, or what all years up to its end do.
pub(super) struct Period {
    /// Its first month in the plan.
    from: Month,
    planned: Money,
    /// As far as things are known; `None` once nothing is.
    actual: Option<Money>,
    forecast: Money,
    /// 9 in 10, even and 1 in 10 chance of at least so much, in words.
    chances: Option<[String; 3]>,
}

/// How the months of the grid are put together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Month,
    Year,
    /// All years up to the end of each.
    EndOfYear,
}

/// The years or the months of the grid. Chances are of what adds up, and so of nothing else.
pub(super) fn periods(work: &Workspace, as_of: usize, by: By) -> Vec<Period> {
    let (plan, figures) = (work.plan(), work.figures());
    let (planned, realized, forecast) =
        (figures.planned().total(), figures.evidence().series.total(), figures.forecast().total());
    let simulation = simulating::known(work).filter(|_| by == By::EndOfYear);
    let chances = |month: usize| simulation?.bare_at_least_by(month, plan.currency);
    let over = figures.grid().months_over(plan.as_of);
    let mut periods: Vec<Period> = Vec::new();
    for (nth, month) in figures.grid().months().enumerate() {
        let [planned, realized, forecast] =
            [planned, realized, forecast].map(|series| series.get(nth).copied().unwrap_or_default());
        // A month that goes on has brought nothing that is known before something of it is recorded.
        let known = nth <= as_of && (by != By::Month || nth < over || realized != Money::ZERO);
        match periods.last_mut().filter(|last| by != By::Month && last.from.year() == month.year()) {
            Some(last) => {
                last.planned += planned;
                last.forecast += forecast;
                if let Some(actual) = last.actual.as_mut().filter(|_| known) {
                    *actual += realized;
                }
                last.chances = chances(nth);
            }
            None => {
                let before = periods.last().filter(|_| by == By::EndOfYear);
                let sum = |of: fn(&Period) -> Money, more: Money| before.map_or(more, |last| of(last) + more);
                let period = Period {
                    from: month,
                    planned: sum(|last| last.planned, planned),
                    actual: known.then(|| sum(|last| last.actual.unwrap_or_default(), realized)),
                    forecast: sum(|last| last.forecast, forecast),
                    chances: chances(nth),
                };
                periods.push(period);
            }
        }
    }
    periods
}

/// The heads of the columns from the second on, with their widths.
const HEADS: [(&str, u16); 6] =
    [("plan", 9), ("realized", 9), ("forecast", 9), ("9 in 10: ≥", 11), ("even: ≥", 11), ("1 in 10: ≥", 11)];

/// Which rows of the table are in sight.
pub(super) struct Sight {
    /// The first of them.
    pub(super) first: usize,
    /// As many as there is room for.
    pub(super) room: usize,
    all: usize,
}

impl Sight {
    /// The first row once the table is scrolled to its end.
    pub(super) fn last(&self) -> usize {
        self.all.saturating_sub(self.room)
    }
}

impl Value {
    /// The rows that so many lines show, below a head and above a line that tells where they are: those that were
    /// scrolled to, else of months those around today.
    pub(super) fn sight(&self, height: u16) -> Sight {
        let mut sight =
            Sight { first: 0, room: usize::from(height.saturating_sub(2)), all: self.periods.len() };
        let today = if self.variant == MONTHLY { self.as_of.saturating_sub(sight.room / 2) } else { 0 };
        sight.first = self.from.checked_sub(1).unwrap_or(today).min(sight.last());
        sight
    }

    /// The years or months in a table, as many as there is room for.
    pub(super) fn draw_periods(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if area.height < 2 {
            return;
        }
        let sign = wording::currency_sign(self.currency);
        let first = if self.variant == CUMULATIVE { "to the end of" } else { "in" };
        let shown = if self.periods.iter().any(|period| period.chances.is_some()) { 6 } else { 3 };
        let heads = &HEADS[..shown];
        let row = |pen: &mut Pen<'_>, y: u16, name: &str, cells: &[String], tone: Tone| {
            pen.put(area.x + 1, y, 18, name, tone);
            let mut x = area.x + 19;
            for ((_, width), cell) in heads.iter().zip(cells) {
                x += width;
                if x < area.right() {
                    pen.put_right(x, y, *width, cell, tone);
                }
            }
        };
        let names: Vec<String> = heads.iter().map(|(head, _)| (*head).to_owned()).collect();
        let first = if sign.is_empty() { first.to_owned() } else { format!("{sign}, {first}") };
        row(pen, area.y, &first, &names, Tone::Faint);
        let sight = self.sight(area.height);
        let (before, room) = (sight.first, sight.room);
        let monthly = self.variant == MONTHLY;
        for (y, period) in (area.y + 1..).zip(self.periods.iter().skip(before).take(room)) {
            let bare = |amount| wording::money_bare(amount, self.currency);
            let actual = period.actual.map_or("–".into(), bare);
            let mut cells = vec![bare(period.planned), actual, bare(period.forecast)];
            cells.extend(period.chances.iter().flatten().cloned());
            let name = if monthly { wording::month(period.from) } else { period.from.year().to_string() };
            row(pen, y, &name, &cells, Tone::Plain);
        }
        let after = sight.last() - before;
        let noun = if monthly { "month" } else { "year" };
        let words = match (before, after) {
            (0, 0) => return,
            (0, after) => format!("… {} after", wording::count(after, noun)),
            (before, 0) => format!("… {} before", wording::count(before, noun)),
            (before, after) => format!("… {} before, {after} after", wording::count(before, noun)),
        };
        let [earlier, later] = ["value.earlier", "value.later"].map(|id| scene.key(id));
        let words = format!("{words} · {earlier} {later} scroll");
        pen.put(area.x + 1, area.bottom() - 1, area.width.saturating_sub(2), &words, Tone::Faint);
    }
}
