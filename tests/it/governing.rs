//! What governs the last wave's end in a simulation: what does so whatever is drawn is certain, and of a last wave that
//! holds nothing nothing does.

use crate::program::{folder, swell, words};

/// In Alpha, crm and reach take the six months from January to June, and other the three from April on: five where the
/// one risk happens. Beta holds nothing.
const PLAN: &str = r#"
format = 1
[plan]
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-01-01
[wave.a]
name = "Alpha"
start = 2026-01-01
end = 2026-06-30
[wave.b]
name = "Beta"
start = 2026-07-01
end = 2026-12-31
[capability.crm]
wave = "a"
[driver.reach]
wave = "a"
value = 120_000
needs = ["crm"]
[capability.other]
wave = "a"
start = 2026-04-01
[risk.two]
probability = 0.5
delays = { other = 2 }
"#;

/// With both risks, other takes nine months.
const FOUR: &str = "[risk.four]\nprobability = 0.5\ndelays = { other = 4 }\n";

#[test]
fn what_governs_whatever_is_drawn_is_certain() {
    let files = folder(&[("plan.toml", PLAN), ("both.toml", &format!("{PLAN}{FOUR}"))]);
    let governs =
        |plan| swell(files.path(), &["simulate", plan, "--format", "json"]).json()["governs"].clone();
    let said = governs("plan.toml");
    assert_eq!(said.as_object().unwrap().keys().collect::<Vec<_>>(), ["reach", "crm"]);
    let page = |plan| words(&swell(files.path(), &["explain", plan, "chance-of-governing.crm"]).out);
    let certain = "nothing that they draw decides it, so that it is certain";
    assert!(page("plan.toml").contains(certain), "{}", page("plan.toml"));
    // Other governs alone where the second risk happens, in every other run.
    let said = governs("both.toml");
    let share = |id: &str| said[id]["share"].as_f64().unwrap();
    assert!((share("other") - 0.5).abs() < 0.03 && (share("crm") + share("other") - 1.0).abs() < 1e-9);
    assert!(!page("both.toml").contains(certain) && page("both.toml").contains("95 times in 100"));
}

#[test]
fn of_a_last_wave_that_holds_nothing_the_one_before_is_governed() {
    let files = folder(&[("plan.toml", PLAN)]);
    let run = |args: &[&str]| swell(files.path(), args);
    let said = run(&["simulate", "plan.toml"]).out;
    let told = words(&said);
    assert!(told.contains("What governs the end of Alpha In runs reach 100 % crm 100 %"), "{said}");
    assert!(told.contains("Beta, the last wave, holds nothing and ends as planned"), "{said}");
    assert_eq!(run(&["simulate", "plan.toml", "--format", "json"]).json()["governed"], "a");
    let page = words(&run(&["explain", "plan.toml", "chance-of-governing.crm"]).out);
    assert!(page.contains("what governs is of the end of Alpha"), "{page}");
    // Held by both, the last one is.
    let full = PLAN.replace("start = 2026-04-01", "start = 2026-04-01\nneeds = [\"crm\"]").replacen(
        "[capability.other]\nwave = \"a\"\nstart = 2026-04-01",
        "[capability.other]\nwave = \"b\"\nstart = 2026-07-01",
        1,
    );
    let files = folder(&[("plan.toml", &full)]);
    let said = swell(files.path(), &["simulate", "plan.toml"]).out;
    assert!(said.contains("What governs the last wave's end"), "{said}");
}

/// Crm was seen short of what it was to be by June. What comes after it governs the end of Beta in each run, as long as crm
/// comes at once: that is not certain.
#[test]
fn what_governs_an_end_that_hangs_on_what_is_overdue_is_told_so() {
    let after = format!(
        "{}[capability.after]\nwave = \"b\"\nneeds = [\"crm\"]\n[risk.one]\nprobability = 0.5\ndelays = {{ after = 1 }}\n",
        PLAN.replace("as-of = 2026-01-01", "as-of = 2026-07-31")
    );
    let late = format!("{after}[[assessed]]\ncapability = \"crm\"\ndate = 2026-07-10\nlevel = 0\n");
    let files = folder(&[("plan.toml", &after), ("late.toml", &late)]);
    let run = |args: &[&str]| swell(files.path(), args);
    let json = |plan: &str| run(&["simulate", plan, "--format", "json"]).json();
    let page = |plan: &str| words(&run(&["explain", plan, "chance-of-governing.after"]).out);
    let said = words(&run(&["simulate", "late.toml"]).out);
    let as_if = "as if what is overdue, crm at 1, were there from 01 Aug 2026 on";
    assert!(said.contains(&format!("after 100 % {as_if}")), "{said}");
    let told = json("late.toml");
    assert_eq!(told["governs_hangs_on"]["item"], "crm", "{told}");
    assert_eq!(told["governs"]["after"]["certain"], false, "{told}");
    let late = page("late.toml");
    assert!(late.contains("It hangs on what is overdue, crm at 1") && !late.contains("certain"), "{late}");
    // As long as nobody has looked, nothing is overdue.
    assert!(!words(&run(&["simulate", "plan.toml"]).out).contains("as if what is overdue"));
    let told = json("plan.toml");
    assert_eq!(told["governs_hangs_on"], serde_json::Value::Null, "{told}");
    assert_eq!(told["governs"]["after"]["certain"], true, "{told}");
    assert!(page("plan.toml").contains("so that it is certain"), "{}", page("plan.toml"));
}
