//! What tells that a file is another than it was, without reading it; and files that are gone.

use std::path::{Path, PathBuf};

use super::{Disk, Replacement, Saved, Store as _, Unwritten, replace, write_new};

/// How a file looked when it was looked at last: its length, and when and as what it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imprint([i128; 5]);

/// What a file looks like; `None` where there is none.
#[must_use]
pub fn imprint(path: &Path) -> Option<Imprint> {
    let about = std::fs::metadata(path).ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        // The time of a change of any kind cannot be set back, as that of the content can.
        let changed = i128::from(about.ctime()) * 1_000_000_000 + i128::from(about.ctime_nsec());
        let written = i128::from(about.mtime()) * 1_000_000_000 + i128::from(about.mtime_nsec());
        let node = [about.dev(), about.ino()].map(i128::from);
        Some(Imprint([i128::from(about.len()), written, changed, node[0], node[1]]))
    }
    #[cfg(not(unix))]
    {
        let written = about.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        let written = i128::try_from(written.as_nanos()).unwrap_or(0);
        Some(Imprint([i128::from(about.len()), written, 0, 0, 0]))
    }
}

/// Whether a file holds this text.
#[must_use]
pub fn holds(path: &Path, text: &str) -> bool {
    // One byte more than the text would show that there is more.
    Disk.read(path, text.len() as u64 + 1).is_ok_and(|bytes| bytes == text.as_bytes())
}

/// Whether there is nothing under the name of a file any more.
#[must_use]
pub fn is_gone(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

/// The plan files of a folder by name: a new one may belong to a plan that includes all of them.
#[must_use]
pub fn plan_files(folder: &Path) -> Vec<String> {
    let entries = Disk.list(folder).unwrap_or_default().into_iter();
    let plan = |name: &String| name.ends_with(".toml") && !name.starts_with('.');
    entries.map(|entry| entry.name).filter(plan).collect()
}

/// Replaces files, and writes those again that are gone, with the folders they were in.
///
/// # Errors
/// [`Unwritten`], with the first file that could not be written.
pub fn write_again(files: &[Replacement]) -> Result<Saved, Unwritten> {
    let (gone, there): (Vec<_>, Vec<_>) = files.iter().cloned().partition(|file| is_gone(&file.path));
    let saved = if there.is_empty() { Saved::default() } else { replace(&there)? };
    for Replacement { path, new, .. } in gone {
        write_new(&path, &new).map_err(|fault| unwritten(&path, fault.message))?;
    }
    Ok(saved)
}

fn unwritten(path: &Path, message: String) -> Unwritten {
    Unwritten { path: PathBuf::from(path), message, changed: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_is_written_again_with_its_folder_and_the_rest_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (there, gone) = (folder.path().join("a.toml"), folder.path().join("deep/b.toml"));
        std::fs::write(&there, "old").unwrap();
        let file =
            |path: &Path| Replacement { path: path.into(), old: b"old".to_vec(), new: b"new".to_vec() };
        assert!(is_gone(&gone) && !is_gone(&there));
        write_again(&[file(&there), file(&gone)]).unwrap();
        assert!(holds(&there, "new") && holds(&gone, "new") && !holds(&gone, "ne") && !holds(&gone, "newer"));
        assert_eq!(plan_files(folder.path()), ["a.toml"]);
    }

    #[test]
    fn an_imprint_is_another_when_the_content_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        assert_eq!(imprint(&path), None);
        std::fs::write(&path, "one").unwrap();
        let before = imprint(&path);
        assert_eq!(imprint(&path), before);
        std::thread::sleep(std::time::Duration::from_millis(20));
        std::fs::write(&path, "two").unwrap();
        assert_ne!(imprint(&path), before);
    }
}
