//! KPIs whose measured items a slip moves, or whose targets it moves.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::Both;
use crate::figures::Figures;
use crate::graph::{Graph, Slip};
use crate::plan::id::{ItemIx, KpiIx, WaveIx};

/// A KPI that a slip touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kpi {
    /// The KPI.
    pub kpi: KpiIx,
    /// The items that it measures and that move.
    pub items: Vec<ItemIx>,
    /// Its targets that move with their waves, or fall due before what it measures is live.
    pub targets: Vec<Target>,
}

/// A target that a slip touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The wave at whose end it is due.
    pub wave: WaveIx,
    /// When it is due.
    pub due: Both<NaiveDate>,
    /// Whether a step of what the KPI measures was to be live by then, and is live only after it now.
    pub early: bool,
}

pub(super) fn of(both: Both<&Figures<'_>>, graph: &Graph, slip: &Slip) -> Vec<Kpi> {
    let [before, after] = both.map(|figures| figures.plan);
    let mut moved: FxHashMap<ItemIx, Vec<(NaiveDate, NaiveDate)>> = FxHashMap::default();
    for step in &slip.steps {
        moved.entry(graph.item_of(step.step)).or_default().push((step.from, step.to));
    }
    let kpi = |(ix, kpi): (KpiIx, &crate::plan::kpi::Kpi)| {
        let measured = kpi.measures.iter().map(|link| link.to);
        let items: Vec<ItemIx> = measured.filter(|item| moved.contains_key(item)).collect();
        let steps = || items.iter().flat_map(|item| &moved[item]);
        let target = |wave: WaveIx| {
            let due = [before, after].map(|plan| plan.wave(wave).end);
            let early = steps().any(|(from, to)| *from <= due[0] && due[1] < *to);
            Target { wave, due, early }
        };
        let targets = kpi.target.iter().map(|(wave, _)| target(*wave));
        let targets: Vec<Target> = targets.filter(|it| it.early || it.due[0] != it.due[1]).collect();
        let touched = !items.is_empty() || !targets.is_empty();
        touched.then_some(Kpi { kpi: ix, items, targets })
    };
    before.kpis().filter_map(kpi).collect()
}
