//! What is known about a KPI: its newest value, its targets and what it measures.

use super::{Text, mark_of, notes, target_words};
use crate::plan::id::KpiIx;
use crate::tui::theme::Tone;
use crate::wording;
use crate::workspace::Workspace;

pub(super) fn about(work: &Workspace, ix: KpiIx, text: &mut Text) {
    let plan = work.plan();
    let kpi = plan.kpi(ix);
    let words = [kpi.kind.map(|it| it.as_str()), kpi.lens.map(|it| it.as_str())];
    let words: Vec<_> = std::iter::once("KPI").chain(words.into_iter().flatten()).collect();
    text.words(&words.join(" · "), Tone::Faint);
    text.gap();
    for (label, value) in [("Owner", kpi.about.owner.as_deref()), ("Unit", kpi.unit.as_deref())] {
        value.into_iter().for_each(|value| text.pair(label, value));
    }
    if let Some(better) = kpi.better {
        text.pair("Better", better.as_str());
    }
    let measure = &work.figures().kpi(ix).global;
    if let Some(newest) = &measure.newest {
        text.pair(
            "Actual",
            &format!("{} on {}", wording::number(newest.value, 2), wording::date(newest.date)),
        );
        if let Some(expected) = measure.expected {
            text.pair("Planned", &format!("{} on that day", target_words(expected)));
        }
        let held = measure.held.map(|(held, due)| format!("{held} of {due} readings held"));
        let share = measure.attainment.map(|share| {
            let bounds = [kpi.tolerance.green, kpi.tolerance.amber];
            format!("{} of the way", wording::percent(share, &bounds))
        });
        if let Some(words) = held.or(share) {
            text.pair("Attained", &format!("{words} · {}", measure.status.as_str()));
        }
        if measure.stale {
            text.pair("Stale", "older than its cadence allows");
        }
    } else {
        text.pair("Actual", "no reading yet");
    }
    if let Some(baseline) = kpi.baseline {
        text.pair("Baseline", &wording::number(baseline, 2));
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
