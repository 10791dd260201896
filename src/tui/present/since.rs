//! What moved since the baseline: on the first slide what that did, in one line, and on each slide in which way what
//! its lines are about moved, in the signs and words of all views.

use super::agenda::{Line, STATE, Slide, Teller};
use super::differences::{self, Difference, Differences, sign, tells_of_private, told_short, whole};
use super::slide::LINES;
use crate::diff::Change;
use crate::figures::readiness::{Judged, Outlook};
use crate::finding::Severity;
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::plan::id::GateIx;
use crate::plan::leadership::Criterion;
use crate::plan::record::Action;
use crate::safe;
use crate::tui::baseline::Kind;
use crate::tui::baseline::before::Before;
use crate::tui::baseline::moved::Baseline;
use crate::tui::baseline::tried::{days, otherwise};
use crate::tui::detail::gate;
use crate::tui::theme::Tone;
use crate::wording::{self, count};
use crate::workspace::Workspace;
use crate::workspace::outline::{Amount, Verdict};

/// So many columns has what something was at most; longer, it is only said what of it changed.
const TOLD: usize = 44;

/// What is said in place of what something was, where that tells of what is private.
const WITHHELD: &str = "what it was is private";

/// What is said where nothing moved.
const AS_IT_WAS: &str = "value, dates, gates and findings are as they were";

/// The figures of money of which one is told, the weightiest first.
const VALUE: [&str; 4] = ["forecast", "planned", "npv", "payback"];

/// What moved since the baseline.
pub(super) struct Since<'a> {
    baseline: &'a Baseline,
    /// What it did to the figures of the plan.
    pub(super) differences: Differences<'a>,
}

/// What moved since a baseline, whose private parts are for the room where it is `open`; `None` where the baseline
/// cannot be read.
pub(super) fn of<'a>(work: &Workspace, baseline: &'a Baseline, open: bool) -> Option<Since<'a>> {
    let mut differences = differences::of(work, baseline.open(work)?, open);
    // Whoever knows what both sums are made of would know by how much that moved.
    differences.withheld = !open && baseline.changes().iter().any(|change| change.private);
    Some(Since { baseline, differences })
}

impl Since<'_> {
    /// What the baseline is called, in short.
    pub(super) fn name(&self) -> &str {
        self.baseline.short()
    }

    fn then(&self) -> &Plan {
        self.differences.then.plan()
    }

    /// Whether what an address names is for the room, as it was then.
    fn may_tell(&self, at: &Address) -> bool {
        self.is_open(self.then(), at)
    }

    /// Whether what an address names is for the room, as it is in a plan.
    fn is_open(&self, plan: &Plan, at: &Address) -> bool {
        let private = match at.table {
            Table::Gate => plan.gate_by_id(&at.key).is_some_and(|ix| tells_of_private(plan, ix)),
            Table::Kpi => plan.kpi_by_id(&at.key).is_some_and(|ix| plan.is_private_kpi(ix)),
            Table::Driver => plan.item_by_id(&at.key).is_some_and(|ix| plan.is_private_value(ix)),
            _ => plan.is_private_id(&at.key),
        };
        self.differences.open || !private
    }

    /// In which way what an address names moved, and what it was in a few words.
    fn moved(
        &self,
        work: &Workspace,
        beside: Option<&Workspace>,
        at: &Address,
        figures: bool,
    ) -> Option<(Kind, String)> {
        let tellable = self.may_tell(at) && self.is_open(work.plan(), at);
        let (kind, before) = self.baseline.otherwise(work, at, figures).filter(|_| tellable)?;
        let (dates, is_wave) = (self.dates_before(work, at), at.table == Table::Wave);
        let figure = if figures { self.baseline.refigured(work, at).into_iter().next() } else { None };
        let money = figure.as_ref().filter(|_| dates.is_some() && at.table == Table::Driver);
        let money = money.map(|(words, _)| format!(" · {words}"));
        // In a scenario it says in which of the two it was so.
        let beside = beside.filter(|plan| self.is_open(plan.plan(), at));
        let name = self.baseline.short();
        let both = |before: &Before| {
            let tried = otherwise(work, beside?, at, figures).and_then(|(_, tried)| tried);
            Some(before.clone().beside(name, tried.filter(|it| it.is_same_as(before))))
        };
        let words = match kind {
            Kind::New | Kind::Gone => String::new(),
            Kind::Later | Kind::Earlier => {
                let told = dates.or(before).map_or_else(String::new, |it| match (both(&it), is_wave) {
                    // No row says from when to when a wave is.
                    (Some(both), true) => both.words()[0].clone(),
                    (Some(both), false) => both.by_row(),
                    (None, true) => it.words()[0].clone(),
                    (None, false) => it.words()[1].clone(),
                });
                told + &money.unwrap_or_default()
            }
            Kind::Changed => {
                let written = || self.baseline.changes_at(at).find(|it| self.differences.open || !it.private);
                match figure.as_ref().map(|(words, before)| (words, before, both(before))) {
                    Some((.., Some(both))) => both.said(),
                    // Money has its difference in the words.
                    Some((words, ..)) if at.table == Table::Driver => words.clone(),
                    Some((_, before, _)) => before.said(),
                    None => {
                        let since = beside.map_or_else(String::new, |_| format!(" in {name}"));
                        written().map(|change| self.written(change, &since)).unwrap_or_default()
                    }
                }
            }
        };
        // That only its id is another one, or what is private of it, is nothing to the room.
        (kind != Kind::Changed || !words.is_empty()).then_some((kind, words))
    }

    /// What the dates of a wave or an item were, each with what it is the day of.
    fn dates_before(&self, work: &Workspace, at: &Address) -> Option<Before> {
        if at.table != Table::Wave {
            return self.baseline.dates_before(work, at);
        }
        let (then, now) = (self.then(), work.plan());
        let (was, is) = (then.wave(then.wave_by_id(&at.key)?), now.wave(now.wave_by_id(&at.key)?));
        let (was, is) = ((was.start, was.end), (is.start, is.end));
        (was != is).then(|| days(was, is, "until"))
    }

    /// Which key of something has another value, and what it was; in what, where that is to be said.
    fn written(&self, change: &Change, since: &str) -> String {
        let keys = change.at.path.iter().filter_map(|part| match part {
            Part::Key(key) => Some(&**key),
            _ => None,
        });
        let key = keys.collect::<Vec<_>>().join(" ");
        let before = self.baseline.before_of(change);
        if let Some(before) = before.as_ref().filter(|it| it.is_of_scope()) {
            // It says itself what it is of.
            let was = before.in_row().into_iter().skip(1).find(|was| safe::width(was) <= TOLD);
            return was.map_or_else(|| "what it opens".to_owned(), |was| format!("{was}{since}"));
        }
        let was = before.map(|before| before.words()[1].clone());
        match was.filter(|was| safe::width(was) <= TOLD) {
            Some(was) => format!("{key} {was}{since}"),
            None => key,
        }
    }
}

impl Teller<'_> {
    /// In which way what an address names moved since the baseline, and what it was where that is for the room.
    fn moved_since(&self, at: &Address, figures: bool) -> Option<(Kind, String)> {
        let since = self.since.as_ref()?;
        let (kind, was) = since.moved(self.work, self.beside, at, figures)?;
        let withheld = !since.differences.open && self.tells_of_private(&since.differences, &was);
        Some((kind, if withheld { WITHHELD.to_owned() } else { was }))
    }

    /// A line with the mark of what it is about, where that moved since the baseline; `figures`: its figures count.
    pub(super) fn marked(&self, line: Line, at: &Address, figures: bool) -> Line {
        Line { moved: self.moved_since(at, figures), ..line }
    }

    /// By how much a wave moved since the baseline, in short: `ends +60 days`; `None` where none of its days did.
    pub(super) fn wave_moved_by(&self, at: &Address) -> Option<Box<str>> {
        let (then, now) = (self.since.as_ref()?.then(), self.plan());
        let (was, is) = (then.wave(then.wave_by_id(&at.key)?), now.wave(now.wave_by_id(&at.key)?));
        let by = |was, is| Amount::Date(is).since(Amount::Date(was));
        let (of_end, of_start) = (by(was.end, is.end), by(was.start, is.start));
        let words = match (of_end.is_empty(), of_start.is_empty()) {
            (false, _) => format!("ends {of_end}"),
            (true, false) => format!("starts {of_start}"),
            (true, true) => return None,
        };
        Some(words.into())
    }

    /// What a slide is about in its caption: in which way it moved, in words.
    pub(super) fn moved_words(&self, at: &Address, figures: bool) -> String {
        self.moved_since(at, figures).map(|moved| format!(" · {}", in_words(&moved))).unwrap_or_default()
    }

    /// In which way what a criterion of a gate asks, or how it stands, moved.
    pub(super) fn criterion_moved(&self, gate: GateIx, criterion: &Criterion) -> Option<(Kind, String)> {
        let since = self.since.as_ref()?;
        let (then, work) = (since.then(), since.differences.then);
        let ix = then.gate_by_id(&self.plan().gates[gate.at()].id)?;
        if !since.differences.open && then.gates[ix.at()].about.private {
            return None;
        }
        let verdict = work.figures().verdict(ix, then.as_of);
        let judged = then.gates[ix.at()].criteria.iter().zip(verdict.deciding());
        let Some((was, judged)) = judged.into_iter().find(|(it, _)| it.text == criterion.text) else {
            return Some((Kind::New, String::new()));
        };
        let withheld = |plan: &Plan, ix| plan.decided_at(ix, plan.as_of).is_some_and(|it| it.about.private);
        let withheld = withheld(then, ix) || withheld(self.plan(), gate);
        if !since.differences.open && (withheld || then.is_private(was.subject)) {
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
        let Some(since) = &self.since else { return Vec::new() };
        let own = &self.plan().gates[gate.at()];
        let Some(was) = since.then().gate_by_id(&own.id) else { return Vec::new() };
        let then = since.then().veiled();
        let gone = since.then().gates[was.at()].criteria.iter().filter(|it| {
            let private = since.then().is_private(it.subject) || then.gates[was.at()].about.private;
            (since.differences.open || !private) && own.criteria.iter().all(|own| own.text != it.text)
        });
        gone.map(|it| self.gone(&gate::asked(since.then(), it), "asked no more")).collect()
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
        let gone = of_kind.filter(|it| since.baseline.kind_of(it) == Kind::Gone && since.may_tell(&it.at));
        gone.filter_map(|it| name(&it.at)).map(|name| self.gone(&name, "")).collect()
    }

    /// In which way a question of a slide moved: none of the slides asked it.
    pub(super) fn ask_moved(&self, ask: &str) -> Option<(Kind, String)> {
        let asked = self.since.as_ref()?.then().slides.iter().any(|it| it.ask.as_deref() == Some(ask));
        (!asked).then(|| (Kind::New, String::new()))
    }

    /// In which way an action moved: it was not there, or is due on another day.
    pub(super) fn action_moved(&self, action: &Action) -> Option<(Kind, String)> {
        let since = self.since.as_ref().filter(|_| !action.about.private)?;
        let same = |it: &&Action| it.what == action.what && it.date == action.date;
        let Some(was) = since.then().actions.iter().find(same) else {
            return Some((Kind::New, String::new()));
        };
        let kind = Kind::of((was.due?, was.due?), (action.due?, action.due?))?;
        let private = was.about.private && !since.differences.open;
        (!private)
            .then(|| (kind, was.due.map(|due| format!("was {}", wording::date(due))).unwrap_or_default()))
    }

    /// What moved since the baseline, told on the first slide as one line of those that are shown there.
    pub(super) fn tell_since(&self, slide: &mut Slide) {
        let Some(since) = &self.since else { return };
        let told = self.since_in_one(since);
        let (mark, tone) = told.1;
        let short = since.baseline.short();
        let (name, short) = match self.beside {
            Some(_) => (format!("Since {short}, with the scenario"), format!("Since {short}, in all")),
            None => (format!("Since {}", since.baseline.name), format!("Since {short}")),
        };
        let line = Line::new(mark, tone, &name, told.0);
        // Where nothing moved, that has few words too.
        let same = line.aside == AS_IT_WAS;
        let short = [Some(short.into()), same.then(|| "value, dates, gates, findings as they were".into())];
        let line = Line { state: Some(""), together: true, parts: true, short, ..line };
        // Before what is to be decided, which is told in the last line that is shown.
        let shown = LINES[1] - 2 - slide.asks.len().min(2);
        let room = if self.differences.is_some() { STATE } else { shown };
        slide.tell(room, self.differences.is_some(), &[line], &[]);
    }

    /// What it did to value, cost, dates, gates and findings, and whether that is better.
    fn since_in_one(&self, since: &Since<'_>) -> (String, (&'static str, Tone)) {
        let all = &since.differences;
        let of = |key: &str| self.shown(all).find(|it| whole(&it.now) == key);
        let money: Vec<&Difference> =
            [VALUE.into_iter().find_map(of), of("cost")].into_iter().flatten().collect();
        let mut said: Vec<String> = money.iter().take(1).map(|it| told_short(it)).collect();
        let cost = money.get(1).map(|it| told_short(it));
        let dates: Vec<&Difference> = self.shown(all).filter(|it| it.is_date()).collect();
        said.extend(dates.first().map(|it| told_short(it)));
        if dates.len() > 1 {
            said.push(count(dates.len() - 1, "more date"));
        }
        let gates: Vec<String> = self.shown(all).filter_map(met).collect();
        said.extend(gates.first().cloned());
        if gates.len() > 1 {
            said.push(count(gates.len() - 1, "more gate"));
        }
        for (severity, noun) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
            let [new, gone] = [true, false].map(|new| self.count_found(all, new, severity));
            said.extend((new > 0).then(|| count(new, &format!("new {noun}"))));
            said.extend((gone > 0).then(|| format!("{} gone", count(gone, noun))));
        }
        let tables = |kind: Kind, noun: &str| {
            let counts = |it: &&Change| {
                noun_of(it.at.table) == Some(noun)
                    && it.at.path.is_empty()
                    && (all.open || !it.private)
                    && since.baseline.kind_of(it) == kind
            };
            since.baseline.changes().iter().filter(counts).count()
        };
        for noun in ["wave", "gate", "item", "KPI"] {
            for kind in [Kind::New, Kind::Gone] {
                let many = tables(kind, noun);
                said.extend((many > 0).then(|| format!("{} {}", count(many, noun), kind.word())));
            }
        }
        // Of all these a room asks for what it costs last, and what has the most words makes way for them.
        said.extend(cost);
        if self.work.unread > 0 || all.then.unread > 0 {
            said.push("value and money: not told before all of the plan can be read".into());
        }
        if said.is_empty() {
            let hides = !all.open && (self.plan().has_private() || since.then().has_private());
            said.push(match hides {
                true => "what is told here is as it was; what is private is not told".into(),
                false => AS_IT_WAS.into(),
            });
        }
        let mark = money.first().map_or(("·", Tone::Plain), |it| sign(it.verdict));
        (said.join(" · "), mark)
    }
}

/// What a room calls what comes and goes as a whole.
fn noun_of(table: Table) -> Option<&'static str> {
    match table {
        Table::Wave => Some("wave"),
        Table::Gate => Some("gate"),
        Table::Driver | Table::Capability | Table::Mandate => Some("item"),
        Table::Kpi => Some("KPI"),
        _ => None,
    }
}

/// How many criteria of a gate are met, where that is otherwise.
fn met(of: &Difference) -> Option<String> {
    let name = of.now.name.strip_suffix(": criteria")?;
    let (Amount::Count(was, _), Amount::Count(now, Some(all))) = (of.was.amount, of.now.amount) else {
        return None;
    };
    (of.verdict != Verdict::Same).then(|| format!("{name}: {now} of {all} met, was {was}"))
}

/// In which way something moved, and what it was: "later, was until 31 Jan 2028".
pub(super) fn in_words((kind, was): &(Kind, String)) -> String {
    if was.is_empty() { kind.word().to_owned() } else { format!("{}, {was}", kind.word()) }
}
