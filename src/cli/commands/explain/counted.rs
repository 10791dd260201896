//! What the check finds, as it is counted: how many, what that means, and each with its rule, its message and its line.
//!
//! JSON: `format`, `name`, `title`, `value` (how many), `means` and `findings`: `rule`, `severity`, `message`,
//! `address`, `file`, `line`. Under a scenario also `in_plan`, how many there are without it, those that are `new`, and
//! those that are `gone`, with `why`; `file` is that of the scenario where it wrote what is at fault, and `line` `null`
//! where it is not known which of its changes did.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::written;
use crate::check::address_of;
use crate::cli::command::{Common, Failure};
use crate::cli::edited::opened;
use crate::cli::{find, tried};
use crate::disk::Disk;
use crate::explain::look::{Look, Writer};
use crate::safe;
use crate::scenario::{Lines, Terms};
use crate::source::{Secrets, shown};
use crate::workspace::outline::counted::Counted;
use crate::workspace::outline::found::{Apart, why_gone};
use crate::workspace::{Located, Workspace};

/// What is asked, and of which plan.
pub(super) struct Asked<'a> {
    /// By which name.
    pub(super) name: &'a str,
    pub(super) found: Counted,
    pub(super) path: Option<&'a PathBuf>,
    pub(super) with: Option<&'a Path>,
}

impl Asked<'_> {
    /// What is found, in a format; lines of what is private withheld.
    ///
    /// # Errors
    /// A [`Failure`], where the plan or the scenario cannot be read.
    pub(super) fn told(&self, common: &Common, json: bool, secrets: &Secrets) -> Result<String, Failure> {
        let draft = opened(&find::one(&Disk, self.path)?, common)?;
        let mut scenario = None;
        let mut lines = Lines::default();
        if let Some(file) = self.with {
            let unread = || Failure::new("the plan cannot be read any more", "Try it again.");
            let mut fork = draft.fork().ok_or_else(unread)?;
            let tries = tried::scenario_of(file)?;
            lines = tries.lines(&tried::text_of(file)?);
            tries.make(&mut fork, Terms { as_of: common.as_of, strict: true })?;
            scenario = Some(Workspace::drafted(Box::new(fork), common.as_of));
        }
        let plan = Workspace::drafted(Box::new(draft), common.as_of);
        let (here, beside) = match &scenario {
            Some(scenario) => (scenario, Some(&plan)),
            None => (&plan, None),
        };
        let file = self.with.map(shown);
        let before = beside.map(|plan| Look::of(plan.figures(), plan.source()));
        let writer = file.as_deref().map(|file| Writer::File(file, &lines));
        let look = Look { beside: before.as_ref(), writer, ..Look::of(here.figures(), here.source()) };
        if json {
            let mut document = self.json((here, look), beside);
            secrets.json(&mut document);
            return Ok(written(document));
        }
        Ok(secrets.lines(self.text((here, look), beside)))
    }

    fn text(&self, (here, look): (&Workspace, Look<'_>), beside: Option<&Workspace>) -> String {
        let found = self.found;
        let mut text = format!("{} = {}\n{}\n", safe::line(self.name), found.of(here).count(), found.title());
        if let Some(plan) = beside {
            text += &format!("{}\n", found.against(here, plan));
        }
        text += &format!("\n{}\n", found.means());
        let mut list = |head: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                text += &format!("\n{head}:\n{}\n", lines.join("\n"));
            }
        };
        if let Some(apart) = beside.map(|plan| Apart::of(here, plan)) {
            let new = apart.new.iter().filter(|it| found.holds(it)).map(|it| line(look, it, ""));
            list("New in the scenario", new.collect());
            let gone = apart.gone.iter().filter(|(it, _)| found.holds(it));
            let plan = look.beside.copied().unwrap_or(look);
            let gone = gone.map(|(it, later)| line(plan, it, &format!("; {}", why_gone(later.as_ref()))));
            list("Gone in the scenario", gone.collect());
        }
        list("What is counted", found.of(here).map(|it| line(look, it, "")).collect());
        text
    }

    fn json(&self, (here, look): (&Workspace, Look<'_>), beside: Option<&Workspace>) -> Json {
        let found = self.found;
        let mut document = json!({
            "format": 1,
            "name": self.name,
            "title": found.title(),
            "value": found.of(here).count(),
            "means": found.means(),
            "findings": found.of(here).map(|it| one(look, it)).collect::<Vec<Json>>(),
        });
        if let Some(plan) = beside {
            let apart = Apart::of(here, plan);
            let new = apart.new.iter().filter(|it| found.holds(it)).map(|it| one(look, it));
            let gone = apart.gone.iter().filter(|(it, _)| found.holds(it)).map(|(it, later)| {
                let mut told = one(look.beside.copied().unwrap_or(look), it);
                told["why"] = why_gone(later.as_ref()).into();
                told
            });
            document["in_plan"] = found.of(plan).count().into();
            document["new"] = new.collect();
            document["gone"] = gone.collect();
        }
        document
    }
}

/// A finding in a line: its rule, what it says, where it stands.
fn line(look: Look<'_>, located: &Located, why: &str) -> String {
    let stand = look.of_finding(address_of(&located.finding.at), located.line.as_ref());
    let place = stand.map(|stand| format!("  {stand}")).unwrap_or_default();
    let text = format!("{}: {}{why}{place}", located.finding.rule, &*located.finding.message);
    format!("  {}", safe::line(&text))
}

fn one(look: Look<'_>, located: &Located) -> Json {
    let finding = &located.finding;
    let stand = look.of_finding(address_of(&finding.at), located.line.as_ref());
    json!({
        "rule": finding.rule,
        "severity": located.severity.as_str(),
        "message": finding.message.as_str(),
        "address": address_of(&finding.at).map(ToString::to_string),
        "file": stand.as_ref().map(|stand| &stand.file),
        "line": stand.as_ref().and_then(|stand| stand.line),
    })
}
