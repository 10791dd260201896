//! The bundle of a wave: what it builds, by layer and by operating-model dimension.
//!
//! The three layers are equally important and are built together; so are the dimensions that a capability
//! names. **Fulfilment** of a step, 0 to 1: the lowest level among the units that take part by the end of its
//! wave ÷ the step's level, at most 1. Of a layer or dimension in a wave: the mean over its steps, with the
//! lowest of them and the capability that has it: a mean hides the one that everybody waits for. Where the
//! wave takes no step of a layer or dimension there is none: the bundle is not whole. Levels are what the plan
//! counts on (see `level`); where one of them is planned, not assessed, that is kept beside the mean, and so is
//! where none is known, which counts as level 0.

use chrono::NaiveDate;

use super::super::Figures;
use super::unit::UnitLevel;
use crate::plan::capability::{Layer, OperatingDimension};
use crate::plan::id::{ItemIx, UnitIx};
use crate::plan::item::{Dimension, Step};
use crate::plan::quantity::Level;

/// How far the steps of a layer or dimension in a wave have come.
#[derive(Clone, Debug, PartialEq)]
pub struct Fulfilment {
    /// How many steps there are, at least one.
    pub steps: u32,
    /// The mean of their fulfilment, 0 to 1.
    pub mean: f64,
    /// The lowest of them.
    pub lowest: f64,
    /// The capabilities with the lowest, each once, in the order of the plan.
    pub weakest: Vec<ItemIx>,
    /// The capabilities of which no level is known in a unit that takes part: it counts as level 0.
    pub unknown: Vec<ItemIx>,
    /// Whether by evidence alone any of them would have come less far: planned, not assessed.
    pub only_planned: bool,
}

/// How far a step has come, 0 to 1, by what the plan counts on and by evidence alone.
#[derive(Clone, Copy)]
struct Come {
    counted: f64,
    evident: f64,
    /// Whether a level that counts is not known.
    unknown: bool,
}

impl Fulfilment {
    fn add(of: &mut Option<Self>, capability: ItemIx, come: Come) {
        let fulfilment = come.counted;
        let only_planned = come.evident < fulfilment;
        let unknown = if come.unknown { vec![capability] } else { Vec::new() };
        let Some(so_far) = of else {
            let weakest = vec![capability];
            *of =
                Some(Self { steps: 1, mean: fulfilment, lowest: fulfilment, weakest, unknown, only_planned });
            return;
        };
        so_far.steps += 1;
        so_far.only_planned |= only_planned;
        so_far.mean += (fulfilment - so_far.mean) / f64::from(so_far.steps);
        if fulfilment < so_far.lowest {
            (so_far.lowest, so_far.weakest) = (fulfilment, vec![capability]);
        } else if fulfilment <= so_far.lowest && so_far.weakest.last() != Some(&capability) {
            so_far.weakest.push(capability);
        }
        if so_far.unknown.last() != Some(&capability) {
            so_far.unknown.extend(unknown);
        }
    }
}

/// What a wave builds. `None`: it takes no step there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bundle {
    /// By layer, in the order of [`Layer::ALL`].
    pub layers: [Option<Fulfilment>; Layer::ALL.len()],
    /// By operating-model dimension, in the order of [`OperatingDimension::ALL`].
    pub dimensions: [Option<Fulfilment>; OperatingDimension::ALL.len()],
}

impl Figures<'_> {
    /// The bundle of each wave at a date, in the order of the waves.
    #[must_use]
    pub fn bundles(&self, at: NaiveDate) -> Vec<Bundle> {
        let plan = self.plan;
        let mut bundles = vec![Bundle::default(); plan.waves.len()];
        let taking: Vec<Vec<UnitIx>> = plan.waves.iter().map(|wave| self.units_by(wave.end)).collect();
        for (ix, item) in plan.items_of(Dimension::OperatingModel) {
            if item.steps.is_empty() {
                continue;
            }
            let units = self.in_units(ix, at);
            let by_unit = !plan.units.is_empty();
            for Step { level, wave } in &item.steps {
                let fulfilment = fulfilled(*level, by_unit.then_some(&*taking[wave.at()]), &units);
                let bundle = &mut bundles[wave.at()];
                if let Some(layer) = plan.layer(ix) {
                    Fulfilment::add(&mut bundle.layers[layer as usize], ix, fulfilment);
                }
                for dimension in item.capability().map_or(&[][..], |capability| &capability.dimensions) {
                    Fulfilment::add(&mut bundle.dimensions[*dimension as usize], ix, fulfilment);
                }
            }
        }
        bundles
    }

    /// How far a step of a capability has come at a date, 0 to 1.
    #[must_use]
    pub fn fulfilment(&self, capability: ItemIx, step: &Step, at: NaiveDate) -> f64 {
        let taking = self.units_by(self.plan.wave(step.wave).end);
        let taking = (!self.plan.units.is_empty()).then_some(&*taking);
        fulfilled(step.level, taking, &self.in_units(capability, at)).counted
    }
}

/// The lowest level where a step is taken against its own, at most 1. `taking`: the units that take part by the
/// end of its wave; `None` in a plan without units, where `units` is all of it.
fn fulfilled(level: Level, taking: Option<&[UnitIx]>, units: &[UnitLevel]) -> Come {
    let share = |of: fn(&UnitLevel) -> Option<Level>| {
        let levels = |unit: &UnitLevel| of(unit).unwrap_or(0);
        let lowest = match taking {
            Some(taking) => taking.iter().filter_map(|unit| units.get(unit.at())).map(levels).min(),
            None => units.iter().map(levels).min(),
        };
        (f64::from(lowest.unwrap_or(0)) / f64::from(level.max(1))).min(1.0)
    };
    let unknown = match taking {
        Some(taking) => taking.iter().filter_map(|unit| units.get(unit.at())).any(|it| it.level.is_none()),
        None => units.iter().any(|it| it.level.is_none()),
    };
    Come { counted: share(|unit| unit.level), evident: share(|unit| unit.evident), unknown }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{self, day};
    use super::*;
    use crate::plan::item::Detail;

    #[test]
    fn a_layer_is_fulfilled_as_far_as_its_steps_are_where_they_are_taken() {
        let mut plan = sample::plan();
        let crm = plan.item_by_id("crm").unwrap();
        let Detail::Capability(capability) = &mut plan.item_mut(crm).detail else { panic!() };
        capability.layer = Some(Layer::Technological);
        capability.dimensions = [OperatingDimension::Data].into();
        // Level 2 everywhere but for south, which is at 1: nothing to the first wave, 1 of 3 to the second.
        sample::assess(&mut plan, "crm", "2026-04-02", None, 2);
        sample::assess(&mut plan, "crm", "2026-05-02", Some(1), 1);
        let [one, two] = Figures::new(&plan).bundles(day("2026-08-31")).try_into().unwrap();
        let whole = Fulfilment {
            steps: 1,
            mean: 1.0,
            lowest: 1.0,
            weakest: vec![crm],
            unknown: Vec::new(),
            only_planned: false,
        };
        assert_eq!(one.layers, [Some(whole.clone()), None, None]);
        let third = two.layers[0].clone().unwrap();
        assert!((third.mean - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(two.dimensions[OperatingDimension::Data as usize], Some(third));
        assert_eq!(two.dimensions[OperatingDimension::Funding as usize], None);
        let ahead = Figures::new(&plan).bundles(day("2026-09-30")).remove(1);
        let planned = Fulfilment { only_planned: true, ..whole };
        assert_eq!(ahead.layers[0], Some(planned), "the step ahead is planned to close it");
    }

    #[test]
    fn a_mean_keeps_the_lowest_beside_it() {
        let mut of = None;
        for (item, fulfilment) in [(4, 1.0), (5, 0.25), (6, 0.25), (7, 0.5)] {
            let evident = if item == 6 { 0.0 } else { fulfilment };
            let come = Come { counted: fulfilment, evident, unknown: item == 7 };
            Fulfilment::add(&mut of, ItemIx(item), come);
        }
        let (weakest, unknown) = (vec![ItemIx(5), ItemIx(6)], vec![ItemIx(7)]);
        let expected = Fulfilment { steps: 4, mean: 0.5, lowest: 0.25, weakest, unknown, only_planned: true };
        assert_eq!(of, Some(expected));
    }

    /// Nobody has looked at the CRM, and no step of it is live: that is no level 0.
    #[test]
    fn what_is_unknown_counts_as_none_and_is_named() {
        let mut plan = sample::plan();
        let crm = plan.item_by_id("crm").unwrap();
        let Detail::Capability(capability) = &mut plan.item_mut(crm).detail else { panic!() };
        (capability.layer, capability.maturity) = (Some(Layer::Technological), Default::default());
        let bundles = Figures::new(&plan).bundles(day("2026-01-31"));
        let of = bundles[0].layers[0].clone().unwrap();
        assert_eq!((of.mean, of.unknown), (0.0, vec![crm]));
    }
}
