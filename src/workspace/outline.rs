//! What a plan comes to, in a few figures that can be put beside those of another: value, money, dates,
//! gates, KPIs and findings.

pub mod alone;
mod beside;
pub mod compared;
pub mod counted;
pub mod found;
pub mod leads;

pub(crate) use beside::overrun;

use chrono::NaiveDate;

use super::Workspace;
use crate::figures::Figures;
use crate::figures::performance::Status as Colour;
use crate::figures::readiness::Outlook;
use crate::finding::{Finding, Severity};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::plan::calendar::Month;
use crate::plan::id::{GateIx, ItemIx, KpiIx, WaveIx};
use crate::plan::quantity::{Currency, Money};
use crate::plan::strategy::Driver;
use crate::status::{Status, gate_date, gate_status};
use crate::trace::name::{Name, When};
use crate::wording;
use alone::Alone;

/// A figure of an outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is known by; of the whole plan, a name below it.
    pub at: Address,
    /// Its name.
    pub name: String,
    /// What it is.
    pub amount: Amount,
    /// Whether more of it is better; else less is.
    pub higher: bool,
    /// What it would be with the same money at the same time, and against the same targets, as in the plan that
    /// it is [beside](Outline::beside); `None` where that is what it is.
    pub alike: Option<Amount>,
    /// The day on which a gate was decided, whose evidence it is.
    pub on: Option<NaiveDate>,
}

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum Amount {
    Money(Money, Currency),
    /// The month of something; `None`: not by the horizon.
    Month(Option<Month>),
    /// The payback of what costs nothing.
    NoCost,
    Date(NaiveDate),
    /// So many, of so many.
    Count(usize, Option<usize>),
    /// A share in whole percent.
    Percent(i64),
    /// What is asked of those who have nothing to give.
    OverAny,
}

/// What the outlook of a gate on its day is known by, below the gate.
const AHEAD: &str = "ahead";

/// Whether an address is what the outlook of a gate is known by.
fn is_ahead(at: &Address) -> bool {
    matches!((at.table, at.path.as_slice()), (Table::Gate, [Part::Key(key)]) if &**key == AHEAD)
}

/// The rules that find a decision which nobody took by its day.
const UNDECIDED: [&str; 2] = ["decision-overdue", "trade-off-undecided"];

impl Figure {
    /// A figure of the whole plan.
    fn whole(key: &str, name: &str, amount: Amount, higher: bool) -> Self {
        let at = Address::new(Table::Plan, "").to(key);
        Self { at, name: name.into(), amount, higher, alike: None, on: None }
    }

    fn unweighted(work: &Workspace) -> Self {
        let amount = Amount::Money(work.figures().case().planned_unweighted, work.plan().currency);
        Self::whole("unweighted", "Planned unweighted", amount, true)
    }

    fn is_of_plan(&self, key: &str) -> bool {
        matches!((self.at.table, self.at.path.as_slice()), (Table::Plan, [Part::Key(it)]) if &**it == key)
    }

    /// Whether it is where a gate is heading.
    fn is_ahead(&self) -> bool {
        is_ahead(&self.at)
    }

    fn is_planned(&self) -> bool {
        self.is_of_plan("planned")
    }

    fn is_unweighted(&self) -> bool {
        self.is_of_plan("unweighted")
    }

    /// Its name among the figures that are explained; a date that the plan writes and a count of findings have
    /// none.
    #[must_use]
    pub fn named(&self) -> Option<Name> {
        let of = |word: &str, of: &[&str]| Name {
            word: word.into(),
            of: of.iter().map(|id| Box::from(*id)).collect(),
            when: None,
        };
        match (self.at.table, self.at.path.first()) {
            (Table::Gate, None) => Some(Name { when: self.on.map(When::Day), ..of("gate", &[&self.at.key]) }),
            _ => leads::named(&self.at),
        }
    }
}

/// Whether a figure is better than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum Verdict {
    Better,
    Worse,
    Same,
    /// It looks better, since money falls later; none is saved.
    Later,
    /// It looks worse, since money falls earlier; none is added.
    Earlier,
    /// It looks better, since what it is held against moved.
    Moved,
    /// It is better, and looks better than it is: some of the money is saved, some only falls later.
    Mixed,
}

impl Verdict {
    /// In a word; none where it is the same.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Same => "",
            Self::Later => "later",
            Self::Earlier => "earlier",
            Self::Moved => "moved",
            Self::Mixed => "mixed",
        }
    }
}

impl Amount {
    /// For people.
    #[must_use]
    pub fn shown(self) -> String {
        match self {
            Self::Money(amount, currency) => wording::money(amount, currency),
            Self::Month(month) => month.map_or_else(|| "not by the horizon".into(), wording::month),
            Self::NoCost => "no cost".into(),
            Self::Date(date) => wording::date(date),
            Self::Count(count, None) => count.to_string(),
            Self::Count(count, Some(of)) => format!("{count} of {of}"),
            Self::Percent(percent) => format!("{percent} %"),
            Self::OverAny => "over any capacity".into(),
        }
    }

    /// Whether it is another one than one `before`, as it is told: in tables, in words and on record. Money is where
    /// it reads otherwise, and where a whole unit of its currency lies between, however large both are: nobody
    /// decides for a few coins of millions.
    #[must_use]
    pub fn differs(self, before: Self) -> bool {
        match (before, self) {
            (Self::Money(old, _), Self::Money(new, currency)) => {
                let between = (new.0 - old.0).unsigned_abs();
                between >= 10_u128.pow(currency.digits) || self.shown() != before.shown()
            }
            _ => self != before,
        }
    }

    /// How far it is from one `before`, with a sign; empty where it is the same, or cannot be said.
    #[must_use]
    pub fn since(self, before: Self) -> String {
        let signed = |many: i64, noun: &str| match many {
            0 => String::new(),
            many if many > 0 => format!("+{}", wording::count_signed(many, noun)),
            many => wording::count_signed(many, noun),
        };
        match (before, self) {
            (Self::Money(old, _), Self::Money(new, currency)) if self.differs(before) => {
                wording::money_signed(new - old, currency)
            }
            (Self::Month(Some(old)), Self::Month(Some(new))) => signed(i64::from(new.since(old)), "month"),
            (Self::Date(old), Self::Date(new)) => signed((new - old).num_days(), "day"),
            (Self::Count(old, _), Self::Count(new, _)) => {
                let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
                match whole(new) - whole(old) {
                    0 => String::new(),
                    less if less < 0 => format!("−{}", less.unsigned_abs()),
                    more => format!("+{more}"),
                }
            }
            (Self::Percent(old), Self::Percent(new)) if old != new => {
                format!("{:+} %", new - old).replace('-', "−")
            }
            _ => String::new(),
        }
    }

    /// Whether how far it is from one `before` is told as what lies between the two as they are told.
    #[must_use]
    pub fn adds_up(self, before: Self) -> bool {
        match (before, self) {
            (Self::Money(old, _), Self::Money(new, currency)) => wording::adds_up(old, new, currency),
            _ => true,
        }
    }

    /// Whether it is better than one `before`, where more is, if `higher`. What does not [differ](Self::differs) is
    /// the same.
    #[must_use]
    pub fn verdict(self, before: Self, higher: bool) -> Verdict {
        let order = match (before, self) {
            _ if !self.differs(before) => std::cmp::Ordering::Equal,
            (Self::Money(old, _), Self::Money(new, _)) => new.cmp(&old),
            // What never comes is later than all that does.
            (Self::Month(old), Self::Month(new)) => (new.is_none(), new).cmp(&(old.is_none(), old)),
            (Self::Date(old), Self::Date(new)) => new.cmp(&old),
            (Self::Count(old, _), Self::Count(new, _)) => new.cmp(&old),
            (Self::Percent(old), Self::Percent(new)) => new.cmp(&old),
            (Self::Percent(_), Self::OverAny) => std::cmp::Ordering::Greater,
            (Self::OverAny, Self::Percent(_)) => std::cmp::Ordering::Less,
            _ => std::cmp::Ordering::Equal,
        };
        match order {
            std::cmp::Ordering::Equal => Verdict::Same,
            order if order.is_gt() == higher => Verdict::Better,
            _ => Verdict::Worse,
        }
    }
}

/// The figures that a plan comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// In the order in which they are shown.
    pub figures: Vec<Figure>,
    /// What the plan that it is [beside](Outline::beside) has, and it has not.
    pub gone: Vec<Alone>,
    /// What is worse though no figure says so: steps that are live past the end of their wave; in words.
    pub past: Option<Aside>,
    /// The gates that could be passed on their dates in the plan that it is [beside](Outline::beside), and can no longer;
    /// in words.
    pub lost: Option<Aside>,
    /// What is only at another time, or held against something else, than in the plan that it is
    /// [beside](Outline::beside), in words.
    pub aside: Vec<Aside>,
    /// What planned value comes to without confidence: shown below it where it is another amount.
    pub unweighted: Option<Figure>,
}

/// What is said beside figures, which may be of many things.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// With the names of the first of them, the others counted.
    pub brief: String,
    /// With all names.
    pub whole: String,
    /// What goes into it that others may not be told of.
    pub tells: Tells,
}

/// What would be told by what is said aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// Nothing that is private.
    Nothing,
    /// Sums of money, which a private amount may be told by.
    Money,
    /// Something private.
    Private,
}

impl Tells {
    fn private(any: bool) -> Self {
        if any { Self::Private } else { Self::Nothing }
    }
}

impl Aside {
    /// What names nothing, or little.
    fn plain(words: String, tells: Tells) -> Self {
        Self { whole: words.clone(), brief: words, tells }
    }
}

impl Outline {
    /// What is said aside of it, without what `is_private`, and without `money` where that would tell an amount.
    #[must_use]
    pub fn openly(&self, money: bool, is_private: impl Fn(&Address) -> bool) -> Self {
        let open = |it: &&Aside| match it.tells {
            Tells::Nothing => true,
            Tells::Money => money,
            Tells::Private => false,
        };
        Self {
            figures: Vec::new(),
            gone: self.gone.iter().filter(|gone| !is_private(&gone.at)).cloned().collect(),
            past: self.past.as_ref().filter(open).cloned(),
            lost: self.lost.as_ref().filter(open).cloned(),
            aside: self.aside.iter().filter(open).cloned().collect(),
            unweighted: None,
        }
    }

    /// What an open plan comes to.
    #[must_use]
    pub fn of(work: &Workspace) -> Self {
        let (plan, case) = (work.plan(), *work.figures().case());
        let money = |key: &str, name: &str, amount: Money, higher| {
            Figure::whole(key, name, Amount::Money(amount, plan.currency), higher)
        };
        let peak = if case.peak_funding < Money::ZERO { -case.peak_funding } else { case.peak_funding };
        let month = match case.cost {
            Money::ZERO => Amount::NoCost,
            _ => Amount::Month(case.payback),
        };
        let mut figures = vec![
            money("planned", "Planned value", case.planned, true),
            money("forecast", "Forecast value", case.forecast, true),
            money("cost", "Cost", case.cost, false),
            money("npv", "NPV", case.npv, true),
            Figure::whole("payback", "Payback", month, false),
            money("peak-funding", "Peak funding", peak, false),
        ];
        let ends = plan.waves().filter(|(_, wave)| wave.end > plan.as_of).map(|(ix, wave)| Figure {
            at: plan.wave_address(ix).to("end"),
            name: format!("{} ends", wave.title()),
            amount: Amount::Date(wave.end),
            higher: false,
            alike: None,
            on: None,
        });
        figures.extend(next_benefit(work));
        figures.extend(ends);
        figures.extend(gates(work));
        figures.extend(peak_load(work));
        if !plan.kpis.is_empty() {
            let green = |nth: &usize| work.figures().kpi(KpiIx::from(*nth)).global.stands_as(Colour::Green);
            let count = Amount::Count((0..plan.kpis.len()).filter(green).count(), Some(plan.kpis.len()));
            figures.push(Figure::whole("kpis", "KPIs green", count, true));
        }
        let due = work.findings.iter().filter(|it| is_of_decision(&it.finding)).count();
        let count = |severity| Amount::Count(work.count(severity), None);
        figures.extend([
            Figure::whole("decisions", "Decisions overdue", Amount::Count(due, None), false),
            Figure::whole("errors", "Errors found", count(Severity::Error), false),
            Figure::whole("warnings", "Warnings found", count(Severity::Warning), false),
        ]);
        Self { figures, unweighted: Some(Figure::unweighted(work)), ..Self::default() }
    }

    /// The figure that is known by an address.
    #[must_use]
    pub fn get(&self, at: &Address) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.at == *at)
    }
}

/// Whether a finding is of a decision that nobody took by its day.
#[must_use]
pub fn is_of_decision(finding: &Finding) -> bool {
    UNDECIDED.contains(&finding.rule)
}

/// The driver that brings something and goes live next, by which of its steps, and when; nothing where all are. One
/// that takes value away is no benefit.
#[must_use]
pub fn next_live(plan: &Plan) -> Option<(NaiveDate, ItemIx, usize)> {
    let brings = |driver: &Driver| !driver.takes_away();
    let drivers = plan.items().filter(|(_, item)| item.driver().is_some_and(brings));
    let lives = drivers.flat_map(|(ix, item)| {
        (0..item.steps.len()).filter_map(move |nth| Some((plan.step_live(ix, nth)?, ix, nth)))
    });
    lives.filter(|(live, ..)| *live > plan.as_of).min()
}

fn next_benefit(work: &Workspace) -> Option<Figure> {
    let (next, ..) = next_live(work.plan())?;
    Some(Figure::whole("next-benefit", "Next benefit live", Amount::Date(next), false))
}

/// The team that is asked most for what it has, and the wave where that is so, with the share of its capacity that is
/// asked: no end of it where it is asked and has nothing. Nothing where no wave says what its teams have.
#[must_use]
pub fn most_asked<'p>(figures: &Figures<'p>) -> Option<(WaveIx, &'p str, f64)> {
    let efforts = figures.efforts();
    let teams = figures.plan.waves().flat_map(|(ix, wave)| wave.capacity.iter().map(move |of| (ix, of)));
    let asked = teams.map(|(ix, (team, has))| (ix, &**team, efforts.of(ix, team), *has));
    let bounded = asked.filter(|(.., asked, has)| *has > 0.0 || *asked > 0.0);
    let shares = bounded.map(|(ix, team, asked, has)| (ix, team, asked / has));
    shares.max_by(|one, other| one.2.total_cmp(&other.2))
}

/// In percent, a started percent as a whole one; what no percent tells of those who have nothing.
fn peak_load(work: &Workspace) -> Option<Figure> {
    let (.., most) = most_asked(work.figures())?;
    #[expect(clippy::cast_possible_truncation, reason = "a share of a capacity is far below that")]
    let percent = Amount::Percent((most * 100.0 - 1e-9).ceil() as i64);
    let load = if most.is_finite() { percent } else { Amount::OverAny };
    Some(Figure::whole("peak-load", "Peak load of capacity", load, false))
}

/// The gates that are to come, or that wait for a decision though their day has come: their dates, how many of their
/// criteria hold by the evidence of `as-of`, and how many by the plan on their day where that is to come.
fn gates(work: &Workspace) -> Vec<Figure> {
    let plan = work.plan();
    let mut all = Vec::new();
    for (nth, gate) in plan.gates.iter().enumerate() {
        let ix = GateIx::from(nth);
        let waits = || gate_status(work.figures(), ix) == Status::Open;
        let ahead = |date: &NaiveDate| *date >= plan.as_of || waits();
        let Some(date) = gate_date(plan, ix).filter(ahead) else { continue };
        let (at, name) =
            (Address::new(Table::Gate, &gate.id), gate.about.name.as_deref().unwrap_or(&gate.id));
        let verdict = work.figures().verdict(ix, plan.as_of);
        let held = verdict.deciding().iter().filter(|it| it.holds).count();
        let of = Some(gate.criteria.len());
        all.push((
            date,
            Figure {
                at: at.clone(),
                name: format!("{name}: criteria"),
                amount: Amount::Count(held, of),
                higher: true,
                alike: None,
                on: verdict.decision.map(|decision| decision.date),
            },
        ));
        if let Some(outlook) = work.figures().outlook(ix).filter(Outlook::tells) {
            let amount = Amount::Count(outlook.holding(), of);
            let name = format!("{name}: by plan then");
            all.push((
                date,
                Figure { at: at.clone().to(AHEAD), name, amount, higher: true, alike: None, on: None },
            ));
        }
        if gate.date.is_some() {
            let name = format!("{name}: date");
            let amount = Amount::Date(date);
            all.push((
                date,
                Figure { at: at.to("date"), name, amount, higher: false, alike: None, on: None },
            ));
        }
    }
    all.order_by_key(|(date, _)| *date);
    all.into_iter().map(|(_, figure)| figure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Memory;
    use crate::plan::quantity::Unit;
    use crate::source::{Limits, Source};

    #[test]
    fn money_that_reads_the_same_is_neither_better_nor_worse() {
        let money = |cents: i128| {
            Amount::Money(Money(cents), Currency { code: "EUR", digits: 2, unit: Unit::Fitting })
        };
        let verdict = |now: i128, before: i128| format!("{:?}", money(now).verdict(money(before), true));
        // 24.9 M with one coin more, and with a tenth of a million more.
        assert_eq!(verdict(2_490_000_001, 2_490_000_000), "Same");
        assert_eq!(verdict(2_500_000_000, 2_490_000_000), "Better");
        assert_eq!(verdict(2_490_000_000, 2_500_000_000), "Worse");
        assert_eq!(verdict(10_100, 10_000), "Better", "coins are read where there is little more");
        // 24.9 M less a whole unit reads as 24.9 M: it is told as a difference, and so it is one.
        assert_eq!(verdict(2_489_999_900, 2_490_000_000), "Worse");
        assert_eq!(money(2_489_999_900).since(money(2_490_000_000)), "−1 €");
        assert_eq!(money(2_489_999_901).since(money(2_490_000_000)), "", "99 of a hundred");
    }

    #[test]
    fn whoever_is_asked_and_has_nothing_is_asked_over_any_capacity() {
        let load = |capacity: &str| {
            let plan = format!(
                "format = 1\n[plan]\nas-of = 2026-01-15\n[wave.one]\nstart = 2026-01-01\nend = 2026-06-30\n\
                 capacity = {{ {capacity} }}\n[capability.crm]\nwave = \"one\"\neffort = {{ it = 3, law = 1 }}\n"
            );
            let store = Memory::default().with("plan.toml", plan);
            let plan = Source::read(&store, &["plan.toml".into()], Limits::default()).unwrap().plan;
            peak_load(&Workspace::new(plan, "plan.toml", Vec::new())).map(|figure| figure.amount)
        };
        assert_eq!(load("it = 4, law = 2"), Some(Amount::Percent(75)));
        assert_eq!(load("it = 4, law = 0"), Some(Amount::OverAny));
        assert_eq!(load("it = 4, finance = 0"), Some(Amount::Percent(75)), "nobody asks it for anything");
        assert_eq!(Amount::OverAny.shown(), "over any capacity");
        assert_eq!(Amount::OverAny.verdict(Amount::Percent(400), false), Verdict::Worse);
    }
}
