//! Findings for others: of what is private, the rule, the place and the id are left, and nothing else.

use super::{Checked, Reported};
use crate::finding::Related;
use crate::plan::address::Address;
use crate::rules::by_name;
use crate::source::Secrets;

impl Checked {
    /// Takes out of the findings what they tell of private tables: names, amounts, lines of the files, and
    /// how to mend them.
    pub fn redact(&mut self) {
        let secrets = self.source.secrets();
        self.findings.iter_mut().for_each(|it| redact(it, &secrets));
        if let Some(since) = &mut self.since {
            let secrets = secrets.and(std::mem::take(&mut since.secrets));
            since.removed.iter_mut().for_each(|it| redact(it, &secrets));
        }
    }
}

fn redact(reported: &mut Reported, secrets: &Secrets) {
    let at = reported.address().map(Address::root);
    let finding = &reported.finding;
    let of_private = |at: &Option<&Address>| at.is_some_and(|at| secrets.holds(at));
    let related = |it: &Related| of_private(&super::address_of(&it.at)) || secrets.tells(&it.label);
    let own = of_private(&reported.address()) || secrets.tells(&finding.message);
    let fixed = finding.fixes.iter().any(|fix| secrets.tells(&fix.title));
    let told = [&finding.help, &finding.label].into_iter().any(|it| secrets.tells(it));
    if !own && !told && !fixed && !finding.related.iter().any(related) {
        return;
    }
    let finding = &mut reported.finding;
    finding.message = match at {
        Some(at) => format!("`{at}` does not hold to this rule; how is private"),
        None => "something private does not hold to this rule".to_owned(),
    };
    finding.help = by_name(finding.rule).map(|rule| rule.holds.to_owned()).unwrap_or_default();
    finding.label.clear();
    finding.related.clear();
    finding.fixes.clear();
    reported.related.clear();
    reported.private = true;
}
