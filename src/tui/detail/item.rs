//! What is known about an item: where it stands, what it costs, what it needs and enables.

use super::{Text, mark_of, notes, reason_words};
use crate::plan::Plan;
use crate::plan::id::ItemIx;
use crate::plan::item::{Dimension, Item, Need};
use crate::plan::quantity::Money;
use crate::register;
use crate::status::{self, Lateness, Status};
use crate::tui::theme::{Tone, mark};
use crate::wording;
use crate::workspace::Workspace;

fn kind_of(plan: &Plan, ix: ItemIx, item: &Item) -> String {
    match item.dimension() {
        Dimension::Strategy => {
            let category =
                item.driver().and_then(|driver| driver.category).map(|it| format!(" · {}", it.as_str()));
            format!("Value driver{}", category.unwrap_or_default())
        }
        Dimension::OperatingModel if item.is_group() => "Group of capabilities".into(),
        Dimension::OperatingModel => match plan.layer(ix) {
            Some(layer) => format!("Capability · {}", layer.as_str()),
            None => "Capability".into(),
        },
        Dimension::Leadership => {
            let kind =
                item.mandate().and_then(|mandate| mandate.leadership).map(|it| format!(" · {}", it.as_str()));
            format!("Mandate{}", kind.unwrap_or_default())
        }
    }
}

pub(super) fn about(work: &Workspace, ix: ItemIx, step: Option<usize>, text: &mut Text) {
    let plan = work.plan();
    let item = plan.item(ix);
    text.words(&kind_of(plan, ix, item), Tone::Faint);
    text.gap();
    // Where it stands is where this step stands; another view may show another one.
    if let Some(reached) = step.and_then(|step| item.steps.get(step)).filter(|_| item.steps.len() > 1) {
        let level = match item.driver() {
            Some(_) => String::new(),
            None => format!("to level {}, ", reached.level),
        };
        text.pair("Step", &format!("{level}in {}", plan.wave(reached.wave).title()));
    }
    if !item.steps.is_empty() {
        text.pair("Status", work.status(ix, step).as_str());
    }
    let (standings, told) = (&work.standings[ix.at()], work.telling(ix, step));
    let mut said: Vec<String> = Vec::new();
    let mut why = |of: &str, words: String| {
        if !said.contains(&words) {
            text.put(&[("          ", Tone::Plain)], &format!("{of}{words}"), Tone::Plain, 10);
            said.push(words);
        }
    };
    for reason in standings.get(told).map_or(&[][..], |it| it.reasons.as_slice()) {
        why("", reason_words(work, (ix, told), reason));
    }
    // Of an item as a whole, the reasons of its other steps say whose they are.
    let others = standings.iter().enumerate().filter(|(nth, _)| step.is_none() && *nth != told);
    for (nth, standing) in others {
        let level =
            if item.driver().is_some() { String::new() } else { format!("at {}, ", item.steps[nth].level) };
        for reason in &standing.reasons {
            why(&format!("{level}{}: ", standing.status.as_str()), reason_words(work, (ix, nth), reason));
        }
    }
    let pair = |text: &mut Text, label: &str, value: Option<&str>| {
        value.into_iter().for_each(|value| text.pair(label, value));
    };
    pair(text, "Owner", item.about.owner.as_deref());
    pair(text, "Done by", item.responsible());
    pair(text, "Holder", item.mandate().and_then(|mandate| mandate.holder.as_deref()));
    let until = item.mandate().and_then(|mandate| mandate.until).map(wording::date);
    pair(text, "Until", until.as_deref());
    pair(text, "Stage", item.driver().and_then(|driver| driver.stage).map(|stage| stage.as_str()));
    pair(text, "Group", item.capability().and_then(|it| it.part_of).map(|group| plan.item(group).title()));
    pair(text, "Delivery", item.capability().and_then(|it| it.delivery).map(|it| it.as_str()));
    for (nth, reached) in item.steps.iter().enumerate() {
        let wave = plan.wave(reached.wave);
        let live = plan.step_live(ix, nth).map(wording::date).unwrap_or_default();
        let level =
            if item.driver().is_some() { String::new() } else { format!("level {} · ", reached.level) };
        text.pair(if nth == 0 { "Live" } else { "" }, &format!("{level}{live} · {}", wave.title()));
    }
    money_of(plan, item, text);
    needs(work, "Needs", &item.needs, item, ix, text);
    needs(work, "Prefers", &item.prefers, item, ix, text);
    let enables = work.enables(ix);
    if !enables.is_empty() {
        text.head("Enables");
        for other in enables {
            let (mark, tone) = mark_of(work, &plan.item_address(*other));
            text.entry(mark, tone, plan.item(*other).title());
        }
    }
    super::learnt(plan, register::learnt_of(plan, ix), "Learnt, and changed by it", text);
    notes(&item.about, text);
}

fn money_of(plan: &Plan, item: &Item, text: &mut Text) {
    let money = |amount| wording::money_stated(amount, plan.currency);
    if let Some(driver) = item.driver() {
        if let Some(value) = driver.value {
            let range = match (value.low, value.high) {
                (Some(low), Some(high)) => format!(" ({} to {})", money(low), money(high)),
                _ => String::new(),
            };
            text.pair("Value", &format!("{} a year{range}", money(value.likely)));
        }
        let label = if driver.value.is_some() { "" } else { "Value" };
        if let Some(once) = driver.once {
            text.pair(label, &format!("{} once, when live", money(once)));
        }
        if let Some(confidence) = driver.confidence {
            let label = if driver.once.is_some() { "" } else { label };
            text.pair(label, &format!("confidence {}", wording::percent(confidence, &[])));
        }
    }
    let once: Money =
        item.cost().spread.into_iter().chain(item.cost().by_wave.iter().map(|(_, amount)| *amount)).sum();
    if once.0 != 0 {
        text.pair("Cost", &format!("{} once", money(once)));
    }
    if let Some(run) = item.cost().run {
        text.pair(if once.0 == 0 { "Cost" } else { "" }, &format!("{} a year to run", money(run)));
    }
    if let Some(limit) = item.mandate().and_then(|mandate| mandate.limit) {
        text.pair("Limit", &money(limit));
    }
}

fn needs(work: &Workspace, head: &str, needs: &[Need], item: &Item, ix: ItemIx, text: &mut Text) {
    let plan = work.plan();
    if !needs.is_empty() {
        text.head(head);
    }
    for need in needs {
        let needed = plan.item(need.item);
        let live = plan.step_live(ix, Plan::step_of_need(item, need)).unwrap_or(plan.horizon);
        let reached = needed.step_reaching(need.level).and_then(|step| plan.step_live(need.item, step));
        let when = match (plan.met_today(need), reached) {
            (true, _) => "there today".into(),
            (false, Some(date)) => wording::date(date),
            (false, None) => "never".into(),
        };
        let lateness = status::lateness(work.figures(), need, live);
        let waived = head == "Needs" && lateness.is_some_and(|late| status::is_waived(plan, item, late));
        let late = match lateness {
            Some(Lateness::Days(days)) => {
                format!(", planned {} too late", wording::count(usize::try_from(days).unwrap_or(0), "day"))
            }
            Some(Lateness::Expired(until)) if until < plan.as_of => {
                format!(", expired {}", wording::date(until))
            }
            Some(Lateness::Expired(until)) => format!(", expires {}", wording::date(until)),
            Some(Lateness::Never) | None => String::new(),
        };
        // What is planned in time may be late all the same.
        let step = needed.step_reaching(need.level);
        let overdue = step.is_some_and(|step| work.status(need.item, Some(step)) == Status::Late);
        let by_status =
            if late.is_empty() && overdue && !plan.met_today(need) { ", late by status" } else { "" };
        let level = need.level.map(|level| format!(" ≥ {level}")).unwrap_or_default();
        let of_head = if head == "Needs" { Status::Late } else { Status::AtRisk };
        let late_tone = (of_head, !late.is_empty() && !waived);
        let late = if waived { late + ", waived" } else { late };
        let (mark, tone) = match late_tone {
            (status, true) => (mark(status), Tone::Status(status)),
            (_, false) => {
                mark_of(work, &plan.step_address(need.item, needed.step_reaching(need.level).unwrap_or(0)))
            }
        };
        text.entry(mark, tone, &format!("{}{level} · {when}{late}{by_status}", needed.title()));
    }
}
