//! How things look: themes, tones and marks. A state is told apart by its mark and word first and by
//! colour last.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::palette::{self, Depth, Palette};
use crate::plan::quantity::Currency;
use crate::status::Status;
use crate::wording;

/// The themes by their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's own colours; nothing is painted behind the text.
    #[default]
    Terminal,
    /// Light or dark as the terminal is, which is asked; its own colours where it does not say.
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// White on black, every contrast at least 7 to 1.
    HighContrast,
    /// Black on white, every contrast at least 7 to 1.
    HighContrastLight,
    /// No colours, only attributes.
    Mono,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Terminal,
        Self::Auto,
        Self::Light,
        Self::Dark,
        Self::HighContrast,
        Self::HighContrastLight,
        Self::Mono,
    ];

    /// As the user writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::HighContrast => "high-contrast",
            Self::HighContrastLight => "high-contrast-light",
            Self::Mono => "mono",
        }
    }

    /// The theme of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == name)
    }

    fn palette(self) -> Option<&'static Palette> {
        match self {
            Self::Terminal | Self::Auto | Self::Mono => None,
            Self::Light => Some(&palette::LIGHT),
            Self::Dark => Some(&palette::DARK),
            Self::HighContrast => Some(&palette::HIGH_CONTRAST),
            Self::HighContrastLight => Some(&palette::HIGH_CONTRAST_LIGHT),
        }
    }
}

/// How everything on the screen looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The theme.
    pub theme: Theme,
    /// What slides stand on, where the user says so: by the theme otherwise.
    pub slides: Option<Slides>,
    /// How many colours the terminal can show.
    pub depth: Depth,
    /// Only ASCII for what the program itself draws.
    pub ascii: bool,
    /// The sign of a currency that amounts stand without.
    pub unsaid: Option<char>,
}

/// What slides stand on: a room may ask for other light than a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum Slides {
    Dark,
    Light,
}

impl Slides {
    /// All of them, by their names.
    pub const ALL: [(&str, Self); 2] = [("dark", Self::Dark), ("light", Self::Light)];

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(own, _)| *own == name).map(|(_, slides)| slides)
    }
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
    /// How things look in a theme: without colours where `NO_COLOR` is set to anything, unless the user
    /// says otherwise in the call.
    #[must_use]
    pub fn of(color: Option<bool>, no_color: Option<&std::ffi::OsStr>, theme: Option<Theme>) -> Self {
        let theme = theme.unwrap_or_default();
        let wanted = color.unwrap_or(no_color.is_none_or(std::ffi::OsStr::is_empty));
        let theme = match theme {
            _ if !wanted => Theme::Mono,
            // Colours were asked for in the call, and that weighs more.
            Theme::Mono if color == Some(true) => Theme::Terminal,
            theme => theme,
        };
        Self { theme, ..Self::default() }
    }

    /// What lies behind everything.
    #[must_use]
    pub fn ground(self) -> Style {
        match self.theme.palette() {
            None => Style::new(),
            Some(palette) => {
                Style::new().fg(self.depth.shown(palette.plain)).bg(self.depth.shown(palette.back))
            }
        }
    }

    /// The style of a tone.
    #[must_use]
    pub fn style(self, tone: Tone) -> Style {
        let plain = self.ground();
        let colour = |colour| if self.theme == Theme::Mono { plain } else { plain.fg(colour) };
        let strong = |colour| if self.theme == Theme::Mono { plain.bold() } else { plain.fg(colour).bold() };
        let [done, track, risk, late, open, advice] = match self.theme.palette() {
            Some(palette) => palette.accents_in(self.depth),
            None => [Color::Green, Color::Cyan, Color::Yellow, Color::Red, Color::Magenta, Color::Blue],
        };
        match tone {
            Tone::Plain => plain,
            Tone::Strong | Tone::Title => plain.bold(),
            Tone::Faint | Tone::Rule => match self.theme.palette() {
                Some(palette) => plain.fg(self.depth.shown(palette.faint)),
                None => plain.add_modifier(Modifier::DIM),
            },
            // One bar, whatever stands in it: reversed, each colour of its own would be a block.
            Tone::Selected => (Style::new().fg(Color::Reset).bg(Color::Reset).patch(plain))
                .add_modifier(Modifier::REVERSED)
                .remove_modifier(Modifier::DIM),
            Tone::Status(Status::Done) => colour(done),
            Tone::Status(Status::OnTrack) | Tone::Actual => colour(track),
            Tone::Status(Status::AtRisk) | Tone::Warning | Tone::Forecast => colour(risk),
            Tone::Status(Status::Late) | Tone::Error => strong(late),
            Tone::Status(Status::NotStarted | Status::Unassessed) | Tone::Planned => plain,
            Tone::Status(Status::Open) | Tone::Gate => strong(open),
            Tone::Advice => colour(advice),
            Tone::Message => plain.bold(),
        }
    }

    /// The tone of what says that this is not the plan, in a view and to a room: without colours it stands out reversed.
    #[must_use]
    pub fn banner(self) -> Tone {
        if self.theme == Theme::Mono { Tone::Selected } else { Tone::Warning }
    }

    /// Words for signs that no single ASCII sign stands for: a currency is named by its code.
    #[must_use]
    pub fn spell(self, text: &str) -> Cow<'_, str> {
        if !self.ascii || text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let mut spelled = self.unsaid.map_or_else(|| text.to_owned(), |sign| without(sign, text));
        for (sign, words) in SPELLED {
            if spelled.contains(sign) {
                spelled = spelled.replace(sign, words);
            }
        }
        Cow::Owned(spelled)
    }

    /// The look of a plan in this currency. In ASCII a sign like € has no sign of its own: amounts stand without it,
    /// all of a screen in one form and as wide as they were laid out for, and the head of the screen names the
    /// currency once.
    #[must_use]
    pub fn in_currency(self, currency: Currency) -> Self {
        let sign = wording::currency_sign(currency).chars().next().filter(|sign| !sign.is_ascii());
        Self { unsaid: sign.filter(|_| self.ascii), ..self }
    }

    /// The code of the currency that amounts do not name, for the head of the screen: ` · EUR`; empty where they name it.
    #[must_use]
    pub fn head_of_money(self, currency: Currency) -> String {
        self.unsaid.map(|_| format!(" · {}", currency.code)).unwrap_or_default()
    }

    /// Puts ASCII in place of every sign: what no ASCII sign stands for is a question mark.
    pub fn to_ascii(self, buffer: &mut Buffer) {
        if !self.ascii {
            return;
        }
        for cell in buffer.content.iter_mut().filter(|cell| !cell.symbol().is_ascii()) {
            let mut characters = cell.symbol().chars();
            let plain = match (characters.next(), characters.next()) {
                (Some(only), None) => plain_sign(only),
                _ => None,
            };
            cell.set_char(plain.unwrap_or('?'));
        }
    }
}

/// A printed text in ASCII alone, with the signs and words that a screen has for what is none.
#[must_use]
pub fn in_ascii(text: &str) -> String {
    let spelled = Look { ascii: true, ..Look::default() }.spell(text);
    let plain = |sign: char| if sign.is_ascii() { sign } else { plain_sign(sign).unwrap_or('?') };
    spelled.chars().map(plain).collect()
}

/// Signs that are spelled out, the longer ones first.
const SPELLED: [(&str, &str); 17] = [
    // As wide as the sign with its blank, so that a bound has the room that was measured for it.
    ("≥ ", ">="),
    ("≤ ", "<="),
    ("↑↓←→", "arrows"),
    ("↑↓", "Up/Down"),
    ("←→", "Left/Right"),
    ("≥", ">="),
    ("≤", "<="),
    ("⏎", "Enter"),
    ("±", "+-"),
    ("√", "sqrt "),
    ("²", "^2"),
    ("³", "^3"),
    ("½", "1/2"),
    ("π", "pi"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
];

/// A text with its amounts, but without the sign of their currency; one that stands for no amount stays.
fn without(currency: char, text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        let of_amount = sign == currency && {
            let number = plain.trim_end_matches(' ').trim_end_matches(['k', 'M', 'b', 'n']);
            let number = number.trim_end_matches(' ');
            // Of a number in large digits its unit stands in front of its words.
            number.ends_with(|it: char| it.is_ascii_digit()) || number.is_empty() && !plain.is_empty()
        };
        match of_amount {
            true => plain.truncate(plain.trim_end_matches(' ').len()),
            false => plain.push(sign),
        }
    }
    plain
}

/// The mark of a status.
#[must_use]
pub fn mark(status: Status) -> &'static str {
    match status {
        Status::Done => "✓",
        Status::Unassessed => "◐",
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
        '◐' => 'o',
        '◇' => '?',
        '█' | '▇' | '━' | '┃' | '┏' | '┓' | '┗' | '┛' | '┣' | '┫' | '┳' | '┻' | '╋' => {
            '#'
        }
        '◆' => '@',
        '╌' => '.',
        '─' | '–' | '—' | '−' | '▂' | '▃' | '▄' => '-',
        '═' | '▅' | '▆' => '=',
        '│' | '║' | '┊' => '|',
        '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' => '+',
        '╔' | '╗' | '╚' | '╝' | '╠' | '╣' | '╦' | '╩' | '╬' => '+',
        '╞' => '[',
        '╡' => ']',
        '·' | '╎' => ':',
        '░' => '_',
        '▒' | '▚' => '%',
        '▓' => '&',
        '▁' => '_',
        '▶' | '▸' | '→' => '>',
        '←' | '◀' => '<',
        '↑' | 'Δ' => '^',
        '…' | '⋯' => '~',
        '÷' => '/',
        '▏' => '_',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '»' => ')',
        '«' => '(',
        '×' => 'x',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn no_color_means_no_colours_unless_the_user_says_otherwise() {
        let mono = |color, no_color: Option<&str>| {
            Look::of(color, no_color.map(OsStr::new), None).theme == Theme::Mono
        };
        assert!(!mono(None, None));
        assert!(!mono(None, Some("")), "an empty value says nothing");
        assert!(mono(None, Some("1")));
        assert!(!mono(Some(true), Some("1")));
        assert!(mono(Some(false), None));
    }

    #[test]
    fn states_curves_and_levels_are_told_apart_without_colours_and_in_plain_signs() {
        let states = Status::ALL;
        let words: BTreeSet<&str> = states.iter().map(|status| status.as_str()).collect();
        assert_eq!(words.len(), states.len());
        let plain =
            |sign: &str| sign.chars().map(|sign| plain_sign(sign).unwrap_or(sign)).collect::<String>();
        let marks = states.map(mark);
        // Plan, actual, forecast and the band around it; levels; done, to come, late, the wave and the as-of date.
        // Work on a driver, and behind it what it brings: nothing yet, some, all.
        // Of links: planned too late, critical, late by status, in time, a wish; and what was cut against what a baseline marks.
        let others: [&[&str]; 6] = [
            &["·", "●", "○", "░", "┊"],
            &[" ", "░", "▒", "▓", "█"],
            &["█", "░", "▚", "═", "┊", GATE],
            &["█", "░", "▚", "·", "▂", "▆"],
            &["━", "═", "~", "─", "╌"],
            &["…", "»", "«", "Δ", "+", "−"],
        ];
        for signs in std::iter::once(&marks[..]).chain(others) {
            let all: BTreeSet<&str> = signs.iter().copied().collect();
            let in_plain: BTreeSet<String> = signs.iter().map(|sign| plain(sign)).collect();
            assert_eq!((all.len(), in_plain.len()), (signs.len(), signs.len()), "{in_plain:?}");
            assert!(in_plain.iter().all(|sign| sign.is_ascii()));
        }
    }

    #[test]
    fn a_call_weighs_more_than_no_color_and_that_more_than_a_theme() {
        let theme = |color, no_color: Option<&str>, theme| {
            Look::of(color, no_color.map(OsStr::new), Some(theme)).theme
        };
        assert_eq!(theme(None, None, Theme::Dark), Theme::Dark);
        assert_eq!(theme(None, Some("1"), Theme::Dark), Theme::Mono);
        assert_eq!(theme(Some(true), Some("1"), Theme::Dark), Theme::Dark);
        assert_eq!(theme(Some(true), None, Theme::Mono), Theme::Terminal);
        assert!(Theme::ALL.into_iter().all(|theme| Theme::named(theme.as_str()) == Some(theme)));
    }
}
