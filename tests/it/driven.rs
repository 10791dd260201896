//! A plan in memory, driven by keys, and what is then on the screen.

use std::path::{Path, PathBuf};

use groundswell::disk::{Disk, Memory};
use groundswell::draft::{Draft, asked};
use groundswell::source::Limits;
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Key, Msg};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer, text};
use groundswell::workspace::Workspace;

/// Screens after some keys, each held to the file of its name: how a screen comes to be, then names, keys and
/// sizes.
macro_rules! golden {
    ($screen:expr; $($name:ident $keys:literal $width:literal $height:literal)+) => {
        $(
            #[test]
            fn $name() {
                insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "screens" }, {
                    insta::assert_snapshot!(stringify!($name), ($screen)($keys, $width, $height));
                });
            }
        )+
    };
}
pub(crate) use golden;

pub(crate) const PLAN: &str = include_str!("screens/plan.toml");

pub(crate) fn open(text: &str) -> Workspace {
    let store = Memory::default().with("plan.toml", text);
    let Ok(draft) = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()) else {
        unreachable!("the plan is in memory");
    };
    Workspace::drafted(Box::new(draft), None)
}

/// An open plan with a value set otherwise, and the same text opened afresh.
pub(crate) fn edited_and_afresh(mut work: Workspace, at: &str, value: &str) -> [Workspace; 2] {
    let Some(mut draft) = work.draft.take() else { unreachable!("the plan is open") };
    let Ok(change) = asked::set(&draft, at, value) else { panic!("{at} {value}") };
    assert!(draft.apply(&change).is_ok(), "{at} {value}");
    let fresh = open(&draft.source().text(0).content);
    [Workspace::after(&work, draft), fresh]
}

pub(crate) fn omnichannel() -> Workspace {
    plan_at("plans/omnichannel")
}

/// A plan of the repository.
pub(crate) fn plan_at(plan: &str) -> Workspace {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join(plan);
    let Ok(draft) = Draft::open(&Disk, &[plan], Limits::default()) else { unreachable!("the plan is there") };
    Workspace::drafted(Box::new(draft), None)
}

pub(crate) fn model(keys: &str, width: u16, height: u16) -> Model {
    after(open(PLAN), Look::default(), keys, width, height)
}

pub(crate) fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    Key::parse_all(keys).into_iter().flat_map(|key| update(model, Msg::Key(key))).collect()
}

pub(crate) fn content(model: &Model) -> String {
    model.work.draft.as_ref().unwrap().source().text(0).content.to_string()
}

/// The lines that are new, and those that are gone.
pub(crate) fn difference(model: &Model) -> (Vec<String>, Vec<String>) {
    let now = content(model);
    let without = |of: &str, other: &str| {
        of.lines().filter(|line| !other.lines().any(|it| it == *line)).map(str::to_owned).collect()
    };
    (without(&now, PLAN), without(PLAN, &now))
}

pub(crate) fn message(model: &Model) -> &str {
    model.message.as_deref().unwrap_or_default()
}

pub(crate) fn drawn(model: &Model) -> String {
    text(&buffer(model))
}

/// The screen, without what the check finds: a new rule changes no screen here.
pub(crate) fn screen(model: &Model) -> String {
    let drawn = drawn(model);
    let row = |(nth, row): (usize, &str)| match row.find("8 Check") {
        Some(at) if nth == 1 => format!("{}8 Check …", &row[..at]),
        _ => row.to_owned(),
    };
    drawn.lines().enumerate().map(|line| row(line) + "\n").collect()
}
