//! Steps that wait: they are due, nothing but their date says that they are there, and something that they need is not.
//!
//! What evidence says comes first. A step that somebody saw at its level, or that brings value, is there whatever it
//! needs. One that is live by its date alone is not there before what it needs: while that is overdue, seen short or not
//! begun, or planned for a day to come, it is overdue with it. So it is while that waits itself, and with it the later steps of its item of which nobody
//! has seen anything either. A need of which the level asked for was seen holds nothing up, and needs that run in a loop
//! against the calendar hold up nothing.
//!
//! What is held unit by unit waits unit by unit: where a capability needs another one, it waits in those units in which
//! that is not there, and in the others it is there by its date. As a whole it waits as long as it does in a unit that
//! takes part by now, and so does what needs it and is held as a whole: a driver, a mandate.
//!
//! It waits until what it needs is planned to be there: on the day of a later step that reaches the level, or of what was
//! planned for a day to come all along. Levels of the days from then on count it.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::super::Figures;
use super::progress::StepState;
use crate::graph::{Edge, StepIx};
use crate::plan::Plan;
use crate::plan::id::{ItemIx, UnitIx};
use crate::plan::item::Need;
use crate::plan::quantity::{Level, Money};
use crate::plan::strategy::Driver;

/// Why a step waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The item whose need is not there, its own or that of a step below it.
    pub item: ItemIx,
    /// The position of that need in the item's list.
    pub need: u32,
    /// The first day on which its date had come and the need was known not to be there.
    pub since: NaiveDate,
    /// The day to come on which what it waits for is there by the plan, as a later step or what is planned for then;
    /// [`NaiveDate::MAX`]: nothing that is planned brings it.
    pub until: NaiveDate,
}

impl Wait {
    /// Whether it waits on a day.
    #[must_use]
    pub fn holds_on(&self, at: NaiveDate) -> bool {
        self.since <= at && at < self.until
    }
}

/// How many units are named before the rest is counted.
const NAMED: usize = 3;

/// The units in which something is not there that is in others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lacking {
    /// The first of them.
    first: [Option<UnitIx>; NAMED],
    /// How many more there are.
    more: usize,
}

impl Lacking {
    fn of(units: &[UnitIx]) -> Self {
        let mut first = [None; NAMED];
        first.iter_mut().zip(units).for_each(|(first, unit)| *first = Some(*unit));
        Self { first, more: units.len().saturating_sub(NAMED) }
    }

    /// Whether it is there in all units or in none, or not by unit.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.first[0].is_none()
    }

    /// Where that is, as the end of a sentence: ` in Finland, Norway, Sweden and 2 more`; nothing where it is everywhere,
    /// or not by unit.
    #[must_use]
    pub fn words(self, plan: &Plan) -> String {
        let units: Vec<&str> = self.first.iter().flatten().map(|unit| plan.unit_title(*unit)).collect();
        match (units.as_slice(), self.more) {
            ([], _) => String::new(),
            (_, 0) => format!(" in {}", units.join(", ")),
            (_, more) => format!(" in {} and {more} more", units.join(", ")),
        }
    }
}

type Waiting = FxHashMap<(ItemIx, usize), Wait>;
type WaitingInUnits = FxHashMap<(ItemIx, usize), Box<[Option<Wait>]>>;

/// The steps that wait, each by its item and its place there.
#[derive(Default)]
pub(crate) struct Waits {
    /// Those that wait as a whole.
    whole: Waiting,
    /// Of what is held unit by unit, why it waits in each unit; so it may where it was seen short in another one.
    in_units: WaitingInUnits,
}

impl Waits {
    /// The items of which a step waits for something else than in other ones, elsewhere, or there alone.
    pub(crate) fn apart<'w>(&'w self, other: &'w Self) -> impl Iterator<Item = ItemIx> + 'w {
        let whole = self.whole.iter().filter(|(step, wait)| other.whole.get(step) != Some(wait));
        let in_units = self.in_units.iter().filter(|(step, waits)| other.in_units.get(step) != Some(waits));
        whole.map(|(step, _)| step.0).chain(in_units.map(|(step, _)| step.0))
    }
}

impl Figures<'_> {
    /// Why a step waits at `as-of`, where it does as a whole.
    #[must_use]
    pub fn wait_of(&self, item: ItemIx, step: usize) -> Option<Wait> {
        self.step_states().waits.whole.get(&(item, step)).copied()
    }

    /// Why a step waits in a unit at `as-of`, where it does; without one, and of what is not held by unit, as a whole.
    #[must_use]
    pub fn wait_in(&self, item: ItemIx, step: usize, unit: Option<UnitIx>) -> Option<Wait> {
        match unit.filter(|_| self.is_by_unit(item)) {
            Some(unit) => *self.step_states().waits.in_units.get(&(item, step))?.get(unit.at())?,
            None => self.wait_of(item, step),
        }
    }

    /// The need that a step waits for at `as-of`, where it does.
    #[must_use]
    pub fn waits_for(&self, item: ItemIx, step: usize) -> Option<Need> {
        let wait = self.wait_of(item, step)?;
        self.plan.item(wait.item).needs.get(wait.need as usize).copied()
    }

    /// Whether a step waits on a day in a unit, or as a whole: it was known to by then, and what it waits for is not
    /// planned to be there.
    pub(super) fn waited(&self, item: ItemIx, step: usize, unit: Option<UnitIx>, at: NaiveDate) -> bool {
        self.wait_in(item, step, unit).is_some_and(|wait| wait.holds_on(at))
    }

    /// Whether any step of an item waits in some unit.
    pub(super) fn waits_by_unit(&self, item: ItemIx) -> bool {
        let waits = &self.step_states().waits.in_units;
        !waits.is_empty()
            && (0..self.plan.item(item).steps.len()).any(|step| waits.contains_key(&(item, step)))
    }

    /// The units that take part by `as-of` in which what a need asks for was due and is not there, where it is there in
    /// others.
    #[must_use]
    pub fn lacking(&self, need: &Need) -> Lacking {
        let (plan, as_of) = (self.plan, self.plan.as_of);
        let of = plan.item(need.item);
        let step = of.step_reaching(need.level).filter(|_| self.is_by_unit(need.item));
        let Some(step) = step else { return Lacking::default() };
        let asked_for = need.level.or(of.steps.first().map(|step| step.level));
        let short = self.shorts(need.item, step, as_of);
        let evident = self.evident_levels(need.item, as_of);
        let is_lacking = |unit: &UnitIx| {
            let is_short = || short.iter().any(|short| short.unit == Some(*unit));
            evident[unit.at()] < asked_for
                && (self.wait_in(need.item, step, Some(*unit)).is_some() || is_short())
        };
        let asked = self.units_by(as_of);
        let lacking: Vec<UnitIx> = asked.iter().copied().filter(is_lacking).collect();
        if lacking.len() < asked.len() { Lacking::of(&lacking) } else { Lacking::default() }
    }

    /// Whether something that a driver was to do is on record: an amount, or of what is to take value away any record.
    #[must_use]
    pub fn has_brought(&self, driver: ItemIx) -> bool {
        let takes_away = self.plan.item(driver).driver().is_some_and(Driver::takes_away);
        let evidence = self.evidence();
        evidence.to_date(driver) != Money::ZERO || takes_away && !evidence.recorded(driver).is_empty()
    }

    /// Whether anything but its date says that a step is there: of a driver its stage or value, else its level by
    /// evidence, asked for as gates ask.
    fn is_evident(&self, item: ItemIx, step: usize) -> bool {
        match self.plan.item(item).driver() {
            Some(driver) => driver.stage.is_some() || self.has_brought(item),
            None => self
                .evident_of(item, step)
                .is_some_and(|level| level >= self.plan.item(item).steps[step].level),
        }
    }

    /// Whether the level that a need asks for was seen, whatever else of what is needed is not there.
    #[must_use]
    pub fn is_need_seen(&self, edge: &Edge) -> bool {
        let needed = self.graph().item_of(edge.needed);
        if edge.need.is_none() || self.plan.item(needed).driver().is_some() {
            return false;
        }
        self.evident_of(needed, self.graph().nth_of(edge.needed)) >= self.asked_for(edge)
    }

    /// The level that a need asks for: the first that the item reaches where it names none.
    fn asked_for(&self, edge: &Edge) -> Option<Level> {
        let (plan, graph) = (self.plan, self.graph());
        let [needing, needed] = [edge.needing, edge.needed].map(|step| graph.item_of(step));
        let need = edge.need.and_then(|position| plan.item(needing).needs.get(position as usize));
        let first = || plan.item(needed).steps.first().map(|step| step.level);
        need.and_then(|need| need.level).or_else(first)
    }

    /// The lowest level that evidence says of an item in the units that a step is asked in.
    fn evident_of(&self, item: ItemIx, step: usize) -> Option<Level> {
        let as_of = self.plan.as_of;
        if !self.is_by_unit(item) {
            return self.evident_level(item, as_of);
        }
        let evident = self.evident_levels(item, as_of);
        let wave = self.plan.item(item).steps[step].wave;
        let asked = self.units_by(as_of.max(self.plan.wave(wave).end)).into_iter();
        asked.map(|unit| evident[unit.at()]).min().flatten()
    }
}

/// Since when a step is known not to be there.
enum Missing {
    /// As a whole.
    Since(NaiveDate),
    /// In each unit of what is held by unit.
    InUnits(Box<[Option<NaiveDate>]>),
}

/// The steps that wait, of which the states are those of now; theirs become overdue.
pub(super) fn waits(figures: &Figures<'_>, states: &mut [StepState]) -> Waits {
    let (plan, graph) = (figures.plan, figures.graph());
    let mut pass = Pass::new(figures);
    let due = |step: &StepIx| graph.live(*step) <= plan.as_of;
    for step in (0..graph.step_count() as u32).map(StepIx).filter(due) {
        if let Some(missing) = pass.seen_short(step, states[step.at()]) {
            pass.missing.insert(step, missing);
        }
    }
    for step in (0..graph.step_count() as u32).map(StepIx).filter(due) {
        // In a loop of needs some go against the order, and hold up nothing.
        let before = |edge: &Edge| graph.layer(edge.needed) < graph.layer(step);
        for edge in graph.needed_for(step).filter(before).filter(|edge| graph.live(edge.needed) > plan.as_of)
        {
            pass.ahead(edge.needed, states[edge.needed.at()]);
        }
    }
    if pass.missing.is_empty() {
        return pass.waits;
    }
    // Each step comes after what it needs.
    for step in graph.order().filter(due) {
        let waits = match (states[step.at()], figures.is_by_unit(graph.item_of(step))) {
            (StepState::Live | StepState::Overdue, true) => pass.in_units(step, states[step.at()]),
            (StepState::Live, false) => pass.as_a_whole(step),
            _ => false,
        };
        if waits {
            states[step.at()] = StepState::Overdue;
        }
    }
    pass.waits
}

/// One pass over the steps in the order of their needs.
struct Pass<'f, 'p> {
    figures: &'f Figures<'p>,
    /// The units that take part by now.
    asked: Vec<UnitIx>,
    /// The steps met so far that are not there.
    missing: FxHashMap<StepIx, Missing>,
    waits: Waits,
    /// What evidence says of items in each unit.
    evident: FxHashMap<ItemIx, Vec<Option<Level>>>,
}

impl<'f, 'p> Pass<'f, 'p> {
    fn new(figures: &'f Figures<'p>) -> Self {
        let asked = figures.units_by(figures.plan.as_of);
        let (missing, evident) = (FxHashMap::default(), FxHashMap::default());
        Self { figures, asked, missing, waits: Waits::default(), evident }
    }

    /// Since when a step is known not to be there by itself. A unit that takes part only later is short for itself.
    fn seen_short(&self, step: StepIx, state: StepState) -> Option<Missing> {
        let (figures, graph) = (self.figures, self.figures.graph());
        let (plan, item, nth) = (figures.plan, graph.item_of(step), graph.nth_of(step));
        let overdue = state == StepState::Overdue;
        if !figures.is_by_unit(item) {
            let short = || figures.short_of(item, nth).map_or(NaiveDate::MIN, |short| short.seen.date);
            return overdue.then(|| Missing::Since(short().max(graph.live(step))));
        }
        if !overdue && (self.asked.len() == plan.units.len() || figures.assessed().of(item.at()).is_empty()) {
            return None;
        }
        let mut units = vec![None; plan.units.len()].into_boxed_slice();
        let shorts = figures.shorts(item, nth, plan.as_of);
        for (unit, short) in shorts.iter().filter_map(|short| Some((short.unit?, short))) {
            units[unit.at()] = Some(short.seen.date.max(graph.live(step)));
        }
        (!shorts.is_empty()).then_some(Missing::InUnits(units))
    }

    /// Takes in a step that is planned for a day to come: by its date it is nowhere yet.
    fn ahead(&mut self, step: StepIx, state: StepState) {
        if state == StepState::Live || self.missing.contains_key(&step) {
            return;
        }
        let by_unit = self.figures.is_by_unit(self.figures.graph().item_of(step));
        let missing = match by_unit {
            true => Missing::InUnits(vec![Some(NaiveDate::MIN); self.figures.plan.units.len()].into()),
            false => Missing::Since(NaiveDate::MIN),
        };
        self.missing.insert(step, missing);
    }

    /// What evidence says of an item in each unit.
    fn evident(&mut self, item: ItemIx) -> &[Option<Level>] {
        let figures = self.figures;
        self.evident.entry(item).or_insert_with(|| figures.evident_levels(item, figures.plan.as_of))
    }

    /// Since when what a step needs is known not to be there in each unit, of what is held by unit.
    fn lacked_in_units(&mut self, edge: &Edge) -> Option<Vec<Option<NaiveDate>>> {
        let Some(Missing::InUnits(missing)) = self.missing.get(&edge.needed) else { return None };
        let mut missing = missing.to_vec();
        let asked_for = self.figures.asked_for(edge);
        let item = self.figures.graph().item_of(edge.needed);
        for (since, evident) in missing.iter_mut().zip(self.evident(item)) {
            *since = since.filter(|_| *evident < asked_for);
        }
        Some(missing)
    }

    /// Since when what a step needs is known not to be there, of what is not held by unit.
    fn lacked_as_a_whole(&self, edge: &Edge) -> Option<NaiveDate> {
        let Some(Missing::Since(since)) = self.missing.get(&edge.needed) else { return None };
        (!self.figures.is_need_seen(edge)).then_some(*since)
    }

    /// The first day to come on which what a need asks for is there by the plan, in a unit of what is held by unit: a step
    /// that reaches it is planned for then, or waits no longer.
    fn there(&self, edge: &Edge, unit: Option<UnitIx>) -> NaiveDate {
        let (figures, graph) = (self.figures, self.figures.graph());
        let (item, asked_for) = (graph.item_of(edge.needed), self.figures.asked_for(edge));
        let steps = figures.plan.item(item).steps.iter().enumerate();
        let reaching = steps.filter(|(_, step)| Some(step.level) >= asked_for);
        let planned = reaching.filter_map(|(nth, _)| {
            let live = graph.step(item, nth).map(|step| graph.live(step))?;
            if live > figures.plan.as_of {
                return Some(live);
            }
            let wait = match unit.filter(|_| figures.is_by_unit(item)) {
                Some(unit) => *self.waits.in_units.get(&(item, nth))?.get(unit.at())?,
                None => self.waits.whole.get(&(item, nth)).copied(),
            };
            wait.map(|wait| wait.until)
        });
        planned.min().unwrap_or(NaiveDate::MAX)
    }

    /// Lets a step wait that is held as a whole, where something that it needs is not there in all units of now.
    fn as_a_whole(&mut self, step: StepIx) -> bool {
        let (figures, graph) = (self.figures, self.figures.graph());
        let (item, nth, live) = (graph.item_of(step), graph.nth_of(step), graph.live(step));
        let mut first: Option<Wait> = None;
        for edge in graph.needed_for(step) {
            let mut until = self.there(&edge, None);
            let since = self.lacked_as_a_whole(&edge).or_else(|| {
                let missing = self.lacked_in_units(&edge)?;
                let lacking = || self.asked.iter().filter(|unit| missing[unit.at()].is_some());
                until = lacking().map(|unit| self.there(&edge, Some(*unit))).max()?;
                lacking().filter_map(|unit| missing[unit.at()]).min()
            });
            let below = || self.waits.whole.get(&(item, nth.checked_sub(1)?)).copied();
            // The step below it waits, and this one with it; what is seen short of that is short of this one too.
            let wait = since.and_then(|since| {
                let since = since.max(live);
                match edge.need {
                    Some(need) => Some(Wait { item, need, since, until }),
                    None => below().map(|wait| Wait { since, ..wait }),
                }
            });
            earlier(&mut first, wait);
        }
        let Some(wait) = first.filter(|_| !figures.is_evident(item, nth)) else { return false };
        self.missing.insert(step, Missing::Since(wait.since));
        self.waits.whole.insert((item, nth), wait);
        true
    }

    /// Lets a step wait in the units in which something that it needs is not there, and as a whole where it is live by
    /// its date and one of them takes part by now.
    fn in_units(&mut self, step: StepIx, state: StepState) -> bool {
        let (figures, graph) = (self.figures, self.figures.graph());
        // Most steps need nothing that is missing, and need no look at their units.
        if !graph.needed_for(step).any(|edge| self.missing.contains_key(&edge.needed)) {
            return false;
        }
        let (item, nth, live) = (graph.item_of(step), graph.nth_of(step), graph.live(step));
        let mut waits: Vec<Option<Wait>> = vec![None; figures.plan.units.len()];
        for edge in graph.needed_for(step) {
            if !self.missing.contains_key(&edge.needed) {
                continue;
            }
            let Some(need) = edge.need else {
                let below = nth.checked_sub(1).and_then(|below| self.waits.in_units.get(&(item, below)));
                for (first, wait) in waits.iter_mut().zip(below.into_iter().flatten()) {
                    earlier(first, wait.map(|wait| Wait { since: wait.since.max(live), ..wait }));
                }
                continue;
            };
            let wait = |since: NaiveDate, until| Wait { item, need, since: since.max(live), until };
            if let Some(since) = self.lacked_as_a_whole(&edge) {
                let until = self.there(&edge, None);
                waits.iter_mut().for_each(|first| earlier(first, Some(wait(since, until))));
            }
            let lacked = self.lacked_in_units(&edge).into_iter().flatten();
            for ((first, since), unit) in waits.iter_mut().zip(lacked).zip(figures.units()) {
                earlier(first, since.map(|since| wait(since, self.there(&edge, Some(unit)))));
            }
        }
        let level = figures.plan.item(item).steps[nth].level;
        let (evident, own) = (self.evident(item).to_vec(), self.missing.get(&step));
        let mut missing = match own {
            Some(Missing::InUnits(own)) => own.clone(),
            _ => vec![None; waits.len()].into_boxed_slice(),
        };
        for ((wait, missing), evident) in waits.iter_mut().zip(&mut missing).zip(evident) {
            // Evidence comes first, for and against.
            *wait = wait.filter(|_| missing.is_none() && evident.is_none_or(|evident| evident < level));
            *missing = missing.or(wait.map(|wait| wait.since));
        }
        if waits.iter().all(Option::is_none) {
            return false;
        }
        let mut of_now = None;
        self.asked.iter().for_each(|unit| earlier(&mut of_now, waits[unit.at()]));
        let whole = of_now.filter(|_| state == StepState::Live);
        self.missing.insert(step, Missing::InUnits(missing));
        self.waits.in_units.insert((item, nth), waits.into_boxed_slice());
        self.waits.whole.extend(whole.map(|wait| ((item, nth), wait)));
        whole.is_some()
    }
}

/// Keeps of two reasons to wait the one that was known first, until both are over.
fn earlier(first: &mut Option<Wait>, wait: Option<Wait>) {
    let until = first.iter().chain(&wait).map(|wait| wait.until).max();
    let is_earlier = |wait: &Wait| first.is_none_or(|first| wait.since < first.since);
    let kept = wait.filter(is_earlier).or(*first);
    *first = kept.zip(until).map(|(wait, until)| Wait { until, ..wait });
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{self, day};
    use super::*;
    use crate::plan::item::Item;

    /// The sample's CRM, and a desk that needs it at 2 and is due with it, on 31 March. In the south the CRM was seen at 1 on
    /// 1 June.
    fn with_a_desk(mut plan: Plan) -> Plan {
        let crm = plan.item_by_id("crm").unwrap();
        let mut desk = Item { id: "desk".into(), ..plan.item(crm).clone() };
        desk.steps = desk.steps.iter().take(1).copied().collect();
        desk.needs = [Need { item: crm, level: Some(2), wave: None, nth: 0 }].into();
        let mut items: Vec<Item> = plan.items.iter().cloned().collect();
        items.insert(crm.at() + 1, desk);
        plan.items = items.into_iter().collect();
        plan.item_ends = [3, 5];
        sample::assess(&mut plan, "crm", "2026-06-01", Some(1), 1);
        plan
    }

    /// By hand: both markets are open from 31 March on. North has what is planned; in the south the desk stands at nothing,
    /// which is its maturity there, from the day on which the CRM was seen short.
    #[test]
    fn a_step_waits_where_what_it_needs_was_seen_short() {
        let plan = with_a_desk(sample::opened_at_once());
        let figures = Figures::new(&plan);
        let [crm, desk] = ["crm", "desk"].map(|id| plan.item_by_id(id).unwrap());
        let wait = Wait { item: desk, need: 0, since: day("2026-06-01"), until: day("2026-09-30") };
        let [north, south] = [0, 1].map(|unit| figures.wait_in(desk, 0, Some(UnitIx(unit))));
        assert_eq!((figures.wait_of(desk, 0), north, south), (Some(wait), None, Some(wait)));
        assert_eq!(figures.step_state(desk, 0), StepState::Overdue);
        assert_eq!(figures.levels_at(desk, day("2026-05-31")), [Some(2), Some(2)], "nobody knew");
        assert_eq!(figures.levels_at(desk, plan.as_of), [Some(2), Some(0)]);
        // The CRM is to be at 3 everywhere on 30 September, which is more than the desk needs.
        assert_eq!(figures.levels_at(desk, day("2026-09-29")), [Some(2), Some(0)]);
        assert_eq!(figures.levels_at(desk, day("2026-09-30")), [Some(2), Some(2)]);
        assert_eq!(figures.lacking(&plan.item(desk).needs[0]).words(&plan), " in south");
        assert_eq!([figures.wait_of(crm, 0), figures.wait_of(crm, 1)], [None; 2], "short by itself");
        let mut nowhere = plan.clone();
        sample::assess(&mut nowhere, "crm", "2026-06-02", Some(0), 0);
        let lacking = Figures::new(&nowhere).lacking(&nowhere.item(desk).needs[0]);
        assert_eq!(lacking, Lacking::default(), "in none of them, which needs no places");
    }

    /// By hand: the desk is due on 31 March and needs what the CRM is to be from 30 September on. From its day on it waits
    /// for that in both units; once that was seen in the north it waits in the south alone, and in a loop for nothing.
    #[test]
    fn what_is_needed_before_its_day_holds_up_from_the_day_of_use() {
        let mut plan = with_a_desk(sample::opened_at_once());
        let [crm, desk] = ["crm", "desk"].map(|id| plan.item_by_id(id).unwrap());
        let last = plan.item(crm).steps.last().map(|step| step.level).unwrap();
        plan.item_mut(desk).needs[0].level = Some(last);
        let wait = Wait { item: desk, need: 0, since: day("2026-03-31"), until: day("2026-09-30") };
        let waits = |plan: &Plan| {
            let figures = Figures::new(plan);
            let [north, south] = [0, 1].map(|unit| figures.wait_in(desk, 0, Some(UnitIx(unit))));
            (figures.wait_of(desk, 0), north, south)
        };
        assert_eq!(waits(&plan), (Some(wait), Some(wait), Some(wait)));
        assert_eq!(Figures::new(&plan).step_state(desk, 0), StepState::Overdue);
        let mut early = plan.clone();
        early.as_of = day("2026-03-30");
        assert_eq!(waits(&early), (None, None, None), "its day has not come");
        sample::assess(&mut plan, "crm", "2026-06-02", Some(0), last);
        assert_eq!(waits(&plan), (Some(wait), None, Some(wait)));
        let mut round = early.clone();
        round.as_of = plan.as_of;
        round.item_mut(crm).needs = [Need { item: desk, level: None, wave: None, nth: 0 }].into();
        assert_eq!(waits(&round), (None, None, None));
    }

    /// The south opens on 30 September: until then nothing is late for it, and what is told of it is as true.
    #[test]
    fn what_takes_no_part_yet_waits_for_itself() {
        let plan = with_a_desk(sample::plan());
        let figures = Figures::new(&plan);
        let desk = plan.item_by_id("desk").unwrap();
        assert_eq!((figures.wait_of(desk, 0), figures.step_state(desk, 0)), (None, StepState::Live));
        assert_eq!(figures.levels_at(desk, plan.as_of), [Some(2), Some(0)]);
        assert!(figures.lacking(&plan.item(desk).needs[0]).is_empty());
    }

    /// By hand: the shop needs the desk, and waits through it for the CRM until 30 September; where nothing later is planned of
    /// the CRM, neither is there on any day.
    #[test]
    fn what_waits_through_others_waits_until_the_last_of_them_is_planned_to_be_there() {
        let mut plan = with_a_desk(sample::opened_at_once());
        let [crm, desk] = ["crm", "desk"].map(|id| plan.item_by_id(id).unwrap());
        let needs = [Need { item: desk, level: None, wave: None, nth: 0 }].into();
        let shop = Item { id: "shop".into(), needs, ..plan.item(desk).clone() };
        let mut items: Vec<Item> = plan.items.iter().cloned().collect();
        items.insert(desk.at() + 1, shop);
        plan.items = items.into_iter().collect();
        plan.item_ends = [4, 6];
        let shop = plan.item_by_id("shop").unwrap();
        let until = |plan: &Plan| Figures::new(plan).wait_of(shop, 0).map(|wait| wait.until);
        assert_eq!(until(&plan), Some(day("2026-09-30")));
        assert_eq!(Figures::new(&plan).levels_at(shop, day("2026-09-30")), [Some(2), Some(2)]);
        let steps = plan.item(crm).steps.iter().take(1).copied().collect();
        plan.item_mut(crm).steps = steps;
        assert_eq!(until(&plan), Some(NaiveDate::MAX));
        assert_eq!(Figures::new(&plan).levels_at(shop, day("2028-01-31")), [Some(2), Some(0)]);
    }

    /// Seen at its level in the south, it is there, whatever it needs; seen at less, it is short by itself.
    #[test]
    fn evidence_of_a_unit_comes_first_there() {
        for (level, state) in [(2, StepState::Live), (1, StepState::Overdue)] {
            let mut plan = with_a_desk(sample::opened_at_once());
            sample::assess(&mut plan, "desk", "2026-07-01", Some(1), level);
            let figures = Figures::new(&plan);
            let desk = plan.item_by_id("desk").unwrap();
            assert_eq!((figures.step_state(desk, 0), figures.wait_of(desk, 0)), (state, None));
            assert_eq!(figures.levels_at(desk, plan.as_of), [Some(2), Some(level)]);
        }
    }
}
