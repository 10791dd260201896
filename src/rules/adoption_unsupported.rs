//! `adoption-unsupported`: a wave that opens scope has training, communication or incentives by then.

use chrono::NaiveDate;

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::capability::Layer;
use crate::plan::item::Dimension;
use crate::plan::tell::tell;
use crate::plan::wave::Wave;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "adoption-unsupported",
    family: Family::OperatingModel,
    severity: Severity::Warning,
    holds: "once the plan names layers, a wave that opens scope has a transformational step in it or before it: training, communication, incentives",
    why: "tools are rolled out to people whom nobody has trained, told or rewarded, and they go on working as before",
    bad: r#"format = 1

[wave.one]
name = "Foundation"
start = 2026-01-01
end = 2026-06-30
opens = «{ market = ["dk"] }»

[wave.two]
name = "Scale"
start = 2026-07-01
end = 2026-12-31

[driver]
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2", "segments >= 2", "training"] }

[market]
dk = { name = "Denmark", share = 1 }

[capability]
crm = { name = "CRM", layer = "technological", reaches = { one = 1, two = 2 } }
segments = { name = "Segments", layer = "commercial", reaches = { one = 1, two = 2 } }
training = { name = "Training", layer = "transformational", wave = "two" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    good: r#"format = 1

[wave.one]
name = "Foundation"
start = 2026-01-01
end = 2026-06-30
opens = { market = ["dk"] }

[wave.two]
name = "Scale"
start = 2026-07-01
end = 2026-12-31

[driver]
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2", "segments >= 2", "training >= 2"] }

[market]
dk = { name = "Denmark", share = 1 }

[capability]
crm = { name = "CRM", layer = "technological", reaches = { one = 1, two = 2 } }
segments = { name = "Segments", layer = "commercial", reaches = { one = 1, two = 2 } }
training = { name = "Training", layer = "transformational", reaches = { one = 1, two = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    found: Found::Missing {
        reads: &[Aspect::Steps, Aspect::Capabilities, Aspect::Waves, Aspect::WaveOrder],
        check,
    },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let unsupported = unsupported(plan);
    if !unsupported.contains(&true) {
        return;
    }
    let first = plan
        .items_of(Dimension::OperatingModel)
        .filter(|(ix, _)| plan.layer(*ix) == Some(Layer::Transformational))
        .flat_map(|(ix, item)| item.steps.iter().zip(0..).map(move |(step, nth)| (step.wave, ix, nth)))
        .min_by_key(|(wave, ix, nth)| (plan.wave(*wave).end, *ix, *nth));
    for (ix, wave) in plan.waves().filter(|(ix, _)| unsupported[ix.at()]) {
        let message = tell!("{} opens scope, but no transformational capability is there by then", wave);
        let mut finding = Finding::new(RULE.name, plan.wave_address(ix).to("opens"), message)
            .label("nobody trains, tells or rewards the people")
            .help(tell!("Take training, communication or incentives into {} or an earlier wave.", wave));
        if let Some((later, item, nth)) = first {
            let label = tell!("the first is {}, in {}", plan.item(item), plan.wave(later));
            finding = finding.related(plan.step_address(item, nth), label);
        }
        findings.push(finding);
    }
}

/// The waves that open scope before any transformational step is live. What names no layer may be
/// transformational; without any layer in the plan there is nothing to judge by.
pub(super) fn unsupported(plan: &Plan) -> Vec<bool> {
    let (mut layers, mut first) = (false, None);
    for (ix, item) in plan.items_of(Dimension::OperatingModel).filter(|(_, item)| !item.is_group()) {
        let layer = plan.layer(ix);
        layers |= layer.is_some();
        if layer.is_some_and(|layer| layer != Layer::Transformational) {
            continue;
        }
        // What stands today and is built no further needs no step to be there.
        let stands = item.capability().is_some_and(|it| it.maturity.everywhere(plan.units.len()) > 0);
        let today = (item.steps.is_empty() && stands).then_some(NaiveDate::MIN);
        let ends = item.steps.iter().map(|step| plan.wave(step.wave).end);
        first = first.into_iter().chain(today).chain(ends).min();
    }
    let early = |wave: &Wave| layers && !wave.opens.is_empty() && first.is_none_or(|first| wave.end < first);
    plan.waves.iter().map(early).collect()
}
