//! The register: what may go wrong, what deviates, what was given up, what it is all for. Risks, exceptions,
//! trade-offs, objectives, pools, archetypes and what was learnt, each kind in a section with the figures that belong to
//! it.

mod row;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use ratatui::layout::Rect;

use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::register::{self, KINDS, Members};
use crate::trace::name::Name;
use crate::tui::detail::{self, Text};
use crate::tui::layout::{Begins, heights};
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells};
use crate::tui::spots::{Spot, Spots};
use crate::tui::theme::Tone;
use crate::tui::view::{Entry, Open, Room, Scene, Settings, View};
use crate::wording;
use crate::workspace::Workspace;
use row::{Columns, Longest, Row};

/// The register in the registry.
pub const ENTRY: Entry = Entry {
    digit: '0',
    name: "Register",
    brief: ["Reg", "Re"],
    question: "What may go wrong, what was given up, what for, and what was learnt?",
    first: |_, _| 0,
    variants: &["all", "risks", "exceptions", "trade-offs", "objectives", "pools", "archetypes", "learnings"],
    table: false,
    open: Open::Detail,
    actions: &[],
    build: |work, settings| Box::new(Register::new(work, settings)),
};

/// The rows that an entry has at most in a list that scrolls.
const SCROLLED: usize = 2;

struct Register {
    lines: Vec<Line>,
    members: Members,
    sum: String,
    longest: Longest,
    plan: Rc<Plan>,
    /// Where each line begins in the columns that were asked for last.
    begins: RefCell<Option<(u16, Rc<Begins>)>>,
}

enum Line {
    /// The heading of a section, with how many of it are listed.
    Head(Table, usize),
    Gap,
    Entry(Listed),
}

/// An entry, whose row is made when it is first shown.
struct Listed {
    kind: Table,
    nth: usize,
    row: OnceCell<Box<Row>>,
}

impl Register {
    fn new(work: &Workspace, settings: &Settings) -> Self {
        let plan = work.plan();
        let shown = settings.variant.checked_sub(1).and_then(|nth| KINDS.get(nth));
        let kinds = shown.map_or(&KINDS[..], std::slice::from_ref);
        let mut lines = Vec::new();
        let mut counts = Vec::new();
        for kind in kinds.iter().copied() {
            let mut entries = register::entries(plan, kind);
            let shows = |nth: &usize| settings.filter.shows(work, &register::address(plan, kind, *nth));
            entries.retain(shows);
            if entries.is_empty() {
                continue;
            }
            counts.push(wording::count(entries.len(), kind.noun()));
            if !lines.is_empty() {
                lines.push(Line::Gap);
            }
            lines.push(Line::Head(kind, entries.len()));
            let listed = |nth| Line::Entry(Listed { kind, nth, row: OnceCell::new() });
            lines.extend(entries.into_iter().map(listed));
        }
        Self {
            lines,
            members: Members::of(plan),
            sum: counts.join(" · "),
            longest: Longest::of(plan),
            plan: Rc::clone(work.shared_plan()),
            begins: RefCell::default(),
        }
    }

    fn row<'r>(&'r self, work: &Workspace, listed: &'r Listed) -> &'r Row {
        listed.row.get_or_init(|| Box::new(Row::of(work, &self.members, listed.kind, listed.nth)))
    }

    /// Whether names that go on in a second row leave no room for all lines.
    fn scrolls(&self, area: Rect) -> bool {
        self.begins(area).all() > usize::from(area.height)
    }

    /// Where each line begins in a list that scrolls: names and words go on in a second row, since what is cut says less
    /// than what is out of sight. Figures are not looked at for it: there may be many entries, and few are in sight.
    fn begins(&self, area: Rect) -> Rc<Begins> {
        if let Some((of, begins)) = &*self.begins.borrow()
            && *of == area.width
        {
            return Rc::clone(begins);
        }
        let plan = &*self.plan;
        let mut of: Option<(Table, Columns)> = None;
        let rows = self.lines.iter().map(|line| {
            let Line::Entry(Listed { kind, nth, .. }) = line else { return 1 };
            let known = of.take().filter(|(known, _)| known == kind);
            let (kind, columns) =
                known.unwrap_or_else(|| (*kind, Columns::of(*kind, plan.currency, self.longest, area)));
            let of_name = columns.rows_of_name(&register::title(plan, kind, *nth));
            let of_words = columns.rows_of_words(plan, &self.members, kind, *nth);
            let rows = of_name.max(of_words).min(SCROLLED);
            of = Some((kind, columns));
            rows
        });
        let begins = Rc::new(Begins::of(rows));
        *self.begins.borrow_mut() = Some((area.width, Rc::clone(&begins)));
        begins
    }

    /// The rows of each line; one where none are told.
    fn heights(&self, work: &Workspace, area: Rect) -> impl Fn(usize) -> usize {
        let scrolled = self.scrolls(area).then(|| self.begins(area));
        let spread = match scrolled {
            Some(_) => Vec::new(),
            None => heights(self.lines.len(), area.height, |nth| self.wanted(work, nth, area)),
        };
        move |nth| match &scrolled {
            Some(begins) => begins.rows(nth),
            None => spread.get(nth).copied().unwrap_or(1),
        }
    }

    /// The rows that the names and words of a line take.
    fn wanted(&self, work: &Workspace, nth: usize, area: Rect) -> usize {
        match self.lines.get(nth) {
            Some(Line::Entry(listed)) => Columns::of(listed.kind, work.plan().currency, self.longest, area)
                .wanted(self.row(work, listed)),
            _ => 1,
        }
    }

    fn selected(&self, scene: Scene<'_>) -> Option<&Listed> {
        match self.lines.get(scene.sheet.current()?.line as usize)? {
            Line::Entry(listed) => Some(listed),
            Line::Head(..) | Line::Gap => None,
        }
    }
}

impl View for Register {
    fn spots(&self, work: &Workspace) -> Spots {
        let plan = work.plan();
        let spot = |(line, of): (usize, &Line)| {
            let Line::Entry(Listed { kind, nth, .. }) = of else { return None };
            let (kind, nth) = (*kind, *nth);
            let about = register::about(plan, kind, nth)?;
            let owner = about.owner.as_deref().unwrap_or_default();
            let text =
                format!("{} ({}) {owner}", register::title(plan, kind, nth), register::id(plan, kind, nth));
            let mut spot = Spot::new(register::address(plan, kind, nth), line, text.trim_end());
            spot.also = also(work, &self.members, kind, nth);
            Some(spot)
        };
        self.lines.iter().enumerate().filter_map(spot).collect()
    }

    fn window(&self, area: Rect, _: Room) -> (u16, u16) {
        let lines = if self.scrolls(area) { self.begins(area).lines_in(area.height) } else { area.height };
        (lines, 1)
    }

    fn mark(&self, work: &Workspace, spot: &Spot) -> (&'static str, Tone) {
        match self.lines.get(spot.line as usize) {
            Some(Line::Entry(listed)) => self.row(work, listed).mark,
            _ => ("·", Tone::Faint),
        }
    }

    fn sum(&self, _: &Workspace) -> String {
        self.sum.clone()
    }

    fn sentence(&self, scene: Scene<'_>) -> String {
        self.selected(scene).map(|listed| self.row(scene.work, listed).say.clone()).unwrap_or_default()
    }

    fn detail(&self, scene: Scene<'_>, width: u16) -> Text {
        let mut text = Text::new(width);
        if let Some(listed) = self.selected(scene) {
            let at = register::address(scene.work.plan(), listed.kind, listed.nth);
            detail::about(scene.work, &at, &mut text);
            // The same mark as in the list.
            if let Some(first) = text.lines.first_mut().and_then(|line| line.first_mut()) {
                let (mark, tone) = self.row(scene.work, listed).mark;
                *first = (mark.to_owned(), tone);
            }
        }
        text
    }

    fn figure(&self, scene: Scene<'_>) -> Option<Name> {
        self.selected(scene).and_then(|listed| row::figure(scene.work, listed.kind, listed.nth))
    }

    fn is_value(&self, scene: Scene<'_>) -> bool {
        self.figure(scene).is_none()
    }

    fn draw(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        if self.lines.is_empty() {
            return scene.say_none("This plan has no risks, exceptions, trade-offs, objectives, pools or learnings yet: nothing says what may go wrong, or what it is all for; {add} adds one.", area, pen);
        }
        let currency = scene.work.plan().currency;
        let scroll = scene.sheet.scroll as usize;
        let current = scene.sheet.current().map(|spot| spot.line as usize);
        let heights = self.heights(scene.work, area);
        let mut y = area.y;
        for (nth, line) in self.lines.iter().enumerate().skip(scroll) {
            let room = area.bottom().saturating_sub(y);
            let height = cells(heights(nth)).min(room);
            // An entry that is cut at the foot says less than one that is out of sight.
            let is_cut = nth > scroll && height < cells(heights(nth));
            if height == 0 || is_cut {
                break;
            }
            let place = Rect { y, height, ..area };
            y += height;
            match line {
                Line::Gap => {}
                Line::Head(kind, count) => {
                    let words = format!("{} {}", register::heading(*kind), cells(*count));
                    Columns::of(*kind, currency, self.longest, place).head(&words, place, pen);
                }
                Line::Entry(listed) => {
                    let row = self.row(scene.work, listed);
                    Columns::of(listed.kind, currency, self.longest, place).row(row, place, pen);
                    let at = register::address(scene.work.plan(), listed.kind, listed.nth);
                    pen.hit(place, Target::Spot(at));
                    if current == Some(nth) {
                        pen.select(place);
                    }
                }
            }
        }
    }
}

/// What else an entry is selected for: what a risk delays, where an exception holds, the drivers of an
/// objective or a pool, the markets of an archetype, what something learnt led to a change of.
fn also(work: &Workspace, members: &Members, kind: Table, nth: usize) -> Vec<Address> {
    let plan = work.plan();
    let market = |nth: &usize| Address::new(Table::Market, &plan.markets[*nth].id);
    match kind {
        Table::Exception => {
            let exception = &plan.exceptions[nth];
            exception.market.iter().map(|ix| market(&ix.at())).collect()
        }
        Table::Archetype => members.markets[nth].iter().map(market).collect(),
        _ => members.items(plan, kind, nth).into_iter().map(|ix| plan.item_address(ix)).collect(),
    }
}
