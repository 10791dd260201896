//! The command line: arguments in, text and exit code out.

pub mod command;
pub mod commands;
mod find;

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use command::{Exit, Failure, Outcome};
use commands::Arguments;

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are asked for, everything else is a fault of the call.
            let code = if error.use_stderr() { Exit::Unable } else { Exit::Done };
            return match error.print() {
                Ok(()) => code.into(),
                Err(fault) => written(&fault).into(),
            };
        }
    };
    match commands::run(&arguments) {
        Ok(outcome) => finish(&outcome),
        Err(failure) => fail(&failure),
    }
}

/// Writes what a command has to say.
fn finish(outcome: &Outcome) -> ExitCode {
    let mut out = std::io::stdout().lock();
    let wrote = out.write_all(outcome.text.as_bytes()).and_then(|()| out.flush());
    match wrote {
        Ok(()) => outcome.exit.into(),
        Err(fault) => written(&fault).into(),
    }
}

/// What to do about output that could not be written: a reader who has seen enough is no fault.
fn written(fault: &std::io::Error) -> Exit {
    if fault.kind() == std::io::ErrorKind::BrokenPipe {
        return Exit::ReaderGone;
    }
    let _ = writeln!(std::io::stderr(), "error: the output cannot be written: {fault}");
    Exit::Unable
}

fn fail(failure: &Failure) -> ExitCode {
    let message = crate::safe::line(&failure.message);
    let mut text = format!("error: {message}\n");
    if !failure.help.is_empty() {
        text.push_str(&format!("  help: {}\n", crate::safe::line(&failure.help)));
    }
    let _ = std::io::stderr().write_all(text.as_bytes());
    failure.exit.into()
}

/// Whether standard output is a terminal that takes colours, under `--color` and `NO_COLOR`.
fn colour(when: command::When) -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    match when {
        command::When::Always => true,
        command::When::Never => false,
        command::When::Auto => {
            std::io::stdout().is_terminal()
                && set("NO_COLOR").is_none()
                && set("TERM").is_none_or(|terminal| terminal != "dumb")
        }
    }
}

/// Columns of the terminal; 120 where there is none.
fn width() -> usize {
    if !std::io::stdout().is_terminal() {
        return 120;
    }
    crossterm::terminal::size().map_or(120, |(width, _)| usize::from(width).max(20))
}
