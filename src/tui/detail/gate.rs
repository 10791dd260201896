//! What is known about a gate: its criteria one by one, what is missing, and what was decided.

use super::{Text, gate_words, notes};
use crate::figures::readiness::{
    Expected, Judged, Outlook, Verdict, met, missing, only_planned, units_in_words,
};
use crate::plan::Plan;
use crate::plan::address::{Address, Part};
use crate::plan::id::GateIx;
use crate::plan::leadership::{Criterion, Subject};
use crate::status::{self, Status};
use crate::tui::theme::{Tone, mark};
use crate::wording;
use crate::wording::criteria::unit_of;
pub use crate::wording::criteria::{asked, asked_of, value_words};
use crate::workspace::Workspace;

/// A value in words without the unit of its KPI or its currency, for where the bound beside it has it.
#[must_use]
pub fn without_unit(plan: &Plan, criterion: &Criterion, words: &str) -> String {
    let unit = match criterion.subject {
        Subject::Kpi(kpi) => unit_of(plan, kpi),
        Subject::Level(_) => return words.to_owned(),
        _ => wording::currency_sign(plan.currency).to_owned(),
    };
    words.strip_suffix(&*unit).unwrap_or(words).trim_end().to_owned()
}

/// What has become of a criterion since its gate was decided: ` · now 3, holds`; empty where nothing has.
#[must_use]
pub fn since(plan: &Plan, criterion: &Criterion, then: &Judged, now: &Judged) -> String {
    let words = |judged: &Judged| {
        judged.value.map_or_else(|| judged.without_value(), |value| value_words(plan, criterion, value))
    };
    match (then.holds, now.holds) {
        (true, false) => format!(" · now {}, holds no more", words(now)),
        (false, true) => format!(" · now {}, holds", words(now)),
        _ if words(then) == words(now) => String::new(),
        _ => format!(" · now {}", words(now)),
    }
}

/// What there is too little evidence for beside the value that was seen: the units that nobody looked at, of which it
/// says nothing, and what the plan says: `; unknown in France; 2 planned, not assessed`.
#[must_use]
pub fn unseen(plan: &Plan, criterion: &Criterion, judged: &Judged) -> String {
    let unknown = judged.short.iter().filter(|(_, level)| level.is_none() && judged.value.is_some());
    let unknown: Vec<_> = unknown.copied().collect();
    let unknown = if unknown.is_empty() { None } else { Some(units_in_words(plan, &unknown)) };
    let told = [unknown, only_planned(plan, criterion, judged)];
    told.into_iter().flatten().map(|words| format!("; {words}")).collect()
}

/// Where a criterion stands.
#[must_use]
pub fn standing(judged: &Judged) -> Status {
    match (judged.holds, judged.value) {
        (true, _) => Status::Done,
        (false, Some(_)) => Status::Late,
        // That it has no strength is known.
        (false, None) if judged.expired.is_some() => Status::Late,
        (false, None) => Status::NotStarted,
    }
}

/// What keeps a gate from being passed: how many of its criteria hold, and the first that does not; nothing of one
/// that is decided.
pub(super) fn open_words(work: &Workspace, ix: GateIx) -> Option<String> {
    let plan = work.plan();
    if status::gate_outcome(plan, ix).is_some() {
        return None;
    }
    let judged = work.figures().verdict(ix, plan.as_of).now;
    let held = judged.iter().filter(|it| it.holds).count();
    let criteria = plan.gates[ix.at()].criteria.iter().zip(&judged);
    let (criterion, first) = criteria.into_iter().find(|(_, it)| !it.holds)?;
    let now = match first.value {
        Some(value) => {
            format!("now {}{}", value_words(plan, criterion, value), unseen(plan, criterion, first))
        }
        None => first.without_value(),
    };
    Some(format!("{held} of {} hold; not {}, {now}", judged.len(), asked(plan, criterion)))
}

/// Writes what is known about a gate, the criterion that `at` names first.
pub(super) fn about(work: &Workspace, ix: GateIx, at: &Address, text: &mut Text) {
    let plan = work.plan();
    let gate = &plan.gates[ix.at()];
    text.words("Gate", Tone::Faint);
    text.gap();
    text.pair("Status", &gate_words(work, ix));
    if let Some(date) = status::gate_date(plan, ix) {
        text.pair("Date", &wording::date(date));
    }
    if let Some(wave) = gate.wave {
        text.pair("Ends", plan.wave(wave).title());
    }
    if let Some(owner) = &gate.about.owner {
        text.pair("Owner", owner);
    }
    let verdict = work.figures().verdict(ix, plan.as_of);
    let outlook = work.figures().outlook(ix).filter(|it| !it.criteria.is_empty());
    if let Some(decision) = verdict.decision.filter(|_| !gate.criteria.is_empty()) {
        let now = if verdict.moved() { format!(" · {} now", met(&verdict.now)) } else { String::new() };
        text.pair("Met", &format!("{} on {}{now}", met(&verdict.then), wording::date(decision.date)));
    }
    let named = at.path.iter().find_map(|part| if let Part::Nth(nth) = part { Some(*nth) } else { None });
    if let Some((nth, criterion)) =
        gate.criteria.iter().enumerate().find(|(_, criterion)| Some(criterion.nth) == named)
    {
        let expected = outlook.as_ref().and_then(|it| it.criteria.get(nth));
        about_criterion(work, ix, (nth, criterion), (&verdict, expected), text);
    }
    if !gate.criteria.is_empty() {
        text.head("Criteria");
    }
    for (nth, (criterion, judged)) in gate.criteria.iter().zip(verdict.deciding()).enumerate() {
        let status = standing(judged);
        let of_whom = judged.joins.brief(plan).map_or_else(String::new, |of_whom| format!(" {of_whom}"));
        let value = judged.value.map(|value| value_words(plan, criterion, value) + &of_whom);
        let now = match (value, verdict.decision) {
            (value, Some(_)) => {
                let since = since(plan, criterion, judged, &verdict.now[nth]);
                let planned = unseen(plan, criterion, judged);
                format!("then {}{planned}{since}", value.unwrap_or_else(|| judged.without_value()))
            }
            (Some(value), None) => format!("now {value}{}", unseen(plan, criterion, judged)),
            (None, None) => judged.without_value() + &unseen(plan, criterion, judged),
        };
        let words = format!("{} · {now}", asked(plan, criterion));
        text.entry(mark(status), Tone::Status(status), &words);
    }
    if let Some(outlook) = &outlook {
        on_its_day(plan, ix, outlook, text);
    }
    decided(plan, ix, text);
    notes(&gate.about, text);
}

/// What becomes of the criteria of a gate by its day, one by one; of what holds now and then nothing is to be said.
fn on_its_day(plan: &Plan, ix: GateIx, outlook: &Outlook, text: &mut Text) {
    text.head(&format!("By plan on {}: {}", wording::date(outlook.day), outlook.met()));
    let criteria = plan.gates[ix.at()].criteria.iter().zip(&outlook.criteria);
    for (criterion, expected) in criteria.filter(|(_, it)| !(it.now && it.is_met())) {
        let status = match expected.holds {
            Ok(true) => Status::Done,
            Ok(false) => Status::Late,
            Err(_) => Status::NotStarted,
        };
        let words = format!("{} · {}", asked(plan, criterion), expected_words(plan, criterion, expected));
        text.entry(mark(status), Tone::Status(status), &words);
    }
}

/// What a criterion comes to by the day of its gate, and whether that is enough: `3, holds from 31 Mar 2027`.
fn expected_words(plan: &Plan, criterion: &Criterion, expected: &Expected) -> String {
    let then = expected.words(plan.as_of);
    match expected.value {
        Some(value) => format!("{}, {then}", value_words(plan, criterion, value)),
        None => then,
    }
}

fn about_criterion(
    work: &Workspace,
    ix: GateIx,
    (nth, criterion): (usize, &Criterion),
    (verdict, expected): (&Verdict<'_>, Option<&Expected>),
    text: &mut Text,
) {
    let plan = work.plan();
    let judged = &verdict.now[nth];
    text.head("This criterion");
    text.put(&[("  ", Tone::Plain)], &asked(plan, criterion), Tone::Strong, 2);
    let mut known = |label: &str, judged: &Judged| {
        let words = |value| value_words(plan, criterion, value);
        let value = judged.value.map_or_else(|| judged.without_value(), words);
        text.pair(label, &value);
        let missing = missing(plan, criterion, judged);
        text.pair("Missing", if missing.is_empty() { "nothing" } else { &missing });
        if let Some(of_whom) = judged.joins.words(plan).filter(|_| missing.is_empty()) {
            text.pair("Of", &of_whom);
        }
    };
    if let Some(then) = verdict.then(nth) {
        known("Decided on", then);
    }
    known("Now", judged);
    let item = match criterion.subject {
        Subject::Level(item) | Subject::Realized(item) | Subject::SpentOnItem(item) => Some(item),
        _ => None,
    };
    let owner = item.and_then(|item| plan.item(item).about.owner.as_deref());
    let owner = owner.or_else(|| match criterion.subject {
        Subject::Kpi(kpi) => plan.kpi(kpi).about.owner.as_deref(),
        _ => None,
    });
    owner.into_iter().for_each(|owner| text.pair("Owner", owner));
    text.pair("Written", &criterion.text);
    if let Some(expected) = expected {
        text.pair("By plan", &expected_words(plan, criterion, expected));
        return;
    }
    let Subject::Level(item) = criterion.subject else { return };
    let date = status::gate_date(plan, ix).unwrap_or(plan.as_of);
    let by = plan.gates[ix.at()].wave.map_or(chrono::NaiveDate::MAX, |wave| plan.wave(wave).end);
    if let Some(level) = work.figures().level_of_units(item, date, by) {
        text.pair("Planned", &format!("{level} by {}", wording::date(date)));
    }
}

fn decided(plan: &Plan, ix: GateIx, text: &mut Text) {
    let known = |date| date <= plan.as_of;
    let mut decisions = plan.decisions.iter().filter(|it| it.gate == Some(ix) && known(it.date)).peekable();
    if decisions.peek().is_some() {
        text.head("Decided");
    }
    for decision in decisions {
        let outcome = decision.outcome_words();
        let by = decision.by.as_deref().map(|by| format!(" by {by}")).unwrap_or_default();
        let said = Some(decision.said()).filter(|said| !said.is_empty());
        let note = said.map(|said| format!(": {said}")).unwrap_or_default();
        text.entry("·", Tone::Faint, &format!("{} {outcome}{by}{note}", wording::date(decision.date)));
    }
}
