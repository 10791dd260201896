//! The timeline on the screen: names, bars, axis, and the table in their place.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use ratatui::layout::Rect;

use super::rows::{Kind, Row};
use super::scale::Scale;
use super::{Places, Timeline};
use crate::plan::calendar::Month;
use crate::status::Status;
use crate::tui::baseline::Was;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, columns};
use crate::tui::theme::{GATE, Tone};
use crate::tui::view::Scene;
use crate::wording;

fn month_number(day: NaiveDate) -> i32 {
    i32::try_from(day.month()).unwrap_or(1)
}

pub(super) fn name(row: &Row, was: Option<Was<'_>>, area: Rect, pen: &mut Pen<'_>) {
    // How far it moved since the baseline is more than what it is.
    let moved = row.was(was).map(|then| row.moved(then));
    let (said, tone_of_words) = match &moved {
        Some(moved) => (moved.as_str(), Tone::Warning),
        None => (row.words.as_str(), Tone::Faint),
    };
    let tone = if row.kind == Kind::Wave { Tone::Strong } else { Tone::Plain };
    let indent = if row.kind == Kind::Wave { 1 } else { 2 };
    let words = columns(said);
    let fits = words > 0 && (moved.is_some() || area.width > words + columns(&row.name) + indent + 4);
    let used = pen.row(area.x + indent, area.y, area.width, &[row.mark, (" ", Tone::Plain)]);
    let left = area.width.saturating_sub(used + indent + 1 + if fits { words + 1 } else { 0 });
    pen.put(area.x + indent + used, area.y, left, &row.name, tone);
    if fits {
        pen.put_right(area.right() - 1, area.y, words, said, tone_of_words);
    }
}

impl Timeline {
    pub(super) fn bar(
        &self,
        row: &Row,
        was: Option<Was<'_>>,
        scale: Scale,
        chart: Rect,
        y: u16,
        pen: &mut Pen<'_>,
    ) {
        let fill = |pen: &mut Pen<'_>, from: u16, to: u16, sign: &str, tone: Tone| {
            for column in from..=to {
                pen.put(chart.x + column, y, 1, sign, tone);
            }
        };
        let tone = Tone::Status(row.status);
        let then = row.was(was);
        // As it was lies below as it is.
        if let Some((from, to)) = then.and_then(|then| scale.stretch(then.0, then.1)) {
            fill(pen, from, to, if row.kind == Kind::Gate { "◇" } else { "╌" }, Tone::Faint);
        }
        match row.kind {
            Kind::Gate => {
                let Some((column, _)) = scale.stretch(row.bar.0, row.bar.0) else { return };
                pen.put(
                    chart.x + column,
                    y,
                    1,
                    if row.mark.0 == "·" { GATE } else { row.mark.0 },
                    row.mark.1,
                );
                let words = wording::day_and_month(row.bar.0);
                let wide = columns(&words) + 1;
                if column + wide < chart.width {
                    pen.put(chart.x + column + 2, y, wide, &words, Tone::Faint);
                } else if column > wide {
                    pen.put(chart.x + column - wide, y, wide, &words, Tone::Faint);
                }
            }
            Kind::Wave => {
                let Some((from, to)) = scale.stretch(row.bar.0, row.bar.1) else { return };
                fill(pen, from, to, "═", Tone::Strong);
                if scale.column(row.bar.0) >= 0 {
                    fill(pen, from, from, "╞", Tone::Strong);
                }
                if scale.stretch(row.bar.1, row.bar.1).is_some() {
                    fill(pen, to, to, "╡", Tone::Strong);
                }
            }
            Kind::Step => {
                if let Some((from, to)) = scale.stretch(row.bar.0, row.bar.1) {
                    let worked = match row.status {
                        Status::Done => Some(row.bar.1),
                        _ if row.bar.0 <= self.as_of => Some(row.bar.1.min(self.as_of)),
                        _ => None,
                    };
                    fill(pen, from, to, "░", tone);
                    if let Some((from, to)) = worked.and_then(|until| scale.stretch(row.bar.0, until)) {
                        fill(pen, from, to, "█", tone);
                    }
                }
                let past = row.slip.and_then(|slip| scale.stretch(row.bar.1.succ_opt()?, slip));
                if let Some((from, to)) = past {
                    fill(pen, from, to, "▚", tone);
                }
            }
        }
        let end = then.filter(|then| row.kind != Kind::Gate && then.1 != row.bar.1);
        if let Some((column, _)) = end.and_then(|then| scale.stretch(then.1, then.1)) {
            fill(pen, column, column, "┤", Tone::Strong);
        }
    }

    /// Years above, quarters or months below; a label stands only where it has room.
    pub(super) fn axis(&self, scale: Scale, chart: Rect, y: u16, pen: &mut Pen<'_>) {
        let first = Month::of(scale.origin);
        let month_wide = scale.cells_a_day * 30.4;
        let step = match month_wide {
            wide if wide >= 5.0 => 1,
            wide if wide >= 1.35 => 3,
            wide if wide >= 0.68 => 6,
            _ => 12,
        };
        let mut free = [0_u16; 2];
        let mut put = |pen: &mut Pen<'_>, row: usize, column: u16, words: &str, tone: Tone| {
            let wide = columns(words);
            if column >= free[row] && column + wide <= chart.width {
                pen.put(chart.x + column, y + u16::try_from(row).unwrap_or(0), wide, words, tone);
                free[row] = column + wide + 1;
            }
        };
        // The as-of date first: it keeps its place.
        let today = u16::try_from(scale.column(self.as_of)).unwrap_or(u16::MAX);
        // No year follows a day so closely that the two would read as one date.
        let hides = |span: &Range<u16>, year: u16| {
            span.start < year + 5 && year < span.end + if span.start == today { 2 } else { 1 }
        };
        let hidden = |span: &Range<u16>| scale.years().filter(|year| hides(span, *year)).count();
        let place = |day: &str| {
            let wide = columns(day) + 2;
            let right = today..today.saturating_add(wide);
            let left = today.saturating_sub(wide - 1)..today.saturating_add(1);
            // It stands where it hides the fewer years, to the right if it can.
            let is_left = chart.width.saturating_sub(today) < wide
                || today + 1 >= wide && step < 12 && hidden(&left) < hidden(&right);
            (is_left, if is_left { left } else { right })
        };
        let mut day = wording::day_and_month(self.as_of);
        let (mut is_left, mut span) = place(&day);
        let its_year =
            scale.column(Month::of(self.as_of).plus(1 - month_number(self.as_of)).first_day()).max(0);
        if u16::try_from(its_year).is_ok_and(|year| hides(&span, year)) {
            day = wording::date(self.as_of);
            (is_left, span) = place(&day);
        }
        if today < chart.width {
            let label = if is_left { format!("{day} ▼") } else { format!("▼ {day}") };
            pen.put(chart.x + span.start, y, columns(&label), &label, Tone::Strong);
        }
        for nth in 0..2400 {
            let month = first.plus(nth);
            let column = scale.column(month.first_day());
            if column >= i32::from(chart.width) {
                break;
            }
            let column = u16::try_from(column.max(0)).unwrap_or(0);
            let is_free = today >= chart.width || !hides(&span, column);
            // A year that only ends here leaves its place to the next.
            let ends = nth == 0 && scale.years().any(|year| year > 0 && year < 5);
            if step < 12 && (month.number() == 1 || nth == 0) && is_free && !ends {
                put(pen, 0, column, &month.year().to_string(), Tone::Strong);
            }
            let label = match step {
                1 => wording::month(month).chars().take(3).collect(),
                3 if (month.number() - 1).is_multiple_of(3) => format!("Q{}", (month.number() - 1) / 3 + 1),
                6 if (month.number() - 1).is_multiple_of(6) => format!("H{}", (month.number() - 1) / 6 + 1),
                12 if month.number() == 1 && month_wide >= 0.5 => month.year().to_string(),
                12 if month.number() == 1 => format!("{:02}", month.first_day().year() % 100),
                _ => continue,
            };
            // Of a month that began out of sight only the rest is there: its label must not push others.
            let rest = scale.column(month.plus(step).first_day());
            if month.first_day() >= scale.origin || rest > i32::from(columns(&label)) + 1 {
                put(pen, 1, column, &format!("│{label}"), Tone::Faint);
            }
        }
    }

    pub(super) fn table(&self, scene: Scene<'_>, places: Places, area: Rect, pen: &mut Pen<'_>) {
        let ends = [
            area.right().saturating_sub(41),
            area.right().saturating_sub(28),
            area.right().saturating_sub(15),
        ];
        for (end, head) in ends.iter().zip(["from", "live", "past its date by"]) {
            pen.put(*end, area.y + 1, 17, head, Tone::Faint);
        }
        pen.put(area.x + 4, area.y + 1, 20, "wave, step or gate", Tone::Faint);
        pen.rule(area.x + 1, area.y + 2, area.width.saturating_sub(2));
        let scroll = scene.sheet.scroll as usize;
        for (y, (nth, row)) in
            (places.rows.y..places.rows.bottom()).zip(self.rows.iter().enumerate().skip(scroll))
        {
            let line = Rect { x: area.x, y, width: area.width, height: 1 };
            name(row, scene.was, Rect { width: ends[0].saturating_sub(area.x + 1), ..line }, pen);
            if row.kind != Kind::Gate {
                pen.put(ends[0], y, 12, &wording::date(row.bar.0), Tone::Plain);
            }
            pen.put(ends[1], y, 12, &wording::date(row.bar.1), Tone::Plain);
            if let Some(slip) = row.slip {
                let days = (slip - row.bar.1).num_days();
                pen.put(
                    ends[2],
                    y,
                    15,
                    &wording::count(usize::try_from(days).unwrap_or(0), "day"),
                    Tone::Status(row.status),
                );
            }
            pen.hit(line, Target::Spot(row.at.clone()));
            if nth == scene.sheet.cursor {
                pen.select(line);
            }
        }
    }
}
