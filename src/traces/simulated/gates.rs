//! What the chance of a gate is made of: its criteria, and for one that asks about a KPI how that is drawn.

use chrono::NaiveDate;

use super::causes;
use crate::figures::Figures;
use crate::figures::performance::NoForecast;
use crate::figures::readiness::missing;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::GateIx;
use crate::plan::leadership::{Comparison, Criterion, Subject};
use crate::simulation::spread::Chance;
use crate::simulation::trend::Heading;
use crate::simulation::{CriterionOutlook, GateOutlook, Simulation};
use crate::status::gate_date;
use crate::trace::asked::{known, unseen};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::overdue::overdue;
use crate::trace::value::Value;
use crate::trace::{Origin, Trace};
use crate::traces::kpi_line::{scatter_page, slope_page};
use crate::wording;

pub(super) fn outlook(simulation: &Simulation, gate: GateIx) -> Option<&GateOutlook> {
    simulation.gates.iter().find(|outlook| outlook.gate == gate)
}

/// A chance as it is told.
fn told_as(told: &CriterionOutlook) -> Value {
    let value = if told.hangs.is_some() { Value::AtMost } else { Value::Share };
    Value::maybe(told.chance.map(Chance::share), value)
}

/// The chance of a gate with those of its criteria, that of a criterion with how its KPI is drawn.
pub(super) fn drawn(figures: &Figures<'_>, simulation: &Simulation, of: &Of, mut trace: Trace) -> Trace {
    let plan = figures.plan;
    match of {
        Of::Gate(gate) => {
            let Some(outlook) = outlook(simulation, *gate) else { return trace };
            day(figures, *gate, outlook.at, &mut trace);
            let criteria = plan.gates[gate.at()].criteria.iter().zip(&outlook.criteria);
            for ((criterion, told), nth) in criteria.zip(0..) {
                let chance = told_as(told);
                let name = Of::Criterion(*gate, nth).name(plan, super::GATE.word, None);
                trace.take(&criterion.text, chance, name);
                trace.decide(&*criterion.text, line(figures, *gate, criterion));
            }
            let criteria = &plan.gates[gate.at()].criteria;
            let least =
                outlook.least_likely().and_then(|(nth, _)| criteria.get(nth)).filter(|_| criteria.len() > 1);
            trace.noting(least.map(|it| format!("its least likely criterion is {}", it.text)))
        }
        Of::Criterion(gate, nth) => {
            let told = outlook(simulation, *gate).and_then(|outlook| outlook.criteria.get(*nth as usize));
            let at = outlook(simulation, *gate).map_or(plan.as_of, |outlook| outlook.at);
            match told.and_then(|told| told.heading) {
                _ if at <= plan.as_of => settled(figures, of, at, trace),
                Some(heading) => headed(figures, of, at, &heading, trace),
                None => {
                    let mut trace = asked(figures, of, at, trace);
                    if let Some(hangs) = told.and_then(|told| told.hangs) {
                        overdue(figures, (hangs.item, hangs.step), of, &mut trace);
                    }
                    trace
                }
            }
        }
        _ => trace,
    }
}

/// With the day on which a gate is asked: its own, or `as-of` where that has passed.
fn day(figures: &Figures<'_>, gate: GateIx, at: NaiveDate, trace: &mut Trace) {
    let plan = figures.plan;
    let Some(own) = gate_date(plan, gate) else { return };
    let line = match (&plan.gates[gate.at()], plan.gates[gate.at()].wave) {
        (it, Some(wave)) if it.date.is_none() => plan.wave_address(wave).to("end"),
        (it, _) => Address::new(Table::Gate, &it.id).to("date"),
    };
    if at == own {
        trace.take("asked on", Value::Date(at), line);
    } else {
        trace.take("asked on", Value::Date(at), Address::new(Table::Plan, "").to("as-of"));
        trace.take("its day, which has passed", Value::Date(own), line);
    }
}

/// With the criterion as the plan writes it, and what a run draws for it.
fn asked(figures: &Figures<'_>, of: &Of, at: NaiveDate, trace: Trace) -> Trace {
    let Of::Criterion(gate, nth) = of else { return trace };
    let Some(criterion) = figures.plan.gates[gate.at()].criteria.get(*nth as usize) else { return trace };
    let mut trace =
        trace.with("what is needed", Value::Number(criterion.threshold), line(figures, *gate, criterion));
    day(figures, *gate, at, &mut trace);
    let mut trace = causes::of_criterion(figures, criterion.subject, trace);
    ended(figures, criterion, at, &mut trace);
    trace
}

/// With the last day of a mandate that has none of its strength any more when it is asked for.
fn ended(figures: &Figures<'_>, criterion: &Criterion, at: NaiveDate, trace: &mut Trace) {
    let plan = figures.plan;
    let Subject::Level(item) = criterion.subject else { return };
    let Some(until) = plan.item(item).mandate().and_then(|mandate| mandate.until) else { return };
    if until < at {
        let title = plan.item(item).title();
        trace.take(
            &format!("{title} in force until"),
            Value::Date(until),
            plan.item_address(item).to("until"),
        );
        trace.notes.push(format!("{title} is over by then: what of it is live has no strength any more"));
    }
}

fn line(figures: &Figures<'_>, gate: GateIx, criterion: &Criterion) -> Address {
    Address::new(Table::Gate, &figures.plan.gates[gate.at()].id).to("criteria").to(criterion.nth)
}

/// With what is known of a criterion that is asked about on a day that has come, which alone decides it.
fn settled(figures: &Figures<'_>, of: &Of, at: NaiveDate, mut trace: Trace) -> Trace {
    let plan = figures.plan;
    let Of::Criterion(gate, nth) = *of else { return trace };
    let Some(criterion) = plan.gates[gate.at()].criteria.get(nth as usize) else { return trace };
    let Some(judged) = figures.verdict(gate, at).now.into_iter().nth(nth as usize) else { return trace };
    trace.rule.push_str(": what is asked by now is answered by what is known");
    let name = of.name(plan, "gate", Some(When::Day(at)));
    trace.take("holds by what is known", Value::Flag(judged.holds), name);
    let (label, value, origin) = known(figures, gate, criterion, &judged, at);
    trace.take(&label, value, origin);
    trace.take("what is needed", Value::Number(criterion.threshold), line(figures, gate, criterion));
    day(figures, gate, at, &mut trace);
    unseen(figures, gate, nth, &judged, at, &mut trace);
    let words = missing(plan, criterion, &judged);
    trace.noting((!words.is_empty()).then_some(words))
}

/// With how a KPI is drawn: its slope, its readings, and how far it may stray. Each line names it, so that whoever
/// may not read of it is told none of them.
fn headed(figures: &Figures<'_>, of: &Of, at: NaiveDate, heading: &Heading, trace: Trace) -> Trace {
    let plan = figures.plan;
    let kpi = plan.kpi(heading.kpi);
    let (name_of, unit) = (kpi.title(), kpi.unit.as_deref().unwrap_or_default());
    let mut trace = asked(figures, of, at, trace);
    trace.rule.push_str(
        ". A run draws the KPI around the line of its newest readings: what the line comes to on that day, and the \
         spread then times a number of Student's t, with two degrees of freedom less than readings",
    );
    let needed = trace.inputs.iter_mut().find(|input| input.label == "what is needed");
    if let Some(input) = needed {
        input.unit = unit.into();
    }
    let slope = slope_page(figures, heading);
    let a_month = format!("{unit} a month");
    trace.take_in(
        a_month.trim_start(),
        &format!("slope of {name_of}"),
        Value::Number(heading.slope.a_month),
        slope,
    );
    trace.take(&format!("readings of {name_of}"), Value::Count(heading.slope.readings.into()), Origin::Rule);
    trace.notes.extend(figures.joins(heading.kpi, at).words(plan));
    let at = Some(When::Day(at));
    let name = |word: &str, when| Origin::from(Of::Kpi(heading.kpi).name(plan, word, when));
    for (label, value, name) in [
        (format!("scatter of {name_of} around its line"), heading.scatter, scatter_page(figures, heading)),
        (format!("line of {name_of} on that day"), heading.expected, name("kpi-line", at)),
        (format!("spread of {name_of} on that day"), heading.spread, name("kpi-spread", at)),
    ] {
        trace.take_in(unit, &label, Value::Number(value), name);
    }
    trace
}

/// That a gate is decided, and which record says so.
pub(super) fn decided(plan: &Plan, gate: GateIx) -> String {
    let newest = plan.decided_at(gate, plan.as_of);
    let nth = plan.decisions.iter().position(|it| newest.is_some_and(|newest| std::ptr::eq(newest, it)));
    let record = nth.map(|nth| plan.record_address(Table::Decision, nth));
    let said = record.map_or_else(String::new, |record| format!(" (`{record}`)"));
    let day = newest.map_or_else(String::new, |it| format!(" on {}", wording::date(it.date)));
    format!(
        "It was decided{day}{said}: what holds of its criteria is told as `gate.{}`.",
        plan.gates[gate.at()].id
    )
}

/// Why nobody can tell of a criterion, or of a gate.
pub(super) fn untold(figures: &Figures<'_>, simulation: &Simulation, of: &Of) -> Option<Trace> {
    let plan = figures.plan;
    let rule = "the share of runs in which it is so";
    match of {
        Of::Gate(gate) => {
            let _ = outlook(simulation, *gate)?;
            let trace = Trace::new(Value::Nothing, rule).because("nobody can tell of any of its criteria");
            Some(drawn(figures, simulation, of, trace))
        }
        Of::Criterion(gate, nth) => {
            let at = outlook(simulation, *gate)?.at;
            let criterion = plan.gates[gate.at()].criteria.get(*nth as usize)?;
            let kpi = match criterion.subject {
                Subject::Kpi(kpi) => kpi,
                // Levels and value are drawn, but where what is overdue decides against them.
                _ => {
                    let words = format!("nobody can tell: {}", NoForecast::Overdue.words());
                    let mut trace = asked(figures, of, at, Trace::new(Value::Nothing, rule).because(words));
                    if let Some(first) = figures.overdue_for(criterion) {
                        overdue(figures, first, of, &mut trace);
                    }
                    return Some(trace);
                }
            };
            let read = || figures.verdict(*gate, at).now.into_iter().nth(*nth as usize)?.value;
            let why = figures.kpi(kpi).global.forecast.err().map(|none| match read() {
                Some(value) if none == NoForecast::YesOrNo => format!(
                    "it was read as {}, which is not as its targets want it, and a yes or no has no line that goes on",
                    wording::yes_or_no(value)
                ),
                _ => none.words(),
            });
            let none = match criterion.comparison {
                Comparison::Equal => "no run hits a number of a band exactly",
                _ => "it has no line",
            };
            let words = format!("nobody can tell: {}", why.unwrap_or_else(|| none.into()));
            Some(asked(figures, of, at, Trace::new(Value::Nothing, rule).because(words)))
        }
        _ => None,
    }
}
