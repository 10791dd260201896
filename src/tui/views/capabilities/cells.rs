//! What stands in the map: rows and columns, and in each cell the level now and what it is to become.

use rustc_hash::FxHashMap;

use crate::figures::readiness::NotOpen;
use crate::plan::Plan;
use crate::plan::capability::Layer;
use crate::plan::id::{ItemIx, UnitIx, WaveIx};
use crate::plan::quantity::Level;
use crate::tui::baseline::Kind;
pub(super) use crate::tui::baseline::scope::Seen as Cell;
use crate::tui::baseline::scope::{Asked, Levels, Place, Then};
use crate::wording;
use crate::workspace::Workspace;

pub(super) enum Line {
    Layer(Option<Layer>),
    Group(ItemIx),
    Row(ItemIx),
}

impl Line {
    /// The capability that it is of.
    pub(super) fn row(&self) -> Option<ItemIx> {
        if let Self::Row(ix) = self { Some(*ix) } else { None }
    }
}

pub(super) struct Column {
    pub(super) name: String,
    /// The name of a unit that has one, where there is room for those of all; else the same.
    pub(super) title: String,
    pub(super) full: String,
    /// Below the name, long and short.
    pub(super) below: [String; 2],
    pub(super) of: Of,
    /// From when on levels are asked for in it.
    asked: Asked,
    /// It counts in what is told of all units: no market that is not open yet, while others are.
    pub(super) counts: bool,
}

impl Column {
    /// What it is of, as another plan may have it, too.
    fn place<'p>(&self, plan: &'p Plan) -> Place<'p> {
        match self.of {
            Of::All => Place::All,
            Of::Unit(unit) => Place::Unit(&plan.units[unit.at()]),
            Of::Wave(wave) => Place::Wave(&plan.wave(wave).id),
        }
    }

    /// From when on levels were asked for here, where that moved: `units` of what it is held against.
    pub(super) fn was(
        &self,
        work: &Workspace,
        then: Then<'_>,
        units: &FxHashMap<Box<str>, Asked>,
    ) -> Option<(Kind, Asked)> {
        let (was, now) = match self.of {
            Of::All => return None,
            Of::Unit(unit) => (*units.get(&*work.plan().units[unit.at()])?, self.asked),
            Of::Wave(wave) => (Asked::From(then.end(work.plan(), wave)?), self.asked),
        };
        Some((was.moved_to(now)?, was))
    }

    /// What stood in a cell, where it says something else now, or is reached on another day.
    pub(super) fn moved(
        &self,
        plan: &Plan,
        ix: ItemIx,
        cell: Cell,
        then: Then<'_>,
        was: &Levels,
    ) -> Option<(Kind, Cell)> {
        let was = was.at(self.place(plan))?;
        if was != cell {
            return Some((Kind::Changed, was));
        }
        let Of::Wave(wave) = self.of else { return None };
        Some((then.step_in(plan, ix, wave)?, was))
    }

    pub(super) fn is_wave(&self) -> bool {
        matches!(self.of, Of::Wave(_))
    }
}

/// What a column is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// What holds in every unit that takes part.
    All,
    Unit(UnitIx),
    /// What holds in every unit at the end of a wave.
    Wave(WaveIx),
}

impl Cell {
    pub(super) fn gap(self) -> Option<Level> {
        Some(self.target?.saturating_sub(self.now.unwrap_or(0)))
    }

    pub(super) fn now(self) -> String {
        if self.blind { "?".into() } else { shown(self.now) }
    }
}

/// The cells of a row.
pub(super) fn row_cells(work: &Workspace, ix: ItemIx, columns: &[Column]) -> Vec<Cell> {
    let (plan, figures) = (work.plan(), work.figures());
    if matches!(columns.first(), Some(Column { of: Of::Unit(_), .. })) {
        let mut row: Vec<Cell> = figures.in_units(ix, plan.as_of).iter().map(Cell::of).collect();
        row.resize(columns.len(), Cell::default());
        return row;
    }
    let cell = |column: &Column| match column.of {
        Of::Wave(wave) => Cell::at_end(figures, ix, wave),
        _ => Cell::of(&figures.in_all_units(ix, plan.as_of)),
    };
    columns.iter().map(cell).collect()
}

/// Letters of an id that is a code, at most.
const CODE: usize = 3;

pub(super) fn columns_of(work: &Workspace, by_wave: bool) -> Vec<Column> {
    let plan = work.plan();
    if !by_wave && !plan.units.is_empty() {
        let closed = work.figures().not_open(plan.as_of);
        let open = work.figures().units_by(plan.as_of);
        // Codes are set as codes, unless some unit has a word for an id.
        let codes = plan.units.iter().all(|id| id.len() <= CODE);
        let column = |nth| {
            let unit = UnitIx::from(nth);
            let closed = closed.iter().find(|it| it.unit == unit);
            Column { counts: open.binary_search(&unit).is_ok(), ..unit_column(plan, unit, closed, codes) }
        };
        return (0..plan.units.len()).map(column).collect();
    }
    let all = Column {
        name: "Now".into(),
        title: "Now".into(),
        full: if plan.units.is_empty() { "now".into() } else { "every unit now".into() },
        below: [wording::day_and_month(plan.as_of), plan.as_of.format("%m/%y").to_string()],
        of: Of::All,
        asked: Asked::Today,
        counts: true,
    };
    let wave = |(ix, wave): (WaveIx, &crate::plan::wave::Wave)| Column {
        name: wave.title().to_owned(),
        title: wave.title().to_owned(),
        full: format!("the end of {}", wave.title()),
        below: [wording::short_date(wave.end), wave.end.format("%m/%y").to_string()],
        of: Of::Wave(ix),
        asked: Asked::From(wave.end),
        counts: true,
    };
    std::iter::once(all).chain(plan.waves().map(wave)).collect()
}

/// The column of a unit; that of a market which is not open yet says from when on its levels are asked for instead of
/// how it is rolled out.
fn unit_column(plan: &Plan, unit: UnitIx, closed: Option<&NotOpen>, codes: bool) -> Column {
    let id = &plan.units[unit.at()];
    let market = plan.markets.iter().find(|market| market.id == *id);
    let archetype = market.and_then(|market| market.archetype).map_or("", |archetype| archetype.as_str());
    let short = match archetype {
        "standardized" => "std",
        "adapted" => "adp",
        "customized" => "cus",
        other => other,
    };
    let title = market.map_or_else(|| id.to_string(), |market| market.title().to_owned());
    let name = if codes { id.to_uppercase() } else { id.to_string() };
    let head = market.and_then(|market| market.about.name.as_deref()).unwrap_or(&name).to_owned();
    let (full, below) = match closed {
        None => (title, [archetype.to_owned(), short.to_owned()]),
        Some(NotOpen { asked_from: Some(from), .. }) => (
            format!("{title}, not open yet, asked from {}", wording::date(*from)),
            [format!("from {}", from.format("%m/%y")), from.format("%m/%y").to_string()],
        ),
        Some(NotOpen { asked_from: None, .. }) => {
            (format!("{title}, which no wave opens"), ["not open".to_owned(), "none".to_owned()])
        }
    };
    Column { name, title: head, full, below, of: Of::Unit(unit), asked: Asked::of(closed), counts: true }
}

pub(super) fn shown(level: Option<Level>) -> String {
    level.map_or_else(|| "–".into(), |level| level.to_string())
}
