//! The steps that earned value counts: all of a wave, and of these the ones that are due, or live, on the day on which
//! it is measured.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::earned::Earned;
use crate::figures::readiness::StepState;
use crate::plan::id::{ItemIx, WaveIx};
use crate::trace::days::Days;
use crate::trace::late::waits_for;
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};
use crate::wording;

pub(super) const ALL: Family = family(
    "wave-steps",
    "Steps of a wave that earned value is of",
    |figures, of, _| trace(figures, of, Counts::All),
    |figures, tell| each(figures, tell, |known| known.steps),
);
pub(super) const DUE: Family = family(
    "due-steps",
    "Steps of a wave that are due on the day on which earned value is measured",
    |figures, of, _| trace(figures, of, Counts::Due),
    |figures, tell| each(figures, tell, |known| known.due),
);
pub(super) const LIVE: Family = family(
    "earned-steps",
    "Steps of a wave that are live on the day on which earned value is measured",
    |figures, of, _| trace(figures, of, Counts::Live),
    |figures, tell| each(figures, tell, |known| known.live),
);

type Tracing = fn(&Figures<'_>, &Of, Option<When>) -> Option<Trace>;
type Telling = fn(&Figures<'_>, &mut dyn FnMut(Row));

const fn family(word: &'static str, means: &'static str, trace: Tracing, each: Telling) -> Family {
    Family { word, means, of: &[Kind::Wave], timing: Timing::Never, trace, each }
}

/// Which steps are counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    All,
    Due,
    Live,
}

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), steps: fn(Earned) -> u32) {
    for ((wave, _), known) in figures.plan.waves().zip(figures.earned()) {
        if let Some(known) = known {
            tell(Row::new(Of::Wave(wave), None, Value::Count(steps(known).into())));
        }
    }
}

fn trace(figures: &Figures<'_>, of: &Of, counts: Counts) -> Option<Trace> {
    let Of::Wave(wave) = of else { return None };
    let plan = figures.plan;
    let known = figures.earned().into_iter().nth(wave.at())??;
    let day = wording::date(known.at);
    let (count, rule) = match counts {
        Counts::All => (
            known.steps,
            "each driver that goes live with it, and each level that a capability or a mandate reaches in it, counted; all weigh the same".to_owned(),
        ),
        Counts::Due => (
            known.due,
            format!("its steps that are to be live by {day}, up to which spending is recorded, counted"),
        ),
        Counts::Live => (
            known.live,
            format!(
                "its steps that are live by {day}, up to which spending is recorded, counted: their day has come and neither an assessment up to now nor the stage of a driver says otherwise, nor do they wait for what is not there, or all units were seen there before"
            ),
        ),
    };
    let mut trace = Trace::new(Value::Count(count.into()), &rule);
    let mut dated = Vec::new();
    for (ix, item) in plan.items() {
        for (nth, step) in item.steps.iter().enumerate().filter(|(_, step)| step.wave == *wave) {
            let [due, live] = figures.counted_by(ix, nth, known.at);
            let level = if item.driver().is_some() { String::new() } else { format!(" at {}", step.level) };
            let (value, said) = match counts {
                Counts::All => (Value::Count(1), String::new()),
                Counts::Due => (Value::Flag(due), to_be_live(figures, ix, nth)),
                Counts::Live => (Value::Flag(live), stands(figures, (ix, nth), known.at)),
            };
            trace.take(&format!("{}{level}{said}", item.title()), value, plan.step_address(ix, nth));
            dated.push((ix, nth));
        }
    }
    let counted = Term::Part(0, trace.inputs.len());
    let mut days = Days::default();
    for step in dated.into_iter().filter(|_| counts != Counts::All) {
        days.day(plan, &mut trace, step);
    }
    trace.also = also(figures, *wave, counts);
    Some(trace.by(counted))
}

/// When a step is to be live.
fn to_be_live(figures: &Figures<'_>, item: ItemIx, step: usize) -> String {
    let live = figures.plan.step_live(item, step);
    live.map_or_else(|| ", without a day".into(), |day| format!(", {}", wording::date(day)))
}

/// Where a step stood on the day of measuring, by what was known then: it may have come to be live since, or turned out
/// not to be there.
fn stands(figures: &Figures<'_>, (item, step): (ItemIx, usize), at: NaiveDate) -> String {
    match (figures.step_state_at(item, step, at), figures.step_state(item, step)) {
        (StepState::Live, StepState::Overdue) => match figures.short_of(item, step) {
            Some(short) => format!(", seen short on {}", wording::date(short.seen.date)),
            None => format!(", not there by now{}", waits_for(figures, (item, step))),
        },
        (StepState::Live, _) => ", live".into(),
        (_, StepState::Live) => ", live only since then".into(),
        (state, _) => format!(", {}", state.as_str()),
    }
}

/// The other counts, and how the wave stands by now.
fn also(figures: &Figures<'_>, wave: WaveIx, own: Counts) -> Vec<crate::trace::name::Name> {
    let words = [(Counts::All, ALL.word), (Counts::Due, DUE.word), (Counts::Live, LIVE.word)];
    let others = words.into_iter().filter(|(counts, _)| *counts != own).map(|(_, word)| word);
    others.chain(["live-steps", "ev"]).map(|word| Of::Wave(wave).name(figures.plan, word, None)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, euros};
    use crate::plan::Plan;
    use crate::plan::about::About;
    use crate::plan::calendar::Period;
    use crate::plan::record::{Spent, SpentOn};
    use crate::trace::Origin;

    /// The first wave of the sample has four steps, of which the CRM is assessed as not there; one goes live a month
    /// after what is recorded as spent.
    fn plan() -> Plan {
        let mut plan = sample::plan();
        sample::assess(&mut plan, "crm", "2026-03-31", Some(0), 1);
        plan.moved.insert((plan.item_by_id("reach").unwrap(), 0), sample::day("2026-04-30"));
        plan.spent = vec![Spent {
            on: SpentOn::Wave(WaveIx(0)),
            period: Period::parse("2026-Q1").unwrap(),
            value: euros(9_000),
            about: About::default(),
        }];
        plan
    }

    fn of(plan: &Plan, family: &Family) -> Trace {
        (family.trace)(&Figures::new(plan), &Of::Wave(WaveIx(0)), None).unwrap()
    }

    /// By hand: of the CRM, content, steering and reach, reach comes after the day, and the CRM is not there.
    #[test]
    fn each_step_says_whether_it_counts_and_where_it_stands_in_the_plan() {
        let plan = plan();
        let values = [&ALL, &DUE, &LIVE].map(|family| of(&plan, family).value);
        assert_eq!(values, [4, 3, 2].map(Value::Count));
        let live = of(&plan, &LIVE);
        let step = |name: &str| live.inputs.iter().find(|input| input.label.starts_with(name)).unwrap();
        assert_eq!((step("crm").value, step("content").value), (Value::Flag(false), Value::Flag(true)));
        assert_eq!(step("crm").label, "crm at 2, overdue");
        assert_eq!(
            (step("reach").value, &*step("reach").label),
            (Value::Flag(false), "reach, live only since then")
        );
        assert_eq!(step("crm").from, Origin::Plan(plan.step_address(plan.item_by_id("crm").unwrap(), 0)));
        let due = of(&plan, &DUE);
        assert!(
            due.inputs.iter().any(|it| it.label == "reach, 30 Apr 2026" && it.value == Value::Flag(false))
        );
    }

    #[test]
    fn a_wave_without_earned_value_counts_no_steps() {
        let plan = plan();
        assert_eq!((ALL.trace)(&Figures::new(&plan), &Of::Wave(WaveIx(1)), None), None);
    }
}
