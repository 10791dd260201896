//! A slip as JSON.
//!
//! `delays` (`item` or `wave`, `months`, `by`: months and days, as `1m15d`), `sentences`, `waves` (`wave`, `months`, `by`, `start`, `end`, `because`:
//! the wave that pushes it, `null` where it is late itself), `steps` (`item`, `level`, `wave`, `live`,
//! `because`: `null`, `{wave}` or `{item, level}`, `expires_first`: the last day of a mandate that has expired when it is
//! live then, else `null`), `overrun` by wave (steps live past its end); `case`,
//! `timing` (what of the change in cost is time and what is money: `later` falls past the horizon, below zero
//! earlier, `saved` is no longer paid, below zero more is; `case.cost` fell by both together), `drivers` by id, `years`, `gates` by id (`date`, `lost`: whether it could be passed on its date and can no longer, `criteria`:
//! `text`, `met`, `overdue`: whether it was to be met by `as_of` and is not, so that `met` is the first day on which it can be, `expired`: the last day of a
//! mandate that has expired by the gate, or before it is live, and so never meets it, else `null`, `lost`; what holds by what is known is `met` on `as_of`), `kpis` by id
//! (`items`, `targets`: `wave`, `due`, `early`), `findings` (`new` and `gone`: `rule`, `severity`, `at`,
//! `message`), `room` by item (`slack` in days: 0 governs what needs it, below zero is late for it already, `null`
//! has no step still ahead; `to_horizon`, whether it is the horizon that they lead to and nothing else; `late_already`,
//! whether the step with the least room is overdue, so that the days count from the day after `as_of`; `expires_first`, the last day
//! of a mandate that expires before that step is live, and so governs nothing by itself, else `null`; `chain`,
//! `months`, `as_long`: the ways that take as many, each by its steps that are not on the chain). What the slip changes is a list of two: before
//! and after.

use serde_json::{Map, Value, json};

use super::Look;
use crate::check::address_of;
use crate::figures::readiness::Tied;
use crate::finding::{Finding, Severity};
use crate::graph::{Because, Delayed, StepIx};
use crate::impact::sentences;
use crate::plan::quantity::Money;
use crate::show::{Context, json};

pub(super) fn write(look: &Look<'_>) -> Value {
    let (plan, impact) = (look.figures.plan, look.impact);
    let mut view = json::head(&Context::new(plan, look.figures));
    view.insert("currency".into(), json!(plan.currency.code));
    let delays = impact.delays.iter().map(|delay| match delay.what {
        Delayed::Item(item) => {
            json!({ "item": plan.item(item).id, "months": delay.by.months, "by": delay.by.in_short() })
        }
        Delayed::Wave(wave) => {
            json!({ "wave": plan.wave(wave).id, "months": delay.by.months, "by": delay.by.in_short() })
        }
    });
    view.insert("delays".into(), delays.collect());
    view.insert("sentences".into(), json!(sentences(impact, plan, look.graph, look.findings)));
    view.insert("waves".into(), waves(look));
    view.insert("steps".into(), impact.slip.steps.iter().map(|moved| step(look, moved)).collect());
    let overrun = impact.overrun.iter().map(|(wave, steps)| (plan.wave(*wave).id.to_string(), json!(steps)));
    view.insert("overrun".into(), overrun.collect::<Map<_, _>>().into());
    view.insert(
        "case".into(),
        impact.case.map(|case| Value::from(json::case(&case, plan.currency))).into_iter().collect(),
    );
    let (later, saved) = (impact.timing.later, impact.timing.saved);
    let money = |amount| json::money(amount, plan.currency);
    view.insert("timing".into(), json!({ "later": money(later), "saved": money(saved) }));
    values(look, &mut view);
    view.insert("gates".into(), gates(look));
    view.insert("kpis".into(), kpis(look));
    let findings = |list: &[(Finding, Severity)]| list.iter().map(finding).collect::<Value>();
    let (new, gone) = (&look.findings.new, &look.findings.gone);
    view.insert("findings".into(), json!({ "new": findings(new), "gone": findings(gone) }));
    let room = impact.room.iter().map(|room| {
        let named_all = |steps: &Vec<StepIx>| steps.iter().map(|step| named(look, *step)).collect::<Value>();
        let chain = named_all(&room.chain);
        let of = json!({
            "slack": room.slack.map(|slack| slack.days),
            "to_horizon": room.slack.map(|slack| slack.to_horizon),
            "late_already": room.tied == Some(Tied::Late),
            "expires_first": match room.tied {
                Some(Tied::Expires(until)) => json::date(until),
                _ => Value::Null,
            },
            "chain": chain,
            "as_long": room.as_long.ways.iter().map(named_all).collect::<Value>(),
            "months": room.months,
        });
        (plan.item(room.item).id.to_string(), of)
    });
    view.insert("room".into(), room.collect::<Map<_, _>>().into());
    view.into()
}

fn waves(look: &Look<'_>) -> Value {
    let plan = look.figures.plan;
    let wave = |moved: &crate::graph::MovedWave| {
        let wave = plan.wave(moved.wave);
        json!({
            "wave": wave.id,
            "months": moved.by.months,
            "by": moved.by.in_short(),
            "start": [json::date(wave.start), json::date(moved.to.0)],
            "end": [json::date(wave.end), json::date(moved.to.1)],
            "because": moved.because.map(|wave| &plan.wave(wave).id),
        })
    };
    look.impact.slip.waves.iter().map(wave).collect()
}

fn named(look: &Look<'_>, step: StepIx) -> Value {
    let item = look.figures.plan.item(look.graph.item_of(step));
    json!({ "item": item.id, "level": item.steps.get(look.graph.nth_of(step)).map(|step| step.level) })
}

fn step(look: &Look<'_>, moved: &crate::graph::Moved) -> Value {
    let plan = look.figures.plan;
    let mut step = named(look, moved.step);
    step["wave"] = json!(plan.wave(look.graph.wave_of(moved.step)).id);
    step["live"] = json!([json::date(moved.from), json::date(moved.to)]);
    step["because"] = match moved.because {
        None => Value::Null,
        Some(Because::Wave(wave)) => json!({ "wave": plan.wave(wave).id }),
        Some(Because::Need(edge)) => named(look, edge.needed),
    };
    step["expires_first"] = json!(look.figures.expired_by(moved.item, moved.to).map(json::date));
    step
}

fn values(look: &Look<'_>, view: &mut Map<String, Value>) {
    let (plan, impact) = (look.figures.plan, look.impact);
    let both = |amounts: [Money; 2]| json::monies(&amounts, plan.currency);
    let drivers = impact.drivers.iter().map(|it| {
        let value = json!({ "planned": both(it.planned), "forecast": both(it.forecast) });
        (plan.item(it.driver).id.to_string(), value)
    });
    view.insert("drivers".into(), drivers.collect::<Map<_, _>>().into());
    let years = impact.years.iter().map(|it| {
        json!({ "year": it.year, "planned": both(it.planned), "forecast": both(it.forecast), "cost": both(it.cost) })
    });
    view.insert("years".into(), years.collect());
}

fn gates(look: &Look<'_>) -> Value {
    let plan = look.figures.plan;
    let gates = look.impact.gates.iter().map(|it| {
        let gate = &plan.gates[it.gate.at()];
        let criteria = it.criteria.iter().map(|criterion| {
            json!({
                "text": gate.criteria.get(criterion.position).map(|criterion| &criterion.text),
                "met": criterion.met.map(|met| met.map(json::date)),
                "overdue": criterion.overdue,
                "expired": criterion.expired.map(|until| until.map(json::date)),
                "lost": criterion.lost,
            })
        });
        let of = json!({
            "date": it.date.map(json::date),
            "lost": it.lost,
            "criteria": criteria.collect::<Value>(),
        });
        (gate.id.to_string(), of)
    });
    gates.collect::<Map<_, _>>().into()
}

fn kpis(look: &Look<'_>) -> Value {
    let plan = look.figures.plan;
    let kpis = look.impact.kpis.iter().map(|it| {
        let items: Vec<&str> = it.items.iter().map(|item| &*plan.item(*item).id).collect();
        let targets = it.targets.iter().map(|target| {
            let due = target.due.map(json::date);
            json!({ "wave": plan.wave(target.wave).id, "due": due, "early": target.early })
        });
        let of = json!({ "items": items, "targets": targets.collect::<Value>() });
        (plan.kpi(it.kpi).id.to_string(), of)
    });
    kpis.collect::<Map<_, _>>().into()
}

fn finding((finding, severity): &(Finding, Severity)) -> Value {
    json!({
        "rule": finding.rule,
        "severity": severity.as_str(),
        "at": address_of(&finding.at).map(ToString::to_string),
        "message": finding.message.as_str(),
    })
}
