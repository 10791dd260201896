//! The colours of the themes, and the nearest that a terminal can show. The accents follow the palette of
//! Okabe and Ito, which people with any colour vision tell apart.

use ratatui::style::Color;

/// A colour by its red, green and blue.
pub type Rgb = [u8; 3];

/// The colours of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub back: Rgb,
    /// Text.
    pub plain: Rgb,
    /// Text of less weight, and lines.
    pub faint: Rgb,
    /// Done, on track, at risk, late, a decision open, advice.
    pub accents: [Rgb; 6],
    /// The same of the 256, where the nearest would be too near to the ground: few of them are dark.
    pub indexed: Option<[u8; 6]>,
    /// The same where there are sixteen colours: chosen, since the nearest would be one for several.
    pub sixteen: [Color; 6],
}

impl Palette {
    /// Done, on track, at risk, late, a decision open, advice, as a terminal can show them.
    #[must_use]
    pub fn accents_in(&self, depth: Depth) -> [Color; 6] {
        match depth {
            Depth::Sixteen => self.sixteen,
            Depth::Indexed => match self.indexed {
                Some(chosen) => chosen.map(Color::Indexed),
                None => self.accents.map(|colour| depth.shown(colour)),
            },
            Depth::True => self.accents.map(|colour| depth.shown(colour)),
        }
    }
}

/// Colours that can be read on black.
const ON_BLACK: [Color; 6] = [
    Color::LightGreen,
    Color::LightCyan,
    Color::LightYellow,
    Color::LightRed,
    Color::LightMagenta,
    Color::LightBlue,
];

/// Colours that can be read on white, of which there are few: what is done stands back, an open decision is bold.
const ON_WHITE: [Color; 6] =
    [Color::DarkGray, Color::Blue, Color::Magenta, Color::Red, Color::Black, Color::DarkGray];

/// Dark on light.
pub const LIGHT: Palette = Palette {
    back: [251, 250, 247],
    plain: [29, 35, 41],
    faint: [88, 96, 105],
    accents: [[0, 102, 75], [0, 113, 168], [150, 98, 0], [140, 20, 10], [130, 58, 110], [56, 70, 160]],
    indexed: None,
    sixteen: ON_WHITE,
};

/// Light on dark.
pub const DARK: Palette = Palette {
    back: [18, 22, 28],
    plain: [216, 222, 230],
    faint: [139, 149, 163],
    accents: [
        [47, 196, 154],
        [87, 154, 239],
        [244, 203, 72],
        [252, 120, 67],
        [222, 151, 198],
        [140, 170, 255],
    ],
    indexed: None,
    sixteen: ON_BLACK,
};

/// White on black, every contrast at least 7 to 1.
pub const HIGH_CONTRAST: Palette = Palette {
    back: [0, 0, 0],
    plain: [255, 255, 255],
    faint: [200, 200, 200],
    accents: [
        [95, 239, 192],
        [143, 181, 255],
        [255, 221, 77],
        [255, 158, 128],
        [255, 185, 225],
        [176, 196, 255],
    ],
    indexed: None,
    sixteen: ON_BLACK,
};

/// Black on white, every contrast at least 7 to 1.
pub const HIGH_CONTRAST_LIGHT: Palette = Palette {
    back: [255, 255, 255],
    plain: [0, 0, 0],
    faint: [75, 75, 75],
    accents: [[0, 75, 54], [0, 84, 168], [118, 75, 0], [101, 8, 0], [108, 27, 99], [56, 70, 160]],
    indexed: Some([22, 19, 125, 52, 54, 18]),
    sixteen: ON_WHITE,
};

/// How many colours a terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Sixteen, which its user may have chosen.
    #[default]
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// Any.
    True,
}

/// The levels of the colour cube of xterm.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The sixteen colours as most terminals show them.
const SIXTEEN: [(Color, Rgb); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [205, 0, 0]),
    (Color::Green, [0, 205, 0]),
    (Color::Yellow, [205, 205, 0]),
    (Color::Blue, [0, 0, 238]),
    (Color::Magenta, [205, 0, 205]),
    (Color::Cyan, [0, 205, 205]),
    (Color::Gray, [229, 229, 229]),
    (Color::DarkGray, [127, 127, 127]),
    (Color::LightRed, [255, 0, 0]),
    (Color::LightGreen, [0, 255, 0]),
    (Color::LightYellow, [255, 255, 0]),
    (Color::LightBlue, [92, 92, 255]),
    (Color::LightMagenta, [255, 0, 255]),
    (Color::LightCyan, [0, 255, 255]),
    (Color::White, [255, 255, 255]),
];

impl Depth {
    /// What a terminal says of itself in `COLORTERM` and `TERM`.
    #[must_use]
    pub fn of(colorterm: &str, term: &str) -> Self {
        match (colorterm, term) {
            ("truecolor" | "24bit", _) => Self::True,
            (_, term) if term.contains("direct") => Self::True,
            (_, term) if term.contains("256color") => Self::Indexed,
            _ => Self::Sixteen,
        }
    }

    /// The nearest colour that can be shown.
    #[must_use]
    pub fn shown(self, colour: Rgb) -> Color {
        match self {
            Self::True => Color::Rgb(colour[0], colour[1], colour[2]),
            Self::Indexed => Color::Indexed(indexed(colour)),
            Self::Sixteen => {
                let nearest = SIXTEEN.iter().min_by_key(|(_, of)| distance(*of, colour));
                nearest.map_or(Color::Reset, |(named, _)| *named)
            }
        }
    }
}

fn distance(one: Rgb, other: Rgb) -> u32 {
    one.iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
}

/// The nearest of the 256 colours: one of the cube, or one of the greys.
fn indexed(colour: Rgb) -> u8 {
    let level = |part: u8| (0..6_u8).min_by_key(|at| CUBE[usize::from(*at)].abs_diff(part)).unwrap_or(0);
    let [red, green, blue] = colour.map(level);
    let cube = [red, green, blue].map(|at| CUBE[usize::from(at)]);
    let mean = colour.iter().map(|part| u16::from(*part)).sum::<u16>() / 3;
    let grey = (0..24_u8).min_by_key(|at| (8 + u16::from(*at) * 10).abs_diff(mean)).unwrap_or(0);
    let shade = [8 + grey * 10; 3];
    if distance(shade, colour) < distance(cube, colour) {
        232 + grey
    } else {
        16 + 36 * red + 6 * green + blue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast as WCAG 2 defines it: from 1 to 21.
    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let light = |colour: Rgb| -> f64 {
            let part = |part: u8| {
                let part = f64::from(part) / 255.0;
                if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            };
            let [red, green, blue] = colour.map(part);
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        let (one, other) = (light(one), light(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_tone_can_be_read_on_its_ground() {
        assert!((contrast([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 0.01);
        for (palette, least) in [(LIGHT, 4.5), (DARK, 4.5), (HIGH_CONTRAST, 7.0), (HIGH_CONTRAST_LIGHT, 7.0)]
        {
            for colour in palette.accents.into_iter().chain([palette.plain, palette.faint]) {
                let contrast = contrast(colour, palette.back);
                assert!(contrast >= least, "{colour:?} on {:?}: {contrast:.2}", palette.back);
            }
        }
    }

    /// The levels of the cube and the greys are those of xterm.
    #[test]
    fn slides_can_be_read_in_256_colours_too() {
        let rgb = |at: u8| match at {
            232.. => [8 + (at - 232) * 10; 3],
            _ => [(at - 16) / 36, (at - 16) / 6 % 6, (at - 16) % 6].map(|it| CUBE[usize::from(it)]),
        };
        assert_eq!((rgb(94), rgb(231), rgb(240)), ([135, 95, 0], [255, 255, 255], [88, 88, 88]));
        for palette in [HIGH_CONTRAST, HIGH_CONTRAST_LIGHT] {
            for colour in palette.accents_in(Depth::Indexed) {
                let Color::Indexed(at) = colour else { panic!("{colour:?}") };
                let contrast = contrast(rgb(at), palette.back);
                assert!(contrast >= 7.0, "{at} on {:?}: {contrast:.2}", palette.back);
            }
        }
    }

    #[test]
    fn states_keep_colours_of_their_own_however_few_there_are() {
        for palette in [LIGHT, DARK, HIGH_CONTRAST, HIGH_CONTRAST_LIGHT] {
            for depth in [Depth::Sixteen, Depth::Indexed, Depth::True] {
                let [done, track, risk, late, open, _] = palette.accents_in(depth);
                let all: std::collections::BTreeSet<String> =
                    [done, track, risk, late, open].iter().map(|colour| format!("{colour:?}")).collect();
                assert_eq!(all.len(), 5, "{depth:?} on {:?}: {all:?}", palette.back);
            }
            // Of the sixteen, those that can be read on the ground.
            for chosen in palette.sixteen {
                let (_, shown) = SIXTEEN.iter().find(|(named, _)| *named == chosen).unwrap();
                let contrast = contrast(*shown, palette.back);
                assert!(contrast >= 3.5, "{chosen:?} on {:?}: {contrast:.2}", palette.back);
            }
        }
    }

    #[test]
    fn colours_become_the_nearest_that_can_be_shown() {
        assert_eq!(Depth::True.shown([1, 2, 3]), Color::Rgb(1, 2, 3));
        assert_eq!(Depth::Indexed.shown([255, 0, 0]), Color::Indexed(196));
        assert_eq!(Depth::Indexed.shown([88, 88, 88]), Color::Indexed(240));
        assert_eq!(Depth::Sixteen.shown([250, 5, 5]), Color::LightRed);
        assert_eq!(Depth::Sixteen.shown([18, 22, 28]), Color::Black);
        let depths = [("truecolor", "xterm"), ("", "xterm-256color"), ("", "linux")];
        assert_eq!(
            depths.map(|(of, term)| Depth::of(of, term)),
            [Depth::True, Depth::Indexed, Depth::Sixteen]
        );
    }
}
