//! What stands on the board: a column a wave, a band a dimension, a card a step.

use std::collections::{BTreeMap, BTreeSet};

use super::cards::{Band, Card, Pinned};
use super::{BY_MARKET, OWNERS, markets};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::Item;
use crate::plan::record::Outcome;
use crate::status::Status;
use crate::tui::baseline::scope;
use crate::tui::detail;
use crate::tui::theme::mark;
use crate::workspace::Workspace;
use crate::{status, wording};

/// A wave, or what is in none.
pub(super) struct Column {
    pub(super) at: Option<Address>,
    pub(super) name: String,
    pub(super) progress: String,
    pub(super) status: Status,
    pub(super) dates: [String; 2],
    pub(super) budget: String,
    /// By their names, and as short as they get.
    pub(super) markets: [String; 2],
    /// For each band, what is pinned to it.
    pub(super) cells: Vec<Vec<Pinned>>,
    pub(super) gates: Vec<Pinned>,
}

pub(super) fn bands(work: &Workspace, variant: usize) -> Vec<Band> {
    match variant {
        1 => Status::ALL
            .into_iter()
            .filter(|status| *status != Status::Open)
            .map(|status| Band { name: status_name(status), what: "" })
            .collect(),
        2 => owners(work),
        BY_MARKET => markets::bands(work.plan()),
        _ => [("Strategy", "value drivers"), ("Operating model", "capabilities"), ("Leadership", "mandates")]
            .map(|(name, what)| Band { name: name.into(), what })
            .into(),
    }
}

/// A band for each of few owners, of whom those come first whose items need attention, the gravest and then the most
/// of them; in one band all others.
fn owners(work: &Workspace) -> Vec<Band> {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (ix, item) in work.plan().items().filter(|(_, item)| !item.steps.is_empty()) {
        let [late, at_risk, all] = counts.entry(item.about.owner.as_deref().unwrap_or_default()).or_default();
        for step in 0..item.steps.len() {
            let status = work.status(ix, Some(step));
            *late += usize::from(status == Status::Late);
            *at_risk += usize::from(status == Status::AtRisk);
        }
        *all += 1;
    }
    // Whom nobody owns is told by name only where that needs attention: otherwise it is among the others.
    counts.retain(|owner, [late, at_risk, _]| !owner.is_empty() || *late + *at_risk > 0);
    let mut owners: Vec<(&str, [usize; 3])> = counts.into_iter().collect();
    owners.order_by_key(|(_, counts)| std::cmp::Reverse(*counts));
    let named = owners.iter().take(OWNERS).map(|(owner, _)| *owner);
    let named: Vec<Band> = named
        .map(|owner| Band { name: if owner.is_empty() { NOBODY } else { owner }.to_owned(), what: "" })
        .collect();
    // All others, where there are any, and whether somebody owns them.
    let of_items = work.plan().items().filter(|(_, item)| !item.is_group());
    let owners: BTreeSet<_> = of_items.map(|(_, item)| item.about.owner.as_deref()).collect();
    let is_named = |owner: &Option<&str>| named.iter().any(|band| band.name == owner.unwrap_or(NOBODY));
    let left: Vec<_> = owners.into_iter().filter(|owner| !is_named(owner)).collect();
    let others = match (left.iter().any(Option::is_some), left.contains(&None)) {
        (true, true) => Some(("Others", "and nobody")),
        (true, false) => Some(("Others", "")),
        // A plan without items has a band all the same.
        (false, true) => Some((NOBODY, "")),
        (false, false) => named.is_empty().then_some((NOBODY, "")),
    };
    let others = others.map(|(name, what)| Band { name: name.into(), what });
    named.into_iter().chain(others).collect()
}

/// The band of what has no owner.
const NOBODY: &str = "No owner";

fn status_name(status: Status) -> String {
    if status == Status::Late { "Late".into() } else { capital(status.as_str()) }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The band of a step, or of an item that has none.
pub(super) fn band_of(
    work: &Workspace,
    variant: usize,
    ix: ItemIx,
    step: Option<usize>,
    bands: &[Band],
) -> usize {
    let item = work.plan().item(ix);
    let last = bands.len().saturating_sub(1);
    match variant {
        1 => {
            let name = status_name(work.status(ix, step));
            bands.iter().position(|band| band.name == name).unwrap_or(last)
        }
        2 => {
            let owner = item.about.owner.as_deref().unwrap_or(NOBODY);
            bands.iter().position(|band| band.name == owner).unwrap_or(last)
        }
        _ => item.dimension() as usize,
    }
}

pub(super) fn column(work: &Workspace, ix: WaveIx, bands: usize) -> Column {
    let plan = work.plan();
    let (wave, progress) = (plan.wave(ix), work.progress[ix.at()]);
    let gate = |gate: crate::plan::id::GateIx| {
        let at = Address::new(Table::Gate, &plan.gates[gate.at()].id);
        // What was decided stands with the day on which it was.
        let day = match plan.decided_at(gate, plan.as_of) {
            Some(decision) => Some(decision.date),
            None => status::gate_date(plan, gate),
        };
        let date = day.map(wording::short_date).unwrap_or_default();
        let words = match status::gate_outcome(plan, gate) {
            // In full it is told in the detail.
            Some(outcome) => match work.figures().verdict(gate, plan.as_of).unmet() {
                unmet @ 1.. if outcome == Outcome::Go => format!("{}, {unmet} unmet", outcome.as_str()),
                _ => outcome.as_str().to_owned(),
            },
            // Short enough to stand whole beside the day.
            None if status::gate_status(work.figures(), gate) == Status::Open => {
                let past = status::gate_date(plan, gate).is_some_and(|day| day < plan.as_of);
                if past { "overdue" } else { "due today" }.into()
            }
            None => {
                let judged = work.figures().verdict(gate, plan.as_of).now;
                format!("{}/{} met", judged.iter().filter(|it| it.holds).count(), judged.len())
            }
        };
        let mark = detail::mark_of(work, &at);
        // Its wave tells the year, and the detail the day.
        let day = day.map(|day| format!("{} {words}", wording::day_and_month(day)));
        let brief = day.into_iter().chain([words.clone()]).collect();
        Card { title: format!("{date} {words}"), brief, mark, tail: (None, ' '), at }
    };
    Column {
        at: Some(plan.wave_address(ix)),
        name: wave.title().to_owned(),
        progress: format!("{}/{} {}", progress.live, progress.steps, mark(progress.status)),
        status: progress.status,
        dates: [
            format!("{} – {}", wording::date(wave.start), wording::date(wave.end)),
            format!("{}–{}", wording::short_date(wave.start), wording::short_date(wave.end)),
        ],
        budget: money_of(work, ix),
        markets: scope::markets(plan, ix),
        cells: (0..bands).map(|_| Vec::new()).collect(),
        gates: work.gates_of(ix).map(|it| Pinned::Card(Box::new(gate(it)))).collect(),
    }
}

/// What is in no wave, and how much of that on purpose.
pub(super) fn in_no_wave(work: &Workspace, bands: usize) -> Option<Column> {
    let items = || unphased(work.plan());
    let (all, on_purpose) = (items().count(), items().filter(|(_, item)| item.unplanned).count());
    let words = match on_purpose {
        0 => "in no wave".to_owned(),
        some if some == all => "left out on purpose".to_owned(),
        some => format!("{some} on purpose"),
    };
    (all > 0).then(|| Column {
        at: None,
        name: "Not phased".into(),
        progress: all.to_string(),
        status: Status::NotStarted,
        dates: [words.clone(), words],
        budget: String::new(),
        markets: Default::default(),
        cells: (0..bands).map(|_| Vec::new()).collect(),
        gates: Vec::new(),
    })
}

/// The items that are in no wave.
pub(super) fn unphased(plan: &Plan) -> impl Iterator<Item = (ItemIx, &Item)> {
    plan.items().filter(|(_, item)| item.steps.is_empty() && !item.is_group())
}

/// What was spent in a wave of what it may spend.
fn money_of(work: &Workspace, ix: WaveIx) -> String {
    let plan = work.plan();
    let spent = work.figures().spent_in(ix, plan.as_of);
    let budget = plan.wave(ix).budget;
    budget.map(|budget| wording::spent_of(spent, budget, plan.currency)).unwrap_or_default()
}
