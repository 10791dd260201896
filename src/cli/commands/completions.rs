//! `swell completions`: prints what a shell needs to complete the program's words.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::command::{Exit, Failure, Outcome};
use crate::cli::commands::Arguments;

/// Print what a shell needs to complete commands and options
///
/// bash: swell completions bash > ~/.local/share/bash-completion/completions/swell;
/// zsh: swell completions zsh > a folder of $fpath, as _swell;
/// fish: swell completions fish > ~/.config/fish/completions/swell.fish
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    #[expect(clippy::unnecessary_wraps, reason = "commands are called alike")]
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "swell", &mut bytes);
        Ok(Outcome { text: String::from_utf8_lossy(&bytes).into_owned(), exit: Exit::Done })
    }
}
