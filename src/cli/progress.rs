//! How far something is that takes a while: one line for whoever waits at a terminal, gone at the end.

use std::io::{IsTerminal as _, Write as _, stderr};
#[cfg(unix)]
use std::sync::Arc;
#[cfg(unix)]
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

#[cfg(unix)]
use signal_hook::consts::SIGINT;
#[cfg(unix)]
use signal_hook::flag::register_conditional_default;
#[cfg(unix)]
use signal_hook::iterator::Signals;

/// How often the line is written anew.
const STEP: Duration = Duration::from_millis(100);
/// What is done within so many steps needs no word.
const SOON: u32 = 5;
/// Back to the first column, and the line emptied.
const EMPTY: &str = "\r\x1b[K";

/// Does some work, and tells meanwhile on standard error how far it is. Nothing is told where no terminal shows it,
/// or where a build keeps what is written.
pub(super) fn told<T>(line: impl Fn() -> String + Sync, work: impl FnOnce() -> T) -> T {
    let set = |name: &str| std::env::var_os(name);
    if !stderr().is_terminal() || set("CI").is_some() || set("TERM").is_some_and(|term| term == "dumb") {
        return work();
    }
    let (done, waits) = channel();
    std::thread::scope(|scope| {
        let line = &line;
        scope.spawn(move || tell(line, &waits));
        let worked = work();
        drop(done);
        worked
    })
}

/// Tells until the work is done, or somebody ends the program.
fn tell(line: &impl Fn() -> String, waits: &Receiver<()>) {
    let mut interruption = Interruption::watched();
    for step in 0_u32.. {
        let waits = waits.recv_timeout(STEP) == Err(RecvTimeoutError::Timeout);
        if interruption.came() {
            write(EMPTY);
            // As a shell tells that an interrupt ended it.
            std::process::exit(130);
        }
        if !waits {
            break;
        }
        if step >= SOON {
            write(&format!("{EMPTY}{}", line()));
        }
    }
    write(EMPTY);
}

/// Nobody waits for what cannot be told.
fn write(text: &str) {
    let mut to = stderr().lock();
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}

/// Whether somebody asks for an end; the line would stay where the system itself ended the program.
#[cfg(unix)]
struct Interruption {
    signals: Option<Signals>,
    /// Nobody looks any more: the system ends it, as ever.
    over: Arc<AtomicBool>,
}

#[cfg(unix)]
impl Interruption {
    fn watched() -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let kept = register_conditional_default(SIGINT, Arc::clone(&over));
        let signals = kept.and_then(|_| Signals::new([SIGINT])).ok();
        over.store(signals.is_none(), Ordering::SeqCst);
        Self { signals, over }
    }

    fn came(&mut self) -> bool {
        self.signals.as_mut().is_some_and(|signals| signals.pending().next().is_some())
    }
}

#[cfg(unix)]
impl Drop for Interruption {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
    }
}

/// The system ends it.
#[cfg(not(unix))]
struct Interruption;

#[cfg(not(unix))]
impl Interruption {
    fn watched() -> Self {
        Self
    }

    fn came(&mut self) -> bool {
        false
    }
}
