//! `swell decide`: records what was decided at a gate.

use chrono::NaiveDate;
use clap::Args;

use crate::cli::command::{Common, Failure, Outcome};
use crate::cli::edited::{Editing, day, edit_with, plan_first};
use crate::draft::Refused;
use crate::draft::asked::{self, Again};
use crate::plan::edit::Edit;
use crate::plan::record::Outcome as Word;
use crate::plan::typed;

const EXAMPLES: &str = r#"Examples:
  swell decide engage-exit conditions --date 2027-04-06 --by "Steering committee" \
    --note "UK postponed" --affects reach,consent"#;

/// Record a decision at a gate: swell decide scale-exit go --date 2027-04-06
///
/// OUTCOME is go, conditions, hold or stop. It goes to the record that holds the decisions of its time. To go on
/// while criteria of the gate are open needs a --note that says why. What was decided there on the same day is
/// named, and stays unless --replace corrects it.
#[derive(Debug, Args)]
#[command(override_usage = "swell decide [OPTIONS] [PLAN] GATE OUTCOME", after_long_help = EXAMPLES)]
pub(super) struct Decide {
    /// The plan (without one, the plan found here or under plans/), the gate and the outcome
    #[arg(value_name = "PLAN GATE OUTCOME", num_args = 1.., required = true)]
    words: Vec<String>,
    /// When it was decided, as 2027-04-06 or 6 Apr 2027; without one, the plan's as-of
    #[arg(long, value_name = "DATE", value_parser = typed::day)]
    date: Option<NaiveDate>,
    /// Who decided
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
    /// Why, and on what conditions
    #[arg(long, value_name = "TEXT", visible_alias = "reason")]
    note: Option<String>,
    /// The ids that it affects, with commas between
    #[arg(long, value_name = "IDS")]
    affects: Option<String>,
    /// Correct what is on record for the same gate and day
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    editing: Editing,
}

impl Decide {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let (plan, [gate, outcome]) = plan_first(&self.words, ["GATE", "OUTCOME"])?;
        let gate = gate.trim_start_matches("gate.");
        let title = format!("decide {gate}: {outcome}");
        edit_with(plan.as_ref(), common, self.editing, |draft| {
            // A wrong word is said before a missing one.
            asked::address(draft, &format!("gate.{gate}"))?;
            if !Word::WORDS.contains(&outcome) {
                let help = format!("Write one of: {}.", Word::WORDS.join(", "));
                return Err(Refused::new(format!("`{outcome}` is no outcome of a gate"), help));
            }
            let (date, note) = day(self.date, common, draft)?;
            let date = date.to_string();
            let values = [
                ("date", Some(&*date)),
                ("gate", Some(gate)),
                ("outcome", Some(outcome)),
                ("by", self.by.as_deref()),
                ("note", self.note.as_deref()),
                ("affects", self.affects.as_deref()),
            ];
            let again = if self.replace { Again::Replace } else { Again::Refuse };
            let change = asked::decided(draft, title, &values, again)?;
            // The words of an outcome that is corrected may be none of the new one.
            let silent = self.replace && self.note.is_none();
            let there = change.edits.iter().filter_map(Edit::address).map(|at| at.root().to("note"));
            let kept = there.filter(|_| silent).any(|at| draft.has(&at));
            let kept = kept.then(|| "the note on record stays; --note says another".to_owned());
            Ok((change, note.into_iter().chain(kept).collect()))
        })
    }
}
