//! Which change did what to the figures, dates, gates and findings: the changes are applied to the plan before one
//! after the other, in the order in which they are told, and what each one adds is what it did. The sum is exact whatever
//! the order; where changes work together, what is due to both falls to the later one.

use std::path::PathBuf;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::change::{Area, Change, about};
use super::effects::{Due, Effects, Figure, Moved, Reason, Reasons, Verdict, headline};
use crate::check::same::{Mark, known_by};
use crate::check::settings::Settings;
use crate::check::{Reported, check_under};
use crate::disk::Memory;
use crate::figures::Figures;
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part};
use crate::plan::quantity::Money;
use crate::plan::telling::Telling;
use crate::source::written::{Value, Written};
use crate::source::{Limits, Read, Source};

/// Steps at most: each reads and computes a plan. More changes are taken together, first by table, then by
/// area.
const STEPS: usize = 48;
/// Tables of a plan up to which so many steps are taken; of a larger one, fewer.
const TABLES: usize = 5000;

/// Tells for what lies between two plans which change did it: the sums, unless the two count in different money, and
/// dates, gates, and findings that are new and gone.
pub(super) fn tell(
    effects: &mut Effects,
    before: &Written,
    changes: &[Change],
    (past, now): (&Plan, &Plan),
    found: [&[Reported]; 2],
    settings: &Settings,
) {
    let marks = found.map(|all| all.iter().map(|it| known_by(&it.finding)).collect::<Vec<_>>());
    effects.findings = marks.each_ref().map(|marks| vec![Vec::new(); marks.len()]);
    let counted = past.currency == now.currency;
    let asked = Asked { effects, marks: &marks, settings, past };
    let (first, last) = (asked.sums(past), asked.sums(now));
    let is_same = first == last && effects.dates.is_empty() && effects.gates.is_empty();
    if is_same && found.iter().all(|it| it.is_empty()) {
        return;
    }
    let mut tables = Tables::default();
    for (at, value) in before.tables() {
        tables.entry(about(at)).or_default().push(value.clone());
    }
    let Some(mut seen) = read(&tables).map(|read| asked.seen(read)) else { return };
    seen.sums = first.clone();
    let (mut reasons, mut due_to) = (Vec::new(), Vec::new());
    let mut due = Dues { dates: Vec::new(), gates: Vec::new(), findings: effects.findings.clone() };
    due.dates.resize(effects.dates.len(), Vec::new());
    due.gates.resize(effects.gates.len(), Vec::new());
    let most = STEPS.min(STEPS * TABLES / before.tables().len().max(1));
    for (of, group) in grouped(changes, most) {
        for nth in &group {
            apply(&mut tables, &changes[*nth]);
        }
        let Some(next) = read(&tables).map(|read| asked.seen(read)) else { break };
        if due.take(&seen, &next, due_to.len()) {
            due_to.push(Due { changes: group.clone(), of: of.clone() });
        }
        if next.sums != seen.sums && counted {
            let [planned, forecast, npv] = [0, 1, 2].map(|nth| next.sums.0[nth] - seen.sums.0[nth]);
            let both = seen.sums.1.iter().zip(&next.sums.1);
            let moved = both.filter(|(before, after)| before.after != after.after);
            let paybacks = moved.map(|(was, is)| Figure { before: was.after, ..*is }).collect();
            reasons.push(Reason { changes: group, of, planned, forecast, npv, paybacks });
        }
        seen = next;
    }
    if counted {
        effects.reasons = Reasons { steps: reasons, rest: last.0[2] - seen.sums.0[2] };
    }
    for (moved, due) in effects.dates.iter_mut().zip(due.dates) {
        moved.due = due;
    }
    for (verdict, due) in effects.gates.iter_mut().zip(due.gates) {
        verdict.due = due;
    }
    (effects.findings, effects.due_to) = (due.findings, due_to);
}

/// Planned value, forecast value and the NPV, and the two paybacks.
type Sums = ([Money; 3], Vec<Figure>);

/// What is looked at after each step.
struct Asked<'a> {
    effects: &'a Effects,
    /// Findings that are new and gone.
    marks: &'a [Vec<Option<Mark>>; 2],
    settings: &'a Settings,
    past: &'a Plan,
}

/// What a step leads to.
struct Seen {
    sums: Sums,
    /// When each step is live whose date is asked for.
    dates: Vec<Option<NaiveDate>>,
    /// Whether each criterion holds that is asked for.
    gates: Vec<Option<bool>>,
    /// How many findings there are of each that is asked for.
    findings: [Vec<usize>; 2],
}

/// The steps that each thing is due to.
struct Dues {
    dates: Vec<Vec<usize>>,
    gates: Vec<Vec<usize>>,
    findings: [Vec<Vec<usize>>; 2],
}

impl Dues {
    /// Takes in what a step did, which has this number if it did anything; gives whether it did.
    fn take(&mut self, before: &Seen, after: &Seen, step: usize) -> bool {
        let mut any = false;
        for (due, (before, after)) in self.dates.iter_mut().zip(before.dates.iter().zip(&after.dates)) {
            if before != after {
                due.push(step);
                any = true;
            }
        }
        // What holds or is found, and does not any more, is due to whatever it did so last.
        for (due, (before, after)) in self.gates.iter_mut().zip(before.gates.iter().zip(&after.gates)) {
            if before != after {
                *due = vec![step];
                any = true;
            }
        }
        for (nth, more) in [true, false].into_iter().enumerate() {
            let both = before.findings[nth].iter().zip(&after.findings[nth]);
            for (due, (before, after)) in self.findings[nth].iter_mut().zip(both) {
                if (more && after > before) || (!more && after < before) {
                    *due = vec![step];
                    any = true;
                }
            }
        }
        any
    }
}

impl Asked<'_> {
    fn sums(&self, plan: &Plan) -> Sums {
        let figures = Figures::new(plan);
        let case = figures.case();
        let paybacks = headline(case).into_iter().filter(|(name, _)| name.ends_with("payback"));
        let paybacks = paybacks.map(|(name, after)| Figure { name, before: after, after });
        ([case.planned, case.forecast, case.npv], paybacks.collect())
    }

    fn seen(&self, read: Read) -> Seen {
        let Effects { dates, gates, .. } = self.effects;
        let mut findings = self.marks.each_ref().map(|marks| vec![0; marks.len()]);
        let plan = if self.marks.iter().all(Vec::is_empty) {
            let mut plan = read.plan;
            plan.as_of = self.settings.as_of.unwrap_or(plan.as_of);
            plan
        } else {
            let checked = check_under(read, self.settings, Some(self.past));
            let mut known: FxHashMap<Mark, usize> = FxHashMap::default();
            for mark in checked.findings.iter().filter_map(|it| known_by(&it.finding)) {
                *known.entry(mark).or_default() += 1;
            }
            for (findings, marks) in findings.iter_mut().zip(self.marks) {
                for (count, mark) in findings.iter_mut().zip(marks) {
                    *count = mark.as_ref().and_then(|mark| known.get(mark)).copied().unwrap_or(0);
                }
            }
            checked.plan
        };
        let live = |moved: &Moved| {
            let ix = plan.item_by_id(&moved.at.key)?;
            let nth = plan.item(ix).steps.iter().position(|step| step.level == moved.level)?;
            plan.step_live(ix, nth)
        };
        let dates = dates.iter().map(live).collect();
        let figures = Figures::new(&plan);
        let mut judged: FxHashMap<&str, Vec<(&str, bool)>> = FxHashMap::default();
        for verdict in gates {
            let Some(ix) = plan.gate_by_id(&verdict.gate) else { continue };
            judged.entry(&verdict.gate).or_insert_with(|| {
                let now = figures.verdict(ix, plan.as_of);
                let criteria = plan.gates.get(ix.at()).map_or(&[][..], |gate| &gate.criteria);
                criteria.iter().zip(now.deciding()).map(|(it, judged)| (&*it.text, judged.holds)).collect()
            });
        }
        let holds = |verdict: &Verdict| {
            let all = judged.get(&*verdict.gate)?;
            all.iter().find(|(text, _)| *text == &*verdict.criterion).map(|(_, holds)| *holds)
        };
        let gates = gates.iter().map(holds).collect();
        Seen { sums: self.sums(&plan), dates, gates, findings }
    }
}

/// What is written, by what it is about.
type Tables = FxHashMap<Address, Vec<Value>>;

/// The changes in steps, each with its name.
fn grouped(changes: &[Change], most: usize) -> Vec<(Telling, Vec<usize>)> {
    let by = |name: &dyn Fn(&Change) -> Telling| {
        let mut steps: Vec<(Telling, Vec<usize>)> = Vec::new();
        let mut known: FxHashMap<String, usize> = FxHashMap::default();
        for (nth, change) in changes.iter().enumerate() {
            let at = *known.entry(name(change).to_string()).or_insert(steps.len());
            if at == steps.len() {
                steps.push((name(change), Vec::new()));
            }
            steps[at].1.push(nth);
        }
        steps
    };
    if changes.len() <= most {
        return changes.iter().enumerate().map(|(nth, it)| (it.sentence.clone(), vec![nth])).collect();
    }
    let tables = by(&|change| match change.at.table.holds() {
        Holds::ById => Telling::default().at(change.at.root()),
        Holds::One | Holds::Many => change.at.table.noun().into(),
    });
    if tables.len() <= most { tables } else { by(&|change| Area::of(change.at.table).as_str().into()) }
}

/// Applies a change to what is written.
fn apply(tables: &mut Tables, change: &Change) {
    let path = &change.at.path;
    let group = tables.entry(about(&change.at)).or_default();
    // Of records about the same, the one that says what the change starts from: a handful.
    let found = group.iter().position(|value| value.at(path) == change.before.as_ref());
    match (found.filter(|_| change.before.is_some() || !path.is_empty()), &change.after) {
        (Some(nth), None) if path.is_empty() => drop(group.remove(nth)),
        (Some(nth), after) => set(&mut group[nth], path, after.as_ref()),
        (None, Some(after)) if path.is_empty() => group.push(after.clone()),
        (None, after) => {
            let mut table = Value::Table(Vec::new());
            set(&mut table, path, after.as_ref());
            group.push(table);
        }
    }
}

fn set(value: &mut Value, path: &[Part], to: Option<&Value>) {
    let [Part::Key(key), rest @ ..] = path else {
        if let (true, Some(to)) = (path.is_empty(), to) {
            *value = to.clone();
        }
        return;
    };
    let Value::Table(entries) = value else { return };
    let found = entries.binary_search_by(|(own, _)| own.cmp(key));
    match (found, to) {
        (Ok(at), None) if rest.is_empty() => drop(entries.remove(at)),
        (Ok(at), _) => set(&mut entries[at].1, rest, to),
        (Err(at), Some(to)) => {
            let empty = if rest.is_empty() { to.clone() } else { Value::Table(Vec::new()) };
            entries.insert(at, (key.clone(), empty));
            set(&mut entries[at].1, rest, Some(to));
        }
        (Err(_), None) => {}
    }
}

/// The plan that some tables make up.
fn read(tables: &Tables) -> Option<Read> {
    let tables = tables.iter().flat_map(|(at, group)| group.iter().map(|value| (at.clone(), value.clone())));
    let text = Written::of(tables.collect()).file();
    let limits = Limits { file: u64::MAX, total: u64::MAX, ..Limits::default() };
    let store = Memory::default().with("plan.toml", text);
    Source::read(&store, &[PathBuf::from("plan.toml")], limits).ok()
}
