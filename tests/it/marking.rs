//! Marks: what is marked moves, is copied and is shown together.

use crate::driven::{content, drawn, message, open, press};
use groundswell::tui::after;
use groundswell::tui::model::Model;
use groundswell::tui::overlays::copying::{self, What};
use groundswell::tui::theme::Look;

const PLAN: &str = r#"format = 1
[plan]
name = "Shared records"
start = 2026-01-01
as-of = 2026-01-15

[wave]
one = { name = "One", start = 2026-01-01, end = 2026-03-31 }
two = { name = "Two", start = 2026-04-01, end = 2026-06-30 }

[capability]
a = { name = "Archive", wave = "one" }
b = { name = "Booking", wave = "one" }
c = { name = "Consent", wave = "two" }
"#;

fn model(keys: &str) -> Model {
    after(open(PLAN), Look::default(), keys, 100, 30)
}

#[test]
fn marked_items_move_together_as_one_step() {
    let mut model = model("/ Archive <enter> <s-down>");
    assert_eq!(message(&model), "2 places marked · Esc takes the marks away");
    assert_eq!(drawn(&model).matches('•').count(), 2, "{}", drawn(&model));
    press(&mut model, ">");
    assert_eq!(message(&model), "Moved 2 items to the wave after · u undo · brings 1 finding: empty-wave");
    assert_eq!(content(&model), PLAN.replace("wave = \"one\" }", "wave = \"two\" }"));
    assert_eq!(drawn(&model).matches('•').count(), 2, "the marks go along:\n{}", drawn(&model));
    press(&mut model, ">");
    assert!(
        message(&model).contains("Not moved: Archive is in Two, the last wave, already"),
        "{}",
        message(&model)
    );
    press(&mut model, "u");
    assert_eq!(content(&model), PLAN, "one step");
}

#[test]
fn of_marked_items_one_that_cannot_move_keeps_all() {
    let mut model = model("/ Archive <enter> <space> / Consent <enter> <space> >");
    assert!(message(&model).contains("Consent is in Two, the last wave, already"), "{}", message(&model));
    assert_eq!(content(&model), PLAN);
    press(&mut model, "<space>");
    assert_eq!(message(&model), "1 place marked · Esc takes the marks away");
    // The search ends first, then the marks go.
    press(&mut model, "<esc> <esc>");
    assert_eq!((model.marked.len(), message(&model)), (0, "1 place no longer marked"));
}

#[test]
fn what_is_marked_is_copied_and_shown_together() {
    let mut model = model("/ Archive <enter> <space> / Consent <enter> <space>");
    assert_eq!(copying::text(&model, What::Id).as_deref(), Some("a\nc"));
    press(&mut model, ": marked <enter>");
    assert_eq!(model.filter.typed, "id:a,c");
    let shown = drawn(&model);
    assert!(shown.contains("Archive") && shown.contains("Consent") && !shown.contains("Booking"), "{shown}");
    press(&mut model, "f <esc>");
    assert!(drawn(&model).contains("Booking"));
}
