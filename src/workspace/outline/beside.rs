//! An outline beside that of the plan that it was tried on: what looks better only since money, targets or
//! gates moved. Later money is not saved, an easier target is not reached, and a gate passed on another day
//! by other criteria is another gate: a figure counts as better only where it is better with the same money
//! at the same time, against the same target.

use super::alone::alone;
use super::found::Apart;
use super::{Amount, Aside, Figure, Outline, Tells, Verdict, is_of_decision};
use crate::figures::performance::Status as Colour;
use crate::figures::timing::Timing;
use crate::finding::Severity;
use crate::impact::passable;
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Part, Table};
use crate::plan::id::{GateIx, KpiIx, WaveIx};
use crate::plan::kpi::{Kpi, Target};
use crate::plan::leadership::Gate;
use crate::plan::quantity::Money;
use crate::status::gate_date;
use crate::wording;
use crate::wording::names::among_others;
use crate::workspace::Workspace;

/// KPIs that are named; the rest is counted.
const NAMED: usize = 3;

impl Outline {
    /// What an open plan comes to, held against the plan that it was made from.
    #[must_use]
    pub fn beside(work: &Workspace, plan: &Workspace) -> Self {
        let mut outline = Self::of(work);
        let timing = work.figures().cost_since(plan.figures());
        let moved = moved_targets(work.plan(), plan.plan());
        let green = green_alike(work, plan, &moved);
        let found = Apart::of(work, plan);
        for figure in &mut outline.figures {
            figure.alike = match (figure.at.table, figure.at.path.first()) {
                (Table::Plan, Some(Part::Key(key))) if &**key == "kpis" => {
                    Some(Amount::Count(green, Some(work.plan().kpis.len())))
                }
                // What is found no more only since it is later is not mended.
                (Table::Plan, Some(Part::Key(key))) if &**key == "errors" => {
                    found_alike(figure.amount, &found, Severity::Error)
                }
                (Table::Plan, Some(Part::Key(key))) if &**key == "warnings" => {
                    found_alike(figure.amount, &found, Severity::Warning)
                }
                (Table::Plan, Some(Part::Key(key))) if &**key == "decisions" => match figure.amount {
                    Amount::Count(count, of) => {
                        let gone = found
                            .gone
                            .iter()
                            .filter(|(it, later)| later.is_some() && is_of_decision(&it.finding));
                        Some(Amount::Count(count + gone.count(), of))
                    }
                    _ => None,
                },
                (Table::Plan, Some(Part::Key(key))) => in_time(key, &timing, figure.amount),
                (Table::Gate, None) if !same_gate(work.plan(), plan.plan(), &figure.at.key) => {
                    let plain = Self::gate_count(plan, &figure.at.key);
                    plain.map(|(met, of)| Amount::Count(met, Some(of)))
                }
                _ if figure.is_ahead() && !same_gate(work.plan(), plan.plan(), &figure.at.key) => {
                    let of = plan.plan().gate_by_id(&figure.at.key);
                    let outlook = of.and_then(|ix| plan.figures().outlook(ix));
                    outlook.map(|it| Amount::Count(it.holding(), Some(it.criteria.len())))
                }
                _ => None,
            };
        }
        if let Some(words) = timing.words(work.plan().currency) {
            outline.aside.push(Aside::plain(format!("Cost: {words}"), Tells::Money));
        }
        if !moved.is_empty() {
            let names: Vec<&str> = moved.iter().map(|ix| work.plan().kpi(*ix).title()).collect();
            let told = |names: String| format!("KPI targets moved: {names}");
            let tells = Tells::private(moved.iter().any(|ix| work.plan().is_private_kpi(*ix)));
            outline.aside.push(Aside { brief: told(named(&names)), whole: told(listed(&names)), tells });
        }
        let tells = Tells::private(found.is_of_private(work.plan(), plan.plan()));
        outline.aside.extend(found.words().map(|words| Aside::plain(words, tells)));
        outline.gone = alone(plan.plan(), work.plan());
        outline.past = overrun(work.plan(), plan.plan());
        outline.lost = lost(work, plan);
        outline
    }

    fn gate_count(plan: &Workspace, id: &str) -> Option<(usize, usize)> {
        let verdict = plan.figures().verdict(plan.plan().gate_by_id(id)?, plan.plan().as_of);
        let judged = verdict.deciding();
        Some((judged.iter().filter(|it| it.holds).count(), judged.len()))
    }
}

/// Some names, the rest counted: "A, B, C and 4 more".
fn named(names: &[&str]) -> String {
    match names.get(..NAMED).filter(|_| names.len() > NAMED + 1) {
        Some(first) => {
            let first: Vec<_> = first.iter().map(|name| among_others(name)).collect();
            format!("{} and {} more", first.join(", "), names.len() - NAMED)
        }
        None => listed(names),
    }
}

/// All of them.
fn listed(names: &[&str]) -> String {
    wording::list(&names.iter().map(|name| among_others(name)).collect::<Vec<_>>())
}

/// A figure of money as it would be if what both plans pay fell when it fell before.
fn in_time(key: &str, timing: &Timing, amount: Amount) -> Option<Amount> {
    let case = &timing.in_time;
    let money = match key {
        "cost" => case.cost,
        "npv" => case.npv,
        "peak-funding" if case.peak_funding < Money::ZERO => -case.peak_funding,
        "peak-funding" => case.peak_funding,
        "payback" if matches!(amount, Amount::Month(_)) => return Some(Amount::Month(case.payback)),
        _ => return None,
    };
    match amount {
        Amount::Money(_, currency) => Some(Amount::Money(money, currency)),
        _ => None,
    }
}

/// How much would be found if what is only later were found still.
fn found_alike(amount: Amount, found: &Apart<'_>, severity: Severity) -> Option<Amount> {
    match amount {
        Amount::Count(count, of) => Some(Amount::Count(count + found.only_later(severity), of)),
        _ => None,
    }
}

/// What a KPI is held against: its targets with their days, and how it is judged.
fn aim<'p>(plan: &'p Plan, kpi: &'p Kpi) -> impl PartialEq + use<'p> {
    let due = |targets: &[(WaveIx, Target)]| -> Vec<_> {
        targets.iter().map(|(wave, target)| (plan.wave(*wave).end, *target)).collect()
    };
    let local: Vec<_> =
        kpi.local.iter().map(|(market, targets)| (&*plan.markets[market.at()].id, due(targets))).collect();
    (due(&kpi.target), local, kpi.baseline, kpi.better, kpi.tolerance, kpi.counts, kpi.window)
}

/// The KPIs of a plan that are held against something else than in the one before.
fn moved_targets(now: &Plan, before: &Plan) -> Vec<KpiIx> {
    let other = |(ix, kpi): (KpiIx, &Kpi)| {
        let was = before.kpi_by_id(&kpi.id)?;
        (aim(now, kpi) != aim(before, before.kpi(was))).then_some(ix)
    };
    now.kpis().filter_map(other).collect()
}

/// How many KPIs are green against what they were held against before.
fn green_alike(work: &Workspace, plan: &Workspace, moved: &[KpiIx]) -> usize {
    let green = |work: &Workspace, ix| work.figures().kpi(ix).global.stands_as(Colour::Green);
    let counts = |(ix, kpi): (KpiIx, &Kpi)| match plan.plan().kpi_by_id(&kpi.id) {
        Some(was) if moved.binary_search(&ix).is_ok() => green(work, ix) && green(plan, was),
        Some(_) => green(work, ix),
        // What nobody measured before was not reached.
        None => false,
    };
    work.plan().kpis().filter(|it| counts(*it)).count()
}

/// The steps that are live only after the end of their wave, and were not so, or not on that day, in the plan
/// before: what the impact of a slip tells, too.
pub(crate) fn overrun(now: &Plan, before: &Plan) -> Option<Aside> {
    let mut waves: Vec<WaveIx> = Vec::new();
    let (mut steps, mut private) = (Vec::new(), false);
    for (ix, item) in now.items() {
        let was = before.item_by_id(&item.id);
        for (nth, step) in item.steps.iter().enumerate() {
            let wave = now.wave(step.wave);
            let Some(live) = now.step_live(ix, nth).filter(|live| *live > wave.end) else { continue };
            let same = was.is_some_and(|was| {
                let old = before.item(was).steps.iter().position(|old| old.level == step.level);
                old.is_some_and(|old| {
                    let end = before.wave(before.item(was).steps[old].wave).end;
                    before.step_live(was, old) == Some(live) && end == wave.end
                })
            });
            if !same {
                let level = if item.steps.len() > 1 { format!(" at {}", step.level) } else { String::new() };
                steps.push(format!("{}{level} on {}", item.title(), wording::date(live)));
                waves.push(step.wave);
                let was = was.is_some_and(|was| before.item(was).about.private);
                private |= was || item.about.private || wave.about.private;
            }
        }
    }
    waves.order();
    waves.dedup();
    let titles: Vec<&str> = waves.iter().map(|wave| now.wave(*wave).title()).collect();
    let names: Vec<&str> = steps.iter().map(String::as_str).collect();
    let s = if titles.len() == 1 { "" } else { "s" };
    let count = wording::count(steps.len(), "step");
    let told =
        |names: String| format!("{count} past the end of the wave{s} {}: {names}", wording::list(&titles));
    let tells = Tells::private(private);
    (!steps.is_empty()).then(|| Aside { brief: told(named(&names)), whole: told(listed(&names)), tells })
}

/// The gates that could be passed on their dates before, and can no longer.
fn lost(work: &Workspace, before: &Workspace) -> Option<Aside> {
    let (plan, then) = (work.plan(), before.plan());
    let is_lost = |nth: &usize| {
        let was = then.gate_by_id(&plan.gates[*nth].id);
        was.is_some_and(|was| passable(before.figures(), was))
            && !plan.is_settled(GateIx::from(*nth))
            && !passable(work.figures(), GateIx::from(*nth))
    };
    let gates: Vec<&Gate> = (0..plan.gates.len()).filter(is_lost).map(|nth| &plan.gates[nth]).collect();
    let names: Vec<&str> = gates.iter().map(|gate| gate.about.name.as_deref().unwrap_or(&gate.id)).collect();
    let asks = |gate: &Gate| gate.criteria.iter().any(|criterion| plan.is_private(criterion.subject));
    let tells = Tells::private(gates.iter().any(|gate| gate.about.private || asks(gate)));
    let told = |said: String| match names.len() {
        1 => format!("gate {said} can no longer be passed on its date"),
        _ => format!("gates {said} can no longer be passed on their dates"),
    };
    (!names.is_empty()).then(|| Aside { brief: told(named(&names)), whole: told(listed(&names)), tells })
}

/// Whether a gate asks for the same, no later than before.
fn same_gate(now: &Plan, before: &Plan, id: &str) -> bool {
    let (Some(ix), Some(was)) = (now.gate_by_id(id), before.gate_by_id(id)) else { return true };
    let asks = |plan: &Plan, ix: GateIx| -> Vec<Box<str>> {
        plan.gates[ix.at()].criteria.iter().map(|criterion| criterion.text.clone()).collect()
    };
    asks(now, ix) == asks(before, was) && gate_date(now, ix) <= gate_date(before, was)
}

impl Figure {
    /// Whether it is better than in the plan that it was tried on, and not merely later.
    #[must_use]
    pub fn verdict(&self, before: &Self) -> Verdict {
        let plain = self.amount.verdict(before.amount, before.higher);
        let alike = self.alike.map_or(plain, |alike| alike.verdict(before.amount, before.higher));
        let is_cost = matches!(self.at.path.first(), Some(Part::Key(key)) if &**key == "cost");
        match (plain, alike) {
            (Verdict::Better, Verdict::Same | Verdict::Worse) => match self.amount {
                Amount::Count(..) => Verdict::Moved,
                _ => Verdict::Later,
            },
            (Verdict::Worse, Verdict::Same | Verdict::Better) if is_cost => Verdict::Earlier,
            (Verdict::Better, Verdict::Better) if self.is_later_in_part() => Verdict::Mixed,
            // As many criteria hold of fewer that are asked.
            (Verdict::Same, _) if self.asks_less_than(before) => Verdict::Moved,
            _ => plain,
        }
    }

    /// Whether of less that is asked as much is met.
    fn asks_less_than(&self, before: &Self) -> bool {
        match (before.amount, self.amount) {
            (Amount::Count(was, Some(asked)), Amount::Count(met, Some(of))) => {
                self.at.table == Table::Gate && met == was && of < asked
            }
            _ => false,
        }
    }

    /// Whether it looks better than it is, since cost falls later. What cost that falls earlier takes from it is no
    /// reason to doubt what is left.
    fn is_later_in_part(&self) -> bool {
        let timed = matches!(self.amount, Amount::Money(..) | Amount::Month(_));
        let beyond = |alike| self.amount.verdict(alike, self.higher) == Verdict::Better;
        timed && self.alike.is_some_and(beyond)
    }

    /// Of a figure that is better in part only since cost falls later: how much, and how much of it.
    #[must_use]
    pub(super) fn in_part(&self, before: &Self) -> String {
        let far = |amount: Amount| self.amount.since(amount).trim_start_matches(['+', '−']).to_owned();
        let by = match far(before.amount) {
            by if by.is_empty() => by,
            by => format!(" by {by}"),
        };
        let later = self.alike.map(far).filter(|later| !later.is_empty());
        let later = later.map_or_else(|| "in part".into(), |later| format!("{later} of it"));
        format!("{} is better{by}, {later} only since cost falls later", self.name)
    }
}
