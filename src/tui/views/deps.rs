//! Deps: are people using it?

use ratatui::layout::Rect;

use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::KpiIx;
use crate::tui::msg::Target;
use crate::tui::pen::Pen;
use crate::tui::sheet::Spot;
use crate::tui::theme::Tone;
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::workspace::Workspace;

/// In the registry.
pub const ENTRY: Entry = Entry {
    digit: '3',
    name: "Deps",
    question: "What holds what back?",
    variants: &["list"],
    table: false,
    open: Open::Focus,
    actions: &[],
    build: |work, settings| Box::new(Deps::new(work, settings)),
};

struct Deps {
    rows: Vec<(Address, String, Vec<Address>)>,
}

impl Deps {
    fn new(work: &Workspace, _: &Settings) -> Self {
        let plan: &Plan = work.plan();
        let row = |(_, kpi): (KpiIx, &crate::plan::kpi::Kpi)| {
            let also = kpi.measures.iter().map(|link| plan.item_address(link.to)).collect();
            (Address::new(Table::Kpi, &kpi.id), kpi.title().to_owned(), also)
        };
        Self { rows: plan.kpis().map(row).collect() }
    }
}

impl View for Deps {
    fn spots(&self) -> Vec<Spot> {
        let spot = |(line, (at, title, also)): (usize, &(Address, String, Vec<Address>))| {
            let mut spot = Spot::new(at.clone(), line, title.as_str());
            spot.also.clone_from(also);
            spot
        };
        self.rows.iter().enumerate().map(spot).collect()
    }

    fn window(&self, area: Rect, _: Room) -> (u16, u16) {
        (area.height, 1)
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        let rows = self.rows.iter().enumerate().skip(scene.sheet.scroll as usize);
        for (y, (nth, (at, title, _))) in (area.y..area.bottom()).zip(rows) {
            let row = Rect { y, height: 1, ..area };
            pen.put(area.x + 2, y, area.width - 2, title, Tone::Plain);
            pen.hit(row, Target::Spot(at.clone()));
            if nth == scene.sheet.cursor {
                pen.select(row);
            }
        }
    }
}
