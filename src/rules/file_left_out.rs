//! `file-left-out`: each file of the plan's folder that says what only a plan says is a part of it.

use crate::finding::Severity;
use crate::rule::{Family, Found, Rule};

/// The rule; the reader finds what breaks it.
pub(super) const RULE: Rule = Rule {
    name: "file-left-out",
    family: Family::Format,
    severity: Severity::Warning,
    holds: "each file with tables of a plan that lies in the plan's folder is named by an `include`",
    why: "a quarter of readings and spending in a file that nobody includes is missing from every figure, and nothing looks wrong",
    bad: r#"# slides.toml lies beside it
format = 1
include = «[]»

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
    good: r#"# slides.toml lies beside it
format = 1
include = ["slides.toml"]

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
    found: Found::Beside { file: "slides.toml", text: "[[present]]\nview = \"value\"\n" },
};
