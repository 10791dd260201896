//! Random plans of value and cost: small, with every key that counts for money, and with odd numbers.

use std::fmt::Write as _;

use fastrand::Rng;

/// Months are counted from January 2000.
pub(super) type Month = i64;

/// A day of a month: 1 to 28, or [`LAST`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    pub(super) month: Month,
    pub(super) day: i64,
}

/// The last day of any month.
pub(super) const LAST: i64 = 31;

impl Day {
    /// The last month that is over by the end of this day.
    pub(super) fn over(self) -> Month {
        if self.day == LAST { self.month } else { self.month - 1 }
    }

    fn text(self) -> String {
        let (year, number) = (2000 + self.month / 12, self.month % 12 + 1);
        let days = match number {
            4 | 6 | 9 | 11 => 30,
            2 if year % 4 == 0 => 29,
            2 => 28,
            _ => 31,
        };
        format!("{year:04}-{number:02}-{:02}", if self.day == LAST { days } else { self.day })
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    pub(super) start: Month,
    pub(super) horizon: Month,
    pub(super) as_of: Day,
    /// Thousandths a year.
    pub(super) rate: i64,
    /// Its number in [`CONVENTIONS`].
    pub(super) discounting: usize,
    pub(super) archetypes: [Archetype; 3],
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
    pub(super) last: Day,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Archetype {
    /// Hundredths.
    pub(super) factor: i128,
    /// Months.
    pub(super) lag: i64,
}

/// What they are where a plan says nothing of them.
const USUAL: [Archetype; 3] =
    [Archetype { factor: 100, lag: 0 }, Archetype { factor: 150, lag: 3 }, Archetype { factor: 250, lag: 6 }];

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

const ARCHETYPES: [&str; 3] = ["standardized", "adapted", "customized"];
const SHAPES: [&str; 5] = ["step", "linear", "s-curve", "bass", "logistic"];
const CONVENTIONS: [&str; 3] = ["mid-month", "mid-year", "end-of-year"];
const CATEGORIES: [&str; 3] = ["revenue", "cost", "risk"];
const STAGES: [&str; 6] = ["idea", "valued", "planned", "executing", "implemented", "confirmed"];

#[derive(Clone, Debug)]
pub(super) struct Pool {
    pub(super) cap: Option<i128>,
    pub(super) base: Option<i128>,
}

#[derive(Clone, Debug)]
pub(super) struct Driver {
    /// `None`: it is phased into none.
    pub(super) wave: Option<usize>,
    pub(super) live: Option<Day>,
    pub(super) value: i128,
    pub(super) once: i128,
    /// Hundredths; absent: 100.
    pub(super) confidence: Option<i64>,
    pub(super) ramp: Option<Ramp>,
    pub(super) pool: Option<usize>,
    pub(super) category: Option<usize>,
    pub(super) objective: Option<usize>,
    pub(super) stage: Option<usize>,
    /// In its wave, and a year.
    pub(super) one_off: i128,
    pub(super) run: i128,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Ramp {
    /// Its number in [`SHAPES`].
    pub(super) shape: usize,
    pub(super) months: i64,
    /// Thousandths: p and q of a Bass curve, k and t0 of a logistic one; absent: the usual ones.
    pub(super) own: Option<[i64; 2]>,
}

/// A capability or a mandate with steps in some waves.
#[derive(Clone, Debug)]
pub(super) struct Costly {
    pub(super) mandate: bool,
    pub(super) steps: Vec<usize>,
    /// Steps that are live on a day of their own, by wave.
    pub(super) live: Vec<(usize, Day)>,
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

fn day(dice: &mut Rng, month: Month) -> Day {
    Day { month, day: if dice.bool() { LAST } else { dice.i64(1..29) } }
}

fn ramp(dice: &mut Rng) -> Ramp {
    let (shape, months) = (dice.usize(0..SHAPES.len()), dice.i64(0..25));
    let own = |dice: &mut Rng| match shape {
        3 => Some([dice.i64(5..100), dice.i64(50..800)]),
        4 => Some([dice.i64(300..2_000), dice.i64(2_000..6_000)]),
        _ => None,
    };
    Ramp { shape, months, own: some(dice, 0.5, own).flatten() }
}

fn driver(dice: &mut Rng, start: Month, waves: &[Wave], pools: usize) -> Driver {
    let wave = some(dice, 0.9, |dice| dice.usize(0..waves.len()));
    let phased = wave.is_some();
    Driver {
        wave,
        live: some(dice, 0.2, |dice| {
            let month = start + dice.i64(0..24);
            day(dice, month)
        })
        .filter(|_| phased),
        value: amount(dice) * if dice.u8(0..8) == 0 { -1 } else { 1 },
        once: some(dice, 0.3, amount).map_or(0, |once| if dice.u8(0..4) == 0 { -once } else { once }),
        confidence: some(dice, 0.7, |dice| 5 * dice.i64(0..21)),
        ramp: some(dice, 0.8, ramp),
        pool: some(dice, 0.6, |dice| dice.usize(0..pools.max(1))).filter(|_| pools > 0),
        category: some(dice, 0.8, |dice| dice.usize(0..3)),
        objective: some(dice, 0.7, |dice| dice.usize(0..2)),
        stage: some(dice, 0.5, |dice| dice.usize(0..STAGES.len())),
        one_off: some(dice, 0.3, amount).filter(|_| phased).unwrap_or(0),
        run: some(dice, 0.3, amount).filter(|_| phased).unwrap_or(0),
    }
}

fn costly(dice: &mut Rng, waves: &[Wave]) -> Costly {
    let mut steps: Vec<usize> = (0..dice.usize(1..4)).map(|_| dice.usize(0..waves.len())).collect();
    steps.sort_unstable();
    steps.dedup();
    let by_wave: Vec<_> =
        steps.iter().filter_map(|wave| some(dice, 0.5, |dice| (*wave, amount(dice)))).collect();
    let spread = some(dice, 0.5, amount).filter(|_| by_wave.is_empty());
    let run = if spread.is_some() { 0 } else { some(dice, 0.6, amount).unwrap_or(0) };
    let live = |wave: &usize| {
        let own = |dice: &mut Rng| {
            let month = waves[*wave].last.month + dice.i64(-2..3);
            (*wave, day(dice, month))
        };
        some(dice, 0.3, own)
    };
    let live = steps.iter().filter_map(live).collect();
    Costly { mandate: dice.u8(0..4) == 0, steps, live, spread, by_wave, run }
}

pub(super) fn made(dice: &mut Rng) -> Made {
    let start = 12 * 26 + dice.i64(0..12);
    let horizon = start + dice.i64(6..50);
    let mut waves = Vec::new();
    let mut from = start + dice.i64(-3..4);
    for _ in 0..dice.usize(1..5) {
        let month = from + dice.i64(0..9);
        // It begins in the middle of its first month.
        let last = Some(day(dice, month)).filter(|it| month > from || it.day > 15);
        waves.push(Wave { first: from, last: last.unwrap_or(Day { month, day: LAST }) });
        from = month + dice.i64(0..3);
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
    let drivers: Vec<Driver> =
        (0..dice.usize(1..7)).map(|_| driver(dice, start, &waves, pools.len())).collect();
    let costs = (0..dice.usize(0..4)).map(|_| costly(dice, &waves)).collect();
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
    let month = start + dice.i64(0..30);
    let as_of = day(dice, month);
    let archetypes = USUAL.map(|usual| {
        some(dice, 0.3, |dice| Archetype { factor: dice.i128(0..300), lag: dice.i64(0..9) }).unwrap_or(usual)
    });
    Made {
        start,
        horizon,
        as_of,
        rate: dice.i64(0..150),
        discounting: dice.usize(0..3),
        archetypes,
        waves,
        scope,
        pools,
        drivers,
        costs,
        exceptions,
        realized,
    }
}

fn mid_month(month: Month) -> String {
    Day { month, day: 15 }.text()
}

fn thousandths(number: i64) -> String {
    format!("{}.{:03}", number / 1000, number % 1000)
}

fn money(cents: i128) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

impl Made {
    /// Its tables as TOML; only `format` must come first.
    pub(super) fn tables(&self) -> Vec<String> {
        let mut tables = vec![format!(
            "[plan]\ncurrency = \"EUR\"\nstart = {}\nhorizon = {}\nas-of = {}\ndiscount-rate = 0.{:03}\n\
             discounting = \"{}\"\n",
            mid_month(self.start),
            mid_month(self.horizon),
            self.as_of.text(),
            self.rate,
            CONVENTIONS[self.discounting]
        )];
        tables.extend([0, 1].map(|nth| format!("[objective.o{nth}]\n")));
        for ((name, own), usual) in ARCHETYPES.iter().zip(&self.archetypes).zip(&USUAL) {
            let Archetype { factor, lag } = own;
            if own != usual {
                let factor = money(*factor);
                tables.push(format!("[archetype.{name}]\ncost-factor = {factor}\nlag-months = {lag}\n"));
            }
        }
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
                wave.last.text(),
                opens.join(", ")
            ));
        }
        for (kind, members) in ["market", "brand", "customer-type"].iter().zip(&self.scope) {
            for (nth, member) in members.iter().enumerate() {
                let mut table = format!("[{kind}.{kind}{nth}]\nshare = {}\n", thousandths(member.share));
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
        let wave = self.wave.map_or("unplanned".to_owned(), |wave| format!("w{wave}"));
        let mut table = format!("[driver.d{nth}]\nwave = \"{wave}\"\nvalue = {}\n", money(self.value));
        if let Some(live) = self.live {
            let _ = writeln!(table, "live = {}", live.text());
        }
        if self.once != 0 {
            let _ = writeln!(table, "once = {}", money(self.once));
        }
        if let Some(confidence) = self.confidence {
            let _ = writeln!(table, "confidence = {}.{:02}", confidence / 100, confidence % 100);
        }
        if let Some(Ramp { shape, months, own }) = self.ramp {
            let names = if shape == 3 { ["p", "q"] } else { ["k", "t0"] };
            let own = own.map(|own| [0, 1].map(|at| format!(", {} = {}", names[at], thousandths(own[at]))));
            let own = own.map_or_else(String::new, |own| own.concat());
            let _ = writeln!(table, "ramp = {{ months = {months}, shape = \"{}\"{own} }}", SHAPES[shape]);
        }
        if let Some(pool) = self.pool {
            let _ = writeln!(table, "pool = \"p{pool}\"");
        }
        if let Some(objective) = self.objective {
            let _ = writeln!(table, "objective = \"o{objective}\"");
        }
        for (key, words, word) in
            [("category", &CATEGORIES[..], self.category), ("stage", &STAGES[..], self.stage)]
        {
            if let Some(word) = word {
                let _ = writeln!(table, "{key} = \"{}\"", words[word]);
            }
        }
        let costs = [(wave.as_str(), self.one_off), ("run", self.run)].into_iter();
        table + &cost(costs.filter(|(_, cost)| *cost != 0))
    }
}

/// Costs by key, where there are any.
fn cost<'k>(costs: impl Iterator<Item = (&'k str, i128)>) -> String {
    let costs: Vec<String> = costs.map(|(key, cost)| format!("{key} = {}", money(cost))).collect();
    if costs.is_empty() { String::new() } else { format!("cost = {{ {} }}\n", costs.join(", ")) }
}

impl Costly {
    fn table(&self, nth: usize) -> String {
        let reaches: Vec<String> =
            self.steps.iter().enumerate().map(|(at, wave)| format!("w{wave} = {}", at + 1)).collect();
        let head = if self.mandate { "[mandate" } else { "[capability" };
        let mut table = format!("{head}.c{nth}]\nreaches = {{ {} }}\n", reaches.join(", "));
        if self.mandate {
            table.push_str("leadership = \"executive\"\n");
        }
        let live: Vec<String> =
            self.live.iter().map(|(wave, day)| format!("w{wave} = {}", day.text())).collect();
        if !live.is_empty() {
            let _ = writeln!(table, "live = {{ {} }}", live.join(", "));
        }
        if let Some(spread) = self.spread {
            return table + &format!("cost = {}\n", money(spread));
        }
        let by_wave: Vec<(String, i128)> =
            self.by_wave.iter().map(|(wave, cost)| (format!("w{wave}"), *cost)).collect();
        let run = Some(("run", self.run)).filter(|(_, run)| *run != 0);
        table + &cost(by_wave.iter().map(|(key, cost)| (key.as_str(), *cost)).chain(run))
    }
}
