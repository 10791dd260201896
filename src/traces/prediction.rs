//! What a leading KPI says the KPI that it leads will come to.

use crate::figures::Figures;
use crate::figures::performance::Prediction;
use crate::plan::Plan;
use crate::plan::id::KpiIx;
use crate::trace::measured::{address, unit};
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Timing, Trace};
use crate::wording;

pub(super) const FAMILY: Family = Family {
    word: "prediction",
    means: "What a leading KPI says the KPI that it leads will come to",
    of: &[Kind::Kpi],
    timing: Timing::Never,
    trace: |figures, of, _| match of {
        Of::Kpi(kpi) => trace(figures, *kpi),
        _ => None,
    },
    each: |figures, tell| {
        for (kpi, _) in figures.plan.kpis() {
            if let Some(said) = figures.prediction(kpi) {
                let unit = unit(figures, said.led).into();
                tell(Row { unit, ..Row::new(Of::Kpi(kpi), None, value(figures.plan, &said)) });
            }
        }
    },
};

/// What the led one comes to; where its targets are no values, how far it comes.
fn value(plan: &Plan, said: &Prediction) -> Value {
    let attained = || Value::attained(Some(said.attainment), plan.kpi(said.led));
    said.value.map_or_else(attained, Value::Number)
}

fn trace(figures: &Figures<'_>, kpi: KpiIx) -> Option<Trace> {
    let plan = figures.plan;
    let said = figures.prediction(kpi)?;
    let led = Of::Kpi(said.led);
    let date = wording::date(said.date);
    let after = plan.kpi(kpi).predicts.map_or(0, |predicts| predicts.after);
    let months = wording::count(after as usize, "month");
    let rule = format!(
        "{} will on {date}, {months} after, have come as far as {} has now: baseline + attainment × (expected − baseline)",
        plan.kpi(said.led).title(),
        plan.kpi(kpi).title(),
    );
    let unit = unit(figures, said.led);
    let mut trace = Trace::new(value(plan, &said), &rule).unit(unit);
    let name = Of::Kpi(kpi).name(plan, "attainment", None);
    let own = Value::attained(figures.kpi(kpi).global.attainment, plan.kpi(kpi));
    let attainment = trace.take(&format!("attainment of {}", plan.kpi(kpi).title()), own, name);
    let when = Some(When::Day(said.date));
    let expected = said.expected.map_or(Value::Nothing, Value::Target);
    let expected = trace.take(&format!("expected on {date}"), expected, led.name(plan, "expected", when));
    let written = plan.kpi(said.led).baseline;
    let baseline = Value::maybe(said.baseline, Value::Number);
    let origin = match written == said.baseline {
        true => Origin::Plan(address(figures, said.led).to("baseline")),
        false => Origin::Rule,
    };
    let baseline = trace.take("its baseline", baseline, origin);
    // Whoever joins until then is not in what the leading one says today.
    trace.notes.extend(figures.joins(kpi, said.date).words_of_today(plan));
    trace.also = vec![led.name(plan, "attainment", None), led.name(plan, "kpi", None)];
    Some(match said.value {
        None => trace.because("its targets are no values: it stands as the leading one does, and a share of readings never above 100 %"),
        Some(_) => {
            let gained = Term::Product(vec![attainment, expected.minus(baseline.clone())]);
            trace.by(Term::Sum(vec![baseline, gained]))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::id::WaveIx;
    use crate::plan::kpi::{Better, Predicts, Target};

    /// By hand: both go from 18 to 28 by the end of March, the led one to 38 by the end of September. Eight
    /// of ten are gained; three months later 20 are to be gained: 18 + 0.8 × 20.
    #[test]
    fn a_prediction_stands_on_the_lines_of_the_led_one() {
        let mut plan = sample::plan();
        let kpi = |id| sample::kpi(id, Better::Higher, &[Target::Value(28.0)]);
        plan.kpis = vec![kpi("a-leading"), kpi("b-led")];
        plan.kpis[0].predicts = Some(Predicts { kpi: KpiIx(1), after: 3 });
        plan.kpis[1].target.push((WaveIx(1), Target::Value(38.0)));
        sample::read(&mut plan, "2026-06-30", None, 26.0);
        let figures = Figures::new(&plan);
        let trace = (FAMILY.trace)(&figures, &Of::Kpi(KpiIx(0)), None).unwrap();
        assert_eq!(trace.value, Value::Number(34.0));
        let inputs: Vec<Value> = trace.inputs.iter().map(|input| input.value).collect();
        let expected = [
            Value::attained(Some(0.8), &plan.kpis[0]),
            Value::Target(Target::Value(38.0)),
            Value::Number(18.0),
        ];
        assert_eq!(inputs, expected);
        assert_eq!((FAMILY.trace)(&figures, &Of::Kpi(KpiIx(1)), None), None, "it leads none");
    }
}
