//! What an edit does to a plan, in a few lines: how the record stands, the figures that it moves, the findings that it brings and
//! those that it takes away. One place for all commands that edit.

use std::fmt::Write as _;

use super::command::Common;
use super::standing;
use super::words::{Row, amount, difference, finding, table};
use crate::check::same;
use crate::check::settings::Settings;
use crate::check::{Checked, Reported, check_under};
use crate::diff::{ROUNDED, adds_up, headline, is_told};
use crate::figures::Figures;
use crate::finding::Severity;
use crate::order::Order as _;
use crate::plan::veil::PRIVATE;
use crate::safe;
use crate::source::Read;

/// Findings of a kind that are named at most; the rest is counted.
const NAMED: usize = 12;

/// What lies between a plan and itself after an edit; empty where that is nothing. `private`: the edit is of
/// something private, and this is for others, so that figures would tell of it.
pub(super) fn said(before: Read, after: Read, common: &Common, private: bool) -> String {
    let settings = Settings { as_of: common.as_of, ..Settings::default() };
    let [mut before, mut after] = [before, after].map(|read| check_under(read, &settings, None));
    let mut text = figures(&before, &after, private, common.withholds(true));
    if common.withholds(true) {
        [&mut before, &mut after].into_iter().for_each(Checked::redact);
    }
    let [new, gone] = apart(&before, &after);
    for (word, list) in [("new", new), ("gone", gone)] {
        for found in list.iter().take(NAMED) {
            let _ = writeln!(text, "  {word}: {}", safe::line(&finding(found, &found.finding.message)));
        }
        if list.len() > NAMED {
            let _ = writeln!(text, "  {word}: {} more", list.len() - NAMED);
        }
    }
    text
}

/// The errors that a plan has after an edit and had not before; empty where there are none.
pub(super) fn errors(before: Read, after: Read, common: &Common) -> String {
    let settings = Settings { as_of: common.as_of, ..Settings::default() };
    let [mut before, mut after] = [before, after].map(|read| check_under(read, &settings, None));
    if common.withholds(true) {
        [&mut before, &mut after].into_iter().for_each(Checked::redact);
    }
    let [new, _] = apart(&before, &after);
    let new = new.into_iter().filter(|found| found.severity == Severity::Error);
    new.take(NAMED)
        .map(|found| format!("new: {}\n", safe::line(&finding(found, &found.finding.message))))
        .collect()
}

fn figures(before: &Checked, after: &Checked, private: bool, withheld: bool) -> String {
    let [past, now] = [before, after].map(|checked| Figures::new(&checked.plan));
    if private {
        return format!("  {PRIVATE}: figures would tell a private amount\n");
    }
    if withheld && (past.alone().tells() || now.alone().tells()) {
        let standing = table(&standing::rows(&past, &now, false, withheld));
        return format!("{standing}  {PRIVATE}: figures would tell a private amount\n");
    }
    let [old, new] = [&past, &now].map(|figures| headline(figures.case()));
    let [was, is] = [before, after].map(|checked| checked.plan.currency);
    let pairs = old.into_iter().zip(new).filter(|((_, old), (_, new))| old != new);
    let pairs = pairs.filter(|((name, _), _)| is_told(name, [past.case(), now.case()]));
    let pairs: Vec<_> = pairs.collect();
    let told = pairs.iter().all(|((_, old), (_, new))| adds_up(*old, *new, was, is));
    let rounded = if told { String::new() } else { format!("  {ROUNDED}\n") };
    let rows: Vec<Row> = pairs
        .into_iter()
        .map(|((name, old), (_, new))| {
            [name.to_owned(), amount(old, was), amount(new, is), difference(old, new, was, is)]
        })
        .collect();
    table(&standing::rows(&past, &now, true, withheld)) + &table(&rows) + &rounded
}

/// The findings that a plan has and had not before, and those that are gone, the weightiest first.
fn apart<'c>(before: &'c Checked, after: &'c Checked) -> [Vec<&'c Reported>; 2] {
    let [gone, new] = same::apart(&before.told(), &after.told());
    [(after, new), (before, gone)].map(|(checked, which)| {
        let those = checked.findings.iter().zip(which).filter(|(_, is)| *is);
        let mut those: Vec<&Reported> = those.map(|(it, _)| it).collect();
        those.order_by_key(|it| it.severity);
        those
    })
}
