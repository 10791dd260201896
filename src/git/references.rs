//! What a repository calls its commits: tags, branches, and the newest commits themselves.

use std::path::Path;
use std::process::{Command, Stdio};

use chrono::NaiveDate;

use super::{Refused, git, not_started};

/// A name of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What git knows it by: `v1.2`, `main`, `4f3a2b1`. Anybody may name a branch anything.
    pub name: String,
    /// What kind it is: `tag`, `branch`, `commit`.
    pub kind: &'static str,
    /// The hash of the commit: several names may be of one. Empty where git does not say it.
    pub commit: String,
    /// The day of the commit.
    pub date: Option<NaiveDate>,
    /// The first line of its message. Anybody may write anything here.
    pub subject: String,
}

/// The most commits that are listed.
const COMMITS: &str = "--max-count=200";
/// The most tags and branches that are listed.
const NAMES: &str = "--count=400";

/// More commits than are made in the time between the first and the last place where a day ends.
const OF_A_DAY: &str = "--max-count=2000";

/// The tags, the branches and the newest commits of a repository, each kind the newest first.
///
/// # Errors
/// [`Refused`], where there is no repository, or nothing was committed.
pub fn references(folder: &Path) -> Result<Vec<Reference>, Refused> {
    super::head(folder)?;
    let mut all = Vec::new();
    let day = "%(creatordate:short)%00%(contents:subject)";
    // A tag with a message is an object of its own, which names its commit.
    let commit = "%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)";
    for (kind, below) in [("tag", "refs/tags"), ("branch", "refs/heads")] {
        let format = format!("--format=%(refname:short)%00{commit}%00{day}");
        let mut asked = git(folder);
        asked.args(["for-each-ref", "--sort=-creatordate", NAMES, &format, below]);
        all.extend(listed(asked, kind)?);
    }
    let mut asked = git(folder);
    asked.args(["log", COMMITS, "--no-show-signature", "--format=%h%x00%H%x00%cs%x00%s", "HEAD", "--"]);
    all.extend(listed(asked, "commit")?);
    Ok(all)
}

fn listed(mut asked: Command, kind: &'static str) -> Result<Vec<Reference>, Refused> {
    let said = said(&mut asked)?;
    let one = |line: &str| {
        let mut fields = line.split('\0');
        let (name, commit) = (fields.next()?.to_owned(), fields.next()?.to_owned());
        let (date, subject) = (fields.next()?.parse().ok(), fields.next()?.to_owned());
        Some(Reference { name, kind, commit, date, subject })
    };
    Ok(said.lines().filter_map(one).collect())
}

fn said(asked: &mut Command) -> Result<String, Refused> {
    let answer = asked.stdin(Stdio::null()).output().map_err(|error| not_started(&error))?;
    if !answer.status.success() {
        let said = String::from_utf8_lossy(&answer.stderr);
        let said = said.lines().next().unwrap_or("git failed").trim_start_matches("fatal: ");
        return Err(Refused::new(format!("git says: {said}"), "See what `git fsck` says."));
    }
    Ok(String::from_utf8_lossy(&answer.stdout).into_owned())
}

/// The commit that a revision or a day stands for: its short name and its day. A day stands for the last
/// commit up to its end.
///
/// # Errors
/// [`Refused`], where there is none.
pub fn resolved(folder: &Path, words: &str) -> Result<(String, String), Refused> {
    super::head(folder)?;
    let format = "--format=%h%x00%cs";
    let mut asked = git(folder);
    let date = words.parse::<NaiveDate>().ok().filter(|date| date.to_string() == words);
    match date {
        Some(day) => {
            // A day is over last at noon of the next one, as Greenwich counts; which commits are of the day is said by
            // the clocks that they were made by, so that it is the same on any machine.
            let until = format!("--until={}T12:00:00+0000", day.succ_opt().unwrap_or(day));
            asked.args(["log", OF_A_DAY, "--no-show-signature", format, &until, "HEAD", "--"]);
        }
        // What begins with a hyphen would be an option.
        None if words.starts_with('-') || words.contains(['\0', '\n']) => {
            return Err(Refused::new(format!("`{words}` names no commit"), ""));
        }
        None => {
            asked.args(["log", "--max-count=1", "--no-show-signature", format, words, "--"]);
        }
    }
    let none = || {
        let message = match date {
            Some(_) => format!("nothing was committed up to {words}"),
            None => format!("there is no commit `{words}` in this repository"),
        };
        Refused::new(message, "Name a tag, a branch, a commit or a day: 2026-09-30.")
    };
    let said = said(&mut asked).map_err(|_| none())?;
    let mut commits = said.lines().filter_map(|line| line.split_once('\0'));
    let is_of = |day: &str| date.is_none_or(|last| day.parse::<NaiveDate>().is_ok_and(|day| day <= last));
    let (name, day) = commits.find(|(_, day)| is_of(day)).ok_or_else(none)?;
    Ok((name.to_owned(), day.to_owned()))
}
