//! Looking now and then whether somebody else changed the files of the plan.

use std::path::PathBuf;

use crate::disk::{Imprint, holds, imprint, plan_files};
use crate::draft::Draft;

/// So many looks at an idle terminal go by until the files are looked at.
const EVERY: u8 = 5;

/// The files of a plan as they were looked at last.
#[derive(Default)]
pub(super) struct Watch {
    files: Vec<(PathBuf, Option<Imprint>)>,
    folders: Vec<(PathBuf, Vec<String>)>,
    since: u8,
}

impl Watch {
    /// Looks at the files of a plan, and takes them as they are.
    pub(super) fn look(&mut self, draft: Option<&Draft>) {
        let Some(draft) = draft else { return };
        let places = (0..).map_while(|file| draft.source().canonical(file));
        self.files = places.map(|path| (path.to_path_buf(), imprint(path))).collect();
        let folders = draft.folders().into_iter();
        self.folders = folders
            .map(|folder| {
                let files = plan_files(&folder);
                (folder, files)
            })
            .collect();
    }

    /// Whether the files say something else than when they were looked at last. What was only touched says
    /// the same.
    pub(super) fn tells(&mut self, draft: Option<&Draft>) -> bool {
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
            told |= draft.text_on_disk(path).is_none_or(|text| !holds(path, text));
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
