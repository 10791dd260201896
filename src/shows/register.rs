//! Register: what may go wrong, what was given up, and what for?
//!
//! JSON, each by id and in the order in which it is listed: `risks` (`name`, `owner`, `probability`, `delays` in
//! months by item, `costs` if it happens, `expected_cost`: those times how likely it is, `response`), `exceptions` (`name`, `owner`, `tradeoff`, `market`, `until`, `ended`,
//! `cost` a year, `approved_by`, and `cost_in_all` to the horizon), `tradeoffs` (`name`, `owner`, `axis`,
//! `position` from -2 to 2, `holds_to`, `gives_up`, the rule for `excepted`, and its `exceptions`), `objectives`
//! (`name`, `owner`, `drivers`, `kpis`, `planned` and `forecast` value of its drivers to the horizon), `pools`
//! (`name`, `owner`, `cap` and `base` a year, `drivers`, `claimed` to the horizon, what `overlap`s of that on the
//! base, and what is `counted`, `binds_from` and `binds_to`: the months in which its cap binds) , `archetypes` (`cost_factor`, `lag_months`, `markets`)
//! and `learnings` by their day and wave (`date`, `wave`, `leads_to`, `note`). Undefined is `null`; a sum that would tell
//! of one private driver is left out, and so is what was learnt in private.
//!
//! CSV has a row for each entry: `kind`, `id`, `name`, `owner`, what is counted of it, `about`: the ids of what
//! it delays, deviates from, holds to, is served by, used in or led to a change of, `date`, and of risks `expected_cost`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::plan::Plan;
use crate::plan::address::Table as Kind;
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;
use crate::plan::strategy::MultiplierKind;
use crate::plan::veil::PRIVATE;
use crate::register::{self, KINDS, Members};
use crate::show::csv::{self, Cell};
use crate::show::stream::Stream;
use crate::show::table::Table;
use crate::show::{Context, Rows, Show, json};
use crate::wording;

pub(super) const SHOW: Show = Show {
    id: "register",
    title: "Register",
    question: "What may go wrong, what was given up, what for, and what was learnt?",
    dated: false,
    stands: false,
    text,
    json,
};

pub(super) const ROWS: Rows = Rows { csv, json: None };

fn money(context: &Context<'_>, amount: Money) -> String {
    wording::money_bare(amount, context.plan.currency)
}

/// Planned value and forecast of drivers; `None` where the sum would tell of the one that is private.
fn value_of(context: &Context<'_>, drivers: &[ItemIx]) -> Option<[Money; 2]> {
    (!tells(context, drivers)).then(|| register::value_of(context.figures, drivers))
}

/// Whether a sum of what drivers bring would tell of the one of them that is private.
fn tells(context: &Context<'_>, drivers: &[ItemIx]) -> bool {
    drivers.iter().filter(|ix| &*context.plan.item(**ix).id == PRIVATE).count() == 1
}

fn owner(plan: &Plan, kind: Kind, nth: usize) -> &str {
    register::about(plan, kind, nth).and_then(|about| about.owner.as_deref()).unwrap_or_default()
}

/// The entries of a kind that are told: nothing of what was learnt in private.
fn entries(plan: &Plan, kind: Kind) -> Vec<usize> {
    let mut entries = register::entries(plan, kind);
    // It has that name where it is withheld.
    let is_withheld = |nth: &usize| plan.learnings[*nth].about.name.as_deref() == Some(PRIVATE);
    entries.retain(|nth| kind != Kind::Learning || !is_withheld(nth));
    entries
}

// ------------------------------------------------------------ text

fn text(context: &Context<'_>) -> String {
    let plan = context.plan;
    let members = Members::of(plan);
    let mut text = format!("Register as of {}\n", wording::date(plan.as_of));
    for kind in KINDS {
        let entries = entries(plan, kind);
        if entries.is_empty() {
            continue;
        }
        let mut table = Table::new(headings(kind));
        for nth in entries {
            let title = register::title(plan, kind, nth).into_owned();
            table.row(std::iter::once(title).chain(row(context, &members, kind, nth)));
        }
        text.extend(["\n", &table.blocks(1)]);
    }
    if text.lines().count() == 1 {
        text.push_str(
            "\nThe plan has no risks, exceptions, trade-offs, objectives, pools, archetypes or learnings.\n",
        );
    }
    text
}

fn headings(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Risk => &["Risk", ">Chance", "Delays", ">Cost", ">Expected", "Owner", "Response"],
        Kind::Exception => {
            &["Exception", "Until", ">A year", ">In all", "Market", "Approved by", "Deviates from"]
        }
        Kind::Tradeoff => &["Trade-off", "Holds to", "Gives up", "Axis", "Owner", "Excepted", "Exceptions"],
        Kind::Objective => &["Objective", ">Drivers", ">KPIs", ">Planned", ">Forecast", "Owner"],
        Kind::Pool => &[
            "Pool",
            ">Cap a year",
            ">Base a year",
            ">Claimed in all",
            ">Overlap",
            ">Counted in all",
            "Cap",
            "Drivers",
        ],
        Kind::Archetype => &["Archetype", ">Cost factor", "Lag", "Markets"],
        _ => &["Learning", "Date", "Wave", "Led to a change of"],
    }
}

fn row(context: &Context<'_>, members: &Members, kind: Kind, nth: usize) -> Vec<String> {
    let plan = context.plan;
    let stated = |amount: Option<Money>| {
        amount.map_or_else(String::new, |it| wording::money_stated_bare(it, plan.currency))
    };
    let titles =
        |items: &[ItemIx]| items.iter().map(|ix| plan.item(*ix).title()).collect::<Vec<_>>().join(", ");
    match kind {
        Kind::Risk => {
            let risk = &plan.risks[nth];
            let delays = risk.delays.iter();
            let delays =
                delays.map(|(ix, by)| format!("{} by {}", plan.item(*ix).title(), register::months(*by)));
            vec![
                risk.probability.map_or_else(|| "unknown".into(), |it| wording::percent(it, &[])),
                delays.collect::<Vec<_>>().join(", "),
                stated(risk.costs),
                risk.expected_cost().map_or_else(String::new, |it| money(context, it)),
                owner(plan, kind, nth).to_owned(),
                risk.response.as_deref().unwrap_or_default().to_owned(),
            ]
        }
        Kind::Exception => {
            let exception = &plan.exceptions[nth];
            let all: Money = context.figures.cost_of_exception(nth).into_iter().sum();
            let from = exception.tradeoff.map(|ix| register::title(plan, Kind::Tradeoff, ix.at()));
            vec![
                register::ends(plan, exception),
                stated(exception.cost),
                exception.cost.map_or_else(String::new, |_| money(context, all)),
                exception.market.map_or("everywhere", |ix| plan.markets[ix.at()].title()).to_owned(),
                exception.approved_by.as_deref().unwrap_or("nobody").to_owned(),
                from.unwrap_or_default().into_owned(),
            ]
        }
        Kind::Tradeoff => {
            let tradeoff = &plan.tradeoffs[nth];
            let lean = register::lean(tradeoff);
            let axis =
                tradeoff.axis.as_ref().map_or_else(String::new, |[one, other]| format!("{one} to {other}"));
            let exceptions = members.exceptions[nth].iter();
            let exceptions = exceptions.map(|nth| register::title(plan, Kind::Exception, *nth));
            vec![
                lean.held(),
                lean.given_up(),
                axis,
                owner(plan, kind, nth).to_owned(),
                tradeoff.exceptions.as_deref().unwrap_or_default().to_owned(),
                exceptions.collect::<Vec<_>>().join(", "),
            ]
        }
        Kind::Objective => {
            let drivers = &members.of_objective[nth];
            let [planned, forecast] = value_of(context, drivers)
                .map_or_else(Default::default, |it| it.map(|it| money(context, it)));
            let counts =
                [wording::count(drivers.len(), "driver"), wording::count(members.kpis[nth].len(), "KPI")];
            let owner = owner(plan, kind, nth).to_owned();
            counts.into_iter().chain([planned, forecast, owner]).collect()
        }
        Kind::Pool => {
            let drivers = &members.of_pool[nth];
            let limit = |limit: Option<Money>| limit.map_or_else(|| "none".into(), |_| stated(limit));
            let [cap, base] = [plan.pools[nth].cap, plan.pools[nth].base].map(limit);
            if tells(context, drivers) {
                return vec![cap, base];
            }
            let claims = register::claims_of(context.figures, nth, drivers);
            vec![
                cap,
                base,
                money(context, claims.claimed),
                claims.overlap.map_or_else(|| "none".into(), |overlap| money(context, overlap)),
                money(context, claims.counted),
                claims.binds_words(),
                titles(drivers),
            ]
        }
        Kind::Learning => {
            let learning = &plan.learnings[nth];
            let wave = learning.wave.map_or("", |ix| plan.wave(ix).title());
            let led: Vec<ItemIx> = learning.leads_to.iter().map(|link| link.to).collect();
            vec![wording::date(learning.date), wave.to_owned(), titles(&led)]
        }
        _ => {
            let archetype = &plan.archetypes[nth];
            let markets = members.markets[nth].iter().map(|at| plan.markets[*at].title());
            let lag = f64::from(archetype.lag_months);
            vec![
                wording::number(archetype.cost_factor, 2),
                if archetype.lag_months == 0 { "none".into() } else { register::months(lag) },
                markets.collect::<Vec<_>>().join(", "),
            ]
        }
    }
}

// ------------------------------------------------------------ JSON

fn json(context: &Context<'_>) -> Value {
    let plan = context.plan;
    let members = Members::of(plan);
    let mut document = json::head(context);
    document.insert("currency".into(), json!(plan.currency.code));
    for kind in KINDS {
        let entry = |nth: usize| {
            let mut entry = object(context, &members, kind, nth);
            entry.insert("name".into(), json!(register::title(plan, kind, nth)));
            entry.insert(
                "owner".into(),
                json!(register::about(plan, kind, nth).and_then(|it| it.owner.as_deref())),
            );
            (register::id(plan, kind, nth).into_owned(), Value::Object(entry))
        };
        let entries: Map<String, Value> = entries(plan, kind).into_iter().map(entry).collect();
        let key = register::heading(kind).to_lowercase().replace('-', "");
        document.insert(key, Value::Object(entries));
    }
    Value::Object(document)
}

fn object(context: &Context<'_>, members: &Members, kind: Kind, nth: usize) -> Map<String, Value> {
    let plan = context.plan;
    let amount = |amount: Option<Money>| amount.map_or(Value::Null, |it| json::money(it, plan.currency));
    let ids = |items: &[ItemIx]| items.iter().map(|ix| &*plan.item(*ix).id).collect::<Value>();
    let value = match kind {
        Kind::Risk => {
            let risk = &plan.risks[nth];
            let delays: BTreeMap<&str, Value> =
                risk.delays.iter().map(|(ix, by)| (&*plan.item(*ix).id, json::number(*by))).collect();
            json!({
                "probability": json::maybe(risk.probability),
                "delays": delays,
                "costs": amount(risk.costs),
                "expected_cost": amount(risk.expected_cost()),
                "response": risk.response,
            })
        }
        Kind::Exception => {
            let exception = &plan.exceptions[nth];
            let all: Money = context.figures.cost_of_exception(nth).into_iter().sum();
            json!({
                "tradeoff": exception.tradeoff.map(|ix| &*plan.tradeoff(ix).id),
                "market": exception.market.map(|ix| &*plan.markets[ix.at()].id),
                "until": exception.until.map(|it| it.to_string()),
                "ended": exception.until.is_some_and(|until| until < plan.as_of),
                "cost": amount(exception.cost),
                "cost_in_all": amount(Some(all)),
                "approved_by": exception.approved_by,
            })
        }
        Kind::Tradeoff => {
            let tradeoff = &plan.tradeoffs[nth];
            let lean = register::lean(tradeoff);
            let exceptions = members.exceptions[nth].iter().map(|nth| &*plan.exceptions[*nth].id);
            json!({
                "axis": tradeoff.axis,
                "position": tradeoff.position,
                "holds_to": lean.held(),
                "gives_up": lean.given_up(),
                "excepted": tradeoff.exceptions,
                "exceptions": exceptions.collect::<Value>(),
            })
        }
        Kind::Objective => {
            let drivers = &members.of_objective[nth];
            let value = value_of(context, drivers);
            json!({
                "drivers": ids(drivers),
                "kpis": members.kpis[nth].iter().map(|ix| &*plan.kpi(*ix).id).collect::<Value>(),
                "planned": amount(value.map(|it| it[0])),
                "forecast": amount(value.map(|it| it[1])),
            })
        }
        Kind::Pool => {
            let drivers = &members.of_pool[nth];
            let claims =
                (!tells(context, drivers)).then(|| register::claims_of(context.figures, nth, drivers));
            let binds = claims.as_ref().and_then(|it| it.binds);
            json!({
                "cap": amount(plan.pools[nth].cap),
                "base": amount(plan.pools[nth].base),
                "drivers": ids(drivers),
                "claimed": amount(claims.as_ref().map(|it| it.claimed)),
                "overlap": amount(claims.as_ref().and_then(|it| it.overlap)),
                "counted": amount(claims.as_ref().map(|it| it.counted)),
                "binds_from": binds.map(|it| it[0].to_string()),
                "binds_to": binds.map(|it| it[1].to_string()),
            })
        }
        Kind::Learning => {
            let learning = &plan.learnings[nth];
            json!({
                "date": learning.date.to_string(),
                "wave": learning.wave.map(|ix| &*plan.wave(ix).id),
                "leads_to": ids(&members.items(plan, kind, nth)),
                "note": learning.about.note,
            })
        }
        _ => {
            let archetype = &plan.archetypes[nth];
            let markets = members.markets[nth].iter().map(|at| &*plan.markets[*at].id);
            json!({
                "cost_factor": json::number(archetype.cost_factor),
                "lag_months": archetype.lag_months,
                "markets": markets.collect::<Value>(),
            })
        }
    };
    if let Value::Object(object) = value { object } else { Map::new() }
}

// ------------------------------------------------------------ CSV

/// The columns of a row that are counted, in their order.
const COUNTED: [&str; 14] = [
    "probability",
    "delay_months",
    "cost",
    "cost_in_all",
    "position",
    "cap",
    "base",
    "claimed",
    "overlap",
    "counted",
    "planned",
    "forecast",
    "cost_factor",
    "lag_months",
];

fn csv(context: &Context<'_>, stream: &mut Stream<'_>) {
    let plan = context.plan;
    let members = Members::of(plan);
    let mut head = ["kind", "id", "name", "owner", "until", "about"].to_vec();
    head.extend(COUNTED);
    head.extend(["date", "expected_cost"]);
    stream.push(&csv::headings(&head));
    for kind in KINDS {
        for nth in entries(plan, kind) {
            let id = register::id(plan, kind, nth);
            let mut object = object(context, &members, kind, nth);
            let mut cells = vec![Cell::Text(kind.key().into()), Cell::Text(id.to_string())];
            let title = register::title(plan, kind, nth).into_owned();
            // An archetype is called by a word of the format, and only its name is withheld.
            let is_withheld = id.contains(PRIVATE) || title == PRIVATE;
            cells.push(Cell::Text(title));
            if is_withheld {
                cells.resize(head.len(), Cell::Text(String::new()));
                stream.push(&csv::cells(&cells));
                continue;
            }
            cells.push(Cell::Text(owner(plan, kind, nth).into()));
            cells.push(Cell::Text(object.get("until").and_then(Value::as_str).unwrap_or_default().into()));
            cells.push(Cell::Text(related(context, &members, kind, nth)));
            if let Some(longest) = (kind == Kind::Risk).then(|| register::longest_delay(&plan.risks[nth])) {
                object.insert("delay_months".into(), json::maybe(longest));
            }
            if let Some(costs) = object.remove("costs") {
                object.insert("cost".into(), costs);
            }
            cells.extend(COUNTED.map(|key| counted(object.get(key))));
            cells.push(Cell::Text(object.get("date").and_then(Value::as_str).unwrap_or_default().into()));
            cells.push(counted(object.get("expected_cost")));
            stream.push(&csv::cells(&cells));
        }
    }
}

fn counted(value: Option<&Value>) -> Cell {
    match value {
        Some(Value::Number(number)) => Cell::Number(number.to_string()),
        _ => Cell::Text(String::new()),
    }
}

/// The ids of what an entry is about: what it delays, where it holds, what it holds to, whom it serves.
fn related(context: &Context<'_>, members: &Members, kind: Kind, nth: usize) -> String {
    let plan = context.plan;
    match kind {
        Kind::Exception => {
            let exception = &plan.exceptions[nth];
            let market =
                exception.market.map(|ix| plan.multiplier_address(MultiplierKind::Market, ix.at()).key);
            let tradeoff = exception.tradeoff.map(|ix| plan.tradeoff(ix).id.clone());
            [tradeoff, market].into_iter().flatten().map(String::from).collect::<Vec<_>>().join(" ")
        }
        Kind::Tradeoff => register::lean(&plan.tradeoffs[nth]).held(),
        Kind::Archetype => {
            members.markets[nth].iter().map(|at| &*plan.markets[*at].id).collect::<Vec<_>>().join(" ")
        }
        _ => {
            let items = members.items(plan, kind, nth);
            items.iter().map(|ix| &*plan.item(*ix).id).collect::<Vec<_>>().join(" ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, sample};
    use crate::plan::about::About;
    use crate::plan::id::PoolIx;
    use crate::plan::leadership::Risk;
    use crate::plan::strategy::Pool;
    use crate::show::stream::collected;

    fn plan() -> Plan {
        let mut plan = sample::plan();
        let crm = plan.item_by_id("crm").unwrap();
        plan.risks = vec![Risk {
            id: "vendor".into(),
            about: About { owner: Some("IT, and law".into()), ..About::default() },
            probability: Some(0.3),
            delays: vec![(crm, 3.0)],
            costs: Some(sample::euros(1_500)),
            response: None,
        }];
        plan.pools = vec![Pool {
            id: "core".into(),
            about: About::default(),
            cap: Some(sample::euros(24_000)),
            base: None,
        }];
        sample::driver(&mut plan, "reach").pool = Some(PoolIx(0));
        plan
    }

    /// By hand: reach claims 3,000 a month with north alone live, April 2026 to March 2027 at least; 24,000 a year
    /// leave 2,000 of each of the twelve months. The exception `extra` costs 2,400 a year from April, when north
    /// is live, through June 2026; `global` 1,200 a year in January and February.
    #[test]
    fn rows_and_document_tell_the_same() {
        let plan = plan();
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        let rows = collected(|stream| csv(&context, stream));
        let starting =
            |with: &str| rows.lines().find(|line| line.starts_with(with)).unwrap_or(with).to_owned();
        assert_eq!(starting("risk,"), "risk,vendor,vendor,\"IT, and law\",,crm,0.3,3,1500,,,,,,,,,,,,,450");
        assert_eq!(
            starting("exception,extra"),
            "exception,extra,extra,,2026-06-15,north,,,2400,600,,,,,,,,,,,,"
        );
        assert_eq!(
            starting("exception,global"),
            "exception,global,global,,2026-02-28,,,,1200,200,,,,,,,,,,,,"
        );
        assert!(starting("archetype,adapted").ends_with(",south,,,,,,,,,,,,,1.5,3,,"), "{rows}");
        let document = json(&context);
        assert_eq!(document["pools"]["core"]["counted"], 24_000);
        assert_eq!(document["pools"]["core"]["binds_from"], "2026-04");
        assert_eq!(document["pools"]["core"]["binds_to"], "2027-03");
        assert_eq!(document["risks"]["vendor"]["delays"]["crm"], 3);
        assert_eq!(document["risks"]["vendor"]["expected_cost"], 450);
        assert_eq!(document["exceptions"]["extra"]["ended"], true);
    }

    #[test]
    fn a_sum_that_would_tell_of_one_private_driver_is_left_out() {
        let mut plan = plan();
        let reach = plan.item_by_id("reach").unwrap();
        plan.item_mut(reach).about.private = true;
        let figures = Figures::new(&plan);
        let told = plan.veiled();
        let context = Context::new(&told, &figures);
        assert!(json(&context)["pools"]["core"]["claimed"].is_null());
        let text = text(&context);
        assert!(text.contains("24 k") && !text.contains("never binds") && !text.contains("reach"), "{text}");
        assert_eq!(json(&Context::new(&plan, &figures))["pools"]["core"]["counted"], 24_000);
    }
}
