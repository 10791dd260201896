//! An open plan: the plan, what is wrong with it and where that stands in the files, and what every
//! view asks of it again and again. Built once for each state of the plan.

mod enables;
pub mod outline;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use self_cell::self_cell;

use crate::check::settings::Settings;
use crate::check::{Checked, Kept, Reported, check_of, is_loss, look_from};
use crate::draft::{Draft, Title};
use crate::figures::Figures;
use crate::finding::{Finding, Place, Severity};
use crate::graph::{Delayed, Graph};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::aspect::{Aspect, Aspects};
use crate::plan::id::{GateIx, ItemIx, WaveIx};
use crate::plan::quantity::{Money, Unit};
use crate::plan::shift::Shift;
use crate::register;
use crate::rule::Context;
use crate::simulation::Simulation;
use crate::source::text::Position;
use crate::source::{Source, Spot};
use crate::status::{self, Counts, Progress, Standings, Status};
use enables::Enables;
use outline::alone::{Alone, alone};

/// A finding with its weight settled and its place in the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The finding.
    pub finding: Finding,
    /// How much it weighs here.
    pub severity: Severity,
    /// The file and the line, from 1, where the source knows them.
    pub line: Option<(Box<str>, u32)>,
    /// Where it stands.
    pub spot: Spot,
}

/// A line of a file, with what is marked in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Its number, from 1.
    pub number: u32,
    /// Its text.
    pub text: Box<str>,
    /// First byte and the byte after the last of what is marked, and the words below it.
    pub mark: Option<(usize, usize, Box<str>)>,
}

impl Located {
    fn all(source: &Source, reported: Vec<Reported>) -> Vec<Self> {
        // Inside of a plan's folder, a file is known by its way from there.
        let own = source.paths().next().unwrap_or_default();
        let folder = own.rfind('/').map_or("", |at| &own[..=at]);
        reported.into_iter().map(|reported| Self::of(folder, reported)).collect()
    }

    fn of(folder: &str, reported: Reported) -> Self {
        let Reported { finding, severity, spot, .. } = reported;
        let known = spot.path.strip_prefix(folder).unwrap_or(&spot.path).into();
        Self { finding, severity, line: Some((known, spot.start.line)), spot }
    }

    /// The lines of the file around it.
    #[must_use]
    pub fn excerpt(&self, source: &Source) -> Vec<Excerpt> {
        let Spot { file, start: Position { line, .. }, bytes, .. } = &self.spot;
        let text = source.text(*file);
        let exists = |number: &u32| (1..=text.lines()).contains(number);
        let of = |number: u32| {
            let shown = text.line(number);
            let (start, _) = text.line_span(number, number);
            let mark = (number == *line).then(|| {
                let within = |at: usize| at.saturating_sub(start as usize).min(shown.len());
                let (from, to) = (within(bytes.start), within(bytes.end));
                (from, to.max(from), self.finding.label.as_str().into())
            });
            Excerpt { number, text: shown.into(), mark }
        };
        (line.saturating_sub(2)..=line + 1).filter(exists).map(of).collect()
    }
}

self_cell! {
    /// A plan and its figures, which look at it.
    struct Computed {
        owner: Rc<Plan>,
        #[covariant]
        dependent: Figures,
    }
}

/// What may become of an open plan, as far as anybody asked.
#[derive(Default)]
pub enum Simulated {
    /// Nobody asked.
    #[default]
    Unasked,
    /// It is being found out, with this number.
    Asked(u64),
    /// This.
    Known(Box<Simulation>),
}

/// An open plan in which something is late, as it is looked at.
pub struct Late {
    /// What is late.
    pub what: Delayed,
    /// By how much.
    pub by: Shift,
    /// The plan with the new dates.
    pub plan: Plan,
    /// What may become of it.
    pub simulated: Simulated,
}

/// A scenario beside others.
#[derive(Clone, Debug)]
pub struct Sketch {
    /// Its name.
    pub name: String,
    /// The titles of what it tries.
    pub tries: Vec<Title>,
    /// It is the one that is open.
    pub open: bool,
    /// It is the one that is open, or is opened next.
    pub is_next: bool,
    /// What of it is told otherwise since the plan moved under it, in words; may be empty.
    pub note: String,
    /// What it comes to, or why it cannot be made on the plan as it is.
    pub outline: Result<Rc<outline::Outline>, Unmade>,
}

/// Why a scenario cannot be made on the plan as it is.
#[derive(Clone, Debug, Default)]
pub struct Unmade {
    /// In words.
    pub why: String,
    /// What it tries that cannot be made, by its place, and why.
    pub of: Vec<(usize, String)>,
}

/// What the graphs read of a plan.
const GRAPHS: &[Aspect] =
    &[Aspect::Needs, Aspect::Steps, Aspect::Dates, Aspect::Capabilities, Aspect::Waves, Aspect::WaveDates];

/// What the standings of steps, and with them the progress of waves, read of a plan besides how many findings
/// each item has.
const STANDINGS: &[Aspect] = &[
    Aspect::Needs,
    Aspect::Steps,
    Aspect::Dates,
    Aspect::Drivers,
    Aspect::Capabilities,
    Aspect::Mandates,
    Aspect::Assessed,
    Aspect::Realized,
    Aspect::Scope,
    Aspect::Values,
    Aspect::Pools,
    Aspect::Waves,
    Aspect::WaveDates,
    Aspect::Waivers,
];

/// What the standings read of the items that they are of, and of those that these need or prefer: where
/// nothing else is touched, only the standings of some items can have changed.
const OF_ITEMS: &[Aspect] =
    &[Aspect::Steps, Aspect::Phased, Aspect::Dates, Aspect::Drivers, Aspect::Capabilities, Aspect::Mandates];

/// The money of things that the register lists, by what it is called.
pub type Registered = FxHashMap<Address, Vec<(&'static str, Money)>>;

/// An open plan.
pub struct Workspace {
    computed: Computed,
    graph: Rc<Graph>,
    /// The name of its file, without folders.
    pub file: Box<str>,
    /// What is wrong with it, in the order of the command-line check.
    pub findings: Vec<Located>,
    /// How many of them say that something is written which could not be read, so that no figure has it.
    pub unread: usize,
    /// Where each step of each item stands.
    pub standings: Rc<Standings>,
    /// How far each wave has come.
    pub progress: Vec<Progress>,
    /// The draft that it shows; `None` where the plan is only looked at.
    pub draft: Option<Box<Draft>>,
    /// The day that it is looked at as of, where that was asked for.
    pub as_of: Option<NaiveDate>,
    /// The titles of what was done to the draft and is not saved.
    pub unsaved: Vec<Title>,
    /// What may become of it; of this state of the plan, so that a changed plan has to ask again.
    pub simulated: Simulated,
    /// What is late in it, where that is looked at; of this state of the plan, too.
    pub late: Option<Box<Late>>,
    /// The plan, where this is a scenario of it.
    pub beside: Option<Box<Self>>,
    /// The scenarios that it is compared with, or is one of.
    pub scenarios: Vec<Sketch>,
    by_table: FxHashMap<Address, Vec<u32>>,
    counts: Counts,
    /// What each rule found, for the check after an edit.
    kept: Kept,
    /// For each item, those that need it, each once.
    enables: Rc<OnceCell<Enables>>,
    /// For each item, its place when all go by name.
    by_name: Rc<OnceCell<Vec<u32>>>,
    /// The money of objectives and pools, by what it is called.
    registered: OnceCell<Registered>,
    /// What it leaves out of the plan beside it, found when it is first asked for.
    gone: OnceCell<Vec<Alone>>,
    /// The text it was read from, if it was.
    source: Option<Source>,
}

impl Workspace {
    /// An open plan with its findings.
    #[must_use]
    pub fn new(plan: Plan, file: &str, findings: Vec<Located>) -> Self {
        let graph = Rc::new(Graph::new(&plan));
        let computed = Computed::new(Rc::new(plan), |plan| Figures::new(plan).with_graph(&graph));
        Self::with(computed, graph, file, findings, None)
    }

    /// A plan with all that views ask of it; what an edit did not touch is that of the plan `before` it.
    fn with(
        computed: Computed,
        graph: Rc<Graph>,
        file: &str,
        findings: Vec<Located>,
        before: Option<(&Self, Aspects)>,
    ) -> Self {
        let mut by_table: FxHashMap<Address, Vec<u32>> = FxHashMap::default();
        for (nth, located) in (0..).zip(&findings) {
            if let Place::Address(at) | Place::Both(at, _) = &located.finding.at {
                by_table.entry(at.root()).or_default().push(nth);
            }
        }
        let plan = computed.borrow_owner();
        let counts = Counts::of(plan, findings.iter().map(|it| (&it.finding, it.severity)));
        let kept = |reads| before.filter(|(_, touched)| !touched.concern(reads)).map(|(before, _)| before);
        let enables = kept(&[Aspect::Needs]).map(|before| Rc::clone(&before.enables)).unwrap_or_default();
        let by_name = kept(&[Aspect::Names]).map(|before| Rc::clone(&before.by_name)).unwrap_or_default();
        let (standings, progress) = match kept(STANDINGS).filter(|before| before.counts == counts) {
            Some(before) => (Rc::clone(&before.standings), before.progress.clone()),
            None => {
                let count = |ix, step, severity| counts.on(ix, step, severity);
                let figures = computed.borrow_dependent();
                let elsewhere: Vec<Aspect> =
                    STANDINGS.iter().copied().filter(|aspect| !OF_ITEMS.contains(aspect)).collect();
                let mut standings = before.map(|(before, _)| (*before.standings).clone()).unwrap_or_default();
                standings.resize_with(plan.items.len(), Rc::default);
                match kept(&elsewhere) {
                    Some(before) => {
                        let enables = enables.get_or_init(|| Enables::of(plan));
                        let mut items = before.moved_to(plan, &counts, enables);
                        items.extend(before.waiting_otherwise(figures, enables));
                        status::stand(figures, &mut standings, items.iter().copied(), count);
                    }
                    None => {
                        let all = (0..standings.len()).map(ItemIx::from);
                        status::stand(figures, &mut standings, all, count);
                    }
                }
                let progress = status::progress(plan, &standings);
                (Rc::new(standings), progress)
            }
        };
        Self {
            computed,
            graph,
            file: file.into(),
            unread: findings.iter().filter(|located| is_loss(&located.finding)).count(),
            findings,
            standings,
            progress,
            counts,
            kept: Kept::default(),
            enables,
            by_name,
            registered: OnceCell::new(),
            gone: OnceCell::new(),
            draft: None,
            as_of: None,
            unsaved: Vec::new(),
            simulated: Simulated::default(),
            late: None,
            beside: None,
            scenarios: Vec::new(),
            by_table,
            source: None,
        }
    }

    /// The items whose steps may stand elsewhere in a plan after this one: those that changed, those that need
    /// or prefer them, and those of which more or less is found.
    fn moved_to(&self, plan: &Plan, counts: &Counts, enables: &Enables) -> BTreeSet<ItemIx> {
        let (old, mut items) = (self.plan(), BTreeSet::new());
        items.extend(old.items.changed(&plan.items).map(ItemIx::from));
        for (one, other) in [(old, plan), (plan, old)] {
            let moved = one.moved.iter().filter(|(step, day)| other.moved.get(step) != Some(day));
            items.extend(moved.map(|((ix, _), _)| *ix));
        }
        let needing: Vec<ItemIx> = items.iter().flat_map(|ix| enables.of_item(*ix)).copied().collect();
        items.extend(needing);
        items.extend(self.counts.apart(counts));
        items
    }

    /// The items of which a step waits for something else than before, or no more, and those that need or prefer them:
    /// one waits through another, so that they may be far from what changed.
    fn waiting_otherwise(&self, figures: &Figures<'_>, enables: &Enables) -> BTreeSet<ItemIx> {
        let (old, new) = (&self.figures().step_states().waits, &figures.step_states().waits);
        let mut items: BTreeSet<ItemIx> = BTreeSet::new();
        for (one, other) in [(old, new), (new, old)] {
            items.extend(one.apart(other));
        }
        let needing: Vec<ItemIx> = items.iter().flat_map(|ix| enables.of_item(*ix)).copied().collect();
        items.extend(needing);
        items
    }

    /// A plan that was read and checked, from the file of this name.
    #[must_use]
    pub fn of(checked: Checked, file: &str) -> Self {
        let Checked { source, plan, graph, findings, .. } = checked;
        let findings = Located::all(&source, findings);
        let graph = Rc::new(graph);
        let computed = Computed::new(Rc::new(plan), |plan| Figures::new(plan).with_graph(&graph));
        Self { source: Some(source), ..Self::with(computed, graph, file, findings, None) }
    }

    /// The file that an address stands in, as it was named or found, and the line, from 1.
    #[must_use]
    pub fn path_of(&self, at: &Address) -> Option<(PathBuf, u32)> {
        self.path_at(&Place::Address(at.clone()))
    }

    /// The file that a place stands in, as it was named or found, and the line, from 1.
    #[must_use]
    pub fn path_at(&self, place: &Place) -> Option<(PathBuf, u32)> {
        let source = self.source()?;
        let spot = source.locate(self.plan(), place);
        let path = source.canonical(spot.file).map_or_else(|| PathBuf::from(&*spot.path), Path::to_path_buf);
        (!spot.path.is_empty()).then_some((path, spot.start.line))
    }

    /// The file that an address stands in, as reports name it, and the line, from 1.
    #[must_use]
    pub fn place_of(&self, at: &Address) -> Option<(String, u32)> {
        let spot = self.source()?.locate(self.plan(), &Place::Address(at.clone()));
        (!spot.path.is_empty()).then(|| (spot.path.to_string(), spot.start.line))
    }

    /// The files it was read from, where it was; those of its draft where it is open to edits.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        self.draft.as_ref().map(|draft| draft.source()).or(self.source.as_ref())
    }

    /// A plan as its draft has it, looked at as of `as_of` where that is given, and open to edits.
    #[must_use]
    pub fn drafted(draft: Box<Draft>, as_of: Option<NaiveDate>) -> Self {
        Self::of_draft(draft, as_of, None)
    }

    /// A plan as its draft has it after a change, looked at as the plan was `before`. What reads nothing that
    /// the change touched is taken over from there.
    #[must_use]
    pub fn after(before: &Self, draft: Box<Draft>) -> Self {
        Self::of_draft(draft, before.as_of, Some(before))
    }

    fn of_draft(draft: Box<Draft>, as_of: Option<NaiveDate>, before: Option<&Self>) -> Self {
        let mut plan = draft.shared_plan();
        let settings = Settings { as_of, ..Settings::default() };
        let found = draft.findings().to_vec();
        let is_another_day = as_of.is_some_and(|as_of| as_of != plan.as_of);
        let looks_back = is_another_day && look_from(Rc::make_mut(&mut plan), &settings);
        let before = before.map(|before| (before, Aspects::touched(before.plan(), &plan)));
        let graph = match before {
            Some((before, touched)) if !touched.concern(GRAPHS) => Rc::clone(&before.graph),
            Some((before, _)) => Rc::new(Graph::renewed(&before.graph, before.plan(), &plan)),
            None => Rc::clone(draft.graph()),
        };
        draft.know_graph(&graph);
        // What the rules ask of the figures, the views need not ask again.
        let computed = Computed::new(plan, |plan| {
            let figures = match before {
                Some((before, touched)) => Figures::after(before.figures(), plan, touched),
                None => Figures::new(plan),
            };
            figures.with_graph(&graph)
        });
        let (plan, figures) = (computed.borrow_owner(), computed.borrow_dependent());
        let context = Context { plan, graph: &graph, figures, before: None };
        let mut kept = before.map(|(before, touched)| before.kept.after(touched)).unwrap_or_default();
        let reported = check_of(draft.source(), &context, looks_back, found, &settings, Some(&mut kept));
        let own = draft.source().paths().next().unwrap_or_default();
        let file = Path::new(own).file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let findings = Located::all(draft.source(), reported);
        let unsaved = draft.unsaved();
        let work = Self::with(computed, graph, &file, findings, before);
        Self { draft: Some(draft), as_of, unsaved, kept, ..work }
    }

    /// The same, with amounts told in a unit.
    #[must_use]
    pub fn in_unit(self, unit: Unit) -> Self {
        let mut plan = self.plan().clone();
        plan.currency.unit = unit;
        let beside = self.beside.map(|beside| Box::new(beside.in_unit(unit)));
        let Self { draft, as_of, unsaved, source, file, findings, .. } = self;
        Self { draft, as_of, unsaved, source, beside, ..Self::new(plan, &file, findings) }
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        self.computed.borrow_owner()
    }

    /// What an open scenario leaves out of the plan that waits beside it.
    #[must_use]
    pub fn gone(&self) -> &[Alone] {
        let Some(plan) = self.beside.as_deref() else { return &[] };
        self.gone.get_or_init(|| alone(plan.plan(), self.plan()))
    }

    /// The plan, to be held beside it.
    #[must_use]
    pub fn shared_plan(&self) -> &Rc<Plan> {
        self.computed.borrow_owner()
    }

    /// Its items and waves as graphs.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Its figures, each computed when first asked for.
    #[must_use]
    pub fn figures(&self) -> &Figures<'_> {
        self.computed.borrow_dependent()
    }

    /// The place of each item when all go by name, and of those that share a name by id: what is shown by name
    /// is sorted after every edit, and names seldom change.
    #[must_use]
    pub fn by_name(&self) -> &[u32] {
        self.by_name.get_or_init(|| {
            let items = &self.plan().items;
            let mut order: Vec<ItemIx> = (0..items.len()).map(ItemIx::from).collect();
            order.order_by_key(|ix| (self.plan().item(*ix).title(), *ix));
            let mut places = vec![0; order.len()];
            for (place, ix) in (0..).zip(order) {
                places[ix.at()] = place;
            }
            places
        })
    }

    /// The items that need an item or prefer it first, each once.
    #[must_use]
    pub fn enables(&self, ix: ItemIx) -> &[ItemIx] {
        self.enables.get_or_init(|| Enables::of(self.plan())).of_item(ix)
    }

    /// The money of objectives and pools, computed when first asked for.
    #[must_use]
    pub fn registered(&self) -> &Registered {
        self.registered.get_or_init(|| register::sums(self.figures()).into_iter().collect())
    }

    /// The findings on the table that an address lies in.
    pub fn findings_on<'w>(&'w self, at: &Address) -> impl Iterator<Item = &'w Located> + use<'w> {
        let on = self.by_table.get(&at.root()).map_or(&[][..], Vec::as_slice);
        on.iter().filter_map(|nth| self.findings.get(*nth as usize))
    }

    /// What the check found of a severity that counts with a step of an item.
    pub fn counted_with(
        &self,
        (ix, step): (ItemIx, usize),
        severity: Severity,
    ) -> impl Iterator<Item = &Located> {
        let counts = move |it: &&Located| {
            it.severity == severity
                && status::counted_with(self.plan(), &it.finding, severity) == Some((ix, step))
        };
        self.findings_on(&self.plan().item_address(ix)).filter(counts)
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|located| located.severity == severity).count()
    }

    /// Where a step of an item stands. Of an item as a whole: the worst of the steps whose time has come.
    #[must_use]
    pub fn status(&self, ix: ItemIx, step: Option<usize>) -> Status {
        let steps = self.standings.get(ix.at()).map_or(&[][..], |steps| &**steps);
        if let Some(standing) = step.and_then(|step| steps.get(step)) {
            return standing.status;
        }
        let to_come = steps.iter().any(|standing| standing.status == Status::NotStarted);
        let begun =
            steps.iter().map(|standing| standing.status).filter(|status| *status != Status::NotStarted);
        match begun.max() {
            None => Status::NotStarted,
            Some(Status::Done) if to_come => Status::OnTrack,
            Some(worst) => worst,
        }
    }

    /// The step that an item stands at where it stands: the one given, or else the first that stands so, and where
    /// none does the first that is to come.
    #[must_use]
    pub fn telling(&self, ix: ItemIx, step: Option<usize>) -> usize {
        let steps = self.standings.get(ix.at()).map_or(&[][..], |steps| &**steps);
        let (status, first) =
            (self.status(ix, step), |of: Status| steps.iter().position(|it| it.status == of));
        let to_come = || first(Status::NotStarted);
        step.or_else(|| first(status)).or_else(to_come).unwrap_or(0)
    }

    /// The item whose table an address lies in.
    #[must_use]
    pub fn item_at(&self, at: &Address) -> Option<ItemIx> {
        let ix = self.plan().item_by_id(&at.key)?;
        (Plan::item_table(self.plan().item(ix)) == at.table).then_some(ix)
    }

    /// The step of an item that an address names: `capability.consent.reaches.scale`.
    #[must_use]
    pub fn step_at(&self, at: &Address) -> Option<(ItemIx, Option<usize>)> {
        let ix = self.item_at(at)?;
        let steps = self.plan().item(ix).steps.len();
        let step = (0..steps).find(|step| self.plan().step_address(ix, *step) == *at);
        Some((ix, step))
    }

    /// The gates of a wave.
    pub fn gates_of(&self, wave: WaveIx) -> impl Iterator<Item = GateIx> {
        let gates = self.plan().gates.iter().enumerate();
        gates.filter(move |(_, gate)| gate.wave == Some(wave)).map(|(position, _)| GateIx::from(position))
    }
}
