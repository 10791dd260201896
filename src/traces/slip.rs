//! What a slip of an item or a wave moves: its steps that are still ahead, and those of what needs them.

use crate::figures::Figures;
use crate::graph::{Because, Delayed, Slip, StepIx};
use crate::plan::shift::Shift;
use crate::trace::days::Days;
use crate::trace::decided;
use crate::trace::late::{late, moved, said};
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};
use crate::wording;

pub(super) const FAMILY: Family = Family {
    word: "slip",
    means: "Steps that move when an item or a wave is late",
    of: &[Kind::Item, Kind::Wave, Kind::Late],
    timing: Timing::Never,
    trace: |figures, of, _| {
        let (what, by) = late(of)?;
        trace(figures, what, by)
    },
    each: |figures, tell| {
        let graph = figures.graph();
        let live = |step: StepIx| figures.is_past(graph.item_of(step), graph.nth_of(step));
        let mut pushed = graph.pushed(figures.day_ahead(), live);
        for (ix, _) in figures.plan.items() {
            let mut steps = 0;
            pushed.by(ix, 1, |_, _| steps += 1);
            if steps > 0 {
                tell(Row::new(Of::Item(ix), None, Value::Count(steps)));
            }
        }
        for (ix, _) in figures.plan.waves() {
            let slip = moved(figures, graph, Delayed::Wave(ix), Shift::months(1));
            if !slip.steps.is_empty() || !slip.waves.is_empty() {
                tell(Row::new(Of::Wave(ix), None, count(&slip)));
            }
        }
    },
};

fn count(slip: &Slip) -> Value {
    Value::Count(slip.steps.len().try_into().unwrap_or(u64::MAX))
}

fn trace(figures: &Figures<'_>, what: Delayed, by: Shift) -> Option<Trace> {
    let plan = figures.plan;
    let graph = figures.graph();
    let slip = moved(figures, graph, what, by);
    if slip.steps.is_empty() && slip.waves.is_empty() {
        return None;
    }
    let late = said(by);
    let rule = match what {
        Delayed::Item(_) => format!(
            "its steps that are not live are {late} late, and what needs them waits until they are live"
        ),
        Delayed::Wave(_) => format!(
            "the wave is {late} late with its steps that are not live, waves after it move where they have to, \
             and what needs a late step waits until it is live"
        ),
    };
    let mut trace = Trace::new(count(&slip), &rule);
    if slip.steps.iter().any(|moved| moved.from <= plan.as_of) {
        let ahead = wording::date(figures.day_ahead());
        trace.notes.push(format!(
            "what is overdue can be live on {ahead}, the day after what is known, at the earliest, and is late from there"
        ));
    }
    // The lines from which they move stand first: of many steps not all are told.
    let mut days = Days::default();
    for moved in &slip.waves {
        // One that is pushed begins too early for what it comes after.
        if moved.because.is_some() {
            days.wave_start(plan, &mut trace, moved.wave);
        }
        days.wave_end(plan, &mut trace, moved.wave);
    }
    for moved in &slip.steps {
        days.end(plan, &mut trace, (moved.item, graph.nth_of(moved.step)));
    }
    decided::pushed(figures, &slip, &mut trace);
    let lines = trace.inputs.len();
    for moved in &slip.steps {
        let nth = graph.nth_of(moved.step);
        let of = plan.item(moved.item);
        let level = of.steps.get(nth).filter(|_| of.driver().is_none());
        let level = level.map_or_else(String::new, |step| format!(" at {}", step.level));
        let why = match moved.because {
            Some(Because::Need(before)) => {
                format!(", after {}", plan.item(graph.item_of(before.needed)).title())
            }
            Some(Because::Wave(wave)) => format!(", with {}", plan.wave(wave).title()),
            None => String::new(),
        };
        let label = format!(
            "{}{level}, {} → {}{why}",
            of.title(),
            wording::date(moved.from),
            wording::date(moved.to)
        );
        trace.take(&label, Value::Count(1), plan.live_address(moved.item, nth));
    }
    let of = if by == Shift::months(1) { Of::delayed(what) } else { Of::Late(what, by) };
    trace.also = ["cost-later", "cost-saved"].map(|word| of.name(plan, word, None)).to_vec();
    if let Delayed::Item(_) = what {
        let names = ["cost-of-delay", "cost-of-delay-npv", "slack"];
        trace.also.extend(names.map(|word| Of::delayed(what).name(plan, word, None)));
    }
    Some(trace.by(Term::All(lines)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::id::WaveIx;
    use crate::plan::item::Need;
    use crate::trace::Origin;

    /// As of the first day: both steps of the CRM move by themselves, and `reach`, which needs its first.
    #[test]
    fn a_slip_counts_what_it_pushes() {
        let mut plan = sample::plan();
        plan.as_of = plan.start;
        let (crm, reach) = (plan.item_by_id("crm").unwrap(), plan.item_by_id("reach").unwrap());
        plan.item_mut(reach).needs = [Need { item: crm, level: None, wave: None, nth: 0 }].into();
        let figures = Figures::new(&plan);
        let slip = trace(&figures, Delayed::Item(crm), Shift::months(1)).unwrap();
        assert_eq!(slip.value, Value::Count(3));
        assert!(slip.inputs.iter().any(|input| input.label == "reach, 31 Mar 2026 → 30 Apr 2026, after crm"));
        let first: Vec<&str> = slip.inputs.iter().take(2).map(|input| &*input.label).collect();
        assert_eq!(first, ["end of one", "end of two"], "which all of them are live by");
        // A month later the first wave ends in April, and the second, which begins on its 1st, is pushed.
        let of_wave = trace(&figures, Delayed::Wave(WaveIx(0)), Shift::months(1)).unwrap();
        let lines: Vec<String> = of_wave
            .inputs
            .iter()
            .map_while(|input| match &input.from {
                Origin::Plan(address) if matches!(input.value, Value::Date(_)) => Some(address.to_string()),
                _ => None,
            })
            .collect();
        assert_eq!(lines, ["wave.one.end", "wave.two.start", "wave.two.end"]);
        let five = trace(&figures, Delayed::Item(crm), Shift::months(5)).unwrap();
        assert_eq!(five.value, Value::Count(3));
        assert!(five.inputs.iter().any(|input| input.label == "reach, 31 Mar 2026 → 31 Aug 2026, after crm"));
        plan.as_of = plan.horizon;
        assert_eq!(
            trace(&Figures::new(&plan), Delayed::Item(crm), Shift::months(1)),
            None,
            "all of it is live"
        );
    }
}
