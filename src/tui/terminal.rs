//! The edge to the terminal: takes it over, turns what comes in into messages, carries out effects,
//! and gives the terminal back however the program ends.

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Stdout};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::event::{self, Event, MouseButton, MouseEventKind};
use ratatui::crossterm::execute;
use ratatui::crossterm::style::force_color_output;
use ratatui::crossterm::terminal::size;
use ratatui::layout::{Position, Rect};

use super::effect::Effect;
use super::frame;
use super::keymap::Keymap;
use super::model::Model;
use super::msg::{Msg, Target};
use super::overlays::outside;
use super::overlays::recovery::{self, Left};
use super::pen::Hit;
use super::present;
use super::simulating::simulate;
use super::theme::Look;
use super::update::update;
use crate::disk::{Disk, Journal, Store as _, Unsaved, is_gone, replace, write, write_again, write_new};
use crate::draft::Draft;
use crate::simulation::Simulation;
use crate::workspace::Workspace;
use background::Background;
use ground::{Ground, Heard};
use past::Past;

mod background;
mod commit;
mod copies;
mod editor;
mod fault;
mod ground;
mod kept;
mod key;
mod past;
#[cfg(not(unix))]
#[path = "terminal/other.rs"]
mod system;
#[cfg(unix)]
#[path = "terminal/unix.rs"]
mod system;
mod text;
mod watch;

use watch::Watch;

/// The most bytes of a scenario's file.
const FETCHED: u64 = 4 << 20;
/// How long the loop waits for input before it looks whether somebody asked it to stop.
const WAIT: Duration = Duration::from_millis(200);
/// How long, while something is computed beside the screen.
const WAIT_FOR_ANSWER: Duration = Duration::from_millis(20);

/// What somebody is told who is here for the first time, until a key.
const TIP: &str = "New here?  ? help · : commands · ⏎ open · q leave";

/// How the user interface is to run.
pub struct Options {
    /// How things look.
    pub look: Look,
    /// Clicks and the wheel come to us, not to the terminal.
    pub mouse: bool,
    /// Begin with the presentation.
    pub present: bool,
    /// Begin with the scenario of this file, which says this.
    pub scenario: Option<(PathBuf, String)>,
    /// The terminal says of itself that it can do nothing (`TERM=dumb`).
    pub dumb: bool,
    /// What `COLORFGBG` says of the terminal's colours.
    pub colorfgbg: String,
    /// Which key does what.
    pub keys: Keymap,
    /// What there is to tell at the start; the first is shown.
    pub notices: Vec<String>,
    /// The user has not been here before: where nothing else is to be told, a line says how to find around.
    pub tip: bool,
    /// The user's editor with its arguments, and how it is told a line.
    pub editor: String,
    /// Where unsaved changes are kept, for the case that the program ends without its user.
    pub journal: Option<Journal>,
    /// What earlier sessions left unsaved, each with where it is kept, or why it cannot be read.
    pub left: Vec<(Journal, Result<Unsaved, String>)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            look: Look::default(),
            mouse: true,
            present: false,
            scenario: None,
            dumb: false,
            colorfgbg: String::new(),
            keys: Keymap::default(),
            notices: Vec::new(),
            tip: false,
            editor: String::new(),
            journal: None,
            left: Vec::new(),
        }
    }
}

/// Why the user interface could not run, or ended.
#[derive(Debug)]
pub enum Error {
    /// There is no terminal to draw on.
    NoTerminal,
    /// The terminal failed.
    Terminal(io::Error),
}

impl Error {
    /// The exit code for it.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NoTerminal => 2,
            Self::Terminal(_) => 1,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTerminal => f.write_str(
                "this needs a terminal for input and output; `swell check` and `swell show` do without one",
            ),
            Self::Terminal(error) => write!(f, "the terminal failed: {error}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Terminal(error)
    }
}

/// The terminal is ours.
static OURS: AtomicBool = AtomicBool::new(false);
/// The mouse is wanted.
static MOUSE: AtomicBool = AtomicBool::new(false);

fn take() -> io::Result<()> {
    OURS.store(true, Ordering::SeqCst);
    system::open(MOUSE.load(Ordering::SeqCst))
}

/// Gives the terminal back as it was. The one way out: a normal end, an error, a panic and a signal all
/// come through here; the second call does nothing.
pub fn restore() {
    if OURS.load(Ordering::SeqCst) {
        system::close();
        // Only now: where closing itself breaks, it is done again.
        OURS.store(false, Ordering::SeqCst);
    }
}

/// Held while something is written to the terminal.
static WRITING: Mutex<()> = Mutex::new(());

/// Gives the terminal back from a thread that is about to end the program: after what is being written,
/// if that does not take long, and so that nothing is written after it.
fn restore_at_once() {
    for _ in 0..20 {
        if let Ok(writing) = WRITING.try_lock() {
            std::mem::forget(writing);
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    restore();
}

/// Restores the terminal when it goes out of scope.
struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Runs the user interface until its user leaves. `reread` reads the plan again.
///
/// # Errors
/// [`Error`], where there is no terminal or it fails; the terminal is restored by then.
pub fn run(
    work: Workspace,
    options: Options,
    reread: &mut dyn FnMut() -> Result<Workspace, String>,
) -> Result<(), Error> {
    if options.dumb || !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Error::NoTerminal);
    }
    // Whether there are colours is our decision alone: in the way it follows NO_COLOR itself, the
    // library would take reverse and bold away with the colours.
    force_color_output(true);
    MOUSE.store(options.mouse, Ordering::SeqCst);
    let panicked = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // Whichever thread it is: nothing is drawn over what is said now.
        restore_at_once();
        panicked(panic);
        std::process::exit(101);
    }));
    system::watch(restore_at_once)?;
    let _guard = Guard;
    take()?;
    fault::here("begin");
    let mut screen = Screen::new(options.editor, options.journal);
    let look = screen.ground.ask(options.look, &options.colorfgbg, &mut screen.early)?;
    let (width, height) = size()?;
    let mut model = Model::new(work, look, (width, height));
    model.mouse = options.mouse;
    model.keys = options.keys;
    let tip = options.tip.then(|| TIP.to_owned());
    model.message = options.notices.first().cloned().or(model.message.take()).or(tip);
    model.log = options.notices;
    if let Some((path, text)) = options.scenario {
        update(&mut model, Msg::Fetched(path, Ok(text)));
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
    /// The state of the plan that the journal has.
    state: Option<u64>,
    watch: Watch,
}

/// The draft of the plan itself, beside any scenario.
fn draft(model: &Model) -> Option<&Draft> {
    model.work.beside.as_deref().unwrap_or(&model.work).draft.as_deref()
}

/// The state of the plan.
fn state(model: &Model) -> Option<u64> {
    draft(model).map(Draft::state)
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
            state: None,
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
                take()?;
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
            if !waits && outside::is_idle(model) && self.watch.tells(draft(model)) {
                self.happened(model, Msg::Outside(reread().map(Box::new)));
                self.look(model);
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
                Effect::CopyTo(copies) => self.happened(model, Msg::Tell(copies::elsewhere(copies))),
                Effect::Redraw => self.again(model)?,
                Effect::Mouse(on) => {
                    MOUSE.store(on, Ordering::SeqCst);
                    system::mouse(on)?;
                }
                Effect::Suspend => self.suspend(model)?,
                Effect::Copy(text) => self.copy(&text)?,
                Effect::Edit(path, line) => self.edit(model, &path, line, reread)?,
                Effect::Simulate(nth) => {
                    let plan = model.work.plan().clone();
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
                Effect::Fetch(path) => {
                    let text = Disk.read(&path, FETCHED).map_err(|fault| fault.message);
                    let text = text
                        .and_then(|bytes| String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned()));
                    self.happened(model, Msg::Fetched(path, text));
                }
                Effect::Commit(files, message) => self.commit(model, &files, &message)?,
                Effect::Reread => self.happened(model, Msg::Reread(reread().map(Box::new))),
                Effect::Save(files) => {
                    let how = replace(&files);
                    fault::here("save");
                    let gone = how.as_ref().is_err_and(|why| is_gone(&why.path));
                    self.happened(model, if gone { Msg::Gone(files) } else { Msg::Saved(how) });
                    self.look(model);
                }
                Effect::WriteAgain(files) => {
                    self.happened(model, Msg::Saved(write_again(&files)));
                    self.look(model);
                }
                Effect::Copies(copies) => self.happened(model, Msg::Tell(copies::beside(&copies))),
            }
        }
        Ok(false)
    }

    fn draw(&mut self, model: &mut Model) -> io::Result<()> {
        let mut next = Buffer::empty(Rect::new(0, 0, model.size.0, model.size.1));
        self.hits = frame::draw(model, &mut next);
        fault::here("draw");
        let _writing = WRITING.lock();
        if self.shown.area != next.area {
            self.shown = Buffer::empty(next.area);
            self.backend.clear()?;
        }
        self.backend.draw(self.shown.diff(&next).into_iter())?;
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
        let _writing = WRITING.lock();
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
        let before = system::remember();
        restore();
        fault::here("lent");
        let edited = editor::edit(&self.editor, path, line);
        // Whatever the editor left behind: the terminal as it was, and no key that was meant for it.
        system::put_back(before);
        take()?;
        while event::poll(Duration::ZERO)? {
            event::read()?;
        }
        let told = match edited {
            Ok(()) => Msg::Reread(reread().map(Box::new)),
            Err(why) => Msg::Tell(why),
        };
        self.happened(model, told);
        self.again(model)
    }

    /// Gives the terminal to git and the editor that it starts, and takes it back.
    fn commit(&mut self, model: &mut Model, files: &[PathBuf], message: &str) -> io::Result<()> {
        self.keep(model);
        let before = system::remember();
        restore();
        let told = commit::commit(&self.editor, files, message);
        system::put_back(before);
        take()?;
        while event::poll(Duration::ZERO)? {
            event::read()?;
        }
        // What was the last commit is not any more.
        model.asked_past = false;
        self.happened(model, Msg::Tell(told));
        self.again(model)
    }

    fn suspend(&mut self, model: &mut Model) -> io::Result<()> {
        if let Err(why) = system::suspendable() {
            self.happened(model, Msg::Tell(format!("Not suspended: {why}")));
            return Ok(());
        }
        self.keep(model);
        restore();
        system::stop();
        take()?;
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
