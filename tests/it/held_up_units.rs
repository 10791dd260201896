//! What is held unit by unit waits in the units in which something that it needs is not there, and is there by its date in
//! the others; as a whole it waits as long as it does in one that takes part.

use groundswell::figures::Figures;
use groundswell::figures::readiness::StepState;
use groundswell::plan::Plan;
use groundswell::plan::id::UnitIx;
use groundswell::plan::quantity::Level;
use groundswell::status::Status;

use crate::driven::{edited_and_afresh, open};
use crate::program::{folder, swell};

/// Norway and Finland are open; Sweden opens with the third wave. The base was seen at 2 of 2 in Norway, at 1 in Finland and
/// at none in Sweden, other at 1 in Norway, part at 1 in Finland, known at 2 in Finland, and the lead at 1 of 2. Nobody has
/// looked at anything else, and all but the next is due.
const TEXT: &str = r#"format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2027-01-31
[wave.one]
start = 2026-01-01
end = 2026-12-31
budget = 13_000
opens = { market = ["no", "fi"] }
[wave.two]
start = 2027-01-01
end = 2027-01-25
[wave.three]
start = 2027-01-26
end = 2027-12-31
opens = { market = ["se"] }
[market.no]
name = "Norway"
share = 0.4
[market.fi]
name = "Finland"
share = 0.4
[market.se]
name = "Sweden"
share = 0.2
[capability.base]
layer = "technological"
reaches = { one = 2 }
[capability.other]
reaches = { one = 2 }
[capability.tool]
reaches = { one = 2 }
needs = ["base >= 2"]
[capability.upper]
reaches = { one = 2 }
needs = ["tool >= 2"]
[capability.tall]
reaches = { one = 2, two = 3 }
needs = { one = ["base >= 2"] }
[capability.known]
reaches = { one = 2 }
needs = ["base >= 2"]
[capability.low]
reaches = { one = 2 }
needs = ["base >= 1"]
[capability.both]
reaches = { one = 2 }
needs = ["base >= 2", "other >= 2"]
[capability.part]
reaches = { one = 2 }
needs = ["other >= 2"]
[capability.led]
reaches = { one = 2 }
needs = ["lead >= 2"]
[mandate.lead]
leadership = "executive"
reaches = { one = 2 }
granted = 2026-01-01
[driver.first]
wave = "one"
value = 120_000
needs = ["tool >= 2"]
ramp = { months = 1, shape = "step" }
[driver.second]
wave = "one"
value = 120_000
needs = ["both >= 2"]
ramp = { months = 1, shape = "step" }
[driver.next]
wave = "three"
value = 120_000
needs = ["tool >= 2"]
ramp = { months = 1, shape = "step" }
[gate.exit]
wave = "one"
date = 2027-02-28
criteria = ["tool >= 2"]
[[spent]]
wave = "one"
period = "2026-12"
value = 4_000
[[assessed]]
capability = "base"
unit = "no"
date = 2027-01-15
level = 2
[[assessed]]
capability = "base"
unit = "fi"
date = 2027-01-15
level = 1
[[assessed]]
capability = "base"
unit = "se"
date = 2027-01-15
level = 0
[[assessed]]
capability = "other"
unit = "no"
date = 2027-01-16
level = 1
[[assessed]]
capability = "part"
unit = "fi"
date = 2027-01-15
level = 1
[[assessed]]
capability = "known"
unit = "fi"
date = 2027-01-15
level = 2
[[assessed]]
mandate = "lead"
date = 2027-01-15
level = 1
"#;

fn words(text: &str, arguments: &[&str]) -> String {
    let folder = folder(&[("plan.toml", text)]);
    let ran = swell(folder.path(), arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The levels of a capability in Finland, Norway and Sweden.
fn levels(plan: &Plan, id: &str) -> [Option<Level>; 3] {
    let (figures, item) = (Figures::new(plan), plan.item_by_id(id).unwrap());
    let levels = figures.levels_at(item, plan.as_of);
    let one_by_one = (0..3).map(|unit| figures.level_at(item, Some(UnitIx(unit)), plan.as_of));
    assert_eq!(levels, one_by_one.collect::<Vec<_>>(), "{id}");
    levels.try_into().unwrap()
}

/// By hand, from what was seen. Of what rests on the base, Norway alone is there, but where less of it will do; other is
/// short in Norway alone, and what it holds up there was not seen short elsewhere; the lead is no more one unit's than
/// another's.
#[test]
fn a_step_counts_where_what_it_needs_is_there() {
    let plan = open(TEXT).plan().clone();
    for (id, expected) in [
        ("base", [Some(1), Some(2), Some(0)]),
        ("other", [Some(2), Some(1), Some(2)]),
        ("tool", [None, Some(2), None]),
        ("upper", [None, Some(2), None]),
        ("tall", [None, Some(3), None]),
        ("known", [Some(2), Some(2), None]),
        ("low", [Some(2), Some(2), None]),
        ("both", [None; 3]),
        ("part", [Some(1), None, Some(2)]),
        ("led", [None; 3]),
    ] {
        assert_eq!(levels(&plan, id), expected, "{id}");
    }
}

/// As a whole what waits in Finland or in Norway is late; what waits in Sweden alone is not, which takes no part yet.
#[test]
fn a_step_is_late_as_long_as_it_waits_in_a_unit_that_takes_part() {
    let work = open(TEXT);
    let plan = work.plan();
    let stands = |id: &str, step: usize| {
        let standing = &work.standings[plan.item_by_id(id).unwrap().at()][step];
        let why = standing.reasons.first().map(|reason| reason.say(plan)).unwrap_or_default();
        (standing.status, standing.live, why)
    };
    let waits = |why: &str| (Status::Late, false, format!("waits for {why}"));
    for (id, step, why) in [
        ("tool", 0, "base at 2, which is not there in Finland"),
        ("upper", 0, "tool at 2, which is not there in Finland"),
        ("tall", 0, "base at 2, which is not there in Finland"),
        ("tall", 1, "base at 2, which is not there in Finland"),
        ("both", 0, "base at 2, which is not there in Finland"),
        ("led", 0, "lead at 2, which is late itself"),
        ("first", 0, "tool at 2, which is not there in Finland"),
        ("second", 0, "both at 2, which is late itself"),
    ] {
        assert_eq!(stands(id, step), waits(why), "{id}");
    }
    assert!(stands("known", 0).1 && stands("low", 0).1, "there in all that take part");
    assert_eq!(stands("part", 0).2, "level 1 was seen, 2 was planned by now", "by itself, in Finland");
    let next = &work.standings[plan.item_by_id("next").unwrap().at()][0];
    let said: Vec<String> = next.reasons.iter().map(|reason| reason.say(plan)).collect();
    assert!(said.contains(&"waits for tool at 2, which is not there in Finland".to_owned()), "{said:?}");
}

/// Of the 13 steps of the first wave known and low are live: of 13,000, 2,000 are earned.
#[test]
fn where_it_is_not_there_is_told() {
    assert!(words(TEXT, &["explain", "plan.toml", "ev.one"]).contains("ev.one = 2,000.00 EUR"));
    let told = words(TEXT, &["show", "plan.toml", "value"]);
    for said in [
        "tool at 2 waits for base, which is not there in Finland, and earns nothing.",
        "second waits for both, and earns nothing.",
        "led at 2 waits for lead, and earns nothing.",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let told = words(TEXT, &["explain", "plan.toml", "live-steps.one"]);
    assert!(told.contains("live-steps.one = 2 of 13"), "{told}");
    assert!(told.contains("tool at 2, overdue, waits for base in Finland no"), "{told}");
    let told = words(TEXT, &["explain", "plan.toml", "level.tool.fi"]);
    assert!(told.contains("2 of 31 Dec 2026 waits for base, which is not there in Finland"), "{told}");
    let told = words(TEXT, &["explain", "plan.toml", "level.led.no"]);
    assert!(told.contains("2 of 31 Dec 2026 waits for lead, which is not there."), "{told}");
    let told = words(TEXT, &["explain", "plan.toml", "level.tool.no"]);
    assert!(told.contains("level.tool.no = 2") && !told.contains("waits"), "{told}");
    let before = words(TEXT, &["explain", "plan.toml", "level.tool.fi@2027-01-14"]);
    assert!(before.contains("level.tool.fi@2027-01-14 = 2"), "nobody knew before the 15th: {before}");
    let folder = folder(&[("plan.toml", TEXT)]);
    let told = swell(folder.path(), &["show", "plan.toml", "capabilities", "--format", "json"]).json();
    let expected = serde_json::json!({ "fi": null, "no": 2, "se": null });
    assert_eq!(told["capabilities"]["tool"]["levels"], expected, "{told}");
}

/// The tool was seen in Finland since: nothing holds it up in Norway, where nobody has looked.
#[test]
fn a_gate_tells_what_is_planned_where_it_is_not_held_up() {
    let seen = "[[assessed]]\ncapability = \"tool\"\nunit = \"fi\"\ndate = 2027-01-20\nlevel = 2\n";
    let text = format!("{TEXT}{seen}");
    let plan = open(&text).plan().clone();
    let tool = plan.item_by_id("tool").unwrap();
    assert_eq!(Figures::new(&plan).step_state(tool, 0), StepState::Live);
    assert_eq!(levels(&plan, "tool"), [Some(2), Some(2), None]);
    let told = |text: &str| words(text, &["show", "plan.toml", "leadership"]);
    assert!(told(&text).contains("unknown in Norway; 2 planned, not assessed"), "{}", told(&text));
    assert!(!told(TEXT).contains("planned, not assessed"), "{}", told(TEXT));
}

/// Of five units that lack it three are named.
#[test]
fn many_units_are_counted() {
    let units = "units = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]\n";
    let mut text =
        TEXT.split("[[assessed]]").next().unwrap().replacen("[wave.one]", &format!("{units}[wave.one]"), 1);
    for unit in ["b", "c", "d", "e", "f"] {
        text += &format!(
            "[[assessed]]\ncapability = \"base\"\nunit = \"{unit}\"\ndate = 2027-01-15\nlevel = 1\n"
        );
        let work = open(&text);
        let standing = &work.standings[work.plan().item_by_id("tool").unwrap().at()][0];
        let said = standing.reasons[0].say(work.plan());
        let expected = match unit {
            "b" => "b",
            "c" => "b, c",
            "d" => "b, c, d",
            "e" => "b, c, d and 1 more",
            _ => "b, c, d and 2 more",
        };
        assert_eq!(said, format!("waits for base at 2, which is not there in {expected}"));
    }
}

/// What a plan says of every step: its state, and the levels of its item.
fn told(plan: &Plan) -> Vec<(String, StepState, Vec<Option<Level>>)> {
    let figures = Figures::new(plan);
    let of = |(ix, item): (_, &groundswell::plan::item::Item)| {
        (item.id.to_string(), figures.step_state(ix, 0), figures.levels_at(ix, plan.as_of))
    };
    plan.items().map(of).collect()
}

/// A step may wait through others in one unit alone.
#[test]
fn after_an_edit_all_stands_in_each_unit_as_in_the_plan_opened_afresh() {
    for (at, value) in [
        ("capability.base.live", "2027-06-30"),
        ("capability.tool.maturity", "{ fi = 2 }"),
        ("capability.tool.maturity", "2"),
        ("capability.upper.maturity", "{ fi = 2 }"),
        ("capability.tool.needs", "[]"),
        ("capability.tall.needs", "[]"),
        ("capability.part.needs", "[]"),
    ] {
        let work = open(TEXT);
        let before = told(work.plan());
        let [work, fresh] = edited_and_afresh(work, at, value);
        assert_eq!(work.standings, fresh.standings, "{at} {value}");
        assert_eq!(told(work.plan()), told(fresh.plan()), "{at} {value}");
        assert_ne!(told(work.plan()), before, "{at} {value}: so that it tells something");
    }
}
