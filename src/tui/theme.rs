//! How things look: tones and marks. A state is told apart by its mark and word first and by colour
//! last; no background is painted, so that the terminal's own colours stay.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::status::Status;

/// How everything on the screen looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// No colours, only attributes.
    pub mono: bool,
    /// Only ASCII for what the program itself draws.
    pub ascii: bool,
}

/// What a piece of text is, as far as its looks go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum Tone {
    Plain,
    Strong,
    Faint,
    Title,
    Rule,
    Selected,
    Status(Status),
    Gate,
    Planned,
    Actual,
    Forecast,
    Error,
    Warning,
    Advice,
    Message,
}

impl Look {
    /// How things look: without colours where `NO_COLOR` is set to anything, unless the user says
    /// otherwise.
    #[must_use]
    pub fn of(color: Option<bool>, no_color: Option<&std::ffi::OsStr>, ascii: bool) -> Self {
        let wanted = color.unwrap_or(no_color.is_none_or(std::ffi::OsStr::is_empty));
        Self { mono: !wanted, ascii }
    }

    /// The style of a tone.
    #[must_use]
    pub fn style(self, tone: Tone) -> Style {
        let plain = Style::new();
        let colour = |colour| if self.mono { plain } else { plain.fg(colour) };
        let strong = |colour| if self.mono { plain.bold() } else { plain.fg(colour).bold() };
        match tone {
            Tone::Plain => plain,
            Tone::Strong | Tone::Title => plain.bold(),
            Tone::Faint | Tone::Rule => plain.add_modifier(Modifier::DIM),
            Tone::Selected => plain.add_modifier(Modifier::REVERSED),
            Tone::Status(Status::Done) => colour(Color::Green),
            Tone::Status(Status::OnTrack) | Tone::Actual => colour(Color::Cyan),
            Tone::Status(Status::AtRisk) | Tone::Warning | Tone::Forecast => colour(Color::Yellow),
            Tone::Status(Status::Late) | Tone::Error => strong(Color::Red),
            Tone::Status(Status::NotStarted) | Tone::Planned => plain,
            Tone::Status(Status::Open) | Tone::Gate => strong(Color::Magenta),
            Tone::Advice => colour(Color::Blue),
            Tone::Message => plain.bold(),
        }
    }

    /// Words for signs that no single ASCII sign stands for.
    #[must_use]
    pub fn spell(self, text: &str) -> Cow<'_, str> {
        if !self.ascii || !text.contains(['≥', '≤', '⏎']) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.replace('≥', ">=").replace('≤', "<=").replace('⏎', "Enter"))
    }

    /// Puts ASCII in place of every sign that the program draws; text of the plan stays as it is.
    pub fn to_ascii(self, buffer: &mut Buffer) {
        if !self.ascii {
            return;
        }
        for cell in &mut buffer.content {
            let mut characters = cell.symbol().chars();
            if let (Some(only), None) = (characters.next(), characters.next())
                && let Some(plain) = plain_sign(only)
            {
                cell.set_char(plain);
            }
        }
    }
}

/// The mark of a status.
#[must_use]
pub fn mark(status: Status) -> &'static str {
    match status {
        Status::Done => "✓",
        Status::OnTrack => "●",
        Status::AtRisk => "▲",
        Status::Late => "✗",
        Status::NotStarted => "○",
        Status::Open => "◇",
    }
}

/// The mark of a gate that is to come.
pub const GATE: &str = "◆";

fn plain_sign(sign: char) -> Option<char> {
    Some(match sign {
        '✓' | '▼' | '↓' => 'v',
        '●' | '•' => '*',
        '▲' => '!',
        '✗' => 'x',
        '○' => '.',
        '◇' => '?',
        '◆' | '█' | '▇' | '▆' => '#',
        '╌' => '.',
        '─' | '–' | '−' | '▃' | '▄' => '-',
        '━' | '═' | '▅' => '=',
        '│' | '║' | '┃' | '┊' => '|',
        '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '╔' | '╗' | '╚' | '╝' => {
            '+'
        }
        '╞' => '[',
        '╡' => ']',
        '·' => ':',
        '░' => '_',
        '▒' | '▓' | '▚' => '%',
        '▁' | '▂' => '_',
        '▶' | '▸' | '→' => '>',
        '←' | '◀' => '<',
        '↑' => '^',
        '…' => '~',
        '×' => 'x',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn no_color_means_no_colours_unless_the_user_says_otherwise() {
        let mono = |color, no_color: Option<&str>| Look::of(color, no_color.map(OsStr::new), false).mono;
        assert!(!mono(None, None));
        assert!(!mono(None, Some("")), "an empty value says nothing");
        assert!(mono(None, Some("1")));
        assert!(!mono(Some(true), Some("1")));
        assert!(mono(Some(false), None));
    }
}
