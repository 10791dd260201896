//! A second evaluator of value and cost, as slow and plain as the words of the format: it goes through every
//! driver, every cell and every month, and shares no code with the program.

use std::collections::BTreeMap;

use groundswell::figures::split::Axis;

use super::made::{Day, Driver, LAST, Made, Member, Month, Ramp};

/// Cents by month, from the plan's start to its horizon.
pub(super) type Row = Vec<i128>;

#[derive(Debug)]
pub(super) struct Evaluated {
    /// By driver.
    pub(super) planned: Vec<Row>,
    pub(super) unweighted: Vec<Row>,
    pub(super) realized: Vec<Row>,
    pub(super) forecast: Vec<Row>,
    /// One-off and running, with no regard to waves.
    pub(super) cost: Row,
    pub(super) npv: f64,
    pub(super) payback: Option<Month>,
}

/// The nearest whole number to `numerator / denominator`, half to even.
fn nearest(numerator: i128, denominator: i128) -> i128 {
    let floor = numerator.div_euclid(denominator);
    let twice = 2 * numerator.rem_euclid(denominator);
    if twice > denominator || (twice == denominator && floor % 2 != 0) { floor + 1 } else { floor }
}

/// Floats are held to a millionth of a cent, where their noise is gone, and count in whole numbers from there.
#[expect(clippy::cast_possible_truncation, reason = "amounts are small here")]
fn millionths(cents: f64) -> i128 {
    (cents * 1e6).round() as i128
}

fn cents(amount: f64) -> i128 {
    nearest(millionths(amount), 1_000_000)
}

/// Part `nth` of `parts` even ones: what has been given by then is the nearest cent to what is due.
fn even(amount: i128, nth: i64, parts: i64) -> i128 {
    let due = |nth: i64| nearest(amount * i128::from(nth), i128::from(parts));
    due(nth + 1) - due(nth)
}

/// Largest remainder, one cent after the other.
fn shared(amount: i128, exact: &[f64]) -> Vec<i128> {
    let exact: Vec<i128> = exact.iter().copied().map(millionths).collect();
    let mut parts: Vec<i128> = exact.iter().map(|exact| exact.div_euclid(1_000_000)).collect();
    let mut given = vec![false; parts.len()];
    while parts.iter().sum::<i128>() < amount {
        // Of several largest the first in the list: the last one from behind.
        let left = (0..parts.len()).rev().filter(|at| !given[*at]);
        let at = left.max_by_key(|at| exact[*at].rem_euclid(1_000_000)).unwrap();
        given[at] = true;
        parts[at] += 1;
    }
    assert_eq!(parts.iter().sum::<i128>(), amount);
    parts
}

#[expect(clippy::cast_precision_loss, reason = "amounts are small here")]
fn float(number: i128) -> f64 {
    number as f64
}

fn ramp(driver: &Driver, k: i64) -> f64 {
    let Some(Ramp { shape, months, own }) = driver.ramp else { return 1.0 };
    if months == 0 {
        return 1.0;
    }
    let x = (float(k.into()) - 0.5) / float(months.into());
    let [first, second] = own.unwrap_or(if shape == 3 { [30, 380] } else { [1_000, 4_000] });
    let [first, second] = [first, second].map(|it| float(it.into()) / 1000.0);
    let adopted = |t: f64| {
        let decay = (-(first + second) * t).exp();
        (1.0 - decay) / (1.0 + second / first * decay)
    };
    let grown = |t: f64| 1.0 / (1.0 + (-first * (t - second)).exp());
    match shape {
        1 => x.min(1.0),
        2 if x < 1.0 => 3.0 * x * x - 2.0 * x * x * x,
        3 if x < 1.0 => adopted(15.0 * x) / adopted(15.0),
        4 if x < 1.0 => (grown(8.0 * x) - grown(0.0)) / (grown(8.0) - grown(0.0)),
        _ => 1.0,
    }
}

/// A market, a brand and a customer type, by position; a kind that is not used has none.
type Cell = [Option<usize>; 3];

/// A part of an amount: the driver, the month's place in the row, where it shows, and cents.
type Part = (usize, usize, Cell, i128);

impl Made {
    fn cells(&self) -> Vec<Cell> {
        let positions = |members: &Vec<Member>| -> Vec<Option<usize>> {
            if members.is_empty() { vec![None] } else { (0..members.len()).map(Some).collect() }
        };
        let mut cells = Vec::new();
        for market in positions(&self.scope[0]) {
            for brand in positions(&self.scope[1]) {
                for customer in positions(&self.scope[2]) {
                    cells.push([market, brand, customer]);
                }
            }
        }
        cells
    }

    /// Waves in the order of their ends, then of their dates, as "the first that opens it" asks for.
    fn opener(&self, member: &Member) -> Option<usize> {
        member
            .opened_by
            .iter()
            .copied()
            .min_by_key(|wave| (self.waves[*wave].last, self.waves[*wave].first, *wave))
    }

    /// The month in which a member goes live.
    fn member_live(&self, member: &Member) -> Option<Month> {
        let lag = member.archetype.map_or(0, |archetype| self.archetypes[archetype].lag);
        Some(self.waves[self.opener(member)?].last.month + lag)
    }

    fn cell_live(&self, cell: Cell) -> Option<Month> {
        let mut live = Month::MIN;
        for (kind, at) in cell.iter().enumerate() {
            if let Some(at) = at {
                live = live.max(self.member_live(&self.scope[kind][*at])?);
            }
        }
        Some(live)
    }

    fn share(&self, cell: Cell) -> f64 {
        let members = cell.iter().enumerate().filter_map(|(kind, at)| Some(&self.scope[kind][(*at)?]));
        members.map(|member| float(member.share.into()) / 1000.0).product()
    }

    /// What a cell brings of a driver in a month, in cents and parts of them; `None` before it is live.
    fn brought(&self, driver: &Driver, weight: f64, cell: Cell, month: Month) -> Option<f64> {
        let live = driver.live.unwrap_or(self.waves[driver.wave?].last);
        let k = month - self.cell_live(cell)?.max(live.month);
        if k < 1 {
            return None;
        }
        let yearly = float(driver.value) / 12.0 * ramp(driver, k);
        let once = if k == 1 { float(driver.once) } else { 0.0 };
        Some((yearly + once) * weight * self.share(cell))
    }

    /// What each driver claims in each month, to a fraction of a cent.
    fn exact(&self, weighted: bool) -> Vec<Vec<f64>> {
        let mut exact: Vec<Vec<f64>> = Vec::new();
        for driver in &self.drivers {
            let weight = weight(driver, weighted);
            let row = (self.start..=self.horizon).map(|month| {
                let cells = self.cells();
                cells.into_iter().filter_map(|cell| self.brought(driver, weight, cell, month)).sum()
            });
            exact.push(row.collect());
        }
        exact
    }

    fn planned(&self, weighted: bool) -> Vec<Row> {
        let months = self.start..=self.horizon;
        let exact = self.exact(weighted);
        let mut planned: Vec<Row> =
            exact.iter().map(|row| row.iter().map(|amount| cents(*amount)).collect()).collect();
        for (pool_at, pool) in self.pools.iter().enumerate() {
            for (position, nth) in months.clone().map(|month| month - self.start).enumerate() {
                let claims =
                    |at: &usize| self.drivers[*at].pool == Some(pool_at) && exact[*at][position] != 0.0;
                let claimants: Vec<usize> = (0..self.drivers.len()).filter(claims).collect();
                let mut exact: Vec<f64> = claimants.iter().map(|at| exact[*at][position]).collect();
                let mut parts: Vec<i128> = claimants.iter().map(|at| planned[*at][position]).collect();
                if let Some(base) = pool.base {
                    overlap(float(base) / 12.0, float(base) / 12.0, &mut exact, &mut parts);
                }
                if let Some(cap) = pool.cap {
                    hold(even(cap, nth % 12, 12), &exact, &mut parts);
                }
                for (at, part) in claimants.iter().zip(parts) {
                    planned[*at][position] = part;
                }
            }
        }
        planned
    }

    /// Amounts shared among the cells that are live, by what each is planned to bring.
    pub(super) fn parts(&self, amounts: &[Row], weighted: bool) -> Vec<Part> {
        let mut parts = Vec::new();
        for (nth, (driver, row)) in self.drivers.iter().zip(amounts).enumerate() {
            for (position, amount) in row.iter().enumerate().filter(|(_, amount)| **amount != 0) {
                let month = self.start + i64::try_from(position).unwrap();
                let brings =
                    |cell| Some((cell, self.brought(driver, weight(driver, weighted), cell, month)?));
                let cells = self.cells().into_iter().filter(|cell| self.share(*cell) > 0.0);
                let cells: Vec<(Cell, f64)> = cells.filter_map(brings).collect();
                if cells.is_empty() {
                    parts.push((nth, position, [None; 3], *amount));
                    continue;
                }
                let sum: f64 = cells.iter().map(|(_, brought)| brought).sum();
                let shares: f64 = cells.iter().map(|(cell, _)| self.share(*cell)).sum();
                let same = cells.iter().all(|(_, it)| *it >= 0.0) || cells.iter().all(|(_, it)| *it <= 0.0);
                let exact: Vec<f64> = cells
                    .iter()
                    .map(|(cell, brought)| match same && sum != 0.0 {
                        true => float(*amount) * brought / sum,
                        false => brought + (float(*amount) - sum) * self.share(*cell) / shares,
                    })
                    .collect();
                let shared = cells.iter().zip(shared(*amount, &exact));
                parts.extend(shared.map(|((cell, _), part)| (nth, position, *cell, part)));
            }
        }
        parts
    }

    /// The parts added up by the members of two axes.
    pub(super) fn crossed(&self, parts: &[Part], axes: [Axis; 2]) -> BTreeMap<[Option<usize>; 2], i128> {
        let mut crossed = BTreeMap::new();
        for (nth, position, cell, amount) in parts {
            let driver = &self.drivers[*nth];
            let place =
                |month: Month, length: i64| usize::try_from(month / length - self.start / length).ok();
            let month = self.start + i64::try_from(*position).unwrap();
            let member = |axis: Axis| match axis {
                Axis::Month => place(month, 1),
                Axis::Quarter => place(month, 3),
                Axis::Year => place(month, 12),
                Axis::Wave => driver.wave,
                Axis::Driver => Some(*nth),
                Axis::Category => driver.category,
                Axis::Objective => driver.objective,
                Axis::Stage => driver.stage,
                Axis::Pool => driver.pool,
                Axis::Market => cell[0],
                Axis::Brand => cell[1],
                Axis::CustomerType => cell[2],
            };
            *crossed.entry(axes.map(member)).or_insert(0) += amount;
        }
        crossed
    }

    /// The first month of a driver's first record with value, where all of that is from before it is live.
    fn begun_before(&self, driver: usize) -> Option<Month> {
        let records = self.realized.iter().filter(|it| it.driver == driver && it.value != 0);
        let known = records.filter(|it| it.first + it.months - 1 <= self.as_of.over());
        let first = known.min_by_key(|it| (it.first + it.months, it.first))?;
        let own = &self.drivers[driver];
        let live = own.live.unwrap_or(self.waves[own.wave?].last);
        (first.first + first.months - 1 <= live.over()).then_some(first.first)
    }

    /// What a driver would claim if its value had begun with a month, to a fraction of a cent.
    fn begun(&self, driver: usize, first: Month) -> Vec<f64> {
        let own = Driver { live: Some(Day { month: first - 1, day: LAST }), ..self.drivers[driver].clone() };
        let brought = |month: Month| {
            let cells = self.cells().into_iter();
            cells.filter_map(|cell| self.brought(&own, weight(&own, true), cell, month)).sum::<f64>()
        };
        (self.start..=self.horizon).map(brought).collect()
    }

    /// What overlap with the others of its pool leaves of what a driver claims.
    fn overlapped(&self, driver: usize, claims: &[f64], exact: &[Vec<f64>]) -> Row {
        let pool = self.drivers[driver].pool;
        let base = pool.and_then(|pool| self.pools[pool].base).map(|base| float(base) / 12.0);
        let left = |(position, claim): (usize, &f64)| {
            let Some(base) = base.filter(|_| *claim > 0.0) else { return cents(*claim) };
            let others = (0..self.drivers.len()).filter(|it| *it != driver && self.drivers[*it].pool == pool);
            let all: Vec<f64> = others.map(|it| exact[it][position]).chain([*claim]).collect();
            let all: Vec<f64> = all.into_iter().map(|claim| float(cents(claim))).collect();
            cents(claim * together(base, base, &all).1)
        };
        claims.iter().enumerate().map(left).collect()
    }

    fn cost(&self) -> Row {
        let mut cost = vec![0; usize::try_from(self.horizon - self.start + 1).unwrap()];
        let mut add = |month: Month, amount: i128| {
            if (self.start..=self.horizon).contains(&month) {
                cost[usize::try_from(month - self.start).unwrap()] += amount;
            }
        };
        let mut one_off = |wave: usize, amount: i128| {
            let wave = &self.waves[wave];
            let months = wave.last.month - wave.first + 1;
            for nth in 0..months {
                add(wave.first + nth, even(amount, nth, months));
            }
        };
        for item in &self.costs {
            for (wave, amount) in &item.by_wave {
                one_off(*wave, *amount);
            }
            let parts = i64::try_from(item.steps.len()).unwrap();
            for (nth, wave) in (0..parts).zip(&item.steps) {
                one_off(*wave, even(item.spread.unwrap_or(0), nth, parts));
            }
        }
        for driver in &self.drivers {
            if let Some(wave) = driver.wave {
                one_off(wave, driver.one_off);
            }
        }
        for market in &self.scope[0] {
            if let Some(wave) = self.opener(market) {
                let factor = market.archetype.map_or(100, |archetype| self.archetypes[archetype].factor);
                one_off(wave, nearest(market.cost * factor, 100));
            }
        }
        let mut run = |cost: i128, live: Month| {
            for month in live + 1..=self.horizon {
                add(month, even(cost, (month - live - 1) % 12, 12));
            }
        };
        for item in &self.costs {
            // It is first live with its first level: no step is there before those below it.
            let wave = item.steps[0];
            let own = item.live.iter().find(|(of, _)| *of == wave).map(|(_, day)| *day);
            run(item.run, own.unwrap_or(self.waves[wave].last).month);
        }
        for driver in &self.drivers {
            if let Some(live) = driver.wave.map(|wave| driver.live.unwrap_or(self.waves[wave].last)) {
                run(driver.run, live.month);
            }
        }
        for exception in &self.exceptions {
            let first = match exception.market {
                None => Some(self.start),
                Some(market) => self.member_live(&self.scope[0][market]).map(|live| live + 1),
            };
            let Some(first) = first else { continue };
            for month in first..=exception.until.unwrap_or(self.horizon) {
                add(month, even(exception.cost, (month - first) % 12, 12));
            }
        }
        cost
    }

    /// Planned value as if no money were claimed twice.
    pub(super) fn evaluated_without_pools(&self) -> Vec<Row> {
        Self { pools: Vec::new(), ..self.clone() }.planned(true)
    }

    pub(super) fn evaluated(&self) -> Evaluated {
        let months = usize::try_from(self.horizon - self.start + 1).unwrap();
        let planned = self.planned(true);
        let mut realized = vec![vec![0; months]; self.drivers.len()];
        let mut recorded = vec![vec![false; months]; self.drivers.len()];
        for record in
            self.realized.iter().filter(|record| record.first + record.months - 1 <= self.as_of.over())
        {
            for nth in 0..record.months {
                if let Ok(position) = usize::try_from(record.first + nth - self.start)
                    && position < months
                {
                    realized[record.driver][position] += even(record.value, nth, record.months);
                    recorded[record.driver][position] = true;
                }
            }
        }
        // What each claims without its pool, and the rate at which that came true in the recorded months: of what
        // overlap leaves of it, since what was realized has that in it.
        let (claims, exact) = (self.evaluated_without_pools(), self.exact(true));
        let (mut forecast, mut expected) = (claims.clone(), exact.clone());
        for driver in 0..self.drivers.len() {
            let of =
                |row: &Row| (0..months).filter(|at| recorded[driver][*at]).map(|at| row[at]).sum::<i128>();
            let held_against = self.begun_before(driver).map(|first| self.begun(driver, first));
            let held_against = held_against.unwrap_or_else(|| exact[driver].clone());
            let (came, due) = (of(&realized[driver]), of(&self.overlapped(driver, &held_against, &exact)));
            for at in 0..months {
                if recorded[driver][at] {
                    forecast[driver][at] = realized[driver][at];
                } else if due != 0 {
                    let sign = due.signum();
                    forecast[driver][at] = nearest(claims[driver][at] * came * sign, due * sign);
                    expected[driver][at] = exact[driver][at] * float(came) / float(due);
                }
            }
        }
        // The pool's money that is realized is gone; the others share what is left.
        for (nth, pool) in self.pools.iter().enumerate() {
            for at in 0..months {
                let all = || (0..self.drivers.len()).filter(|it| self.drivers[*it].pool == Some(nth));
                let gone: Vec<i128> =
                    all().filter(|it| recorded[*it][at]).map(|it| realized[it][at]).collect();
                let open: Vec<usize> =
                    all().filter(|it| !recorded[*it][at] && expected[*it][at] != 0.0).collect();
                let mut exact: Vec<f64> = open.iter().map(|it| expected[*it][at]).collect();
                let mut parts: Vec<i128> = open.iter().map(|it| forecast[*it][at]).collect();
                if let Some(base) = pool.base {
                    let month = float(base) / 12.0;
                    let taken: i128 = gone.iter().map(|amount| amount.max(&0)).sum();
                    overlap(month, (month - float(taken)).max(0.0), &mut exact, &mut parts);
                }
                if let Some(cap) = pool.cap {
                    let room = even(cap, i64::try_from(at).unwrap() % 12, 12) - gone.iter().sum::<i128>();
                    hold(room.max(0), &exact, &mut parts);
                }
                for (it, part) in open.iter().zip(parts) {
                    forecast[*it][at] = part;
                }
            }
        }
        let cost = self.cost();
        let net: Vec<i128> =
            (0..months).map(|at| planned.iter().map(|row| row[at]).sum::<i128>() - cost[at]).collect();
        let years = |at: i128| match self.discounting {
            0 => (float(at) + 0.5) / 12.0,
            1 => (float(at / 12) - 0.5).max(0.0),
            _ => float(at / 12),
        };
        let npv = (0..)
            .zip(&net)
            .map(|(at, net)| float(*net) / (1.0 + float(self.rate.into()) / 1000.0).powf(years(at)));
        let stays = |from: &usize| (*from..months).all(|to| net[..=to].iter().sum::<i128>() >= 0);
        // What costs nothing and never is below zero has nothing to pay back.
        let costs = cost.iter().any(|amount| *amount != 0);
        let dips = (0..months).any(|to| net[..=to].iter().sum::<i128>() < 0);
        let payback = (0..months).find(stays).filter(|_| costs || dips);
        Evaluated {
            unweighted: self.planned(false),
            npv: npv.sum(),
            payback: payback.map(|at| self.start + i64::try_from(at).unwrap()),
            planned,
            realized,
            forecast,
            cost,
        }
    }
}

/// What claims of shares of a base come to on what is left of it, and the factor that this is of their sum.
fn together(base: f64, left: f64, claims: &[f64]) -> (f64, f64) {
    let gains = || claims.iter().filter(|claim| **claim > 0.0);
    let rest: f64 = gains().map(|claim| 1.0 - (claim / base).min(1.0)).product();
    let (sum, together) = (gains().sum::<f64>(), left * (1.0 - rest));
    (together, if sum > 0.0 { (together / sum).min(1.0) } else { 1.0 })
}

/// Takes the overlap off those that are above zero.
fn overlap(base: f64, left: f64, exact: &mut [f64], parts: &mut [i128]) {
    let claims: Vec<f64> = parts.iter().map(|part| float(*part)).collect();
    let (together, factor) = together(base, left, &claims);
    let gains: Vec<usize> = (0..exact.len()).filter(|at| exact[*at] > 0.0).collect();
    let sum: f64 = gains.iter().map(|at| exact[*at]).sum();
    let most = cents(together);
    if gains.iter().map(|at| parts[*at]).sum::<i128>() > most {
        let of: Vec<f64> = gains.iter().map(|at| float(most) * exact[*at] / sum).collect();
        for (at, part) in gains.iter().zip(shared(most, &of)) {
            parts[*at] = part;
        }
    }
    for at in gains {
        exact[at] *= factor;
    }
}

/// Scales all down to what there is.
fn hold(most: i128, exact: &[f64], parts: &mut [i128]) {
    if parts.iter().sum::<i128>() > most {
        let sum: f64 = exact.iter().sum();
        let of: Vec<f64> = exact.iter().map(|exact| float(most) * exact / sum).collect();
        parts.copy_from_slice(&shared(most, &of));
    }
}

fn weight(driver: &Driver, weighted: bool) -> f64 {
    let confidence = float(driver.confidence.unwrap_or(100).into()) / 100.0;
    if weighted { confidence } else { 1.0 }
}
