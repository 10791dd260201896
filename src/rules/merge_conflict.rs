//! `merge-conflict`: no merge stopped halfway.

use crate::finding::Severity;
use crate::rule::{Family, Found, Rule};

/// The rule; the reader finds what breaks it.
pub(super) const RULE: Rule = Rule {
    name: "merge-conflict",
    family: Family::Format,
    severity: Severity::Error,
    holds: "no file holds the marks of a merge that stopped halfway",
    why: "two versions of a decision stand side by side, and nobody has said which one holds",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
«<<<<<<< ours»
crm = { name = "CRM", wave = "one" }
=======
crm = { name = "Customer relations", wave = "one" }
>>>>>>> theirs

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
