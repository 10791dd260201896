//! Where every action has another key than usual, no screen names a usual one.

use std::collections::BTreeSet;

use groundswell::tui::actions;
use groundswell::tui::bindings::{self, Binding};
use groundswell::tui::keymap::Keymap;
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Code, Key};
use groundswell::tui::theme::Look;
use groundswell::tui::views::VIEWS;

use crate::driven::{PLAN, drawn, press};
use crate::everywhere::{everywhere, kind};

/// Every action that can have another key has one that no keyboard of ours has by default: a letter of Cyrillic.
fn odd() -> Keymap {
    let mut letters = ('А'..='я').chain('Ѐ'..='Џ').chain('ѐ'..='џ').chain('Α'..='Ρ').chain('α'..='ρ');
    let mut given = Vec::new();
    let mut known = BTreeSet::new();
    let everywhere = actions::TO_VIEW.iter().chain(actions::EVERYWHERE);
    let own = (0..VIEWS.len())
        .flat_map(|view| VIEWS[view].actions.iter().map(move |it| (bindings::context_of(view), it)));
    for (context, action) in everywhere.map(|it| (bindings::EVERYWHERE, it)).chain(own) {
        if bindings::is_fixed(action) || !known.insert((context, action.id)) {
            continue;
        }
        let Some(letter) = letters.next() else { unreachable!("there are letters for all") };
        let keys = vec![Key::plain(Code::Char(letter))];
        given.push(Binding { context: context.into(), action: action.id.into(), keys, line: 1 });
    }
    let (keys, faults) = bindings::with(&given);
    assert_eq!(faults, []);
    keys
}

/// The usual keys as they are shown, without those that lists, pages and fields always have: arrows, Enter, Esc, Tab,
/// the space bar; without digits and signs, which stand before words as numbers do; and without those that keep their
/// meaning.
fn usual() -> BTreeSet<String> {
    let all = (0..VIEWS.len()).flat_map(actions::in_view).filter(|it| !bindings::is_fixed(it));
    let shown = all.flat_map(|it| it.keys).filter_map(|key| Key::parse(key)).map(Key::shown);
    let always = ["↑", "↓", "←", "→", "⏎", "Esc", "Tab", "S-Tab", "Space", "Bksp", "Del", "PgUp", "PgDn"];
    let listed = ["Home", "End", "^PgUp", "^PgDn", "S-↑", "S-↓"];
    let counts = |it: &str| it.chars().all(|sign| sign.is_ascii_digit() || "+-".contains(sign));
    shown.filter(|it| !always.contains(&&**it) && !listed.contains(&&**it) && !counts(it)).collect()
}

/// The answers that what lies over a view takes, which are its own and no action's.
fn answers(kind: &str, shown: &str) -> &'static [&'static str] {
    match kind {
        "quit" => &["s", "d", "k"],
        "outside" => &["m", "r", "k", "t", "T", "M"],
        "gone" => &["w", "c"],
        "recover" => &["r", "s", "d", "q"],
        "recorded" => &["r", "b"],
        "remove" => &["X"],
        "history" => &["p"],
        "form" => &["F2"],
        // Letters of the entries.
        "menu" | "copy" => &["a", "c", "d", "g", "i", "j", "k", "l", "m", "n", "o", "p", "r", "s", "t", "w"],
        "page" if shown.contains("Minutes") => &["w"],
        _ if shown.contains("previous slide") => &["b", "r", ".", "+"],
        _ => &[],
    }
}

/// The usual keys that a text names as what does something: before a word, after a gap or a mark.
fn named(text: &str, keys: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        for (nth, pair) in words.windows(2).enumerate() {
            let key = pair[0].trim_start_matches('(');
            let verb = pair[1].chars().next().is_some_and(char::is_lowercase);
            let word = pair[1];
            let before = nth.checked_sub(1).map_or("", |it| words[it]);
            // What follows a word or a number without a mark between is no key: "in 3 d", "of B was".
            let begins =
                before.is_empty() || before.ends_with([',', ';', ':', '·', '.', '│']) && !word.contains('│');
            let is_key = |key: &str| key.split('/').all(|it| keys.contains(it));
            let begins = begins || pair[0].starts_with('(');
            if verb && begins && !key.is_empty() && is_key(key) && !is_letter(key, pair[1]) {
                found.push(format!("{key} in {:?}", line.trim()));
            }
        }
    }
    found
}

/// Whether a letter stands for something else than a key: severities and layers by their first letters, scenarios by
/// theirs, and what begins a sentence.
fn is_letter(key: &str, word: &str) -> bool {
    let does = |words: &[&str]| words.iter().any(|it| word.starts_with(it));
    match key {
        "E" => !does(&["editor", "open"]),
        "W" => !does(&["scope", "open"]),
        "A" => !does(&["apply", "applies"]),
        // What lies over a legend may end within a word of it.
        "T" | "C" | "X" => {
            let begun = word.split(|it: char| !it.is_alphabetic()).next().unwrap_or_default();
            ["technological", "commercial", "transformational"].iter().any(|it| it.starts_with(begun))
        }
        "a" => !does(&["add"]),
        // Of a heat map, before what is typed, and of a sum.
        "?" => does(&["blind"]),
        ">" => !does(&["later", "moves"]),
        "=" => !does(&["explain", "what", "close", "tells"]),
        _ => false,
    }
}

fn told(model: &mut Model, keys: &BTreeSet<String>, wrong: &mut Vec<String>, at: &str) {
    let shown = drawn(model);
    let answers = answers(kind(model), &shown);
    let of = |found: &String| answers.iter().any(|it| found.split(" in ").next() == Some(it));
    let found = named(&shown, keys).into_iter().filter(|it| !of(it));
    wrong.extend(found.map(|it| format!("{at}: {it}")));
}

#[test]
fn what_a_text_names_is_found() {
    let keys = usual();
    for text in [
        " e edit",
        "Nothing; w opens one",
        "Done · u undo",
        "(v shows them)",
        "│ F tries it",
        "it; E opens it",
    ] {
        assert_eq!(named(text, &keys).len(), 1, "{text}");
    }
    for text in ["26.2 M€ in 3 d late", "in A, worse", "it is a month", "E error", "A scenario is open"] {
        assert_eq!(named(text, &keys), [""; 0], "{text}");
    }
}

/// A-02: each state of the screen, drawn with other keys.
#[test]
fn no_screen_names_a_usual_key_where_others_are_given() {
    let (odd, usual_keys, mut wrong) = (odd(), usual(), Vec::new());
    everywhere(PLAN, "v1", Look::default(), (180, 50), |at, _, model| {
        let told_before = model.message.take();
        model.keys = odd.clone();
        model.forget_views();
        model.settle();
        told(model, &usual_keys, &mut wrong, at);
        model.message = told_before;
        model.keys = bindings::usual();
        model.forget_views();
        model.settle();
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A-02: what each action tells when it is done, or why it cannot be, in the plan, with something that is not saved,
/// in a scenario, and in a plan that can only be looked at.
#[test]
fn no_action_tells_of_a_usual_key_where_others_are_given() {
    let (odd, usual_keys, mut wrong) = (odd(), usual(), Vec::new());
    for before in ["", "c n note <f2>", "w / fees <enter> <"] {
        for (view, entry) in VIEWS.iter().enumerate() {
            for action in actions::in_view(view) {
                let keys = format!("{before} {}", entry.digit);
                let mut model = crate::driven::model(&keys, 180, 50);
                model.keys = odd.clone();
                (model.message, model.log) = (None, Vec::new());
                action.run_in(&mut model);
                model.settle();
                told(&mut model, &usual_keys, &mut wrong, &format!("{keys}, {}", action.id));
                // What lies over the view takes the key that opened it, as the view would.
                if model.overlay.is_some() {
                    if let Some(key) = odd.of_action(model.view, action).first() {
                        groundswell::tui::update::update(&mut model, groundswell::tui::msg::Msg::Key(*key));
                    }
                    press(&mut model, "<enter>");
                    told(&mut model, &usual_keys, &mut wrong, &format!("{keys}, {}, again", action.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
