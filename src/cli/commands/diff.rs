//! `swell diff`: what changed in a plan, what that does, and why.

mod json;
mod markdown;
mod sides;
mod text;

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::check::settings::Settings;
use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::diff::Diff;
use crate::report::markdown::LIMIT;
use crate::safe;
use crate::source::Secrets;
use crate::wording::count;

/// Characters of a comment in which a plan is begun at least.
const LEAST: usize = 2_000;

const EXAMPLES: &str = r#"Examples:
  swell diff                                    the working tree against HEAD
  swell diff plans/omnichannel                  one plan of several, against HEAD
  swell diff main                               the working tree against a branch
  swell diff v1..v2 plans/omnichannel           two revisions of one plan
  swell diff HEAD~5:plans/old plans/new         a plan that lay elsewhere
  swell diff plans/a plans/b                    two folders
  swell diff before.toml after.toml             two files
  swell diff origin/main --format markdown --exit-code"#;

/// Say what changed in a plan, what that does, and why
///
/// Without arguments: the plans found here, HEAD against the working tree. Arguments that are files or
/// folders name plans: one, to compare it with its past; two, to compare them. All others are revisions:
/// one, against the working tree; two, or ONE..OTHER, against each other; REVISION:PATH names both, in
/// the repository that you stand in.
///
/// Order, comments and spelling are no change. Which change did what is found by applying the changes one
/// after the other, each on top of those before it; where changes work together, what is due to both
/// falls to the later one. Git runs it as an external diff: see `swell git setup`.
///
/// Where not all of a side can be read, what it does is not told (--partial tells it of the rest), and the exit
/// code is 2; under git's external diff it is 0.
///
/// Exit code 0: done; 1 with --exit-code: there are differences; 2: a side could not be read; 3: it holds
/// conflict markers.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Compare {
    /// Revisions, plans, or the seven arguments of git's external diff
    #[arg(value_name = "WHAT", num_args = 0..=9)]
    what: Vec<String>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// End with exit code 1 where there are differences
    #[arg(long)]
    exit_code: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON document, for programs
    Json,
    /// A comment for a pull request
    Markdown,
}

impl Compare {
    /// Whether it prints what people read.
    pub(super) fn is_for_people(&self) -> bool {
        matches!(self.format, Format::Text)
    }

    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let settings = Settings { as_of: common.as_of, ..Settings::default() };
        let sides = sides::sides(&self.what, common)?;
        let withheld = common.withholds(matches!(self.format, Format::Text));
        let (mut texts, mut documents) = (Vec::new(), Vec::new());
        let (mut any, mut left, mut unable) = (false, 0, None);
        let all = sides.len();
        for (compared, before, after) in sides {
            let secrets = match withheld {
                true => before.1.source.secrets().and(after.1.source.secrets()),
                false => Secrets::default(),
            };
            let conflict = [&before.1, &after.1]
                .into_iter()
                .any(|read| read.findings.iter().any(|it| it.rule == "merge-conflict"));
            let parts = (compared.whole, common.partial);
            let diff = Diff::of(before, after, &settings, parts, withheld.then_some(&secrets));
            any |= !diff.is_empty() || diff.is_torn();
            // Git takes anything but success for the end of all that it shows.
            if diff.is_torn() && !common.partial && !sides::is_external(&self.what) {
                unable = Some(if conflict { Exit::Conflict } else { unable.unwrap_or(Exit::Unable) });
            }
            match self.format {
                Format::Json => {
                    let mut document = json::document(&compared.plan, &diff);
                    secrets.json(&mut document);
                    documents.push(document);
                }
                _ if all > 1 && diff.is_empty() && !diff.is_torn() => {}
                Format::Text => texts.push(secrets.lines(text::write(&compared.plan, &diff))),
                Format::Markdown => {
                    // All plans share one comment.
                    let room = LIMIT.saturating_sub(texts.iter().map(|text| text.len() + 1).sum());
                    if room > LEAST {
                        texts.push(secrets.lines(markdown::write(&compared.plan, &diff, room)));
                    } else {
                        left += 1;
                    }
                }
            }
        }
        if let Some(only) = documents.pop() {
            let document = match documents.is_empty() {
                true => only,
                false => {
                    documents.push(only);
                    json!({ "format": 1, "plans": documents })
                }
            };
            texts.push(safe::json(&serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n");
        }
        if left > 0 {
            texts.push(format!("{} did not fit; `swell diff` lists them all.\n", count(left, "more plan")));
        }
        if texts.is_empty() {
            texts.push(format!("No change in any of {} plans.\n", all));
        }
        if sides::is_external(&self.what) {
            // What git shows next is another file.
            texts.push(String::new());
        }
        let exit = unable.unwrap_or(if self.exit_code && any { Exit::Findings } else { Exit::Done });
        Ok(Outcome { text: texts.join("\n"), exit })
    }
}
