//! The bridge: from the plan to the forecast, by what each driver adds or takes.

use ratatui::layout::Rect;

use super::{Places, Value};
use crate::plan::quantity::Money;
use crate::status::Status;
use crate::tui::chart;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, columns};
use crate::tui::theme::{Tone, mark};
use crate::tui::view::Scene;
use crate::wording;

impl Value {
    /// Plan, each driver's difference, forecast.
    pub(super) fn bridge(&self, scene: Scene<'_>, places: Places, pen: &mut Pen<'_>) {
        let area = Rect {
            y: places.head.y,
            height: places.rows.bottom().saturating_sub(places.head.y),
            ..places.rows
        };
        let money = |amount| wording::money(amount, self.currency);
        let most = self.drivers.iter().map(|driver| driver.delta().minor_f64().abs()).fold(0.0, f64::max);
        let longest = self.drivers.iter().map(|driver| columns(&driver.title)).max().unwrap_or(0);
        let title = (area.width / 3).clamp(12, (longest + 2).max(12));
        let amount = 12;
        let x = area.x + 4 + title;
        let width = area.width.saturating_sub(title + amount + 8);
        let total = |pen: &mut Pen<'_>, y: u16, name: &str, amount_of: Money| {
            pen.put(area.x + 4, y, title, name, Tone::Strong);
            pen.put_right(x + amount, y, amount, &money(amount_of), Tone::Strong);
        };
        total(pen, area.y, "Plan", self.sums.planned);
        let shown = usize::from(area.height.saturating_sub(2));
        let scroll = scene.sheet.scroll as usize;
        let mut y = area.y + 1;
        for (nth, driver) in self.drivers.iter().enumerate().skip(scroll).take(shown) {
            let row = Rect { y, height: 1, ..area };
            let tone = Tone::Status(driver.status);
            pen.row(
                area.x + 2,
                y,
                title + 2,
                &[(mark(driver.status), tone), (" ", tone), (&driver.title, Tone::Plain)],
            );
            pen.put_right(
                x + amount,
                y,
                amount,
                &wording::money_signed(driver.delta(), self.currency),
                Tone::Plain,
            );
            let tone =
                if driver.delta().0 < 0 { Tone::Status(Status::Late) } else { Tone::Status(Status::Done) };
            let used = pen.put(
                x + amount + 2,
                y,
                width,
                &chart::bar(driver.delta().minor_f64(), most, width * 2 / 3),
                tone,
            );
            pen.put(x + amount + 3 + used, y, width.saturating_sub(used + 1), &driver.why, Tone::Faint);
            pen.hit(row, Target::Spot(driver.at.clone()));
            if nth == scene.sheet.cursor {
                pen.select(row);
            }
            y += 1;
        }
        if y < area.bottom() {
            total(pen, y, "Forecast", self.sums.forecast);
        }
    }
}
