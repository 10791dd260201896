//! Deciding at a gate: once a day, and not to go on in silence where its criteria are open.

use super::record::{Again, OnRecord, on_record, recorded_once};
use crate::draft::{Change, Draft, Refused, Title};
use crate::figures::Figures;
use crate::figures::readiness::missing;
use crate::plan::address::Table;
use crate::plan::record::Outcome;
use crate::plan::tell::tell;
use crate::plan::typed;
use crate::wording;

/// Criteria at most that are told one by one.
const TOLD: usize = 6;

/// Records what was decided at a gate, as [`recorded_once`] does.
///
/// # Errors
/// As [`recorded_once`]; and where a gate lets pass though not all of its criteria hold on that day, and no note
/// says why.
pub fn decided(
    draft: &Draft,
    title: impl Into<Title>,
    values: &[(&str, Option<&str>)],
    again: Again,
) -> Result<Change, Refused> {
    let change = recorded_once(draft, Table::Decision, title, values, again)?;
    reasoned(draft, values, "--note \"WHY\"").map(|()| change)
}

/// Holds a decision that is added by its keys to what holds for one that is decided: once a day at a gate, and
/// with a reason where criteria are open.
///
/// # Errors
/// [`Refused`], with what is on record, or what is open.
pub(super) fn may_be_added(draft: &Draft, values: &[(&str, Option<&str>)]) -> Result<(), Refused> {
    let there = on_record(draft, Table::Decision, values);
    let gate = values.iter().find(|(key, _)| *key == "gate").and_then(|(_, gate)| *gate);
    if let (Some(OnRecord { place, said, .. }), Some(gate)) = (there, gate) {
        let help = format!("Correct it: swell decide {gate} OUTCOME --replace, with the --date that it has.");
        return Err(Refused::new(format!("{place} says {said} for it already"), help));
    }
    reasoned(draft, values, "note=\"WHY\"")
}

/// Refuses to go on without a reason where a gate asks for what does not hold; `how` is how one is given.
fn reasoned(draft: &Draft, values: &[(&str, Option<&str>)], how: &str) -> Result<(), Refused> {
    let given = |key: &str| values.iter().find(|(name, _)| *name == key).and_then(|(_, value)| *value);
    let plan = draft.plan();
    let silent = given("note").is_none_or(|note| note.trim().is_empty());
    let gate = given("gate").and_then(|id| plan.gate_by_id(id));
    let day = given("date").and_then(typed::date).and_then(Result::ok);
    let goes = given("outcome") == Some(Outcome::Go.as_str());
    let (Some(gate), Some(day)) = (gate.filter(|_| goes && silent), day) else { return Ok(()) };
    let judged = Figures::new(plan).verdict(gate, day).now;
    let gate = &plan.gates[gate.at()];
    let open = gate.criteria.iter().zip(&judged).filter(|(_, judged)| !judged.holds);
    let open: Vec<String> = open
        .map(|(criterion, judged)| match plan.is_private(criterion.subject) {
            true => "one that is private".to_owned(),
            false => format!("`{}` ({})", criterion.text, missing(plan, criterion, judged)),
        })
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let told = open.get(..TOLD).unwrap_or(&open).join("; ");
    let more = match open.len().saturating_sub(TOLD) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let verb = if open.len() == 1 { "does" } else { "do" };
    let many = wording::count(judged.len(), "criterion").replace("criterions", "criteria");
    let message = tell!(
        "{} of the {many} of {} {verb} not hold on {}: {told}{more}",
        open.len(),
        gate,
        wording::date(day)
    );
    let help = format!("To go on all the same needs a reason: {how}. Or decide conditions, hold or stop.");
    Err(Refused::new(message, help))
}
