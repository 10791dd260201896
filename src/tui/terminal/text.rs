//! Texts of our own making, beside the plan.

use std::path::Path;

use crate::disk::write_new;
use crate::safe;

/// Writes a file that is not there yet, and says how that went.
pub(super) fn written(path: &Path, text: &str) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = safe::line(&name);
    match write_new(path, text.as_bytes()) {
        Ok(()) => format!("Written: {name}, beside the plan"),
        Err(fault) => format!("Not written: {name}: {}", fault.message),
    }
}
