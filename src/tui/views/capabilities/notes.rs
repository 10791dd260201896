//! What the whole map says, and what a cell says in full.

use std::collections::BTreeMap;

use super::cells::{Cell, Column, Line, Of, row_cells, shown};
use crate::plan::id::ItemIx;
use crate::plan::quantity::Level;
use crate::tui::detail::Text;
use crate::tui::theme::Tone;
use crate::wording;
use crate::workspace::Workspace;

/// The widest gap of a map, where it is first, and in how many cells more.
#[derive(Clone, Copy)]
pub(super) struct Widest {
    pub(super) gap: Level,
    pub(super) row: ItemIx,
    /// The place of the column.
    pub(super) column: usize,
    more: usize,
}

/// What the whole map says: the widest gap, the weakest layer, each with all that stand alike, and where nobody has
/// looked. Where no level is known, all of the target is missing, and that it is counted so is said.
pub(super) fn notes(
    work: &Workspace,
    lines: &[Line],
    columns: &[Column],
) -> (Vec<String>, String, Option<Widest>) {
    let plan = work.plan();
    let (mut blind, mut unknown) = (0, 0);
    let mut worst: Option<Widest> = None;
    let mut layers: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let mut rows = 0_usize;
    for line in lines {
        let Line::Row(ix) = line else { continue };
        rows += 1;
        let layer = plan.layer(*ix).map_or("no layer", |layer| layer.as_str());
        let row = row_cells(work, *ix, columns);
        for (nth, cell) in row.iter().enumerate().filter(|(nth, _)| !columns[*nth].is_wave()) {
            blind += usize::from(cell.blind);
            // What is missing is asked of a market from the day on which it is open.
            let Some(gap) = cell.gap().filter(|_| columns[nth].counts) else { continue };
            let (sum, count) = layers.entry(layer).or_default();
            (*sum, *count) = (*sum + u64::from(gap), *count + 1);
            unknown += usize::from(cell.now.is_none() && gap > 0);
            match &mut worst {
                Some(known) if gap == known.gap => known.more += 1,
                Some(known) if gap < known.gap => {}
                _ => worst = Some(Widest { gap, row: *ix, column: nth, more: 0 }),
            }
        }
    }
    let mut notes = Vec::new();
    let worst = worst.filter(|it| it.gap > 0);
    if let Some(Widest { gap, row: ix, column: nth, more }) = worst {
        let (column, cell) = (&columns[nth], row_cells(work, ix, columns)[nth]);
        let [now, target] = [cell.now(), shown(cell.target)];
        let place = if column.of == Of::All { String::new() } else { format!(" in {}", column.full) };
        let levels = wording::count(usize::from(gap), "level");
        let more = if more > 0 { format!(", {more} more") } else { String::new() };
        // As cells without a level are drawn.
        let counts = match (unknown, blind) {
            (0, _) => "",
            (unknown, blind) if unknown == blind => " (? is 0)",
            (_, 0) => " (– is 0)",
            _ => " (– and ? are 0)",
        };
        let title = plan.item(ix).title();
        notes.push(format!("Widest gap: {levels}, {title}{place} ({now} → {target}){more}{counts}"));
    }
    if let Some((weakest, gap)) = weakest(&layers) {
        let layer = if weakest.len() == 1 { "layer" } else { "layers" };
        let (weakest, gap) = (wording::list(&weakest), wording::number(gap, 1));
        notes.push(format!("Weakest {layer}: {weakest}, {gap} levels short on average"));
    }
    if blind > 0 {
        notes.push(format!("Blind spots: {}, needed and never assessed (?)", wording::count(blind, "cell")));
    }
    let sum = match (columns.len(), &columns.first().map(|column| column.of)) {
        (count, Some(Of::Unit(_))) => format!("{rows} capabilities × {}", wording::count(count, "unit")),
        _ => format!("{rows} capabilities"),
    };
    (notes, sum.replace("1 capabilities", "1 capability"), worst)
}

/// The layers that are furthest below their targets on average, and how far: all that stand alike; `None` where no
/// layer is below them, or all are so far below.
fn weakest<'l>(layers: &BTreeMap<&'l str, (u64, u64)>) -> Option<(Vec<&'l str>, f64)> {
    // Sums and counts are whole, so that two means that are one are so to the bit.
    let mean = |(sum, count): &(u64, u64)| *sum as f64 / (*count).max(1) as f64;
    let most = layers.values().map(mean).fold(0.0, f64::max);
    let weakest: Vec<&str> =
        layers.iter().filter(|(_, of)| mean(of).total_cmp(&most).is_eq()).map(|(layer, _)| *layer).collect();
    (most > 0.0 && weakest.len() < layers.len()).then_some((weakest, most))
}

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

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 3 ÷ 2 and 6 ÷ 4 are the same, 4 ÷ 4 is less.
    #[test]
    fn layers_that_stand_alike_are_all_the_weakest() {
        let all = [("commercial", (3, 2)), ("technological", (4, 4)), ("transformational", (6, 4))];
        let layers: BTreeMap<&str, (u64, u64)> = all.into();
        assert_eq!(weakest(&layers), Some((vec!["commercial", "transformational"], 1.5)));
        let alike = [("commercial", (3, 2)), ("transformational", (6, 4))].into();
        assert_eq!(weakest(&alike), None, "none is weaker than another");
        assert_eq!(weakest(&[("commercial", (0, 2)), ("technological", (0, 1))].into()), None);
    }
}
