//! Leadership: who decides what, and are we allowed to go on?
//!
//! JSON: `mandates` by id: `name`, `holder`, `leadership`, `theme`, `strength` (at `at`), `target`,
//! `granted`, `until`, `limit`; `gates` by id: `name`, `wave`, `date`, `met` (all criteria hold),
//! `criteria` (`text`, `value`, `holds`, `short`: the units that fall short), `outcome` and `decided` of
//! its newest decision (`null`: none); `at`, the date looked at.

use serde_json::{Map, Value, json};

use crate::figures::readiness::Judged;
use crate::plan::Plan;
use crate::plan::id::GateIx;
use crate::plan::item::Dimension;
use crate::plan::leadership::{Criterion, Gate};
use crate::plan::record::Decision;
use crate::show::table::Table;
use crate::show::{Context, Show, json};
use crate::wording;

pub(super) const SHOW: Show = Show {
    id: "leadership",
    title: "Leadership",
    question: "Who decides what, and are we allowed to go on?",
    text,
    json,
};

fn gates(plan: &Plan) -> impl Iterator<Item = (GateIx, &Gate)> {
    plan.gates.iter().enumerate().map(|(position, gate)| (GateIx::from(position), gate))
}

/// The newest decision of a gate that is known at the date looked at.
fn decided<'c>(context: &Context<'c>, gate: GateIx) -> Option<&'c Decision> {
    let until = context.date().min(context.plan.as_of);
    context.plan.decisions.iter().rfind(|decision| decision.gate == Some(gate) && decision.date <= until)
}

fn text(context: &Context<'_>) -> String {
    let plan = context.plan;
    let mut text = format!("Leadership on {}\n\n", wording::date(context.date()));
    let mut table =
        Table::new(&["Mandate", "Holder", "Leadership", "Theme", ">Strength", "Granted", "Until", ">Limit"]);
    for (ix, item) in plan.items_of(Dimension::Leadership) {
        let Some(mandate) = item.mandate() else { continue };
        let strength = context.figures.level_at(ix, None, context.date());
        table.row([
            item.title().to_owned(),
            mandate.holder.as_deref().unwrap_or("").to_owned(),
            mandate.leadership.map_or("", |leadership| leadership.as_str()).to_owned(),
            mandate.theme.map_or("", |theme| theme.as_str()).to_owned(),
            strength.map_or_else(|| "none".into(), |strength| strength.to_string()),
            mandate.granted.map_or_else(String::new, wording::date),
            mandate.until.map_or_else(String::new, wording::date),
            mandate.limit.map_or_else(String::new, |limit| wording::money(limit, plan.currency)),
        ]);
    }
    text.push_str(&if table.is_empty() { "The plan has no mandates.\n".into() } else { table.to_string() });
    let mut table = Table::new(&["Gate", "Criterion", ">Now", "Holds", "Short in", "Decision"]);
    for (ix, gate) in gates(plan) {
        gate_rows(context, ix, gate, &mut table);
    }
    text.push_str(&if table.is_empty() { "\nThe plan has no gates.\n".into() } else { format!("\n{table}") });
    text
}

fn gate_rows(context: &Context<'_>, ix: GateIx, gate: &Gate, table: &mut Table) {
    let title = gate.about.name.as_deref().unwrap_or(&gate.id);
    let outcome = decided(context, ix).and_then(|decision| decision.outcome);
    let outcome = outcome.map_or("open", |outcome| outcome.as_str());
    if gate.criteria.is_empty() {
        table.row([title, "no criteria", "", "", "", outcome]);
    }
    for (criterion, judged) in gate.criteria.iter().zip(context.figures.gate_at(ix, context.date())) {
        let value = judged.value.map_or_else(|| "unknown".into(), |value| wording::number(value, 2));
        let (holds, short) =
            (if judged.holds { "yes" } else { "no" }, short(context.plan, &judged).join(", "));
        table.row([title, &criterion.text, &value, holds, &short, outcome]);
    }
}

fn short<'p>(plan: &'p Plan, judged: &Judged) -> Vec<&'p str> {
    judged.short.iter().map(|(unit, _)| &*plan.units[unit.at()]).collect()
}

fn json(context: &Context<'_>) -> Value {
    let plan = context.plan;
    let mandates = plan.items_of(Dimension::Leadership).filter_map(|(ix, item)| {
        let mandate = item.mandate()?;
        let object = json!({
            "name": item.title(),
            "holder": mandate.holder,
            "leadership": mandate.leadership.map(|leadership| leadership.as_str()),
            "theme": mandate.theme.map(|theme| theme.as_str()),
            "strength": context.figures.level_at(ix, None, context.date()),
            "target": item.steps.iter().map(|step| step.level).max(),
            "granted": mandate.granted.map(json::date),
            "until": mandate.until.map(json::date),
            "limit": mandate.limit.map(|limit| json::money(limit, plan.currency)),
        });
        Some((item.id.to_string(), object))
    });
    let gates = gates(plan).map(|(ix, gate)| (gate.id.to_string(), gate_object(context, ix, gate)));
    let mut view = json::head(context);
    view.insert("at".into(), json::date(context.date()));
    view.insert("mandates".into(), mandates.collect::<Map<_, _>>().into());
    view.insert("gates".into(), gates.collect::<Map<_, _>>().into());
    view.into()
}

fn gate_object(context: &Context<'_>, ix: GateIx, gate: &Gate) -> Value {
    let plan = context.plan;
    let judged = context.figures.gate_at(ix, context.date());
    let decision = decided(context, ix);
    let criterion = |(criterion, judged): (&Criterion, &Judged)| {
        json!({
            "text": criterion.text,
            "value": json::maybe(judged.value),
            "holds": judged.holds,
            "short": short(plan, judged),
        })
    };
    json!({
        "name": gate.about.name.as_deref().unwrap_or(&gate.id),
        "wave": gate.wave.map(|wave| &plan.wave(wave).id),
        "date": gate.date.or_else(|| gate.wave.map(|wave| plan.wave(wave).end)).map(json::date),
        "met": judged.iter().all(|judged| judged.holds),
        "criteria": gate.criteria.iter().zip(&judged).map(criterion).collect::<Value>(),
        "outcome": decision.and_then(|decision| decision.outcome).map(|outcome| outcome.as_str()),
        "decided": decision.map(|decision| json::date(decision.date)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, sample};
    use crate::plan::id::WaveIx;
    use crate::plan::item::About;
    use crate::plan::leadership::{Comparison, Subject};

    #[test]
    fn a_gate_says_which_criteria_hold_and_who_falls_short() {
        let mut plan = sample::plan();
        let subject = Subject::Level(plan.item_by_id("crm").unwrap());
        let (comparison, text_of) = (Comparison::AtLeast, "crm >= 2".into());
        let criteria = vec![Criterion { subject, comparison, threshold: 2.0, text: text_of, nth: 0 }];
        let (about, wave) = (About::default(), Some(WaveIx(1)));
        plan.gates = vec![Gate { id: "exit".into(), about, wave, date: None, criteria }];
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        let view = json(&context);
        assert_eq!(view["gates"]["exit"]["criteria"][0]["short"], json!(["north", "south"]));
        assert_eq!(
            (&view["gates"]["exit"]["met"], &view["gates"]["exit"]["date"]),
            (&json!(false), &json!("2026-09-30"))
        );
        assert!(text(&context).contains("crm >= 2"));
    }
}
