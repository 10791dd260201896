//! Progress of a wave: how many of its steps are live.

use crate::figures::Figures;
use crate::figures::readiness::{Progress, StepState};
use crate::order::Order as _;
use crate::plan::id::WaveIx;
use crate::plan::item::Dimension;
use crate::status::is_unassessed;
use crate::trace::days::Days;
use crate::trace::late::waits_for;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Steps, Timing, Trace};

/// What is said of a step that is live by plan alone.
const NOT_ASSESSED: &str = ", not assessed";

pub(super) const WEAKEST: Family = Family {
    word: "weakest",
    means: "Weakest dimension of a wave",
    of: &[Kind::Wave],
    trace: |figures, of, _| match of {
        Of::Wave(wave) => Some(weakest(figures, *wave)),
        _ => None,
    },
    each: |figures, tell| {
        for (wave, _) in figures.plan.waves() {
            tell(Row::new(Of::Wave(wave), None, word(&figures.weakest(wave))));
        }
    },
    ..FAMILY
};

pub(super) const LIVE: Family = Family {
    word: "live-steps",
    means: "Steps of a wave that are live",
    trace: |figures, of, _| {
        let (wave, only) = parts(of)?;
        let rule = "its steps that are live, counted; an assessment counts before the date, and so does the stage of a driver that is not worked on yet";
        Some(counted(figures, wave, only, rule))
    },
    each: |figures, tell| {
        for (wave, _) in figures.plan.waves() {
            let count = |progress: Progress| Value::Of(progress.live, progress.steps);
            tell(Row::new(Of::Wave(wave), None, count(figures.progress(wave))));
            for (dimension, progress) in Dimension::ALL.into_iter().zip(figures.dimension_progress(wave)) {
                tell(Row::new(Of::InDimension(wave, dimension), None, count(progress)));
            }
        }
    },
    ..FAMILY
};

pub(super) const FAMILY: Family = Family {
    word: "progress",
    means: "Progress, steps that are live ÷ all steps",
    of: &[Kind::Wave, Kind::InDimension],
    timing: Timing::Never,
    trace: |figures, of, _| parts(of).map(|(wave, only)| trace(figures, wave, only)),
    each: |figures, tell| {
        for (wave, _) in figures.plan.waves() {
            let share = |progress: Progress| Value::maybe(progress.share(), Value::Share);
            tell(Row::new(Of::Wave(wave), None, share(figures.progress(wave))));
            for (dimension, progress) in Dimension::ALL.into_iter().zip(figures.dimension_progress(wave)) {
                tell(Row::new(Of::InDimension(wave, dimension), None, share(progress)));
            }
        }
    },
};

fn parts(of: &Of) -> Option<(WaveIx, Option<Dimension>)> {
    match of {
        Of::Wave(wave) => Some((*wave, None)),
        Of::InDimension(wave, dimension) => Some((*wave, Some(*dimension))),
        _ => None,
    }
}

/// The steps of a wave, each with whether it is live, counted.
fn counted(figures: &Figures<'_>, wave: WaveIx, only: Option<Dimension>, rule: &str) -> Trace {
    let plan = figures.plan;
    let progress = match only {
        Some(dimension) => figures.dimension_progress(wave)[dimension as usize],
        None => figures.progress(wave),
    };
    let mut trace = Trace::new(Value::Of(progress.live, progress.steps), rule);
    trace.also = vec![Of::Wave(wave).name(plan, "weakest", None)];
    let mut steps = Vec::new();
    for (ix, item) in plan.items().filter(|(_, item)| only.is_none_or(|only| item.dimension() == only)) {
        for (nth, step) in item.steps.iter().enumerate().filter(|(_, step)| step.wave == wave) {
            let state = figures.step_state(ix, nth);
            let unassessed = is_unassessed(figures, ix, nth);
            let level = if item.driver().is_some() { String::new() } else { format!(" at {}", step.level) };
            let known = if unassessed { NOT_ASSESSED } else { "" };
            let waits = waits_for(figures, (ix, nth));
            let label = format!("{}{level}, {}{known}{waits}", item.title(), state.as_str());
            steps.push((state == StepState::Live, unassessed, label, (ix, nth)));
        }
    }
    let count = |unassessed: bool| steps.iter().filter(|it| it.0 && it.1 == unassessed).count() as u64;
    let by_date = format!("live by date{NOT_ASSESSED}");
    let mut live = [("live by evidence", count(false)), (by_date.as_str(), count(true))].to_vec();
    live.retain(|(_, many)| *many > 0);
    let counted = match live.as_slice() {
        [] => vec![trace.take("live", Value::Count(0), Origin::Rule)],
        some => {
            some.iter().map(|(label, many)| trace.take(label, Value::Count(*many), Origin::Rule)).collect()
        }
    };
    // Those that are not live stand first, then those of which nobody knows: of many the others may be left out.
    steps.order_by_key(|(live, unassessed, ..)| (*live, !*unassessed));
    let mut days = Days::default();
    for (live, _, label, (ix, nth)) in &steps {
        trace.take(label, Value::Flag(*live), plan.step_address(*ix, *nth));
    }
    for (.., step) in steps {
        days.day(plan, &mut trace, step);
    }
    trace.by(Term::Sum(counted))
}

fn trace(figures: &Figures<'_>, wave: WaveIx, only: Option<Dimension>) -> Trace {
    let rule = "steps that are live ÷ all its steps; an assessment counts before the date, and so does the stage of a driver that is not worked on yet";
    let trace = counted(figures, wave, only, rule);
    let Value::Of(live, steps) = trace.value else { return trace };
    let share = Progress { live, steps }.share();
    let trace = Trace { value: Value::maybe(share, Value::Share), ..trace };
    match (steps, &trace.steps) {
        (1.., Steps::Term(counted)) => {
            let counted = counted.clone();
            trace.by(counted.over(Term::Number(steps.into())))
        }
        _ => trace.because("it has no steps"),
    }
}

fn weakest(figures: &Figures<'_>, wave: WaveIx) -> Trace {
    let plan = figures.plan;
    let weakest = figures.weakest(wave);
    let rule = "a dimension that the wave does not move while it moves others, or else the one with the smallest share of live steps";
    let mut trace = Trace::new(word(&weakest), rule);
    for (dimension, progress) in Dimension::ALL.into_iter().zip(figures.dimension_progress(wave)) {
        let name = Of::InDimension(wave, dimension).name(plan, "progress", None);
        let label = dimension.as_str().replace('-', " ");
        trace.take(&label, Value::maybe(progress.share(), Value::Share), name);
    }
    let opens = !plan.wave(wave).opens.is_empty();
    let without = |dimension: &Dimension| {
        let steps = figures.dimension_progress(wave)[*dimension as usize].steps;
        steps == 0 && !(*dimension == Dimension::Strategy && opens)
    };
    let words = match weakest.as_slice() {
        [] => "all that it moves stand alike",
        some if some.iter().all(without) => "it does not move this while it moves others",
        _ => "the smallest of these",
    };
    trace.because(words)
}

/// Dimensions as one word.
fn word(dimensions: &[Dimension]) -> Value {
    use Dimension::{Leadership, OperatingModel, Strategy};
    Value::Word(match dimensions {
        [] => "none",
        [Strategy] => "strategy",
        [OperatingModel] => "operating model",
        [Leadership] => "leadership",
        [Strategy, OperatingModel] => "strategy and operating model",
        [Strategy, Leadership] => "strategy and leadership",
        [OperatingModel, Leadership] => "operating model and leadership",
        _ => "all",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    fn of(plan: &crate::plan::Plan, name: &str) -> Trace {
        let name = crate::trace::name::Name::parse(name).unwrap();
        let family = if &*name.word == "weakest" { WEAKEST } else { FAMILY };
        let of = Of::resolve(plan, family.of, &name.of).unwrap();
        (family.trace)(&Figures::new(plan), &of, None).unwrap()
    }

    /// In the first wave two drivers and a level of the CRM are live, and steering too; the second has no
    /// mandate.
    #[test]
    fn the_weakest_dimension_is_the_one_that_is_not_moved() {
        let plan = sample::plan();
        assert_eq!(of(&plan, "progress.one.strategy").value, Value::Share(1.0));
        assert_eq!(
            of(&plan, "progress.one.strategy").inputs.len(),
            5,
            "with both counts, and the end of the wave"
        );
        assert_eq!(of(&plan, "weakest.one").value, Value::Word("none"));
        let two = of(&plan, "weakest.two");
        assert_eq!(two.value, Value::Word("leadership"));
        assert_eq!(two.steps, Steps::Words("it does not move this while it moves others".into()));
        assert_eq!(of(&plan, "progress.two.leadership").value, Value::Nothing);
    }

    /// In the first wave all four are live, and value is realized of one alone; with the CRM seen at its level in the
    /// market that is open it is so by evidence, and below it, it is not live.
    #[test]
    fn what_is_live_by_date_and_not_assessed_is_counted_apart() {
        let mut plan = sample::plan();
        let told = |plan: &crate::plan::Plan| {
            let trace = (LIVE.trace)(&Figures::new(plan), &Of::Wave(WaveIx(0)), None).unwrap();
            let counts = trace.inputs.iter().filter(|input| matches!(input.value, Value::Count(_)));
            let counts: Vec<_> = counts.map(|input| (input.label.clone(), input.value)).collect();
            let first = trace.inputs[counts.len()].label.clone();
            (trace.value, counts, first)
        };
        let by_date = |many| ("live by date, not assessed".to_owned(), Value::Count(many));
        let by_evidence = |many| ("live by evidence".to_owned(), Value::Count(many));
        let (value, counts, first) = told(&plan);
        assert_eq!((value, counts), (Value::Of(4, 4), vec![by_evidence(1), by_date(3)]));
        assert!(first.ends_with(", live, not assessed"), "{first}");
        sample::assess(&mut plan, "crm", "2026-06-01", Some(0), 2);
        let (value, counts, _) = told(&plan);
        assert_eq!((value, counts), (Value::Of(4, 4), vec![by_evidence(2), by_date(2)]));
        sample::assess(&mut plan, "crm", "2026-06-02", Some(0), 1);
        let (value, counts, first) = told(&plan);
        assert_eq!(
            (value, counts, first.as_str()),
            (Value::Of(3, 4), vec![by_evidence(1), by_date(2)], "crm at 2, overdue")
        );
    }
}
