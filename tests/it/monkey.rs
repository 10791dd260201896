//! Keys and pastes by chance: nothing that is typed writes a file, and all of it can be undone.

use crate::driven::{content, message, model, open, press};
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Code, Key, Msg};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::views::VIEWS;
use groundswell::tui::{after, buffer, text};

const PASTES: [&str; 4] = ["2026-12-31", "a\r\nb\u{1b}[2J\u{202e}", "wave = \"town\"", "\"\"\" 東京 { } ["];

fn mash(view: usize, seed: u64, keys: usize) -> usize {
    let known = Key::parse_all(
        "<up> <down> <left> <right> <home> <end> <pgup> <pgdn> <enter> <enter> <tab> <tab> <s-tab> <esc> <bs> <del> \
         <f2> <f2> <f2> <f7> <f8> <space> a b c d e e e f g h i j k l m n o p r s t u v x x y z 0 1 2 3 4 \
         A F G I N R T U X . , - + = / : ? ! # < > [ ] ctrl-d ctrl-u ctrl-k ctrl-n ctrl-r",
    );
    let mut random = fastrand::Rng::with_seed(seed);
    let mut model = model(&VIEWS[view].digit.to_string(), 80, 24);
    let before = content(&model);
    let mut changed = 0;
    for nth in 0..keys {
        let msg = match random.usize(..30) {
            0 => Msg::Paste(PASTES[random.usize(..PASTES.len())].to_owned()),
            _ => Msg::Key(known[random.usize(..known.len())]),
        };
        let effects = update(&mut model, msg);
        let writes = |it: &Effect| matches!(it, Effect::Save(_) | Effect::WriteAgain(_) | Effect::Copies(_));
        assert!(!effects.iter().any(writes), "{effects:?} after {nth} keys of {seed}");
        changed += usize::from(content(&model) != before);
        if nth % 50 == 0 {
            assert_eq!(text(&buffer(&model)).lines().count(), 24);
        }
    }
    for _ in 0..8 {
        update(&mut model, Msg::Key(Key::plain(Code::Esc)));
    }
    let draft = model.work.draft.as_mut().unwrap();
    let steps = std::iter::from_fn(|| draft.undo()).count();
    assert_eq!(draft.source().text(0).content.as_str(), before, "undo all, {seed}");
    assert!(draft.unsaved().is_empty());
    assert!(std::iter::from_fn(|| draft.redo()).count() >= steps, "redo all, {seed}");
    changed
}

/// Ten thousand keys in each view.
#[test]
fn no_key_writes_a_file_and_every_change_can_be_undone() {
    for view in 0..VIEWS.len() {
        let changed: usize = (0..5).map(|round| mash(view, 1_000 * round + view as u64, 2_000)).sum();
        assert!(changed > 0, "chance never changed anything, so nothing was tried: view {view}");
    }
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
