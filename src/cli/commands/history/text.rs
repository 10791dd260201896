//! A history for people.

use super::Told;
use crate::cli::words::{amount, difference};
use crate::diff::Amount;
use crate::history::{Asked, Move, State};
use crate::safe;
use crate::wording::{self, count};

/// Digits of a commit's name that are shown.
const DIGITS: usize = 8;
/// Columns of a subject at most.
const SUBJECT: usize = 60;

pub(super) fn write(told: &Told<'_>, asked: &Asked) -> String {
    let name = told.name.map(|name| format!(", {name}")).unwrap_or_default();
    let moves = count(told.moves.len(), "move");
    let revisions = count(told.revisions, "revision");
    let mut text = format!("{}{name}: {moves} in {revisions}\n\n", safe::line(&told.plan));
    match asked {
        Asked::Headline => headline(&mut text, &told.moves),
        Asked::Figure(_) | Asked::Value(_) => values(&mut text, &told.moves, asked),
    }
    text
}

/// Rows under each other, the first of which are headings.
fn table(text: &mut String, rows: &[Vec<String>], right: &[usize]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| safe::width(cell)).max().unwrap_or(0)
        })
        .collect();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let gap = " ".repeat(widths[column] - safe::width(cell));
            let cell = safe::line(cell);
            line.push_str(if column == 0 { "" } else { "  " });
            match right.contains(&column) {
                true => line.extend([gap.as_str(), &cell]),
                false => line.extend([&*cell, gap.as_str()]),
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

fn who(it: &Move) -> [String; 4] {
    let commit = &it.commit;
    let name = commit.name.get(..DIGITS).unwrap_or(&commit.name).to_owned();
    let subject = safe::cut(&commit.subject, SUBJECT).into_owned();
    [commit.date.to_string(), name, safe::cut(&commit.author, 24).into_owned(), subject]
}

fn values(text: &mut String, moves: &[Move], asked: &Asked) {
    let shown = |state: &State| match asked {
        Asked::Figure(_) => {
            state.figures.first().map(|(_, it)| amount(*it, state.currency)).unwrap_or_default()
        }
        _ if state.shown.is_empty() => "–".to_owned(),
        _ => state.shown.clone(),
    };
    for it in moves {
        let [date, name, author, subject] = who(it);
        let by = match (&it.before, asked) {
            (Some(before), Asked::Figure(_)) => match (before.figures.first(), it.after.figures.first()) {
                (Some((_, old)), Some((_, new))) => {
                    difference(*old, *new, before.currency, it.after.currency)
                }
                _ => String::new(),
            },
            _ => String::new(),
        };
        let by = if by.is_empty() { by } else { format!(" ({by})") };
        let before = it.before.as_ref().map_or("–".to_owned(), shown);
        let moved = format!("{before} → {}{by}", shown(&it.after));
        text.push_str(&format!("{date}  {name}  {}\n", safe::line(&moved)));
        text.push_str(&format!("            by {author}: {subject}\n"));
        for decision in &it.decisions {
            text.push_str(&format!("            decision {}\n", safe::line(decision)));
        }
    }
}

fn headline(text: &mut String, moves: &[Move]) {
    let headings = [
        "Date",
        "Commit",
        "Planned",
        "Forecast",
        "Cost",
        "NPV",
        "Payback",
        "Last wave ends",
        "Next gate",
        "By",
        "Subject",
    ];
    let mut rows = vec![headings.map(str::to_owned).to_vec()];
    for it in moves {
        let state = &it.after;
        let figure = |name: &str| {
            let found = state.figures.iter().find(|(own, _)| *own == name);
            found.map_or_else(String::new, |(_, it)| amount(*it, state.currency))
        };
        let [date, name, author, subject] = who(it);
        let gate = state.gate.as_ref().map(|(gate, date)| format!("{gate} {}", wording::date(*date)));
        let end = state.end.map(wording::date).unwrap_or_default();
        let figures = ["planned value", "forecast value", "cost", "NPV", "payback"].map(figure);
        let row =
            [date, name].into_iter().chain(figures).chain([end, gate.unwrap_or_default(), author, subject]);
        rows.push(row.collect());
    }
    table(text, &rows, &[2, 3, 4, 5]);
    decay(text, moves);
}

/// What was forecast for each year in each revision, where it moved.
fn decay(text: &mut String, moves: &[Move]) {
    let mut years: Vec<i32> = moves.iter().flat_map(|it| &it.after.years).map(|(year, ..)| *year).collect();
    years.sort_unstable();
    years.dedup();
    let headings = ["Date".to_owned(), "Commit".to_owned()].into_iter();
    let mut rows = vec![headings.chain(years.iter().map(ToString::to_string)).collect::<Vec<_>>()];
    let forecast = |state: &State, year: i32| {
        state.years.iter().find(|(own, ..)| *own == year).map(|(.., forecast)| *forecast)
    };
    let row = |state: &State| years.iter().map(|year| forecast(state, *year)).collect::<Vec<_>>();
    for it in moves {
        let own = row(&it.after);
        if it.before.as_ref().is_some_and(|before| row(before) == own) {
            continue;
        }
        let [date, name, ..] = who(it);
        let shown = |money: &Option<_>| {
            money.map_or(String::new(), |money| amount(Amount::Money(money), it.after.currency))
        };
        rows.push([date, name].into_iter().chain(own.iter().map(shown)).collect());
    }
    if rows.len() > 1 && !years.is_empty() {
        text.push_str("\nWhat was forecast for each year\n\n");
        let right: Vec<usize> = (2..years.len() + 2).collect();
        table(text, &rows, &right);
    }
}
