//! A baseline: what the plan said then, and what moved since. It is data alone: it is found anew by whoever holds
//! it when the plan has changed.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::before::Before;
use super::kind::{Kind, in_time, is_new};
use super::tried::{Otherwise, days};
use super::was::{Standing, Sums, money_of, span};
use crate::check::check_under;
use crate::check::settings::Settings;
use crate::diff::{Change, Said, changes_in};
use crate::figures::Figures;
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::plan::aspect::{Aspect, Aspects};
use crate::source::new_ids::NewIds;
use crate::source::written::Written;
use crate::source::{Source, Trees};
use crate::status::Status;
use crate::wording;
use crate::workspace::Workspace;
use crate::workspace::outline::Outline;
use crate::workspace::outline::alone::{Alone, alone};

/// A revision of the plan, and what moved since.
pub struct Baseline {
    /// What people call it: "v1.2 (30 Sep 2026)".
    pub name: String,
    said: Said,
    /// The ids that its tables have by now, and what it said under these; `None` where it cannot be given them.
    followed: (NewIds, Option<Said>),
    /// The plan as it was, open, so that it is known where things stood; `None` where it cannot be read.
    open: OnceCell<Option<(Box<Workspace>, Outline)>>,
    /// The day that it is open as of, where that is not its own.
    as_of: Option<NaiveDate>,
    /// The plan of which what moved is known, and its files; none at first.
    known: Option<(Rc<Plan>, Trees)>,
    /// All that moved, in the order of a diff.
    pub(super) changes: Vec<Change>,
    /// What moved, by the table that it belongs to, as places among all.
    pub(super) moved: FxHashMap<Address, Vec<usize>>,
    /// What the plan came to there.
    standing: Standing,
    /// What the plan shown comes to; none at first.
    sums: Option<Sums>,
    /// What moved of the money of the whole plan, in one line.
    sum: String,
    /// What it had, and is not there any more.
    gone: Vec<Alone>,
}

/// What a baseline came to, for views that show it beside what is now.
#[derive(Clone, Copy)]
pub struct Was<'a> {
    /// What people call it, in short: "v1.2".
    pub name: &'a str,
    /// What the plan came to.
    pub standing: &'a Standing,
    /// What moved since of the money of the whole plan; empty where nothing did.
    pub sum: &'a str,
    /// The figures that are compared in a what-if, as they were; none where the plan cannot be read.
    pub outline: Option<&'a Outline>,
    /// What it had, and is not there any more.
    pub gone: &'a [Alone],
}

impl Baseline {
    /// What a plan said, as a baseline of this name; what moved since is still to be found.
    #[must_use]
    pub fn new(name: String, said: Said) -> Self {
        let standing = Standing::of(&Figures::new(&said.plan));
        Self {
            name,
            said,
            followed: (NewIds::new(), None),
            open: OnceCell::new(),
            as_of: None,
            known: None,
            changes: Vec::new(),
            moved: FxHashMap::default(),
            standing,
            sums: None,
            sum: String::new(),
            gone: Vec::new(),
        }
    }

    /// What it came to.
    #[must_use]
    pub fn was(&self) -> Was<'_> {
        let outline = self.open.get().and_then(Option::as_ref).map(|(_, outline)| outline);
        Was { name: self.short(), standing: &self.standing, sum: &self.sum, outline, gone: &self.gone }
    }

    /// Finds what moved, where that is not known of the plan shown: of what an edit did not touch it is known from
    /// before.
    pub fn find(&mut self, work: &Workspace) {
        let Some(source) = work.source() else { return };
        let now = work.shared_plan();
        if self.known.as_ref().is_some_and(|(plan, _)| Rc::ptr_eq(plan, now)) {
            return;
        }
        let known = self.known.take().and_then(|(plan, trees)| edited((&plan, &trees), (now, source)));
        // What was renamed stands after all else, and a table that came may be one that was renamed.
        let is_old = |at: &Address| self.said.written.table(at).is_some();
        let known = known.filter(|it| self.followed.0.is_empty() && it.iter().all(is_old));
        let gone_as_before = known.as_ref().is_some_and(|tables| self.has_gone_without(tables, now));
        self.changes = match known {
            Some(tables) => {
                let known = std::mem::take(&mut self.changes);
                let written = source.written_in(now, tables.iter());
                changes_in(&tables, known, (&self.said.written, &written), (&self.said.plan, now))
            }
            None => {
                let written = source.written();
                self.follow(&written);
                self.followed.1.as_ref().unwrap_or(&self.said).changes(now, &written)
            }
        };
        if self.as_of != work.as_of {
            (self.open, self.as_of) = (OnceCell::new(), work.as_of);
        }
        // Here, since whoever draws has no time to check a plan.
        self.open(work);
        self.moved.clear();
        for (nth, change) in self.changes.iter().enumerate() {
            for at in concerned(&change.at, now) {
                self.moved.entry(at).or_default().push(nth);
            }
        }
        let sums = Sums::of(work.figures());
        self.sum = self.standing.sums.sum(&sums, now.currency);
        self.sums = Some(sums);
        if !gone_as_before {
            self.gone = alone(self.plan(), now);
        }
        self.known = Some((Rc::clone(now), source.trees()));
    }

    /// Whether what is gone has nothing to do with these items, which are there: of a wave it tells steps.
    fn has_gone_without(&self, items: &BTreeSet<Address>, now: &Plan) -> bool {
        let is_gone = |at: &Address| self.gone.iter().any(|it| it.at == *at);
        self.gone.iter().all(|it| it.at.table != Table::Wave)
            && items.iter().all(|at| now.item_by_id(&at.key).is_some() && !is_gone(at))
    }

    /// Takes the ids that its tables have by now, so that what was renamed stays what it is.
    fn follow(&mut self, now: &Written) {
        let ids = self.said.new_ids(now);
        if self.followed.0 == ids {
            return;
        }
        let followed = if ids.is_empty() { None } else { self.said.with_new_ids(&ids) };
        self.followed = (ids, followed);
        self.open = OnceCell::new();
        self.standing = Standing::of(&Figures::new(self.plan()));
    }

    /// The plan as it was, under the ids that it has by now.
    pub(super) fn plan(&self) -> &Plan {
        &self.followed.1.as_ref().unwrap_or(&self.said).plan
    }

    /// The plan as it was with its figures and findings, as of that day or its own.
    pub(in crate::tui) fn open(&self, work: &Workspace) -> Option<&Workspace> {
        let open = || {
            let read = self.followed.1.as_ref().unwrap_or(&self.said).read()?;
            let settings = Settings { as_of: work.as_of, ..Settings::default() };
            let open = Workspace::of(check_under(read, &settings, None), &work.file);
            let outline = Outline::of(&open);
            Some((Box::new(open), outline))
        };
        self.open.get_or_init(open).as_ref().map(|(open, _)| &**open)
    }

    /// What moved at an address, in the order of a diff.
    pub(in crate::tui) fn changes_at(&self, at: &Address) -> impl Iterator<Item = &Change> {
        let places = self.moved.get(&at.root()).into_iter().flatten();
        places.filter_map(|nth| self.changes.get(*nth))
    }

    /// What a value that is written otherwise was.
    pub(in crate::tui) fn before_of(&self, change: &Change) -> Option<Before> {
        let (now, _) = self.known.as_ref()?;
        Before::of(change, self.plan(), now)
    }

    /// All that moved, in the order of a diff.
    pub(in crate::tui) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Which figures moved of what an address names, in words, and what they were.
    pub(in crate::tui) fn refigured(&self, work: &Workspace, at: &Address) -> Vec<(String, Before)> {
        let at = figured(at);
        if at.table == Table::Driver {
            let now = work.plan().item_by_id(&at.key).map(|ix| money_of(work.figures(), ix));
            return self.standing.driver_moved(&at.key, &now.unwrap_or_default(), work.plan().currency);
        }
        let sums = self.sums.as_ref();
        sums.map_or_else(Vec::new, |now| self.standing.sums.moved(now, &at, work.plan().currency))
    }

    /// In which way what an address names moved in time, or that it is new as a whole.
    fn kind_at(&self, at: &Address) -> Option<Kind> {
        let root = at.root();
        if self.changes_at(at).any(|change| is_new(change) && change.at == root) {
            return Some(Kind::New);
        }
        let (now, _) = self.known.as_ref()?;
        in_time(&self.standing, now, at)
    }

    /// In which way what an address names moved, and what it was where that can be said in a few words; `None` where
    /// it did not. `figures`: its figures count, as in a view that shows these.
    pub(in crate::tui) fn otherwise(
        &self,
        work: &Workspace,
        at: &Address,
        figures: bool,
    ) -> Option<Otherwise> {
        if is_criterion(at) {
            return self.criterion(work, at);
        }
        // What a gate decided is no figure: it counts in every view.
        let figures = figures || at.table == Table::Gate && self.is_decided_otherwise(work.plan(), at);
        let refigured = if figures { self.refigured(work, at).into_iter().next() } else { None };
        let changed = refigured.is_some() || self.changes_at(at).next().is_some();
        let Some(kind) = self.kind_at(at).or_else(|| changed.then_some(Kind::Changed)) else {
            return self.stood(work, at);
        };
        let written = || self.changes_at(at).find_map(|change| self.before_of(change));
        let before = refigured.map(|(_, before)| before).or_else(written);
        // What goes with its wave is written nowhere.
        Some((kind, before.or_else(|| self.dates_before(work, at))))
    }

    /// Whether what a gate decided is otherwise than it was, or it was not decided.
    fn is_decided_otherwise(&self, now: &Plan, at: &Address) -> bool {
        let outcome = |plan: &Plan| {
            let gate = plan.gate_by_id(&at.key)?;
            Some(plan.decided_at(gate, plan.as_of).and_then(|it| it.outcome))
        };
        outcome(self.plan()).zip(outcome(now)).is_some_and(|(was, now)| was != now)
    }

    /// The same of a step, an item or a wave that stands worse or better than it did: where one of the two is late or
    /// at risk; or of a wave in which there are more or fewer steps. That what was planned has begun by now, or is done, is no move.
    fn stood(&self, work: &Workspace, at: &Address) -> Option<Otherwise> {
        let (then, _) = self.open.get()?.as_ref()?;
        let (old, new) = match work.step_at(at) {
            Some((ix, step)) => {
                let was = then.item_at(&at.root())?;
                let level = |nth: usize| work.plan().item(ix).steps.get(nth).map(|step| step.level);
                let same = |nth: usize| {
                    then.plan().item(was).steps.iter().position(|step| Some(step.level) == level(nth))
                };
                let before = match step {
                    Some(nth) => Some(same(nth)?),
                    None => None,
                };
                (then.status(was, before), work.status(ix, step))
            }
            None if at.table == Table::Wave && at.path.is_empty() => {
                let of = |work: &Workspace| {
                    let ix = work.plan().wave_by_id(&at.key)?;
                    work.progress.get(ix.at()).map(|it| (it.status, it.steps))
                };
                let ((old, had), (new, has)) = (of(then)?, of(work)?);
                // What is gone from it, or new in it, moved it too, though it stands as it stood.
                if had != has {
                    let [had, has] = [had, has].map(|steps| wording::count(steps as usize, "step"));
                    return Some((Kind::Changed, Some(Before::new(had, has))));
                }
                (old, new)
            }
            None => return None,
        };
        let bad = |status: Status| matches!(status, Status::Late | Status::AtRisk);
        let before = || Before::new(old.as_str().into(), new.as_str().into());
        (old != new && (bad(old) || bad(new))).then(|| (Kind::Changed, Some(before())))
    }

    /// The same of a criterion: it is new, or comes to something else.
    fn criterion(&self, work: &Workspace, at: &Address) -> Option<Otherwise> {
        if let Some((_, before)) = self.refigured(work, at).into_iter().next() {
            return Some((Kind::Changed, Some(before)));
        }
        let asked = |plan: &Plan| plan.gate_by_id(&at.key).map(|ix| plan.gates[ix.at()].criteria.clone());
        let (then, now) = (asked(self.plan()).unwrap_or_default(), asked(work.plan())?);
        let own = now.iter().find(|it| at.path.contains(&Part::Nth(it.nth)))?;
        (!then.iter().any(|it| it.text == own.text)).then_some((Kind::New, None))
    }

    /// In which way a change moved what it is of.
    pub(in crate::tui) fn kind_of(&self, change: &Change) -> Kind {
        Kind::of_change(change, || self.kind_at(&change.at.root()))
    }

    /// What the dates of a step were, or of an item those of the first step that moved.
    pub(in crate::tui) fn dates_before(&self, work: &Workspace, at: &Address) -> Option<Before> {
        let plan = work.plan();
        let (ix, step) = work.step_at(at)?;
        let item = plan.item(ix);
        let steps = item.steps.iter().enumerate().filter(|(nth, _)| step.is_none_or(|it| it == *nth));
        steps.into_iter().find_map(|(nth, reached)| {
            let (was, now) = (self.standing.step(&item.id, reached.level)?, span(plan, ix, nth));
            (was != now).then(|| days(was, now, "live"))
        })
    }

    /// Its name without the day.
    pub(in crate::tui) fn short(&self) -> &str {
        self.name.split(" (").next().unwrap_or_default()
    }
}

/// Whether it is a criterion of a gate.
pub(super) fn is_criterion(at: &Address) -> bool {
    at.table == Table::Gate && !at.path.is_empty()
}

/// What has the figures that an address asks for: a criterion has its own.
fn figured(at: &Address) -> Address {
    if is_criterion(at) { at.clone() } else { at.root() }
}

/// The items that an edit touched, where it touched nothing but items and left all names: then all else moved
/// as it did before, and is told in the same words.
fn edited(before: (&Plan, &Trees), (now, source): (&Plan, &Source)) -> Option<BTreeSet<Address>> {
    let touched = Aspects::touched(before.0, now);
    if touched.concern(&[Aspect::Names, Aspect::Waves, Aspect::WaveDates]) {
        return None;
    }
    let tables: BTreeSet<Address> = before.1.unlike(source)?.iter().map(Address::root).collect();
    let of_items = |at: &Address| matches!(at.table, Table::Driver | Table::Capability | Table::Mandate);
    tables.iter().all(of_items).then_some(tables)
}

/// The tables that a change concerns: its own, and of a record what it is about.
fn concerned(at: &Address, plan: &Plan) -> Vec<Address> {
    let mut all = vec![at.root()];
    let kinds: &[Table] = match at.table {
        Table::Reading => &[Table::Kpi],
        Table::Realized => &[Table::Driver],
        Table::Assessed => &[Table::Capability, Table::Mandate],
        _ => &[],
    };
    let known = |table: Table, id: &str| match table {
        Table::Kpi => plan.kpi_by_id(id).is_some(),
        _ => plan.item_by_id(id).is_some_and(|ix| Plan::item_table(plan.item(ix)) == table),
    };
    for id in at.key.split(' ') {
        let of = kinds.iter().filter(|table| known(**table, id));
        all.extend(of.map(|table| Address::new(*table, id)));
    }
    all
}
