//! In which way what the lines of slides are about moved, in the signs and words of all views: since the baseline, or
//! where none is chosen in the open scenario, beside the plan that this is tried on.

use super::agenda::{Line, Teller};
use super::differences::{Differences, tells_of_private};
use crate::figures::readiness::{Judged, Outlook};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::GateIx;
use crate::plan::leadership::Criterion;
use crate::plan::record::Action;
use crate::tui::baseline::Kind;
use crate::tui::baseline::tried::{money_told, otherwise};
use crate::tui::detail::gate;
use crate::tui::theme::Tone;
use crate::wording;
use crate::workspace::Workspace;
use crate::workspace::outline::Amount;

/// What is said in place of what something was, where that tells of what is private.
const WITHHELD: &str = "what it was is private";

impl Differences<'_> {
    /// Whether what an address names is for the room, as it is and as it was.
    fn may_tell(&self, work: &Workspace, at: &Address) -> bool {
        self.is_open(work.plan(), at) && self.is_open(self.then.plan(), at)
    }

    /// Whether what an address names is for the room, as it is in a plan.
    pub(super) fn is_open(&self, plan: &Plan, at: &Address) -> bool {
        let private = match at.table {
            Table::Gate => plan.gate_by_id(&at.key).is_some_and(|ix| tells_of_private(plan, ix)),
            Table::Kpi => plan.kpi_by_id(&at.key).is_some_and(|ix| plan.is_private_kpi(ix)),
            Table::Driver => plan.item_by_id(&at.key).is_some_and(|ix| plan.is_private_value(ix)),
            _ => plan.is_private_id(&at.key),
        };
        self.open || !private
    }

    /// In which way the scenario makes what an address names otherwise than it is in the plan, and what it is there in a few
    /// words, beside a line that tells what it is now.
    fn tried(&self, work: &Workspace, at: &Address, figures: bool) -> Option<(Kind, String)> {
        if at.table == Table::Driver {
            // Its day and its money are two things, as against a baseline.
            let (kind, before) =
                otherwise(work, self.then, at, false).or_else(|| otherwise(work, self.then, at, figures))?;
            let money = if figures { money_told(work, self.then, at) } else { None };
            let moved = matches!(kind, Kind::Later | Kind::Earlier);
            let words = before.filter(|_| moved || money.is_none()).map(|it| it.beside_it(false));
            let words: Vec<String> = words.into_iter().chain(money).collect();
            return Some((kind, words.join(" · ")));
        }
        let (kind, before) = otherwise(work, self.then, at, figures)?;
        // The line of a KPI has all its figures.
        let shown = at.table == Table::Kpi;
        let by = if at.table == Table::Wave { self.wave_by(work.plan(), at) } else { None };
        Some((kind, by.or_else(|| before.map(|it| it.beside_it(shown))).unwrap_or_default()))
    }

    /// By how much a wave moved, in short: `ends +60 days`; `None` where none of its days did.
    fn wave_by(&self, now: &Plan, at: &Address) -> Option<String> {
        let then = self.then.plan();
        let (was, is) = (then.wave(then.wave_by_id(&at.key)?), now.wave(now.wave_by_id(&at.key)?));
        let by = |was, is| Amount::Date(is).since(Amount::Date(was));
        let (of_end, of_start) = (by(was.end, is.end), by(was.start, is.start));
        match (of_end.is_empty(), of_start.is_empty()) {
            (false, _) => Some(format!("ends {of_end}")),
            (true, false) => Some(format!("starts {of_start}")),
            (true, true) => None,
        }
    }
}

impl Teller<'_> {
    /// What all lines are held against: the baseline, or where none is chosen the plan that the open scenario is tried on.
    fn held(&self) -> Option<&Differences<'_>> {
        self.since.as_ref().map(|since| &since.differences).or(self.differences.as_ref())
    }

    /// In which way what an address names is otherwise than in what it is held against, and what it was there where that
    /// is for the room; `figures`: its figures count.
    fn moved(&self, at: &Address, figures: bool) -> Option<(Kind, String)> {
        let held = self.held().filter(|held| held.may_tell(self.work, at))?;
        let (kind, was) = match &self.since {
            Some(since) => since.moved(self.work, self.beside, at, figures),
            None => held.tried(self.work, at, figures),
        }?;
        let withheld = !held.open && self.tells_of_private(held, &was);
        let was = if withheld { WITHHELD.to_owned() } else { was };
        // That only its id is another one, or what is private of it, is nothing to the room.
        (kind != Kind::Changed || !was.is_empty()).then_some((kind, was))
    }

    /// A line with the mark of what it is about, where that moved; `figures`: its figures count.
    pub(super) fn marked(&self, line: Line, at: &Address, figures: bool) -> Line {
        Line { moved: self.moved(at, figures), ..line }
    }

    /// By how much a wave moved, in short: `ends +60 days`; `None` where none of its days did.
    pub(super) fn wave_moved_by(&self, at: &Address) -> Option<Box<str>> {
        Some(self.held()?.wave_by(self.plan(), at)?.into())
    }

    /// What a slide is about in its caption: in which way it moved, in words.
    pub(super) fn moved_words(&self, at: &Address, figures: bool) -> String {
        self.moved(at, figures).map(|moved| format!(" · {}", in_words(&moved))).unwrap_or_default()
    }

    /// In which way what a criterion of a gate asks, or how it stands, moved.
    pub(super) fn criterion_moved(&self, gate: GateIx, criterion: &Criterion) -> Option<(Kind, String)> {
        let held = self.held()?;
        let (then, work) = (held.then.plan(), held.then);
        let ix = then.gate_by_id(&self.plan().gates[gate.at()].id)?;
        if !held.open && then.gates[ix.at()].about.private {
            return None;
        }
        let verdict = work.figures().verdict(ix, then.as_of);
        let judged = then.gates[ix.at()].criteria.iter().zip(verdict.deciding());
        let Some((was, judged)) = judged.into_iter().find(|(it, _)| it.text == criterion.text) else {
            return Some((Kind::New, String::new()));
        };
        let withheld = |plan: &Plan, ix| plan.decided_at(ix, plan.as_of).is_some_and(|it| it.about.private);
        let withheld = withheld(then, ix) || withheld(self.plan(), gate);
        if !held.open && (withheld || then.is_private(was.subject)) {
            return None;
        }
        let now = self.work.figures().verdict(gate, self.plan().as_of);
        let own = self.plan().gates[gate.at()].criteria.iter().position(|it| it.text == criterion.text)?;
        let now = now.deciding().get(own)?.clone();
        let value = |it: &Judged, plan: &Plan, of: &Criterion| {
            it.value.map_or_else(|| it.without_value(), |value| gate::value_words(plan, of, value))
        };
        let words = [value(judged, then, was), value(&now, self.plan(), criterion)];
        let held = match (judged.holds, now.holds) {
            (true, false) => ", which held",
            (false, true) => ", which did not hold",
            _ => "",
        };
        (words[0] != words[1] || !held.is_empty()).then(|| (Kind::Changed, format!("was {}{held}", words[0])))
    }

    /// What the outlook of a gate was where it was another one: at the baseline, or else in the plan that a scenario is tried
    /// on; as the end of a sentence.
    pub(super) fn ahead_was(&self, gate: GateIx, now: &Outlook) -> String {
        let id = &self.plan().gates[gate.at()].id;
        let (then, open, words) = match (&self.since, self.beside) {
            (Some(since), _) => (since.differences.then, since.differences.open, "was"),
            (None, Some(beside)) => {
                (beside, self.differences.as_ref().is_some_and(|it| it.open), "in the plan")
            }
            (None, None) => return String::new(),
        };
        let ix = then.plan().gate_by_id(id).filter(|ix| open || !tells_of_private(then.plan(), *ix));
        let was = ix.and_then(|ix| then.figures().outlook(ix)).map(|it| it.met());
        was.filter(|was| *was != now.met()).map_or_else(String::new, |was| format!(", {words} {was}"))
    }

    /// What a gate asked then and asks no more.
    pub(super) fn criteria_gone(&self, gate: GateIx) -> Vec<Line> {
        let Some(held) = self.held() else { return Vec::new() };
        let (own, then) = (&self.plan().gates[gate.at()], held.then.plan());
        let Some(was) = then.gate_by_id(&own.id).map(|ix| &then.gates[ix.at()]) else { return Vec::new() };
        let gone = was.criteria.iter().filter(|it| {
            let private = then.is_private(it.subject) || was.about.private;
            (held.open || !private) && own.criteria.iter().all(|own| own.text != it.text)
        });
        gone.map(|it| self.gone(&gate::asked(then, it), "asked no more")).collect()
    }

    fn gone(&self, text: &str, aside: &str) -> Line {
        let line = Line::new("·", Tone::Plain, text, aside);
        Line { moved: Some((Kind::Gone, String::new())), state: Some(""), ..line }
    }

    /// What is gone of a kind since the baseline: a line each.
    pub(super) fn all_gone(&self, table: Table) -> Vec<Line> {
        let Some(since) = &self.since else { return Vec::new() };
        let then = since.then();
        let name = |at: &Address| match table {
            Table::Wave => then.wave_by_id(&at.key).map(|ix| then.wave(ix).title().to_owned()),
            Table::Kpi => then.kpi_by_id(&at.key).map(|ix| then.kpi(ix).title().to_owned()),
            _ => None,
        };
        let of_kind = since.baseline.changes().iter().filter(|it| it.at.table == table);
        let gone = of_kind
            .filter(|it| since.baseline.kind_of(it) == Kind::Gone && since.differences.is_open(then, &it.at));
        gone.filter_map(|it| name(&it.at)).map(|name| self.gone(&name, "")).collect()
    }

    /// In which way a question of a slide moved: none of the slides asked it.
    pub(super) fn ask_moved(&self, ask: &str) -> Option<(Kind, String)> {
        let asked = self.held()?.then.plan().slides.iter().any(|it| it.ask.as_deref() == Some(ask));
        (!asked).then(|| (Kind::New, String::new()))
    }

    /// In which way an action moved: it was not there, or is due on another day.
    pub(super) fn action_moved(&self, action: &Action) -> Option<(Kind, String)> {
        let held = self.held().filter(|_| !action.about.private)?;
        let same = |it: &&Action| it.what == action.what && it.date == action.date;
        let Some(was) = held.then.plan().actions.iter().find(same) else {
            return Some((Kind::New, String::new()));
        };
        let kind = Kind::of((was.due?, was.due?), (action.due?, action.due?))?;
        let private = was.about.private && !held.open;
        (!private)
            .then(|| (kind, was.due.map(|due| format!("was {}", wording::date(due))).unwrap_or_default()))
    }
}

/// In which way something moved, and what it was: "later, was until 31 Jan 2028".
pub(super) fn in_words((kind, was): &(Kind, String)) -> String {
    if was.is_empty() { kind.word().to_owned() } else { format!("{}, {was}", kind.word()) }
}
