//! The terminal of a system that is no Unix.

use std::io;

use ratatui::crossterm::cursor;
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{self, EnterAlternateScreen, LeaveAlternateScreen};

/// Takes the terminal over.
pub(super) fn open(mouse: bool) -> io::Result<()> {
    terminal::enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, cursor::Hide, EnableBracketedPaste)?;
    if mouse { execute!(io::stdout(), EnableMouseCapture) } else { Ok(()) }
}

/// Nothing is asked: no answer would come in between the keys.
pub(super) fn ask(_: &[u8]) -> bool {
    false
}

/// Nothing needs to be remembered.
pub(super) fn remember() {}

/// Nothing was remembered.
pub(super) fn put_back((): ()) {}

/// Nothing interrupts us.
pub(super) fn lend(_: bool) {}

/// Nobody asks which program has the terminal.
pub(super) fn lend_to(_: Option<u32>) {}

/// Takes the mouse, or leaves it to the terminal.
pub(super) fn mouse(on: bool) -> io::Result<()> {
    if on { execute!(io::stdout(), EnableMouseCapture) } else { execute!(io::stdout(), DisableMouseCapture) }
}

/// Gives the terminal back as it was.
pub(super) fn close() {
    let _ = execute!(
        io::stdout(),
        DisableMouseCapture,
        DisableBracketedPaste,
        terminal::EnableLineWrap,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = terminal::disable_raw_mode();
}

/// Why we cannot be suspended.
pub(super) fn suspendable() -> Result<(), &'static str> {
    Err("this system has no job control")
}

/// Never called, since nothing can be suspended.
pub(super) fn stop() {}

/// Nobody can ask.
pub(super) fn asked_to_stop() -> bool {
    false
}

/// Nobody can wake us.
pub(super) fn woken() -> bool {
    false
}

/// There is nothing to watch.
pub(super) fn watch(_: fn()) -> io::Result<()> {
    Ok(())
}
