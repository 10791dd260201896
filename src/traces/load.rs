//! What a wave carries: one-off money against its budget, effort against its teams' capacity.

use crate::figures::Figures;
use crate::figures::cost::Source;
use crate::plan::id::WaveIx;
use crate::plan::strategy::MultiplierKind;
use crate::trace::of::{Kind, Of};
use crate::trace::value::Value;
use crate::trace::{Family, Input, Row, Timing, Trace};

pub(super) const MONEY: Family = Family {
    word: "asked-for",
    means: "One-off money that a wave asks for, held against its budget",
    of: &[Kind::Wave],
    timing: Timing::Never,
    trace: |figures, of, _| match of {
        Of::Wave(wave) => Some(money(figures, *wave)),
        _ => None,
    },
    each: |figures, tell| {
        for (wave, _) in figures.plan.waves() {
            tell(Row::new(Of::Wave(wave), None, Value::Money(figures.one_off().sum(wave))));
        }
    },
};

pub(super) const EFFORT: Family = Family {
    word: "effort",
    means: "Person-months that a wave asks of its teams",
    of: &[Kind::Wave, Kind::Team],
    timing: Timing::Never,
    trace: |figures, of, _| match of {
        Of::Wave(wave) => Some(teams(figures, *wave)),
        Of::Team(wave, team) => Some(items(figures, *wave, team)),
        _ => None,
    },
    each: |figures, tell| {
        for (wave, _) in figures.plan.waves() {
            let all = teams(figures, wave);
            let named = figures.efforts().teams().iter().filter(|team| !team.is_empty());
            let teams = named.map(|team| Of::Team(wave, team.clone()));
            let of_team = |of: &Of| match of {
                Of::Team(wave, team) => Value::Number(figures.efforts().of(*wave, team)),
                _ => all.value,
            };
            for of in std::iter::once(Of::Wave(wave)).chain(teams) {
                let value = of_team(&of);
                tell(Row { unit: UNIT.into(), ..Row::new(of, None, value) });
            }
        }
    },
};

const UNIT: &str = "person-months";

fn money(figures: &Figures<'_>, wave: WaveIx) -> Trace {
    let plan = figures.plan;
    let inputs = figures.one_off().of(wave).iter().map(|(source, amount)| {
        let (label, address) = match source {
            Source::Item(ix) => (plan.item(*ix).title(), plan.item_address(*ix)),
            Source::Market(ix) => {
                (plan.markets[ix.at()].title(), plan.multiplier_address(MultiplierKind::Market, ix.at()))
            }
        };
        Input::new(label, Value::Money(*amount), address.to("cost"))
    });
    let rule = "its part of the one-off cost of items, and the roll-out cost of markets that it opens";
    let mut trace = Trace::sum(Value::Money(figures.one_off().sum(wave)), rule, inputs.collect());
    trace.also = vec![Of::Wave(wave).name(plan, "one-off", None)];
    trace
}

fn teams(figures: &Figures<'_>, wave: WaveIx) -> Trace {
    let plan = figures.plan;
    let efforts = figures.efforts();
    let named: Vec<&str> =
        efforts.teams().iter().map(|team| &**team).filter(|team| !team.is_empty()).collect();
    if named.is_empty() {
        return items(figures, wave, "");
    }
    let mut sum = 0.0;
    let mut inputs = Vec::new();
    for team in efforts.teams() {
        let months = efforts.of(wave, team);
        sum += months;
        if team.is_empty() && months > 0.0 {
            inputs.extend(items(figures, wave, "").inputs);
        } else if months > 0.0 {
            let name = Of::Team(wave, team.clone()).name(plan, "effort", None);
            inputs.push(Input { unit: UNIT.into(), ..Input::new(team, Value::Number(months), name) });
        }
    }
    Trace::sum(Value::Number(sum), "what it asks of its teams, added up", inputs).unit(UNIT)
}

fn items(figures: &Figures<'_>, wave: WaveIx, team: &str) -> Trace {
    let plan = figures.plan;
    let inputs = figures.effort_by_item(wave, team).map(|(ix, months)| {
        let address = plan.item_address(ix).to("effort");
        Input { unit: UNIT.into(), ..Input::new(plan.item(ix).title(), Value::Number(months), address) }
    });
    let rule = "the effort of each item, spread evenly over its steps, as far as they lie in the wave";
    let asked = figures.efforts().of(wave, team);
    let capacity = plan.wave(wave).capacity.iter().find(|(of, _)| **of == *team).map(|(_, has)| *has);
    let told = capacity.map(|has| match has > 0.0 {
        true => {
            let percent = (asked / has * 100.0 - 1e-9).ceil();
            format!("it has {has} of them: {percent} % is asked for, a started percent told as a whole one")
        }
        false if asked > 0.0 => "it has none of them: what is asked for is over any capacity".to_owned(),
        false => "it has none of them".to_owned(),
    });
    Trace::sum(Value::Number(asked), rule, inputs.collect()).unit(UNIT).noting(told)
}
