//! Where each step of a plan stands at the as-of date: done, on track, at risk, late or not started,
//! and the reasons for it.

use std::cmp::Ordering;
use std::rc::Rc;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::figures::Figures;
use crate::figures::readiness::{Force, StepState, Unproven};
use crate::finding::{Finding, Place, Severity};
use crate::plan::Plan;
use crate::plan::address::{Address, Part};
use crate::plan::id::{GateIx, ItemIx, UnitIx, WaveIx};
use crate::plan::item::{Item, Need};
use crate::plan::quantity::{Level, Money};
use crate::plan::record::Outcome;
use crate::plan::strategy::{Driver, Stage};
use crate::plan::wave::Wave;
use crate::wording;

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

/// What steps say of their needs themselves, each step of its own.
const OF_NEEDS: [&str; 3] = ["need-after-use", "need-never-met", "preference-out-of-order"];

/// How many findings of each severity each step has, but for those of its needs, which it tells by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(FxHashMap<(ItemIx, usize, Severity), usize>);

impl Counts {
    /// Counts the findings of a check, each with the step of [`counted_with`].
    #[must_use]
    pub fn of<'f>(plan: &Plan, findings: impl Iterator<Item = (&'f Finding, Severity)>) -> Self {
        let mut counts = FxHashMap::default();
        for (finding, severity) in findings {
            if let Some((ix, step)) = counted_with(plan, finding, severity) {
                *counts.entry((ix, step, severity)).or_default() += 1;
            }
        }
        Self(counts)
    }

    /// How many findings of a severity a step has.
    #[must_use]
    pub fn on(&self, ix: ItemIx, step: usize, severity: Severity) -> usize {
        self.0.get(&(ix, step, severity)).copied().unwrap_or(0)
    }

    /// The items of which more or less is found than by others.
    pub fn apart<'c>(&'c self, other: &'c Self) -> impl Iterator<Item = ItemIx> + 'c {
        let apart = |one: &'c Self, other: &'c Self| {
            let apart = one.0.iter().filter(|(at, many)| other.0.get(at) != Some(many));
            apart.map(|((ix, ..), _)| *ix)
        };
        apart(self, other).chain(apart(other, self))
    }
}

/// The step that a finding counts with: that whose wave it names, and else the first of the item that it is about;
/// `None` where it is about none, or about needs. A preference that the plan holds to as to a need is an error as any.
#[must_use]
pub fn counted_with(plan: &Plan, finding: &Finding, severity: Severity) -> Option<(ItemIx, usize)> {
    let (Place::Address(at) | Place::Both(at, _)) = &finding.at else { return None };
    let denied = finding.rule == "preference-out-of-order" && severity == Severity::Error;
    if OF_NEEDS.contains(&finding.rule) && !denied {
        return None;
    }
    let ix = plan.item_by_id(&at.key).filter(|ix| Plan::item_table(plan.item(*ix)) == at.table)?;
    Some((ix, step_at(plan, ix, at)))
}

/// The step that an address of an item is about: `reaches.WAVE`, `live.WAVE` or `prefers.WAVE`; the first where it is about all.
fn step_at(plan: &Plan, ix: ItemIx, at: &Address) -> usize {
    let [Part::Key(key), Part::Key(wave), ..] = at.path.as_slice() else { return 0 };
    let of_steps = matches!(&**key, "reaches" | "live" | "prefers");
    let wave = plan.wave_by_id(wave).filter(|_| of_steps);
    plan.item(ix).steps.iter().position(|step| Some(step.wave) == wave).unwrap_or(0)
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
            let overdue = needed.and_then(|it| it.reasons.first()).is_some_and(is_own_delay);
            if !overdue || plan.met_today(need) {
                continue;
            }
            let step = Plan::step_of_need(plan.item(ix), need);
            // That it is done, or will have expired by the day of the step, says as much.
            let told = |reason: &Reason| matches!(reason, Reason::NeedLate(it, Lateness::Expired(_)) | Reason::NeedWaived(it, Lateness::Expired(_)) if it == need);
            let says = |it: &Standing| it.status <= Status::Unassessed || it.reasons.iter().any(told);
            if standings[ix.at()].get(step).is_none_or(says) {
                continue;
            }
            if let Some(standing) = Rc::make_mut(&mut standings[ix.at()]).get_mut(step) {
                let expired = figures.is_over(need.item, plan.as_of);
                standing.reasons.push(Reason::NeedOverdue { need: *need, expired });
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

fn is_own_delay(reason: &Reason) -> bool {
    match reason {
        Reason::SeenBelow { .. } | Reason::StageBehind(_) => true,
        Reason::Unproven { by: Unproven::Mandate(force), .. } => {
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
            reasons.push(match (figures.stage_behind(ix), figures.short_of(ix, step)) {
                (Some(stage), _) => Reason::StageBehind(stage),
                (None, Some(_)) => {
                    let seen = figures.level_everywhere(ix, plan.as_of).unwrap_or(0);
                    Reason::SeenBelow { seen, planned }
                }
                (None, None) => Reason::Unproven { by: Unproven::Mandate(Force::Ahead), planned },
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
                Some(Stage::Executing) if !has_brought(figures, ix) => {
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
        let shown = driver.stage.is_some() || has_brought(figures, ix);
        return (!shown).then_some(Reason::NothingShown);
    }
    let planned = item.steps[step].level;
    figures.unproven(ix, step).map(|by| Reason::Unproven { by, planned })
}

/// Whether something that a driver was to do is on record: an amount, or of what is to take value away any record.
fn has_brought(figures: &Figures<'_>, ix: ItemIx) -> bool {
    let takes_away = figures.plan.item(ix).driver().is_some_and(Driver::takes_away);
    let evidence = figures.evidence();
    evidence.to_date(ix) != Money::ZERO || takes_away && !evidence.recorded(ix).is_empty()
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

/// When a gate is held: its date, or the end of its wave.
#[must_use]
pub fn gate_date(plan: &Plan, ix: GateIx) -> Option<NaiveDate> {
    let gate = &plan.gates[ix.at()];
    gate.date.or_else(|| gate.wave.map(|wave| plan.wave(wave).end))
}

/// The newest outcome of a gate by the as-of date.
#[must_use]
pub fn gate_outcome(plan: &Plan, ix: GateIx) -> Option<Outcome> {
    plan.decided_at(ix, plan.as_of)?.outcome
}

/// Where a gate stands: decided, open though its day has come, or to come. One that was let go though a criterion was
/// not met on that day went on at a risk.
#[must_use]
pub fn gate_status(figures: &Figures<'_>, ix: GateIx) -> Status {
    let plan = figures.plan;
    match gate_outcome(plan, ix) {
        Some(Outcome::Go) if figures.verdict(ix, plan.as_of).unmet() > 0 => Status::AtRisk,
        Some(Outcome::Go) => Status::Done,
        Some(Outcome::Conditions) => Status::AtRisk,
        Some(Outcome::Hold | Outcome::Stop) => Status::Late,
        None if gate_date(plan, ix).is_some_and(|date| date <= plan.as_of) => Status::Open,
        None => Status::NotStarted,
    }
}

/// What was decided at a gate, and how many criteria it was decided against: "go, 2 of 6 criteria not met"; `None`
/// while nothing is.
#[must_use]
pub fn gate_decided(figures: &Figures<'_>, ix: GateIx) -> Option<String> {
    let plan = figures.plan;
    let outcome = gate_outcome(plan, ix)?;
    let unmet = if outcome == Outcome::Go { figures.verdict(ix, plan.as_of).unmet() } else { 0 };
    Some(match (unmet, plan.gates[ix.at()].criteria.len()) {
        (0, _) => outcome.as_str().to_owned(),
        (unmet, all) => format!("{}, {unmet} of {} not met", outcome.as_str(), criteria(all)),
    })
}

/// So many criteria: "1 criterion", "6 criteria".
fn criteria(many: usize) -> String {
    format!("{many} {}", if many == 1 { "criterion" } else { "criteria" })
}

/// How far a wave has come, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Steps that are live.
    pub live: u32,
    /// Of these, those that are live by plan alone, and not assessed.
    pub unassessed: u32,
    /// All its steps.
    pub steps: u32,
    /// Where it stands as a whole: as the worst of its steps.
    pub status: Status,
    /// The first of its worst steps, and how many stand like it, where they make it late or put it at risk.
    pub worst: Option<(ItemIx, usize, u32)>,
}

/// How far each wave has come.
#[must_use]
pub fn progress(plan: &Plan, standings: &[Rc<[Standing]>]) -> Vec<Progress> {
    let mut worst = vec![(Status::Done, 0, 0, 0); plan.waves.len()];
    let mut firsts: Vec<Option<(ItemIx, usize, u32)>> = vec![None; plan.waves.len()];
    for ((ix, item), standings) in plan.items().zip(standings) {
        for (nth, (step, standing)) in item.steps.iter().zip(&**standings).enumerate() {
            let (status, live, unassessed, steps) = &mut worst[step.wave.at()];
            match (&mut firsts[step.wave.at()], standing.status.cmp(status)) {
                (Some((.., alike)), Ordering::Equal) => *alike += 1,
                (first, Ordering::Greater) => *first = Some((ix, nth, 1)),
                _ => {}
            }
            *status = (*status).max(standing.status);
            *live += u32::from(standing.live);
            *unassessed += u32::from(standing.live && standing.status == Status::Unassessed);
            *steps += 1;
        }
    }
    let of = |(ix, wave): (WaveIx, &Wave)| {
        let (worst, live, unassessed, steps) = worst[ix.at()];
        let status = match worst {
            worst @ (Status::Late | Status::AtRisk) => worst,
            _ if live == steps && wave.end <= plan.as_of => worst,
            _ if wave.start <= plan.as_of => Status::OnTrack,
            _ => Status::NotStarted,
        };
        let first = firsts[ix.at()].filter(|_| matches!(status, Status::Late | Status::AtRisk));
        Progress { live, unassessed, steps, status, worst: first }
    };
    plan.waves().map(of).collect()
}

impl Progress {
    /// How many of its steps are live, in words: `29 of 30 steps live, 4 of them not assessed`.
    #[must_use]
    pub fn words(&self) -> String {
        let steps = wording::count(self.steps as usize, "step");
        match self.unassessed {
            0 => format!("{} of {steps} live", self.live),
            many if many == self.live && many > 1 => format!("{} of {steps} live, none assessed", self.live),
            many => format!("{} of {steps} live, {many} of them not assessed", self.live),
        }
    }
}

impl Reason {
    /// The reason in words, as the second half of a sentence about the step.
    #[must_use]
    pub fn say(&self, plan: &Plan) -> String {
        let name = |need: &Need| {
            let item = plan.item(need.item);
            match need.level {
                Some(level) if item.driver().is_none() => format!("{} at {level}", item.title()),
                _ => item.title().to_owned(),
            }
        };
        let ends = |until: NaiveDate| {
            let verb = if until < plan.as_of { "expired" } else { "expires" };
            format!("{verb} on {}", wording::date(until))
        };
        let late = |need: &Need, late: &Lateness| match late {
            Lateness::Days(days) => format!("{}, {} too late", name(need), count(days.unsigned_abs(), "day")),
            Lateness::Never => format!("{}, which is never live", name(need)),
            Lateness::Expired(until) => format!("{}, which {}", name(need), ends(*until)),
        };
        match self {
            Self::NeedLate(need, how) => format!("needs {}", late(need, how)),
            Self::WishLate(need, how) => format!("prefers {}", late(need, how)),
            Self::NeedWaived(need, how @ Lateness::Expired(_)) => {
                format!("needs {}, and that is waived", late(need, how))
            }
            Self::NeedWaived(need, how) => format!("needs {}, which is waived", late(need, how)),
            Self::ExpiresFirst(until) => format!("{}, before it is live", ends(*until)),
            Self::Unproven { by, planned } => said_of(plan, *by, *planned),
            Self::NothingShown => "should be live, and neither its stage nor value realized says so".into(),
            Self::NeedOverdue { need, expired } => {
                let stands = if *expired { "has expired" } else { "is late itself" };
                format!("waits for {}, which {stands}", name(need))
            }
            Self::SeenBelow { seen, planned } => {
                format!("level {seen} was seen, {planned} was planned by now")
            }
            Self::StageBehind(stage) => format!("should be live, and is only {}", stage.as_str()),
            Self::NothingRealized => "live, and nothing is realized yet".into(),
            Self::ValueBehind(parts) => {
                let share = wording::percent(f64::from(*parts) / 10_000.0, &[]);
                format!("brings {share} of its plan")
            }
            Self::ValueLost(parts) => {
                let share = wording::percent(f64::from(*parts) / 10_000.0, &[]);
                format!("takes away {share} of what was planned")
            }
            Self::Errors(errors) => count(*errors as u64, "error"),
            Self::Warnings(warnings) => count(*warnings as u64, "warning"),
        }
    }
}

/// What is known of a step whose date has come, where that does not say that it is there.
fn said_of(plan: &Plan, by: Unproven, planned: Level) -> String {
    let place =
        |unit: Option<UnitIx>| unit.map(|unit| format!(" in {}", plan.unit_title(unit))).unwrap_or_default();
    match by {
        Unproven::Level { evident: Some(level), unit } => {
            format!("{planned} was planned by now, and evidence says {level}{}", place(unit))
        }
        Unproven::Level { evident: None, unit } => {
            format!("{planned} was planned by now, and nobody has assessed it{}", place(unit))
        }
        Unproven::Mandate(Force::Expired) => format!("{planned} was planned by now, and it has expired"),
        Unproven::Mandate(Force::Ahead) => {
            format!("{planned} was planned by now, and it is granted only later")
        }
        Unproven::Mandate(_) => format!("{planned} was planned by now, and nobody has granted it"),
    }
}

fn count(count: u64, noun: &str) -> String {
    wording::count(usize::try_from(count).unwrap_or(usize::MAX), noun)
}
