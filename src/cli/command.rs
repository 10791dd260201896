//! What a command is given and what it gives back.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::safe;
use crate::source::Limits;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The job is done; a check found nothing that fails it.
    Done,
    /// A check found something.
    Findings,
    /// The job could not be done.
    Unable,
    /// The plan holds conflict markers, or somebody changed it meanwhile.
    Conflict,
    /// Whoever read the output has gone.
    ReaderGone,
    /// A code of its own, as the terminal interface gives it.
    Code(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Findings => 1,
            Exit::Unable => 2,
            Exit::Conflict => 3,
            Exit::ReaderGone => 141,
            Exit::Code(code) => code,
        })
    }
}

/// What a command gives back.
pub struct Outcome {
    /// What goes to standard output.
    pub text: String,
    /// How the program ends.
    pub exit: Exit,
}

/// Why a command could not do its job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What failed.
    pub message: String,
    /// What to do.
    pub help: String,
    /// How the program ends.
    pub exit: Exit,
}

impl Failure {
    /// A failure, with what to do about it.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), exit: Exit::Unable }
    }
}

impl From<[String; 2]> for Failure {
    fn from([message, help]: [String; 2]) -> Self {
        Self::new(message, help)
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How a command writes what it has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people and screen readers: sentences and plain tables
    Text,
    /// One JSON document, for programs
    Json,
}

impl Format {
    /// What goes to standard output, made safe: of the two, only the one that is asked for is made.
    pub fn write(self, text: impl FnOnce() -> String, json: impl FnOnce() -> serde_json::Value) -> String {
        match self {
            // Names are made safe where they are laid out; this holds for whatever else is printed.
            Self::Text => text().lines().map(|line| safe::line(line) + "\n").collect(),
            Self::Json => safe::json(&serde_json::to_string_pretty(&json()).unwrap_or_default()) + "\n",
        }
    }
}

/// What every command takes besides its plan.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// Take what is known as of this day instead of the plan's own `as-of`
    #[arg(long, value_name = "DATE", global = true, value_parser = crate::plan::typed::day)]
    pub as_of: Option<NaiveDate>,
    /// Read files of at most so many bytes
    #[arg(long, value_name = "BYTES", global = true)]
    pub max_bytes: Option<u64>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub color: When,
    /// Draw and print for people with ASCII characters alone
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Tell the figures of what can be read, where not all of a plan can
    #[arg(long, global = true)]
    pub partial: bool,
    /// Write what is `private`, too, for others to read
    #[arg(long, global = true)]
    pub include_private: bool,
}

impl Common {
    /// How much a plan may be.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let limits = Limits::default();
        match self.max_bytes {
            Some(bytes) => Limits { file: bytes, total: limits.total.max(bytes), ..limits },
            None => limits,
        }
    }

    /// Whether what is private is withheld. What is written for people (`text`) and goes to a terminal is for
    /// whoever steers the plan; everything else may be read by others.
    #[must_use]
    pub fn withholds(&self, text: bool) -> bool {
        !(self.include_private || text && std::io::stdout().is_terminal())
    }
}
