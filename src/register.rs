//! The register: what a programme keeps beside its items, gates and KPIs. Risks, exceptions, trade-offs,
//! objectives, pools, archetypes and what was learnt, in the order in which they are listed, with what belongs to
//! each. The screen and the printed view tell the same.

use std::borrow::Cow;
use std::cmp::Reverse;

use crate::figures::Figures;
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::address::{Address, Part, Table};
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, KpiIx, WaveIx};
use crate::plan::leadership::Risk;
use crate::plan::operating_model::{Archetype, ArchetypeName, Exception, Tradeoff};
use crate::plan::quantity::Money;
use crate::plan::record::Learning;
use crate::status::Status;
use crate::wording;

/// The kinds of entries, in the order of their sections.
pub const KINDS: [Table; 7] = [
    Table::Risk,
    Table::Exception,
    Table::Tradeoff,
    Table::Objective,
    Table::Pool,
    Table::Archetype,
    Table::Learning,
];

/// The heading of a section.
#[must_use]
pub fn heading(kind: Table) -> &'static str {
    match kind {
        Table::Risk => "Risks",
        Table::Exception => "Exceptions",
        Table::Tradeoff => "Trade-offs",
        Table::Objective => "Objectives",
        Table::Pool => "Pools",
        Table::Archetype => "Archetypes",
        _ => "Learnings",
    }
}

/// What an archetype does where the plan writes nothing of it, as it would be written.
#[must_use]
pub fn by_default(plan: &Plan, at: &Address) -> Option<String> {
    let (Table::Archetype, Some(Part::Key(key))) = (at.table, at.path.first()) else { return None };
    let archetype = plan.archetype(ArchetypeName::of(&at.key)?);
    match &**key {
        "cost-factor" => Some(wording::number(archetype.cost_factor, 9)),
        "lag-months" => Some(archetype.lag_months.to_string()),
        _ => None,
    }
}

/// The entries of a kind by their places in the plan: risks by their probability, the likeliest first and
/// those without one at the end; exceptions by their last day, those without one at the end; trade-offs that
/// are undecided before the others; archetypes that a market has or the plan writes; what was learnt by the plan's
/// own day, the newest first; the rest by id.
#[must_use]
pub fn entries(plan: &Plan, kind: Table) -> Vec<usize> {
    let all = |count: usize| (0..count).collect::<Vec<usize>>();
    match kind {
        Table::Risk => {
            let mut risks = all(plan.risks.len());
            risks.order_by(|one, other| {
                let likely = |nth: usize| plan.risks[nth].probability.unwrap_or(f64::NEG_INFINITY);
                let by_chance = likely(*other).total_cmp(&likely(*one));
                by_chance.then_with(|| plan.risks[*other].costs.cmp(&plan.risks[*one].costs))
            });
            risks
        }
        Table::Exception => {
            let mut exceptions = all(plan.exceptions.len());
            exceptions
                .order_by_key(|nth| (plan.exceptions[*nth].until.is_none(), plan.exceptions[*nth].until));
            exceptions
        }
        Table::Tradeoff => {
            let mut tradeoffs = all(plan.tradeoffs.len());
            tradeoffs.order_by_key(|nth| Reverse(plan.tradeoffs[*nth].position.is_none()));
            tradeoffs
        }
        Table::Objective => all(plan.objectives.len()),
        Table::Pool => all(plan.pools.len()),
        Table::Archetype => {
            let used = |name: ArchetypeName| plan.markets.iter().any(|it| it.archetype == Some(name));
            let written = |name: ArchetypeName| *plan.archetype(name) != Archetype::default_of(name);
            let mut names = all(ArchetypeName::ALL.len());
            names.retain(|nth| used(ArchetypeName::ALL[*nth]) || written(ArchetypeName::ALL[*nth]));
            names
        }
        Table::Learning => {
            let known = |nth: &usize| plan.learnings[*nth].date <= plan.as_of;
            (0..plan.learnings.len()).rev().filter(known).collect()
        }
        _ => Vec::new(),
    }
}

/// What every table of a plan carries, of an entry.
#[must_use]
pub fn about(plan: &Plan, kind: Table, nth: usize) -> Option<&About> {
    Some(match kind {
        Table::Risk => &plan.risks.get(nth)?.about,
        Table::Exception => &plan.exceptions.get(nth)?.about,
        Table::Tradeoff => &plan.tradeoffs.get(nth)?.about,
        Table::Objective => &plan.objectives.get(nth)?.about,
        Table::Pool => &plan.pools.get(nth)?.about,
        Table::Archetype => &plan.archetypes.get(nth)?.about,
        Table::Learning => &plan.learnings.get(nth)?.about,
        _ => return None,
    })
}

/// The id of an entry; of something learnt its day, and the wave that it comes from.
#[must_use]
pub fn id(plan: &Plan, kind: Table, nth: usize) -> Cow<'_, str> {
    let found = match kind {
        Table::Risk => plan.risks.get(nth).map(|it| &*it.id),
        Table::Exception => plan.exceptions.get(nth).map(|it| &*it.id),
        Table::Tradeoff => plan.tradeoffs.get(nth).map(|it| &*it.id),
        Table::Objective => plan.objectives.get(nth).map(|it| &*it.id),
        Table::Pool => plan.pools.get(nth).map(|it| &*it.id),
        Table::Archetype => ArchetypeName::ALL.get(nth).map(|it| it.as_str()),
        Table::Learning if nth < plan.learnings.len() => {
            return String::from(plan.record_address(kind, nth).key).into();
        }
        _ => None,
    };
    found.unwrap_or_default().into()
}

/// The name of an entry, or its id where it has none. Something learnt goes by what it says.
#[must_use]
pub fn title(plan: &Plan, kind: Table, nth: usize) -> Cow<'_, str> {
    let about = about(plan, kind, nth);
    let named = about.and_then(|about| about.name.as_deref());
    let said = || about.and_then(|about| about.note.as_deref()).filter(|_| kind == Table::Learning);
    named.or_else(said).map_or_else(|| id(plan, kind, nth), Cow::Borrowed)
}

/// The address of an entry.
#[must_use]
pub fn address(plan: &Plan, kind: Table, nth: usize) -> Address {
    Address::new(kind, &id(plan, kind, nth))
}

/// The place of the entry that an address names, among those of its kind.
#[must_use]
pub fn place(plan: &Plan, at: &Address) -> Option<usize> {
    let key = &*at.key;
    match at.table {
        Table::Risk => plan.risks.binary_search_by(|it| (*it.id).cmp(key)).ok(),
        Table::Exception => plan.exceptions.binary_search_by(|it| (*it.id).cmp(key)).ok(),
        Table::Tradeoff => plan.tradeoffs.binary_search_by(|it| (*it.id).cmp(key)).ok(),
        Table::Objective => plan.objectives.binary_search_by(|it| (*it.id).cmp(key)).ok(),
        Table::Pool => plan.pools.binary_search_by(|it| (*it.id).cmp(key)).ok(),
        Table::Archetype => ArchetypeName::ALL.iter().position(|it| it.as_str() == key),
        Table::Learning => {
            // `2026-06-30 scale #2`; the second of a wave, unless that is the name of the wave.
            let numbered = key.rsplit_once(" #").and_then(|(words, nth)| Some((words, nth.parse().ok()?)));
            let root = at.root();
            [numbered, Some((key, 1))].into_iter().flatten().find_map(|(words, nth)| {
                let (day, wave) = words.split_once(' ').unwrap_or((words, ""));
                let day = chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
                let of = |it: &Learning| (it.date, it.wave.map_or("", |ix| &plan.wave(ix).id));
                let first = plan.learnings.partition_point(|it| of(it) < (day, wave));
                let place = first.checked_add(usize::checked_sub(nth, 1)?)?;
                let named = place < plan.learnings.len() && plan.record_address(at.table, place) == root;
                named.then_some(place)
            })
        }
        _ => None,
    }
}

/// What belongs to the entries of a plan, found in one pass over it.
#[derive(Clone, Debug, Default)]
pub struct Members {
    /// The drivers of each objective.
    pub of_objective: Vec<Vec<ItemIx>>,
    /// The drivers of each pool.
    pub of_pool: Vec<Vec<ItemIx>>,
    /// The KPIs that measure a driver of each objective.
    pub kpis: Vec<Vec<KpiIx>>,
    /// The exceptions that deviate from each trade-off, in the order in which they are listed.
    pub exceptions: Vec<Vec<usize>>,
    /// The markets that have each archetype.
    pub markets: [Vec<usize>; 3],
}

impl Members {
    /// What belongs to the entries of a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let mut members = Self {
            of_objective: vec![Vec::new(); plan.objectives.len()],
            of_pool: vec![Vec::new(); plan.pools.len()],
            kpis: vec![Vec::new(); plan.objectives.len()],
            exceptions: vec![Vec::new(); plan.tradeoffs.len()],
            markets: Default::default(),
        };
        let objective = |ix: ItemIx| plan.item(ix).driver().and_then(|driver| driver.objective);
        for (ix, item) in plan.drivers() {
            if let Some(objective) = objective(ix) {
                members.of_objective[objective.at()].push(ix);
            }
            if let Some(pool) = item.driver().and_then(|driver| driver.pool) {
                members.of_pool[pool.at()].push(ix);
            }
        }
        for (ix, kpi) in plan.kpis() {
            for objective in kpi.measures.iter().filter_map(|link| objective(link.to)) {
                let kpis = &mut members.kpis[objective.at()];
                if kpis.last() != Some(&ix) {
                    kpis.push(ix);
                }
            }
        }
        for nth in entries(plan, Table::Exception) {
            if let Some(tradeoff) = plan.exceptions[nth].tradeoff {
                members.exceptions[tradeoff.at()].push(nth);
            }
        }
        for (nth, market) in plan.markets.iter().enumerate() {
            if let Some(name) = market.archetype {
                members.markets[name as usize].push(nth);
            }
        }
        members
    }

    /// The items that an entry is about: what a risk delays, the drivers of an objective or of a pool, what something
    /// learnt led to a change of.
    #[must_use]
    pub fn items(&self, plan: &Plan, kind: Table, nth: usize) -> Vec<ItemIx> {
        let among = |members: &[Vec<ItemIx>]| members.get(nth).cloned().unwrap_or_default();
        match kind {
            Table::Risk => plan.risks[nth].delays.iter().map(|(ix, _)| *ix).collect(),
            Table::Objective => among(&self.of_objective),
            Table::Pool => among(&self.of_pool),
            Table::Learning => plan.learnings[nth].leads_to.iter().map(|link| link.to).collect(),
            _ => Vec::new(),
        }
    }
}

// ------------------------------------------------------------ what is told of each kind

/// What was learnt by the plan's own day that meets a condition, by its place in the plan, the newest first.
fn learnt_where(plan: &Plan, holds: impl Fn(&Learning) -> bool) -> impl Iterator<Item = usize> {
    entries(plan, Table::Learning).into_iter().filter(move |nth| holds(&plan.learnings[*nth]))
}

/// What a wave taught, the newest first.
pub fn learnt_in(plan: &Plan, wave: WaveIx) -> impl Iterator<Item = usize> {
    learnt_where(plan, move |it| it.wave == Some(wave))
}

/// What was learnt that led to a change of an item, the newest first.
pub fn learnt_of(plan: &Plan, item: ItemIx) -> impl Iterator<Item = usize> {
    learnt_where(plan, move |it| it.leads_to.iter().any(|link| link.to == item))
}

/// Months of a delay in words: `1 month`, `1.5 months`.
#[must_use]
pub fn months(months: f64) -> String {
    let noun = if (months - 1.0).abs() < f64::EPSILON { "month" } else { "months" };
    format!("{} {noun}", wording::number(months, 2))
}

/// The longest delay of a risk, in months; `None` where it delays nothing.
#[must_use]
pub fn longest_delay(risk: &Risk) -> Option<f64> {
    risk.delays.iter().map(|(_, months)| *months).max_by(f64::total_cmp)
}

/// Where an exception stands: before its last day, past it, or without what it needs to be one.
#[must_use]
pub fn standing_of(plan: &Plan, exception: &Exception) -> Status {
    match exception.until {
        Some(until) if until < plan.as_of => Status::Done,
        Some(_) if exception.approved_by.is_some() && exception.cost.is_some() => Status::OnTrack,
        _ => Status::AtRisk,
    }
}

/// When an exception ends, in words.
#[must_use]
pub fn ends(plan: &Plan, exception: &Exception) -> String {
    match exception.until {
        Some(until) if until < plan.as_of => format!("ended {}", wording::date(until)),
        Some(until) => wording::date(until),
        None => "without end".into(),
    }
}

/// What a position on an axis holds to, and what it gives up for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lean<'p> {
    /// Nothing is decided.
    Undecided,
    /// Neither end is given up.
    Between,
    /// The first is held to and the second given up, wholly or in part.
    To(&'p str, &'p str, bool),
}

/// What a trade-off holds to, and what it gives up.
#[must_use]
pub fn lean(tradeoff: &Tradeoff) -> Lean<'_> {
    let [first, second] =
        tradeoff.axis.as_ref().map_or(["first end", "second end"], |[one, other]| [one, other]);
    match tradeoff.position {
        None => Lean::Undecided,
        Some(0) => Lean::Between,
        Some(position) if position < 0 => Lean::To(first, second, position <= -2),
        Some(position) => Lean::To(second, first, position >= 2),
    }
}

impl Lean<'_> {
    /// What is held to, in few words.
    #[must_use]
    pub fn held(&self) -> String {
        match self {
            Self::Undecided => "undecided".into(),
            Self::Between => "between both".into(),
            Self::To(held, _, true) => (*held).to_owned(),
            Self::To(held, _, false) => format!("rather {held}"),
        }
    }

    /// What is given up for it; empty where nothing is.
    #[must_use]
    pub fn given_up(&self) -> String {
        match self {
            Self::To(_, given, true) => (*given).to_owned(),
            Self::To(_, given, false) => format!("{given}, in part"),
            _ => String::new(),
        }
    }
}

/// Planned value and forecast of some drivers, from the plan's start to its horizon.
#[must_use]
pub fn value_of(figures: &Figures<'_>, drivers: &[ItemIx]) -> [Money; 2] {
    [figures.planned(), figures.forecast()]
        .map(|series| drivers.iter().flat_map(|ix| series.of(*ix)).copied().sum())
}

/// The money of each objective and of each pool that the register lists, by what it is called.
#[must_use]
pub fn sums(figures: &Figures<'_>) -> Vec<(Address, Vec<(&'static str, Money)>)> {
    let members = Members::of(figures.plan);
    let objectives = members.of_objective.iter().enumerate().map(|(nth, drivers)| {
        let [planned, forecast] = value_of(figures, drivers);
        (address(figures.plan, Table::Objective, nth), vec![("planned", planned), ("forecast", forecast)])
    });
    let pools = members.of_pool.iter().enumerate().map(|(nth, drivers)| {
        let Claims { claimed, counted, .. } = claims_of(figures, nth, drivers);
        (address(figures.plan, Table::Pool, nth), vec![("claimed", claimed), ("counted", counted)])
    });
    objectives.chain(pools).collect()
}

/// What the drivers of a pool claim and what the pool leaves of it, from the plan's start to its horizon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// What they claim together, weighted with confidence.
    pub claimed: Money,
    /// What of it overlaps on the base of the pool, and so counts once; `None` without a base.
    pub overlap: Option<Money>,
    /// What counts of it: planned value.
    pub counted: Money,
    /// The first and the last month in which the cap leaves less than they claim and do not overlap in.
    pub binds: Option<[Month; 2]>,
    /// Whether there is a cap that could.
    pub has_cap: bool,
}

/// What the drivers of the pool at a place claim and what the pool leaves of it.
#[must_use]
pub fn claims_of(figures: &Figures<'_>, pool: usize, drivers: &[ItemIx]) -> Claims {
    let claimed = figures.claims_of(drivers.iter().copied());
    let mut counted = vec![Money::ZERO; claimed.len()];
    for driver in drivers {
        for (sum, amount) in counted.iter_mut().zip(figures.planned().of(*driver)) {
            *sum += *amount;
        }
    }
    let apart = figures.overlapped_of(pool.into());
    let months = figures.grid().months().zip(apart.iter().zip(&counted));
    let mut binding = months.filter(|(_, (apart, counted))| apart > counted).map(|(month, _)| month);
    let first = binding.next();
    let binds = first.map(|first| [first, binding.last().unwrap_or(first)]);
    let sum = |months: Vec<Money>| months.into_iter().sum::<Money>();
    let (claimed, apart) = (sum(claimed), sum(apart));
    let overlap = figures.plan.pools[pool].base.map(|_| claimed - apart);
    let has_cap = figures.plan.pools[pool].cap.is_some();
    Claims { claimed, overlap, counted: sum(counted), binds, has_cap }
}

impl Claims {
    /// When the cap binds, in words.
    #[must_use]
    pub fn binds_words(&self) -> String {
        match self.binds {
            None if !self.has_cap => "no cap".into(),
            None => "never binds".into(),
            Some([first, last]) if first == last => format!("binds in {}", wording::month(first)),
            Some([first, last]) => format!("binds {} – {}", wording::month(first), wording::month(last)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, euros};
    use crate::plan::id::PoolIx;
    use crate::plan::strategy::Pool;

    fn tradeoff(position: Option<i8>) -> Tradeoff {
        Tradeoff {
            id: "reach".into(),
            about: About::default(),
            axis: Some(["high touch".into(), "low touch".into()]),
            position,
            exceptions: None,
        }
    }

    #[test]
    fn a_position_holds_to_one_end_and_gives_up_the_other() {
        let told = |position| {
            let tradeoff = tradeoff(position);
            let lean = lean(&tradeoff);
            [lean.held(), lean.given_up()]
        };
        assert_eq!(told(Some(-2)), ["high touch", "low touch"]);
        assert_eq!(told(Some(1)), ["rather low touch", "high touch, in part"]);
        assert_eq!(told(Some(0)), ["between both", ""]);
        assert_eq!(told(None), ["undecided", ""]);
    }

    #[test]
    fn the_likeliest_risk_the_first_to_end_and_what_is_undecided_come_first() {
        let mut plan = sample::plan();
        let risk = |id: &str, probability, costs| Risk {
            id: id.into(),
            about: About::default(),
            probability,
            delays: Vec::new(),
            costs,
            response: None,
        };
        plan.risks = vec![
            risk("a", None, Some(euros(9))),
            risk("b", Some(0.2), Some(euros(1))),
            risk("c", Some(0.2), Some(euros(2))),
            risk("d", Some(0.5), None),
        ];
        let exception = |id: &str, until: Option<&str>| Exception {
            id: id.into(),
            about: About::default(),
            tradeoff: None,
            market: None,
            approved_by: None,
            until: until.map(sample::day),
            cost: None,
        };
        plan.exceptions = vec![
            exception("a", None),
            exception("b", Some("2027-01-01")),
            exception("c", Some("2026-01-01")),
        ];
        plan.tradeoffs = vec![tradeoff(Some(1)), tradeoff(None)];
        assert_eq!(entries(&plan, Table::Risk), [3, 2, 1, 0]);
        assert_eq!(entries(&plan, Table::Exception), [2, 1, 0]);
        assert_eq!(entries(&plan, Table::Tradeoff), [1, 0]);
    }

    /// By hand: reach claims 3,000 a month from April 2026, 120,000 ÷ 12 × 0.5 × 0.6; a cap of 24,000 a year
    /// leaves 2,000 of it.
    #[test]
    fn a_pool_counts_what_its_cap_leaves_of_what_is_claimed() {
        let mut plan = sample::plan();
        plan.pools =
            vec![Pool { id: "core".into(), about: About::default(), cap: Some(euros(24_000)), base: None }];
        sample::driver(&mut plan, "reach").pool = Some(PoolIx(0));
        let figures = Figures::new(&plan);
        let drivers = &Members::of(&plan).of_pool[0];
        let claims = claims_of(&figures, 0, drivers);
        // April 2026 to March 2027.
        assert_eq!(claims.counted, euros(12 * 2_000));
        let april = figures.grid().position(Month::new(2026, 4)).unwrap();
        assert_eq!(figures.claims_of(drivers.iter().copied())[april], euros(3_000));
        assert_eq!(claims.binds.map(|[first, _]| first), Some(Month::new(2026, 4)));
        assert!(claims.claimed > claims.counted);
    }
}
