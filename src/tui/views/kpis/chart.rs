//! The chart of a KPI: what is planned, what was read, and where that goes on to.

use ratatui::layout::Rect;

use super::digits::{add_up, short};
use crate::figures::performance::Measure;
use crate::plan::calendar::Month;
use crate::plan::id::KpiIx;
use crate::plan::kpi::{Better, Kpi, Target};
use crate::tui::chart::{Curve, Plot};
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::theme::Tone;
use crate::wording;
use crate::workspace::Workspace;

/// What is said of an axis without zero on it.
const NOT_FROM_ZERO: &str = " axis does not begin at 0 ";

/// What is said of a day that is none of the months.
const NOT_SHOWN: &str = "as of is outside of these months, and draws no line";

/// How far a whole is off of which each market is held to the plan by itself.
const BY_MARKET: &str = "by market";

/// What a window is that was not read in each of its periods.
const IN_PART: &str = "in part";

/// How many months a table has room for in so many lines: it has a frame and a head.
pub(super) fn months_in(height: u16) -> usize {
    usize::from(height.saturating_sub(3))
}

/// The columns of a value in the table, with the blank before it.
const WIDE: u16 = 12;

/// The most months that a chart has.
const MOST: usize = 1200;

/// What the chart of a KPI shows.
pub(super) struct Chart {
    /// Whether it is answered with yes or no.
    answers: bool,
    /// Whether each market is held to it by itself, so that what they come to together is off nothing.
    by_market: bool,
    first: Month,
    months: usize,
    known: Option<usize>,
    actual: Vec<Option<f64>>,
    /// What is planned at least and at most; of one number both are that. It is of the whole, and of a window in full,
    /// whatever was read.
    plan: [Vec<Option<f64>>; 2],
    /// The same of the day on which it was last read in a month.
    held: Vec<Option<(f64, f64)>>,
    /// Of a window that was read in part then, what was planned of that part.
    part: Vec<Option<f64>>,
    /// From the newest reading to the end of the next wave.
    ahead: Vec<Option<f64>>,
    /// Whether a wave ends in a month, and what is planned is told as a target.
    ends: Vec<bool>,
    /// What the KPI that leads this one says of it, in its month.
    said: Vec<Option<f64>>,
}

impl Chart {
    pub(super) fn of(work: &Workspace, ix: KpiIx, kpi: &Kpi, trend: &[(Month, Option<f64>)]) -> Self {
        let (plan, figures) = (work.plan(), work.figures());
        let measure = &figures.kpi(ix).global;
        let first = Month::of(plan.start);
        let targeted = kpi.target.last().map_or(plan.as_of, |(wave, _)| plan.wave(*wave).end);
        let forecast = measure.forecast.as_ref().map_or(plan.as_of, |ahead| plan.wave(ahead.wave).end);
        let last = Month::of(targeted.max(forecast).max(plan.as_of));
        let months = usize::try_from(last.since(first) + 1).unwrap_or(1).clamp(1, MOST);
        let place = |month: Month| usize::try_from(month.since(first)).ok().filter(|at| *at < months);
        let (mut held, mut part) = (vec![None; months], vec![None; months]);
        let course = figures.course(ix, None);
        for point in &course {
            let Some(at) = place(Month::of(point.date)) else { continue };
            // A whole that is its worst market is held against what was planned there.
            held[at] = figures.expected_at(ix, point.worst, point.read).and_then(edges);
            part[at] = point.expected.and_then(edges).map(|(least, _)| least).filter(|_| !point.full);
        }
        let expected = |nth: usize| {
            let day = first.plus(i32::try_from(nth).unwrap_or(0)).last_day();
            let newest = course.partition_point(|point| point.date <= day).max(1) - 1;
            let worst = match plan.as_of < day {
                true => measure.worst_ahead.or_else(|| measure.worst()),
                false => course.get(newest).and_then(|point| point.worst),
            };
            edges(figures.expected_at(ix, worst, day)?)
        };
        let mut ends = vec![false; months];
        for at in plan.waves().filter_map(|(_, wave)| place(Month::of(wave.end))) {
            ends[at] = true;
        }
        let mut said = vec![None; months];
        for (leading, _) in plan.kpis().filter(|(_, it)| it.predicts.is_some_and(|it| it.kpi == ix)) {
            let Some(prediction) = figures.prediction(leading) else { continue };
            if let Some(at) = place(Month::of(prediction.date)) {
                said[at] = prediction.value;
            }
        }
        Self {
            answers: kpi.better == Some(Better::Done),
            by_market: measure.by_market,
            first,
            months,
            known: place(Month::of(plan.as_of)),
            actual: trend.iter().map(|(_, value)| *value).collect(),
            plan: (0..months).map(expected).map(Option::unzip).unzip().into(),
            held,
            part,
            ahead: ahead(work, ix, measure, months, place),
            ends,
            said,
        }
    }
}

/// Between what a target lies: both ends of a band, one number twice.
fn edges(target: Target) -> Option<(f64, f64)> {
    match target {
        Target::Value(value) => Some((value, value)),
        Target::Band(low, high) => Some((low, high)),
        Target::Done(done) => {
            let answer = f64::from(u8::from(done));
            Some((answer, answer))
        }
    }
}

/// A band in few digits.
fn band(low: f64, high: f64) -> String {
    format!("{}–{}", short(low), short(high))
}

/// An answer in a word; nothing of what lies between yes and no, or beyond.
fn answer(value: f64) -> String {
    let is = |answer: f64| (value - answer).abs() < 1e-9;
    match () {
        () if is(0.0) => "no".into(),
        () if is(1.0) => "yes".into(),
        () => String::new(),
    }
}

/// A straight line from the newest reading to the forecast.
fn ahead(
    work: &Workspace,
    ix: KpiIx,
    measure: &Measure,
    months: usize,
    place: impl Fn(Month) -> Option<usize>,
) -> Vec<Option<f64>> {
    let mut line = vec![None; months];
    let (Some(newest), Ok(forecast)) = (&measure.newest, &measure.forecast) else { return line };
    let end = work.plan().wave(forecast.wave).end;
    // Of those that are asked then, whatever all come to today; of the worst market, of the one that will be the worst.
    let others = !measure.joins.read.is_empty() || measure.worst_ahead.is_some();
    let joined = others.then(|| work.figures().course_ahead(ix, measure.worst_ahead, end).pop()).flatten();
    let (date, value) = joined.map_or((newest.date, newest.value), |last| (last.date, last.value));
    let (Some(from), Some(to)) = (place(Month::of(date)), place(Month::of(end))) else { return line };
    let steps = to.saturating_sub(from).max(1) as f64;
    for (nth, point) in line.iter_mut().enumerate().take(to + 1).skip(from) {
        let share = (nth - from) as f64 / steps;
        *point = Some(value + (forecast.value - value) * share);
    }
    line
}

impl Chart {
    /// Draws it under its title, with the forecast and its reason below it, as long as there is room for.
    pub(super) fn draw(
        &self,
        title: &str,
        outlook: &[String; 3],
        from_zero: bool,
        area: Rect,
        pen: &mut Pen<'_>,
    ) {
        let inside = pen.frame(area, title);
        let room = area.width.saturating_sub(4);
        let fits = |words: &&String| columns(words) + 2 <= room;
        let outlook = outlook.iter().find(fits).unwrap_or(&outlook[2]);
        pen.put(area.x + 2, area.bottom() - 1, room, &format!(" {outlook} "), Tone::Plain);
        let curves = self.curves();
        let plot = Plot {
            first: self.first,
            months: self.months,
            as_of: self.known,
            curves: &curves,
            band: &[],
            label: if self.answers { &answer } else { &short },
            from_zero: from_zero || self.answers,
        };
        let shown = plot.draw(Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }, pen);
        if shown.is_some_and(|(low, high)| low > 0.0 || high < 0.0)
            && columns(title) + columns(NOT_FROM_ZERO) + 6 <= area.width
        {
            pen.put_right(area.right() - 2, area.y, columns(NOT_FROM_ZERO), NOT_FROM_ZERO, Tone::Faint);
        }
        // Where the day has no line, it is said why.
        let words = match self.known {
            None if columns(title) + columns(NOT_SHOWN) + 6 <= area.width => NOT_SHOWN,
            None => NOT_SHOWN.split(',').next().unwrap_or_default(),
            Some(_) => return,
        };
        pen.clear(Rect { y: area.y + 1, height: 1, x: inside.x + 1, width: columns(words) });
        pen.put(inside.x + 1, area.y + 1, inside.width.saturating_sub(1), words, Tone::Faint);
    }

    /// The same month by month: what was read, what was planned for then, and where it goes on to; up to so many
    /// months before the last.
    pub(super) fn table(
        &self,
        title: &str,
        outlook: &[String; 3],
        back: usize,
        area: Rect,
        pen: &mut Pen<'_>,
    ) {
        let inside = pen.frame(area, title);
        let room = area.width.saturating_sub(4);
        let outlook = outlook.iter().find(|words| columns(words) + 2 <= room).unwrap_or(&outlook[2]);
        pen.put(area.x + 2, area.bottom() - 1, room, &format!(" {outlook} "), Tone::Plain);
        let rows = self.rows();
        let heads = ["month", "actual", "plan", "off plan", "goes on to", "led to"];
        // What is forecast and led to is left out first.
        let fit = usize::from(inside.width.saturating_sub(2) / WIDE).clamp(1, heads.len());
        let x = |nth: usize| inside.x + 1 + cells(nth + 1) * WIDE;
        for (nth, head) in heads.iter().enumerate().take(fit).skip(1) {
            pen.put_right(x(nth), inside.y, WIDE - 1, head, Tone::Faint);
        }
        pen.put(inside.x + 1, inside.y, WIDE - 2, heads[0], Tone::Faint);
        // What is newest and what is to come stay in sight, unless what was before is asked for.
        let last = rows.len().saturating_sub(months_in(area.height));
        let first = last.saturating_sub(back);
        let words = match (first, last - first) {
            (0, 0) => String::new(),
            (first, 0) => format!(" {first} earlier "),
            (0, later) => format!(" {later} later "),
            (first, later) => format!(" {first} earlier, {later} later "),
        };
        pen.put_right(area.right() - 2, area.y, columns(&words), &words, Tone::Faint);
        for (y, row) in (inside.y + 1..inside.bottom()).zip(rows.iter().skip(first)) {
            pen.put(inside.x + 1, y, WIDE - 2, &row[0], Tone::Plain);
            for (nth, cell) in row.iter().enumerate().take(fit).skip(1) {
                pen.put_right(x(nth), y, WIDE - 1, cell, Tone::Plain);
            }
        }
    }

    /// A row for each month in which something was read, is led to or is forecast, for the first and the last one
    /// planned, and for those in which a wave ends.
    pub(super) fn rows(&self) -> Vec<[String; 6]> {
        let goes_to = self.ahead.iter().rposition(Option::is_some);
        let [least, most] = &self.plan;
        let begins = least.iter().position(Option::is_some);
        let row = |nth: usize| {
            let value = |values: &[Option<f64>]| values.get(nth).copied().flatten();
            let (read, led) = (value(&self.actual), value(&self.said));
            let goes = value(&self.ahead).filter(|_| goes_to == Some(nth));
            let last = nth + 1 == self.months;
            let ends = self.ends.get(nth) == Some(&true) && value(least).is_some();
            let planned = ends || last || begins == Some(nth);
            if read.is_none() && led.is_none() && goes.is_none() && !planned {
                return None;
            }
            let planned = match read {
                Some(_) => self.held.get(nth).copied().flatten(),
                None => value(least).zip(value(most)),
            };
            let number = |value: f64| Some(self.words(value));
            let [read, plan, off] = match (planned, read) {
                (None, read) => [read.and_then(number), None, None],
                (Some((low, high)), Some(read)) if self.by_market && !self.answers => {
                    let plan = if low < high { band(low, high) } else { short(high) };
                    [number(read), Some(plan), Some(BY_MARKET.into())]
                }
                // Of a band what is outside is off its nearer end.
                (Some((low, high)), read) if low < high => {
                    let band = Some(band(low, high));
                    match read.map(|read| (read, read.clamp(low, high))) {
                        None => [None, band, None],
                        Some((read, end)) if read.total_cmp(&end).is_eq() => {
                            [number(read), band, Some("within".into())]
                        }
                        Some((read, end)) => {
                            let [read, _, off] = add_up(read, end);
                            [Some(read), band, Some(above(off))]
                        }
                    }
                }
                (Some((plan, _)), None) => [None, number(plan), None],
                (Some((plan, _)), Some(read)) if self.answers => [number(read), number(plan), None],
                // The three add up as they are shown; what was read in part is off what was planned of that.
                (Some((plan, _)), Some(read)) => {
                    let part = value(&self.part);
                    let [read, held, off] = add_up(read, part.unwrap_or(plan));
                    let off = above(off);
                    match part {
                        Some(_) => {
                            let of_part = Some(format!("{off} of {held}")).filter(|it| columns(it) < WIDE);
                            [Some(read), number(plan), of_part.or_else(|| Some(IN_PART.into()))]
                        }
                        None => [read, held, off].map(Some),
                    }
                }
            };
            let said = |value: Option<String>| value.unwrap_or_else(|| "–".into());
            let month = wording::month(self.first.plus(i32::try_from(nth).unwrap_or(0)));
            Some([month, said(read), said(plan), said(off), said(goes.map(short)), said(led.map(short))])
        };
        (0..self.months.max(self.actual.len())).filter_map(row).collect()
    }

    /// A value as it is said.
    fn words(&self, value: f64) -> String {
        if self.answers { answer(value) } else { short(value) }
    }

    fn curves(&self) -> Vec<Curve> {
        let newest = |values: &[Option<f64>]| values.iter().rev().flatten().next().copied();
        // What stands as points is named beside the last of them: its sign again would read as one more.
        let curve = |values: &[Option<f64>], sign: &'static str, tone, name: &str, joined: bool| Curve {
            values: values.to_vec(),
            sign,
            tone,
            name: match newest(values) {
                Some(value) if joined => format!("{sign} {name} {}", self.words(value)),
                // Whatever it lies over, it stands apart from.
                Some(value) => format!(" {name} {}", self.words(value)),
                None => String::new(),
            },
            joined,
        };
        let [least, most] = &self.plan;
        let plan = |values: &[Option<f64>], name: &str| curve(values, "·", Tone::Planned, name, true);
        let mut curves = match newest(least) == newest(most) {
            true if least == most => vec![plan(most, "plan")],
            // A band that ends in one number has one name.
            true => vec![Curve { name: String::new(), ..plan(least, "") }, plan(most, "plan")],
            false => vec![plan(least, "plan ≥"), plan(most, "plan ≤")],
        };
        if newest(&self.ahead).is_some() {
            curves.push(curve(&self.ahead, "○", Tone::Forecast, "goes on", true));
        }
        if newest(&self.said).is_some() {
            curves.push(curve(&self.said, "×", Tone::Advice, "led to", false));
        }
        curves.push(curve(&self.actual, "●", Tone::Actual, "actual", false));
        curves
    }
}

/// A difference with its sign, also where it is above.
fn above(off: String) -> String {
    let is_above = !off.starts_with('−') && off.contains(|digit| matches!(digit, '1'..='9'));
    if is_above { format!("+{off}") } else { off }
}
