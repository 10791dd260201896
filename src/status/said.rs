//! The reasons why a step stands where it stands, in words.

use chrono::NaiveDate;

use super::{Lateness, Reason};
use crate::figures::readiness::{Force, Unproven};
use crate::plan::Plan;
use crate::plan::id::UnitIx;
use crate::plan::item::Need;
use crate::plan::quantity::Level;
use crate::wording;

impl Reason {
    /// The reason in words, as the second half of a sentence about the step.
    #[must_use]
    pub fn say(&self, plan: &Plan) -> String {
        self.told(plan, ["", ""])
    }

    /// The same as a whole sentence about the step of that name. A name may be a sentence of its own: names stand in
    /// quotes.
    #[must_use]
    pub fn say_of(&self, plan: &Plan, name: &str) -> String {
        let told = self.told(plan, ["“", "”"]);
        match self {
            Self::Unproven { .. } | Self::SeenBelow { .. } => format!("“{name}”: {told}"),
            Self::NothingRealized => format!("“{name}” is {told}"),
            _ => format!("“{name}” {told}"),
        }
    }

    fn told(&self, plan: &Plan, [open, close]: [&str; 2]) -> String {
        let name = |need: &Need| {
            let item = plan.item(need.item);
            let title = format!("{open}{}{close}", item.title());
            match need.level {
                Some(level) if item.driver().is_none() => format!("{title} at {level}"),
                _ => title,
            }
        };
        let ends = |until: NaiveDate| {
            let verb = if until < plan.as_of { "expired" } else { "expires" };
            format!("{verb} on {}", wording::date(until))
        };
        let late = |need: &Need, late: &Lateness| match late {
            // A level and a count side by side would read as one number.
            Lateness::Days(days) => {
                format!("{}, too late by {}", name(need), count(days.unsigned_abs(), "day"))
            }
            Lateness::Never => format!("{}, which is never live", name(need)),
            Lateness::Expired(until) => format!("{}, which {}", name(need), ends(*until)),
        };
        match self {
            Self::NeedLate(need, how) => format!("needs {}", late(need, how)),
            Self::WishLate(need, how) => format!("prefers {}", late(need, how)),
            Self::NeedWaived(need, how @ Lateness::Expired(_)) => {
                format!("needs {}, and that is waived", late(need, how))
            }
            Self::NeedWaived(need, how) => format!("needs {}, which is waived", late(need, how)),
            Self::ExpiresFirst(until) => format!("{}, before it is live", ends(*until)),
            Self::Unproven { by, planned } => said_of(plan, *by, *planned),
            Self::NothingShown => "should be live, and neither its stage nor value realized says so".into(),
            Self::NeedOverdue { need, expired, lacking } => {
                let stands = match lacking.words(plan) {
                    _ if *expired => "has expired".into(),
                    everywhere if everywhere.is_empty() => match planned_for(plan, need) {
                        Some(day) => format!("is planned for {}", wording::date(day)),
                        None => "is late itself".into(),
                    },
                    place => format!("is not there{place}"),
                };
                format!("waits for {}, which {stands}", name(need))
            }
            Self::SeenBelow { seen, planned } => {
                format!("level {seen} was seen, {planned} was planned by now")
            }
            Self::StageBehind(stage) => format!("should be live, and is only {}", stage.as_str()),
            Self::NothingRealized => "live, and nothing is realized yet".into(),
            Self::ValueBehind(parts) => {
                let share = wording::percent(f64::from(*parts) / 10_000.0, &[]);
                format!("brings {share} of its plan")
            }
            Self::ValueLost(parts) => {
                let share = wording::percent(f64::from(*parts) / 10_000.0, &[]);
                format!("takes away {share} of what was planned")
            }
            Self::Errors(errors) => count(*errors as u64, "error"),
            Self::Warnings(warnings) => count(*warnings as u64, "warning"),
        }
    }
}

/// The day to come for which what a need asks for is planned.
fn planned_for(plan: &Plan, need: &Need) -> Option<NaiveDate> {
    let step = plan.item(need.item).step_reaching(need.level)?;
    plan.step_live(need.item, step).filter(|day| *day > plan.as_of)
}

/// What is known of a step whose date has come, where that does not say that it is there.
fn said_of(plan: &Plan, by: Unproven, planned: Level) -> String {
    let place =
        |unit: Option<UnitIx>| unit.map(|unit| format!(" in {}", plan.unit_title(unit))).unwrap_or_default();
    match by {
        Unproven::Level { evident: Some(level), unit } => {
            format!("{planned} was planned by now, and evidence says {level}{}", place(unit))
        }
        Unproven::Level { evident: None, unit } => {
            format!("{planned} was planned by now, and nobody has assessed it{}", place(unit))
        }
        Unproven::Mandate(Force::Expired) => format!("{planned} was planned by now, and it has expired"),
        Unproven::Mandate(Force::Ahead) => {
            format!("{planned} was planned by now, and it is granted only later")
        }
        Unproven::Mandate(_) => format!("{planned} was planned by now, and nobody has granted it"),
    }
}

fn count(count: u64, noun: &str) -> String {
    wording::count(usize::try_from(count).unwrap_or(usize::MAX), noun)
}
