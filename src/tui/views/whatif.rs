//! What-if: the plan beside its scenarios, figure by figure, with what is better in words, and what the open
//! scenario tries.

mod changes;
mod figures;
mod listed;
mod text;
mod time;
mod words;

use std::cell::OnceCell;

use ratatui::layout::Rect;

use crate::draft::Title;
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::plan::telling::Part as Piece;
use crate::trace::name::Name;
use crate::tui::action::Action;
use crate::tui::baseline::Kind;
use crate::tui::baseline::tried::since;
use crate::tui::detail::{self, Text};
use crate::tui::filter::Filter;
use crate::tui::pen::{Pen, cells};
use crate::tui::scenario::{self, keeping, unmade};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::Tone;
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording::aloud::Aloud;
use crate::workspace::outline::Outline;
use crate::workspace::outline::compared::{self, Row};
use crate::workspace::{Sketch, Workspace};
use changes::below_head;
use figures::moved_since;
use text::Written;
use time::Moved;

/// What-if in the registry.
pub const ENTRY: Entry = Entry {
    digit: '9',
    name: "What-if",
    brief: ["What-if", "Wi"],
    question: "What changes if we do this?",
    first: |_, _| 0,
    variants: &["table", "changes", "time"],
    table: false,
    open: Open::Detail,
    actions: &[
        Action::new("whatif.apply", "Apply the scenario to the plan", &["A"], scenario::apply)
            .hint("apply to plan", 3)
            .when(scenario::applicable),
        Action::new("whatif.drop", "Drop the selected change", &["x", "<del>"], scenario::drop_change)
            .hint("drop", 6)
            .when(unmade::can_be_kept),
        Action::new("whatif.next", "Next scenario; so does Tab", &["t"], scenario::next)
            .hint("next", 7)
            .when(scenario::exists),
        Action::new("whatif.new", "New scenario", &["o"], scenario::new).hint("new", 9),
        Action::new("whatif.rename", "Rename the scenario", &["r"], scenario::rename)
            .also("rename")
            .when(unmade::can_be_renamed),
        Action::new("whatif.keep", "Keep the scenario in a file", &["S"], keeping::keep)
            .hint("keep", 8)
            .when(unmade::can_be_kept),
        Action::new("whatif.file", "Open a scenario from a file", &["O"], keeping::open),
        Action::new("whatif.forget", "Forget the scenario", &["X"], scenario::forgetting)
            .when(scenario::exists),
    ],
    build: |work, settings| Box::new(WhatIf::new(work, settings)),
};

/// Lines of what is better and what is worse at most; the detail has them all.
fn most_words(tall: bool) -> usize {
    if tall { 5 } else { 3 }
}

/// From so many lines on there is room for more words than the table needs.
const TALL: u16 = 30;

/// Lines of the boxes below the figures, on a large screen, at most; and as few as show something of each.
const BOXES: [u16; 2] = [12, 8];

/// What stands where nothing is open to be told of.
const NONE_OPEN: &str = "No scenario is open; {whatif.next} or {whatif} opens one again.";
/// The same where the one that would be next cannot be made.
const NOT_MADE: &str =
    " cannot be made on the plan as it is now; {variant} lists its changes, {whatif.forget} forgets it.";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Variant {
    /// The figures, and below them what is tried.
    Table,
    /// What is tried, and what of it would be written.
    Changes,
    /// What is at another time.
    Time,
}

struct WhatIf {
    variant: Variant,
    rows: Vec<Row>,
    scenarios: Vec<Sketch>,
    moved: Vec<Moved>,
    /// What applying the open scenario would write; found when it is first shown.
    written: OnceCell<Written>,
}

impl WhatIf {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let variant = match settings.variant {
            0 => Variant::Table,
            1 => Variant::Changes,
            _ => Variant::Time,
        };
        let scenarios = work.scenarios.clone();
        let plan = work.beside.as_deref().unwrap_or(work);
        let outlines: Vec<Option<&Outline>> = scenarios.iter().map(|it| it.outline.as_deref().ok()).collect();
        let figures = if scenarios.is_empty() { Outline::default() } else { Outline::of(plan) };
        let mut rows = compared::rows(figures, &outlines);
        let filter = &settings.filter;
        // A figure of the whole plan is known by its name alone.
        rows.retain(|row| match row.plan.at.table {
            _ if filter.is_empty() => true,
            Table::Plan => filter.shows_text(&row.plan.name, "", ("", "")),
            _ => filter.shows(work, &row.plan.at) || filter.shows_text(&row.plan.name, "", ("", "")),
        });
        Self { variant, rows, scenarios, moved: time::moved(work), written: OnceCell::new() }
    }

    /// What applying the open scenario would write.
    fn written(&self, work: &Workspace) -> &Written {
        self.written.get_or_init(|| Written::of(work))
    }

    /// The figure that is selected.
    fn row(&self, scene: Scene<'_>) -> Option<&Row> {
        self.rows.get(scene.sheet.cursor).filter(|_| self.variant == Variant::Table)
    }

    /// The name of the open scenario.
    fn name(&self) -> &str {
        self.open().and_then(|nth| self.scenarios.get(nth)).map_or("", |it| &it.name)
    }

    /// The open scenario, by its place.
    fn open(&self) -> Option<usize> {
        self.scenarios.iter().position(|it| it.open)
    }

    /// What is tried, by the names that the views show.
    fn said(&self, title: &Title, work: &Workspace) -> String {
        let plans: Vec<&Plan> =
            [Some(work), work.beside.as_deref()].into_iter().flatten().map(Workspace::plan).collect();
        Aloud { plans: &plans, room: false }.said(title)
    }

    /// In which way the plan itself has what a change is of at another time than the baseline, and when it was there.
    fn since(&self, title: &Title, scene: Scene<'_>) -> Option<(Kind, String)> {
        let (was, plan) = (scene.was?, scene.work.beside.as_deref()?.plan());
        let of = |piece| match piece {
            Piece::Of(_, at) => since(was.standing, plan, at),
            Piece::Words(_) => None,
        };
        let (kind, before) = title.as_ref().parts().find_map(of)?;
        Some((kind, format!("in the plan: {}", before.since(was.name).words()[0])))
    }

    /// What the open scenario tries.
    fn tries(&self) -> &[Title] {
        self.open().and_then(|nth| self.scenarios.get(nth)).map_or(&[], |it| &it.tries)
    }

    /// The same of the scenario whose changes are listed.
    fn listed_tries(&self) -> &[Title] {
        self.listed().and_then(|nth| self.scenarios.get(nth)).map_or(&[], |it| &it.tries)
    }

    /// Says why there is nothing to be told of an open scenario.
    fn why_none(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        let mut text = Text::new(area.width);
        match self.listed().and_then(|nth| self.scenarios.get(nth)) {
            Some(it) => {
                text.words(&format!("{}{}", it.name, scene.keys.filled(scene.view, NOT_MADE)), Tone::Plain)
            }
            None => text.words(&scene.keys.filled(scene.view, NONE_OPEN), Tone::Plain),
        }
        text.draw(0, area, pen);
    }
}

/// What a scenario is good for, and how to open one.
fn nothing_open(scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
    let width = area.width.saturating_sub(2);
    let mut inside = Rect { x: area.x + 1, y: area.y + 1, width, height: area.height.saturating_sub(1) };
    let mut text = Text::new(width);
    text.words("No scenario is open.", Tone::Strong);
    text.words(
        "A scenario tries changes without touching the plan, and compares value, cost, gates, KPIs and \
         findings with the plan side by side.",
        Tone::Plain,
    );
    text.gap();
    let keys = |text: &mut Text, words: [&str; 3]| {
        for (key, what) in ["whatif", "whatif.new", "whatif.file"].into_iter().zip(words) {
            text.entry(&scene.key(key), Tone::Strong, &scene.keys.filled(scene.view, what));
        }
    };
    let whole = [
        "opens a scenario; edits then go to it, and {whatif.apply} applies them to the plan",
        "opens one with a name of its own: several are compared with one another",
        "opens one that was kept in a file",
    ];
    keys(&mut text, whole);
    // Where there is little room, how to open one comes before what it is good for.
    if text.lines.len() > usize::from(inside.height) {
        text = Text::new(width);
        text.words("No scenario is open.", Tone::Strong);
        keys(&mut text, ["opens one", "opens one with a name", "opens one from a file"]);
        inside = Rect { x: area.x + 1, width, ..area };
    }
    text.draw(0, inside, pen);
}

impl View for WhatIf {
    fn held(&self, _: &Workspace, _: &Filter, _: &Spots) -> Option<usize> {
        // It holds in the figures; what a scenario tries is told whole.
        (self.variant == Variant::Table && !self.scenarios.is_empty()).then_some(self.rows.len())
    }

    fn spots(&self, work: &Workspace) -> Spots {
        let tries = || {
            let listed = if self.variant == Variant::Changes { self.listed_tries() } else { self.tries() };
            listed.iter().map(|title| (scenario::tried_address(), title.to_string()))
        };
        match self.variant {
            Variant::Table => {
                let figures = self.rows.iter().map(|row| (row.plan.at.clone(), row.told(&self.scenarios)));
                let all = figures.chain(tries()).enumerate();
                all.map(|(nth, (at, text))| Spot::new(at, nth, text)).collect()
            }
            Variant::Changes => {
                let written = self.written(work).lines.iter().zip(0..).map(|(line, nth): (_, u32)| {
                    let at = Address::new(Table::Plan, "").to("written").to(Part::Nth(nth));
                    (at, format!("{} {}", line.sign, line.text))
                });
                let gap = usize::from(changes::GAP);
                let tries = tries().enumerate();
                let written =
                    written.enumerate().map(|(nth, it)| (nth + self.listed_tries().len() + gap, it));
                tries.chain(written).map(|(line, (at, text))| Spot::new(at, line, text)).collect()
            }
            Variant::Time => {
                let moved = self.moved.iter().enumerate();
                moved
                    .map(|(nth, it)| {
                        Spot::new(it.at.clone(), nth * usize::from(time::LINES), it.line(self.name(), None))
                    })
                    .collect()
            }
        }
    }

    fn window(&self, area: Rect, _room: Room) -> (u16, u16) {
        let lines = match self.variant {
            Variant::Time => time::shown(below_head(area)) * time::LINES,
            Variant::Changes => below_head(area).height,
            Variant::Table => area.height.saturating_sub(3),
        };
        (lines.max(1), 1)
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.rows.is_empty() {
            return nothing_open(scene, area, pen);
        }
        match self.variant {
            Variant::Table => {}
            Variant::Changes if self.listed().is_some() => return self.draw_all_changes(scene, area, pen),
            _ if self.open().is_none() => {
                return self.why_none(
                    scene,
                    Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area },
                    pen,
                );
            }
            Variant::Changes => return,
            Variant::Time => return self.draw_all_moved(scene, area, pen),
        }
        let words =
            self.open().map_or(0, |open| self.in_words(open, area.height >= TALL, area.width).lines.len());
        let words = words.min(most_words(area.height >= TALL));
        let boxes = match scene.room >= Room::Wide && self.open().is_some() {
            true => self.boxes(scene, area.height.saturating_sub(cells(words + self.rows.len()) + 3)),
            false => 0,
        };
        let list = if boxes > 0 { 0 } else { cells(self.tries().len()) };
        let below = (list + cells(words + 2)).max(boxes + cells(words + 1)).min(area.height / 2);
        let above = Rect { height: area.height.saturating_sub(below), ..area };
        let (used, unseen) = self.draw_figures(scene, above, pen);
        let y = (area.y + used).min(area.bottom());
        self.draw_below(scene, area.height >= TALL, Rect { y, height: area.bottom() - y, ..area }, pen);
        pen.put(area.x + 3, y, area.width.saturating_sub(4), &unseen, Tone::Faint);
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        let at = scene.sheet.cursor;
        let title = |nth: usize| {
            self.tries()
                .get(nth)
                .map(|it| format!("{} · {} drops it", self.said(it, scene.work), scene.key("whatif.drop")))
        };
        let listed = |nth: usize| {
            let said = self.said(self.listed_tries().get(nth)?, scene.work);
            let told = self.why(nth).map_or(said, |why| format!("Cannot be made: {why}"));
            Some(format!("{told} · {} drops it", scene.key("whatif.drop")))
        };
        match self.variant {
            Variant::Time => self.moved.get(at).map(|it| it.line(self.name(), scene.was)).unwrap_or_default(),
            Variant::Changes => listed(at)
                .or_else(|| {
                    let written = self.written(scene.work);
                    Some(written.told(written.lines.get(at.checked_sub(self.listed_tries().len())?)?))
                })
                .unwrap_or_default(),
            Variant::Table => match self.rows.get(at) {
                Some(row) => {
                    let told = row.told(&self.scenarios);
                    match scene.was.and_then(|was| Some((was.name, moved_since(was, &row.plan)?))) {
                        Some((name, (kind, was))) => format!("{} {was} in {name} · {told}", kind.sign()),
                        None => told,
                    }
                }
                None => at.checked_sub(self.rows.len()).and_then(title).unwrap_or_default(),
            },
        }
    }

    fn figure(&self, scene: Scene<'_>) -> Option<Name> {
        self.row(scene)?.plan.named()
    }

    fn is_value(&self, scene: Scene<'_>) -> bool {
        self.variant != Variant::Time && !self.rows.is_empty() && self.figure(scene).is_none()
    }

    fn detail(&self, scene: Scene<'_>, width: u16) -> Text {
        let mut text = Text::new(width);
        if self.variant == Variant::Time {
            if let Some(at) = scene.selected() {
                detail::about(scene.work, at, &mut text);
            }
            return text;
        }
        if let Some(row) = self.row(scene) {
            text.words(&row.plan.name, Tone::Strong);
            text.gap();
            text.pair("Plan", &row.plan.amount.shown());
            if let Some((name, (_, was))) =
                scene.was.and_then(|was| Some((was.name, moved_since(was, &row.plan)?)))
            {
                text.pair("", &format!("{was} in {name}"));
            }
            for (nth, sketch) in self.scenarios.iter().enumerate() {
                let (shown, difference, verdict) = row.cell(nth, u16::MAX);
                let more = [difference, verdict.word().to_owned()].join(" ");
                text.pair(&sketch.name, format!("{shown} {more}").trim_end());
            }
        }
        for (nth, sketch) in self.scenarios.iter().enumerate() {
            text.head(&sketch.name);
            match &sketch.outline {
                Ok(_) => text.words(&self.words(nth), Tone::Plain),
                Err(unmade) => text.words(&format!("It cannot be made: {}", unmade.why), Tone::Warning),
            }
            let lost = |nth| sketch.outline.as_ref().is_err_and(|it| it.of.iter().any(|(at, _)| *at == nth));
            for (nth, title) in sketch.tries.iter().enumerate() {
                let (mark, tone) = if lost(nth) { ("✗", Tone::Warning) } else { ("·", Tone::Faint) };
                text.entry(mark, tone, &self.said(title, scene.work));
            }
        }
        text
    }

    fn keeps_whole_width(&self, _settings: &Settings) -> bool {
        true
    }
}
