//! `swell check`: holds plans to the rules.

mod fix;
mod plans;
mod watch;

use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::Args;

use crate::check::settings::{Selector, Settings};
use crate::check::{Checked, check_under};
use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::cli::{colour, find, past, unsettled, width};
use crate::disk::{Disk, Overlay, Store, standard_input};
use crate::git::{Refused, Repository, Revision};
use crate::report::{Style, markdown, summary};
use crate::reports;
use crate::safe;
use crate::source::new_ids::under_ids_of;
use crate::source::{Secrets, Source};

/// What stands for standard input among the paths, and what its plan is called.
const STANDARD_INPUT: &str = "-";
const ITS_NAME: &str = "<stdin>";

/// Check plans against the rules
///
/// Every fault of every file is found in one pass. Exit code 0: nothing that fails the check; 1: errors
/// (with --strict also warnings); 2: the check could not run; 3: a plan holds merge conflict markers. That git
/// has a file of a plan unmerged still, though there are none in it any more, is noted beside the findings.
///
/// --only, --allow and --deny take rules, families and severities (error, warning, advice). --only
/// selects. Of what is left, whatever names a finding most closely decides: its rule, then its family,
/// then its severity; deny before allow where both are as close; the call before the plan's [policy].
/// Errors of the format are always reported.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Plans: files, or folders that hold plan.toml; without one, the plans found here or under plans/;
    /// - reads one from standard input, with its includes from here
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = formats())]
    format: String,
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
    /// Report these findings alone
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = selector)]
    only: Vec<Selector>,
    /// Do not report these findings
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = selector_to_allow)]
    allow: Vec<Selector>,
    /// Report these findings as errors
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = selector)]
    deny: Vec<Selector>,
    /// Report only what was not there at this commit, and say what is gone
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Where there is no plan, neither here nor at the commit, say so and end with exit code 0
    #[arg(long)]
    if_any: bool,
    /// Print only how the plans stand (text)
    #[arg(long, short)]
    quiet: bool,
    /// Print how many findings there are of each rule, instead of the findings (text)
    #[arg(long)]
    statistics: bool,
    /// Mend what can be mended without a doubt, then report what is left
    #[arg(long)]
    fix: bool,
    /// Mend also where that takes a guess or gives something up
    #[arg(long)]
    unsafe_fixes: bool,
    /// Print what --fix (or --unsafe-fixes) would change, and change nothing
    #[arg(long, conflicts_with_all = ["watch", "quiet", "statistics"])]
    diff: bool,
    /// Check again whenever a file of the plans changes
    #[arg(long, conflicts_with_all = ["fix", "unsafe_fixes"])]
    watch: bool,
}

fn formats() -> clap::builder::PossibleValuesParser {
    let values = reports::REPORTS
        .iter()
        .map(|report| clap::builder::PossibleValue::new(report.name).help(report.about));
    values.collect::<Vec<_>>().into()
}

fn selector(word: &str) -> Result<Selector, String> {
    Selector::of(word).ok_or_else(|| match Selector::nearest(word) {
        Some(nearest) => {
            format!("there is no rule, family or severity of that name; did you mean {nearest}?")
        }
        None => "there is no rule, family or severity of that name".to_owned(),
    })
}

fn selector_to_allow(word: &str) -> Result<Selector, String> {
    if crate::check::settings::may_be_allowed(word) {
        return selector(word);
    }
    Err("it is an error of the format, and those are always reported".to_owned())
}

impl Check {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let piped = self.paths.iter().any(|path| path.as_os_str() == STANDARD_INPUT);
        if piped {
            self.alone()?;
        }
        self.one_output()?;
        if self.watch {
            return self.watch(common);
        }
        let mut store = Overlay::new(&Disk);
        let plans = if piped {
            let unreadable = |fault: crate::disk::Fault| {
                Failure::new(format!("standard input cannot be read: {}", fault.message), "")
            };
            let bytes = standard_input(common.limits().file).map_err(unreadable)?;
            store.put(Path::new(ITS_NAME), bytes).map_err(unreadable)?;
            vec![vec![PathBuf::from(ITS_NAME)]]
        } else {
            match find::plans(&Disk, &self.paths) {
                // A change may take the last plan away, and touch other files where there never was one.
                Err(_) if self.paths.is_empty() && (self.if_any || self.since.is_some()) => Vec::new(),
                found => found?,
            }
        };
        let mut checked = self.checked(&store, &plans, common)?;
        let gone = self.gone(&plans)?;
        let mut mended = String::new();
        if let Some(most) = self.fixes() {
            // Where nothing is written, the findings are those of the files as they are.
            let exit = self.exit(&checked);
            let withheld = common.withholds(true);
            let secrets = checked.iter().filter(|_| withheld).map(|it| it.source.secrets());
            let secrets = secrets.reduce(Secrets::and).unwrap_or_default();
            let (left, fixed) = self.fixed(checked, most, &mut store, &plans, common)?;
            if self.diff {
                return Ok(Outcome { text: fix::diff(&fixed, &secrets), exit });
            }
            fix::write(&fixed)?;
            (checked, mended) = (left, fix::said(&fixed));
        }
        if common.withholds(self.is_text()) {
            checked.iter_mut().for_each(Checked::redact);
        }
        if !piped {
            let notes = |checked: &Checked| {
                unsettled::notes(&checked.source, checked.findings.iter().map(|it| &it.finding))
            };
            let notes = checked.iter().flat_map(notes);
            let notes = notes.map(|note| format!("note: {}\n", safe::line(&note)));
            super::beside(&notes.collect::<String>());
        }
        let mut text = self.report(&mut checked, common)?;
        let said = self.said_of_plans(&gone, checked.is_empty());
        match &*self.format {
            _ if self.is_text() => text.push_str(&(said + &mended)),
            "markdown" => {
                text.extend(said.lines().map(|line| format!("\n{}.\n", markdown::prose(line))));
                super::beside(&mended);
            }
            _ => super::beside(&(said + &mended)),
        }
        let outcome = Outcome { text, exit: self.exit(&checked) };
        // The process ends here; giving a large plan back piece by piece would only take time.
        std::mem::forget(checked);
        Ok(outcome)
    }

    /// What cannot be said of a plan that has no file.
    fn alone(&self) -> Result<(), Failure> {
        let no = |message: &str, help: &str| Err(Failure::new(message, help));
        if self.paths.len() > 1 {
            return no("`-` is one plan and cannot be checked beside others", "Name files, or `-` alone.");
        }
        if self.since.is_some() {
            return no("what comes in on standard input has no past", "Name the plan's file with --since.");
        }
        if self.watch {
            return no("standard input cannot be watched", "Name the plan's file with --watch.");
        }
        if self.fixes().is_some() && !self.diff {
            return no("standard input cannot be written to", "Add --diff, or name the plan's file.");
        }
        Ok(())
    }

    /// Two things are never written to one output.
    fn one_output(&self) -> Result<(), Failure> {
        let asked = [(self.diff, "--diff"), (self.quiet, "--quiet"), (self.statistics, "--statistics")];
        let asked = asked.into_iter().find(|(asked, _)| *asked && !self.is_text());
        match asked {
            None => Ok(()),
            Some((_, what)) => Err(Failure::new(
                format!("{what} writes text, and --format {} something else", self.format),
                "Leave one of them out.",
            )),
        }
    }

    fn settings(&self, common: &Common) -> Settings {
        Settings {
            as_of: common.as_of,
            only: self.only.clone(),
            allow: self.allow.clone(),
            deny: self.deny.clone(),
        }
    }

    /// Checks some plans, each given by its files.
    fn checked(
        &self,
        store: &dyn Store,
        plans: &[Vec<PathBuf>],
        common: &Common,
    ) -> Result<Vec<Checked>, Failure> {
        plans.iter().map(|files| self.one(store, files, common)).collect()
    }

    /// Checks the plan that some files make up.
    fn one(&self, store: &dyn Store, files: &[PathBuf], common: &Common) -> Result<Checked, Failure> {
        let settings = self.settings(common);
        let Some(name) = &self.since else {
            return Ok(check_under(common.read_from(store, files)?, &settings, None));
        };
        let repository = repository(files);
        // Git starts while the present is read.
        let read = common.read_from(store, files)?;
        let revision = repository.and_then(|repository| repository.at(name)).map_err(refused)?;
        let mut before = before(files, &revision, &settings, common, &read.source)?;
        let checked = check_under(read, &settings, before.as_ref().map(|before| &before.plan));
        let checked = checked.since(before.as_mut(), name);
        if !self.watch {
            // As with the plan itself: the process ends soon.
            std::mem::forget(before);
        }
        Ok(checked)
    }

    fn report(&self, checked: &mut [Checked], common: &Common) -> Result<String, Failure> {
        let style = Style { colour: colour(common.color), width: width(), ascii: common.ascii, plain: false };
        let report = reports::by_name(&self.format)
            .ok_or_else(|| Failure::new(format!("there is no format {}", self.format), "See --help."))?;
        if (self.quiet || self.statistics) && self.is_text() {
            let mut text = String::new();
            if self.statistics {
                text.push_str(&reports::statistics(checked));
            }
            return Ok(text + &reports::closings(checked));
        }
        if !matches!(&*self.format, "text" | "json") {
            checked.iter_mut().for_each(plans::from_the_top);
        }
        Ok((report.write)(checked, style))
    }

    /// Whether the report is for people: the format where none is asked for.
    fn is_text(&self) -> bool {
        self.format == reports::REPORTS[0].name
    }

    fn exit(&self, checked: &[Checked]) -> Exit {
        let summary = summary(checked);
        // Inside a text the marks are a warning, since a text may be about them; nobody has merged it yet.
        let conflict =
            |checked: &Checked| checked.findings.iter().any(|it| it.finding.rule == "merge-conflict");
        if checked.iter().any(conflict) {
            Exit::Conflict
        } else if summary.errors > 0 || (self.strict && summary.warnings > 0) {
            Exit::Findings
        } else {
            Exit::Done
        }
    }
}

/// The repository that the plan's own file lies in.
fn repository(files: &[PathBuf]) -> Result<Rc<Repository>, Refused> {
    let file = files.first().and_then(|file| file.canonicalize().ok());
    Repository::open(file.as_deref().and_then(Path::parent).unwrap_or(Path::new(".")), false)
}

fn refused(Refused { message, help }: Refused) -> Failure {
    Failure::new(message, help)
}

/// A plan as it was at a revision, checked by itself; `None` where it was not there. What it has in common
/// with the plan as it is `now` is parsed once.
fn before(
    files: &[PathBuf],
    revision: &Revision,
    settings: &Settings,
    common: &Common,
    now: &Source,
) -> Result<Option<Checked>, Failure> {
    let is_there = |file: &&PathBuf| revision.canonical(file).is_ok();
    let mut there: Vec<PathBuf> = files.iter().filter(is_there).cloned().collect();
    if there.first() != files.first() {
        let Some(own) = files.first() else { return Ok(None) };
        let Some(moved) = past::moved(revision, own) else { return Ok(None) };
        there.insert(0, moved);
    }
    // What only has another id is the same thing, and what is found of it the same finding.
    let read = under_ids_of(now, common.read_like(now, revision, &there)?);
    let as_of = read.plan.as_of;
    let mut checked = check_under(read, settings, None);
    // What had happened by then counts by the plan's own day.
    checked.plan.as_of = as_of;
    Ok(Some(checked))
}
