//! What an open scenario makes otherwise than the plan: on the slides of where it stands and of value, so that a
//! room sees what it would decide for.

use super::agenda::{Line, Teller};
use crate::plan::address::{Part, Table};
use crate::plan::id::ItemIx;
use crate::status::Status;
use crate::tui::theme::{Tone, mark};
use crate::workspace::Workspace;
use crate::workspace::outline::{Figure, Outline, Verdict};

/// A figure of the plan, what a scenario makes of it, and whether that is better.
pub(super) struct Difference {
    was: Figure,
    now: Figure,
    verdict: Verdict,
}

/// What a scenario makes otherwise than the plan, in the order of the comparison.
pub(super) fn of(work: &Workspace, plan: &Workspace) -> Vec<Difference> {
    let now = Outline::beside(work, plan);
    let differs = |was: Figure| {
        let now = now.get(&was.at)?.clone();
        let verdict = now.verdict(&was);
        (verdict != Verdict::Same).then_some(Difference { was, now, verdict })
    };
    Outline::of(plan).figures.into_iter().filter_map(differs).collect()
}

/// Whether a figure is one of money, which the slide of value tells.
fn is_money(figure: &Figure) -> bool {
    let key = match figure.at.path.first() {
        Some(Part::Key(key)) => &**key,
        _ => "",
    };
    figure.at.table == Table::Plan
        && matches!(key, "planned" | "forecast" | "cost" | "npv" | "payback" | "peak-funding")
}

impl Teller<'_> {
    /// What the open scenario makes otherwise: of value and money, or of dates, gates, KPIs and findings. `None`
    /// where no scenario is open.
    pub(super) fn differences(&self, of_money: bool) -> Option<Vec<Line>> {
        let told = self.differences.as_ref()?.iter();
        let told = told.filter(|it| is_money(&it.now) == of_money && !self.is_hidden(&it.now));
        let lines: Vec<Line> = told.map(line).collect();
        if lines.is_empty() {
            let what = if of_money { "value and money" } else { "dates, gates and findings" };
            return Some(vec![Line::new(
                "·",
                Tone::Plain,
                "As in the plan",
                format!("{what} stay as they are"),
            )]);
        }
        Some(lines)
    }

    /// Whether a figure is one of something private, or would tell of it.
    fn is_hidden(&self, figure: &Figure) -> bool {
        let plan = self.plan();
        let key = &*figure.at.key;
        match figure.at.table {
            Table::Gate => plan.gate_by_id(key).is_none_or(|ix| {
                let gate = &plan.gates[ix.at()];
                gate.about.private || gate.criteria.iter().any(|it| plan.is_private(it.subject))
            }),
            Table::Wave => plan.wave_by_id(key).is_none_or(|ix| plan.wave(ix).about.private),
            _ if is_money(figure) => self.work.figures().alone().tells(),
            _ => plan.kpis().any(|(ix, _)| plan.is_private_kpi(ix)) || any_private(self),
        }
    }
}

/// Findings are counted over all items, the private ones as well.
fn any_private(teller: &Teller<'_>) -> bool {
    let plan = teller.plan();
    (0..plan.items.len()).map(ItemIx::from).any(|ix| plan.item(ix).about.private)
}

fn line(of: &Difference) -> Line {
    let Difference { was, now, verdict } = of;
    let status = match verdict {
        Verdict::Better => Some(Status::Done),
        Verdict::Worse => Some(Status::Late),
        _ => None,
    };
    let (sign, tone) = status.map_or(("·", Tone::Plain), |status| (mark(status), Tone::Status(status)));
    let since = now.amount.since(was.amount);
    let by = if since.is_empty() { String::new() } else { format!("{since}, ") };
    let aside = format!("{} → {} ({by}{})", was.amount.shown(), now.amount.shown(), verdict.word());
    Line::new(sign, tone, &now.name, aside)
}
