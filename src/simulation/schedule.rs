//! When steps are live in a run, and which of them govern.
//!
//! A risk that happens delays all steps of its items that are still ahead at `as-of` by its months; the delays
//! of several risks add up. A step that moves pushes what needs it as a slip does: only as far as the need
//! forces, and never what is live already, or was due by `as-of`. Waves keep their dates and markets open as planned; a wave has
//! ended once its last step is live, and not before its end. A step that was due by `as-of` and is not there by
//! evidence is live on the day after `as-of`: the first one of which nothing is known, and from which a risk delays it.
//! As long as none does, value and running cost count it from its planned day, as the forecast does, whose record says
//! what came of it.
//!
//! **Governing chains**: the critical paths to steps of the last wave that has any, as the graph has them: the needs in
//! a row that take most calendar time, here of what is ahead at `as-of`, with the dates of the run. What is live or was due
//! takes none. Where several take as long, each governs, and what lies on any of them does.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use chrono::{Days, NaiveDate};

use super::draw::may_happen;
use crate::figures::Figures;
use crate::figures::readiness::StepState;
use crate::graph::{Graph, StepIx, Stretch};
use crate::plan::calendar::{Month, plus_months};
use crate::plan::id::{ItemIx, WaveIx};

/// Stands for "nothing before".
const NOTHING: u32 = u32::MAX;
/// Of so many risks each combination is tried: a few hundred runs, where a simulation has thousands.
const TRIED: usize = 8;
/// The mean length of a month in days.
const MONTH_DAYS: f64 = 365.25 / 12.0;

/// A step, in the order of the graph.
struct Step {
    ix: StepIx,
    item: ItemIx,
    wave: WaveIx,
    live: NaiveDate,
    /// The first day on which it can be live: later than by plan where it is overdue.
    soonest: NaiveDate,
    /// The first month of its work that is ahead, counted from that of `as-of`.
    begin: i32,
    /// The month after it is live by plan, so counted.
    over: i32,
    fixed: bool,
}

/// The steps of a plan and what may move them.
pub(super) struct Schedule {
    steps: Vec<Step>,
    /// Where the sources of each step begin; one more than there are steps.
    starts: Vec<u32>,
    sources: Vec<u32>,
    /// Where each step of the graph stands here.
    places: Vec<u32>,
    /// The steps that a risk may move, in order.
    movable: Vec<u32>,
    may_move: Vec<bool>,
    /// The same by what happens in some runs and not in others.
    open: Vec<bool>,
    /// By risk: the steps that it delays, and by how many months.
    delays: Vec<Vec<(u32, f64)>>,
    /// The risks that happen in each run.
    certain: Vec<usize>,
    /// The end of each wave, or the latest of its steps.
    ended_by_plan: Vec<NaiveDate>,
    /// The same where nothing is delayed, and what is overdue is live on the day after `as-of`.
    ends: Vec<NaiveDate>,
    /// The last wave that has any steps.
    governed: Option<WaveIx>,
    /// Those steps, which a chain may end in.
    last: Vec<u32>,
    planned_chains: Vec<u32>,
}

/// The dates of a run.
#[derive(Default)]
pub(super) struct Dates {
    live: Vec<NaiveDate>,
    late: Vec<f64>,
    stretches: Vec<Stretch>,
    /// The steps on any governing chain.
    chains: Vec<u32>,
    /// Those that were met on the way back, and those still to be looked at, each with the first month in which any
    /// step after it begins.
    met: Vec<bool>,
    open: Vec<(u32, i32)>,
    moved: bool,
}

/// The dates between which those of all runs lie.
pub(super) struct Reach {
    /// With what happens in each run, and nothing else.
    pub(super) soonest: Dates,
    /// With all that may happen.
    pub(super) latest: Dates,
}

impl Schedule {
    pub(super) fn of(figures: &Figures<'_>, graph: &Graph) -> Self {
        let plan = figures.plan;
        let as_of = Month::of(plan.as_of);
        let step = |ix: StepIx| {
            let live = graph.live(ix);
            let state = figures.step_state(graph.item_of(ix), graph.nth_of(ix));
            let fixed = matches!(state, StepState::Live | StepState::Expired);
            // What was due by then takes no time of itself.
            let [begin, over] = match live <= plan.as_of || fixed {
                true => [0, 0],
                false => graph.months(ix).map(|month| month.since(as_of).clamp(0, 1200)),
            };
            let overdue = state == StepState::Overdue;
            let soonest = if overdue { figures.soonest_of(graph.item_of(ix), live) } else { live };
            Step { ix, item: graph.item_of(ix), wave: graph.wave_of(ix), live, soonest, begin, over, fixed }
        };
        let steps: Vec<Step> = graph.order().map(step).collect();
        let mut places = vec![0; steps.len()];
        for (place, step) in (0..).zip(&steps) {
            places[step.ix.at()] = place;
        }
        let (mut starts, mut sources) = (vec![0], Vec::new());
        for step in &steps {
            // Needs that run in a loop against the calendar push nothing.
            let agrees = |needed: &StepIx| graph.layer(*needed) < graph.layer(step.ix);
            let needed = graph.needed_for(step.ix).map(|edge| edge.needed).filter(agrees);
            sources.extend(needed.map(|needed| places[needed.at()]));
            starts.push(sources.len() as u32);
        }
        let mut ended_by_plan: Vec<NaiveDate> = plan.waves.iter().map(|wave| wave.end).collect();
        let mut ends = ended_by_plan.clone();
        for step in &steps {
            let at = step.wave.at();
            ended_by_plan[at] = step.live.max(ended_by_plan[at]);
            ends[at] = step.soonest.max(ends[at]);
        }
        // A wave that holds nothing ends as planned, whatever happens.
        let governed = steps.iter().map(|step| step.wave).max_by_key(|wave| (plan.wave(*wave).end, *wave));
        let last = (0..).zip(&steps).filter(|(_, it)| Some(it.wave) == governed).map(|(at, _)| at).collect();
        let mut schedule = Self {
            may_move: Vec::new(),
            open: Vec::new(),
            steps,
            starts,
            sources,
            places,
            movable: Vec::new(),
            delays: Vec::new(),
            certain: Vec::new(),
            ended_by_plan,
            ends,
            governed,
            last,
            planned_chains: Vec::new(),
        };
        schedule.delays = plan.risks.iter().map(|risk| schedule.delayed(graph, &risk.delays)).collect();
        let certain = |nth: &usize| plan.risks[*nth].probability.is_some_and(|it| it >= 1.0);
        schedule.certain = (0..plan.risks.len()).filter(certain).collect();
        schedule.may_move = schedule.moved_by(&|_| true);
        schedule.open = schedule.moved_by(&|risk| may_happen(&plan.risks[risk]));
        let places = 0..schedule.steps.len() as u32;
        schedule.movable = places.filter(|place| schedule.may_move(*place)).collect();
        let mut planned = Dates::of(&schedule);
        schedule.weigh(&mut planned);
        schedule.planned_chains = planned.chains;
        schedule
    }

    fn delayed(&self, graph: &Graph, delays: &[(ItemIx, f64)]) -> Vec<(u32, f64)> {
        let positive = delays.iter().filter(|(_, months)| *months > 0.0);
        let steps = positive.flat_map(|(item, months)| graph.steps_of(*item).map(|step| (step, *months)));
        let placed = steps.map(|(step, months)| (self.places[step.at()], months));
        placed.filter(|(place, _)| !self.steps[*place as usize].fixed).collect()
    }

    /// Which steps some of the risks may move.
    fn moved_by(&self, risks: &dyn Fn(usize) -> bool) -> Vec<bool> {
        let mut moved = vec![false; self.steps.len()];
        let some = self.delays.iter().enumerate().filter(|(risk, _)| risks(*risk));
        for (place, _) in some.flat_map(|(_, delays)| delays) {
            moved[*place as usize] = true;
        }
        for place in 0..self.steps.len() {
            let pushed = self.range(place).any(|arc| moved[self.sources[arc] as usize]);
            moved[place] |= pushed && !self.steps[place].fixed;
        }
        moved
    }

    fn range(&self, place: usize) -> Range<usize> {
        self.starts[place] as usize..self.starts[place + 1] as usize
    }

    /// Where a step of the graph stands here.
    pub(super) fn place(&self, step: StepIx) -> u32 {
        self.places[step.at()]
    }

    /// How many steps there are.
    pub(super) fn len(&self) -> u32 {
        self.places.len() as u32
    }

    /// The step of the graph that stands here.
    pub(super) fn step(&self, place: u32) -> StepIx {
        self.steps[place as usize].ix
    }

    /// The wave of a step.
    pub(super) fn wave(&self, place: u32) -> WaveIx {
        self.steps[place as usize].wave
    }

    /// Whether a step is there already, or no more.
    pub(super) fn is_fixed(&self, place: u32) -> bool {
        self.steps[place as usize].fixed
    }

    /// Whether a risk may move a step.
    pub(super) fn may_move(&self, place: u32) -> bool {
        self.may_move[place as usize]
    }

    /// Whether a step is live on another day in one run than in another.
    pub(super) fn is_open(&self, place: u32) -> bool {
        self.open[place as usize]
    }

    /// Which waves have such a step.
    pub(super) fn open_waves(&self) -> Vec<bool> {
        let mut open = vec![false; self.ends.len()];
        for (step, _) in self.steps.iter().zip(&self.open).filter(|(_, open)| **open) {
            open[step.wave.at()] = true;
        }
        open
    }

    /// The risks that happen in each run.
    pub(super) fn certain(&self) -> impl Iterator<Item = usize> + '_ {
        self.certain.iter().copied()
    }

    /// The dates between which those of all runs lie, where these risks may happen.
    pub(super) fn reach(&self, risks: impl Iterator<Item = usize>) -> Reach {
        let (mut soonest, mut latest) = (Dates::of(self), Dates::of(self));
        self.run(self.certain(), &mut soonest);
        self.run(self.certain().chain(risks), &mut latest);
        Reach { soonest, latest }
    }

    /// Which of them may be late or not: those that are not late already by what happens in each run.
    pub(super) fn open_ends(&self, reach: &Reach) -> Vec<bool> {
        let (mut open, mut ends) = (self.open_waves(), Vec::new());
        self.ends(&reach.soonest, &mut ends);
        for (open, (end, planned)) in open.iter_mut().zip(ends.iter().zip(&self.ended_by_plan)) {
            *open &= end <= planned;
        }
        open
    }

    /// Whether a step was due by `as-of` and is not there: it is live on the day after at the earliest.
    pub(super) fn is_overdue(&self, place: u32) -> bool {
        let Step { live, soonest, .. } = self.steps[place as usize];
        live < soonest
    }

    /// When a step is live by plan.
    pub(super) fn planned(&self, place: u32) -> NaiveDate {
        self.steps[place as usize].live
    }

    /// The first day on which a step can be live where nothing delays it.
    pub(super) fn soonest(&self, place: u32) -> NaiveDate {
        self.steps[place as usize].soonest
    }

    /// The wave of the first step that a risk delays.
    pub(super) fn first_delayed(&self, risk: usize) -> Option<WaveIx> {
        self.delays[risk].iter().map(|(place, _)| self.steps[*place as usize].wave).min()
    }

    /// When each wave has ended by plan: its end, or the latest of its steps.
    pub(super) fn ended_by_plan(&self) -> &[NaiveDate] {
        &self.ended_by_plan
    }

    /// The dates of a run in which some risks happened.
    pub(super) fn run(&self, happened: impl Iterator<Item = usize>, dates: &mut Dates) {
        dates.reset(self);
        let mut any = false;
        for (place, months) in happened.flat_map(|risk| &self.delays[risk]) {
            dates.late[*place as usize] += months;
            any = true;
        }
        if !any {
            return;
        }
        dates.moved = true;
        for &place in &self.movable {
            let place = place as usize;
            let Step { live: planned, soonest, .. } = self.steps[place];
            let late = dates.late[place];
            let mut live = if late > 0.0 { later(soonest, late) } else { planned };
            for source in &self.sources[self.range(place)] {
                let pushing = dates.live[*source as usize];
                if pushing > live && pushing > self.steps[*source as usize].live {
                    live = pushing;
                }
            }
            dates.live[place] = live;
        }
        self.weigh(dates);
    }

    /// The governing chains of a run.
    fn weigh(&self, dates: &mut Dates) {
        for place in 0..self.steps.len() {
            let (begin, over) = self.span(dates, place);
            // Of those that take the same the tightest: through what is live last, then with more steps.
            let mut longest = (Stretch::of(begin, over), NOTHING);
            for &source in &self.sources[self.range(place)] {
                let stretch = dates.stretches[source as usize].and(begin, over);
                let weight = |(stretch, last): &(Stretch, u32)| {
                    let at = (*last != NOTHING).then_some(*last as usize);
                    let tightest = at.map(|at| (dates.live[at], stretch.steps, Reverse(self.steps[at].ix)));
                    (stretch.months, tightest)
                };
                if weight(&(stretch, source)) > weight(&longest) {
                    longest = (stretch, source);
                }
            }
            dates.stretches[place] = longest.0;
        }
        self.walk(dates);
    }

    /// From when to when a step takes time in a run.
    fn span(&self, dates: &Dates, place: usize) -> (i32, i32) {
        let step = &self.steps[place];
        let late = if dates.live[place] == step.live { 0 } else { months_late(step, dates.live[place]) };
        (step.begin, step.over + late)
    }

    /// Takes in what lies on any chain that takes most time, from the ends back, each step once.
    fn walk(&self, dates: &mut Dates) {
        dates.chains.clear();
        dates.met.fill(false);
        let months = |place: &u32| dates.stretches[*place as usize].months;
        let most = self.last.iter().map(months).max();
        let mut open = std::mem::take(&mut dates.open);
        open.extend(self.last.iter().filter(|place| Some(months(place)) == most).map(|at| (*at, i32::MAX)));
        open.iter().for_each(|(place, _)| dates.met[*place as usize] = true);
        while let Some((next, least)) = open.pop() {
            let (place, step) = (next as usize, &self.steps[next as usize]);
            let waits = step.live == step.soonest || dates.live[place] != step.live;
            if !step.fixed && waits {
                dates.chains.push(next);
            }
            let (begin, over) = self.span(dates, place);
            let best = dates.stretches[place];
            for &source in &self.sources[self.range(place)] {
                let goes_on = dates.stretches[source as usize].and(begin, over).goes_on_as(best, least);
                if goes_on && !std::mem::replace(&mut dates.met[source as usize], true) {
                    open.push((source, least.min(begin)));
                }
            }
        }
        dates.open = open;
    }

    /// When each wave ends in a run.
    pub(super) fn ends(&self, dates: &Dates, ends: &mut Vec<NaiveDate>) {
        ends.clone_from(&self.ends);
        for &place in self.movable.iter().filter(|_| dates.moved) {
            let end = &mut ends[self.steps[place as usize].wave.at()];
            *end = dates.live[place as usize].max(*end);
        }
    }

    /// The wave whose end is governed.
    pub(super) fn governed(&self) -> Option<WaveIx> {
        self.governed
    }

    /// The items that govern whichever of some risks happen, besides those that happen in each run: each combination
    /// is tried. None where there are too many to try.
    pub(super) fn always_governing(&self, risks: impl Iterator<Item = usize>) -> BTreeSet<ItemIx> {
        let risks: Vec<usize> = risks.filter(|risk| !self.delays[*risk].is_empty()).collect();
        let mut always = BTreeSet::new();
        if risks.len() > TRIED {
            return always;
        }
        let mut dates = Dates::of(self);
        for which in 0..1_usize << risks.len() {
            let happened = (0..risks.len()).filter(|nth| which >> nth & 1 == 1).map(|nth| risks[nth]);
            self.run(self.certain().chain(happened), &mut dates);
            let governing: BTreeSet<ItemIx> = self.governing(&dates).collect();
            always.retain(|item| governing.contains(item));
            if which == 0 {
                always = governing;
            }
            if always.is_empty() {
                break;
            }
        }
        always
    }

    /// The items on the governing chains of a run; an item as often as it has steps on them.
    pub(super) fn governing<'d>(&'d self, dates: &'d Dates) -> impl Iterator<Item = ItemIx> + 'd {
        let chains = if dates.moved { &dates.chains } else { &self.planned_chains };
        chains.iter().map(|place| self.steps[*place as usize].item)
    }
}

impl Dates {
    /// The dates of the plan.
    pub(super) fn of(schedule: &Schedule) -> Self {
        let count = schedule.steps.len();
        Self {
            live: schedule.steps.iter().map(|step| step.live).collect(),
            late: vec![0.0; count],
            stretches: vec![Stretch::default(); count],
            chains: Vec::new(),
            met: vec![false; count],
            open: Vec::new(),
            moved: false,
        }
    }

    fn reset(&mut self, schedule: &Schedule) {
        if self.moved {
            for &place in &schedule.movable {
                self.live[place as usize] = schedule.steps[place as usize].live;
                self.late[place as usize] = 0.0;
            }
        }
        self.moved = false;
    }

    /// Whether any step moved.
    pub(super) fn moved(&self) -> bool {
        self.moved
    }

    /// When a step is live.
    pub(super) fn live(&self, place: u32) -> NaiveDate {
        self.live[place as usize]
    }
}

/// A date so many months later; a part of a month counts in days of a mean one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 0 and 1200 months")]
fn later(date: NaiveDate, months: f64) -> NaiveDate {
    if months <= 0.0 {
        return date;
    }
    let months = months.min(1200.0);
    let days = Days::new((months.fract() * MONTH_DAYS).round() as u64);
    let date = plus_months(date, months.trunc() as i32);
    date.checked_add_days(days).unwrap_or(date)
}

/// By how many months of the calendar a step is live later than planned.
fn months_late(step: &Step, live: NaiveDate) -> i32 {
    Month::of(live).since(Month::of(step.soonest)).clamp(0, 1200)
}
