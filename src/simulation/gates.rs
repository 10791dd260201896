//! Whether the criteria of the gates to come hold in a run.
//!
//! A gate that is not decided yet, or on hold, is asked at its date, or at `as-of` where that has passed. What is asked
//! by `as-of` is answered by what is known, as wherever the gate is told: nothing that is drawn decides it. Of a day to
//! come:
//!
//! - **Levels**: what is assessed so far, and the steps that are live by then in the run. What was due and is assessed
//!   short is there on the day after `as-of` at the earliest, as for the waves (see `schedule`): a chance that hangs on
//!   it is one at most, and so is that of what needs it (see `hanging`); of what holds only without it nobody can tell. A
//!   mandate that has expired by then is not in force, whatever of it is live.
//! - **KPIs**: the line of the newest readings on that day, and how far it may stray (see `trend`), by the markets that
//!   are asked then. A yes or no that is as its targets want it stands as it was read; of another nobody can tell. With
//!   fewer than three readings, or a newest one that is stale, nobody can tell either. A percentage that its forecast
//!   holds between 0 and 100 is held there in each run. What is asked to be exactly so much is asked to have come so far,
//!   from below where higher is better and from above where lower is: a drawn value hits no number exactly. Of a band
//!   nobody can tell that it is.
//! - **Realized**: what is recorded, and the value of the run in the other months that have ended by then.
//! - **Spent**: what is recorded, and the planned one-off money of the months after the last record; in a
//!   wave, the money of the risks that happen too.

use crate::order::Order as _;
use chrono::NaiveDate;

use super::claims::{Claims, Values};
use super::draw::{Cause, Input, Law};
use super::hanging::Hanging;
use super::schedule::{Dates, Reach, Schedule};
use super::spending::{Spending, outturn};
use super::trend::{Heading, Trend};
use crate::figures::Figures;
use crate::figures::performance::{NoForecast, stale};
use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::id::{GateIx, ItemIx, KpiIx, WaveIx};
use crate::plan::item::Step;
use crate::plan::kpi::Better;
use crate::plan::leadership::{Comparison, Criterion, Gate, Subject};
use crate::plan::quantity::Level;

/// A gate to come, with a question for each criterion.
pub(super) struct Asked {
    pub(super) gate: GateIx,
    pub(super) at: NaiveDate,
    pub(super) questions: Vec<Question>,
}

/// A criterion, made ready to be asked of a run.
pub(super) struct Question {
    comparison: Comparison,
    threshold: f64,
    subject: Answer,
    /// Where the KPI that it asks about is heading, where that is drawn.
    pub(super) heading: Option<Heading>,
    /// The step of whose being there it hangs on what is overdue, by its place in the schedule.
    pub(super) hangs: Option<u32>,
}

/// Where the answer comes from. Money is in major units.
enum Answer {
    /// Whether it holds by what is known, of a day that has come.
    Settled(bool),
    /// The same in every run; `None`: there is nothing, and it does not hold.
    Known(Option<f64>),
    /// A level so far, and steps that may raise it, each with the first day on which it can.
    Level { floor: Option<Level>, steps: Vec<(u32, NaiveDate, Level)> },
    /// A KPI by what it is expected to be, and its spread times an input.
    Kpi { input: usize, expected: f64, spread: f64, share: bool },
    /// Realized so far, and a claim's value in the first months of the grid.
    Realized { known: f64, claim: usize, months: usize },
    /// Spent without risks, and what each risk adds by its input.
    Spent { known: f64, risks: Vec<(usize, f64)> },
    /// Nobody can tell.
    Untold,
}

/// What a run is asked with.
pub(super) struct Answers<'r> {
    pub(super) draws: &'r [f64],
    pub(super) dates: &'r Dates,
    pub(super) claims: &'r Claims,
    pub(super) values: &'r Values,
    /// A unit of major money in minor units.
    pub(super) one: f64,
}

impl Question {
    /// Whether anybody can tell.
    pub(super) fn told(&self) -> bool {
        !matches!(self.subject, Answer::Untold)
    }

    /// Whether it holds in one run and not in another, asked at a date, as far as what it asks about is drawn.
    pub(super) fn is_open(
        &self,
        inputs: &[Input],
        reach: &Reach,
        claims: (&Claims, &[bool]),
        at: NaiveDate,
    ) -> bool {
        match &self.subject {
            Answer::Settled(_) | Answer::Known(_) | Answer::Untold => false,
            Answer::Level { floor, steps } => {
                let in_time = |dates: &Dates| level_by(dates, *floor, steps, at);
                self.parts(in_time(&reach.latest), in_time(&reach.soonest))
            }
            Answer::Kpi { expected, spread, share, .. } => {
                let anywhere =
                    if *spread > 0.0 { [f64::NEG_INFINITY, f64::INFINITY] } else { [*expected; 2] };
                let [low, high] = anywhere.map(|end| if *share { end.clamp(0.0, 100.0) } else { end });
                self.parts(Some(low), Some(high))
            }
            Answer::Realized { claim, months, .. } => {
                let (claims, open) = claims;
                open[*claim] && claims.is_ahead(*claim, *months, &reach.soonest)
            }
            Answer::Spent { known, risks } => {
                let sum = |of: &dyn Fn(&Input) -> bool| {
                    let some = risks.iter().filter(|(input, _)| of(&inputs[*input]));
                    known + some.map(|(_, money)| money).sum::<f64>()
                };
                self.parts(Some(sum(&|input| !input.is_open())), Some(sum(&|_| true)))
            }
        }
    }

    /// Whether some of what lies between two values holds and some does not.
    fn parts(&self, low: Option<f64>, high: Option<f64>) -> bool {
        let holds =
            |value: Option<f64>| value.is_some_and(|value| self.comparison.holds(value, self.threshold));
        match self.comparison {
            Comparison::Equal => {
                let above = low.is_some_and(|low| low > self.threshold);
                let below = high.is_none_or(|high| high < self.threshold);
                low != high && !above && !below
            }
            // Nothing holds no bound, and what comes first of all may hold one that comes no further.
            Comparison::AtMost | Comparison::LessThan if low.is_none() => high.is_some(),
            _ => holds(low) != holds(high),
        }
    }

    /// Whether the criterion holds in a run, asked at a date.
    pub(super) fn holds(&self, run: &Answers<'_>, at: NaiveDate) -> bool {
        let value = match &self.subject {
            Answer::Settled(holds) => return *holds,
            Answer::Known(value) => *value,
            Answer::Untold => None,
            Answer::Level { floor, steps } => level_by(run.dates, *floor, steps, at),
            Answer::Kpi { input, expected, spread, share } => {
                let drawn = expected + spread * run.draws[*input];
                Some(if *share { drawn.clamp(0.0, 100.0) } else { drawn })
            }
            Answer::Realized { known, claim, months } => {
                Some(known + run.claims.ahead(run.values, *claim, *months) / run.one)
            }
            Answer::Spent { known, risks } => {
                Some(known + risks.iter().map(|(input, money)| run.draws[*input] * money).sum::<f64>())
            }
        };
        value.is_some_and(|value| self.comparison.holds(value, self.threshold))
    }
}

/// A level by a date: what is there so far, and what the steps bring that are live by then.
fn level_by(
    dates: &Dates,
    floor: Option<Level>,
    steps: &[(u32, NaiveDate, Level)],
    at: NaiveDate,
) -> Option<f64> {
    let reached = steps.iter().filter(|(step, soonest, _)| dates.live(*step).max(*soonest) <= at);
    reached.map(|(.., level)| *level).max().max(floor).map(f64::from)
}

/// What questions are made from.
pub(super) struct Asking<'p> {
    pub(super) figures: &'p Figures<'p>,
    pub(super) graph: &'p Graph,
    pub(super) schedule: &'p Schedule,
    pub(super) claims: &'p Claims,
    pub(super) spending: &'p Spending,
    pub(super) hanging: &'p Hanging,
    /// The input of each risk, where it may happen.
    pub(super) risks: &'p [Option<usize>],
    pub(super) seed: u64,
}

impl Asking<'_> {
    /// The gates to come, in the order of their dates, and the inputs that they add.
    pub(super) fn gates(&self, inputs: &mut Vec<Input>) -> Vec<Asked> {
        let plan = self.figures.plan;
        let mut known = vec![None; plan.kpis.len()];
        let mut asked: Vec<Asked> = Vec::new();
        for (position, gate) in plan.gates.iter().enumerate() {
            let ix = GateIx::from(position);
            let Some(date) = gate.date.or(gate.wave.map(|wave| plan.wave(wave).end)) else { continue };
            if plan.is_settled(ix) {
                continue;
            }
            let at = date.max(plan.as_of);
            let verdict = |on| self.figures.verdict(ix, on).now;
            // Who is asked of a KPI goes by the day of the gate; what is drawn of the others goes on from today.
            let asked_then = gate.criteria.iter().zip(verdict(plan.as_of)).zip(verdict(at));
            let questions = asked_then.map(|((criterion, now), then)| {
                let judged = if matches!(criterion.subject, Subject::Kpi(_)) { then } else { now };
                let Criterion { comparison, threshold, .. } = *criterion;
                if at <= plan.as_of {
                    let subject = Answer::Settled(judged.holds);
                    return Question { comparison, threshold, subject, heading: None, hangs: None };
                }
                let now = judged
                    .value
                    .filter(|_| judged.holds || judged.short.is_empty() || !holds(criterion, judged.value));
                let heading = self.heading(criterion, at, now);
                let subject = match (&heading, criterion.subject) {
                    (Some(heading), Subject::Kpi(kpi)) => {
                        self.strays(heading, at, &mut known[kpi.at()], inputs)
                    }
                    _ => self.answer(criterion, at, now),
                };
                let comparison = compared(criterion, heading.as_ref().map(|_| plan), &subject);
                let hangs = self.hangs(criterion, at, now);
                // What holds as long as something overdue is not there holds in no run, and is no certain no.
                let untold = hangs.is_none() && self.decides(gate, criterion, at);
                let subject = if untold { Answer::Untold } else { subject };
                Question { comparison, threshold, subject, heading, hangs }
            });
            asked.push(Asked { gate: ix, at, questions: questions.collect() });
        }
        asked.order_by_key(|asked| (asked.at, asked.gate));
        asked
    }

    fn answer(&self, criterion: &Criterion, at: NaiveDate, now: Option<f64>) -> Answer {
        match criterion.subject {
            Subject::Level(item) => self.level(item, at, now),
            Subject::Kpi(kpi) => match now.filter(|_| self.is_yes_or_no(kpi)) {
                Some(value) if self.figures.stands_as_read(kpi, value) => Answer::Known(now),
                _ => Answer::Untold,
            },
            Subject::Realized(driver) => self.realized(driver, at),
            Subject::SpentInWave(wave) => self.spent(wave, at),
            Subject::SpentOnItem(item) => Answer::Known(Some(self.spent_on(item, at))),
        }
    }

    /// The first step that hangs on what is overdue and lets a criterion hold that does not hold without such.
    fn hangs(&self, criterion: &Criterion, at: NaiveDate, now: Option<f64>) -> Option<u32> {
        match criterion.subject {
            Subject::Level(item) => self.level_hangs(item, criterion, at, now),
            Subject::Realized(driver) => self.realized_hangs(driver, criterion, at),
            Subject::Kpi(_) | Subject::SpentInWave(_) | Subject::SpentOnItem(_) => None,
        }
    }

    /// Whether a criterion holds without what is overdue and not with it, or the other way round.
    fn decides(&self, gate: &Gate, criterion: &Criterion, at: NaiveDate) -> bool {
        let answers = match criterion.subject {
            Subject::Level(item) => self.figures.level_hangs(gate, criterion, item, at),
            Subject::Realized(driver) => self.figures.realized_hangs(criterion, driver, at),
            Subject::Kpi(_) | Subject::SpentInWave(_) | Subject::SpentOnItem(_) => None,
        };
        answers.is_some_and(|[without, with]| without != with)
    }

    fn level_hangs(
        &self,
        item: ItemIx,
        criterion: &Criterion,
        at: NaiveDate,
        now: Option<f64>,
    ) -> Option<u32> {
        let own = &self.figures.plan.item(item).steps;
        let steps = self.graph.steps_of(item).map(|ix| self.schedule.place(ix)).zip(own);
        let in_time = |(step, _): &(u32, &Step)| self.figures.soonest(self.schedule.planned(*step)) <= at;
        let (hanging, others): (Vec<_>, Vec<_>) =
            steps.filter(in_time).partition(|(step, _)| self.hanging.hangs(*step));
        let without = others.iter().map(|(_, step)| step.level).max().max(now.map(level_of));
        if !self.may_rise(item, at) || holds(criterion, without.map(f64::from)) {
            return None;
        }
        let with = |(_, step): &&(u32, &Step)| holds(criterion, Some(step.level).max(without).map(f64::from));
        hanging.iter().find(with).map(|(place, _)| *place)
    }

    /// Whether a driver's value decides it that is to come once the driver is live.
    fn realized_hangs(&self, driver: ItemIx, criterion: &Criterion, at: NaiveDate) -> Option<u32> {
        let Answer::Realized { known, claim, months } = self.realized(driver, at) else { return None };
        let step = self.schedule.place(self.graph.step(driver, 0)?);
        let decides = self.hanging.hangs(step) && !holds(criterion, Some(known));
        let planned = || Dates::of(self.schedule);
        (decides && self.claims.is_ahead(claim, months, &planned())).then_some(step)
    }

    /// Whether what is live of an item counts on a day: a mandate that is granted later, or has expired, has no strength by
    /// its steps.
    fn may_rise(&self, item: ItemIx, at: NaiveDate) -> bool {
        let Some(mandate) = self.figures.plan.item(item).mandate() else { return true };
        mandate.until.is_none_or(|until| at <= until) && mandate.granted.is_none_or(|granted| granted <= at)
    }

    fn level(&self, item: ItemIx, at: NaiveDate, now: Option<f64>) -> Answer {
        let plan = self.figures.plan;
        let mandate = plan.item(item).mandate();
        if !self.may_rise(item, at) {
            let over = mandate.and_then(|mandate| mandate.until).is_some_and(|until| until < at);
            return Answer::Known(now.filter(|_| !over || !self.figures.is_over(item, at)));
        }
        let assessed = plan.assessed.iter().any(|it| it.item == item && it.date <= plan.as_of);
        let steps = self.graph.steps_of(item).zip(&plan.item(item).steps);
        let counting = steps.map(|(ix, step)| (self.schedule.place(ix), step.level));
        // What is assessed is the evidence of today; what was to be there beside it comes from tomorrow on.
        let due = |step: u32| {
            let planned = self.schedule.planned(step);
            if assessed { self.figures.soonest(planned) } else { planned }
        };
        let (open, settled): (Vec<_>, Vec<_>) = counting.partition(|(step, _)| self.schedule.may_move(*step));
        let live = settled.iter().filter(|(step, _)| due(*step) <= at).map(|(_, level)| *level);
        let floor = live.max().max(now.map(level_of));
        if open.is_empty() {
            Answer::Known(floor.map(f64::from))
        } else {
            let steps = open.into_iter().map(|(step, level)| (step, due(step), level)).collect();
            Answer::Level { floor, steps }
        }
    }

    /// Whether it is said of a KPI that it is done or not.
    fn is_yes_or_no(&self, kpi: KpiIx) -> bool {
        matches!(self.figures.kpi(kpi).global.forecast, Err(NoForecast::YesOrNo))
    }

    /// Where the KPI of a criterion is heading, where it has a line that goes on up to then.
    fn heading(&self, criterion: &Criterion, at: NaiveDate, now: Option<f64>) -> Option<Heading> {
        let Subject::Kpi(kpi) = criterion.subject else { return None };
        let measure = &self.figures.kpi(kpi).global;
        // Of a whole that is its worst market, whether the market that will be the worst then is stale counts.
        let is_old = || {
            let last = self.figures.course_ahead(kpi, None, at).pop();
            last.is_some_and(|last| stale(self.figures.plan, self.figures.plan.kpi(kpi).cadence, last.date))
        };
        now.filter(|_| !self.is_yes_or_no(kpi))?;
        if measure.worst_ahead.is_none() && !measure.not_due && is_old() {
            return None;
        }
        // A band has no side from which a number is reached.
        let better = self.figures.plan.kpi(kpi).better;
        if criterion.comparison == Comparison::Equal && better == Some(Better::Within) {
            return None;
        }
        Some(Trend::of(self.figures, kpi, at)?.at(at))
    }

    /// A KPI that is drawn, whose input is made where it is asked about for the first time.
    fn strays(
        &self,
        heading: &Heading,
        at: NaiveDate,
        known: &mut Option<usize>,
        inputs: &mut Vec<Input>,
    ) -> Answer {
        let Heading { kpi, expected, spread, .. } = *heading;
        let law = Law::strays(heading.freedom());
        let input = known.or_else(|| {
            inputs.push(Input::new(self.seed, Cause::Kpi(kpi), &self.figures.plan.kpi(kpi).id, law?));
            Some(inputs.len() - 1)
        });
        *known = input;
        let share = self.figures.is_share(kpi, at);
        input.map_or(Answer::Untold, |input| Answer::Kpi { input, expected, spread, share })
    }

    fn realized(&self, driver: ItemIx, at: NaiveDate) -> Answer {
        let figures = self.figures;
        let digits = figures.plan.currency.digits;
        let known = figures.realized_by(driver, at).major_f64(digits);
        let months = figures.grid().months().take_while(|month| month.last_day() <= at).count();
        match self.claims.drivers().position(|claimed| claimed == driver) {
            Some(claim) => Answer::Realized { known, claim, months },
            None => Answer::Known(Some(known)),
        }
    }

    fn spent(&self, wave: WaveIx, at: NaiveDate) -> Answer {
        let digits = self.figures.plan.currency.digits;
        let known = outturn(self.figures, wave, Some(at)).major_f64(digits);
        let one = 10_f64.powi(digits.cast_signed());
        let risks = self.risks.iter().enumerate().filter_map(|(risk, input)| {
            let money = self.spending.risk_in(risk, wave);
            Some(((*input)?, money / one)).filter(|_| money > 0.0)
        });
        Answer::Spent { known, risks: risks.collect() }
    }

    /// What is spent on an item by a date, in major units: recorded, and planned for the months after.
    fn spent_on(&self, item: ItemIx, at: NaiveDate) -> f64 {
        let figures = self.figures;
        let ahead = figures.to_be_spent_on(item).into_iter().filter(|(day, _)| *day <= at);
        let money = figures.spent_on(item, at) + ahead.map(|(_, amount)| amount).sum();
        money.major_f64(figures.plan.currency.digits)
    }
}

/// How a criterion compares in a run: of what is drawn, exactly so much is so much at least, or at most where lower
/// is better.
fn compared(criterion: &Criterion, plan: Option<&Plan>, subject: &Answer) -> Comparison {
    match (criterion.comparison, criterion.subject, plan) {
        (Comparison::Equal, Subject::Kpi(kpi), Some(plan)) if matches!(subject, Answer::Kpi { .. }) => {
            match plan.kpi(kpi).better {
                Some(Better::Lower) => Comparison::AtMost,
                _ => Comparison::AtLeast,
            }
        }
        (comparison, ..) => comparison,
    }
}

fn holds(criterion: &Criterion, value: Option<f64>) -> bool {
    value.is_some_and(|value| criterion.comparison.holds(value, criterion.threshold))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a level was put into the number"
)]
fn level_of(value: f64) -> Level {
    value as Level
}
