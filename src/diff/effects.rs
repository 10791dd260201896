//! What a change does: to the figures of the whole and of each wave, to dates, to gates.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::amount::{self, Amount, difference};
use super::naming;
use crate::figures::Figures;
use crate::figures::alone::Alone;
use crate::figures::business_case::Case;
use crate::figures::timing::Timing;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::{GateIx, Id};
use crate::plan::quantity::{Currency, Level, Money};
use crate::plan::telling::Telling;
use crate::plan::veil::PRIVATE;
use crate::wording::count;

/// A figure of the whole plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// What it is called.
    pub name: &'static str,
    /// What it was.
    pub before: Amount,
    /// What it is.
    pub after: Amount,
}

/// The business case of a wave, as it was and is; `None` where there is no such wave.
#[derive(Clone, Debug, PartialEq)]
pub struct OfWave {
    /// The wave, by its id.
    pub wave: Id,
    /// What it is called.
    pub name: Box<str>,
    /// Planned value less cost as it was.
    pub before: Option<Money>,
    /// Planned value less cost as it is.
    pub after: Option<Money>,
}

/// A step of an item that goes live on another day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The item.
    pub at: Address,
    /// The level of the step.
    pub level: Level,
    /// When it was to be live.
    pub before: NaiveDate,
    /// When it is to be.
    pub after: NaiveDate,
    /// What moved it, by its place in [`Effects::due_to`].
    pub due: Vec<usize>,
}

/// A criterion of a gate that holds now and did not, or the other way round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The gate.
    pub gate: Id,
    /// The criterion, as the plan writes it.
    pub criterion: Box<str>,
    /// Whether it holds now.
    pub holds: bool,
    /// Whether the gate or what it asks for is private.
    pub private: bool,
    /// What made it so, by its place in [`Effects::due_to`].
    pub due: Vec<usize>,
}

/// Changes to which something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The changes, by their place in the list; all of one table or one area where there are many.
    pub changes: Vec<usize>,
    /// What they have to do with, in a few words.
    pub of: Telling,
}

/// What a change does.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    /// The figures of the whole plan, whether they changed or not.
    pub figures: Vec<Figure>,
    /// What of the change in cost is only time; `None` where it is withheld, or counted in other money.
    pub timing: Option<Timing>,
    /// The waves whose case changed.
    pub waves: Vec<OfWave>,
    /// The steps that go live on another day.
    pub dates: Vec<Moved>,
    /// The criteria that are judged otherwise, each at its plan's own `as-of`.
    pub gates: Vec<Verdict>,
    /// Which change did what.
    pub reasons: Reasons,
    /// The changes that dates, gates and findings are due to.
    pub due_to: Vec<Due>,
    /// What each finding that is new is due to, and each that is gone, by its place in [`Self::due_to`].
    pub findings: [Vec<Vec<usize>>; 2],
    /// What money was counted in, and is.
    pub currencies: [Currency; 2],
    /// How many parts of the sums were private, and are.
    pub private: [Alone; 2],
    /// Whether figures, waves and reasons are withheld, since they would tell a private amount.
    pub withheld: bool,
}

/// What some changes did.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The changes, by their place in the list; all of one table or one area where there are many.
    pub changes: Vec<usize>,
    /// What they have to do with, in a few words.
    pub of: Telling,
    /// What they add to planned value.
    pub planned: Money,
    /// What they add to forecast value.
    pub forecast: Money,
    /// What they add to the NPV.
    pub npv: Money,
    /// The paybacks that they move, as they were before these changes and are after them.
    pub paybacks: Vec<Figure>,
}

/// Which change did what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reasons {
    /// Those that did something, in the order in which they were applied.
    pub steps: Vec<Reason>,
    /// What of the NPV's change is due to none of them: nothing, unless a file holds faults.
    pub rest: Money,
}

/// So many changes are named that one thing is due to.
const NAMED: usize = 3;
/// What cost is called among the headline figures.
const COST: &str = "cost";

/// What planned value without confidence is called among the headline figures.
pub(crate) const UNWEIGHTED: &str = "planned value unweighted";

/// Whether a headline figure tells what another does: planned value is told without confidence only where that is another
/// amount in one of the cases.
pub(crate) fn is_told(name: &str, cases: [&Case; 2]) -> bool {
    name != UNWEIGHTED || cases.iter().any(|case| case.planned != case.planned_unweighted)
}

/// The headline figures of a case.
pub(crate) fn headline(case: &Case) -> [(&'static str, Amount); 10] {
    let payback = |month| if case.cost == Money::ZERO { Amount::NoCost } else { Amount::Month(month) };
    [
        ("planned value", Amount::Money(case.planned)),
        (UNWEIGHTED, Amount::Money(case.planned_unweighted)),
        ("forecast value", Amount::Money(case.forecast)),
        ("realized value", Amount::Money(case.realized)),
        (COST, Amount::Money(case.cost)),
        ("NPV", Amount::Money(case.npv)),
        ("forecast NPV", Amount::Money(case.forecast_npv)),
        ("payback", payback(case.payback)),
        ("forecast payback", payback(case.forecast_payback)),
        ("ROI", Amount::Share(case.roi)),
    ]
}

impl Effects {
    /// What lies between two plans, all but the reasons.
    pub(super) fn of(past: &Plan, now: &Plan) -> Self {
        let (old, new) = (Figures::new(past), Figures::new(now));
        let pairs = headline(old.case()).into_iter().zip(headline(new.case()));
        let pairs = pairs.filter(|((name, _), _)| is_told(name, [old.case(), new.case()]));
        let figures = pairs.map(|((name, before), (_, after))| Figure { name, before, after }).collect();
        let timing = (past.currency == now.currency).then(|| new.cost_since(&old));
        Self {
            figures,
            timing,
            waves: waves(&old, &new),
            dates: dates(past, now),
            gates: gates(&old, &new),
            reasons: Reasons::default(),
            due_to: Vec::new(),
            findings: Default::default(),
            private: [old.alone(), new.alone()],
            withheld: false,
            currencies: [past.currency, now.currency],
        }
    }
}

impl Verdict {
    /// What is judged otherwise, of the plan as it is: `exit`: crm >= 3.
    #[must_use]
    pub fn told(&self, plan: &Plan) -> Telling {
        let gate = Telling::default().code(Address::new(Table::Gate, &self.gate));
        gate.words(": ").telling(&naming::criterion(&self.criterion, plan))
    }
}

impl Effects {
    /// The figures that moved. In another currency no amount says that it did not; a month or a share does.
    pub fn moved(&self) -> impl Iterator<Item = &Figure> {
        let [old, new] = self.currencies;
        let recounted = move |it: &Figure| old != new && matches!(it.before, Amount::Money(_));
        self.figures.iter().filter(move |it| it.before != it.after || recounted(it))
    }

    /// How far a figure moved; of cost it is told what is only later, and what is saved.
    #[must_use]
    pub fn difference(&self, figure: &Figure) -> String {
        let [old, new] = self.currencies;
        let by = difference(figure.before, figure.after, old, new);
        match self.timing.and_then(|timing| timing.words(new)).filter(|_| figure.name == COST) {
            Some(words) => format!("{by} ({words})"),
            None => by,
        }
    }

    /// Whether each difference of the whole plan's figures and of the waves is that of the two figures as they are told.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let [old, new] = self.currencies;
        let wave = |wave: &OfWave| {
            let both = wave.before.zip(wave.after);
            both.is_none_or(|(before, after)| {
                amount::adds_up(Amount::Money(before), Amount::Money(after), old, new)
            })
        };
        self.figures.iter().all(|it| amount::adds_up(it.before, it.after, old, new))
            && self.waves.iter().all(wave)
    }

    /// What something is due to, in words; nothing where all there is is due to it.
    #[must_use]
    pub fn due(&self, due: &[usize], changes: usize) -> Option<Telling> {
        let of: Vec<&Telling> = due.iter().filter_map(|nth| Some(&self.due_to.get(*nth)?.of)).collect();
        let mut said: Vec<Telling> = of.iter().take(NAMED).map(|of| (*of).clone()).collect();
        if of.len() > NAMED {
            said.push(count(of.len() - NAMED, "more change").into());
        }
        (changes > 1 && !said.is_empty())
            .then(|| Telling::from("due to ").telling(&Telling::joined(&said, "; ")))
    }

    /// Takes out the figures that would tell a private amount: all of them where a sum has one private part
    /// alone, or where something private has `changed`; those of waves where any part is private.
    pub(super) fn withhold(&mut self, changed: bool) {
        let any = self.private.iter().any(|it| it.any());
        let moved = || self.figures.iter().any(|figure| figure.before != figure.after);
        self.withheld = any && self.private.iter().any(|it| it.tells()) || changed && (any || moved());
        for verdict in self.gates.iter_mut().filter(|it| it.private) {
            verdict.criterion = PRIVATE.into();
        }
        if any || self.withheld {
            self.waves.clear();
            self.timing = None;
        }
        if self.withheld {
            self.figures.clear();
            self.reasons = Reasons::default();
        }
    }
}

fn waves(old: &Figures<'_>, new: &Figures<'_>) -> Vec<OfWave> {
    let mut waves: Vec<OfWave> = new
        .plan
        .waves()
        .map(|(ix, wave)| OfWave {
            wave: wave.id.clone(),
            name: wave.title().into(),
            before: old.plan.wave_by_id(&wave.id).map(|ix| old.wave_case(ix).net),
            after: Some(new.wave_case(ix).net),
        })
        .collect();
    let gone = old.plan.waves().filter(|(_, wave)| new.plan.wave_by_id(&wave.id).is_none());
    waves.extend(gone.map(|(ix, wave)| OfWave {
        wave: wave.id.clone(),
        name: wave.title().into(),
        before: Some(old.wave_case(ix).net),
        after: None,
    }));
    waves.retain(|wave| wave.before != wave.after);
    waves
}

fn dates(past: &Plan, now: &Plan) -> Vec<Moved> {
    let mut moved = Vec::new();
    for (ix, item) in now.items() {
        let Some(was) = past.item_by_id(&item.id) else { continue };
        for (nth, step) in item.steps.iter().enumerate() {
            let same = past.item(was).steps.iter().position(|old| old.level == step.level);
            let before = same.and_then(|nth| past.step_live(was, nth));
            if let (Some(before), Some(after)) = (before, now.step_live(ix, nth))
                && before != after
            {
                moved.push(Moved {
                    at: now.item_address(ix),
                    level: step.level,
                    before,
                    after,
                    due: Vec::new(),
                });
            }
        }
    }
    moved
}

fn gates(old: &Figures<'_>, new: &Figures<'_>) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for (nth, gate) in new.plan.gates.iter().enumerate() {
        let Some(was) = old.plan.gate_by_id(&gate.id) else { continue };
        // What is decided was decided on the evidence of its day.
        let then = old.verdict(was, old.plan.as_of);
        let judged = then.deciding();
        let criteria = old.plan.gates.get(was.at()).map_or(&[][..], |gate| &gate.criteria);
        let before: FxHashMap<&str, bool> =
            criteria.iter().zip(judged).map(|(criterion, judged)| (&*criterion.text, judged.holds)).collect();
        let now = new.verdict(GateIx::from(nth), new.plan.as_of);
        for (criterion, judged) in gate.criteria.iter().zip(now.deciding()) {
            if before.get(&*criterion.text).is_some_and(|before| *before != judged.holds) {
                verdicts.push(Verdict {
                    gate: gate.id.clone(),
                    criterion: criterion.text.clone(),
                    holds: judged.holds,
                    private: gate.about.private || new.plan.is_private(criterion.subject),
                    due: Vec::new(),
                });
            }
        }
    }
    verdicts
}
