//! Levels of a capability over its units on average, what is missing of them to the highest that is planned, and
//! that of a whole layer.

use crate::figures::Figures;
use crate::figures::readiness::UnitLevel;
use crate::plan::capability::Layer;
use crate::plan::id::ItemIx;
use crate::plan::item::Dimension;
use crate::plan::quantity::Level;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};

pub(super) const LEVEL: Family = Family {
    word: "mean-level",
    means: "Level of a capability on average over the units in which it is known",
    of: &[Kind::Item],
    timing: Timing::Never,
    trace: |figures, of, _| match of {
        Of::Item(item) => of_item(figures, *item, What::Level),
        _ => None,
    },
    each: |figures, tell| each(figures, tell, What::Level),
};

pub(super) const GAP: Family = Family {
    word: "mean-gap",
    means: "Levels that are missing to the highest one planned, on average over units",
    of: &[Kind::Item, Kind::Layer],
    trace: |figures, of, _| match of {
        Of::Item(item) => of_item(figures, *item, What::Gap),
        Of::Layer(layer) => of_layer(figures, *layer),
        _ => None,
    },
    each: |figures, tell| {
        each(figures, tell, What::Gap);
        for layer in Layer::ALL {
            if let Some(trace) = of_layer(figures, *layer) {
                tell(Row::new(Of::Layer(*layer), None, trace.value));
            }
        }
    },
    ..LEVEL
};

/// Of what the mean is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Level,
    Gap,
}

impl What {
    /// In a unit; a gap is known where a level is planned.
    fn of(self, unit: &UnitLevel) -> Option<Level> {
        match self {
            Self::Level => unit.level,
            Self::Gap => unit.target.map(|_| unit.gap()),
        }
    }

    fn value(self, level: Level) -> Value {
        match self {
            Self::Level => Value::Level(level),
            Self::Gap => Value::Count(level.into()),
        }
    }
}

/// The levels or gaps of a capability by unit, of those that take part by `as-of`, where they are known.
fn known(figures: &Figures<'_>, ix: ItemIx, what: What) -> Vec<(Of, Level)> {
    let units = figures.in_units(ix, figures.plan.as_of);
    if figures.plan.units.is_empty() {
        return units.iter().filter_map(|it| Some((Of::Item(ix), what.of(it)?))).collect();
    }
    let open = figures.units_by(figures.plan.as_of).into_iter();
    open.filter_map(|unit| Some((Of::InUnit(ix, unit), what.of(&units[unit.at()])?))).collect()
}

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), what: What) {
    for (ix, _) in figures.plan.items_of(Dimension::OperatingModel) {
        if let Some(trace) = of_item(figures, ix, what) {
            tell(Row::new(Of::Item(ix), None, trace.value));
        }
    }
}

fn mean(known: &[(Of, Level)]) -> Option<f64> {
    let sum: f64 = known.iter().map(|(_, level)| f64::from(*level)).sum();
    (!known.is_empty()).then(|| sum / count(known))
}

fn count(known: &[(Of, Level)]) -> f64 {
    f64::from(u32::try_from(known.len()).unwrap_or(u32::MAX))
}

fn of_item(figures: &Figures<'_>, ix: ItemIx, what: What) -> Option<Trace> {
    let plan = figures.plan;
    if plan.item(ix).capability().is_none() || plan.item(ix).is_group() {
        return None;
    }
    let known = known(figures, ix, what);
    let (word, rule) = match what {
        What::Level => (
            "level",
            "the levels of the units that take part and in which it is known, added up ÷ their number",
        ),
        What::Gap => ("gap", "what is missing in the units that take part, added up ÷ their number"),
    };
    let mut trace = Trace::new(Value::Number(mean(&known)?), rule);
    for (of, level) in &known {
        trace.take(&of.title(plan), what.value(*level), of.name(plan, word, None));
    }
    Some(trace.by(Term::All(0).over(Term::Number(count(&known)))))
}

fn of_layer(figures: &Figures<'_>, layer: Layer) -> Option<Trace> {
    let plan = figures.plan;
    let items = plan.items_of(Dimension::OperatingModel).filter(|(_, item)| !item.is_group());
    let inside = items.filter(|(ix, _)| plan.layer(*ix) == Some(layer));
    let known: Vec<(Of, Level)> = inside.flat_map(|(ix, _)| known(figures, ix, What::Gap)).collect();
    let rule = "what is missing of all its capabilities in the units that take part, added up ÷ their number";
    let mut trace = Trace::new(Value::Number(mean(&known)?), rule);
    for (of, gap) in &known {
        trace.take(&of.title(plan), Value::Count((*gap).into()), of.name(plan, "gap", None));
    }
    Some(trace.by(Term::All(0).over(Term::Number(count(&known)))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    /// North is at 2 of 3 by plan and south was assessed at 1: one level and two are missing. South is open from the end
    /// of September on.
    #[test]
    fn means_are_taken_over_units() {
        let mut plan = sample::plan();
        sample::assess(&mut plan, "crm", "2026-06-01", Some(1), 1);
        let figures = Figures::new(&plan);
        let crm = plan.item_by_id("crm").unwrap();
        assert_eq!(of_item(&figures, crm, What::Level).unwrap().value, Value::Number(2.0));
        assert_eq!(of_item(&figures, crm, What::Gap).unwrap().value, Value::Number(1.0));
        plan.waves[1].opens.markets.clear();
        plan.waves[0]
            .opens
            .markets
            .push(crate::plan::about::Link { to: crate::plan::id::MarketIx(1), nth: 1 });
        let figures = Figures::new(&plan);
        assert_eq!(of_item(&figures, crm, What::Level).unwrap().value, Value::Number(1.5));
        assert_eq!(of_item(&figures, crm, What::Gap).unwrap().value, Value::Number(1.5));
    }
}
