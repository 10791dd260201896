//! The edge to the terminal: takes it over, turns what comes in into messages, carries out effects,
//! and gives the terminal back however the program ends.

use std::collections::VecDeque;
use std::io::{self, BufWriter, IsTerminal, Stdout};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::event::{self, Event, MouseButton, MouseEventKind};
use ratatui::crossterm::execute;
use ratatui::crossterm::style::force_color_output;
use ratatui::crossterm::terminal::size;
use ratatui::layout::{Position, Rect};

use super::editing;
use super::effect::Effect;
use super::frame;
use super::model::Model;
use super::msg::{Msg, Target};
use super::overlays::outside;
use super::overlays::recovery::{self, Left};
use super::pen::Hit;
use super::present;
use super::simulating::{asked_for, simulate};
use super::update::update;
use super::views::VIEWS;
use crate::disk::{
    Disk, Journal, Lent, Replacement, Store as _, is_gone, replace, write, write_again, write_new,
};
use crate::draft::Draft;
use crate::safe;
use crate::scenario::Scenario;
use crate::simulation::Simulation;
use crate::workspace::Workspace;
use background::Background;
pub use commit::recalled;
use ground::{Ground, Heard};
pub use options::{Error, Options};
use past::Past;
use watch::Watch;

mod background;
mod commit;
mod copies;
mod editor;
mod fault;
mod ground;
mod kept;
mod key;
mod options;
mod ours;
mod past;
mod rows;
#[cfg(not(unix))]
#[path = "terminal/other.rs"]
mod system;
#[cfg(unix)]
#[path = "terminal/unix.rs"]
mod system;
#[cfg(all(test, unix))]
mod tests;
mod text;
mod watch;

/// The most bytes of a scenario's file.
const FETCHED: u64 = 4 << 20;
/// How long the loop waits for input before it looks whether somebody asked it to stop.
const WAIT: Duration = Duration::from_millis(200);
/// How long, while something is computed beside the screen.
const WAIT_FOR_ANSWER: Duration = Duration::from_millis(20);

/// What somebody is told who is here for the first time, until a key.
const TIP: &str = "New here?  ? help · : commands · ⏎ open · q leave";

/// Runs the user interface until its user leaves. `reread` reads the plan again.
///
/// # Errors
/// [`Error`], where there is no terminal or it fails; the terminal is restored by then.
pub fn run(
    work: Workspace,
    options: Options,
    reread: &mut dyn FnMut() -> Result<Workspace, String>,
) -> Result<(), Error> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Error::NoTerminal);
    }
    if options.dumb {
        return Err(Error::Dumb);
    }
    // Whether there are colours is our decision alone: in the way it follows NO_COLOR itself, the
    // library would take reverse and bold away with the colours.
    force_color_output(true);
    ours::want_mouse(options.mouse);
    let panicked = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // Whichever thread it is: nothing is drawn over what is said now.
        ours::restore_at_once();
        panicked(panic);
        std::process::exit(101);
    }));
    system::watch(ours::restore_at_once)?;
    let _guard = ours::Guard;
    ours::take()?;
    fault::here("begin");
    let mut screen = Screen::new(options.editor, options.journal);
    let look = screen.ground.ask(options.look, &options.colorfgbg, &mut screen.early)?;
    let (width, height) = size()?;
    let mut model = Model::new(work, look, (width, height), VIEWS, options.keys);
    model.mouse = options.mouse;
    let tip = options.tip.then(|| TIP.to_owned());
    model.message = options.notices.first().cloned().or(model.message.take()).or(tip);
    model.log = options.notices;
    if let Some((path, text)) = options.scenario {
        update(&mut model, Msg::Fetched(path, Ok(text)));
    }
    if let Some(past) = options.since {
        update(&mut model, Msg::Baseline(Ok(past)));
    }
    if options.present {
        present::toggle(&mut model);
    }
    screen.state = state(&model);
    screen.look(&mut model);
    let (journals, held): (Vec<_>, Vec<_>) = options.left.into_iter().unzip();
    screen.left = journals;
    let left = held.into_iter().enumerate().map(|(nth, held)| Left { nth, held });
    recovery::offer(&mut model, left.collect());
    screen.watch(&mut model, reread)
}

/// The terminal, drawn on. It is asked nothing but its colours, and those only where that is wished for
/// and for a short time, so that a terminal that does not answer is no fault.
struct Screen {
    backend: CrosstermBackend<BufWriter<Stdout>>,
    /// What the terminal shows.
    shown: Buffer,
    hits: Vec<Hit>,
    /// What the mouse button went down on, and in which column.
    held: Option<(Target, u16)>,
    ground: Ground,
    /// What happened before the first screen, still to be taken in.
    early: VecDeque<Event>,
    editor: String,
    /// What is to be done, in this order.
    todo: VecDeque<Effect>,
    simulations: Background<(u64, Box<Simulation>)>,
    past: Past,
    journal: Option<Journal>,
    /// The journals that ended sessions left.
    left: Vec<Journal>,
    /// The state of the plan that the journal has, and whether all of it.
    state: (Option<u64>, bool),
    /// The scenarios that it has.
    tried: Vec<Scenario>,
    watch: Watch,
}

/// The draft of the plan itself, beside any scenario.
fn draft(model: &Model) -> Option<&Draft> {
    model.work.beside.as_deref().unwrap_or(&model.work).draft.as_deref()
}

/// Saves files, and says how that went. Where one is gone, all of the plan that are gone are to be written again.
fn saved(files: Vec<Replacement>, draft: Option<&Draft>) -> Msg {
    let lacks = |files: &[Replacement]| files.iter().any(|file| is_gone(&file.path));
    let written = |files: Vec<Replacement>| -> Vec<Replacement> {
        files.into_iter().filter(|file| file.old != file.new || is_gone(&file.path)).collect()
    };
    if lacks(&files) {
        return Msg::Gone(written(draft.map_or(files, Draft::whole)));
    }
    let files = written(files);
    if files.is_empty() {
        return Msg::Tell("Not written: its files are there as they are here".into());
    }
    match replace(&files) {
        Err(why) if is_gone(&why.path) => Msg::Gone(written(draft.map_or(files, Draft::whole))),
        how => Msg::Saved(how),
    }
}

/// The text of a file as it is here, where that is not what is on the disk. With a scenario open it is that of the plan
/// beside: what is tried is no change of the plan.
fn unsaved_text(model: &Model, path: &Path) -> Option<String> {
    let draft = model.work.beside.as_deref().unwrap_or(&model.work).draft.as_ref()?;
    draft.changed().find(|it| it.place == path).map(|it| it.new.to_owned())
}

/// The state of the plan, and whether it is gone from the disk.
fn state(model: &Model) -> (Option<u64>, bool) {
    (draft(model).map(Draft::state), editing::is_lost(model))
}

impl Screen {
    fn new(editor: String, journal: Option<Journal>) -> Self {
        let out = BufWriter::with_capacity(1 << 16, io::stdout());
        Self {
            backend: CrosstermBackend::new(out),
            shown: Buffer::default(),
            hits: Vec::new(),
            held: None,
            ground: Ground::default(),
            early: VecDeque::new(),
            editor,
            todo: VecDeque::new(),
            simulations: Background::new("simulation"),
            past: Past::new(),
            journal,
            left: Vec::new(),
            state: (None, false),
            tried: Vec::new(),
            watch: Watch::default(),
        }
    }

    /// Takes in what happens until the user leaves; draws only when something has changed.
    fn watch(
        &mut self,
        model: &mut Model,
        reread: &mut dyn FnMut() -> Result<Workspace, String>,
    ) -> Result<(), Error> {
        self.happened(model, Msg::Resize(model.size.0, model.size.1));
        loop {
            if self.carry_out(model, reread)? {
                return Ok(());
            }
            if system::asked_to_stop() {
                self.suspend(model)?;
            } else if system::woken() {
                ours::take()?;
                self.again(model)?;
            }
            if model.changed {
                self.draw(model)?;
                model.rest();
            }
            let busy = self.simulations.is_busy() || self.past.is_busy();
            let wait = if busy { WAIT_FOR_ANSWER } else { WAIT };
            self.keep(model);
            let waits = !self.early.is_empty() || event::poll(wait)?;
            if !waits {
                self.look_outside(model, reread);
            }
            if let Some((nth, simulation)) = self.simulations.answer() {
                self.happened(model, Msg::Simulated(nth, simulation));
            }
            if let Some(msg) = self.past.answer() {
                self.happened(model, msg);
            }
            // All that waits is taken in before the next drawing, so that a storm is one drawing.
            while waits && let Some(event) = self.next()? {
                if let Some(msg) = self.message(&event) {
                    self.happened(model, msg);
                }
                if self.carry_out(model, reread)? {
                    return Ok(());
                }
            }
        }
    }

    /// What happened, as far as it is there.
    fn next(&mut self) -> io::Result<Option<Event>> {
        match self.early.pop_front() {
            Some(event) => Ok(Some(event)),
            None if event::poll(Duration::ZERO)? => event::read().map(Some),
            None => Ok(None),
        }
    }

    /// Looks now and then whether others changed the files, and takes that in.
    fn look_outside(&mut self, model: &mut Model, reread: &mut dyn FnMut() -> Result<Workspace, String>) {
        let tells = |watch: &mut Watch| watch.tells(draft(model), editing::is_lost(model));
        if outside::is_idle(model) && (tells(&mut self.watch) || outside::is_due(model)) {
            self.happened(model, Msg::Outside(reread().map(Box::new)));
            self.look(model);
        }
    }

    /// Takes in what happened; what that leads to is still to be done.
    fn happened(&mut self, model: &mut Model, msg: Msg) {
        if let Msg::Key(_) = &msg {
            fault::here("key");
        }
        self.todo.extend(update(model, msg));
    }

    /// Does what is to be done, and says whether the user leaves. What an effect leads to is done after it.
    fn carry_out(
        &mut self,
        model: &mut Model,
        reread: &mut dyn FnMut() -> Result<Workspace, String>,
    ) -> Result<bool, Error> {
        while let Some(effect) = self.todo.pop_front() {
            fault::here("effect");
            match effect {
                Effect::Quit => {
                    self.forget();
                    return Ok(true);
                }
                Effect::Leave => return Ok(true),
                Effect::Forget(nth) => {
                    // What was taken in from there is kept here before it goes there.
                    self.keep(model);
                    let _ = self.left.get(nth).map(Journal::clear);
                }
                Effect::CopyTo(copies) => {
                    self.happened(model, Msg::Tell(copies::elsewhere(copies, &model.key("save.copy"))))
                }
                Effect::Redraw => self.again(model)?,
                Effect::Mouse(on) => {
                    ours::want_mouse(on);
                    system::mouse(on)?;
                }
                Effect::Suspend => self.suspend(model)?,
                Effect::Copy(text) => self.copy(&text)?,
                Effect::Edit(path, line) => self.edit(model, &path, line, reread)?,
                Effect::Simulate(nth) => {
                    let plan = asked_for(&model.work, nth).clone();
                    self.simulations.ask(move || (nth, Box::new(simulate(&plan))));
                }
                Effect::Recall(recall) => {
                    let refused = self.past.recall(model, recall);
                    self.todo.extend(refused.into_iter().flat_map(|msg| update(model, msg)));
                }
                Effect::Write(path, text) => self.happened(model, Msg::Tell(text::written(&path, &text))),
                Effect::References => {
                    let refused = self.past.references(model);
                    self.todo.extend(refused.into_iter().flat_map(|msg| update(model, msg)));
                }
                Effect::LookBack(nth, asked, known) => {
                    let refused = self.past.look_back(model, nth, asked, known);
                    self.todo.extend(refused.into_iter().flat_map(|msg| update(model, msg)));
                }
                Effect::ReadNoMore => self.past.read_no_more(),
                Effect::LookBackNoMore => self.past.no_more(),
                Effect::Baseline(words) => {
                    let refused = self.past.baseline(model, words);
                    self.todo.extend(refused.into_iter().flat_map(|msg| update(model, msg)));
                }
                Effect::Keep(path, text, over) => {
                    let write = if over { write } else { write_new };
                    let how = write(&path, text.as_bytes()).map_err(|fault| fault.message);
                    self.happened(model, Msg::Kept(path, how));
                }
                Effect::KeepAnew(path, text) => {
                    let (path, how) = copies::anew(path, &text);
                    self.happened(model, Msg::Kept(path, how));
                }
                Effect::ListScenarios(folder) => {
                    let entries = Disk.list(&folder).unwrap_or_default().into_iter();
                    let names = entries.filter(|it| !it.folder && it.name.ends_with(".toml"));
                    self.happened(model, Msg::Scenarios(names.map(|it| it.name).collect()));
                }
                Effect::Fetch(path) => {
                    let text = Disk.read(&path, FETCHED).map_err(|fault| fault.message);
                    let text = text
                        .and_then(|bytes| String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned()));
                    self.happened(model, Msg::Fetched(path, text));
                }
                Effect::Commit(files, message) => self.commit(model, &files, &message)?,
                Effect::Reread => self.happened(model, Msg::Reread(reread().map(Box::new))),
                Effect::Save(files) => {
                    let told = saved(files, draft(model));
                    fault::here("save");
                    self.happened(model, told);
                    self.look(model);
                }
                Effect::WriteAgain(files) => {
                    self.happened(model, Msg::Saved(write_again(&files)));
                    self.look(model);
                }
                Effect::Copies(copies) => {
                    self.happened(model, Msg::Tell(copies::beside(&copies, &model.key("undo"))))
                }
            }
        }
        Ok(false)
    }

    fn draw(&mut self, model: &mut Model) -> io::Result<()> {
        let mut next = Buffer::empty(Rect::new(0, 0, model.size.0, model.size.1));
        self.hits = frame::draw(model, &mut next);
        fault::here("draw");
        let _writing = ours::writing();
        if self.shown.area != next.area {
            self.shown = Buffer::empty(next.area);
            self.backend.clear()?;
        }
        rows::send(&mut self.backend, &self.shown, &next)?;
        fault::here("write");
        Backend::flush(&mut self.backend)?;
        self.shown = next;
        model.changed = false;
        Ok(())
    }

    /// Draws every cell again, in the size that the terminal has now.
    fn again(&mut self, model: &mut Model) -> io::Result<()> {
        let (width, height) = size()?;
        self.happened(model, Msg::Resize(width, height));
        self.shown = Buffer::default();
        self.backend.clear()
    }

    /// Hands a text to the clipboard of the terminal.
    fn copy(&mut self, text: &str) -> io::Result<()> {
        let _writing = ours::writing();
        execute!(self.backend, CopyToClipboard::to_clipboard_from(text))
    }

    /// Gives the terminal to the user's editor, takes it back, and reads the plan again.
    fn edit(
        &mut self,
        model: &mut Model,
        path: &Path,
        line: u32,
        reread: &mut dyn FnMut() -> Result<Workspace, String>,
    ) -> io::Result<()> {
        // Whatever becomes of us meanwhile: an editor may take an hour.
        self.keep(model);
        let again = model.filled("{reread} reads the plan again");
        // What is not saved is edited as it is here: the file says something else.
        let unsaved = unsaved_text(model, path).map(|text| (copies::lent(path, &text), text));
        let place = match &unsaved {
            None => path,
            Some((Ok(lent), _)) => lent.path(),
            Some((Err(why), _)) => {
                self.happened(model, Msg::Tell(why.clone()));
                return Ok(());
            }
        };
        let ended = ours::lent(|| editor::edit(&self.editor, place, line, &again))?;
        match unsaved {
            Some((Ok(lent), was)) => self.take_in(model, path, lent, &was, ended, reread),
            _ => self.happened(model, ended.map_or_else(Msg::Tell, |()| Msg::Reread(reread().map(Box::new)))),
        }
        self.again(model)
    }

    /// Takes in what became of a copy. Where that cannot be, and where the editor failed after it wrote, it stays.
    fn take_in(
        &mut self,
        model: &mut Model,
        path: &Path,
        lent: Lent,
        was: &str,
        ended: Result<(), String>,
        reread: &mut dyn FnMut() -> Result<Workspace, String>,
    ) {
        let kept = format!("what you wrote is in {}", safe::line(&lent.path().to_string_lossy()));
        let text = copies::text(lent.path());
        let why = match (ended, text) {
            (ended, Ok(text)) if text == was => {
                lent.take_away();
                let told = ended.map_or_else(Msg::Tell, |()| Msg::Reread(reread().map(Box::new)));
                return self.happened(model, told);
            }
            (Err(why), _) | (Ok(()), Err(why)) => why,
            (Ok(()), Ok(text)) => {
                let before = state(model);
                self.happened(model, Msg::Edited(path.to_path_buf(), text));
                if state(model) != before {
                    return lent.take_away();
                }
                model.message.take().unwrap_or_default()
            }
        };
        self.happened(model, Msg::Tell(format!("Not taken in, {kept}: {why}")));
    }

    /// Gives the terminal to git and the editor that it starts, and takes it back.
    fn commit(&mut self, model: &mut Model, files: &[PathBuf], message: &str) -> io::Result<()> {
        self.keep(model);
        let told = ours::lent(|| commit::commit(&self.editor, files, message))?;
        // What was the last commit is not any more.
        (model.asked_past, model.no_past) = (false, false);
        self.happened(model, Msg::Tell(told));
        self.again(model)
    }

    fn suspend(&mut self, model: &mut Model) -> io::Result<()> {
        if let Err(why) = system::suspendable() {
            self.happened(model, Msg::Tell(format!("Not suspended: {why}")));
            return Ok(());
        }
        self.keep(model);
        ours::restore();
        system::stop();
        ours::take()?;
        self.again(model)
    }

    /// What an event means; `None` for those that mean nothing.
    fn message(&mut self, event: &Event) -> Option<Msg> {
        match event {
            Event::Key(key) => match self.ground.hears(key) {
                Heard::Key => key::key_of(key).map(Msg::Key),
                Heard::Part => None,
                Heard::End(theme) => theme.map(Msg::Theme),
            },
            Event::Paste(text) => Some(Msg::Paste(text.clone())),
            Event::Resize(width, height) => Some(Msg::Resize(*width, *height)),
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::ScrollDown => Some(Msg::Wheel(1)),
                MouseEventKind::ScrollUp => Some(Msg::Wheel(-1)),
                MouseEventKind::Down(MouseButton::Left) => {
                    let at = Position { x: mouse.column, y: mouse.row };
                    // What was drawn last lies on top.
                    let hit = self.hits.iter().rev().find(|hit| hit.area.contains(at));
                    let target = hit.map(|hit| hit.target.clone());
                    self.held = target.clone().map(|target| (target, mouse.column));
                    target.map(Msg::Click)
                }
                MouseEventKind::Up(MouseButton::Left) => {
                    let (target, from) = self.held.take()?;
                    let cells = i32::from(mouse.column) - i32::from(from);
                    (cells != 0).then_some(Msg::Drag(target, cells))
                }
                _ => None,
            },
            Event::FocusGained | Event::FocusLost => None,
        }
    }
}
