//! `swell check --fix`: mends what findings know how to mend.

use std::path::{Path, PathBuf};

use super::Check;
use crate::check::Checked;
use crate::check::fixes::Fixed;
use crate::cli::command::{Common, Failure};
use crate::cli::edited::{unified, unwritten};
use crate::disk::{Overlay, replace};
use crate::finding::Applicability;
use crate::source::Secrets;
use crate::wording::count;

impl Check {
    /// Whether fixes are asked for, and which.
    pub(super) fn fixes(&self) -> Option<Applicability> {
        match (self.unsafe_fixes, self.fix || self.diff) {
            (true, _) => Some(Applicability::Unsafe),
            (false, true) => Some(Applicability::Safe),
            (false, false) => None,
        }
    }

    /// Applies fixes to some plans in `store`, and gives what is then left to find in them.
    pub(super) fn fixed(
        &self,
        checked: Vec<Checked>,
        most: Applicability,
        store: &mut Overlay<'_>,
        plans: &[Vec<PathBuf>],
        common: &Common,
    ) -> Result<(Vec<Checked>, Fixed), Failure> {
        let mut fixed = Fixed::default();
        let mut left = Vec::with_capacity(checked.len());
        for (checked, files) in checked.into_iter().zip(plans) {
            let again = |store: &Overlay<'_>| self.one(store, files, common);
            left.push(fixed.apply(checked, most, store, again)?);
        }
        // Plans may share a file, which one of them had mended after the other was checked.
        if plans.len() > 1 && fixed.files() > 0 {
            left = self.checked(store, plans, common)?;
        }
        Ok((left, fixed))
    }
}

/// Writes the files that fixes change.
pub(super) fn write(fixed: &Fixed) -> Result<(), Failure> {
    let files = fixed.replacements();
    let named = |place: &Path| {
        let mut both = files.iter().zip(fixed.texts());
        both.find(|(file, _)| file.path == place).map(|(_, (path, ..))| path.to_owned())
    };
    replace(&files).map(drop).map_err(|why| unwritten(why, "mended", named))
}

/// One line that says what was mended.
pub(super) fn said(fixed: &Fixed) -> String {
    match fixed.applied {
        0 => "nothing to fix\n".to_owned(),
        many => format!("{} applied in {}\n", fixes(many), count(fixed.files(), "file")),
    }
}

/// The changes as a unified diff, without what `secrets` keep from others, and a line that says how many there are.
pub(super) fn diff(fixed: &Fixed, secrets: &Secrets) -> String {
    let text: String = fixed.texts().map(|(path, old, new)| unified(path, old, new, secrets)).collect();
    match fixed.applied {
        0 => text + "nothing to fix\n",
        many => format!("{text}{} would be applied in {}\n", fixes(many), count(fixed.files(), "file")),
    }
}

fn fixes(many: usize) -> String {
    if many == 1 { "1 fix".to_owned() } else { format!("{many} fixes") }
}
