//! How figures are put into words and digits, the same on every screen and in every report.

pub mod aloud;
mod chances;
pub mod criteria;
pub mod faults;
pub mod names;
mod numbers;
mod outlook;

use chrono::{Datelike, NaiveDate};

use crate::plan::calendar::Month;
use crate::plan::quantity::{Currency, Money, Unit};

pub use chances::{Swung, money_at_least, money_swung};
pub use names::list;
pub use numbers::{held_against, number};
pub use outlook::{by_pool, spent_of, unrecorded, unrecorded_of_one};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The sign of the usual currencies, else the code.
#[must_use]
pub fn currency_sign(currency: Currency) -> &'static str {
    match currency.code {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        code => code,
    }
}

/// Money in few digits, at least three: `2.44 M€`, `13.1 M€`, `640 k€`; less than a thousand to the whole unit:
/// `−85 €`.
#[must_use]
pub fn money(amount: Money, currency: Currency) -> String {
    with_sign(short(amount, currency, 0), currency)
}

/// Money in few digits, and in none smaller than `digit`, a power of ten in minor units: 5,340,000 to the
/// nearest million is `5 M€`.
#[must_use]
pub fn money_to(amount: Money, digit: f64, currency: Currency) -> String {
    if digit < 1.0 {
        return money(amount, currency);
    }
    let rounded = Money::from_minor_f64((amount.minor_f64() / digit).round_ties_even() * digit);
    with_sign(short(rounded, currency, Money::from_minor_f64(digit).0), currency)
}

/// A noun with its article: "a wave", "an objective".
#[must_use]
pub fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// What was read of a KPI that is answered with yes or no, and what was planned: `yes, as planned for 30 Sep 2026`, or
/// `no, yes planned for 30 Sep 2026`.
#[must_use]
pub fn answered(read: &str, planned: &str, planned_for: &str) -> String {
    if read == planned {
        format!("{read}, as {planned_for}")
    } else {
        format!("{read}, {planned} {planned_for}")
    }
}

/// Money as a plan states it, to its last digit and in as few as that takes: `2.8 M€`, `9.96 k€`,
/// `1,234,567 €`.
#[must_use]
pub fn money_stated(amount: Money, currency: Currency) -> String {
    with_sign(stated(amount, currency), currency)
}

/// A difference of what a plan states, to its last digit and with its sign: `+300 k€`, `−1,250 €`.
#[must_use]
pub fn money_stated_signed(amount: Money, currency: Currency) -> String {
    let plus = if amount > Money::ZERO { "+" } else { "" };
    format!("{plus}{}", money_stated(amount, currency))
}

/// Money as a plan states it without the currency, for columns and axes whose header names it.
#[must_use]
pub fn money_stated_bare(amount: Money, currency: Currency) -> String {
    bare(stated(amount, currency))
}

/// Money in few digits, or in all of them where few would put it on another side of a bound than it is on, or
/// would read as the bound: 79,960 against 80,000 is `79,960 €`, not `80.0 k€`.
#[must_use]
pub fn money_beside(amount: Money, bound: Money, currency: Currency) -> String {
    with_sign(beside(amount, bound, currency), currency)
}

/// Money beside a bound without the currency, where the bound names it: `933 k` of 2.75 M€.
#[must_use]
pub fn money_beside_bare(amount: Money, bound: Money, currency: Currency) -> String {
    bare(beside(amount, bound, currency))
}

fn beside(amount: Money, bound: Money, currency: Currency) -> (String, &'static str) {
    let told = rounding(amount, currency).0;
    if told.cmp(&bound) == amount.cmp(&bound) { short(amount, currency, 0) } else { stated(amount, currency) }
}

fn with_sign((digits, unit): (String, &str), currency: Currency) -> String {
    let sign = currency_sign(currency);
    let gap = if unit.is_empty() && sign.is_empty() { "" } else { " " };
    let code_gap = if sign.len() == 3 && sign.is_ascii() && !unit.is_empty() { " " } else { "" };
    format!("{digits}{gap}{unit}{code_gap}{sign}")
}

fn bare((digits, unit): (String, &str)) -> String {
    if unit.is_empty() { digits } else { format!("{digits} {unit}") }
}

/// Whether the difference of two amounts, in few digits, is that of the two as they are told in few digits.
#[must_use]
pub fn adds_up(before: Money, after: Money, currency: Currency) -> bool {
    let read = |amount| rounding(amount, currency).0;
    read(after) - read(before) == read(after - before)
}

/// A difference of money in few digits, with its sign: `+1.0 M€`, `−85 €`.
#[must_use]
pub fn money_signed(amount: Money, currency: Currency) -> String {
    let plus = if amount > Money::ZERO { "+" } else { "" };
    format!("{plus}{}", money(amount, currency))
}

/// Money in few digits without the currency, for columns whose header names it: `2.44 M`, `640 k`.
#[must_use]
pub fn money_bare(amount: Money, currency: Currency) -> String {
    bare(short(amount, currency, 0))
}

/// The units that amounts are written in: how many of the currency's own, and what stands behind the digits.
const UNITS: [(i128, &str); 4] = [(1, ""), (1_000, "k"), (1_000_000, "M"), (1_000_000_000, "bn")];

/// How an amount is written: as what amount it reads, its unit, and the digits behind the point.
fn rounding(amount: Money, currency: Currency) -> (Money, usize, u32) {
    let one = 10_i128.pow(currency.digits);
    let size = Money(amount.0.saturating_abs());
    // The unit by its place among all, the digits behind the point, and what is too much for them.
    const FITTING: [(usize, u32, i128); 8] = [
        (0, 0, 1_000),
        (1, 2, 1_000),
        (1, 1, 1_000),
        (1, 0, 1_000),
        (2, 2, 1_000),
        (2, 1, 10_000),
        (3, 2, 1_000),
        (3, 1, i128::MAX),
    ];
    let forms: &[_] = match currency.unit {
        Unit::Fitting => &FITTING,
        Unit::Millions => &[(2, 2, i128::MAX)],
        Unit::Thousands => &[(1, 0, i128::MAX)],
        Unit::Whole => &[(0, 0, i128::MAX)],
    };
    // Half to even, so that a sum of what is shown is off by as little as can be. What would read 1,000 in one
    // unit is written in the next.
    let told = |(unit, places, _): (usize, u32, i128)| size.part(10_i128.pow(places), UNITS[unit].0 * one).0;
    let form = forms.iter().copied().find(|form| told(*form) < form.2).unwrap_or(forms[forms.len() - 1]);
    let (unit, places, _) = form;
    let read = told(form).saturating_mul(UNITS[unit].0 * one) / 10_i128.pow(places);
    (Money(read.saturating_mul(amount.0.signum())), unit, places)
}

/// The digits of an amount in few, none smaller than `digit` minor units, and its unit.
fn short(amount: Money, currency: Currency, digit: i128) -> (String, &'static str) {
    let one = 10_i128.pow(currency.digits);
    if amount == Money::ZERO {
        return ("0".into(), "");
    }
    let (read, unit, places) = rounding(amount, currency);
    let idle = |places: &u32| UNITS[unit].0 * one / 10_i128.pow(*places) >= digit;
    let places = (0..=places).rev().find(idle).unwrap_or(0);
    (decimal(read, UNITS[unit].0 * one, places), UNITS[unit].1)
}

/// The digits of an amount as it is, in the largest unit that takes no more than two behind the point.
fn stated(amount: Money, currency: Currency) -> (String, &'static str) {
    let one = 10_i128.pow(currency.digits);
    // Nought is nought in any unit.
    if amount == Money::ZERO {
        return ("0".into(), "");
    }
    let size = amount.0.saturating_abs();
    // The digits behind the point that an amount takes in a unit.
    let places = |unit: usize| {
        let whole = UNITS[unit].0 * one;
        (0..).find(|places| size % whole * 10_i128.pow(*places) % whole == 0).unwrap_or(0)
    };
    let unit = match currency.unit {
        Unit::Fitting => {
            let fits = |unit: &usize| size >= UNITS[*unit].0 * one && places(*unit) <= 2;
            (1..UNITS.len()).rev().find(fits).unwrap_or(0)
        }
        Unit::Millions => 2,
        Unit::Thousands => 1,
        Unit::Whole => 0,
    };
    // A part of the currency's own unit is written as it is on a bill.
    let places = if unit == 0 && places(0) > 0 { currency.digits } else { places(unit) };
    (decimal(amount, UNITS[unit].0 * one, places), UNITS[unit].1)
}

/// An amount in a unit of so many minor units, with so many digits behind the point.
fn decimal(amount: Money, unit: i128, places: u32) -> String {
    let size = amount.0.saturating_abs();
    let (whole, rest) = (size / unit, size % unit);
    let part = rest * 10_i128.pow(places) / unit;
    let minus = if amount.0 < 0 && (whole, part) != (0, 0) { "−" } else { "" };
    match places {
        0 => format!("{minus}{}", group(whole)),
        places => format!("{minus}{}.{part:0width$}", group(whole), width = places as usize),
    }
}

/// Money to the last minor unit, with its code: `1,234,567.89 EUR`.
#[must_use]
pub fn money_exact(amount: Money, currency: Currency) -> String {
    let one = 10_i128.pow(currency.digits);
    let minus = if amount.0 < 0 { "−" } else { "" };
    let size = amount.0.saturating_abs();
    let fraction = match currency.digits {
        0 => String::new(),
        digits => format!(".{:0width$}", size % one, width = digits as usize),
    };
    let gap = if currency.code.is_empty() { "" } else { " " };
    format!("{minus}{}{fraction}{gap}{}", group(size / one), currency.code)
}

/// Amounts in few digits, or in all of them where few would make two of them look the same.
#[must_use]
pub fn money_apart<const N: usize>(amounts: [Money; N], currency: Currency) -> [String; N] {
    let short = amounts.map(|amount| money(amount, currency));
    let told_apart = short.iter().enumerate().all(|(nth, text)| !short[..nth].contains(text));
    if told_apart { short } else { amounts.map(|amount| money_exact(amount, currency)) }
}

/// Digits in groups of three: `1,234,567`.
#[must_use]
pub fn group(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        grouped.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A share as a percentage, shown with as many digits as it takes to be on the right side of each of
/// `bounds`: 0.8996 against 0.90 is `89.96 %`, not `90 %`.
#[must_use]
pub fn percent(share: f64, bounds: &[f64]) -> String {
    if !share.is_finite() {
        return "n/a".into();
    }
    let shown = |digits: usize| {
        let text = format!("{:.digits$}", share * 100.0);
        // What is rounded to nothing has no sign.
        let none = text.trim_start_matches('-').bytes().all(|it| matches!(it, b'0' | b'.'));
        if none { text.trim_start_matches('-').to_owned() } else { text.replace('-', "−") }
    };
    for digits in 0..=6 {
        let rounded = (share * 100.0 * 10_f64.powi(digits)).round() / 10_f64.powi(digits) / 100.0;
        if bounds.iter().all(|bound| (rounded >= *bound) == (share >= *bound)) {
            return format!("{} %", shown(usize::try_from(digits).unwrap_or(0)));
        }
    }
    format!("{} %", shown(6))
}

/// A share as a percentage whose sign is seen: in as many digits as it takes not to read as nothing, `−0.04 %`.
#[must_use]
pub fn rate(share: f64) -> String {
    match share {
        share if share > 0.0 && share < 0.000_05 => "under 0.01 %".into(),
        share if share < 0.0 && share > -0.000_05 => "over −0.01 %".into(),
        share => percent(share, &[0.0, f64::MIN_POSITIVE]),
    }
}

/// What a reading says of something that is done or not: `yes` from a half on.
#[must_use]
pub fn yes_or_no(reading: f64) -> &'static str {
    if reading >= 0.5 { "yes" } else { "no" }
}

/// How long ago something was, in days: `today`, `1 day ago`, `46 days ago`.
#[must_use]
pub fn days_ago(days: i64) -> String {
    match days {
        0 => "today".into(),
        days => format!("{} ago", count_signed(days, "day")),
    }
}

/// A number in few digits, and in as many more as it takes to stand on the same side of a bound as it does:
/// 59.96 against 60 is `59.96`, not `60`.
#[must_use]
pub fn number_beside(value: f64, digits: usize, bound: f64) -> String {
    let told = |digits: &usize| {
        let rounded: f64 = format!("{value:.digits$}", digits = *digits).parse().unwrap_or(value);
        rounded.partial_cmp(&bound) == value.partial_cmp(&bound)
    };
    number(value, (digits..=9).find(told).unwrap_or(9))
}

/// A date for people: `12 Jan 2026`.
#[must_use]
pub fn date(date: NaiveDate) -> String {
    format!("{:02} {} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

/// A date in few columns: `12 Jan 26`.
#[must_use]
pub fn short_date(date: NaiveDate) -> String {
    format!("{} {:02}", day_and_month(date), date.year().rem_euclid(100))
}

/// A date without its year, beside what tells the year: `12 Jan`.
#[must_use]
pub fn day_and_month(date: NaiveDate) -> String {
    format!("{:02} {}", date.day(), MONTHS[date.month0() as usize])
}

/// A month for people: `Jan 2026`.
#[must_use]
pub fn month(month: Month) -> String {
    format!("{} {}", MONTHS[(month.number() as usize - 1).min(11)], month.year())
}

/// A count with its noun: `1 finding`, `3 findings`, `2 capabilities`.
#[must_use]
pub fn count(count: usize, noun: &str) -> String {
    match noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        _ if count == 1 => format!("{count} {noun}"),
        Some(stem) => format!("{count} {stem}ies"),
        None => format!("{count} {noun}s"),
    }
}

/// A count that may be below zero: `−3 days`.
#[must_use]
pub fn count_signed(count: i64, noun: &str) -> String {
    let minus = if count < 0 { "−" } else { "" };
    format!("{minus}{}", self::count(usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX), noun))
}

/// A word that nobody knows, held against those that are known: a known one is near where one in three letters is
/// another at most.
pub(crate) struct Mistyped<'w> {
    word: &'w str,
    most: usize,
}

impl<'w> Mistyped<'w> {
    pub(crate) fn new(word: &'w str) -> Self {
        Self { word, most: (word.chars().count() / 3).max(1) }
    }

    /// Whether a known word has about as many letters, without which it cannot be near.
    pub(crate) fn may_be(&self, known: &str) -> bool {
        self.word.chars().count().abs_diff(known.chars().count()) <= self.most
    }

    /// How many letters differ from a known word; `None` where it is not near.
    pub(crate) fn far(&self, known: &str) -> Option<usize> {
        let far = self.may_be(known).then(|| strsim::damerau_levenshtein(self.word, known))?;
        (far <= self.most).then_some(far)
    }
}

/// The known word that another was most likely meant to be: a near one, or one that begins so. `None` where there
/// is none.
#[must_use]
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let letters = word.chars().count();
    let mistyped = Mistyped::new(word);
    let begun = |known: &str| {
        let begins = letters > 2 && known.starts_with(word);
        begins.then(|| known.chars().count() - letters)
    };
    let far = |known: &str| mistyped.far(known).or_else(|| begun(known));
    known.filter_map(|known| Some((far(known)?, known))).min().map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(major: i128) -> String {
        money(Money(major * 100), Currency::of("EUR").unwrap())
    }

    #[test]
    fn nouns_are_counted_as_they_are_written() {
        let counts =
            [count(1, "entry"), count(2, "entry"), count(3, "capability"), count(0, "day"), count(2, "wave")];
        assert_eq!(counts, ["1 entry", "2 entries", "3 capabilities", "0 days", "2 waves"]);
    }

    #[test]
    fn money_takes_few_digits_and_at_least_three() {
        assert_eq!(
            [
                eur(2_440_000),
                eur(1_000_000),
                eur(13_140_000),
                eur(640_400),
                eur(43_210),
                eur(9_540),
                eur(9_960)
            ],
            ["2.44 M€", "1.00 M€", "13.1 M€", "640 k€", "43.2 k€", "9.54 k€", "9.96 k€"]
        );
        assert_eq!(
            [eur(-85), eur(0), eur(-4_000), eur(1_250_000_000), eur(12_340_000_000)],
            ["−85 €", "0 €", "−4.00 k€", "1.25 bn€", "12.3 bn€"]
        );
        assert_eq!(money(Money(-2_400_000), Currency::of("JPY").unwrap()), "−2.40 M JPY");
        assert_eq!(money(Money(-40), Currency::of("EUR").unwrap()), "0 €");
    }

    #[test]
    fn money_changes_its_unit_where_a_thousand_would_be_written() {
        assert_eq!(
            [eur(991_494), eur(999_499), eur(999_500), eur(953_500_000), eur(999_940_000), eur(999_950_000)],
            ["991 k€", "999 k€", "1.00 M€", "953.5 M€", "999.9 M€", "1.00 bn€"]
        );
        // 9.996 k takes three digits as 10.0 k, 99.96 k as 100 k, and 999.60 € as 1.00 k.
        assert_eq!([eur(9_996), eur(99_960), eur(99_940)], ["10.0 k€", "100 k€", "99.9 k€"]);
        assert_eq!(money(Money(99_960), Currency::of("EUR").unwrap()), "1.00 k€");
    }

    #[test]
    fn what_a_plan_states_is_told_to_its_last_digit() {
        let euro = Currency::of("EUR").unwrap();
        let stated = |minor: i128| money_stated(Money(minor), euro);
        assert_eq!(
            [
                stated(280_000_000),
                stated(281_200_000),
                stated(996_000),
                stated(8_000_000),
                stated(-123_456_700)
            ],
            ["2.8 M€", "2,812 k€", "9.96 k€", "80 k€", "−1,234,567 €"]
        );
        assert_eq!([stated(123_456_789), stated(50), stated(0)], ["1,234,567.89 €", "0.50 €", "0 €"]);
        assert_eq!(money_stated(Money(996_000), Currency { unit: Unit::Millions, ..euro }), "0.00996 M€");
        assert_eq!(money_stated_bare(Money(50_000_000), euro), "500 k");
    }

    #[test]
    fn what_is_compared_with_a_bound_reads_as_what_it_is() {
        let euro = Currency::of("EUR").unwrap();
        let beside = |amount: i128, bound: i128| money_beside(Money(amount * 100), Money(bound * 100), euro);
        assert_eq!(
            [beside(79_960, 80_000), beside(80_000, 80_000), beside(9_300, 80_000), beside(80_004, 80_000)],
            ["79.96 k€", "80.0 k€", "9.30 k€", "80,004 €"]
        );
        assert_eq!(
            [number_beside(59.96, 1, 60.0), number_beside(60.0, 1, 60.0), number_beside(34.24, 1, 60.0)],
            ["59.96", "60", "34.2"]
        );
        assert_eq!(number_beside(60.000_4, 1, 60.0), "60.0004");
    }

    #[test]
    fn money_shows_no_digit_that_does_not_hold() {
        let eur = |major: i128, digit: f64| {
            money_to(Money(major * 100), digit * 100.0, Currency::of("EUR").unwrap())
        };
        assert_eq!(
            [eur(5_340_000, 1e6), eur(5_340_000, 1e5), eur(5_340_000, 0.0), eur(5_340_000, 1.0)],
            ["5 M€", "5.3 M€", "5.34 M€", "5.34 M€"]
        );
        assert_eq!([eur(640_400, 1e5), eur(-640_400, 1e6), eur(9_540, 1e3)], ["600 k€", "−1 M€", "10 k€"]);
    }

    #[test]
    fn exact_money_shows_every_digit() {
        assert_eq!(money_exact(Money(123_456_789), Currency::of("EUR").unwrap()), "1,234,567.89 EUR");
        assert_eq!(money_exact(Money(-5), Currency::of("KWD").unwrap()), "−0.005 KWD");
        assert_eq!(money_exact(Money(1000), Currency::of("JPY").unwrap()), "1,000 JPY");
    }

    #[test]
    fn a_percentage_shows_the_digit_that_decides() {
        let bounds = [0.90, 0.75];
        assert_eq!(percent(0.8996, &bounds), "89.96 %");
        assert_eq!(percent(0.9, &bounds), "90 %");
        assert_eq!(percent(0.7, &bounds), "70 %");
        assert_eq!(percent(f64::NAN, &bounds), "n/a");
        assert_eq!(percent(-0.12, &[]), "−12 %");
        assert_eq!([percent(-0.004, &[]), percent(-0.0, &bounds)], ["0 %", "0 %"], "nothing has no sign");
        let rates = [-0.12, -0.001, -0.000_4, 0.004, 0.0, -0.000_04, 0.000_01].map(rate);
        assert_eq!(rates, ["−12 %", "−0.1 %", "−0.04 %", "0.4 %", "0 %", "over −0.01 %", "under 0.01 %"]);
    }

    #[test]
    fn lists_end_with_and() {
        assert_eq!(
            [list::<&str>(&[]), list(&["a"]), list(&["a", "b"]), list(&["a", "b", "c"])],
            ["", "a", "a and b", "a, b and c"]
        );
    }

    #[test]
    fn what_is_old_says_by_how_many_days() {
        assert_eq!([0, 1, 46].map(days_ago), ["today", "1 day ago", "46 days ago"]);
    }

    #[test]
    fn money_is_told_in_the_unit_that_was_chosen() {
        let euro = Currency::of("EUR").unwrap();
        let told = |unit: Unit, minor: i128| money(Money(minor), Currency { unit, ..euro });
        // 1,234,567.00 and −4,000.00 euro.
        let both = |unit| [told(unit, 123_456_700), told(unit, -400_000)];
        assert_eq!(both(Unit::Fitting), ["1.23 M€", "−4.00 k€"]);
        assert_eq!(both(Unit::Millions), ["1.23 M€", "0.00 M€"]);
        assert_eq!(both(Unit::Thousands), ["1,235 k€", "−4 k€"]);
        assert_eq!(both(Unit::Whole), ["1,234,567 €", "−4,000 €"]);
    }
}
