//! Slides of where things stand: the waves, and what is late and why.

use super::agenda::{Big, Line, NO_WAVES, STATE, Slide, Teller};
use chrono::NaiveDate;

use crate::finding::Severity;
use crate::order::Order as _;
use crate::plan::address::Table;
use crate::plan::id::{GateIx, ItemIx, WaveIx};
use crate::plan::item::Need;
use crate::plan::record::Outcome;
use crate::plan::veil::PRIVATE;
use crate::rules;
use crate::source::Source;
use crate::status::{self, Progress, Reason, Status};
use crate::trace::of::Of;
use crate::tui::theme::{Tone, mark};
use crate::wording;
use crate::wording::aloud::Aloud;

/// Of more waves, those that lie far behind are told together.
const MANY: usize = 6;

/// How far waves are together: the worst that one of them is, and in words.
fn in_all(waves: &[WaveIx], all: &[Progress]) -> Option<(Status, String)> {
    let of = || waves.iter().filter_map(|ix| all.get(ix.at()));
    let status = of().map(|it| it.status).max()?;
    let [live, steps] = [of().map(|it| it.live).sum::<u32>(), of().map(|it| it.steps).sum()];
    Some((status, format!("{live} of {steps} live · {}", status.as_str())))
}

/// A noun for so many.
fn noun(many: usize, noun: &str) -> String {
    if many == 1 { noun.to_owned() } else { format!("{noun}s") }
}

impl Teller<'_> {
    /// What could not be read, before all that is told without it; `None` where all could.
    pub(super) fn unread(&self) -> Option<Slide> {
        let count = self.work.unread;
        let mut slide = Slide::new("Not all of the plan could be read");
        slide.big = Some(Big {
            number: count.to_string(),
            caption: format!("{} cannot be read", if count == 1 { "place of it" } else { "places of it" }),
        });
        let told = |words: &str, aside: &str| Line::new("·", Tone::Plain, words, aside);
        slide.lines.push(told("What stands there is left out", "of all that these slides show"));
        slide.lines.push(told("Value and money", "not told before all of the plan can be read"));
        (count > 0).then_some(slide)
    }

    /// How far the waves are, or the items of one of them.
    pub(super) fn roadmap(&self, wave: Option<WaveIx>) -> Slide {
        let plan = self.plan();
        let now = wave.or_else(|| plan.wave_at(plan.as_of)).filter(|ix| !plan.wave(*ix).about.private);
        let all = &self.work.progress;
        let mut slide = Slide::new("Where we stand");
        slide.why = "Steps of the wave that are live by what was seen or recorded, of all its steps";
        if let Some((ix, progress)) = now.and_then(|ix| Some((ix, all.get(ix.at())?))) {
            let name = self.veiled.wave(ix).title();
            slide.figure = Some(Of::Wave(ix).name(plan, "live-steps", None));
            slide.big = Some(Big {
                number: format!("{}/{}", progress.live, progress.steps),
                caption: {
                    let end = plan.wave(ix).end;
                    let ends = if end < plan.as_of { "ended" } else { "ends" };
                    format!("steps live in {name}, which {ends} {}", wording::date(end))
                },
            });
        }
        if plan.waves.is_empty() {
            slide.lines.push(Line::new("·", Tone::Plain, "Nothing to show", NO_WAVES));
        }
        let over = if wave.is_none() { self.waves_over(now) } else { Vec::new() };
        slide.lines.extend(self.over_in_one(&over, all));
        let shown = |ix: WaveIx| wave.is_none_or(|wave| wave == ix) && !over.contains(&ix);
        let mut waves = Vec::new();
        for (ix, it) in plan.waves().filter(|(ix, _)| shown(*ix)) {
            let Some(progress) = all.get(ix.at()) else { continue };
            let title = self.veiled.wave(ix).title();
            if it.about.private {
                waves.push((ix, Line::private()));
                continue;
            }
            let (status, steps) = (progress.status, progress.steps);
            let aside = format!("{} of {steps} live · {}", progress.live, status.as_str());
            let line = Line::new(mark(status), Tone::Status(status), title, aside);
            waves.push((ix, self.marked(line, &plan.wave_address(ix), false)));
        }
        // What was halted weighs more than how far it is.
        let halted: Vec<Line> = self.halted(wave).into_iter().map(|gate| self.halted_words(gate)).collect();
        slide.lines.splice(0..0, halted);
        let mut other = self.differences().unwrap_or_default();
        // Of many waves those furthest from today are told together, so that what a scenario does stands below all.
        let room = STATE.saturating_sub(slide.lines.len());
        if !other.is_empty() && waves.len() > room {
            let kept = room.saturating_sub(1);
            let late = waves.iter().position(|(ix, _)| Some(*ix) == now).is_some_and(|nth| nth >= kept);
            let (first, from) = if late { ("The first ", 0) } else { ("", kept) };
            let far: Vec<(WaveIx, Line)> = waves.drain(from..from + waves.len() - kept).collect();
            let far = far.first().map(|(ix, _)| *ix).zip(self.far_in_one(&far, first, all));
            waves.splice(from..from, far);
        }
        slide.lines.extend(waves.into_iter().map(|(_, line)| line));
        if wave.is_none() {
            slide.lines.extend(self.all_gone(Table::Wave));
        }
        if let Some(wave) = wave.filter(|ix| !plan.wave(*ix).about.private) {
            let (steps, hidden) = self.late_steps(Some(wave), None);
            slide.lines.extend(steps.into_iter().map(|(.., line)| line));
            slide.lines.extend(Line::not_shown(hidden.iter().sum(), true));
        }
        // The state comes first, then what a scenario makes otherwise; what of both has no room comes last.
        let rest = slide.lines.split_off(slide.lines.len().min(STATE));
        let less = other.split_off(other.len().min(2));
        slide.lines.extend(other.into_iter().chain(rest).chain(less));
        slide
    }

    /// The waves that lie behind the one of today and the one before it, where there are many: what a room asks for is
    /// how it stands now.
    fn waves_over(&self, now: Option<WaveIx>) -> Vec<WaveIx> {
        let plan = self.plan();
        let Some(now) = now.filter(|_| plan.waves.len() > MANY) else { return Vec::new() };
        let over = plan.waves().filter(|(ix, wave)| {
            ix.at() + 1 < now.at() && wave.end < plan.wave(now).start && !wave.about.private
        });
        let over: Vec<WaveIx> = over.map(|(ix, _)| ix).collect();
        if over.len() > 1 { over } else { Vec::new() }
    }

    /// How far waves are that are told together.
    fn over_in_one(&self, over: &[WaveIx], all: &[Progress]) -> Option<Line> {
        let name = format!("The first {}", wording::count(over.len(), "wave"));
        let (status, aside) = in_all(over, all)?;
        Some(Line::new(mark(status), Tone::Status(status), &name, aside))
    }

    /// The same of waves that are far from today, with how many of them moved since the baseline; `first`, where they
    /// lie behind.
    fn far_in_one(&self, far: &[(WaveIx, Line)], first: &str, all: &[Progress]) -> Option<Line> {
        let open = |(ix, _): &&(WaveIx, Line)| !self.plan().wave(*ix).about.private;
        let waves: Vec<WaveIx> = far.iter().filter(open).map(|(ix, _)| *ix).collect();
        let Some((status, aside)) = in_all(&waves, all) else { return Some(Line::private()) };
        let more = if first.is_empty() { "more " } else { "" };
        let name = format!("{first}{}", wording::count(far.len(), &format!("{more}wave")));
        let moved = far.iter().filter(|(_, line)| line.moved.is_some()).count();
        let moved = if moved > 0 { format!(" · {moved} of them moved") } else { String::new() };
        Some(Line::new(mark(status), Tone::Status(status), &name, aside + &moved))
    }

    /// What is late and why, the latest first: of a wave, of an item, or of everything.
    pub(super) fn late(&self, wave: Option<WaveIx>, item: Option<ItemIx>) -> Slide {
        let mut slide = Slide::new("What is late, and why");
        slide.why = "Steps that are overdue, whose needs come too late, or of which the check finds errors";
        if item.is_some_and(|ix| self.plan().item(ix).about.private) {
            slide.lines.push(Line::private());
            return slide;
        }
        // What is private counts all the same: that nothing is late is not said where it is.
        let (steps, hidden) = self.late_steps(wave, item);
        let late = steps.iter().filter(|(status, ..)| *status == Status::Late).count();
        let (late, at_risk) = (late + hidden[0], steps.len() - late + hidden[1]);
        // A gate whose day has come and that nobody decided keeps everything behind it waiting.
        let (gates, hidden_gates) = if item.is_none() { self.due_gates(wave) } else { (Vec::new(), 0) };
        let due_gates = gates.len() + hidden_gates;
        let halted = if item.is_none() { self.halted(wave) } else { Vec::new() };
        let gates_that = |many: usize, words: &str| match many {
            0 => String::new(),
            many => format!(" · {} {words}", wording::count(many, "gate")),
        };
        let due = gates_that(due_gates, "undecided");
        let on_hold = gates_that(halted.len(), "on hold or stopped");
        if late == 0 && due_gates > 0 {
            slide.why = "Gates whose day has come and that nobody decided";
        } else if late == 0 && at_risk > 0 {
            slide.why = "Steps that may miss their date, their value or their criteria";
        }
        // No giant nought beside what is not late, and waits all the same.
        slide.big = match (late, due_gates, at_risk) {
            (0, 0, 0) => None,
            (0, 0, _) => Some(Big {
                number: at_risk.to_string(),
                caption: format!("{} at risk · none late{on_hold}", noun(at_risk, "step")),
            }),
            (0, many, _) => Some(Big {
                number: many.to_string(),
                caption: format!(
                    "{} undecided · no step late · {at_risk} at risk{on_hold}",
                    noun(many, "gate")
                ),
            }),
            _ => Some(Big {
                number: late.to_string(),
                caption: format!("{} late or blocked · {at_risk} at risk{due}{on_hold}", noun(late, "step")),
            }),
        };
        slide.lines = halted.into_iter().map(|gate| self.halted_words(gate)).collect();
        slide.lines.extend(gates.into_iter().map(|gate| self.undecided(gate)));
        slide.lines.extend(steps.into_iter().map(|(.., line)| line));
        let hidden = hidden.iter().sum::<usize>() + hidden_gates;
        slide.lines.extend(Line::not_shown(hidden, !slide.lines.is_empty()));
        if slide.lines.is_empty() {
            slide.lines.push(Line::new(
                mark(Status::Done),
                Tone::Status(Status::Done),
                "Nothing is late",
                "",
            ));
        }
        slide
    }

    /// The gates whose day has come and that are not decided, of a wave or all, the longest due first; and how many
    /// more are private.
    pub(super) fn due_gates(&self, wave: Option<WaveIx>) -> (Vec<GateIx>, usize) {
        let plan = self.plan();
        let mut gates: Vec<GateIx> = match wave {
            Some(wave) => self.work.gates_of(wave).collect(),
            None => (0..plan.gates.len()).map(GateIx::from).collect(),
        };
        gates.retain(|ix| status::gate_status(self.work.figures(), *ix) == Status::Open);
        let due = gates.len();
        gates.retain(|ix| !plan.gates[ix.at()].about.private);
        gates.order_by_key(|ix| status::gate_date(plan, *ix));
        let hidden = due - gates.len();
        (gates, hidden)
    }

    /// The gates that said to hold or to stop, of a wave or all, the newest decision first; none that was decided in
    /// private.
    pub(super) fn halted(&self, wave: Option<WaveIx>) -> Vec<GateIx> {
        let plan = self.plan();
        let of_wave = |ix: &GateIx| wave.is_none_or(|wave| plan.gates[ix.at()].wave == Some(wave));
        let gates = (0..plan.gates.len()).map(GateIx::from).filter(of_wave);
        let halted = gates.filter_map(|ix| {
            let decision = plan.decided_at(ix, plan.as_of)?;
            let halts = matches!(decision.outcome, Some(Outcome::Hold | Outcome::Stop));
            let open = !decision.about.private && !plan.gates[ix.at()].about.private;
            (halts && open).then_some((decision.date, ix))
        });
        let mut halted: Vec<(NaiveDate, GateIx)> = halted.collect();
        halted.order_by_key(|(date, ix)| (std::cmp::Reverse(*date), *ix));
        halted.into_iter().map(|(_, ix)| ix).collect()
    }

    /// What was decided at one of them, and when.
    fn halted_words(&self, gate: GateIx) -> Line {
        let plan = self.plan();
        let decision = plan.decided_at(gate, plan.as_of);
        let outcome = decision.and_then(|it| it.outcome).map_or("", |it| it.as_str());
        let day = decision.map(|it| wording::date(it.date)).unwrap_or_default();
        let (status, name) = (Status::Late, self.gate_called(gate));
        let aside = format!("{outcome}, decided {day}");
        let line = Line { state: Some(""), ..Line::new(mark(status), Tone::Status(status), &name, aside) };
        self.marked(line, &self.gate_address(gate), false)
    }

    /// What is said of one of them among what is late.
    fn undecided(&self, gate: GateIx) -> Line {
        let since = self.undecided_since(gate);
        let tone = Tone::Status(Status::Open);
        let name = self.gate_called(gate);
        let line = Line::new(mark(Status::Open), tone, &name, since.trim_start_matches(" · "));
        self.marked(line, &self.gate_address(gate), false)
    }

    /// The steps that are late or at risk: late ones first, then by their dates; and how many more are late, and at
    /// risk, that are private.
    fn late_steps(&self, wave: Option<WaveIx>, item: Option<ItemIx>) -> (Vec<(Status, Line)>, [usize; 2]) {
        let plan = self.plan();
        let (mut steps, mut hidden) = (Vec::new(), [0, 0]);
        for (ix, it) in plan.items().filter(|(ix, _)| item.is_none_or(|only| only == *ix)) {
            for (nth, step) in it.steps.iter().enumerate() {
                let Some(standing) = self.work.standings[ix.at()].get(nth) else { continue };
                let of_wave = wave.is_none_or(|wave| wave == step.wave);
                if !of_wave || !matches!(standing.status, Status::Late | Status::AtRisk) {
                    continue;
                }
                if it.about.private || plan.wave(step.wave).about.private {
                    hidden[usize::from(standing.status == Status::AtRisk)] += 1;
                } else {
                    steps.push((standing.status, plan.step_live(ix, nth), ix, nth));
                }
            }
        }
        steps.order_by_key(|(status, live, ix, nth)| (std::cmp::Reverse(*status), *live, *ix, *nth));
        let line = |(status, _, ix, nth): (Status, _, ItemIx, usize)| {
            let reason = self.work.standings[ix.at()][nth].reasons.first();
            let name = self.veiled.item(ix).title();
            let why = reason.map_or_else(String::new, |reason| self.reason(reason, (ix, nth)));
            // Whom it is about stands before it.
            let own = [format!("“{name}” "), format!("{name} ")];
            let why = own.iter().find_map(|own| why.strip_prefix(own.as_str())).unwrap_or(&why);
            let line = Line { gist: true, ..Line::new(mark(status), Tone::Status(status), name, why) };
            (status, self.marked(line, &plan.step_address(ix, nth), false))
        };
        (steps.into_iter().map(line).collect(), hidden)
    }

    /// Why, in words for a room, which has nothing of what is private.
    pub(super) fn reason(&self, reason: &Reason, step: (ItemIx, usize)) -> String {
        let private = |need: &Need| self.plan().item(need.item).about.private;
        match reason {
            Reason::NeedLate(need, _)
            | Reason::NeedWaived(need, _)
            | Reason::WishLate(need, _)
            | Reason::NeedOverdue { need, .. }
                if private(need) =>
            {
                format!("waits for {PRIVATE}")
            }
            Reason::Errors(_) => self.found(step, Severity::Error),
            Reason::Warnings(_) => self.found(step, Severity::Warning),
            reason => reason.say(&self.veiled),
        }
    }

    /// What the check found of a step, in a sentence with the names of what it is about. What tells of anything
    /// private, or could by an amount, is told as what should hold.
    fn found(&self, step: (ItemIx, usize), severity: Severity) -> String {
        let found = self.work.counted_with(step, severity).next().map(|it| &it.finding);
        let Some(finding) = found else { return "the plan does not add up here".into() };
        if self.plan().has_private() && self.tells(&finding.message) {
            let holds = rules::by_name(finding.rule).map(|rule| format!("should hold: {}", rule.holds));
            return holds.unwrap_or_else(|| "the plan does not add up here".into());
        }
        // What has no name is said by its id, without the quotes of one.
        Aloud { plans: &[self.plan()], room: true }.message(&finding.message).replace('`', "")
    }

    /// Whether words tell of what is private: by its name or id, or by an amount that it may be part of.
    fn tells(&self, words: &str) -> bool {
        let secrets = || self.work.source().map(Source::secrets);
        let currency = self.plan().currency;
        let is_amount = words.contains(currency.code) || words.contains(['€', '£', '¥', '$', '%']);
        is_amount || self.secrets.get_or_init(secrets).as_ref().is_none_or(|it| it.tells(words))
    }
}
