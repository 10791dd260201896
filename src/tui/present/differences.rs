//! What an open scenario makes otherwise than the plan: on the slides of where it stands and of value, and below
//! what a slide asks, so that a room sees what it would decide for.

use super::agenda::{Line, Teller};
use std::cell::OnceCell;

use crate::check::address_of;
use crate::figures::timing;
use crate::finding::{Finding, Severity};
use crate::impact::apart;
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part, Table};
use crate::plan::id::{GateIx, ItemIx};
use crate::source::{Secrets, Source};
use crate::status::Status;
use crate::tui::baseline::Kind;
use crate::tui::baseline::tried::otherwise;
use crate::tui::detail::{self, name_of};
use crate::tui::theme::{Tone, mark};
use crate::wording::{self, faults};
use crate::workspace::Workspace;
use crate::workspace::outline::alone::{alone, named};
use crate::workspace::outline::{Amount, Figure, Outline, Verdict};

/// So many items and findings of a kind are named; the rest is counted.
const NAMED: usize = 3;

/// The figures of money, the weightiest for whoever decides first.
pub(super) const WEIGHTIEST: [&str; 6] = ["forecast", "planned", "npv", "cost", "payback", "peak-funding"];

/// A figure of the plan, what a scenario makes of it, and whether that is better.
pub(super) struct Difference {
    pub(super) was: Figure,
    pub(super) now: Figure,
    pub(super) verdict: Verdict,
}

impl Difference {
    /// Whether it is a date.
    pub(super) fn is_date(&self) -> bool {
        matches!(self.now.amount, Amount::Date(_))
    }
}

/// What a plan makes otherwise than the one that it is held against: a scenario than the plan, the plan than its
/// baseline.
pub(super) struct Differences<'a> {
    /// What it is held against.
    pub(super) then: &'a Workspace,
    /// Whether the room may see what is private there.
    pub(super) open: bool,
    /// Whether its money is not for the room, since what is private moved it.
    pub(super) withheld: bool,
    /// In the order of the comparison.
    figures: Vec<Difference>,
    /// The items that stand elsewhere: where each stood, the worse ones first.
    statuses: Vec<(ItemIx, Status)>,
    /// What the check finds only of the one, and only of the other, the weightiest first.
    pub(super) found: [Vec<(Finding, Severity)>; 2],
    /// The steps that are live past the end of their wave, in words.
    past: Option<String>,
    /// The gates that can no longer be passed on their dates, in words.
    lost: Option<String>,
    /// What tells of what is private in what it is held against, found when it is first asked for.
    secrets: OnceCell<Option<Secrets>>,
}

/// What an open plan makes otherwise than another, whose private parts are for the room where it is `open`.
pub(super) fn of<'a>(work: &Workspace, plan: &'a Workspace, open: bool) -> Differences<'a> {
    let now = Outline::beside(work, plan);
    let differs = |was: Figure| {
        let now = now.get(&was.at)?.clone();
        let verdict = now.verdict(&was);
        (verdict != Verdict::Same).then_some(Difference { was, now, verdict })
    };
    let figures = Outline::of(plan).figures.into_iter().filter_map(differs).collect();
    let moved = |(ix, item): (ItemIx, &crate::plan::item::Item)| {
        let was = plan.status(plan.plan().item_by_id(&item.id)?, None);
        (was != work.status(ix, None)).then_some((ix, was))
    };
    let mut statuses: Vec<(ItemIx, Status)> = work.plan().items().filter_map(moved).collect();
    let worse = |now: Status, was: Status| {
        i8::from(badness(now) < badness(was)) - i8::from(badness(now) > badness(was))
    };
    statuses.order_by_key(|(ix, was)| {
        let now = work.status(*ix, None);
        (worse(now, *was), std::cmp::Reverse(badness(now)), *ix)
    });
    let (new, gone) = apart(&plan.findings, &work.findings, |it| &it.finding);
    let found = [new, gone].map(|those| {
        let mut those: Vec<_> = those.into_iter().map(|it| (it.finding.clone(), it.severity)).collect();
        those.order_by_key(|(_, severity)| *severity);
        those
    });
    Differences {
        then: plan,
        open,
        withheld: false,
        figures,
        statuses,
        found,
        past: now.past.map(|past| past.brief),
        lost: now.lost.map(|lost| lost.brief),
        secrets: OnceCell::new(),
    }
}

/// How bad it is where something stands: what is only to come is as good as what is on its way.
fn badness(status: Status) -> u8 {
    match status {
        Status::Late => 2,
        Status::AtRisk => 1,
        Status::Done | Status::Unassessed | Status::OnTrack | Status::NotStarted | Status::Open => 0,
    }
}

/// Whether a figure is one of money, which the slide of value tells.
pub(super) fn is_money(figure: &Figure) -> bool {
    WEIGHTIEST.contains(&whole(figure))
}

/// Whether a figure counts what the check finds, which is told by name.
fn is_count_of_findings(figure: &Figure) -> bool {
    matches!(whole(figure), "errors" | "warnings")
}

impl Teller<'_> {
    /// Whether the open scenario makes what an address names otherwise than it is in the plan.
    pub(super) fn concerns(&self, at: &Address) -> bool {
        self.beside.is_some_and(|plan| otherwise(self.work, plan, at, true).is_some())
    }

    /// What the open scenario makes otherwise, the money in one line. `None` where no scenario is open.
    pub(super) fn differences(&self) -> Option<Vec<Line>> {
        let differences = self.differences.as_ref()?;
        let mut lines: Vec<Line> = self.money_in_one(differences).into_iter().collect();
        lines.extend(self.come_and_gone(differences));
        // When it comes weighs as much as what it brings.
        let of_time = |it: &&Difference| !is_money(&it.now) && !is_count_of_findings(&it.now);
        let first = self.shown(differences).filter(of_time).position(Difference::is_date);
        lines.extend(first.and_then(|nth| self.shown(differences).filter(of_time).nth(nth)).map(line));
        lines.extend(self.items_moved(differences));
        for (severity, word) in [(Severity::Error, "New error"), (Severity::Warning, "New warning")] {
            lines.extend(self.found_now(differences, true, severity, word));
        }
        let others = self.shown(differences).filter(of_time).enumerate();
        lines.extend(others.filter(|(nth, _)| Some(*nth) != first).map(|(_, it)| line(it)));
        // Names may be private, where any are.
        let worse = [("Past its wave", &differences.past), ("Too late", &differences.lost)];
        let late = Status::AtRisk;
        for (title, words) in worse {
            let words = words.as_deref().filter(|_| !self.plan().has_private());
            let line = |words| Line::new(mark(late), Tone::Status(late), title, words);
            lines.extend(words.map(|words| Line { state: Some(""), ..line(words) }));
        }
        for (severity, word) in [(Severity::Error, "Error mended"), (Severity::Warning, "Warning mended")] {
            lines.extend(self.found_now(differences, false, severity, word));
        }
        if lines.is_empty() {
            // What is recorded of a KPI moves nothing else; where it does, that is what the room is to see.
            lines = self.kpis_moved(differences);
            lines.push(self.unchanged("value, dates, gates, findings", " and where items stand"));
        }
        Some(lines)
    }

    /// The differences that are for the room.
    pub(super) fn shown<'d>(&self, all: &'d Differences<'_>) -> impl Iterator<Item = &'d Difference> {
        // Sums of what could be read are none of the plan.
        let unread = self.work.unread > 0 || all.then.unread > 0;
        let hidden = move |it: &&Difference| {
            is_hidden(self.work, &it.now)
                || !all.open && is_hidden(all.then, &it.was)
                || (all.withheld || unread) && is_money(&it.now)
        };
        all.figures.iter().filter(move |it| !hidden(it))
    }

    /// What the open scenario makes otherwise of value and money, and what moved of it since the baseline, figure by
    /// figure; of both each by its name. `None` where neither is there.
    pub(super) fn money_differences(&self) -> Option<Vec<Line>> {
        let since = self.since.as_ref().map(|since| (since.name(), &since.differences));
        let money = |all| self.shown(all).filter(|it: &&Difference| is_money(&it.now));
        let (name, since, tried) = match (&self.differences, since) {
            (None, None) => return None,
            (None, Some((_, since))) => return Some(money(since).map(line).collect()),
            (Some(tried), None) => {
                let lines: Vec<Line> = money(tried).map(line).collect();
                let same = lines.is_empty().then(|| self.unchanged("value and money", ""));
                return Some(lines.into_iter().chain(same).collect());
            }
            (Some(tried), Some((name, since))) => (name, since, tried),
        };
        let mut tried: Vec<&Difference> = money(tried).collect();
        let same = tried.is_empty().then(|| self.unchanged("value and money", ""));
        let mut lines: Vec<Line> = same.into_iter().collect();
        for it in money(since) {
            let own = tried.iter().position(|own| own.now.at == it.now.at).map(|nth| tried.remove(nth));
            let beside = own.map_or_else(String::new, |own| {
                format!(" · in the plan {} ({})", own.was.amount.shown(), by(own))
            });
            lines.push(line_of(it, &format!(" since {name}{beside}")));
        }
        lines.extend(tried.into_iter().map(|it| line_of(it, &format!(" from the plan · as in {name}"))));
        Some(lines)
    }

    /// What the whole of the open scenario does, in one line apart from what a slide asks: value, time, findings,
    /// where items stand.
    pub(super) fn effect(&self) -> Option<String> {
        let differences = self.differences.as_ref()?;
        let shown = || self.shown(differences);
        let money = WEIGHTIEST.iter().find_map(|key| shown().find(|it| whole(&it.now) == *key));
        let date = shown().find(|it| it.is_date());
        let mut said: Vec<String> = [money, date].into_iter().flatten().map(told_short).collect();
        for (severity, noun) in [(Severity::Error, "new error"), (Severity::Warning, "new warning")] {
            let count = self.count_found(differences, true, severity);
            said.extend((count > 0).then(|| wording::count(count, noun)));
        }
        let worse = |(ix, was): &(ItemIx, Status)| {
            !self.plan().item(*ix).about.private && badness(self.work.status(*ix, None)) > badness(*was)
        };
        let count = differences.statuses.iter().filter(|it| worse(it)).count();
        said.extend((count > 0).then(|| format!("{} worse off", wording::count(count, "item"))));
        (!said.is_empty()).then(|| format!("The whole scenario: {}", said.join(" · ")))
    }

    /// That nothing is otherwise: of all that is named, or where something is private of what the room is told, so
    /// that nobody is told of what is not.
    fn unchanged(&self, words: &str, more: &str) -> Line {
        let hides = self.plan().has_private() || self.work.figures().alone().tells();
        let (words, short) = match hides {
            true => (
                "what is told here stays as it is; what is private is not told".to_owned(),
                "all that is told here".to_owned(),
            ),
            false => (format!("{words}{more} stay as they are"), words.to_owned()),
        };
        Line { short: [None, Some(short.into())], ..Line::new("·", Tone::Plain, "As in the plan", words) }
    }

    fn money_in_one(&self, differences: &Differences<'_>) -> Option<Line> {
        let mut all: Vec<&Difference> = self.shown(differences).filter(|it| is_money(&it.now)).collect();
        all.order_by_key(|it| WEIGHTIEST.iter().position(|key| *key == whole(&it.now)));
        // What the plan promises moves as the forecast does as long as nothing came true otherwise: that is told once.
        let by = |it: &Difference| it.now.amount.since(it.was.amount);
        let forecast = all.iter().find(|it| whole(&it.now) == "forecast").map(|it| (by(it), it.verdict));
        all.retain(|it| whole(&it.now) != "planned" || forecast != Some((by(it), it.verdict)));
        let (sign, tone) = sign(all.first()?.verdict);
        let state = Some(in_a_word(all.first()?.verdict));
        let words: Vec<String> = all.into_iter().map(told_short).collect();
        let line = Line::new(sign, tone, "Value and money", words.join(" · "));
        Some(Line { state, parts: true, ..line })
    }

    /// What one of the two has alone, by name.
    fn come_and_gone(&self, differences: &Differences<'_>) -> Vec<Line> {
        let (now, then) = (self.plan(), differences.then.plan());
        let line = |(one, other): (&Plan, &Plan), kind: Kind, word| {
            let mut told = alone(one, other);
            told.retain(|it| !one.is_private_id(&it.at.key));
            (!told.is_empty()).then(|| Line::new(kind.sign(), kind.tone(), word, named(&told)))
        };
        let gone = line((then, now), Kind::Gone, "Left out");
        let new = line((now, then), Kind::New, "Added");
        gone.into_iter().chain(new).collect()
    }

    /// The KPIs that come to something else than in the plan, with what they came to there.
    fn kpis_moved(&self, differences: &Differences<'_>) -> Vec<Line> {
        let (plan, then) = (self.plan(), differences.then);
        let is_open = |id: &str| {
            let was = then.plan().kpi_by_id(id).filter(|_| !differences.open);
            was.is_none_or(|was| !then.plan().is_private_kpi(was))
        };
        let kpis = plan.kpis().filter(|(ix, kpi)| !plan.is_private_kpi(*ix) && is_open(&kpi.id));
        let moved = kpis.filter_map(|(_, kpi)| {
            let (_, before) = otherwise(self.work, then, &Address::new(Table::Kpi, &kpi.id), true)?;
            let words = before.map(|it| it.said()).unwrap_or_default();
            Some(Line { state: Some(""), ..Line::new("·", Tone::Plain, kpi.title(), words) })
        });
        moved.collect()
    }

    /// The items that stand elsewhere than in the plan, and why.
    fn items_moved(&self, differences: &Differences<'_>) -> Vec<Line> {
        let plan = self.plan();
        let open: Vec<&(ItemIx, Status)> =
            differences.statuses.iter().filter(|(ix, _)| !plan.item(*ix).about.private).collect();
        let named = open.iter().take(NAMED).map(|(ix, was)| {
            let now = self.work.status(*ix, None);
            let standings = &self.work.standings[ix.at()];
            let of = standings.iter().enumerate().find(|(_, it)| it.status == now);
            let of = of.and_then(|(nth, it)| Some((nth, it.reasons.first()?)));
            let why =
                of.map(|(nth, reason)| format!(": {}", self.reason(reason, (*ix, nth)))).unwrap_or_default();
            let words = format!("{} → {}{why}", was.as_str(), now.as_str());
            Line::new(mark(now), Tone::Status(now), self.veiled.item(*ix).title(), words)
        });
        let mut lines: Vec<Line> = named.collect();
        if open.len() > NAMED {
            let rest = wording::count(open.len() - NAMED, "more item");
            lines.push(Line::new("·", Tone::Plain, &rest, "stand elsewhere than in the plan"));
        }
        lines
    }

    /// What the check finds of one weight in one of the two only.
    fn found_now(
        &self,
        differences: &Differences<'_>,
        new: bool,
        severity: Severity,
        word: &str,
    ) -> Vec<Line> {
        let open = self.found_of(differences, new, severity);
        let status = match (new, severity) {
            (true, Severity::Error) => Status::Late,
            (true, _) => Status::AtRisk,
            (false, _) => Status::Done,
        };
        // What it is stands before it.
        let line = |aside: String| Line {
            state: Some(""),
            ..Line::new(mark(status), Tone::Status(status), word, aside)
        };
        let mut lines: Vec<Line> = open.iter().take(NAMED).map(|it| line(self.finding_words(it))).collect();
        if open.len() > NAMED {
            lines.push(line(format!("and {} more", open.len() - NAMED)));
        }
        lines
    }

    /// The findings of a weight that came, or that went, as far as they are for the room: where anything is private,
    /// only those of what is known not to be.
    fn found_of<'d>(
        &self,
        differences: &'d Differences<'_>,
        new: bool,
        severity: Severity,
    ) -> Vec<&'d Finding> {
        let then = Some(differences.then.plan()).filter(|_| !differences.open);
        let plans = [Some(self.plan()), then];
        let may_tell = move |finding: &Finding| {
            let mut plans = plans.into_iter().flatten();
            plans.all(|plan| {
                !plan.has_private() || is_open(plan, finding) || self.is_told(differences, finding)
            })
        };
        let those = &differences.found[usize::from(!new)];
        let of = those.iter().filter(move |(finding, weight)| *weight == severity && may_tell(finding));
        of.map(|(finding, _)| finding).collect()
    }

    /// Whether a finding of a record, or of the plan as a whole, tells of nothing private, neither in its words nor in
    /// what it points to, and of no amount that something private may be part of.
    fn is_told(&self, differences: &Differences<'_>, finding: &Finding) -> bool {
        let Some(at) = address_of(&finding.at).filter(|at| at.table.holds() != Holds::ById) else {
            return false;
        };
        // What private items are or are not is in what holds for all of them.
        let of_all = || self.plan().items().any(|(_, item)| item.about.private);
        if at.table.holds() == Holds::One && of_all() || self.tells(&finding.message) {
            return false;
        }
        let [own, then] = self.secrets_of(differences);
        let places = || std::iter::once(Some(at)).chain(finding.related.iter().map(|it| address_of(&it.at)));
        [own, then].into_iter().all(|secrets| {
            let Some(secrets) = secrets else { return false };
            let hidden = |at: &Address| secrets.holds(at) || secrets.tells(&at.to_string());
            !secrets.tells(&finding.message) && places().all(|at| at.is_some_and(|at| !hidden(at)))
        })
    }

    /// What tells of what is private, as it is and as it was; `None` where that cannot be known.
    fn secrets_of<'d>(&'d self, differences: &'d Differences<'_>) -> [Option<&'d Secrets>; 2] {
        let own = self.secrets.get_or_init(|| self.work.source().map(Source::secrets));
        let then = differences.secrets.get_or_init(|| differences.then.source().map(Source::secrets));
        [own.as_ref(), then.as_ref()]
    }

    /// Whether words name what is private, or was.
    pub(super) fn tells_of_private(&self, differences: &Differences<'_>, words: &str) -> bool {
        let plans = [self.plan(), differences.then.plan()];
        // Most plans have nothing private, and then nothing is read.
        !words.is_empty()
            && plans.iter().any(|plan| plan.has_private())
            && self.secrets_of(differences).into_iter().any(|it| it.is_none_or(|it| it.tells(words)))
    }

    /// How many findings of a weight came, or went, as far as they are for the room.
    pub(super) fn count_found(&self, differences: &Differences<'_>, new: bool, severity: Severity) -> usize {
        self.found_of(differences, new, severity).len()
    }

    /// What was found. What a finding says may name what is private: where anything is, it is only said of what it
    /// is and what kind of thing was found.
    fn finding_words(&self, finding: &Finding) -> String {
        // Of a record, and of the plan as a whole, only what tells of nothing private comes this far.
        let named = |at: &&Address| self.plan().has_private() && at.table.holds() == Holds::ById;
        match address_of(&finding.at).filter(named) {
            Some(at) => format!("{}: {}", name_of(self.plan(), at), faults::in_short(finding.rule)),
            None => detail::aloud(self.work, &finding.message).replace('`', ""),
        }
    }
}

/// Whether a figure is one of something private, or would tell of it.
fn is_hidden(work: &Workspace, figure: &Figure) -> bool {
    let plan = work.plan();
    let key = &*figure.at.key;
    match figure.at.table {
        Table::Gate => plan.gate_by_id(key).is_none_or(|ix| tells_of_private(plan, ix)),
        Table::Wave => plan.wave_by_id(key).is_none_or(|ix| plan.wave(ix).about.private),
        // Which of them it is of is not said, and may be what is private.
        _ if matches!(whole(figure), "decisions" | "next-benefit" | "peak-load") => plan.has_private(),
        _ if is_money(figure) => work.figures().alone().tells(),
        // Findings are counted over all items, the private ones as well.
        _ => {
            let items = || (0..plan.items.len()).map(ItemIx::from);
            plan.kpis().any(|(ix, _)| plan.is_private_kpi(ix))
                || items().any(|ix| plan.item(ix).about.private)
        }
    }
}

/// Whether what is met of a gate tells of something private.
pub(super) fn tells_of_private(plan: &Plan, ix: GateIx) -> bool {
    let gate = &plan.gates[ix.at()];
    let private = plan.decided_at(ix, plan.as_of).is_some_and(|it| it.about.private);
    private || gate.about.private || gate.criteria.iter().any(|it| plan.is_private(it.subject))
}

/// Whether a finding of a plan that has something private is of what is known not to be.
fn is_open(plan: &Plan, finding: &Finding) -> bool {
    let Some(at) = address_of(&finding.at) else { return false };
    match at.table {
        Table::Driver | Table::Capability | Table::Mandate | Table::Wave | Table::Kpi | Table::Gate => {
            !plan.is_private_id(&at.key)
        }
        Table::Market | Table::Brand | Table::CustomerType | Table::Risk => {
            !plan.is_private_id(&at.key) && names_nothing_private(plan, finding)
        }
        Table::Objective | Table::Pool | Table::Tradeoff => {
            let none = |private: Option<bool>| private.is_none_or(|it| !it);
            let own = match at.table {
                Table::Objective => {
                    plan.objectives.iter().find(|it| *it.id == *at.key).map(|it| it.about.private)
                }
                Table::Pool => plan.pools.iter().find(|it| *it.id == *at.key).map(|it| it.about.private),
                _ => plan.tradeoffs.iter().find(|it| *it.id == *at.key).map(|it| it.about.private),
            };
            // What private drivers claim or bring is in their sums.
            let secret = plan.items().any(|(_, item)| item.about.private);
            none(own) && !secret && names_nothing_private(plan, finding)
        }
        _ => false,
    }
}

/// Whether nothing that a finding points to besides its own place is private.
fn names_nothing_private(plan: &Plan, finding: &Finding) -> bool {
    finding.related.iter().all(|it| address_of(&it.at).is_some_and(|at| !plan.is_private_id(&at.key)))
}

/// The key of a figure of the whole plan; else nothing.
pub(super) fn whole(figure: &Figure) -> &str {
    match figure.at.path.first() {
        Some(Part::Key(key)) if figure.at.table == Table::Plan => key,
        _ => "",
    }
}

/// How far a figure is from that of the plan: `−708 k€ forecast value`, `+92 days: Town ends`. What is only at another
/// time is told as that, never as better or worse.
pub(super) fn told_short(of: &Difference) -> String {
    let since = of.now.amount.since(of.was.amount);
    let name = &of.now.name;
    if is_money(&of.now) && matches!(of.now.amount, Amount::Money(..)) && !since.is_empty() {
        let name = if name == "NPV" { name.clone() } else { name.to_lowercase() };
        if let Some(told) = cost_told(of, &name) {
            return told;
        }
        return match of.verdict {
            Verdict::Earlier => format!("{} {name} earlier, none added", since.trim_start_matches('+')),
            Verdict::Later => format!("{since} {name} (only later)"),
            _ => format!("{since} {name}"),
        };
    }
    let by = if since.is_empty() { of.now.amount.shown() } else { since };
    format!("{name} {by}")
}

/// What of the change in cost falls later, and what is saved; `None` of other figures, or where none falls at another time.
fn cost_told(of: &Difference, name: &str) -> Option<String> {
    match (whole(&of.now), of.was.amount, of.now.amount, of.now.alike) {
        ("cost", Amount::Money(was, _), Amount::Money(now, currency), Some(Amount::Money(in_time, _))) => {
            timing::told(in_time - now, was - in_time, name, currency)
        }
        _ => None,
    }
}

pub(super) fn sign(verdict: Verdict) -> (&'static str, Tone) {
    let status = match verdict {
        Verdict::Better => Some(Status::Done),
        Verdict::Worse => Some(Status::Late),
        _ => None,
    };
    status.map_or(("·", Tone::Plain), |status| (mark(status), Tone::Status(status)))
}

fn line(of: &Difference) -> Line {
    line_of(of, "")
}

/// The same, and what more is said of it.
fn line_of(of: &Difference, more: &str) -> Line {
    let (sign, tone) = sign(of.verdict);
    let [was, now] = [&of.was, &of.now].map(|it| it.amount.shown());
    let aside = format!("{was} → {now} ({}){more}", by(of));
    Line { state: Some(in_a_word(of.verdict)), ..Line::new(sign, tone, &of.now.name, aside) }
}

/// How far a figure is from another, and whether that is better: `−114.5 M$, worse`.
fn by(of: &Difference) -> String {
    let since = of.now.amount.since(of.was.amount);
    if since.is_empty() { of.verdict.word().to_owned() } else { format!("{since}, {}", of.verdict.word()) }
}

/// What its sign says of a figure, for whoever does not see it.
fn in_a_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Better | Verdict::Worse => verdict.word(),
        _ => "",
    }
}
