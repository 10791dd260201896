//! Where a number on the screen comes from: the rule, the arithmetic with its values and what went in, each
//! of which can be opened in turn, down to the lines of the plan.

mod asks;
mod found;
mod page;
mod room;
mod says;

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::history;
use super::shown;
use crate::graph::Delayed;
use crate::history::Asked;
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::plan::shift::Shift;
use crate::safe;
use crate::trace::name::{Name, When};
use crate::trace::of::Of;
use crate::traces::{self, Unknown};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key, Target};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::pen::Pen;
use crate::tui::present;
use crate::tui::simulating;
use crate::tui::theme::Tone;
use crate::tui::view::Open;
use crate::workspace::Workspace;
use crate::workspace::outline::counted::Counted;
use crate::workspace::outline::leads::Lead;
pub(in crate::tui) use asks::Asks;
use asks::First;
use found::{Found, Which};
use page::Page;
use room::Room;

/// The widest that a page becomes: longer lines are hard to read.
const WIDEST: u16 = 118;

/// What is explained.
#[derive(Clone, Debug, PartialEq, Eq)]
enum About {
    /// A figure.
    Figure(Name),
    /// A figure with all that goes into it, however much.
    Whole(Name),
    /// A value of the plan, or a table.
    Value(Address),
    /// What the check finds.
    Found(Found),
}

impl About {
    /// Whether a simulation tells it.
    fn is_simulated(&self) -> bool {
        matches!(self, Self::Figure(name) | Self::Whole(name) if traces::is_simulated(&name.word))
    }
}

/// What is explained, and of what.
type Subject = (About, Side);

/// Of what something is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// What is open: the plan, or a scenario of it.
    Open,
    /// The plan beside the open scenario.
    Plan,
    /// What is open, with something so much later.
    Late(Delayed, Shift),
}

/// The pages that were opened one from the other, the last one shown.
struct Explaining {
    /// At least one.
    pages: Vec<Page>,
    /// What the first page offers besides what goes in.
    first: First,
    /// What is kept from a room that it is shown to; `None` where nobody else looks.
    room: Option<Room>,
    /// What it was opened over, which is there again when it is closed.
    under: Option<Box<dyn Overlay>>,
}

/// What is first asked about the selection.
fn about(model: &Model) -> About {
    let shown = model.desk().content.as_ref().and_then(|content| content.figure(model.scene()));
    if let Some(name) = shown {
        return About::Figure(name);
    }
    // A view of findings.
    let finds = model.entry().open == Open::Jump;
    if finds && let Some(located) = model.finding() {
        return About::Found(Found::One(Which::of(located)));
    }
    let Some(spot) = model.desk().sheet.current() else {
        let npv = || About::Figure(Name { word: "npv".into(), of: Vec::new(), when: None });
        return if finds { About::Found(Found::Many(Counted::All)) } else { npv() };
    };
    let at = &spot.at;
    if model.desk().content.as_ref().is_some_and(|content| content.is_value(model.scene())) {
        return of_whole(&model.work, at).unwrap_or_else(|| About::Value(at.clone()));
    }
    // What views show of a wave is how far it has come; what it is worth stands beside that.
    let of_wave =
        || Name { word: "live-steps".into(), of: vec![at.table.key().into(), at.key.clone()], when: None };
    let figure = match at.table {
        Table::Wave => Some(of_wave()),
        _ => main_figure(model.work.plan(), at),
    };
    let figure = figure.filter(|_| !finds);
    let known = figure.filter(|name| traces::figure(model.work.figures(), name).is_ok());
    known.map_or_else(|| About::Value(at.clone()), About::Figure)
}

/// What is known below an address of the whole plan that no value of it has: what an outline leads to, and what a
/// scenario tries.
fn of_whole(work: &Workspace, at: &Address) -> Option<About> {
    let tries = at.table == Table::Plan && at.path == [Part::Key("scenario".into())];
    let lead = Lead::of(work.figures(), at).map(|lead| match lead {
        Lead::Figure(name) => About::Figure(name),
        Lead::Value(address) => About::Value(address),
        Lead::Found(counted) => About::Found(Found::Many(counted)),
    });
    lead.or_else(|| tries.then_some(About::Found(Found::Tried)))
}

/// Whether what is selected is looked at for a figure, rather than for what it is.
#[must_use]
pub fn on_figure(model: &Model) -> bool {
    let Some(content) = &model.desk().content else { return false };
    let of_numbers = |table| matches!(table, Table::Driver | Table::Kpi | Table::Gate | Table::Pool);
    let selected = model.desk().sheet.current().is_some_and(|spot| of_numbers(spot.at.table));
    let finding = model.entry().open == Open::Jump;
    content.figure(model.scene()).is_some() || (selected && !finding)
}

/// The figure that a table is looked at for.
fn main_figure(plan: &Plan, at: &Address) -> Option<Name> {
    let word = match at.table {
        Table::Plan => return Some(Name { word: "npv".into(), of: Vec::new(), when: None }),
        Table::Driver => "forecast",
        Table::Wave => "npv",
        Table::Kpi => "kpi",
        Table::Gate => return gate_figure(plan, at),
        Table::Capability | Table::Mandate => "level",
        Table::Exception => "cost",
        Table::Pool => "pool",
        _ => return None,
    };
    let of = match at.table {
        Table::Kpi | Table::Pool => vec![at.key.clone()],
        table => vec![table.key().into(), at.key.clone()],
    };
    Some(Name { word: word.into(), of, when: None })
}

/// How many criteria of a gate hold, or whether the one does that an address names: of a gate that is decided, as it
/// was on the day of its decision.
fn gate_figure(plan: &Plan, at: &Address) -> Option<Name> {
    let gate = plan.gate_by_id(&at.key)?;
    let named = at.path.iter().find_map(|part| if let Part::Nth(nth) = part { Some(*nth) } else { None });
    let nth = plan.gates[gate.at()].criteria.iter().position(|criterion| Some(criterion.nth) == named);
    let nth = nth.and_then(|nth| u32::try_from(nth).ok());
    let of = nth.map_or(Of::Gate(gate), |nth| Of::Criterion(gate, nth));
    let decided = plan.decided_at(gate, plan.as_of).map(|decision| When::Day(decision.date));
    Some(of.name(plan, "gate", decided))
}

/// Explains the main figure of the selection, and offers the others that the view shows, and what the plan says.
pub fn explain(model: &mut Model) -> Vec<Effect> {
    let about = about(model);
    let known = simulating::known(&model.work);
    let entry = model.entry();
    let desk = model.desk();
    let of_view = desk.content.as_ref().map(|content| content.figures(model.scene())).unwrap_or_default();
    let table = entry.table && desk.settings.table;
    let names = shown::on_view(model.work.figures(), known, entry, table).into_iter().chain(of_view);
    let found = Counted::kinds().map(Found::Many).filter(|_| entry.open == Open::Jump);
    let plan = model.work.plan();
    let values = desk.sheet.current().map(|spot| shown::values_beside(plan, &spot.at)).unwrap_or_default();
    let values = values.into_iter().map(About::Value);
    let shown = values.chain(names.map(About::Figure)).chain(found.map(About::Found)).collect();
    let says =
        desk.sheet.current().map(|spot| spot.at.root()).filter(|at| *at.table.key() != *Table::Plan.key());
    open(model, Asks::of(about, First { shown, says, note: None }))
}

/// Explains what is asked of what lies over a view.
pub(in crate::tui) fn asked(model: &mut Model, asks: Option<Asks>) -> Vec<Effect> {
    match asks {
        Some(asks) => open(model, asks),
        None => tell(model, "There is no figure here to explain"),
    }
}

/// Explains the figure of a slide to the room, as the same page, without what the slide does not show.
pub(in crate::tui) fn explain_slide(model: &mut Model, name: Name, revealed: bool) -> Vec<Effect> {
    let room = Some(Room::of(&model.work, name.clone(), revealed));
    match Explaining::of(&model.work, Asks::of(About::Figure(name), First::default()), room) {
        Ok(explaining) => model.overlay = Some(Box::new(explaining)),
        Err(unknown) => return tell(model, unknown.to_string()),
    }
    Vec::new()
}

/// Opens an explanation over whatever lies over the view.
fn open(model: &mut Model, asks: Asks) -> Vec<Effect> {
    match Explaining::of(&model.work, asks, None) {
        Ok(explaining) => {
            let under = model.overlay.take();
            model.overlay = Some(Box::new(Explaining { under, ..explaining }));
        }
        Err(unknown) => return tell(model, unknown.to_string()),
    }
    Vec::new()
}

impl Explaining {
    /// The explanation of what is asked.
    ///
    /// # Errors
    /// [`Unknown`], where the plan has no such thing.
    fn of(work: &Workspace, asks: Asks, room: Option<Room>) -> Result<Self, Unknown> {
        let Asks { about, first } = asks;
        let page = Self::told(work, (about, Side::Open), Some(&first), room.as_ref())?;
        Ok(Self { pages: vec![page], first, room, under: None })
    }

    /// A page, as whoever looks may read it.
    fn told(
        work: &Workspace,
        asked: Subject,
        first: Option<&First>,
        room: Option<&Room>,
    ) -> Result<Page, Unknown> {
        let page = Page::of(work, asked, first)?;
        Ok(match room {
            Some(room) => room.shown(work, page),
            None => page,
        })
    }

    /// What the page that is shown explains.
    fn about(&self) -> &About {
        &self.page().about
    }

    fn page(&self) -> &Page {
        &self.pages[self.pages.len() - 1]
    }

    /// The value of the plan that is selected, or else the one that is explained.
    fn address(&self) -> Option<&Address> {
        let page = self.page();
        let selected = page.links().nth(page.cursor).and_then(|entry| Some(&entry.opens.as_ref()?.0));
        [selected, Some(&page.about)].into_iter().flatten().find_map(|about| match about {
            About::Value(address) => Some(address),
            About::Found(Found::One(which)) => which.address(),
            About::Figure(_) | About::Whole(_) | About::Found(_) => None,
        })
    }

    /// Opens what is selected.
    ///
    /// # Errors
    /// [`Unknown`], where there is nothing behind it.
    fn open(&mut self, work: &Workspace) -> Result<(), Unknown> {
        let page = self.page();
        let selected = page.links().nth(page.cursor).and_then(|entry| entry.opens.clone());
        if let Some(asked) = selected {
            self.pages.push(Self::told(work, asked, None, self.room.as_ref())?);
        }
        Ok(())
    }

    /// Closed: what it was opened over is there again.
    fn closed(self) -> Answer {
        self.under.map_or_else(Answer::close, Answer::stay)
    }

    /// Goes back to the page before; says whether there was one.
    fn back(&mut self) -> bool {
        let more = self.pages.len() > 1;
        if more {
            self.pages.pop();
        }
        more
    }

    /// Goes to the next entry, or scrolls to where there is one; says whether anything moved.
    fn step(page: &mut Page, down: bool, height: u16, (last, lines): (u16, &[(u16, u16)])) -> bool {
        let before = (page.cursor, page.scroll);
        let next = if down { page.cursor.checked_add(1) } else { page.cursor.checked_sub(1) };
        let at = next.and_then(|next| Some((next, *lines.get(next)?)));
        let scroll = if down { (page.scroll + 1).min(last) } else { page.scroll.saturating_sub(1) };
        match at {
            // The last line may say how many are below.
            Some((next, (from, to))) if from >= scroll && to < scroll + height => {
                let seen = page.scroll + height;
                if from < page.scroll || to + u16::from(page.scroll < last) >= seen {
                    page.scroll = scroll;
                }
                page.cursor = next;
            }
            _ => page.scroll = scroll,
        }
        before != (page.cursor, page.scroll)
    }

    /// Goes through the entries, or scrolls, as a key says.
    fn move_by(&mut self, does: &str, key: Key, screen: Rect) {
        let (times, down) = match (does, key.code) {
            ("move.down", _) | (_, Code::Down) => (1, true),
            ("move.up", _) | (_, Code::Up) => (1, false),
            ("move.page-down" | "move.half-down", _) | (_, Code::PageDown) => (10, true),
            ("move.page-up" | "move.half-up", _) | (_, Code::PageUp) => (10, false),
            ("move.last", _) | (_, Code::End) => (usize::MAX, true),
            ("move.first", _) | (_, Code::Home) => (usize::MAX, false),
            _ => (0, true),
        };
        let inside = inside(screen);
        let Some(page) = self.pages.last_mut() else { return };
        let (text, lines) = page.laid_out(inside.width);
        let last = u16::try_from(text.lines.len()).unwrap_or(u16::MAX).saturating_sub(inside.height);
        let _ = (0..times).all(|_| Self::step(page, down, inside.height, (last, &lines)));
    }

    /// Opens the history of what is explained; this is there again when that is closed.
    fn history(self: Box<Self>, model: &Model) -> Answer {
        if let Err(why) = history::readable(model) {
            return Answer::stay(self).tell(format!("No history: {why}"));
        }
        let (title, asked) = match self.about() {
            About::Figure(name) | About::Whole(name) => {
                (format!("History: {name}"), Asked::Figure(name.clone()))
            }
            About::Value(at) => (format!("History: {at}"), Asked::Value(at.clone())),
            About::Found(_) => {
                let told = "No history: what the check finds is found anew of each state of the plan";
                return Answer::stay(self).tell(told);
            }
        };
        Answer::close().then(move |model| history::open_over(model, title, asked, self))
    }
}

impl Overlay for Explaining {
    fn name(&self) -> &'static str {
        "explain"
    }

    fn on_key(mut self: Box<Self>, model: &Model, key: Key) -> Answer {
        let does = model.does(key);
        if self.room.is_some() {
            match (does, key.code) {
                // No file and no name of git is for a room.
                ("history" | "edit.file", _) => return Answer::stay(self),
                ("explain" | "quit", _) => {}
                // What a remote sends, and what a slide is turned by, goes on with the slides.
                (
                    _,
                    Code::PageDown
                    | Code::PageUp
                    | Code::Right
                    | Code::Left
                    | Code::Function(5)
                    | Code::Char('.' | 'b' | ' ' | '1'..='9'),
                ) => {
                    return Answer::close().then(move |model| present::on_key(model, key));
                }
                _ => {}
            }
        }
        let told = match (does, key.code) {
            ("quit" | "explain", _) => return self.closed(),
            ("move.left" | "jump.back", _) | (_, Code::Esc | Code::Backspace | Code::Left) => {
                if !self.back() {
                    return self.closed();
                }
                None
            }
            ("move.right" | "open", _) | (_, Code::Enter | Code::Right) => {
                self.open(&model.work).err().map(|unknown| unknown.to_string())
            }
            ("history", _) => return self.history(model),
            ("edit.file", _) => match self.address().and_then(|at| model.work.path_of(at)) {
                Some((path, line)) => return Answer::stay(self).ask(vec![Effect::Edit(path, line)]),
                None => Some("No line is known for this; open it to come closer to the plan".to_owned()),
            },
            _ => {
                self.move_by(does, key, model.layout().over());
                None
            }
        };
        let stays = Answer::stay(self);
        if let Some(words) = told { stays.tell(words) } else { stays }
    }

    fn draw(&self, model: &Model, screen: Rect, pen: &mut Pen<'_>) {
        let page = self.page();
        let at = place(screen);
        pen.cover(at);
        let title = match (page.side, self.pages.len()) {
            (Side::Plan, _) => "Explained, in the plan".into(),
            (Side::Late(_, by), _) => format!("Explained, {by} late"),
            (Side::Open, nth) => format!(
                "Explained{}{}",
                scenario_of(&model.work),
                if nth == 1 { "" } else { ", from the one before" }
            ),
        };
        let framed = pen.frame(at, &title);
        if framed.is_empty() {
            return;
        }
        let inside = inside(screen);
        let (text, lines) = page.laid_out(inside.width);
        let last = u16::try_from(text.lines.len()).unwrap_or(u16::MAX).saturating_sub(inside.height);
        let scroll = page.scroll.min(last);
        text.draw(scroll, inside, pen);
        let bottom = scroll + inside.height;
        for (nth, (from, to)) in lines.iter().enumerate() {
            let (top, end) = ((*from).max(scroll), (to + 1).min(bottom));
            let rows =
                Rect { y: inside.y + top.saturating_sub(scroll), height: end.saturating_sub(top), ..inside };
            pen.hit(rows, Target::Choice(nth));
        }
        if let Some((from, to)) = lines.get(page.cursor) {
            let (top, bottom) = ((*from).max(scroll) - scroll, (to + 1).saturating_sub(scroll));
            // The marker stands in the margin.
            for y in top..bottom.min(inside.height.saturating_sub(u16::from(scroll < last))) {
                let row = Rect { x: framed.x, y: inside.y + y, width: framed.width, height: 1 };
                if y + scroll == *from { pen.select(row) } else { pen.tint(row, Tone::Selected) }
            }
        }
    }

    fn keys(&self, model: &Model, _: u16) -> Cow<'static, str> {
        let hints = match self.room {
            Some(_) => "↑↓ ⏎ open   Bksp back   {explain} close   → next slide",
            None => "↑↓ ⏎ open   Bksp back   {history} history   {edit.file} editor   {quit} close",
        };
        model.offered(hints).into()
    }

    /// What is clicked on is opened.
    fn go_to(&mut self, _: &Model, nth: usize) -> Option<Key> {
        self.pages.last_mut()?.cursor = nth;
        Some(Key::plain(Code::Enter))
    }

    fn rolls(&self) -> bool {
        true
    }

    /// A room sees no view below it.
    fn insists(&self) -> bool {
        self.room.is_some()
    }

    /// Explains the same things of a plan that has changed; what it has no longer is left out.
    fn renew(&mut self, model: &Model) -> bool {
        self.room = self.room.take().map(|room| room.renewed(&model.work));
        let renew = |(nth, page): (usize, &Page)| {
            // What is late is known by its place, which another plan may have given to something else: of the same one
            // it is still what is looked at.
            if let Side::Late(what, by) = page.side {
                simulating::late_by(&model.work, what, by)?;
            }
            let asked = (page.about.clone(), page.side);
            let first = (nth == 0).then_some(&self.first);
            let new = Self::told(&model.work, asked, first, self.room.as_ref()).ok()?;
            let cursor = page.cursor.min(new.links().count().saturating_sub(1));
            Some(Page { cursor, scroll: page.scroll, ..new })
        };
        self.pages = self.pages.iter().enumerate().map_while(renew).collect();
        self.under.take_if(|under| !under.renew(model));
        !self.pages.is_empty()
    }

    /// What is simulated is told once that is done.
    fn simulates(&self) -> bool {
        // What is late is held against what is open.
        let of_late = |page: &Page| matches!(page.side, Side::Late(..)) && page.about.is_simulated();
        self.pages.iter().any(|page| page.waits && page.side == Side::Open || of_late(page))
    }

    fn simulates_beside(&self) -> bool {
        self.pages.iter().any(|page| page.waits && page.side == Side::Plan)
    }

    fn late(&self) -> Option<(Delayed, Shift)> {
        self.pages.iter().find_map(|page| match page.side {
            Side::Late(what, by) => Some((what, by)),
            Side::Open | Side::Plan => None,
        })
    }

    fn simulates_late(&self) -> bool {
        self.pages.iter().any(|page| page.waits && matches!(page.side, Side::Late(..)))
    }
}

/// That figures are those of a scenario, and of which; nothing where they are the plan's.
fn scenario_of(work: &Workspace) -> String {
    let open = work.scenarios.iter().find(|sketch| sketch.open && work.beside.is_some());
    open.map_or_else(String::new, |it| format!(", in scenario {}", safe::cut(&it.name, 40)))
}

/// Where a page stands on a screen.
fn place(screen: Rect) -> Rect {
    let width = screen.width.min(WIDEST);
    Rect { x: screen.x + (screen.width - width) / 2, width, ..screen }
}

/// Where its text stands: inside of the frame, with a margin for the marker.
fn inside(screen: Rect) -> Rect {
    let at = place(screen);
    Rect { x: at.x + 2, y: at.y + 1, width: at.width.saturating_sub(4), height: at.height.saturating_sub(2) }
}
