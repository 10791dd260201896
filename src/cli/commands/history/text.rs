//! A history for people.

use chrono::NaiveDate;

use super::Told;
use super::tables::{self, Width};
use crate::cli::words::{amount, difference};
use crate::diff::Amount;
use crate::git::Commit;
use crate::history::{Asked, Figured, Move, Shifted, State, rows};
use crate::plan::quantity::{Currency, Money};
use crate::safe;
use crate::trace::flow::said;
use crate::trace::value::Value;
use crate::wording::{self, count};

/// Digits of a commit's name that are shown.
const DIGITS: usize = 8;
/// Columns of a subject at most.
const SUBJECT: usize = 60;
/// Where a value or a figure is not there.
pub(super) const NONE: &str = "–";

pub(super) fn write(told: &Told) -> String {
    let width = Width(crate::cli::width());
    let name = told.name.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
    let moves = count(told.moves.len(), "move");
    let revisions = count(told.revisions, "revision");
    let mut text = format!("{}{}: {moves} in {revisions}\n\n", safe::line(&told.plan), safe::line(&name));
    if told.asked == Asked::Headline {
        text.push_str(&tables::headline(&told.moves, width));
        text.push_str(&tables::promises(told, width));
        text.push_str(&tables::milestones(&told.moves, width));
        targets(&mut text, &told.shifted);
        return text;
    }
    values(&mut text, &told.moves, &told.asked);
    came_to(&mut text, told);
    text.push_str(&tables::promises(told, width));
    text
}

/// Its day, the beginning of its name, who wrote it and what for.
pub(super) fn who(commit: &Commit) -> [String; 4] {
    let name = commit.name.get(..DIGITS).unwrap_or(&commit.name).to_owned();
    let subject = safe::cut(&commit.subject, SUBJECT).into_owned();
    [commit.date.to_string(), name, safe::cut(&commit.author, 24).into_owned(), subject]
}

fn values(text: &mut String, moves: &[Move], asked: &Asked) {
    for (it, row) in moves.iter().zip(rows(moves, asked)) {
        let moved = match asked.figure() {
            Some(_) => figure(it.before.as_ref(), &it.after),
            None => row.moved.join("; "),
        };
        line(text, &it.commit, &moved, &it.decisions, it.nearest.as_deref());
    }
}

/// Who moved the targets and the dates.
fn targets(text: &mut String, shifted: &[Shifted]) {
    if !shifted.is_empty() {
        text.push_str("\nWho moved a target or a date\n\n");
    }
    for it in shifted {
        let shown = |target: &Option<crate::history::Target>| target.as_ref().map(|it| it.shown.clone());
        let moved = format!("{}  {}", it.at, arrow(shown(&it.before), shown(&it.after)));
        line(text, &it.commit, &moved, &it.decisions, it.nearest.as_deref());
    }
}

fn arrow(before: Option<String>, after: Option<String>) -> String {
    let or = |it: Option<String>| it.unwrap_or_else(|| NONE.to_owned());
    format!("{} → {}", or(before), or(after))
}

/// A move, who made it and what was decided.
fn line(text: &mut String, commit: &Commit, moved: &str, decisions: &[String], nearest: Option<&str>) {
    let [date, name, author, subject] = who(commit);
    text.push_str(&format!("{date}  {name}  {}\n", safe::line(moved)));
    text.push_str(&format!("            by {}: {}\n", safe::line(&author), safe::line(&subject)));
    for decision in decisions {
        text.push_str(&format!("            decision {}\n", safe::line(decision)));
    }
    if let Some(nearest) = nearest {
        text.push_str(&format!("            nearest decision {}\n", safe::line(nearest)));
    }
}

/// A figure as it was and is, and how far that is apart.
fn figure(before: Option<&State>, after: &State) -> String {
    let old = before.and_then(|state| state.figure.as_ref().map(|it| (it, state.currency)));
    let new = after.figure.as_ref().map(|it| (it, after.currency));
    let amount_of = |it: &Figured| match it.value {
        Value::Unrounded(minor) => Value::Money(Money::from_minor_f64(minor)),
        value => value,
    };
    let told = |(it, currency): (&Figured, Currency)| match amount_of(it) {
        Value::Money(money) => wording::money(money, currency),
        value => value.said(&it.unit, currency),
    };
    let (Some((was, past)), Some((is, now))) = (old, new) else { return arrow(old.map(told), new.map(told)) };
    let by = match (amount_of(was), amount_of(is)) {
        (Value::Money(one), Value::Money(other)) if past == now => {
            let [one_told, other_told] = wording::money_apart([one, other], now);
            let by = difference(Amount::Money(one), Amount::Money(other), past, now);
            return format!("{one_told} → {other_told} ({by})");
        }
        (Value::Month(one), Value::Month(other)) => {
            difference(Amount::Month(Some(one)), Amount::Month(Some(other)), past, now)
        }
        (Value::Date(one), Value::Date(other)) => days(one, other),
        _ => String::new(),
    };
    let by = if by.is_empty() { by } else { format!(" ({by})") };
    format!("{}{by}", arrow(Some(told((was, past))), Some(told((is, now)))))
}

fn days(before: NaiveDate, after: NaiveDate) -> String {
    let days = (after - before).num_days();
    let many = count(usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX), "day");
    format!("{many} {}", if days < 0 { "earlier" } else { "later" })
}

/// What was promised first, what is promised now, and what it came to.
fn came_to(text: &mut String, told: &Told) {
    let Some(name) = told.asked.figure() else { return };
    let promised = |it: &Move| it.after.promise(name).map(|promise| (promise, it.after.currency));
    let first = told.moves.iter().rev().find_map(|it| promised(it).map(|promise| (it, promise)));
    let (Some((first, (was, old))), Some(now), Some(as_of)) = (first, told.promise, told.as_of) else {
        return;
    };
    let Some(currency) = told.moves.first().map(|it| it.after.currency) else { return };
    let money = |money, currency| amount(Amount::Money(money), currency);
    let realized = match now.realized {
        Some(realized) => {
            let short = difference(Amount::Money(was.forecast), Amount::Money(realized), old, currency);
            let short = if short.is_empty() { short } else { format!(", {short} to the first forecast") };
            format!("it came to {}{short}", money(realized, currency))
        }
        None => "what it came to is not recorded".to_owned(),
    };
    text.push_str(&format!(
        "\n{}: {} planned and {} forecast on {}, {} and {} now; {realized} (as of {})\n",
        said(now.period),
        money(was.planned, old),
        money(was.forecast, old),
        first.commit.date,
        money(now.planned, currency),
        money(now.forecast, currency),
        wording::date(as_of),
    ));
}
