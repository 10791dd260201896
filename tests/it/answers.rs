//! KPIs that are answered with yes or no: said so wherever a number would stand, and never with a unit.

use groundswell::tui::after;
use groundswell::tui::theme::Look;

use crate::driven::{drawn, message, open, press};
use crate::program::{folder, swell};

/// Both are due by the end of June. One was signed on that day; the other was answered with no in July, by the only market
/// that there is.
const PLAN: &str = r#"format = 1
[plan]
name = "Answers"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-07-31
[wave.one]
start = 2026-01-01
end = 2026-06-30
opens = { market = ["north"] }
[market.north]
name = "North"
share = 1
[driver.reach]
wave = "one"
[kpi.signed]
name = "Signed"
unit = "yes/no"
better = "done"
measures = ["reach"]
target = { one = true }
[kpi.trained]
name = "Trained"
unit = "yes/no"
better = "done"
measures = ["reach"]
target = { one = true }
[[reading]]
kpi = "signed"
date = 2026-06-30
value = 1
[[reading]]
kpi = "trained"
date = 2026-07-31
value = 0
market = "north"
[[present]]
view = "kpis"
"#;

#[test]
fn an_answer_is_a_word_in_sentence_chart_table_and_slide() {
    let shown = |keys: &str| drawn(&after(open(PLAN), Look::default(), keys, 120, 34));
    let signed = shown("4 / Signed <enter>");
    let said = signed.lines().rev().nth(1).unwrap();
    assert!(said.contains("Signed: at plan or better · yes, as planned for 30 Jun 2026"), "{signed}");
    assert!(signed.contains(" yes ┤") && signed.contains("  no ┤"), "{signed}");
    assert!(signed.contains("actual yes") && signed.contains("plan yes"), "{signed}");
    assert!(!signed.contains("does not begin at 0") && !signed.contains("yes yes/no"), "{signed}");
    let trained = shown("4 / Trained <enter>");
    // The one reading that was due is missing, and what came later does not hold.
    let said = "Trained: red, 0 of 1 readings held · no, yes planned for 31 Jul 2026";
    assert!(trained.contains(said), "{trained}");
    assert!(trained.contains("actual no"), "{trained}");
    assert!(trained.contains("North: no, yes planned for 31"), "{trained}");
    // The month, what was read, and what was planned: no difference.
    let table = shown("4 / Trained <enter> T");
    let row = table.lines().find(|line| line.contains("Jul 2026 ") && line.contains(" no ")).unwrap();
    let cells: Vec<&str> = row.split('│').nth(1).unwrap().split_whitespace().collect();
    assert_eq!(cells[..5], ["Jul", "2026", "no", "yes", "–"], "{table}");
    let folder = folder(&[("plan.toml", PLAN)]);
    let slides = swell(folder.path(), &["present", "plan.toml", "--plain"]).out;
    assert!(slides.contains("yes, as planned for 30 Jun 2026"), "{slides}");
    assert!(slides.contains("no, yes planned for 31 Jul 2026") && !slides.contains("yes/no"), "{slides}");
}

#[test]
fn an_answer_is_a_word_in_what_an_edit_is_called_and_in_what_moved() {
    let mut model = after(open(PLAN), Look::default(), "4 / Signed <enter> e ctrl-u n o <enter>", 120, 34);
    assert_eq!(message(&model).split(" · ").next(), Some("Set Signed 2026-06-30 to no"), "{}", drawn(&model));
    press(&mut model, "u");
    assert!(message(&model).contains("set Signed 2026-06-30 to no"), "{}", message(&model));
    let folder =
        folder(&[("a/plan.toml", PLAN), ("b/plan.toml", &PLAN.replace("value = 1\n", "value = 0\n"))]);
    let told = swell(folder.path(), &["diff", "a/plan.toml", "b/plan.toml"]).out;
    assert!(told.contains("yes → no") && !told.contains("1 → 0"), "{told}");
}
