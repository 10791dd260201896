//! `customized-in-parallel`: customized markets go live one after the other.

use crate::finding::{Finding, Severity};
use crate::plan::about::Link;
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::MarketIx;
use crate::plan::operating_model::ArchetypeName;
use crate::plan::strategy::MultiplierKind;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "customized-in-parallel",
    family: Family::OperatingModel,
    severity: Severity::Warning,
    holds: "a wave opens at most 1 customized market",
    why: "a customized market takes the same few people who can change the model; two at once wait for each other, and both go live half done",
    bad: r#"format = 1

[wave.one]
name = "Foundation"
start = 2026-01-01
end = 2026-06-30
opens = { market = ["us", «"cn"»] }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[market]
us = { name = "United States", share = 0.7, archetype = "customized" }
cn = { name = "China", share = 0.3, archetype = "customized" }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[wave.one]
name = "Foundation"
start = 2026-01-01
end = 2026-06-30
opens = { market = ["us"] }

[wave.two]
name = "Scale"
start = 2026-07-01
end = 2026-12-31
opens = { market = ["cn"] }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[market]
us = { name = "United States", share = 0.7, archetype = "customized" }
cn = { name = "China", share = 0.3, archetype = "customized" }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    found: Found::Checking { reads: &[Aspect::Scope, Aspect::Waves, Aspect::WaveDates], check },
};

// A market that several waves name is opened by the first of them.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let limit = plan.policy.threshold(RULE.name);
    let said = plan.policy.thresholds.iter().any(|(rule, _)| *rule == RULE.name);
    for (ix, wave) in plan.waves() {
        let opened = |link: &&Link<MarketIx>| {
            plan.markets[link.to.at()].archetype == Some(ArchetypeName::Customized)
                && cx.figures.scope().opened_by(MultiplierKind::Market, link.to.at()) == Some(ix)
        };
        let customized: Vec<&Link<MarketIx>> = wave.opens.markets.iter().filter(opened).collect();
        let room = customized.iter().zip(1..).take_while(|(_, nth)| f64::from(*nth) <= limit).count();
        let Some(first_over) = customized.get(room) else { continue };
        let names: Vec<Telling> = customized.iter().map(|link| plan.tell_market(link.to)).collect();
        let message = tell!(
            "{} opens {} customized markets, {}: at most {} should",
            wave,
            customized.len(),
            Telling::listed(&names),
            wording::number(limit, 1)
        );
        let list = plan.wave_address(ix).to("opens").to("market");
        let mut finding = Finding::new(RULE.name, list.to(first_over.nth), message)
            .label(format!("{} too many", customized.len() - room))
            .help("Open customized markets one after the other, each in a wave of its own.");
        for link in customized {
            let archetype = plan.multiplier_address(MultiplierKind::Market, link.to.at()).to("archetype");
            finding = finding.related(archetype, plan.tell_market(link.to));
        }
        if said {
            finding = finding.related(Address::new(Table::Policy, "").to(RULE.name), "the limit");
        }
        findings.push(finding);
    }
}
