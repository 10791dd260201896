//! Which values of a plan go into which figures, by trying: each is set otherwise, and all figures are held against
//! those of before.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use groundswell::disk::Memory;
use groundswell::explain::into::Into;
use groundswell::explain::look::Look;
use groundswell::figures::Figures;
use groundswell::graph::Graph;
use groundswell::plan::Plan;
use groundswell::plan::address::{Address, Holds, Part, Table};
use groundswell::plan::quantity::Money;
use groundswell::simulation::{Settings, Simulation};
use groundswell::source::schema::{Shape, Space, fields};
use groundswell::source::{Limits, Source};
use groundswell::trace::Row;
use groundswell::trace::name::{Name, When};
use groundswell::trace::value::Value;
use groundswell::traces;
use toml::Value as Toml;

/// All of a plan in one table.
pub(crate) fn whole(path: &Path) -> toml::Table {
    let mut all = toml::Table::new();
    let mut files = vec![path.to_owned()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).unwrap();
            files.extend(entries.map(|entry| entry.unwrap().path()));
            continue;
        }
        let file: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        for (key, value) in file {
            match (all.get_mut(&key), value) {
                (Some(Toml::Table(own)), Toml::Table(more)) => own.extend(more),
                (Some(Toml::Array(own)), Toml::Array(more)) => own.extend(more),
                (_, value) => {
                    all.insert(key, value);
                }
            }
        }
    }
    all.remove("include");
    all
}

/// The plan that a table says, where it can be read whole.
pub(crate) fn read(all: &toml::Table) -> Option<Plan> {
    let store = Memory::default().with("plan.toml", toml::to_string(all).unwrap());
    let read = Source::read(&store, &["plan.toml".into()], Limits::default()).ok()?;
    let sound = read.findings.is_empty();
    sound.then_some(read.plan)
}

/// What figures come to: by family and what they are of, by the time.
type Told = BTreeMap<(&'static str, String), BTreeMap<String, Said>>;

/// A value, and whether it is of a day.
type Said = (Value, bool);

/// Whether a figure is another one: on the same day, or at the same time, or at one that it had not. On which days it
/// is told, ends of waves and decisions of gates, is no change of it.
fn differs(
    word: &str,
    before: Option<&BTreeMap<String, Said>>,
    after: Option<&BTreeMap<String, Said>>,
) -> bool {
    let at =
        |told: Option<&BTreeMap<String, Said>>, when: &String| told.and_then(|told| told.get(when).copied());
    // What NPV loses is told in its coins, so that whatever NPV is made of may shift it by one; it goes into no more.
    let of_npv = word == "cost-of-delay-npv";
    let shifts = |one, other| matches!((one, other), (Value::Money(one), Value::Money(other)) if of_npv && (one - other).0.abs() == 1);
    let times = [before, after].into_iter().flatten().flat_map(BTreeMap::keys);
    times.into_iter().any(|when| match (at(before, when), at(after, when)) {
        (Some(one), Some(other)) => one != other && !shifts(one.0, other.0),
        (one, other) => {
            one.or(other).is_some_and(|(value, of_day)| !of_day && !shifts(value, Value::Money(Money::ZERO)))
        }
    })
}

/// All figures that come to anything: by family and what they are of, over time.
fn told(plan: &Plan) -> Told {
    let figures = Figures::new(plan);
    let mut told = Told::new();
    let mut tell = |family: &'static groundswell::trace::Family, row: Row| {
        if row.value == Value::Nothing || row.value.number(plan.currency) == Some(0.0) {
            return;
        }
        let of = row.of.ids(plan).join(".");
        let of_day = matches!(row.when, Some(When::Day(_)));
        let told = told.entry((family.word, of)).or_default();
        told.insert(format!("{:?}", row.when), (row.value, of_day));
    };
    traces::each(&figures, &mut tell);
    let settings = Settings { runs: Some(60), band: true, ..Settings::default() };
    let simulation = Simulation::of(&figures, &Graph::new(plan), &settings);
    traces::each_of(&figures, &simulation, &mut tell);
    told
}

/// Other values in the place of one.
fn others(value: &Toml, table: Table, key: &str, all: &toml::Table) -> Vec<Toml> {
    match value {
        Toml::Integer(own) => {
            [own + 1, own * 3, 0].into_iter().filter(|it| it != own).map(Toml::Integer).collect()
        }
        Toml::Float(own) => [own * 0.5, 0.0, 1.0].into_iter().map(Toml::Float).collect(),
        Toml::Boolean(own) => vec![Toml::Boolean(!own)],
        Toml::Datetime(own) => {
            let Ok(day) = own.to_string().parse::<chrono::NaiveDate>() else { return Vec::new() };
            let days = [1, -92, 400];
            let moved = days.iter().map(|by| day + chrono::Duration::days(*by));
            moved.filter_map(|day| Some(Toml::Datetime(day.to_string().parse().ok()?))).collect()
        }
        Toml::String(own) => {
            let ids = |table: Table| -> Vec<String> {
                let own = all.get(table.key()).and_then(Toml::as_table);
                own.map(|own| own.keys().cloned().collect()).unwrap_or_default()
            };
            let shape = fields(table).find(|field| field.key == key).map(|field| field.shape);
            let mut words: Vec<String> = match shape {
                Some(Shape::Word(words) | Shape::Words(words)) => {
                    words.iter().map(|word| (*word).to_owned()).collect()
                }
                Some(Shape::Id(Space::Of(table)) | Shape::Ids(Space::Of(table))) => ids(table),
                Some(Shape::Id(Space::Item) | Shape::Ids(Space::Item)) => {
                    [Table::Driver, Table::Capability, Table::Mandate].into_iter().flat_map(ids).collect()
                }
                Some(Shape::Id(Space::Unit)) => vec!["north".into(), "head".into(), "dk".into()],
                _ => Vec::new(),
            };
            // A criterion, a need, a period: another number.
            let digits =
                own.rfind(|letter: char| !letter.is_ascii_digit() && letter != '_').map_or(0, |at| at + 1);
            if let Ok(number) = own[digits..].replace('_', "").parse::<u64>() {
                for other in [number + 1, number.saturating_sub(1), number * 2, number / 2, number * 100, 0] {
                    let width = own.len() - digits;
                    words.push(format!("{}{other:0width$}", &own[..digits]));
                    words.push(format!("{}{other}", &own[..digits]));
                }
            }
            words.push("another".into());
            words.into_iter().filter(|word| word != own).map(Toml::String).collect()
        }
        Toml::Array(_) | Toml::Table(_) => Vec::new(),
    }
}

/// A way into a plan.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Key(String),
    Nth(usize),
}

fn at<'t>(all: &'t mut Toml, way: &[Step]) -> &'t mut Toml {
    way.iter().fold(all, |value, step| match step {
        Step::Key(key) => value.get_mut(key.as_str()).unwrap(),
        Step::Nth(nth) => value.get_mut(*nth).unwrap(),
    })
}

/// The ways to all leaves below a value.
pub(crate) fn leaves(value: &Toml, way: &[Step], out: &mut Vec<Vec<Step>>) {
    let mut on = |step: Step, value: &Toml| leaves(value, &[way, &[step]].concat(), out);
    match value {
        Toml::Table(table) => table.iter().for_each(|(key, value)| on(Step::Key(key.clone()), value)),
        Toml::Array(list) => list.iter().enumerate().for_each(|(nth, value)| on(Step::Nth(nth), value)),
        _ => out.push(way.to_vec()),
    }
}

/// The address of a leaf, as far as it says which value it is.
pub(crate) fn address(all: &Toml, way: &[Step]) -> Option<Address> {
    let Step::Key(table) = &way[0] else { return None };
    let table = Table::of(table)?;
    let (key, rest) = match (table.holds(), way.get(1)?) {
        (Holds::One, _) => (String::new(), &way[1..]),
        (_, Step::Key(id)) => (id.clone(), &way[2..]),
        (_, Step::Nth(nth)) => {
            let record = &all.get(table.key())?[*nth];
            let about = ["kpi", "driver", "item", "wave", "capability", "mandate", "gate", "rule"];
            let about = about.iter().find_map(|key| record.get(key)?.as_str()).unwrap_or_default();
            (about.to_owned(), &way[2..])
        }
    };
    Some(rest.iter().fold(Address::new(table, &key), |address, step| match step {
        Step::Key(key) => address.to(key.as_str()),
        Step::Nth(nth) => address.to(u32::try_from(*nth).unwrap()),
    }))
}

/// An address with the figures that another value there changes.
type Tried = (Address, BTreeSet<(&'static str, String)>);

/// What is tried at one place: other values, and none.
pub(crate) fn trials(all: &Toml, way: &[Step], address: &Address) -> Vec<toml::Table> {
    let key = address.path.iter().find_map(|part| match part {
        Part::Key(key) => Some(key.to_string()),
        Part::Nth(_) => None,
    });
    let value = at(&mut all.clone(), way).clone();
    let whole = all.as_table().unwrap();
    let mut trials = Vec::new();
    for other in others(&value, address.table, &key.unwrap_or_default(), whole) {
        let mut trial = all.clone();
        *at(&mut trial, way) = other;
        trials.push(trial.as_table().unwrap().clone());
    }
    let mut without = all.clone();
    let (last, above) = way.split_last().unwrap();
    match (at(&mut without, above), last) {
        (Toml::Table(table), Step::Key(key)) => drop(table.remove(key)),
        (Toml::Array(list), Step::Nth(nth)) => drop(list.remove(*nth)),
        _ => {}
    }
    trials.push(without.as_table().unwrap().clone());
    trials
}

/// Places of a plan, few of each key, with the figures that another value there changes.
fn tried(path: &str, each: usize) -> (Source, Plan, Vec<Tried>) {
    let all = whole(Path::new(path));
    let store = Memory::default().with("plan.toml", toml::to_string(&all).unwrap());
    let base = Source::read(&store, &["plan.toml".into()], Limits::default()).ok().unwrap();
    assert_eq!(base.findings, []);
    let before = told(&base.plan);
    let mut ways = Vec::new();
    let all = Toml::Table(all);
    leaves(&all, &[], &mut ways);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut places = Vec::new();
    for way in ways {
        let Some(address) = address(&all, &way) else { continue };
        let count = seen.entry(key(&address)).or_default();
        *count += 1;
        if *count <= each {
            places.push((way, address));
        }
    }
    let change = |(way, address): &(Vec<Step>, Address)| {
        let mut changed = BTreeSet::new();
        for plan in trials(&all, way, address).iter().filter_map(read) {
            let after = told(&plan);
            let names = before.keys().chain(after.keys());
            changed
                .extend(names.filter(|name| differs(name.0, before.get(*name), after.get(*name))).cloned());
        }
        (address.clone(), changed)
    };
    let change = &change;
    let tried = std::thread::scope(|scope| {
        let share = places.len().div_ceil(4).max(1);
        let workers: Vec<_> = places
            .chunks(share)
            .map(|some| scope.spawn(move || some.iter().map(change).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    (base.source, base.plan, tried)
}

/// The table and the keys of an address.
pub(crate) fn key(address: &Address) -> String {
    let keys = address.path.iter().filter_map(|part| match part {
        Part::Key(key) => Some(&**key),
        Part::Nth(_) => None,
    });
    let of_plan = ["north", "south", "head", "one", "two", "three"];
    let keys = keys.map(|key| if of_plan.contains(&key) { "ID" } else { key });
    std::iter::once(address.table.key()).chain(keys).collect::<Vec<_>>().join(".")
}

/// Whether what is told names a figure, or its family.
fn tells(into: &Into, (word, of): &(&'static str, String)) -> bool {
    let own = |name: &String| {
        let name = Name::parse(name).unwrap();
        let ids: Vec<&str> = of.split('.').filter(|id| !id.is_empty()).collect();
        let whole = name.of.is_empty() == ids.is_empty();
        &*name.word == *word && whole && name.of.iter().all(|id| ids.contains(&&**id))
    };
    into.words.contains(word) || into.names.iter().any(own)
}

/// Every figure that another value changes is told of that value, in a plan that says something under every key; and of
/// what is told, more than half is seen to change in this one plan.
#[test]
fn what_another_value_changes_is_told_and_what_is_told_changes() {
    let (source, plan, tried) = tried("tests/it/data/reads.toml", 1);
    let figures = Figures::new(&plan);
    let look = Look::of(&figures, Some(&source));
    let mut faults = BTreeSet::new();
    let mut told: BTreeMap<(String, String), bool> = BTreeMap::new();
    for (address, changed) in &tried {
        let into = Into::of(look, address);
        // A driver without value has no ramp to tell, though its value does not make the ramp.
        let untold = |(word, _): &(&str, String)| {
            ["ramp", "starting"].contains(word) && key(address).starts_with("driver.value")
        };
        for figure in changed.iter().filter(|figure| !tells(&into, figure) && !untold(figure)) {
            faults.insert(format!("{address}: {}.{} is not told", figure.0, figure.1));
        }
        let names = into.names.iter().map(|name| name.split(['.', '@']).next().unwrap());
        for word in names.chain(into.words.iter().copied()) {
            let seen = told.entry((key(address), word.to_owned())).or_default();
            *seen |= changed.iter().any(|(own, _)| *own == word);
        }
    }
    let unseen: Vec<String> =
        told.iter().filter(|(_, seen)| !**seen).map(|((key, word), _)| format!("{key} {word}")).collect();
    assert!(faults.is_empty(), "{faults:#?}\nunseen: {unseen:#?}");
    assert!(tried.len() > 100 && told.len() > 1_000, "{} {}", tried.len(), told.len());
    assert!(unseen.len() * 2 < told.len(), "{} of {}: {unseen:#?}", unseen.len(), told.len());
}

/// By hand, from what the format says of each.
#[test]
fn what_a_value_goes_into_is_told_by_name() {
    let all = whole(Path::new("tests/it/data/reads.toml"));
    let store = Memory::default().with("plan.toml", toml::to_string(&all).unwrap());
    let read = Source::read(&store, &["plan.toml".into()], Limits::default()).ok().unwrap();
    let figures = Figures::new(&read.plan);
    let look = Look::of(&figures, Some(&read.source));
    let into = |address: &str| Into::of(look, &Address::parse(address).unwrap());
    let budget = into("wave.one.budget");
    assert_eq!(
        budget.names,
        [
            "budget.one",
            "budget",
            "budget-so-far.one",
            "left.one",
            "left",
            "chance-of-budget.one",
            "chance-of-budget"
        ]
    );
    assert_eq!(budget.words, ["budget-so-far"]);
    let run = into("capability.crm.cost.run");
    let has = |into: &Into, name: &str| match name.strip_suffix(".*") {
        Some(word) => into.words.contains(&word),
        None => into.names.iter().any(|own| own == name),
    };
    for name in
        ["run.crm", "run", "cost.crm", "cost", "npv", "roi", "npv-even", "payback-even", "cost.*", "net.*"]
    {
        assert!(has(&run, name), "{name}: {run:?}");
    }
    for name in
        ["one-off.crm", "one-off", "roll-out", "exceptions", "value-even", "chance-of-budget", "planned"]
    {
        assert!(!has(&run, name), "{name}: {run:?}");
    }
    let risk = into("risk.vendor.probability");
    for name in [
        "chance-of-late.*",
        "chance-of-budget",
        "npv-swing.risk.vendor",
        "npv-even",
        "value-even",
        "end-even.*",
    ] {
        assert!(has(&risk, name), "{name}: {risk:?}");
    }
    assert!(!has(&risk, "planned") && !has(&risk, "npv") && !has(&risk, "budget"), "{risk:?}");
    assert!(
        has(&into("risk.vendor.costs"), "chance-of-budget") && !has(&into("risk.vendor.costs"), "end-even.*")
    );
    assert!(
        has(&into("capability.crm.effort.it"), "effort.*")
            && into("capability.crm.effort.it").names.is_empty()
    );
    for (address, name) in [
        ("market.north.share", "planned"),
        ("market.north.share", "planned.*"),
        ("market.north.share", "npv"),
        ("plan.horizon", "cost"),
        ("plan.horizon", "slack.*"),
        ("driver.reach.value.high", "npv-even"),
        ("driver.reach.category", "planned.*"),
        ("capability.consent.needs", "slip.*"),
    ] {
        assert!(has(&into(address), name), "{address}: {name}: {:?}", into(address));
    }
    for (address, name) in [
        ("driver.reach.value.high", "planned"),
        ("driver.reach.category", "planned"),
        ("wave.one.name", "npv"),
        ("risk.vendor.response", "npv-even"),
    ] {
        assert!(!has(&into(address), name), "{address}: {name}: {:?}", into(address));
    }
    assert_eq!(into("wave.one.capacity"), Into::default());
}

/// Each family of figures says once what it is made of, and nothing else is told of.
#[test]
fn every_family_says_what_it_is_made_of() {
    let mut told: Vec<&str> = groundswell::trace::reads::words().collect();
    let mut words: Vec<&str> = traces::FAMILIES.iter().map(|family| family.word).collect();
    told.sort_unstable();
    words.sort_unstable();
    assert_eq!(told, words);
}
