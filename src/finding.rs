//! Findings: what is wrong with a plan, where, and what to do about it.

use crate::plan::address::Address;
pub use crate::plan::edit::{Edit, Span};
use crate::plan::telling::Telling;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The plan contradicts itself or cannot be computed.
    Error,
    /// Computable, but a rule of the method or of governance is broken.
    Warning,
    /// A heuristic.
    Advice,
}

impl Severity {
    /// All, the weightiest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Advice];

    /// As reports spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

/// Something wrong with a plan.
///
/// Texts may quote the plan as it is: every sink makes what it prints safe. What they name stands in them by its id
/// between backticks, and beside them by its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken, by its name.
    pub rule: &'static str,
    /// How much it weighs; `None` is the rule's own weight.
    pub severity: Option<Severity>,
    /// What is wrong, in one line without a full stop.
    pub message: Telling,
    /// What to do, in one sentence.
    pub help: Telling,
    /// The value at fault.
    pub at: Place,
    /// What to write under the value at fault, in a few words; may be empty.
    pub label: Telling,
    /// What it clashes with.
    pub related: Vec<Related>,
    /// What would mend it, the best first.
    pub fixes: Vec<Fix>,
}

/// A change of the text that would mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order without a full stop: "Remove the quotes".
    pub title: Telling,
    /// Whether it may be applied unseen.
    pub applicability: Applicability,
    /// The edits that make it up; all of them or none.
    pub edits: Vec<Edit>,
}

/// Whether a fix may be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// The plan says the same afterwards, only soundly.
    Safe,
    /// It guesses what was meant, or gives something up: somebody has to look at it.
    Unsafe,
}

impl Applicability {
    /// As reports spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

impl Fix {
    /// A fix of one edit that may be applied unseen.
    pub fn safe(title: impl Into<Telling>, edit: Edit) -> Self {
        Self { title: title.into(), applicability: Applicability::Safe, edits: vec![edit] }
    }

    /// A fix of one edit that somebody has to look at.
    pub fn guess(title: impl Into<Telling>, edit: Edit) -> Self {
        Self { title: title.into(), applicability: Applicability::Unsafe, edits: vec![edit] }
    }
}

/// A place that a finding points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A table or value of the plan; the source knows where its text stands.
    Address(Address),
    /// A stretch of text that is no value of the plan: a fault of the file itself.
    Text(Span),
    /// A value that was found faulty while it was read: its address, and where its text stands.
    Both(Address, Span),
}

/// A place that has to do with a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub at: Place,
    /// What is there, in a few words.
    pub label: Telling,
}

impl Finding {
    /// A finding at an address.
    pub fn new(rule: &'static str, at: Address, message: impl Into<Telling>) -> Self {
        Self::at(rule, Place::Address(at), message)
    }

    /// A finding at a place.
    pub fn at(rule: &'static str, at: Place, message: impl Into<Telling>) -> Self {
        Self {
            rule,
            severity: None,
            message: message.into(),
            help: Telling::default(),
            at,
            label: Telling::default(),
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// With what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<Telling>) -> Self {
        self.help = help.into();
        self
    }

    /// With a few words under the value at fault.
    #[must_use]
    pub fn label(mut self, label: impl Into<Telling>) -> Self {
        self.label = label.into();
        self
    }

    /// With a place that it clashes with.
    #[must_use]
    pub fn related(mut self, at: Address, label: impl Into<Telling>) -> Self {
        self.related.push(Related { at: Place::Address(at), label: label.into() });
        self
    }

    /// With a place in the text that it clashes with.
    #[must_use]
    pub fn also(mut self, at: Place, label: impl Into<Telling>) -> Self {
        self.related.push(Related { at, label: label.into() });
        self
    }

    /// With a change that would mend it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// With a weight that is not the rule's own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }
}
