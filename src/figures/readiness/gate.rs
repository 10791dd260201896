//! Gates: their criteria, one after the other, with what is missing and where.
//!
//! Gates ask for evidence alone: assessments, and today's maturity where there is none. A capability must
//! have its level in each unit that takes part by the end of the gate's wave: the units that are no market,
//! and those whose market is open by then. Where the level that the plan counts on would do and evidence is
//! short of it, that is said: planned, not assessed. A mandate without an assessment has the strength that is planned
//! by the date, once its `granted` has passed and until it expires; one that was assessed has what was seen.
//! As long as a gate is to come and nothing is decided, its own day is asked about where that is known ahead: of a KPI the
//! markets that are open then, and a mandate that ends before it has no strength for it.
//!
//! A gate that is decided was decided on the evidence of that day: its criteria are told as they were then, and
//! beside it as they are now.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::Figures;
use super::super::performance::Joins;
use crate::plan::Plan;
use crate::plan::id::{GateIx, ItemIx, UnitIx};
use crate::plan::leadership::{Comparison, Criterion, Subject};
use crate::plan::quantity::{Level, Money};
use crate::plan::record::Decision;
use crate::wording;

/// A criterion of a gate, held against what is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The value now: a level, a reading, or money in major units. `None`: there is no evidence.
    pub value: Option<f64>,
    /// Whether the criterion holds; without evidence it does not.
    pub holds: bool,
    /// How far the value is from holding, in its own measure; `None` where it holds or is not known. A unit that was
    /// never assessed counts 0 where a level is asked for beside others that were.
    pub missing: Option<f64>,
    /// For a level: the units that fall short of it with their levels; `None`: never assessed.
    pub short: Vec<(UnitIx, Option<Level>)>,
    /// The level that the plan counts on where evidence falls short, where the criterion would hold with it.
    pub planned: Option<Level>,
    /// The last day of a mandate that has expired, or will have by the day of the gate, and has no strength for that reason.
    pub expired: Option<NaiveDate>,
    /// Whether that day is still to come.
    pub expires: bool,
    /// Of a KPI, who is asked on the day of the gate and is not yet.
    pub joins: Joins,
}

impl Judged {
    fn of(criterion: &Criterion, value: Option<f64>, short: Vec<(UnitIx, Option<Level>)>) -> Self {
        let holds = |value| criterion.comparison.holds(value, criterion.threshold);
        let holds = short.is_empty() && value.is_some_and(holds);
        let missing = value.filter(|_| !holds).map(|value| (criterion.threshold - value).abs());
        Self {
            value,
            holds,
            missing,
            short,
            planned: None,
            expired: None,
            expires: false,
            joins: Joins::default(),
        }
    }

    /// Why there is no value, in words; said of a criterion without one.
    #[must_use]
    pub fn without_value(&self) -> String {
        match self.expired {
            Some(until) if self.expires => format!("expires on {}", wording::date(until)),
            Some(until) => format!("expired on {}", wording::date(until)),
            None => "no evidence".into(),
        }
    }
}

/// A gate's criteria now, and as they were when it was decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict<'p> {
    /// Its newest decision with an outcome; `None`: it is open.
    pub decision: Option<&'p Decision>,
    /// Each criterion as it was on the day of the decision; empty while it is open.
    pub then: Vec<Judged>,
    /// Each criterion now.
    pub now: Vec<Judged>,
}

impl Verdict<'_> {
    /// A criterion as it was on the day of the decision.
    #[must_use]
    pub fn then(&self, nth: usize) -> Option<&Judged> {
        self.then.get(nth)
    }

    /// What decides on the gate: the criteria of the day of the decision, or else those of now.
    #[must_use]
    pub fn deciding(&self) -> &[Judged] {
        if self.decision.is_some() { &self.then } else { &self.now }
    }

    /// How many criteria did not hold of those that decided on the gate.
    #[must_use]
    pub fn unmet(&self) -> usize {
        self.deciding().iter().filter(|judged| !judged.holds).count()
    }

    /// Whether any criterion holds now and did not on the day of the decision, or the other way round.
    #[must_use]
    pub fn moved(&self) -> bool {
        self.then.iter().zip(&self.now).any(|(then, now)| then.holds != now.holds)
    }

    /// How many criteria hold: `1 of 6`, `met then 5 of 6 · now 6 of 6`.
    #[must_use]
    pub fn met_words(&self) -> String {
        match (self.decision, self.moved()) {
            (None, _) => met(&self.now),
            (Some(_), false) => format!("met then {}", met(&self.then)),
            (Some(_), true) => format!("met then {} · now {}", met(&self.then), met(&self.now)),
        }
    }
}

/// How many criteria hold of how many: `5 of 6`.
#[must_use]
pub fn met(judged: &[Judged]) -> String {
    format!("{} of {}", judged.iter().filter(|judged| judged.holds).count(), judged.len())
}

impl<'p> Figures<'p> {
    /// A gate at a date: its criteria then, and as they were on the day of the decision that was taken by then. The
    /// one way to ask how a gate stands: of a scenario it is asked of the figures of that, which have its evidence;
    /// what was decided on is [`Verdict::deciding`], what is known at the date [`Verdict::now`].
    #[must_use]
    pub fn verdict(&self, gate: GateIx, at: NaiveDate) -> Verdict<'p> {
        let decision = self.plan.decided_at(gate, at);
        Verdict {
            decision,
            then: decision.map_or_else(Vec::new, |decision| self.gate_at(gate, decision.date)),
            now: self.gate_at(gate, at),
        }
    }
}

impl Figures<'_> {
    /// A gate's criteria, one after the other, held against what is known at a date. Nobody else asks them: how a
    /// gate stands is its [verdict](Figures::verdict), which tells what was decided on from what is known now.
    fn gate_at(&self, gate: GateIx, at: NaiveDate) -> Vec<Judged> {
        let criteria = self.plan.gates[gate.at()].criteria.iter();
        criteria.map(|criterion| self.judged(gate, criterion, at)).collect()
    }

    /// The day that decides who is asked of a KPI, and which mandates are in force, for a gate that is asked about on a day: that day, and for a gate to
    /// come on which nothing is decided its own, where that is later.
    #[must_use]
    pub fn asked_by(&self, gate: GateIx, on: NaiveDate) -> NaiveDate {
        let plan = self.plan;
        if on < plan.as_of || plan.decided_at(gate, plan.as_of).is_some() {
            return on;
        }
        let gate = &plan.gates[gate.at()];
        gate.date.or(gate.wave.map(|wave| plan.wave(wave).end)).map_or(on, |date| date.max(on))
    }

    fn judged(&self, ix: GateIx, criterion: &Criterion, on: NaiveDate) -> Judged {
        let (digits, at) = (self.plan.currency.digits, on.min(self.plan.as_of));
        let value = match criterion.subject {
            Subject::Level(item) => return self.judged_level(ix, criterion, item, on),
            Subject::Kpi(kpi) => {
                let by = self.asked_by(ix, on);
                let value = self.reading_at(kpi, None, by).map(|newest| newest.value);
                let judged = Judged::of(criterion, value, Vec::new());
                return Judged { joins: self.joins(kpi, by), ..judged };
            }
            Subject::Realized(driver) => Some(self.realized_by(driver, at).major_f64(digits)),
            Subject::SpentOnItem(item) => Some(self.spent_on(item, at).major_f64(digits)),
            Subject::SpentInWave(wave) => Some(self.spent_in(wave, at).major_f64(digits)),
        };
        Judged::of(criterion, value, Vec::new())
    }

    fn judged_level(&self, ix: GateIx, criterion: &Criterion, item: ItemIx, on: NaiveDate) -> Judged {
        let gate = &self.plan.gates[ix.at()];
        let at = on.min(self.plan.as_of);
        let enough = |level: &Level| criterion.comparison.holds(f64::from(*level), criterion.threshold);
        if !self.is_by_unit(item) {
            // When a mandate ends is known ahead.
            let over = self.is_over(item, self.asked_by(ix, on));
            let evident = self.evident_level(item, at).filter(|_| !over);
            let judged = Judged::of(criterion, evident.map(f64::from), Vec::new());
            let planned = self.level_at(item, None, at).filter(|_| !judged.holds && !over).filter(enough);
            let until = self.plan.in_force(item).map(|(_, until)| until);
            let expired = until.filter(|_| !judged.holds && over);
            let expires = expired.is_some_and(|until| until >= on);
            return Judged { planned, expired, expires, ..judged };
        }
        let evident = self.evident_levels(item, at);
        let by = gate.wave.map_or(NaiveDate::MAX, |wave| self.plan.wave(wave).end);
        let asked = self.units_by(by).into_iter().map(|unit| (unit, evident[unit.at()]));
        let asked: Vec<(UnitIx, Option<Level>)> = asked.collect();
        let lowest = asked.iter().filter_map(|(_, level)| *level).min();
        let short = asked.into_iter().filter(|(_, level)| !level.is_some_and(|level| enough(&level)));
        let judged = Judged::of(criterion, lowest.map(f64::from), short.collect());
        if judged.holds {
            return judged;
        }
        let levels = self.levels_at(item, at);
        let planned = judged.short.iter().map(|(unit, _)| levels[unit.at()].filter(enough));
        let planned = planned.collect::<Option<Vec<Level>>>().and_then(|levels| levels.into_iter().min());
        let upwards = !matches!(criterion.comparison, Comparison::AtMost | Comparison::LessThan);
        let unknown = judged.short.iter().any(|(_, level)| level.is_none());
        let told = judged.short.iter().any(|(_, level)| level.is_some());
        let missing = match judged.missing {
            Some(_) if unknown && upwards => Some(criterion.threshold),
            // Those that were assessed are as is asked for: how far the others are off nobody can tell.
            Some(_) if unknown && !told => None,
            missing => missing,
        };
        Judged { planned, missing, ..judged }
    }

    /// The unit that decides a criterion on a level at a date: of those that its gate asks about, the first with the
    /// lowest level by evidence; `None` where there is none, or nothing is told by unit.
    #[must_use]
    pub fn deciding_unit(&self, gate: GateIx, item: ItemIx, at: NaiveDate) -> Option<UnitIx> {
        if !self.is_by_unit(item) {
            return None;
        }
        let wave = self.plan.gates[gate.at()].wave;
        let by = wave.map_or(NaiveDate::MAX, |wave| self.plan.wave(wave).end);
        let evident = self.evident_levels(item, at.min(self.plan.as_of));
        let known = self.units_by(by).into_iter().filter_map(|unit| Some((evident[unit.at()]?, unit)));
        known.min().map(|(_, unit)| unit)
    }

    /// The level of a mandate, or of a capability in a plan without units, by evidence alone: what was seen of it, whatever
    /// was to come since. As long as nobody has looked, a grant says what a mandate is, and today's maturity what a
    /// capability is.
    #[must_use]
    pub fn evident_level(&self, item: ItemIx, at: NaiveDate) -> Option<Level> {
        let seen = self.seen(item, None, at).map(|seen| seen.level);
        match self.plan.item(item).mandate() {
            Some(_) if seen.is_some() => seen.filter(|_| !self.is_over(item, at)),
            Some(mandate) => self.strength(item, at, |_| true).filter(|_| mandate.granted.is_some()),
            None => {
                let today = || Some(self.plan.item(item).capability()?.maturity.everywhere(0));
                seen.or_else(|| today().filter(|level| *level > 0))
            }
        }
    }
}

/// How many units are named before the rest is counted.
const NAMED: usize = 8;

/// What the plan says of a level for which there is too little evidence: `2 planned, not assessed`; `None` where
/// the criterion holds, or would not hold by plan either.
#[must_use]
pub fn only_planned(plan: &Plan, criterion: &Criterion, judged: &Judged) -> Option<String> {
    let level = judged.planned?;
    Some(match criterion.subject {
        // What was seen of a mandate was looked at, granted or not.
        Subject::Level(item) if plan.item(item).mandate().is_some() && judged.value.is_none() => {
            format!("{level} planned, not granted")
        }
        _ => format!("{level} planned, not assessed"),
    })
}

/// What is missing for a criterion to hold, in words; empty where it holds: `1 in China, Germany; unknown in France`,
/// `25.8 pt short`, `70 k€ too much`, `no evidence; 2 planned, not assessed`; of a KPI with who joins until then.
#[must_use]
pub fn missing(plan: &Plan, criterion: &Criterion, judged: &Judged) -> String {
    let planned = only_planned(plan, criterion, judged).map(|planned| format!("; {planned}"));
    match by_evidence(plan, criterion, judged) {
        words if words.is_empty() => words,
        words => judged.joins.after(words + &planned.unwrap_or_default(), plan),
    }
}

fn by_evidence(plan: &Plan, criterion: &Criterion, judged: &Judged) -> String {
    if judged.holds {
        return String::new();
    }
    if !judged.short.is_empty() {
        return units_in_words(plan, &judged.short);
    }
    let Some(missing) = judged.missing else {
        return judged.without_value() + if judged.expires { ", before the gate" } else { "" };
    };
    if let (Subject::Kpi(kpi), Some(value)) = (criterion.subject, judged.value)
        && plan.kpi(kpi).yes_or_no(value).is_some()
    {
        return format!("it is {}", wording::yes_or_no(value));
    }
    // A strict one that is just reached does not hold, and lacks no amount.
    match criterion.comparison {
        Comparison::MoreThan if missing <= 0.0 => return "just there, and more is asked for".into(),
        Comparison::LessThan if missing <= 0.0 => return "just there, and less is asked for".into(),
        _ => {}
    }
    let amount = match criterion.subject {
        Subject::Level(_) => wording::count(judged_levels(missing), "level"),
        Subject::Kpi(kpi) => match plan.kpi(kpi).unit.as_deref() {
            Some("%") => format!("{} pt", wording::number(missing, 2)),
            Some(unit) => format!("{} {unit}", wording::number(missing, 2)),
            None => wording::number(missing, 2),
        },
        Subject::Realized(_) | Subject::SpentOnItem(_) | Subject::SpentInWave(_) => {
            let minor = missing * 10_f64.powi(plan.currency.digits.cast_signed());
            wording::money(Money::from_minor_f64(minor), plan.currency)
        }
    };
    match criterion.comparison {
        Comparison::AtLeast | Comparison::MoreThan => format!("{amount} short"),
        Comparison::AtMost | Comparison::LessThan => format!("{amount} too much"),
        Comparison::Equal => format!("{amount} off"),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few levels at most")]
fn judged_levels(missing: f64) -> usize {
    missing.ceil().clamp(0.0, 5.0) as usize
}

/// Units with their levels, those of one level together, the lowest first: `1 in China, Germany; unknown in France`.
#[must_use]
pub fn units_in_words(plan: &Plan, short: &[(UnitIx, Option<Level>)]) -> String {
    levels_in_words(plan, short, |_| false)
}

/// The same with the mark of what is planned and not assessed, where a level is only that: `1* in China`.
#[must_use]
pub fn levels_in_words(
    plan: &Plan,
    levels: &[(UnitIx, Option<Level>)],
    only_planned: impl Fn(UnitIx) -> bool,
) -> String {
    let mut by_level: BTreeMap<(Option<Level>, bool), Vec<&str>> = BTreeMap::new();
    for (unit, level) in levels {
        by_level.entry((*level, only_planned(*unit))).or_default().push(plan.unit_title(*unit));
    }
    let told = by_level.into_iter().map(|((level, planned), mut units)| {
        let more = units.len().saturating_sub(NAMED);
        units.truncate(NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let mark = if planned { "*" } else { "" };
        let level = level.map_or_else(|| "unknown".into(), |level| format!("{level}{mark}"));
        format!("{level} in {}{more}", units.join(", "))
    });
    told.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{self, day};
    use super::*;
    use crate::plan::about::About;
    use crate::plan::id::WaveIx;
    use crate::plan::item::Step;
    use crate::plan::leadership::Gate;
    use crate::plan::record::Outcome;

    fn criterion(subject: Subject, comparison: Comparison, threshold: f64) -> Criterion {
        Criterion { subject, comparison, threshold, text: "".into(), nth: 0 }
    }

    /// A criterion of the first wave's gate, held against what is known at `as-of`; and what is missing.
    fn judged(plan: &mut Plan, criterion: Criterion) -> (Judged, String) {
        let (about, wave) = (About::default(), Some(WaveIx(0)));
        let criteria = vec![criterion];
        plan.gates = vec![Gate { id: "exit".into(), about, wave, date: None, criteria }];
        let judged = Figures::new(plan).gate_at(GateIx(0), plan.as_of).remove(0);
        let words = missing(plan, &plan.gates[0].criteria[0], &judged);
        (judged, words)
    }

    #[test]
    fn a_gate_asks_for_evidence_in_the_units_that_are_open() {
        let mut plan = sample::plan();
        let crm = criterion(Subject::Level(plan.item_by_id("crm").unwrap()), Comparison::AtLeast, 2.0);
        // South opens with the second wave, so the first gate does not ask about it.
        let (short, words) = judged(&mut plan, crm.clone());
        assert_eq!((short.value, short.holds, short.missing), (Some(1.0), false, Some(1.0)));
        let said = "1 in north; 2 planned, not assessed";
        assert_eq!((short.short, words.as_str()), (vec![(UnitIx(0), Some(1))], said));
        assert_eq!(short.planned, Some(2), "the first wave was to bring it to 2, and nobody has looked");
        let high = Criterion { threshold: 3.0, ..crm.clone() };
        let (short, words) = judged(&mut plan, high);
        assert_eq!((short.planned, words.as_str()), (None, "1 in north"), "the plan is not there yet either");
        sample::assess(&mut plan, "crm", "2026-04-02", Some(0), 2);
        let (met, words) = judged(&mut plan, crm);
        assert_eq!(
            met,
            Judged {
                value: Some(2.0),
                holds: true,
                missing: None,
                short: vec![],
                planned: None,
                expired: None,
                expires: false,
                joins: Joins::default()
            }
        );
        assert_eq!(words, "");
    }

    /// The labs are no market and take part from the start: never assessed, they are two levels short, though the north is
    /// at 2. A mandate that has expired says so.
    #[test]
    fn a_unit_never_assessed_counts_nothing_and_what_has_expired_says_when() {
        let mut plan = sample::plan();
        plan.units.push("labs".into());
        sample::assess(&mut plan, "crm", "2026-04-02", Some(0), 2);
        let [crm, steering] = ["crm", "steering"].map(|id| Subject::Level(plan.item_by_id(id).unwrap()));
        let (blind, words) = judged(&mut plan, criterion(crm, Comparison::AtLeast, 2.0));
        assert_eq!((blind.holds, blind.missing), (false, Some(2.0)));
        assert!(words.starts_with("unknown in labs"), "{words}");
        let (most, words) = judged(&mut plan, criterion(crm, Comparison::AtMost, 2.0));
        assert_eq!((most.holds, most.value, most.missing), (false, Some(2.0), None), "2 is as is asked for");
        assert!(words.starts_with("unknown in labs"), "{words}");
        let mandate = sample::mandate(&mut plan, "steering");
        (mandate.granted, mandate.until) = (Some(day("2026-01-05")), Some(day("2026-06-30")));
        let (over, words) = judged(&mut plan, criterion(steering, Comparison::AtLeast, 2.0));
        assert_eq!((over.holds, over.missing, words.as_str()), (false, None, "expired on 30 Jun 2026"));
    }

    /// Reached on 2 April, decided on 1 April and again, for the better, on 1 May.
    #[test]
    fn a_gate_that_is_decided_is_told_as_it_was_then_and_as_it_is_now() {
        let mut plan = sample::plan();
        sample::assess(&mut plan, "crm", "2026-04-02", Some(0), 2);
        let crm = criterion(Subject::Level(plan.item_by_id("crm").unwrap()), Comparison::AtLeast, 2.0);
        judged(&mut plan, crm);
        let decide = |plan: &mut Plan, date: &str, outcome| {
            plan.decisions.push(Decision {
                date: day(date),
                gate: Some(GateIx(0)),
                outcome,
                by: None,
                affects: Vec::new(),
                effect: None,
                about: About::default(),
            });
        };
        let words = |plan: &Plan, at| Figures::new(plan).verdict(GateIx(0), day(at)).met_words();
        assert_eq!(words(&plan, "2026-08-31"), "1 of 1");
        decide(&mut plan, "2026-03-30", None);
        assert!(!plan.is_settled(GateIx(0)), "what is only asked settles nothing");
        decide(&mut plan, "2026-03-31", Some(Outcome::Hold));
        assert!(!plan.is_settled(GateIx(0)), "a gate on hold is asked again");
        plan.decisions.clear();
        decide(&mut plan, "2026-04-01", Some(Outcome::Conditions));
        assert_eq!(words(&plan, "2026-08-31"), "met then 0 of 1 · now 1 of 1");
        assert_eq!(words(&plan, "2026-03-31"), "0 of 1", "nothing was decided by then");
        assert_eq!(words(&plan, "2026-04-01"), "met then 0 of 1");
        decide(&mut plan, "2026-05-01", Some(Outcome::Go));
        decide(&mut plan, "2026-05-02", None);
        assert_eq!(words(&plan, "2026-08-31"), "met then 1 of 1");
        assert!(plan.is_settled(GateIx(0)), "nor does a later question open it again");
    }

    #[test]
    fn a_mandate_counts_from_the_day_it_is_granted_until_it_expires() {
        let mut plan = sample::plan();
        let steering =
            criterion(Subject::Level(plan.item_by_id("steering").unwrap()), Comparison::AtLeast, 2.0);
        let (never, words) = judged(&mut plan, steering.clone());
        assert_eq!((never.value, words.as_str()), (None, "no evidence; 2 planned, not granted"));
        sample::mandate(&mut plan, "steering").granted = Some(day("2025-12-10"));
        assert!(judged(&mut plan, steering.clone()).0.holds);
        sample::mandate(&mut plan, "steering").until = Some(day("2026-08-30"));
        assert_eq!(judged(&mut plan, steering.clone()).0.value, None);
        // What ends after `as-of` holds until then, and not on a day after that.
        sample::mandate(&mut plan, "steering").until = Some(day("2026-10-31"));
        assert!(judged(&mut plan, steering).0.holds);
        let then = |date: &str| Figures::new(&plan).verdict(GateIx(0), day(date)).now.remove(0);
        assert!(then("2026-10-31").holds);
        let over = then("2026-11-01");
        assert_eq!((over.holds, over.value, over.expired), (false, None, Some(day("2026-10-31"))));
    }

    /// By hand: steering is to be at 1 from 31 March on and at 3 from 30 September on. It was seen at 1 in June, and nobody
    /// has looked since: that it was granted long ago says nothing of what it has become.
    #[test]
    fn what_a_mandate_is_to_be_since_it_was_seen_is_no_evidence() {
        for granted in [None, Some(day("2025-12-10"))] {
            let mut plan = sample::plan();
            plan.as_of = day("2026-12-31");
            let ix = plan.item_by_id("steering").unwrap();
            let step = |level, wave| Step { level, wave: WaveIx(wave) };
            plan.item_mut(ix).steps = [step(1, 0), step(3, 1)].into_iter().collect();
            sample::mandate(&mut plan, "steering").granted = granted;
            sample::assess(&mut plan, "steering", "2026-06-15", None, 1);
            let (short, words) = judged(&mut plan, criterion(Subject::Level(ix), Comparison::AtLeast, 3.0));
            assert_eq!(
                (short.value, short.holds, short.missing),
                (Some(1.0), false, Some(2.0)),
                "{granted:?}"
            );
            assert_eq!(words, "2 levels short; 3 planned, not assessed");
            let figures = Figures::new(&plan);
            let strength = |at| figures.authority(ix, day(at)).strength_words();
            assert_eq!(strength("2026-09-29").as_deref(), Some("1"));
            assert_eq!(strength("2026-12-31").as_deref(), Some("3*"), "nobody has looked");
        }
    }

    #[test]
    fn money_in_a_criterion_is_in_major_units() {
        let mut plan = sample::plan();
        let reach = Subject::Realized(plan.item_by_id("reach").unwrap());
        let (met, _) = judged(&mut plan, criterion(reach, Comparison::AtLeast, 7_500.0));
        assert_eq!((met.value, met.holds), (Some(7_500.0), true));
        let (short, words) = judged(&mut plan, criterion(reach, Comparison::AtLeast, 10_000.0));
        assert_eq!((short.missing, words.as_str()), (Some(2_500.0), "2.50 k€ short"));
        let (over, words) = judged(&mut plan, criterion(reach, Comparison::AtMost, 5_000.0));
        assert_eq!((over.missing, words.as_str()), (Some(2_500.0), "2.50 k€ too much"));
    }
}
