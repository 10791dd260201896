//! The state of the user interface.

use ratatui::layout::Rect;
use rustc_hash::FxHashSet;

use super::baseline::moved::Baseline;
use super::detail::Text;
use super::effect::Effect;
use super::filter::Filter;
use super::frame;
use super::keymap::Keymap;
use super::layout::Layout;
use super::msg::Key;
use super::names::{Names, names_of};
use super::overlay::Overlay;
use super::overlays::history::known::Histories;
use super::past::{Past, fresh, since};
use super::pen::Pen;
use super::present::running::Present;
use super::scenario::tried::Scenarios;
use super::sheet::Sheet;
use super::spots::Spots;
use super::theme::{Look, Tone};
use super::view::{Entry, Open, Room, Scene, Settings, View};
use crate::check::settings::is_bound;
use crate::draft::Draft;
use crate::plan::address::Address;
use crate::plan::quantity::Unit;
use crate::wording::count;
use crate::workspace::{Located, Workspace};

/// Everything that the screen depends on.
pub struct Model {
    /// The open plan.
    pub work: Workspace,
    /// How things look.
    pub look: Look,
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// All views, in the order of their digits.
    pub views: &'static [&'static Entry],
    /// The view shown, by its place among them.
    pub view: usize,
    /// What is known of each view, in their order.
    pub desks: Vec<Desk>,
    /// What the user selected last, in whichever view.
    pub selection: Option<Address>,
    /// Where the user came from, the last at the end.
    pub back: Vec<Stop>,
    /// Where the user went back from, the last at the end.
    pub forward: Vec<Stop>,
    /// What lies over the view.
    pub overlay: Option<Box<dyn Overlay>>,
    /// Which key does what.
    pub keys: Keymap,
    /// What is shown of the plan.
    pub filter: Filter,
    /// Everything in the plan that has a name, once it was asked for.
    pub names: Option<Names>,
    /// What there was to tell since the start.
    pub log: Vec<String>,
    /// The presentation that is running in place of the views.
    pub present: Option<Present>,
    /// The slide that was shown last.
    pub presented: usize,
    /// The words searched for.
    pub search: String,
    /// What is marked, in the order in which it was.
    pub marked: Vec<Address>,
    /// Something to tell in the last line but one.
    pub message: Option<String>,
    /// The view takes the whole width, without a detail pane.
    pub full: bool,
    /// Clicks and the wheel come to us.
    pub mouse: bool,
    /// The revision against which views mark what moved.
    pub baseline: Option<Baseline>,
    /// What was looked at in the plan's revisions.
    pub histories: Histories,
    /// The scenarios, the open one and those that were left.
    pub scenarios: Scenarios,
    /// What was wrong with the plan at the last commit, where it is known.
    pub past: Option<Past>,
    /// Which findings are new since, in words.
    pub since: String,
    /// Which of the findings, by their places, are new since, or in the open scenario.
    pub fresh: FxHashSet<usize>,
    /// The plan at the last commit was asked for, to compare its findings.
    pub asked_past: bool,
    /// They were asked for, and there is no last commit to look at.
    pub no_past: bool,
    /// The unit that money is told in.
    pub unit: Unit,
    /// How often a simulation was asked for.
    pub asked: u64,
    /// Why the plan's files cannot be written as things are.
    pub locked: Option<String>,
    /// How the plan's files stand on the disk.
    pub on_disk: OnDisk,
    /// The user leaves as soon as everything is saved.
    pub leaving: bool,
    /// The last keys were Esc, and closed something: the next one goes nowhere.
    pub closing: bool,
    /// Ctrl-c was the last key.
    pub interrupted: bool,
    /// The screen is not what the model says.
    pub changed: bool,
    spent: Spent,
}

/// How the files of the open plan stand on the disk.
#[derive(Default)]
pub enum OnDisk {
    /// As they are known here.
    #[default]
    Known,
    /// Others changed them, and it is not decided what is to come of it: the plan as it is there, where it could
    /// be looked at.
    Changed(Option<Box<Draft>>),
    /// The plan cannot be read any more: what is open here is all there is of it. Why.
    Lost(String),
}

/// What was replaced, until nobody waits: a large plan takes a while to drop.
#[derive(Default)]
struct Spent {
    work: Option<Workspace>,
    views: Vec<Box<dyn View>>,
}

/// A view with where the user is in it.
#[derive(Default)]
pub struct Desk {
    /// Cursor, scroll and search.
    pub sheet: Sheet,
    /// How it is set.
    pub settings: Settings,
    /// How many of its entries the filter holds of, where one is set and holds in the view.
    pub held: Option<usize>,
    /// How many entries there are without the filter, where one is set and holds in the view: the same whatever it is.
    pub all: Option<usize>,
    /// How many spots it has without a filter, once they are counted, for as long as nothing but the filter changes.
    pub unfiltered: Option<usize>,
    /// The view as built, if it was.
    pub content: Option<Box<dyn View>>,
}

/// A place that the user can come back to.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The view.
    pub view: usize,
    /// How it was set.
    pub settings: Settings,
    /// Its selected spot, by place and address.
    pub cursor: usize,
    /// The column that the cursor stood in.
    pub column: u16,
    /// What was selected.
    pub selection: Option<Address>,
    /// It was left by following something, and not for a view that was asked for by its digit.
    pub jumped: bool,
}

/// So many messages are kept.
const LOGGED: usize = 200;

/// The most places that are remembered to come back to.
const STOPS: usize = 200;

impl Model {
    /// The state at the start: the board, with its first item selected.
    #[must_use]
    pub fn new(
        work: Workspace,
        look: Look,
        size: (u16, u16),
        views: &'static [&'static Entry],
        keys: Keymap,
    ) -> Self {
        // The first look is at the wave of today.
        let plan = work.plan();
        let selection = plan.wave_at(plan.as_of).map(|wave| plan.wave_address(wave));
        // A plan of which something could not be read, or nothing, shows what is wrong with it: it is mended first.
        let nothing = plan.waves.is_empty() && plan.items.is_empty() && !work.findings.is_empty();
        let unread = nothing || work.unread > 0;
        let check = views.iter().position(|entry| entry.open == Open::Jump).filter(|_| unread);
        // Where only part of it could be read, its figures are those of that part: nobody is to take them for more.
        let unheard = work.findings.iter().filter(|it| is_bound(it.finding.rule, it.severity)).count();
        let message = (unheard > 0 && !nothing).then(|| {
            let errors = count(unheard, "format error");
            let rest = if unread { "begin with the first" } else { "see Check" };
            format!("{errors}: what cannot be read counts for nothing; {rest}")
        });
        let desk = |entry: &&Entry| {
            let settings = Settings { variant: (entry.first)(&work, size.0), ..Settings::default() };
            Desk { settings, ..Desk::default() }
        };
        let mut model = Self {
            desks: views.iter().map(desk).collect(),
            work,
            look,
            size,
            views,
            view: check.unwrap_or(0),
            selection,
            back: Vec::new(),
            forward: Vec::new(),
            overlay: None,
            keys,
            filter: Filter::default(),
            names: None,
            log: Vec::new(),
            present: None,
            presented: 0,
            search: String::new(),
            marked: Vec::new(),
            message,
            full: false,
            mouse: true,
            baseline: None,
            histories: Histories::default(),
            scenarios: Scenarios::default(),
            past: None,
            since: String::new(),
            fresh: FxHashSet::default(),
            asked_past: false,
            no_past: false,
            unit: Unit::default(),
            asked: 0,
            locked: None,
            on_disk: OnDisk::Known,
            leaving: false,
            closing: false,
            interrupted: false,
            changed: true,
            spent: Spent::default(),
        };
        model.settle();
        model
    }

    /// Takes another state of the plan; the views are built anew, each when it is looked at.
    pub fn take(&mut self, work: Workspace) {
        self.spent.work = Some(std::mem::replace(&mut self.work, work));
        self.forget_views();
    }

    /// Shows a draft again, as it stands now where it has changed.
    pub fn show(&mut self, draft: Box<Draft>, changed: bool) {
        if !changed {
            self.work.draft = Some(draft);
            return;
        }
        let beside = self.work.beside.take();
        let mut work = Workspace::after(&self.work, draft);
        work.beside = beside;
        self.take(work);
    }

    /// The names of the plan, found once for as long as it stays as it is.
    pub fn named(&mut self) -> Names {
        Names::clone(self.names.get_or_insert_with(|| names_of(&self.work)))
    }

    /// Has the views built anew, each when it is looked at; what is told over a view is told of the plan as it
    /// stands.
    pub fn forget_views(&mut self) {
        self.names = None;
        if let Some(mut over) = self.overlay.take() {
            self.find_moved();
            self.overlay = over.renew(self).then_some(over);
        }
        self.desks.iter_mut().for_each(|desk| desk.unfiltered = None);
        self.spent.views = self.desks.iter_mut().filter_map(|desk| desk.content.take()).collect();
        if self.present.is_some() {
            self.find_moved();
        }
        if let Some(present) = &mut self.present {
            present.renew(&self.work, self.baseline.as_ref());
        }
    }

    /// Finds what moved since the baseline.
    fn find_moved(&mut self) {
        if let Some(baseline) = &mut self.baseline {
            baseline.find(&self.work);
        }
    }

    /// The plan as it was shown before it was last replaced, until that is dropped.
    #[must_use]
    pub fn replaced(&self) -> Option<&Workspace> {
        self.spent.work.as_ref()
    }

    /// Drops what was replaced. To be called once the frame is drawn and nobody waits.
    pub fn rest(&mut self) {
        self.spent = Spent::default();
        if let Some(draft) = &mut self.work.draft {
            draft.tidy();
        }
    }

    /// What the view shown is.
    #[must_use]
    pub fn entry(&self) -> &'static Entry {
        self.views[self.view]
    }

    /// The view shown.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        &self.desks[self.view]
    }

    /// The view shown.
    pub fn desk_mut(&mut self) -> &mut Desk {
        &mut self.desks[self.view]
    }

    /// How much room the screen has.
    #[must_use]
    pub fn room(&self) -> Room {
        Room::of(self.size.0, self.size.1)
    }

    /// Where everything stands on the screen.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.layout_in(Rect::new(0, 0, self.size.0, self.size.1))
    }

    /// Where everything stands in an area.
    #[must_use]
    pub fn layout_in(&self, screen: Rect) -> Layout {
        let desk = self.desk();
        let own = desk.content.as_ref().is_some_and(|content| content.keeps_whole_width(&desk.settings));
        let layout = Layout::of(screen, !self.full && !own, frame::lines_of_sentence(self, screen.width));
        let room = Room::of(screen.width, screen.height);
        // The rows above the pane have the whole width.
        let body = Rect { width: layout.title.width, ..layout.body };
        let low = desk.content.as_ref().and_then(|content| content.rows_beside_pane(body, room));
        low.map_or(layout, |rows| layout.with_low_pane(rows))
    }

    /// The key of an action, as it is told in a text.
    #[must_use]
    pub fn key(&self, id: &str) -> String {
        self.keys.told(self.view, id)
    }

    /// A text of ours in which actions stand between braces, with their keys in their place.
    #[must_use]
    pub fn filled(&self, text: &str) -> String {
        self.keys.filled(self.view, text)
    }

    /// A row of hints in which actions stand between braces, with their keys, of what has one.
    #[must_use]
    pub fn offered(&self, hints: &str) -> String {
        self.keys.offered(self.view, hints)
    }

    /// What a key does here where nothing lies over the view, by the name of the action; empty where it does nothing.
    #[must_use]
    pub fn does(&self, key: Key) -> &'static str {
        self.keys.does(self.view, key)
    }

    /// What the view looks at.
    #[must_use]
    pub fn scene(&self) -> Scene<'_> {
        let desk = self.desk();
        Scene {
            work: &self.work,
            sheet: &desk.sheet,
            settings: &desk.settings,
            room: self.room(),
            alone: self.full,
            since: &self.since,
            fresh: &self.fresh,
            was: self.baseline.as_ref().map(Baseline::was),
            keys: &self.keys,
            view: self.view,
        }
    }

    /// The finding that the selection is, or that is about it.
    #[must_use]
    pub fn finding(&self) -> Option<&Located> {
        self.desk().content.as_ref()?.finding(self.scene())
    }

    /// Where the user is, to come back to.
    #[must_use]
    pub fn stop(&self) -> Stop {
        let desk = self.desk();
        let (settings, cursor, column) = (desk.settings.clone(), desk.sheet.cursor, desk.sheet.column);
        Stop { view: self.view, settings, cursor, column, selection: self.selection.clone(), jumped: true }
    }

    /// Remembers a place to come back to.
    pub fn remember_stop(&mut self, stop: Stop) {
        self.back.push(stop);
        self.forward.clear();
        if self.back.len() > STOPS {
            self.back.remove(0);
        }
    }

    /// Builds what has to be built and scrolls to the selection. Called after every change.
    pub fn settle(&mut self) {
        self.find_moved();
        if self.entry().digit == '9' && self.desk().content.is_none() {
            self.scenarios.lay_out(&mut self.work);
        }
        let entry = self.entry();
        let desk = &mut self.desks[self.view];
        if desk.content.is_none() {
            if entry.open == Open::Jump {
                self.since =
                    self.past.as_ref().map(|past| since(past, &self.work.findings)).unwrap_or_default();
                // What a scenario brings is new in it; else what is new since the baseline, or the last commit.
                self.fresh = match (&self.work.beside, &self.past) {
                    (Some(plan), _) => fresh(plan.findings.iter().map(|it| &it.finding), &self.work.findings),
                    (None, Some(past)) => fresh(past.findings.iter(), &self.work.findings),
                    _ => FxHashSet::default(),
                };
            }
            let content = (entry.build)(&self.work, &desk.settings);
            desk.sheet.fill(content.spots(&self.work), self.selection.as_ref());
            desk.sheet.columns = content.columns();
            let filter = Some(&desk.settings.filter).filter(|filter| !filter.is_empty());
            desk.held = filter.and_then(|filter| content.held(&self.work, filter, &desk.sheet.spots));
            if filter.is_none() {
                desk.unfiltered = Some(desk.sheet.spots.len());
            }
            // Of all that there is, whatever the filter: what it holds of and what it does not add up to that.
            desk.all = desk.held.map(|_| {
                let settings = &desk.settings;
                *desk.unfiltered.get_or_insert_with(|| {
                    let settings = Settings { filter: Filter::default(), ..settings.clone() };
                    (entry.build)(&self.work, &settings).spots(&self.work).len()
                })
            });
            // What the filter hides is not to be selected, and so neither removed nor edited.
            if desk.held == Some(0) {
                desk.sheet.fill(Spots::default(), None);
            }
            desk.sheet.column = desk.sheet.column.min(desk.sheet.columns.saturating_sub(1));
            desk.content = Some(content);
        }
        let Some((lines, lanes)) = self.window() else { return };
        self.desk_mut().sheet.follow(lines, lanes);
    }

    /// How many lines and lanes of its content the view has room for; `None` until it is built.
    #[must_use]
    pub fn window(&self) -> Option<(u16, u16)> {
        let (layout, room) = (self.layout(), self.room());
        let content = self.desk().content.as_ref()?;
        Some(match room {
            Room::None | Room::List => (layout.body.height, 1),
            _ => content.window(layout.body, room),
        })
    }

    /// Forgets what was built for the view shown, so that it is built anew.
    pub fn rebuild(&mut self) {
        let desk = self.desk_mut();
        (desk.content, desk.unfiltered) = (None, None);
    }

    /// Takes the cursor's spot as the selection of all views.
    pub fn take_selection(&mut self) {
        if let Some(spot) = self.desk().sheet.current() {
            self.selection = Some(spot.at.clone());
        }
    }

    /// Says in place of the view that nothing in it meets the filter; whether that is so.
    pub fn draw_none(&self, area: Rect, pen: &mut Pen<'_>) -> bool {
        let none = self.desk().held == Some(0);
        if none {
            let mut text = Text::new(area.width.saturating_sub(2));
            text.words(&self.filter.nothing(&self.work, self.entry().digit), Tone::Plain);
            text.words(&self.filled("{close} clears it · {filter} changes it"), Tone::Faint);
            text.draw(
                0,
                Rect { x: area.x + 1, y: area.y + 1, width: area.width.saturating_sub(2), ..area },
                pen,
            );
        }
        none
    }

    /// Draws the view shown.
    pub fn draw_view(&self, area: Rect, pen: &mut Pen<'_>) {
        if self.draw_none(area, pen) {
            return;
        }
        if let Some(content) = &self.desk().content {
            content.draw(self.scene(), area, pen);
        }
    }
}

impl Model {
    /// Says what was told last in other words.
    pub(super) fn reword(&mut self, message: String) {
        self.log.pop();
        tell(self, message);
    }
}

/// Says something in the last line but one, and keeps it for whoever missed it.
pub(super) fn tell(model: &mut Model, message: impl Into<String>) -> Vec<Effect> {
    let message = message.into();
    if model.log.last() != Some(&message) {
        model.log.push(message.clone());
    }
    if model.log.len() > LOGGED {
        model.log.remove(0);
    }
    model.message = Some(message);
    Vec::new()
}
