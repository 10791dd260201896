//! `swell check`: holds plans to the rules.

use std::path::PathBuf;

use clap::Args;

use crate::check::{Checked, check};
use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::cli::{colour, width};
use crate::report::{Style, summary};
use crate::reports;

/// Check plans against the rules
///
/// Every fault of every file is found in one pass. Exit code 0: nothing that fails the check; 1: errors
/// (with --strict also warnings); 2: the check could not run; 3: a plan holds merge conflict markers.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Plans: files, or folders that hold plan.toml; without one, the plans found here or under plans/
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = formats())]
    format: String,
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
}

fn formats() -> clap::builder::PossibleValuesParser {
    let values = reports::REPORTS
        .iter()
        .map(|report| clap::builder::PossibleValue::new(report.name).help(report.about));
    values.collect::<Vec<_>>().into()
}

impl Check {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let plans = common.read_all(&self.paths)?;
        let checked: Vec<Checked> = plans.into_iter().map(|read| check(read, common.as_of)).collect();
        let exit = self.exit(&checked);
        let style = Style { colour: colour(common.color), width: width(), ascii: common.ascii };
        let report = reports::by_name(&self.format)
            .ok_or_else(|| Failure::new(format!("there is no format {}", self.format), "See --help."))?;
        let text = (report.write)(&checked, style);
        // The process ends here; giving a large plan back piece by piece would only take time.
        std::mem::forget(checked);
        Ok(Outcome { text, exit })
    }

    fn exit(&self, checked: &[Checked]) -> Exit {
        let summary = summary(checked);
        let conflict = |checked: &Checked| {
            let errors = checked.findings.iter().filter(|it| it.severity == crate::finding::Severity::Error);
            errors.into_iter().any(|it| it.finding.rule == "merge-conflict")
        };
        if checked.iter().any(conflict) {
            Exit::Conflict
        } else if summary.errors > 0 || (self.strict && summary.warnings > 0) {
            Exit::Findings
        } else {
            Exit::Done
        }
    }
}
