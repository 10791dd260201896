//! Leadership: who decides what, and are we allowed to go on?
//!
//! JSON: `at`, the date looked at; `mandates` by id: `name`, `holder`, `leadership`, `theme`, `force` (in
//! force, ahead, expired, not granted, "planned, not granted": the plan counts on it and nobody granted it, or "seen not
//! in force": assessed at 0) and `strength` at `at`, `only_planned`, whether that is planned and not assessed, `target`,
//! `wave_ends` (its strength at the end of each wave; `wave_ends_planned`: the waves at whose end it is planned and not
//! assessed), `granted`, `until`, `limit`; `largest_limit`, the most that one `mandate` in force allows
//! in all (`limit`; `null`: none has a limit); `gates` by id: `name`, `wave`, `date`, `met` (all criteria
//! hold; `null`: not all of them are told), `criteria` (`text`, `added_up`: over what the readings of a KPI add up for it, in words, `null`: the newest
//! one counts; `value`, `comparison`, `needed`, `holds`, `missing` as a number and
//! `missing_words`; `of_whom`: of a KPI, who joins until the day of the gate, in words, `null`: nobody; `planned`: the level that the plan counts on, where evidence is short of one that would do,
//! else `null`; `short`: the units that fall short, `levels`: their levels, `null` for never assessed;
//! `by_plan`: what it comes to on the day of its gate by the plan as it stands, `null` where the gate is settled or its day
//! has come: `value`, `holds` (`null`: nobody can tell), `first`, the first day on which it holds where it does not yet,
//! `until`, the last one where it does now and does not then;
//! `then`: the same on the day of the decision, `null`: none), `outcome` and `decided` of its newest decision
//! (`null`: none that is told) and `met_then` (all criteria held on that day); `waves` by id, as of `as_of`: the `live`
//! `steps` of each dimension, and the `weakest` dimensions (none: all stand alike); `decisions` on record by then, the newest
//! first (`date`, `gate`, `outcome`, `by`, `name`, `note`, `affects`), and `actions`, those to be done first (`date`, `what`,
//! `owner`, `due`, `done`, `state`).

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use crate::figures::readiness::{Force, Judged, Outlook, missing, moved};
use crate::plan::Plan;
use crate::plan::id::{GateIx, WaveIx};
use crate::plan::item::Dimension;
use crate::plan::leadership::{Criterion, Gate, Subject};
use crate::plan::veil::PRIVATE;
use crate::show::gates;
use crate::show::record;
use crate::show::table::Table;
use crate::show::{Context, Show, json};
use crate::wording::criteria::{self, value_words};
use crate::{safe, wording};

pub(super) const SHOW: Show = Show {
    id: "leadership",
    title: "Leadership",
    question: "Who decides what, and are we allowed to go on?",
    dated: true,
    stands: false,
    text,
    json,
};

fn text(context: &Context<'_>) -> String {
    let mut text = format!("Leadership on {}\n\n", wording::date(context.date()));
    text.push_str(&of_mandates(context));
    text.push('\n');
    text.push_str(&of_gates(context));
    text.push_str(&on_record(context));
    let waves = waves(context);
    if !waves.is_empty() {
        let as_of = wording::date(context.plan.as_of);
        let heading = format!("\nSteps that are live on {as_of}, and the weakest dimension\n\n");
        text.extend([heading, waves.blocks(1)]);
    }
    text
}

fn of_mandates(context: &Context<'_>) -> String {
    let plan = context.plan;
    let mandates = mandates(context);
    if mandates.is_empty() {
        return "The plan has no mandates.\n".into();
    }
    let mut text = format!("{}\n{}", mandates.blocks(1), holders(context).blocks(1));
    let ladder = ladder(context);
    if !ladder.is_empty() {
        text.extend(["\nStrength at the end of each wave\n\n", &ladder.blocks(1)]);
    }
    let largest = context.figures.largest_limit(context.date());
    if let Some((mandate, limit)) = largest.filter(|(mandate, _)| plan.item(*mandate).title() != PRIVATE) {
        let (limit, title) = (wording::money_stated(limit, plan.currency), plan.item(mandate).title());
        let largest =
            format!("\nAt most {limit} may be committed under one mandate: {}.\n", safe::line(title));
        text.push_str(&largest);
    }
    text
}

fn of_gates(context: &Context<'_>) -> String {
    let (decisions, criteria) = (decisions(context), of_criteria(context));
    match (decisions.is_empty(), criteria.is_empty()) {
        (true, _) => "The plan has no gates.\n".into(),
        (false, true) => decisions.blocks(1),
        (false, false) => {
            let decided = decided_on(context);
            let then = match decided.is_empty() {
                true => String::new(),
                false => format!("\nWhat was known on the day of the decision\n\n{}", decided.blocks(2)),
            };
            let ahead = ahead(context);
            let ahead = match ahead.is_empty() {
                true => String::new(),
                false => format!(
                    "\nOn the day of each gate to come, by the plan as it stands\n\n{}",
                    ahead.blocks(2)
                ),
            };
            format!("{}\n{}{ahead}{then}", decisions.blocks(1), criteria.blocks(2))
        }
    }
}

/// What is on record of decisions and of what is to be done.
fn on_record(context: &Context<'_>) -> String {
    let plan = context.plan;
    let mut decisions = Table::new(&["Decided", "Gate", "Outcome", "By", "What"]);
    for it in record::decided(context) {
        decisions.row([
            &*wording::date(it.date),
            it.gate.map_or("", |gate| gates::title(&plan.gates[gate.at()])),
            it.outcome_words(),
            it.by.as_deref().unwrap_or_default(),
            &it.said(),
        ]);
    }
    let mut actions = Table::new(&["Due", "State", "Owner", "Action"]);
    for (standing, it) in record::agreed(context) {
        actions.row([
            &*it.due.map_or_else(String::new, wording::date),
            record::state(standing),
            it.about.owner.as_deref().unwrap_or("nobody"),
            &it.what,
        ]);
    }
    let told = [("Decisions", decisions), ("Actions", actions)];
    let told = told.into_iter().filter(|(_, table)| !table.is_empty());
    told.map(|(heading, table)| format!("\n{heading}\n\n{}", table.blocks(1))).collect()
}

fn mandates(context: &Context<'_>) -> Table {
    let plan = context.plan;
    let mut table = Table::new(&["Mandate", "Theme", "State", ">Strength", "Granted", "Until", ">Limit"]);
    for (ix, item) in plan.items_of(Dimension::Leadership) {
        let Some(mandate) = item.mandate() else { continue };
        let authority = context.figures.authority(ix, context.date());
        table.row([
            item.title().to_owned(),
            mandate.theme.map_or("", |theme| theme.as_str()).to_owned(),
            authority.force.as_str().to_owned(),
            authority.strength_words().unwrap_or_else(|| "none".into()),
            mandate.granted.map_or_else(String::new, wording::date),
            mandate.until.map_or_else(String::new, wording::date),
            mandate.limit.map_or_else(String::new, |limit| wording::money_stated(limit, plan.currency)),
        ]);
    }
    table
}

fn holders(context: &Context<'_>) -> Table {
    let mut table = Table::new(&["Mandate", "Leadership", "Holder"]);
    for (_, item) in context.plan.items_of(Dimension::Leadership) {
        let Some(mandate) = item.mandate() else { continue };
        let leadership = mandate.leadership.map_or("", |leadership| leadership.as_str());
        table.row([item.title(), leadership, mandate.holder.as_deref().unwrap_or("")]);
    }
    table
}

fn ladder(context: &Context<'_>) -> Table {
    let plan = context.plan;
    let waves = plan.waves.iter().map(|wave| format!(">{}", wave.title()));
    let headings: Vec<String> = ["Mandate".to_owned()].into_iter().chain(waves).collect();
    let mut table = Table::new(&headings.iter().map(String::as_str).collect::<Vec<_>>());
    if plan.waves.is_empty() {
        return table;
    }
    for (ix, item) in plan.items_of(Dimension::Leadership) {
        let rungs = plan.waves.iter().map(|wave| {
            let authority = context.figures.authority(ix, wave.end);
            let without = || if authority.force == Force::Expired { "expired" } else { "-" };
            authority.strength_words().unwrap_or_else(|| without().into())
        });
        table.row([item.title().to_owned()].into_iter().chain(rungs));
    }
    table
}

fn decisions(context: &Context<'_>) -> Table {
    let plan = context.plan;
    let mut table = Table::new(&["Gate", "Date", ">Met now", "Decision", "Decided", ">Met then"]);
    for (ix, gate) in gates::all(plan) {
        let verdict = context.figures.verdict(ix, context.date());
        let decision = gates::told_decision(context, &verdict);
        let outcome = match (verdict.decision, decision) {
            (Some(_), None) => PRIVATE,
            _ => decision.and_then(|it| it.outcome).map_or("open", |outcome| outcome.as_str()),
        };
        let told = |judged: &[Judged]| gates::met_of_told(gate, judged);
        let held = gate.date.or_else(|| gate.wave.map(|wave| plan.wave(wave).end));
        table.row([
            gates::title(gate),
            &held.map_or_else(String::new, wording::date),
            &told(&verdict.now),
            outcome,
            &decision.map_or_else(String::new, |decision| wording::date(decision.date)),
            &decision.map_or_else(String::new, |_| told(&verdict.then)),
        ]);
    }
    table
}

fn of_criteria(context: &Context<'_>) -> Table {
    let plan = context.plan;
    let mut table = Table::new(&["Gate", "Criterion", ">Now", "Holds", "Missing"]);
    for (ix, gate) in gates::all(plan) {
        for (criterion, judged) in gate.criteria.iter().zip(context.figures.verdict(ix, context.date()).now) {
            let [value, holds] = value_and_holds(plan, criterion, &judged);
            let asked = asked(plan, criterion);
            let lacks = missing(plan, criterion, &judged);
            // What is missing says of whom that is.
            let of_whom = if judged.holds { judged.joins.words(plan) } else { None };
            table.row([gates::title(gate), &asked, &value, &holds, &of_whom.unwrap_or(lacks)]);
        }
    }
    table
}

/// What a gate is heading for; of another day than `as-of` that is not told.
fn outlook(context: &Context<'_>, gate: GateIx) -> Option<Outlook> {
    (context.date() == context.plan.as_of).then(|| context.figures.outlook(gate)).flatten()
}

/// What becomes of the criteria of each gate to come by its day; of private ones it is not told.
fn ahead(context: &Context<'_>) -> Table {
    let plan = context.plan;
    let mut table = Table::new(&["Gate", "Criterion", ">Then", "By plan"]);
    for (ix, gate) in gates::all(plan) {
        let Some(outlook) = outlook(context, ix) else { continue };
        let told = gate
            .criteria
            .iter()
            .zip(&outlook.criteria)
            .filter(|(criterion, _)| !gates::is_withheld(criterion));
        for (criterion, expected) in told {
            let told = |value| value_words(plan, criterion, value);
            let then = expected.value.map_or_else(|| "unknown".into(), told);
            table.row([gates::title(gate), &asked(plan, criterion), &then, &expected.words(plan.as_of)]);
        }
    }
    table
}

/// What was known on the day of its decision of each gate that is decided.
fn decided_on(context: &Context<'_>) -> Table {
    let plan = context.plan;
    let mut table =
        Table::new(&["Gate", "Criterion", ">Then", "Held then", "Missing then", ">Now", "Holds now"]);
    for (ix, gate) in gates::all(plan) {
        let verdict = context.figures.verdict(ix, context.date());
        if gates::told_decision(context, &verdict).is_none() {
            continue;
        }
        for (criterion, (then, now)) in gate.criteria.iter().zip(verdict.then.iter().zip(&verdict.now)) {
            let ([was, held], [is, holds]) =
                (value_and_holds(plan, criterion, then), value_and_holds(plan, criterion, now));
            let missing = missing(plan, criterion, then);
            table.row([gates::title(gate), &asked(plan, criterion), &was, &held, &missing, &is, &holds]);
        }
    }
    table
}

/// A criterion in words, unless it is private.
fn asked(plan: &Plan, criterion: &Criterion) -> String {
    match &*criterion.text {
        PRIVATE => PRIVATE.into(),
        _ => criteria::asked(plan, criterion),
    }
}

fn added_up(plan: &Plan, criterion: &Criterion) -> Option<String> {
    let Subject::Kpi(kpi) = criterion.subject else { return None };
    plan.kpi(kpi).added_up()
}

/// What is known, with its unit, and whether it is enough.
fn value_and_holds(plan: &Plan, criterion: &Criterion, judged: &Judged) -> [String; 2] {
    let value = judged.value.map_or_else(|| "unknown".into(), |value| value_words(plan, criterion, value));
    [value, if judged.holds { "yes" } else { "no" }.into()]
}

const DIMENSIONS: [&str; 3] = ["Strategy", "Operating model", "Leadership"];

fn waves(context: &Context<'_>) -> Table {
    let plan = context.plan;
    let [strategy, operating_model, leadership] = DIMENSIONS;
    let mut table = Table::new(&["Wave", strategy, operating_model, leadership, "Weakest"]);
    let moved = moved(plan);
    for (ix, wave) in plan.waves() {
        let progress = context.figures.dimension_progress(ix);
        let [strategy, operating_model, leadership] =
            [0, 1, 2].map(|dimension| match progress[dimension].steps {
                0 if moved[ix.at()][dimension] => "scope".to_owned(),
                0 => "nothing".to_owned(),
                steps => format!("{} of {steps}", progress[dimension].live),
            });
        let weakest: Vec<String> =
            weakest(context, ix, DIMENSIONS).iter().map(|it| it.to_lowercase()).collect();
        table.row([wave.title(), &strategy, &operating_model, &leadership, &wording::list(&weakest)]);
    }
    table
}

fn weakest(context: &Context<'_>, wave: WaveIx, words: [&'static str; 3]) -> Vec<&'static str> {
    context.figures.weakest(wave).into_iter().map(|dimension| words[dimension as usize]).collect()
}

fn json(context: &Context<'_>) -> Value {
    let plan = context.plan;
    let mandates = plan.items_of(Dimension::Leadership).filter_map(|(ix, item)| {
        let mandate = item.mandate()?;
        let authority = context.figures.authority(ix, context.date());
        let at_ends = plan.waves.iter().map(|wave| (wave, context.figures.authority(ix, wave.end)));
        let ends = at_ends.clone().map(|(wave, of)| (wave.id.to_string(), json!(of.strength)));
        let planned = at_ends.filter(|(_, of)| of.only_planned).map(|(wave, _)| wave.id.to_string());
        let object = json!({
            "name": item.title(),
            "holder": mandate.holder,
            "leadership": mandate.leadership.map(|leadership| leadership.as_str()),
            "theme": mandate.theme.map(|theme| theme.as_str()),
            "force": authority.force.as_str(),
            "strength": authority.strength,
            "only_planned": authority.only_planned,
            "target": item.steps.iter().map(|step| step.level).max(),
            "wave_ends": ends.collect::<Map<_, _>>(),
            "wave_ends_planned": planned.collect::<Value>(),
            "granted": mandate.granted.map(json::date),
            "until": mandate.until.map(json::date),
            "limit": mandate.limit.map(|limit| json::money(limit, plan.currency)),
        });
        Some((item.id.to_string(), object))
    });
    let largest = context.figures.largest_limit(context.date()).map(|(mandate, limit)| {
        json!({"mandate": plan.item(mandate).id, "limit": json::money(limit, plan.currency)})
    });
    let gates = gates::all(plan).map(|(ix, gate)| (gate.id.to_string(), gate_object(context, ix, gate)));
    let waves = plan.waves().map(|(ix, wave)| (wave.id.to_string(), wave_object(context, ix)));
    let mut view = json::head(context);
    view.insert("at".into(), json::date(context.date()));
    view.insert("mandates".into(), mandates.collect::<Map<_, _>>().into());
    view.insert("largest_limit".into(), largest.unwrap_or_default());
    view.insert("gates".into(), gates.collect::<Map<_, _>>().into());
    view.insert("waves".into(), waves.collect::<Map<_, _>>().into());
    let decisions = record::decided(context).map(|it| {
        json!({
            "date": json::date(it.date),
            "gate": it.gate.map(|gate| &plan.gates[gate.at()].id),
            "outcome": it.outcome.map(|outcome| outcome.as_str()),
            "by": it.by,
            "name": it.about.name,
            "note": it.about.note,
            "affects": it.affects,
        })
    });
    view.insert("decisions".into(), decisions.collect());
    let actions = record::agreed(context).into_iter().map(|(standing, it)| {
        json!({
            "date": json::date(it.date),
            "what": it.what,
            "owner": it.about.owner,
            "due": it.due.map(json::date),
            "done": it.done.map(json::date),
            "state": record::state(standing),
        })
    });
    view.insert("actions".into(), actions.collect());
    view.into()
}

fn wave_object(context: &Context<'_>, ix: WaveIx) -> Value {
    let words = Dimension::ALL.map(Dimension::as_str);
    let progress = context.figures.dimension_progress(ix);
    let parts = words.iter().zip(progress);
    let parts = parts.map(|(word, of)| ((*word).to_owned(), json!({"live": of.live, "steps": of.steps})));
    let mut object: Map<String, Value> = parts.collect();
    object.insert("weakest".into(), json!(weakest(context, ix, words)));
    object.into()
}

fn gate_object(context: &Context<'_>, ix: GateIx, gate: &Gate) -> Value {
    let plan = context.plan;
    let verdict = context.figures.verdict(ix, context.date());
    let known = |criterion: &Criterion, judged: &Judged| {
        let id = |unit: usize| plan.units[unit].to_string();
        let levels = judged.short.iter().map(|(unit, level)| (id(unit.at()), json!(level)));
        let entries = [
            ("value", json::maybe(judged.value)),
            ("holds", json!(judged.holds)),
            ("missing", json::maybe(judged.missing)),
            ("planned", json!(judged.planned)),
            ("missing_words", json!(missing(plan, criterion, judged))),
            ("of_whom", json!(judged.joins.words(plan))),
            ("short", judged.short.iter().map(|(unit, _)| id(unit.at())).collect::<Value>()),
            ("levels", levels.collect::<Map<_, _>>().into()),
        ];
        entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>()
    };
    let decided = gates::told_decision(context, &verdict);
    let outlook = outlook(context, ix);
    let criterion = |(nth, (criterion, now)): (usize, (&Criterion, &Judged))| {
        let mut object = known(criterion, now);
        object.insert("text".into(), json!(criterion.text));
        object.insert("added_up".into(), json!(added_up(plan, criterion)));
        object.insert("comparison".into(), json!(criterion.comparison.as_str()));
        object.insert("needed".into(), json::number(criterion.threshold));
        let ahead =
            outlook.as_ref().and_then(|it| it.criteria.get(nth)).filter(|_| !gates::is_withheld(criterion));
        let ahead = ahead.map(|it| {
            let day = |day: Option<NaiveDate>| day.map(json::date);
            let holds = it.holds.ok();
            json!({"value": json::maybe(it.value), "holds": holds, "first": day(it.first), "until": day(it.until)})
        });
        object.insert("by_plan".into(), ahead.unwrap_or_default());
        let then = verdict.then(nth).filter(|_| decided.is_some()).map(|then| known(criterion, then).into());
        object.insert("then".into(), then.unwrap_or_default());
        Value::Object(object)
    };
    // Of criteria that are not told it would tell that none of them is open.
    let is_told = !gate.criteria.iter().any(gates::is_withheld);
    let met = |judged: &[Judged]| is_told.then(|| judged.iter().all(|judged| judged.holds));
    json!({
        "name": gates::title(gate),
        "wave": gate.wave.map(|wave| &plan.wave(wave).id),
        "date": gate.date.or_else(|| gate.wave.map(|wave| plan.wave(wave).end)).map(json::date),
        "met": met(&verdict.now),
        "met_then": decided.and_then(|_| met(&verdict.then)),
        "criteria": gate.criteria.iter().zip(&verdict.now).enumerate().map(criterion).collect::<Value>(),
        "outcome": decided.and_then(|decision| decision.outcome).map(|outcome| outcome.as_str()),
        "decided": decided.map(|decision| json::date(decision.date)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, sample};
    use crate::plan::about::About;
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
        let criterion = &view["gates"]["exit"]["criteria"][0];
        assert_eq!(criterion["short"], json!(["north", "south"]));
        assert_eq!(criterion["levels"], json!({"north": 1, "south": 0}));
        assert_eq!((&criterion["needed"], &criterion["missing"]), (&json!(2), &json!(2)));
        assert_eq!(
            (&view["gates"]["exit"]["met"], &view["gates"]["exit"]["date"]),
            (&json!(false), &json!("2026-09-30"))
        );
        let text = text(&context);
        assert!(text.contains("crm ≥ 2      0  no     0 in south; 1 in north"), "{text}");
    }

    #[test]
    fn an_expired_mandate_is_shown_without_strength() {
        let mut plan = sample::plan();
        let mandate = sample::mandate(&mut plan, "steering");
        (mandate.until, mandate.limit) = (Some(sample::day("2026-06-30")), Some(sample::euros(5_000)));
        let context = |plan| -> Value {
            json(&Context::new(plan, &Figures::new(plan)).at(Some(sample::day("2026-06-30"))))
        };
        let view = context(&plan);
        assert_eq!(view["mandates"]["steering"]["force"], "planned, not granted");
        assert_eq!(view["largest_limit"], Value::Null, "what nobody granted allows nothing");
        sample::mandate(&mut plan, "steering").granted = Some(sample::day("2025-12-10"));
        let figures = Figures::new(&plan);
        let at = |date: &str| {
            let context = Context::new(&plan, &figures).at(Some(sample::day(date)));
            (json(&context), text(&context))
        };
        let (view, text) = at("2026-06-30");
        let steering = &view["mandates"]["steering"];
        assert_eq!((&steering["force"], &steering["strength"]), (&json!("in force"), &json!(2)));
        assert_eq!(view["largest_limit"], json!({"mandate": "steering", "limit": 5000}));
        assert!(text.contains("At most 5 k€ may be committed under one mandate: steering."), "{text}");
        let (view, text) = at("2026-07-01");
        let steering = &view["mandates"]["steering"];
        assert_eq!((&steering["force"], &steering["strength"]), (&json!("expired"), &Value::Null));
        assert_eq!((&view["largest_limit"], &steering["wave_ends"]["two"]), (&Value::Null, &Value::Null));
        assert!(text.contains("expired") && !text.contains("At most"), "{text}");
    }

    #[test]
    fn each_wave_names_its_weakest_dimension() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        assert_eq!(json(&context)["waves"]["two"]["weakest"], json!(["leadership"]));
        let text = text(&context);
        assert!(text.contains("two   0 of 1    0 of 1           nothing     leadership"), "{text}");
    }
}
