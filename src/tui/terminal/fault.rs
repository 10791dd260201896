//! Where a test has the program break on purpose, to see that it gives the terminal back from there. Only a
//! build with debug assertions knows of it.

/// Breaks, where `SWELL_BREAK` names this place; the first time alone, since what ends the program may come
/// by again.
#[cfg(debug_assertions)]
pub(super) fn here(place: &str) {
    use std::sync::atomic::{AtomicBool, Ordering};
    static BROKEN: AtomicBool = AtomicBool::new(false);
    let named = std::env::var_os("SWELL_BREAK").is_some_and(|named| named == place);
    if named && !BROKEN.swap(true, Ordering::SeqCst) {
        panic!("broken on purpose: {place}");
    }
}

/// Does nothing.
#[cfg(not(debug_assertions))]
pub(super) fn here(_: &str) {}
