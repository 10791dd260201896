//! What an update asks the edge to do: data that can be compared, carried out in one place.

/// Something for the edge to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Leave.
    Quit,
    /// Read the plan anew and send it back.
    Reread,
    /// Give the terminal back until the shell resumes us.
    Suspend,
    /// Take clicks and the wheel, or leave them to the terminal.
    Mouse(bool),
    /// Draw every cell again, whatever the terminal shows.
    Redraw,
}
