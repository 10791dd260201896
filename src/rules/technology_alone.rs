//! `technology-alone`: a driver and a wave stand on all three layers of capability.

use crate::figures::layers::{self, Layers};
use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::capability::Layer;
use crate::plan::item::Dimension;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "technology-alone",
    family: Family::OperatingModel,
    severity: Severity::Warning,
    holds: "once the plan names layers, a driver and a wave stand on all three: technological, commercial, transformational",
    why: "money goes to tools while the commercial and transformational layers lag, so the organisation never takes the tools up",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
«reach» = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "one", needs = ["crm", "segments", "training"] }

[capability]
crm = { name = "CRM", layer = "technological", wave = "one" }
segments = { name = "Segments", layer = "commercial", wave = "one" }
training = { name = "Training", layer = "transformational", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm", "segments", "training"] }

[capability]
crm = { name = "CRM", layer = "technological", wave = "one" }
segments = { name = "Segments", layer = "commercial", wave = "one" }
training = { name = "Training", layer = "transformational", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing {
        reads: &[Aspect::Needs, Aspect::Steps, Aspect::Capabilities, Aspect::Waves, Aspect::WaveOrder],
        check,
    },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let capabilities = || plan.items_of(Dimension::OperatingModel);
    if !capabilities().any(|(_, item)| item.capability().is_some_and(|it| it.layer.is_some())) {
        return;
    }
    let Layers { own, below } = cx.figures.layers(cx.graph);
    for (ix, item) in plan.drivers() {
        let layers = below[ix.at()];
        // Without capabilities below it the driver lacks its interdependency map, not a layer.
        if item.steps.is_empty()
            || item.needs.is_empty()
            || layers == 0
            || layers & layers::UNKNOWN != 0
            || layers & layers::ALL == layers::ALL
        {
            continue;
        }
        let message = tell!("{} stands on {} alone", item, named(layers));
        findings.push(
            Finding::new(RULE.name, plan.item_address(ix), message)
                .label(format!("nothing {} below it", missing(layers)))
                .help(tell!("Let {} need the {} capabilities that make it work.", item, missing(layers))),
        );
    }
    let mut moved = vec![0; plan.waves.len()];
    for (ix, item) in capabilities() {
        for step in &item.steps {
            moved[step.wave.at()] |= own[ix.at()];
        }
    }
    // Where nothing transformational stands by the time that scope opens, `adoption-unsupported` says so.
    let unsupported = plan.unsupported_waves();
    for (ix, wave) in plan.waves() {
        let layers = moved[ix.at()];
        if unsupported[ix.at()] && layers == layers::ALL & !(1 << Layer::Transformational as u8) {
            continue;
        }
        if layers == 0 || layers & layers::UNKNOWN != 0 || layers & layers::ALL == layers::ALL {
            continue;
        }
        let message = tell!("{} builds {} alone", wave, named(layers));
        findings.push(
            Finding::new(RULE.name, plan.wave_address(ix), message)
                .label(format!("nothing {} in it", missing(layers)))
                .help(tell!("Take a {} step into {}.", missing(layers), wave)),
        );
    }
}

/// The layer of each capability; nothing for groups, which are not built themselves, and for what is
/// no capability.
fn named(layers: u8) -> String {
    words(|bit| layers & bit != 0) + " capabilities"
}

fn missing(layers: u8) -> String {
    words(|bit| layers & bit == 0)
}

fn words(wanted: impl Fn(u8) -> bool) -> String {
    let words: Vec<&str> =
        Layer::ALL.iter().filter(|layer| wanted(1 << **layer as u8)).map(|layer| layer.as_str()).collect();
    wording::list(&words)
}
