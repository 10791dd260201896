//! What the open scenario makes otherwise than the plan that waits beside it, thing by thing: found of what is on
//! the screen when it is drawn, so that an edit costs nothing for all the rest.

use super::before::{Before, FROM, PLAN};
use super::kind::Kind;
use super::moved::is_criterion;
use super::scope::opened_before;
use super::was::{
    Said, Standing, criteria, gate_figures, kpi_figures, money_of, named, span, told, wave_money,
};
use super::written::written;
use crate::figures::Figures;
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::plan::id::{GateIx, ItemIx};
use crate::status::{self, Progress};
use crate::wording;
use crate::workspace::Workspace;
use chrono::NaiveDate;

/// In which way something is otherwise, and what it is in the plan, where that can be said in a few words.
pub(in crate::tui) type Otherwise = (Kind, Option<Before>);

/// In which way what an address names is otherwise in a scenario than in the plan `then`; `figures`: its figures
/// count first, as in a view that shows these.
pub(in crate::tui) fn otherwise(
    now: &Workspace,
    then: &Workspace,
    at: &Address,
    figures: bool,
) -> Option<Otherwise> {
    if let Some((ix, step)) = now.step_at(at) {
        let Some(was) = then.item_at(&at.root()) else { return Some((Kind::New, None)) };
        let money = || changed(&money_of(then.figures(), was), &money_of(now.figures(), ix), now);
        let first = if figures { money() } else { None };
        let stands = || {
            let (old, new) = (then.status(was, step), now.status(ix, step));
            (old != new).then(|| (Kind::Changed, Some(Before::new(old.as_str().into(), new.as_str().into()))))
        };
        // What it is worth by another item, or by its wave, is for the views of figures.
        let same = now.plan().items.len() == then.plan().items.len();
        let other = || {
            let differs = same && now.plan().item(ix) != then.plan().item(was);
            let told = || money().or_else(|| written(now, then, at));
            differs.then(|| told().unwrap_or((Kind::Changed, None)))
        };
        return first.or_else(|| steps(now, then, (ix, was), step)).or_else(stands).or_else(other);
    }
    let (plan, old) = (now.plan(), then.plan());
    match at.table {
        Table::Wave => {
            let ix = plan.wave_by_id(&at.key)?;
            let Some(then_ix) = old.wave_by_id(&at.key) else { return Some((Kind::New, None)) };
            let (wave, was) = (plan.wave(ix), old.wave(then_ix));
            let scope = || Some((Kind::Changed, Some(opened_before(old, plan, &at.key)?)));
            let written = || (wave != was).then(|| written(now, then, at)).flatten();
            let stands = || progressed(then.progress.get(then_ix.at())?, now.progress.get(ix.at())?);
            let dates = dated((was.start, was.end), (wave.start, wave.end), "until");
            dates.or_else(scope).or_else(written).or_else(stands)
        }
        Table::Gate => {
            let ix = plan.gate_by_id(&at.key)?;
            let Some(was) = old.gate_by_id(&at.key) else { return Some((Kind::New, None)) };
            if is_criterion(at) {
                return criterion((now, ix), (then, was), at);
            }
            let day = |plan, ix| status::gate_date(plan, ix).map(|day| (day, day));
            let moved = || dated(day(old, was)?, day(plan, ix)?, "on");
            let met = || worded(&gate_figures(then.figures(), was), &gate_figures(now.figures(), ix));
            let first = if figures { met().or_else(moved) } else { moved().or_else(met) };
            first.or_else(|| written(now, then, at))
        }
        Table::Kpi => {
            let ix = plan.kpi_by_id(&at.key)?;
            let Some(was) = old.kpi_by_id(&at.key) else { return Some((Kind::New, None)) };
            let of = |figures: &Figures<'_>, ix| kpi_figures(figures, ix);
            worded(&of(then.figures(), was), &of(now.figures(), ix)).or_else(|| written(now, then, at))
        }
        Table::Objective | Table::Pool => {
            let Some(was) = then.registered().get(at) else {
                return now.registered().contains_key(at).then_some((Kind::New, None));
            };
            let money = named(was, now.registered().get(at)?, plan.currency).next();
            money.map(|(_, before)| (Kind::Changed, Some(before))).or_else(|| written(now, then, at))
        }
        _ => written(now, then, at),
    }
}

/// What an address names as it is in a scenario, both against a baseline of that name and against the plan that the
/// scenario was tried on: the words say which of them is told.
pub(in crate::tui) fn both(
    since: Option<Otherwise>,
    name: &str,
    tried: Option<Otherwise>,
) -> Option<Otherwise> {
    let of_plan = |before: Before| before.since(PLAN);
    let Some((kind, before)) = since else {
        return tried.map(|(kind, before)| (kind, before.map(of_plan)));
    };
    let plan = tried.and_then(|(_, before)| before);
    Some((
        kind,
        match before {
            Some(before) => Some(before.beside(name, plan)),
            None => plan.map(of_plan),
        },
    ))
}

/// A wave that stands otherwise, or of which more or fewer steps are live or stand in it.
pub(super) fn progressed(was: &Progress, now: &Progress) -> Option<Otherwise> {
    let before = if was.status == now.status {
        let steps = |it: &Progress| format!("{}/{} live", it.live, it.steps);
        ((was.live, was.steps) != (now.live, now.steps)).then(|| Before::new(steps(was), steps(now)))
    } else {
        Some(Before::new(was.status.as_str().into(), now.status.as_str().into()))
    };
    before.map(|before| (Kind::Changed, Some(before)))
}

/// A criterion: it is new, or comes to something else.
fn criterion(now: (&Workspace, GateIx), then: (&Workspace, GateIx), at: &Address) -> Option<Otherwise> {
    let all = criteria(now.0.figures(), now.1);
    let (text, _, said) = all.iter().find(|(_, nth, _)| at.path.contains(&Part::Nth(*nth)))?;
    let before = criteria(then.0.figures(), then.1);
    match before.iter().find(|(was, ..)| was == text) {
        None => Some((Kind::New, None)),
        Some((.., was)) => (was != said).then(|| (Kind::Changed, Some(was.beside(said)))),
    }
}

/// What the money of a wave comes to otherwise in a scenario, in words.
pub(super) fn wave_moved(now: &Workspace, then: &Workspace, at: &Address) -> Vec<String> {
    let (plan, old) = (now.plan(), then.plan());
    let both = plan.wave_by_id(&at.key).zip(old.wave_by_id(&at.key)).filter(|_| at.table == Table::Wave);
    let Some((ix, was)) = both else { return Vec::new() };
    let (was, now) = (wave_money(then.figures(), was), wave_money(now.figures(), ix));
    told(&was, &now, plan.currency).map(|(_, words, _)| words).collect()
}

/// What the money of a driver comes to otherwise in a scenario, in words, its difference with it; of several amounts the
/// first.
pub(in crate::tui) fn money_told(now: &Workspace, then: &Workspace, at: &Address) -> Option<String> {
    let (ix, was) = (now.item_at(&at.root())?, then.item_at(&at.root())?);
    let (was, now) = (money_of(then.figures(), was), (money_of(now.figures(), ix), now.plan().currency));
    told(&was, &now.0, now.1).next().map(|(_, words, _)| words)
}

/// From one stretch of days to another, told by its end, and where that stays by its start.
fn dated(was: (NaiveDate, NaiveDate), now: (NaiveDate, NaiveDate), word: &'static str) -> Option<Otherwise> {
    let kind = Kind::of(was, now)?;
    Some((kind, Some(days(was, now, word))))
}

/// In which way what an address names is at another time in a plan than in a baseline, and when it was there; of an item
/// its first step that is.
pub(in crate::tui) fn since(standing: &Standing, plan: &Plan, at: &Address) -> Option<(Kind, Before)> {
    let moved = |then: (NaiveDate, NaiveDate), now, word| Some((Kind::of(then, now)?, days(then, now, word)));
    match at.table {
        Table::Wave => {
            let wave = plan.wave(plan.wave_by_id(&at.key)?);
            moved(standing.dates(&at.root())?, (wave.start, wave.end), "until")
        }
        Table::Gate => {
            let day = status::gate_date(plan, plan.gate_by_id(&at.key)?)?;
            moved(standing.dates(&at.root())?, (day, day), "on")
        }
        _ => {
            let ix = plan.item_by_id(&at.key)?;
            let item = plan.item(ix);
            let mut steps = item.steps.iter().enumerate();
            steps.find_map(|(nth, step)| {
                moved(standing.step(&item.id, step.level)?, span(plan, ix, nth), "live")
            })
        }
    }
}

/// What two stretches of days are called.
pub(in crate::tui) fn days(
    was: (NaiveDate, NaiveDate),
    now: (NaiveDate, NaiveDate),
    word: &'static str,
) -> Before {
    if was.1 == now.1 {
        return starts(was.0, now.0);
    }
    Before::new(wording::date(was.1), wording::date(now.1)).day(word)
}

/// What two days are called on which something begins.
pub(super) fn starts(was: NaiveDate, now: NaiveDate) -> Before {
    let [was, now] = [was, now].map(|day| format!("{FROM}{}", wording::date(day)));
    Before::new(was, now)
}

/// A step, or all of an item: later where one of its steps is.
fn steps(now: &Workspace, then: &Workspace, of: (ItemIx, ItemIx), step: Option<usize>) -> Option<Otherwise> {
    let (plan, old) = (now.plan(), then.plan());
    let (item, was) = (plan.item(of.0), old.item(of.1));
    let mut found: Option<Otherwise> = None;
    for (nth, reached) in item.steps.iter().enumerate().filter(|(nth, _)| step.is_none_or(|it| it == *nth)) {
        let Some(before) = was.steps.iter().position(|it| it.level == reached.level) else {
            found.get_or_insert((Kind::New, None));
            continue;
        };
        let moved = dated(span(old, of.1, before), span(plan, of.0, nth), "live");
        let later = |it: &Otherwise| it.0 == Kind::Later;
        if let Some(moved) =
            moved.filter(|it| found.is_none() || later(it) && !found.as_ref().is_some_and(later))
        {
            found = Some(moved);
        }
    }
    found
}

fn changed(
    was: &[(&'static str, crate::plan::quantity::Money)],
    now: &[(&'static str, crate::plan::quantity::Money)],
    work: &Workspace,
) -> Option<Otherwise> {
    let (.., before) = told(was, now, work.plan().currency).next()?;
    Some((Kind::Changed, Some(before)))
}

fn worded(was: &[(&'static str, Said)], now: &[(&'static str, Said)]) -> Option<Otherwise> {
    let ((name, was), (_, now)) = was.iter().zip(now).find(|(was, now)| was != now)?;
    Some((Kind::Changed, Some(was.beside(now).called(*name))))
}
