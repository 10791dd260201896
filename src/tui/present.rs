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

use super::action::Action;
use super::editing;
use super::effect::Effect;
use super::model::{Model, tell};
use super::msg::{Code, Key};
use super::overlays::capture;
use super::overlays::explain;
use super::overlays::recovery;
use super::theme::{Look, Slides, Theme};
pub use agenda::{Big, Line, Slide};
pub use running::Present;
pub(super) use slide::against;
pub use slide::draw;

/// The word to type before anything private is shown.
pub const REVEAL: &str = "reveal";

/// What can be done while slides are shown, and nowhere else.
pub const ACTIONS: &[Action] = &[
    Action::new("slide.next", "Next slide", &["<right>", "<space>", "<pgdn>", "<enter>"], |model| {
        turn(model, |it| it.at + 1)
    })
    .when(is_running),
    Action::new("slide.previous", "Previous slide", &["<left>", "<pgup>", "<bs>"], |model| {
        turn(model, |it| it.at.saturating_sub(1))
    })
    .when(is_running),
    Action::new("slide.1", "Slide 1", &["1"], nth::<0>).when(is_running),
    Action::new("slide.2", "Slide 2", &["2"], nth::<1>).when(is_running),
    Action::new("slide.3", "Slide 3", &["3"], nth::<2>).when(is_running),
    Action::new("slide.4", "Slide 4", &["4"], nth::<3>).when(is_running),
    Action::new("slide.5", "Slide 5", &["5"], nth::<4>).when(is_running),
    Action::new("slide.6", "Slide 6", &["6"], nth::<5>).when(is_running),
    Action::new("slide.7", "Slide 7", &["7"], nth::<6>).when(is_running),
    Action::new("slide.8", "Slide 8", &["8"], nth::<7>).when(is_running),
    Action::new("slide.9", "Slide 9", &["9"], nth::<8>).when(is_running),
    Action::new("slide.up", "The lines of the slide above", &["<up>"], |model| scroll(model, false))
        .when(is_running),
    Action::new("slide.down", "The lines of the slide that had no room", &["<down>"], |model| {
        scroll(model, true)
    })
    .when(is_running),
    Action::new("slide.first", "First slide", &["<home>"], |model| turn(model, |_| 0)).when(is_running),
    Action::new("slide.last", "Last slide", &["<end>"], |model| turn(model, |_| usize::MAX)).when(is_running),
    Action::new("slide.blank", "Blank screen, and back", &[".", "b"], |model| {
        running(model, |present| present.blank = !present.blank)
    })
    .also("blank black")
    .when(is_running),
    Action::new("slide.more", "More detail on the slide", &["+"], |model| {
        running(model, |present| present.detail = (present.detail + 1).min(2))
    })
    .when(is_running),
    Action::new("slide.less", "Less detail on the slide", &["-"], |model| {
        running(model, |present| present.detail = present.detail.saturating_sub(1))
    })
    .when(is_running),
    Action::new("slide.reveal", "Show what is private, and hide it again", &["r"], reveal)
        .also("reveal redacted")
        .when(is_running),
    Action::new("slide.leave", "Leave the slides", &["<esc>", "<f5>"], leave_once_more).when(is_running),
];

/// What can be done from any view and before a room too.
const ALSO_HERE: [&str; 5] = ["explain", "capture", "undo", "help", "redraw"];

/// The rows of the help of a presentation: actions, and what they do.
const HELP: &[(&[&str], &str)] = &[
    (&["slide.next"], "next slide"),
    (&["slide.previous"], "previous slide"),
    (&["slide.1", "slide.9"], "that slide"),
    (&["slide.up", "slide.down"], "its other lines"),
    (&["slide.first", "slide.last"], "first, last"),
    (&["slide.blank"], "blank screen"),
    (&["slide.more", "slide.less"], "more, less detail"),
    (&["explain"], "what the number is"),
    (&["slide.reveal"], "show what is private"),
    (&["capture"], "capture"),
    (&["undo"], "take it back"),
    (&["slide.leave"], "leave"),
];

/// Whether an action of all views can be done before a room too.
#[must_use]
pub fn is_also_here(action: &Action) -> bool {
    ALSO_HERE.contains(&action.id)
}

/// The keys of a presentation with what they do, as its help shows them.
#[must_use]
pub fn keys(model: &Model) -> Vec<(String, &'static str)> {
    let row = |(ids, does): &(&[&str], &'static str)| {
        let keys: Vec<String> = ids.iter().map(|id| model.keys.shown_on_slides(id)).collect();
        // The nine slides have a row of their own, from the first to the last.
        let range = matches!(ids, ["slide.1", _]);
        let keys: Vec<String> = keys.into_iter().filter(|keys| !keys.is_empty()).collect();
        Some((keys.join(if range { "–" } else { " " }), *does)).filter(|(keys, _)| !keys.is_empty())
    };
    HELP.iter().filter_map(row).collect()
}

fn is_running(model: &Model) -> Result<(), &'static str> {
    if model.present.is_some() { Ok(()) } else { Err("no slides are shown; {present} presents") }
}

/// Does something to the slides that are shown.
fn running(model: &mut Model, does: impl FnOnce(&mut Present)) -> Vec<Effect> {
    if let Some(present) = &mut model.present {
        does(present);
    }
    Vec::new()
}

fn turn(model: &mut Model, to: fn(&Present) -> usize) -> Vec<Effect> {
    running(model, |present| present.turn(to(present)))
}

/// Turns to one of the slides, where there are so many.
fn nth<const N: usize>(model: &mut Model) -> Vec<Effect> {
    running(model, |present| {
        if N < present.slides.len() {
            present.turn(N);
        }
    })
}

fn scroll(model: &mut Model, down: bool) -> Vec<Effect> {
    let size = model.size;
    running(model, |present| slide::scroll(present, down, size))
}

/// Asks for the word that shows what is private; hides it again where it is shown.
fn reveal(model: &mut Model) -> Vec<Effect> {
    let Some(present) = &mut model.present else { return Vec::new() };
    if present.revealed {
        present.revealed = false;
        present.renew(&model.work, model.baseline.as_ref());
    } else {
        present.asking = Some(String::new());
    }
    Vec::new()
}

/// Leaves the slides; right after something over them was closed only when it is pressed once more.
fn leave_once_more(model: &mut Model) -> Vec<Effect> {
    match &mut model.present {
        Some(present) if present.uncovered => {
            present.tells = true;
            tell(model, "Esc once more leaves the slides")
        }
        _ => leave(model),
    }
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
        recovery::offer_after_slides(model, present.left);
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
    let action = model.keys.on_slide(key);
    let does = action.map_or("", |action| action.id);
    let Some(present) = &mut model.present else { return Vec::new() };
    let (blank, help) = (present.blank, present.help);
    // One that is blank is to be so no more, whatever the key.
    (present.blank, present.help) = (false, false);
    present.tells = matches!(does, "capture" | "undo" | "explain");
    match does {
        "redraw" => vec![Effect::Redraw],
        "help" => {
            present.help = !help;
            Vec::new()
        }
        "explain" => {
            let revealed = present.revealed;
            let (figure, why) = present.slide().map_or((None, ""), |slide| (slide.figure.clone(), slide.why));
            // Without its files nobody can tell which words of a plan are private.
            let blind = !revealed && model.work.plan().has_private() && model.work.source().is_none();
            if let Some(name) = figure.filter(|_| !blind) {
                return explain::explain_slide(model, name, revealed);
            }
            tell(model, if why.is_empty() { "This slide has no figure of its own" } else { why })
        }
        "capture" => match editing::editable(model) {
            Ok(()) => capture::capture(model),
            Err(why) => tell(model, format!("Nothing can be captured: {why}")),
        },
        "undo" if present.captured > 0 => {
            present.captured -= 1;
            editing::undo(model, true)
        }
        "undo" => Vec::new(),
        // What lies over the slide goes first: the room is not to see what is behind the slides.
        "slide.leave" if help && key.code == Code::Esc => Vec::new(),
        "slide.blank" => {
            present.blank = !blank;
            Vec::new()
        }
        _ => action.map_or_else(Vec::new, |action| action.run_in(model)),
    }
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
