//! What is to be decided: the slide of it, and the line on the first slide that announces it.

use super::agenda::{Big, Gives, Line, STATE, Slide, Teller};
use super::slide::LINES;
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::id::GateIx;
use crate::plan::record::{Action, Decision, Outcome};
use crate::plan::veil::PRIVATE;
use crate::status::{self, Status};
use crate::tui::theme::{GATE, Tone, mark};
use crate::wording;

/// So many of what is to be decided are named on the first slide beside how many they are; the rest comes last there.
const NAMED: usize = 2;

/// How many of so many questions the first slide names in its first lines.
fn named(many: usize) -> usize {
    if many > NAMED + 1 { NAMED } else { many }
}

impl Teller<'_> {
    /// What the meeting is to decide, told on its first slide as one line of those that are shown there: each question
    /// in a row of its own, the first few there, the others below all else.
    pub(super) fn announce(&self, slide: &mut Slide) {
        let mut asked = self.asked();
        let many = asked.len();
        let rest = asked.split_off(named(many));
        let mut named = asked.into_iter();
        let Some(first) = named.next() else { return };
        let text = if many == 1 { "To decide today".to_owned() } else { format!("{many} to decide today") };
        let open = Status::Open;
        let first = Line { state: Some(""), ..Line::new(mark(open), Tone::Status(open), &text, first.text) };
        let room = if self.differences.is_some() { STATE } else { LINES[1] - 1 - slide.asks.len().min(2) };
        let below = named.map(|line| Line::going_on(&line.text));
        let told = std::iter::once(first).chain(below).map(|line| Line { gives: Gives::No, ..line });
        let told: Vec<Line> = told.collect();
        slide.tell(room, self.differences.is_some(), &told, &rest);
    }

    /// The rows that tell on the first slide what is to be decided.
    pub(super) fn rows_asked(&self) -> usize {
        named(self.asked().len())
    }

    /// The decision that answers a question: it is called so, or its words begin so. One of a gate decides
    /// nothing before it has an outcome.
    pub(super) fn decided(&self, ask: &str) -> Option<&Decision> {
        let known =
            self.veiled.decisions.iter().filter(|it| !it.about.private && it.date <= self.plan().as_of);
        let note = |it: &Decision| it.about.note.as_deref().is_some_and(|note| note.starts_with(ask));
        let settles = |it: &&Decision| it.gate.is_none() || it.outcome.is_some();
        known.rev().filter(settles).find(|it| it.about.name.as_deref() == Some(ask) || note(it))
    }

    /// What is to be decided today: what slides ask and nobody has decided, then the gates whose day has come.
    fn asked(&self) -> Vec<Line> {
        let (plan, open) = (self.plan(), Status::Open);
        let line = |text: &str, aside: String| Line::new(mark(open), Tone::Status(open), text, aside);
        let due = |ix: GateIx| match status::gate_date(plan, ix) {
            Some(date) if date == plan.as_of => "due today".into(),
            date => format!("no outcome since {}", date.map(wording::date).unwrap_or_default()),
        };
        let (mut gates, hidden) = self.due_gates(None);
        let asking = self.veiled.slides.iter().filter_map(|slide| Some((slide, slide.ask.as_deref()?)));
        let asking = asking.filter(|(_, ask)| self.decided(ask).is_none());
        let asking: Vec<_> = asking.map(|(slide, ask)| (self.gate_of(slide), ask)).collect();
        let asks = asking.iter().map(|(gate, ask)| {
            // What is asked on the slide of a gate that is due is its own question: one decision, not two.
            let gate = gate.filter(|gate| gates.contains(gate));
            let aside = gate.map(|gate| format!("{}, {}", self.gate_called(gate), due(gate)));
            Line { moved: self.ask_moved(ask), ..line(ask, aside.unwrap_or_default()) }
        });
        let asks: Vec<Line> = asks.collect();
        gates.retain(|gate| asking.iter().all(|(of, _)| *of != Some(*gate)));
        let gates = gates.into_iter().map(|ix| {
            let line = line(&self.gate_called(ix), due(ix));
            self.marked(line, &self.gate_address(ix), false)
        });
        let hidden = std::iter::repeat_n(line(PRIVATE, String::new()), hidden);
        asks.into_iter().chain(gates).chain(hidden).collect()
    }

    /// What was decided on the plan's day, the newest first: what a room has just agreed on is to be seen.
    fn decided_today(&self) -> Vec<Line> {
        let plan = self.plan();
        let today =
            self.veiled.decisions.iter().rev().filter(|it| it.date == plan.as_of && !it.about.private);
        let line = |it: &Decision| {
            let gate = it.gate.map(|ix| self.gate_called(ix));
            let status = match it.outcome {
                Some(Outcome::Hold | Outcome::Stop) => Status::Late,
                Some(Outcome::Conditions) => Status::AtRisk,
                None if it.gate.is_some() => Status::Open,
                Some(Outcome::Go) | None => Status::Done,
            };
            let note = it.about.note.as_deref().unwrap_or_default();
            let said = it.said();
            // Without a name of its own its words are what it is.
            let (text, words) = match (gate.as_deref(), it.about.name.as_deref()) {
                (Some(gate), _) => (gate, &*said),
                (None, Some(name)) => (name, note),
                (None, None) => (note, ""),
            };
            let outcome = it.gate.map(|_| it.outcome_words());
            let by = it.by.as_deref().map(|by| format!("by {by}"));
            let said = outcome.into_iter().chain((!words.is_empty()).then_some(words)).chain(by.as_deref());
            let said = said.collect::<Vec<_>>().join(" · ");
            let aside =
                if said.is_empty() { "decided today".into() } else { format!("decided today: {said}") };
            let line = Line::new(mark(status), Tone::Status(status), text, aside);
            Line { state: Some(""), gist: true, ..line }
        };
        today.map(line).collect()
    }

    /// What was decided at gates before the plan's day and comes to nothing, since nobody wrote down to what: it is as open
    /// as it was. None where the gate has an outcome since.
    fn without_outcome(&self) -> Vec<Line> {
        let (plan, open) = (self.plan(), Status::Open);
        let line = |it: &Decision| {
            let gate = it.gate.filter(|ix| !plan.gates[ix.at()].about.private)?;
            let is_open = it.outcome.is_none() && !it.about.private && it.date < plan.as_of;
            let since = plan.decided_at(gate, plan.as_of).is_some_and(|since| since.date >= it.date);
            let said = Some(it.said()).filter(|said| !said.is_empty());
            let said = said.map_or_else(String::new, |said| format!(": {said}"));
            let aside = format!("decided {} {}{said}", wording::date(it.date), it.outcome_words());
            let line = Line::new(mark(open), Tone::Status(open), &self.gate_called(gate), aside);
            (is_open && !since).then_some(Line { state: Some(""), gist: true, ..line })
        };
        self.veiled.decisions.iter().rev().filter_map(line).collect()
    }

    /// The decisions that the slides ask, the gates whose day has come, and the open actions.
    pub(super) fn decisions(&self) -> Slide {
        let plan = self.plan();
        let mut slide = Slide::new("Decisions asked");
        slide.why = "What slides ask and nobody has decided, and gates whose day has come";
        slide.lines = self.asked();
        let asked = slide.lines.len();
        slide.lines.extend(self.decided_today());
        let any_today = slide.lines.len() > asked;
        slide.lines.extend(self.without_outcome());
        let ahead =
            self.next_gate().filter(|ix| status::gate_status(self.work.figures(), *ix) != Status::Open);
        if let Some((ix, date)) = ahead.and_then(|ix| Some((ix, status::gate_date(plan, ix)?))) {
            let aside = format!("the next gate, {}", wording::date(date));
            let line = Line::new(GATE, Tone::Gate, self.gate_title(ix), aside);
            slide.lines.push(self.marked(line, &self.gate_address(ix), false));
        }
        let mut actions: Vec<&Action> = self.veiled.actions.iter().filter(|it| is_open(it, plan)).collect();
        actions.order_by_key(|action| (action.due.is_none(), action.due));
        let actions_open = actions.len();
        for action in actions {
            let late = action.due.is_some_and(|due| due < plan.as_of);
            let status = if late { Status::Late } else { Status::NotStarted };
            let due =
                action.due.filter(|_| !action.about.private).map(|due| format!("due {}", wording::date(due)));
            let owner = action.about.owner.iter().map(ToString::to_string);
            let said: Vec<String> = due.into_iter().chain(owner).collect();
            let status = if action.about.private { Status::NotStarted } else { status };
            let line = Line::new(mark(status), Tone::Status(status), &action.what, said.join(" · "));
            let state = (status == Status::Late).then_some("late");
            slide.lines.push(Line { moved: self.action_moved(action), state, ..line });
        }
        let asks = self.veiled.slides.iter().filter_map(|slide| slide.ask.as_deref());
        for ask in asks {
            // What was decided today is told above.
            let Some(decision) = self.decided(ask).filter(|it| it.date < plan.as_of) else { continue };
            let words = format!("decided {}", wording::date(decision.date));
            let line = Line::new(mark(Status::Done), Tone::Status(Status::Done), ask, words);
            slide.lines.push(Line { state: Some(""), ..line });
        }
        let decisions = if asked == 1 { "decision" } else { "decisions" };
        if asked == 0 {
            slide.title = if any_today { "Decided today" } else { "No decision is asked today" }.into();
        }
        slide.big = (asked > 0).then(|| Big {
            number: asked.to_string(),
            caption: format!("{decisions} asked · {} open", wording::count(actions_open, "action")),
        });
        if slide.lines.is_empty() {
            slide.lines.push(Line::new(
                mark(Status::Done),
                Tone::Status(Status::Done),
                "Nothing is open",
                "",
            ));
        }
        slide
    }
}

/// What was decided: in its words beyond the question, else its outcome.
pub(super) fn answer(decision: &Decision) -> String {
    let note = decision.about.note.as_deref();
    let words = note.map(ToString::to_string);
    let words = words.or_else(|| decision.outcome.map(|it| it.as_str().to_owned())).unwrap_or_default();
    match decision.by.as_deref() {
        Some(by) if words.is_empty() => format!("by {by}"),
        Some(by) => format!("{words} — {by}"),
        None => words,
    }
}

/// Whether an action is known and not done at the plan's date.
fn is_open(action: &Action, plan: &Plan) -> bool {
    action.date <= plan.as_of && action.done.is_none_or(|done| done > plan.as_of)
}
