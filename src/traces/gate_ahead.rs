//! Gates to come: how many of their criteria hold on the day of the gate by the plan as it stands, and what each of them
//! comes to then. What is settled, or of a day that has come, has none of these: there evidence alone counts.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::performance::NoForecast;
use crate::figures::readiness::{Expected, Outlook};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::id::{GateIx, ItemIx, KpiIx};
use crate::plan::leadership::{Criterion, Subject};
use crate::plan::quantity::Money;
use crate::trace::asked::{amount, unit};
use crate::trace::measured::{a_month, measure, read, reading};
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::overdue::overdue;
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Timing, Trace};
use crate::wording;

/// The mean length of a month in days.
const MONTH_DAYS: f64 = 365.25 / 12.0;

pub(super) const GATE: Family = Family {
    word: "gate-ahead",
    means: "Criteria that hold on the gate's day, by plan",
    of: &[Kind::Gate, Kind::Criterion],
    timing: Timing::Never,
    trace: |figures, of, _| match of {
        Of::Gate(gate) => Some(all(figures, *gate, &figures.outlook(*gate)?)),
        Of::Criterion(gate, nth) => one(figures, *gate, *nth, &figures.outlook(*gate)?),
        _ => None,
    },
    each: |figures, tell| {
        for (gate, outlook) in outlooks(figures) {
            tell(Row::new(Of::Gate(gate), None, met(&outlook)));
            for (nth, expected) in (0..).zip(&outlook.criteria) {
                tell(Row::new(Of::Criterion(gate, nth), None, holds(expected)));
            }
        }
    },
};

pub(super) const ASKED: Family = Family {
    word: "asked-ahead",
    means: "What a criterion asks about on the gate's day",
    of: &[Kind::Criterion],
    trace: |figures, of, _| match of {
        Of::Criterion(gate, nth) => asked(figures, *gate, *nth, &figures.outlook(*gate)?),
        _ => None,
    },
    each: |figures, tell| {
        for (gate, outlook) in outlooks(figures) {
            let criteria = figures.plan.gates[gate.at()].criteria.iter().zip(&outlook.criteria);
            for (nth, (criterion, expected)) in (0..).zip(criteria) {
                let value = comes_to(figures, criterion, expected);
                let unit = unit(figures, criterion).into();
                tell(Row { unit, ..Row::new(Of::Criterion(gate, nth), None, value) });
            }
        }
    },
    ..GATE
};

/// Whether a figure with this word is of a gate to come.
pub(super) fn tells(word: &str) -> bool {
    [GATE.word, ASKED.word].contains(&word)
}

/// Why a gate has none of these figures.
pub(super) fn why_not(plan: &Plan, gate: GateIx) -> String {
    let told = Of::Gate(gate).name(plan, "gate", None);
    match plan.is_settled(gate) {
        true => format!("The gate is decided: `{told}` tells what that was decided on."),
        false => format!("No day of the gate is to come: `{told}` tells what is known."),
    }
}

/// The gates to come that are open.
fn outlooks<'f>(figures: &'f Figures<'_>) -> impl Iterator<Item = (GateIx, Outlook)> + 'f {
    let gates = (0..figures.plan.gates.len()).map(GateIx::from);
    gates.filter_map(|gate| Some((gate, figures.outlook(gate)?)))
}

fn met(outlook: &Outlook) -> Value {
    let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
    Value::Of(count(outlook.holding()), count(outlook.criteria.len()))
}

fn holds(expected: &Expected) -> Value {
    expected.holds.map_or(Value::Nothing, Value::Flag)
}

/// What a criterion asks about, on the day.
fn comes_to(figures: &Figures<'_>, criterion: &Criterion, expected: &Expected) -> Value {
    match (expected.value, criterion.subject) {
        (None, _) => Value::Nothing,
        (Some(value), Subject::Kpi(kpi)) => read(figures.plan.kpi(kpi), value),
        (Some(value), _) => amount(figures, criterion, value),
    }
}

/// With the line that says which day it is.
fn on_day(figures: &Figures<'_>, gate: GateIx, trace: &mut Trace) {
    let plan = figures.plan;
    let line = match (&plan.gates[gate.at()], plan.gates[gate.at()].wave) {
        (it, Some(wave)) if it.date.is_none() => plan.wave_address(wave).to("end"),
        (it, _) => Address::new(Table::Gate, &it.id).to("date"),
    };
    trace.decide("the day of the gate", line);
}

/// With what is overdue that it hangs on.
fn hanging(figures: &Figures<'_>, criterion: &Criterion, expected: &Expected, of: &Of, trace: &mut Trace) {
    if let Some(first) = figures.overdue_for(criterion).filter(|_| expected.hangs) {
        overdue(figures, first, of, trace);
    }
}

fn all(figures: &Figures<'_>, gate: GateIx, outlook: &Outlook) -> Trace {
    let plan = figures.plan;
    let rule = format!("its criteria that hold on {} by the plan as it stands, counted", day(outlook));
    let mut trace = Trace::new(met(outlook), &rule);
    let criteria = plan.gates[gate.at()].criteria.iter().zip(&outlook.criteria);
    for (nth, (criterion, expected)) in (0..).zip(criteria) {
        let name = Of::Criterion(gate, nth).name(plan, "gate-ahead", None);
        let label = format!("{}: {}", criterion.text, expected.words(plan.as_of));
        match expected.holds {
            Ok(holds) => _ = trace.take(&label, Value::Flag(holds), name),
            // What nobody can tell of counts for none.
            Err(_) => {
                trace.notes.push(label);
                trace.also.push(name);
            }
        }
    }
    on_day(figures, gate, &mut trace);
    trace.also.push(Of::Gate(gate).name(plan, "gate", None));
    trace.by(Term::All(0))
}

fn day(outlook: &Outlook) -> String {
    wording::date(outlook.day)
}

fn one(figures: &Figures<'_>, gate: GateIx, nth: u32, outlook: &Outlook) -> Option<Trace> {
    let plan = figures.plan;
    let criterion = plan.gates[gate.at()].criteria.get(nth as usize)?;
    let expected = outlook.criteria.get(nth as usize)?;
    let of = Of::Criterion(gate, nth);
    let rule =
        format!("what it comes to on {} by the plan as it stands, held against what is asked", day(outlook));
    let mut trace = Trace::new(holds(expected), &rule);
    let unit = unit(figures, criterion);
    let then = comes_to(figures, criterion, expected);
    trace.take_in(unit, "on that day", then, of.name(plan, "asked-ahead", None));
    let asked =
        match comes_to(figures, criterion, &Expected { value: Some(criterion.threshold), ..*expected }) {
            Value::Flag(_) => Value::Number(criterion.threshold),
            value => value,
        };
    let address = Address::new(Table::Gate, &plan.gates[gate.at()].id).to("criteria").to(criterion.nth);
    trace.take_in(unit, &format!("asked for: {}", criterion.text), asked, address);
    on_day(figures, gate, &mut trace);
    hanging(figures, criterion, expected, &of, &mut trace);
    trace.also = vec![of.name(plan, "gate", None)];
    Some(trace.because(expected.words(plan.as_of)))
}

fn asked(figures: &Figures<'_>, gate: GateIx, nth: u32, outlook: &Outlook) -> Option<Trace> {
    let plan = figures.plan;
    let criterion = plan.gates[gate.at()].criteria.get(nth as usize)?;
    let expected = outlook.criteria.get(nth as usize)?;
    let of = Of::Criterion(gate, nth);
    let value = comes_to(figures, criterion, expected);
    let mut trace = Trace::new(value, "").unit(unit(figures, criterion));
    let by = outlook.day;
    let term = match (expected.holds, criterion.subject) {
        _ if expected.hangs => None,
        (Err(_), _) => None,
        (_, Subject::Level(item)) => level(figures, item, by, value, &mut trace),
        (_, Subject::Kpi(kpi)) => Some(line(figures, kpi, by, value, &mut trace)),
        (_, Subject::Realized(driver)) => {
            trace.rule =
                "what is recorded, and the forecast of the months without a record that have ended by then"
                    .into();
            let known = figures.realized_by(driver, plan.as_of);
            let of = Of::Item(driver);
            Some(money(
                figures,
                &of,
                ["realized", "forecast"],
                by,
                (known, figures.to_be_realized(driver)),
                &mut trace,
            ))
        }
        (_, Subject::SpentOnItem(item)) => {
            trace.rule = SPENT.into();
            let known = figures.spent_on(item, plan.as_of);
            let of = Of::Item(item);
            Some(money(
                figures,
                &of,
                ["spent", "one-off"],
                by,
                (known, figures.to_be_spent_on(item)),
                &mut trace,
            ))
        }
        (_, Subject::SpentInWave(wave)) => {
            trace.rule = SPENT.into();
            let known = figures.spent_in(wave, plan.as_of);
            let of = Of::Wave(wave);
            Some(money(
                figures,
                &of,
                ["spent", "one-off"],
                by,
                (known, figures.to_be_spent_in(wave)),
                &mut trace,
            ))
        }
    };
    if trace.rule.is_empty() {
        trace.rule = format!("what is to be expected on {}", wording::date(by));
    }
    on_day(figures, gate, &mut trace);
    hanging(figures, criterion, expected, &of, &mut trace);
    trace.also = ["gate-ahead", "asked"].map(|word| of.name(plan, word, None)).into();
    Some(match (expected.holds, term) {
        _ if expected.hangs => trace.because(format!("nobody can tell: {}", NoForecast::Overdue.words())),
        (Err(why), _) => trace.because(format!("nobody can tell: {}", why.words())),
        (Ok(_), Some(term)) => trace.by(term),
        (Ok(_), None) => trace.because(expected.words(plan.as_of)),
    })
}

const SPENT: &str = "what is recorded, and the one-off money that is planned for the months after the last record, up to then";

/// The level that the plan counts on then.
fn level(
    figures: &Figures<'_>,
    item: ItemIx,
    by: NaiveDate,
    value: Value,
    trace: &mut Trace,
) -> Option<Term> {
    let plan = figures.plan;
    let what = match plan.item(item).capability() {
        Some(_) => "the lowest level that the plan counts on where the gate asks for it",
        None => "the strength that the plan counts on",
    };
    trace.rule = format!("{what} on {}", wording::date(by));
    let level = figures.level_everywhere(item, by);
    let same = level.is_some_and(|level| value == Value::Number(level.into()));
    let origin = same.then(|| Of::Item(item).name(plan, "level", Some(When::Day(by))));
    let origin = origin.map_or(Origin::Rule, Origin::from);
    let shown = level.filter(|_| same).map_or(value, Value::Level);
    let term = trace.take("level", shown, origin);
    if let Some(until) = plan.item(item).mandate().and_then(|it| it.until).filter(|until| *until < by) {
        trace.take("in force until", Value::Date(until), plan.item_address(item).to("until"));
    }
    (value != Value::Nothing).then_some(term)
}

/// What a KPI comes to if it goes on as it went; yes or no as it was read.
fn line(figures: &Figures<'_>, kpi: KpiIx, by: NaiveDate, value: Value, trace: &mut Trace) -> Term {
    let plan = figures.plan;
    let Ok(onward) = figures.onward(kpi, by) else {
        trace.rule = "yes or no stands as it was read".into();
        return trace.take("reading", value, Of::Kpi(kpi).name(plan, "kpi", None));
    };
    trace.rule = "the newest reading, and its slope for the months from there to the day of the gate".into();
    let whose = onward.market.map_or(Of::Kpi(kpi), |market| Of::InMarket(kpi, market));
    if let Some(worst) = onward.market {
        let title = plan.markets[worst.at()].title();
        trace.rule.push_str(&format!("; all are their worst market, which then will be {title}"));
    }
    let last = figures.course_ahead(kpi, onward.market, by).pop();
    let newest = match last {
        Some(last) => reading(figures, &whose, by, trace, &last),
        None => trace.take("newest reading", Value::Number(onward.newest), Origin::Rule),
    };
    // The page of the slope is of those that are asked at the end of the next wave.
    let same = measure(figures, &whose).and_then(|measure| measure.slope) == Some(onward.slope);
    let origin = if same { Origin::from(whose.name(plan, "slope", None)) } else { Origin::Rule };
    if !same {
        let since = wording::date(onward.slope.since);
        let readings = wording::count(onward.slope.readings as usize, "reading");
        trace
            .notes
            .push(format!("the slope is that of {readings} since {since} of those that are asked then"));
        trace.notes.extend(figures.joins(kpi, by).words(plan));
    }
    let slope = trace.take_in(&a_month(figures, kpi), "slope", Value::Number(onward.slope.a_month), origin);
    let days = f64::from(i32::try_from((by - onward.date).num_days()).unwrap_or(0));
    let months = Term::Number(days).over(Term::Number(MONTH_DAYS));
    let free = Term::Sum(vec![newest, Term::Product(vec![slope, months])]);
    if (onward.value(by) - onward.free(by)).abs() > 0.0 {
        trace.rule.push_str("; a share stays between 0 and 100");
        let top = Term::Least(Box::new([Term::Number(100.0), free]));
        return Term::Most(Box::new([Term::Number(0.0), top]));
    }
    free
}

/// Money that is known, and what comes to it month by month.
fn money(
    figures: &Figures<'_>,
    of: &Of,
    [known, ahead]: [&str; 2],
    by: NaiveDate,
    (sum, months): (Money, Vec<(NaiveDate, Money)>),
    trace: &mut Trace,
) -> Term {
    let plan = figures.plan;
    trace.take("recorded", Value::Money(sum), of.name(plan, known, Some(When::Day(plan.as_of))));
    for (end, amount) in months.into_iter().filter(|(end, amount)| *end <= by && *amount != Money::ZERO) {
        let month = Month::of(end);
        let name = of.name(plan, ahead, Some(When::month(month)));
        trace.take(&wording::month(month), Value::Money(amount), name);
    }
    Term::All(0)
}
