//! What hangs on what is overdue.
//!
//! A step that was due and is not there counts as live from the day after `as-of` on, and nobody says that it will be. So
//! what needs it, directly or through others, is as uncertain, and so is all that is told of that: the gates that ask for
//! it, the ends of the waves that hold it, and the value that comes with it. What is there by evidence hangs on nothing,
//! and a need of which the level asked for was seen holds nothing up.
//!
//! One pass forward over the steps in the order of their needs says which of them hang; passes back, each for 64 figures
//! at once, say on what.

use crate::figures::Figures;
use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;
use crate::plan::veil::PRIVATE;

use super::Simulation;
use super::claims::Claims;
use super::gates::Asked;
use super::schedule::Schedule;
use super::spread::Chance;

/// What is overdue that a figure hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// The item of the first such step, in the order of needs.
    pub item: ItemIx,
    /// The place of the step in its item.
    pub step: usize,
    /// How many other steps are overdue that it hangs on.
    pub more: usize,
}

impl Overdue {
    /// In a few words: `Data at 2`, `Data at 2 and 3 more`; of a driver its name alone, and of what is private not even
    /// that, since sentences go where no name is withheld any more.
    #[must_use]
    pub fn words(self, plan: &Plan) -> String {
        let item = plan.item(self.item);
        let level = item.steps.get(self.step).filter(|_| item.driver().is_none());
        let what = match (item.about.private, level) {
            (true, _) => PRIVATE.to_owned(),
            (false, Some(step)) => format!("{} at {}", item.title(), step.level),
            (false, None) => item.title().to_owned(),
        };
        if self.more > 0 { format!("{what} and {} more", self.more) } else { what }
    }

    /// That a figure hangs on it.
    #[must_use]
    pub fn said(self, plan: &Plan) -> String {
        format!("it hangs on what is overdue, {}", self.words(plan))
    }

    /// That a chance is so much at most, since it hangs on it.
    #[must_use]
    pub fn at_most(self, plan: &Plan) -> String {
        format!("at most so much: {}", self.said(plan))
    }

    /// That a day, or a month, is the earliest, since it hangs on it.
    #[must_use]
    pub fn at_the_earliest(self, plan: &Plan) -> String {
        format!("no sooner: {}", self.said(plan))
    }

    /// That a chance of being late is so much at least, since it hangs on it.
    #[must_use]
    pub fn at_least(self, plan: &Plan) -> String {
        format!("at least so much: {}", self.said(plan))
    }
}

/// Whether value, and net present value, of what hangs on what is overdue is to come: without it they are less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Less {
    /// Value is.
    pub value: bool,
    /// Net present value is.
    pub npv: bool,
}

impl Simulation {
    /// In percent a chance of what hangs on what is overdue: it is that at most, where it is not nothing.
    #[must_use]
    pub fn percent_at_most(&self, told: Chance) -> String {
        let percent = self.in_percent(told);
        match told.certain && told.times == 0 || percent.starts_with("under") {
            true => percent,
            // All that is known lets it hold.
            false if percent.starts_with("over") => "at most 100 %".into(),
            false => format!("at most {percent}"),
        }
    }

    /// The same of being late on what is overdue: it is that at least, where it is not all.
    #[must_use]
    pub fn percent_at_least(&self, told: Chance) -> String {
        let percent = self.in_percent(told);
        match told.certain && told.times == told.of || percent.starts_with("over") {
            true => percent,
            false if percent.starts_with("under") => "at least 0 %".into(),
            false => format!("at least {percent}"),
        }
    }

    /// The chance that value reaches what the plan's own forecast says, in percent.
    #[must_use]
    pub fn percent_of_forecast_value(&self) -> String {
        let told = self.value_as_forecast;
        if self.less.value { self.percent_at_most(told) } else { self.in_percent(told) }
    }
}

/// The steps that hang on what is overdue, by their place in the schedule.
pub(super) struct Hanging {
    overdue: Vec<bool>,
    /// Where those begin that each step hangs on; one more than there are steps.
    starts: Vec<u32>,
    sources: Vec<u32>,
}

/// What the figures of a plan hang on.
pub(super) struct Hung {
    /// Value, net present value and payback.
    pub(super) all: Option<Overdue>,
    pub(super) less: Less,
    /// The value of each wave.
    pub(super) values: Vec<Option<Overdue>>,
    /// The end of each wave.
    pub(super) ends: Vec<Option<Overdue>>,
    /// Each gate to come, and each of its criteria.
    pub(super) gates: Vec<(Option<Overdue>, Vec<Option<Overdue>>)>,
}

impl Hanging {
    pub(super) fn of(figures: &Figures<'_>, graph: &Graph, schedule: &Schedule) -> Self {
        let count = schedule.len();
        let overdue: Vec<bool> = (0..count).map(|place| schedule.is_overdue(place)).collect();
        let (mut starts, mut sources) = (Vec::with_capacity(count as usize + 1), Vec::new());
        starts.push(0);
        if !overdue.contains(&true) {
            starts.resize(count as usize + 1, 0);
            return Self { overdue, starts, sources };
        }
        for place in 0..count {
            if !schedule.is_fixed(place) {
                let ix = schedule.step(place);
                for edge in graph.needed_for(ix).filter(|edge| graph.layer(edge.needed) < graph.layer(ix)) {
                    let needed = schedule.place(edge.needed);
                    let at = needed as usize;
                    let hangs = overdue[at] || starts[at] < starts[at + 1];
                    if hangs && !figures.is_need_seen(&edge) {
                        sources.push(needed);
                    }
                }
            }
            starts.push(sources.len() as u32);
        }
        Self { overdue, starts, sources }
    }

    /// Whether a step is overdue, or hangs on one that is.
    pub(super) fn hangs(&self, place: u32) -> bool {
        self.overdue[place as usize] || !self.on(place).is_empty()
    }

    fn on(&self, place: u32) -> &[u32] {
        let at = place as usize;
        &self.sources[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The first overdue step, by its place, that some steps hang on, and how many there are; each list by itself.
    fn roots(&self, lists: &[Vec<u32>]) -> Vec<Option<(u32, usize)>> {
        let mut roots = vec![None; lists.len()];
        let asked: Vec<usize> = (0..lists.len()).filter(|nth| !lists[*nth].is_empty()).collect();
        for some in asked.chunks(64) {
            let mut marks = vec![0_u64; self.overdue.len()];
            for (bit, nth) in some.iter().enumerate() {
                for place in &lists[*nth] {
                    marks[*place as usize] |= 1 << bit;
                }
            }
            // What a step hangs on stands before it; so the last that is met is the first of them.
            for place in (0..self.overdue.len())
                .rev()
                .filter(|place| self.overdue[*place] || !self.on(*place as u32).is_empty())
            {
                let mark = marks[place];
                for source in self.on(place as u32) {
                    marks[*source as usize] |= mark;
                }
                let mut left = if self.overdue[place] { mark } else { 0 };
                while left != 0 {
                    let root = &mut roots[some[left.trailing_zeros() as usize]];
                    let many = root.map_or(0, |(_, many)| many);
                    *root = Some((place as u32, many + 1));
                    left &= left - 1;
                }
            }
        }
        roots
    }
}

impl Hung {
    pub(super) fn of(
        figures: &Figures<'_>,
        graph: &Graph,
        schedule: &Schedule,
        (hanging, claims, asked): (&Hanging, &Claims, &[Asked]),
    ) -> Self {
        let waves = figures.plan.waves.len();
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); 1 + 2 * waves];
        let ahead = claims.hanging(figures, hanging);
        for &(place, _) in &ahead {
            lists[0].push(place);
            lists[1 + schedule.wave(place).at()].push(place);
        }
        for place in (0..schedule.len()).filter(|place| hanging.hangs(*place)) {
            lists[1 + waves + schedule.wave(place).at()].push(place);
        }
        for asked in asked {
            lists.push(asked.questions.iter().filter_map(|question| question.hangs).collect());
            lists.extend(asked.questions.iter().map(|question| question.hangs.into_iter().collect()));
        }
        let mut told = hanging.roots(&lists).into_iter().map(|root| {
            let (place, many) = root?;
            let step = schedule.step(place);
            Some(Overdue { item: graph.item_of(step), step: graph.nth_of(step), more: many - 1 })
        });
        let all = told.next().flatten();
        let values = told.by_ref().take(waves).collect();
        let ends = told.by_ref().take(waves).collect();
        let gate = |asked: &Asked| {
            let own = told.next().flatten();
            (own, told.by_ref().take(asked.questions.len()).collect())
        };
        let gates = asked.iter().map(gate).collect();
        let value: f64 = ahead.iter().map(|(_, value)| value).sum();
        let running = || {
            let first = (0..schedule.len()).filter(|place| hanging.hangs(*place));
            let first = first.map(|place| schedule.step(place)).filter(|step| graph.nth_of(*step) == 0);
            let running =
                first.map(|step| figures.costs_of_item(graph.item_of(step))[1].iter().copied().sum());
            running.map(Money::minor_f64).sum::<f64>()
        };
        let less = all.map(|_| Less { value: value > 0.0, npv: value > 0.0 && value > running() });
        Self { all, less: less.unwrap_or_default(), values, ends, gates }
    }
}
