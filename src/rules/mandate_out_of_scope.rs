//! `mandate-out-of-scope`: what a wave opens is covered by a mandate, as long as the wave lasts.

use chrono::NaiveDate;

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::calendar::{first_uncovered, joined};
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::Dimension;
use crate::plan::leadership::{Scope, Theme};
use crate::plan::quantity::Money;
use crate::plan::strategy::MultiplierKind;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "mandate-out-of-scope",
    family: Family::Leadership,
    severity: Severity::Error,
    holds: "what a wave opens is covered by a mandate that is in force as long as the wave lasts",
    why: "a market that no mandate covers is asked, not told; its roll-out waits for a yes that nobody planned for",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["dk", «"se"»] } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[market]
dk = { name = "Denmark", share = 0.4 }
se = { name = "Sweden", share = 0.6 }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one", covers = { market = ["dk"] } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["dk", "se"] } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[market]
dk = { name = "Denmark", share = 0.4 }
se = { name = "Sweden", share = 0.6 }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one", covers = { market = ["dk", "se"] } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
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

/// How many of the mandates that cover less are shown.
const SHOWN: usize = 3;

type Stretches = Vec<(NaiveDate, NaiveDate)>;

// Speaks once a mandate has `covers`. A mandate without it covers all scope, but only one over money binds
// in that way: a steering committee that names neither limit nor scope is about something else. What a
// mandate names no market (brand, customer type) of, it covers whole. A day without any mandate is
// `wave-without-mandate`'s to report, and one without any over money or scope `mandate-too-small`'s, if the
// wave commits money.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    if !plan.items_of(Dimension::Leadership).any(|(ix, _)| covers(plan, ix).is_some()) {
        return;
    }
    let in_force = plan.items_of(Dimension::Leadership).filter_map(|(ix, _)| plan.in_force(ix));
    let in_force = joined(in_force.collect());
    let binding = plan.items_of(Dimension::Leadership).filter(|(ix, _)| binds(plan, *ix));
    let binding = joined(binding.filter_map(|(ix, _)| plan.in_force(ix)).collect());
    let limited = plan.items.iter().any(|item| item.mandate().is_some_and(|it| it.limit.is_some()));
    let commits =
        |ix: WaveIx| plan.wave(ix).budget.unwrap_or_else(|| cx.figures.one_off().sum(ix)) > Money::ZERO;
    for kind in MultiplierKind::ALL {
        let (everywhere, by_name) = coverage(plan, kind);
        for (ix, wave) in plan.waves() {
            for (position, nth) in links(&wave.opens, kind) {
                let Some(from) = first_without(&everywhere, &by_name[position], wave.start, wave.end) else {
                    continue;
                };
                if first_uncovered(&in_force, from, from).is_some()
                    || limited && commits(ix) && first_uncovered(&binding, from, from).is_some()
                {
                    continue;
                }
                let opened = plan.multiplier_address(kind, position);
                let (noun, key) = (opened.table.noun(), opened.table.key());
                let since = if from == wave.start { "" } else { &format!(" from {}", wording::date(from)) };
                let message = tell!(
                    "{} opens {noun} {}, which no mandate in force covers{since}",
                    wave,
                    opened.by_id()
                );
                let place = plan.wave_address(ix).to("opens").to(key).to(nth);
                let mut finding = Finding::new(RULE.name, place, message)
                    .label(format!("outside every mandate{since}"))
                    .help(tell!(
                        "Let a mandate that holds until {} cover {}, or open it in a later wave.",
                        wording::date(wave.end),
                        opened.by_id()
                    ));
                for mandate in covering_less(plan, from).take(SHOWN) {
                    let label = tell!("{} does not cover it", plan.item(mandate));
                    finding = finding.related(plan.item_address(mandate).to("covers"), label);
                }
                findings.push(finding);
            }
        }
    }
}

/// The multipliers of a kind that a scope names: their position, and their place in its list.
fn links(scope: &Scope, kind: MultiplierKind) -> Vec<(usize, u32)> {
    match kind {
        MultiplierKind::Market => scope.markets.iter().map(|link| (link.to.at(), link.nth)).collect(),
        MultiplierKind::Brand => scope.brands.iter().map(|link| (link.to.at(), link.nth)).collect(),
        MultiplierKind::CustomerType => {
            scope.customer_types.iter().map(|link| (link.to.at(), link.nth)).collect()
        }
    }
}

/// The days on which a mandate covers all multipliers of a kind, and those on which one names each.
fn coverage(plan: &Plan, kind: MultiplierKind) -> (Stretches, Vec<Stretches>) {
    let mut everywhere = Stretches::new();
    let mut by_name = vec![Stretches::new(); plan.multipliers(kind).len()];
    for (ix, _) in plan.items_of(Dimension::Leadership) {
        let Some(span) = plan.in_force(ix) else { continue };
        let named = covers(plan, ix).into_iter().flat_map(|scope| Plan::named_in(scope, kind));
        let mut any = false;
        for position in named {
            by_name[position].push(span);
            any = true;
        }
        if !any && binds(plan, ix) {
            everywhere.push(span);
        }
    }
    (joined(everywhere), by_name.into_iter().map(joined).collect())
}

/// Whether a mandate is over scope, or over money and so over all scope.
fn binds(plan: &Plan, ix: ItemIx) -> bool {
    let over_money = plan
        .item(ix)
        .mandate()
        .is_some_and(|mandate| mandate.limit.is_some() || mandate.theme == Some(Theme::Funding));
    over_money || covers(plan, ix).is_some()
}

/// What a mandate says that it covers.
fn covers(plan: &Plan, ix: ItemIx) -> Option<&Scope> {
    plan.item(ix).mandate()?.covers.as_ref().filter(|scope| !scope.is_empty())
}

/// The first day from `first` to `last` on which neither of two lists of joined spans lies.
fn first_without(one: &Stretches, other: &Stretches, first: NaiveDate, last: NaiveDate) -> Option<NaiveDate> {
    let mut day = first;
    loop {
        day = first_uncovered(one, day, last)?;
        let next = first_uncovered(other, day, last)?;
        if next == day {
            return Some(day);
        }
        day = next;
    }
}

/// The mandates with a scope of their own that are in force on a day.
fn covering_less(plan: &Plan, on: NaiveDate) -> impl Iterator<Item = ItemIx> {
    let mandates = plan.items_of(Dimension::Leadership).map(|(ix, _)| ix);
    mandates.filter(move |ix| {
        covers(plan, *ix).is_some() && plan.in_force(*ix).is_some_and(|(from, to)| from <= on && on <= to)
    })
}
