//! A diff for people.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::cli::words::{amount, difference, finding, table};
use crate::diff::{Amount, Area, Diff, Effects, Figure, Moved, ROUNDED, Reason, Verdict};
use crate::plan::Plan;
use crate::plan::address::Table;
use crate::plan::quantity::Money;
use crate::plan::telling::Telling;
use crate::plan::veil::PRIVATE;
use crate::safe;
use crate::wording::aloud::Aloud;
use crate::wording::{self, count};

/// Why it is not told what a change does.
pub(super) const UNTOLD: &str =
    "What it does is not told: figures of the rest would be wrong. `swell check` tells what to mend.";

/// Lines of a list at most; the rest is counted.
const SHOWN: usize = 40;

pub(super) fn write(plan: &str, diff: &Diff) -> String {
    let mut text = String::new();
    let plans = [&diff.plan, &diff.past];
    let aloud = Aloud { plans: &plans, room: false };
    let of = if plan.is_empty() { String::new() } else { format!("{plan}: ") };
    let changes = match diff.changes.len() {
        0 if diff.is_torn() => "no change in what can be read".to_owned(),
        0 => "no change".to_owned(),
        many => count(many, "change"),
    };
    // Git names the two sides of one file by its path.
    let sides = [&diff.before, &diff.after].map(|side| side.split_once('/').map(|(_, path)| path));
    let sides = match sides == [Some(plan); 2] {
        true => String::new(),
        false => format!("{} → {}, ", diff.before, diff.after),
    };
    line(&mut text, &format!("{of}{sides}{changes}"));
    for unread in diff.unread() {
        line(&mut text, &format!("  {unread}"));
    }
    for area in Area::ALL {
        let mut of_area = diff.changes.iter().filter(|change| change.area == area).peekable();
        if of_area.peek().is_some() {
            line(&mut text, "");
            line(&mut text, area.as_str());
        }
        let mut last = None;
        for change in of_area {
            let wave = change.wave.as_deref().filter(|_| area.is_of_waves());
            if let Some(wave) = wave.filter(|wave| last != Some(*wave)) {
                line(&mut text, &format!("  {wave}"));
            }
            let indent = if wave.is_some() { "    " } else { "  " };
            line(&mut text, &format!("{indent}{}", aloud.with_ids(&change.sentence)));
            last = wave;
        }
    }
    if let Some(effects) = &diff.effects {
        write_effects(&mut text, effects, diff, aloud);
    } else if diff.is_torn() {
        line(&mut text, "");
        line(&mut text, UNTOLD);
    }
    write_findings(&mut text, diff, aloud);
    text
}

fn line(text: &mut String, line: &str) {
    text.push_str(&safe::line(line));
    text.push('\n');
}

fn write_effects(text: &mut String, effects: &Effects, diff: &Diff, aloud: Aloud<'_>) {
    let because_of =
        |text: &mut String, due: &[usize]| because_of(text, effects, due, diff.changes.len(), aloud);
    let [old, new] = effects.currencies;
    let mut rows: Vec<[String; 4]> = Vec::new();
    for figure in effects.moved() {
        let by = effects.difference(figure);
        rows.push([figure.name.to_owned(), amount(figure.before, old), amount(figure.after, new), by]);
    }
    for wave in &effects.waves {
        let shown =
            |net: Option<_>, currency| net.map_or("none".to_owned(), |net| wording::money(net, currency));
        let by = wave
            .before
            .zip(wave.after)
            .map(|(before, after)| difference(Amount::Money(before), Amount::Money(after), old, new));
        let name = format!("net of {}", wave.name);
        rows.push([name, shown(wave.before, old), shown(wave.after, new), by.unwrap_or_default()]);
    }
    if !rows.is_empty() || effects.withheld {
        line(text, "");
        line(text, "What it does");
        text.push_str(&table(&rows));
        if !effects.adds_up() {
            line(text, &format!("  {ROUNDED}"));
        }
    }
    if effects.withheld {
        line(text, &format!("  {PRIVATE}: figures would tell a private amount"));
    }
    let reasons = &effects.reasons;
    if !reasons.steps.is_empty() {
        line(text, "");
        line(text, "Why: NPV and forecast value, change by change, each on top of those before it");
        let signed = |amount| wording::money_signed(amount, new);
        let mut rows: Vec<[String; 3]> = reasons
            .steps
            .iter()
            .map(|it| [signed(it.npv), signed(it.forecast), because(it, effects, aloud)])
            .collect();
        if reasons.rest != Money::ZERO {
            rows.push([signed(reasons.rest), String::new(), "due to none of them".to_owned()]);
        }
        let wide = |column: usize| rows.iter().map(|row| safe::width(&row[column])).max().unwrap_or(0);
        let widths = [wide(0), wide(1)];
        for row in &rows {
            let gap = |column: usize| " ".repeat(widths[column] - safe::width(&row[column]));
            line(text, &format!("  {}{}  {}{}  {}", gap(0), row[0], gap(1), row[1], row[2]));
        }
    }
    if !effects.dates.is_empty() {
        line(text, "");
        line(text, "Dates");
    }
    let moves = moves(effects, aloud);
    for (said, due) in moves.iter().take(SHOWN) {
        line(text, &format!("  {said}"));
        because_of(text, due);
    }
    more(text, moves.len());
    if !effects.gates.is_empty() {
        line(text, "");
        line(text, "Gates");
    }
    for verdict in &effects.gates {
        line(text, &format!("  {}", judged(verdict, &diff.plan, aloud)));
        because_of(text, &verdict.due);
    }
}

/// What a gate asks, and whether it now holds; of what is private neither is told.
pub(super) fn judged(verdict: &Verdict, plan: &Plan, aloud: Aloud<'_>) -> String {
    let told = aloud.with_ids(&verdict.told(plan));
    match verdict.holds {
        _ if told.contains(PRIVATE) => told,
        true => format!("{told} now holds"),
        false => format!("{told} holds no more"),
    }
}

/// Says below something which changes it is due to.
fn because_of(text: &mut String, effects: &Effects, due: &[usize], changes: usize, aloud: Aloud<'_>) {
    if let Some(said) = effects.due(due, changes) {
        line(text, &format!("    {}", aloud.said(&said)));
    }
}

/// What some changes are, and how they move the payback.
pub(super) fn because(reason: &Reason, effects: &Effects, aloud: Aloud<'_>) -> String {
    let of = aloud.said(&reason.of);
    let currency = effects.currencies[1];
    let moved = |it: &Figure| format!("{} → {}", amount(it.before, currency), amount(it.after, currency));
    match &*reason.paybacks {
        [one, other] if moved(one) == moved(other) => {
            format!("{of}; {} and {} {}", one.name, other.name, moved(one))
        }
        all => {
            let moves = all.iter().map(|it| format!("; {} {}", it.name, moved(it)));
            format!("{of}{}", moves.collect::<String>())
        }
    }
}

fn more(text: &mut String, all: usize) {
    if all > SHOWN {
        line(text, &format!("  and {} more", all - SHOWN));
    }
}

fn write_findings(text: &mut String, diff: &Diff, aloud: Aloud<'_>) {
    if diff.new.is_empty() && diff.gone.is_empty() {
        return;
    }
    line(text, "");
    line(
        text,
        &format!("Findings: {} new, {} gone, {} as before", diff.new.len(), diff.gone.len(), diff.kept),
    );
    for (side, (word, list)) in [("new", &diff.new), ("gone", &diff.gone)].into_iter().enumerate() {
        for (nth, found) in list.iter().take(SHOWN).enumerate() {
            line(text, &format!("  {word}: {}", finding(found, &aloud.message(&found.finding.message))));
            let due = diff.effects.as_ref().and_then(|it| Some((it, it.findings[side].get(nth)?)));
            if let Some((effects, due)) = due {
                because_of(text, effects, due, diff.changes.len(), aloud);
            }
        }
        more(text, list.len());
    }
}

/// Steps of one move that are named; the rest is counted.
const NAMED: usize = 6;

/// The steps that go live on another day, those of one move and for one reason together, with what that is.
pub(super) fn moves<'e>(effects: &'e Effects, aloud: Aloud<'_>) -> Vec<(String, &'e [usize])> {
    let mut together: BTreeMap<(NaiveDate, NaiveDate, &[usize]), Vec<&Moved>> = BTreeMap::new();
    for moved in &effects.dates {
        together.entry((moved.before, moved.after, &moved.due)).or_default().push(moved);
    }
    let said = together.into_iter().map(|((before, after, due), steps)| {
        let names = steps.iter().take(NAMED).map(|it| {
            let item = aloud.with_ids(&Telling::default().code(it.at.clone()));
            // A driver has no levels: it is live or not.
            let has_levels = it.at.table != Table::Driver;
            if has_levels { format!("{item} at level {}", it.level) } else { item }
        });
        let mut names: Vec<String> = names.collect();
        if steps.len() > NAMED {
            names.push(count(steps.len() - NAMED, "more step"));
        }
        let are = if steps.len() == 1 { "is" } else { "are" };
        let days = after.signed_duration_since(before).num_days();
        let many = count(usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX), "day");
        let by = if days < 0 { "earlier" } else { "later" };
        let (before, after) = (wording::date(before), wording::date(after));
        (format!("{} {are} live {before} → {after} ({many} {by})", wording::list(&names)), due)
    });
    said.collect()
}
