//! The terminal of a Unix system: raw mode, the stop of a job, signals, and a terminal that goes away.
//!
//! Nothing here takes a lock that the main loop may hold, so that a signal ends the program even while
//! the main loop hangs.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Mutex, TryLockError};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags};
use rustix::process::{self, Pid, Signal};
use rustix::termios::{self, OptionalActions, Termios};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::fault;

/// The terminal as it was before.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);
/// Somebody else asked us to stop.
static STOP: AtomicBool = AtomicBool::new(false);
/// Another program has the terminal.
static LENT: AtomicBool = AtomicBool::new(false);
/// The program that has it, as long as it runs; else nought.
static LENT_TO: AtomicI32 = AtomicI32::new(0);
/// The program is about to end.
static LEAVING: AtomicBool = AtomicBool::new(false);
/// We were woken after a stop.
static WOKEN: AtomicBool = AtomicBool::new(false);

/// So many hundredths of a second another program has to end in, when we are ended.
const GRACE: u32 = 20;

const OPEN: &[u8] = b"\x1b[?1049h\x1b[2J\x1b[?25l\x1b[?2004h";
const NO_MOUSE: &[u8] = b"\x1b[?1006l\x1b[?1000l";
const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1006h";
// Every mode is switched off, whoever switched it on.
const CLOSE: &[u8] = b"\x1b[0m\x1b[?7h\x1b[?1006l\x1b[?1015l\x1b[?1003l\x1b[?1002l\x1b[?1000l\x1b[?1004l\x1b[?2004l\x1b[?1049l\x1b[?25h";

fn write(mut bytes: &[u8]) -> io::Result<()> {
    let out = rustix::stdio::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(out, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Takes the terminal over.
pub(super) fn open(mouse: bool) -> io::Result<()> {
    let tty = rustix::stdio::stdin();
    let before = termios::tcgetattr(tty)?;
    let mut raw = before.clone();
    raw.make_raw();
    if let Ok(mut kept) = BEFORE.lock() {
        // What was kept first stays: after a stop behind our back, the terminal may be as we left it.
        kept.get_or_insert(before);
    }
    termios::tcsetattr(tty, OptionalActions::Now, &raw)?;
    write(OPEN)?;
    if mouse { write(MOUSE) } else { Ok(()) }
}

/// Asks the terminal something, and says whether it could be asked; the answer comes in between the keys.
pub(super) fn ask(question: &[u8]) -> bool {
    write(question).is_ok()
}

/// The terminal as it was before it was taken, to put it back whatever another program does to it.
pub(super) fn remember() -> Option<Termios> {
    BEFORE.lock().ok().and_then(|kept| kept.clone())
}

/// Makes the terminal what it was.
pub(super) fn put_back(before: Option<Termios>) {
    if let Some(before) = before {
        let _ = termios::tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &before);
    }
}

/// While another program has the terminal, its keys that interrupt are meant for that program.
pub(super) fn lend(lent: bool) {
    LENT.store(lent, Ordering::SeqCst);
}

/// Which program has the terminal; `None`: it has ended. Does not return where this one is about to end, so that nothing
/// takes the terminal over again.
pub(super) fn lend_to(program: Option<u32>) {
    let program = program.and_then(|it| i32::try_from(it).ok()).unwrap_or(0);
    LENT_TO.store(program, Ordering::SeqCst);
    while program == 0 && LEAVING.load(Ordering::SeqCst) {
        std::thread::park();
    }
}

/// Keeps how the terminal was, while it is lent, for whoever has to put it back meanwhile.
pub(super) fn keep(before: Option<Termios>) {
    if let Ok(mut kept) = BEFORE.lock() {
        *kept = before;
    }
}

/// Ends the program that has the terminal, if one has, and takes away what it left on.
fn end_other() {
    LEAVING.store(true, Ordering::SeqCst);
    let Some(other) = Pid::from_raw(LENT_TO.load(Ordering::SeqCst)) else { return };
    let _ = process::kill_process(other, Signal::TERM);
    for _ in 0..GRACE {
        if LENT_TO.load(Ordering::SeqCst) == 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    close();
}

/// Takes the mouse, or leaves it to the terminal.
pub(super) fn mouse(on: bool) -> io::Result<()> {
    write(if on { MOUSE } else { NO_MOUSE })
}

/// Gives the terminal back as it was; what fails is passed over, since there is nothing left to do.
pub(super) fn close() {
    let _ = write(CLOSE);
    fault::here("restore");
    let kept = match BEFORE.try_lock() {
        Ok(mut kept) => kept.take(),
        Err(TryLockError::Poisoned(broken)) => broken.into_inner().take(),
        Err(TryLockError::WouldBlock) => None,
    };
    put_back(kept);
}

/// Why we cannot be suspended, if we cannot: without a shell that controls us as a job, nobody could
/// wake us again.
pub(super) fn suspendable() -> Result<(), &'static str> {
    match process::getsid(None) {
        Ok(session) if session == process::getpgrp() => Err("no shell with job control is above us"),
        _ => Ok(()),
    }
}

/// Stops this process and those it works with until they are continued.
pub(super) fn stop() {
    let _ = process::kill_process_group(process::getpgrp(), Signal::STOP);
    STOP.store(false, Ordering::SeqCst);
    WOKEN.store(false, Ordering::SeqCst);
}

/// Whether somebody asked us to stop since the last call.
pub(super) fn asked_to_stop() -> bool {
    STOP.swap(false, Ordering::SeqCst)
}

/// Whether we were stopped and continued behind our back since the last call.
pub(super) fn woken() -> bool {
    WOKEN.swap(false, Ordering::SeqCst)
}

/// Watches for signals, and for the terminal going away, in threads of their own.
pub(super) fn watch(restore: fn()) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT])?;
    let leave = move |signal: i32| {
        end_other();
        restore();
        std::process::exit(128 + signal);
    };
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            fault::here("signal");
            match signal {
                SIGTSTP => STOP.store(true, Ordering::SeqCst),
                SIGCONT => WOKEN.store(true, Ordering::SeqCst),
                SIGINT | SIGQUIT if LENT.load(Ordering::SeqCst) => {}
                signal => leave(signal),
            }
        }
    })?;
    std::thread::Builder::new().name("hang-up".into()).spawn(move || {
        until_gone(rustix::stdio::stdin());
        leave(SIGHUP);
    })?;
    Ok(())
}

/// Waits until a terminal is gone.
fn until_gone(tty: BorrowedFd<'_>) {
    loop {
        // No flag is asked for: hang-up and error are always told.
        let fd = tty.as_fd();
        let mut watched = [PollFd::from_borrowed_fd(fd, PollFlags::empty())];
        let told = rustix::event::poll(&mut watched, None);
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        if told.is_ok() && watched[0].revents().intersects(gone) {
            return;
        }
        // Some systems tell nothing and return at once: then look now and then.
        std::thread::sleep(Duration::from_millis(200));
    }
}
