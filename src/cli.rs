//! The command line: arguments in, text and exit code out.

mod apart;
mod choose;
mod clock;
pub mod command;
pub mod commands;
mod consequence;
mod edited;
mod find;
mod gone;
mod json;
mod mistaken;
mod past;
mod preferences;
mod progress;
mod reading;
mod standing;
mod tried;
mod unsettled;
mod words;

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};

use command::{Exit, Failure, Outcome};
use commands::Arguments;

use crate::plan::shift::Shift;
use crate::plan::typed;
use crate::{disk, safe};

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    disk::fail_at_limits();
    let arguments = match Arguments::try_parse_from(std::env::args_os().map(signed)) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are asked for, everything else is a fault of the call.
            if error.use_stderr() {
                let first = std::env::args().nth(1).unwrap_or_default();
                let stray = matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::ArgumentConflict);
                if let Some(failure) = mistaken(&first).filter(|_| stray) {
                    return fail(&failure);
                }
                complain(&error.render().to_string());
                return Exit::Unable.into();
            }
            return match error.print() {
                Ok(()) => Exit::Done.into(),
                Err(fault) => written(&fault).into(),
            };
        }
    };
    if let Some(state) = preferences::state() {
        disk::keep_copies_in(&state);
    }
    match commands::run(&arguments) {
        Ok(outcome) => finish(&outcome),
        Err(failure) => {
            let plan = arguments.plan().and_then(std::path::Path::to_str);
            fail(&plan.and_then(mistaken).unwrap_or(failure))
        }
    }
}

/// A word of the call. An amount below zero with its unit, `-5k` or `-2%`, would be taken for options; behind a sign
/// that is a minus and nothing else, it is what it says.
fn signed(word: OsString) -> OsString {
    let amount = word.to_str().and_then(|word| word.strip_prefix('-')).filter(|rest| {
        let is_amount =
            |rest: &str| matches!(typed::share(rest, false), Some(Ok(_))) || Shift::parse(rest).is_some();
        rest.starts_with(|it: char| it.is_ascii_digit()) && rest.parse::<f64>().is_err() && is_amount(rest)
    });
    amount.map_or(word.clone(), |rest| format!("\u{2212}{rest}").into())
}

/// What to say where a word in the place of a command is none.
fn mistaken(word: &str) -> Option<Failure> {
    let known = Arguments::command();
    mistaken::mistaken(word, known.get_subcommands().map(clap::Command::get_name))
}

/// Writes what a command has to say.
fn finish(outcome: &Outcome) -> ExitCode {
    match say(&outcome.text) {
        Ok(()) => outcome.exit.into(),
        Err(fault) => written(&fault).into(),
    }
}

/// Writes a text to standard output.
fn say(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    // What is no terminal may be the log of a CI runner.
    let text = if out.is_terminal() { text.into() } else { safe::inert(text) };
    let text = if text.contains(safe::COMMAND) { text.replace(safe::COMMAND, "").into() } else { text };
    out.write_all(text.as_bytes()).and_then(|()| out.flush())
}

/// What to do about output that could not be written: a reader who has seen enough is no fault.
fn written(fault: &std::io::Error) -> Exit {
    if fault.kind() == std::io::ErrorKind::BrokenPipe {
        return Exit::ReaderGone;
    }
    let help = "Make room for it, or write it to another place.";
    complain(&format!("error: the output cannot be written: {fault}\n  help: {help}\n"));
    Exit::Unable
}

fn fail(failure: &Failure) -> ExitCode {
    let mut text = format!("error: {}\n", safe::line(&failure.message));
    if !failure.help.is_empty() {
        text.push_str(&format!("  help: {}\n", safe::line(&failure.help)));
    }
    complain(&text);
    failure.exit.into()
}

/// Writes to standard error, line by line made safe. That this too may fail is nobody's concern.
fn complain(text: &str) {
    let lines: Vec<_> = text.lines().map(safe::line).collect();
    let text = lines.join("\n") + "\n";
    let mut out = std::io::stderr().lock();
    let text = if out.is_terminal() { text.as_str().into() } else { safe::inert(&text) };
    let _ = out.write_all(text.as_bytes());
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
