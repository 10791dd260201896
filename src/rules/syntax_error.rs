//! `syntax-error`: a file is TOML.

use crate::finding::Severity;
use crate::rule::{Family, Found, Rule};

/// The rule; the reader finds what breaks it.
pub(super) const RULE: Rule = Rule {
    name: "syntax-error",
    family: Family::Format,
    severity: Severity::Error,
    holds: "every file is TOML, and each fault in it is named",
    why: "a file that cannot be read takes its part of the plan with it, and the figures speak of another programme",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver.reach]
name = "Reach"
wave = "one"
needs = ["crm"]
confidence = «high»

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

[driver.reach]
name = "Reach"
wave = "one"
needs = ["crm"]
confidence = 0.9

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
