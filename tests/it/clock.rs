//! Time that a test holds something to, without what a busy machine gives to others meanwhile: so that one try is
//! enough, and what is too slow is too slow on any machine.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// The processor time of this thread so far.
pub(crate) fn used() -> Duration {
    let used = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(used.tv_sec.unsigned_abs(), u32::try_from(used.tv_nsec).unwrap_or(0))
}

/// The processor time so far of the threads that a process has, to the nanosecond; one that ends meanwhile is none.
#[cfg(target_os = "linux")]
pub(crate) fn used_by(process: u32) -> Duration {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).unwrap().flatten();
    let told = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("schedstat")).ok());
    let used = Duration::from_nanos(told.filter_map(|it| it.split(' ').next()?.parse::<u64>().ok()).sum());
    assert!(!used.is_zero(), "the system counts what a process uses");
    used
}

/// How long a thread was ready to run so far, and others ran in its place. Only Linux tells; elsewhere it is
/// nothing, and time is all that has passed.
fn waited(thread: &Path) -> Duration {
    let told = std::fs::read_to_string(thread.join("schedstat")).unwrap_or_default();
    Duration::from_nanos(told.split_whitespace().nth(1).and_then(|it| it.parse().ok()).unwrap_or(0))
}

/// Time that passes for a process, and for the thread that watches it.
pub(crate) struct Watch {
    threads: PathBuf,
    begun: Instant,
    /// What both had waited when it began, and have at the most by now.
    before: Duration,
    now: Duration,
}

impl Watch {
    /// From now on.
    pub(crate) fn of(process: u32) -> Self {
        let threads = PathBuf::from(format!("/proc/{process}/task"));
        let mut watch = Self { threads, begun: Instant::now(), before: Duration::ZERO, now: Duration::ZERO };
        watch.look();
        watch.before = watch.now;
        watch
    }

    /// Looks how long they have waited; to be called now and then, since what has ended does not tell.
    pub(crate) fn look(&mut self) {
        let threads = std::fs::read_dir(&self.threads).into_iter().flatten().flatten();
        let theirs: Duration = threads.map(|thread| waited(&thread.path())).sum();
        self.now = self.now.max(theirs + waited(Path::new("/proc/thread-self")));
    }

    /// What has passed without the waiting.
    pub(crate) fn passed(&self) -> Duration {
        self.begun.elapsed().saturating_sub(self.now - self.before)
    }
}
