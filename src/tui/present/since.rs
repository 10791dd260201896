//! What moved since the baseline: of what a line is about, what it was; and on the first slide what all of it did, in one
//! line.

use super::agenda::{Line, STATE, Slide, Teller};
use super::differences::{self, Difference, Differences, sign, told_short, whole};
use super::slide::LINES;
use crate::diff::Change;
use crate::finding::Severity;
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::safe;
use crate::tui::baseline::Kind;
use crate::tui::baseline::before::Before;
use crate::tui::baseline::moved::Baseline;
use crate::tui::baseline::tried::{days, otherwise};
use crate::tui::theme::Tone;
use crate::wording::count;
use crate::workspace::Workspace;
use crate::workspace::outline::{Amount, Verdict};

/// So many columns has what something was at most; longer, it is only said what of it changed.
const TOLD: usize = 44;

/// What is said where nothing moved.
const AS_IT_WAS: &str = "value, dates, gates and findings are as they were";

/// The figures of money of which one is told, the weightiest first.
const VALUE: [&str; 4] = ["forecast", "planned", "npv", "payback"];

/// What moved since the baseline.
pub(super) struct Since<'a> {
    pub(super) baseline: &'a Baseline,
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

    pub(super) fn then(&self) -> &Plan {
        self.differences.then.plan()
    }

    /// In which way what an address names moved, and what it was in a few words.
    pub(super) fn moved(
        &self,
        work: &Workspace,
        beside: Option<&Workspace>,
        at: &Address,
        figures: bool,
    ) -> Option<(Kind, String)> {
        let (kind, before) = self.baseline.otherwise(work, at, figures)?;
        let (dates, is_wave) = (self.dates_before(work, at), at.table == Table::Wave);
        let figure = if figures { self.baseline.refigured(work, at).into_iter().next() } else { None };
        let money = figure.as_ref().filter(|_| dates.is_some() && at.table == Table::Driver);
        let money = money.map(|(words, _)| format!(" · {words}"));
        // In a scenario it says in which of the two it was so.
        let beside = beside.filter(|plan| self.differences.is_open(plan.plan(), at));
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
        Some((kind, words))
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
