//! A slip as edits: the dates that a plan has to say for something to be late, written as a planner would.

use chrono::NaiveDate;

use crate::draft::{Change, Draft, Refused, Title, Verb, asked};
use crate::figures::Figures;
use crate::graph::{Delay, Delayed, Graph, Past};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::edit::Edit;
use crate::plan::id::ItemIx;
use crate::plan::shift::Shift;
use crate::plan::tell::tell;

/// What a slip is called: "slip consent by 3 months", "bring consent forward by 1 month".
pub(super) fn title(at: &Address, by: Shift) -> Title {
    match by {
        Shift { months: ..=0, days: ..=0 } => {
            let earlier = Shift { months: -by.months, days: -by.days };
            Title::new(Verb::Bring).id(at.clone()).words(format!(" forward by {earlier}"))
        }
        by => Title::new(Verb::Slip).id(at.clone()).words(format!(" by {by}")),
    }
}

/// The change that makes the item or the wave at an address later by a shift, with all that it pushes, as of
/// `as_of`, or of the plan's own day. What is live or over stays.
///
/// # Errors
/// [`Refused`], where there is no such item or wave, or nothing of it lies ahead.
pub fn slipped(draft: &Draft, at: &Address, by: Shift, as_of: Option<NaiveDate>) -> Result<Change, Refused> {
    let other = as_of.filter(|day| *day != draft.plan().as_of).map(|day| {
        let mut plan = draft.plan().clone();
        plan.as_of = day;
        plan
    });
    let plan = other.as_ref().unwrap_or_else(|| draft.plan());
    let values = values(plan, draft.graph(), delayed(plan, at)?, by)?;
    let mut edits: Vec<Edit> = Vec::new();
    for (at, value) in values {
        match value {
            Some(value) => edits.extend(asked::written(draft, &at, &value)?),
            None => edits.push(Edit::Remove(at)),
        }
    }
    Ok(Change { title: title(at, by), edits })
}

/// An address, and the words of its value.
type Needed = (Address, Option<String>);

fn delayed(plan: &Plan, at: &Address) -> Result<Delayed, Refused> {
    let item = plan.item_by_id(&at.key).filter(|ix| Plan::item_table(plan.item(*ix)) == at.table);
    let wave = plan.wave_by_id(&at.key).filter(|_| at.table == Table::Wave);
    match (item, wave) {
        (Some(item), _) if plan.item(item).steps.is_empty() => {
            let help = "Phase it into a wave first.";
            Err(Refused::new(tell!("{} is in no wave, so it cannot be late", at.by_id()), help))
        }
        (Some(item), _) => Ok(Delayed::Item(item)),
        (_, Some(wave)) => Ok(Delayed::Wave(wave)),
        _ => Err(Refused::new(format!("there is no item and no wave `{}`", at.key), "")),
    }
}

/// The values that the plan needs, by address; none where there is to be no value any more.
fn values(plan: &Plan, graph: &Graph, what: Delayed, by: Shift) -> Result<Vec<Needed>, Refused> {
    let figures = Figures::new(plan);
    let live = |step| figures.is_past(graph.item_of(step), graph.nth_of(step));
    let slip = graph.slip(&[Delay { what, by }], Past { as_of: plan.as_of, live: &live });
    if slip.steps.is_empty() && slip.waves.is_empty() {
        return Err(Refused::new("nothing of it lies ahead, so it cannot be late any more", ""));
    }
    let mut values = Vec::new();
    let mut put = |at: Address, old: Option<NaiveDate>, new: Option<NaiveDate>| {
        values.extend(new.filter(|_| old != new).map(|date| (at, Some(date.to_string()))));
    };
    let mut ends: Vec<NaiveDate> = plan.waves.iter().map(|wave| wave.end).collect();
    for moved in &slip.waves {
        let (wave, at, (start, end)) = (plan.wave(moved.wave), plan.wave_address(moved.wave), moved.to);
        put(at.clone().to("start"), Some(wave.start), Some(start));
        put(at.to("end"), Some(wave.end), Some(end));
        ends[moved.wave.at()] = end;
    }
    let by_wave = slip.by_wave(plan);
    for gate in &plan.gates {
        put(Address::new(Table::Gate, &gate.id).to("date"), gate.date, by_wave.gate(gate));
    }
    for (ix, (start, end)) in by_wave.items() {
        put(plan.item_address(ix).to("start"), plan.item(ix).start, start);
        put(plan.item_address(ix).to("end"), plan.item(ix).end, end);
    }
    // What stands in a wave that moves is held against another end, whether it moves itself or not.
    let mut moved = vec![false; plan.items.len()];
    slip.steps.iter().for_each(|step| moved[step.item.at()] = true);
    if !slip.waves.is_empty() {
        let stands = plan.items().filter(|(_, item)| item.steps.iter().any(|step| by_wave.moves(step.wave)));
        stands.for_each(|(ix, _)| moved[ix.at()] = true);
    }
    let live = slip.live(graph);
    let later = Later { graph, live: &live, ends: &ends };
    let moved = plan.items().filter(|(ix, _)| moved[ix.at()]);
    values.extend(moved.filter_map(|(ix, _)| live_of(plan, later, ix)));
    Ok(values)
}

/// The days after a slip.
#[derive(Clone, Copy)]
struct Later<'a> {
    graph: &'a Graph,
    /// On which each step is live.
    live: &'a [NaiveDate],
    /// On which each wave ends.
    ends: &'a [NaiveDate],
}

/// What `live` has to say of an item after a slip: the day of its first step alone, or days by wave; nothing
/// where each step is live when the plan would have it anyway.
fn live_of(plan: &Plan, later: Later<'_>, ix: ItemIx) -> Option<Needed> {
    let item = plan.item(ix);
    let own = |nth: usize| plan.moved.get(&(ix, u32::try_from(nth).ok()?)).copied();
    let end = |nth: usize| later.ends.get(item.steps.get(nth)?.wave.at()).copied();
    let live = |nth: usize| later.live.get(later.graph.step(ix, nth)?.at()).copied();
    let said = |nth: usize| own(nth).or(item.live.filter(|_| nth == 0)).or_else(|| end(nth));
    let steps = 0..item.steps.len();
    if steps.clone().all(|nth| live(nth) == said(nth)) {
        return None;
    }
    let by_wave = steps.clone().any(|nth| own(nth).is_some());
    let dates: Vec<(usize, NaiveDate)> =
        steps.filter_map(|nth| Some((nth, live(nth).filter(|live| Some(*live) != end(nth))?))).collect();
    let value = match (&*dates, live(0)) {
        ([] | [(0, _)], Some(first)) if !by_wave => Some(first.to_string()),
        ([], _) => None,
        (dates, _) => {
            let of = |(nth, date): &(usize, NaiveDate)| {
                let wave = item.steps.get(*nth).map_or("", |step| &*plan.wave(step.wave).id);
                format!("{wave} = {date}")
            };
            Some(format!("{{ {} }}", dates.iter().map(of).collect::<Vec<_>>().join(", ")))
        }
    };
    Some((plan.item_address(ix).to("live"), value))
}
