//! `mandate-too-small`: what is committed up to a wave lies inside a mandate, as long as the wave lasts.

use std::cmp::Reverse;
use std::mem::take;

use chrono::NaiveDate;

use crate::finding::{Finding, Severity};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::calendar::{first_uncovered, joined};
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::{Dimension, Item};
use crate::plan::leadership::Theme;
use crate::plan::quantity::Money;
use crate::plan::tell::tell;
use crate::plan::wave::Wave;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "mandate-too-small",
    family: Family::Leadership,
    severity: Severity::Error,
    holds: "the budgets of all waves up to one lie inside the limit of a mandate that is in force as long as the wave lasts",
    why: "money is promised that nobody may spend; the wave stops when the first large invoice asks who signed",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, budget = 200_000 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31, budget = «300_000» }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 }, limit = 400_000 }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, budget = 200_000 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31, budget = 300_000 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 }, limit = 500_000 }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    found: Found::Checking {
        reads: &[
            Aspect::Mandates,
            Aspect::Steps,
            Aspect::Costs,
            Aspect::Scope,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

/// A mandate to spend money.
struct Purse {
    mandate: ItemIx,
    limit: Option<Money>,
    from: NaiveDate,
    to: NaiveDate,
}

// Speaks once a mandate has a limit. Money is spent under the mandates with a limit, and under those whose
// theme is funding, which then have none; any other mandate is about something else than money. A limit is
// in all, not by wave, and two mandates do not add up. A wave without a budget commits what it costs once.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let purses = purses(plan);
    if purses.iter().all(|purse| purse.limit.is_none()) {
        return;
    }
    let committed = committed(cx);
    let in_force = plan.items_of(Dimension::Leadership).filter_map(|(ix, _)| plan.in_force(ix));
    let in_force = joined(in_force.collect());
    // From the last wave back less and less is committed, and more and more mandates are large enough.
    let mut uncovered = Vec::new();
    let (mut spans, mut larger) = (Vec::new(), purses.iter().peekable());
    for (ix, wave) in plan.waves().rev() {
        let (own, in_all) = committed[ix.at()];
        while let Some(purse) = larger.next_if(|purse| purse.limit.is_none_or(|limit| limit >= in_all)) {
            spans.push((purse.from, purse.to));
        }
        spans = joined(take(&mut spans));
        if own > Money::ZERO
            && let Some(from) = first_uncovered(&spans, wave.start, wave.end)
            // A day without any mandate is `wave-without-mandate`'s to report.
            && first_uncovered(&in_force, from, from).is_none()
        {
            uncovered.push((ix, in_all, from));
        }
    }
    for (ix, in_all, from) in uncovered.into_iter().rev() {
        findings.push(finding(plan, &purses, ix, in_all, from));
    }
}

/// The mandates to spend money, the largest first.
fn purses(plan: &Plan) -> Vec<Purse> {
    let purse = |(ix, item): (ItemIx, &Item)| {
        let mandate = item.mandate()?;
        let bears_money = mandate.limit.is_some() || mandate.theme == Some(Theme::Funding);
        let (from, to) = plan.in_force(ix).filter(|_| bears_money)?;
        Some(Purse { mandate: ix, limit: mandate.limit, from, to })
    };
    let mut purses: Vec<Purse> = plan.items_of(Dimension::Leadership).filter_map(purse).collect();
    purses.order_by_key(|purse| (purse.limit.is_some(), Reverse(purse.limit), purse.mandate));
    purses
}

/// What each wave commits, and what it does with all waves before it.
fn committed(cx: &Context<'_>) -> Vec<(Money, Money)> {
    let mut in_all = Money::ZERO;
    let wave = |(ix, wave): (WaveIx, &Wave)| {
        let own = wave.budget.unwrap_or_else(|| cx.figures.one_off().sum(ix)).max(Money::ZERO);
        in_all += own;
        (own, in_all)
    };
    cx.plan.waves().map(wave).collect()
}

fn finding(plan: &Plan, purses: &[Purse], ix: WaveIx, in_all: Money, from: NaiveDate) -> Finding {
    let wave = plan.wave(ix);
    let address = plan.wave_address(ix);
    let at = if wave.budget.is_some() { address.to("budget") } else { address };
    let since = if from == wave.start { String::new() } else { format!(" from {}", wording::date(from)) };
    let largest = purses.iter().find(|purse| purse.from <= from && from <= purse.to);
    if let Some((purse, limit)) = largest.and_then(|purse| Some((purse, purse.limit?))) {
        let mandate = plan.item(purse.mandate);
        let [in_all, over, limit] = wording::money_apart([in_all, in_all - limit, limit], plan.currency);
        let message = tell!(
            "{} brings what is committed to {in_all}, {over} more than the {limit} that {} allows{since}",
            wave,
            mandate
        );
        return Finding::new(RULE.name, at, message)
            .label(format!("{over} more than anybody may commit"))
            .related(plan.item_address(purse.mandate).to("limit"), tell!("{} allows {limit} in all", mandate))
            .help(tell!("Raise a mandate to {in_all} before {} starts, or cut a budget.", wave));
    }
    let in_all = wording::money(in_all, plan.currency);
    let message = tell!(
        "{} brings what is committed to {in_all}, but no mandate over money is in force{}",
        wave,
        if since.is_empty() { " when it starts" } else { &since }
    );
    let mut finding = Finding::new(RULE.name, at, message).label("nobody may commit it").help(format!(
        "Extend a mandate with a `limit`, or grant one that holds until {}.",
        wording::date(wave.end)
    ));
    for purse in purses {
        let address = plan.item_address(purse.mandate);
        let mandate = plan.item(purse.mandate);
        if purse.to.succ_opt() == Some(from) {
            finding = finding.related(address.to("until"), tell!("{} expires here", mandate));
        } else if from < purse.from && purse.from <= wave.end && has_granted(plan, purse.mandate) {
            finding = finding.related(address.to("granted"), tell!("{} is granted only here", mandate));
        }
    }
    finding
}

fn has_granted(plan: &Plan, ix: ItemIx) -> bool {
    plan.item(ix).mandate().is_some_and(|mandate| mandate.granted.is_some())
}
