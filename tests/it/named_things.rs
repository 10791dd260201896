//! What findings name they name by address: no id of the plan stands in their words alone.

use std::path::PathBuf;

use crate::alike::PLANS;
use groundswell::check::check;
use groundswell::disk::{Disk, Memory};
use groundswell::finding::{Finding, Fix, Related};
use groundswell::plan::Plan;
use groundswell::plan::address::{Address, Table};
use groundswell::plan::telling::{Part, Telling};
use groundswell::source::{Limits, Source};
use groundswell::wording::aloud::Aloud;

/// The rule whose messages are about an id itself: two things have it.
const OF_IDS: &str = "duplicate-id";

/// What a finding says. A fix that writes something tells it as it is written.
fn told(finding: &Finding) -> impl Iterator<Item = &Telling> {
    let Finding { message, help, label, related, fixes, .. } = finding;
    let fixes = fixes.iter().map(|Fix { title, .. }| title).filter(|title| !title.starts_with("Write `"));
    [message, help, label].into_iter().chain(related.iter().map(|Related { label, .. }| label)).chain(fixes)
}

/// Whether a plan has something of an id in a table.
fn has(plans: &[&Plan], table: Table, id: &str) -> bool {
    plans.iter().any(|plan| plan.about_of(table, id).is_some())
}

/// Holds what a finding says to naming what it names by address, in the plan or in what that is compared with.
pub(crate) fn named_by_address(finding: &Finding, plans: &[&Plan]) {
    if finding.rule == OF_IDS {
        return;
    }
    for telling in told(finding) {
        for part in telling.parts() {
            match part {
                Part::Words(words) => {
                    let mut quoted = words.split('`').skip(1).step_by(2);
                    let id = quoted.find(|id| Table::ALL.into_iter().any(|table| has(plans, table, id)));
                    assert!(id.is_none(), "{}: {id:?} in words alone: {}", finding.rule, &**telling);
                }
                Part::Of(words, at) => {
                    assert_eq!(words, format!("`{}`", at.key), "{}: {}", finding.rule, &**telling);
                    assert!(has(plans, at.table, &at.key), "{}: {at} in {}", finding.rule, &**telling);
                }
            }
        }
    }
}

#[test]
fn findings_of_the_plans_name_by_address() {
    for plan in PLANS {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(plan);
        let checked = check(Source::read(&Disk, &[path], Limits::default()).unwrap(), None);
        for it in &checked.findings {
            named_by_address(&it.finding, &[&checked.plan]);
        }
    }
}

/// A wave and a driver have one id, which a unit has as well; a team and another unit have that of a capability.
const SAME: &str = r#"format = 1
[plan]
units = ["crm", "sales"]
as-of = 2026-12-01
[wave.crm]
name = "Wave Alpha"
start = 2026-01-01
end = 2026-06-30
budget = 100
capacity = { sales = 1 }
[wave.two]
name = "Wave Beta"
start = 2026-07-01
end = 2026-12-31
[driver.crm]
name = "Driver Alpha"
wave = "crm"
value = 1000
needs = ["sales >= 3"]
[capability.sales]
name = "Sales desk"
reaches = { crm = 2, two = 3 }
maturity = { crm = 1 }
cost = { crm = 500 }
effort = { sales = 18 }
[capability.user]
wave = "two"
needs = ["sales"]
"#;

/// What a rule says of a plan, and how that is said.
fn said(rule: &str, text: &str) -> Vec<[String; 2]> {
    let store = Memory::default().with("plan.toml", text);
    let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
    let checked = check(read, None);
    let aloud = Aloud { plans: &[&checked.plan], room: false };
    let of_rule = checked.findings.iter().map(|it| &it.finding).filter(|it| it.rule == rule);
    of_rule.map(|it| [it.message.to_string(), aloud.message(&it.message)]).collect()
}

#[test]
fn an_id_of_two_kinds_names_the_right_one_and_what_only_looks_like_one_stays() {
    let words = |told: Vec<[String; 2]>| told.concat();
    assert_eq!(
        words(said("need-after-use", SAME)),
        [
            "`crm` goes live on 30 Jun 2026 but `sales`, which it needs at level 3, only on 31 Dec 2026",
            "“Driver Alpha” goes live on 30 Jun 2026 but “Sales desk”, which it needs at level 3, only on 31 Dec 2026",
        ]
    );
    let [text, aloud] = said("over-budget", SAME).remove(0);
    assert!(text.starts_with("`crm` costs") && aloud.starts_with("“Wave Alpha” costs"), "{aloud}");
    // A team and a unit are what they are, whatever else has their id.
    let [text, aloud] = said("over-capacity", SAME).remove(0);
    assert!(text.starts_with("`crm` takes 9 person-months of `sales`"), "{text}");
    assert!(aloud.starts_with("“Wave Alpha” takes 9 person-months of `sales`"), "{aloud}");
    let [text, aloud] = said("blind-spot", SAME).remove(0);
    assert_eq!(text, "`sales`, which `crm` needs, was never assessed in `sales`");
    assert_eq!(aloud, "“Sales desk”, which “Driver Alpha” needs, was never assessed in `sales`");
    // A value is what is written.
    let wrong = SAME.replace("value = 1000", "value = 1000\nstage = \"crm\"");
    let [text, aloud] = said("unknown-value", &wrong).remove(0);
    assert_eq!(text, "`crm` is no value of `stage`");
    assert_eq!(aloud, text);
    // An id that was meant is the one of the kind that is asked for.
    let wrong = SAME.replace("needs = [\"sales\"]", "needs = [\"crn\"]");
    let store = Memory::default().with("plan.toml", wrong);
    let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
    let found = read.findings.iter().find(|it| it.rule == "unknown-id").unwrap();
    let meant: Vec<Part<'_>> = found.help.parts().collect();
    let at = Address::new(Table::Driver, "crm");
    assert_eq!(meant, [Part::Words("Did you mean the item "), Part::Of("`crm`", &at), Part::Words("?")]);
}

/// By the plan: Foundation opens Denmark first, China was never assessed for field incentives, and the portal is what is
/// furthest behind of technology.
#[test]
fn prints_name_what_opens_units_and_criteria_as_all_else() {
    let show = |view: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        crate::program::swell(folder, &["show", "plans/omnichannel", view]).out
    };
    let board = show("board");
    assert!(board.contains("  Opens\n    Denmark (dk)\n    Sweden (se)\n"), "{board}");
    let capabilities = show("capabilities");
    assert!(capabilities.contains("Units: cn China, de Germany, dk Denmark"), "{capabilities}");
    for told in ["Field incentives  China\n", "HCP portal 0 %"] {
        assert!(capabilities.contains(told), "{told}: {capabilities}");
    }
    let leadership = show("leadership");
    for told in ["Calls logged with preference ≥ 60 %", "Engage spent ≤ 2.75 M€", "Field incentives ≥ 3"]
    {
        assert!(leadership.contains(told), "{told}: {leadership}");
    }
    assert!(!leadership.contains("kpi.") && !leadership.contains(">="), "{leadership}");
}
