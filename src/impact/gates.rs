//! Gates that a slip moves, or makes harder to pass.
//!
//! A gate keeps its date unless its wave moves. A criterion comes too late where the plan meets it only
//! after that date, and later than before the slip:
//!
//! - a level, when the first step that has it is live, of what is overdue the day after what is known at the earliest;
//!   what the record or today's maturity has already comes never too late. A mandate is met from the day on which it is granted, and never at a gate by which it has
//!   expired, or where it has expired when the step is live;
//! - a KPI, when it is expected to be there, of a band with both of its ends; what was read already comes never too
//!   late;
//! - a driver's realized value, when its forecast adds up to as much.
//!
//! What was to be there by `as-of`, and is not by what is known, is overdue: it is there on the day after at the earliest.
//!
//! What is spent says nothing of dates; what may be spent at most and is spent already stays so. Gates that are decided
//! are past. A slip takes a gate from a plan that could pass it: one of which a criterion was too late already, or
//! fails for good, or whose date is over, could not be passed on that date in any case.

use crate::order::Order as _;
use chrono::NaiveDate;

use super::Both;
use crate::figures::Figures;
use crate::figures::readiness::StepState;
use crate::graph::Slip;
use crate::plan::Plan;
use crate::plan::id::{GateIx, ItemIx, KpiIx};
use crate::plan::kpi::Target;
use crate::plan::leadership::{self, Comparison, Subject};
use crate::plan::quantity::Money;

/// A gate that a slip moves, or makes harder to pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// The gate.
    pub gate: GateIx,
    /// Its date.
    pub date: Both<NaiveDate>,
    /// Whether it could be passed on its date before the slip, and can no longer.
    pub lost: bool,
    /// The criteria that come later than before the slip, and after the gate's date.
    pub criteria: Vec<Criterion>,
}

/// A criterion that comes too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its place among the criteria of its gate.
    pub position: usize,
    /// When the plan meets it; `None`: not up to the horizon. Of what is overdue the first day on which it can be met, and
    /// of a level that is there by what is known that day.
    pub met: Both<Option<NaiveDate>>,
    /// Whether it was to be met by what is known, and is not.
    pub overdue: Both<bool>,
    /// The last day of a mandate that has expired when it is asked for, and so never meets it.
    pub expired: Both<Option<NaiveDate>>,
    /// Whether it was in time before the slip.
    pub lost: bool,
}

pub(super) fn of(both: Both<&Figures<'_>>, slip: &Slip) -> Vec<Gate> {
    let plan = both[0].plan;
    if slip.steps.is_empty() && slip.waves.is_empty() {
        return Vec::new();
    }
    let open = (0..plan.gates.len()).map(GateIx::from).filter(|gate| !plan.is_settled(*gate));
    let gate = |gate: GateIx| {
        let date = both.map(|figures| date(figures.plan, gate));
        let date = [date[0]?, date[1]?];
        let mut passable = date[0] >= plan.as_of;
        let mut criteria = Vec::new();
        for (position, criterion) in plan.gates[gate.at()].criteria.iter().enumerate() {
            let met = both.map(|figures| met(figures, gate, criterion));
            let [Some(before), Some(after)] = met else {
                passable &= !is_overspent(both[0], criterion);
                continue;
            };
            let overdue = [before.overdue, after.overdue];
            let expired = [before.expired, after.expired];
            let [before, after] = [before.day, after.day];
            let late = |met: Option<NaiveDate>, date| met.is_none_or(|met| met > date);
            let in_time = !late(before, date[0]);
            passable &= in_time;
            if after != before && late(after, date[1]) {
                criteria.push(Criterion { position, met: [before, after], overdue, expired, lost: in_time });
            }
        }
        let lost = passable && criteria.iter().any(|criterion| criterion.lost);
        (date[0] != date[1] || !criteria.is_empty()).then_some(Gate { gate, date, lost, criteria })
    };
    let mut gates: Vec<Gate> = open.filter_map(gate).collect();
    gates.order_by_key(|gate| (gate.date[0], gate.gate));
    gates
}

/// Whether a gate that is still to be decided can be passed on its date by plan: that lies ahead, and each of its criteria
/// is met by then.
#[must_use]
pub fn passable(figures: &Figures<'_>, gate: GateIx) -> bool {
    let plan = figures.plan;
    let in_time = |date: NaiveDate, criterion| match met(figures, gate, criterion) {
        Some(met) => met.day.is_some_and(|day| day <= date),
        None => !is_overspent(figures, criterion),
    };
    let date = date(plan, gate).filter(|date| *date >= plan.as_of && !plan.is_settled(gate));
    date.is_some_and(|date| plan.gates[gate.at()].criteria.iter().all(|it| in_time(date, it)))
}

/// When a gate is held: on its date, or at the end of its wave.
fn date(plan: &Plan, gate: GateIx) -> Option<NaiveDate> {
    let gate = &plan.gates[gate.at()];
    gate.date.or_else(|| gate.wave.map(|wave| plan.wave(wave).end))
}

/// When the plan meets a criterion.
#[derive(Clone, Copy)]
struct Met {
    /// `None`: not up to the horizon.
    day: Option<NaiveDate>,
    overdue: bool,
    /// The last day of a mandate that has expired by then.
    expired: Option<NaiveDate>,
}

impl Met {
    /// By plan on a day, of which what is known says whether it came so.
    fn by_plan(figures: &Figures<'_>, day: Option<NaiveDate>, known: bool) -> Self {
        match day {
            Some(due) if due <= figures.plan.as_of && !known => {
                Self { day: Some(figures.day_ahead()), overdue: true, expired: None }
            }
            day => Self { day, overdue: false, expired: None },
        }
    }
}

/// When the plan meets a criterion; `None` for one that says nothing of dates.
fn met(figures: &Figures<'_>, gate: GateIx, criterion: &leadership::Criterion) -> Option<Met> {
    let plan = figures.plan;
    match criterion.subject {
        Subject::Level(item) => level_met(figures, gate, criterion, item),
        Subject::Kpi(kpi) => kpi_met(figures, criterion, kpi).map(|day| Met::by_plan(figures, day, false)),
        Subject::Realized(driver) => {
            let realized = figures.realized_by(driver, plan.as_of).major_f64(plan.currency.digits);
            let there = criterion.comparison.holds(realized, criterion.threshold);
            Some(Met::by_plan(figures, value_met(figures, criterion, driver), there))
        }
        Subject::SpentOnItem(_) | Subject::SpentInWave(_) => None,
    }
}

/// Whether more is spent by `as-of` than a criterion allows.
fn is_overspent(figures: &Figures<'_>, criterion: &leadership::Criterion) -> bool {
    let at = figures.plan.as_of;
    let spent = match criterion.subject {
        Subject::SpentOnItem(item) => figures.spent_on(item, at),
        Subject::SpentInWave(wave) => figures.spent_in(wave, at),
        Subject::Level(_) | Subject::Kpi(_) | Subject::Realized(_) => return false,
    };
    let at_most = matches!(criterion.comparison, Comparison::AtMost | Comparison::LessThan);
    at_most && !criterion.comparison.holds(spent.major_f64(figures.plan.currency.digits), criterion.threshold)
}

fn level_met(
    figures: &Figures<'_>,
    gate: GateIx,
    criterion: &leadership::Criterion,
    item: ItemIx,
) -> Option<Met> {
    let plan = figures.plan;
    let holds = |level: u8| criterion.comparison.holds(f64::from(level), criterion.threshold);
    let upwards = !matches!(criterion.comparison, Comparison::AtMost | Comparison::LessThan);
    let by = plan.gates[gate.at()].wave.map_or(NaiveDate::MAX, |wave| plan.wave(wave).end);
    if !upwards {
        return None;
    }
    let asked = date(plan, gate).map(|date| date.max(plan.as_of));
    if let Some(until) = asked.and_then(|asked| figures.expired_by(item, asked)) {
        return Some(Met { day: None, overdue: false, expired: Some(until) });
    }
    if figures.level_of_units(item, plan.as_of, by).is_some_and(holds) {
        return Some(Met { day: Some(plan.as_of), overdue: false, expired: None });
    }
    let steps = plan.item(item).steps.iter().enumerate().filter(|(_, step)| holds(step.level));
    let granted = plan.in_force(item).map_or(NaiveDate::MIN, |(from, _)| from);
    let live = |(nth, _)| {
        let overdue = figures.step_state(item, nth) == StepState::Overdue;
        let live = plan.step_live(item, nth)?;
        Some((if overdue { figures.soonest_of(item, live) } else { live }, overdue))
    };
    let first = steps.filter_map(live).map(|(live, overdue)| (live.max(granted), overdue)).min();
    // What has expired by the day on which it would come never comes.
    let expired = first.and_then(|(live, _)| figures.expired_by(item, live));
    let first = first.filter(|_| expired.is_none());
    Some(Met {
        day: first.map(|(live, _)| live),
        overdue: first.is_some_and(|(_, overdue)| overdue),
        expired,
    })
}

fn kpi_met(
    figures: &Figures<'_>,
    criterion: &leadership::Criterion,
    kpi: KpiIx,
) -> Option<Option<NaiveDate>> {
    let plan = figures.plan;
    let there = |value: f64| criterion.comparison.holds(value, criterion.threshold);
    if figures.kpi(kpi).global.newest.as_ref().is_some_and(|newest| there(newest.value)) {
        return None;
    }
    let ends = plan.kpi(kpi).target.iter().map(|(wave, _)| plan.wave(*wave).end);
    let mut days: Vec<NaiveDate> =
        figures.grid().months().map(|month| month.last_day()).chain(ends).collect();
    days.order();
    let holds = |day: &NaiveDate| match figures.expected_at(kpi, None, *day) {
        Some(Target::Value(value)) => there(value),
        Some(Target::Band(low, high)) => there(low) && there(high),
        Some(Target::Done(done)) => there(f64::from(u8::from(done))),
        None => false,
    };
    let Some(met) = days.iter().position(holds) else { return Some(None) };
    // Between two of these days what is expected goes one way.
    let before = met.checked_sub(1).map_or(plan.start, |before| days[before]);
    let between: Vec<NaiveDate> = before.iter_days().take_while(|day| *day < days[met]).collect();
    let first = between.partition_point(|day| !holds(day));
    Some(Some(between.get(first).copied().unwrap_or(days[met])))
}

fn value_met(figures: &Figures<'_>, criterion: &leadership::Criterion, driver: ItemIx) -> Option<NaiveDate> {
    let (grid, digits) = (figures.grid(), figures.plan.currency.digits);
    let forecast = figures.forecast().of(driver);
    let mut sum = Money::ZERO;
    let holds = |sum: Money| criterion.comparison.holds(sum.major_f64(digits), criterion.threshold);
    for (position, amount) in forecast.iter().enumerate() {
        sum += *amount;
        if holds(sum) {
            return Some(grid.month(position).last_day());
        }
    }
    None
}
