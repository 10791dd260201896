//! `waves-overlap`: waves overlap only where `after` says so.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::id::WaveIx;
use crate::plan::tell::tell;
use crate::plan::wave::Wave;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "waves-overlap",
    family: Family::Waves,
    severity: Severity::Warning,
    holds: "a wave that starts before another has ended says with `after` that this is meant",
    why: "two waves at once take the same people twice, and the second starts before the first has taught it anything",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-09-30 }
two = { name = "Scale", start = «2026-07-01», end = 2026-12-31 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-09-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31, after = [] }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    found: Found::Checking { reads: &[Aspect::Waves, Aspect::WaveDates], check },
};

// Waves stand in the order of their starts, so the one that ends last of those before is the only
// one to look at. Where `after` names a wave that has not ended, `wave-order` speaks.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut before: Option<(WaveIx, &Wave)> = None;
    for (ix, wave) in cx.plan.waves() {
        if let Some((other_ix, other)) = before
            && other.end >= wave.start
            && wave.end >= wave.start
            && wave.after.is_none()
        {
            let days = (other.end.min(wave.end) - wave.start).num_days() + 1;
            let message = tell!(
                "{} starts on {}, while {} runs until {}: both run for {}",
                wave,
                wording::date(wave.start),
                other,
                wording::date(other.end),
                wording::count(usize::try_from(days).unwrap_or(0), "day")
            );
            findings.push(
                Finding::new(RULE.name, cx.plan.wave_address(ix).to("start"), message)
                    .label(tell!("{} still runs", other))
                    .related(cx.plan.wave_address(other_ix).to("end"), tell!("{} ends here", other))
                    .help(tell!(
                        "Start {} after {} has ended, or write `after = []` if both are meant to run.",
                        wave,
                        other
                    )),
            );
        }
        if before.is_none_or(|(_, other)| other.end < wave.end) {
            before = Some((ix, wave));
        }
    }
}
