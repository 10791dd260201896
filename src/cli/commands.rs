//! All commands, one line each. A command is a file of its own under `commands/`.

mod add;
mod check;
mod ci;
mod completions;
mod decide;
mod diff;
mod explain;
mod fmt;
mod git;
mod history;
mod init;
mod keys;
mod man;
mod merge;
mod minutes;
mod move_to;
mod open;
mod present;
mod record;
mod remove;
mod rename;
mod schema;
mod set;
mod show;
mod simulate;
mod slip;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};

use super::command::{Common, Failure, Outcome};
use crate::tui::theme;

/// Transformation roadmaps as code: plans in TOML, checked in CI, steered in the terminal.
#[derive(Debug, Parser)]
#[command(name = "swell", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
pub struct Arguments {
    /// The plan to open: a file, or a folder that holds plan.toml; without one, the plan found here or
    /// under plans/, or the only one a folder below
    plan: Option<PathBuf>,
    /// Open the scenario in this file beside it
    #[arg(long, value_name = "FILE")]
    with: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

impl Arguments {
    /// The plan that is to be opened, where no command is named.
    pub(super) fn plan(&self) -> Option<&Path> {
        self.plan.as_deref()
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Add),
    Check(check::Check),
    Ci(ci::Ci),
    Completions(completions::Completions),
    Decide(decide::Decide),
    Diff(diff::Compare),
    Explain(explain::Explain),
    Fmt(fmt::Fmt),
    Git(git::Git),
    History(history::Past),
    Init(init::Init),
    Keys(keys::Keys),
    Man(man::Man),
    Merge(merge::Merge),
    Minutes(minutes::Minutes),
    Move(move_to::Move),
    Present(present::Present),
    Record(record::Record),
    Remove(remove::Remove),
    Rename(rename::Rename),
    Schema(schema::Schema),
    Set(set::Set),
    Show(show::Show),
    Simulate(simulate::Simulate),
    Slip(slip::Slip),
}

/// Runs the command that the arguments name.
///
/// # Errors
/// A [`Failure`] that says what could not be done, and what to do.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let mut outcome = carried_out(arguments)?;
    let for_people = arguments.command.as_ref().is_some_and(Command::is_for_people);
    if arguments.common.ascii && for_people {
        outcome.text = theme::in_ascii(&outcome.text);
    }
    Ok(outcome)
}

impl Command {
    /// Whether it prints what people read, and no file or document for a program; the reports of `check` draw in ASCII
    /// themselves.
    fn is_for_people(&self) -> bool {
        match self {
            Self::Diff(diff) => diff.is_for_people(),
            Self::Explain(explain) => explain.is_for_people(),
            Self::History(history) => history.is_for_people(),
            Self::Present(_) => true,
            Self::Show(show) => show.is_for_people(),
            Self::Simulate(simulate) => simulate.is_for_people(),
            Self::Slip(slip) => slip.is_for_people(),
            _ => false,
        }
    }
}

fn carried_out(arguments: &Arguments) -> Result<Outcome, Failure> {
    let common = &arguments.common;
    match &arguments.command {
        None => open::run(arguments.plan.as_ref(), arguments.with.as_deref(), None, common),
        Some(Command::Add(add)) => add.run(common),
        Some(Command::Check(check)) => check.run(common),
        Some(Command::Ci(ci)) => ci.run(),
        Some(Command::Completions(completions)) => completions.run(),
        Some(Command::Decide(decide)) => decide.run(common),
        Some(Command::Diff(diff)) => diff.run(common),
        Some(Command::Explain(explain)) => explain.run(common),
        Some(Command::Fmt(fmt)) => fmt.run(common),
        Some(Command::Git(git)) => git.run(),
        Some(Command::History(history)) => history.run(common),
        Some(Command::Init(init)) => init.run(common),
        Some(Command::Keys(keys)) => keys.run(),
        Some(Command::Man(man)) => man.run(),
        Some(Command::Merge(merge)) => merge.run(common),
        Some(Command::Minutes(minutes)) => minutes.run(common),
        Some(Command::Move(move_to)) => move_to.run(common),
        Some(Command::Present(present)) => present.run(common),
        Some(Command::Record(record)) => record.run(common),
        Some(Command::Remove(remove)) => remove.run(common),
        Some(Command::Rename(rename)) => rename.run(common),
        Some(Command::Schema(schema)) => schema.run(),
        Some(Command::Set(set)) => set.run(common),
        Some(Command::Show(show)) => show.run(common),
        Some(Command::Simulate(simulate)) => simulate.run(common),
        Some(Command::Slip(slip)) => slip.run(common),
    }
}

/// Says something beside what goes to standard output.
fn beside(line: &str) {
    use std::io::Write as _;
    let _ = std::io::stderr().write_all(line.as_bytes());
}
