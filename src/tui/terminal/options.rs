//! How the user interface is to run, and why it could not.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::disk::{Journal, Unsaved};
use crate::tui::bindings;
use crate::tui::keymap::Keymap;
use crate::tui::past::Recalled;
use crate::tui::theme::Look;

/// How the user interface is to run.
pub struct Options {
    /// How things look.
    pub look: Look,
    /// Clicks and the wheel come to us, not to the terminal.
    pub mouse: bool,
    /// Begin with the presentation.
    pub present: bool,
    /// Begin with this baseline.
    pub since: Option<Box<Recalled>>,
    /// Begin with the scenario of this file, which says this.
    pub scenario: Option<(PathBuf, String)>,
    /// The terminal says of itself that it can do nothing (`TERM=dumb`).
    pub dumb: bool,
    /// What `COLORFGBG` says of the terminal's colours.
    pub colorfgbg: String,
    /// Which key does what.
    pub keys: Keymap,
    /// What there is to tell at the start; the first is shown.
    pub notices: Vec<String>,
    /// The user has not been here before: where nothing else is to be told, a line says how to find around.
    pub tip: bool,
    /// The user's editor with its arguments, and how it is told a line.
    pub editor: String,
    /// Where unsaved changes are kept, for the case that the program ends without its user.
    pub journal: Option<Journal>,
    /// What earlier sessions left unsaved, each with where it is kept, or why it cannot be read.
    pub left: Vec<(Journal, Result<Unsaved, String>)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            look: Look::default(),
            mouse: true,
            present: false,
            since: None,
            scenario: None,
            dumb: false,
            colorfgbg: String::new(),
            keys: bindings::usual(),
            notices: Vec::new(),
            tip: false,
            editor: String::new(),
            journal: None,
            left: Vec::new(),
        }
    }
}

/// Why the user interface could not run, or ended.
#[derive(Debug)]
pub enum Error {
    /// There is no terminal to draw on.
    NoTerminal,
    /// There is one, and it is said to be able to do nothing.
    Dumb,
    /// The terminal failed.
    Terminal(io::Error),
}

impl Error {
    /// The exit code for it.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NoTerminal | Self::Dumb => 2,
            Self::Terminal(_) => 1,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTerminal => f.write_str(
                "this needs a terminal for input and output; `swell check` and `swell show` do without one",
            ),
            Self::Dumb => f.write_str(
                "TERM is \"dumb\": this needs a terminal that places the cursor. Set TERM to what yours is \
                 (xterm-256color fits most); `swell check` and `swell show` do without one",
            ),
            Self::Terminal(error) => write!(f, "the terminal failed: {error}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Terminal(error)
    }
}
