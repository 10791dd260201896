//! The moves of a plan as tables: a row a revision, the newest first.

use super::{Asked, Move, Row, State, Trend, rows};
use crate::diff::{Amount, amount};
use crate::safe;
use crate::wording;

/// Rows of cells, the first of which are headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The cells, by row.
    pub rows: Vec<Vec<String>>,
    /// The columns that stand to the right.
    pub right: Vec<usize>,
}

/// Its rows under each other, safe for a screen, without trailing blanks.
#[must_use]
pub fn lines(sheet: &Sheet) -> Vec<String> {
    let rows = &sheet.rows;
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &Vec<String>, column: usize| row.get(column).map_or(0, |cell| safe::width(cell));
    let widths: Vec<usize> =
        (0..columns).map(|column| rows.iter().map(|row| cell(row, column)).max().unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let wide = widths.get(column).copied().unwrap_or(0);
            let gap = " ".repeat(wide.saturating_sub(safe::width(cell)));
            let cell = safe::line(cell);
            line.push_str(if column == 0 { "" } else { "  " });
            match sheet.right.contains(&column) {
                true => line.extend([gap.as_str(), &cell]),
                false => line.extend([&*cell, gap.as_str()]),
            }
        }
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// The figures of the whole plan, its end and its next gate in each revision.
#[must_use]
pub fn figures(moves: &[Move]) -> Sheet {
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
    let mut all = vec![headings.map(str::to_owned).to_vec()];
    for (it, row) in moves.iter().zip(rows(moves, &Asked::Headline)) {
        let state = &it.after;
        let figure = |name: &str| {
            let found = state.figures.iter().find(|(own, _)| *own == name);
            found.map_or_else(String::new, |(_, it)| amount(*it, state.currency))
        };
        let Row { date, commit, author, subject, .. } = row;
        let gate = state.gate.as_ref().map(|(gate, date)| format!("{gate} {}", wording::date(*date)));
        let end = state.end.map(wording::date).unwrap_or_default();
        let figures = ["planned value", "forecast value", "cost", "NPV", "payback"].map(figure);
        let row =
            [date, commit].into_iter().chain(figures).chain([end, gate.unwrap_or_default(), author, subject]);
        all.push(row.collect());
    }
    Sheet { rows: all, right: vec![2, 3, 4, 5] }
}

/// What was forecast for each year in each revision, where it moved; without rows where it never did.
#[must_use]
pub fn decay(moves: &[Move]) -> Sheet {
    let mut years: Vec<i32> = moves.iter().flat_map(|it| &it.after.years).map(|(year, ..)| *year).collect();
    years.sort_unstable();
    years.dedup();
    let headings = ["Date".to_owned(), "Commit".to_owned()].into_iter();
    let mut all = vec![headings.chain(years.iter().map(ToString::to_string)).collect::<Vec<_>>()];
    let forecast = |state: &State, year: i32| {
        state.years.iter().find(|(own, ..)| *own == year).map(|(.., forecast)| *forecast)
    };
    let row = |state: &State| years.iter().map(|year| forecast(state, *year)).collect::<Vec<_>>();
    for (it, told) in moves.iter().zip(rows(moves, &Asked::Headline)) {
        let own = row(&it.after);
        if it.before.as_ref().is_some_and(|before| row(before) == own) {
            continue;
        }
        let shown = |money: &Option<_>| {
            money.map_or(String::new(), |money| amount(Amount::Money(money), it.after.currency))
        };
        all.push([told.date, told.commit].into_iter().chain(own.iter().map(shown)).collect());
    }
    if all.len() == 1 || years.is_empty() {
        all.clear();
    }
    Sheet { rows: all, right: (2..years.len() + 2).collect() }
}

/// What a trend goes through in each revision.
#[must_use]
pub fn trend(moves: &[Move], trend: &Trend) -> Sheet {
    let headings = ["Date".to_owned(), "Commit".to_owned()].into_iter();
    let names = trend.lines.iter().map(|line| safe::line(&line.name).into_owned());
    let mut all = vec![headings.chain(names).collect::<Vec<_>>()];
    for (nth, it) in rows(moves, &Asked::Headline).into_iter().enumerate() {
        let cell = |line: &super::Line| {
            line.points.get(nth).copied().flatten().map(|at| trend.shown(at)).unwrap_or_default()
        };
        all.push([it.date, it.commit].into_iter().chain(trend.lines.iter().map(cell)).collect());
    }
    let right = if trend.is_of_dates() { Vec::new() } else { (2..trend.lines.len() + 2).collect() };
    Sheet { rows: all, right }
}
