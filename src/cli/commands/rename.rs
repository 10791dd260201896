//! `swell rename`: gives something another id, with every reference to it.

use crate::order::Order as _;
use clap::Args;

use crate::cli::command::{Common, Failure, Outcome};
use crate::cli::edited::{Editing, edit_with, plan_first};
use crate::disk::{Disk, Store as _};
use crate::draft::{Draft, asked};
use crate::source::shown;
use crate::wording::list;

/// The most bytes of a scenario's file.
const BYTES: u64 = 4 << 20;

const EXAMPLES: &str = r#"Examples:
  swell rename wave.scale growth
  swell rename plans/omnichannel kpi.consent-rate opt-in-rate --dry-run"#;

/// Give something another id, in all files: swell rename consent opt-in
///
/// Needs, lists, gate criteria, targets, records and waivers that refer to it follow. Free text does not, and the
/// scenarios beside the plan that speak of it are named.
#[derive(Debug, Args)]
#[command(override_usage = "swell rename [OPTIONS] [PLAN] ID NEW", after_long_help = EXAMPLES)]
pub(super) struct Rename {
    /// The plan (without one, the plan found here or under plans/), the id and what it is to be
    #[arg(value_name = "PLAN ID NEW", num_args = 1.., required = true)]
    words: Vec<String>,
    #[command(flatten)]
    editing: Editing,
}

impl Rename {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let (plan, words) = plan_first(&self.words, ["ID", "NEW"])?;
        edit_with(plan.as_ref(), common, self.editing, |draft| {
            let change = asked::renamed(draft, words[0], words[1])?;
            let at = asked::address(draft, words[0])?;
            let notes = if at.path.is_empty() { left_behind(draft, &at.key, words[1]) } else { Vec::new() };
            Ok((change, notes))
        })
    }
}

/// Which scenarios beside the plan speak of an id that is to be another: they are files of their own, whose words
/// are those of the day on which they were kept.
fn left_behind(draft: &Draft, old: &str, new: &str) -> Vec<String> {
    let Some(folder) = draft.paths().first().and_then(|plan| plan.parent()) else { return Vec::new() };
    let folder = folder.join("scenarios");
    let mut names: Vec<String> = Disk
        .list(&folder)
        .unwrap_or_default()
        .into_iter()
        .filter(|it| !it.folder)
        .map(|it| it.name)
        .collect();
    names.retain(|name| name.ends_with(".toml"));
    names.order();
    let mut notes = Vec::new();
    for path in names.into_iter().map(|name| folder.join(name)) {
        let text = Disk.read(&path, BYTES).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines = text.lines().zip(1..).filter(|(line, _)| speaks_of(line, old)).map(|(_, nth)| nth);
        let lines: Vec<String> = lines.map(|nth: u32| nth.to_string()).collect();
        if !lines.is_empty() {
            let place = format!("{}:{}", shown(&path), list(&lines));
            notes.push(format!("{place} speaks of `{old}` and stays as it is: write `{new}` there, too"));
        }
    }
    notes
}

/// Whether a line of a scenario names an id: as a whole, between quotes or in an address.
fn speaks_of(line: &str, id: &str) -> bool {
    let of_id = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
    // These are words for people.
    let words = ["#", "title ", "title=", "name ", "name="];
    let quoted = !words.iter().any(|it| line.trim_start().starts_with(it));
    quoted && line.split(|it| !of_id(it)).any(|word| word == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_speaks_of_whole_ids() {
        assert!(speaks_of("slip = \"capability.crm\"", "crm"));
        assert!(speaks_of("    { set = \"driver.a.needs[0]\", was = \"\\\"crm >= 2\\\"\" },", "crm"));
        assert!(!speaks_of("slip = \"capability.crm-2\"", "crm"));
        assert!(!speaks_of("title = \"slip crm by 3 months\"", "crm"), "words for people");
    }
}
