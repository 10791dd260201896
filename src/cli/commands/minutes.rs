//! `swell minutes`: the minutes of a meeting, from what was recorded.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::cli::tried;
use crate::figures::Figures;
use crate::minutes::{Days, Minutes as Written};

/// Write the minutes of a meeting from what was recorded
///
/// Gate outcomes, decisions, actions agreed, done and overdue, learnings, and the readings of the time; nothing
/// that is `private`. Without a date: of the last day up to the plan's as-of on which anything was decided,
/// agreed or learnt.
#[derive(Debug, Args)]
pub(super) struct Minutes {
    /// The plan: a file, or a folder that holds plan.toml; without one, the plan found here or under
    /// plans/
    #[arg(value_name = "PLAN")]
    plan: Option<PathBuf>,
    /// The day of the meeting
    #[arg(long, value_name = "DATE", conflicts_with = "since", value_parser = crate::plan::typed::day)]
    date: Option<NaiveDate>,
    /// All since this day, up to the plan's as-of
    #[arg(long, value_name = "DATE", value_parser = crate::plan::typed::day)]
    since: Option<NaiveDate>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a wiki, a page or a mail; nothing that the plan says is markup in it
    Markdown,
    /// For people and screen readers: plain tables
    Text,
}

impl Minutes {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let mut read = tried::whole(self.plan.as_ref(), None, common)?;
        read.plan.as_of = common.as_of.unwrap_or(read.plan.as_of);
        let days = match (self.date, self.since) {
            (Some(day), _) => Days { from: day, to: day },
            (None, Some(from)) => Days { from, to: read.plan.as_of },
            (None, None) => Days::last_meeting(&read.plan),
        };
        if days.from > days.to {
            let help = "Give an earlier day, or a later --as-of.";
            return Err(Failure::new(format!("the plan's as-of, {}, is before that day", days.to), help));
        }
        let figures = Figures::new(&read.plan);
        let minutes = Written::of(&figures, days);
        let text = match self.format {
            Format::Markdown => minutes.markdown(),
            Format::Text => minutes.text(),
        };
        Ok(Outcome { text, exit: Exit::Done })
    }
}
