//! Where the user's preferences are kept, and how they are read: one file of the user, never of a plan.

use std::env::var_os;
use std::path::PathBuf;

use crate::disk::{Disk, Store as _};
use crate::tui::preferences::Preferences;

/// The largest file of preferences that is read.
const MOST: u64 = 1 << 20;

/// The file of preferences: `groundswell/config.toml` in the user's folder of settings. `None` where the
/// user has no such folder.
pub(super) fn path() -> Option<PathBuf> {
    Some(folder("XDG_CONFIG_HOME", "APPDATA", ".config")?.join("config.toml"))
}

/// The folder of what the program keeps for itself between two runs: `groundswell` in the user's folder of
/// states. `None` where the user has no such folder.
pub(super) fn state() -> Option<PathBuf> {
    folder("XDG_STATE_HOME", "LOCALAPPDATA", ".local/state")
}

/// The user's folder of the program: in the one that a variable names, else below the user's own.
fn folder(named: &str, on_windows: &str, at_home: &str) -> Option<PathBuf> {
    let set = |name: &str| var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set(named)
        .filter(|path| path.is_absolute())
        .or_else(|| if cfg!(windows) { set(on_windows) } else { None })
        .or_else(|| set("HOME").map(|home| home.join(at_home)))?;
    Some(folder.join("groundswell"))
}

/// The user's preferences, and what is wrong with them: the first of it in one line that says so, then
/// each fault by itself.
pub(super) fn read() -> (Preferences, Vec<String>) {
    let (preferences, mut faults) = read_plainly();
    let path = path().unwrap_or_default();
    let short = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if let Some(first) = preferences.warning(short) {
        // The newest message is told first.
        faults.push(first);
        faults.reverse();
    }
    (preferences, faults)
}

/// The user's preferences, and each fault of them in a line, in the order of the file.
pub(super) fn read_plainly() -> (Preferences, Vec<String>) {
    let Some(path) = path() else { return (Preferences::default(), Vec::new()) };
    let name = path.display().to_string();
    let unread = |why: String| (Preferences::default(), vec![format!("{name}{why}; the defaults are used")]);
    match Disk.read(&path, MOST) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => {
                let preferences = Preferences::read(&text);
                let faults = preferences.faults.iter();
                let faults = faults.map(|(line, fault)| format!("{name}:{line}: {fault}")).collect();
                (preferences, faults)
            }
            Err(_) => unread(" is not UTF-8".into()),
        },
        Err(fault) if fault.absent => (Preferences::default(), Vec::new()),
        Err(fault) => unread(format!(": {}", fault.message)),
    }
}
