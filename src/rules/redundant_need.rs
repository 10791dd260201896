//! `redundant-need`: no need is implied by others.

use crate::finding::{Applicability, Edit, Finding, Fix, Severity};
use crate::graph::Implied;
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::item::Need;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording::count;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "redundant-need",
    family: Family::Waves,
    severity: Severity::Advice,
    holds: "no need is implied, at its level or higher, by another need of the same item",
    why: "each need is reviewed and replanned by hand; those that say nothing new hide the ones that do",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm", «"data"»] }

[capability]
crm = { name = "CRM", wave = "one", needs = ["data"] }
data = { name = "Customer data", wave = "one" }

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
crm = { name = "CRM", wave = "one", needs = ["data"] }
data = { name = "Customer data", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking {
        reads: &[
            Aspect::Needs,
            Aspect::Steps,
            Aspect::Dates,
            Aspect::Capabilities,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

/// Needs of one item that are named at most, and pointed at.
const NAMED: usize = 4;
const POINTED_AT: usize = 12;

// All redundant needs of an item are one finding: where each of many items needs all those before it, they
// are as many as the needs of the plan. A need of the item's own next step that its earlier step already
// waits for is implied as well.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let of_an_item = cx.graph.implied().chunk_by(|one, other| one.need.item == other.need.item);
    findings.extend(of_an_item.filter_map(|implied| match implied {
        [] => None,
        [one] => alone(cx.plan, one),
        several => together(cx.plan, several),
    }));
}

/// The finding of an item with one redundant need.
fn alone(plan: &Plan, implied: &Implied) -> Option<Finding> {
    let ix = implied.need.item;
    let item = plan.item(ix);
    let need = item.needs.get(implied.need.position as usize)?;
    let needed = plan.item(need.item);
    let by = implied.by.need.and_then(|position| item.needs.get(position as usize));
    let message = match by {
        Some(by) if by.item == need.item => tell!("{} needs {} twice", item, needed),
        Some(by) => {
            tell!("{} needs {}, which {} stands on already", item, needed, plan.item(by.item))
        }
        None => tell!("{} needs {}, which its own earlier step stands on already", item, needed),
    };
    let at = plan.need_address(ix, "needs", need);
    let mut finding = Finding::new(RULE.name, at.clone(), message)
        .label("says nothing new")
        .help(tell!("Leave {} out of the needs of {}.", needed, item))
        .fix(Fix::safe(tell!("Leave out {}", needed), Edit::Remove(at)));
    if let Some(by) = by {
        let label = tell!("stands on {} itself", needed);
        finding = finding.related(plan.need_address(ix, "needs", by), label);
    }
    Some(finding)
}

/// The finding of an item with several, at the first of them.
fn together(plan: &Plan, implied: &[Implied]) -> Option<Finding> {
    let ix = implied.first()?.need.item;
    let item = plan.item(ix);
    let needs = || implied.iter().filter_map(|it| Some((item.needs.get(it.need.position as usize)?, it)));
    let why = |(need, it): (&Need, &Implied)| {
        let by = it.by.need.and_then(|position| item.needs.get(position as usize));
        match by {
            Some(by) if by.item == need.item => Telling::from("named twice"),
            Some(by) => tell!("{} stands on it", plan.item(by.item)),
            None => "its own earlier step stands on it".into(),
        }
    };
    let mut names: Vec<Telling> =
        needs().take(NAMED).map(|(need, _)| tell!("{}", plan.item(need.item))).collect();
    names.extend((implied.len() > NAMED).then(|| tell!("{} more", implied.len() - NAMED)));
    let message = tell!("{} needs {}, which its other needs imply", item, Telling::listed(&names));
    let edits = needs().map(|(need, _)| Edit::Remove(plan.need_address(ix, "needs", need))).collect();
    let (first, its) = needs().next()?;
    let finding = Finding::new(RULE.name, plan.need_address(ix, "needs", first), message)
        .label(why((first, its)))
        .help(tell!("Leave them out of the needs of {}.", item))
        .fix(Fix {
            title: format!("Leave out {}", count(implied.len(), "need")).into(),
            applicability: Applicability::Safe,
            edits,
        });
    let others = needs().skip(1).take(POINTED_AT);
    Some(others.fold(finding, |finding, (need, it)| {
        finding.related(plan.need_address(ix, "needs", need), why((need, it)))
    }))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::path::PathBuf;

    use crate::check::{Checked, check};
    use crate::disk::Memory;
    use crate::source::{Limits, Source};

    /// Items each of which needs all those before it.
    fn dense(items: usize) -> Checked {
        let mut text =
            "format = 1\n[wave]\none = { start = 2026-01-01, end = 2026-06-30 }\n[capability]\n".to_owned();
        for nth in 0..items {
            let needs: Vec<String> = (0..nth).map(|before| format!("\"c{before}\"")).collect();
            let _ = writeln!(text, "c{nth} = {{ wave = \"one\", needs = [{}] }}", needs.join(", "));
        }
        let store = Memory::default().with("plan.toml", text);
        check(Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).ok().unwrap(), None)
    }

    fn found(checked: &Checked) -> Vec<&crate::finding::Finding> {
        checked.findings.iter().map(|it| &it.finding).filter(|it| it.rule == super::RULE.name).collect()
    }

    #[test]
    fn the_needs_of_an_item_that_others_imply_are_one_finding_whose_fix_takes_all_out() {
        let checked = dense(7);
        let messages: Vec<&str> = found(&checked).iter().map(|it| &*it.message).collect();
        assert_eq!(
            messages,
            [
                "`c2` needs `c0`, which `c1` stands on already",
                "`c3` needs `c0` and `c1`, which its other needs imply",
                "`c4` needs `c0`, `c1` and `c2`, which its other needs imply",
                "`c5` needs `c0`, `c1`, `c2` and `c3`, which its other needs imply",
                "`c6` needs `c0`, `c1`, `c2`, `c3` and 1 more, which its other needs imply",
            ]
        );
        let last = *found(&checked).last().unwrap();
        let patches = checked.source.patches(&checked.plan, &last.fixes[0].edits).unwrap();
        let mended = checked.source.patched(0, &patches).unwrap();
        assert!(mended.contains("c6 = { wave = \"one\", needs = [\"c5\"] }"), "{mended}");
    }

    #[test]
    fn findings_are_as_many_as_items_and_each_points_at_a_few_places() {
        for items in [40, 80] {
            let checked = dense(items);
            assert_eq!(found(&checked).len(), items - 2);
            assert!(found(&checked).iter().all(|it| it.related.len() <= super::POINTED_AT));
        }
    }
}
