//! What a leading KPI said once of the KPI that it leads, and what came of it.

use crate::figures::Figures;
use crate::figures::performance::Before;
use crate::plan::id::KpiIx;
use crate::trace::measured::{address, read, take_due};
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Timing, Trace};
use crate::wording;

pub(super) const SAID: Family = Family {
    word: "said-before",
    means: "How far a leading KPI said that the KPI which it leads would have come by now",
    of: &[Kind::Kpi],
    timing: Timing::Never,
    trace: |figures, of, _| of_kpi(of).and_then(|kpi| said(figures, kpi)),
    each: |figures, tell| each(figures, tell, |before| before.said),
};

pub(super) const CAME: Family = Family {
    word: "came-before",
    means: "How far the KPI that a leading one leads has come",
    trace: |figures, of, _| of_kpi(of).and_then(|kpi| came(figures, kpi)),
    each: |figures, tell| each(figures, tell, |before| before.came),
    ..SAID
};

fn of_kpi(of: &Of) -> Option<KpiIx> {
    match of {
        Of::Kpi(kpi) => Some(*kpi),
        _ => None,
    }
}

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), value: fn(&Before) -> f64) {
    for (kpi, _) in figures.plan.kpis() {
        let Some(said) = figures.prediction(kpi) else { continue };
        if let Some(before) = said.before {
            tell(Row::new(Of::Kpi(kpi), None, attained(figures, said.led, value(&before))));
        }
    }
}

/// A share that is held against the tolerance of the KPI that is led.
fn attained(figures: &Figures<'_>, led: KpiIx, share: f64) -> Value {
    Value::attained(Some(share), figures.plan.kpi(led))
}

fn said(figures: &Figures<'_>, kpi: KpiIx) -> Option<Trace> {
    let plan = figures.plan;
    let said = figures.prediction(kpi)?;
    let before = said.before?;
    let after = plan.kpi(kpi).predicts?.after;
    let rule = format!(
        "the attainment of the leading KPI {} before the newest reading of {}, on {}",
        wording::count(after as usize, "month"),
        plan.kpi(said.led).title(),
        wording::date(before.date),
    ) + if before.counted.is_some() { "; a share of readings is never above 100 %" } else { "" };
    let mut trace = Trace::new(attained(figures, said.led, before.said), &rule);
    if let Some(spoke) = figures.spoke(kpi, before.date) {
        let label = format!("its reading of {}", wording::date(spoke.date));
        let when = Some(When::Day(spoke.date));
        trace.take(&label, read(plan.kpi(kpi), spoke.value), Of::Kpi(kpi).name(plan, "kpi", when));
        let whose = spoke.worst.map_or(Of::Kpi(kpi), |worst| Of::InMarket(kpi, worst));
        let expected = whose.name(plan, "expected", Some(When::Day(spoke.read)));
        let wanted = figures.expected_at(kpi, spoke.worst, spoke.read).map_or(Value::Nothing, Value::Target);
        trace.take("expected then", wanted, expected);
    }
    let months = Value::Count(after.into());
    trace.take("months after which it shows", months, address(figures, kpi).to("predicts").to("after"));
    trace.also = ["prediction", "came-before"].map(|word| Of::Kpi(kpi).name(plan, word, None)).into();
    Some(trace.because(before.words()))
}

fn came(figures: &Figures<'_>, kpi: KpiIx) -> Option<Trace> {
    let plan = figures.plan;
    let said = figures.prediction(kpi)?;
    let before = said.before?;
    let name = Of::Kpi(said.led).name(plan, "attainment", None);
    let label = format!("attainment of {}", plan.kpi(said.led).title());
    let rule = "the attainment of the KPI that it leads; it came as said where both attainments fall into the same band of that KPI (green, amber or red), else better or worse";
    let trace = Trace::new(attained(figures, said.led, before.came), rule);
    let also = vec![Of::Kpi(kpi).name(plan, "said-before", None)];
    let Some((held, due)) = before.counted else {
        let trace = trace.with(&label, attained(figures, said.led, before.came), name);
        return Some(Trace { also, ..trace.by(Term::Input(0)) });
    };
    let held_readings = Of::Kpi(said.led).name(plan, "held-readings", None);
    let mut trace = Trace { also: [also, vec![held_readings]].concat(), ..trace };
    let by = wording::date(before.date);
    let held = trace.take(
        &format!("readings that held up to that of {by}"),
        Value::Count(held.into()),
        Origin::Rule,
    );
    let due = trace.take("readings that had been due", Value::Count(due.into()), Origin::Rule);
    take_due(figures, &Of::Kpi(said.led), before.date, &mut trace);
    Some(trace.by(held.over(due)))
}
