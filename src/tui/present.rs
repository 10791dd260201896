//! The steering meeting on the wall: full-screen slides, read-only, with nothing on them that is not for
//! the room. What they say is built once, when the presentation begins or the plan is read anew; keys only
//! turn the pages.

pub mod agenda;
pub mod aloud;
mod decisions;
mod differences;
mod digits;
mod kpis;
mod late;
mod moved;
mod place;
mod roadmap;
pub mod running;
mod since;
mod slide;
mod value;

use super::editing;
use super::effect::Effect;
use super::model::{Model, tell};
use super::msg::{Code, Key};
use super::overlays::capture;
use super::overlays::explain;
use super::theme::{Look, Slides, Theme};
pub use agenda::{Big, Line, Slide};
pub use running::Present;
pub(super) use slide::against;
pub use slide::draw;

/// The word to type before anything private is shown.
pub const REVEAL: &str = "reveal";

/// The keys of a presentation with what they do, as its help shows them; those of actions stand between braces.
const KEYS: &[(&str, &str)] = &[
    ("→ Space PgDn ⏎", "next slide"),
    ("← PgUp Bksp", "previous slide"),
    ("1–9", "that slide"),
    ("↑ ↓", "its other lines"),
    ("Home End", "first, last"),
    (". b", "blank screen"),
    ("+ −", "more, less detail"),
    ("{explain}", "what the number is"),
    ("r", "show what is private"),
    ("{capture}", "capture"),
    ("{undo}", "take it back"),
    ("Esc F5", "leave"),
];

/// What can be done from any view and before a room too, with the keys that it has there.
const ALSO_HERE: [&str; 5] = ["explain", "capture", "undo", "help", "redraw"];

/// The keys of a presentation with what they do; a key that the user gave to something else does only that.
#[must_use]
pub fn keys(model: &Model) -> Vec<(String, &'static str)> {
    let taken = |key: &&str| {
        let mut letters = key.chars();
        let only = letters.next().filter(|_| letters.next().is_none());
        only.is_some_and(|it| ALSO_HERE.contains(&model.does(Key::plain(Code::Char(it)))))
    };
    let row = |(keys, does): &(&str, &'static str)| {
        let keys = match keys.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
            Some(id) => model.keys.first(model.view, id).unwrap_or_default(),
            None => keys.split(' ').filter(|key| !taken(key)).collect::<Vec<_>>().join(" "),
        };
        Some((keys, *does)).filter(|(keys, _)| !keys.is_empty())
    };
    KEYS.iter().filter_map(row).collect()
}

/// How slides look: for a projector, in the highest contrast, unless the user wants no colours; light where slides are
/// to be, or else where all is.
#[must_use]
pub fn look(look: Look) -> Look {
    let theme = match (look.theme, look.slides) {
        (Theme::Mono, _) => Theme::Mono,
        (_, Some(Slides::Light)) | (Theme::Light | Theme::HighContrastLight, None) => {
            Theme::HighContrastLight
        }
        (_, Some(Slides::Dark))
        | (Theme::Terminal | Theme::Auto | Theme::Dark | Theme::HighContrast, None) => Theme::HighContrast,
    };
    Look { theme, ..look }
}

/// Begins to present; leaves again where one is running.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    model.present = match model.present {
        Some(_) => return leave(model),
        None => {
            let mut present = Present::of(&model.work, model.baseline.as_ref());
            // Whoever left to answer a question goes on where the question was asked.
            present.turn(model.presented);
            Some(present)
        }
    };
    Vec::new()
}

/// Presents from one of the slides on.
pub fn at_slide(model: &mut Model, nth: usize) -> Vec<Effect> {
    model.presented = nth;
    if model.present.is_some() { Vec::new() } else { toggle(model) }
}

/// Leaves the slides, and remembers which one was shown.
fn leave(model: &mut Model) -> Vec<Effect> {
    if let Some(present) = model.present.take() {
        model.presented = present.at;
    }
    Vec::new()
}

/// Takes a key of the word that reveals what is private.
fn answer(model: &mut Model, key: Key) {
    let Some(present) = &mut model.present else { return };
    let Some(mut typed) = present.asking.take() else { return };
    match key.code {
        Code::Esc => return,
        Code::Enter => {
            present.revealed |= typed == REVEAL;
            return present.renew(&model.work, model.baseline.as_ref());
        }
        Code::Backspace => drop(typed.pop()),
        // More than the word has letters is not the word.
        Code::Char(letter) if !key.ctrl && typed.chars().count() < 12 => typed.push(letter),
        _ => {}
    }
    present.asking = Some(typed);
}

/// What a key does in a presentation. Any key but those that leave brings a blank screen back, and what it
/// does besides is done.
pub fn on_key(model: &mut Model, key: Key) -> Vec<Effect> {
    if model.present.as_ref().is_some_and(|present| present.asking.is_some()) {
        answer(model, key);
        return Vec::new();
    }
    let does = model.does(key);
    let Some(present) = &mut model.present else { return Vec::new() };
    let (blank, help) = (present.blank, present.help);
    (present.blank, present.help) = (false, false);
    present.tells = matches!(does, "capture" | "undo" | "explain");
    match does {
        "redraw" => return vec![Effect::Redraw],
        "help" => {
            present.help = !help;
            return Vec::new();
        }
        "explain" => {
            let revealed = present.revealed;
            let (figure, why) = present.slide().map_or((None, ""), |slide| (slide.figure.clone(), slide.why));
            // Without its files nobody can tell which words of a plan are private.
            let blind = !revealed && model.work.plan().has_private() && model.work.source().is_none();
            if let Some(name) = figure.filter(|_| !blind) {
                return explain::explain_slide(model, name, revealed);
            }
            return tell(model, if why.is_empty() { "This slide has no figure of its own" } else { why });
        }
        "capture" => {
            return match editing::editable(model) {
                Ok(()) => capture::capture(model),
                Err(why) => tell(model, format!("Nothing can be captured: {why}")),
            };
        }
        "undo" if present.captured > 0 => {
            present.captured -= 1;
            return editing::undo(model, true);
        }
        "undo" => return Vec::new(),
        _ if key.ctrl => return Vec::new(),
        _ => {}
    }
    match key.code {
        Code::Right | Code::PageDown | Code::Enter | Code::Char(' ') => present.turn(present.at + 1),
        Code::Left | Code::PageUp | Code::Backspace => present.turn(present.at.saturating_sub(1)),
        Code::Down => slide::scroll(present, true, model.size),
        Code::Up => slide::scroll(present, false, model.size),
        Code::Home => present.turn(0),
        Code::End => present.turn(usize::MAX),
        Code::Char('.' | 'b') => present.blank = !blank,
        Code::Char('+') => present.detail = (present.detail + 1).min(2),
        Code::Char('-' | '−') => present.detail = present.detail.saturating_sub(1),
        Code::Char('r') if !present.revealed => present.asking = Some(String::new()),
        Code::Char('r') => {
            present.revealed = false;
            present.renew(&model.work, model.baseline.as_ref());
        }
        Code::Char(digit @ '1'..='9') => {
            let nth = digit.to_digit(10).map_or(0, |digit| digit as usize - 1);
            if nth < present.slides.len() {
                present.turn(nth);
            }
        }
        // What lies over the slide goes first: the room is not to see what is behind the slides.
        Code::Esc if help => present.help = false,
        Code::Esc if present.uncovered => {
            present.tells = true;
            return tell(model, "Esc once more leaves the slides");
        }
        Code::Esc | Code::Function(5) => return leave(model),
        _ => {}
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slides_stand_on_what_the_user_says_and_else_on_what_the_theme_does() {
        let look = |theme, slides| look(Look { theme, slides, ..Look::default() }).theme;
        assert_eq!(look(Theme::Light, None), Theme::HighContrastLight);
        assert_eq!(look(Theme::Dark, None), Theme::HighContrast);
        assert_eq!(look(Theme::Dark, Some(Slides::Light)), Theme::HighContrastLight);
        assert_eq!(look(Theme::Light, Some(Slides::Dark)), Theme::HighContrast);
        assert_eq!(look(Theme::Mono, Some(Slides::Light)), Theme::Mono, "no colours are no colours");
    }
}
