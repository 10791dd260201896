//! Copies of what is not saved, in files of their own.

use std::path::{Path, PathBuf};

use crate::disk::{Disk, Lent, Store as _, write_new};
use crate::safe;

/// The most bytes of a file that was edited.
const LENT: u64 = 64 << 20;

/// Writes copies, and says how that went, for somebody who took what is on the disk and has a key to undo that.
pub(super) fn beside(copies: &[(PathBuf, String)], undo: &str) -> String {
    match written(copies) {
        Ok(names) => format!("Yours is in {names}; this is what is on disk"),
        Err(why) => format!("{why}; {undo} brings your changes back"),
    }
}

/// Writes copies for somebody who cannot or will not save, and says how that went; with the
/// key that asks again.
pub(super) fn elsewhere(copies: Vec<(PathBuf, String)>, again: &str) -> String {
    let copies: Vec<_> = copies.into_iter().map(|(path, text)| (at_home(path), text)).collect();
    match written(&copies) {
        Ok(names) => format!("A copy is in {names}; the plan itself is not saved"),
        Err(why) => format!("{why}; {again} asks for another place"),
    }
}

/// Writes a text to a file of its own, under the first name that is free: `a.toml`, `a-2.toml`; gives the name
/// and how that went.
pub(super) fn anew(path: PathBuf, text: &str) -> (PathBuf, Result<(), String>) {
    let mut place = path.clone();
    for nth in 2..100 {
        match write_new(&place, text.as_bytes()) {
            Err(_) if place.exists() => {
                let (stem, end) =
                    (path.file_stem().unwrap_or_default(), path.extension().unwrap_or_default());
                let name = format!("{}-{nth}.{}", stem.to_string_lossy(), end.to_string_lossy());
                place = path.with_file_name(name);
            }
            how => return (place, how.map_err(|fault| fault.message)),
        }
    }
    (path, Err("there are a hundred files of that name already".into()))
}

/// A copy of a file's text for the user's editor; or in words why there is none.
pub(super) fn lent(path: &Path, text: &str) -> Result<Lent, String> {
    let lent = Lent::new(&std::env::temp_dir(), path, text);
    lent.map_err(|fault| format!("No copy could be written for the editor: {}", fault.message))
}

/// What such a copy says by now; or in words why that cannot be taken in.
pub(super) fn text(path: &Path) -> Result<String, String> {
    let bytes = Disk.read(path, LENT).map_err(|fault| fault.message)?;
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
}

fn written(copies: &[(PathBuf, String)]) -> Result<String, String> {
    let name = |path: &Path| safe::line(&path.to_string_lossy()).into_owned();
    for (path, text) in copies {
        write_new(path, text.as_bytes())
            .map_err(|fault| format!("Not written, {}: {}", fault.message, name(path)))?;
    }
    let names: Vec<String> = copies.iter().map(|(path, _)| name(path)).collect();
    Ok(names.join(", "))
}

/// `~/` is the user's own folder, as in a shell.
fn at_home(path: PathBuf) -> PathBuf {
    let below = path.components().position(|it| it.as_os_str() == "~");
    match (below, std::env::home_dir()) {
        (Some(nth), Some(home)) => home.join(path.components().skip(nth + 1).collect::<PathBuf>()),
        _ => path,
    }
}
