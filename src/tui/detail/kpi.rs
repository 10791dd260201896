//! What is known about a KPI: its newest value, where it goes, its targets and what it measures.

use super::{Text, mark_of, notes, target_words};
use crate::figures::performance::{Prediction, Status as Colour};
use crate::plan::calendar::Month;
use crate::plan::id::KpiIx;
use crate::plan::kpi::{Kpi, Target};
use crate::status::Status;
use crate::tui::theme::{Tone, mark};
use crate::wording;
use crate::workspace::Workspace;

pub(super) fn about(work: &Workspace, ix: KpiIx, markets: &str, text: &mut Text) {
    let plan = work.plan();
    let kpi = plan.kpi(ix);
    let words = [kpi.kind.map(|it| it.as_str()), kpi.lens.map(|it| it.as_str())];
    let words: Vec<_> = std::iter::once("KPI").chain(words.into_iter().flatten()).collect();
    text.words(&words.join(" · "), Tone::Faint);
    text.gap();
    let measure = &work.figures().kpi(ix).global;
    if let Some(newest) = &measure.newest {
        let shown = measure.read_and_planned().map(|(read, planned)| wording::held_against(read, planned, 2));
        let value = shown
            .as_ref()
            .map_or_else(|| said(kpi, (newest.value * 100.0).round() / 100.0), |[value, ..]| value.clone());
        let age = measure.days_old(plan.as_of).map(wording::days_ago).unwrap_or_default();
        let place = newest.worst.map(|market| format!(" in {}", plan.markets[market.at()].title()));
        let on = wording::date(newest.date) + &place.unwrap_or_default();
        text.pair("Actual", &format!("{value} on {on}, {age}"));
        // What no plan states is marked, as in the list.
        let about = if work.figures().is_between_targets(ix, newest.worst, newest.date) { "~" } else { "" };
        let on = measure.in_part_words().unwrap_or_else(|| "that day".into());
        match (measure.expected, &shown) {
            (Some(Target::Value(_)), Some([_, planned, _])) => {
                text.pair("Planned", &format!("{about}{planned} for {on}"));
            }
            (Some(expected), _) => {
                text.pair("Planned", &format!("{about}{} for {on}", expected_words(expected)))
            }
            (None, _) => {}
        }
        if let Some([_, _, difference]) = &shown {
            let sign = if difference == "0" || difference.starts_with('−') { "" } else { "+" };
            text.pair("To plan", &format!("{sign}{difference}"));
        }
        let held = measure.held.map(|(held, due)| match measure.not_due {
            true => "no reading was due yet".to_owned(),
            false => format!("{held} of {due} readings held"),
        });
        let share = measure.attainment.map(|share| {
            let bounds = [kpi.tolerance.green, kpi.tolerance.amber];
            let from = kpi.baseline.map(|baseline| format!(" from {}", wording::number(baseline, 2)));
            format!("{} of the way{}", wording::percent(share, &bounds), from.unwrap_or_default())
        });
        if let Some(words) = held.or(share) {
            text.pair("Attained", &format!("{words} · {}", measure.status.as_str()));
        }
        if measure.stale {
            text.pair("Stale", "older than its cadence allows");
        }
        if !markets.is_empty() {
            text.pair("Markets", markets);
        }
        if let Some(words) = work.figures().joins(ix, plan.as_of).standing_words(plan) {
            text.pair("Of all", &words);
        }
    } else {
        text.pair("Actual", "no reading yet");
    }
    // Beside its chart there may be few lines: where it stands comes first, and by what it is led to where it goes.
    leads(work, ix, text);
    if measure.newest.is_some() {
        outlook(work, ix, text);
        range(work, ix).into_iter().for_each(|range| text.pair("Range", &range));
    }
    for (label, value) in [("Owner", kpi.about.owner.as_deref()), ("Unit", kpi.unit.as_deref())] {
        value.into_iter().for_each(|value| text.pair(label, value));
    }
    if let Some(better) = kpi.better {
        text.pair("Better", better.as_str());
    }
    if let Some(baseline) = kpi.baseline {
        text.pair("Baseline", &said(kpi, baseline));
    }
    for (nth, (wave, target)) in kpi.target.iter().enumerate() {
        let value = format!("{} · {}", target_words(*target), plan.wave(*wave).title());
        text.pair(if nth == 0 { "Target" } else { "" }, &value);
    }
    if !kpi.measures.is_empty() {
        text.head("Measures");
    }
    for link in &kpi.measures {
        let (mark, tone) = mark_of(work, &plan.item_address(link.to));
        text.entry(mark, tone, plan.item(link.to).title());
    }
    notes(&kpi.about, text);
}

/// A value of a KPI as the plan has it: yes or no of one that is done or not.
fn said(kpi: &Kpi, value: f64) -> String {
    if kpi.yes_or_no(value).is_some() { wording::yes_or_no(value).into() } else { wording::number(value, 9) }
}

/// From where to where it was read, in the months before the as-of date; nothing of fewer than two readings.
fn range(work: &Workspace, ix: KpiIx) -> Option<String> {
    let values = work.figures().read_by_month(ix, None);
    let (first, _) = values.first().filter(|_| values.len() > 1)?;
    let lowest = values.iter().map(|(_, value)| *value).fold(f64::INFINITY, f64::min);
    let highest = values.iter().map(|(_, value)| *value).fold(f64::NEG_INFINITY, f64::max);
    // Of what is done or not there is nothing between.
    work.plan().kpi(ix).yes_or_no(lowest).is_none().then_some(())?;
    let [lowest, highest] = [lowest, highest].map(|value| wording::number(value, 2));
    Some(format!("{lowest} to {highest} since {}", wording::month(Month::of(*first))))
}

/// What was to be expected between two targets, which no plan states.
fn expected_words(expected: Target) -> String {
    match expected {
        Target::Value(value) => wording::number(value, 2),
        Target::Band(low, high) => format!("{} to {}", wording::number(low, 2), wording::number(high, 2)),
        Target::Done(_) => target_words(expected),
    }
}

/// Where it goes if it moves as its newest readings do, and why.
fn outlook(work: &Workspace, ix: KpiIx, text: &mut Text) {
    let (plan, measure) = (work.plan(), &work.figures().kpi(ix).global);
    let reason = measure.forecast_reason(plan);
    let Ok(forecast) = &measure.forecast else { return text.pair("Forecast", &format!("none: {reason}")) };
    let wave = plan.wave(forecast.wave);
    let met = match forecast.meets {
        Some(true) => " · enough",
        Some(false) => " · not enough",
        None => "",
    };
    let (value, end) = (forecast.value_words(), wording::date(wave.end));
    text.pair("Forecast", &format!("{value} on {end}, when {} ends", wave.title()));
    if let Some(wanted) = forecast.target {
        let about =
            if work.figures().is_between_targets(ix, measure.worst_ahead, wave.end) { "~" } else { "" };
        text.pair("Planned", &format!("{about}{} for that day{met}", expected_words(wanted)));
    }
    text.pair("Slope", &reason);
    if let Some(slope) = measure.slope {
        let readings = wording::count(slope.readings as usize, "reading");
        let whose = measure.worst_ahead.map(|market| format!(" in {}", plan.markets[market.at()].title()));
        let since = wording::date(slope.since);
        text.pair("", &format!("{readings} since {since}{}", whose.unwrap_or_default()));
    }
}

/// What it says of the KPI that it leads, and what those say of it that lead it.
fn leads(work: &Workspace, ix: KpiIx, text: &mut Text) {
    let (plan, figures) = (work.plan(), work.figures());
    let mut say = |head: &str, name: &str, leading: KpiIx, said: &Prediction| {
        let led = plan.kpi(said.led);
        let share = wording::percent(said.attainment, &[led.tolerance.green, led.tolerance.amber]);
        let value = said.value.map(|value| format!(", {}", wording::number(value, 2))).unwrap_or_default();
        let by = wording::month(Month::of(said.date));
        let status = of_colour(said.status);
        let of_whom = figures.joins(leading, said.date).words_of_today(plan);
        let of_whom = of_whom.map(|words| format!(", {words}")).unwrap_or_default();
        let words = format!("{name}: {share} of the way{value} by {by}{of_whom} · {}", said.status.as_str());
        let label = format!("{head:<9} ");
        let first = [(&*label, Tone::Faint), (mark(status), Tone::Status(status)), (" ", Tone::Plain)];
        text.put(&first, &words, Tone::Plain, 12);
        if let Some(before) = said.before {
            text.pair("", &format!("· before: {}", before.words()));
        }
    };
    if let Some(said) = figures.prediction(ix) {
        say("Leads", plan.kpi(said.led).title(), ix, &said);
    }
    for (leading, kpi) in plan.kpis().filter(|(_, it)| it.predicts.is_some_and(|it| it.kpi == ix)) {
        if let Some(said) = figures.prediction(leading) {
            say("Led by", kpi.title(), leading, &said);
        }
    }
}

/// The status whose mark a colour has.
#[must_use]
pub fn of_colour(colour: Colour) -> Status {
    match colour {
        Colour::Green => Status::Done,
        Colour::Amber => Status::AtRisk,
        Colour::Red => Status::Late,
        Colour::Grey => Status::NotStarted,
    }
}
