//! How figures are put into words and digits, the same on every screen and in every report.

use chrono::{Datelike, NaiveDate};

use crate::plan::calendar::Month;
use crate::plan::quantity::{Currency, Money, Unit};

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

/// Money in few digits: `2.4 M€`, `640 k€`, `−85 €`. Amounts under a hundred thousand show no
/// fraction; larger ones one digit.
#[must_use]
pub fn money(amount: Money, currency: Currency) -> String {
    let sign = currency_sign(currency);
    let (digits, unit) = short(amount, currency);
    let gap = if unit.is_empty() && sign.is_empty() { "" } else { " " };
    let code_gap = if sign.len() == 3 && sign.is_ascii() && !unit.is_empty() { " " } else { "" };
    format!("{digits}{gap}{unit}{code_gap}{sign}")
}

/// Money in few digits, and in none smaller than `digit`, a power of ten in minor units: 5,340,000 to the
/// nearest million is `5 M€`.
#[must_use]
pub fn money_to(amount: Money, digit: f64, currency: Currency) -> String {
    if digit < 1.0 {
        return money(amount, currency);
    }
    let rounded = Money::from_minor_f64((amount.minor_f64() / digit).round_ties_even() * digit);
    let one = 10_f64.powi(currency.digits.cast_signed());
    let text = money(rounded, currency);
    let told = [(" k", 1e3), (" M", 1e6), (" bn", 1e9)].into_iter().find(|(unit, _)| text.contains(unit));
    match told {
        Some((unit, size)) if digit >= size * one => text.replace(&format!(".0{unit}"), unit),
        _ => text,
    }
}

/// A difference of money in few digits, with its sign: `+1.0 M€`, `−85 €`.
#[must_use]
pub fn money_signed(amount: Money, currency: Currency) -> String {
    let plus = if amount > Money::ZERO { "+" } else { "" };
    format!("{plus}{}", money(amount, currency))
}

/// Money in few digits without the currency, for columns whose header names it: `2.4 M`, `640 k`.
#[must_use]
pub fn money_bare(amount: Money, currency: Currency) -> String {
    let (digits, unit) = short(amount, currency);
    if unit.is_empty() { digits } else { format!("{digits} {unit}") }
}

fn short(amount: Money, currency: Currency) -> (String, &'static str) {
    let one = 10_i128.pow(currency.digits);
    let minus = if amount.0 < 0 { "−" } else { "" };
    let size = amount.0.saturating_abs();
    // Half to even in whole tenths, so that a sum of what is shown is off by as little as can be.
    let tenths = |unit: i128| Money(size).part(10, unit).0;
    let whole = |unit: i128| {
        let units = Money(size).part(1, unit).0;
        format!("{}{}", if units == 0 { "" } else { minus }, group(units))
    };
    match currency.unit {
        Unit::Fitting => {}
        Unit::Millions => {
            let tenths = tenths(1_000_000 * one);
            let minus = if tenths == 0 { "" } else { minus };
            return (format!("{minus}{}.{}", group(tenths / 10), tenths % 10), "M");
        }
        Unit::Thousands => return (whole(1000 * one), "k"),
        Unit::Whole => return (whole(one), ""),
    }
    // What would read 1,000 in one unit is written in the next; nothing less is, or it would lose a figure.
    if tenths(1_000_000 * one) >= 10_000 {
        let tenths = tenths(1_000_000_000 * one);
        return (format!("{minus}{}.{}", group(tenths / 10), tenths % 10), "bn");
    }
    let thousands = Money(size).part(1, 1000 * one).0;
    if thousands >= 1000 {
        let tenths = tenths(1_000_000 * one);
        return (format!("{minus}{}.{}", tenths / 10, tenths % 10), "M");
    }
    if thousands >= 1 && size >= 1000 * one {
        if size < 10_000 * one {
            let tenths = tenths(1000 * one);
            return (format!("{minus}{}.{}", tenths / 10, tenths % 10), "k");
        }
        return (format!("{minus}{thousands}"), "k");
    }
    let units = Money(size).part(1, one).0;
    let minus = if units == 0 { "" } else { minus };
    (format!("{minus}{units}"), "")
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
    let shown = |digits: usize| format!("{:.digits$}", share * 100.0).replace('-', "−");
    for digits in 0..=6 {
        let rounded = (share * 100.0 * 10_f64.powi(digits)).round() / 10_f64.powi(digits) / 100.0;
        if bounds.iter().all(|bound| (rounded >= *bound) == (share >= *bound)) {
            return format!("{} %", shown(usize::try_from(digits).unwrap_or(0)));
        }
    }
    format!("{} %", shown(6))
}

/// A number in the fewest digits that say it, at most `digits` after the point: `33.5`, `18`.
#[must_use]
pub fn number(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return "n/a".into();
    }
    let text = format!("{value:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.replace('-', "−") }
}

/// A number, what it is held against, and by how much it is above that: in digits in which the three add up as they
/// are shown, at least `digits` after the point. A difference is shown as none only where there is none.
#[must_use]
pub fn held_against(value: f64, other: f64, digits: usize) -> [String; 3] {
    let three = [value, other, value - other];
    // In units of the last digit that is shown, which are whole.
    let shown = |digits: usize| {
        three.map(|value| {
            let text = format!("{value:.digits$}");
            text.parse::<f64>().unwrap_or(value) * 10_f64.powi(i32::try_from(digits).unwrap_or(0))
        })
    };
    let add_up = |digits: &usize| {
        let [value, other, difference] = shown(*digits).map(f64::round);
        (value - other - difference).abs() < 0.5
    };
    let tells = |digits: &usize| shown(*digits)[2].abs() > 0.5 || three[2].abs() <= 0.0;
    let all = digits..=digits + 4;
    let telling =
        all.clone().take_while(|digits| *digits <= 2).find(|digits| add_up(digits) && tells(digits));
    match telling.or_else(|| all.clone().find(add_up)) {
        Some(digits) => three.map(|value| number(value, digits)),
        None => {
            let [value, other, _] = shown(digits).map(f64::round);
            let ten = 10_f64.powi(i32::try_from(digits).unwrap_or(0));
            [value, other, value - other].map(|units| number(units / ten, digits))
        }
    }
}

/// How long ago something was, in days: `today`, `1 day ago`, `46 days ago`.
#[must_use]
pub fn days_ago(days: i64) -> String {
    match days {
        0 => "today".into(),
        days => format!("{} ago", count_signed(days, "day")),
    }
}

/// A date for people: `12 Jan 2026`.
#[must_use]
pub fn date(date: NaiveDate) -> String {
    format!("{:02} {} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

/// A date without its year: `12 Jan`.
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
    match noun.strip_suffix("ity") {
        _ if count == 1 => format!("{count} {noun}"),
        Some(stem) => format!("{count} {stem}ities"),
        None => format!("{count} {noun}s"),
    }
}

/// A count that may be below zero: `−3 days`.
#[must_use]
pub fn count_signed(count: i64, noun: &str) -> String {
    let minus = if count < 0 { "−" } else { "" };
    format!("{minus}{}", self::count(usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX), noun))
}

/// Words as a sentence lists them: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list<S: AsRef<str>>(words: &[S]) -> String {
    let mut listed = String::new();
    for (nth, word) in words.iter().enumerate() {
        listed.push_str(match nth {
            0 => "",
            nth if nth + 1 == words.len() => " and ",
            _ => ", ",
        });
        listed.push_str(word.as_ref());
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(major: i128) -> String {
        money(Money(major * 100), Currency::of("EUR").unwrap())
    }

    #[test]
    fn money_takes_few_digits() {
        assert_eq!(
            [eur(2_440_000), eur(1_000_000), eur(640_400), eur(9_540), eur(-85), eur(0), eur(1_250_000_000)],
            ["2.4 M€", "1.0 M€", "640 k€", "9.5 k€", "−85 €", "0 €", "1.2 bn€"]
        );
        assert_eq!(money(Money(-2_400_000), Currency::of("JPY").unwrap()), "−2.4 M JPY");
        assert_eq!(money(Money(-40), Currency::of("EUR").unwrap()), "0 €");
    }

    #[test]
    fn money_changes_its_unit_where_a_thousand_would_be_written() {
        assert_eq!(
            [eur(991_494), eur(999_499), eur(999_500), eur(953_500_000), eur(999_940_000), eur(999_950_000)],
            ["991 k€", "999 k€", "1.0 M€", "953.5 M€", "999.9 M€", "1.0 bn€"]
        );
    }

    #[test]
    fn money_shows_no_digit_that_does_not_hold() {
        let eur = |major: i128, digit: f64| {
            money_to(Money(major * 100), digit * 100.0, Currency::of("EUR").unwrap())
        };
        assert_eq!(
            [eur(5_340_000, 1e6), eur(5_340_000, 1e5), eur(5_340_000, 0.0), eur(5_340_000, 1.0)],
            ["5 M€", "5.3 M€", "5.3 M€", "5.3 M€"]
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
    }

    #[test]
    fn lists_end_with_and() {
        assert_eq!(
            [list::<&str>(&[]), list(&["a"]), list(&["a", "b"]), list(&["a", "b", "c"])],
            ["", "a", "a and b", "a, b and c"]
        );
    }

    #[test]
    fn numbers_drop_idle_digits() {
        assert_eq!(
            [number(33.50, 2), number(18.0, 2), number(-0.004, 2), number(-2.5, 1)],
            ["33.5", "18", "0", "−2.5"]
        );
    }

    /// 137.5 and 137.22 are 138 and 137, which are 1 apart and not the 0.28 that lie between them.
    #[test]
    fn a_number_what_it_is_held_against_and_their_difference_add_up() {
        assert_eq!(held_against(351.0, 363.58, 0), ["351", "364", "−13"]);
        assert_eq!(held_against(137.5, 137.22, 0), ["137.5", "137.2", "0.3"]);
        assert_eq!(held_against(15.1, 15.12, 1), ["15.1", "15.12", "−0.02"]);
        assert_eq!(held_against(6.6, 6.601, 1), ["6.6", "6.6", "0"]);
        assert_eq!(held_against(60.0, 60.0, 1), ["60", "60", "0"]);
        assert_eq!(held_against(1.0 / 3.0, f64::NAN, 1)[1], "n/a");
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
        assert_eq!(both(Unit::Fitting), ["1.2 M€", "−4.0 k€"]);
        assert_eq!(both(Unit::Millions), ["1.2 M€", "0.0 M€"]);
        assert_eq!(both(Unit::Thousands), ["1,235 k€", "−4 k€"]);
        assert_eq!(both(Unit::Whole), ["1,234,567 €", "−4,000 €"]);
    }
}
