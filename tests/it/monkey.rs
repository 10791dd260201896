//! Keys and pastes by chance: nothing that is typed writes a file, and all of it can be undone.

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

/// Types keys by chance in a view of a plan, and holds what comes of them: no effect writes a file of the plan, and
/// only whoever answers the question for its name keeps a scenario in a file.
fn mash(mut model: Model, view: usize, seed: u64, keys: usize) -> Came {
    let known = Key::parse_all(
        "<up> <down> <left> <right> <home> <end> <pgup> <pgdn> <enter> <enter> <tab> <tab> <s-tab> <esc> <bs> <del> \
         <f2> <f2> <f2> <f7> <f8> <space> a b c d e e e f g h i j k l m n o p r s t u v x x y z 0 1 2 3 4 \
         w w q A B C E F G I M N O P R S S T U W X <f5> . , - + = / : ? ! # < > [ ] ctrl-d ctrl-u ctrl-k ctrl-n \
         ctrl-r ctrl-z",
    );
    let mut random = fastrand::Rng::with_seed(seed);
    press(&mut model, &VIEWS[view].digit.to_string());
    let (before, height) = (texts(&model), usize::from(model.size.1));
    let mut came = Came::default();
    for nth in 0..keys {
        let msgs = match random.usize(..60) {
            0 | 1 => vec![Msg::Paste(PASTES[random.usize(..PASTES.len())].to_owned())],
            // What takes more keys than chance has, one after the other.
            2 => Key::parse_all("<esc> 9 S <enter>").into_iter().map(Msg::Key).collect(),
            _ => vec![Msg::Key(known[random.usize(..known.len())])],
        };
        for msg in msgs {
            let over = kind(&model);
            let answers = over == "question" && matches!(&msg, Msg::Key(key) if key.code == Code::Enter);
            let effects = update(&mut model, msg);
            for effect in &effects {
                let told = format!("{effect:?} after {nth} keys of {seed}");
                match effect {
                    // Whoever leaves is asked whether to save, and to keep what was tried.
                    Effect::Save(_) | Effect::KeepAnew(..) if over == "quit" => {}
                    Effect::Save(_) | Effect::WriteAgain(_) | Effect::Copies(_) | Effect::KeepAnew(..) => {
                        panic!("{told}")
                    }
                    Effect::Keep(..) | Effect::CopyTo(_) | Effect::Write(..) if !answers => {
                        // The minutes are written where that is asked for, into a file that is not there yet.
                        let minutes = matches!(effect, Effect::Write(..)) && kind(&model) == "page";
                        assert!(minutes, "{told}");
                    }
                    Effect::Keep(path, ..) => {
                        let own = model
                            .work
                            .source()
                            .is_some_and(|it| (0..9).any(|nth| it.canonical(nth) == Some(path)));
                        assert!(!own, "{told}");
                        came.kept += 1;
                    }
                    _ => {}
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
