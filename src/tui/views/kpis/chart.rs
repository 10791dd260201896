//! The chart of a KPI: what is planned, what was read, and where that goes on to.

use ratatui::layout::Rect;

use super::row::{Row, short};
use crate::figures::performance::Measure;
use crate::plan::calendar::Month;
use crate::plan::id::KpiIx;
use crate::plan::kpi::{Kpi, Target};
use crate::tui::chart::{Curve, Plot};
use crate::tui::pen::{Pen, columns};
use crate::tui::theme::Tone;
use crate::workspace::Workspace;

/// The most months that a chart has.
const MOST: usize = 1200;

/// What the chart of a KPI shows.
pub(super) struct Chart {
    first: Month,
    months: usize,
    known: usize,
    actual: Vec<Option<f64>>,
    plan: Vec<Option<f64>>,
    /// From the newest reading to the end of the next wave.
    ahead: Vec<Option<f64>>,
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
        let expected = |nth: usize| {
            let month = first.plus(i32::try_from(nth).unwrap_or(0));
            as_point(figures.expected_at(ix, None, month.last_day())?)
        };
        let mut said = vec![None; months];
        for (leading, _) in plan.kpis().filter(|(_, it)| it.predicts.is_some_and(|it| it.kpi == ix)) {
            let Some(prediction) = figures.prediction(leading) else { continue };
            if let Some(at) = place(Month::of(prediction.date)) {
                said[at] = prediction.value;
            }
        }
        Self {
            first,
            months,
            known: usize::try_from(Month::of(plan.as_of).since(first)).unwrap_or(0),
            actual: trend.iter().map(|(_, value)| *value).collect(),
            plan: (0..months).map(expected).collect(),
            ahead: ahead(work, measure, months, place),
            said,
        }
    }
}

/// A target as a point: a band at its middle, none for yes or no.
fn as_point(target: Target) -> Option<f64> {
    match target {
        Target::Value(value) => Some(value),
        Target::Band(low, high) => Some(f64::midpoint(low, high)),
        Target::Done(_) => None,
    }
}

/// A straight line from the newest reading to the forecast.
fn ahead(
    work: &Workspace,
    measure: &Measure,
    months: usize,
    place: impl Fn(Month) -> Option<usize>,
) -> Vec<Option<f64>> {
    let mut line = vec![None; months];
    let (Some(newest), Ok(forecast)) = (&measure.newest, &measure.forecast) else { return line };
    let end = work.plan().wave(forecast.wave).end;
    let (Some(from), Some(to)) = (place(Month::of(newest.date)), place(Month::of(end))) else { return line };
    let steps = to.saturating_sub(from).max(1) as f64;
    for (nth, value) in line.iter_mut().enumerate().take(to + 1).skip(from) {
        let share = (nth - from) as f64 / steps;
        *value = Some(newest.value + (forecast.value - newest.value) * share);
    }
    line
}

impl Row {
    /// Draws the chart, with the forecast and its reason below it.
    pub(super) fn draw_chart(&self, area: Rect, pen: &mut Pen<'_>) {
        let unit = if self.cells[0].is_empty() { String::new() } else { format!(", {}", self.cells[0]) };
        let inside = pen.frame(area, &format!("{}{unit}", self.title));
        let room = area.width.saturating_sub(4);
        let fits = |words: &&String| columns(words) + 2 <= room;
        let outlook = self.outlook.iter().find(fits).unwrap_or(&self.outlook[1]);
        pen.put(area.x + 2, area.bottom() - 1, room, &format!(" {outlook} "), Tone::Plain);
        let newest = |values: &[Option<f64>]| values.iter().rev().flatten().next().copied();
        let curve = |values: &[Option<f64>], sign, tone, name: &str, joined| Curve {
            values: values.to_vec(),
            sign,
            tone,
            name: newest(values).map(|value| format!("{sign} {name} {}", short(value))).unwrap_or_default(),
            joined,
        };
        let chart = &self.chart;
        let mut curves = vec![curve(&chart.plan, "·", Tone::Planned, "plan", true)];
        if newest(&chart.ahead).is_some() {
            curves.push(curve(&chart.ahead, "○", Tone::Forecast, "goes on", true));
        }
        if newest(&chart.said).is_some() {
            curves.push(curve(&chart.said, "×", Tone::Advice, "led to", false));
        }
        curves.push(curve(&chart.actual, "●", Tone::Actual, "actual", false));
        let plot = Plot {
            first: chart.first,
            months: chart.months,
            as_of: chart.known,
            curves: &curves,
            band: &[],
            label: &short,
            from_zero: self.cells[1] == "0" || self.cells[1] == "–",
        };
        plot.draw(Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }, pen);
    }
}
