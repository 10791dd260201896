//! Going from place to place: opening what is selected, other views, and the way back.

use super::{most_pressing, tell};
use crate::plan::address::{Address, Table};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Stop};
use crate::tui::overlays::filtering;
use crate::tui::overlays::pane;
use crate::tui::sheet::Sheet;
use crate::tui::view::{Entry, Open, Settings};

/// Opens the selection as the view does.
pub fn open(model: &mut Model) -> Vec<Effect> {
    if pane::is_open(model) {
        return Vec::new();
    }
    match model.entry().open {
        Open::Detail => {
            // Whoever looks at it means it, also in the view that is gone to next.
            model.take_selection();
            pane::open(model)
        }
        Open::Jump => jump_to_selection(model),
        Open::Focus => focus(model),
    }
}

fn focus(model: &mut Model) -> Vec<Effect> {
    let at = model.desk().sheet.current().map(|spot| spot.at.root());
    if at == model.desk().settings.focus && model.desk().settings.variant == 0 {
        return pane::open(model);
    }
    remember(model);
    let desk = model.desk_mut();
    desk.settings.focus = at;
    desk.settings.variant = 0;
    model.rebuild();
    Vec::new()
}

fn jump_to_selection(model: &mut Model) -> Vec<Effect> {
    let Some(at) = model.desk().sheet.current().map(|spot| spot.at.clone()) else { return Vec::new() };
    jump_to(model, &at, false)
}

/// Goes to the first view, in their order, that shows what an address names; `here`: the view shown
/// counts, and comes first.
fn jump_to(model: &mut Model, at: &Address, here: bool) -> Vec<Effect> {
    if let Some(effects) = shown_at(model, at, here) {
        return effects;
    }
    let filtered = if model.filter.is_empty() { "" } else { ", as far as the filter lets see" };
    tell(model, format!("No view shows this place{filtered}; the detail says where it stands"))
}

/// The same; none where no view shows it, as far as the filter lets see.
pub(in crate::tui) fn shown_at(model: &mut Model, at: &Address, here: bool) -> Option<Vec<Effect>> {
    let open = model.entry().open;
    if here && open == Open::Focus && model.work.item_at(at).is_some() {
        remember(model);
        model.selection = Some(at.clone());
        arrive(model, model.view);
        return Some(Vec::new());
    }
    // A finding about it is not the thing itself.
    if here && open == Open::Detail {
        let before = model.stop();
        if model.desk_mut().sheet.select(at) {
            model.remember_stop(before);
            model.take_selection();
            return Some(Vec::new());
        }
    }
    for (view, entry) in model.views.iter().enumerate().filter(|(view, _)| *view != model.view) {
        if entry.open != Open::Detail {
            continue;
        }
        let built = (entry.build)(&model.work, &model.desks[view].settings);
        let mut sheet = Sheet::default();
        sheet.fill(built.spots(&model.work), None);
        if sheet.select(at) {
            let exact = sheet.current().map(|spot| spot.at.clone());
            let effects = go(model, view);
            model.back.last_mut().into_iter().for_each(|stop| stop.jumped = true);
            model.selection = exact;
            model.rebuild();
            return Some(effects);
        }
    }
    None
}

/// The first view that shows what an address names, by its name and its digit; none where none does, as far as the
/// filter lets see.
pub(in crate::tui) fn seen_on(model: &Model, at: &Address) -> Option<String> {
    let shows = |(view, entry): &(usize, &&Entry)| {
        let spots = || (entry.build)(&model.work, &model.desks[*view].settings).spots(&model.work);
        entry.open == Open::Detail && spots().place_in(at).is_some()
    };
    let (_, entry) = model.views.iter().enumerate().find(shows)?;
    Some(format!("{} ({})", entry.name, entry.digit))
}

/// Goes to a view and stays on what is selected.
pub fn go(model: &mut Model, view: usize) -> Vec<Effect> {
    model.overlay = None;
    model.message = None;
    if view == model.view || view >= model.views.len() {
        return Vec::new();
    }
    let stop = Stop { jumped: false, ..model.stop() };
    model.remember_stop(stop);
    arrive(model, view);
    Vec::new()
}

/// What a view is built around where this is selected: the item itself, of a wave or a gate the step that most
/// hangs on, of a KPI what it measures; else what it was built around before.
fn centre(model: &Model, at: &Address) -> Option<Address> {
    let work = &model.work;
    match at.table {
        _ if work.item_at(at).is_some() => Some(at.root()),
        Table::Wave | Table::Gate => most_pressing(work, Some(at)),
        Table::Kpi => {
            let plan = work.plan();
            let kpi = plan.kpi(plan.kpi_by_id(&at.key)?);
            kpi.measures.first().map(|link| plan.item_address(link.to))
        }
        _ => None,
    }
}

fn arrive(model: &mut Model, view: usize) {
    model.view = view;
    let open = model.entry().open;
    let selection = model.selection.clone();
    if open == Open::Focus
        && let Some(at) = selection.as_ref().and_then(|at| centre(model, at))
    {
        let desk = model.desk_mut();
        if desk.settings.focus.as_ref() != Some(&at) {
            desk.settings.focus = Some(at);
            desk.content = None;
        }
    }
    model.settle();
    let sheet = &mut model.desk_mut().sheet;
    let found = selection.is_some_and(|at| sheet.select(&at));
    if !found && open == Open::Focus {
        // What the view is built around stands in its middle lane.
        sheet.cursor = sheet.lane(1).start.min(sheet.spots.len().saturating_sub(1));
    }
}

fn remember(model: &mut Model) {
    let stop = model.stop();
    model.remember_stop(stop);
}

/// Goes back to where the user came from.
pub fn back(model: &mut Model) -> Vec<Effect> {
    if let Some(stop) = model.back.pop() {
        let here = model.stop();
        model.forward.push(here);
        return_to(model, stop);
    }
    Vec::new()
}

/// Goes forward to where the user came back from.
pub fn forward(model: &mut Model) -> Vec<Effect> {
    if let Some(stop) = model.forward.pop() {
        let here = model.stop();
        model.back.push(here);
        return_to(model, stop);
    }
    Vec::new()
}

fn return_to(model: &mut Model, stop: Stop) {
    model.overlay = None;
    model.view = stop.view;
    model.selection = stop.selection;
    let desk = model.desk_mut();
    // A filter holds until it is cleared, whatever the way.
    let settings = Settings { filter: desk.settings.filter.clone(), ..stop.settings };
    if desk.settings != settings {
        desk.settings = settings;
        desk.content = None;
    }
    model.settle();
    let desk = model.desk_mut();
    desk.sheet.column = stop.column;
    desk.sheet.cursor = stop.cursor.min(desk.sheet.spots.len().saturating_sub(1));
}

/// Closes what lies over the view, ends a search, or goes back to where something was followed from; never quits.
/// Whoever presses it once more than there is something to close stays where they are.
pub fn close(model: &mut Model) -> Vec<Effect> {
    if model.overlay.take().is_some() {
        return Vec::new();
    }
    if !model.search.is_empty() {
        model.search.clear();
        return Vec::new();
    }
    if crate::tui::marking::clear(model) {
        return Vec::new();
    }
    if filtering::clear_empty(model) {
        return Vec::new();
    }
    match model.back.last() {
        None => tell(model, model.filled("Nothing to go back to; {quit} quits")),
        Some(stop) if stop.jumped && !model.closing => back(model),
        Some(_) => {
            let key = model.keys.first(model.view, "jump.back").map(|key| format!("; {key} goes back"));
            tell(model, format!("Nothing is open here{}", key.unwrap_or_default()))
        }
    }
}
