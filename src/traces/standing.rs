//! How many KPIs stand in which way: green by a reading that is not stale, amber, red, grey; and how many of all are
//! stale.

use crate::figures::Figures;
use crate::figures::performance::{Measure, Status};
use crate::plan::id::KpiIx;
use crate::trace::of::{Kind, Of};
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};

pub(super) const FAMILY: Family = Family {
    word: "kpis",
    means: "KPIs that stand so",
    of: &[Kind::Standing],
    timing: Timing::Never,
    trace: |figures, of, _| match of {
        Of::Standing(word) => Some(trace(figures, word)),
        _ => None,
    },
    each: |figures, tell| {
        for word in WORDS {
            let count = standing(figures, word).count();
            let count = Value::Count(u64::try_from(count).unwrap_or(u64::MAX));
            tell(Row::new(Of::Standing(word), None, count));
        }
    },
};

use crate::trace::of::STANDINGS as WORDS;

/// The KPIs that stand in a way, in all markets together.
fn standing<'f>(figures: &'f Figures<'_>, word: &'f str) -> impl Iterator<Item = (KpiIx, Status)> + 'f {
    let so = move |measure: &Measure| match word {
        "stale" => measure.stale,
        word => measure.stands_as(measure.status) && measure.status.as_str() == word,
    };
    let all = figures.plan.kpis().map(|(ix, _)| (ix, &figures.kpi(ix).global));
    all.filter(move |(_, measure)| so(measure)).map(|(ix, measure)| (ix, measure.status))
}

fn trace(figures: &Figures<'_>, word: &str) -> Trace {
    let plan = figures.plan;
    let count = standing(figures, word).count();
    let rule = match word {
        "stale" => "KPIs whose newest reading is older than their cadence allows, counted",
        "green" => "KPIs that stand so in all markets together by a reading that is not stale, counted",
        _ => "KPIs that stand so in all markets together, counted",
    };
    let mut trace = Trace::new(Value::Count(u64::try_from(count).unwrap_or(u64::MAX)), rule);
    for (ix, status) in standing(figures, word) {
        let name = Of::Kpi(ix).name(plan, "status", None);
        trace.take(plan.kpi(ix).title(), Value::Word(status.as_str()), name);
    }
    trace.because(if count == 0 { "none does" } else { "each counts once" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::kpi::{Better, Target};

    /// One of both was never read.
    #[test]
    fn kpis_are_counted_as_they_stand() {
        let mut plan = sample::plan();
        let kpi = |id| sample::kpi(id, Better::Higher, &[Target::Value(28.0)]);
        plan.kpis = vec![kpi("a"), kpi("b")];
        sample::read(&mut plan, "2026-03-31", None, 28.0);
        let figures = Figures::new(&plan);
        let count = |word| trace(&figures, word).value;
        let words = ["green", "grey", "red", "stale"];
        assert_eq!(words.map(count), [0, 1, 0, 1].map(Value::Count), "five months old, and read every month");
        sample::read(&mut plan, "2026-08-31", None, 28.0);
        let figures = Figures::new(&plan);
        let count = |word| trace(&figures, word).value;
        assert_eq!(words.map(count), [1, 1, 0, 0].map(Value::Count));
        assert_eq!(trace(&figures, "green").inputs[0].label, "a");
    }
}
