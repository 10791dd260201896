//! Where the user's preferences are kept, and how they are read: one file of the user, never of a plan.

use std::env::var_os;
use std::path::{Path, PathBuf};

use crate::disk::{Disk, Store as _};
use crate::tui::preferences::Preferences;

/// The largest file of preferences that is read.
const MOST: u64 = 1 << 20;

/// The file of preferences: `groundswell/config.toml` in the user's folder of settings. `None` where the
/// user has no such folder.
pub(super) fn path() -> Option<PathBuf> {
    let set = |name: &str| var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let absolute = |path: PathBuf| path.is_absolute().then_some(path);
    let folder = set("XDG_CONFIG_HOME")
        .and_then(absolute)
        .or_else(|| if cfg!(windows) { set("APPDATA") } else { None })
        .or_else(|| set("HOME").map(|home| home.join(".config")))?;
    Some(folder.join("groundswell").join("config.toml"))
}

/// The user's preferences, and what is wrong with them: the first of it in one line that says so, then
/// each fault by itself.
pub(super) fn read() -> (Preferences, Vec<String>) {
    let Some(path) = path() else { return (Preferences::default(), Vec::new()) };
    let name = path.display().to_string();
    match Disk.read(&path, MOST) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => told(&path, Preferences::read(&text)),
            Err(_) => (Preferences::default(), vec![format!("{name} is not UTF-8; the defaults are used")]),
        },
        Err(fault) if fault.absent => (Preferences::default(), Vec::new()),
        Err(fault) => {
            (Preferences::default(), vec![format!("{name}: {}; the defaults are used", fault.message)])
        }
    }
}

fn told(path: &Path, preferences: Preferences) -> (Preferences, Vec<String>) {
    let short = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let full = path.display().to_string();
    let first = preferences.warning(short);
    let each = preferences.faults.iter().rev().map(|(line, fault)| format!("{full}:{line}: {fault}"));
    let notices = first.into_iter().chain(each).collect();
    (preferences, notices)
}
