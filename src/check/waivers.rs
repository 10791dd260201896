//! Waivers: findings that the plan accepts for a time.

use crate::finding::{Finding, Place};
use crate::plan::Plan;
use crate::plan::address::Holds;
use crate::plan::record::Waiver;

/// Takes the findings out of `findings` that a waiver in force accepts and that `may` be, and gives the
/// places in the plan's list of the waivers in force that accepted none.
pub(super) fn apply(plan: &Plan, findings: &mut Vec<Finding>, may: impl Fn(&Finding) -> bool) -> Vec<usize> {
    let mut idle: Vec<bool> = plan.waivers.iter().map(|waiver| is_in_force(plan, waiver)).collect();
    if idle.is_empty() {
        return Vec::new();
    }
    findings.retain(|finding| {
        let mut accepted = false;
        for (nth, waiver) in plan.waivers.iter().enumerate() {
            if is_in_force(plan, waiver) && accepts(waiver, finding) && may(finding) {
                (accepted, idle[nth]) = (true, false);
            }
        }
        !accepted
    });
    let idle = idle.into_iter().enumerate();
    idle.filter_map(|(nth, idle)| idle.then_some(nth)).collect()
}

fn is_in_force(plan: &Plan, waiver: &Waiver) -> bool {
    waiver.until.is_none_or(|until| plan.as_of <= until)
}

/// Whether a waiver is for the rule of a finding, on anything or on the id that the finding is about.
fn accepts(waiver: &Waiver, finding: &Finding) -> bool {
    &*waiver.rule == finding.rule && waiver.on.as_deref().is_none_or(|id| is_about(finding, id))
}

/// Whether a finding is about an id: its table has that id, or it is a record of what has it.
fn is_about(finding: &Finding, id: &str) -> bool {
    let (Place::Address(address) | Place::Both(address, _)) = &finding.at else { return false };
    match address.table.holds() {
        Holds::Many => address.key.split(' ').any(|word| word == id),
        Holds::One | Holds::ById => &*address.key == id,
    }
}
