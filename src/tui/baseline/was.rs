//! What a plan comes to, thing by thing: dates, value, status. Of two plans it is told what moved, so that
//! views show figures that moved though nothing is written at them.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::before::Before;
use super::moved::is_criterion;
use super::scope::Scoped;
use crate::figures::Figures;
use crate::figures::readiness::{met, missing};
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::plan::id::{GateIx, ItemIx, KpiIx, WaveIx};
use crate::plan::kpi::Target;
use crate::plan::quantity::{Currency, Level, Money};
use crate::register;
use crate::status;
use crate::tui::detail::gate::value_words;
use crate::tui::detail::target_words;
use crate::wording;

/// From which day to which.
type Span = (NaiveDate, NaiveDate);

/// What a plan comes to.
pub struct Standing {
    /// By an item's id the levels of its steps, each with when work on it begins and when it is live.
    steps: FxHashMap<Box<str>, Vec<(Level, Span)>>,
    /// The first day on which a driver brings all that it is to bring, by its id.
    full: FxHashMap<Box<str>, NaiveDate>,
    /// From when to when waves are, and on which day gates.
    dates: FxHashMap<Address, Span>,
    /// The money of each driver, by its id.
    drivers: FxHashMap<Box<str>, Vec<(&'static str, Money)>>,
    /// What it opens, and where its units stand.
    pub(super) scope: Scoped,
    /// Its figures, but for those of drivers.
    pub(super) sums: Sums,
}

/// The figures of a plan, thing by thing, of all but drivers: there may be many of these, and what one comes to is
/// known when it is asked for.
pub(super) struct Sums {
    /// Money, by what it is called, of waves, objectives and pools.
    money: FxHashMap<Address, Vec<(&'static str, Money)>>,
    /// A few words, by what they are about, of KPIs and gates.
    words: FxHashMap<Address, Vec<(&'static str, Said)>>,
    /// By their gate where its criteria stand: what each asks, its place among them, and what is known of it.
    criteria: FxHashMap<Address, Vec<(Box<str>, u32, Said)>>,
    /// Money of the whole plan.
    all: Vec<(&'static str, Money)>,
}

/// When work on a step of an item begins, and when it is live.
#[must_use]
pub(in crate::tui) fn span(plan: &Plan, ix: ItemIx, nth: usize) -> Span {
    let item = plan.item(ix);
    let Some(wave) = item.steps.get(nth).map(|step| plan.wave(step.wave)) else {
        return (plan.start, plan.horizon);
    };
    let live = plan.step_live(ix, nth).unwrap_or(wave.end);
    (item.start.filter(|_| nth == 0).unwrap_or(wave.start).min(live), live)
}

/// What a figure is that is no money.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    Words(String),
    /// A number with its unit.
    Number(f64, String),
    /// In few words, and in all where the few are alike.
    Brief {
        brief: String,
        whole: String,
    },
    /// From one number to another.
    Band(f64, f64, String),
}

impl Said {
    /// A target in the unit of its KPI.
    fn target(target: Target, unit: &str) -> Self {
        match target {
            Target::Value(value) => Self::Number(value, unit.into()),
            Target::Band(low, high) => Self::Band(low, high, unit.into()),
            done @ Target::Done(_) => Self::Words(target_words(done)),
        }
    }

    /// What it was and what it is now, in as few digits as tell them apart; the unit stands once, at the end.
    pub(super) fn beside(&self, now: &Self) -> Before {
        if let (Self::Number(was, _), Self::Number(value, unit)) = (self, now) {
            let [was, value] = told_apart([*was, *value]);
            return Before::new(was, spaced(value, unit));
        }
        if let (Self::Brief { brief: was, whole }, Self::Brief { brief, whole: all }) = (self, now)
            && was == brief
        {
            return Before::new(whole.clone(), all.clone());
        }
        Before::new(self.alone(), now.alone())
    }

    fn alone(&self) -> String {
        let one = |value: f64| told_apart([value, value])[0].clone();
        match self {
            Self::Words(words) | Self::Brief { brief: words, .. } => words.clone(),
            Self::Number(value, unit) => spaced(one(*value), unit),
            Self::Band(low, high, unit) => spaced(format!("{} to {}", one(*low), one(*high)), unit),
        }
    }
}

fn spaced(value: String, unit: &str) -> String {
    if unit.is_empty() { value } else { format!("{value} {unit}") }
}

/// Two numbers of one scale, rounded as the list of KPIs rounds them, and less where they would read alike.
fn told_apart(both: [f64; 2]) -> [String; 2] {
    let size = both.map(f64::abs).into_iter().fold(0.0, f64::max);
    let (scale, sign) = match size {
        size if size >= 1e6 => (1e6, " M"),
        size if size >= 1e4 => (1e3, " k"),
        _ => (1.0, ""),
    };
    let least = usize::from(size / scale < 100.0);
    let told = |digits| both.map(|value| wording::number(value / scale, digits));
    let apart = (least..=least + 3).map(told).find(|[was, now]| was != now);
    apart.unwrap_or_else(|| told(least)).map(|it| if it == "0" { it } else { it + sign })
}

impl Standing {
    /// What a plan comes to.
    pub(super) fn of(figures: &Figures<'_>) -> Self {
        let plan = figures.plan;
        let steps = plan.items().map(|(ix, item)| {
            let steps = item.steps.iter().enumerate();
            ((*item.id).into(), steps.map(|(nth, step)| (step.level, span(plan, ix, nth))).collect())
        });
        let drivers = plan.drivers().map(|(ix, item)| ((*item.id).into(), money_of(figures, ix))).collect();
        let waves = plan.waves().map(|(ix, wave)| (plan.wave_address(ix), (wave.start, wave.end)));
        let gates = || (0..plan.gates.len()).map(GateIx::from);
        let at = |gate: GateIx| Address::new(Table::Gate, &plan.gates[gate.at()].id);
        let gated = gates().filter_map(|gate| {
            let date = status::gate_date(plan, gate)?;
            Some((at(gate), (date, date)))
        });
        let full = plan.drivers().filter_map(|(ix, item)| {
            let (_, full) = figures.brings(ix)?;
            Some(((&*item.id).into(), full.first_day()))
        });
        let full = full.collect();
        let dates = waves.chain(gated).collect();
        let (scope, sums) = (Scoped::of(figures), Sums::of(figures));
        Self { steps: steps.collect(), full, dates, drivers, scope, sums }
    }

    /// When work on a level of an item began here, and when it was live.
    #[must_use]
    pub fn step(&self, id: &str, level: Level) -> Option<Span> {
        self.steps.get(id)?.iter().find(|(own, _)| *own == level).map(|(_, span)| *span)
    }

    /// From which day on a driver brought all that it is to bring here.
    #[must_use]
    pub fn full(&self, id: &str) -> Option<NaiveDate> {
        self.full.get(id).copied()
    }

    /// What the money of a driver was here and is otherwise now, in words.
    pub(super) fn driver_moved(
        &self,
        id: &str,
        now: &[(&'static str, Money)],
        currency: Currency,
    ) -> Vec<(String, Before)> {
        let was = self.drivers.get(id).map_or(&[][..], Vec::as_slice);
        told(was, now, currency).map(|(_, words, before)| (words, before)).collect()
    }

    /// From when to when a wave was here, or on which day a gate.
    #[must_use]
    pub fn dates(&self, at: &Address) -> Option<Span> {
        self.dates.get(at).copied()
    }
}

impl Sums {
    /// The figures of a plan.
    pub(super) fn of(figures: &Figures<'_>) -> Self {
        let plan = figures.plan;
        let of_waves = plan.waves().map(|(ix, _)| (plan.wave_address(ix), wave_money(figures, ix)));
        let kpis = plan.kpis().map(|(ix, kpi)| (Address::new(Table::Kpi, &kpi.id), kpi_figures(figures, ix)));
        let gates = (0..plan.gates.len())
            .map(GateIx::from)
            .map(|gate| (Address::new(Table::Gate, &plan.gates[gate.at()].id), gate_figures(figures, gate)));
        let asked = (0..plan.gates.len())
            .map(GateIx::from)
            .map(|gate| (Address::new(Table::Gate, &plan.gates[gate.at()].id), criteria(figures, gate)));
        Self {
            money: of_waves.chain(register::sums(figures)).collect(),
            words: kpis.chain(gates).collect(),
            criteria: asked.collect(),
            all: whole(figures),
        }
    }

    /// What figures of a thing were here and are otherwise now, in words.
    pub(super) fn moved(&self, now: &Self, at: &Address, currency: Currency) -> Vec<(String, Before)> {
        if is_criterion(at) {
            return self.criterion_moved(now, at).into_iter().collect();
        }
        let (was, money) = (self.money.get(at), now.money.get(at));
        let mut moved: Vec<(String, Before)> = match was.zip(money) {
            Some((was, now)) if matches!(at.table, Table::Objective | Table::Pool) => {
                named(was, now, currency).collect()
            }
            Some((was, now)) => told(was, now, currency).map(|(_, words, before)| (words, before)).collect(),
            None => Vec::new(),
        };
        let (was, now) = (self.words.get(at).into_iter().flatten(), now.words.get(at).into_iter().flatten());
        let other = was.zip(now).filter(|((_, was), (_, now))| was != now);
        moved.extend(other.map(|((name, was), (_, now))| in_words(was.beside(now).called(*name))));
        moved
    }

    /// The same of a criterion, which is what it asks, wherever it stands by now.
    fn criterion_moved(&self, now: &Self, at: &Address) -> Option<(String, Before)> {
        let gate = at.root();
        let mut known = now.criteria.get(&gate)?.iter();
        let (text, _, said) = known.find(|(_, nth, _)| at.path.contains(&Part::Nth(*nth)))?;
        let (.., was) = self.criteria.get(&gate)?.iter().find(|(own, ..)| own == text)?;
        (was != said).then(|| in_words(was.beside(said)))
    }

    /// What moved of the money of the whole plan, in one line; empty where nothing did.
    pub(super) fn sum(&self, now: &Self, currency: Currency) -> String {
        signed(&self.all, &now.all, currency)
    }
}

fn in_words(before: Before) -> (String, Before) {
    let [words, _] = before.words();
    (words, before)
}

/// The money of the whole plan, by what it is called.
fn whole(figures: &Figures<'_>) -> Vec<(&'static str, Money)> {
    let case = figures.case();
    vec![("plan", case.planned), ("forecast", case.forecast), ("cost", case.cost), ("NPV", case.npv)]
}

fn signed(was: &[(&str, Money)], now: &[(&str, Money)], currency: Currency) -> String {
    let signed = |((name, was), (_, now)): (&(&str, Money), &(&str, Money))| {
        (was != now).then(|| format!("{name} {}", wording::money_signed(*now - *was, currency)))
    };
    was.iter().zip(now).filter_map(signed).collect::<Vec<_>>().join(" · ")
}

/// What of the money of the whole plan is otherwise in one plan than in another, in one line; empty where nothing is.
pub(in crate::tui) fn money_moved(was: &Figures<'_>, now: &Figures<'_>) -> String {
    signed(&whole(was), &whole(now), now.plan.currency)
}

/// The money of a driver, by what it is called; none of what is none.
pub(super) fn money_of(figures: &Figures<'_>, ix: ItemIx) -> Vec<(&'static str, Money)> {
    match figures.plan.item(ix).driver() {
        Some(_) => vec![
            ("planned value", figures.planned().sum_of(ix)),
            ("forecast value", figures.forecast().sum_of(ix)),
        ],
        None => Vec::new(),
    }
}

/// The money of a wave, by what it is called.
pub(super) fn wave_money(figures: &Figures<'_>, ix: WaveIx) -> Vec<(&'static str, Money)> {
    let [value, cost, npv] = figures.wave_money(ix);
    vec![("value", value), ("cost", cost), ("NPV", npv), ("planned one-off", figures.one_off().sum(ix))]
}

/// The criteria of a gate: what each asks as it is written, its place, and where it stands.
pub(super) fn criteria(figures: &Figures<'_>, gate: GateIx) -> Vec<(Box<str>, u32, Said)> {
    let plan = figures.plan;
    let verdict = figures.verdict(gate, plan.as_of);
    let all = plan.gates[gate.at()].criteria.iter().zip(verdict.deciding());
    let of = all.map(|(criterion, judged)| {
        let words = |it| value_words(plan, criterion, it);
        let known = judged.value.map_or_else(|| judged.without_value(), words);
        let lacks = missing(plan, criterion, judged);
        let whole = match (judged.value, lacks.is_empty()) {
            (_, true) => known.clone(),
            (Some(_), false) => format!("{known}, {lacks}"),
            (None, false) => lacks,
        };
        let brief = match judged.short.len() {
            0 => whole.clone(),
            many => format!("{known}, {} short", wording::count(many, "unit")),
        };
        (criterion.text.clone(), criterion.nth, Said::Brief { brief, whole })
    });
    of.collect()
}

/// The figures of a KPI in a few words, by what they are about: what was read, how it stands, and against what; where it goes
/// by the end of the next wave, and what is planned for then.
pub(super) fn kpi_figures(figures: &Figures<'_>, ix: KpiIx) -> Vec<(&'static str, Said)> {
    let plan = figures.plan;
    let (kpi, global) = (plan.kpi(ix), &figures.kpi(ix).global);
    let none = || Said::Words("none".into());
    let unit = kpi.unit.as_deref().unwrap_or_default();
    let newest = global.newest.as_ref().map_or_else(none, |it| match kpi.yes_or_no(it.value) {
        Some(_) => Said::Words(wording::yes_or_no(it.value).into()),
        None => Said::Number(it.value, unit.into()),
    });
    let ahead = global.forecast.as_ref().ok();
    let forecast = ahead.map_or_else(none, |it| match it.by_market {
        Some((enough, of)) => Said::Words(format!("enough in {enough} of {of}")),
        None => Said::Number(it.value, unit.into()),
    });
    let planned = ahead.and_then(|it| it.target).map_or_else(none, |it| Said::target(it, unit));
    let due = kpi.target.iter().map(|(wave, _)| plan.wave(*wave).end).max();
    vec![
        ("reading", newest),
        ("status", Said::Words(global.status.as_str().to_owned())),
        ("plan then", global.expected.map_or_else(none, |it| Said::target(it, unit))),
        ("forecast", forecast),
        ("plan ahead", planned),
        ("due", due.map_or_else(none, |day| Said::Words(wording::date(day)))),
    ]
}

/// The figures of a gate in a few words, by what they are about.
pub(super) fn gate_figures(figures: &Figures<'_>, gate: GateIx) -> Vec<(&'static str, Said)> {
    let plan = figures.plan;
    let verdict = figures.verdict(gate, plan.as_of);
    let outcome = plan.decided_at(gate, plan.as_of).and_then(|it| it.outcome);
    let outcome = outcome.map_or("undecided", |it| it.as_str());
    let ahead = figures.outlook(gate).map_or_else(|| "none".to_owned(), |outlook| outlook.met());
    vec![
        ("outcome", Said::Words(outcome.into())),
        ("criteria met", Said::Words(met(verdict.deciding()))),
        ("by plan on its day", Said::Words(ahead)),
    ]
}

/// The money that is not as it was, of things with several figures: what it was says which.
pub(super) fn named<'a>(
    was: &'a [(&'static str, Money)],
    now: &'a [(&'static str, Money)],
    currency: Currency,
) -> impl Iterator<Item = (String, Before)> + 'a {
    told(was, now, currency).map(|(name, words, before)| (words, before.called(name)))
}

/// The money that is not as it was: its name, what moved in words, and what it was.
pub(super) fn told<'a>(
    was: &'a [(&'static str, Money)],
    now: &'a [(&'static str, Money)],
    currency: Currency,
) -> impl Iterator<Item = (&'static str, String, Before)> + 'a {
    let other = |((_, was), (_, now)): &(&(&str, Money), &(&str, Money))| was != now;
    was.iter().zip(now).filter(other).map(move |((name, was), (_, now))| {
        let money = |amount| wording::money(amount, currency);
        let difference = wording::money_signed(*now - *was, currency);
        let [was, now] = [*was, *now].map(money);
        let told = format!("{name} {was} → {now} ({difference})");
        // What is alike when it is rounded has moved all the same.
        let now = if was == now { format!("{now} ({difference})") } else { now };
        (*name, told, Before::new(was, now).among(*name))
    })
}
