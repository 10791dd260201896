//! Amounts of money by month of the grid, of whatever they may be asked of.

use super::of::{Kind, Of};
use std::ops::Range;

use super::flow::sum;
use crate::figures::Figures;
use crate::figures::business_case::Case;
use crate::figures::cost::{Lanes, Source};
use crate::figures::series::Series;
use crate::figures::split::Measure;
use crate::plan::id::{ItemIx, MarketIx, WaveIx};
use crate::plan::item::Item;
use crate::plan::quantity::Money;
use crate::plan::strategy::MultiplierKind;

/// What value may be of.
pub const VALUED: &[Kind] = &[Kind::Plan, Kind::Driver, Kind::Wave, Kind::NoWave, Kind::Cut];

/// What has a business case.
pub const CASED: &[Kind] = &[Kind::Plan, Kind::Driver, Kind::Wave, Kind::NoWave];

/// Which value is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Planned, weighted with confidence.
    Planned,
    /// Planned, as if every driver were certain.
    Unweighted,
    /// Realized.
    Realized,
    /// Forecast.
    Forecast,
}

impl Basis {
    /// The word that names begin with.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Unweighted => "unweighted",
            Self::Realized => "realized",
            Self::Forecast => "forecast",
        }
    }

    /// The same among the measures that value is cut up by.
    #[must_use]
    pub fn measure(self) -> Measure {
        match self {
            Self::Planned => Measure::Planned,
            Self::Unweighted => Measure::Unweighted,
            Self::Realized => Measure::Realized,
            Self::Forecast => Measure::Forecast,
        }
    }

    fn series<'f>(self, figures: &'f Figures<'_>) -> &'f Series {
        figures.measured(self.measure())
    }
}

/// Value of the plan, of a wave or of a driver by month.
#[must_use]
pub fn value(figures: &Figures<'_>, basis: Basis, of: &Of) -> Vec<Money> {
    let series = basis.series(figures);
    match of {
        Of::Item(driver) => series.of(*driver).to_vec(),
        Of::Wave(_) | Of::NoWave => {
            let mut sums = vec![Money::ZERO; figures.grid().len()];
            for driver in drivers(figures, of) {
                add(&mut sums, series.of(driver));
            }
            sums
        }
        _ => series.total().to_vec(),
    }
}

/// The drivers whose value a figure adds up: those of the plan, or those that go live with a wave.
pub fn drivers<'f>(figures: &'f Figures<'_>, of: &'f Of) -> Box<dyn Iterator<Item = ItemIx> + 'f> {
    match of {
        Of::Plan => Box::new(figures.plan.drivers().map(|(ix, _)| ix)),
        Of::Wave(wave) => Box::new(drivers_of(figures, Some(*wave))),
        Of::NoWave => Box::new(drivers_of(figures, None)),
        _ => Box::new(std::iter::empty()),
    }
}

/// The drivers that go live with a wave, or with none.
fn drivers_of<'f>(figures: &'f Figures<'_>, wave: Option<WaveIx>) -> impl Iterator<Item = ItemIx> + 'f {
    let first_in =
        move |(ix, item): (ItemIx, &Item)| (item.steps.first().map(|step| step.wave) == wave).then_some(ix);
    figures.plan.drivers().filter_map(first_in)
}

/// What the value of the plan or of a wave adds up from, in some months: its drivers.
#[must_use]
pub fn value_parts(
    figures: &Figures<'_>,
    basis: Basis,
    of: &Of,
    range: &Range<usize>,
) -> Vec<(&'static str, Of, Money)> {
    let part = |driver: ItemIx| {
        let amount = sum(basis.series(figures).of(driver), range);
        (basis.word(), Of::Item(driver), amount)
    };
    drivers(figures, of).map(part).collect()
}

/// One-off cost by month.
#[must_use]
pub fn one_off(figures: &Figures<'_>, of: &Of) -> Vec<Money> {
    match of {
        Of::Item(item) => figures.costs_of_item(*item)[0].clone(),
        Of::InWave(item, wave) => figures.one_off_months(Source::Item(*item), *wave),
        Of::Market(market) => match figures.scope().opened_by(MultiplierKind::Market, market.at()) {
            Some(wave) => figures.one_off_months(Source::Market(*market), wave),
            None => vec![Money::ZERO; figures.grid().len()],
        },
        of => lane(&figures.costs().one_off, of),
    }
}

/// Running cost by month.
#[must_use]
pub fn running(figures: &Figures<'_>, of: &Of) -> Vec<Money> {
    match of {
        Of::Item(item) => figures.costs_of_item(*item)[1].clone(),
        Of::Exception(position) => figures.cost_of_exception(*position as usize),
        of => lane(&figures.costs().running, of),
    }
}

fn lane(lanes: &Lanes, of: &Of) -> Vec<Money> {
    match of {
        Of::Plan => lanes.total().to_vec(),
        Of::Wave(wave) => lanes.of(*wave).to_vec(),
        Of::NoWave => lanes.unattributed().to_vec(),
        _ => vec![Money::ZERO; lanes.total().len()],
    }
}

/// Cost by month, one-off and running.
#[must_use]
pub fn cost(figures: &Figures<'_>, of: &Of) -> Vec<Money> {
    let mut sums = one_off(figures, of);
    add(&mut sums, &running(figures, of));
    sums
}

/// Value less cost by month, of the plan, of a wave or of a driver against its own cost.
#[must_use]
pub fn net(figures: &Figures<'_>, basis: Basis, of: &Of) -> Vec<Money> {
    let cost = cost(figures, of);
    value(figures, basis, of).into_iter().zip(cost).map(|(value, cost)| value - cost).collect()
}

fn add(sums: &mut [Money], amounts: &[Money]) {
    for (sum, amount) in sums.iter_mut().zip(amounts) {
        *sum += *amount;
    }
}

/// Everything that has a business case: the plan, its waves, what belongs to none of them, its drivers.
#[must_use]
pub fn cases(figures: &Figures<'_>) -> Vec<Of> {
    let plan = figures.plan;
    let waves = plan.waves().map(|(ix, _)| Of::Wave(ix));
    let drivers = plan.drivers().map(|(ix, _)| Of::Item(ix));
    std::iter::once(Of::Plan).chain(waves).chain([Of::NoWave]).chain(drivers).collect()
}

/// The business case of what has one.
#[must_use]
pub fn case(figures: &Figures<'_>, of: &Of) -> Case {
    match of {
        Of::Wave(wave) => *figures.wave_case(*wave),
        Of::NoWave => *figures.unattributed_case(),
        Of::Item(driver) => figures.driver_case(*driver),
        _ => *figures.case(),
    }
}

/// The exceptions that a wave carries, by position; with `None`, those that no wave carries.
pub fn exceptions<'f>(figures: &'f Figures<'_>, wave: Option<WaveIx>) -> impl Iterator<Item = u32> + 'f {
    let carried = move |market: Option<MarketIx>| {
        market.and_then(|market| figures.scope().opened_by(MultiplierKind::Market, market.at())) == wave
    };
    let exceptions = (0..).zip(&figures.plan.exceptions);
    exceptions.filter(move |(_, exception)| carried(exception.market)).map(|(position, _)| position)
}
