//! Value realization: do we get the money? Planned, actual and forecast over time, and what each driver
//! adds to the difference.

use ratatui::layout::Rect;

use crate::figures::Figures;
use crate::plan::address::Address;
use crate::plan::calendar::Month;
use crate::plan::quantity::{Currency, Money};
use crate::plan::strategy::Stage;
use crate::status::Status;
use crate::tui::action::Action;
use crate::tui::chart::{self, Curve, Plot};
use crate::tui::detail::{self, Text};
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells};
use crate::tui::sheet::Spot;
use crate::tui::splitting;
use crate::tui::theme::{Tone, mark};
use crate::tui::update::money_unit;
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;

/// Value in the registry.
pub const ENTRY: Entry = Entry {
    digit: '5',
    name: "Value",
    question: "Do we get the money?",
    variants: &["cumulative", "monthly", "bridge by driver"],
    table: true,
    open: Open::Detail,
    actions: &[
        Action::new("value.split", "Split by driver, wave, category, market, …", &["d"], splitting::show)
            .hint("split", 22),
        Action::new(
            "value.unit",
            "Money in millions, thousands, whole units, as it fits",
            &["m"],
            money_unit,
        )
        .hint("unit", 23),
    ],
    build: |work, settings| Box::new(Value::new(work, settings)),
};

const CUMULATIVE: usize = 0;
const BRIDGE: usize = 2;

struct Value {
    currency: Currency,
    drivers: Vec<Driver>,
    curves: Vec<Curve>,
    first: Month,
    months: usize,
    as_of: usize,
    variant: usize,
    table: bool,
    /// Planned, realized and forecast up to as-of and in all, and what it costs.
    sums: Sums,
    words: Vec<String>,
    headline: String,
}

struct Sums {
    planned: Money,
    unweighted: Money,
    forecast: Money,
    planned_to_date: Money,
    realized: Money,
    cost: Money,
    years: Vec<(i32, Money, Money)>,
    break_even: [String; 2],
    npv: [Money; 2],
    roi: [String; 2],
    waves: Vec<(String, Money, Money)>,
}

struct Driver {
    at: Address,
    title: String,
    status: Status,
    wave: String,
    live: String,
    planned: Money,
    forecast: Money,
    rate: String,
    why: String,
}

impl Driver {
    fn delta(&self) -> Money {
        self.forecast - self.planned
    }
}

impl Value {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let (plan, figures) = (work.plan(), work.figures());
        let grid = figures.grid();
        let months = grid.len();
        let as_of =
            grid.position_from(Month::after(plan.as_of)).saturating_sub(1).min(months.saturating_sub(1));
        let mut drivers = drivers(work);
        // The largest difference first: that is what the room asks about.
        drivers.sort_by_key(|driver| (driver.delta(), std::cmp::Reverse(driver.planned)));
        let sums = sums(figures, as_of);
        let headline = headline(&sums, plan.currency, plan.horizon);
        let words = words(&headline, &sums, &drivers, plan.currency);
        // What is said is said of all drivers; the list shows those that are asked for.
        drivers.retain(|driver| settings.filter.shows(work, &driver.at));
        Self {
            currency: plan.currency,
            words,
            curves: curves(figures, as_of, settings.variant == CUMULATIVE),
            first: Month::of(plan.start),
            months,
            as_of,
            variant: settings.variant,
            table: settings.table,
            headline,
            drivers,
            sums,
        }
    }
}

fn drivers(work: &Workspace) -> Vec<Driver> {
    let (plan, figures) = (work.plan(), work.figures());
    let of = |(ix, item): (crate::plan::id::ItemIx, &crate::plan::item::Item)| {
        let standing = work.standings[ix.at()].first();
        let why = standing.and_then(|standing| standing.reasons.first()).map(|reason| reason.say(plan));
        let stage = item.driver().and_then(|driver| driver.stage).map(Stage::as_str).unwrap_or_default();
        Driver {
            at: plan.item_address(ix),
            title: item.title().to_owned(),
            status: work.status(ix, None),
            wave: item.steps.first().map_or("–".into(), |step| plan.wave(step.wave).title().to_owned()),
            live: plan.first_live(ix).map_or("never".into(), |live| wording::month(Month::of(live))),
            planned: figures.planned().sum_of(ix),
            forecast: figures.forecast().sum_of(ix),
            rate: figures.rate(ix).map_or("–".into(), |rate| {
                rate.share().map_or("n/a".into(), |share| wording::percent(share, &[]))
            }),
            why: why.unwrap_or_else(|| stage.to_owned()),
        }
    };
    plan.drivers().map(of).collect()
}

fn sums(figures: &Figures<'_>, as_of: usize) -> Sums {
    let plan = figures.plan;
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
    let month = |month: Option<Month>| month.map_or("not by the horizon".into(), wording::month);
    let percent = |roi: Option<f64>| roi.map_or("n/a".into(), |roi| wording::percent(roi, &[]));
    let waves = plan.waves().map(|(ix, wave)| {
        let case = figures.wave_case(ix);
        (wave.title().to_owned(), case.planned, case.cost)
    });
    Sums {
        planned: case.planned,
        unweighted: case.planned_unweighted,
        forecast: case.forecast,
        planned_to_date: planned.iter().take(as_of + 1).copied().sum(),
        realized: case.realized,
        cost: case.cost,
        years,
        break_even: [month(case.payback), month(case.forecast_payback)],
        npv: [case.npv, case.forecast_npv],
        roi: [percent(case.roi), percent(case.forecast_roi)],
        waves: waves.collect(),
    }
}

fn headline(sums: &Sums, currency: Currency, horizon: chrono::NaiveDate) -> String {
    let money = |amount| wording::money(amount, currency);
    let share = (sums.forecast - sums.planned).minor_f64() / sums.planned.minor_f64();
    let plus = if share > 0.0 { "+" } else { "" };
    let share = if share.is_finite() && sums.forecast != sums.planned {
        format!(" ({plus}{})", wording::percent(share, &[]))
    } else {
        String::new()
    };
    let by = wording::month(Month::of(horizon));
    format!("Forecast {} against plan {}{share} by {by}", money(sums.forecast), money(sums.planned))
}

fn words(headline: &str, sums: &Sums, drivers: &[Driver], currency: Currency) -> Vec<String> {
    let money = |amount| wording::money(amount, currency);
    let [plan, forecast] = &sums.break_even;
    let mut words = vec![
        headline.to_owned(),
        format!("Break-even  plan {plan} · forecast {forecast} · cost in all {}", money(sums.cost)),
    ];
    let signed = |amount: Money| wording::money_signed(amount, currency);
    let mut drivers: Vec<&Driver> = drivers.iter().collect();
    drivers.sort_by_key(|driver| std::cmp::Reverse(driver.delta().0.abs()));
    let behind: Vec<_> = drivers
        .iter()
        .filter(|driver| driver.delta().0 != 0)
        .take(3)
        .map(|driver| format!("{} {}", driver.title, signed(driver.delta())))
        .collect();
    if !behind.is_empty() {
        words.push(format!("Why {}  {}", signed(sums.forecast - sums.planned), behind.join(" · ")));
    }
    words.push("Forecast: what is recorded, then plan × the share of plan realized so far.".into());
    words
}

fn curves(figures: &Figures<'_>, as_of: usize, cumulative: bool) -> Vec<Curve> {
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
        curves.push(curve(realized, 0, known, "●", Tone::Actual, "● actual"));
    }
    curves
}

impl View for Value {
    fn spots(&self) -> Vec<Spot> {
        let spot = |(line, driver): (usize, &Driver)| {
            Spot::new(driver.at.clone(), line, format!("{} ({})", driver.title, driver.at.key))
        };
        self.drivers.iter().enumerate().map(spot).collect()
    }

    fn window(&self, area: Rect, room: Room) -> (u16, u16) {
        (self.places(area, room).rows.height, 1)
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        let Some(driver) = self.drivers.get(scene.sheet.cursor) else { return self.headline.clone() };
        let money = |amount| wording::money(amount, self.currency);
        let why = if driver.why.is_empty() { String::new() } else { format!(" · {}", driver.why) };
        format!(
            "{}: forecast {} against plan {}{why}",
            driver.title,
            money(driver.forecast),
            money(driver.planned)
        )
    }

    fn detail(&self, scene: Scene<'_>, width: u16) -> Text {
        let mut text = Text::new(width);
        self.figures_text(&mut text);
        if let Some(at) = scene.selected() {
            text.gap();
            detail::about(scene.work, at, &mut text);
        }
        text
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.drivers.is_empty() {
            pen.put(area.x + 1, area.y + 1, area.width, "This plan has no value drivers yet.", Tone::Plain);
            return;
        }
        let places = self.places(area, scene.room);
        if places.chart.height >= 7 {
            let head = match self.variant {
                CUMULATIVE => "cumulative value",
                _ => "value a month",
            };
            let sign = wording::currency_sign(self.currency);
            let currency = if sign.is_empty() { String::new() } else { format!(", {sign}") };
            pen.row(
                places.chart.x + 1,
                places.chart.y,
                area.width,
                &[
                    (head, Tone::Strong),
                    (&currency, Tone::Strong),
                    ("    · plan   ● actual   ○ forecast   ┊ as of ", Tone::Faint),
                    (&scene.work.plan().as_of.to_string(), Tone::Faint),
                ],
            );
            let digits = self.currency.digits;
            let label = |value: f64| {
                let minor = Money::from_minor_f64(value * 10_f64.powi(digits.cast_signed()));
                wording::money_bare(minor, self.currency)
            };
            let plot = Plot {
                first: self.first,
                months: self.months,
                as_of: self.as_of,
                curves: &self.curves,
                label: &label,
                from_zero: true,
            };
            let chart = Rect { y: places.chart.y + 1, height: places.chart.height - 1, ..places.chart };
            plot.draw(chart, pen);
        }
        for (y, words) in (places.words.y..places.words.bottom()).zip(&self.words) {
            let tone = if y == places.words.y { Tone::Strong } else { Tone::Plain };
            pen.put(area.x + 1, y, area.width.saturating_sub(2), words, tone);
        }
        if self.variant == BRIDGE && !self.table {
            self.bridge(scene, places, pen)
        } else {
            self.list(scene, places, pen)
        }
    }
}

/// Where curve, words and list stand.
struct Places {
    chart: Rect,
    words: Rect,
    head: Rect,
    rows: Rect,
}

impl Value {
    fn places(&self, area: Rect, room: Room) -> Places {
        let picture = self.variant != BRIDGE && !self.table;
        let words = match room {
            Room::Wide => cells(self.words.len()),
            Room::Full => cells(self.words.len()).min(3),
            _ => 1,
        };
        let all = area.height.saturating_sub(words + 1);
        let wanted = cells(self.drivers.len());
        let chart = match (picture, room) {
            (false, _) => 0,
            (_, Room::Wide) => all.saturating_sub(wanted).clamp(12, 24).min(all),
            (_, Room::Full) => all.saturating_sub(wanted).clamp(11, 20).min(all),
            _ => all * 3 / 5,
        };
        let at = |y: u16, height: u16| Rect { y: (area.y + y).min(area.bottom()), height, ..area };
        Places {
            chart: at(0, chart),
            words: at(chart, words),
            head: at(chart + words, area.height.saturating_sub(chart + words).min(1)),
            rows: at(chart + words + 1, all - chart),
        }
    }

    fn figures_text(&self, text: &mut Text) {
        let sums = &self.sums;
        let bare = |amount| wording::money_bare(amount, self.currency);
        let sign = wording::currency_sign(self.currency);
        let row = |text: &mut Text, label: &str, left: &str, right: &str| {
            text.line(vec![
                (format!("{label:<13}"), Tone::Faint),
                (format!("{left:>10} {right:>11}"), Tone::Plain),
            ]);
        };
        text.line(vec![(format!("{sign:<13}{:>10} {:>11}", "plan", "actual"), Tone::Strong)]);
        row(text, "to date", &bare(sums.planned_to_date), &bare(sums.realized));
        text.gap();
        text.line(vec![(format!("{:<13}{:>10} {:>11}", "", "plan", "forecast"), Tone::Strong)]);
        for (year, planned, forecast) in sums.years.iter().take(8) {
            row(text, &format!("in {year}"), &bare(*planned), &bare(*forecast));
        }
        row(text, "in all", &bare(sums.planned), &bare(sums.forecast));
        row(text, "cost", &bare(sums.cost), "");
        row(text, "NPV", &bare(sums.npv[0]), &bare(sums.npv[1]));
        row(text, "return", &sums.roi[0], &sums.roi[1]);
        row(text, "unweighted", &bare(sums.unweighted), "");
        text.gap();
        text.line(vec![(format!("{:<13}{:>10} {:>11}", "wave", "value", "cost"), Tone::Strong)]);
        for (wave, value, cost) in &sums.waves {
            let name = crate::safe::cut(wave, 12).into_owned();
            row(text, &name, &bare(*value), &bare(*cost));
        }
    }

    fn list(&self, scene: Scene<'_>, places: Places, pen: &mut Pen<'_>) {
        // Planned, forecast, difference, rate; then wave, live and reason where there is room.
        let area = places.rows;
        let money = |amount| wording::money_bare(amount, self.currency);
        let wide = area.width >= 96;
        let numbers = 9 * 3 + 7;
        let extra = if wide { 24 } else { 0 };
        let why = area.width.saturating_sub(numbers + extra + 4) * 2 / 5;
        let title = area.width.saturating_sub(numbers + extra + why + 6);
        let x = area.x + 4 + title;
        let heads = [("plan", 0), ("forecast", 9), ("delta", 18), ("rate", 25)];
        pen.put(area.x + 4, places.head.y, title, "Value driver", Tone::Faint);
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
            let values = [money(driver.planned), money(driver.forecast), money(delta), driver.rate.clone()];
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

    fn bridge(&self, scene: Scene<'_>, places: Places, pen: &mut Pen<'_>) {
        let area = Rect {
            y: places.head.y,
            height: places.rows.bottom().saturating_sub(places.head.y),
            ..places.rows
        };
        let money = |amount| wording::money(amount, self.currency);
        let most = self.drivers.iter().map(|driver| driver.delta().minor_f64().abs()).fold(0.0, f64::max);
        let title = (area.width / 3).clamp(12, 36);
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
