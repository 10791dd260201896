//! `swell record`: adds to the record what happened.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::cli::command::{Common, Failure, Outcome};
use crate::cli::edited::{Editing, day, edit, plan_first};
use crate::draft::asked::{self, Again};
use crate::plan::address::Table;

/// Record what happened: a KPI's value, value brought, money spent, a level seen
///
/// It goes to the file that holds the like of its time, after the last of them. What the record says of the
/// same thing and time already is named, and stays unless --replace corrects it.
///
///   swell record kpi consent-rate 33.5 --date 2026-09-30 --market dk
///   swell record value reach 84000 --period 2026-Q3
///   swell record spent consent 130000 --period 2026-Q3
///   swell record level consent 3 --date 2026-09-15 --unit dk
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
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
        /// When: 2026, 2026-Q3 or 2026-09
        #[arg(long, value_name = "PERIOD")]
        period: String,
    },
    /// Money that was spent on an item, or on a wave as a whole
    #[command(override_usage = "swell record spent --period PERIOD [OPTIONS] [PLAN] ITEM VALUE")]
    Spent {
        #[command(flatten)]
        words: Words,
        /// When: 2026, 2026-Q3 or 2026-09
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
    /// The plan (without one, the plan found here), what it is about, and how much
    #[arg(value_name = "PLAN ID VALUE", num_args = 2..=3, required = true, allow_negative_numbers = true)]
    words: Vec<String>,
    /// A few words about it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Correct what is on record for the same thing and time
    #[arg(long)]
    replace: bool,
    /// Record this besides what is on record for the same thing and time: money adds up
    #[arg(long, conflicts_with = "replace")]
    besides: bool,
    #[command(flatten)]
    editing: Editing,
}

#[derive(Debug, Args)]
struct Day {
    /// The day it holds for; without one, that of --as-of
    #[arg(long, value_name = "DATE")]
    date: Option<NaiveDate>,
}

impl Record {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        match &self.what {
            What::Kpi { words, when, market } => {
                let date = day(when.date, common)?;
                words.run(common, Table::Reading, &date, |_, id, value| {
                    vec![
                        ("kpi", Some(id)),
                        ("date", Some(&date)),
                        ("value", Some(value)),
                        ("market", market.as_deref()),
                    ]
                })
            }
            What::Value { words, period } => words.run(common, Table::Realized, period, |_, id, value| {
                vec![("driver", Some(id)), ("period", Some(period)), ("value", Some(value))]
            }),
            What::Spent { words, period } => words.run(common, Table::Spent, period, |draft, id, value| {
                vec![(asked::spent_on(draft, id), Some(id)), ("period", Some(period)), ("value", Some(value))]
            }),
            What::Level { words, when, unit } => {
                let date = day(when.date, common)?;
                words.run(common, Table::Assessed, &date, |draft, id, value| {
                    let item = asked::assessed_as(draft, id);
                    vec![
                        (item, Some(id)),
                        ("date", Some(&date)),
                        ("level", Some(value)),
                        ("unit", unit.as_deref()),
                    ]
                })
            }
        }
    }
}

/// What a record says: its keys, and their values where they are given.
type Values<'v> = Vec<(&'static str, Option<&'v str>)>;

impl Words {
    fn run<'v>(
        &'v self,
        common: &Common,
        table: Table,
        when: &str,
        values: impl FnOnce(&crate::draft::Draft, &'v str, &'v str) -> Values<'v>,
    ) -> Result<Outcome, Failure> {
        let (plan, words) = plan_first(&self.words, 2);
        let (id, value) = (words[0].rsplit('.').next().unwrap_or_default(), words[1].as_str());
        let title = format!("record {} {id} {value} for {when}", table.noun());
        edit(plan.as_ref(), common, self.editing, |draft| {
            let mut values = values(draft, id, value);
            values.push(("note", self.note.as_deref()));
            let again = match (self.replace, self.besides) {
                (true, _) => Again::Replace,
                (_, true) => Again::Besides,
                _ => Again::Refuse,
            };
            asked::recorded_once(draft, table, title, &values, again)
        })
    }
}
