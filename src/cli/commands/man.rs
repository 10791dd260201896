//! `swell man`: prints or writes the manual pages.

use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory as _};
use clap_mangen::Man as Page;

use crate::cli::command::{Exit, Failure, Outcome};
use crate::cli::commands::Arguments;
use crate::disk;
use crate::safe;

/// Print the manual page of the program or of a command
///
/// swell man check | man -l - reads one; --to writes all of them into a folder, such as
/// ~/.local/share/man/man1.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The command; without one, the program
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
    /// Write the pages of the program and of all commands into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    to: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let mut program = Arguments::command();
        program.build();
        if let Some(folder) = &self.to {
            return all(&program, folder);
        }
        let command = match &self.command {
            None => &program,
            Some(name) => program.find_subcommand(name).ok_or_else(|| unknown(&program, name))?,
        };
        Ok(Outcome { text: page(command)?, exit: Exit::Done })
    }
}

/// Writes the pages of the program and of each command, by the name that `man` looks for.
fn all(program: &Command, folder: &Path) -> Result<Outcome, Failure> {
    let mut text = String::new();
    for command in std::iter::once(program).chain(program.get_subcommands().filter(|it| !it.is_hide_set())) {
        let path = folder.join(format!("{}.1", title(command)));
        disk::write(&path, page(command)?.as_bytes()).map_err(|fault| {
            let message = format!("{} cannot be written: {}", path.display(), safe::line(&fault.message));
            Failure::new(message, "Name a folder that you may write to.")
        })?;
        text.push_str(&format!("Wrote {}.\n", path.display()));
    }
    Ok(Outcome { text, exit: Exit::Done })
}

/// `swell`, `swell-check`.
fn title(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned()
}

fn page(command: &Command) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let version = concat!("swell ", env!("CARGO_PKG_VERSION"));
    let page = Page::new(command.clone()).title(title(command)).source(version).manual("Groundswell");
    page.render(&mut bytes).map_err(|error| Failure::new(format!("no page was made: {error}"), ""))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn unknown(program: &Command, name: &str) -> Failure {
    let known: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
    Failure::new(format!("there is no command {name}"), format!("The commands are: {}.", known.join(", ")))
}
