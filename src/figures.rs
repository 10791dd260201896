//! Every number derived from a plan, computed once and only when asked for.
//!
//! [`Figures`] is a read-only look at a [`Plan`] with a cell for each figure: the first call computes it,
//! later ones return it, and what nobody asks for costs nothing. Amounts are exact [`Money`](crate::plan::quantity::Money) on one
//! [`Grid`] of calendar months; shares, rates and attainments are floating point. What is recorded after
//! `as-of` is not known yet and counts nowhere.
//!
//! | file | figures |
//! |---|---|
//! | `grid` | the months, and money spread evenly over some of them |
//! | `scope` | which share of the full scope is live, and since when |
//! | `ramp` | how value grows after go-live |
//! | `alone` | whether a sum tells a single private amount |
//! | `benefit` | planned value by driver and month |
//! | `claim` | what a driver claims of a month before its pool is asked |
//! | `pool` | what the drivers of a pool may count together in a month |
//! | `realized` | realized value, realization rate and forecast by driver and month |
//! | `split` | value cut up by one or two of its axes |
//! | `cost` | cost by wave and month |
//! | `timing` | what of a change in cost is only time |
//! | `delay` | what one month's slip of each item costs |
//! | `layers` | which layers of the operating model each item stands on |
//! | `load` | one-off money and effort by wave, with what they are made of |
//! | `earned` | earned value by wave: what the money spent has bought |
//! | `discounting` | present value, and the internal rate of return |
//! | `business_case` | net value, NPV, payback and return, in all, by wave and by driver |
//! | `performance` | KPIs: what counts and what was expected, attainment, status, slope, forecast, what leads |
//! | `readiness` | levels by unit at a date, mandates in force, gates, progress of waves, bundles, change load |

pub mod alone;
pub mod benefit;
pub mod business_case;
pub mod claim;
pub mod cost;
pub mod delay;
pub mod discounting;
pub mod earned;
pub mod grid;
pub mod layers;
pub mod load;
pub mod performance;
pub(crate) mod pool;
pub mod ramp;
pub mod readiness;
pub mod realized;
#[cfg(test)]
pub(crate) mod sample;
pub mod scope;
pub mod series;
pub mod split;
pub mod timing;

use std::cell::OnceCell;
use std::rc::Rc;

use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::aspect::{Aspect, Aspects};
use crate::plan::id::{ItemIx, KpiIx, MarketIx, WaveIx};
use benefit::{Planned, Weight};
use business_case::{Case, WaveCases};
use cost::Costs;
use delay::CostOfDelay;
use grid::Grid;
use layers::Layers;
use load::{Contributions, Efforts};
use performance::KpiFigure;
use readiness::{ChangeLoad, Opening, Progress, StepStates};
use realized::Evidence;
use scope::LiveScope;
use series::{Groups, Series};

/// A figure that is computed when first asked for. After an edit it may be that of the plan before.
struct Cell<T>(Rc<OnceCell<T>>);

impl<T> Cell<T> {
    fn new() -> Self {
        Self(Rc::default())
    }

    /// The figure of the plan before an edit, where nothing that it reads was touched.
    fn after(before: &Self, touched: Aspects, reads: &[Aspect]) -> Self {
        if touched.concern(reads) { Self::new() } else { Self(Rc::clone(&before.0)) }
    }

    fn get_or_init(&self, compute: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(compute)
    }
}

/// Declares [`Figures`]: each figure with what it reads of a plan, those that it is made of included.
macro_rules! figures {
    ($($figure:ident: $type:ty, reads [$($aspect:ident),*];)+) => {
        /// The figures of a plan, each computed when first asked for.
        ///
        /// No cell borrows from the plan, so the type stays covariant in its lifetime and can live next to
        /// the plan that it is about.
        pub struct Figures<'a> {
            /// The plan they are derived from.
            pub plan: &'a Plan,
            $($figure: Cell<$type>,)+
        }

        impl<'a> Figures<'a> {
            /// The figures of `plan`; nothing is computed yet.
            #[must_use]
            pub fn new(plan: &'a Plan) -> Self {
                Self { plan, $($figure: Cell::new(),)+ }
            }

            /// The figures of `plan` after an edit: those that read nothing that was touched are those of
            /// before, where they are known.
            #[must_use]
            pub fn after(before: &Figures<'_>, plan: &'a Plan, touched: Aspects) -> Self {
                Self {
                    plan,
                    $($figure: Cell::after(&before.$figure, touched, &[$(Aspect::$aspect),*]),)+
                }
            }
        }
    };
}

figures! {
    scope: LiveScope, reads [Scope, Waves, WaveDates];
    planned: Planned, reads [Values, Steps, Dates, Pools, Scope, Waves, WaveDates];
    plain: Planned, reads [Values, Steps, Dates, Pools, Scope, Waves, WaveDates];
    evidence: Evidence, reads [Realized];
    forecast: Series, reads [Values, Steps, Dates, Pools, Scope, Waves, WaveDates, Realized];
    costs: Costs, reads [Costs, Steps, Dates, Scope, Waves, WaveDates, Tradeoffs];
    one_off: Contributions, reads [Costs, Steps, Scope, Waves, WaveOrder];
    efforts: Efforts, reads [Costs, Steps, Waves];
    moments: Vec<u32>, reads [];
    discounts: Vec<f64>, reads [];
    case: Case, reads [Values, Costs, Steps, Dates, Pools, Scope, Waves, WaveDates, Tradeoffs, Realized];
    wave_cases: WaveCases, reads [Values, Costs, Steps, Dates, Pools, Scope, Waves, WaveDates, Tradeoffs, Realized];
    readings: Groups, reads [Readings, Kpis];
    kpis: Vec<OnceCell<KpiFigure>>, reads [Kpis, Readings, Scope, Waves, WaveDates];
    assessed: Groups, reads [Assessed];
    step_states: StepStates, reads [
        Needs, Steps, Dates, Drivers, Capabilities, Mandates, Assessed, Realized, Scope, Waves, WaveDates
    ];
    openings: Vec<Opening>, reads [Scope, Waves, WaveDates];
    market_openings: Vec<Opening>, reads [Scope, Waves, WaveDates];
    assesses_by_unit: bool, reads [Capabilities, Assessed];
    needed: Vec<bool>, reads [Needs, Phased];
    change_load: ChangeLoad, reads [Steps, Dates, Capabilities, Assessed, Scope, Waves, WaveDates];
    layers: Layers, reads [Needs, Capabilities];
    graph: Rc<Graph>, reads [Needs, Steps, Dates, Capabilities, Waves, WaveDates];
    delays: Vec<Option<CostOfDelay>>, reads [
        Values, Costs, Needs, Steps, Dates, Drivers, Capabilities, Mandates, Assessed, Realized, Pools, Scope, Waves,
        WaveDates, Tradeoffs
    ];
}

impl Figures<'_> {
    /// The same, where somebody has the graphs of the plan already.
    #[must_use]
    pub fn with_graph(self, graph: &Rc<Graph>) -> Self {
        self.graph.get_or_init(|| Rc::clone(graph));
        self
    }

    /// The plan's items and waves as graphs.
    pub fn graph(&self) -> &Rc<Graph> {
        self.graph.get_or_init(|| Rc::new(Graph::new(self.plan)))
    }

    /// What one month's slip of each item costs; see [`delay::costs_of_delay`].
    pub fn costs_of_delay(&self) -> &[Option<CostOfDelay>] {
        self.delays.get_or_init(|| delay::costs_of_delay(self, self.graph()))
    }

    /// The months that value and cost are counted in: from the plan's start to its horizon.
    #[must_use]
    pub fn grid(&self) -> Grid {
        Grid::of(self.plan)
    }

    /// Which share of the full scope is live, and since when.
    pub fn scope(&self) -> &LiveScope {
        self.scope.get_or_init(|| LiveScope::of(self.plan))
    }

    // ------------------------------------------------------------ value

    /// Planned value by driver and month, weighted with each driver's confidence: the value that every
    /// total means unless it says otherwise.
    pub fn planned(&self) -> &Series {
        &self.benefit_by(Weight::Confidence).held
    }

    /// Planned value by driver and month as if every driver were certain. A pool's base and cap bind these
    /// amounts by themselves, so a pool at its cap may show the same total in both.
    pub fn planned_unweighted(&self) -> &Series {
        &self.benefit_by(Weight::Plain).held
    }

    /// What each driver claims by month before its pool is asked, weighted with confidence and rounded: what
    /// [`Figures::planned`] is where no pool binds.
    pub fn claims(&self) -> &Series {
        self.benefit_by(Weight::Confidence).claimed()
    }

    fn benefit_by(&self, weight: Weight) -> &Planned {
        let cell = if weight == Weight::Plain { &self.plain } else { &self.planned };
        cell.get_or_init(|| benefit::planned(self, weight))
    }

    /// What was realized by driver and month, as far as it is known at `as-of`.
    pub fn realized(&self) -> &Series {
        &self.evidence().series
    }

    /// Realized value with what it rests on: which months are recorded, and each driver's rate.
    pub fn evidence(&self) -> &Evidence {
        self.evidence.get_or_init(|| realized::evidence(self))
    }

    /// Forecast by driver and month: realized where recorded, elsewhere what is claimed times the rate at which
    /// claims came true, held to what realized value leaves of the caps.
    pub fn forecast(&self) -> &Series {
        self.forecast.get_or_init(|| realized::forecast(self))
    }

    // ------------------------------------------------------------ cost

    /// Cost by wave and month.
    pub fn costs(&self) -> &Costs {
        self.costs.get_or_init(|| cost::costs(self))
    }

    /// One-off money by wave, item by item and market by market: what a wave's budget is held against.
    pub fn one_off(&self) -> &Contributions {
        self.one_off.get_or_init(|| load::one_off(self))
    }

    /// Person-months by wave and team: what a wave's capacity is held against.
    pub fn efforts(&self) -> &Efforts {
        self.efforts.get_or_init(|| load::efforts(self.plan))
    }

    // ------------------------------------------------------------ business case

    /// When the money of each month of the grid counts, by the plan's convention: see
    /// [`discounting::moments`].
    pub fn moments(&self) -> &[u32] {
        self.moments.get_or_init(|| discounting::moments(self.plan.discounting, self.grid().len()))
    }

    /// What a unit of money in each month of the grid is worth at plan start.
    pub fn discounts(&self) -> &[f64] {
        self.discounts.get_or_init(|| discounting::discounts(self.plan.discount_rate, self.moments()))
    }

    /// The business case of the whole plan.
    pub fn case(&self) -> &Case {
        self.case.get_or_init(|| business_case::whole(self))
    }

    /// The business case of a wave: the value of the drivers that go live with it, less its cost.
    pub fn wave_case(&self, wave: WaveIx) -> &Case {
        &self.wave_cases().cases(self)[wave.at()]
    }

    /// What belongs to no wave. With the cases of all waves it adds up to [`Figures::case`].
    pub fn unattributed_case(&self) -> &Case {
        &self.wave_cases().cases(self)[self.plan.waves.len()]
    }

    fn wave_cases(&self) -> &WaveCases {
        self.wave_cases.get_or_init(|| business_case::by_wave(self))
    }

    // ------------------------------------------------------------ KPIs and readiness

    /// The figures of a KPI.
    pub fn kpi(&self, kpi: KpiIx) -> &KpiFigure {
        let cells = self.kpis.get_or_init(|| self.plan.kpis.iter().map(|_| OnceCell::new()).collect());
        cells[kpi.at()].get_or_init(|| performance::kpi(self, kpi))
    }

    /// The positions of the readings by KPI.
    pub(crate) fn readings(&self) -> &Groups {
        self.readings.get_or_init(|| {
            Groups::new(self.plan.kpis.len(), self.plan.readings.iter().map(|reading| reading.kpi.at()))
        })
    }

    /// The positions of the assessments by item.
    pub(crate) fn assessed(&self) -> &Groups {
        self.assessed.get_or_init(|| {
            Groups::new(self.plan.items.len(), self.plan.assessed.iter().map(|record| record.item.at()))
        })
    }

    /// How far a wave has come at `as-of`.
    pub fn progress(&self, wave: WaveIx) -> Progress {
        let [strategy, operating_model, leadership] = self.dimension_progress(wave);
        strategy + operating_model + leadership
    }

    /// How far each of the three dimensions of a wave has come, in the order of
    /// [`Dimension::ALL`](crate::plan::item::Dimension::ALL).
    pub fn dimension_progress(&self, wave: WaveIx) -> [Progress; 3] {
        self.step_states().progress[wave.at()]
    }

    /// Where each step stands at `as-of`, and which of them wait for what is not there.
    pub(crate) fn step_states(&self) -> &StepStates {
        self.step_states.get_or_init(|| readiness::step_states(self))
    }

    /// The new capability steps that each market takes in each wave.
    pub fn change_load(&self) -> &ChangeLoad {
        self.change_load.get_or_init(|| readiness::change_load(self))
    }

    /// From when on a market takes part, and is asked how it stands.
    pub(crate) fn market_opening(&self, market: MarketIx) -> Opening {
        self.market_openings()[market.at()]
    }

    /// The same of each market.
    pub(crate) fn market_openings(&self) -> &[Opening] {
        self.market_openings.get_or_init(|| readiness::of_markets(self))
    }

    /// From when on each unit takes part.
    pub(crate) fn unit_openings(&self) -> &[Opening] {
        self.openings.get_or_init(|| readiness::openings(self))
    }

    /// Whether anything was ever assessed by unit.
    pub fn assesses_by_unit(&self) -> bool {
        *self.assesses_by_unit.get_or_init(|| readiness::assesses_by_unit(self.plan))
    }

    /// Which layers of the operating model each item stands on, by the graphs of the plan.
    pub fn layers(&self, graph: &Graph) -> &Layers {
        self.layers.get_or_init(|| layers::layers(self.plan, graph))
    }

    /// Whether something needs an item that is not left out of the waves.
    pub fn is_needed(&self, item: ItemIx) -> bool {
        self.needed.get_or_init(|| readiness::needed(self.plan))[item.at()]
    }
}

#[cfg(test)]
mod tests {
    use super::Figures;

    #[test]
    fn value_cost_and_npv_of_a_wave_are_those_of_its_case() {
        let plan = super::sample::plan();
        let figures = Figures::new(&plan);
        for (wave, _) in plan.waves() {
            let case = figures.wave_case(wave);
            assert_eq!(figures.wave_money(wave), [case.planned, case.cost, case.npv]);
        }
    }

    /// Only compiles while no cell borrows from the plan.
    #[test]
    fn figures_fit_a_shorter_life() {
        fn shorter<'short, 'long: 'short>(figures: Figures<'long>) -> Figures<'short> {
            figures
        }
        let plan = super::sample::plan();
        assert_eq!(shorter(Figures::new(&plan)).grid().len(), 15);
    }
}
