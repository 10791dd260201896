//! The S-curve: what was planned, what came, what is forecast, and between what bounds it may end.

use ratatui::layout::Rect;

use super::{CUMULATIVE, Value};
use crate::figures::Figures;
use crate::plan::quantity::Money;
use crate::tui::chart::{Curve, Plot};
use crate::tui::detail::Text;
use crate::tui::pen::Pen;
use crate::tui::simulating;
use crate::tui::theme::Tone;
use crate::tui::view::Scene;
use crate::wording;
use crate::workspace::Workspace;

/// What was planned, what is forecast, and what came, added up or by month.
pub(super) fn curves(figures: &Figures<'_>, as_of: usize, cumulative: bool) -> Vec<Curve> {
    let digits = figures.plan.currency.digits;
    let curve = |amounts: &[Money], from: usize, to: usize, sign, tone, name: &str| {
        let mut sum = Money::ZERO;
        let value = |(month, amount): (usize, &Money)| {
            sum = if cumulative { sum + *amount } else { *amount };
            (from..=to).contains(&month).then(|| sum.major_f64(digits))
        };
        let values = amounts.iter().enumerate().map(value).collect();
        Curve { values, sign, tone, name: name.into(), joined: true }
    };
    let last = figures.grid().len();
    let realized = figures.evidence().series.total();
    let known = (0..realized.len()).rev().find(|month| realized[*month].0 != 0).unwrap_or(0).min(as_of);
    let mut curves = vec![
        curve(figures.planned().total(), 0, last, "·", Tone::Planned, "· plan"),
        curve(figures.forecast().total(), known, last, "○", Tone::Forecast, "○ forecast"),
    ];
    if realized.iter().any(|amount| amount.0 != 0) {
        curves.push(curve(realized, 0, known, "●", Tone::Actual, "● realized"));
    }
    curves
}

/// Between what eight runs in ten are, from the month on up to which things are known.
pub(super) fn band(work: &Workspace, as_of: usize) -> Vec<Option<(f64, f64)>> {
    let Some(simulation) = simulating::known(work) else { return Vec::new() };
    let digits = work.plan().currency.digits;
    let major = |minor: f64| Money::from_minor_f64(minor).major_f64(digits);
    let months = simulation.band.iter().enumerate();
    months.map(|(nth, [low, _, high])| (nth > as_of).then(|| (major(low.value), major(high.value)))).collect()
}

impl Value {
    /// The curves with what their signs mean.
    pub(super) fn draw_curves(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if let Some(none) = self.none {
            let mut text = Text::new(area.width.saturating_sub(2));
            text.words(&scene.keys.filled(scene.view, &format!("{}{}", none.why, none.here)), Tone::Plain);
            let (x, y) = (area.x + 1, area.y + 1);
            return text.draw(0, Rect { x, y, height: area.height.saturating_sub(1), ..area }, pen);
        }
        let head = match self.variant {
            CUMULATIVE => "cumulative value",
            _ => "value a month",
        };
        let sign = wording::currency_sign(self.currency);
        let currency = if sign.is_empty() { String::new() } else { format!(", {sign}") };
        let band = if self.band.is_empty() { "" } else { "  ░ 8 in 10 runs" };
        // What is said where that is none of the months has the place of what a curve says at its end.
        let (signs, as_of) = match self.today {
            Ok(_) => ("   · plan  ● realized  ○ forecast", "  ┊ as of"),
            Err(words) => ("   · plan  ○ forecast", words),
        };
        let head = [
            (head, Tone::Strong),
            (&currency, Tone::Strong),
            (signs, Tone::Faint),
            (band, Tone::Faint),
            (as_of, Tone::Faint),
        ];
        pen.row(area.x + 1, area.y, area.width.saturating_sub(1), &head);
        let digits = self.currency.digits;
        let label = |value: f64| {
            let minor = Money::from_minor_f64(value * 10_f64.powi(digits.cast_signed()));
            wording::money_stated_bare(minor, self.currency)
        };
        let plot = Plot {
            first: self.first,
            months: self.months,
            as_of: self.today.ok(),
            curves: &self.curves,
            band: &self.band,
            label: &label,
            from_zero: true,
        };
        plot.draw(Rect { y: area.y + 1, height: area.height - 1, ..area }, pen);
    }
}
