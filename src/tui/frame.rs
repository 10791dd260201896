//! What stands around every view: where we are above it, what is selected and what can be done below.

mod tried;

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::action::{self, Hint};
use super::baseline;
use super::editing;
use super::layout::Layout;
use super::marking;
use super::model::Model;
use super::msg::Target;
use super::overlays::as_of;
use super::overlays::pane;
use super::pen::{Hit, Pen, cells, columns, within};
use super::present;
use super::scenario;
use super::spots::Spot;
use super::theme::{Tone, mark};
use super::view::{Open, Room};
use crate::finding::Severity;
use crate::order::Order as _;
use crate::safe;

/// The columns of the date on a slide.
const AS_OF: u16 = 18;

/// The columns that the name of a scenario has in the first row, where it is as long, before all else gives way.
const NAMED_TRIED: usize = 20;

/// The columns of a filter's words before which it is told that something is gone.
const FILTER: u16 = 16;

/// The columns at most of what is gone.
const GONE: u16 = 30;

/// The columns of the name of a plan before which the words of a filter give way.
const NAME: u16 = 10;

/// What stands above the figures of a plan that holds something which could not be read.
const UNREAD: &str = "NOT ALL READ — figures leave it out";

/// What a slide shows besides the plan as it is on the disk.
fn banner(model: &Model, room: u16) -> Option<Cow<'static, str>> {
    let against = model.present.as_ref().and_then(|it| it.against.as_deref());
    let against = against.map(present::against).unwrap_or_default();
    // What the marks are against stands whole; the name of a scenario gives way to it.
    let with = |words: &str| Cow::from(format!("{words}{against}"));
    let draft = || (!model.work.unsaved.is_empty()).then(|| with(editing::DRAFT));
    // Which scenario it is, is said on each slide.
    let scenario = || {
        let left = room.saturating_sub(columns(scenario::BANNER) + columns(&against) + 3);
        let called = model.scenarios.called();
        let name = safe::cut(&called, usize::from(left));
        let name = if left > 1 { format!(" · {name}") } else { String::new() };
        with(&format!("{}{name}", scenario::BANNER))
    };
    let torn = (model.work.unread > 0).then(|| with(UNREAD));
    torn.or_else(|| model.work.beside.is_some().then(scenario)).or_else(draft)
}

/// Draws the whole screen and says what stands where.
pub fn draw(model: &Model, buffer: &mut Buffer) -> Vec<Hit> {
    let screen = buffer.area;
    let look = if model.present.is_some() { present::look(model.look) } else { model.look };
    let look = look.in_currency(model.work.plan().currency);
    buffer.set_style(screen, look.ground());
    let mut pen = Pen::new(buffer, look);
    if let Some(running) = &model.present {
        let keys = if running.help { present::keys(model) } else { Vec::new() };
        let currency = columns(&look.head_of_money(model.work.plan().currency));
        let banner = banner(model, screen.width.saturating_sub(AS_OF + currency + 3));
        present::draw(running, model.work.plan(), &keys, banner.as_deref(), screen, &mut pen);
        over_slide(model, screen, &mut pen);
        model.look.to_ascii(buffer);
        return Vec::new();
    }
    match Room::of(screen.width, screen.height) {
        Room::None => too_small(screen, &mut pen),
        room => {
            let layout = model.layout_in(screen);
            title(model, layout.title, &mut pen);
            if room == Room::List {
                list(model, layout, &mut pen);
            } else {
                tabs(model, layout.tabs, &mut pen);
                model.draw_view(layout.body, &mut pen);
                marking::draw(model, &mut pen);
                if let Some(pane) = layout.pane {
                    pane::draw(model, pane, &mut pen);
                }
            }
            baseline::mark(model, &mut pen);
            sentence(model, layout.sentence, &mut pen);
            keys(model, layout.keys, &mut pen);
            if let Some(over) = &model.overlay {
                over.draw(model, layout.over(), &mut pen);
                if over.takes_all() {
                    pen.offer(layout.keys, &over.keys(model, layout.keys.width));
                }
            }
        }
    }
    let hits = pen.hits;
    model.look.to_ascii(buffer);
    hits
}

/// What is captured before a room, and what was told of it: on the slide, in its last lines.
fn over_slide(model: &Model, screen: Rect, pen: &mut Pen<'_>) {
    let last = Rect { y: screen.bottom().saturating_sub(1), height: screen.height.min(1), ..screen };
    let words = match &model.overlay {
        Some(over) if over.insists() => {
            let height = screen.height.saturating_sub(2);
            over.draw(model, Rect { y: screen.y + 1, height, ..screen }, pen);
            let width = screen.width.saturating_sub(2);
            model.message.as_deref().map_or_else(|| over.keys(model, width), Cow::Borrowed)
        }
        _ => match &model.message {
            Some(message) if model.present.as_ref().is_some_and(|it| it.tells) => Cow::Borrowed(&**message),
            _ => return,
        },
    };
    // What was just recorded is told whole, with the key that takes it back.
    let width = last.width.saturating_sub(2);
    let rows = match model.overlay {
        Some(_) => vec![words.into_owned()],
        None => within(&words, width, width, 3),
    };
    let from = screen.bottom().saturating_sub(cells(rows.len())).max(screen.y);
    for (y, words) in (from..screen.bottom()).zip(&rows) {
        pen.clear(Rect { y, height: 1, ..screen });
        pen.put(screen.x + 1, y, width, words, Tone::Strong);
    }
}

fn too_small(screen: Rect, pen: &mut Pen<'_>) {
    let mut words = format!("40x10 needed, {}x{} now", screen.width, screen.height);
    if columns(&words) > screen.width {
        words = format!("need 40x10 now {}x{}", screen.width, screen.height);
    }
    let x = screen.x + screen.width.saturating_sub(columns(&words)) / 2;
    pen.put(x, screen.y + screen.height / 2, screen.width, &words, Tone::Plain);
}

/// How much the first row says of the wave of today and of the day.
#[derive(Clone, Copy)]
struct Says {
    /// All in words.
    long: bool,
    /// The columns of the wave's name at most; none: nothing of the wave.
    wave: Option<usize>,
    /// The plan's own day. Another one is always told: nobody is to take it for the plan's own.
    day: bool,
}

/// The state of the wave of today, and the day.
fn state(model: &Model, says: Says) -> Vec<(String, Tone)> {
    let plan = model.work.plan();
    let as_of = plan.as_of;
    let (day, tone) = match as_of::is_another(model) {
        true => (Some(format!("AS OF {as_of}")), Tone::Warning),
        false => (says.day.then(|| format!("as of {as_of}")), Tone::Plain),
    };
    let mut state = Vec::new();
    if let Some((wave, most)) = plan.wave_at(as_of).zip(says.wave)
        && let Some(progress) = model.work.progress.get(wave.at())
    {
        let name = safe::cut(plan.wave(wave).title(), most);
        let gap = if most > 0 { " " } else { "" };
        let of = Tone::Status(progress.status);
        let (mark, words) = (mark(progress.status), progress.status.as_str());
        state.extend(match says.long {
            true => [
                (format!("{name}{gap}{} of {} live ", progress.live, progress.steps), Tone::Plain),
                (format!("{mark} {words}"), of),
            ],
            false => [
                (format!("{name}{gap}{}/{} ", progress.live, progress.steps), Tone::Plain),
                (mark.into(), of),
            ],
        });
    }
    let gap = if state.is_empty() { "" } else { " · " };
    state.extend(day.map(|day| (format!("{gap}{day}"), tone)));
    state
}

/// What the first row says of what is shown of the plan.
fn filter(model: &Model) -> String {
    if model.filter.is_empty() {
        return String::new();
    }
    // How many of the view it leaves comes first: the words may be cut.
    let desk = model.desk();
    let left = match (desk.held, desk.all) {
        (Some(held), Some(all)) => format!(" {held} of {all}:"),
        (Some(held), None) => format!(" {held}:"),
        (None, _) => String::new(),
    };
    format!(" · only{left} {}", safe::line(&model.filter.typed))
}

/// The filter, what marks are against and what is gone since, in so many columns beside the name of the plan. The words
/// of the filter give way: what marks are against stands whole, and that something is gone, which no view shows, is told
/// before all of them are.
fn shown(model: &Model, against: &str, room: u16) -> String {
    let filter = filter(model);
    let room = room.saturating_sub(columns(against));
    let beside = |words: u16| room.saturating_sub(words).min(GONE);
    let gone = Some(baseline::gone::title(model, beside(columns(&filter)))).filter(|words| !words.is_empty());
    let least = || {
        let least = beside(columns(&filter).min(FILTER)).min(baseline::gone::least(model));
        baseline::gone::title(model, least)
    };
    let gone = gone.unwrap_or_else(least);
    let words = safe::cut(&filter, usize::from(room.saturating_sub(columns(&gone))));
    format!("{words}{against}{gone}")
}

fn title(model: &Model, row: Rect, pen: &mut Pen<'_>) {
    let against = baseline::title(model);
    let unsaved = columns(&editing::dirt(model));
    // What is shown of the plan, and which scenario it is, can be read: the name of the wave of today and all that is
    // told of it, which other places tell as well, give way to them, and so does the name of the plan. What says that
    // it is not the plan stands whole, with a blank behind it.
    let named = columns(&safe::cut(&model.scenarios.called(), NAMED_TRIED));
    let tried = format!(" · {} tried", model.work.unsaved.len());
    let needed = match model.work.beside {
        Some(_) => {
            let said = columns(scenario::BANNER) + columns(&against) + unsaved + 6;
            let filter = columns(&filter(model)).min(FILTER);
            // Beside what is not saved, that nothing is tried yet gives way to the wave.
            let tried = if model.work.unsaved.is_empty() && unsaved > 0 { 0 } else { columns(&tried) };
            said + named + tried + filter + baseline::gone::least(model)
        }
        None => {
            let filter = columns(&filter(model));
            let gone = baseline::gone::least(model);
            let least = if model.filter.is_empty() && gone == 0 { NAME } else { NAME + 4 };
            filter + columns(&against) + gone + unsaved + least
        }
    };
    // The day is told wherever a row has room for more than what is selected.
    let day = row.width >= 60;
    let wide = |state: &[(String, Tone)]| state.iter().map(|(text, _)| columns(text)).sum::<u16>();
    let of = |(long, wave, day)| {
        let mut state = state(model, Says { long, wave, day });
        state.push((pen.look.head_of_money(model.work.plan().currency), Tone::Plain));
        state
    };
    let ways = [
        (row.width * 2 / 3 >= 70, Some(24), day),
        (false, Some(24), day),
        (false, Some(12), day),
        (false, Some(8), day),
        (false, Some(5), day),
        (false, Some(0), day),
        (false, None, day),
    ];
    let fits = ways.iter().map(|way| of(*way)).find(|state| wide(state) + 1 + needed <= row.width);
    let state = fits.unwrap_or_else(|| match model.work.beside {
        None if !day => of(ways[2]),
        // Where there is little room, what is tried is told before the day.
        _ => of((false, None, day && (model.work.beside.is_none() || row.width >= 80))),
    });
    let from = row.width.saturating_sub(wide(&state) + 1);
    let name = safe::line(model.work.plan().title()).into_owned();
    let dirt = format!("{}{}", editing::locked(model), editing::dirt(model));
    let mark = if editing::dirt(model).is_empty() { "" } else { "*" };
    let file = format!(" · {}{mark}", safe::line(&model.work.file));
    // That something is not saved is said at any width; the name gives way.
    let left = from.saturating_sub(3);
    let unread = match (model.work.unread, row.width) {
        (0, _) => String::new(),
        (_, 0..70) => " · NOT ALL READ".to_owned(),
        _ => format!(" · {UNREAD}"),
    };
    let filter = shown(model, &against, left.saturating_sub(columns(&unread) + columns(&dirt) + NAME));
    let for_name = left
        .saturating_sub(columns(&unread) + columns(&dirt) + columns(&filter).min(left.saturating_sub(NAME)));
    let mut used = pen.put(row.x + 1, row.y, for_name, &name, Tone::Title);
    if used + columns(&file) + columns(&unread) + columns(&dirt) + columns(&filter) <= left {
        used += pen.put(row.x + 1 + used, row.y, left - used, &file, Tone::Faint);
    }
    used += pen.put(row.x + 1 + used, row.y, left.saturating_sub(used), &unread, Tone::Error);
    used += pen.put(row.x + 1 + used, row.y, left.saturating_sub(used), &dirt, Tone::Strong);
    pen.put(row.x + 1 + used, row.y, left.saturating_sub(used), &filter, Tone::Warning);
    if model.work.beside.is_some() {
        tried::title(model, row, (left, named), (&tried, &dirt, &against), pen);
    }
    let mut x = row.x + from;
    for (text, tone) in &state {
        x += pen.put(x, row.y, row.right().saturating_sub(x), text, *tone);
    }
}

/// What Check says on its tab of what it found, and of errors alone.
fn found(model: &Model, view: usize) -> [String; 2] {
    let (errors, warnings) = (model.work.count(Severity::Error), model.work.count(Severity::Warning));
    match (model.views[view].open == Open::Jump, errors, warnings) {
        (true, 0, 0) => [" ✓".into(), " ✓".into()],
        (true, 0, warnings) => [format!(" {warnings}W"), format!(" {warnings}W")],
        (true, errors, 0) => [format!(" {errors}E"), format!(" {errors}E")],
        (true, errors, warnings) => [format!(" {errors}E {warnings}W"), format!(" {errors}E")],
        (false, ..) => Default::default(),
    }
}

/// How much of a name a tab has: all, a few letters, two, none but the digit.
const LENGTHS: u8 = 4;

/// The names of tabs as a row has room for them. Side by side they take a blank each; where that is too much, all but
/// that of the view shown become shorter, those furthest from it first, and what a scenario comes to last. Each is
/// named in two letters before any loses its name, and what was found is told whatever the room.
fn fitting(model: &Model, room: usize) -> Vec<(usize, String)> {
    let mut lengths = vec![0_u8; model.views.len()];
    let mut briefly = 0;
    let named = |lengths: &[u8], briefly: usize| -> Vec<(usize, String)> {
        let name = |(view, length): (usize, &u8)| {
            let entry = model.views[view];
            let name = match length {
                0 => format!(" {}", entry.name),
                1 => format!(" {}", entry.brief[0]),
                2 => format!(" {}", entry.brief[1]),
                _ => String::new(),
            };
            (view, format!("{}{name}{}", entry.digit, found(model, view)[briefly]))
        };
        lengths.iter().enumerate().map(name).collect()
    };
    let wide =
        |names: &[(usize, String)]| names.iter().map(|(_, name)| safe::width(name) + 1).sum::<usize>() + 1;
    let mut furthest: Vec<usize> = (0..lengths.len()).filter(|view| *view != model.view).collect();
    let compares = |view: usize| model.views[view].digit == '9' && model.work.beside.is_some();
    furthest.order_by_key(|view| (compares(*view), std::cmp::Reverse(view.abs_diff(model.view))));
    for length in 1..LENGTHS {
        for view in &furthest {
            if wide(&named(&lengths, briefly)) <= room {
                return named(&lengths, briefly);
            }
            lengths[*view] = length;
        }
        // Errors stand for what was found rather than that a view loses more of its name.
        briefly = 1;
    }
    named(&lengths, briefly)
}

fn tabs(model: &Model, row: Rect, pen: &mut Pen<'_>) {
    let names = fitting(model, usize::from(row.width));
    let all: usize = names.iter().map(|(_, name)| safe::width(name)).sum();
    let apart = all + 2 * names.len() <= usize::from(row.width);
    let mut x = row.x;
    let mut after_here = false;
    for (view, name) in names {
        let here = view == model.view;
        let (shown, tone) = match here {
            true => (format!("[{name}]"), Tone::Strong),
            false if apart => (format!(" {name} "), Tone::Plain),
            false if after_here => (name, Tone::Plain),
            false => (format!(" {name}"), Tone::Plain),
        };
        after_here = here;
        let used = pen.put(x, row.y, row.right().saturating_sub(x), &shown, tone);
        pen.hit(Rect { x, width: used, ..row }, Target::View(view));
        x += used;
    }
    let question = model.entry().question;
    if x + columns(question) + 3 <= row.right() {
        pen.put_right(row.right() - 1, row.y, row.width, question, Tone::Faint);
    }
}

/// A small screen: one lane of the view as a list.
fn list(model: &Model, layout: Layout, pen: &mut Pen<'_>) {
    let desk = model.desk();
    let Some(content) = &desk.content else { return };
    let scene = model.scene();
    let sheet = &desk.sheet;
    let lane = sheet.current().map_or(0, |spot| spot.lane);
    let lanes = content.lanes();
    let name = lanes.get(usize::from(lane)).cloned().unwrap_or_else(|| content.column_name(scene).to_owned());
    let (entry, [found, _]) = (model.entry(), found(model, model.view));
    let tab = format!(" [{} {}{found}] ", entry.digit, entry.name);
    let row = layout.tabs;
    pen.row(row.x, row.y, row.width.saturating_sub(8), &[(&tab, Tone::Strong), (&name, Tone::Plain)]);
    if lanes.len() > 1 {
        let place = format!("{}/{}", lane + 1, lanes.len());
        pen.put_right(row.right() - 1, row.y, 8, &place, Tone::Plain);
    }
    pen.rule(row.x + 1, row.y + 1, row.width - 2);
    pen.rule(row.x + 1, layout.sentence.y.saturating_sub(1), row.width - 2);
    let body = layout.body;
    let range = sheet.lane(lane);
    let cursor = sheet.cursor.saturating_sub(range.start);
    if model.draw_none(body, pen) {
        return;
    }
    // Where nothing can be selected, the view says why.
    if sheet.spots.is_empty() {
        content.draw(scene, body, pen);
        return;
    }
    let above = content.above(body.width.saturating_sub(2));
    let body = match above.is_empty() {
        true => body,
        false => Rect { y: body.y + 1, height: body.height.saturating_sub(1), ..body },
    };
    pen.put(body.x + 1, body.y.saturating_sub(1), body.width.saturating_sub(2), &above, Tone::Strong);
    let shown = usize::from(body.height);
    let scroll = if cursor < shown { 0 } else { cursor + 1 - shown };
    let room = body.width - 2;
    // The name is cut, and the figure never is.
    let left = |figure: &str| match columns(figure).min(room) {
        0 => room,
        wide => room.saturating_sub(wide + 1),
    };
    let rows: Vec<_> = (range.skip(scroll).take(shown))
        .filter_map(|at| sheet.spots.get(at).map(|spot| (at, spot, content.beside(scene, spot))))
        .collect();
    // The ids go before a letter of a name does, and all of them at once.
    let with_ids = rows.iter().all(|(_, spot, (figure, _))| columns(named(spot, true)) + 2 <= left(figure));
    for (y, (at, spot, (figure, of_figure))) in (body.y..body.bottom()).zip(rows) {
        let (mark, tone) = content.mark(&model.work, spot);
        let area = Rect { y, height: 1, ..body };
        let (wide, left) = (columns(&figure).min(room), left(&figure));
        pen.row(body.x + 1, y, left, &[(mark, tone), (" ", tone), (named(spot, with_ids), Tone::Plain)]);
        pen.put_right(body.right() - 1, y, wide, &figure, of_figure);
        pen.hit(area, Target::Spot(spot.at.clone()));
        if at == sheet.cursor {
            pen.select(area);
        }
    }
}

/// What a spot is called, with its id or without, and without what else it is found by.
fn named(spot: &Spot, with_id: bool) -> &str {
    let id = format!(" ({})", spot.at.key);
    let end = spot.text.find(&*id).map(|at| if with_id { at + id.len() } else { at });
    end.and_then(|end| spot.text.get(..end)).unwrap_or(&spot.text)
}

/// Words in two: as many as so many columns take, and the rest.
fn split(words: &str, width: u16) -> (&str, &str) {
    if columns(words) <= width {
        return (words, "");
    }
    let (mut fits, mut used) = (0, 0);
    for (at, _) in words.match_indices(' ') {
        used += columns(&words[fits..at]);
        if used > width {
            break;
        }
        fits = at;
    }
    // Without a blank there is nowhere to part them.
    if fits == 0 { (words, "") } else { (&words[..fits], words[fits..].trim_start()) }
}

/// What was told last, or what is to be decided before all else.
fn told(model: &Model) -> Option<String> {
    model.message.clone().or_else(|| editing::banner(model))
}

/// Where the user is among what can be selected, `3/20`, and the columns that a sentence has beside it on a screen.
fn place(model: &Model, screen: u16) -> (String, u16) {
    let (nth, all) = model.desk().sheet.position();
    let place = if all > 0 { format!("{nth}/{all}") } else { String::new() };
    let width = screen.saturating_sub(columns(&place) + 3);
    (place, width)
}

/// The lines that there are for the sentence below a view: two where the view has that much to say of its selection,
/// and where what was told, at whose end stands what is to be done, is longer than a line. The view is drawn in the
/// rest, and so loses no edge to them.
#[must_use]
pub fn lines_of_sentence(model: &Model, screen: u16) -> u16 {
    let says_much = model.desk().content.as_ref().is_some_and(|content| content.says_much());
    let is_long = || told(model).is_some_and(|words| !split(&words, place(model, screen).1).1.is_empty());
    let two = model.room() == Room::Full && says_much || model.overlay.is_none() && is_long();
    if two { 2 } else { 1 }
}

fn sentence(model: &Model, area: Rect, pen: &mut Pen<'_>) {
    let Some(content) = &model.desk().content else { return };
    let (place, width) = place(model, area.width);
    let said = model.overlay.as_ref().and_then(|over| over.sentence(model, width));
    let (words, tone) = match said.or_else(|| told(model)) {
        Some(words) => (words, Tone::Message),
        // Where the filter leaves nothing, that is said in place of the view.
        None if model.desk().held == Some(0) => (String::new(), Tone::Plain),
        None => (baseline::sentence(model, content.sentence(model.scene())), Tone::Plain),
    };
    let mut words = &*words;
    let row = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
    let above = Rect { y: row.y.saturating_sub(1), ..row };
    // What there is to say of the selection may take a second line where nothing stands in the last one of the view.
    let free = area.height > 1 || model.room() == Room::Full && row.y > 0 && pen.is_blank(above);
    if model.overlay.is_none() && free {
        let (first, rest) = split(words, width);
        if !rest.is_empty() {
            pen.put(above.x + 1, above.y, width, first, tone);
            words = rest;
        }
    }
    let used = pen.put(row.x + 1, row.y, width, words, tone);
    let sum = content.sum(&model.work);
    let room = row.width.saturating_sub(used + columns(&place) + 6);
    let right = row.right().saturating_sub(1);
    pen.put_right(right, row.y, columns(&place), &place, Tone::Plain);
    if !sum.is_empty() && columns(&sum) <= room {
        pen.put_right(right.saturating_sub(columns(&place) + 3), row.y, room, &sum, Tone::Faint);
    }
}

/// The keys of what takes them all, or else of the view, the least needed left out first; the help never
/// is.
fn keys(model: &Model, row: Rect, pen: &mut Pen<'_>) {
    if let Some(over) = model.overlay.as_ref().filter(|over| over.takes_all()) {
        let words = over.keys(model, row.width);
        pen.put(row.x + 1, row.y, row.width.saturating_sub(2), &words, Tone::Plain);
        return;
    }
    let mut hints = action::hints(model);
    if model.overlay.is_some() {
        hints.retain(|hint| matches!(hint.word, "move" | "view" | "help"));
        let close = model.keys.first(model.view, "close").into_iter().collect();
        hints.insert(0, Hint { keys: close, word: "close", rank: 0 });
    }
    let look = pen.look;
    let shown = |hints: &[Hint]| -> usize {
        hints.iter().map(|hint| safe::width(&look.spell(&hint.shown())) + 1 + hint.word.len() + 2).sum()
    };
    while hints.len() > 1 && shown(&hints) > usize::from(row.width) {
        let weakest = (0..hints.len()).max_by_key(|at| hints[*at].rank).unwrap_or(0);
        hints.remove(weakest);
    }
    let mut x = row.x + 1;
    for hint in &hints {
        x += pen.row(
            x,
            row.y,
            row.right().saturating_sub(x),
            &[(&hint.shown(), Tone::Strong), (" ", Tone::Plain), (hint.word, Tone::Plain)],
        );
        x += cells(2);
    }
}

/// The screen of a state.
#[must_use]
pub fn buffer(model: &Model) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.0, model.size.1));
    draw(model, &mut buffer);
    buffer
}

/// The text of a screen, without trailing blanks.
#[must_use]
pub fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    let width = usize::from(buffer.area.width).max(1);
    for row in buffer.content.chunks(width) {
        let mut line = String::new();
        let mut covered = 0;
        for cell in row {
            if covered == 0 {
                line.push_str(cell.symbol());
                // It is safe by now, and judged alone it might not be.
                covered = cell.symbol().width().max(1);
            }
            covered -= 1;
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
