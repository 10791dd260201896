//! Who moved the targets: of KPIs, of the ends of waves, of the dates of gates.

use crate::order::Order as _;
use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{State, decided, ways};
use crate::diff::{label, shown};
use crate::git::Commit;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::source::written::{Value, Written};
use crate::wording::aloud::Aloud;

/// A target or a date as a revision has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Its address.
    pub at: Address,
    /// What it is.
    pub value: Value,
    /// It for people.
    pub shown: String,
    /// What it is of, for people: `end of Scale`.
    pub label: String,
}

/// A revision in which a target or a date moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Shifted {
    /// The revision.
    pub commit: Commit,
    /// What moved.
    pub at: Address,
    /// What it was; `None`: its table was there without it.
    pub before: Option<Target>,
    /// What it is; `None`: it was taken away.
    pub after: Option<Target>,
    /// The decisions recorded with this revision that name it.
    pub decisions: Vec<String>,
    /// Without such, of the decisions that name it and came with no other move of it, the one whose date is
    /// nearest.
    pub nearest: Option<String>,
}

/// When a wave ends or a gate is held.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// The address of the date.
    pub at: Address,
    /// What the wave or the gate is called.
    pub name: Box<str>,
    /// When.
    pub date: NaiveDate,
    /// Whether the plan writes it; a gate without a date of its own is held at its wave's end.
    pub own: bool,
}

/// Whatever it is called: another name is no other day.
impl PartialEq for Milestone {
    fn eq(&self, other: &Self) -> bool {
        (&self.at, self.date, self.own) == (&other.at, other.date, other.own)
    }
}

/// The ends of all waves, then the dates of all gates.
pub(super) fn milestones(plan: &Plan) -> Vec<Milestone> {
    let under = |table, id: &str, key: &str| Address::new(table, id).to(key);
    let waves = plan.waves.iter().map(|wave| Milestone {
        at: under(Table::Wave, &wave.id, "end"),
        name: wave.title().into(),
        date: wave.end,
        own: true,
    });
    let gates = plan.gates.iter().filter_map(|gate| {
        let date = gate.date.or_else(|| gate.wave.map(|wave| plan.wave(wave).end))?;
        let name = gate.about.name.as_deref().unwrap_or(&gate.id).into();
        Some(Milestone { at: under(Table::Gate, &gate.id, "date"), name, date, own: gate.date.is_some() })
    });
    waves.chain(gates).collect()
}

/// All targets and dates that are written, by address.
pub(super) fn targets(written: &Written, plan: &Plan) -> Vec<Target> {
    let mut targets = Vec::new();
    for (table, value) in written.tables() {
        match table.table {
            Table::Kpi => {
                leaves(table, value, "target", 1, plan, &mut targets);
                leaves(table, value, "local", 2, plan, &mut targets);
            }
            Table::Wave => leaves(table, value, "end", 0, plan, &mut targets),
            Table::Gate => leaves(table, value, "date", 0, plan, &mut targets),
            _ => {}
        }
    }
    targets.order_by(|one, other| one.at.cmp(&other.at));
    targets
}

/// The values below a key of a table, at most so many keys down.
fn leaves(table: &Address, value: &Value, key: &str, depth: usize, plan: &Plan, targets: &mut Vec<Target>) {
    let mut open: Vec<(Address, &Value, usize)> = Vec::new();
    open.extend(value.get(key).map(|value| (table.clone().to(key), value, depth)));
    while let Some((at, value, depth)) = open.pop() {
        match value {
            Value::Table(entries) if depth > 0 => {
                open.extend(entries.iter().map(|(key, it)| (at.clone().to(&**key), it, depth - 1)));
            }
            value => {
                let aloud = Aloud { plans: &[plan], room: false };
                let (shown, label) = (shown(&at, value, plan), aloud.said(&label(&at, plan)));
                targets.push(Target { shown, label, value: value.clone(), at });
            }
        }
    }
}

/// Where a target or a date moved, the newest first, and in a revision by address. That a KPI, a wave or a
/// gate comes or goes moves none. `states` are what the commits say when the whole plan is asked for.
#[must_use]
pub fn shifted(commits: &[Commit], states: &[Option<State>]) -> Vec<Shifted> {
    let mut shifted = Vec::new();
    let mut taken: FxHashMap<Address, FxHashSet<String>> = FxHashMap::default();
    for (commit, before, after) in ways(commits, states) {
        let Some(first) = before.first() else { continue };
        let had = |at: &Address| before.iter().map(|it| find(it, at)).collect::<Vec<_>>();
        let gone = first.targets.iter().filter(|it| find(after, &it.at).is_none()).map(|it| &it.at);
        let mut all: Vec<&Address> = after.targets.iter().map(|it| &it.at).chain(gone).collect();
        all.order();
        let mut brought = None;
        for at in all {
            let (had, has) = (had(at), find(after, at));
            let same = |had: &Option<&Target>| had.map(|it| &it.value) == has.map(|it| &it.value);
            let there = |state: &State| state.subjects.binary_search(&at.root()).is_ok();
            if had.iter().any(same) || !there(first) || !there(after) {
                continue;
            }
            let brought = brought.get_or_insert_with(|| decided::brought(&before, after));
            let ids = decided::ids(at, after);
            let own = brought.iter().filter(|it| decided::names(it, &ids)).map(|it| decided::told(it));
            let decisions: Vec<String> = own.collect();
            taken.entry(at.clone()).or_default().extend(decisions.iter().cloned());
            shifted.push(Shifted {
                commit: commit.clone(),
                at: at.clone(),
                before: had.first().copied().flatten().cloned(),
                after: has.cloned(),
                decisions,
                nearest: None,
            });
        }
    }
    let ever = decided::ever(states);
    let newest = states.iter().flatten().next();
    for it in shifted.iter_mut().filter(|it| it.decisions.is_empty()) {
        if let (Some(newest), Some(taken)) = (newest, taken.get(&it.at)) {
            it.nearest = decided::nearest(&ever, &decided::ids(&it.at, newest), it.commit.date, taken);
        }
    }
    shifted
}

fn find<'s>(state: &'s State, at: &Address) -> Option<&'s Target> {
    let found = state.targets.binary_search_by(|it| it.at.cmp(at)).ok()?;
    state.targets.get(found)
}

/// The tables that have targets or dates, by address.
pub(super) fn subjects(written: &Written) -> Vec<Address> {
    let has = |at: &&Address| matches!(at.table, Table::Kpi | Table::Wave | Table::Gate);
    written.tables().iter().map(|(at, _)| at).filter(has).cloned().collect()
}
