//! Amounts of figures and findings in words and digits, as commands print them.

use crate::check::Reported;
use crate::diff::Amount;
use crate::plan::quantity::Currency;
use crate::safe;
use crate::wording::{self, count};

/// An amount for people.
pub(in crate::cli) fn amount(amount: Amount, currency: Currency) -> String {
    match amount {
        Amount::Money(money) => wording::money(money, currency),
        Amount::Month(month) => month.map_or("never".to_owned(), wording::month),
        Amount::Share(share) => share.map_or("n/a".to_owned(), |share| wording::percent(share, &[])),
    }
}

/// How far apart two amounts are; empty where that cannot be said.
pub(in crate::cli) fn difference(before: Amount, after: Amount, old: Currency, new: Currency) -> String {
    match (before, after) {
        (Amount::Money(before), Amount::Money(after)) if old == new => {
            wording::money_signed(after - before, new)
        }
        (Amount::Month(Some(before)), Amount::Month(Some(after))) => {
            let months = after.since(before);
            let many = count(usize::try_from(months.unsigned_abs()).unwrap_or(usize::MAX), "month");
            format!("{many} {}", if months < 0 { "earlier" } else { "later" })
        }
        (Amount::Share(Some(before)), Amount::Share(Some(after))) => {
            let points = (after - before) * 100.0;
            format!("{}{} points", if points > 0.0 { "+" } else { "" }, wording::number(points, 0))
        }
        _ => String::new(),
    }
}

/// A finding in one line, with its place.
pub(in crate::cli) fn finding(found: &Reported) -> String {
    let (finding, spot) = (&found.finding, &found.spot);
    let severity = found.severity.as_str();
    format!("{severity}[{}]: {} ({}:{})", finding.rule, finding.message, spot.path, spot.start.line)
}

/// Rows of a figure's name, what it was, what it is and the difference, under each other, amounts to the
/// right.
pub(in crate::cli) fn table(rows: &[[String; 4]]) -> String {
    let wide = |column: usize| rows.iter().map(|row| safe::width(&row[column])).max().unwrap_or(0);
    let widths = [0, 1, 2, 3].map(wide);
    let row = |row: &[String; 4]| {
        let gap = |column: usize| " ".repeat(widths[column] - safe::width(&row[column]));
        let [name, before, after, by] = row;
        let said = format!("  {name}{}  {}{before} → {}{after}  {}{by}", gap(0), gap(1), gap(2), gap(3));
        safe::line(said.trim_end()).into_owned() + "\n"
    };
    rows.iter().map(row).collect()
}
