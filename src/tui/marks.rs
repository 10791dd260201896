//! What the signs before and in rows mean, in a word and in a sentence: the help lists them.

use super::baseline::Kind;
use super::theme::{GATE, Tone, mark};
use crate::status::Status;

/// A sign with what it means.
pub struct Mark {
    /// The sign.
    pub sign: &'static str,
    /// Its tone.
    pub tone: Tone,
    /// In a word.
    pub word: &'static str,
    /// In a sentence.
    pub means: &'static str,
}

const fn plain(sign: &'static str, tone: Tone, word: &'static str, means: &'static str) -> Mark {
    Mark { sign, tone, word, means }
}

/// Signs besides those of a status.
const OTHERS: [Mark; 21] = [
    plain(GATE, Tone::Gate, "gate", "a gate that is to come"),
    plain("E W A", Tone::Error, "finding", "error, warning, advice of the check"),
    plain(">", Tone::Strong, "selected", "where the cursor stands"),
    plain("•", Tone::Strong, "marked", "marked with Space"),
    plain("T C X", Tone::Faint, "layer", "technological, commercial, transformational"),
    plain("█ ░", Tone::Actual, "bar", "work done by now, and left"),
    plain("▚ ┤", Tone::Warning, "late", "past its date; where a bar ended before"),
    plain("· ▃ ▆", Tone::Planned, "benefit", "by plan: live and none yet, growing, full"),
    plain("═ ┊", Tone::Faint, "time", "a wave, and the as-of date"),
    plain("━ ─ ╌", Tone::Plain, "links", "planned too late, in time, a wish"),
    plain("═ ~", Tone::Plain, "links", "of the critical path, late by status"),
    plain("· ● ○ ░", Tone::Planned, "curves", "plan, realized, forecast, simulated band"),
    plain("▁ █", Tone::Actual, "trend", "the lowest and the highest of what is shown"),
    plain("│ ↑ ↓ –", Tone::Planned, "aim", "what is planned is above, below, within it"),
    plain("░ ▒ ▓ █", Tone::Plain, "levels", "1 to 4; the digit beside it says the same"),
    plain("* ?", Tone::Plain, "levels", "planned and not assessed; never assessed"),
    plain("!", Tone::Warning, "stale", "a reading is older than its cadence allows"),
    plain("~", Tone::Plain, "between", "planned on the line between two targets"),
    plain("◀ ▶", Tone::Faint, "out of sight", "waves, or more of a bar, to each side"),
    plain("€ £ ¥", Tone::Plain, "money", "euro, pound, yen; k thousand, M million"),
    plain("…", Tone::Faint, "cut", "there is more than there was room for"),
];

/// All signs, those of a status first.
pub fn all() -> impl Iterator<Item = Mark> {
    let statuses = Status::ALL.map(|status| {
        let means = match status {
            Status::Done => "live, and evidence says so",
            Status::Unassessed => "live by plan, evidence does not say so",
            Status::OnTrack => "its time has come, nothing speaks against it",
            Status::AtRisk => "it may miss its date, value or criteria",
            Status::Late => "past its date, or cannot be live at it",
            Status::NotStarted => "its time has not come",
            Status::Open => "a decision is due",
        };
        plain(mark(status), Tone::Status(status), status.as_str(), means)
    });
    let moved = Kind::ALL.map(|kind| plain(kind.sign(), kind.tone(), kind.word(), kind.means()));
    statuses.into_iter().chain(OTHERS).chain(moved)
}
