//! A KPI as the list says it: where it stands, and where it goes.

use std::cell::OnceCell;

use chrono::Datelike;

use super::chart::Chart;
use crate::figures::performance::{Measure, Status as Colour};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::id::{KpiIx, WaveIx};
use crate::plan::kpi::{Kpi, Target};
use crate::status::Status;
use crate::tui::detail::target_words;
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
    /// Unit, baseline, target, actual, plan now, to plan.
    pub(super) cells: [String; 6],
    pub(super) trend: Vec<Option<f64>>,
    pub(super) as_of: String,
    pub(super) owner: String,
    pub(super) stale: bool,
    /// What it comes to at the end of the next wave, and whether that is enough.
    pub(super) forecast: Option<(String, Option<bool>)>,
    /// The forecast with its reason, or why there is none.
    pub(super) outlook: String,
    pub(super) chart: Chart,
    pub(super) markets: Vec<Market>,
}

/// A KPI in one market.
pub(super) struct Market {
    pub(super) status: Status,
    pub(super) words: String,
}

fn status_of(measure: &Measure) -> (Status, &'static str) {
    match measure.status {
        Colour::Green if measure.attainment.is_some_and(|share| share >= 1.0) => {
            (Status::Done, "at plan or better")
        }
        Colour::Green => (Status::OnTrack, "green"),
        Colour::Amber => (Status::AtRisk, "amber"),
        Colour::Red => (Status::Late, "red"),
        Colour::Grey => (Status::NotStarted, "no reading"),
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
        let next =
            next_target(plan, kpi).and_then(|(wave, _)| figures.expected_at(ix, None, plan.wave(*wave).end));
        let expected = |target: Option<Target>| target.map_or("–".into(), target_short);
        let markets = figure.markets.iter().map(|(market, measure)| {
            let market = plan.markets[market.at()].title();
            Market { status: status_of(measure).0, words: market_words(plan, market, measure) }
        });
        let newest = measure.newest.as_ref();
        let trend = figures.trend(ix, None);
        Self {
            at: Address::new(Table::Kpi, &kpi.id),
            title: kpi.title().to_owned(),
            status,
            word,
            cells: [
                unit.clone(),
                kpi.baseline.map_or("–".into(), short),
                expected(next),
                newest.map_or("–".into(), |newest| actual(newest.value, next)),
                expected(measure.expected_now),
                to_plan(measure, &unit),
            ],
            as_of: newest.map_or("–".into(), |newest| month_short(Month::of(newest.date))),
            owner: kpi.about.owner.as_deref().unwrap_or("").to_owned(),
            stale: measure.stale,
            forecast: measure.forecast.as_ref().ok().map(|ahead| (short(ahead.value), ahead.meets)),
            outlook: outlook(plan, measure, &unit),
            markets: markets.collect(),
            chart: Chart::of(work, ix, kpi, &trend),
            trend: trend.into_iter().map(|(_, value)| value).collect(),
        }
    }

    /// How it stands and where it goes, in one sentence.
    pub(super) fn sentence(&self) -> String {
        let [unit, _, target, actual, now, _] = &self.cells;
        let unit = spaced(unit);
        let stale = if self.stale { " · stale" } else { "" };
        if actual == "–" {
            return format!("{}: no reading yet, target {target}{unit}", self.title);
        }
        let stands = format!(
            "{}: {} · {actual}{unit} in {}, {now} planned now{stale}",
            self.title, self.word, self.as_of
        );
        match &self.forecast {
            Some(_) => format!("{stands} · {}", self.outlook),
            None => stands,
        }
    }
}

/// A reading beside its target: yes or no where that is what is wanted.
fn actual(value: f64, target: Option<Target>) -> String {
    match target {
        Some(Target::Done(_)) => target_words(Target::Done(value >= 0.5)),
        _ => short(value),
    }
}

/// How far the newest reading is from what was to be expected on its day.
fn to_plan(measure: &Measure, unit: &str) -> String {
    let value = measure.newest.as_ref().map(|newest| newest.value);
    match (value, measure.expected) {
        (Some(value), Some(Target::Value(expected))) => signed(value - expected, unit),
        (Some(value), Some(Target::Band(low, _))) if value < low => signed(value - low, unit),
        (Some(value), Some(Target::Band(_, high))) if value > high => signed(value - high, unit),
        (Some(_), Some(Target::Band(..))) => "within".into(),
        _ => "–".into(),
    }
}

fn market_words(plan: &Plan, market: &str, measure: &Measure) -> String {
    let value = measure.newest.as_ref().map_or("–".into(), |newest| short(newest.value));
    let of = measure.expected.map(|expected| format!(" of {}", target_short(expected))).unwrap_or_default();
    let short_of = match &measure.forecast {
        Ok(ahead) if ahead.meets == Some(false) => {
            let wanted = ahead.target.map(|it| format!(" of {}", target_short(it))).unwrap_or_default();
            let when = month_short(Month::of(plan.wave(ahead.wave).end));
            format!(" · goes on to {}{wanted} by {when}", ahead.value_words())
        }
        _ => String::new(),
    };
    format!("{market}: {value}{of}{short_of}")
}

/// What it comes to and why, or why nobody can say.
fn outlook(plan: &Plan, measure: &Measure, unit: &str) -> String {
    let why = measure.forecast_reason();
    let Ok(ahead) = &measure.forecast else { return format!("no forecast: {why}") };
    let when = month_short(Month::of(plan.wave(ahead.wave).end));
    let wanted = ahead.target.map(|it| format!(", target {}", target_short(it))).unwrap_or_default();
    format!("goes on to {}{} by {when}{wanted}: {why}", ahead.value_words(), spaced(unit))
}

fn spaced(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" {unit}") }
}

/// A value in few digits: what fits a column of seven.
pub(super) fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 1e6 => wording::number(value / 1e6, 1) + " M",
        size if size >= 1e4 => wording::number(value / 1e3, 1) + " k",
        size if size >= 100.0 => wording::number(value, 0),
        _ => wording::number(value, 1),
    }
}

fn target_short(target: Target) -> String {
    match target {
        Target::Value(value) => short(value),
        Target::Band(low, high) => format!("{}–{}", short(low), short(high)),
        other => target_words(other),
    }
}

fn signed(difference: f64, unit: &str) -> String {
    let unit = if unit == "%" { " pt" } else { "" };
    let plus = if difference > 0.0 && short(difference) != "0" { "+" } else { "" };
    format!("{plus}{}{unit}", short(difference))
}

fn month_short(month: Month) -> String {
    let words = wording::month(month);
    format!("{} {:02}", words.get(..3).unwrap_or(&words), month.first_day().year() % 100)
}
