//! Applying the fixes that findings carry, round by round, until nothing more can be mended.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Checked, Reported};
use crate::disk::{Overlay, Replacement, Store as _};
use crate::finding::{Applicability, Severity};
use crate::source::Patch;

/// How often fixes are applied at most: each round only those that do not touch one another.
const ROUNDS: usize = 50;

/// The files that fixes change.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// How many fixes were applied.
    pub applied: usize,
    files: BTreeMap<PathBuf, Changed>,
}

/// A file with its fixes applied.
#[derive(Clone, Debug)]
struct Changed {
    shown: Arc<str>,
    old: String,
    new: String,
}

impl Fixed {
    /// How many files are changed.
    #[must_use]
    pub fn files(&self) -> usize {
        self.files.len()
    }

    /// The changes, for the disk.
    #[must_use]
    pub fn replacements(&self) -> Vec<Replacement> {
        let replacement = |(path, file): (&PathBuf, &Changed)| Replacement {
            path: path.clone(),
            old: file.old.clone().into_bytes(),
            new: file.new.clone().into_bytes(),
        };
        self.files.iter().map(replacement).collect()
    }

    /// The changes: the path, the text before, the text after.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.files.values().map(|file| (&*file.shown, &*file.old, &*file.new))
    }

    /// Applies to the files of `store` what mends the findings of a plan, up to `most`, checking `again`
    /// after each round.
    ///
    /// # Errors
    /// What checking again fails with.
    pub fn apply<E>(
        &mut self,
        checked: Checked,
        most: Applicability,
        store: &mut Overlay<'_>,
        mut again: impl FnMut(&Overlay<'_>) -> Result<Checked, E>,
    ) -> Result<Checked, E> {
        let mut checked = checked;
        for _ in 0..ROUNDS {
            let (patches, fixes) = round(&checked, most, store);
            let before: Vec<_> =
                patches.keys().map(|file| self.put(&checked, *file, &patches, store)).collect();
            if before.is_empty() {
                break;
            }
            let next = again(store)?;
            if broken(&next) > broken(&checked) {
                // A fix that breaks what could be read is worse than none.
                for (path, old) in before.into_iter().flatten() {
                    self.restore(&path, old, store);
                }
                break;
            }
            self.applied += fixes;
            checked = next;
        }
        self.files.retain(|_, file| file.old != file.new);
        Ok(checked)
    }

    /// Changes a file in `store`, and gives what was there.
    fn put(
        &mut self,
        checked: &Checked,
        file: u32,
        patches: &Patches,
        store: &mut Overlay<'_>,
    ) -> Option<(PathBuf, String)> {
        let path = checked.source.canonical(file)?.to_path_buf();
        let old = checked.source.text(file).content.to_string();
        let new = checked.source.patched(file, patches.get(&file)?.values())?;
        store.put(&path, new.clone().into_bytes()).ok()?;
        let shown = checked.source.path(file).into();
        let changed = Changed { shown, old: old.clone(), new: String::new() };
        self.files.entry(path.clone()).or_insert(changed).new = new;
        Some((path, old))
    }

    fn restore(&mut self, path: &PathBuf, old: String, store: &mut Overlay<'_>) {
        let _ = store.put(path, old.clone().into_bytes());
        if let Some(file) = self.files.get_mut(path) {
            file.new = old;
        }
    }
}

/// The patches of one round, by file and first byte.
type Patches = BTreeMap<u32, BTreeMap<usize, Patch>>;

/// The patches of one round, and how many fixes they make up. Of fixes that touch one another the first
/// is taken; the others have their turn in the next round, if they still mend anything.
fn round(checked: &Checked, most: Applicability, store: &Overlay<'_>) -> (Patches, usize) {
    let mut taken = Patches::new();
    let mut sound: BTreeMap<u32, bool> = BTreeMap::new();
    let mut fixes = 0;
    for reported in &checked.findings {
        let Some(fix) = reported.finding.fixes.iter().find(|fix| fix.applicability <= most) else { continue };
        let Some(patches) = checked.source.patches(&checked.plan, &fix.edits) else { continue };
        let free = patches.iter().all(|patch| {
            let sound = sound.entry(patch.file).or_insert_with(|| is_sound(checked, patch.file, store));
            *sound && taken.get(&patch.file).is_none_or(|taken| is_free(taken, patch))
        });
        if free && !patches.is_empty() {
            fixes += 1;
            for patch in patches {
                taken.entry(patch.file).or_default().insert(patch.range.start, patch);
            }
        }
    }
    (taken, fixes)
}

/// Whether a patch touches none of those taken.
fn is_free(taken: &BTreeMap<usize, Patch>, patch: &Patch) -> bool {
    let before = taken.range(..=patch.range.start).next_back();
    let apart =
        before.is_none_or(|(start, it)| *start < patch.range.start && it.range.end <= patch.range.start);
    apart && taken.range(patch.range.start + 1..patch.range.end.max(patch.range.start + 1)).next().is_none()
}

/// Whether a file may be changed: it can be read as TOML, without repair, and no merge of the plan is left unfinished.
fn is_sound(checked: &Checked, file: u32, store: &Overlay<'_>) -> bool {
    let torn = |it: &Reported| {
        let own = it.spot.file == file && it.severity == Severity::Error;
        it.finding.rule == "merge-conflict" || own && it.finding.rule == "syntax-error"
    };
    !checked.findings.iter().any(torn) && is_faithful(checked, file, store)
}

/// Whether the text of a file is its bytes: one that is no UTF-8 was repaired to be read.
fn is_faithful(checked: &Checked, file: u32, store: &Overlay<'_>) -> bool {
    let text = checked.source.text(file);
    let bytes = checked.source.canonical(file).map(|path| store.read(path, text.content.len() as u64));
    matches!(bytes, Some(Ok(bytes)) if bytes == text.content.as_bytes())
}

/// How much of a plan cannot be read.
fn broken(checked: &Checked) -> usize {
    let unread = |rule: &str| matches!(rule, "syntax-error" | "duplicate-id" | "missing-key");
    let errors = checked.findings.iter().filter(|it| it.severity == Severity::Error);
    errors.filter(|it| unread(it.finding.rule)).count()
}
