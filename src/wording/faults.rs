//! What a rule finds, in a few plain words behind the name of what it is about: for people who are not told more of it. The
//! name of the rule itself is for the check and for programs.

/// What is wrong where a rule finds something: `needs something that comes too late`.
#[must_use]
pub fn in_short(rule: &str) -> &'static str {
    match rule {
        "name-missing" => "has no name",
        "dependency-cycle" => "needs itself in the end",
        "wave-cycle" => "waits for itself in the end",
        "need-after-use" => "needs something that comes too late",
        "need-never-met" => "needs something that is never reached",
        "preference-out-of-order" => "prefers something that comes too late",
        "split-group" => "parted from what it belongs with",
        "redundant-need" => "names a need twice",
        "item-without-wave" => "is in no wave",
        "wave-dates" => "has dates that do not fit",
        "waves-overlap" => "overlaps another wave",
        "wave-order" => "starts before the wave that it follows ends",
        "empty-wave" => "takes nothing live",
        "one-sided-wave" => "does not move all three dimensions",
        "too-many-drivers" => "takes on too many drivers",
        "over-budget" => "costs more than its budget",
        "over-capacity" => "asks more of a team than it has",
        "wave-without-return" => "spends and returns nothing soon",
        "wave-without-gate" => "has no gate at its end",
        "wave-without-learning" => "has no learning on record",
        "front-loaded" | "back-loaded" => "carries too much of the plan",
        "driver-without-objective" => "driver and objective do not meet",
        "driver-without-need" => "does not say what it needs",
        "driver-without-kpi" => "is measured by no KPI",
        "driver-without-leading-kpi" => "has no KPI that tells early",
        "scope-never-opened" => "is never opened",
        "shares-exceed-whole" => "shares add up to more than the whole",
        "technology-alone" => "does not move technology, business and people together",
        "capability-without-use" => "is used by nothing",
        "blind-spot" => "was not assessed everywhere",
        "maturity-falls" => "does not rise from wave to wave",
        "maturity-leap" => "rises too far in one wave",
        "adoption-unsupported" => "opens scope without help to change",
        "market-without-archetype" => "has no archetype",
        "customized-in-parallel" => "opens several customized markets at once",
        "trade-off-undecided" => "is undecided",
        "dimension-uncovered" => "leaves a dimension untouched",
        "exception-without-approval" => "has an exception that nobody approved",
        "exception-without-end" => "has an exception without an end",
        "exception-without-price" => "has an exception without a price",
        "change-overload" => "takes more change at once than it can",
        "wave-without-mandate" => "has no mandate in force all along",
        "mandate-too-small" => "may spend less than it is to",
        "mandate-out-of-scope" => "is not covered by a mandate",
        "leadership-missing" => "lacks leadership of one kind",
        "mandate-shrinks" => "has less strength than before",
        "theme-uncovered" => "has a theme that nobody holds",
        "without-owner" => "has no owner, or one who is not to own it",
        "decision-overdue" => "waits for a decision that is overdue",
        "decision-without-outcome" => "was decided without an outcome",
        "gate-ahead-of-evidence" => "was passed on less than it asks",
        "stage-ahead-of-evidence" => "is said to be further than it is",
        "kpi-incomplete" => "is not yet all said",
        "target-against-direction" => "aims the wrong way",
        "target-not-monotone" => "has targets that go up and down",
        "reading-in-future" => "has something on record for a day to come",
        "recorded-twice" => "has something on record twice",
        "reading-gap" => "was not read in between",
        "kpi-stale" => "was not read for too long",
        "activity-only" => "is measured by activity alone",
        "lagging-only" => "is read late alone",
        "leading-without-follow" => "is red, and nothing has answered that",
        "value-incomplete" => "is not yet all valued",
        "value-without-ramp" => "brings all of its value at once",
        "estimate-disordered" => "has an estimate that is no range",
        "claim-exceeds-pool" => "claims more than there is",
        "pool-without-limit" => "has no limit",
        "value-without-cost" => "has value and no cost",
        "confidence-ahead-of-stage" => "claims more confidence than it may yet",
        "realized-before-live" => "has value on record from before it is live",
        "forecast-below-plan" => "is forecast well below plan, and nobody decided on it",
        "history-changed" => "has a past that was changed",
        "item-overdue" => "is overdue",
        "risk-incomplete" => "lacks an owner or a response",
        "isolated-item" => "is tied to nothing",
        "waiver-expired" => "has a waiver that is over",
        "waiver-unused" => "has a waiver that nothing needs",
        "waiver-without-reason" => "has a waiver without a reason",
        _ => UNSAID,
    }
}

/// What is said of a rule that has no words of its own: of a fault of a file.
const UNSAID: &str = "is not written as it should be";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Found;
    use crate::rules::RULES;

    #[test]
    fn each_rule_that_looks_at_a_plan_has_words_of_its_own() {
        for rule in RULES {
            let of_file = matches!(rule.found, Found::Reading | Found::Beside { .. });
            let told = in_short(rule.name);
            assert!(of_file || told != UNSAID, "{}", rule.name);
            assert!(told.chars().count() <= 56 && !told.contains('-'), "{told}");
        }
    }
}
