//! Looking now and then whether somebody else changed the files of the plan.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::disk::{Imprint, holds, imprint, plan_files};
use crate::draft::Draft;

/// So many looks at an idle terminal go by until the files are looked at.
pub(super) const EVERY: u8 = 5;

/// The files of a plan as they were looked at last.
#[derive(Default)]
pub(super) struct Watch {
    files: Vec<(PathBuf, Option<Imprint>)>,
    folders: Vec<(PathBuf, Vec<String>)>,
    since: u8,
}

impl Watch {
    /// Takes the files of a plan as they are, where they were not looked at before: what others did since to those
    /// that were is still to be told.
    pub(super) fn look(&mut self, draft: Option<&Draft>) {
        let Some(draft) = draft else { return };
        let known: BTreeMap<_, _> = self.files.drain(..).collect();
        let places = (0..).map_while(|file| draft.source().canonical(file));
        self.files = places
            .map(|path| (path.to_path_buf(), known.get(path).copied().unwrap_or_else(|| imprint(path))))
            .collect();
        let mut known: BTreeMap<_, _> = self.folders.drain(..).collect();
        let folders = draft.folders().into_iter();
        self.folders = folders
            .map(|folder| {
                let files = known.remove(&folder).unwrap_or_else(|| plan_files(&folder));
                (folder, files)
            })
            .collect();
    }

    /// Whether the files say something else than when they were looked at last. What was only touched says
    /// the same, unless the plan could not be read any more.
    pub(super) fn tells(&mut self, draft: Option<&Draft>, lost: bool) -> bool {
        self.since = (self.since + 1) % EVERY;
        let Some(draft) = draft.filter(|_| self.since == 0) else { return false };
        let mut told = false;
        for (path, before) in &mut self.files {
            let now = imprint(path);
            if now == *before {
                continue;
            }
            *before = now;
            // Something else may have become of it than what the plan is read from.
            told |= lost || draft.text_on_disk(path).is_none_or(|text| !holds(path, text));
        }
        for (folder, before) in &mut self.folders {
            let now = plan_files(folder);
            told |= now != *before;
            *before = now;
        }
        told
    }
}

#[cfg(all(test, unix))]
mod tests;
