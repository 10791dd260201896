//! A scenario that is applied: what it does to the plan, to the other scenarios, and to what is said of both.

use crate::driven::{PLAN, content, drawn, message, model, press};
use groundswell::tui::model::Model;

/// County fees are live at the end of their wave, 31 March 2028. A has them six months late, live on 30 September,
/// and B three, live on 30 June.
fn two_slips() -> Model {
    let mut model = model("/ fees <enter> w s ctrl-u 6m <enter> 9 o <enter> 1", 80, 24);
    press(&mut model, "s ctrl-u 3m <enter> 9");
    assert!(content(&model).contains("live = 2028-06-30"), "{}", content(&model));
    model
}

fn words(model: &Model) -> String {
    drawn(model).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_scenario_leads_to_the_day_that_was_meant_after_another_is_applied() {
    let mut model = two_slips();
    press(&mut model, "A");
    let told = "Applied 1 change to the plan · A keeps its dates · u undo · ^S save";
    assert_eq!(message(&model), told);
    press(&mut model, "w");
    assert!(content(&model).contains("live = 2028-09-30"), "{}", content(&model));
    assert_eq!(model.work.unsaved, ["slip county-fees by 3 months"]);
    let told = "Since B was applied, “slip county-fees by 6 months” is “slip county-fees by 3 months” now, to the \
                same day.";
    assert!(words(&model).contains(told), "{}", drawn(&model));
    // What it tried before is meant so too.
    press(&mut model, "u");
    assert!(content(&model).contains("live = 2028-06-30"), "as in the plan: {}", content(&model));
    press(&mut model, "U");
    assert!(content(&model).contains("live = 2028-09-30"), "{}", content(&model));
}

#[test]
fn what_the_plan_has_that_late_already_is_not_tried_any_more() {
    // A is applied, and B would have it live before that.
    let mut model = two_slips();
    press(&mut model, "t A");
    assert_eq!(message(&model), "Applied 1 change to the plan · B keeps its dates · u undo · ^S save");
    press(&mut model, "w");
    assert!(model.work.unsaved.is_empty() && content(&model).contains("live = 2028-09-30"));
    assert!(
        words(&model).contains("Since A was applied, “slip county-fees by 3 months” is in the plan now.")
    );
}

#[test]
fn a_scenario_is_there_again_where_applying_it_is_taken_back() {
    let mut model = two_slips();
    let tried = |model: &Model| -> Vec<(String, String)> {
        let all = model.scenarios.all.iter().map(|it| &it.scenario);
        all.map(|it| (it.name.clone(), it.tries.iter().map(|it| it.title.to_string()).collect())).collect()
    };
    let of = |name: &str, months: u32| (name.to_owned(), format!("slip county-fees by {months} months"));
    press(&mut model, "A");
    assert_eq!(tried(&model), [of("A", 3)]);
    press(&mut model, "u");
    assert_eq!(message(&model), "Undone: apply B · scenario B is there again · U redo");
    assert_eq!((tried(&model), content(&model).as_str()), (vec![of("A", 6), of("B", 3)], PLAN));
    assert!(words(&model).contains("plan A B") && !words(&model).contains("Since"), "{}", drawn(&model));
    press(&mut model, "U");
    assert_eq!(message(&model), "Applied B again · A keeps its dates · u undo");
    assert_eq!(tried(&model), [of("A", 3)]);
    // Both, and both back.
    press(&mut model, "w A u");
    assert_eq!(
        (tried(&model), message(&model)),
        (vec![of("A", 3)], "Undone: apply A · scenario A is there again · U redo",)
    );
    press(&mut model, "u w");
    assert_eq!(tried(&model), [of("A", 6), of("B", 3)]);
    assert!(content(&model).contains("live = 2028-06-30"), "B is open: {}", content(&model));
}

#[test]
fn what_a_scenario_changed_is_listed_and_counted_one_by_one_when_it_is_applied() {
    let mut model = model("/ fees <enter> w ] / wrong <enter> > 9", 80, 24);
    assert!(drawn(&model).starts_with(" SCENARIO — not the plan  A · 2 tried"), "{}", drawn(&model));
    assert!(!drawn(&model).contains("unsaved"), "nothing of the plan has changed: {}", drawn(&model));
    press(&mut model, "A");
    assert_eq!(message(&model), "Applied 2 changes to the plan · u undo · ^S save");
    assert!(drawn(&model).lines().next().unwrap().contains(" · 2 unsaved "), "{}", drawn(&model));
    press(&mut model, "q");
    let asked = drawn(&model);
    let slipped = "slip Fees for running it for the county by 1 month";
    for line in ["2 changes are not saved", slipped, "move Fewer wrong forms to County"] {
        assert!(asked.contains(line), "{line}: {asked}");
    }
    // One step all the same; and inside of another scenario the plan's own changes are still counted.
    press(&mut model, "<esc> w 1 / visits <enter> ]");
    let first = drawn(&model).lines().next().unwrap().to_owned();
    assert!(first.contains(" · 2 unsaved "), "{first}");
    press(&mut model, "w u");
    assert_eq!(content(&model), PLAN);
}
