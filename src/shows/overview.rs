//! Plan: what is this programme, and where does it stand?
//!
//! JSON: `name`, `sponsor`, `currency`, `start`, `horizon`; `target_state` (`strategy`,
//! `operating_model`, `leadership`); `waves`, in their order: `id`, `name`, `start`, `end`, `live` and
//! `steps`, `one_off` (of the whole wave, after the horizon too), `budget`, `planned`, `planned_unweighted`, `cost`, `npv`; `kpis`: how many are
//! `green`, `amber`, `red` and `grey`, all of them not stale, and how many are `stale`: each is counted once; `totals`, a business case.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::figures::performance::Status;
use crate::plan::item::Dimension;
use crate::plan::quantity::Money;
use crate::show::table::Table;
use crate::show::{Context, Show, json};
use crate::{safe, wording};

pub(super) const SHOW: Show = Show {
    id: "plan",
    title: "Plan",
    question: "What is this programme, and where does it stand?",
    dated: false,
    stands: false,
    text,
    json,
};

const STATUSES: [Status; 4] = [Status::Green, Status::Amber, Status::Red, Status::Grey];

fn text(context: &Context<'_>) -> String {
    let (plan, case) = (context.plan, context.figures.case());
    let money = |amount| wording::money(amount, plan.currency);
    let date = wording::date;
    let mut text = format!("{}\n", safe::line(plan.title()));
    let _ = writeln!(text, "{} to {}, as of {}", date(plan.start), date(plan.horizon), date(plan.as_of));
    if let Some(sponsor) = &plan.sponsor {
        let _ = writeln!(text, "Sponsor: {}", safe::line(sponsor));
    }
    let states = Dimension::ALL.into_iter().zip(&plan.target_state);
    for (dimension, state) in states.filter_map(|(dimension, state)| Some((dimension, state.as_ref()?))) {
        let _ = writeln!(text, "Target state, {}: {}", dimension.as_str(), safe::line(state));
    }
    let roi = case.roi.map_or_else(|| "n/a".into(), wording::rate);
    let [payback, _] = case.paybacks("none");
    let _ = writeln!(
        text,
        "Planned value {} ({} unweighted), cost {}, NPV {}, payback {payback}, ROI {roi}",
        money(case.planned),
        money(case.planned_unweighted),
        money(case.cost),
        money(case.npv),
    );
    let _ = writeln!(
        text,
        "Realized {}, forecast {}, forecast NPV {} with cost as planned",
        money(case.realized),
        money(case.forecast),
        money(case.forecast_npv),
    );
    if let Some(words) = wording::unrecorded(context.figures.unrecorded_in_all()) {
        let _ = writeln!(text, "{words}");
    }
    let counts = STATUSES.map(|status| format!("{} {}", of_status(context, status), status.as_str()));
    let _ = writeln!(text, "KPIs: {}, {} stale", counts.join(", "), stale(context));
    if !plan.waves.is_empty() {
        let _ = write!(text, "\n{}", waves(context));
        let past = past_horizon(context);
        if past != Money::ZERO {
            let _ = writeln!(
                text,
                "\nOne-off cost is that of the whole waves, {} of it after the horizon of {}, up to which all else counts",
                money(past),
                wording::date(plan.horizon),
            );
        }
    }
    text
}

/// The one-off money of waves that falls on months after the horizon.
fn past_horizon(context: &Context<'_>) -> Money {
    let figures = context.figures;
    let past = |ix| figures.one_off().sum(ix) - figures.wave_case(ix).one_off;
    context.plan.waves().map(|(ix, _)| past(ix)).sum()
}

fn waves(context: &Context<'_>) -> Table {
    let (plan, figures) = (context.plan, context.figures);
    let money = |amount| wording::money_bare(amount, plan.currency);
    let mut table = Table::new(&[
        "Wave",
        "Start",
        "End",
        ">Live",
        ">One-off",
        ">Budget",
        ">Planned value",
        ">Unweighted",
        ">Cost",
        ">NPV",
    ]);
    for (ix, wave) in plan.waves() {
        let (progress, case) = (figures.progress(ix), figures.wave_case(ix));
        table.row([
            wave.title().to_owned(),
            wording::date(wave.start),
            wording::date(wave.end),
            format!("{} of {}", progress.live, progress.steps),
            money(figures.one_off().sum(ix)),
            wave.budget.map_or_else(String::new, money),
            money(case.planned),
            money(case.planned_unweighted),
            money(case.cost),
            money(case.npv),
        ]);
    }
    table
}

fn of_status(context: &Context<'_>, status: Status) -> usize {
    context.plan.kpis().filter(|(ix, _)| context.figures.kpi(*ix).global.stands_as(status)).count()
}

fn stale(context: &Context<'_>) -> usize {
    context.plan.kpis().filter(|(ix, _)| context.figures.kpi(*ix).global.stale).count()
}

fn json(context: &Context<'_>) -> Value {
    let (plan, figures) = (context.plan, context.figures);
    let money = |amount| json::money(amount, plan.currency);
    let [strategy, operating_model, leadership] = &plan.target_state;
    let waves = plan.waves().map(|(ix, wave)| {
        let (progress, case) = (figures.progress(ix), figures.wave_case(ix));
        json!({
            "id": wave.id,
            "name": wave.title(),
            "start": json::date(wave.start),
            "end": json::date(wave.end),
            "live": progress.live,
            "steps": progress.steps,
            "one_off": money(figures.one_off().sum(ix)),
            "budget": wave.budget.map(money),
            "planned": money(case.planned),
            "planned_unweighted": money(case.planned_unweighted),
            "cost": money(case.cost),
            "npv": money(case.npv),
        })
    });
    let mut kpis: Map<String, Value> = STATUSES
        .into_iter()
        .map(|status| (status.as_str().to_owned(), json!(of_status(context, status))))
        .collect();
    kpis.insert("stale".into(), json!(stale(context)));
    let mut view = json::head(context);
    view.insert("name".into(), json!(plan.title()));
    view.insert("sponsor".into(), json!(plan.sponsor));
    view.insert("currency".into(), json!(plan.currency.code));
    view.insert("start".into(), json::date(plan.start));
    view.insert("horizon".into(), json::date(plan.horizon));
    let states = json!({"strategy": strategy, "operating_model": operating_model, "leadership": leadership});
    view.insert("target_state".into(), states);
    view.insert("waves".into(), waves.collect());
    view.insert("kpis".into(), kpis.into());
    view.insert("totals".into(), json::case(figures.case(), plan.currency).into());
    view.into()
}
