//! `swell explain`: prints the page of a rule.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::command::{Exit, Failure, Outcome};
use crate::explain::{self, Page};
use crate::rule::Rule;
use crate::rules::{RULES, by_name};
use crate::safe;

/// Explain a rule: what it holds, why, an example, how to mend it, settings
///
/// The name of a family (format, waves, strategy, operating-model, leadership, kpis, value, hygiene) lists
/// its rules. --all lists all; as markdown it is the reference of all rules.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule, as the checker prints it, or a family of rules
    #[arg(value_name = "RULE", required_unless_present = "all", conflicts_with = "all")]
    rule: Option<String>,
    /// List all rules
    #[arg(long)]
    all: bool,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, at most 80 columns wide
    Text,
    /// For a manual
    Markdown,
    /// One JSON document, for programs
    Json,
}

impl Explain {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let name = self.rule.as_deref().unwrap_or_default();
        let one = by_name(name);
        let some: Vec<&Rule> =
            RULES.iter().copied().filter(|rule| self.all || rule.family.as_str() == name).collect();
        let text = match (one, self.format) {
            (None, _) if some.is_empty() => return Err(unknown(name)),
            (Some(rule), Format::Text) => explain::text(&Page::of(rule)),
            (Some(rule), Format::Markdown) => explain::markdown(&Page::of(rule), 1),
            (Some(rule), Format::Json) => json(&[rule]),
            (None, Format::Text) => explain::list(&some),
            (None, Format::Markdown) => explain::reference(&some),
            (None, Format::Json) => json(&some),
        };
        Ok(Outcome { text, exit: Exit::Done })
    }
}

fn json(rules: &[&Rule]) -> String {
    let pages: Vec<Page> = rules.iter().map(|rule| Page::of(rule)).collect();
    let document = json!({ "format": 1, "rules": pages });
    safe::json(&serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n"
}

fn unknown(name: &str) -> Failure {
    let families = RULES.iter().map(|rule| rule.family.as_str());
    let nearest = RULES
        .iter()
        .map(|rule| rule.name)
        .chain(families)
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .min()
        .filter(|(distance, _)| *distance <= (name.chars().count() / 3).max(2));
    let help = match nearest {
        Some((_, nearest)) => format!("Did you mean `{nearest}`?"),
        None => "swell explain --all lists all rules.".to_owned(),
    };
    Failure::new(format!("there is no rule `{name}`"), help)
}
