//! What happens to the state when something comes in: pure, and so easy to test.

use super::action::{self, Action};
use super::effect::Effect;
use super::frame::Layout;
use super::help;
use super::model::{Desk, Model, Overlay, Stop};
use super::msg::{Code, Key, Msg, Target};
use super::view::Open;
use super::views::VIEWS;
use crate::plan::address::Address;
use crate::plan::id::ItemIx;
use crate::plan::item::Item;
use crate::workspace::Workspace;
use ratatui::layout::Rect;

/// The most places that are remembered to come back to.
const STOPS: usize = 200;

/// Takes in what happened and says what the edge has to do.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    model.changed = true;
    let effects = match msg {
        Msg::Key(key) => on_key(model, key),
        Msg::Click(Target::View(view)) => go(model, view),
        Msg::Click(Target::Spot(at)) => click(model, &at, None),
        Msg::Click(Target::Cell(at, column)) => click(model, &at, Some(column)),
        Msg::Wheel(lines) => step(model, lines),
        Msg::Paste(text) => paste(model, &text),
        Msg::Resize(width, height) => {
            model.size = (width, height);
            Vec::new()
        }
        Msg::Reread(read) => reread(model, read),
        Msg::Tell(words) => tell(model, words),
    };
    model.settle();
    effects
}

fn on_key(model: &mut Model, key: Key) -> Vec<Effect> {
    model.message = None;
    let interrupt = key == Key { code: Code::Char('c'), ctrl: true };
    model.interrupted &= interrupt;
    if interrupt {
        return interrupt_or_quit(model);
    }
    let typed = match key {
        Key { code: Code::Char(character), ctrl: false } => Some(character),
        _ => None,
    };
    match model.overlay.take() {
        Some(Overlay::Search { words, from }) => typing_search(model, key, typed, words, from),
        Some(Overlay::Help { filter, cursor }) => typing_help(model, key, typed, filter, cursor),
        overlay => {
            model.overlay = overlay;
            match action::on_key(model.view, key) {
                Some(action) => run(model, action),
                None => Vec::new(),
            }
        }
    }
}

/// Does an action, or tells why it cannot be done.
pub fn run(model: &mut Model, action: &Action) -> Vec<Effect> {
    match (action.ready)(model) {
        Ok(()) => (action.run)(model),
        Err(reason) => tell(model, format!("{}: {reason}", action.name)),
    }
}

fn tell(model: &mut Model, message: impl Into<String>) -> Vec<Effect> {
    model.message = Some(message.into());
    Vec::new()
}

fn interrupt_or_quit(model: &mut Model) -> Vec<Effect> {
    if model.interrupted {
        return vec![Effect::Quit];
    }
    model.overlay = None;
    model.interrupted = true;
    tell(model, "Press ctrl-c once more to quit")
}

// ------------------------------------------------------------ moving

/// Moves the cursor by `steps`, or scrolls what lies over the view.
pub fn step(model: &mut Model, steps: i32) -> Vec<Effect> {
    if let Some(Overlay::Detail(scroll)) = model.overlay {
        let to = scroll.saturating_add_signed(i16::try_from(steps).unwrap_or(0));
        model.overlay = Some(Overlay::Detail(to.min(detail_lines(model))));
        return Vec::new();
    }
    model.desk_mut().sheet.step(steps);
    model.take_selection();
    Vec::new()
}

/// Moves to the lane at the side.
pub fn across(model: &mut Model, right: bool) -> Vec<Effect> {
    if !model.desk_mut().sheet.across(right) {
        return tell(model, if right { "Nothing further right" } else { "Nothing further left" });
    }
    model.take_selection();
    Vec::new()
}

/// Moves to the first spot.
pub fn first(model: &mut Model) -> Vec<Effect> {
    if let Some(Overlay::Detail(scroll)) = &mut model.overlay {
        *scroll = 0;
        return Vec::new();
    }
    model.desk_mut().sheet.first();
    model.take_selection();
    Vec::new()
}

/// Moves to the last spot.
pub fn last(model: &mut Model) -> Vec<Effect> {
    if matches!(model.overlay, Some(Overlay::Detail(_))) {
        return step(model, i32::from(i16::MAX));
    }
    model.desk_mut().sheet.last();
    model.take_selection();
    Vec::new()
}

/// Moves by a part of a page.
pub fn page(model: &mut Model, way: i32, part: i32) -> Vec<Effect> {
    let body = layout(model).body.height;
    step(model, way * (i32::from(body) / part - 1).max(1))
}

fn layout(model: &Model) -> Layout {
    Layout::of(model, Rect::new(0, 0, model.size.0, model.size.1))
}

/// How far the detail can be scrolled.
fn detail_lines(model: &Model) -> u16 {
    let layout = layout(model);
    let area = layout.pane.unwrap_or(layout.body);
    let Some(content) = &model.desk().content else { return 0 };
    let lines = content.detail(model.scene(), area.width.saturating_sub(4)).lines.len();
    let lines = u16::try_from(lines).unwrap_or(u16::MAX);
    lines.saturating_sub(area.height.saturating_sub(2))
}

fn click(model: &mut Model, at: &Address, column: Option<u16>) -> Vec<Effect> {
    model.message = None;
    if matches!(model.overlay, Some(Overlay::Help { .. } | Overlay::Search { .. })) {
        return Vec::new();
    }
    let sheet = &mut model.desk_mut().sheet;
    let column = column.unwrap_or(sheet.column);
    let again = sheet.column == column && sheet.current().is_some_and(|spot| spot.at == *at);
    sheet.select(at);
    sheet.column = column;
    model.take_selection();
    if again { open(model) } else { Vec::new() }
}

/// Goes to the next pane: into the detail where it is beside the view, else to the next lane.
pub fn next_pane(model: &mut Model, forward: bool) -> Vec<Effect> {
    if matches!(model.overlay, Some(Overlay::Detail(_))) {
        model.overlay = None;
        return Vec::new();
    }
    if layout(model).pane.is_some() {
        return open_detail(model);
    }
    let sheet = &mut model.desk_mut().sheet;
    if !sheet.across(forward) {
        // Around the end.
        while sheet.across(!forward) {}
    }
    model.take_selection();
    Vec::new()
}

// ------------------------------------------------------------ opening, and the way back

/// Opens the selection as the view does.
pub fn open(model: &mut Model) -> Vec<Effect> {
    if matches!(model.overlay, Some(Overlay::Detail(_))) {
        return Vec::new();
    }
    match VIEWS[model.view].open {
        Open::Detail => open_detail(model),
        Open::Jump => jump_to_selection(model),
        Open::Focus => focus(model),
    }
}

fn open_detail(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Overlay::Detail(0));
    Vec::new()
}

fn focus(model: &mut Model) -> Vec<Effect> {
    let at = model.desk().sheet.current().map(|spot| spot.at.root());
    if at == model.desk().settings.focus && model.desk().settings.variant == 0 {
        return open_detail(model);
    }
    remember(model);
    let desk = model.desk_mut();
    desk.settings.focus = at;
    desk.settings.variant = 0;
    model.rebuild();
    Vec::new()
}

/// Goes to the first view, in their order, that shows what is selected.
fn jump_to_selection(model: &mut Model) -> Vec<Effect> {
    let Some(at) = model.desk().sheet.current().map(|spot| spot.at.clone()) else { return Vec::new() };
    for (view, entry) in VIEWS.iter().enumerate().filter(|(view, _)| *view != model.view) {
        if entry.open == Open::Focus {
            continue;
        }
        let built = (entry.build)(&model.work, &model.desks[view].settings);
        let mut sheet = super::sheet::Sheet::default();
        sheet.fill(built.spots(), None);
        if sheet.select(&at) {
            let exact = sheet.current().map(|spot| spot.at.clone());
            let effects = go(model, view);
            model.selection = exact;
            model.rebuild();
            return effects;
        }
    }
    tell(model, "No view shows this place; the detail says where it stands")
}

/// Goes to a view and stays on what is selected.
pub fn go(model: &mut Model, view: usize) -> Vec<Effect> {
    model.overlay = None;
    model.message = None;
    if view == model.view || view >= VIEWS.len() {
        return Vec::new();
    }
    remember(model);
    arrive(model, view);
    Vec::new()
}

fn arrive(model: &mut Model, view: usize) {
    model.view = view;
    let selection = model.selection.clone();
    if VIEWS[view].open == Open::Focus
        && let Some(at) = selection.as_ref().filter(|at| model.work.item_at(at).is_some()).map(Address::root)
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
    if !found && VIEWS[view].open == Open::Focus {
        // What the view is built around stands in its middle lane.
        sheet.cursor = sheet.lane(1).start.min(sheet.spots.len().saturating_sub(1));
    }
}

fn remember(model: &mut Model) {
    let stop = model.stop();
    model.back.push(stop);
    model.forward.clear();
    if model.back.len() > STOPS {
        model.back.remove(0);
    }
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
    if desk.settings != stop.settings {
        desk.settings = stop.settings;
        desk.content = None;
    }
    model.settle();
    let desk = model.desk_mut();
    desk.sheet.cursor = stop.cursor.min(desk.sheet.spots.len().saturating_sub(1));
}

/// Closes what lies over the view, ends a search, or goes back; never quits.
pub fn close(model: &mut Model) -> Vec<Effect> {
    if model.overlay.take().is_some() {
        return Vec::new();
    }
    if !model.search.is_empty() {
        model.search.clear();
        return Vec::new();
    }
    if model.back.is_empty() { tell(model, "Nothing to go back to; q quits") } else { back(model) }
}

/// Cancels what runs; the second time in a row quits.
pub fn interrupt(model: &mut Model) -> Vec<Effect> {
    interrupt_or_quit(model)
}

// ------------------------------------------------------------ how the view is set

/// Shows the next variant of the view.
pub fn variant(model: &mut Model) -> Vec<Effect> {
    let variants = VIEWS[model.view].variants;
    let settings = &mut model.desk_mut().settings;
    settings.variant = (settings.variant + 1) % variants.len().max(1);
    let name = variants.get(settings.variant).copied().unwrap_or_default();
    model.rebuild();
    tell(model, format!("Shown: {name}"))
}

/// Shows the table in place of the picture, and back.
pub fn table(model: &mut Model) -> Vec<Effect> {
    let settings = &mut model.desk_mut().settings;
    settings.table = !settings.table;
    model.rebuild();
    Vec::new()
}

/// Gives the view the whole width, and back.
pub fn full(model: &mut Model) -> Vec<Effect> {
    model.full = !model.full;
    Vec::new()
}

/// Takes the mouse, or leaves it to the terminal.
pub fn mouse(model: &mut Model) -> Vec<Effect> {
    model.mouse = !model.mouse;
    let words = if model.mouse { "The mouse is on" } else { "The mouse is off: the terminal selects text" };
    model.message = Some(words.into());
    vec![Effect::Mouse(model.mouse)]
}

/// Changes how the view is set, and builds it anew.
pub fn set(model: &mut Model, change: impl FnOnce(&mut Desk)) -> Vec<Effect> {
    change(model.desk_mut());
    model.rebuild();
    Vec::new()
}

// ------------------------------------------------------------ search and help

/// Begins to type a search.
pub fn search(model: &mut Model) -> Vec<Effect> {
    let from = model.desk().sheet.cursor;
    model.overlay = Some(Overlay::Search { words: String::new(), from });
    Vec::new()
}

fn typing_search(
    model: &mut Model,
    key: Key,
    typed: Option<char>,
    mut words: String,
    from: usize,
) -> Vec<Effect> {
    match (key.code, typed) {
        (Code::Enter, _) => {
            model.search.clone_from(&words);
            let found = words.is_empty() || model.desk().sheet.matches(&words) > 0;
            return if found { Vec::new() } else { tell(model, format!("Nothing here holds “{words}”")) };
        }
        (Code::Esc, _) => {
            model.desk_mut().sheet.cursor = from;
            model.take_selection();
            return Vec::new();
        }
        (Code::Backspace, _) if words.pop().is_none() => return Vec::new(),
        (Code::Char('u'), None) if key.ctrl => words.clear(),
        (_, Some(character)) => words.push(character),
        _ => {}
    }
    let sheet = &mut model.desk_mut().sheet;
    sheet.cursor = from;
    if !words.is_empty() {
        sheet.find(&words, true, true);
    }
    model.take_selection();
    model.overlay = Some(Overlay::Search { words, from });
    Vec::new()
}

/// Goes to the next or the last match of the search.
pub fn again(model: &mut Model, forward: bool) -> Vec<Effect> {
    let words = model.search.clone();
    if !model.desk_mut().sheet.find(&words, forward, false) {
        return tell(model, format!("Nothing here holds “{words}”"));
    }
    model.take_selection();
    Vec::new()
}

/// Shows all actions.
pub fn help(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Overlay::Help { filter: String::new(), cursor: 0 });
    Vec::new()
}

fn typing_help(
    model: &mut Model,
    key: Key,
    typed: Option<char>,
    mut filter: String,
    cursor: usize,
) -> Vec<Effect> {
    let mut cursor = cursor;
    let listed = help::listed(model, &filter);
    let last = listed.len().saturating_sub(1);
    match (key.code, typed) {
        (Code::Esc | Code::Function(1), _) => return Vec::new(),
        (Code::Enter, _) => {
            return match listed.get(cursor) {
                Some(action) => run(model, action),
                None => Vec::new(),
            };
        }
        (Code::Up, _) => cursor = cursor.saturating_sub(1),
        (Code::Down, _) => cursor = (cursor + 1).min(last),
        (Code::PageUp, _) => cursor = cursor.saturating_sub(10),
        (Code::PageDown, _) => cursor = (cursor + 10).min(last),
        (Code::Home, _) => cursor = 0,
        (Code::End, _) => cursor = last,
        (Code::Char('u'), None) if key.ctrl => filter.clear(),
        (Code::Backspace, _) => {
            filter.pop();
            cursor = 0;
        }
        (_, Some('?')) if filter.is_empty() => return Vec::new(),
        (_, Some(character)) => {
            filter.push(character);
            cursor = 0;
        }
        _ => {}
    }
    model.overlay = Some(Overlay::Help { filter, cursor });
    Vec::new()
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    let line = text.lines().next().unwrap_or_default().chars().filter(|character| !character.is_control());
    match &mut model.overlay {
        Some(Overlay::Help { filter, cursor }) => {
            filter.extend(line);
            *cursor = 0;
            Vec::new()
        }
        Some(Overlay::Search { words, .. }) => {
            words.extend(line);
            Vec::new()
        }
        _ => tell(model, "Pasted text was ignored: no field is open"),
    }
}

// ------------------------------------------------------------ the plan changes

fn reread(model: &mut Model, read: Result<Box<Workspace>, String>) -> Vec<Effect> {
    match read {
        Err(why) => tell(model, format!("Not read: {why}")),
        Ok(work) => {
            let same = model.work.plan() == work.plan() && model.work.findings == work.findings;
            model.work = *work;
            for desk in &mut model.desks {
                desk.content = None;
            }
            tell(
                model,
                if same { "Read again: nothing has changed" } else { "Read again: the plan has changed" },
            )
        }
    }
}

// ------------------------------------------------------------ what must hold

/// Something is selected.
pub fn selected(model: &Model) -> Result<(), &'static str> {
    if model.desk().sheet.current().is_some() { Ok(()) } else { Err("nothing is selected") }
}

/// The view has lanes to move between.
pub fn several_lanes(model: &Model) -> Result<(), &'static str> {
    let spots = &model.desk().sheet.spots;
    let several = model.desk().sheet.columns > 1
        || spots.first().zip(spots.last()).is_some_and(|(first, last)| first.lane != last.lane);
    if several { Ok(()) } else { Err("this view has one column") }
}

/// The view has variants.
pub fn several_variants(model: &Model) -> Result<(), &'static str> {
    if VIEWS[model.view].variants.len() > 1 { Ok(()) } else { Err("this view has one variant") }
}

/// The view has a table.
pub fn has_table(model: &Model) -> Result<(), &'static str> {
    if VIEWS[model.view].table { Ok(()) } else { Err("this view is a table already") }
}

/// Something was searched for.
pub fn searched(model: &Model) -> Result<(), &'static str> {
    if model.search.is_empty() { Err("nothing was searched for") } else { Ok(()) }
}

/// The item with the most links, for a view that is built around one.
#[must_use]
pub fn most_linked(work: &Workspace) -> Option<Address> {
    let plan = work.plan();
    let links = |(ix, item): &(ItemIx, &Item)| item.needs.len() + work.enables[ix.at()].len();
    // Of several the first.
    plan.items().rev().max_by_key(links).map(|(ix, _)| plan.item_address(ix))
}
