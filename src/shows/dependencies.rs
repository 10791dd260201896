//! Dependencies: what holds what back?
//!
//! JSON: `needs`, by item and place in its list: `item`, `needs`, `level` (`null`: the first that it
//! reaches), `hard`, `wave` (of the step that it holds from), `live` (when the item's step is live),
//! `needed_live` (when what it needs is; `null`: never), `met_today` (today's maturity has the level),
//! `in_order`.

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::plan::Plan;
use crate::plan::id::ItemIx;
use crate::plan::item::Need;
use crate::show::table::Table;
use crate::show::{Context, Show, json};
use crate::wording;

pub(super) const SHOW: Show =
    Show { id: "dependencies", title: "Dependencies", question: "What holds what back?", text, json };

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
}

impl Link<'_> {
    /// Whether what is needed is live no later than what needs it. An item that is not phased waits.
    fn in_order(&self) -> bool {
        self.today || self.live.is_none() || self.needed.is_some() && self.needed <= self.live
    }
}

fn links(plan: &Plan) -> impl Iterator<Item = Link<'_>> {
    plan.items().flat_map(move |(item, of)| {
        let hard = of.needs.iter().map(|need| (need, true));
        let soft = of.prefers.iter().map(|need| (need, false));
        hard.chain(soft).map(move |(need, hard)| {
            let step = plan.item(need.item).step_reaching(need.level);
            Link {
                item,
                need,
                hard,
                live: plan.step_live(item, Plan::step_of_need(of, need)),
                needed: step.and_then(|step| plan.step_live(need.item, step)),
                today: plan.met_today(need),
            }
        })
    })
}

fn text(context: &Context<'_>) -> String {
    let plan = context.plan;
    let heading = "Dependencies: what must be live first, and when it is\n";
    let mut table = Table::new(&["Item", "Live", "Needs", ">Level", "Live", "Kind", "In order"]);
    for link in links(plan) {
        let date = |date: Option<NaiveDate>| date.map_or_else(|| "never".into(), wording::date);
        table.row([
            plan.item(link.item).title().to_owned(),
            date(link.live),
            plan.item(link.need.item).title().to_owned(),
            link.need.level.map_or_else(|| "first".into(), |level| level.to_string()),
            if link.today { "today".into() } else { date(link.needed) },
            if link.hard { "hard" } else { "soft" }.into(),
            if link.in_order() { "yes" } else { "no" }.into(),
        ]);
    }
    if table.is_empty() {
        return format!("{heading}No item needs another.\n");
    }
    format!("{heading}\n{table}")
}

fn json(context: &Context<'_>) -> Value {
    let plan = context.plan;
    let needs = links(plan).map(|link| {
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
        })
    });
    let mut view = json::head(context);
    view.insert("needs".into(), needs.collect());
    view.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, sample};

    #[test]
    fn a_need_that_comes_too_late_is_out_of_order() {
        let mut plan = sample::plan();
        let (reach, crm) = (plan.item_by_id("reach").unwrap(), plan.item_by_id("crm").unwrap());
        let need = |level, nth| Need { item: crm, level: Some(level), wave: None, nth };
        plan.items[reach.at()].needs = [need(2, 0), need(3, 1)].into();
        plan.items[reach.at()].prefers = [need(5, 0)].into();
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        let view = json(&context);
        let in_order: Vec<&Value> = (0..3).map(|nth| &view["needs"][nth]["in_order"]).collect();
        assert_eq!(in_order, [true, false, false]);
        assert_eq!(view["needs"][2]["needed_live"], Value::Null);
        assert!(text(&context).contains("never"));
    }
}
