//! The names of what stands beside a file while it is saved: they say of which file it is, and what it holds.
//!
//! `.plan.toml.swell-PID-N.OLD.NEW.tmp`: the new content, with the digests of both. Where the file's own name
//! leaves no room, or is no text, its digest stands for it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The longest name that file systems take, in bytes.
const LONGEST: usize = 255;

/// What an own name has besides that of the file, at most: the process, a number, two digests, an ending.
const ROOM: usize = 80;

/// What marks the digest of a name.
const SHORT: char = '~';

/// The name of what stands beside a file, the one that is tried after so many others.
pub(super) fn own_name(path: &Path, old: &[u8], new: &[u8], nth: u32) -> String {
    let name = path.file_name().unwrap_or_default();
    let shown = match name.to_str().filter(|name| name.len() + ROOM <= LONGEST) {
        Some(name) if !name.starts_with(SHORT) => name.to_owned(),
        _ => short(name),
    };
    format!(".{shown}.swell-{}-{nth}.{:016x}.{:016x}.tmp", std::process::id(), digest(old), digest(new))
}

/// The path beside a file with something added to its name: `plan.toml.unsaved`. A name that would be too long
/// for a file system is cut, and has its digest for the rest.
#[must_use]
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if name.len() + ending.len() <= LONGEST {
        return path.with_file_name(format!("{name}{ending}"));
    }
    let mut most = LONGEST - ending.len() - 17;
    while !name.is_char_boundary(most) {
        most -= 1;
    }
    let digest = short(path.file_name().unwrap_or_default());
    path.with_file_name(format!("{}{digest}{ending}", &name[..most]))
}

fn short(name: &OsStr) -> String {
    format!("{SHORT}{:016x}", digest(name.as_encoded_bytes()))
}

/// What a name that stands beside a file says.
pub(super) struct Own {
    /// The file.
    pub(super) target: PathBuf,
    /// What has its new content.
    pub(super) beside: PathBuf,
    /// The digest of its old content.
    pub(super) old: u64,
    /// The digest of its new content.
    pub(super) new: u64,
}

impl Own {
    /// What a name in `beside` says of a file in `folder`.
    pub(super) fn of(beside: &Path, folder: &Path, name: &str) -> Option<Self> {
        let (target, rest) = name.strip_prefix('.')?.rsplit_once(".swell-")?;
        let mut parts = rest.split('.');
        let (_, old, new, _) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let digest = |text: &str| u64::from_str_radix(text, 16).ok();
        // A file that is not there yet has no name by which it is found: nothing is to be done with it then.
        let found = || {
            let mut names = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
            names.find(|entry| short(&entry.file_name()) == target).map(|entry| entry.path())
        };
        let found = if target.starts_with(SHORT) { found() } else { None };
        let target = found.unwrap_or_else(|| folder.join(target));
        Some(Self {
            target,
            beside: beside.join(name).with_extension("tmp"),
            old: digest(old)?,
            new: digest(new)?,
        })
    }
}

/// A digest by which contents are told apart: FNV-1a of 64 bits.
#[must_use]
pub(super) fn digest(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_published_one() {
        assert_eq!(digest(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(digest(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(digest(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn a_name_tells_the_file_however_long_that_is_called() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["plan.toml", "~plan.toml", &"p".repeat(255), &"京".repeat(85), &"é".repeat(127)] {
            let path = folder.path().join(name);
            std::fs::write(&path, "").unwrap();
            let own = own_name(&path, b"", b"a", 99);
            assert!(own.len() <= LONGEST, "{own}");
            let told = Own::of(folder.path(), folder.path(), &own).unwrap();
            assert_eq!((told.target, told.new), (path.clone(), digest(b"a")));
            let aside = with_ending(&path, ".unsaved");
            let aside = aside.file_name().unwrap().to_str().unwrap();
            assert!(aside.len() <= LONGEST && aside.ends_with(".unsaved"), "{aside}");
        }
        let told = Own::of(folder.path(), folder.path(), ".plan.toml.swell-7-0.1.2.bak").unwrap();
        assert_eq!((told.target, told.old, told.new), (folder.path().join("plan.toml"), 1, 2));
        assert_eq!(told.beside, folder.path().join(".plan.toml.swell-7-0.1.2.tmp"));
    }
}
