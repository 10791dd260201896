//! What a gate is heading for: how each criterion stands on the gate's day by the plan as it stands, and the first day
//! on which it holds. Nothing is drawn for it; how likely it is, the simulation says.
//!
//! A gate has an outlook while it is not settled and its day is still to come. By a day ahead count:
//!
//! - **Levels**: what the plan counts on (see `level`). Where what is overdue decides, directly or through what needs it,
//!   nobody can tell: it is there tomorrow at the earliest, and nobody says that it will be.
//! - **KPIs**: the newest reading of those that are asked then and their slope from there on, as their forecast has it; of
//!   a whole that is its worst market, the market that is the worst on that day. A yes or no stands as it was read.
//! - **Realized**: what is recorded, and the forecast of the months without a record that have ended; of a driver that
//!   hangs on what is overdue nobody can tell.
//! - **Spent**: what is recorded, and the one-off money that is planned for the months after the last record.

use chrono::{Days, NaiveDate};

use super::super::Figures;
use super::super::performance::{MONTH_DAYS, NoForecast};
use super::gate::Judged;
use super::level::lowest;
use crate::order::Order as _;
use crate::plan::id::{GateIx, ItemIx, KpiIx};
use crate::plan::leadership::{Criterion, Gate, Subject};
use crate::plan::quantity::{Level, Money};
use crate::wording;

/// The criteria of a gate to come, by the plan as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The day of the gate.
    pub day: NaiveDate,
    /// Its criteria, in their order.
    pub criteria: Vec<Expected>,
}

/// A criterion on the day of its gate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// What it comes to then: a level, a reading, or money in major units.
    pub value: Option<f64>,
    /// Whether it holds then; why nobody can tell.
    pub holds: Result<bool, NoForecast>,
    /// The first day on which it holds where it does not yet: `as-of` where the plan counts on it by now and evidence is
    /// missing; where it does not hold on the gate's day, the first one after that, up to the horizon.
    pub first: Option<NaiveDate>,
    /// The last day on which it holds, where it does now and does not on the gate's day.
    pub until: Option<NaiveDate>,
    /// Whether it holds by what is known now.
    pub now: bool,
    /// Whether it is known of the day alone, and not from when on: of a whole that another market may be the worst of, or
    /// that others join.
    pub of_day: bool,
    /// Whether nobody can tell what it comes to, since that hangs on what is overdue, whether or not that decides it.
    pub hangs: bool,
}

impl Expected {
    /// Whether it holds on the day.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.holds == Ok(true)
    }

    /// Whether it holds then, and from when on or until when, in words: `holds from 31 Mar 2027`.
    #[must_use]
    pub fn words(&self, as_of: NaiveDate) -> String {
        let date = wording::date;
        match (self.holds, self.first, self.until) {
            (Err(why), ..) => format!("nobody can tell: {}", why.words()),
            (Ok(true), ..) if self.now => "holds".into(),
            (Ok(true), ..) if self.of_day => "holds on that day".into(),
            (Ok(false), ..) if self.of_day => "does not hold on that day".into(),
            (Ok(true), Some(first), _) if first <= as_of => "holds, not assessed yet".into(),
            (Ok(true), Some(first), _) => format!("holds from {}", date(first)),
            (Ok(true), None, _) => "holds".into(),
            (Ok(false), Some(first), _) => format!("not before {}", date(first)),
            (Ok(false), None, Some(until)) => format!("no more after {}", date(until)),
            (Ok(false), None, None) => "not by the end of the plan".into(),
        }
    }
}

impl Outlook {
    /// How many criteria hold on the day of how many: `4 of 6`.
    #[must_use]
    pub fn met(&self) -> String {
        format!("{} of {}", self.holding(), self.criteria.len())
    }

    /// How many criteria hold on the day.
    #[must_use]
    pub fn holding(&self) -> usize {
        self.criteria.iter().filter(|it| it.is_met()).count()
    }

    /// Whether of any criterion somebody can tell.
    #[must_use]
    pub fn tells(&self) -> bool {
        self.criteria.iter().any(|it| it.holds.is_ok())
    }

    /// Of how many criteria nobody can tell.
    #[must_use]
    pub fn untold(&self) -> usize {
        self.criteria.iter().filter(|it| it.holds.is_err()).count()
    }

    /// What there is to say of the others, in a few words: `the rest by 22 Jan 2027`, `1 never, of 2 nobody can tell`;
    /// `None` where all hold.
    #[must_use]
    pub fn rest(&self) -> Option<String> {
        let open = || self.criteria.iter().filter(|it| !it.is_met());
        let last = open().map(|it| it.first).max()?;
        let untold = self.untold();
        let never = open().filter(|it| it.first.is_none() && it.holds.is_ok() && !it.of_day).count();
        // Of what is known of the day alone nobody says when it will hold, nor when all will.
        let last = last.filter(|_| !open().any(|it| it.of_day));
        match (never, untold, last) {
            (0, 0, Some(day)) => Some(format!("the rest by {}", wording::date(day))),
            (0, 0, None) => None,
            (never, 0, _) => Some(format!("{never} never")),
            (0, untold, _) => Some(format!("of {untold} nobody can tell")),
            (never, untold, _) => Some(format!("{never} never, of {untold} nobody can tell")),
        }
    }
}

/// How a subject goes on: the days on which its answer may change, in their order, and the answer of a day.
struct Course<'c> {
    days: Vec<NaiveDate>,
    at: Box<dyn Fn(NaiveDate) -> (Option<f64>, bool) + 'c>,
}

impl Course<'_> {
    /// What becomes of a criterion that is so now.
    fn expected(self, now: bool, as_of: NaiveDate, day: NaiveDate) -> Expected {
        let holds = |day: &NaiveDate| (self.at)(*day).1;
        let (value, then) = (self.at)(day);
        let by_then = || self.days.iter().copied().take_while(|it| *it <= day);
        let first = match (now, then) {
            (true, true) => None,
            (false, true) => by_then().find(&holds).or(Some(day)),
            (_, false) => self.days.iter().copied().filter(|it| day < *it).find(&holds),
        };
        let ends = || by_then().find(|it| as_of < *it && !holds(it)).unwrap_or(day).pred_opt();
        let until = if now && !then { ends() } else { None };
        Expected { value, holds: Ok(then), first, until, now, of_day: false, hangs: false }
    }
}

/// Money that grows month by month: what is known, and from each day on what there is then.
fn growing(known: Money, months: impl Iterator<Item = (NaiveDate, Money)>) -> Vec<(NaiveDate, Money)> {
    let mut sum = known;
    let grown = months.filter(|(_, amount)| *amount != Money::ZERO).map(|(day, amount)| {
        sum += amount;
        (day, sum)
    });
    grown.collect()
}

impl Figures<'_> {
    /// What a gate is heading for; `None` where it is settled, or its day has come.
    #[must_use]
    pub fn outlook(&self, gate: GateIx) -> Option<Outlook> {
        let plan = self.plan;
        let of = &plan.gates[gate.at()];
        let day = of.date.or(of.wave.map(|wave| plan.wave(wave).end))?;
        if day <= plan.as_of || plan.is_settled(gate) {
            return None;
        }
        let judged = self.verdict(gate, plan.as_of).now;
        let criteria = of.criteria.iter().zip(&judged);
        let criteria = criteria.map(|(criterion, judged)| self.criterion_ahead(of, criterion, judged, day));
        Some(Outlook { day, criteria: criteria.collect() })
    }

    fn criterion_ahead(&self, gate: &Gate, criterion: &Criterion, now: &Judged, day: NaiveDate) -> Expected {
        let course = match criterion.subject {
            Subject::Level(item) => self.level_ahead(gate, criterion, item, now.holds),
            Subject::Kpi(kpi) => match self.reading_ahead(criterion, kpi, now, day) {
                Ok(course) => course,
                Err(why) => {
                    return Expected {
                        value: None,
                        holds: Err(why),
                        first: None,
                        until: None,
                        now: now.holds,
                        of_day: false,
                        hangs: false,
                    };
                }
            },
            Subject::Realized(driver) => {
                let known = self.realized_by(driver, self.plan.as_of);
                self.money_ahead(criterion, known, self.to_be_realized(driver))
            }
            Subject::SpentOnItem(item) => {
                let known = self.spent_on(item, self.plan.as_of);
                self.money_ahead(criterion, known, self.to_be_spent_on(item))
            }
            Subject::SpentInWave(wave) => {
                let known = self.spent_in(wave, self.plan.as_of);
                self.money_ahead(criterion, known, self.to_be_spent_in(wave))
            }
        };
        let expected = course.expected(now.holds, self.plan.as_of, day);
        // That it ends before the gate is known by now, and why it does not hold.
        let expected = Expected { until: expected.until.or(now.expired.filter(|_| now.expires)), ..expected };
        let answers = match criterion.subject {
            Subject::Level(item) => self.level_hangs(gate, criterion, item, day),
            Subject::Realized(driver) => self.realized_hangs(criterion, driver, day),
            _ => None,
        };
        match answers {
            Some([without, with]) if without != with => {
                let holds = Err(NoForecast::Overdue);
                return Expected { value: None, holds, first: None, until: None, hangs: true, ..expected };
            }
            // Whatever it comes to, it is so.
            Some(_) => return Expected { value: None, hangs: true, ..expected },
            None => {}
        }
        match criterion.subject {
            Subject::Kpi(kpi) if self.is_of_day(kpi, day) => {
                Expected { first: None, of_day: true, ..expected }
            }
            _ => expected,
        }
    }

    /// Whether a KPI goes on otherwise before or after a day: it is its worst market, or others join it up to the horizon.
    fn is_of_day(&self, kpi: KpiIx, day: NaiveDate) -> bool {
        let worst = self.onward(kpi, day).is_ok_and(|onward| onward.market.is_some());
        worst || !self.joins(kpi, self.plan.horizon).read.is_empty()
    }

    /// Of a level that is another one on a day with what hangs on what is overdue: whether a criterion holds without it, and
    /// with it.
    pub(crate) fn level_hangs(
        &self,
        gate: &Gate,
        criterion: &Criterion,
        item: ItemIx,
        day: NaiveDate,
    ) -> Option<[bool; 2]> {
        let plan = self.plan;
        let steps = || plan.item(item).steps.iter().enumerate();
        let in_time =
            |nth: usize| plan.step_live(item, nth).is_some_and(|live| self.soonest_of(item, live) <= day);
        let top = |hangs: bool| {
            let of = steps().filter(|(nth, _)| self.hangs(item, *nth) == hangs && in_time(*nth));
            of.map(|(_, step)| step.level).max()
        };
        let hanging = top(true).filter(|_| !self.is_over(item, day))?;
        let settled = top(false);
        let enough = |level: Option<Level>| {
            level.is_some_and(|level| criterion.comparison.holds(f64::from(level), criterion.threshold))
        };
        let both = |seen: Option<Level>| {
            let without = seen.max(settled);
            let with = without.max(Some(hanging));
            (without != with, [enough(without), enough(with)])
        };
        if !self.is_by_unit(item) {
            let (differs, answers) = both(self.evident_level(item, plan.as_of));
            return differs.then_some(answers);
        }
        let by = gate.wave.map_or(NaiveDate::MAX, |wave| plan.wave(wave).end);
        let seen = self.evident_levels(item, plan.as_of);
        let units: Vec<(bool, [bool; 2])> =
            self.units_by(by).into_iter().map(|unit| both(seen[unit.at()])).collect();
        let all = |nth: usize| units.iter().all(|(_, answers)| answers[nth]);
        units.iter().any(|(differs, _)| *differs).then(|| [all(0), all(1)])
    }

    /// The same of the value of a driver that hangs on what is overdue.
    pub(crate) fn realized_hangs(
        &self,
        criterion: &Criterion,
        driver: ItemIx,
        day: NaiveDate,
    ) -> Option<[bool; 2]> {
        if !self.hangs(driver, 0) {
            return None;
        }
        let known = self.realized_by(driver, self.plan.as_of);
        let ahead = self.to_be_realized(driver).into_iter().filter(|(end, _)| *end <= day);
        let then = known + ahead.map(|(_, amount)| amount).sum();
        let holds = |value: Money| {
            let value = value.major_f64(self.plan.currency.digits);
            criterion.comparison.holds(value, criterion.threshold)
        };
        (then != known).then(|| [known, then].map(holds))
    }

    /// The first step that is overdue of those that what a criterion asks about hangs on.
    pub(crate) fn overdue_for(&self, criterion: &Criterion) -> Option<(ItemIx, usize)> {
        let (Subject::Level(item) | Subject::Realized(item)) = criterion.subject else { return None };
        let steps = 0..self.plan.item(item).steps.len();
        steps.into_iter().find_map(|step| self.hangs_on(item, step))
    }

    /// A level: it changes where a step goes live, and where a mandate begins or ends.
    fn level_ahead<'c>(
        &'c self,
        gate: &Gate,
        criterion: &'c Criterion,
        item: ItemIx,
        holds_now: bool,
    ) -> Course<'c> {
        let plan = self.plan;
        let force = plan.in_force(item);
        let live = (0..plan.item(item).steps.len()).filter_map(|step| plan.step_live(item, step));
        let bounds = force.into_iter().flat_map(|(from, until)| [Some(from), until.succ_opt()]).flatten();
        let ahead = live.chain(bounds).filter(|day| plan.as_of < *day);
        let mut days: Vec<NaiveDate> = ahead.chain((!holds_now).then_some(plan.as_of)).collect();
        days.order();
        days.dedup();
        let enough = |level: Level| criterion.comparison.holds(f64::from(level), criterion.threshold);
        let by = gate.wave.map_or(NaiveDate::MAX, |wave| plan.wave(wave).end);
        let units = if self.is_by_unit(item) { self.units_by(by) } else { Vec::new() };
        let at = move |day: NaiveDate| {
            if !self.is_by_unit(item) {
                let level = self.level_at(item, None, day).filter(|_| !self.is_over(item, day));
                return (level.map(f64::from), level.is_some_and(enough));
            }
            let levels = self.levels_at(item, day);
            let asked = || units.iter().map(|unit| levels[unit.at()]);
            let holds = !units.is_empty() && asked().all(|level| level.is_some_and(enough));
            (lowest(asked()).map(f64::from), holds)
        };
        Course { days, at: Box::new(at) }
    }

    /// A KPI: it changes where a line that it may follow comes to what is asked for.
    fn reading_ahead<'c>(
        &'c self,
        criterion: &'c Criterion,
        kpi: KpiIx,
        now: &Judged,
        day: NaiveDate,
    ) -> Result<Course<'c>, NoForecast> {
        let plan = self.plan;
        let onward = match self.onward(kpi, day) {
            // A no that is to be a yes may be one by then, and nobody can tell.
            Err(NoForecast::YesOrNo) if now.value.is_some_and(|it| self.stands_as_read(kpi, it)) => {
                let known = (now.value, now.holds);
                return Ok(Course { days: Vec::new(), at: Box::new(move |_| known) });
            }
            Err(NoForecast::YesOrNo) if now.value.is_none() => return Err(NoForecast::NoReading),
            onward => onward?,
        };
        let days = (criterion.threshold - onward.newest) / onward.slope.a_month * MONTH_DAYS;
        let most = f64::from(i32::try_from((plan.horizon - onward.date).num_days()).unwrap_or(0));
        let days = Some(days).filter(|days| (0.0..=most).contains(days));
        let crossing = days.and_then(|days| onward.date.checked_add_days(Days::new(whole_days(days))));
        // On the day of its crossing a line may be just there, where more is asked for.
        let near = [crossing, crossing.and_then(|day| day.succ_opt())].into_iter().flatten();
        let tomorrow = self.day_ahead();
        let mut days: Vec<NaiveDate> =
            std::iter::once(tomorrow).chain(near.map(|it| it.max(tomorrow))).collect();
        days.dedup();
        let at = move |day: NaiveDate| {
            let value = onward.value(day);
            (Some(value), criterion.comparison.holds(value, criterion.threshold))
        };
        Ok(Course { days, at: Box::new(at) })
    }

    /// Money that is known, and what comes to it at the end of each month.
    fn money_ahead<'c>(
        &'c self,
        criterion: &'c Criterion,
        known: Money,
        ahead: Vec<(NaiveDate, Money)>,
    ) -> Course<'c> {
        let digits = self.plan.currency.digits;
        let sums = growing(known, ahead.into_iter());
        // What is over without a record is there from tomorrow on.
        let tomorrow = self.day_ahead();
        let mut days: Vec<NaiveDate> = sums.iter().map(|(day, _)| (*day).max(tomorrow)).collect();
        days.dedup();
        let at = move |day: NaiveDate| {
            let ended = sums.partition_point(|(end, _)| *end <= day);
            let sum = ended.checked_sub(1).map_or(known, |last| sums[last].1).major_f64(digits);
            (Some(sum), criterion.comparison.holds(sum, criterion.threshold))
        };
        Course { days, at: Box::new(at) }
    }

    /// What is to be expected of a driver at the end of each month of which nothing is recorded.
    pub(crate) fn to_be_realized(&self, driver: ItemIx) -> Vec<(NaiveDate, Money)> {
        let recorded = self.evidence().recorded(driver);
        let months = self.grid().months().zip(self.forecast().of(driver)).enumerate();
        let open = months.filter(|(position, _)| recorded.get(*position) != Some(&true));
        open.map(|(_, (month, amount))| (month.last_day(), *amount)).collect()
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "days of a plan, not below 0")]
fn whole_days(days: f64) -> u64 {
    days.ceil() as u64
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{self, day};
    use super::*;
    use crate::plan::Plan;
    use crate::plan::about::About;
    use crate::plan::id::WaveIx;
    use crate::plan::kpi::{Better, Rollup, Target};
    use crate::plan::leadership::Comparison;
    use crate::plan::record::{Decision, Outcome};

    /// A criterion of a gate that ends the second wave on 30 September 2026, as it is known at the end of August.
    fn expected(plan: &mut Plan, subject: Subject, comparison: Comparison, threshold: f64) -> Expected {
        let criterion = Criterion { subject, comparison, threshold, text: "".into(), nth: 0 };
        plan.gates = vec![Gate {
            id: "exit".into(),
            about: About::default(),
            wave: Some(WaveIx(1)),
            date: None,
            criteria: vec![criterion],
        }];
        Figures::new(plan).outlook(GateIx(0)).unwrap().criteria[0]
    }

    fn words(expected: Expected) -> String {
        expected.words(day("2026-08-31"))
    }

    /// By hand: crm was to be at 2 on 31 March and is to be at 3 on 30 September, in north and south; nobody has assessed it.
    #[test]
    fn a_level_holds_from_the_day_of_its_step_on() {
        let mut plan = sample::plan();
        let crm = Subject::Level(plan.item_by_id("crm").unwrap());
        let two = expected(&mut plan, crm, Comparison::AtLeast, 2.0);
        assert_eq!((two.value, two.first, two.now), (Some(3.0), Some(day("2026-08-31")), false));
        assert_eq!(words(two), "holds, not assessed yet");
        let three = expected(&mut plan, crm, Comparison::AtLeast, 3.0);
        assert_eq!((three.value, words(three)), (Some(3.0), "holds from 30 Sep 2026".into()));
        let four = expected(&mut plan, crm, Comparison::AtLeast, 4.0);
        assert_eq!((four.value, words(four)), (Some(3.0), "not by the end of the plan".into()));
        // The gate asks a month before the step.
        plan.gates[0].date = Some(day("2026-09-15"));
        plan.gates[0].criteria[0].threshold = 3.0;
        let early = Figures::new(&plan).outlook(GateIx(0)).unwrap();
        assert_eq!(
            (early.day, words(early.criteria[0])),
            (day("2026-09-15"), "not before 30 Sep 2026".into())
        );
        assert_eq!(early.rest().as_deref(), Some("the rest by 30 Sep 2026"));
    }

    /// By hand: crm was due at 2 on 31 March and seen at 1 in June, in both units. That it will be at 2 nobody can tell, nor that
    /// it will be at 3 on 30 September, for that comes after; 4 it is not planned to be, and 1 it is.
    #[test]
    fn of_what_hangs_on_what_is_overdue_nobody_can_tell() {
        let mut plan = sample::opened_at_once();
        let ix = plan.item_by_id("crm").unwrap();
        for unit in [0, 1] {
            sample::assess(&mut plan, "crm", "2026-06-01", Some(unit), 1);
        }
        let crm = Subject::Level(ix);
        for (level, told) in [
            (1.0, "holds"),
            (2.0, "nobody can tell: it hangs on what is overdue"),
            (3.0, "nobody can tell: it hangs on what is overdue"),
            (4.0, "not by the end of the plan"),
        ] {
            let expected = expected(&mut plan, crm, Comparison::AtLeast, level);
            assert_eq!(words(expected), told, "{level}");
        }
        // At 1 at most it is now, and may be more by then.
        let most = expected(&mut plan, crm, Comparison::AtMost, 1.0);
        assert_eq!(words(most), "nobody can tell: it hangs on what is overdue");
    }

    /// By hand: north falls by 10 a month from 90 and the south stays at 75, which is the worst of both by the end of September:
    /// on that day it is 75, and when it is 80 or less is not told, since until then another one is the worst.
    #[test]
    fn of_a_whole_that_is_its_worst_market_the_day_alone_is_told() {
        let mut plan = sample::opened_at_once();
        plan.kpis = vec![sample::kpi("waiting", Better::Lower, &[Target::Value(50.0)])];
        plan.kpis[0].rollup = Some(Rollup::Worst);
        for (date, north) in [("2026-06-30", 90.0), ("2026-07-31", 80.0), ("2026-08-31", 76.0)] {
            sample::read(&mut plan, date, Some(0), north);
            sample::read(&mut plan, date, Some(1), 75.0);
        }
        let kpi = Subject::Kpi(KpiIx(0));
        for (most, told) in [(75.0, "holds on that day"), (70.0, "does not hold on that day")] {
            let expected = expected(&mut plan, kpi, Comparison::AtMost, most);
            assert_eq!((expected.value, words(expected).as_str()), (Some(75.0), told));
        }
        // When all will hold nobody says, whatever is known of the others.
        let alone = expected(&mut plan, kpi, Comparison::AtMost, 70.0);
        let later = Expected { first: Some(day("2027-03-31")), of_day: false, ..alone };
        let rest =
            |criteria: &[Expected]| Outlook { day: day("2026-09-30"), criteria: criteria.into() }.rest();
        assert_eq!(rest(&[later]).as_deref(), Some("the rest by 31 Mar 2027"));
        assert_eq!(rest(&[alone, later]), None);
    }

    /// Granted until 15 September.
    #[test]
    fn a_mandate_that_ends_before_the_gate_holds_no_more() {
        let mut plan = sample::plan();
        let mandate = sample::mandate(&mut plan, "steering");
        (mandate.granted, mandate.until) = (Some(day("2026-01-05")), Some(day("2026-09-15")));
        let steering = Subject::Level(plan.item_by_id("steering").unwrap());
        let over = expected(&mut plan, steering, Comparison::AtLeast, 2.0);
        assert_eq!((over.value, over.until), (None, Some(day("2026-09-15"))));
        assert_eq!(words(over), "no more after 15 Sep 2026");
    }

    /// By hand: 2 in each 31 days, 44 on 31 August: 45 after 15.5 days, on 16 September; 46.1 after 32.55, on 3 October;
    /// and 44 + 2 × 30 ÷ 31 on the day.
    #[test]
    fn a_kpi_goes_on_as_its_newest_readings_do() {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &[])];
        let kpi = Subject::Kpi(KpiIx(0));
        let never = expected(&mut plan, kpi, Comparison::AtLeast, 45.0);
        assert_eq!(words(never), "nobody can tell: never read");
        for (date, value) in [("2026-06-30", 40.0), ("2026-07-31", 42.0), ("2026-08-31", 44.0)] {
            sample::read(&mut plan, date, None, value);
        }
        let there = expected(&mut plan, kpi, Comparison::AtLeast, 45.0);
        assert!(there.value.is_some_and(|it| (it - (44.0 + 2.0 * 30.0 / 31.0)).abs() < 1e-9), "{there:?}");
        assert_eq!(words(there), "holds from 16 Sep 2026");
        assert_eq!(words(expected(&mut plan, kpi, Comparison::AtLeast, 46.1)), "not before 03 Oct 2026");
        // 44 is at most 44 today alone.
        assert_eq!(words(expected(&mut plan, kpi, Comparison::AtMost, 44.0)), "no more after 31 Aug 2026");
        assert_eq!(words(expected(&mut plan, kpi, Comparison::AtLeast, 1e9)), "not by the end of the plan");
    }

    /// By hand: reach plans 120,000 ÷ 12 × 0.5 × 0.6 = 3,000 a month from April to September 2026, with the south, which
    /// opens with the end of September, 5,000 from October on. Recorded are 6,000 of the 9,000 of the second quarter and
    /// 1,500 of the 3,000 of July: 7,500 ÷ 12,000. So August and September are to bring 1,875 each, October 3,125.
    #[test]
    fn value_comes_as_it_is_forecast() {
        let mut plan = sample::plan();
        let reach = Subject::Realized(plan.item_by_id("reach").unwrap());
        let met = expected(&mut plan, reach, Comparison::AtLeast, 7_500.0);
        assert_eq!((met.value, words(met)), (Some(11_250.0), "holds".into()));
        assert_eq!(
            words(expected(&mut plan, reach, Comparison::AtLeast, 9_000.0)),
            "holds from 01 Sep 2026",
            "what August is to bring is on no record yet"
        );
        assert_eq!(
            words(expected(&mut plan, reach, Comparison::AtLeast, 10_000.0)),
            "holds from 30 Sep 2026"
        );
        assert_eq!(
            words(expected(&mut plan, reach, Comparison::AtLeast, 12_000.0)),
            "not before 31 Oct 2026"
        );
    }

    /// By hand: of the 9,000 of crm half falls in the second wave, evenly on its six months: 750 each. With the roll-out
    /// of the south, which is the wave's and not its, and no record, nothing is spent by now.
    #[test]
    fn money_is_spent_as_it_is_planned() {
        let mut plan = sample::plan();
        let crm = plan.item_by_id("crm").unwrap();
        let spent = expected(&mut plan, Subject::SpentOnItem(crm), Comparison::AtMost, 8_500.0);
        assert_eq!((spent.value, spent.now), (Some(9_000.0), true));
        assert_eq!(words(spent), "no more after 29 Sep 2026");
    }

    #[test]
    fn what_is_settled_or_past_has_no_outlook() {
        let mut plan = sample::plan();
        let crm = Subject::Level(plan.item_by_id("crm").unwrap());
        expected(&mut plan, crm, Comparison::AtLeast, 2.0);
        let told = |plan: &Plan| Figures::new(plan).outlook(GateIx(0)).is_some();
        assert!(told(&plan));
        plan.decisions = vec![Decision {
            date: day("2026-08-01"),
            gate: Some(GateIx(0)),
            outcome: Some(Outcome::Go),
            by: None,
            affects: Vec::new(),
            effect: None,
            about: About::default(),
        }];
        assert!(!told(&plan));
        plan.decisions.clear();
        plan.gates[0].date = Some(plan.as_of);
        assert!(!told(&plan), "what is known decides");
    }
}
