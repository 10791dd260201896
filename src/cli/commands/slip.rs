//! `swell slip`: what it costs when an item or a wave is late.

mod json;
mod text;

use std::path::PathBuf;

use crate::wording::nearest;
use clap::Args;

use crate::check::Redaction;
use crate::check::settings::Settings;
use crate::cli::command::{Common, Exit, Failure, Format, Outcome};
use crate::cli::tried;
use crate::figures::Figures;
use crate::graph::{Delay, Delayed, Graph};
use crate::impact::{Changed, Impact, changed};
use crate::plan::Plan;
use crate::plan::address::Table;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::shift::Shift;
use crate::source::Secrets;

/// How many months a slip can have.
const MONTHS: std::ops::RangeInclusive<i64> = 1..=120;

/// Units that may stand apart from their number.
const UNITS: [&str; 8] = ["month", "months", "week", "weeks", "day", "days", "year", "years"];

/// Show what moves and what is lost when items or waves are late
///
/// A slip pushes what needs the late item, and only as far as it must; a late wave takes its steps, the
/// markets that it opens and its gates along. A wave that it pushes moves by whole months, the fewest that
/// keep it after the other. What is live at the plan's as-of stays: look from an earlier day with --as-of. A
/// late item's one-off money stays in its wave, its running cost and value begin later; a late wave's one-off
/// money moves with it, and falls evenly on its months as they are then.
#[derive(Debug, Args)]
#[command(override_usage = "swell slip [OPTIONS] [PLAN] ITEM-OR-WAVE LATER [ITEM-OR-WAVE LATER]...")]
pub(super) struct Slip {
    /// The plan (without one, the plan found here or under plans/), then what is late and by how much:
    /// months (3, 3m, 3 months), weeks (6w) or days (45d), one pair or several; `wave.ID` is the wave where an item has the same id
    #[arg(value_name = "ARGUMENT", required = true, num_args = 2.., allow_negative_numbers = true)]
    words: Vec<String>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// All that is printed of a slip.
struct Look<'a> {
    figures: &'a Figures<'a>,
    graph: &'a Graph,
    impact: &'a Impact,
    findings: &'a Changed,
}

impl Slip {
    /// Whether it prints what people read.
    pub(super) fn is_for_people(&self) -> bool {
        matches!(self.format, Format::Text)
    }

    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        // An odd word is the plan, which comes first.
        let words = joined(&self.words);
        let (plan, pairs) = words.split_at(words.len() % 2);
        let pairs: Vec<(&str, Shift)> = pairs
            .chunks_exact(2)
            .map(|pair| Ok((pair[0].as_str(), later(&pair[0], &pair[1])?)))
            .collect::<Result<_, Failure>>()?;
        let mut read = tried::whole(plan.first().map(PathBuf::from).as_ref(), None, common)?;
        read.plan.as_of = common.as_of.unwrap_or(read.plan.as_of);
        let plan = &read.plan;
        let delay = |(word, by): &(&str, Shift)| Ok(Delay { what: what(plan, word)?, by: *by });
        let delays: Vec<Delay> = pairs.iter().map(delay).collect::<Result<_, Failure>>()?;
        let (figures, graph) = (Figures::new(plan), Graph::new(plan));
        let impact = Impact::of(&figures, &graph, &delays);
        let mut findings = changed(&figures, &graph, &impact.plan, &Settings::default());
        let withheld = common.withholds(self.format == Format::Text);
        if withheld && plan.has_private() {
            let mut redaction = Redaction::of(&read.source, plan);
            redaction.add(&impact.plan);
            for (finding, _) in findings.new.iter_mut().chain(&mut findings.gone) {
                redaction.finding(finding, None, &[]);
            }
        }
        let look = Look { figures: &figures, graph: &graph, impact: &impact, findings: &findings };
        let secrets = if withheld { read.source.secrets() } else { Secrets::default() };
        pairs.iter().try_for_each(|(word, _)| secrets.open(word))?;
        let json = || {
            let mut document = json::write(&look);
            secrets.json(&mut document);
            document
        };
        let text = self.format.write(|| secrets.lines(text::write(&look)), json);
        Ok(Outcome { text, exit: Exit::Done })
    }
}

/// How much later something is: `3` or `3m` months, `6w` weeks, `45d` days, `1y` a year, `1m15d` several together.
fn later(what: &str, word: &str) -> Result<Shift, Failure> {
    let most = MONTHS.end();
    let help = format!(
        "Write {what} and then how much later it is: 3 or 3m for months, 6w, 45d, 1y, 1m15d; {most} months at most."
    );
    let refused = |message: String| Err(Failure::new(message, help.clone()));
    let Some(by) = Shift::parse(&word.replace('\u{2212}', "-")) else {
        if word.parse::<i64>().is_ok_and(|months| months > *most) {
            return refused(format!("{word} months are too many for a slip"));
        }
        let message =
            format!("{word} is not how much later something is: months (3, 3m), weeks (6w) or days (45d)");
        return refused(message);
    };
    if by.is_none() {
        return refused(format!("{what} {by} late is the plan as it is"));
    }
    if !by.is_later() {
        return Err(Failure::new(
            format!("{what} cannot slip by {by}: a slip pushes and never pulls"),
            "To see what an earlier date brings, change it in a copy of the plan and show both.",
        ));
    }
    // A month has 31 days at most.
    match i64::from(by.months) + i64::from(by.days) / 31 {
        months if months > *most => refused(format!("{by} are too many for a slip")),
        _ => Ok(by),
    }
}

/// The words of the command line, where a number and its unit are one: `3 months` is `3months`.
fn joined(words: &[String]) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let is_number = |last: &String| last.parse::<i64>().is_ok();
        match joined.last_mut().filter(|last| UNITS.contains(&word.as_str()) && is_number(last)) {
            Some(number) => number.push_str(word),
            None => joined.push(word.clone()),
        }
    }
    joined
}

/// The item or the wave that a word names: its id, or its address.
fn what(plan: &Plan, word: &str) -> Result<Delayed, Failure> {
    let (table, id) = word.split_once('.').map_or((None, word), |(table, id)| (Some(table), id));
    let named = |of: Table| table.is_none_or(|table| table == of.key());
    let item = plan.item_by_id(id).filter(|item| named(Plan::item_table(plan.item(*item))));
    let wave = plan.wave_by_id(id).filter(|_| named(Table::Wave));
    match (item, wave) {
        (Some(item), Some(_)) => Err(Failure::new(
            format!("{word} is an item and a wave"),
            format!("Write {} or {}.", plan.item_address(item), Table::Wave.key().to_owned() + "." + id),
        )),
        (Some(item), None) => phased(plan, item),
        (None, Some(wave)) => Ok(Delayed::Wave(wave)),
        (None, None) => Err(unknown(plan, word)),
    }
}

/// An item, where it has a date to be later than.
fn phased(plan: &Plan, item: ItemIx) -> Result<Delayed, Failure> {
    let of = plan.item(item);
    if !of.steps.is_empty() {
        return Ok(Delayed::Item(item));
    }
    let held = plan.items().filter(|(_, it)| it.capability().is_some_and(|it| it.part_of == Some(item)));
    let held: Vec<&str> = held.map(|(_, it)| &*it.id).collect();
    Err(match held.is_empty() {
        false => Failure::new(
            format!("{} is a group and has no date of its own", of.id),
            format!("Name one of what it holds: {}.", held.join(", ")),
        ),
        true => Failure::new(
            format!("{} is in no wave, so it cannot be late", of.id),
            "Phase it into a wave first, with `wave` or `reaches`.",
        ),
    })
}

fn unknown(plan: &Plan, word: &str) -> Failure {
    let items = plan.items.iter().map(|item| &*item.id);
    let known = items.chain(plan.waves.iter().map(|wave| &*wave.id));
    let id = word.rsplit('.').next().unwrap_or(word);
    let help = match nearest(id, known) {
        Some(near) => format!("Did you mean {near}?"),
        None => {
            let waves: Vec<&str> = (0..plan.waves.len()).map(|at| &*plan.wave(WaveIx::from(at)).id).collect();
            format!("Name a driver, a capability, a mandate or a wave ({}) by its id.", waves.join(", "))
        }
    };
    Failure::new(format!("the plan has no item and no wave {word}"), help)
}
