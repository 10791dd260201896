//! Dependencies: what holds what back. One item with its needs on the left and what it enables on the
//! right; or all items by wave, with the links of the selected one marked; or the critical path.

mod boxes;
mod critical;
mod focus;
mod overview;
mod said;
mod wires;

use crate::plan::Plan;
use crate::plan::id::ItemIx;
use crate::plan::item::Need;
use crate::status::{self, Status};
use crate::tui::action::Action;
use crate::tui::editing;
use crate::tui::overlays::fixes;
use crate::tui::theme::Tone;
use crate::tui::update::set;
use crate::tui::view::{Entry, Open};
use crate::wording;

/// Dependencies in the registry.
pub const ENTRY: Entry = Entry {
    digit: '3',
    name: "Deps",
    question: "What holds what back?",
    variants: &["one item", "overview by wave", "critical path"],
    table: false,
    open: Open::Focus,
    actions: &[
        Action::new("deps.critical", "The critical path, and back", &["p"], |model| {
            let to = if model.desk().settings.variant == 2 { 0 } else { 2 };
            set(model, |desk| desk.settings.variant = to)
        })
        .hint("critical path", 21),
        Action::new("deps.fixes", "Fixes of a late link, each tried first", &["F"], fixes::show)
            .hint("fixes", 3)
            .worth(fixes::are_known)
            .when(fixes::has_finding),
        Action::new("deps.earlier", "Move the item to the wave before", &["<", "<f7>"], |model| {
            editing::shift(model, false)
        })
        .hint("move item", 24)
        .when(editing::editable),
        Action::new("deps.later", "Move the item to the next wave", &[">", "<f8>"], |model| {
            editing::shift(model, true)
        })
        .hint("move item", 24)
        .when(editing::editable),
    ],
    build: |work, settings| match settings.variant {
        2 => Box::new(critical::Critical::new(work)),
        1 => Box::new(overview::Overview::new(work, &settings.filter)),
        _ => Box::new(focus::Focus::new(work, settings)),
    },
};

/// How a link stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Link {
    Late,
    SoftLate,
    Hard,
    Soft,
}

impl Link {
    fn of(plan: &Plan, need: &Need, needing: ItemIx, soft: bool) -> Self {
        let item = plan.item(needing);
        let live = plan.step_live(needing, Plan::step_of_need(item, need)).unwrap_or(plan.horizon);
        match (status::lateness(plan, need, live).is_some() && !item.steps.is_empty(), soft) {
            (true, false) => Self::Late,
            (true, true) => Self::SoftLate,
            (false, false) => Self::Hard,
            (false, true) => Self::Soft,
        }
    }

    fn line(self) -> (&'static str, Tone) {
        match self {
            Self::Late => ("━", Tone::Status(Status::Late)),
            Self::SoftLate => ("╌", Tone::Status(Status::AtRisk)),
            Self::Hard => ("─", Tone::Plain),
            Self::Soft => ("╌", Tone::Faint),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Late => "too late",
            Self::SoftLate => "late, soft",
            Self::Hard => "in time",
            Self::Soft => "in time, soft",
        }
    }
}

/// The need of one item for another, a hard one first.
fn link_between(plan: &Plan, needing: ItemIx, needed: ItemIx) -> Option<(&Need, bool)> {
    let item = plan.item(needing);
    let in_list = |list: &'static str| {
        let needs = if list == "needs" { &item.needs } else { &item.prefers };
        needs.iter().filter(|need| need.item == needed).min_by_key(|need| {
            let soft = list != "needs";
            Link::of(plan, need, needing, soft)
        })
    };
    in_list("needs").map(|need| (need, false)).or_else(|| in_list("prefers").map(|need| (need, true)))
}

/// How many needs of the plan are too late.
fn sum(plan: &Plan) -> String {
    let (mut all, mut late) = (0, 0);
    for (ix, item) in plan.items() {
        all += item.needs.len();
        late += item.needs.iter().filter(|need| Link::of(plan, need, ix, false) == Link::Late).count();
    }
    if late == 0 {
        return format!("all {} in time", wording::count(all, "need"));
    }
    format!("{late} of {} too late", wording::count(all, "need"))
}
