//! What is copied: of the selection or of all that is marked, made safe, and no more than a terminal takes.

use std::path::PathBuf;

use groundswell::check::check;
use groundswell::disk::Memory;
use groundswell::source::{Limits, Source};
use groundswell::tui::after;
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::theme::Look;
use groundswell::workspace::Workspace;

use crate::driven::{PLAN, open, press};

fn model(keys: &str) -> Model {
    after(open(PLAN), Look::default(), keys, 100, 30)
}

#[test]
fn what_is_copied_is_the_selection_made_safe() {
    let copied = |keys: &str| {
        let mut model = model("/ wrong <enter>");
        match press(&mut model, keys).pop() {
            Some(Effect::Copy(text)) => text,
            other => panic!("{keys}: {other:?}"),
        }
    };
    assert_eq!(copied("y i"), "errors");
    assert_eq!(copied("y l"), "plan.toml:61");
    // What stands in its row, with its figures: none is left out and none is cut, whatever the width of the screen.
    assert_eq!(copied("y r"), "✗ Fewer wrong forms");
    let online = copied("4 / filed <enter> y r");
    assert!(online.starts_with("▲ Cases filed online\t%\t6\t21.5\t25\t−3.5 pt\t"), "{online}");
    assert!(online.ends_with("\t46 d\t30 Sep 26 Registrar"), "{online}");
    let fees = copied("5 / county <enter> y r");
    assert!(fees.starts_with("○ Fees for running it for the county\t490 k"), "{fees}");
    let both = copied("4 g <s-down> y r");
    assert_eq!(both.lines().count(), 2, "{both}");
    assert!(both.lines().all(|row| row.matches('\t').count() > 4), "{both}");
    assert!(copied("y m").starts_with("**✗ Fewer wrong forms**"));
    let json: serde_json::Value = serde_json::from_str(&copied("y j")).unwrap();
    assert_eq!((&json["at"], &json["place"]), (&"driver.errors.reaches.town".into(), &"plan.toml:61".into()));
    assert!(copied("y s").contains("[1 Board]"));
    assert_eq!(press(&mut model(""), "y z"), [], "a letter that is not in the menu closes it");
}

#[test]
fn of_what_the_clipboard_does_not_take_the_first_part_is_copied_and_that_is_said() {
    let id = |nth: usize| format!("{nth:04}-{}", "x".repeat(90));
    let more: String = (0..900).map(|nth| format!("[capability.x{}]\nwave = \"town\"\n", id(nth))).collect();
    let store = Memory::default().with("plan.toml", format!("{PLAN}\n{more}"));
    let Ok(read) = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()) else {
        unreachable!("the plan is in memory");
    };
    let work = Workspace::of(check(read, None), "plan.toml");
    let mut model = after(work, Look::default(), "6", 100, 30);
    press(&mut model, &"<s-down> ".repeat(905));
    let effects = press(&mut model, "y i");
    let [Effect::Copy(text)] = &effects[..] else { panic!("{effects:?}") };
    // Four bytes stand for three in what the terminal is sent, and it is sent 100 KB at most.
    assert!(
        (73_000..=74_000).contains(&text.len()) && text.len().div_ceil(3) * 4 <= 100_000,
        "{}",
        text.len()
    );
    let said = model.message.unwrap();
    assert!(said.starts_with(&format!("Copied the first {}", text.len() / 1000)), "{said}");
    assert!(said.contains("no more than 100 KB"), "{said}");
}
