//! Adding to the plan, and to the record: what is added where depends on the view and on what is selected.

use super::form::New;
use super::menu::{self, Entry, Menu};
use crate::plan::address::{Address, Holds, Table};
use crate::plan::calendar::{Month, Period};
use crate::plan::id::WaveIx;
use crate::plan::kpi::Cadence;
use crate::plan::record::SpentOn;
use crate::tui::editing;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::wording;
use crate::workspace::Workspace;

/// The kinds that a view shows, by its digit; the rest can be added everywhere as well.
fn shown_in(digit: char) -> &'static [Table] {
    use Table::{
        Action, Capability, Decision, Driver, Exception, Gate, Kpi, Learning, Mandate, Market, Objective,
        Pool, Risk, Tradeoff, Waiver, Wave,
    };
    match digit {
        '4' => &[Kpi],
        '5' => &[Driver, Pool, Market, Objective],
        '6' => &[Capability],
        '7' => &[Mandate, Gate, Decision, Action, Learning],
        '8' => &[Waiver],
        '0' => &[Risk, Exception, Tradeoff, Objective, Pool, Learning],
        _ => &[Driver, Capability, Mandate, Wave, Gate, Risk],
    }
}

/// The wave that the selection stands in.
fn wave_here(model: &Model) -> Option<WaveIx> {
    let at = &model.desk().sheet.current()?.at;
    let plan = model.work.plan();
    match model.work.step_at(at) {
        Some((ix, step)) => plan.item(ix).steps.get(step.unwrap_or(0)).map(|step| step.wave),
        None if at.table == Table::Wave => plan.wave_by_id(&at.key),
        None => None,
    }
}

/// A table of this kind, with what the place of the cursor says of it.
fn new_of(model: &Model, table: Table) -> New {
    let plan = model.work.plan();
    // What cannot be counted has no article.
    let what = match table {
        Table::Spent => table.noun().to_owned(),
        _ => wording::with_article(table.noun()),
    };
    let new = New::of(table, format!("Add {what}"));
    let wave = wave_here(model).map(|wave| plan.wave(wave).id.to_string());
    match table {
        Table::Driver | Table::Capability | Table::Mandate | Table::Gate | Table::Learning => match wave {
            Some(wave) => new.with("wave", wave),
            None => new,
        },
        _ => new,
    }
}

fn letter_of(table: Table) -> char {
    match table {
        Table::Driver => 'd',
        Table::Capability => 'c',
        Table::Mandate => 'm',
        Table::Wave => 'w',
        Table::Gate => 'g',
        Table::Risk => 'r',
        Table::Kpi => 'k',
        Table::Pool => 'p',
        Table::Market => 't',
        Table::Objective => 'o',
        Table::Exception => 'x',
        Table::Tradeoff => 'f',
        Table::Waiver => 'v',
        Table::Action => 'a',
        Table::Decision => 'n',
        Table::Learning => 'l',
        _ => ' ',
    }
}

/// Adds something of what the view shows.
pub fn add(model: &mut Model) -> Vec<Effect> {
    let digit = model.entry().digit;
    let first = shown_in(digit).iter().copied();
    let rest = Table::ALL.into_iter().filter(|table| {
        table.holds() != Holds::One && !shown_in(digit).contains(table) && !matches!(table, Table::Archetype)
    });
    let mut entries: Vec<Entry> = Vec::new();
    if digit == '4' {
        let selected = model.desk().sheet.current().map(|spot| spot.at.clone());
        entries.extend(selected.and_then(|at| reading(&model.work, &at)));
    }
    let of = |table: Table| Entry {
        letter: letter_of(table),
        words: table.noun().to_owned(),
        new: new_of(model, table),
    };
    entries.extend(first.chain(rest).map(of));
    menu::open(model, Menu { title: "Add", entries, at: 0 })
}

// ------------------------------------------------------------ the record

/// Records what happened to what is selected: a reading, value that came in, a level seen, money spent.
pub fn record(model: &mut Model) -> Vec<Effect> {
    let Some(at) = model.desk().sheet.current().map(|spot| spot.at.clone()) else {
        return tell(model, "Nothing is selected");
    };
    let unit = unit_here(model);
    let entries = of_record(&model.work, &at, unit.as_deref());
    if entries.is_empty() {
        return tell(
            model,
            "Select a KPI, a driver, a capability, a mandate or a wave to record what happened to it",
        );
    }
    // A map of levels and a curve of value are each for one thing.
    let digit = model.entry().digit;
    let keep = if matches!(digit, '5' | '6') { 1 } else { entries.len() };
    let entries = entries.into_iter().take(keep).collect();
    menu::open(model, Menu { title: "Record", entries, at: 0 })
}

/// The unit whose cell the cursor stands in.
fn unit_here(model: &Model) -> Option<String> {
    let name = model.desk().content.as_ref()?.figure(model.scene())?;
    let unit = name.of.get(1).filter(|_| &*name.word == "level")?;
    model.work.plan().units.contains(unit).then(|| unit.to_string())
}

fn of_record(work: &Workspace, at: &Address, unit: Option<&str>) -> Vec<Entry> {
    let plan = work.plan();
    let item = plan.item_by_id(&at.key).filter(|_| work.step_at(at).is_some());
    let wave = plan.wave_by_id(&at.key).filter(|_| at.table == Table::Wave);
    let of_value = || {
        let own = plan.realized.iter().filter(|it| Some(it.driver) == item);
        period(work, own.map(|it| it.period).max()).to_string()
    };
    let of_money = || {
        let own = plan.spent.iter().filter(|it| match it.on {
            SpentOn::Item(on) => Some(on) == item,
            SpentOn::Wave(on) => Some(on) == wave,
        });
        period(work, own.map(|it| it.period).max()).to_string()
    };
    let seen = |key: &'static str, words: &str| {
        let new = New::of(Table::Assessed, "Record the level that was seen").with(key, &*at.key);
        let new = New { first: &["level", "date", "unit", "note"], ..new.with("date", plan.as_of) };
        let new = unit.into_iter().fold(new, |new, unit| new.with("unit", unit));
        Entry { letter: 'l', words: words.to_owned(), new }
    };
    let spent = |key: &'static str| Entry {
        letter: 's',
        words: "money spent".into(),
        new: New {
            first: &["value", "period", "note"],
            ..New::of(Table::Spent, "Record money spent").with(key, &*at.key).with("period", of_money())
        },
    };
    let realized = || Entry {
        letter: 'v',
        words: "value that came in".into(),
        new: New {
            first: &["value", "period", "note"],
            ..New::of(Table::Realized, "Record value that came in")
                .with("driver", &*at.key)
                .with("period", of_value())
        },
    };
    match at.table {
        Table::Kpi => reading(work, at).into_iter().collect(),
        Table::Driver => vec![realized(), spent("item")],
        Table::Capability => vec![seen("capability", "level seen"), spent("item")],
        Table::Mandate => vec![seen("mandate", "strength in force"), spent("item")],
        Table::Wave => vec![spent("wave")],
        _ => Vec::new(),
    }
}

/// A new reading of a KPI, of the day that its cadence has next.
fn reading(work: &Workspace, at: &Address) -> Option<Entry> {
    let plan = work.plan();
    let ix = plan.kpi_by_id(&at.key).filter(|_| at.table == Table::Kpi)?;
    let newest =
        plan.readings.iter().filter(|it| it.kpi == ix && it.date <= plan.as_of).map(|it| it.date).max();
    let months = match plan.kpi(ix).cadence {
        Some(Cadence::Quarter) => 3,
        _ => 1,
    };
    let next = newest.map(|newest| Month::of(newest).plus(months).last_day());
    let date = next.filter(|next| *next <= plan.as_of).unwrap_or(plan.as_of);
    let new = New::of(Table::Reading, "Record a reading").with("kpi", &*at.key).with("date", date);
    let new = New { first: &["value", "date", "market", "note"], ..new };
    Some(Entry { letter: 'a', words: format!("reading of {}", plan.kpi(ix).title()), new })
}

/// The period to record, as long as those that the plan records: the one after the newest of its own, else the
/// last that is over; of a period that still runs nobody knows the whole.
fn period(work: &Workspace, newest: Option<Period>) -> Period {
    let plan = work.plan();
    let realized = plan.realized.iter().map(|it| it.period);
    let usual = realized.chain(plan.spent.iter().map(|it| it.period)).max();
    let months = newest.or(usual).map_or(3, |period| period.months);
    let here = Month::of(plan.as_of);
    let into = i32::try_from(here.number()).unwrap_or(1) - 1;
    let running = Period { first: here.plus(-(into % months)), months };
    let over = if running.end() <= plan.as_of { running } else { running.plus(-1) };
    // Whoever is behind is asked for what is missing first; whoever is ahead, for what comes next.
    newest.map_or(over, |newest| newest.plus(1))
}

/// Something can be added.
pub fn editable(model: &Model) -> Result<(), &'static str> {
    editing::editable(model)
}
