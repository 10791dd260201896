//! What is pinned to the board, and the bands that it is pinned in.

use std::borrow::Cow;

use crate::plan::address::Address;
use crate::plan::capability::Layer;
use crate::plan::id::ItemIx;
use crate::plan::item::Dimension;
use crate::plan::quantity::Level;
use crate::status::Status;
use crate::tui::detail;
use crate::tui::pen::columns;
use crate::tui::spots::Spot;
use crate::tui::theme::Tone;
use crate::workspace::Workspace;

/// What is pinned to the board.
pub(super) enum Pinned {
    /// A step. Its card is made when it is shown: a large plan has many times more of them than a screen.
    Step(ItemIx, usize),
    /// An item that is in no wave.
    Item(ItemIx),
    /// A card; in a box, since the others are many and small.
    Card(Box<Card>),
}

impl Pinned {
    pub(super) fn card<'c>(&'c self, work: &Workspace) -> Cow<'c, Card> {
        match self {
            Self::Step(ix, step) => Cow::Owned(card(work, *ix, Some(*step))),
            Self::Item(ix) => Cow::Owned(card(work, *ix, None)),
            Self::Card(card) => Cow::Borrowed(card),
        }
    }

    /// How early it is shown in its cell: what needs attention comes first, and what stands alike goes by name, which
    /// people see, and not by id, which they do not.
    pub(super) fn place(&self, work: &Workspace, by_name: &[u32]) -> (u8, u32) {
        let (ix, step) = match self {
            Self::Step(ix, step) => (ix, Some(*step)),
            Self::Item(ix) => (ix, None),
            Self::Card(_) => return (0, 0),
        };
        let weight = match work.status(*ix, step) {
            Status::Late => 0,
            Status::AtRisk => 1,
            Status::Open => 2,
            Status::OnTrack => 3,
            Status::Unassessed => 4,
            Status::NotStarted => 5,
            Status::Done => 6,
        };
        (weight, by_name.get(ix.at()).copied().unwrap_or(0))
    }
}

#[derive(Clone)]
pub(super) struct Card {
    pub(super) at: Address,
    pub(super) title: String,
    /// The same in fewer words, where there is no room for all, the longest first.
    pub(super) brief: Vec<String>,
    pub(super) mark: (&'static str, Tone),
    /// Level and layer, for wide columns.
    pub(super) tail: (Option<Level>, char),
}

impl Card {
    /// What it is called in so many columns.
    pub(super) fn title_in(&self, width: u16) -> &str {
        let all = std::iter::once(&self.title).chain(&self.brief);
        all.clone().find(|it| columns(it) <= width).or(all.last()).unwrap_or(&self.title)
    }

    /// The spot that it is selected by.
    pub(super) fn spot(&self, line: usize) -> Spot {
        Spot::new(self.at.clone(), line, format!("{} ({})", self.title, self.at.key))
    }

    pub(super) fn tail(&self) -> String {
        let (level, layer) = self.tail;
        let level = level.map(|level| level.to_string()).unwrap_or_default();
        format!("{level} {layer}").trim().to_owned()
    }
}

pub(super) struct Band {
    pub(super) name: String,
    pub(super) what: &'static str,
}

/// The card of a step, or of an item that has none.
fn card(work: &Workspace, ix: ItemIx, step: Option<usize>) -> Card {
    let plan = work.plan();
    let item = plan.item(ix);
    let at = step.map_or_else(|| plan.item_address(ix), |step| plan.step_address(ix, step));
    let level = step.and_then(|step| item.steps.get(step)).map(|step| step.level);
    let level = level.filter(|_| item.dimension() != Dimension::Strategy);
    let tail = (level, plan.layer(ix).map_or(' ', Layer::letter));
    Card { title: item.title().to_owned(), brief: Vec::new(), mark: detail::mark_of(work, &at), tail, at }
}
