//! What a plan opens, and what that asks of its units: from when on levels are asked for, and where each unit stands.
//! Of two plans it is told what moved of it.

use std::borrow::Cow;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::before::Before;
use super::kind::Kind;
use super::was::{Standing, span};
use crate::figures::Figures;
use crate::figures::readiness::{NotOpen, UnitLevel};
use crate::plan::Plan;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::Dimension;
use crate::plan::quantity::Level;
use crate::plan::strategy::{Multiplier, MultiplierKind};
use crate::tui::view::Scene;
use crate::wording;
use crate::workspace::Workspace;

/// An id of so many letters is short.
const SHORT: usize = 3;

/// What something of the scope is called where there is little room: a short id stands for its name.
#[must_use]
pub(in crate::tui) fn brief(of: &Multiplier) -> String {
    if of.id.len() <= SHORT { of.id.to_uppercase() } else { of.title().to_owned() }
}

/// Something that a wave opens: its id, its name, and what it is called where there is little room.
#[derive(Clone)]
struct Entry {
    id: Box<str>,
    name: String,
    brief: String,
}

/// What a wave opens of one kind, in the order of the plan.
type Opened = Vec<Entry>;

/// What a wave opens, kind by kind.
fn opened(plan: &Plan, wave: WaveIx) -> [Opened; 3] {
    MultiplierKind::ALL.map(|kind| {
        let mut places: Vec<usize> = Plan::named_in(&plan.wave(wave).opens, kind).collect();
        places.sort_unstable();
        let of = places.into_iter().filter_map(|at| plan.multipliers(kind).get(at));
        of.map(|it| Entry { id: it.id.clone(), name: it.title().to_owned(), brief: brief(it) }).collect()
    })
}

/// Whether two lists name other things, whatever these are called.
fn differs(was: &Opened, now: &Opened) -> bool {
    was.len() != now.len() || was.iter().zip(now).any(|(was, now)| was.id != now.id)
}

fn listed<'o>(of: impl Iterator<Item = &'o Opened>) -> [String; 2] {
    let all: Vec<&Entry> = of.flatten().collect();
    let or_nothing = |words: String| if all.is_empty() { "nothing".into() } else { words };
    in_short(&all.iter().map(|it| (&*it.name, &*it.brief)).collect::<Vec<_>>()).map(or_nothing)
}

/// By whole names, and as short as they get.
fn in_short(names: &[(&str, &str)]) -> [String; 2] {
    let [whole, brief]: [Vec<&str>; 2] =
        [names.iter().map(|(whole, _)| *whole).collect(), names.iter().map(|(_, brief)| *brief).collect()];
    // Ids of a few letters need no comma between them.
    let between = if brief.iter().all(|it| it.len() <= SHORT) { " " } else { ", " };
    [whole.join(", "), brief.join(between)]
}

/// The markets that a wave opens: by their names, and as short as they get.
#[must_use]
pub(in crate::tui) fn markets(plan: &Plan, wave: WaveIx) -> [String; 2] {
    let places = Plan::named_in(&plan.wave(wave).opens, MultiplierKind::Market);
    let of = places.filter_map(|at| plan.markets.get(at)).map(|it| (it.title(), brief(it)));
    let of: Vec<(&str, String)> = of.collect();
    in_short(&of.iter().map(|(name, brief)| (*name, &**brief)).collect::<Vec<_>>())
}

fn told(was: &[Opened; 3], now: &[Opened; 3]) -> Option<Before> {
    let other = || was.iter().zip(now).filter(|(was, now)| differs(was, now));
    other().next()?;
    Some(Before::opened(listed(other().map(|(was, _)| was)), listed(other().map(|(_, now)| now))))
}

/// What a wave opened in another plan, where it opens something else now.
pub(super) fn opened_before(then: &Plan, now: &Plan, wave: &str) -> Option<Before> {
    let (was, ix) = (then.wave_by_id(wave)?, now.wave_by_id(wave)?);
    told(&opened(then, was), &opened(now, ix))
}

/// From when on levels are asked of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Asked {
    /// It takes part.
    Today,
    /// From the end of the wave that opens it.
    From(NaiveDate),
    /// No wave opens it.
    Never,
}

impl Asked {
    /// From when on levels are asked of a unit that is closed as told, or else open.
    #[must_use]
    pub(in crate::tui) fn of(closed: Option<&NotOpen>) -> Self {
        closed.map_or(Self::Today, |it| it.asked_from.map_or(Self::Never, Self::From))
    }

    /// In a few letters.
    #[must_use]
    pub(in crate::tui) fn brief(self) -> String {
        match self {
            Self::Today => "open".into(),
            Self::From(day) => day.format("%m/%y").to_string(),
            Self::Never => "none".into(),
        }
    }

    /// In words.
    #[must_use]
    pub(in crate::tui) fn words(self) -> String {
        match self {
            Self::Today => "open".into(),
            Self::From(day) => format!("asked from {}", wording::date(day)),
            Self::Never => "opened by no wave".into(),
        }
    }

    /// In which way it moved to this; `None` where it did not.
    #[must_use]
    pub(in crate::tui) fn moved_to(self, now: Self) -> Option<Kind> {
        let order = |asked: Self| match asked {
            Self::Today => (0, None),
            Self::From(day) => (1, Some(day)),
            Self::Never => (2, None),
        };
        match order(now).cmp(&order(self)) {
            std::cmp::Ordering::Greater => Some(Kind::Later),
            std::cmp::Ordering::Less => Some(Kind::Earlier),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// From when on levels are asked of each unit, by its id.
type Units = FxHashMap<Box<str>, Asked>;

fn units_of(figures: &Figures<'_>) -> Units {
    let plan = figures.plan;
    let mut units: Units = plan.units.iter().map(|id| ((&**id).into(), Asked::Today)).collect();
    for closed in figures.not_open(plan.as_of) {
        units.insert((&*plan.units[closed.unit.at()]).into(), Asked::of(Some(&closed)));
    }
    units
}

/// What a map of levels says in one cell, as far as it shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::tui) struct Seen {
    /// The level by then.
    pub(in crate::tui) now: Option<Level>,
    /// What it is to become.
    pub(in crate::tui) target: Option<Level>,
    /// The level is what the plan says, and no evidence does: planned, not assessed.
    pub(in crate::tui) unseen: bool,
    /// It is needed, and nobody has looked.
    pub(in crate::tui) blind: bool,
}

impl Seen {
    /// What is seen of a level.
    #[must_use]
    pub(in crate::tui) fn of(it: &UnitLevel) -> Self {
        Self { now: it.level, target: it.target, unseen: it.only_planned(), blind: it.blind }
    }

    /// What is seen of an item in all units at the end of a wave.
    #[must_use]
    pub(in crate::tui) fn at_end(figures: &Figures<'_>, ix: ItemIx, wave: WaveIx) -> Self {
        let end = figures.plan.wave(wave).end;
        let seen = Self::of(&figures.in_all_units(ix, end));
        // What lies ahead is planned in any case.
        Self { unseen: seen.unseen && end <= figures.plan.as_of, ..seen }
    }
}

/// A row of the map: what holds in each unit, in all of them, and in all of them at the end of each wave, by the ids
/// of units and waves.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct Levels {
    units: Vec<(Box<str>, Seen)>,
    waves: Vec<(Box<str>, Seen)>,
    all: Seen,
}

/// What a cell of the map is of.
#[derive(Clone, Copy)]
pub(in crate::tui) enum Place<'p> {
    /// A unit, by its id.
    Unit(&'p str),
    /// The end of a wave, by its id.
    Wave(&'p str),
    /// All units now.
    All,
}

impl Levels {
    /// Those of an item: by unit, or else of all of them.
    fn of(figures: &Figures<'_>, ix: ItemIx, by_unit: bool) -> Self {
        let plan = figures.plan;
        if by_unit {
            let levels = figures.in_units(ix, plan.as_of);
            let units = plan.units.iter().zip(&levels).map(|(id, level)| ((&**id).into(), Seen::of(level)));
            return Self { units: units.collect(), ..Self::default() };
        }
        let waves = plan.waves().map(|(at, wave)| ((&*wave.id).into(), Seen::at_end(figures, ix, at)));
        let all = Seen::of(&figures.in_all_units(ix, plan.as_of));
        Self { waves: waves.collect(), all, ..Self::default() }
    }

    /// What stood in a cell; `None` where there was none.
    #[must_use]
    pub(in crate::tui) fn at(&self, place: Place<'_>) -> Option<Seen> {
        let among = |all: &[(Box<str>, Seen)], id: &str| Some(all.iter().find(|(own, _)| **own == *id)?.1);
        match place {
            Place::Unit(id) => among(&self.units, id),
            Place::Wave(id) => among(&self.waves, id),
            Place::All => Some(self.all),
        }
    }
}

/// The scope of a plan, and what it asks of whom.
pub(super) struct Scoped {
    opened: FxHashMap<Box<str>, [Opened; 3]>,
    units: Units,
    /// Rows of the map by the ids of capabilities: by unit, and of all units.
    levels: FxHashMap<Box<str>, [Levels; 2]>,
}

impl Scoped {
    pub(super) fn of(figures: &Figures<'_>) -> Self {
        let plan = figures.plan;
        let waves = plan.waves().map(|(ix, wave)| ((&*wave.id).into(), opened(plan, ix)));
        let levels = plan.items_of(Dimension::OperatingModel).filter(|(_, item)| !item.is_group());
        let levels = levels.map(|(ix, item)| {
            ((&*item.id).into(), [true, false].map(|units| Levels::of(figures, ix, units)))
        });
        Self { opened: waves.collect(), units: units_of(figures), levels: levels.collect() }
    }
}

/// What the plan shown is held against: the baseline, or else the plan that the open scenario was tried on.
#[derive(Clone, Copy)]
pub(in crate::tui) enum Then<'a> {
    /// A baseline, and what it is called.
    Was(&'a Standing, &'a str),
    /// The plan beside.
    Plan(&'a Workspace),
}

impl<'a> Then<'a> {
    /// What is drawn is held against; `None`: nothing.
    #[must_use]
    pub(in crate::tui) fn of(scene: Scene<'a>) -> Option<Self> {
        let beside = || scene.work.beside.as_deref().map(Self::Plan);
        scene.was.map(|was| Self::Was(was.standing, was.name)).or_else(beside)
    }

    /// What it is called, as what was in it is told of.
    #[must_use]
    pub(in crate::tui) fn name(self) -> &'a str {
        match self {
            Self::Was(_, name) => name,
            Self::Plan(_) => "the plan",
        }
    }

    /// What a wave opened, where it opens something else now.
    #[must_use]
    pub(in crate::tui) fn opened(self, now: &Plan, wave: WaveIx) -> Option<Before> {
        match self {
            Self::Was(was, _) => told(was.scope.opened.get(&*now.wave(wave).id)?, &opened(now, wave)),
            Self::Plan(then) => opened_before(then.plan(), now, &now.wave(wave).id),
        }
    }

    /// The markets that a wave opened, by their names and as short as they get, where it opens others now.
    #[must_use]
    pub(in crate::tui) fn markets(self, now: &Plan, wave: WaveIx) -> Option<[String; 2]> {
        let id = &*now.wave(wave).id;
        let was = match self {
            Self::Was(was, _) => Cow::Borrowed(was.scope.opened.get(id)?),
            Self::Plan(then) => Cow::Owned(opened(then.plan(), then.plan().wave_by_id(id)?)),
        };
        let ([was, ..], [now, ..]) = (&*was, &opened(now, wave));
        differs(was, now).then(|| listed([was].into_iter()))
    }

    /// From when on levels were asked of each unit.
    #[must_use]
    pub(in crate::tui) fn units(self) -> Cow<'a, Units> {
        match self {
            Self::Was(was, _) => Cow::Borrowed(&was.scope.units),
            Self::Plan(then) => Cow::Owned(units_of(then.figures())),
        }
    }

    /// The last day of a wave.
    #[must_use]
    pub(in crate::tui) fn end(self, now: &Plan, wave: WaveIx) -> Option<NaiveDate> {
        match self {
            Self::Was(was, _) => Some(was.dates(&now.wave_address(wave))?.1),
            Self::Plan(then) => {
                let plan = then.plan();
                Some(plan.wave(plan.wave_by_id(&now.wave(wave).id)?).end)
            }
        }
    }

    /// The levels of a capability, by unit or else of all units; `None` where it was not there.
    #[must_use]
    pub(in crate::tui) fn levels(self, id: &str, by_unit: bool) -> Option<Cow<'a, Levels>> {
        match self {
            Self::Was(was, _) => Some(Cow::Borrowed(&was.scope.levels.get(id)?[usize::from(!by_unit)])),
            Self::Plan(then) => {
                let ix = then.plan().item_by_id(id)?;
                Some(Cow::Owned(Levels::of(then.figures(), ix, by_unit)))
            }
        }
    }

    /// In which way the step moved by which an item gets on in a wave; `None` where it did not.
    #[must_use]
    pub(in crate::tui) fn step_in(self, now: &Plan, ix: ItemIx, wave: WaveIx) -> Option<Kind> {
        let item = now.item(ix);
        let nth = item.steps.iter().rposition(|step| step.wave == wave)?;
        let level = item.steps[nth].level;
        let was = match self {
            Self::Was(was, _) => was.step(&item.id, level)?,
            Self::Plan(then) => {
                let old = then.plan().item_by_id(&item.id)?;
                let step = then.plan().item(old).steps.iter().position(|step| step.level == level)?;
                span(then.plan(), old, step)
            }
        };
        Kind::of(was, span(now, ix, nth))
    }
}
