//! A slip as text: sentences, then plain tables.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::Look;
use crate::diff::ROUNDED;
use crate::graph::{Because, Moved};
use crate::impact::{Both, Target, later, sentences};
use crate::plan::Plan;
use crate::plan::quantity::Money;
use crate::show::table::Table;
use crate::wording;

pub(super) fn write(look: &Look<'_>) -> String {
    let plan = look.figures.plan;
    let mut text = String::new();
    for sentence in sentences(look.impact, plan, look.graph, look.findings) {
        let _ = writeln!(text, "{sentence}");
    }
    let tables =
        [waves(look), steps(look), drivers(look), years(look), gates(look), kpis(look), findings(look)];
    for (title, table) in tables {
        if !table.is_empty() {
            let _ = write!(text, "\n{title}\n{table}");
        }
    }
    if !adds_up(look) {
        let _ = write!(text, "\n{ROUNDED}\n");
    }
    text
}

/// Whether each change of an amount is told as what lies between the two beside it as they are told.
fn adds_up(look: &Look<'_>) -> bool {
    let currency = look.figures.plan.currency;
    let told = |[before, after]: Both<Money>| wording::adds_up(before, after, currency);
    let drivers = look.impact.drivers.iter().flat_map(|it| [it.planned, it.forecast]);
    let years = look.impact.years.iter().flat_map(|it| [it.planned, it.cost]);
    let [before, after] = &look.impact.case;
    let all = [[before.planned, after.planned], [before.forecast, after.forecast]];
    drivers.chain(years).chain(all).all(told)
}

fn date(date: Option<NaiveDate>) -> String {
    date.map_or_else(|| "not by the horizon".into(), wording::date)
}

fn waves(look: &Look<'_>) -> (&'static str, Table) {
    let plan = look.figures.plan;
    let mut table = Table::new(&["Wave", ">By", "Start", "Then", "End", "Then", "Because"]);
    for moved in &look.impact.slip.waves {
        let wave = plan.wave(moved.wave);
        let because = moved
            .pushed_by(&look.impact.slip, plan)
            .map_or_else(|| "it is late".into(), |(first, how)| format!("it comes after {first}{how}"));
        let begun = moved.begun(plan).map(|why| format!("; {why}")).unwrap_or_default();
        table.row([
            wave.title().to_owned(),
            moved.by.to_string(),
            wording::date(wave.start),
            wording::date(moved.to.0),
            wording::date(wave.end),
            wording::date(moved.to.1),
            because + &begun,
        ]);
    }
    ("Waves that move", table)
}

fn steps(look: &Look<'_>) -> (&'static str, Table) {
    let (plan, graph) = (look.figures.plan, look.graph);
    let mut table = Table::new(&["Step", ">Level", "Wave", "Live", "Then", "Because"]);
    for moved in &look.impact.slip.steps {
        let item = plan.item(moved.item);
        let level = item.steps.get(graph.nth_of(moved.step)).filter(|_| item.driver().is_none());
        table.row([
            item.title().to_owned(),
            level.map_or_else(String::new, |step| step.level.to_string()),
            plan.wave(graph.wave_of(moved.step)).title().to_owned(),
            wording::date(moved.from),
            wording::date(moved.to),
            because(look, moved) + &expires_first(look, moved),
        ]);
    }
    ("What is live later", table)
}

/// That a mandate will have expired when its step is to be live, so that it is never there.
fn expires_first(look: &Look<'_>, moved: &Moved) -> String {
    let until = look.figures.expired_by(moved.item, moved.to);
    until.map_or_else(String::new, |until| format!("; it expires on {}, before that", wording::date(until)))
}

fn because(look: &Look<'_>, moved: &Moved) -> String {
    let (plan, graph) = (look.figures.plan, look.graph);
    match moved.because {
        None => match look.impact.slip.waves.iter().any(|it| it.wave == graph.wave_of(moved.step)) {
            true => "its wave is late".into(),
            false => "it is late".into(),
        },
        Some(Because::Wave(_)) => "its wave moves".into(),
        Some(Because::Need(edge)) => match edge.need {
            Some(_) => format!("it needs {}", plan.item(graph.item_of(edge.needed)).title()),
            None => "its level before is later".into(),
        },
    }
}

/// Before, after, and the difference.
fn three(plan: &Plan, [before, after]: Both<Money>) -> [String; 3] {
    let bare = |amount| wording::money_bare(amount, plan.currency);
    let plus = if after > before { "+" } else { "" };
    [bare(before), bare(after), format!("{plus}{}", bare(after - before))]
}

fn drivers(look: &Look<'_>) -> (&'static str, Table) {
    let plan = look.figures.plan;
    let mut table = Table::new(&["Driver", ">Planned", ">Then", ">Change", ">Forecast", ">Then", ">Change"]);
    let mut row = |title: &str, planned, forecast| {
        let cells = [three(plan, planned), three(plan, forecast)].concat();
        table.row([title.to_owned()].into_iter().chain(cells));
    };
    for driver in &look.impact.drivers {
        row(plan.item(driver.driver).title(), driver.planned, driver.forecast);
    }
    if !look.impact.drivers.is_empty() {
        let [before, after] = &look.impact.case;
        row("All drivers", [before.planned, after.planned], [before.forecast, after.forecast]);
        let plain = three(plan, [before.planned_unweighted, after.planned_unweighted]);
        table.row(["Unweighted".to_owned()].into_iter().chain(plain).chain([const { String::new() }; 3]));
    }
    ("Value by driver up to the horizon, weighted with confidence", table)
}

fn years(look: &Look<'_>) -> (&'static str, Table) {
    let plan = look.figures.plan;
    let mut table = Table::new(&[">Year", ">Planned", ">Then", ">Change", ">Cost", ">Then", ">Change"]);
    for year in &look.impact.years {
        if year.planned[0] != year.planned[1] || year.cost[0] != year.cost[1] {
            let cells = [three(plan, year.planned), three(plan, year.cost)].concat();
            table.row([year.year.to_string()].into_iter().chain(cells));
        }
    }
    if !table.is_empty() {
        let [before, after] = &look.impact.case;
        let cells = [[before.planned, after.planned], [before.cost, after.cost]].map(|it| three(plan, it));
        table.row(["All".to_owned()].into_iter().chain(cells.concat()));
    }
    ("Value, weighted with confidence, and cost by year", table)
}

fn gates(look: &Look<'_>) -> (&'static str, Table) {
    let plan = look.figures.plan;
    let mut table = Table::new(&["Gate", "Held", "Criterion", "Met", "Then"]);
    for it in &look.impact.gates {
        let gate = &plan.gates[it.gate.at()];
        let title = gate.about.name.as_deref().unwrap_or(&gate.id);
        let held = match it.date {
            [before, after] if before == after => wording::date(before),
            [before, after] => format!("{} → {}", wording::date(before), wording::date(after)),
        };
        if it.criteria.is_empty() {
            table.row([title, &held, "moves with its wave"]);
        }
        for criterion in &it.criteria {
            let text = gate.criteria.get(criterion.position).map_or("", |criterion| &criterion.text);
            let late = if criterion.lost { "" } else { " (too late already)" };
            let [before, after] = [0, 1].map(|of| {
                let day = date(criterion.met[of]);
                match criterion.expired[of] {
                    Some(until) => format!("expired on {}", wording::date(until)),
                    None if criterion.overdue[of] => format!("not yet; {day} at the earliest"),
                    None if criterion.met[of] == Some(plan.as_of) => "holds now".into(),
                    None => day,
                }
            });
            table.row([title, &held, text, &(before + late), &after]);
        }
    }
    ("Gates", table)
}

fn kpis(look: &Look<'_>) -> (&'static str, Table) {
    let plan = look.figures.plan;
    let mut table = Table::new(&["KPI", "Measures what moves", "Targets"]);
    for it in &look.impact.kpis {
        let items: Vec<&str> = it.items.iter().map(|item| plan.item(*item).title()).collect();
        let target = |target: &Target| {
            let wave = plan.wave(target.wave).title();
            let due = match target.due {
                [before, after] if before == after => wording::date(before),
                [before, after] => format!("{} → {}", wording::date(before), wording::date(after)),
            };
            let early = if target.early { ", before what is measured is live" } else { "" };
            format!("{wave} {due}{early}")
        };
        let targets: Vec<String> = it.targets.iter().map(target).collect();
        table.row([plan.kpi(it.kpi).title(), &items.join(", "), &targets.join("; ")]);
    }
    ("KPIs", table)
}

fn findings(look: &Look<'_>) -> (&'static str, Table) {
    let mut table = Table::new(&["Finding", "Rule", "What"]);
    let (new, gone) = (&look.findings.new, &look.findings.gone);
    for (word, list) in [("new", new), ("gone", gone)] {
        for (finding, severity) in list {
            let why = later(finding, &look.impact.plan, look.figures.plan).filter(|_| word == "gone");
            let why = why.map_or_else(String::new, |it| format!("; {}", it.words()));
            let said = format!("{}{why}", &*finding.message);
            table.row([&format!("{word} {}", severity.as_str()), finding.rule, &said]);
        }
    }
    ("Findings", table)
}
