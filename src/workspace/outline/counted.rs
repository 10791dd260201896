//! What of the check is counted: all of it, what weighs so much, what a family of rules finds, decisions that are due.

use super::is_of_decision;
use crate::finding::Severity;
use crate::rule::Family;
use crate::rules;
use crate::workspace::{Located, Workspace};

/// Findings that are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// All that the check finds.
    All,
    /// What weighs so much.
    Of(Severity),
    /// What a family of rules finds.
    By(Family),
    /// Decisions that nobody took by their day.
    Undecided,
}

impl Counted {
    /// Whether a finding is one of them.
    #[must_use]
    pub fn holds(self, located: &Located) -> bool {
        match self {
            Self::All => true,
            Self::Of(severity) => located.severity == severity,
            Self::By(family) => {
                rules::by_name(located.finding.rule).is_some_and(|rule| rule.family == family)
            }
            Self::Undecided => is_of_decision(&located.finding),
        }
    }

    /// Those of an open plan.
    pub fn of(self, work: &Workspace) -> impl Iterator<Item = &Located> {
        work.findings.iter().filter(move |located| self.holds(located))
    }

    /// All kinds of which anything may be found: by weight, then by family of rules.
    pub fn kinds() -> impl Iterator<Item = Self> {
        Severity::ALL.into_iter().map(Self::Of).chain(Family::ALL.into_iter().map(Self::By))
    }

    /// What is counted, as a heading.
    #[must_use]
    pub fn title(self) -> String {
        match self {
            Self::All => "Findings".into(),
            Self::Of(Severity::Error) => "Errors found".into(),
            Self::Of(Severity::Warning) => "Warnings found".into(),
            Self::Of(Severity::Advice) => "Advice found".into(),
            Self::Undecided => "Decisions overdue".into(),
            Self::By(family) => format!("Findings of the rules of {}", family.as_str()),
        }
    }

    /// What it means that so much is found.
    #[must_use]
    pub fn means(self) -> &'static str {
        match self {
            Self::Of(Severity::Error) => {
                "Each is a rule that this plan breaks so that it contradicts itself or cannot be computed; counted, what is waived left out."
            }
            Self::Of(Severity::Warning) => {
                "Each is a rule of the method or of governance that this plan breaks; counted, what is waived left out."
            }
            Self::Of(Severity::Advice) => {
                "Each is a rule of thumb that this plan does not follow; counted, what is waived left out."
            }
            Self::Undecided => {
                "Each is a gate or a trade-off whose day has come and that nobody decided; counted, what is waived left out."
            }
            Self::All | Self::By(_) => {
                "Each is a rule that this plan breaks, at one place; counted, what is waived left out."
            }
        }
    }

    /// How many there are of a scenario against those of the plan, in a sentence.
    #[must_use]
    pub fn against(self, scenario: &Workspace, plan: &Workspace) -> String {
        let [many, was] = [scenario, plan].map(|work| self.of(work).count());
        let difference = match many.abs_diff(was) {
            0 => "as many".to_owned(),
            by => format!("{by} {}", if many > was { "more" } else { "fewer" }),
        };
        format!("In the plan there are {was}; here there are {difference}.")
    }
}
