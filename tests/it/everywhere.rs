//! Every state of the screen that text can stand in: each view with its variants and its table, whatever
//! lies over a view, and each slide. What must hold everywhere is held here, once for all of them.

use std::fs;
use std::path::Path;

use groundswell::disk::{Kept, Unsaved};
use groundswell::git::Reference;
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Code, Key, Msg};
use groundswell::tui::overlays::recovery::{self, Left};
use groundswell::tui::past::{Recall, Recalled};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::views::VIEWS;

use crate::driven::{PLAN, content, open};
use crate::looking_back::looked_back;
use crate::marked::read;

/// What lies over a view, and the keys to it from the board. A word after `@` is what others do.
const OVERLAYS: [(&str, &str); 40] = [
    ("help", "?"),
    ("help", "? view"),
    ("detail", "<enter>"),
    ("search", "/ o"),
    ("filter", "f o"),
    ("find", ": a"),
    ("find", "ctrl-g a"),
    ("copy", "y"),
    ("messages", "N : messages <enter>"),
    ("explain", "="),
    ("explain", "5 = <enter>"),
    ("page", "5 d"),
    ("page", ": changed <enter> @compared"),
    ("page", "7 m"),
    ("baseline", "b @references"),
    ("reading", "b @references <enter>"),
    ("", "@baseline"),
    ("page", ": moved <enter>"),
    ("history", "/ e <enter> B @history"),
    ("fixes", "/ wrong <enter> 3 F"),
    ("question", "8 I"),
    ("question", "i"),
    ("menu", "a"),
    ("menu", "c"),
    ("form", "/ e <enter> e"),
    ("form", "c d"),
    ("remove", "/ e <enter> x"),
    ("recorded", "4 g r 42 <f2> r 45 <f2>"),
    ("recover", "@kept"),
    ("recover", "s"),
    ("recover", "d"),
    // What was kept is decided upon before anything else.
    ("", "d"),
    ("gone", "@gone"),
    ("outside", "c n note <f2> @others"),
    ("quit", "q"),
    // In a scenario.
    ("question", "w s"),
    ("scope", "W"),
    ("", "/ e <enter> >"),
    ("", "9"),
    ("", "P"),
];

const SLIDES: [&str; 9] = ["P", "P +", "P + +", "P 2 + +", "P 3 + +", "P 4 + +", "P 5 + +", "P ?", "P r r"];

/// What lies over a view; nothing where nothing does.
pub(crate) fn kind(model: &Model) -> &'static str {
    model.overlay.as_ref().map_or("", |over| over.name())
}

/// The keys to each state, each after those of the one before it.
fn steps() -> Vec<(&'static str, String)> {
    let view = |entry: &groundswell::tui::view::Entry| {
        let mut keys = vec![entry.digit.to_string()];
        keys.extend(vec!["v".to_owned(); entry.variants.len() - 1]);
        // Another `v` leads back to the first variant.
        keys.extend(entry.table.then(|| "v T".to_owned()));
        // What is further to the right or further down.
        keys.push(if entry.table { "T v G" } else { "v G" }.to_owned());
        keys
    };
    let home = |kind, keys: &str| match keys {
        "s" | "d" => (kind, keys.to_owned()),
        _ => (kind, format!("<esc> <esc> <esc> <esc> 1 g {keys}")),
    };
    let views = VIEWS.iter().flat_map(|entry| view(entry)).map(|keys| ("", keys));
    let slides = SLIDES.iter().map(|keys| home("", keys));
    let overlays = OVERLAYS.iter().map(|(kind, keys)| home(kind, keys));
    views.chain(slides).chain(overlays).collect()
}

/// Does what a word after `@` says.
fn others(model: &mut Model, word: &str, asked: &[Effect], said: &str) {
    let text = content(model);
    let recalled = || {
        let before =
            format!("{}\n[objective.gone-by]\nname = \"Gone by\"\n", PLAN.replace("700_000", "650_000"));
        Box::new(Recalled::of(said.to_owned(), read(&[("plan.toml", before.as_bytes())]), None))
    };
    let msg = match word {
        "compared" => Msg::Recalled(Recall::Compare, Ok(recalled())),
        "baseline" => Msg::Baseline(Ok(recalled())),
        "references" => {
            let of = |kind| Reference {
                name: said.to_owned(),
                kind,
                commit: String::new(),
                date: None,
                subject: said.to_owned(),
            };
            Msg::References(Ok(["tag", "branch", "commit"].map(of).to_vec()))
        }
        "history" => {
            let Some(Effect::LookBack(nth, asked, _)) =
                asked.iter().find(|effect| matches!(effect, Effect::LookBack(..)))
            else {
                return;
            };
            Msg::LookedBack(*nth, Ok(Some(looked_back(asked))))
        }
        "gone" => Msg::Gone(model.work.draft.as_ref().unwrap().replacements()),
        "others" => {
            let theirs = format!("{text}\n[objective.theirs]\nname = \"Theirs\"\n");
            update(model, Msg::Outside(Ok(Box::new(open(&theirs)))));
            Msg::Key(Key { code: Code::Char('s'), ctrl: true })
        }
        "kept" => {
            let kept = format!("{text}\n[objective.kept]\nname = \"Kept\"\n");
            let path = "plan.toml".into();
            let files = vec![Kept { path, old: text, text: kept, fits: false }];
            let unsaved = Unsaved {
                written: Some("2026-11-20".into()),
                titles: vec![said.to_owned()],
                files,
                scenarios: Vec::new(),
            };
            let held = [Ok(unsaved), Err(said.to_owned())];
            let left = held.into_iter().enumerate().map(|(nth, held)| Left { nth, held });
            return recovery::offer(model, left.collect());
        }
        _ => unreachable!("@{word}"),
    };
    update(model, msg);
}

/// Goes through every state of the screen of a plan, with a sentence from git that says something, and gives
/// the keys to each with what should lie over the view there.
pub(crate) fn everywhere(
    text: &str,
    said: &str,
    look: Look,
    (width, height): (u16, u16),
    mut visit: impl FnMut(&str, &'static str, &mut Model),
) {
    let mut model = groundswell::tui::open(open(text), look, width, height);
    for (kind, keys) in steps() {
        let mut asked = Vec::new();
        for word in keys.split_whitespace() {
            match word.strip_prefix('@') {
                Some(word) => others(&mut model, word, &asked, said),
                None => {
                    asked.clear();
                    for key in Key::parse_all(word) {
                        asked.extend(update(&mut model, Msg::Key(key)));
                    }
                }
            }
        }
        visit(&keys, kind, &mut model);
    }
}

/// What every kind of overlay calls itself, from its file.
fn kinds() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui/overlays");
    let mut folders = vec![root];
    let mut kinds = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let code = fs::read_to_string(&path).unwrap();
            let named = code.split("impl Overlay for ").skip(1);
            kinds.extend(named.filter_map(|rest| Some(rest.split('"').nth(1)?.to_owned())));
        }
    }
    assert!(kinds.len() > 20, "{kinds:?}");
    kinds
}

#[test]
fn the_walk_leads_to_every_view_slide_and_kind_of_overlay() {
    let mut seen = std::collections::BTreeSet::new();
    let mut slides = 0;
    let mut wrong = Vec::new();
    everywhere(PLAN, "v1", Look::default(), (80, 24), |keys, expected, model| {
        if kind(model) != expected {
            wrong.push(format!("{keys}: {:?} for {expected:?}", kind(model)));
        }
        seen.insert((model.view, model.desk().settings.variant, model.desk().settings.table));
        slides += usize::from(model.present.is_some());
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
    for kind in kinds() {
        assert!(
            OVERLAYS.iter().any(|(known, _)| *known == kind),
            "the keys to {kind} are not among OVERLAYS"
        );
    }
    assert_eq!(slides, SLIDES.len() + 1);
    for (nth, entry) in VIEWS.iter().enumerate() {
        assert!(
            (0..entry.variants.len()).all(|variant| seen.contains(&(nth, variant, false))),
            "{}",
            entry.name
        );
        assert!(!entry.table || seen.contains(&(nth, 0, true)), "{}", entry.name);
    }
}
