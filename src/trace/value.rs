//! What a figure comes to.

use chrono::NaiveDate;

use crate::plan::calendar::Month;
use crate::plan::kpi::{Kpi, Target, Tolerance};
use crate::plan::quantity::{Currency, Level, Money};
use crate::wording;

/// Digits of a number that is no whole one, as they stand in an arithmetic.
const DIGITS: i32 = 8;

/// What a share is held against: it says in how many digits the share is shown, and nothing of what it comes to.
#[derive(Clone, Copy, Debug)]
pub struct Sides(Tolerance);

impl PartialEq for Sides {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What a figure comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// Money, exact.
    Money(Money),
    /// Money before it is rounded, in minor units.
    Unrounded(f64),
    /// A number in the unit of the figure.
    Number(f64),
    /// A share, shown in percent.
    Share(f64),
    /// A share that is held against the tolerance of a KPI, shown in the digits that say on which side of it it lies.
    Attained(f64, Sides),
    /// A share that it is at most.
    AtMost(f64),
    /// A share that it is at least.
    AtLeast(f64),
    /// So many things.
    Count(u64),
    /// So many of so many.
    Of(u32, u32),
    /// A level of maturity or strength.
    Level(Level),
    /// What is expected of a KPI.
    Target(Target),
    /// A month.
    Month(Month),
    /// A day.
    Date(NaiveDate),
    /// A word: the status of a KPI, the state of a step.
    Word(&'static str),
    /// Yes or no.
    Flag(bool),
    /// Undefined: nothing was planned, read or spent.
    Nothing,
}

impl Value {
    /// A number, or nothing.
    #[must_use]
    pub fn maybe(value: Option<f64>, of: fn(f64) -> Self) -> Self {
        value.map_or(Self::Nothing, of)
    }

    /// A share that is held against the tolerance of a KPI, or nothing.
    #[must_use]
    pub fn attained(share: Option<f64>, kpi: &Kpi) -> Self {
        share.map_or(Self::Nothing, |share| Self::Attained(share, Sides(kpi.tolerance)))
    }

    /// The number that it counts as in an arithmetic: money in major units, yes as 1 and no as 0.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of a plan")]
    pub fn number(self, currency: Currency) -> Option<f64> {
        Some(match self {
            Self::Money(money) => money.major_f64(currency.digits),
            Self::Unrounded(minor) => minor / 10_f64.powi(currency.digits.cast_signed()),
            Self::Number(number)
            | Self::Share(number)
            | Self::Attained(number, _)
            | Self::AtMost(number)
            | Self::AtLeast(number)
            | Self::Target(Target::Value(number)) => number,
            Self::Count(count) => count as f64,
            Self::Of(part, _) => f64::from(part),
            Self::Level(level) => level.into(),
            Self::Flag(flag) | Self::Target(Target::Done(flag)) => u8::from(flag).into(),
            Self::Month(_)
            | Self::Date(_)
            | Self::Word(_)
            | Self::Nothing
            | Self::Target(Target::Band(..)) => {
                return None;
            }
        })
    }

    /// It in an arithmetic: all its digits, no unit.
    #[must_use]
    pub fn bare(self, currency: Currency) -> String {
        match self {
            Self::Money(money) => {
                let exact = wording::money_exact(money, Currency { code: "", ..currency });
                exact
                    .strip_suffix(&format!(".{}", "0".repeat(currency.digits as usize)))
                    .unwrap_or(&exact)
                    .into()
            }
            Self::Word(word) => word.into(),
            Self::Of(part, all) => format!("{part} of {all}"),
            Self::Month(month) => wording::month(month),
            Self::Date(date) => wording::date(date),
            Self::Target(Target::Band(low, high)) => format!("{} to {}", digits(low), digits(high)),
            Self::Flag(flag) | Self::Target(Target::Done(flag)) => if flag { "yes" } else { "no" }.into(),
            Self::Nothing => "n/a".into(),
            number => digits(number.number(currency).unwrap_or(f64::NAN)),
        }
    }

    /// Its unit: that of the figure, the currency, or what a bare number would not say of itself.
    #[must_use]
    pub fn unit(self, unit: &str, currency: Currency) -> String {
        match self {
            Self::Money(_) | Self::Unrounded(_) => currency.code.into(),
            Self::Share(_) | Self::Attained(..) | Self::AtMost(_) | Self::AtLeast(_) => "share".into(),
            Self::Of(_, all) => format!("of {all}"),
            Self::Level(_) => "level".into(),
            _ => unit.into(),
        }
    }

    /// It as a number or a text for programs: money in major units to the last coin, shares as fractions,
    /// months as `2027-03`, dates as `2027-03-31`; `Err` holds a text. `None` is what is undefined.
    #[must_use]
    pub fn plain(self, currency: Currency) -> Option<Result<String, String>> {
        Some(match self {
            Self::Money(money) => Ok(exact(money, currency)),
            Self::Unrounded(minor) => Ok(exact(Money::from_minor_f64(minor), currency)),
            Self::Target(Target::Band(low, high)) => Err(format!("{low} to {high}")),
            Self::Month(month) => Err(month.to_string()),
            Self::Date(date) => Err(date.to_string()),
            Self::Word(word) => Err(word.into()),
            Self::Flag(flag) | Self::Target(Target::Done(flag)) => {
                Err(if flag { "yes" } else { "no" }.into())
            }
            Self::Nothing => return None,
            // A float's last digits are noise: 0.1 + 0.2 is 0.3.
            number => Ok(round(number.number(currency).filter(|it| it.is_finite())?, 12).to_string()),
        })
    }

    /// It as JSON: a number, a text, or `null`.
    #[must_use]
    pub fn json(self, currency: Currency) -> serde_json::Value {
        match self.plain(currency) {
            Some(Ok(number)) => serde_json::from_str(&number).unwrap_or_default(),
            Some(Err(text)) => text.into(),
            None => serde_json::Value::Null,
        }
    }

    /// It for people with its unit, and with all its digits where some of them are left out.
    #[must_use]
    pub fn said_in_full(self, unit: &str, currency: Currency) -> String {
        let said = self.said(unit, currency);
        match self {
            Self::Number(number) | Self::Target(Target::Value(number)) if digits(number) != shown(number) => {
                format!("{said}, rounded from {}", digits(number))
            }
            _ => said,
        }
    }

    /// It for people, with its unit; a number with two digits after the point, and no fewer than three in all.
    #[must_use]
    pub fn said(self, unit: &str, currency: Currency) -> String {
        match self {
            Self::Money(money) => wording::money_exact(money, currency),
            Self::Unrounded(minor) => wording::money_exact(Money::from_minor_f64(minor), currency),
            Self::Share(share) => format!("{} %", digits(round(share * 100.0, 4))).replace("n/a %", "n/a"),
            Self::AtMost(share) => format!("at most {}", Self::Share(share).said(unit, currency)),
            Self::AtLeast(share) => format!("at least {}", Self::Share(share).said(unit, currency)),
            Self::Attained(share, Sides(Tolerance { green, amber })) => {
                let shown = round(share * 100.0, 4) / 100.0;
                match [green, amber].iter().all(|bound| (shown >= *bound) == (share >= *bound)) {
                    true => Self::Share(share).said(unit, currency),
                    false => wording::percent(share, &[green, amber]),
                }
            }
            Self::Number(number) | Self::Target(Target::Value(number)) => of(shown(number), unit),
            Self::Target(Target::Band(low, high)) => of(format!("{} to {}", shown(low), shown(high)), unit),
            Self::Count(_) => of(self.bare(currency), unit),
            _ => self.bare(currency),
        }
    }
}

/// An amount and its unit.
fn of(amount: String, unit: &str) -> String {
    let unit = unit_of(&amount, unit);
    if unit.is_empty() { amount } else { format!("{amount} {unit}") }
}

/// The unit of an amount that is written out: `1 month`, `2 months`.
#[must_use]
pub fn unit_of<'u>(amount: &str, unit: &'u str) -> &'u str {
    match unit {
        "months" | "days" | "person-months" if amount == "1" => &unit[..unit.len() - 1],
        unit => unit,
    }
}

/// An amount of work, with at most so many digits after the point: `1 person-month`, `2.5 person-months`.
#[must_use]
pub fn person_months(months: f64, digits: usize) -> String {
    of(wording::number(months, digits), "person-months")
}

/// A number with two digits after the point, and no fewer than three in all: `33.5`, `24.7`, `0.00123`.
fn shown(number: f64) -> String {
    let few = (number * 100.0).round() / 100.0;
    digits(if few.abs() < 1.0 { round(number, 3) } else { few })
}

/// Money in major units with as many digits as the currency has, and no fraction where it is whole.
fn exact(money: Money, currency: Currency) -> String {
    let one = 10_i128.pow(currency.digits);
    let minus = if money.0 < 0 { "-" } else { "" };
    let (whole, rest) =
        (money.0.unsigned_abs() / one.unsigned_abs(), money.0.unsigned_abs() % one.unsigned_abs());
    match rest {
        0 => format!("{minus}{whole}"),
        rest => format!("{minus}{whole}.{rest:0width$}", width = currency.digits as usize),
    }
}

/// A number to so many significant digits.
fn round(number: f64, significant: i32) -> f64 {
    if number == 0.0 {
        // An empty sum is less than nothing by its sign alone.
        return 0.0;
    }
    if !number.is_finite() {
        return number;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a float has fewer than 400 places")]
    let places = significant - 1 - number.abs().log10().floor() as i32;
    let scale = 10_f64.powi(places.clamp(-300, 300));
    (number * scale).round() / scale
}

/// A number with its thousands grouped and as many digits as an arithmetic needs: `2,400,000`, `0.0592`.
#[must_use]
pub fn digits(number: f64) -> String {
    if !number.is_finite() {
        return "n/a".into();
    }
    let significant = if number.abs() >= 1e6 { DIGITS + 4 } else { DIGITS };
    let rounded = round(number, significant);
    let text = format!("{}", rounded.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let minus = if rounded < 0.0 { "−" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{minus}{}{point}{fraction}", wording::group(whole.parse().unwrap_or(i128::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_the_digits_that_count() {
        let shown = [2_400_000.0, 0.059_280_001_234, 12.0, -0.5, -1234.5, 0.0, 8_299.199_999_999_9, -0.0];
        assert_eq!(
            shown.map(digits),
            ["2,400,000", "0.059280001", "12", "−0.5", "−1,234.5", "0", "8,299.2", "0"]
        );
        assert_eq!(digits(f64::NAN), "n/a");
    }

    #[test]
    fn values_say_their_unit() {
        let plain = |value: Value| value.plain(Currency::of("EUR").unwrap());
        assert_eq!(plain(Value::Share(0.1 + 0.2)), Some(Ok("0.3".into())));
        assert_eq!(plain(Value::Share(2.0 / 3.0)), Some(Ok("0.666666666667".into())));
        assert_eq!(plain(Value::Number(-0.0)), Some(Ok("0".into())));
        assert_eq!(plain(Value::Flag(true)), Some(Err("yes".into())));
        let euro = Currency::of("EUR").unwrap();
        assert_eq!(Value::Money(Money(829_920)).said("EUR", euro), "8,299.20 EUR");
        assert_eq!(Value::Money(Money(300_000)).bare(euro), "3,000");
        assert_eq!(Value::Share(0.156_25).said("", euro), "15.63 %");
        let held =
            |share| Value::Attained(share, Sides(Tolerance { green: 0.9, amber: 0.75 })).said("", euro);
        assert_eq!(
            [0.156_25, 0.899_96, 0.749_999, 0.9].map(held),
            ["15.63 %", "89.996 %", "74.9999 %", "90 %"]
        );
        assert_eq!(Value::Number(33.5).said("%", euro), "33.5 %");
        assert_eq!(Value::Nothing.said("%", euro), "n/a");
        assert_eq!(Value::Number(24.703_297).said("%", euro), "24.7 %");
        assert_eq!(Value::Number(0.001_234_5).said("", euro), "0.00123");
        assert_eq!(
            Value::Target(Target::Value(24.703_297)).said_in_full("%", euro),
            "24.7 %, rounded from 24.703297"
        );
    }
}
