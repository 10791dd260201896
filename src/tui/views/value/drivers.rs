//! The drivers: what each was to bring, what it is going to bring, and why.

use ratatui::layout::Rect;

use super::{NoValue, Places, Value};
use crate::figures::Figures;
use crate::plan::address::Address;
use crate::plan::calendar::Month;
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;
use crate::status::{Reason, Status};
use crate::tui::msg::Target;
use crate::tui::pen::Pen;
use crate::tui::theme::{Tone, mark};
use crate::tui::view::Scene;
use crate::wording;
use crate::workspace::Workspace;

/// A driver in the list.
pub(super) struct Driver {
    pub(super) at: Address,
    pub(super) title: String,
    pub(super) status: Status,
    pub(super) wave: String,
    pub(super) live: String,
    pub(super) planned: Money,
    pub(super) forecast: Money,
    pub(super) rate: String,
    pub(super) why: String,
}

impl Driver {
    /// By how much the forecast differs from the plan.
    pub(super) fn delta(&self) -> Money {
        self.forecast - self.planned
    }
}

/// Why a driver that is said to bring something brings nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// Nobody is sure of it.
    Confidence,
    /// No wave opens what value is counted by.
    Scope,
    /// It is live, or in use where value is counted, after the horizon.
    Time,
}

impl Lack {
    /// Of a driver; `None` where none is said to bring anything, or is in no wave.
    pub(super) fn of(figures: &Figures<'_>, ix: ItemIx) -> Option<Self> {
        let item = figures.plan.item(ix);
        let driver = item.driver()?;
        let once = driver.once.unwrap_or(Money::ZERO);
        let brings = driver.value.is_some_and(|value| value.likely != Money::ZERO) || once != Money::ZERO;
        if !brings || item.steps.is_empty() {
            return None;
        }
        // What binds a pool is another matter, which is told as that.
        if figures.planned_unweighted().sum_of(ix) != Money::ZERO {
            return driver.confidence.is_some_and(|share| share <= 0.0).then_some(Self::Confidence);
        }
        let is_open = figures.scope().steps().iter().any(|(_, share)| *share > 0.0);
        match (is_open, driver.pool) {
            (false, _) => Some(Self::Scope),
            (true, None) => Some(Self::Time),
            (true, Some(_)) => None,
        }
    }

    /// Why no driver brings anything, in place of a chart that would show nothing; `None` where none is said to.
    pub(super) fn of_all(figures: &Figures<'_>) -> Option<NoValue> {
        let mut lacks = figures.plan.drivers().filter_map(|(ix, _)| Self::of(figures, ix));
        let first = lacks.next()?;
        Some(if lacks.all(|lack| lack == first) { first.why_none() } else { super::OF_EACH })
    }

    /// In a few words.
    pub(super) fn brief(self) -> &'static str {
        match self {
            Self::Confidence => "confidence 0",
            Self::Scope => "no wave opens it",
            Self::Time => "comes after the horizon",
        }
    }

    /// In place of a chart that would show nothing.
    fn why_none(self) -> NoValue {
        match self {
            Self::Confidence => super::NOT_SURE,
            Self::Scope => super::NOT_OPENED,
            Self::Time => super::TOO_LATE,
        }
    }
}

/// The drivers of an open plan.
pub(super) fn drivers(work: &Workspace) -> Vec<Driver> {
    let (plan, figures) = (work.plan(), work.figures());
    let of = |(ix, item): (ItemIx, &crate::plan::item::Item)| {
        let standing = work.standings[ix.at()].first();
        let (planned, forecast) = (figures.planned().sum_of(ix), figures.forecast().sum_of(ix));
        let paid = figures.rate(ix).and_then(|rate| rate.share());
        // Why the forecast is what it is, then what holds the driver back.
        let paid =
            paid.filter(|_| planned != forecast).map(|share| wording::percent(share, &[])).map(|share| {
                match item.driver().is_some_and(|it| it.takes_away()) {
                    true => format!("took away {share} of what was planned so far"),
                    false => format!("paid {share} of plan so far"),
                }
            });
        let mut reasons = standing.into_iter().flat_map(|standing| &standing.reasons);
        // What it brings is said by what it paid.
        let held = reasons
            .find(|reason| paid.is_none() || !matches!(reason, Reason::ValueBehind(_) | Reason::ValueLost(_)))
            .map(|reason| reason.say(plan));
        let stage =
            item.driver().and_then(|driver| driver.stage).map(|stage| format!("stage: {}", stage.as_str()));
        let pool = item.driver().and_then(|driver| driver.pool);
        let by_pool = pool.and_then(|pool| {
            wording::by_pool(figures.forecast_by_pool(ix), plan.pool(pool).title(), plan.currency)
        });
        let why: Vec<String> = paid.into_iter().chain(by_pool).chain(held).collect();
        let lack =
            (planned == Money::ZERO && forecast == Money::ZERO).then(|| Lack::of(figures, ix)).flatten();
        let why: Vec<String> = lack.map(|lack| lack.brief().to_owned()).into_iter().chain(why).collect();
        let why = if why.is_empty() { stage.unwrap_or_default() } else { why.join(" · ") };
        Driver {
            at: plan.item_address(ix),
            title: item.title().to_owned(),
            status: work.status(ix, None),
            wave: item.steps.first().map_or("–".into(), |step| plan.wave(step.wave).title().to_owned()),
            live: plan.first_live(ix).map_or("never".into(), |live| wording::month(Month::of(live))),
            planned,
            forecast,
            rate: figures.rate(ix).map_or("–".into(), |rate| {
                rate.share().map_or("n/a".into(), |share| wording::percent(share, &[]))
            }),
            why,
        }
    };
    plan.drivers().map(of).collect()
}

impl Value {
    /// The drivers in a table.
    pub(super) fn list(&self, scene: Scene<'_>, places: Places, pen: &mut Pen<'_>) {
        // Planned, forecast, difference, rate; then wave, live and reason where there is room.
        let area = places.rows;
        let money = |amount| wording::money_bare(amount, self.currency);
        let signed =
            |amount: Money| format!("{}{}", if amount > Money::ZERO { "+" } else { "" }, money(amount));
        let wide = area.width >= 96;
        // A small screen keeps the names whole; what the rate is and why stands in the detail.
        let narrow = area.width < 72;
        let numbers = 9 * 3 + if narrow { 0 } else { 7 };
        let extra = if wide { 24 } else { 0 };
        let why = if narrow { 0 } else { area.width.saturating_sub(numbers + extra + 4) * 2 / 5 };
        let title = area.width.saturating_sub(numbers + extra + why + 6);
        let x = area.x + 4 + title;
        let heads = [("plan", 0), ("forecast", 9), ("delta", 18), ("rate", 25)];
        let heads = &heads[..if narrow { 3 } else { 4 }];
        let sign = wording::currency_sign(self.currency);
        let what = if sign.is_empty() { "Value driver".into() } else { format!("Value driver, {sign}") };
        let below = self.drivers.len().saturating_sub(scene.sheet.scroll as usize + usize::from(area.height));
        let what = match (below, sign) {
            (0, _) => what,
            (below, "") => format!("Drivers · +{below} more"),
            (below, sign) => format!("Drivers, {sign} · +{below} more"),
        };
        pen.put(area.x + 4, places.head.y, title, &what, Tone::Faint);
        for (head, offset) in heads {
            pen.put_right(x + offset + 9, places.head.y, 9, head, Tone::Faint);
        }
        let tail = x + numbers + 2;
        if wide {
            pen.put(tail, places.head.y, 12, "wave", Tone::Faint);
            pen.put(tail + 14, places.head.y, 10, "live", Tone::Faint);
        }
        pen.put(tail + extra, places.head.y, why, "why", Tone::Faint);
        let scroll = scene.sheet.scroll as usize;
        for (y, (nth, driver)) in (area.y..area.bottom()).zip(self.drivers.iter().enumerate().skip(scroll)) {
            let row = Rect { y, height: 1, ..area };
            let tone = Tone::Status(driver.status);
            pen.row(
                area.x + 2,
                y,
                title + 2,
                &[(mark(driver.status), tone), (" ", tone), (&driver.title, Tone::Plain)],
            );
            let delta = driver.delta();
            let values = [money(driver.planned), money(driver.forecast), signed(delta), driver.rate.clone()];
            for (nth, ((_, offset), value)) in heads.iter().zip(&values).enumerate() {
                let tone = if nth == 2 && delta.0 < 0 { Tone::Strong } else { Tone::Plain };
                pen.put_right(x + offset + 9, y, 9, value, tone);
            }
            if wide {
                pen.put(tail, y, 13, &driver.wave, Tone::Faint);
                pen.put(tail + 14, y, 9, &driver.live, Tone::Faint);
            }
            pen.put(tail + extra, y, why, &driver.why, Tone::Faint);
            pen.hit(row, Target::Spot(driver.at.clone()));
            if nth == scene.sheet.cursor {
                pen.select(row);
            }
        }
    }
}
