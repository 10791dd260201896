//! The agenda: what each slide says, as data, from the plan's own slides or from where it stands. Whatever
//! is private is left out here, so that drawing cannot show it.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::decisions::answer;
use super::differences::{self, Differences};
use super::moved::in_words;
use super::since::{self, Since};
use crate::figures::readiness::Outlook;
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::GateIx;
use crate::plan::record::{Outcome, SlideView};
use crate::plan::veil::PRIVATE;
use crate::source::Secrets;
use crate::status::{self, Status};
use crate::trace::name::{Name, When};
use crate::trace::of::Of;
use crate::tui::baseline::Kind;
use crate::tui::baseline::moved::Baseline;
use crate::tui::detail::{gate, name_of};
use crate::tui::theme::{Tone, mark};
use crate::wording;
use crate::workspace::Workspace;

/// A slide: one message, a number, and a few lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slide {
    /// Its title.
    pub title: String,
    /// The number that the room is to see.
    pub big: Option<Big>,
    /// What is said behind its caption where that takes no row of its own, from long to short.
    pub besides: [String; 2],
    /// How the number comes about, in one sentence.
    pub why: &'static str,
    /// The figure that the number is, where it is one: not where the slide leaves out what is private of it.
    pub figure: Option<Name>,
    /// What it says, the weightiest first.
    pub lines: Vec<Line>,
    /// The same where more lines are asked for, if there is less of it told in one.
    pub more: Option<Vec<Line>>,
    /// The decisions that are asked.
    pub asks: Vec<String>,
    /// What the whole of the open scenario does, in one line apart from what is asked: it is not the price of that.
    pub effect: Option<String>,
    /// When what it asks was decided; the words of the decision are the last of those asked then.
    pub decided: Option<String>,
    /// The gate, item, wave or KPI that it is about, where that is one and open to the room.
    pub about: Option<Address>,
}

/// A number in large digits, and what it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Big {
    /// The number: `5/8`, `24.9`.
    pub number: String,
    /// What it is, beginning with its unit.
    pub caption: String,
}

/// What a line gives way to where not all have room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gives {
    /// Those below it go out of sight.
    #[default]
    Nothing,
    /// Its name is cut before what is asked goes out of sight.
    Name,
    /// It is what is asked: it stays in sight.
    No,
}

/// A line of a slide.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its mark.
    pub mark: &'static str,
    /// The tone of the mark.
    pub tone: Tone,
    /// What it is about.
    pub text: String,
    /// What is to be said of it.
    pub aside: String,
    /// What its mark says where that is no status of a step; `None` where it is one, or none.
    pub state: Option<&'static str>,
    /// In which way what it is about moved, since the baseline or in the open scenario, and what it was in a few words,
    /// which may be empty.
    pub moved: Option<(Kind, String)>,
    /// What is said of it is a reason, of which a room takes in the beginning.
    pub gist: bool,
    /// It goes on with what the line above it is about: the two count as one.
    pub goes_on: bool,
    /// It is one of several that stand together: nothing else is told between them.
    pub together: bool,
    /// What is said of it are parts, the weightiest first, of which a room takes in some.
    pub parts: bool,
    /// What it gives so that what is asked stays in sight.
    pub gives: Gives,
    /// Its text, and what is said of it, in shorter words for where there is little room.
    pub short: [Option<Box<str>>; 2],
}

impl Slide {
    pub(super) fn new(title: &str) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// What it says, in as much detail as is asked for.
    #[must_use]
    pub fn told(&self, detail: u8) -> &[Line] {
        self.more.as_ref().filter(|_| detail > 1).unwrap_or(&self.lines)
    }

    /// Tells more among its lines: behind so many of them, and between none that stand together, or in a scenario right
    /// behind these; and at their end.
    pub(super) fn tell(&mut self, behind: usize, tried: bool, told: &[Line], last: &[Line]) {
        for lines in std::iter::once(&mut self.lines).chain(&mut self.more) {
            let together = lines.iter().rposition(|line| line.together).filter(|_| tried);
            let mut at = together.map_or(lines.len().min(behind), |last| last + 1);
            at += lines[at..].iter().take_while(|line| line.together).count();
            lines.splice(at..at, told.iter().cloned());
            lines.extend(last.iter().cloned());
        }
    }
}

impl Line {
    pub(super) fn new(mark: &'static str, tone: Tone, text: &str, aside: impl Into<String>) -> Self {
        let (text, aside) = (text.into(), aside.into());
        Self {
            mark,
            tone,
            text,
            aside,
            state: None,
            moved: None,
            gist: false,
            goes_on: false,
            together: false,
            parts: false,
            gives: Gives::Nothing,
            short: [None, None],
        }
    }

    /// Whether it can be told in fewer words.
    pub(super) fn shortens(&self) -> bool {
        self.parts || self.short.iter().any(Option::is_some)
    }

    /// More that is said of what the line above is about, in a row of its own.
    pub(super) fn going_on(aside: &str) -> Self {
        Self { state: Some(""), goes_on: true, ..Self::new("", Tone::Plain, "", aside) }
    }

    /// What is said of it, and in which way it moved.
    pub(super) fn beside(&self) -> Cow<'_, str> {
        match &self.moved {
            None => Cow::Borrowed(&self.aside),
            Some(moved) if self.aside.is_empty() => in_words(moved).into(),
            Some(moved) => format!("{} · {}", self.aside, in_words(moved)).into(),
        }
    }

    pub(super) fn private() -> Self {
        Self::new("·", Tone::Plain, PRIVATE, "")
    }

    /// That so many of what is counted are not for the room; nothing where all are.
    pub(super) fn not_shown(hidden: usize, beside_others: bool) -> Option<Self> {
        let more = if beside_others { " more" } else { "" };
        let words = format!("{hidden}{more} {} not shown", if hidden == 1 { "is" } else { "are" });
        (hidden > 0).then(|| Self::new("·", Tone::Plain, &words, ""))
    }
}

/// The slides of a plan: its own, or else where it stands, what is late, the gates that a meeting is about, value, and
/// the decisions asked; with a baseline, with the marks of what moved since.
#[must_use]
pub fn agenda(work: &Workspace, baseline: Option<&Baseline>) -> Vec<Slide> {
    agenda_beside(work, (work.beside.as_deref(), baseline), false)
}

/// Whether a slide tells what may become of all value, for which the plan is to be simulated.
#[must_use]
pub fn tells_chances(work: &Workspace) -> bool {
    let mut own = work.plan().slides.iter();
    own.len() == 0 || own.any(|slide| slide.view == Some(SlideView::Value) && slide.item.is_none())
}

/// The slides of a plan, with what they make otherwise than the plan beside it and a baseline; `open`: the room may
/// see what is private in these.
pub(super) fn agenda_beside(
    work: &Workspace,
    (beside, baseline): (Option<&Workspace>, Option<&Baseline>),
    open: bool,
) -> Vec<Slide> {
    let differences = beside.map(|plan| differences::of(work, plan, open));
    let since = baseline.and_then(|baseline| since::of(work, baseline, open));
    let teller =
        Teller { work, beside, veiled: work.plan().veiled(), differences, since, secrets: OnceCell::new() };
    // What is told besides on the first slide, in a row each.
    let besides = usize::from(teller.since.is_some()) + teller.rows_asked();
    let besides_of = |nth: usize| if nth == 0 { besides } else { 0 };
    let asked = teller.veiled.slides.iter().enumerate();
    let asked = asked.map(|(nth, asked)| (asked.view, teller.own(asked, besides_of(nth))));
    // One whose view nobody knows, and that says nothing else, has nothing to show.
    let asked = asked.filter(|(_, slide)| *slide != Slide::default());
    let (views, mut own): (Vec<Option<SlideView>>, Vec<Slide>) = asked.unzip();
    if let Some(first) = own.first_mut() {
        teller.tell_since(first);
        if views.first() != Some(&Some(SlideView::Decisions)) {
            teller.announce(first);
        }
        return teller.unread().into_iter().chain(own).collect();
    }
    let gates: Vec<Slide> = teller.gates_to_tell().into_iter().map(|gate| teller.gate(gate, None)).collect();
    let mut slides: Vec<Slide> = teller.unread().into_iter().collect();
    let mut first = teller.roadmap(None, besides);
    teller.tell_since(&mut first);
    teller.announce(&mut first);
    slides.extend([first, teller.late(None, None)]);
    slides.extend(gates);
    slides.extend([teller.value(None), teller.decisions()]);
    slides
}

/// So many lines of how things stand come before what a scenario makes otherwise.
pub(super) const STATE: usize = 4;

/// So many gates have a slide of their own where the plan does not say which.
const GATES: usize = 4;

/// What is said of a plan that has nothing to tell of yet.
pub(super) const NO_WAVES: &str = "this plan has no waves yet";

/// What tells a room about a plan: names from the plan without what is private, figures from the open one.
pub(super) struct Teller<'a> {
    pub(super) work: &'a Workspace,
    /// The plan that the open scenario was tried on.
    pub(super) beside: Option<&'a Workspace>,
    pub(super) veiled: Cow<'a, Plan>,
    /// What the open scenario makes otherwise than the plan, where one is open.
    pub(super) differences: Option<Differences<'a>>,
    /// What moved since the baseline, where one is chosen.
    pub(super) since: Option<Since<'a>>,
    /// What tells of what is private, found when it is first asked for; `None` where that cannot be known.
    pub(super) secrets: OnceCell<Option<Secrets>>,
}

impl Teller<'_> {
    pub(super) fn plan(&self) -> &Plan {
        self.work.plan()
    }

    /// A slide that the plan asks for, which has so many lines besides.
    fn own(&self, asked: &crate::plan::record::Slide, besides: usize) -> Slide {
        let plan = self.plan();
        let about = self.asked_of(asked);
        let of = |table: Table| about.as_ref().filter(|at| at.table == table).map(|at| &*at.key);
        let wave = of(Table::Wave).and_then(|id| plan.wave_by_id(id));
        let item = about.as_ref().filter(|at| is_item(at.table)).and_then(|at| plan.item_by_id(&at.key));
        let mut slide = match asked.view {
            Some(SlideView::Roadmap) => {
                let asks = asked.ask.as_deref().map_or(0, |ask| 1 + usize::from(self.decided(ask).is_some()));
                self.roadmap(wave, besides + asks)
            }
            Some(SlideView::Late) => self.late(wave, item),
            Some(SlideView::Gate) => match (self.gate_of(asked), wave) {
                (Some(gate), _) => self.gate(gate, asked.title.as_deref()),
                (None, Some(wave)) => {
                    Slide::new(&format!("No gate stands at the end of {}", self.veiled.wave(wave).title()))
                }
                (None, None) => Slide::new("No gate is ahead"),
            },
            Some(SlideView::Kpis) => match of(Table::Kpi).and_then(|id| plan.kpi_by_id(id)) {
                Some(kpi) => self.kpi(kpi),
                None => self.kpis(item),
            },
            Some(SlideView::Value) => self.value(item),
            Some(SlideView::Decisions) => self.decisions(),
            // One that only asks says nothing else.
            None if asked.ask.is_some() => Slide::default(),
            None => self.of_itself(about.as_ref()),
        };
        if let Some(title) = &asked.title {
            slide.title = title.to_string();
        }
        slide.about = slide.about.or(about).filter(|at| !plan.is_private_id(&at.key));
        if slide.title.is_empty() {
            let name = slide.about.as_ref().map(|at| name_of(plan, at));
            slide.title = name.or_else(|| asked.ask.as_ref().map(|_| "To decide".into())).unwrap_or_default();
        }
        if let Some(ask) = &asked.ask {
            let moved = self.ask_moved(ask).filter(|_| asked.view == Some(SlideView::Decisions));
            let moved = moved.map_or_else(String::new, |moved| format!(" · {}", in_words(&moved)));
            slide.asks.push(format!("{ask}{moved}"));
            // Among all that is asked it would be told twice.
            slide.lines.retain(|line| asked.view != Some(SlideView::Decisions) || line.text != **ask);
            if let Some(it) = self.decided(ask) {
                slide.decided = Some(wording::date(it.date));
                slide.asks.push(answer(it));
            } else if slide.about.as_ref().is_some_and(|at| self.concerns(at)) {
                // Below another question the room would read it as what the answer to that comes to.
                slide.effect = self.effect();
            }
        }
        slide
    }

    /// A slide of what is named, where the plan does not say in which view: in the one that tells how it stands.
    fn of_itself(&self, about: Option<&Address>) -> Slide {
        let plan = self.plan();
        let Some(at) = about else { return Slide::default() };
        let slide = match at.table {
            Table::Wave => plan.wave_by_id(&at.key).map(|ix| self.roadmap(Some(ix), 0)),
            Table::Gate => plan.gate_by_id(&at.key).map(|ix| self.gate(ix, None)),
            Table::Kpi => plan.kpi_by_id(&at.key).map(|ix| self.kpi(ix)),
            _ => plan.item_by_id(&at.key).map(|ix| self.late(None, Some(ix))),
        };
        // It is called by what it is about: a gate is, and says that it is one.
        let mut slide = slide.unwrap_or_default();
        if at.table != Table::Gate {
            slide.title.clear();
        }
        slide
    }

    /// The gate that a slide of gates is about: the one that is named, that of a wave, or the next.
    pub(super) fn gate_of(&self, asked: &crate::plan::record::Slide) -> Option<GateIx> {
        let (plan, about) = (self.plan(), self.asked_of(asked));
        let of = |table: Table| about.as_ref().filter(|at| at.table == table).map(|at| &*at.key);
        match of(Table::Wave).and_then(|id| plan.wave_by_id(id)) {
            _ if asked.view != Some(SlideView::Gate) => None,
            Some(wave) => self.work.gates_of(wave).next(),
            None => of(Table::Gate).and_then(|id| plan.gate_by_id(id)).or_else(|| self.next_gate()),
        }
    }

    /// What a slide is about, of the kinds that its view can show.
    fn asked_of(&self, asked: &crate::plan::record::Slide) -> Option<Address> {
        let (plan, id) = (self.plan(), asked.item.as_deref()?);
        let has = |table: &Table| match table {
            Table::Wave => plan.wave_by_id(id).is_some(),
            Table::Gate => plan.gate_by_id(id).is_some(),
            Table::Kpi => plan.kpi_by_id(id).is_some(),
            table => plan.item_by_id(id).is_some_and(|ix| Plan::item_table(plan.item(ix)) == *table),
        };
        SlideView::shows(asked.view).iter().copied().find(has).map(|table| Address::new(table, id))
    }

    /// The first gate by its date that is not decided.
    pub(super) fn next_gate(&self) -> Option<GateIx> {
        let plan = self.plan();
        let gates = (0..plan.gates.len()).map(GateIx::from);
        let open = gates
            .filter(|ix| !plan.gates[ix.at()].about.private && status::gate_outcome(plan, *ix).is_none());
        open.min_by_key(|ix| (status::gate_date(plan, *ix).is_none(), status::gate_date(plan, *ix), *ix))
    }

    /// The gates that the meeting is about, by their days: those whose day has come, or the next one; those that are on
    /// hold, and those that were decided on this very day. Of more than a few the list of decisions tells.
    fn gates_to_tell(&self) -> Vec<GateIx> {
        let plan = self.plan();
        let decided = |ix: &GateIx| {
            let decision = plan.decided_at(*ix, plan.as_of).filter(|it| !it.about.private);
            decision.is_some_and(|it| it.outcome == Some(Outcome::Hold) || it.date == plan.as_of)
        };
        let open = (0..plan.gates.len()).map(GateIx::from).filter(|ix| !plan.gates[ix.at()].about.private);
        let (figures, next) = (self.work.figures(), self.next_gate());
        let is_due = |ix: &GateIx| status::gate_status(figures, *ix) == Status::Open;
        let mut gates: Vec<GateIx> =
            open.filter(|ix| next == Some(*ix) || is_due(ix) || decided(ix)).collect();
        gates.order_by_key(|ix| (status::gate_date(plan, *ix).is_none(), status::gate_date(plan, *ix), *ix));
        gates.truncate(GATES);
        gates
    }

    /// That a gate whose day has come is not decided, and for how long.
    pub(super) fn undecided_since(&self, ix: GateIx) -> String {
        let plan = self.plan();
        let days = status::gate_date(plan, ix).map_or(0, |date| (plan.as_of - date).num_days());
        match usize::try_from(days).unwrap_or(0) {
            0 => " · due today".into(),
            days => format!(" · undecided, {} overdue", wording::count(days, "day")),
        }
    }

    pub(super) fn gate_title(&self, ix: GateIx) -> &str {
        let gate = &self.veiled.gates[ix.at()];
        gate.about.name.as_deref().unwrap_or(&gate.id)
    }

    /// A gate among what is none: its name says itself that it is one, or is told to be.
    pub(super) fn gate_called(&self, ix: GateIx) -> String {
        let title = self.gate_title(ix);
        match title.to_lowercase().contains("gate") {
            true => title.to_owned(),
            false => format!("Gate: {title}"),
        }
    }

    pub(super) fn gate_address(&self, ix: GateIx) -> Address {
        Address::new(Table::Gate, &self.plan().gates[ix.at()].id)
    }

    /// What a gate asks, criterion by criterion, what does not hold first; `titled`, where the plan calls the slide
    /// otherwise than by the gate.
    fn gate(&self, ix: GateIx, titled: Option<&str>) -> Slide {
        let plan = self.plan();
        let gate = &plan.gates[ix.at()];
        let mut slide = Slide::new(&self.gate_called(ix));
        slide.why = "Criteria that hold on the newest evidence by its day, of all that the gate asks";
        if gate.about.private {
            slide.lines.push(Line::private());
            return slide;
        }
        slide.about = Some(self.gate_address(ix));
        let verdict = self.work.figures().verdict(ix, plan.as_of);
        // Of a private decision neither the outcome nor the day is told, nor how criteria stood on it.
        let decision = verdict.decision.filter(|it| !it.about.private);
        let withheld = verdict.decision.is_some() && decision.is_none();
        let deciding = if withheld { &verdict.now } else { verdict.deciding() };
        let all = gate.criteria.iter().zip(deciding).zip(&verdict.now);
        let (hidden, mut open): (Vec<_>, Vec<_>) = all.partition(|((it, _), _)| plan.is_private(it.subject));
        open.order_by_key(|((_, judged), _)| judged.holds);
        let decided = decision.map(|decision| When::Day(decision.date));
        slide.figure = (hidden.is_empty() && !open.is_empty() && !withheld)
            .then(|| Of::Gate(ix).name(plan, "gate", decided));
        let held = status::gate_date(plan, ix).filter(|_| decision.is_none());
        let held = held.map(|date| format!(" · {}", wording::date(date)));
        let holding = open.iter().filter(|((_, judged), _)| judged.holds).count();
        let holding_now = open.iter().filter(|(_, now)| now.holds).count();
        // What was decided, when, on what was met then; and what is met now where that is something else.
        let outcome = decision.map(|decision| {
            let outcome = decision.outcome.map_or("", |it| it.as_str());
            let moved = open.iter().any(|((_, then), now)| then.holds != now.holds);
            let now = if moved { format!(" · now {holding_now}/{}", open.len()) } else { String::new() };
            format!(" on {} · decided: {outcome}{now}", wording::date(decision.date))
        });
        let outcome = outcome.or_else(|| withheld.then(|| format!(" · decided: {PRIVATE}")));
        let due = status::gate_status(self.work.figures(), ix) == Status::Open;
        // What it is heading for is told of all of its criteria, or not at all.
        let untold = verdict.decision.is_some() || !hidden.is_empty();
        let ahead = self.work.figures().outlook(ix).filter(|it| !untold && it.tells());
        slide.besides = ahead.map(|it| ahead_words(&it, &self.ahead_was(ix, &it))).unwrap_or_default();
        // Which gate it is, unless that stands above.
        let title = self.gate_title(ix);
        let name = titled.filter(|titled| !titled.contains(title)).map(|_| format!(" · {title}"));
        slide.big = (!open.is_empty()).then(|| Big {
            number: format!("{holding}/{}", open.len()),
            caption: format!(
                "{} met{}{}{}{}{}",
                if open.len() == 1 { "criterion" } else { "criteria" },
                if hidden.is_empty() { "" } else { " of those shown" },
                name.as_deref().unwrap_or_default(),
                held.as_deref().unwrap_or_default(),
                outcome.as_deref().unwrap_or_default(),
                if due { self.undecided_since(ix) } else { String::new() }
            ) + &slide.about.as_ref().map_or_else(String::new, |at| self.moved_words(at, false)),
        });
        for ((criterion, judged), now) in open {
            let status = gate::standing(judged);
            let value = judged.value.map(|value| gate::value_words(&self.veiled, criterion, value));
            let unseen = gate::unseen(&self.veiled, criterion, judged);
            let said = |of_whom: Option<String>| {
                let of_whom = of_whom.map_or_else(String::new, |of_whom| format!(" {of_whom}"));
                match (&value, decision) {
                    (value, Some(_)) => {
                        let since = gate::since(&self.veiled, criterion, judged, now);
                        let value = value.clone().unwrap_or_else(|| judged.without_value());
                        format!("then {value}{of_whom}{unseen}{since}")
                    }
                    (Some(value), None) => format!("now {value}{of_whom}{unseen}"),
                    (None, None) => format!("{}{of_whom}{unseen}", judged.without_value()),
                }
            };
            // Whoever is asked by then and not today makes it another number than the one on the slide of the KPI.
            let whole = said(judged.joins.words(&self.veiled));
            let brief = judged.joins.brief(&self.veiled).map(|of_whom| said(Some(of_whom)));
            let words = gate::asked(&self.veiled, criterion);
            let state = match (judged.holds, judged.value) {
                (true, _) => Some("holds"),
                (false, Some(_)) => Some("does not hold"),
                // That there is no evidence is said of it.
                (false, None) => Some(""),
            };
            let line = Line::new(mark(status), Tone::Status(status), &words, whole);
            let moved = self.criterion_moved(ix, criterion);
            let short = brief.filter(|_| moved.is_none()).map(Into::into);
            slide.lines.push(Line { state, moved, short: [None, short], ..line });
        }
        slide.lines.extend(self.criteria_gone(ix));
        slide.lines.extend(hidden.iter().map(|_| Line::private()));
        slide
    }
}

/// How many criteria of a gate hold on its day by the plan, and of how many nobody can tell, from long to short: what
/// nobody knows is none that does not hold. Where it was another count, that stands behind it.
fn ahead_words(outlook: &Outlook, was: &str) -> [String; 2] {
    let met = outlook.met();
    match outlook.untold() {
        0 => [format!(" · by plan {met} then{was}"), format!(" · by plan {met}{was}")],
        untold => [
            format!(" · by plan {met} then{was}, of {untold} nobody can tell"),
            format!(" · by plan {met}{was}, {untold} unknown"),
        ],
    }
}

/// Whether a kind of table is one of items.
fn is_item(table: Table) -> bool {
    matches!(table, Table::Driver | Table::Capability | Table::Mandate)
}
