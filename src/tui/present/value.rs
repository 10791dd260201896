//! The slide of value: whether the change pays, and what is not known of that.

use super::agenda::{Big, Line, NO_WAVES, Slide, Teller};
use crate::order::Order as _;
use crate::plan::calendar::Month;
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;
use crate::trace::of::Of;
use crate::tui::simulating;
use crate::tui::theme::{Tone, mark};
use crate::tui::views::value::{lack, nothing};
use crate::wording;

/// So many drivers of which nothing is recorded, or that bring nothing, are named; the rest is counted.
const NAMED: usize = 3;

impl Teller<'_> {
    /// Planned value, forecast and realized value, of a driver or in all.
    pub(super) fn value(&self, driver: Option<ItemIx>) -> Slide {
        let (plan, figures) = (self.plan(), self.work.figures());
        let mut slide = Slide::new("Do we get the money?");
        if let Some(ix) = driver {
            slide.title = self.veiled.item(ix).title().to_owned();
        }
        // A sum with one private part would tell what that part is to whoever knows the others.
        if driver.map_or(figures.alone().values == 1, |ix| plan.is_private_value(ix)) {
            let why = if driver.is_none() { "the sums would tell the value of one driver" } else { "" };
            slide.lines.push(Line { aside: why.into(), ..Line::private() });
            return slide;
        }
        // A sum of what could be read is none of the plan.
        if self.work.unread > 0 || !plan.is_dated() {
            let why = if plan.is_dated() { "not told before all of the plan can be read" } else { NO_WAVES };
            slide.lines.push(Line::new("·", Tone::Plain, "Value", why));
            return slide;
        }
        slide.why =
            "What was realized, and elsewhere what is planned at the rate at which it came true so far";
        slide.figure = Some(driver.map_or(Of::Plan, Of::Item).name(plan, "forecast", None));
        let over = figures.grid().months_over(plan.as_of);
        let sum = |series: &crate::figures::series::Series, until: usize| -> Money {
            let amounts = driver.map_or(series.total(), |ix| series.of(ix));
            amounts.iter().take(until).copied().sum()
        };
        let money = |amount| wording::money(amount, plan.currency);
        let [planned, forecast] =
            [figures.planned(), figures.forecast()].map(|series| sum(series, usize::MAX));
        let (realized, so_far) = (sum(figures.realized(), usize::MAX), sum(figures.planned(), over));
        if [planned, forecast, realized].iter().all(|sum| *sum == Money::ZERO) {
            slide.figure = None;
            slide.lines = self.no_value(driver);
            return slide;
        }
        let told = money(forecast);
        let (number, unit) = told.split_once(' ').unwrap_or((&told, ""));
        let by = wording::month(Month::of(plan.horizon));
        slide.big = Some(Big {
            number: number.to_owned(),
            // Where one is as much as the other, that is told once.
            caption: match forecast == planned {
                true => format!("{unit} planned and forecast by {by}").trim_start().to_owned(),
                false => {
                    format!("{unit} forecast of {} planned by {by}", money(planned)).trim_start().to_owned()
                }
            },
        });
        let plain = |text: &str, aside: String| Line::new("·", Tone::Plain, text, aside);
        let delta = wording::money_signed(forecast - planned, plan.currency);
        // What the scenario makes otherwise, or what moved, is what the room is to see first.
        let differences = self.money_differences().filter(|_| driver.is_none());
        let told = |name: &str| differences.iter().flatten().any(|line| line.text == name);
        let (of_planned, of_forecast, of_payback) =
            (told("Planned value"), told("Forecast value"), told("Payback"));
        slide.lines.extend(differences.into_iter().flatten());
        let unweighted = sum(figures.planned_unweighted(), usize::MAX);
        let told = match (unweighted == planned, forecast == planned) {
            (true, true) => None,
            (false, true) => Some(("Unweighted", format!("{}, were all of it sure", money(unweighted)))),
            (true, false) => Some(("Planned", money(planned))),
            (false, false) => {
                Some(("Planned", format!("{} · {} unweighted", money(planned), money(unweighted))))
            }
        };
        let told = told.filter(|_| !of_planned);
        slide.lines.extend(told.map(|(text, words)| plain(text, words)));
        if !of_forecast && forecast != planned {
            slide.lines.push(plain("Forecast", format!("{} ({delta})", money(forecast))));
        }
        if let (None, Some([nine, even, _])) = (driver, simulating::chances(self.work)) {
            let own = simulating::odds_of_forecast(self.work)
                .map_or_else(String::new, |own| format!(" · the forecast: {own}"));
            let words = format!("at least {nine} · even: at least {even}{own}");
            let name = match simulating::is_at_most(self.work) {
                true => "At most a 9 in 10 chance of",
                false => "9 in 10 chance of",
            };
            slide.lines.push(plain(name, words));
            let hangs = simulating::hangs(self.work).map(|on| format!("{on}, overdue"));
            slide.lines.extend(hangs.map(|on| plain("Hangs on", on)));
        }
        let last = over.checked_sub(1).map(|last| wording::month(figures.grid().month(last)));
        let realized = match last {
            Some(last) => format!("{} of {} planned to {last}", money(realized), money(so_far)),
            None => money(realized),
        };
        slide.lines.push(plain("Realized", realized));
        // What is planned for months without a record is not missed by what was realized.
        slide.lines.extend(self.not_recorded(driver));
        match driver {
            Some(ix) => {
                let (status, title) = (self.work.status(ix, None), self.veiled.item(ix).title());
                let aside = format!("{}{}", status.as_str(), self.when_and_why(ix));
                let line = Line::new(mark(status), Tone::Status(status), title, aside);
                // A reason is cut where there is little room: what the driver was has a row of its own.
                let moved = self.marked(Line::going_on(""), &plan.item_address(ix), true);
                let moved = Some(moved).filter(|it| it.moved.is_some());
                let lines = std::iter::once(Line { gist: true, ..line }).chain(moved);
                slide.lines.splice(0..0, lines);
            }
            None if of_payback => {}
            None => {
                let case = figures.case();
                let [planned, forecast] = case.paybacks("not by the horizon");
                let is_month = case.payback.is_some() && case.is_free() == [false; 2];
                let words = match (planned == forecast, is_month) {
                    (true, true) => format!("{planned}, as planned"),
                    (true, false) => planned,
                    (false, _) => format!("plan {planned} · forecast {forecast}"),
                };
                slide.lines.push(plain("Payback", words));
            }
        }
        slide
    }

    /// When a driver is live, which of one that is late is told only where it is, and why it is late or at risk, as the
    /// slide of that has it.
    fn when_and_why(&self, ix: ItemIx) -> String {
        let plan = self.plan();
        let (late, hidden) = self.late_steps(None, Some(ix));
        let why = late.first().map(|(_, line)| &*line.aside).filter(|why| !why.is_empty());
        let is_live = self.work.standings[ix.at()].first().is_some_and(|it| it.live);
        // The day of a step in a private wave would tell of that.
        let in_private = plan.item(ix).steps.iter().any(|it| plan.wave(it.wave).about.private);
        let told = !in_private && hidden == [0, 0] && (is_live || why.is_none());
        let live = plan.first_live(ix).map(|live| wording::month(Month::of(live)));
        let live = told.then(|| format!(" · live {}", live.as_deref().unwrap_or("never")));
        let why = why.map(|why| format!(" · {why}"));
        live.into_iter().chain(why).collect()
    }

    /// Why there is no value to tell of, in the words of the view; of what is private, no reason.
    fn no_value(&self, driver: Option<ItemIx>) -> Vec<Line> {
        let (plan, figures) = (self.plan(), self.work.figures());
        let plain = |text: &str, aside: &str| Line::new("·", Tone::Plain, text, aside);
        if plan.drivers().any(|(ix, _)| plan.is_private_value(ix)) {
            return vec![plain("Value", "none is planned, and none was realized")];
        }
        if let Some(ix) = driver {
            return vec![plain(
                "Value",
                lack(figures, ix).unwrap_or("none is planned, and none was realized"),
            )];
        }
        let mut lines = vec![plain("Value", nothing(figures))];
        // Each for a reason of its own.
        let lacking: Vec<(ItemIx, &str)> =
            plan.drivers().filter_map(|(ix, _)| Some((ix, lack(figures, ix)?))).collect();
        if lacking.iter().any(|(_, why)| *why != lacking[0].1) {
            lines.extend(lacking.into_iter().map(|(ix, why)| plain(self.veiled.item(ix).title(), why)));
        }
        lines
    }

    /// The drivers of which nothing is on record for months that are over, and since when, those that wait longest
    /// first; none of what is private.
    fn not_recorded(&self, driver: Option<ItemIx>) -> Option<Line> {
        let (plan, figures) = (self.plan(), self.work.figures());
        let grid = figures.grid();
        let over = grid.months_over(plan.as_of);
        let waits = |ix: ItemIx| {
            let months = figures.unrecorded(ix);
            let first = *months.first()?;
            // What was recorded in between is none that is missed since then.
            let month = wording::month(grid.month(first));
            let words = match months.len() == over - first {
                true => format!("since {month}"),
                false => format!("for {} from {month} on", wording::count(months.len(), "month")),
            };
            Some((first, ix, words))
        };
        let of =
            |text: &str, words: String| Line { parts: true, ..Line::new("·", Tone::Plain, text, words) };
        if let Some(ix) = driver {
            return waits(ix).map(|(.., words)| of("Not recorded", words));
        }
        let open = plan.drivers().filter(|(ix, _)| !plan.is_private_value(*ix));
        let mut all: Vec<_> = open.filter_map(|(ix, _)| waits(ix)).collect();
        all.order_by_key(|(first, ix, _)| (*first, *ix));
        let rest = all.len().saturating_sub(NAMED);
        let named = all.iter().take(NAMED);
        let mut parts: Vec<String> =
            named.map(|(_, ix, words)| format!("{} {words}", self.veiled.item(*ix).title())).collect();
        if rest > 0 {
            parts.push(wording::count(rest, "more driver"));
        }
        (!parts.is_empty()).then(|| of("Not recorded", parts.join(" · ")))
    }
}
