//! The record in order of time: what both sides appended to it.

use chrono::NaiveDate;

use super::matched::Matched;
use super::names::name;
use crate::order::Order as _;
use crate::plan::address::{Holds, Table};
use crate::plan::calendar::Period;
use crate::source::pieces::{Piece, Series};
use crate::source::written::Value;

/// Puts the records of each kind in order of time among their own places, where both sides have them so.
pub(super) fn in_time<'p>(mut all: Vec<Matched<'p>>, ours: &Series, theirs: &Series) -> Vec<Matched<'p>> {
    for kind in Table::ALL.into_iter().filter(|kind| kind.holds() == Holds::Many) {
        let ordered = |side: &Series| {
            let moments: Option<Vec<NaiveDate>> =
                side.pieces.iter().filter(|piece| is(piece, kind)).map(moment).collect();
            moments.is_some_and(|moments| moments.is_sorted())
        };
        if !ordered(ours) || !ordered(theirs) {
            continue;
        }
        let places: Vec<usize> =
            (0..all.len()).filter(|at| all[*at].all().next().is_some_and(|piece| is(piece, kind))).collect();
        let mut records: Vec<(Option<NaiveDate>, Matched<'p>)> =
            places.iter().map(|at| (all[*at].all().next().and_then(moment), all[*at])).collect();
        records.order_by_key(|(moment, _)| *moment);
        for (at, (_, record)) in places.into_iter().zip(records) {
            all[at] = record;
        }
    }
    all
}

fn is(piece: &Piece, kind: Table) -> bool {
    piece.key.starts_with('[') && name(&piece.key) == kind.key()
}

/// The day that a record is about: that of its date, or the last of its period.
fn moment(piece: &Piece) -> Option<NaiveDate> {
    let text = |key: &str| piece.value.get(key).and_then(Value::as_str);
    let date = text("date").and_then(|date| date.get(..10)?.parse().ok());
    date.or_else(|| text("period").and_then(Period::parse).map(Period::end))
}
