//! Where everything stands on a screen.

use ratatui::layout::Rect;

use super::pen::cells;

/// The least columns of a screen that has a pane beside the view.
pub(super) const BESIDE: u16 = 120;

/// Where everything stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The plan and its state.
    pub title: Rect,
    /// The views.
    pub tabs: Rect,
    /// The view.
    pub body: Rect,
    /// What is known about the selection, beside the view.
    pub pane: Option<Rect>,
    /// One sentence about the selection, in one line or two.
    pub sentence: Rect,
    /// The keys.
    pub keys: Rect,
}

impl Layout {
    /// The places for a screen, with so many lines for the sentence, which the view makes room for; a view that
    /// shares its width has a pane beside it where there is room.
    #[must_use]
    pub fn of(screen: Rect, shares: bool, lines: u16) -> Self {
        let row = |y: u16| {
            let y = y.min(screen.height);
            Rect { y: screen.y + y, height: (screen.height - y).min(1), ..screen }
        };
        let list = Room::of(screen.width, screen.height) <= Room::List;
        let above = if list { 3 } else { 2 };
        let below = lines + if list { 2 } else { 1 };
        let middle = Rect {
            y: screen.y + above.min(screen.height),
            height: screen.height.saturating_sub(above + below),
            ..screen
        };
        let wide = shares && screen.width >= BESIDE && screen.height >= 18;
        let pane_width = 40 + screen.width.saturating_sub(140).min(60) / 4;
        let (body, pane) = if wide {
            let body = Rect { width: middle.width - pane_width, ..middle };
            (body, Some(Rect { x: body.right(), width: pane_width, ..middle }))
        } else {
            (middle, None)
        };
        Self {
            title: row(0),
            tabs: row(1),
            body,
            pane,
            sentence: Rect {
                height: lines.min(screen.height),
                ..row(screen.height.saturating_sub(1 + lines))
            },
            keys: row(screen.height.saturating_sub(1)),
        }
    }

    /// The same with the pane in the last rows of the view alone, whose rows above have the whole width. There it is
    /// wider: it has few lines.
    #[must_use]
    pub fn with_low_pane(self, rows: u16) -> Self {
        let Some(pane) = self.pane else { return self };
        let body = Rect { width: self.title.width, ..self.body };
        let (width, height) = (Self::low_pane(body.width), rows.min(pane.height));
        let pane = Rect { x: body.right() - width, y: pane.bottom() - height, width, height };
        Self { body, pane: Some(pane), ..self }
    }

    /// The columns of a pane in the last rows of a view that is so wide, where there is room for one.
    #[must_use]
    pub fn low_pane(width: u16) -> u16 {
        if width >= BESIDE { 40 + (width - BESIDE).min(80) * 2 / 5 } else { 0 }
    }

    /// What lies over a view stands between the title and the sentence, which has one line beneath it.
    #[must_use]
    pub fn over(self) -> Rect {
        let y = self.title.y + 1;
        Rect { y, height: self.sentence.bottom().saturating_sub(1 + y), ..self.title }
    }
}

/// Gives the rows that a list leaves blank to those of its lines that want more of them: one each from the top down,
/// and again as long as there are any. A list that has more lines than rows has none to give.
pub fn spread(rows: &mut [usize], wanted: &[usize], height: usize) {
    let mut spare = height.saturating_sub(rows.iter().sum());
    while spare > 0 {
        let before = spare;
        for (has, _) in rows.iter_mut().zip(wanted).filter(|(has, wants)| **has < **wants) {
            if spare == 0 {
                break;
            }
            (*has, spare) = (*has + 1, spare - 1);
        }
        if spare == before {
            break;
        }
    }
}

/// The rows of so many lines of a list, each of which wants some: one each, and those that the list leaves blank. None
/// where there are none to give.
pub fn heights(lines: usize, height: u16, wanted: impl Fn(usize) -> usize) -> Vec<usize> {
    let height = usize::from(height);
    if lines >= height {
        return Vec::new();
    }
    let wanted: Vec<usize> = (0..lines).map(wanted).collect();
    let mut rows = vec![1; lines];
    spread(&mut rows, &wanted, height);
    rows
}

/// Where each line of a list begins, of lines of some rows each.
#[derive(Debug)]
pub struct Begins(Vec<usize>);

impl Begins {
    /// Of lines of so many rows.
    #[must_use]
    pub fn of(rows: impl Iterator<Item = usize>) -> Self {
        let ends = rows.scan(0, |end, rows| {
            *end += rows;
            Some(*end)
        });
        Self(std::iter::once(0).chain(ends).collect())
    }

    /// All rows.
    #[must_use]
    pub fn all(&self) -> usize {
        self.0.last().copied().unwrap_or(0)
    }

    /// The rows that a line takes.
    #[must_use]
    pub fn rows(&self, nth: usize) -> usize {
        self.0.get(nth).zip(self.0.get(nth + 1)).map_or(0, |(from, to)| to - from)
    }

    /// How many whole lines so many rows show, whichever is the first of them.
    #[must_use]
    pub fn lines_in(&self, rows: u16) -> u16 {
        let end = |from: usize| self.0[from] + usize::from(rows);
        let all = self.0.len() - 1;
        let (mut least, mut to) = (all, 0);
        for from in 0..all {
            while to < all && self.0[to + 1] <= end(from) {
                to += 1;
            }
            if to == all {
                break;
            }
            least = least.min(to - from);
        }
        // Below the last line nothing stands: there as many lines may be shown as there are.
        if least == all { rows.max(1) } else { cells(least).max(1) }
    }
}

/// How much room there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Room {
    /// Too little: nothing but a word about it.
    None,
    /// A list of one lane.
    List,
    /// One pane with short labels.
    Pane,
    /// A full view.
    Full,
    /// With an inspector and second tables.
    Wide,
}

impl Room {
    /// How much room a screen of this size has.
    #[must_use]
    pub fn of(width: u16, height: u16) -> Self {
        let fits = |(least_width, least_height)| width >= least_width && height >= least_height;
        match () {
            () if fits((140, 40)) => Self::Wide,
            () if fits((80, 24)) => Self::Full,
            () if fits((60, 18)) => Self::Pane,
            () if fits((40, 10)) => Self::List,
            () => Self::None,
        }
    }
}
