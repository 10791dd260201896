//! What an update asks the edge to do: data that can be compared, carried out in one place.

use super::past::Recall;
use crate::disk::Replacement;
use crate::history::Asked;
use std::path::PathBuf;

/// Something for the edge to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Leave; what is not saved is given up.
    Quit,
    /// Leave, and let what was kept of unsaved changes be.
    Leave,
    /// Write these files, and those of them again that are gone; send back how that went.
    WriteAgain(Vec<Replacement>),
    /// Write these texts to files of their own, where no file is yet, and tell how that went.
    Copies(Vec<(PathBuf, String)>),
    /// Write these texts to files of their own, where no file is yet: a copy of what is not saved.
    CopyTo(Vec<(PathBuf, String)>),
    /// Give up what an ended session left, by its place among those that did.
    Forget(usize),
    /// Save these files, all or none, and send back how that went.
    Save(Vec<Replacement>),
    /// Read the plan at the last commit beside the screen and send it back, for what it is wanted.
    Recall(Recall),
    /// Write a file that is not there yet, and say how that went.
    Write(PathBuf, String),
    /// Commit these files alone, with this message in the user's editor first.
    Commit(Vec<PathBuf>, String),
    /// Read the plan anew and send it back.
    Reread,
    /// Give the terminal back until the shell resumes us.
    Suspend,
    /// Take clicks and the wheel, or leave them to the terminal.
    Mouse(bool),
    /// Put a text, made safe, into the clipboard.
    Copy(String),
    /// Open a file in the user's editor, at a line from 1, and read the plan anew afterwards; where something of
    /// that file is not saved, a copy of it as it is here, and take in what became of that.
    Edit(PathBuf, u32),
    /// Simulate the plan that asks for it, the open one or the one beside it, while the screen goes on, and send back the answer with this number.
    Simulate(u64),
    /// Write a text of our own making into a file, in place of the one there or not at all where there is
    /// one, and send back how that went.
    Keep(PathBuf, String, bool),
    /// Write a text of our own making into a file of its own, under the next name that is free where there is a
    /// file, and send back how that went.
    KeepAnew(PathBuf, String),
    /// Ask git for its tags, branches and newest commits, and send them back.
    References,
    /// Look beside the screen at each revision of the plan, and send back what moved with this number, unless
    /// git stands where it did.
    LookBack(u64, Asked, Option<String>),
    /// Nobody waits any more for what was looked at.
    LookBackNoMore,
    /// Read the plan at a revision or a day beside the screen and send it back, to be the baseline.
    Baseline(String),
    /// Nobody waits any more for the plan that is being read.
    ReadNoMore,
    /// List the files in a folder of scenarios and send them back.
    ListScenarios(PathBuf),
    /// Read the scenario in a file and send it back.
    Fetch(PathBuf),
    /// Draw every cell again, whatever the terminal shows.
    Redraw,
}
