//! Whose the terminal is: taken over, lent to another program, and given back however ours ends.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LockResult, Mutex, MutexGuard};
use std::time::Duration;

use ratatui::crossterm::event;

use super::{fault, system};

/// The terminal is ours.
static OURS: AtomicBool = AtomicBool::new(false);
/// The mouse is wanted.
static MOUSE: AtomicBool = AtomicBool::new(false);
/// Held while something is written to the terminal.
static WRITING: Mutex<()> = Mutex::new(());

/// From now on the mouse is wanted, or not.
pub(super) fn want_mouse(on: bool) {
    MOUSE.store(on, Ordering::SeqCst);
}

/// To be held while something is written to the terminal.
pub(super) fn writing() -> LockResult<MutexGuard<'static, ()>> {
    WRITING.lock()
}

/// Takes the terminal over.
pub(super) fn take() -> io::Result<()> {
    OURS.store(true, Ordering::SeqCst);
    system::open(MOUSE.load(Ordering::SeqCst))
}

/// Gives the terminal back as it was. The one way out: a normal end, an error, a panic and a signal all
/// come through here; the second call does nothing.
pub(super) fn restore() {
    if OURS.load(Ordering::SeqCst) {
        system::close();
        // Only now: where closing itself breaks, it is done again.
        OURS.store(false, Ordering::SeqCst);
    }
}

/// Gives the terminal back from a thread that is about to end the program: after what is being written,
/// if that does not take long, and so that nothing is written after it.
pub(super) fn restore_at_once() {
    for _ in 0..20 {
        if let Ok(writing) = WRITING.try_lock() {
            std::mem::forget(writing);
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    restore();
}

/// Lends the terminal to another program for as long as `work` takes. Whatever that leaves behind, the
/// terminal is as it was then, and no key that was meant for the other is taken for ours.
pub(super) fn lent<T>(work: impl FnOnce() -> T) -> io::Result<T> {
    let before = system::remember();
    restore();
    system::keep(before.clone());
    fault::here("lent");
    let worked = work();
    system::put_back(before);
    take()?;
    while event::poll(Duration::ZERO)? {
        event::read()?;
    }
    Ok(worked)
}

/// Restores the terminal when it goes out of scope.
pub(super) struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}
