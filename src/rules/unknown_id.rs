//! `unknown-id`: each reference names something that is there.

use crate::finding::Severity;
use crate::rule::{Family, Found, Rule};

/// The rule; the reader finds what breaks it.
pub(super) const RULE: Rule = Rule {
    name: "unknown-id",
    family: Family::Format,
    severity: Severity::Error,
    holds: "each reference names something that the plan has",
    why: "a need for something that is not in the plan is a need that nobody will meet",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm", «"steerin"»] }

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
reach = { name = "Reach", wave = "one", needs = ["crm", "steering"] }

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
