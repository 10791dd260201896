//! A slip in sentences, what matters most first.

use std::collections::BTreeSet;

use super::{Changed, Impact, Room, later};
use crate::figures::business_case::Case;
use crate::figures::readiness::Tied;
use crate::finding::{Finding, Severity};
use crate::graph::{Delay, Delayed, Graph, Slack};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::calendar::Month;
use crate::plan::id::WaveIx;
use crate::plan::quantity::Money;
use crate::wording;
use crate::wording::names::among_others;

/// What a slip does to `plan`, in sentences. Names are as the plan has them.
#[must_use]
pub fn sentences(impact: &Impact, plan: &Plan, graph: &Graph, findings: &Changed) -> Vec<String> {
    let mut all = vec![moves(impact, plan)];
    if impact.is_empty() {
        return all;
    }
    all.extend(overdue(impact, plan));
    all.push(value(impact, plan));
    all.extend(cost(impact, plan));
    all.extend(past_cost(impact));
    all.extend(payback(&impact.case));
    all.extend(gates(impact, plan));
    all.extend(kpis(impact, plan));
    all.extend(counts(findings, impact, plan));
    all.extend(impact.room.iter().map(|room| {
        let slack = slack(plan.item(room.item).title(), room, plan, graph);
        match room.chain.len() {
            0 | 1 => format!("{slack}."),
            _ => {
                let as_long =
                    room.as_long.words(plan, graph).map_or_else(String::new, |it| format!(" {it}."));
                format!("{slack}. What governs it: {}, {}.{as_long}", chain(room, plan, graph), room.long)
            }
        }
    }));
    all
}

/// How late an item can be, and what comes then: something else that moves, or the horizon.
fn slack(title: &str, room: &Room, plan: &Plan, graph: &Graph) -> String {
    let Some(slack) = room.slack else { return format!("{title} is live: nothing of it is still ahead") };
    let tied = match room.tied {
        Some(Tied::Late) => format!("{title} is late already. "),
        Some(Tied::Expires(until)) => {
            let day = wording::date(until);
            format!(
                "{title} expires on {day}, before it is live, and governs nothing by itself. By its dates, "
            )
        }
        None => String::new(),
    };
    tied + &by_dates(title, slack, room.tied, plan, graph)
}

fn by_dates(title: &str, slack: Slack, tied: Option<Tied>, plan: &Plan, graph: &Graph) -> String {
    let days = wording::count(usize::try_from(slack.days.unsigned_abs()).unwrap_or(0), "day");
    let horizon = format!("the horizon of the plan, {}", wording::date(plan.horizon));
    match (slack.days, slack.to_horizon) {
        (1.., false) => format!("{title} can be {days} late before anything else moves"),
        (0, false) if tied == Some(Tied::Late) => {
            format!("Any further delay of {title} moves something else")
        }
        (0, false) => format!("{title} has no slack: any delay moves something else"),
        (_, false) => format!("{title} is already {days} later than what needs it"),
        (1.., true) => format!("{title} can be {days} late up to {horizon}: nothing else moves by then"),
        (_, true) if graph.is_beyond(slack.step) => {
            let past = (graph.live(slack.step) - plan.horizon).num_days();
            let past = wording::count(usize::try_from(past).unwrap_or(0), "day");
            format!("{title} is live {past} after {horizon}: nothing else moves however late it is")
        }
        (_, true) => format!(
            "{title} is live on {horizon}: a delay takes it past that, and nothing else moves by then"
        ),
    }
}

/// What is late: "CRM 3 months late and the wave Scale 1 month late".
fn late(delays: &[Delay], plan: &Plan) -> String {
    let one = |delay: &Delay| {
        let what = match delay.what {
            Delayed::Item(item) => plan.item(item).title().to_owned(),
            Delayed::Wave(wave) => format!("the wave {}", plan.wave(wave).title()),
        };
        format!("{what} {} late", delay.by)
    };
    let text = wording::list(&delays.iter().map(one).collect::<Vec<_>>());
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn moves(impact: &Impact, plan: &Plan) -> String {
    let (late, several) = (late(&impact.delays, plan), impact.delays.len() > 1);
    if impact.is_empty() {
        return format!("{late}: nothing moves, since all of it is live or over.");
    }
    let own = impact.slip.steps.iter().filter(|moved| moved.because.is_none()).count();
    let only_items = impact.slip.waves.is_empty();
    let others = impact.slip.steps.len() - if only_items { own } else { 0 };
    // A wave that is over stays where it is, and what is overdue of it moves.
    let over = only_items && impact.delays.iter().any(|delay| matches!(delay.what, Delayed::Wave(_)));
    let items: BTreeSet<_> = impact.slip.steps.iter().map(|moved| moved.item).collect();
    let mut what = vec![wording::count(others, if only_items { "other step" } else { "step" })];
    if !only_items {
        what.push(wording::count(impact.slip.waves.len(), "wave"));
        what[0] += &format!(" of {}", wording::count(items.len(), "item"));
    }
    let moves = if several { "move" } else { "moves" };
    let what = match others {
        _ if over => {
            let (whose, are) = (if several { "them" } else { "it" }, if own == 1 { "is" } else { "are" });
            let mut all = vec![format!("{} of {whose} that {are} not live", wording::count(own, "step"))];
            all.extend((others > 0).then(|| wording::count(others, "other step")));
            wording::list(&all)
        }
        0 => "nothing else".to_owned(),
        _ => wording::list(&what),
    };
    let mut text = format!("{late} {moves} {what}");
    if !impact.overrun.is_empty() {
        let steps: u32 = impact.overrun.iter().map(|(_, steps)| steps).sum();
        let title = |(wave, _): &(WaveIx, u32)| plan.wave(*wave).title();
        let waves: Vec<&str> = impact.overrun.iter().map(title).collect();
        let s = if waves.len() == 1 { "" } else { "s" };
        let steps = wording::count(steps as usize, "step");
        text.push_str(&format!("; {steps} past the end of the wave{s} {}", wording::list(&waves)));
    }
    text + "."
}

fn value(impact: &Impact, plan: &Plan) -> String {
    let [before, after] = &impact.case;
    let until = wording::month(Month::of(plan.horizon));
    let money = |amount| wording::money(amount, plan.currency);
    let lost = before.planned - after.planned;
    let npv = match [before.npv, after.npv].map(money) {
        _ if before.npv == after.npv => format!("NPV stays at {}", money(after.npv)),
        [one, other] => {
            let change = wording::money_signed(after.npv - before.npv, plan.currency);
            let from_to = if one == other { one } else { format!("{one} → {other}") };
            format!("NPV {change} ({from_to})")
        }
    };
    let forecast = after.forecast - before.forecast;
    let forecast = match forecast == -lost {
        true => String::new(),
        false => format!(", the forecast changes by {}", wording::money_signed(forecast, plan.currency)),
    };
    match lost {
        Money::ZERO => format!("It loses no planned value up to {until}; {npv}{forecast}."),
        lost if lost < Money::ZERO => {
            format!("It adds {} of planned value up to {until}; {npv}{forecast}.", money(Money(-lost.0)))
        }
        lost => format!("It costs {} of planned value up to {until}; {npv}{forecast}.", money(lost)),
    }
}

/// What begins later costs less up to the horizon; that is no saving.
fn cost(impact: &Impact, plan: &Plan) -> Option<String> {
    let until = wording::month(Month::of(plan.horizon));
    let timing = &impact.timing;
    let saved = (timing.saved > Money::ZERO)
        .then(|| format!("{} saved, none later", wording::money(timing.saved, plan.currency)));
    timing.words(plan.currency).or(saved).map(|words| format!("Cost up to {until}: {words}."))
}

/// A wave that has begun and ends later has its one-off cost spread over more months, also over those gone by; what
/// was due in them and is not there begins to run later.
fn past_cost(impact: &Impact) -> Option<String> {
    let [before, after] = impact.past_cost;
    let less = if after[0] + after[1] < before[0] + before[1] { "less" } else { "more" };
    let one_off = (before[0] != after[0]).then_some("a wave's one-off cost falls evenly on its months");
    let running = (before[1] != after[1]).then_some("what was due in them begins to run later");
    let why: Vec<&str> = one_off.into_iter().chain(running).collect();
    (before != after).then(|| {
        format!(
            "Months that are over are planned to cost {less} then, since {}; what was spent in them stays.",
            wording::list(&why)
        )
    })
}

/// What is overdue is late from the first day on of which it is not known that it was not there.
fn overdue(impact: &Impact, plan: &Plan) -> Option<String> {
    let steps =
        impact.slip.steps.iter().filter(|moved| moved.from <= plan.as_of && moved.to > moved.from).count();
    let ahead = wording::date(plan.as_of.succ_opt()?);
    let [was, is] = if steps == 1 { ["was", "is"] } else { ["were", "are"] };
    (steps > 0).then(|| {
        format!(
            "{} {was} due by {} and {is} not there: what is overdue can be live on {ahead} at the earliest, and is late from there.",
            wording::count(steps, "step"),
            wording::date(plan.as_of)
        )
    })
}

fn payback([before, after]: &[Case; 2]) -> Option<String> {
    let [one, other] = [before, after].map(|case| case.paybacks("not by the horizon")[0].clone());
    (one != other).then(|| format!("Payback {one} → {other}."))
}

fn gates(impact: &Impact, plan: &Plan) -> Option<String> {
    // Names may have commas of their own.
    let title = |gate: &&super::Gate| {
        let gate = &plan.gates[gate.gate.at()];
        among_others(gate.about.name.as_deref().unwrap_or(&gate.id)).into_owned()
    };
    let mut gates: Vec<&super::Gate> = impact.gates.iter().collect();
    gates.order_by_key(|gate| gate.date);
    let lost: Vec<String> = gates.iter().filter(|gate| gate.lost).map(title).collect();
    let moved: Vec<String> = gates.iter().filter(|it| it.date[0] != it.date[1]).map(title).collect();
    let said = |titles: &[String], one: &str, many: &str| match titles.len() {
        0 => None,
        1 => Some(format!("The gate {} {one}", titles[0])),
        _ => Some(format!("The gates {} {many}", wording::list(titles))),
    };
    let lost = said(&lost, "can no longer be passed on its date", "can no longer be passed on their dates");
    let moved = said(&moved, "moves", "move");
    let both: Vec<String> = lost.into_iter().chain(moved).map(|text| text + ".").collect();
    (!both.is_empty()).then(|| both.join(" "))
}

fn kpis(impact: &Impact, plan: &Plan) -> Option<String> {
    let of = |wanted: fn(&super::Target) -> bool| {
        let kpis = impact.kpis.iter().filter(move |kpi| kpi.targets.iter().any(wanted));
        kpis.map(|kpi| among_others(plan.kpi(kpi.kpi).title()).into_owned()).collect::<Vec<_>>()
    };
    let early = of(|target| target.early);
    let moved = of(|target| target.due[0] != target.due[1]);
    let said = |mut names: Vec<String>, what: &str| {
        let all = names.len();
        let have = if all == 1 { "has" } else { "have" };
        // A sentence has room for some names: the table below has all of them.
        if all > NAMED {
            names.truncate(NAMED - 1);
            names.push(format!("{} more", all - names.len()));
        }
        let counted = wording::count(all, "KPI");
        (all > 0).then(|| format!("{counted} {have} {what}: {}", wording::list(&names)))
    };
    let early = said(early, "a target due before what is measured is live");
    let all: Vec<String> = early.into_iter().chain(said(moved, "later targets")).collect();
    (!all.is_empty()).then(|| all.join("; ") + ".")
}

/// The most names, or names and how many more there are, in a sentence that counts.
const NAMED: usize = 4;

/// How many findings come and go; of those that go, how many only since what they are about is later.
fn counts(findings: &Changed, impact: &Impact, plan: &Plan) -> Option<String> {
    let (new, gone) = (findings.new.len(), findings.gone.len());
    let is_later = |(finding, _): &&(Finding, Severity)| later(finding, &impact.plan, plan).is_some();
    let because = match findings.gone.iter().filter(is_later).count() {
        0 => String::new(),
        1 if gone == 1 => ", only since what it is about is later".to_owned(),
        all if all == gone => ", only since what they are about is later".to_owned(),
        some => format!(", {some} of them only since what they are about is later"),
    };
    let appear =
        |count| format!("{} appear{}", wording::count(count, "finding"), if count == 1 { "s" } else { "" });
    match (new, gone) {
        (0, 0) => None,
        (new, 0) => Some(format!("{}.", appear(new))),
        (0, gone) => Some(format!("{} would be gone{because}.", wording::count(gone, "finding"))),
        (new, gone) => Some(format!("{}, and {gone} would be gone{because}.", appear(new))),
    }
}

/// The items of a chain, each once, first to last.
fn chain(room: &Room, plan: &Plan, graph: &Graph) -> String {
    let mut titles: Vec<&str> =
        room.chain.iter().map(|step| plan.item(graph.item_of(*step)).title()).collect();
    titles.dedup();
    titles.join(" → ")
}
