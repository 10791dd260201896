//! Dependencies: what holds what back?
//!
//! JSON: `needs`, by item and place in its list: `item`, `needs`, `level` (`null`: the first that it
//! reaches), `hard`, `wave` (of the step that it holds from), `live` (when the item's step is live),
//! `needed_live` (when what it needs is; `null`: never), `met_today` (today's maturity has the level),
//! `in_order` (by these dates, and no mandate that has expired by then), `expired` (the last day of a mandate that is
//! needed and has expired by `live`; else `null`), `needed_state` (where what it needs stands by the record; `null`: in no wave); `room`, by id of each item with a step ahead: `slack` (days that it can be late before
//! anything else moves, or the horizon comes), `to_horizon` (whether it is the horizon that they lead to: nothing else needs it by then), `late_already` (whether its step with the least room is overdue, so that the days count from the day after `as_of`), `expires_first` (the last day of a mandate that expires before that step is live, and so governs nothing by itself; else `null`), `delay` (what a month costs: `value` and `npv`, up to the horizon), `months` of
//! the calendar that the longest chain of needs to its last step takes, `after` (the item before it on that
//! chain); `chain`, the longest of all, which is the critical path, first to last: `item`, `level`;
//! `chain_months`; `as_long`, the ways that take as many months, each by its steps that lie neither on the chain nor on
//! a way before it, as `chain` lists them.

use std::fmt::Write as _;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use crate::figures::Figures;
use crate::figures::delay::CostOfDelay;
use crate::figures::readiness::{StepState, Tied};
use crate::graph::{Chains, Graph, Slack, StepIx};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::id::ItemIx;
use crate::plan::item::Need;
use crate::show::table::Table;
use crate::show::{Context, Show, json};
use crate::status::{self, Lateness};
use crate::wording;

pub(super) const SHOW: Show = Show {
    id: "dependencies",
    title: "Dependencies",
    question: "What holds what back?",
    dated: false,
    stands: false,
    text,
    json,
};

/// A need, with the dates that decide whether it is met in time.
struct Link<'p> {
    item: ItemIx,
    need: &'p Need,
    hard: bool,
    /// When the step that needs it is live; `None`: the item is not phased.
    live: Option<NaiveDate>,
    /// When what is needed is live; `None`: never.
    needed: Option<NaiveDate>,
    today: bool,
    /// The last day of a mandate that has expired by the day on which it is needed.
    expired: Option<NaiveDate>,
    /// Where what is needed stands by the record.
    state: Option<StepState>,
}

impl Link<'_> {
    /// Whether what is needed is live no later than what needs it, and then still there. An item that is not phased
    /// waits.
    fn in_order(&self) -> bool {
        self.today || self.live.is_none() || self.expired.is_none() && self.in_time()
    }

    fn in_time(&self) -> bool {
        self.needed.is_some() && self.needed <= self.live
    }

    /// How it stands, by its dates and by the record.
    fn words(&self) -> &'static str {
        match (self.in_order(), self.state) {
            _ if self.today => "there today",
            (true, Some(StepState::Overdue)) => "planned in time, overdue",
            (true, Some(StepState::Expired)) => "expired",
            (true, Some(StepState::Live)) => "live",
            (true, _) => "planned in time",
            (false, Some(StepState::Expired)) if self.in_time() => "expired",
            (false, Some(StepState::Live)) if self.in_time() => "live, expired by then",
            (false, _) if self.expired.is_some() => "expired by then",
            (false, Some(StepState::Live)) => "planned too late, live now",
            (false, Some(StepState::Expired)) => "planned too late, expired",
            (false, _) => "planned too late",
        }
    }
}

fn links<'p>(figures: &'p Figures<'p>) -> impl Iterator<Item = Link<'p>> {
    let plan = figures.plan;
    plan.items().flat_map(move |(item, of)| {
        let hard = of.needs.iter().map(|need| (need, true));
        let soft = of.prefers.iter().map(|need| (need, false));
        hard.chain(soft).map(move |(need, hard)| {
            let step = plan.item(need.item).step_reaching(need.level);
            let live = plan.step_live(item, Plan::step_of_need(of, need));
            let expired = live.and_then(|live| match status::lateness(figures, need, live)? {
                Lateness::Expired(until) => Some(until),
                Lateness::Days(_) | Lateness::Never => None,
            });
            Link {
                item,
                need,
                hard,
                live,
                needed: step.and_then(|step| plan.step_live(need.item, step)),
                today: plan.met_today(need),
                expired,
                state: step.map(|step| figures.step_state(need.item, step)),
            }
        })
    })
}

/// How late an item with a step ahead can be, what a month costs, and what leads to it.
struct Room {
    item: ItemIx,
    /// The days until something else moves, or up to the horizon.
    slack: Slack,
    /// Why that says less than elsewhere.
    tied: Option<Tied>,
    delay: CostOfDelay,
    /// Calendar months of the longest chain to its last step.
    months: u32,
    /// The item before it on that chain.
    after: Option<ItemIx>,
}

fn rooms(context: &Context<'_>, graph: &Graph, chains: &Chains) -> Vec<Room> {
    let (plan, figures) = (context.plan, context.figures);
    let costs = figures.costs_of_delay();
    let room = |(item, _): (ItemIx, _)| {
        let delay = (*costs.get(item.at())?)?;
        let last = graph.steps_of(item).next_back()?;
        let ahead = |step| !figures.is_past(graph.item_of(step), graph.nth_of(step));
        let slack = graph.slack_of(item, figures.day_ahead(), ahead)?;
        // Its own earlier steps lead to its last one too.
        let mut before = chains.before(last);
        while let Some(step) = before.filter(|step| graph.item_of(*step) == item) {
            before = chains.before(step);
        }
        let after = before.map(|step| graph.item_of(step));
        let tied = figures.tied(graph.item_of(slack.step), graph.nth_of(slack.step));
        Some(Room { item, slack, tied, delay, months: chains.months(last), after })
    };
    plan.items().filter_map(room).collect()
}

/// The days that an item can be late, what they lead to, and why that is less than it says.
fn slack_words(slack: Slack, tied: Option<Tied>) -> String {
    let mut words = match (slack.days, tied) {
        (0, Some(_)) if !slack.to_horizon => "0".to_owned(),
        (0, None) if !slack.to_horizon => "0, governs".to_owned(),
        (days, _) => wording::count_signed(days, "day"),
    };
    if slack.to_horizon {
        words.push_str(", horizon");
    }
    if let Some(tied) = tied {
        words.push_str(", ");
        words.push_str(&tied.words());
    }
    words
}

fn room_text(context: &Context<'_>) -> String {
    let plan = context.plan;
    let graph = context.figures.graph();
    let chains = graph.chains();
    let mut text = String::new();
    let chain = chains.longest();
    if let (true, Some(last)) = (chain.len() > 1, chain.last()) {
        let mut titles: Vec<&str> =
            chain.iter().map(|step| plan.item(graph.item_of(*step)).title()).collect();
        titles.dedup();
        let long = chains.words(*last);
        let _ = writeln!(text, "\nThe critical path, {long}: {}", titles.join(" → "));
        if let Some(words) = graph.as_long_of_all(&chains).words(plan, graph) {
            let _ = writeln!(text, "{words}.");
        }
    }
    let mut rooms = rooms(context, graph, &chains);
    rooms.order_by_key(|room| (std::cmp::Reverse(room.delay.npv), room.slack.days, room.item));
    let mut table =
        Table::new(&["Still ahead", ">Slack", ">A month costs", ">of NPV", "After", ">Months to it"]);
    let money = |amount| wording::money(amount, plan.currency);
    for room in rooms {
        table.row([
            plan.item(room.item).title().to_owned(),
            slack_words(room.slack, room.tied),
            money(room.delay.value),
            money(room.delay.npv),
            room.after.map_or_else(String::new, |item| plan.item(item).title().to_owned()),
            room.months.to_string(),
        ]);
    }
    if !table.is_empty() {
        let _ = write!(
            text,
            "\nWhat is late first: slack before anything else moves, or the horizon comes, and what a month late costs\n\n{table}"
        );
    }
    text
}

fn text(context: &Context<'_>) -> String {
    let plan = context.plan;
    let heading = "Dependencies: what must be live first, and when it is\n";
    let mut table = Table::new(&["Item", "Live", "Needs", ">Level", "Live", "Kind", "Stands"]);
    for link in links(context.figures) {
        let date = |date: Option<NaiveDate>| date.map_or_else(|| "never".into(), wording::date);
        table.row([
            plan.item(link.item).title().to_owned(),
            date(link.live),
            plan.item(link.need.item).title().to_owned(),
            link.need.level.map_or_else(|| "first".into(), |level| level.to_string()),
            if link.today { "today".into() } else { date(link.needed) },
            if link.hard { "hard" } else { "soft" }.into(),
            link.words().to_owned(),
        ]);
    }
    if table.is_empty() {
        return format!("{heading}No item needs another.\n{}", room_text(context));
    }
    format!("{heading}\n{table}{}", room_text(context))
}

fn json(context: &Context<'_>) -> Value {
    let plan = context.plan;
    let needs = links(context.figures).map(|link| {
        let item = plan.item(link.item);
        let step = item.steps.get(Plan::step_of_need(item, link.need));
        json!({
            "item": item.id,
            "needs": plan.item(link.need.item).id,
            "level": link.need.level,
            "hard": link.hard,
            "wave": step.map(|step| &plan.wave(step.wave).id),
            "live": link.live.map(json::date),
            "needed_live": link.needed.map(json::date),
            "met_today": link.today,
            "in_order": link.in_order(),
            "expired": link.expired.map(json::date),
            "needed_state": link.state.map(StepState::as_str),
        })
    });
    let mut view = json::head(context);
    view.insert("needs".into(), needs.collect());
    room_json(context, &mut view);
    view.into()
}

/// The last day of a mandate that expires before its step is live.
fn expires(tied: Option<Tied>) -> Option<Value> {
    match tied? {
        Tied::Expires(until) => Some(json::date(until)),
        Tied::Late => None,
    }
}

fn room_json(context: &Context<'_>, view: &mut Map<String, Value>) {
    let plan = context.plan;
    let graph = context.figures.graph();
    let chains = graph.chains();
    let money = |amount| json::money(amount, plan.currency);
    let rooms = rooms(context, graph, &chains).into_iter().map(|room| {
        let of = json!({
            "slack": room.slack.days,
            "to_horizon": room.slack.to_horizon,
            "late_already": room.tied == Some(Tied::Late),
            "expires_first": expires(room.tied),
            "delay": { "value": money(room.delay.value), "npv": money(room.delay.npv) },
            "months": room.months,
            "after": room.after.map(|item| &plan.item(item).id),
        });
        (plan.item(room.item).id.to_string(), of)
    });
    view.insert("room".into(), rooms.collect::<Map<_, _>>().into());
    let chain = chains.longest();
    let step = |step: &StepIx| {
        let item = plan.item(graph.item_of(*step));
        json!({ "item": item.id, "level": item.steps.get(graph.nth_of(*step)).map(|step| step.level) })
    };
    view.insert("chain".into(), chain.iter().map(step).collect());
    let ways = graph.as_long_of_all(&chains).ways;
    view.insert("as_long".into(), ways.iter().map(|way| way.iter().map(step).collect::<Value>()).collect());
    view.insert("chain_months".into(), json!(chain.last().map_or(0, |last| chains.months(*last))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    #[test]
    fn a_need_that_comes_too_late_is_out_of_order() {
        let mut plan = sample::plan();
        let (reach, crm) = (plan.item_by_id("reach").unwrap(), plan.item_by_id("crm").unwrap());
        let need = |level, nth| Need { item: crm, level: Some(level), wave: None, nth };
        plan.item_mut(reach).needs = [need(2, 0), need(3, 1)].into();
        plan.item_mut(reach).prefers = [need(5, 0)].into();
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        let view = json(&context);
        let in_order: Vec<&Value> = (0..3).map(|nth| &view["needs"][nth]["in_order"]).collect();
        assert_eq!(in_order, [true, false, false]);
        assert_eq!(view["needs"][2]["needed_live"], Value::Null);
        assert!(text(&context).contains("never"));
    }

    /// The CRM is planned for the end of March at 2, in time for `reach`; seen at 1 in August, it is not there.
    #[test]
    fn what_is_planned_in_time_can_be_overdue() {
        let mut plan = sample::plan();
        let (reach, crm) = (plan.item_by_id("reach").unwrap(), plan.item_by_id("crm").unwrap());
        plan.item_mut(reach).needs = [Need { item: crm, level: Some(2), wave: None, nth: 0 }].into();
        let stands = |plan: &Plan| {
            let figures = Figures::new(plan);
            let context = Context::new(plan, &figures);
            let view = json(&context);
            assert_eq!(view["needs"][0]["in_order"], true);
            (text(&context), view["needs"][0]["needed_state"].clone())
        };
        let (words, state) = stands(&plan);
        assert!(words.lines().any(|line| line.trim_end().ends_with("hard  live")), "{words}");
        assert_eq!(state, "live");
        sample::assess(&mut plan, "crm", "2026-08-20", None, 1);
        let (words, state) = stands(&plan);
        assert!(words.contains("planned in time, overdue"), "{words}");
        assert_eq!(state, "overdue");
    }
}
