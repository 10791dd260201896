//! What can be selected in a view. Of a large plan that is many times more than a screen shows: what only
//! stands for an item or a step says so, and is put into words when somebody asks.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::ItemIx;

/// Something in a view that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// What it stands for.
    pub at: Address,
    /// The lane it lies in.
    pub lane: u16,
    /// Where it lies in the lane, from the top; lines of neighbouring lanes lie side by side.
    pub line: u32,
    /// What a search looks through and a small screen shows.
    pub text: Box<str>,
    /// What it is selected for besides its own address: a KPI stands for what it measures.
    pub also: Vec<Address>,
}

impl Spot {
    /// A spot in the first lane.
    #[must_use]
    pub fn new(at: Address, line: usize, text: impl Into<Box<str>>) -> Self {
        Self { at, lane: 0, line: line_of(line), text: text.into(), also: Vec::new() }
    }

    /// In another lane.
    #[must_use]
    pub fn lane(mut self, lane: usize) -> Self {
        self.lane = lane_of(lane);
        self
    }
}

fn line_of(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn lane_of(lane: usize) -> u16 {
    u16::try_from(lane).unwrap_or(u16::MAX)
}

/// Where a spot lies, and what it stands for.
#[derive(Clone, Debug)]
struct Place {
    lane: u16,
    line: u32,
    of: Of,
    spot: OnceCell<Box<Spot>>,
}

/// What a spot stands for.
#[derive(Clone, Copy, Debug)]
enum Of {
    /// What it says itself.
    Itself,
    /// An item.
    Item(ItemIx),
    /// A step of an item.
    Step(ItemIx, u32),
}

/// All that can be selected in a view.
#[derive(Clone, Debug, Default)]
pub struct Spots {
    places: Vec<Place>,
    /// The plan whose items and steps they stand for.
    plan: Option<Rc<Plan>>,
}

impl Spots {
    /// None yet; the items and steps are those of a plan.
    #[must_use]
    pub fn of(plan: &Rc<Plan>) -> Self {
        Self { places: Vec::new(), plan: Some(Rc::clone(plan)) }
    }

    /// Adds one.
    pub fn push(&mut self, spot: Spot) {
        let Spot { lane, line, .. } = spot;
        self.places.push(Place { lane, line, of: Of::Itself, spot: OnceCell::from(Box::new(spot)) });
    }

    /// Adds one for an item as a whole.
    pub fn push_item(&mut self, ix: ItemIx, lane: usize, line: usize) {
        let of = Of::Item(ix);
        self.places.push(Place { lane: lane_of(lane), line: line_of(line), of, spot: OnceCell::new() });
    }

    /// Adds one for a step of an item.
    pub fn push_step(&mut self, (ix, step): (ItemIx, usize), lane: usize, line: usize) {
        let of = Of::Step(ix, u32::try_from(step).unwrap_or(u32::MAX));
        self.places.push(Place { lane: lane_of(lane), line: line_of(line), of, spot: OnceCell::new() });
    }

    /// Puts them in order: by lane, then line.
    pub(super) fn sort(&mut self) {
        self.places.order_by_key(|place| (place.lane, place.line));
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The spot at a place.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&Spot> {
        self.places.get(at).map(|place| self.spot(place))
    }

    /// All, each put into words.
    pub fn iter(&self) -> impl Iterator<Item = &Spot> {
        self.places.iter().map(|place| self.spot(place))
    }

    /// The lane and the line of the spot at a place.
    #[must_use]
    pub fn lies(&self, at: usize) -> Option<(u16, u32)> {
        self.places.get(at).map(|place| (place.lane, place.line))
    }

    /// The first place from which on `lane_is` does not hold of the lanes, which are in order.
    #[must_use]
    pub fn partition_point(&self, lane_is: impl Fn(u16) -> bool) -> usize {
        self.places.partition_point(|place| lane_is(place.lane))
    }

    /// The first place whose spot stands for just what an address names.
    #[must_use]
    pub fn place_of(&self, at: &Address) -> Option<usize> {
        let item = self.item_of(at);
        self.places.iter().position(|place| match place.of {
            Of::Item(ix) => Some(ix) == item && at.path.is_empty(),
            Of::Step(ix, _) => Some(ix) == item && self.spot(place).at == *at,
            Of::Itself => self.spot(place).at == *at,
        })
    }

    /// The first place whose spot lies in the table that an address lies in.
    #[must_use]
    pub fn place_in(&self, at: &Address) -> Option<usize> {
        let item = self.item_of(at);
        self.places.iter().position(|place| match place.of {
            Of::Item(ix) | Of::Step(ix, _) => Some(ix) == item,
            Of::Itself => lies_in(self.spot(place), at),
        })
    }

    /// The first place whose spot is selected for an address besides its own.
    #[must_use]
    pub fn place_also(&self, at: &Address) -> Option<usize> {
        // What stands for an item or a step stands for nothing else.
        let also = |place: &Place| matches!(place.of, Of::Itself) && stands_for(self.spot(place), at);
        self.places.iter().position(also)
    }

    /// The item whose table an address lies in.
    fn item_of(&self, at: &Address) -> Option<ItemIx> {
        let plan = self.plan.as_ref()?;
        plan.item_by_id(&at.key).filter(|ix| Plan::item_table(plan.item(*ix)) == at.table)
    }

    fn spot<'s>(&'s self, place: &'s Place) -> &'s Spot {
        place.spot.get_or_init(|| {
            let worded = |plan: &Rc<Plan>| {
                let (ix, at) = match place.of {
                    Of::Item(ix) => (ix, plan.item_address(ix)),
                    Of::Step(ix, step) => (ix, plan.step_address(ix, step as usize)),
                    Of::Itself => return None,
                };
                let item = plan.item(ix);
                Some(Spot::new(at, place.line as usize, format!("{} ({})", item.title(), item.id)))
            };
            // Without a plan, or an item, there is a spot only where it was made.
            let spot = self.plan.as_ref().and_then(worded);
            let spot = spot.unwrap_or_else(|| Spot::new(Address::new(Table::Top, ""), 0, ""));
            Box::new(spot.lane(usize::from(place.lane)))
        })
    }
}

/// Whether a spot lies in the table that an address lies in.
pub(super) fn lies_in(spot: &Spot, at: &Address) -> bool {
    spot.at.table == at.table && spot.at.key == at.key
}

/// Whether a spot is selected for an address besides its own.
pub(super) fn stands_for(spot: &Spot, at: &Address) -> bool {
    spot.also.iter().any(|also| also.table == at.table && also.key == at.key)
}

impl FromIterator<Spot> for Spots {
    fn from_iter<T: IntoIterator<Item = Spot>>(all: T) -> Self {
        let mut spots = Self::default();
        all.into_iter().for_each(|spot| spots.push(spot));
        spots
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    #[test]
    fn what_stands_for_an_item_or_a_step_is_found_and_worded_as_if_it_had_been_made() {
        let plan = Rc::new(sample::plan());
        let mut spots = Spots::of(&plan);
        let (ix, item) = plan.items().find(|(_, item)| !item.steps.is_empty()).unwrap();
        spots.push(Spot::new(Address::new(Table::Kpi, "k"), 0, "K"));
        spots.push_step((ix, 0), 1, 3);
        spots.push_item(ix, 0, 9);
        let text = format!("{} ({})", item.title(), item.id);
        let step = Spot::new(plan.step_address(ix, 0), 3, text.clone()).lane(1);
        assert_eq!(spots.get(1), Some(&step));
        assert_eq!(spots.get(2), Some(&Spot::new(plan.item_address(ix), 9, text)));
        let (step, own) = (plan.step_address(ix, 0), plan.item_address(ix));
        assert_eq!((spots.place_of(&step), spots.place_of(&own)), (Some(1), Some(2)));
        assert_eq!((spots.place_in(&own), spots.place_in(&own.to("cost"))), (Some(1), Some(1)));
        assert_eq!((spots.place_of(&Address::new(Table::Kpi, "k")), spots.lies(1)), (Some(0), Some((1, 3))));
        assert_eq!((spots.place_in(&Address::new(Table::Wave, &item.id)), spots.get(3)), (None, None));
    }
}
