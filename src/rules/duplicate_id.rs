//! `duplicate-id`: an id stands for one thing.

use crate::finding::Severity;
use crate::rule::{Family, Found, Rule};

/// The rule; the reader finds what breaks it.
pub(super) const RULE: Rule = Rule {
    name: "duplicate-id",
    family: Family::Format,
    severity: Severity::Error,
    holds: "an id is unique over all files, and among drivers, capabilities and mandates",
    why: "a reference to an id that stands for two things is read one way by one team and the other way by another",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }
«crm» = { name = "CRM board", leadership = "executive", wave = "one" }

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
crm-board = { name = "CRM board", leadership = "executive", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Reading,
};
