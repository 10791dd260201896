//! A limit on how large a file may become, met as an error like any other.

/// Has a write that meets such a limit fail, in place of ending the program with what it was at left behind.
#[cfg(unix)]
pub fn fail_at_limits() {
    // Taken, and not ignored: what is started from here meets the limit in its own way. Where it cannot be taken, the
    // program ends as it did: the file is whole all the same.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

/// There is no such limit.
#[cfg(not(unix))]
pub fn fail_at_limits() {}
