//! The slide of what is late and why, and that not all of a plan could be read.

use super::agenda::{Big, Line, Slide, Teller};
use chrono::NaiveDate;

use crate::finding::Severity;
use crate::order::Order as _;
use crate::plan::id::{GateIx, ItemIx, WaveIx};
use crate::plan::item::Need;
use crate::plan::record::Outcome;
use crate::plan::veil::PRIVATE;
use crate::rules;
use crate::source::Source;
use crate::status::{self, Reason, Status};
use crate::tui::theme::{Tone, mark};
use crate::wording;
use crate::wording::aloud::Aloud;

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
        // Of one thing the room is not to take it for all.
        if let Some(ix) = item.filter(|_| slide.lines.is_empty()) {
            slide.lines.push(self.on_time(ix, hidden > 0));
        }
        slide.lines.extend(Line::not_shown(hidden, !slide.lines.is_empty()));
        if slide.lines.is_empty() {
            let of = wave.filter(|ix| !self.plan().wave(*ix).about.private);
            let of = of.map_or_else(String::new, |ix| format!(" in {}", self.veiled.wave(ix).title()));
            let words = format!("Nothing is late{of}");
            slide.lines.push(Line::new(mark(Status::Done), Tone::Status(Status::Done), &words, ""));
        }
        slide
    }

    /// How an item stands of which nothing is late, and when its next step is due; only its name where some of it is
    /// not for the room.
    fn on_time(&self, ix: ItemIx, hides: bool) -> Line {
        let plan = self.plan();
        let name = self.veiled.item(ix).title();
        // The day of a step in a private wave would tell of that.
        let in_private = plan.item(ix).steps.iter().any(|step| plan.wave(step.wave).about.private);
        if hides || in_private {
            return Line::new("·", Tone::Plain, name, "");
        }
        let standings = &self.work.standings[ix.at()];
        let next = standings.iter().position(|it| !it.live);
        let day = next.or(standings.len().checked_sub(1)).and_then(|nth| plan.step_live(ix, nth));
        let words = if next.is_some() { "due" } else { "live since" };
        let day = day.map_or_else(String::new, |day| format!(", {words} {}", wording::date(day)));
        let status = self.work.status(ix, None);
        let aside = format!("{}{day} · nothing is late", status.as_str());
        self.marked(Line::new(mark(status), Tone::Status(status), name, aside), &plan.item_address(ix), false)
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
    pub(super) fn halted_words(&self, gate: GateIx) -> Line {
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
    pub(super) fn late_steps(
        &self,
        wave: Option<WaveIx>,
        item: Option<ItemIx>,
    ) -> (Vec<(Status, Line)>, [usize; 2]) {
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
    pub(super) fn tells(&self, words: &str) -> bool {
        let secrets = || self.work.source().map(Source::secrets);
        let currency = self.plan().currency;
        let is_amount = words.contains(currency.code) || words.contains(['€', '£', '¥', '$', '%']);
        is_amount || self.secrets.get_or_init(secrets).as_ref().is_none_or(|it| it.tells(words))
    }
}
