//! Single values: each is checked for its type and range, and is left out where it is faulty.

use chrono::{Datelike, NaiveDate};
use toml_spanner::{Item as Toml, Value};

use super::{At, Reader};
use crate::finding::{Edit, Fix};
use crate::plan::about::Extra;
use crate::plan::calendar::Period;
use crate::plan::quantity::Money;
use crate::safe::{self, Unsafe};
use crate::source::literal;

/// The largest amount that a field may hold, in minor units.
const MOST_MONEY: i128 = 1_000_000_000_000_000;

impl<'t> Reader<'t> {
    /// A text without characters that act or hide.
    pub(super) fn text(&mut self, at: At<'_>, toml: &Toml<'t>) -> Option<Box<str>> {
        let Some(text) = toml.as_str() else {
            self.wrong_type(at, toml, "a text in quotes");
            return None;
        };
        self.safe_text(at, toml, text);
        Some(text.into())
    }

    /// Says which characters of a text act on a terminal or cannot be seen.
    pub(super) fn safe_text(&mut self, at: At<'_>, toml: &Toml<'_>, text: &str) {
        self.unsafe_text(at, toml.span(), text, at.last_key() != "name");
    }

    /// Says which characters of a text act or hide, with line breaks and tabs unless it may have `lines`;
    /// `false` where none do.
    pub(super) fn unsafe_text(
        &mut self,
        at: At<'_>,
        span: toml_spanner::Span,
        text: &str,
        lines: bool,
    ) -> bool {
        let Some((_, character, why)) = safe::unsafe_in(text, lines).next() else { return false };
        let what = match why {
            Unsafe::Control if matches!(character, '\n' | '\r' | '\t') => "a line break or tab",
            Unsafe::Control => "a control character",
            Unsafe::Direction => "a character that turns the direction of text",
            Unsafe::Invisible => "a character that cannot be seen",
        };
        let message = format!("`{}` contains {what}: U+{:04X}", at.last_key(), character as u32);
        self.fault("unsafe-text", at, span, message, "Remove the character.");
        if let Some(clean) = literal::cleaned(self.raw(span), lines) {
            let edit = Edit::Write(self.span(self.part, span), clean);
            self.fix(Fix::guess("Remove what cannot be seen", edit));
        }
        true
    }

    /// A list of texts; entries that are none are left out.
    pub(super) fn texts(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Vec<Box<str>> {
        let list = self.list(at, toml, "a list of texts in quotes");
        list.iter().enumerate().filter_map(|(nth, toml)| self.text(at.nth(nth), toml)).collect()
    }

    /// A list; nothing where it is none.
    pub(super) fn list(&mut self, at: At<'_>, toml: &'t Toml<'t>, expected: &str) -> &'t [Toml<'t>] {
        match toml.as_array() {
            Some(list) => list.as_slice(),
            None => {
                self.wrong_type(at, toml, expected);
                &[]
            }
        }
    }

    /// A calendar day from 1900 to 2200. One in quotes is a fault, and is read all the same.
    pub(super) fn date(&mut self, at: At<'_>, toml: &Toml<'_>) -> Option<NaiveDate> {
        let date = match toml.value() {
            Value::DateTime(moment) if moment.time().is_none() => moment.date().and_then(|day| {
                NaiveDate::from_ymd_opt(i32::from(day.year), day.month.into(), day.day.into())
            }),
            Value::String(text) => {
                let date: Option<NaiveDate> = text.parse().ok().filter(in_calendar);
                let expected = match date {
                    Some(_) => "a date without quotes, such as 2026-11-15",
                    None => "a date, such as 2026-11-15",
                };
                self.wrong_type(at, toml, expected);
                // Only what is a date as it stands; chrono also reads `2026-1-5`.
                if let Some(date) = date.filter(|date| date.to_string() == *text) {
                    let span = self.span(self.part, toml.span());
                    self.fix(Fix::safe("Remove the quotes", Edit::Write(span, date.to_string())));
                }
                return date;
            }
            _ => {
                self.wrong_type(at, toml, "a date, such as 2026-11-15");
                return None;
            }
        };
        let sound = date.filter(in_calendar);
        if sound.is_none() {
            self.out_of_range(at, toml, "a date from 1900-01-01 to 2200-12-31");
        }
        sound
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, at: At<'_>, toml: &Toml<'_>) -> Option<bool> {
        if toml.as_bool().is_none() {
            self.wrong_type(at, toml, "true or false");
        }
        toml.as_bool()
    }

    /// A finite number.
    pub(super) fn finite(&mut self, at: At<'_>, toml: &Toml<'_>) -> Option<f64> {
        let Some(number) = toml.as_f64() else {
            self.wrong_type(at, toml, "a number");
            return None;
        };
        if !number.is_finite() || number.abs() > 1e15 {
            self.out_of_range(at, toml, "a finite number of at most fifteen digits");
            return None;
        }
        Some(if number == 0.0 { 0.0 } else { number })
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn number(&mut self, at: At<'_>, toml: &Toml<'_>, low: f64, high: f64) -> Option<f64> {
        let number = self.finite(at, toml)?;
        if (low..=high).contains(&number) {
            return Some(number);
        }
        self.out_of_range(at, toml, &format!("a number from {low} to {high}"));
        None
    }

    /// A whole number from `low` to `high`, both included.
    pub(super) fn whole(&mut self, at: At<'_>, toml: &Toml<'_>, low: i64, high: i64) -> Option<i64> {
        let Value::Integer(number) = toml.value() else {
            self.wrong_type(at, toml, "a whole number");
            return None;
        };
        let number = number.as_i64().filter(|number| (low..=high).contains(number));
        if number.is_none() {
            self.out_of_range(at, toml, &format!("a whole number from {low} to {high}"));
        }
        number
    }

    /// A whole number as a small one.
    pub(super) fn small<T: TryFrom<i64>>(
        &mut self,
        at: At<'_>,
        toml: &Toml<'_>,
        low: i64,
        high: i64,
    ) -> Option<T> {
        self.whole(at, toml, low, high).and_then(|number| T::try_from(number).ok())
    }

    /// An amount of money that is not negative.
    pub(super) fn money(&mut self, at: At<'_>, toml: &Toml<'_>) -> Option<Money> {
        let amount = self.signed_money(at, toml)?;
        if amount < Money::ZERO {
            self.out_of_range(at, toml, "an amount of zero or more");
            return None;
        }
        Some(amount)
    }

    /// An amount of money of either sign, read from its digits so that it is exact.
    pub(super) fn signed_money(&mut self, at: At<'_>, toml: &Toml<'_>) -> Option<Money> {
        let scale = 10_i128.pow(self.digits);
        let minor = match toml.value() {
            Value::Integer(number) => number.as_i128().checked_mul(scale),
            Value::Float(number) if number.is_finite() => {
                let text = self.written(toml);
                match minor_units(text, self.digits) {
                    Some(minor) => Some(minor),
                    None if number.abs() < 1e15 => {
                        let expected =
                            format!("an amount with at most {} digits after the point", self.digits);
                        self.out_of_range(at, toml, &expected);
                        return None;
                    }
                    None => None,
                }
            }
            Value::Float(_) => None,
            _ => {
                self.wrong_type(at, toml, "an amount of money, as a number");
                return None;
            }
        };
        let sound = minor.filter(|minor| minor.abs() <= MOST_MONEY);
        if sound.is_none() {
            self.out_of_range(at, toml, "an amount of at most fifteen digits");
        }
        sound.map(Money)
    }

    /// The text of a value as it stands in the file.
    fn written(&self, toml: &Toml<'_>) -> &'t str {
        let content = self.parts.get(self.part as usize).map_or("", |part| part.tree.content());
        content.get(toml.span().range()).unwrap_or("")
    }

    /// One of the words of an enumeration.
    pub(super) fn word<T>(
        &mut self,
        at: At<'_>,
        toml: &Toml<'_>,
        words: &'static [&'static str],
        of: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let Some(word) = toml.as_str() else {
            self.wrong_type(at, toml, &format!("one of: {}", words.join(", ")));
            return None;
        };
        let value = of(word);
        if value.is_none() {
            self.unknown_value(at, toml, word, words);
        }
        value
    }

    /// Says that a word is none of those known.
    pub(super) fn unknown_value(&mut self, at: At<'_>, toml: &Toml<'_>, word: &str, known: &[&str]) {
        let message = format!("`{word}` is no value of `{}`", at.last_key());
        let nearest = self.nearest(word, known.iter().copied());
        let help = match nearest {
            Some(nearest) => format!("Did you mean `{nearest}`?"),
            None if known.len() > 12 => "Write one that is known.".to_owned(),
            None => format!("Write one of: {}.", known.join(", ")),
        };
        self.fault("unknown-value", at, toml.span(), message, help);
        self.rename(toml.span(), word, nearest);
    }

    /// A period of the record.
    pub(super) fn period(&mut self, at: At<'_>, toml: &Toml<'_>) -> Option<Period> {
        const EXPECTED: &str = "a period in quotes: \"2026\", \"2026-Q3\" or \"2026-09\"";
        let Some(text) = toml.as_str() else {
            self.wrong_type(at, toml, EXPECTED);
            return None;
        };
        let period = Period::parse(text);
        if period.is_none() {
            let message = format!("`{text}` is no period");
            self.fault("unknown-value", at, toml.span(), message, format!("Write {EXPECTED}."));
        }
        period
    }

    /// The user's own fields: texts as they are, everything else as it stands in the file.
    pub(super) fn extra(&mut self, at: At<'_>, toml: &'t Toml<'t>) -> Option<Box<Extra>> {
        let Some(table) = toml.as_table() else {
            self.wrong_type(at, toml, "a table of your own fields");
            return None;
        };
        let mut extra = Extra::new();
        for (key, value) in table {
            self.unsafe_text(at.key(key.as_str()), key.span, key.as_str(), false);
            self.safe_texts(at.key(key.as_str()), value);
            let printable: Box<str> = match value.as_str() {
                Some(text) => text.into(),
                None => self.written(value).into(),
            };
            extra.push((key.as_str().into(), printable));
        }
        Some(Box::new(extra))
    }

    /// Says which characters act or hide in the texts of a value, however deep they lie in it.
    fn safe_texts(&mut self, at: At<'_>, toml: &'t Toml<'t>) {
        match toml.value() {
            Value::String(text) => self.safe_text(at, toml, text),
            Value::Array(list) => {
                for (nth, toml) in list.iter().enumerate() {
                    self.safe_texts(at.nth(nth), toml);
                }
            }
            Value::Table(table) => {
                for (key, toml) in table {
                    self.unsafe_text(at.key(key.as_str()), key.span, key.as_str(), false);
                    self.safe_texts(at.key(key.as_str()), toml);
                }
            }
            _ => {}
        }
    }

    /// Says that a value lies outside what is allowed.
    pub(super) fn out_of_range(&mut self, at: At<'_>, toml: &Toml<'_>, expected: &str) {
        let message = format!("`{}` is out of range; expected {expected}", at.last_key());
        self.fault("out-of-range", at, toml.span(), message, format!("Write {expected}."));
    }
}

fn in_calendar(date: &NaiveDate) -> bool {
    (1900..=2200).contains(&date.year())
}

/// The minor units that a decimal number stands for; `None` where it has more digits than the
/// currency, or is not written as a plain decimal.
fn minor_units(text: &str, digits: u32) -> Option<i128> {
    let text: String = text.chars().filter(|character| *character != '_').collect();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut number: i128 = 0;
    for digit in whole.bytes().chain(fraction.bytes()) {
        let digit = digit.is_ascii_digit().then(|| i128::from(digit - b'0'))?;
        number = number.checked_mul(10)?.checked_add(digit)?;
    }
    let mut scale =
        exponent.checked_add(digits.cast_signed())?.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    while scale < 0 && number != 0 {
        if number % 10 != 0 {
            return None;
        }
        number /= 10;
        scale += 1;
    }
    while scale > 0 && number != 0 {
        number = number.checked_mul(10)?;
        scale -= 1;
    }
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::minor_units;

    #[test]
    fn decimals_are_read_exactly() {
        let cases = [
            ("1200.50", 2, Some(120_050)),
            ("0.1", 2, Some(10)),
            ("-0.07", 2, Some(-7)),
            ("1_000_000.00", 2, Some(100_000_000)),
            ("1.5e6", 2, Some(150_000_000)),
            ("1.005", 2, None),
            ("1.000", 0, Some(1)),
            ("0.001", 3, Some(1)),
            ("0e999999999", 2, Some(0)),
            ("1e60", 2, None),
            ("inf", 2, None),
        ];
        for (text, digits, minor) in cases {
            assert_eq!(minor_units(text, digits), minor, "{text}");
        }
    }
}
