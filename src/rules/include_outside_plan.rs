//! `include-outside-plan`: includes stay inside the plan's folder.

use crate::finding::Severity;
use crate::rule::{Family, Found, Rule};

/// The rule; the reader finds what breaks it.
pub(super) const RULE: Rule = Rule {
    name: "include-outside-plan",
    family: Family::Format,
    severity: Severity::Error,
    holds: "an include stays inside the plan's folder",
    why: "a plan that reaches outside its folder says something else on every machine",
    bad: r#"format = 1
include = [«"../group.toml"»]

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

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
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Reading,
};
