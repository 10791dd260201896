//! The table behind the chart: the same figures by year.

use ratatui::layout::Rect;

use super::{CUMULATIVE, Value};
use crate::plan::quantity::Money;
use crate::tui::pen::Pen;
use crate::tui::simulating;
use crate::tui::theme::Tone;
use crate::wording;
use crate::workspace::Workspace;

/// What a year brings, or what all years up to its end do.
pub(super) struct Year {
    year: i32,
    planned: Money,
    /// As far as things are known; `None` once nothing is.
    actual: Option<Money>,
    forecast: Money,
    /// 9 in 10, even and 1 in 10 chance of at least so much, in words.
    chances: Option<[String; 3]>,
}

/// The years of the grid. Chances are of what adds up, and so of nothing else.
pub(super) fn years(work: &Workspace, as_of: usize, cumulative: bool) -> Vec<Year> {
    let (plan, figures) = (work.plan(), work.figures());
    let (planned, realized, forecast) =
        (figures.planned().total(), figures.evidence().series.total(), figures.forecast().total());
    let simulation = simulating::known(work).filter(|_| cumulative);
    let chances = |month: usize| {
        let told = simulation?.at_least_by(month, plan.currency)?;
        let bare = |words: String| {
            words.trim_end_matches(wording::currency_sign(plan.currency)).trim_end().to_owned()
        };
        Some(told.map(bare))
    };
    let mut years: Vec<Year> = Vec::new();
    for (nth, month) in figures.grid().months().enumerate() {
        let [planned, realized, forecast] =
            [planned, realized, forecast].map(|series| series.get(nth).copied().unwrap_or_default());
        let known = nth <= as_of;
        match years.last_mut().filter(|year| year.year == month.year()) {
            Some(year) => {
                year.planned += planned;
                year.forecast += forecast;
                if let Some(actual) = year.actual.as_mut().filter(|_| known) {
                    *actual += realized;
                }
                year.chances = chances(nth);
            }
            None => {
                let before = years.last().filter(|_| cumulative);
                let sum = |of: fn(&Year) -> Money, more: Money| before.map_or(more, |year| of(year) + more);
                let year = Year {
                    year: month.year(),
                    planned: sum(|year| year.planned, planned),
                    actual: known.then(|| sum(|year| year.actual.unwrap_or_default(), realized)),
                    forecast: sum(|year| year.forecast, forecast),
                    chances: chances(nth),
                };
                years.push(year);
            }
        }
    }
    years
}

/// The heads of the columns from the second on, with their widths.
const HEADS: [(&str, u16); 6] =
    [("plan", 9), ("realized", 9), ("forecast", 9), ("9 in 10: ≥", 11), ("even: ≥", 11), ("1 in 10: ≥", 11)];

impl Value {
    /// The years in a table, as many as there is room for.
    pub(super) fn draw_years(&self, area: Rect, pen: &mut Pen<'_>) {
        if area.height < 2 {
            return;
        }
        let sign = wording::currency_sign(self.currency);
        let first = if self.variant == CUMULATIVE { "to the end of" } else { "in" };
        let shown = if self.years.iter().any(|year| year.chances.is_some()) { 6 } else { 3 };
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
        let room = usize::from(area.height - 2);
        for (y, year) in (area.y + 1..).zip(self.years.iter().take(room)) {
            let bare = |amount| wording::money_bare(amount, self.currency);
            let actual = year.actual.map_or("–".into(), bare);
            let mut cells = vec![bare(year.planned), actual, bare(year.forecast)];
            cells.extend(year.chances.iter().flatten().cloned());
            row(pen, y, &year.year.to_string(), &cells, Tone::Plain);
        }
        let more = self.years.len().saturating_sub(room);
        if more > 0 {
            let words = format!("… {} more", wording::count(more, "year"));
            pen.put(area.x + 1, area.bottom() - 1, area.width, &words, Tone::Faint);
        }
    }
}
