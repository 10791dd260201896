//! What a plan's own slides are about: what their views can show is shown alone, and all else is a finding.

use groundswell::plan::record::SlideView;

use crate::program::{folder, swell, write};

/// One of each kind; the second wave has no gate. One KPI measures the driver, one the capability.
const PLAN: &str = r#"format = 1
[plan]
name = "Slides"
currency = "EUR"
as-of = 2026-11-15
horizon = 2028-12-31
[objective.grow]
name = "Grow"
[wave.one]
name = "Wave One"
start = 2026-01-01
end = 2026-09-30
opens = { market = ["dk"] }
[wave.two]
name = "Wave Two"
start = 2026-10-01
end = 2027-06-30
[market.dk]
name = "Denmark"
share = 1
[pool.pot]
name = "Pot"
[driver.reach]
name = "Reach"
wave = "one"
value = 120_000
[driver.other]
name = "Other"
wave = "two"
value = 240_000
[capability.crm]
name = "CRM"
layer = "commercial"
reaches = { one = 2 }
[mandate.board]
name = "Board"
leadership = "executive"
reaches = { one = 1 }
[gate.exit]
name = "Exit"
wave = "one"
criteria = ["crm >= 2"]
[risk.late]
name = "Late vendor"
[kpi.visits]
name = "Visits made"
measures = ["reach"]
better = "higher"
[kpi.logged]
name = "Calls logged"
measures = ["crm"]
better = "higher"
"#;

/// All ids of the plan, with the kinds that they are of.
const IDS: [(&str, &str); 12] = [
    ("one", "wave"),
    ("two", "wave"),
    ("reach", "item"),
    ("crm", "item"),
    ("board", "item"),
    ("exit", "gate"),
    ("visits", "kpi"),
    ("grow", "objective"),
    ("dk", "market"),
    ("pot", "pool"),
    ("late", "risk"),
    ("other", "item"),
];

fn slide(view: &str, item: &str) -> String {
    let view = if view.is_empty() { String::new() } else { format!("view = \"{view}\"\n") };
    format!("[[present]]\n{view}item = \"{item}\"\n")
}

#[test]
fn what_a_view_cannot_show_is_a_finding_that_says_what_it_can() {
    let at = folder(&[]);
    // As the page of the format says.
    let can: [(&str, &[&str], &str); 7] = [
        ("roadmap", &["one", "two"], "a wave"),
        ("late", &["one", "two", "reach", "other", "crm", "board"], "a wave or an item"),
        ("gate", &["one", "two", "exit"], "a gate or a wave"),
        ("kpis", &["visits", "reach", "other", "crm", "board"], "a KPI or an item"),
        ("value", &["reach", "other"], "a driver"),
        ("decisions", &[], "nothing but the whole plan"),
        (
            "",
            &["one", "two", "reach", "other", "crm", "board", "exit", "visits"],
            "a wave, an item, a gate or a KPI",
        ),
    ];
    assert_eq!(can.len(), SlideView::ALL.len() + 1);
    for (view, shown, words) in can {
        for (id, _) in IDS {
            write(at.path(), "plan.toml", &format!("{PLAN}{}", slide(view, id)));
            let checked = swell(at.path(), &["check", "plan.toml", "--only", "unknown-id"]);
            let told = match view {
                "" => format!("a slide without a view is about {words}, and `{id}` is a"),
                view => format!("the view `{view}` shows {words}, and `{id}` is a"),
            };
            assert_eq!(checked.out.contains(&told), !shown.contains(&id), "{view} {id}: {}", checked.out);
            assert_eq!(checked.code, i32::from(!shown.contains(&id)), "{view} {id}: {}", checked.out);
        }
    }
    // The order of the keys is nobody's business, a view that nobody knows is one fault, and what is nowhere has its
    // nearest.
    let check = |slides: &str| {
        write(at.path(), "plan.toml", &format!("{PLAN}[[present]]\n{slides}"));
        swell(at.path(), &["check", "plan.toml", "--only", "unknown-id,unknown-value"]).out
    };
    assert!(
        check("item = \"one\"\nview = \"value\"\n")
            .contains("the view `value` shows a driver, and `one` is a wave")
    );
    let unknown = check("item = \"one\"\nview = \"valeu\"\n");
    assert_eq!(unknown.matches("error[").count(), 1, "{unknown}");
    let unknown = check("item = \"one\"\nview = \"deps\"\n");
    let line = PLAN.lines().count() + 3;
    assert!(unknown.contains(&format!("plan.toml:{line}:8")), "{unknown}");
    for view in SlideView::ALL {
        assert!(unknown.contains(view.as_str()), "{}: {unknown}", view.as_str());
    }
    assert!(check("view = \"value\"\nitem = \"raech\"\n").contains("Did you mean the driver `reach`?"));
    assert!(check("view = \"kpis\"\nitem = \"vists\"\n").contains("Did you mean the KPI `visits`?"));
}

#[test]
fn what_a_view_can_show_it_shows_alone() {
    let at = folder(&[]);
    let told = |view: &str, item: &str| {
        // After the first one, which says besides what is to be decided today.
        let slides = format!("[[present]]\nview = \"decisions\"\n{}", slide(view, item));
        write(at.path(), "plan.toml", &format!("{PLAN}{slides}"));
        let ran = swell(at.path(), &["present", "plan.toml", "--plain"]);
        let (_, second) = ran.out.split_once("Slide 2 of 2: ").unwrap_or_else(|| panic!("{}", ran.err));
        second.to_owned()
    };
    let kpis = told("kpis", "reach");
    assert!(kpis.starts_with("KPIs of Reach\n"), "{kpis}");
    assert!(kpis.contains("0/1 KPIs are green") && kpis.contains("Visits made"), "{kpis}");
    assert!(!kpis.contains("Calls logged"), "{kpis}");
    let kpis = told("kpis", "crm");
    assert!(kpis.contains("Calls logged") && !kpis.contains("Visits made"), "{kpis}");
    let kpis = told("kpis", "board");
    assert!(kpis.contains("No KPI measures it") && !kpis.contains("green"), "{kpis}");
    let one = told("kpis", "visits");
    assert!(one.starts_with("Visits made\n") && !one.contains("Calls logged"), "{one}");
    // 10,000 € a month: from October 2026, after which it is live, to December 2028 are 27 months.
    let value = told("value", "reach");
    assert!(
        value.starts_with("Reach\n") && value.contains("\n270 k€ planned and forecast by Dec 2028\n"),
        "{value}"
    );
    let gate = told("gate", "one");
    assert!(gate.starts_with("Gate: Exit\n"), "{gate}");
    // That of another wave is no answer.
    let none = told("gate", "two");
    assert!(none.contains("No gate stands at the end of Wave Two") && !none.contains("Exit"), "{none}");
    let roadmap = told("roadmap", "two");
    assert!(roadmap.contains("Wave Two") && !roadmap.contains("Wave One"), "{roadmap}");
}

/// A wave, a driver and a KPI of one id: each view takes the one that it can show, and that one is renamed with it.
#[test]
fn of_several_things_of_an_id_a_slide_is_about_the_one_that_its_view_can_show() {
    let shared = PLAN.replace("[kpi.visits]", "[kpi.reach]").replace("[wave.two]", "[wave.reach]");
    let shared = shared.replace("wave = \"two\"", "wave = \"reach\"");
    let slides: String =
        ["value", "kpis", "late", "roadmap"].iter().map(|view| slide(view, "reach")).collect();
    let at = folder(&[("plan.toml", &format!("{shared}{slides}"))]);
    let told = swell(at.path(), &["present", "plan.toml", "--plain"]);
    for head in ["Slide 1 of 4: Reach\n", "Slide 2 of 4: Visits made\n"] {
        assert!(told.out.contains(head), "{}{}", told.out, told.err);
    }
    assert!(!told.out.contains("Wave One"), "{}", told.out);
    let ran = swell(at.path(), &["rename", "plan.toml", "driver.reach", "range"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = std::fs::read_to_string(at.path().join("plan.toml")).unwrap();
    assert_eq!(text.matches("item = \"range\"").count(), 1, "{text}");
    assert!(text.contains("view = \"value\"\nitem = \"range\""), "{text}");
}

/// By the plan, the forms and the charter are to be there when the wave of today ends, and the county has not begun.
#[test]
fn a_slide_says_more_than_its_title_and_of_what_nothing_is_late_how_that_stands() {
    let at = folder(&[]);
    let told = |view: &str, item: &str| {
        let slides = format!("\n[[present]]\nview = \"decisions\"\n{}", slide(view, item));
        write(at.path(), "plan.toml", &format!("{}{slides}", crate::driven::PLAN));
        let out = swell(at.path(), &["present", "plan.toml", "--plain"]).out;
        let last = out.split("\n\n").last().unwrap_or_default().to_owned();
        let (_, said) = last.split_once(": ").unwrap_or_else(|| panic!("{out}"));
        said.to_owned()
    };
    let forms = "  Online forms: on track, due 30 Jun 2027 · nothing is late\n";
    assert_eq!(told("late", "forms"), format!("What is late, and why\n{forms}"));
    assert_eq!(told("late", "county"), "What is late, and why\n  Nothing is late in County\n");
    // In no view, or in one that nobody knows, it is told how it stands.
    for view in ["", "deps"] {
        assert_eq!(told(view, "forms"), format!("Online forms\n{forms}"));
        assert!(
            told(view, "county").starts_with("County\n0/4 steps live in County"),
            "{}",
            told(view, "county")
        );
        assert!(told(view, "pilot-exit").starts_with("Gate: Go to the whole town?\n1/3"), "{view}");
        assert!(told(view, "online").starts_with("Cases filed online\n21.5 % read on"), "{view}");
    }
}
