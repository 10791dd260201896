//! The bridge: from the plan to the forecast, by what each driver adds or takes.

use ratatui::layout::Rect;

use super::drivers::Driver;
use super::{Places, Value};
use crate::plan::quantity::Money;
use crate::status::Status;
use crate::tui::chart;
use crate::tui::layout::heights;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells, columns, within};
use crate::tui::theme::{Tone, mark};
use crate::tui::view::Scene;
use crate::wording;

/// The columns of the words for what a filter leaves out.
const OTHERS: u16 = 26;

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
        let widest =
            |of: fn(&Driver) -> &str| self.drivers.iter().map(|it| columns(of(it))).max().unwrap_or(0);
        let longest = widest(|driver| &driver.title) + 1;
        let amount = 12;
        // What the bars and the reasons leave free is for the names; where nothing differs there are no bars.
        let bars = if most > 0.0 { area.width / 4 } else { 0 };
        let free = area.width.saturating_sub(amount + bars + widest(|driver| &driver.why) + 10);
        // What a filter leaves out is told in as many columns as a name has.
        let least = if self.others.is_some() { OTHERS } else { 12 };
        let title = (area.width / 3).max(free).clamp(12, longest.max(least));
        let x = area.x + 4 + title;
        let width = area.width.saturating_sub(title + amount + 8);
        let total = |pen: &mut Pen<'_>, y: u16, name: &str, amount_of: Money| {
            pen.put(area.x + 4, y, title, name, Tone::Strong);
            pen.put_right(x + amount, y, amount, &money(amount_of), Tone::Strong);
        };
        total(pen, area.y, "Plan", self.sums.planned);
        let shown = usize::from(area.height.saturating_sub(2));
        let scroll = scene.sheet.scroll as usize;
        let below = if self.others.is_some() { 3 } else { 2 };
        // A name that is too long goes on below where the list leaves rows blank.
        let name = |nth: usize, most: usize| within(&self.drivers[nth].title, title, title, most);
        let heights =
            heights(self.drivers.len(), area.height.saturating_sub(below), |nth| name(nth, usize::MAX).len());
        let mut y = area.y + 1;
        for (nth, driver) in self.drivers.iter().enumerate().skip(scroll).take(shown) {
            let rows = heights.get(nth).copied().unwrap_or(1);
            let row = Rect { y, height: cells(rows), ..area };
            pen.put(area.x + 2, y, 2, mark(driver.status), Tone::Status(driver.status));
            for (y, words) in (y..).zip(name(nth, rows)) {
                pen.put(area.x + 4, y, title, &words, Tone::Plain);
            }
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
            y += row.height;
        }
        // What the filter leaves out is a step of the way too.
        if let Some((others, delta)) = self.others.filter(|_| y + 1 < area.bottom()) {
            let words = format!("{} filtered out", wording::count(others, "driver"));
            pen.put(area.x + 4, y, title, &words, Tone::Faint);
            pen.put_right(x + amount, y, amount, &wording::money_signed(delta, self.currency), Tone::Faint);
            y += 1;
        }
        if y < area.bottom() {
            total(pen, y, "Forecast", self.sums.forecast);
        }
    }
}
