//! What all tables of a plan have in common: names and notes, and references in lists.

/// What every table of a plan may carry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// The name shown to people.
    pub name: Option<Box<str>>,
    /// Free text.
    pub note: Option<Box<str>>,
    /// Who is accountable.
    pub owner: Option<Box<str>>,
    /// The user's own fields.
    pub extra: Option<Box<Extra>>,
    /// Kept out of presentation and reports.
    pub private: bool,
}

/// A user's own fields: keys and printable values, in the order of the file.
pub type Extra = Vec<(Box<str>, Box<str>)>;

/// A reference in a list, with its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<T> {
    /// What is referred to.
    pub to: T,
    /// Its place in the list, as the plan writes it.
    pub nth: u32,
}
