//! What is pinned to the board, and the bands that it is pinned in.

use std::borrow::Cow;

use crate::plan::address::Address;
use crate::plan::id::ItemIx;
use crate::plan::item::Dimension;
use crate::plan::quantity::Level;
use crate::status::Status;
use crate::tui::pen::columns;
use crate::tui::spots::Spot;
use crate::tui::theme::{Tone, mark};
use crate::workspace::Workspace;

/// What is pinned to the board.
pub(super) enum Pinned {
    /// A step. Its card is made when it is shown: a large plan has many times more of them than a screen.
    Step(ItemIx, usize),
    /// A card; in a box, since the others are many and small.
    Card(Box<Card>),
}

impl Pinned {
    pub(super) fn card<'c>(&'c self, work: &Workspace) -> Cow<'c, Card> {
        match self {
            Self::Step(ix, step) => Cow::Owned(card(work, *ix, *step)),
            Self::Card(card) => Cow::Borrowed(card),
        }
    }

    /// How early it is shown in its cell: what needs attention comes first, and what stands alike goes by name, which
    /// people see, and not by id, which they do not.
    pub(super) fn place(&self, work: &Workspace, by_name: &[u32]) -> (u8, u32) {
        let Self::Step(ix, step) = self else { return (0, 0) };
        let weight = match work.status(*ix, Some(*step)) {
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

fn card(work: &Workspace, ix: ItemIx, step: usize) -> Card {
    let plan = work.plan();
    let item = plan.item(ix);
    let at = plan.step_address(ix, step);
    let layer = plan.layer(ix).map_or(' ', |layer| match layer.as_str() {
        "technological" => 'T',
        "commercial" => 'C',
        _ => 'X',
    });
    let level = (item.dimension() != Dimension::Strategy).then(|| item.steps[step].level);
    let tail = (level, layer);
    let status = work.status(ix, Some(step));
    Card {
        title: item.title().to_owned(),
        brief: Vec::new(),
        mark: (mark(status), Tone::Status(status)),
        tail,
        at,
    }
}
