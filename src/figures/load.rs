//! What each wave carries: one-off money against its budget, effort against its teams' capacity, and the
//! items that they are made of.

use crate::order::Order as _;
use rustc_hash::FxHashMap;

use super::Figures;
use super::cost::{Source, each_one_off};
use crate::plan::Plan;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::quantity::Money;

/// One-off money by wave with what it is for. It counts in full, whether the wave lies on the grid or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    ends: Vec<usize>,
    parts: Vec<(Source, Money)>,
    sums: Vec<Money>,
}

impl Contributions {
    /// What the wave's one-off money is for, items before markets.
    #[must_use]
    pub fn of(&self, wave: WaveIx) -> &[(Source, Money)] {
        &self.parts[self.ends[wave.at()]..self.ends[wave.at() + 1]]
    }

    /// The one-off money of the wave.
    #[must_use]
    pub fn sum(&self, wave: WaveIx) -> Money {
        self.sums[wave.at()]
    }
}

pub(super) fn one_off(figures: &Figures<'_>) -> Contributions {
    let (plan, scope) = (figures.plan, figures.scope());
    let mut sums = vec![Money::ZERO; plan.waves.len()];
    let mut all: Vec<(WaveIx, Source, Money)> = Vec::new();
    each_one_off(plan, scope, |source, wave, amount| {
        sums[wave.at()] += amount;
        all.push((wave, source, amount));
    });
    let mut ends = vec![0; plan.waves.len() + 1];
    for (wave, ..) in &all {
        ends[wave.at() + 1] += 1;
    }
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    // By wave, and inside a wave in the order in which they were told.
    let mut next = ends.clone();
    let mut parts = vec![(Source::Item(ItemIx(0)), Money::ZERO); all.len()];
    for (wave, source, amount) in all {
        parts[next[wave.at()]] = (source, amount);
        next[wave.at()] += 1;
    }
    Contributions { ends, parts, sums }
}

/// How much of the whole programme a wave carries.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Carried {
    /// Its part of all steps of all items, 0 to 1.
    pub steps: f64,
    /// Its part of all one-off money, 0 to 1; 0 while fewer than two waves have costs written down, since
    /// the others are not estimated yet.
    pub money: f64,
}

impl Figures<'_> {
    /// What each wave carries of the whole, in the order of the waves.
    #[must_use]
    pub fn carried(&self) -> Vec<Carried> {
        let plan = self.plan;
        let mut steps = vec![0_u32; plan.waves.len()];
        for step in plan.items.iter().flat_map(|item| &item.steps) {
            steps[step.wave.at()] += 1;
        }
        let all_steps = f64::from(steps.iter().sum::<u32>().max(1));
        let money = &self.one_off().sums;
        let spending = money.iter().filter(|sum| **sum > Money::ZERO).count();
        let all_money = money.iter().copied().sum::<Money>().minor_f64().max(1.0);
        let part = |sum: &Money| if spending < 2 { 0.0 } else { sum.minor_f64() / all_money };
        let both = steps.iter().zip(money);
        both.map(|(steps, sum)| Carried { steps: f64::from(*steps) / all_steps, money: part(sum) }).collect()
    }
}

/// Person-months by wave and team.
#[derive(Clone, Debug, PartialEq)]
pub struct Efforts {
    teams: Vec<Box<str>>,
    sums: Vec<f64>,
}

impl Efforts {
    /// All teams that an item or a wave names, by name; the empty name stands for the only team of a plan
    /// that names none.
    #[must_use]
    pub fn teams(&self) -> &[Box<str>] {
        &self.teams
    }

    /// Person-months that a wave asks of a team.
    #[must_use]
    pub fn of(&self, wave: WaveIx, team: &str) -> f64 {
        let team = self.teams.binary_search_by(|known| (**known).cmp(team));
        team.ok().and_then(|team| self.sums.get(wave.at() * self.teams.len() + team)).copied().unwrap_or(0.0)
    }
}

pub(super) fn efforts(plan: &Plan) -> Efforts {
    // By team, in the order in which they are met, and wave.
    let (mut ids, mut met): (FxHashMap<&str, usize>, Vec<Vec<f64>>) = Default::default();
    let mut id = |team, met: &mut Vec<Vec<f64>>| {
        *ids.entry(team).or_insert_with(|| {
            met.push(vec![0.0; plan.waves.len()]);
            met.len() - 1
        })
    };
    for item in plan.items.iter() {
        for effort in &item.effort {
            let (team, months) = (id(&*effort.team, &mut met), part(effort.months, item.steps.len()));
            for step in &item.steps {
                met[team][step.wave.at()] += months;
            }
        }
    }
    for (team, _) in plan.waves.iter().flat_map(|wave| &wave.capacity) {
        id(&**team, &mut met);
    }
    let mut teams: Vec<(&str, usize)> = ids.into_iter().collect();
    teams.order();
    let sums = (0..plan.waves.len()).flat_map(|wave| teams.iter().map(move |(_, team)| (wave, *team)));
    let mut sums: Vec<f64> = sums.map(|(wave, team)| met[team][wave]).collect();
    // A sum of tenths must not break a capacity by the digits that binary fractions lose.
    for sum in &mut sums {
        *sum = (*sum * 1e6).round() / 1e6;
    }
    Efforts { teams: teams.into_iter().map(|(team, _)| team.into()).collect(), sums }
}

#[expect(clippy::cast_precision_loss, reason = "an item has few steps")]
fn part(months: f64, steps: usize) -> f64 {
    months / steps as f64
}

impl Figures<'_> {
    /// The person-months that a wave asks of a team, item by item: what [`Efforts::of`] adds up.
    pub fn effort_by_item(&self, wave: WaveIx, team: &str) -> impl Iterator<Item = (ItemIx, f64)> {
        self.plan.items().filter_map(move |(ix, item)| {
            let months =
                item.effort.iter().filter(|effort| &*effort.team == team).map(|effort| effort.months);
            let steps = item.steps.iter().filter(|step| step.wave == wave).count();
            let asked = part(months.sum(), item.steps.len()) * f64::from(u32::try_from(steps).unwrap_or(0));
            (asked > 0.0).then_some((ix, asked))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, euros};
    use super::*;
    use crate::plan::id::MarketIx;

    #[test]
    fn a_wave_names_what_its_money_is_for() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let (reach, crm) = (plan.item_by_id("reach").unwrap(), plan.item_by_id("crm").unwrap());
        let parts = [
            (Source::Item(reach), euros(3_000)),
            (Source::Item(crm), euros(4_500)),
            (Source::Market(MarketIx(0)), euros(6_000)),
        ];
        assert_eq!(figures.one_off().of(WaveIx(0)), parts);
        assert_eq!(figures.one_off().sum(WaveIx(0)), euros(13_500));
        assert_eq!(figures.one_off().sum(WaveIx(1)), euros(10_500));
    }

    #[test]
    fn effort_spreads_over_the_steps() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let crm = plan.item_by_id("crm").unwrap();
        assert!((figures.efforts().of(WaveIx(1), "it") - 3.0).abs() < 1e-9);
        assert!(figures.efforts().of(WaveIx(1), "change").abs() < 1e-9);
        assert_eq!(figures.effort_by_item(WaveIx(0), "it").collect::<Vec<_>>(), [(crm, 3.0)]);
    }
}
