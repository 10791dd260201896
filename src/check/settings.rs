//! Which rules a check runs and how much their findings weigh: the call's own settings over the plan's
//! policy.
//!
//! `--only` selects. Of what is left, each finding is allowed (not reported) or denied (an error) by
//! whatever names it most closely: its rule before its family before its severity, and deny before
//! allow where both are as close. The call is asked first; the plan's policy counts where the call
//! names nothing that fits. Errors of the format are bound: nothing takes them away, since no other
//! finding can be relied on while the plan cannot be read as it is written.

use chrono::NaiveDate;

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::rule::{Family, Rule};
use crate::rules::{by_name, names};
use crate::wording::nearest;

/// What a check is told besides its plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The day up to which things are known, instead of the plan's own.
    pub as_of: Option<NaiveDate>,
    /// The findings to report; empty: all.
    pub only: Vec<Selector>,
    /// The findings to leave out.
    pub allow: Vec<Selector>,
    /// The findings to make errors.
    pub deny: Vec<Selector>,
}

/// Some findings: those of a rule, of a family, or of a severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Selector {
    /// By their severity, as it is before any setting.
    Severity(Severity),
    /// By the family of their rule.
    Family(Family),
    /// By their rule.
    Rule(&'static str),
}

impl Selector {
    /// What a word selects.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let severity = || Severity::ALL.into_iter().find(|severity| severity.as_str() == word);
        let family = || Family::ALL.into_iter().find(|family| family.as_str() == word);
        let rule = || names().find(|name| *name == word);
        severity()
            .map(Self::Severity)
            .or_else(|| family().map(Self::Family))
            .or_else(|| rule().map(Self::Rule))
    }

    /// The word nearest to one that selects nothing, where one is near.
    #[must_use]
    pub fn nearest(word: &str) -> Option<&'static str> {
        let families = Family::ALL.into_iter().map(Family::as_str);
        let severities = Severity::ALL.into_iter().map(Severity::as_str);
        nearest(word, names().chain(families).chain(severities))
    }

    fn takes(self, rule: &str, severity: Severity) -> bool {
        match self {
            Self::Severity(own) => own == severity,
            Self::Family(family) => by_name(rule).is_some_and(|rule| rule.family == family),
            Self::Rule(name) => name == rule,
        }
    }
}

/// What becomes of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is not reported.
    Allowed,
    /// It is reported, and weighs so much.
    Reported(Severity),
}

/// The settings that hold for one plan.
pub(super) struct Held<'a> {
    only: &'a [Selector],
    call: Switches<'a>,
    plan_allow: Vec<Selector>,
    plan_deny: Vec<Selector>,
}

struct Switches<'a> {
    allow: &'a [Selector],
    deny: &'a [Selector],
}

impl Switches<'_> {
    /// What is said of a finding: `Some(true)` allowed, `Some(false)` denied.
    fn say(&self, rule: &str, severity: Severity) -> Option<bool> {
        let closest = |list: &[Selector]| list.iter().filter(|it| it.takes(rule, severity)).max().map(rank);
        match (closest(self.allow), closest(self.deny)) {
            (None, None) => None,
            (allow, deny) => Some(allow > deny),
        }
    }
}

fn rank(selector: &Selector) -> u8 {
    match selector {
        Selector::Severity(_) => 0,
        Selector::Family(_) => 1,
        Selector::Rule(_) => 2,
    }
}

impl<'a> Held<'a> {
    pub(super) fn new(settings: &'a Settings, plan: &Plan) -> Self {
        let selectors = |words: &[Box<str>]| words.iter().filter_map(|word| Selector::of(word)).collect();
        Self {
            only: &settings.only,
            call: Switches { allow: &settings.allow, deny: &settings.deny },
            plan_allow: selectors(&plan.policy.allow),
            plan_deny: selectors(&plan.policy.deny),
        }
    }

    /// What becomes of a finding of a rule that weighs so much by itself.
    pub(super) fn verdict(&self, rule: &str, severity: Severity) -> Verdict {
        let selected = self.only.is_empty() || self.only.iter().any(|it| it.takes(rule, severity));
        if !selected && !is_bound(rule, severity) {
            return Verdict::Allowed;
        }
        let plan = Switches { allow: &self.plan_allow, deny: &self.plan_deny };
        match self.call.say(rule, severity).or_else(|| plan.say(rule, severity)) {
            Some(true) if !is_bound(rule, severity) => Verdict::Allowed,
            Some(false) => Verdict::Reported(Severity::Error),
            _ => Verdict::Reported(severity),
        }
    }

    /// Whether a finding of a rule could be reported, whatever it weighs.
    pub(super) fn runs(&self, rule: &Rule) -> bool {
        Severity::ALL.into_iter().any(|severity| self.verdict(rule.name, severity) != Verdict::Allowed)
    }
}

/// Whether a finding is an error of the format, which nothing takes away.
#[must_use]
pub fn is_bound(rule: &str, severity: Severity) -> bool {
    severity == Severity::Error && by_name(rule).is_some_and(|rule| rule.family == Family::Format)
}

/// Whether findings of a rule can be allowed or waived by its name. Conflict markers can: inside a text
/// they are a warning.
#[must_use]
pub fn may_be_allowed(name: &str) -> bool {
    name == "merge-conflict" || !by_name(name).is_some_and(|rule| is_bound(name, rule.severity))
}

/// Words of the policy and of waivers that name nothing, or what cannot be taken away: a typo must not
/// switch anything off unseen.
pub(super) fn faults(plan: &Plan, findings: &mut Vec<Finding>) {
    let policy = |key: &'static str, words: &[Box<str>]| -> Vec<(Address, Box<str>)> {
        let list = Address::new(Table::Policy, "").to(key);
        (0_u32..).zip(words).map(|(nth, word)| (list.clone().to(nth), word.clone())).collect()
    };
    for (at, word) in policy("deny", &plan.policy.deny) {
        unknown(at, &word, Selector::of(&word).is_some(), findings);
    }
    for (at, word) in policy("allow", &plan.policy.allow) {
        unknown(at.clone(), &word, Selector::of(&word).is_some(), findings);
        bound(at, &word, "allowed", findings);
    }
    for (nth, waiver) in plan.waivers.iter().enumerate() {
        let at = || plan.record_address(Table::Waiver, nth).to("rule");
        if names().any(|name| name == &*waiver.rule) {
            bound(at(), &waiver.rule, "waived", findings);
        } else {
            unknown(at(), &waiver.rule, false, findings);
        }
    }
}

fn unknown(at: Address, word: &str, known: bool, findings: &mut Vec<Finding>) {
    if known {
        return;
    }
    let help = match Selector::nearest(word) {
        Some(nearest) => format!("Did you mean `{nearest}`?"),
        None => "Write the name of a rule, as the checker prints it.".to_owned(),
    };
    findings.push(Finding::new("unknown-id", at, format!("there is no rule `{word}`")).help(help));
}

fn bound(at: Address, word: &str, taken: &str, findings: &mut Vec<Finding>) {
    if may_be_allowed(word) {
        return;
    }
    let message = format!("`{word}` cannot be {taken}: it is an error of the format");
    findings.push(
        Finding::new("unknown-value", at, message)
            .help(format!("Leave `{word}` out, and mend what it finds.")),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(call: [&[&str]; 3], plan: [&[&str]; 2], rule: &str) -> Verdict {
        let of = |words: &[&str]| words.iter().map(|word| Selector::of(word).unwrap()).collect::<Vec<_>>();
        let [only, allow, deny] = call.map(of);
        let settings = Settings { only, allow, deny, as_of: None };
        let mut read = Plan::empty(NaiveDate::default());
        let boxed = |words: &[&str]| words.iter().map(|word| (*word).into()).collect();
        read.policy.allow = boxed(plan[0]);
        read.policy.deny = boxed(plan[1]);
        Held::new(&settings, &read).verdict(rule, by_name(rule).unwrap().severity)
    }

    const ERROR: Verdict = Verdict::Reported(Severity::Error);
    const WARNING: Verdict = Verdict::Reported(Severity::Warning);

    #[test]
    fn what_names_a_finding_most_closely_decides() {
        let plan = |allow, deny| verdict([&[]; 3], [allow, deny], "empty-wave");
        assert_eq!(plan(&[], &[]), WARNING);
        assert_eq!(plan(&["warning"], &["empty-wave"]), ERROR);
        assert_eq!(plan(&["empty-wave"], &["waves", "warning"]), Verdict::Allowed);
        assert_eq!(plan(&["waves"], &["warning"]), Verdict::Allowed);
        assert_eq!(plan(&["waves"], &["waves"]), ERROR);
    }

    #[test]
    fn the_call_goes_before_the_plan() {
        let call = |only, allow, deny| verdict([only, allow, deny], [&[], &["empty-wave"]], "empty-wave");
        assert_eq!(call(&[], &["warning"], &[]), Verdict::Allowed);
        assert_eq!(call(&["kpis"], &[], &["empty-wave"]), Verdict::Allowed);
        assert_eq!(call(&["waves"], &[], &[]), ERROR);
        assert_eq!(verdict([&[], &[], &["waves"]], [&["empty-wave"], &[]], "empty-wave"), ERROR);
    }

    #[test]
    fn errors_of_the_format_stay_whatever_is_said() {
        for words in [&["syntax-error"][..], &["format"], &["error"]] {
            assert_eq!(verdict([&["kpis"], words, &[]], [words, &[]], "syntax-error"), ERROR);
        }
        assert_eq!(verdict([&[]; 3], [&["format"], &[]], "name-missing"), Verdict::Allowed);
    }

    #[test]
    fn words_are_rules_families_and_severities() {
        assert_eq!(Selector::of("advice"), Some(Selector::Severity(Severity::Advice)));
        assert_eq!(Selector::of("operating-model"), Some(Selector::Family(Family::OperatingModel)));
        assert_eq!(Selector::of("wave-dates"), Some(Selector::Rule("wave-dates")));
        assert_eq!(Selector::of("warnings"), None);
        assert_eq!(Selector::nearest("warnings"), Some("warning"));
        assert_eq!(Selector::nearest("completely-else"), None);
    }
}
