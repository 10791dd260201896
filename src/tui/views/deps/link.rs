//! How a link stands: by the dates of the plan, and by what is on record. The two are told apart, since what is
//! planned in time may be late by its status, and what is planned too late may be live.

use crate::plan::Plan;
use crate::plan::id::ItemIx;
use crate::plan::item::Need;
use crate::status::{self, Lateness, Status};
use crate::tui::theme::Tone;
use crate::workspace::Workspace;

/// How a link stands; the gravest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Link {
    planned: Planned,
    soft: bool,
    now: Now,
}

/// By the dates of the plan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Planned {
    TooLate,
    /// It is a mandate, which has expired by the day on which it is needed.
    Expired,
    /// Too late, which the plan accepts for a time.
    Waived,
    InTime,
    /// What needs it is in no wave, and needs it by no day.
    ByNoDay,
}

/// Where the step that is needed stands by its status.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Now {
    /// No step of the plan reaches it.
    Never,
    Late,
    AtRisk,
    ToCome,
    Live,
    /// Today's maturity has the level already.
    Today,
}

impl Link {
    /// Nothing is known against it.
    pub(super) const FINE: Self = Self { planned: Planned::InTime, soft: false, now: Now::ToCome };

    /// How one need stands.
    pub(super) fn of(work: &Workspace, need: &Need, needing: ItemIx, soft: bool) -> Self {
        let plan = work.plan();
        let item = plan.item(needing);
        let live = plan.step_live(needing, Plan::step_of_need(item, need)).unwrap_or(plan.horizon);
        let late = status::lateness(work.figures(), need, live);
        let planned = match late {
            _ if item.steps.is_empty() => Planned::ByNoDay,
            Some(late) if !soft && status::is_waived(plan, item, late) => Planned::Waived,
            Some(Lateness::Expired(_)) => Planned::Expired,
            Some(_) => Planned::TooLate,
            None => Planned::InTime,
        };
        let step = plan.item(need.item).step_reaching(need.level);
        let standing = step.and_then(|step| work.standings.get(need.item.at())?.get(step));
        let now = match standing {
            _ if plan.met_today(need) => Now::Today,
            Some(standing) if standing.live => Now::Live,
            Some(standing) if standing.status == Status::Late => Now::Late,
            Some(standing) if standing.status == Status::AtRisk => Now::AtRisk,
            Some(_) => Now::ToCome,
            None => Now::Never,
        };
        Self { planned, soft, now }
    }

    /// A hard need that is planned too late, or has expired by then.
    pub(super) fn is_late(self) -> bool {
        self.is_planned_late() && !self.soft
    }

    /// Planned too late, or expired by then, be it needed or wished for.
    pub(super) fn is_planned_late(self) -> bool {
        matches!(self.planned, Planned::TooLate | Planned::Expired)
    }

    /// What is wished for and not needed.
    pub(super) fn is_soft(self) -> bool {
        self.soft
    }

    /// Planned in time, for what that is worth, or by no day: what is needed is late by its status.
    pub(super) fn is_late_by_status(self) -> bool {
        matches!(self.planned, Planned::InTime | Planned::ByNoDay) && self.now == Now::Late
    }

    /// How it is drawn.
    pub(super) fn line(self) -> (&'static str, Tone) {
        match (self.planned, self.soft) {
            (Planned::TooLate | Planned::Expired, false) => ("━", Tone::Status(Status::Late)),
            (Planned::TooLate | Planned::Expired, true) => ("╌", Tone::Status(Status::AtRisk)),
            (Planned::InTime | Planned::ByNoDay, false) if self.is_late_by_status() => {
                ("~", Tone::Status(Status::AtRisk))
            }
            (Planned::InTime | Planned::ByNoDay | Planned::Waived, false) => ("─", Tone::Plain),
            (Planned::InTime | Planned::ByNoDay | Planned::Waived, true) => ("╌", Tone::Faint),
        }
    }

    /// In words of what needs it, which is not itself there where its need is.
    pub(super) fn word_onward(self) -> String {
        let words = match (self.planned, self.now) {
            (_, Now::Today) | (Planned::InTime | Planned::ByNoDay, Now::Live) => "need met",
            (Planned::Waived, Now::Live) => "planned too late and waived, need met by status",
            (Planned::Expired, Now::Live) => "need met, and expired by then",
            (Planned::TooLate, Now::Live) => "planned too late, need met by status",
            _ => return self.word(),
        };
        if self.soft { format!("{words}, soft") } else { words.to_owned() }
    }

    /// In words: "planned in time, late by status".
    pub(super) fn word(self) -> String {
        let words = match (self.planned, self.now) {
            (_, Now::Today) => "there today",
            (Planned::InTime | Planned::ByNoDay, Now::Live) => "live",
            (Planned::InTime, Now::Late) => "planned in time, late by status",
            (Planned::InTime, Now::AtRisk) => "planned in time, at risk by status",
            (Planned::InTime, Now::ToCome | Now::Never) => "planned in time",
            (Planned::ByNoDay, Now::Never) => "never",
            (Planned::ByNoDay, Now::Late) => "late by status",
            (Planned::ByNoDay, Now::AtRisk) => "at risk by status",
            (Planned::ByNoDay, Now::ToCome) => "to come",
            (Planned::Waived, Now::Live) => "planned too late and waived, live by status",
            (Planned::Waived, _) => "planned too late, which is waived",
            (Planned::Expired, Now::Live) => "live, and expired by then",
            (Planned::Expired, _) => "expired by then",
            (Planned::TooLate, Now::Live) => "planned too late, live by status",
            (Planned::TooLate, _) => "planned too late",
        };
        if self.soft { format!("{words}, soft") } else { words.to_owned() }
    }
}

/// The need of one item for another, a hard one first.
pub(super) fn link_between(work: &Workspace, needing: ItemIx, needed: ItemIx) -> Option<(&Need, bool)> {
    let item = work.plan().item(needing);
    let gravest = |list: &'static str| {
        let soft = list != "needs";
        let needs = if soft { &item.prefers } else { &item.needs };
        let needs = needs.iter().filter(|need| need.item == needed);
        Some((needs.min_by_key(|need| Link::of(work, need, needing, soft))?, soft))
    };
    gravest("needs").or_else(|| gravest("prefers"))
}

/// How many needs of the plan are planned too late, and how many wait for what is late by its status.
pub(super) fn sum(work: &Workspace) -> String {
    let (mut all, mut late, mut expired, mut by_status) = (0, 0, 0, 0);
    for (ix, item) in work.plan().items() {
        all += item.needs.len();
        for link in item.needs.iter().map(|need| Link::of(work, need, ix, false)) {
            late += usize::from(link.is_late());
            expired += usize::from(link.is_late() && link.planned == Planned::Expired);
            by_status += usize::from(link.is_late_by_status());
        }
    }
    // Short, so that it stands beside the sentence in 80 columns.
    match (late, by_status) {
        (0, 0) if all == 0 => String::new(),
        (0, 0) => format!("all {all} planned in time"),
        (late, 0) if late == expired => format!("{late} of {all} expired by then"),
        (late, 0) => format!("{late} of {all} planned too late"),
        (0, many) => format!("{many} of {all} late by status"),
        (late, many) => format!("{late} late by plan, {many} by status"),
    }
}
