//! `swell explain`: prints the page of a rule, where a figure comes from, or what a value of the plan means.

mod counted;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::cli::tried;
use crate::explain::figure::{self, DEEPEST};
use crate::explain::look::{Look, Writer};
use crate::explain::{self, Page, keys, value};
use crate::figures::Figures;
use crate::plan::address::{Address, Table};
use crate::rule::Rule;
use crate::rules::{RULES, by_name};
use crate::safe;
use crate::source::{Read, Secrets, shown};
use crate::trace::name::Name;
use crate::trace::of::Kind;
use crate::traces::{self, FAMILIES, Unknown};
use crate::wording::nearest;
use crate::workspace::outline::leads::{self, Lead};

/// Explain a figure, a value of the plan, or a rule
///
/// A figure (`planned.reach@2027-03`, `npv`, `kpi.consent-rate`) is taken apart: the rule, the arithmetic with
/// its values, and what went in, down to the lines of the plan. Without an id it is of the whole plan,
/// without `@` of all its months or as of its `as-of`; `swell show PLAN figures` lists all names. Value is cut up by
/// any axis, and by several crossed: `planned.market.dk`, `forecast.category.cost.market.dk@2027`. A slip is of a
/// month, or of what is named: `slip.crm.5m`. With --with all of it is that of a scenario. The address
/// of a value (`driver.reach.confidence`) says what the plan writes, where, what it means, and which figures
/// it goes into. `plan.errors`, `plan.warnings` and `plan.decisions` list what the check finds, and the other
/// names that `swell show PLAN whatif` tells (`plan.next-benefit`, `plan.peak-load`) lead to what they are.
///
/// A rule is explained by what it holds, why, an example, how to mend it, and its settings. The name of a
/// family (format, waves, strategy, operating-model, leadership, kpis, value, hygiene) lists its rules. --all
/// lists all; as markdown it is the reference of all rules. The name of a kind of table (driver, kpi, wave)
/// lists its keys: what each may hold, what it means, and which are needed.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A rule, a family of rules, a kind of table, or a figure or an address of the plan found here
    /// or under plans/; or the plan
    #[arg(value_name = "PLAN|WHAT", required_unless_present = "all", conflicts_with = "all")]
    first: Option<String>,
    /// The figure or the address, where a plan is named
    #[arg(value_name = "FIGURE|ADDRESS", conflicts_with = "all")]
    second: Option<String>,
    /// List all rules
    #[arg(long)]
    all: bool,
    /// Take the inputs of a figure apart as well, so many steps down (1 to 12)
    #[arg(long, value_name = "STEPS", default_value_t = 1)]
    depth: usize,
    /// List all that goes into a figure, and not only the first dozen; as JSON it is always all
    #[arg(long, conflicts_with = "all")]
    whole: bool,
    /// Explain it with the scenario in this file made on the plan
    #[arg(long, value_name = "FILE")]
    with: Option<PathBuf>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For a manual: rules only
    Markdown,
    /// One JSON document, for programs
    Json,
}

impl Explain {
    /// Whether it prints what people read.
    pub(super) fn is_for_people(&self) -> bool {
        matches!(self.format, Format::Text)
    }

    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let text = match (self.first.as_deref().unwrap_or_default(), self.second.as_deref()) {
            (_, Some(kind)) if self.format == Format::Text && kind_alone(kind).is_some() => {
                kind_alone(kind).map(keys::text).unwrap_or_default()
            }
            (plan, Some(what)) => {
                self.of_plan(common, Some(&PathBuf::from(plan)), what)? + &self.keys_too(what)
            }
            (name, None) if self.with.is_none() && (self.all || is_rule(name)) => self.of_rules(name),
            (kind, None) if self.format == Format::Text && kind_alone(kind).is_some() => {
                kind_alone(kind).map(keys::text).unwrap_or_default()
            }
            (what, None) if may_be_of_plan(what) => self.of_plan(common, None, what)? + &self.keys_too(what),
            (name, None) => return Err(unknown(name)),
        };
        Ok(Outcome { text, exit: Exit::Done })
    }

    /// The keys of a kind of table that is called as a figure is: what is spent, or a record of it.
    fn keys_too(&self, word: &str) -> String {
        match table_of(word).filter(|_| self.format == Format::Text) {
            Some(table) => format!("\n{}", keys::text(table)),
            None => String::new(),
        }
    }

    fn of_rules(&self, name: &str) -> String {
        let some: Vec<&Rule> =
            RULES.iter().copied().filter(|rule| self.all || rule.family.as_str() == name).collect();
        match (by_name(name), self.format) {
            (Some(rule), Format::Text) => explain::text(&Page::of(rule)),
            (Some(rule), Format::Markdown) => explain::markdown(&Page::of(rule), 1),
            (Some(rule), Format::Json) => rules_as_json(&[rule]),
            (None, Format::Text) => explain::list(&some),
            (None, Format::Markdown) => explain::reference(&some),
            (None, Format::Json) => rules_as_json(&some),
        }
    }

    fn of_plan(&self, common: &Common, path: Option<&PathBuf>, what: &str) -> Result<String, Failure> {
        if self.format == Format::Markdown {
            let help = "Leave --format out, or take json.";
            return Err(Failure::new("figures and values are not written as markdown", help));
        }
        if !(1..=DEEPEST).contains(&self.depth) {
            let message = format!("--depth is {}", self.depth);
            return Err(Failure::new(message, format!("Write a number of steps from 1 to {DEEPEST}.")));
        }
        let Read { source, mut plan, .. } = tried::whole(path, self.with.as_deref(), common)?;
        plan.as_of = common.as_of.unwrap_or(plan.as_of);
        let figures = Figures::new(&plan);
        // Under a scenario, the plan stands beside it.
        let mut beside = self.with.as_ref().map(|_| tried::read(path, None, common)).transpose()?;
        if let Some(read) = &mut beside {
            read.plan.as_of = common.as_of.unwrap_or(read.plan.as_of);
        }
        let beside = beside.as_ref().map(|read| (Figures::new(&read.plan), &read.source));
        let beside = beside.as_ref().map(|(figures, source)| Look::of(figures, Some(source)));
        let (file, lines) = match &self.with {
            Some(file) => (shown(file), tried::scenario_of(file)?.lines(&tried::text_of(file)?)),
            None => Default::default(),
        };
        let writer = self.with.is_some().then_some(Writer::File(&file, &lines));
        let look = Look { beside: beside.as_ref(), writer, ..Look::of(&figures, Some(&source)) };
        let withheld = common.withholds(self.format == Format::Text);
        let secrets = if withheld { source.secrets().with_gates_of(&plan) } else { Secrets::default() };
        secrets.open(what)?;
        // What views know of the whole plan by a name of their own leads to what is explained.
        let at = Address::parse(what);
        let lead = at.as_ref().and_then(|address| Lead::of(&figures, address));
        if let Some(why) = at.as_ref().filter(|_| lead.is_none()).and_then(leads::why_nothing) {
            return Err(Failure::new(format!("{what} tells of nothing here: {why}"), ""));
        }
        if let Some(Lead::Figure(name)) = &lead {
            secrets.open(&name.to_string())?;
        }
        let what = match lead {
            Some(Lead::Found(found)) => {
                let asked = counted::Asked { name: what, found, path, with: self.with.as_deref() };
                return asked.told(common, self.format == Format::Json, &secrets);
            }
            Some(Lead::Figure(name)) => &name.to_string(),
            Some(Lead::Value(address)) => &address.to_string(),
            None => what,
        };
        if let Some(name) = Name::parse(what) {
            secrets.open_at_gate(what, &name.word, &name.of)?;
        }
        let json = |mut document: serde_json::Value| {
            secrets.json(&mut document);
            written(document)
        };
        let told = match (Name::parse(what).map(|name| traces::in_full(&plan, name)), self.format) {
            (Some(name), Format::Json) => {
                figure::json(look, &name, self.depth, &secrets).map(serde_json::Value::Object).map(json)
            }
            (Some(name), _) => {
                let asked = (self.depth, self.whole);
                figure::text(look, &name, asked, &secrets).map(|text| secrets.lines(text))
            }
            (None, _) => Err(no_name(what)),
        };
        let address = Address::parse(what).or_else(|| source.address_by_id(what));
        let told = told.or_else(|unknown| match address {
            Some(address) => {
                let page = value::Page::of(look, &address)
                    .map_err(|fault| if of_figure(what, &address) { unknown } else { fault })?;
                Ok(if self.format == Format::Json { json(page.json()) } else { secrets.lines(page.text()) })
            }
            None => Err(unknown),
        });
        told.map_err(|Unknown { message, help }| Failure::new(message, help))
    }
}

/// Whether a text that is both begins like a figure and not like a value: `kpi.consnt-rate`.
fn of_figure(what: &str, address: &Address) -> bool {
    address.path.is_empty() && Name::parse(what).is_some_and(|name| traces::by_word(&name.word).is_some())
}

fn no_name(what: &str) -> Unknown {
    Unknown {
        message: format!("`{what}` is no name of a figure"),
        help: "Write one like planned.reach@2027-03, or an address like driver.reach.value; swell show PLAN figures lists all names.".into(),
    }
}

fn is_rule(name: &str) -> bool {
    by_name(name).is_some() || RULES.iter().any(|rule| rule.family.as_str() == name)
}

/// Whether a lone argument is meant of the plan found here: it begins like a figure or an address.
fn may_be_of_plan(what: &str) -> bool {
    let word = what.split(['.', '@', '[']).next().unwrap_or_default();
    let dotted = word.len() < what.len();
    traces::by_word(word).is_some()
        || Address::parse(what).is_some()
        || (dotted && nearest(word, words()).is_some())
}

/// The kind of table that a word names, where no figure of the whole plan is called so: `kpi` alone is no figure,
/// though `kpi.consent-rate` is one.
fn kind_alone(word: &str) -> Option<Table> {
    let is_figure = traces::by_word(word).is_some_and(|family| family.of.contains(&Kind::Plan));
    table_of(word).filter(|_| !is_figure)
}

fn table_of(word: &str) -> Option<Table> {
    Table::of(word).filter(|table| *table != Table::Top)
}

fn words() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().map(|family| family.word)
}

fn written(document: serde_json::Value) -> String {
    safe::json(&serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n"
}

fn rules_as_json(rules: &[&Rule]) -> String {
    let pages: Vec<Page> = rules.iter().map(|rule| Page::of(rule)).collect();
    written(json!({ "format": 1, "rules": pages }))
}

fn unknown(name: &str) -> Failure {
    let rules = RULES.iter().flat_map(|rule| [rule.name, rule.family.as_str()]);
    match nearest(name, rules.chain(words())) {
        Some(near) => Failure::new(format!("there is no rule `{name}`"), format!("Did you mean `{near}`?")),
        None => {
            let help = "swell explain --all lists all rules, swell show PLAN figures all figures.";
            Failure::new(format!("there is no rule and no figure `{name}`"), help)
        }
    }
}
