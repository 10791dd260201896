//! Earned value of a wave as far as spending is recorded: what the money spent has bought.

use super::earned_steps;
use crate::figures::Figures;
use crate::figures::earned::Earned;
use crate::plan::id::WaveIx;
use crate::plan::quantity::Money;
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Timing, Trace};
use crate::wording;

pub(super) const BUDGET: Family = family(
    "bac",
    "Budget at completion",
    |figures, of, _| trace(figures, of, budget),
    |figures, tell| each(figures, tell, |known| Value::Money(known.budget)),
);
pub(super) const PLANNED: Family = family(
    "pv",
    "Planned value of the steps that are due",
    |figures, of, _| trace(figures, of, planned),
    |figures, tell| each(figures, tell, |known| Value::Money(known.planned())),
);
pub(super) const EARNED: Family = family(
    "ev",
    "Earned value of the steps that are live",
    |figures, of, _| trace(figures, of, earned),
    |figures, tell| each(figures, tell, |known| Value::Money(known.earned())),
);
pub(super) const SPENT: Family = family(
    "ac",
    "Actual cost, what is spent on a wave and its items",
    |figures, of, _| trace(figures, of, spent),
    |figures, tell| each(figures, tell, |known| Value::Money(known.spent)),
);
pub(super) const SCHEDULE: Family = family(
    "spi",
    "Schedule performance index, below 1 is late",
    |figures, of, _| trace(figures, of, schedule),
    |figures, tell| each(figures, tell, |known| Value::maybe(known.spi(), Value::Number)),
);
pub(super) const COST: Family = family(
    "cpi",
    "Cost performance index, below 1 is dear",
    |figures, of, _| trace(figures, of, cost),
    |figures, tell| each(figures, tell, |known| Value::maybe(known.cpi(), Value::Number)),
);
pub(super) const TO_COMPLETE: Family = family(
    "tcpi",
    "To-complete performance index, the CPI that the rest needs to keep the budget",
    |figures, of, _| trace(figures, of, to_complete),
    |figures, tell| each(figures, tell, |known| Value::maybe(known.tcpi(), Value::Number)),
);
pub(super) const TYPICAL: Family = family(
    "eac",
    "Estimate at completion, the rest costing as the work so far did",
    |figures, of, _| trace(figures, of, typical),
    |figures, tell| each(figures, tell, |known| money(known.eac_typical())),
);
pub(super) const ATYPICAL: Family = family(
    "eac-atypical",
    "Estimate at completion, the rest costing as planned",
    |figures, of, _| trace(figures, of, atypical),
    |figures, tell| each(figures, tell, |known| money(known.eac_atypical())),
);
pub(super) const BOTH: Family = family(
    "eac-both",
    "Estimate at completion, the rest costing as the work so far did, and being late costing too",
    |figures, of, _| trace(figures, of, both),
    |figures, tell| each(figures, tell, |known| money(known.eac_both())),
);
pub(super) const VARIANCE: Family = family(
    "vac",
    "Variance at completion, below zero is an overrun",
    |figures, of, _| trace(figures, of, variance),
    |figures, tell| each(figures, tell, |known| money(known.vac())),
);

/// One measure of a wave, taken apart.
type Measure = fn(&Figures<'_>, WaveIx, Earned) -> Trace;
type Tracing = fn(&Figures<'_>, &Of, Option<When>) -> Option<Trace>;
type Telling = fn(&Figures<'_>, &mut dyn FnMut(Row));

const fn family(word: &'static str, means: &'static str, trace: Tracing, each: Telling) -> Family {
    Family { word, means, of: &[Kind::Wave], timing: Timing::Never, trace, each }
}

fn trace(figures: &Figures<'_>, of: &Of, measure: Measure) -> Option<Trace> {
    let Of::Wave(wave) = of else { return None };
    let known = figures.earned().into_iter().nth(wave.at())??;
    Some(measure(figures, *wave, known))
}

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), value: fn(Earned) -> Value) {
    for ((wave, _), known) in figures.plan.waves().zip(figures.earned()) {
        if let Some(known) = known {
            tell(Row::new(Of::Wave(wave), None, value(known)));
        }
    }
}

fn money(amount: Option<Money>) -> Value {
    amount.map_or(Value::Nothing, Value::Money)
}

fn budget(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    let plan = figures.plan;
    let rule = "the one-off money that it is planned to cost, or its budget where nothing is costed";
    let mut trace = Trace::new(Value::Money(known.budget), rule);
    let costed = figures.one_off().sum(wave) > Money::ZERO;
    let term = if costed {
        let inside = figures.wave_case(wave).one_off;
        let name = Of::Wave(wave).name(plan, "one-off", None);
        let counted = trace.take("one-off cost", Value::Money(inside), name);
        // Value and cost are counted up to the horizon, and the work is all of it.
        match known.budget - inside {
            Money::ZERO => counted,
            past => {
                let past = trace.take("of its months after the horizon", Value::Money(past), Origin::Rule);
                Term::Sum(vec![counted, past])
            }
        }
    } else {
        trace.take("budget", Value::Money(known.budget), plan.wave_address(wave).to("budget"))
    };
    trace.by(term)
}

/// The part of the budget that some of the steps stand for.
fn part(figures: &Figures<'_>, wave: WaveIx, value: Money, known: Earned, some: Steps) -> Trace {
    let of = Of::Wave(wave);
    let rule = format!(
        "the part of the budget at completion that these steps are of all; a step counts in full or not at all, all weigh the same, and they are counted on {}, up to which spending is recorded",
        wording::date(known.at)
    );
    let mut trace = Trace::new(Value::Money(value), &rule);
    let budget =
        trace.take("budget at completion", Value::Money(known.budget), of.name(figures.plan, "bac", None));
    let some = some.of(figures, wave, known, &mut trace);
    let all = Steps::All.of(figures, wave, known, &mut trace);
    trace.also = ["live-steps", "progress"].map(|word| of.name(figures.plan, word, None)).to_vec();
    trace.by(Term::Product(vec![budget, some]).over(all))
}

/// Steps of a wave, counted on the day of measuring.
#[derive(Clone, Copy)]
enum Steps {
    All,
    Due,
    Live,
}

impl Steps {
    /// Takes in how many they are.
    fn of(self, figures: &Figures<'_>, wave: WaveIx, known: Earned, trace: &mut Trace) -> Term {
        let (label, count, word) = match self {
            Self::All => ("all steps", known.steps, earned_steps::ALL.word),
            Self::Due => ("steps due", known.due, earned_steps::DUE.word),
            Self::Live => ("steps live", known.live, earned_steps::LIVE.word),
        };
        let name = Of::Wave(wave).name(figures.plan, word, None);
        trace.take(label, Value::Count(count.into()), name)
    }
}

fn planned(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    part(figures, wave, known.planned(), known, Steps::Due)
}

fn earned(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    part(figures, wave, known.earned(), known, Steps::Live)
}

fn spent(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    let value = Value::Money(known.spent);
    let rule = format!("all that is recorded as spent in it, up to {}", wording::date(known.at));
    let mut made = Made::new(figures, wave, known, value, &rule);
    let spent = made.of("spent");
    made.by(spent, "")
}

/// Why a wave has no earned value.
pub(super) fn why_not(figures: &Figures<'_>, wave: WaveIx) -> String {
    let (plan, spent) = (figures.plan, figures.spent_in(wave, figures.plan.as_of));
    let id = Of::Wave(wave).name(plan, "spent", None);
    match spent {
        Money::ZERO => format!("Earned value is held against money spent, and `{id}` is nothing."),
        _ => format!(
            "Earned value holds `{id}` against the money that is planned for a wave, and none is planned for this one."
        ),
    }
}

/// A measure of the wave, and the amounts, steps and indices that it is made of.
struct Made<'f, 'p> {
    figures: &'f Figures<'p>,
    wave: WaveIx,
    known: Earned,
    trace: Trace,
}

impl<'f, 'p> Made<'f, 'p> {
    fn new(figures: &'f Figures<'p>, wave: WaveIx, known: Earned, value: Value, rule: &str) -> Self {
        Self { figures, wave, known, trace: Trace::new(value, rule) }
    }

    /// Takes in an amount or an index by the word of its figure.
    fn of(&mut self, word: &str) -> Term {
        let known = self.known;
        let (label, value) = match word {
            "bac" => ("budget at completion", Value::Money(known.budget)),
            "spent" => ("spent", Value::Money(known.spent)),
            "eac" => ("estimate at completion", money(known.eac_typical())),
            "spi" => ("SPI", Value::maybe(known.spi(), Value::Number)),
            _ => ("CPI", Value::maybe(known.cpi(), Value::Number)),
        };
        let name = Of::Wave(self.wave).name(self.figures.plan, word, None);
        self.trace.take(label, value, name)
    }

    fn steps(&mut self, steps: Steps) -> Term {
        steps.of(self.figures, self.wave, self.known, &mut self.trace)
    }

    /// What is still to be earned: the budget × the steps that are not live ÷ all steps, of which nothing is
    /// rounded.
    fn rest(&mut self, budget: Term) -> Term {
        let (all, live) = (self.steps(Steps::All), self.steps(Steps::Live));
        Term::Product(vec![budget, all.clone().minus(live)]).over(all)
    }

    /// The trace: by arithmetic, or where the measure is undefined by what these words say.
    fn by(mut self, term: Term, undefined: &str) -> Trace {
        let (known, plan) = (self.known, self.figures.plan);
        self.trace.also = ["ev", "pv"].map(|word| Of::Wave(self.wave).name(plan, word, None)).to_vec();
        match self.trace.value {
            Value::Nothing if !known.is_told() => self.trace.because(format!(
                "no step was live on {}, up to which spending is recorded: nothing is earned yet",
                wording::date(known.at)
            )),
            Value::Nothing => self.trace.because(undefined),
            _ => {
                // What may be undefined holds work against money.
                if known.is_early() && !undefined.is_empty() {
                    self.trace.rule.push_str(&format!(
                        "; {} of {} steps were under way on {}: these cost money and earn nothing yet",
                        known.ahead(),
                        known.steps,
                        wording::date(known.at)
                    ));
                }
                self.trace.by(term)
            }
        }
    }
}

fn schedule(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    let value = Value::maybe(known.spi(), Value::Number);
    let rule =
        "earned value ÷ planned value: of the same budget, so the steps that are live ÷ those that are due";
    let mut made = Made::new(figures, wave, known, value, rule);
    let term = made.steps(Steps::Live).over(made.steps(Steps::Due));
    match known.spi() {
        Some(_) => made.by(term, ""),
        None => made.trace.because("nothing was to be done yet"),
    }
}

fn cost(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    let value = Value::maybe(known.cpi(), Value::Number);
    let rule = "earned value, the budget at completion × steps live ÷ all steps, ÷ spent";
    let mut made = Made::new(figures, wave, known, value, rule);
    let earned = Term::Product(vec![made.of("bac"), made.steps(Steps::Live)]);
    let term = earned.over(made.steps(Steps::All)).over(made.of("spent"));
    made.by(term, "nothing is spent yet")
}

fn to_complete(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    let value = Value::maybe(known.tcpi(), Value::Number);
    let rule = "what is still to be earned, the budget at completion × steps not live ÷ all steps, ÷ what is left of the budget at completion";
    let mut made = Made::new(figures, wave, known, value, rule);
    let budget = made.of("bac");
    let rest = made.rest(budget.clone());
    let left = budget.minus(made.of("spent"));
    made.by(rest.over(left), "the budget is spent")
}

fn typical(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    let rule = "budget at completion ÷ CPI: spent × all steps ÷ steps live";
    let mut made = Made::new(figures, wave, known, money(known.eac_typical()), rule);
    let all = Term::Product(vec![made.of("spent"), made.steps(Steps::All)]);
    let term = all.over(made.steps(Steps::Live));
    with_estimates(made.by(term, "nothing is earned yet"), figures, wave, "eac")
}

fn atypical(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    let rule = "spent + what is still to be earned, at its planned cost";
    let mut made = Made::new(figures, wave, known, money(known.eac_atypical()), rule);
    let (spent, budget) = (made.of("spent"), made.of("bac"));
    let rest = made.rest(budget);
    with_estimates(made.by(Term::Sum(vec![spent, rest]), "nothing is due"), figures, wave, "eac-atypical")
}

fn both(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    let rule = "spent + what is still to be earned ÷ (CPI × SPI)";
    let mut made = Made::new(figures, wave, known, money(known.eac_both()), rule);
    let (spent, budget) = (made.of("spent"), made.of("bac"));
    let rest = made.rest(budget);
    let indices = Term::Product(vec![made.of("cpi"), made.of("spi")]);
    let term = Term::Sum(vec![spent, rest.over(indices)]);
    with_estimates(made.by(term, "CPI or SPI is zero or undefined"), figures, wave, "eac-both")
}

fn variance(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    let rule = "budget at completion − estimate at completion, the rest costing as the work so far did";
    let mut made = Made::new(figures, wave, known, money(known.vac()), rule);
    let term = made.of("bac").minus(made.of("eac"));
    made.by(term, "there is no such estimate: nothing is earned yet")
}

/// With the other estimates at completion.
fn with_estimates(mut trace: Trace, figures: &Figures<'_>, wave: WaveIx, own: &str) -> Trace {
    let others = ["eac", "eac-atypical", "eac-both", "vac"].into_iter().filter(|word| *word != own);
    trace.also = others.map(|word| Of::Wave(wave).name(figures.plan, word, None)).collect();
    trace
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, euros};
    use crate::plan::Plan;
    use crate::plan::about::About;
    use crate::plan::calendar::Period;
    use crate::plan::record::{Spent, SpentOn};
    use crate::trace;

    /// The first wave of the sample: 13,500 one-off, four steps, all due by March. One of them is assessed
    /// as not there, and 9,000 are spent.
    fn plan() -> Plan {
        let mut plan = sample::plan();
        sample::assess(&mut plan, "crm", "2026-03-31", Some(0), 1);
        plan.spent = vec![Spent {
            on: SpentOn::Wave(WaveIx(0)),
            period: Period::parse("2026-Q1").unwrap(),
            value: euros(9_000),
            about: About::default(),
        }];
        plan
    }

    fn of(family: &Family) -> Trace {
        let plan = plan();
        (family.trace)(&Figures::new(&plan), &Of::Wave(WaveIx(0)), None).unwrap()
    }

    /// By hand: 13,500 × 3 ÷ 4 = 10,125 is earned; 10,125 ÷ 13,500 = 0.75; 10,125 ÷ 9,000 = 1.125;
    /// (13,500 − 10,125) ÷ (13,500 − 9,000) = 0.75.
    #[test]
    fn indices_follow_from_the_amounts() {
        let values = [&BUDGET, &PLANNED, &EARNED].map(|family| of(family).value);
        assert_eq!(values, [13_500, 13_500, 10_125].map(|amount| Value::Money(euros(amount))));
        assert_eq!(of(&SPENT).value, Value::Money(euros(9_000)));
        let values = [&SCHEDULE, &COST, &TO_COMPLETE].map(|family| of(family).value);
        assert_eq!(values, [0.75, 1.125, 0.75].map(Value::Number));
    }

    /// By hand: 13,500 × 9,000 ÷ 10,125 = 12,000; 9,000 + 3,375 = 12,375;
    /// 9,000 + 3,375 ÷ (1.125 × 0.75) = 9,000 + 4,000; 13,500 − 12,000.
    #[test]
    fn estimates_follow_from_the_amounts() {
        let values = [&TYPICAL, &ATYPICAL, &BOTH, &VARIANCE].map(|family| of(family).value);
        assert_eq!(values, [12_000, 12_375, 13_000, 1_500].map(|amount| Value::Money(euros(amount))));
        let both = of(&BOTH);
        let labels: Vec<&str> = both.inputs.iter().map(|input| &*input.label).collect();
        assert_eq!(labels, ["spent", "budget at completion", "all steps", "steps live", "CPI", "SPI"]);
        let trace::Steps::Term(term) = &both.steps else { panic!("{:?}", both.steps) };
        assert!((term.value(&[9_000.0, 13_500.0, 4.0, 3.0, 1.125, 0.75]) - 13_000.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_undefined_says_why() {
        let mut plan = plan();
        for id in ["reach", "content"] {
            plan.moved.insert((plan.item_by_id(id).unwrap(), 0), sample::day("2026-04-30"));
        }
        let early = (COST.trace)(&Figures::new(&plan), &Of::Wave(WaveIx(0)), None).unwrap();
        // By hand: of 13,500 a quarter is earned, one of four steps, with 9,000; two are under way.
        assert_eq!(early.value, Value::Number(0.375));
        let marked = "2 of 4 steps were under way on 31 Mar 2026: these cost money and earn nothing yet";
        assert!(early.rule.ends_with(marked), "{}", early.rule);
        let schedule = (SCHEDULE.trace)(&Figures::new(&plan), &Of::Wave(WaveIx(0)), None).unwrap();
        assert!(!schedule.rule.contains("under way"), "it compares steps with steps: {}", schedule.rule);
        for id in ["crm", "steering"] {
            plan.moved.insert((plan.item_by_id(id).unwrap(), 0), sample::day("2026-04-30"));
        }
        let none = (COST.trace)(&Figures::new(&plan), &Of::Wave(WaveIx(0)), None).unwrap();
        let why = "no step was live on 31 Mar 2026, up to which spending is recorded: nothing is earned yet";
        assert_eq!((none.value, none.steps), (Value::Nothing, trace::Steps::Words(why.into())));
        plan.moved.clear();
        plan.spent[0].value = euros(13_500);
        let trace = (TO_COMPLETE.trace)(&Figures::new(&plan), &Of::Wave(WaveIx(0)), None).unwrap();
        assert_eq!(
            (trace.value, trace.steps),
            (Value::Nothing, trace::Steps::Words("the budget is spent".into()))
        );
        assert_eq!(
            (BUDGET.trace)(&Figures::new(&plan), &Of::Wave(WaveIx(1)), None),
            None,
            "nothing is spent"
        );
    }
}
