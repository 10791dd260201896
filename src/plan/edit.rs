//! Edits: what is to be changed in the text of a plan. An edit names one address; everything that it
//! does not name stays as it is, byte for byte.

use std::path::PathBuf;

use super::address::Address;

/// One change of the text of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Writes another text over a stretch of a file: for faults of the text itself.
    Write(Span, String),
    /// Has a file of the plan again that is not there any more, with this text.
    Bring(PathBuf, String),
    /// Gives a value that is there another one, in the words of TOML.
    Set(Address, String),
    /// Takes out an entry of a list with its comma, a key with its value, or a whole table.
    Remove(Address),
    /// Takes out a table with an id, and everything in the plan that refers to it.
    Withdraw(Address),
    /// Gives the table at an address a key and its value, in the words of TOML.
    Insert(Address, String, String),
    /// Adds a table with its keys and values, in the words of TOML. Of a record the key of the address is
    /// not used. It goes where its like are, and is laid out as they are.
    Add(Address, Vec<(String, String)>),
    /// Gives what is at an address another key. For a table with an id, that is another id, also wherever
    /// the plan refers to it.
    Rename(Address, String),
}

impl Edit {
    /// The address that it names; none for a stretch of text and a file.
    #[must_use]
    pub fn address(&self) -> Option<&Address> {
        match self {
            Self::Write(..) | Self::Bring(..) => None,
            Self::Set(at, _)
            | Self::Remove(at)
            | Self::Withdraw(at)
            | Self::Insert(at, ..)
            | Self::Add(at, _)
            | Self::Rename(at, _) => Some(at),
        }
    }
}

/// A stretch of the text of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file, as the source counts them.
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}
