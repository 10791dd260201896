//! Keys as terminals tell them.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::tui::msg::{Code, Key};

/// A key as the program knows it. Releases mean nothing; a capital letter is one key however the
/// terminal tells it.
pub(super) fn key_of(event: &KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release || event.modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    let shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let code = match event.code {
        KeyCode::Char(character) if shift && character.is_ascii_lowercase() => {
            Code::Char(character.to_ascii_uppercase())
        }
        KeyCode::Char(character) => Code::Char(character),
        KeyCode::Up if shift => Code::ShiftUp,
        KeyCode::Down if shift => Code::ShiftDown,
        KeyCode::Left if shift => Code::ShiftLeft,
        KeyCode::Right if shift => Code::ShiftRight,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Tab if shift => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::F(number) => Code::Function(number),
        _ => return None,
    };
    Some(Key { code, ctrl: event.modifiers.contains(KeyModifiers::CONTROL) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_released_key_means_nothing_and_a_capital_is_one_key() {
        let key = |code, modifiers| KeyEvent::new(KeyCode::Char(code), modifiers);
        let capital = Some(Key::plain(Code::Char('G')));
        assert_eq!(key_of(&key('g', KeyModifiers::SHIFT)), capital);
        assert_eq!(key_of(&key('G', KeyModifiers::NONE)), capital);
        let released = KeyEvent { kind: KeyEventKind::Release, ..key('g', KeyModifiers::NONE) };
        assert_eq!(key_of(&released), None);
    }
}
