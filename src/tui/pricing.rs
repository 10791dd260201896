//! Money of the selected item a tenth more or less, in a scenario: what a driver brings, what all else costs.

use super::editing::make;
use super::effect::Effect;
use super::model::{Model, tell};
use crate::draft::{Change, Title, Verb, asked};
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::id::ItemIx;
use crate::plan::quantity::{Currency, Money};
use crate::safe;
use crate::wording;

/// Makes the money of the selected item a tenth more, or a tenth less.
pub fn scale(model: &mut Model, more: bool) -> Vec<Effect> {
    let at = model.desk().sheet.current().map(|spot| spot.at.root());
    let Some(ix) = at.and_then(|at| model.work.item_at(&at)) else {
        return tell(model, "Select an item: a driver brings value, all else costs");
    };
    let plan = model.work.plan();
    let (noun, written) = money_of(plan, ix);
    let currency = plan.currency;
    if written.is_empty() {
        let (name, edit) = (safe::line(plan.item(ix).title()), model.key("edit"));
        let words = format!("Nothing is written of the {noun} of {name}; {edit} sets it");
        return tell(model, words);
    }
    let title = Title::new(Verb::Set).words(format!("{noun} of ")).id(plan.item_address(ix));
    // What takes value away takes more of it then.
    let title = title.words(match (more, written.iter().all(|(_, amount)| amount.0 < 0)) {
        (true, false) => " 10 % higher",
        (false, false) => " 10 % lower",
        (true, true) => " 10 % further below 0",
        (false, true) => " 10 % nearer to 0",
    });
    make(model, |draft| {
        let mut edits = Vec::new();
        for (at, amount) in &written {
            edits.extend(asked::set(draft, &at.to_string(), &scaled(*amount, more, currency))?.edits);
        }
        Ok(Change { title, edits })
    });
    Vec::new()
}

/// The amounts that are written of an item, by where: the value of a driver, the cost of all else.
fn money_of(plan: &Plan, ix: ItemIx) -> (&'static str, Vec<(Address, Money)>) {
    let (item, at) = (plan.item(ix), plan.item_address(ix));
    let under = |key: &str, part: &str| at.clone().to(key).to(part);
    if let Some(driver) = item.driver() {
        let mut written = Vec::new();
        match &driver.value {
            Some(value) if value.low.is_none() && value.high.is_none() => {
                written.push((at.clone().to("value"), value.likely));
            }
            Some(value) => {
                let parts = [("low", value.low), ("likely", Some(value.likely)), ("high", value.high)];
                let given =
                    parts.into_iter().filter_map(|(part, amount)| Some((under("value", part), amount?)));
                written.extend(given);
            }
            None => {}
        }
        written.extend(driver.once.map(|once| (at.clone().to("once"), once)));
        return ("value", written);
    }
    let cost = item.cost();
    let mut written: Vec<(Address, Money)> =
        cost.spread.map(|amount| (at.clone().to("cost"), amount)).into_iter().collect();
    written.extend(cost.by_wave.iter().map(|(wave, amount)| (under("cost", &plan.wave(*wave).id), *amount)));
    written.extend(cost.run.map(|amount| (under("cost", "run"), amount)));
    ("cost", written)
}

/// A tenth more or less of an amount in whole units of the currency, as a plan writes it: `209_000`.
fn scaled(amount: Money, more: bool, currency: Currency) -> String {
    let unit = 10_i128.saturating_pow(currency.digits);
    let tenths = amount.0.saturating_mul(if more { 11 } else { 9 });
    let divisor = unit.saturating_mul(10).max(1);
    // Half a unit is rounded away from nothing.
    let half = if tenths < 0 { -divisor / 2 } else { divisor / 2 };
    let whole = tenths.saturating_add(half) / divisor;
    wording::group(whole).replace(',', "_").replace('−', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_is_added_and_taken_in_whole_units() {
        let euros = Currency::UNNAMED;
        let text = |units: i128, more| scaled(Money(units * 100), more, euros);
        for (units, more, less) in [
            (190_000, "209_000", "171_000"),
            (5, "6", "5"),
            (1_234_567, "1_358_024", "1_111_110"),
            (-100, "-110", "-90"),
            (0, "0", "0"),
        ] {
            assert_eq!(
                (text(units, true), text(units, false)),
                (more.to_owned(), less.to_owned()),
                "{units}"
            );
        }
    }
}
