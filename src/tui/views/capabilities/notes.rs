//! What a cell says in full.

use super::cells::{Cell, Column, Of, shown};
use crate::plan::id::ItemIx;
use crate::tui::detail::Text;
use crate::tui::theme::Tone;
use crate::wording;
use crate::workspace::Workspace;

/// What is known of a cell; `before`: what its column and it were in what the plan is held against.
pub(super) fn about_cell(
    work: &Workspace,
    ix: ItemIx,
    column: &Column,
    cell: Cell,
    before: &[String; 2],
    text: &mut Text,
) {
    let (plan, figures) = (work.plan(), work.figures());
    let unit = if let Of::Unit(unit) = column.of { Some(unit) } else { None };
    if let Some(unit) = unit {
        text.head(&column.full);
        text.pair("Now", &cell.now());
        let today = || plan.item(ix).capability()?.maturity.of(unit);
        match (figures.seen(ix, Some(unit), plan.as_of), today()) {
            (Some(seen), _) => {
                text.pair("Evidence", &format!("{} assessed {}", seen.level, wording::date(seen.date)));
            }
            (None, Some(level)) => text.pair("Evidence", &format!("{level} at the start of the plan")),
            (None, None) => text.pair("Evidence", "none: nobody has looked"),
        }
        if cell.unseen {
            text.pair("", "since then a step went live by its date alone");
        }
        text.pair("Target", &shown(cell.target));
    }
    for was in before.iter().filter(|was| !was.is_empty()) {
        text.pair("Was", was);
    }
    if plan.item(ix).steps.is_empty() {
        return;
    }
    text.head("By the end of");
    for (_, wave) in plan.waves() {
        let level = match unit {
            Some(unit) => figures.level_at(ix, Some(unit), wave.end),
            None => figures.level_everywhere(ix, wave.end),
        };
        let bar = "█".repeat(usize::from(level.unwrap_or(0)));
        text.line(vec![(format!("  {} {bar:<5} {}", shown(level), wave.title()), Tone::Plain)]);
    }
}
