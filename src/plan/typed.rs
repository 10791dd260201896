//! Dates, periods and numbers as people write them, read where they can mean one thing alone.
//!
//! Each function gives `None` for what it does not know at all, and what to say where a text can mean several
//! things. Nothing here depends on a locale: `30.9.2026` is a day in September anywhere, and `09/10/2026` is
//! refused anywhere.

use chrono::NaiveDate;

use super::calendar::{Month, Period};

/// What a text means, or why that cannot be told.
pub type Meant<T> = Option<Result<T, String>>;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month that a word names, in full or by three letters or more.
fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.').to_lowercase();
    let named = |month: &&str| word.len() >= 3 && month.starts_with(&*word);
    (1..)
        .zip(MONTHS)
        .find(|(_, month)| named(month) || word == "sept" && *month == "september")
        .map(|it| it.0)
}

fn number<T: std::str::FromStr>(digits: &str, most: usize) -> Option<T> {
    let fits = (1..=most).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| digits.parse().ok())?
}

/// A year in four digits.
fn year(digits: &str) -> Option<i32> {
    number(digits, 4).filter(|_| digits.len() == 4)
}

fn day_of(year: i32, month: u32, day: u32) -> Result<NaiveDate, String> {
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| {
        let name = (1..).zip(MONTHS).find(|(nth, _)| *nth == month).map_or("", |(_, name)| name);
        let mut name = name.to_owned();
        name.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
        let days = (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some());
        match days {
            None if name.is_empty() => format!("there is no month {month}"),
            None => format!("there is no year {year}"),
            Some(days) => {
                let short: String = name.chars().take(3).collect();
                format!("there is no {day} {short} {year}: {name} {year} has {days} days")
            }
        }
    })
}

/// A day: `2026-09-30`, `2026-9-30`, `30.9.2026`, `30 Sep 2026`, `September 30, 2026`, `30/9/2026`.
#[must_use]
pub fn date(text: &str) -> Meant<NaiveDate> {
    let text = text.trim();
    let by = |sign: char| text.contains(sign).then(|| text.split(sign).map(str::trim).collect::<Vec<_>>());
    if let Some([y, m, d]) = by('-').or_else(|| by('/')).or_else(|| by('.')).as_deref()
        && let (Some(year), Some(month), Some(day)) = (year(y), number(m, 2), number(d, 2))
    {
        return Some(day_of(year, month, day));
    }
    if let Some([d, m, y]) = by('.').as_deref()
        && let (Some(day), Some(month), Some(year)) = (number(d, 2), number(m, 2), year(y))
    {
        return Some(day_of(year, month, day));
    }
    if let Some([one, other, y]) = by('/').or_else(|| by('-')).as_deref()
        && let (Some(one), Some(other), Some(year)) =
            (number::<u32>(one, 2), number::<u32>(other, 2), year(y))
    {
        let [first, second] = [day_of(year, other, one), day_of(year, one, other)];
        return Some(match (first, second) {
            (Ok(first), Ok(second)) if first != second => {
                Err(format!("{text} may be {first} or {second}; write one of these"))
            }
            (Ok(only), _) | (_, Ok(only)) => Ok(only),
            (Err(why), _) => Err(why),
        });
    }
    let plain = text.replace([',', '-', '/'], " ");
    let day = |word: &str| {
        let digits = word.trim_end_matches(|it: char| it.is_ascii_alphabetic() || it == '.');
        let ending = word.get(digits.len()..)?;
        number::<u32>(digits, 2).filter(|_| matches!(ending, "" | "." | "st" | "nd" | "rd" | "th"))
    };
    let [one, other, y] = <[&str; 3]>::try_from(plain.split_whitespace().collect::<Vec<_>>()).ok()?;
    let (day, month) = match (day(one), month(other), month(one), day(other)) {
        (Some(day), Some(month), ..) | (.., Some(month), Some(day)) => (day, month),
        _ => return None,
    };
    match year(y) {
        Some(year) => Some(day_of(year, month, day)),
        None => {
            number::<u32>(y, 2).map(|_| Err(format!("the year of {text} has two digits; write all four")))
        }
    }
}

/// A day, for who needs one.
///
/// # Errors
/// What to say of a text that is none.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    date(text).unwrap_or_else(|| Err("no date; write 2026-09-30 or 30 Sep 2026".to_owned()))
}

/// A year, a quarter or a month of the record: `2026`, `Q3 2026`, `2026 q3`, `Sep 2026`, `9/2026`, `2026-9`.
#[must_use]
pub fn period(text: &str) -> Option<Period> {
    let text = text.trim();
    if let Some(known) = Period::parse(text) {
        return Some(known);
    }
    let plain = text.replace(['-', '/', '.', ',', '\''], " ");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let (year, other) = match *words {
        [one, other] => year(one).map(|year| (year, other)).or_else(|| Some((year(other)?, one)))?,
        _ => return None,
    };
    let quarter = other.strip_prefix(['q', 'Q']).and_then(|digit| number::<u32>(digit, 1));
    if let Some(quarter) = quarter.filter(|quarter| (1..=4).contains(quarter)) {
        return Period::parse(&format!("{year:04}-Q{quarter}"));
    }
    let month = month(other).or_else(|| number(other, 2)).filter(|month| (1..=12).contains(month))?;
    Period::parse(&Month::new(year, month).to_string())
}

/// A number as TOML writes it: of `1,200,000`, `1.2m`, `360k`, `0,5`, `1 200 000`. One sign before three digits, as in
/// `1,200` and `1.200`, may stand before thousands or decimals: that is refused. `decimals` are the most that money
/// may have; `None` of what is no money, where a number with a point is one of TOML.
#[must_use]
pub fn amount(text: &str, decimals: Option<u32>) -> Meant<String> {
    let text = text.trim();
    let (sign, rest) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let digits_end = rest.rfind(|it: char| it.is_ascii_digit())? + 1;
    let (digits, unit) = rest.split_at_checked(digits_end)?;
    let zeros = match &*unit.trim().to_lowercase() {
        "" => 0,
        "k" => 3,
        "m" | "mn" | "mio" | "million" => 6,
        "bn" | "billion" => 9,
        _ => return None,
    };
    let separator =
        |it: char| matches!(it, ',' | '.' | '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{202f}' | '_');
    if !digits.starts_with(|it: char| it.is_ascii_digit())
        || !digits.chars().all(|it| it.is_ascii_digit() || separator(it))
    {
        return None;
    }
    let signs: Vec<char> = digits.chars().filter(|it| separator(*it)).collect();
    let parts: Vec<&str> = digits.split(separator).collect();
    let groups = |parts: &[&str]| {
        let first = parts.first().is_some_and(|part| (1..=3).contains(&part.len()));
        first && parts.iter().skip(1).all(|part| part.len() == 3)
    };
    let both = |many: String, one: String| {
        Some(Err(format!("{text} may be {sign}{many}{unit} or {sign}{one}{unit}; write one of these")))
    };
    let (whole, fraction): (String, &str) = match (&*signs, &*parts) {
        ([], _) => (digits.to_owned(), ""),
        // One sign before three digits: thousands or decimals, whatever the sign is.
        (['.' | ','], [whole, three]) if three.len() == 3 && groups(&parts) && *whole != "0" => {
            match signs.first() {
                // Behind it is a unit, and so a point is a point.
                Some('.') if zeros > 0 => ((*whole).to_owned(), three),
                Some('.') if decimals.is_none() => return None,
                // Three digits behind a point are what is unclear: two or four are not.
                _ => {
                    let fraction = three.strip_suffix('0').map_or_else(|| format!("{three}0"), str::to_owned);
                    return both(parts.concat(), format!("{whole}.{fraction}"));
                }
            }
        }
        (['.' | ','], [whole, fraction]) => ((*whole).to_owned(), fraction),
        (all, _) if all.iter().all(|it| *it == all[0]) && groups(&parts) => (parts.concat(), ""),
        // The last sign of two kinds stands before the decimals.
        ([first @ .., last @ ('.' | ',')], [whole @ .., fraction])
            if first.iter().all(|it| *it == first[0] && it != last) && groups(whole) =>
        {
            (whole.concat(), fraction)
        }
        _ => return None,
    };
    let shifted = format!("{fraction:0<zeros$}");
    let (more, fraction) = shifted.split_at_checked(zeros)?;
    let whole = format!("{whole}{more}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let fraction = if zeros > 0 { fraction.trim_end_matches('0') } else { fraction };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(Ok(format!("{sign}{whole}{point}{fraction}")))
}

/// A share: `8%` as `0.08`, and a number as [`amount`] reads it. `of_hundred`: it is kept in percent, `8`.
#[must_use]
pub fn share(text: &str, of_hundred: bool) -> Meant<String> {
    let Some(percent) = text.trim().strip_suffix('%') else { return amount(text, None) };
    let percent = match amount(percent, None) {
        // What is no number with signs between its digits is one with a point.
        None if percent.trim().parse::<f64>().is_ok_and(f64::is_finite) => percent.trim().to_owned(),
        Some(Ok(percent)) => percent,
        other => return other,
    };
    if of_hundred {
        return Some(Ok(percent));
    }
    let (sign, digits) = percent.strip_prefix('-').map_or(("", &*percent), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = format!("{whole:0>3}");
    let (whole, hundredths) = whole.split_at_checked(whole.len() - 2)?;
    let fraction = format!("{hundredths}{fraction}");
    let fraction = fraction.trim_end_matches('0');
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    Some(Ok(format!("{sign}{whole}.{fraction}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "2026-09-30",
            "2026-9-30",
            "2026/9/30",
            "2026.09.30",
            "30.9.2026",
            "30. 9. 2026",
            "30/09/2026",
            "09/30/2026",
            "30-09-2026",
            "30 Sep 2026",
            "30. September 2026",
            "30-Sep-2026",
            "30th Sept 2026",
            "Sep 30, 2026",
            " september 30 2026 ",
        ] {
            assert_eq!(
                date(text).map(|it| it.map(|it| it.to_string())),
                Some(Ok("2026-09-30".into())),
                "{text}"
            );
        }
        assert_eq!(date("09/09/2026").map(|it| it.is_ok()), Some(true), "both are the same day");
        for text in ["", "soon", "2026", "Sep 2026", "30 Sep", "1.2.3", "30 Se 2026", "2026-Q3", "300.9.2026"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_that_may_be_two_or_is_none_is_refused() {
        for (text, why) in [
            ("09/10/2026", "09/10/2026 may be 2026-10-09 or 2026-09-10; write one of these"),
            ("31.2.2026", "there is no 31 Feb 2026: February 2026 has 28 days"),
            ("2028-02-30", "there is no 30 Feb 2028: February 2028 has 29 days"),
            ("31 June 2026", "there is no 31 Jun 2026: June 2026 has 30 days"),
            ("1.13.2026", "there is no month 13"),
            ("30 Sep 26", "the year of 30 Sep 26 has two digits; write all four"),
        ] {
            assert_eq!(date(text), Some(Err(why.to_owned())), "{text}");
        }
    }

    #[test]
    fn periods_are_read_as_people_write_them() {
        for (text, expected) in [
            ("2026", "2026"),
            ("Q3 2026", "2026-Q3"),
            ("2026 q3", "2026-Q3"),
            ("Q3/2026", "2026-Q3"),
            ("2026-q3", "2026-Q3"),
            ("Sep 2026", "2026-09"),
            ("September 2026", "2026-09"),
            ("9/2026", "2026-09"),
            ("2026-9", "2026-09"),
            ("2026-09", "2026-09"),
        ] {
            assert_eq!(period(text).map(|it| it.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "Q5 2026", "Q3", "13/2026", "Q3 26", "H1 2026", "1 Sep 2026"] {
            assert_eq!(period(text), None, "{text}");
        }
    }

    #[test]
    fn money_is_read_as_people_write_it() {
        let money = |text: &str| amount(text, Some(2));
        for (text, expected) in [
            ("1,200,000", "1200000"),
            ("1.200.000", "1200000"),
            ("1'200'000", "1200000"),
            ("1 200 000", "1200000"),
            ("-360 000", "-360000"),
            ("1,200,000.50", "1200000.50"),
            ("1.200.000,50", "1200000.50"),
            ("1,200.5", "1200.5"),
            ("1200,5", "1200.5"),
            ("1.2m", "1200000"),
            ("1,2 M", "1200000"),
            ("1.25 mio", "1250000"),
            ("2.125m", "2125000"),
            ("360k", "360000"),
            ("0.5k", "500"),
            ("0.0005k", "0.5"),
            ("2bn", "2000000000"),
            ("007", "7"),
        ] {
            assert_eq!(money(text), Some(Ok(expected.to_owned())), "{text}");
        }
        for text in
            ["", "k", "-", "1,20,000", "1,200,00", "12,00,000", "1.2x", "{ likely = 3 }", "soon", ",5", "1m2"]
        {
            assert_eq!(money(text), None, "{text}");
        }
        for (text, why) in [
            ("1.200", "1.200 may be 1200 or 1.20; write one of these"),
            ("60,000", "60,000 may be 60000 or 60.00; write one of these"),
            ("-360,125", "-360,125 may be -360125 or -360.1250; write one of these"),
            ("1,200k", "1,200k may be 1200k or 1.20k; write one of these"),
        ] {
            assert_eq!(money(text), Some(Err(why.to_owned())), "{text}");
        }
        assert!(matches!(amount("1,200", None), Some(Err(_))), "of no money as well");
        assert_eq!(amount("1.200", None), None, "a number of TOML");
    }

    #[test]
    fn shares_are_read_with_their_sign() {
        for (text, of_one, of_hundred) in [
            ("8%", "0.08", "8"),
            ("8 %", "0.08", "8"),
            ("33.5%", "0.335", "33.5"),
            ("33,5%", "0.335", "33.5"),
            ("100%", "1.0", "100"),
            ("-2.5%", "-0.025", "-2.5"),
            ("0.5%", "0.005", "0.5"),
            ("0,5", "0.5", "0.5"),
        ] {
            assert_eq!(share(text, false), Some(Ok(of_one.to_owned())), "{text}");
            assert_eq!(share(text, true), Some(Ok(of_hundred.to_owned())), "{text}");
        }
        assert_eq!(share("a%", false), None);
    }
}
