//! What is known about something, in words: the inspector beside a view, or over it.

use super::pen::{Pen, columns};
use super::theme::{GATE, Tone, mark};
use crate::finding::Severity;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::{GateIx, ItemIx, KpiIx, WaveIx};
use crate::plan::item::{About, Dimension, Item, Need};
use crate::plan::kpi::Target;
use crate::plan::strategy::MultiplierKind;
use crate::safe;
use crate::status::{self, Status};
use crate::wording;
use crate::workspace::Workspace;
use ratatui::layout::Rect;

/// Lines of text with tones, broken to a width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The lines.
    pub lines: Vec<Vec<(String, Tone)>>,
    width: u16,
}

impl Text {
    /// No lines yet.
    #[must_use]
    pub fn new(width: u16) -> Self {
        Self { lines: Vec::new(), width: width.max(8) }
    }

    /// An empty line, unless the last one is.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Vec::new());
        }
    }

    /// A heading, with a gap above.
    pub fn head(&mut self, text: &str) {
        self.gap();
        self.lines.push(vec![(text.into(), Tone::Strong)]);
    }

    /// A line as it is.
    pub fn line(&mut self, pieces: Vec<(String, Tone)>) {
        self.lines.push(pieces);
    }

    /// Text that goes on below its `first` piece, with later lines set in by `indent`.
    pub fn put(&mut self, first: &[(&str, Tone)], text: &str, tone: Tone, indent: u16) {
        let mut line: Vec<(String, Tone)> =
            first.iter().map(|(text, tone)| ((*text).into(), *tone)).collect();
        let mut used: u16 = first.iter().map(|(text, _)| columns(text)).sum();
        let mut piece = String::new();
        for word in safe::line(text).split(' ').filter(|word| !word.is_empty()) {
            let wide = columns(word);
            let gap = u16::from(!piece.is_empty());
            if used + gap + wide > self.width && !(piece.is_empty() && used <= indent) {
                line.push((std::mem::take(&mut piece), tone));
                self.lines.push(std::mem::take(&mut line));
                line.push((" ".repeat(usize::from(indent)), Tone::Plain));
                used = indent;
            } else if gap == 1 {
                piece.push(' ');
                used += 1;
            }
            piece.push_str(word);
            used += wide;
        }
        line.push((piece, tone));
        self.lines.push(line);
    }

    /// A paragraph.
    pub fn words(&mut self, text: &str, tone: Tone) {
        self.put(&[], text, tone, 0);
    }

    /// A label and its value.
    pub fn pair(&mut self, label: &str, value: &str) {
        self.put(&[(&format!("{label:<9} "), Tone::Faint)], value, Tone::Plain, 10);
    }

    /// A marked entry, set in.
    pub fn entry(&mut self, mark: &str, tone: Tone, text: &str) {
        self.put(&[("  ", Tone::Plain), (mark, tone), (" ", Tone::Plain)], text, Tone::Plain, 4);
    }

    /// Draws the lines from `scroll` on, and says by a mark that there are more.
    pub fn draw(&self, scroll: u16, area: Rect, pen: &mut Pen<'_>) {
        for (y, line) in (area.y..area.bottom()).zip(self.lines.iter().skip(usize::from(scroll))) {
            let mut used = 0;
            for (text, tone) in line {
                used += pen.put(area.x + used, y, area.width - used, text, *tone);
            }
        }
        let more = self.lines.len().saturating_sub(usize::from(scroll) + usize::from(area.height));
        if more > 0 && area.height > 1 {
            let last = Rect { y: area.bottom() - 1, height: 1, ..area };
            pen.clear(last);
            let words = format!("… {} more", wording::count(more + 1, "line"));
            pen.put(last.x, last.y, last.width, &words, Tone::Faint);
        }
    }
}

/// The mark of something, with its tone.
#[must_use]
pub fn mark_of(work: &Workspace, at: &Address) -> (&'static str, Tone) {
    let of = |status| (mark(status), Tone::Status(status));
    if let Some((ix, step)) = work.step_at(at) {
        return if work.plan().item(ix).steps.is_empty() {
            ("·", Tone::Faint)
        } else {
            of(work.status(ix, step))
        };
    }
    match at.table {
        Table::Gate => match work.plan().gate_by_id(&at.key).map(|ix| status::gate_status(work.plan(), ix)) {
            None | Some(Status::NotStarted) => (GATE, Tone::Gate),
            Some(status) => of(status),
        },
        Table::Wave => work
            .plan()
            .wave_by_id(&at.key)
            .and_then(|ix| work.progress.get(ix.at()))
            .map_or(("·", Tone::Faint), |progress| of(progress.status)),
        _ => ("·", Tone::Faint),
    }
}

/// The name of something.
#[must_use]
pub fn name_of(plan: &Plan, at: &Address) -> String {
    let item = || plan.item_by_id(&at.key).map(|ix| plan.item(ix).title());
    let of = |kind: MultiplierKind| {
        plan.multipliers(kind).iter().find(|it| *it.id == *at.key).map(|multiplier| multiplier.title())
    };
    let name = match at.table {
        Table::Driver | Table::Capability | Table::Mandate => item(),
        Table::Wave => plan.wave_by_id(&at.key).map(|ix| plan.wave(ix).title()),
        Table::Kpi => plan.kpi_by_id(&at.key).map(|ix| plan.kpi(ix).title()),
        Table::Gate => plan.gate_by_id(&at.key).map(|ix| gate_title(plan, ix)),
        Table::Market => of(MultiplierKind::Market),
        Table::Brand => of(MultiplierKind::Brand),
        Table::CustomerType => of(MultiplierKind::CustomerType),
        _ => None,
    };
    name.map_or_else(|| at.to_string(), str::to_owned)
}

/// The name of a gate, or its id.
#[must_use]
pub fn gate_title(plan: &Plan, ix: GateIx) -> &str {
    let gate = &plan.gates[ix.at()];
    gate.about.name.as_deref().unwrap_or(&gate.id)
}

/// One sentence about something: its name, where it stands and the weightiest reason.
#[must_use]
pub fn sentence(work: &Workspace, at: &Address) -> String {
    let plan = work.plan();
    let name = name_of(plan, at);
    if let Some((ix, step)) = work.step_at(at) {
        let item = plan.item(ix);
        let standing = work.standings[ix.at()].get(step.unwrap_or(0));
        let status = work.status(ix, step);
        let why = standing.and_then(|standing| standing.reasons.first()).map(|reason| reason.say(plan));
        let live = plan.step_live(ix, step.unwrap_or(0)).map(|date| format!("live {}", wording::date(date)));
        let why = why.or(live).map(|why| format!(" · {why}")).unwrap_or_default();
        let level =
            step.filter(|_| item.driver().is_none()).map(|step| format!(" at {}", item.steps[step].level));
        let state = if item.steps.is_empty() { "not phased" } else { status.as_str() };
        return format!("{name}{}: {state}{why}", level.unwrap_or_default());
    }
    match at.table {
        Table::Wave => plan.wave_by_id(&at.key).map_or(name.clone(), |ix| {
            let progress = work.progress[ix.at()];
            let wave = plan.wave(ix);
            let dates = format!("{} – {}", wording::date(wave.start), wording::date(wave.end));
            format!(
                "{name}: {} · {} of {} steps live · {dates}",
                progress.status.as_str(),
                progress.live,
                progress.steps
            )
        }),
        Table::Gate => plan.gate_by_id(&at.key).map_or(name.clone(), |ix| {
            let date = status::gate_date(plan, ix).map(wording::date).unwrap_or_default();
            format!("{name}: {} · {date}", gate_words(plan, ix))
        }),
        _ => name,
    }
}

/// What is decided at a gate, in words.
#[must_use]
pub fn gate_words(plan: &Plan, ix: GateIx) -> String {
    match (status::gate_outcome(plan, ix), status::gate_status(plan, ix)) {
        (Some(outcome), _) => format!("decided: {}", outcome.as_str()),
        (None, Status::Open) => "its day has come, no decision yet".into(),
        (None, _) => format!(
            "to come, {}",
            wording::count(plan.gates[ix.at()].criteria.len(), "criterion").replace("criterions", "criteria")
        ),
    }
}

/// Writes what is known about something.
pub fn about(work: &Workspace, at: &Address, text: &mut Text) {
    let plan = work.plan();
    let (mark, tone) = mark_of(work, at);
    text.put(&[(mark, tone), (" ", Tone::Plain)], &name_of(plan, at), Tone::Strong, 2);
    if let Some((ix, step)) = work.step_at(at) {
        about_item(work, ix, step, text);
    } else {
        match at.table {
            Table::Wave => plan.wave_by_id(&at.key).into_iter().for_each(|ix| about_wave(work, ix, text)),
            Table::Gate => plan.gate_by_id(&at.key).into_iter().for_each(|ix| about_gate(work, ix, text)),
            Table::Kpi => plan.kpi_by_id(&at.key).into_iter().for_each(|ix| about_kpi(work, ix, text)),
            table => text.words(table.noun(), Tone::Faint),
        }
    }
    findings(work, at, text);
}

fn notes(about: &About, text: &mut Text) {
    if let Some(note) = &about.note {
        text.head("Note");
        text.put(&[("  ", Tone::Plain)], note, Tone::Plain, 2);
    }
    if let Some(extra) = about.extra.as_deref().filter(|extra| !extra.is_empty()) {
        text.head("Own fields");
        for (key, value) in extra {
            text.put(&[("  ", Tone::Plain)], &format!("{key}: {value}"), Tone::Plain, 4);
        }
    }
}

fn findings(work: &Workspace, at: &Address, text: &mut Text) {
    let mut found = work.findings_on(at).peekable();
    if found.peek().is_some() {
        text.head("Findings");
    }
    for located in found {
        let (letter, tone) = severity_mark(located.severity);
        text.entry(letter, tone, &located.finding.message);
    }
}

/// The letter of a severity, with its tone.
#[must_use]
pub fn severity_mark(severity: Severity) -> (&'static str, Tone) {
    match severity {
        Severity::Error => ("E", Tone::Error),
        Severity::Warning => ("W", Tone::Warning),
        Severity::Advice => ("A", Tone::Advice),
    }
}

fn kind_of(plan: &Plan, ix: ItemIx, item: &Item) -> String {
    match item.dimension() {
        Dimension::Strategy => {
            let category =
                item.driver().and_then(|driver| driver.category).map(|it| format!(" · {}", it.as_str()));
            format!("Value driver{}", category.unwrap_or_default())
        }
        Dimension::OperatingModel if item.is_group() => "Group of capabilities".into(),
        Dimension::OperatingModel => match plan.layer(ix) {
            Some(layer) => format!("Capability · {}", layer.as_str()),
            None => "Capability".into(),
        },
        Dimension::Leadership => {
            let kind =
                item.mandate().and_then(|mandate| mandate.leadership).map(|it| format!(" · {}", it.as_str()));
            format!("Mandate{}", kind.unwrap_or_default())
        }
    }
}

fn about_item(work: &Workspace, ix: ItemIx, step: Option<usize>, text: &mut Text) {
    let plan = work.plan();
    let item = plan.item(ix);
    text.words(&kind_of(plan, ix, item), Tone::Faint);
    text.gap();
    if !item.steps.is_empty() {
        text.pair("Status", work.status(ix, step).as_str());
    }
    let reasons = work.standings[ix.at()].get(step.unwrap_or(0)).map_or(&[][..], |it| it.reasons.as_slice());
    for reason in reasons {
        text.put(&[("          ", Tone::Plain)], &reason.say(plan), Tone::Plain, 10);
    }
    let pair = |text: &mut Text, label: &str, value: Option<&str>| {
        value.into_iter().for_each(|value| text.pair(label, value));
    };
    pair(text, "Owner", item.about.owner.as_deref());
    pair(text, "Done by", item.responsible.as_deref());
    pair(text, "Holder", item.mandate().and_then(|mandate| mandate.holder.as_deref()));
    pair(text, "Stage", item.driver().and_then(|driver| driver.stage).map(|stage| stage.as_str()));
    pair(text, "Group", item.capability().and_then(|it| it.part_of).map(|group| plan.item(group).title()));
    pair(text, "Delivery", item.capability().and_then(|it| it.delivery).map(|it| it.as_str()));
    for (nth, reached) in item.steps.iter().enumerate() {
        let wave = plan.wave(reached.wave);
        let live = plan.step_live(ix, nth).map(wording::date).unwrap_or_default();
        let level =
            if item.driver().is_some() { String::new() } else { format!("level {} · ", reached.level) };
        text.pair(if nth == 0 { "Live" } else { "" }, &format!("{level}{live} · {}", wave.title()));
    }
    money_of(plan, item, text);
    needs(work, "Needs", &item.needs, item, ix, text);
    needs(work, "Prefers", &item.prefers, item, ix, text);
    let enables = &work.enables[ix.at()];
    if !enables.is_empty() {
        text.head("Enables");
        for other in enables {
            let (mark, tone) = mark_of(work, &plan.item_address(*other));
            text.entry(mark, tone, plan.item(*other).title());
        }
    }
    notes(&item.about, text);
}

fn money_of(plan: &Plan, item: &Item, text: &mut Text) {
    let money = |amount| wording::money(amount, plan.currency);
    if let Some(driver) = item.driver() {
        if let Some(value) = driver.value {
            let range = match (value.low, value.high) {
                (Some(low), Some(high)) => format!(" ({} to {})", money(low), money(high)),
                _ => String::new(),
            };
            text.pair("Value", &format!("{} a year{range}", money(value.likely)));
        }
        if let Some(confidence) = driver.confidence {
            text.pair("Sure to", &wording::percent(confidence, &[]));
        }
    }
    let once: crate::plan::quantity::Money =
        item.cost().spread.into_iter().chain(item.cost().by_wave.iter().map(|(_, amount)| *amount)).sum();
    if once.0 != 0 {
        text.pair("Cost", &format!("{} once", money(once)));
    }
    if let Some(run) = item.cost().run {
        text.pair(if once.0 == 0 { "Cost" } else { "" }, &format!("{} a year to run", money(run)));
    }
    if let Some(limit) = item.mandate().and_then(|mandate| mandate.limit) {
        text.pair("Limit", &money(limit));
    }
}

fn needs(work: &Workspace, head: &str, needs: &[Need], item: &Item, ix: ItemIx, text: &mut Text) {
    let plan = work.plan();
    if !needs.is_empty() {
        text.head(head);
    }
    for need in needs {
        let needed = plan.item(need.item);
        let live = plan.step_live(ix, Plan::step_of_need(item, need)).unwrap_or(plan.horizon);
        let reached = needed.step_reaching(need.level).and_then(|step| plan.step_live(need.item, step));
        let when = match (plan.met_today(need), reached) {
            (true, _) => "there today".into(),
            (false, Some(date)) => wording::date(date),
            (false, None) => "never".into(),
        };
        let late = match status::lateness(plan, need, live) {
            Some(Some(days)) => {
                format!(", {} too late", wording::count(usize::try_from(days).unwrap_or(0), "day"))
            }
            _ => String::new(),
        };
        let level = need.level.map(|level| format!(" ≥ {level}")).unwrap_or_default();
        let late_tone = (if head == "Needs" { Status::Late } else { Status::AtRisk }, !late.is_empty());
        let (mark, tone) = match late_tone {
            (status, true) => (mark(status), Tone::Status(status)),
            (_, false) => {
                mark_of(work, &plan.step_address(need.item, needed.step_reaching(need.level).unwrap_or(0)))
            }
        };
        text.entry(mark, tone, &format!("{}{level} · {when}{late}", needed.title()));
    }
}

fn about_wave(work: &Workspace, ix: WaveIx, text: &mut Text) {
    let plan = work.plan();
    let wave = plan.wave(ix);
    let progress = work.progress[ix.at()];
    text.words("Wave", Tone::Faint);
    text.gap();
    text.pair("Status", progress.status.as_str());
    text.pair("Dates", &format!("{} – {}", wording::date(wave.start), wording::date(wave.end)));
    text.pair("Live", &format!("{} of {} steps", progress.live, progress.steps));
    let figures = work.figures();
    let money = |amount| wording::money(amount, plan.currency);
    if let Some(budget) = wave.budget {
        text.pair("Budget", &money(budget));
        text.pair("Planned", &format!("{} one-off", money(figures.one_off().sum(ix))));
        text.pair("Spent", &money(figures.spent_in(ix, plan.as_of)));
    }
    let case = figures.wave_case(ix);
    if case.planned.0 != 0 {
        text.pair("Value", &format!("{} by the horizon", money(case.planned)));
        text.pair("Cost", &format!("{} in all", money(case.cost)));
    }
    for (nth, (team, months)) in wave.capacity.iter().enumerate() {
        let team = if team.is_empty() { "all" } else { team };
        let value = format!("{team}: {} person-months", wording::number(*months, 1));
        text.pair(if nth == 0 { "Capacity" } else { "" }, &value);
    }
    for (label, kind) in [
        ("Markets", MultiplierKind::Market),
        ("Brands", MultiplierKind::Brand),
        ("Customers", MultiplierKind::CustomerType),
    ] {
        let names: Vec<_> = Plan::named_in(&wave.opens, kind)
            .filter_map(|at| plan.multipliers(kind).get(at))
            .map(|it| it.title())
            .collect();
        if !names.is_empty() {
            text.pair(label, &names.join(", "));
        }
    }
    for gate in work.gates_of(ix) {
        let (mark, tone) = mark_of(work, &Address::new(Table::Gate, &plan.gates[gate.at()].id));
        text.head("Gate");
        text.entry(mark, tone, &format!("{}: {}", gate_title(plan, gate), gate_words(plan, gate)));
    }
    notes(&wave.about, text);
}

fn about_gate(work: &Workspace, ix: GateIx, text: &mut Text) {
    let plan = work.plan();
    let gate = &plan.gates[ix.at()];
    text.words("Gate", Tone::Faint);
    text.gap();
    text.pair("Status", &gate_words(plan, ix));
    if let Some(date) = status::gate_date(plan, ix) {
        text.pair("Date", &wording::date(date));
    }
    if let Some(wave) = gate.wave {
        text.pair("Ends", plan.wave(wave).title());
    }
    if let Some(owner) = &gate.about.owner {
        text.pair("Owner", owner);
    }
    if !gate.criteria.is_empty() {
        text.head("Criteria");
    }
    let judged = work.figures().gate_at(ix, plan.as_of);
    for (criterion, judged) in gate.criteria.iter().zip(judged) {
        let status = match (judged.holds, judged.value) {
            (true, _) => Status::Done,
            (false, Some(_)) => Status::Late,
            (false, None) => Status::NotStarted,
        };
        let now =
            judged.value.map_or("no evidence".into(), |value| format!("now {}", wording::number(value, 2)));
        text.entry(mark(status), Tone::Status(status), &format!("{} · {now}", criterion.text));
    }
    let decisions: Vec<_> = plan.decisions.iter().filter(|it| it.gate == Some(ix)).collect();
    if !decisions.is_empty() {
        text.head("Decided");
    }
    for decision in decisions {
        let outcome = decision.outcome.map_or("", |it| it.as_str());
        let by = decision.by.as_deref().map(|by| format!(" by {by}")).unwrap_or_default();
        let note = decision.about.note.as_deref().map(|note| format!(": {note}")).unwrap_or_default();
        text.entry("·", Tone::Faint, &format!("{} {outcome}{by}{note}", wording::date(decision.date)));
    }
    notes(&gate.about, text);
}

fn about_kpi(work: &Workspace, ix: KpiIx, text: &mut Text) {
    let plan = work.plan();
    let kpi = plan.kpi(ix);
    let words = [kpi.kind.map(|it| it.as_str()), kpi.lens.map(|it| it.as_str())];
    let words: Vec<_> = std::iter::once("KPI").chain(words.into_iter().flatten()).collect();
    text.words(&words.join(" · "), Tone::Faint);
    text.gap();
    for (label, value) in [("Owner", kpi.about.owner.as_deref()), ("Unit", kpi.unit.as_deref())] {
        value.into_iter().for_each(|value| text.pair(label, value));
    }
    if let Some(better) = kpi.better {
        text.pair("Better", better.as_str());
    }
    let measure = &work.figures().kpi(ix).global;
    if let Some(newest) = &measure.newest {
        text.pair(
            "Actual",
            &format!("{} on {}", wording::number(newest.value, 2), wording::date(newest.date)),
        );
        if let Some(expected) = measure.expected {
            text.pair("Planned", &format!("{} on that day", target_words(expected)));
        }
        let held = measure.held.map(|(held, due)| format!("{held} of {due} readings held"));
        let share = measure.attainment.map(|share| {
            let bounds = [kpi.tolerance.green, kpi.tolerance.amber];
            format!("{} of the way", wording::percent(share, &bounds))
        });
        if let Some(words) = held.or(share) {
            text.pair("Attained", &format!("{words} · {}", measure.status.as_str()));
        }
        if measure.stale {
            text.pair("Stale", "older than its cadence allows");
        }
    } else {
        text.pair("Actual", "no reading yet");
    }
    if let Some(baseline) = kpi.baseline {
        text.pair("Baseline", &wording::number(baseline, 2));
    }
    for (nth, (wave, target)) in kpi.target.iter().enumerate() {
        let value = format!("{} · {}", target_words(*target), plan.wave(*wave).title());
        text.pair(if nth == 0 { "Target" } else { "" }, &value);
    }
    if !kpi.measures.is_empty() {
        text.head("Measures");
    }
    for link in &kpi.measures {
        let (mark, tone) = mark_of(work, &plan.item_address(link.to));
        text.entry(mark, tone, plan.item(link.to).title());
    }
    notes(&kpi.about, text);
}

/// A target in words.
#[must_use]
pub fn target_words(target: Target) -> String {
    match target {
        Target::Value(value) => wording::number(value, 2),
        Target::Band(low, high) => format!("{} to {}", wording::number(low, 2), wording::number(high, 2)),
        Target::Done(true) => "yes".into(),
        Target::Done(false) => "no".into(),
    }
}
