//! Value cut up, as text and as JSON.
//!
//! JSON, by one axis: `currency`, `by` (the axis), `rows` (`id`, `name` and the amount of each measure by its
//! name) and `totals` (by measure). By two axes crossed: `currency`, `by` (both), `measure`, `columns` (`id`,
//! `name`, `total`), `rows` (`id`, `name`, `amounts` in the order of the columns, `total`) and `total`. An `id`
//! is null for what belongs to no member of the axis.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::table::Table;
use super::{Context, json};
use crate::figures::split::{Axis, Measure, Part, Split};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::quantity::Money;
use crate::wording;

/// How value is cut up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// What stands down the side.
    pub rows: Axis,
    /// What stands across the top; absent: the measures.
    pub columns: Option<Axis>,
    /// Which value; absent: all of them, or planned value where two axes are crossed.
    pub measure: Option<Measure>,
}

/// Columns of amounts that stand side by side before a further table begins.
const ACROSS: usize = 8;

impl Cut {
    /// The measures that are told.
    #[must_use]
    pub fn measures(self) -> Vec<Measure> {
        match self.measure {
            Some(measure) => vec![measure],
            None if self.columns.is_some() => vec![Measure::Planned],
            None => Measure::ALL.to_vec(),
        }
    }

    /// How many amounts it has at most, for each measure: a row and a column more for what belongs to no member.
    #[must_use]
    pub fn cells(self, plan: &Plan) -> usize {
        let parts = |axis: Axis| axis.members(plan).saturating_add(1);
        parts(self.rows).saturating_mul(self.columns.map_or(1, parts))
    }

    fn by(self) -> Vec<&'static str> {
        [Some(self.rows), self.columns].into_iter().flatten().map(Axis::as_str).collect()
    }

    /// It as text, ending in a line break.
    #[must_use]
    pub fn text(self, context: &Context<'_>) -> String {
        self.text_within(context, usize::MAX)
    }

    /// The same in tables of so many columns at most, as far as amounts allow: long names go on in the lines below.
    #[must_use]
    pub fn text_within(self, context: &Context<'_>, most: usize) -> String {
        let plan = context.plan;
        let measures = self.measures();
        let which = match measures.as_slice() {
            [measure] => format!("{} value", heading(*measure)),
            _ => "Value".to_owned(),
        };
        let weighted = measures.iter().any(|it| matches!(it, Measure::Planned | Measure::Forecast));
        let mut text = format!(
            "{which} by {} as of {}, in {}{}\n",
            self.by().join(" and ").replace('-', " "),
            wording::date(plan.as_of),
            if plan.currency.code.is_empty() { "the plan's currency" } else { plan.currency.code },
            if weighted { "; planned value is weighted with confidence" } else { "" },
        );
        let (rows, columns) = self.columns(context);
        let money = |amount| wording::money_bare(amount, plan.currency);
        let order = self.order(&rows, &columns);
        for columns in columns.chunks(ACROSS) {
            let titles = columns.iter().map(|column| format!(">{}", column.title));
            let titles: Vec<String> = [titled(self.rows)].into_iter().chain(titles).collect();
            let mut table = Table::new(&titles.iter().map(String::as_str).collect::<Vec<_>>());
            for (at, row) in order.iter().filter_map(|at| Some((*at, rows.get(*at)?))) {
                let amounts = columns.iter().map(|column| money(column.amount(at)));
                table.row([row.title(plan)].into_iter().chain(amounts));
            }
            table.row(
                ["All".to_owned()].into_iter().chain(columns.iter().map(|column| money(column.total()))),
            );
            let _ = write!(text, "\n{}", table.within(most));
        }
        text
    }

    /// The places of its rows in the order in which people read them. Drivers come by their ids, which no table shows:
    /// the largest first. All else has an order of its own.
    fn order(self, rows: &[Part], columns: &[Column]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let all = if self.columns.is_none() { columns.first() } else { columns.last() };
        if let Some(all) = all.filter(|_| self.rows == Axis::Driver) {
            order.order_by_key(|at| std::cmp::Reverse(all.amount(*at)));
        }
        order
    }

    /// It as JSON.
    #[must_use]
    pub fn json(self, context: &Context<'_>) -> Value {
        let plan = context.plan;
        let money = |amount| json::money(amount, plan.currency);
        let (rows, columns) = self.columns(context);
        let mut view = json::head(context);
        view.insert("currency".into(), json!(plan.currency.code));
        view.insert("by".into(), json!(self.by()));
        let named = |part: Part| json!({"id": part.id(plan), "name": part.title(plan)});
        if self.columns.is_none() {
            let rows = rows.iter().enumerate().map(|(at, row)| {
                let mut object = named(*row);
                for column in &columns {
                    object[column.key] = money(column.amount(at));
                }
                object
            });
            view.insert("rows".into(), rows.collect());
            let totals = columns.iter().map(|column| (column.key.to_owned(), money(column.total())));
            view.insert("totals".into(), totals.collect::<Map<_, _>>().into());
            return view.into();
        }
        view.insert("measure".into(), self.measures()[0].as_str().into());
        let (all, columns) = columns.split_last().map_or((None, &[][..]), |(all, rest)| (Some(all), rest));
        let heads = columns.iter().map(|column| {
            let mut object = column.part.map_or(Value::Null, named);
            object["total"] = money(column.total());
            object
        });
        view.insert("columns".into(), heads.collect());
        let rows = rows.iter().enumerate().map(|(at, row)| {
            let mut object = named(*row);
            object["amounts"] = columns.iter().map(|column| money(column.amount(at))).collect();
            object["total"] = money(all.map_or(Money::ZERO, |all| all.amount(at)));
            object
        });
        view.insert("rows".into(), rows.collect());
        view.insert("total".into(), money(all.map_or(Money::ZERO, Column::total)));
        view.into()
    }

    /// The parts down the side, and the columns: a measure each, or the parts of the second axis and all of
    /// them.
    fn columns(self, context: &Context<'_>) -> (Vec<Part>, Vec<Column>) {
        let measures = self.measures();
        let split = |measure: Measure| context.figures.split(measure, self.rows, self.columns);
        if self.columns.is_none() {
            let splits: Vec<Split> = measures.iter().map(|measure| split(*measure)).collect();
            // The row of what belongs to none is the last one, where a measure has it.
            let rows = splits.iter().map(|split| &split.rows).max_by_key(|rows| rows.len());
            let column = |(measure, split): (&Measure, &Split)| Column {
                title: heading(*measure).to_owned(),
                key: measure.as_str(),
                part: None,
                amounts: (0..split.rows.len()).map(|row| split.amount(row, 0)).collect(),
            };
            return (rows.cloned().unwrap_or_default(), measures.iter().zip(&splits).map(column).collect());
        }
        let split = split(measures[0]);
        let rows = 0..split.rows.len();
        let mut columns: Vec<Column> = (0..split.columns.len())
            .map(|at| Column {
                title: split.columns[at].title(context.plan),
                key: "",
                part: Some(split.columns[at]),
                amounts: rows.clone().map(|row| split.amount(row, at)).collect(),
            })
            .collect();
        columns.push(Column {
            title: "All".to_owned(),
            key: "",
            part: None,
            amounts: rows.map(|row| split.row(row)).collect(),
        });
        (split.rows, columns)
    }
}

/// Amounts below a heading, a row each.
struct Column {
    title: String,
    key: &'static str,
    part: Option<Part>,
    amounts: Vec<Money>,
}

impl Column {
    fn amount(&self, row: usize) -> Money {
        self.amounts.get(row).copied().unwrap_or_default()
    }

    fn total(&self) -> Money {
        self.amounts.iter().copied().sum()
    }
}

fn heading(measure: Measure) -> &'static str {
    match measure {
        Measure::Planned => "Planned",
        Measure::Unweighted => "Unweighted",
        Measure::Realized => "Realized",
        Measure::Forecast => "Forecast",
    }
}

fn titled(axis: Axis) -> String {
    let words = axis.as_str().replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, sample};

    const BY_MARKET: Cut = Cut { rows: Axis::Market, columns: None, measure: None };

    #[test]
    fn by_one_axis_all_measures_stand_side_by_side() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        let expected = "\
Value by market as of 31 Aug 2026, in EUR; planned value is weighted with confidence

Market  Planned  Unweighted  Realized  Forecast
north    55.9 k      92.7 k    7.50 k    42.4 k
south    8.92 k      15.1 k         0    6.67 k
All      64.8 k       108 k    7.50 k    49.1 k
";
        assert_eq!(BY_MARKET.text(&context), expected);
        let json = BY_MARKET.json(&context);
        assert_eq!(
            json["rows"][1],
            json!({"id": "south", "name": "south", "planned": 8920, "unweighted": 15100, "realized": 0, "forecast": 6670})
        );
        assert_eq!(json["totals"]["planned"], 64_810);
    }

    #[test]
    fn two_axes_cross_and_wide_tables_go_on_below() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        let by_month = Cut { columns: Some(Axis::Month), ..BY_MARKET };
        let text = by_month.text(&context);
        assert!(text.starts_with("Planned value by market and month as of"));
        assert_eq!(text.matches("\nMarket ").count(), 2, "fifteen months and all of them: {text}");
        let json = by_month.json(&context);
        assert_eq!(
            (&json["columns"][14]["id"], &json["columns"][14]["total"]),
            (&json!("2027-03"), &json!(9_320))
        );
        assert_eq!(
            (&json["rows"][0]["amounts"][3], &json["rows"][0]["total"]),
            (&json!(3_750), &json!(55_890))
        );
        assert_eq!(json["total"], 64_810);
    }
}
