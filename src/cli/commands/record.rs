//! `swell record`: adds to the record what happened.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::cli::command::{Common, Failure, Outcome};
use crate::cli::edited::{Editing, day, edit_with, plan_first};
use crate::draft::asked::{self, Again};
use crate::draft::{Draft, Refused};
use crate::plan::address::{Address, Table};
use crate::plan::typed;

const EXAMPLES: &str = r#"Examples:
  swell record kpi consent-rate 33.5 --date 2026-09-30 --market dk
  swell record value reach 84000 --period 2026-Q3
  swell record spent consent 130000 --period 2026-Q3
  swell record level consent 3 --date 2026-09-15 --unit dk"#;

/// Record what happened: a KPI's value, value brought, money spent, a level seen
///
/// It goes to the file that holds the like of its time, after the last of them. What the record says of the
/// same thing and time already is named, and stays unless --replace corrects it.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Record {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A value of a KPI
    #[command(override_usage = "swell record kpi [OPTIONS] [PLAN] KPI VALUE")]
    Kpi {
        #[command(flatten)]
        words: Words,
        #[command(flatten)]
        when: Day,
        /// The market it was read in; without one, it is the global figure
        #[arg(long, value_name = "MARKET")]
        market: Option<String>,
    },
    /// Value that a driver brought
    #[command(override_usage = "swell record value --period PERIOD [OPTIONS] [PLAN] DRIVER VALUE")]
    Value {
        #[command(flatten)]
        words: Words,
        /// When: 2026, 2026-Q3 or 2026-09; Q3 2026 and Sep 2026 will do
        #[arg(long, value_name = "PERIOD")]
        period: String,
    },
    /// Money that was spent on an item, or on a wave as a whole
    #[command(override_usage = "swell record spent --period PERIOD [OPTIONS] [PLAN] ITEM VALUE")]
    Spent {
        #[command(flatten)]
        words: Words,
        /// When: 2026, 2026-Q3 or 2026-09; Q3 2026 and Sep 2026 will do
        #[arg(long, value_name = "PERIOD")]
        period: String,
    },
    /// The level of a capability or mandate that was really seen
    #[command(override_usage = "swell record level [OPTIONS] [PLAN] ITEM LEVEL")]
    Level {
        #[command(flatten)]
        words: Words,
        #[command(flatten)]
        when: Day,
        /// The business unit; without one, it is everywhere
        #[arg(long, value_name = "UNIT")]
        unit: Option<String>,
    },
}

#[derive(Debug, Args)]
struct Words {
    /// The plan (without one, the plan found here or under plans/), what it is about, and how much
    #[arg(value_name = "PLAN ID VALUE", num_args = 1.., required = true, allow_negative_numbers = true)]
    words: Vec<String>,
    /// A few words about it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Correct what is on record for the same thing and time
    #[arg(long)]
    replace: bool,
    /// Record this besides what is on record for the same thing and time, or for months in common: money adds up
    #[arg(long, conflicts_with = "replace")]
    besides: bool,
    #[command(flatten)]
    editing: Editing,
}

#[derive(Debug, Args)]
struct Day {
    /// The day it holds for, as 2026-09-30 or 30 Sep 2026; without one, the plan's as-of
    #[arg(long, value_name = "DATE", value_parser = typed::day)]
    date: Option<NaiveDate>,
}

impl Record {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        match &self.what {
            What::Kpi { words, when, market } => {
                let when =
                    |draft: &Draft| day(when.date, common, draft).map(|(day, note)| (day.to_string(), note));
                words.run(common, Table::Reading, when, |_, id, value, date| {
                    vec![
                        ("kpi", Some(id.into())),
                        ("date", Some(date.into())),
                        ("value", Some(value.into())),
                        ("market", market.clone()),
                    ]
                })
            }
            What::Value { words, period } => {
                let when = |_: &Draft| Ok((self::period(period), None));
                words.run(common, Table::Realized, when, |_, id, value, period| {
                    vec![
                        ("driver", Some(id.into())),
                        ("period", Some(period.into())),
                        ("value", Some(value.into())),
                    ]
                })
            }
            What::Spent { words, period } => {
                let when = |_: &Draft| Ok((self::period(period), None));
                words.run(common, Table::Spent, when, |draft, id, value, period| {
                    let on = asked::spent_on(draft, id);
                    vec![
                        (on, Some(id.into())),
                        ("period", Some(period.into())),
                        ("value", Some(value.into())),
                    ]
                })
            }
            What::Level { words, when, unit } => {
                let when =
                    |draft: &Draft| day(when.date, common, draft).map(|(day, note)| (day.to_string(), note));
                words.run(common, Table::Assessed, when, |draft, id, value, date| {
                    let item = asked::assessed_as(draft, id);
                    vec![
                        (item, Some(id.into())),
                        ("date", Some(date.into())),
                        ("level", Some(value.into())),
                        ("unit", unit.clone()),
                    ]
                })
            }
        }
    }
}

/// What a record says: its keys, and their values where they are given.
type Values = Vec<(&'static str, Option<String>)>;

impl Words {
    fn run(
        &self,
        common: &Common,
        table: Table,
        when: impl FnOnce(&Draft) -> Result<(String, Option<String>), Refused>,
        values: impl FnOnce(&Draft, &str, &str, &str) -> Values,
    ) -> Result<Outcome, Failure> {
        let (plan, [id, value]) = plan_first(&self.words, ["ID", "VALUE"])?;
        let id = id.rsplit('.').next().unwrap_or_default();
        edit_with(plan.as_ref(), common, self.editing, |draft| {
            let (when, note) = when(draft)?;
            let at = Address::new(table, "").to(asked::figure(table));
            let value = &*asked::meant(draft, &at, value, Some(id))?;
            let leap = if table == Table::Reading { asked::leap(draft, id, value) } else { None };
            let title = format!("record {} {id} {value} for {when}", table.noun());
            let mut values = values(draft, id, value, &when);
            values.push(("note", self.note.clone()));
            let values: Vec<_> = values.iter().map(|(key, value)| (*key, value.as_deref())).collect();
            let again = match (self.replace, self.besides) {
                (true, _) => Again::Replace,
                (_, true) => Again::Besides,
                _ => Again::Refuse,
            };
            let change = asked::recorded_once(draft, table, title, &values, again)?;
            Ok((change, note.into_iter().chain(leap.map(|leap| format!("{id}: {leap}"))).collect()))
        })
    }
}

/// A period as the record has it.
fn period(text: &str) -> String {
    typed::period(text).map_or_else(|| text.to_owned(), |period| period.to_string())
}
