//! Change load: the new capability steps that a market takes in a wave.

use crate::figures::Figures;
use crate::plan::id::{ItemIx, MarketIx, UnitIx, WaveIx};
use crate::plan::item::{Dimension, Item};
use crate::trace::of::{Kind, Of};
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};

pub(super) const FAMILY: Family = Family {
    word: "change-load",
    means: "New capability steps that a market takes in a wave",
    of: &[Kind::Taking],
    timing: Timing::Never,
    trace: |figures, of, _| match of {
        Of::Taking(wave, market) => trace(figures, *wave, *market),
        _ => None,
    },
    each: |figures, tell| {
        let plan = figures.plan;
        for (wave, _) in plan.waves() {
            for market in (0..plan.markets.len()).map(MarketIx::from) {
                if let Some(steps) = figures.change_load().of(wave, market) {
                    tell(Row::new(Of::Taking(wave, market), None, Value::Count(steps.into())));
                }
            }
        }
    },
};

fn trace(figures: &Figures<'_>, wave: WaveIx, market: MarketIx) -> Option<Trace> {
    let plan = figures.plan;
    let steps = figures.change_load().of(wave, market)?;
    let rule = "capability steps of the wave to a level that the market does not have before, by what was seen there before the step's day or else today's maturity, counted; once it is opened";
    let unit = plan.units.iter().position(|unit| *unit == plan.markets[market.at()].id).map(UnitIx::from);
    let of_wave = |(ix, item): (ItemIx, &Item)| {
        let steps = item.steps.iter().enumerate().filter(|(_, step)| step.wave == wave);
        let new: Vec<_> = steps.filter(|(nth, _)| !figures.had(ix, *nth).of(unit)).collect();
        new.into_iter().map(|(nth, step)| (ix, nth, *step)).collect::<Vec<_>>()
    };
    let mut trace = Trace::sum(Value::Count(steps.into()), rule, Vec::new());
    for (ix, nth, step) in plan.items_of(Dimension::OperatingModel).flat_map(of_wave) {
        let label = format!("{} to {}", plan.item(ix).title(), step.level);
        trace.take(&label, Value::Count(1), plan.step_address(ix, nth));
    }
    Some(if steps == 0 { trace.because("it takes no new step") } else { trace })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    /// The CRM goes to 2 in the first wave and to 3 in the second; north has 1 today, south 0 and is opened
    /// by the second.
    #[test]
    fn a_market_takes_the_steps_of_the_waves_from_its_opening_on() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let of = |wave, market| {
            trace(&figures, WaveIx(wave), MarketIx(market)).map(|it| (it.value, it.inputs.len()))
        };
        assert_eq!(of(0, 0), Some((Value::Count(1), 1)));
        assert_eq!((of(0, 1), of(1, 1)), (None, Some((Value::Count(1), 1))));
    }
}
