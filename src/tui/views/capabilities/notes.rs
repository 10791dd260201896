//! What the whole map says, and what a cell says in full.

use std::collections::BTreeMap;

use super::cells::{Cell, Column, Line, Of, row_cells, shown};
use crate::plan::id::ItemIx;
use crate::plan::quantity::Level;
use crate::tui::detail::Text;
use crate::tui::theme::Tone;
use crate::wording;
use crate::workspace::Workspace;

/// What the whole map says: the widest gap, the weakest layer, and where nobody has looked.
pub(super) fn notes(work: &Workspace, lines: &[Line], columns: &[Column]) -> (Vec<String>, String) {
    let plan = work.plan();
    let (mut blind, mut worst): (usize, Option<(Level, ItemIx, usize)>) = (0, None);
    let mut layers: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let mut rows = 0_usize;
    for line in lines {
        let Line::Row(ix) = line else { continue };
        rows += 1;
        let layer = plan.layer(*ix).map_or("no layer", |layer| layer.as_str());
        let row = row_cells(work, *ix, columns);
        for (nth, cell) in row.iter().enumerate().filter(|(nth, _)| !columns[*nth].is_wave()) {
            blind += usize::from(cell.blind);
            let Some(gap) = cell.gap() else { continue };
            let (sum, count) = layers.entry(layer).or_default();
            (*sum, *count) = (*sum + u64::from(gap), *count + 1);
            if worst.is_none_or(|(most, ..)| gap > most) {
                worst = Some((gap, *ix, nth));
            }
        }
    }
    let mut notes = Vec::new();
    if let Some((gap, ix, nth)) = worst.filter(|(gap, ..)| *gap > 0) {
        let (column, cell) = (&columns[nth], row_cells(work, ix, columns)[nth]);
        let [now, target] = [cell.now(), shown(cell.target)];
        let place = if column.of == Of::All { String::new() } else { format!(" in {}", column.full) };
        let levels = wording::count(usize::from(gap), "level");
        notes.push(format!("Widest gap: {levels}, {}{place} ({now} → {target})", plan.item(ix).title()));
    }
    let mean = |(sum, count): (u64, u64)| sum as f64 / count.max(1) as f64;
    let weakest = layers.iter().max_by(|(_, one), (_, other)| mean(**one).total_cmp(&mean(**other)));
    if let Some((layer, gap)) = weakest.filter(|(_, (sum, _))| *sum > 0 && layers.len() > 1) {
        let gap = wording::number(mean(*gap), 1);
        notes.push(format!("Weakest layer: {layer}, {gap} levels below its targets on average"));
    }
    if blind > 0 {
        notes.push(format!("Blind spots: {}, needed and never assessed (?)", wording::count(blind, "cell")));
    }
    let sum = match (columns.len(), &columns.first().map(|column| column.of)) {
        (count, Some(Of::Unit(_))) => format!("{rows} capabilities × {}", wording::count(count, "unit")),
        _ => format!("{rows} capabilities"),
    };
    (notes, sum.replace("1 capabilities", "1 capability"))
}

pub(super) fn about_cell(work: &Workspace, ix: ItemIx, column: &Column, cell: Cell, text: &mut Text) {
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
