//! What all drivers come to: by year, by wave and in all, in numbers and in words.

use std::borrow::Cow;

use super::drivers::Driver;
use crate::figures::Figures;
use crate::order::Order as _;
use crate::plan::calendar::Month;
use crate::plan::quantity::{Currency, Money};
use crate::safe;
use crate::tui::detail::Text;
use crate::tui::pen::columns;
use crate::tui::simulating;
use crate::tui::theme::Tone;
use crate::wording;
use crate::workspace::Workspace;

/// So many drivers at most have room behind a forecast that is another than the plan.
const BEHIND: usize = 24;

/// A line below the chart.
#[derive(Clone)]
pub(super) enum Words {
    /// Parts between dots, the weightiest first.
    Said(String),
    /// By how much the forecast is another than the plan: the drivers behind it, the weightiest first, of so many.
    Why { head: String, behind: Vec<String>, all: usize },
}

impl Words {
    /// As much of it as so many columns hold: no amount is cut in two, and drivers that are left out are counted, since
    /// those that are told are taken for the whole.
    pub(super) fn fit(&self, room: u16) -> Cow<'_, str> {
        let (head, behind, all) = match self {
            Self::Said(words) => return whole_parts(words, room),
            Self::Why { head, behind, all } => (head, behind, *all),
        };
        let told = |many: usize| {
            let parts = behind.get(..many).unwrap_or_default().join(" · ");
            let more = if many < all { format!(" · {} more", all - many) } else { String::new() };
            format!("{head}{parts}{more}")
        };
        let fitting = (1..=behind.len()).rev().map(told).find(|line| columns(line) <= room);
        Cow::Owned(fitting.unwrap_or_else(|| told(1)))
    }
}

/// Words between dots, as many as there is room for.
pub(super) fn whole_parts(words: &str, room: u16) -> Cow<'_, str> {
    if columns(words) <= room {
        return Cow::Borrowed(words);
    }
    let ends = words.match_indices(" · ").map(|(at, _)| &words[..at]);
    let fitting = ends.filter(|part| columns(part) + 4 <= room).last();
    fitting.map_or(Cow::Borrowed(words), |part| Cow::Owned(format!("{part} · …")))
}

/// Planned, realized and forecast up to as-of and in all, and what it costs.
pub(super) struct Sums {
    pub(super) planned: Money,
    pub(super) unweighted: Money,
    pub(super) forecast: Money,
    /// Planned up to the last month that is over, and that month.
    pub(super) planned_to_date: Money,
    pub(super) to: String,
    pub(super) realized: Money,
    pub(super) cost: Money,
    pub(super) years: Vec<(i32, Money, Money)>,
    pub(super) payback: [String; 2],
    pub(super) npv: [Money; 2],
    pub(super) roi: [String; 2],
    pub(super) waves: Vec<(String, Money, Money)>,
}

impl Sums {
    /// The sums of an open plan.
    pub(super) fn of(figures: &Figures<'_>) -> Self {
        let plan = figures.plan;
        let over = figures.grid().months_over(plan.as_of);
        let case = figures.case();
        let grid = figures.grid();
        let (planned, forecast) = (figures.planned().total(), figures.forecast().total());
        let mut years: Vec<(i32, Money, Money)> = Vec::new();
        for ((month, planned), forecast) in grid.months().zip(planned).zip(forecast) {
            match years.last_mut().filter(|(year, ..)| *year == month.year()) {
                Some((_, sum, expected)) => {
                    *sum += *planned;
                    *expected += *forecast;
                }
                None => years.push((month.year(), *planned, *forecast)),
            }
        }
        let percent = |roi: Option<f64>| roi.map_or("n/a".into(), wording::rate);
        let waves = plan.waves().map(|(ix, wave)| {
            let case = figures.wave_case(ix);
            (wave.title().to_owned(), case.planned, case.cost)
        });
        // What belongs to no wave, so that the waves add up to all.
        let rest = figures.unattributed_case();
        let rest = (rest.planned != Money::ZERO || rest.cost != Money::ZERO)
            .then(|| ("In no wave".to_owned(), rest.planned, rest.cost));
        Self {
            planned: case.planned,
            unweighted: case.planned_unweighted,
            forecast: case.forecast,
            planned_to_date: planned.iter().take(over).copied().sum(),
            to: over.checked_sub(1).map_or("to date".into(), |last| {
                format!("to {}", wording::month(figures.grid().month(last)))
            }),
            realized: case.realized,
            cost: case.cost,
            years,
            payback: case.paybacks("not by the horizon"),
            npv: [case.npv, case.forecast_npv],
            roi: [percent(case.roi), percent(case.forecast_roi)],
            waves: waves.chain(rest).collect(),
        }
    }

    /// By how much of what is planned the forecast differs, in brackets; empty where it does not.
    fn share(&self) -> String {
        // More taken away than planned is less, and not more, than the plan.
        let share = (self.forecast - self.planned).minor_f64() / self.planned.minor_f64().abs();
        let plus = if share > 0.0 { "+" } else { "" };
        match share.is_finite() && self.forecast != self.planned {
            true => format!(" ({plus}{})", wording::rate(share)),
            false => String::new(),
        }
    }

    /// What is forecast in all against what was planned, in as many words as so many columns hold.
    pub(super) fn brief(&self, currency: Currency, width: u16) -> String {
        let [forecast, planned] = [self.forecast, self.planned].map(|it| wording::money(it, currency));
        let share = self.share();
        let ways = [
            format!("Forecast {forecast} against plan {planned}{share}"),
            format!("Forecast {forecast}, plan {planned}{share}"),
            format!("Forecast {forecast}, plan {planned}"),
        ];
        let fits = ways.iter().find(|words| columns(words) <= width);
        fits.cloned().unwrap_or_else(|| format!("{forecast} of {planned}"))
    }

    /// Whether nothing is planned, forecast or came in, whatever it costs.
    pub(super) fn bring_nothing(&self) -> bool {
        [self.planned, self.forecast, self.realized].iter().all(|sum| *sum == Money::ZERO)
    }

    /// Whether nothing was planned and nothing came in.
    pub(super) fn are_nothing(&self) -> bool {
        [self.planned, self.forecast, self.realized, self.cost].iter().all(|sum| *sum == Money::ZERO)
    }

    /// What is forecast, and how sure that is where it is simulated, against what was planned, with confidence and, where
    /// that is another, without: in one sentence, from long to short.
    pub(super) fn headlines(&self, work: &Workspace) -> [String; 5] {
        let plan = work.plan();
        let money = |amount| wording::money(amount, plan.currency);
        // A forecast is one number of many that may come; how sure it is belongs beside it.
        let own = simulating::of_forecast(work);
        let sure = own.as_ref().map_or_else(String::new, |own| format!(" ({own} chance)"));
        // That a chance is one at most takes room that value without confidence needs.
        let short = own.filter(|own| own.starts_with("at most"));
        let short = short.map_or_else(|| sure.clone(), |own| format!(" ({own})"));
        let share = self.share();
        let by = wording::month(Month::of(plan.horizon));
        let plain = match self.unweighted == self.planned {
            true => String::new(),
            false => format!(", {} unweighted", money(self.unweighted)),
        };
        let [forecast, planned] = [self.forecast, self.planned].map(money);
        [
            format!("Forecast {forecast}{sure} against plan {planned}{share} by {by}{plain}"),
            format!("Forecast {forecast}{sure} against plan {planned}{share}{plain}"),
            format!("Forecast {forecast}{sure}, plan {planned}{share}{plain}"),
            format!("Forecast {forecast}{short}, plan {planned}{share}{plain}"),
            format!("Forecast {forecast}{short}, plan {planned}{share}"),
        ]
    }

    /// What stands below the chart behind the headline, the weightiest first.
    pub(super) fn words(&self, work: &Workspace, drivers: &[Driver]) -> Vec<Words> {
        let currency = work.plan().currency;
        let money = |amount| wording::money(amount, currency);
        let signed = |amount: Money| wording::money_signed(amount, currency);
        let [plan, forecast] = &self.payback;
        let cost = money(self.cost);
        let payback = format!("Payback  plan {plan} · forecast {forecast} · cost in all {cost}");
        let hangs = simulating::hangs(work).map(|on| format!("Hangs on what is overdue: {on}"));
        let mut words: Vec<Words> = [simulating::words(work), payback].map(Words::Said).into();
        let mut drivers: Vec<&Driver> = drivers.iter().filter(|driver| driver.delta().0 != 0).collect();
        drivers.order_by_key(|driver| std::cmp::Reverse(driver.delta().0.abs()));
        let behind = drivers.iter().take(BEHIND);
        let behind: Vec<_> =
            behind.map(|driver| format!("{} {}", driver.title, signed(driver.delta()))).collect();
        if !behind.is_empty() {
            let head = format!("Why {}  ", signed(self.forecast - self.planned));
            words.push(Words::Why { head, behind, all: drivers.len() });
        }
        words.extend(hangs.map(Words::Said));
        words.extend(wording::unrecorded(work.figures().unrecorded_in_all()).map(Words::Said));
        let rule = "Forecast: what is recorded, then planned × rate so far; cost as planned.";
        words.push(Words::Said(rule.into()));
        words
    }

    /// Plan, realized and forecast by year, by wave and in all.
    pub(super) fn tell(&self, currency: Currency, text: &mut Text) {
        let bare = |amount| wording::money_bare(amount, currency);
        let sign = wording::currency_sign(currency);
        let row = |text: &mut Text, label: &str, left: &str, right: &str| {
            text.line(vec![
                (safe::fit(label, 12) + " ", Tone::Faint),
                (format!("{left:>10} {right:>11}"), Tone::Plain),
            ]);
        };
        text.line(vec![(format!("{sign:<13}{:>10} {:>11}", "plan", "realized"), Tone::Strong)]);
        row(text, &self.to, &bare(self.planned_to_date), &bare(self.realized));
        text.gap();
        text.line(vec![(format!("{:<13}{:>10} {:>11}", "", "plan", "forecast"), Tone::Strong)]);
        // Before the first value and behind the last nothing is to be said of a year.
        let brings = |(_, planned, forecast): &(i32, Money, Money)| planned.0 != 0 || forecast.0 != 0;
        let from = self.years.iter().position(brings).unwrap_or(0);
        let to = self.years.iter().rposition(brings).map_or(0, |last| last + 1);
        for (year, planned, forecast) in self.years.get(from..to).unwrap_or_default() {
            row(text, &format!("in {year}"), &bare(*planned), &bare(*forecast));
        }
        row(text, "in all", &bare(self.planned), &bare(self.forecast));
        row(text, "cost", &bare(self.cost), "");
        row(text, "NPV", &bare(self.npv[0]), &bare(self.npv[1]));
        row(text, "ROI", &self.roi[0], &self.roi[1]);
        row(text, "unweighted", &bare(self.unweighted), "");
        text.gap();
        text.line(vec![(format!("{:<13}{:>10} {:>11}", "wave", "value", "cost"), Tone::Strong)]);
        for (wave, value, cost) in &self.waves {
            row(text, wave, &bare(*value), &bare(*cost));
        }
    }
}
