//! Value cut up: by one of its axes, or by two of them crossed.
//!
//! A driver's value of a month is the smallest amount that the plan counts. What lies below it, the parts of
//! markets, brands and customer types, shares that amount among the cells that are live, by what each is
//! planned to bring in the month and by largest remainder. The cells are added up afterwards, so the parts of
//! every table add up to the whole, and the same part is the same to the cent in all tables.
//!
//! The record does not say where value was realized: it is shared like the plan's, and so is the forecast.
//! Where no cell is live yet, the amount belongs to none. A driver belongs to the wave that it goes live with.

mod parts;

use super::Figures;
use super::benefit::{FullScope, Weight};
use super::grid::{Grid, apportioned};
use super::scope::Cell;
use super::series::Series;
use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::calendar::Month;
use crate::plan::id::ItemIx;
use crate::plan::item::Item;
use crate::plan::quantity::Money;
use crate::plan::strategy::{Category, MultiplierKind, Stage};
use crate::plan::words::words;
use crate::wording;

words! {
    /// What value is cut up by.
    Axis {
        /// Calendar months.
        Month = "month",
        /// Calendar quarters.
        Quarter = "quarter",
        /// Calendar years.
        Year = "year",
        /// The wave that a driver goes live with.
        Wave = "wave",
        /// Drivers.
        Driver = "driver",
        /// Where value shows.
        Category = "category",
        /// Objectives.
        Objective = "objective",
        /// How far drivers have come.
        Stage = "stage",
        /// Pools.
        Pool = "pool",
        /// Markets.
        Market = "market",
        /// Brands.
        Brand = "brand",
        /// Customer types.
        CustomerType = "customer-type",
    }
}

words! {
    /// Which value.
    Measure {
        /// Planned, weighted with confidence.
        Planned = "planned",
        /// Planned, as if every driver were certain.
        Unweighted = "unweighted",
        /// Realized up to `as-of`.
        Realized = "realized",
        /// Realized where recorded, elsewhere what is to be expected.
        Forecast = "forecast",
    }
}

/// A part of an axis: the member at a position, or what belongs to none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    axis: Axis,
    position: Option<usize>,
}

/// Value cut up by two axes, or by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// The parts of the first axis. What belongs to none of its members is the last one, where there is any.
    pub rows: Vec<Part>,
    /// The parts of the second axis in the same way; one without a name where there is no second axis.
    pub columns: Vec<Part>,
    amounts: Vec<Money>,
}

impl Axis {
    /// How many members it has.
    #[must_use]
    pub fn members(self, plan: &Plan) -> usize {
        let grid = Grid::of(plan);
        match self {
            Self::Month | Self::Quarter | Self::Year => {
                grid.len().checked_sub(1).map_or(0, |last| self.of_month(grid, last) + 1)
            }
            Self::Wave => plan.waves.len(),
            Self::Driver => plan.item_ends[0] as usize,
            Self::Category => Category::ALL.len(),
            Self::Objective => plan.objectives.len(),
            Self::Stage => Stage::ALL.len(),
            Self::Pool => plan.pools.len(),
            Self::Market | Self::Brand | Self::CustomerType => {
                self.kind().map_or(0, |kind| plan.multipliers(kind).len())
            }
        }
    }

    fn kind(self) -> Option<MultiplierKind> {
        match self {
            Self::Market => Some(MultiplierKind::Market),
            Self::Brand => Some(MultiplierKind::Brand),
            Self::CustomerType => Some(MultiplierKind::CustomerType),
            _ => None,
        }
    }

    /// The number of the period that a month of the grid lies in.
    fn of_month(self, grid: Grid, position: usize) -> usize {
        let period = |month: Month| {
            let quarter = (month.number().cast_signed() - 1) / 3;
            if self == Self::Quarter { month.year() * 4 + quarter } else { month.year() }
        };
        match self {
            Self::Month => position,
            _ => usize::try_from(period(grid.month(position)) - period(grid.month(0))).unwrap_or(0),
        }
    }

    /// The member that a driver belongs to.
    fn of_driver(self, ix: ItemIx, item: &Item) -> Option<usize> {
        let driver = item.driver()?;
        match self {
            Self::Wave => item.steps.first().map(|step| step.wave.at()),
            Self::Driver => Some(ix.at()),
            Self::Category => driver.category.map(|category| category as usize),
            Self::Objective => driver.objective.map(|objective| objective.at()),
            Self::Stage => driver.stage.map(|stage| stage as usize),
            Self::Pool => driver.pool.map(|pool| pool.at()),
            _ => None,
        }
    }

    /// The member that a cell belongs to.
    fn of_cell(self, cell: &Cell) -> Option<usize> {
        match self {
            Self::Market => cell.market.map(|market| market.at()),
            Self::Brand => cell.brand.map(|brand| brand.at()),
            Self::CustomerType => cell.customer_type.map(|kind| kind.at()),
            _ => None,
        }
    }
}

impl Part {
    /// What it is called on screens and in reports, not yet made safe.
    #[must_use]
    pub fn title(self, plan: &Plan) -> String {
        let Some(at) = self.position else {
            return match self.axis {
                Axis::Category | Axis::Objective | Axis::Stage => format!("Without {}", self.axis.as_str()),
                axis => format!("In no {}", axis.as_str().replace('-', " ")),
            };
        };
        match self.axis {
            Axis::Month => wording::month(Grid::of(plan).month(at)),
            Axis::Wave => plan.waves[at].title().to_owned(),
            Axis::Driver => plan.items[at].title().to_owned(),
            Axis::Objective => named(&plan.objectives[at].about, &plan.objectives[at].id),
            Axis::Pool => named(&plan.pools[at].about, &plan.pools[at].id),
            Axis::Market => plan.markets[at].title().to_owned(),
            Axis::Brand => plan.brands[at].title().to_owned(),
            Axis::CustomerType => plan.customer_types[at].title().to_owned(),
            Axis::Quarter | Axis::Year | Axis::Category | Axis::Stage => self.id(plan).unwrap_or_default(),
        }
    }

    /// What programs call it: an id, a word of the plan, or a period as the record writes it; `None` for what
    /// belongs to no member.
    #[must_use]
    pub fn id(self, plan: &Plan) -> Option<String> {
        let (at, grid) = (self.position?, Grid::of(plan));
        Some(match self.axis {
            Axis::Month => grid.month(at).to_string(),
            Axis::Quarter => {
                let start = grid.month(0);
                let quarter = start.year() * 4 + (start.number().cast_signed() - 1) / 3;
                let quarter = quarter + i32::try_from(at).unwrap_or(0);
                format!("{:04}-Q{}", quarter.div_euclid(4), quarter.rem_euclid(4) + 1)
            }
            Axis::Year => format!("{:04}", grid.month(0).year() + i32::try_from(at).unwrap_or(0)),
            Axis::Wave => plan.waves[at].id.to_string(),
            Axis::Driver => plan.items[at].id.to_string(),
            Axis::Category => Category::WORDS[at].to_owned(),
            Axis::Objective => plan.objectives[at].id.to_string(),
            Axis::Stage => Stage::WORDS[at].to_owned(),
            Axis::Pool => plan.pools[at].id.to_string(),
            Axis::Market => plan.markets[at].id.to_string(),
            Axis::Brand => plan.brands[at].id.to_string(),
            Axis::CustomerType => plan.customer_types[at].id.to_string(),
        })
    }
}

fn named(about: &About, id: &str) -> String {
    about.name.as_deref().unwrap_or(id).to_owned()
}

impl Split {
    /// The amount of a row and a column, by their positions.
    #[must_use]
    pub fn amount(&self, row: usize, column: usize) -> Money {
        self.amounts[row * self.columns.len() + column]
    }

    /// The amount of a row over all columns.
    #[must_use]
    pub fn row(&self, row: usize) -> Money {
        (0..self.columns.len()).map(|column| self.amount(row, column)).sum()
    }

    /// The amount of a column over all rows.
    #[must_use]
    pub fn column(&self, column: usize) -> Money {
        (0..self.rows.len()).map(|row| self.amount(row, column)).sum()
    }

    /// All of it.
    #[must_use]
    pub fn total(&self) -> Money {
        self.amounts.iter().copied().sum()
    }
}

/// Amounts by the members of two axes; the last row and the last column are what belongs to none.
struct Sums {
    columns: usize,
    amounts: Vec<Money>,
}

impl Sums {
    fn add(&mut self, row: Option<usize>, column: Option<usize>, amount: Money) {
        let rows = self.amounts.len() / self.columns;
        let row = row.unwrap_or(rows - 1);
        self.amounts[row * self.columns + column.unwrap_or(self.columns - 1)] += amount;
    }
}

impl Figures<'_> {
    /// The amounts of a measure by driver and month.
    #[must_use]
    pub fn measured(&self, measure: Measure) -> &Series {
        match measure {
            Measure::Planned => self.planned(),
            Measure::Unweighted => self.planned_unweighted(),
            Measure::Realized => self.realized(),
            Measure::Forecast => self.forecast(),
        }
    }

    /// Value cut up by `rows`, or by `rows` and `columns` crossed. Its work grows with drivers times months,
    /// and with the cells of the scope where an axis is one of their kinds.
    #[must_use]
    pub fn split(&self, measure: Measure, rows: Axis, columns: Option<Axis>) -> Split {
        let (plan, grid, series) = (self.plan, self.grid(), self.measured(measure));
        let (row_members, column_members) =
            (rows.members(plan), columns.map_or(0, |axis| axis.members(plan)));
        let mut sums = Sums {
            columns: column_members + 1,
            amounts: vec![Money::ZERO; (row_members + 1) * (column_members + 1)],
        };
        let axes = [Some(rows), columns];
        let by_cell = axes.iter().flatten().any(|axis| axis.kind().is_some());
        let cells = if by_cell { self.live_cells() } else { Vec::new() };
        for (ix, item) in plan.drivers().filter(|(ix, _)| series.has(*ix)) {
            let weight = if measure == Measure::Unweighted { Weight::Plain } else { Weight::Confidence };
            let full = by_cell.then(|| FullScope::of(plan, ix, weight)).flatten();
            for (position, amount) in series.of(ix).iter().enumerate() {
                if *amount == Money::ZERO {
                    continue;
                }
                let member = |axis: Axis, cell: Option<&Cell>| match axis {
                    Axis::Month | Axis::Quarter | Axis::Year => Some(axis.of_month(grid, position)),
                    Axis::Market | Axis::Brand | Axis::CustomerType => axis.of_cell(cell?),
                    _ => axis.of_driver(ix, item),
                };
                let mut add = |cell: Option<&Cell>, amount: Money| {
                    let [row, column] = axes.map(|axis| axis.and_then(|axis| member(axis, cell)));
                    sums.add(row, column, amount);
                };
                let live = full.map(|full| self.in_cells(&full, *amount, &cells, position));
                match live.filter(|parts| !parts.is_empty()) {
                    Some(parts) => parts.into_iter().for_each(|(cell, part)| add(Some(cell), part)),
                    None => add(None, *amount),
                }
            }
        }
        sums.trimmed(rows, columns)
    }

    /// The cells that are ever live and have a share, by market, brand and customer type.
    fn live_cells(&self) -> Vec<Cell> {
        let cells = self.scope().cells(self.plan);
        cells.filter(|cell| cell.share > 0.0 && cell.first_month.is_some()).collect()
    }

    /// The amount of a driver and month shared among the cells that are live in it.
    fn in_cells<'c>(
        &self,
        full: &FullScope<'_>,
        amount: Money,
        cells: &'c [Cell],
        position: usize,
    ) -> Vec<(&'c Cell, Money)> {
        let month = self.grid().month(position);
        let mut live: Vec<&Cell> = Vec::new();
        let mut brought: Vec<f64> = Vec::new();
        for cell in cells {
            if let Some(whole) = cell.first_month.and_then(|first| full.in_month(first, month)) {
                live.push(cell);
                brought.push(whole * cell.share);
            }
        }
        let sum: f64 = brought.iter().sum();
        let one_sign = brought.iter().all(|it| *it >= 0.0) || brought.iter().all(|it| *it <= 0.0);
        let exact: Vec<f64> = if one_sign && sum != 0.0 {
            brought.iter().map(|it| amount.minor_f64() * it / sum).collect()
        } else {
            // A gain in one cell and a loss in another, or nothing planned at all: each has its own, and what
            // the amount differs by goes by share.
            let shares: f64 = live.iter().map(|cell| cell.share).sum();
            let rest = amount.minor_f64() - sum;
            live.iter().zip(&brought).map(|(cell, it)| it + rest * cell.share / shares).collect()
        };
        live.into_iter().zip(apportioned(amount, &exact)).collect()
    }
}

impl Sums {
    /// Without the row and the column of what belongs to none, where nothing does.
    fn trimmed(self, rows: Axis, columns: Option<Axis>) -> Split {
        let all_rows = self.amounts.len() / self.columns;
        let at = |row: usize, column: usize| self.amounts[row * self.columns + column];
        let part = |axis: Axis, at: usize, none: usize| Part { axis, position: (at != none).then_some(at) };
        let keep_row = (0..self.columns).any(|column| at(all_rows - 1, column) != Money::ZERO);
        let kept_rows = all_rows - usize::from(!keep_row);
        let keep_column =
            columns.is_none() || (0..all_rows).any(|row| at(row, self.columns - 1) != Money::ZERO);
        let kept_columns = self.columns - usize::from(!keep_column);
        let amounts = (0..kept_rows).flat_map(|row| (0..kept_columns).map(move |column| at(row, column)));
        Split {
            rows: (0..kept_rows).map(|row| part(rows, row, all_rows - 1)).collect(),
            columns: (0..kept_columns)
                .map(|column| part(columns.unwrap_or(rows), column, self.columns - 1))
                .collect(),
            amounts: amounts.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, euros};
    use super::*;

    fn rows(split: &Split, plan: &Plan) -> Vec<(String, i128)> {
        let row = |(at, part): (usize, &Part)| (part.title(plan), split.row(at).0);
        split.rows.iter().enumerate().map(row).collect()
    }

    /// By hand: reach 36,000 and 6,000; content 12,600 and 1,300; launch 7,290 and 1,620.
    #[test]
    fn value_by_market_follows_what_each_brings() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let split = figures.split(Measure::Planned, Axis::Market, None);
        assert_eq!(rows(&split, &plan), [("north".into(), 5_589_000), ("south".into(), 892_000)]);
        let crossed = figures.split(Measure::Planned, Axis::Driver, Some(Axis::Market));
        let amounts = |row| [crossed.amount(row, 0), crossed.amount(row, 1)];
        assert_eq!(amounts(0), [euros(12_600), euros(1_300)], "content");
        assert_eq!(amounts(1), [euros(7_290), euros(1_620)], "launch");
        assert_eq!(amounts(2), [euros(36_000), euros(6_000)], "reach");
        assert_eq!(crossed.total(), euros(64_810));
        // Realized while north alone was live; the forecast of the first quarter of 2027 is at 62.5 %.
        let realized = figures.split(Measure::Realized, Axis::Market, None);
        assert_eq!(rows(&realized, &plan), [("north".into(), 750_000), ("south".into(), 0)]);
        let forecast = figures.split(Measure::Forecast, Axis::Driver, Some(Axis::Market));
        assert_eq!(forecast.amount(2, 1), euros(3_750));
    }

    #[test]
    fn what_belongs_to_no_member_stands_last() {
        let mut plan = sample::plan();
        sample::driver(&mut plan, "reach").category = Some(Category::Cost);
        let figures = Figures::new(&plan);
        let split = figures.split(Measure::Planned, Axis::Category, None);
        let [revenue, cost, risk, none] = [0, 4_200_000, 0, 2_281_000];
        let expected = [("revenue", revenue), ("cost", cost), ("risk", risk), ("Without category", none)];
        assert_eq!(rows(&split, &plan), expected.map(|(title, amount)| (title.to_owned(), amount)));
        assert_eq!(split.rows[3].id(&plan), None);
        let unscoped = figures.split(Measure::Planned, Axis::Brand, None);
        assert_eq!(rows(&unscoped, &plan), [("In no brand".into(), 6_481_000)]);
    }

    #[test]
    fn periods_are_those_of_the_calendar() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let by = |axis| rows(&figures.split(Measure::Planned, axis, None), &plan);
        let quarters = [0, 1_095_000, 1_245_000, 1_503_000, 2_638_000];
        assert_eq!(by(Axis::Quarter).iter().map(|(_, amount)| *amount).collect::<Vec<_>>(), quarters);
        assert_eq!(by(Axis::Quarter)[4].0, "2027-Q1");
        assert_eq!(by(Axis::Year), [("2026".into(), 3_843_000), ("2027".into(), 2_638_000)]);
        assert_eq!(by(Axis::Month)[14], ("Mar 2027".into(), 932_000));
    }

    #[test]
    fn a_loss_at_go_live_stays_where_it_falls() {
        let mut plan = sample::plan();
        sample::driver(&mut plan, "content").once = Some(euros(-10_000));
        let figures = Figures::new(&plan);
        let split = figures.split(Measure::Planned, Axis::Market, Some(Axis::Month));
        // Of content in January 2027: 1,200 in north; 100 of its ramp less 4,000 in south.
        let content = figures.split(Measure::Planned, Axis::Driver, Some(Axis::Month));
        assert_eq!(content.amount(0, 12), euros(-2_700));
        // With reach, 3,000 and 2,000, and launch, 1,620 and 80.
        assert_eq!([split.amount(0, 12), split.amount(1, 12)], [euros(5_820), euros(-1_820)]);
    }

    #[test]
    fn every_table_of_one_or_two_axes_adds_up() {
        let mut plan = sample::plan();
        plan.markets[0].share = 1.0 / 3.0;
        let figures = Figures::new(&plan);
        for measure in Measure::ALL {
            let whole = figures.measured(*measure).total().iter().copied().sum::<Money>();
            for (row_axis, column_axis) in
                Axis::ALL.iter().flat_map(|a| Axis::ALL.iter().map(move |b| (a, b)))
            {
                let alone = figures.split(*measure, *row_axis, None);
                let crossed = figures.split(*measure, *row_axis, Some(*column_axis));
                assert_eq!((alone.total(), crossed.total()), (whole, whole), "{row_axis:?} {column_axis:?}");
                for row in 0..alone.rows.len() {
                    assert_eq!(alone.row(row), crossed.row(row), "{measure:?} {row_axis:?} {column_axis:?}");
                }
            }
        }
    }
}
