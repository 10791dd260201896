//! `adoption-unsupported`: a wave that opens scope has training, communication or incentives by then.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::capability::Layer;
use crate::plan::item::Dimension;
use crate::plan::tell::tell;
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
    let unsupported = plan.unsupported_waves();
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
