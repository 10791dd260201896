//! Random plans of value and cost: small, with every key that counts for money, and with odd numbers.

use std::fmt::Write as _;

use fastrand::Rng;

/// Months are counted from January 2000.
pub(super) type Month = i64;

#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    pub(super) start: Month,
    pub(super) horizon: Month,
    pub(super) as_of: Month,
    /// Thousandths a year.
    pub(super) rate: i64,
    pub(super) waves: Vec<Wave>,
    /// Markets, brands and customer types.
    pub(super) scope: [Vec<Member>; 3],
    pub(super) pools: Vec<Pool>,
    pub(super) drivers: Vec<Driver>,
    pub(super) costs: Vec<Costly>,
    pub(super) exceptions: Vec<Exception>,
    pub(super) realized: Vec<Realized>,
}

#[derive(Clone, Debug)]
pub(super) struct Wave {
    pub(super) first: Month,
    pub(super) last: Month,
}

#[derive(Clone, Debug)]
pub(super) struct Member {
    /// Thousandths.
    pub(super) share: i64,
    pub(super) opened_by: Vec<usize>,
    /// Its number in [`ARCHETYPES`].
    pub(super) archetype: Option<usize>,
    /// Cents.
    pub(super) cost: i128,
}

pub(super) const ARCHETYPES: [&str; 3] = ["standardized", "adapted", "customized"];
pub(super) const SHAPES: [&str; 4] = ["step", "linear", "s-curve", "bass"];

#[derive(Clone, Debug)]
pub(super) struct Pool {
    pub(super) cap: Option<i128>,
    pub(super) base: Option<i128>,
}

#[derive(Clone, Debug)]
pub(super) struct Driver {
    pub(super) wave: usize,
    pub(super) live: Option<Month>,
    pub(super) value: i128,
    pub(super) once: i128,
    /// Hundredths; absent: 100.
    pub(super) confidence: Option<i64>,
    /// Its number in [`SHAPES`], and months.
    pub(super) ramp: Option<(usize, i64)>,
    pub(super) pool: Option<usize>,
    pub(super) category: Option<usize>,
}

/// A capability with steps in some waves.
#[derive(Clone, Debug)]
pub(super) struct Costly {
    pub(super) steps: Vec<usize>,
    pub(super) spread: Option<i128>,
    pub(super) by_wave: Vec<(usize, i128)>,
    pub(super) run: i128,
}

#[derive(Clone, Debug)]
pub(super) struct Exception {
    pub(super) market: Option<usize>,
    pub(super) until: Option<Month>,
    pub(super) cost: i128,
}

#[derive(Clone, Debug)]
pub(super) struct Realized {
    pub(super) driver: usize,
    pub(super) first: Month,
    pub(super) months: i64,
    pub(super) value: i128,
}

fn some<T>(dice: &mut Rng, chance: f64, make: impl FnOnce(&mut Rng) -> T) -> Option<T> {
    (dice.f64() < chance).then(|| make(dice))
}

/// Round numbers, whose parts are often exactly half a cent, and others.
fn amount(dice: &mut Rng) -> i128 {
    if dice.bool() { i128::from(dice.i64(1..200)) * 60_000 } else { i128::from(dice.i64(1..90_000_000)) }
}

pub(super) fn made(dice: &mut Rng) -> Made {
    let start = 12 * 26 + dice.i64(0..12);
    let horizon = start + dice.i64(6..50);
    let mut waves = Vec::new();
    let mut from = start + dice.i64(-3..4);
    for _ in 0..dice.usize(1..5) {
        let last = from + dice.i64(0..9);
        waves.push(Wave { first: from, last });
        from = last + dice.i64(0..3);
    }
    let count = waves.len();
    let any = move |dice: &mut Rng| dice.usize(0..count);
    let scope = [0, 1, 2].map(|kind| {
        let members = dice.usize(0..4);
        let mut left = 1000;
        (0..members)
            .map(|_| {
                let share = if dice.bool() { 50 * dice.i64(0..7) } else { dice.i64(0..400) }.min(left);
                left -= share;
                let opened_by = (0..dice.usize(0..8).min(2)).map(|_| any(dice)).collect();
                let archetype = some(dice, 0.7, |dice| dice.usize(0..3)).filter(|_| kind == 0);
                let cost = some(dice, 0.7, amount).filter(|_| kind == 0).unwrap_or(0);
                Member { share, opened_by, archetype, cost }
            })
            .collect::<Vec<_>>()
    });
    let pools: Vec<Pool> = (0..dice.usize(0..3))
        .map(|_| {
            let base = some(dice, 0.4, |dice| amount(dice) * dice.i128(1..20) / 4);
            let capped = if base.is_some() { 0.5 } else { 1.0 };
            Pool { cap: some(dice, capped, |dice| amount(dice) / dice.i128(1..20)), base }
        })
        .collect();
    let pooled = pools.len();
    let drivers: Vec<Driver> = (0..dice.usize(1..7))
        .map(|_| Driver {
            wave: any(dice),
            live: some(dice, 0.15, |dice| start + dice.i64(0..24)),
            value: amount(dice) * if dice.u8(0..8) == 0 { -1 } else { 1 },
            once: some(dice, 0.3, amount).map_or(0, |once| if dice.u8(0..4) == 0 { -once } else { once }),
            confidence: some(dice, 0.7, |dice| 5 * dice.i64(0..21)),
            ramp: some(dice, 0.8, |dice| (dice.usize(0..4), dice.i64(0..25))),
            pool: some(dice, 0.6, |dice| dice.usize(0..pooled.max(1))).filter(|_| pooled > 0),
            category: some(dice, 0.8, |dice| dice.usize(0..3)),
        })
        .collect();
    let costs = (0..dice.usize(0..4))
        .map(|_| {
            let mut steps: Vec<usize> = (0..dice.usize(1..4)).map(|_| any(dice)).collect();
            steps.sort_unstable();
            steps.dedup();
            let by_wave = steps.iter().filter_map(|wave| some(dice, 0.5, |dice| (*wave, amount(dice))));
            let by_wave: Vec<_> = by_wave.collect();
            let spread = some(dice, 0.5, amount).filter(|_| by_wave.is_empty());
            let run = if spread.is_some() { 0 } else { some(dice, 0.6, amount).unwrap_or(0) };
            Costly { steps, spread, by_wave, run }
        })
        .collect();
    let markets = scope[0].len();
    let exceptions = (0..dice.usize(0..3))
        .map(|_| Exception {
            market: some(dice, 0.6, |dice| dice.usize(0..markets.max(1))).filter(|_| markets > 0),
            until: some(dice, 0.6, |dice| start + dice.i64(0..40)),
            cost: amount(dice),
        })
        .collect();
    let realized = (0..dice.usize(0..7))
        .map(|_| {
            let months = [1, 3, 12][dice.usize(0..3)];
            Realized {
                driver: dice.usize(0..drivers.len()),
                first: (start + dice.i64(-2..30)) / months * months,
                months,
                value: some(dice, 0.9, amount).map_or(-700, |value| value / 7),
            }
        })
        .collect();
    let as_of = start + dice.i64(0..30);
    Made {
        start,
        horizon,
        as_of,
        rate: dice.i64(0..150),
        waves,
        scope,
        pools,
        drivers,
        costs,
        exceptions,
        realized,
    }
}

fn first_day(month: Month) -> String {
    format!("{:04}-{:02}-01", 2000 + month / 12, month % 12 + 1)
}

fn mid_month(month: Month) -> String {
    format!("{:04}-{:02}-15", 2000 + month / 12, month % 12 + 1)
}

fn last_day(month: Month) -> String {
    let (year, number) = (2000 + month / 12, month % 12 + 1);
    let days = match number {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 => 29,
        2 => 28,
        _ => 31,
    };
    format!("{year:04}-{number:02}-{days}")
}

fn money(cents: i128) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

impl Made {
    /// Its tables as TOML; only `format` must come first.
    pub(super) fn tables(&self) -> Vec<String> {
        let mut tables = vec![format!(
            "[plan]\ncurrency = \"EUR\"\nstart = {}\nhorizon = {}\nas-of = {}\ndiscount-rate = 0.{:03}\n",
            mid_month(self.start),
            mid_month(self.horizon),
            last_day(self.as_of),
            self.rate
        )];
        for (nth, wave) in self.waves.iter().enumerate() {
            let kinds = ["market", "brand", "customer-type"].iter().zip(&self.scope);
            let opens = kinds.map(|(kind, members)| {
                let opened = members.iter().enumerate().filter(|(_, member)| member.opened_by.contains(&nth));
                let ids: Vec<String> = opened.map(|(at, _)| format!("\"{kind}{at}\"")).collect();
                format!("{kind} = [{}]", ids.join(", "))
            });
            let opens: Vec<String> = opens.collect();
            tables.push(format!(
                "[wave.w{nth}]\nstart = {}\nend = {}\nopens = {{ {} }}\n",
                mid_month(wave.first),
                last_day(wave.last),
                opens.join(", ")
            ));
        }
        for (kind, members) in ["market", "brand", "customer-type"].iter().zip(&self.scope) {
            for (nth, member) in members.iter().enumerate() {
                let mut table = format!(
                    "[{kind}.{kind}{nth}]\nshare = {}.{:03}\n",
                    member.share / 1000,
                    member.share % 1000
                );
                if let Some(archetype) = member.archetype {
                    let _ = writeln!(table, "archetype = \"{}\"", ARCHETYPES[archetype]);
                }
                if member.cost != 0 {
                    let _ = writeln!(table, "cost = {}", money(member.cost));
                }
                tables.push(table);
            }
        }
        for (nth, pool) in self.pools.iter().enumerate() {
            let line = |key, value: Option<i128>| value.map(|it| format!("{key} = {}\n", money(it)));
            let lines = [line("cap", pool.cap), line("base", pool.base)];
            let lines: String = lines.into_iter().flatten().collect();
            tables.push(format!("[pool.p{nth}]\n{lines}"));
        }
        tables.extend(self.drivers.iter().enumerate().map(|(nth, driver)| driver.table(nth)));
        tables.extend(self.costs.iter().enumerate().map(|(nth, costly)| costly.table(nth)));
        if !self.exceptions.is_empty() {
            tables.push("[tradeoff.touch]\naxis = [\"high\", \"low\"]\n".into());
        }
        for (nth, exception) in self.exceptions.iter().enumerate() {
            let mut table =
                format!("[exception.e{nth}]\ntradeoff = \"touch\"\ncost = {}\n", money(exception.cost));
            if let Some(market) = exception.market {
                let _ = writeln!(table, "market = \"market{market}\"");
            }
            if let Some(until) = exception.until {
                let _ = writeln!(table, "until = {}", mid_month(until));
            }
            tables.push(table);
        }
        for record in &self.realized {
            let (year, number) = (2000 + record.first / 12, record.first % 12);
            let period = match record.months {
                12 => format!("{year}"),
                3 => format!("{year}-Q{}", number / 3 + 1),
                _ => format!("{year}-{:02}", number + 1),
            };
            let (driver, value) = (record.driver, money(record.value));
            tables.push(format!(
                "[[realized]]\ndriver = \"d{driver}\"\nperiod = \"{period}\"\nvalue = {value}\n"
            ));
        }
        tables
    }
}

impl Driver {
    fn table(&self, nth: usize) -> String {
        let mut table =
            format!("[driver.d{nth}]\nwave = \"w{}\"\nvalue = {}\n", self.wave, money(self.value));
        if let Some(live) = self.live {
            let _ = writeln!(table, "live = {}", first_day(live));
        }
        if self.once != 0 {
            let _ = writeln!(table, "once = {}", money(self.once));
        }
        if let Some(confidence) = self.confidence {
            let _ = writeln!(table, "confidence = {}.{:02}", confidence / 100, confidence % 100);
        }
        if let Some((shape, months)) = self.ramp {
            let _ = writeln!(table, "ramp = {{ months = {months}, shape = \"{}\" }}", SHAPES[shape]);
        }
        if let Some(pool) = self.pool {
            let _ = writeln!(table, "pool = \"p{pool}\"");
        }
        if let Some(category) = self.category {
            let _ = writeln!(table, "category = \"{}\"", ["revenue", "cost", "risk"][category]);
        }
        table
    }
}

impl Costly {
    fn table(&self, nth: usize) -> String {
        let reaches: Vec<String> =
            self.steps.iter().enumerate().map(|(at, wave)| format!("w{wave} = {}", at + 1)).collect();
        let mut table = format!("[capability.c{nth}]\nreaches = {{ {} }}\n", reaches.join(", "));
        let mut costs: Vec<String> =
            self.by_wave.iter().map(|(wave, cost)| format!("w{wave} = {}", money(*cost))).collect();
        if self.run != 0 {
            costs.push(format!("run = {}", money(self.run)));
        }
        match self.spread {
            Some(spread) => table.push_str(&format!("cost = {}\n", money(spread))),
            None if costs.is_empty() => {}
            None => table.push_str(&format!("cost = {{ {} }}\n", costs.join(", "))),
        }
        table
    }
}
