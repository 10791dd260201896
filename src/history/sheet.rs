//! The moves of a plan as sheets: a row a revision, the newest first. Whoever shows them lays them out.

use crate::order::Order as _;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Asked, Milestone, Move, Per, Promise, Row, State, Told, Trend, by, rows};
use crate::diff::{Amount, UNWEIGHTED, amount};
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Period;
use crate::plan::quantity::{Currency, Money};
use crate::trace::flow::said;
use crate::wording;

/// Where a value or a figure is not there.
const NONE: &str = "–";

/// Rows of cells below headings. What stands in it is not safe for a screen yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What it is of.
    pub title: String,
    /// The headings of its columns; one that starts with `>` stands above what is aligned to the right.
    pub headings: Vec<String>,
    /// Its rows.
    pub rows: Vec<Line>,
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The move of whose revision it tells, by its place; `None`: of none.
    pub nth: Option<usize>,
    /// Its cells.
    pub cells: Vec<String>,
}

impl Sheet {
    fn new(title: impl Into<String>, headings: impl IntoIterator<Item = String>) -> Self {
        let headings = ["Date", "Commit"].map(str::to_owned).into_iter().chain(headings).collect();
        Self { title: title.into(), headings, rows: Vec::new() }
    }

    fn row(&mut self, nth: usize, row: &Row, cells: impl IntoIterator<Item = String>) {
        let cells = [row.date.clone(), row.commit.clone()].into_iter().chain(cells).collect();
        self.rows.push(Line { nth: Some(nth), cells });
    }
}

impl Told {
    /// Each move with when and by whom.
    fn with_rows(&self) -> impl Iterator<Item = (usize, &Move, Row)> {
        let rows = rows(&self.moves, &self.asked);
        self.moves.iter().zip(rows).enumerate().map(|(nth, (it, row))| (nth, it, row))
    }

    /// The figures of the whole plan, its end and its next gate; planned value without confidence too, where it is asked
    /// for and is another amount.
    #[must_use]
    pub fn figures(&self, unweighted: bool) -> Sheet {
        let weighs =
            || self.moves.iter().any(|it| it.after.figures.iter().any(|(name, _)| *name == UNWEIGHTED));
        let unweighted = (unweighted && weighs()).then_some((">Unweighted", UNWEIGHTED));
        let told = [(">Planned", "planned value")].into_iter().chain(unweighted).chain([
            (">Forecast", "forecast value"),
            (">Cost", "cost"),
            (">NPV", "NPV"),
            ("Payback", "payback"),
        ]);
        let told: Vec<(&str, &str)> = told.collect();
        let headings = told.iter().map(|(heading, _)| *heading);
        let headings = headings.chain(["Last wave ends", "Next gate", "By", "Subject"]);
        let mut sheet = Sheet::new("What the plan came to", headings.map(str::to_owned));
        for (nth, it, row) in self.with_rows() {
            let state = &it.after;
            let figure = |name: &str| {
                let find = |name: &str| state.figures.iter().find(|(own, _)| *own == name);
                let found = find(name).or_else(|| find("planned value").filter(|_| name == UNWEIGHTED));
                found.map_or_else(String::new, |(_, it)| amount(*it, state.currency))
            };
            let gate = state.gate.as_ref().map(|(gate, date)| {
                let at = Address::new(Table::Gate, gate).to("date");
                let known = state.milestones.iter().find(|it| it.at == at);
                format!("{} {}", known.map_or(gate, |it| &it.name), wording::date(*date))
            });
            let end = state.end.map(wording::date).unwrap_or_default();
            let figures = told.iter().map(|(_, name)| figure(name));
            let by = [end, gate.unwrap_or_default(), row.author.clone(), row.subject.clone()];
            sheet.row(nth, &row, figures.chain(by));
        }
        sheet
    }

    /// What was forecast for each period in each revision in which it moved, and what the periods came to,
    /// with the months of drivers that this lacks since nothing is recorded for them. Of planned value: what was planned. `None` where nothing was promised.
    #[must_use]
    pub fn promised(&self, per: Per) -> Option<Sheet> {
        let promises = |state: &State| by(&state.months, per, state.as_of);
        let all: Vec<Vec<Promise>> = self.moves.iter().map(|it| promises(&it.after)).collect();
        let mut periods: Vec<Period> = all.iter().flatten().map(|it| it.period).collect();
        periods.order();
        periods.dedup();
        let planned = self.asked.figure().is_some_and(|name| &*name.word == "planned");
        let promised = |it: &Promise| if planned { it.planned } else { it.forecast };
        let row = |promises: &[Promise]| -> Vec<Option<Money>> {
            // Both are in the order of the periods.
            let mut rest = promises.iter().peekable();
            let at = |period: &Period| rest.next_if(|it| it.period == *period).map(promised);
            periods.iter().map(at).collect()
        };
        let money = |money: Option<Money>, currency: Currency| match money {
            Some(money) => amount(Amount::Money(money), currency),
            None => NONE.to_owned(),
        };
        let what = if planned { "planned" } else { "forecast" };
        let title = format!("What was {what} for each {}", per.noun());
        let mut sheet = Sheet::new(title, periods.iter().map(|period| format!(">{}", said(*period))));
        for ((nth, it, told), all) in self.with_rows().zip(&all) {
            let own = row(all);
            if it.before.as_ref().is_some_and(|before| row(&promises(before)) == own) {
                continue;
            }
            sheet.row(nth, &told, own.into_iter().map(|own| money(own, it.after.currency)));
        }
        if sheet.rows.is_empty() || periods.is_empty() {
            return None;
        }
        let now = self.promises(per);
        if let Some(last) = self.last.as_ref().filter(|_| now.iter().any(|it| it.realized.is_some())) {
            let realized = |period: &Period| now.iter().find(|it| it.period == *period)?.realized;
            let cells = periods.iter().map(|period| money(realized(period), last.currency));
            let cells = ["realized", ""].map(str::to_owned).into_iter().chain(cells).collect();
            sheet.rows.push(Line { nth: None, cells });
            let missing = |period: &Period| {
                let of = now.iter().find(|it| it.period == *period)?;
                (of.over && of.unrecorded > 0).then(|| wording::count(of.unrecorded, "month"))
            };
            let missing: Vec<Option<String>> = periods.iter().map(missing).collect();
            if missing.iter().any(Option::is_some) {
                let cells = missing.into_iter().map(|it| it.unwrap_or_else(|| NONE.to_owned()));
                let cells = ["unrecorded", ""].map(str::to_owned).into_iter().chain(cells).collect();
                sheet.rows.push(Line { nth: None, cells });
            }
        }
        Some(sheet)
    }

    /// When waves were to end and gates to be held, in each revision in which one of these moved; `None` where
    /// none did.
    #[must_use]
    pub fn milestones(&self) -> Option<Sheet> {
        let all = self.moves.iter().flat_map(|it| &it.after.milestones);
        // A gate that never had a date of its own is held when its wave ends.
        let mut columns: Vec<&Milestone> = Vec::new();
        let mut dated: FxHashSet<&Address> = FxHashSet::default();
        for it in all.filter(|it| it.own) {
            if dated.insert(&it.at) {
                columns.push(it);
            }
        }
        // By the name that it has in the newest revision that has it.
        let headings = columns.iter().map(|it| format!("{} {}", it.at.table.noun(), it.name));
        let mut sheet = Sheet::new("When waves were to end and gates to be held", headings);
        for (nth, it, row) in self.with_rows() {
            if it.before.as_ref().is_some_and(|before| before.milestones == it.after.milestones) {
                continue;
            }
            let dates: FxHashMap<&Address, &Milestone> =
                it.after.milestones.iter().map(|milestone| (&milestone.at, milestone)).collect();
            let date =
                |of: &&Milestone| dates.get(&of.at).map_or(NONE.to_owned(), |it| wording::date(it.date));
            sheet.row(nth, &row, columns.iter().map(date));
        }
        (!columns.is_empty() && sheet.rows.len() > 1).then_some(sheet)
    }

    /// What a trend goes through in each revision; `None` where it has nothing to go through.
    #[must_use]
    pub fn through(&self, trend: &Trend) -> Option<Sheet> {
        if trend.lines.is_empty() {
            return None;
        }
        let right = if trend.is_of_dates() { "" } else { ">" };
        let unnamed = matches!(self.asked, Asked::Figure(_)).then_some("Value");
        let name = |line: &super::Drawn| format!("{right}{}", unnamed.unwrap_or(&line.name));
        let mut sheet = Sheet::new("What stood in each revision", trend.lines.iter().map(name));
        for (nth, _, row) in self.with_rows() {
            let cell = |line: &super::Drawn| {
                line.points.get(nth).copied().flatten().map(|at| trend.shown(at)).unwrap_or_default()
            };
            sheet.row(nth, &row, trend.lines.iter().map(cell));
        }
        Some(sheet)
    }
}
