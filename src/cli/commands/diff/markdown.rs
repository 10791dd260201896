//! A diff as a comment on a pull request.

use super::text::{UNTOLD, because, judged, moves};
use crate::cli::words::amount;
use crate::diff::{Area, Diff, Effects, ROUNDED};
use crate::plan::quantity::Money;
use crate::plan::veil::PRIVATE;
use crate::report::markdown::{code, prose};
use crate::wording::aloud::Aloud;
use crate::wording::{self, count};

/// Bytes that are kept for the last line, which says how much did not fit.
const ENDING: usize = 100;
/// The first line, by which a comment is found again that is to be replaced.
const MARK: &str = "<!-- swell diff -->";
/// Writes the diff of a plan, in so many bytes at most.
pub(super) fn write(plan: &str, diff: &Diff, limit: usize) -> String {
    let limit = limit.saturating_sub(ENDING);
    let plans = [&diff.plan, &diff.past];
    let aloud = Aloud { plans: &plans, room: false };
    let name = if plan.is_empty() { String::new() } else { format!(" in {}", code(plan)) };
    let changes = match diff.changes.len() {
        0 if diff.is_torn() => "no change in what can be read".to_owned(),
        0 => "no change".to_owned(),
        many => count(many, "change"),
    };
    let mut text = format!("{MARK}\n### swell: {changes}{name}\n\n");
    text.push_str(&format!("{} → {}\n\n", code(&diff.before), code(&diff.after)));
    for unread in diff.unread() {
        text.push_str(&format!("**{}**\n\n", prose(&unread)));
    }
    if let Some(effects) = &diff.effects {
        figures(&mut text, effects);
    } else if diff.is_torn() {
        text.push_str(&format!("{UNTOLD}\n\n"));
    }
    let mut left = 0;
    for area in Area::ALL {
        // Within a dimension, the changes of a wave stand below it.
        let mut last = None;
        let of_area = diff.changes.iter().filter(|change| change.area == area);
        let rows = of_area.map(|change| {
            let wave = change.wave.as_deref().filter(|_| area.is_of_waves());
            let head = wave.filter(|wave| last != Some(*wave));
            let head = head.map(|wave| format!("- {}\n", prose(wave))).unwrap_or_default();
            last = wave;
            format!(
                "{head}{}- {}\n",
                if wave.is_some() { "  " } else { "" },
                prose(&aloud.with_ids(&change.sentence))
            )
        });
        let rows = rows.collect();
        left += list(&mut text, limit, area.as_str(), rows);
    }
    let due = |due: &[usize]| {
        let said = diff.effects.as_ref().and_then(|effects| effects.due(due, diff.changes.len()));
        said.map(|said| format!(" ({})", prose(&aloud.said(&said)))).unwrap_or_default()
    };
    if let Some(effects) = &diff.effects {
        let new = effects.currencies[1];
        let signed = |amount: Money| prose(&wording::money_signed(amount, new));
        let mut why: Vec<String> = effects
            .reasons
            .steps
            .iter()
            .map(|step| {
                format!(
                    "- {}, {}: {}\n",
                    signed(step.npv),
                    signed(step.forecast),
                    prose(&because(step, effects, aloud))
                )
            })
            .collect();
        if effects.reasons.rest != Money::ZERO {
            why.push(format!("- {}: due to none of them\n", signed(effects.reasons.rest)));
        }
        left += list(
            &mut text,
            limit,
            "Why: NPV and forecast value, change by change, each on top of those before it",
            why,
        );
        let dates = moves(effects, aloud).into_iter();
        let dates = dates.map(|(said, why)| format!("- {}{}\n", prose(&said), due(why)));
        left += list(&mut text, limit, "Dates", dates.collect());
        let gates = effects
            .gates
            .iter()
            .map(|it| format!("- {}{}\n", prose(&judged(it, &diff.plan, aloud)), due(&it.due)));
        left += list(&mut text, limit, "Gates", gates.collect());
    }
    let found = [("New findings", &diff.new), ("Findings gone", &diff.gone)];
    for (side, (word, found)) in found.into_iter().enumerate() {
        let why = |nth: usize| diff.effects.as_ref().and_then(|it| it.findings[side].get(nth));
        let rows = found.iter().enumerate().map(|(nth, it)| {
            let (rule, why) = (code(it.finding.rule), why(nth).map(|why| due(why)).unwrap_or_default());
            let place = code(&format!("{}:{}", it.spot.path, it.spot.start.line));
            format!(
                "- {} {rule}: {} ({place}){why}\n",
                it.severity.as_str(),
                prose(&aloud.message(&it.finding.message))
            )
        });
        left += list(&mut text, limit, word, rows.collect());
    }
    if left > 0 {
        text.push_str(&format!("{left} more did not fit; `swell diff` lists them all.\n"));
    }
    text
}

/// A heading with as many of its lines as fit; gives how many did not. Without a line there is no heading.
fn list(text: &mut String, limit: usize, heading: &str, rows: Vec<String>) -> usize {
    let heading = format!("**{heading}**\n\n");
    let mut left = 0;
    let mut shown = 0;
    for row in rows {
        let before = if shown == 0 { &*heading } else { "" };
        if text.len() + before.len() + row.len() > limit {
            left += 1;
            continue;
        }
        text.push_str(before);
        text.push_str(&row);
        shown += 1;
    }
    if shown > 0 {
        text.push('\n');
    }
    left
}

fn figures(text: &mut String, effects: &Effects) {
    let [old, new] = effects.currencies;
    let rows: Vec<String> = effects
        .moved()
        .map(|figure| {
            let cells = [
                figure.name.to_owned(),
                amount(figure.before, old),
                amount(figure.after, new),
                effects.difference(figure),
            ];
            format!("| {} |\n", cells.map(|cell| prose(&cell)).join(" | "))
        })
        .collect();
    if effects.withheld {
        text.push_str(&format!("Figures: {PRIVATE}, since they would tell a private amount.\n\n"));
    }
    if !rows.is_empty() {
        text.push_str("| | before | after | difference |\n|---|---:|---:|---:|\n");
        text.extend(rows);
        text.push('\n');
        if !effects.adds_up() {
            text.push_str(&format!("{ROUNDED}\n\n"));
        }
    }
}
