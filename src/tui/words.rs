//! Words about changes: what was done, and why something was not.

use crate::draft::Refused;

/// Why something was refused, and what to do, in one line.
pub(super) fn refusal(refused: &Refused) -> String {
    let Refused { message, help, .. } = refused;
    if help.is_empty() { message.clone() } else { format!("{message}. {help}") }
}

/// What a title asks for, as something that was done: "move consent to scale" as "Moved consent to scale".
pub(super) fn past(title: &str) -> String {
    let (verb, rest) = title.split_once(' ').unwrap_or((title, ""));
    let done = match verb {
        "move" => "Moved",
        "set" => "Set",
        "edit" => "Edited",
        "add" => "Added",
        "record" => "Recorded",
        "decide" => "Decided",
        "remove" => "Removed",
        "ignore" => "Ignored",
        "leave" => "Left",
        "write" => "Wrote",
        "rename" => "Renamed",
        "bring" => "Brought",
        "drop" => "Dropped",
        "open" => "Opened",
        "close" => "Closed",
        "slip" => "Slipped",
        "shift" => "Shifted",
        "apply" => "Applied",
        "take" => "Took",
        _ => return format!("Done: {title}"),
    };
    format!("{done} {rest}")
}
