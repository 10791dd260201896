//! The open scenario in words, as a decision on it is recorded: what it is called, what it changes and what that
//! does to value and money. It goes on record, so that nothing private is in it.

use crate::scenario::Try;
use crate::source::Source;
use crate::tui::model::Model;
use crate::wording;
use crate::wording::aloud::Aloud;
use crate::workspace::outline::{Amount, Tells, overrun};

/// What a decision on the open scenario does, where that changes anything:
/// "Scenario A: slip Channel CRM by 6 months. NPV 8.10 M€ (−0.97 M€)."
#[must_use]
pub(in crate::tui) fn told(model: &Model) -> Option<String> {
    let (plan, tried) = (model.work.beside.as_deref()?, &model.work);
    let scenario = &model.scenarios.all.get(model.scenarios.at)?.scenario;
    if scenario.tries.is_empty() {
        return None;
    }
    let veils = [tried, plan].map(|work| (work.plan(), work.source().map(Source::secrets)));
    let hidden = |it: &Try| veils.iter().any(|(plan, secrets)| it.is_private(plan, secrets.as_ref()));
    // By the names of things, as minutes tell it.
    let aloud = Aloud { plans: &[tried.plan(), plan.plan()], room: true };
    let told: Vec<String> =
        scenario.tries.iter().filter(|it| !hidden(it)).map(|it| aloud.said(&it.title)).collect();
    let mut changes = told.join("; ");
    let private = scenario.tries.len() - told.len();
    if private > 0 {
        let gap = if told.is_empty() { "" } else { "; " };
        changes += &format!("{gap}{}", wording::count(private, "private change"));
    }
    let mut words = format!("Scenario {}: {changes}.", scenario.name);
    // Names may be private.
    let past = overrun(tried.plan(), plan.plan()).filter(|past| past.tells != Tells::Private);
    if let Some(past) = past {
        words += &format!(" {}.", past.brief);
    }
    // What is private could be told from what it does.
    if private > 0 || tried.figures().alone().tells() || plan.figures().alone().tells() {
        return Some(words);
    }
    let (old, new, currency) = (plan.figures().case(), tried.figures().case(), tried.plan().currency);
    let figures = [
        ("planned value", old.planned, new.planned),
        ("forecast value", old.forecast, new.forecast),
        ("cost", old.cost, new.cost),
        ("NPV", old.npv, new.npv),
    ];
    let money = |amount| Amount::Money(amount, currency);
    let moved = figures.into_iter().filter(|(_, old, new)| money(*new).differs(money(*old)));
    let moved = moved
        .map(|(name, old, new)| format!("{name} {} ({})", money(new).shown(), money(new).since(money(old))));
    match &*moved.collect::<Vec<_>>() {
        [] => words += " Value, cost and NPV stay as they are.",
        moved => {
            let moved = wording::list(moved);
            let mut letters = moved.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            words += &format!(" {}.", first.chain(letters).collect::<String>());
        }
    }
    Some(words)
}
