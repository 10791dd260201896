//! Which layers of the operating model items stand on: their own, and those of all that they need, through
//! others too.

use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::capability::Layer;
use crate::plan::item::Dimension;

/// All layers as bits, in the order of [`Layer::ALL`].
pub const ALL: u8 = (1 << Layer::ALL.len()) - 1;
/// A capability without a layer: what stands on it cannot be judged.
pub const UNKNOWN: u8 = 1 << Layer::ALL.len();

/// Layers as bits, by item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layers {
    /// The layer that each capability has itself; none for groups and for what is no capability.
    pub own: Vec<u8>,
    /// The layers that each item stands on, its own included.
    pub below: Vec<u8>,
}

pub(super) fn layers(plan: &Plan, graph: &Graph) -> Layers {
    let own = own(plan);
    let below = graph.handed_on(own.clone(), &[]);
    Layers { own, below }
}

fn own(plan: &Plan) -> Vec<u8> {
    let mut layers = vec![0; plan.items.len()];
    for (ix, _) in plan.items_of(Dimension::OperatingModel).filter(|(_, item)| !item.is_group()) {
        layers[ix.at()] = plan.layer(ix).map_or(UNKNOWN, |layer| 1 << layer as u8);
    }
    layers
}
