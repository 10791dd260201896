//! Values as people type them, in the words of TOML.

use crate::draft::Draft;
use crate::plan::address::{Address, Part};
use crate::plan::quantity::Currency;
use crate::plan::typed;
use crate::source::schema::{Shape, fields};
use crate::source::written::Value;
use crate::source::{is_literal, laid_out, literal, quoted};
use crate::wording::currency_sign;

/// A value as the format wants it at an address: a text in quotes, a list from words between commas, a
/// number grouped as the plan groups its own. What is written in TOML already stays as it is.
pub(super) fn spelled(draft: &Draft, at: &Address, value: &str) -> String {
    let shape = match at.path.first() {
        Some(Part::Key(key)) => fields(at.table).find(|field| field.key == &**key).map(|field| field.shape),
        _ => None,
    };
    let in_list = matches!(at.path.last(), Some(Part::Nth(_)));
    let criteria = matches!(at.path.first(), Some(Part::Key(key)) if &**key == "criteria");
    let list =
        matches!(shape, Some(Shape::Texts | Shape::Ids(_) | Shape::Words(_) | Shape::Needs)) || criteria;
    // Lists by wave, or by the kind of what is opened or covered.
    let scope = matches!(at.path.first(), Some(Part::Key(key)) if matches!(&**key, "opens" | "covers"));
    let deeper = scope || matches!(shape, Some(Shape::Needs));
    let own = if in_list { at.path.len() - 1 } else { at.path.len() };
    let list = match own {
        1 => list,
        2 => deeper,
        _ => false,
    };
    let entry = |entry: &str| if criteria { quoted(&criterion(draft, entry)) } else { quoted(entry) };
    match shape {
        _ if is_quoted(value) => value.to_owned(),
        Some(Shape::Text | Shape::Word(_) | Shape::Id(_)) if at.path.len() == 1 => quoted(value),
        _ if list && in_list => entry(value),
        _ if list && !value.starts_with(['[', '{']) => {
            let entries = value.split(',').map(str::trim).filter(|entry| !entry.is_empty());
            format!("[{}]", entries.map(entry).collect::<Vec<_>>().join(", "))
        }
        Some(Shape::Whole(..) | Shape::Number(..)) if is_literal(value) => value.to_owned(),
        _ if value.starts_with(['[', '{']) => inline(value).unwrap_or_else(|| quoted(value)),
        _ if is_literal(value) => grouped(draft, value),
        _ => quoted(value),
    }
}

/// A criterion whose number is written by hand, `spent.pilot <= 600k`, as the format has it. What is none stays.
fn criterion(draft: &Draft, text: &str) -> String {
    let Some(sign) = text.rfind(['<', '>', '=']) else { return text.to_owned() };
    let (head, number) = text.split_at(sign + 1);
    let money = head.trim_start().starts_with("spent.") || head.trim_start().starts_with("realized.");
    let currency = draft.plan().currency;
    let number = number.trim();
    let plain = if money { without_currency(number, currency) } else { Ok(number.to_owned()) };
    let Ok(plain) = plain else { return text.to_owned() };
    match typed::amount(&plain, money.then_some(currency.digits)) {
        Some(Ok(words)) if !is_literal(number) => format!("{head} {}", grouped(draft, &words)),
        _ => text.to_owned(),
    }
}

/// An amount without the currency before or behind it: `1.20 M` of `1.20 M€`, as the program itself writes it, and
/// `-60k` of `-€60k` or `EUR -60k`.
///
/// # Errors
/// What to say of an amount in another currency.
pub(super) fn without_currency(amount: &str, currency: Currency) -> Result<String, String> {
    let amount = amount.trim();
    let own = [currency_sign(currency), currency.code];
    if let Some(bare) = own.into_iter().find_map(|sign| bare(amount, sign)) {
        return Ok(bare);
    }
    let code = |text: Option<&str>| {
        text.and_then(|it| Currency::of(&it.to_ascii_uppercase()).map(|_| it.to_owned()))
    };
    let last = amount.char_indices().rev().nth(2).and_then(|(at, _)| amount.get(at..));
    let signs = amount.chars().filter(|it| SIGNS.contains(it)).map(String::from);
    let others = signs.chain(code(amount.get(..3))).chain(code(last));
    let Some((sign, bare)) = others.into_iter().find_map(|sign| bare(amount, &sign).map(|bare| (sign, bare)))
    else {
        return Ok(amount.to_owned());
    };
    if typed::amount(&bare, None).is_none() && !is_literal(&bare) {
        return Ok(amount.to_owned());
    }
    Err(match currency.code {
        "" => format!("{amount} is in {sign}, and the plan names no `currency`; write {bare}"),
        code => format!(
            "{amount} is in {sign}, and the plan counts in {code}; write what it is in {code}, as {bare}"
        ),
    })
}

/// Signs of currencies.
const SIGNS: [char; 12] = ['$', '€', '£', '¥', '₹', '₩', '₽', '₺', '₪', '₫', '฿', '₴'];

/// An amount without a sign before it, behind its minus or before that, or behind it; `None` where it has none.
fn bare(amount: &str, sign: &str) -> Option<String> {
    let (minus, rest) = match amount.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", amount),
    };
    let inside = rest.strip_prefix(sign).or_else(|| rest.strip_suffix(sign)).filter(|_| !sign.is_empty())?;
    Some(format!("{minus}{}", inside.trim())).filter(|bare| bare.bytes().any(|it| it.is_ascii_digit()))
}

/// A list or table in the words of TOML, in the one layout; `None` where a text is none.
fn inline(value: &str) -> Option<String> {
    let laid_out = is_literal(value).then(|| laid_out(&format!("x = {value}\n"))).flatten()?;
    Some(laid_out.strip_prefix("x = ")?.trim_end().to_owned())
}

/// The value at an address as people would type it, so that `spelled` gives it back: a text without its
/// quotes, a list of texts as words between commas, all else in the words of the file. Empty where nothing
/// is written.
#[must_use]
pub fn worded(draft: &Draft, at: &Address) -> String {
    let Some(value) = draft.source().value(draft.plan(), at) else { return String::new() };
    let plain = match &value {
        Value::Text(text) => Some(text.to_string()),
        Value::List(list) => {
            let texts: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            texts.map(|texts| texts.join(", "))
        }
        _ => None,
    };
    let says = |words: &str| literal(words).as_ref() == Some(&value);
    let plain = plain.filter(|plain| !plain.trim().is_empty() && says(&spelled(draft, at, plain)));
    let written = || {
        let words = draft.source().words(draft.plan(), at).unwrap_or_default();
        if says(words) && !words.contains('\n') { words.to_owned() } else { value.toml() }
    };
    plain.unwrap_or_else(written)
}

/// Whether a text stands in the quotes of TOML already.
fn is_quoted(value: &str) -> bool {
    value.len() > 1 && value.starts_with(['"', '\'']) && is_literal(value)
}

/// A whole number of thousands with `_` between them, where the plan writes its own so.
pub(super) fn grouped(draft: &Draft, value: &str) -> String {
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    let whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !whole || digits.len() < 4 || !draft.source().groups_digits() {
        return value.to_owned();
    }
    let sign = &value[..value.len() - digits.len()];
    let mut text = String::from(sign);
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::sample::draft;

    #[test]
    fn values_are_worded_as_they_would_be_typed() {
        let text = "format = 1\n[driver.a]\nname = \"'a'\"\nnote = \"one\\ntwo\"\nneeds = [\n  \"b >= 2\", # why\n  'c',\n]\nvalue = { low = 1_000, likely = 2_000 }\ncost.one = 3\nonce = 5_000\nowner = 'Me, \"you\"'\n[tradeoff.t]\naxis = [\"high, or so\", \"low\"]\n";
        let draft = draft(text);
        for (at, expected) in [
            ("driver.a.name", "\"'a'\""),
            ("driver.a.note", "one\ntwo"),
            ("driver.a.needs", "b >= 2, c"),
            ("driver.a.needs[0]", "b >= 2"),
            ("driver.a.value", "{ low = 1_000, likely = 2_000 }"),
            ("driver.a.value.low", "1_000"),
            ("driver.a.cost", "{ one = 3 }"),
            ("driver.a.owner", "Me, \"you\""),
            ("driver.a.stage", ""),
            ("tradeoff.t.axis", "[\"high, or so\", \"low\"]"),
        ] {
            assert_eq!(worded(&draft, &Address::parse(at).unwrap()), expected, "{at}");
        }
    }

    #[test]
    fn values_are_spelled_as_the_format_wants_them() {
        let draft = draft("format = 1\n[wave.a]\nbudget = 1_000\n");
        for (at, value, expected) in [
            ("driver.a.name", "He said \"no\"", r#""He said \"no\"""#),
            ("driver.a.name", "'as it is'", "'as it is'"),
            ("driver.a.name", "2026", "\"2026\""),
            ("driver.a.wave", "scale", "\"scale\""),
            ("driver.a.needs", "crm >= 2, consent", "[\"crm >= 2\", \"consent\"]"),
            ("driver.a.needs", "[]", "[]"),
            ("driver.a.needs[0]", "crm >= 2", "\"crm >= 2\""),
            ("gate.a.criteria", "crm >= 2", "[\"crm >= 2\"]"),
            ("driver.a.value", "-1200000", "-1_200_000"),
            ("driver.a.value", "{ likely = 3 }", "{ likely = 3 }"),
            ("driver.a.ramp", "{months=3,shape='step'}", "{ months = 3, shape = 'step' }"),
            ("driver.a.needs", "['crm',\"x\"]", "['crm', \"x\"]"),
            ("driver.a.needs.scale", "crm >= 2, x", "[\"crm >= 2\", \"x\"]"),
            ("driver.a.needs.scale[0]", "crm >= 2", "\"crm >= 2\""),
            ("wave.a.opens.market", "dk,se", "[\"dk\", \"se\"]"),
            ("wave.a.opens.market", "dk", "[\"dk\"]"),
            ("wave.a.opens.market[1]", "dk", "\"dk\""),
            ("mandate.a.covers.brand", "[]", "[]"),
            ("driver.a.once", "999", "999"),
            ("plan.as-of", "2026-11-15", "2026-11-15"),
            ("plan.horizon", "soon", "\"soon\""),
            ("mandate.a.private", "true", "true"),
            ("kpi.a.target.scale", "35.5", "35.5"),
            ("driver.a.confidence", "0.5 # x", "\"0.5 # x\""),
        ] {
            assert_eq!(spelled(&draft, &Address::parse(at).unwrap(), value), expected, "{at}");
        }
    }
}
