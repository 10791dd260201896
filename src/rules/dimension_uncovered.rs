//! `dimension-uncovered`: each dimension of the operating model is touched by a capability.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::capability::OperatingDimension;
use crate::plan::item::Dimension;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "dimension-uncovered",
    family: Family::OperatingModel,
    severity: Severity::Advice,
    holds: "once capabilities name dimensions, each of the six is touched: organization, people, technology, data, processes, funding",
    why: "a dimension that nobody works on is decided by nobody, and is where the operating model comes apart",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm", "training"] }

[capability]
crm = { name = "CRM", wave = "one", dimensions = «["technology", "data", "processes"]» }
training = { name = "Training", wave = "one", dimensions = ["people", "organization"] }

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
reach = { name = "Reach", wave = "one", needs = ["crm", "training", "value-tracking"] }

[capability]
crm = { name = "CRM", wave = "one", dimensions = ["technology", "data", "processes"] }
training = { name = "Training", wave = "one", dimensions = ["people", "organization"] }
value-tracking = { name = "Value tracking", wave = "one", dimensions = ["funding"] }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking { reads: &[Aspect::Phased, Aspect::Capabilities], check },
};

// One finding for all, where the first capability names its dimensions: the gap belongs to no single
// one. A group speaks for what it holds; what is left out of the waves touches nothing.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut touched = vec![false; OperatingDimension::ALL.len()];
    let mut first = None;
    let mut named = 0;
    for (ix, item) in plan.items_of(Dimension::OperatingModel).filter(|(_, item)| !item.unplanned) {
        let dimensions = item.capability().map_or(&[][..], |capability| &capability.dimensions);
        named += usize::from(!dimensions.is_empty());
        for dimension in dimensions {
            touched[*dimension as usize] = true;
            first.get_or_insert(ix);
        }
    }
    let Some(first) = first else { return };
    let missing: Vec<String> = OperatingDimension::ALL
        .iter()
        .filter(|dimension| !touched[**dimension as usize])
        .map(|dimension| format!("`{}`", dimension.as_str()))
        .collect();
    if missing.is_empty() {
        return;
    }
    let missing = wording::list(&missing);
    let of = match named {
        1 => "the one capability that names its dimensions does not touch".to_owned(),
        named => format!("none of the {named} capabilities that name their dimensions touches"),
    };
    findings.push(
        Finding::new(RULE.name, plan.item_address(first).to("dimensions"), format!("{of} {missing}"))
            .label("the first that names them")
            .help(format!(
                "Plan what must change in {missing}, or name it where a capability changes it already."
            )),
    );
}
