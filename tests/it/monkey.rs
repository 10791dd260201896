//! Keys and pastes by chance: nothing that is typed writes a file, and all of it can be undone.

use std::collections::HashSet;
use std::path::Path;

use groundswell::disk::Disk;
use groundswell::draft::Draft;
use groundswell::source::Limits;
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Code, Key, Msg};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::views::VIEWS;
use groundswell::tui::{after, buffer, text};
use groundswell::workspace::Workspace;

use crate::driven::{content, message, model, open, press};
use crate::everywhere::kind;

const PASTES: [&str; 4] = ["2026-12-31", "a\r\nb\u{1b}[2J\u{202e}", "wave = \"town\"", "\"\"\" 東京 { } ["];

/// What chance came to: how often something was changed, a scenario was looked at or kept, and slides were shown.
#[derive(Default)]
struct Came {
    changed: usize,
    tried: usize,
    presented: usize,
    kept: usize,
}

impl std::ops::AddAssign for Came {
    fn add_assign(&mut self, other: Self) {
        self.changed += other.changed;
        self.tried += other.tried;
        self.presented += other.presented;
        self.kept += other.kept;
    }
}

/// The keys that chance has: all that the program knows in any view, all letters, digits and signs, and what only a
/// form or a list knows; those that lead on oftener. Without the one key that saves as soon as it is pressed, ctrl-s:
/// what saves only where a question is answered so is here.
fn known_keys(model: &Model) -> Vec<Key> {
    let often = "<enter> <enter> <tab> <tab> <f2> <f2> <f2> <esc> <up> <down> <left> <right> e e e e w w w S S a c r x u";
    let named = "<home> <end> <pgup> <pgdn> <s-tab> <bs> <del> <ins> <s-up> <s-down> <s-left> <s-right> <space> \
                 <f1> <f3> <f4> <f5> <f6> <f7> <f8> <f9> <f10> <f11> <f12>";
    let mut known = Key::parse_all(&format!("{often} {named}"));
    let controlled = ('a'..='z').map(|letter| Key { code: Code::Char(letter), ctrl: true });
    let mut all: Vec<Key> = ('!'..='~').map(|sign| Key::plain(Code::Char(sign))).chain(controlled).collect();
    for view in 0..VIEWS.len() {
        let mut of_view = model.keys.actions(view).flat_map(|action| model.keys.of_action(view, action));
        all.extend(of_view.by_ref().filter(|key| !known.contains(key)));
    }
    let saves = |key: &Key| model.does(*key) == "save";
    assert!(all.iter().any(saves), "the key that saves is known");
    all.retain(|key| !saves(key));
    let mut seen = HashSet::new();
    known.extend(all.into_iter().filter(|key| seen.insert(*key)));
    known
}

/// Types keys by chance in a view of a plan, and holds what comes of them: no effect writes a file of the plan, and
/// only whoever answers the question for its name keeps a scenario in a file.
fn mash(mut model: Model, view: usize, seed: u64, keys: usize) -> Came {
    let known = known_keys(&model);
    let mut random = fastrand::Rng::with_seed(seed);
    press(&mut model, &VIEWS[view].digit.to_string());
    let (before, height) = (texts(&model), usize::from(model.size.1));
    let mut came = Came::default();
    for nth in 0..keys {
        let msgs = match random.usize(..240) {
            0..8 => vec![Msg::Paste(PASTES[random.usize(..PASTES.len())].to_owned())],
            // What takes more keys than chance has, one after the other.
            8..12 => Key::parse_all("<esc> 9 S <enter>").into_iter().map(Msg::Key).collect(),
            12 => Key::parse_all("<esc> <esc> c n Note <f2>").into_iter().map(Msg::Key).collect(),
            // Back to where it began: each digit leads away.
            13..18 => {
                Key::parse_all(&format!("<esc> {}", VIEWS[view].digit)).into_iter().map(Msg::Key).collect()
            }
            _ => vec![Msg::Key(known[random.usize(..known.len())])],
        };
        for msg in msgs {
            let over = kind(&model);
            let answers = over == "question" && matches!(&msg, Msg::Key(key) if key.code == Code::Enter);
            // Of a list of commands it is whoever chooses the one that saves; that is no slip of a key.
            let chooses = matches!(over, "find" | "help")
                && matches!(&msg, Msg::Key(key) if key.code == Code::Enter)
                && chosen(&model).is_some_and(|it| it.starts_with("Save "));
            let effects = update(&mut model, msg);
            for effect in &effects {
                let told = format!("{effect:?} after {nth} keys of {seed}");
                match effect {
                    // Whoever leaves is asked whether to save, and to keep what was tried.
                    Effect::Save(_) | Effect::KeepAnew(..) if over == "quit" => {}
                    Effect::Save(_) if chooses => {}
                    Effect::Save(_)
                    | Effect::WriteAgain(_)
                    | Effect::Copies(_)
                    | Effect::KeepAnew(..)
                    | Effect::Commit(..)
                    | Effect::Forget(_) => panic!("{told}"),
                    Effect::Keep(..) | Effect::CopyTo(_) | Effect::Write(..) if !answers => {
                        // The minutes are written where that is asked for, into a file that is not there yet.
                        let minutes = matches!(effect, Effect::Write(..)) && kind(&model) == "page";
                        assert!(minutes, "{told}");
                    }
                    Effect::Keep(path, ..) | Effect::Write(path, _) => {
                        assert!(!is_own(&model, path), "{told}");
                        came.kept += usize::from(matches!(effect, Effect::Keep(..)));
                    }
                    Effect::CopyTo(copies) => {
                        assert!(copies.iter().all(|(path, _)| !is_own(&model, path)), "{told}");
                    }
                    // Each of the others by its name: a new one is to be thought about here. These read, show, or
                    // hand on; an editor writes what its user writes.
                    Effect::Quit
                    | Effect::Leave
                    | Effect::Recall(_)
                    | Effect::Reread
                    | Effect::Suspend
                    | Effect::Mouse(_)
                    | Effect::Copy(_)
                    | Effect::Edit(..)
                    | Effect::Simulate(_)
                    | Effect::References
                    | Effect::LookBack(..)
                    | Effect::LookBackNoMore
                    | Effect::Baseline(_)
                    | Effect::ReadNoMore
                    | Effect::ListScenarios(_)
                    | Effect::Fetch(_)
                    | Effect::Redraw => {}
                }
            }
        }
        came.changed += usize::from(texts(&model) != before);
        came.tried += usize::from(model.work.beside.is_some());
        came.presented += usize::from(model.present.is_some());
        if nth % 50 == 0 {
            assert_eq!(text(&buffer(&model)).lines().count(), height);
        }
    }
    for _ in 0..8 {
        update(&mut model, Msg::Key(Key::plain(Code::Esc)));
    }
    // What is tried beside the plan is left: the plan is as it was there, too.
    if model.work.beside.is_some() {
        press(&mut model, "w");
    }
    let draft = model.work.draft.as_mut().unwrap();
    let steps = std::iter::from_fn(|| draft.undo()).count();
    assert_eq!(texts(&model), before, "undo all, {seed}");
    let draft = model.work.draft.as_mut().unwrap();
    assert!(draft.unsaved().is_empty());
    assert!(std::iter::from_fn(|| draft.redo()).count() >= steps, "redo all, {seed}");
    came
}

/// What is chosen in the list that lies over a view, as it is drawn.
fn chosen(model: &Model) -> Option<String> {
    let drawn = text(&buffer(model));
    let row = drawn.lines().find_map(|row| row.split_once("│>").or(row.split_once("│▸")));
    row.map(|(_, chosen)| chosen.trim().to_owned())
}

/// Whether a path is that of a file of the plan.
fn is_own(model: &Model, path: &Path) -> bool {
    model.work.source().is_some_and(|it| (0..9).any(|nth| it.canonical(nth) == Some(path)))
}

/// The texts of all files of a plan, as they stand in memory.
fn texts(model: &Model) -> Vec<String> {
    let source = model.work.draft.as_ref().unwrap().source();
    let files = (0..).take_while(|nth| source.canonical(*nth).is_some());
    files.map(|nth| source.text(nth).content.to_string()).collect()
}

/// The omnichannel plan, which is read from its files and is never written.
fn real(width: u16, height: u16) -> Model {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/omnichannel/plan.toml");
    let Ok(draft) = Draft::open(&Disk, &[root], Limits::default()) else { panic!("the plan is there") };
    groundswell::tui::open(Workspace::drafted(Box::new(draft), None), Look::default(), width, height)
}

/// A-49: ten thousand keys in each view, at two sizes.
#[test]
fn no_key_writes_a_file_and_every_change_can_be_undone() {
    let mut all = Came::default();
    for view in 0..VIEWS.len() {
        let mut came = Came::default();
        for round in 0..5 {
            let (width, height) = if round % 2 == 0 { (80, 24) } else { (140, 40) };
            came += mash(model("", width, height), view, 1_000 * round + view as u64, 2_000);
        }
        assert!(came.changed > 0, "chance never changed anything, so nothing was tried: view {view}");
        all += came;
    }
    assert!(
        all.tried > 1_000 && all.presented > 1_000,
        "{} in scenarios, {} on slides",
        all.tried,
        all.presented
    );
    assert!(all.kept > 0, "no scenario was kept in a file");
}

/// A-49: the same on a real plan, of several files.
#[test]
fn no_key_writes_a_file_of_a_real_plan_and_every_change_can_be_undone() {
    let mut all = Came::default();
    for (view, (width, height)) in (0..VIEWS.len()).zip([(80, 24), (140, 40)].into_iter().cycle()) {
        all += mash(real(width, height), view, 77 + view as u64, 400);
    }
    assert!(all.changed > 0 && all.tried > 0, "{} changed, {} tried", all.changed, all.tried);
}

/// Undoes by the key until nothing is left; each step is named. Gives how many there were.
fn undo_all(model: &mut Model) -> usize {
    let undone = |model: &mut Model| {
        press(model, "u");
        message(model).starts_with("Undone: ")
    };
    std::iter::from_fn(|| undone(model).then_some(())).count()
}

/// A plan with one of each that the keys below edit; small, since it is read and checked at each step.
const SMALL: &str = "format = 1
[plan]
as-of = 2026-05-01
[wave.one]
start = 2026-01-01
end = 2026-06-30
[wave.two]
start = 2026-07-01
end = 2026-12-31
[driver.fees]
wave = \"one\"
value = 100 # a year
[kpi.rate]
measures = [\"fees\"]
baseline = 1
target = { one = 2, two = 3 }
";

/// What is done by keys: by name, an item is found whatever view is open.
const EDITS: [&str; 12] = [
    "1 / fees <enter> >",
    "1 / fees <enter> <",
    "1 / fees <enter> e <space> x <f2>",
    "4 e ctrl-u 44 <f2>",
    "4 r 3 <f2>",
    "4 r 4 <f2> r",
    "c a Call <f2>",
    "c n Note <f2>",
    "1 / fees <enter> x x",
    "5 r 700 <f2> b",
    "1 / fees <enter> r 7 <f2>",
    "7 a r Strike <f2>",
];

/// So many sequences of actions, each from the start; as their user does them, by the keys alone. Gives how many
/// steps there were.
fn there_and_back(seed: u64, sequences: usize) -> usize {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut model = after(open(SMALL), Look::default(), "", 80, 24);
    let mut steps = 0;
    for nth in 0..sequences {
        for _ in 0..1 + nth % 2 {
            match random.usize(..6) {
                0 => press(&mut model, "u"),
                1 => press(&mut model, "U"),
                _ => press(&mut model, EDITS[random.usize(..EDITS.len())]),
            };
            while model.overlay.is_some() {
                press(&mut model, "<esc>");
            }
        }
        while model.work.draft.as_ref().unwrap().redoable().is_some() {
            press(&mut model, "U");
        }
        let end = content(&model);
        let undone = undo_all(&mut model);
        assert_eq!(content(&model), SMALL, "undo all, sequence {nth} of {seed}");
        assert!(model.work.unsaved.is_empty());
        for _ in 0..undone {
            press(&mut model, "U");
            assert!(message(&model).ends_with(" again · u undo"), "{}", message(&model));
        }
        assert_eq!(content(&model), end, "redo all, sequence {nth} of {seed}");
        steps += undone;
        undo_all(&mut model);
    }
    steps
}

#[test]
fn ten_thousand_edits_by_chance_go_back_and_forth_byte_by_byte() {
    let steps: usize = std::thread::scope(|scope| {
        let halves = [21, 22].map(|seed| scope.spawn(move || there_and_back(seed, 5_000)));
        halves.map(|half| half.join().unwrap()).into_iter().sum()
    });
    assert!(steps > 7_500, "{steps}");
}
