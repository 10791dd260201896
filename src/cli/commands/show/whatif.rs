//! What-if: what changes if we do this? The figures of the plan beside those of scenarios that were kept in files.
//!
//! JSON: `format`, `as_of`, `currency`, `scenarios` (`name`, with that of its file where names are alike, the titles of
//! what it `tries`, and in words what it is `said` to do) and `figures` (`name`, `at`, `plan`, and of each scenario, in
//! their order, `value`, `difference` and `verdict`: better, worse, mixed, later, earlier, moved, or `null`). Amounts are
//! numbers in major units, months `2026-09` and days `2026-09-30`; differences count months or days. `null` is what is
//! undefined: a payback by the horizon, the peak load of a team that is asked and has no capacity. Planned value stands
//! there weighted with confidence, and below it unweighted where that is another amount. CSV has a row for each figure and
//! scenario.
//!
//! What is private is in none of it unless that is asked for, nor what would tell of it.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::Layout;
use crate::cli::command::{Common, Failure, Format};
use crate::cli::edited::opened;
use crate::cli::{find, tried};
use crate::disk::Disk;
use crate::plan::Plan;
use crate::plan::address::Table as Kind;
use crate::plan::veil::PRIVATE;
use crate::scenario::{Scenario, Terms, Try, told_apart};
use crate::show::csv::{self, Cell};
use crate::show::json::{date, money};
use crate::show::table::Table;
use crate::source::Source;
use crate::wording;
use crate::wording::aloud::Aloud;
use crate::workspace::Workspace;
use crate::workspace::outline::compared::{LEFT_OUT, Row, Telling, rows, said};
use crate::workspace::outline::{Amount, Figure, Outline};

/// What is said where amounts would tell of what is private.
const WITHHELD: &str = "private: money would tell a private amount; --include-private compares it";

/// A scenario, and what it comes to.
struct Beside {
    scenario: Scenario,
    /// The file that it is kept in.
    path: PathBuf,
    work: Workspace,
    outline: Outline,
}

/// What the scenarios in files make of a plan, in a format.
///
/// # Errors
/// A [`Failure`], where none is named, or one of them or the plan cannot be read, or it does not fit the plan as it is.
pub(super) fn text(
    plan: Option<&PathBuf>,
    with: &[PathBuf],
    layout: Layout,
    common: &Common,
) -> Result<String, Failure> {
    if with.is_empty() {
        let help =
            "--with FILE compares it with a scenario that the terminal has kept; given again, with several.";
        return Err(Failure::new("no scenario is named", help));
    }
    // That all of it can be read is looked at first.
    drop(tried::whole(plan, None, common)?);
    let draft = opened(&find::one(&Disk, plan)?, common)?;
    let terms = Terms { as_of: common.as_of, strict: true };
    let mut made = Vec::new();
    for path in with {
        let scenario = tried::scenario_of(path)?;
        let mut fork =
            draft.fork().ok_or_else(|| Failure::new("the plan cannot be read any more", "Try it again."))?;
        scenario.make(&mut fork, terms)?;
        made.push((scenario, path.clone(), Workspace::drafted(Box::new(fork), common.as_of)));
    }
    let work = Workspace::drafted(Box::new(draft), common.as_of);
    let beside = made.into_iter().map(|(scenario, path, it)| Beside {
        scenario,
        path,
        outline: Outline::beside(&it, &work),
        work: it,
    });
    let all = Compared::new(&work, beside.collect(), !common.include_private);
    Ok(match layout {
        Layout::Text => all.text(),
        Layout::Json => Format::Json.write(String::new, || all.json()),
        Layout::Csv => all.csv(),
    })
}

/// A plan and its scenarios, as they are told.
struct Compared<'w> {
    plan: &'w Plan,
    rows: Vec<Row>,
    scenarios: Vec<Told>,
    /// Money is left out.
    withheld: bool,
}

/// A scenario as it is told.
struct Told {
    name: String,
    /// What it tries by the ids of things, for programs, and by their names.
    tries: Vec<String>,
    aloud: Vec<String>,
    said: Vec<String>,
}

impl<'w> Compared<'w> {
    fn new(work: &'w Workspace, all: Vec<Beside>, veiled: bool) -> Self {
        let plan = work.plan();
        let outlines: Vec<Option<&Outline>> = all.iter().map(|it| Some(&it.outline)).collect();
        let mut rows = rows(Outline::of(work), &outlines);
        // Of each scenario, which of its tries are private.
        let hidden: Vec<Vec<bool>> = match veiled {
            true => {
                let secrets = |of: &Workspace| of.source().map(Source::secrets);
                let own = secrets(work);
                let of = |it: &Beside| {
                    let tried = secrets(&it.work);
                    let veils = [(plan, &own), (it.work.plan(), &tried)];
                    let hides = |one: &Try| veils.iter().any(|(of, it)| one.is_private(of, it.as_ref()));
                    it.scenario.tries.iter().map(hides).collect()
                };
                all.iter().map(of).collect()
            }
            false => all.iter().map(|it| vec![false; it.scenario.tries.len()]).collect(),
        };
        let any = hidden.iter().flatten().any(|it| *it);
        let tells = |of: &Workspace| of.figures().alone().tells();
        let withheld = veiled && (any || all.iter().any(|it| tells(&it.work)) || tells(work));
        if withheld {
            rows.retain(|row| !is_of_money(row.plan.amount));
        }
        for row in rows.iter_mut().filter(|_| veiled) {
            let is_named = matches!(row.plan.at.table, Kind::Wave | Kind::Gate);
            if is_named && plan.is_private_id(&row.plan.at.key) {
                row.plan.name = PRIVATE.into();
                row.plan.at.key = PRIVATE.into();
            }
        }
        let names: Vec<_> = all.iter().map(|it| (&*it.scenario.name, Some(&*it.path))).collect();
        let names = told_apart(&names);
        let told = |(nth, it): (usize, &Beside)| {
            let by_name = Aloud { plans: &[it.work.plan(), plan], room: veiled };
            let tried = |say: &dyn Fn(&Try) -> String| -> Vec<String> {
                let tries = it.scenario.tries.iter().zip(&hidden[nth]);
                tries.map(|(one, hidden)| if *hidden { PRIVATE.into() } else { say(one) }).collect()
            };
            // What is said aside names steps, gates and KPIs.
            let open = veiled.then(|| it.outline.openly(!withheld, |at| plan.is_private_id(&at.key)));
            Told {
                name: names[nth].clone(),
                tries: tried(&|one| one.title.to_string()),
                aloud: tried(&|one| by_name.said(&one.title)),
                said: said(&rows, nth, Some(open.as_ref().unwrap_or(&it.outline)), Telling::Whole),
            }
        };
        let scenarios = all.iter().enumerate().map(told).collect();
        Self { plan, rows, scenarios, withheld }
    }

    fn text(&self) -> String {
        let as_of = wording::date(self.plan.as_of);
        let mut text = format!("What-if: what changes if we do this, as of {as_of}\n\n");
        let mut heads = vec!["Figure".to_owned(), "Plan".to_owned()];
        for it in &self.scenarios {
            heads.extend([it.name.clone(), "Difference".into(), "Verdict".into()]);
        }
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let mut table = Table::new(&heads);
        for row in &self.rows {
            let mut cells = vec![row.plan.name.clone(), row.plan.amount.shown()];
            for (nth, other) in row.others.iter().enumerate() {
                cells.extend(match other {
                    Some(other) => [
                        other.amount.shown(),
                        other.amount.since(row.plan.amount),
                        row.verdict(nth).word().to_owned(),
                    ],
                    None if row.left_out[nth] => [LEFT_OUT.into(), String::new(), String::new()],
                    None => ["none".into(), String::new(), String::new()],
                });
            }
            table.row(cells);
        }
        text += &table.blocks(2);
        if self.withheld {
            text += &format!("\n{WITHHELD}\n");
        }
        for it in &self.scenarios {
            let name = crate::safe::line(&it.name);
            text += &format!("\n{name}\n");
            text += &it.aloud.iter().map(|it| format!("  {}\n", crate::safe::line(it))).collect::<String>();
            text += &it.said.iter().map(|it| format!("{}.\n", crate::safe::line(it))).collect::<String>();
        }
        text
    }

    fn json(&self) -> Value {
        let scenarios: Vec<Value> = (self.scenarios.iter())
            .map(|it| json!({ "name": it.name, "tries": it.tries, "said": it.said }))
            .collect();
        let figure = |row: &Row| {
            let other = |(nth, other): (usize, &Option<Figure>)| {
                let word = Some(row.verdict(nth).word()).filter(|word| !word.is_empty());
                json!({
                    "value": other.as_ref().map(|it| value(it.amount)),
                    "difference": other.as_ref().map(|it| difference(it.amount, row.plan.amount)),
                    "verdict": word,
                })
            };
            let others: Vec<Value> = row.others.iter().enumerate().map(other).collect();
            json!({
                "name": row.plan.name,
                "at": row.plan.at.to_string(),
                "plan": value(row.plan.amount),
                "scenarios": others,
            })
        };
        json!({
            "format": 1,
            "as_of": date(self.plan.as_of),
            "currency": self.plan.currency.code,
            "scenarios": scenarios,
            "figures": self.rows.iter().map(figure).collect::<Vec<Value>>(),
            "withheld": self.withheld,
        })
    }

    fn csv(&self) -> String {
        let mut text = csv::head(["figure", "at", "scenario", "plan", "value", "difference", "verdict"]);
        for row in &self.rows {
            for (nth, (scenario, other)) in self.scenarios.iter().zip(&row.others).enumerate() {
                text += &csv::row([
                    Cell::Text(row.plan.name.clone()),
                    Cell::Text(row.plan.at.to_string()),
                    Cell::Text(scenario.name.clone()),
                    cell(&value(row.plan.amount)),
                    cell(&other.as_ref().map_or(Value::Null, |it| value(it.amount))),
                    cell(&other.as_ref().map_or(Value::Null, |it| difference(it.amount, row.plan.amount))),
                    Cell::Text(row.verdict(nth).word().to_owned()),
                ]);
            }
        }
        text
    }
}

/// Money, and the month in which it comes back.
fn is_of_money(amount: Amount) -> bool {
    matches!(amount, Amount::Money(..) | Amount::Month(_) | Amount::NoCost)
}

/// An amount for programs.
fn value(amount: Amount) -> Value {
    match amount {
        Amount::Money(amount, currency) => money(amount, currency),
        Amount::Month(month) => month.map_or(Value::Null, |month| month.to_string().into()),
        Amount::NoCost | Amount::OverAny => Value::Null,
        Amount::Date(day) => date(day),
        Amount::Count(count, _) => count.into(),
        Amount::Percent(percent) => percent.into(),
    }
}

/// How far an amount is from one before, for programs; `null` where that cannot be said.
fn difference(now: Amount, before: Amount) -> Value {
    let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
    match (before, now) {
        (Amount::Money(old, _), Amount::Money(new, currency)) => money(new - old, currency),
        (Amount::Month(Some(old)), Amount::Month(Some(new))) => new.since(old).into(),
        (Amount::Date(old), Amount::Date(new)) => (new - old).num_days().into(),
        (Amount::Count(old, _), Amount::Count(new, _)) => (count(new) - count(old)).into(),
        (Amount::Percent(old), Amount::Percent(new)) => (new - old).into(),
        _ => Value::Null,
    }
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Number(number) => Cell::Number(number.to_string()),
        Value::String(text) => Cell::Text(text.clone()),
        _ => Cell::Text(String::new()),
    }
}
