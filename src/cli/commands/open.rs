//! `swell`: opens a plan in the terminal.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::check::check;
use crate::cli::command::{Common, Exit, Failure, Outcome, When};
use crate::tui::theme::Look;
use crate::tui::{self, Options};
use crate::workspace::Workspace;

/// Opens the plan that a path stands for.
pub(super) fn run(path: Option<&PathBuf>, common: &Common) -> Result<Outcome, Failure> {
    let name = |read: &crate::source::Read| {
        let path = read.source.paths().next().unwrap_or_default().to_owned();
        Path::new(&path).file_name().and_then(OsStr::to_str).unwrap_or_default().to_owned()
    };
    let open = || -> Result<Workspace, Failure> {
        let read = common.read_one(path)?;
        let name = name(&read);
        Ok(Workspace::of(check(read, common.as_of), &name))
    };
    let colour = match common.color {
        When::Auto => None,
        When::Always => Some(true),
        When::Never => Some(false),
    };
    let look = Look::of(colour, std::env::var_os("NO_COLOR").as_deref(), common.ascii);
    let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    let options = Options { look, dumb, ..Options::default() };
    match tui::run(open()?, options, &mut || open().map_err(|failure| failure.message)) {
        Ok(()) => Ok(Outcome { text: String::new(), exit: Exit::Done }),
        Err(error) => Err(Failure {
            message: error.to_string(),
            help: String::new(),
            exit: Exit::Code(error.exit_code()),
        }),
    }
}
