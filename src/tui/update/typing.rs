//! What is typed into the overlays: a search, a filter, the help, the finder, the menu of what to copy.

use super::{explaining, going, tell};
use crate::tui::baseline;
use crate::tui::editing;
use crate::tui::effect::Effect;
use crate::tui::filter::Filter;
use crate::tui::model::{Model, Overlay};
use crate::tui::msg::{Code, Key};
use crate::tui::overlays::as_of;
use crate::tui::overlays::copying::{self, MENU};
use crate::tui::overlays::finder::{Among, Finder, Found, names_of};
use crate::tui::overlays::fixes;
use crate::tui::overlays::help;
use crate::tui::overlays::history;
use crate::tui::overlays::line::Line;
use crate::tui::overlays::page;
use crate::tui::overlays::question;
use crate::tui::overlays::reading;
use crate::wording;

/// The character that a key types, if it types one.
fn typed(key: Key) -> Option<char> {
    match key {
        Key { code: Code::Char(character), ctrl: false } => Some(character),
        _ => None,
    }
}

/// Takes a key for the overlay that takes all keys, or gives the key back.
pub(super) fn on_key(model: &mut Model, key: Key) -> Result<Vec<Effect>, Key> {
    match model.overlay.take() {
        Some(Overlay::Search { words, from }) => Ok(searching(model, key, words, from)),
        Some(Overlay::Filter { words, before }) => Ok(filtering(model, key, words, before)),
        Some(Overlay::Help { filter, cursor }) => Ok(helping(model, key, filter, cursor)),
        Some(Overlay::Find(finder)) => Ok(finding(model, key, finder)),
        Some(Overlay::Explain(pages)) => Ok(explaining::on_key(model, key, pages)),
        Some(Overlay::Fixes(list)) => Ok(fixes::on_key(model, key, list)),
        Some(Overlay::Page(sheet)) => Ok(page::on_key(model, key, sheet)),
        Some(Overlay::Question(asked)) => Ok(question::on_key(model, key, asked)),
        Some(Overlay::Copy) => Ok(choosing_copy(model, key)),
        Some(Overlay::Baseline(chooser)) => Ok(baseline::on_key(model, key, chooser)),
        Some(Overlay::History(page)) => Ok(history::on_key(model, key, page)),
        Some(Overlay::Reading(it)) => Ok(reading::on_key(model, key, it)),
        Some(Overlay::Editing(panel)) => Ok(editing::on_key(model, key, panel)),
        overlay => {
            model.overlay = overlay;
            Err(key)
        }
    }
}

/// Moves the cursor of a list with `count` entries below the line that is typed; says whether the key was one
/// for it, and not for the line.
fn choose(cursor: &mut usize, count: usize, key: Key) -> bool {
    let last = count.saturating_sub(1);
    *cursor = match key.code {
        Code::Up => cursor.saturating_sub(1),
        Code::Down => (*cursor + 1).min(last),
        Code::PageUp => cursor.saturating_sub(10),
        Code::PageDown => (*cursor + 10).min(last),
        Code::Char('p') if key.ctrl => cursor.saturating_sub(1),
        Code::Char('n') if key.ctrl => (*cursor + 1).min(last),
        _ => return false,
    };
    true
}

// ------------------------------------------------------------ search

/// Begins to type a search.
pub fn search(model: &mut Model) -> Vec<Effect> {
    let from = model.desk().sheet.cursor;
    model.overlay = Some(Overlay::Search { words: Line::default(), from });
    Vec::new()
}

fn searching(model: &mut Model, key: Key, mut words: Line, from: usize) -> Vec<Effect> {
    match key.code {
        Code::Enter => {
            let words = words.text();
            words.clone_into(&mut model.search);
            let found = words.is_empty() || model.desk().sheet.matches(words) > 0;
            return if found { Vec::new() } else { tell(model, format!("Nothing here holds “{words}”")) };
        }
        Code::Esc => {
            model.desk_mut().sheet.cursor = from;
            model.take_selection();
            return Vec::new();
        }
        Code::Backspace if words.text().is_empty() => return Vec::new(),
        _ => drop(words.on_key(key)),
    }
    searched_for(model, words, from);
    Vec::new()
}

/// Goes to the first match from where the search began, and keeps the line open.
fn searched_for(model: &mut Model, words: Line, from: usize) {
    let sheet = &mut model.desk_mut().sheet;
    sheet.cursor = from;
    if !words.text().is_empty() {
        sheet.find(words.text(), true, true);
    }
    model.take_selection();
    model.overlay = Some(Overlay::Search { words, from });
}

/// Goes to the next or the last match of the search.
pub fn again(model: &mut Model, forward: bool) -> Vec<Effect> {
    let words = model.search.clone();
    if !model.desk_mut().sheet.find(&words, forward, false) {
        return tell(model, format!("Nothing here holds “{words}”"));
    }
    model.take_selection();
    Vec::new()
}

// ------------------------------------------------------------ filter

/// Begins to type a filter; the one that is set can be changed.
pub fn filter(model: &mut Model) -> Vec<Effect> {
    let before = model.filter.typed.clone();
    model.overlay = Some(Overlay::Filter { words: Line::new(&*before), before });
    Vec::new()
}

fn filtering(model: &mut Model, key: Key, mut words: Line, before: String) -> Vec<Effect> {
    match key.code {
        Code::Enter => {
            let shown = wording::count(model.desk().sheet.spots.len(), "entry").replace("entrys", "entries");
            return if words.text().trim().is_empty() {
                Vec::new()
            } else {
                tell(model, format!("Filtered: {shown} left here"))
            };
        }
        Code::Esc => {
            set_filter(model, "");
            return if before.is_empty() { Vec::new() } else { tell(model, "The filter is cleared") };
        }
        _ => {
            if words.on_key(key) {
                set_filter(model, words.text());
            }
        }
    }
    model.overlay = Some(Overlay::Filter { words, before });
    Vec::new()
}

fn set_filter(model: &mut Model, words: &str) {
    let filter = Filter::parse(words);
    if filter == model.filter {
        return;
    }
    model.filter = filter;
    for desk in &mut model.desks {
        desk.settings.filter = model.filter.clone();
        desk.content = None;
    }
}

// ------------------------------------------------------------ help

/// Shows all actions.
pub fn help(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Overlay::Help { filter: Line::default(), cursor: 0 });
    Vec::new()
}

fn helping(model: &mut Model, key: Key, mut filter: Line, mut cursor: usize) -> Vec<Effect> {
    let listed = help::listed(model, filter.text());
    match key.code {
        Code::Esc | Code::Function(1) => return Vec::new(),
        Code::Char('?') if filter.text().is_empty() => return Vec::new(),
        Code::Enter => return listed.get(cursor).map(|action| action.run_in(model)).unwrap_or_default(),
        _ => {
            if !choose(&mut cursor, listed.len(), key) && filter.on_key(key) {
                cursor = 0;
            }
        }
    }
    model.overlay = Some(Overlay::Help { filter, cursor });
    Vec::new()
}

// ------------------------------------------------------------ commands and names

/// Shows the list of commands or of names.
pub fn find(model: &mut Model, among: Among) -> Vec<Effect> {
    if model.names.is_none() {
        model.names = Some(names_of(&model.work));
    }
    model.overlay = Some(Overlay::Find(Finder::new(model, among)));
    Vec::new()
}

fn finding(model: &mut Model, key: Key, mut finder: Finder) -> Vec<Effect> {
    match key.code {
        Code::Esc => return Vec::new(),
        Code::Backspace if finder.typed.text().is_empty() => return Vec::new(),
        Code::Enter => return go_to_found(model, &finder),
        _ => {
            if !choose(&mut finder.cursor, finder.found.len(), key) && finder.typed.on_key(key) {
                finder.cursor = 0;
                finder.find(model);
            }
        }
    }
    model.overlay = Some(Overlay::Find(finder));
    Vec::new()
}

fn go_to_found(model: &mut Model, finder: &Finder) -> Vec<Effect> {
    if let Some(day) = finder.day().filter(|_| finder.among == Among::Commands) {
        return as_of::answer(model, day).unwrap_or_else(|why| tell(model, why));
    }
    match finder.found.get(finder.cursor) {
        Some(Found::Command(nth)) => {
            let action = model.keys.actions(model.view).nth(*nth);
            action.map(|action| action.run_in(model)).unwrap_or_default()
        }
        Some(Found::Name(nth)) => {
            let at = model.names.as_ref().and_then(|names| names.get(*nth)).map(|(at, _)| at.clone());
            at.map(|at| going::jump_to(model, &at, true)).unwrap_or_default()
        }
        None => Vec::new(),
    }
}

// ------------------------------------------------------------ copying

/// Shows what can be copied.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Overlay::Copy);
    Vec::new()
}

fn choosing_copy(model: &mut Model, key: Key) -> Vec<Effect> {
    let chosen = typed(key).and_then(|typed| MENU.into_iter().find(|(key, ..)| *key == typed));
    let Some((_, what, name)) = chosen else { return Vec::new() };
    let Some(text) = copying::text(model, what) else {
        return tell(model, format!("Nothing to copy: there is no {name} here"));
    };
    let (text, cut) = copying::fitting(text);
    let size = wording::count(text.len(), "byte");
    let words = if cut {
        format!("Copied the first {size}: the terminal takes no more than 100 KB")
    } else {
        format!("Copied {name}: {size}")
    };
    model.message = Some(words);
    vec![Effect::Copy(text)]
}

/// Takes pasted text into the line that is typed.
pub(super) fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    match model.overlay.take() {
        Some(Overlay::Help { mut filter, .. }) => {
            filter.insert(text);
            model.overlay = Some(Overlay::Help { filter, cursor: 0 });
        }
        Some(Overlay::Search { mut words, from }) => {
            words.insert(text);
            searched_for(model, words, from);
        }
        Some(Overlay::Filter { mut words, before }) => {
            words.insert(text);
            set_filter(model, words.text());
            model.overlay = Some(Overlay::Filter { words, before });
        }
        Some(Overlay::Question(mut question)) => {
            question.typed.insert(text);
            model.overlay = Some(Overlay::Question(question));
        }
        Some(Overlay::Find(mut finder)) => {
            finder.typed.insert(text);
            finder.cursor = 0;
            finder.find(model);
            model.overlay = Some(Overlay::Find(finder));
        }
        Some(Overlay::Baseline(mut chooser)) => {
            baseline::paste(&mut chooser, text);
            model.overlay = Some(Overlay::Baseline(chooser));
        }
        Some(Overlay::Editing(panel)) => return editing::paste(model, text, panel),
        overlay => {
            model.overlay = overlay;
            return tell(model, "Pasted text was ignored: no field is open");
        }
    }
    Vec::new()
}
