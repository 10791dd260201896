//! Value realization: do we get the money? Planned, realized and forecast over time, between what bounds it may
//! end, and what each driver adds to the difference.

mod bridge;
mod curves;
mod drivers;
mod sums;
mod years;

use ratatui::layout::Rect;

use crate::figures::Figures;
use crate::order::Order as _;
use crate::plan::calendar::Month;
use crate::plan::id::ItemIx;
use crate::plan::quantity::{Currency, Money};
use crate::tui::action::Action;
use crate::tui::baseline::{Kind, money_moved};
use crate::tui::chart::Curve;
use crate::tui::detail::{self, Text};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::overlays::splitting;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::Tone;
use crate::tui::update::{money_unit, shift_table, shows_table};
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;
use drivers::Driver;
use sums::{Sums, Words, whole_parts};
use years::{By, Period};

/// Value in the registry.
pub const ENTRY: Entry = Entry {
    digit: '5',
    name: "Value",
    brief: ["Value", "Va"],
    question: "Do we get the money?",
    first: |_, _| 0,
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
        Action::new("value.earlier", "Earlier rows of the table", &["H", "ctrl-<left>"], |model| {
            scroll(model, false)
        })
        .when(shows_table),
        Action::new("value.later", "Later rows of the table", &["L", "ctrl-<right>"], |model| {
            scroll(model, true)
        })
        .when(shows_table),
    ],
    build: |work, settings| Box::new(Value::new(work, settings)),
};

const CUMULATIVE: usize = 0;
const MONTHLY: usize = 1;
const BRIDGE: usize = 2;

/// Why there is no value to tell of.
#[derive(Clone, Copy)]
struct NoValue {
    /// In words that hold anywhere.
    why: &'static str,
    /// What goes on behind them where there are keys and a list.
    here: &'static str,
}

const NO_WAVES: NoValue = NoValue {
    why: "This plan has no waves yet: nothing says when what its drivers bring comes, and so nobody can tell whether \
          it pays for the change",
    here: "; {add} adds one.",
};
const NO_DRIVERS: NoValue =
    NoValue { why: "No driver yet: nothing says what the change pays for", here: "; {add} adds one." };
const NOT_PHASED: NoValue = NoValue {
    why: "No driver is in a wave yet: nothing says when what it brings comes, and so nobody can tell whether it pays \
          for the change",
    here: "; {edit} gives the selected one a wave.",
};
const NOT_SURE: NoValue = NoValue {
    why: "Nobody is sure of anything that drivers bring: each has a confidence of 0, and counts nothing",
    here: "; {edit} gives the selected one another.",
};
const NOT_OPENED: NoValue = NoValue {
    why: "No wave opens what value is counted by: nothing comes before a wave opens a market, and a brand and a \
          customer type where the plan has any",
    here: ".",
};
const TOO_LATE: NoValue = NoValue {
    why: "Nothing that drivers bring comes before the plan's horizon: each is live, or in use where value is counted, \
          after it",
    here: ".",
};
const OF_EACH: NoValue = NoValue {
    why: "Nothing that drivers bring counts, each for a reason of its own",
    here: ": the list below says which.",
};
const NO_VALUE: NoValue = NoValue {
    why: "No driver is said to bring anything: nothing tells what the change pays for",
    here: "; {edit} gives the selected one a value.",
};

/// Scrolls the table by what is in sight of it, but for one row.
fn scroll(model: &mut Model, later: bool) -> Vec<Effect> {
    let value = Value::new(&model.work, &model.desk().settings);
    let sight = value.sight(value.places(model.layout().body, model.room()).chart.height);
    let by = sight.room.saturating_sub(1).max(1);
    let to = if later { (sight.first + by).min(sight.last()) } else { sight.first.saturating_sub(by) };
    shift_table(model, (to != sight.first).then_some(to + 1), later)
}

/// Why nothing is planned, forecast or came in.
fn why_none(figures: &Figures<'_>) -> NoValue {
    let plan = figures.plan;
    match drivers::Lack::of_all(figures) {
        _ if plan.waves.is_empty() => NO_WAVES,
        _ if plan.drivers().next().is_none() => NO_DRIVERS,
        _ if plan.drivers().all(|(_, item)| item.steps.is_empty()) => NOT_PHASED,
        Some(why) => why,
        None => NO_VALUE,
    }
}

/// The same for who has no keys, nor the list.
pub(in crate::tui) fn nothing(figures: &Figures<'_>) -> &'static str {
    why_none(figures).why
}

/// Why a driver that is said to bring something brings nothing, in a few words.
pub(in crate::tui) fn lack(figures: &Figures<'_>, driver: ItemIx) -> Option<&'static str> {
    drivers::Lack::of(figures, driver).map(drivers::Lack::brief)
}

struct Value {
    currency: Currency,
    drivers: Vec<Driver>,
    /// How many drivers a filter leaves out, and by how much their forecast differs from the plan.
    others: Option<(usize, Money)>,
    curves: Vec<Curve>,
    /// Between what eight runs in ten are, by month; nothing where it is not known or not asked for.
    band: Vec<Option<(f64, f64)>>,
    periods: Vec<Period>,
    first: Month,
    months: usize,
    as_of: usize,
    /// The same where it is one of the months, else in words where it is.
    today: Result<usize, &'static str>,
    /// Why there is no curve, where there is none.
    none: Option<NoValue>,
    variant: usize,
    table: bool,
    /// The first row of the table, from 1, where it was scrolled.
    from: usize,
    sums: Sums,
    words: Vec<Words>,
    /// What is said first, from long to short.
    headlines: [String; 5],
    /// What the open scenario makes otherwise of the money of the plan, in one line; empty where it does not.
    tried: String,
}

impl Value {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let (plan, figures) = (work.plan(), work.figures());
        let grid = figures.grid();
        let months = grid.len();
        let as_of =
            grid.position_from(Month::after(plan.as_of)).saturating_sub(1).min(months.saturating_sub(1));
        let mut drivers = drivers::drivers(work);
        // The largest difference first: that is what the room asks about.
        drivers.order_by_key(|driver| (driver.delta(), std::cmp::Reverse(driver.planned)));
        let sums = Sums::of(figures);
        let headlines = match plan.waves.is_empty() && sums.are_nothing() {
            false => sums.headlines(work),
            true => ["No waves yet, and so no value to tell of"; 5].map(str::to_owned),
        };
        let words = sums.words(work, &drivers);
        // What is said is said of all drivers; the list shows those that are asked for.
        let (drivers, others): (Vec<Driver>, Vec<Driver>) =
            drivers.into_iter().partition(|driver| settings.filter.shows(work, &driver.at));
        let left_out = (others.len(), others.iter().map(Driver::delta).sum());
        let none = sums.bring_nothing().then(|| why_none(figures));
        let today = match grid.position(Month::of(plan.as_of)) {
            Some(_) => Ok(as_of),
            None if plan.as_of < plan.start => Err("  as of is earlier"),
            None => Err("  as of is later"),
        };
        let cumulative = settings.variant == CUMULATIVE;
        let by = match settings.variant {
            CUMULATIVE => By::EndOfYear,
            MONTHLY => By::Month,
            _ => By::Year,
        };
        Self {
            currency: plan.currency,
            words,
            curves: curves::curves(figures, as_of, cumulative),
            band: if cumulative { curves::band(work, as_of) } else { Vec::new() },
            periods: years::periods(work, as_of, by),
            first: Month::of(plan.start),
            months,
            as_of,
            today,
            none,
            variant: settings.variant,
            table: settings.table,
            from: usize::try_from(settings.shift).unwrap_or(0),
            headlines,
            drivers,
            others: (!others.is_empty()).then_some(left_out),
            sums,
            tried: work.beside.as_ref().map_or_else(String::new, |plan| money_moved(plan.figures(), figures)),
        }
    }
}

impl View for Value {
    fn spots(&self, _: &Workspace) -> Spots {
        let spot = |(line, driver): (usize, &Driver)| {
            Spot::new(driver.at.clone(), line, format!("{} ({})", driver.title, driver.at.key))
        };
        self.drivers.iter().enumerate().map(spot).collect()
    }

    fn window(&self, area: Rect, room: Room) -> (u16, u16) {
        (self.places(area, room).rows.height, 1)
    }

    fn simulates(&self) -> bool {
        !self.drivers.is_empty()
    }

    fn beside(&self, _: Scene<'_>, spot: &Spot) -> (String, Tone) {
        let Some(driver) = self.drivers.get(spot.line as usize) else {
            return (String::new(), Tone::Plain);
        };
        let tone = if driver.delta().0 < 0 { Tone::Strong } else { Tone::Plain };
        (wording::money(driver.forecast, self.currency), tone)
    }

    fn above(&self, width: u16) -> String {
        self.sums.brief(self.currency, width)
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        let Some(driver) = self.drivers.get(scene.sheet.cursor) else { return self.headlines[0].clone() };
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
        // Beside the view the sums stand still while one moves; opened over it, what was selected is asked about.
        let beside = scene.room >= Room::Wide;
        if beside {
            self.sums.tell(self.currency, &mut text);
            text.gap();
        }
        if let Some(at) = scene.selected() {
            detail::about(scene.work, at, &mut text);
        }
        if !beside {
            text.gap();
            self.sums.tell(self.currency, &mut text);
        }
        text
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.drivers.is_empty() {
            return scene.say_none(
                "This plan has no value drivers yet: nothing says where value comes from; {add} adds one.",
                area,
                pen,
            );
        }
        let mut places = self.places(area, scene.room);
        if self.table {
            self.draw_periods(scene, places.chart, pen);
        } else if places.chart.height >= 7 {
            self.draw_curves(scene, places.chart, pen);
        }
        // What moved since a baseline comes before what is below it, and takes the place of the last.
        let was = scene.was.filter(|was| !was.sum.is_empty());
        let sign = Kind::Changed.sign();
        // What a scenario makes of the plan is told apart from what moved before, where the two are not one.
        let tried = !self.tried.is_empty();
        let moved: Vec<String> = match was {
            Some(was) if tried && was.sum == self.tried => {
                vec![format!("{sign} since {} and to the plan  {}", was.name, was.sum)]
            }
            _ => {
                let to_plan = tried.then(|| format!("{sign} to the plan  {}", self.tried));
                let with = if scene.work.beside.is_some() { ", with the scenario" } else { "" };
                let since = was.map(|was| format!("{sign} since {}{with}  {}", was.name, was.sum));
                to_plan.into_iter().chain(since).collect()
            }
        };
        let is_bridge = self.variant == BRIDGE && !self.table;
        if is_bridge && scene.room >= Room::Full {
            places = places.with_more_words(cells(moved.len()), cells(self.drivers.len()) + 3);
        }
        let lines = (self.words.len() + 1 + moved.len()).min(usize::from(places.words.height));
        let own = lines.saturating_sub(moved.len() + 1);
        let room = area.width.saturating_sub(2);
        let head = self.headlines.iter().find(|words| columns(words) <= room);
        let head = head.unwrap_or(&self.headlines[3]);
        let first = [head].into_iter().chain(&moved).map(|words| whole_parts(words, room));
        let words = first.chain(self.words.iter().take(own).map(|words| words.fit(room)));
        for (y, words) in (places.words.y..places.words.bottom()).zip(words) {
            let tone = if y == places.words.y { Tone::Strong } else { Tone::Plain };
            pen.put(area.x + 1, y, room, &words, tone);
        }
        if is_bridge { self.bridge(scene, places, pen) } else { self.list(scene, places, pen) }
    }
}

/// Lines that say what is weightiest.
const WORDS: u16 = 4;

/// Where curve, words and list stand.
struct Places {
    chart: Rect,
    words: Rect,
    head: Rect,
    rows: Rect,
}

impl Places {
    /// With so many rows more for words, as far as a bridge of so many rows leaves them free.
    fn with_more_words(self, wanted: u16, bridge: u16) -> Self {
        let more = wanted.min((self.rows.height + self.head.height).saturating_sub(bridge));
        let below = |rect: Rect| Rect { y: rect.y + more, ..rect };
        Self {
            words: Rect { height: self.words.height + more, ..self.words },
            head: below(self.head),
            rows: Rect { height: self.rows.height.saturating_sub(more), ..below(self.rows) },
            ..self
        }
    }
}

impl Value {
    fn places(&self, area: Rect, room: Room) -> Places {
        let wanted = cells(self.drivers.len());
        // Where drivers and chart leave rows free, more is said in them than what is weightiest.
        let least = match room {
            _ if self.table => cells(self.periods.len()) + 2,
            _ if self.variant == BRIDGE => 1,
            _ => 14,
        };
        let free = area.height.saturating_sub(WORDS + 1).saturating_sub(wanted).saturating_sub(least);
        let words = match room {
            Room::Wide => cells(self.words.len() + 1),
            Room::Full => cells(self.words.len() + 1).min(WORDS + free),
            _ => 1,
        };
        let all = area.height.saturating_sub(words + 1);
        let chart = match room {
            // Heads and years or months, and some drivers below them.
            _ if self.table => (cells(self.periods.len()) + 2).min(all.saturating_sub(4)),
            _ if self.variant == BRIDGE => 0,
            Room::Wide => all.saturating_sub(wanted).max(12).min(all),
            Room::Full => all.saturating_sub(wanted).max(11).min(all),
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
}
