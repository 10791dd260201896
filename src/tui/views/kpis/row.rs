//! A KPI as the list says it: where it stands, and where it goes.

use std::borrow::Cow;
use std::cell::OnceCell;

use chrono::{Datelike, NaiveDate};
use ratatui::layout::Rect;

use super::chart::Chart;
use super::digits::{add_up, short};
use crate::figures::performance::{self, Forecast, Measure, Status as Colour};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::id::{KpiIx, MarketIx, WaveIx};
use crate::plan::kpi::{Better, Kpi, Target};
use crate::status::Status;
use crate::tui::detail::target_words;
use crate::tui::pen::{Pen, columns};
use crate::tui::theme::mark;
use crate::wording;
use crate::workspace::Workspace;

/// A KPI's place in the list: what orders it, and its row, made when it is first shown.
pub(super) struct Listed {
    pub(super) ix: KpiIx,
    pub(super) status: Status,
    pub(super) stale: bool,
    /// How much of what is planned by now is there, as a share.
    pub(super) attainment: Option<f64>,
    /// The place of the wave of its next target among the waves.
    pub(super) wave: usize,
    row: OnceCell<Box<Row>>,
}

impl Listed {
    pub(super) fn of(work: &Workspace, ix: KpiIx) -> Self {
        let measure = &work.figures().kpi(ix).global;
        Self {
            ix,
            status: status_of(measure).0,
            stale: measure.stale,
            attainment: measure.attainment,
            wave: next_target(work.plan(), work.plan().kpi(ix)).map_or(usize::MAX, |(wave, _)| wave.at()),
            row: OnceCell::new(),
        }
    }

    pub(super) fn row(&self, work: &Workspace) -> &Row {
        self.row.get_or_init(|| Box::new(Row::of(work, self.ix)))
    }
}

/// The target at the end of the wave that comes next, or the last one.
fn next_target<'p>(plan: &Plan, kpi: &'p Kpi) -> Option<&'p (WaveIx, Target)> {
    let ahead = kpi.target.iter().find(|(wave, _)| plan.wave(*wave).end >= plan.as_of);
    // Where readings add up, so do their targets.
    ahead.or(kpi.target.last())
}

/// A KPI in the list.
pub(super) struct Row {
    pub(super) at: Address,
    pub(super) title: String,
    pub(super) status: Status,
    pub(super) word: &'static str,
    /// Unit, baseline, what is planned for the day of the forecast, actual, what was planned for the day of that,
    /// and by how much it is off: the last three add up as they are shown.
    pub(super) cells: [String; 6],
    pub(super) trend: Vec<Option<f64>>,
    /// Where what is planned for the day of the forecast lies: above all that was read, below it, or between.
    pub(super) aim: &'static str,
    /// How old the newest reading is, and its day.
    pub(super) age: String,
    pub(super) read: String,
    /// The same in a sentence.
    read_on: [String; 2],
    /// The day of the forecast.
    planned_by: String,
    pub(super) owner: String,
    pub(super) stale: bool,
    /// Whether it is answered with yes or no.
    answered: bool,
    /// Of what counts the readings that hold, how many do: by that it is judged, and not by the newest alone.
    held: Option<String>,
    /// What it comes to at the end of the next wave, and whether that is enough.
    pub(super) forecast: Option<(String, Option<bool>)>,
    /// The forecast beside what is planned for its day, or why there is none; with its reason and without.
    pub(super) outlook: [String; 3],
    chart: Chart,
    pub(super) markets: Vec<Market>,
}

/// A KPI in one market.
pub(super) struct Market {
    pub(super) status: Status,
    pub(super) words: String,
    /// Its sign, its name and its newest reading.
    pub(super) brief: String,
}

fn status_of(measure: &Measure) -> (Status, &'static str) {
    match measure.status {
        // Where nothing is to be gained, green is what is no worse than planned.
        Colour::Green if measure.attainment.is_none_or(|share| share >= 1.0) => {
            (Status::Done, "at plan or better")
        }
        Colour::Green => (Status::OnTrack, "green"),
        Colour::Amber => (Status::AtRisk, "amber"),
        Colour::Red => (Status::Late, "red"),
        Colour::Grey if measure.newest.is_none() => (Status::NotStarted, "no reading"),
        Colour::Grey => (Status::NotStarted, why_not_held(measure)),
    }
}

/// Why what was read stands in no way.
fn why_not_held(measure: &Measure) -> &'static str {
    if measure.not_due {
        return "not due yet";
    }
    match (measure.expected, measure.held) {
        (Some(_), _) => "no baseline",
        (None, Some(_)) => "not due yet",
        (None, None) => "no target",
    }
}

impl Row {
    /// A KPI of an open plan.
    fn of(work: &Workspace, ix: KpiIx) -> Self {
        let (plan, figures) = (work.plan(), work.figures());
        let kpi = plan.kpi(ix);
        let figure = figures.kpi(ix);
        let measure = &figure.global;
        let (status, word) = status_of(measure);
        let unit = kpi.unit.as_deref().unwrap_or("").to_owned();
        let wanted = match performance::next_end(plan) {
            Some((_, end)) => figures.expected_at(ix, measure.worst_ahead, end),
            // In the unit of what was read: of a window, the sum of its periods.
            None => {
                kpi.target.last().and_then(|(wave, _)| figures.expected_at(ix, None, plan.wave(*wave).end))
            }
        };
        let expected = |target: Option<Target>| target.map_or("–".into(), target_short);
        let markets = figure.markets.iter().map(|(market, measure)| {
            let market = plan.markets[market.at()].title();
            let status = status_of(measure).0;
            let [value, ..] = held_against(kpi, measure, &unit);
            let brief = format!("{} {market} {value}", mark(status));
            Market { status, words: market_words(plan, kpi, market, measure, &unit), brief }
        });
        let newest = measure.newest.as_ref();
        let trend = figures.trend(ix, None);
        // A window that was read in part is no low of it.
        let full = figures.read_by_month(ix, None);
        let in_full = |month: Month| {
            let at = full.binary_search_by_key(&month, |(day, _)| Month::of(*day)).ok()?;
            Some(full.get(at)?.1)
        };
        let in_full: Vec<Option<f64>> = trend.iter().map(|(month, _)| in_full(*month)).collect();
        let ahead = measure.forecast.as_ref().ok();
        let [goes_to, planned] = match (ahead, wanted) {
            (Some(ahead), Some(Target::Value(wanted))) => {
                let [value, shown, _] = add_up(ahead.value, wanted);
                // What falls short is seen to.
                let alike = value == shown && ahead.meets == Some(false);
                [if alike { ahead.value_words() } else { value }, shown]
            }
            (ahead, wanted) => [ahead.map_or(String::new(), |it| short(it.value)), expected(wanted)],
        };
        let [actual, then, to_plan] = held_against(kpi, measure, &unit);
        // What no plan states is marked.
        let marked = |words: String, whose: Option<MarketIx>, day: Option<NaiveDate>| {
            let between = |day| figures.is_between_targets(ix, whose, day);
            if words != "–" && day.is_some_and(between) { format!("~{words}") } else { words }
        };
        let then = marked(then, measure.worst(), newest.map(|newest| newest.date));
        let planned = marked(planned, measure.worst_ahead, performance::next_end(plan).map(|(_, end)| end));
        let baseline = kpi.baseline.map_or("–".into(), |baseline| said(kpi, baseline));
        Self {
            at: Address::new(Table::Kpi, &kpi.id),
            title: kpi.title().to_owned(),
            status,
            word,
            cells: [unit.clone(), baseline, planned, actual, then, to_plan],
            age: match measure.days_old(plan.as_of) {
                None => "–".into(),
                Some(0) => "today".into(),
                Some(days) => format!("{days} d"),
            },
            read: newest.map_or("–".into(), |newest| day_short(newest.date)),
            read_on: read_on(plan, measure),
            planned_by: performance::next_end(plan).map_or("the end".into(), |(_, end)| wording::date(end)),
            owner: kpi.about.owner.as_deref().unwrap_or("").to_owned(),
            stale: measure.stale,
            answered: kpi.better == Some(Better::Done),
            held: measure.held_words(),
            forecast: ahead.map(|ahead| (goes_to, ahead.meets)),
            outlook: outlook(plan, measure, &unit),
            markets: markets.collect(),
            chart: Chart::of(work, ix, kpi, &trend),
            aim: aim_of(wanted, in_full.iter().filter_map(|value| *value)),
            trend: in_full,
        }
    }

    /// The rows of the table of what its chart shows.
    pub(super) fn months_in_table(&self) -> usize {
        self.chart.rows().len()
    }

    /// Draws the chart, with the forecast and its reason below it, or the table of what it shows, so many months back
    /// from its end.
    pub(super) fn draw_chart(&self, table: Option<usize>, area: Rect, pen: &mut Pen<'_>) {
        let [unit, baseline, ..] = &self.cells;
        let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
        let from_zero = baseline == "0" || baseline == "–";
        let title = format!("{}{unit}", self.title);
        match table {
            Some(back) => self.chart.table(&title, &self.outlook, back, area, pen),
            None => self.chart.draw(&title, &self.outlook, from_zero, area, pen),
        }
    }

    /// Its newest reading and how that stands, in a few columns: `21.5 % amber`. A unit that is a word is left to
    /// the sentence.
    pub(super) fn stands(&self) -> String {
        let [unit, _, _, actual, ..] = &self.cells;
        if actual == "–" {
            return self.word.to_owned();
        }
        let unit = if columns(unit) <= 3 { spaced(unit) } else { String::new() };
        let word = if self.status == Status::Done { "at plan" } else { self.word };
        format!("{actual}{unit} {}", if self.stale { "stale" } else { word })
    }

    /// The newest reading with its unit, where so many columns hold both.
    pub(super) fn actual_in(&self, width: u16) -> Cow<'_, str> {
        let [unit, _, _, actual, ..] = &self.cells;
        let whole = format!("{actual}{}", spaced(unit));
        if actual == "–" || columns(&whole) > width { Cow::Borrowed(actual) } else { whole.into() }
    }

    /// How it stands and where it goes, in one sentence.
    pub(super) fn sentence(&self) -> String {
        let [unit, _, planned, actual, then, _] = &self.cells;
        let unit = spaced(unit);
        let stale = if self.stale { ", stale" } else { "" };
        if actual == "–" {
            return format!("{}: no reading yet, {planned}{unit} planned by {}", self.title, self.planned_by);
        }
        // What was read comes first, then how old that is: the day stands in the detail, too.
        let [ago, planned_for] = &self.read_on;
        let read = if ago.is_empty() { String::new() } else { format!(" read {ago},") };
        let held = match then.as_str() {
            "–" => format!("{actual}{unit}{read} {planned_for}"),
            then if self.answered => wording::answered(actual, then, planned_for),
            then => format!("{actual} of {then}{unit}{read} {planned_for}"),
        };
        let of_due = self.held.as_ref().map(|held| format!(", {held}")).unwrap_or_default();
        let stands = format!("{}: {}{stale}{of_due} · {held}", self.title, self.word);
        match &self.forecast {
            Some(_) => format!("{stands} · {}", self.outlook[0]),
            None => stands,
        }
    }
}

/// Where one number lies that is planned, beside what was read; a dot where there is no telling.
fn aim_of(wanted: Option<Target>, read: impl Iterator<Item = f64>) -> &'static str {
    let (low, high) = read.fold((f64::MAX, f64::MIN), |(low, high), it| (low.min(it), high.max(it)));
    match wanted {
        Some(Target::Value(aim)) if low <= high && aim > high => "↑",
        Some(Target::Value(aim)) if low <= high && aim < low => "↓",
        Some(Target::Value(_)) if low <= high => "–",
        _ => "·",
    }
}

/// How old the newest reading is, and its day, for which the plan is told beside it: `46 days ago`, `on 30 Sep 2026`.
fn read_on(plan: &Plan, measure: &Measure) -> [String; 2] {
    let Some(newest) = &measure.newest else { return <[String; 2]>::default() };
    let planned = match measure.expected {
        None => "on",
        Some(_) if measure.in_part.is_some() => "planned for what was read by",
        Some(_) => "planned for",
    };
    let age = match measure.days_old(plan.as_of) {
        None | Some(0) => String::new(),
        Some(days) => wording::days_ago(days),
    };
    [age, format!("{planned} {}", wording::date(newest.date))]
}

/// The newest reading, what was planned for its day, and how far it is from that.
fn held_against(kpi: &Kpi, measure: &Measure, unit: &str) -> [String; 3] {
    let Some(newest) = &measure.newest else {
        return ["–".into(), "–".into(), "–".into()];
    };
    let Some((value, planned)) = measure.read_and_planned() else {
        let done = measure.expected.filter(|it| matches!(it, Target::Done(_)));
        let done = done.map(|_| target_words(Target::Done(newest.value >= 0.5)));
        let planned = measure.expected.map_or("–".into(), target_short);
        return [done.unwrap_or_else(|| said(kpi, newest.value)), planned, "–".into()];
    };
    let [actual, end, difference] = add_up(value, planned);
    match measure.expected {
        Some(Target::Band(..)) if value.total_cmp(&planned).is_eq() => {
            [actual, measure.expected.map_or(end, target_short), "within".into()]
        }
        Some(band @ Target::Band(..)) => [actual, target_short(band), signed(&difference, unit)],
        _ => [actual, end, signed(&difference, unit)],
    }
}

/// A value of a KPI in few digits: yes or no of one that is done or not.
fn said(kpi: &Kpi, value: f64) -> String {
    if kpi.yes_or_no(value).is_some() { wording::yes_or_no(value).into() } else { short(value) }
}

fn market_words(plan: &Plan, kpi: &Kpi, market: &str, measure: &Measure, unit: &str) -> String {
    let [value, then, _] = held_against(kpi, measure, unit);
    let [ago, planned_for] = read_on(plan, measure);
    let ago = if ago.is_empty() { String::new() } else { format!(", {ago}") };
    let held = match then.as_str() {
        "–" => format!("{value} {planned_for}"),
        then if kpi.better == Some(Better::Done) => wording::answered(&value, then, &planned_for),
        then => format!("{value} of {then} {planned_for}"),
    };
    let short_of = match &measure.forecast {
        Ok(ahead) if ahead.meets == Some(false) => format!(" · {}", goes_on_to(plan, ahead, unit)),
        _ => String::new(),
    };
    format!("{market}: {held}{ago}{short_of}")
}

/// What it comes to and why, or why nobody can say; the same without why, but of whom; and without that.
fn outlook(plan: &Plan, measure: &Measure, unit: &str) -> [String; 3] {
    let why = measure.forecast_reason(plan);
    match &measure.forecast {
        Ok(ahead) => {
            let goes = goes_on_to(plan, ahead, unit);
            let of_whom =
                measure.joins.brief(plan).map_or_else(|| goes.clone(), |who| format!("{goes}; {who}"));
            [format!("{goes}: {why}"), of_whom, goes]
        }
        Err(_) => [format!("no forecast: {why}"), "no forecast".into(), "no forecast".into()],
    }
}

/// What it comes to on which day, beside what is planned for that day, and whether that is enough:
/// `goes on to 387.8 of 430 HCPs planned by 31 Mar 2027, not enough`.
fn goes_on_to(plan: &Plan, ahead: &Forecast, unit: &str) -> String {
    let (value, unit, end) = (ahead.value_words(), spaced(unit), wording::date(plan.wave(ahead.wave).end));
    let enough = match ahead.meets {
        Some(true) => ", enough",
        Some(false) => ", not enough",
        None => "",
    };
    match ahead.target {
        Some(target) => {
            let target = target_beside(target, &value);
            format!("goes on to {value} of {target}{unit} planned by {end}{enough}")
        }
        None => format!("goes on to {value}{unit} by {end}"),
    }
}

/// A target with as many digits as what is held against it.
fn target_beside(target: Target, value: &str) -> String {
    let digits = value
        .split_once('.')
        .map_or(0, |(_, digits)| digits.chars().take_while(char::is_ascii_digit).count());
    let number = |target| wording::number(target, digits.max(1));
    match target {
        Target::Value(value) => number(value),
        Target::Band(low, high) => format!("{} to {}", number(low), number(high)),
        done @ Target::Done(_) => target_words(done),
    }
}

fn spaced(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" {unit}") }
}

/// A target as the plan states it, and in few digits where that is too long for its column.
fn target_short(target: Target) -> String {
    match target {
        Target::Value(value) => {
            let stated = wording::number(value, 9);
            if stated.len() <= 7 { stated } else { short(value) }
        }
        Target::Band(low, high) => format!("{}–{}", short(low), short(high)),
        other => target_words(other),
    }
}

/// A difference as it is shown, with its sign, and in points where it is one of percentages.
fn signed(difference: &str, unit: &str) -> String {
    let unit = if unit == "%" { " pt" } else { "" };
    let plus = if difference == "0" || difference.starts_with('−') { "" } else { "+" };
    format!("{plus}{difference}{unit}")
}

/// `30 Sep 26`.
fn day_short(day: NaiveDate) -> String {
    format!("{} {:02}", wording::day_and_month(day), day.year().rem_euclid(100))
}

pub(super) fn month_short(month: Month) -> String {
    let words = wording::month(month);
    format!("{} {:02}", words.get(..3).unwrap_or(&words), month.first_day().year() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_planned_lies_above_below_or_within_what_was_read() {
        let aim = |wanted| aim_of(Some(Target::Value(wanted)), [12.0, 9.0, 15.0].into_iter());
        assert_eq!([15.5, 15.0, 9.0, 8.9].map(aim), ["↑", "–", "–", "↓"]);
        assert_eq!(aim_of(Some(Target::Value(3.0)), std::iter::empty()), "·");
        assert_eq!(aim_of(Some(Target::Band(3.0, 4.0)), [1.0].into_iter()), "·");
        assert_eq!(aim_of(None, [1.0].into_iter()), "·");
    }

    #[test]
    fn a_target_between_two_waves_is_told_in_the_digits_of_what_is_held_against_it() {
        assert_eq!(target_beside(Target::Value(83.487_671_233), "83.59"), "83.49");
        assert_eq!(target_beside(Target::Value(83.487_671_233), "80 k"), "83.5");
        assert_eq!(target_beside(Target::Value(430.0), "387.8"), "430");
        assert_eq!(target_beside(Target::Band(1.24, 2.0), "3.1"), "1.2 to 2");
    }
}
