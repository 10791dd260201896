//! What a view is. A view is built from an open plan when the plan or its settings change; drawing it
//! only looks at what was built.

use ratatui::layout::Rect;
use rustc_hash::FxHashSet;

use super::action::Action;
use super::baseline::moved::Was;
use super::detail::{self, Text};
use super::filter::Filter;
use super::keymap::Keymap;
pub use super::layout::Room;
use super::pen::Pen;
use super::sheet::Sheet;
use super::spots::{Spot, Spots};
use super::theme::Tone;
use crate::plan::address::Address;
use crate::trace::name::Name;
use crate::workspace::{Located, Workspace};

/// A view in the registry.
pub struct Entry {
    /// Its digit.
    pub digit: char,
    /// Its name.
    pub name: &'static str,
    /// Its name in a few letters, and in two.
    pub brief: [&'static str; 2],
    /// The question that it answers.
    pub question: &'static str,
    /// The names of its variants, one at least.
    pub variants: &'static [&'static str],
    /// In which of them it opens, by the plan and how many columns the screen has.
    pub first: fn(&Workspace, u16) -> usize,
    /// Whether it has a table in place of its picture.
    pub table: bool,
    /// What Enter does in it.
    pub open: Open,
    /// What can be done in it alone.
    pub actions: &'static [Action],
    /// Builds it.
    pub build: fn(&Workspace, &Settings) -> Box<dyn View>,
}

/// What Enter does in a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Shows what is known about the selection.
    Detail,
    /// Goes to the selection in the view that shows it.
    Jump,
    /// Builds the view around the selection.
    Focus,
}

/// How a view is set by its user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Which of its variants.
    pub variant: usize,
    /// Which it was before one that a key goes to and comes back from.
    pub before: usize,
    /// The table in place of the picture.
    pub table: bool,
    /// Which of its orders.
    pub order: usize,
    /// How closely time is looked at; 0 shows all of it.
    pub zoom: u8,
    /// How far time is scrolled, in cells.
    pub shift: i32,
    /// What it is built around.
    pub focus: Option<Address>,
    /// What is shown of the plan.
    pub filter: Filter,
}

/// What a view looks at while it is drawn.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The open plan.
    pub work: &'a Workspace,
    /// Where the user is.
    pub sheet: &'a Sheet,
    /// How the view is set.
    pub settings: &'a Settings,
    /// How much room the screen has.
    pub room: Room,
    /// Whether it has the whole screen, with nothing beside it.
    pub alone: bool,
    /// Which findings are new since the last commit, in words, where that is known.
    pub since: &'a str,
    /// Which of the findings, by their places, are new since, or in the open scenario.
    pub fresh: &'a FxHashSet<usize>,
    /// What the baseline came to, where one is chosen.
    pub was: Option<Was<'a>>,
    /// Which keys do what.
    pub keys: &'a Keymap,
    /// Which of the views it is.
    pub view: usize,
}

impl Scene<'_> {
    /// The key of an action, as it is told in a text.
    #[must_use]
    pub fn key(&self, id: &str) -> String {
        self.keys.told(self.view, id)
    }

    /// Says in place of the view that it has nothing to show, and with which key that is added: `none`, in which actions
    /// stand between braces, unless the filter may hide some.
    pub fn say_none(&self, none: &str, area: Rect, pen: &mut Pen<'_>) {
        self.say(self.settings.filter.or_none(none), area, pen);
    }

    /// Says something in place of the view, in which actions stand between braces.
    pub fn say(&self, words: &str, area: Rect, pen: &mut Pen<'_>) {
        let width = area.width.saturating_sub(2);
        let mut text = Text::new(width);
        text.words(&self.keys.filled(self.view, words), Tone::Plain);
        let area = Rect { x: area.x + 1, y: area.y + 1, width, height: area.height.saturating_sub(1) };
        text.draw(0, area, pen);
    }

    /// The address of the selection.
    #[must_use]
    pub fn selected(&self) -> Option<&Address> {
        self.sheet.current().map(|spot| &spot.at)
    }
}

/// A view, built.
pub trait View {
    /// What can be selected in it.
    fn spots(&self, work: &Workspace) -> Spots;

    /// The titles of its lanes, where it has several.
    fn lanes(&self) -> Vec<String> {
        Vec::new()
    }

    /// How many of its spots a filter holds of, in a view that it holds in: what is shown whatever the filter counts
    /// where it meets it, as all else does.
    fn held(&self, work: &Workspace, filter: &Filter, spots: &Spots) -> Option<usize> {
        Some(spots.iter().filter(|spot| filter.shows(work, &spot.at)).count())
    }

    /// How many columns each spot has; of several, the cursor stands in one.
    fn columns(&self) -> u16 {
        1
    }

    /// How many lines and lanes of it an area shows, or lines and columns where spots have several.
    fn window(&self, area: Rect, room: Room) -> (u16, u16);

    /// Draws it.
    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>);

    /// The mark of a spot, for small screens.
    fn mark(&self, work: &Workspace, spot: &Spot) -> (&'static str, Tone) {
        detail::mark_of(work, &spot.at)
    }

    /// The figure that a spot is looked at for, shown whole beside its name on a small screen.
    fn beside(&self, _scene: Scene<'_>, _spot: &Spot) -> (String, Tone) {
        (String::new(), Tone::Plain)
    }

    /// What a small screen says above its list, in as many words as so many columns hold; empty for none.
    fn above(&self, _width: u16) -> String {
        String::new()
    }

    /// The name of the column that the cursor stands in, where spots have several: a small screen shows that one.
    fn column_name(&self, _scene: Scene<'_>) -> &str {
        ""
    }

    /// One sentence about the selection.
    fn sentence(&self, scene: Scene<'_>) -> String {
        scene.selected().map(|at| detail::sentence(scene.work, at)).unwrap_or_default()
    }

    /// Whether there are two lines for that sentence on a full screen: where there is much to say, and the view ends
    /// with an edge, which stays where it is whatever is said.
    fn says_much(&self) -> bool {
        false
    }

    /// Whether it shows what may become of the plan.
    fn simulates(&self) -> bool {
        false
    }

    /// One sentence about all of it, shown at the right of the last line but one.
    fn sum(&self, _work: &Workspace) -> String {
        String::new()
    }

    /// The figure that the selection shows, where its address does not tell which.
    fn figure(&self, _scene: Scene<'_>) -> Option<Name> {
        None
    }

    /// The figures that it shows besides those of the selection: in a caption, in a line below.
    fn figures(&self, _scene: Scene<'_>) -> Vec<Name> {
        Vec::new()
    }

    /// Whether the selection shows what the plan says, or what is counted of it, and no figure.
    fn is_value(&self, _scene: Scene<'_>) -> bool {
        false
    }

    /// How many days so many cells across an area stand for, in a view of time.
    fn days_of(&self, _scene: Scene<'_>, _area: Rect, _cells: i32) -> Option<i32> {
        None
    }

    /// The finding that the selection is, or that is about it.
    fn finding<'a>(&self, _scene: Scene<'a>) -> Option<&'a Located> {
        None
    }

    /// What is known about the selection.
    fn detail(&self, scene: Scene<'_>, width: u16) -> Text {
        let mut text = Text::new(width);
        if let Some(at) = scene.selected() {
            detail::about(scene.work, at, &mut text);
        }
        text
    }

    /// Whether it draws its own detail, so that no pane is put beside it.
    fn keeps_whole_width(&self, _settings: &Settings) -> bool {
        false
    }

    /// How many of its last rows share their width with a pane beside it, where the rows above have all of it.
    fn rows_beside_pane(&self, _body: Rect, _room: Room) -> Option<u16> {
        None
    }
}
