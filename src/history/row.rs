//! A move in words: when, by whom, what moved, and which decisions stand beside it. All of it is safe for a
//! screen.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::{Asked, Dated, Figured, Move, Renamed, Shifted, State, Target};
use crate::diff::{Amount, amount, days_apart, difference};
use crate::git::Commit;
use crate::plan::quantity::{Currency, Money};
use crate::safe;
use crate::source::written::Value;
use crate::trace::value::Value as Amounted;
use crate::wording;

/// Digits of a commit's name that are shown.
const DIGITS: usize = 8;
/// Columns of a name and of a subject at most.
const AUTHOR: usize = 24;
const SUBJECT: usize = 60;

/// A move in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The day of the revision: `2026-03-01`.
    pub date: String,
    /// The first digits of its name.
    pub commit: String,
    /// Who wrote it.
    pub author: String,
    /// What they said of it.
    pub subject: String,
    /// What moved, a line each.
    pub moved: Vec<String>,
    /// The decisions recorded with it.
    pub decisions: Vec<String>,
    /// Without such, the decision that names what moved and is nearest.
    pub nearest: Option<String>,
}

/// The moves in words, in their order.
#[must_use]
pub fn rows(moves: &[Move], asked: &Asked) -> Vec<Row> {
    let of = |it: &Move| {
        let told = row(&it.commit, moved(it, asked), &it.decisions, it.nearest.as_ref());
        if it.is_cut() { begun(told) } else { told }
    };
    moves.iter().map(of).collect()
}

/// The row of a revision before which nothing is known: what it says was there already, whoever wrote it.
fn begun(row: Row) -> Row {
    let already = |words: String| match words.strip_prefix("new") {
        Some(rest) => format!("there already{rest}"),
        None => format!("{} already", words.replacen("– → ", "", 1)),
    };
    Row {
        author: "–".into(),
        subject: "the history is cut here".into(),
        moved: row.moved.into_iter().map(already).collect(),
        ..row
    }
}

/// Who moved the targets and the dates, in their order.
#[must_use]
pub fn who_moved(shifted: &[Shifted]) -> Vec<Row> {
    let shown = |target: &Option<Target>| target.as_ref().map(|it| it.shown.clone());
    let moved = |it: &Shifted| {
        // By the name that it has from then on.
        let label = it.after.as_ref().or(it.before.as_ref()).map_or("", |target| &target.label);
        let [before, after] = [&it.before, &it.after].map(shown);
        format!("{label}: {}", arrow(before.as_deref(), &after.unwrap_or_default()))
    };
    shifted.iter().map(|it| row(&it.commit, vec![moved(it)], &it.decisions, it.nearest.as_ref())).collect()
}

fn row(commit: &Commit, moved: Vec<String>, decisions: &[String], nearest: Option<&String>) -> Row {
    let safe = |lines: &[String]| lines.iter().map(|line| safe::line(line).into_owned()).collect();
    Row {
        date: commit.date.to_string(),
        commit: safe::line(commit.name.get(..DIGITS).unwrap_or(&commit.name)).into_owned(),
        author: safe::cut(&commit.author, AUTHOR).into_owned(),
        subject: safe::cut(&commit.subject, SUBJECT).into_owned(),
        moved: safe(&moved),
        decisions: safe(decisions),
        nearest: nearest.map(|nearest| safe::line(nearest).into_owned()),
    }
}

fn moved(it: &Move, asked: &Asked) -> Vec<String> {
    let mut all: Vec<String> = it.renamed.iter().map(|it| renamed(it, asked)).collect();
    all.extend(values(it, asked));
    all
}

/// That something has another id.
fn renamed(it: &Renamed, asked: &Asked) -> String {
    let to = if it.to == it.table.key { String::new() } else { format!(" to {}", it.to) };
    format!("{}renamed from {}{to}", part(it, asked), it.from)
}

/// Which part of what is asked for it is; empty where it is all of it.
fn part(Renamed { table, .. }: &Renamed, asked: &Asked) -> String {
    match asked.address() {
        Some(at) if at.root() != *table => format!("{} {} ", table.table.noun(), table.key),
        _ => String::new(),
    }
}

/// What has another value.
fn values(it: &Move, asked: &Asked) -> Vec<String> {
    let (before, after) = (it.before.as_ref(), &it.after);
    match asked {
        Asked::Figure(_) if before.is_some_and(|it| it.figure == after.figure) => Vec::new(),
        Asked::Figure(_) => vec![figure(before, after)],
        Asked::Headline => {
            let figures = figures(before, after).into_iter().map(|(name, moved)| format!("{name} {moved}"));
            let mut all: Vec<String> = figures.collect();
            all.extend(before.into_iter().flat_map(|before| dates(before, after, "end of ")));
            if all.is_empty() {
                all.push("what was forecast for a year, or the next gate".into());
            }
            all
        }
        Asked::Either(..) if after.became().is_none() => {
            let stands = before.is_some_and(|it| it.figure == after.figure);
            let mut all = if stands { Vec::new() } else { vec![figure(before, after)] };
            if let Some(before) = before.filter(|it| it.value.is_some() && after.value.is_some()) {
                all.extend(leaves(before, after));
                all.extend(dates(before, after, ""));
            }
            all
        }
        Asked::Value(_) | Asked::Either(..) => {
            if let Some(became) = after.became() {
                return vec![format!("{}renamed to {}", part(became, asked), became.to)];
            }
            let is_table = |state: &&State| matches!(state.value, Some(Value::Table(_)));
            match (before.filter(is_table), Some(after).filter(is_table)) {
                (Some(before), Some(after)) => {
                    let mut all = leaves(before, after);
                    all.extend(dates(before, after, ""));
                    all
                }
                (None, Some(after)) => vec![came(after)],
                (Some(_), None) => vec!["gone".into()],
                (None, None) if before.is_some_and(|it| it.value == after.value) => Vec::new(),
                (None, None) => vec![arrow(before.map(|it| &*it.shown), &after.shown)],
            }
        }
    }
}

fn arrow(before: Option<&str>, after: &str) -> String {
    let or = |shown: &str| if shown.is_empty() { "–".to_owned() } else { shown.to_owned() };
    format!("{} → {}", or(before.unwrap_or_default()), or(after))
}

/// What a figure comes to, money to the coin.
fn amount_of(it: &Figured) -> Amounted {
    match it.value {
        Amounted::Unrounded(minor) => Amounted::Money(Money::from_minor_f64(minor)),
        value => value,
    }
}

/// Whether two amounts look the same in few digits.
fn are_alike(one: Money, other: Money, currency: Currency) -> bool {
    wording::money(one, currency) == wording::money(other, currency)
}

/// Whether the difference of a figure is told as what lies between the two as they are told.
pub(super) fn figure_adds_up(before: &State, after: &State) -> bool {
    let [old, new] = [before, after].map(|state| state.figure.as_ref().map(amount_of));
    match (old, new) {
        (Some(Amounted::Money(one)), Some(Amounted::Money(other))) if before.currency == after.currency => {
            are_alike(one, other, after.currency) || wording::adds_up(one, other, after.currency)
        }
        _ => true,
    }
}

/// A figure as it was and is, and how far that is apart.
fn figure(before: Option<&State>, after: &State) -> String {
    let old = before.and_then(|state| state.figure.as_ref().map(|it| (it, state.currency)));
    let new = after.figure.as_ref().map(|it| (it, after.currency));
    let told = |(it, currency): (&Figured, Currency)| match amount_of(it) {
        Amounted::Money(money) => wording::money(money, currency),
        value => value.said(&it.unit, currency),
    };
    let (Some((was, past)), Some((is, now))) = (old, new) else {
        return arrow(old.map(told).as_deref(), &new.map(told).unwrap_or_default());
    };
    let by = match (amount_of(was), amount_of(is)) {
        (Amounted::Money(one), Amounted::Money(other)) if past == now => {
            let [one_told, other_told] = wording::money_apart([one, other], now);
            let by = match are_alike(one, other, now) {
                // Both are told to the coin, and so is what lies between.
                true if one < other => format!("+{}", wording::money_exact(other - one, now)),
                true => wording::money_exact(other - one, now),
                false => difference(Amount::Money(one), Amount::Money(other), past, now),
            };
            return format!("{one_told} → {other_told} ({by})");
        }
        (Amounted::Month(one), Amounted::Month(other)) => {
            difference(Amount::Month(Some(one)), Amount::Month(Some(other)), past, now)
        }
        (Amounted::Date(one), Amounted::Date(other)) => days_apart(one, other),
        _ => String::new(),
    };
    let by = if by.is_empty() { by } else { format!(" ({by})") };
    format!("{}{by}", arrow(Some(&told((was, past))), &told((is, now))))
}

/// A table that is new, with its dates.
fn came(state: &State) -> String {
    let dates = state.dates.iter().map(|it| format!(", {} {}", it.name, wording::date(it.date)));
    format!("new{}", dates.collect::<String>())
}

/// The figures that moved.
fn figures<'s>(before: Option<&State>, after: &'s State) -> Vec<(&'s str, String)> {
    let mut moved = Vec::new();
    for (name, new) in &after.figures {
        let shown = amount(*new, after.currency);
        let Some(before) = before else {
            moved.push((*name, format!("– → {shown}")));
            continue;
        };
        let Some((_, old)) = before.figures.iter().find(|(own, _)| own == name) else { continue };
        if (old, before.currency) == (new, after.currency) {
            continue;
        }
        let by = difference(*old, *new, before.currency, after.currency);
        let by = if by.is_empty() { by } else { format!(" ({by})") };
        moved.push((*name, format!("{} → {shown}{by}", amount(*old, before.currency))));
    }
    moved
}

/// The values of a table that moved.
fn leaves(before: &State, after: &State) -> Vec<String> {
    let mut moved = Vec::new();
    let (mut old, mut new) = (before.leaves.iter().peekable(), after.leaves.iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.0.cmp(&new.0),
        };
        let was = if order.is_le() { old.next() } else { None };
        let is = if order.is_ge() { new.next() } else { None };
        match (was, is) {
            (Some((key, was, old)), Some((_, is, new))) if was != is => {
                // What is the same in few digits is told in all of them.
                let (old, new) = if old == new { (&was.toml(), &is.toml()) } else { (old, new) };
                let day = |value: &Value| value.as_str().and_then(|text| text.parse::<NaiveDate>().ok());
                let by = day(was).zip(day(is)).map(|(was, is)| format!(" ({})", days_apart(was, is)));
                moved.push(format!("{key} {old} → {new}{}", by.unwrap_or_default()));
            }
            (None, Some((key, _, new))) => moved.push(format!("{key} – → {new}")),
            (Some((key, _, old)), None) => moved.push(format!("{key} {old} → –")),
            _ => {}
        }
    }
    moved
}

/// The dates that moved and that no value gives itself.
fn dates(before: &State, after: &State, of: &str) -> Vec<String> {
    let given = |state: &State, name: &str| state.leaves.iter().any(|(key, ..)| **key == *name);
    let date = |state: &State, key: &str| state.dates.iter().find(|it| *it.key == *key).map(|it| it.date);
    let gone = before.dates.iter().filter(|it| date(after, &it.key).is_none());
    let mut moved = Vec::new();
    for Dated { key, name, .. } in after.dates.iter().chain(gone) {
        let (old, new) = (date(before, key), date(after, key));
        if old == new || given(before, key) && given(after, key) {
            continue;
        }
        let shown = |date: Option<NaiveDate>| date.map_or("–".to_owned(), wording::date);
        let by = old.zip(new).map(|(old, new)| format!(" ({})", days_apart(old, new)));
        moved.push(format!("{of}{name} {} → {}{}", shown(old), shown(new), by.unwrap_or_default()));
    }
    moved
}
