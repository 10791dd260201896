//! Where each step of a plan stands at the as-of date: done, on track, at risk, late or not started,
//! and the reasons for it.

mod counts;
mod gate;
mod progress;
mod said;

use std::rc::Rc;

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::readiness::{Force, Lacking, StepState, Unproven};
use crate::finding::Severity;
use crate::plan::Plan;
use crate::plan::id::ItemIx;
use crate::plan::item::{Item, Need};
use crate::plan::quantity::{Level, Money};
use crate::plan::record::Action;
use crate::plan::strategy::Stage;
pub use counts::{Counts, counted_with};
pub use gate::{gate_date, gate_decided, gate_outcome, gate_status};
pub use progress::{Progress, progress};

/// Where a step, an item, a gate or a wave stands, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Live, by evidence.
    Done,
    /// Live by plan alone: its date has come, and no evidence says that it is there.
    Unassessed,
    /// Its time has come and nothing is known against it.
    OnTrack,
    /// Its time has not come.
    NotStarted,
    /// A decision is due.
    Open,
    /// Something may keep it from its date.
    AtRisk,
    /// Past its date, or it cannot be live at its date.
    Late,
}

impl Status {
    /// All of them, in the order of a legend.
    pub const ALL: [Self; 7] =
        [Self::Done, Self::Unassessed, Self::OnTrack, Self::AtRisk, Self::Late, Self::NotStarted, Self::Open];

    /// In words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Unassessed => "not assessed",
            Self::OnTrack => "on track",
            Self::NotStarted => "not started",
            Self::Open => "decision open",
            Self::AtRisk => "at risk",
            Self::Late => "late or blocked",
        }
    }
}

/// Where a step stands, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub status: Status,
    /// Why, the weightiest first; empty where its dates say it all.
    pub reasons: Vec<Reason>,
    /// Whether it is live at the as-of date: by evidence, or by plan alone.
    pub live: bool,
}

/// Where the steps of each item stand, by item; states of a plan share what an edit left as it was.
pub type Standings = Vec<Rc<[Standing]>>;

/// A reason why a step stands where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A hard need is not there in time.
    NeedLate(Need, Lateness),
    /// A soft need is not there in time.
    WishLate(Need, Lateness),
    /// A hard need is not there in time, and the plan accepts that for a time.
    NeedWaived(Need, Lateness),
    /// A mandate will have expired, with this day, before the step is live.
    ExpiresFirst(NaiveDate),
    /// A need is itself past its date.
    NeedOverdue {
        /// The need.
        need: Need,
        /// Whether it is a mandate that has expired, and was not seen in force since.
        expired: bool,
        /// Where it is not there, if it is in others.
        lacking: Lacking,
    },
    /// Its date has come, and evidence does not say that it is there.
    Unproven {
        /// What is known instead.
        by: Unproven,
        /// The level planned.
        planned: Level,
    },
    /// A driver that should be live, with no stage and no value on record that says so.
    NothingShown,
    /// The level seen last is below the level planned by now.
    SeenBelow {
        /// The level seen.
        seen: Level,
        /// The level planned.
        planned: Level,
    },
    /// A driver that should be live and is not executed.
    StageBehind(Stage),
    /// A driver that should be live and has brought nothing yet.
    NothingRealized,
    /// A live driver has brought less than was planned, further below it than the plan's policy lets a forecast
    /// lie: so many ten-thousandths of it.
    ValueBehind(u32),
    /// A live driver takes more value away than was planned, further than that: so many ten-thousandths of it.
    ValueLost(u32),
    /// So many findings of error severity.
    Errors(usize),
    /// So many warnings.
    Warnings(usize),
}

/// How a need is not met when what needs it is live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// It is live so many days later.
    Days(i64),
    /// It is never live.
    Never,
    /// It is a mandate, which is not in force any more: the last day on which it is.
    Expired(NaiveDate),
}

/// Where every step of every item stands, given how many errors and warnings each step has.
#[must_use]
pub fn standings(figures: &Figures<'_>, findings: impl Fn(ItemIx, usize, Severity) -> usize) -> Standings {
    let mut standings: Standings = vec![Rc::default(); figures.plan.items.len()];
    let all = (0..standings.len()).map(ItemIx::from);
    stand(figures, &mut standings, all, findings);
    standings
}

/// Where every step of every item stands for who does not check the plan: as [`standings`], but that what is found
/// in the check puts nothing at risk.
#[must_use]
pub fn unchecked(figures: &Figures<'_>) -> Standings {
    standings(figures, |_, _, _| 0)
}

/// Finds where the steps of some items stand. Those of the others stand where they stood: nothing that these
/// read may have changed but the items given. What stands as it stood is shared with who has it.
pub fn stand(
    figures: &Figures<'_>,
    standings: &mut Standings,
    items: impl Iterator<Item = ItemIx> + Clone,
    findings: impl Fn(ItemIx, usize, Severity) -> usize,
) {
    let plan = figures.plan;
    // What is overdue by itself first, then what waits for something overdue.
    let mut own = Vec::new();
    for ix in items.clone() {
        let steps = 0..plan.item(ix).steps.len();
        own.extend(steps.map(|step| own_standing(figures, ix, step, &findings)));
        if *standings[ix.at()] != *own {
            standings[ix.at()] = own.drain(..).collect();
        }
        own.clear();
    }
    for ix in items {
        for need in &plan.item(ix).needs {
            let needed = plan.item(need.item).step_reaching(need.level);
            let needed = needed.and_then(|step| standings[need.item.at()].get(step));
            let overdue = needed.is_some_and(is_own_delay);
            if !overdue || plan.met_today(need) {
                continue;
            }
            let step = Plan::step_of_need(plan.item(ix), need);
            // That it is done, will have expired by the day of the step, or is what the step waits for, says as much.
            let told = |reason: &Reason| match reason {
                Reason::NeedLate(it, Lateness::Expired(_)) | Reason::NeedWaived(it, Lateness::Expired(_)) => {
                    it == need
                }
                Reason::NeedOverdue { need: it, .. } => it == need,
                _ => false,
            };
            let says = |it: &Standing| it.status <= Status::Unassessed || it.reasons.iter().any(told);
            if standings[ix.at()].get(step).is_none_or(says) {
                continue;
            }
            if let Some(standing) = Rc::make_mut(&mut standings[ix.at()]).get_mut(step) {
                let expired = figures.is_over(need.item, plan.as_of);
                let lacking = figures.lacking(need);
                standing.reasons.push(Reason::NeedOverdue { need: *need, expired, lacking });
                standing.status = standing.status.max(Status::AtRisk);
            }
        }
    }
}

/// Whether a step is live by plan alone, and not assessed.
#[must_use]
pub fn is_unassessed(figures: &Figures<'_>, ix: ItemIx, step: usize) -> bool {
    let standing = own_standing(figures, ix, step, &|_, _, _| 0);
    standing.live && standing.status == Status::Unassessed
}

/// Whether a step is late by what is known of it, or waits for what is so; to be at risk of waiting is no such thing.
fn is_own_delay(standing: &Standing) -> bool {
    match standing.reasons.first() {
        Some(Reason::SeenBelow { .. } | Reason::StageBehind(_)) => true,
        Some(Reason::NeedOverdue { .. }) => standing.status == Status::Late,
        Some(Reason::Unproven { by: Unproven::Mandate(force), .. }) => {
            matches!(force, Force::Ahead | Force::Expired)
        }
        _ => false,
    }
}

fn own_standing(
    figures: &Figures<'_>,
    ix: ItemIx,
    step: usize,
    findings: &impl Fn(ItemIx, usize, Severity) -> usize,
) -> Standing {
    let plan = figures.plan;
    let item = plan.item(ix);
    let live = plan.step_live(ix, step).unwrap_or(plan.horizon);
    let mut reasons = Vec::new();
    match figures.step_state(ix, step) {
        StepState::Overdue => {
            let planned = item.steps[step].level;
            reasons.push(match (figures.waits_for(ix, step), figures.stage_behind(ix)) {
                (Some(need), _) => {
                    Reason::NeedOverdue { need, expired: false, lacking: figures.lacking(&need) }
                }
                (None, Some(stage)) => Reason::StageBehind(stage),
                // It may stand lower still where nobody has looked, since it waits there.
                (None, None) => match figures.short_of(ix, step) {
                    Some(short) => Reason::SeenBelow { seen: short.seen.level, planned },
                    None => Reason::Unproven { by: Unproven::Mandate(Force::Ahead), planned },
                },
            });
            return Standing { status: Status::Late, reasons, live: false };
        }
        StepState::Expired => {
            let by = Unproven::Mandate(Force::Expired);
            reasons.push(Reason::Unproven { by, planned: item.steps[step].level });
            return Standing { status: Status::AtRisk, reasons, live: false };
        }
        StepState::Live => {
            let status = match item.driver().and_then(|driver| driver.stage) {
                Some(Stage::Executing) if !figures.has_brought(ix) => {
                    reasons.push(Reason::NothingRealized);
                    Status::AtRisk
                }
                _ => match (value_behind(figures, ix), unproven(figures, ix, step)) {
                    (Some(behind), _) => {
                        reasons.push(behind);
                        Status::AtRisk
                    }
                    (None, Some(unproven)) => {
                        reasons.push(unproven);
                        Status::Unassessed
                    }
                    (None, None) => Status::Done,
                },
            };
            return Standing { status, reasons, live: true };
        }
        StepState::Ahead | StepState::Underway => {}
    }
    let of_step = |need: &&Need| Plan::step_of_need(item, need) == step;
    let late = |need: &Need| lateness(figures, need, live);
    // What is accepted for a time puts nothing at risk, and is told all the same.
    let mut waived = Vec::new();
    for need in item.needs.iter().filter(of_step) {
        match late(need) {
            Some(late) if is_waived(plan, item, late) => waived.push(Reason::NeedWaived(*need, late)),
            Some(late) => reasons.push(Reason::NeedLate(*need, late)),
            None => {}
        }
    }
    let errors = findings(ix, step, Severity::Error);
    reasons.extend((errors > 0).then_some(Reason::Errors(errors)));
    if !reasons.is_empty() {
        reasons.extend(waived);
        return Standing { status: Status::Late, reasons, live: false };
    }
    reasons.extend(figures.expired_by(ix, live).map(Reason::ExpiresFirst));
    let accepted = !item.prefers.is_empty() && is_accepted(plan, "preference-out-of-order", item);
    for need in item.prefers.iter().filter(of_step).filter(|_| !accepted) {
        reasons.extend(late(need).map(|late| Reason::WishLate(*need, late)));
    }
    let start = item.start.filter(|_| step == 0).unwrap_or(plan.wave(item.steps[step].wave).start);
    let started = start <= plan.as_of;
    let warnings = if started { findings(ix, step, Severity::Warning) } else { 0 };
    reasons.extend((warnings > 0).then_some(Reason::Warnings(warnings)));
    let status = match (started, reasons.is_empty()) {
        (_, false) => Status::AtRisk,
        (true, true) => Status::OnTrack,
        (false, true) => Status::NotStarted,
    };
    reasons.extend(waived);
    Standing { status, reasons, live: false }
}

/// Why evidence does not say that a step is there whose date has come; `None` where it does.
fn unproven(figures: &Figures<'_>, ix: ItemIx, step: usize) -> Option<Reason> {
    let item = figures.plan.item(ix);
    if let Some(driver) = item.driver() {
        let shown = driver.stage.is_some() || figures.has_brought(ix);
        return (!shown).then_some(Reason::NothingShown);
    }
    let planned = item.steps[step].level;
    figures.unproven(ix, step).map(|by| Reason::Unproven { by, planned })
}

/// That a driver brings less than was planned, or takes more away, where that is further off than the policy lets a
/// forecast lie.
fn value_behind(figures: &Figures<'_>, ix: ItemIx) -> Option<Reason> {
    figures.plan.item(ix).driver()?;
    let rate = figures.rate(ix)?;
    let share = rate.share()?;
    let allowed = figures.plan.policy.threshold("forecast-below-plan") / 100.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share in bounds")]
    let parts = |most: f64| (share.clamp(0.0, most) * 10_000.0).floor() as u32;
    if rate.planned < Money::ZERO {
        return (share - 1.0 > allowed).then(|| Reason::ValueLost(parts(100_000.0)));
    }
    (1.0 - share > allowed).then(|| Reason::ValueBehind(parts(1.0)))
}

/// Whether a waiver in force accepts what a rule finds of an item.
fn is_accepted(plan: &Plan, rule: &str, item: &Item) -> bool {
    let here = |id: &Option<Box<str>>| id.as_deref().is_none_or(|id| *id == *item.id);
    plan.waivers
        .iter()
        .any(|it| &*it.rule == rule && here(&it.on) && it.until.is_none_or(|until| plan.as_of <= until))
}

/// Where an action stands: done, open, or open past its day.
#[must_use]
pub fn action_standing(plan: &Plan, action: &Action) -> Status {
    match (action.done, action.due) {
        (Some(done), _) if done <= plan.as_of => Status::Done,
        (_, Some(due)) if due < plan.as_of => Status::Late,
        _ => Status::NotStarted,
    }
}

/// Whether the plan accepts for a time that a hard need of an item is not there in time.
#[must_use]
pub fn is_waived(plan: &Plan, item: &Item, late: Lateness) -> bool {
    is_accepted(plan, if late == Lateness::Never { "need-never-met" } else { "need-after-use" }, item)
}

/// How a need is not met at `live`, where it is not: too late, never, or by a mandate that has expired by then.
#[must_use]
pub fn lateness(figures: &Figures<'_>, need: &Need, live: NaiveDate) -> Option<Lateness> {
    let plan = figures.plan;
    let step = plan.item(need.item).step_reaching(need.level);
    let late = match step.and_then(|step| plan.step_live(need.item, step)) {
        // What comes too late and has expired even then is never there at all.
        Some(met) => match figures.expired_by(need.item, met.max(live)) {
            Some(until) => Lateness::Expired(until),
            None if met <= live => return None,
            None => Lateness::Days((met - live).num_days()),
        },
        None => Lateness::Never,
    };
    // Asked last, since most needs are met in time by what is planned.
    (!plan.met_today(need)).then_some(late)
}
