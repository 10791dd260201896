//! What changed in what two plans say.

use crate::order::Order as _;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::sentence::sentence;
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part, Table};
use crate::plan::telling::Telling;
use crate::plan::veil::PRIVATE;
use crate::source::written::{Value, Written};

/// What a change has to do with: the dimensions, and what holds them together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// The programme itself: its dates and rates, its policy, what it waives and presents.
    Programme,
    /// Waves, gates and risks.
    Waves,
    /// Objectives, drivers, pools, markets, brands and customer types.
    Strategy,
    /// Capabilities, archetypes, trade-offs and exceptions.
    OperatingModel,
    /// Mandates.
    Leadership,
    /// KPIs.
    Kpis,
    /// What happened.
    Record,
}

impl Area {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::Programme,
        Self::Waves,
        Self::Strategy,
        Self::OperatingModel,
        Self::Leadership,
        Self::Kpis,
        Self::Record,
    ];

    /// Whether what changed in it is told wave by wave: it is one of the dimensions.
    #[must_use]
    pub fn is_of_waves(self) -> bool {
        matches!(self, Self::Strategy | Self::OperatingModel | Self::Leadership)
    }

    /// As headings spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Programme => "Programme",
            Self::Waves => "Waves",
            Self::Strategy => "Strategy",
            Self::OperatingModel => "Operating model",
            Self::Leadership => "Leadership",
            Self::Kpis => "KPIs",
            Self::Record => "Record",
        }
    }

    /// The area that a table belongs to.
    #[must_use]
    pub fn of(table: Table) -> Self {
        match table {
            Table::Top
            | Table::Plan
            | Table::TargetState
            | Table::Policy
            | Table::Waiver
            | Table::Present => Self::Programme,
            Table::Wave | Table::Gate | Table::Risk => Self::Waves,
            Table::Objective
            | Table::Driver
            | Table::Pool
            | Table::Market
            | Table::Brand
            | Table::CustomerType => Self::Strategy,
            Table::Capability | Table::Archetype | Table::Tradeoff | Table::Exception => Self::OperatingModel,
            Table::Mandate => Self::Leadership,
            Table::Kpi => Self::Kpis,
            Table::Reading
            | Table::Realized
            | Table::Spent
            | Table::Assessed
            | Table::Decision
            | Table::Action
            | Table::Learning => Self::Record,
        }
    }
}

/// One change: a table that came or went, or a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What changed. Of a record: its name after the change, or before it where it went.
    pub at: Address,
    /// What it was; `None`: not there.
    pub before: Option<Value>,
    /// What it is; `None`: gone.
    pub after: Option<Value>,
    /// What it has to do with.
    pub area: Area,
    /// The wave it belongs to, by its name, as it is after the change or was before it.
    pub wave: Option<Box<str>>,
    /// The change in words, ids of the plan between backticks, with what they are the ids of.
    pub sentence: Telling,
    /// Whether what it is of was private, or is.
    pub private: bool,
}

impl Change {
    /// Takes out all that it tells: of what is private, others learn that it changed.
    pub(super) fn withhold(&mut self) {
        self.at = Address::new(self.at.table, PRIVATE);
        for value in [&mut self.before, &mut self.after].into_iter().flatten() {
            *value = Value::Text(PRIVATE.into());
        }
        self.wave = None;
        self.sentence = PRIVATE.into();
        self.private = true;
    }
}

/// What changed from one plan to another, by area, wave and address.
#[must_use]
pub fn changes(before: &Written, after: &Written, past: &Plan, now: &Plan) -> Vec<Change> {
    let mut found = Vec::new();
    let (mut one, mut other) = (before.tables().iter().peekable(), after.tables().iter().peekable());
    let (mut old_records, mut new_records) = (Vec::new(), Vec::new());
    loop {
        let (old, new) = (one.peek().copied(), other.peek().copied());
        let order = match (old, new) {
            (None, None) => break,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(old), Some(new)) => old.0.cmp(&new.0),
        };
        let old = old.filter(|_| order.is_le()).inspect(|_| {
            let _ = one.next();
        });
        let new = new.filter(|_| order.is_ge()).inspect(|_| {
            let _ = other.next();
        });
        let many = old.or(new).is_some_and(|it| it.0.table.holds() == Holds::Many);
        if many {
            old_records.extend(old);
            new_records.extend(new);
        } else if let Some((at, _)) = old.or(new) {
            table(at, old.map(|it| &it.1), new.map(|it| &it.1), &mut found);
        }
    }
    compare_records(&old_records, &new_records, &mut found);
    let found = found.into_iter().map(|found| told(found, past, now));
    in_order(found.collect())
}

/// What changed from one plan to another, where all is `known` but what changed in some `tables`, which are
/// known by their ids, and nothing else is told in other words than before.
#[must_use]
pub fn changes_in(
    tables: &BTreeSet<Address>,
    known: Vec<Change>,
    (before, after): (&Written, &Written),
    (past, now): (&Plan, &Plan),
) -> Vec<Change> {
    let mut found = Vec::new();
    for at in tables {
        table(at, before.table(at), after.table(at), &mut found);
    }
    let known = known.into_iter().filter(|change| !tables.contains(&change.at.root())).map(|change| {
        let wave = wave_in(&change.at, (change.before.as_ref(), change.after.as_ref()), past, now);
        (wave.map(|(start, _)| start), change)
    });
    let found = found.into_iter().map(|found| told(found, past, now));
    in_order(known.chain(found).collect())
}

/// A change, told, and when its wave starts.
fn told(
    ((at, before, after), private): (Compared, bool),
    past: &Plan,
    now: &Plan,
) -> (Option<NaiveDate>, Change) {
    let (start, wave) = wave_in(&at, (before.as_ref(), after.as_ref()), past, now).unzip();
    let sentence = sentence(&at, before.as_ref(), after.as_ref(), past, now);
    (start, Change { area: Area::of(at.table), at, before, after, wave, sentence, private })
}

/// Changes by area, the start of their wave, and address.
fn in_order(mut changes: Vec<(Option<NaiveDate>, Change)>) -> Vec<Change> {
    changes.order_by(|(one_start, one), (other_start, other)| {
        let place =
            |start: &Option<NaiveDate>, change: &Change| (change.area, start.unwrap_or(NaiveDate::MAX));
        place(one_start, one).cmp(&place(other_start, other)).then_with(|| one.at.cmp(&other.at))
    });
    changes.into_iter().map(|(_, change)| change).collect()
}

/// What changed: the address, what was there and what is, and whether it is of something private.
type Found = Vec<(Compared, bool)>;
type Compared = (Address, Option<Value>, Option<Value>);

/// Compares what two tables say.
fn table(at: &Address, before: Option<&Value>, after: Option<&Value>, found: &mut Found) {
    let private = [before, after].into_iter().flatten().any(Value::is_private);
    let mut changed = Vec::new();
    compare(at, before, after, &mut changed);
    found.extend(changed.into_iter().map(|it| (it, private)));
}

/// Compares what stands at an address, key by key.
fn compare(at: &Address, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<Compared>) {
    if same(at, before, after) {
        return;
    }
    // Days of its own that a step gets are told one by one, each beside that of its wave.
    let gets_days = matches!(at.path.as_slice(), [Part::Key(key)] if &**key == "live") && before.is_none();
    let none = Value::Table(Vec::new());
    if let (Some(Value::Table(old)), Some(Value::Table(new))) = (before.or(gets_days.then_some(&none)), after)
        && !matches!(at.path.last(), Some(Part::Key(key)) if &**key == "reaches")
    {
        let mut keys: Vec<&str> = old.iter().chain(new).map(|(key, _)| &**key).collect();
        keys.order();
        keys.dedup();
        for key in keys {
            let of = |value: Option<&'_ Value>| value.and_then(|value| value.get(key)).cloned();
            compare(&at.clone().to(key), of(before).as_ref(), of(after).as_ref(), found);
        }
        return;
    }
    found.push((at.clone(), before.cloned(), after.cloned()));
}

/// Whether two values say the same: in most lists the order says nothing.
fn same(at: &Address, before: Option<&Value>, after: Option<&Value>) -> bool {
    if before == after {
        return true;
    }
    let (Some(before), Some(after)) = (before, after) else { return false };
    let key = at.path.iter().rev().find_map(|part| match part {
        Part::Key(key) => Some(&**key),
        Part::Nth(_) => None,
    });
    let set = |value: &Value| {
        let mut set: Vec<String> = value.as_set(key?)?.into_iter().map(str::to_owned).collect();
        set.order();
        Some(set)
    };
    set(before).is_some() && set(before) == set(after)
}

/// Compares records. Those that say the same are the same, whatever their number; of the others about the
/// same thing, the first is taken for the first, and so on.
fn compare_records(before: &[&(Address, Value)], after: &[&(Address, Value)], found: &mut Found) {
    let mut old: FxHashMap<Address, Vec<&(Address, Value)>> = FxHashMap::default();
    for record in before {
        old.entry(about(&record.0)).or_default().push(record);
    }
    let mut changed = Vec::new();
    for record in after {
        let same = old.get_mut(&about(&record.0)).and_then(|old| {
            // What is about the same is a handful.
            let nth = old.iter().position(|it| it.1 == record.1)?;
            Some(old.remove(nth))
        });
        if same.is_none() {
            changed.push(*record);
        }
    }
    for (at, value) in changed {
        let first = old.get_mut(&about(at)).filter(|old| !old.is_empty()).map(|old| old.remove(0));
        table(at, first.map(|it| &it.1), Some(value), found);
    }
    let mut gone: Vec<&(Address, Value)> = old.into_values().flatten().collect();
    gone.order_by(|one, other| one.0.cmp(&other.0));
    for (at, value) in gone {
        table(at, Some(value), None, found);
    }
}

/// What a table is about: its address without the number that it has among equal records.
pub(super) fn about(at: &Address) -> Address {
    let key = match at.table.holds() {
        Holds::Many if at.table == Table::Present => "",
        Holds::Many => at.key.split_once(" #").map_or(&*at.key, |(key, _)| key),
        Holds::One | Holds::ById => &at.key,
    };
    Address::new(at.table, key)
}

/// The wave that a change belongs to, as it is after it or was before: when it starts, and its name.
fn wave_in(
    at: &Address,
    (before, after): (Option<&Value>, Option<&Value>),
    past: &Plan,
    now: &Plan,
) -> Option<(NaiveDate, Box<str>)> {
    wave_of(at, after, now).or_else(|| wave_of(at, before, past))
}

/// The wave that an address belongs to: when it starts, and its name.
fn wave_of(at: &Address, value: Option<&Value>, plan: &Plan) -> Option<(NaiveDate, Box<str>)> {
    let of_path = || {
        at.path.iter().find_map(|part| match part {
            Part::Key(key) => plan.wave_by_id(key),
            Part::Nth(_) => None,
        })
    };
    let wave = match at.table {
        Table::Wave => plan.wave_by_id(&at.key),
        Table::Gate => plan.gate_by_id(&at.key).and_then(|ix| plan.gates.get(ix.at())?.wave),
        Table::Driver | Table::Capability | Table::Mandate => of_path().or_else(|| {
            let item = plan.item(plan.item_by_id(&at.key)?);
            item.steps.first().map(|step| step.wave)
        }),
        _ => of_path(),
    };
    let named = || plan.wave_by_id(value?.get("wave")?.as_str()?);
    let wave = plan.wave(wave.or_else(named)?);
    Some((wave.start, wave.title().into()))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::disk::Memory;
    use crate::source::{Limits, Read, Source};

    fn read(text: &str) -> Read {
        let store = Memory::default().with("plan.toml", text);
        Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).ok().unwrap()
    }

    fn told(before: &str, after: &str) -> Vec<String> {
        const PLAN: &str = "format = 1\n[plan]\ncurrency = \"EUR\"\n[wave]\none = { name = \"One\", start = 2026-01-01, end = 2026-06-30 }\ntwo = { name = \"Two\", start = 2026-07-01, end = 2026-12-31 }\n";
        let (one, other) = (read(&format!("{PLAN}{before}")), read(&format!("{PLAN}{after}")));
        let found = changes(&one.source.written(), &other.source.written(), &one.plan, &other.plan);
        found.into_iter().map(|change| format!("{}: {}", change.area.as_str(), &*change.sentence)).collect()
    }

    #[test]
    fn a_change_is_told_in_the_words_of_the_plan() {
        let driver = "[driver.reach]\nname = \"Reach\"\n";
        for (before, after, sentence) in [
            ("wave = \"one\"", "wave = \"two\"", "`reach` moves from One to Two"),
            ("", "wave = \"two\"", "`reach` moves into Two"),
            ("value = 2_400_000", "value = 2_100_000", "value of `reach`: 2.4 M€ → 2.1 M€ (−300 k€)"),
            ("confidence = 0.7", "confidence = 0.8", "confidence of `reach`: 0.7 → 0.8"),
            (
                "live = 2026-06-30",
                "live = 2026-07-31",
                "live of `reach`: 30 Jun 2026 → 31 Jul 2026 (31 days later)",
            ),
            // By its wave it was live on the last day of that.
            (
                "wave = \"one\"",
                "wave = \"one\"\nlive = 2026-07-31",
                "live of `reach`: 30 Jun 2026 → 31 Jul 2026 (31 days later)",
            ),
            (
                "wave = \"one\"\nlive = 2026-07-31",
                "wave = \"one\"",
                "live of `reach`: 31 Jul 2026 → 30 Jun 2026 (31 days earlier)",
            ),
            ("needs = [\"a\", \"b\"]", "needs = [\"b\", \"c\"]", "needs of `reach`: + c, − a"),
            ("owner = \"A\"", "", "owner of `reach`: \"A\" is gone"),
            ("", "owner = \"A\"", "owner of `reach`: \"A\" is new"),
            ("reaches = { one = 2 }", "reaches = { two = 2 }", "`reach` reaches level 2 in Two, not in One"),
            ("cost = { one = 10 }", "cost = { one = 20 }", "cost of `reach` in One: 10 € → 20 € (+10 €)"),
        ] {
            let told = told(&format!("{driver}{before}\n"), &format!("{driver}{after}\n"));
            assert_eq!(told, [format!("Strategy: {sentence}")]);
        }
        let steps = "[capability.crm]\nreaches = { one = 1, two = 2 }\n";
        assert_eq!(
            told(steps, &format!("{steps}live = {{ two = 2027-01-31 }}\n")),
            ["Operating model: live of `crm` in Two: 31 Dec 2026 → 31 Jan 2027 (31 days later)"]
        );
        assert_eq!(told("", driver), ["Strategy: new driver `reach` (Reach)"]);
        assert_eq!(told(driver, ""), ["Strategy: the driver `reach` (Reach) is gone"]);
    }

    #[test]
    fn order_and_spelling_are_no_change() {
        let one = "[driver.a]\nneeds = [\"x\", \"y\"]\nvalue = 1_000\n[driver.b]\n";
        let other = "[driver]\nb = {}\na = { value = 1000.0, needs = [\"y\", \"x\"] } # why\n";
        assert_eq!(told(one, other), [""; 0]);
        let axis = |axis: &str| format!("[tradeoff.a]\naxis = {axis}\n");
        let turned = told(&axis("[\"x\", \"y\"]"), &axis("[\"y\", \"x\"]"));
        assert_eq!(turned, ["Operating model: axis of `a`: [\"x\", \"y\"] → [\"y\", \"x\"]"]);
    }

    #[test]
    fn one_more_record_of_the_same_is_one_change() {
        let action =
            |what: &str, more: &str| format!("[[action]]\ndate = 2026-01-31\nwhat = \"{what}\"\n{more}");
        let (one, two) = (action("One", ""), action("Two", ""));
        assert_eq!(told(&two, &format!("{one}{two}")), ["Record: new action of 31 Jan 2026: One"]);
        let done = action("Two", "done = 2026-02-01\n");
        assert_eq!(
            told(&format!("{one}{two}"), &format!("{done}{one}")),
            ["Record: done of the action of 31 Jan 2026: 01 Feb 2026 is new"]
        );
    }
}
