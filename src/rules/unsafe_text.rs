//! `unsafe-text`: text holds nothing that cannot be seen.

use crate::finding::Severity;
use crate::rule::{Family, Found, Rule};

/// The rule; the reader finds what breaks it.
pub(super) const RULE: Rule = Rule {
    name: "unsafe-text",
    family: Family::Format,
    severity: Severity::Error,
    holds: "no text holds control characters, escape sequences, bidirectional overrides or zero-width characters",
    why: "what a reviewer sees is then not what the plan says, and a terminal may obey it",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = «"Reach\u202E"», wave = "one", needs = ["crm"] }

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
