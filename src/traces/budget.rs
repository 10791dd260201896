//! Money that may be spent, and what of it is left.

use crate::figures::Figures;
use crate::plan::quantity::Money;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Input, Row, Timing, Trace};

pub(super) const BUDGET: Family = Family {
    word: "budget",
    means: "One-off money that may be spent",
    of: &[Kind::Plan, Kind::Wave],
    timing: Timing::Never,
    trace: |figures, of, _| budget(figures, of),
    each: |figures, tell| each(figures, tell, budget),
};

pub(super) const LEFT: Family = Family {
    word: "left",
    means: "Budget that is not spent",
    trace: |figures, of, _| left(figures, of),
    each: |figures, tell| each(figures, tell, left),
    ..BUDGET
};

pub(super) const SO_FAR: Family = Family {
    word: "budget-so-far",
    means: "One-off money that may be spent up to the end of a wave",
    of: &[Kind::Wave],
    trace: |figures, of, _| so_far(figures, of),
    each: |figures, tell| {
        for (wave, _) in figures.plan.waves() {
            let of = Of::Wave(wave);
            if let Some(trace) = so_far(figures, &of) {
                tell(Row::new(of, None, trace.value));
            }
        }
    },
    ..BUDGET
};

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), trace: fn(&Figures<'_>, &Of) -> Option<Trace>) {
    let waves = figures.plan.waves().map(|(ix, _)| Of::Wave(ix));
    for of in std::iter::once(Of::Plan).chain(waves) {
        if let Some(trace) = trace(figures, &of) {
            tell(Row::new(of, None, trace.value));
        }
    }
}

/// That of a wave, where it has one; that of the plan, where every wave has one.
fn amount(figures: &Figures<'_>, of: &Of) -> Option<Money> {
    let plan = figures.plan;
    match of {
        Of::Wave(wave) => plan.wave(*wave).budget,
        _ if plan.waves.is_empty() => None,
        _ => plan.waves.iter().map(|wave| wave.budget).sum(),
    }
}

fn budget(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let plan = figures.plan;
    let value = Value::Money(amount(figures, of)?);
    if let Of::Wave(wave) = of {
        let address = plan.wave_address(*wave).to("budget");
        return Some(
            Trace::new(value, "what the plan says").with("budget", value, address).by(Term::Input(0)),
        );
    }
    let waves = plan.waves().filter_map(|(ix, wave)| {
        let name = Of::Wave(ix).name(plan, "budget", None);
        Some(Input::new(wave.title(), Value::Money(wave.budget?), name))
    });
    Some(Trace::sum(value, "the budgets of all waves, added up", waves.collect()))
}

/// The budgets of the waves up to one, that one among them, where all of them have one.
fn so_far(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let Of::Wave(wave) = of else { return None };
    let plan = figures.plan;
    let mut sum = Money::ZERO;
    let mut inputs = Vec::new();
    for (ix, one) in plan.waves().filter(|(ix, _)| ix <= wave) {
        let budget = one.budget?;
        sum += budget;
        let name = Of::Wave(ix).name(plan, "budget", None);
        inputs.push(Input::new(one.title(), Value::Money(budget), name));
    }
    Some(Trace::sum(Value::Money(sum), "the budgets of the waves up to this one, added up", inputs))
}

fn left(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let plan = figures.plan;
    let budget = amount(figures, of)?;
    let spent = match of {
        Of::Wave(wave) => figures.spent_in(*wave, plan.as_of),
        _ => figures.spent_in_all(),
    };
    let trace = Trace::new(Value::Money(budget - spent), "budget less what is spent")
        .with("budget", Value::Money(budget), of.name(plan, "budget", None))
        .with("spent", Value::Money(spent), of.name(plan, "spent", None));
    Some(trace.by(Term::Input(0).minus(Term::Input(1))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, euros};
    use crate::plan::id::WaveIx;

    #[test]
    fn a_plan_has_a_budget_where_every_wave_has_one() {
        let mut plan = sample::plan();
        plan.waves[0].budget = Some(euros(30_000));
        plan.waves[1].budget = None;
        let value = |plan: &crate::plan::Plan, of: Of| budget(&Figures::new(plan), &of).map(|it| it.value);
        assert_eq!(value(&plan, Of::Plan), None);
        assert_eq!(value(&plan, Of::Wave(WaveIx(0))), Some(Value::Money(euros(30_000))));
        plan.waves[1].budget = Some(euros(12_000));
        assert_eq!(value(&plan, Of::Plan), Some(Value::Money(euros(42_000))));
        let so_far = |nth: u32| so_far(&Figures::new(&plan), &Of::Wave(WaveIx(nth))).map(|it| it.value);
        assert_eq!([so_far(0), so_far(1)], [30_000, 42_000].map(|it| Some(Value::Money(euros(it)))));
        let spent = Figures::new(&plan).spent_in_all();
        let left = left(&Figures::new(&plan), &Of::Plan).unwrap();
        assert_eq!(left.value, Value::Money(euros(42_000) - spent));
    }
}
