//! How dates, values and figures moved over the revisions, as lines to draw: of a milestone, what was
//! promised for it when.

use chrono::{Datelike as _, NaiveDate};

use super::{Move, State};
use crate::diff::{Amount, UNWEIGHTED};
use crate::order::Order as _;
use crate::plan::calendar::Month;
use crate::plan::quantity::{Currency, Money};
use crate::source::written::Value;
use crate::trace::value::Value as Amounted;
use crate::wording;

/// What a trend is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Dates, as days.
    Dates,
    /// The figures of the whole plan, in minor units.
    Figures,
}

/// Lines over the revisions in which something moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// The lines, those that moved most often first.
    pub lines: Vec<Drawn>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Dates,
    Months,
    Shares,
    Numbers,
    Money(Currency),
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// What it is of.
    pub name: String,
    /// What it was in each move, in the order of the moves, the newest first.
    pub points: Vec<Option<f64>>,
}

impl Trend {
    /// What the moves have to draw: of a table its dates, or else its numbers; of the whole plan what is
    /// asked for.
    #[must_use]
    pub fn of(moves: &[Move], of: Of) -> Self {
        let Some(newest) = moves.first() else { return Self { lines: Vec::new(), kind: Kind::Dates } };
        let dated = moves.iter().any(|it| !it.after.dates.is_empty());
        let figured = moves.iter().any(|it| !it.after.figures.is_empty());
        if figured && (of == Of::Figures || !dated) {
            return Self::named(moves, Kind::Money(newest.after.currency), &amounts);
        }
        if dated {
            let mut trend = Self::named(moves, Kind::Dates, &days);
            for line in &mut trend.lines {
                // By the name that it has in the newest revision that has it.
                let dates = moves.iter().flat_map(|it| &it.after.dates);
                let name = dates.into_iter().find(|it| *it.key == *line.name).map(|it| it.name.to_string());
                line.name = name.unwrap_or_default();
            }
            return trend;
        }
        if let Some(kind) = moves.iter().find_map(|it| figure(&it.after).map(|(kind, _)| kind)) {
            // A figure that was of another kind once has no place on this line then.
            let of_kind = |state: &State| figure(state).filter(|(own, _)| *own == kind);
            return Self::named(moves, kind, &|state| {
                of_kind(state).map(|(_, at)| (String::new(), at)).into_iter().collect()
            });
        }
        match moves.iter().find_map(|it| it.after.value.as_ref()) {
            Some(Value::Date(_)) => Self::named(moves, Kind::Dates, &value),
            Some(Value::Table(_)) => Self::named(moves, Kind::Numbers, &numbers),
            _ => Self::named(moves, Kind::Numbers, &value),
        }
    }

    fn named(moves: &[Move], kind: Kind, found: &dyn Fn(&State) -> Vec<(String, f64)>) -> Self {
        let mut lines: Vec<Drawn> = Vec::new();
        for (nth, it) in moves.iter().enumerate() {
            for (name, at) in found(&it.after) {
                let known = lines.iter().position(|line| line.name == name).unwrap_or(lines.len());
                if known == lines.len() {
                    lines.push(Drawn { name, points: vec![None; moves.len()] });
                }
                if let Some(point) = lines.get_mut(known).and_then(|line| line.points.get_mut(nth)) {
                    *point = Some(at);
                }
            }
        }
        // Stable: what moved as often stays in the plan's order.
        lines.order_by_key(|line| {
            std::cmp::Reverse(line.points.windows(2).filter(|it| it[0] != it[1]).count())
        });
        Self { lines, kind }
    }

    /// Whether its points are days.
    #[must_use]
    pub fn is_of_dates(&self) -> bool {
        matches!(self.kind, Kind::Dates | Kind::Months)
    }

    /// A point in words.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a day as a number is a whole number of few digits")]
    pub fn shown(&self, at: f64) -> String {
        let day = || NaiveDate::from_num_days_from_ce_opt(at.round() as i32);
        match self.kind {
            Kind::Dates => day().map(wording::date).unwrap_or_default(),
            Kind::Months => day().map(|day| wording::month(Month::of(day))).unwrap_or_default(),
            Kind::Shares => wording::percent(at, &[]),
            Kind::Numbers => wording::number(at, 2),
            Kind::Money(currency) => wording::money(Money::from_minor_f64(at), currency),
        }
    }
}

fn days(state: &State) -> Vec<(String, f64)> {
    let day = |date: NaiveDate| f64::from(date.num_days_from_ce());
    state.dates.iter().map(|it| (it.key.to_string(), day(it.date))).collect()
}

/// A figure as a point, and what kind it is of.
fn figure(state: &State) -> Option<(Kind, f64)> {
    let day = |date: NaiveDate| f64::from(date.num_days_from_ce());
    let value = state.figure.as_ref()?.value;
    Some(match value {
        Amounted::Money(money) => (Kind::Money(state.currency), money.minor_f64()),
        Amounted::Unrounded(minor) => (Kind::Money(state.currency), minor),
        Amounted::Share(share) => (Kind::Shares, share),
        Amounted::Month(month) => (Kind::Months, day(month.first_day())),
        Amounted::Date(date) => (Kind::Dates, day(date)),
        value => (Kind::Numbers, value.number(state.currency)?),
    })
}

fn amounts(state: &State) -> Vec<(String, f64)> {
    let money = |(name, amount): &(&str, Amount)| match amount {
        Amount::Money(money) => Some(((*name).to_owned(), money.minor_f64())),
        Amount::Month(_) | Amount::NoCost | Amount::Share(_) => None,
    };
    // Beside planned value one that differs by confidence alone draws no other picture.
    let drawn = state.figures.iter().filter(|(name, _)| *name != UNWEIGHTED);
    drawn.filter_map(money).collect()
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Whole(number) => Some(*number as f64),
        Value::Number(number) if number.is_finite() => Some(*number),
        Value::Date(date) => Some(f64::from(date.parse::<NaiveDate>().ok()?.num_days_from_ce())),
        _ => None,
    }
}

fn numbers(state: &State) -> Vec<(String, f64)> {
    let whole = |(key, value, _): &(Box<str>, Value, String)| match value {
        Value::Date(_) => None,
        value => Some((key.to_string(), number(value)?)),
    };
    state.leaves.iter().filter_map(whole).collect()
}

fn value(state: &State) -> Vec<(String, f64)> {
    state.value.as_ref().and_then(number).map(|at| (String::new(), at)).into_iter().collect()
}
