//! Value cut up by one axis after the other: by driver, wave, category, market and so on.

use super::explain::{self, Asks};
use super::page::{self, Of, Page};
use crate::figures::split::{Axis, Measure};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::show::Context;
use crate::show::cut::Cut;
use crate::trace::name::Name;
use crate::trace::splits;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::Key;
use crate::tui::overlay::Then;
use crate::tui::theme::Tone;

/// The axes, those asked for most first.
const AXES: [Axis; 10] = [
    Axis::Driver,
    Axis::Wave,
    Axis::Category,
    Axis::Market,
    Axis::Brand,
    Axis::CustomerType,
    Axis::Objective,
    Axis::Pool,
    Axis::Stage,
    Axis::Year,
];

/// Parts whose figures are offered.
const LARGEST: usize = 15;

/// Shows value by driver.
pub fn show(model: &mut Model) -> Vec<Effect> {
    let axis = next(model.work.plan(), None);
    page::open(model, By(axis))
}

/// Value by an axis, as a page.
struct By(Axis);

impl Of for By {
    fn page(&self, model: &Model) -> Option<Page> {
        Some(page(model, self.0))
    }

    fn keys(&self) -> &'static str {
        "{value.split} by the next axis   {explain} explain   ↑↓ PgUp PgDn scroll   {copy} copy   Esc close"
    }

    fn on_key(&self, model: &Model, key: Key) -> Option<Then> {
        let By(axis) = *self;
        match model.does(key) {
            "value.split" => {
                let axis = next(model.work.plan(), Some(axis));
                Some(Box::new(move |model| page::open(model, By(axis))))
            }
            "explain" => {
                let shown = names(model, axis);
                let name = Name { word: "planned".into(), of: Vec::new(), when: None };
                Some(Box::new(|model| explain::asked(model, Some(Asks::figure(name).and(shown)))))
            }
            _ => None,
        }
    }
}

/// The names of what stands on the page: of each part its value as planned, unweighted, realized and forecast; of
/// the largest parts, where there are many.
fn names(model: &Model, axis: Axis) -> Vec<Name> {
    let figures = model.work.figures();
    let split = figures.split(Measure::Planned, axis, None);
    let mut rows: Vec<usize> = (0..split.rows.len()).collect();
    rows.order_by_key(|row| std::cmp::Reverse(split.row(*row).0.unsigned_abs()));
    rows.truncate(LARGEST);
    rows.order();
    let name = |row: usize| {
        let of = |measure: &Measure| splits::name(figures.plan, measure.as_str(), split.rows[row]);
        Measure::ALL.iter().map(of).collect::<Vec<_>>()
    };
    rows.into_iter().flat_map(name).collect()
}

/// The axis after another one that the plan has anything on.
fn next(plan: &Plan, axis: Option<Axis>) -> Axis {
    let from = axis.and_then(|axis| AXES.iter().position(|it| *it == axis)).map_or(0, |at| at + 1);
    let around = AXES.iter().cycle().skip(from).take(AXES.len());
    around.copied().find(|axis| axis.members(plan) > 0).unwrap_or(Axis::Year)
}

fn page(model: &Model, axis: Axis) -> Page {
    let context = Context::new(model.work.plan(), model.work.figures());
    let text = Cut { rows: axis, columns: None, measure: None }.text_within(&context, Page::width(model));
    let name = axis.as_str().replace('-', " ");
    let mut page = Page::new(format!("Value by {name}"));
    for (nth, line) in text.lines().enumerate() {
        match nth {
            // What it is may take several lines of a narrow screen.
            0 => page.head(line),
            _ => page.line(line, if line.starts_with("All ") { Tone::Strong } else { Tone::Plain }),
        }
    }
    page
}
