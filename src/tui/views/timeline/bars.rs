//! The timeline on the screen: names, bars, and the table in their place.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::rows::{Benefit, Kind, Row, weightiest};
use super::{Places, Timeline};
use crate::order::Order as _;
use crate::status::Status;
use crate::tui::axis::Scale;
use crate::tui::baseline::Was;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, columns};
use crate::tui::theme::{GATE, Tone};
use crate::tui::view::Scene;
use crate::wording;
use crate::workspace::Workspace;

pub(super) fn name(row: &Row, was: Option<Was<'_>>, area: Rect, pen: &mut Pen<'_>) {
    // How far it moved since the baseline is more than what it is.
    let moved = row.moved(was);
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

/// Marks at the edges of the chart that a row goes on beyond them.
fn beyond(row: &Row, scale: Scale, chart: Rect, y: u16, pen: &mut Pen<'_>) {
    let (first, last) = row.days();
    let [before, behind] = scale.beyond(first, last);
    let tone = match row.kind {
        Kind::Step => Tone::Status(row.status),
        Kind::Wave => Tone::Strong,
        Kind::Gate | Kind::Record => row.mark.1,
    };
    if before && chart.width > 0 {
        pen.put(chart.x, y, 1, "◀", tone);
    }
    if behind && chart.width > 0 {
        pen.put(chart.right() - 1, y, 1, "▶", tone);
    }
}

/// What stands in one column of a row of days.
struct Sign {
    at: u16,
    sign: &'static str,
    tone: Tone,
    /// What is said of it, from long to short.
    words: Vec<String>,
}

/// A gate on its day, and what was decided on the days before and after, or what is on record without one: each with its
/// sign, and in words as far as there is room up to the next one.
fn days(row: &Row, scale: Scale, chart: Rect, y: u16, pen: &mut Pen<'_>) {
    let signs = signs(row, scale);
    // Where what stands left of a sign ends.
    let mut taken = 0;
    for (nth, Sign { at, sign, tone, words }) in signs.iter().enumerate() {
        pen.put(chart.x + at, y, 1, sign, *tone);
        let next = signs.get(nth + 1).map_or(chart.width, |next| next.at.saturating_sub(1));
        let behind = words.iter().find(|words| at + 2 + columns(words) <= next);
        let before = || words.iter().find(|words| taken + 1 + columns(words) <= *at);
        let last = nth + 1 == signs.len();
        taken = match behind {
            Some(words) => {
                pen.put(chart.x + at + 2, y, columns(words), words, Tone::Faint);
                at + 2 + columns(words)
            }
            None => {
                if let Some(words) = before().filter(|_| last) {
                    pen.put(chart.x + at - columns(words) - 1, y, columns(words), words, Tone::Faint);
                }
                at + 1
            }
        };
    }
}

/// The signs of a row of days, from left to right.
fn signs(row: &Row, scale: Scale) -> Vec<Sign> {
    let column = |day: NaiveDate| scale.stretch(day, day).map(|(column, _)| column);
    let is_gate = row.kind == Kind::Gate;
    let (own, own_day) = (column(row.bar.0).filter(|_| is_gate), wording::day_and_month(row.bar.0));
    let mut signs: Vec<Sign> = Vec::new();
    let newest = row.decisions.last().map(|it| it.date);
    // They are in the order of days, so that those of one column follow each other.
    for those in row.decisions.chunk_by(|one, next| column(one.date) == column(next.date)) {
        let shown = if is_gate { those.last() } else { weightiest(those) };
        let Some((at, it)) = shown.and_then(|it| Some((column(it.date)?, it))) else { continue };
        let day = wording::day_and_month(it.date);
        let [more, brief] = match those.len() - 1 {
            0 => [String::new(), String::new()],
            many => [format!(", +{many} more"), format!(" +{many}")],
        };
        let words = match own == Some(at) && it.date != row.bar.0 {
            true => vec![format!("{own_day}, {} {day}{more}", it.outcome), own_day.clone()],
            false => vec![format!("{day} {}{more}", it.outcome), format!("{day}{brief}"), day],
        };
        // The newest of all says how the gate stands; each other one what it came to on its day.
        let (sign, tone) = if own == Some(at) && Some(it.date) == newest { gate_sign(row) } else { it.mark };
        signs.push(Sign { at, sign, tone, words });
    }
    if let Some(at) = own.filter(|own| signs.iter().all(|it| it.at != *own)) {
        // Where it was decided on another day, its own has nothing but its place.
        let (sign, tone) = if row.decisions.is_empty() { gate_sign(row) } else { (GATE, Tone::Faint) };
        signs.push(Sign { at, sign, tone, words: vec![own_day] });
    }
    signs.order_by_key(|it| it.at);
    signs
}

fn gate_sign(row: &Row) -> (&'static str, Tone) {
    (if row.mark.0 == "·" { GATE } else { row.mark.0 }, row.mark.1)
}

impl Timeline {
    pub(super) fn bar(
        &self,
        row: &Row,
        (work, was): (&Workspace, Option<Was<'_>>),
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
            Kind::Gate | Kind::Record => days(row, scale, chart, y, pen),
            Kind::Wave => {
                let Some((from, to)) = scale.stretch(row.bar.0, row.bar.1) else {
                    return beyond(row, scale, chart, y, pen);
                };
                fill(pen, from, to, "═", Tone::Strong);
                if scale.column(row.bar.0) >= 0 {
                    fill(pen, from, from, "╞", Tone::Strong);
                }
                if scale.stretch(row.bar.1, row.bar.1).is_some() {
                    fill(pen, to, to, "╡", Tone::Strong);
                }
            }
            Kind::Step => {
                if let Some(benefit) = &row.benefit {
                    let behind = u16::try_from(scale.column(row.bar.1) + 1).unwrap_or(0);
                    for column in behind..chart.width {
                        let day = scale.day(column).filter(|day| *day > row.bar.1);
                        if let Some(sign) = day.and_then(|day| benefit.sign(work, day)) {
                            fill(pen, column, column, sign, Tone::Planned);
                        }
                    }
                }
                if let Some((from, to)) = scale.stretch(row.bar.0, row.bar.1) {
                    let worked = match row.status {
                        Status::Done | Status::Unassessed => Some(row.bar.1),
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
        beyond(row, scale, chart, y, pen);
        if let Some((column, _)) = row.was_full(was).and_then(|full| scale.stretch(full, full)) {
            fill(pen, column, column, "┤", Tone::Faint);
        }
        let end = then.filter(|then| !row.is_one_day() && then.1 != row.bar.1);
        if let Some((column, _)) = end.and_then(|then| scale.stretch(then.1, then.1)) {
            fill(pen, column, column, "┤", Tone::Strong);
        }
    }

    pub(super) fn table(&self, scene: Scene<'_>, places: Places, area: Rect, pen: &mut Pen<'_>) {
        // Where there is little room, years are short, and what is late is told in days alone.
        let wide = area.width >= 100;
        let day = |day| if wide { wording::date(day) } else { wording::short_date(day) };
        let heads = match wide {
            true => [("from", 13), ("live", 13), ("benefit, or decided", 21), ("past its date by", 17)],
            false => [("from", 10), ("live", 11), ("benefit, or decided", 21), ("late by", 8)],
        };
        let all: u16 = heads.iter().map(|(_, width)| width).sum();
        let first = area.right().saturating_sub(all);
        let places_of = heads.iter().scan(first, |x, (_, width)| {
            let at = *x;
            *x += width;
            Some(at)
        });
        let columns: Vec<u16> = places_of.collect();
        for ((head, width), x) in heads.iter().zip(&columns) {
            pen.put(*x, area.y + 1, width - 1, head, Tone::Faint);
        }
        pen.put(area.x + 4, area.y + 1, 20, "wave, step or gate", Tone::Faint);
        pen.rule(area.x + 1, area.y + 2, area.width.saturating_sub(2));
        let scroll = scene.sheet.scroll as usize;
        for (y, (nth, row)) in
            (places.rows.y..places.rows.bottom()).zip(self.rows.iter().enumerate().skip(scroll))
        {
            let line = Rect { x: area.x, y, width: area.width, height: 1 };
            name(row, scene.was, Rect { width: first.saturating_sub(area.x), ..line }, pen);
            let late = row.slip.map(|slip| {
                let days = usize::try_from((slip - row.bar.1).num_days()).unwrap_or(0);
                if wide { wording::count(days, "day") } else { format!("{days} d") }
            });
            // What a gate came to, and when; the day of what is on record stands beside it.
            let decided = || {
                let newest = row.decisions.last()?;
                Some(match row.kind {
                    Kind::Gate => format!("{} {}", newest.outcome, wording::short_date(newest.date)),
                    _ => newest.outcome.to_owned(),
                })
            };
            let cells = [
                (!row.is_one_day()).then(|| day(row.bar.0)),
                Some(day(row.bar.1)),
                row.benefit.as_ref().map(Benefit::words).or_else(decided),
                late,
            ];
            let tones = [Tone::Plain, Tone::Plain, Tone::Plain, Tone::Status(row.status)];
            for (((_, width), x), (cell, tone)) in heads.iter().zip(&columns).zip(cells.iter().zip(tones)) {
                pen.put(*x, y, width - 1, cell.as_deref().unwrap_or_default(), tone);
            }
            pen.hit(line, Target::Spot(row.at.clone()));
            if nth == scene.sheet.cursor {
                pen.select(line);
            }
        }
    }
}
