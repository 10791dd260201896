//! What is known about a wave: its dates, money, people, scope and gates, and what it taught.

use super::{Text, gate_title, gate_words, mark_of, notes, worst_words};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::WaveIx;
use crate::plan::strategy::MultiplierKind;
use crate::register;
use crate::trace::value::person_months;
use crate::tui::theme::Tone;
use crate::wording;
use crate::workspace::Workspace;

pub(super) fn about(work: &Workspace, ix: WaveIx, text: &mut Text) {
    let plan = work.plan();
    let wave = plan.wave(ix);
    let progress = work.progress[ix.at()];
    text.words("Wave", Tone::Faint);
    text.gap();
    text.pair("Status", progress.status.as_str());
    if let Some(why) = worst_words(work, ix) {
        text.put(&[("          ", Tone::Plain)], &why, Tone::Plain, 10);
    }
    text.pair("Dates", &format!("{} – {}", wording::date(wave.start), wording::date(wave.end)));
    text.pair("Live", &format!("{} of {} steps", progress.live, progress.steps));
    let figures = work.figures();
    let money = |amount| wording::money(amount, plan.currency);
    if let Some(budget) = wave.budget {
        let beside = |amount| wording::money_beside(amount, budget, plan.currency);
        text.pair("Budget", &wording::money_stated(budget, plan.currency));
        text.pair("Planned", &format!("{} one-off", beside(figures.one_off().sum(ix))));
        text.pair("Spent", &beside(figures.spent_in(ix, plan.as_of)));
    }
    let [value, cost, _] = figures.wave_money(ix);
    if value.0 != 0 {
        text.pair("Value", &format!("{} by the horizon", money(value)));
        text.pair("Cost", &format!("{} in all", money(cost)));
    }
    for (nth, (team, months)) in wave.capacity.iter().enumerate() {
        let team = if team.is_empty() { "all" } else { team };
        let value = format!("{team}: {}", person_months(*months, 1));
        text.pair(if nth == 0 { "Capacity" } else { "" }, &value);
    }
    for (label, kind) in [
        ("Markets", MultiplierKind::Market),
        ("Brands", MultiplierKind::Brand),
        ("Customers", MultiplierKind::CustomerType),
    ] {
        let names: Vec<_> = Plan::named_in(&wave.opens, kind)
            .filter_map(|at| plan.multipliers(kind).get(at))
            .map(|it| it.title())
            .collect();
        if !names.is_empty() {
            text.pair(label, &names.join(", "));
        }
    }
    for gate in work.gates_of(ix) {
        let (mark, tone) = mark_of(work, &Address::new(Table::Gate, &plan.gates[gate.at()].id));
        text.head("Gate");
        text.entry(mark, tone, &format!("{}: {}", gate_title(plan, gate), gate_words(work, gate)));
    }
    super::learnt(plan, register::learnt_in(plan, ix), "Learnt", text);
    notes(&wave.about, text);
}
