//! Who is asked on a day to come: of a whole that markets make together, those that are open by then.
//!
//! The day that is asked about decides, and not `as-of`: a market that opens until then makes the forecast of the whole,
//! the line that a simulation draws it around and the value that a gate asks for, by what was read of it so far. One that
//! was never read is in none of them, which is said wherever they are told. How the whole stood on the days that have
//! passed is left as it is: there, the day of the reading decides.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::Figures;
use super::super::readiness::Opening;
use super::cadence::stale;
use super::course::{Ledger, Point};
use super::due::is_settled;
use super::slope::is_yes_or_no;
use super::target::Expectation;
use super::{Readings, Slope, known};
use crate::plan::Plan;
use crate::plan::id::{KpiIx, MarketIx};
use crate::plan::kpi::{Kpi, Rollup};
use crate::plan::record::Reading;
use crate::wording;

/// How many markets are named before they are counted.
const NAMED: usize = 3;

/// The markets that are asked of a KPI on a day to come and are not yet, each with the day from which it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joins {
    /// Those that were read: what is told of that day is with them.
    pub read: Vec<(MarketIx, NaiveDate)>,
    /// Those that were never read: it is without them.
    pub unread: Vec<(MarketIx, NaiveDate)>,
    /// Those that are asked already and were never read: it is without them, and so is what is told of today.
    pub silent: Vec<MarketIx>,
    /// Those that nobody asks yet and that all is told by today, since none that is asked was read.
    pub early: Vec<MarketIx>,
    /// Those that are asked then and were read too long ago, each with the day of its newest reading, where others were
    /// read since: they are taken as they were read.
    pub stale: Vec<(MarketIx, NaiveDate)>,
}

impl Joins {
    /// Of whom it is, in words: `with Finland, which joins on 31 Dec 2026`, `without Finland, which joins on 31 Dec 2026
    /// and was never read`; `None` where nobody joins.
    #[must_use]
    pub fn words(&self, plan: &Plan) -> Option<String> {
        let with = told(plan, &self.read).map(|who| format!("with {who}"));
        let never = if self.unread.len() == 1 { "was" } else { "were" };
        let without = told(plan, &self.unread).map(|who| format!("without {who} and {never} never read"));
        // Once one that was read is asked, those speak that are.
        let early = self.read.is_empty().then(|| self.early_words(plan)).flatten();
        let all = with.into_iter().chain(early).chain(without);
        let all = all.chain(self.silent_words(plan)).chain(self.stale_words(plan));
        joined(all)
    }

    /// Who all is told by though nobody asks them yet, in words: `of Finland and Iceland, which are not open yet`.
    fn early_words(&self, plan: &Plan) -> Option<String> {
        let names: Vec<&str> = self.early.iter().map(|market| plan.markets[market.at()].title()).collect();
        Some(match names.as_slice() {
            [] => return None,
            [one] => format!("of {one}, which is not open yet"),
            few if few.len() <= NAMED => format!("of {}, which are not open yet", wording::list(few)),
            many => format!("of {} that are not open yet", wording::count(many.len(), "market")),
        })
    }

    /// Who was read too long ago, in words: `with Norway as it was on 15 May 2026`.
    fn stale_words(&self, plan: &Plan) -> Option<String> {
        let last = self.stale.iter().map(|(_, day)| *day).max()?;
        let names: Vec<String> = self
            .stale
            .iter()
            .map(|(market, day)| {
                format!("{} as it was on {}", plan.markets[market.at()].title(), wording::date(*day))
            })
            .collect();
        Some(match names.len() {
            few if few <= NAMED => format!("with {}", wording::list(&names)),
            many => {
                let markets = wording::count(many, "market");
                format!("with {markets} as they were on {} or before", wording::date(last))
            }
        })
    }

    /// What there is to know of who all is told by today, in words: who was never read, is not open yet or was read too
    /// long ago.
    #[must_use]
    pub fn standing_words(&self, plan: &Plan) -> Option<String> {
        joined(
            self.early_words(plan).into_iter().chain(self.silent_words(plan)).chain(self.stale_words(plan)),
        )
    }

    /// Who is asked already and was never read, in words: `without Norway, which was never read`.
    fn silent_words(&self, plan: &Plan) -> Option<String> {
        let names: Vec<&str> = self.silent.iter().map(|market| plan.markets[market.at()].title()).collect();
        Some(match names.as_slice() {
            [] => return None,
            [one] => format!("without {one}, which was never read"),
            few if few.len() <= NAMED => format!("without {}, which were never read", wording::list(few)),
            many => format!("without {} that were never read", wording::count(many.len(), "market")),
        })
    }

    /// The same in few words: `with Finland`, `without Finland`, `with 2 and without 3 more markets`.
    #[must_use]
    pub fn brief(&self, plan: &Plan) -> Option<String> {
        let title = |market: &MarketIx| plan.markets[market.at()].title();
        let unread: Vec<MarketIx> =
            self.unread.iter().map(|(market, _)| *market).chain(self.silent.iter().copied()).collect();
        Some(match (self.read.as_slice(), unread.as_slice()) {
            ([], []) => return None,
            ([(one, _)], []) => format!("with {}", title(one)),
            ([], [one]) => format!("without {}", title(one)),
            (read, []) => format!("with {} more markets", read.len()),
            ([], unread) => format!("without {} more markets", unread.len()),
            (read, unread) => format!("with {} and without {} more markets", read.len(), unread.len()),
        })
    }

    /// The same of what is told of those that are asked today: whoever joins is not in it.
    #[must_use]
    pub fn words_of_today(&self, plan: &Plan) -> Option<String> {
        let joining = self.read.iter().chain(&self.unread).copied();
        let mut all: Vec<_> = joining.filter(|(market, _)| !self.early.contains(market)).collect();
        all.sort_unstable();
        let ahead = told(plan, &all).map(|who| format!("without {who}"));
        joined(ahead.into_iter().chain(self.standing_words(plan)))
    }

    /// The same after other words, where there is anything to say.
    #[must_use]
    pub fn after(&self, words: String, plan: &Plan) -> String {
        match self.words(plan) {
            Some(joins) => format!("{words}; {joins}"),
            None => words,
        }
    }
}

/// Sentences of who is in what is told of all, one after the other; `None` where there is none.
fn joined(words: impl Iterator<Item = String>) -> Option<String> {
    let all: Vec<String> = words.collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// Markets that join, and when: `Finland, which joins on 31 Dec 2026`, `5 markets that join by 31 Dec 2026`.
fn told(plan: &Plan, markets: &[(MarketIx, NaiveDate)]) -> Option<String> {
    let last = markets.iter().map(|(_, day)| *day).max()?;
    let when = if markets.iter().all(|(_, day)| *day == last) { "on" } else { "by" };
    let day = wording::date(last);
    let names: Vec<&str> = markets.iter().map(|(market, _)| plan.markets[market.at()].title()).collect();
    Some(match names.as_slice() {
        [one] => format!("{one}, which joins {when} {day}"),
        few if few.len() <= NAMED => format!("{}, which join {when} {day}", wording::list(few)),
        many => format!("{} that join {when} {day}", wording::count(many.len(), "market")),
    })
}

/// Whether markets make a KPI together, and each is asked from a day on: all that is known is of markets, and does not
/// add up.
fn is_made_by_markets(kpi: &Kpi, readings: &[(u32, &Reading)]) -> bool {
    let of_markets = readings.iter().all(|(_, reading)| reading.market.is_some());
    of_markets && !readings.is_empty() && kpi.rolls_up() != Rollup::Sum
}

/// The course of those that are asked on a day to come; `None` where it is the course of the whole.
pub(super) fn course_ahead<'p>(
    figures: &'p Figures<'_>,
    kpi: &'p Kpi,
    readings: &[(u32, &'p Reading)],
    by: NaiveDate,
) -> Option<Vec<Point>> {
    let openings = figures.market_openings();
    let always = openings.iter().all(|opening| matches!(opening, Opening::Always));
    if always || !is_made_by_markets(kpi, readings) {
        return None;
    }
    let is_asked = |reading: &Reading| reading.market.is_some_and(|it| openings[it.at()].is_by(by));
    let asked: Readings<'_> = readings.iter().filter(|(_, reading)| is_asked(reading)).copied().collect();
    // As long as nobody is asked, all speak.
    let speaking = if asked.is_empty() { readings } else { asked.as_slice() };
    Some(Ledger::of(figures.plan, kpi, None).course(speaking, figures.plan.as_of))
}

impl Figures<'_> {
    /// How a KPI stood after each day on which it was read, by those that are asked on a day to come; in a market, by its
    /// own readings.
    #[must_use]
    pub fn course_ahead(&self, kpi: KpiIx, market: Option<MarketIx>, by: NaiveDate) -> Vec<Point> {
        let readings: Readings<'_> = known(self, kpi).collect();
        let ahead = || course_ahead(self, self.plan.kpi(kpi), &readings, by);
        let ahead = if market.is_none() { ahead() } else { None };
        ahead.unwrap_or_else(|| self.course(kpi, market))
    }

    /// How fast those move that are asked of a KPI on a day to come, and their course; `None`: too few readings, or yes or
    /// no.
    pub(crate) fn slope_ahead(&self, kpi: KpiIx, by: NaiveDate) -> Option<(Slope, Vec<Point>)> {
        if is_yes_or_no(self.plan.kpi(kpi), None) {
            return None;
        }
        let course = self.course_ahead(kpi, None, by);
        Some((Slope::of(&course)?, course))
    }

    /// Who is asked of a KPI on a day to come and is not yet, and who is asked already and was never read. Where it is not
    /// read by market, nobody joins; and to a sum nobody who was read, for it is of all that was. A KPI that has targets in
    /// some markets alone is asked of these.
    #[must_use]
    pub fn joins(&self, kpi: KpiIx, by: NaiveDate) -> Joins {
        let (mut joins, as_of) = (Joins::default(), self.plan.as_of);
        let mut read: BTreeMap<MarketIx, (NaiveDate, f64)> = BTreeMap::new();
        for (_, reading) in known(self, kpi) {
            let Some(market) = reading.market else { return joins };
            let newest = read.entry(market).or_insert((reading.date, reading.value));
            if newest.0 <= reading.date {
                *newest = (reading.date, reading.value);
            }
        }
        if read.is_empty() {
            return joins;
        }
        let kpi = self.plan.kpi(kpi);
        let sum = kpi.rolls_up() == Rollup::Sum;
        let is_asked = |market: &MarketIx| {
            !kpi.target.is_empty() || kpi.local.is_empty() || kpi.local.iter().any(|(own, _)| own == market)
        };
        let openings = self.market_openings();
        for (nth, opening) in openings.iter().enumerate() {
            let market = MarketIx::from(nth);
            match opening {
                opening if opening.is_by(as_of) => {
                    joins.silent.extend(Some(market).filter(|it| !read.contains_key(it) && is_asked(it)));
                }
                Opening::With { end } if as_of < *end && *end <= by => match read.contains_key(&market) {
                    true if sum => {}
                    true => joins.read.push((market, *end)),
                    false => joins.unread.push((market, *end)),
                },
                _ => {}
            }
        }
        let is_open = |market: &MarketIx, day| openings[market.at()].is_by(day);
        let nobody = |day| sum || !read.keys().any(|market| is_open(market, day));
        if !sum && nobody(as_of) && openings.iter().any(|opening| opening.is_by(as_of)) {
            joins.early = read.keys().copied().collect();
        }
        // As long as nobody is asked, all speak, and in a sum they always do.
        let all = nobody(by);
        let speaking = read.iter().filter(|(market, _)| all || is_open(market, by));
        let speaking: Vec<(MarketIx, (NaiveDate, f64))> =
            speaking.map(|(market, it)| (*market, *it)).collect();
        let is_stale = |(market, (date, value)): &&(MarketIx, (NaiveDate, f64))| {
            let expectation = Expectation::of(self.plan, kpi, Some(*market));
            stale(self.plan, kpi.cadence, *date) && !is_settled(&expectation, kpi, *date, *value)
        };
        let long_ago: Vec<_> =
            speaking.iter().filter(is_stale).map(|(market, (date, _))| (*market, *date)).collect();
        // Where all were, the whole is what is stale.
        if long_ago.len() < speaking.len() {
            joins.stale = long_ago;
        }
        joins
    }
}
